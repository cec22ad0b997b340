//! The oracle: sums over all assignments of states to all latents. Shares no code with the messages.

use super::{Channel, LatentTree, LocalNetwork, Pixels};
use crate::network::Activation;
use crate::numbers::{Field, Obstacle, Ordered, Rational};
use crate::views::Views;
use nalgebra::DMatrix;

/// The largest number of assignments that is enumerated: 15 binary latents.
pub const MOST_ASSIGNMENTS: usize = 1 << 15;

/// Has the tree few enough assignments? Asked before one is embedded in another number system only to be refused there.
///
/// # Errors
/// [`Obstacle::Outside`] for more than [`MOST_ASSIGNMENTS`].
pub fn is_enumerable<S: Field>(tree: &LatentTree<S>) -> Result<(), Obstacle> {
    match tree.assignments() <= MOST_ASSIGNMENTS {
        true => Ok(()),
        false => Err(Obstacle::Outside("a tree of at most 2^15 assignments")),
    }
}

/// The joint law of all latents, with the marginals that are asked of it.
#[derive(Clone, Debug)]
pub struct Joint<S: Field> {
    leaves: Vec<usize>,
    states: Vec<usize>,
    /// The states of the leaves, configuration by configuration.
    configurations: Vec<Vec<usize>>,
    /// P(z_ν = state, leaves = configuration) of every node.
    with_leaves: Vec<DMatrix<S>>,
    /// P(z₀ = state, z_ν = state) of every node.
    with_root: Vec<DMatrix<S>>,
}

impl<S: Field> Joint<S> {
    /// The law that the tree states: the root's, then each child's given its parent.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] for more than [`MOST_ASSIGNMENTS`].
    pub fn of(tree: &LatentTree<S>) -> Result<Self, Obstacle> {
        let (edges, half) = (tree.edges_by_child(), S::from_rational(&Rational::new(1, 2)));
        Self::with_law(tree, &|node, states| match edges[node] {
            None => tree.root[states[node]].clone(),
            Some(edge) => match &edge.channel {
                Channel::Transition(p) => p[(states[edge.parent], states[node])].clone(),
                Channel::Polarity(rho) if states[edge.parent] == states[node] => {
                    half.clone() + half.clone() * rho.clone()
                }
                Channel::Polarity(rho) => half.clone() - half.clone() * rho.clone(),
            },
        })
    }

    /// Any law on the nodes of a tree: `conditional(ν, states)` is the probability of ν's state given those of
    /// all nodes before it in the order of [`super::Shape::order`]; later entries mean nothing.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] for more than [`MOST_ASSIGNMENTS`].
    pub fn with_law(tree: &LatentTree<S>, conditional: &dyn Fn(usize, &[usize]) -> S) -> Result<Self, Obstacle> {
        is_enumerable(tree)?;
        let (shape, states) = (tree.shape(), tree.states());
        let leaves = shape.leaves();
        let mut configurations = vec![Vec::new()];
        for &leaf in &leaves {
            let extended =
                |c: &Vec<usize>| (0..states[leaf]).map(|s| [c.as_slice(), &[s]].concat()).collect::<Vec<_>>();
            configurations = configurations.iter().flat_map(extended).collect();
        }
        let table = |node: usize, columns: usize| DMatrix::zeros(states[node], columns);
        let mut joint = Joint {
            with_leaves: (0..tree.nodes).map(|node| table(node, configurations.len())).collect(),
            with_root: (0..tree.nodes).map(|node| DMatrix::zeros(states[0], states[node])).collect(),
            leaves,
            states,
            configurations,
        };
        joint.visit(shape.order(), 0, &mut vec![0; tree.nodes], S::one(), conditional);
        Ok(joint)
    }

    fn visit(
        &mut self,
        order: &[usize],
        next: usize,
        assigned: &mut Vec<usize>,
        probability: S,
        conditional: &dyn Fn(usize, &[usize]) -> S,
    ) {
        if probability.is_zero() {
            return;
        }
        let Some(&node) = order.get(next) else {
            let configuration = self.leaves.iter().fold(0, |index, leaf| index * self.states[*leaf] + assigned[*leaf]);
            for (node, &state) in assigned.iter().enumerate() {
                self.with_leaves[node][(state, configuration)] += probability.clone();
                self.with_root[node][(assigned[0], state)] += probability.clone();
            }
            return;
        };
        for state in 0..self.states[node] {
            assigned[node] = state;
            let here = probability.clone() * conditional(node, assigned);
            self.visit(order, next + 1, assigned, here, conditional);
        }
    }

    /// P(z_ν) of a node.
    pub fn marginal(&self, node: usize) -> Vec<S> {
        let joint = &self.with_root[node];
        (0..joint.ncols()).map(|j| joint.column(j).iter().fold(S::zero(), |sum, p| sum + p.clone())).collect()
    }

    /// P(z_ν | z₀), states of the root × states of ν.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where a state of the root has probability 0.
    pub fn given_root(&self, node: usize) -> Result<DMatrix<S>, Obstacle> {
        by_rows(&self.with_root[node])
    }

    /// E[f | z_ν], states × width, of a function of the leaves (width × configurations).
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where a state of the node has probability 0.
    pub fn means_given(&self, node: usize, f: &DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
        Ok(S::product(&by_rows(&self.with_leaves[node])?, &f.transpose()))
    }

    /// The pixels of every configuration, in the order of the leaves: pixels × configurations.
    pub fn pixels(&self, pixels: Pixels) -> DMatrix<S> {
        let column = |c: &Vec<usize>| {
            let shown = self.leaves.iter().zip(c).flat_map(|(leaf, state)| pixels.show(*state, self.states[*leaf]));
            shown.collect::<Vec<S>>()
        };
        let columns: Vec<Vec<S>> = self.configurations.iter().map(column).collect();
        DMatrix::from_fn(columns[0].len(), columns.len(), |i, c| columns[c][i].clone())
    }

    /// The root's states as samples, the configurations of the leaves as their augmentations: everything is
    /// resampled given z₀.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where a state of the root has probability 0.
    pub fn views(&self, pixels: Pixels) -> Result<Views<S>, Obstacle> {
        let (samples, given_root) = (self.states[0], by_rows(&self.with_leaves[0])?);
        let shown = self.pixels(pixels);
        let many = self.configurations.len();
        Ok(Views {
            inputs: DMatrix::from_fn(shown.nrows(), samples * many, |i, v| shown[(i, v % many)].clone()),
            sample_weights: self.marginal(0),
            augmentation_weights: (0..samples * many).map(|v| given_root[(v / many, v % many)].clone()).collect(),
        })
    }
}

impl<S: Ordered> Joint<S> {
    /// The features of every node on every configuration of the leaves, units × configurations each.
    ///
    /// # Errors
    /// Where an activation is not linear, ReLU or leaky ReLU.
    pub fn features(&self, tree: &LatentTree<S>, network: &LocalNetwork<S>) -> Result<Vec<DMatrix<S>>, Obstacle> {
        let (shape, groups) = (tree.shape(), network.groups_by_node(tree.nodes));
        let mut features: Vec<DMatrix<S>> = vec![DMatrix::zeros(0, 0); tree.nodes];
        for (place, &leaf) in self.leaves.iter().enumerate() {
            let show = |c: &Vec<usize>| network.pixels.show::<S>(c[place], self.states[leaf]);
            let columns: Vec<Vec<S>> = self.configurations.iter().map(show).collect();
            features[leaf] = DMatrix::from_fn(columns[0].len(), columns.len(), |k, c| columns[c][k].clone());
        }
        for &node in shape.order().iter().rev() {
            let Some(group) = groups[node] else { continue };
            let mut stacked: Vec<S> = Vec::new();
            for c in 0..self.configurations.len() {
                shape
                    .children(node)
                    .iter()
                    .for_each(|child| stacked.extend(features[*child].column(c).iter().cloned()));
            }
            let below = DMatrix::from_vec(group.weights.ncols(), self.configurations.len(), stacked);
            features[node] = rectified(&group.activation, S::product(&group.weights, &below))?;
        }
        Ok(features)
    }
}

/// Each row divided by its sum.
fn by_rows<S: Field>(joint: &DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
    let mut conditional = joint.clone();
    for mut row in conditional.row_iter_mut() {
        let sum = row.iter().fold(S::zero(), |sum, p| sum + p.clone());
        for p in row.iter_mut() {
            *p = p.divide(&sum).ok_or(Obstacle::Outside("states of positive probability"))?;
        }
    }
    Ok(conditional)
}

/// ψ(t) = ((1 + a)t + (1 − a)|t|)/2 for the slope a on the negative side.
fn rectified<S: Ordered>(activation: &Activation<S>, t: DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
    let slope = match activation {
        Activation::Linear => return Ok(t),
        Activation::Relu => S::zero(),
        Activation::LeakyRelu { slope } => slope.clone(),
        Activation::Tanh | Activation::Gated { .. } => {
            return Err(Obstacle::Unsupported("such an activation of groups"));
        }
    };
    let half = S::from_rational(&Rational::new(1, 2));
    let (odd, even) = ((S::one() + slope.clone()) * half.clone(), (S::one() - slope) * half);
    Ok(t.map(|t| odd.clone() * t.clone() + even.clone() * t.magnitude()))
}
