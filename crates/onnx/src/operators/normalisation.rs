//! BatchNorm with stored statistics or those of the batch, and the normalisation of each view over its own dimensions.

use super::Binary;
use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::value::{Data, Value};
use dualproof_networks::graph::{Function, Operation};

impl Importer<'_> {
    pub(super) fn batch_normalization(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let rank = value.dims().len();
        if !value.is_batched() || rank < 2 {
            let found = format!("{} of shape {:?}", value.kind(), value.dims());
            return Err(at.wrong("input 0", found, "(batch, channels, ...)"));
        }
        if value.dims()[0] == 1 {
            return self.batch_normalized(at, value);
        }
        // Several rows a view: as places of the channels, which come first for that.
        let order: Vec<usize> = [1, 0].into_iter().chain(2..rank).collect();
        let turned = self.channels_first(at, &value)?;
        let Value::Data(normalised) = self.batch_normalized(at, turned)? else { return Err(at.refused("no value")) };
        let inner = Value::Data(Data { dims: normalised.dims[1..].to_vec(), ..normalised });
        let (own, steps) = (inner.dims().to_vec(), crate::strided::steps(inner.dims()));
        let dims = order.iter().map(|axis| own[*axis]).collect();
        let along: Vec<isize> = order.iter().map(|axis| steps[*axis]).collect();
        self.view(at, &inner, dims, &along, 0)
    }

    /// (rows, channels, ...) of a view as (1, channels, rows, ...).
    fn channels_first(&mut self, at: &At, value: &Value) -> Result<Value, OnnxError> {
        let (own, steps) = (value.dims(), crate::strided::steps(value.dims()));
        let dims = [1, own[1], own[0]].into_iter().chain(own[2..].iter().copied()).collect();
        let along: Vec<isize> = [0, steps[1], steps[0]].into_iter().chain(steps[2..].iter().copied()).collect();
        self.view(at, value, dims, &along, 0)
    }

    /// BatchNorm of (1, channels, ...) a view.
    fn batch_normalized(&mut self, at: &At, value: Value) -> Result<Value, OnnxError> {
        let channels = value.dims()[1];
        let epsilon = at.float("epsilon", 1e-5)?;
        if epsilon < 0.0 {
            return Err(at.wrong("attribute epsilon", epsilon.to_string(), "at least 0"));
        }
        for place in 1..5 {
            let part = at.input(place)?;
            if part.dims() != [channels] {
                let found = format!("a tensor of shape {:?}", part.dims());
                return Err(at.wrong(&format!("input {place}"), found, format!("[{channels}]")));
            }
        }
        let dims = value.dims().to_vec();
        let of = self.node(at, &value)?;
        // Before version 14, the batch's statistics are outputs where they are used.
        let has_statistics = at.node.output.iter().skip(1).any(|name| !name.is_empty());
        let node = if self.options.batch_statistics || has_statistics || at.flag("training_mode", false)? {
            self.has_batch_statistics = true;
            let centred = self.builder.then(Operation::ZeroMean { channels, held_constant: false }, of);
            self.builder.then(Operation::OverDeviation { channels, epsilon, held_constant: false }, centred)
        } else {
            let (means, variances) = (self.statistic(at, 3)?, self.statistic(at, 4)?);
            if let Some(channel) = variances.iter().position(|v| *v + epsilon <= 0.0) {
                let found = format!("the variance {} of channel {channel}", variances[channel]);
                return Err(at.wrong("input 4", found, format!("a positive sum with ε = {epsilon}")));
            }
            let scales: Vec<f64> = variances.iter().map(|v| 1.0 / (v + epsilon).sqrt()).collect();
            let shifts = means.iter().zip(&scales).map(|(mean, scale)| -mean * scale).collect();
            self.builder.affine(of, scales, shifts).map_err(|e| at.excess(&e))?
        };
        let normalised = Value::data(node, dims, true);
        self.gained_by_channel(at, normalised)
    }

    /// Running means or variances.
    fn statistic(&mut self, at: &At, place: usize) -> Result<Vec<f64>, OnnxError> {
        match at.input(place)? {
            Value::Weights(weights) => {
                self.statistics += 1;
                Ok(self.stored(at, &weights)?.as_floats())
            }
            _ => Ok(self.numbers(at, place)?.unwrap_or_default()),
        }
    }

    /// The value times a gain and with a bias, inputs 1 and 2, of the given shape.
    fn gained(&mut self, at: &At, value: Value, shape: &[i64]) -> Result<Value, OnnxError> {
        let gains = self.reshaped(at, &at.input(1)?, shape)?;
        let scaled = self.binary(at, Binary::Multiply, value, gains)?;
        match at.optional(2) {
            None => Ok(scaled),
            Some(biases) => {
                let biases = self.reshaped(at, &biases, shape)?;
                self.binary(at, Binary::Add, scaled, biases)
            }
        }
    }

    /// (f − E f)/√(E(f − E f)² + ε), E the mean over some dimensions of each view.
    fn normalised(&mut self, at: &At, value: Value, axes: &[usize]) -> Result<Value, OnnxError> {
        let epsilon = at.float("epsilon", 1e-5)?;
        if epsilon < 0.0 {
            return Err(at.wrong("attribute epsilon", epsilon.to_string(), "at least 0"));
        }
        let mean = self.reduced(at, &value, axes, true, false)?;
        let centred = self.binary(at, Binary::Subtract, value, mean)?;
        let square = self.binary(at, Binary::Multiply, centred.clone(), centred.clone())?;
        let variance = self.reduced(at, &square, axes, true, false)?;
        let shifted = self.binary(at, Binary::Add, variance, Value::floats(Vec::new(), vec![epsilon]))?;
        let of = self.node(at, &shifted)?;
        let root = self.builder.then(Operation::Apply { function: Function::SquareRoot }, of);
        let deviation = Value::data(root, shifted.dims().to_vec(), shifted.is_batched());
        self.binary(at, Binary::Divide, centred, deviation)
    }

    /// Over the last dimensions of each view, with a gain and bias for each of their entries.
    pub(super) fn layer_normalization(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let rank = value.dims().len();
        let first = at.axis(at.integer("axis", -1)?, rank)?;
        let normalised = self.normalised(at, value, &(first..rank).collect::<Vec<_>>())?;
        let shape: Vec<i64> = at.input(1)?.dims().iter().map(|size| *size as i64).collect();
        self.gained(at, normalised, &shape)
    }

    /// Over the places of each channel of each view, with a gain and bias for each channel.
    pub(super) fn instance_normalization(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = self.channels(at)?;
        let rank = value.dims().len();
        let normalised = self.normalised(at, value, &(2..rank).collect::<Vec<_>>())?;
        self.gained_by_channel(at, normalised)
    }

    /// Over the places of equal parts of the channels of each view, with a gain and bias for each channel.
    pub(super) fn group_normalization(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = self.channels(at)?;
        let (own, channels) = (self.full_shape(&value), value.dims()[1]);
        let groups = usize::try_from(at.integer("num_groups", 0)?).unwrap_or(0);
        if groups == 0 || !channels.is_multiple_of(groups) {
            let expected = format!("a divisor of {channels} channels");
            return Err(at.wrong("attribute num_groups", groups.to_string(), expected));
        }
        if at.input(1)?.dims() != [channels] {
            let found = format!("gains of shape {:?}", at.input(1)?.dims());
            return Err(at.wrong("input 1", found, format!("[{channels}], as from version 21 on")));
        }
        let size = value.dims().iter().product::<usize>() / groups;
        let parts = self.reshaped(at, &value, &[own[0], groups as i64, size as i64])?;
        let normalised = self.normalised(at, parts, &[2])?;
        let whole = self.reshaped(at, &normalised, &own)?;
        self.gained_by_channel(at, whole)
    }

    /// An input of (batch, channels, places).
    fn channels(&self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        if value.is_batched() && value.dims().len() > 2 && value.dims()[0] == 1 {
            return Ok(value);
        }
        let found = format!("{} of shape {:?}", value.kind(), value.dims());
        Err(at.wrong("input 0", found, "(batch, channels, places)"))
    }

    fn gained_by_channel(&mut self, at: &At, value: Value) -> Result<Value, OnnxError> {
        let channels = value.dims()[1] as i64;
        let shape: Vec<i64> = std::iter::once(channels).chain((2..value.dims().len()).map(|_| 1)).collect();
        self.gained(at, value, &shape)
    }
}
