//! The files that are written from the derivations of a project and from the rules.

use crate::campaign::Registry;
use crate::claim::Kind;
use crate::derivation::{DerivationError, coq, rules};
use std::collections::BTreeMap;

/// The files below the folder that follow from the derivations of the claims, and, where a claim has the rules as its
/// parts, the one that follows from the rules: path and text.
///
/// # Errors
/// The file of derivations, and what is wrong with it.
pub fn generated(registry: &Registry) -> Result<BTreeMap<String, String>, (String, Box<DerivationError>)> {
    let mut files = BTreeMap::new();
    let is_of_rules = |parts: &[&str]| rules().iter().all(|rule| parts.contains(&rule.name.as_str()));
    for claim in registry.claims() {
        if let Some(derivation) = claim.derivations() {
            let text = coq::derivations(claim.slug, &derivation)
                .map_err(|error| (derivation.steps_file(), Box::new(error)))?;
            files.insert(format!("generated/{}.v", derivation.name), text);
        }
        if claim.kinds().contains(&Kind::Exact) && is_of_rules(&claim.parts(Kind::Exact)) {
            files.insert("generated/rules.v".to_string(), coq::rules(claim.slug));
        }
    }
    Ok(files)
}
