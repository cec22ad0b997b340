//! The entry points of the fuzz targets over their seed corpus and a few hundred random byte strings, without
//! nightly: so that they stay alive, and find what is cheap to find, in every run of the tests.

use dualproof::campaign::{Choice, FuzzOutcome, Registry};
use dualproof::claim::Kind;
use dualproof::input::{Array, Selection, network_from_bytes};
use dualproof::network::Activation;
use dualproof::random_streams::case_rng;
use dualproof_theorems::registry;
use rand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Random byte strings per parser.
const STRINGS: u64 = 200;

/// The same where one of them decides one part at most, so that a claim's every part and kind has its turn.
const DECISIONS: u64 = 16 * STRINGS;

fn fuzz_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz")
}

/// The seeds of a target: never none.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = fuzz_folder().join("corpus").join(target);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let seeds: Vec<Vec<u8>> = entries.map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    assert!(!seeds.is_empty(), "{target} has no seeds");
    seeds
}

/// Random strings of up to 255 bytes, the first ones very short.
fn strings(label: &str, count: u64) -> impl Iterator<Item = Vec<u8>> {
    (0..count).map(move |number| {
        let mut rng = case_rng(1, label, number);
        let most = 256.min(number + 1);
        let length = rng.next_u64() % most;
        let mut bytes = vec![0; length as usize];
        rng.fill_bytes(&mut bytes);
        bytes
    })
}

fn groups(registry: &Registry) -> Vec<&'static str> {
    let mut groups: Vec<&str> = registry.claims().iter().map(|claim| claim.group).collect();
    groups.dedup();
    groups
}

/// How many parts were decided; a find fails the test.
fn held(outcome: FuzzOutcome) -> u64 {
    match outcome {
        FuzzOutcome::Rejected(_) => 0,
        FuzzOutcome::Decided { held, .. } => held,
        FuzzOutcome::Refuted(find) => panic!("{}", serde_json::to_string_pretty(&find).unwrap()),
        FuzzOutcome::Contradiction { what, instance } => panic!("{what}: {instance}"),
    }
}

#[test]
fn every_group_holds_on_its_seeds_and_on_random_bytes() {
    let registry = registry();
    for group in groups(&registry) {
        let inputs = seeds(group).into_iter().chain(strings(group, DECISIONS));
        let decided: u64 = inputs.map(|bytes| held(registry.check_bytes(group, &bytes).unwrap())).sum();
        assert!(decided >= STRINGS, "{group}: only {decided} parts were decided");
    }
    assert_eq!(registry.check_bytes("no such group", b"abc"), None);
    assert_eq!(Registry::default().compare_systems(b"abc"), None);
}

/// Strings among which one must draw an instance that decides a part: one latent tree in 44 is of the depth that
/// `deep-tree` speaks of.
const TRIES: u64 = 400;

#[test]
fn every_part_is_decided_by_every_kind_of_evidence_that_chance_has_no_part_in() {
    let registry = registry();
    let certain = [Kind::Exact, Kind::Identity, Kind::Enclosure, Kind::Float];
    for group in groups(&registry) {
        let claims: Vec<_> = registry.claims().iter().filter(|claim| claim.group == group).collect();
        let expected: BTreeSet<Choice> = claims
            .iter()
            .flat_map(|claim| {
                let of_kind = |kind: Kind| claim.parts(kind).into_iter().map(move |part| Some((part, kind)));
                let decided = certain.into_iter().flat_map(of_kind).chain([None]);
                decided.map(|decided| Choice { claim: claim.slug, decided }).collect::<Vec<_>>()
            })
            .collect();
        let first_two = (0..claims.len() as u8).flat_map(|claim| (0..=u8::MAX).map(move |check| [claim, check]));
        let choices: BTreeMap<Choice, [u8; 2]> =
            first_two.map(|bytes| (registry.choice(group, &bytes).unwrap(), bytes)).collect();
        assert_eq!(choices.keys().copied().collect::<BTreeSet<_>>(), expected);
        for (choice, bytes) in choices {
            let mut inputs = strings(group, TRIES).map(|rest| [bytes.as_slice(), &rest].concat());
            let is_decided = inputs.any(|bytes| held(registry.check_bytes(group, &bytes).unwrap()) > 0);
            assert!(is_decided, "{choice:?}: no string decides it");
        }
    }
}

#[test]
fn the_number_systems_agree_on_claims_and_mutants() {
    let registry = registry();
    let inputs = seeds("differential").into_iter().chain(strings("differential", DECISIONS));
    let agreed: u64 = inputs.map(|bytes| held(registry.compare_systems(&bytes).unwrap())).sum();
    assert!(agreed >= STRINGS, "only {agreed} comparisons");
}

#[test]
fn raw_bytes_draw_the_same_instance_again_and_others_draw_another() {
    let registry = registry();
    let counts = |bytes: &[u8]| registry.claims().iter().map(|c| c.check_bytes(bytes)).collect::<Vec<_>>();
    assert_eq!(counts(b"the same"), counts(b"the same"));
    let distinct: Vec<_> = strings("distinct", STRINGS).map(|bytes| counts(&bytes)).collect();
    assert!(distinct.iter().any(|outcome| *outcome != distinct[0]));
}

/// Are the bytes accepted?
type Parser<'a> = &'a dyn Fn(&[u8]) -> bool;

/// What a mutation of a seed may be: a byte changed, a tail cut off, a piece repeated.
fn mutated(seed: &[u8], number: u64) -> Vec<u8> {
    let mut rng = case_rng(1, "mutation", number);
    let mut place = |bytes: &[u8]| rng.next_u64() as usize % bytes.len().max(1);
    let mut bytes = seed.to_vec();
    let (at, end) = (place(seed), place(seed));
    match number % 3 {
        _ if bytes.is_empty() => {}
        0 => bytes[at] ^= 1 << (end % 8),
        1 => bytes.truncate(at),
        _ => bytes.extend_from_slice(&seed[at.min(end)..at.max(end)]),
    }
    bytes
}

#[test]
fn parsers_survive_their_seeds_their_mutations_and_random_bytes() {
    let registry = registry();
    let (relu, all) = (Activation::Relu, Selection::default());
    let parsers: [(&str, Parser); 4] = [
        ("npy", &|bytes| Array::from_bytes("file", bytes).is_ok()),
        ("safetensors", &|bytes| network_from_bytes("file", bytes, &relu, &all).is_ok()),
        ("onnx", &|bytes| dualproof_onnx::from_bytes(bytes, None, &dualproof_onnx::Options::default()).is_ok()),
        ("replay", &|bytes| registry.replay_bytes(bytes).is_ok()),
    ];
    for (target, parse) in parsers {
        let seeds = seeds(target);
        let accepted = seeds.iter().filter(|seed| parse(seed)).count();
        assert!(accepted > 0, "{target}: no seed is accepted");
        for seed in &seeds {
            // Accepted or refused: what matters is that it comes back.
            (0..STRINGS).for_each(|number| {
                parse(&mutated(seed, number));
            });
        }
        assert!(strings(target, STRINGS).all(|bytes| !parse(&bytes)), "{target}: noise is accepted");
    }
}

#[test]
fn every_group_and_parser_has_a_target_and_the_other_way_round() {
    let manifest = fs::read_to_string(fuzz_folder().join("Cargo.toml")).unwrap();
    for target in groups(&registry()).into_iter().chain(["differential", "npy", "safetensors", "onnx", "replay"]) {
        assert!(manifest.contains(&format!("name = \"{target}\"")), "fuzz/Cargo.toml has no target {target}");
        assert!(fuzz_folder().join(format!("fuzz_targets/{target}.rs")).exists(), "{target} has no file");
    }
}
