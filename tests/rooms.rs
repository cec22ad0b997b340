//! The rooms of the repository: what each may name, and that each crate stands by itself, so that it can be packaged.

use std::fs;
use std::path::{Component, Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository")
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The Rust files below a folder, or the file itself.
fn rust_files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_path_buf()];
    }
    let entries = fs::read_dir(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let below = entries.map(|entry| entry.expect("an entry").path()).flat_map(|path| match path.is_dir() {
        true => rust_files(&path),
        false => vec![path],
    });
    below.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

/// The crates of the workspace: their folders, the root first.
fn crates() -> Vec<PathBuf> {
    let root = root();
    let members = ["crates", "theorems"].into_iter().flat_map(|folder| {
        fs::read_dir(root.join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path())
    });
    let others = members.chain([root.join("theorems")]).filter(|folder| folder.join("Cargo.toml").is_file());
    let crates: Vec<PathBuf> = std::iter::once(root.clone()).chain(others).collect();
    assert!(crates.len() > 12, "{crates:?}");
    crates
}

/// The toolkit is for any paper: no name of this one's claims, authors or methods stands in it, comments included.
#[test]
fn the_toolkit_names_no_paper() {
    let root = root();
    let mut pages = rust_files(&root.join("theorems"));
    pages.retain(|page| text(page).contains("    fn declaration() -> Declaration<Self>"));
    let stems = pages.iter().filter_map(|page| page.file_stem()?.to_str());
    // A name of one word, such as `connection`, is a word of the field.
    let claims: Vec<String> = stems.filter(|stem| stem.contains('_')).map(|stem| stem.replace('_', "-")).collect();
    assert!(claims.len() > 10, "{claims:?}");
    for file in ["src", "crates"].iter().flat_map(|folder| rust_files(&root.join(folder))) {
        let text = text(&file).to_lowercase().replace('_', "-");
        let words = ["simclr", "byol", "tian", "hltm"].into_iter().chain(claims.iter().map(String::as_str));
        let is_word = |name: &str| {
            let around = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
            text.match_indices(name)
                .any(|(at, _)| around(text[..at].chars().next_back()) && around(text[at + name.len()..].chars().next()))
        };
        let found: Vec<&str> = words.filter(|name| is_word(name)).collect();
        assert!(found.is_empty(), "{}: names {found:?}", file.display());
    }
}

/// A path without its `.` and `..`, as text alone.
fn resolved(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut done, part| {
        match part {
            Component::ParentDir => drop(done.pop()),
            Component::CurDir => {}
            part => done.push(part),
        }
        done
    })
}

/// The string literals of code that lead upwards, each with the code before it on its line: all but the literal `../`
/// alone, of which links are made.
fn upward(code: &str) -> Vec<(&str, &str)> {
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines
        .flat_map(|line| {
            let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
            let literals = quotes.windows(2).map(|pair| (&line[..pair[0]], &line[pair[0] + 1..pair[1]]));
            literals
                .filter(|(_, literal)| *literal != "../" && literal.split('/').any(|part| part == ".."))
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn literals_that_lead_upwards_are_found() {
    let code =
        "include_str!(\"../a.txt\");\n// \"../b\"\nroot.join(\"..\"); \"../\".repeat(2); format!(\"{}/../c\", x)";
    let found: Vec<&str> = upward(code).into_iter().map(|(_, literal)| literal).collect();
    assert_eq!(found, ["../a.txt", "..", "{}/../c"]);
}

/// What the root's package has: its manifest lists it, since the repository's other files are below the root too.
fn packaged() -> Vec<PathBuf> {
    let manifest = text(&root().join("Cargo.toml"));
    let list = manifest.split_once("include = [").and_then(|(_, rest)| rest.split_once(']')).expect("a list").0;
    let paths = list.split('"').skip(1).step_by(2).map(|path| root().join(path.trim_start_matches('/')));
    paths.collect()
}

#[test]
fn the_roots_package_has_its_tests() {
    let (manifest, packaged) = (text(&root().join("Cargo.toml")), packaged());
    let value = |block: &str, key: &str| {
        let line = block.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
        line.map(|value| value.trim_matches('"').to_string())
    };
    for (kind, folder) in [("[[test]]", "tests"), ("[[bench]]", "benches")] {
        for block in manifest.split(kind).skip(1).map(|rest| rest.split("\n[").next().unwrap_or_default()) {
            let default = || format!("{folder}/{}.rs", value(block, "name").expect("a name"));
            let path = root().join(value(block, "path").unwrap_or_else(default));
            assert!(path.is_file(), "{}", path.display());
            assert!(packaged.iter().any(|whole| path.starts_with(whole)), "{} is not packaged", path.display());
        }
    }
}

/// What a crate includes is in it, and it reads nothing else by a path that leads upwards. The tests and benches of the
/// program hold the whole repository, as its manifest says, and are in no package; its build script asks git alone.
#[test]
fn no_crate_reaches_outside_itself() {
    let root = root();
    for folder in crates() {
        let parts = match folder == root {
            true => packaged(),
            false => ["src", "tests", "benches"].map(|part| folder.join(part)).to_vec(),
        };
        let files = parts.iter().filter(|part| part.is_dir() || part.extension().is_some_and(|e| e == "rs"));
        for file in files.flat_map(|part| rust_files(part)) {
            let code = text(&file);
            for (before, literal) in upward(&code) {
                let is_included = ["include_str!(", "include_bytes!("].iter().any(|start| before.ends_with(start));
                let target = resolved(&file.parent().expect("a folder").join(literal));
                let is_inside = is_included && target.starts_with(&folder) && target.is_file();
                assert!(is_inside, "{}: found {literal:?}, expected a path inside the crate", file.display());
            }
        }
        let manifest = folder.join("Cargo.toml");
        for line in text(&manifest).lines().filter(|line| line.contains("..")) {
            let is_of_program = ["\"../tests/", "\"../benches/"].iter().any(|start| line.contains(start));
            assert!(
                is_of_program && folder == root.join("theorems"),
                "{}: found {line:?}, expected no path that leads upwards",
                manifest.display()
            );
        }
    }
}

/// Every crate has what a registry shows of it.
#[test]
fn every_manifest_says_what_its_crate_is() {
    for folder in crates() {
        let manifest = text(&folder.join("Cargo.toml"));
        for key in
            ["description = \"", "license.workspace = true", "readme = \"README.md\"", "keywords = [", "categories = ["]
        {
            assert!(manifest.lines().any(|line| line.starts_with(key)), "{}: no {key}", folder.display());
        }
        assert!(folder.join("README.md").is_file(), "{}", folder.display());
    }
}

/// The versions that a new crate asks for are those of the toolkit.
#[test]
fn a_new_crate_depends_on_what_the_toolkit_does() {
    let (ours, theirs) = (text(&root().join("Cargo.toml")), text(&root().join("src/template/manifest.toml")));
    for name in ["nalgebra", "proptest", "serde"] {
        let line = |text: &str| text.lines().find(|line| line.starts_with(&format!("{name} ="))).map(String::from);
        assert!(line(&theirs).is_some());
        assert_eq!(line(&theirs), line(&ours), "{name}");
    }
}
