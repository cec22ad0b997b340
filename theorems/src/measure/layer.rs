//! One layer of a measurement.

use super::report::in_units;
use super::subject::{Instance, Subject};
use super::units::{Figure, scaled_by_power, unit};
use super::{MeasureArgs, MeasureError, measured, predicted};
use crate::check::Check;
use crate::diagnosis::{Fit, Growth};
use dualproof::claim::Relation;
use dualproof::matrix::inner;
use dualproof::numbers::{Floating, Sign, norm as float_norm, times_power};
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
    /// ‖V w_l‖, V = V_x\[K̄_l\].
    pub image_norm: f64,
    /// w_lᵀ V w_l, which is the energy.
    pub quadratic_form: f64,
    /// The largest different eigenvalues of V.
    pub eigenvalues: Vec<f64>,
    /// How often each of them counts; `null` where that was not counted.
    pub multiplicities: Vec<Option<usize>>,
    /// Why there are no eigenvalues, where they were asked for and there should be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eigenvalues_reason: Option<String>,
    /// ‖−∇_{W_l} L‖, the second branch constant.
    pub one_branch_update_norm: f64,
    /// The same through both branches.
    pub both_branch_update_norm: f64,
    /// ⟨W_l, −∇_{W_l} L⟩, one branch.
    pub inner_w_update: f64,
    /// A bound on its error.
    pub inner_w_update_bound: f64,
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
    /// With a loss whose slope depends on the pair: the one-branch update taken apart.
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
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\], which ‖θ‖ does not exceed.
    pub theta_bound: Option<f64>,
    /// The measured update against covariance part + E\[(ξ − ξ₀) K₁ (f₊ − f₋)\].
    pub theta_check: Check,
    /// ‖θ‖² against the square of its bound.
    pub theta_bound_check: Check,
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
}

/// What a layer is made of, in one arithmetic.
pub(super) struct Sides<'a, F: Floating> {
    pub(super) instance: &'a Instance<F>,
    pub(super) found: &'a measured::Updates<F>,
    pub(super) expected: &'a predicted::Updates<F>,
    pub(super) image: &'a [DMatrix<F>],
    pub(super) energy: F,
}

impl<F: Floating> Sides<'_, F> {
    pub(super) fn layer(
        &self,
        subject: &Subject,
        args: &MeasureArgs,
        index: usize,
        left_out: (F, i32),
    ) -> Result<Layer, MeasureError> {
        let (units, weights) = (&subject.units, &self.instance.network.layers[index].weights);
        let (one, both) = (&self.found.one_branch[index], &self.found.both_branches[index]);
        let out_of_range = |what: &str| MeasureError::Range { what: format!("layer {}, {what}", index + 1) };
        let plain = (F::one(), 0);
        let figure = |what: &str, x: F, left_out: (F, i32), unit: i32| {
            in_units(x, left_out, unit).ok_or_else(|| out_of_range(what))
        };
        let (update, energy) = (units.update(index), 2 * units.output());
        let compared = |measured: &DMatrix<F>, predicted: &DMatrix<F>| Check::of(measured, predicted, args.power);
        let update_check =
            compared(one, &self.expected.one_branch[index]).and(compared(both, &self.expected.both_branches[index]));
        let form = inner(weights, &self.image[index]);
        let single = |x: F| DMatrix::from_element(1, 1, x);
        let inner_w_update = figure("⟨W, update⟩", inner(weights, one), left_out, energy)?;
        let remainder = match &self.expected.remainder {
            None => None,
            Some(parts) => {
                let parts = parts.as_ref().map(|p| (&p.covariance[index], &p.theta[index], p.bound[index]));
                let parts = parts.map_err(|obstacle| subject.obstacle(obstacle.clone(), F::NAME).to_string());
                Some(Remainder::of(one, parts, (left_out, update), args.power))
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
        Ok(Layer {
            layer: index + 1,
            tensor: subject.given.network.layers[index].clone(),
            shape: weights.shape(),
            weights_norm,
            image_norm: figure("‖V w‖", norm(&self.image[index]), plain, update)?.value,
            quadratic_form: figure("wᵀV w", form, plain, energy)?.value,
            eigenvalues: Vec::new(),
            multiplicities: Vec::new(),
            eigenvalues_reason: None,
            one_branch_update_norm: figure("‖update‖, one branch", norm(one), left_out, update)?.value,
            both_branch_update_norm: figure("‖update‖, both branches", norm(both), left_out, update)?.value,
            inner_w_update: inner_w_update.value,
            inner_w_update_bound: inner_w_update.bound,
            growth,
            fit: Fit::of(share),
            interpretation: [fit, growth.clause().to_string()],
            update_check,
            quadratic_form_check: compared(&single(form), &single(self.energy)),
            remainder,
            byol: None,
        })
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
                };
            }
        };
        let measured = update - covariance;
        let value = |x: F| in_units(x, left_out, unit).map(|figure| figure.value);
        let square = |x: F| DMatrix::from_element(1, 1, x);
        let share = norm(&measured).divide(&norm(update)).and_then(|share| Figure::of(share, 0));
        // θ itself can be 0: it is the update that says what 0 is relative to.
        let theta_check = Check::of(update, &(covariance + theta), ceiling);
        let zero = |x: &F| matches!(x.sign(), Sign::Zero | Sign::Unknown);
        let theta_bound_check = if zero(&bound) && theta.iter().all(zero) && bound.error_bound().is_finite() {
            // One view of each sample, or equal views: there is no second order.
            Check::nothing("θ and its bound are both 0 within rounding".to_string())
        } else {
            let square_of_theta = square(inner(theta, theta));
            Check::related(Relation::AtMost, &square_of_theta, &square(bound * bound), ceiling)
        };
        Remainder {
            covariance_part_norm: value(norm(covariance)),
            theta_norm: value(norm(&measured)),
            theta_share: share.map(|figure| figure.value),
            theta_bound: value(bound),
            theta_check,
            theta_bound_check,
        }
    }
}

impl Layer {
    /// The worst verdict on losses and updates. θ has verdicts of its own; only a refutation of one counts here.
    pub fn verdict(&self) -> Verdict {
        let own = self.checks().into_iter().map(|(what, check)| {
            let counts = !what.starts_with('θ') || check.verdict == Verdict::Refuted;
            if counts { check.verdict } else { Verdict::Holds }
        });
        own.max().unwrap_or(Verdict::NothingChecked)
    }

    /// Every comparison of the layer, with what it is of.
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

    /// With the eigenvalues, given in units of 2^`unit`. What cannot be listed withholds nothing else.
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
    ) -> Result<(), MeasureError> {
        let index = self.layer - 1;
        let compared = |measured: &DMatrix<F>, predicted: &DMatrix<F>| Check::of(measured, predicted, ceiling);
        let figure = |what: &str, matrix: &DMatrix<F>| {
            let figure = in_units(norm(matrix), (F::one(), 0), subject.units.update(index));
            figure
                .map(|figure| figure.value)
                .ok_or_else(|| MeasureError::Range { what: format!("layer {}, {what}", index + 1) })
        };
        self.byol = Some(Byol {
            byol_update_norm_zero_mean: figure("BYOL's update", zero_mean)?,
            byol_update_norm_plain: figure("BYOL's update", plain)?,
            byol_zero_mean_share_norm: figure("the zero-mean's share of BYOL", &(zero_mean - plain))?,
            byol_zero_mean_check: compared(zero_mean, &expected.zero_mean[index]),
            byol_plain_check: compared(plain, &expected.plain[index]),
            // The term is 0 where S is; it is the update that says what 0 is relative to.
            byol_zero_mean_share_check: compared(zero_mean, &(plain + &expected.implicit[index])),
        });
        Ok(())
    }
}

/// ‖M‖, in a unit of its own: a slope of the loss or a predictor may be as small as 10⁻³⁰⁰, and its square must not be 0.
fn norm<F: Floating>(matrix: &DMatrix<F>) -> F {
    let unit = unit(matrix.map(|x| x.to_f64()).as_slice());
    let scaled = matrix.map(|x| scaled_by_power(x, -unit));
    scaled_by_power(inner(&scaled, &scaled).root_of_nonnegative(), unit)
}
