//! Algebra: what the derivations of the other claims rest on.

dualproof::claims!("algebra":
    rewrite_rules::RewriteRules,
);
