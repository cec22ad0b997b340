//! The claims of *Understanding Self-supervised Learning with Dual Deep Networks* (Tian, Yu, Chen, Ganguli),
//! one file each: [`algebra`] that
//! derivations rest on, [`dual`] networks in general, [`simclr`], [`emergence`] of features, [`byol`].

pub mod algebra;
pub mod at_size;
pub mod byol;
pub mod derivatives;
pub mod diagnosis;
pub mod digits;
pub mod dual;
pub mod emergence;
pub mod measure;
pub mod pairs;
pub mod preface;
pub mod simclr;
pub mod subject;

use dualproof::campaign::{ClaimDefect, Project, Registry};

/// This crate. Its build script says the commit.
pub const PROJECT: Project = Project {
    name: env!("CARGO_PKG_NAME"),
    version: env!("CARGO_PKG_VERSION"),
    commit: option_env!("DUALPROOF_COMMIT"),
};

/// Every claim, in the order of the ledger.
///
/// # Panics
/// If a claim is incomplete: a defect of this crate, which any test finds.
pub fn registry() -> Registry {
    examined().unwrap_or_else(|defect| panic!("{defect}"))
}

/// Every claim, in the order of the ledger.
///
/// # Errors
/// [`ClaimDefect`] if a claim is incomplete.
pub fn examined() -> Result<Registry, ClaimDefect> {
    Registry::new(
        preface::PREFACE,
        vec![
            Box::new(algebra::rewrite_rules::claim()),
            Box::new(dual::connection::claim()),
            Box::new(dual::dual_gradient::claim()),
            Box::new(dual::normalized_loss::claim()),
            Box::new(dual::layer_balance::claim()),
            Box::new(simclr::contrastive_losses::claim()),
            Box::new(simclr::covariance_operator::claim()),
            Box::new(simclr::weighted_covariance::claim()),
            Box::new(simclr::contrastive_operator::claim()),
            Box::new(emergence::translation_invariance::claim()),
            Box::new(emergence::latent_tree_covariance::claim()),
            Box::new(emergence::lucky_node::claim()),
            Box::new(emergence::selectivity_transfer::claim()),
            Box::new(emergence::amplification::claim()),
            Box::new(byol::byol_shrinkage::claim()),
            Box::new(byol::byol_implicit_contrastive::claim()),
            Box::new(byol::byol_ema::claim()),
            Box::new(byol::predictor_balance::claim()),
            Box::new(byol::optimal_predictor::claim()),
            Box::new(byol::batchnorm_projection::claim()),
            Box::new(byol::zero_mean_gradient::claim()),
        ],
    )
}
