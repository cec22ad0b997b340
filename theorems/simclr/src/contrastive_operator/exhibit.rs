//! The exhibit: a one-dimensional identity network whose update depends on a shift of the data for H ≥ 2.

use super::{Formula, Instance, Part};
use crate::loss::Loss;
use dualproof::claim::Side;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Field, Obstacle, Rational, Ring, Running};
use nalgebra::DMatrix;
use num_traits::One;

/// Number of negatives, c, and wᵀGw to nine decimals.
const EXHIBIT: &[(usize, i64, &str)] = &[
    (1, 0, "0.105914982"),
    (1, -1000, "0.105914982"),
    (1, 7, "0.105914982"),
    (2, 0, "0.172010670"),
    (2, -1000, "-4.452557402"),
    (3, 0, "0.213858566"),
    (3, -1000, "-8.728010912"),
];

fn exhibit(negatives: usize, shift: i64) -> Instance {
    let one = DMatrix::from_element(1, 1, Rational::one());
    let network = Network { layers: vec![Layer::dense(one, Activation::Linear)] };
    let inputs = DMatrix::from_row_iterator(1, 3, [0, 1, 3].map(|x| Rational::from_integer(x + shift)));
    let law = vec![Rational::new(1, 3); inputs.ncols()];
    Instance::independent(network, inputs, &law, negatives, Loss::InfoNce { temperature: Rational::one() })
}

/// The instances of the exhibit.
pub(super) fn exhibits() -> Vec<Instance> {
    EXHIBIT.iter().map(|(negatives, shift, _)| exhibit(*negatives, *shift)).collect()
}

/// The decimals of the exhibit, each good to half a unit in its last place.
pub(super) fn decimals(instance: &Instance, _: Part, _: Formula) -> Side {
    let row = EXHIBIT.iter().find(|(negatives, shift, _)| exhibit(*negatives, *shift) == *instance);
    let (_, _, text) = row.ok_or(Obstacle::Outside("an instance that is not of the exhibit"))?;
    let (whole, fraction) = text.split_once('.').expect("a decimal");
    let unit = 10_u64.pow(fraction.len() as u32);
    let digits: i64 = format!("{whole}{fraction}").parse().expect("digits");
    let value = Running::from_rational(&Rational::new(digits, unit));
    let half_a_unit = 1.0 / (2.0 * unit as f64);
    let error = value.error_bound() + half_a_unit;
    Ok(vec![DMatrix::from_element(1, 1, Running::with_error(value.value(), error).into())])
}
