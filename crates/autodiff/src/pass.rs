//! The values of a program on a batch, and its derivatives there.

use crate::columns;
use crate::problem::PassError;
use crate::program::Program;
use crate::scalar::{Scalar, first_not_finite};
use crate::statistics::Deviation;
use nalgebra::DMatrix;

/// What a place without a derivative is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinks {
    /// An error.
    Refuse,
    /// What PyTorch takes, counted: max(t, slope·t) has the slope's derivative at 0 (ReLU: 0), a clip has 1 at its bounds, and
    /// of entries that share a maximum the first is the largest.
    Convention,
}

/// The values of all nodes on a batch.
#[derive(Clone, Debug)]
pub struct Pass<'a, T: Scalar> {
    pub(crate) program: &'a Program<T>,
    pub(crate) views: usize,
    /// The values that are read again; the others are gone (0 × 0).
    pub(crate) values: Vec<DMatrix<T>>,
    pub(crate) locals: Vec<Local<T>>,
    kinks: usize,
}

/// What a node keeps for its derivative beside values.
#[derive(Clone, Debug)]
pub(crate) enum Local<T: Scalar> {
    /// Nothing.
    None,
    /// The slope is 1 where it is open, else this.
    Open(Vec<bool>, T),
    /// The derivative at every entry.
    Slopes(DMatrix<T>),
    /// The winning row of every pool on every view.
    Winners(Vec<u32>),
    /// Of a division by the deviation.
    Deviation(Deviation<T>),
    /// 1/‖f‖ of every view.
    Norms(Vec<T>),
}

/// A change of some parameters, each by its place with a matrix of its shape.
pub type Direction<'d, T> = [(usize, &'d DMatrix<T>)];

impl<T: Scalar> Program<T> {
    /// The values on a batch, n₀ × views; every view has the same probability, for statistics of the batch.
    ///
    /// # Errors
    /// [`PassError`]: inputs that do not fit, a place without a derivative, an argument outside a domain, a number that is not
    /// finite.
    pub fn pass(&self, inputs: DMatrix<T>, kinks: Kinks) -> Result<Pass<'_, T>, PassError> {
        let nodes = &self.shape.nodes;
        if inputs.nrows() != self.shape.inputs {
            return Err(PassError::Inputs { found: inputs.nrows(), expected: self.shape.inputs });
        }
        for (name, values) in self.shape.names.iter().zip(&self.parameters) {
            if let Some(entry) = first_not_finite(values.as_slice()) {
                let (row, column) = (entry % values.nrows(), entry / values.nrows());
                return Err(PassError::Parameter { name: name.clone(), row, column, found: values[entry].to_string() });
            }
        }
        let views = inputs.ncols();
        let mut pass = Pass { program: self, views, values: Vec::new(), locals: Vec::new(), kinks: 0 };
        for (place, node) in nodes.iter().enumerate() {
            let (value, local, count) = pass.value(place, &inputs, kinks)?;
            finite(place, &value)?;
            pass.kinks += count;
            pass.values.push(value);
            pass.locals.push(local);
            for of in node.of.iter().filter(|of| nodes[**of].last_use == place && !nodes[**of].is_kept) {
                pass.values[*of] = gone();
            }
        }
        Ok(pass)
    }
}

/// A value that is not read again.
pub(crate) fn gone<T: Scalar>() -> DMatrix<T> {
    DMatrix::zeros(0, 0)
}

impl<T: Scalar> Pass<'_, T> {
    /// The outputs, n_L × views.
    pub fn output(&self) -> &DMatrix<T> {
        // A valid graph has a node, and the value of the last one is kept.
        &self.values[self.values.len() - 1]
    }

    /// Places where the convention decided: rectified entries at 0, entries at a bound of a clip, maxima taken twice.
    pub fn kinks(&self) -> usize {
        self.kinks
    }
}

fn finite<T: Scalar>(node: usize, value: &DMatrix<T>) -> Result<(), PassError> {
    let strange = (0..value.ncols()).find_map(|view| {
        let column = columns::of(value, view);
        first_not_finite(column).map(|row| (row, view, column[row]))
    });
    match strange {
        None => Ok(()),
        Some((row, view, found)) => Err(PassError::NotFinite { node, row, view, found: found.to_string() }),
    }
}
