//! How instances are drawn, the predicate on T, and the degrees of the statements in what is free.

use super::super::cases::{Cases, Target, generic_predictor, masked_on_top};
use super::super::loss::Recording;
use super::super::moments::Moments;
use super::super::setting::{Instance, ZeroMean};
use super::Part;
use super::commuting::{best_predictor_repels_somewhere, with_common_modes};
use dualproof::claim::{Degrees, largest_degree};
use dualproof::matrix::{embed, inverse};
use dualproof::numbers::{Number, Obstacle, System};
use dualproof::strategies::{Setting, Size};
use dualproof::tape::Tape;
use nalgebra::DMatrix;
use proptest::prelude::*;

/// Shared weights, any predictor but I, a zero-mean online output.
pub(super) const CASES: Cases =
    Cases { target: Target::Shared, predictors: generic_predictor, zero_mean: ZeroMean::OF_THE_ONLINE };

/// Three samples or more, two or three augmentations of each.
pub(super) fn with_augmentations() -> Setting {
    Setting { samples: (3, 5), augmentations: (2, 3), ..Setting::default() }
}

/// Networks without and, for what does not rest on f_L = K_lᵀw_l, with biases; and with two outputs whose covariances
/// commute with one another and with P.
pub(super) fn drawn() -> BoxedStrategy<Instance> {
    let options = Setting { augmentations: (1, 3), ..with_augmentations() };
    prop_oneof![
        3 => CASES.drawn(options),
        1 => CASES.drawn(Setting { bias: true, ..options }),
        2 => with_common_modes(CASES.drawn(with_augmentations())),
    ]
    .boxed()
}

/// All free, large.
pub(super) fn large() -> BoxedStrategy<Instance> {
    CASES.free(Size::LARGE)
}

/// All free, small.
pub(super) fn small() -> BoxedStrategy<Instance> {
    CASES.free(Size::SMALL)
}

/// Entries of W_L that do not learn.
pub(super) fn masked() -> BoxedStrategy<Instance> {
    let masked = |instance: Instance| {
        let instance = masked_on_top(instance);
        Instance { target: instance.online.clone(), ..instance }
    };
    CASES.random().prop_map(masked).boxed()
}

/// BW + WB with a negative eigenvalue.
pub(super) fn repelling() -> BoxedStrategy<Instance> {
    let repels = |instance: &Instance| best_predictor_repels_somewhere(instance);
    CASES.drawn(with_augmentations()).prop_filter("BW + WB with a negative eigenvalue", repels).boxed()
}

/// Is T invertible? Exactly; for a tanh network, which has no rational outputs, certainly so within its error bound.
pub(super) fn total_covariance_is_invertible(instance: &Instance) -> bool {
    fn decide(instance: &Instance) -> Result<bool, Obstacle> {
        let mut tape = Tape::<Number>::new();
        let network = tape.network(&instance.online.embed(), &embed(&instance.views.inputs))?;
        Ok(inverse(&Moments::of(instance, tape.value(network.output)).total()).is_some())
    }
    // A determinant that is not 0 modulo a prime is not 0.
    let is = |system: System| system.computing(|| decide(instance));
    is(System::Prime61) == Ok(true) || is(System::Rational).or_else(|_| is(System::Running)).unwrap_or(false)
}

/// With t a bound on the degrees of r's gradient by P, of T and of B, and n outputs: T⁻¹ = adj T / det T has degrees
/// (n − 1)t and nt, so that P* has nt over nt; the gradients at P* are linear in it and the losses, like tr SB,
/// quadratic; tr of T-free products of 2n + 1 factors P* gives the spectrum, and the other side of it has two inverses
/// more. Without P* there is Pᵀ times what t bounds.
pub(super) fn degrees(instance: &Instance, part: Part) -> Result<Degrees, Obstacle> {
    let n = instance.outputs() as u64;
    let t = 1 + System::Degree.computing(|| {
        let recording = Recording::<Number>::with_predictor(instance, DMatrix::zeros(n as usize, n as usize))?;
        let network = instance.online.embed::<Number>();
        let moments = Moments::of(instance, network.trace(&embed(&instance.views.inputs))?.output());
        Ok(largest_degree(&recording.predictor_gradient()).max(largest_degree(&moments.total())))
    })?;
    let inverses = match part {
        Part::TopLayer | Part::Modes => 0,
        Part::Minimiser | Part::Gradient => 1,
        Part::Excess | Part::Minimal | Part::RadialMotion | Part::Attraction | Part::PositiveSemidefinite => 2,
        Part::Spectrum => 2 * n + 2,
    };
    Ok(Degrees { numerator: inverses * n * t + 2 * t, denominator: inverses * n * t })
}

/// Why the error bound of ⟨w_l, ∇r⟩ decides less on the digits.
pub(super) const CONDITION: &str = "the error bound of P* carries the condition of T on the digits, and wᵀ∇w is the small \
                         difference of two large terms there";
