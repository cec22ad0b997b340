//! The measurement itself: what is computed of a trained network, in which order.

use super::agreement::{inner_of, norm_of};
use super::error::TrainedError;
use super::figures::{Byol, Figures, Parts, Split, condition};
use super::operator::Operators;
use super::report::{Question, Report, Values};
use super::subject::{Network, Subject};
use super::terms::{Applied, Group, Term};
use super::update::Update;
use dualproof::progress::counted;
use dualproof_losses::Loss;
use nalgebra::DMatrix;

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
    /// 2 V_x\[K̄\] θ of every parameter; with a linear predictor also V^S_x\[K̄\] θ, E_x V^{PᵀP}\[K\] θ and M S Mᵀ θ.
    pub terms: Vec<Vec<DMatrix<f64>>>,
}

/// Parameters in groups: every one, every layer of several, all.
pub(crate) fn groups(network: &Network) -> Vec<(String, Group)> {
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
        let targets = self.targets(&outputs)?;
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
        let of_outputs = self.condition_of(&outputs);
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
                is_simple: question.loss == Loss::Simple,
                conditions: (of_outputs, condition(applied.squares[g], applied.energies[g])),
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

    /// The same with a progress bar.
    ///
    /// # Errors
    /// As [`Subject::measure`].
    pub fn measured(&self, question: &Question) -> Result<Measured, TrainedError> {
        counted("measuring", self.steps(question), |done| self.measure(question, done))
    }

    /// How often [`Subject::measure`] calls `done`.
    pub fn steps(&self, question: &Question) -> u64 {
        let of_spectra = if question.eigenvalues == 0 { 0 } else { groups(&self.network).len() };
        (4 + 2 * self.blocks(&self.network).count() + of_spectra) as u64
    }
}

/// S = Pᵀ(I − P).
fn attraction(p: &DMatrix<f64>) -> DMatrix<f64> {
    p.transpose() * (DMatrix::identity(p.nrows(), p.ncols()) - p)
}

pub(super) fn attraction_spectrum(p: &DMatrix<f64>) -> Vec<f64> {
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
