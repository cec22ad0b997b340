//! `verify --shard`: a part of a run, kept as it is finished.

use super::progress::{Extent, watched};
use super::verify::Options;
use super::{Answer, Failure, again, counted};
use crate::campaign::shard::{Header, Journal, Shard, Taken};
use crate::campaign::{Limit, Registry, Selection, shard};
use crate::json;
use crate::record::Verdict;
use serde_json::json;
use std::path::Path;
use std::time::{Duration, Instant};

/// Does the shard's part of the run. The exit code: 0 where all of it is finished and nothing refuted, 1 where something
/// is, 3 where some of it is left.
pub(super) fn take(
    registry: &Registry,
    selection: &Selection<'_>,
    options: &Options,
    shard: Shard,
    out: &Path,
) -> Result<Answer, Failure> {
    let plan = options.plan(registry, Limit::Cases(options.cases()));
    let header = Header::of(selection, &plan, shard, &again(&["--resume"]))?;
    let mut journal = Journal::open(out, header, options.resume)?;
    let start = Instant::now();
    let until = options.time.and_then(|time| start.checked_add(time));
    let instances = selection.random_rows().saturating_mul(options.cases());
    let extent = Extent::Rows { rows: selection.rows() / shard.of, instances };
    let taken = watched(&plan.watch, extent, || shard::take(selection, &plan, &mut journal, until))?;
    let text = if options.json.json { document(shard, &taken) } else { told(shard, &taken, out, start.elapsed()) };
    let exit = match (taken.verdict, taken.is_complete) {
        (Verdict::Refuted, _) => Verdict::Refuted,
        (_, true) => Verdict::Holds,
        (_, false) => Verdict::Inconclusive,
    };
    Ok(Answer::new(exit, text))
}

fn document(shard: Shard, taken: &Taken) -> String {
    json::write(&json!({
        "shard": shard.to_string(), "units": taken.units, "new": taken.new, "complete": taken.is_complete,
        "refuted": taken.verdict == Verdict::Refuted,
    }))
}

fn told(shard: Shard, taken: &Taken, out: &Path, time: Duration) -> String {
    let units = counted(taken.units, "unit");
    let state = if taken.is_complete { "finished" } else { "not finished" };
    let find = if taken.verdict == Verdict::Refuted { "; something is refuted: merge shows it" } else { "" };
    let mut text = format!(
        "shard {shard}: {state}, {units} in {}, {} of them now, {:.1} s{find}\n",
        out.display(),
        taken.new,
        time.as_secs_f64()
    );
    if !taken.is_complete {
        text.push_str(&format!("to go on: {}\n", again(&["--resume"])));
    }
    text
}
