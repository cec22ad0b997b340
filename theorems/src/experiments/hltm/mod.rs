//! `dualproof train hltm`: SimCLR on latent trees with a locally connected network of the same shape.
//!
//! | what | where |
//! |---|---|
//! | one setting as data, the theory's and the authors' | [`Setting`] |
//! | a run: triples, steps, state | [`TreeLearner`], [`run_one`] |
//! | what is measured | [`measure`], [`Growth`] |
//! | the claim `hierarchical-emergence`, stated before | [`protocol`] |
//! | against the authors' program | [`agreement`] |
//! | the document, its tables and pictures | [`Results`], [`markdown`], [`pictures`] |

pub mod agreement;
mod execute;
mod growth;
mod learner;
mod measures;
mod options;
pub mod pictures;
pub mod protocol;
mod record;
mod report;
mod results;
mod setting;

pub use execute::{DOCUMENT, HltmError, KIND, execute, results, run};
pub use growth::{FIRST_STEPS, FirstGaps, Growth};
pub use learner::TreeLearner;
pub use measures::{Extent, Latent, Level, OperatorBlock, THETA, levels, measure};
pub use options::{HltmArgs, Plan, Planned, SIMPLE, compatible_name, stated_name};
pub use record::{OPERATOR_EPOCHS, RunError, RunRecord, run as run_one};
pub use report::{Titled, conclusion, markdown, sheets, text};
pub use results::{Cell, DEAD, Results};
pub use setting::{Leaves, Setting, SettingError};
