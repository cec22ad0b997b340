//! Errors planted where both sides of a claim share code: what catches each of them.
//!
//! The two sides of a claim share number systems and matrices, the reading of the instance (`Views::embed`,
//! `Network::embed`), masks, the numbering of views and the order of vec. An error there makes both sides wrong alike,
//! so that holding one against the other says nothing: that is what the checker in Python is for. Nothing is patched
//! and nothing in the library knows of this test: both sides of every claim meet the instance through these functions
//! alone, so the sides that a program with such an error would write are those of another instance (weights reversed,
//! mask taken away …), under the name of the right one. That is what is written here, and refused.

use super::{SEED, check, directory};
use dualproof::campaign::{Limit, Plan, Registry};
use dualproof::certificate::Certificate;
use dualproof::claim::{Kind, Relation, Stored};
use dualproof::json;
use dualproof_theorems::{PROJECT, registry};
use serde_json::{Map, Value};
use std::fs;

/// Which side of a program the error is in, as a change of what the side is computed from, or of the side.
#[derive(Clone, Copy)]
enum Error {
    /// Both sides read another instance.
    BothRead(fn(&mut Value)),
    /// The predicted side alone does.
    PredictedReads(fn(&mut Value)),
    /// Both sides are written in another order; the instance tells the shapes.
    BothWrite(fn(&Value, &mut Stored)),
}

/// Who refuses what the error makes of the certificates.
#[derive(Clone, Copy, PartialEq)]
enum CaughtBy {
    /// The checker alone: both sides are wrong alike.
    TheChecker,
    /// The comparison of the two sides, as `verify` makes it, on some instance; and the checker on all.
    VerifyAndTheChecker,
}

/// A place, the error that is planted in it, and what catches it.
struct Planted {
    place: &'static str,
    error: Error,
    caught_by: CaughtBy,
}

const PLANTED: &[Planted] = &[
    Planted {
        place: "Views::embed: the augmentation weights of each sample reversed",
        error: Error::BothRead(reverse_augmentation_weights),
        caught_by: CaughtBy::TheChecker,
    },
    Planted {
        place: "Network::embed: leaky ReLU read as ReLU",
        error: Error::BothRead(drop_slopes),
        caught_by: CaughtBy::TheChecker,
    },
    Planted {
        place: "Layer::mask_matrix: the mask ignored",
        error: Error::BothRead(ignore_masks),
        caught_by: CaughtBy::TheChecker,
    },
    Planted {
        // Weights that are read in this order no longer sum to 1 for a sample, and the theorems need that they do.
        place: "Views::of_sample, sample_of: view a·N + i for i·A + a",
        error: Error::BothRead(number_by_augmentation),
        caught_by: CaughtBy::VerifyAndTheChecker,
    },
    Planted {
        place: "matrix::vec, Connections::explicit: rows stacked for columns",
        error: Error::BothWrite(stack_rows),
        caught_by: CaughtBy::TheChecker,
    },
    Planted {
        place: "Trace: every gate of a ReLU open",
        error: Error::PredictedReads(open_gates),
        caught_by: CaughtBy::VerifyAndTheChecker,
    },
];

/// Applies `change` to every object with the key, at any depth.
fn each_with(value: &mut Value, key: &str, change: &mut dyn FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(object) => {
            if object.contains_key(key) {
                change(object);
            }
            object.values_mut().for_each(|inner| each_with(inner, key, change));
        }
        Value::Array(list) => list.iter_mut().for_each(|inner| each_with(inner, key, change)),
        _ => {}
    }
}

fn list<'a>(object: &'a mut Map<String, Value>, key: &str) -> &'a mut Vec<Value> {
    object[key].as_array_mut().expect("a list")
}

fn reverse_augmentation_weights(instance: &mut Value) {
    each_with(instance, "augmentation_weights", &mut |views| {
        let samples = list(views, "sample_weights").len();
        let weights = list(views, "augmentation_weights");
        let augmentations = weights.len() / samples;
        weights.chunks_mut(augmentations).for_each(<[Value]>::reverse);
    });
}

fn number_by_augmentation(instance: &mut Value) {
    each_with(instance, "augmentation_weights", &mut |views| {
        let samples = list(views, "sample_weights").len();
        let renumber = |columns: &mut Vec<Value>| {
            let augmentations = columns.len() / samples;
            *columns =
                (0..columns.len()).map(|v| columns[v % augmentations * samples + v / augmentations].clone()).collect();
        };
        renumber(list(views, "augmentation_weights"));
        list(views, "inputs").iter_mut().for_each(|row| renumber(row.as_array_mut().expect("a row")));
    });
}

fn drop_slopes(instance: &mut Value) {
    each_with(instance, "activation", &mut |layer| {
        if layer["activation"].get("leaky-relu").is_some() {
            layer["activation"] = "relu".into();
        }
    });
}

fn ignore_masks(instance: &mut Value) {
    each_with(instance, "mask", &mut |layer| drop(layer.remove("mask")));
}

fn open_gates(instance: &mut Value) {
    each_with(instance, "activation", &mut |layer| {
        if layer["activation"] == "relu" {
            layer["activation"] = "linear".into();
        }
    });
}

/// Rows, and columns where there are as many, from the order of stacked columns to that of stacked rows.
fn stack_rows(instance: &Value, side: &mut Stored) {
    let layers = instance["network"]["layers"].as_array().expect("layers");
    for (layer, matrix) in layers.iter().zip(side) {
        let weights = layer["weights"].as_array().expect("rows");
        let (height, width) = (weights.len(), weights[0].as_array().expect("a row").len());
        let by_columns = |e: usize| e % width * height + e / width;
        assert_eq!(matrix.len(), height * width, "one row for every weight");
        let rows: Vec<_> = (0..matrix.len()).map(|e| matrix[by_columns(e)].clone()).collect();
        let is_square = matrix.len() == matrix[0].len();
        let column = |e: usize| if is_square { by_columns(e) } else { e };
        *matrix = rows.iter().map(|row| (0..row.len()).map(|e| row[column(e)].clone()).collect()).collect();
    }
}

/// Certificates of each part.
const COUNT: usize = 16;

/// How many certificates an error must change at least for its place to count as tried.
const FEWEST: usize = 4;

/// The certificates that a program with the error would write of a claim, where they are not the right ones.
fn written(registry: &Registry, claim: &str, parts: &[&str], error: Error) -> Vec<Certificate> {
    let claim = registry.claim(claim).expect("a claim");
    let exact = claim.row(Kind::Exact).expect("exact evidence");
    let mut all = Vec::new();
    let places = claim.parts.iter().enumerate();
    for (place, part) in places.filter(|(_, p)| p.relation == Relation::Equal && parts.contains(&p.name)) {
        let right = claim.certify(part.name, COUNT, PROJECT, &Plan::new(SEED, Limit::Cases(1))).expect("a statement");
        assert!(!right.is_empty(), "{}::{}", claim.slug, part.name);
        let sides = |of: &Value, change: fn(&mut Value)| {
            let mut instance = of.clone();
            change(&mut instance);
            // Where the other instance has no gradient, the program would write nothing.
            exact.sides(&*claim.parse(&instance).expect("an instance"), (place, 0))
        };
        for certificate in right {
            let Certificate { instance, measured, predicted, .. } = &certificate;
            let wrong = match error {
                Error::BothRead(change) => sides(instance, change),
                Error::PredictedReads(change) => {
                    sides(instance, change).map(|[_, predicted]| [measured.clone(), predicted])
                }
                Error::BothWrite(change) => {
                    let mut sides = [measured.clone(), predicted.clone()];
                    sides.iter_mut().for_each(|side| change(instance, side));
                    Some(sides)
                }
            };
            let Some([wrong_measured, wrong_predicted]) = wrong else { continue };
            if (&wrong_measured, &wrong_predicted) != (measured, predicted) {
                all.push(Certificate { measured: wrong_measured, predicted: wrong_predicted, ..certificate });
            }
        }
    }
    all
}

/// Of claims about networks alone, about views, and of both groups that have views.
fn written_by_all(error: Error) -> Vec<Certificate> {
    let registry = registry();
    let of = |claim: &str, parts: &[&str]| written(&registry, claim, parts, error);
    if let Error::BothWrite(_) = error {
        return [of("connection", &["derivative"]), of("covariance-operator", &["positive-semidefinite"])].concat();
    }
    [
        of("connection", &["reversibility", "derivative"]),
        of("dual-gradient", &["gradient"]),
        of("covariance-operator", &["one-branch", "both-branches", "loss-with-beta"]),
        of("weighted-covariance", &["remainder", "both-branches", "second-order"]),
        of("byol-shrinkage", &["update"]),
    ]
    .concat()
}

#[test]
fn an_error_planted_in_what_both_sides_share_is_caught() {
    for Planted { place, error, caught_by } in PLANTED {
        let certificates = written_by_all(*error);
        assert!(certificates.len() >= FEWEST, "{place}: {} certificates differ", certificates.len());
        let blind = certificates.iter().filter(|c| c.measured == c.predicted).count();
        match caught_by {
            CaughtBy::TheChecker => assert_eq!(blind, certificates.len(), "{place}: the sides agree with each other"),
            CaughtBy::VerifyAndTheChecker => assert!(blind < certificates.len(), "{place}: sides that differ"),
        }
        let directory = directory();
        for (n, certificate) in certificates.iter().enumerate() {
            fs::write(directory.path().join(format!("{n}.json")), json::write(certificate)).expect("written");
        }
        let (code, said) = check(directory.path());
        assert_eq!(code, 1, "{place}: {said}");
        let refused_side = |line: &&str| line.contains(": no: measured[") || line.contains(": no: predicted[");
        let refused = said.lines().filter(refused_side).count();
        assert_eq!(refused, certificates.len(), "{place}: {said}");
    }
}
