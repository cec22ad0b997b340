//! `dual-gradient`: the gradient of the distance between the outputs of two networks, through their connections.
//!
//! # Statement
//! Two homogeneous bias-free networks of one architecture with their own weights 𝒲₁, 𝒲₂, inputs x₁, x₂, and
//! r = ½‖f_L(x₁; 𝒲₁) − f_L(x₂; 𝒲₂)‖². For every layer l, with K_{i,l} the connection of network i at x_i
//! (n_l n_{l−1} × n_L), the `gradient` is
//!
//! ∇_{w_{1,l}} r = K_{1,l} ( K_{1,l}ᵀ w_{1,l} − K_{2,l}ᵀ w_{2,l} ).
//!
//! # Source
//! The framework of the abstract's first sentence: "dual pairs of deep ReLU networks". The abstract
//! does not state it, and the full text was not at hand.
//!
//! # Assumptions
//! - `networks_are_bias_free`, `networks_are_homogeneous`: f_L(x) = K_l(x)ᵀ w_l rests on them.
//! - `networks_are_differentiable`: no pre-activation is exactly 0; elsewhere instances are rejected.
//!
//! # Proof
//! The chain rule gives ∇r = (∂f_L(x₁)/∂w_{1,l})ᵀ (f_L(x₁) − f_L(x₂)); by `connection` the first factor is K_{1,l}
//! and each output is K_{i,l}ᵀ w_{i,l}.
//!
//! # Checked form
//! All layers. Measured: both networks on one tape, the distance differentiated. Predicted: explicit connections.
//! On real data: the digits network against itself with the rows of every layer in reverse order, on 300 pairs of
//! views.
//!
//! # Mutants
//! - `plus-for-minus`: the sign of the second term.
//! - `second-connection-outside`: K₂ in front of the bracket.
//! - `factor-two`.
//! - `first-weights-in-both-terms`: w_{1,l} in place of w_{2,l}.
//!
//! # When an assumption is dropped
//! With a bias, or tanh, the bracket is no longer the difference of the outputs: a stored instance each.

pub mod cases;

use super::cases::{SMALL, WITH_BIAS, WITH_TANH};
use cases::Instance;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, scaled, unvec, vec as stack};
use dualproof::network::Network;
use dualproof::numbers::Number;
use dualproof::strategies::Size;
use dualproof::tape::Tape;

dualproof::parts! {
    pub enum Part {
        Gradient: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        PlusForMinus: Gradient, SecondConnectionOutside: Gradient, FactorTwo: Gradient,
        FirstWeightsInBothTerms: Gradient,
    }
}

/// The gradient of the distance between the outputs of two networks, through their connections.
pub struct DualGradient;

impl Sides for DualGradient {
    /// ∇_{w_{1,l}} r by differentiation.
    fn measured(instance: &Instance, _: Part) -> Side {
        let mut tape = Tape::new();
        let first = tape.network(&instance.first.embed::<Number>(), &embed(&instance.first_input))?;
        let second = tape.network(&instance.second.embed::<Number>(), &embed(&instance.second_input))?;
        let distance = tape.half_squared_distances(first.output, second.output);
        let gradient = tape.gradient(distance);
        Ok(first.layers.iter().map(|layer| gradient.of(layer.weights)).collect())
    }

    fn predicted(instance: &Instance, _: Part, formula: Formula) -> Side {
        let (first, second) = (instance.first.embed::<Number>(), instance.second.embed::<Number>());
        let traces = (first.trace(&embed(&instance.first_input))?, second.trace(&embed(&instance.second_input))?);
        let layers = first.layers.iter().zip(&second.layers).zip(1..).map(|((layer, other), l)| {
            let k = [&traces.0, &traces.1].map(|trace| trace.connections(l).explicit(0));
            let w = [layer, other].map(|layer| stack(&layer.weights));
            unvec(&gradient(formula, &k, &w), layer.units(), layer.weights.ncols())
        });
        Ok(layers.collect())
    }
}

/// ∇_{w_1} r = K_1 (K_1ᵀ w_1 − K_2ᵀ w_2), of one layer.
fn gradient(formula: Formula, [k_1, k_2]: &[Matrix; 2], [w_1, w_2]: &[Matrix; 2]) -> Matrix {
    let w_2 = if formula == Formula::FirstWeightsInBothTerms { w_1 } else { w_2 };
    let (f_1, f_2) = (Number::product(&k_1.transpose(), w_1), Number::product(&k_2.transpose(), w_2));
    let bracket = if formula == Formula::PlusForMinus { f_1 + f_2 } else { f_1 - f_2 };
    let outside = if formula == Formula::SecondConnectionOutside { k_2 } else { k_1 };
    let factor = if formula == Formula::FactorTwo { 2 } else { 1 };
    scaled(&Number::product(outside, &bracket), &Number::from_integer(factor))
}

impl Theorem for DualGradient {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        Declaration {
            page: dualproof::page!("dual_gradient.rs"),
            cases: || cases::instances(SMALL),
            validate: Instance::validate,
            assumptions: vec![
                assume("networks_are_bias_free", |i: &Instance| i.both(Network::is_bias_free)).fails(
                    Part::Gradient,
                    Kind::Exact,
                    || cases::instances(WITH_BIAS),
                ),
                assume("networks_are_homogeneous", |i: &Instance| i.both(Network::is_homogeneous)).fails(
                    Part::Gradient,
                    Kind::Float,
                    || cases::instances(WITH_TANH),
                ),
                assume("networks_are_differentiable", Instance::are_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| cases::free(Size::LARGE), || cases::free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(cases::on_digits),
                Evidence::derivation(dualproof::derivation_files!("dual_gradient")),
            ],
        }
    }
}
