//! Dual networks: what holds of any pair of homogeneous networks, whatever the loss.

pub mod connection;
pub mod dual_gradient;
pub mod layer_balance;
pub mod normalized_loss;
pub mod output_loss;
