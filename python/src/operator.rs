//! The operator of a layer, for `scipy.sparse.linalg`.

use super::commands::{parsed, views_of};
use super::error::Obstruction;
use super::work::awaited;
use dualproof_theorems::large_scale::{LayerOperator, OperatorArgs};
use nalgebra::DMatrix;
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use std::ffi::OsString;
use std::sync::Arc;

/// V_x[K̄_l] of a layer, on columns of vec(W), columns of W stacked.
#[pyclass(frozen, module = "dualproof._native")]
pub(crate) struct Operator {
    operator: Arc<LayerOperator>,
}

#[pymethods]
impl Operator {
    /// The words of `dualproof operator`, the layer from 1, perhaps views N×A×… in C order.
    #[new]
    #[pyo3(signature = (words, layer, views=None))]
    fn new(
        py: Python<'_>,
        words: Vec<OsString>,
        layer: usize,
        views: Option<Bound<'_, PyUntypedArray>>,
    ) -> PyResult<Self> {
        let views = views_of(views.as_ref())?;
        let operator = awaited(py, None, move |_| {
            let args: OperatorArgs = parsed("operator", words, views)?;
            Ok(LayerOperator::read(&args, layer)?)
        })?;
        Ok(Operator { operator: Arc::new(operator) })
    }

    /// (n_l, n_{l−1}), the shape of the layer's weights.
    #[getter]
    fn weights_shape(&self) -> (usize, usize) {
        self.operator.shape()
    }

    /// vec(W), the layer's own weights.
    fn weights<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        PyArray1::from_slice(py, self.operator.weights().as_slice())
    }

    /// V X for X of shape (n_l n_{l−1}, k).
    fn apply<'py>(&self, py: Python<'py>, columns: PyReadonlyArray2<'_, f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let (rows, inputs) = self.operator.shape();
        let [size, count] = [columns.shape()[0], columns.shape()[1]];
        if size != rows * inputs {
            let problem = format!("found columns of {size} numbers, expected {}, those of the weights", rows * inputs);
            return Err(super::error::Error::new_err(problem));
        }
        let view = columns.as_array();
        let directions: Vec<DMatrix<f64>> =
            (0..count).map(|k| DMatrix::from_iterator(rows, inputs, view.column(k).iter().copied())).collect();
        let operator = Arc::clone(&self.operator);
        let images = awaited(py, None, move |hook| {
            directions
                .iter()
                .map(|direction| {
                    hook.end_where_stopped();
                    Ok(operator.apply(direction)?)
                })
                .collect::<Result<Vec<DMatrix<f64>>, Obstruction>>()
        })?;
        let result = PyArray2::zeros(py, [size, count], true);
        {
            let mut result = result.readwrite();
            let mut entries = result.as_array_mut();
            for (k, image) in images.iter().enumerate() {
                entries.column_mut(k).iter_mut().zip(image.iter()).for_each(|(entry, x)| *entry = *x);
            }
        }
        Ok(result)
    }
}
