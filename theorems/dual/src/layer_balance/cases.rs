//! Networks with and without what the equality of matrices excludes: pools, masks, activations that bend.

use super::super::cases::{Instance, SMALL, instances};
use super::super::output_loss::free_loss;
use dualproof::network::{Activation, Network, Pool};
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Size, free_network_and_views};
use proptest::prelude::*;

/// Has the network linear layers without pools?
pub fn hidden_layers_are_linear(instance: &Instance) -> bool {
    instance.network.layers.iter().all(|l| l.activation == Activation::Linear && l.pool == Pool::None)
}

/// Has the network no mask?
pub fn layers_are_dense(instance: &Instance) -> bool {
    instance.network.layers.iter().all(|l| l.mask.is_none())
}

/// Any network, and linear dense ones.
pub fn any_and_linear_dense() -> BoxedStrategy<Instance> {
    prop_oneof![2 => instances(SMALL), 1 => altered(|network| { make_dense(network); make_linear(network) })].boxed()
}

/// Without masks and pools.
pub fn dense() -> BoxedStrategy<Instance> {
    altered(make_dense)
}

/// With linear activations and without pools.
pub fn linear() -> BoxedStrategy<Instance> {
    altered(make_linear)
}

fn altered(alter: fn(&mut Network<Rational>)) -> BoxedStrategy<Instance> {
    let alter = move |mut instance: Instance| {
        alter(&mut instance.network);
        instance
    };
    instances(SMALL).prop_map(alter).boxed()
}

fn make_dense(network: &mut Network<Rational>) {
    unpool(network);
    network.layers.iter_mut().for_each(|layer| layer.mask = None);
}

fn make_linear(network: &mut Network<Rational>) {
    unpool(network);
    network.layers.iter_mut().for_each(|layer| layer.activation = Activation::Linear);
}

/// Keeps the first unit of every pool, so that the layers still chain.
fn unpool(network: &mut Network<Rational>) {
    for layer in &mut network.layers {
        let kept: Vec<usize> = (0..layer.units()).step_by(layer.pool.size()).collect();
        layer.weights = layer.weights.select_rows(&kept);
        layer.mask = layer.mask.as_ref().map(|m| kept.iter().map(|i| m[*i].clone()).collect());
        layer.pool = Pool::None;
    }
}

/// Free networks, gated for the diagonals and linear for the matrices.
pub fn free(size: Size) -> BoxedStrategy<Instance> {
    let outputs = *size.widths.last().expect("a width");
    let drawn = |hidden: Hidden| {
        (free_network_and_views(size, hidden), free_loss(outputs, size.samples * size.augmentations))
            .prop_map(|((network, views), loss)| Instance { network, inputs: views.inputs, loss })
    };
    prop_oneof![drawn(Hidden::Gated), drawn(Hidden::Linear)].boxed()
}
