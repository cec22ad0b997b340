//! The operator of parameters of an ONNX network on directions that a caller gives.

use super::{OperatorArgs, OperatorError, asked};
use crate::trained::{Group, Operators, Subject, groups};
use dualproof::campaign::UnknownName;
use nalgebra::DMatrix;

/// V_x\[K̄\] of a parameter of an ONNX network, of a layer's or of all together, on the user's views. A direction is the
/// entries of the tensors as the file holds them, row-major, one tensor after the other.
pub struct ParameterOperator {
    subject: Subject,
    name: String,
    group: Group,
}

impl ParameterOperator {
    /// The operator of the parameter, of the layer with this name, or of `all`.
    ///
    /// # Errors
    /// [`OperatorError`] where a file cannot be used, or nothing has the name.
    pub fn read(args: &OperatorArgs, name: &str) -> Result<Self, OperatorError> {
        let (subject, _) = asked(args)?;
        let groups = groups(&subject.network);
        let Some((name, group)) = groups.iter().find(|(known, _)| known == name).cloned() else {
            let error = UnknownName::new("parameter", name, groups.iter().map(|(known, _)| known.as_str()));
            return Err(OperatorError::Parameter { file: subject.network.file.clone(), error });
        };
        Ok(ParameterOperator { subject, name, group })
    }

    /// What the operator is of.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The tensors in their order: name and shape, as in the file.
    pub fn tensors(&self) -> impl Iterator<Item = (&str, &[usize])> {
        let origins = &self.subject.network.import.parameters;
        self.group.iter().map(|place| (origins[*place].name.as_str(), origins[*place].shape.as_slice()))
    }

    /// How many numbers a direction has.
    pub fn size(&self) -> usize {
        self.shapes().map(|(rows, columns, _)| rows * columns).sum()
    }

    /// The parameters themselves as a direction.
    pub fn weights(&self) -> Vec<f64> {
        let parameters = self.subject.network.program.parameters();
        let of_group: Vec<DMatrix<f64>> = self.group.iter().map(|place| parameters[*place].clone()).collect();
        self.stored(&of_group)
    }

    /// V applied to directions; `done` is called after each. The network's values on the views are computed once for all of
    /// them, where they fit in a block.
    ///
    /// # Errors
    /// [`OperatorError`] where the network has no value on the views, or a direction has another size.
    pub fn apply(&self, directions: &[Vec<f64>], done: &dyn Fn()) -> Result<Vec<Vec<f64>>, OperatorError> {
        let size = self.size();
        if let Some(direction) = directions.iter().find(|direction| direction.len() != size) {
            return Err(OperatorError::Direction { found: direction.len(), expected: size, name: self.name.clone() });
        }
        let operators = Operators::of(&self.subject)?;
        let of_direction = |direction: &Vec<f64>| {
            let image = operators.apply(&self.group, &self.matrices(direction))?;
            done();
            Ok(self.stored(&image))
        };
        directions.iter().map(of_direction).collect()
    }

    /// Rows and columns of every matrix, and whether the file holds it column by column.
    fn shapes(&self) -> impl Iterator<Item = (usize, usize, bool)> {
        let network = &self.subject.network;
        let parameters = network.program.parameters();
        self.group.iter().map(move |place| {
            let (rows, columns) = parameters[*place].shape();
            (rows, columns, network.import.parameters[*place].is_transposed)
        })
    }

    /// The entries in the order of the file.
    fn stored(&self, matrices: &[DMatrix<f64>]) -> Vec<f64> {
        let origins = &self.subject.network.import.parameters;
        matrices.iter().zip(&self.group).flat_map(|(matrix, place)| origins[*place].stored(matrix)).collect()
    }

    /// The matrices of entries in the order of the file.
    fn matrices(&self, mut entries: &[f64]) -> Vec<DMatrix<f64>> {
        let of_shape = |(rows, columns, by_columns): (usize, usize, bool)| {
            let (these, others) = entries.split_at(rows * columns);
            entries = others;
            match by_columns {
                true => DMatrix::from_column_slice(rows, columns, these),
                false => DMatrix::from_row_slice(rows, columns, these),
            }
        };
        self.shapes().map(of_shape).collect()
    }
}
