//! How the entries of a `.npy` file are stored, and their exact values.

use super::{FINITE, words};
use half::f16;
use npyz::{Endianness, TypeChar, TypeStr};

/// Beyond this size, not every integer is an `f64`.
const LARGEST_INTEGER: u64 = 1 << f64::MANTISSA_DIGITS;

/// The types that are read.
pub(super) const TYPES: &str =
    "a bool, an integer of 1 to 8 bytes or a float of 2, 4 or 8 (in NumPy: x.astype('float64'))";

/// A type of plain numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stored {
    kind: Kind,
    size: usize,
    big_endian: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Unsigned,
    Signed,
    Float,
}

/// An entry that is refused.
#[derive(Debug)]
pub(super) struct Refused {
    /// Where among the entries.
    pub(super) place: usize,
    pub(super) found: String,
    pub(super) expected: &'static str,
}

impl Stored {
    /// `None` where the type is not read.
    pub(super) fn of(kind: &TypeStr) -> Option<Self> {
        let (kind, size, big_endian) = match (kind.type_char(), kind.size_field(), kind.endianness()) {
            (TypeChar::Bool, 1, order) => (Kind::Bool, 1, order),
            (TypeChar::Uint, size @ (1 | 2 | 4 | 8), order) => (Kind::Unsigned, size, order),
            (TypeChar::Int, size @ (1 | 2 | 4 | 8), order) => (Kind::Signed, size, order),
            (TypeChar::Float, size @ (2 | 4 | 8), order) => (Kind::Float, size, order),
            _ => return None,
        };
        Some(Stored { kind, size: usize::try_from(size).ok()?, big_endian: big_endian == Endianness::Big })
    }

    /// Bytes of an entry.
    pub(super) fn size(self) -> usize {
        self.size
    }

    /// Appends the values of these entries, each exact.
    pub(super) fn append(self, bytes: &[u8], numbers: &mut Vec<f64>) -> Result<(), Refused> {
        let before = numbers.len();
        macro_rules! extend {
            ($type:ty, $value:expr) => {
                match self.big_endian {
                    true => numbers.extend(words(bytes).map(<$type>::from_be_bytes).map($value)),
                    false => numbers.extend(words(bytes).map(<$type>::from_le_bytes).map($value)),
                }
            };
        }
        match (self.kind, self.size) {
            (Kind::Bool, _) => {
                if let Some(place) = bytes.iter().position(|byte| *byte > 1) {
                    return Err(Refused { place, found: bytes[place].to_string(), expected: "0 or 1" });
                }
                numbers.extend(bytes.iter().map(|byte| f64::from(*byte)));
            }
            (Kind::Unsigned, 1) => extend!(u8, f64::from),
            (Kind::Unsigned, 2) => extend!(u16, f64::from),
            (Kind::Unsigned, 4) => extend!(u32, f64::from),
            (Kind::Signed, 1) => extend!(i8, f64::from),
            (Kind::Signed, 2) => extend!(i16, f64::from),
            (Kind::Signed, 4) => extend!(i32, f64::from),
            (Kind::Unsigned | Kind::Signed, _) => return self.append_long(bytes, numbers),
            (Kind::Float, 2) => extend!(f16, f16::to_f64),
            (Kind::Float, 4) => extend!(f32, f64::from),
            (Kind::Float, _) => extend!(f64, |x| x),
        }
        match numbers[before..].iter().position(|x| !x.is_finite()) {
            None => Ok(()),
            Some(place) => Err(Refused { place, found: numbers[before + place].to_string(), expected: FINITE }),
        }
    }

    /// Integers of eight bytes, of which not all are `f64`s.
    fn append_long(self, bytes: &[u8], numbers: &mut Vec<f64>) -> Result<(), Refused> {
        for (place, word) in words::<8>(bytes).enumerate() {
            let bits = if self.big_endian { u64::from_be_bytes(word) } else { u64::from_le_bytes(word) };
            let signed = bits.cast_signed();
            let (size, value, text) = match self.kind {
                Kind::Signed => (signed.unsigned_abs(), signed as f64, signed.to_string()),
                _ => (bits, bits as f64, bits.to_string()),
            };
            if size > LARGEST_INTEGER {
                return Err(Refused { place, found: text, expected: "an integer of at most 2^53 in size" });
            }
            numbers.push(value);
        }
        Ok(())
    }
}
