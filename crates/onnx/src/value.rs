//! What a name of the file stands for while the file is read.

use crate::strided::steps;
use std::rc::Rc;

/// A value of the file.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// Numbers that are known: shapes and constants.
    Known(Rc<Known>),
    /// A tensor of the file, perhaps with its entries in another order.
    Weights(Weights),
    /// A node of the graph.
    Data(Data),
    /// Where a value exceeds a bound: no number of the graph, but half of how a Softplus is written.
    Above(Data, f64),
}

/// Numbers in row-major order.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Known {
    pub(crate) shape: Vec<usize>,
    pub(crate) numbers: Numbers,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Numbers {
    Integers(Vec<i64>),
    Floats(Vec<f64>),
}

/// A tensor of the file in a shape and an order of its entries.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    /// Its place among the tensors of the file.
    pub(crate) tensor: usize,
    pub(crate) shape: Vec<usize>,
    pub(crate) order: Order,
}

/// Which entry of the file's each entry is.
#[derive(Clone, Debug)]
pub(crate) enum Order {
    /// The same.
    Own,
    /// That of a matrix of so many rows and columns, read column by column.
    Columns(usize, usize),
    /// These.
    Listed(Rc<Vec<usize>>),
}

impl Order {
    /// The file's place of entry k.
    pub(crate) fn place(&self, k: usize) -> usize {
        match self {
            Order::Own => k,
            Order::Columns(rows, columns) => (k % rows) * columns + k / rows,
            Order::Listed(places) => places[k],
        }
    }
}

/// The value of a node of the graph. Where it is `batched`, the shape in the file is (batch · d₀, d₁, …) for the dims
/// (d₀, d₁, …), and the graph's rows are those of one view; else it is the same for every view and has the file's shape.
#[derive(Clone, Debug)]
pub(crate) struct Data {
    pub(crate) node: usize,
    pub(crate) dims: Vec<usize>,
    pub(crate) batched: bool,
    pub(crate) fact: Fact,
    /// The dimensions in the order in which the rows of the node run through them, the last one fastest; `None`: their own.
    /// So what is only transposed needs no node.
    pub(crate) order: Option<Rc<[usize]>>,
}

/// What is known of a value: how a norm is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fact {
    None,
    /// The squares of a node's entries.
    Square(usize),
    /// Their sum over a view.
    SumOfSquares(usize),
    /// The norm of every view of a node.
    Norm(usize),
}

impl Value {
    pub(crate) fn integers(shape: Vec<usize>, numbers: Vec<i64>) -> Self {
        Value::Known(Rc::new(Known { shape, numbers: Numbers::Integers(numbers) }))
    }

    pub(crate) fn floats(shape: Vec<usize>, numbers: Vec<f64>) -> Self {
        Value::Known(Rc::new(Known { shape, numbers: Numbers::Floats(numbers) }))
    }

    pub(crate) fn data(node: usize, dims: Vec<usize>, batched: bool) -> Self {
        Value::Data(Data { node, dims, batched, fact: Fact::None, order: None })
    }

    /// The shape of one view, or of what is the same for all.
    pub(crate) fn dims(&self) -> &[usize] {
        match self {
            Value::Known(known) => &known.shape,
            Value::Weights(weights) => &weights.shape,
            Value::Data(data) | Value::Above(data, _) => &data.dims,
        }
    }

    pub(crate) fn is_batched(&self) -> bool {
        matches!(self, Value::Data(data) | Value::Above(data, _) if data.batched)
    }

    /// What it is, for an error.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Known(_) => "constants",
            Value::Weights(_) => "a tensor of the file",
            Value::Data(data) if data.batched => "a value that depends on the view",
            Value::Data(_) => "a value computed from parameters",
            Value::Above(..) => "a comparison",
        }
    }
}

impl Data {
    /// How far the entries along each dimension lie apart in the rows of the node.
    pub(crate) fn steps(&self) -> Vec<isize> {
        let Some(order) = &self.order else { return steps(&self.dims) };
        let along = steps(&in_order(&self.dims, order));
        let mut own = vec![0; self.dims.len()];
        for (axis, step) in order.iter().zip(along) {
            own[*axis] = step;
        }
        own
    }

    /// The order of the dimensions that are larger than 1.
    pub(crate) fn running(&self) -> Vec<usize> {
        let all: Vec<usize> = (0..self.dims.len()).collect();
        let order = self.order.as_deref().unwrap_or(&all);
        order.iter().copied().filter(|axis| self.dims[*axis] != 1).collect()
    }
}

/// Sizes, or whatever there is one of for each dimension, in an order of the dimensions.
pub(crate) fn in_order<T: Copy>(each: &[T], order: &[usize]) -> Vec<T> {
    order.iter().map(|axis| each[*axis]).collect()
}

impl Known {
    pub(crate) fn as_floats(&self) -> Vec<f64> {
        match &self.numbers {
            Numbers::Floats(numbers) => numbers.clone(),
            Numbers::Integers(numbers) => numbers.iter().map(|i| *i as f64).collect(),
        }
    }
}
