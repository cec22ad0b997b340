//! The claims of *Understanding Self-supervised Learning with Dual Deep Networks* (Tian, Yu, Chen, Ganguli),
//! one file each: [`dual`] networks in general, [`simclr`], [`byol`].

pub mod derivatives;
pub mod emergence;
pub mod pairs;
pub mod simclr;

use dualproof::campaign::Registry;

/// Every claim, in the order of the ledger.
pub fn registry() -> Registry {
    Registry {
        claims: vec![
            Box::new(simclr::covariance_operator::claim()),
            Box::new(emergence::translation_invariance::claim()),
            Box::new(emergence::latent_tree_covariance::claim()),
            Box::new(emergence::selectivity_transfer::claim()),
            Box::new(emergence::amplification::claim()),
        ],
    }
}
