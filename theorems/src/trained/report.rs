//! The measurement of a trained network: the JSON document.

use super::agreement::{Agreement, ROUNDING, norm_of};
use super::figures::{Figures, condition};
use super::measured::attraction_spectrum;
use super::subject::{Network, Subject};
use super::update::Update;
use crate::check::document;
use crate::diagnosis::{Collapse, effective_rank};
use dualproof::record::Verdict;
use dualproof_losses::Loss;
use nalgebra::DMatrix;
use serde::Serialize;

/// What is asked of a trained network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// The loss.
    pub loss: Loss,
    /// The first samples that the tape differentiates too, if any.
    pub check: Option<usize>,
    /// The eigenvalues of V_x\[K̄\] to list for every parameter, layer and all.
    pub eigenvalues: usize,
}

/// The update of every parameter of a trained network, and what it is made of. Norms are Euclidean.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// The program.
    pub tool: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The worst verdict of the comparisons that were decided; see `undecided` for the others.
    pub verdict: Verdict,
    /// The file of the network.
    pub network: String,
    /// That of the predictor.
    pub predictor: Option<String>,
    /// That of the target network; null: the network itself, held constant.
    pub target: Option<String>,
    /// The loss, as on the command line.
    pub loss: String,
    /// L.
    pub loss_value: f64,
    /// The loss of BYOL's figures, with a predictor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byol_loss: Option<String>,
    /// Its value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub byol_loss_value: Option<f64>,
    /// N.
    pub samples: usize,
    /// A.
    pub augmentations: usize,
    /// The shape of a view.
    pub input: Vec<usize>,
    /// n_L.
    pub outputs: usize,
    /// Places, over all units and views, where the derivative is PyTorch's by convention.
    pub kinks: usize,
    /// tr V_x\[F̄\].
    pub energy: f64,
    /// (Σλ)² / Σλ² of V_x\[F̄\]; null where it is 0.
    pub effective_rank: Option<f64>,
    /// Do the samples' outputs differ?
    pub collapse: Collapse,
    /// With a linear predictor P: the eigenvalues of (S + Sᵀ)/2, S = Pᵀ(I − P), in decreasing order. BYOL's attraction grows
    /// where they are above 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attraction_spectrum: Option<Vec<f64>>,
    /// Every tensor that is trained, in the order of the file.
    pub parameters: Vec<Figures>,
    /// Those of a layer together, where it has several.
    pub blocks: Vec<Figures>,
    /// All of them together.
    pub all: Option<Figures>,
    /// The tensors of the predictor.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub predictor_parameters: Vec<PredictorFigures>,
    /// The outputs of the first samples, on the tape.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outputs_check: Option<Agreement>,
    /// What there is to say of the files.
    pub notes: Vec<String>,
    /// What is not decided or not checked, each with its reason.
    pub undecided: Vec<String>,
}

/// A tensor of the predictor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PredictorFigures {
    /// Its name in the file; `P` of a matrix.
    pub name: String,
    /// Its shape.
    pub shape: Vec<usize>,
    /// ‖θ‖.
    pub norm: f64,
    /// ‖−∇_θ L‖.
    pub update_norm: f64,
    /// ⟨θ, −∇_θ L⟩.
    pub inner: f64,
}

/// What the report of a network is made of, beside its figures.
pub(super) struct Values<'a> {
    pub(super) outputs: &'a DMatrix<f64>,
    pub(super) kinks: usize,
    pub(super) update: &'a Update,
    pub(super) byol: Option<&'a Update>,
    pub(super) of_predictions: Option<&'a Update>,
}

impl Subject {
    pub(super) fn report(
        &self,
        question: &Question,
        values: Values<'_>,
        figures: Vec<Figures>,
        outputs_check: Option<Agreement>,
    ) -> Report {
        let network = &self.network;
        let covariance = self.covariance_of(values.outputs);
        // Differences that are rounding are none.
        let differ = ROUNDING * self.condition_of(values.outputs) < 1.0;
        let rank = effective_rank(&covariance).filter(|_| differ);
        let energy = covariance.trace();
        let (mut parameters, mut blocks, mut all) = (Vec::new(), Vec::new(), None);
        for of_group in figures {
            match (parameters.len() < network.import.parameters.len(), of_group.name.as_str()) {
                (true, _) => parameters.push(of_group),
                (false, "all") => all = Some(of_group),
                (false, _) => blocks.push(of_group),
            }
        }
        let predictor = self.predictor.as_ref().zip(values.of_predictions).map(|(predictor, update)| {
            let of = |((origin, theta), update): ((&dualproof_onnx::ParameterOrigin, &DMatrix<f64>), &DMatrix<f64>)| {
                let [norm, update_norm] = [theta, update].map(|m| norm_of(std::slice::from_ref(m)));
                PredictorFigures {
                    name: origin.name.clone(),
                    shape: origin.shape.clone(),
                    norm,
                    update_norm,
                    inner: theta.dot(update),
                }
            };
            let Network { import, program, .. } = &predictor.network;
            import.parameters.iter().zip(program.parameters()).zip(&update.predictor).map(of).collect()
        });
        let mut notes: Vec<String> = Vec::new();
        let of_predictor = self.predictor.iter().map(|predictor| &predictor.network);
        let others = of_predictor.chain(self.target.as_deref());
        for of_file in std::iter::once(network.as_ref()).chain(others) {
            let named = of_file.import.notes.iter().map(|note| format!("{}: {note}", of_file.file));
            notes.extend(named);
        }
        let of_figures = |figures: &Figures| {
            let told = figures
                .checks()
                .filter_map(|(what, check)| Some(format!("{}, {what}: {}", figures.name, check.reason.as_ref()?)));
            told.collect::<Vec<String>>()
        };
        let every = || parameters.iter().chain(&blocks).chain(&all);
        let mut undecided: Vec<String> = every().flat_map(of_figures).collect();
        undecided.extend(
            outputs_check.iter().filter_map(|check| Some(format!("outputs, the tape: {}", check.reason.as_ref()?))),
        );
        let checks = every().flat_map(Figures::checks).map(|(_, check)| check.verdict);
        let decided = checks
            .chain(outputs_check.iter().map(|check| check.verdict))
            .filter(|verdict| *verdict != Verdict::NothingChecked);
        Report {
            tool: "dualproof",
            version: env!("CARGO_PKG_VERSION"),
            verdict: decided.max().unwrap_or(Verdict::NothingChecked),
            network: network.file.clone(),
            predictor: self.predictor.as_ref().map(|predictor| predictor.network.file.clone()),
            target: self.target.as_ref().map(|target| target.file.clone()),
            loss: question.loss.to_string(),
            loss_value: values.update.value,
            byol_loss: values.byol.map(|_| Loss::Byol { normalised: false }.to_string()),
            byol_loss_value: values.byol.map(|byol| byol.value),
            samples: self.batch.samples,
            augmentations: self.batch.views,
            input: network.import.input.dims.clone(),
            outputs: network.program.outputs(),
            kinks: values.kinks,
            energy,
            effective_rank: rank,
            collapse: Collapse::of(rank, network.program.outputs(), self.batch.samples),
            attraction_spectrum: self
                .predictor
                .as_ref()
                .and_then(|predictor| predictor.matrix.as_ref())
                .map(attraction_spectrum),
            parameters,
            blocks,
            all,
            predictor_parameters: predictor.unwrap_or_default(),
            outputs_check,
            notes,
            undecided,
        }
    }

    /// ‖F̄‖/‖F̄ − E F̄‖: how much larger the mean outputs are than their differences.
    pub(super) fn condition_of(&self, outputs: &DMatrix<f64>) -> f64 {
        let square = self.sample_means(outputs).norm_squared() / self.batch.columns() as f64;
        condition(square, self.covariance_of(outputs).trace())
    }

    /// V_x\[F̄\], n × n.
    pub fn covariance_of(&self, outputs: &DMatrix<f64>) -> DMatrix<f64> {
        let means = self.sample_means(outputs);
        let mut centred = means.clone();
        let mean = means.column_mean();
        centred.column_iter_mut().for_each(|mut column| column -= &mean);
        &centred * centred.transpose() / self.batch.columns() as f64
    }
}

impl Report {
    /// The document as text, with a final newline.
    pub fn json(&self) -> String {
        document(self)
    }
}
