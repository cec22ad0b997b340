//! A measurement as tables, sentences and bar charts for people.

use super::columns::COLUMNS;
use super::report::Report;
use crate::check::Check;
use crate::subject::{of_zeros, provenance};
use std::fmt::{Result, Write};

impl Report {
    /// The tables, the interpretation and the spectra as text; with the explanation of the columns where it is asked for.
    pub fn table(&self, explained: bool) -> String {
        let mut text = String::new();
        // Writing to a string never fails.
        let _ = self.write_table(&mut text, explained);
        text
    }

    fn write_table(&self, text: &mut String, explained: bool) -> Result {
        self.write_head(text)?;
        self.write_updates(text)?;
        self.write_checks(text)?;
        self.write_remainder(text)?;
        self.write_byol(text)?;
        self.write_interpretation(text)?;
        self.write_spectra(text)?;
        if explained {
            writeln!(text, "\ncolumns (norms are Euclidean; see docs/measure.md)")?;
            for (column, meaning) in COLUMNS {
                writeln!(text, "  {column}: {meaning}")?;
            }
        }
        Ok(())
    }

    fn write_head(&self, text: &mut String) -> Result {
        let widths: Vec<String> = self.widths.iter().map(usize::to_string).collect();
        let (samples, augmentations) = (self.samples, self.augmentations);
        writeln!(
            text,
            "network {}, {samples} samples × {augmentations} views, loss {}: {}",
            widths.join("-"),
            self.loss,
            self.verdict.name()
        )?;
        text.push_str(&provenance(self.layers.iter().map(|layer| &layer.tensor[..]), &self.notes));
        writeln!(
            text,
            "{} arithmetic; power of at most {:.1e} asked of every comparison",
            self.arithmetic, self.power_ceiling
        )?;
        if self.zero_preactivations > 0 {
            writeln!(text, "{}", of_zeros(self.zero_preactivations))?;
        }
        let (energy, loss) = (known(self.energy, self.energy_bound), known(self.loss_value, self.loss_bound));
        writeln!(text, "energy tr V[F̄] = {energy}, loss = {loss}")?;
        if let Some(check) = &self.energy_check {
            writeln!(text, "loss = -energy: {}", in_words(check))?;
        }
        Ok(())
    }

    fn write_updates(&self, text: &mut String) -> Result {
        writeln!(
            text,
            "\n{:>5} {:>9} {:>12} {:>13} {:>13} {:>13}",
            "layer", "weights", "‖W‖", "‖one branch‖", "‖both‖", "⟨W, update⟩"
        )?;
        for layer in &self.layers {
            let of_inner = (layer.inner_w_update_bound / layer.inner_w_update).abs();
            writeln!(
                text,
                "{:>5} {:>9} {:>12.5e} {:>13} {:>13} {:>13}",
                layer.layer,
                format!("{}×{}", layer.shape.0, layer.shape.1),
                layer.weights_norm,
                known(layer.one_branch_update_norm, layer.one_branch_update_bound),
                known(layer.both_branch_update_norm, layer.both_branch_update_bound),
                known(layer.inner_w_update, Some(of_inner)),
            )?;
        }
        Ok(())
    }

    fn write_checks(&self, text: &mut String) -> Result {
        writeln!(text, "\nmeasured against predicted, relative to the largest predicted entry")?;
        writeln!(text, "{:>5} {:>9} {:>9} {:>9}  {:<15} of", "layer", "residual", "bound", "power", "verdict")?;
        for layer in &self.layers {
            for (what, check) in layer.checks() {
                let power = check.power.map_or("none".to_string(), |power| format!("{power:.1e}"));
                let (residual, bound) = (relative(check.residual), relative(check.bound));
                let (number, verdict) = (layer.layer, check.verdict.name());
                writeln!(text, "{number:>5} {residual:>9} {bound:>9} {power:>9}  {verdict:<15} {what}")?;
            }
        }
        for reason in &self.undecided {
            writeln!(text, "not decided: {reason}")?;
        }
        Ok(())
    }

    fn write_remainder(&self, text: &mut String) -> Result {
        if self.layers.iter().all(|layer| layer.remainder.is_none()) {
            return Ok(());
        }
        writeln!(
            text,
            "\none branch = covariance part + θ\n{:>5} {:>13} {:>13} {:>9} {:>13}",
            "layer", "‖covariance‖", "‖θ‖", "θ/update", "bound on ‖θ‖"
        )?;
        let figure = |x: Option<f64>, bound: Option<f64>| x.map_or("-".to_string(), |x| known(x, bound));
        for (layer, parts) in self.layers.iter().filter_map(|layer| Some((layer, layer.remainder.as_ref()?))) {
            writeln!(
                text,
                "{:>5} {:>13} {:>13} {:>9} {:>13}",
                layer.layer,
                figure(parts.covariance_part_norm, parts.bounds[0]),
                figure(parts.theta_norm, parts.bounds[1]),
                parts.theta_share.map_or("-".to_string(), |x| known_to(x, parts.bounds[2], DIGITS_OF_A_SHARE)),
                figure(parts.theta_bound, parts.bounds[3]),
            )?;
        }
        Ok(())
    }

    fn write_byol(&self, text: &mut String) -> Result {
        if self.layers.iter().all(|layer| layer.byol.is_none()) {
            return Ok(());
        }
        writeln!(text, "\nBYOL\n{:>5} {:>13} {:>13} {:>13}", "layer", "‖zero-mean‖", "‖plain‖", "‖MSMᵀw‖")?;
        for (layer, byol) in self.layers.iter().filter_map(|layer| Some((layer, layer.byol.as_ref()?))) {
            writeln!(
                text,
                "{:>5} {:>13} {:>13} {:>13}",
                layer.layer,
                known(byol.byol_update_norm_zero_mean, byol.bounds[0]),
                known(byol.byol_update_norm_plain, byol.bounds[1]),
                known(byol.byol_zero_mean_share_norm, byol.bounds[2]),
            )?;
        }
        Ok(())
    }

    fn write_interpretation(&self, text: &mut String) -> Result {
        let outputs = self.widths.last().copied().unwrap_or_default();
        writeln!(text, "\n{}", self.collapse.sentence(self.effective_rank, outputs))?;
        for layer in &self.layers {
            for sentence in &layer.interpretation {
                writeln!(text, "layer {}: {sentence}", layer.layer)?;
            }
        }
        Ok(())
    }

    fn write_spectra(&self, text: &mut String) -> Result {
        for (layer, reason) in self.layers.iter().filter_map(|l| Some((l.layer, l.eigenvalues_reason.as_ref()?))) {
            writeln!(text, "\nlayer {layer}, no eigenvalues of V[K̄]: {reason}")?;
        }
        for layer in self.layers.iter().filter(|layer| !layer.eigenvalues.is_empty()) {
            writeln!(text, "\nlayer {}, largest eigenvalues of V[K̄]", layer.layer)?;
            for (value, times) in layer.eigenvalues.iter().zip(&layer.multiplicities) {
                let times = times.map_or(String::new(), |times| format!("× {times}"));
                writeln!(text, "{value:>13.6e} {times:<6} {}", bar(*value, layer.eigenvalues[0]))?;
            }
        }
        Ok(())
    }
}

/// A comparison on one line.
fn in_words(check: &Check) -> String {
    let power = check.power.map_or("none".to_string(), |power| format!("{power:.1e}"));
    let (residual, bound) = (relative(check.residual), relative(check.bound));
    format!("residual {residual}, bound {bound}, power {power} (relative): {}", check.verdict.name())
}

/// Digits after the first of a figure, at most.
const DIGITS: usize = 6;

/// The same for a share.
const DIGITS_OF_A_SHARE: usize = 2;

/// A figure with as many digits as are known, at most seven.
fn known(x: f64, relative_bound: Option<f64>) -> String {
    known_to(x, relative_bound, DIGITS)
}

/// A figure whose last digit is at least twice its error bound; 0 where it cannot be distinguished from 0, and a dash
/// where it is beyond the range of `f64`.
fn known_to(x: f64, relative_bound: Option<f64>, most: usize) -> String {
    if x.is_nan() {
        return "-".to_string();
    }
    let Some(bound) = relative_bound.filter(|_| x != 0.0) else { return format!("{x:.most$e}") };
    let mantissa = x.abs() / 10_f64.powf(x.abs().log10().floor());
    let digits = (-(2.0 * bound * mantissa).log10()).floor().clamp(0.0, most as f64);
    let digits = if digits.is_nan() { 0 } else { digits as usize };
    format!("{x:.digits$e}")
}

/// A relative figure; none where it is not finite.
fn relative(x: f64) -> String {
    if x.is_finite() { format!("{x:.1e}") } else { "none".to_string() }
}

/// Characters of the longest bar.
const WIDEST: f64 = 40.0;

fn bar(value: f64, largest: f64) -> String {
    let length = if largest > 0.0 { (value.max(0.0) / largest * WIDEST).round() as usize } else { 0 };
    "█".repeat(length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_the_digits_that_are_known_of_them() {
        let x = 1.23456789;
        let texts = [0.0, 1e-9, 3.5e-5, 4e-2, 0.9].map(|bound| known(x, Some(bound)));
        assert_eq!(texts, ["1.234568e0", "1.234568e0", "1.2346e0", "1.2e0", "1e0"]);
        // The same relative bound leaves a digit less where the first digit is large.
        assert_eq!([9.87654321, 9.87654321e-300].map(|x| known(x, Some(3.5e-5))), ["9.877e0", "9.877e-300"]);
        assert_eq!([f64::NAN, 0.0].map(|x| known(x, None)), ["-", "0.000000e0"]);
        for bound in [1e-7, 2e-4, 0.06, 0.4] {
            for x in [1.0001, 3.3333333, 9.7654321e20, 5.5e-200] {
                let text = known(x, Some(bound));
                let digits = text.split('e').next().map_or(0, |mantissa| mantissa.len().saturating_sub(2));
                let unit = 10_f64.powi(x.log10().floor() as i32 - digits as i32);
                assert!(digits == 0 || bound * x <= unit / 2.0, "{text}");
            }
        }
    }
}
