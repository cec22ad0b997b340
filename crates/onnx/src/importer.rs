//! The walk through the nodes of a file: what each name stands for, and what becomes a parameter or a constant.

use crate::attributes::At;
use crate::builder::Builder;
use crate::model::label;
use crate::operators::check_operator;
use crate::origin::Origins;
use crate::proto::{FunctionProto, NodeProto};
use crate::strided::entries;
use crate::tensor::Tensor;
use crate::value::{Known, Numbers, Order, Value, Weights};
use crate::{OnnxError, Options};
use std::collections::HashMap;
use std::rc::Rc;

/// Functions of the file by domain, name and overload.
pub(crate) type Functions<'m> = HashMap<(&'m str, &'m str, &'m str), &'m FunctionProto>;

/// What names stand for.
pub(crate) type Scope = HashMap<String, Value>;

/// Nodes that are walked through, those of functions each time they are called.
const STEPS: usize = 1 << 18;

/// How deep functions call one another.
const DEPTH: usize = 32;

/// A file while it is read.
pub(crate) struct Importer<'m> {
    pub(crate) options: &'m Options,
    /// The size of the batch in the file's shapes.
    pub(crate) batch: i64,
    pub(crate) tensors: Vec<Tensor>,
    pub(crate) origins: Origins,
    pub(crate) builder: Builder,
    pub(crate) functions: Functions<'m>,
    pub(crate) notes: Vec<String>,
    /// Tensors that were taken as constants.
    pub(crate) constants: Vec<String>,
    /// Those that the exporter computed beforehand.
    pub(crate) computed: Vec<String>,
    /// Running means and variances that were.
    pub(crate) statistics: usize,
    /// Does a BatchNorm take the statistics of the batch?
    pub(crate) has_batch_statistics: bool,
    /// The tensor of the weights of each node that has some, by the node's name.
    pub(crate) weights: HashMap<String, usize>,
    pub(crate) steps: usize,
}

impl<'m> Importer<'m> {
    /// The value of a tensor of the file: integers are known, floats wait for what they are used for.
    pub(crate) fn tensor_value(&self, place: usize, tensor: &Tensor) -> Result<Value, OnnxError> {
        Ok(if tensor.is_float() {
            Value::Weights(Weights { tensor: place, shape: tensor.shape.clone(), order: Order::Own })
        } else {
            Value::Known(Rc::new(tensor.known()?))
        })
    }

    /// Walks through nodes, and names what they make.
    pub(crate) fn run(&mut self, nodes: &[&'m NodeProto], scope: &mut Scope, depth: usize) -> Result<(), OnnxError> {
        for (place, node) in nodes.iter().enumerate() {
            let name = label(node, place);
            let input = |input: &String| match scope.get(input) {
                _ if input.is_empty() => Ok(None),
                Some(value) => Ok(Some(value.clone())),
                None => Err(OnnxError::Node {
                    node: name.clone(),
                    operator: node.op_type.clone(),
                    key: "inputs".to_string(),
                    found: format!("{input:?}, which nothing makes"),
                    expected: "a value of an earlier node, the input or a tensor of the file".to_string(),
                }),
            };
            let inputs = node.input.iter().map(input).collect::<Result<_, _>>()?;
            let at = At { node, name, inputs };
            self.steps += 1;
            if self.steps > STEPS || depth > DEPTH {
                let found = format!("more than {STEPS} nodes, or functions {DEPTH} deep");
                return Err(at.wrong("functions", found, "fewer"));
            }
            let overload = (node.domain.as_str(), node.op_type.as_str(), node.overload.as_str());
            let values = match self.functions.get(&overload).copied() {
                Some(function) => self.call(&at, function, depth)?,
                None => {
                    check_operator(node, &self.functions)?;
                    self.operator(&at)?
                }
            };
            for (output, value) in node.output.iter().zip(values) {
                if let Some(size) = entries(value.dims())
                    && size <= crate::builder::ROWS
                {
                    scope.insert(output.clone(), value);
                } else {
                    return Err(at.wrong(output, format!("{:?}", value.dims()), "at most 2^31 - 1 entries a view"));
                }
            }
        }
        Ok(())
    }

    /// The values of a function of the file.
    fn call(&mut self, at: &At, function: &'m FunctionProto, depth: usize) -> Result<Vec<Value>, OnnxError> {
        let mut scope = Scope::new();
        for (name, value) in function.input.iter().zip(&at.inputs) {
            if let Some(value) = value {
                scope.insert(name.clone(), value.clone());
            }
        }
        let refers = |node: &&NodeProto| node.attribute.iter().any(|a| !a.ref_attr_name.is_empty());
        if let Some(node) = function.node.iter().find(refers) {
            let found = format!("the attribute of its node {} given by the caller", label(node, 0));
            return Err(at.wrong("function", found, "attributes with values"));
        }
        self.run(&function.node.iter().collect::<Vec<_>>(), &mut scope, depth + 1)?;
        let output = |name: &String| {
            scope.get(name).cloned().ok_or_else(|| at.wrong("function", format!("no value {name:?}"), "one"))
        };
        function.output.iter().map(output).collect()
    }

    /// The shape that the file has for a value.
    pub(crate) fn full_shape(&self, value: &Value) -> Vec<i64> {
        let mut shape: Vec<i64> = value.dims().iter().map(|dim| *dim as i64).collect();
        if value.is_batched() {
            shape[0] = shape[0].saturating_mul(self.batch);
        }
        shape
    }

    /// A tensor of the file as the constants that it is, if it is none that training moves.
    pub(crate) fn settle(&mut self, at: &At, value: Value) -> Result<Value, OnnxError> {
        match &value {
            Value::Weights(weights) if self.origins.is_constant(at, &self.tensors[weights.tensor]) => {
                if self.origins.is_computed(&self.tensors[weights.tensor]) {
                    self.computed.push(self.tensors[weights.tensor].name.clone());
                    return Ok(Value::Known(Rc::new(self.stored(at, weights)?)));
                }
                Ok(Value::Known(Rc::new(self.constant(at, weights)?)))
            }
            _ => Ok(value),
        }
    }

    /// The numbers of a tensor of the file, taken as constants.
    fn constant(&mut self, at: &At, weights: &Weights) -> Result<Known, OnnxError> {
        let known = self.stored(at, weights)?;
        let tensor = &self.tensors[weights.tensor];
        if !tensor.is_from_node {
            self.constants.push(tensor.name.clone());
        }
        Ok(known)
    }

    /// The numbers of a tensor of the file.
    pub(crate) fn stored(&mut self, at: &At, weights: &Weights) -> Result<Known, OnnxError> {
        let tensor = &self.tensors[weights.tensor];
        self.builder.charge(tensor.len()).map_err(|e| at.excess(&e))?;
        let numbers = tensor.floats()?;
        let numbers = match &weights.order {
            Order::Own => numbers,
            order => (0..entries(&weights.shape).unwrap_or(0)).map(|k| numbers[order.place(k)]).collect(),
        };
        Ok(Known { shape: weights.shape.clone(), numbers: Numbers::Floats(numbers) })
    }

    /// The numbers of an input that must be constants, such as a bound.
    pub(crate) fn numbers(&mut self, at: &At, place: usize) -> Result<Option<Vec<f64>>, OnnxError> {
        match at.optional(place) {
            None => Ok(None),
            Some(Value::Known(known)) => Ok(Some(known.as_floats())),
            Some(Value::Weights(weights)) => Ok(Some(self.constant(at, &weights)?.as_floats())),
            Some(other) => Err(at.wrong(&format!("input {place}"), other.kind(), "constants")),
        }
    }

    /// The block of a tensor: the module of its name, else what the node says, else its own name.
    pub(crate) fn block(&self, at: &At, weights: &Weights) -> String {
        self.origins.block(at, &self.tensors[weights.tensor])
    }

    /// The parameter that has these entries as its matrix.
    pub(crate) fn parameter(
        &mut self,
        at: &At,
        weights: &Weights,
        shape: (usize, usize),
        key: &str,
    ) -> Result<usize, OnnxError> {
        let block = self.block(at, weights);
        let name = &self.tensors[weights.tensor].name;
        self.builder
            .parameter(weights, shape, &block)
            .map_err(|found| at.wrong(key, format!("{name}: {found}"), "the file's own order or its transpose"))
    }

    /// The node whose rows are the entries of the value for one view.
    pub(crate) fn node(&mut self, at: &At, value: &Value) -> Result<usize, OnnxError> {
        let excess = |e| at.excess(&e);
        match value {
            Value::Data(data) => self.builder.canonical(data).map_err(excess),
            Value::Above(..) => Err(at.wrong("inputs", value.kind(), "numbers: it is read in a Softplus alone")),
            Value::Known(known) => self.builder.constant(known.as_floats()).map_err(excess),
            Value::Weights(weights) => {
                let block = self.block(at, weights);
                self.builder.room(entries(&weights.shape).unwrap_or(usize::MAX)).map_err(excess)?;
                self.builder.entries(weights, &self.tensors[weights.tensor], &block).map_err(excess)
            }
        }
    }

    /// Notes on constants of the file, once each.
    pub(crate) fn finish_notes(&mut self) {
        if self.has_batch_statistics {
            self.notes.push("BatchNorm takes the mean and variance of the batch".to_string());
        }
        if self.statistics > 0 {
            self.notes.push(format!("{} running means and variances of BatchNorm are constants", self.statistics));
        }
        for names in [&mut self.constants, &mut self.computed] {
            names.sort();
            names.dedup();
        }
        if !self.constants.is_empty() {
            self.notes.push(format!("constants, which training does not move: {}", self.constants.join(", ")));
        }
        if !self.computed.is_empty() {
            self.notes.push(format!(
                "constants that the exporter computed, perhaps from parameters: {}; torch.onnx.export(..., dynamo=True, \
                 optimize=False) keeps what they come from",
                self.computed.join(", ")
            ));
        }
    }
}
