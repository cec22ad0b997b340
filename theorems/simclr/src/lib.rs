//! SimCLR: the update of every layer is a covariance operator applied to its weights.
//!
//! [`loss`] is the losses by their definition, recorded for differentiation; [`loss_gradient`] their derivatives by
//! formula, for the predicted side. [`differentiated`] forms operators from derivatives. [`cases`] draws losses.

pub mod cases;
pub mod differentiated;
pub mod loss;
pub mod loss_gradient;

dualproof::claims!("simclr":
    contrastive_losses::ContrastiveLosses,
    covariance_operator::CovarianceOperator,
    weighted_covariance::WeightedCovariance,
    contrastive_operator::ContrastiveOperator,
    normalised_operator::NormalisedOperator,
    energy_flow::EnergyFlow,
    minibatch_law::MinibatchLaw,
    linear_simclr::LinearSimclr,
    euler_operator::EulerOperator,
    output_covariance_losses::OutputCovarianceLosses,
);
