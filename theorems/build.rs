//! Tells the program the commit that it is built from, as the variable `DUALPROOF_COMMIT`: records, certificates and
//! `--version` name it. Outside a repository there is none.

use std::path::Path;
use std::process::Command;

/// What the program is built from, relative to this crate; in a package, those outside of it do not exist. Only changes of these make a commit dirty: the files that
/// the program writes (PROOFS.md, the recorded run) are not among them.
const SOURCES: [&str; 15] = [
    "Cargo.toml",
    "build.rs",
    "src",
    "algebra",
    "byol",
    "digits",
    "dual",
    "emergence",
    "experiments",
    "linear-byol",
    "simclr",
    "../Cargo.toml",
    "../Cargo.lock",
    "../src",
    "../crates",
];

fn main() {
    // A path that does not exist would make every build run this again.
    let sources: Vec<&str> = SOURCES.into_iter().filter(|path| Path::new(path).exists()).collect();
    sources.iter().for_each(|path| println!("cargo::rerun-if-changed={path}"));
    // The log of HEAD grows with every commit and every checkout.
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists()) {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    // A release unpacked inside another repository has that one's history around it, not its own.
    if git(&["ls-files", "--error-unmatch", "build.rs"]).is_none() {
        return;
    }
    let changes = git(&[&["status", "--porcelain", "--"], sources.as_slice()].concat());
    if let (Some(commit), Some(changes)) = (git(&["rev-parse", "HEAD"]), changes) {
        let dirty = if changes.is_empty() { "" } else { "-dirty" };
        println!("cargo::rustc-env=DUALPROOF_COMMIT={commit}{dirty}");
    }
}

/// What git says, without the last line's end; `None` where it fails or is not there. It takes no lock: another git at
/// work must not fail because of a build.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").arg("--no-optional-locks").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim_end().to_string())
}
