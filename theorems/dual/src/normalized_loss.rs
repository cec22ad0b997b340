//! `normalized-loss`: a loss of normalised outputs moves no layer along its own weights.
//!
//! # Statement
//! Let f̂ = f_L/‖f_L‖ and L any differentiable loss of the f̂ of any number of inputs, of a bias-free homogeneous
//! network with f_L ≠ 0 on each. With g_v = ∂L/∂f̂_v and P^⊥_v = I − f̂_v f̂_vᵀ, for every layer l:
//!
//! - gradient: ∇_{w_l} L = Σ_v K_l(x_v) P^⊥_v g_v / ‖f_L(x_v)‖;
//! - no radial motion: ⟨W_l, ∇_{W_l} L⟩ = 0, so a step of size α gives ‖W_l − α∇‖² = ‖W_l‖² + α²‖∇‖²: weights only grow.
//!
//! # Source
//! The normalised losses of SimCLR and BYOL, in the framework of the abstract's first sentence, which does not state it:
//! the full text was not at hand.
//!
//! # Assumptions
//! - `outputs_are_nonzero`: f̂ exists; both parts.
//! - `network_is_differentiable`: K_l exists; both parts.
//! - `network_is_bias_free`, `network_is_homogeneous`: no radial motion only.
//!
//! # Proof
//! ∂f̂/∂f = (I − f̂f̂ᵀ)/‖f‖, and ∂f_L/∂w_l = K_lᵀ: the chain rule is the first part. ⟨w_l, ∇⟩ = Σ_v (K_lᵀw_l)ᵀ P^⊥_v
//! g_v/‖f_v‖ and K_lᵀw_l = f_L(x_v) by reversibility, which P^⊥_v annihilates. Or: scaling W_l by c > 0 scales f_L by
//! c and leaves f̂ alone, so the derivative in c is 0.
//!
//! # Checked form
//! L = ⟨C, F̂⟩ + Σ w ½‖f̂_i − f̂_j‖² with random C and w, recorded with the norm as a square root and differentiated.
//! Over the rationals on networks whose outputs have rational norms: a top layer along a Pythagorean direction, or
//! inputs that a linear layer takes to Pythagorean vectors. No radial motion is decided together with ‖W_l − ∇‖².
//!
//! # Evidence
//! exact (outputs of rational norm, `==`), enclosure, float, real (the digits network on 300 views).
//!
//! # Mutants
//! - `projection-dropped`: g/‖f‖.
//! - `norm-dropped`: P^⊥ g.
//! - `norm-squared`: P^⊥ g/‖f‖².
//! - `projection-along-the-output`: f̂f̂ᵀ g/‖f‖.
//!
//! # When an assumption is dropped
//! A bias or tanh lets the weights move radially: a stored instance each. f_L = 0 is outside: f̂ does not exist there,
//! so such an instance is rejected by name and can be no counterexample.

use super::output_loss::{OutputLoss, assemble, ingredients, of_neighbours};

use dualproof_digits as digits;
use dualproof::claim::{Assumption, Claim, Domain, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::matrix::{inner, rows};
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Field, Obstacle, Rational, Sign, WideInterval};
use dualproof::strategies::{Setting, setting};
use dualproof::tape::{Tape, Var};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde::{Deserialize, Serialize};

/// A network, inputs and a loss of the normalised outputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The inputs, n₀ × V.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// The loss of F̂.
    pub loss: OutputLoss,
}

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ∇_{w_l} L.
    Gradient,
    /// ⟨W_l, ∇⟩ and ‖W_l − ∇‖².
    NoRadialMotion,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// I for P^⊥.
    ProjectionDropped,
    /// 1 for 1/‖f‖.
    NormDropped,
    /// 1/‖f‖².
    NormSquared,
    /// f̂f̂ᵀ for P^⊥.
    ProjectionAlongTheOutput,
}

/// F̂ of recorded outputs: every column over its norm.
fn normalise<S: Field>(tape: &mut Tape<S>, outputs: Var) -> Result<Var, Obstacle> {
    let (rows, _) = tape.value(outputs).shape();
    let squares = tape.entrywise(outputs, outputs);
    let ones = tape.variable(DMatrix::from_element(1, rows, S::one()));
    let norms = tape.product(ones, squares);
    if tape.value(norms).iter().any(|n| n.sign() == Sign::Zero) {
        return Err(Obstacle::Outside("an output of norm 0"));
    }
    let over = tape.inverse_sqrt(norms)?;
    let column = tape.variable(DMatrix::from_element(rows, 1, S::one()));
    let spread = tape.product(column, over);
    Ok(tape.entrywise(outputs, spread))
}

/// The gradient by differentiation, or the radial motion that it makes.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let mut tape = Tape::new();
    let inputs = dualproof::matrix::embed(&instance.inputs);
    let network = tape.network(&instance.network.embed::<S>(), &inputs)?;
    let normalised = normalise(&mut tape, network.output)?;
    let loss = instance.loss.record(&mut tape, normalised);
    let gradient = tape.gradient(loss);
    let layers = network.layers.iter().map(|layer| {
        let (weights, slope) = (tape.value(layer.weights), gradient.of(layer.weights));
        let stepped = weights - &slope;
        match part {
            Part::Gradient => slope,
            Part::NoRadialMotion => DMatrix::from_row_slice(1, 2, &[inner(weights, &slope), inner(&stepped, &stepped)]),
        }
    });
    Ok(layers.collect())
}

/// Σ_v K_l P^⊥ g/‖f‖, or zero motion and the sum of the squared norms.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let trace = network.trace(&dualproof::matrix::embed(&instance.inputs))?;
    let f = trace.output();
    let mut norms = Vec::new();
    for column in f.column_iter() {
        let square = column.iter().fold(S::zero(), |sum, x| sum + x.clone() * x.clone());
        if square.is_zero() {
            return Err(Obstacle::Outside("an output of norm 0"));
        }
        norms.push(square.square_root().ok_or(Obstacle::UnknownSign("a squared norm"))?);
    }
    let over = |x: S, v: usize| x.divide(&norms[v]).ok_or(Obstacle::UnknownSign("a norm"));
    let mut unit = f.clone();
    for v in 0..f.ncols() {
        for k in 0..f.nrows() {
            unit[(k, v)] = over(f[(k, v)].clone(), v)?;
        }
    }
    let g = instance.loss.slope(&unit);
    let mut back = g.clone();
    for v in 0..f.ncols() {
        let along = (0..f.nrows()).fold(S::zero(), |sum, k| sum + unit[(k, v)].clone() * g[(k, v)].clone());
        for k in 0..f.nrows() {
            let radial = unit[(k, v)].clone() * along.clone();
            let projected = match formula {
                Formula::ProjectionDropped => g[(k, v)].clone(),
                Formula::ProjectionAlongTheOutput => radial,
                _ => g[(k, v)].clone() - radial,
            };
            back[(k, v)] = match formula {
                Formula::NormDropped => projected,
                Formula::NormSquared => over(over(projected, v)?, v)?,
                _ => over(projected, v)?,
            };
        }
    }
    let layers = network.layers.iter().enumerate().map(|(index, layer)| {
        let gradient = trace.connections(index + 1).apply(&back);
        match part {
            Part::Gradient => gradient,
            Part::NoRadialMotion => {
                let grown = inner(&layer.weights, &layer.weights) + inner(&gradient, &gradient);
                DMatrix::from_row_slice(1, 2, &[S::zero(), grown])
            }
        }
    });
    Ok(layers.collect())
}

const PARTS: &[Row<Part>] = &[
    Row { name: "gradient", part: Part::Gradient, relation: Relation::Equal },
    Row { name: "no-radial-motion", part: Part::NoRadialMotion, relation: Relation::Equal },
];

const RADIAL: Option<&[Part]> = Some(&[Part::NoRadialMotion]);

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "network_is_differentiable", parts: None, holds: |i| i.network.is_differentiable_on(&i.inputs) },
    Assumption { name: "outputs_are_nonzero", parts: None, holds: has_nonzero_outputs },
    Assumption { name: "network_is_bias_free", parts: RADIAL, holds: |i| i.network.is_bias_free() },
    Assumption { name: "network_is_homogeneous", parts: RADIAL, holds: |i| i.network.is_homogeneous() },
];

/// Is no output exactly 0? Decided exactly; left to the computation where the network has tanh.
fn has_nonzero_outputs(instance: &Instance) -> bool {
    let Ok(trace) = instance.network.trace(&instance.inputs) else { return true };
    trace.output().column_iter().all(|f| f.iter().any(|x| !x.is_zero()))
}

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "projection-dropped", formula: Formula::ProjectionDropped, part: Part::Gradient },
    Mutant { name: "norm-dropped", formula: Formula::NormDropped, part: Part::Gradient },
    Mutant { name: "norm-squared", formula: Formula::NormSquared, part: Part::Gradient },
    Mutant { name: "projection-along-the-output", formula: Formula::ProjectionAlongTheOutput, part: Part::Gradient },
];

const DOMAIN: &[Domain] = &[
    Domain { assumption: "network_is_differentiable", reason: "at a pre-activation of 0 the gradient does not exist" },
    Domain { assumption: "outputs_are_nonzero", reason: "0 has no direction to normalise to" },
];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "network_is_bias_free",
        strategy: || pythagorean(Setting { bias: true, ..SMALL }),
        part: Part::NoRadialMotion,
        kind: Kind::Enclosure,
    },
    Necessity {
        assumption: "network_is_homogeneous",
        strategy: || drawn(Setting { tanh: true, ..SMALL }),
        part: Part::NoRadialMotion,
        kind: Kind::Enclosure,
    },
];

/// One to six views.
const SMALL: Setting =
    Setting { networks: 1, samples: (1, 3), augmentations: (1, 2), uniform: true, bias: false, tanh: false };

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    let instance = |((mut networks, views), loss): ((Vec<Network<_>>, dualproof::views::Views<_>), _)| {
        let network = networks.remove(0);
        let loss = assemble(loss, network.output_width(), views.len());
        Instance { network, inputs: views.inputs, loss }
    };
    (setting(options), ingredients()).prop_map(instance).boxed()
}

/// Vectors of integers whose norm is an integer.
const PYTHAGOREAN: [[i64; 3]; 6] = [[3, 4, 0], [5, 0, -12], [1, 2, 2], [-2, 3, 6], [4, -4, 7], [0, 0, 1]];

/// The top layer becomes a direction of rational norm times one row: so are all outputs.
fn pythagorean(options: Setting) -> BoxedStrategy<Instance> {
    let instance = |(instance, direction, loss): (Instance, [i64; 3], _)| {
        let Instance { mut network, inputs, .. } = instance;
        let top = network.layers.last_mut().expect("a layer");
        top.weights = DMatrix::from_fn(direction.len(), top.weights.ncols(), |i, j| {
            top.weights[(0, j)].clone() * Rational::new(direction[i], 1)
        });
        if let Some(bias) = &mut top.bias {
            bias.resize(direction.len(), Rational::new(1, 1));
        }
        let loss = assemble(loss, direction.len(), inputs.ncols());
        Instance { network, inputs, loss }
    };
    (drawn(options), select(&PYTHAGOREAN[..]), ingredients()).prop_map(instance).boxed()
}

/// One linear 2 × 2 layer and inputs that it takes to multiples of Pythagorean vectors, each its own.
fn pythagorean_layer() -> BoxedStrategy<Instance> {
    const PAIRS: [[i64; 2]; 6] = [[3, 4], [-4, 3], [5, 12], [8, -15], [1, 0], [20, 21]];
    let instance = |(w, targets, loss): (Vec<i64>, Vec<[i64; 2]>, _)| {
        // W · adj(W) = det(W) · I.
        let column = |[x, y]: &[i64; 2]| [w[3] * x - w[1] * y, w[0] * y - w[2] * x];
        let inputs: Vec<[i64; 2]> = targets.iter().map(column).collect();
        let weights = DMatrix::from_row_iterator(2, 2, w.iter().map(|n| Rational::new(*n, 1)));
        Instance {
            loss: assemble(loss, 2, inputs.len()),
            inputs: DMatrix::from_fn(2, inputs.len(), |i, v| Rational::new(inputs[v][i], 1)),
            network: Network { layers: vec![Layer::dense(weights, Activation::Linear)] },
        }
    };
    (vec(-8_i64..=8, 4), vec(select(&PAIRS[..]), 1..=4), ingredients()).prop_map(instance).boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![3 => drawn(SMALL), 1 => drawn(Setting { bias: true, ..SMALL })].boxed()
}

fn of_rational_norm() -> BoxedStrategy<Instance> {
    prop_oneof![pythagorean(SMALL), pythagorean_layer()].boxed()
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
        slug: "normalized-loss",
        group: "dual",
        text: include_str!("normalized_loss.rs"),
        parts: PARTS,
        assumptions: ASSUMPTIONS,
        strategy,
        validate,
        evidence: vec![
            Evidence::enclosure(measured, predicted).refined::<WideInterval>(measured, predicted),
            Evidence::exact(measured, predicted).drawn_from(of_rational_norm),
            Evidence::float(measured, predicted),
            Evidence::real(on_digits, measured, predicted),
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dualproof::claim::{Demand, Outcome};

    #[test]
    fn a_zero_output_is_rejected_by_name() {
        let one = DMatrix::from_element(1, 1, Rational::new(1, 1));
        let network = Network { layers: vec![Layer::dense(one, Activation::Linear)] };
        let inputs = DMatrix::from_element(1, 1, Rational::zero());
        let loss = assemble((vec![1; 7], Vec::new()), 1, 1);
        let instance = Instance { network, inputs, loss };
        assert!(!has_nonzero_outputs(&instance));
        for evidence in claim().evidence {
            match evidence.decide(&instance, Relation::Equal, Part::Gradient, Formula::Stated, Demand::CERTAIN) {
                Outcome::Rejected(why) => assert!(why.contains("norm 0"), "{why}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
