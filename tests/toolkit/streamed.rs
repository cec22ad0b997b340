//! The operators at large scale against the generic ones, over the rationals.
//!
//! The tolerance is an error analysis: an algorithm of sums and products in which every term meets at most m
//! roundings errs by at most γ_m Σ |terms|, and Σ |terms| is the same computation on absolute values, done exactly.

use dualproof::campaign::draw;
use dualproof::gemm::gamma;
use dualproof::matrix::dmatrix;
use dualproof::network::{Activation, AtZero, Connections, Layer, Network, Pool, Preactivation, Trace};
use dualproof::numbers::{Obstacle, Rational, Ring};
use dualproof::operator::streamed::{Generated, Options, Source, Streamed, StreamedError};
use dualproof::operator::{Moment, Operator};
use dualproof::pair_loss::{Form, PairLossError, pair_loss, pair_loss_at};
use dualproof::spectrum::by_decomposition;
use dualproof::strategies::{Setting, setting, square_matrix};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::One;
use proptest::strategy::Strategy;

const MOMENTS: [Moment; 5] = [Moment::Between, Moment::Within, Moment::Total, Moment::MeanSquare, Moment::SquareOfMean];

/// A case: two networks that the fast room treats, their traces, and views.
struct Case {
    networks: Vec<Network<Rational>>,
    views: Views<Rational>,
    traces: Vec<Trace<Rational>>,
    /// The traces of |x| through |W|, every gate open (and as steep as its slope).
    absolute: Vec<Trace<Rational>>,
}

fn magnitude(a: &DMatrix<Rational>) -> DMatrix<Rational> {
    a.map(|q| if q < Rational::from_integer(0) { -q } else { q })
}

fn absolute(network: &Network<Rational>) -> Network<Rational> {
    let layers = network.layers.iter().map(|layer| {
        let steep = match &layer.activation {
            Activation::LeakyRelu { slope } if *slope > Rational::one() => slope.clone(),
            _ => Rational::one(),
        };
        let weights = magnitude(&layer.weights).map(|w| w * steep.clone());
        Layer { weights, activation: Activation::Linear, ..layer.clone() }
    });
    Network { layers: layers.collect() }
}

fn cases(label: &str) -> Vec<Case> {
    let options = Setting { networks: 2, ..Setting::default() };
    let case = |number| {
        let (networks, views) = draw(&setting(options), 21, label, number).current();
        if networks.iter().flat_map(|n| &n.layers).any(|layer| layer.pool != Pool::None) {
            return None;
        }
        let trace = |n: &Network<Rational>| n.trace(&views.inputs).ok();
        let traces = networks.iter().map(trace).collect::<Option<Vec<_>>>()?;
        let inputs = magnitude(&views.inputs);
        let absolute = networks.iter().map(|n| absolute(n).trace(&inputs).expect("no gate")).collect();
        Some(Case { networks, views, traces, absolute })
    };
    (0..60).filter_map(case).collect()
}

impl Case {
    /// Roundings that a term can meet: f, a tangent and an adjoint through every layer, means over augmentations
    /// and samples, S, weights, the sum over views.
    fn roundings(&self) -> usize {
        let layers = &self.networks[0].layers;
        let through: usize = layers.iter().map(|l| l.weights.nrows() + l.weights.ncols() + 4).sum();
        3 * through + 4 * (self.views.samples() + self.views.augmentations()) + self.views.len() + 64
    }

    /// What the generic operator gives, and the sum of the terms' magnitudes.
    fn expected(
        &self,
        (left, right): ((usize, usize), (usize, usize)),
        moment: Moment,
        inner: Option<&DMatrix<Rational>>,
        u: &DMatrix<Rational>,
    ) -> (DMatrix<Rational>, DMatrix<Rational>) {
        fn of<'t>(traces: &'t [Trace<Rational>], (network, layer): (usize, usize)) -> Connections<'t, Rational> {
            traces[network].connections(layer)
        }
        let apply = |traces, moment, inner, u| {
            Operator { left: of(traces, left), right: of(traces, right), views: &self.views, moment, inner }.apply(u)
        };
        let exact = apply(&self.traces, moment, inner, u);
        let (sizes, u) = (inner.map(magnitude), magnitude(u));
        let terms = |moment| apply(&self.absolute, moment, sizes.as_ref(), &u);
        let two = |a: DMatrix<Rational>| &a + &a;
        // E K z − E K̄ ζ of non-negative terms, turned back into their sum.
        let size = match moment {
            Moment::Between => terms(Moment::MeanSquare) + terms(Moment::SquareOfMean),
            Moment::Within => terms(Moment::Within) + two(terms(Moment::MeanSquare)),
            Moment::Total => terms(Moment::Total) + two(terms(Moment::SquareOfMean)),
            other => terms(other),
        };
        (exact, size)
    }

    fn assert_agrees(&self, found: &DMatrix<f64>, (exact, size): &(DMatrix<Rational>, DMatrix<Rational>), what: &str) {
        for ((found, exact), size) in found.iter().zip(exact.iter()).zip(size.iter()) {
            let gap = (Rational::from_f64(*found).expect("finite") - exact.clone()).to_f64().abs();
            let tolerance = gamma(self.roundings()) * size.to_f64();
            assert!(gap <= tolerance, "{what}: {gap:e} > {tolerance:e}");
        }
    }
}

/// Entries 1, 2, 3, … with alternating signs: no weights.
fn direction(rows: usize, columns: usize) -> DMatrix<Rational> {
    DMatrix::from_fn(rows, columns, |i, j| {
        let place = (j * rows + i + 1) as i64;
        Rational::from_integer(if place % 2 == 0 { -place } else { place })
    })
}

const NARROW: [Options; 3] = [
    Options { threads: 2, block_views: 1, kept_bytes: 0, at_zero: AtZero::Reject },
    Options { threads: 1, block_views: 5, kept_bytes: 200, at_zero: AtZero::Reject },
    Options { threads: 2, block_views: 256, kept_bytes: 1 << 20, at_zero: AtZero::Reject },
];

#[test]
fn every_moment_is_the_generic_one() {
    let mut compared = 0;
    for (number, case) in cases("streamed").iter().enumerate() {
        let views = case.views.embed::<f64>();
        let [first, second] = [0, 1].map(|n: usize| case.networks[n].embed::<f64>());
        let inner = draw(&square_matrix(first.output_width()).boxed(), 21, "inner", number as u64).current();
        let float = inner.map(|q| q.to_f64());
        let layers = &case.networks[0].layers;
        let directions: Vec<_> = layers.iter().map(|l| direction(l.weights.nrows(), l.weights.ncols())).collect();
        let floats: Vec<_> = directions.iter().map(|u| u.map(|q| q.to_f64())).collect();
        for (moment, options) in MOMENTS.into_iter().flat_map(|m| NARROW.map(|o| (m, o))) {
            let plain = Streamed::new(&first, &views, moment, options).expect("layers that are treated");
            let crossed = Streamed::new(&first, &views, moment, options)
                .and_then(|s| s.against(&second, options))
                .and_then(|s| s.with_inner(&float))
                .expect("the same architecture");
            for (right, inner, large_scale) in [(0, None, &plain), (1, Some(&inner), &crossed)] {
                let weights = large_scale.of_weights().expect("a gradient").layers;
                let each = large_scale.apply_each(&floats).expect("a gradient");
                let joint = large_scale.apply_joint(&floats).expect("a gradient");
                for layer in 1..=first.depth() {
                    let expected = |other: usize, u| case.expected(((0, layer), (right, other)), moment, inner, u);
                    let what = format!("case {number}, layer {layer}, {moment:?}, {options:?}");
                    let own = &case.networks[right].layers[layer - 1].weights;
                    case.assert_agrees(&weights[layer - 1], &expected(layer, own), &what);
                    case.assert_agrees(&each[layer - 1], &expected(layer, &directions[layer - 1]), &what);
                    let alone = large_scale.apply_to(layer, &floats[layer - 1]).expect("a gradient");
                    assert_eq!(alone, each[layer - 1], "{what}");
                    let (mut exact, mut size) = expected(1, &directions[0]);
                    for other in 2..=first.depth() {
                        let (e, s) = expected(other, &directions[other - 1]);
                        exact += e;
                        size += s;
                    }
                    case.assert_agrees(&joint[layer - 1], &(exact, size), &what);
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 600, "compared only {compared}");
}

#[test]
fn the_bound_of_the_weights_holds() {
    let (mut compared, mut masked, mut leaky) = (0, 0, 0);
    for case in cases("bound") {
        let (network, views) = (case.networks[0].embed::<f64>(), case.views.embed::<f64>());
        let large_scale = Streamed::new(&network, &views, Moment::Between, NARROW[1]).expect("layers that are treated");
        let (applied, bound) = large_scale.of_weights_bounded().expect("a gradient").expect("the plain operator");
        assert!(bound.gates_are_decided, "entries are small integers: {bound:?}");
        for (index, layer) in case.networks[0].layers.iter().enumerate() {
            let at = (0, index + 1);
            let (exact, _) = case.expected((at, at), Moment::Between, None, &layer.weights);
            let gap = applied.layers[index]
                .zip_map(&exact, |found, exact| (Rational::from_f64(found).expect("finite") - exact).to_f64());
            assert!(gap.norm() <= bound.layers[index], "{:e} > {:e}", gap.norm(), bound.layers[index]);
            compared += 1;
            masked += usize::from(layer.mask.is_some());
            leaky += usize::from(matches!(layer.activation, Activation::LeakyRelu { .. }));
        }
        let energy = case.views.between_sample_variance(case.traces[0].output());
        let sizes = case.views.augmentation_mean(case.absolute[0].output());
        let reach = sizes.iter().map(|q| q.to_f64() * q.to_f64()).sum::<f64>() * 4.0;
        for energy_at_size in [applied.energy, large_scale.energy().expect("a forward pass")] {
            assert!((energy_at_size - energy.to_f64()).abs() <= gamma(2 * case.roundings()) * reach);
        }
    }
    assert!(compared > 40 && masked > 0 && leaky > 0, "compared {compared}, masked {masked}, leaky {leaky}");
}

/// A network wide enough for many blocks, from a congruence.
fn larger() -> (Network<f64>, Views<f64>) {
    let mut state = 1_u64;
    let mut next = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 52) as f64 - 1.0
    };
    let mut matrix = |rows, columns| DMatrix::from_fn(rows, columns, |_, _| next());
    let layers = vec![
        Layer::dense(matrix(12, 10), Activation::Relu),
        Layer::dense(matrix(9, 12), Activation::LeakyRelu { slope: 0.25 }),
        Layer::dense(matrix(4, 9), Activation::Linear),
    ];
    let inputs = matrix(10, 120);
    (Network { layers }, Views::uniform(inputs, 40).expect("three views of forty samples"))
}

#[test]
fn threads_and_what_is_kept_change_nothing() {
    let (network, views) = larger();
    for moment in MOMENTS {
        let of = |threads, kept_bytes| {
            let options = Options { threads, block_views: 7, kept_bytes, at_zero: AtZero::Reject };
            let large_scale = Streamed::new(&network, &views, moment, options).expect("a network");
            [large_scale.of_weights(), large_scale.of_weights()].map(|applied| applied.expect("a gradient"))
        };
        let [alone, again] = of(1, 0);
        assert_eq!(alone, again);
        for threads in 1..=4 {
            for kept_bytes in [0, 2000, 1 << 20] {
                assert_eq!(of(threads, kept_bytes), [alone.clone(), alone.clone()]);
            }
        }
    }
}

#[test]
fn views_that_are_made_are_views_in_memory() {
    let (network, views) = larger();
    let each = views.augmentations() * views.inputs.nrows();
    let made = Generated {
        samples: views.samples(),
        augmentations: views.augmentations(),
        width: views.inputs.nrows(),
        fill: |samples: std::ops::Range<usize>, buffer: &mut [f64]| {
            buffer.copy_from_slice(&views.inputs.as_slice()[samples.start * each..samples.end * each]);
        },
    };
    assert_eq!(made.sample_weight(0), Source::sample_weight(&views, 0));
    let of_made = Streamed::new(&network, &made, Moment::Between, NARROW[0]).and_then(|s| s.of_weights());
    let of_views = Streamed::new(&network, &views, Moment::Between, NARROW[0]).and_then(|s| s.of_weights());
    assert_eq!(of_made.expect("a gradient"), of_views.expect("a gradient"));
}

/// Two ways to the eigenvalues, from two matrices: each errs by about nε of the largest.
#[test]
fn eigenvalues_are_those_of_the_explicit_operator() {
    let (network, views) = larger();
    let trace = network.trace(&views.inputs).expect("a gradient");
    let large_scale = Streamed::new(&network, &views, Moment::Between, Options::default()).expect("a network");
    for layer in 1..=network.depth() {
        let (rows, columns) = large_scale.shape(layer).expect("a layer");
        let found = large_scale.largest_eigenvalues(layer, 6).expect("finite");
        let dense = by_decomposition(trace.connections(layer), &views, 6).expect("finite");
        let explicit = large_scale.explicit(layer, u64::MAX).expect("small");
        let generic = Operator::of(trace.connections(layer), &views, Moment::Between).explicit();
        let size = generic.norm();
        let roundings = 4 * (rows * columns + views.len() + 64);
        assert!((&explicit - generic).norm() <= gamma(roundings) * size * (rows * columns) as f64, "layer {layer}");
        let values = |list: &[dualproof::spectrum::Eigenvalue]| list.iter().map(|e| e.value).collect::<Vec<_>>();
        assert_eq!(found.len(), dense.len());
        for (found, dense) in values(&found).iter().zip(values(&dense)) {
            assert!((found - dense).abs() <= gamma(roundings) * size, "layer {layer}: {found} {dense}");
        }
        let times = if layer == network.depth() { network.output_width() } else { 1 };
        assert!(found.iter().all(|e| e.multiplicity == Some(times) && e.value > 0.0), "layer {layer}: {found:?}");
    }
}

#[test]
fn what_is_not_treated_is_refused() {
    let views = Views::uniform(dmatrix![1.0, 2.0; 3.0, 1.0], 2).expect("two samples");
    let options = Options::default();
    let top = || Layer::dense(dmatrix![1.0, 1.0], Activation::Linear);
    let with = |change: &dyn Fn(&mut Layer<f64>)| {
        let mut layer = Layer::dense(dmatrix![1.0, 0.0; 0.0, 1.0], Activation::Relu);
        change(&mut layer);
        Streamed::new(&Network { layers: vec![layer, top()] }, &views, Moment::Between, options).map(|_| ())
    };
    let refused = [
        with(&|layer| layer.bias = Some(vec![0.0, 0.0])),
        with(&|layer| layer.activation = Activation::Tanh),
        with(&|layer| layer.activation = Activation::LeakyRelu { slope: -1.0 }),
        with(&|layer| layer.activation = Activation::Gated { gates: dmatrix![1.0, 1.0; 1.0, 1.0] }),
    ];
    for result in refused {
        assert!(matches!(result, Err(StreamedError::Layer { layer: 1, .. })), "{result:?}");
    }
    let pooled = Network {
        layers: vec![
            Layer { pool: Pool::Max { size: 2 }, ..Layer::dense(dmatrix![1.0, 0.0; 0.0, 1.0], Activation::Relu) },
            Layer::dense(dmatrix![1.0], Activation::Linear),
        ],
    };
    let result = Streamed::new(&pooled, &views, Moment::Between, options).map(|_| ());
    assert!(matches!(result, Err(StreamedError::Layer { layer: 1, .. })), "{result:?}");
    let narrow = Network { layers: vec![Layer::dense(dmatrix![1.0], Activation::Linear)] };
    let result = Streamed::new(&narrow, &views, Moment::Between, options).map(|_| ());
    assert!(matches!(result, Err(StreamedError::Network(_))), "{result:?}");
    let empty = Generated { samples: 0, augmentations: 1, width: 1, fill: |_, _: &mut [f64]| {} };
    let result = Streamed::new(&narrow, &empty, Moment::Between, options).map(|_| ());
    assert!(matches!(result, Err(StreamedError::NoViews { .. })), "{result:?}");

    let network = Network { layers: vec![Layer::dense(dmatrix![1.0, 0.0; 0.0, 1.0], Activation::Relu), top()] };
    let large_scale = || Streamed::new(&network, &views, Moment::Between, options).expect("a network");
    let misfit = large_scale().apply_to(2, &dmatrix![1.0; 1.0]);
    assert!(matches!(misfit, Err(StreamedError::Shape { found: (2, 1), expected: (1, 2), .. })), "{misfit:?}");
    assert!(matches!(large_scale().apply_each(&[]), Err(StreamedError::Shape { .. })));
    assert!(matches!(large_scale().shape(3), Err(StreamedError::NoLayer { found: 3, depth: 2 })));
    assert!(matches!(large_scale().against(&narrow, options).map(|_| ()), Err(StreamedError::Network(_))));
    let inner = large_scale().with_inner(&dmatrix![1.0, 0.0; 0.0, 1.0]).map(|_| ());
    assert!(matches!(inner, Err(StreamedError::Shape { .. })), "{inner:?}");
    let asymmetric = large_scale().with_inner(&dmatrix![2.0]).and_then(|s| s.largest_eigenvalues(1, 1));
    assert!(matches!(asymmetric, Err(StreamedError::Asymmetric { .. })), "{asymmetric:?}");
    let crossed = large_scale().against(&network, options).and_then(|s| s.largest_eigenvalues(1, 1));
    assert!(matches!(crossed, Err(StreamedError::Asymmetric { .. })), "{crossed:?}");
    let large = large_scale().explicit(1, 4 * 4 * 8 - 1).expect_err("more than the limit");
    assert!(matches!(large, StreamedError::TooLarge { .. }) && large.to_string().contains("GiB"), "{large}");
}

#[test]
fn views_without_a_gradient_are_refused() {
    let network = Network {
        layers: vec![
            Layer::dense(dmatrix![1.0, -1.0], Activation::Relu),
            Layer::dense(dmatrix![1.0], Activation::Linear),
        ],
    };
    let of = |inputs| {
        let views = Views::uniform(inputs, 3).expect("three samples");
        let options = Options { block_views: 1, ..Options::default() };
        Streamed::new(&network, &views, Moment::Between, options).expect("a network").of_weights()
    };
    let zero = of(dmatrix![1.0, 2.0, 2.0; 3.0, 2.0, 1.0]);
    let at = Preactivation { layer: 1, unit: 0, view: 1 }.is_zero();
    assert!(matches!(&zero, Err(StreamedError::Gradient(found)) if *found == at), "{zero:?}");
    let unknown = of(dmatrix![1.0, f64::INFINITY, 2.0; 3.0, f64::INFINITY, 1.0]);
    assert!(matches!(unknown, Err(StreamedError::Gradient(Obstacle::UnknownSign(_)))), "{unknown:?}");
    let overflow = of(dmatrix![1e200, 2e200, 2e200; 3e200, 4e200, 1.0]);
    assert!(matches!(overflow, Err(StreamedError::NotRepresentable { .. })), "{overflow:?}");
}

/// A network and 32 samples of two views, of which one is blank and one closes the whole second layer of a ReLU network,
/// neither where the probe for a pilot looks. The others have `common` in their first number. All entries are integers.
fn with_silent_views(activation: &Activation<Rational>, common: i64) -> (Network<Rational>, Views<Rational>) {
    let matrix = |rows, columns, entry: &dyn Fn(usize, usize) -> i64| {
        DMatrix::from_fn(rows, columns, |i, j| Rational::from_f64(entry(i, j) as f64).expect("an integer"))
    };
    let layers = vec![
        Layer::dense(matrix(3, 3, &|i, j| [[1, 0, 0], [0, 3, -1], [0, -2, 5]][i][j]), activation.clone()),
        Layer::dense(matrix(2, 3, &|i, j| [[2, -1, -1], [3, 1, -2]][i][j]), activation.clone()),
        Layer::dense(matrix(3, 2, &|i, j| [[1, -3], [-2, 5], [4, 1]][i][j]), activation.clone()),
        Layer::dense(matrix(2, 3, &|i, j| [[1, -2, 3], [2, 5, -1]][i][j]), Activation::Linear),
    ];
    let inputs = matrix(3, 64, &|j, view| match (view, j) {
        (11, _) => 0,
        // Under ReLU the layers are (0, 0, 16), then −16 and −32.
        (18, _) => [-common - 1, -3, 2][j],
        (_, 0) => common + (view * 5 % 17) as i64,
        (_, j) => ((view * view + 3) * (2 * j + 1) % 7) as i64 + 1,
    });
    (Network { layers }, Views::uniform(inputs, 32).expect("32 samples"))
}

/// ψ'(0) is the slope below 0 wherever a whole layer's input is certainly 0: the operator, its bound, the loss of all
/// pairs and the count are those of exact arithmetic, with a pilot and without.
#[test]
fn silent_views_have_the_subgradient() {
    let leaky = Activation::LeakyRelu { slope: Rational::from_f64(0.25).expect("a quarter") };
    let at_zero = AtZero::Subgradient;
    for (activation, zeros) in [(Activation::Relu, 3 + 2 + 3 + 3), (leaky, 3 + 2 + 3)] {
        for common in [40, 1_000_000] {
            let (network, views) = with_silent_views(&activation, common);
            let trace = network.trace_at(&views.inputs, at_zero).expect("gates at 0 are given");
            assert_eq!(trace.zeros(), zeros);
            let (plain, floats) = (network.embed::<f64>(), views.embed::<f64>());
            let loss = pair_loss_at(&plain, &floats, Form::Gram, at_zero).expect("a gradient");
            let refused = pair_loss(&plain, &floats, Form::Gram);
            let blank = Preactivation { layer: 1, unit: 0, view: 11 }.is_zero();
            assert!(matches!(&refused, Err(PairLossError::Gradient(found)) if *found == blank), "{refused:?}");
            for options in NARROW {
                let large_scale = |at_zero| {
                    let options = Options { at_zero, ..options };
                    Streamed::new(&plain, &floats, Moment::Between, options).expect("layers that are treated")
                };
                let found = large_scale(AtZero::Subgradient).of_weights_bounded().expect("a gradient");
                let (applied, bound) = found.expect("the plain operator");
                assert_eq!((bound.zero_preactivations, bound.gates_are_decided), (zeros, true), "{bound:?}");
                for (index, layer) in network.layers.iter().enumerate() {
                    let exact =
                        Operator::of(trace.connections(index + 1), &views, Moment::Between).apply(&layer.weights);
                    let gap = |found: &DMatrix<f64>, times: i64| {
                        let times = Rational::from_f64(times as f64).expect("an integer");
                        let gap = |found: f64, exact: Rational| {
                            (Rational::from_f64(found).expect("finite") - times.clone() * exact).to_f64()
                        };
                        found.zip_map(&exact, gap).norm()
                    };
                    let size = exact.map(|q| q.to_f64()).norm();
                    assert!(gap(&applied.layers[index], 1) <= bound.layers[index] && bound.layers[index] < size);
                    if common < 1_000 {
                        assert!(loss.gates_are_decided && gap(&loss.gradient[index], -2) <= loss.bounds[index]);
                    }
                }
                let refused = large_scale(AtZero::Reject).of_weights();
                assert!(matches!(&refused, Err(StreamedError::Gradient(found)) if *found == blank), "{refused:?}");
            }
        }
    }
}

/// A 0 that is computed is no certain one: of two products that cancel, or of numbers that vanish beside others.
#[test]
fn a_computed_zero_that_is_not_certain_is_refused() {
    let network = Network {
        layers: vec![
            Layer::dense(dmatrix![1.0, -1.0], Activation::Relu),
            Layer::dense(dmatrix![1.0], Activation::Linear),
        ],
    };
    for inputs in [dmatrix![1.0, 2.0, 0.0; 3.0, 2.0, 0.0], dmatrix![1e300, 1e-30, 3e300; 3e300, 2e-30, 1e300]] {
        let views = Views::uniform(inputs, 3).expect("three samples");
        let options = Options { at_zero: AtZero::Subgradient, ..Options::default() };
        let found = Streamed::new(&network, &views, Moment::Between, options).expect("a network").of_weights();
        let at = Preactivation { layer: 1, unit: 0, view: 1 }.is_zero();
        assert!(matches!(&found, Err(StreamedError::Gradient(found)) if *found == at), "{found:?}");
        let loss = pair_loss_at(&network, &views, Form::Pairs, AtZero::Subgradient);
        assert!(matches!(&loss, Err(PairLossError::Gradient(found)) if *found == at), "{loss:?}");
    }
}
