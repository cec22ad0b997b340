//! The losses of distances of an anchor from positives and negatives: an anchor says what its loss is and how it changes
//! with each distance, the sums over the anchors are the same for all.

use crate::direction::Directions;
use crate::{Batch, Evaluated, LossError};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Anchors whose rows of coefficients are in memory at a time.
const TOGETHER: usize = 32;

/// Σ over the anchors u of `anchor(u, r, c)`, r(v) the distance of column v from u, which adds to c_v its derivative by
/// r(v); and the gradient Σ_u Σ_v c_uv (f_u − f_v) at u and its negative at v. Every sum in the order of the columns.
fn evaluate(f: &DMatrix<f64>, anchor: impl Fn(usize, &dyn Fn(usize) -> f64, &mut [f64]) -> f64 + Sync) -> Evaluated {
    let (rows, columns) = f.shape();
    let at = |u: usize| &f.as_slice()[u * rows..(u + 1) * rows];
    // A distance beyond the range of `f64` is none: over a large τ it would not be.
    let distance = |u: usize, v: usize| {
        let r = 0.5 * at(u).iter().zip(at(v)).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
        if r.is_finite() { r } else { f64::NAN }
    };
    let mut gradient = DMatrix::zeros(rows, columns);
    let (mut value, mut first) = (0.0, 0);
    while first < columns {
        let last = columns.min(first + TOGETHER);
        let found: Vec<(f64, Vec<f64>)> = (first..last)
            .into_par_iter()
            .map(|u| {
                let mut coefficients = vec![0.0; columns];
                let value = anchor(u, &|v| distance(u, v), &mut coefficients);
                (value, coefficients)
            })
            .collect();
        value += found.iter().map(|(value, _)| value).sum::<f64>();
        gradient.as_mut_slice().par_chunks_mut(rows).enumerate().for_each(|(v, column)| {
            let mut add = |coefficient: f64, other: usize| {
                if coefficient != 0.0 {
                    let pairs = at(v).iter().zip(at(other));
                    column.iter_mut().zip(pairs).for_each(|(sum, (x, y))| *sum += coefficient * (x - y));
                }
            };
            for (u, (_, coefficients)) in (first..).zip(&found) {
                add(coefficients[v], u);
                if u == v {
                    coefficients.iter().enumerate().for_each(|(other, coefficient)| add(*coefficient, other));
                }
            }
        });
        first = last;
    }
    Evaluated { value, gradient }
}

/// The mean of s ln(1 + e^t), t = (r₊ − r₋ + r₀)/τ, over all anchors, positives and negatives with replacement.
pub(crate) fn one_negative(f: &DMatrix<f64>, batch: Batch, tau: f64, margin: f64, scale: f64) -> Evaluated {
    let columns = batch.columns();
    let terms = columns as f64 * batch.views as f64 * columns as f64;
    let (weight, slope) = (scale / terms, scale / tau / terms);
    evaluate(f, |u, distance, coefficients| {
        let r: Vec<f64> = (0..columns).map(distance).collect();
        let start = u / batch.views * batch.views;
        let mut value = 0.0;
        for positive in start..start + batch.views {
            let mut all = 0.0;
            for (negative, coefficient) in coefficients.iter_mut().enumerate() {
                let t = (r[positive] - r[negative] + margin) / tau;
                let small = (-t.abs()).exp();
                value += t.max(0.0) + small.ln_1p();
                let sigmoid = if t >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) };
                *coefficient -= slope * sigmoid;
                all += sigmoid;
            }
            coefficients[positive] += slope * all;
        }
        weight * value
    })
}

/// The mean of −ln(e^{−r₊/τ}/(e^{−r₊/τ} + Σ_k e^{−r_k/τ})), negatives the same view of the next samples.
pub(crate) fn info_nce(f: &DMatrix<f64>, batch: Batch, tau: f64, negatives: usize) -> Evaluated {
    let Batch { samples, views } = batch;
    let weight = 1.0 / batch.pairs();
    evaluate(f, |u, distance, coefficients| {
        let (i, a) = (u / views, u % views);
        let mut value = 0.0;
        for b in (0..views).filter(|b| *b != a) {
            let others = (1..=negatives).map(|k| (i + k) % samples * views + b);
            value += cross_entropy(i * views + b, others, tau, weight, distance, coefficients);
        }
        weight * value
    })
}

/// SimCLR's loss. cos = 1 − r of the directions, and what is common to all logits cancels: it is a loss of distances.
pub(crate) fn nt_xent(f: &DMatrix<f64>, batch: Batch, tau: f64) -> Result<Evaluated, LossError> {
    let directions = Directions::of("outputs", f, batch)?;
    let columns = batch.columns();
    let weight = 1.0 / columns as f64;
    let mut found = evaluate(&directions.units, |u, distance, coefficients| {
        let others = (0..columns).filter(|v| v / 2 != u / 2);
        weight * cross_entropy(u ^ 1, others, tau, weight, distance, coefficients)
    });
    directions.pull_back(&mut found.gradient);
    Ok(found)
}

/// ln(1 + Σ_k e^{t_k}), t_k = (r₊ − r_k)/τ; `weight` times its derivatives by the distances are added.
fn cross_entropy(
    positive: usize,
    negatives: impl Iterator<Item = usize>,
    tau: f64,
    weight: f64,
    distance: &dyn Fn(usize) -> f64,
    coefficients: &mut [f64],
) -> f64 {
    let near = distance(positive);
    let logits: Vec<(usize, f64)> = negatives.map(|v| (v, (near - distance(v)) / tau)).collect();
    // The largest of 0, the positive's own logit, and the others is taken out: what is left is 1 plus the rest.
    let (mut largest, mut which) = (0.0, None);
    for (k, (_, t)) in logits.iter().enumerate() {
        // A logit that is no number makes the loss none.
        if *t > largest || t.is_nan() {
            (largest, which) = (*t, Some(k));
        }
    }
    let own = (-largest).exp();
    let mut rest = if which.is_some() { own } else { 0.0 };
    rest += logits
        .iter()
        .enumerate()
        .filter(|(k, _)| Some(*k) != which)
        .map(|(_, (_, t))| (t - largest).exp())
        .sum::<f64>();
    let slope = weight / tau / (1.0 + rest);
    let mut all = 0.0;
    for (v, t) in &logits {
        let share = (t - largest).exp();
        coefficients[*v] -= slope * share;
        all += share;
    }
    coefficients[positive] += slope * all;
    largest + rest.ln_1p()
}
