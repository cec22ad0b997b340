//! Dual networks: what holds of any pair of homogeneous networks, whatever the loss.

pub mod connection;
pub mod dual_gradient;
