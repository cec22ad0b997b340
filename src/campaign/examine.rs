//! Whether a claim can fail: looked at once, when it is registered.

use super::ClaimDefect;
use crate::claim::{Claim, Docs, Source};

impl Claim {
    /// The first defect: a header without a section, nothing that decides, an unexamined assumption, a name
    /// that is given twice.
    pub(super) fn find_defect(&self) -> Option<ClaimDefect> {
        let claim = self.slug;
        if let Err(missing) = Docs::read(claim, self.text) {
            return Some(missing.into());
        }
        let deciding = self.rows.first().is_some_and(|row| !matches!(row.source, Source::Derived(_)));
        for (what, is_there) in [
            ("part", !self.parts.is_empty()),
            ("mutant", !self.mutants.is_empty()),
            ("evidence before its derivations", deciding),
        ] {
            if !is_there {
                return Some(ClaimDefect::Nothing { claim, what });
            }
        }
        let names = |what, names: Vec<&'static str>| {
            let repeated = |(place, name): (usize, &&'static str)| names[..place].contains(name);
            let twice = names.iter().enumerate().find(|at| repeated((at.0, at.1)));
            twice.map(|(_, name)| ClaimDefect::Twice { what, name })
        };
        names("part", self.parts.iter().map(|part| part.name).collect())
            .or_else(|| names("mutant", self.mutants.iter().map(|mutant| mutant.name).collect()))
            .or_else(|| names("assumption", self.assumptions.iter().map(|a| a.name).collect()))
            .or_else(|| names("domain of", self.domain.iter().map(|d| d.assumption).collect()))
            .or_else(|| self.unexamined())
    }

    fn unexamined(&self) -> Option<ClaimDefect> {
        let claim = self.slug;
        let has = |name: &str| self.assumptions.iter().any(|a| a.name == name);
        let is_shown = |name: &str| self.necessity.iter().any(|n| n.assumption == name);
        let reason = |name: &str| self.domain.iter().find(|d| d.assumption == name).map(|d| d.reason);
        let stray = |what, assumption, problem| Some(ClaimDefect::Stray { claim, what, assumption, problem });
        if let Some(case) = self.necessity.iter().find(|n| !has(n.assumption)) {
            return stray("necessity", case.assumption, "the claim has no such assumption");
        }
        for domain in &self.domain {
            if !has(domain.assumption) {
                return stray("domain", domain.assumption, "the claim has no such assumption");
            }
            if is_shown(domain.assumption) {
                return stray("domain", domain.assumption, "a case shows it necessary");
            }
            if domain.reason.trim().is_empty() {
                return stray("domain", domain.assumption, "found an empty reason, expected one clause");
            }
        }
        let unexamined = self.assumptions.iter().find(|a| !is_shown(a.name) && reason(a.name).is_none());
        unexamined.map(|a| ClaimDefect::Unexamined { claim, assumption: a.name })
    }
}
