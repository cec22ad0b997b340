//! A loss of a network's outputs as data: a linear form and squared gaps, so that its gradient is arbitrary.
//!
//! L(F) = ⟨C, F⟩ + Σ w ½‖f_i − f_j‖² for F = (f_1 … f_V), n_L × V. Whatever a loss of the outputs is, near one
//! network its gradient is that of some ⟨C, F⟩; the squared gaps keep it from being linear.

use dualproof::matrix::{embed, rows};
use dualproof::numbers::{Field, Line, Rational};
use dualproof::strategies::{free_law, free_matrix};
use dualproof::tape::{Pair, Tape, Var};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// C and the weighted pairs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutputLoss {
    /// C, n_L × V.
    #[serde(with = "rows")]
    pub linear: DMatrix<Rational>,
    /// (i, j, w).
    pub pairs: Vec<(usize, usize, Rational)>,
}

impl OutputLoss {
    /// Records the loss of F (n_L × V), 1 × 1.
    pub fn record<S: Field>(&self, tape: &mut Tape<S>, outputs: Var) -> Var {
        let weighted = tape.gate(outputs, embed(&self.linear));
        let linear = tape.total(weighted);
        let pairs = self.pairs.iter().map(|(first, second, weight)| Pair {
            first: *first,
            second: *second,
            weight: S::from_rational(weight),
        });
        let gaps = tape.pair_loss(outputs, outputs, pairs.collect());
        tape.sum(linear, gaps)
    }

    /// ∂L/∂F by formula: C + Σ w (f_i − f_j)(e_i − e_j)ᵀ.
    pub fn gradient<S: Field>(&self, outputs: &DMatrix<S>) -> DMatrix<S> {
        let mut gradient = embed::<S>(&self.linear);
        for (i, j, weight) in &self.pairs {
            let weight = S::from_rational(weight);
            for row in 0..outputs.nrows() {
                let flow = (outputs[(row, *i)].clone() - outputs[(row, *j)].clone()) * weight.clone();
                gradient[(row, *i)] += flow.clone();
                gradient[(row, *j)] -= flow;
            }
        }
        gradient
    }

    /// Does the loss fit n_L outputs on V views?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self, outputs: usize, views: usize) -> Result<(), String> {
        if self.linear.shape() != (outputs, views) {
            return Err(format!("linear: found shape {:?}, expected {outputs} × {views}", self.linear.shape()));
        }
        match self.pairs.iter().find(|p| p.0 >= views || p.1 >= views) {
            Some(pair) => Err(format!("pairs: found ({}, {}), expected views below {views}", pair.0, pair.1)),
            None => Ok(()),
        }
    }
}

impl Line for OutputLoss {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        let pairs = self.pairs.iter().zip(&other.pairs);
        OutputLoss {
            linear: self.linear.towards(&other.linear, t),
            pairs: pairs.map(|((i, j, a), (_, _, b))| (*i, *j, a.towards(b, t))).collect(),
        }
    }
}

/// Free C, and each view against the next one with a free weight.
pub fn free_loss(outputs: usize, views: usize) -> impl Strategy<Value = OutputLoss> {
    (free_matrix(outputs, views), free_law(views)).prop_map(move |(linear, weights)| {
        let pairs = weights.into_iter().enumerate().map(|(v, weight)| (v, (v + 1) % views, weight));
        OutputLoss { linear, pairs: pairs.collect() }
    })
}

/// What a random loss is made of, before its shape is known: entries of C, and pairs.
pub type Ingredients = (Vec<i64>, Vec<(usize, usize, i64)>);

/// Entries of C and up to four pairs.
pub fn ingredients() -> impl Strategy<Value = Ingredients> {
    (vec(-8_i64..=8, 7), vec((0_usize..12, 0_usize..12, -4_i64..=4), 0..=4))
}

/// The loss of n_L outputs on V views that the ingredients give; seven entries are repeated with a stride that
/// never lines up with the views.
pub fn assemble((entries, pairs): Ingredients, outputs: usize, views: usize) -> OutputLoss {
    let linear = DMatrix::from_fn(outputs, views, |i, v| {
        let entry = entries[(3 * i + v) % entries.len()];
        Rational::new(entry, 1 + (i + v) as u64 % 2)
    });
    let pairs = pairs.into_iter().map(|(i, j, w)| (i % views, j % views, Rational::new(w, 4)));
    OutputLoss { linear, pairs: pairs.collect() }
}

/// A loss for real data, the same for everyone: each view is compared with the next one, and C runs through −3 … 3.
pub fn of_neighbours(outputs: usize, views: usize) -> OutputLoss {
    let linear = DMatrix::from_fn(outputs, views, |i, v| Rational::new((3 * i + 5 * v) as i64 % 7 - 3, views as u64));
    let pairs = (0..views).map(|v| (v, (v + 1) % views, Rational::new(1, views as u64)));
    OutputLoss { linear, pairs: pairs.collect() }
}
