//! BYOL on digits, part by part.

pub mod augmentation;
pub mod cell;
pub mod learner;
pub mod probe;
pub mod settings;
pub mod split;
pub mod spread;
pub mod theory;
