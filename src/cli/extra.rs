//! Commands that a project adds to those of the toolkit.

use super::Answer;
use clap::{ArgMatches, Args};
use std::fmt;

/// Why an added command failed: any error whose display is one line saying file, key, found, expected.
pub type ExtraError = Box<dyn std::error::Error + Send + Sync>;

/// A command of a project's own.
///
/// ```
/// use dualproof::cli::{Answer, Extra};
/// use dualproof::record::Verdict;
///
/// /// Greets.
/// #[derive(clap::Args)]
/// struct Greet {
///     /// Whom
///     name: String,
/// }
/// let greet = Extra::new("greet", |greet: Greet| Ok(Answer::new(Verdict::Holds, format!("hello {}\n", greet.name))));
/// // dualproof::cli::main(registry(), [greet])
/// ```
pub struct Extra {
    pub(super) command: clap::Command,
    pub(super) run: Run,
}

type Run = Box<dyn Fn(&ArgMatches) -> Result<Answer, ExtraError>>;

impl Extra {
    /// The command of that name with the arguments of `A`, whose documentation is its help. An error ends the
    /// process with one line on standard error and exit code 2.
    pub fn new<A: Args>(name: &'static str, run: impl Fn(A) -> Result<Answer, ExtraError> + 'static) -> Self {
        let run = move |matches: &ArgMatches| match A::from_arg_matches(matches) {
            Ok(arguments) => run(arguments),
            Err(error) => Err(error.into()),
        };
        Extra { command: A::augment_args(clap::Command::new(name)), run: Box::new(run) }
    }
}

impl fmt::Debug for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Extra").field("command", &self.command.get_name()).finish_non_exhaustive()
    }
}
