//! `connection`: a homogeneous network is linear in each layer's weights, through its connection.
//!
//! # Statement
//! For linear, ReLU, leaky ReLU, max-pool, average-pool and masked layers without bias, every layer l and every
//! input x at which the network is differentiable, with K_l(x) = f_{l−1}(x) ⊗ J_l(x)ᵀ (n_l n_{l−1} × n_L), J_l =
//! ∂f_L/∂f̃_l (n_L × n_l) and w_l = vec(W_l) stacking columns:
//!
//! - `reversibility`: f_L(x) = K_l(x)ᵀ w_l;
//! - `derivative`: ∂f_L/∂w_l = K_l(x)ᵀ.
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
//! On real data: the digits network on 300 views.
//!
//! # Mutants
//! - `jacobian-after-the-gate`: ∂f_L/∂f_l in place of ∂f_L/∂f̃_l.
//! - `gates-left-out`: J_l = W_L ⋯ W_{l+1}.
//! - `activation-of-the-layer-itself`: f_l in place of f_{l−1}.
//! - `row-major-vec`: K with the factors of its rows in the other order.
//!
//! # When an assumption is dropped
//! A bias, or tanh, breaks reversibility: a stored instance each. The derivative stands with a bias, and with
//! tanh (its gate being ψ'), which the part `derivative` does not assume away.

pub mod cases;

use super::cases::{WITH_BIAS, WITH_TANH};
use super::layers::{expect_no_pool, jacobian_after_the_gate, jacobian_without_gates};
use cases::Instance;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, vec as stack};
use dualproof::network::{Connections, Network, Trace};
use dualproof::numbers::{Number, Obstacle};
use dualproof::strategies::Size;
use dualproof::tape::{RecordedLayer, Tape};
use nalgebra::DMatrix;

dualproof::parts! {
    pub enum Part {
        Reversibility: Equal, Derivative: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        JacobianAfterTheGate: Derivative, GatesLeftOut: Reversibility, ActivationOfTheLayerItself: Derivative,
        RowMajorVec: Derivative,
    }
}

/// A homogeneous network is linear in each layer's weights, through its connection.
pub struct Connection;

impl Sides for Connection {
    /// The recorded forward pass, and one backward sweep for each output.
    fn measured(instance: &Instance, part: Part) -> Side {
        let mut tape = Tape::new();
        let network = tape.network(&instance.network.embed::<Number>(), &embed(&instance.input))?;
        let output = tape.value(network.output);
        if part == Part::Reversibility {
            return Ok(vec![output.clone(); network.layers.len()]);
        }
        let unit = |k: usize| {
            DMatrix::from_fn(output.len(), 1, |row, _| if row == k { Number::one() } else { Number::zero() })
        };
        let sweeps: Vec<_> = (0..output.len()).map(|k| tape.pull_back(network.output, unit(k))).collect();
        let derivative = |layer: &RecordedLayer| {
            let columns: Vec<Matrix> = sweeps.iter().map(|sweep| stack(&sweep.of(layer.weights))).collect();
            DMatrix::from_fn(columns[0].len(), columns.len(), |row, k| columns[k][(row, 0)].clone())
        };
        Ok(network.layers.iter().map(derivative).collect())
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let network = instance.network.embed::<Number>();
        let trace = network.trace(&embed(&instance.input))?;
        let layers = network.layers.iter().zip(1..).map(|(layer, l)| {
            let k = derivative(formula, &network, &trace, l)?;
            Ok(match part {
                Part::Reversibility => reversibility(&k, &stack(&layer.weights)),
                Part::Derivative => k,
            })
        });
        layers.collect()
    }
}

/// f_L = K_lᵀ w_l.
fn reversibility(k: &Matrix, w: &Matrix) -> Matrix {
    Number::product(&k.transpose(), w)
}

/// (∂f_L/∂w_l)ᵀ = K_l = f_{l−1} ⊗ J_lᵀ.
fn derivative(
    formula: Formula,
    network: &Network<Number>,
    trace: &Trace<Number>,
    l: usize,
) -> Result<Matrix, Obstacle> {
    let stated = trace.connections(l);
    let (units, inputs) = stated.shape();
    if matches!(formula, Formula::JacobianAfterTheGate | Formula::GatesLeftOut) {
        expect_no_pool(&network.layers[l - 1..])?;
    }
    let j = match formula {
        Formula::JacobianAfterTheGate => jacobian_after_the_gate(network, trace, l, 0),
        Formula::GatesLeftOut => jacobian_without_gates(network, l),
        _ => stated.jacobian(0).clone(),
    };
    let own = trace.activation(l);
    let f = match formula {
        Formula::ActivationOfTheLayerItself => {
            DMatrix::from_fn(inputs, 1, |row, _| own[(row % own.nrows(), 0)].clone())
        }
        _ => stated.below().clone(),
    };
    let k = Connections::new(&f, &[j], stated.mask()).explicit(0);
    Ok(match formula {
        // Row r is the weight (r / n_{l−1}, r mod n_{l−1}).
        Formula::RowMajorVec => DMatrix::from_fn(k.nrows(), k.ncols(), |row, output| {
            k[((row % inputs) * units + row / inputs, output)].clone()
        }),
        _ => k,
    })
}

impl Theorem for Connection {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::Reversibility;
        Declaration {
            page: dualproof::page!("connection.rs"),
            cases: cases::some_with_bias,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", |i: &Instance| i.network.is_differentiable_on(&i.input))
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("network_is_bias_free", |i: &Instance| i.network.is_bias_free())
                    .of_parts(&[Reversibility])
                    .fails(Reversibility, Kind::Exact, || cases::instances(WITH_BIAS)),
                assume("network_is_homogeneous", |i: &Instance| i.network.is_homogeneous())
                    .of_parts(&[Reversibility])
                    .fails(Reversibility, Kind::Float, || cases::instances(WITH_TANH)),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| cases::free(Size::LARGE), || cases::free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(cases::on_digits),
                Evidence::derivation(dualproof::derivation_files!("connection")),
            ],
        }
    }
}
