//! What the ledger says beside the claims: the paper, how to cite, what is trusted.

use dualproof::campaign::Preface;

/// The preface of PROOFS.md.
pub const PREFACE: Preface = Preface {
    project: crate::PROJECT,
    title: "Proofs: understanding self-supervised learning with dual deep networks",
    text: include_str!("preface.md"),
    impurities: include_str!("impurities.md"),
    highlights: &["covariance-operator", "byol-implicit-contrastive"],
    #[cfg(feature = "experiments")]
    experiments: dualproof_experiments::recorded::RECORDED,
    #[cfg(not(feature = "experiments"))]
    experiments: &[],
    home: "theorems",
};
