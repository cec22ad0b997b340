//! Wrong statements, planted in the text of a theorem: the proof that stands there must not prove them.

use super::Folder;
use super::coq::{Coq, Course, Ended, Scratch, compile, on_all_cores};
use super::folder::{File, FormalError};
use super::theorem::Stated;
use crate::record::Verdict;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// How long a proof is given for a statement that is not its own.
const LIMIT: Duration = Duration::from_secs(120);

/// A wrong version of a theorem's statement, as replacements in its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alteration {
    /// The claim.
    pub claim: String,
    /// The mutant of the claim that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mutant: Option<String>,
    /// Its name, where it is no mutant of the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The file, relative to the folder.
    pub file: String,
    /// The theorem.
    pub theorem: String,
    /// What is replaced by what: each occurs once in the statement.
    pub replace: Vec<(String, String)>,
}

/// What became of a wrong statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// It is a statement, and the proof does not prove it.
    Refused,
    /// The proof proves it: a defect of the theorem.
    Proved,
    /// It is no statement, or the proof came to no end: with what was said.
    Untold(String),
}

/// A wrong statement with its fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Planted {
    /// The statement.
    #[serde(flatten)]
    pub alteration: Alteration,
    /// Its fate.
    pub fate: Fate,
}

impl Alteration {
    /// The mutant, or the name of the error.
    pub fn name(&self) -> &str {
        self.mutant.as_deref().or(self.error.as_deref()).unwrap_or_default()
    }

    /// The file, the theorem in it, and the altered text.
    fn apply<'a>(&self, folder: &'a Folder, from: &Path) -> Result<(&'a File, &'a Stated, String), FormalError> {
        let place = format!("{}: {} {} of {}", from.display(), self.claim, self.name(), self.theorem);
        let refuse = |found: String, expected: String| FormalError::Content { file: place.clone(), found, expected };
        if self.mutant.is_some() == self.error.is_some() {
            return Err(refuse("both \"mutant\" and \"error\", or neither".into(), "one of them".into()));
        }
        let file = folder.files.iter().find(|file| file.name == self.file);
        let file = file.ok_or_else(|| refuse(format!("the file {:?}", self.file), "one of _CoqProject".into()))?;
        let stated = file.stated.iter().find(|stated| stated.name == self.theorem);
        let stated =
            stated.ok_or_else(|| refuse(format!("no such theorem in {}", self.file), "one of its theorems".into()))?;
        let mut statement = file.text[stated.start..stated.proof].to_string();
        if self.replace.is_empty() {
            return Err(refuse("nothing to replace".into(), "at least one pair".into()));
        }
        for (old, new) in &self.replace {
            match statement.matches(old.as_str()).count() {
                1 if old != new => statement = statement.replacen(old.as_str(), new, 1),
                1 => return Err(refuse(format!("{old:?} for itself"), "another text".into())),
                count => return Err(refuse(format!("{old:?} {count} times in the statement"), "once".into())),
            }
        }
        let text = format!("{}{statement}{}", &file.text[..stated.start], &file.text[stated.proof..]);
        Ok((file, stated, text))
    }
}

/// The line, from 1 on, at which Coq found the error that it names last.
fn line_of_error(said: &str) -> Option<usize> {
    let (before, _) = said.rsplit_once("Error:")?;
    let (_, after) = before.rsplit_once(", line ")?;
    after.split(',').next()?.trim().parse().ok()
}

/// Compiles what the altered files require, and then every altered file beside it.
///
/// # Errors
/// [`FormalError`] where an alteration is none of the folder, the folder itself is refused, or `coqc` does not start.
pub fn alter(
    folder: &Folder,
    alterations: &[Alteration],
    from: &Path,
    coq: &Coq,
    course: &Course,
) -> Result<Vec<Planted>, FormalError> {
    let altered = alterations.iter().map(|a| a.apply(folder, from)).collect::<Result<Vec<_>, _>>()?;
    course.expect(altered.len());
    let scratch = Scratch::new()?;
    let altered_files: Vec<&str> = altered.iter().map(|(file, _, _)| file.name.as_str()).collect();
    let below = folder.below(&altered_files);
    let ended = compile(&below, coq, course, &scratch, |_, _| String::new())?;
    let refused = ended.iter().zip(&below.files).find_map(|(ended, file)| match ended {
        Some(Ended::Refused(said)) => Some((file, said)),
        _ => None,
    });
    if let Some((file, said)) = refused {
        let (found, expected) =
            (format!("a file that Coq refuses ({said})"), "one that it accepts unaltered".to_string());
        return Err(FormalError::Content { file: file.name.clone(), found, expected });
    }
    // The compiled files are in the folder above that of an altered one.
    let compiled = scratch.0.display().to_string();
    let options: Vec<String> =
        folder.options.iter().map(|option| if option == "." { compiled.clone() } else { option.clone() }).collect();
    let (next, fates) = (AtomicUsize::new(0), Mutex::new(vec![None; altered.len()]));
    let work = || -> Result<(), FormalError> {
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some((file, stated, text)) = altered.get(place).filter(|_| !course.is_stopped()) else { return Ok(()) };
            let name = file.module().replace('.', "_");
            scratch.write(&format!("altered-{place}/{name}.v"), text)?;
            let below = scratch.0.join(format!("altered-{place}"));
            let fate = match coq.run(&options, &format!("{name}.v"), &below, course, Some(LIMIT))? {
                Ended::Accepted => Fate::Proved,
                Ended::Stopped => Fate::Untold("no end".to_string()),
                Ended::Refused(said) => {
                    let shift = text[..].lines().count() as isize - file.text.lines().count() as isize;
                    let lines = [stated.proof, stated.end].map(|place| file.line(place).saturating_add_signed(shift));
                    match line_of_error(&said) {
                        Some(line) if (lines[0]..lines[1]).contains(&line) => Fate::Refused,
                        _ => Fate::Untold(super::coq::one_line(&said)),
                    }
                }
            };
            fates.lock().unwrap_or_else(PoisonError::into_inner)[place] = Some(fate);
            course.advance();
        }
    };
    on_all_cores(work)?;
    let fates = fates.into_inner().unwrap_or_else(PoisonError::into_inner);
    let told = |(alteration, fate): (&Alteration, Option<Fate>)| Planted {
        alteration: alteration.clone(),
        fate: fate.unwrap_or_else(|| Fate::Untold("interrupted".to_string())),
    };
    Ok(alterations.iter().zip(fates).map(told).collect())
}

impl Fate {
    /// A wrong statement that is proved refutes the proof; one that cannot be told is no pass.
    pub fn verdict(&self) -> Verdict {
        match self {
            Fate::Refused => Verdict::Holds,
            Fate::Proved => Verdict::Refuted,
            Fate::Untold(_) => Verdict::Inconclusive,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_of_the_error_is_the_last_one_named() {
        let said = "File \"./A.v\", line 3, characters 0-5:\nWarning: old.\nFile \"./A.v\", line 41, characters 2-9:\nError:\nno.";
        assert_eq!(line_of_error(said), Some(41));
        assert_eq!(line_of_error("killed"), None);
    }
}
