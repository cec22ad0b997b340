//! Does a record speak of everything that a registry has, and of nothing else?

use crate::campaign::Registry;
use crate::record::{ClaimRow, Record};

/// Names that a record has and names that the registry has, where they differ.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the record, {what}: found {found:?}, expected {expected:?}")]
pub struct Uncovered {
    /// Names of what.
    pub what: String,
    /// In the record.
    pub found: Vec<String>,
    /// In the registry.
    pub expected: Vec<String>,
}

/// Are the record's claims, kinds of evidence, parts, mutants and dropped assumptions those of the registry, in
/// its order?
///
/// # Errors
/// [`Uncovered`] with the first difference.
pub fn covers(registry: &Registry, record: &Record) -> Result<(), Uncovered> {
    let slugs = registry.claims().iter().map(|claim| claim.slug);
    same("claims", record.claims.iter().map(|row| row.claim.as_str()), slugs)?;
    for (claim, row) in registry.claims().iter().zip(&record.claims) {
        let ClaimRow { evidence, mutants, necessity, claim: slug, .. } = row;
        let of = |what: &str| format!("{what} of {slug}");
        let kinds = claim.kinds().into_iter().map(|kind| kind.name());
        same(&of("evidence"), evidence.iter().map(|row| row.kind.name()), kinds)?;
        for row in evidence {
            let parts = row.parts.iter().map(|part| part.part.as_str());
            same(&of(&format!("{} parts", row.kind.name())), parts, claim.parts(row.kind))?;
        }
        same(&of("mutants"), mutants.iter().map(|row| row.name.as_str()), claim.mutant_names())?;
        same(&of("necessity"), necessity.iter().map(|row| row.assumption.as_str()), claim.necessities())?;
    }
    Ok(())
}

fn same<'a, 'b>(
    what: &str,
    found: impl IntoIterator<Item = &'a str>,
    expected: impl IntoIterator<Item = &'b str>,
) -> Result<(), Uncovered> {
    let list = |names: &mut dyn Iterator<Item = &str>| names.map(String::from).collect::<Vec<_>>();
    let (found, expected) = (list(&mut found.into_iter()), list(&mut expected.into_iter()));
    if found == expected { Ok(()) } else { Err(Uncovered { what: what.to_string(), found, expected }) }
}
