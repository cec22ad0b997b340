//! Arrays of `f64` written as `.npy` files.

use crate::output::{Target, Unwritable};
use std::io::{self, Write};
use std::path::Path;

/// The data of a file starts at a multiple of this.
const ALIGNMENT: usize = 64;

/// Bytes before the text of the header: magic, version, length.
const BEFORE_TEXT: usize = 10;

/// Writes an array in C order, little-endian, as a [`Target`] is written.
///
/// # Errors
/// [`Unwritable`], also where the number of entries is not that of the shape; the file is then as it was before.
pub fn write_npy(path: &Path, shape: &[usize], entries: impl IntoIterator<Item = f64>) -> Result<(), Unwritable> {
    Target::prove(path)?.write(|out| put_npy(out, shape, entries))
}

/// Writes the bytes of an array.
///
/// # Errors
/// Those of the system, and where the number of entries is not that of the shape.
pub fn put_npy(out: &mut dyn Write, shape: &[usize], entries: impl IntoIterator<Item = f64>) -> io::Result<()> {
    // Python writes a tuple of one as (3,).
    let sizes: String = shape.iter().map(|n| format!("{n}, ")).collect();
    let mut header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}", sizes.trim_end());
    let unpadded = BEFORE_TEXT + header.len() + 1;
    header.push_str(&" ".repeat(unpadded.next_multiple_of(ALIGNMENT) - unpadded));
    header.push('\n');
    let length = u16::try_from(header.len()).map_err(io::Error::other)?;
    out.write_all(b"\x93NUMPY\x01\x00")?;
    out.write_all(&length.to_le_bytes())?;
    out.write_all(header.as_bytes())?;
    let mut count = 0;
    for entry in entries {
        out.write_all(&entry.to_le_bytes())?;
        count += 1;
    }
    if count != shape.iter().product::<usize>() {
        return Err(io::Error::other(format!("found {count} entries, expected the shape {shape:?}")));
    }
    Ok(())
}
