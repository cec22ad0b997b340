//! `byol-shrinkage`: without a predictor and with shared weights, BYOL only shrinks what augmentations vary.
//!
//! # Statement
//! Let r = E ½‖f₁ − f₂‖² over x ~ p and independent augmentations x₁, x₂ of x, with the weights 𝒲 of a bias-free
//! homogeneous network on both sides, f₂ a constant, no predictor. With the zero-mean at both outputs, at the
//! online one alone, or at neither, for every layer l:
//!
//! - −∇_{w_l} r = −E_x V_{x'|x}\[K_l\] w_l;
//! - ⟨w_l, −∇_{w_l} r⟩ = −E_x tr V_{x'|x}\[f_L\] ≤ 0, the same number for every layer: the weights never grow.
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
//! - No pre-activation is exactly 0: such instances are rejected.
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
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free), float (running error bound), real (the digits network with P = I, with and without
//! zero-mean).
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

use super::loss::Recording;
use super::setting::{
    Instance, Target, ZeroMean, any_predictor, digits_instance, free_instances, identity_predictor, instances,
};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::scaled;
use dualproof::network::{Connections, Layer, Trace};
use dualproof::numbers::Field;
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::{Setting, Size};
use dualproof::views::Views;
use nalgebra::DMatrix;
use proptest::prelude::*;

dualproof::parts! {
    /// The statements.
    pub enum Part {
        /// −∇r at every layer.
        Update: Equal,
        /// ⟨w_l, −∇r⟩ at every layer.
        OnlyShrinks: Equal,
    }
}

dualproof::mutants! {
    /// The formula and its wrong versions.
    pub enum Formula of Part {
        /// + for −.
        WrongSign: Update,
        /// + for − in the second line.
        EnergyGrows: OnlyShrinks,
        /// V over all views.
        TotalForWithin: Update,
        /// V_x of the augmentation mean.
        BetweenForWithin: Update,
        /// Twice.
        FactorTwo: Update,
        /// I for J.
        JacobianDropped: Update,
    }
}

/// Without a predictor and with shared weights, BYOL only shrinks what augmentations vary.
pub struct ByolShrinkage;

impl<S: Field> Sides<S> for ByolShrinkage {
    /// By differentiation of the loss.
    fn measured(instance: &Instance, part: Part) -> Side<S> {
        let recording = Recording::new(instance)?;
        Ok(match part {
            Part::Update => recording.updates(),
            Part::OnlyShrinks => recording.radial_updates(),
        })
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
        let (network, views) = (instance.online.embed::<S>(), instance.views.embed::<S>());
        let trace = network.trace(&views.inputs)?;
        let layers = network.layers.iter().zip(1..);
        Ok(match part {
            Part::Update => layers.map(|(layer, l)| update(formula, &trace, l, layer, &views)).collect(),
            Part::OnlyShrinks => vec![only_shrinks(formula, &trace, &views); network.depth()],
        })
    }
}

/// −∇_{w_l} r = −E_x V_{x'|x}\[K_l\] w_l.
fn update<S: Field>(formula: Formula, trace: &Trace<S>, l: usize, layer: &Layer<S>, views: &Views<S>) -> DMatrix<S> {
    let k = trace.connections(l);
    let identity = vec![DMatrix::identity(trace.output().nrows(), layer.units()); views.len()];
    let k = if formula == Formula::JacobianDropped { Connections::new(k.below(), &identity, k.mask()) } else { k };
    let moment = match formula {
        Formula::TotalForWithin => Moment::Total,
        Formula::BetweenForWithin => Moment::Between,
        _ => Moment::Within,
    };
    let factor = match formula {
        Formula::WrongSign => 1,
        Formula::FactorTwo => -2,
        _ => -1,
    };
    scaled(&Operator::of(k, views, moment).apply(&layer.weights), &S::from_integer(factor))
}

/// ⟨w_l, −∇_{w_l} r⟩ = −E_x tr V_{x'|x}\[f_L\], a sum of squares with a minus.
fn only_shrinks<S: Field>(formula: Formula, trace: &Trace<S>, views: &Views<S>) -> DMatrix<S> {
    let f = trace.output();
    let mean = views.augmentation_mean(f);
    let mut trace_of_covariance = S::zero();
    for v in 0..views.len() {
        for k in 0..f.nrows() {
            let gap = f[(k, v)].clone() - mean[(k, views.sample_of(v))].clone();
            trace_of_covariance.add_product(&views.weight(v), &(gap.clone() * gap));
        }
    }
    let grows = formula == Formula::EnergyGrows;
    DMatrix::from_element(1, 1, if grows { trace_of_covariance } else { -trace_of_covariance })
}

impl Theorem for ByolShrinkage {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::Update;
        Declaration {
            page: dualproof::page!("byol_shrinkage.rs"),
            cases: || drawn(Setting::default()),
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(Update, Kind::Exact, || drawn(Setting { bias: true, ..Setting::default() })),
                assume("network_is_homogeneous", Instance::is_homogeneous)
                    .fails(Update, Kind::Float, || drawn(Setting { tanh: true, ..Setting::default() })),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("weights_are_shared", Instance::weights_are_shared).fails(Update, Kind::Exact, || {
                    instances(Setting::default(), Target::Own, identity_predictor, COMBINATIONS)
                }),
                assume("predictor_is_identity", Instance::predictor_is_identity).fails(Update, Kind::Exact, || {
                    instances(Setting::default(), Target::Shared, any_predictor, COMBINATIONS)
                }),
                assume("zero_mean_is_not_of_the_target_alone", |i: &Instance| i.zero_mean != ZeroMean::TARGET).fails(
                    Update,
                    Kind::Exact,
                    || instances(Setting::default(), Target::Shared, identity_predictor, &[ZeroMean::TARGET]),
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| free(Size::LARGE), || free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(on_digits),
                Evidence::derivation(dualproof::derivation_files!("byol_shrinkage")),
            ],
        }
    }
}

/// Where the mean may be taken off.
const COMBINATIONS: &[ZeroMean] = &[ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE];

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    instances(options, Target::Shared, identity_predictor, COMBINATIONS)
}

/// All free but P = I.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Shared, COMBINATIONS).prop_map(Instance::without_predictor).boxed()
}

fn on_digits() -> Vec<Instance> {
    [ZeroMean::NEITHER, ZeroMean::BOTH].map(|mean| digits_instance(mean).without_predictor()).to_vec()
}
