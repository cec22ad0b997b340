//! The record as pages: JSON in which every number has an identifier, its JSON pointer, so that a link leads to it where no
//! script runs. Each page leads to the file itself.

use super::site::{Site, UP};
use crate::account::Account;
use crate::html::escaped;
use crate::json;
use crate::record::{ClaimRow, Record};
use serde_json::Value;

/// Keys whose values are shown on one line, without identifiers: instances and sides of counterexamples.
const WHOLE: [&str; 3] = ["instance", "measured", "predicted"];

/// The file of the entries of campaigns.
pub(super) const CAMPAIGNS: &str = "data/campaigns.json";

/// All entries of campaigns that count.
pub(super) fn campaigns(account: &Account) -> String {
    json::write(&serde_json::json!({ "verifications": account.verifications, "fuzzing": account.fuzzing }))
}

/// Where the numbers of campaigns are from.
pub(super) fn campaigns_source() -> String {
    format!("Computed from <a href=\"{CAMPAIGNS}\">campaigns.json</a>.")
}

/// The page of a claim's part of the record.
pub(super) fn claim(site: &Site<'_>, row: &ClaimRow) -> String {
    let name = escaped(&row.claim);
    let content = format!(
        "<h1>The record of <code>{name}</code></h1>\n<p>What the recorded run found, as JSON: <a href=\"{name}.json\">{name}.json</a>, a part \
         of <a href=\"record.json\">record.json</a>. A number of <a href=\"{UP}claims/{name}.html\">the claim's page</a> leads to its \
         line here.</p>\n{}",
        document(&serde_json::to_value(row).unwrap_or_default())
    );
    site.page(&format!("data/{}.html", row.claim), &format!("{}: record", row.claim), &content, "")
}

/// The page of the whole record: its head, its totals, and where the rest is.
pub(super) fn record(site: &Site<'_>) -> String {
    let record = site.record;
    let head = Record { claims: Vec::new(), ..record.clone() };
    let totals: String = Total::all(record)
        .iter()
        .map(|Total { id, what, value, how }| {
            let value = escaped(value);
            format!("<tr id=\"{id}\"><th scope=\"row\">{what}</th><td class=\"number\">{value}</td><td><code>{}</code></td></tr>\n", escaped(how))
        })
        .collect();
    let claims: String = site
        .claims()
        .map(|(_, row)| {
            let name = escaped(&row.claim);
            format!("<li><a href=\"{name}.html\"><code>{name}</code></a> (<a href=\"{name}.json\">JSON</a>)</li>\n")
        })
        .collect();
    let formal = match site.standing.current() {
        Some(_) => "<p>What Coq said of its theorems: <a href=\"formal.json\">formal.json</a>.</p>\n",
        None => "",
    };
    let campaigns = match site.account.is_empty() {
        true => "",
        false => "<p>What campaigns have come to: <a href=\"campaigns.json\">campaigns.json</a>.</p>\n",
    };
    let results: String = site
        .registry
        .preface
        .experiments
        .iter()
        .map(|experiment| {
            let file = super::experiment::results(experiment);
            let name = file.trim_start_matches("data/");
            format!(
                "<li><a href=\"{name}\">{name}</a>: the results of <code>{}</code></li>\n",
                escaped(experiment.name)
            )
        })
        .collect();
    let results = if results.is_empty() { results } else { format!("<h2>Experiments</h2>\n<ul>\n{results}</ul>\n") };
    let content = format!(
        "<h1>The data</h1>\n<p>Everything on this site is computed from these files. The recorded run: <a href=\"record.json\">record.json</a>.</p>\n\
         <h2>The run</h2>\n{}{formal}{campaigns}<h2>Totals</h2>\n{}<h2>The record of each claim</h2>\n<ul>\n{claims}</ul>\n{results}",
        document(&serde_json::to_value(head).unwrap_or_default()),
        super::site::table(
            "Sums over the claims, and where in record.json their terms are.",
            &["what", "total", "terms"],
            &totals
        )
    );
    site.page("data/record.html", "The data", &content, "")
}

/// A number that is computed from the whole record.
pub(super) struct Total {
    pub(super) id: &'static str,
    pub(super) what: &'static str,
    pub(super) value: String,
    /// Where its terms are.
    how: &'static str,
}

impl Total {
    /// All of them.
    pub(super) fn all(record: &Record) -> Vec<Total> {
        let total = |id, what, value: String, how| Total { id, what, value, how };
        let rows = || record.claims.iter().flat_map(|claim| &claim.evidence);
        let sum = |of: fn(&ClaimRow) -> usize| record.claims.iter().map(of).sum::<usize>();
        let mut all = vec![
            total("claims", "claims", record.claims.len().to_string(), "/claims"),
            total("rows", "rows of evidence", rows().count().to_string(), "/claims/*/evidence"),
            total(
                "instances",
                "instances decided",
                rows().map(|row| row.accepted).sum::<u64>().to_string(),
                "/claims/*/evidence/*/accepted",
            ),
            total(
                "mutants",
                "wrong formulas refuted",
                format!("{}/{}", sum(crate::ledger::front::refuted), sum(|claim| claim.mutants.len())),
                "/claims/*/mutants/*/verdict",
            ),
            total(
                "assumptions",
                "assumptions shown necessary",
                format!("{}/{}", sum(|claim| claim.assumptions_shown().0), sum(|claim| claim.assumptions_shown().1)),
                "/claims/*/necessity/*/verdict",
            ),
        ];
        if let (count @ 1.., chance) = record.identities() {
            all.push(total(
                "identities",
                "identities tested",
                count.to_string(),
                "/claims/*/evidence/*/parts/*/identity",
            ));
            let chance = crate::ledger::brief(chance);
            all.push(total(
                "false-pass",
                "chance that a false one passed",
                chance,
                "/claims/*/evidence/*/parts/*/identity/false_pass",
            ));
        }
        all
    }
}

/// A document, laid out a line a value.
fn document(value: &Value) -> String {
    let mut html = String::new();
    lay_out(value, "", 0, true, &mut html);
    format!("<pre class=\"json\" tabindex=\"0\" aria-label=\"JSON\"><code>{html}</code></pre>\n")
}

/// Appends a value. What is below an instance or a side has no identifiers.
fn lay_out(value: &Value, pointer: &str, indent: usize, has_identifiers: bool, html: &mut String) {
    let text = |value: &Value| escaped(&value.to_string());
    let items: Vec<(String, String, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, item)| (format!("{}: ", Value::from(key.as_str())), format!("{pointer}/{key}"), item))
            .collect(),
        Value::Array(list) => {
            list.iter().enumerate().map(|(place, item)| (String::new(), format!("{pointer}/{place}"), item)).collect()
        }
        _ => Vec::new(),
    };
    let (open, close) = if value.is_object() { ('{', '}') } else { ('[', ']') };
    let identifier =
        if has_identifiers && !pointer.is_empty() { format!(" id=\"{}\"", escaped(pointer)) } else { String::new() };
    if items.is_empty() || !has_identifiers {
        html.push_str(&format!("<span{identifier}>{}</span>", text(value)));
        return;
    }
    html.push_str(&format!("<span{identifier}>{open}</span>"));
    for (place, (key, pointer, item)) in items.iter().enumerate() {
        html.push_str(if place == 0 { "\n" } else { ",\n" });
        html.push_str(&" ".repeat(indent + 1));
        html.push_str(&escaped(key));
        let is_whole = WHOLE.iter().any(|whole| pointer.ends_with(&format!("/{whole}")));
        if is_whole {
            html.push_str(&text(item));
        } else {
            lay_out(item, pointer, indent + 1, true, html);
        }
    }
    html.push_str(&format!("\n{}{close}", " ".repeat(indent)));
}
