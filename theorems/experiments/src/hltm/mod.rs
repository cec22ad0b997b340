//! `dualproof train hltm`: SimCLR on latent trees with a locally connected network of the same shape.
//!
//! | what | where |
//! |---|---|
//! | one setting as data, the theory's and the authors' | [`Setting`] |
//! | a run: triples, steps, state | [`TreeLearner`], [`run_one`] |
//! | what is measured | [`measure`], [`Growth`] |
//! | the claim `hierarchical-emergence`, stated before | [`protocol`] |
//! | against the authors' program | [`agreement`] |
//! | the document, its tables and pictures | [`TreeResults`], [`markdown`], [`pictures`] |

pub mod agreement;
mod growth;
mod learner;
mod measures;
mod options;
pub mod pictures;
mod plan;
pub mod protocol;
mod record;
mod report;
mod results;
mod setting;

pub use growth::{FIRST_STEPS, FirstGaps, Growth};
pub use learner::TreeLearner;
pub use measures::{Extent, Latent, Level, THETA, levels, measure};
pub use options::{HltmArgs, Planned, SIMPLE, TreePlan, compatible_name, stated_name};
pub use record::{OPERATOR_EPOCHS, RunRecord, run as run_one};
pub use report::{conclusion, markdown, sheets, weighed};
pub use results::{DEAD, Summary, TreeResults};
pub use setting::{Leaves, Setting};
