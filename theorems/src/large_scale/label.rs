//! The label of an explicit operator, in a file beside it: an array alone does not say which vec its rows are of.

use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// The label of a matrix, in FILE.npy.json beside FILE.npy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// The operator.
    pub operator: String,
    /// l, from 1.
    pub layer: usize,
    /// n_l and n_{l−1}.
    pub weights_shape: (usize, usize),
    /// n_l n_{l−1}, twice.
    pub matrix_shape: (usize, usize),
    /// The vec that rows and columns stand for.
    pub vec: String,
    /// The operator applied to the weights, in NumPy.
    pub numpy: String,
}

/// The first field of every label.
const OPERATOR: &str = "V_x[K̄_l], the covariance between samples of the augmentation means of the connections";

impl Label {
    pub(super) fn new(layer: usize, (units, inputs): (usize, usize)) -> Self {
        Label {
            operator: OPERATOR.into(),
            layer,
            weights_shape: (units, inputs),
            matrix_shape: (units * inputs, units * inputs),
            vec: "columns stacked: row i + n_l j of the matrix belongs to the weight W[i, j]".into(),
            numpy: format!("(V @ W.flatten(order='F')).reshape(({units}, {inputs}), order='F')"),
        }
    }

    /// One line for people.
    pub(super) fn line(&self, out: &Path) -> String {
        let (rows, _) = self.matrix_shape;
        format!(
            "{}: V of layer {}, {rows} × {rows}, columns stacked; in NumPy V w is {}\n",
            out.display(),
            self.layer,
            self.numpy
        )
    }
}

/// The path of the label of a matrix; `None` where the matrix goes to a device or a FIFO, which has nothing beside it.
pub(super) fn beside(out: &Path) -> Option<PathBuf> {
    if std::fs::metadata(out).is_ok_and(|found| !found.is_file()) {
        return None;
    }
    let mut name = out.as_os_str().to_owned();
    name.push(".json");
    Some(name.into())
}

/// Is there a file other than a label, which must not be overwritten?
pub(super) fn is_foreign(path: &Path) -> bool {
    let is_label = |text: String| serde_json::from_str::<Label>(&text).is_ok_and(|label| label.operator == OPERATOR);
    path.exists() && !std::fs::read_to_string(path).is_ok_and(is_label)
}
