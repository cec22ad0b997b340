//! `new`: a crate for the claims of another paper.

use super::Answer;
use crate::output::{Folder, Unwritable};
use crate::record::Verdict;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{fs, io};

#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The folder to make; its name is that of the crate
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
    /// The folder of the toolkit; by default the nearest one above the new folder
    #[arg(long, value_name = "FOLDER")]
    toolkit: Option<PathBuf>,
}

/// The files of a new crate; `{{name}}`, `{{module}}` and `{{toolkit}}` are filled in.
const FILES: [(&str, &str); 10] = [
    ("Cargo.toml", include_str!("../template/manifest.toml")),
    (".gitignore", include_str!("../template/gitignore")),
    ("README.md", include_str!("../template/README.md")),
    ("src/main.rs", include_str!("../template/src/main.rs")),
    ("src/lib.rs", include_str!("../template/src/lib.rs")),
    ("src/scaled_layer.rs", include_str!("../template/src/scaled_layer.rs")),
    ("tests/claims.rs", include_str!("../template/tests/claims.rs")),
    ("fuzz/Cargo.toml", include_str!("../template/fuzz/manifest.toml")),
    ("fuzz/rust-toolchain.toml", include_str!("../template/fuzz/rust-toolchain.toml")),
    ("fuzz/fuzz_targets/claims.rs", include_str!("../template/fuzz/fuzz_targets/claims.rs")),
];

/// Files of the toolkit that a new crate starts with where they are there: the versions of dependencies, as tried.
const COPIED: [(&str, &str); 2] = [("Cargo.lock", "Cargo.lock"), ("fuzz/Cargo.lock", "fuzz/Cargo.lock")];

/// A crate that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NewError {
    /// A folder whose name is no name of a crate.
    #[error("FOLDER: found the name {0:?}, expected one of lower-case letters, digits and - that starts with a letter")]
    Name(String),
    /// A folder that is there.
    #[error("{0}: found something there, expected a new folder")]
    Exists(String),
    /// No toolkit.
    #[error("{0}: found no toolkit, expected its folder (--toolkit FOLDER), the one that has crates/testing")]
    Toolkit(String),
    /// A file that cannot be written.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
}

pub(super) fn new(new: &New) -> Result<Answer, NewError> {
    Ok(Answer::new(Verdict::Holds, make(&new.folder, new.toolkit.as_deref())?))
}

fn make(folder: &Path, toolkit: Option<&Path>) -> Result<String, NewError> {
    let name = folder.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_lowercase()) || !name.chars().all(is_part) {
        return Err(NewError::Name(name));
    }
    if fs::symlink_metadata(folder).is_ok() {
        return Err(NewError::Exists(folder.display().to_string()));
    }
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let parent = absolute(folder);
    let toolkit = match toolkit {
        Some(toolkit) => Some(absolute(toolkit)).filter(|toolkit| is_toolkit(toolkit)),
        None => parent.ancestors().skip(1).find(|above| is_toolkit(above)).map(Path::to_path_buf),
    };
    let toolkit = toolkit.ok_or_else(|| NewError::Toolkit(new_toolkit_place(&parent)))?;
    // A quoted string of TOML has \ and " escaped.
    let quoted = toolkit.display().to_string().replace('\\', "\\\\").replace('"', "\\\"");
    let filled = |text: &str| {
        text.replace("{{name}}", &name).replace("{{module}}", &name.replace('-', "_")).replace("{{toolkit}}", &quoted)
    };
    // Everything goes into a folder beside it, which gets its name when it is whole.
    let draft = folder.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let mut files: Vec<(&str, String)> = FILES.iter().map(|(path, text)| (*path, filled(text))).collect();
    for (from, to) in COPIED {
        files.extend(fs::read_to_string(toolkit.join(from)).ok().map(|text| (to, text)));
    }
    let written = Folder::open(&draft).and_then(|draft| draft.write_together(files.iter().map(|(p, t)| (*p, &t[..]))));
    let unwritable = |error: io::Error| Unwritable { path: folder.display().to_string(), problem: error.to_string() };
    if let Err(error) = written.and_then(|()| fs::rename(&draft, folder).map_err(unwritable)) {
        // Nothing half written stays; that it cannot be removed is the smaller problem.
        let _ = fs::remove_dir_all(&draft);
        return Err(error.into());
    }
    let mut text = format!("{}: a crate with one claim, scaled-layer\n", folder.display());
    let _ = write!(
        text,
        "next:\n  cd {}\n  cargo run --release                    verify it\n  cargo run --release -- proofs --init   its \
         ledger\n  cargo test                             every claim, kind of evidence and mutant as a test\n",
        super::again::quoted(folder.as_os_str())
    );
    Ok(text)
}

fn new_toolkit_place(folder: &Path) -> String {
    folder.parent().unwrap_or(folder).display().to_string()
}

fn is_toolkit(folder: &Path) -> bool {
    folder.join("crates/testing/Cargo.toml").is_file() && folder.join("Cargo.toml").is_file()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is looked for of a toolkit, and one of the files that are copied.
    fn toolkit(above: &Path) -> PathBuf {
        let folder = above.join("toolkit");
        let files = [("Cargo.toml", ""), ("crates/testing/Cargo.toml", ""), ("Cargo.lock", "# locked")];
        Folder::open(&folder).and_then(|toolkit| toolkit.write_together(files)).expect("written");
        folder
    }

    #[test]
    fn a_new_crate_is_whole_and_nothing_is_overwritten() {
        let above = tempfile::tempdir().expect("a folder");
        let toolkit = toolkit(above.path());
        let folder = toolkit.join("my-paper");
        make(&folder, Some(&toolkit)).expect("made");
        for (path, _) in FILES {
            let text = fs::read_to_string(folder.join(path)).expect(path);
            assert!(!text.contains("{{"), "{path} has a placeholder");
        }
        assert!(fs::read_to_string(folder.join("src/main.rs")).expect("read").contains("my_paper::registry()"));
        assert_eq!(fs::read_to_string(folder.join("Cargo.lock")).expect("copied"), "# locked");
        assert!(matches!(make(&folder, Some(&toolkit)), Err(NewError::Exists(_))));
        let other = toolkit.join("other");
        make(&other, None).expect("made: the nearest toolkit above");
        fs::remove_dir_all(other).expect("removed");
        assert_eq!(fs::read_dir(&toolkit).expect("read").count(), 4, "no draft is left");
    }

    #[test]
    fn bad_names_and_places_are_refused() {
        let above = tempfile::tempdir().expect("a folder");
        let toolkit = toolkit(above.path());
        for name in ["My-paper", "1st", "a_b", "été"] {
            assert!(matches!(make(&above.path().join(name), Some(&toolkit)), Err(NewError::Name(_))), "{name}");
        }
        let refused = make(&above.path().join("a"), Some(above.path()));
        assert!(matches!(refused, Err(NewError::Toolkit(_))), "{refused:?}");
        assert!(matches!(make(&above.path().join("a"), None), Err(NewError::Toolkit(_))));
    }
}
