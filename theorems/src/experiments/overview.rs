//! One page, `experiments.html`, of all results that a directory has: whichever experiment was run last, the other
//! one's results stay on it.

use super::folder::{Folder, FolderError};
use super::page::{Piece, Section, page};
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
    folder.write(PAGE, &page("Experiments of dualproof", &sections(folder.root())))
}

fn sections(root: &Path) -> Vec<Section> {
    let mut sections = Vec::new();
    sections.extend(of_file(root, hltm::DOCUMENT, |file, text| {
        let results: hltm::Results = json::read(text).map_err(|error| format!("{file}: {error}"))?;
        match results.is_whole() {
            true => Ok(hltm::pictures::sections(&results)),
            false => Err(format!("{file}: cells: found other numbers of epochs, levels or seeds than their setting's")),
        }
    }));
    sections.extend(of_file(root, byol::DOCUMENT, |file, text| {
        let results = byol::results::Results::read(file, text).map_err(|error| error.to_string())?;
        Ok(byol::pictures::sections(&results))
    }));
    sections
}

/// The sections of one file; none where there is no such file.
fn of_file(root: &Path, name: &str, sections: impl Fn(&str, &str) -> Result<Vec<Section>, String>) -> Vec<Section> {
    let read = match std::fs::read_to_string(root.join(name)) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => Err(format!("{name}: {error}")),
        Ok(text) => sections(name, &text),
    };
    read.unwrap_or_else(|problem| {
        vec![Section { heading: format!("{name}: results that cannot be read"), pieces: vec![Piece::Text(problem)] }]
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_what_is_there_and_says_what_cannot_be_read() {
        let root = tempfile::TempDir::new().unwrap();
        assert_eq!(sections(root.path()), []);
        let recorded = include_str!("../../../results/byol.json");
        std::fs::write(root.path().join(byol::DOCUMENT), recorded).unwrap();
        let alone = sections(root.path());
        assert_eq!(alone, byol::pictures::sections(&byol::results::Results::read("byol.json", recorded).unwrap()));
        std::fs::write(root.path().join(hltm::DOCUMENT), "{").unwrap();
        let both = sections(root.path());
        assert_eq!(both[0].heading, "hltm.json: results that cannot be read");
        assert_eq!(both[1..], alone);
    }
}
