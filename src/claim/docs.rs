//! A claim's documentation: the `//!` header of its file, by section. One home for the text that `explain`,
//! PROOFS.md and rustdoc show.

/// The sections every claim has, in this order.
pub const SECTIONS: [&str; 8] = [
    "Statement",
    "Source",
    "Assumptions",
    "Proof",
    "Checked form",
    "Evidence",
    "Mutants",
    "When an assumption is dropped",
];

/// A header without a section that it needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of claim {slug}: found no section \"# {section}\" in this place, expected one with text")]
pub struct MissingSection {
    /// The claim.
    pub slug: String,
    /// The section.
    pub section: &'static str,
}

/// The header of a claim's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Docs {
    /// The first paragraph.
    pub summary: String,
    sections: Vec<(String, String)>,
}

impl Docs {
    /// Reads the `//!` lines at the top of a file's text.
    ///
    /// # Errors
    /// Where a section of [`SECTIONS`] is missing, empty or out of order.
    pub fn read(slug: &str, text: &str) -> Result<Self, MissingSection> {
        let mut docs = Docs { summary: String::new(), sections: Vec::new() };
        for line in text.lines().map_while(|line| line.strip_prefix("//!")) {
            let line = line.strip_prefix(' ').unwrap_or(line);
            match line.strip_prefix("# ") {
                Some(title) => docs.sections.push((title.to_string(), String::new())),
                None => {
                    let body = docs.sections.last_mut().map_or(&mut docs.summary, |(_, body)| body);
                    body.push_str(line);
                    body.push('\n');
                }
            }
        }
        docs.summary = docs.summary.trim().to_string();
        docs.sections.iter_mut().for_each(|(_, body)| *body = body.trim().to_string());
        for (place, section) in SECTIONS.into_iter().enumerate() {
            if docs.sections.get(place).is_none_or(|(title, body)| title != section || body.is_empty()) {
                return Err(MissingSection { slug: slug.to_string(), section });
            }
        }
        Ok(docs)
    }

    /// The text of a section; empty where there is none.
    pub fn section(&self, title: &str) -> &str {
        self.sections.iter().find(|(t, _)| t == title).map_or("", |(_, body)| body)
    }

    /// All sections in order.
    pub fn sections(&self) -> &[(String, String)] {
        &self.sections
    }
}
