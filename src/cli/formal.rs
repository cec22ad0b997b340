//! `formal`: the theorems of the folder `formal/`, checked by Coq; the record of such a run; wrong statements that the
//! proofs must not prove.

use super::home::Home;
use super::{Answer, Failure, Json, Table, Tint, counted};
use crate::campaign::{Registry, UnknownName};
use crate::formal::{
    Alteration, Asked, Checked, Coq, Course, FORMAL, Fate, Folder, Planted, Proved, Subject, alter, check, generated,
};
use crate::interrupt::interruptible;
use crate::json;
use crate::output;
use crate::progress::{Progress, shown, time_left};
use crate::record::Verdict;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

/// The name of the wrong statements, in the folder.
const PLANTED: &str = "planted.json";

#[derive(Debug, clap::Args)]
pub(super) struct Formal {
    /// The root of the project
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The compiler of Coq
    #[arg(long, value_name = "COQC", default_value = "coqc")]
    coqc: PathBuf,
    /// Instead: write the files that follow from the derivations, formal/generated/
    #[arg(long, conflicts_with_all = ["record", "check", "coqchk", "planted"])]
    write: bool,
    /// Write the record of this run, if every theorem holds; `proofs --render` then shows it in the ledger
    #[arg(long)]
    record: bool,
    /// Exit with 1 where the record is not what this run gives, or a generated file not what follows from the derivations
    #[arg(long, conflicts_with = "record")]
    check: bool,
    /// Have coqchk check the compiled files, too (a minute and a half more), and print what they all rest on
    #[arg(long)]
    coqchk: bool,
    /// Instead: plant the wrong statements of formal/planted.json, which no proof may prove
    #[arg(long, conflicts_with_all = ["record", "check", "coqchk"])]
    planted: bool,
    /// Of these, those whose place leaves the remainder K when divided by N
    #[arg(long, value_name = "K/N", requires = "planted", value_parser = sample)]
    sample: Option<(usize, usize)>,
    #[command(flatten)]
    json: Json,
}

fn sample(text: &str) -> Result<(usize, usize), String> {
    let parts = text.split_once('/').and_then(|(k, n)| Some((k.parse().ok()?, n.parse().ok()?)));
    parts
        .filter(|(k, n)| k < n)
        .ok_or_else(|| format!("found {text:?}, expected K/N with K from 0 to N - 1, such as 0/20"))
}

pub(super) fn formal(registry: &Registry, formal: &Formal) -> Result<Answer, Failure> {
    if formal.write {
        return written(registry, &formal.root);
    }
    let folder = Folder::read(&formal.root.join(FORMAL))?;
    if formal.planted {
        return planted(registry, formal, &folder);
    }
    let home = Home::of(registry, &formal.root);
    let directory = if formal.record { Some(output::Folder::open(&formal.root)?) } else { None };
    let coq = Coq::find(&formal.coqc)?;
    let checked = running(|course| check(&folder, &coq, course, formal.coqchk))?;
    for (asked, proved) in checked.theorems.iter().flat_map(|a| a.proves.iter().map(move |p| (a, p))) {
        known(registry, asked, proved)?;
    }
    let mut verdict = checked.verdict;
    let mut text = if formal.json.json { json::write(&checked) } else { table(&checked) };
    if let Some(directory) = directory {
        let path = home.formal();
        if verdict == Verdict::Holds {
            // A file that is no record of such a run is not overwritten.
            home.standing()?;
            directory.write(&path, &json::write(&checked))?;
        }
        if !formal.json.json {
            let done =
                if verdict == Verdict::Holds { format!("{path} is written") } else { "nothing is written".to_string() };
            text.push_str(&format!("{done}\n"));
        }
    }
    if formal.check {
        let files = generated_files(registry)?;
        for (path, _) in files.iter().filter(|(path, text)| is_stale(&formal.root, path, text)) {
            verdict = verdict.max(Verdict::Refuted);
            if !formal.json.json {
                text.push_str(&format!("{path} is not what follows from the derivations: run `formal --write`\n"));
            }
        }
        let is_fresh = home.standing()?.current().is_some_and(|recorded| recorded.agrees(&checked));
        if !is_fresh {
            verdict = verdict.max(Verdict::Refuted);
        }
        if !formal.json.json {
            let (fresh, stale) = ("is what this run gives", "is not what this run gives: run `formal --record`");
            text.push_str(&format!("{} {}\n", home.formal(), if is_fresh { fresh } else { stale }));
        }
    }
    Ok(Answer::new(verdict, text))
}

/// What follows from the derivations, by its path below the root.
fn generated_files(registry: &Registry) -> Result<Vec<(String, String)>, Failure> {
    let files = generated(registry);
    let files = files.map_err(|(file, error)| Failure::NotDerived { file, error })?;
    Ok(files.into_iter().map(|(path, text)| (format!("{FORMAL}/{path}"), text)).collect())
}

/// Is the generated file that is there another one, or none?
fn is_stale(root: &Path, path: &str, text: &str) -> bool {
    fs::read_to_string(root.join(path)).ok().as_deref() != Some(text)
}

/// Writes the generated files that are not current. What was not generated is not overwritten.
fn written(registry: &Registry, root: &Path) -> Result<Answer, Failure> {
    Folder::read(&root.join(FORMAL))?;
    let files = generated_files(registry)?;
    let mut fresh = Vec::new();
    for (path, text) in files.iter().filter(|(path, text)| is_stale(root, path, text)) {
        let file = root.join(path);
        if fs::read_to_string(&file).is_ok_and(|old| !old.contains("Do not edit.")) {
            let (found, expected) = ("a file that was not generated".to_string(), "one that `formal --write` wrote");
            return Err(Failure::NoHome { path: file.display().to_string(), found, expected });
        }
        fresh.push((path.as_str(), text.as_str()));
    }
    output::Folder::open(root)?.write_together(fresh.iter().copied())?;
    let lines: String = fresh.iter().map(|(path, _)| format!("{path}: written\n")).collect();
    let count = counted(files.len(), "generated file");
    Ok(Answer::new(Verdict::Holds, format!("{lines}{count}, {} of them new\n", fresh.len())))
}

/// Does the registry have what a theorem names?
fn known(registry: &Registry, asked: &Asked, proved: &Proved) -> Result<(), Failure> {
    let claim = registry.claim(&proved.claim)?;
    let parts = claim.parts_by(claim.kinds());
    let unknown = |what: &'static str, name: &str, known: Vec<&str>| -> Failure {
        let mut unknown = UnknownName::new(what, name, known);
        unknown.found = format!("{} ({})", unknown.found, asked.name);
        unknown.into()
    };
    match &proved.part {
        Some(part) if !parts.contains(&part.as_str()) => return Err(unknown("part", part, parts)),
        _ => {}
    }
    let (what, name, names) = match &proved.subject {
        Subject::Conclusion => return Ok(()),
        Subject::Without(name) => ("assumption", name, claim.assumption_names()),
        Subject::Mutant(name) => ("mutant", name, claim.mutant_names()),
    };
    if names.contains(&name.as_str()) { Ok(()) } else { Err(unknown(what, name, names)) }
}

/// Runs Coq with a bar; a signal ends it.
fn running<T>(work: impl FnOnce(&Course) -> T) -> T {
    let course = Arc::new(Course::default());
    let (stopped, start) = (Arc::clone(&course), Instant::now());
    let look = || {
        let (done, total) = course.progress();
        let left = time_left(done, total.saturating_sub(done), start.elapsed());
        Progress { done, total, note: format!("{done}/{total} files"), left }
    };
    interruptible("what Coq has in hand", move || stopped.stop(), || shown(look, || work(&course)))
}

/// One line a file, every theorem that does not hold, and one line of summary, which comes last.
fn table(checked: &Checked) -> String {
    let mut table = Table::new(&["file", ">theorems", "verdict"]);
    let mut finds = String::new();
    for source in &checked.files {
        let of: Vec<&Asked> = checked.theorems.iter().filter(|asked| asked.file == source.name).collect();
        if of.is_empty() {
            continue;
        }
        let verdict = Verdict::worst(of.iter().map(|asked| asked.verdict));
        let plain = [source.name.clone(), of.len().to_string()].map(|text| (text, Tint::Plain));
        table.row([plain.to_vec(), vec![(verdict.name().to_string(), Tint::from(verdict))]].concat());
        for asked in of.iter().filter(|asked| asked.verdict != Verdict::Holds) {
            let about: Vec<String> = asked.proves.iter().map(Proved::to_string).collect();
            let (about, why) = (about.join(", "), &asked.assumptions);
            finds.push_str(&format!("{} ({about}): {why}\n", asked.name));
        }
    }
    if !finds.is_empty() {
        finds.insert(0, '\n');
    }
    let said = |text: &Option<String>| text.as_ref().map_or(String::new(), |text| format!("\n{text}\n"));
    let (by_hand, generated) = checked.lines();
    format!(
        "{}{finds}{}{}\n{}: {} in {} of {by_hand} lines by hand and {generated} generated; {}, {:.0} s\n",
        table.render(),
        said(&checked.rechecked),
        said(&checked.refusal),
        checked.verdict.name(),
        counted(checked.theorems.len(), "theorem"),
        counted(checked.files.len(), "file"),
        checked.coq,
        checked.seconds
    )
}

/// The wrong statements of the folder, those of a sample.
fn planted(registry: &Registry, formal: &Formal, folder: &Folder) -> Result<Answer, Failure> {
    let file = folder.path().join(PLANTED);
    let all = alterations(&file)?;
    for alteration in &all {
        let claim = registry.claim(&alteration.claim)?;
        if let Some(mutant) = alteration.mutant.as_ref().filter(|m| !claim.mutant_names().contains(&m.as_str())) {
            return Err(UnknownName::new("mutant", mutant, claim.mutant_names()).into());
        }
    }
    let (k, n) = formal.sample.unwrap_or((0, 1));
    let chosen: Vec<Alteration> = all.into_iter().skip(k).step_by(n).collect();
    let coq = Coq::find(&formal.coqc)?;
    let planted = running(|course| alter(folder, &chosen, &file, &coq, course))?;
    let verdict = Verdict::worst(planted.iter().map(|planted| planted.fate.verdict()));
    if formal.json.json {
        return Ok(Answer::new(verdict, json::write(&planted)));
    }
    let mut table = Table::new(&["claim", "wrong statement", "of", "fate"]);
    for Planted { alteration, fate } in &planted {
        let what = match (&alteration.mutant, &alteration.error) {
            (Some(mutant), _) => format!("mutant {mutant}"),
            (None, error) => error.clone().unwrap_or_default(),
        };
        let told = match fate {
            Fate::Refused => "refused".to_string(),
            Fate::Proved => "PROVED".to_string(),
            Fate::Untold(why) => format!("cannot be told: {why}"),
        };
        let theorem = format!("{}, {}", alteration.file, alteration.theorem);
        let plain = [alteration.claim.clone(), what, theorem].map(|text| (text, Tint::Plain));
        table.row([plain.to_vec(), vec![(told, Tint::from(fate.verdict()))]].concat());
    }
    let refused = planted.iter().filter(|planted| planted.fate == Fate::Refused).count();
    let mutants = planted.iter().filter(|planted| planted.alteration.mutant.is_some()).count();
    let text = format!(
        "{}\n{}: {refused}/{} refused by the proof of the right statement, {mutants} of them mutants of claims; {}\n",
        table.render(),
        verdict.name(),
        counted(planted.len(), "wrong statement"),
        coq.version()
    );
    Ok(Answer::new(verdict, text))
}

fn alterations(file: &Path) -> Result<Vec<Alteration>, Failure> {
    let shown = file.display().to_string();
    let text = fs::read_to_string(file)
        .map_err(|error| Failure::Unreadable { file: shown.clone(), problem: error.to_string() })?;
    json::read(&text).map_err(|error| Failure::Malformed { file: shown, error })
}
