//! Every reason why a loss has no value, and texts.

use dualproof_losses::{Batch, Loss, LossError};
use nalgebra::DMatrix;

fn outputs() -> DMatrix<f64> {
    DMatrix::from_fn(2, 6, |d, c| ((c * c + 3 * d * c) % 7) as f64 + 1.0)
}

const BATCH: Batch = Batch { samples: 3, views: 2 };

fn refused(loss: &str, outputs: &DMatrix<f64>, samples: usize, views: usize) -> LossError {
    loss.parse::<Loss>().unwrap().of(outputs, Batch { samples, views }).unwrap_err()
}

#[test]
fn a_batch_that_a_loss_is_not_defined_for_is_refused() {
    let f = outputs();
    assert!(matches!(refused("simple", &f, 6, 1), LossError::Views { found: 1, .. }));
    assert!(matches!(refused("barlow:1", &f, 2, 3), LossError::Views { found: 3, expected: "2", .. }));
    assert!(matches!(refused("simple", &f, 1, 6), LossError::Samples { found: 1, least: 2, .. }));
    assert!(matches!(refused("info-nce:1,3", &f, 3, 2), LossError::Negatives { found: 3, most: 2 }));
    assert!(matches!(refused("simple", &f, 2, 2), LossError::Columns { found: 6, expected: 4, .. }));
    assert!(matches!(refused("simple", &f, usize::MAX, 2), LossError::Columns { .. }));
    assert!(matches!(refused("simple", &DMatrix::zeros(0, 6), 3, 2), LossError::Rows { found: 0, .. }));
    assert!(matches!(refused("byol", &f, 3, 2), LossError::NeedsPredictions { .. }));
    assert!(matches!(Loss::Simple.of_predictions(&f, &f, BATCH), Err(LossError::NeedsOutputs { .. })));
    let found = Loss::SimSiam.of_predictions(&f, &DMatrix::zeros(3, 6), BATCH);
    assert!(matches!(found, Err(LossError::Rows { of: "targets", found: 3, .. })));
    assert!(matches!(Loss::Nce { tau: f64::NAN }.of(&f, BATCH), Err(LossError::Parameter { name: "TAU", .. })));
}

#[test]
fn outputs_that_a_loss_is_not_defined_for_are_refused() {
    let mut f = outputs();
    f[(1, 5)] = f64::NAN;
    assert!(matches!(refused("simple", &f, 3, 2), LossError::NotFinite { row: 1, sample: 2, view: 1, .. }));
    f.column_mut(5).fill(0.0);
    assert!(matches!(refused("nt-xent:1", &f, 3, 2), LossError::ZeroNorm { sample: 2, view: 1, .. }));
    let found = Loss::SimSiam.of_predictions(&outputs(), &f, BATCH);
    assert!(matches!(found, Err(LossError::ZeroNorm { of: "targets", .. })));
    f.row_mut(1).fill(0.1);
    assert!(matches!(refused("barlow:1", &f, 3, 2), LossError::ZeroVariance { dimension: 1, view: 0 }));
    let far = outputs() * 1e200;
    for loss in ["simple", "triplet:1,0", "nce:1", "info-nce:1,2", "vicreg:1,1,1"] {
        assert!(matches!(refused(loss, &far, 3, 2), LossError::Beyond { .. }), "{loss}");
    }
    let near = outputs() * 2_f64.powi(-200);
    for loss in ["simple", "triplet:1,0", "nce:1", "info-nce:1,2", "nt-xent:1", "barlow:1", "vicreg:0,0,1"] {
        assert!(matches!(refused(loss, &near, 3, 2), LossError::Small { of: "outputs", .. }), "{loss}");
    }
    let found = Loss::Byol { normalised: false }.of_predictions(&outputs(), &near, BATCH);
    assert!(matches!(found, Err(LossError::Small { of: "targets", .. })));
    // Just above, the values are those of a scale: a power of two changes no digit.
    let (scaled, unit) = (outputs() * 2_f64.powi(-180), 2_f64.powi(360));
    let of = |loss: Loss, f: &DMatrix<f64>| loss.of(f, BATCH).unwrap().value;
    assert_eq!(of(Loss::Simple, &scaled) * unit, of(Loss::Simple, &outputs()));
    let covariance = Loss::VicReg { lambda: 0.0, mu: 0.0, nu: 1.0 };
    assert_eq!(of(covariance, &scaled) * unit * unit, of(covariance, &outputs()));
    // r₋ is beyond the range though r₋/τ is about 1.
    let apart = DMatrix::from_row_slice(1, 4, &[1e154, 1e154, -1e154, -1e154]);
    assert!(matches!(refused("nce:1e308", &apart, 2, 2), LossError::Beyond { .. }));
}

#[test]
fn a_text_is_read_and_written() {
    let texts =
        "simple triplet:0.5,1 nce:0.5 info-nce:0.1,8 nt-xent:0.5 byol byol-plain simsiam barlow:0.005 vicreg:25,25,1";
    for text in texts.split(' ') {
        assert_eq!(text.parse::<Loss>().unwrap().to_string(), text);
    }
    for text in
        ["", "nce", "nce:0", "nce:NaN", "nce:inf", "nce:1,2", "simple:", "info-nce:1,0", "vicreg:1,-1,1", "Simple"]
    {
        assert!(text.parse::<Loss>().is_err(), "{text}");
    }
}
