//! The claims of *Understanding Self-supervised Learning with Dual Deep Networks* (Tian, Yu, Chen, Ganguli),
//! one file each: [`dual`] networks in general, [`simclr`], [`byol`].

pub mod digits;
pub mod dual;
pub mod emergence;
pub mod pairs;
pub mod preface;
pub mod simclr;

use dualproof::campaign::Registry;

/// Every claim, in the order of the ledger.
pub fn registry() -> Registry {
    Registry {
        preface: preface::PREFACE,
        claims: vec![
            Box::new(dual::connection::claim()),
            Box::new(dual::dual_gradient::claim()),
            Box::new(simclr::covariance_operator::claim()),
            Box::new(emergence::lucky_node::claim()),
        ],
    }
}
