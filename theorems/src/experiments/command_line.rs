//! The command that was typed, as a person can type it again to go on.

use std::ffi::{OsStr, OsString};

/// The option that continues a run.
const RESUME: &str = "--resume";

/// A command line: the program and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommandLine(Vec<OsString>);

impl CommandLine {
    /// That of this process.
    pub fn of_process() -> Self {
        CommandLine(std::env::args_os().collect())
    }

    /// The command with `--resume`, quoted for a POSIX shell: every argument as it was given.
    pub fn to_resume(&self) -> String {
        let is_there = self.0.iter().any(|argument| argument == RESUME);
        let resume = (!is_there).then(|| OsString::from(RESUME));
        self.0.iter().chain(&resume).map(|argument| quoted(argument)).collect::<Vec<_>>().join(" ")
    }
}

impl<S: Into<OsString>> FromIterator<S> for CommandLine {
    fn from_iter<I: IntoIterator<Item = S>>(arguments: I) -> Self {
        CommandLine(arguments.into_iter().map(Into::into).collect())
    }
}

/// An argument as a POSIX shell reads it back; one that is not UTF-8, byte by byte, as bash, zsh and ksh do.
fn quoted(argument: &OsStr) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-+=./,:@%".contains(c);
    match argument.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(is_plain) => text.to_string(),
        Some(text) => format!("'{}'", text.replace('\'', r"'\''")),
        None => {
            let escaped: String = argument.as_encoded_bytes().iter().map(|byte| format!("\\x{byte:02x}")).collect();
            format!("$'{escaped}'")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_argument_comes_back_as_it_was_and_resume_once() {
        let line = |arguments: &[&str]| arguments.iter().copied().collect::<CommandLine>().to_resume();
        assert_eq!(line(&["dualproof", "train", "byol"]), "dualproof train byol --resume");
        assert_eq!(line(&["d", "--resume", "--out", "x"]), "d --resume --out x");
        assert_eq!(line(&["d", "--out", "my runs/it's", ""]), r"d --out 'my runs/it'\''s' '' --resume");
        assert_eq!(line(&["d", "--rate=1e-3", "$HOME", "a;b"]), "d --rate=1e-3 '$HOME' 'a;b' --resume");
    }

    #[cfg(unix)]
    #[test]
    fn bytes_that_are_no_text_are_not_lost() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(quoted(OsStr::from_bytes(b"a\xff")), r"$'\x61\xff'");
    }
}
