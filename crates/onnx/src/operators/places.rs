//! What takes entries of values in another order, several times or not at all.

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::model::ANY_BATCH;
use crate::strided::{entries, steps};
use crate::value::{Data, Numbers, Value, in_order};

impl Importer<'_> {
    pub(super) fn transpose(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let dims = value.dims().to_vec();
        let order = match at.integers("perm")? {
            None => (0..dims.len()).rev().collect(),
            Some(order) => order.iter().map(|axis| at.axis(*axis, dims.len())).collect::<Result<Vec<_>, _>>()?,
        };
        let mut sorted = order.clone();
        sorted.sort_unstable();
        if sorted != (0..dims.len()).collect::<Vec<_>>() {
            return Err(at.wrong(
                "attribute perm",
                format!("{order:?}"),
                format!("each of {} dimensions once", dims.len()),
            ));
        }
        self.permuted(at, &value, &order)
    }

    /// The value with its dimensions in another order.
    pub(super) fn permuted(&mut self, at: &At, value: &Value, order: &[usize]) -> Result<Value, OnnxError> {
        if value.is_batched() && order[0] != 0 {
            return Err(at.wrong(
                "attribute perm",
                format!("{order:?}, which moves the batch"),
                "the batch to stay first",
            ));
        }
        if let (Value::Weights(weights), [1, 0]) = (value, order) {
            return Ok(Value::Weights(self.transposed(at, weights)?));
        }
        if let Value::Data(data) = value {
            // The rows stay; each dimension has another place.
            let all: Vec<usize> = (0..data.dims.len()).collect();
            let old = data.order.as_deref().unwrap_or(&all);
            let new = old.iter().map(|axis| order.iter().position(|from| from == axis).unwrap_or(*axis)).collect();
            let turned = Data { dims: in_order(&data.dims, order), order: Some(new), ..data.clone() };
            let is_own = turned.running().is_sorted();
            return Ok(Value::Data(Data { order: turned.order.filter(|_| !is_own), ..turned }));
        }
        let (dims, own) = (value.dims(), steps(value.dims()));
        let to = order.iter().map(|axis| dims[*axis]).collect();
        let along: Vec<isize> = order.iter().map(|axis| own[*axis]).collect();
        self.view(at, value, to, &along, 0)
    }

    pub(super) fn slice(&mut self, at: &At) -> Result<Value, OnnxError> {
        let mut value = at.input(0)?;
        let need = |place: usize| {
            at.known_integers(place)?.ok_or_else(|| at.wrong(&format!("input {place}"), "none", "integers"))
        };
        let (starts, ends) = (need(1)?, need(2)?);
        let axes = at.known_integers(3)?.unwrap_or_else(|| (0..starts.len() as i64).collect());
        let by = at.known_integers(4)?.unwrap_or_else(|| vec![1; starts.len()]);
        if [ends.len(), axes.len(), by.len()] != [starts.len(); 3] {
            let found = format!("{}, {}, {} and {} numbers", starts.len(), ends.len(), axes.len(), by.len());
            return Err(at.wrong("inputs 1 to 4", found, "equally many"));
        }
        for (((start, end), axis), by) in starts.iter().zip(&ends).zip(&axes).zip(&by) {
            let axis = at.axis(*axis, value.dims().len())?;
            let size = self.full_shape(&value)[axis];
            let from_end = |bound: i64| if bound < 0 { bound.saturating_add(size) } else { bound };
            // Backwards, the end before the first entry is −1.
            let (least, most) = if *by > 0 { (0, size) } else { (-1, size - 1) };
            let start = from_end(*start).clamp(least.max(0), most.max(0));
            let end = from_end(*end).clamp(least, most);
            if (start, end, *by) == (0, size, 1) {
                continue;
            }
            let length = if *by > 0 { end - start } else { start - end };
            if *by == 0 {
                return Err(at.wrong("input 4", "0", "a step that is not 0"));
            }
            let count = (length.max(0) as u64).div_ceil(by.unsigned_abs());
            value = self.part(at, &value, axis, start as usize, count as usize, *by as isize)?;
        }
        Ok(value)
    }

    /// Every `by`-th entry along an axis.
    fn part(
        &mut self,
        at: &At,
        value: &Value,
        axis: usize,
        start: usize,
        count: usize,
        by: isize,
    ) -> Result<Value, OnnxError> {
        if count == 0 && !matches!(value, Value::Known(_)) {
            return Err(at.wrong("inputs", format!("an empty part of dimension {axis}"), "at least one entry"));
        }
        if axis == 0 && value.is_batched() {
            return Err(at.wrong("inputs", "a part of dimension 0, the batch", "parts of other dimensions"));
        }
        let (mut dims, mut along) = (value.dims().to_vec(), steps(value.dims()));
        let offset = along[axis] * start.cast_signed();
        dims[axis] = count;
        along[axis] = along[axis].saturating_mul(by);
        self.view(at, value, dims, &along, offset)
    }

    pub(super) fn split(&mut self, at: &At) -> Result<Vec<Value>, OnnxError> {
        let value = at.input(0)?;
        let axis = at.axis(at.integer("axis", 0)?, value.dims().len())?;
        let size = value.dims()[axis];
        let sizes: Vec<usize> = match at.input_or_attribute(1, "split")? {
            Some(sizes) => sizes.iter().map(|size| usize::try_from(*size).unwrap_or(0)).collect(),
            None => {
                let parts = at.node.output.len().max(1);
                let each = size.div_ceil(parts).max(1);
                (0..parts).map(|part| each.min(size.saturating_sub(part * each))).collect()
            }
        };
        if sizes.iter().try_fold(0usize, |sum, size| sum.checked_add(*size)) != Some(size) || sizes.contains(&0) {
            return Err(at.wrong("split", format!("{sizes:?}"), format!("positive sizes whose sum is {size}")));
        }
        let mut start = 0;
        let mut part = |count: usize| {
            let part = self.part(at, &value, axis, start, count, 1);
            start += count;
            part
        };
        sizes.into_iter().map(&mut part).collect()
    }

    pub(super) fn gather(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let axis = at.axis(at.integer("axis", 0)?, value.dims().len())?;
        let index = at.input(1)?;
        let numbers = at.known_integers(1)?.unwrap_or_default();
        if axis == 0 && value.is_batched() {
            return self.gathered_by_view(at, &value, index.dims(), &numbers);
        }
        let size = value.dims()[axis];
        let place = |k: &i64| {
            let place = if *k < 0 { k.saturating_add(size as i64) } else { *k };
            usize::try_from(place).ok().filter(|place| *place < size)
        };
        let chosen: Option<Vec<usize>> = numbers.iter().map(place).collect();
        let chosen =
            chosen.ok_or_else(|| at.wrong("input 1", format!("{numbers:?}"), format!("places below {size}")))?;
        let (before, after) = (&value.dims()[..axis], &value.dims()[axis + 1..]);
        let dims: Vec<usize> = before.iter().chain(index.dims()).chain(after).copied().collect();
        let (outer, inner) = (entries(before).unwrap_or(0), entries(after).unwrap_or(0));
        let count = entries(&dims).unwrap_or(usize::MAX);
        self.builder.room(count).map_err(|e| at.excess(&e))?;
        let mut places = Vec::with_capacity(count);
        for o in 0..outer {
            for c in &chosen {
                places.extend((0..inner).map(|i| Some((o * size + c) * inner + i)));
            }
        }
        self.rearranged(at, &value, dims, places)
    }

    /// Rows of all views by their places among all, the same in each view: how PyTorch writes a stride.
    fn gathered_by_view(
        &mut self,
        at: &At,
        value: &Value,
        shape: &[usize],
        numbers: &[i64],
    ) -> Result<Value, OnnxError> {
        let mixed =
            || at.wrong("attribute axis", "0, the batch", "another dimension, or the same places of every view");
        let batch = usize::try_from(self.batch).map_err(|_| mixed())?;
        let rows = value.dims()[0];
        let inner = entries(&value.dims()[1..]).unwrap_or(0);
        let part = numbers.len() / batch;
        let first = shape.first().copied().unwrap_or(0);
        let is_same = part > 0
            && first.is_multiple_of(batch)
            && numbers.iter().enumerate().all(|(k, place)| {
                let (view, k) = (k / part, k % part);
                let own = usize::try_from(numbers[k]).ok().filter(|own| *own < rows);
                own.is_some_and(|own| usize::try_from(*place) == Ok(view * rows + own))
            });
        if !is_same || !numbers.len().is_multiple_of(batch) {
            return Err(mixed());
        }
        let dims: Vec<usize> = std::iter::once(first / batch)
            .chain(shape[1..].iter().copied())
            .chain(value.dims()[1..].iter().copied())
            .collect();
        self.builder.room(entries(&dims).unwrap_or(usize::MAX)).map_err(|e| at.excess(&e))?;
        let row = |place: &i64| {
            let start = place.unsigned_abs() as usize * inner;
            (start..start + inner).map(Some)
        };
        self.rearranged(at, value, dims, numbers[..part].iter().flat_map(row).collect())
    }

    pub(super) fn expand(&mut self, at: &At) -> Result<Value, OnnxError> {
        let full = at.known_integers(1)?.ok_or_else(|| at.wrong("input 1", "none", "a shape"))?;
        self.expanded(at, &at.input(0)?, &full)
    }

    /// The value repeated to a shape of the file; where its first dimension is the batch and was 1, it is the same for
    /// every view.
    pub(super) fn expanded(&mut self, at: &At, value: &Value, full: &[i64]) -> Result<Value, OnnxError> {
        let unlike = || at.wrong("shape", format!("{full:?}"), "sizes of at least 1 that the value spreads to");
        let mut dims: Vec<usize> =
            full.iter().map(|d| usize::try_from(*d)).collect::<Result<_, _>>().map_err(|_| unlike())?;
        let batch = usize::try_from(self.batch).unwrap_or(0);
        let own = value.dims();
        if value.is_batched() {
            // The shape may leave the batch 1, which keeps it.
            dims = std::iter::repeat_n(1, own.len().saturating_sub(dims.len())).chain(dims).collect();
            if dims.len() != own.len() || (dims[0] != 1 && dims[0] != batch * own[0]) {
                return Err(at.wrong("shape", format!("{full:?}"), "the batch in dimension 0"));
            }
            dims[0] = own[0];
        }
        let spread = crate::fold::spread_shape(own, &dims).ok_or_else(unlike)?;
        let is_of_batch = !value.is_batched()
            && spread.first() == Some(&batch)
            && (spread.len() > own.len() || own[0] == 1)
            && (self.batch == ANY_BATCH || matches!(value, Value::Data(_)))
            && !matches!(value, Value::Known(known) if matches!(known.numbers, Numbers::Integers(_)));
        if !is_of_batch {
            return self.spread(at, value, &spread);
        }
        let mut dims = spread;
        dims[0] = 1;
        let value = self.settle(at, value.clone())?;
        let value = self.spread(at, &value, &dims)?;
        Ok(Value::data(self.node(at, &value)?, dims, true))
    }
}
