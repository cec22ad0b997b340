//! Against `Graph::evaluated`, forward, and `Tape::graph`, backward, in numbers with running error bounds.
//!
//! *Analysis.* Let every entry x of the data stand for an unknown number within ε|x|, and let both readings bound their
//! errors for all of these: r at each number. What is compared rounds too, by at most γ_n Σ|terms| for an operation whose
//! entries are sums of n products, or functions with a relative error of n u. Where an operation multiplies by data (weights,
//! gains, gates, constants), the data's own ε already gives r ≥ ε Σ|terms|; where it does not (sums, means, rectifiers,
//! statistics), r ≥ Σ r_x ≥ ε Σ|x| over its arguments, if these are so. A function f with |f| not ≤ C|x| breaks that, so
//! the graphs multiply it by a gain. Each operation therefore adds at most n u/ε of r to what the argument's error was:
//! with ε = 2 u Σ n over all operations of the graph and of its derivative, all of it is at most r, and
//! |computed − reading| ≤ 2 r: the reading's own error, and that of what is compared.

use crate::graphs::{Case, case};
use crate::{chain, parameter};
use dualproof_autodiff::{Kinks, Pass, Program, Scalar};
use dualproof_networks::graph::{Graph, Node, Operation};
use dualproof_networks::tape::Tape;
use dualproof_numbers::numbers::{Field, Obstacle, Rational, Ring, Running};
use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

/// Roundings of an operation beside those of its sum: a function with its derivative, a norm, a square.
const OF_FUNCTIONS: usize = 16;

/// Σ n over the operations, thrice: for the values, the derivatives, and what pullbacks add up over the views.
fn roundings(graph: &Graph<f64>, inputs: usize, views: usize) -> usize {
    let widest = graph.parameters.iter().map(|p| p.values.ncols()).max().unwrap_or(0);
    let of = |operation: &Operation<f64>| match operation {
        Operation::MaxPool { groups } | Operation::AveragePool { groups } => {
            groups.iter().map(Vec::len).max().unwrap_or(0)
        }
        // Places of the widest image, on all views.
        _ => widest.max(inputs) + 64 * views,
    };
    3 * graph.nodes.iter().map(|node| of(&node.operation) + OF_FUNCTIONS).sum::<usize>()
}

/// What both readings say, with their bounds.
pub struct Readings {
    pub output: DMatrix<Running>,
    pub tangent: DMatrix<Running>,
    pub recorded: DMatrix<Running>,
    pub gradients: Vec<DMatrix<Running>>,
}

/// The readings where data are known to so many units u of themselves, u = 2⁻⁵³ or 2⁻²⁴.
pub fn readings(case: &Case, unit: f64) -> Result<Readings, Obstacle> {
    let views = case.inputs.ncols();
    let epsilon = 2.0 * unit * roundings(&case.graph, case.inputs.nrows(), views) as f64;
    let number = |x: &f64| Running::with_error(*x, epsilon * x.abs());
    let matrix = |m: &DMatrix<f64>| m.map(|x| number(&x));
    let graph = case.graph.map(number);
    let law = vec![Running::from_rational(&Rational::new(1, views as u64)); views];
    let evaluated = graph.evaluated(&matrix(&case.inputs), &law)?;
    let changes: Vec<_> = case.changes.iter().map(&matrix).enumerate().collect();
    let mut tape = Tape::new();
    let recorded = tape.graph(&graph, &matrix(&case.inputs), &law)?;
    let gradient = tape.pull_back(recorded.output, matrix(&case.cotangent));
    Ok(Readings {
        output: evaluated.output().clone(),
        tangent: evaluated.derivative_along(&changes),
        recorded: tape.value(recorded.output).clone(),
        gradients: recorded.parameters.iter().map(|p| gradient.of(*p)).collect(),
    })
}

/// Is every number within twice the bound of the reading's?
pub fn agree<T: Scalar>(what: &str, computed: &DMatrix<T>, reading: &DMatrix<Running>) -> TestCaseResult {
    prop_assert_eq!(computed.shape(), reading.shape());
    for (k, (x, y)) in computed.iter().zip(reading.iter()).enumerate() {
        let (gap, bound) = ((x.wide() - y.value()).abs(), 2.0 * y.error_bound());
        prop_assert!(gap <= bound, "{what}, entry {k}: {x} against {y:?}");
    }
    Ok(())
}

/// All four comparisons.
pub fn compare<T: Scalar>(case: &Case, readings: &Readings, kinks: Kinks) -> TestCaseResult {
    let program = Program::<T>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
    let pass = program.pass(case.inputs.map(T::of), kinks);
    let pass = pass.map_err(|error| TestCaseError::fail(error.to_string()))?;
    agree("output", pass.output(), &readings.output)?;
    agree("output", pass.output(), &readings.recorded)?;
    agree("tangent", &tangent(&pass, &case.changes), &readings.tangent)?;
    let all: Vec<usize> = (0..case.graph.parameters.len()).collect();
    let pulled = pass.pullback(&case.cotangent.map(T::of), &all);
    for (place, (pulled, gradient)) in pulled.iter().zip(&readings.gradients).enumerate() {
        agree(&format!("gradient {place}"), pulled, gradient)?;
    }
    Ok(())
}

pub fn tangent<T: Scalar>(pass: &Pass<T>, changes: &[DMatrix<f64>]) -> DMatrix<T> {
    let changes: Vec<DMatrix<T>> = changes.iter().map(|d| d.map(T::of)).collect();
    pass.tangent(&changes.iter().enumerate().collect::<Vec<_>>())
}

/// The readings, or a case that is not counted: a kink, or a sign that is not decided.
pub fn decided(case: &Case, unit: f64) -> Result<Readings, TestCaseError> {
    readings(case, unit).map_err(|obstacle| TestCaseError::reject(obstacle.to_string()))
}

fn inner(a: &DMatrix<f64>, b: &DMatrix<f64>) -> f64 {
    a.iter().zip(b.iter()).map(|(a, b)| a * b).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// A wrong rule of any operation, a mask or a shared parameter that is forgotten, a statistic that is held or not.
    #[test]
    fn as_two_readings_say(case in case(1..8)) {
        compare::<f64>(&case, &decided(&case, f64::EPSILON / 2.0)?, Kinks::Refuse)?;
    }

    /// ⟨J d, g⟩ = ⟨d, Jᵀ g⟩, and with it the pullback to the inputs: a first layer θ x with θ = I has the same derivative
    /// along dθ = D as the inputs along D x.
    #[test]
    fn adjoint(case in case(1..8)) {
        let bounds = decided(&case, f64::EPSILON / 2.0)?;
        let program = Program::<f64>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
        let pass = program.pass(case.inputs.clone(), Kinks::Refuse).expect("no kink");
        let all: Vec<usize> = (0..case.graph.parameters.len()).collect();
        let forward = inner(&tangent(&pass, &case.changes), &case.cotangent);
        let pulled = pass.pullback(&case.cotangent, &all);
        let backward: f64 = pulled.iter().zip(&case.changes).map(|(a, b)| inner(a, b)).sum();
        // Twice the readings' bounds on each side, weighed as the products weigh them, and the products' own roundings.
        let weighed = |r: &DMatrix<Running>, by: &DMatrix<f64>| -> f64 {
            let own = (r.len() + all.len()) as f64 * f64::EPSILON;
            r.iter().zip(by.iter()).map(|(r, x)| (2.0 * r.error_bound() + own * r.value().abs()) * x.abs()).sum()
        };
        let bound = weighed(&bounds.tangent, &case.cotangent)
            + bounds.gradients.iter().zip(&case.changes).map(|(r, d)| weighed(r, d)).sum::<f64>();
        prop_assert!((forward - backward).abs() <= bound, "{forward} against {backward} within {bound}");
    }

    /// What is asked for one by one is what is asked for together, bit by bit; parameters that are not wanted do not matter.
    #[test]
    fn together_or_one_by_one(case in case(1..8)) {
        let program = Program::<f64>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
        let Ok(pass) = program.pass(case.inputs.clone(), Kinks::Convention) else { return Ok(()) };
        let all: Vec<usize> = (0..case.graph.parameters.len()).collect();
        let together = pass.pullback(&case.cotangent, &all);
        let (with_inputs, to_inputs) = pass.pullback_to_inputs(&case.cotangent, &all);
        prop_assert_eq!(&with_inputs, &together);
        prop_assert_eq!(to_inputs.shape(), case.inputs.shape());
        let twice = -2.0 * &case.cotangent;
        let singles: Vec<Vec<usize>> = all.iter().map(|p| vec![*p]).collect();
        let asked: Vec<(&DMatrix<f64>, &[usize])> = singles.iter().flat_map(|p| [(&case.cotangent, &p[..]), (&twice, &p[..])]).collect();
        let answers = pass.pullbacks(&asked);
        for place in all.clone() {
            prop_assert_eq!(&answers[2 * place][0], &together[place]);
            prop_assert_eq!(&answers[2 * place + 1][0], &(-2.0 * &together[place]));
        }
        // Asked for twice, it is there twice; a direction that is given twice counts twice.
        let (p, d) = (all.len() - 1, &case.changes[all.len() - 1]);
        let twice = pass.pullback(&case.cotangent, &[p, p]);
        prop_assert_eq!((&twice[0], &twice[1]), (&together[p], &together[p]));
        prop_assert_eq!(pass.tangent(&[(p, d), (p, d)]), 2.0 * pass.tangent(&[(p, d)]));
        let directions: Vec<Vec<(usize, &DMatrix<f64>)>> = case.changes.iter().enumerate().map(|d| vec![d]).collect();
        let directions: Vec<&[(usize, &DMatrix<f64>)]> = directions.iter().map(|d| &d[..]).collect();
        for (direction, tangent) in directions.iter().zip(pass.tangents(&directions)) {
            prop_assert_eq!(tangent, pass.tangent(direction));
        }
    }

    /// Where no operation mixes views, a view alone is what it is among the others.
    #[test]
    fn view_by_view(case in case(1..8)) {
        let program = Program::<f64>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
        let mixes = |node: &Node<f64>| {
            matches!(node.operation, Operation::ZeroMean { .. } | Operation::OverDeviation { .. } | Operation::Gate { .. })
        };
        prop_assert!(program.is_by_view() || case.graph.nodes.iter().any(mixes));
        if !program.is_by_view() {
            return Ok(());
        }
        let bounds = decided(&case, f64::EPSILON / 2.0)?;
        let all: Vec<usize> = (0..case.graph.parameters.len()).collect();
        let mut sums: Vec<DMatrix<f64>> = case.graph.parameters.iter().map(|p| 0.0 * &p.values).collect();
        for view in 0..case.inputs.ncols() {
            let pass = program.pass(case.inputs.columns(view, 1).into_owned(), Kinks::Refuse).expect("no kink");
            agree("output", pass.output(), &bounds.output.columns(view, 1).into_owned())?;
            agree("tangent", &tangent(&pass, &case.changes), &bounds.tangent.columns(view, 1).into_owned())?;
            let pulled = pass.pullback(&case.cotangent.columns(view, 1).into_owned(), &all);
            sums.iter_mut().zip(pulled).for_each(|(sum, pulled)| *sum += pulled);
        }
        for (sum, gradient) in sums.iter().zip(&bounds.gradients) {
            agree("gradient", sum, gradient)?;
        }
    }
}

/// The values that a weight or a gain is multiplied with, and a byte for each gate.
#[test]
fn bytes() {
    let ones = |rows, columns| parameter("W", DMatrix::from_element(rows, columns, 1.0));
    let operations = vec![
        Operation::Dense { weights: 0 },
        Operation::Rectify { slope: 0.0 },
        Operation::Dense { weights: 1 },
        Operation::Bias { biases: 2 },
    ];
    let graph = chain(vec![ones(3, 5), ones(2, 3), ones(2, 1)], operations);
    let bytes = |size: usize| 5 * size + 3 * (size + 1);
    assert_eq!(Program::<f64>::new(&graph, 5).expect("a valid graph").bytes_a_view(), bytes(8));
    assert_eq!(Program::<f32>::new(&graph, 5).expect("a valid graph").bytes_a_view(), bytes(4));
}
