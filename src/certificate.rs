//! Certificates: an exact instance of a claim with both sides, for a program that shares no code with this one.
//!
//! A certificate is one JSON object with these fields, all of them and no others. Fractions are strings in lowest
//! terms, `"-3/4"` or `"2"`; no number is a float.
//!
//! | field | value |
//! |---|---|
//! | `format` | [`FORMAT`], a number |
//! | `tool`, `version` | the crate whose claims these are, and its version |
//! | `commit` | the commit that it was built from, with the suffix `-dirty` where the sources differed; `null` outside a repository |
//! | `claim` | the claim's slug |
//! | `statement` | SHA-256 of the text of the claim's Statement section in UTF-8, trimmed, in lower-case hexadecimal |
//! | `part` | which statement of the claim |
//! | `relation` | `equal`, `at-most`, `below` or `different`: what measured is to predicted, entry by entry |
//! | `instance` | the instance as the claim writes it |
//! | `measured` | the measured side: a list of matrices, each a list of rows |
//! | `predicted` | the predicted side, of the same shapes |
//!
//! # Check a certificate
//!
//! `verify --certificates DIR` writes them for every part that has exact evidence. A checker recomputes both sides from the
//! instance alone: `python3 checker/check.py DIR` for the claims of this repository. What a certificate is of is read off
//! it, strictly; a project that has a checker of its own starts from this:
//!
//! ```
//! use dualproof::campaign::{Limit, Plan, Project};
//! use dualproof::certificate::{Certificate, FORMAT, statement_hash};
//! use dualproof::claim::Docs;
//! use dualproof::json;
//!
//! let registry = dualproof::example::registry();
//! let claim = registry.claim("odd-numbers")?;
//! let project = Project { name: "my-paper", version: "0.1.0", commit: None };
//! let certificates = claim.certify("sum", 3, project, &Plan::new(1, Limit::Cases(64)))?;
//! assert_eq!(certificates.len(), 3);
//!
//! // Written and read back: an unknown field, a key given twice or a float is refused.
//! let text = json::write(&certificates[0]);
//! let read: Certificate = json::read(&text)?;
//! assert_eq!(read, certificates[0]);
//! assert!(json::read::<Certificate>(&text.replacen('{', "{\"more\": 1,", 1)).is_err());
//!
//! // The statement is the one that this checker was written for, and both sides are n², recomputed in integers.
//! assert_eq!((read.format, read.statement), (FORMAT, statement_hash(&Docs::read(claim.slug, claim.text)?)));
//! let n = read.instance["n"].as_i64().expect("a whole number");
//! let sum = (0..n).map(|k| 2 * k + 1).sum::<i64>().to_string();
//! assert_eq!((&read.measured, &read.predicted), (&vec![vec![vec![sum]]], &vec![vec![vec![(n * n).to_string()]]]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::claim::{Docs, Relation, Stored};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The version of the format. A reader refuses any other.
pub const FORMAT: u32 = 2;

/// One exact instance of a part of a claim, with both sides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certificate {
    /// [`FORMAT`].
    pub format: u32,
    /// The crate whose claims these are.
    pub tool: String,
    /// Its version.
    pub version: String,
    /// The commit that it was built from.
    pub commit: Option<String>,
    /// The claim.
    pub claim: String,
    /// [`statement_hash`] of the claim.
    pub statement: String,
    /// The part of it.
    pub part: String,
    /// What measured is to predicted.
    pub relation: Relation,
    /// The instance, as the claim writes it.
    pub instance: serde_json::Value,
    /// The measured side.
    pub measured: Stored,
    /// The predicted side.
    pub predicted: Stored,
}

/// SHA-256 of the text of the Statement section in UTF-8, in lower-case hexadecimal: what ties a certificate to the
/// statement it is of, so that a reader who has read another one refuses it.
pub fn statement_hash(docs: &Docs) -> String {
    Sha256::digest(docs.section("Statement").as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claim::SECTIONS;

    #[test]
    fn the_hash_is_that_of_the_statement_alone() {
        let docs = |statement: &str, proof: &str| {
            let section = |title: &&str| match *title {
                "Statement" => format!("//! # Statement\n//! {statement}\n"),
                title => format!("//! # {title}\n//! {proof}\n"),
            };
            let text: String = SECTIONS.iter().map(section).collect();
            Docs::read("a", &text).expect("every section")
        };
        // The standard's own example.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(statement_hash(&docs("abc", "one")), abc);
        assert_eq!(statement_hash(&docs("abc", "two")), abc);
        assert_ne!(statement_hash(&docs("abd", "one")), abc);
    }
}
