//! The diagnosis as text.

use super::figures::{Effect, Figures, Layer};
use super::findings::Severity;
use super::report::Report;
use dualproof::cli::{Table, Tint};
use std::fmt::Write;

/// What the figures are.
const LEGEND: &str = "
spread: tr V of the samples' mean unit outputs, 0 where all have one direction;
        rank: the directions in which they vary; views: the mean cosine of two
        views of a sample
along:  the cosine of the update with the gradient of ln spread: below 0 the
        update shrinks the spread; of a layer its part of it
";

fn signed(x: Option<f64>) -> String {
    x.map_or("-".to_string(), |x| format!("{x:+.3}"))
}

/// For a terminal of 80 columns.
pub(super) fn text(report: &Report) -> String {
    let mut text = format!(
        "{} checkpoint{} on {} samples x {} views, loss {}\n\n",
        report.checkpoints.len(),
        if report.checkpoints.len() == 1 { "" } else { "s" },
        report.samples,
        report.augmentations,
        report.loss,
    );
    for finding in &report.findings {
        let mark = match finding.severity {
            Severity::Bad => "!",
            Severity::Note => "-",
            Severity::Good => "+",
        };
        let of =
            if report.checkpoints.len() > 1 { format!("checkpoint {}: ", finding.checkpoint) } else { String::new() };
        // Writing to a string does not fail.
        let _ = writeln!(text, "{}", wrapped(mark, &format!("{of}{} [{}]", finding.sentence, finding.claim)));
    }
    text.push('\n');
    text.push_str(&checkpoints(&report.checkpoints));
    if let Some(last) = report.checkpoints.last() {
        let _ = write!(text, "\n{}\n{}", layers(&last.layers), changes(&last.changes));
        for candidate in last.candidates.iter().take(3) {
            let _ = writeln!(text, "your update: cosine {:+.6}, {}", candidate.cosine, candidate.change.name());
        }
        for note in &last.notes {
            let _ = writeln!(text, "{}", wrapped("note:", note));
        }
    }
    text + LEGEND
}

/// Columns of a line.
const COLUMNS: usize = 80;

fn wrapped(mark: &str, sentence: &str) -> String {
    let (mut text, mut line) = (String::new(), mark.to_string());
    for word in sentence.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > COLUMNS {
            text.push_str(&line);
            text.push('\n');
            line = " ".repeat(mark.chars().count());
        }
        line.push(' ');
        line.push_str(word);
    }
    text + &line
}

fn plain(cells: Vec<String>) -> Vec<(String, Tint)> {
    cells.into_iter().map(|cell| (cell, Tint::Plain)).collect()
}

fn checkpoints(all: &[Figures]) -> String {
    let mut table = Table::new(&[">", "checkpoint", ">loss", ">spread", ">rank", ">views", ">along", ">noise"]);
    for (place, of) in all.iter().enumerate() {
        table.row(plain(vec![
            place.to_string(),
            of.network.rsplit('/').next().unwrap_or_default().to_string(),
            format!("{:.4}", of.loss),
            format!("{:.2e}", of.spread),
            of.effective_rank.map_or("-".to_string(), |rank| format!("{rank:.1}")),
            format!("{:.3}", of.cosine_of_views),
            signed(of.spread_along_update),
            of.noise.map_or("-".to_string(), |noise| format!("{:.0} %", 100.0 * noise)),
        ]));
    }
    table.render()
}

fn layers(all: &[Layer]) -> String {
    let mut table = Table::new(&["layer, last checkpoint", ">|theta|", ">|u|", ">along"]);
    for of in all {
        table.row(plain(vec![
            of.layer.clone(),
            format!("{:.3e}", of.norm),
            format!("{:.3e}", of.update_norm),
            signed(of.spread_along_update),
        ]));
    }
    table.render()
}

fn changes(all: &[Effect]) -> String {
    let mut table = Table::new(&["the update, last checkpoint", ">loss", ">cosine", ">along"]);
    for of in all {
        table.row(plain(vec![
            of.change.name().to_string(),
            format!("{:.4}", of.loss),
            signed(of.cosine),
            signed(of.spread_along_update),
        ]));
    }
    table.render()
}
