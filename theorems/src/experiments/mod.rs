//! The paper's experiments: trained networks, measured against the theory, with pictures and one page.

pub mod byol;
pub mod page;
pub mod picture;
