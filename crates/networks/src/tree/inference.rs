//! Exact inference by message passing: down for the laws of latents, up for those of features.

use super::{LatentTree, LocalNetwork, Shape};
use crate::network::Activation;
use crate::numbers::{Field, Obstacle, Sign};
use nalgebra::DMatrix;

/// Distinct values of a feature vector beyond which messages are not passed on.
const MOST_VALUES: usize = 1 << 12;

/// The law of a vector of features given the state of a latent.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureLaw<S: Field> {
    /// The values it may take.
    pub support: Vec<Vec<S>>,
    /// P(value | state), states × values.
    pub probabilities: DMatrix<S>,
}

impl<S: Field> FeatureLaw<S> {
    /// E[f | state], states × width.
    pub fn means(&self) -> DMatrix<S> {
        let width = self.support[0].len();
        S::product(&self.probabilities, &DMatrix::from_fn(self.support.len(), width, |i, k| self.support[i][k].clone()))
    }

    /// The law of a function of the features: equal values become one.
    fn map(self, function: impl Fn(&[S]) -> Result<Vec<S>, Obstacle>) -> Result<Self, Obstacle> {
        let mut support: Vec<Vec<S>> = Vec::new();
        let mut columns: Vec<Vec<S>> = Vec::new();
        for (value, column) in self.support.iter().zip(self.probabilities.column_iter()) {
            let value = function(value)?;
            match support.iter().position(|known| *known == value) {
                Some(at) => columns[at].iter_mut().zip(column.iter()).for_each(|(sum, p)| *sum += p.clone()),
                None => {
                    support.push(value);
                    columns.push(column.iter().cloned().collect());
                }
            }
        }
        let probabilities = DMatrix::from_fn(self.probabilities.nrows(), columns.len(), |s, i| columns[i][s].clone());
        Ok(FeatureLaw { support, probabilities })
    }

    /// The law of the sum with a term that is independent of it given the state.
    fn plus(self, term: &FeatureLaw<S>) -> Result<Self, Obstacle> {
        if self.support.len() * term.support.len() > MOST_VALUES {
            return Err(Obstacle::Outside("features of at most 4096 distinct values"));
        }
        let add = |a: &[S], b: &[S]| a.iter().zip(b).map(|(x, y)| x.clone() + y.clone()).collect();
        let (many, states) = (term.support.len(), self.probabilities.nrows());
        let support: Vec<Vec<S>> = self.support.iter().flat_map(|a| term.support.iter().map(|b| add(a, b))).collect();
        let probabilities = DMatrix::from_fn(states, support.len(), |s, i| {
            self.probabilities[(s, i / many)].clone() * term.probabilities[(s, i % many)].clone()
        });
        FeatureLaw { support, probabilities }.map(|value| Ok(value.to_vec()))
    }
}

/// The product of the polarities from a node up to the root.
fn product_up<S: Field>(shape: &Shape, rho: &[Option<S>], node: usize) -> Option<S> {
    let edges = shape.path_up(node).into_iter().filter(|node| shape.parent(*node).is_some());
    edges.map(|node| rho[node].clone()).try_fold(S::one(), |product, rho| Some(product * rho?))
}

impl<S: Field> LatentTree<S> {
    /// ρ_{0ν} = ∏ ρ along the path from the root; `None` where a channel on the path is not a polarity. 1 at the root.
    pub fn path_polarity(&self, node: usize) -> Option<S> {
        product_up(&self.shape(), &self.polarities(), node)
    }

    /// The same of every node.
    pub fn path_polarities(&self) -> Vec<Option<S>> {
        let (shape, rho) = (self.shape(), self.polarities());
        (0..self.nodes).map(|node| product_up(&shape, &rho, node)).collect()
    }

    /// P(z_ν | z₀) of every node ν, states of the root × states of ν: messages from the root down.
    pub fn laws_given_root(&self) -> Vec<DMatrix<S>> {
        let edges = self.edges_by_child();
        let mut laws = vec![DMatrix::identity(self.root.len(), self.root.len()); self.nodes];
        for &node in self.shape().order() {
            if let Some(edge) = edges[node] {
                laws[node] = S::product(&laws[edge.parent], &edge.channel.matrix());
            }
        }
        laws
    }

    /// P(leaves | z₀) of given states of the leaves (in the order of [`super::Shape::leaves`]), one number per state
    /// of the root: messages of likelihoods from the leaves up.
    ///
    /// # Panics
    /// If the tree is not valid or a leaf has no such state.
    pub fn likelihoods(&self, leaves: &[usize]) -> Vec<S> {
        let (shape, states, edges) = (self.shape(), self.states(), self.edges_by_child());
        let mut messages: Vec<DMatrix<S>> = states.iter().map(|m| DMatrix::from_element(*m, 1, S::one())).collect();
        for (leaf, &state) in shape.leaves().iter().zip(leaves) {
            messages[*leaf] = DMatrix::from_fn(states[*leaf], 1, |s, _| if s == state { S::one() } else { S::zero() });
        }
        for &node in shape.order().iter().rev() {
            if let Some(edge) = edges[node] {
                let message = S::product(&edge.channel.matrix(), &messages[node]);
                messages[edge.parent].component_mul_assign(&message);
            }
        }
        messages[0].iter().cloned().collect()
    }

    /// The law of every node's features given its own latent, from the leaves up. Children are independent given
    /// their parent, so the pre-activation is a sum of independent terms; equal partial sums are merged, and a
    /// feature that depends on few of the leaves stays cheap at any depth.
    ///
    /// # Errors
    /// Where a sign is undecided, an activation is not linear, ReLU or leaky ReLU, or a vector of features takes
    /// more than 4096 values.
    ///
    /// # Panics
    /// If the tree or the network is not valid.
    pub fn feature_laws(&self, network: &LocalNetwork<S>) -> Result<Vec<FeatureLaw<S>>, Obstacle> {
        let (shape, states, edges) = (self.shape(), self.states(), self.edges_by_child());
        let (groups, widths) = (network.groups_by_node(self.nodes), network.widths(self));
        let pixels = |node: usize| FeatureLaw {
            support: (0..states[node]).map(|state| network.pixels.show(state, states[node])).collect(),
            probabilities: DMatrix::identity(states[node], states[node]),
        };
        let mut laws: Vec<FeatureLaw<S>> = (0..self.nodes).map(pixels).collect();
        for &node in shape.order().iter().rev() {
            let Some(group) = groups[node] else { continue };
            let units = group.weights.nrows();
            let mut sum = FeatureLaw {
                support: vec![vec![S::zero(); units]],
                probabilities: DMatrix::from_element(states[node], 1, S::one()),
            };
            let mut at = 0;
            for &child in shape.children(node) {
                let weights = group.weights.columns(at, widths[child]).clone_owned();
                at += widths[child];
                let channel = edges[child].expect("an edge to every child").channel.matrix();
                let below = &laws[child];
                let message = FeatureLaw {
                    support: below.support.clone(),
                    probabilities: S::product(&channel, &below.probabilities),
                };
                sum = sum.plus(&message.map(|f| Ok(times(&weights, f)))?)?;
            }
            laws[node] = sum.map(|t| t.iter().map(|t| activated(&group.activation, t)).collect())?;
        }
        Ok(laws)
    }

    /// E[f_ν | z_ν] of every node of a linear network, states × units: messages of means, cheap at any depth.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where a group is not linear.
    ///
    /// # Panics
    /// If the tree or the network is not valid.
    pub fn linear_means(&self, network: &LocalNetwork<S>) -> Result<Vec<DMatrix<S>>, Obstacle> {
        if !network.is_linear() {
            return Err(Obstacle::Outside("a linear network"));
        }
        let (shape, states, edges) = (self.shape(), self.states(), self.edges_by_child());
        let (groups, widths) = (network.groups_by_node(self.nodes), network.widths(self));
        let pixels = |node: usize| {
            let shown: Vec<Vec<S>> = (0..states[node]).map(|s| network.pixels.show(s, states[node])).collect();
            DMatrix::from_fn(states[node], shown[0].len(), |s, k| shown[s][k].clone())
        };
        let mut means: Vec<DMatrix<S>> = vec![DMatrix::zeros(0, 0); self.nodes];
        for &node in shape.order().iter().rev() {
            means[node] = match groups[node] {
                None => pixels(node),
                Some(group) => {
                    let mut sum = DMatrix::zeros(states[node], group.weights.nrows());
                    let mut at = 0;
                    for &child in shape.children(node) {
                        let weights = group.weights.columns(at, widths[child]).transpose();
                        at += widths[child];
                        let channel = edges[child].expect("an edge to every child").channel.matrix();
                        sum += S::product(&S::product(&channel, &means[child]), &weights);
                    }
                    sum
                }
            };
        }
        Ok(means)
    }
}

fn times<S: Field>(weights: &DMatrix<S>, features: &[S]) -> Vec<S> {
    let row = |i: usize| {
        features.iter().enumerate().fold(S::zero(), |mut sum, (k, f)| {
            sum.add_product(&weights[(i, k)], f);
            sum
        })
    };
    (0..weights.nrows()).map(row).collect()
}

/// ψ(t); at 0 every activation here is 0.
fn activated<S: Field>(activation: &Activation<S>, t: &S) -> Result<S, Obstacle> {
    let slope = match activation {
        Activation::Linear => return Ok(t.clone()),
        Activation::Relu => S::zero(),
        Activation::LeakyRelu { slope } => slope.clone(),
        Activation::Tanh | Activation::Gated { .. } => {
            return Err(Obstacle::Unsupported("such an activation of groups"));
        }
    };
    match t.sign() {
        Sign::Positive | Sign::Zero => Ok(t.clone()),
        Sign::Negative => Ok(t.clone() * slope),
        Sign::Unknown => Err(Obstacle::UnknownSign("a pre-activation")),
    }
}
