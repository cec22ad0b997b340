//! The harness knows no network. It is one crate with the line that shows the whole toolkit, so that the compiler does
//! not see to it; between the other crates it does.

use std::fs;
use std::path::{Path, PathBuf};

/// The crates of the field.
const FIELD: [&str; 3] = ["dualproof_networks", "dualproof_input", "dualproof_train"];

/// The code of a file, without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that `lib.rs` gives to what is in a crate: those in braces, or the one after `as`.
fn shown<'a>(lib: &'a str, crate_name: &str) -> Vec<&'a str> {
    let line = lib.split("pub use ").find_map(|line| line.strip_prefix(crate_name)).expect("a crate that is shown");
    let names = line[..line.find(';').expect("the end of a use")].trim_start_matches("::").trim_start_matches(" as ");
    names.trim_matches(['{', '}']).split(',').map(str::trim).filter(|name| !name.is_empty()).collect()
}

/// The modules of this crate that code names, as `crate::module` or `crate::{module, …}`.
fn modules(code: &str) -> Vec<&str> {
    let word = |text: &str| text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    let named = |rest: &'_ str| match rest.strip_prefix('{') {
        None => std::iter::once(0..word(rest)).collect::<Vec<_>>(),
        Some(list) => {
            let end = list.find(';').unwrap_or(list.len());
            let starts = list[..end].match_indices(|c: char| c.is_alphabetic()).map(|(start, _)| start);
            let starts = starts.filter(|start| !list[..*start].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
            starts.map(|start| start + 1..start + 1 + word(&list[start..])).collect()
        }
    };
    let rests = code.match_indices("crate::").map(|(at, found)| &code[at + found.len()..]);
    rests.flat_map(|rest| named(rest).into_iter().map(|range| &rest[range])).collect()
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

#[test]
fn the_modules_that_code_names_are_found() {
    let code = "use crate::claim::Kind;\nuse crate::{tree, views::Views};\nlet x = crate::tape(1);";
    assert_eq!(modules(code), ["claim", "tree", "views", "Views", "tape"]);
}

#[test]
fn the_harness_names_no_module_of_the_field() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let lib = code(&source.join("lib.rs"));
    let field: Vec<&str> = FIELD.iter().flat_map(|name| shown(&lib, name)).collect();
    assert!(["network", "tape", "input", "train"].iter().all(|name| field.contains(name)), "{field:?}");
    let mut files = Vec::new();
    rust_files(&source, &mut files);
    // What `dualproof new` writes is a project of the author's, and no harness.
    files.retain(|file| !file.starts_with(source.join("template")) && *file != source.join("lib.rs"));
    assert!(files.len() > 20, "{files:?}");
    for file in files {
        let code = code(&file);
        let found: Vec<&str> = modules(&code).into_iter().filter(|module| field.contains(module)).collect();
        assert!(found.is_empty(), "{}: found {found:?}, expected no module of the field", file.display());
        assert!(!FIELD.iter().any(|name| code.contains(name)), "{}: found a crate of the field", file.display());
    }
}
