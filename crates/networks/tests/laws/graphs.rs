//! Graphs: what they compute, in which degree, and what is refused.

use super::{fraction, fractions};
use dualproof_networks::graph::{Graph, Image, Node, Operation, Parameter, Window};
use dualproof_networks::strategies::{
    Architecture, BatchNorm, Nonlinearity, Setting, Skip, graph_and_views, network_and_views,
};
use dualproof_networks::tape::Tape;
use dualproof_networks::views::Views;
use dualproof_numbers::matrix::inner;
use dualproof_numbers::numbers::{Obstacle, Rational};
use nalgebra::DMatrix;
use proptest::prelude::*;

const PLAIN: Architecture = Architecture {
    convolutional: false,
    skip: Skip::None,
    batch_norm: BatchNorm::None,
    max_pool: false,
    hidden_biases: false,
    top_biases: false,
    activation: Nonlinearity::Rectified,
};

const RESIDUAL: Architecture = Architecture {
    convolutional: true,
    skip: Skip::Gain,
    batch_norm: BatchNorm::ZeroMean,
    hidden_biases: true,
    ..PLAIN
};

fn graph(parameters: &[&str], nodes: &[(Operation<Rational>, &[usize])]) -> Graph<Rational> {
    let parameter =
        |(n, values): (usize, &&str)| Parameter { name: n.to_string(), values: fractions(values), mask: None };
    let node =
        |(operation, of): &(Operation<Rational>, &[usize])| Node { operation: operation.clone(), of: of.to_vec() };
    Graph {
        parameters: parameters.iter().enumerate().map(parameter).collect(),
        nodes: nodes.iter().map(node).collect(),
    }
}

fn law(views: &Views<Rational>) -> Vec<Rational> {
    (0..views.len()).map(|v| views.weight(v)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A network of layers is a graph of one path: the same outputs and the same gradients.
    #[test]
    fn a_network_of_layers_is_a_graph(
        (network, views) in network_and_views(Setting { bias: true, ..Setting::default() }),
    ) {
        let (mut layered, mut drawn) = (Tape::new(), Tape::new());
        let graph = Graph::from(&network);
        let first = layered.network(&network, &views.inputs);
        let second = drawn.graph(&graph, &views.inputs, &law(&views));
        prop_assert_eq!(first.is_ok(), second.is_ok());
        let (Ok(first), Ok(second)) = (first, second) else { return Ok(()) };
        prop_assert_eq!(layered.value(first.output), drawn.value(second.output));
        prop_assert_eq!(graph.validate(views.inputs.nrows(), views.len()), Ok(()));
        prop_assert_eq!(graph.output_width(views.inputs.nrows(), views.len()), Ok(network.output_width()));
        let squares = |tape: &mut Tape<Rational>, f| { let square = tape.entrywise(f, f); tape.total(square) };
        let (of_first, of_second) = (squares(&mut layered, first.output), squares(&mut drawn, second.output));
        let (one, other) = (layered.gradient(of_first), drawn.gradient(of_second));
        for (l, layer) in first.layers.iter().enumerate() {
            // Two parameters a layer: weights, then biases.
            prop_assert_eq!(one.of(layer.weights), other.of(second.parameters[2 * l]));
        }
    }

    /// The tape's gradient of ⟨a, f⟩ and the forward derivative of f meet in ⟨a, df⟩ = Σ ⟨∂⟨a, f⟩/∂θ, dθ⟩.
    #[test]
    fn forward_and_reverse_derivatives_agree(
        (graph, views) in graph_and_views(vec![PLAIN, RESIDUAL, Architecture { max_pool: true, ..RESIDUAL }]),
    ) {
        let mut tape = Tape::new();
        let (recorded, evaluated) = match (
            tape.graph(&graph, &views.inputs, &law(&views)),
            graph.evaluated(&views.inputs, &law(&views)),
        ) {
            (Ok(recorded), Ok(evaluated)) => (recorded, evaluated),
            (recorded, evaluated) => {
                prop_assert_eq!(recorded.is_ok(), evaluated.is_ok());
                return Ok(());
            }
        };
        prop_assert_eq!(tape.value(recorded.output), evaluated.output());
        // Any adjoint and any change will do; these are those of the values themselves.
        let change: Vec<_> = graph.parameters.iter().map(|p| p.values.map(|x| x + fraction("1"))).enumerate().collect();
        let gradient = tape.pull_back(recorded.output, evaluated.output().clone());
        let reverse = change.iter().fold(fraction("0"), |sum, (place, delta)| {
            sum + inner(&gradient.of(recorded.parameters[*place]), delta)
        });
        prop_assert_eq!(inner(evaluated.output(), &evaluated.derivative_along(&change)), reverse);
    }
}

/// Two channels of 2 × 3, padded by a row and a column of zeros, under a 2 × 2 window that moves by two.
#[test]
fn a_convolution_is_a_sum_over_the_window() {
    let image = Image { channels: 2, height: 2, width: 3 };
    let window = Window { height: 2, width: 2, stride: 2, padding: 1, dilation: 1 };
    let graph = graph(
        &["1 2 3 4 5 6 7 8"],
        &[(Operation::Input, &[]), (Operation::Convolution { kernel: 0, image, window, groups: 1 }, &[0])],
    );
    let view = fractions("1; 2; 3; 4; 5; 6; 10; 20; 30; 40; 50; 60");
    // By hand: 4·1 + 8·10; 3·2 + 4·3 + 7·20 + 8·30; 2·4 + 6·40; 1·5 + 2·6 + 5·50 + 6·60.
    let expected = fractions("84; 398; 248; 627");
    let first = graph.evaluated(&view, &[fraction("1")]).expect("no gate").output().clone();
    let mut tape = Tape::new();
    let recorded = tape.graph(&graph, &view, &[fraction("1")]).expect("no gate");
    assert_eq!(image.places(window), Some((2, 2)));
    assert_eq!(first, expected);
    assert_eq!(*tape.value(recorded.output), expected);
}

#[test]
fn the_degree_is_found_from_the_operations() {
    let relu = || Operation::Rectify { slope: fraction("0") };
    let zero_mean = |held_constant| Operation::ZeroMean { channels: 1, held_constant };
    let over = |epsilon: &str, held_constant| Operation::OverDeviation {
        channels: 1,
        epsilon: fraction(epsilon),
        held_constant,
    };
    let dense = |weights| Operation::Dense { weights };
    let path = |operations: Vec<Operation<Rational>>| {
        let mut graph = graph(&["1", "1", "1"], &[(Operation::Input, &[]), (dense(0), &[0])]);
        operations.into_iter().for_each(|operation| graph.then(operation));
        graph.then(dense(1));
        graph
    };
    let cases = [
        (path(vec![relu()]), [Some(1), Some(1), Some(2)]),
        (path(vec![Operation::Tanh]), [None, Some(1), None]),
        (path(vec![Operation::Bias { biases: 2 }]), [None, Some(1), None]),
        (path(vec![zero_mean(false)]), [Some(1), Some(1), Some(2)]),
        (path(vec![zero_mean(true)]), [None, Some(1), None]),
        (path(vec![over("0", false)]), [Some(0), Some(1), Some(1)]),
        (path(vec![over("1/2", false)]), [None, Some(1), None]),
        (path(vec![over("1/2", true)]), [Some(1), Some(1), Some(2)]),
        (path(vec![Operation::Normalise]), [Some(0), Some(1), Some(1)]),
    ];
    for (graph, degrees) in cases {
        let found = [vec![0], vec![1], vec![0, 1]].map(|block| graph.degree_in(&block));
        assert_eq!(found, degrees, "{:?}", graph.nodes[2]);
    }
    // A bias in the block with the weights below it; a skip with its gain.
    let biased = path(vec![Operation::Bias { biases: 2 }]);
    assert_eq!(biased.degree_in(&[0, 2]), Some(1));
    let mut skip =
        graph(&["1", "1"], &[(Operation::Input, &[]), (dense(0), &[0]), (Operation::Scale { gains: 1 }, &[0])]);
    skip.nodes.push(Node { operation: Operation::Add, of: vec![1, 2] });
    assert_eq!([skip.degree_in(&[0]), skip.degree_in(&[1]), skip.degree_in(&[0, 1])], [None, None, Some(1)]);
}

#[test]
fn a_graph_that_does_not_fit_is_refused() {
    let image = Image { channels: 1, height: 2, width: 1 };
    let window = |height, stride| Window { height, width: 1, stride, padding: 0, dilation: 1 };
    let cases: Vec<(Graph<Rational>, &str)> = vec![
        (graph(&[], &[]), "nodes: found 0, expected at least 1"),
        (
            graph(&[], &[(Operation::Input, &[]), (Operation::Tanh, &[1])]),
            "node 1: found an edge from node 1, expected one from an earlier node",
        ),
        (graph(&[], &[(Operation::Input, &[]), (Operation::Add, &[0])]), "node 1: found 1 edges, expected 2"),
        (
            graph(&["1 2 3"], &[(Operation::Input, &[]), (Operation::Dense { weights: 0 }, &[0])]),
            "node 1: found 3 columns of weights, expected 2",
        ),
        (
            graph(&["1"], &[(Operation::Input, &[]), (Operation::Bias { biases: 3 }, &[0])]),
            "node 1: found parameter 3, expected one below 1",
        ),
        (
            graph(&["1; 2; 3"], &[(Operation::Input, &[]), (Operation::Scale { gains: 0 }, &[0])]),
            "node 1: found 3 channels, expected a divisor of 2 rows",
        ),
        (
            graph(
                &["1 1 1"],
                &[
                    (Operation::Input, &[]),
                    (Operation::Convolution { kernel: 0, image, window: window(3, 1), groups: 1 }, &[0]),
                ],
            ),
            "node 1: found a window Window { height: 3, width: 1, stride: 1, padding: 0, dilation: 1 }, expected one that fits into \
             Image { channels: 1, height: 2, width: 1 }",
        ),
        (
            graph(
                &["1 1"],
                &[
                    (Operation::Input, &[]),
                    (Operation::Convolution { kernel: 0, image, window: window(2, 0), groups: 1 }, &[0]),
                ],
            ),
            "node 1: found a window Window { height: 2, width: 1, stride: 0, padding: 0, dilation: 1 }, expected one that fits into \
             Image { channels: 1, height: 2, width: 1 }",
        ),
        (
            graph(&[], &[(Operation::Input, &[]), (Operation::MaxPool { groups: vec![vec![0], vec![0, 2]] }, &[0])]),
            "node 1: found group 1: [0, 2], expected groups of rows below 2, none empty",
        ),
        (
            graph(&[], &[(Operation::Input, &[]), (Operation::AveragePool { groups: vec![vec![0], vec![]] }, &[0])]),
            "node 1: found group 1: [], expected groups of rows below 2, none empty",
        ),
        (
            graph(&[], &[(Operation::Input, &[]), (Operation::AveragePool { groups: vec![] }, &[0])]),
            "node 1: found no group, expected groups of rows below 2, none empty",
        ),
        (
            graph(&[], &[(Operation::Input, &[]), (Operation::Rows { rows: vec![None, Some(2)] }, &[0])]),
            "node 1: found row 2, expected one below 2",
        ),
        (graph(&[], &[(Operation::Input, &[]), (Operation::Divide, &[0])]), "node 1: found 1 edges, expected 2"),
        (
            graph(
                &[],
                &[
                    (Operation::Input, &[]),
                    (Operation::Clip { low: Some(fraction("1")), high: Some(fraction("1")) }, &[0]),
                ],
            ),
            "node 1: found bounds 1 and 1, expected finite ones, the lower below the upper",
        ),
        (
            graph(
                &[],
                &[(Operation::Input, &[]), (Operation::Affine { scales: vec![fraction("1")], shifts: vec![] }, &[0])],
            ),
            "node 1: found 1 scales and 0 shifts, expected equally many",
        ),
        (
            graph(
                &[],
                &[
                    (Operation::Input, &[]),
                    (Operation::OverDeviation { channels: 1, epsilon: fraction("-1"), held_constant: false }, &[0]),
                ],
            ),
            "node 1: found ε = -1, expected at least 0",
        ),
    ];
    for (graph, message) in cases {
        assert_eq!(graph.validate(2, 1).map_err(|e| e.to_string()), Err(message.to_string()));
    }
    let mut masked = graph(&["1 2"], &[(Operation::Input, &[]), (Operation::Dense { weights: 0 }, &[0])]);
    masked.parameters[0].mask = Some(vec![vec![1, 2]]);
    let message = "parameter 0: found a mask of another shape, expected 1 × 2 zeros and ones";
    assert_eq!(masked.validate(2, 1).map_err(|e| e.to_string()), Err(message.to_string()));
}

/// A batch of one has no deviation, and an output of zeros no direction: an obstacle in both readings.
#[test]
fn a_deviation_and_a_norm_of_zero_are_obstacles() {
    let over = Operation::OverDeviation { channels: 1, epsilon: fraction("0"), held_constant: false };
    for (operation, view) in [(over, "3"), (Operation::Normalise, "0")] {
        let graph = graph(&[], &[(Operation::Input, &[]), (operation, &[0])]);
        let (view, law) = (fractions(view), [fraction("1")]);
        assert!(graph.evaluated(&view, &law).is_err_and(|o| matches!(o, Obstacle::Outside(_))));
        assert!(Tape::new().graph(&graph, &view, &law).is_err());
    }
}

/// A mask takes entries out of both readings.
#[test]
fn entries_that_a_mask_takes_out_do_not_count() {
    let mut graph = graph(&["1 2; 3 4"], &[(Operation::Input, &[]), (Operation::Dense { weights: 0 }, &[0])]);
    graph.parameters[0].mask = Some(vec![vec![1, 0], vec![0, 1]]);
    let (view, law) = (fractions("5; 7"), [fraction("1")]);
    let evaluated = graph.evaluated(&view, &law).expect("no gate");
    assert_eq!(*evaluated.output(), fractions("5; 28"));
    let ones = DMatrix::from_element(2, 2, fraction("1"));
    assert_eq!(evaluated.derivative_along(&[(0, ones)]), fractions("5; 7"));
    let mut tape = Tape::new();
    let recorded = tape.graph(&graph, &view, &law).expect("no gate");
    assert_eq!(*tape.value(recorded.output), fractions("5; 28"));
    let total = tape.total(recorded.output);
    assert_eq!(tape.gradient(total).of(recorded.parameters[0]), fractions("5 0; 0 7"));
}

/// Entries, a quotient, products, clips, slices, a given affine map and pools over unequal groups, by hand; then ⟨a, df⟩ against the tape.
#[test]
fn operations_have_their_values_and_the_tape_their_adjoint() {
    let graph = graph(
        &["1 2; 3 4", "5; 7"],
        &[
            (Operation::Input, &[]),
            (Operation::Dense { weights: 0 }, &[0]),
            (Operation::Entries { of: 1 }, &[]),
            (Operation::Divide, &[1, 2]),
            (Operation::Multiply, &[3, 1]),
            (Operation::Subtract, &[4, 2]),
            (Operation::Concatenate, &[5, 1]),
            (Operation::Rows { rows: vec![Some(3), None, Some(0), Some(3)] }, &[6]),
            (
                Operation::Affine {
                    scales: vec![fraction("2"), fraction("-1")],
                    shifts: vec![fraction("1"), fraction("3")],
                },
                &[7],
            ),
            (Operation::Clip { low: Some(fraction("-1")), high: Some(fraction("10")) }, &[8]),
            (Operation::AveragePool { groups: vec![vec![0, 1, 2], vec![3], vec![2, 2]] }, &[9]),
            (Operation::MaxPool { groups: vec![vec![0, 1, 2], vec![1], vec![1, 0]] }, &[10]),
        ],
    );
    let (input, law) = (fractions("1; 1"), [fraction("1")]);
    assert_eq!(graph.validate(2, 1), Ok(()));
    // W x = (3, 7); (9/5 - 5, 49/7 - 7) over (3, 7): rows 7, 0, -16/5, 7; affine 15, 1, 31/5, -4; clipped 10, 1, 31/5, -1.
    // The means are 86/15, -1, 31/5.
    let expected = fractions("31/5; -1; 86/15");
    let evaluated = graph.evaluated(&input, &law).expect("no kink");
    let mut tape = Tape::new();
    let recorded = tape.graph(&graph, &input, &law).expect("no kink");
    assert_eq!(*evaluated.output(), expected);
    assert_eq!(*tape.value(recorded.output), expected);
    let change = [(0, fractions("1 -2; 3 5")), (1, fractions("2; -3"))];
    let gradient = tape.pull_back(recorded.output, expected.clone());
    let reverse = change
        .iter()
        .fold(fraction("0"), |sum, (place, delta)| sum + inner(&gradient.of(recorded.parameters[*place]), delta));
    assert_eq!(inner(&expected, &evaluated.derivative_along(&change)), reverse);
}

/// Two groups, each of one channel, under a window whose rows and columns lie two apart.
#[test]
fn groups_and_dilation_are_a_plain_loop() {
    let image = Image { channels: 2, height: 3, width: 3 };
    let window = Window { height: 2, width: 2, stride: 1, padding: 0, dilation: 2 };
    let graph = graph(
        &["1 2 3 4; 5 6 7 8"],
        &[(Operation::Input, &[]), (Operation::Convolution { kernel: 0, image, window, groups: 2 }, &[0])],
    );
    let view = fractions("1; 2; 3; 4; 5; 6; 7; 8; 9; 10; 20; 30; 40; 50; 60; 70; 80; 90");
    // The corners: 1 + 2·3 + 3·7 + 4·9; 5·10 + 6·30 + 7·70 + 8·90.
    let expected = fractions("64; 1440");
    let mut tape = Tape::new();
    let recorded = tape.graph(&graph, &view, &[fraction("1")]).expect("no gate");
    assert_eq!(graph.validate(18, 1), Ok(()));
    assert_eq!(*graph.evaluated(&view, &[fraction("1")]).expect("no gate").output(), expected);
    assert_eq!(*tape.value(recorded.output), expected);
}
