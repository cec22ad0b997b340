//! What has no value is an error with its place, never a panic or a number that is none.

use crate::graphs::case;
use crate::{chain, parameter};
use dualproof_autodiff::{Kinks, PassError, Program};
use dualproof_networks::graph::{Function, Operation};
use nalgebra::{DMatrix, dmatrix};
use proptest::prelude::*;

fn refused(operations: Vec<Operation<f64>>, x: DMatrix<f64>) -> PassError {
    let program = Program::<f64>::new(&chain(Vec::new(), operations), x.nrows()).expect("a valid graph");
    program.pass(x, Kinks::Convention).expect_err("no value")
}

#[test]
fn outside_domains() {
    let apply = |function| vec![Operation::Apply { function }];
    for (function, x) in [(Function::Logarithm, 0.0), (Function::Logarithm, -1.0), (Function::SquareRoot, 0.0)] {
        let error = refused(apply(function), dmatrix![1.0, 1.0; 1.0, x]);
        assert!(matches!(error, PassError::Outside { node: 1, row: 1, view: 1, .. }), "{error}");
    }
    let overflow = refused(apply(Function::Exponential), dmatrix![1.0, 710.0]);
    assert_eq!(overflow, PassError::NotFinite { node: 1, row: 0, view: 1 });
    // A slope that is not finite: 1/t of the least number.
    let steep = refused(apply(Function::Logarithm), dmatrix![f64::from_bits(1)]);
    assert_eq!(steep, PassError::NotFinite { node: 1, row: 0, view: 0 });
    assert_eq!(refused(vec![Operation::Normalise], dmatrix![1.0, 0.0; 2.0, 0.0]), PassError::Norm { node: 1, view: 1 });
}

#[test]
fn divisors() {
    let mut graph = chain(Vec::new(), vec![Operation::Rows { rows: vec![Some(1), Some(0)] }]);
    graph.nodes.push(dualproof_networks::graph::Node { operation: Operation::Divide, of: vec![0, 1] });
    let program = Program::<f64>::new(&graph, 2).expect("a valid graph");
    let error = program.pass(dmatrix![1.0, 0.0; 2.0, 3.0], Kinks::Refuse).expect_err("a divisor of 0");
    assert!(matches!(error, PassError::Outside { node: 2, row: 1, view: 1, .. }), "{error}");
}

#[test]
fn statistics() {
    let deviation = |epsilon| vec![Operation::OverDeviation { channels: 2, epsilon, held_constant: false }];
    let x = dmatrix![1.0, 2.0; 3.0, 3.0];
    assert_eq!(refused(deviation(0.0), x), PassError::Deviation { node: 1, channel: 1 });
    assert_eq!(refused(deviation(0.5), dmatrix![1.0; 3.0]), PassError::TooFewViews { node: 1, found: 1 });
    let mean = Operation::ZeroMean { channels: 1, held_constant: true };
    assert_eq!(refused(vec![mean], dmatrix![1.0; 3.0]), PassError::TooFewViews { node: 1, found: 1 });
}

#[test]
fn shapes() {
    let program = Program::<f64>::new(&chain(Vec::new(), vec![Operation::Tanh]), 3).expect("a valid graph");
    let error = program.pass(dmatrix![1.0; 2.0], Kinks::Refuse).expect_err("another height");
    assert_eq!(error, PassError::Inputs { found: 2, expected: 3 });
    let gates = Operation::Gate { gates: dmatrix![1.0, 2.0; 3.0, 4.0] };
    let program = Program::<f64>::new(&chain(Vec::new(), vec![gates]), 2).expect("a valid graph");
    let error = program.pass(DMatrix::zeros(2, 3), Kinks::Refuse).expect_err("other views");
    assert_eq!(error, PassError::Gates { node: 1, found: 2, expected: 3 });
    // Gates of different batches fit none.
    let gates = |views| Operation::Gate { gates: DMatrix::zeros(2, views) };
    assert!(Program::<f64>::new(&chain(Vec::new(), vec![gates(2), gates(3)]), 2).is_err());
}

/// Entries beyond the range of `f32`, or not finite once they are multiplied; a masked entry does not count.
#[test]
fn parameters() {
    let graph = chain(vec![parameter("W", dmatrix![1.0, 2.0; 3.0, 1e300])], vec![Operation::Dense { weights: 0 }]);
    let x = DMatrix::from_element(2, 1, 1.0);
    let program = Program::<f32>::new(&graph, 2).expect("a valid graph");
    let error = program.pass(x.map(|x| x as f32), Kinks::Refuse).expect_err("an infinite entry");
    assert_eq!(error, PassError::Parameter { parameter: 0, row: 1, column: 1 });
    assert!(Program::<f64>::new(&graph, 2).expect("a valid graph").pass(x.clone(), Kinks::Refuse).is_ok());
    let mut masked = graph;
    masked.parameters[0].mask = Some(vec![vec![1, 1], vec![1, 0]]);
    let program = Program::<f32>::new(&masked, 2).expect("a valid graph");
    assert_eq!(program.parameters()[0], dmatrix![1.0, 2.0; 3.0, 0.0]);
    let again = program.with_parameters(vec![dmatrix![1.0, 1.0; 1.0, f32::NAN]]);
    assert_eq!(*again.pass(x.map(|x| x as f32), Kinks::Refuse).expect("finite").output(), dmatrix![2.0; 1.0]);
    let direction = DMatrix::from_element(2, 2, f32::NAN);
    let pass = program.pass(x.map(|x| x as f32), Kinks::Refuse).expect("finite");
    assert!(pass.tangent(&[(0, &direction)]).iter().all(|d| d.is_nan()), "NaN is not lost on its way");
}

#[test]
fn no_view() {
    let graph = chain(vec![parameter("W", dmatrix![1.0, 2.0])], vec![Operation::Dense { weights: 0 }]);
    let program = Program::<f64>::new(&graph, 2).expect("a valid graph");
    let pass = program.pass(DMatrix::zeros(2, 0), Kinks::Refuse).expect("nothing is wrong with no view");
    assert_eq!(pass.output().shape(), (1, 0));
    assert_eq!(pass.tangent(&[(0, &dmatrix![1.0, 1.0])]).shape(), (1, 0));
    assert_eq!(pass.pullback(&DMatrix::zeros(1, 0), &[0]), [DMatrix::zeros(1, 2)]);
}

/// Values without a row are sums of nothing.
#[test]
fn no_row() {
    let graph = chain(
        vec![parameter("W", DMatrix::zeros(2, 0)), parameter("b", dmatrix![1.0; 2.0])],
        vec![Operation::Rows { rows: Vec::new() }, Operation::Dense { weights: 0 }, Operation::Bias { biases: 1 }],
    );
    let program = Program::<f64>::new(&graph, 1).expect("a valid graph");
    let pass = program.pass(dmatrix![1.0, 2.0], Kinks::Refuse).expect("the biases");
    assert_eq!(*pass.output(), dmatrix![1.0, 1.0; 2.0, 2.0]);
    let (pulled, inputs) = pass.pullback_to_inputs(pass.output(), &[0, 1]);
    assert_eq!((&pulled[..], inputs), (&[DMatrix::zeros(2, 0), dmatrix![2.0; 4.0]][..], dmatrix![0.0, 0.0]));
    let empty = refused(vec![Operation::Rows { rows: Vec::new() }, Operation::Normalise], dmatrix![1.0]);
    assert_eq!(empty, PassError::Norm { node: 2, view: 0 });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// One strange number anywhere: an error, or values that are finite because the number does not matter.
    #[test]
    fn strange_numbers(
        mut case in case(1..8),
        strange in prop::sample::select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e308, -1e200, 5e-324]),
        at in any::<prop::sample::Index>(),
        in_inputs in any::<bool>(),
    ) {
        let place = at.index(if in_inputs { case.inputs.len() } else { case.graph.parameters.len() });
        if in_inputs {
            case.inputs[place] = strange;
        } else {
            case.graph.parameters[place].values[0] = strange;
        }
        let program = Program::<f64>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
        match program.pass(case.inputs, Kinks::Convention) {
            Ok(pass) => prop_assert!(pass.output().iter().all(|x| x.is_finite())),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
        if !strange.is_finite() && in_inputs {
            let again = program.pass(DMatrix::from_element(program.inputs(), 2, strange), Kinks::Convention);
            prop_assert!(again.is_err());
        }
    }
}
