//! Data of a tensor in a file beside the model's.

use crate::OnnxError;
use crate::proto::TensorProto;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Component, Path, PathBuf};

/// A stretch of a file of data, known to be there.
#[derive(Clone, Debug)]
pub(crate) struct External {
    path: PathBuf,
    offset: u64,
    length: usize,
}

impl External {
    /// The stretch that a tensor names, which must be in the folder of the model and as long as its shape says.
    pub(crate) fn new(
        proto: &TensorProto,
        name: &str,
        length: usize,
        folder: Option<&Path>,
    ) -> Result<Self, OnnxError> {
        let wrong =
            |key, found: String, expected: String| OnnxError::Tensor { name: name.to_string(), key, found, expected };
        let entry = |key: &str| proto.external_data.iter().find(|e| e.key == key).map(|e| e.value.as_str());
        let number = |key: &'static str| match entry(key) {
            None => Ok(None),
            Some(text) => text.parse::<u64>().map(Some).map_err(|_| wrong(key, format!("{text:?}"), "a number".into())),
        };
        let location = entry("location").ok_or_else(|| wrong("location", "none".into(), "a file of data".into()))?;
        let is_inside = !location.is_empty()
            && Path::new(location).components().all(|c| matches!(c, Component::Normal(_) | Component::CurDir));
        if !is_inside || location.contains('\\') {
            return Err(wrong("location", format!("{location:?}"), "a file in the folder of the model".into()));
        }
        let folder = folder.ok_or_else(|| {
            wrong(
                "location",
                format!("{location:?}"),
                "data in the model's own bytes, which have no folder here".into(),
            )
        })?;
        let path = folder.join(location);
        let unreadable =
            |error: std::io::Error| OnnxError::Unreadable { file: path.display().to_string(), kind: error.kind() };
        // A link that leads out of the folder is refused as a path that does.
        let real = path.canonicalize().map_err(unreadable)?;
        if !real.starts_with(folder.canonicalize().map_err(unreadable)?) {
            return Err(wrong("location", format!("{}", real.display()), "a file in the folder of the model".into()));
        }
        let offset = number("offset")?.unwrap_or(0);
        let stored = real.metadata().map_err(unreadable)?.len();
        if let Some(found) = number("length")?
            && found != length as u64
        {
            return Err(wrong("length", format!("{found} bytes"), format!("{length} for its shape")));
        }
        if offset.checked_add(length as u64).is_none_or(|end| end > stored) {
            return Err(wrong(
                "location",
                format!("{location:?} of {stored} bytes"),
                format!("{length} bytes from byte {offset} on"),
            ));
        }
        Ok(External { path: real, offset, length })
    }

    pub(crate) fn bytes(&self, name: &str) -> Result<Vec<u8>, OnnxError> {
        let unreadable =
            |error: std::io::Error| OnnxError::Unreadable { file: self.path.display().to_string(), kind: error.kind() };
        let mut file = File::open(&self.path).map_err(unreadable)?;
        file.seek(SeekFrom::Start(self.offset)).map_err(unreadable)?;
        let mut bytes = Vec::with_capacity(self.length);
        file.take(self.length as u64).read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() == self.length {
            return Ok(bytes);
        }
        let (found, expected) = (format!("{} bytes", bytes.len()), self.length.to_string());
        Err(OnnxError::Tensor { name: name.to_string(), key: "location", found, expected })
    }
}
