//! Where the program writes, and what it does where it cannot: links, devices, full disks, closed streams, signals.
#![cfg(unix)]

use serde_json::Value;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_dualproof");

/// A claim whose mutant falls at once.
const REFUTE: [&str; 4] = ["refute", "covariance-operator", "--mutant", "centring-forgotten"];

/// So many cases that a run would not end in the time of a test.
const ENDLESS: &str = "1000000000";

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn program(arguments: &[&OsStr]) -> Output {
    Command::new(PROGRAM).args(arguments).output().expect("the program starts")
}

/// The search for a counterexample, written to a place.
fn refute_to(out: &Path) -> Output {
    Command::new(PROGRAM).args(REFUTE).arg("--out").arg(out).output().expect("the program starts")
}

/// A shell with the program as `$0`: what it redirects cannot be said otherwise.
fn shell(script: &str, arguments: &[&OsStr]) -> Output {
    Command::new("sh").arg("-c").arg(script).arg(PROGRAM).args(arguments).output().expect("a shell")
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("found {output:?}, expected an exit by itself"))
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The names in a folder: nothing half written is among them.
fn names(folder: &Path) -> Vec<OsString> {
    let mut names: Vec<_> = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    names.sort();
    names
}

fn is_counterexample(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok_and(|document| document["refutes"]["mutant"] == "centring-forgotten")
}

#[test]
fn a_link_is_followed_and_a_mode_stays() {
    let folder = folder();
    let path = |name: &str| folder.path().join(name);
    fs::write(path("file"), "old").expect("a file");
    fs::set_permissions(path("file"), fs::Permissions::from_mode(0o600)).expect("a mode");
    symlink("file", path("link")).expect("a link");
    assert_eq!(code(&refute_to(&path("link"))), 0);
    assert!(fs::symlink_metadata(path("link")).expect("the link").is_symlink());
    assert!(is_counterexample(&fs::read_to_string(path("file")).expect("the file")));
    assert_eq!(fs::metadata(path("file")).expect("the file").permissions().mode() & 0o777, 0o600);
    // A link that leads to nothing yet.
    symlink("new", path("dangling")).expect("a link");
    assert_eq!(code(&refute_to(&path("dangling"))), 0);
    assert!(is_counterexample(&fs::read_to_string(path("new")).expect("the file")));
    assert_eq!(names(folder.path()), ["dangling", "file", "link", "new"]);
}

#[test]
fn a_fifo_and_a_device_are_written_into() {
    let folder = folder();
    let fifo = folder.path().join("fifo");
    assert!(Command::new("mkfifo").arg(&fifo).status().expect("mkfifo runs").success());
    let place = fifo.clone();
    let reader = std::thread::spawn(move || fs::read_to_string(place).expect("what is written"));
    assert_eq!(code(&refute_to(&fifo)), 0);
    assert!(is_counterexample(&reader.join().expect("a reader")));
    assert!(fs::symlink_metadata(&fifo).expect("the fifo").file_type().is_fifo());
    let output = refute_to(Path::new("/dev/stderr"));
    assert_eq!((code(&output), is_counterexample(&err(&output))), (0, true));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_leaves_the_answer_on_the_screen() {
    let output = refute_to(Path::new("/dev/full"));
    assert_eq!(code(&output), 2);
    assert!(out(&output).contains("refuted after"), "{}", out(&output));
    assert!(err(&output).starts_with("error: /dev/full: cannot write: "), "{}", err(&output));
    assert!(fs::metadata("/dev/full").expect("the device").file_type().is_char_device());
    let network = data("digits_mlp_relu.safetensors");
    let folder = folder();
    let views = folder.path().join("v.npy");
    dualproof::input::write_npy(&views, &[3, 2, 64], (0..384).map(|i| f64::from(i * i % 17 + 1))).expect("views");
    let arguments = ["operator", "--explicit", "3", "--out", "/dev/full", "--json", "--weights"].map(OsStr::new);
    let output = program(&[&arguments[..], &[network.as_ref(), "--views".as_ref(), views.as_ref()]].concat());
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(serde_json::from_str::<Value>(&out(&output)).is_ok_and(|document| document.is_object()));
    assert!(err(&output).contains("/dev/full: cannot write: "), "{}", err(&output));
}

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("digits/data").join(name)
}

/// A disk that is full: no file may grow.
#[test]
fn a_run_that_cannot_be_saved_is_printed_and_nothing_is_half_written() {
    let folder = folder();
    let place = folder.path().join("run");
    let script = r#"trap '' XFSZ; ulimit -f 0; exec "$0" "$@""#;
    let arguments = ["verify", "connection", "--evidence", "exact", "--cases", "8", "--out"].map(OsStr::new);
    let output = shell(script, &[&arguments[..], &[place.as_ref()]].concat());
    assert_eq!(code(&output), 2, "{}", err(&output));
    assert!(out(&output).contains("connection") && out(&output).contains("seed 1"), "{}", out(&output));
    assert!(err(&output).contains(": cannot write: "), "{}", err(&output));
    let files = |folder: &Path| names(folder).into_iter().filter(|name| Path::new(name).extension().is_some()).count();
    assert_eq!(files(&place), 0);
    assert_eq!(files(&place.join("counterexamples/connection")), 0);
    // The same for one file, which keeps what it had.
    let file = folder.path().join("c.json");
    fs::write(&file, "old").expect("a file");
    let output = shell(script, &[&REFUTE.map(OsStr::new)[..], &["--out".as_ref(), file.as_ref()]].concat());
    assert_eq!((code(&output), fs::read_to_string(&file).expect("the file").as_str()), (2, "old"));
    assert_eq!(names(folder.path()), ["c.json", "run"]);
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_anything_runs() {
    let folder = folder();
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let path = |name: &str| folder.path().join(name);
    symlink("circle", path("circle")).expect("a link");
    for (name, problem) in [
        ("out/..", "found no file name at its end"),
        ("out/.", "found no file name at its end"),
        ("out/", "found no file name at its end"),
        ("out", "found a directory"),
        ("nowhere/file", "No such file or directory"),
        ("circle", "found a cycle of symbolic links"),
    ] {
        let arguments = ["refute", "covariance-operator", "--cases", ENDLESS, "--out"].map(OsStr::new);
        let output = program(&[&arguments[..], &[path(name).as_ref()]].concat());
        assert_eq!((code(&output), out(&output).as_str()), (2, ""), "{name}");
        let expected = format!("error: {}: cannot write: {problem}", path(name).display());
        assert!(err(&output).starts_with(&expected), "{expected} is not {}", err(&output));
    }
    assert_eq!(names(folder.path()), ["circle", "out"]);
    assert!(names(&path("out")).is_empty());
}

#[test]
fn a_name_that_is_no_text_is_kept_and_read() {
    let folder = folder();
    let name = OsString::from_vec(b"c\xff.json".to_vec());
    let file = folder.path().join(&name);
    assert_eq!(code(&refute_to(&file)), 0);
    assert_eq!(names(folder.path()), [name]);
    let replayed = program(&["replay".as_ref(), file.as_ref()]);
    assert_eq!(code(&replayed), 0, "{}", err(&replayed));
    assert!(out(&replayed).contains("reproduced"), "{}", out(&replayed));
}

#[test]
fn a_claim_that_panics_on_a_file_is_one_line() {
    let folder = folder();
    let file = folder.path().join("c.json");
    assert_eq!(code(&refute_to(&file)), 0);
    let text = fs::read_to_string(&file).expect("a counterexample");
    // Every number of every list left out or given twice, whatever `validate` looks at.
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let mut places = Vec::new();
    lists(&document["instance"], "/instance".into(), &mut places);
    assert!(places.len() > 8);
    for place in places {
        for double in [false, true] {
            let mut changed = document.clone();
            let list = changed.pointer_mut(&place).and_then(Value::as_array_mut).expect("a list");
            let last = list.pop();
            list.extend(last.clone().filter(|_| double));
            list.extend(last.filter(|_| double));
            fs::write(&file, changed.to_string()).expect("a file");
            let output = program(&["replay".as_ref(), file.as_ref()]);
            assert!([0, 2].contains(&code(&output)), "{place}: {}", err(&output));
            assert!(err(&output).lines().count() <= 1, "{place}: {}", err(&output));
        }
    }
}

/// The pointers to all lists in a document.
fn lists(value: &Value, place: String, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            (0..).zip(items).for_each(|(n, item): (usize, _)| lists(item, format!("{place}/{n}"), found));
            found.push(place);
        }
        Value::Object(fields) => fields.iter().for_each(|(key, item)| lists(item, format!("{place}/{key}"), found)),
        _ => {}
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_stream_that_fails_makes_a_panic() {
    let unknown = ["explain", "riemann"].map(OsStr::new);
    assert_eq!(code(&shell(r#"exec "$0" "$@" 2>/dev/full"#, &unknown)), 2);
    assert_eq!(code(&shell(r#"exec "$0" "$@" 2>&-"#, &unknown)), 2);
    assert_eq!(code(&shell(r#"exec "$0" "$@" >&- 2>&-"#, &unknown)), 2);
    for arguments in [&["list"][..], &["--help"], &["--version"], &["verify", "--help"]] {
        let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
        let output = shell(r#"exec "$0" "$@" >/dev/full"#, &arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(err(&output).starts_with("error: standard output: cannot write: "), "{}", err(&output));
        let output = shell(r#"exec "$0" "$@" >/dev/full 2>&1"#, &arguments);
        assert_eq!(code(&output), 2, "{arguments:?}");
    }
    // A reader that has gone is no error: more text than a pipe holds, to somebody who reads a line of it.
    let output = shell(r#"{ "$0" "$@"; echo "$?" >&2; } | head -n 1"#, &["list", "--json"].map(OsStr::new));
    assert_eq!((err(&output).as_str(), code(&output)), ("0\n", 0));
}

#[cfg(target_os = "linux")]
#[test]
fn the_checker_of_certificates_has_no_traceback_either() {
    let folder = folder();
    for n in 0..2000 {
        fs::write(folder.path().join(format!("{n}.json")), "{}").expect("a file");
    }
    let odd = folder.path().join(OsString::from_vec(b"\xff.json".to_vec()));
    fs::write(odd, "{}").expect("a file");
    let checker = Path::new(env!("CARGO_MANIFEST_DIR")).join("../checker/check.py");
    let arguments = [checker.as_os_str(), folder.path().as_os_str()];
    for (script, expected) in [
        (r#"{ python3 "$@"; echo "$?" >&2; } | head -n 1"#, "1\n"),
        (r#"python3 "$@" >/dev/full; echo "$?" >&2"#, "2\n"),
        (r#"LC_ALL=C PYTHONIOENCODING=ascii python3 "$@" >/dev/null; echo "$?" >&2"#, "1\n"),
        (r#"python3 "$@" 2>&- >/dev/null; echo "$?" >&2"#, "1\n"),
        (r#"python3 "$1" 2>&-; echo "$?" >&2"#, "2\n"),
    ] {
        let output = shell(script, &arguments);
        assert!(err(&output).ends_with(expected) && err(&output).lines().count() <= 2, "{script}: {}", err(&output));
        assert!(!err(&output).contains("Traceback"), "{script}: {}", err(&output));
    }
}

/// Starts a program that would not end, and sends it a signal.
fn signalled(signal: &str, arguments: &[&OsStr]) -> Output {
    let mut command = Command::new(PROGRAM);
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().expect("the program starts");
    // It must have begun: a signal before that ends it, and there is nothing to lose.
    std::thread::sleep(Duration::from_secs(2));
    let kill = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(kill.success());
    child.wait_with_output().expect("the program ends")
}

#[test]
fn every_signal_that_ends_a_run_saves_it_and_says_how_to_go_on() {
    for signal in ["-INT", "-TERM", "-HUP"] {
        let folder = folder();
        let place = folder.path().join("a run");
        let arguments =
            ["verify", "batchnorm-projection", "--evidence", "exact", "--cases", ENDLESS, "--out"].map(OsStr::new);
        let output = signalled(signal, &[&arguments[..], &[place.as_ref()]].concat());
        assert_eq!(code(&output), 3, "{signal}: {}", err(&output));
        assert!(err(&output).contains("finishing the cases in hand"), "{signal}: {}", err(&output));
        let again =
            format!("verify batchnorm-projection --evidence exact --cases {ENDLESS} --out '{}'", place.display());
        assert!(out(&output).contains(&again), "{signal}: {}", out(&output));
        let text = fs::read_to_string(place.join("record.json")).expect("a record");
        let record: Value = serde_json::from_str(&text).expect("a record");
        assert_eq!((&record["interrupted"], &record["verdict"]), (&true.into(), &"inconclusive".into()));
    }
    let search = ["refute", "batchnorm-projection", "--cases", ENDLESS].map(OsStr::new);
    let output = signalled("-TERM", &search);
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(out(&output).contains(&format!("refute batchnorm-projection --cases {ENDLESS}")), "{}", out(&output));
}

#[test]
fn nohup_means_what_it_says() {
    let arguments = ["refute", "batchnorm-projection", "--cases", ENDLESS].map(OsStr::new);
    let mut command = Command::new("nohup");
    let start = Instant::now();
    let mut child =
        command.arg(PROGRAM).args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("nohup");
    std::thread::sleep(Duration::from_secs(2));
    let send = |signal: &str| Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(send("-HUP").success());
    std::thread::sleep(Duration::from_secs(2));
    if cfg!(target_os = "linux") {
        assert!(send("-TERM").success(), "it ended at a signal that nohup keeps from it");
    }
    assert!(child.wait().is_ok() && start.elapsed() > Duration::from_secs(4));
}

#[test]
fn proofs_does_not_touch_what_it_did_not_write() {
    let refused = |files: &[(&str, &str)], init: bool, expected: &str| {
        let folder = folder();
        for (name, text) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
            fs::write(file, text).expect("a file");
        }
        let mut arguments = vec!["proofs".as_ref(), "--cases".as_ref(), OsStr::new(ENDLESS), "--root".as_ref()];
        arguments.push(folder.path().as_os_str());
        arguments.extend(init.then_some(OsStr::new("--init")));
        let output = program(&arguments);
        assert_eq!((code(&output), out(&output).as_str()), (2, ""), "{}", err(&output));
        assert!(err(&output).contains(expected), "{expected} is missing in {}", err(&output));
        for (name, text) in files {
            assert_eq!(fs::read_to_string(folder.path().join(name)).expect("the file"), *text);
        }
    };
    let record = r#"{"tool": "t", "version": "1", "seed": 1, "claims": []}"#;
    refused(&[], false, "theorems/record.json: found no recorded run, expected the root of a project that has one");
    refused(&[("PROOFS.md", "mine")], false, "found no recorded run");
    refused(&[("PROOFS.md", "mine")], true, "PROOFS.md: found a page without the line that says it is generated");
    refused(&[("theorems/record.json", record), ("PROOFS.md", "mine")], false, "PROOFS.md: found a page without");
    for page in ["proofs/connection.md", "proofs/byol-ablation.md", "proofs/impurities.md"] {
        let expected = format!("{page}: found a page without the line that says it is generated");
        refused(&[("theorems/record.json", record), (page, "mine")], false, &expected);
        refused(&[(page, "mine")], true, &expected);
    }
    refused(&[("theorems/record.json", "{}")], true, "record.json: found a file that is no recorded run");
    refused(&[("theorems/record.json", "mine")], false, "record.json: found a file that is no recorded run");
    let mine = ("theorems/counterexamples/connection/mine.json", "{\"a\": 1}");
    refused(&[("theorems/record.json", record), mine], false, "mine.json: found a file that is no counterexample");
}

#[test]
fn a_first_home_is_made_on_request_and_an_interrupted_run_writes_nothing() {
    let folder = folder();
    let arguments = ["proofs", "--init", "--cases", ENDLESS, "--root"].map(OsStr::new);
    let output = signalled("-TERM", &[&arguments[..], &[folder.path().as_os_str()]].concat());
    assert_eq!(code(&output), 3, "{}", err(&output));
    assert!(out(&output).ends_with("nothing is written\n"), "{}", out(&output));
    assert!(names(folder.path()).is_empty());
}

/// Whatever the memory there is: an answer, or a refusal, and never an abort. A limit on the address space counts what
/// threads reserve, which differs between machines: so there are many.
#[cfg(target_os = "linux")]
#[test]
fn too_little_memory_is_refused() {
    let folder = folder();
    let (net, views) = (folder.path().join("n.safetensors"), folder.path().join("x.npy"));
    let (inputs, units) = (600, 700);
    let entry = |i: usize| ((i * 7919) % 1009) as f64 / 504.5 - 1.0;
    let mut data: Vec<u8> = Vec::new();
    let mut tensor = |name: &str, rows: usize, columns: usize| {
        let start = data.len();
        data.extend((0..rows * columns).flat_map(|i| (entry(i) / 20.0).to_le_bytes()));
        let end = data.len();
        format!(r#""{name}":{{"dtype":"F64","shape":[{rows},{columns}],"data_offsets":[{start},{end}]}}"#)
    };
    let header = format!("{{{},{}}}", tensor("0.weight", units, inputs), tensor("1.weight", 6, units));
    let file = [&(header.len() as u64).to_le_bytes()[..], header.as_bytes(), &data].concat();
    fs::write(&net, file).expect("a file");
    dualproof::input::write_npy(&views, &[4, 1, inputs], (0..4 * inputs).map(|i| entry(i * i))).expect("a file");
    let mut refused = [0, 0];
    for (place, command) in ["measure", "operator"].into_iter().enumerate() {
        for kibibytes in (60_000..=600_000).step_by(60_000) {
            let script = format!("ulimit -v {kibibytes}; exec \"$0\" \"$@\"");
            let arguments = [OsStr::new(command), "--weights".as_ref(), net.as_os_str(), "--views".as_ref()];
            let more = [views.as_os_str(), "--top".as_ref(), "0".as_ref()];
            let output = shell(&script, &[&arguments[..], &more].concat());
            let code = code(&output);
            assert!([0, 2].contains(&code), "{command}, {kibibytes} KiB: {code}, {}", err(&output));
            assert!(code == 0 || err(&output).contains("expected at most the"), "{command}: {}", err(&output));
            refused[place] += usize::from(code == 2);
        }
    }
    assert!(refused.iter().all(|times| *times > 0), "{refused:?}");
}

/// A redirected stream by its name: the file is open already, and written from its own beginning it would lose the answer.
#[cfg(target_os = "linux")]
#[test]
fn the_name_of_a_redirected_stream_is_refused_by_the_name_of_its_file() {
    let folder = folder();
    let link = folder.path().join("link");
    symlink("/dev/stdout", &link).expect("a link");
    for name in [OsStr::new("/dev/stdout"), "/dev/fd/1".as_ref(), "/proc/self/fd/1".as_ref(), link.as_os_str()] {
        let file = folder.path().join("answer");
        let script = format!("exec \"$0\" \"$@\" > '{}'", file.display());
        let arguments: Vec<&OsStr> = REFUTE.iter().map(OsStr::new).chain(["--out".as_ref(), name]).collect();
        let output = shell(&script, &arguments);
        assert_eq!(code(&output), 2, "{}", err(&output));
        let expected = format!("found the regular file {} behind the name of an open stream", file.display());
        assert!(err(&output).contains(&expected), "{}", err(&output));
    }
    // A regular file in a folder of /dev is one.
    let Ok(shared) = tempfile::tempdir_in("/dev/shm") else { return };
    let file = shared.path().join("c.json");
    for _ in 0..2 {
        assert_eq!(code(&refute_to(&file)), 0);
        assert!(is_counterexample(&fs::read_to_string(&file).expect("the file")));
    }
}
