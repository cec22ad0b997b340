//! The figures of a layer in words, for a reader who knows SimCLR but not this project.
//!
//! | question | figure | answer |
//! |---|---|---|
//! | has the representation collapsed? | effective rank of V_x\[F̄\], the participation ratio (Σλ)² / Σλ² | [`Collapse`] |
//! | does the covariance operator describe the update? | ‖θ‖ / ‖update‖, θ the update less its covariance part | [`Fit`] |
//! | does the update grow the layer? | ⟨W_l, update⟩, half the rate of change of ‖W_l‖² | [`Growth`] |
//!
//! Plain numbers in, plain words out: `measure` and `operator` both use it.

use dualproof::matrix::trace;
use nalgebra::DMatrix;
use serde::Serialize;

/// How many directions the mean outputs of the samples vary in: (tr V)² / ‖V‖², the participation ratio of the
/// eigenvalues of V = V_x\[F̄\]. It is n where n eigenvalues are equal and the others 0. `None` where V is 0.
///
/// ```
/// use dualproof::matrix::dmatrix;
/// use dualproof_theorems::diagnosis::effective_rank;
/// assert_eq!(effective_rank(&dmatrix![3.0, 0.0; 0.0, 3.0]), Some(2.0));
/// assert_eq!(effective_rank(&dmatrix![9.0, 3.0; 3.0, 1.0]), Some(1.0));
/// assert_eq!(effective_rank(&dmatrix![0.0]), None);
/// ```
pub fn effective_rank(covariance: &DMatrix<f64>) -> Option<f64> {
    let largest = covariance.amax();
    if largest == 0.0 || !largest.is_finite() {
        return None;
    }
    // In units of the largest entry, so that no square leaves the range of f64.
    let unit = covariance / largest;
    Some(trace(&unit).powi(2) / unit.norm_squared())
}

/// Below this effective rank at least nine tenths of the variance are in one direction: with p the shares of the
/// eigenvalues, max p ≥ Σp² > 1/1.1.
const ONE_DIRECTION: f64 = 1.1;

/// Do the mean outputs of different samples differ?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Collapse {
    /// They vary in more than one direction.
    None,
    /// At least nine tenths of their variance are in one direction, though the output has more: dimensional collapse.
    OneDirection,
    /// All samples have the same mean output.
    Complete,
}

impl Collapse {
    /// Of the mean outputs of `samples` samples, `outputs` numbers each, with this effective rank.
    pub fn of(effective_rank: Option<f64>, outputs: usize, samples: usize) -> Self {
        match effective_rank {
            None => Collapse::Complete,
            // Two samples, or one output, vary in one direction whatever the network does.
            Some(rank) if rank < ONE_DIRECTION && outputs > 1 && samples > 2 => Collapse::OneDirection,
            Some(_) => Collapse::None,
        }
    }

    /// The sentence, with the effective rank.
    pub fn sentence(self, effective_rank: Option<f64>, outputs: usize) -> String {
        let rank =
            effective_rank.map_or(String::new(), |rank| format!("effective rank of V[F̄]: {rank:.2} of {outputs}"));
        match self {
            Collapse::None => format!("{rank} (participation ratio)"),
            Collapse::OneDirection => format!("{rank}: collapsed, 90 % or more is in one direction"),
            Collapse::Complete => "collapsed: V[F̄] = 0, all samples have the same mean output".to_string(),
        }
    }
}

/// How well the covariance operator describes an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fit {
    /// There is no remainder: the update is the operator applied to the weights.
    Exact,
    /// The remainder is at most [`SMALL_REMAINDER`] of the update.
    Describes,
    /// It is less than half.
    InPart,
    /// It is half of the update or more.
    DoesNot,
}

/// A remainder of this share of the update is small: a tenth, a first-order description.
pub const SMALL_REMAINDER: f64 = 0.1;

/// From this share of the update on, the covariance operator does not describe it.
const LARGE_REMAINDER: f64 = 0.5;

impl Fit {
    /// Of an update whose remainder θ is this share of it; `None` where the loss has no remainder.
    pub fn of(share: Option<f64>) -> Self {
        match share {
            None => Fit::Exact,
            Some(share) if share <= SMALL_REMAINDER => Fit::Describes,
            Some(share) if share < LARGE_REMAINDER => Fit::InPart,
            Some(_) => Fit::DoesNot,
        }
    }

    /// The sentence about a layer.
    pub fn sentence(share: Option<f64>) -> String {
        let percent = percent(share.unwrap_or(0.0));
        match Fit::of(share) {
            Fit::Exact => "the update is the covariance operator applied to the weights".to_string(),
            Fit::Describes => format!("the covariance picture describes this layer to {percent}"),
            Fit::InPart => format!("the covariance picture describes it in part: θ is {percent} of the update"),
            Fit::DoesNot => {
                format!("the covariance picture does not describe it: θ is {percent} of the update")
            }
        }
    }
}

/// A share in percent, two digits.
fn percent(share: f64) -> String {
    let hundredth = share * 100.0;
    if hundredth == 0.0 {
        "0 %".to_string()
    } else if hundredth < 0.01 {
        format!("{hundredth:.0e} %")
    } else if hundredth < 10.0 {
        format!("{hundredth:.2} %")
    } else {
        format!("{hundredth:.0} %")
    }
}

/// What a small step along the update does to ‖W_l‖.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Growth {
    /// ⟨W_l, update⟩ > 0.
    Grows,
    /// ⟨W_l, update⟩ < 0.
    Shrinks,
    /// ⟨W_l, update⟩ cannot be distinguished from 0.
    Undecided,
}

impl Growth {
    /// Of ⟨W_l, update⟩ and its error bound.
    pub fn of(inner: f64, bound: f64) -> Self {
        if inner > bound {
            Growth::Grows
        } else if inner < -bound {
            Growth::Shrinks
        } else {
            Growth::Undecided
        }
    }

    /// The clause about a layer.
    pub fn clause(self) -> &'static str {
        match self {
            Growth::Grows => "the update grows the layer's weights",
            Growth::Shrinks => "the update shrinks the layer's weights",
            Growth::Undecided => "whether the update grows the layer's weights is not decided",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_name_the_share() {
        assert_eq!(Fit::sentence(Some(0.005)), "the covariance picture describes this layer to 0.50 %");
        let bad = Fit::sentence(Some(0.98));
        assert_eq!(bad, "the covariance picture does not describe it: θ is 98 % of the update");
        assert_eq!(Fit::of(None), Fit::Exact);
        assert_eq!(Fit::of(Some(f64::NAN)), Fit::DoesNot);
    }

    #[test]
    fn a_rank_is_judged_against_what_there_can_be() {
        assert_eq!(Collapse::of(Some(1.05), 16, 60), Collapse::OneDirection);
        assert_eq!(Collapse::of(Some(1.3), 2, 60), Collapse::None);
        assert_eq!(Collapse::of(Some(1.0), 16, 2), Collapse::None);
        assert_eq!(Collapse::of(Some(1.0), 1, 60), Collapse::None);
        assert_eq!(Collapse::of(None, 16, 60), Collapse::Complete);
        let huge = DMatrix::from_diagonal_element(3, 3, 1e300);
        assert!((effective_rank(&huge).expect("not 0") - 3.0).abs() < 1e-12);
    }

    #[test]
    fn growth_needs_more_than_the_bound() {
        assert_eq!(Growth::of(1.0, 0.5), Growth::Grows);
        assert_eq!(Growth::of(-1.0, 0.5), Growth::Shrinks);
        assert_eq!(Growth::of(0.4, 0.5), Growth::Undecided);
        assert_eq!(Growth::of(f64::NAN, 0.5), Growth::Undecided);
    }
}
