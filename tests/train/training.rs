//! Descent, checkpoints and stops.
