//! BYOL: a predictor and a zero-mean operation make an implicit contrastive term.
//!
//! [`setting`] is what an instance is; [`loss`] is the loss by its definition, recorded for differentiation. The
//! formulas are in the claims, which take nothing from [`loss`] but the measured side; [`moments`] and [`squares`] serve
//! the predicted side alone. [`commuting`] makes instances.

pub mod batchnorm_projection;
pub mod byol_ema;
pub mod byol_implicit_contrastive;
pub mod byol_shrinkage;
pub mod commuting;
pub mod loss;
pub mod moments;
pub mod optimal_predictor;
pub mod predictor_balance;
pub mod setting;
pub mod squares;
pub mod zero_mean_gradient;
