//! Products with a matrix of weights, and weights on entries.

use super::Binary;
use crate::OnnxError;
use crate::attributes::At;
use crate::builder::Excess;
use crate::importer::Importer;
use crate::strided::{entries, places};
use crate::value::{Data, Fact, Order, Value, Weights};
use dualproof_networks::graph::{Image, Operation, Window};
use std::rc::Rc;

/// A window of one place: the same matrix at every place of an image.
const ONE_PLACE: Window = Window { height: 1, width: 1, stride: 1, padding: 0, dilation: 1 };

impl Importer<'_> {
    /// The other tensor as weights whatever its name: what multiplies or shifts each entry in a layer.
    pub(super) fn weighted(
        &mut self,
        at: &At,
        binary: Binary,
        data: Value,
        weights: Value,
    ) -> Result<Value, OnnxError> {
        if let Value::Weights(weights) = &weights {
            self.origins.set_weights(&self.tensors[weights.tensor].name);
        }
        self.binary(at, binary, data, weights)
    }

    /// An input that must be a matrix of weights.
    fn matrix(&mut self, at: &At, value: Value, key: &str) -> Result<Weights, OnnxError> {
        match value {
            Value::Weights(weights)
                if weights.shape.len() >= 2 && weights.shape[..weights.shape.len() - 2].iter().all(|d| *d == 1) =>
            {
                let shape = weights.shape[weights.shape.len() - 2..].to_vec();
                self.weights.insert(at.name.clone(), weights.tensor);
                Ok(Weights { shape, ..weights })
            }
            Value::Weights(weights) => Err(at.wrong(key, format!("weights of shape {:?}", weights.shape), "a matrix")),
            other => Err(at.wrong(key, other.kind(), "weights: a tensor of the file")),
        }
    }

    /// A matrix transposed, without a list of its places where it was read in order.
    pub(super) fn transposed(&mut self, at: &At, weights: &Weights) -> Result<Weights, OnnxError> {
        let (rows, columns) = (weights.shape[0], weights.shape[1]);
        let order = match weights.order {
            Order::Own => Order::Columns(rows, columns),
            Order::Columns(before, after) if (before, after) == (columns, rows) => Order::Own,
            _ => {
                self.builder.charge(rows.saturating_mul(columns)).map_err(|e: Excess| at.excess(&e))?;
                let places = places(&[columns, rows], &[1, columns.cast_signed()], 0);
                Order::Listed(Rc::new(places.into_iter().map(|place| weights.order.place(place)).collect()))
            }
        };
        Ok(Weights { tensor: weights.tensor, shape: vec![columns, rows], order })
    }

    /// W x along the last dimension of a value, for W of (units after) × (units before).
    fn along_last(&mut self, at: &At, value: &Value, weights: &Weights) -> Result<Value, OnnxError> {
        let Value::Data(data) = value else {
            return Err(at.wrong("inputs", value.kind(), "a value that depends on the view"));
        };
        let (after, before) = (weights.shape[0], weights.shape[1]);
        let rank = data.dims.len();
        let is_wide = rank > 0 && (rank > 1 || !data.batched) && data.dims[rank - 1] == before;
        if !is_wide {
            let found = format!("a value of shape {:?} a view", &data.dims);
            return Err(at.wrong("inputs", found, format!("a last dimension of {before}, not the batch")));
        }
        let place = self.parameter(at, weights, (after, before), "inputs")?;
        let mut dims = data.dims.clone();
        let tokens = entries(&dims[..rank - 1]).unwrap_or(0);
        dims[rank - 1] = after;
        let width = tokens.checked_mul(after).filter(|width| *width <= crate::builder::ROWS);
        let width = width.ok_or_else(|| at.excess(&Excess(crate::builder::ROWS)))?;
        if tokens == 1 {
            let node = self.builder.push(Operation::Dense { weights: place }, &[data.node], width);
            return Ok(Value::data(node, dims, data.batched));
        }
        // The same matrix for each token: a convolution of an image whose channels are the units, which come first there.
        let units_first: Rc<[usize]> = std::iter::once(rank - 1).chain(0..rank - 1).collect();
        let of = self.in_order_of(at, value, &data.dims, Some(&units_first))?;
        let image = Image { channels: before, height: tokens, width: 1 };
        let operation = Operation::Convolution { kernel: place, image, window: ONE_PLACE, groups: 1 };
        let node = self.builder.push(operation, &[of], width);
        let order = Some(units_first);
        Ok(Value::Data(Data { node, dims, batched: data.batched, fact: Fact::None, order }))
    }

    pub(super) fn gemm(&mut self, at: &At) -> Result<Value, OnnxError> {
        if at.flag("transA", false)? {
            return Err(at.wrong("attribute transA", "1, which moves the batch", "0"));
        }
        let value = at.input(0)?;
        let mut weights = self.matrix_of(at, 1)?;
        if !at.flag("transB", false)? {
            weights = self.transposed(at, &weights)?;
        }
        let (alpha, beta) = (at.float("alpha", 1.0)?, at.float("beta", 1.0)?);
        let mut product = self.along_last(at, &value, &weights)?;
        if alpha != 1.0 {
            product = self.binary(at, Binary::Multiply, product, Value::floats(Vec::new(), vec![alpha]))?;
        }
        match at.optional(2) {
            Some(_) if beta == 0.0 => Ok(product),
            Some(bias) if beta == 1.0 => self.layer_bias(at, product, bias),
            Some(bias) => {
                let bias = self.binary(at, Binary::Multiply, bias, Value::floats(Vec::new(), vec![beta]))?;
                self.binary(at, Binary::Add, product, bias)
            }
            None => Ok(product),
        }
    }

    /// The value with the bias of its layer, a parameter whatever its name.
    pub(super) fn layer_bias(&mut self, at: &At, value: Value, bias: Value) -> Result<Value, OnnxError> {
        self.weighted(at, Binary::Add, value, bias)
    }

    fn matrix_of(&mut self, at: &At, place: usize) -> Result<Weights, OnnxError> {
        let value = at.input(place)?;
        self.matrix(at, value, &format!("input {place}"))
    }

    pub(super) fn matmul(&mut self, at: &At) -> Result<Value, OnnxError> {
        let (left, right) = (at.input(0)?, at.input(1)?);
        match (&left, &right) {
            (Value::Data(_), Value::Weights(weights)) if weights.shape.len() == 1 => {
                let row = Weights { shape: vec![1, weights.shape[0]], ..weights.clone() };
                self.weights.insert(at.name.clone(), weights.tensor);
                let product = self.along_last(at, &left, &row)?;
                let mut full = self.full_shape(&product);
                full.pop();
                self.reshaped(at, &product, &full)
            }
            (Value::Data(_), Value::Weights(_)) => {
                let weights = self.matrix(at, right, "input 1")?;
                let weights = self.transposed(at, &weights)?;
                self.along_last(at, &left, &weights)
            }
            (Value::Weights(_), Value::Data(data)) => {
                let weights = self.matrix(at, left.clone(), "input 0")?;
                self.on_columns(at, &weights, data)
            }
            (Value::Data(_), Value::Data(_)) => Err(at.refused(
                "the product of two values that are computed, as in an attention, is no operation of the graph",
            )),
            _ => {
                Err(at.wrong("inputs", format!("{} and {}", left.kind(), right.kind()), "a computed value and weights"))
            }
        }
    }

    /// W X for every matrix X of a value, the last two dimensions.
    fn on_columns(&mut self, at: &At, weights: &Weights, data: &Data) -> Result<Value, OnnxError> {
        let (after, before) = (weights.shape[0], weights.shape[1]);
        let rank = data.dims.len();
        let least = if data.batched { 3 } else { 2 };
        if rank < least || data.dims[rank - 2] != before {
            let found = format!("a value of shape {:?} a view", data.dims);
            return Err(at.wrong("inputs", found, format!("a last dimension but one of {before}, not the batch")));
        }
        // The matrices side by side: their rows are the channels.
        let (own, columns) = (crate::strided::steps(&data.dims), data.dims[rank - 1]);
        let front = &data.dims[..rank - 2];
        let many = entries(front).unwrap_or(0);
        let dims: Vec<usize> = std::iter::once(before).chain(front.iter().copied()).chain([columns]).collect();
        let along: Vec<isize> =
            std::iter::once(own[rank - 2]).chain(own[..rank - 2].iter().copied()).chain([1]).collect();
        let turned = self.view(at, &Value::Data(data.clone()), dims, &along, 0)?;
        let of = self.node(at, &turned)?;
        let kernel = self.parameter(at, weights, (after, before), "input 0")?;
        let image = Image { channels: before, height: many, width: columns };
        let width = [after, many, columns];
        let width = entries(&width)
            .filter(|w| *w <= crate::builder::ROWS)
            .ok_or_else(|| at.excess(&Excess(crate::builder::ROWS)))?;
        let node =
            self.builder.push(Operation::Convolution { kernel, image, window: ONE_PLACE, groups: 1 }, &[of], width);
        let turned = Value::data(node, vec![after, many, columns], data.batched);
        let steps = [columns.cast_signed(), (many * columns).cast_signed(), 1];
        let back = self.view(at, &turned, vec![many, after, columns], &steps, 0)?;
        let mut dims = data.dims.clone();
        dims[rank - 2] = after;
        Ok(Value::data(self.node(at, &back)?, dims, data.batched))
    }
}
