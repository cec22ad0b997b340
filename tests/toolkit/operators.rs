//! Every operator in its two forms, and every network against itself with its gates written out as data.

use dualproof::campaign::draw;
use dualproof::matrix::{rows, unvec, vec as stack};
use dualproof::network::{Activation, Network, Pool};
use dualproof::numbers::{Rational, Ring};
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::{Setting, setting, square_matrix};
use nalgebra::DMatrix;
use proptest::strategy::Strategy;

const MOMENTS: [Moment; 5] = [Moment::Between, Moment::Within, Moment::Total, Moment::MeanSquare, Moment::SquareOfMean];

#[test]
fn explicit_and_matrix_free_forms_are_equal() {
    let mut compared = 0;
    for number in 0..24 {
        let options = Setting { networks: 2, ..Setting::default() };
        let (networks, views) = draw(&setting(options), 11, "operators", number).current();
        let (Ok(first), Ok(second)) = (networks[0].trace(&views.inputs), networks[1].trace(&views.inputs)) else {
            continue;
        };
        let outputs = networks[0].output_width();
        let inner = draw(&square_matrix(outputs).boxed(), 11, "inner", number).current();
        for layer in 1..=networks[0].depth() {
            let (left, right) = (first.connections(layer), second.connections(layer));
            let (rows, columns) = left.shape();
            // A direction that is not the weights: entries 1, 2, 3, …
            let u = DMatrix::from_fn(rows, columns, |i, j| Rational::from_integer((j * rows + i + 1) as i64));
            for moment in MOMENTS {
                for operator in [
                    Operator::of(left, &views, moment),
                    Operator::of(left, &views, moment).with_inner(&inner),
                    Operator { left, right, views: &views, moment, inner: Some(&inner) },
                ] {
                    let explicit = Rational::product(&operator.explicit(), &stack(&u));
                    assert_eq!(
                        unvec(&explicit, rows, columns),
                        operator.apply(&u),
                        "case {number}, layer {layer}, {moment:?}"
                    );
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 300, "compared only {compared}");
}

#[test]
fn total_covariance_is_between_plus_within() {
    for number in 0..24 {
        let (networks, views) = draw(&setting(Setting::default()), 12, "decomposition", number).current();
        let Ok(trace) = networks[0].trace(&views.inputs) else { continue };
        for (index, layer) in networks[0].layers.iter().enumerate() {
            let apply = |moment| Operator::of(trace.connections(index + 1), &views, moment).apply(&layer.weights);
            assert_eq!(apply(Moment::Total), apply(Moment::Between) + apply(Moment::Within));
            assert_eq!(apply(Moment::Between), apply(Moment::MeanSquare) - apply(Moment::SquareOfMean));
        }
    }
}

/// A rectified network is a product of matrices with its gates as data.
#[test]
fn gates_as_data_give_the_same_network() {
    let mut compared = 0;
    for number in 0..40 {
        let (networks, views) = draw(&setting(Setting::default()), 13, "gates", number).current();
        let network = &networks[0];
        let Ok(trace) = network.trace(&views.inputs) else { continue };
        if network.layers.iter().any(|l| l.pool != Pool::None) {
            continue;
        }
        let mut gated = network.clone();
        for (index, layer) in gated.layers.iter_mut().enumerate() {
            let slope = match &layer.activation {
                Activation::Relu => Rational::from_integer(0),
                Activation::LeakyRelu { slope } => slope.clone(),
                _ => continue,
            };
            let below = trace.activation(index);
            let mask = layer.mask_matrix().unwrap_or_else(|| layer.weights.map(|_| Rational::from_integer(1)));
            let t = Rational::product(&layer.weights.zip_map(&mask, |w, m| w * m), below);
            let gates =
                t.map(|t| if t > Rational::from_integer(0) { Rational::from_integer(1) } else { slope.clone() });
            layer.activation = Activation::Gated { gates };
        }
        let again = gated.trace(&views.inputs).expect("gates need no order");
        assert_eq!(trace.output(), again.output());
        for layer in 1..=network.depth() {
            for view in 0..views.len() {
                assert_eq!(trace.jacobian(layer, view), again.jacobian(layer, view));
            }
        }
        compared += 1;
    }
    assert!(compared > 5, "compared only {compared}");
}

#[test]
fn instances_read_back_from_json() {
    #[derive(serde::Serialize, serde::Deserialize, PartialEq, Debug)]
    struct Matrix(#[serde(with = "rows")] DMatrix<Rational>);
    for number in 0..12 {
        let (networks, views) =
            draw(&setting(Setting { bias: true, ..Setting::default() }), 14, "json", number).current();
        let text = serde_json::to_string(&networks[0]).expect("plain data");
        assert_eq!(serde_json::from_str::<Network<Rational>>(&text).expect("what was written"), networks[0]);
        let matrix = Matrix(views.inputs.clone());
        let text = serde_json::to_string(&matrix).expect("plain data");
        assert_eq!(serde_json::from_str::<Matrix>(&text).expect("what was written"), matrix);
    }
    assert!(serde_json::from_str::<Matrix>(r#"[["1","2"],["3"]]"#).is_err());
    assert!(serde_json::from_str::<Matrix>("[]").is_err());
}
