//! V_x\[K̄\] of some parameters as a map: applied to any direction, and its largest eigenvalues.

use super::chunk::Chunk;
use super::error::TrainedError;
use super::subject::Subject;
use super::terms::Term;
use super::update::add;
use dualproof::eigenvalues::{Limits, Unsettled, krylov};
use nalgebra::{DMatrix, DVector};
use std::ops::Range;

/// Bytes that the vectors of an iteration may take.
const BASIS_BYTES: usize = 1 << 30;

/// V_x\[K̄\] of any parameters of a network on its views.
pub struct Operators<'s> {
    subject: &'s Subject,
    /// The values on all views, where they are one block.
    held: Option<Chunk<'s>>,
}

impl<'s> Operators<'s> {
    /// Of a network on its views.
    ///
    /// # Errors
    /// [`TrainedError`] where the network has no value on the views.
    pub fn of(subject: &'s Subject) -> Result<Self, TrainedError> {
        let blocks: Vec<Range<usize>> = subject.blocks(&subject.network).collect();
        let held = match blocks.as_slice() {
            [all] => Some(subject.pass(&subject.network, all.clone())?),
            _ => None,
        };
        Ok(Operators { subject, held })
    }

    fn each_block(&self, mut work: impl FnMut(usize, &Chunk<'s>)) -> Result<(), TrainedError> {
        if let Some(pass) = &self.held {
            work(0, pass);
            return Ok(());
        }
        for (b, samples) in self.subject.blocks(&self.subject.network).enumerate() {
            work(b, &self.subject.pass(&self.subject.network, samples)?);
        }
        Ok(())
    }

    /// V_x\[K̄\] d for a direction d of the parameters at these places, a matrix each.
    ///
    /// # Errors
    /// As [`Operators::of`].
    pub fn apply(&self, group: &[usize], direction: &[DMatrix<f64>]) -> Result<Vec<DMatrix<f64>>, TrainedError> {
        let along: Vec<(usize, &DMatrix<f64>)> = group.iter().copied().zip(direction).collect();
        let outputs = self.subject.network.program.outputs();
        let (mut tangents, mut mean) = (Vec::new(), DVector::zeros(outputs));
        self.each_block(|_, pass| {
            let tangent = pass.tangent(&along);
            mean += tangent.column_sum() / self.subject.batch.columns() as f64;
            tangents.push(tangent);
        })?;
        let mut sums: Vec<DMatrix<f64>> = direction.iter().map(|d| DMatrix::zeros(d.nrows(), d.ncols())).collect();
        self.each_block(|b, pass| {
            let cotangent = self.subject.cotangent(&Term::Covariance, &tangents[b], &mean) / 2.0;
            add(&mut sums, pass.pullback(&cotangent, group));
        })?;
        Ok(sums)
    }

    /// The largest different eigenvalues of V_x\[K̄\] of these parameters, in decreasing order, or why they are not listed.
    ///
    /// # Errors
    /// As [`Operators::of`].
    pub fn largest_eigenvalues(&self, group: &[usize], count: usize) -> Result<Result<Vec<f64>, String>, TrainedError> {
        let parameters = self.subject.network.program.parameters();
        let shapes: Vec<(usize, usize)> = group.iter().map(|place| parameters[*place].shape()).collect();
        let size: usize = shapes.iter().map(|(rows, columns)| rows * columns).sum();
        let most_steps = (BASIS_BYTES / (size.max(1) * size_of::<f64>())).max(2 * count);
        let limits = Limits { floor: 0.0, most_steps };
        let found = krylov((size, 1), count, limits, |u| {
            let mut rest = u.as_slice();
            let direction: Vec<DMatrix<f64>> = shapes
                .iter()
                .map(|(rows, columns)| {
                    let (these, others) = rest.split_at(rows * columns);
                    rest = others;
                    DMatrix::from_column_slice(*rows, *columns, these)
                })
                .collect();
            let image = self.apply(group, &direction)?;
            let entries = image.iter().flat_map(|m| m.iter().copied());
            Ok::<_, TrainedError>(DMatrix::from_iterator(size, 1, entries))
        })?;
        Ok(match found {
            Ok(found) => Ok(found.into_iter().map(|eigenvalue| eigenvalue.value).collect()),
            Err(Unsettled::NotFinite) => Err("some are beyond the range of f64".to_string()),
            Err(Unsettled::Steps(steps)) => Err(format!("{steps} steps of Lanczos did not settle them")),
        })
    }
}
