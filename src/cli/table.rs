//! Tables of text, with colour where the reader is a terminal.

use super::is_coloured;
use crate::record::Verdict;

/// The meaning of a cell's colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// No colour.
    Plain,
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// It cannot be told.
    Unsure,
}

impl From<Verdict> for Tint {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Holds => Tint::Good,
            Verdict::Inconclusive => Tint::Unsure,
            Verdict::NothingChecked | Verdict::Refuted => Tint::Bad,
        }
    }
}

/// A text in a colour, on a terminal.
pub fn tinted(text: &str, tint: Tint) -> String {
    let code = match tint {
        _ if !is_coloured() => return text.to_string(),
        Tint::Plain => return text.to_string(),
        Tint::Good => 32,
        Tint::Bad => 31,
        Tint::Unsure => 33,
    };
    format!("\u{1b}[{code}m{text}\u{1b}[0m")
}

/// Rows of cells in aligned columns. A header that starts with `>` aligns its column to the right.
#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<String>,
    right: Vec<bool>,
    rows: Vec<Vec<(String, Tint)>>,
    /// The rows that are headings, whose text may be wider than a column.
    headings: Vec<usize>,
}

impl Table {
    /// An empty table.
    pub fn new(header: &[&str]) -> Self {
        Table {
            header: header.iter().map(|h| h.trim_start_matches('>').to_string()).collect(),
            right: header.iter().map(|h| h.starts_with('>')).collect(),
            rows: Vec::new(),
            headings: Vec::new(),
        }
    }

    /// Adds a row; missing cells are empty.
    pub fn row(&mut self, cells: Vec<(String, Tint)>) {
        self.rows.push(cells);
    }

    /// Adds a line of its own above the rows that follow.
    pub fn heading(&mut self, text: &str) {
        self.rows.push(vec![(text.to_string(), Tint::Plain)]);
        self.headings.push(self.rows.len() - 1);
    }

    /// The lines.
    pub fn render(&self) -> String {
        let width = |column: usize| {
            let rows = self.rows.iter().enumerate().filter(|(place, _)| !self.headings.contains(place));
            let cells = rows.filter_map(|(_, row)| row.get(column)).map(|(text, _)| text.chars().count());
            cells.chain([self.header[column].chars().count()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.header.len()).map(width).collect();
        let header: Vec<(String, Tint)> = self.header.iter().map(|h| (h.clone(), Tint::Plain)).collect();
        let mut lines = String::new();
        for row in std::iter::once(&header).chain(&self.rows) {
            let mut line = String::new();
            for (column, (text, tint)) in row.iter().enumerate().take(widths.len()) {
                let space = " ".repeat(widths[column].saturating_sub(text.chars().count()));
                let gap = if column == 0 { "" } else { "  " };
                let text = tinted(text, *tint);
                let cell = if self.right[column] { [gap, &space, &text] } else { [gap, &text, &space] };
                line.push_str(&cell.concat());
            }
            lines.push_str(line.trim_end());
            lines.push('\n');
        }
        lines
    }
}
