//! The cells of the main comparison and their baselines: the network before training, and SimCLR.

use super::ablation::protocol;
use super::cell::Cell;
use super::results::DigitResults;
use super::tables::{accuracy, compared};
use crate::sheet::{Mark, Sheet};

/// The verdict and the median accuracies of the main comparison and its baselines, the network before training and
/// SimCLR: the summary for the README.
pub fn brief_markdown(results: &DigitResults) -> String {
    let end = results.epochs.len() - 1;
    let percent = |share: Option<f64>| share.map_or_else(|| "–".to_string(), |share| format!("{:.1}", 100.0 * share));
    let (untrained, simclr) = (untrained(results), median_accuracy(results, Cell::Simclr, end));
    let row = |(ema, target): (bool, &str)| {
        let medians = compared(ema).into_iter().map(|(_, cell)| median_accuracy(results, cell, end));
        let all = std::iter::once(untrained).chain(medians).chain([simclr]).map(percent);
        (Mark::Plain, std::iter::once(target.to_string()).chain(all).collect())
    };
    let names = compared(false).into_iter().map(|(name, _)| name);
    let titles: Vec<&str> = ["target", "untrained"].into_iter().chain(names).chain(["SimCLR"]).collect();
    let sheet = Sheet::new(&titles, [(false, "the network itself"), (true, "moving average")].map(row));
    let judged = protocol().design.judge(results);
    format!(
        "{}. {} Median accuracy of a linear probe, in %:\n\n{}\n{}\n",
        judged.summary(),
        judged.weighed(),
        sheet.markdown(),
        beside_the_baselines(results),
    )
}

/// The median accuracy of a cell's runs at a measurement.
fn median_accuracy(results: &DigitResults, cell: Cell, at: usize) -> Option<f64> {
    accuracy(results, results.runs(cell), at).map(|band| band.middle)
}

/// The median accuracy before training, of the runs of batch normalisation and predictor: cells of one seed start alike.
pub fn untrained(results: &DigitResults) -> Option<f64> {
    median_accuracy(results, compared(false)[0].1, 0)
}

/// Which cells of the main comparison are above the network before training, and which as good as SimCLR, by their
/// medians. A description, without a test.
pub fn beside_the_baselines(results: &DigitResults) -> String {
    let end = results.epochs.len() - 1;
    let percent = |share: f64| format!("{:.1} %", 100.0 * share);
    let medians: Vec<(String, f64)> = [false, true]
        .into_iter()
        .flat_map(|ema| compared(ema).into_iter().map(move |(name, cell)| (ema, name, cell)))
        .filter_map(|(ema, name, cell)| {
            let target = if ema { ", target a moving average" } else { "" };
            Some((format!("{name}{target}"), median_accuracy(results, cell, end)?))
        })
        .collect();
    let above = |baseline: f64| medians.iter().filter(|(_, median)| *median > baseline).collect::<Vec<_>>();
    let (Some(untrained), Some(simclr)) = (untrained(results), median_accuracy(results, Cell::Simclr, end)) else {
        return "The baselines were not run.".to_string();
    };
    let said = |baseline: f64| match above(baseline).as_slice() {
        [] => "none".to_string(),
        list => {
            let named: Vec<String> = list.iter().map(|(name, median)| format!("{name} {}", percent(*median))).collect();
            format!("{} ({})", list.len(), named.join("; "))
        }
    };
    format!(
        "Above the untrained network, {}: {} of these {} cells; above SimCLR, {}: {}.",
        percent(untrained),
        said(untrained),
        medians.len(),
        percent(simclr),
        said(simclr),
    )
}

#[cfg(test)]
mod tests {
    use super::super::results::Run;
    use super::super::settings::Settings;
    use super::*;

    #[test]
    fn the_baselines_stand_beside_the_cells() {
        let mut results = DigitResults::new(Settings { epochs: 1, ..Settings::default() }, 0.1, (100, 100), 10);
        assert_eq!(beside_the_baselines(&results), "The baselines were not run.");
        for (cell, end) in [
            ("bn-normal-normal+predictor", 80),
            ("bn-normal-normal+predictor+ema", 52),
            ("bn-normal-normal", 40),
            ("bn-omitted-omitted", 50),
            ("simclr", 85),
        ] {
            let run = Run { seed: 1, correct: vec![50, end], ..Run::default() };
            results.insert(cell.parse().unwrap(), run);
        }
        assert_eq!(
            beside_the_baselines(&results),
            "Above the untrained network, 50.0 %: 2 (BN + predictor 80.0 %; BN + predictor, target a moving average \
             52.0 %) of these 4 cells; above SimCLR, 85.0 %: none."
        );
        let text = brief_markdown(&results);
        assert!(text.contains("| the network itself | 50.0 | 80.0 | 40.0 | – | 50.0 | – | 85.0 |"), "{text}");
    }
}
