//! Data shifted, data and weights scaled, samples and blocks permuted: the operators and the loss of all pairs are
//! what they must be, or say that they are not known.
//!
//! The expected values are exact: every `f64` is a rational, and the generic operator over the rationals is held
//! against the streamed one within the bound that this gives. Scaling by powers of two is exact, so there the results
//! are equal.

use dualproof::gemm::gamma;
use dualproof::matrix::dmatrix;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Rational, Ring, exponent, norm, times_power};
use dualproof::operator::streamed::{Applied, Bound, Options, Streamed, StreamedError};
use dualproof::operator::{Moment, Operator};
use dualproof::pair_loss::{Form, PairLossError, pair_loss};
use dualproof::spectrum::{Eigenvalue, by_decomposition};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// What the issue asks for of the shifts below.
const WANTED: f64 = 1e-9;

/// Numbers in (−1, 1) from a congruence.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    }

    fn matrix(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| self.next())
    }
}

const SAMPLES: usize = 9;
const AUGMENTATIONS: usize = 2;

/// A network 4-6-5-3 and views of spread 1.
fn case(seed: u64, activation: &Activation<f64>) -> (Network<f64>, DMatrix<f64>) {
    let mut numbers = Numbers(seed);
    let shapes = [(6, 4), (5, 6), (3, 5)];
    let layers = shapes.iter().enumerate().map(|(index, (rows, columns))| {
        let psi = if index == 2 { Activation::Linear } else { activation.clone() };
        Layer::dense(numbers.matrix(*rows, *columns), psi)
    });
    let network = Network { layers: layers.collect() };
    (network, numbers.matrix(4, SAMPLES * AUGMENTATIONS))
}

fn activations() -> [Activation<f64>; 3] {
    [Activation::Relu, Activation::LeakyRelu { slope: 0.25 }, Activation::Linear]
}

fn bounded(network: &Network<f64>, inputs: DMatrix<f64>, block_views: usize) -> (Applied, Bound) {
    let views = Views::uniform(inputs, SAMPLES).expect("samples of as many views");
    let options = Options { threads: 1, block_views, ..Options::default() };
    let streamed = Streamed::new(network, &views, Moment::Between, options).expect("layers that are treated");
    streamed.of_weights_bounded().expect("a gradient").expect("the plain operator")
}

fn exactly(x: &DMatrix<f64>) -> DMatrix<Rational> {
    x.map(|x| Rational::from_f64(x).expect("finite"))
}

/// The same network over the rationals; slopes are those of `activations`.
fn exact_network(network: &Network<f64>) -> Network<Rational> {
    let layers = network.layers.iter().map(|layer| {
        let psi = match layer.activation {
            Activation::Relu => Activation::Relu,
            Activation::LeakyRelu { slope } => {
                Activation::LeakyRelu { slope: Rational::from_f64(slope).expect("finite") }
            }
            _ => Activation::Linear,
        };
        Layer::dense(exactly(&layer.weights), psi)
    });
    Network { layers: layers.collect() }
}

/// V w of every layer, exact; `None` where a pre-activation is 0.
fn expected(network: &Network<f64>, inputs: &DMatrix<f64>) -> Option<Vec<DMatrix<Rational>>> {
    let (network, views) = (exact_network(network), Views::uniform(exactly(inputs), SAMPLES).expect("samples"));
    let trace = network.trace(&views.inputs).ok()?;
    let of_layer = |layer: usize| {
        Operator::of(trace.connections(layer), &views, Moment::Between).apply(&network.layers[layer - 1].weights)
    };
    Some((1..=network.depth()).map(of_layer).collect())
}

/// ‖found − exact‖, the difference taken exactly.
fn gap(found: &DMatrix<f64>, exact: &DMatrix<Rational>) -> f64 {
    let gap = exactly(found).zip_map(exact, |found, exact| (found - exact).to_f64());
    norm(gap.as_slice())
}

/// Every coordinate moved by a common value that is not the same for all.
fn shifted(inputs: &DMatrix<f64>, by: f64) -> DMatrix<f64> {
    DMatrix::from_fn(inputs.nrows(), inputs.ncols(), |i, j| inputs[(i, j)] + by * if i % 2 == 0 { 1.0 } else { -0.7 })
}

#[test]
fn a_shift_of_the_data_leaves_nine_digits() {
    let (mut compared, mut flips) = (0, 0);
    for (seed, activation) in (1..6).flat_map(|seed| activations().map(|a| (seed, a))) {
        let (network, inputs) = case(seed, &activation);
        for by in [0.0, 1.0, 30.0, 1e3, 1e5, 1e8] {
            let inputs = shifted(&inputs, by);
            let Some(exact) = expected(&network, &inputs) else {
                let views = Views::uniform(inputs, SAMPLES).expect("samples");
                let streamed = Streamed::new(&network, &views, Moment::Between, Options::default());
                let refused = streamed.and_then(|s| s.of_weights());
                assert!(matches!(refused, Err(StreamedError::Gradient(_))), "seed {seed}, shift {by}: {refused:?}");
                continue;
            };
            for block in [1, 5, 256] {
                let (applied, bound) = bounded(&network, inputs.clone(), block);
                assert!(bound.gates_are_decided, "seed {seed}, shift {by}: {bound:?}");
                for (index, (found, exact)) in applied.layers.iter().zip(&exact).enumerate() {
                    let what = format!("seed {seed}, {activation:?}, shift {by}, block {block}, layer {}", index + 1);
                    let (gap, size) = (gap(found, exact), norm(found.as_slice()));
                    assert!(gap <= bound.layers[index], "{what}: {gap:e} > {:e}", bound.layers[index]);
                    // A constant gate everywhere may leave a layer without any spread.
                    if size > bound.layers[index] {
                        assert!(gap <= WANTED * size, "{what}: {gap:e} of {size:e}");
                        compared += 1;
                    }
                }
                let form = network.layers[0].weights.dot(&applied.layers[0]);
                let reach = norm(network.layers[0].weights.as_slice())
                    * (bound.layers[0] + gamma(64) * norm(applied.layers[0].as_slice()));
                assert!((form - applied.energy).abs() <= reach + bound.energy);
            }
        }
        flips += usize::from(!matches!(activation, Activation::Linear));
    }
    assert!(compared > 500 && flips > 0, "compared {compared}");
}

/// Large common parts beside gates that differ from view to view: what all share then counts, through e_l c_{l−1}ᵀ.
#[test]
fn gates_that_differ_beside_a_large_mean_are_told() {
    let mut compared = 0;
    for seed in 1..8 {
        let (mut network, inputs) = case(seed, &Activation::Relu);
        // The first layer sees differences of coordinates that share the shift: its pre-activations are of size 1.
        network.layers[0].weights.row_iter_mut().for_each(|mut row| {
            row[0] = row[1];
            row[1] = -row[0];
        });
        for by in [1e3, 1e6, 1e8] {
            let inputs = DMatrix::from_fn(4, inputs.ncols(), |i, j| inputs[(i, j)] + if i < 2 { by } else { 0.0 });
            let (applied, bound) = bounded(&network, inputs.clone(), 5);
            if !bound.gates_are_decided {
                continue;
            }
            let exact = expected(&network, &inputs).expect("no pre-activation is 0");
            for (index, (found, exact)) in applied.layers.iter().zip(&exact).enumerate() {
                let (gap, size) = (gap(found, exact), norm(found.as_slice()));
                assert!(gap <= bound.layers[index], "seed {seed}, {by}: {gap:e} > {:e}", bound.layers[index]);
                assert!(gap <= WANTED * size, "seed {seed}, shift {by}, layer {}: {gap:e} of {size:e}", index + 1);
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "compared {compared}");
}

/// Closed forms: f = a x has V w = a Var(x) at its layer, and through open gates f = b a x has V w = b² a Var(x).
#[test]
fn closed_forms_at_any_mean_and_scale() {
    // x − c in {0, 1, 3, −2}: mean 1/2, variance 13/4.
    let variance = 13.0 / 4.0;
    for (common, power) in [(0.0, 0), (1e8, 0), (-1e8, 0), (1e8, 400), (1e8, -400), (3e15, 0), (0.0, 490), (0.0, -490)]
    {
        let x = DMatrix::from_row_slice(1, 4, &[0.0, 1.0, 3.0, -2.0]).map(|x: f64| times_power(x + common, power));
        let views = Views::uniform(x, 4).expect("four samples");
        let line = Network { layers: vec![Layer::dense(dmatrix![3.0], Activation::Linear)] };
        let streamed = Streamed::new(&line, &views, Moment::Between, Options::default()).expect("a network");
        let applied = streamed.of_weights().expect("a gradient");
        assert_eq!(applied.layers[0][(0, 0)], times_power(3.0 * variance, 2 * power), "{common} {power}");
        assert_eq!(applied.energy, times_power(9.0 * variance, 2 * power), "{common} {power}");
        let found = streamed.largest_eigenvalues(1, 4).expect("finite");
        let [Eigenvalue { value, multiplicity: Some(1) }] = found[..] else { panic!("{found:?}") };
        assert!((value - times_power(variance, 2 * power)).abs() <= gamma(8) * value, "{value}");
        if common > 3.0 {
            let open = Network {
                layers: vec![
                    Layer::dense(dmatrix![3.0], Activation::Relu),
                    Layer::dense(dmatrix![-2.0], Activation::Linear),
                ],
            };
            let streamed = Streamed::new(&open, &views, Moment::Between, Options::default()).expect("a network");
            let (applied, bound) = streamed.of_weights_bounded().expect("a gradient").expect("the plain operator");
            assert!(bound.gates_are_decided);
            assert_eq!(applied.layers[0][(0, 0)], times_power(4.0 * 3.0 * variance, 2 * power));
            assert_eq!(applied.layers[1][(0, 0)], times_power(-2.0 * 9.0 * variance, 2 * power));
        }
    }
}

/// x in units of 2^a, W_l in units of 2^(b_l): V_l w_l scales by 2^(2(a + Σ b) − b_l), exactly.
#[test]
fn powers_of_two_change_the_exponent_alone() {
    for (seed, activation) in (11..14).flat_map(|seed| activations().map(|a| (seed, a))) {
        let (network, inputs) = case(seed, &activation);
        for (shift, a, b) in [
            (0.0, 400, [-100, -150, 30]),
            (1e6, -300, [0, 0, 0]),
            (0.5, 900, [-300, -300, -300]),
            (0.5, 0, [-200, 200, 100]),
        ] {
            let inputs = shifted(&inputs, shift);
            let (plain, bound) = bounded(&network, inputs.clone(), 5);
            let mut scaled = network.clone();
            scaled.layers.iter_mut().zip(b).for_each(|(layer, b)| layer.weights.apply(|w| *w = times_power(*w, b)));
            let inputs = inputs.map(|x| times_power(x, a));
            let (found, of_found) = bounded(&scaled, inputs.clone(), 5);
            let all = 2 * (a + b.iter().sum::<i32>());
            assert_eq!(found.energy, times_power(plain.energy, all));
            assert_eq!(of_found.gates_are_decided, bound.gates_are_decided);
            for (index, b) in b.iter().enumerate() {
                assert_eq!(
                    found.layers[index],
                    plain.layers[index].map(|x| times_power(x, all - b)),
                    "layer {}",
                    index + 1
                );
                let relative =
                    |bound: &Bound, applied: &Applied| bound.layers[index] / norm(applied.layers[index].as_slice());
                let (here, there) = (relative(&of_found, &found), relative(&bound, &plain));
                assert!((here - there).abs() <= gamma(8) * there, "{here:e} {there:e}");
            }
            let views = |inputs| Views::uniform(inputs, SAMPLES).expect("samples");
            for form in [Form::Pairs, Form::Gram] {
                let plain =
                    pair_loss(&network, &views(shifted(&case(seed, &activation).1, shift)), form).expect("a gradient");
                let found = pair_loss(&scaled, &views(inputs.clone()), form).expect("a gradient");
                assert_eq!(found.value, times_power(plain.value, all));
                for (index, b) in b.iter().enumerate() {
                    assert_eq!(found.gradient[index], plain.gradient[index].map(|x| times_power(x, all - b)));
                }
            }
            let of = |network: &Network<f64>, inputs| {
                let views = views(inputs);
                let streamed = Streamed::new(network, &views, Moment::Between, Options::default()).expect("a network");
                (1..=3).map(|layer| streamed.largest_eigenvalues(layer, 5).expect("finite")).collect::<Vec<_>>()
            };
            let plain = of(&network, shifted(&case(seed, &activation).1, shift));
            for (index, (found, plain)) in of(&scaled, inputs).iter().zip(&plain).enumerate() {
                let up = |e: &Eigenvalue| Eigenvalue { value: times_power(e.value, all - 2 * b[index]), ..*e };
                assert_eq!(*found, plain.iter().map(up).collect::<Vec<_>>());
                assert!(!found.is_empty());
            }
        }
    }
}

#[test]
fn directions_of_any_size_are_applied() {
    let (network, inputs) = case(21, &Activation::Relu);
    let views = Views::uniform(shifted(&inputs, 1e4), SAMPLES).expect("samples");
    let options = Options { block_views: 5, ..Options::default() };
    for moment in [Moment::Between, Moment::Within, Moment::Total, Moment::MeanSquare, Moment::SquareOfMean] {
        let streamed = Streamed::new(&network, &views, moment, options).expect("a network");
        let directions: Vec<_> = network.layers.iter().map(|layer| layer.weights.map(|w| 1.0 - w)).collect();
        let scaled: Vec<_> = directions.iter().map(|u| u.map(|x| times_power(x, 700))).collect();
        let up = |x: &DMatrix<f64>| x.map(|x| times_power(x, 700));
        let (plain, found) = (streamed.apply_each(&directions), streamed.apply_each(&scaled));
        let (plain, found) = (plain.expect("a gradient"), found.expect("a gradient"));
        assert!(plain.iter().zip(&found).all(|(plain, found)| up(plain) == *found), "{moment:?}");
        let (plain, found) = (streamed.apply_joint(&directions), streamed.apply_joint(&scaled));
        let (plain, found) = (plain.expect("a gradient"), found.expect("a gradient"));
        assert!(plain.iter().zip(&found).all(|(plain, found)| up(plain) == *found), "{moment:?}");
    }
}

/// Every moment about a pilot is the generic one, of every direction, together and apart.
#[test]
fn moments_about_a_pilot_are_the_generic_ones() {
    for (seed, activation) in (31..34).flat_map(|seed| activations().map(|a| (seed, a))) {
        let (network, inputs) = case(seed, &activation);
        let inputs = DMatrix::from_fn(4, inputs.ncols(), |i, j| inputs[(i, j)] + if i == 2 { 64.0 } else { 0.0 });
        let views = Views::uniform(inputs.clone(), SAMPLES).expect("samples");
        let exact_views = Views::uniform(exactly(&inputs), SAMPLES).expect("samples");
        let exact = exact_network(&network);
        let trace = exact.trace(&exact_views.inputs).expect("no pre-activation is 0");
        let directions: Vec<_> = network.layers.iter().map(|layer| layer.weights.map(|w| 0.5 - w)).collect();
        for moment in [Moment::Between, Moment::Within, Moment::Total, Moment::MeanSquare, Moment::SquareOfMean] {
            let options = Options { block_views: 5, ..Options::default() };
            let streamed = Streamed::new(&network, &views, moment, options).expect("a network");
            let each = streamed.apply_each(&directions).expect("a gradient");
            let joint = streamed.apply_joint(&directions).expect("a gradient");
            let crossed = Streamed::new(&network, &views, moment, options)
                .and_then(|s| s.against(&network, options))
                .and_then(|s| s.apply_joint(&directions))
                .expect("a gradient");
            assert_eq!(joint, crossed);
            for layer in 1..=3 {
                let of = |right: usize| {
                    let (left, right) = (trace.connections(layer), trace.connections(right));
                    let operator = Operator { left, right, views: &exact_views, moment, inner: None };
                    (operator, right)
                };
                let apply = |right: usize| of(right).0.apply(&exactly(&directions[right - 1]));
                let own = apply(layer);
                // Terms are of size 64² · 6 · 5 · 3 at most; each meets a few hundred roundings.
                let allowed = gamma(512) * 64.0 * 64.0 * 90.0;
                assert!(gap(&each[layer - 1], &own) <= allowed, "{moment:?}: {:e}", gap(&each[layer - 1], &own));
                let all = apply(1) + apply(2) + apply(3);
                assert!(
                    gap(&joint[layer - 1], &all) <= 3.0 * allowed,
                    "{moment:?}: {:e}",
                    gap(&joint[layer - 1], &all)
                );
            }
        }
    }
}

#[test]
fn samples_in_another_order_give_the_same() {
    let (network, inputs) = case(41, &Activation::Relu);
    for by in [0.0, 1e7] {
        let inputs = shifted(&inputs, by);
        let order: Vec<usize> = (0..SAMPLES).map(|i| (i * 4 + 3) % SAMPLES).collect();
        let permuted = DMatrix::from_fn(4, inputs.ncols(), |i, j| {
            inputs[(i, order[j / AUGMENTATIONS] * AUGMENTATIONS + 1 - j % AUGMENTATIONS)]
        });
        let (one, of_one) = bounded(&network, inputs, 5);
        let (other, of_other) = bounded(&network, permuted, 7);
        for index in 0..3 {
            let gap = norm((&one.layers[index] - &other.layers[index]).as_slice());
            assert!(gap <= of_one.layers[index] + of_other.layers[index], "{gap:e}");
        }
        assert!((one.energy - other.energy).abs() <= of_one.energy + of_other.energy);
    }
}

#[test]
fn what_f64_cannot_hold_is_refused() {
    let (network, inputs) = case(51, &Activation::Relu);
    for power in [600, -600] {
        let views = Views::uniform(inputs.map(|x| times_power(x, power)), SAMPLES).expect("samples");
        let streamed = Streamed::new(&network, &views, Moment::Between, Options::default()).expect("a network");
        let size = streamed.of_weights();
        assert!(
            matches!(size, Err(StreamedError::NotRepresentable { exponent, .. }) if (exponent - 2 * power).abs() < 20),
            "{size:?}"
        );
        assert!(matches!(streamed.energy(), Err(StreamedError::NotRepresentable { .. })));
        assert!(matches!(streamed.largest_eigenvalues(1, 2), Err(StreamedError::NotRepresentable { .. })));
        assert!(matches!(streamed.explicit(3, u64::MAX), Err(StreamedError::NotRepresentable { .. })));
        let loss = pair_loss(&network, &views, Form::Gram);
        assert!(matches!(loss, Err(PairLossError::NotRepresentable { .. })), "{loss:?}");
    }
}

/// Identical samples: the operator is 0, and nothing but 0 is said of it.
#[test]
fn the_zero_operator_has_no_eigenvalues() {
    let (network, inputs) = case(61, &Activation::Relu);
    let view = |i: usize, a: usize| inputs[(i, a)] * 0.1 + 0.3;
    // The same two views for every sample; and one view for all.
    for (augmentations, scale) in [(2, 1.0), (1, 1.0), (1, 1e-120), (2, 1e7)] {
        let same = DMatrix::from_fn(4, SAMPLES * augmentations, |i, j| view(i, j % augmentations) * scale);
        let views = Views::uniform(same, SAMPLES).expect("samples");
        let streamed = Streamed::new(&network, &views, Moment::Between, Options::default()).expect("a network");
        let (applied, bound) = streamed.of_weights_bounded().expect("a gradient").expect("the plain operator");
        assert!(applied.energy <= bound.energy, "{:e}", applied.energy);
        let trace = network.trace(&views.inputs).expect("a gradient");
        for layer in 1..=3 {
            assert!(norm(applied.layers[layer - 1].as_slice()) <= bound.layers[layer - 1]);
            assert_eq!(streamed.largest_eigenvalues(layer, 5).expect("finite"), [], "layer {layer}");
            assert_eq!(by_decomposition(trace.connections(layer), &views, 5).expect("finite"), [], "layer {layer}");
        }
    }
}

/// 2 fifty times and 1 a hundred and fifty times: ±√(200λ_j) e_j, each with the weight 1/400.
#[test]
fn multiplicities_are_counted_across_eigenvalues() {
    let size = |j: usize| if j < 50 { 20.0 } else { f64::sqrt(200.0) };
    let inputs = DMatrix::from_fn(200, 400, |i, v| match (v / 2 == i, v % 2) {
        (false, _) => 0.0,
        (true, 0) => size(i),
        (true, _) => -size(i),
    });
    let network = Network { layers: vec![Layer::dense(DMatrix::from_element(3, 200, 1.0), Activation::Linear)] };
    let views = Views::uniform(inputs, 400).expect("samples");
    let streamed = Streamed::new(&network, &views, Moment::Between, Options::default()).expect("a network");
    let found = streamed.largest_eigenvalues(1, 16).expect("finite");
    let [first, second] = found[..] else { panic!("{found:?}") };
    assert_eq!([first.multiplicity, second.multiplicity], [Some(150), Some(450)]);
    assert!((first.value - 2.0).abs() <= gamma(2000) && (second.value - 1.0).abs() <= gamma(2000), "{found:?}");
}

/// A layer whose operator has many more rows than the Gram matrix of its connections.
#[test]
fn wide_layers_go_through_the_gram_matrix() {
    let mut numbers = Numbers(71);
    let layers = vec![
        Layer::dense(numbers.matrix(40, 30), Activation::Relu),
        Layer::dense(numbers.matrix(40, 40), Activation::LeakyRelu { slope: 0.5 }),
        Layer::dense(numbers.matrix(2, 40), Activation::Linear),
    ];
    let network = Network { layers };
    // The last of them has 600 rows, beyond what is decomposed: Lanczos on the Gram matrix.
    for (samples, by, times) in [(6, 0.0, Some(1)), (6, 200.0, Some(1)), (300, 0.0, None)] {
        let inputs = numbers.matrix(30, samples * 2).map(|x| x + by);
        let views = Views::uniform(inputs, samples).expect("samples");
        let options = Options { block_views: 7, ..Options::default() };
        let streamed = Streamed::new(&network, &views, Moment::Between, options).expect("a network");
        for layer in [1, 2] {
            let found = streamed.largest_eigenvalues(layer, 3).expect("finite");
            assert_eq!(found.len(), 3);
            // Each value has an eigenvector: the operator applied to it, by power iteration from the weights.
            let mut u = network.layers[layer - 1].weights.clone();
            for _ in 0..200 {
                u = streamed.apply_to(layer, &u).expect("a gradient");
                u /= u.norm();
            }
            let image = streamed.apply_to(layer, &u).expect("a gradient");
            let quotient = u.dot(&image);
            // A Rayleigh quotient is below the largest eigenvalue, and as near to it as the residual allows.
            let residual = (image - &u * quotient).norm();
            let rounding = gamma(1 << 12) * found[0].value;
            assert!(quotient <= found[0].value + rounding, "layer {layer}: {quotient} {found:?}");
            assert!(
                found[0].value - quotient <= residual + rounding,
                "layer {layer}: {quotient} {residual:e} {found:?}"
            );
            assert!(found.windows(2).all(|pair| pair[0].value > pair[1].value && pair[1].value > 0.0));
            assert!(found.iter().all(|e| e.multiplicity == times), "{found:?}");
            if samples == 6 {
                let trace = network.trace(&views.inputs).expect("a gradient");
                let dense = by_decomposition(trace.connections(layer), &views, 3).expect("finite");
                for (found, dense) in found.iter().zip(&dense) {
                    // The trace itself has lost what the shift takes.
                    let allowed = gamma(4096) * (1.0 + by * by) * found.value;
                    assert!((found.value - dense.value).abs() <= allowed, "layer {layer}: {found:?} {dense:?}");
                }
            }
        }
    }
}

#[test]
fn what_does_not_fit_in_memory_is_refused_with_figures() {
    let (network, inputs) = case(81, &Activation::Relu);
    let views = Views::uniform(inputs, SAMPLES).expect("samples");
    let streamed = Streamed::new(&network, &views, Moment::Between, Options::default()).expect("a network");
    assert!(streamed.fits_in_memory(Some(1 << 30)).is_ok() && streamed.fits_in_memory(None).is_ok());
    let refused = streamed.fits_in_memory(Some(1000)).expect_err("a kilobyte");
    assert!(matches!(refused, StreamedError::TooLarge { needed, available, .. } if needed > available));
    assert!(refused.to_string().contains("GiB"), "{refused}");
}

/// Depth: sixty layers whose product is far below the least number squared, against the same with all scales taken out.
#[test]
fn sixty_small_layers_keep_their_digits() {
    let mut numbers = Numbers(91);
    let layer = |numbers: &mut Numbers, l: usize| {
        let psi = if l == 59 { Activation::Linear } else { Activation::LeakyRelu { slope: 0.5 } };
        Layer::dense(numbers.matrix(6, 6), psi)
    };
    let network = Network { layers: (0..60).map(|l| layer(&mut numbers, l)).collect() };
    let mut small = network.clone();
    small.layers.iter_mut().for_each(|layer| layer.weights.apply(|w| *w = times_power(*w, -6)));
    let inputs = numbers.matrix(6, 20);
    let of = |network: &Network<f64>| {
        let views = Views::uniform(inputs.clone(), 10).expect("samples");
        let streamed = Streamed::new(network, &views, Moment::Between, Options::default()).expect("a network");
        streamed.of_weights().expect("a gradient")
    };
    let (plain, found) = (of(&network), of(&small));
    assert!(exponent(found.energy) < -500, "{:e}", found.energy);
    assert_eq!(found.energy, times_power(plain.energy, -720));
    assert!(plain.layers.iter().zip(&found.layers).all(|(p, f)| p.map(|x| times_power(x, -714)) == *f));
}
