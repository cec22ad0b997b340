//! How instances are drawn: networks of several architectures, and blocks of their parameters.

use super::Instance;
use dualproof::graph::{Graph, Image, Node, Operation, Parameter, Window};
use dualproof::network::Network;
use dualproof::numbers::{Rational, Ring};
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
            let degree = |block: &Vec<usize>| Instance::degree_of(&network, block);
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

/// All free, blocks of every degree.
pub(super) fn free_large() -> BoxedStrategy<Instance> {
    of_degree(free_graph_and_views(FREE, 4, 2), |degree| degree.is_some_and(|k| k > 0))
}

/// Units in place of an image, two samples.
pub(super) fn free_small() -> BoxedStrategy<Instance> {
    let units = Architecture { convolutional: false, ..FREE };
    of_degree(free_graph_and_views(units, 2, 2), |degree| degree.is_some_and(|k| k > 0))
}

/// A residual convolutional network with biases and BatchNorm on five shifts each of three digits; every parameter a block of
/// its own.
pub(super) fn on_digits() -> Vec<Instance> {
    let (network, views) = (residual(), digits::views(3));
    let of = |place: usize| {
        let degree = Instance::degree_of(&network, &[place]).unwrap_or(0);
        Instance { network: network.clone(), views: views.clone(), block: vec![place], degree }
    };
    (0..network.parameters.len()).map(of).collect()
}

/// Two 3 × 3 convolutions with BatchNorm, the second beside a skip with a gain, a pool, ten outputs. Its numbers are those of
/// the digits' dense network, one after the other.
fn residual() -> Graph<Rational> {
    let channels = 3;
    let image = Image { channels: 1, height: 8, width: 8 };
    let inner = Image { channels, height: 4, width: 4 };
    let window = |stride: usize| Window { height: 3, width: 3, stride, padding: 1 };
    let dense = digits::network();
    let mut numbers = dense.layers.iter().flat_map(|layer| layer.weights.iter().cloned());
    let mut take = |rows: usize, columns: usize| {
        DMatrix::from_fn(rows, columns, |_, _| numbers.next().unwrap_or_else(|| Rational::new(1, 2)))
    };
    let mut graph = Graph { parameters: Vec::new(), nodes: vec![Node { operation: Operation::Input, of: Vec::new() }] };
    let add = |name: &str, values: DMatrix<Rational>, graph: &mut Graph<Rational>| {
        graph.parameters.push(Parameter { name: name.into(), values, mask: None });
        graph.parameters.len() - 1
    };
    let batch_norm = |graph: &mut Graph<Rational>, gains: usize, biases: usize| {
        graph.then(Operation::ZeroMean { channels, held_constant: false });
        let epsilon = Rational::new(1, 100_000);
        graph.then(Operation::OverDeviation { channels, epsilon, held_constant: false });
        graph.then(Operation::Scale { gains });
        graph.then(Operation::Bias { biases });
    };
    let one_more = |m: DMatrix<Rational>| m.map(|x| x + Rational::from_integer(1));
    let kernel = add("kernel 1", take(channels, 9), &mut graph);
    graph.then(Operation::Convolution { kernel, image, window: window(2) });
    let gains = add("gains 1", one_more(take(channels, 1)), &mut graph);
    let biases = add("biases 1", take(channels, 1), &mut graph);
    batch_norm(&mut graph, gains, biases);
    graph.then(Operation::Rectify { slope: Rational::from_integer(0) });
    let block = graph.nodes.len() - 1;
    let kernel = add("kernel 2", take(channels, 9 * channels), &mut graph);
    graph.then(Operation::Convolution { kernel, image: inner, window: window(1) });
    let gains = add("gains 2", one_more(take(channels, 1)), &mut graph);
    let biases = add("biases 2", take(channels, 1), &mut graph);
    batch_norm(&mut graph, gains, biases);
    let branch = graph.nodes.len() - 1;
    let gains = add("skip gain", one_more(take(1, 1)), &mut graph);
    graph.nodes.push(Node { operation: Operation::Scale { gains }, of: vec![block] });
    graph.nodes.push(Node { operation: Operation::Add, of: vec![branch + 1, branch] });
    graph.then(Operation::Rectify { slope: Rational::from_integer(0) });
    let groups = inner.groups(Window { height: 2, width: 2, stride: 2, padding: 0 });
    let width = groups.len();
    graph.then(Operation::AveragePool { groups });
    let weights = add("top weights", take(10, width), &mut graph);
    graph.then(Operation::Dense { weights });
    let biases = add("top biases", take(10, 1), &mut graph);
    graph.then(Operation::Bias { biases });
    graph
}
