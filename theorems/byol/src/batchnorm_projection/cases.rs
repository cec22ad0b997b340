//! A batch of values, and how it is drawn.

use dualproof::numbers::{Field, Obstacle, Rational, Ring, Running};
use dualproof::strategies::reflection;
use dualproof::tape::Tape;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Where σ² + ε is no square in the number system.
pub(super) const NO_ROOT: Obstacle = Obstacle::Outside("a variance whose root this number system has");

/// A batch of one unit's values, and the ε.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// x.
    pub batch: Vec<Rational>,
    /// ε.
    pub epsilon: Rational,
}

impl Instance {
    /// μ and σ².
    fn moments(&self) -> (Rational, Rational) {
        let share = Rational::new(1, self.batch.len() as u64);
        let sum = |terms: &mut dyn Iterator<Item = Rational>| terms.fold(Rational::zero(), |a, b| a + b);
        let mean = sum(&mut self.batch.iter().cloned()) * share.clone();
        let square = |x: &Rational| (x.clone() - mean.clone()) * (x.clone() - mean.clone());
        let variance = sum(&mut self.batch.iter().map(square)) * share;
        (mean, variance)
    }

    /// Is there a root of σ² + ε in the number system?
    pub(super) fn has_root<S: Field>(&self) -> Result<(), Obstacle> {
        let square = S::from_rational(&(self.moments().1 + self.epsilon.clone()));
        square.square_root().map(|_| ()).ok_or(NO_ROOT)
    }

    /// Is σ² + ε > 0?
    pub fn scale_is_positive(&self) -> bool {
        !(self.moments().1 + self.epsilon.clone()).is_zero()
    }

    /// Is ε = 0?
    pub fn epsilon_is_zero(&self) -> bool {
        self.epsilon.is_zero()
    }

    /// Is a foreign instance a batch that BatchNorm is defined on?
    ///
    /// # Errors
    /// What is not, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let n = self.batch.len();
        if n < 2 {
            return Err(format!("batch: found {n} values, expected at least 2: a batch of one has no variance"));
        }
        if self.epsilon < Rational::zero() {
            return Err(format!("epsilon: found {}, expected at least 0", self.epsilon));
        }
        if !self.scale_is_positive() {
            return Err("batch: found zero variance with epsilon 0, expected two different values".into());
        }
        Ok(())
    }
}

/// Deviations with sum 0 and sum of squares n·q²: over 4, 5, 6 and 7 values with q = 1, 2, 1, 2. There are none over
/// 3: a² + ab + b² = 6t² has no rational solution, as 2 stays prime among the Eisenstein integers.
const DEVIATIONS: [(&[i64], i64); 4] =
    [(&[1, -1, 1, -1], 1), (&[3, -3, 1, -1, 0], 2), (&[1, -1, 1, -1, 1, -1], 1), (&[3, -3, 2, -2, 1, -1, 0], 2)];

/// Batches of rational s: such deviations, reflected at random in the space orthogonal to 1, scaled and shifted; and
/// ε = s'² − σ² for s' = σ(1 + k/4), k from the given range.
pub(super) fn with_rational_root(quarters: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Instance> {
    (prop::sample::select(&DEVIATIONS), vec(-3_i64..=3, 7), (1_i64..=8, 1_u64..=3), -8_i64..=8, quarters)
        .prop_map(|((deviations, q), v, (above, below), shift, quarters)| {
            let n = deviations.len();
            let sum: i64 = v[..n].iter().sum();
            let flat: Vec<i64> = v[..n].iter().map(|x| x * n as i64 - sum).collect();
            let base = DMatrix::from_fn(n, 1, |i, _| Rational::from_integer(deviations[i]));
            let turned = reflection(&flat) * base;
            let scale = Rational::new(above, below);
            let batch = turned.iter().map(|d| d.clone() * scale.clone() + Rational::from_integer(shift)).collect();
            let sigma = scale * Rational::from_integer(q);
            let stretched = sigma.clone() * (Rational::one() + Rational::new(quarters, 4));
            let epsilon = stretched.clone() * stretched - sigma.clone() * sigma;
            Instance { batch, epsilon }
        })
        .boxed()
}

/// Any batch of three values or more: over two, Q = 0.
fn any_batch() -> BoxedStrategy<Instance> {
    (vec(-24_i64..=24, 3..=8), prop_oneof![Just(0_i64), 1_i64..=8])
        .prop_map(|(batch, quarters)| Instance {
            batch: batch.into_iter().map(Rational::from_integer).collect(),
            epsilon: Rational::new(quarters, 4),
        })
        .boxed()
}

/// Half without ε; a third of the batches may have any root.
pub(super) fn drawn() -> BoxedStrategy<Instance> {
    prop_oneof![with_rational_root(0..=0), with_rational_root(1..=4), any_batch()].boxed()
}

/// PyTorch's ε: the float nearest to 10⁻⁵.
const EPSILON: f64 = 1e-5;

/// The first output of the digits network over one view of each digit, as the floats that it computes.
pub(super) fn on_digits() -> Vec<Instance> {
    let views = digits::views(digits::expected().samples);
    let mut tape = Tape::<Running>::new();
    let network = tape.network(&digits::network().embed(), &views.embed().inputs).expect("every gate is decided");
    let output = tape.value(network.output);
    let exact = |x: f64| Rational::from_f64(x).expect("a finite number");
    let batch: Vec<Rational> =
        (0..views.samples()).map(|i| exact(output[(0, views.of_sample(i).start)].value())).collect();
    [0.0, EPSILON].map(|epsilon| Instance { batch: batch.clone(), epsilon: exact(epsilon) }).into()
}
