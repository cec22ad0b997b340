//! Bounds of a value: Clip, Min and Max, and the choice by a bound as which a Softplus is written.

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::value::{Data, Fact, Value};
use dualproof_networks::graph::{Function, Operation};

/// The least bound above which ln(1 + eᵗ) is taken for t.
const LEAST_BOUND: f64 = 15.0;

/// The largest lower bound of a norm that only keeps it away from 0.
pub(super) const SMALLEST_NORM: f64 = 1e-6;

impl Importer<'_> {
    /// Is a value above a bound?
    pub(super) fn greater(&mut self, at: &At) -> Result<Value, OnnxError> {
        match at.input(0)? {
            Value::Data(data) => match self.numbers(at, 1)?.as_deref() {
                Some([bound]) => Ok(Value::Above(data, *bound)),
                _ => Err(at.wrong("input 1", "no single constant", "a bound")),
            },
            _ => self.fold_only(at),
        }
    }

    /// The choice by which PyTorch writes Softplus: t itself where β·t is above a bound, else ln(1 + e^(β·t))/β. The graph
    /// has the latter everywhere, whose difference is below e^(−bound)/β.
    pub(super) fn chosen(&mut self, at: &At) -> Result<Value, OnnxError> {
        let (Value::Above(scaled, bound), Value::Data(value), Value::Data(soft)) =
            (at.input(0)?, at.input(1)?, at.input(2)?)
        else {
            return self.fold_only(at);
        };
        let scale = |from: usize, to: usize| match self.builder.operation(to) {
            _ if from == to => Some(1.0),
            (Operation::Affine { scales, shifts }, [of]) if *of == from && scales.len() == 1 && shifts == &[0.0] => {
                Some(scales[0])
            }
            _ => None,
        };
        let is_soft = |node: usize| {
            let (operation, of) = self.builder.operation(node);
            *operation == Operation::Apply { function: Function::Softplus } && of == [scaled.node]
        };
        let own = self.builder.operation(soft.node).1.first().copied();
        let inverse = if is_soft(soft.node) {
            Some(1.0)
        } else {
            own.filter(|of| is_soft(*of)).and_then(|of| scale(of, soft.node))
        };
        let is_alike = [&value, &scaled].into_iter().all(|other| other.dims == soft.dims && other.order == soft.order);
        let inverse = inverse.filter(|_| is_alike);
        match (scale(value.node, scaled.node), inverse) {
            (Some(beta), Some(inverse)) if inverse == 1.0 / beta && bound >= LEAST_BOUND => {
                self.notes.push(format!(
                    "{}: Softplus without its linear part above {bound}, a difference below e^-{bound}",
                    at.name
                ));
                Ok(Value::Data(soft))
            }
            _ => Err(at.wrong("inputs", "a choice by a comparison", "a Softplus: other choices are not read")),
        }
    }

    /// Clip, and Min and Max of one value and constants.
    pub(super) fn clip(&mut self, at: &At) -> Result<Value, OnnxError> {
        let operator = at.node.op_type.as_str();
        let (mut low, mut high): (Option<f64>, Option<f64>) = (None, None);
        let mut value = None;
        for (place, input) in at.inputs.iter().enumerate() {
            let Some(input) = input.clone() else { continue };
            let input = self.settle(at, input)?;
            let is_bound =
                (operator == "Clip" && place > 0) || (operator != "Clip" && matches!(input, Value::Known(_)));
            if !is_bound {
                if value.replace(input).is_some() {
                    return Err(at.wrong("inputs", "several values that are computed", "one, and constants"));
                }
                continue;
            }
            let bounds = self.numbers(at, place)?.unwrap_or_default();
            let [bound] = bounds[..] else {
                return Err(at.wrong(&format!("input {place}"), format!("{} bounds", bounds.len()), "1"));
            };
            match (operator, place) {
                ("Clip", 1) => low = Some(bound),
                ("Max", _) => low = Some(low.map_or(bound, |low| low.max(bound))),
                _ => high = Some(high.map_or(bound, |high| high.min(bound))),
            }
        }
        let Some(value) = value else { return self.folded_bounds(at) };
        if let (Some(low), Some(high)) = (low, high)
            && low > high
        {
            return Err(at.wrong("inputs", format!("the bounds {low} and {high}"), "a lower one first"));
        }
        if let Value::Known(known) = &value {
            let bounded = |x: f64| x.max(low.unwrap_or(f64::NEG_INFINITY)).min(high.unwrap_or(f64::INFINITY));
            return Ok(Value::floats(known.shape.clone(), known.as_floats().into_iter().map(bounded).collect()));
        }
        let data = self.computed(at, &value)?;
        let node = match (low, high) {
            (None, None) => return Ok(value),
            (Some(0.0), None) => self.builder.then(Operation::Rectify { slope: 0.0 }, data.node),
            _ => self.builder.then(Operation::Clip { low, high }, data.node),
        };
        // A bound that keeps a norm away from 0.
        let is_guard = high.is_none() && low.is_some_and(|low| (0.0..=SMALLEST_NORM).contains(&low));
        let fact = match data.fact {
            Fact::Norm(of) if is_guard => Fact::Norm(of),
            _ => Fact::None,
        };
        Ok(Value::Data(Data { node, fact, ..data }))
    }

    /// Min and Max of sizes.
    fn folded_bounds(&mut self, at: &At) -> Result<Value, OnnxError> {
        let each = (0..at.inputs.len()).map(|place| at.known_integers(place)).collect::<Result<Vec<_>, _>>()?;
        let numbers: Vec<i64> = each.into_iter().flatten().flatten().collect();
        let is_single = at.inputs.iter().flatten().all(|value| value.dims().iter().all(|size| *size == 1));
        let chosen = if at.node.op_type == "Min" { numbers.iter().min() } else { numbers.iter().max() };
        match chosen {
            Some(chosen) if is_single && at.node.op_type != "Clip" => {
                let rank = at.inputs.iter().flatten().map(|value| value.dims().len()).max().unwrap_or(0);
                Ok(Value::integers(vec![1; rank], vec![*chosen]))
            }
            _ => Err(at.wrong("inputs", "constants", "single sizes, or a value that depends on the view")),
        }
    }
}
