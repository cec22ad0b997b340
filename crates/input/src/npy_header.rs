//! The header of a `.npy` file: a dictionary of Python, as `numpy.save` and its older versions write it.

use super::stored::{Stored, TYPES};
use super::{Format, InputError};
use npyz::{DType, NpyHeader, Order};

/// The first bytes of the format.
const MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is read. NumPy has the same limit (`max_header_size`).
const LONGEST_HEADER: usize = 10_000;

/// The deepest brackets of a header: a dictionary, a list of fields, a field, its shape.
const DEEPEST_HEADER: usize = 4;

/// Bytes that hold the whole of any header that is read: magic, version, length and the longest dictionary.
pub(super) const LONGEST_HEAD: u64 = (MAGIC.len() + 6 + LONGEST_HEADER) as u64;

/// The name of the only array of a file, in errors.
pub(super) const KEY: &str = "array";

/// What the header of a file of plain numbers says.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) stored: Stored,
    pub(super) order: Order,
    pub(super) shape: Vec<usize>,
    /// The byte at which the data starts.
    pub(super) start: usize,
    /// Bytes of the data.
    pub(super) data_bytes: u64,
}

impl Header {
    /// Reads the header from the first [`LONGEST_HEAD`] bytes of a file, or all of them.
    ///
    /// # Errors
    /// Where it is damaged or describes something other than numbers.
    pub(super) fn read(file: &str, head: &[u8]) -> Result<Self, InputError> {
        let damaged = |found: String| damaged(file, found);
        let (version, text, data) = parts(file, head)?;
        let text = plain(text, version < 3).map_err(damaged)?;
        let npy = parsed(&text).map_err(|error| damaged(error.to_string()))?;
        let stored = match npy.dtype() {
            DType::Plain(kind) => Stored::of(&kind),
            _ => None,
        };
        let Some(stored) = stored else {
            let (file, key, found) = (file.to_string(), KEY.to_string(), npy.dtype().descr());
            return Err(InputError::Type { file, key, found, expected: TYPES });
        };
        // The product of the sizes fits a `u64` by `plain`, but a size may still be beyond an empty array.
        let shape = npy.shape().iter().map(|&n| usize::try_from(n).unwrap_or(usize::MAX)).collect();
        let data_bytes = npy.len().saturating_mul(stored.size() as u64);
        Ok(Header { stored, order: npy.order(), shape, start: head.len() - data.len(), data_bytes })
    }

    /// Bytes of the entries as `f64`s, and of the data in C order where it is in another one.
    pub(super) fn bytes_in_memory(&self) -> f64 {
        let entries = self.data_bytes as f64 / self.stored.size() as f64;
        let reordered = if self.order == Order::C { 0.0 } else { self.data_bytes as f64 };
        entries * size_of::<f64>() as f64 + reordered
    }

    /// The data in C order.
    pub(super) fn row_major<'b>(&self, data: &'b [u8]) -> std::borrow::Cow<'b, [u8]> {
        match self.order {
            Order::C => data.into(),
            Order::Fortran => row_major(&self.shape, self.stored.size(), data).into(),
        }
    }
}

/// Is this the start of a `.npy` file?
///
/// # Errors
/// [`InputError`] with the format found instead.
pub(super) fn check_magic(file: &str, head: &[u8]) -> Result<(), InputError> {
    if head.starts_with(MAGIC) {
        return Ok(());
    }
    let file = file.to_string();
    Err(match Format::of(&file, head) {
        Some(found) => InputError::Foreign { file, found, expected: Format::Npy },
        None => {
            let found = head.iter().take(MAGIC.len()).copied().collect();
            InputError::Magic { file, found, expected: MAGIC }
        }
    })
}

fn damaged(file: &str, found: String) -> InputError {
    InputError::Header { file: file.to_string(), found, expected: "the header of a .npy file" }
}

/// The version, the dictionary after it, and the data after that.
fn parts<'b>(file: &str, bytes: &'b [u8]) -> Result<(u8, &'b [u8], &'b [u8]), InputError> {
    check_magic(file, bytes)?;
    let cut = || damaged(file, format!("the end of the file after {} bytes", bytes.len()));
    let (version, length, rest) = match &bytes[MAGIC.len()..] {
        [1, 0, a, b, rest @ ..] => (1, usize::from(u16::from_le_bytes([*a, *b])), rest),
        [major @ (2 | 3), 0, a, b, c, d, rest @ ..] => (*major, u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        [1..=3, 0, ..] | [] | [_] => return Err(cut()),
        [major, minor, ..] => return Err(damaged(file, format!("version {major}.{minor}"))),
    };
    if length > LONGEST_HEADER {
        return Err(damaged(file, format!("a header of {length} bytes (the most is {LONGEST_HEADER})")));
    }
    let (text, data) = rest.split_at_checked(length).ok_or_else(cut)?;
    Ok((version, text, data))
}

/// What the dictionary says, by the crate, from a header of version 2 around the text.
fn parsed(text: &[u8]) -> std::io::Result<NpyHeader> {
    let mut bytes = MAGIC.to_vec();
    bytes.extend([2, 0]);
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text);
    NpyHeader::from_reader(&bytes[..])
}

/// The text of a header in today's spelling. The crate's reader takes any Python literal: it recurses with the
/// brackets, multiplies the sizes unchecked and adds numbers. This lets through what `numpy.save` writes or has
/// written, a flat dictionary of strings, names and integers whose product fits a `u64`; the error says what else
/// there is. As in NumPy, blank space of any kind separates, and `long` integers of Python 2 (`3L`) are integers
/// before version 3 of the format.
fn plain(text: &[u8], python2: bool) -> Result<Vec<u8>, String> {
    let (mut depth, mut product, mut quote) = (0, 1u64, None);
    let mut clean = Vec::with_capacity(text.len());
    let mut rest = text.trim_ascii();
    while let [byte, tail @ ..] = rest {
        let mut taken = 1;
        match (quote, byte) {
            (_, b'\\' | 0x80..) => return Err(format!("the byte {byte:#04x}")),
            (Some(open), byte) if open == *byte => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(*byte),
            (None, b'(' | b'[' | b'{') if depth < DEEPEST_HEADER => depth += 1,
            (None, b')' | b']' | b'}') if depth > 0 => depth -= 1,
            (None, b',' | b':' | b' ') => {}
            (None, b'\t' | b'\n' | b'\r' | b'\x0c') => {
                clean.push(b' ');
                rest = tail;
                continue;
            }
            (None, b'a'..=b'z' | b'A'..=b'Z') => {
                taken += tail.iter().take_while(|b| b.is_ascii_alphabetic()).count();
                match (&rest[..taken], rest.get(taken)) {
                    // A string of Python 2 that says that it is Unicode.
                    (b"u", Some(b'\'' | b'"')) => {
                        rest = tail;
                        continue;
                    }
                    (_, Some(b'0'..=b'9')) => return Err("a number in a name".into()),
                    _ => {}
                }
            }
            (None, b'0'..=b'9') => {
                let digits = 1 + tail.iter().take_while(|b| b.is_ascii_digit()).count();
                let number: String = rest[..digits].iter().map(|&b| char::from(b)).collect();
                let size = number.parse::<u64>().ok();
                // An empty dimension does not excuse the others.
                product = match size.and_then(|n| product.checked_mul(n.max(1))) {
                    Some(product) => product,
                    None => return Err(format!("sizes beyond 64 bits at {number}")),
                };
                clean.extend(number.bytes());
                let long = python2 && rest.get(digits) == Some(&b'L');
                rest = &rest[digits + usize::from(long)..];
                if rest.first().is_some_and(u8::is_ascii_alphanumeric) {
                    return Err("a name in a number".into());
                }
                continue;
            }
            (None, byte) if byte.is_ascii_graphic() => {
                return Err(format!("{:?} in the dictionary", char::from(*byte)));
            }
            (None, byte) => return Err(format!("the byte {byte:#04x} in the dictionary")),
        }
        clean.extend(&rest[..taken]);
        rest = &rest[taken..];
    }
    Ok(clean)
}

/// From the first axis fastest to the last axis fastest, entries of `size` bytes.
fn row_major(shape: &[usize], size: usize, stored: &[u8]) -> Vec<u8> {
    let strides: Vec<usize> = shape
        .iter()
        .scan(size, |stride, n| {
            let here = *stride;
            *stride *= n;
            Some(here)
        })
        .collect();
    let mut ordered = Vec::with_capacity(stored.len());
    let (mut index, mut at) = (vec![0; shape.len()], 0);
    while ordered.len() < stored.len() {
        ordered.extend(&stored[at..at + size]);
        // The next index in C order: the last axis first.
        for axis in (0..shape.len()).rev() {
            index[axis] += 1;
            at += strides[axis];
            if index[axis] < shape[axis] {
                break;
            }
            at -= index[axis] * strides[axis];
            index[axis] = 0;
        }
    }
    ordered
}
