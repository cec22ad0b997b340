//! The measured sides: the loss by its definition, differentiated.

use crate::setting::Setting;
use dualproof::matrix::{Matrix, embed, scaled};
use dualproof::numbers::{Number, Rational};
use dualproof::tape::{Tape, pairs};

/// Where the flow is: W, P and W_a.
#[derive(Clone, Debug)]
pub struct State {
    /// W.
    pub weights: Matrix,
    /// P.
    pub predictor: Matrix,
    /// W_a.
    pub target: Matrix,
}

impl State {
    /// Where it starts.
    pub fn of(setting: &Setting) -> Self {
        State { weights: embed(&setting.weights), predictor: embed(&setting.predictor), target: embed(&setting.target) }
    }
}

/// ∇_W r and ∇_P r of r = E ½‖P W x₁ − W_a x₂‖², the second term a constant: every pair of augmentations of a sample.
pub fn gradients(setting: &Setting, state: &State) -> [Matrix; 2] {
    let views = setting.views.embed::<Number>();
    let mut tape = Tape::new();
    let x = tape.variable(views.inputs.clone());
    let [w, p, a] = [&state.weights, &state.predictor, &state.target].map(|matrix| tape.variable(matrix.clone()));
    let f = tape.product(w, x);
    let first = tape.product(p, f);
    let second = tape.product(a, x);
    let second = tape.detached(second);
    let loss = tape.pair_loss(first, second, pairs::of_augmentations(&views, &setting.views.sample_weights));
    let gradient = tape.gradient(loss);
    [gradient.of(w), gradient.of(p)]
}

/// Ẇ and Ṗ: −∇_W r − η_W W and −α∇_P r − η_P P.
pub fn velocities(setting: &Setting, state: &State) -> [Matrix; 2] {
    let [by_w, by_p] = gradients(setting, state);
    let number = |x: &Rational| Number::from_rational(x);
    [
        -by_w - scaled(&state.weights, &number(&setting.decay)),
        -scaled(&by_p, &number(&setting.rate)) - scaled(&state.predictor, &number(&setting.predictor_decay)),
    ]
}

/// d(AB) = dA B + A dB.
pub fn of_product([a, da]: [&Matrix; 2], [b, db]: [&Matrix; 2]) -> Matrix {
    Number::product(da, b) + Number::product(a, db)
}
