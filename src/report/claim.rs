//! The page of a claim.

use super::site::{Site, linked, status};
use super::{derivation, evidence, necessity};
use crate::claim::Claim;
use crate::html::escaped;
use crate::ledger::Unrendered;
use crate::ledger::entry::QUOTED;
use crate::ledger::front::{refuted, says};
use crate::record::ClaimRow;

/// What stands at the top of a page: the sentence, the verdict, by what.
fn top(site: &Site<'_>, claim: &Claim, row: &ClaimRow, path: &str) -> Result<String, Unrendered> {
    let name = escaped(&row.claim);
    let kinds = row.evidence.iter().enumerate().map(|(place, of)| {
        let accepted = linked(&of.accepted.to_string(), &row.claim, &format!("/evidence/{place}/accepted"), path);
        format!("{} ({accepted})", of.kind.name())
    });
    let (shown, needed) = row.assumptions_shown();
    let all = |text: String, pointer: &str| linked(&text, &row.claim, pointer, path);
    Ok(format!(
        "<h1><code>{name}</code></h1>\n<p class=\"lead\">{}</p>\n\
         <p>Verdict: {} by {}, with the number of instances. {} wrong versions refuted, {} assumptions shown necessary. Again: \
         <code>cargo run --release -- verify {name}</code></p>\n",
        site.words(&says(claim)?, path),
        status(row.verdict),
        kinds.collect::<Vec<_>>().join(", "),
        all(format!("{}/{}", refuted(row), row.mutants.len()), "/mutants"),
        all(format!("{shown}/{needed}"), "/necessity"),
    ))
}

pub(super) fn page(site: &Site<'_>, claim: &Claim, row: &ClaimRow) -> Result<String, Unrendered> {
    let path = format!("claims/{}.html", claim.slug);
    let docs = claim.docs()?;
    let mut sections: Vec<(&str, String)> =
        QUOTED.map(|title| (title, site.prose(docs.section(title), &path))).into_iter().collect();
    sections.push(("Evidence", evidence::instances(site, claim, row, &path)));
    sections.push(("Power", evidence::power(row, &path)));
    if let Some(files) = claim.derivations() {
        let text = format!(
            "<p>Derived for all dimensions and laws by stated rules; a small checker has decided every step. The file: <code>{}</code>.</p>\n{}",
            escaped(&files.steps_file()),
            derivation::derivations(&files)
        );
        sections.push(("Derivations", text));
    }
    let quoted = |title: &str| site.prose(docs.section(title), &path);
    sections.push(("Mutants", format!("{}{}", quoted("Mutants"), necessity::mutants(row, &path))));
    let dropped = quoted("When an assumption is dropped");
    sections.push(("Necessity", format!("{dropped}{}", necessity::matrix(site, claim, row, &path))));
    let mut content = top(site, claim, row, &path)?;
    let id = |title: &str| title.to_lowercase().replace(' ', "-");
    let links: String =
        sections.iter().map(|(title, _)| format!("<li><a href=\"#{}\">{title}</a></li>\n", id(title))).collect();
    content.push_str(&format!("<nav class=\"here\" aria-label=\"on this page\">\n<ul>\n{links}</ul>\n</nav>\n"));
    for (title, text) in &sections {
        content.push_str(&format!(
            "<section aria-labelledby=\"{0}\">\n<h2 id=\"{0}\">{title}</h2>\n{text}</section>\n",
            id(title)
        ));
    }
    Ok(site.page(&path, &row.claim, &content, ""))
}
