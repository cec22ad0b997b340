//! `verify --certificates`: exact instances with both sides, one file each.

use super::Failure;
use crate::campaign::{Plan, Selection};
use crate::claim::{Claim, Kind};
use crate::json;
use crate::output::Folder;
use std::collections::BTreeMap;

/// Certificates of each part.
const EACH: usize = 3;

/// The parts of the selected claims that have certified evidence.
fn parts<'a>(selection: &'a Selection<'_>) -> impl Iterator<Item = (&'a Claim, &'static str)> {
    let exact = selection.claims.iter().filter(|(_, kinds)| kinds.contains(&Kind::Exact));
    exact.flat_map(|(claim, _)| claim.certified_parts().into_iter().map(|part| (*claim, part)))
}

/// How many parts [`certify`] certifies.
pub(super) fn parts_to_certify(selection: &Selection<'_>) -> u64 {
    parts(selection).count() as u64
}

/// Writes `claim/part-n.json` for every part of every selected claim that has exact evidence, and says so on a line.
///
/// # Errors
/// [`Failure::Unwritable`]; [`Failure::Undocumented`] for a claim without a statement.
pub(super) fn certify(selection: &Selection<'_>, plan: &Plan, directory: &Folder) -> Result<String, Failure> {
    let (files, said) = certified(selection, plan)?;
    files.iter().try_for_each(|(path, text)| directory.write(path, text))?;
    Ok(said)
}

/// The texts of the certificates by their paths, and the line.
///
/// # Errors
/// [`Failure::Undocumented`] for a claim without a statement.
pub(super) fn certified(selection: &Selection<'_>, plan: &Plan) -> Result<(BTreeMap<String, String>, String), Failure> {
    let (mut files, mut certified) = (BTreeMap::new(), 0);
    let mut without = Vec::new();
    for (claim, part) in parts(selection) {
        let certificates = claim.certify(part, EACH, selection.project, plan)?;
        for (n, certificate) in (1..).zip(&certificates) {
            files.insert(format!("{}/{part}-{n}.json", claim.slug), json::write(certificate));
        }
        if certificates.is_empty() {
            without.push(format!("{}::{part}", claim.slug));
        }
        certified += usize::from(!certificates.is_empty());
        plan.count_row();
    }
    let rest = if without.is_empty() { String::new() } else { format!("; none of {}", without.join(", ")) };
    let said = format!("certificates: {} of {certified} parts of claims{rest}\n", files.len());
    Ok((files, said))
}
