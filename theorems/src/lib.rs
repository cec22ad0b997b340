//! The claims of *Understanding Self-supervised Learning with Dual Deep Networks* (Tian, Yu, Chen, Ganguli),
//! one file each: [`algebra`] that
//! derivations rest on, [`dual`] networks in general, [`simclr`], [`emergence`] of features, [`byol`],
//! [`linear_byol`] over time.
//!
//! | to | in code | on the command line |
//! |---|---|---|
//! | **verify a claim** | [`registry`], then [`campaign`](dualproof::campaign) | `dualproof verify CLAIM` |
//! | **write a claim** | [`byol::byol_shrinkage`] is one on a page; [`claim`](dualproof::claim) tells how | `dualproof new FOLDER` |
//! | **measure a network** | [`measure`], with an error bound; [`large_scale`], streamed; [`diagnosis`], in words | `dualproof measure`, `dualproof operator` |
//! | **check a certificate** | [`certificate`](dualproof::certificate) | `dualproof verify --certificates DIR`, then `python3 checker/check.py DIR` |
//! | **run an experiment** | the crate `dualproof_experiments` | `dualproof train hltm`, `dualproof train byol` |
//!
//! ```
//! use dualproof::campaign::{Limit, Plan, Selection, run};
//! use dualproof::claim::Kind;
//! use dualproof::record::Verdict;
//!
//! let registry = dualproof_theorems::registry();
//! let selection = Selection::of(&registry, &["connection".to_string()], &[Kind::Exact])?;
//! let record = run(&selection, &Plan::new(1, Limit::Cases(8)));
//! assert_eq!(record.verdict, Verdict::Holds);
//! // Every mutant is refuted with a shrunk counterexample, in the same run.
//! assert!(record.claims[0].mutants.iter().all(|mutant| mutant.counterexample.is_some()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod blocks;
pub mod check;
pub mod diagnose;
pub mod diagnosis;
pub mod large_scale;
pub mod measure;
pub mod preface;
pub mod subject;
pub mod trained;

#[doc(inline)]
pub use {
    dualproof_algebra as algebra, dualproof_byol as byol, dualproof_digits as digits, dualproof_dual as dual,
    dualproof_emergence as emergence, dualproof_linear_byol as linear_byol, dualproof_simclr as simclr,
};

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
        [
            algebra::claims(),
            dual::claims(),
            simclr::claims(),
            emergence::claims(),
            byol::claims(),
            linear_byol::claims(),
        ]
        .into_iter()
        .flatten()
        .collect(),
    )
}
