//! What a claim says of itself, by names.

use super::Plan;
use crate::claim::{Claim, Docs, Kind, MissingSection, Row, Source};
use crate::derivation::{Derivation, goals};
use crate::record::EvidenceRow;

impl Claim {
    /// Its documentation.
    ///
    /// # Errors
    /// Where its header lacks a section.
    pub fn docs(&self) -> Result<Docs, MissingSection> {
        Docs::read(self.slug, self.text)
    }

    /// The kinds of evidence it has, in order.
    pub fn kinds(&self) -> Vec<Kind> {
        self.rows.iter().map(|row| row.kind).collect()
    }

    /// The names of the parts that a kind of evidence speaks of.
    pub fn parts(&self, kind: Kind) -> Vec<&'static str> {
        let names = |row: &Row| match row.source {
            Source::Derived(files) => goals(files.text),
            _ => self.parts_of(row, None).into_iter().map(|part| self.parts[part].name).collect(),
        };
        self.row(kind).map_or(Vec::new(), names)
    }

    /// Its parts by any of these kinds of evidence, each once.
    pub fn parts_by(&self, kinds: impl IntoIterator<Item = Kind>) -> Vec<&'static str> {
        let mut parts = Vec::new();
        for part in kinds.into_iter().flat_map(|kind| self.parts(kind)) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        parts
    }

    /// The names of its assumptions.
    pub fn assumption_names(&self) -> Vec<&'static str> {
        self.assumptions.iter().map(|assumption| assumption.name).collect()
    }

    /// The names of its mutants.
    pub fn mutant_names(&self) -> Vec<&'static str> {
        self.mutants.iter().map(|mutant| mutant.name).collect()
    }

    /// The names of the assumptions shown necessary, with the number of the case (several may show one).
    pub fn necessities(&self) -> Vec<&'static str> {
        self.necessity.iter().map(|case| case.assumption).collect()
    }

    /// Its file of derivations and that of their steps, where it has some.
    pub fn derivations(&self) -> Option<Derivation> {
        self.rows.iter().find_map(|row| if let Source::Derived(files) = row.source { Some(files) } else { None })
    }

    /// How many of its rows, mutants and necessity cases are decided by chance: each takes a share of the suite's
    /// error budget.
    pub fn chances(&self) -> usize {
        let rows = self.rows.iter().filter(|row| row.kind.is_statistical()).count();
        let mutants =
            if self.rows.first().is_some_and(|row| row.kind.is_statistical()) { self.mutants.len() } else { 0 };
        rows + mutants + self.necessity.iter().filter(|n| n.kind.is_statistical()).count()
    }

    /// How many of its parts are tested as identities: each takes a share of their budget.
    pub fn identities(&self) -> usize {
        self.parts(Kind::Identity).len()
    }

    /// The parts of which certificates are written: those with exact evidence, unless it is uncertified.
    pub fn certified_parts(&self) -> Vec<&'static str> {
        if self.rows.iter().any(Row::is_certified) { self.parts(Kind::Exact) } else { Vec::new() }
    }

    /// Gathers one kind of evidence, for all parts or for one.
    ///
    /// # Panics
    /// If the claim has no evidence of this kind.
    pub fn check(&self, kind: Kind, part: Option<&str>, plan: &Plan) -> EvidenceRow {
        self.gather(self.row(kind).expect("a kind of evidence of this claim"), part, plan)
    }
}
