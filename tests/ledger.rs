//! The ledger is for people: short pages, every phrase of the abstract with what supports it, statuses that are looked up,
//! links that lead somewhere.

use dualproof::account::{Account, CAMPAIGNS, Entry, Fuzzing, Part, Verification};
use dualproof::campaign::{Phrase, Registry, Support};
use dualproof::claim::Kind;
use dualproof::formal::Standing;
use dualproof::ledger::{GENERATED, LEDGER, PAGES, Places, Unrendered, pages};
use dualproof::record::{MutantVerdict, Record, Verdict};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// The abstract of arXiv 2010.00578, in a version that mentions BYOL.
const ABSTRACT: &str = "We propose a novel theoretical framework to understand self-supervised learning methods that employ \
    dual pairs of deep ReLU networks (e.g., SimCLR, BYOL). First, we prove that in each SGD update of SimCLR, the weights at \
    each layer are updated by a covariance operator that specifically amplifies initial random selectivities that vary \
    across data samples but survive averages over data augmentations, which we show leads to the emergence of hierarchical \
    features, if the input data are generated from a hierarchical latent tree model. With the same framework, we also show \
    analytically that in BYOL, the usage of BatchNorm and a predictor creates an implicit contrastive term, acting as an \
    approximate covariance operator. The term is formed by the inter-play between the zero-mean operation of BatchNorm and \
    the extra predictor in the online network. Extensive ablation studies justify our theoretical findings.";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn registry() -> Registry {
    dualproof_theorems::registry()
}

fn record() -> Record {
    let text = fs::read_to_string(root().join("theorems/record.json")).expect("the record");
    dualproof::json::read(&text).expect("a record")
}

fn rendered(registry: &Registry, record: &Record) -> Result<BTreeMap<String, String>, Unrendered> {
    let standing = Standing::of(&root(), "theorems/formal.json").expect("the record of Coq");
    let account = Account::read(registry, &root().join("theorems").join(CAMPAIGNS)).expect("the account");
    pages(registry, record, &standing, &account, &Places::of_project("theorems/counterexamples".to_string()))
}

/// The line of the front page's table that says this of that.
fn row<'a>(pages: &'a BTreeMap<String, String>, needle: &str) -> &'a str {
    pages[LEDGER].lines().find(|line| line.starts_with('|') && line.contains(needle)).expect(needle)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_pages_are_short_and_there_is_one_for_each_claim() {
    let (registry, record) = (registry(), record());
    let pages = rendered(&registry, &record).expect("pages");
    let lines = |path: &str| pages[path].lines().count();
    assert!(lines(LEDGER) <= 150, "{} lines", lines(LEDGER));
    for claim in registry.claims() {
        let path = format!("{PAGES}/{}.md", claim.slug);
        assert!((60..=150).contains(&lines(&path)), "{path}: {} lines", lines(&path));
        assert!(pages[LEDGER].contains(&format!("]({path})")), "{path} is not linked");
    }
    assert!(pages.values().all(|page| page.contains(GENERATED)));
    let mut paths = Places::of_project(String::new()).paths(&registry);
    let may_be_absent = |path: &String| path.starts_with("proofs/formal/") || path == "proofs/campaigns.md";
    paths.retain(|path| pages.contains_key(path) || !may_be_absent(path));
    paths.sort();
    assert_eq!(pages.keys().cloned().collect::<Vec<_>>(), paths);
    // A function of its arguments.
    assert!(pages == rendered(&registry, &record).expect("pages"));
}

/// What campaigns have come to stands on the front page and on a page of its own, with the sums of all entries; without an
/// entry there is neither.
#[test]
fn campaigns_are_summed_up() {
    let (registry, record) = (registry(), record());
    let places = Places::of_project("theorems/counterexamples".to_string());
    let of = |entries: Vec<Entry>| {
        let account = Account::of(&registry, entries).expect("an account");
        pages(&registry, &record, &Standing::Absent, &account, &places).expect("pages")
    };
    let none = of(Vec::new());
    assert!(!none.contains_key("proofs/campaigns.md") && !none[LEDGER].contains("## Campaigns"));
    let verification = |seed: u64| {
        let record = Record { seed, ..record.clone() };
        Entry::new(Verification::of(&registry, &record).expect("statements").into())
    };
    let fuzzing = Fuzzing {
        target: "simclr".to_string(),
        commit: "1f3a".to_string(),
        seed: 1,
        begun: "2026-11-28".to_string(),
        executions: 1_234_567,
        edges: 8_000,
        corpus: 300,
        corpus_bytes: 9_000,
        seconds: 3_600,
        cpu_seconds: 3_600,
        finds: 0,
    };
    let some = of(vec![verification(7), verification(8), Entry::new(Part::Fuzz(fuzzing))]);
    let drawn = |row: &&dualproof::record::EvidenceRow| {
        matches!(row.kind, Kind::Exact | Kind::Float | Kind::Identity | Kind::Statistical)
    };
    let each: u64 = record.claims.iter().flat_map(|c| &c.evidence).filter(drawn).map(|row| row.accepted).sum();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let line = some[LEDGER].lines().find(|line| line.contains("seeds 7, 8")).expect("the sum of the verifications");
    assert!(digits(line).contains(&(2 * each).to_string()), "{line}");
    assert!(some[LEDGER].contains("1,234,567 inputs executed in 1.00 hours of processor time, 0 finds"));
    let page = &some["proofs/campaigns.md"];
    assert!(page.contains("| `simclr` | 1 | 1,234,567 | 8,000 |") && page.matches("| holds |").count() == 2, "{page}");
}

#[test]
fn every_word_of_the_abstract_is_in_the_table_and_every_quotation_of_a_claim_is_of_the_abstract() {
    let registry = registry();
    let phrases: Vec<&str> = registry.preface.phrases.iter().map(|phrase| phrase.text).collect();
    assert_eq!(phrases.join(" "), ABSTRACT);
    let named = |slug: &str| registry.preface.phrases.iter().any(|p| p.support.iter().any(|s| s.claim == slug));
    for claim in registry.claims() {
        let source = one_line(claim.docs().expect("documentation").section("Source"));
        let Some(quoted) = source.strip_prefix("Abstract: ") else { continue };
        assert!(named(claim.slug), "{} quotes the abstract and supports no phrase of it", claim.slug);
        for quotation in quoted.split('"').skip(1).step_by(2).take(1) {
            assert!(ABSTRACT.contains(quotation.trim_end_matches('.')), "{}: {quotation:?}", claim.slug);
        }
    }
    let pages = rendered(&registry, &record()).expect("pages");
    let found = row(&pages, "amplifies initial random selectivities");
    assert!(
        found.contains("(proofs/amplification.md)") && found.contains("`#step`") && found.contains("| holds |"),
        "{found}"
    );
    assert!(pages[LEDGER].matches("*not covered*").count() >= 1);
}

#[test]
fn a_status_is_looked_up() {
    let registry = registry();
    let changed = |change: &dyn Fn(&mut Record)| {
        let mut record = record();
        change(&mut record);
        rendered(&registry, &record).expect("pages")
    };
    let place = |record: &Record| record.claims.iter().position(|row| row.claim == "amplification").expect("the claim");
    let phrase = "amplifies initial random selectivities";
    let with = |verdict: Verdict, part: &str| {
        changed(&|record| {
            let claim = place(record);
            let parts = record.claims[claim].evidence.iter_mut().flat_map(|row| &mut row.parts);
            parts.filter(|row| row.part == part).for_each(|row| row.verdict = verdict);
        })
    };
    for verdict in [Verdict::Refuted, Verdict::Inconclusive, Verdict::NothingChecked] {
        let expected = format!("| **{}** |", verdict.name());
        assert!(row(&with(verdict, "step"), phrase).contains(&expected), "{expected}");
        // A part that the phrase does not name.
        assert!(row(&with(verdict, "lone-step"), phrase).contains("| holds |"));
    }
    // A wrong version of a named part survives; no evidence for it; the claim was not run.
    let survives = changed(&|record| {
        let claim = place(record);
        let mutants = record.claims[claim].mutants.iter_mut();
        mutants.filter(|row| row.part == "step").for_each(|row| row.verdict = MutantVerdict::Survives);
    });
    assert!(row(&survives, phrase).contains("| **refuted** |"));
    let nothing = changed(&|record| {
        let claim = place(record);
        record.claims[claim].evidence.iter_mut().for_each(|row| row.parts.retain(|part| part.part != "step"));
    });
    assert!(row(&nothing, phrase).contains("| **nothing checked** |"));
    let partial = changed(&|record| {
        let claim = place(record);
        record.claims.remove(claim);
    });
    assert!(row(&partial, phrase).contains("*not in this run*"));
    assert!(!partial.contains_key("proofs/amplification.md"));
}

#[test]
fn a_phrase_that_names_nothing_is_an_error_and_one_without_support_is_not_left_out() {
    let with = |support: &'static [Support]| {
        let mut registry = registry();
        let phrases = vec![Phrase { text: "a phrase", support, open: "" }];
        registry.preface.phrases = phrases.leak();
        rendered(&registry, &record())
    };
    const fn support(claim: &'static str, parts: &'static [&'static str]) -> Support {
        Support { claim, parts }
    }
    let error = |support: &'static [Support]| with(support).expect_err("no such name").to_string();
    assert!(error(const { &[support("amplificatio", &[])] }).contains("did you mean \"amplification\"?"));
    let found = error(const { &[support("amplification", &["stepp"])] });
    assert!(found.starts_with("preface, \"a phrase\": part: found \"stepp\""), "{found}");
    assert!(found.contains("did you mean \"step\"?"), "{found}");
    assert!(
        error(const { &[support("byol-ablation", &["update"])] }).contains("part of an experiment: found \"update\"")
    );
    assert!(row(&with(&[]).expect("pages"), "a phrase").contains("*not covered*"));
}

#[test]
fn every_link_leads_to_a_page_or_a_file() {
    let pages = rendered(&registry(), &record()).expect("pages");
    let mut count = 0;
    for (page, text) in &pages {
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            let (path, _) = link.split_once('#').unwrap_or((link, ""));
            // A formula may have brackets like those of a link.
            if !path.contains('/') || path.contains(' ') || path.starts_with("http") {
                continue;
            }
            let joined = Path::new(page).parent().expect("a folder").join(path.replace("\\_", "_"));
            let mut parts: Vec<Component<'_>> = Vec::new();
            for part in joined.components() {
                match part {
                    Component::ParentDir => parts.truncate(parts.len().saturating_sub(1)),
                    part => parts.push(part),
                }
            }
            let target: PathBuf = parts.iter().collect();
            let is_page = pages.contains_key(&target.display().to_string());
            assert!(is_page || root().join(&target).is_file(), "{page}: {link}");
            count += 1;
        }
    }
    assert!(count > 300, "{count} links");
}
