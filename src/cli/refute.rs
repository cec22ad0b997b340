//! `refute`: looking for a counterexample to a claim, or to one of its mutants, and shrinking it.

use super::progress::{Extent, watched};
use super::table::tinted;
use super::{Answer, Failure, Json, Tint, Unsaved, again, positive, seed};
use crate::campaign::{Budget, DEFAULT_SEED, Limit, Plan, Registry, SEARCH_CASES, UnknownName};
use crate::claim::{Counterexample, Stored};
use crate::json;
use crate::output::Target;
use crate::record::{MutantVerdict, Verdict};
use serde::Serialize;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
pub(super) struct Refute {
    /// The claim
    claim: String,
    /// Refute this wrong version of it in its place
    #[arg(long, value_name = "NAME")]
    mutant: Option<String>,
    /// Instances to try
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = positive,
        default_value_t = SEARCH_CASES)]
    cases: u64,
    /// Where instances derive from
    #[arg(long, value_name = "S", allow_negative_numbers = true, value_parser = seed, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Write the counterexample here, for `replay`
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    json: Json,
}

/// The answer as data.
#[derive(Serialize)]
struct Refutation<'a> {
    claim: &'a str,
    mutant: Option<&'a str>,
    seed: u64,
    verdict: &'static str,
    tried: u64,
    counterexample: Option<&'a Counterexample>,
}

pub(super) fn refute(registry: &Registry, refute: &Refute) -> Result<Answer, Failure> {
    let claim = registry.claim(&refute.claim)?;
    let mutants = claim.mutant_names();
    let index = match &refute.mutant {
        None => None,
        Some(name) => {
            let found = mutants.iter().position(|mutant| mutant == name);
            Some(found.ok_or_else(|| UnknownName::new("mutant", name, mutants.iter().copied()))?)
        }
    };
    let out = refute.out.as_deref().map(Target::prove).transpose()?;
    let plan = Plan::new(refute.seed, Limit::Cases(refute.cases)).sharing(Budget::of(registry));
    // A refuted mutant is as it should be; a refuted claim is not.
    let (verdict, word, tried, counterexample) = watched(&plan.watch, Extent::Cases(refute.cases), || match index {
        Some(index) => {
            let row = claim.refute_mutant(index, &plan);
            let (verdict, word) = match row.verdict {
                MutantVerdict::Refuted => (Verdict::Holds, "refuted"),
                MutantVerdict::Survives => (Verdict::Refuted, "survives"),
                MutantVerdict::NotRun => (Verdict::Inconclusive, "not-run"),
            };
            (verdict, word, row.tried, row.counterexample)
        }
        None => {
            let search = claim.refute(&plan);
            let (verdict, word) = match (&search.counterexample, search.accepted) {
                (Some(_), _) => (Verdict::Refuted, "refuted"),
                (None, _) if plan.is_stopped() => (Verdict::Inconclusive, "not-run"),
                (None, 0) => (Verdict::NothingChecked, "nothing-checked"),
                (None, _) => (Verdict::Holds, "not-refuted"),
            };
            (verdict, word, search.tried, search.counterexample)
        }
    });
    let text = if refute.json.json {
        let (claim, mutant, seed) = (claim.slug, refute.mutant.as_deref(), refute.seed);
        let counterexample = counterexample.as_ref();
        let document = Refutation { claim, mutant, seed, verdict: word, tried, counterexample };
        json::write(&document)
    } else {
        let what = refute.mutant.as_ref().map_or(String::new(), |name| format!(", mutant {name}"));
        let word = tinted(word, Tint::from(verdict));
        let mut text = format!("{}{what}: {word} after {tried} instances, seed {}\n", claim.slug, refute.seed);
        text.push_str(&counterexample.as_ref().map_or(String::new(), shown));
        if plan.is_stopped() {
            text.push_str(&format!("interrupted; the same instances again: {}\n", again(&[])));
        }
        text
    };
    let written = match (out, &counterexample) {
        (Some(target), Some(counterexample)) => target.write_all(json::write(counterexample).as_bytes()),
        _ => Ok(()),
    };
    match written {
        Ok(()) => Ok(Answer::new(verdict, text)),
        Err(error) => Err(Unsaved { text, error }.into()),
    }
}

/// A counterexample for people: the instance, then both sides.
pub(super) fn shown(counterexample: &Counterexample) -> String {
    let Counterexample { part, kind, instance, measured, predicted, .. } = counterexample;
    let side = |name: &str, side: &Stored| format!("{name}\n{}", json::write(side));
    let (measured, predicted) = (side("measured", measured), side("predicted", predicted));
    format!("part {part}, {}\ninstance\n{}{measured}{predicted}", kind.name(), json::write(instance))
}
