//! One layer of a measurement.

use super::options::MeasureArgs;
use super::subject::{Instance, Subject};
use super::units::{Figure, scaled_by_power};
use super::{measured, predicted};
use crate::check::Check;
use crate::diagnosis::{Fit, Growth};
use dualproof::claim::Relation;
use dualproof::matrix::inner;
use dualproof::numbers::{Floating, Sign, exponent, norm as float_norm, times_power, unit_of};
use dualproof::record::Verdict;
use dualproof::spectrum::Eigenvalue;
use nalgebra::DMatrix;
use serde::Serialize;

/// What the comparison of ‖θ‖ with its bound is called.
pub(super) const OF_REMAINDER: &str = "θ and its bound";

/// One layer of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// l, from 1.
    pub layer: usize,
    /// The name of its weights in the file.
    pub tensor: String,
    /// n_l and n_{l−1}.
    pub shape: (usize, usize),
    /// ‖W_l‖.
    pub weights_norm: f64,
    /// ‖V w_l‖, V = V_x\[K̄_l\]. This and every figure below is NaN where it is beyond the range of `f64`: null in a
    /// document, with its reason among what is not decided.
    pub image_norm: f64,
    /// A bound on its relative error; null where it is 0.
    pub image_bound: Option<f64>,
    /// w_lᵀ V w_l, which is the energy.
    pub quadratic_form: f64,
    /// The largest different eigenvalues of V.
    pub eigenvalues: Vec<f64>,
    /// The multiplicity of each; `null` where it was not counted.
    pub multiplicities: Vec<Option<usize>>,
    /// Why eigenvalues that were asked for are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eigenvalues_reason: Option<String>,
    /// ‖−∇_{W_l} L‖, the second branch constant.
    pub one_branch_update_norm: f64,
    /// As for `image_bound`.
    pub one_branch_update_bound: Option<f64>,
    /// The same through both branches.
    pub both_branch_update_norm: f64,
    /// As for `image_bound`.
    pub both_branch_update_bound: Option<f64>,
    /// ⟨W_l, −∇_{W_l} L⟩, one branch.
    pub inner_w_update: f64,
    /// A bound on its error.
    pub inner_w_update_bound: f64,
    /// The figures that are beyond the range of `f64`, a sentence each.
    #[serde(skip)]
    pub beyond: Vec<String>,
    /// Does a small step along the update grow ‖W_l‖?
    pub growth: Growth,
    /// Does the covariance operator describe the update?
    pub fit: Fit,
    /// The answers to both, a sentence each.
    pub interpretation: [String; 2],
    /// Both updates, measured against predicted; the worse of the two.
    pub update_check: Check,
    /// w_lᵀ V w_l against the energy.
    pub quadratic_form_check: Check,
    /// With a loss whose derivative depends on the pair: the two parts of the one-branch update.
    #[serde(flatten)]
    pub remainder: Option<Remainder>,
    /// With a predictor.
    #[serde(flatten)]
    pub byol: Option<Byol>,
}

/// The one-branch update as a covariance part and a remainder θ (`weighted-covariance`). What is not decided is null,
/// and has its reason in the check.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Remainder {
    /// ‖½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] w_l‖.
    pub covariance_part_norm: Option<f64>,
    /// ‖θ‖, the measured update less the covariance part.
    pub theta_norm: Option<f64>,
    /// ‖θ‖ / ‖update‖.
    pub theta_share: Option<f64>,
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\], an upper bound on ‖θ‖.
    pub theta_bound: Option<f64>,
    /// The measured update against covariance part + E\[(ξ − ξ₀) K₁ (f₊ − f₋)\].
    pub theta_check: Check,
    /// ‖θ‖² against the square of its bound.
    pub theta_bound_check: Check,
    /// Bounds on the relative errors of the four figures.
    #[serde(skip)]
    pub bounds: [Option<f64>; 4],
}

/// BYOL's update of one layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Byol {
    /// ‖−∇_{W_l} r‖ with zero-mean at both outputs and the target constant.
    pub byol_update_norm_zero_mean: f64,
    /// The same without the zero-mean.
    pub byol_update_norm_plain: f64,
    /// ‖M S Mᵀ w_l‖: the norm of the difference of the two updates.
    pub byol_zero_mean_share_norm: f64,
    /// Measured against V^S\[K̄\]w − E V^{PᵀP}\[K\]w.
    pub byol_zero_mean_check: Check,
    /// Measured against E\[K̄SK̄ᵀ\]w − E V^{PᵀP}\[K\]w.
    pub byol_plain_check: Check,
    /// The measured update with zero-mean against the one without − M S Mᵀ w.
    pub byol_zero_mean_share_check: Check,
    /// Bounds on the relative errors of the three norms.
    #[serde(skip)]
    pub bounds: [Option<f64>; 3],
}

/// What a layer is computed from, in one arithmetic.
pub(super) struct Sides<'a, F: Floating> {
    pub(super) instance: &'a Instance<F>,
    pub(super) found: &'a measured::Updates<F>,
    pub(super) expected: &'a predicted::Updates<F>,
    pub(super) image: &'a [DMatrix<F>],
    pub(super) energy: F,
}

impl<F: Floating> Sides<'_, F> {
    pub(super) fn layer(&self, subject: &Subject, args: &MeasureArgs, index: usize, left_out: (F, i32)) -> Layer {
        let (units, weights) = (&subject.units, &self.instance.network.layers[index].weights);
        let (one, both) = (&self.found.one_branch[index], &self.found.both_branches[index]);
        let plain = (F::one(), 0);
        let mut beyond = Vec::new();
        let mut figure = |what: &str, x: F, left_out: (F, i32), unit: i32| {
            in_range(what, x, left_out, unit).unwrap_or_else(|reason| {
                beyond.push(reason);
                Figure { value: f64::NAN, bound: f64::NAN }
            })
        };
        let (update, energy) = (units.update(index), 2 * units.output());
        let compared = |measured: &DMatrix<F>, predicted: &DMatrix<F>| Check::of(measured, predicted, args.ceiling());
        let update_check =
            compared(one, &self.expected.one_branch[index]).and(compared(both, &self.expected.both_branches[index]));
        let form = inner(weights, &self.image[index]);
        let single = |x: F| DMatrix::from_element(1, 1, x);
        let inner_w_update = figure("⟨W, update⟩", inner(weights, one), left_out, energy);
        let image = figure("‖V w‖", norm(&self.image[index]), plain, update);
        let quadratic_form = figure("wᵀV w", form, plain, energy).value;
        let one_branch = figure("‖update‖, one branch", norm(one), left_out, update);
        let both_branches = figure("‖update‖, both branches", norm(both), left_out, update);
        let remainder = match &self.expected.remainder {
            None => None,
            Some(parts) => {
                let parts = parts.as_ref().map(|p| (&p.covariance[index], &p.theta[index], p.bound[index]));
                let parts = parts.map_err(|obstacle| subject.obstacle(obstacle.clone(), F::NAME).to_string());
                Some(Remainder::of(one, parts, (left_out, update), args.ceiling()))
            }
        };
        let growth = Growth::of(inner_w_update.value, inner_w_update.bound);
        let share = remainder.as_ref().map(|r| r.theta_share.unwrap_or(f64::NAN));
        let fit = match share {
            Some(share) if share.is_nan() => {
                "how well the covariance picture describes this layer is not decided".into()
            }
            share => Fit::sentence(share),
        };
        let weights_norm = float_norm(subject.network().layers[index].weights.as_slice());
        Layer {
            layer: index + 1,
            tensor: subject.given.network.layers[index].clone(),
            shape: weights.shape(),
            weights_norm,
            image_norm: image.value,
            image_bound: image.relative_bound(),
            quadratic_form,
            eigenvalues: Vec::new(),
            multiplicities: Vec::new(),
            eigenvalues_reason: None,
            one_branch_update_norm: one_branch.value,
            one_branch_update_bound: one_branch.relative_bound(),
            both_branch_update_norm: both_branches.value,
            both_branch_update_bound: both_branches.relative_bound(),
            inner_w_update: inner_w_update.value,
            inner_w_update_bound: inner_w_update.bound,
            beyond,
            growth,
            fit: Fit::of(share),
            interpretation: [fit, growth.clause().to_string()],
            update_check,
            quadratic_form_check: compared(&single(form), &single(self.energy)),
            remainder,
            byol: None,
        }
    }
}

impl Remainder {
    /// Of a measured update and the formula's covariance part, θ and its bound, or why there are none.
    fn of<F: Floating>(
        update: &DMatrix<F>,
        parts: Result<(&DMatrix<F>, &DMatrix<F>, F), String>,
        (left_out, unit): ((F, i32), i32),
        ceiling: f64,
    ) -> Self {
        let (covariance, theta, bound) = match parts {
            Ok(parts) => parts,
            Err(reason) => {
                let check = Check::undecided(reason);
                return Remainder {
                    covariance_part_norm: None,
                    theta_norm: None,
                    theta_share: None,
                    theta_bound: None,
                    theta_check: check.clone(),
                    theta_bound_check: check,
                    bounds: [None; 4],
                };
            }
        };
        let measured = update - covariance;
        let figures = [norm(covariance), norm(&measured), bound].map(|x| in_units(x, left_out, unit));
        let square = |x: F| DMatrix::from_element(1, 1, x);
        let share = norm(&measured).divide(&norm(update)).and_then(|share| Figure::of(share, 0));
        // θ itself can be 0: 0 is relative to the update.
        let theta_check = Check::of(update, &(covariance + theta), ceiling);
        let zero = |x: &F| matches!(x.sign(), Sign::Zero | Sign::Unknown);
        let theta_bound_check = if zero(&bound) && theta.iter().all(zero) && bound.error_bound().is_finite() {
            // One view of each sample, or equal views: the second order is 0.
            Check::nothing("θ and its bound are both 0 within rounding".to_string())
        } else {
            let square_of_theta = square(inner(theta, theta));
            Check::related(Relation::AtMost, &square_of_theta, &square(bound * bound), ceiling)
        };
        let [covariance_part, theta, theta_bound] = figures;
        let value = |figure: Option<Figure>| figure.map(|figure| figure.value);
        Remainder {
            covariance_part_norm: value(covariance_part),
            theta_norm: value(theta),
            theta_share: value(share),
            theta_bound: value(theta_bound),
            theta_check,
            theta_bound_check,
            bounds: [covariance_part, theta, share, theta_bound].map(|figure| figure?.relative_bound()),
        }
    }
}

impl Layer {
    /// The worst verdict on losses and updates. θ has verdicts of its own; only a refutation of one counts here.
    pub fn verdict(&self) -> Verdict {
        Verdict::worst(self.checks().into_iter().map(|(what, check)| {
            let counts = !what.starts_with('θ') || check.verdict == Verdict::Refuted;
            if counts { check.verdict } else { Verdict::Holds }
        }))
    }

    /// Every comparison of the layer, with its name.
    pub(super) fn checks(&self) -> Vec<(&'static str, &Check)> {
        let mut checks = vec![("update", &self.update_check), ("wᵀV w = energy", &self.quadratic_form_check)];
        if let Some(parts) = &self.remainder {
            checks.push(("θ", &parts.theta_check));
            checks.push((OF_REMAINDER, &parts.theta_bound_check));
        }
        if let Some(byol) = &self.byol {
            checks.push(("BYOL with zero-mean", &byol.byol_zero_mean_check));
            checks.push(("BYOL without", &byol.byol_plain_check));
            checks.push(("the zero-mean's share of BYOL", &byol.byol_zero_mean_share_check));
        }
        checks
    }

    /// With the eigenvalues, given in units of 2^`unit`. Those that cannot be listed are no reason to refuse the rest.
    pub(super) fn with_spectrum(mut self, spectrum: Option<Vec<Eigenvalue>>, unit: i32) -> Self {
        let in_range = |e: &Eigenvalue| times_power(e.value, unit).is_normal();
        match spectrum.filter(|spectrum| spectrum.iter().all(in_range)) {
            None => self.eigenvalues_reason = Some("some are beyond the range of f64".to_string()),
            Some(spectrum) => {
                self.eigenvalues = spectrum.iter().map(|e| times_power(e.value, unit)).collect();
                self.multiplicities = spectrum.iter().map(|e| e.multiplicity).collect();
            }
        }
        self
    }

    pub(super) fn add_byol<F: Floating>(
        &mut self,
        subject: &Subject,
        ceiling: f64,
        (zero_mean, plain, expected): (&DMatrix<F>, &DMatrix<F>, &predicted::Byol<F>),
    ) {
        let index = self.layer - 1;
        let compared = |measured: &DMatrix<F>, predicted: &DMatrix<F>| Check::of(measured, predicted, ceiling);
        let share = zero_mean - plain;
        let figures = [
            ("BYOL's update with zero-mean", zero_mean),
            ("BYOL's update without", plain),
            ("the zero-mean's share of BYOL", &share),
        ];
        let figures = figures.map(|(what, matrix)| {
            in_range(what, norm(matrix), (F::one(), 0), subject.units.update(index)).unwrap_or_else(|reason| {
                self.beyond.push(reason);
                Figure { value: f64::NAN, bound: f64::NAN }
            })
        });
        self.byol = Some(Byol {
            byol_update_norm_zero_mean: figures[0].value,
            byol_update_norm_plain: figures[1].value,
            byol_zero_mean_share_norm: figures[2].value,
            bounds: figures.map(|figure| figure.relative_bound()),
            byol_zero_mean_check: compared(zero_mean, &expected.zero_mean[index]),
            byol_plain_check: compared(plain, &expected.plain[index]),
            // The term is 0 where S is: 0 is relative to the update.
            byol_zero_mean_share_check: compared(zero_mean, &(plain + &expected.implicit[index])),
        });
    }
}

/// `x` times what both sides leave out, in the user's units.
fn in_units<F: Floating>(x: F, (factor, power): (F, i32), unit: i32) -> Option<Figure> {
    Figure::of(x * factor, unit + power)
}

/// A figure in the user's units, or why there is none.
fn in_range<F: Floating>(what: &str, x: F, left_out: (F, i32), unit: i32) -> Result<Figure, String> {
    in_units(x, left_out, unit).ok_or_else(|| {
        let size = (x * left_out.0).to_f64().abs();
        if size == 0.0 || !size.is_finite() {
            return format!("{what}: beyond the range of f64");
        }
        let power = exponent(size) + unit + left_out.1;
        let side = if power < 0 { "below" } else { "above" };
        format!("{what}: about 2^{power}, {side} the range of f64")
    })
}

/// ‖M‖, in a unit of its own: a derivative of the loss or a predictor may be as small as 10⁻³⁰⁰, and its square must not
/// underflow.
fn norm<F: Floating>(matrix: &DMatrix<F>) -> F {
    let unit = unit_of(matrix.map(|x| x.to_f64()).as_slice());
    let scaled = matrix.map(|x| scaled_by_power(x, -unit));
    scaled_by_power(inner(&scaled, &scaled).root_of_nonnegative(), unit)
}
