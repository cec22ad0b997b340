//! What a program does with the machine it runs on.
//!
//! - [`output`]: files that are whole or as they were.
//! - [`interrupt`]: SIGINT, SIGTERM and SIGHUP ask long work to stop.
//! - [`progress`]: a bar while long work goes.
//! - [`json`]: JSON that people can read, read back strictly.
//! - [`memory`]: how much there is, and what needs more.

#![warn(missing_docs)]

pub mod interrupt;
pub mod json;
pub mod memory;
pub mod output;
pub mod progress;
