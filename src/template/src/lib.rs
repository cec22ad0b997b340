//! The claims of {{name}}, one file each.

use dualproof::campaign::{ClaimDefect, Preface, Project, Registry};

// A new claim is a file beside this one, and a line here.
dualproof::claims!("{{name}}":
    scaled_layer::ScaledLayer,
);

/// What PROOFS.md says beside the claims.
pub const PREFACE: Preface = Preface {
    project: Project { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION"), commit: None },
    title: "Proofs: {{name}}",
    text: "Which paper these claims are of, and how to cite them.",
    source: "the abstract",
    phrases: &[],
    impurities: "",
    highlights: &[],
    experiments: &[],
    home: "",
};

/// Every claim, in the order of the ledger.
///
/// # Errors
/// [`ClaimDefect`] if a claim is incomplete.
pub fn registry() -> Result<Registry, ClaimDefect> {
    Registry::new(PREFACE, claims())
}
