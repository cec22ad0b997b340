//! How instances are drawn: networks of several architectures, and blocks of their parameters.

use super::{EulerOperator, Formula, Instance, Part};
use dualproof::claim::{Side, Sides};
use dualproof::graph::{Graph, Operation, Parameter};
use dualproof::network::Network;
use dualproof::numbers::{Obstacle, Rational};
use dualproof::strategies::{Architecture, BatchNorm, Nonlinearity, Setting, Skip};
use dualproof::strategies::{free_graph_and_views, graph_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use proptest::prelude::*;

type Drawn = (Graph<Rational>, Views<Rational>);

const PLAIN: Architecture = Architecture {
    convolutional: false,
    skip: Skip::None,
    batch_norm: BatchNorm::None,
    max_pool: false,
    hidden_biases: false,
    top_biases: false,
    activation: Nonlinearity::Rectified,
};

/// Convolutions and units, with and without a skip, biases and zero-mean.
fn architectures(batch_norms: &[BatchNorm]) -> Vec<Architecture> {
    let mut all = Vec::new();
    for convolutional in [false, true] {
        for skip in [Skip::None, Skip::Gain] {
            for batch_norm in batch_norms {
                for (hidden_biases, top_biases) in [(false, false), (true, true), (true, false), (false, true)] {
                    // A pool of the largest above roots has ties that no interval decides.
                    let rational = matches!(batch_norm, BatchNorm::None | BatchNorm::ZeroMean);
                    let max_pool = rational && hidden_biases;
                    let of = Architecture { convolutional, skip, batch_norm: *batch_norm, max_pool, ..PLAIN };
                    all.push(Architecture { hidden_biases, top_biases, ..of });
                }
            }
        }
    }
    all
}

/// The parameters one by one, each with the biases that come after it, all of them, all but the biases, and each with the next.
fn blocks(network: &Graph<Rational>) -> Vec<Vec<usize>> {
    let count = network.parameters.len();
    let is_bias = |place: &usize| network.parameters[*place].name.starts_with('b');
    let alone = (0..count).map(|place| vec![place]);
    let with_biases = (0..count).map(|place| (place..count).filter(|q| *q == place || is_bias(q)).collect());
    let pairs = (1..count).map(|place| vec![place - 1, place]);
    let all = [(0..count).collect(), (0..count).filter(|place| !is_bias(place)).collect()];
    alone.chain(with_biases).chain(pairs).chain(all).filter(|block: &Vec<usize>| !block.is_empty()).collect()
}

/// One of the blocks whose degree passes; of those that have none, where there is no such.
fn of_degree(drawn: BoxedStrategy<Drawn>, passes: fn(Option<usize>) -> bool) -> BoxedStrategy<Instance> {
    (drawn, proptest::arbitrary::any::<prop::sample::Index>())
        .prop_map(move |((network, views), index)| {
            let all = blocks(&network);
            let degree = |block: &Vec<usize>| network.degree_but_for_a_constant(block);
            let passing: Vec<_> = all.iter().filter(|block| passes(degree(block))).collect();
            let block = if passing.is_empty() { index.get(&all) } else { *index.get(&passing) }.clone();
            let degree = degree(&block).unwrap_or(1);
            Instance { network, views, block, degree }
        })
        .boxed()
}

fn layers(options: Setting) -> BoxedStrategy<Drawn> {
    network_and_views(options)
        .prop_map(|(network, views): (Network<Rational>, Views<Rational>)| (Graph::from(&network), views))
        .boxed()
}

/// Networks with roots and without, blocks of every degree and of none.
pub(super) fn any() -> BoxedStrategy<Instance> {
    let with_roots = || graph_and_views(architectures(&[BatchNorm::Full, BatchNorm::WithoutEpsilon]));
    prop_oneof![
        3 => rational(),
        2 => of_degree(with_roots(), |degree| degree.is_some_and(|k| k > 0)),
        2 => of_degree(with_roots(), |degree| degree == Some(0)),
        1 => of_degree(with_roots(), |degree| degree.is_none()),
    ]
    .boxed()
}

/// Without roots.
pub(super) fn rational() -> BoxedStrategy<Instance> {
    let graphs = || graph_and_views(architectures(&[BatchNorm::None, BatchNorm::ZeroMean]));
    prop_oneof![
        2 => homogeneous(),
        1 => of_degree(layers(Setting { bias: true, ..Setting::default() }), |_| true),
        1 => of_degree(graphs(), |degree| degree.is_none()),
    ]
    .boxed()
}

/// Blocks of a degree of at least 1, without roots.
pub(super) fn homogeneous() -> BoxedStrategy<Instance> {
    let graphs = graph_and_views(architectures(&[BatchNorm::None, BatchNorm::ZeroMean]));
    of_degree(graphs, |degree| degree.is_some_and(|k| k > 0))
}

/// The weights below a skip that nothing scales; k = 1.
pub(super) fn beside_a_fixed_skip() -> BoxedStrategy<Instance> {
    below(Architecture { skip: Skip::Fixed, ..PLAIN }, 1)
}

/// The first weights below biases; k = 1.
pub(super) fn below_a_bias() -> BoxedStrategy<Instance> {
    below(Architecture { hidden_biases: true, ..PLAIN }, 0)
}

/// The first weights below tanh; k = 1.
pub(super) fn below_tanh() -> BoxedStrategy<Instance> {
    below(Architecture { activation: Nonlinearity::Tanh, ..PLAIN }, 0)
}

fn below(architecture: Architecture, place: usize) -> BoxedStrategy<Instance> {
    graph_and_views(vec![architecture])
        .prop_map(move |(network, views)| Instance { network, views, block: vec![place], degree: 1 })
        .boxed()
}

/// tanh of a small multiple of the output.
pub(super) fn with_tanh_on_top() -> BoxedStrategy<Instance> {
    let topped = |mut instance: Instance| {
        let network = &mut instance.network;
        let small = DMatrix::from_element(1, 1, Rational::new(1, 4096));
        network.parameters.push(Parameter { name: "scale".into(), values: small, mask: None });
        network.then(Operation::Scale { gains: network.parameters.len() - 1 });
        network.then(Operation::Tanh);
        instance
    };
    below(PLAIN, 0).prop_map(topped).boxed()
}

/// What the identity is of: a residual convolutional network with biases and zero-mean, its gates given.
const FREE: Architecture = Architecture {
    convolutional: true,
    skip: Skip::Gain,
    batch_norm: BatchNorm::ZeroMean,
    max_pool: false,
    hidden_biases: true,
    top_biases: true,
    activation: Nonlinearity::Gated,
};

/// All free; a half of the blocks of a degree, a half of none or of more than 1.
fn free(architecture: Architecture, samples: usize) -> BoxedStrategy<Instance> {
    let graphs = || free_graph_and_views(architecture, samples, 2);
    prop_oneof![
        of_degree(graphs(), |degree| degree.is_some_and(|k| k > 0)),
        of_degree(graphs(), |degree| degree.is_none_or(|k| k > 1)),
    ]
    .boxed()
}

/// Four samples.
pub(super) fn free_large() -> BoxedStrategy<Instance> {
    free(FREE, 4)
}

/// Units in place of an image, two samples.
pub(super) fn free_small() -> BoxedStrategy<Instance> {
    free(Architecture { convolutional: false, ..FREE }, 2)
}

/// A residual convolutional network with biases and BatchNorm on five shifts each of three digits; every parameter a block of
/// its own.
pub(super) fn on_digits() -> Vec<Instance> {
    let (network, views) = (digits::residual(), digits::views(digits::expected_of_batches().samples.residual));
    let of = |place: usize| {
        let degree = network.degree_but_for_a_constant(&[place]).unwrap_or(0);
        Instance { network: network.clone(), views: views.clone(), block: vec![place], degree }
    };
    (0..network.parameters.len()).map(of).collect()
}

/// The same without the biases of the top, whose update is 0: no relative agreement is one with 0.
pub(super) fn with_pytorch_values() -> Vec<Instance> {
    let mut instances = on_digits();
    instances.pop();
    instances
}

/// The norms of the measured updates.
pub(super) fn norms(instance: &Instance, part: Part) -> Side {
    digits::norms(EulerOperator::measured(instance, part)?)
}

/// PyTorch's norm for the parameter that is the block, with the agreement promised as its error.
pub(super) fn pytorch_norms(instance: &Instance, _: Part, _: Formula) -> Side {
    let of = |place: &usize| {
        let name = &instance.network.parameters.get(*place)?.name;
        let found = digits::expected_of_batches().residual.iter().find(|norm| norm.parameter == *name)?;
        Some(DMatrix::from_element(1, 1, digits::agreeing_with(found.simclr_update_norm)))
    };
    let found: Option<Vec<_>> = instance.block.iter().map(of).collect();
    found.ok_or(Obstacle::Unsupported("reference value"))
}
