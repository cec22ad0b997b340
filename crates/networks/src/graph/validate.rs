//! Does a graph fit together? Asked of foreign data before anything is computed.

use super::{Graph, Node, Operation};
use crate::numbers::{Field, Sign};

/// A graph that does not fit together.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GraphError {
    /// No node.
    #[error("nodes: found 0, expected at least 1")]
    NoNodes,
    /// Nothing tells how wide the input is.
    #[error("nodes: found no weights and no kernel that read the input, expected some")]
    NoReader,
    /// A node whose edges or shapes do not fit.
    #[error("node {node}: found {found}, expected {expected}")]
    Node {
        /// Its place, from 0.
        node: usize,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
    /// A parameter whose mask does not fit.
    #[error("parameter {name}: found a mask of another shape, expected {rows} × {columns} zeros and ones")]
    Mask {
        /// Its name.
        name: String,
        /// Its rows.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
}

impl<S: Field> Graph<S> {
    /// Do the nodes fit one another, over inputs of n₀ rows and `views` columns?
    ///
    /// # Errors
    /// The first parameter or node that does not.
    pub fn validate(&self, inputs: usize, views: usize) -> Result<(), GraphError> {
        for parameter in &self.parameters {
            let (rows, columns) = parameter.values.shape();
            let fits = |mask: &Vec<Vec<u8>>| {
                mask.len() == rows && mask.iter().all(|row| row.len() == columns && row.iter().all(|b| *b <= 1))
            };
            if !parameter.mask.as_ref().is_none_or(fits) {
                return Err(GraphError::Mask { name: parameter.name.clone(), rows, columns });
            }
        }
        self.widths(inputs, views).map(|_| ())
    }

    /// n_L: the rows of the last value, over inputs of n₀ rows.
    ///
    /// # Errors
    /// As for [`Graph::validate`].
    pub fn output_width(&self, inputs: usize, views: usize) -> Result<usize, GraphError> {
        self.widths(inputs, views)?.last().copied().ok_or(GraphError::NoNodes)
    }

    /// Has every node as many edges as its operation takes values, from earlier nodes?
    ///
    /// # Errors
    /// The first node that has not.
    pub fn validate_edges(&self) -> Result<(), GraphError> {
        for (place, node) in self.nodes.iter().enumerate() {
            let arity = match node.operation {
                Operation::Input | Operation::Entries { .. } | Operation::Constant { .. } => 0,
                Operation::Add | Operation::Subtract | Operation::Multiply | Operation::Divide => 2,
                Operation::Concatenate => node.of.len().max(1),
                Operation::Dense { .. }
                | Operation::Convolution { .. }
                | Operation::Bias { .. }
                | Operation::Scale { .. }
                | Operation::Affine { .. }
                | Operation::Rows { .. }
                | Operation::Rectify { .. }
                | Operation::Gate { .. }
                | Operation::Tanh
                | Operation::Apply { .. }
                | Operation::Clip { .. }
                | Operation::MaxPool { .. }
                | Operation::AveragePool { .. }
                | Operation::ZeroMean { .. }
                | Operation::OverDeviation { .. }
                | Operation::Normalise => 1,
            };
            let (found, expected) = match node.of.iter().find(|of| **of >= place) {
                _ if node.of.len() != arity => (format!("{} edges", node.of.len()), arity.to_string()),
                Some(late) => (format!("an edge from node {late}"), "one from an earlier node".to_string()),
                None => continue,
            };
            return Err(GraphError::Node { node: place, found, expected });
        }
        if self.nodes.is_empty() { Err(GraphError::NoNodes) } else { Ok(()) }
    }

    /// The rows of every value.
    fn widths(&self, inputs: usize, views: usize) -> Result<Vec<usize>, GraphError> {
        self.validate_edges()?;
        let mut widths: Vec<usize> = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            let wrong = |(found, expected): (String, String)| GraphError::Node { node: place, found, expected };
            let of: Vec<usize> = node.of.iter().map(|of| widths[*of]).collect();
            widths.push(self.width_after(node, &of, inputs, views).map_err(wrong)?);
        }
        Ok(widths)
    }

    /// The rows of a node's value, or what was found and expected.
    fn width_after(
        &self,
        node: &Node<S>,
        of: &[usize],
        inputs: usize,
        views: usize,
    ) -> Result<usize, (String, String)> {
        let shape = match node.operation.parameter() {
            None => (0, 0),
            Some(place) => match self.parameters.get(place) {
                Some(parameter) => parameter.values.shape(),
                None => return Err((format!("parameter {place}"), format!("one below {}", self.parameters.len()))),
            },
        };
        let expect = |holds: bool, found: String, expected: String| if holds { Ok(()) } else { Err((found, expected)) };
        let divides = |channels: usize, rows: usize| {
            let fits = channels > 0 && rows.is_multiple_of(channels);
            expect(fits, format!("{channels} channels"), format!("a divisor of {rows} rows"))
        };
        match &node.operation {
            Operation::Input => Ok(inputs),
            Operation::Dense { .. } => {
                expect(shape.1 == of[0], format!("{} columns of weights", shape.1), of[0].to_string())?;
                Ok(shape.0)
            }
            Operation::Convolution { image, window, groups, .. } => {
                expect(image.len() == of[0], format!("an image of {} entries", image.len()), of[0].to_string())?;
                let Some((rows, columns)) = image.places(*window) else {
                    return Err((format!("a window {window:?}"), format!("one that fits into {image:?}")));
                };
                let parts = *groups > 0 && image.channels.is_multiple_of(*groups) && shape.0.is_multiple_of(*groups);
                let channels = format!("a divisor of {} channels before and {} after", image.channels, shape.0);
                expect(parts, format!("{groups} groups"), channels)?;
                let entries = image.channels / groups * window.height * window.width;
                expect(shape.1 == entries, format!("{} columns of a kernel", shape.1), entries.to_string())?;
                Ok(shape.0 * rows * columns)
            }
            Operation::Bias { .. } | Operation::Scale { .. } => {
                expect(shape.1 == 1, format!("{} columns", shape.1), "1".into())?;
                divides(shape.0, of[0])?;
                Ok(of[0])
            }
            Operation::Entries { .. } => Ok(shape.0 * shape.1),
            Operation::Constant { column } => Ok(column.len()),
            Operation::Affine { scales, shifts } => {
                let found = format!("{} scales and {} shifts", scales.len(), shifts.len());
                expect(scales.len() == shifts.len(), found, "equally many".into())?;
                divides(scales.len(), of[0])?;
                Ok(of[0])
            }
            Operation::Concatenate => of
                .iter()
                .try_fold(0, |sum: usize, rows| sum.checked_add(*rows))
                .ok_or_else(|| ("too many rows".into(), "a number of them that can be counted".into())),
            Operation::Rows { rows } => {
                let late = rows.iter().flatten().find(|row| **row >= of[0]);
                expect(late.is_none(), format!("row {}", late.unwrap_or(&0)), format!("one below {}", of[0]))?;
                Ok(rows.len())
            }
            Operation::Clip { low, high } => {
                let finite = |bound: &S| bound.sign() != Sign::Unknown && bound.to_f64().is_finite();
                let text = |bound: &Option<S>| bound.as_ref().map_or("none".into(), S::text);
                let apart = match (low, high) {
                    (Some(low), Some(high)) => (high.clone() - low.clone()).sign() == Sign::Positive,
                    _ => true,
                };
                let found = format!("bounds {} and {}", text(low), text(high));
                let fits = apart && low.iter().chain(high).all(finite);
                expect(fits, found, "finite ones, the lower below the upper".into())?;
                Ok(of[0])
            }
            Operation::Add | Operation::Subtract | Operation::Multiply | Operation::Divide => {
                expect(of[0] == of[1], format!("values of {} and {} rows", of[0], of[1]), "equally many".into())?;
                Ok(of[0])
            }
            Operation::Gate { gates } => {
                expect(
                    gates.shape() == (of[0], views),
                    format!("gates of shape {:?}", gates.shape()),
                    format!("{} × {views}", of[0]),
                )?;
                Ok(of[0])
            }
            Operation::MaxPool { groups } | Operation::AveragePool { groups } => {
                let fits = |group: &Vec<usize>| !group.is_empty() && group.iter().all(|row| *row < of[0]);
                let wrong = groups.iter().position(|group| !fits(group));
                let found = wrong.map_or("no group".into(), |group| format!("group {group}: {:?}", groups[group]));
                let fits = wrong.is_none() && !groups.is_empty();
                expect(fits, found, format!("groups of rows below {}, none empty", of[0]))?;
                Ok(groups.len())
            }
            Operation::ZeroMean { channels, .. } => divides(*channels, of[0]).map(|()| of[0]),
            Operation::OverDeviation { channels, epsilon, .. } => {
                expect(epsilon.sign() != Sign::Negative, format!("ε = {}", epsilon.text()), "at least 0".into())?;
                divides(*channels, of[0]).map(|()| of[0])
            }
            Operation::Rectify { .. } | Operation::Tanh | Operation::Apply { .. } | Operation::Normalise => Ok(of[0]),
        }
    }
}
