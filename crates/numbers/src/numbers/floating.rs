//! What the two floating-point systems with an error bound have in common.

use super::Analytic;

/// A floating-point number that carries a bound on its error: [`super::Running`] (`f64`) or [`super::DoubleDouble`].
pub trait Floating: Analytic + Copy {
    /// The name of the arithmetic, for reports.
    const NAME: &'static str;

    /// A number that is exact. NaN and infinities are allowed and make every question [`super::Truth::Unknown`].
    fn exact(value: f64) -> Self;

    /// A number with a bound on its error.
    fn with_error(value: f64, error: f64) -> Self;

    /// √x of a number known not to be negative, such as a sum of squares: where the enclosure of x contains 0,
    /// the root's enclosure is [0, √(largest x)]. NaN where x is NaN or certainly negative.
    ///
    /// ```
    /// use dualproof_numbers::numbers::{Floating, Ring, Running};
    /// let root = Running::with_error(0.0, 4.0).root_of_nonnegative();
    /// // The enclosure is [0, 2], its ends rounded outward.
    /// assert!(root.value() - root.error_bound() <= 0.0 && root.value() + root.error_bound() >= 2.0);
    /// assert!(root.error_bound() <= 1.0 + 4.0 * f64::EPSILON);
    /// ```
    fn root_of_nonnegative(&self) -> Self {
        self.sqrt().unwrap_or_else(|| {
            // √ is correctly rounded and `next_up` covers it; NaN for what is below 0.
            let half = f64::sqrt(self.to_f64() + self.error_bound()).next_up() / 2.0;
            Self::with_error(half, half.next_up())
        })
    }
}
