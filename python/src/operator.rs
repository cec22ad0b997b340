//! The operator of a layer or parameter, for `scipy.sparse.linalg`.

use super::commands::{parsed, views_of};
use super::error::{Error, Obstruction};
use super::hook::Hook;
use super::work::awaited;
use dualproof_theorems::large_scale::{LayerOperator, OperatorArgs, ParameterOperator};
use nalgebra::DMatrix;
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use std::ffi::OsString;
use std::sync::Arc;

/// Which network it is of.
enum Kind {
    /// Of a layer of a dense network: vec(W), columns of W stacked.
    Layer(LayerOperator),
    /// Of tensors of an ONNX file: their entries as the file holds them, row by row.
    Parameter(ParameterOperator),
}

impl Kind {
    fn size(&self) -> usize {
        match self {
            Kind::Layer(operator) => operator.weights().len(),
            Kind::Parameter(operator) => operator.size(),
        }
    }

    fn apply(&self, directions: &[Vec<f64>], hook: &Hook) -> Result<Vec<Vec<f64>>, Obstruction> {
        match self {
            Kind::Layer(operator) => {
                let (rows, columns) = operator.shape();
                let of_direction = |direction: &Vec<f64>| {
                    hook.end_where_stopped();
                    let image = operator.apply(&DMatrix::from_column_slice(rows, columns, direction))?;
                    Ok(image.as_slice().to_vec())
                };
                directions.iter().map(of_direction).collect()
            }
            Kind::Parameter(operator) => Ok(operator.apply(directions, &|| hook.end_where_stopped())?),
        }
    }
}

/// A tensor of a direction: its name, its shape, and whether its columns are stacked (else its rows are).
type Tensor = (String, Vec<usize>, bool);

/// V_x[K̄] of parameters of a network, on directions.
#[pyclass(frozen, module = "dualproof._native")]
pub(crate) struct Operator {
    kind: Arc<Kind>,
}

#[pymethods]
impl Operator {
    /// The words of `dualproof operator`; the layer from 1, or in an ONNX file the name; perhaps views N×A×… in C order.
    #[new]
    #[pyo3(signature = (words, name, views=None))]
    fn new(
        py: Python<'_>,
        words: Vec<OsString>,
        name: String,
        views: Option<Bound<'_, PyUntypedArray>>,
    ) -> PyResult<Self> {
        let views = views_of(views.as_ref())?;
        let kind = awaited(py, None, move |_| {
            let args: OperatorArgs = parsed("operator", words, views)?;
            if args.subject.is_graph() {
                return Ok(Kind::Parameter(ParameterOperator::read(&args, &name)?));
            }
            let layer = name.parse().map_err(|_| {
                format!("name: found {name:?}, expected a layer of a dense network: 1 at the input, 2, …")
            })?;
            Ok(Kind::Layer(LayerOperator::read(&args, layer)?))
        })?;
        Ok(Operator { kind: Arc::new(kind) })
    }

    /// The tensors of a direction, in their order.
    fn tensors(&self) -> Vec<Tensor> {
        match self.kind.as_ref() {
            Kind::Layer(operator) => {
                let (rows, columns) = operator.shape();
                vec![("weights".to_string(), vec![rows, columns], true)]
            }
            Kind::Parameter(operator) => {
                operator.tensors().map(|(name, shape)| (name.to_string(), shape.to_vec(), false)).collect()
            }
        }
    }

    /// The parameters themselves as a direction.
    fn weights<'py>(&self, py: Python<'py>) -> Bound<'py, PyArray1<f64>> {
        match self.kind.as_ref() {
            Kind::Layer(operator) => PyArray1::from_slice(py, operator.weights().as_slice()),
            Kind::Parameter(operator) => PyArray1::from_vec(py, operator.weights()),
        }
    }

    /// V X for X of shape (size, k).
    fn apply<'py>(&self, py: Python<'py>, columns: PyReadonlyArray2<'_, f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let [size, count] = [columns.shape()[0], columns.shape()[1]];
        if size != self.kind.size() {
            let expected = self.kind.size();
            let problem =
                format!("direction: found columns of {size} numbers, expected {expected}, those of the weights");
            return Err(Error::new_err(problem));
        }
        let view = columns.as_array();
        if let Some(at) = view.iter().position(|x| !x.is_finite()) {
            let problem =
                format!("direction: found a number that is not finite in row {}, expected finite ones", at / count);
            return Err(Error::new_err(problem));
        }
        let directions: Vec<Vec<f64>> = (0..count).map(|k| view.column(k).iter().copied().collect()).collect();
        let kind = Arc::clone(&self.kind);
        let images = awaited(py, None, move |hook| kind.apply(&directions, hook))?;
        let result = PyArray2::zeros(py, [size, count], true);
        {
            let mut result = result.readwrite();
            let mut entries = result.as_array_mut();
            for (k, image) in images.iter().enumerate() {
                entries.column_mut(k).iter_mut().zip(image).for_each(|(entry, x)| *entry = *x);
            }
        }
        Ok(result)
    }
}

/// The shape of a view that the network of an ONNX file takes, and the numbers that it gives.
#[pyfunction]
pub(crate) fn network_shape(py: Python<'_>, path: OsString) -> PyResult<(Vec<usize>, usize)> {
    awaited(py, None, move |_| {
        let import = dualproof_onnx::read(path.as_ref(), &dualproof_onnx::Options::default())?;
        Ok((import.input.dims, import.output_width))
    })
}
