//! The extension module `dualproof._native`: the commands of `dualproof` on their words and on arrays of NumPy.
//!
//! Everything here takes the words of a command line, as `dualproof` does, and gives a JSON document and a text. The Python
//! files in `python/dualproof` make the words from arguments, and a `Report` from what comes back.

#![warn(missing_docs)]

mod arrays;
mod commands;
mod error;
mod hook;
mod operator;
mod work;

use pyo3::prelude::*;

/// The commands of dualproof on their words and on arrays of NumPy.
#[pymodule]
mod _native {
    use super::*;

    #[pymodule_export]
    use super::commands::run;
    #[pymodule_export]
    use super::operator::{Operator, network_shape};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("Error", module.py().get_type::<error::Error>())?;
        module.add("Defect", module.py().get_type::<error::Defect>())?;
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        module.add("PROJECT", dualproof_theorems::PROJECT.to_string())
    }
}
