//! One page, `experiments.html`, of all results that a directory has: whichever experiment was run last, the other
//! one's results stay on it.

use super::folder::{Folder, FolderError};
use super::page::{Piece, Section, Verdict, page};
use super::sheet::Mark;
use super::{byol, hltm};
use dualproof::json;
use std::io::ErrorKind;
use std::path::Path;

/// The page within the directory.
pub const PAGE: &str = "experiments.html";

/// Writes the page of the results that are in the folder. Results that cannot be read are named on the page.
///
/// # Errors
/// [`FolderError`]; the page is then as it was before.
pub fn write(folder: &Folder) -> Result<(), FolderError> {
    let (verdicts, sections): (Vec<Verdict>, Vec<Vec<Section>>) = contents(folder.root()).into_iter().unzip();
    folder.write(PAGE, &page("Experiments of dualproof", &verdicts, &sections.concat()))
}

/// The verdict and the sections of one experiment.
type Content = (Verdict, Vec<Section>);

fn contents(root: &Path) -> Vec<Content> {
    let trees = of_file(root, hltm::DOCUMENT, |file, text| {
        let results: hltm::Results = json::read(text).map_err(|error| format!("{file}: {error}"))?;
        match results.is_whole() {
            true => Ok((hltm::pictures::verdict(&results), hltm::pictures::sections(&results))),
            false => Err(format!("{file}: cells: found other numbers of epochs, levels or seeds than their setting's")),
        }
    });
    let digits = of_file(root, byol::DOCUMENT, |file, text| {
        let results = byol::results::Results::read(file, text).map_err(|error| error.to_string())?;
        Ok((byol::pictures::verdict(&results), byol::pictures::sections(&results)))
    });
    trees.into_iter().chain(digits).collect()
}

/// The content of one file; none where there is no such file.
fn of_file(root: &Path, name: &str, content: impl Fn(&str, &str) -> Result<Content, String>) -> Option<Content> {
    let read = match std::fs::read_to_string(root.join(name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => Err(format!("{name}: {error}")),
        Ok(text) => content(name, &text),
    };
    Some(read.unwrap_or_else(|problem| {
        let heading = format!("{name}: results that cannot be read");
        let lines = [heading.clone(), problem.clone(), "Nothing is known of this experiment.".to_string()];
        (Verdict { mark: Mark::Bad, lines }, vec![Section { heading, pieces: vec![Piece::Text(problem)] }])
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_what_is_there_and_says_what_cannot_be_read() {
        let root = tempfile::TempDir::new().unwrap();
        assert_eq!(contents(root.path()), []);
        let recorded = include_str!("../../../results/byol.json");
        std::fs::write(root.path().join(byol::DOCUMENT), recorded).unwrap();
        let alone = contents(root.path());
        let results = byol::results::Results::read("byol.json", recorded).unwrap();
        assert_eq!(alone, [(byol::pictures::verdict(&results), byol::pictures::sections(&results))]);
        std::fs::write(root.path().join(hltm::DOCUMENT), "{").unwrap();
        let both = contents(root.path());
        assert_eq!(both[0].1[0].heading, "hltm.json: results that cannot be read");
        assert_eq!(both[1..], alone);
    }
}
