//! Means and variances of a group's pre-activations given its latent, by messages: predicted, no sum over all latents.

use super::selectivity_transfer::{Formula, Instance};
use dualproof::matrix::hadamard;
use dualproof::numbers::{Field, Obstacle, Rational};
use nalgebra::DMatrix;

/// v and σ² of every unit of the group given each state, states × units: from the children's moments by messages.
pub fn moments<S: Field>(instance: &Instance) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    if tree.states()[instance.node] != 2 {
        return Err(Obstacle::Outside("a binary latent"));
    }
    let group = network.groups.iter().find(|group| group.node == instance.node).expect("a group of an inner node");
    let (states, units) = (2, group.weights.nrows());
    let (mut mean, mut variance) = (DMatrix::zeros(states, units), DMatrix::zeros(states, units));
    let mut at = 0;
    let (laws, edges) = (tree.feature_laws(&network)?, tree.edges_by_child());
    for &child in tree.shape().children(instance.node) {
        let (law, width) = (&laws[child], laws[child].support[0].len());
        let channel = edges[child].expect("an edge to every child").channel.matrix();
        let given = S::product(&channel, &law.probabilities);
        let weights = group.weights.columns(at, width).clone_owned();
        at += width;
        for unit in 0..units {
            // The child's term in the pre-activation, value by value.
            let term = |value: &Vec<S>| {
                (0..width).fold(S::zero(), |sum, k| sum + weights[(unit, k)].clone() * value[k].clone())
            };
            let terms: Vec<S> = law.support.iter().map(term).collect();
            for state in 0..states {
                let (mut first, mut second) = (S::zero(), S::zero());
                for (i, t) in terms.iter().enumerate() {
                    let p = given[(state, i)].clone();
                    first += p.clone() * t.clone();
                    second += p * t.clone() * t.clone();
                }
                variance[(state, unit)] += second - first.clone() * first.clone();
                mean[(state, unit)] += first;
            }
        }
    }
    Ok((mean, variance))
}

/// Σ_ν (1 − ρ²)(wᵀs_ν)² + Σ_ν E\[Var(wᵀf_ν | z_ν) | z_μ\], states × units.
pub fn spread<S: Field>(instance: &Instance, formula: Formula) -> Result<DMatrix<S>, Obstacle> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (laws, edges, half) = (tree.feature_laws(&network)?, tree.edges_by_child(), Rational::new(1, 2));
    let group = network.groups.iter().find(|group| group.node == instance.node).expect("a group of an inner node");
    let units = group.weights.nrows();
    let mut sum: DMatrix<S> = DMatrix::zeros(2, units);
    let mut at = 0;
    for &child in tree.shape().children(instance.node) {
        let channel = edges[child].expect("an edge to every child").channel.matrix();
        if channel.shape() != (2, 2) {
            return Err(Obstacle::Outside("binary children"));
        }
        let law = &laws[child];
        let width = law.support[0].len();
        let values = DMatrix::from_fn(width, law.support.len(), |k, i| law.support[i][k].clone());
        let values = S::product(&group.weights.columns(at, width).clone_owned(), &values);
        at += width;
        // Of wᵀf given the state of the child: units × states.
        let probabilities = law.probabilities.transpose();
        let means = S::product(&values, &probabilities);
        let own = S::product(&hadamard(&values, &values), &probabilities) - hadamard(&means, &means);
        let rho = channel[(1, 1)].clone() - channel[(0, 1)].clone();
        let doubt = match formula {
            Formula::PolarityNotSquared => S::one() - rho,
            Formula::AgreementForDoubt => rho.clone() * rho,
            _ => S::one() - rho.clone() * rho,
        };
        for unit in 0..units {
            let selectivity = (means[(unit, 1)].clone() - means[(unit, 0)].clone()) * S::from_rational(&half);
            for state in 0..2 {
                sum[(state, unit)] += doubt.clone() * selectivity.clone() * selectivity.clone();
                if formula != Formula::ChildrenTakenAsPixels {
                    (0..2).for_each(|z| sum[(state, unit)].add_product(&channel[(state, z)], &own[(unit, z)]));
                }
            }
        }
    }
    Ok(sum)
}
