//! The report of a project without a preface, such as a new one.

use dualproof::account::{Account, Entry, Verification};
use dualproof::campaign::{Limit, Plan, Selection, run};
use dualproof::example;
use dualproof::formal::Standing;
use dualproof::report::{INDEX, Source, files};
use std::collections::BTreeMap;

#[test]
fn a_project_without_phrases_experiments_and_theorems_has_a_site() {
    let registry = example::registry();
    let record = run(&Selection::all(&registry), &Plan::new(1, Limit::Cases(64)));
    let results = BTreeMap::new();
    let source = Source {
        registry: &registry,
        record: &record,
        standing: &Standing::Absent,
        account: &Account::default(),
        results: &results,
    };
    let site = files(&source).expect("a site");
    let name = registry.claims()[0].slug;
    let first = &site[INDEX];
    assert!(
        first.contains(&format!("<a href=\"claims/{name}.html\">")) && first.contains("<h1>Proofs</h1>"),
        "{first}"
    );
    for absent in ["phrase", "Experiments", "Coq", "trusted"] {
        assert!(!first.contains(absent), "{absent} in {first}");
    }
    let page = &site[&format!("claims/{name}.html")];
    assert!(page.contains("<math>") && page.contains(&format!("data/{name}.html#/evidence/0/accepted")), "{page}");
    assert!(site.keys().all(|path| !path.starts_with("experiments/") && !path.starts_with("formal/")));
}

/// Campaigns have a page, and the first one has their sums.
#[test]
fn campaigns_are_a_page_that_names_its_file() {
    let registry = example::registry();
    let record = |seed| run(&Selection::all(&registry), &Plan::new(seed, Limit::Cases(64)));
    let entry = |seed| Verification::of(&registry, &record(seed)).map(|of| Entry::new(of.into()));
    let entries = vec![entry(1).expect("an entry"), entry(2).expect("an entry")];
    let account = Account::of(&registry, entries).expect("an account");
    let (record, results) = (record(1), BTreeMap::new());
    let source = Source {
        registry: &registry,
        record: &record,
        standing: &Standing::Absent,
        account: &account,
        results: &results,
    };
    let site = files(&source).expect("a site");
    assert!(site[INDEX].contains("<a href=\"campaigns.html\">"), "{}", site[INDEX]);
    assert!(
        site["campaigns.html"].contains("data/campaigns.json") && site["campaigns.html"].contains(">Verification</h2>")
    );
    let document: serde_json::Value = serde_json::from_str(&site["data/campaigns.json"]).expect("JSON");
    assert_eq!(document["verifications"].as_array().map(Vec::len), Some(2));
}
