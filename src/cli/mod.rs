//! The command line of a project: the claims of a registry, and whatever commands the project adds.
//!
//! Every command computes an [`Answer`] or a [`Failure`]; only [`main`] prints and exits. Exit codes: 0 all
//! holds and every mutant is refuted; 1 something is refuted, a mutant survives or nothing was checked; 2 an
//! error of usage, input or output, on one line; 3 inconclusive.

mod again;
mod bundle;
mod certify;
#[cfg(feature = "search")]
mod derive;
mod explain;
mod extra;
mod failure;
mod formal;
mod home;
mod list;
mod merge;
mod new;
mod progress;
mod proofs;
mod refute;
mod replay;
mod report;
mod shard;
mod table;
mod verify;

pub use again::again;
pub use extra::{Extra, ExtraError};
pub use failure::{Failure, Unsaved};
pub use new::NewError;
pub use progress::{Extent, Look};
pub use table::{Table, Tint};
pub use verify::report;

use crate::campaign::{ClaimDefect, Registry};
use crate::output::Unwritable;
use crate::progress::is_dumb;
use crate::record::Verdict;
use clap::error::ErrorKind;
use clap::{ArgMatches, Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

/// The exit code of an error of usage or input.
const USAGE: u8 = 2;

/// Executable proofs. Without a command: verify every claim.
#[derive(Debug, Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct Program {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    verify: verify::Options,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The claims, with what is known of each.
    List(list::List),
    /// A claim's statement, assumptions, proof and checks.
    Explain(explain::Explain),
    /// Verify claims, refute their mutants, show their assumptions necessary.
    Verify(verify::Verify),
    /// Put the recorded run, what re-checks it and how, into one archive for reviewers.
    Bundle(bundle::Bundle),
    /// Make the record of a run of its shards.
    Merge(merge::Merge),
    /// Look for a counterexample to a claim or to one of its mutants, and shrink it.
    Refute(refute::Refute),
    /// Recompute stored counterexamples.
    Replay(replay::Replay),
    /// Search for the steps of files of derivations, and write them.
    #[cfg(feature = "search")]
    Derive(derive::Derive),
    /// Make a crate for the claims of another paper.
    New(new::New),
    /// Write the ledger, PROOFS.md and proofs/, from a recorded run, or check that it is fresh.
    Proofs(proofs::Proofs),
    /// Write the recorded run as a static site, to read in a browser.
    Report(report::Report),
    /// Have the theorems of formal/ checked by Coq.
    Formal(formal::Formal),
}

/// What a command has to say, and how the process exits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// What goes to standard output, whole.
    pub text: String,
    /// The exit code.
    pub exit: u8,
}

impl Answer {
    /// The answer whose exit code is that of a verdict.
    pub fn new(verdict: Verdict, text: String) -> Self {
        Answer { text, exit: verdict.exit_code() }
    }
}

/// Runs the program: parses its arguments, prints the answer or one line of error, and gives the exit code.
///
/// A project's whole `main` is
///
/// ```no_run
/// # use dualproof::campaign::{ClaimDefect, Preface, Registry};
/// # fn registry() -> Result<Registry, ClaimDefect> { Registry::new(Preface::default(), Vec::new()) }
/// fn main() -> std::process::ExitCode {
///     dualproof::cli::main(registry(), [])
/// }
/// ```
///
/// A claim with a defect is an error like the others: one line, exit code 2.
pub fn main(registry: Result<Registry, ClaimDefect>, extra: impl IntoIterator<Item = Extra>) -> ExitCode {
    match registry {
        Ok(registry) => answered(&registry, extra.into_iter().collect()),
        Err(defect) => {
            complain(&defect.into());
            ExitCode::from(USAGE)
        }
    }
}

/// What the program says to these arguments, the first of which is its own name. Nothing is printed but progress, and
/// the lines on files that `replay` cannot use.
///
/// # Errors
/// [`Failure`]; also for a question for help or for the version, which clap answers by an error of its own.
pub fn answer(
    registry: &Registry,
    extra: &[Extra],
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<Answer, Failure> {
    let parser = Program::command().subcommands(extra.iter().map(|e| e.command.clone()));
    let matches = parser.try_get_matches_from(arguments).map_err(Failure::Usage)?;
    run(registry, extra, &matches)
}

fn answered(registry: &Registry, extra: Vec<Extra>) -> ExitCode {
    let answer = match answer(registry, &extra, std::env::args_os()) {
        Err(Failure::Usage(error)) if error.kind() == ErrorKind::DisplayVersion => {
            Ok(Answer { text: format!("{}\n", registry.preface.project), exit: 0 })
        }
        Err(Failure::Usage(answer)) if !answer.use_stderr() => {
            // Help is an answer too. Clap prints it, with colours where the terminal has them.
            let printed = answer.print().and_then(|()| std::io::stdout().flush());
            printed.or_else(unless_gone).map(|()| Answer { text: String::new(), exit: 0 })
        }
        answer => answer,
    };
    match answer.and_then(|answer| print(&answer.text).map(|()| answer.exit)) {
        Ok(exit) => ExitCode::from(exit),
        Err(failure) => {
            let printed = failure.answer().map_or(Ok(()), print);
            complain(&failure);
            printed.unwrap_or_else(|failure| complain(&failure));
            ExitCode::from(USAGE)
        }
    }
}

/// The command that was asked for: one of the project's own, or one of the toolkit's.
fn run(registry: &Registry, extra: &[Extra], matches: &ArgMatches) -> Result<Answer, Failure> {
    let own = matches.subcommand().and_then(|(name, rest)| {
        extra.iter().find(|e| e.command.get_name() == name).map(|e| (e.run)(rest).map_err(Failure::Extra))
    });
    own.unwrap_or_else(|| dispatch(registry, Program::from_arg_matches(matches).map_err(Failure::Usage)?))
}

fn dispatch(registry: &Registry, program: Program) -> Result<Answer, Failure> {
    match program.command {
        None => verify::verify(registry, &[], &program.verify),
        Some(Command::List(list)) => list::list(registry, &list),
        Some(Command::Explain(explain)) => explain::explain(registry, &explain),
        Some(Command::Verify(verify)) => verify::verify(registry, &verify.claims, &verify.options),
        Some(Command::Bundle(bundle)) => bundle::bundle(registry, &bundle),
        Some(Command::Merge(merge)) => merge::merge(registry, &merge),
        Some(Command::Refute(refute)) => refute::refute(registry, &refute),
        Some(Command::Replay(replay)) => Ok(replay::replay(registry, &replay)),
        #[cfg(feature = "search")]
        Some(Command::Derive(derive)) => derive::derive(&derive),
        Some(Command::New(new)) => Ok(new::new(&new)?),
        Some(Command::Proofs(proofs)) => proofs::proofs(registry, &proofs),
        Some(Command::Report(report)) => report::report(registry, &report),
        Some(Command::Formal(formal)) => formal::formal(registry, &formal),
    }
}

/// So many of something, in words: 1 claim, 2 claims.
fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// Writes to standard output.
fn print(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).or_else(unless_gone)
}

/// An error of standard output. A reader that has gone (`| head`) is no error.
fn unless_gone(error: std::io::Error) -> Result<(), Failure> {
    match error.kind() {
        std::io::ErrorKind::BrokenPipe => Ok(()),
        _ => Err(Unwritable { path: "standard output".into(), problem: error.to_string() }.into()),
    }
}

/// One line on standard error. Where that cannot be written nobody is left to tell; the exit code says it.
fn complain(failure: &Failure) {
    let line = failure.to_string().split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(std::io::stderr(), "error: {line}");
}

/// May standard output be coloured? On a terminal that can, unless `NO_COLOR` is set.
fn is_coloured() -> bool {
    std::io::stdout().is_terminal() && !is_dumb() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The option that every command with an answer for programs has.
#[derive(Clone, Copy, Debug, Args)]
struct Json {
    /// One JSON document on standard output, and nothing else there
    #[arg(long)]
    json: bool,
}

fn positive(text: &str) -> Result<u64, String> {
    match text.parse() {
        Ok(0) => Err("found 0, expected at least 1: nothing would be checked".to_string()),
        Ok(cases) => Ok(cases),
        Err(_) => Err(format!("found {text:?}, expected a whole number from 1 on")),
    }
}

fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("found {text:?}, expected a whole number from 0 to {}", u64::MAX))
}
