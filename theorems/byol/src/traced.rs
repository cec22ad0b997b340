//! A network on the views of an instance with its connections: what the formulas are evaluated with. No measured side
//! uses it.

use dualproof::network::{Connections, Network, Trace};
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::operator::{Moment, Operator};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// The moments of a layer's connections, each applied to weights.
pub type Applied<'a, S> = &'a dyn Fn(Moment) -> DMatrix<S>;

/// A network, the views, and the activations and Jacobians of the one on the others.
pub struct Traced<S: Field> {
    /// The network.
    pub network: Network<S>,
    /// The views.
    pub views: Views<S>,
    trace: Trace<S>,
}

impl<S: Field> Traced<S> {
    /// The forward pass of a network.
    ///
    /// # Errors
    /// Where the network is not differentiable or a gate not decided.
    pub fn of(network: &Network<Rational>, views: &Views<Rational>) -> Result<Self, Obstacle> {
        let (network, views) = (network.embed::<S>(), views.embed::<S>());
        let trace = network.trace(&views.inputs)?;
        Ok(Traced { network, views, trace })
    }

    /// f_L, n_L × views.
    pub fn output(&self) -> &DMatrix<S> {
        self.trace.output()
    }

    /// W_l, for l from 1.
    pub fn weights(&self, l: usize) -> &DMatrix<S> {
        &self.network.layers[l - 1].weights
    }

    /// K_l on every view.
    pub fn connections(&self, l: usize) -> Connections<'_, S> {
        self.trace.connections(l)
    }

    /// A moment of K_l with S = `inner`, applied to w_l, such as V^S_x\[K̄_l\] w_l.
    pub fn applied(&self, l: usize, moment: Moment, inner: &DMatrix<S>) -> DMatrix<S> {
        Operator::of(self.connections(l), &self.views, moment).with_inner(inner).apply(self.weights(l))
    }

    /// What a formula gives for l = 1, …, L.
    pub fn by_layer(&self, formula: impl FnMut(usize) -> DMatrix<S>) -> Vec<DMatrix<S>> {
        (1..=self.network.depth()).map(formula).collect()
    }
}
