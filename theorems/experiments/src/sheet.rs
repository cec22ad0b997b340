//! A table of results, shown the same on a terminal, in Markdown and on a page.

use crate::protocol::Decision;
use dualproof::cli::{Table, Tint};

/// Whether a row agrees with the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing is claimed of it.
    Plain,
    /// As claimed.
    Good,
    /// Not as claimed.
    Bad,
    /// Not decided.
    Unsure,
}

impl Mark {
    /// The mark of what was decided.
    pub fn of(decision: Decision) -> Self {
        match decision {
            Decision::Holds => Mark::Good,
            Decision::Inconclusive | Decision::PracticallyNil => Mark::Unsure,
            Decision::NothingChecked | Decision::Refuted => Mark::Bad,
        }
    }

    /// The class of the page's style, and the tint of a terminal.
    fn shown(self) -> (&'static str, Tint) {
        match self {
            Mark::Plain => ("plain", Tint::Plain),
            Mark::Good => ("good", Tint::Good),
            Mark::Bad => ("bad", Tint::Bad),
            Mark::Unsure => ("unsure", Tint::Unsure),
        }
    }

    /// The class of the page's style.
    pub fn class(self) -> &'static str {
        self.shown().0
    }
}

/// A table and what it shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Titled {
    /// What it shows, of how many seeds.
    pub title: String,
    /// The table.
    pub sheet: Sheet,
}

impl Titled {
    /// A table with its title.
    pub fn new(title: String, header: &[&str], rows: impl IntoIterator<Item = (Mark, Vec<String>)>) -> Self {
        Titled { title, sheet: Sheet::new(header, rows) }
    }
}

/// Rows of cells under a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// The header; one that starts with `>` aligns its column to the right on a terminal.
    pub header: Vec<String>,
    /// Rows of as many cells, with their marks.
    pub rows: Vec<(Mark, Vec<String>)>,
}

impl Sheet {
    /// A sheet of a header and rows.
    pub fn new(header: &[&str], rows: impl IntoIterator<Item = (Mark, Vec<String>)>) -> Self {
        Sheet { header: header.iter().map(|cell| cell.to_string()).collect(), rows: rows.into_iter().collect() }
    }

    /// Aligned columns for a terminal, coloured there.
    pub fn text(&self) -> String {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let mut table = Table::new(&header);
        for (mark, row) in &self.rows {
            table.row(row.iter().map(|cell| (cell.clone(), mark.shown().1)).collect());
        }
        table.render()
    }

    /// The header without marks of alignment.
    pub fn titles(&self) -> Vec<String> {
        self.header.iter().map(|title| title.trim_start_matches('>').to_string()).collect()
    }

    /// A Markdown table; marks are left to what the cells say.
    ///
    /// ```
    /// use dualproof_experiments::sheet::{Mark, Sheet};
    /// let sheet = Sheet::new(&["a", "b"], [(Mark::Plain, vec!["1 | 2".to_string(), "3".to_string()])]);
    /// assert_eq!(sheet.markdown(), "| a | b |\n|---|---|\n| 1 \\| 2 | 3 |\n");
    /// ```
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rows: String = self.rows.iter().map(|(_, row)| line(row)).collect();
        format!("{}|{}\n{rows}", line(&self.titles()), "---|".repeat(self.header.len()))
    }
}
