//! BYOL: a predictor and a zero-mean operation make an implicit contrastive term.
//!
//! [`setting`] is what an instance is, [`cases`] how it is drawn. [`loss`] is the loss by its definition, recorded for
//! differentiation: the measured sides. The formulas are in the claims; [`traced`] and [`moments`] serve the
//! predicted sides alone.

pub mod cases;
pub mod loss;
pub mod moments;
pub mod setting;
pub mod traced;

dualproof::claims!("byol":
    byol_shrinkage::ByolShrinkage,
    byol_implicit_contrastive::ByolImplicitContrastive,
    byol_ema::ByolEma,
    stop_gradient::StopGradient,
    predictor_balance::PredictorBalance,
    optimal_predictor::OptimalPredictor,
    batchnorm_projection::BatchnormProjection,
    zero_mean_gradient::ZeroMeanGradient,
    batch_connection::BatchConnection,
);
