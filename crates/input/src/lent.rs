//! An array that another program holds in memory, read as if it stood in a file.

use super::InputError;
use super::npy_header::KEY;
use super::stored::{Stored, TYPES};
use std::fmt;
use std::sync::Arc;

/// The bytes of an array in C order. They are copied out a part at a time, so that no reference to memory that others may
/// write to is ever made: values are checked after they are copied.
pub trait LentBytes: Send + Sync {
    /// How many there are.
    fn count(&self) -> usize;

    /// Copies those from `start` on into the buffer, as many as it holds.
    ///
    /// # Panics
    /// If there are not so many.
    fn copy(&self, start: usize, buffer: &mut [u8]);
}

impl LentBytes for Vec<u8> {
    fn count(&self) -> usize {
        self.len()
    }

    fn copy(&self, start: usize, buffer: &mut [u8]) {
        buffer.copy_from_slice(&self[start..start + buffer.len()]);
    }
}

/// An array in memory with a name for errors, of any type that [`super::Array`] reads, in C order.
///
/// ```
/// use dualproof_input::{LentArray, NpySamples};
/// use std::sync::Arc;
/// let bytes: Vec<u8> = [1.0f32, 2.0, 3.0, 4.0].iter().flat_map(|x| x.to_ne_bytes()).collect();
/// let array = LentArray::new("views", "<f4", &[2, 2], Arc::new(bytes))?;
/// let mut numbers = Vec::new();
/// NpySamples::lent(&array)?.read(1..2, &mut numbers)?;
/// assert_eq!(numbers, [3.0, 4.0]);
/// # Ok::<(), dualproof_input::InputError>(())
/// ```
#[derive(Clone)]
pub struct LentArray {
    pub(super) name: String,
    pub(super) stored: Stored,
    pub(super) shape: Vec<usize>,
    pub(super) bytes: Arc<dyn LentBytes>,
}

impl LentArray {
    /// An array of a type as NumPy writes it (`x.dtype.str`, such as `<f8`).
    ///
    /// # Errors
    /// [`InputError::Type`] where the type is not read, [`InputError::Length`] where the bytes are not as many as the shape
    /// says.
    pub fn new(name: &str, kind: &str, shape: &[usize], bytes: Arc<dyn LentBytes>) -> Result<Self, InputError> {
        let name = name.to_string();
        let Some(stored) = kind.parse().ok().and_then(|kind| Stored::of(&kind)) else {
            let found = format!("'{kind}'");
            return Err(InputError::Type { file: name, key: KEY.to_string(), found, expected: TYPES });
        };
        let expected = shape.iter().fold(stored.size() as u64, |size, n| size.saturating_mul(*n as u64));
        let found = bytes.count() as u64;
        if found != expected {
            return Err(InputError::Length { file: name, found, expected });
        }
        Ok(LentArray { name, stored, shape: shape.to_vec(), bytes })
    }
}

impl fmt::Debug for LentArray {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let LentArray { name, stored, shape, bytes: _ } = self;
        f.debug_struct("LentArray").field("name", name).field("stored", stored).field("shape", shape).finish()
    }
}

/// The same memory.
impl PartialEq for LentArray {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.bytes, &other.bytes) && (self.stored, &self.shape) == (other.stored, &other.shape)
    }
}

impl Eq for LentArray {}
