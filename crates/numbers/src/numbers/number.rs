//! A number of a system that is chosen when the program runs: what is computed in several systems is compiled once.

use super::{
    Degree, Field, Interval, Obstacle, Ordered, Prime61, Rational, Ring, Running, Sign, Truth, WideInterval, rational,
    scope,
};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use std::fmt;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// What two numbers of different systems have in common: nothing. They meet by a mistake in the program only.
fn of_two_systems() -> ! {
    panic!("two numbers of different systems")
}

macro_rules! systems {
    ($($system:ident: $held:ty),*) => {
        /// A system that a [`Number`] can be of.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum System {
            $(
                #[doc = concat!("That of [`", stringify!($system), "`](struct@", stringify!($system), ").")]
                $system,
            )*
        }

        /// A number of one of these systems. Two numbers that meet are of the same; what is made from none is of the
        /// system in whose scope it is computed ([`System::computing`]).
        #[derive(Clone, PartialEq)]
        pub enum Number {
            $(
                #[doc = concat!("Of [`", stringify!($system), "`](struct@", stringify!($system), ").")]
                $system($held),
            )*
        }

        $(
            impl From<$system> for Number {
                fn from(x: $system) -> Self {
                    Number::$system(x.into())
                }
            }

            /// The number in this system; itself where it is of another.
            impl TryFrom<Number> for $system {
                type Error = Number;
                fn try_from(number: Number) -> Result<Self, Number> {
                    match number {
                        Number::$system(x) => Ok(x.unheld()),
                        other => Err(other),
                    }
                }
            }
        )*

        impl System {
            /// The work in the number type of this system.
            pub fn work<W: TypedWork>(self, work: W) -> W::Output {
                match self {
                    $(System::$system => work.in_type::<$system>(),)*
                }
            }
        }

        impl fmt::Debug for Number {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Number::$system(x) => fmt::Debug::fmt(x, f),)*
                }
            }
        }

        impl Neg for Number {
            type Output = Self;
            fn neg(self) -> Self {
                match self {
                    $(Number::$system(x) => Number::from(-x.unheld()),)*
                }
            }
        }

        impl Zero for Number {
            fn zero() -> Self {
                match scope::system() {
                    $(System::$system => Number::from($system::zero()),)*
                }
            }
            fn is_zero(&self) -> bool {
                match self {
                    $(Number::$system(x) => x.reach().is_zero(),)*
                }
            }
        }

        impl One for Number {
            fn one() -> Self {
                match scope::system() {
                    $(System::$system => Number::from($system::one()),)*
                }
            }
        }

        systems!(operators Add add add_assign, Sub sub sub_assign, Mul mul mul_assign; $($system),*);
        systems!(assignments AddAssign add_assign, SubAssign sub_assign, MulAssign mul_assign; $($system),*);

        impl Ring for Number {
            fn from_integer(n: i64) -> Self {
                match scope::system() {
                    $(System::$system => Number::from($system::from_integer(n)),)*
                }
            }

            fn add_product(&mut self, a: &Self, b: &Self) {
                match (self, a, b) {
                    $((Number::$system(sum), Number::$system(a), Number::$system(b)) => sum.reach_mut().add_product(a.reach(), b.reach()),)*
                    _ => of_two_systems(),
                }
            }

            fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
                match scope::system() {
                    // Entries of any size are not copied.
                    System::Rational => rational::product(a, b, rational_of).map(Number::from),
                    $(#[allow(unreachable_patterns)] System::$system => $system::product(&typed(a.clone()), &typed(b.clone())).map(Number::from),)*
                }
            }

            fn equals(&self, other: &Self) -> Truth {
                match (self, other) {
                    $((Number::$system(x), Number::$system(y)) => x.reach().equals(y.reach()),)*
                    _ => of_two_systems(),
                }
            }

            fn sign(&self) -> Sign {
                match self {
                    $(Number::$system(x) => x.reach().sign(),)*
                }
            }

            fn to_f64(&self) -> f64 {
                match self {
                    $(Number::$system(x) => x.reach().to_f64(),)*
                }
            }

            fn text(&self) -> String {
                match self {
                    $(Number::$system(x) => x.reach().text(),)*
                }
            }

            fn error_bound(&self) -> f64 {
                match self {
                    $(Number::$system(x) => x.reach().error_bound(),)*
                }
            }
        }

        impl Field for Number {
            fn from_rational(q: &Rational) -> Self {
                match scope::system() {
                    $(System::$system => Number::from($system::from_rational(q)),)*
                }
            }

            fn divide(&self, divisor: &Self) -> Option<Self> {
                match (self, divisor) {
                    $((Number::$system(x), Number::$system(y)) => x.reach().divide(y.reach()).map(Number::from),)*
                    _ => of_two_systems(),
                }
            }

            systems!(functions exponential, logarithm, square_root, hyperbolic_tangent; $($system)*);

            fn widened(&self, factor: f64) -> Self {
                match self {
                    $(Number::$system(x) => Number::from(x.reach().widened(factor)),)*
                }
            }
        }
    };
    (operators $($operator:ident $method:ident $assign:ident),*; $($system:ident),*) => {
        systems!(@operators [$($operator $method $assign)*] [$($system)*]);
    };
    (@operators [] [$($system:ident)*]) => {};
    (@operators [$operator:ident $method:ident $assign:ident $($rest:tt)*] [$($system:ident)*]) => {
        impl $operator for Number {
            type Output = Self;
            fn $method(self, b: Self) -> Self {
                match (self, b) {
                    $((Number::$system(a), Number::$system(b)) => Number::$system({ let mut a = a; a.reach_mut().$assign(b.unheld()); a }),)*
                    _ => of_two_systems(),
                }
            }
        }
        systems!(@operators [$($rest)*] [$($system)*]);
    };
    (assignments $($operator:ident $method:ident),*; $($system:ident),*) => {
        systems!(@assignments [$($operator $method)*] [$($system)*]);
    };
    (@assignments [] [$($system:ident)*]) => {};
    (@assignments [$operator:ident $method:ident $($rest:tt)*] [$($system:ident)*]) => {
        impl $operator for Number {
            fn $method(&mut self, b: Self) {
                match (self, b) {
                    $((Number::$system(a), Number::$system(b)) => a.reach_mut().$method(b.unheld()),)*
                    _ => of_two_systems(),
                }
            }
        }
        systems!(@assignments [$($rest)*] [$($system)*]);
    };
    (functions $method:ident $(, $further:ident)*; $($system:ident)*) => {
        fn $method(&self) -> Option<Self> {
            match self {
                $(Number::$system(x) => x.reach().$method().map(Number::from),)*
            }
        }
        systems!(functions $($further),*; $($system)*);
    };
    (functions ; $($system:ident)*) => {};
}

systems!(
    Rational: Box<Rational>, Prime61: Prime61, Degree: Degree, Interval: Interval, WideInterval: Box<WideInterval>,
    Running: Running
);

/// How a number holds one of a system: large ones by a pointer, so that a number has three words.
trait Held<S> {
    fn reach(&self) -> &S;
    fn reach_mut(&mut self) -> &mut S;
    fn unheld(self) -> S;
}

impl<S> Held<S> for Box<S> {
    fn reach(&self) -> &S {
        self
    }
    fn reach_mut(&mut self) -> &mut S {
        self
    }
    fn unheld(self) -> S {
        *self
    }
}

macro_rules! held_directly {
    ($($system:ident),*) => {
        $(impl Held<$system> for $system {
            fn reach(&self) -> &$system {
                self
            }
            fn reach_mut(&mut self) -> &mut $system {
                self
            }
            fn unheld(self) -> $system {
                self
            }
        })*
    };
}

held_directly!(Prime61, Degree, Interval, Running);

/// What is worth compiling for each system's own type.
pub trait TypedWork {
    /// What it returns.
    type Output;

    /// Does it.
    fn in_type<S: Field + TryFrom<Number>>(self) -> Self::Output;
}

/// The entries in their system.
///
/// # Panics
/// If they are of another one.
pub fn typed<S: Field + TryFrom<Number>>(matrix: DMatrix<Number>) -> DMatrix<S> {
    let (rows, columns) = matrix.shape();
    let entries = Vec::from(matrix.data).into_iter().map(|x| S::try_from(x).unwrap_or_else(|_| of_two_systems()));
    DMatrix::from_vec(rows, columns, entries.collect())
}

impl System {
    /// What `compute` returns, where every [`Number`] that it makes from none (0, 1, an integer, a rational) is of this
    /// system.
    ///
    /// ```
    /// use dualproof_numbers::numbers::{Field, Number, Obstacle, Prime61, Rational, System};
    /// fn ninth<S: Field>() -> Result<S, Obstacle> {
    ///     let third = S::from_rational(&Rational::new(1, 3));
    ///     Ok(third.clone() * third)
    /// }
    /// assert_eq!(System::Rational.computing(ninth::<Number>)?, Number::from(Rational::new(1, 9)));
    /// assert_eq!(System::Prime61.computing(ninth::<Number>)?, Number::from(ninth::<Prime61>()?));
    /// # Ok::<(), Obstacle>(())
    /// ```
    ///
    /// # Errors
    /// Those of `compute`; [`Obstacle::NoResidue`] where it embeds a rational whose denominator the prime of
    /// [`Prime61`] divides; [`Obstacle::Unsupported`] where it asks for the absolute value in a system without an order.
    pub fn computing<T>(self, compute: impl FnOnce() -> Result<T, Obstacle>) -> Result<T, Obstacle> {
        scope::computing(self, compute)
    }
}

fn rational_of(number: &Number) -> &Rational {
    match number {
        Number::Rational(x) => x,
        _ => of_two_systems(),
    }
}

/// What is made from none, in the system of the scope: as the traits do it, which need not be in reach for it.
impl Number {
    /// 0.
    pub fn zero() -> Self {
        Zero::zero()
    }

    /// 1.
    pub fn one() -> Self {
        One::one()
    }

    /// [`Ring::from_integer`].
    pub fn from_integer(n: i64) -> Self {
        Ring::from_integer(n)
    }

    /// [`Field::from_rational`].
    pub fn from_rational(q: &Rational) -> Self {
        Field::from_rational(q)
    }

    /// [`Ring::product`].
    pub fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        Ring::product(a, b)
    }
}

impl Ordered for Number {
    fn magnitude(&self) -> Self {
        match self {
            Number::Rational(x) => Number::from(x.magnitude()),
            Number::Interval(x) => Number::from(x.magnitude()),
            Number::WideInterval(x) => Number::from(x.magnitude()),
            Number::Running(x) => Number::from(x.magnitude()),
            Number::Prime61(_) | Number::Degree(_) => {
                scope::meet(Obstacle::Unsupported("absolute value"));
                self.clone()
            }
        }
    }
}
