//! Views in a `.npy` file, read a block of samples at a time.

use super::npy::{KEY, header_of};
use super::{FINITE, InputError, unravel};
use npyz::{Order, TypeChar};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// An array N × A × D of `f64` or `f32` in C order, of which only what is asked for is in memory.
#[derive(Debug)]
pub struct NpyViews {
    file: String,
    /// One reader at a time: a position belongs to the open file.
    data: Mutex<File>,
    start: u64,
    entry: usize,
    little_endian: bool,
    shape: [usize; 3],
    samples: usize,
    scale: f64,
}

const STREAMED: &str = "a float of 4 or 8 bytes in C order: what is streamed";

impl NpyViews {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// [`InputError`] where it is no such file, of another type or order, not N × A × D with no empty dimension, or
    /// not as long as its header says. Values are looked at when they are read.
    pub fn open(path: &Path) -> Result<Self, InputError> {
        let file = path.display().to_string();
        let unreadable = |error: std::io::Error| InputError::Unreadable { file: file.clone(), kind: error.kind() };
        let mut data = File::open(path).map_err(unreadable)?;
        let length = data.metadata().map_err(unreadable)?.len();
        let mut head = Vec::new();
        (&mut data).take(super::npy::LONGEST_HEAD).read_to_end(&mut head).map_err(unreadable)?;
        let header = header_of(&file, &head)?;
        let misfit =
            |found: String| InputError::Type { file: file.clone(), key: KEY.to_string(), found, expected: STREAMED };
        let entry = match (header.kind.type_char(), header.kind.size_field()) {
            (TypeChar::Float, 4) => 4,
            (TypeChar::Float, 8) => 8,
            _ => return Err(misfit(header.kind.to_string())),
        };
        if header.order == Order::Fortran {
            return Err(misfit("Fortran order".into()));
        }
        let &[samples, augmentations, width] = &header.shape[..] else {
            return Err(shape(&file, header.shape, "N×A×D with no empty dimension"));
        };
        let product = samples.checked_mul(augmentations).and_then(|n| n.checked_mul(width));
        let Some(entries) = product.filter(|n| *n > 0) else {
            return Err(shape(&file, header.shape, "N×A×D with no empty dimension"));
        };
        let (found, expected) = (length - header.start, (entries as u64).saturating_mul(entry as u64));
        if found != expected {
            return Err(InputError::Length { file, found, expected });
        }
        let shape = [samples, augmentations, width];
        let little_endian = header.kind.endianness() != npyz::Endianness::Big;
        Ok(NpyViews {
            file,
            data: Mutex::new(data),
            start: header.start,
            entry,
            little_endian,
            shape,
            samples,
            scale: 1.0,
        })
    }

    /// The first samples alone, every number divided by `scale`.
    ///
    /// # Errors
    /// The number of samples that there are, if it is less or `samples` is 0.
    pub fn first(self, samples: usize, scale: f64) -> Result<Self, usize> {
        if (1..=self.shape[0]).contains(&samples) {
            Ok(NpyViews { samples, scale, ..self })
        } else {
            Err(self.shape[0])
        }
    }

    /// [N, A, D], N the samples that are used.
    pub fn shape(&self) -> [usize; 3] {
        [self.samples, self.shape[1], self.shape[2]]
    }

    /// The file it comes from.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The views of these samples one after the other, into a buffer of any length before.
    ///
    /// # Errors
    /// [`InputError`] where they cannot be read (any more) or are no finite numbers.
    ///
    /// # Panics
    /// If there are no such samples.
    pub fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        assert!(samples.end <= self.samples, "samples of {}", self.file);
        let each = self.shape[1] * self.shape[2];
        let count = samples.len() * each;
        let mut bytes = vec![0; count * self.entry];
        let at = self.start + (samples.start * each * self.entry) as u64;
        {
            let mut data = self.data.lock().unwrap_or_else(PoisonError::into_inner);
            let read = data.seek(SeekFrom::Start(at)).and_then(|_| data.read_exact(&mut bytes));
            read.map_err(|error| InputError::Unreadable { file: self.file.clone(), kind: error.kind() })?;
        }
        buffer.clear();
        match (self.entry, self.little_endian) {
            (4, true) => buffer.extend(words(&bytes).map(|word| f64::from(f32::from_le_bytes(word)))),
            (4, false) => buffer.extend(words(&bytes).map(|word| f64::from(f32::from_be_bytes(word)))),
            (_, true) => buffer.extend(words(&bytes).map(f64::from_le_bytes)),
            (_, false) => buffer.extend(words(&bytes).map(f64::from_be_bytes)),
        }
        if let Some(place) = buffer.iter().position(|x| !x.is_finite()) {
            let index = unravel(&self.shape, samples.start * each + place);
            let found = buffer[place].to_string();
            return Err(InputError::Value {
                file: self.file.clone(),
                key: KEY.to_string(),
                index,
                found,
                expected: FINITE,
            });
        }
        if self.scale != 1.0 {
            buffer.iter_mut().for_each(|x| *x /= self.scale);
        }
        Ok(())
    }
}

fn shape(file: &str, found: Vec<usize>, expected: &str) -> InputError {
    InputError::Shape { file: file.to_string(), key: KEY.to_string(), found, expected: expected.into() }
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> + '_ {
    bytes.as_chunks::<N>().0.iter().copied()
}
