//! A loss in the units of the problem, as the numbers that both sides use.

use super::options::LossOption;
use super::units::scaled_by_power;
use dualproof::numbers::{Floating, exponent, times_power};

/// The name of the obstacle of an r/τ beyond the range of `f64`.
pub(super) const BEYOND: &str = "r/TAU";

/// A loss of r₊ and r₋, which are given in units of 2^(2s).
#[derive(Clone, Debug)]
pub(super) enum Scaled<F> {
    /// r₊ − r₋.
    Simple,
    /// ln(1 + eᵗ), t = inverse · (r₊ − r₋) + shift; both sides leave out the factor 1/τ of its gradients.
    Soft {
        /// 2^(2s)/τ as a product of two: r/τ may be finite where 1/τ is not.
        inverse: [F; 2],
        /// r₀/τ.
        shift: F,
    },
}

impl<F: Floating> Scaled<F> {
    /// The loss for outputs in units of 2^`output`. `None` where r₀/τ, or any r/τ, is beyond the range of `f64`.
    pub(super) fn of(loss: LossOption, output: i32) -> Option<Self> {
        let (tau, margin) = match loss {
            LossOption::Simple => return Some(Scaled::Simple),
            LossOption::Nce { tau } => (tau, 0.0),
            LossOption::Triplet { tau, margin } => (tau, margin),
        };
        let mantissa = F::exact(times_power(tau, -exponent(tau)));
        let over_tau = |x: F| Some(scaled_by_power(x.divide(&mantissa)?, -exponent(tau)));
        let power = 2 * output - exponent(tau);
        let inverse = [F::one().divide(&mantissa)?, F::one()];
        let inverse = [scaled_by_power(inverse[0], power / 2), scaled_by_power(inverse[1], power - power / 2)];
        let shift = if margin == 0.0 { F::zero() } else { over_tau(F::exact(margin))? };
        let in_range = |x: F| x.to_f64().is_finite() && x.error_bound().is_finite();
        (inverse.into_iter().chain([shift]).all(in_range)).then_some(Scaled::Soft { inverse, shift })
    }
}

/// What is left out of the gradients: a number and a power of two.
pub(super) fn left_out<F: Floating>(loss: LossOption) -> (F, i32) {
    match loss {
        LossOption::Simple | LossOption::Triplet { .. } => (F::one(), 0),
        LossOption::Nce { tau } => {
            let mantissa = F::exact(times_power(tau, -exponent(tau)));
            // The mantissa of a nonzero number is not 0.
            let over = F::one().divide(&mantissa).unwrap_or(F::exact(f64::NAN));
            (over, -exponent(tau))
        }
    }
}
