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
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::scaled;
use dualproof::network::Connections;
use dualproof::numbers::{Field, Line};
use dualproof::operator::{Moment, Operator};
use dualproof::strategies::{Setting, Size};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// −∇r at every layer.
    Update,
    /// ⟨w_l, −∇r⟩ at every layer.
    OnlyShrinks,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// + for −.
    WrongSign,
    /// V over all views.
    TotalForWithin,
    /// V_x of the augmentation mean.
    BetweenForWithin,
    /// Twice.
    FactorTwo,
    /// I for J.
    JacobianDropped,
}

/// −∇r by differentiation.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let recording = Recording::new(instance)?;
    Ok(match part {
        Part::Update => recording.updates(),
        Part::OnlyShrinks => recording.radial_updates(),
    })
}

/// The covariance within samples, applied to the weights.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.online.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    if part == Part::OnlyShrinks {
        let f = trace.output();
        let bar = views.augmentation_mean(f);
        let mut sum = S::zero();
        for v in 0..views.len() {
            for k in 0..f.nrows() {
                let gap = f[(k, v)].clone() - bar[(k, views.sample_of(v))].clone();
                sum.add_product(&views.weight(v), &(gap.clone() * gap));
            }
        }
        return Ok(vec![
            DMatrix::from_element(1, 1, if formula == Formula::WrongSign { sum } else { -sum });
            network.depth()
        ]);
    }
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
    let update = |(index, layer): (usize, &dualproof::network::Layer<S>)| {
        let flat = vec![DMatrix::identity(network.output_width(), layer.units()); views.len()];
        let connections = match (formula, trace.connections(index + 1)) {
            (Formula::JacobianDropped, k) => Connections::new(k.below(), &flat, k.mask()),
            (_, k) => k,
        };
        let applied = Operator::of(connections, &views, moment).apply(&layer.weights);
        scaled(&applied, &S::from_integer(factor))
    };
    Ok(network.layers.iter().enumerate().map(update).collect())
}

const PARTS: &[Row<Part>] = &[
    Row { name: "update", part: Part::Update, relation: Relation::Equal },
    Row { name: "only-shrinks", part: Part::OnlyShrinks, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: Instance::is_bias_free },
    Assumption { name: "network_is_homogeneous", parts: None, holds: Instance::is_homogeneous },
    Assumption { name: "network_is_differentiable", parts: None, holds: Instance::is_differentiable },
    Assumption { name: "weights_are_shared", parts: None, holds: Instance::weights_are_shared },
    Assumption { name: "predictor_is_identity", parts: None, holds: Instance::predictor_is_identity },
    Assumption {
        name: "zero_mean_is_not_of_the_target_alone",
        parts: None,
        holds: |i| i.zero_mean != ZeroMean::TARGET,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "wrong-sign", formula: Formula::WrongSign, part: Part::Update },
    Mutant { name: "energy-grows", formula: Formula::WrongSign, part: Part::OnlyShrinks },
    Mutant { name: "total-for-within", formula: Formula::TotalForWithin, part: Part::Update },
    Mutant { name: "between-for-within", formula: Formula::BetweenForWithin, part: Part::Update },
    Mutant { name: "factor-two", formula: Formula::FactorTwo, part: Part::Update },
    Mutant { name: "jacobian-dropped", formula: Formula::JacobianDropped, part: Part::Update },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "network_is_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }),
        part: Part::Update,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }),
        part: Part::Update,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "weights_are_shared",
        strategy: || instances(Setting::default(), Target::Own, identity_predictor, COMBINATIONS),
        part: Part::Update,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "predictor_is_identity",
        strategy: || instances(Setting::default(), Target::Shared, any_predictor, COMBINATIONS),
        part: Part::Update,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "zero_mean_is_not_of_the_target_alone",
        strategy: || instances(Setting::default(), Target::Shared, identity_predictor, &[ZeroMean::TARGET]),
        part: Part::Update,
        kind: Kind::Exact,
    },
];

/// Where the mean may be taken off.
const COMBINATIONS: &[ZeroMean] = &[ZeroMean::NEITHER, ZeroMean::BOTH, ZeroMean::ONLINE];

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    instances(options, Target::Shared, identity_predictor, COMBINATIONS)
}

/// All free but P = I.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_instances(size, Target::Shared, COMBINATIONS)
        .prop_map(|instance| Instance {
            predictor: DMatrix::identity(instance.outputs(), instance.outputs()),
            ..instance
        })
        .boxed()
}

fn on_digits() -> Vec<Instance> {
    let without_predictor = |zero_mean: &ZeroMean| {
        let instance = digits_instance(*zero_mean);
        Instance { predictor: DMatrix::identity(instance.outputs(), instance.outputs()), ..instance }
    };
    [ZeroMean::NEITHER, ZeroMean::BOTH].iter().map(without_predictor).collect()
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "byol-shrinkage",
        group: "byol",
        text: include_str!("byol_shrinkage.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy: || drawn(Setting::default()),
        validate: Instance::validate,
        evidence: vec![
            Evidence::exact(measured, predicted),
            Evidence::identity(Identity {
                large: || free(Size::LARGE),
                small: || free(Size::SMALL),
                line: Instance::towards,
                measured,
                predicted,
                bound: Bound::Derived { measured, predicted, entries: 1 },
            }),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted),
            Evidence::derivation(dualproof::derivation_files!("byol_shrinkage")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
