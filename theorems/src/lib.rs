//! The claims of *Understanding Self-supervised Learning with Dual Deep Networks* (Tian, Yu, Chen, Ganguli),
//! one file each: [`dual`] networks in general, [`simclr`], [`byol`].

pub mod dual;
pub mod pairs;
pub mod simclr;

use dualproof::campaign::Registry;

/// Every claim, in the order of the ledger.
pub fn registry() -> Registry {
    Registry {
        claims: vec![
            Box::new(dual::connection::claim()),
            Box::new(dual::dual_gradient::claim()),
            Box::new(dual::normalized_loss::claim()),
            Box::new(dual::layer_balance::claim()),
            Box::new(simclr::contrastive_losses::claim()),
            Box::new(simclr::covariance_operator::claim()),
            Box::new(simclr::weighted_covariance::claim()),
            Box::new(simclr::contrastive_operator::claim()),
        ],
    }
}
