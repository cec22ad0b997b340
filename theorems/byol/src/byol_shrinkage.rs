//! `byol-shrinkage`: without a predictor and with shared weights, BYOL only shrinks what augmentations vary.
//!
//! # Statement
//! Let r = E ½‖f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, with the weights 𝒲 of a bias-free
//! homogeneous network on both sides, f₂ a constant, no predictor. With the zero-mean at both outputs, at the
//! online one alone, or at neither, for every layer l:
//!
//! - `update`: −∇_{w_l} r = −E_x V_{x'|x}\[K_l\] w_l;
//! - `only-shrinks`: ⟨w_l, −∇_{w_l} r⟩ = −E_x tr V_{x'|x}\[f_L\] ≤ 0, the same number for every layer: the weights
//!   never grow.
//!
//! # Source
//! Abstract: "in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term": this is what
//! is left when the predictor is missing, whatever BatchNorm's zero-mean part does.
//!
//! # Assumptions
//! - `weights_are_shared`: the target network has the online weights.
//! - `predictor_is_identity`.
//! - `zero_mean_is_not_of_the_target_alone`: the other three combinations of zero-mean give the same update.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `network_is_differentiable`: no pre-activation is exactly 0; such instances are rejected.
//!
//! # Proof
//! −∇r = E K₁(K₂ − K₁)ᵀw. Given x, K₁ and K₂ are independent with mean K̄, so this is E\[K̄K̄ᵀ\]w − E\[KKᵀ\]w =
//! −E V_{x'|x}\[K\]w. The zero-mean puts K − M for K in both, which no covariance within a sample sees; if it is
//! on the online side alone, E\[(K₁ − M)\] = 0 forgets the constant Mᵀw of the target. If it is on the target side
//! alone, −M Mᵀw is left over. Multiply by w_lᵀ and use K_lᵀw_l = f_L for the second line.
//!
//! # Checked form
//! The loss as its double sum over pairs of augmentations, differentiated; the operator from the forward pass and
//! the Jacobians; all layers, on finite data sets with arbitrary weights. "Only shrinks" is decided as equality
//! with the negative of a sum of squares.
//! On real data: the digits network with P = I, with and without zero-mean.
//!
//! # Mutants
//! - `wrong-sign`, `energy-grows`: growth instead of shrinking, of the first and the second line.
//! - `total-for-within`, `between-for-within`: another covariance.
//! - `factor-two`: the gradient through both sides.
//! - `jacobian-dropped`: K = f_{l−1} ⊗ I.
//!
//! # When an assumption is dropped
//! A target with weights of its own pulls toward itself; a predictor leaves E\[K̄ S K̄ᵀ\]; the zero-mean of the
//! target alone leaves −M Mᵀw; a bias or tanh breaks f_L = K_lᵀw_l. Each fails on a stored instance.

use super::cases::{Cases, Target, any_predictor, biased, identity_predictor, with_pytorch_values, with_tanh};
use super::loss::Recording;
use super::moments::about_augmentation_mean;
use super::setting::{Instance, NO_GRADIENT, ZeroMean};
use super::traced::Traced;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, scaled};
use dualproof::network::Connections;
use dualproof::numbers::{Number, Ring};
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::Size;
use nalgebra::DMatrix;
use proptest::strategy::{BoxedStrategy, Strategy};

dualproof::parts! {
    pub enum Part {
        Update: Equal, OnlyShrinks: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        WrongSign: Update, EnergyGrows: OnlyShrinks, TotalForWithin: Update, BetweenForWithin: Update,
        FactorTwo: Update, JacobianDropped: Update,
    }
}

/// Without a predictor and with shared weights, BYOL only shrinks what augmentations vary.
pub struct ByolShrinkage;

impl Sides for ByolShrinkage {
    /// By differentiation of the loss.
    fn measured(instance: &Instance, part: Part) -> Side {
        let recording = Recording::new(instance)?;
        Ok(match part {
            Part::Update => recording.updates(),
            Part::OnlyShrinks => recording.radial_updates(),
        })
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let f = Traced::of(&instance.online, &instance.views)?;
        Ok(match part {
            Part::Update => f.by_layer(|l| update(formula, &f, l)),
            Part::OnlyShrinks => f.by_layer(|_| only_shrinks(formula, &f)),
        })
    }
}

/// −∇_{w_l} r = −E_x V_{x'|x}\[K_l\] w_l.
fn update(formula: Formula, f: &Traced<Number>, l: usize) -> Matrix {
    let (k, w) = (f.connections(l), f.weights(l));
    let identity = vec![DMatrix::identity(k.outputs(), w.nrows()); k.views()];
    let k = if formula == Formula::JacobianDropped { Connections::new(k.below(), &identity, k.mask()) } else { k };
    let (factor, moment) = match formula {
        Formula::WrongSign => (1, Moment::Within),
        Formula::FactorTwo => (-2, Moment::Within),
        Formula::TotalForWithin => (-1, Moment::Total),
        Formula::BetweenForWithin => (-1, Moment::Between),
        _ => (-1, Moment::Within),
    };
    scaled(&Operator::of(k, &f.views, moment).apply(w), &Number::from_integer(factor))
}

/// ⟨w_l, −∇_{w_l} r⟩ = −E_x tr V_{x'|x}\[f_L\], the negative of a sum of squares.
fn only_shrinks(formula: Formula, f: &Traced<Number>) -> Matrix {
    let gaps = about_augmentation_mean(&f.views, f.output());
    let mut trace = Number::zero();
    for (v, of_view) in gaps.column_iter().enumerate() {
        of_view.iter().for_each(|gap| trace.add_product(&f.views.weight(v), &(gap.clone() * gap.clone())));
    }
    DMatrix::from_element(1, 1, if formula == Formula::EnergyGrows { trace } else { -trace })
}

impl Theorem for ByolShrinkage {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::Update};
        Declaration {
            page: dualproof::page!("byol_shrinkage.rs"),
            cases: || CASES.random(),
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free).fails(Update, Exact, || CASES.drawn(biased())),
                assume("network_is_homogeneous", Instance::is_homogeneous)
                    .fails(Update, Float, || CASES.drawn(with_tanh())),
                assume("network_is_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("weights_are_shared", Instance::weights_are_shared)
                    .fails(Update, Exact, || CASES.with_own_target().random()),
                assume("predictor_is_identity", Instance::predictor_is_identity)
                    .fails(Update, Exact, || CASES.under(any_predictor).random()),
                assume("zero_mean_is_not_of_the_target_alone", |i: &Instance| i.zero_mean != ZeroMean::TARGET).fails(
                    Update,
                    Exact,
                    || CASES.with_zero_mean(&[ZeroMean::TARGET]).random(),
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| free(Size::LARGE), || free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(|| with_pytorch_values().map(Instance::without_predictor).into()),
                Evidence::derivation(dualproof::derivation_files!("byol_shrinkage")),
            ],
        }
    }
}

/// Shared weights, no predictor.
const CASES: Cases =
    Cases { target: Target::Shared, predictors: identity_predictor, zero_mean: ZeroMean::NOT_OF_THE_TARGET_ALONE };

fn free(size: Size) -> BoxedStrategy<Instance> {
    CASES.free(size).prop_map(Instance::without_predictor).boxed()
}
