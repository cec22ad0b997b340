//! The graph as it grows: nodes with the rows of their values, and parameters made of tensors of the file.

use crate::OnnxError;
use crate::strided::places;
use crate::tensor::Tensor;
use crate::value::{Data, Weights};
use dualproof_networks::graph::{Graph, Node, Operation, Parameter};
use nalgebra::DMatrix;
use std::collections::HashMap;

/// Entries of constants, places and groups that a graph may hold besides its parameters: 2^26, a gigabyte.
pub(crate) const LIMIT: usize = 1 << 26;

/// Rows that a value may have.
pub(crate) const ROWS: usize = (1 << 31) - 1;

/// More than [`LIMIT`] or [`ROWS`].
#[derive(Debug)]
pub(crate) struct Excess(pub(crate) usize);

/// A parameter and the tensor that it is.
#[derive(Debug)]
pub(crate) struct Made {
    pub(crate) tensor: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Are the file's entries the matrix column by column, not row by row?
    pub(crate) is_transposed: bool,
    /// The name of its block.
    pub(crate) block: String,
}

#[derive(Debug)]
pub(crate) struct Builder {
    nodes: Vec<Node<f64>>,
    widths: Vec<usize>,
    pub(crate) parameters: Vec<Made>,
    by_tensor: HashMap<usize, usize>,
    held: usize,
}

impl Builder {
    pub(crate) fn new(inputs: usize) -> Self {
        let input = Node { operation: Operation::Input, of: Vec::new() };
        Builder { nodes: vec![input], widths: vec![inputs], parameters: Vec::new(), by_tensor: HashMap::new(), held: 0 }
    }

    /// Counts entries that are about to be held.
    pub(crate) fn charge(&mut self, entries: usize) -> Result<(), Excess> {
        self.room(entries)?;
        self.held += entries;
        Ok(())
    }

    /// Is there room for so many entries besides those that are held?
    pub(crate) fn room(&self, entries: usize) -> Result<(), Excess> {
        if self.held.saturating_add(entries) > LIMIT { Err(Excess(LIMIT)) } else { Ok(()) }
    }

    pub(crate) fn width(&self, node: usize) -> usize {
        self.widths[node]
    }

    /// The operation of a node and what it takes.
    pub(crate) fn operation(&self, node: usize) -> (&Operation<f64>, &[usize]) {
        (&self.nodes[node].operation, &self.nodes[node].of)
    }

    /// Appends a node whose value has so many rows.
    pub(crate) fn push(&mut self, operation: Operation<f64>, of: &[usize], width: usize) -> usize {
        self.nodes.push(Node { operation, of: of.to_vec() });
        self.widths.push(width);
        self.nodes.len() - 1
    }

    /// Appends an operation that keeps the rows.
    pub(crate) fn then(&mut self, operation: Operation<f64>, of: usize) -> usize {
        self.push(operation, &[of], self.widths[of])
    }

    /// s · f + t by channel; nothing where that is f.
    pub(crate) fn affine(&mut self, of: usize, scales: Vec<f64>, shifts: Vec<f64>) -> Result<usize, Excess> {
        if scales.iter().all(|s| *s == 1.0) && shifts.iter().all(|t| *t == 0.0) {
            return Ok(of);
        }
        self.charge(2 * scales.len())?;
        Ok(self.then(Operation::Affine { scales, shifts }, of))
    }

    pub(crate) fn constant(&mut self, column: Vec<f64>) -> Result<usize, Excess> {
        self.charge(column.len())?;
        let width = column.len();
        Ok(self.push(Operation::Constant { column }, &[], width))
    }

    /// The rows of a value in another order; nothing where it is the same, one node where the value is itself such rows.
    pub(crate) fn rows(&mut self, of: usize, mut rows: Vec<Option<usize>>) -> Result<usize, Excess> {
        self.charge(rows.len())?;
        let mut of = of;
        if let Operation::Rows { rows: before } = &self.nodes[of].operation {
            for row in &mut rows {
                *row = row.and_then(|at| before[at]);
            }
            of = self.nodes[of].of[0];
        }
        let is_same = rows.len() == self.widths[of] && rows.iter().enumerate().all(|(at, row)| *row == Some(at));
        if is_same {
            return Ok(of);
        }
        let width = rows.len();
        Ok(self.push(Operation::Rows { rows }, &[of], width))
    }

    /// The node whose rows run through the dimensions of a value in their own order.
    pub(crate) fn canonical(&mut self, data: &Data) -> Result<usize, Excess> {
        if data.order.is_none() {
            return Ok(data.node);
        }
        self.room(self.widths[data.node])?;
        self.rows(data.node, places(&data.dims, &data.steps(), 0).into_iter().map(Some).collect())
    }

    /// The parameter whose matrix has the tensor's entries, in the order of the weights, row by row; an error says why the
    /// tensor cannot be it.
    pub(crate) fn parameter(
        &mut self,
        weights: &Weights,
        (rows, columns): (usize, usize),
        block: &str,
    ) -> Result<usize, &'static str> {
        let size = rows * columns;
        let is_transposed = if (0..size).all(|k| weights.order.place(k) == k) {
            false
        } else if (0..size).all(|k| weights.order.place(k) == k % columns * rows + k / columns) {
            true
        } else {
            return Err("entries of a tensor in an order that is neither its own nor the transposed one");
        };
        if let Some(place) = self.by_tensor.get(&weights.tensor) {
            let made = &self.parameters[*place];
            let is_same = (made.rows, made.columns, made.is_transposed) == (rows, columns, is_transposed);
            return if is_same { Ok(*place) } else { Err("a tensor that another node uses in another form") };
        }
        self.parameters.push(Made { tensor: weights.tensor, rows, columns, is_transposed, block: block.to_string() });
        self.by_tensor.insert(weights.tensor, self.parameters.len() - 1);
        Ok(self.parameters.len() - 1)
    }

    /// A value of the tensor's entries in the order of the weights, row by row.
    pub(crate) fn entries(&mut self, weights: &Weights, tensor: &Tensor, block: &str) -> Result<usize, Excess> {
        let place = match self.by_tensor.get(&weights.tensor) {
            Some(place) => *place,
            None => {
                let rows = tensor.shape.first().copied().unwrap_or(1);
                let columns = tensor.shape.iter().skip(1).product();
                self.parameters.push(Made {
                    tensor: weights.tensor,
                    rows,
                    columns,
                    is_transposed: false,
                    block: block.to_string(),
                });
                self.by_tensor.insert(weights.tensor, self.parameters.len() - 1);
                self.parameters.len() - 1
            }
        };
        let made = &self.parameters[place];
        let (rows, columns, is_transposed) = (made.rows, made.columns, made.is_transposed);
        let node = self.push(Operation::Entries { of: place }, &[], rows * columns);
        let place_of = |k: usize| if is_transposed { (k % rows) * columns + k / rows } else { k };
        let size: usize = weights.shape.iter().product();
        self.rows(node, (0..size).map(|k| Some(place_of(weights.order.place(k)))).collect())
    }

    /// The graph of what the node needs, and the parameters that are left.
    pub(crate) fn finish(mut self, output: usize, tensors: &[Tensor]) -> Result<(Graph<f64>, Vec<Made>), OnnxError> {
        let mut needed = vec![false; output + 1];
        needed[output] = true;
        // The input stays, needed or not: it says what the network takes.
        needed[0] = true;
        for place in (0..=output).rev() {
            if needed[place] {
                for of in &self.nodes[place].of {
                    needed[*of] = true;
                }
            }
        }
        let mut places = vec![0; output + 1];
        let mut nodes = Vec::new();
        let mut kept: Vec<Option<usize>> = vec![None; self.parameters.len()];
        let mut order = Vec::new();
        self.nodes.truncate(output + 1);
        for (place, mut node) in self.nodes.into_iter().enumerate() {
            if !needed[place] {
                continue;
            }
            for of in &mut node.of {
                *of = places[*of];
            }
            if let Operation::Dense { weights: at }
            | Operation::Convolution { kernel: at, .. }
            | Operation::Bias { biases: at }
            | Operation::Scale { gains: at }
            | Operation::Entries { of: at } = &mut node.operation
            {
                *at = *kept[*at].get_or_insert_with(|| {
                    order.push(*at);
                    order.len() - 1
                });
            }
            places[place] = nodes.len();
            nodes.push(node);
        }
        let mut made: Vec<Option<Made>> = self.parameters.into_iter().map(Some).collect();
        let made: Vec<Made> = order.iter().filter_map(|at| made[*at].take()).collect();
        let parameter = |made: &Made| {
            let tensor = &tensors[made.tensor];
            let numbers = tensor.floats()?;
            let values = if made.is_transposed {
                DMatrix::from_vec(made.rows, made.columns, numbers)
            } else {
                DMatrix::from_row_slice(made.rows, made.columns, &numbers)
            };
            Ok(Parameter { name: tensor.name.clone(), values, mask: None })
        };
        let parameters = made.iter().map(parameter).collect::<Result<_, OnnxError>>()?;
        Ok((Graph { parameters, nodes }, made))
    }
}
