//! `verify --certificates`: exact instances with both sides, one file each.

use super::{Directory, Failure};
use crate::campaign::{Plan, Selection};
use crate::claim::Kind;
use crate::json;

/// Certificates of each part.
const EACH: usize = 3;

/// Writes `claim/part-n.json` for every part of every selected claim that has exact evidence, and says so on a line.
///
/// # Errors
/// [`Failure::Unwritable`]; [`Failure::Undocumented`] for a claim without a statement.
pub(super) fn certify(selection: &Selection<'_>, plan: &Plan, directory: &Directory) -> Result<String, Failure> {
    let (mut files, mut parts) = (0, 0);
    let mut without = Vec::new();
    for (claim, _) in selection.claims.iter().filter(|(_, kinds)| kinds.contains(&Kind::Exact)) {
        for part in claim.parts(Kind::Exact) {
            let certificates = claim.certify(part, EACH, plan)?;
            for (n, certificate) in (1..).zip(&certificates) {
                directory.write(&format!("{}/{part}-{n}.json", claim.slug()), &json::write(certificate))?;
            }
            if certificates.is_empty() {
                without.push(format!("{}::{part}", claim.slug()));
            }
            files += certificates.len();
            parts += usize::from(!certificates.is_empty());
        }
    }
    let rest = if without.is_empty() { String::new() } else { format!("; none of {}", without.join(", ")) };
    Ok(format!("certificates: {files} of {parts} parts of claims{rest}\n"))
}
