//! Straight lines through two instances: a polynomial restricted to one is a polynomial of one variable.

use super::{Rational, Ring};
use nalgebra::DMatrix;

/// What has points between and beyond two of its kind, entry by entry.
///
/// ```
/// use dualproof_numbers::numbers::{Line, Rational};
/// let [a, b, t] = [1, 3, 10].map(|n| Rational::new(n, 1));
/// assert_eq!(a.towards(&b, &t), Rational::new(21, 1));
/// ```
pub trait Line {
    /// self + t(other − self). What is not a number, or has another shape, stays as in `self`.
    fn towards(&self, other: &Self, t: &Rational) -> Self;
}

impl Line for Rational {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        let mut point = self.clone();
        point.add_product(t, &(other.clone() - self.clone()));
        point
    }
}

impl Line for DMatrix<Rational> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        if self.shape() == other.shape() { self.zip_map(other, |a, b| a.towards(&b, t)) } else { self.clone() }
    }
}

impl<T: Line + Clone> Line for Vec<T> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        if self.len() != other.len() {
            return self.clone();
        }
        self.iter().zip(other).map(|(a, b)| a.towards(b, t)).collect()
    }
}

impl<T: Line> Line for Option<T> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        self.as_ref().map(|a| match other {
            Some(b) => a.towards(b, t),
            None => a.towards(a, t),
        })
    }
}

/// Implements [`Line`] for a struct: the named fields move, those after `keeping` stay.
///
/// ```
/// use dualproof_numbers::numbers::{Line, Rational};
/// struct Point { x: Rational, name: String }
/// dualproof_numbers::line_through!(Point { x } keeping { name });
/// ```
#[macro_export]
macro_rules! line_through {
    ($kind:ty { $($moving:ident),* } keeping { $($kept:ident),* }) => {
        impl $crate::numbers::Line for $kind {
            fn towards(&self, other: &Self, t: &$crate::numbers::Rational) -> Self {
                Self {
                    $($moving: self.$moving.towards(&other.$moving, t),)*
                    $($kept: self.$kept.clone(),)*
                }
            }
        }
    };
}
