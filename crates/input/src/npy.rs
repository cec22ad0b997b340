//! NumPy's `.npy` arrays of integers or floats, in either byte order and either order of axes.

use super::npy_header::{Header, KEY, check_magic};
use super::stored::Refused;
use super::{InputError, bytes_of, fits, unravel};
use dualproof_host::memory::available_memory;
use std::path::Path;

/// An array of finite numbers, row-major whatever the file's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Array {
    file: String,
    shape: Vec<usize>,
    data: Vec<f64>,
}

impl Array {
    /// Reads an array from the bytes of a `.npy` file; errors call it `file`. Values are exact: an integer that
    /// is not exactly an `f64` is refused. Never panics, and never allocates more than a small multiple of `bytes`.
    ///
    /// # Errors
    /// [`InputError`] where the bytes are not such a file, are too few or too many, or hold objects, other types,
    /// integers beyond 2⁵³ in size, NaN or infinities.
    pub fn from_bytes(file: &str, bytes: &[u8]) -> Result<Self, InputError> {
        let header = Header::read(file, bytes)?;
        let stored = &bytes[header.start..];
        let (found, expected) = (stored.len() as u64, header.data_bytes);
        if found != expected {
            return Err(InputError::Length { file: file.to_string(), found, expected });
        }
        let mut data = Vec::new();
        let read = header.stored.append(&header.row_major(stored), &mut data);
        read.map_err(|refused| value(file, &header.shape, 0, refused))?;
        Ok(Array { file: file.to_string(), shape: header.shape, data })
    }

    /// Reads an array from a `.npy` file, a pipe included.
    ///
    /// # Errors
    /// As for [`Array::from_bytes`], and where the file cannot be read.
    pub fn read(path: &Path) -> Result<Self, InputError> {
        let (file, bytes) = bytes_of(path, check_magic)?;
        let header = Header::read(&file, &bytes)?;
        fits(&file, header.bytes_in_memory(), available_memory())?;
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

    /// The shape, if it has one of the given numbers of dimensions and no dimension is empty.
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
        misshapen(&self.file, &self.shape, expected)
    }
}

/// The error that an array does not have the shape that is needed.
pub(super) fn misshapen(file: &str, shape: &[usize], expected: impl Into<String>) -> InputError {
    InputError::Shape { file: file.to_string(), key: KEY.to_string(), found: shape.to_vec(), expected: expected.into() }
}

/// The error of an entry, which is `refused.place` after the entry `start`.
pub(super) fn value(file: &str, shape: &[usize], start: usize, refused: Refused) -> InputError {
    let Refused { place, found, expected } = refused;
    let index = unravel(shape, start + place);
    InputError::Value { file: file.to_string(), key: KEY.to_string(), index, found, expected }
}
