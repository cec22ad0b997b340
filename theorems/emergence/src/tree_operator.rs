//! The covariance operator at a node of a latent tree: by differentiation, and the Jacobian that its formula needs.

use crate::derivatives::{covariance, of_means};
use dualproof::matrix::scaled;
use dualproof::network::Network;
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::tape::Tape;
use dualproof::tree::{Joint, LatentTree, LocalNetwork};
use nalgebra::DMatrix;

/// Configurations of the leaves up to which views are written out.
pub const MOST_VIEWS: usize = 64;

/// Has the tree few enough configurations of its leaves that a network can be differentiated on all of them?
///
/// # Errors
/// [`Obstacle::Outside`] for more than [`MOST_VIEWS`].
pub fn views_are_few<S: Field>(tree: &LatentTree<S>) -> Result<(), Obstacle> {
    let states = tree.states();
    match tree.shape().leaves().iter().fold(1_usize, |n, leaf| n.saturating_mul(states[*leaf])) <= MOST_VIEWS {
        true => Ok(()),
        false => Err(Obstacle::Outside("at most 64 configurations of the leaves")),
    }
}

/// The network as layers.
///
/// # Errors
/// [`Obstacle::Outside`] where its levels are no layers, or its views are not few.
pub fn layered<S: Field>(tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Result<Network<S>, Obstacle> {
    views_are_few(tree)?;
    network.layered(tree).map_err(|_| Obstacle::Outside("levels that are layers"))
}

/// V_{z₀}\[∂F̄/∂W_μ\] over the root's states, by differentiation of the masked network.
///
/// # Errors
/// Where the network is not layered, not differentiable, or a state of the root impossible.
pub fn block<S: Field>(
    joint: &Joint<S>,
    tree: &LatentTree<S>,
    network: &LocalNetwork<S>,
    node: usize,
) -> Result<DMatrix<S>, Obstacle> {
    let layered = layered(tree, network)?;
    let (views, at) = (joint.views(network.pixels)?, network.block(tree, node));
    let mut tape = Tape::new();
    let recorded = tape.network(&layered, &views.inputs)?;
    let weights = recorded.layers[at.layer - 1].weights;
    let height = layered.layers[at.layer - 1].units();
    // The entries of W_μ in the layer's weights, column by column.
    let entries: Vec<usize> = at.columns.clone().flat_map(|j| at.rows.clone().map(move |i| j * height + i)).collect();
    let connections = of_means(&tape, recorded.output, weights, &views);
    let inside = |k: &DMatrix<S>| DMatrix::from_fn(entries.len(), k.ncols(), |e, o| k[(entries[e], o)].clone());
    Ok(covariance(&views.sample_weights, &connections.iter().map(inside).collect::<Vec<_>>()))
}

/// J_μ and J_μᵀJ_μ with J_μ = ∂f_L/∂f̃_μ averaged over all views of the tree: constant where gates above are.
///
/// # Errors
/// As for [`block`].
pub fn mean_jacobian<S: Field>(
    tree: &LatentTree<Rational>,
    network: &LocalNetwork<Rational>,
    node: usize,
) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    let mut mean: Option<DMatrix<S>> = None;
    for (weight, jacobian) in jacobians::<S>(tree, network, node)? {
        let term = scaled(&jacobian, &S::from_rational(&weight));
        mean = Some(mean.map_or(term.clone(), |sum| sum + &term));
    }
    let j = mean.expect("a configuration of positive probability");
    let square = S::product(&j.transpose(), &j);
    Ok((j, square))
}

/// J_μ on every configuration of the leaves that can occur, with its probability from messages.
fn jacobians<S: Field>(
    tree: &LatentTree<Rational>,
    network: &LocalNetwork<Rational>,
    node: usize,
) -> Result<Vec<(Rational, DMatrix<S>)>, Obstacle> {
    views_are_few(tree)?;
    let (embedded, local) = (tree.embed::<S>(), network.embed::<S>());
    let (layers, at) = (layered(&embedded, &local)?, local.block(&embedded, node));
    let (leaves, states) = (tree.shape().leaves(), tree.states());
    let mut configurations = vec![Vec::new()];
    for &leaf in &leaves {
        let longer = |c: &Vec<usize>| (0..states[leaf]).map(|s| [c.as_slice(), &[s]].concat()).collect::<Vec<_>>();
        configurations = configurations.iter().flat_map(longer).collect();
    }
    let probability = |c: &Vec<usize>| {
        let likelihoods = tree.likelihoods(c);
        likelihoods.iter().zip(&tree.root).fold(Rational::new(0, 1), |sum, (l, p)| sum + l.clone() * p.clone())
    };
    let pixels = |c: &Vec<usize>| {
        let shown = leaves.iter().zip(c).flat_map(|(leaf, state)| network.pixels.show::<S>(*state, states[*leaf]));
        shown.collect::<Vec<S>>()
    };
    let columns: Vec<S> = configurations.iter().flat_map(pixels).collect();
    let inputs = DMatrix::from_vec(layers.input_width(), configurations.len(), columns);
    let trace = layers.trace(&inputs)?;
    let inside = |c: usize| trace.jacobian(at.layer, c).columns(at.rows.start, at.rows.len()).clone_owned();
    let all = configurations.iter().enumerate().map(|(c, states)| (probability(states), inside(c)));
    Ok(all.filter(|(p, _)| *p != Rational::new(0, 1)).collect())
}

/// Is J_μ the same on all configurations that can occur? Decided exactly; yes where nothing is to be decided,
/// because the network has no layers or no gradient.
pub fn jacobian_is_constant(tree: &LatentTree<Rational>, network: &LocalNetwork<Rational>, node: usize) -> bool {
    jacobians::<Rational>(tree, network, node).map_or(true, |list| list.windows(2).all(|pair| pair[0].1 == pair[1].1))
}

/// Has the network a gradient on every configuration of the leaves? Decided exactly; yes where it has no layers, as
/// nothing is differentiated there.
pub fn is_differentiable(tree: &LatentTree<Rational>, network: &LocalNetwork<Rational>, node: usize) -> bool {
    let kink = |o: &Obstacle| matches!(o, Obstacle::Kink(_) | Obstacle::Tie(_));
    !jacobians::<Rational>(tree, network, node).is_err_and(|obstacle| kink(&obstacle))
}
