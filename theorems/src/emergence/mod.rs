//! Features emerge: what the covariance operator amplifies when data come from a latent tree.

pub mod lucky_node;
