//! Samples in a `.npy` file, read a block at a time.

use super::InputError;
use super::lent::{LentArray, LentBytes};
use super::npy::{misshapen, value};
use super::npy_header::{Header, LONGEST_HEAD, check_magic};
use super::stored::{Refused, Stored};
use super::{fits, unravel};
use dualproof_host::memory::available_memory;
use npyz::Order;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Bytes of an array in other memory that are copied at a time: a multiple of the size of any entry.
const PART: usize = 1 << 16;

/// An array N × … of any type that [`super::Array`] reads, of which only the samples asked for are in memory. A pipe,
/// whose bytes come once, and an array in Fortran order, in which a sample is scattered, are in memory as a whole.
#[derive(Debug)]
pub struct NpySamples {
    file: String,
    data: Data,
    stored: Stored,
    shape: Vec<usize>,
    samples: usize,
    scale: f64,
}

enum Data {
    /// One reader at a time: a position belongs to the open file.
    File { file: Mutex<File>, start: u64 },
    /// In C order.
    Memory(Vec<u8>),
    /// The same in memory of another program.
    Lent(Arc<dyn LentBytes>),
}

impl std::fmt::Debug for Data {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Data::File { .. } => "File",
            Data::Memory(_) => "Memory",
            Data::Lent(_) => "Lent",
        })
    }
}

impl NpySamples {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// [`InputError`] where it is not such a file, is of another type, has no dimension or an empty one, or is not as
    /// long as its header says. Values are checked when they are read.
    pub fn open(path: &Path) -> Result<Self, InputError> {
        let file = path.display().to_string();
        let unreadable = |error: io::Error| InputError::Unreadable { file: file.clone(), kind: error.kind() };
        let mut source = File::open(path).map_err(unreadable)?;
        let metadata = source.metadata().map_err(unreadable)?;
        let mut head = Vec::new();
        (&mut source).take(super::HEAD).read_to_end(&mut head).map_err(unreadable)?;
        check_magic(&file, &head)?;
        (&mut source).take(LONGEST_HEAD - super::HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let header = Header::read(&file, &head)?;
        is_filled(&file, &header.shape)?;
        let expected = header.data_bytes;
        let of_length = |found: u64| match found == expected {
            true => Ok(()),
            false => Err(InputError::Length { file: file.clone(), found, expected }),
        };
        let start = header.start as u64;
        let data = if metadata.is_file() && metadata.len() >= head.len() as u64 && header.order == Order::C {
            of_length(metadata.len() - start)?;
            Data::File { file: Mutex::new(source), start }
        } else {
            // As it comes, and in C order.
            let copies = if header.order == Order::C { 1.0 } else { 2.0 };
            fits(&file, copies * expected as f64, available_memory())?;
            let mut bytes = head.split_off(header.start);
            let missing = expected.saturating_sub(bytes.len() as u64);
            (&mut source).take(missing).read_to_end(&mut bytes).map_err(unreadable)?;
            let surplus = io::copy(&mut source, &mut io::sink()).map_err(unreadable)?;
            of_length(bytes.len() as u64 + surplus)?;
            Data::Memory(match header.order {
                Order::C => bytes,
                Order::Fortran => header.row_major(&bytes).into_owned(),
            })
        };
        let (stored, samples) = (header.stored, header.shape[0]);
        Ok(NpySamples { file, data, stored, shape: header.shape, samples, scale: 1.0 })
    }

    /// An array in memory.
    ///
    /// # Errors
    /// [`InputError::Shape`] where it has no dimension or an empty one. Values are checked when they are read.
    pub fn lent(array: &LentArray) -> Result<Self, InputError> {
        let LentArray { name, stored, shape, bytes } = array.clone();
        is_filled(&name, &shape)?;
        let samples = shape[0];
        Ok(NpySamples { file: name, data: Data::Lent(bytes), stored, shape, samples, scale: 1.0 })
    }

    /// The first samples alone, every number divided by `scale`.
    ///
    /// # Errors
    /// The number of samples in the file, if it is less or `samples` is 0.
    pub fn first(self, samples: usize, scale: f64) -> Result<Self, usize> {
        if (1..=self.shape[0]).contains(&samples) {
            Ok(NpySamples { samples, scale, ..self })
        } else {
            Err(self.shape[0])
        }
    }

    /// N, the samples that are used.
    pub fn samples(&self) -> usize {
        self.samples
    }

    /// The sizes of a sample.
    pub fn each(&self) -> &[usize] {
        &self.shape[1..]
    }

    /// The file it comes from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The error that this array does not have the shape that is needed.
    pub fn misshapen(&self, expected: impl Into<String>) -> InputError {
        misshapen(&self.file, &self.shape, expected)
    }

    /// These samples one after the other, into a buffer of any length before.
    ///
    /// # Errors
    /// [`InputError`] where they cannot be read (any more), are not finite, or overflow or become 0 when divided by the
    /// scale.
    ///
    /// # Panics
    /// If the range exceeds the samples.
    pub fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        assert!(samples.end <= self.samples, "samples of {}", self.file);
        let each: usize = self.each().iter().product();
        let (first, entry) = (samples.start * each, self.stored.size());
        let (from, length) = (first * entry, samples.len() * each * entry);
        buffer.clear();
        let read = match &self.data {
            Data::Memory(bytes) => self.stored.append(&bytes[from..from + length], buffer),
            Data::Lent(bytes) => self.of_lent(bytes.as_ref(), from..from + length, buffer),
            Data::File { file, start } => {
                let mut bytes = vec![0; length];
                {
                    let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                    let read =
                        file.seek(SeekFrom::Start(start + from as u64)).and_then(|_| file.read_exact(&mut bytes));
                    read.map_err(|error| InputError::Unreadable { file: self.file.clone(), kind: error.kind() })?;
                }
                self.stored.append(&bytes, buffer)
            }
        };
        read.map_err(|refused| value(&self.file, &self.shape, first, refused))?;
        if self.scale == 1.0 {
            return Ok(());
        }
        for (place, x) in buffer.iter_mut().enumerate() {
            let (found, quotient) = (*x, *x / self.scale);
            if !quotient.is_finite() || (quotient == 0.0 && found != 0.0) {
                let (file, index) = (self.file.clone(), unravel(&self.shape, first + place));
                return Err(InputError::Scale { file, index, found, scale: self.scale, quotient });
            }
            *x = quotient;
        }
        Ok(())
    }

    /// Appends entries of other memory, a part at a time.
    fn of_lent(&self, bytes: &dyn LentBytes, range: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), Refused> {
        buffer.reserve(range.len() / self.stored.size());
        let mut part = [0; PART];
        for start in range.clone().step_by(PART) {
            let part = &mut part[..PART.min(range.end - start)];
            bytes.copy(start, part);
            let before = buffer.len();
            let moved = |refused: Refused| Refused { place: before + refused.place, ..refused };
            self.stored.append(part, buffer).map_err(moved)?;
        }
        Ok(())
    }
}

fn is_filled(file: &str, shape: &[usize]) -> Result<(), InputError> {
    match shape.is_empty() || shape.contains(&0) {
        true => Err(misshapen(file, shape, "N×… with no empty dimension")),
        false => Ok(()),
    }
}
