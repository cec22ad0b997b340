//! The figures of a checkpoint.

use super::counterfactual::{Change, Changed, trainings};
use super::files::Checkpoint;
use super::layers::{Hidden, hidden, rank_of_samples};
use super::noise;
use super::options::DiagnoseArgs;
use super::own::{Candidate, candidates};
use super::spread::Spread;
use crate::trained::{Subject, TrainedError, cosine_of, inner_of, norm_of};
use dualproof_losses::Loss;
use nalgebra::DMatrix;
use serde::Serialize;

/// A checkpoint in figures.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// The network.
    pub network: String,
    /// The predictor, if the loss has predictions and there is one.
    pub predictor: Option<String>,
    /// The target network.
    pub target: Option<String>,
    /// Are there BatchNorms in the network, stored or of the batch?
    pub batchnorm: bool,
    /// L.
    pub loss: f64,
    /// tr V_x\[ū\] of the unit outputs: 0 collapsed, near 1 even.
    pub spread: f64,
    /// The mean cosine of two views of a sample.
    pub cosine_of_views: f64,
    /// (tr G)²/‖G‖² of the outputs: the directions in which the samples vary; null where they do not.
    pub effective_rank: Option<f64>,
    /// The cosine of the update with the direction in parameter space along which ln spread grows fastest: below 0 the update
    /// shrinks the spread. Null where one of the two is 0.
    pub spread_along_update: Option<f64>,
    /// The squared noise of the update over its square, for a batch of these samples; null where it was not found.
    pub noise: Option<f64>,
    /// The layers, from the first.
    pub layers: Vec<Layer>,
    /// The values behind each activation.
    pub hidden: Vec<Hidden>,
    /// The training with changes; the first one as it is.
    pub changes: Vec<Effect>,
    /// Is there an update of the user's program?
    pub has_update: bool,
    /// What may have made it, the likeliest first.
    pub candidates: Vec<Candidate>,
    /// What there is to say of the files.
    pub notes: Vec<String>,
}

/// The parameters of a layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Layer {
    /// What their names have in common.
    pub layer: String,
    /// ‖θ‖.
    pub norm: f64,
    /// ‖u‖.
    pub update_norm: f64,
    /// Its part of ⟨∇ ln spread, u⟩, over the sizes of both: the parts of all layers add up to `spread_along_update`.
    pub spread_along_update: Option<f64>,
}

/// What a change does to the update.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// The change.
    pub change: Change,
    /// L.
    pub loss: f64,
    /// The cosine of its update with the one as it is.
    pub cosine: Option<f64>,
    /// As for [`Figures::spread_along_update`].
    pub spread_along_update: Option<f64>,
    /// The claim that speaks of what is changed.
    pub claim: &'static str,
}

/// What later checkpoints need of an earlier one.
pub(super) struct Computed {
    pub(super) figures: Figures,
    pub(super) subject: Subject,
    pub(super) targets: DMatrix<f64>,
    pub(super) update: Vec<DMatrix<f64>>,
}

impl Computed {
    /// Of the files of a checkpoint.
    pub(super) fn of(checkpoint: &Checkpoint, args: &DiagnoseArgs) -> Result<Self, TrainedError> {
        let subject = checkpoint.subject(args, args.statistics())?;
        let (f, _) = subject.outputs(&subject.network)?;
        let targets = subject.targets(&f)?;
        let all = trainings(&subject, &args.loss, &f, &targets)?;
        let base = &all.as_it_is;
        let effect = |of: &Changed| Effect {
            change: of.change,
            loss: of.loss,
            cosine: cosine_of(&of.update, &base.update),
            spread_along_update: cosine_of(&of.update, &of.of_spread),
            claim: of.change.claim(),
        };
        let import = &subject.network.import;
        let size = norm_of(&base.of_spread) * norm_of(&base.update);
        let of_layer = |block: &dualproof_onnx::Block| {
            let pick = |of: &[DMatrix<f64>]| block.parameters.iter().map(|p| of[*p].clone()).collect::<Vec<_>>();
            let share = inner_of(&pick(&base.of_spread), &pick(&base.update)) / size;
            Layer {
                layer: block.name.clone(),
                norm: norm_of(&pick(subject.network.program.parameters())),
                update_norm: norm_of(&pick(&base.update)),
                spread_along_update: share.is_finite().then_some(share),
            }
        };
        let named = |of: &Option<std::path::PathBuf>| of.as_ref().map(|path| path.display().to_string());
        let figures = Figures {
            network: checkpoint.network.display().to_string(),
            predictor: named(&checkpoint.predictor).filter(|_| subject.predictor.is_some()),
            target: named(&checkpoint.target).filter(|_| subject.target.is_some()),
            batchnorm: super::counterfactual::has_batchnorm(&import.graph),
            loss: base.loss,
            spread: Spread::of(&f, subject.batch).value,
            cosine_of_views: cosine_of_views(&subject, &f),
            effective_rank: rank_of_samples(&f, subject.batch),
            spread_along_update: cosine_of(&base.update, &base.of_spread),
            noise: noise::share(&subject, &args.loss, &f, &targets)?,
            layers: import.blocks.iter().map(of_layer).collect(),
            hidden: hidden(&subject)?,
            changes: all.iter().map(effect).collect(),
            has_update: checkpoint.update.is_some(),
            candidates: candidates(checkpoint, args, &subject, &all)?,
            notes: import.notes.clone(),
        };
        Ok(Computed { figures, subject, targets, update: all.as_it_is.update })
    }

    /// From here to the next checkpoint.
    pub(super) fn step(&self, from: usize, loss: &Loss, next: &Computed) -> Result<super::Step, TrainedError> {
        let start = (self.figures.loss, self.update.as_slice());
        super::step::step((from, &self.subject), loss, &self.targets, start, &next.subject)
    }
}

/// The mean cosine of two different views of a sample; outputs of 0 count as 0.
fn cosine_of_views(subject: &Subject, f: &DMatrix<f64>) -> f64 {
    let views = subject.batch.views;
    let (mut sum, mut pairs) = (0.0, 0.0);
    for first in (0..f.ncols()).step_by(views) {
        for (a, b) in (0..views).flat_map(|a| (a + 1..views).map(move |b| (first + a, first + b))) {
            let (a, b) = (f.column(a), f.column(b));
            let size = a.norm() * b.norm();
            sum += if size > 0.0 { a.dot(&b) / size } else { 0.0 };
            pairs += 1.0;
        }
    }
    if pairs > 0.0 { sum / pairs } else { 1.0 }
}
