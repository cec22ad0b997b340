//! The power of a comparison: the smallest planted violation that it catches.

use super::relation::{Relation, decide};
use crate::numbers::{Field, Rational, Sign, Truth};
use nalgebra::DMatrix;

/// The entries of one matrix, with the value that relative figures refer to.
pub(super) struct Block<'a, S> {
    pub(super) entries: Vec<(&'a S, &'a S)>,
    /// The largest value of the matrix that can be distinguished from 0; of all matrices, where none of its own can;
    /// `None` where none at all can.
    pub(super) scale: Option<&'a S>,
}

impl<S: Field> Block<'_, S> {
    /// A figure as a share of the scale. Where the scale is below the normal numbers of `f64` there is no such share;
    /// the power, which is found in the system itself, is right there too.
    pub(super) fn share(&self, figure: f64) -> f64 {
        let scale = self.scale.map_or(0.0, |scale| scale.to_f64().abs());
        if scale < f64::MIN_POSITIVE { 0.0 } else { figure / scale }
    }
}

/// The matrices of both sides, paired. The scale of an equality is that of its predicted side; of the other relations
/// that of both, since a bound may be 0.
pub(super) fn blocks<'a, S: Field>(
    relation: Relation,
    measured: &'a [DMatrix<S>],
    predicted: &'a [DMatrix<S>],
) -> Vec<Block<'a, S>> {
    let of_matrix = |(m, p): (&'a DMatrix<S>, &'a DMatrix<S>)| {
        let measured = m.iter().filter(|_| relation != Relation::Equal);
        let scale = p.iter().chain(measured).filter(|x| is_told_from_zero(*x)).reduce(larger);
        Block { entries: m.iter().zip(p.iter()).collect(), scale }
    };
    let mut blocks: Vec<Block<'a, S>> = measured.iter().zip(predicted).map(of_matrix).collect();
    let largest = blocks.iter().filter_map(|block| block.scale).reduce(larger);
    blocks.iter_mut().for_each(|block| block.scale = block.scale.or(largest));
    blocks
}

/// The one of the larger size, told in the system itself: an `f64` may underflow where the system does not.
fn larger<'a, S: Field>(a: &'a S, b: &'a S) -> &'a S {
    let size = |x: &S| if x.sign() == Sign::Negative { -x.clone() } else { x.clone() };
    if (size(b) - size(a)).sign() == Sign::Positive { b } else { a }
}

fn is_told_from_zero<S: Field>(x: &S) -> bool {
    match x.sign() {
        Sign::Positive | Sign::Negative => true,
        Sign::Zero => false,
        // No order, or not decided.
        Sign::Unknown => x.error_bound() == 0.0 && x.to_f64().is_finite() && !x.is_zero(),
    }
}

/// The smallest violation 2⁻ᵏ, relative to the largest value of its matrix, that the decision catches in *whichever*
/// entry it is planted: m ± 2⁻ᵏ·scale for an equality, p + 2⁻ᵏ·scale, with the
/// error of m, for an inequality. For a difference, the smallest share of the difference found that would still be
/// distinguished from none. 0 in an exact system, which catches every violation; infinite where one as large as the values
/// is not, `None` where no value can be distinguished from 0.
pub(super) fn power<S: Field>(relation: Relation, blocks: &[Block<'_, S>]) -> Option<f64> {
    let exact = |(m, p): &(&S, &S)| m.error_bound() == 0.0 && p.error_bound() == 0.0;
    if blocks.iter().all(|block| block.entries.iter().all(exact)) {
        return Some(0.0);
    }
    let caught: Box<dyn Fn(f64) -> bool + '_> = match relation {
        Relation::Different => Box::new(|share| blocks.iter().any(|block| resolves(block, share))),
        _ => Box::new(|share| blocks.iter().all(|block| catches(relation, block, share))),
    };
    if relation != Relation::Different && blocks.iter().all(|block| block.scale.is_none()) {
        return None;
    }
    // Catching is monotone in the size: bisect the exponent between "never finer than ε/4" and 1.
    let (mut fine, mut coarse) = (-(f64::MANTISSA_DIGITS as i32) - 1, 0);
    if !caught(f64::powi(2.0, coarse)) {
        return Some(f64::INFINITY);
    }
    while coarse - fine > 1 {
        let middle = (fine + coarse).div_euclid(2);
        if caught(f64::powi(2.0, middle)) { coarse = middle } else { fine = middle }
    }
    Some(f64::powi(2.0, coarse))
}

/// Is a violation of this share of the block's scale caught in every entry, in both directions where both violate?
fn catches<S: Field>(relation: Relation, block: &Block<'_, S>, share: f64) -> bool {
    let (Some(scale), Some(share)) = (block.scale, number::<S>(share)) else { return block.scale.is_none() };
    let step = scale.clone() * share;
    let step = if step.sign() == Sign::Negative { -step } else { step };
    let refuted = |planted: S, p: &S| decide(relation, &[(&planted, p)]) == Truth::No;
    block.entries.iter().all(|(m, p)| match relation {
        Relation::Equal => refuted((*m).clone() + step.clone(), p) && refuted((*m).clone() - step.clone(), p),
        // From m to p and beyond, so that the planted value carries the error of the measured one.
        _ => refuted((*m).clone() + ((*p).clone() - (*m).clone()) + step.clone(), p),
    })
}

fn number<S: Field>(x: f64) -> Option<S> {
    Rational::from_f64(x).map(|q| S::from_rational(&q))
}

/// Would this share of some entry's difference still be distinguished from none?
fn resolves<S: Field>(block: &Block<'_, S>, share: f64) -> bool {
    let Some(share) = number::<S>(share) else { return false };
    let shrunk = |m: &S, p: &S| p.clone() + (m.clone() - p.clone()) * share.clone();
    let differ = |m: &S, p: &S| decide(Relation::Different, &[(m, p)]) == Truth::Yes;
    block.entries.iter().any(|(m, p)| differ(m, p) && differ(&shrunk(m, p), p))
}
