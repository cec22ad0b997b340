//! `layer-balance`: neighbouring layers of a homogeneous network receive balanced gradients, whatever the loss.
//!
//! # Statement
//! For any differentiable loss L of the outputs of a bias-free network on any number of inputs, and l = 1..L−1:
//!
//! - `diagonals`, homogeneous layers: (W_{l+1}ᵀ ∇_{W_{l+1}} L)_{jj} = Σ_{i in pool j} (∇_{W_l} L · W_lᵀ)_{ii}, and
//!   without pools the two diagonals are equal;
//! - `matrices`, linear dense layers: W_{l+1}ᵀ ∇_{W_{l+1}} L = ∇_{W_l} L · W_lᵀ as matrices.
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
//! - `hidden_layers_are_linear`, `layers_are_dense`: `matrices` only.
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
//! On real data: the digits network on 300 views.
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

pub mod cases;

use super::cases::{Instance, WITH_BIAS, WITH_TANH, instances, on_digits};
use super::layers::{expect_no_pool, jacobian_after_the_gate, masked_weights};
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::network::{Network, Pool, Trace};
use dualproof::numbers::{Number, Obstacle};
use dualproof::strategies::Size;
use dualproof::tape::Tape;
use nalgebra::DMatrix;

dualproof::parts! {
    pub enum Part {
        Diagonals: Equal, Matrices: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        GateLeftOut: Diagonals, Transposed: Matrices, WeightedByDepth: Diagonals, OutputForSlope: Diagonals,
    }
}

/// Neighbouring layers of a homogeneous network receive balanced gradients, whatever the loss.
pub struct LayerBalance;

impl Sides for LayerBalance {
    /// W_{l+1}ᵀ∇_{W_{l+1}} and ∇_{W_l}W_lᵀ of each pair of neighbours, or their diagonals, by differentiation.
    fn measured(instance: &Instance, part: Part) -> Side {
        let mut tape = Tape::new();
        let network = tape.network(&instance.network.embed::<Number>(), &embed(&instance.inputs))?;
        let loss = instance.loss.record(&mut tape, network.output);
        let gradient = tape.gradient(loss);
        let pools = instance.network.layers.iter().map(|layer| layer.pool.size());
        let pairs = network.layers.windows(2).zip(pools).flat_map(|(pair, pool)| {
            let [below, above] = [pair[0], pair[1]].map(|l| (tape.value(l.weights), gradient.of(l.weights)));
            let upper = Number::product(&above.0.transpose(), &above.1);
            let lower = Number::product(&below.1, &below.0.transpose());
            match part {
                Part::Matrices => [upper, lower],
                Part::Diagonals => [(upper, 1), (lower, pool)].map(|(side, size)| {
                    let sum = |group: &[Number]| group.iter().fold(Number::zero(), |sum, x| sum + x.clone());
                    let pooled = side.diagonal().as_slice().chunks(size).map(sum).collect::<Vec<Number>>();
                    DMatrix::from_vec(pooled.len(), 1, pooled)
                }),
            }
        });
        Ok(pairs.collect())
    }

    /// The value that both must have, twice for each pair of neighbours.
    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let network = instance.network.embed::<Number>();
        let trace = network.trace(&embed(&instance.inputs))?;
        let f = trace.output();
        let g = if formula == Formula::OutputForSlope { f.clone() } else { instance.loss.gradient(f) };
        let mut sides = Vec::new();
        for l in 1..network.depth() {
            let matrix = matrices(formula, &network, &trace, l, &g)?;
            let side = match part {
                Part::Matrices => matrix,
                Part::Diagonals => diagonals(&matrix, network.layers[l - 1].pool),
            };
            sides.extend([side.clone(), side]);
        }
        Ok(sides)
    }
}

/// Σ_v (J_lᵀ g_v) f̃_l(x_v)ᵀ with f̃_l = W_l f_{l−1}.
fn matrices(
    formula: Formula,
    network: &Network<Number>,
    trace: &Trace<Number>,
    l: usize,
    g: &Matrix,
) -> Result<Matrix, Obstacle> {
    let layer = &network.layers[l - 1];
    if formula == Formula::GateLeftOut {
        expect_no_pool(std::slice::from_ref(layer))?;
    }
    let preactivation = Number::product(&masked_weights(layer), trace.activation(l - 1));
    let mut sum = DMatrix::zeros(layer.units(), layer.units());
    for v in 0..g.ncols() {
        let j = match formula {
            Formula::GateLeftOut => jacobian_after_the_gate(network, trace, l, v),
            _ => trace.jacobian(l, v).clone(),
        };
        let back = Number::product(&j.transpose(), &g.columns(v, 1).clone_owned());
        sum += Number::product(&back, &preactivation.columns(v, 1).transpose());
    }
    Ok(match formula {
        Formula::Transposed => sum.transpose(),
        Formula::WeightedByDepth => sum.map(|x| x * Number::from_integer(l as i64 + 1)),
        _ => sum,
    })
}

/// Σ_{i in pool j} of the diagonal's entries, j = 1, 2, …
fn diagonals(matrix: &Matrix, pool: Pool) -> Matrix {
    let size = pool.size();
    let group = |j: usize| (j * size..(j + 1) * size).fold(Number::zero(), |sum, i| sum + matrix[(i, i)].clone());
    DMatrix::from_fn(matrix.nrows() / size, 1, |j, _| group(j))
}

impl Theorem for LayerBalance {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::{Diagonals, Matrices};
        Declaration {
            page: dualproof::page!("layer_balance.rs"),
            cases: cases::any_and_linear_dense,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free)
                    .fails(Diagonals, Kind::Exact, || instances(WITH_BIAS)),
                assume("network_is_homogeneous", Instance::is_homogeneous)
                    .fails(Diagonals, Kind::Float, || instances(WITH_TANH)),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("has_two_layers", |i: &Instance| i.network.depth() >= 2)
                    .domain("a network of one layer has no pair of layers to balance"),
                assume("hidden_layers_are_linear", cases::hidden_layers_are_linear).of_parts(&[Matrices]).fails(
                    Matrices,
                    Kind::Exact,
                    cases::dense,
                ),
                assume("layers_are_dense", cases::layers_are_dense).of_parts(&[Matrices]).fails(
                    Matrices,
                    Kind::Exact,
                    cases::linear,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| cases::free(Size::LARGE), || cases::free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(on_digits).of_parts(&[Diagonals]),
            ],
        }
    }
}
