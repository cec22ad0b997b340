//! The first page: what this is, the table phrase → claims → status, the claims, the experiments, how to repeat it.

use super::data::Total;
use super::experiment::conclusion;
use super::site::{Site, linked, status, word};
use crate::campaign::{Phrase, Support};
use crate::html::escaped;
use crate::ledger::account::sums;
use crate::ledger::front::{impurities, refuted, says};
use crate::ledger::support::{Found, beyond, is_open, supported};
use crate::ledger::{Unrendered, formal};
use crate::record::{Record, Verdict};

const PATH: &str = super::INDEX;

/// Filters the list of claims. Without it the list is whole, and the browser's own search finds a word.
const SCRIPT: &str = include_str!("search.js");

pub(super) fn page(site: &Site<'_>) -> Result<String, Unrendered> {
    let preface = &site.registry.preface;
    // The first paragraph says what it is about; the others, such as how to cite, come last.
    let (about, rest) = preface.text.trim().split_once("\n\n").unwrap_or((preface.text.trim(), ""));
    let about = if about.is_empty() {
        String::new()
    } else {
        site.markdown(&crate::ledger::prose::prose(about), PATH, 1, None)
    };
    let rest = site.markdown(&crate::ledger::prose::prose(rest), PATH, 0, None);
    let trusted = match impurities(site.registry) {
        (None, _) => String::new(),
        (Some(short), long) => {
            let link = long.map_or("", |_| "<p><a href=\"trusted.html\">All of what is trusted</a>, and what is weaker than the theorems.</p>\n");
            format!("<h2 id=\"trusted\">What is trusted</h2>\n{}{link}", site.prose(short, PATH))
        }
    };
    let content = format!(
        "<h1>{}</h1>\n{about}\
         <p>Each claim is a theorem whose two sides are computed by unrelated code, one from the definition and one by the formula, and \
         compared on many instances, exactly or with a derived error bound. A check that could not have seen a violation does not \
         pass: every wrong version of a formula must be refuted, and every assumption shown necessary, by a stored counterexample that \
         anyone can recompute.</p>\n{}{}{}{}{}{trusted}{rest}",
        escaped(site.title()),
        figures(site),
        phrases(site)?,
        claims(site)?,
        experiments(site),
        repeat(site),
    );
    Ok(site.page(PATH, site.title(), &content, SCRIPT))
}

/// The run in a few numbers.
fn figures(site: &Site<'_>) -> String {
    let item = |value: &str, words: &str, target: &str| {
        format!("<li><strong><a href=\"{target}\">{value}</a></strong> {words}</li>\n")
    };
    let mut items: String = Total::all(site.record)
        .iter()
        .map(|total| item(&escaped(&total.value), total.what, &format!("data/record.html#{}", total.id)))
        .collect();
    if let Some(checked) = site.standing.current() {
        let count = checked.theorems.iter().filter(|asked| asked.verdict == Verdict::Holds).count();
        items.push_str(&item(&count.to_string(), "theorems that Coq has checked", "data/formal.json"));
    }
    let campaigns: String =
        sums(site.account).iter().map(|sum| format!("<li>{}</li>\n", site.words(sum, PATH))).collect();
    let campaigns = match campaigns.as_str() {
        "" => String::new(),
        items => format!("<p><a href=\"{}\">Campaigns</a>:</p>\n<ul>\n{items}</ul>\n", super::CAMPAIGNS),
    };
    format!(
        "<p>The recorded run: {}</p>\n<ul class=\"figures\">\n{items}</ul>\n{campaigns}",
        status(site.record.verdict)
    )
}

/// The table phrase → claim#part → status.
fn phrases(site: &Site<'_>) -> Result<String, Unrendered> {
    let source = site.registry.preface.source;
    let source = if source.is_empty() { "the source" } else { source };
    let mut rows = String::new();
    for (phrase, support) in supported(site.registry, site.record)? {
        let Phrase { text, open, .. } = phrase;
        let lines = (support.len() + usize::from(is_open(phrase))).max(1);
        let mut said = format!(
            "<th scope=\"rowgroup\" role=\"rowheader\" rowspan=\"{lines}\" class=\"said\">“{}”</th>",
            escaped(text)
        );
        let mut row = |what: &str, status: &str| {
            rows.push_str(&format!(
                "<tr role=\"row\">{}<td role=\"cell\">{what}</td><td role=\"cell\">{status}</td></tr>\n",
                std::mem::take(&mut said)
            ));
        };
        for (Support { claim, parts }, found) in support {
            let name = format!("<code>{}</code>", escaped(claim));
            let page = site.named(claim, PATH);
            let named = page.as_ref().map_or(name.clone(), |page| format!("<a href=\"{page}\">{name}</a>"));
            let part = |part: &&str| match &page {
                Some(page) => format!(" <a href=\"{page}#part-{0}\"><code>#{0}</code></a>", escaped(part)),
                None => format!(" <code>#{}</code>", escaped(part)),
            };
            let parts: String = parts.iter().map(part).collect();
            let status = match found {
                Found::Verdict(verdict) => status(verdict),
                Found::Experiment(verdict) => word(&verdict),
                Found::NotRun => "<span class=\"open\">not in this run</span>".to_string(),
            };
            row(&format!("{named}{parts}"), &status);
        }
        if is_open(phrase) {
            row(&site.words(open, PATH), "<span class=\"open\">not covered</span>");
        }
    }
    if rows.is_empty() {
        return Ok(String::new());
    }
    let others = beyond(site.registry, site.record);
    let links: Vec<String> =
        others.iter().map(|name| format!("<a href=\"claims/{0}.html\"><code>{0}</code></a>", escaped(name))).collect();
    let others = if links.is_empty() {
        String::new()
    } else {
        format!("<p>Claims that no phrase names: {}.</p>\n", links.join(", "))
    };
    let table = format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"phrases\">\n<table class=\"list\" role=\"table\">\n<caption>A status is read off the recorded run: the worst of \
         the evidence for the named parts, their mutants and the assumptions that they need; without a part, the verdict on the \
         claim.</caption>\n<thead role=\"rowgroup\">\n<tr role=\"row\"><th scope=\"col\" role=\"columnheader\">phrase</th><th scope=\"col\" role=\"columnheader\">what supports it</th>\
         <th scope=\"col\" role=\"columnheader\">status</th></tr>\n</thead>\n<tbody role=\"rowgroup\">\n{rows}</tbody>\n</table>\n</div>\n"
    );
    Ok(format!("<h2 id=\"phrases\">What supports each phrase of {}</h2>\n{table}{others}", escaped(source)))
}

/// One line for each claim.
fn claims(site: &Site<'_>) -> Result<String, Unrendered> {
    let mut rows = String::new();
    for (claim, row) in site.claims() {
        let kinds: Vec<&str> = row.evidence.iter().map(|row| row.kind.name()).collect();
        let (shown, needed) = row.assumptions_shown();
        let formal = formal::summary(claim, site.standing, &site.places).filter(|text| text.starts_with('['));
        let formal = formal.and_then(|text| Some(text.split_once("](")?.0.trim_start_matches('[').to_string()));
        let formal = formal.map_or(String::new(), |text| {
            format!(", <a href=\"formal/{}.html\">{} in Coq</a>", claim.slug, escaped(&text))
        });
        let (name, words) = (escaped(claim.slug), site.words(&says(claim)?, PATH));
        rows.push_str(&format!(
            "<tr role=\"row\"><th scope=\"row\" role=\"rowheader\"><a href=\"claims/{name}.html\"><code>{name}</code></a></th><td role=\"cell\">{words}</td>\
             <td role=\"cell\" data-of=\"verdict\">{}</td><td role=\"cell\" data-of=\"evidence\">{}{formal}</td>\
             <td role=\"cell\" data-of=\"mutants refuted\" class=\"number\">{}</td><td role=\"cell\" data-of=\"assumptions necessary\" class=\"number\">{}</td></tr>\n",
            status(row.verdict),
            kinds.join(", "),
            linked(&format!("{}/{}", refuted(row), row.mutants.len()), claim.slug, "/mutants", PATH),
            linked(&format!("{shown}/{needed}"), claim.slug, "/necessity", PATH),
        ));
    }
    let titles = ["claim", "what it says", "verdict", "evidence", "mutants refuted", "assumptions necessary"];
    let titles: String =
        titles.iter().map(|title| format!("<th scope=\"col\" role=\"columnheader\">{title}</th>")).collect();
    Ok(format!(
        "<h2 id=\"claims\">The claims</h2>\n<p>Each page has the statement, the proof, what was checked with which error, every wrong version with \
         a counterexample, and the derivation where there is one.</p>\n\
         <form class=\"search\" role=\"search\" hidden><label for=\"search\">Show claims with the words</label><input id=\"search\" type=\"search\" autocomplete=\"off\">\
         <output for=\"search\" id=\"found\"></output></form>\n\
         <div class=\"wide\" tabindex=\"0\" role=\"region\" aria-labelledby=\"claims\">\n<table class=\"list\" role=\"table\" id=\"list\">\n\
         <caption>All claims, in the order of the ledger.</caption>\n<thead role=\"rowgroup\">\n<tr role=\"row\">{titles}</tr>\n</thead>\n<tbody role=\"rowgroup\">\n{rows}</tbody>\n</table>\n</div>\n"
    ))
}

fn experiments(site: &Site<'_>) -> String {
    let experiments = site.registry.preface.experiments;
    let item = |experiment: &crate::campaign::Recorded| {
        let name = escaped(experiment.name);
        format!(
            "<li><a href=\"experiments/{name}.html\"><code>{name}</code></a>: {}</li>\n",
            conclusion(site, experiment, PATH)
        )
    };
    let items: String = experiments.iter().map(item).collect();
    if items.is_empty() {
        return String::new();
    }
    format!(
        "<h2 id=\"experiments\">Experiments</h2>\n<p>Decided by protocols that were written down before the run, with an error of their own; no \
         verification repeats them. Each page has the plots.</p>\n<ul>\n{items}</ul>\n"
    )
}

fn repeat(site: &Site<'_>) -> String {
    let Record { tool, version, commit, .. } = site.record;
    let commit = commit.as_ref().map_or(String::new(), |commit| format!(", commit <code>{}</code>", escaped(commit)));
    let names: Vec<&str> = site.claims().map(|(claim, _)| claim.slug).collect();
    let highlights = site.registry.preface.highlights.iter().copied().filter(|name| names.contains(name));
    let example = escaped(highlights.chain(names.iter().copied()).next().unwrap_or("CLAIM"));
    let commands = [
        ("cargo run --release".to_string(), "verifies every claim and prints the evidence"),
        (format!("cargo run --release -- verify {example}"), "one claim"),
        (format!("cargo run --release -- refute {example}"), "looks for a counterexample"),
        ("cargo run --release -- replay FILE.json".to_string(), "recomputes a stored counterexample"),
        (
            "cargo run --release -- proofs --check".to_string(),
            "runs the recorded seed again, and compares it with the record",
        ),
        ("cargo run --release -- report DIR".to_string(), "writes this site"),
    ];
    let items = commands.map(|(command, what)| format!("<dt><code>{command}</code></dt><dd>{what}</dd>\n")).concat();
    format!(
        "<h2 id=\"repeat\">How to repeat it</h2>\n<p>In a checkout of the project (the record is of {} {}{commit}), with a Rust toolchain:</p>\n<dl>\n{items}</dl>\n",
        escaped(tool),
        escaped(version)
    )
}
