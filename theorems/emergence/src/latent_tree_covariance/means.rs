//! The formulas for laws and means given a latent, predicted.

use super::Formula;
use crate::selectivity::Binary;
use dualproof::numbers::{Field, Rational};
use nalgebra::DMatrix;

/// P(z_ν | z₀) = (1 + ρ_{0ν} z₀ z_ν)/2.
pub fn path_polarity<S: Field>(formula: Formula, t: &Binary<S>, node: usize) -> DMatrix<S> {
    let rho = match (formula, t.shape.parent(node)) {
        (Formula::LastEdgeForgotten, Some(parent)) => t.path[parent].clone(),
        _ => t.path[node].clone(),
    };
    let half = S::from_rational(&Rational::new(1, 2));
    let (agree, differ) = (S::one() + rho.clone(), S::one() - rho);
    DMatrix::from_fn(2, 2, |i, j| if i == j { agree.clone() } else { differ.clone() } * half.clone())
}

/// E\[f_k | z_μ\] = v̄_k + ρ_{μν} s_k z_μ with v̄_k = ½(v_k(+1) + v_k(−1)), over the children ν of μ and their units k.
pub fn conditional_means<S: Field>(formula: Formula, t: &Binary<S>, node: usize) -> DMatrix<S> {
    let half = S::from_rational(&Rational::new(1, 2));
    let mean = |child: usize, v: &[S]| match formula {
        Formula::MeanWeightedByProbability => {
            let rho = t.mean.clone() * t.path[child].clone();
            ((S::one() - rho.clone()) * v[0].clone() + (S::one() + rho) * v[1].clone()) * half.clone()
        }
        _ => (v[0].clone() + v[1].clone()) * half.clone(),
    };
    let of_child =
        |&child: &usize| t.v[child].column_iter().map(move |v| mean(child, v.as_slice())).collect::<Vec<_>>();
    let (means, slopes): (Vec<S>, _) = (t.shape.children(node).iter().flat_map(of_child).collect(), t.a(node));
    DMatrix::from_fn(2, means.len(), |z, k| {
        let slope = if z == 0 { -slopes[k].clone() } else { slopes[k].clone() };
        means[k].clone() + slope
    })
}
