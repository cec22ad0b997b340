//! The exact law of a weighted sum of independent uniform variables: a piecewise polynomial.

use crate::numbers::{Field, Obstacle, Sign};

/// Weights beyond which the law, with up to 2ⁿ pieces, is not computed.
pub const MOST_WEIGHTS: usize = 10;

/// The distribution function of Σ aᵢuᵢ, the uᵢ independent and uniform on \[−1, 1\].
///
/// It is kept as Σ_k c_k (x + b_k)₊ⁿ with y₊ = max(y, 0). A step at 0 is the law of the empty sum; adding a·u
/// averages F over \[x − a, x + a\], which turns c (x + b)₊ʲ into c/(2a(j+1)) · ((x + b + a)₊ʲ⁺¹ − (x + b − a)₊ʲ⁺¹).
/// Exact over the rationals; elsewhere with the system's own error.
///
/// ```
/// use dualproof_numbers::numbers::Rational;
/// use dualproof_numbers::statistics::UniformSum;
/// let triangle = UniformSum::new(&[Rational::new(1, 1), Rational::new(-1, 1)])?;
/// assert_eq!(triangle.at_most(&Rational::new(1, 1))?, Rational::new(7, 8));
/// assert_eq!(triangle.at_most(&Rational::new(-2, 1))?, Rational::new(0, 1));
/// # Ok::<(), dualproof_numbers::numbers::Obstacle>(())
/// ```
#[derive(Clone, Debug)]
pub struct UniformSum<S> {
    /// (b, c), distinct b.
    pieces: Vec<(S, S)>,
    degree: u32,
}

impl<S: Field> UniformSum<S> {
    /// The law for the weights a; those that are 0 add nothing, and signs do not matter.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] for more than [`MOST_WEIGHTS`] weights, [`Obstacle::UnknownSign`] where a weight may
    /// be 0 or not.
    pub fn new(weights: &[S]) -> Result<Self, Obstacle> {
        if weights.len() > MOST_WEIGHTS {
            return Err(Obstacle::Outside("more weights than the exact law is computed for"));
        }
        let mut law = UniformSum { pieces: vec![(S::zero(), S::one())], degree: 0 };
        for weight in weights {
            match weight.sign() {
                Sign::Zero => {}
                Sign::Positive => law.add(weight.clone())?,
                Sign::Negative => law.add(-weight.clone())?,
                Sign::Unknown => return Err(Obstacle::UnknownSign("a weight of a sum")),
            }
        }
        Ok(law)
    }

    fn add(&mut self, weight: S) -> Result<(), Obstacle> {
        self.degree += 1;
        let width = weight.clone() * S::from_integer(2 * i64::from(self.degree));
        let mut pieces: Vec<(S, S)> = Vec::with_capacity(2 * self.pieces.len());
        for (shift, coefficient) in &self.pieces {
            let part = coefficient.divide(&width).ok_or(Obstacle::UnknownSign("a weight of a sum"))?;
            for (shift, part) in
                [(shift.clone() + weight.clone(), part.clone()), (shift.clone() - weight.clone(), -part)]
            {
                match pieces.iter_mut().find(|(other, _)| *other == shift) {
                    Some((_, sum)) => *sum += part,
                    None => pieces.push((shift, part)),
                }
            }
        }
        self.pieces = pieces;
        Ok(())
    }

    /// P(Σ aᵢuᵢ ≤ x). Where every weight is 0 that is 1 for x ≥ 0 and 0 otherwise.
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] where the system cannot tell on which piece x is.
    pub fn at_most(&self, x: &S) -> Result<S, Obstacle> {
        let mut sum = S::zero();
        for (shift, coefficient) in &self.pieces {
            let distance = x.clone() + shift.clone();
            match distance.sign() {
                Sign::Positive => {
                    let power = (0..self.degree).fold(S::one(), |power, _| power * distance.clone());
                    sum.add_product(coefficient, &power);
                }
                Sign::Zero if self.degree == 0 => sum += coefficient.clone(),
                Sign::Zero | Sign::Negative => {}
                Sign::Unknown => return Err(Obstacle::UnknownSign("a distance from a piece's end")),
            }
        }
        Ok(sum)
    }
}
