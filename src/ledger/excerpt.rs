//! The part of a README that the recorded run writes: the evidence of the claims a project puts first.

use super::{figure, header, line};
use crate::campaign::Registry;
use crate::record::{ClaimRow, MutantVerdict, Record};

/// The name of the file that has such a part, at the root of a project.
pub const README: &str = "README.md";

const BEGIN: &str = "<!-- recorded run -->\n";
/// What the figures of a row are.
const LEGEND: &str = "\n\
    Residual, bound and power are shares of the largest value of a compared matrix. Residual: how far the two sides \
    differ at most. Bound: how far rounding can set them apart; 0 where equality is `==`. Power: the smallest planted \
    violation that is caught in whichever entry, the largest over all instances. False pass: the chance that the row \
    holds of what is false; – where chance plays no part.\n";

const END: &str = "<!-- end of the recorded run -->";

/// The README with its part between `<!-- recorded run -->` and `<!-- end of the recorded run -->` written from the
/// record; `None` where it has no such part.
pub fn refreshed(readme: &str, registry: &Registry, record: &Record) -> Option<String> {
    let (before, rest) = readme.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}{}\n{END}{after}", excerpt(registry, record)))
}

fn excerpt(registry: &Registry, record: &Record) -> String {
    let mut text = header(&["claim", "evidence", "verdict", "instances", "residual", "bound", "power", "false pass"]);
    let first = |row: &&ClaimRow| registry.preface.highlights.contains(&row.claim.as_str());
    for claim in record.claims.iter().filter(first) {
        for row in &claim.evidence {
            let numbers = |x: f64| figure(Some(x).filter(|_| row.kind.compares_numbers()));
            text.push_str(&line(&[
                format!("`{}`", claim.claim),
                row.kind.name().to_string(),
                row.verdict.name().to_string(),
                row.accepted.to_string(),
                numbers(row.residual),
                numbers(row.bound),
                figure(row.power),
                figure(row.false_pass),
            ]));
        }
    }
    text.push_str(LEGEND);
    let count = |good: fn(&ClaimRow) -> usize| record.claims.iter().map(good).sum::<usize>();
    let instances: u64 = record.claims.iter().flat_map(|c| &c.evidence).map(|row| row.accepted).sum();
    text.push_str(&format!(
        "\nIn all: {} claims, {} rows of evidence on {instances} instances, {}/{} wrong formulas refuted, {}/{} \
         assumptions shown necessary, {} of the domain: **{}** (seed {}).\n",
        record.claims.len(),
        count(|c| c.evidence.len()),
        count(|c| c.mutants.iter().filter(|m| m.verdict == MutantVerdict::Refuted).count()),
        count(|c| c.mutants.len()),
        count(|c| c.assumptions_shown().0),
        count(|c| c.assumptions_shown().1),
        count(|c| c.domain.len()),
        record.verdict.name(),
        record.seed,
    ));
    for experiment in registry.preface.experiments {
        text.push_str(&format!(
            "\n**`{}`** (`{}`). {}\n",
            experiment.name,
            experiment.results,
            (experiment.brief)().trim()
        ));
    }
    text
}
