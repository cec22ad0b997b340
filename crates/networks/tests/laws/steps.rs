//! Every step of the tape: its value by the definition, and its adjoint against a power series.
//!
//! The same computation over a₀ + a₁ε has the derivative along a₁ in its second coefficient; it must be the inner product
//! of a₁ with the gradient. Both are exact over the rationals, and the series knows no adjoint.

use super::{fraction, fractions};
use dualproof_networks::network::{AtZero, PooledMaximum, Preactivation};
use dualproof_networks::tape::{Pair, Tape, Var};
use dualproof_numbers::matrix::inner;
use dualproof_numbers::numbers::{Field, Interval, Obstacle, Prime61, Rational, Ring, Series};
use nalgebra::DMatrix;
use num_traits::{One, Zero};

/// A function of three variables: x and y are 4 × 3, w is 3 × 2.
type Function<S> = fn(&mut Tape<S>, [Var; 3]) -> Result<Var, Obstacle>;

fn of<S: Field>(text: &str) -> S {
    S::from_rational(&fraction(text))
}

/// Pairs of columns, one of them twice.
fn some_pairs<S: Field>() -> Vec<Pair<S>> {
    let pair = |first, second, weight| Pair { first, second, weight: of(weight) };
    vec![pair(0, 1, "1/2"), pair(2, 2, "-3"), pair(1, 0, "2"), pair(0, 1, "1/7")]
}

/// The first three rows of x, with the second and the third exchanged, so that elimination has rows to exchange.
fn upper_square<S: Field>(tape: &mut Tape<S>, x: Var) -> Var {
    let row = [0, 2, 1];
    let rows = tape.variable(DMatrix::from_fn(3, 4, |i, j| if j == row[i] { S::one() } else { S::zero() }));
    tape.product(rows, x)
}

/// Every step alone, and some where one value is used twice.
fn functions<S: Field>() -> Vec<(&'static str, Function<S>)> {
    vec![
        ("product", |t, [x, _, w]| Ok(t.product(x, w))),
        ("sum", |t, [x, y, _]| Ok(t.sum(x, y))),
        ("difference", |t, [x, y, _]| Ok(t.difference(x, y))),
        ("entrywise", |t, [x, y, _]| Ok(t.entrywise(x, y))),
        ("gate", |t, [x, ..]| {
            let gate = DMatrix::from_fn(4, 3, |i, j| S::from_integer(i as i64 - 2 * j as i64));
            Ok(t.gate(x, gate))
        }),
        ("scale", |t, [x, ..]| Ok(t.scale(x, &of("-2/3")))),
        ("add-column", |t, [x, y, _]| {
            let column = t.columns(y, &[1]);
            Ok(t.add_column(x, column))
        }),
        ("rectify", |t, [x, ..]| t.rectify(x, &of("1/3"), 1)),
        ("group-maxima", |t, [x, ..]| t.group_maxima(x, 2, 1)),
        ("group-means", |t, [x, ..]| Ok(t.group_means(x, 2, of("1/2")))),
        ("centre", |t, [x, ..]| Ok(t.centre(x, &["1/2", "1/3", "1/6"].map(of)))),
        ("columns", |t, [x, ..]| Ok(t.columns(x, &[2, 0, 2, 1, 2]))),
        ("total", |t, [x, ..]| Ok(t.total(x))),
        ("pair-loss", |t, [x, y, _]| Ok(t.pair_loss(x, y, some_pairs()))),
        ("half-squared-distances", |t, [x, y, _]| Ok(t.half_squared_distances(x, y))),
        ("reciprocal", |t, [x, ..]| t.reciprocal(x)),
        ("inverse-sqrt", |t, [.., w]| t.inverse_sqrt(w)),
        ("transpose", |t, [x, ..]| Ok(t.transpose(x))),
        ("inverse", |t, [x, ..]| {
            let square = upper_square(t, x);
            t.inverse(square)
        }),
        ("determinant", |t, [x, ..]| {
            let square = upper_square(t, x);
            t.determinant(square)
        }),
        ("square", |t, [x, ..]| Ok(t.entrywise(x, x))),
        ("pair-loss-with-itself", |t, [x, ..]| Ok(t.pair_loss(x, x, some_pairs()))),
        ("composite", |t, [x, y, w]| {
            let product = t.product(x, w);
            let other = t.product(y, w);
            let rectified = t.rectify(product, &of("1/5"), 1)?;
            let both = t.sum(rectified, other);
            let twice = t.sum(both, product);
            Ok(t.half_squared_distances(twice, other))
        }),
    ]
}

/// Squares of fractions in w, since their roots are taken.
fn arguments() -> [DMatrix<Rational>; 3] {
    [
        fractions("1 -2 3; 5 1/2 -7; -1/3 4 2; 6 -5 8"),
        fractions("2 1 -1; 3 1/4 5; 7 -2 1; 1 2 1/3"),
        fractions("4 1/9; 25 1; 9/4 16"),
    ]
}

/// The direction of the derivative.
fn directions() -> [DMatrix<Rational>; 3] {
    [
        fractions("1 2 -3; 0 5 1; 7 -1 2; 3 1/2 -4"),
        fractions("-1 3 2; 1 1 -2; 4 0 5; 1/3 -6 1"),
        fractions("3 -1; 2 5; -4 1/2"),
    ]
}

#[test]
fn every_adjoint_is_that_of_the_derivative_along_a_series() {
    let (at, along) = (arguments(), directions());
    let series = [0, 1, 2].map(|k| at[k].zip_map(&along[k], |a, d| Series::new([a, d, Rational::zero()])));
    for ((name, exact), (_, formal)) in functions::<Rational>().into_iter().zip(functions::<Series<Rational>>()) {
        let mut tape = Tape::new();
        let variables = at.clone().map(|x| tape.variable(x));
        let result = exact(&mut tape, variables).expect(name);
        let (rows, columns) = tape.value(result).shape();
        // Every entry of the result with a weight of its own.
        let adjoint = DMatrix::from_fn(rows, columns, |i, j| Rational::new(2 * i as i64 - 3 * j as i64 + 1, 5));
        let gradient = tape.pull_back(result, adjoint.clone());
        let by_tape =
            variables.iter().zip(&along).fold(Rational::zero(), |sum, (x, d)| sum + inner(&gradient.of(*x), d));
        let mut other = Tape::new();
        let variables = series.clone().map(|x| other.variable(x));
        let found = formal(&mut other, variables).expect(name);
        let coefficient = |k: usize| other.value(found).map(|s| s.coefficients()[k].clone());
        assert_eq!(coefficient(0), *tape.value(result), "{name}");
        assert_eq!(by_tape, inner(&adjoint, &coefficient(1)), "{name}");
        assert!(name == "composite" || coefficient(1).iter().any(|x| !x.is_zero()), "{name}");
    }
}

/// The value of each step from its definition, entry by entry.
#[test]
fn every_value_is_that_of_the_definition() {
    let [x, y, w] = arguments();
    let column = |a: &DMatrix<Rational>, j: usize| a.column(j).into_owned();
    let square = |a: usize, b: usize| {
        let gap = column(&x, a) - column(&y, b);
        gap.iter().fold(Rational::zero(), |sum, g| sum + g.clone() * g.clone()) * fraction("1/2")
    };
    let number = |value: Rational| DMatrix::from_element(1, 1, value);
    let half = square(0, 1) * fraction("1/2")
        + square(2, 2) * fraction("-3")
        + square(1, 0) * fraction("2")
        + square(0, 1) * fraction("1/7");
    let mean = DMatrix::from_fn(4, 1, |i, _| {
        x[(i, 0)].clone() * fraction("1/2") + x[(i, 1)].clone() * fraction("1/3") + x[(i, 2)].clone() * fraction("1/6")
    });
    let expected = [
        ("product", &x * &w),
        ("sum", &x + &y),
        ("difference", &x - &y),
        ("entrywise", x.zip_map(&y, |a, b| a * b)),
        ("gate", DMatrix::from_fn(4, 3, |i, j| x[(i, j)].clone() * Rational::from_integer(i as i64 - 2 * j as i64))),
        ("scale", x.map(|a| a * fraction("-2/3"))),
        ("add-column", DMatrix::from_fn(4, 3, |i, j| x[(i, j)].clone() + y[(i, 1)].clone())),
        ("rectify", x.map(|a| if a < Rational::zero() { a * fraction("1/3") } else { a })),
        ("group-maxima", fractions("5 1/2 3; 6 4 8")),
        ("group-means", fractions("3 -3/4 -2; 17/6 -1/2 5")),
        ("centre", DMatrix::from_fn(4, 3, |i, j| x[(i, j)].clone() - mean[i].clone())),
        ("columns", DMatrix::from_columns(&[2, 0, 2, 1, 2].map(|j| column(&x, j)))),
        ("total", number(x.iter().fold(Rational::zero(), |sum, a| sum + a.clone()))),
        ("pair-loss", number(half)),
        ("half-squared-distances", DMatrix::from_fn(1, 3, |_, j| square(j, j))),
        ("reciprocal", x.map(|a| Rational::one().divide(&a).expect("not zero"))),
        ("inverse-sqrt", fractions("1/2 3; 1/5 1; 2/3 1/4")),
        ("transpose", DMatrix::from_fn(3, 4, |i, j| x[(j, i)].clone())),
        ("inverse", fractions("174/629 75/629 96/629; -46/629 132/629 18/629; 121/629 63/629 -20/629")),
        ("determinant", fractions("-629/6")),
    ];
    for ((name, function), (same, expected)) in functions::<Rational>().into_iter().zip(expected) {
        assert_eq!(name, same);
        let mut tape = Tape::new();
        let variables = arguments().map(|x| tape.variable(x));
        let result = function(&mut tape, variables).expect(name);
        assert_eq!(*tape.value(result), expected, "{name}");
    }
}

#[test]
fn a_gradient_is_of_one_number_by_what_it_depends_on() {
    let mut tape = Tape::new();
    let [x, y, w] = arguments().map(|x| tape.variable(x));
    let product = tape.entrywise(x, y);
    let frozen = tape.detached(product);
    let both = tape.entrywise(frozen, x);
    let total = tape.total(both);
    let gradient = tape.gradient(total);
    let [x_value, y_value, _] = arguments();
    // Through the detached product nothing flows.
    assert_eq!(gradient.of(x), x_value.zip_map(&y_value, |a, b| a * b));
    assert_eq!(gradient.of(y), DMatrix::zeros(4, 3));
    assert_eq!(gradient.of(w), DMatrix::zeros(3, 2));
    assert_eq!(gradient.of(frozen), x_value);
    assert_eq!(gradient.of(total), DMatrix::from_element(1, 1, Rational::one()));
}

#[test]
#[should_panic(expected = "a gradient is of a single number")]
fn a_gradient_of_a_matrix_is_none() {
    let mut tape = Tape::new();
    let x = tape.variable(fractions("1 2"));
    tape.gradient(x);
}

#[test]
fn kinks_are_obstacles_with_their_place() {
    let mut tape = Tape::new();
    let x = tape.variable(fractions("1 2; 3 0; -1 5"));
    let slope = fraction("1/3");
    assert_eq!(tape.rectify(x, &slope, 7), Err(Preactivation { layer: 7, unit: 1, view: 1 }.is_zero()));
    assert_eq!(tape.zeros(), 0);
    let mut with_convention = Tape::with_gates_at_zero(AtZero::Subgradient);
    let y = with_convention.variable(fractions("1 2; 0 0; -1 5"));
    let rectified = with_convention.rectify(y, &slope, 7).expect("a convention");
    assert_eq!(with_convention.zeros(), 2);
    let total = with_convention.total(rectified);
    assert_eq!(with_convention.gradient(total).of(y), fractions("1 1; 1/3 1/3; 1/3 1"));
    with_convention.rectify(y, &slope, 7).expect("a convention");
    assert_eq!(with_convention.zeros(), 4);
    let tied = tape.variable(fractions("1 2; 3 1; 0 5; 7 5"));
    assert_eq!(tape.group_maxima(tied, 2, 4), Err(PooledMaximum { layer: 4, pool: 1, view: 1 }.is_tied()));
    let mut first = Tape::with_gates_at_zero(AtZero::Subgradient);
    let tied = first.variable(fractions("1 2; 3 1; 0 5; 7 5"));
    let maxima = first.group_maxima(tied, 2, 4).expect("a convention");
    assert_eq!(*first.value(maxima), fractions("3 2; 7 5"));
    let total = first.total(maxima);
    assert_eq!(first.gradient(total).of(tied), fractions("0 1; 1 0; 0 1; 1 0"));
    let wide = DMatrix::from_column_slice(2, 1, &[Interval::point(1.0), Interval::new(-1.0, 2.0).expect("ordered")]);
    let mut intervals = Tape::new();
    let z = intervals.variable(wide);
    assert_eq!(
        intervals.rectify(z, &Interval::zero(), 2),
        Err(Preactivation { layer: 2, unit: 1, view: 0 }.is_undecided())
    );
    assert_eq!(intervals.group_maxima(z, 2, 2), Err(Obstacle::UnknownSign("the gap of a maximum")));
    let mut residues = Tape::new();
    let r = residues.variable(DMatrix::from_element(1, 1, Prime61::new(5)));
    assert_eq!(
        residues.rectify(r, &Prime61::zero(), 1),
        Err(Preactivation { layer: 1, unit: 0, view: 0 }.is_undecided())
    );
    assert_eq!(residues.exp(r), Err(Obstacle::Unsupported("exp")));
    assert_eq!(residues.hyperbolic_tangent(r), Err(Obstacle::Unsupported("tanh")));
    let zero = tape.variable(fractions("0"));
    assert_eq!(tape.reciprocal(zero), Err(Obstacle::UnknownSign("a divisor")));
    assert_eq!(tape.ln(zero), Err(Obstacle::UnknownSign("the argument of ln")));
    assert_eq!(tape.inverse_sqrt(zero), Err(Obstacle::UnknownSign("the argument of a root")));
    let singular = tape.variable(fractions("1 2; 2 4"));
    let obstacle = Obstacle::UnknownSign("a pivot of a matrix to invert");
    assert_eq!(tape.inverse(singular), Err(obstacle.clone()));
    assert_eq!(tape.determinant(singular), Err(obstacle));
}

/// exp, ln and tanh enclose their derivatives eˣ, 1/x and 1 − tanh² x at 1/2.
#[test]
fn functions_of_analysis_have_their_derivatives() {
    // Values at 1/2 by mpmath: √e, ln ½ and tanh ½ with 1 − tanh² ½.
    type Function = fn(&mut Tape<Interval>, Var) -> Result<Var, Obstacle>;
    let cases: [(Function, f64, f64); 3] = [
        (Tape::exp, 1.648_721_270_700_128_2, 1.648_721_270_700_128_2),
        (Tape::ln, -std::f64::consts::LN_2, 2.0),
        (Tape::hyperbolic_tangent, 0.462_117_157_260_009_74, 0.786_447_732_965_927_4),
    ];
    for (function, value, slope) in cases {
        let mut tape = Tape::new();
        let x = tape.variable(DMatrix::from_element(1, 1, Interval::point(0.5)));
        let y = function(&mut tape, x).expect("in the domain");
        let gradient = tape.gradient(y).of(x);
        for (found, expected) in [(tape.value(y)[(0, 0)], value), (gradient[(0, 0)], slope)] {
            // The value of mpmath is the nearest `f64`; the enclosure is some units in the last place wide.
            assert!(found.lo() <= expected.next_up() && expected.next_down() <= found.hi(), "{found:?} {expected}");
            assert!(found.error_bound() <= 4.0 * f64::EPSILON * expected.abs(), "{found:?} {expected}");
        }
    }
}
