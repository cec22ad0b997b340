//! Functions of every entry: rectifiers, bounds, smooth activations and powers.

use super::Binary;
use crate::OnnxError;
use crate::attributes::At;
use crate::fold::finite;
use crate::importer::Importer;
use crate::value::{Data, Fact, Known, Value};
use dualproof_networks::graph::{Function, Operation};
use std::f64::consts::{FRAC_1_SQRT_2, PI};
use std::rc::Rc;

/// The largest exponent that is a product of factors.
const LARGEST_POWER: u32 = 8;

impl Importer<'_> {
    /// The node of an input, whose value is neither known nor a constant of the file; its dims and batch stay.
    fn computed(&mut self, at: &At, value: &Value) -> Result<Data, OnnxError> {
        let node = self.node(at, value)?;
        Ok(match value {
            Value::Data(data) => data.clone(),
            other => Data { node, dims: other.dims().to_vec(), batched: false, fact: Fact::None },
        })
    }

    /// s · f + t for the same s and t everywhere.
    fn line(&mut self, at: &At, of: usize, scale: f64, shift: f64) -> Result<usize, OnnxError> {
        self.builder.affine(of, vec![scale], vec![shift]).map_err(|e| at.excess(&e))
    }

    fn multiplied(&mut self, left: usize, right: usize) -> usize {
        let width = self.builder.width(left);
        self.builder.push(Operation::Multiply, &[left, right], width)
    }

    fn apply(&mut self, function: Function, of: usize) -> usize {
        self.builder.then(Operation::Apply { function }, of)
    }

    pub(super) fn unary(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let value = self.settle(at, value)?;
        if let Value::Known(known) = &value {
            return self.folded_unary(at, known);
        }
        let data = self.computed(at, &value)?;
        let x = data.node;
        let mut fact = Fact::None;
        let node = match at.node.op_type.as_str() {
            "Relu" => self.builder.then(Operation::Rectify { slope: 0.0 }, x),
            "LeakyRelu" => {
                let slope = at.float("alpha", 0.01)?;
                if slope >= 1.0 {
                    return Err(at.wrong("attribute alpha", slope.to_string(), "a slope below 1"));
                }
                self.builder.then(Operation::Rectify { slope }, x)
            }
            // |t| = max(t, −t).
            "Abs" => self.builder.then(Operation::Rectify { slope: -1.0 }, x),
            "Neg" => self.line(at, x, -1.0, 0.0)?,
            "Tanh" => self.builder.then(Operation::Tanh, x),
            "Sigmoid" => self.apply(Function::Sigmoid, x),
            "Softplus" => self.apply(Function::Softplus, x),
            "Erf" => self.apply(Function::Erf, x),
            "Exp" => self.apply(Function::Exponential, x),
            "Log" => self.apply(Function::Logarithm, x),
            "Sqrt" => {
                if let Fact::SumOfSquares(of) = data.fact {
                    fact = Fact::Norm(of);
                }
                self.apply(Function::SquareRoot, x)
            }
            "Reciprocal" => self.reciprocal(at, x)?,
            "HardSigmoid" => {
                let (slope, shift) = (at.float("alpha", 0.2)?, at.float("beta", 0.5)?);
                self.hard_sigmoid(at, x, slope, shift)?
            }
            "HardSwish" => {
                let gate = self.hard_sigmoid(at, x, 1.0 / 6.0, 0.5)?;
                self.multiplied(x, gate)
            }
            "Swish" => {
                let scaled = self.line(at, x, at.float("alpha", 1.0)?, 0.0)?;
                let gate = self.apply(Function::Sigmoid, scaled);
                self.multiplied(x, gate)
            }
            "Mish" => {
                let soft = self.apply(Function::Softplus, x);
                let gate = self.builder.then(Operation::Tanh, soft);
                self.multiplied(x, gate)
            }
            "Gelu" => self.gelu(at, x)?,
            _ => return Err(at.refused("no such function of one value")),
        };
        Ok(Value::Data(Data { node, fact, ..data }))
    }

    /// 1/t.
    fn reciprocal(&mut self, at: &At, x: usize) -> Result<usize, OnnxError> {
        let width = self.builder.width(x);
        self.builder.room(width).map_err(|e| at.excess(&e))?;
        let ones = self.builder.constant(vec![1.0; width]).map_err(|e| at.excess(&e))?;
        Ok(self.builder.push(Operation::Divide, &[ones, x], width))
    }

    /// min(max(s·t + b, 0), 1).
    fn hard_sigmoid(&mut self, at: &At, x: usize, slope: f64, shift: f64) -> Result<usize, OnnxError> {
        let line = self.line(at, x, slope, shift)?;
        Ok(self.builder.then(Operation::Clip { low: Some(0.0), high: Some(1.0) }, line))
    }

    /// t·Φ(t), exactly with erf or by the approximation with tanh.
    fn gelu(&mut self, at: &At, x: usize) -> Result<usize, OnnxError> {
        let smooth = match at.text("approximate", "none")?.as_str() {
            "none" => {
                let scaled = self.line(at, x, FRAC_1_SQRT_2, 0.0)?;
                self.apply(Function::Erf, scaled)
            }
            "tanh" => {
                // √(2/π)·(t + 0.044715·t³) = t·(√(2/π) + √(2/π)·0.044715·t²).
                let root = (2.0 / PI).sqrt();
                let square = self.multiplied(x, x);
                let factor = self.line(at, square, 0.044_715 * root, root)?;
                let inner = self.multiplied(x, factor);
                self.builder.then(Operation::Tanh, inner)
            }
            other => return Err(at.wrong("attribute approximate", other, "none or tanh")),
        };
        let gate = self.line(at, smooth, 0.5, 0.5)?;
        Ok(self.multiplied(x, gate))
    }

    /// A function of constants.
    fn folded_unary(&mut self, at: &At, known: &Known) -> Result<Value, OnnxError> {
        use crate::value::Numbers;
        if let (Numbers::Integers(numbers), "Neg") = (&known.numbers, at.node.op_type.as_str()) {
            return Ok(Value::integers(known.shape.clone(), numbers.iter().map(|x| x.saturating_neg()).collect()));
        }
        let function: fn(f64) -> f64 = match at.node.op_type.as_str() {
            "Sqrt" => f64::sqrt,
            "Exp" => f64::exp,
            "Log" => f64::ln,
            "Neg" => |x| -x,
            "Abs" => f64::abs,
            "Reciprocal" => f64::recip,
            "Tanh" => f64::tanh,
            "Relu" => |x| x.max(0.0),
            "Sigmoid" => |x| 1.0 / (1.0 + (-x).exp()),
            _ => return Err(at.wrong("input 0", "constants", "a value that depends on the view")),
        };
        let numbers = finite(at, known.as_floats().into_iter().map(function).collect())?;
        Ok(Value::Known(Rc::new(Known { shape: known.shape.clone(), numbers })))
    }

    /// max(t, 0) + a·min(t, 0) with a learnt a: the part below zero is t − max(t, 0).
    pub(super) fn parametric_relu(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let slopes = at.input(1)?;
        let data = self.computed(at, &value)?;
        let x = data.node;
        let above = self.builder.then(Operation::Rectify { slope: 0.0 }, x);
        let width = self.builder.width(x);
        let below = self.builder.push(Operation::Subtract, &[x, above], width);
        let value = |node| Value::Data(Data { node, fact: Fact::None, ..data.clone() });
        let scaled = self.weighted(at, Binary::Multiply, value(below), slopes)?;
        self.binary(at, Binary::Add, value(above), scaled)
    }

    pub(super) fn power(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let value = self.settle(at, value)?;
        let exponent = match self.numbers(at, 1)?.as_deref() {
            Some([exponent]) => *exponent,
            other => {
                let found = other.map_or(0, <[f64]>::len);
                return Err(at.wrong("input 1", format!("{found} exponents"), "1"));
            }
        };
        if let Value::Known(known) = &value {
            let numbers = finite(at, known.as_floats().into_iter().map(|x| x.powf(exponent)).collect())?;
            return Ok(Value::Known(Rc::new(Known { shape: known.shape.clone(), numbers })));
        }
        let data = self.computed(at, &value)?;
        let mut fact = Fact::None;
        let size = exponent.abs();
        let mut node = if size == 0.5 {
            if let Fact::SumOfSquares(of) = data.fact {
                fact = Fact::Norm(of);
            }
            self.apply(Function::SquareRoot, data.node)
        } else if size >= 1.0 && size.fract() == 0.0 && size <= f64::from(LARGEST_POWER) {
            if size == 2.0 {
                fact = Fact::Square(data.node);
            }
            (1..size as u32).fold(data.node, |power, _| self.multiplied(power, data.node))
        } else {
            let expected = format!("±0.5 or ±1 to ±{LARGEST_POWER}: others are no function of negative numbers");
            return Err(at.wrong("input 1", exponent.to_string(), expected));
        };
        if exponent < 0.0 {
            fact = Fact::None;
            node = self.reciprocal(at, node)?;
        }
        Ok(Value::Data(Data { node, fact, ..data }))
    }

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

/// The least bound above which ln(1 + eᵗ) is taken for t.
const LEAST_BOUND: f64 = 15.0;

/// The largest lower bound of a norm that only keeps it away from 0.
pub(super) const SMALLEST_NORM: f64 = 1e-6;
