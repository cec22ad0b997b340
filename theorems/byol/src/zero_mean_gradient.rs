//! `zero-mean-gradient`: a zero-mean inside the network makes the gradient of the layer below a covariance.
//!
//! # Statement
//! Let the output W_l f_{l−1} of layer l have its mean over all samples and augmentations taken off before the
//! activation, let r be a loss of what follows, and g the gradient of r at the zero-mean output (per view). Then
//!
//! - with the gradient flowing through the mean: ∇_{W_l} r = E\[g f_{l−1}ᵀ\] − E\[g\]E\[f_{l−1}\]ᵀ = Cov(g, f_{l−1});
//! - with the mean detached: ∇_{W_l} r = E\[g f_{l−1}ᵀ\];
//! - so detaching loses exactly −E\[g\]E\[f_{l−1}\]ᵀ;
//! - with r = E ½‖P f₁ − f₂‖², f₂ a constant, and the zero-mean at the outputs of both networks, nothing is lost: E g = 0,
//!   so the gradient by every W_l is the same through the mean as with the mean detached, E\[K_l Pᵀ(P f₁ − f₂)\].
//!
//! # Source
//! Abstract: "the inter-play between the zero-mean operation of BatchNorm and the extra predictor": the operation
//! acts through its backward pass. That this makes no difference at the outputs of both networks is our own.
//!
//! # Assumptions
//! - `backward_includes_the_mean`: the first line only.
//! - `target_is_zero_mean`: the last line only.
//! - No pre-activation is exactly 0, without the zero-mean and with it, whichever layer has it: such instances are
//!   rejected.
//!
//! Nothing else: biases, homogeneity and, but for the last line, the loss are free. The loss here is ½‖P f₁ − f₂‖² over
//! augmentations; the constant f₂ is the output of the same network without any zero-mean inside, its own mean taken
//! off or not. (P = I without augmentation is left out: there r is a constant.)
//!
//! # Proof
//! y_v = W f_v − Σ_u p_u W f_u, so ∇_W = Σ_v p_v g_v (f_v − E f)ᵀ, which is the first line. It is enough to centre
//! one of the two factors: E\[(g − Eg) fᵀ\], E\[g (f − Ef)ᵀ\] and the covariance are the same matrix, so "centring one
//! side only" is no mutant but the theorem. A detached mean is a constant: the second term goes. At the outputs
//! g = Pᵀ(P f₁ − E_{x'|x} f₂), whose mean is Pᵀ(P E f₁ − E f₂) = 0 where both means are taken off. The backward pass
//! through the mean takes E g off g, which changes nothing, here and in every layer below.
//!
//! # Checked form
//! The zero-mean is put at each layer in turn, one at a time, and the loss differentiated: the network is recorded with
//! the mean taken off on the way. On the other side the network is cut there: g comes from the Jacobians of the layers
//! above on the zero-mean outputs, f_{l−1} from the forward pass of the layers below. For the last line the zero-mean
//! is at the top layer, the gradients are those by all layers, and the formula's are of the connections of the network
//! without any mean.
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
//! - `mean-of-the-target-kept`, `mean-of-the-online-output-kept`: the last line with the mean of one output left in g.
//!
//! # When an assumption is dropped
//! With a detached mean the gradient is not a covariance; with the mean of the online output alone taken off, through
//! and detached differ. A stored instance each.

use super::setting::{ZeroMean, digits_instance, generic_predictor};
use dualproof::tape::pairs;
use dualproof::claim::{
    Assumption, Bound, Claim, Domain, Evidence, Identity, Kind, Mutant, Necessity, Part as Row, Relation, Side,
};
use dualproof::matrix::{embed, hadamard, rows};
use dualproof::network::{Layer, Network};
use dualproof::numbers::{Field, Line, Obstacle, Rational, Running};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, setting};
use dualproof::tape::{Recorded, Tape, Var};
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
    /// Is the mean of f₂ taken off?
    #[serde(default)]
    pub target_is_zero_mean: bool,
}

dualproof::line_through!(Instance { network, views, predictor } keeping { mean, target_is_zero_mean });

/// The statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// ∇r with the mean of the instance.
    Through,
    /// ∇r with the mean detached.
    Detached,
    /// The first minus the second.
    Lost,
    /// ∇r by all layers, through and detached, with the zero-mean at the outputs of both networks.
    BothOutputs,
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
    /// f₂ with its mean.
    MeanOfTheTargetKept,
    /// f₁ with its mean.
    MeanOfTheOnlineOutputKept,
}

/// Records the network with a zero-mean at layer `index` (from 0).
fn record<S: Field>(tape: &mut Tape<S>, instance: &Instance, index: usize, mean: Mean) -> Result<Recorded, Obstacle> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let view_weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
    let weights: Vec<Var> = network.layers.iter().map(|layer| tape.variable(layer.weights.clone())).collect();
    let inputs = tape.variable(views.inputs.clone());
    tape.network_altered(&network, &weights, inputs, |tape, layer, output| {
        if layer != index {
            return output;
        }
        let centred = tape.centre(output, &view_weights);
        match mean {
            Mean::Through => centred,
            Mean::Detached => {
                // The same values, as the output plus a constant.
                let constant = tape.value(centred) - tape.value(output);
                let constant = tape.variable(constant);
                tape.sum(output, constant)
            }
        }
    })
}

/// ∇_{W_k} r with the zero-mean at layer `index`, for the layers k that are asked for, by differentiation.
fn gradients<S: Field>(instance: &Instance, mean: Mean, index: usize, by: std::ops::Range<usize>) -> Side<S> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = record(&mut tape, instance, index, mean)?;
    let predictor = tape.variable(embed(&instance.predictor));
    let first = tape.product(predictor, network.output);
    let mut target = tape.network(&instance.network.embed(), &views.inputs)?.output;
    if instance.target_is_zero_mean {
        let view_weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
        target = tape.centre(target, &view_weights);
    }
    let second = tape.detached(target);
    let loss = tape.pair_loss(first, second, pairs::of_augmentations(&views, &instance.views.sample_weights));
    let gradient = tape.gradient(loss);
    Ok(by.map(|layer| gradient.of(network.layers[layer].weights)).collect())
}

/// The gradients that the part speaks of.
pub fn measured<S: Field>(instance: &Instance, part: Part) -> Side<S> {
    let depth = instance.network.depth();
    let own = |mean: Mean| -> Side<S> {
        let of_layer = |l: usize| gradients(instance, mean, l, l..l + 1);
        Ok((0..depth).map(of_layer).collect::<Result<Vec<_>, _>>()?.concat())
    };
    match part {
        Part::Through => own(instance.mean),
        Part::Detached => own(Mean::Detached),
        Part::Lost => {
            let (through, detached) = (own(Mean::Through)?, own(Mean::Detached)?);
            Ok(through.into_iter().zip(detached).map(|(a, b): (DMatrix<S>, DMatrix<S>)| a - b).collect())
        }
        Part::BothOutputs => {
            let at_the_output = |mean: Mean| gradients(instance, mean, depth - 1, 0..depth);
            Ok([at_the_output(Mean::Through)?, at_the_output(Mean::Detached)?].concat())
        }
    }
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

/// Moments of g and f_{l−1}.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let p: DMatrix<S> = embed(&instance.predictor);
    let mean = |z: &DMatrix<S>| views.sample_mean(&views.augmentation_mean(z));
    let about_mean = |z: &DMatrix<S>| {
        let centre = mean(z);
        DMatrix::from_fn(z.nrows(), z.ncols(), |k, v| z[(k, v)].clone() - centre[(k, 0)].clone())
    };
    let plain = network.trace(&views.inputs)?;
    let goal =
        views.augmentation_mean(&match instance.target_is_zero_mean && formula != Formula::MeanOfTheTargetKept {
            true => about_mean(plain.output()),
            false => plain.output().clone(),
        });
    // Pᵀ(P f − E_{x'|x} f₂), the gradient at the outputs f.
    let by_output = |f: &DMatrix<S>| {
        let forward = S::product(&p, f);
        let residual = DMatrix::from_fn(forward.nrows(), forward.ncols(), |k, v| {
            forward[(k, v)].clone() - goal[(k, views.sample_of(v))].clone()
        });
        S::product(&p.transpose(), &residual)
    };
    let weighted = |g: &DMatrix<S>| DMatrix::from_fn(g.nrows(), g.ncols(), |k, v| g[(k, v)].clone() * views.weight(v));
    if part == Part::BothOutputs {
        let g = by_output(&match formula {
            Formula::MeanOfTheOnlineOutputKept => plain.output().clone(),
            _ => about_mean(plain.output()),
        });
        let by_layer = (1..=network.depth()).map(|layer| plain.connections(layer).apply(&weighted(&g)));
        let by_layer: Vec<DMatrix<S>> = by_layer.collect();
        return Ok([by_layer.clone(), by_layer].concat());
    }
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
        let trace = above.trace(&about_mean(&output))?;
        let by_output = by_output(trace.output());
        let g = DMatrix::from_fn(output.nrows(), views.len(), |unit, v| {
            let jacobian = trace.jacobian(1, v);
            (0..by_output.nrows()).fold(S::zero(), |mut sum, k| {
                sum.add_product(&jacobian[(k, unit)], &by_output[(k, v)]);
                sum
            })
        });
        let weighted = weighted(&g);
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
            Part::BothOutputs => unreachable!("it has no layer of its own"),
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
    Row { name: "both-outputs", part: Part::BothOutputs, relation: Relation::Equal },
];

const ASSUMPTIONS: &[Assumption<Instance, Part>] = &[
    Assumption { name: "networks_are_differentiable", parts: None, holds: is_differentiable },
    Assumption {
        name: "backward_includes_the_mean",
        parts: Some(&[Part::Through]),
        holds: |i| i.mean == Mean::Through,
    },
    Assumption { name: "target_is_zero_mean", parts: Some(&[Part::BothOutputs]), holds: |i| i.target_is_zero_mean },
];

const MUTANTS: &[Mutant<Part, Formula>] = &[
    Mutant { name: "centring-forgotten", formula: Formula::CentringForgotten, part: Part::Through },
    Mutant { name: "wrong-sign", formula: Formula::WrongSign, part: Part::Through },
    Mutant { name: "sign-of-the-loss", formula: Formula::WrongSign, part: Part::Lost },
    Mutant { name: "means-of-samples", formula: Formula::MeansOfSamples, part: Part::Through },
    Mutant { name: "centred-anyway", formula: Formula::CentredAnyway, part: Part::Detached },
    Mutant { name: "mean-of-the-target-kept", formula: Formula::MeanOfTheTargetKept, part: Part::BothOutputs },
    Mutant {
        name: "mean-of-the-online-output-kept",
        formula: Formula::MeanOfTheOnlineOutputKept,
        part: Part::BothOutputs,
    },
];

const DOMAIN: &[Domain] = &[Domain {
    assumption: "networks_are_differentiable",
    reason: "at a pre-activation of 0 the gradient does not exist",
}];

const NECESSITY: &[Necessity<Instance, Part>] = &[
    Necessity {
        assumption: "backward_includes_the_mean",
        strategy: || drawn(Setting::default(), Mean::Detached, false),
        part: Part::Through,
        kind: Kind::Exact,
    },
    Necessity {
        assumption: "target_is_zero_mean",
        strategy: || drawn(Setting::default(), Mean::Through, false),
        part: Part::BothOutputs,
        kind: Kind::Exact,
    },
];

fn drawn(options: Setting, mean: Mean, target_is_zero_mean: bool) -> BoxedStrategy<Instance> {
    setting(options)
        .prop_flat_map(move |(mut networks, views)| {
            let network = networks.remove(0);
            let predictor = generic_predictor(network.output_width());
            (Just((network, views)), predictor)
        })
        .prop_map(move |((network, views), predictor)| Instance {
            network,
            views,
            predictor,
            mean,
            target_is_zero_mean,
        })
        .boxed()
}

/// Without biases; and with them, but then without masks: a unit with a bias and no input is a constant, and nothing
/// is learned from it. A third with a target that is zero-mean.
fn strategy() -> BoxedStrategy<Instance> {
    let biased = Setting { bias: true, ..Setting::default() };
    let unmasked = |mut instance: Instance| {
        instance.network.layers.iter_mut().for_each(|layer| layer.mask = None);
        instance
    };
    let through = |options: Setting, target: bool| drawn(options, Mean::Through, target);
    prop_oneof![
        2 => through(Setting::default(), false),
        2 => through(biased, false).prop_map(unmasked),
        1 => through(Setting::default(), true),
        1 => through(biased, true).prop_map(unmasked),
    ]
    .boxed()
}

/// All free.
fn free(size: Size) -> BoxedStrategy<Instance> {
    let outputs = *size.widths.last().expect("a width");
    (free_setting(size, 1, Hidden::Gated), free_matrix(outputs, outputs), any::<bool>())
        .prop_map(|((mut networks, views), predictor, target_is_zero_mean)| Instance {
            network: networks.remove(0),
            views,
            predictor,
            mean: Mean::Through,
            target_is_zero_mean,
        })
        .boxed()
}

fn on_digits() -> Vec<Instance> {
    let digits = digits_instance(ZeroMean::NEITHER);
    let with = |target_is_zero_mean: bool| Instance {
        network: digits.online.clone(),
        views: digits.views.clone(),
        predictor: digits.predictor.clone(),
        mean: Mean::Through,
        target_is_zero_mean,
    };
    vec![with(false), with(true)]
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
