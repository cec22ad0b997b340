//! What a unit distinguishes before and after its ReLU, by summing over all latents.

use super::Part;
use super::cases::Instance;
use crate::dependence;
use dualproof::claim::Side;
use dualproof::matrix::hadamard;
use dualproof::network::Activation;
use dualproof::numbers::{Obstacle, Ordered, Rational, Ring};
use dualproof::tree::LocalNetwork;
use nalgebra::DMatrix;
use num_traits::One;

/// −s_j, E\[ψ(X)\] − ψ(EX) or E\[X²\] − (EX)²: one entry per unit (and state of μ).
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    if part == Part::Spread {
        return variance(instance);
    }
    let slope = S::from_rational(&instance.slope);
    let (tree, network, node) = (instance.tree.embed::<S>(), instance.network.embed::<S>(), instance.node);
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    let means = |activation: Activation<S>| {
        let network = with_activation(&network, node, activation);
        joint.means_given(node, &joint.features(&tree, &network)?[node])
    };
    let (v, rectified) = (means(Activation::Linear)?, means(Activation::LeakyRelu { slope: slope.clone() })?);
    let half = S::from_rational(&Rational::new(1, 2));
    if matches!(part, Part::TransferForEveryT | Part::Transfer) {
        let below = |k: usize| (rectified[(0, k)].clone() - rectified[(1, k)].clone()) * half.clone();
        return Ok(vec![DMatrix::from_fn(1, v.ncols(), |_, k| below(k))]);
    }
    // ψ(v) = ½(1 + a)v + ½(1 − a)|v|.
    let psi =
        |v: &S| ((S::one() + slope.clone()) * v.clone() + (S::one() - slope.clone()) * v.magnitude()) * half.clone();
    let excess = DMatrix::from_fn(2, v.ncols(), |s, k| rectified[(s, k)].clone() - psi(&v[(s, k)]));
    Ok(if part == Part::Jensen { vec![excess.clone(), excess] } else { vec![excess] })
}

/// The same where no bound is attained: |X| takes several values given either state, and a ≠ 1.
pub fn where_strict(instance: &Instance, part: Part) -> Side {
    let joint = dependence::joint::<Rational>(&instance.tree, instance.dependence.as_ref())?;
    let network = with_activation(&instance.network, instance.node, Activation::Linear);
    let x = &joint.features(&instance.tree, &network)?[instance.node];
    let sizes = joint.means_given(instance.node, &x.map(|x| x.abs()))?;
    let squares = joint.means_given(instance.node, &x.map(|x| x.clone() * x))?;
    let is_constant = sizes.iter().zip(squares.iter()).any(|(size, square)| size.clone() * size.clone() == *square);
    if is_constant || instance.slope.is_one() {
        return Err(Obstacle::Outside("a bound that is not attained"));
    }
    measured(instance, part)
}

/// The spread of linear networks, in systems without order too.
pub fn of_linear<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    match part {
        Part::Spread => variance(instance),
        _ => Err(Obstacle::Unsupported("order")),
    }
}

/// E\[X² | z_μ\] − E\[X | z_μ\]², states × units.
fn variance<S: Ordered>(instance: &Instance) -> Side<S> {
    let (tree, network, node) = (instance.tree.embed::<S>(), instance.network.embed::<S>(), instance.node);
    let joint = dependence::joint::<S>(&instance.tree, instance.dependence.as_ref())?;
    let x = &joint.features(&tree, &with_activation(&network, node, Activation::Linear))?[node];
    let (mean, square) = (joint.means_given(node, x)?, joint.means_given(node, &hadamard(x, x))?);
    Ok(vec![square - hadamard(&mean, &mean)])
}

fn with_activation<S: Ring>(network: &LocalNetwork<S>, node: usize, activation: Activation<S>) -> LocalNetwork<S> {
    let mut network = network.clone();
    network.groups.iter_mut().filter(|g| g.node == node).for_each(|g| g.activation = activation.clone());
    network
}
