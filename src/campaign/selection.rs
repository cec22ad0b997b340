//! What is to be run.

use super::job::is_fixed;
use super::{Project, Registry, UnknownName};
use crate::claim::{Claim, Kind};

/// What is to be run: claims with the kinds of evidence to gather for each.
#[derive(Default)]
pub struct Selection<'a> {
    /// The crate whose claims they are.
    pub project: Project,
    /// The claims, in the order of reports.
    pub claims: Vec<(&'a Claim, Vec<Kind>)>,
}

impl<'a> Selection<'a> {
    /// Everything.
    pub fn all(registry: &'a Registry) -> Self {
        let claims = registry.claims().iter().map(|claim| (claim, claim.kinds())).collect();
        Selection { project: registry.preface.project, claims }
    }

    /// The named claims (none named: all) with the named kinds of evidence (none named: all). Where no claim is
    /// named, those without any of the kinds are left out.
    ///
    /// # Errors
    /// [`UnknownName`] for an unknown claim, or for a named one without a requested kind of evidence.
    pub fn of(registry: &'a Registry, claims: &[String], kinds: &[Kind]) -> Result<Self, UnknownName> {
        let mut selection = Selection::all(registry);
        if !claims.is_empty() {
            for slug in claims {
                let claim = registry.claim(slug)?;
                let known = claim.kinds();
                if let Some(kind) = kinds.iter().find(|kind| !known.contains(kind)) {
                    let known = known.iter().map(|kind| kind.name());
                    return Err(UnknownName::new("kind of evidence of this claim", kind.name(), known));
                }
            }
            selection.claims.retain(|(claim, _)| claims.iter().any(|slug| slug == claim.slug));
        }
        if !kinds.is_empty() {
            selection.claims.iter_mut().for_each(|(_, own)| own.retain(|kind| kinds.contains(kind)));
            selection.claims.retain(|(_, own)| !own.is_empty());
        }
        Ok(selection)
    }

    /// Rows of random instances that a run of it has: each accepts as many as the plan says.
    pub fn random_rows(&self) -> u64 {
        self.claims.iter().flat_map(|(_, kinds)| kinds).filter(|kind| !is_fixed(**kind)).count() as u64
    }

    /// Rows that a run of it has: kinds of evidence, mutants, assumptions.
    pub fn rows(&self) -> u64 {
        let rows = |(claim, kinds): &(&Claim, Vec<Kind>)| kinds.len() + claim.mutants.len() + claim.necessity.len();
        self.claims.iter().map(rows).sum::<usize>() as u64
    }
}
