//! The folder of `dualproof train`: runs that are stopped or killed and go on, one run at a time, files of others.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Long enough to be stopped in the middle on a busy machine, with states often enough to be killed.
const TREES: [&str; 10] =
    ["hltm", "--depth", "2", "--hid", "3", "--samples", "1280", "--epochs=400", "--save-every", "0.02"];
const DIGITS: [&str; 9] = ["byol", "--epochs", "10", "--seeds", "1", "--cells", "simclr", "--save-every", "0.02"];

/// Long enough never to end by itself.
const ENDLESS: [&str; 5] = ["hltm", "--epochs", "1000", "--save-every", "0.02"];

/// Nearly nothing.
const BRIEF: [&str; 7] = ["hltm", "--depth", "2", "--samples", "1280", "--epochs", "1"];

/// A child that does not outlive its test.
struct Run(Child);

impl Drop for Run {
    fn drop(&mut self) {
        // It may have ended; then there is nothing to kill.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn train(arguments: &[&str], more: &[&str], out: &Path) -> Command {
    let program = assert_cmd::cargo::cargo_bin("dualproof");
    let mut command = Command::new(program);
    command.arg("train").args(arguments).args(more).arg("--out").arg(out);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn said(output: Output) -> (i32, String, String) {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn run(arguments: &[&str], more: &[&str], out: &Path) -> (i32, String, String) {
    said(train(arguments, more, out).output().unwrap())
}

/// Waits until something of a state is on disk.
fn wait_for_a_state(out: &Path, experiment: &str) {
    let folder = out.join("states").join(experiment);
    let is_there = || {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        entries.flatten().any(|entry| entry.path().extension().is_some_and(|ending| ending == "safetensors"))
    };
    let start = Instant::now();
    while !is_there() {
        assert!(start.elapsed() < Duration::from_secs(120), "no state in {}", folder.display());
        sleep(Duration::from_millis(5));
    }
}

#[cfg(unix)]
fn signal(name: &str, run: &Run) {
    let sent = Command::new("kill").args([&format!("-{name}"), &run.0.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

fn document(out: &Path, experiment: &str) -> Vec<u8> {
    fs::read(out.join(format!("{experiment}.json"))).unwrap()
}

/// Asked to end by one of three signals, a run saves and says a command that goes on with it; killed, which cannot be
/// caught, it leaves the states of a moment before. Either way what comes out in the end is what comes out of a run that
/// was never stopped.
#[cfg(unix)]
#[test]
fn a_run_that_was_stopped_or_killed_goes_on_to_the_same_results() {
    let folder = TempDir::new().unwrap();
    for (experiment, arguments, exit, signals) in
        [("hltm", &TREES[..], 0, &["INT", "TERM", "HUP", "KILL"][..]), ("byol", &DIGITS, 3, &["TERM", "KILL"])]
    {
        let whole = folder.path().join(format!("{experiment} whole"));
        assert_eq!(run(arguments, &[], &whole).0, exit);
        for name in signals {
            let out = folder.path().join(format!("{experiment}'s {name}"));
            let mut child = Run(train(arguments, &[], &out).spawn().unwrap());
            wait_for_a_state(&out, experiment);
            signal(name, &child);
            let (stdout, stderr) = (child.0.stdout.take().unwrap(), child.0.stderr.take().unwrap());
            let status = child.0.wait().unwrap();
            let (text, note) = (std::io::read_to_string(stdout).unwrap(), std::io::read_to_string(stderr).unwrap());
            // Without --resume nothing goes on, and nothing changes.
            let (code, said, errors) = run(arguments, &[], &out);
            assert_eq!((code, said.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
            for way in ["--resume", "name another --out", "a run that was stopped"] {
                assert!(errors.contains(way), "{way}: {errors}");
            }
            let command = match *name {
                "KILL" => {
                    assert_eq!((status.code(), text.as_str()), (None, ""));
                    errors.split("to go on with it: ").nth(1).unwrap().split("; to begin anew").next().unwrap()
                }
                _ => {
                    assert_eq!(status.code(), Some(3), "{experiment} {name}: {text}");
                    assert!(text.contains("stopped") && text.lines().count() < 12, "a short answer: {text}");
                    assert!(note.contains("finishing the step in hand"), "{note}");
                    text.lines().last().unwrap()
                }
            };
            assert!(errors.contains(command), "{command}: {errors}");
            let (code, _, errors) = self::said(Command::new("sh").args(["-c", command]).output().unwrap());
            assert_eq!((code, errors.as_str()), (exit, ""), "{command}");
            assert_eq!(document(&out, experiment), document(&whole, experiment), "{experiment} {name}");
            assert!(!out.join(format!("{experiment}-unfinished.json")).exists());
            // Nothing half written is left, neither by the one nor by the other.
            let folders = [out.clone(), out.join("states").join(experiment)];
            let names = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten();
            let partial = |name: &std::ffi::OsString| name.to_string_lossy().ends_with(".partial");
            assert!(!names.into_iter().any(|entry| partial(&entry.unwrap().file_name())));
        }
    }
}

#[cfg(unix)]
#[test]
fn two_runs_in_one_folder_are_noticed() {
    let out = TempDir::new().unwrap();
    let child = Run(train(&ENDLESS, &[], out.path()).spawn().unwrap());
    wait_for_a_state(out.path(), "hltm");
    // Whichever experiment, resumed or not.
    for (arguments, more) in [(&ENDLESS[..], &[][..]), (&ENDLESS, &["--resume"]), (&DIGITS, &[])] {
        let (code, text, errors) = run(arguments, more, out.path());
        assert_eq!((code, text.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
        let process = format!("another run at work here (process {})", child.0.id());
        assert!(errors.contains(&process) && errors.contains("--out"), "{errors}");
    }
    // The one at work has not noticed; killed, it leaves the folder to the next.
    signal("KILL", &child);
    drop(child);
    let (code, _, errors) = run(&BRIEF, &[], out.path());
    assert!(code == 2 && errors.contains("a run that was stopped"), "{errors}");
    // The second way out: begin anew.
    fs::remove_file(out.path().join("hltm-unfinished.json")).unwrap();
    let (code, _, errors) = run(&BRIEF, &[], out.path());
    assert_eq!((code, errors.as_str()), (0, ""));
    // And again, over results of its own.
    assert_eq!(run(&BRIEF, &[], out.path()).0, 0);
}

#[test]
fn files_of_others_are_never_overwritten() {
    let brief = ["byol", "--epochs", "1", "--seeds", "1", "--cells", "simclr"];
    for (arguments, name) in [
        (&BRIEF[..], "experiments.html"),
        (&BRIEF, "hltm.json"),
        (&BRIEF, "hltm.csv"),
        (&BRIEF, "hltm-gain.svg"),
        (&BRIEF, "hltm-unfinished.json"),
        (&BRIEF, "states/hltm/own-1.safetensors"),
        (&BRIEF, ".dualproof.lock"),
        (&brief, "experiments.html"),
        (&brief, "byol.json"),
        (&brief, "byol.csv"),
        (&brief, "byol.md"),
        (&brief, "byol-rank-ema.svg"),
        (&brief, "states/byol/simclr-1.safetensors"),
    ] {
        let out = TempDir::new().unwrap();
        let path = out.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        for text in ["mine", "", "{}"] {
            if name == ".dualproof.lock" && text.is_empty() {
                // That of a run that was killed while it took the folder.
                continue;
            }
            fs::write(&path, text).unwrap();
            for more in [&[][..], &["--resume"]] {
                let (code, said, errors) = run(arguments, more, out.path());
                assert_eq!((code, said.as_str(), errors.lines().count()), (2, "", 1), "{name}: {errors}");
                let expected = format!("{}: found a file that this program did not write", path.display());
                assert!(errors.contains(&expected), "{name}: {errors}");
                assert_eq!(fs::read_to_string(&path).unwrap(), text, "{name}");
            }
        }
    }
    // A file of another name is no one's business.
    let out = TempDir::new().unwrap();
    fs::write(out.path().join("notes.html"), "mine").unwrap();
    assert_eq!(run(&BRIEF, &[], out.path()).0, 0);
    assert_eq!(fs::read_to_string(out.path().join("notes.html")).unwrap(), "mine");
}

#[test]
fn resume_without_anything_to_resume_says_so() {
    let out = TempDir::new().unwrap();
    let (code, _, errors) = run(&BRIEF, &["--resume"], out.path());
    assert_eq!((code, errors.lines().count()), (0, 1), "{errors}");
    assert!(errors.starts_with("note: --resume: no run to go on with in "), "{errors}");
    // Now there is one, and nothing is left of it to run.
    let before = document(out.path(), "hltm");
    let (code, _, errors) = run(&BRIEF, &["--resume"], out.path());
    assert_eq!((code, errors.as_str()), (0, ""));
    assert_eq!(document(out.path(), "hltm"), before);
}

/// Two experiments share a folder and its page, and neither touches the other's states.
#[cfg(unix)]
#[test]
fn experiments_in_one_folder_leave_each_other_alone() {
    let out = TempDir::new().unwrap();
    let mut child = Run(train(&TREES, &[], out.path()).spawn().unwrap());
    wait_for_a_state(out.path(), "hltm");
    signal("TERM", &child);
    assert_eq!(child.0.wait().unwrap().code(), Some(3));
    let state = out.path().join("states/hltm/own-1.safetensors");
    let before = fs::read(&state).unwrap();
    assert_eq!(run(&["byol", "--epochs", "1", "--seeds", "1", "--cells", "simclr"], &[], out.path()).0, 3);
    assert_eq!(fs::read(&state).unwrap(), before);
    assert_eq!(run(&TREES, &["--resume"], out.path()).0, 0);
    let page = fs::read_to_string(out.path().join("experiments.html")).unwrap();
    assert!(page.contains("BYOL on digits") && page.contains("latent trees"));
}

#[test]
fn a_state_is_of_its_settings() {
    let out = TempDir::new().unwrap();
    let short = ["byol", "--epochs", "1", "--seeds", "1", "--cells", "simclr"];
    assert_eq!(run(&short, &[], out.path()).0, 3);
    let (code, _, errors) = run(&short, &["--rate", "0.02", "--resume"], out.path());
    assert!(code == 2 && errors.contains("settings: found those of another run"), "{errors}");
}

#[test]
fn times_that_mean_nothing_are_refused() {
    let out = TempDir::new().unwrap();
    for time in ["0", "-1", "NaN", "inf", "1e300", "soon"] {
        let (code, _, errors) = run(&BRIEF, &[&format!("--save-every={time}")], &out.path().join("made"));
        assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
        assert!(errors.contains("expected a number of seconds above 0"), "{errors}");
    }
    assert!(!out.path().join("made").exists());
}
