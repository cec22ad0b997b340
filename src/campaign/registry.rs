//! The claims of a project, each examined, found by name.

use super::Project;
use crate::claim::{Claim, MissingSection};
use crate::derivation::{BrokenLink, check_links};

/// A name that nothing has, with the nearest one that something has.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what}: found {found:?}, expected one of {}{}", expected.join(", "), nearest.as_ref().map_or(String::new(), |n| format!("; did you mean {n:?}?")))]
pub struct UnknownName {
    /// What kind of name.
    pub what: &'static str,
    /// The name.
    pub found: String,
    /// The names there are.
    pub expected: Vec<String>,
    /// The nearest of them.
    pub nearest: Option<String>,
}

impl UnknownName {
    /// The error for a name that is not among `known`.
    pub fn new<'a>(what: &'static str, found: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let expected: Vec<String> = known.into_iter().map(String::from).collect();
        let distance = |name: &str| strsim::damerau_levenshtein(name, found);
        let nearest = expected.iter().min_by_key(|name| distance(name)).filter(|n| distance(n) <= n.len() / 2).cloned();
        UnknownName { what, found: found.to_string(), expected, nearest }
    }
}

/// An experiment whose recorded results the ledger shows: text derived from a file of the repository, without a run.
#[derive(Clone, Copy, Debug)]
pub struct Recorded {
    /// The claim that it decides.
    pub name: &'static str,
    /// The command that makes the results again.
    pub run: &'static str,
    /// The file of the results, relative to the project's root.
    pub results: &'static str,
    /// What it came to.
    pub conclusion: fn() -> Conclusion,
    /// Markdown for the README: the verdict and one table.
    pub brief: fn() -> String,
    /// Markdown for its page: everything.
    pub section: fn() -> String,
    /// The pictures of the report.
    pub pictures: fn() -> Vec<Picture>,
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Its name, fit for a file and for an identifier in a page: letters, digits and hyphens.
    pub name: String,
    /// Its title, for screen readers.
    pub title: String,
    /// The drawing.
    pub svg: String,
}

/// What an experiment came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// In a word.
    pub verdict: String,
    /// In a sentence, with every part that does not hold.
    pub sentence: String,
}

/// A phrase of the source, and what here supports it: the map is written down, the status is looked up.
#[derive(Clone, Copy, Debug)]
pub struct Phrase {
    /// The words.
    pub text: &'static str,
    /// The claims and experiments that encode it.
    pub support: &'static [Support],
    /// What of it nothing here covers; empty where nothing is left.
    pub open: &'static str,
}

/// Parts of a claim, or an experiment.
#[derive(Clone, Copy, Debug)]
pub struct Support {
    /// The name of the claim or the experiment.
    pub claim: &'static str,
    /// The parts; none: the whole.
    pub parts: &'static [&'static str],
}

/// What a project's ledger says beside its claims, and where its recorded run is kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Preface {
    /// The crate that has the claims.
    pub project: Project,
    /// The title.
    pub title: &'static str,
    /// Markdown after the title: what the claims are about, how to cite them.
    pub text: &'static str,
    /// What the phrases are of: "the abstract".
    pub source: &'static str,
    /// The phrases of the source, in its order.
    pub phrases: &'static [Phrase],
    /// Markdown at the end: what is trusted, and what is weaker than the theorems. The front page shows what stands before
    /// the first heading.
    pub impurities: &'static str,
    /// The claims whose evidence the README shows.
    pub highlights: &'static [&'static str],
    /// Experiments with results of their own, which no verification runs.
    pub experiments: &'static [Recorded],
    /// The directory of the recorded run and its counterexamples, relative to the project's root.
    pub home: &'static str,
}

impl Preface {
    /// The path of a file in the home, relative to the project's root.
    pub fn in_home(&self, name: &str) -> String {
        if self.home.is_empty() { name.to_string() } else { format!("{}/{name}", self.home) }
    }
}

/// A claim that cannot be registered: its verdict would be worth less than it says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimDefect {
    /// A header without a section.
    #[error(transparent)]
    Docs(#[from] MissingSection),
    /// An assumption that nothing shows necessary and that has no reason.
    #[error(
        "claim {claim}, assumption {assumption}: found neither a necessity case nor a reason, expected one of them"
    )]
    Unexamined {
        /// The claim.
        claim: &'static str,
        /// The assumption.
        assumption: &'static str,
    },
    /// A necessity case or a reason for an assumption that the claim does not have, or both for one.
    #[error("claim {claim}, {what} of {assumption}: {problem}")]
    Stray {
        /// The claim.
        claim: &'static str,
        /// `necessity` or `domain`.
        what: &'static str,
        /// The assumption that it names.
        assumption: &'static str,
        /// What is wrong with it.
        problem: &'static str,
    },
    /// A claim without a part, a mutant or evidence that decides its mutants.
    #[error("claim {claim}: found no {what}, expected at least one: nothing could fail")]
    Nothing {
        /// The claim.
        claim: &'static str,
        /// What is missing.
        what: &'static str,
    },
    /// A derivation that takes as given what no earlier one derives.
    #[error("derivations of claim {claim}, {link}")]
    Link {
        /// The claim.
        claim: &'static str,
        /// The first broken link.
        link: BrokenLink,
    },
    /// Two of the same name.
    #[error("{what} {name}: found twice, expected once")]
    Twice {
        /// What kind of name.
        what: &'static str,
        /// The name.
        name: &'static str,
    },
}

/// All claims of a project, each examined.
#[derive(Default)]
pub struct Registry {
    /// What its ledger says beside them.
    pub preface: Preface,
    claims: Vec<Claim>,
}

impl Registry {
    /// The claims of a project, in the order of reports.
    ///
    /// # Errors
    /// [`ClaimDefect`] where a claim could not fail, or says less than it seems to.
    pub fn new(preface: Preface, claims: Vec<Claim>) -> Result<Self, ClaimDefect> {
        let mut seen: Vec<&'static str> = Vec::new();
        for (place, claim) in claims.iter().enumerate() {
            claim.find_defect().map_or(Ok(()), Err)?;
            let earlier =
                |slug: &str| claims[..place].iter().find(|c| c.slug == slug)?.derivations().map(|files| files.text);
            if let Some(derivation) = claim.derivations() {
                check_links(derivation.text, earlier).map_err(|link| ClaimDefect::Link { claim: claim.slug, link })?;
            }
            if seen.contains(&claim.slug) {
                return Err(ClaimDefect::Twice { what: "claim", name: claim.slug });
            }
            seen.push(claim.slug);
        }
        Ok(Registry { preface, claims })
    }

    /// The same with a claim that states one of its mutants, so that it is false: for tests of what finds it.
    ///
    /// # Errors
    /// [`UnknownName`] for a claim, or a mutant of it, that is unknown.
    pub fn stating(mut self, slug: &str, mutant: &str) -> Result<Self, UnknownName> {
        let names = self.claim(slug)?.mutant_names();
        if !names.contains(&mutant) {
            return Err(UnknownName::new("mutant", mutant, names));
        }
        let state = |claim: Claim| if claim.slug == slug { claim.stating(mutant) } else { claim };
        self.claims = self.claims.into_iter().map(state).collect();
        Ok(self)
    }

    /// The claims, in the order of reports.
    pub fn claims(&self) -> &[Claim] {
        &self.claims
    }

    /// The claim of that name.
    ///
    /// # Errors
    /// [`UnknownName`] with the nearest one.
    pub fn claim(&self, slug: &str) -> Result<&Claim, UnknownName> {
        let found = self.claims.iter().find(|claim| claim.slug == slug);
        found.ok_or_else(|| UnknownName::new("claim", slug, self.claims.iter().map(|c| c.slug)))
    }
}
