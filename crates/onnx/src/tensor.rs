//! A tensor of the file: its shape and type checked against its data before anything of its size is made.

use crate::OnnxError;
use crate::external::External;
use crate::proto::TensorProto;
use crate::strided::entries;
use crate::value::{Known, Numbers};
use dualproof_input::{unravel, words};
use half::{bf16, f16};
use prost::bytes::Bytes;
use std::rc::Rc;

/// A tensor whose data are known to be as long as its shape says.
#[derive(Clone, Debug)]
pub(crate) struct Tensor {
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    kind: Kind,
    data: Source,
    /// From a node Constant, not from the list of initializers.
    pub(crate) is_from_node: bool,
}

/// Where the numbers are.
#[derive(Clone, Debug)]
enum Source {
    Raw(Bytes),
    External(External),
    Floats(Rc<[f32]>),
    Doubles(Rc<[f64]>),
    Words(Rc<[i32]>),
    Longs(Rc<[i64]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Float,
    Double,
    Half,
    Bfloat,
    Int32,
    Int64,
    Bool,
}

/// The types that are read.
const TYPES: &str = "FLOAT, DOUBLE, FLOAT16, BFLOAT16, INT32, INT64 or BOOL";

/// The names of the format's types, by number.
const NAMES: [&str; 17] = [
    "UNDEFINED",
    "FLOAT",
    "UINT8",
    "INT8",
    "UINT16",
    "INT16",
    "INT32",
    "INT64",
    "STRING",
    "BOOL",
    "FLOAT16",
    "DOUBLE",
    "UINT32",
    "UINT64",
    "COMPLEX64",
    "COMPLEX128",
    "BFLOAT16",
];

/// The name of a type of the format.
pub(crate) fn type_name(data_type: i32) -> String {
    let name = usize::try_from(data_type).ok().and_then(|at| NAMES.get(at));
    name.map_or_else(|| format!("type {data_type}"), |name| (*name).to_string())
}

impl Kind {
    pub(crate) fn of(data_type: i32) -> Option<Self> {
        Some(match data_type {
            1 => Kind::Float,
            11 => Kind::Double,
            10 => Kind::Half,
            16 => Kind::Bfloat,
            6 => Kind::Int32,
            7 => Kind::Int64,
            9 => Kind::Bool,
            _ => return None,
        })
    }

    pub(crate) fn is_float(self) -> bool {
        matches!(self, Kind::Float | Kind::Double | Kind::Half | Kind::Bfloat)
    }

    /// Bytes of an entry in raw data.
    fn size(self) -> usize {
        match self {
            Kind::Bool => 1,
            Kind::Half | Kind::Bfloat => 2,
            Kind::Float | Kind::Int32 => 4,
            Kind::Double | Kind::Int64 => 8,
        }
    }
}

impl Tensor {
    /// The tensor of a message; `folder` is where its data lie if they are in a file of their own.
    pub(crate) fn new(proto: &TensorProto, name: &str, folder: Option<&std::path::Path>) -> Result<Self, OnnxError> {
        let wrong =
            |key, found: String, expected: String| OnnxError::Tensor { name: name.to_string(), key, found, expected };
        let kind =
            Kind::of(proto.data_type).ok_or_else(|| wrong("type", type_name(proto.data_type), TYPES.to_string()))?;
        let dim = |d: &i64| {
            usize::try_from(*d).map_err(|_| wrong("shape", format!("{:?}", proto.dims), "no negative size".into()))
        };
        let shape: Vec<usize> = proto.dims.iter().map(dim).collect::<Result<_, _>>()?;
        let expected = entries(&shape)
            .and_then(|n| Some((n, n.checked_mul(kind.size())?)))
            .ok_or_else(|| wrong("shape", format!("{shape:?}"), "fewer than 2^64 bytes".to_string()))?;
        let data = if proto.data_location == 1 {
            Source::External(External::new(proto, name, expected.1, folder)?)
        } else if let Some(raw) = &proto.raw_data {
            if raw.len() != expected.1 {
                return Err(wrong(
                    "raw data",
                    format!("{} bytes", raw.len()),
                    format!("{} for the shape {shape:?}", expected.1),
                ));
            }
            Source::Raw(raw.clone())
        } else {
            let (data, found) = match kind {
                Kind::Float => (Source::Floats(proto.float_data[..].into()), proto.float_data.len()),
                Kind::Double => (Source::Doubles(proto.double_data[..].into()), proto.double_data.len()),
                Kind::Int64 => (Source::Longs(proto.int64_data[..].into()), proto.int64_data.len()),
                _ => (Source::Words(proto.int32_data[..].into()), proto.int32_data.len()),
            };
            if found != expected.0 {
                return Err(wrong(
                    "data",
                    format!("{found} entries"),
                    format!("{} for the shape {shape:?}", expected.0),
                ));
            }
            data
        };
        Ok(Tensor { name: name.to_string(), shape, kind, data, is_from_node: false })
    }

    pub(crate) fn is_float(&self) -> bool {
        self.kind.is_float()
    }

    /// Entries.
    pub(crate) fn len(&self) -> usize {
        self.shape.iter().product()
    }

    /// The numbers in row-major order, each finite and exact.
    pub(crate) fn floats(&self) -> Result<Vec<f64>, OnnxError> {
        let numbers: Vec<f64> = match &self.data {
            Source::Floats(numbers) => numbers.iter().copied().map(f64::from).collect(),
            Source::Doubles(numbers) => numbers.to_vec(),
            Source::Longs(numbers) => numbers.iter().map(|i| *i as f64).collect(),
            Source::Words(words) => words.iter().map(|word| self.word(*word)).collect(),
            Source::Raw(bytes) => self.raw(bytes),
            Source::External(external) => self.raw(&external.bytes(&self.name)?),
        };
        match numbers.iter().position(|x| !x.is_finite()) {
            None => Ok(numbers),
            Some(place) => Err(OnnxError::NotFinite {
                name: self.name.clone(),
                index: unravel(&self.shape, place),
                found: numbers[place].to_string(),
            }),
        }
    }

    /// The numbers as they are known: integers of a type of integers, floats of a type of floats.
    pub(crate) fn known(&self) -> Result<Known, OnnxError> {
        let numbers = if self.is_float() {
            Numbers::Floats(self.floats()?)
        } else {
            Numbers::Integers(match &self.data {
                Source::Longs(numbers) => numbers.to_vec(),
                Source::Words(words) => words.iter().copied().map(i64::from).collect(),
                Source::Raw(bytes) => self.raw_integers(bytes),
                Source::External(external) => self.raw_integers(&external.bytes(&self.name)?),
                Source::Floats(_) | Source::Doubles(_) => Vec::new(),
            })
        };
        Ok(Known { shape: self.shape.clone(), numbers })
    }

    /// Floats of two bytes are stored in words of four where they are not raw.
    fn word(&self, word: i32) -> f64 {
        let bits = word.cast_unsigned() as u16;
        match self.kind {
            Kind::Half => f16::from_bits(bits).to_f64(),
            Kind::Bfloat => bf16::from_bits(bits).to_f64(),
            _ => f64::from(word),
        }
    }

    fn raw(&self, bytes: &[u8]) -> Vec<f64> {
        match self.kind {
            Kind::Float => words(bytes).map(f32::from_le_bytes).map(f64::from).collect(),
            Kind::Double => words(bytes).map(f64::from_le_bytes).collect(),
            Kind::Half => words(bytes).map(f16::from_le_bytes).map(f16::to_f64).collect(),
            Kind::Bfloat => words(bytes).map(bf16::from_le_bytes).map(bf16::to_f64).collect(),
            Kind::Int32 | Kind::Int64 | Kind::Bool => self.raw_integers(bytes).iter().map(|i| *i as f64).collect(),
        }
    }

    fn raw_integers(&self, bytes: &[u8]) -> Vec<i64> {
        match self.kind {
            Kind::Int64 => words(bytes).map(i64::from_le_bytes).collect(),
            Kind::Int32 => words(bytes).map(i32::from_le_bytes).map(i64::from).collect(),
            _ => bytes.iter().map(|byte| i64::from(*byte)).collect(),
        }
    }
}
