//! The sum over pairs of views, and its adjoints at the outputs.

use crate::gemm::{Factor, Into, product};
use crate::views::Views;
use std::ops::Range;

/// Numbers that a loop treats side by side.
const LANES: usize = 8;

/// c_vw for one v and all w.
fn law(views: &Views<f64>, weights: &[f64], v: usize, c: &mut [f64]) {
    c.iter_mut().zip(weights).for_each(|(c, weight)| *c = -weights[v] * weight);
    for w in views.of_sample(views.sample_of(v)) {
        c[w] += weights[v] * views.augmentation_weights[w];
    }
}

/// The part of L with v in the block, and ∂L/∂f_L(v) there; outputs are n_L × V.
pub(super) fn pair_by_pair(
    views: &Views<f64>,
    weights: &[f64],
    outputs: &[f64],
    width: usize,
    block: Range<usize>,
) -> (f64, Vec<f64>) {
    let mut adjoints = vec![0.0; width * block.len()];
    let (mut c, mut squares) = (vec![0.0; views.len()], vec![0.0; width]);
    for (v, adjoint) in block.zip(adjoints.chunks_exact_mut(width)) {
        law(views, weights, v, &mut c);
        let own = &outputs[v * width..(v + 1) * width];
        for (other, c) in outputs.chunks_exact(width).zip(&c) {
            for (((own, other), adjoint), square) in own.iter().zip(other).zip(&mut *adjoint).zip(&mut squares) {
                let gap = own - other;
                // c_vw = c_wv, and the pair (w, v) moves f(v) as much as (v, w).
                *adjoint += 2.0 * c * gap;
                *square += 0.5 * c * gap * gap;
            }
        }
    }
    (squares.iter().sum(), adjoints)
}

/// Views whose pairs with all others are in memory at a time in the Gram form: a tile of 2000 others fits in a cache.
pub(super) const TILE: usize = 32;

/// The same through the products f(v)·f(w) and Σ_w c_vw f(w).
pub(super) fn by_products(
    views: &Views<f64>,
    weights: &[f64],
    outputs: &[f64],
    width: usize,
    block: Range<usize>,
) -> (f64, Vec<f64>) {
    let all = views.len();
    let every = Factor::new(outputs, width, all);
    let norms: Vec<f64> = outputs.chunks_exact(width).map(|f| f.iter().map(|x| x * x).sum()).collect();
    let mut adjoints = vec![0.0; width * block.len()];
    let mut value = 0.0;
    // Columns belong to the v of the tile, rows to all w.
    let (mut inner, mut c) = (vec![0.0; all * TILE], vec![0.0; all * TILE]);
    for (first, adjoints) in block.step_by(TILE).zip(adjoints.chunks_mut(width * TILE)) {
        let count = adjoints.len() / width;
        let own = &outputs[first * width..(first + count) * width];
        let (inner, c) = (&mut inner[..all * count], &mut c[..all * count]);
        product(inner, Into::Replace, every.transposed(), Factor::new(own, width, count));
        let mut totals = [0.0; TILE];
        let columns = c.chunks_exact_mut(all).zip(inner.chunks_exact(all)).zip(&mut totals);
        for (v, ((c, inner), total)) in (first..).zip(columns) {
            law(views, weights, v, c);
            let (mut sums, mut parts) = ([0.0; LANES], [0.0; LANES]);
            let mut step = |i: usize, c: f64, inner: f64, other: f64| {
                sums[i] += c * (0.5 * (norms[v] + other) - inner);
                parts[i] += c;
            };
            let ((c, c_rest), (inner, inner_rest)) = (c.as_chunks::<LANES>(), inner.as_chunks::<LANES>());
            let (others, others_rest) = norms.as_chunks::<LANES>();
            for ((c, inner), others) in c.iter().zip(inner).zip(others) {
                (0..LANES).for_each(|i| step(i, c[i], inner[i], others[i]));
            }
            for ((c, inner), other) in c_rest.iter().zip(inner_rest).zip(others_rest) {
                step(0, *c, *inner, *other);
            }
            value += sums.iter().sum::<f64>();
            *total = parts.iter().sum::<f64>();
        }
        product(adjoints, Into::Replace, every, Factor::new(c, all, count));
        for ((adjoint, own), total) in adjoints.chunks_exact_mut(width).zip(own.chunks_exact(width)).zip(totals) {
            adjoint.iter_mut().zip(own).for_each(|(a, own)| *a = 2.0 * (total * own - *a));
        }
    }
    (value, adjoints)
}
