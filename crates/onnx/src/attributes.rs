//! A node of the file: its name for errors, its attributes and its inputs, each checked as it is asked for.

use crate::OnnxError;
use crate::builder::Excess;
use crate::proto::{AttributeProto, NodeProto};
use crate::value::{Numbers, Value};

/// A node and the values that it takes; `None` is an input left out.
pub(crate) struct At<'n> {
    pub(crate) node: &'n NodeProto,
    pub(crate) name: String,
    pub(crate) inputs: Vec<Option<Value>>,
}

/// The kinds of attributes, by number in the format.
const KINDS: [&str; 9] = ["", "a float", "an integer", "a text", "a tensor", "a graph", "floats", "integers", "texts"];

impl At<'_> {
    /// The error of a part of the node.
    pub(crate) fn wrong(&self, key: &str, found: impl Into<String>, expected: impl Into<String>) -> OnnxError {
        OnnxError::Node {
            node: self.name.clone(),
            operator: self.node.op_type.clone(),
            key: key.to_string(),
            found: found.into(),
            expected: expected.into(),
        }
    }

    pub(crate) fn refused(&self, why: &'static str) -> OnnxError {
        OnnxError::Refused { node: self.name.clone(), operator: self.node.op_type.clone(), why }
    }

    pub(crate) fn excess(&self, excess: &Excess) -> OnnxError {
        OnnxError::TooLarge { node: self.name.clone(), operator: self.node.op_type.clone(), limit: excess.0 }
    }

    pub(crate) fn attribute(&self, name: &str, kind: i32) -> Result<Option<&AttributeProto>, OnnxError> {
        let Some(attribute) = self.node.attribute.iter().find(|a| a.name == name) else { return Ok(None) };
        if attribute.kind == kind {
            return Ok(Some(attribute));
        }
        let text =
            |kind: i32| usize::try_from(kind).ok().and_then(|k| KINDS.get(k)).map_or("another", |k| *k).to_string();
        Err(self.wrong(&format!("attribute {name}"), text(attribute.kind), text(kind)))
    }

    pub(crate) fn integer(&self, name: &str, default: i64) -> Result<i64, OnnxError> {
        Ok(self.attribute(name, 2)?.map_or(default, |a| a.i))
    }

    /// An attribute that is 0 or 1.
    pub(crate) fn flag(&self, name: &str, default: bool) -> Result<bool, OnnxError> {
        match self.integer(name, default.into())? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(self.wrong(&format!("attribute {name}"), other.to_string(), "0 or 1")),
        }
    }

    pub(crate) fn integers(&self, name: &str) -> Result<Option<Vec<i64>>, OnnxError> {
        Ok(self.attribute(name, 7)?.map(|a| a.ints.clone()))
    }

    pub(crate) fn float(&self, name: &str, default: f64) -> Result<f64, OnnxError> {
        let found = self.attribute(name, 1)?.map_or(default, |a| f64::from(a.f));
        if found.is_finite() {
            return Ok(found);
        }
        Err(self.wrong(&format!("attribute {name}"), found.to_string(), "a finite number"))
    }

    pub(crate) fn text(&self, name: &str, default: &str) -> Result<String, OnnxError> {
        match self.attribute(name, 3)? {
            None => Ok(default.to_string()),
            Some(a) => Ok(String::from_utf8_lossy(&a.s).into_owned()),
        }
    }

    /// An input that must be there.
    pub(crate) fn input(&self, at: usize) -> Result<Value, OnnxError> {
        self.optional(at).ok_or_else(|| self.wrong(&format!("input {at}"), "none", "a value"))
    }

    pub(crate) fn optional(&self, at: usize) -> Option<Value> {
        self.inputs.get(at).and_then(Clone::clone)
    }

    /// An input of known integers, and nothing where it is left out.
    pub(crate) fn known_integers(&self, at: usize) -> Result<Option<Vec<i64>>, OnnxError> {
        match self.optional(at) {
            None => Ok(None),
            Some(Value::Known(known)) => match &known.numbers {
                Numbers::Integers(numbers) => Ok(Some(numbers.clone())),
                Numbers::Floats(_) => Err(self.wrong(&format!("input {at}"), "floats", "integers")),
            },
            Some(other) => {
                Err(self.wrong(&format!("input {at}"), other.kind(), "integers that do not depend on the view"))
            }
        }
    }

    /// Integers that are an input in newer versions and an attribute in older ones.
    pub(crate) fn input_or_attribute(&self, at: usize, name: &str) -> Result<Option<Vec<i64>>, OnnxError> {
        match self.known_integers(at)? {
            Some(numbers) => Ok(Some(numbers)),
            None => self.integers(name),
        }
    }

    /// An axis among `rank`, counted from the end if negative.
    pub(crate) fn axis(&self, axis: i64, rank: usize) -> Result<usize, OnnxError> {
        let size = rank as i64;
        let place = if axis < 0 { axis.saturating_add(size) } else { axis };
        usize::try_from(place)
            .ok()
            .filter(|place| *place < rank)
            .ok_or_else(|| self.wrong("axis", axis.to_string(), format!("an axis of a value of {rank} dimensions")))
    }
}
