//! Where the report is written, and where it is not.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn report(folder: &Path) -> Output {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let program = env!("CARGO_BIN_EXE_dualproof");
    Command::new(program).arg("report").arg(folder).arg("--root").arg(root).output().expect("the program starts")
}

fn refused(output: &Output, needle: &str) {
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{error}");
    assert!(error.starts_with("error: ") && error.lines().count() == 1 && error.contains(needle), "{error}");
}

#[test]
fn a_report_is_written_over_a_report_and_over_nothing_else() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("site");
    let first = report(&folder);
    assert_eq!(first.status.code(), Some(0), "{first:?}");
    let said = String::from_utf8_lossy(&first.stdout).into_owned();
    assert!(said.contains("pages in") && said.contains("index.html"), "{said}");
    for (path, text) in super::site() {
        assert_eq!(&fs::read_to_string(folder.join(path)).unwrap_or_default(), text, "{path}");
    }
    // A file of an earlier report that this one does not have goes; one that was changed is written anew.
    let list = fs::read_to_string(folder.join("files.txt")).expect("the list");
    fs::write(folder.join("files.txt"), format!("{list}claims/gone.html\n")).expect("a list");
    fs::write(folder.join("claims/gone.html"), "old").expect("a page");
    fs::write(folder.join("index.html"), "changed").expect("a page");
    assert_eq!(report(&folder).status.code(), Some(0));
    assert!(!folder.join("claims/gone.html").exists());
    assert_eq!(&fs::read_to_string(folder.join("index.html")).expect("a page"), &super::site()["index.html"]);
    // Something else in the folder, or a page that is in no list.
    fs::write(folder.join("claims/mine.txt"), "mine").expect("a file");
    refused(&report(&folder), "claims/mine.txt: found a file that is of no report");
    fs::remove_file(folder.join("claims/mine.txt")).expect("removed");
    fs::remove_file(folder.join("files.txt")).expect("removed");
    assert_eq!(report(&folder).status.code(), Some(0), "a report that was cut off is its own");
    fs::remove_file(folder.join("files.txt")).expect("removed");
    fs::write(folder.join("index.html"), "of another program").expect("a page");
    refused(&report(&folder), "index.html: found a file that is of no report");
    assert_eq!(fs::read_to_string(folder.join("index.html")).expect("a page"), "of another program");
}

#[test]
fn what_cannot_be_read_or_written_is_one_line() {
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("file");
    fs::write(&file, "a file").expect("a file");
    refused(&report(&file), "expected an empty folder");
    assert_eq!(fs::read_to_string(&file).expect("the file"), "a file");
    let elsewhere = Command::new(env!("CARGO_BIN_EXE_dualproof"))
        .args(["report", "site"])
        .current_dir(place.path())
        .output()
        .expect("the program starts");
    refused(&elsewhere, "theorems/record.json: cannot read");
    assert!(!place.path().join("site").exists());
}
