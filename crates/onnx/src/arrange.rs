//! A value with its entries in another order or number: views by offset and steps, what is repeated, and what is the same for
//! every view of a batch.

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::strided::{broadcast, entries, places};
use crate::value::{Data, Fact, Known, Numbers, Order, Value, Weights, in_order};
use std::rc::Rc;

impl Importer<'_> {
    /// The value whose entries are those of another at the places, `None` a 0.
    pub(crate) fn rearranged(
        &mut self,
        at: &At,
        value: &Value,
        dims: Vec<usize>,
        places: Vec<Option<usize>>,
    ) -> Result<Value, OnnxError> {
        if !matches!(value, Value::Data(_)) {
            self.builder.charge(places.len()).map_err(|e| at.excess(&e))?;
        }
        Ok(match value {
            Value::Known(known) => {
                let numbers = match &known.numbers {
                    Numbers::Integers(n) => Numbers::Integers(places.iter().map(|p| p.map_or(0, |p| n[p])).collect()),
                    Numbers::Floats(n) => Numbers::Floats(places.iter().map(|p| p.map_or(0.0, |p| n[p])).collect()),
                };
                Value::Known(Rc::new(Known { shape: dims, numbers }))
            }
            Value::Weights(weights) if places.iter().all(Option::is_some) => {
                let order = places.into_iter().flatten().map(|place| weights.order.place(place)).collect();
                Value::Weights(Weights { tensor: weights.tensor, shape: dims, order: Order::Listed(Rc::new(order)) })
            }
            Value::Weights(_) => {
                let node = self.node(at, value)?;
                Value::data(self.builder.rows(node, places).map_err(|e| at.excess(&e))?, dims, false)
            }
            Value::Data(data) => {
                let own = self.node(at, value)?;
                let node = self.builder.rows(own, places).map_err(|e| at.excess(&e))?;
                let is_same = node == data.node;
                let fact = if is_same || self.builder.width(own) == 1 { data.fact } else { Fact::None };
                Value::Data(Data { node, dims, batched: data.batched, fact, order: None })
            }
            Value::Above(..) => {
                return Err(at.wrong("inputs", value.kind(), "numbers: it is read in a Softplus alone"));
            }
        })
    }

    /// A strided view of a value.
    pub(crate) fn view(
        &mut self,
        at: &At,
        value: &Value,
        dims: Vec<usize>,
        steps: &[isize],
        offset: isize,
    ) -> Result<Value, OnnxError> {
        self.builder.room(entries(&dims).unwrap_or(usize::MAX)).map_err(|e| at.excess(&e))?;
        let places = places(&dims, steps, offset).into_iter().map(Some).collect();
        self.rearranged(at, value, dims, places)
    }

    /// The value repeated to larger dims of a view.
    pub(crate) fn spread(&mut self, at: &At, value: &Value, dims: &[usize]) -> Result<Value, OnnxError> {
        if value.dims() == dims {
            return Ok(value.clone());
        }
        let steps = broadcast(value.dims(), dims).ok_or_else(|| {
            at.wrong("inputs", format!("the shape {:?}", value.dims()), format!("one that spreads to {dims:?}"))
        })?;
        self.view(at, value, dims.to_vec(), &steps, 0)
    }

    /// The node of a value spread to dims, its rows in an order of them.
    pub(crate) fn in_order_of(
        &mut self,
        at: &At,
        value: &Value,
        dims: &[usize],
        order: Option<&Rc<[usize]>>,
    ) -> Result<usize, OnnxError> {
        let wanted = |data: &Data| Data { order: order.cloned(), ..data.clone() }.running();
        match (value, order) {
            (Value::Data(data), _) if data.dims == dims && data.running() == wanted(data) => Ok(data.node),
            (_, None) => {
                let spread = self.spread(at, value, dims)?;
                self.node(at, &spread)
            }
            (_, Some(order)) => {
                let found = || at.wrong("inputs", format!("{:?}", value.dims()), format!("what spreads to {dims:?}"));
                let steps = broadcast(value.dims(), dims).ok_or_else(found)?;
                let turned = self.view(at, value, in_order(dims, order), &in_order(&steps, order), 0)?;
                self.node(at, &turned)
            }
        }
    }

    /// A value that is the same for every view, as one of a batch whose views have so many dimensions, the first of size
    /// `first`: its first dimension is 1, or that of the batch with equal parts.
    pub(crate) fn per_view(&mut self, at: &At, value: Value, rank: usize, first: usize) -> Result<Value, OnnxError> {
        let dims = value.dims().to_vec();
        if value.is_batched() || dims.len() < rank || dims.first().is_none_or(|dim| *dim == 1) {
            return if dims.len() > rank && rank > 0 {
                let found = format!("a value of shape {dims:?}");
                Err(at.wrong("inputs", found, format!("at most {rank} dimensions, the first of them the batch")))
            } else {
                Ok(value)
            };
        }
        let (size, parts) = (entries(&dims).unwrap_or(0), usize::try_from(self.batch).unwrap_or(0));
        let part = first * entries(&dims[1..]).unwrap_or(0);
        let is_same = dims.len() == rank
            && dims[0] == first.saturating_mul(parts)
            && match &value {
                Value::Known(known) => match &known.numbers {
                    Numbers::Integers(n) => (0..size).all(|k| n[k] == n[k % part]),
                    Numbers::Floats(n) => (0..size).all(|k| n[k] == n[k % part]),
                },
                Value::Weights(Weights { order, .. }) => (0..size).all(|k| order.place(k) == order.place(k % part)),
                _ => false,
            };
        if !is_same {
            let found = format!("{} of shape {dims:?}, not the same for every view", value.kind());
            return Err(at.wrong(
                "inputs",
                found,
                format!("1 or equal parts in dimension 0, the batch of {}", self.batch),
            ));
        }
        let mut dims = dims;
        dims[0] = first;
        self.rearranged(at, &value, dims, (0..part).map(Some).collect())
    }
}
