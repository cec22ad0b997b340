//! The formulas for what grows by a step: gaps by μ's own, the output's selectivity g by that of the whole level.

use super::level::{Computed, Level, sum};
use super::{Formula, beta, squared};
use dualproof::matrix::{Matrix, inner, scaled};
use dualproof::numbers::{Number, Obstacle};
use nalgebra::DMatrix;

/// ‖a_ν‖².
fn size(formula: Formula, x: &Level<'_, Number>, node: usize) -> Number {
    match formula {
        Formula::GrowthNotScaled | Formula::OutputNotScaled => Number::one(),
        _ => inner(&x.a(node), &x.a(node)),
    }
}

/// 2W_μa_μ: the gaps before the step.
fn gaps(x: &Level<'_, Number>) -> Matrix {
    scaled(&Number::product(x.w(x.mu), &x.a(x.mu)), &Number::from_integer(2))
}

/// β ρ_{0μ}² κ ‖a_μ‖², where J_μᵀJ_μ = κI.
fn growth(formula: Formula, x: &Level<'_, Number>) -> Result<Number, Obstacle> {
    let j = x.j(x.mu)?;
    let kappa = Number::product(&j.transpose(), &j)[(0, 0)].clone();
    Ok(beta(formula, x) * squared(formula, x, x.mu) * kappa * size(formula, x, x.mu))
}

/// 2W_μa_μ (1 + β ρ_{0μ}² κ ‖a_μ‖²).
pub fn gaps_grow_by_their_factor(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    Ok(scaled(&gaps(x), &(Number::one() + growth(formula, x)?)))
}

/// −gap·gap' ≤ −gap², gap' the gap after the step.
pub fn gaps_do_not_shrink(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    let doubles = formula == Formula::GapsDouble;
    let times = if doubles { Number::one() + growth(formula, x)? * Number::from_integer(2) } else { Number::one() };
    Ok(gaps(x).map(|gap| -(gap.clone() * gap * times.clone())))
}

/// g⁺ = (I + β Σ_{μ'} ρ_{0μ'}² ‖a_{μ'}‖² J_{μ'}J_{μ'}ᵀ) g.
pub fn output_grows_by_its_matrix(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    let g = x.g()?;
    Ok(&g + added(formula, x, &g)?)
}

/// −‖g⁺‖² ≤ −‖g‖².
pub fn output_does_not_shrink(formula: Formula, x: &Level<'_, Number>) -> Computed<Number> {
    let mut g = x.g()?;
    if formula == Formula::OutputDoubles {
        g += scaled(&added(formula, x, &g)?, &Number::from_integer(2));
    }
    Ok(DMatrix::from_element(1, 1, -inner(&g, &g)))
}

/// g⁺ − g = β Σ_{μ'} ρ_{0μ'}² ‖a_{μ'}‖² J_{μ'}J_{μ'}ᵀ g, over the nodes μ' of the level.
fn added(formula: Formula, x: &Level<'_, Number>, g: &Matrix) -> Computed<Number> {
    let counts = |node: &&usize| formula != Formula::OutputByOneNode || **node == x.mu;
    sum(x.nodes.iter().filter(counts).map(|&node| {
        let j = x.j(node)?;
        let factor = squared(formula, x, node) * size(formula, x, node) * beta(formula, x);
        Ok(scaled(&Number::product(&j, &Number::product(&j.transpose(), g)), &factor))
    }))
}
