//! The crate whose claims a registry has, as records, certificates and citations name it.

use std::fmt;

/// A crate with claims: its name, its version, and the commit it was built from.
///
/// The crate fills it in with its own `env!`, so that what is named is the crate of the claims and not this toolkit:
///
/// ```
/// use dualproof::campaign::Project;
/// const PROJECT: Project = Project {
///     name: env!("CARGO_PKG_NAME"),
///     version: env!("CARGO_PKG_VERSION"),
///     commit: option_env!("CLAIMS_COMMIT"), // set by a build script
/// };
/// assert_eq!(Project { commit: Some("1f3a"), ..PROJECT }.to_string(), format!("{PROJECT}, commit 1f3a"));
/// assert_eq!(Project::default().to_string(), "unnamed project 0.0.0");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Project {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// The commit of its sources, with the suffix `-dirty` where they differed from it; `None` where it was not built
    /// in a repository.
    pub commit: Option<&'static str>,
}

impl Default for Project {
    fn default() -> Self {
        Project { name: "unnamed project", version: "0.0.0", commit: None }
    }
}

impl fmt::Display for Project {
    /// As a citation names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.version)?;
        self.commit.map_or(Ok(()), |commit| write!(f, ", commit {commit}"))
    }
}
