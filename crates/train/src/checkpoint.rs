//! The state of a training in one `.safetensors` file: whole or absent, exact to the last bit.

use super::{Network, Real};
use crate::output::Target;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use safetensors::SafeTensors;
use safetensors::tensor::{Dtype, TensorView, serialize};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// A number that a file can hold.
pub trait Stored: Real {
    /// Its name in the file.
    const DTYPE: Dtype;

    /// Its bytes, little-endian.
    fn write_to(self, bytes: &mut Vec<u8>);

    /// The numbers of bytes, all of them whole.
    fn read_all(bytes: &[u8]) -> Vec<Self>;
}

macro_rules! stored {
    ($float:ty, $dtype:expr, $bytes:literal) => {
        impl Stored for $float {
            const DTYPE: Dtype = $dtype;
            fn write_to(self, bytes: &mut Vec<u8>) {
                bytes.extend(self.to_le_bytes());
            }
            fn read_all(bytes: &[u8]) -> Vec<Self> {
                bytes.as_chunks::<$bytes>().0.iter().map(|word| <$float>::from_le_bytes(*word)).collect()
            }
        }
    };
}
stored!(f32, Dtype::F32, 4);
stored!(f64, Dtype::F64, 8);

/// Why a checkpoint cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The file cannot be read.
    #[error("{file}: cannot read: {problem}")]
    Unreadable {
        /// The file.
        file: String,
        /// The system's error.
        problem: String,
    },
    /// The file cannot be written; what was there before still is.
    #[error("{file}: cannot write: {problem}")]
    Unwritable {
        /// The file.
        file: String,
        /// The system's error.
        problem: String,
    },
    /// The bytes are not a `.safetensors` file of this program.
    #[error("{file}: found {problem}, expected a checkpoint of this program")]
    Damaged {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// A missing array or note.
    #[error("{file}: {key}: found nothing, expected {expected}")]
    Missing {
        /// The file.
        file: String,
        /// Its name.
        key: String,
        /// What was expected.
        expected: String,
    },
    /// An array of another shape or type.
    #[error("{file}: {key}: found {found}, expected {expected}")]
    Shape {
        /// The file.
        file: String,
        /// Its name.
        key: String,
        /// Type and shape in the file.
        found: String,
        /// Type and shape of the network.
        expected: String,
    },
    /// A note that is malformed, or that differs from the expected one.
    #[error("{file}: {key}: found {found}, expected {expected}")]
    Note {
        /// The file.
        file: String,
        /// Its name.
        key: String,
        /// What was found.
        found: String,
        /// What was expected.
        expected: String,
    },
}

#[derive(Clone, Debug)]
struct Array {
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

/// Named arrays and notes.
///
/// ```
/// use dualproof_train::Checkpoint;
/// let mut checkpoint = Checkpoint::default();
/// checkpoint.put("velocity", &[2], &[0.1_f32, 0.2]);
/// checkpoint.note("step", &7_u64);
/// assert_eq!(checkpoint.get::<f32>("velocity", &[2])?, [0.1, 0.2]);
/// assert_eq!(checkpoint.noted::<u64>("step")?, 7);
/// let error = checkpoint.get::<f32>("velocity", &[3]).unwrap_err();
/// assert!(error.to_string().ends_with("velocity: found F32 [2], expected F32 [3]"));
/// # Ok::<(), dualproof_train::CheckpointError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Checkpoint {
    file: String,
    arrays: BTreeMap<String, Array>,
    notes: BTreeMap<String, serde_json::Value>,
}

/// The key of the notes among the file's own data: one text, because the order of several would be by chance.
const NOTES: &str = "dualproof";

/// The position of a random stream.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Position {
    seed: [u8; 32],
    stream: u64,
    /// As text: it is a 128-bit number.
    word: String,
}

impl Checkpoint {
    /// Adds an array, replacing one of its name.
    ///
    /// # Panics
    /// If the shape does not have as many entries.
    pub fn put<T: Stored>(&mut self, name: &str, shape: &[usize], entries: &[T]) {
        assert_eq!(entries.len(), shape.iter().product::<usize>(), "entries of {name}");
        let mut bytes = Vec::with_capacity(size_of_val(entries));
        entries.iter().for_each(|x| x.write_to(&mut bytes));
        self.arrays.insert(name.to_string(), Array { dtype: T::DTYPE, shape: shape.to_vec(), bytes });
    }

    /// An array of a name and shape.
    ///
    /// # Errors
    /// [`CheckpointError`] where it is missing, or of another shape or type.
    pub fn get<T: Stored>(&self, name: &str, shape: &[usize]) -> Result<Vec<T>, CheckpointError> {
        let expected = format!("{:?} {shape:?}", T::DTYPE);
        let (file, key) = (self.file.clone(), name.to_string());
        let Some(array) = self.arrays.get(name) else {
            return Err(CheckpointError::Missing { file, key, expected });
        };
        if array.dtype != T::DTYPE || array.shape != shape {
            let found = format!("{:?} {:?}", array.dtype, array.shape);
            return Err(CheckpointError::Shape { file, key, found, expected });
        }
        Ok(T::read_all(&array.bytes))
    }

    /// Adds a note, replacing one of its name.
    ///
    /// # Panics
    /// If the value does not serialise: what is noted is plain data.
    pub fn note<N: Serialize>(&mut self, name: &str, value: &N) {
        self.notes.insert(name.to_string(), serde_json::to_value(value).expect("plain data"));
    }

    /// A note.
    ///
    /// # Errors
    /// [`CheckpointError`] where it is missing or malformed.
    pub fn noted<N: DeserializeOwned>(&self, name: &str) -> Result<N, CheckpointError> {
        let (file, key) = (self.file.clone(), name.to_string());
        let Some(value) = self.notes.get(name) else {
            return Err(CheckpointError::Missing { file, key, expected: "a note".into() });
        };
        serde_json::from_value(value.clone()).map_err(|error| CheckpointError::Note {
            file,
            key,
            found: value.to_string(),
            expected: error.to_string(),
        })
    }

    /// Is a note equal to `value`?
    ///
    /// # Errors
    /// [`CheckpointError`] where it is missing or differs.
    pub fn expect_note<N: Serialize>(&self, name: &str, value: &N) -> Result<(), CheckpointError> {
        let found: serde_json::Value = self.noted(name)?;
        let expected = serde_json::to_value(value).expect("plain data");
        if found == expected {
            return Ok(());
        }
        let (file, key) = (self.file.clone(), name.to_string());
        Err(CheckpointError::Note { file, key, found: found.to_string(), expected: expected.to_string() })
    }

    /// Adds the parameters of a network under `prefix.`.
    pub fn put_network<T: Stored>(&mut self, prefix: &str, network: &Network<T>) {
        for parameter in network.layout() {
            let entries = &network.parameters[parameter.range.clone()];
            self.put(&format!("{prefix}.{}", parameter.name), &parameter.shape, entries);
        }
    }

    /// Sets the parameters of a network to those under `prefix.`.
    ///
    /// # Errors
    /// [`CheckpointError`] where one is missing or of another shape; the network is then as it was.
    pub fn restore_network<T: Stored>(&self, prefix: &str, network: &mut Network<T>) -> Result<(), CheckpointError> {
        let mut all = Vec::with_capacity(network.parameters.len());
        for parameter in network.layout() {
            all.extend(self.get::<T>(&format!("{prefix}.{}", parameter.name), &parameter.shape)?);
        }
        network.parameters = all;
        Ok(())
    }

    /// Notes the position of a random stream.
    pub fn put_rng(&mut self, name: &str, rng: &ChaCha8Rng) {
        let position =
            Position { seed: rng.get_seed(), stream: rng.get_stream(), word: rng.get_word_pos().to_string() };
        self.note(name, &position);
    }

    /// The random stream that was noted, at its position.
    ///
    /// # Errors
    /// [`CheckpointError`] where it is missing or malformed.
    pub fn rng(&self, name: &str) -> Result<ChaCha8Rng, CheckpointError> {
        let position: Position = self.noted(name)?;
        let word = position.word.parse().map_err(|_| CheckpointError::Note {
            file: self.file.clone(),
            key: name.to_string(),
            found: position.word.clone(),
            expected: "the position of a random stream".into(),
        })?;
        let mut rng = ChaCha8Rng::from_seed(position.seed);
        rng.set_stream(position.stream);
        rng.set_word_pos(word);
        Ok(rng)
    }

    /// Writes the file, whole or not at all.
    ///
    /// # Errors
    /// [`CheckpointError::Unwritable`]; a file that was there before is as it was.
    pub fn write(&self, path: &Path) -> Result<(), CheckpointError> {
        let unwritable = |problem: String| CheckpointError::Unwritable { file: path.display().to_string(), problem };
        let views = self.arrays.iter().map(|(name, array)| {
            let view = TensorView::new(array.dtype, array.shape.clone(), &array.bytes);
            Ok((name, view.map_err(|error| unwritable(error.to_string()))?))
        });
        let views = views.collect::<Result<Vec<_>, CheckpointError>>()?;
        let notes = serde_json::to_string(&self.notes).expect("plain data");
        let bytes = serialize(views, Some(HashMap::from([(NOTES.to_string(), notes)])));
        let bytes = bytes.map_err(|error| unwritable(error.to_string()))?;
        Target::prove(path).and_then(|target| target.write_all(&bytes)).map_err(|error| unwritable(error.problem))
    }

    /// Reads a file.
    ///
    /// # Errors
    /// [`CheckpointError`] where it cannot be read, or is damaged or something else.
    pub fn read(path: &Path) -> Result<Self, CheckpointError> {
        let file = path.display().to_string();
        let damaged = |problem: String| CheckpointError::Damaged { file: file.clone(), problem };
        let bytes = fs::read(path)
            .map_err(|error| CheckpointError::Unreadable { file: file.clone(), problem: error.to_string() })?;
        let tensors = SafeTensors::deserialize(&bytes).map_err(|error| damaged(error.to_string()))?;
        let (_, header) = SafeTensors::read_metadata(&bytes).map_err(|error| damaged(error.to_string()))?;
        let notes = header.metadata().as_ref().and_then(|notes| notes.get(NOTES));
        let notes = notes.ok_or_else(|| damaged("no notes".into()))?;
        let notes = serde_json::from_str(notes).map_err(|error| damaged(error.to_string()))?;
        let array = |(name, view): (String, TensorView)| {
            (name, Array { dtype: view.dtype(), shape: view.shape().to_vec(), bytes: view.data().to_vec() })
        };
        Ok(Checkpoint { arrays: tensors.tensors().into_iter().map(array).collect(), notes, file })
    }
}
