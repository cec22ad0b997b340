//! The command, with the page and the experiment's runs.

use super::files::Checkpoint;
use super::options::DiagnoseArgs;
use super::page;
use super::report::{DiagnoseError, diagnose};
use crate::check::document;
use crate::subject::ViewsOption;
use dualproof::cli::{Answer, Extra};
use dualproof::output::Target;
use dualproof::record::Verdict;
use dualproof_experiments::byol::foresight;
use dualproof_experiments::byol::results::DigitResults;
use dualproof_experiments::experiment::Results;
use std::path::{Path, PathBuf};

/// What the first quarter of every run of the experiment says of its end.
fn foretold(path: &Path, args: &DiagnoseArgs) -> Result<Answer, DiagnoseError> {
    let file = path.display().to_string();
    let given = [
        ("--views", args.given.views != ViewsOption::Shifts),
        ("--data", args.given.data.is_some()),
        ("--samples", args.given.samples.is_some()),
        ("--activation", args.activation.is_some()),
        ("--predictor", args.predictor.is_some()),
        ("--target", args.target.is_some()),
        ("--update", args.update.is_some()),
        ("--batch-statistics", args.batch_statistics.is_some()),
        ("--at-zero", args.at_zero.is_some()),
        ("--page", args.page.is_some()),
    ];
    if let Some((option, _)) = given.iter().find(|(_, is_given)| *is_given) {
        return Err(DiagnoseError::Unused { option, file });
    }
    let unreadable = |problem: &dyn std::fmt::Display| DiagnoseError::Results(format!("{file}: {problem}"));
    let text = std::fs::read_to_string(path).map_err(|error| unreadable(&error))?;
    let results = DigitResults::read(&file, &text).map_err(|error| DiagnoseError::Results(error.to_string()))?;
    let foretold = foresight::foretold(&results);
    let text = if args.json {
        document(&foretold)
    } else {
        format!("{}\n{}\n", foresight::sheet(&foretold).text(), foresight::summary(&foretold))
    };
    Ok(Answer::new(if foretold.is_empty() { Verdict::NothingChecked } else { Verdict::Holds }, text))
}

fn answer(args: &DiagnoseArgs) -> Result<Answer, DiagnoseError> {
    if let [path] = args.networks.as_slice()
        && path.extension().is_some_and(|extension| extension == "json")
    {
        return foretold(path, args);
    }
    let page = args.page.as_deref().map(|path| target(path, args)).transpose()?;
    let report = diagnose(args)?;
    if let Some(page) = page {
        page.write_all(page::page(&report).as_bytes())?;
    }
    let text = if args.json { report.json() } else { report.text() };
    Ok(Answer { text, exit: 0 })
}

/// The page's file: none of the inputs, and nothing but a page of this program is overwritten.
fn target(path: &Path, args: &DiagnoseArgs) -> Result<Target, DiagnoseError> {
    let is_foreign =
        std::fs::read_to_string(path).map_or(path.exists(), |text| !dualproof_experiments::page::is_own(&text));
    if is_foreign {
        return Err(DiagnoseError::Foreign { path: path.display().to_string() });
    }
    let inputs: Vec<PathBuf> = args
        .networks
        .iter()
        .flat_map(|network| Checkpoint::of(network, args).files().map(Path::to_path_buf).collect::<Vec<_>>())
        .collect();
    Ok(Target::apart(path, inputs.iter().map(PathBuf::as_path))?)
}

/// The command `diagnose` for the toolkit's command line.
pub fn command() -> Extra {
    Extra::new("diagnose", |args: DiagnoseArgs| Ok(answer(&args)?))
}
