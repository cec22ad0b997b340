//! The derivative of a loss, as a function of the distances of outputs, for the predicted side.

use super::loss::BEYOND;
use dualproof::numbers::{Floating, Obstacle};
use nalgebra::DMatrix;

/// τ ξ as a function of r₊ − r₋: σ(inverse · gap + shift).
pub(super) struct Slope<F> {
    /// 1/τ, as a product.
    pub(super) inverse: [F; 2],
    /// r₀/τ.
    pub(super) shift: F,
}

impl<F: Floating> Slope<F> {
    /// τ ξ at r₊ − r₋ = gap.
    pub(super) fn at(&self, gap: F) -> Result<F, Obstacle> {
        let one = F::one();
        let t = gap * self.inverse[0] * self.inverse[1] + self.shift;
        if !(t.to_f64().is_finite() && t.error_bound().is_finite()) {
            return Err(Obstacle::UnknownSign(BEYOND));
        }
        // σ(t) = 1/(1 + e^{−t}) = 1 − 1/(1 + eᵗ): whichever exponential is small.
        let small = if t.to_f64() > 0.0 { -t } else { t }.exp();
        let below = small.divide(&(one + small)).filter(|below| below.error_bound() <= 0.5);
        Ok(match below {
            Some(below) if t.to_f64() > 0.0 => one - below,
            Some(below) => below,
            // It lies between 0 and 1 whatever t is.
            None => F::with_error(0.5, 0.5),
        })
    }
}

/// ½‖a − b‖² of two columns; exactly 0 for a column and itself.
pub(super) fn half_square<F: Floating>(f: &DMatrix<F>, a: usize, b: usize) -> F {
    if a == b {
        return F::zero();
    }
    let square = (0..f.nrows()).fold(F::zero(), |sum, k| {
        let gap = f[(k, a)] - f[(k, b)];
        sum + gap * gap
    });
    square * F::exact(0.5)
}
