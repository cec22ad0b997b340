//! BYOL: a predictor and a zero-mean operation make an implicit contrastive term.
//!
//! [`setting`] is what an instance is; [`loss`] is the loss by its definition, recorded for differentiation. The
//! formulas are in the claims, which take nothing from [`loss`] but the measured side; [`moments`] and [`squares`] serve
//! the predicted side alone. [`commuting`] makes instances.

pub mod commuting;
pub mod loss;
pub mod moments;
pub mod setting;
pub mod squares;

dualproof::claims!("byol":
    byol_shrinkage::ByolShrinkage,
    byol_implicit_contrastive::ByolImplicitContrastive,
    byol_ema::ByolEma,
    predictor_balance::PredictorBalance,
    optimal_predictor::OptimalPredictor,
    batchnorm_projection::BatchnormProjection,
    zero_mean_gradient::ZeroMeanGradient,
);
