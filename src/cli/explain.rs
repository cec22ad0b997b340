//! `explain`: a claim's statement and proof on one screen, from the header of its file; on request all of the header,
//! and what each of its derivations starts from, uses and ends at.

use super::list::{Listed, listed};
use super::{Answer, Failure, Json};
use crate::campaign::Registry;
use crate::claim::{Claim, Kind};
use crate::derivation::{Derivation, Derived, Readable, goals};
use crate::json;
use crate::record::Verdict;
use serde::Serialize;

/// The sections that are shown unasked.
const SHOWN: [&str; 2] = ["Statement", "Proof"];

#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The claim
    claim: String,
    /// Every section: source, assumptions, what is checked, mutants, what fails without an assumption; and the evidence
    #[arg(long)]
    all: bool,
    /// The claim's derivations: where each starts, by which rules it goes on, where it ends; and the file of the steps
    #[arg(long)]
    derivations: bool,
    #[command(flatten)]
    json: Json,
}

#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    listed: Listed,
    sections: Vec<Section>,
    /// `null` where the claim has none; an error's text where one fails.
    derivations: Option<Derivations>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Derivations {
    Derived(Vec<Readable>),
    Failed(String),
}

#[derive(Serialize)]
struct Section {
    title: String,
    text: String,
}

/// The kinds of evidence, each with the parts it speaks of where those are not all.
fn evidence(claim: &Claim) -> String {
    let all: Vec<&str> = claim.parts.iter().map(|part| part.name).collect();
    let of_kind = |kind: Kind| match claim.parts(kind) {
        parts if parts == all => format!("{}: every part\n", kind.name()),
        parts => format!("{}: {}\n", kind.name(), parts.join(", ")),
    };
    format!("\nEVIDENCE\n\n{}", claim.kinds().into_iter().map(of_kind).collect::<String>())
}

pub(super) fn explain(registry: &Registry, explain: &Explain) -> Result<Answer, Failure> {
    let claim = registry.claim(&explain.claim)?;
    let docs = claim.docs()?;
    let plain = |(title, text): &(String, String)| Section { title: title.clone(), text: unescaped(text) };
    let sections: Vec<Section> = docs.sections().iter().map(plain).collect();
    let stated = claim.derivations();
    let derivations =
        stated.filter(|_| explain.derivations || explain.all || explain.json.json).map(|files| match files.prove() {
            Ok(all) => Derivations::Derived(all.iter().map(Derived::readable).collect()),
            Err(error) => Derivations::Failed(error.to_string()),
        });
    let verdict = match derivations {
        Some(Derivations::Failed(_)) => Verdict::Refuted,
        _ => Verdict::Holds,
    };
    let slug = claim.slug;
    let text = if explain.json.json {
        json::write(&Explained { listed: listed(claim)?, sections, derivations })
    } else {
        let is_shown = |s: &&Section| explain.all || SHOWN.contains(&s.title.as_str());
        let section = |s: &Section| format!("\n{}\n\n{}\n", s.title.to_uppercase(), s.text);
        let body: String = sections.iter().filter(is_shown).map(section).collect();
        let summary = unescaped(&docs.summary);
        let proofs = match &derivations {
            None => stated.map_or(String::new(), |Derivation { text, .. }| {
                let count = goals(text).len();
                format!("\nDerived from the loss, {count} statements step by step: explain {slug} --derivations\n")
            }),
            Some(Derivations::Failed(error)) => format!("\nDERIVATIONS\n\nNot derived: {error}\n"),
            Some(Derivations::Derived(all)) => {
                let texts: Vec<String> = all.iter().map(derived).collect();
                let file = stated.map_or(String::new(), |files| files.steps_file());
                format!("\nDERIVATIONS\n\n{}\nEvery step: {file}\n", texts.join("\n"))
            }
        };
        let evidence = if explain.all { evidence(claim) } else { String::new() };
        let rest = if explain.all { String::new() } else { format!("All of its text: explain {slug} --all. ") };
        format!(
            "{summary}\n{body}{evidence}{proofs}\n{rest}To run it: verify {slug}. A counterexample? refute {slug}.\n"
        )
    };
    Ok(Answer::new(verdict, text))
}

/// Where a derivation starts, the rules that it uses with the number of steps by each, where it ends.
fn derived(derivation: &Readable) -> String {
    let Readable { name, theory, start, steps, .. } = derivation;
    let rule = |(rule, count): (&str, usize)| if count == 1 { rule.to_string() } else { format!("{rule} × {count}") };
    let rules: Vec<String> = derivation.rules().into_iter().map(rule).collect();
    let (end, rules) = (derivation.end(), rules.join(", "));
    format!("{name} ({theory}), {} steps\n  from {start}\n  via  {rules}\n  to   {end}\n", steps.len())
}

/// Without the backslashes that keep brackets from being links in rustdoc.
fn unescaped(text: &str) -> String {
    text.replace("\\[", "[").replace("\\]", "]")
}
