//! Places without a derivative: refused, or decided by the convention and counted.

use crate::graphs::case;
use crate::readings::tangent;
use crate::{chain, parameter};
use dualproof_autodiff::{Kinks, PassError, Program};
use dualproof_networks::graph::{Graph, Operation};
use dualproof_numbers::numbers::{Obstacle, Rational, Ring};
use nalgebra::{DMatrix, dmatrix};
use proptest::prelude::*;

/// The operation on g·x with a gain of 1 at the given numbers: output, derivative along g, and the number of kinks.
fn at(operation: Operation<f64>, x: DMatrix<f64>) -> (DMatrix<f64>, DMatrix<f64>, usize) {
    let graph = chain(vec![parameter("g", dmatrix![1.0])], vec![Operation::Scale { gains: 0 }, operation]);
    let program = Program::<f64>::new(&graph, x.nrows()).expect("a valid graph");
    let pass = program.pass(x, Kinks::Convention).expect("values");
    (pass.output().clone(), tangent(&pass, &[dmatrix![1.0]]), pass.kinks())
}

/// As PyTorch has it: 0 is below for leaky ReLU, and a clip is open at its bounds.
#[test]
fn conventions() {
    let gains = |operation| {
        // d(op(g x))/dg = op'(x) x: with one at 0 this tells nothing, so the slope is read through the pullback.
        let graph = chain(Vec::new(), vec![operation]);
        let program = Program::<f64>::new(&graph, 4).expect("a valid graph");
        let pass = program.pass(dmatrix![0.0; -0.0; 1.0; 2.0], Kinks::Convention).expect("values");
        let slopes = pass.pullback_to_inputs(&DMatrix::from_element(4, 1, 1.0), &[]).1;
        (slopes, pass.kinks())
    };
    assert_eq!(gains(Operation::Rectify { slope: 0.0 }), (dmatrix![0.0; 0.0; 1.0; 1.0], 2));
    assert_eq!(gains(Operation::Rectify { slope: 0.25 }), (dmatrix![0.25; 0.25; 1.0; 1.0], 2));
    assert_eq!(gains(Operation::Clip { low: Some(0.0), high: Some(1.0) }), (dmatrix![1.0; 1.0; 1.0; 0.0], 3));
    assert_eq!(gains(Operation::Clip { low: Some(0.5), high: None }), (dmatrix![0.0; 0.0; 1.0; 1.0], 0));
}

/// Of several rows with the maximum the first one of the group counts; rows that tie below it do not.
#[test]
fn ties() {
    let pool = |group: &[usize], x: DMatrix<f64>| {
        let graph = chain(Vec::new(), vec![Operation::MaxPool { groups: vec![group.to_vec()] }]);
        let program = Program::<f64>::new(&graph, x.nrows()).expect("a valid graph");
        let pass = program.pass(x, Kinks::Convention).expect("values");
        (pass.pullback_to_inputs(&dmatrix![1.0], &[]).1, pass.kinks())
    };
    assert_eq!(pool(&[2, 0, 1], dmatrix![5.0; 1.0; 5.0]), (dmatrix![0.0; 0.0; 1.0], 1));
    assert_eq!(pool(&[0, 1, 2], dmatrix![1.0; 1.0; 2.0]), (dmatrix![0.0; 0.0; 1.0], 0));
    let graph = chain(Vec::new(), vec![Operation::MaxPool { groups: vec![vec![1], vec![0, 1]] }]);
    let program = Program::<f64>::new(&graph, 2).expect("a valid graph");
    let tied = program.pass(dmatrix![1.0, 3.0; 2.0, 3.0], Kinks::Refuse).expect_err("a tie");
    assert_eq!(tied, PassError::Tie { node: 1, pool: 1, view: 1 });
}

/// The first view, in the batch's order, whatever chunk it is in.
#[test]
fn the_first_kink_is_named() {
    let graph = chain(Vec::new(), vec![Operation::Rectify { slope: 0.0 }]);
    let program = Program::<f64>::new(&graph, 2).expect("a valid graph");
    let mut x = DMatrix::from_element(2, 50, 1.0);
    (x[(1, 20)], x[(0, 45)]) = (0.0, 0.0);
    assert_eq!(program.pass(x, Kinks::Refuse).expect_err("a kink"), PassError::Kink { node: 1, row: 1, view: 20 });
}

#[test]
fn values_at_kinks() {
    assert_eq!(
        at(Operation::Rectify { slope: 0.5 }, dmatrix![0.0; -2.0]),
        (dmatrix![0.0; -1.0], dmatrix![0.0; -1.0], 1)
    );
    let clip = Operation::Clip { low: Some(-1.0), high: Some(1.0) };
    assert_eq!(at(clip, dmatrix![1.0; -3.0]), (dmatrix![1.0; -1.0], dmatrix![1.0; 0.0], 1));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// A batch is refused where the exact reading meets a kink, and nowhere that it has values; where no kink is refused the
    /// convention decides nothing.
    #[test]
    fn refused_or_counted(case in case(1..4), coarse in 1_i32..4) {
        // Few different numbers, so that kinks are hit.
        let few = |x: f64| (x * f64::from(coarse) / 4.0).round();
        let graph: Graph<f64> = case.graph.map(|x| few(*x));
        let inputs = case.inputs.map(few);
        let Ok(program) = Program::<f64>::new(&graph, inputs.nrows()) else { return Ok(()) };
        let refusing = program.pass(inputs.clone(), Kinks::Refuse);
        let counting = program.pass(inputs.clone(), Kinks::Convention);
        match (&refusing, &counting) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!((one.kinks(), other.kinks()), (0, 0));
                prop_assert_eq!(one.output(), other.output());
            }
            (Err(PassError::Kink { .. } | PassError::Tie { .. }), Ok(other)) => prop_assert!(other.kinks() > 0),
            (Err(one), Err(other)) if one == other => {}
            (Err(PassError::Kink { .. } | PassError::Tie { .. }), Err(_)) => {}
            other => prop_assert!(false, "{other:?}"),
        }
        let exact: Graph<Rational> = graph.map(|x| Rational::from_integer(*x as i64));
        let views = inputs.ncols();
        let law = vec![Rational::new(1, views as u64); views];
        match exact.evaluated(&inputs.map(|x| Rational::from_integer(x as i64)), &law) {
            Ok(_) => prop_assert!(refusing.is_ok(), "{:?}", refusing.err()),
            // By this or by what another view lacks: the reading goes node by node, a pass chunk by chunk.
            Err(Obstacle::Kink(_)) => prop_assert!(refusing.is_err()),
            Err(_) => {}
        }
    }
}
