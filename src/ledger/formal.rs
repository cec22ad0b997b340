//! What the recorded run of Coq says: the column *formal*, and for each claim with theorems a page that shows them beside
//! its statement.

use super::{GENERATED, Places, prose};
use crate::claim::{Claim, Docs, Kind};
use crate::formal::{Asked, Checked, FORMAL, Proved, Share, Standing, Subject};
use crate::record::Verdict;
use std::collections::BTreeMap;

/// What stands in the place of a verdict where the files are no longer those of the recorded run.
const NOT_RUN: &str = "**not run**";

/// A link of such a page to the folder above its own.
const UP: &str = "../";

/// The parts of a claim: what it checks on instances. Steps on the way of a derivation are none.
fn parts(claim: &Claim) -> Vec<&'static str> {
    claim.parts_by(claim.kinds().into_iter().filter(|kind| *kind != Kind::Derivation))
}

/// How many theorems that hold say something of a claim, and not that something else is false.
fn theorems(checked: &Checked, claim: &str) -> usize {
    let mut names: Vec<&str> = checked
        .of_claim(claim)
        .filter(|(asked, proved)| asked.verdict == Verdict::Holds && proved.subject == Subject::Conclusion)
        .map(|(asked, _)| asked.name.as_str())
        .collect();
    names.dedup();
    names.len()
}

/// Of the mutants and the dropped assumptions of a claim, how many are refuted in Coq.
fn refuted(checked: &Checked, claim: &str) -> usize {
    let holds = checked.of_claim(claim).filter(|(asked, _)| asked.verdict == Verdict::Holds);
    holds.filter(|(_, proved)| proved.subject != Subject::Conclusion).count()
}

/// The cell of a claim on the front page; `None` where the project has no recorded run of Coq.
pub(crate) fn summary(claim: &Claim, standing: &Standing, places: &Places) -> Option<String> {
    let checked = match standing {
        Standing::Absent => return None,
        Standing::Stale => return Some(NOT_RUN.to_string()),
        Standing::Current(checked) => checked,
    };
    let count = theorems(checked, claim.slug);
    if count + refuted(checked, claim.slug) == 0 {
        return Some("–".to_string());
    }
    let all = parts(claim);
    let whole = all.iter().filter(|part| checked.share(claim.slug, part) == Share::Whole).count();
    let (by_hand, generated) = checked.lines_of(claim.slug);
    let refuted = match refuted(checked, claim.slug) {
        0 => String::new(),
        refuted => format!(", {refuted} refutations"),
    };
    Some(format!(
        "[{whole}/{} parts]({}), {count} theorems{refuted}, {by_hand} + {generated} lines",
        all.len(),
        places.formal_page(claim.slug)
    ))
}

/// The cell of a part in the table of a claim's evidence; `None` where the claim has no theorem.
pub(crate) fn part(claim: &Claim, part: &str, standing: &Standing) -> Option<String> {
    let checked = match standing {
        Standing::Absent => return None,
        Standing::Stale => return Some(NOT_RUN.to_string()),
        Standing::Current(checked) => checked,
    };
    if theorems(checked, claim.slug) == 0 {
        return None;
    }
    Some(match checked.share(claim.slug, part) {
        Share::Whole => Verdict::Holds.name().to_string(),
        Share::Some => format!("{}, in part", Verdict::Holds.name()),
        Share::None => "–".to_string(),
    })
}

/// The line of the front page on the run; empty where there is none.
pub(crate) fn run(standing: &Standing) -> String {
    match standing {
        Standing::Absent => String::new(),
        Standing::Stale => format!("- Theorems in Coq: {NOT_RUN} on the files that are there.\n"),
        Standing::Current(checked) => {
            let (by_hand, generated) = checked.lines();
            format!(
                "- Theorems in Coq: {} without an axiom, in {} files of {by_hand} lines by hand and {generated} generated, \
                 checked in {:.0} s{} ({}; `formal`): **{}**.\n",
                checked.theorems.iter().filter(|asked| asked.verdict == Verdict::Holds).count(),
                checked.files.len(),
                checked.seconds,
                if checked.rechecked.is_some() { ", by coqchk as well" } else { "" },
                checked.coq,
                checked.verdict.name()
            )
        }
    }
}

/// The page of a claim's theorems; `None` where it has none.
pub(crate) fn page(docs: &Docs, claim: &Claim, standing: &Standing, places: &Places) -> Option<String> {
    let checked = standing.current()?;
    let mut of: BTreeMap<&str, (&Asked, Vec<&Proved>)> = BTreeMap::new();
    let mut order: Vec<&str> = Vec::new();
    for (asked, proved) in checked.of_claim(claim.slug) {
        let (_, proves) = of.entry(&asked.name).or_insert_with(|| {
            order.push(&asked.name);
            (asked, Vec::new())
        });
        proves.push(proved);
    }
    if order.is_empty() {
        return None;
    }
    let up = |path: &str| format!("{UP}{}", places.relative(path));
    let mut page = format!(
        "# `{0}` in Coq\n\n{GENERATED}\n\nTheorems that Coq has checked for [`{0}`]({UP}{0}.md), as Coq prints them, beside the \
         statement of the claim. What their symbols stand for, and what has to be trusted: [{FORMAL}/README.md]({1}). Again: \
         `cargo run --release -- formal`\n\n## Statement\n\n{2}\n\n## Theorems\n",
        claim.slug,
        up(&format!("{FORMAL}/README.md")),
        prose(docs.section("Statement")).trim()
    );
    let file = |asked: &Asked| format!("[{}:{}]({})", asked.file, asked.line, up(&format!("{FORMAL}/{}", asked.file)));
    let rests = |asked: &Asked| match asked.assumptions.as_str() {
        "" => "rests on no axiom".to_string(),
        axioms => format!("**{}**: {axioms}", asked.verdict.name()),
    };
    let said = |asked: &Asked| match asked.says.as_str() {
        "" => ".".to_string(),
        // A derivation's goal is a formula alone.
        formula if checked.is_generated(asked) => format!(": `{formula}`"),
        text => format!(": {}", prose(text).replace('[', "\\[").replace(']', "\\]")),
    };
    for (asked, proves) in order.iter().map(|name| &of[name]) {
        let about: Vec<String> = proves
            .iter()
            .filter(|proved| proved.subject == Subject::Conclusion)
            .map(|proved| {
                let part = proved.part.as_ref().map_or("on the claim".to_string(), |part| format!("`{part}`"));
                format!("{part}{}", if proved.in_part { " in part" } else { "" })
            })
            .collect();
        if !about.is_empty() {
            page.push_str(&format!(
                "\n`{}`: {} ({}, {} lines with its proof, {}){}\n\n```coq\n{}\n```\n",
                asked.name,
                about.join(", "),
                file(asked),
                asked.lines,
                rests(asked),
                said(asked),
                asked.statement
            ));
        }
    }
    let left: Vec<String> = parts(claim)
        .into_iter()
        .filter(|part| checked.share(claim.slug, part) == Share::None)
        .map(|part| format!("`{part}`"))
        .collect();
    if !left.is_empty() {
        page.push_str(&format!("\nWithout a theorem: {}.\n", left.join(", ")));
    }
    let mut refutations = String::new();
    for (asked, proves) in order.iter().map(|name| &of[name]) {
        for proved in proves {
            let what = match &proved.subject {
                Subject::Conclusion => continue,
                Subject::Without(assumption) => format!("without `{assumption}`"),
                Subject::Mutant(name) => format!("mutant `{name}`"),
            };
            let part = proved.part.as_ref().map_or(String::new(), |part| format!(" of `{part}`"));
            refutations.push_str(&format!("- {what}{part}: `{}` ({}, {})\n", asked.name, file(asked), rests(asked)));
        }
    }
    if !refutations.is_empty() {
        page.push_str(&format!("\n## Refuted at the stored counterexamples\n\n{refutations}"));
    }
    Some(page)
}
