//! Runs of `coqc` over copies of a folder's files: as many at a time as there are cores, each as soon as the files that it
//! needs are compiled. Nothing is written beside the files themselves.

use super::folder::{File, FormalError, file_error};
use super::theorem::Stated;
use super::{Asked, Checked, Folder, Source};
use crate::record::Verdict;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What every file stands on.
const NEEDED: &str = "From mathcomp Require Import all_ssreflect all_algebra ring.";

/// What Coq says of a theorem without axioms.
const CLOSED: &str = "Closed under the global context";

/// How often a running `coqc` is looked at.
const TICK: Duration = Duration::from_millis(20);

/// The compiler of Coq.
#[derive(Clone, Debug)]
pub struct Coq {
    pub(super) coqc: PathBuf,
    pub(super) version: String,
}

/// How far a run is, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Course {
    done: AtomicU64,
    total: AtomicU64,
    stopped: AtomicBool,
}

impl Course {
    /// Asks the run to end.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Runs of `coqc` that are done, and all of them.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn expect(&self, runs: usize) {
        self.total.fetch_add(runs as u64, Ordering::Relaxed);
    }

    pub(super) fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }
}

/// How a run of `coqc` ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Accepted,
    /// With what it said.
    Refused(String),
    /// It was stopped, or took too long.
    Stopped,
}

/// A folder of this run, which goes with it.
pub(super) struct Scratch(pub(super) PathBuf);

impl Scratch {
    pub(super) fn new() -> Result<Self, FormalError> {
        let folder = std::env::temp_dir().join(format!("dualproof-formal-{}", std::process::id()));
        // A new one: what is there already is not ours to remove.
        fs::create_dir(&folder).map_err(file_error(&folder))?;
        Ok(Scratch(folder))
    }

    /// What Coq answered, if it did.
    fn answer(&self, place: usize, number: Option<usize>, what: &str) -> Option<String> {
        let file = format!("{}.out", answer_file(place, number, what));
        fs::read_to_string(self.0.join(file)).ok().map(|text| text.trim().to_string())
    }

    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), FormalError> {
        let path = self.0.join(name);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(file_error(folder))?;
        }
        fs::write(&path, text).map_err(file_error(&path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // Copies; nothing depends on their going.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Coq {
    /// The compiler, tried on what every file stands on.
    ///
    /// # Errors
    /// [`FormalError::NoCoq`] where it does not start, or lacks MathComp.
    pub fn find(coqc: &Path) -> Result<Self, FormalError> {
        let missing = |problem: String| FormalError::NoCoq { coqc: coqc.display().to_string(), problem };
        let version = Command::new(coqc).arg("--version").output().map_err(|e| missing(e.to_string()))?;
        if !version.status.success() {
            return Err(missing(version.status.to_string()));
        }
        let version = String::from_utf8_lossy(&version.stdout).lines().next().unwrap_or_default().to_string();
        let coq = Coq { coqc: coqc.to_path_buf(), version };
        let scratch = Scratch::new()?;
        scratch.write("probe.v", NEEDED)?;
        match coq.run(&[], "probe.v", &scratch.0, &Course::default(), None)? {
            Ended::Refused(said) => {
                Err(missing(format!("{}, which refuses {NEEDED:?}: {}", coq.version, one_line(&said))))
            }
            _ => Ok(coq),
        }
    }

    /// The first line of what it says of its version.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One run, which ends where the course is stopped, or the time is over.
    pub(super) fn run(
        &self,
        options: &[String],
        file: &str,
        folder: &Path,
        course: &Course,
        limit: Option<Duration>,
    ) -> Result<Ended, FormalError> {
        let mut command = Command::new(&self.coqc);
        command.arg("-q").args(options).arg(file).current_dir(folder);
        let said = folder.join(format!("{file}.said"));
        let (is_accepted, text) = match finished(command, &said, course, limit)? {
            Some(ended) => ended,
            None => return Ok(Ended::Stopped),
        };
        Ok(if is_accepted { Ended::Accepted } else { Ended::Refused(text) })
    }

    /// Has `coqchk`, the second checker of compiled files that comes with Coq, check modules and what they stand on. It prints
    /// every axiom among them.
    fn recheck(
        &self,
        folder: &Folder,
        scratch: &Scratch,
        course: &Course,
    ) -> Result<Option<(bool, String)>, FormalError> {
        let mut command = Command::new(self.coqc.with_file_name("coqchk"));
        let prefix = folder.options.iter().position(|option| option == "-Q" || option == "-R");
        let prefix = prefix.and_then(|place| folder.options.get(place..place + 3)).unwrap_or_default();
        let below = |file: &File| format!("{}.{}", prefix.last().map_or("", |name| name), file.module());
        command.args(["-silent", "-o"]).args(prefix).args(folder.files.iter().map(below)).current_dir(&scratch.0);
        finished(command, &scratch.0.join("coqchk.said"), course, None)
    }
}

/// Runs a program to its end: did it succeed, and what did it say? `None` where the course was stopped, or the time was over.
fn finished(
    mut command: Command,
    said: &Path,
    course: &Course,
    limit: Option<Duration>,
) -> Result<Option<(bool, String)>, FormalError> {
    let program = command.get_program().to_string_lossy().into_owned();
    let failed = |problem: std::io::Error| FormalError::NoCoq { coqc: program.clone(), problem: problem.to_string() };
    let pipe = fs::File::create(said).map_err(file_error(said))?;
    let both = pipe.try_clone().map_err(file_error(said))?;
    let mut child = command.stdin(Stdio::null()).stdout(both).stderr(pipe).spawn().map_err(failed)?;
    let start = Instant::now();
    loop {
        if let Some(status) = child.try_wait().map_err(failed)? {
            let text = fs::read(said).map_err(file_error(said))?;
            return Ok(Some((status.success(), String::from_utf8_lossy(&text).trim().to_string())));
        }
        if course.is_stopped() || limit.is_some_and(|limit| start.elapsed() > limit) {
            child.kill().and_then(|()| child.wait()).map_err(failed)?;
            return Ok(None);
        }
        std::thread::sleep(TICK);
    }
}

/// A text in one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Compiles copies of the files, each with the questions for its theorems at its end, and reads the answers; then, where it
/// is asked for, has `coqchk` check the compiled files.
///
/// # Errors
/// [`FormalError`] where a copy cannot be written, or a program does not start.
pub fn check(folder: &Folder, coq: &Coq, course: &Course, with_coqchk: bool) -> Result<Checked, FormalError> {
    course.expect(usize::from(with_coqchk));
    let start = Instant::now();
    let scratch = Scratch::new()?;
    let ended = compile(folder, coq, course, &scratch, questions)?;
    // What is not closed together is asked one by one.
    for (place, file) in folder.files.iter().enumerate() {
        let is_open = scratch.answer(place, None, ASSUMPTIONS).is_some_and(|together| together != CLOSED);
        if is_open && ended[place] == Some(Ended::Accepted) {
            scratch.write(&file.name, &format!("{}{}", file.text, one_by_one(place, file)))?;
            coq.run(&folder.options, &file.name, &scratch.0, course, None)?;
        }
    }
    let theorems = folder.files.iter().enumerate().flat_map(|(place, file)| {
        let is_compiled = ended.get(place) == Some(&Some(Ended::Accepted));
        let scratch = &scratch;
        file.theorems().enumerate().map(move |(number, stated)| {
            let statement = scratch.answer(place, Some(number), STATEMENT).unwrap_or_default();
            let together = scratch.answer(place, None, ASSUMPTIONS).filter(|answer| answer == CLOSED);
            let rests = together.or_else(|| scratch.answer(place, Some(number), ASSUMPTIONS)).unwrap_or_default();
            // No answer is no pass.
            let (verdict, assumptions) = match rests.as_str() {
                _ if !is_compiled => (Verdict::NothingChecked, "not checked".to_string()),
                CLOSED => (Verdict::Holds, String::new()),
                "" => (Verdict::NothingChecked, "not checked".to_string()),
                axioms => (Verdict::Refuted, one_line(axioms)),
            };
            Asked {
                name: format!("{}.{}", file.module(), stated.name),
                file: file.name.clone(),
                line: file.line(stated.start),
                lines: file.text[stated.start..stated.end].lines().count(),
                proves: stated.proves.clone(),
                says: stated.says.clone(),
                statement: as_stated(&stated.name, &statement),
                verdict,
                assumptions,
            }
        })
    });
    let theorems: Vec<Asked> = theorems.collect();
    let refusal = folder.files.iter().zip(&ended).find_map(|(file, ended)| match ended {
        Some(Ended::Refused(said)) => Some(format!("{}: {said}", file.name)),
        _ => None,
    });
    let rechecked = match &refusal {
        None if with_coqchk => coq.recheck(folder, &scratch, course)?,
        _ => None,
    };
    let refusal = match &rechecked {
        Some((false, said)) => Some(format!("coqchk: {said}")),
        _ => refusal,
    };
    let refusal = refusal.or_else(|| course.is_stopped().then(|| "interrupted".to_string()));
    let worst = Verdict::worst(theorems.iter().map(|asked| asked.verdict));
    let source = |file: &File| Source {
        name: file.name.clone(),
        lines: file.text.lines().count(),
        is_generated: file.is_generated(),
    };
    Ok(Checked {
        verdict: match &refusal {
            Some(_) if course.is_stopped() => worst.max(Verdict::NothingChecked),
            Some(_) => Verdict::Refuted,
            None => worst,
        },
        coq: coq.version.clone(),
        sources: folder.hash(),
        seconds: start.elapsed().as_secs_f64(),
        refusal,
        rechecked: rechecked.map(|(_, said)| said),
        files: folder.files.iter().map(source).collect(),
        theorems,
    })
}

/// The two questions.
const STATEMENT: &str = "statement";
const ASSUMPTIONS: &str = "assumptions";

/// Where the answer to a question goes: for a theorem of a file, or for all of the file together. Coq adds `.out`.
fn answer_file(place: usize, number: Option<usize>, what: &str) -> String {
    let of = number.map_or("all".to_string(), |number| number.to_string());
    format!("answers/{place}-{of}.{what}")
}

/// The questions for the theorems of a file: each for its statement, all together for what they rest on. To follow all
/// that a theorem rests on takes Coq a third of a second, however many theorems are followed at once.
fn questions(place: usize, file: &File) -> String {
    let mut text = String::from("\nSet Printing Width 100.\n");
    for (number, stated) in file.theorems().enumerate() {
        let to = answer_file(place, Some(number), STATEMENT);
        // A formatter of text does not fail.
        let _ = writeln!(text, "Redirect \"{to}\" Check {}.", stated.name);
    }
    let names: Vec<String> = file.theorems().map(|stated| format!("@{}", stated.name)).collect();
    if !names.is_empty() {
        let to = answer_file(place, None, ASSUMPTIONS);
        let _ = writeln!(text, "Definition all_that_is_asked := ({}).", names.join(", "));
        let _ = writeln!(text, "Redirect \"{to}\" Print Assumptions all_that_is_asked.");
    }
    text
}

/// The question for what they rest on, for each theorem.
fn one_by_one(place: usize, file: &File) -> String {
    let ask = |(number, stated): (usize, &Stated)| {
        format!("Redirect \"{}\" Print Assumptions {}.\n", answer_file(place, Some(number), ASSUMPTIONS), stated.name)
    };
    file.theorems().enumerate().map(ask).collect()
}

/// The statement in what `Check` prints: without the name, at the left margin.
fn as_stated(name: &str, printed: &str) -> String {
    let text = printed.trim_end().strip_prefix(name).unwrap_or(printed).trim_start();
    let text = text.strip_prefix(": ").unwrap_or(text);
    let indent = text.lines().skip(1).map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let lines = text.lines().enumerate().map(|(n, line)| if n == 0 { line } else { &line[indent..] });
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// What a run over all files shares among its threads.
#[derive(Default)]
struct Queue {
    ended: Vec<Option<Ended>>,
    started: Vec<bool>,
    /// A file was refused, or something failed: nothing more is started.
    is_over: bool,
}

/// Compiles all files into the scratch folder, with a further text at the end of each. A file that was not reached has no
/// end.
pub(super) fn compile(
    folder: &Folder,
    coq: &Coq,
    course: &Course,
    scratch: &Scratch,
    further: impl Fn(usize, &File) -> String + Sync,
) -> Result<Vec<Option<Ended>>, FormalError> {
    let count = folder.files.len();
    course.expect(count);
    let answers = scratch.0.join("answers");
    fs::create_dir_all(&answers).map_err(file_error(&answers))?;
    let queue = Mutex::new(Queue { ended: vec![None; count], started: vec![false; count], is_over: false });
    let changed = Condvar::new();
    let work = || -> Result<(), FormalError> {
        loop {
            let mut held = queue.lock().unwrap_or_else(PoisonError::into_inner);
            let place = loop {
                if held.is_over || course.is_stopped() || held.started.iter().all(|started| *started) {
                    return Ok(());
                }
                let is_ready = |place: &usize| {
                    let needs = &folder.files[*place].needs;
                    !held.started[*place] && needs.iter().all(|need| held.ended[*need] == Some(Ended::Accepted))
                };
                let ready = (0..count).find(is_ready);
                // Where nothing runs that could make one ready, the first goes: Coq says what it lacks.
                let idle = (0..count).all(|place| held.started[place] == held.ended[place].is_some());
                match ready.or_else(|| (0..count).find(|place| idle && !held.started[*place])) {
                    Some(place) => break place,
                    None => held = changed.wait_timeout(held, TICK * 5).unwrap_or_else(PoisonError::into_inner).0,
                }
            };
            held.started[place] = true;
            drop(held);
            let file = &folder.files[place];
            let written = scratch.write(&file.name, &format!("{}{}", file.text, further(place, file)));
            let ended = written.and_then(|()| coq.run(&folder.options, &file.name, &scratch.0, course, None));
            let mut held = queue.lock().unwrap_or_else(PoisonError::into_inner);
            held.is_over |= !matches!(ended, Ok(Ended::Accepted));
            let result = ended.map(|ended| held.ended[place] = Some(ended));
            changed.notify_all();
            course.advance();
            result?;
        }
    };
    on_all_cores(work)?;
    Ok(queue.into_inner().unwrap_or_else(PoisonError::into_inner).ended)
}

/// Runs the same work on as many threads as there are cores; the first error of one is that of all.
pub(super) fn on_all_cores(work: impl Fn() -> Result<(), FormalError> + Sync) -> Result<(), FormalError> {
    let threads = std::thread::available_parallelism().map_or(1, |n| n.get());
    let results: Vec<Result<(), FormalError>> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(&work)).collect();
        running
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    });
    results.into_iter().collect()
}
