//! NumPy's `.npy` arrays of integers or floats, in either byte order and either order of axes.

use super::{FINITE, InputError, bytes_of, unravel};
use npyz::{DType, Deserialize, NpyFile, Order, TypeChar, TypeStr};
use std::path::Path;

/// The first bytes of the format.
const MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is read. NumPy's own limit (`max_header_size`); it guards against the same thing.
const LONGEST_HEADER: usize = 10_000;

/// The deepest brackets of a header: a dictionary, a list of fields, a field, its shape.
const DEEPEST_HEADER: usize = 4;

/// Integers beyond this size are not all `f64`s.
const LARGEST_INTEGER: u64 = 1 << f64::MANTISSA_DIGITS;

/// Bytes that hold the whole of any header that is read: magic, version, length and the longest dictionary.
pub(super) const LONGEST_HEAD: u64 = (MAGIC.len() + 6 + LONGEST_HEADER) as u64;

/// The name of the only array of a file, in errors.
pub(super) const KEY: &str = "array";

const TYPES: &str = "a bool, an integer of 1 to 8 bytes or a float of 4 or 8";

/// An array of finite numbers, row-major whatever the file's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    file: String,
    shape: Vec<usize>,
    data: Vec<f64>,
}

impl Array {
    /// Reads an array from the bytes of a `.npy` file; errors call it `file`. Values are exact: an integer that
    /// is no `f64` is refused. Never panics, and never allocates more than a small multiple of `bytes`.
    ///
    /// # Errors
    /// [`InputError`] where the bytes are no such file, are cut off or too many, or hold objects, other types,
    /// integers beyond 2⁵³ in size, NaN or infinities.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, InputError> {
        let (text, entry_bytes) = header_and_data(file, bytes)?;
        guard(text).map_err(|found| damaged(file, found))?;
        let npy = NpyFile::new(bytes).map_err(|error| damaged(file, error.to_string()))?;
        let (dtype, order) = (npy.dtype(), npy.order());
        let unread = |dtype: &DType| InputError::Type {
            file: file.to_string(),
            key: KEY.to_string(),
            found: dtype.descr(),
            expected: TYPES,
        };
        let kind = match &dtype {
            DType::Plain(kind) if is_read(kind) => kind,
            other => return Err(unread(other)),
        };
        let size = kind.size_field();
        let (found, expected) = (entry_bytes.len() as u64, npy.len().saturating_mul(size));
        if found != expected {
            return Err(InputError::Length { file: file.to_string(), found, expected });
        }
        // The product of the sizes fits a `u64` by the guard, but a size may still be beyond an empty array.
        let shape: Vec<usize> = npy.shape().iter().map(|&n| usize::try_from(n).unwrap_or(usize::MAX)).collect();
        let stored = match (kind.type_char(), size) {
            (TypeChar::Bool, _) => entries::<bool>(npy, |x| Ok(f64::from(u8::from(x)))),
            (TypeChar::Uint, 1) => entries::<u8>(npy, |x| Ok(x.into())),
            (TypeChar::Uint, 2) => entries::<u16>(npy, |x| Ok(x.into())),
            (TypeChar::Uint, 4) => entries::<u32>(npy, |x| Ok(x.into())),
            (TypeChar::Uint, _) => entries::<u64>(npy, |x| exact_integer(x, x as f64, x)),
            (TypeChar::Int, 1) => entries::<i8>(npy, |x| Ok(x.into())),
            (TypeChar::Int, 2) => entries::<i16>(npy, |x| Ok(x.into())),
            (TypeChar::Int, 4) => entries::<i32>(npy, |x| Ok(x.into())),
            (TypeChar::Int, _) => entries::<i64>(npy, |x| exact_integer(x.unsigned_abs(), x as f64, x)),
            (TypeChar::Float, 4) => entries::<f32>(npy, |x| finite(x.into())),
            _ => entries::<f64>(npy, finite),
        };
        let stored = stored.map_err(|Refused { place, found, expected }| InputError::Value {
            file: file.to_string(),
            key: KEY.to_string(),
            index: match order {
                Order::C => unravel(&shape, place),
                Order::Fortran => {
                    let backwards: Vec<usize> = shape.iter().rev().copied().collect();
                    unravel(&backwards, place).into_iter().rev().collect()
                }
            },
            found,
            expected,
        })?;
        let data = match order {
            Order::C => stored,
            Order::Fortran => row_major(&shape, &stored),
        };
        Ok(Array { file: file.to_string(), shape, data })
    }

    /// Reads an array from a `.npy` file.
    ///
    /// # Errors
    /// As for [`Array::from_bytes`], and where the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, InputError> {
        let (file, bytes) = bytes_of(path)?;
        Self::from_bytes(&file, &bytes)
    }

    /// The sizes of its dimensions.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Its entries in row-major order.
    pub fn data(&self) -> &[f64] {
        &self.data
    }

    /// The file it came from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The shape, if it has one of the given numbers of dimensions and none of them is empty.
    ///
    /// # Errors
    /// [`InputError::Shape`] otherwise; `expected` says in words what is needed.
    pub fn shape_of_rank(&self, ranks: &[usize], expected: &str) -> Result<&[usize], InputError> {
        if ranks.contains(&self.shape.len()) && !self.shape.contains(&0) {
            return Ok(&self.shape);
        }
        Err(self.misshapen(expected))
    }

    /// The error that this array does not have the shape that is needed.
    pub fn misshapen(&self, expected: impl Into<String>) -> InputError {
        InputError::Shape {
            file: self.file.clone(),
            key: KEY.to_string(),
            found: self.shape.clone(),
            expected: expected.into(),
        }
    }
}

/// What the header of a file of plain numbers says.
pub(super) struct Header {
    pub(super) kind: TypeStr,
    pub(super) order: Order,
    pub(super) shape: Vec<usize>,
    /// The byte at which the data starts.
    pub(super) start: u64,
}

/// Reads the header from the first [`LONGEST_HEAD`] bytes of a file, or all of them.
///
/// # Errors
/// Where it is damaged or speaks of other things than numbers.
pub(super) fn header_of(file: &str, head: &[u8]) -> Result<Header, InputError> {
    let (text, data) = header_and_data(file, head)?;
    guard(text).map_err(|found| damaged(file, found))?;
    let npy = NpyFile::new(head).map_err(|error| damaged(file, error.to_string()))?;
    let shape = npy.shape().iter().map(|&n| usize::try_from(n).unwrap_or(usize::MAX)).collect();
    let kind = match npy.dtype() {
        DType::Plain(kind) if is_read(&kind) => kind,
        other => {
            let (file, key, found) = (file.to_string(), KEY.to_string(), other.descr());
            return Err(InputError::Type { file, key, found, expected: TYPES });
        }
    };
    Ok(Header { kind, order: npy.order(), shape, start: (head.len() - data.len()) as u64 })
}

fn damaged(file: &str, found: String) -> InputError {
    InputError::Header { file: file.to_string(), found, expected: "the header of a .npy file" }
}

/// The dictionary after the magic, and the data after it.
fn header_and_data<'b>(file: &str, bytes: &'b [u8]) -> Result<(&'b [u8], &'b [u8]), InputError> {
    if !bytes.starts_with(MAGIC) {
        let found = bytes.iter().take(MAGIC.len()).copied().collect();
        return Err(InputError::Magic { file: file.to_string(), found, expected: MAGIC });
    }
    let cut = || damaged(file, format!("the end of the file after {} bytes", bytes.len()));
    let rest = &bytes[MAGIC.len()..];
    let (length, rest) = match rest {
        [1, 0, a, b, rest @ ..] => (usize::from(u16::from_le_bytes([*a, *b])), rest),
        [2 | 3, 0, a, b, c, d, rest @ ..] => (u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        [1..=3, 0, ..] | [] | [_] => return Err(cut()),
        [major, minor, ..] => return Err(damaged(file, format!("version {major}.{minor}"))),
    };
    if length > LONGEST_HEADER {
        return Err(damaged(file, format!("a header of {length} bytes (the most is {LONGEST_HEADER})")));
    }
    rest.split_at_checked(length).ok_or_else(cut)
}

/// The reader of headers takes any Python literal: it recurses with the brackets, multiplies the sizes unchecked
/// and adds numbers. This lets through what `numpy.save` writes, a flat dictionary of strings, names and plain
/// integers whose product fits a `u64`; the error says what else there is.
fn guard(text: &[u8]) -> Result<(), String> {
    let (mut depth, mut product, mut quote) = (0, 1u64, None);
    let mut rest = text;
    while let [byte, tail @ ..] = rest {
        rest = tail;
        match (quote, byte) {
            (_, b'\\' | 0x80..) => return Err(format!("the byte {byte:#04x}")),
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(*byte),
            (None, b'(' | b'[' | b'{') if depth < DEEPEST_HEADER => depth += 1,
            (None, b')' | b']' | b'}') if depth > 0 => depth -= 1,
            (None, b',' | b':' | b' ' | b'\n') => {}
            (None, b'a'..=b'z' | b'A'..=b'Z') => {
                let letters = tail.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                rest = &tail[letters..];
                if rest.first().is_some_and(u8::is_ascii_digit) {
                    return Err("a number in a name".into());
                }
            }
            (None, b'0'..=b'9') => {
                let digits = 1 + tail.iter().take_while(|b| b.is_ascii_digit()).count();
                let (number, after) = (&text[text.len() - tail.len() - 1..][..digits], &tail[digits - 1..]);
                rest = after;
                if after.first().is_some_and(u8::is_ascii_alphabetic) {
                    return Err("a name in a number".into());
                }
                let number: String = number.iter().map(|&b| char::from(b)).collect();
                let size = number.parse::<u64>().ok();
                // An empty dimension does not excuse the others.
                product = match size.and_then(|n| product.checked_mul(n.max(1))) {
                    Some(product) => product,
                    None => return Err(format!("sizes beyond 64 bits at {number}")),
                };
            }
            (None, byte) => return Err(format!("the byte {byte:#04x} in this place")),
        }
    }
    Ok(())
}

fn is_read(kind: &TypeStr) -> bool {
    match kind.type_char() {
        TypeChar::Bool => kind.size_field() == 1,
        TypeChar::Int | TypeChar::Uint => [1, 2, 4, 8].contains(&kind.size_field()),
        TypeChar::Float => [4, 8].contains(&kind.size_field()),
        _ => false,
    }
}

/// An entry that is refused.
struct Refused {
    place: usize,
    found: String,
    expected: &'static str,
}

/// The entries in the order of the file.
fn entries<T: Deserialize>(
    npy: NpyFile<&[u8]>,
    number: impl Fn(T) -> Result<f64, (String, &'static str)>,
) -> Result<Vec<f64>, Refused> {
    let refuse = |place: usize, found: String, expected| Refused { place, found, expected };
    let data = npy.data::<T>().map_err(|error| refuse(0, error.to_string(), TYPES))?;
    data.enumerate()
        .map(|(place, entry)| {
            let entry = entry.map_err(|error| refuse(place, error.to_string(), FINITE))?;
            number(entry).map_err(|(found, expected)| refuse(place, found, expected))
        })
        .collect()
}

fn finite(x: f64) -> Result<f64, (String, &'static str)> {
    if x.is_finite() { Ok(x) } else { Err((x.to_string(), FINITE)) }
}

fn exact_integer(size: u64, x: f64, written: impl ToString) -> Result<f64, (String, &'static str)> {
    if size <= LARGEST_INTEGER { Ok(x) } else { Err((written.to_string(), "an integer of at most 2^53 in size")) }
}

/// From the first axis fastest to the last axis fastest.
fn row_major(shape: &[usize], stored: &[f64]) -> Vec<f64> {
    let column_major = |index: &[usize]| index.iter().zip(shape).rev().fold(0, |place, (i, n)| place * n + i);
    (0..stored.len()).map(|place| stored[column_major(&unravel(shape, place))]).collect()
}
