//! The figures of a parameter, or of parameters together.

use super::agreement::{Agreement, OF_DIFFERENCES, ROUNDING, cosine_of, inner_of, less, norm_of};
use crate::diagnosis::Growth;
use nalgebra::DMatrix;
use serde::Serialize;

/// What the update of some parameters θ is made of. Norms are Euclidean, over all entries of θ.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// The name of the tensor in the file, what the names of a layer have in common, or `all`.
    pub name: String,
    /// The shape of the tensor; of several, none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub shape: Vec<usize>,
    /// The tensors that are taken together; of one, none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// The numbers in θ.
    pub size: usize,
    /// The degree in which the operations show f to be homogeneous in θ, but for a constant; null where there is none.
    pub degree: Option<usize>,
    /// ‖θ‖.
    pub norm: f64,
    /// ‖u‖, u = −∇_θ L of the loss, through all branches that it has.
    pub update_norm: f64,
    /// ‖−∇_θ L‖ of the simple loss: of 2 V_x\[K̄\] θ + 2 Cov_x(K̄, c̄), c = f − Kᵀθ.
    pub simple_update_norm: f64,
    /// ‖2 V_x\[K̄\] θ‖.
    pub covariance_norm: f64,
    /// ‖2 V_x\[K̄\] θ‖ over ‖simple update‖; null where that is rounding.
    pub covariance_share: Option<f64>,
    /// ‖2 Cov_x(K̄, c̄)‖: the rest of the simple loss's update.
    pub cross_norm: f64,
    /// Of the angle between u and 2 V_x\[K̄\] θ; null where one of them is rounding.
    pub cosine: Option<f64>,
    /// ⟨θ, u⟩: half the rate at which ‖θ‖² grows along u.
    pub inner: f64,
    /// What a small step along u does to ‖θ‖.
    pub radial: Radial,
    /// θᵀ V_x\[K̄\] θ.
    pub quadratic_form: f64,
    /// The largest different eigenvalues of V_x\[K̄\], where they were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub eigenvalues: Vec<f64>,
    /// Why they are missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eigenvalues_reason: Option<String>,
    /// BYOL's terms, with a predictor.
    #[serde(flatten)]
    pub byol: Option<Byol>,
    /// What these figures were held against.
    pub checks: Checks,
}

/// What a small step along the update does to ‖θ‖.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Radial {
    /// ⟨θ, u⟩ > 0.
    Grows,
    /// ⟨θ, u⟩ < 0.
    Shrinks,
    /// f does not change with the length of θ (degree 0): ⟨θ, u⟩ = 0 for any loss.
    Conserved,
    /// ⟨θ, u⟩ cannot be told from 0.
    Undecided,
}

/// BYOL's update and its terms, S = Pᵀ(I − P) for a linear predictor P.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Byol {
    /// ‖u‖ of the loss of predictions: the report says which.
    pub byol_update_norm: f64,
    /// ⟨θ, u⟩ of it.
    pub byol_inner: f64,
    /// The norms of the three terms, for a linear predictor.
    #[serde(flatten)]
    pub split: Option<Split>,
}

/// E\[K̄ S K̄ᵀ\]θ − E V^{PᵀP}\[K\]θ is BYOL's update of a homogeneous θ of degree 1; its first term is attraction + square of the
/// mean, and BatchNorm's zero-mean takes the latter away.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Split {
    /// ‖V^S_x\[K̄\] θ‖.
    pub attraction_norm: f64,
    /// ‖E_x V^{PᵀP}\[K\] θ‖.
    pub within_norm: f64,
    /// ‖M S Mᵀ θ‖, M = E K.
    pub square_of_mean_norm: f64,
}

/// Comparisons of the figures with other ways to the same.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Checks {
    /// θᵀ V_x\[K̄\] θ, from the pull back and from the tangents.
    pub quadratic_form: Agreement,
    /// 2 V_x\[K̄\] θ against k times the simple loss's update, for a degree k ≥ 1; ‖2 V_x\[K̄\] θ‖ against 0 for degree 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degree: Option<Agreement>,
    /// The update of the first samples, on the tape with its error bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tape: Option<Agreement>,
}

/// A share whose relative error may be as large as this says nothing: two digits are shown.
const COARSE: f64 = 0.01;

/// What the figures of θ are made from, a matrix for each of its tensors.
pub(super) struct Parts<'a> {
    pub theta: &'a [DMatrix<f64>],
    pub update: &'a [DMatrix<f64>],
    pub simple: &'a [DMatrix<f64>],
    pub covariance: &'a [DMatrix<f64>],
    /// θᵀ V θ from the tangents.
    pub energy: f64,
    pub degree: Option<usize>,
    /// The largest norms in the network: of the loss's updates, and of the simple loss's.
    pub largest: (f64, f64),
    /// The condition of the samples' differences: of the outputs, and of Kᵀθ.
    pub conditions: (f64, f64),
    /// Is the loss the simple one?
    pub is_simple: bool,
}

/// ‖z‖/‖z − E z‖ from the mean squares of the two, at least 1; infinite where nothing differs.
pub(super) fn condition(square: f64, energy: f64) -> f64 {
    if energy > 0.0 { (square / energy).sqrt().max(1.0) } else { f64::INFINITY }
}

impl Parts<'_> {
    /// Without names, BYOL's terms and the tape.
    pub fn figures(&self) -> Figures {
        let [norm, update, simple, covariance] = [self.theta, self.update, self.simple, self.covariance].map(norm_of);
        let (largest, largest_simple) = self.largest;
        let is_rounding = |x: f64, largest: f64| x <= ROUNDING * largest;
        // The simple loss's update and its operator are sums of K times differences of samples, which add up to 0: where samples
        // are nearly equal, so are their K, and the condition counts twice.
        let (of_outputs, of_group) = (self.conditions.0, self.conditions.0.max(self.conditions.1));
        let is_lost = |x: f64, condition: f64| {
            let noise = ROUNDING * condition * condition;
            noise >= 1.0 || x <= noise * largest_simple
        };
        let simple_is_lost = is_lost(simple, of_outputs);
        let covariance_is_lost = is_lost(covariance, of_group);
        let cross = norm_of(&less(self.simple, 1.0, self.covariance));
        let inner = inner_of(self.theta, self.update);
        let form = inner_of(self.theta, self.covariance) / 2.0;
        let vanishes = simple_is_lost && covariance_is_lost;
        let direction = !is_rounding(update, largest) && !covariance_is_lost;
        let relative = OF_DIFFERENCES * of_group * of_group;
        let agreement = |difference: f64, size: f64| Agreement::of(difference, Some(relative * size), size);
        let quadratic_form = agreement((form - self.energy).abs(), self.energy.max(form.abs()));
        let of_degree = self.degree.map(|k| {
            let difference = norm_of(&less(self.covariance, k as f64, self.simple));
            // Of degree 0 the other side is 0: what is left must be rounding beside the update, or beside the network.
            agreement(
                difference,
                (k as f64 * simple).max(covariance).max(if k == 0 { simple.max(largest_simple) } else { 0.0 }),
            )
        });
        let or_rounding = |check: Agreement, vanishes: bool| if vanishes { check.rounding() } else { check };
        Figures {
            name: String::new(),
            shape: Vec::new(),
            members: Vec::new(),
            size: self.theta.iter().map(DMatrix::len).sum(),
            degree: self.degree,
            norm,
            update_norm: update,
            simple_update_norm: simple,
            covariance_norm: covariance,
            covariance_share: (!simple_is_lost && relative < COARSE).then_some(covariance / simple),
            cross_norm: cross,
            cosine: direction.then(|| cosine_of(self.update, self.covariance)).flatten(),
            inner,
            radial: if is_rounding(update, largest) || (self.is_simple && simple_is_lost) {
                Radial::Undecided
            } else {
                Radial::of(self.degree, inner, norm * update)
            },
            quadratic_form: form,
            eigenvalues: Vec::new(),
            eigenvalues_reason: None,
            byol: None,
            checks: Checks {
                quadratic_form: or_rounding(quadratic_form, covariance_is_lost),
                degree: of_degree.map(|check| or_rounding(check, vanishes)),
                tape: None,
            },
        }
    }
}

impl Radial {
    /// Of ⟨θ, u⟩ and ‖θ‖ ‖u‖.
    fn of(degree: Option<usize>, inner: f64, size: f64) -> Self {
        if degree == Some(0) {
            return Radial::Conserved;
        }
        match Growth::of(inner, super::agreement::ACCURACY * size) {
            Growth::Grows => Radial::Grows,
            Growth::Shrinks => Radial::Shrinks,
            Growth::Undecided => Radial::Undecided,
        }
    }

    /// As in the table.
    pub fn name(self) -> &'static str {
        match self {
            Radial::Grows => "grows",
            Radial::Shrinks => "shrinks",
            Radial::Conserved => "conserved",
            Radial::Undecided => "undecided",
        }
    }
}

impl Figures {
    /// The comparisons, with their names.
    pub fn checks(&self) -> impl Iterator<Item = (&'static str, &Agreement)> {
        let Checks { quadratic_form, degree, tape } = &self.checks;
        let form = std::iter::once(("the quadratic form", quadratic_form));
        form.chain(degree.iter().map(|check| ("the degree", check))).chain(tape.iter().map(|check| ("the tape", check)))
    }
}
