//! The measurement of a trained network: the JSON document.

use super::agreement::{Agreement, inner_of, norm_of};
use super::error::TrainedError;
use super::figures::{Byol, Figures, Parts, Split};
use super::operator::Operators;
use super::subject::{Network, Subject};
use super::terms::{Applied, Group, Term};
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
    /// The eigenvalues of V_x[K̄] to list for every parameter, layer and all.
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
    /// tr V_x[F̄].
    pub energy: f64,
    /// (Σλ)² / Σλ² of V_x[F̄]; null where it is 0.
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

/// A report with the matrices that it is of, in the order of the graph's parameters.
#[derive(Clone, Debug)]
pub struct Measured {
    /// The figures.
    pub report: Report,
    /// f on all views, n × N·A.
    pub outputs: DMatrix<f64>,
    /// −∇L.
    pub update: Update,
    /// −∇ of the loss of predictions, where that is another one.
    pub byol: Option<Update>,
    /// 2 V_x[K̄] θ of every parameter; with a linear predictor also V^S_x[K̄] θ, E_x V^{PᵀP}[K] θ and M S Mᵀ θ.
    pub terms: Vec<Vec<DMatrix<f64>>>,
}

/// Parameters in groups: every one, every layer of several, all.
fn groups(network: &Network) -> Vec<(String, Group)> {
    let import = &network.import;
    let single = network.names().enumerate().map(|(place, name)| (name.to_string(), vec![place]));
    let blocks = import.blocks.iter().filter(|block| block.parameters.len() > 1);
    let several = blocks.map(|block| (block.name.clone(), block.parameters.clone()));
    let all: Group = (0..import.parameters.len()).collect();
    single.chain(several).chain((!all.is_empty()).then(|| ("all".to_string(), all))).collect()
}

impl Subject {
    /// Measures what is asked. `done` is called after every step of [`Subject::steps`].
    ///
    /// # Errors
    /// [`TrainedError`] where the network or the loss has no value or gradient on the views.
    pub fn measure(&self, question: &Question, done: &dyn Fn()) -> Result<Measured, TrainedError> {
        let network = &self.network;
        let (outputs, kinks) = self.outputs(network)?;
        done();
        let targets = match &self.target {
            Some(target) => self.outputs(target)?.0,
            None => outputs.clone(),
        };
        let update = self.update(&question.loss, &outputs, &targets)?;
        done();
        // BYOL's own figures beside those of another loss.
        let beside = (self.predictor.is_some() && !question.loss.needs_predictions())
            .then_some(Loss::Byol { normalised: false });
        let byol = beside.map(|loss| self.update(&loss, &outputs, &targets)).transpose()?;
        let simple = match question.loss {
            Loss::Simple => update.clone(),
            _ => self.update(&Loss::Simple, &outputs, &targets)?,
        };
        done();
        let named = groups(network);
        let groups: Vec<Group> = named.iter().map(|(_, group)| group.clone()).collect();
        let matrix = self.predictor.as_ref().and_then(|predictor| predictor.matrix.as_ref());
        let applied = self.apply(&terms(matrix), &groups, done)?;
        let checked = question.check.map(|samples| self.checked(&question.loss, samples, &targets)).transpose()?;
        done();
        let largest =
            |update: &Update| update.parameters.iter().map(|u| norm_of(std::slice::from_ref(u))).fold(0.0, f64::max);
        let largest = (largest(&update), largest(&simple));
        let of_predictions = if question.loss.needs_predictions() { Some(&update) } else { byol.as_ref() };
        let mut spectra = self.spectra(&groups, question.eigenvalues, done)?.into_iter();
        let mut figures: Vec<Figures> = Vec::new();
        for (g, (name, group)) in named.iter().enumerate() {
            let parts = Parts {
                theta: &of_group(network.program.parameters(), group),
                update: &of_group(&update.parameters, group),
                simple: &of_group(&simple.parameters, group),
                covariance: &applied.terms[0][g],
                energy: applied.energies[g],
                degree: network.import.graph.degree_but_for_a_constant(group),
                largest,
            };
            let mut of_this = parts.figures();
            let origins = &network.import.parameters;
            of_this.name = name.clone();
            match group.as_slice() {
                [place] if g < origins.len() => {
                    of_this.shape = origins[*place].shape.clone();
                    of_this.checks.tape = checked.as_ref().map(|checked| checked.updates[*place].clone());
                }
                _ => of_this.members = group.iter().map(|place| origins[*place].name.clone()).collect(),
            }
            if let (Some(_), Some(byol)) = (&self.predictor, of_predictions) {
                let update = of_group(&byol.parameters, group);
                of_this.byol = Some(Byol {
                    byol_update_norm: norm_of(&update),
                    byol_inner: inner_of(parts.theta, &update),
                    split: matrix.map(|_| split(&applied, g)),
                });
            }
            match spectra.next() {
                Some(Ok(eigenvalues)) => of_this.eigenvalues = eigenvalues,
                Some(Err(reason)) => of_this.eigenvalues_reason = Some(reason),
                None => {}
            }
            figures.push(of_this);
        }
        let report = self.report(
            question,
            Values { outputs: &outputs, kinks, update: &update, byol: byol.as_ref(), of_predictions },
            figures,
            checked.map(|checked| checked.outputs),
        );
        let parameters = network.program.parameters().len();
        let terms = applied.terms.iter().map(|of_term| of_term[..parameters].concat()).collect();
        Ok(Measured { report, outputs, update, byol, terms })
    }

    /// The largest eigenvalues of every group, or why there are none; nothing where none are asked for.
    fn spectra(
        &self,
        groups: &[Group],
        count: usize,
        done: &dyn Fn(),
    ) -> Result<Vec<Result<Vec<f64>, String>>, TrainedError> {
        if count == 0 {
            return Ok(Vec::new());
        }
        let operators = Operators::of(self)?;
        let of_group = |group: &Group| {
            let found = operators.largest_eigenvalues(group, count);
            done();
            found
        };
        groups.iter().map(of_group).collect()
    }

    /// How often [`Subject::measure`] calls `done`.
    pub fn steps(&self, question: &Question) -> u64 {
        let of_spectra = if question.eigenvalues == 0 { 0 } else { groups(&self.network).len() };
        (4 + 2 * self.blocks(&self.network).count() + of_spectra) as u64
    }
}

/// What the report of a network is made of, beside its figures.
struct Values<'a> {
    outputs: &'a DMatrix<f64>,
    kinks: usize,
    update: &'a Update,
    byol: Option<&'a Update>,
    of_predictions: Option<&'a Update>,
}

impl Subject {
    fn report(
        &self,
        question: &Question,
        values: Values<'_>,
        figures: Vec<Figures>,
        outputs_check: Option<Agreement>,
    ) -> Report {
        let network = &self.network;
        let covariance = self.covariance_of(values.outputs);
        let rank = effective_rank(&covariance);
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
        let others = self.predictor.iter().map(|predictor| &predictor.network).chain(&self.target);
        for of_file in std::iter::once(network).chain(others) {
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

    /// V_x[F̄], n × n.
    pub fn covariance_of(&self, outputs: &DMatrix<f64>) -> DMatrix<f64> {
        let means = self.sample_means(outputs);
        let mut centred = means.clone();
        let mean = means.column_mean();
        centred.column_iter_mut().for_each(|mut column| column -= &mean);
        &centred * centred.transpose() / self.batch.columns() as f64
    }
}

/// S = Pᵀ(I − P).
fn attraction(p: &DMatrix<f64>) -> DMatrix<f64> {
    p.transpose() * (DMatrix::identity(p.nrows(), p.ncols()) - p)
}

fn attraction_spectrum(p: &DMatrix<f64>) -> Vec<f64> {
    let s = attraction(p);
    let mut values: Vec<f64> = ((&s + s.transpose()) * 0.5).symmetric_eigenvalues().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

fn terms(predictor: Option<&DMatrix<f64>>) -> Vec<Term> {
    let of_byol = predictor.map(|p| {
        let s = attraction(p);
        [Term::Attraction(s.clone()), Term::Within(p.transpose() * p), Term::SquareOfMean(s)]
    });
    std::iter::once(Term::Covariance).chain(of_byol.into_iter().flatten()).collect()
}

fn split(applied: &Applied, group: usize) -> Split {
    let norm = |term: usize| norm_of(&applied.terms[term][group]);
    Split { attraction_norm: norm(1), within_norm: norm(2), square_of_mean_norm: norm(3) }
}

fn of_group(matrices: &[DMatrix<f64>], group: &Group) -> Vec<DMatrix<f64>> {
    group.iter().map(|place| matrices[*place].clone()).collect()
}

impl Report {
    /// The document as text, with a final newline.
    pub fn json(&self) -> String {
        document(self)
    }
}
