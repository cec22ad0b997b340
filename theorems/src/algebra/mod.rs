//! Algebra: what the derivations of the other claims rest on.

pub mod rewrite_rules;
