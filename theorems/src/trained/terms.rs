//! The operators of the theory, applied to the parameters: K of a view is (∂f/∂θ)ᵀ, and Kᵀθ a tangent of the network.
//!
//! Every operator here has the form E K M(Kᵀθ) for a linear map M of what Kᵀθ is on all views: a tangent along θ, M, and a
//! pull back. For θ of several parameters the tangent is the sum of theirs.

use super::chunk::Chunk;
use super::error::TrainedError;
use super::subject::Subject;
use super::update::{add, zeros};
use nalgebra::{DMatrix, DVector};
use std::ops::Range;

/// Bytes that the tangents of all views may take; beyond that each is computed twice.
const KEPT_BYTES: usize = 1 << 28;

/// One of the operators. K̄ is the mean of K over the views of a sample, f̄ that of f.
#[derive(Clone, Debug, PartialEq)]
pub enum Term {
    /// 2 V_x\[K̄\] θ.
    Covariance,
    /// V^S_x\[K̄\] θ = Cov_x(K̄ S, K̄ᵀθ): BYOL's attraction, for this S.
    Attraction(DMatrix<f64>),
    /// E_x V^Q\[K\] θ = E K Q (Kᵀθ − K̄ᵀθ) for this Q: BYOL's shrinkage.
    Within(DMatrix<f64>),
    /// E K S E Kᵀθ, for this S: what the zero-mean of BatchNorm takes away.
    SquareOfMean(DMatrix<f64>),
}

/// Parameters that are taken together, by their places, in increasing order.
pub type Group = Vec<usize>;

/// The operators applied to groups.
#[derive(Clone, Debug)]
pub struct Applied {
    /// For each term and group, the result for every member.
    pub terms: Vec<Vec<Vec<DMatrix<f64>>>>,
    /// tr V_x\[K̄ᵀθ\] of each group, from the tangents alone: θᵀ V_x\[K̄\] θ.
    pub energies: Vec<f64>,
    /// E‖K̄ᵀθ‖² of each group: where it is far above the energy, rounding is of the samples' differences.
    pub squares: Vec<f64>,
}

/// Kᵀθ on some views of each parameter, n × views.
type Tangents = Vec<DMatrix<f64>>;

impl Subject {
    /// Applies every term to every group.
    pub fn apply(&self, terms: &[Term], groups: &[Group], done: &dyn Fn()) -> Result<Applied, TrainedError> {
        let program = &self.network.program;
        let size = program.outputs() * self.batch.columns() * program.parameters().len() * size_of::<f64>();
        let mut kept: Option<Vec<Tangents>> = (size <= KEPT_BYTES).then(Vec::new);
        let mut means: Vec<DVector<f64>> = vec![DVector::zeros(program.outputs()); program.parameters().len()];
        let share = 1.0 / self.batch.columns() as f64;
        let blocks: Vec<Range<usize>> = self.blocks(&self.network).collect();
        let mut last = None;
        for samples in &blocks {
            let pass = self.pass(&self.network, samples.clone())?;
            let tangents = self.tangents(&pass);
            for (mean, tangent) in means.iter_mut().zip(&tangents) {
                *mean += tangent.column_sum() * share;
            }
            if let Some(kept) = &mut kept {
                kept.push(tangents);
            }
            last = (blocks.len() == 1).then_some(pass);
            done();
        }
        let members = |group: &Group| group.iter().map(|p| zeros(&program.parameters()[*p])).collect::<Vec<_>>();
        let mut applied = Applied {
            terms: terms.iter().map(|_| groups.iter().map(members).collect()).collect(),
            energies: vec![0.0; groups.len()],
            squares: vec![0.0; groups.len()],
        };
        for (b, samples) in blocks.iter().enumerate() {
            let pass = match last.take() {
                Some(pass) => pass,
                None => self.pass(&self.network, samples.clone())?,
            };
            let recomputed = if kept.is_none() { self.tangents(&pass) } else { Vec::new() };
            let tangents = kept.as_ref().map_or(&recomputed, |kept| &kept[b]);
            let mut cotangents: Vec<(usize, usize, DMatrix<f64>)> = Vec::new();
            for (g, group) in groups.iter().enumerate() {
                let sum = |of: &[DMatrix<f64>]| group.iter().skip(1).fold(of[group[0]].clone(), |sum, p| sum + &of[*p]);
                let mean = group.iter().skip(1).fold(means[group[0]].clone(), |sum, p| sum + &means[*p]);
                let z = sum(tangents);
                applied.energies[g] += self.energy(&z, &mean);
                applied.squares[g] += self.energy(&z, &DVector::zeros(mean.len()));
                cotangents.extend(terms.iter().enumerate().map(|(t, term)| (t, g, self.cotangent(term, &z, &mean))));
            }
            let asked: Vec<(&DMatrix<f64>, &[usize])> =
                cotangents.iter().map(|(_, g, cotangent)| (cotangent, groups[*g].as_slice())).collect();
            for ((t, g, _), found) in cotangents.iter().zip(pass.pullbacks(&asked)) {
                add(&mut applied.terms[*t][*g], found);
            }
            done();
        }
        Ok(applied)
    }

    fn tangents(&self, pass: &Chunk<'_>) -> Tangents {
        let along: Vec<[(usize, &DMatrix<f64>); 1]> =
            self.network.program.parameters().iter().enumerate().map(|entry| [entry]).collect();
        let along: Vec<&[(usize, &DMatrix<f64>)]> = along.iter().map(|direction| direction.as_slice()).collect();
        pass.tangents(&along)
    }

    /// The means over the views of each sample, at every view.
    pub(super) fn sample_means(&self, z: &DMatrix<f64>) -> DMatrix<f64> {
        let views = self.batch.views;
        let mut means = z.clone();
        for first in (0..z.ncols()).step_by(views) {
            let mean = z.columns(first, views).column_mean();
            means.columns_mut(first, views).column_iter_mut().for_each(|mut column| column.copy_from(&mean));
        }
        means
    }

    /// The part of E‖K̄ᵀθ − E Kᵀθ‖² that these views give.
    fn energy(&self, z: &DMatrix<f64>, mean: &DVector<f64>) -> f64 {
        about(self.sample_means(z), mean).norm_squared() / self.batch.columns() as f64
    }

    /// M(Kᵀθ) on these views over N·A, `z` being Kᵀθ on them and `mean` its mean over all.
    pub(super) fn cotangent(&self, term: &Term, z: &DMatrix<f64>, mean: &DVector<f64>) -> DMatrix<f64> {
        let share = 1.0 / self.batch.columns() as f64;
        match term {
            Term::Covariance => about(self.sample_means(z), mean) * (2.0 * share),
            Term::Attraction(s) => s * about(self.sample_means(z), mean) * share,
            Term::Within(q) => q * (z - self.sample_means(z)) * share,
            Term::SquareOfMean(s) => {
                let column = s * mean * share;
                DMatrix::from_fn(z.nrows(), z.ncols(), |row, _| column[row])
            }
        }
    }
}

fn about(mut values: DMatrix<f64>, mean: &DVector<f64>) -> DMatrix<f64> {
    values.column_iter_mut().for_each(|mut column| column -= mean);
    values
}
