//! What the update would be without a part of the training: other losses, other networks, the same views.

use super::contrast::{Pairing, nt_xent};
use super::spread::Spread;
use crate::trained::{Subject, TrainedError};
use dualproof::graph::{Graph, Node, Operation};
use dualproof_losses::Loss;
use nalgebra::DMatrix;
use serde::Serialize;

/// ε of a BatchNorm that is put in: PyTorch's.
const EPSILON: f64 = 1e-5;

/// A change of the training.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// None: the training as it is.
    None,
    /// The predictor is the identity.
    NoPredictor,
    /// The gradient flows through the targets too, which are the network's own outputs.
    NoStopGradient,
    /// The targets are the outputs of the network itself, held constant.
    NoTargetNetwork,
    /// BatchNorm's means and deviations are constants to the gradient.
    StatisticsHeldConstant,
    /// BatchNorm with the statistics of the batch before every rectifier.
    WithBatchNorm,
    /// NT-Xent with the view itself among the negatives.
    SelfAmongNegatives,
    /// NT-Xent with the positive in the denominator twice.
    PositiveTwice,
    /// NT-Xent with the view itself as the positive.
    SelfAsPositive,
}

impl Change {
    /// All changes.
    pub const ALL: [Change; 9] = [
        Change::None,
        Change::NoPredictor,
        Change::NoStopGradient,
        Change::NoTargetNetwork,
        Change::StatisticsHeldConstant,
        Change::WithBatchNorm,
        Change::SelfAmongNegatives,
        Change::PositiveTwice,
        Change::SelfAsPositive,
    ];

    /// In a table.
    pub fn name(self) -> &'static str {
        match self {
            Change::None => "as it is",
            Change::NoPredictor => "no predictor (P = I)",
            Change::NoStopGradient => "no stop-gradient",
            Change::NoTargetNetwork => "no target network",
            Change::StatisticsHeldConstant => "BatchNorm's statistics constant",
            Change::WithBatchNorm => "BatchNorm before every rectifier",
            Change::SelfAmongNegatives => "view itself among the negatives",
            Change::PositiveTwice => "positive among the negatives",
            Change::SelfAsPositive => "view itself as the positive",
        }
    }

    /// The part of the training that the change takes out; `None` for those that put something in.
    pub fn part(self) -> Option<&'static str> {
        match self {
            Change::NoPredictor => Some("the predictor"),
            Change::NoStopGradient => Some("stop-gradient"),
            Change::NoTargetNetwork => Some("the target network"),
            Change::StatisticsHeldConstant => Some("BatchNorm's part of the gradient"),
            _ => None,
        }
    }

    /// In a clause.
    pub fn clause(self) -> &'static str {
        match self {
            Change::None => "as it is",
            Change::NoPredictor => "without the predictor (P = I)",
            Change::NoStopGradient => "without stop-gradient",
            Change::NoTargetNetwork => "without the target network (targets: the network itself, constant)",
            Change::StatisticsHeldConstant => "with BatchNorm's statistics held constant to the gradient",
            Change::WithBatchNorm => "with BatchNorm before every rectifier",
            Change::SelfAmongNegatives => "with the view itself among the negatives",
            Change::PositiveTwice => "with the positive among the negatives too",
            Change::SelfAsPositive => "with the view itself as the positive",
        }
    }

    /// The claim that says what the part does.
    pub fn claim(self) -> &'static str {
        match self {
            Change::None => "euler-operator",
            Change::NoPredictor => "byol-shrinkage",
            Change::NoStopGradient => "stop-gradient",
            Change::NoTargetNetwork => "byol-ema",
            Change::StatisticsHeldConstant => "zero-mean-gradient",
            Change::WithBatchNorm => "byol-implicit-contrastive",
            Change::SelfAmongNegatives | Change::PositiveTwice | Change::SelfAsPositive => "contrastive-operator",
        }
    }
}

/// The update of a changed training.
#[derive(Clone, Debug)]
pub struct Changed {
    /// What is changed.
    pub change: Change,
    /// The loss.
    pub loss: f64,
    /// −∇ of it.
    pub update: Vec<DMatrix<f64>>,
    /// The gradient of ln spread by the parameters: of the changed network where it is another.
    pub of_spread: Vec<DMatrix<f64>>,
}

/// The graph with every statistic of the batch a constant; `None` where there is none.
fn held_constant(graph: &Graph<f64>) -> Option<Graph<f64>> {
    let mut held = graph.clone();
    let mut any = false;
    for node in &mut held.nodes {
        if let Operation::ZeroMean { held_constant, .. } | Operation::OverDeviation { held_constant, .. } =
            &mut node.operation
        {
            any |= !*held_constant;
            *held_constant = true;
        }
    }
    any.then_some(held)
}

/// Does BatchNorm stand in the graph, with statistics of the batch or stored ones?
pub(super) fn has_batchnorm(graph: &Graph<f64>) -> bool {
    graph.nodes.iter().any(|node| {
        matches!(
            node.operation,
            Operation::ZeroMean { .. } | Operation::OverDeviation { .. } | Operation::Affine { .. }
        )
    })
}

/// The graph with BatchNorm before every rectifier, a channel for every unit below; `None` where there is no rectifier of
/// the values of a dense layer or a convolution.
fn with_batchnorm(graph: &Graph<f64>) -> Option<Graph<f64>> {
    let mut nodes: Vec<Node<f64>> = Vec::new();
    let mut places: Vec<usize> = Vec::new();
    let mut any = false;
    for node in &graph.nodes {
        let mut of: Vec<usize> = node.of.iter().map(|of| places[*of]).collect();
        if let (Operation::Rectify { .. }, Some(channels)) = (&node.operation, channels_below(graph, node)) {
            nodes.push(Node { operation: Operation::ZeroMean { channels, held_constant: false }, of: of.clone() });
            let operation = Operation::OverDeviation { channels, epsilon: EPSILON, held_constant: false };
            nodes.push(Node { operation, of: vec![nodes.len() - 1] });
            of = vec![nodes.len() - 1];
            any = true;
        }
        nodes.push(Node { operation: node.operation.clone(), of });
        places.push(nodes.len() - 1);
    }
    any.then(|| Graph { parameters: graph.parameters.clone(), nodes })
}

/// The channels of the layer whose values a node takes, through biases.
fn channels_below(graph: &Graph<f64>, node: &Node<f64>) -> Option<usize> {
    let below = graph.nodes.get(*node.of.first()?)?;
    match &below.operation {
        Operation::Dense { weights: place } | Operation::Convolution { kernel: place, .. } => {
            Some(graph.parameters[*place].values.nrows())
        }
        Operation::Bias { .. } => channels_below(graph, below),
        _ => None,
    }
}

/// A training as it is, and with every change that makes sense of it.
pub(super) struct Trainings {
    pub(super) as_it_is: Changed,
    pub(super) others: Vec<Changed>,
}

impl Trainings {
    /// All of them, the one as it is first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &Changed> {
        std::iter::once(&self.as_it_is).chain(&self.others)
    }
}

/// The training of a network with the outputs `f` and these targets, as it is and changed.
pub(super) fn trainings(
    subject: &Subject,
    loss: &Loss,
    f: &DMatrix<f64>,
    targets: &DMatrix<f64>,
) -> Result<Trainings, TrainedError> {
    let update = subject.update(loss, f, targets)?;
    let of_spread = subject.pulled_back(&Spread::of(f, subject.batch).gradient)?;
    let mut others = Vec::new();
    for change in Change::ALL {
        others.extend(changed(subject, loss, f, targets, (change, &of_spread))?);
    }
    let as_it_is = Changed { change: Change::None, loss: update.value, update: update.parameters, of_spread };
    Ok(Trainings { as_it_is, others })
}

/// The training with a change; `None` where the change makes no sense of it. The update as it is has `of_spread`.
fn changed(
    subject: &Subject,
    loss: &Loss,
    f: &DMatrix<f64>,
    targets: &DMatrix<f64>,
    (change, of_spread): (Change, &[DMatrix<f64>]),
) -> Result<Option<Changed>, TrainedError> {
    let predictions = loss.needs_predictions();
    let graph = &subject.network.import.graph;
    let same_network = |loss: f64, of_outputs: &DMatrix<f64>| {
        let update = subject.pulled_back(of_outputs)?;
        Ok::<_, TrainedError>(Some(Changed { change, loss, update, of_spread: of_spread.to_vec() }))
    };
    let pairing = |pairing: Pairing| match loss {
        Loss::NtXent { tau } if subject.batch.views == 2 => nt_xent(f, *tau, pairing),
        _ => None,
    };
    let other_network = |graph: Option<Graph<f64>>| {
        let Some(graph) = graph else { return Ok(None) };
        let other = subject.altered(graph)?;
        let f = other.outputs(&other.network)?.0;
        // Without a target network the targets are the network's own outputs.
        let targets = if subject.target.is_some() { targets.clone() } else { f.clone() };
        let update = other.update(loss, &f, &targets)?;
        let of_spread = other.pulled_back(&Spread::of(&f, other.batch).gradient)?;
        Ok(Some(Changed { change, loss: update.value, update: update.parameters, of_spread }))
    };
    match change {
        Change::NoPredictor if predictions && subject.predictor.is_some() && targets.nrows() == f.nrows() => {
            let without = Subject { predictor: None, ..subject.clone() };
            let (value, of_outputs, _) = without.by_outputs(loss, f, targets, subject.batch)?;
            same_network(value, &of_outputs)
        }
        Change::NoStopGradient if predictions && subject.target.is_none() => {
            let (value, of_outputs, _) = subject.by_outputs(loss, f, targets, subject.batch)?;
            let q = match &subject.predictor {
                Some(predictor) => subject.predicted(predictor, f)?.output().clone(),
                None => f.clone(),
            };
            // Every loss of predictions is the same with predictions and targets exchanged.
            let refused = |problem| TrainedError::Loss { loss: loss.to_string(), problem };
            let by_targets = loss.of_predictions(f, &q, subject.batch).map_err(refused)?.gradient;
            same_network(value, &(of_outputs - by_targets))
        }
        Change::NoTargetNetwork if predictions && subject.target.is_some() && f.nrows() == targets.nrows() => {
            let (value, of_outputs, _) = subject.by_outputs(loss, f, f, subject.batch)?;
            same_network(value, &of_outputs)
        }
        Change::StatisticsHeldConstant => other_network(held_constant(graph)),
        Change::WithBatchNorm if !has_batchnorm(graph) => other_network(with_batchnorm(graph)),
        Change::SelfAmongNegatives | Change::PositiveTwice | Change::SelfAsPositive => {
            let found = pairing(match change {
                Change::SelfAmongNegatives => Pairing::SelfAmongNegatives,
                Change::PositiveTwice => Pairing::PositiveTwice,
                _ => Pairing::SelfAsPositive,
            });
            match found {
                Some((value, gradient)) => same_network(value, &-gradient),
                None => Ok(None),
            }
        }
        _ => Ok(None),
    }
}
