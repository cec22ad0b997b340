//! A theorem in the text of a file: where it stands, where its proof begins and ends, and what it says it proves.

use serde::{Deserialize, Serialize};
use std::fmt;

/// What is said of a part of a claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// It holds.
    #[default]
    Conclusion,
    /// It fails without this assumption.
    Without(String),
    /// This wrong version of it is false.
    Mutant(String),
}

/// A part of a claim that a theorem is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// The claim.
    pub claim: String,
    /// The part; none: the theorem is about the claim, and proves no part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// Is something of the part left?
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_part: bool,
    /// What is said of it.
    #[serde(default, skip_serializing_if = "Subject::is_conclusion")]
    pub subject: Subject,
}

impl Subject {
    fn is_conclusion(&self) -> bool {
        *self == Subject::Conclusion
    }
}

impl fmt::Display for Proved {
    /// As a citation names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.claim)?;
        self.part.iter().try_for_each(|part| write!(f, "#{part}"))?;
        f.write_str(if self.in_part { " (in part)" } else { "" })?;
        match &self.subject {
            Subject::Conclusion => Ok(()),
            Subject::Without(assumption) => write!(f, ", without {assumption}"),
            Subject::Mutant(name) => write!(f, ", mutant {name}"),
        }
    }
}

/// A theorem, or a lemma, of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stated {
    pub name: String,
    /// Is it a `Theorem`?
    pub is_theorem: bool,
    /// Where its keyword stands.
    pub start: usize,
    /// Where the statement ends and `Proof.` stands.
    pub proof: usize,
    /// Where its proof ends.
    pub end: usize,
    pub proves: Vec<Proved>,
    /// What the comment above says after naming it.
    pub says: String,
}

/// The theorems and lemmas of a file, in order.
pub(super) fn stated(text: &str) -> Vec<Stated> {
    let mut found: Vec<Stated> = Vec::new();
    let (mut place, mut open) = (0, None::<Stated>);
    for line in text.split_inclusive('\n') {
        let words = line.trim_start();
        let keyword = ["Theorem ", "Lemma "].into_iter().find(|keyword| words.starts_with(keyword));
        if let Some(keyword) = keyword.filter(|_| open.is_none()) {
            let name = words[keyword.len()..].trim_start();
            let name = name.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\'')).next().unwrap_or_default();
            open = Some(Stated {
                name: name.to_string(),
                is_theorem: keyword == "Theorem ",
                start: place,
                proof: 0,
                end: 0,
                proves: proves(comment_above(&text[..place])),
                says: says(comment_above(&text[..place])),
            });
        }
        if let Some(stated) = &mut open {
            if words.starts_with("Proof") && stated.proof == 0 {
                stated.proof = place;
            }
            let is_closed = ["Qed.", "Defined."].into_iter().any(|end| line.trim_end().ends_with(end));
            if is_closed && stated.proof > 0 {
                stated.end = place + line.len();
                found.extend(open.take());
            }
        }
        place += line.len();
    }
    found
}

/// The comment that ends just before.
fn comment_above(text: &str) -> &str {
    let Some(text) = text.trim_end().strip_suffix("*)") else { return "" };
    text.rfind("(**").map_or("", |start| &text[start + 3..])
}

/// What a comment says after its head, in one line.
fn says(comment: &str) -> String {
    let (_, text) = comment.split_once(':').unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the head of a comment names; nothing where it is no list of claims and parts.
fn proves(comment: &str) -> Vec<Proved> {
    let Some((head, _)) = comment.split_once(':') else { return Vec::new() };
    let (mut all, mut subject) = (Vec::new(), Subject::Conclusion);
    for item in head.split(',') {
        let words: Vec<&str> = item.split_whitespace().collect();
        match words.as_slice() {
            ["without", assumption] => subject = Subject::Without((*assumption).to_string()),
            ["mutant", name] => subject = Subject::Mutant((*name).to_string()),
            [name] | [name, "(in", "part)"] if name.split('#').all(is_name) && name.split('#').count() <= 2 => {
                let (claim, part) = name.split_once('#').map_or((*name, None), |(claim, part)| (claim, Some(part)));
                let (claim, part) = (claim.to_string(), part.map(String::from));
                all.push(Proved { claim, part, in_part: words.len() > 1, subject: Subject::Conclusion });
            }
            _ => return Vec::new(),
        }
    }
    all.iter_mut().for_each(|proved| proved.subject = subject.clone());
    all
}

/// Could it be the name of a claim or a part?
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn theorems_are_found_with_what_they_prove() {
        let text = "(** no-such: x *)\nLemma help : a.\nProof. by []. Qed.\n\n(** one#part, two#other (in part):\n    f = g *)\n\
                    Theorem main (x : nat)\n    : x = x.\nProof.\nby [].\nQed.\n\n(** one#part, mutant wrong: no *)\nTheorem no : b.\n\
                    Proof. by []. Qed.\n(** A word, and more: no list. *)\nTheorem bare : c.\nProof. done.\nDefined.\n";
        let found = stated(text);
        let names: Vec<(&str, bool)> = found.iter().map(|s| (s.name.as_str(), s.is_theorem)).collect();
        assert_eq!(names, [("help", false), ("main", true), ("no", true), ("bare", true)]);
        let said = |s: &Stated| s.proves.iter().map(Proved::to_string).collect::<Vec<_>>();
        assert_eq!(said(&found[1]), ["one#part", "two#other (in part)"]);
        assert_eq!(said(&found[2]), ["one#part, mutant wrong"]);
        assert_eq!(said(&found[3]), Vec::<String>::new());
        let main = &found[1];
        assert_eq!(main.says, "f = g");
        assert_eq!(&text[main.start..main.proof], "Theorem main (x : nat)\n    : x = x.\n");
        assert_eq!(&text[main.proof..main.end], "Proof.\nby [].\nQed.\n");
    }
}
