//! What an experiment is, and how every one is made: runs in a folder, results as one document, tables, pictures, page.

use super::error::{ExperimentError, FolderError, OptionError, ResultsError};
use super::folder::{Kind, RunFolder, save_every};
use super::page::{Headline, PAGE, Piece, Section, page};
use super::picture::Picture;
use super::sheet::Mark;
use super::training::{Kept, watched};
use dualproof::cli::{Answer, Unsaved};
use dualproof::json::{self, JsonError};
use dualproof::record::Verdict;
use dualproof::train::Watch;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Seeds beyond this are a mistake of the user's.
const MOST_SEEDS: u64 = 1000;

/// Epochs beyond this are, too.
pub(super) const MOST_EPOCHS: u64 = 100_000;

/// Is a number of seeds usable?
///
/// # Errors
/// [`OptionError`].
pub fn expect_seeds(count: u64) -> Result<(), OptionError> {
    OptionError::unless((1..=MOST_SEEDS).contains(&count), "seeds", count, format!("1 to {MOST_SEEDS}"))
}

/// The options that every experiment has: where results are kept, and how they are printed.
#[derive(Clone, Debug, clap::Args)]
pub struct Keep {
    /// Directory of results, tables, pictures, the page, and of the states that a stopped run is resumed from
    /// [default: train-EXPERIMENT]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Continue the run that was stopped in the directory, or take the runs that are missing there; where there is
    /// none, say so and begin one
    #[arg(long)]
    pub resume: bool,
    /// Write results and the states of trainings under way every so many seconds: what a kill -9 loses at most
    #[arg(long, value_name = "SECONDS", default_value = "20", value_parser = save_every)]
    pub save_every: Duration,
    /// Print one JSON document instead of the tables
    #[arg(long)]
    pub json: bool,
}

/// What the runs of a plan came to.
#[derive(Clone, Debug, PartialEq)]
pub enum Taken<R> {
    /// All runs are finished.
    Whole(R),
    /// The watch stopped some of them; the results of the others, where those stand by themselves.
    Stopped(Option<R>),
}

/// An experiment: a plan of runs.
pub trait Experiment {
    /// What the runs come to.
    type Results: Paged;

    /// Takes over what a folder has of this plan.
    ///
    /// # Errors
    /// [`ExperimentError`] where it is of another plan.
    fn resume(&mut self, _folder: &RunFolder) -> Result<(), ExperimentError> {
        Ok(())
    }

    /// Steps that are left, of all trainings together.
    fn steps(&self) -> u64;

    /// Takes the runs that are missing.
    ///
    /// # Errors
    /// The first error of a run.
    fn take(&mut self, kept: Option<Kept<'_>>, watch: &Watch) -> Result<Taken<Self::Results>, ExperimentError>;
}

/// What the runs of an experiment came to, as one document.
pub trait Results: Serialize + DeserializeOwned {
    /// The command's name, and the start of every file's name.
    const NAME: &'static str;

    /// Are the states of finished trainings kept, so that a longer plan continues from them? Else it continues from
    /// the results.
    const KEEPS_STATES: bool;

    /// The first line of the list of numbers.
    const CSV_HEADER: &'static str;

    /// Do the document's values fit together?
    ///
    /// # Errors
    /// The first one that does not, with its key.
    fn check(&self) -> Result<(), JsonError>;

    /// Reads the document.
    ///
    /// # Errors
    /// [`ResultsError`] where the text is not that of a document of this experiment, or does not fit together.
    fn read(file: &str, text: &str) -> Result<Self, ResultsError> {
        let read = json::read::<Self>(text).and_then(|results| results.check().map(|()| results));
        read.map_err(|error| ResultsError::of(file, error))
    }

    /// The document's text.
    fn write(&self) -> String {
        json::write(self)
    }

    /// The list of numbers behind the pictures.
    fn csv(&self) -> String;
}

/// Results as tables and verdict.
pub trait Tables: Results {
    /// The verdict, from which the exit code follows.
    fn verdict(&self) -> Verdict;

    /// The answer for a terminal; `whole` where all runs are finished.
    fn text(&self, whole: bool) -> String;

    /// The answer as one JSON document.
    fn document(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("plain data")
    }

    /// The files beside the document, by their endings.
    fn texts(&self) -> Vec<(&'static str, String)> {
        vec![("csv", self.csv())]
    }

    /// How such a file begins.
    fn beginning(ending: &str) -> Option<String> {
        (ending == "csv").then(|| Self::CSV_HEADER.to_string())
    }
}

/// Results on a page.
pub trait Paged: Tables {
    /// The experiment in words, with which every heading begins.
    const TITLE: &'static str;

    /// The heading of the tables.
    const TABLES: &'static str;

    /// The pictures, in the order of the page.
    fn pictures(&self) -> Vec<Picture>;

    /// The first lines of the page.
    fn headline(&self) -> Headline;

    /// The claim, its protocol and what was found; empty where nothing is claimed.
    fn claim(&self) -> Vec<Piece>;

    /// The tables.
    fn tables(&self) -> Vec<Piece>;

    /// The sections of the page.
    fn sections(&self) -> Vec<Section> {
        let section = |heading: &str, pieces| Section { heading: format!("{}: {heading}", Self::TITLE), pieces };
        let claim = Some(self.claim()).filter(|pieces| !pieces.is_empty());
        let claim = claim.map(|pieces| section("the claim, and what the data say to it", pieces));
        let pictures = self.pictures().into_iter().map(Piece::Picture).collect();
        claim.into_iter().chain([section("pictures", pictures), section(Self::TABLES, self.tables())]).collect()
    }
}

/// The answer of an experiment that was stopped.
#[derive(Serialize)]
struct Stopped<'a> {
    interrupted: bool,
    steps: u64,
    steps_in_all: u64,
    /// The command that goes on.
    resume: &'a str,
    /// What the finished runs say, where it stands by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    finished: Option<serde_json::Value>,
}

/// Makes an experiment; `all` are those whose results the page shows. The exit code is that of the verdict, and 3 where
/// it was stopped.
///
/// # Errors
/// [`ExperimentError`], before anything runs where it can be told before.
pub fn run<E: Experiment>(mut experiment: E, keep: &Keep, all: &[Shown]) -> Result<Answer, ExperimentError> {
    let name = <E::Results as Results>::NAME;
    let out = keep.out.clone().unwrap_or_else(|| PathBuf::from(format!("train-{name}")));
    let folder = RunFolder::open(&out, Kind { name, is_own: is_own::<E::Results> }, keep.resume)?;
    if keep.resume {
        experiment.resume(&folder)?;
    }
    let watch = Arc::new(Watch::default());
    let kept = Kept { folder: &folder, every: keep.save_every, resume: keep.resume };
    let steps = experiment.steps();
    let taken = watched(&watch, steps, || experiment.take(Some(kept), &watch))?;
    let (results, whole) = match &taken {
        Taken::Whole(results) => (Some(results), true),
        Taken::Stopped(results) => (results.as_ref(), false),
    };
    let tables = results.map_or_else(String::new, |results| results.text(whole));
    let out = out.display();
    let text = match (whole, keep.json) {
        (true, true) => results.map_or_else(String::new, |results| json::write(&results.document())),
        (true, false) => format!(
            "{tables}\n{out}/{PAGE} shows tables and pictures; {out}/{name}.json and {name}.csv have the numbers\n"
        ),
        (false, true) => json::write(&Stopped {
            interrupted: true,
            steps: watch.steps(),
            steps_in_all: steps,
            resume: folder.command(),
            finished: results.map(Tables::document),
        }),
        (false, false) => format!(
            "{tables}stopped after {} of {steps} steps; the states of all trainings are saved in {out}; nothing is \
             decided; to go on:\n{}\n",
            watch.steps(),
            folder.command()
        ),
    };
    if let Err(error) = results.map_or(Ok(()), |results| write(folder, results, whole, all)) {
        return Err(Unsaved { text, error: error.unwritable() }.into());
    }
    let verdict = results.filter(|_| whole).map_or(Verdict::Inconclusive, Tables::verdict);
    Ok(Answer::new(verdict, text))
}

/// Writes everything that can be told from results: their document, numbers, pictures and page. Where none is missing,
/// that ends the run.
fn write<R: Paged>(folder: RunFolder, results: &R, whole: bool, all: &[Shown]) -> Result<(), FolderError> {
    folder.write(&folder.document(), &results.write())?;
    for (ending, text) in results.texts() {
        folder.write(&format!("{}.{ending}", R::NAME), &text)?;
    }
    for picture in results.pictures() {
        folder.write(&format!("{}.svg", picture.name), &picture.svg)?;
    }
    let contents = all.iter().filter_map(|shown| shown.content(&folder));
    let (headlines, sections): (Vec<Headline>, Vec<Vec<Section>>) = contents.unzip();
    folder.write(PAGE, &page("Experiments of dualproof", &headlines, &sections.concat()))?;
    if !whole {
        return Ok(());
    }
    if !R::KEEPS_STATES {
        folder.forget_states()?;
    }
    folder.end()
}

/// Is a text that of a file which the experiment writes under the ending?
fn is_own<R: Tables>(ending: &str, text: &str) -> bool {
    match ending {
        "json" => R::read("", text).is_ok(),
        _ => R::beginning(ending).is_some_and(|beginning| text.starts_with(&beginning)),
    }
}

/// The headline and the sections of one experiment.
type Content = (Headline, Vec<Section>);

/// An experiment as the one page of a folder shows it: whichever was run last, the results of the others stay.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    name: &'static str,
    content: fn(file: &str, text: &str) -> Result<Content, ResultsError>,
}

impl Shown {
    /// That of an experiment.
    pub const fn of<R: Paged>() -> Self {
        Shown {
            name: R::NAME,
            content: |file, text| R::read(file, text).map(|read| (read.headline(), read.sections())),
        }
    }

    /// The content of a folder's results; none where it has none. Results that cannot be read are named.
    pub(super) fn content(&self, folder: &RunFolder) -> Option<Content> {
        let file = format!("{}.json", self.name);
        let content = match folder.read(&file) {
            Ok(None) => return None,
            Ok(Some(text)) => (self.content)(&file, &text).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        Some(content.unwrap_or_else(|problem| {
            let heading = format!("{file}: results that cannot be read");
            let lines = [heading.clone(), problem.clone(), "Nothing is known of this experiment.".to_string()];
            (Headline { mark: Mark::Bad, lines }, vec![Section { heading, pieces: vec![Piece::Text(problem)] }])
        }))
    }
}
