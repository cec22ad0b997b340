//! What is on the pages: all of the record, each number as it is there, links that lead somewhere.

use super::reader::{Element, assert_accessible, elements};
use super::{pages, record, site, site_of};
use dualproof::report::{FILES, coverage, listed};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

/// A path without its `..`.
fn resolved(path: &Path) -> String {
    let parts = path.components().fold(PathBuf::new(), |mut parts, part| {
        match part {
            Component::ParentDir => assert!(parts.pop(), "{}: leads out of the site", path.display()),
            part => parts.push(part),
        }
        parts
    });
    parts.display().to_string()
}

/// The path and the fragment that a link of a page leads to.
fn target(page: &str, link: &str) -> (String, String) {
    let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
    let path = if path.is_empty() {
        page.to_string()
    } else {
        resolved(&Path::new(page).parent().expect("a folder").join(path))
    };
    (path, fragment.to_string())
}

/// Every link leads to a file of the site, and where it names an identifier, to one that is there.
fn assert_links(files: &BTreeMap<String, String>) -> usize {
    let pages: BTreeMap<&str, Vec<Element<'_>>> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path.as_str(), elements(path, text)))
        .collect();
    let identifiers: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|(path, all)| (*path, all.iter().filter_map(|element| element.attribute("id")).collect()))
        .collect();
    let mut count = 0;
    for (page, all) in &pages {
        for element in all {
            for (name, link) in element.attributes.iter().filter(|(name, _)| ["href", "src"].contains(name)) {
                if link == "data:," || (element.name == "a" && *name == "href" && link.starts_with("https://")) {
                    continue;
                }
                let (path, fragment) = target(page, link);
                assert!(files.contains_key(&path), "{page}: {link} leads nowhere");
                let is_there = fragment.is_empty()
                    || identifiers.get(path.as_str()).is_some_and(|all| all.contains(fragment.as_str()));
                assert!(is_there, "{page}: {link}: no such place");
                count += 1;
            }
        }
    }
    count
}

#[test]
fn every_page_is_well_formed_and_has_its_landmarks() {
    for (path, html) in pages() {
        assert_accessible(path, &elements(path, html));
        for needle in
            ["<iframe", "<object", "<embed", "@import", "url(", "<font", "style=\"", " src=\"http", " onclick"]
        {
            assert!(!html.contains(needle), "{path}: {needle}");
        }
        let scripts = html.matches("<script").count();
        assert_eq!(scripts, usize::from(path == "index.html"), "{path}: {scripts} scripts");
    }
    let style = &site()["style.css"];
    assert!(!style.contains("@import") && !style.contains("url(") && !style.contains("http"));
}

#[test]
fn every_link_leads_somewhere() {
    let count = assert_links(site());
    assert!(count > 5000, "{count} links");
    let mut paths: Vec<&str> = listed(&site()[FILES]);
    paths.sort_unstable();
    assert_eq!(paths, site().keys().collect::<Vec<_>>());
}

#[test]
fn nothing_of_the_record_is_missing() {
    for row in &record().claims {
        let name = &row.claim;
        let page = &site()[&format!("claims/{name}.html")];
        assert!(site()["index.html"].contains(&format!("<a href=\"claims/{name}.html\">")), "{name} is not linked");
        for title in
            ["Statement", "Source", "Assumptions", "Proof", "Checked form", "Evidence", "Power", "Mutants", "Necessity"]
        {
            assert!(page.contains(&format!(">{title}</h2>")), "{name}: {title}");
        }
        let statement = page
            .split_once(">Statement</h2>")
            .and_then(|(_, rest)| rest.split_once("</section>"))
            .expect("a section")
            .0;
        // The rules are names, and their statement has no formula.
        assert!(statement.contains("<math>") || name == "rewrite-rules", "{name}: a statement without mathematics");
        for evidence in &row.evidence {
            let is_listed = |part: &str| page.contains(&format!("<code>{part}</code>"));
            assert!(evidence.parts.iter().all(|part| is_listed(&part.part)), "{name}: a part of {:?}", evidence.kind);
        }
        let counterexamples = (0..row.necessity.len()).map(|index| row.necessity_name(index));
        for counterexample in counterexamples.chain(row.mutants.iter().map(|mutant| mutant.name.clone())) {
            assert!(
                page.contains(&format!("<details id=\"counterexample-{counterexample}\">")),
                "{name}: {counterexample}"
            );
            assert!(
                site().contains_key(&format!("counterexamples/{name}/{counterexample}.json")),
                "{name}: {counterexample}"
            );
        }
        assert!(
            row.domain.iter().all(|assumption| page.contains(&format!("<code>{assumption}</code>"))),
            "{name}: domain"
        );
    }
    let registry = dualproof_theorems::registry();
    for phrase in registry.preface.phrases {
        assert!(site()["index.html"].contains(&phrase.text.replace('"', "&quot;")), "{}", phrase.text);
    }
    for experiment in registry.preface.experiments {
        let page = &site()[&format!("experiments/{}.html", experiment.name)];
        let pictures = (experiment.pictures)();
        assert!(
            pictures.len() > 3 && pictures.iter().all(|picture| page.contains(&format!("plots/{}.svg", picture.name)))
        );
    }
}

/// A number as the pages write it.
fn brief(x: f64) -> String {
    if x == 0.0 { "0".to_string() } else { format!("{x:.1e}") }
}

/// Every number that leads to a place in a record is the number that stands there.
#[test]
fn every_number_is_that_of_the_record() {
    let documents: BTreeMap<&str, Value> = site()
        .iter()
        .filter(|(path, _)| path.starts_with("data/") && path.ends_with(".json"))
        .map(|(path, text)| (path.as_str(), serde_json::from_str(text).expect("JSON")))
        .collect();
    let mut count = 0;
    for (page, html) in pages().filter(|(path, _)| !path.starts_with("data/")) {
        for element in elements(page, html).iter().filter(|element| element.name == "a") {
            let (path, pointer) = target(page, element.attribute("href").unwrap_or_default());
            if !(path.starts_with("data/") && pointer.starts_with('/')) {
                continue;
            }
            let document = &documents[path.replace(".html", ".json").as_str()];
            let found = document.pointer(&pointer).unwrap_or_else(|| panic!("{page}: {path}#{pointer}"));
            let (text, field) = (element.text.trim(), pointer.rsplit('/').next().unwrap_or_default());
            let expected = match (field, found) {
                ("residual" | "bound" | "power" | "ceiling" | "false_pass", Value::Number(number)) => {
                    brief(number.as_f64().expect("a number"))
                }
                // k of n, over a length.
                (_, Value::Number(number)) => number.to_string(),
                // An assumption may have several cases.
                ("necessity", Value::Array(list)) => {
                    let names: BTreeSet<&str> = list.iter().filter_map(|row| row["assumption"].as_str()).collect();
                    names.len().to_string()
                }
                (_, Value::Array(list)) => list.len().to_string(),
                (_, found) => found["trials"].to_string(),
            };
            // `p ≤ 1e-9`, `3 of 4`, `2 trials, …`, `10/10`.
            let numbers: Vec<&str> = text.split([' ', '/']).collect();
            assert!(
                numbers.contains(&expected.as_str()),
                "{page}: {text:?} leads to {path}#{pointer}, which is {expected}"
            );
            count += 1;
        }
    }
    assert!(count > 2500, "{count} numbers");
}

/// A page of data shows its document, and the document is the record's.
#[test]
fn data_is_shown_as_it_is() {
    for row in record().claims {
        let (page, file) = (format!("data/{}.html", row.claim), format!("data/{}.json", row.claim));
        let all = elements(&page, &site()[&page]);
        let shown = all.iter().find(|element| element.name == "pre").expect("a document");
        let shown: Value = serde_json::from_str(&shown.text).expect("JSON");
        let written: Value = serde_json::from_str(&site()[&file]).expect("JSON");
        assert!(shown == written && written == serde_json::to_value(&row).expect("a row"), "{page}");
    }
}

#[test]
fn a_site_is_a_function_of_its_record() {
    let mut registry = dualproof_theorems::registry();
    // Of the record, and not of the program that writes it.
    registry.preface.project.commit = Some("that of another build");
    assert!(*site() == site_of(&registry, &record()));
    // A claim that was not run has no page, and no link leads to one.
    let mut partial = record();
    partial.claims.retain(|row| row.claim != "amplification");
    let files = site_of(&registry, &partial);
    assert!(!files.contains_key("claims/amplification.html") && files["index.html"].contains("not in this run"));
    assert_links(&files);
    // A verdict is looked up.
    let mut refuted = record();
    refuted.claims[1].evidence[0].parts[0].verdict = dualproof::record::Verdict::Refuted;
    let page = &site_of(&registry, &refuted)[&format!("claims/{}.html", refuted.claims[1].claim)];
    assert!(page.contains("<span class=\"status bad\">refuted</span>"));
}

/// Of the notation of all headers, at least 98 % is MathML; what is not is still shown.
#[test]
fn the_notation_of_the_claims_is_mathml() {
    let found = coverage(&dualproof_theorems::registry(), &record()).expect("headers");
    assert!(found.formulas > 1500, "{found:?}");
    assert!(100 * found.covered >= 98 * found.notation, "{found:?}");
}
