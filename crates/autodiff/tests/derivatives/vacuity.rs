//! The random graphs are not vacuous: each operation is among those that are compared, in graphs whose derivatives are not 0.

use crate::graphs::case;
use crate::readings::readings;
use dualproof_networks::graph::Operation;
use dualproof_numbers::numbers::{Ring, Running, Sign};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use std::collections::BTreeMap;

/// What the text of an operation begins with.
fn name(operation: &Operation<f64>) -> String {
    match operation {
        Operation::Apply { function } => format!("{function:?}"),
        _ => format!("{operation:?}").chars().take_while(|c| c.is_alphanumeric()).collect(),
    }
}

/// A generator that has lost an operation, or draws kinks and zeros only.
#[test]
fn each_operation_is_compared() {
    const CASES: usize = 600;
    let mut runner = TestRunner::deterministic();
    let (mut decided, mut counts) = (0, BTreeMap::<String, usize>::new());
    for _ in 0..CASES {
        let case = case(1..8).new_tree(&mut runner).expect("a case").current();
        let Ok(readings) = readings(&case, f64::EPSILON / 2.0) else { continue };
        decided += 1;
        let is_not_zero = |x: &Running| matches!(x.sign(), Sign::Positive | Sign::Negative);
        let tells = readings.tangent.iter().any(is_not_zero) && readings.gradients.iter().flatten().any(is_not_zero);
        for node in case.graph.nodes.iter().filter(|_| tells) {
            *counts.entry(name(&node.operation)).or_default() += 1;
        }
    }
    assert!(2 * decided > CASES, "{decided} of {CASES} cases have derivatives");
    let expected = [
        "Input",
        "Dense",
        "Convolution",
        "Bias",
        "Scale",
        "Entries",
        "Constant",
        "Affine",
        "Add",
        "Subtract",
        "Multiply",
        "Divide",
        "Concatenate",
        "Rows",
        "Rectify",
        "Gate",
        "Tanh",
        "Exponential",
        "Logarithm",
        "SquareRoot",
        "Sigmoid",
        "Softplus",
        "Clip",
        "MaxPool",
        "AveragePool",
        "ZeroMean",
        "OverDeviation",
        "Normalise",
    ];
    for operation in expected {
        assert!(counts.get(operation).is_some_and(|count| *count >= 10), "{operation}: {counts:?}");
    }
}
