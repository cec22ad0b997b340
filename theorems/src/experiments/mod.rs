//! The paper's experiments: trained networks, measured against the theory, with pictures and one page.

pub mod page;
pub mod picture;
