//! Sums, means, maxima and norms over dimensions of a view.

use super::Binary;
use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::value::{Data, Fact, Value};
use dualproof_networks::graph::{Function, Operation};

impl Importer<'_> {
    pub(super) fn reduce_node(&mut self, at: &At) -> Result<Value, OnnxError> {
        let value = at.input(0)?;
        let value = self.settle(at, value)?;
        let keeps = at.flag("keepdims", true)?;
        let rank = value.dims().len();
        let axes = match at.input_or_attribute(1, "axes")? {
            Some(axes) if !axes.is_empty() => {
                axes.iter().map(|axis| at.axis(*axis, rank)).collect::<Result<Vec<_>, _>>()?
            }
            _ if at.flag("noop_with_empty_axes", false)? => return Ok(value),
            _ => (0..rank).collect(),
        };
        if (1..axes.len()).any(|k| axes[..k].contains(&axes[k])) {
            return Err(at.wrong("axes", format!("{axes:?}"), "each dimension once"));
        }
        match at.node.op_type.as_str() {
            "ReduceMean" => self.reduced(at, &value, &axes, keeps, false),
            "ReduceMax" => self.reduced(at, &value, &axes, keeps, true),
            "ReduceSum" => {
                let sum = self.summed(at, &value, &axes, keeps)?;
                Ok(match (value, sum) {
                    (Value::Data(Data { fact: Fact::Square(of), .. }), Value::Data(sum))
                        if self.builder.width(sum.node) == 1 =>
                    {
                        Value::Data(Data { fact: Fact::SumOfSquares(of), ..sum })
                    }
                    (_, sum) => sum,
                })
            }
            "ReduceSumSquare" => self.squares(at, value, &axes, keeps),
            _ => self.norm(at, value, &axes, keeps),
        }
    }

    /// Σ t² over some dimensions.
    fn squares(&mut self, at: &At, value: Value, axes: &[usize], keeps: bool) -> Result<Value, OnnxError> {
        let of = self.node(at, &value)?;
        let width = self.builder.width(of);
        let square = self.builder.push(Operation::Multiply, &[of, of], width);
        let square = Value::data(square, value.dims().to_vec(), value.is_batched());
        let sum = self.summed(at, &square, axes, keeps)?;
        let Value::Data(sum) = sum else { return Ok(sum) };
        let fact = if self.builder.width(sum.node) == 1 { Fact::SumOfSquares(of) } else { Fact::None };
        Ok(Value::Data(Data { fact, ..sum }))
    }

    /// √Σ t² over some dimensions.
    pub(super) fn norm(&mut self, at: &At, value: Value, axes: &[usize], keeps: bool) -> Result<Value, OnnxError> {
        let squares = self.squares(at, value, axes, keeps)?;
        let Value::Data(squares) = squares else { return Ok(squares) };
        let node = self.builder.then(Operation::Apply { function: Function::SquareRoot }, squares.node);
        let fact = if let Fact::SumOfSquares(of) = squares.fact { Fact::Norm(of) } else { Fact::None };
        Ok(Value::Data(Data { node, fact, ..squares }))
    }

    pub(super) fn lp_normalization(&mut self, at: &At) -> Result<Value, OnnxError> {
        let p = at.integer("p", 2)?;
        if p != 2 {
            return Err(at.wrong("attribute p", p.to_string(), "2"));
        }
        let value = at.input(0)?;
        let axis = at.axis(at.integer("axis", -1)?, value.dims().len())?;
        let norm = self.norm(at, value.clone(), &[axis], true)?;
        self.binary(at, Binary::Divide, value, norm)
    }
}
