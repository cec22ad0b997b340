//! SimCLR: the update of every layer is a covariance operator applied to its weights.

pub mod covariance_operator;
