//! How instances are drawn: losses of every family on random networks, whose outputs are brought to size 1.

use super::loss::OutputLoss;
use super::{Formula, Instance, OutputCovarianceLosses, Part, Statistics};
use dualproof::claim::{Degrees, Sides, largest_degree};
use dualproof::matrix::{scaled, trace};
use dualproof::network::Network;
use dualproof::numbers::{Field, Number, Obstacle, Rational, System};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;

fn outputs(network: &Network<Rational>) -> usize {
    network.layers.last().map_or(0, |layer| layer.weights.nrows())
}

/// A loss of n outputs, from four numbers of 1 to 8 and entries of −4 to 4.
type Family = fn(usize, &[i64], &[i64]) -> OutputLoss;

fn ratio(above: i64, below: u64) -> Rational {
    Rational::new(above, below)
}

const POLYNOMIAL: Family = |n, _, entries| {
    let matrix = |k: usize| DMatrix::from_fn(n, n, |i, j| ratio(entries[(k * n + i) * n + j], 1));
    OutputLoss::Polynomial { between: matrix(0), within: matrix(1), both: matrix(2) }
};
const BARLOW_TWINS: Family = |_, k, _| OutputLoss::BarlowTwins { redundancy: ratio(k[0], 4) };
const SPECTRAL: Family = |_, k, _| OutputLoss::Spectral { attraction: ratio(k[0], 4) };
const LOG_DETERMINANT: Family =
    |_, k, _| OutputLoss::LogDeterminant { scale: ratio(k[0], 4), invariance: ratio(k[1], 4) };
const DISCRIMINANT: Family = |_, k, _| OutputLoss::Discriminant { ridge: ratio(k[0], 4) };
/// Some hinges active, whose roots are of any kind.
const VICREG: Family = |_, k, _| vicreg(k, ratio(k[3], 3), ratio(1, 16));
/// None active: γ² < ε.
const VICREG_WITHOUT_HINGES: Family = |_, k, _| vicreg(k, ratio(1, 8), ratio(k[3], 16));

fn vicreg(k: &[i64], margin: Rational, epsilon: Rational) -> OutputLoss {
    let [invariance, variance, covariance] = [k[0], k[1], k[2]].map(|k| ratio(k, 4));
    OutputLoss::Vicreg { invariance, variance, covariance, margin, epsilon }
}

/// The losses that are rational functions.
const RATIONAL: &[Family] =
    &[POLYNOMIAL, POLYNOMIAL, BARLOW_TWINS, SPECTRAL, LOG_DETERMINANT, DISCRIMINANT, VICREG_WITHOUT_HINGES];

fn drawn(options: Setting, families: &'static [Family], statistics: Statistics) -> BoxedStrategy<Instance> {
    let numbers = (0..families.len(), vec(1_i64..=8, 4), vec(-4_i64..=4, 27));
    (network_and_views(options), numbers)
        .prop_map(move |((network, views), (family, numbers, entries))| {
            let network = with_outputs_of_size_one(network, &views);
            let loss = families[family](outputs(&network), &numbers, &entries);
            Instance { network, views, loss, statistics }
        })
        .boxed()
}

/// The top weights over the power of two, at most 2³¹, that brings the mean variance of an output below 4; as they are
/// where it is not known exactly.
fn with_outputs_of_size_one(mut network: Network<Rational>, views: &Views<Rational>) -> Network<Rational> {
    let Ok(passed) = network.trace(&views.inputs) else { return network };
    let f = passed.output();
    let total = trace(&views.between_sample_covariance(f)) + trace(&views.within_sample_covariance(f));
    let mean = total * ratio(1, f.nrows() as u64);
    let halvings = (0..31).take_while(|k| mean >= ratio(1 << (2 * (k + 1)), 1)).count();
    if let Some(layer) = network.layers.last_mut() {
        layer.weights = scaled(&layer.weights, &ratio(1, 1 << halvings));
    }
    network
}

/// Losses that are rational functions, and VICReg with rational roots.
pub(super) fn any_instance() -> BoxedStrategy<Instance> {
    let families = drawn(Setting::default(), RATIONAL, Statistics::Population);
    prop_oneof![5 => families, 1 => vicreg_with_rational_roots(|a, b| a.min(b)), 1 => vicreg_that_repels()].boxed()
}

/// VICReg with roots of any kind.
pub(super) fn of_any_roots() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), &[VICREG], Statistics::Population)
}

/// Layers with a bias.
pub(super) fn with_a_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..Setting::default() }, RATIONAL, Statistics::Population)
}

/// Hidden layers of tanh.
pub(super) fn with_tanh() -> BoxedStrategy<Instance> {
    drawn(Setting { tanh: true, ..Setting::default() }, &[POLYNOMIAL], Statistics::Population)
}

/// Covariances of batches.
pub(super) fn of_batches() -> BoxedStrategy<Instance> {
    let few = Setting { samples: (2, 2), augmentations: (1, 2), ..Setting::default() };
    drawn(few, &[POLYNOMIAL], Statistics::Batches)
}

/// Losses of one pair at a time.
pub(super) fn of_one_pair() -> BoxedStrategy<Instance> {
    let few = Setting { samples: (2, 3), augmentations: (2, 2), ..Setting::default() };
    drawn(few, &[POLYNOMIAL], Statistics::OnePair)
}

/// The spectral contrastive loss.
pub(super) fn spectral() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), &[SPECTRAL], Statistics::Population)
}

/// Barlow Twins.
pub(super) fn barlow_twins() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), &[BARLOW_TWINS], Statistics::Population)
}

/// VICReg with both hinges active.
pub(super) fn vicreg_that_repels() -> BoxedStrategy<Instance> {
    vicreg_with_rational_roots(|a, b| a + b)
}

/// The first two outputs, or the one, of a network under VICReg, with an ε that makes their standard deviations s
/// rational: T_11 − T_22 = (s_1 − s_2)(s_1 + s_2), of which the first factor is free. γ from the two of them.
fn vicreg_with_rational_roots(margin: fn(Rational, Rational) -> Rational) -> BoxedStrategy<Instance> {
    let solved = move |mut instance: Instance| {
        if let Some(layer) = instance.network.layers.last_mut() {
            let outputs = layer.weights.nrows().min(2);
            layer.weights = layer.weights.rows(0, outputs).into_owned();
        }
        let (Some([b, w]), OutputLoss::Vicreg { margin: gamma, epsilon, .. }) =
            (instance.covariances(), &mut instance.loss)
        else {
            return instance;
        };
        let variances = (b + w).diagonal();
        let half = ratio(1, 2);
        let of = |difference: i32| {
            let difference = ratio(1 << (difference + 6), 1 << 6);
            let gap = variances[0].clone() - variances[variances.len() - 1].clone();
            let sum = gap.divide(&difference)?;
            let first = (sum.clone() + difference.clone()) * half.clone();
            let last = (sum - difference) * half.clone();
            let epsilon = first.clone() * first.clone() - variances[0].clone();
            (epsilon > Rational::zero())
                .then(|| (epsilon, [first, last].map(|s| if s < Rational::zero() { -s } else { s })))
        };
        if let Some((solution, [first, last])) = (-6..8).find_map(of) {
            (*gamma, *epsilon) = (margin(first, last) + ratio(1, 64), solution);
        }
        instance
    };
    drawn(Setting::default(), &[VICREG_WITHOUT_HINGES], Statistics::Population).prop_map(solved).boxed()
}

/// Entries of W_L that do not learn.
pub(super) fn masked_on_top() -> BoxedStrategy<Instance> {
    let masked = |mut instance: Instance| {
        if let Some(layer) = instance.network.layers.last_mut() {
            let (rows, columns) = layer.weights.shape();
            let present = |i: usize, j: usize| u8::from((i + j).is_multiple_of(2));
            layer.mask = Some((0..rows).map(|i| (0..columns).map(|j| present(i, j)).collect()).collect());
        }
        instance
    };
    drawn(Setting::default(), RATIONAL, Statistics::Population).prop_map(masked).boxed()
}

/// Free weights, gates, views, and the sum of a polynomial loss and of every other that is a rational function, their numbers
/// as free.
pub(super) fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE)
}

/// The same with few entries.
pub(super) fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    let n = size.widths[size.widths.len() - 1];
    let matrices = (free_matrix(n, n), free_matrix(n, n), free_matrix(n, n));
    (free_network_and_views(size, Hidden::Gated), matrices, free_matrix(5, 1))
        .prop_map(|((network, views), (between, within, both), numbers)| {
            let number = |k: usize| numbers[k].clone();
            let terms = vec![
                OutputLoss::Polynomial { between, within, both },
                OutputLoss::BarlowTwins { redundancy: number(0) },
                OutputLoss::Spectral { attraction: number(1) },
                OutputLoss::LogDeterminant { scale: number(2), invariance: number(3) },
                OutputLoss::Discriminant { ridge: number(4) },
            ];
            Instance { network, views, loss: OutputLoss::Sum { terms }, statistics: Statistics::Population }
        })
        .boxed()
}

/// With t a bound on the degrees of B, W and T, and d on those of the polynomial loss's part, whose Φ are of degree at least 1:
/// of n outputs, the gradients of Barlow Twins are over Π T_ii⁴, those of the log-determinant over det(I + αT), those of the
/// discriminant over det(T + εI)², numerators of the Φ of no more than 4t + 4 above the common denominator.
pub(super) fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let polynomial = match &instance.loss {
        OutputLoss::Sum { terms } => Instance { loss: terms[0].clone(), ..instance.clone() },
        _ => instance.clone(),
    };
    let [d, t] = System::Degree.computing(|| {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let trace = network.trace(&views.inputs)?;
        let f = trace.output();
        let t = views.between_sample_covariance(f) + views.within_sample_covariance(f);
        let sides = [
            OutputCovarianceLosses::measured(&polynomial, part)?,
            OutputCovarianceLosses::predicted(&polynomial, part, Formula::Stated)?,
        ];
        let d = sides.iter().flatten().map(largest_degree).max().unwrap_or(0);
        Ok([d, largest_degree(&t)])
    })?;
    let n = outputs(&instance.network) as u64;
    let denominator = 4 * n * t + n * (t + 1) + 2 * n * t;
    Ok(Degrees { numerator: denominator + d + 4 * t + 4, denominator })
}

/// The digits network on five shifts each of eight digits, with every loss.
pub(super) fn on_digits() -> Vec<Instance> {
    let views = digits::views(8);
    let network = with_outputs_of_size_one(digits::network(), &views);
    let one = Rational::one();
    let losses = [
        OutputLoss::BarlowTwins { redundancy: ratio(1, 128) },
        OutputLoss::Vicreg {
            invariance: one.clone(),
            variance: one.clone(),
            covariance: ratio(1, 25),
            margin: one.clone(),
            epsilon: ratio(1, 10_000),
        },
        OutputLoss::Spectral { attraction: one.clone() },
        OutputLoss::LogDeterminant { scale: one.clone(), invariance: one },
        OutputLoss::Discriminant { ridge: ratio(4, 1) },
    ];
    let of =
        |loss| Instance { network: network.clone(), views: views.clone(), loss, statistics: Statistics::Population };
    losses.map(of).to_vec()
}
