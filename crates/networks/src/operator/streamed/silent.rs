//! Views of which every pre-activation of a layer is certainly exactly 0.
//!
//! A computed 0 is no proof of one: rounding may have made it. But W·0 = 0 without rounding. So a view is *silent*
//! below a layer where
//!
//! - every number of the view itself is 0 (a blank view), as the source has it: in the unit of the computation a number
//!   may have vanished, and about a pilot a blank view is −c; or
//! - it was silent below the layer before: ψ(0) = 0; or
//! - the layer before is a ReLU whose units are all closed, each pre-activation below 0: as certain as these signs,
//!   which the bound judges.
//!
//! About a pilot, pre-activations of a silent view would be computed as t + W (−c), what rounding leaves of 0: they are
//! not looked at, and g = −c is set.

use super::gates::{At, rectify, rectify_about};

/// For each view of a block, is every number below a layer certainly 0? Empty where nobody asks.
#[derive(Clone, Debug, Default)]
pub(super) struct Silent(Vec<bool>);

impl Silent {
    /// Below the first layer, for views of `width` numbers as the source has them.
    pub(super) fn of_inputs(views: &[f64], width: usize) -> Self {
        Silent(views.chunks_exact(width).map(|view| view.iter().all(|x| *x == 0.0)).collect())
    }

    /// How many views are silent.
    pub(super) fn count(&self) -> usize {
        self.0.iter().filter(|silent| **silent).count()
    }

    pub(super) fn first(&self) -> Option<usize> {
        self.0.iter().position(|silent| *silent)
    }

    pub(super) fn is(&self, view: usize) -> bool {
        self.0.get(view).is_some_and(|silent| *silent)
    }

    /// From below a layer to above it: `f` are its activations, with a pilot those about the pilot's, after every 0
    /// that is not certain was refused.
    pub(super) fn rise(&mut self, f: &[f64], units: usize, slope: Option<f64>, at: Option<&At>) {
        if slope != Some(0.0) {
            return;
        }
        for (silent, column) in self.0.iter_mut().zip(f.chunks_exact(units)) {
            *silent |= match at {
                None => column.iter().all(|f| *f == 0.0),
                Some(at) => column.iter().zip(&at.values).all(|(g, c)| g + c == 0.0),
            };
        }
    }

    /// Pre-activations of a block (those about the pilot's) ← activations, and the smallest |f̃| of the views that are
    /// not silent, infinite for a linear layer; `None` where a number is not finite.
    pub(super) fn activate(&self, t: &mut [f64], units: usize, slope: Option<f64>, at: Option<&At>) -> Option<f64> {
        let activate = |t: &mut [f64]| match (at, slope) {
            (Some(at), slope) => rectify_about(t, slope, at),
            (None, Some(slope)) => rectify(t, slope),
            (None, None) => Some(f64::INFINITY),
        };
        if self.first().is_none() {
            return activate(t);
        }
        let mut least = f64::INFINITY;
        for (view, column) in t.chunks_exact_mut(units).enumerate() {
            if !self.is(view) {
                least = least.min(activate(column)?);
            } else if let Some(at) = at {
                column.iter_mut().zip(&at.values).for_each(|(g, c)| *g = -c);
            } else {
                column.fill(0.0);
            }
        }
        Some(least)
    }
}
