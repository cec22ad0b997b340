//! BYOL with linear networks: f = Wx, a linear predictor P, a linear target W_a.
//!
//! [`setting`] is what an instance is, [`cases`] how its data are drawn. [`flow`] differentiates the loss: the measured
//! sides. [`moments`] and [`modes`] serve the predicted sides and the assumptions.

pub mod cases;
pub mod flow;
pub mod modes;
pub mod moments;
pub mod setting;

dualproof::claims!("linear-byol":
    linear_byol::LinearByol,
    byol_collapse::ByolCollapse,
    simsiam_limit::SimsiamLimit,
    predictor_alignment::PredictorAlignment,
);
