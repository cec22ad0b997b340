//! Functions of every entry: rectifiers, smooth activations and powers.

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
    pub(super) fn computed(&mut self, at: &At, value: &Value) -> Result<Data, OnnxError> {
        if let Value::Data(data) = value {
            return Ok(data.clone());
        }
        let node = self.node(at, value)?;
        Ok(Data { node, dims: value.dims().to_vec(), batched: false, fact: Fact::None, order: None })
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
}
