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

pub(super) use {compound_assignments, functions_of_an_analytic_field};
