//! The commands: their words are parsed as on the command line, views may be an array in memory.

use super::arrays::lent;
use super::error::{Error, Obstruction, usage};
use super::hook::Hook;
use super::work::awaited;
use clap::Args;
use dualproof::campaign::{Budget, DEFAULT_CASES, DEFAULT_SEED, Limit, Plan, Registry, Selection, UnknownName};
use dualproof::claim::Kind;
use dualproof::cli::{Extent, answer, report};
use dualproof::input::LentArray;
use dualproof::json;
use dualproof_theorems::blocks::{BlocksArgs, blocks};
use dualproof_theorems::diagnose::{DiagnoseArgs, diagnose};
use dualproof_theorems::large_scale::{self, OperatorArgs, operator};
use dualproof_theorems::measure::{self, MeasureArgs, MeasureError, measure};
use dualproof_theorems::subject::{ViewsArgs, ViewsOption};
use dualproof_theorems::trained::{Question, Subject};
use numpy::PyUntypedArray;
use pyo3::prelude::*;
use std::cell::Cell;
use std::ffi::OsString;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

/// What a command has to say: a JSON document, and the text that the program prints.
pub(crate) struct Told {
    json: String,
    text: String,
}

/// A command whose arguments are those of the program. Another one is another `impl` and a line in [`COMMANDS`].
pub(crate) trait Command: Args + Send + 'static {
    /// Where its views are, if it has any.
    fn views(&mut self) -> Option<&mut ViewsArgs> {
        None
    }

    /// The answer. `hook` is told how far it is.
    fn told(&self, hook: &Hook) -> Result<Told, Obstruction>;
}

/// Words, views in memory, and who watches.
type Run = fn(Vec<OsString>, Option<LentArray>, &Hook) -> Result<Told, Obstruction>;

/// The commands by name.
const COMMANDS: [(&str, Run); 8] = [
    ("measure", |words, views, hook| answered::<MeasureArgs>("measure", words, views, hook)),
    ("operator", |words, views, hook| answered::<OperatorArgs>("operator", words, views, hook)),
    ("blocks", |words, views, hook| answered::<BlocksArgs>("blocks", words, views, hook)),
    ("diagnose", |words, views, hook| answered::<DiagnoseArgs>("diagnose", words, views, hook)),
    ("verify", |words, views, hook| answered::<Verify>("verify", words, views, hook)),
    ("explain", |words, views, hook| answered::<Explain>("explain", words, views, hook)),
    ("list", |words, views, hook| answered::<List>("list", words, views, hook)),
    // A panic, for the tests of what becomes of one.
    ("defect", |words, _, _| panic!("found {} words", words.len())),
];

fn answered<C: Command>(
    name: &'static str,
    words: Vec<OsString>,
    views: Option<LentArray>,
    hook: &Hook,
) -> Result<Told, Obstruction> {
    parsed::<C>(name, words, views)?.told(hook)
}

/// The arguments of a command.
pub(crate) fn parsed<C: Command>(
    name: &'static str,
    words: Vec<OsString>,
    views: Option<LentArray>,
) -> Result<C, Obstruction> {
    let command = C::augment_args(clap::Command::new(name).no_binary_name(true).disable_help_flag(true));
    let matches = command.try_get_matches_from(words).map_err(usage)?;
    let mut args = C::from_arg_matches(&matches).map_err(usage)?;
    match (args.views(), views) {
        (Some(given), Some(array)) => given.views = ViewsOption::Lent(array),
        (None, Some(_)) => return Err(format!("{name}: found views, expected none").into()),
        (_, None) => {}
    }
    Ok(args)
}

/// The views of a call.
pub(crate) fn views_of(array: Option<&Bound<'_, PyUntypedArray>>) -> PyResult<Option<LentArray>> {
    array.map(|array| lent("views", array)).transpose()
}

/// Runs a command on its words; `views`, an array in C order, takes the place of `--views`. Gives the JSON document and the text.
/// `progress(done, total, text)` is called while it runs; total is 0 where it is not known.
#[pyfunction]
#[pyo3(signature = (name, words, views=None, progress=None))]
pub(crate) fn run(
    py: Python<'_>,
    name: &str,
    words: Vec<OsString>,
    views: Option<Bound<'_, PyUntypedArray>>,
    progress: Option<Bound<'_, PyAny>>,
) -> PyResult<(String, String)> {
    let Some((_, command)) = COMMANDS.iter().find(|(known, _)| *known == name) else {
        let known = COMMANDS.iter().map(|(name, _)| *name).filter(|name| *name != "defect");
        return Err(Error::new_err(UnknownName::new("command", name, known).to_string()));
    };
    let views = views_of(views.as_ref())?;
    let Told { json, text } = awaited(py, progress.as_ref(), move |hook| command(words, views, hook))?;
    Ok((json, text))
}

/// The measurement of an ONNX network, which ends at a step where it was asked to stop.
fn of_trained((subject, question): (Subject, Question), hook: &Hook) -> Result<Told, Obstruction> {
    let (done, total) = (Cell::new(0), subject.steps(&question));
    let step = || {
        done.set(done.get() + 1);
        hook.step(done.get(), total, "measuring");
    };
    let report = subject.measure(&question, &step)?.report;
    Ok(Told { json: report.json(), text: report.table() })
}

impl Command for MeasureArgs {
    fn views(&mut self) -> Option<&mut ViewsArgs> {
        Some(&mut self.subject.given)
    }

    fn told(&self, hook: &Hook) -> Result<Told, Obstruction> {
        if self.subject.is_graph() {
            return of_trained(measure::asked(self)?, hook);
        }
        match measure(self, &|text| hook.note(text)) {
            Ok(report) => Ok(Told { json: report.json(), text: report.table(self.explain_columns) }),
            // What the program prints as its answer.
            Err(error @ MeasureError::Undecided { .. }) => Err(format!("inconclusive: {error}").into()),
            Err(error) => Err(error.into()),
        }
    }
}

impl Command for OperatorArgs {
    fn views(&mut self) -> Option<&mut ViewsArgs> {
        Some(&mut self.subject.given)
    }

    fn told(&self, hook: &Hook) -> Result<Told, Obstruction> {
        if self.subject.is_graph() {
            return of_trained(large_scale::asked(self)?, hook);
        }
        let report = operator(self)?;
        Ok(Told { json: report.json(), text: report.table(self.out.as_deref()) })
    }
}

impl Command for BlocksArgs {
    fn views(&mut self) -> Option<&mut ViewsArgs> {
        Some(&mut self.given)
    }

    fn told(&self, _: &Hook) -> Result<Told, Obstruction> {
        let report = blocks(self)?;
        Ok(Told { json: json::write(&report), text: report.table() })
    }
}

impl Command for DiagnoseArgs {
    fn views(&mut self) -> Option<&mut ViewsArgs> {
        Some(&mut self.given)
    }

    fn told(&self, _: &Hook) -> Result<Told, Obstruction> {
        let report = diagnose(self)?;
        Ok(Told { json: report.json(), text: report.text() })
    }
}

/// The claims of the paper.
fn registry() -> Result<&'static Registry, Obstruction> {
    static REGISTRY: OnceLock<Registry> = OnceLock::new();
    if let Some(registry) = REGISTRY.get() {
        return Ok(registry);
    }
    let examined = dualproof_theorems::examined()?;
    Ok(REGISTRY.get_or_init(|| examined))
}

/// What `dualproof verify` does, with a time in fractions of seconds.
#[derive(clap::Args)]
struct Verify {
    claims: Vec<String>,
    #[arg(long, value_delimiter = ',', value_parser = kind)]
    evidence: Vec<Kind>,
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..), conflicts_with = "seconds", default_value_t = DEFAULT_CASES)]
    cases: u64,
    #[arg(long, value_parser = seconds)]
    seconds: Option<Duration>,
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..))]
    trials: Option<u64>,
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
}

fn kind(text: &str) -> Result<Kind, UnknownName> {
    let found = Kind::ALL.into_iter().find(|kind| kind.name() == text);
    found.ok_or_else(|| UnknownName::new("kind of evidence", text, Kind::ALL.iter().map(|kind| kind.name())))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let time = text.parse().ok().filter(|seconds| *seconds > 0.0);
    let time = time.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| format!("found {text}, expected a number of seconds above 0"))
}

impl Command for Verify {
    fn told(&self, hook: &Hook) -> Result<Told, Obstruction> {
        let registry = registry()?;
        let selection = Selection::of(registry, &self.claims, &self.evidence)?;
        let limit = self.seconds.map_or(Limit::Cases(self.cases), Limit::lasting);
        let plan = Plan { trials: self.trials, ..Plan::new(self.seed, limit).sharing(Budget::of(registry)) };
        let instances = selection.random_rows().saturating_mul(self.cases);
        let rows = Extent::Rows { rows: selection.rows(), instances };
        hook.count(&plan.watch, self.seconds.map_or(rows, Extent::Time));
        let start = Instant::now();
        let record = dualproof::campaign::run(&selection, &plan);
        let text = report(&record, &plan.budget, start.elapsed().as_secs_f64());
        Ok(Told { json: json::write(&record), text })
    }
}

/// A claim by its name.
#[derive(clap::Args)]
struct Explain {
    claim: String,
}

/// What the program says to a command with these words, as JSON and as text.
fn both(command: &str, rest: &[&str]) -> Result<Told, Obstruction> {
    let of = |options: &[&str]| {
        let words = ["dualproof", command]
            .into_iter()
            .chain(options.iter().copied())
            .chain(rest.iter().copied())
            .map(OsString::from);
        answer(registry()?, &[], words).map(|answer| answer.text).map_err(Obstruction::from)
    };
    Ok(Told { json: of(&["--json"])?, text: of(&[])? })
}

impl Command for Explain {
    fn told(&self, _: &Hook) -> Result<Told, Obstruction> {
        both("explain", &["--all", "--", &self.claim])
    }
}

/// Every claim.
#[derive(clap::Args)]
struct List {}

impl Command for List {
    fn told(&self, _: &Hook) -> Result<Told, Obstruction> {
        both("list", &[])
    }
}
