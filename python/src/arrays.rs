//! Arrays of NumPy as bytes that are read where they are.

use super::error::error;
use dualproof::input::{LentArray, LentBytes};
use numpy::{PyArrayDescrMethods, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use std::sync::Arc;

/// The memory of an array in C order, which is kept as long as this is.
struct Bytes {
    start: *const u8,
    count: usize,
    /// The owner: NumPy does not move or free the memory of an array that is referred to.
    _array: Py<PyUntypedArray>,
}

// SAFETY: the memory is read only, through a pointer that stays valid while `_array` is held; `Py` may be sent and dropped on any
// thread. Another thread of Python that writes to the array meanwhile changes what is copied, no more: no reference to the
// memory is made, and the numbers are checked after they are copied.
unsafe impl Send for Bytes {}
// SAFETY: as above; there is no interior mutability.
unsafe impl Sync for Bytes {}

impl LentBytes for Bytes {
    fn count(&self) -> usize {
        self.count
    }

    fn copy(&self, start: usize, buffer: &mut [u8]) {
        assert!(start.checked_add(buffer.len()).is_some_and(|end| end <= self.count), "bytes of an array");
        // SAFETY: the range was checked to lie in the array's memory, and the buffer is memory of our own.
        unsafe { std::ptr::copy_nonoverlapping(self.start.add(start), buffer.as_mut_ptr(), buffer.len()) }
    }
}

/// An array in C order, without a copy; Python makes one of any other.
pub(crate) fn lent(name: &str, array: &Bound<'_, PyUntypedArray>) -> PyResult<LentArray> {
    if !array.is_c_contiguous() {
        return Err(super::error::Error::new_err(format!("{name}: found another order of axes, expected C order")));
    }
    let dtype = array.dtype();
    let kind: String = dtype.getattr("str")?.extract()?;
    // SAFETY: the pointer is to a live array object.
    let start = unsafe { (*array.as_array_ptr()).fields.data.cast_const().cast::<u8>() };
    let count = array.len().saturating_mul(dtype.itemsize());
    let bytes = Bytes { start, count, _array: array.clone().unbind() };
    LentArray::new(name, &kind, array.shape(), Arc::new(bytes)).map_err(|problem| error(&problem))
}
