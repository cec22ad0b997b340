//! `replay`: stored counterexamples, recomputed from their instances.

use super::{Answer, Failure, Json, USAGE, complain};
use crate::campaign::{Registry, Replayed};
use crate::claim::{Counterexample, Refutes};
use crate::json;
use serde_json::json;

#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// Files as `refute --out`, `verify --out` and `proofs` write them
    #[arg(required = true)]
    files: Vec<String>,
    #[command(flatten)]
    json: Json,
}

/// Exit code 0 where every file reproduces what it says of a mutant or a dropped assumption, 1 where one
/// refutes a claim itself, 2 where one does not read, is not what its instance gives, or refutes nothing.
pub(super) fn replay(registry: &Registry, replay: &Replay) -> Answer {
    let (mut exit, mut text, mut documents) = (0, String::new(), Vec::new());
    for file in &replay.files {
        match recompute(registry, file) {
            Ok((counterexample, Replayed { residual, tolerance })) => {
                exit = u8::max(exit, u8::from(counterexample.refutes == Refutes::Claim));
                let Counterexample { claim, part, kind, refutes, .. } = &counterexample;
                let what = match refutes {
                    Refutes::Claim => "the claim itself".to_string(),
                    Refutes::Mutant(name) => format!("mutant {name}"),
                    Refutes::WithoutAssumption(name) => format!("the claim without {name}"),
                };
                let sides = format!("|measured - predicted| = {residual:.3e}, error bound {tolerance:.1e}");
                text.push_str(&format!(
                    "{file}: reproduced: refutes {what} of {claim} ({part}, {}): {sides}\n",
                    kind.name()
                ));
                documents.push(json!({
                    "file": file, "verdict": "reproduced", "claim": claim, "part": part, "kind": kind,
                    "refutes": refutes, "residual": residual, "tolerance": tolerance,
                }));
            }
            Err(failure) => {
                exit = USAGE;
                complain(&failure);
                documents.push(json!({ "file": file, "verdict": "error", "error": failure.to_string() }));
            }
        }
    }
    if replay.json.json {
        text = json::write(&json!({ "files": documents }));
    }
    Answer { text, exit }
}

fn recompute(registry: &Registry, file: &str) -> Result<(Counterexample, Replayed), Failure> {
    let text = std::fs::read_to_string(file)
        .map_err(|error| Failure::Unreadable { file: file.to_string(), problem: error.to_string() })?;
    let counterexample: Counterexample =
        json::read(&text).map_err(|error| Failure::Malformed { file: file.to_string(), error })?;
    let replayed = registry
        .claim(&counterexample.claim)
        .map_err(Into::into)
        .and_then(|claim| claim.replay(&counterexample))
        .map_err(|error| Failure::NotReplayed { file: file.to_string(), error })?;
    Ok((counterexample, replayed))
}
