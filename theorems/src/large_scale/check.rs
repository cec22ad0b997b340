//! The comparisons: the update with the operator, and wᵀVw with the energy.

use crate::check::Check;
use dualproof::claim::Ceiling;
use dualproof::gemm::gamma;
use dualproof::network::Network;
use dualproof::numbers::{exponent, norm, times_power};
use dualproof::operator::streamed::{Applied, Bound};
use dualproof::pair_loss::PairLoss;
use dualproof::record::Verdict;
use nalgebra::DMatrix;

impl Check {
    /// The check of two sides that differ by `residual` in a norm, relative to their size.
    fn of_norms(residual: f64, bound: f64, sides: Size, undecided: Option<String>, ceiling: f64) -> Self {
        let Size { size, at_least, .. } = sides;
        let relative = |x: f64| if x == 0.0 { 0.0 } else { x / size };
        let power = Some(2.0 * bound / at_least).filter(|power| at_least > 0.0 && power.is_finite());
        let (verdict, reason) = if let Some(reason) = undecided {
            (Verdict::Inconclusive, Some(reason))
        } else if !bound.is_finite() || residual.is_nan() {
            (Verdict::Inconclusive, Some("no bound on rounding within f64".to_string()))
        } else if residual > bound {
            (Verdict::Refuted, Some("the two sides differ by more than rounding explains".to_string()))
        } else if sides.is_nothing() {
            (Verdict::NothingChecked, Some("both sides are 0, or nearly: nothing was compared".to_string()))
        } else if power.is_none() {
            let reason =
                format!("rounding may be {:.1e} of the value: neither side can be distinguished from 0", bound / size);
            (Verdict::Inconclusive, Some(reason))
        } else if !(Ceiling { at: ceiling, reason: None }).admits(power) {
            let power = power.unwrap_or(f64::INFINITY);
            let reason = format!("the smallest violation caught is {power:.1e}, expected at most {ceiling:.1e}");
            (Verdict::Inconclusive, Some(reason))
        } else {
            (Verdict::Holds, None)
        };
        Check { residual: relative(residual), bound: relative(bound), power, verdict, reason }
    }
}

/// How large two sides are that should be equal.
#[derive(Clone, Copy, Debug)]
struct Size {
    /// As computed: what figures are relative to.
    size: f64,
    /// A lower bound on the side that is known better.
    at_least: f64,
    /// An upper bound on the predicted side.
    at_most: f64,
    /// Is the predicted side computed as exactly 0?
    is_zero: bool,
    /// Its size if nothing cancelled: of the distances from a common mean, and of the outputs themselves. Not finite
    /// where it is beyond the range of `f64`.
    uncancelled: [f64; 2],
}

impl Size {
    /// Is it certainly 0, below the normal numbers, or below √ε of the terms that it is a difference of? Not where the
    /// bound is larger than the value: then it is not known.
    fn is_nothing(self) -> bool {
        let [about_the_mean, all] = self.uncancelled;
        let nearly = if self.is_zero { all } else { about_the_mean } * f64::EPSILON.sqrt();
        let nearly = if nearly.is_finite() { nearly.max(f64::MIN_POSITIVE) } else { f64::MIN_POSITIVE };
        self.at_least <= 0.0 && self.at_most < nearly
    }
}

/// ∇L + 2 V w of every layer, L the loss of all pairs through both branches.
pub(super) fn of_updates(
    network: &Network<f64>,
    loss: &PairLoss,
    (applied, bound): (&Applied, &Bound),
    ceiling: f64,
) -> Vec<(f64, Check)> {
    let undecided = undecided(bound).or_else(|| loss.undecided_layer.map(unknown_gate));
    let of_layer = |index: usize| {
        let (gradient, image) = (&loss.gradient[index], &applied.layers[index]);
        let (measured, predicted) = (loss.bounds[index], bound.layers[index]);
        let size = norm(gradient.as_slice());
        let residual = norm(gradient.zip_map(image, |g, v| g + 2.0 * v).as_slice());
        let image = norm(image.as_slice());
        let sides = Size {
            size,
            // Both sides are ‖∇L‖; the one that is known better decides whether it is 0.
            at_least: (size - measured).max(2.0 * (image - predicted)),
            at_most: 2.0 * (image + predicted),
            // ⟨w, ∇‖F̄‖²⟩ = 2‖F̄‖².
            uncancelled: [bound.largest, bound.largest_output]
                .map(|size| 2.0 * size / norm(network.layers[index].weights.as_slice())),
            is_zero: image == 0.0,
        };
        (size, Check::of_norms(residual, measured + 2.0 * predicted, sides, undecided.clone(), ceiling))
    };
    (0..loss.gradient.len()).map(of_layer).collect()
}

/// wᵀV w of a layer, and the same against the energy.
pub(super) fn of_energy(
    weights: &DMatrix<f64>,
    image: &DMatrix<f64>,
    (energy, bound): (f64, &Bound),
    index: usize,
    ceiling: f64,
) -> (f64, Check) {
    // In units in which ‖w‖ and ‖V w‖ are near 1: the products of their entries could overflow otherwise.
    let unit = |x: f64| if x == 0.0 || !x.is_finite() { 0 } else { exponent(x) };
    let (of_weights, of_image) = (unit(norm(weights.as_slice())), unit(norm(image.as_slice())));
    let (w, v) = (weights.map(|x| times_power(x, -of_weights)), image.map(|x| times_power(x, -of_image)));
    let both = of_weights + of_image;
    let (form, energy) = (w.dot(&v), times_power(energy, -both));
    let of_form = norm(w.as_slice()) * times_power(bound.layers[index], -of_image);
    // The roundings of the sum, and of the two norms.
    let of_sum = gamma(weights.len() + 8) * norm(w.as_slice()) * norm(v.as_slice());
    let of_energy = times_power(bound.energy, -both);
    let allowed = (of_form + of_sum + of_energy) * (1.0 + gamma(8));
    let sides = Size {
        size: energy,
        at_least: energy - of_energy,
        at_most: energy + of_energy,
        uncancelled: [bound.largest, bound.largest_output].map(|size| times_power(size, -both)),
        is_zero: energy == 0.0,
    };
    let check = Check::of_norms((form - energy).abs(), allowed, sides, undecided(bound), ceiling);
    (times_power(form, both), check)
}

/// The worst verdict, with the first layer that has it and its reason.
pub(super) fn worst<'a>(checks: impl Iterator<Item = &'a Check>) -> Option<(usize, &'a Check)> {
    let mut worst: Option<(usize, &Check)> = None;
    for (index, check) in checks.enumerate() {
        if worst.is_none_or(|(_, found)| check.verdict > found.verdict) {
            worst = Some((index, check));
        }
    }
    worst
}

/// Why no gate is certain, where that is so.
pub(super) fn undecided(bound: &Bound) -> Option<String> {
    bound.undecided.map(|at| {
        format!(
            "{}: it is {:.1e} of the largest activation, and rounding may be {:.1e} of that",
            unknown_gate(at.layer),
            at.least,
            at.rounding
        )
    })
}

fn unknown_gate(layer: usize) -> String {
    format!("the sign of a pre-activation of layer {layer} is not decided")
}
