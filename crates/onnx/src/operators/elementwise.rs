//! Sums, differences, products and quotients, entry by entry, of values that spread to one shape.

use crate::OnnxError;
use crate::attributes::At;
use crate::fold;
use crate::importer::Importer;
use crate::strided::{broadcast, entries, places};
use crate::value::{Data, Fact, Known, Value, Weights, in_order};
use dualproof_networks::graph::Operation;

/// What is done with two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binary {
    Add,
    Subtract,
    Multiply,
    Divide,
}

impl Importer<'_> {
    pub(super) fn binary_node(&mut self, at: &At, binary: Binary) -> Result<Value, OnnxError> {
        let (left, right) = (at.input(0)?, at.input(1)?);
        self.binary(at, binary, left, right)
    }

    pub(super) fn sum(&mut self, at: &At) -> Result<Value, OnnxError> {
        let mut total = at.input(0)?;
        for place in 1..at.inputs.len() {
            total = self.binary(at, Binary::Add, total, at.input(place)?)?;
        }
        Ok(total)
    }

    /// The values spread to dims of one view, and whether they are of a batch.
    pub(super) fn aligned(
        &mut self,
        at: &At,
        mut left: Value,
        mut right: Value,
    ) -> Result<(Value, Value, Vec<usize>, bool), OnnxError> {
        let batched = match (left.is_batched(), right.is_batched()) {
            (true, true) => {
                let (l, r) = (left.dims(), right.dims());
                if l.len() != r.len() || l[0] != r[0] {
                    let found = format!("the batch in different dimensions of {l:?} and {r:?}");
                    return Err(at.wrong("inputs", found, "the batch first in both"));
                }
                true
            }
            (true, false) => {
                let (rank, first) = (left.dims().len(), left.dims()[0]);
                right = self.per_view(at, right, rank, first)?;
                true
            }
            (false, true) => {
                let (rank, first) = (right.dims().len(), right.dims()[0]);
                left = self.per_view(at, left, rank, first)?;
                true
            }
            (false, false) => false,
        };
        let dims = fold::spread_shape(left.dims(), right.dims()).ok_or_else(|| {
            at.wrong(
                "inputs",
                format!("the shapes {:?} and {:?}", left.dims(), right.dims()),
                "shapes that spread to one",
            )
        })?;
        Ok((left, right, dims, batched))
    }

    /// The left value and the right one, combined entry by entry.
    pub(crate) fn binary(&mut self, at: &At, binary: Binary, left: Value, right: Value) -> Result<Value, OnnxError> {
        let (left, right) = (self.settle(at, left)?, self.settle(at, right)?);
        if let (Value::Known(l), Value::Known(r)) = (&left, &right) {
            return fold::binary(at, self, binary, l, r);
        }
        let (left, right, dims, batched) = self.aligned(at, left, right)?;
        if entries(&dims).is_none_or(|size| size > crate::builder::ROWS) {
            return Err(at.wrong(
                "inputs",
                format!("values that spread to {dims:?}"),
                "at most 2^31 - 1 entries a view",
            ));
        }
        // The rows stay in the order of a value that has them all.
        let order = [&left, &right].into_iter().find_map(|value| match value {
            Value::Data(data) if data.dims == dims => Some(data.order.clone()),
            _ => None,
        });
        let order = order.flatten();
        let value = |node, fact| Value::Data(Data { node, dims: dims.clone(), batched, fact, order: order.clone() });
        match (&left, &right) {
            (Value::Data(data), Value::Known(known)) => {
                let of = self.in_order_of(at, &left, &dims, order.as_ref())?;
                let node = self.with_constants(at, binary, of, known, &dims, order.as_deref())?;
                return Ok(value(node, if node == data.node { data.fact } else { Fact::None }));
            }
            (Value::Known(known), Value::Data(_)) if binary != Binary::Divide => {
                let mut of = self.in_order_of(at, &right, &dims, order.as_ref())?;
                if binary == Binary::Subtract {
                    of = self.builder.affine(of, vec![-1.0], vec![0.0]).map_err(|e| at.excess(&e))?;
                }
                let binary = if binary == Binary::Subtract { Binary::Add } else { binary };
                return Ok(value(self.with_constants(at, binary, of, known, &dims, order.as_deref())?, Fact::None));
            }
            (Value::Data(_), Value::Weights(weights)) | (Value::Weights(weights), Value::Data(_)) => {
                let data = if matches!(left, Value::Data(_)) { &left } else { &right };
                let is_line = weights.shape.iter().filter(|size| **size != 1).count() <= 1;
                if let Some(channels) = channels(&weights.shape, &dims, order.as_deref())
                    && matches!(binary, Binary::Add | Binary::Multiply)
                    && (is_line || order.is_none())
                    && self.can_be_column(weights)
                {
                    let of = self.in_order_of(at, data, &dims, order.as_ref())?;
                    let place = self.parameter(at, weights, (channels, 1), "inputs")?;
                    let operation = match binary {
                        Binary::Add => Operation::Bias { biases: place },
                        _ => Operation::Scale { gains: place },
                    };
                    return Ok(value(self.builder.then(operation, of), Fact::None));
                }
            }
            (Value::Data(x), Value::Data(norm))
                if binary == Binary::Divide && norm.fact == Fact::Norm(x.node) && dims == x.dims && batched =>
            {
                self.notes.push(format!("{}: each view over its norm, without a lower bound of the norm", at.name));
                return Ok(value(self.builder.then(Operation::Normalise, x.node), Fact::None));
            }
            _ => {}
        }
        let square = match (&left, &right) {
            (Value::Data(l), Value::Data(r))
                if binary == Binary::Multiply && (l.node, &l.dims, &l.order) == (r.node, &r.dims, &r.order) =>
            {
                Fact::Square(l.node)
            }
            _ => Fact::None,
        };
        let of =
            [self.in_order_of(at, &left, &dims, order.as_ref())?, self.in_order_of(at, &right, &dims, order.as_ref())?];
        let operation = match binary {
            Binary::Add => Operation::Add,
            Binary::Subtract => Operation::Subtract,
            Binary::Multiply => Operation::Multiply,
            Binary::Divide => Operation::Divide,
        };
        let width = self.builder.width(of[0]);
        Ok(value(self.builder.push(operation, &of, width), square))
    }

    /// Is the tensor no parameter yet, or one of one column?
    fn can_be_column(&self, weights: &Weights) -> bool {
        let used = self.builder.parameters.iter().find(|made| made.tensor == weights.tensor);
        let size = self.tensors[weights.tensor].len();
        let is_in_order = entries(&weights.shape) == Some(size) && (0..size).all(|k| weights.order.place(k) == k);
        used.is_none_or(|made| made.columns == 1) && is_in_order
    }

    /// A node and constants that spread to its dims.
    pub(super) fn with_constants(
        &mut self,
        at: &At,
        binary: Binary,
        of: usize,
        known: &Known,
        dims: &[usize],
        order: Option<&[usize]>,
    ) -> Result<usize, OnnxError> {
        let mut numbers = known.as_floats();
        let steps = broadcast(&known.shape, dims)
            .ok_or_else(|| at.wrong("inputs", format!("{:?}", known.shape), format!("what spreads to {dims:?}")))?;
        let all: Vec<usize> = (0..dims.len()).collect();
        let order = order.unwrap_or(&all);
        // One number for each channel where that is what they are, else one for each row.
        let each: Vec<usize> = match channels(&known.shape, dims, Some(order)) {
            None => dims.to_vec(),
            Some(_) => (0..dims.len()).map(|axis| if steps[axis] == 0 { 1 } else { dims[axis] }).collect(),
        };
        self.builder.room(entries(&each).unwrap_or(usize::MAX)).map_err(|e| at.excess(&e))?;
        let places = places(&in_order(&each, order), &in_order(&steps, order), 0);
        numbers = places.into_iter().map(|place| numbers[place]).collect();
        if binary == Binary::Divide && numbers.contains(&0.0) {
            return Err(at.wrong("input 1", "a constant 0", "a divisor that is not 0"));
        }
        let zeros = vec![0.0; numbers.len()];
        let (scales, shifts) = match binary {
            Binary::Add => (vec![1.0; numbers.len()], numbers),
            Binary::Subtract => (vec![1.0; numbers.len()], numbers.iter().map(|x| -x).collect()),
            Binary::Multiply => (numbers, zeros),
            Binary::Divide => (numbers.iter().map(|x| 1.0 / x).collect(), zeros),
        };
        if let Some(x) = scales.iter().chain(&shifts).find(|x| !x.is_finite()) {
            return Err(at.wrong("inputs", format!("the constant {x}"), "finite numbers"));
        }
        self.builder.affine(of, scales, shifts).map_err(|e| at.excess(&e))
    }
}

/// How many channels a tensor has one number for, if it spreads to the dims as one number for all places of each: in the
/// order of the rows, all axes before its own are of size 1, and it is of size 1 in all after.
fn channels(shape: &[usize], dims: &[usize], order: Option<&[usize]>) -> Option<usize> {
    let shape: Vec<usize> =
        std::iter::repeat_n(1, dims.len().checked_sub(shape.len())?).chain(shape.iter().copied()).collect();
    let (shape, dims) = match order {
        None => (shape, dims.to_vec()),
        Some(order) => (in_order(&shape, order), in_order(dims, order)),
    };
    let Some(last) = shape.iter().rposition(|size| *size != 1) else { return Some(1) };
    let leads = (0..=last).all(|axis| shape[axis] == dims[axis]);
    leads.then(|| shape[..=last].iter().product())
}
