//! Values one after the other along a dimension, and what is put around a value.

use crate::OnnxError;
use crate::attributes::At;
use crate::builder::LIMIT;
use crate::importer::Importer;
use crate::strided::entries;
use crate::value::{Known, Numbers, Value};
use dualproof_networks::graph::Operation;
use std::rc::Rc;

impl Importer<'_> {
    pub(super) fn concat(&mut self, at: &At) -> Result<Value, OnnxError> {
        let mut values = (0..at.inputs.len()).map(|place| at.input(place)).collect::<Result<Vec<_>, _>>()?;
        let first = values.first().ok_or_else(|| at.wrong("inputs", "none", "at least one"))?;
        let rank = first.dims().len();
        let axis = at.axis(at.integer("axis", 0)?, rank)?;
        let lead = values.iter().find(|value| value.is_batched()).map(|value| value.dims()[0]);
        if lead.is_some() && axis == 0 {
            return Err(at.wrong("attribute axis", "0, the batch", "another dimension"));
        }
        for value in &mut values {
            *value = self.settle(at, value.clone())?;
            if let Some(first) = lead {
                *value = self.per_view(at, value.clone(), rank, first)?;
            }
        }
        let like =
            |dims: &[usize]| dims.len() == rank && (0..rank).all(|a| a == axis || dims[a] == values[0].dims()[a]);
        if let Some(other) = values.iter().find(|value| !like(value.dims())) {
            let found = format!("the shapes {:?} and {:?}", values[0].dims(), other.dims());
            return Err(at.wrong("inputs", found, format!("shapes that differ in dimension {axis} alone")));
        }
        let mut dims = values[0].dims().to_vec();
        dims[axis] = values.iter().map(|value| value.dims()[axis]).sum();
        let outer = entries(&dims[..axis]).unwrap_or(0);
        let inner = entries(&dims[axis + 1..]).unwrap_or(0);
        let sizes: Vec<usize> = values.iter().map(|value| value.dims()[axis] * inner).collect();
        let starts: Vec<usize> = sizes
            .iter()
            .scan(0, |sum, size| {
                let start = *sum;
                *sum += size * outer;
                Some(start)
            })
            .collect();
        let count = entries(&dims)
            .filter(|count| *count <= crate::builder::ROWS)
            .ok_or_else(|| at.excess(&crate::builder::Excess(LIMIT)))?;
        let places = |importer: &mut Self| -> Result<Vec<Option<usize>>, OnnxError> {
            importer.builder.room(count).map_err(|e| at.excess(&e))?;
            let parts = || starts.iter().zip(&sizes);
            Ok((0..outer)
                .flat_map(|o| {
                    parts().flat_map(move |(start, size)| (0..*size).map(move |i| Some(start + o * size + i)))
                })
                .collect())
        };
        if values.iter().all(|value| matches!(value, Value::Known(_))) {
            let known: Vec<Rc<Known>> =
                values.iter().filter_map(|v| if let Value::Known(k) = v { Some(k.clone()) } else { None }).collect();
            let numbers = if known.iter().all(|k| matches!(k.numbers, Numbers::Integers(_))) {
                Numbers::Integers(
                    known
                        .iter()
                        .flat_map(|k| if let Numbers::Integers(n) = &k.numbers { n.clone() } else { Vec::new() })
                        .collect(),
                )
            } else {
                Numbers::Floats(known.iter().flat_map(|k| k.as_floats()).collect())
            };
            let all = Value::Known(Rc::new(Known { shape: vec![count], numbers }));
            let places = places(self)?;
            return self.rearranged(at, &all, dims, places);
        }
        let of = values.iter().map(|value| self.node(at, value)).collect::<Result<Vec<_>, _>>()?;
        let node = self.builder.push(Operation::Concatenate, &of, count);
        let all = Value::data(node, vec![count], lead.is_some());
        if outer == 1 {
            return Ok(Value::data(node, dims, lead.is_some()));
        }
        let places = places(self)?;
        self.rearranged(at, &all, dims, places)
    }

    pub(super) fn pad(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let mode = at.text("mode", "constant")?;
        if mode != "constant" {
            return Err(at.wrong("attribute mode", mode, "constant"));
        }
        let pads =
            at.input_or_attribute(1, "pads")?.ok_or_else(|| at.wrong("pads", "none", "two numbers a dimension"))?;
        let filling = self.numbers(at, 2)?.and_then(|filling| filling.first().copied()).unwrap_or(0.0);
        let rank = value.dims().len();
        let axes: Vec<usize> = match at.known_integers(3)? {
            None => (0..rank).collect(),
            Some(axes) => axes.iter().map(|axis| at.axis(*axis, rank)).collect::<Result<_, _>>()?,
        };
        if pads.len() != 2 * axes.len() {
            return Err(at.wrong("pads", format!("{} numbers", pads.len()), (2 * axes.len()).to_string()));
        }
        let mut around = vec![(0, 0); rank];
        for (k, axis) in axes.iter().enumerate() {
            around[*axis] = (pads[k], pads[k + axes.len()]);
        }
        if filling == 0.0 { self.padded(at, &value, &around) } else { self.filled(at, &value, &around, filling) }
    }

    /// Zeros around the value, so many before and after along each axis; fewer than none cuts entries off.
    pub(super) fn padded(&mut self, at: &At, value: &Value, around: &[(i64, i64)]) -> Result<Value, OnnxError> {
        if around.iter().all(|pads| *pads == (0, 0)) {
            return Ok(value.clone());
        }
        if value.is_batched() && around[0] != (0, 0) {
            return Err(at.wrong("pads", "numbers for dimension 0, the batch", "0"));
        }
        let own = value.dims().to_vec();
        let size = |(size, (before, after)): (&usize, &(i64, i64))| {
            let size = i64::try_from(*size).ok()?.checked_add(*before)?.checked_add(*after)?;
            usize::try_from(size).ok().filter(|size| *size > 0)
        };
        let dims: Option<Vec<usize>> = own.iter().zip(around).map(size).collect();
        let dims = dims.ok_or_else(|| at.wrong("pads", format!("{around:?} for {own:?}"), "a positive size"))?;
        let count = entries(&dims).unwrap_or(usize::MAX);
        self.builder.room(count).map_err(|e| at.excess(&e))?;
        let mut places = vec![Some(0usize)];
        for (axis, (before, _)) in around.iter().enumerate() {
            let inside = |i: usize| usize::try_from(i as i64 - before).ok().filter(|i| *i < own[axis]);
            let along: Vec<Option<usize>> = (0..dims[axis]).map(inside).collect();
            let size = own[axis];
            let along = &along;
            let each = |place: Option<usize>| along.iter().map(move |i| Some(place? * size + (*i)?));
            places = places.into_iter().flat_map(each).collect();
        }
        self.rearranged(at, value, dims, places)
    }

    /// A number around the value: what is padded with zeros, and the number where those are.
    fn filled(&mut self, at: &At, value: &Value, around: &[(i64, i64)], filling: f64) -> Result<Value, OnnxError> {
        self.builder.charge(entries(value.dims()).unwrap_or(usize::MAX)).map_err(|e| at.excess(&e))?;
        let ones = Value::floats(value.dims().to_vec(), vec![1.0; entries(value.dims()).unwrap_or(0)]);
        let Value::Known(inside) = self.padded(at, &ones, around)? else { return Err(at.refused("no such padding")) };
        let outside = inside.as_floats().iter().map(|x| (1.0 - x) * filling).collect();
        let padded = self.padded(at, value, around)?;
        self.binary(at, super::Binary::Add, padded, Value::floats(inside.shape.clone(), outside))
    }
}
