//! SimCLR: the update of every layer is a covariance operator applied to its weights.

pub mod contrastive_losses;
pub mod contrastive_operator;
pub mod covariance_operator;
pub mod loss;
pub mod pull;
pub mod weighted_covariance;
