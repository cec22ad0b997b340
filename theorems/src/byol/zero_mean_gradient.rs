//! `zero-mean-gradient`: a zero-mean inside the network makes the gradient of the layer below a covariance.
//!
//! # Statement
//! Let the output W_l f_{l−1} of layer l have its mean over all samples and augmentations taken off before the
//! activation, let r be a loss of what follows, and g the gradient of r at the zero-mean output (per view). Then
//!
//! - with the gradient flowing through the mean: ∇_{W_l} r = E\[g f_{l−1}ᵀ\] − E\[g\]E\[f_{l−1}\]ᵀ = Cov(g, f_{l−1});
//! - with the mean detached: ∇_{W_l} r = E\[g f_{l−1}ᵀ\];
//! - so detaching loses exactly −E\[g\]E\[f_{l−1}\]ᵀ.
//!
//! # Source
//! Abstract: "the inter-play between the zero-mean operation of BatchNorm and the extra predictor": the operation
//! acts through its backward pass. Commonly cited from the paper's section on BatchNorm.
//!
//! # Assumptions
//! - `backward_includes_the_mean`: the first line only.
//! - No pre-activation is exactly 0, without the zero-mean and with it, whichever layer has it: such instances are
//!   rejected.
//!
//! Nothing else: biases, homogeneity and the loss are free. The loss here is ½‖P f₁ − f₂‖² over augmentations with the
//! constant f₂ of the same network without any zero-mean. (Were f₂ zero-mean as well, E g = 0 at the top layer, and
//! nothing would be lost there. P = I without augmentation is left out: there r is a constant.)
//!
//! # Proof
//! y_v = W f_v − Σ_u p_u W f_u, so ∇_W = Σ_v p_v g_v (f_v − E f)ᵀ, which is the first line. It is enough to centre
//! one of the two factors: E\[(g − Eg) fᵀ\], E\[g (f − Ef)ᵀ\] and the covariance are the same matrix, so "centring one
//! side only" is no mutant but the theorem. A detached mean is a constant: the second term goes.
//!
//! # Checked form
//! The zero-mean is put at each layer in turn, one at a time, and the loss differentiated. g comes from the
//! Jacobians of the layers above on the zero-mean outputs, f_{l−1} from the forward pass of the layers below.
//!
//! # Evidence
//! exact (rationals, `==`), identity (prime field, everything free), float (running error bound), real (the
//! digits network, every layer).
//!
//! # Mutants
//! - `centring-forgotten`: E\[g fᵀ\] with the gradient flowing through the mean.
//! - `wrong-sign`: + E\[g\]E\[f\]ᵀ. `sign-of-the-loss`: the difference with +.
//! - `means-of-samples`: f minus its augmentation mean.
//! - `centred-anyway`: the covariance with the mean detached.
//!
//! # When an assumption is dropped
//! With a detached mean the gradient is not a covariance: a stored instance.

use super::setting::{ZeroMean, digits_instance, generic_predictor};
use crate::pairs;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, hadamard, rows};
use dualproof::network::{Layer, Network};
use dualproof::numbers::{Field, Line, Obstacle, Rational, Running};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, setting};
use dualproof::tape::{Tape, Var};
use dualproof::views::Views;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// What the backward pass makes of the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mean {
    /// The gradient flows through it.
    Through,
    /// It is a constant.
    Detached,
}

/// A network into which a zero-mean is put, with a loss on top.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// P of the loss, n_L × n_L.
    #[serde(with = "rows")]
    pub predictor: DMatrix<Rational>,
    /// The mean, for the first line.
    pub mean: Mean,
}

dualproof::line_through!(Instance { network, views, predictor } keeping { mean });

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ∇r with the mean of the instance.
    Through,
    /// ∇r with the mean detached.
    Detached,
    /// The first minus the second.
    Lost,
}

/// The formula and its wrong versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// E\[g fᵀ\] for Cov.
    CentringForgotten,
    /// + for −.
    WrongSign,
    /// f̄(x) for E f.
    MeansOfSamples,
    /// Cov for E\[g fᵀ\].
    CentredAnyway,
}

/// The network cut at a layer's pre-activation: what is below W_l, and what is above W_l f_{l−1}, beginning with the
/// activation and pool of layer l on an identity.
fn cut<S: Field>(network: &Network<S>, index: usize) -> (Network<S>, Network<S>) {
    let layer = &network.layers[index];
    let identity = Layer {
        weights: DMatrix::identity(layer.units(), layer.units()),
        mask: None,
        bias: None,
        activation: layer.activation.clone(),
        pool: layer.pool,
    };
    let below = Network { layers: network.layers[..index].to_vec() };
    let above =
        Network { layers: std::iter::once(identity).chain(network.layers[index + 1..].iter().cloned()).collect() };
    (below, above)
}

/// Records the network with a zero-mean at layer `index` (from 0) up to its output: W_l and the output.
fn record<S: Field>(tape: &mut Tape<S>, instance: &Instance, index: usize, mean: Mean) -> Result<(Var, Var), Obstacle> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let (below, above) = cut(&network, index);
    let layer = &network.layers[index];
    let f = match index {
        0 => tape.variable(views.inputs.clone()),
        _ => tape.network(&below, &views.inputs)?.output,
    };
    let weights = tape.variable(layer.weights.clone());
    let effective = match layer.mask_matrix() {
        Some(mask) => tape.gate(weights, mask),
        None => weights,
    };
    let mut output = tape.product(effective, f);
    if let Some(bias) = &layer.bias {
        let bias = tape.variable(DMatrix::from_column_slice(bias.len(), 1, bias));
        output = tape.add_column(output, bias);
    }
    let view_weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
    let centred = tape.centre(output, &view_weights);
    let centred = match mean {
        Mean::Through => centred,
        Mean::Detached => {
            // The same values, as the output plus a constant.
            let constant = tape.value(centred) - tape.value(output);
            let constant = tape.variable(constant);
            tape.sum(output, constant)
        }
    };
    let weights_above: Vec<Var> = above.layers.iter().map(|layer| tape.variable(layer.weights.clone())).collect();
    Ok((weights, tape.network_over(&above, &weights_above, centred)?.output))
}

/// ∇_{W_l} r with the zero-mean at layer l, for every layer, by differentiation.
fn gradients<S: Field>(instance: &Instance, mean: Mean) -> Side<S> {
    let views = instance.views.embed::<S>();
    let gradient = |index: usize| {
        let mut tape = Tape::new();
        let (weights, output) = record(&mut tape, instance, index, mean)?;
        let predictor = tape.variable(embed(&instance.predictor));
        let first = tape.product(predictor, output);
        let target = tape.network(&instance.network.embed(), &views.inputs)?;
        let second = tape.detached(target.output);
        let loss = tape.pair_loss(first, second, pairs::of_augmentations(&views, &instance.views.sample_weights));
        Ok(tape.gradient(loss).of(weights))
    };
    (0..instance.network.depth()).map(gradient).collect()
}

/// The gradients that the part speaks of.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    match part {
        Part::Through => gradients(instance, instance.mean),
        Part::Detached => gradients(instance, Mean::Detached),
        Part::Lost => {
            let (through, detached) = (gradients(instance, Mean::Through)?, gradients(instance, Mean::Detached)?);
            Ok(through.into_iter().zip(detached).map(|(a, b): (DMatrix<S>, DMatrix<S>)| a - b).collect())
        }
    }
}

/// Moments of g and f_{l−1}.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let p: DMatrix<S> = embed(&instance.predictor);
    let goal = views.augmentation_mean(network.trace(&views.inputs)?.output());
    let mean = |z: &DMatrix<S>| views.sample_mean(&views.augmentation_mean(z));
    let layer = |index: usize| {
        let (below, above) = cut(&network, index);
        let f = match index {
            0 => views.inputs.clone(),
            _ => below.trace(&views.inputs)?.output().clone(),
        };
        let mask = network.layers[index].mask_matrix();
        let weights = match &mask {
            Some(mask) => hadamard(&network.layers[index].weights, mask),
            None => network.layers[index].weights.clone(),
        };
        let output = S::product(&weights, &f);
        let centre = mean(&output);
        let centred =
            DMatrix::from_fn(output.nrows(), output.ncols(), |k, v| output[(k, v)].clone() - centre[(k, 0)].clone());
        let trace = above.trace(&centred)?;
        let forward = S::product(&p, trace.output());
        let residual = DMatrix::from_fn(forward.nrows(), forward.ncols(), |k, v| {
            forward[(k, v)].clone() - goal[(k, views.sample_of(v))].clone()
        });
        let by_output = S::product(&p.transpose(), &residual);
        let g = DMatrix::from_fn(output.nrows(), views.len(), |unit, v| {
            let jacobian = trace.jacobian(1, v);
            (0..by_output.nrows()).fold(S::zero(), |mut sum, k| {
                sum.add_product(&jacobian[(k, unit)], &by_output[(k, v)]);
                sum
            })
        });
        let weighted = DMatrix::from_fn(g.nrows(), g.ncols(), |k, v| g[(k, v)].clone() * views.weight(v));
        let second_moment = S::product(&weighted, &f.transpose());
        let of_means = S::product(&mean(&g), &mean(&f).transpose());
        let covariance = match formula {
            Formula::CentringForgotten => second_moment.clone(),
            Formula::WrongSign => &second_moment + &of_means,
            Formula::MeansOfSamples => {
                let bar = views.augmentation_mean(&f);
                let within = DMatrix::from_fn(f.nrows(), f.ncols(), |k, v| {
                    f[(k, v)].clone() - bar[(k, views.sample_of(v))].clone()
                });
                S::product(&weighted, &within.transpose())
            }
            _ => &second_moment - &of_means,
        };
        let gradient = match part {
            Part::Through => covariance,
            Part::Detached if formula == Formula::CentredAnyway => covariance,
            Part::Detached => second_moment,
            Part::Lost if formula == Formula::WrongSign => of_means,
            Part::Lost => -of_means,
        };
        Ok(mask.map_or(gradient.clone(), |mask| hadamard(&gradient, &mask)))
    };
    (0..network.depth()).map(layer).collect()
}

/// Has the network a gradient without and with the zero-mean, at any layer? By the error bound where it decides, else exactly.
fn is_differentiable(instance: &Instance) -> bool {
    fn decide<S: Field>(instance: &Instance, index: usize) -> Result<(), Obstacle> {
        let mut tape = Tape::<S>::new();
        tape.network(&instance.network.embed(), &embed(&instance.views.inputs))?;
        record(&mut tape, instance, index, Mean::Through).map(|_| ())
    }
    (0..instance.network.depth()).all(|index| {
        let decided = decide::<Running>(instance, index).or_else(|_| decide::<Rational>(instance, index));
        !decided.is_err_and(|obstacle| obstacle.is_unmet_assumption())
    })
}

const PARTS: &[Row<Part>] = &[
    Row { name: "through", part: Part::Through, relation: Relation::Equal },
    Row { name: "detached", part: Part::Detached, relation: Relation::Equal },
    Row { name: "lost", part: Part::Lost, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "networks_are_differentiable", parts: None, holds: is_differentiable },
    Assumption {
        name: "backward_includes_the_mean",
        parts: Some(&[Part::Through]),
        holds: |i| i.mean == Mean::Through,
    },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "centring-forgotten", formula: Formula::CentringForgotten, part: Part::Through },
    Mutant { name: "wrong-sign", formula: Formula::WrongSign, part: Part::Through },
    Mutant { name: "sign-of-the-loss", formula: Formula::WrongSign, part: Part::Lost },
    Mutant { name: "means-of-samples", formula: Formula::MeansOfSamples, part: Part::Through },
    Mutant { name: "centred-anyway", formula: Formula::CentredAnyway, part: Part::Detached },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "networks_are_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[Necessity {
    assumption: "backward_includes_the_mean",
    strategy: || drawn(Setting::default(), Mean::Detached),
    part: Part::Through,
    kind: Kind::Exact,
}];

fn drawn(options: Setting, mean: Mean) -> BoxedStrategy<Instance> {
    setting(options)
        .prop_flat_map(move |(mut networks, views)| {
            let network = networks.remove(0);
            let predictor = generic_predictor(network.output_width());
            (Just((network, views)), predictor)
        })
        .prop_map(move |((network, views), predictor)| Instance { network, views, predictor, mean })
        .boxed()
}

/// Without biases; and with them, but then without masks: a unit with a bias and no input is a constant, and nothing
/// is learned from it.
fn strategy() -> BoxedStrategy<Instance> {
    let biased = Setting { bias: true, ..Setting::default() };
    let unmasked = |mut instance: Instance| {
        instance.network.layers.iter_mut().for_each(|layer| layer.mask = None);
        instance
    };
    prop_oneof![drawn(Setting::default(), Mean::Through), drawn(biased, Mean::Through).prop_map(unmasked)].boxed()
}

/// All free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    let outputs = *size.widths.last().expect("a width");
    (free_setting(size, 1, Hidden::Gated), free_matrix(outputs, outputs))
        .prop_map(|((mut networks, views), predictor)| Instance {
            network: networks.remove(0),
            views,
            predictor,
            mean: Mean::Through,
        })
        .boxed()
}

fn on_digits() -> Vec<Instance> {
    let digits = digits_instance(ZeroMean::NEITHER);
    let (network, views, predictor) = (digits.online, digits.views, digits.predictor);
    vec![Instance { network, views, predictor, mean: Mean::Through }]
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { network, views, predictor, .. } = instance;
    views.validate().map_err(|e| e.to_string())?;
    network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
    let n = network.output_width();
    if predictor.shape() != (n, n) {
        return Err(format!("predictor: found shape {:?}, expected {n} × {n}", predictor.shape()));
    }
    Ok(())
}

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "zero-mean-gradient",
        group: "byol",
        text: include_str!("zero_mean_gradient.rs"),
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
        ],
        stated: Formula::Stated,
        mutants: MUTANTS,
        necessity: NECESSITY,
        domain: DOMAIN,
    }
}
