//! Arrays of `f64` written as `.npy` files.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// The data of a file starts at a multiple of this.
const ALIGNMENT: usize = 64;

/// Bytes before the text of the header: magic, version, length.
const BEFORE_TEXT: usize = 10;

/// Writes an array in C order, little-endian: first beside the file under another name, then renamed, so that nobody
/// sees half of it.
///
/// # Errors
/// Those of the system, and where there are not as many entries as the shape says; the file is then as it was before.
pub fn write_npy(path: &Path, shape: &[usize], entries: impl IntoIterator<Item = f64>) -> io::Result<()> {
    // Python writes a tuple of one as (3,).
    let sizes: String = shape.iter().map(|n| format!("{n}, ")).collect();
    let mut header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({}), }}", sizes.trim_end());
    let unpadded = BEFORE_TEXT + header.len() + 1;
    header.push_str(&" ".repeat(unpadded.next_multiple_of(ALIGNMENT) - unpadded));
    header.push('\n');
    let length = u16::try_from(header.len()).map_err(io::Error::other)?;
    let name = path.file_name().map_or("file".into(), |name| name.to_string_lossy());
    let temporary = path.with_file_name(format!(".{name}.{}.partial", std::process::id()));
    let write = || {
        let mut file = BufWriter::new(fs::File::create(&temporary)?);
        file.write_all(b"\x93NUMPY\x01\x00")?;
        file.write_all(&length.to_le_bytes())?;
        file.write_all(header.as_bytes())?;
        let mut count = 0;
        for entry in entries {
            file.write_all(&entry.to_le_bytes())?;
            count += 1;
        }
        if count != shape.iter().product::<usize>() {
            return Err(io::Error::other(format!("found {count} entries, expected the shape {shape:?}")));
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&temporary, path)
    };
    let written = write();
    if written.is_err() {
        // Best effort: the error to report is the first one.
        let _ = fs::remove_file(&temporary);
    }
    written
}
