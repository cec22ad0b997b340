//! What a theory takes from another one; `check_links.rs` decides whether that is what the other derives.

use super::{Term, Unreadable};

/// What a theory takes from another: an equation, or the term that a derivation starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The line it stands on.
    pub line: usize,
    /// The name of the given equation, or of the goal.
    pub name: String,
    /// The claim, empty for one's own, and the name of the goal.
    pub from: (String, String),
    /// The sides of the given equation; `None` where a derivation starts from a part of what the goal ends at.
    pub sides: Option<(Term, Term)>,
}

impl Link {
    /// What it links to, as it is written.
    pub fn target(&self) -> String {
        let (claim, goal) = &self.from;
        if claim.is_empty() { goal.clone() } else { format!("{claim}::{goal}") }
    }

    /// The links of a line: `connection::reversibility, zero-mean-output`.
    pub(super) fn read(
        line: usize,
        name: &str,
        from: &str,
        sides: Option<(Term, Term)>,
    ) -> Result<Vec<Self>, Unreadable> {
        let read = |text: &str| {
            let (claim, goal) = text.trim().split_once("::").unwrap_or(("", text.trim()));
            if goal.is_empty() || goal.contains(char::is_whitespace) {
                return Err(Unreadable::new(text, "CLAIM::GOAL or GOAL"));
            }
            let (name, from) = (name.trim().to_string(), (claim.to_string(), goal.to_string()));
            Ok(Link { line, name, from, sides: sides.clone() })
        };
        from.split(',').filter(|text| !text.trim().is_empty()).map(read).collect()
    }
}
