//! The trainer: its passes against the tape, its checkpoints, its determinism.

mod bounded;
mod by_tape;
mod gradients;
mod training;
