//! The format of a file that was given for another one, and the line of Python that converts it.

use std::fmt;
use std::path::Path;

/// Formats that are recognised by their first bytes, or by the file's extension where the bytes do not decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// An array of NumPy.
    Npy,
    /// Several arrays of NumPy in a zip archive.
    Npz,
    /// Named tensors.
    Safetensors,
    /// What `torch.save` writes: a zip archive, or a pickle in older versions.
    PyTorch,
    /// Pickled objects of Python.
    Pickle,
    /// A graph of operators.
    Onnx,
    /// HDF5, as Keras writes it.
    Hdf5,
    /// A zip archive of something else.
    Zip,
    /// Plain text.
    Text,
}

/// The least bytes of plain text that make a file count as text.
const TEXT: usize = 32;

/// Bytes of a zip archive before the name of its first member, and where that name's length is.
const ZIP_NAME: usize = 30;
const ZIP_LENGTH: usize = 26;

/// The number that starts the older files of `torch.save`, as a pickle.
const TORCH_PICKLE: &[u8] = b"\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";

impl Format {
    /// The format of a file that starts with these bytes, if it is a known one.
    pub(super) fn of(file: &str, head: &[u8]) -> Option<Self> {
        let extension = Path::new(file).extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
        let torch_name = ["pt", "pth", "ckpt", "bin"].contains(&extension.as_str());
        match head {
            [b'\x93', b'N', b'U', b'M', b'P', b'Y', ..] => Some(Format::Npy),
            [b'P', b'K', 3, 4, ..] => Some(match zip_member(head) {
                Some(name) if name.ends_with(b".npy") => Format::Npz,
                Some(name) if torch_name || is_of_torch(name) => Format::PyTorch,
                _ => Format::Zip,
            }),
            [0x80, 2..=5, rest @ ..] if torch_name || rest.starts_with(TORCH_PICKLE) => Some(Format::PyTorch),
            [0x80, 2..=5, ..] => Some(Format::Pickle),
            [0x89, b'H', b'D', b'F', ..] => Some(Format::Hdf5),
            // The field ir_version, then the field producer_name or opset_import.
            [8, 1..=32, 0x12 | 0x3a | 0x42, ..] => Some(Format::Onnx),
            [_, _, _, _, _, 0, 0, 0, b'{', ..] => Some(Format::Safetensors),
            _ if extension == "onnx" && !head.is_empty() => Some(Format::Onnx),
            _ if head.len() >= TEXT && head.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~')) => {
                Some(Format::Text)
            }
            _ => None,
        }
    }

    /// How to make a file of the format `wanted` out of this one, as the end of a sentence; empty where there is no
    /// short way.
    pub(super) fn conversion(self, wanted: Format, file: &str) -> String {
        let target = Path::new(file).with_extension(if wanted == Format::Npy { "npy" } else { "safetensors" });
        let (from, to) = (format!("{file:?}"), format!("{:?}", target.display().to_string()));
        let line = match (self, wanted) {
            (Format::PyTorch, Format::Npy) => {
                format!("import numpy, torch; numpy.save({to}, torch.load({from}).numpy())")
            }
            (Format::Pickle, Format::Npy) => {
                format!("import numpy, pickle; numpy.save({to}, pickle.load(open({from}, 'rb')))")
            }
            (Format::Npz, Format::Npy) => format!("import numpy; numpy.save({to}, numpy.load({from})['NAME'])"),
            (Format::Text, Format::Npy) => {
                format!("import numpy; numpy.save({to}, numpy.loadtxt({from}, delimiter=','))")
            }
            (Format::Safetensors, Format::Npy) => {
                format!(
                    "import numpy; from safetensors.numpy import load_file; numpy.save({to}, load_file({from})['NAME'])"
                )
            }
            (Format::Hdf5, Format::Npy) => {
                format!("import h5py, numpy; numpy.save({to}, h5py.File({from})['NAME'][()])")
            }
            (Format::PyTorch, Format::Safetensors) => format!(
                "import torch; from safetensors.torch import save_file; save_file(torch.load({from}, weights_only=True), {to}) \
                 (for a state_dict)"
            ),
            (Format::Pickle, Format::Safetensors) => format!(
                "import pickle; from safetensors.numpy import save_file; save_file(pickle.load(open({from}, 'rb')), {to}) \
                 (for a dictionary of arrays)"
            ),
            (Format::Npz, Format::Safetensors) => format!(
                "import numpy; from safetensors.numpy import save_file; save_file(dict(numpy.load({from})), {to})"
            ),
            (Format::Npy, Format::Safetensors) => format!(
                "import numpy; from safetensors.numpy import save_file; save_file({{'layers.0.weight': numpy.load({from})}}, {to})"
            ),
            (Format::Onnx, Format::Safetensors) => format!(
                "import onnx; from onnx.numpy_helper import to_array; from safetensors.numpy import save_file; \
                 save_file({{t.name: to_array(t) for t in onnx.load({from}).graph.initializer}}, {to}) \
                 (n_out × n_in as Gemm with transB has them; transpose those of MatMul)"
            ),
            (Format::Hdf5, Format::Safetensors) => format!(
                "import keras; from safetensors.numpy import save_file; save_file({{f'layers.{{i}}.weight': \
                 w.T.copy() for i, w in enumerate(keras.models.load_model({from}).get_weights())}}, {to}) \
                 (Keras has n_in × n_out)"
            ),
            _ => return String::new(),
        };
        format!("; in Python: {line}")
    }
}

/// The name of the first member of a zip archive.
fn zip_member(head: &[u8]) -> Option<&[u8]> {
    let length = u16::from_le_bytes([*head.get(ZIP_LENGTH)?, *head.get(ZIP_LENGTH + 1)?]);
    head.get(ZIP_NAME..ZIP_NAME + usize::from(length))
}

/// Members that `torch.save` and `torch.jit.save` write first, in a folder of the archive's name.
fn is_of_torch(member: &[u8]) -> bool {
    let name = String::from_utf8_lossy(member);
    let inner = name.split_once('/').map_or("", |(_, inner)| inner);
    ["data.pkl", "constants.pkl", "byteorder", ".format_version", ".storage_alignment", "version"].contains(&inner)
        || inner.starts_with("data/")
        || inner.starts_with("code/")
        || inner.starts_with(".data/")
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Format::Npy => "a .npy array of NumPy",
            Format::Npz => "an .npz archive of NumPy arrays",
            Format::Safetensors => "a .safetensors file",
            Format::PyTorch => "a file of torch.save",
            Format::Pickle => "a pickle of Python",
            Format::Onnx => "an ONNX model",
            Format::Hdf5 => "an HDF5 file",
            Format::Zip => "a zip archive",
            Format::Text => "plain text",
        })
    }
}
