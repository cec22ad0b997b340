//! The measurement of a trained network as a table.

use super::figures::Figures;
use super::report::Report;
use dualproof::cli::{Table, Tint};
use dualproof::record::Verdict;
use std::fmt::Write;

/// What the columns are.
const LEGEND: &str = "
degree: of homogeneity in theta, but for a constant, as the operations show; -
        where there is none
|u|:    of the update u = -grad L by theta; share: |2 V theta| over the simple
        loss's update, V the covariance of the mean connections; cosine: of u
        and 2 V theta; cross: the rest of the simple loss's update over it
length: what a small step along u does to |theta|
verdict: of comparisons with other ways to the same, see --json; --check N adds
        the first N samples with an error bound
";

impl Report {
    /// The table, with what its columns are.
    pub fn table(&self) -> String {
        let mut text = format!(
            "{}: {} samples x {} views, loss {} = {:.6e}\n",
            self.network, self.samples, self.augmentations, self.loss, self.loss_value
        );
        // Writing to a string does not fail.
        if let Some(predictor) = &self.predictor {
            let target = self.target.as_deref().unwrap_or("the network itself, held constant");
            let _ = writeln!(text, "predictor {predictor}, target {target}");
        }
        let _ = writeln!(text, "{}", self.collapse.sentence(self.effective_rank, self.outputs));
        if self.kinks > 0 {
            let _ = writeln!(text, "{} derivatives at kinks are PyTorch's by convention (--at-zero)", self.kinks);
        }
        let mut header = vec!["parameter", ">degree", ">|u|", ">share", ">cosine", ">cross", "length"];
        let byol = self.parameters.iter().any(|figures| figures.byol.is_some());
        let split =
            self.parameters.iter().any(|figures| figures.byol.as_ref().is_some_and(|byol| byol.split.is_some()));
        if byol && self.byol_loss.is_some() {
            header.push(">|BYOL|");
        }
        if split {
            header.extend([">attract", ">within", ">mean"]);
        }
        header.push("verdict");
        let mut table = Table::new(&header);
        for figures in self.parameters.iter().chain(&self.blocks).chain(&self.all) {
            table.row(row(figures, byol && self.byol_loss.is_some(), split));
        }
        let _ = write!(text, "\n{}", table.render());
        for figures in &self.predictor_parameters {
            let _ = writeln!(text, "predictor {}: |u| = {:.3e}", figures.name, figures.update_norm);
        }
        for note in &self.notes {
            let _ = writeln!(text, "note: {note}");
        }
        for reason in &self.undecided {
            let _ = writeln!(text, "not decided: {reason}");
        }
        text.push_str(LEGEND);
        if split {
            text.push_str(
                "attract, within, mean: |V^S theta|, |E V^PP theta| and |M S M' theta| over the\n        norm of BYOL's update, S = P'(1 - P), M = E K\n",
            );
        }
        text
    }
}

fn row(figures: &Figures, byol: bool, split: bool) -> Vec<(String, Tint)> {
    let or_dash = |x: Option<String>| x.unwrap_or_else(|| "-".to_string());
    let three = |x: Option<f64>| or_dash(x.map(|x| format!("{x:.3}")));
    let cross = figures.covariance_share.map(|_| figures.cross_norm / figures.simple_update_norm);
    let mut cells = vec![
        figures.name.clone(),
        or_dash(figures.degree.map(|k| k.to_string())),
        format!("{:.3e}", figures.update_norm),
        three(figures.covariance_share),
        three(figures.cosine),
        three(cross.filter(|x| x.is_finite())),
        figures.radial.name().to_string(),
    ];
    if let Some(of_byol) = &figures.byol {
        if byol {
            cells.push(format!("{:.3e}", of_byol.byol_update_norm));
        }
        if let (true, Some(parts)) = (split, &of_byol.split) {
            let over = |x: f64| three(Some(x / of_byol.byol_update_norm).filter(|x| x.is_finite()));
            cells.extend([parts.attraction_norm, parts.within_norm, parts.square_of_mean_norm].map(over));
        }
    }
    let verdict = Verdict::worst(figures.checks().map(|(_, check)| check.verdict));
    let mut row: Vec<(String, Tint)> = cells.into_iter().map(|cell| (cell, Tint::Plain)).collect();
    row.push((verdict.name().to_string(), Tint::from(verdict)));
    row
}
