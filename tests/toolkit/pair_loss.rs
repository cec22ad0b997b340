//! The loss of all pairs at large scale against the tape, over the rationals, within its own bound.

use dualproof::campaign::draw;
use dualproof::matrix::dmatrix;
use dualproof::network::{Activation, Layer, Network, Pool, Preactivation};
use dualproof::numbers::{Rational, Ring};
use dualproof::pair_loss::{Form, PairLossError, pair_loss};
use dualproof::strategies::{Setting, setting};
use dualproof::tape::{Pair, Tape};
use dualproof::views::Views;
use num_traits::Zero;

/// c_vw of every ordered pair, from the law of the sampling.
fn terms(views: &Views<Rational>) -> Vec<Pair<Rational>> {
    let all = (0..views.len()).flat_map(|v| (0..views.len()).map(move |w| (v, w)));
    let pair = |(first, second): (usize, usize)| {
        let positive = if views.sample_of(first) == views.sample_of(second) {
            views.weight(first) * views.augmentation_weights[second].clone()
        } else {
            Rational::zero()
        };
        Pair { first, second, weight: positive - views.weight(first) * views.weight(second) }
    };
    all.map(pair).collect()
}

#[test]
fn both_forms_are_the_tape_within_their_bound() {
    let mut compared = 0;
    for number in 0..60 {
        let (networks, views) = draw(&setting(Setting::default()), 31, "pair-loss", number).current();
        let network = &networks[0];
        if network.layers.iter().any(|layer| layer.pool != Pool::None || layer.mask.is_some()) {
            continue;
        }
        let mut tape = Tape::new();
        let Ok(recorded) = tape.network(network, &views.inputs) else { continue };
        let loss = tape.pair_loss(recorded.output, recorded.output, terms(&views));
        let gradient = tape.gradient(loss);
        let plain = (network.embed::<f64>(), views.embed::<f64>());
        for form in [Form::Pairs, Form::Gram] {
            let found = pair_loss(&plain.0, &plain.1, form).expect("a gradient");
            assert!(found.gates_are_decided, "entries are small integers");
            for (index, layer) in recorded.layers.iter().enumerate() {
                let gap = found.gradient[index].zip_map(&gradient.of(layer.weights), |found, exact| {
                    (Rational::from_f64(found).expect("finite") - exact).to_f64()
                });
                assert!(gap.norm() <= found.bounds[index], "{:e} > {:e}", gap.norm(), found.bounds[index]);
                compared += usize::from(found.gradient[index].norm() > found.bounds[index]);
            }
        }
    }
    assert!(compared > 40, "only {compared} gradients told from 0");
}

#[test]
fn what_is_not_differentiated_is_refused() {
    let views = Views::uniform(dmatrix![1.0, 2.0; 3.0, 2.0], 2).expect("two samples");
    let network = |layer: Layer<f64>| Network { layers: vec![layer, Layer::dense(dmatrix![1.0], Activation::Linear)] };
    let first = || Layer::dense(dmatrix![1.0, -1.0], Activation::Relu);
    let refused = [
        Layer { mask: Some(vec![vec![1, 0]]), ..first() },
        Layer { bias: Some(vec![0.0]), ..first() },
        Layer { pool: Pool::Max { size: 1 }, ..first() },
        Layer { activation: Activation::Tanh, ..first() },
        Layer { activation: Activation::LeakyRelu { slope: -1.0 }, ..first() },
    ];
    for layer in refused {
        let result = pair_loss(&network(layer), &views, Form::Gram);
        assert!(matches!(result, Err(PairLossError::Layer { layer: 1, .. })), "{result:?}");
    }
    let at = Preactivation { layer: 1, unit: 0, view: 1 }.is_zero();
    let result = pair_loss(&network(first()), &views, Form::Pairs);
    assert_eq!(result, Err(PairLossError::Gradient(at)));
    let narrow = Network { layers: vec![Layer::dense(dmatrix![1.0], Activation::Linear)] };
    assert!(matches!(pair_loss(&narrow, &views, Form::Gram), Err(PairLossError::Network(_))));
}
