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
