//! The law of wᵀa for weights uniform on an interval, by inclusion and exclusion over the corners of their cube.

use super::cases::Instance;
use dualproof::numbers::{Field, Obstacle, Rational, Sign};
use num_traits::Zero;

/// Entries other than 0 up to which F is a sum over all signs.
const MOST_ENTRIES: usize = 12;

/// F(s) = Σ_{ε ∈ {±1}^m} (∏_k ε_k) max(0, s + Σ_k ε_k h|a_k|)^m / (m! ∏_k 2h|a_k|) over the m entries that are not 0.
///
/// # Errors
/// [`Obstacle::Outside`] for more than [`MOST_ENTRIES`] entries, or without a root for h; [`Obstacle::UnknownSign`] where
/// s cannot be told from a corner's value.
pub fn distribution<S: Field>(instance: &Instance, s: &Rational) -> Result<S, Obstacle> {
    let h: S = instance.half_width()?;
    let nonzero = instance.selectivities.iter().filter(|a| !a.is_zero());
    let sizes: Vec<S> = nonzero.map(|a| S::from_rational(&a.abs()) * h.clone()).collect();
    if sizes.len() > MOST_ENTRIES {
        return Err(Obstacle::Outside("at most 12 entries that are not 0"));
    }
    let mut sum = S::zero();
    for signs in 0..1_u32 << sizes.len() {
        let signed = |k: usize| if signs >> k & 1 == 1 { -sizes[k].clone() } else { sizes[k].clone() };
        let at = (0..sizes.len()).fold(S::from_rational(s), |at, k| at + signed(k));
        let power = match at.sign() {
            Sign::Positive => sizes.iter().fold(S::one(), |power, _| power * at.clone()),
            Sign::Zero | Sign::Negative => continue,
            Sign::Unknown => return Err(Obstacle::UnknownSign("a distance from a corner")),
        };
        sum += if signs.count_ones() % 2 == 0 { power } else { -power };
    }
    let volume = sizes.iter().zip(1..).fold(S::one(), |v, (size, k)| v * size.clone() * S::from_integer(2 * k));
    sum.divide(&volume).ok_or(Obstacle::Outside("entries that are not 0"))
}
