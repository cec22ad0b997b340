//! Constants, what asks for shapes, and what gives the entries of a value another shape.

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::strided::entries;
use crate::tensor::{Kind, Tensor, type_name};
use crate::value::{Data, Known, Numbers, Value, Weights};
use std::rc::Rc;

impl Importer<'_> {
    pub(super) fn cast(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        if at.node.op_type != "Cast" {
            return Ok(value);
        }
        let to = i32::try_from(at.integer("to", 0)?).unwrap_or(0);
        let kind =
            Kind::of(to).ok_or_else(|| at.wrong("attribute to", type_name(to), "floats or integers that are read"))?;
        match &value {
            Value::Known(known) => {
                let numbers = match &known.numbers {
                    Numbers::Floats(numbers) if !kind.is_float() => {
                        Numbers::Integers(numbers.iter().map(|x| *x as i64).collect())
                    }
                    Numbers::Integers(_) if kind.is_float() => Numbers::Floats(known.as_floats()),
                    same => same.clone(),
                };
                Ok(Value::Known(Rc::new(Known { shape: known.shape.clone(), numbers })))
            }
            _ if kind.is_float() => Ok(value),
            other => {
                Err(at.wrong("attribute to", format!("{} of {}", type_name(to), other.kind()), "a type of floats"))
            }
        }
    }

    pub(super) fn dropout(&mut self, at: &At) -> Result<Value, OnnxError> {
        let training = at.known_integers(2)?.is_some_and(|training| training.iter().any(|bit| *bit != 0));
        let ratio = self.numbers(at, 1)?.and_then(|ratio| ratio.first().copied()).unwrap_or(0.5);
        if training && ratio != 0.0 {
            return Err(at.wrong("training_mode", "true", "false: a network without chance; export it in eval mode"));
        }
        at.input(0)
    }

    pub(super) fn constant_node(&mut self, at: &At) -> Result<Value, OnnxError> {
        if let Some(attribute) = at.attribute("value", 4)? {
            let proto = attribute.t.as_ref().ok_or_else(|| at.wrong("attribute value", "no tensor", "a tensor"))?;
            let name = at.node.output.first().map_or("", String::as_str);
            let mut tensor = Tensor::new(proto, name, None)?;
            tensor.is_from_node = true;
            if !tensor.is_float() || tensor.len() <= 1 {
                return Ok(Value::Known(Rc::new(tensor.known()?)));
            }
            self.tensors.push(tensor);
            let place = self.tensors.len() - 1;
            return self.tensor_value(place, &self.tensors[place]);
        }
        if let Some(attribute) = at.attribute("value_float", 1)? {
            return Ok(Value::floats(Vec::new(), vec![f64::from(attribute.f)]));
        }
        if let Some(attribute) = at.attribute("value_floats", 6)? {
            let numbers: Vec<f64> = attribute.floats.iter().copied().map(f64::from).collect();
            return Ok(Value::floats(vec![numbers.len()], numbers));
        }
        if let Some(attribute) = at.attribute("value_int", 2)? {
            return Ok(Value::integers(Vec::new(), vec![attribute.i]));
        }
        if let Some(attribute) = at.attribute("value_ints", 7)? {
            return Ok(Value::integers(vec![attribute.ints.len()], attribute.ints.clone()));
        }
        Err(at.wrong("attributes", "no value that is read", "value, value_float(s) or value_int(s)"))
    }

    pub(super) fn constant_of_shape(&mut self, at: &At) -> Result<Value, OnnxError> {
        let filled = match at.attribute("value", 4)? {
            None => Value::floats(Vec::new(), vec![0.0]),
            Some(attribute) => {
                let proto = attribute.t.as_ref().ok_or_else(|| at.wrong("attribute value", "no tensor", "a tensor"))?;
                let tensor = Tensor::new(proto, "value", None)?;
                if tensor.len() != 1 {
                    return Err(at.wrong("attribute value", format!("{} numbers", tensor.len()), "1"));
                }
                let known = tensor.known()?;
                Value::Known(Rc::new(Known { shape: Vec::new(), numbers: known.numbers }))
            }
        };
        let full = at.known_integers(0)?.ok_or_else(|| at.wrong("input 0", "none", "a shape"))?;
        self.expanded(at, &filled, &full)
    }

    pub(super) fn shape(&mut self, at: &At) -> Result<Value, OnnxError> {
        let full = self.full_shape(&at.input(0)?);
        let rank = full.len() as i64;
        let bound = |bound: i64| (if bound < 0 { bound.saturating_add(rank) } else { bound }).clamp(0, rank) as usize;
        let (start, end) = (bound(at.integer("start", 0)?), bound(at.integer("end", rank)?));
        let part = full.get(start..end).unwrap_or_default().to_vec();
        Ok(Value::integers(vec![part.len()], part))
    }

    pub(super) fn size(&mut self, at: &At) -> Result<Value, OnnxError> {
        let full = self.full_shape(&at.input(0)?);
        let size = full.iter().try_fold(1i64, |product, size| product.checked_mul(*size));
        Ok(Value::integers(
            Vec::new(),
            vec![size.ok_or_else(|| at.wrong("input 0", format!("{full:?}"), "a size within 64 bits"))?],
        ))
    }

    /// The value with the shape that the file has for it replaced.
    pub(super) fn reshaped(&mut self, at: &At, value: &Value, full: &[i64]) -> Result<Value, OnnxError> {
        let unlike = || {
            let found = format!("the shape {full:?} for a value of {:?}", self.full_shape(value));
            at.wrong("shape", found, "as many entries, with the batch as a factor of dimension 0")
        };
        let mut dims: Vec<usize> =
            full.iter().map(|d| usize::try_from(*d)).collect::<Result<_, _>>().map_err(|_| unlike())?;
        if value.is_batched() {
            let batch = usize::try_from(self.batch).map_err(|_| unlike())?;
            match dims.first_mut() {
                Some(first) if *first > 0 && first.is_multiple_of(batch) => *first /= batch,
                _ => return Err(unlike()),
            }
        }
        if entries(&dims) != entries(value.dims()) {
            return Err(unlike());
        }
        Ok(match value.clone() {
            Value::Known(known) => Value::Known(Rc::new(Known { shape: dims, numbers: known.numbers.clone() })),
            Value::Weights(weights) => Value::Weights(Weights { shape: dims, ..weights }),
            Value::Data(data) => Value::Data(Data { node: self.node(at, value)?, dims, order: None, ..data }),
            Value::Above(..) => return Err(unlike()),
        })
    }

    pub(super) fn reshape_node(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let asked = at.known_integers(1)?.ok_or_else(|| at.wrong("input 1", "none", "a shape"))?;
        let keeps_zero = at.flag("allowzero", false)?;
        let own = self.full_shape(&value);
        let size = |sizes: Vec<i64>| sizes.iter().try_fold(1i64, |product, size| product.checked_mul(*size));
        let mut full = Vec::new();
        for (axis, size) in asked.iter().enumerate() {
            let known = if *size == 0 && !keeps_zero { own.get(axis).copied() } else { Some(*size) };
            full.push(known.ok_or_else(|| at.wrong("input 1", format!("{asked:?}"), "no 0 beyond the dimensions"))?);
        }
        if let Some(open) = full.iter().position(|size| *size == -1) {
            let others =
                size(full.iter().enumerate().filter(|(axis, _)| *axis != open).map(|(_, size)| *size).collect());
            let all = size(own.clone());
            full[open] = match (all, others) {
                (Some(all), Some(others)) if others > 0 && all % others == 0 => all / others,
                _ => return Err(at.wrong("input 1", format!("{asked:?} for a value of {own:?}"), "a shape that fits")),
            };
        }
        self.reshaped(at, &value, &full)
    }

    pub(super) fn flatten(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let own = self.full_shape(&value);
        let axis = at.integer("axis", 1)?;
        let axis = if axis == own.len() as i64 { own.len() } else { at.axis(axis, own.len())? };
        let size = |sizes: &[i64]| sizes.iter().try_fold(1i64, |product, size| product.checked_mul(*size));
        let (before, after) = (size(&own[..axis]), size(&own[axis..]));
        let full = [before, after].into_iter().collect::<Option<Vec<_>>>();
        let full = full.ok_or_else(|| at.wrong("input 0", format!("{own:?}"), "a size within 64 bits"))?;
        self.reshaped(at, &value, &full)
    }

    pub(super) fn squeeze(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let own = self.full_shape(&value);
        let gone: Vec<usize> = match at.input_or_attribute(1, "axes")? {
            Some(axes) => axes.iter().map(|axis| at.axis(*axis, own.len())).collect::<Result<_, _>>()?,
            None => (0..own.len()).filter(|axis| own[*axis] == 1).collect(),
        };
        if let Some(axis) = gone.iter().find(|axis| own[**axis] != 1) {
            return Err(at.wrong("axes", format!("{axis} of a value of shape {own:?}"), "dimensions of size 1"));
        }
        let full: Vec<i64> = (0..own.len()).filter(|axis| !gone.contains(axis)).map(|axis| own[axis]).collect();
        self.reshaped(at, &value, &full)
    }

    pub(super) fn unsqueeze(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let own = self.full_shape(&value);
        let axes = at.input_or_attribute(1, "axes")?.ok_or_else(|| at.wrong("axes", "none", "the new dimensions"))?;
        let rank = own.len() + axes.len();
        let new: Vec<usize> = axes.iter().map(|axis| at.axis(*axis, rank)).collect::<Result<_, _>>()?;
        let mut own = own.into_iter();
        let size = |axis| if new.contains(&axis) { Some(1) } else { own.next() };
        let full: Option<Vec<i64>> = (0..rank).map(size).collect();
        let full = full.ok_or_else(|| at.wrong("axes", format!("{axes:?}"), "each dimension once"))?;
        self.reshaped(at, &value, &full)
    }
}
