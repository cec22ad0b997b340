//! `layer-balance`: neighbouring layers of a homogeneous network receive balanced gradients, whatever the loss.
//!
//! # Statement
//! For any differentiable loss L of the outputs of a bias-free network on any number of inputs, and l = 1..L−1:
//!
//! - homogeneous layers: (W_{l+1}ᵀ ∇_{W_{l+1}} L)_{jj} = Σ_{i in pool j} (∇_{W_l} L · W_lᵀ)_{ii}, and without pools the
//!   two diagonals are equal;
//! - linear dense layers: W_{l+1}ᵀ ∇_{W_{l+1}} L = ∇_{W_l} L · W_lᵀ as matrices.
//!
//! So under gradient flow Ẇ = −∇ the diagonal of W_{l+1}ᵀW_{l+1} − W_lW_lᵀ is conserved (ReLU), or all of it (linear).
//!
//! # Source
//! Beyond the abstract, in the framework of its first sentence. Known for linear and ReLU networks: Du, Hu and Lee,
//! *Algorithmic Regularization in Learning Deep Homogeneous Models: Layers are Automatically Balanced* (arXiv
//! 1806.00900). The form with pools and masks is ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`.
//! - `has_two_layers`: there is a pair to compare.
//! - `hidden_layers_are_linear`, `layers_are_dense`: the equality of matrices only.
//!
//! # Proof
//! With g_l = ∂L/∂f̃_l by view: ∇_{W_{l+1}} = Σ_v g_{l+1} f_lᵀ, so W_{l+1}ᵀ∇_{W_{l+1}} = Σ_v (∂L/∂f_l) f_lᵀ; and
//! ∇_{W_l}W_lᵀ = Σ_v g_l f̃_lᵀ. For linear layers f_l = f̃_l and g_l = ∂L/∂f_l. For a homogeneous gate each unit j of f_l
//! has (∂L/∂f_l)_j f_{l,j} = Σ_{i in pool j} g_{l,i} f̃_{l,i} by Euler's identity: the diagonals. A mask multiplies
//! gradients and weights alike, and diagonals sum over the weights that exist.
//!
//! # Checked form
//! L = ⟨C, F⟩ + Σ w ½‖f_i − f_j‖². Measured: both sides of the equation, from the gradients by the tape. Predicted:
//! Σ_v (J_lᵀ g_v) f̃_lᵀ from the forward pass and the Jacobians, the value that both must have.
//!
//! # Evidence
//! exact (rationals, `==`), identity (prime field, everything free), float (running error bound), real (the
//! digits network on 300 views).
//!
//! # Mutants
//! - `gate-left-out`: ∂f_L/∂f_l in place of ∂f_L/∂f̃_l.
//! - `transposed`: Σ_v f̃_l (J_lᵀ g_v)ᵀ, the equation with the transposes swapped.
//! - `weighted-by-depth`: (l + 1) times it.
//! - `output-for-slope`: f_L in place of ∂L/∂f_L.
//!
//! # When an assumption is dropped
//! A bias or tanh breaks the diagonals; a ReLU among the hidden layers leaves the diagonals but breaks the equality
//! of the matrices, off the diagonal; a mask breaks it too.

use super::output_loss::{OutputLoss, assemble, free_loss, ingredients, of_neighbours};

use dualproof_digits as digits;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{hadamard, rows};
use dualproof::network::{Activation, Network, Pool};
use dualproof::numbers::{Field, Line, Obstacle, Rational};
use dualproof::strategies::{Hidden, Setting, Size, free_setting, setting};
use dualproof::tape::Tape;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network, inputs and a loss of the outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The inputs, n₀ × V.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// The loss.
    pub loss: OutputLoss,
}

dualproof::line_through!(Instance { network, inputs, loss } keeping {});

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Equal diagonals.
    Diagonals,
    /// Equal matrices.
    Matrices,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// ∂f_L/∂f_l.
    GateLeftOut,
    /// The transpose.
    Transposed,
    /// l + 1 times.
    WeightedByDepth,
    /// f_L for g.
    OutputForSlope,
}

/// The diagonal as a column, summed over each pool.
fn pooled_diagonal<S: Field>(a: &DMatrix<S>, pool: usize) -> DMatrix<S> {
    let group = |j: usize| (j * pool..(j + 1) * pool).fold(S::zero(), |sum, i| sum + a[(i, i)].clone());
    DMatrix::from_fn(a.nrows() / pool, 1, |j, _| group(j))
}

/// For each pair of neighbours W_{l+1}ᵀ∇_{W_{l+1}} and ∇_{W_l}W_lᵀ, or their diagonals, by differentiation.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let mut tape = Tape::new();
    let inputs = dualproof::matrix::embed(&instance.inputs);
    let network = tape.network(&instance.network.embed::<S>(), &inputs)?;
    let loss = instance.loss.record(&mut tape, network.output);
    let gradient = tape.gradient(loss);
    let mut sides = Vec::new();
    for (index, pair) in network.layers.windows(2).enumerate() {
        let [below, above] = [pair[0], pair[1]].map(|l| (tape.value(l.weights), gradient.of(l.weights)));
        let upper = S::product(&above.0.transpose(), &above.1);
        let lower = S::product(&below.1, &below.0.transpose());
        sides.extend(match part {
            Part::Matrices => [upper, lower],
            Part::Diagonals => {
                let pool = instance.network.layers[index].pool.size();
                [pooled_diagonal(&upper, 1), pooled_diagonal(&lower, pool)]
            }
        });
    }
    Ok(sides)
}

/// Σ_v (J_lᵀ g_v) f̃_lᵀ, twice for each pair of neighbours.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let trace = network.trace(&dualproof::matrix::embed(&instance.inputs))?;
    let f = trace.output();
    let slope = if formula == Formula::OutputForSlope { f.clone() } else { instance.loss.slope(f) };
    let mut sides = Vec::new();
    for (index, layer) in network.layers[..network.depth() - 1].iter().enumerate() {
        let effective = match layer.mask_matrix() {
            Some(mask) => hadamard(&layer.weights, &mask),
            None => layer.weights.clone(),
        };
        let preactivation = S::product(&effective, trace.activation(index));
        let mut sum = DMatrix::zeros(layer.units(), layer.units());
        for v in 0..f.ncols() {
            let jacobian = match formula {
                Formula::GateLeftOut if layer.pool != Pool::None => {
                    return Err(Obstacle::Outside("this mutant is written for layers without pools"));
                }
                Formula::GateLeftOut => {
                    let above = &network.layers[index + 1];
                    let weights = above.mask_matrix().map_or(above.weights.clone(), |m| hadamard(&above.weights, &m));
                    S::product(trace.jacobian(index + 2, v), &weights)
                }
                _ => trace.jacobian(index + 1, v).clone(),
            };
            let back = S::product(&jacobian.transpose(), &slope.columns(v, 1).clone_owned());
            sum += S::product(&back, &preactivation.columns(v, 1).transpose());
        }
        let sum = match formula {
            Formula::Transposed => sum.transpose(),
            Formula::WeightedByDepth => sum.map(|x| x * S::from_integer(index as i64 + 2)),
            _ => sum,
        };
        let side = match part {
            Part::Matrices => sum,
            Part::Diagonals => pooled_diagonal(&sum, layer.pool.size()),
        };
        sides.extend([side.clone(), side]);
    }
    Ok(sides)
}

const PARTS: &[Row<Part>] = &[
    Row { name: "diagonals", part: Part::Diagonals, relation: Relation::Equal },
    Row { name: "matrices", part: Part::Matrices, relation: Relation::Equal },
];

const MATRICES: Option<&[Part]> = Some(&[Part::Matrices]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_bias_free", parts: None, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: None, holds: |i| i.network.is_homogeneous() },
    Assumption { name: "network_is_differentiable", parts: None, holds: |i| i.network.is_differentiable_on(&i.inputs) },
    Assumption { name: "has_two_layers", parts: None, holds: |i| i.network.depth() >= 2 },
    Assumption {
        name: "hidden_layers_are_linear",
        parts: MATRICES,
        holds: |i| i.network.layers.iter().all(|l| l.activation == Activation::Linear && l.pool == Pool::None),
    },
    Assumption {
        name: "layers_are_dense",
        parts: MATRICES,
        holds: |i| i.network.layers.iter().all(|l| l.mask.is_none()),
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "gate-left-out", formula: Formula::GateLeftOut, part: Part::Diagonals },
    Mutant { name: "transposed", formula: Formula::Transposed, part: Part::Matrices },
    Mutant { name: "weighted-by-depth", formula: Formula::WeightedByDepth, part: Part::Diagonals },
    Mutant { name: "output-for-slope", formula: Formula::OutputForSlope, part: Part::Diagonals },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain { assumption: "has_two_layers", reason: "a network of one layer has no pair of layers to balance" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || drawn(Setting { bias: true, ..SMALL }, Structure::Any),
        part: Part::Diagonals,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..SMALL }, Structure::Any),
        part: Part::Diagonals,
        kind: Kind::Float,
    },
    Necessity {
        assumption: "hidden_layers_are_linear",
        strategy: || drawn(SMALL, Structure::Dense),
        part: Part::Matrices,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "layers_are_dense",
        strategy: || drawn(SMALL, Structure::Linear),
        part: Part::Matrices,
        kind: Kind::Exact,
    },
];

/// One to six views.
const SMALL: Setting =
    Setting { networks: 1, samples: (1, 3), augmentations: (1, 2), uniform: true, bias: false, tanh: false };

/// What is made of a random network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Structure {
    /// As it is.
    Any,
    /// Without masks and pools.
    Dense,
    /// With linear activations and without pools.
    Linear,
    /// Both.
    LinearDense,
}

fn drawn(options: Setting, structure: Structure) -> BoxedStrategy<Instance> {
    let instance = move |((mut networks, views), loss): ((Vec<Network<_>>, dualproof::views::Views<_>), _)| {
        let mut network = networks.remove(0);
        if structure != Structure::Any {
            unpool(&mut network);
        }
        for layer in &mut network.layers {
            if matches!(structure, Structure::Dense | Structure::LinearDense) {
                layer.mask = None;
            }
            if matches!(structure, Structure::Linear | Structure::LinearDense) {
                layer.activation = Activation::Linear;
            }
        }
        let loss = assemble(loss, network.output_width(), views.len());
        Instance { network, inputs: views.inputs, loss }
    };
    (setting(options), ingredients()).prop_map(instance).boxed()
}

/// Keeps the first unit of every pool, so that the layers still chain.
fn unpool(network: &mut Network<Rational>) {
    for layer in &mut network.layers {
        let size = layer.pool.size();
        let kept: Vec<usize> = (0..layer.units()).step_by(size).collect();
        layer.weights = layer.weights.select_rows(&kept);
        layer.mask = layer.mask.as_ref().map(|m| kept.iter().map(|i| m[*i].clone()).collect());
        layer.pool = Pool::None;
    }
}

/// Free networks, gated for the diagonals and linear for the matrices.
fn free(size: Size) -> BoxedStrategy<Instance> {
    let drawn = move |hidden: Hidden| {
        let outputs = *size.widths.last().expect("a width");
        (free_setting(size, 1, hidden), free_loss(outputs, size.samples * size.augmentations)).prop_map(
            |((mut networks, views), loss)| Instance { network: networks.remove(0), inputs: views.inputs, loss },
        )
    };
    prop_oneof![drawn(Hidden::Gated), drawn(Hidden::Linear)].boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![2 => drawn(SMALL, Structure::Any), 1 => drawn(SMALL, Structure::LinearDense)].boxed()
}

/// The digits network on the first 60 digits under five shifts.
fn on_digits() -> Vec<Instance> {
    let (network, views) = (digits::network(), digits::views(digits::expected().samples));
    let loss = of_neighbours(network.output_width(), views.len());
    vec![Instance { network, inputs: views.inputs, loss }]
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { network, inputs, loss } = instance;
    network.validate(inputs.nrows(), inputs.ncols()).map_err(|e| e.to_string())?;
    loss.validate(network.output_width(), inputs.ncols())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "layer-balance",
        group: "dual",
        text: include_str!("layer_balance.rs"),
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
            Evidence::real(on_digits, measured, predicted).of_parts(&[Part::Diagonals]),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
