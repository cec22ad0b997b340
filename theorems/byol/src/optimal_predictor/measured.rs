//! The measured side: P* as the zero of the gradient by P, the loss and its gradients there and at P.

use super::super::loss::{Recording, differentiated_attraction, differentiated_operators, weighting};
use super::super::setting::Instance;
use super::{Part, UNDECIDED};
use dualproof::claim::Side;
use dualproof::matrix::{embed, right_quotient, trace};
use dualproof::numbers::Field;
use nalgebra::DMatrix;

/// From the loss and its gradients by P and by the weights.
pub(super) fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let n = instance.outputs();
    let at = |p: DMatrix<S>| Recording::with_predictor(instance, p);
    let here = || at(embed(&instance.predictor));
    if matches!(part, Part::TopLayer | Part::Modes) {
        let [w, update] = here()?.top_layer()?;
        return Ok(vec![S::product(&update, &w.transpose())]);
    }
    let at_zero = at(DMatrix::zeros(n, n))?.predictor_gradient();
    let slope = at(DMatrix::identity(n, n))?.predictor_gradient() - &at_zero;
    let best = right_quotient(&-at_zero, &slope).ok_or(UNDECIDED)?;
    let there = || at(best.clone());
    let number = |x: S| DMatrix::from_element(1, 1, x);
    Ok(match part {
        Part::Minimiser => vec![best],
        Part::Gradient => vec![here()?.predictor_gradient(), there()?.predictor_gradient()],
        Part::Excess => vec![number(here()?.value() - there()?.value())],
        Part::Minimal => vec![number(there()?.value())],
        Part::Spectrum => vec![hermite(&best)],
        Part::RadialMotion => [here()?.radial_updates(), there()?.radial_updates()].concat(),
        Part::Attraction => differentiated_attraction(instance, &weighting(&best))?,
        Part::PositiveSemidefinite => differentiated_operators(instance, &weighting(&best))?,
        Part::TopLayer | Part::Modes => unreachable!("they do without P*"),
    })
}

/// H_ij = tr P*(I − P*) P*^{i+j}, 0 ≤ i, j < n_L.
fn hermite<S: Field>(best: &DMatrix<S>) -> DMatrix<S> {
    let n = best.nrows();
    let first = S::product(best, &(DMatrix::identity(n, n) - best));
    let powers = std::iter::successors(Some(first), |power| Some(S::product(power, best)));
    let sums: Vec<S> = powers.take((2 * n).saturating_sub(1)).map(|power| trace(&power)).collect();
    DMatrix::from_fn(n, n, |i, j| sums[i + j].clone())
}
