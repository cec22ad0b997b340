//! A group of nodes at initialisation, by definition: weights uniform on an interval, gaps, the best node of the group.

use super::Part;
use super::cases::Instance;
use dualproof::claim::{Counts, Side};
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use dualproof::statistics::UniformSum;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

/// The nodes' chances, or the moments, from the law of the weights.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let nodes = if instance.shared { 1 } else { instance.nodes };
    let lucky = || -> Result<S, Obstacle> { miss(instance, &instance.threshold()?) };
    let best = || Ok(some_node(&(S::one() - miss(instance, &S::from_rational(&instance.reach))?), nodes));
    let value = match part {
        Part::SecondMoment => moment::<S>(instance, 2)?,
        Part::FourthMoment => moment::<S>(instance, 4)?,
        Part::Tail => lucky()?,
        Part::Group => S::one() - some_node(&(S::one() - lucky()?), nodes),
        // Two entries, so that one of them is far from 0 wherever s is.
        Part::BestOfN => return Ok(vec![DMatrix::from_vec(1, 2, vec![best()?, S::one() - best()?])]),
        Part::BestOfNFromAbove => best()?,
        Part::BestOfNFromBelow => S::one() - best()?,
        Part::Largest => S::from_rational(&largest(instance)?),
    };
    Ok(vec![DMatrix::from_element(1, 1, value)])
}

/// P(g < 2t) for a node's gap g = 2wᵀa, the wᵢ uniform on \[−h, h\] moved by `centre`·h.
fn miss<S: Field>(instance: &Instance, t: &S) -> Result<S, Obstacle> {
    let h: S = instance.half_width()?;
    let (two, centre) = (S::from_integer(2), S::from_rational(&instance.centre));
    let weights: Vec<S> =
        instance.selectivities.iter().map(|a| two.clone() * h.clone() * S::from_rational(a)).collect();
    let moved = weights.iter().fold(two * t.clone(), |x, weight| x - weight.clone() * centre.clone());
    UniformSum::new(&weights)?.at_most(&moved)
}

/// The chance that one of n independent nodes does what one does with probability p. Of two groups, the second is
/// needed where the first fails: p₁ + (1 − p₁)p₂.
fn some_node<S: Ring>(p: &S, n: u32) -> S {
    if n <= 1 {
        return p.clone();
    }
    let either = |first: S, second: S| first.clone() + (S::one() - first) * second;
    let half = some_node(p, n / 2);
    let even = either(half.clone(), half);
    if n.is_multiple_of(2) { even } else { either(even, p.clone()) }
}

/// E\[Xᵏ\], one summand after another: E\[(S + au)ᵏ\] = Σ_j C(k, j) aʲ E\[uʲ\] E\[Sᵏ⁻ʲ\]; then times hᵏ.
fn moment<S: Field>(instance: &Instance, order: usize) -> Result<S, Obstacle> {
    let (low, high) = (instance.centre.clone() - Rational::one(), instance.centre.clone() + Rational::one());
    // ∫ uʲ/2 over [low, high].
    let of_uniform = |j: u32| {
        let primitive = high.power(j + 1) - low.power(j + 1);
        S::from_rational(&(primitive * Rational::new(1, 2 * (u64::from(j) + 1))))
    };
    let uniform: Vec<S> = (0..=order as u32).map(of_uniform).collect();
    let mut moments: Vec<S> = (0..=order).map(|k| if k == 0 { S::one() } else { S::zero() }).collect();
    for a in instance.selectivities.iter().map(S::from_rational) {
        moments = (0..=order)
            .map(|k| {
                let (mut sum, mut binomial, mut scale) = (S::zero(), 1, S::one());
                for j in 0..=k {
                    let weight = S::from_integer(binomial) * scale.clone() * uniform[j].clone();
                    sum.add_product(&weight, &moments[k - j]);
                    binomial = binomial * (k - j) as i64 / (j as i64 + 1);
                    scale *= a.clone();
                }
                sum
            })
            .collect();
    }
    Ok(moments[order].clone() * S::from_rational(&instance.half_width_squared()?.power(order as u32 / 2)))
}

/// Inputs up to which all corners of the weights' cube are visited.
const MOST_INPUTS: usize = 12;

/// The largest X² over the weights of the interval: a convex function of them, so it is attained at a corner.
fn largest(instance: &Instance) -> Result<Rational, Obstacle> {
    let a = &instance.selectivities;
    if a.len() > MOST_INPUTS {
        return Err(Obstacle::Outside("at most 12 inputs"));
    }
    let (low, high) = (instance.centre.clone() - Rational::one(), instance.centre.clone() + Rational::one());
    let at = |corner: u32| {
        let weight = |k: usize| if corner >> k & 1 == 0 { low.clone() } else { high.clone() };
        (0..a.len()).fold(Rational::zero(), |x, k| x + a[k].clone() * weight(k)).power(2)
    };
    let squares = (0..1_u32 << a.len()).map(at);
    let largest = squares.fold(Rational::zero(), |most, x| if x > most { x } else { most });
    Ok(largest * instance.half_width_squared()?)
}

/// Bits of a simulated weight.
const BITS: u32 = 40;

/// Bits of a selectivity, as an integer over the common denominator, and of their number: with the weight's
/// [`BITS`] and a sign they fit an `i64`.
const SELECTIVITY_BITS: usize = 16;

/// Draws groups of nodes and counts those that miss, or for [`Part::BestOfNFromAbove`] those that reach s. A weight is
/// the cell \[2j, 2j + 2\] − 2⁴⁰ of an even division of \[−2⁴⁰, 2⁴⁰\], in units of h/2⁴⁰; a sum over cells lies within
/// Σ|aᵢ| of the sum over their middles.
pub fn simulated(instance: &Instance, part: Part, trials: u64, rng: &mut ChaCha8Rng) -> Result<Counts, Obstacle> {
    if !instance.centre.is_zero() {
        return Err(Obstacle::Outside("an interval off the centre is not simulated"));
    }
    let (weights, denominator) =
        integers(&instance.selectivities).ok_or(Obstacle::Outside("selectivities of too many bits"))?;
    let slack: i64 = weights.iter().map(|a| a.abs()).sum();
    // What X is to reach, squared, with its sign.
    let (square, is_negative) = match part {
        Part::BestOfNFromAbove | Part::BestOfNFromBelow => (instance.reach.power(2), instance.reach < Rational::zero()),
        _ => (instance.threshold_squared()?, false),
    };
    let in_half_widths =
        square.divide(&instance.half_width_squared()?).ok_or(Obstacle::Outside("weights of size 0"))?;
    let in_cells = in_half_widths * denominator.power(2) * Rational::from_integer(2).power(2 * BITS);
    let size = in_cells.floor_sqrt().ok_or(Obstacle::Outside("a threshold beyond all weights"))?;
    // The threshold lies between this whole number of cells' halves and the next.
    let threshold = if is_negative { -size - 1 } else { size };
    let nodes = match part {
        Part::Tail => 1,
        _ if instance.shared => 1,
        _ => instance.nodes,
    };
    let mut counts = Counts::default();
    for _ in 0..trials {
        // The luckiest node so far: 0 misses, 1 cannot be told, 2 lucky.
        let mut luck = 0;
        for _ in 0..nodes {
            let sum: i64 = weights.iter().map(|a| a * cell(rng)).sum();
            let here = if sum - slack > threshold { 2 } else { i32::from(sum + slack >= threshold) };
            luck = luck.max(here);
            if luck == 2 {
                break;
            }
        }
        counts.happened += u64::from(luck == if part == Part::BestOfNFromAbove { 2 } else { 0 });
        counts.undecided += u64::from(luck == 1);
    }
    Ok(counts)
}

/// The middle of a uniformly drawn cell.
fn cell(rng: &mut ChaCha8Rng) -> i64 {
    let j = (rng.next_u64() >> (u64::BITS - BITS)) as i64;
    2 * j + 1 - (1 << BITS)
}

/// The selectivities over their common denominator, and that, if they are small enough to simulate with.
fn integers(selectivities: &[Rational]) -> Option<(Vec<i64>, Rational)> {
    let mut whole = Rational::one();
    for a in selectivities {
        let (_, denominator) = (a.clone() * whole.clone()).whole_parts()?;
        whole *= Rational::from_integer(denominator);
    }
    let scaled = |a: &Rational| Some((a.clone() * whole.clone()).whole_parts()?.0);
    let weights = selectivities.iter().map(scaled).collect::<Option<Vec<i64>>>()?;
    let sum = weights.iter().try_fold(0_i64, |sum, a| sum.checked_add(a.checked_abs()?))?;
    (sum < 1 << SELECTIVITY_BITS).then_some((weights, whole))
}
