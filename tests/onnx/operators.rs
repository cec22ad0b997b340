//! One operator in each file; the outputs are those of ONNX's reference evaluator, by `tests/onnx/cases/make.py`.

use crate::agree;
use crate::evaluator::outputs;
use dualproof_onnx::{Options, from_bytes};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    file: String,
    views: Vec<Vec<f64>>,
    outputs: Vec<Vec<f64>>,
}

fn cases() -> BTreeMap<String, Case> {
    serde_json::from_str(include_str!("cases/cases.json")).expect("cases")
}

fn bytes(digits: &str) -> Vec<u8> {
    let pair = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("digits");
    (0..digits.len()).step_by(2).map(pair).collect()
}

#[test]
fn every_operator_computes_what_the_reference_does() {
    let cases = cases();
    assert!(cases.len() > 200);
    let mut wrong = Vec::new();
    for (name, case) in &cases {
        match from_bytes(&bytes(&case.file), None, &Options::default()) {
            Err(error) => wrong.push(format!("{name}: {error}")),
            Ok(import) => {
                assert_eq!(import.output_width, case.outputs[0].len(), "{name}");
                if let Err(how) = agree(&outputs(&import.graph, &case.views), &case.outputs) {
                    wrong.push(format!("{name}: {how}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn norms_of_whole_views_are_found() {
    let cases = cases();
    for name in ["normalise", "normalise-by-hand", "lp-normalization"] {
        let import = from_bytes(&bytes(&cases[name].file), None, &Options::default()).expect(name);
        let last = import.graph.nodes.last().map(|node| &node.operation);
        assert_eq!(last, Some(&dualproof::graph::Operation::Normalise), "{name}");
        assert_eq!(import.graph.nodes.len(), 2, "{name}");
        assert!(import.notes.iter().any(|note| note.contains("without a lower bound of the norm")), "{name}");
    }
}
