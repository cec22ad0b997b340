//! What the operators and functions of a system follow from others that it has: written once.

/// `+=`, `-=` and `*=` of a `Copy` system, from its `+`, `-` and `*`.
macro_rules! compound_assignments {
    ($system:ty) => {
        impl std::ops::AddAssign for $system {
            fn add_assign(&mut self, b: Self) {
                *self = *self + b;
            }
        }
        impl std::ops::SubAssign for $system {
            fn sub_assign(&mut self, b: Self) {
                *self = *self - b;
            }
        }
        impl std::ops::MulAssign for $system {
            fn mul_assign(&mut self, b: Self) {
                *self = *self * b;
            }
        }
    };
}

/// `-` of a system as the sum with the opposite, and the compound assignments.
macro_rules! difference_and_assignments {
    ($system:ty) => {
        impl std::ops::Sub for $system {
            type Output = Self;
            fn sub(self, b: Self) -> Self {
                self + (-b)
            }
        }
        super::forwarding::compound_assignments!($system);
    };
}

/// The operators of a floating-point system with an error bound, from its `plus` and `times`, `exact`, `is_exactly` and
/// `is_sound`: what is exactly 0 or 1 costs nothing, neither time nor error. With them [`super::Floating`].
macro_rules! operators_past_units {
    ($system:ty, $name:literal) => {
        impl std::ops::Add for $system {
            type Output = Self;
            fn add(self, b: Self) -> Self {
                if self.is_exactly(0.0) {
                    return b;
                }
                if b.is_exactly(0.0) {
                    return self;
                }
                self.plus(b)
            }
        }
        impl std::ops::Mul for $system {
            type Output = Self;
            fn mul(self, b: Self) -> Self {
                if self.is_exactly(1.0) {
                    return b;
                }
                if b.is_exactly(1.0) {
                    return self;
                }
                if (self.is_exactly(0.0) && b.is_sound()) || (b.is_exactly(0.0) && self.is_sound()) {
                    return Self::exact(0.0);
                }
                self.times(b)
            }
        }
        super::forwarding::difference_and_assignments!($system);
        impl num_traits::Zero for $system {
            fn zero() -> Self {
                Self::exact(0.0)
            }
            fn is_zero(&self) -> bool {
                self.is_exactly(0.0)
            }
        }
        impl num_traits::One for $system {
            fn one() -> Self {
                Self::exact(1.0)
            }
        }
        impl super::Floating for $system {
            const NAME: &'static str = $name;

            fn exact(value: f64) -> Self {
                Self::exact(value)
            }

            fn with_error(value: f64, error: f64) -> Self {
                Self::with_error(value, error)
            }
        }
    };
}

/// Inside `impl Field`: the functions that only some fields have, for one that is [`super::Analytic`] and has all.
macro_rules! functions_of_an_analytic_field {
    () => {
        fn exponential(&self) -> Option<Self> {
            Some(self.exp())
        }

        fn logarithm(&self) -> Option<Self> {
            self.ln()
        }

        fn square_root(&self) -> Option<Self> {
            self.sqrt()
        }

        fn hyperbolic_tangent(&self) -> Option<Self> {
            Some(self.tanh())
        }
    };
}

pub(super) use {
    compound_assignments, difference_and_assignments, functions_of_an_analytic_field, operators_past_units,
};
