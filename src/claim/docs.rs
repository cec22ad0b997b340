//! A claim's documentation: the `//!` header of its file, by section. One home for the text that `explain`,
//! PROOFS.md and rustdoc show.

/// The sections every claim has, in this order.
pub const SECTIONS: [&str; 7] =
    ["Statement", "Source", "Assumptions", "Proof", "Checked form", "Mutants", "When an assumption is dropped"];

/// A header without a section that it needs.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the file of claim {slug}, section {place} of its header: found {found}, expected \"# {section}\" with text{}", nearest.map_or(String::new(), |n| format!("; did you mean \"# {n}\"?")))]
pub struct MissingSection {
    /// The claim.
    pub slug: String,
    /// The place of the section, counted from 1.
    pub place: usize,
    /// The section.
    pub section: &'static str,
    /// What is in its place.
    pub found: String,
    /// The section that the title found is a misspelling of.
    pub nearest: Option<&'static str>,
}

impl MissingSection {
    /// The error where a header has `found` (title and text) in the place of the section of this index.
    fn new(slug: &str, index: usize, found: Option<&(String, String)>) -> Self {
        let section = SECTIONS[index];
        let nearest = found.filter(|(title, _)| !SECTIONS.contains(&title.as_str())).and_then(|(title, _)| {
            let distance = |name: &&str| strsim::damerau_levenshtein(name, title);
            SECTIONS.into_iter().min_by_key(distance).filter(|name| distance(name) <= name.len() / 2)
        });
        let found = match found {
            None => "its end".to_string(),
            Some((title, _)) if title == section => format!("\"# {title}\" without text"),
            Some((title, _)) => format!("\"# {title}\""),
        };
        MissingSection { slug: slug.to_string(), place: index + 1, section, found, nearest }
    }
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
            let found = docs.sections.get(place);
            if found.is_none_or(|(title, body)| title != section || body.is_empty()) {
                return Err(MissingSection::new(slug, place, found));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn error(sections: &[&str]) -> String {
        let text: String = sections.iter().map(|title| format!("//! # {title}\n//! Text.\n")).collect();
        Docs::read("a", &text).expect_err("no such header").to_string()
    }

    #[test]
    fn a_misspelt_a_missing_and_an_empty_section_are_told_from_one_another() {
        let mut sections = SECTIONS;
        sections[2] = "Asumptions";
        let place = "the file of claim a, section 3 of its header: found";
        assert_eq!(
            error(&sections),
            format!("{place} \"# Asumptions\", expected \"# Assumptions\" with text; did you mean \"# Assumptions\"?")
        );
        sections[2] = "Proof";
        assert_eq!(error(&sections), format!("{place} \"# Proof\", expected \"# Assumptions\" with text"));
        assert_eq!(error(&SECTIONS[..2]), format!("{place} its end, expected \"# Assumptions\" with text"));
        let empty = Docs::read("a", "//! # Statement\n//! # Source\n//! Text.\n").expect_err("no statement");
        assert!(empty.to_string().contains("section 1 of its header: found \"# Statement\" without text"), "{empty}");
        sections = SECTIONS;
        assert!(Docs::read("a", &sections.map(|title| format!("//! # {title}\n//! Text.\n")).concat()).is_ok());
    }
}
