//! `connection`: a homogeneous network is linear in each layer's weights, through its connection.
//!
//! # Statement
//! For linear, ReLU, leaky ReLU, max-pool, average-pool and masked layers without bias, every layer l and every
//! input x at which the network is differentiable, with K_l(x) = f_{l−1}(x) ⊗ J_l(x)ᵀ (n_l n_{l−1} × n_L), J_l =
//! ∂f_L/∂f̃_l (n_L × n_l) and w_l = vec(W_l) stacking columns:
//!
//! - reversibility: f_L(x) = K_l(x)ᵀ w_l;
//! - derivative: ∂f_L/∂w_l = K_l(x)ᵀ.
//!
//! # Source
//! The framework of the abstract's first sentence, "a novel theoretical framework to understand self-supervised
//! learning methods that employ dual pairs of deep ReLU networks". The abstract does not state it, and the full text was
//! not at hand; for one gate it is Euler's identity.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`: needed by reversibility, not by the derivative.
//! - `network_is_differentiable`: no pre-activation is exactly 0 and no maximum is tied; elsewhere there is no
//!   gradient to speak of, so such instances are rejected.
//!
//! # Proof
//! Near x every gate D_l is constant, so f_L = J_l f̃_l = J_l W_l f_{l−1}, a product of matrices. Apply
//! vec(ABC) = (Cᵀ ⊗ A) vec(B) with B = W_l: f_L = (f_{l−1}ᵀ ⊗ J_l) w_l = K_lᵀ w_l. The gates, J_l and f_{l−1} do
//! not depend on W_l near a differentiable point, so the derivative is the coefficient. With a bias,
//! f_L = J_l W_l f_{l−1} + (terms without W_l): the first equation fails, the second stands.
//!
//! # Checked form
//! One input at a time, all layers. Measured: the recorded forward pass, and one backward sweep for each output.
//! Predicted: the literal Kronecker product of the forward pass and the Jacobian recursion.
//!
//! # Evidence
//! derivation (from the definition, for all dimensions and laws), exact (rationals, `==`), identity (prime
//! field, everything free), float (running error bound), real (the digits network on 300 views).
//!
//! # Mutants
//! - `jacobian-after-the-gate`: ∂f_L/∂f_l in place of ∂f_L/∂f̃_l.
//! - `gates-left-out`: J_l = W_L ⋯ W_{l+1}.
//! - `activation-of-the-layer-itself`: f_l in place of f_{l−1}.
//! - `row-major-vec`: K with the factors of its rows in the other order.
//!
//! # When an assumption is dropped
//! A bias, or tanh, breaks reversibility: a stored instance each. The derivative stands with a bias, and with
//! tanh (its gate being the slope), which the part `derivative` does not assume away.

use crate::digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{rows, vec as stack};
use dualproof::network::{Connections, Network, Pool, Trace};
use dualproof::numbers::{Field, Line, Obstacle, Rational};
use dualproof::strategies::{Hidden, Setting, Size, free_setting, setting};
use dualproof::tape::Tape;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network and one input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// x, n₀ × 1.
    #[serde(with = "rows")]
    pub input: DMatrix<Rational>,
}

dualproof::line_through!(Instance { network, input } keeping {});

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// f_L = K_lᵀ w_l.
    Reversibility,
    /// ∂f_L/∂w_l = K_lᵀ.
    Derivative,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// ∂f_L/∂f_l.
    JacobianAfterTheGate,
    /// W_L ⋯ W_{l+1}.
    GatesLeftOut,
    /// f_l.
    ActivationOfTheLayerItself,
    /// J ⊗ f.
    RowMajorVec,
}

/// f_L for every layer, or the derivative of every output by w_l, n_l n_{l−1} × n_L.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed::<S>(), &dualproof::matrix::embed(&instance.input))?;
    let output = tape.value(network.output).clone();
    if part == Part::Reversibility {
        return Ok(vec![output; network.layers.len()]);
    }
    let sweeps: Vec<_> = (0..output.len())
        .map(|k| {
            let one = |row, _| if row == k { S::one() } else { S::zero() };
            tape.pull_back(network.output, DMatrix::from_fn(output.len(), 1, one))
        })
        .collect();
    let derivative = |layer: &dualproof::tape::RecordedLayer| {
        let columns: Vec<DMatrix<S>> = sweeps.iter().map(|sweep| stack(&sweep.of(layer.weights))).collect();
        DMatrix::from_fn(columns[0].len(), columns.len(), |row, k| columns[k][(row, 0)].clone())
    };
    Ok(network.layers.iter().map(derivative).collect())
}

/// K_l(x)ᵀ w_l, or K_l(x).
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let trace = network.trace(&dualproof::matrix::embed(&instance.input))?;
    let layers = network.layers.iter().enumerate().map(|(index, layer)| {
        let k = connection(&network, &trace, index + 1, formula)?;
        Ok(match part {
            Part::Reversibility => S::product(&k.transpose(), &stack(&layer.weights)),
            Part::Derivative => k,
        })
    });
    layers.collect()
}

/// The explicit connection of a layer, stated or mutated.
fn connection<S: Field>(
    network: &Network<S>,
    trace: &Trace<S>,
    layer: usize,
    formula: Formula,
) -> Result<DMatrix<S>, Obstacle> {
    let stated = trace.connections(layer);
    let (units, inputs) = stated.shape();
    match formula {
        Formula::Stated => Ok(stated.explicit(0)),
        Formula::JacobianAfterTheGate | Formula::GatesLeftOut => {
            if network.layers[layer - 1..].iter().any(|l| l.pool != Pool::None) {
                return Err(Obstacle::Outside("this mutant is written for layers without pools"));
            }
            let above = network.layers[layer..].iter().rev().map(|l| &l.weights);
            let outputs = network.output_width();
            let jacobian = match formula {
                Formula::GatesLeftOut => above.fold(DMatrix::identity(outputs, outputs), |j, w| S::product(&j, w)),
                _ if layer == network.depth() => DMatrix::identity(outputs, outputs),
                _ => S::product(trace.jacobian(layer + 1, 0), &network.layers[layer].weights),
            };
            Ok(Connections::new(stated.below(), &[jacobian], stated.mask()).explicit(0))
        }
        Formula::ActivationOfTheLayerItself => {
            let own = trace.activation(layer);
            let wrong = DMatrix::from_fn(inputs, 1, |row, _| own[(row % own.nrows(), 0)].clone());
            Ok(Connections::new(&wrong, &[trace.jacobian(layer, 0).clone()], stated.mask()).explicit(0))
        }
        Formula::RowMajorVec => {
            let k = stated.explicit(0);
            Ok(DMatrix::from_fn(k.nrows(), k.ncols(), |row, out| {
                // Row r of the mutant is the weight (r / n_{l−1}, r mod n_{l−1}).
                k[((row % inputs) * units + row / inputs, out)].clone()
            }))
        }
    }
}

const PARTS: &[Row<Part>] = &[
    Row { name: "reversibility", part: Part::Reversibility, relation: Relation::Equal },
    Row { name: "derivative", part: Part::Derivative, relation: Relation::Equal },
];

const REVERSIBILITY: Option<&[Part]> = Some(&[Part::Reversibility]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_differentiable", parts: None, holds: |i| i.network.is_differentiable_on(&i.input) },
    Assumption { name: "network_is_bias_free", parts: REVERSIBILITY, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: REVERSIBILITY, holds: |i| i.network.is_homogeneous() },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "jacobian-after-the-gate", formula: Formula::JacobianAfterTheGate, part: Part::Derivative },
    Mutant { name: "gates-left-out", formula: Formula::GatesLeftOut, part: Part::Reversibility },
    Mutant {
        name: "activation-of-the-layer-itself",
        formula: Formula::ActivationOfTheLayerItself,
        part: Part::Derivative,
    },
    Mutant { name: "row-major-vec", formula: Formula::RowMajorVec, part: Part::Derivative },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "network_is_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..Setting::default() }),
        part: Part::Reversibility,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..Setting::default() }),
        part: Part::Reversibility,
        kind: Kind::Float,
    },
];

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    let one = Setting { samples: (1, 1), augmentations: (1, 1), ..options };
    setting(one).prop_map(|(mut networks, views)| Instance { network: networks.remove(0), input: views.inputs }).boxed()
}

/// One instance in four has biases: the derivative holds with them too.
fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![3 => drawn(Setting::default()), 1 => drawn(Setting { bias: true, ..Setting::default() })].boxed()
}

/// Free weights, gates and input.
fn free(size: Size) -> BoxedStrategy<Instance> {
    free_setting(size.with_views(1, 1), 1, Hidden::Gated)
        .prop_map(|(mut networks, views)| Instance { network: networks.remove(0), input: views.inputs })
        .boxed()
}

/// The digits network on each of the first 60 digits under each of five shifts.
fn on_digits() -> Vec<Instance> {
    let (network, views) = (digits::network(), digits::views(digits::expected().samples));
    let input = |v: usize| views.inputs.columns(v, 1).into_owned();
    (0..views.len()).map(|v| Instance { network: network.clone(), input: input(v) }).collect()
}

fn validate(instance: &Instance) -> Result<(), String> {
    if instance.input.ncols() != 1 {
        return Err(format!("input: found {} columns, expected 1", instance.input.ncols()));
    }
    instance.network.validate(instance.input.nrows(), 1).map_err(|e| e.to_string())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "connection",
        group: "dual",
        text: include_str!("connection.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
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
            Evidence::derivation(dualproof::derivation_files!("connection")),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
