//! `stop-gradient`: with the gradient through both sides BYOL only shrinks, whatever the predictor and the zero-mean.
//!
//! # Statement
//! Let r = E ½‖P f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, with the weights 𝒲 of a bias-free
//! homogeneous network on both sides, *both of them differentiated*, P any matrix. For every layer l:
//!
//! - `plain`: without the zero-mean, −∇_{w_l} r = −(E_x V^{I + PᵀP}_{x'|x}\[K_l\] + E_x\[K̄_l (I − P)ᵀ(I − P) K̄_lᵀ\]) w_l;
//! - `zero-mean`: with it at both outputs, −∇_{w_l} r = −(E_x V^{I + PᵀP}_{x'|x}\[K_l\] + V_x^{(I − P)ᵀ(I − P)}\[K̄_l\]) w_l;
//! - `only-shrinks`: ⟨w_l, −∇_{w_l} r⟩ = −2r ≤ 0, the same number for every layer.
//!
//! Both operators are negative semidefinite for every P: without the stop-gradient neither a predictor nor BatchNorm's
//! zero-mean makes a layer grow.
//!
//! # Source
//! Beyond the paper: the abstract's implicit contrastive term needs the stop-gradient that BYOL has, and this says what is
//! left without it.
//!
//! # Assumptions
//! - `gradient_flows_through_both_sides`: f₂ is differentiated too.
//! - `weights_are_shared`: the target network has the online weights.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `network_is_differentiable`: no pre-activation is exactly 0.
//!
//! # Proof
//! P f₁ − f₂ = (P K₁ᵀ − K₂ᵀ)w is linear in w, so ∇r = E(K₁Pᵀ − K₂)(P K₁ᵀ − K₂ᵀ)w and ⟨w, ∇r⟩ = E‖P f₁ − f₂‖² = 2r. Given x,
//! K₁ and K₂ are independent with mean K̄: E(K₁Pᵀ − K₂)(…)ᵀ = V^{PᵀP}\[K\] + V\[K\] + K̄(Pᵀ − I)(P − I)K̄ᵀ. The zero-mean at
//! both outputs puts K − M for K, which changes the last term alone, to the covariance of K̄.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations on one tape with shared weights, differentiated; the operators from
//! the forward pass and the Jacobians; −2r as a sum of squares of the outputs with a minus. All layers, on finite data sets.
//! On real data: the digits network with PyTorch's predictor, with and without zero-mean.
//!
//! # Mutants
//! - `identity-forgotten`: PᵀP for I + PᵀP.
//! - `weighted-as-with-stop-gradient`: Pᵀ(I − P) for (I − P)ᵀ(I − P).
//! - `zero-mean-forgotten`: E_x\[K̄ … K̄ᵀ\] where the outputs are centred.
//! - `loss-once`: −r for −2r.
//!
//! # When an assumption is dropped
//! With the stop-gradient the implicit contrastive term makes layers grow; a target with weights of its own pulls toward itself;
//! a bias or tanh breaks f_L = K_lᵀw_l. Each fails on a stored instance.

use super::cases::{Cases, Target, any_predictor, biased, digits_instance, with_tanh};
use super::setting::{self, NO_GRADIENT, ZeroMean};
use super::traced::Traced;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, inner};
use dualproof::numbers::{Number, Rational, Ring};
use dualproof::operator::Moment;
use dualproof::strategies::{Setting, Size};
use dualproof::tape::{RecordedLayer, Tape, Var, pairs};
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// BYOL's setting, and whether f₂ is a constant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Networks, views, predictor, zero-mean.
    pub byol: setting::Instance,
    /// Is f₂ held constant?
    pub stops_gradient: bool,
}

dualproof::line_through!(Instance { byol } keeping { stops_gradient });

dualproof::parts! {
    pub enum Part {
        Plain: Equal, ZeroMean: Equal, OnlyShrinks: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        IdentityForgotten: Plain, WeightedAsWithStopGradient: Plain, ZeroMeanForgotten: ZeroMean, LossOnce: OnlyShrinks,
    }
}

/// With the gradient through both sides BYOL only shrinks.
pub struct StopGradient;

impl Sides for StopGradient {
    /// By differentiation of the loss through both sides.
    fn measured(instance: &Instance, part: Part) -> Side {
        let setting::Instance { online, target, views, predictor, zero_mean } = &instance.byol;
        let views_in_s = views.embed::<Number>();
        let law: Vec<Number> = (0..views.len()).map(|v| views_in_s.weight(v)).collect();
        let mut tape = Tape::new();
        let first = tape.network(&online.embed(), &views_in_s.inputs)?;
        let weights: Vec<Var> = first.layers.iter().map(|layer| layer.weights).collect();
        let second = match instance.byol.weights_are_shared() {
            true => tape.network_sharing(&online.embed(), &weights, &views_in_s.inputs)?,
            false => tape.network(&target.embed(), &views_in_s.inputs)?,
        };
        let centred = match part {
            Part::Plain => ZeroMean::NEITHER,
            Part::ZeroMean => ZeroMean::BOTH,
            Part::OnlyShrinks => *zero_mean,
        };
        let f_1 = if centred.online { tape.centre(first.output, &law) } else { first.output };
        let f_2 = if centred.target { tape.centre(second.output, &law) } else { second.output };
        let f_2 = if instance.stops_gradient { tape.detached(f_2) } else { f_2 };
        let p = tape.variable(embed(predictor));
        let forward = tape.product(p, f_1);
        let loss = tape.pair_loss(forward, f_2, pairs::of_augmentations(&views_in_s, &views.sample_weights));
        let gradient = tape.gradient(loss);
        let update = |layer: &RecordedLayer| -gradient.of(layer.weights);
        Ok(match part {
            Part::Plain | Part::ZeroMean => first.layers.iter().map(update).collect(),
            Part::OnlyShrinks => {
                let radial = |layer: &RecordedLayer| inner(tape.value(layer.weights), &update(layer));
                first.layers.iter().map(|layer| DMatrix::from_element(1, 1, radial(layer))).collect()
            }
        })
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let f = Traced::<Number>::of(&instance.byol.online, &instance.byol.views)?;
        let p = &instance.byol.predictor;
        let (within, between) = (embed(&of_augmentations(formula, p)), embed(&of_means(formula, p)));
        Ok(match part {
            Part::Plain => f.by_layer(|l| update(&f, l, Moment::MeanSquare, &within, &between)),
            Part::ZeroMean => f.by_layer(|l| zero_mean(formula, &f, l, &within, &between)),
            Part::OnlyShrinks => f.by_layer(|_| only_shrinks(formula, &f, &instance.byol)),
        })
    }
}

/// I + PᵀP.
fn of_augmentations(formula: Formula, p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let square = p.transpose() * p;
    if formula == Formula::IdentityForgotten { square } else { DMatrix::identity(p.nrows(), p.nrows()) + square }
}

/// (I − P)ᵀ(I − P).
fn of_means(formula: Formula, p: &DMatrix<Rational>) -> DMatrix<Rational> {
    let rest = DMatrix::identity(p.nrows(), p.nrows()) - p;
    if formula == Formula::WeightedAsWithStopGradient { p.transpose() * rest } else { rest.transpose() * rest }
}

/// −(E_x V^{I + PᵀP}_{x'|x}\[K_l\] + E_x\[K̄_l (I − P)ᵀ(I − P) K̄_lᵀ\]) w_l, the last term being that moment of K̄_l.
fn update(f: &Traced<Number>, l: usize, between: Moment, i_pp: &Matrix, s: &Matrix) -> Matrix {
    -(f.applied(l, Moment::Within, i_pp) + f.applied(l, between, s))
}

/// The same with V_x of K̄_l in place of E_x.
fn zero_mean(formula: Formula, f: &Traced<Number>, l: usize, i_pp: &Matrix, s: &Matrix) -> Matrix {
    let forgotten = formula == Formula::ZeroMeanForgotten;
    update(f, l, if forgotten { Moment::MeanSquare } else { Moment::Between }, i_pp, s)
}

/// −2r = −E ‖P f₁ − f₂‖², f₁ and f₂ being f or f − Ef: all pairs of augmentations.
fn only_shrinks(formula: Formula, f: &Traced<Number>, byol: &setting::Instance) -> Matrix {
    let (views, p) = (&f.views, embed::<Number>(&byol.predictor));
    let centred = |z: &Matrix, by_mean: bool| if by_mean { super::moments::about_mean(views, z) } else { z.clone() };
    let (f_1, f_2) = (centred(f.output(), byol.zero_mean.online), centred(f.output(), byol.zero_mean.target));
    let predicted = Number::product(&p, &f_1);
    let mut total = Number::zero();
    for x in 0..views.samples() {
        for a in views.of_sample(x) {
            for b in views.of_sample(x) {
                let gap = predicted.column(a) - f_2.column(b);
                let square = gap.iter().fold(Number::zero(), |sum, g| sum + g.clone() * g.clone());
                total.add_product(&(views.weight(a) * views.augmentation_weights[b].clone()), &square);
            }
        }
    }
    let half = Number::from_rational(&Rational::new(1, 2));
    DMatrix::from_element(1, 1, if formula == Formula::LossOnce { -(total * half) } else { -total })
}

impl Theorem for StopGradient {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::Plain;
        Declaration {
            page: dualproof::page!("stop_gradient.rs"),
            cases: || drawn(Target::Shared, false, Setting::default()),
            validate: |i: &Instance| i.byol.validate(),
            assumptions: vec![
                assume("gradient_flows_through_both_sides", |i: &Instance| !i.stops_gradient).fails(
                    Plain,
                    Kind::Exact,
                    || drawn(Target::Shared, true, Setting::default()),
                ),
                assume("weights_are_shared", |i: &Instance| i.byol.weights_are_shared()).fails(
                    Plain,
                    Kind::Exact,
                    || drawn(Target::Own, false, Setting::default()),
                ),
                assume("network_is_bias_free", |i: &Instance| i.byol.is_bias_free())
                    .fails(Plain, Kind::Exact, || drawn(Target::Shared, false, biased())),
                assume("network_is_homogeneous", |i: &Instance| i.byol.is_homogeneous()).fails(
                    Plain,
                    Kind::Float,
                    || drawn(Target::Shared, false, with_tanh()),
                ),
                assume("network_is_differentiable", |i: &Instance| i.byol.is_differentiable()).domain(NO_GRADIENT),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| free(Size::LARGE), || free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(on_digits),
                Evidence::derivation(dualproof::derivation_files!("stop_gradient")),
            ],
        }
    }
}

fn family(target: Target) -> Cases {
    Cases { target, predictors: any_predictor, zero_mean: &[ZeroMean::NEITHER, ZeroMean::BOTH] }
}

fn drawn(target: Target, stops_gradient: bool, options: Setting) -> BoxedStrategy<Instance> {
    family(target).drawn(options).prop_map(move |byol| Instance { byol, stops_gradient }).boxed()
}

fn free(size: Size) -> BoxedStrategy<Instance> {
    family(Target::Shared).free(size).prop_map(|byol| Instance { byol, stops_gradient: false }).boxed()
}

fn on_digits() -> Vec<Instance> {
    let of = |mean| Instance { byol: digits_instance(mean), stops_gradient: false };
    [ZeroMean::NEITHER, ZeroMean::BOTH].map(of).to_vec()
}
