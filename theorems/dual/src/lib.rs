//! Dual networks: what holds of any pair of homogeneous networks, whatever the loss.

pub mod cases;
pub mod layers;
pub mod output_loss;

dualproof::claims!("dual":
    connection::Connection,
    dual_gradient::DualGradient,
    normalized_loss::NormalizedLoss,
    layer_balance::LayerBalance,
);
