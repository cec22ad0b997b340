//! `selectivity-transfer`: what a linear unit distinguishes survives its ReLU, up to a correction for the spread.
//!
//! # Statement
//! Let X = f̃_j be the pre-activation of a unit of μ's group, v± = E\[X | z_μ = ±1\], σ±² = Var\[X | z_μ = ±1\], and
//! ψ(t) = t for t > 0, a·t for t ≤ 0 with a ≤ 1 (a = 0 is ReLU). With κ = (1 − a)/2 the selectivity
//! s_j = ½(E\[ψ(X) | +1\] − E\[ψ(X) | −1\]) satisfies
//!
//! - `transfer`: s_j ≥ ½( ψ(v₊) − ψ(v₋) − κ(√(v₋² + σ₋²) − |v₋|) );
//! - `jensen`, sharpened, on either side: E\[ψ(X)\] − ψ(E X) ≤ κ(√(v² + σ²) − |v|) ≤ κσ, for ReLU ½√Var.
//!
//! All three bounds in a form without roots, for every t > 0, √q replaced by ½(q/t + t): `transfer-for-every-t`,
//! `jensen-for-every-t`, and for κσ `spread-for-every-t`.
//!
//! - `spread`: let the children ν of μ be binary with polarities ρ_{μν}, f_ν their units, s_ν the selectivities of these
//!   and w_{jν} the unit's weights on them. Then, given either state of z_μ,
//!   Var\[X | z_μ\] = Σ_ν (1 − ρ_{μν}²)(w_{jν}ᵀs_ν)² + Σ_ν E\[Var(w_{jν}ᵀf_ν | z_ν) | z_μ\].
//!
//! This is the link between a lucky gap and transfer: half the gap, ½(v₊ − v₋) = Σ_ν ρ_{μν} w_{jν}ᵀs_ν, adds the same
//! terms that the spread squares. A child with ρ = ±1 adds to the gap and nothing to the first sum, one with ρ = 0 adds
//! to the spread alone; the second sum is what the children's own units do not tell of z_ν.
//!
//! # Source
//! Abstract: "which we show leads to the emergence of hierarchical features". The bounds are derived and proved here,
//! with the leaky form, the form for every t and the spread; none is quoted.
//!
//! # Assumptions
//! - `psi_is_convex`: a ≤ 1. All parts but the spread.
//! - `t_is_positive`: the forms for every t.
//! - `channels_are_symmetric`: spread; E\[z_ν | z_μ = −1\] = −E\[z_ν | z_μ = +1\] for every child, which is then
//!   ρ_{μν}. (ρ is half of the difference of the two for any channel.)
//! - `siblings_are_independent`, `parent_screens_off_ancestors`: σ² is predicted as a sum over children that are
//!   independent given z_μ, and what is below a child by messages. Transfer and Jensen hold for any law of X.
//! - States of μ of positive probability; μ and, for the spread, its children binary. The law of X is otherwise
//!   arbitrary; it is drawn from latent trees, with polarities and with unsymmetric channels.
//!
//! # Proof
//! ψ(t) = ½(1 + a)t + κ|t|, so E\[ψ(X)\] − ψ(EX) = κ(E|X| − |EX|), which lies between 0 (Jensen, κ ≥ 0) and
//! κ(√(EX²) − |EX|) (Cauchy–Schwarz), EX² = v² + σ². Use the lower end at +1 and the upper end at −1. √(v² + σ²) ≤
//! |v| + σ gives κσ. For q ≥ 0: √q ≤ ½(q/t + t) for every t > 0, with equality at t = √q; so "for every t" *is* the
//! statement with the root. Equality: |X| constant given −1 and X of one sign given +1. Spread: the terms w_{jν}ᵀf_ν
//! are independent given z_μ; of each, Var = Var E\[· | z_ν\] + E Var(· | z_ν) given z_μ, E\[w_{jν}ᵀf_ν | z_ν\] =
//! const + z_ν w_{jν}ᵀs_ν, and Var\[z_ν | z_μ\] = 1 − ρ_{μν}².
//!
//! # Checked form
//! Measured: −s_j, E\[ψ(X)\] − ψ(EX) and E\[X²\] − (EX)², by summing over all latents. Predicted: the bounds, from
//! means and variances by messages; the spread from polarities, selectivities and the laws below each child. Over the
//! rationals the instance carries t, drawn at the root itself where it is rational (|X| constant is drawn often), near
//! it and away from it.
//! A tie cannot be told from a violation in floating point: instances with constant |X| are rejected there. The
//! identity: the spread on linear networks.
//!
//! # Mutants
//! - `correction-dropped`: s_j ≥ ½(ψ(v₊) − ψ(v₋)).
//! - `correction-halved`: ½κ in place of κ in transfer; `jensen-halved`, `spread-halved`: in the other two bounds.
//! - `spread-of-the-other-side`: σ₊, v₊ in the correction.
//! - `slope-of-the-wrong-sign`: (1 + a)/2 in place of κ.
//! - `polarity-not-squared`: 1 − ρ in the spread; `agreement-for-doubt`: ρ² in place of 1 − ρ².
//! - `children-taken-as-pixels`: the spread without its second sum.
//!
//! # When an assumption is dropped
//! With a > 1, ψ is concave and Jensen's inequality turns round on the +1 side. With t < 0 the form without roots
//! is a bound by −√q. Given an unsymmetric channel the spread differs between the two states of μ. Dependent siblings
//! co-vary given μ, and so do all nodes that the parent of μ influences directly.

pub mod cases;
mod measured;
mod preactivation;

use crate::cases::Size;
use crate::dependence;
use cases::{Instance, degrees, dependent, drawn, free};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::Matrix;
use dualproof::numbers::{Number, Obstacle, Rational, Ring};
use num_traits::{One, Zero};
use preactivation::Preactivation;

dualproof::parts! {
    pub enum Part {
        TransferForEveryT: AtMost, JensenForEveryT: AtMost, SpreadForEveryT: AtMost, Transfer: AtMost, Jensen: AtMost,
        Spread: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        CorrectionDropped: TransferForEveryT, CorrectionHalved: TransferForEveryT,
        SpreadOfTheOtherSide: TransferForEveryT, JensenHalved: JensenForEveryT, SpreadHalved: SpreadForEveryT,
        SlopeOfTheWrongSign: JensenForEveryT, PolarityNotSquared: Spread, AgreementForDoubt: Spread,
        ChildrenTakenAsPixels: Spread,
    }
}

/// What a linear unit distinguishes survives its ReLU, up to a correction for the spread.
pub struct SelectivityTransfer;

impl Sides for SelectivityTransfer {
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        if part == Part::Spread {
            return Ok(vec![spread(formula, instance)?]);
        }
        let every_t = matches!(part, Part::TransferForEveryT | Part::JensenForEveryT | Part::SpreadForEveryT);
        let x = Preactivation::of(instance, every_t.then_some(&instance.t))?;
        let kappa = kappa(formula, instance);
        Ok(match part {
            Part::TransferForEveryT | Part::Transfer => vec![transfer(formula, &kappa, &x)?],
            Part::SpreadForEveryT => vec![spread_for_every_t(&kappa, &x)?],
            Part::Jensen => vec![jensen(&kappa, &x)?, spread_for_every_t(&kappa, &x)?],
            _ => vec![jensen(&kappa, &x)?],
        })
    }
}

/// κ = (1 − a)/2.
fn kappa(formula: Formula, instance: &Instance) -> Number {
    let (a, half) = (Number::from_rational(&instance.slope), Number::from_rational(&Rational::new(1, 2)));
    match formula {
        Formula::CorrectionDropped => Number::zero(),
        Formula::CorrectionHalved | Formula::JensenHalved | Formula::SpreadHalved => {
            (Number::one() - a) * half.clone() * half
        }
        Formula::SlopeOfTheWrongSign => (Number::one() + a) * half,
        _ => (Number::one() - a) * half,
    }
}

/// −s_j ≤ −½(ψ(v₊) − ψ(v₋) − κ(√(v₋² + σ₋²) − |v₋|)) for every unit j.
fn transfer(formula: Formula, kappa: &Number, x: &Preactivation<'_, Number>) -> Result<Matrix, Obstacle> {
    let half = Number::from_rational(&Rational::new(1, 2));
    let minus = usize::from(formula == Formula::SpreadOfTheOtherSide);
    x.of_units(1, |_, j| {
        let rest = x.psi(1, j)? - x.psi(0, j)? - kappa.clone() * x.excess_of_the_root(minus, j)?;
        Ok(-(rest * half.clone()))
    })
}

/// E\[ψ(X)\] − ψ(EX) ≤ κ(√(v² + σ²) − |v|) given either state, for every unit.
fn jensen(kappa: &Number, x: &Preactivation<'_, Number>) -> Result<Matrix, Obstacle> {
    x.of_units(2, |state, j| Ok(kappa.clone() * x.excess_of_the_root(state, j)?))
}

/// E\[ψ(X)\] − ψ(EX) ≤ κσ given either state, for every unit; in Jensen's inequality with the root.
fn spread_for_every_t(kappa: &Number, x: &Preactivation<'_, Number>) -> Result<Matrix, Obstacle> {
    x.of_units(2, |state, j| Ok(kappa.clone() * x.root(&x.variance[(state, j)])?))
}

/// Var\[X | z_μ\] = Σ_ν (1 − ρ_{μν}²)(w_{jν}ᵀs_ν)² + Σ_ν E\[Var(w_{jν}ᵀf_ν | z_ν) | z_μ\], states × units.
fn spread(formula: Formula, instance: &Instance) -> Result<Matrix, Obstacle> {
    let mut sum: Matrix = instance.zeros();
    for child in preactivation::children::<Number>(instance)? {
        let rho = child.channel[(1, 1)].clone() - child.channel[(0, 1)].clone();
        let doubt = match formula {
            Formula::PolarityNotSquared => Number::one() - rho,
            Formula::AgreementForDoubt => rho.clone() * rho,
            _ => Number::one() - rho.clone() * rho,
        };
        for unit in 0..sum.ncols() {
            let gap = child.means[(unit, 1)].clone() - child.means[(unit, 0)].clone();
            let ws = gap * Number::from_rational(&Rational::new(1, 2));
            for state in 0..2 {
                let entry = &mut sum[(state, unit)];
                *entry += doubt.clone() * ws.clone() * ws.clone();
                if formula != Formula::ChildrenTakenAsPixels {
                    (0..2).for_each(|z| entry.add_product(&child.channel[(state, z)], &child.variances[(unit, z)]));
                }
            }
        }
    }
    Ok(sum)
}

impl Theorem for SelectivityTransfer {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::*;
        let of_psi = [TransferForEveryT, JensenForEveryT, SpreadForEveryT, Transfer, Jensen];
        let without_roots = [TransferForEveryT, JensenForEveryT, SpreadForEveryT, Spread];
        Declaration {
            page: dualproof::page!("selectivity_transfer.rs"),
            cases: cases::strategy,
            validate: Instance::validate,
            assumptions: vec![
                assume("psi_is_convex", |i: &Instance| i.slope <= Rational::one())
                    .of_parts(&of_psi)
                    .fails(TransferForEveryT, Kind::Exact, || drawn(&[2, 3, 5], 1))
                    .fails(Jensen, Kind::Float, || drawn(&[2, 3, 5], 1)),
                assume("t_is_positive", |i: &Instance| i.t > Rational::zero())
                    .of_parts(&[TransferForEveryT, JensenForEveryT, SpreadForEveryT])
                    .fails(JensenForEveryT, Kind::Exact, || drawn(&[0], -1)),
                assume("channels_are_symmetric", Instance::channels_are_symmetric).of_parts(&[Spread]).fails(
                    Spread,
                    Kind::Exact,
                    || drawn(&[0], 1),
                ),
                assume("siblings_are_independent", |i: &Instance| !dependence::is_between_siblings(&i.dependence))
                    .fails(Spread, Kind::Exact, || dependent(dependence::between_siblings)),
                assume("parent_screens_off_ancestors", |i: &Instance| !dependence::is_on_grandparent(&i.dependence))
                    .fails(Spread, Kind::Exact, || dependent(dependence::on_grandparent)),
            ],
            primary: Evidence::exact().of_parts(&without_roots),
            further: vec![
                Evidence::identity_of_degree(
                    || free(Size::LARGE),
                    || free(Size::SMALL),
                    degrees,
                    measured::of_linear,
                    |instance, _, formula| Ok(vec![spread(formula, instance)?]),
                )
                .of_parts(&[Spread]),
                Evidence::float_by(measured::where_strict, Self::predicted).of_parts(&[Transfer, Jensen, Spread]),
            ],
        }
    }
}
