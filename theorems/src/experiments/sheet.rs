//! A table of results, shown the same on a terminal, in Markdown and on a page.

use dualproof::cli::{Table, Tint};

/// How a row stands to what is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Nothing is claimed of it.
    Plain,
    /// As claimed.
    Good,
    /// Not as claimed.
    Bad,
    /// It cannot be told.
    Unsure,
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
    /// A sheet without rows.
    pub fn new(header: &[&str]) -> Self {
        Sheet { header: header.iter().map(|cell| cell.to_string()).collect(), rows: Vec::new() }
    }

    /// Aligned columns for a terminal, coloured there.
    pub fn text(&self) -> String {
        let header: Vec<&str> = self.header.iter().map(String::as_str).collect();
        let mut table = Table::new(&header);
        for (mark, row) in &self.rows {
            let tint = match mark {
                Mark::Plain => Tint::Plain,
                Mark::Good => Tint::Good,
                Mark::Bad => Tint::Bad,
                Mark::Unsure => Tint::Unsure,
            };
            table.row(row.iter().map(|cell| (cell.clone(), tint)).collect());
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
    /// use dualproof_theorems::experiments::sheet::{Mark, Sheet};
    /// let mut sheet = Sheet::new(&["a", "b"]);
    /// sheet.rows.push((Mark::Plain, vec!["1 | 2".to_string(), "3".to_string()]));
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
