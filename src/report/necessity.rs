//! The necessity matrix, the mutants, and the counterexamples of both.

use super::counterexample::{anchor, opened};
use super::site::{Site, linked, table};
use crate::claim::{Claim, Domain};
use crate::html::escaped;
use crate::record::{ClaimRow, MutantVerdict, NecessityVerdict};

/// Assumptions × parts: where the part fails without the assumption, with the instance that shows it.
pub(super) fn matrix(site: &Site<'_>, claim: &Claim, row: &ClaimRow, path: &str) -> String {
    let (mut parts, mut assumptions): (Vec<&str>, Vec<&str>) = (Vec::new(), Vec::new());
    for necessity in &row.necessity {
        if !parts.contains(&necessity.part.as_str()) {
            parts.push(&necessity.part);
        }
        if !assumptions.contains(&necessity.assumption.as_str()) {
            assumptions.push(&necessity.assumption);
        }
    }
    let mut rows = String::new();
    for assumption in assumptions {
        let mut cells = format!("<th scope=\"row\"><code>{}</code></th>", escaped(assumption));
        for part in &parts {
            let of = row.necessity.iter().enumerate();
            let of = of.filter(|(_, necessity)| necessity.assumption == assumption && necessity.part == *part);
            let found: Vec<String> = of
                .map(|(index, necessity)| match (&necessity.verdict, &necessity.counterexample) {
                    (NecessityVerdict::Found, Some(_)) => {
                        format!("<a href=\"#{}\">fails</a>", anchor(&row.necessity_name(index)))
                    }
                    (NecessityVerdict::NotRun, _) => "<span class=\"status unsure\">not run</span>".to_string(),
                    _ => "<span class=\"status bad\">missing</span>".to_string(),
                })
                .collect();
            let found = if found.is_empty() { "·".to_string() } else { found.join(", ") };
            cells.push_str(&format!("<td>{found}</td>"));
        }
        rows.push_str(&format!("<tr>{cells}</tr>\n"));
    }
    let titles: Vec<&str> = ["without"].into_iter().chain(parts.iter().copied()).collect();
    let caption =
        "Which part fails without which assumption. <em>fails</em> opens the instance on which it does; ·: not asked.";
    let matrix = if rows.is_empty() {
        "<p>It has no assumption that could be dropped.</p>\n".to_string()
    } else {
        table(caption, &titles, &rows)
    };
    let domain: String = claim
        .domain
        .iter()
        .map(|Domain { assumption, reason }| {
            format!("<li><code>{}</code>: {}</li>\n", escaped(assumption), site.words(reason, path))
        })
        .collect();
    let domain = if domain.is_empty() {
        String::new()
    } else {
        format!("<p>Of the domain, outside which the statement has no meaning:</p>\n<ul>\n{domain}</ul>\n")
    };
    let opened: String = row
        .necessity
        .iter()
        .enumerate()
        .filter_map(|(index, necessity)| {
            let what = format!(
                "without <code>{}</code>, <code>{}</code> fails",
                escaped(&necessity.assumption),
                escaped(&necessity.part)
            );
            Some(opened(&row.necessity_name(index), &what, necessity.counterexample.as_ref()?))
        })
        .collect();
    format!("{matrix}{domain}{opened}")
}

/// The wrong versions, each with what refutes it.
pub(super) fn mutants(row: &ClaimRow, path: &str) -> String {
    let (mut rows, mut all) = (String::new(), String::new());
    for (index, mutant) in row.mutants.iter().enumerate() {
        let (name, part) = (escaped(&mutant.name), escaped(&mutant.part));
        let (class, verdict) = match mutant.verdict {
            MutantVerdict::Refuted => ("good", "refuted"),
            MutantVerdict::Survives => ("bad", "survives"),
            MutantVerdict::NotRun => ("unsure", "not run"),
        };
        let tried = linked(&mutant.tried.to_string(), &row.claim, &format!("/mutants/{index}/tried"), path);
        let by = mutant.counterexample.as_ref().map_or("–".to_string(), |counterexample| {
            all.push_str(&opened(
                &mutant.name,
                &format!("mutant <code>{name}</code>, of <code>{part}</code>"),
                counterexample,
            ));
            format!(
                "<a href=\"#{}\">{} numbers, {}</a>",
                anchor(&mutant.name),
                counterexample.size().0,
                counterexample.kind.name()
            )
        });
        rows.push_str(&format!(
            "<tr><th scope=\"row\"><code>{name}</code></th><td><code>{part}</code></td>\
             <td><span class=\"status {class}\">{verdict}</span></td><td class=\"number\">{tried}</td><td>{by}</td></tr>\n"
        ));
    }
    if rows.is_empty() {
        return String::new();
    }
    let caption = "Wrong versions of the formula, each of which the check must refute. Tried: instances up to the first refutation.";
    let titles = ["mutant", "of part", "verdict", "tried", "counterexample"];
    format!("{}{all}", table(caption, &titles, &rows))
}
