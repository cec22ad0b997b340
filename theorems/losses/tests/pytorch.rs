//! Values and gradients against PyTorch's (tests/reference/make.py).

use dualproof_losses::{Batch, Loss};
use nalgebra::DMatrix;

#[derive(serde::Deserialize)]
struct Case {
    loss: String,
    samples: usize,
    views: usize,
    outputs: Vec<f64>,
    targets: Option<Vec<f64>>,
    value: f64,
    gradient: Vec<f64>,
}

/// Both programs round in every operation: some thousand operations of numbers near 1, each off by 10⁻¹⁶, norm-wise.
const ROUNDING: f64 = 1e-12;

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("reference/torch.json")).unwrap()
}

#[test]
fn every_loss_is_pytorchs() {
    for case in cases() {
        let batch = Batch { samples: case.samples, views: case.views };
        let matrix =
            |entries: &[f64]| DMatrix::from_column_slice(entries.len() / batch.columns(), batch.columns(), entries);
        let loss: Loss = case.loss.parse().unwrap();
        assert_eq!(loss.needs_predictions(), case.targets.is_some());
        let found = match &case.targets {
            None => loss.of(&matrix(&case.outputs), batch),
            Some(targets) => loss.of_predictions(&matrix(&case.outputs), &matrix(targets), batch),
        }
        .unwrap();
        let expected = matrix(&case.gradient);
        assert!(
            (found.value - case.value).abs() <= ROUNDING * case.value.abs(),
            "{loss}: {} {}",
            found.value,
            case.value
        );
        assert!(expected.norm() > 0.0 && (&found.gradient - &expected).norm() <= ROUNDING * expected.norm(), "{loss}");
    }
}

/// A common shift by 2²⁷ times the spread changes nothing where the loss is one of differences: outputs of 20 bits after the
/// point are shifted without rounding.
#[test]
fn a_shift_costs_no_digits() {
    let texts = ["simple", "triplet:0.7,0.3", "nce:0.5", "info-nce:0.5,2", "barlow:0.1", "vicreg:25,25,1"];
    for case in cases().iter().filter(|case| texts.contains(&case.loss.as_str()) || case.loss.starts_with("vicreg")) {
        let batch = Batch { samples: case.samples, views: case.views };
        let rows = case.outputs.len() / batch.columns();
        let fine = case.outputs.iter().map(|x| (x * 1048576.0).round() / 1048576.0);
        let outputs = DMatrix::from_iterator(rows, batch.columns(), fine);
        let loss: Loss = case.loss.parse().unwrap();
        let (near, far) =
            (loss.of(&outputs, batch).unwrap(), loss.of(&outputs.add_scalar(134217728.0), batch).unwrap());
        assert!((near.value - far.value).abs() <= ROUNDING * near.value.abs(), "{loss}");
        assert!((&near.gradient - &far.gradient).norm() <= ROUNDING * near.gradient.norm(), "{loss}");
    }
}
