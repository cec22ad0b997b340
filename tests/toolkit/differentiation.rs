//! The tape against forward-mode dual numbers of an independent library, and against central differences.

use dualproof::campaign::draw;
use dualproof::network::{Activation, Network, Pool, PooledMaximum, Preactivation};
use dualproof::numbers::{Rational, Ring};
use dualproof::strategies::{Setting, setting};
use dualproof::tape::{Pair, Tape};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_dual::{Dual64, DualNum};

/// Networks and views of case `number`.
fn case(number: u64, options: Setting) -> (Network<Rational>, Views<Rational>) {
    let (mut networks, views) = draw(&setting(options), 7, "differentiation", number).current();
    (networks.remove(0), views)
}

/// The loss of the tests, written a second time on plain slices of any forward-mode number: a centred,
/// weighted sum of squared distances between all pairs of views.
fn loss_by_hand<D: DualNum<Primitive = f64> + Copy>(
    network: &Network<f64>,
    weights: &[Vec<D>],
    views: &Views<f64>,
) -> D {
    let mut columns: Vec<Vec<D>> =
        (0..views.len()).map(|v| forward(network, weights, views.inputs.column(v).as_slice())).collect();
    let outputs = columns[0].len();
    for k in 0..outputs {
        let mean = columns.iter().enumerate().fold(D::from(0.0), |s, (v, c)| s + c[k] * views.weight(v));
        columns.iter_mut().for_each(|c| c[k] -= mean);
    }
    let mut loss = D::from(0.0);
    for (i, a) in columns.iter().enumerate() {
        for (j, b) in columns.iter().enumerate() {
            let square = a.iter().zip(b).fold(D::from(0.0), |s, (x, y)| s + (*x - *y * 0.5) * (*x - *y * 0.5));
            loss += square * (0.5 * views.weight(i) * views.weight(j));
        }
    }
    loss
}

fn forward<D: DualNum<Primitive = f64> + Copy>(network: &Network<f64>, weights: &[Vec<D>], input: &[f64]) -> Vec<D> {
    let mut below: Vec<D> = input.iter().map(|x| D::from(*x)).collect();
    for (layer, w) in network.layers.iter().zip(weights) {
        let (rows, columns) = layer.weights.shape();
        let mut f: Vec<D> = (0..rows)
            .map(|i| {
                let present = |j: usize| layer.mask.as_ref().is_none_or(|m| m[i][j] != 0);
                let bias = layer.bias.as_ref().map_or(D::from(0.0), |b| D::from(b[i]));
                (0..columns).filter(|j| present(*j)).fold(bias, |s, j| s + w[j * rows + i] * below[j])
            })
            .map(|t: D| match &layer.activation {
                Activation::Linear | Activation::Gated { .. } => t,
                Activation::Relu => {
                    if t.re() > 0.0 {
                        t
                    } else {
                        D::from(0.0)
                    }
                }
                Activation::LeakyRelu { slope } => {
                    if t.re() > 0.0 {
                        t
                    } else {
                        t * *slope
                    }
                }
                Activation::Tanh => t.tanh(),
            })
            .collect();
        f = match layer.pool {
            Pool::None => f,
            Pool::Max { size } => {
                f.chunks(size).map(|g| *g.iter().max_by(|a, b| a.re().total_cmp(&b.re())).expect("a pool")).collect()
            }
            Pool::Average { size } => {
                f.chunks(size).map(|g| g.iter().fold(D::from(0.0), |s, x| s + *x) / size as f64).collect()
            }
        };
        below = f;
    }
    below
}

/// The same loss on the tape, and its gradient by all weights in the order of the layers.
fn gradient_by_tape(network: &Network<f64>, views: &Views<f64>) -> Option<(f64, Vec<f64>)> {
    let mut tape = Tape::new();
    let recorded = tape.network(network, &views.inputs).ok()?;
    let weights: Vec<f64> = (0..views.len()).map(|v| views.weight(v)).collect();
    let centred = tape.centre(recorded.output, &weights);
    let half = tape.scale(centred, &0.5);
    let pairs = (0..views.len()).flat_map(|first| (0..views.len()).map(move |second| (first, second)));
    let pairs = pairs.map(|(first, second)| Pair { first, second, weight: weights[first] * weights[second] }).collect();
    let loss = tape.pair_loss(centred, half, pairs);
    let gradient = tape.gradient(loss);
    let flat = recorded.layers.iter().flat_map(|l| gradient.of(l.weights).as_slice().to_vec()).collect();
    Some((tape.value(loss)[(0, 0)], flat))
}

fn flat_weights(network: &Network<f64>) -> Vec<Vec<f64>> {
    network.layers.iter().map(|layer| layer.weights.as_slice().to_vec()).collect()
}

/// The kinds of setting: plain, with biases, with tanh.
fn settings() -> [Setting; 3] {
    [Setting::default(), Setting { bias: true, ..Setting::default() }, Setting { tanh: true, ..Setting::default() }]
}

#[test]
fn the_tape_agrees_with_forward_mode() {
    let mut compared = 0;
    for number in 0..120 {
        let (network, views) = case(number, settings()[number as usize % 3]);
        let (network, views) = (network.embed::<f64>(), views.embed::<f64>());
        let Some((value, gradient)) = gradient_by_tape(&network, &views) else { continue };
        let flat = flat_weights(&network);
        let mut at = 0;
        for layer in 0..flat.len() {
            for index in 0..flat[layer].len() {
                let seeded: Vec<Vec<Dual64>> = flat
                    .iter()
                    .enumerate()
                    .map(|(l, w)| {
                        w.iter()
                            .enumerate()
                            .map(|(i, x)| Dual64::new(*x, f64::from(u8::from((l, i) == (layer, index)))))
                            .collect()
                    })
                    .collect();
                let dual = loss_by_hand(&network, &seeded, &views);
                // Both sum the same non-negative pair terms; n roundings of a sum bounded by the loss and its slope.
                let operations = (views.len() * views.len() * 64) as f64;
                let scale = value.abs() + gradient.iter().fold(0.0_f64, |m, g| m.max(g.abs()));
                let bound = operations * f64::EPSILON * scale;
                assert!((dual.re - value).abs() <= bound, "case {number}: value {} against {value}", dual.re);
                assert!(
                    (dual.eps - gradient[at]).abs() <= bound,
                    "case {number}, entry {at}: {} against {}",
                    dual.eps,
                    gradient[at]
                );
                at += 1;
                compared += 1;
            }
        }
    }
    assert!(compared > 500, "compared only {compared} entries");
}

#[test]
fn the_tape_agrees_with_central_differences() {
    let mut compared = 0;
    for number in 0..40 {
        let (network, views) = case(number, Setting::default());
        let (network, views) = (network.embed::<f64>(), views.embed::<f64>());
        let Some((value, gradient)) = gradient_by_tape(&network, &views) else { continue };
        let flat = flat_weights(&network);
        // Between kinks the loss is a polynomial of degree 2 in one layer's weights, so the central difference has
        // no truncation error; what is left is rounding, ε·|L|/h. Integer weights and inputs put kinks far away.
        let step = f64::powi(2.0, -10);
        let mut at = 0;
        for layer in 0..flat.len() {
            for index in 0..flat[layer].len() {
                let moved = |by: f64| {
                    let mut weights = flat.clone();
                    weights[layer][index] += by;
                    loss_by_hand(&network, &weights, &views)
                };
                let difference = (moved(step) - moved(-step)) / (2.0 * step);
                let operations = (views.len() * views.len() * 64) as f64;
                let bound = operations * f64::EPSILON * value.abs().max(1.0) / step;
                assert!(
                    (difference - gradient[at]).abs() <= bound,
                    "case {number}, entry {at}: {difference} against {}",
                    gradient[at]
                );
                at += 1;
                compared += 1;
            }
        }
    }
    assert!(compared > 200, "compared only {compared} entries");
}

/// exp, ln, roots, products of two values, columns, totals and detached values, against derivatives by hand.
#[test]
fn elementary_steps_have_their_derivatives() {
    let mut tape = Tape::new();
    let x = tape.variable(DMatrix::from_row_slice(1, 3, &[0.5, 1.25, 2.0]));
    let e = tape.exp(x).expect("f64 has exp");
    let l = tape.ln(e).expect("positive");
    let s = tape.inverse_sqrt(x).expect("positive");
    let square = tape.entrywise(x, x);
    let frozen = tape.detached(square);
    let picked = tape.columns(square, &[2, 2, 0]);
    let sum = tape.sum(l, s);
    let sum = tape.difference(sum, frozen);
    let sum = tape.sum(sum, picked);
    let total = tape.total(sum);
    let gradient = tape.gradient(total).of(x);
    for (j, (value, times)) in [(0.5_f64, 1.0), (1.25, 0.0), (2.0, 2.0)].into_iter().enumerate() {
        // d/dx (ln eˣ + x^(−½)) + (how often the column was picked) · 2x
        let by_hand = 1.0 - 0.5 * value.powf(-1.5) + times * 2.0 * value;
        assert!((gradient[(0, j)] - by_hand).abs() <= 16.0 * f64::EPSILON * by_hand.abs().max(1.0));
    }
}

#[test]
fn kinks_and_missing_functions_are_obstacles() {
    use dualproof::numbers::Obstacle;
    let mut tape = Tape::new();
    let zero = tape.variable(DMatrix::from_element(1, 1, Rational::from_integer(0)));
    let slope = Rational::from_integer(0);
    assert_eq!(tape.rectify(zero, &slope, 3), Err(Preactivation { layer: 3, unit: 0, view: 0 }.is_zero()));
    assert_eq!(tape.hyperbolic_tangent(zero), Err(Obstacle::Unsupported("tanh")));
    let tied = tape.variable(DMatrix::from_element(2, 1, Rational::from_integer(1)));
    assert_eq!(tape.group_maxima(tied, 2, 1), Err(PooledMaximum { layer: 1, pool: 0, view: 0 }.is_tied()));
}
