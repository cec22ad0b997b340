//! The numbers that stand in front of matrices: polynomials in named constants, with rational coefficients.

use crate::numbers::Rational;
use num_traits::{One, Zero};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Add, Mul};

/// A named constant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Constant {
    /// Any number.
    Any(String),
    /// 1/(n − 1), n the number of equally likely outcomes of a kind of random variable.
    OneOverOthers {
        /// What it is called.
        name: String,
        /// The kind.
        kind: String,
    },
    /// Whatever a rule is applied to.
    Meta(String),
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.name())
    }
}

impl Constant {
    fn name(&self) -> &str {
        match self {
            Constant::Any(name) | Constant::Meta(name) | Constant::OneOverOthers { name, .. } => name,
        }
    }
}

/// A polynomial in named constants; equality is equality of polynomials.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coefficient(BTreeMap<Vec<Constant>, Rational>);

impl Coefficient {
    /// A number.
    pub fn number(value: Rational) -> Self {
        Coefficient(BTreeMap::from([(Vec::new(), value)]).into_iter().filter(|(_, v)| !v.is_zero()).collect())
    }

    /// A named constant.
    pub fn constant(constant: Constant) -> Self {
        Coefficient(BTreeMap::from([(vec![constant], Rational::one())]))
    }

    /// 1.
    pub fn one() -> Self {
        Self::number(Rational::one())
    }

    /// −1.
    pub fn minus_one() -> Self {
        Self::number(-Rational::one())
    }

    /// Is it 0?
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// Its single constant, where it is nothing else.
    pub fn as_constant(&self) -> Option<&Constant> {
        match self.0.iter().next() {
            Some((constants, value)) if self.0.len() == 1 && constants.len() == 1 && value.is_one() => {
                constants.first()
            }
            _ => None,
        }
    }

    /// The name of the metavariable that it is, where it is one.
    pub fn as_meta(&self) -> Option<&str> {
        self.as_constant().and_then(|c| if let Constant::Meta(name) = c { Some(name.as_str()) } else { None })
    }

    /// Its monomials and their numbers.
    pub fn monomials(&self) -> impl Iterator<Item = (&[Constant], &Rational)> {
        self.0.iter().map(|(constants, value)| (constants.as_slice(), value))
    }

    /// Is it a number below 0?
    pub fn is_negative(&self) -> bool {
        self.0.values().all(|value| *value < Rational::zero()) && !self.is_zero()
    }
}

impl Add for &Coefficient {
    type Output = Coefficient;

    fn add(self, other: Self) -> Coefficient {
        let mut sum = self.0.clone();
        for (constants, value) in &other.0 {
            let entry = sum.entry(constants.clone()).or_insert_with(Rational::zero);
            *entry = entry.clone() + value.clone();
        }
        sum.retain(|_, value| !value.is_zero());
        Coefficient(sum)
    }
}

impl Mul for &Coefficient {
    type Output = Coefficient;

    fn mul(self, other: Self) -> Coefficient {
        let mut product = Coefficient(BTreeMap::new());
        for (a, x) in &self.0 {
            for (b, y) in &other.0 {
                let mut constants = [a.as_slice(), b].concat();
                constants.sort();
                product = &product + &Coefficient(BTreeMap::from([(constants, x.clone() * y.clone())]));
            }
        }
        product
    }
}

/// As it is read in front of a term: `2`, `1/2 ν`; what is not one product, and 0, in brackets: `[1 + 2 ν]`.
impl fmt::Display for Coefficient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let monomial = |(constants, value): (&Vec<Constant>, &Rational)| {
            let names: Vec<&str> = constants.iter().map(Constant::name).collect();
            match (names.is_empty(), value.is_one()) {
                (true, _) => value.to_string(),
                (false, true) => names.join(" "),
                (false, false) => format!("{value} {}", names.join(" ")),
            }
        };
        let texts: Vec<String> = self.0.iter().map(monomial).collect();
        match texts.as_slice() {
            [] => write!(f, "[0]"),
            [text] => write!(f, "{text}"),
            texts => write!(f, "[{}]", texts.join(" + ").replace("+ -", "- ")),
        }
    }
}
