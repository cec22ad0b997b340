//! How instances are drawn: z and the treatment of the statistics at random.

use super::super::cases::{digits_instance, generic_predictor};
use super::super::setting::ZeroMean;
use super::{Instance, Statistic};
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::prelude::*;
use proptest::sample::select;

const MEANS: &[Statistic] = &Statistic::ALL;
const LINEAR_MEANS: &[Statistic] = &[Statistic::Absent, Statistic::Differentiated];
const ABSENT: &[Statistic] = &[Statistic::Absent];

type Parts = (Network<Rational>, Views<Rational>, DMatrix<Rational>);

/// Networks of three layers: each output of each view is swept back.
pub(super) const LARGE: Size = Size { widths: &[6, 6, 5, 4], samples: 4, augmentations: 2 };

/// As many layers of two.
pub(super) const SMALL: Size = Size { widths: &[2, 2, 2, 2], samples: 2, augmentations: 2 };

fn placed(
    (network, views, predictor): Parts,
    means: &'static [Statistic],
    deviations: &'static [Statistic],
) -> impl Strategy<Value = Instance> {
    let depth = network.depth();
    let drawn = (1..=depth, select(means), select(deviations), (1_i64..=8, 0_u32..=8));
    drawn.prop_map(move |(layer, mean, deviation, (quarters, power))| Instance {
        network: network.clone(),
        views: views.clone(),
        predictor: predictor.clone(),
        layer,
        mean,
        deviation,
        epsilon: Rational::new(quarters * 8_i64.pow(power), 4),
        statistics_of_each_group: false,
    })
}

fn drawn(options: Setting, means: &'static [Statistic], deviations: &'static [Statistic]) -> BoxedStrategy<Instance> {
    network_and_views(options)
        .prop_flat_map(|(network, views)| {
            let predictor = generic_predictor(network.output_width());
            (Just(network), Just(views), predictor)
        })
        .prop_flat_map(move |parts| placed(parts, means, deviations))
        .boxed()
}

/// Any of the nine treatments; a half of those of which every part speaks; some with ε = 0. Three samples at least: of two
/// values a normalised unit keeps only the order, and its derivative is what ε leaves.
pub(super) fn any() -> BoxedStrategy<Instance> {
    let three_samples = Setting { samples: (3, 4), augmentations: (1, 2), ..Setting::default() };
    let linear = move || drawn(Setting::default(), LINEAR_MEANS, &[Statistic::Absent, Statistic::Constant]);
    let without_epsilon = |instance: Instance| Instance { epsilon: Rational::zero(), ..instance };
    prop_oneof![
        3 => linear(),
        3 => drawn(three_samples, MEANS, MEANS),
        1 => linear().prop_map(without_epsilon),
    ]
    .boxed()
}

/// Without division, the mean absent or differentiated: rational.
pub(super) fn without_deviation(options: Setting) -> BoxedStrategy<Instance> {
    drawn(options, LINEAR_MEANS, ABSENT)
}

/// The mean held constant.
pub(super) fn with_a_constant_mean() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), &[Statistic::Constant], ABSENT)
}

/// The deviation differentiated.
pub(super) fn with_a_differentiated_deviation() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), LINEAR_MEANS, &[Statistic::Differentiated])
}

/// Two or three groups of views, each with its own mean.
pub(super) fn of_each_group() -> BoxedStrategy<Instance> {
    drawn(Setting { augmentations: (2, 3), ..Setting::default() }, &[Statistic::Differentiated], ABSENT)
        .prop_map(|instance| Instance { statistics_of_each_group: true, ..instance })
        .boxed()
}

/// All free but ε.
pub(super) fn free(size: Size) -> BoxedStrategy<Instance> {
    let outputs = *size.widths.last().expect("a width");
    (free_network_and_views(size, Hidden::Gated), free_matrix(outputs, outputs))
        .prop_flat_map(|((network, views), predictor)| placed((network, views, predictor), LINEAR_MEANS, ABSENT))
        .boxed()
}

/// Five shifts each of two digits, the nine treatments before each hidden activation in turn, ε as PyTorch has it.
pub(super) fn on_digits() -> Vec<Instance> {
    let digits = digits_instance(ZeroMean::NEITHER);
    let hidden = digits.online.depth() - 1;
    let treatments = MEANS.iter().flat_map(|mean| MEANS.iter().map(move |deviation| (*mean, *deviation)));
    let treated = |(n, (mean, deviation)): (usize, (Statistic, Statistic))| Instance {
        network: digits.online.clone(),
        views: digits::views(2),
        predictor: digits.predictor.clone(),
        layer: 1 + n % hidden,
        mean,
        deviation,
        epsilon: Rational::new(1, 100_000),
        statistics_of_each_group: false,
    };
    treatments.enumerate().map(treated).collect()
}
