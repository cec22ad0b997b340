//! `replay`: stored counterexamples, recomputed from their instances.

use super::{Answer, Failure, Json, USAGE, complain};
use crate::campaign::{Registry, Replayed};
use crate::claim::{Counterexample, Refutes};
use crate::json;
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub(super) struct Replay {
    /// Files as `refute --out`, `verify --out` and `proofs` write them
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    json: Json,
}

/// Exit code 0 where every file reproduces what it says of a mutant or a dropped assumption, 1 where one
/// refutes a claim itself, 2 where one does not read, is not what its instance gives, or refutes nothing.
pub(super) fn replay(registry: &Registry, replay: &Replay) -> Answer {
    let (mut exit, mut text, mut documents) = (0, String::new(), Vec::new());
    for file in &replay.files {
        let shown = file.display().to_string();
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
                    "{shown}: reproduced: refutes {what} of {claim} ({part}, {}): {sides}\n",
                    kind.name()
                ));
                documents.push(json!({
                    "file": shown, "verdict": "reproduced", "claim": claim, "part": part, "kind": kind,
                    "refutes": refutes, "residual": residual, "tolerance": tolerance,
                }));
            }
            Err(failure) => {
                exit = USAGE;
                complain(&failure);
                documents.push(json!({ "file": shown, "verdict": "error", "error": failure.to_string() }));
            }
        }
    }
    if replay.json.json {
        text = json::write(&json!({ "files": documents }));
    }
    Answer { text, exit }
}

fn recompute(registry: &Registry, path: &Path) -> Result<(Counterexample, Replayed), Failure> {
    let file = path.display().to_string();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => return Err(Failure::Unreadable { file, problem: error.to_string() }),
    };
    let counterexample: Counterexample = match json::read(&text) {
        Ok(counterexample) => counterexample,
        Err(error) => return Err(Failure::Malformed { file, error }),
    };
    let replay = || registry.claim(&counterexample.claim)?.replay(&counterexample);
    match caught(replay) {
        Ok(Ok(replayed)) => Ok((counterexample, replayed)),
        Ok(Err(error)) => Err(Failure::NotReplayed { file, error }),
        Err(problem) => Err(Failure::Panicked { file, claim: counterexample.claim, problem }),
    }
}

/// What some work gives, or the message of its panic: the file is the user's, and the claim may check less of it
/// (`validate`) than its sides take for granted.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    let hook = take_hook();
    set_hook(Box::new(|_| {}));
    let result = catch_unwind(AssertUnwindSafe(work));
    set_hook(hook);
    result.map_err(|panic| {
        let text = panic.downcast_ref::<&str>().map(|text| text.to_string());
        text.or(panic.downcast_ref::<String>().cloned()).unwrap_or("no message".to_string())
    })
}
