//! The command of this process, to be given once more.

use std::ffi::{OsStr, OsString};

/// The command line of this process as a shell takes it, with these arguments appended where it does not have them.
pub fn again(more: &[&str]) -> String {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    for argument in more {
        if !arguments.iter().any(|given| given == argument) {
            arguments.push(argument.into());
        }
    }
    arguments.iter().map(|argument| quoted(argument)).collect::<Vec<_>>().join(" ")
}

/// An argument as a shell reads it.
pub(super) fn quoted(argument: &OsStr) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./=:,@%+".contains(c);
    match argument.to_str() {
        Some(text) if !text.is_empty() && text.chars().all(is_plain) => text.to_string(),
        Some(text) => format!("'{}'", text.replace('\'', r"'\''")),
        // Bytes that are no text.
        None => {
            let bytes = argument.as_encoded_bytes().iter();
            format!("$'{}'", bytes.map(|byte| format!("\\x{byte:02x}")).collect::<String>())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_reads_what_was_given() {
        assert_eq!(quoted("--out=a/b.json".as_ref()), "--out=a/b.json");
        assert_eq!(quoted("it's here".as_ref()), r"'it'\''s here'");
        assert_eq!(quoted("".as_ref()), "''");
        assert!(again(&["--resume", "--resume"]).ends_with(" --resume"));
        assert!(!again(&["--resume", "--resume"]).ends_with("--resume --resume"));
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text_is_given_by_its_bytes() {
        use std::os::unix::ffi::OsStrExt;
        assert_eq!(quoted(OsStr::from_bytes(b"a\xff")), r"$'\x61\xff'");
    }
}
