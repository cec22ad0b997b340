//! The formulas that need no polarities, for any number of states: transition matrices, and v_k by messages.

use super::cases::Instance;
use super::{Formula, Part};
use crate::selectivity::means;
use dualproof::claim::Side;
use dualproof::matrix::beside;
use dualproof::numbers::Field;
use dualproof::tree::LatentTree;
use nalgebra::DMatrix;

/// Messages and the categorical form.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let tree = instance.tree.embed::<S>();
    if part == Part::CategoricalPath {
        return Ok(categorical_path(&tree));
    }
    let v = means(&tree, &instance.network.embed())?;
    let covariance = |node: usize| categorical_covariance(formula, &tree, &v, node);
    Ok(match part {
        Part::CategoricalCovariance => tree.shape().inner_nodes().into_iter().map(covariance).collect(),
        // That ⊗ J_μᵀJ_μ.
        Part::CategoricalOperatorBlock => vec![covariance(instance.node).kronecker(&instance.jacobian_square()?)],
        _ => v,
    })
}

/// P(z_ν | z₀): the product of the transition matrices along the path to every node ν.
fn categorical_path<S: Field>(tree: &LatentTree<S>) -> Vec<DMatrix<S>> {
    tree.laws_given_root()
}

/// Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = Vᵀ P_{0μ}ᵀ (diag π − ππᵀ) P_{0μ} V with V = (P_{μν} v_k)_k.
fn categorical_covariance<S: Field>(
    formula: Formula,
    tree: &LatentTree<S>,
    v: &[DMatrix<S>],
    node: usize,
) -> DMatrix<S> {
    let (shape, edges, pi) = (tree.shape(), tree.edges_by_child(), &tree.root);
    let spread = DMatrix::from_fn(pi.len(), pi.len(), |i, j| {
        let diagonal = if i == j { pi[i].clone() } else { S::zero() };
        if formula == Formula::RootMeanForgotten { diagonal } else { diagonal - pi[i].clone() * pi[j].clone() }
    });
    let given = |&child: &usize| S::product(&edges[child].expect("an edge to every child").channel.matrix(), &v[child]);
    let below: Vec<DMatrix<S>> = shape.children(node).iter().map(given).collect();
    let means = S::product(&categorical_path(tree)[node], &beside(&below));
    S::product(&S::product(&means.transpose(), &spread), &means)
}
