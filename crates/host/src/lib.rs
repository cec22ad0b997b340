//! What a program does with the machine it runs on.
//!
//! - [`output`]: atomic writing; a file is whole or as it was.
//! - [`interrupt`]: SIGINT, SIGTERM and SIGHUP ask long work to stop.
//! - [`progress`]: a progress bar for long work.
//! - [`json`]: JSON that people can read, read back strictly.
//! - [`memory`]: the available memory, and the refusal of work that exceeds it.

#![warn(missing_docs)]

pub mod interrupt;
pub mod json;
pub mod memory;
pub mod output;
pub mod progress;
