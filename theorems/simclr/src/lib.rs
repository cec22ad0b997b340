//! SimCLR: the update of every layer is a covariance operator applied to its weights.

pub mod loss;
pub mod pull;

dualproof::claims!("simclr":
    contrastive_losses::ContrastiveLosses,
    covariance_operator::CovarianceOperator,
    weighted_covariance::WeightedCovariance,
    contrastive_operator::ContrastiveOperator,
);
