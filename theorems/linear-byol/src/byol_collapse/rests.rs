//! The predicted side: where a mode rests.

use super::{Formula, Instance};
use crate::modes::Mode;
use dualproof::numbers::{Field, Number, Obstacle, Rational, Ring};

const IRRATIONAL: Obstacle = Obstacle::Outside("fixed points that are numbers of this system");
pub(super) const SINGULAR: Obstacle = Obstacle::UnknownSign("a pivot of the total covariance");

/// t_j, p_j⁺ and p_j⁻.
pub(super) struct Rests {
    pub(super) total: Number,
    pub(super) upper: Number,
    pub(super) lower: Number,
}

/// p_j^± = (τx_j ± √(τ²x_j² − 4η_W t_j))/(2t_j). The root is taken of a rational, and is exact in every system where it
/// is one.
pub(super) fn rests(formula: Formula, instance: &Instance, mode: &Mode<Rational>) -> Result<Rests, Obstacle> {
    let (x, tau) = (mode.between.clone(), instance.ratio.clone());
    let total = if formula == Formula::AugmentationsForgotten { x.clone() } else { mode.total.clone() };
    let pull = if formula == Formula::RatioSquared { tau.clone() * tau * x } else { tau * x };
    let decays = Rational::from_integer(4) * instance.setting.decay.clone() * total.clone();
    let square = pull.clone() * pull.clone() - decays;
    let root = match square.exact_sqrt() {
        Some(root) => Number::from_rational(&root),
        None => Number::from_rational(&square).square_root().ok_or(IRRATIONAL)?,
    };
    let [total, pull] = [&total, &pull].map(Number::from_rational);
    let twice = Number::from_integer(2) * total.clone();
    let rest = |numerator: Number| numerator.divide(&twice).ok_or(SINGULAR);
    Ok(Rests { upper: rest(pull.clone() + root.clone())?, lower: rest(pull - root)?, total })
}
