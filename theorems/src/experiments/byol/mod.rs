//! BYOL on digits, part by part.

pub mod ablation;
pub mod augmentation;
pub mod cell;
pub mod learner;
pub mod probe;
pub mod results;
pub mod run;
pub mod settings;
pub mod split;
pub mod spread;
pub mod theory;
