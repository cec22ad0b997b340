//! The largest and the mean of what lies under a window.

use super::Binary;
use super::convolution::Sliding;
use crate::OnnxError;
use crate::attributes::At;
use crate::builder::{Excess, LIMIT};
use crate::importer::Importer;
use crate::value::Value;
use dualproof_networks::graph::Operation;

/// The entries of an axis under each place of a window, and how many of the window lie in the padded axis.
fn along(sliding: &Sliding, size: usize, places: usize) -> Vec<(Vec<usize>, usize)> {
    let end = sliding.before + size + sliding.after;
    let place = |place: usize| {
        let padded =
            (0..sliding.size).map(move |k| place * sliding.stride + k * sliding.dilation).filter(|at| *at < end);
        let inside = padded.clone().filter_map(|at| at.checked_sub(sliding.before).filter(|at| *at < size));
        (inside.collect(), padded.count())
    };
    (0..places).map(place).collect()
}

impl Importer<'_> {
    pub(super) fn pool(&mut self, at: &At) -> Result<Value, OnnxError> {
        let data = self.image(at)?;
        let axes = data.dims[2..].to_vec();
        let kernel = at.integers("kernel_shape")?.unwrap_or_default();
        let sizes: Vec<usize> = kernel.iter().map(|size| usize::try_from(*size).unwrap_or(0)).collect();
        if sizes.len() != axes.len() || sizes.iter().any(|size| !(1..1 << 31).contains(size)) {
            return Err(at.wrong("attribute kernel_shape", format!("{kernel:?}"), format!("{} sizes", axes.len())));
        }
        let slidings = self.slidings(at, &sizes, &axes)?;
        let rounds_up = at.flag("ceil_mode", false)?;
        let mut each = Vec::new();
        let mut dims = vec![1, data.dims[1]];
        let mut under = 1usize;
        for (sliding, size) in slidings.iter().zip(&axes) {
            let places = places(sliding, *size, rounds_up);
            let found = || format!("a window of {sliding:?} on an axis of {size}");
            let places = places.ok_or_else(|| at.wrong("attributes", found(), "one that fits"))?;
            under = under.saturating_mul(places.saturating_mul(sliding.size));
            self.builder.charge(places.saturating_mul(sliding.size)).map_err(|e| at.excess(&e))?;
            each.push(along(sliding, *size, places));
            dims.push(places);
        }
        self.builder.charge(under.saturating_mul(data.dims[1])).map_err(|e| at.excess(&e))?;
        let line = (vec![0], 1);
        let (rows, columns) = match &each[..] {
            [columns] => (std::slice::from_ref(&line), &columns[..]),
            [rows, columns, ..] => (&rows[..], &columns[..]),
            [] => return Err(at.refused("no such image")),
        };
        let (height, width) = if axes.len() == 1 { (1, axes[0]) } else { (axes[0], axes[1]) };
        let mut groups = Vec::new();
        let mut windows = Vec::new();
        for channel in 0..data.dims[1] {
            for (ys, tall) in rows {
                for (xs, wide) in columns {
                    let row = |y: &usize| {
                        let start = (channel * height + y) * width;
                        xs.iter().map(move |x| start + x)
                    };
                    groups.push(ys.iter().flat_map(row).collect::<Vec<usize>>());
                    windows.push(tall * wide);
                }
            }
        }
        if groups.iter().any(Vec::is_empty) {
            return Err(at.wrong("attribute pads", "a window in the padding alone", "some of the image under each"));
        }
        let is_max = at.node.op_type == "MaxPool";
        let counts_padding = !is_max && at.flag("count_include_pad", false)?;
        let sizes: Vec<usize> = groups.iter().map(Vec::len).collect();
        let of = self.node(at, &Value::Data(data))?;
        let node = self.of_groups(of, groups, is_max);
        if !counts_padding {
            return Ok(Value::data(node, dims, true));
        }
        let scales: Vec<f64> = sizes.iter().zip(&windows).map(|(size, window)| *size as f64 / *window as f64).collect();
        let zeros = vec![0.0; scales.len()];
        Ok(Value::data(self.builder.affine(node, scales, zeros).map_err(|e| at.excess(&e))?, dims, true))
    }

    /// The largest or the mean of each group of rows.
    fn of_groups(&mut self, of: usize, groups: Vec<Vec<usize>>, is_max: bool) -> usize {
        let count = groups.len();
        let operation = if is_max { Operation::MaxPool { groups } } else { Operation::AveragePool { groups } };
        self.builder.push(operation, &[of], count)
    }

    pub(super) fn global_pool(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let rank = value.dims().len();
        if rank < 3 {
            return Err(at.wrong("input 0", format!("a value of {rank} dimensions"), "(batch, channels, ...)"));
        }
        let axes: Vec<usize> = (2..rank).collect();
        let is_mean = at.node.op_type == "GlobalAveragePool";
        self.reduced(at, &value, &axes, true, !is_mean)
    }

    /// The largest or the mean over some dimensions of a value.
    pub(super) fn reduced(
        &mut self,
        at: &At,
        value: &Value,
        axes: &[usize],
        keeps: bool,
        is_max: bool,
    ) -> Result<Value, OnnxError> {
        let dims = value.dims().to_vec();
        if value.is_batched() && axes.contains(&0) {
            return Err(at.wrong("axes", "dimension 0, the batch", "other dimensions"));
        }
        let (kept, gone): (Vec<usize>, Vec<usize>) = (0..dims.len()).partition(|axis| !axes.contains(axis));
        // In the order in which the rows are; those of what is left run in their own order.
        let (node, steps) = match value {
            Value::Data(data) if gone.iter().any(|axis| dims[*axis] != 1) => (data.node, data.steps()),
            _ => (self.node(at, value)?, crate::strided::steps(&dims)),
        };
        let part = |axes: &[usize]| -> (Vec<usize>, Vec<isize>) {
            axes.iter().map(|axis| (dims[*axis], steps[*axis])).unzip()
        };
        let (outer, inner) = (part(&kept), part(&gone));
        let entries = |dims: &[usize]| crate::strided::entries(dims).filter(|n| *n <= LIMIT);
        let (Some(count), Some(size)) = (entries(&outer.0), entries(&inner.0)) else {
            return Err(at.excess(&Excess(LIMIT)));
        };
        let after: Vec<usize> = (0..dims.len())
            .filter_map(|axis| if axes.contains(&axis) { keeps.then_some(1) } else { Some(dims[axis]) })
            .collect();
        if size == 0 || count == 0 {
            return Err(at.wrong("axes", format!("an empty part of {dims:?}"), "at least one entry"));
        }
        let mut of = node;
        if size > 1 {
            self.builder.charge(count.saturating_mul(size)).map_err(|e| at.excess(&e))?;
            let own = crate::strided::places(&inner.0, &inner.1, 0);
            let starts = crate::strided::places(&outer.0, &outer.1, 0);
            let groups = starts.iter().map(|start| own.iter().map(|at| start + at).collect()).collect();
            of = self.of_groups(node, groups, is_max);
        }
        Ok(Value::data(of, after, value.is_batched()))
    }

    /// The sum over some dimensions of a value.
    pub(super) fn summed(&mut self, at: &At, value: &Value, axes: &[usize], keeps: bool) -> Result<Value, OnnxError> {
        let size: usize = axes.iter().map(|axis| value.dims()[*axis]).product();
        let mean = self.reduced(at, value, axes, keeps, false)?;
        self.binary(at, Binary::Multiply, mean, Value::floats(Vec::new(), vec![size as f64]))
    }
}

/// Places on an axis, a last one that is not full among them if the count is rounded up and it begins before the padding
/// after the axis.
fn places(sliding: &Sliding, size: usize, rounds_up: bool) -> Option<usize> {
    let full = sliding.places(size);
    if !rounds_up {
        return full;
    }
    let padded = size + sliding.before + sliding.after;
    let rest = padded.checked_sub(sliding.span()?)?;
    let places = rest.div_ceil(sliding.stride) + 1;
    let begins_inside = (places - 1) * sliding.stride < size + sliding.before;
    Some(if begins_inside { places } else { places - 1 })
}
