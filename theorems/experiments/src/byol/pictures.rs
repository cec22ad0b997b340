//! Pictures of the results, and their sections of the page.

use super::ablation::protocol;
use super::baselines::beside_the_baselines;
use super::cell::{Cell, Normalisation};
use super::results::{DigitResults, Quantity, Run};
use super::tables::{compared, grid, legend};
use crate::band::{Band, explained};
use crate::experiment::Paged;
use crate::page::{Headline, Piece, Section};
use crate::picture::{Curve, Frame, Interval, Picture, Scale, curves, heat_map};
use crate::sheet::Mark;
use dualproof::train::Statistic;
use std::fmt::Display;

/// A measure of a run at one of its measurements.
type Measured<'a> = &'a dyn Fn(&Run, usize) -> Option<f64>;

const STATISTICS: [Statistic; 3] = [Statistic::Normal, Statistic::Detached, Statistic::Omitted];

const EPOCHS: &str = "training (epochs)";

impl Paged for DigitResults {
    fn headline(&self) -> Headline {
        let ablation = protocol().design.judge(self);
        let (claim, counts) = (&protocol().claim, ablation.counts());
        let mut letters = counts.chars();
        let counts =
            letters.next().map_or(String::new(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()));
        let shortfall = match (self.interrupted, &ablation.shortfall) {
            (true, _) => format!(" (stopped, {} runs finished)", self.count()),
            (false, Some(why)) => format!(" ({why})"),
            (false, None) => String::new(),
        };
        let lines =
            [format!("{claim}: {}{shortfall}.", ablation.found()), format!("{counts}."), beside_the_baselines(self)];
        Headline { mark: Mark::of(ablation.verdict), lines }
    }

    fn sections(&self) -> Vec<Section> {
        let text = |text: &str| Piece::Text(text.to_string());
        let (protocol, design) = (protocol(), &protocol().design);
        let ablation = design.judge(self);
        let stated = [&protocol.test, &protocol.alpha_reason, &design.margin_reason, &design.pilot];
        let texts = stated.into_iter().chain(&design.revisions).cloned().collect();
        let claim = vec![
            text(&protocol.hypothesis),
            text(&ablation.summary()),
            Piece::Sheet(ablation.sheet_in_words()),
            Piece::Folded { title: format!("The protocol, version {}", design.version), texts },
        ];
        let cells = vec![text(&legend(self)), Piece::Sheet(grid(self))];
        let pictures = self.pictures().into_iter().map(Piece::Picture).collect();
        let section = |heading: &str, pieces| Section { heading: heading.to_string(), pieces };
        vec![
            section("BYOL on digits: the claim, and what the data say to it", claim),
            section("BYOL on digits: pictures", pictures),
            section("BYOL on digits: every cell", cells),
        ]
    }

    fn pictures(&self) -> Vec<Picture> {
        let mut pictures = Vec::new();
        pictures.extend([false, true].map(|ema| learning(self, ema)));
        let percent = |run: &Run, at: usize| Some(100.0 * self.accuracy(run, at));
        pictures.push(map(self, "accuracy", "Accuracy of the linear probe after training (%)", &percent));
        let decades = |run: &Run, at: usize| Some(run.of_start(Quantity::Variance, at)?.max(f64::EPSILON).log10());
        let title = "Variance of the output, end over start (powers of ten; -15.65 is rounding, or nothing at all)";
        pictures.push(map(self, "variance", title, &decades));
        for ema in [false, true] {
            pictures.extend([true, false].map(|predictor| collapse(self, predictor, ema)));
        }
        pictures.extend([false, true].map(|ema| rank(self, ema)));
        let [both, alone] = spectra();
        pictures.push(spectrum(self, "both", "BN + predictor", both));
        pictures.push(spectrum(self, "bn-only", "BN only", alone));
        pictures.extend([alignment(self), zero_mean_share(self), spectrum_of_s(self)]);
        pictures
    }
}

/// The cells whose spectrum is drawn: batch normalisation with and without predictor.
pub fn spectra() -> [Cell; 2] {
    [true, false].map(|predictor| Cell::hidden(Statistic::Normal, Statistic::Normal, predictor, false))
}

/// A measure of a cell's runs over time; a measurement without any number is left out.
fn curve(results: &DigitResults, name: &str, cell: Cell, measure: Measured<'_>) -> Curve {
    let runs = results.runs(cell);
    let point = |(at, epoch): (usize, &u64)| {
        Some((*epoch as f64, Band::over_seeds(runs.iter().filter_map(|run| measure(run, at)))?))
    };
    Curve::new(name, results.epochs.iter().enumerate().filter_map(point))
}

/// "n = 16 runs a curve" for the runs of the given cells, and what is drawn of them.
fn of_runs(results: &DigitResults, cells: &[Cell], drawn: &str) -> String {
    let counts = cells.iter().map(|cell| results.runs(*cell).len());
    let (least, most) = (counts.clone().min().unwrap_or(0), counts.max().unwrap_or(0));
    let n = if least == most { least.to_string() } else { format!("{least} to {most}") };
    format!("n = {n} {} (seeds) a curve; {drawn}", if most == 1 { "run" } else { "runs" })
}

/// The same with what the bands are.
fn of_bands(results: &DigitResults, cells: &[Cell]) -> String {
    of_runs(results, cells, &explained(cells.iter().map(|cell| results.runs(*cell).len())))
}

fn target(ema: bool) -> &'static str {
    if ema { "target a moving average" } else { "target the network itself" }
}

fn suffix(ema: bool) -> &'static str {
    if ema { "ema" } else { "direct" }
}

fn frame(name: impl Display, title: impl Into<String>, subtitle: String, y: &str) -> Frame {
    Frame::new(format!("byol-{name}"), title, subtitle, EPOCHS, y)
}

fn learning(results: &DigitResults, ema: bool) -> Picture {
    let mut cells = compared(ema);
    cells.push(("SimCLR", Cell::Simclr));
    let percent = |run: &Run, at: usize| Some(100.0 * results.accuracy(run, at));
    let drawn: Vec<Curve> = cells.iter().map(|(name, cell)| curve(results, name, *cell, &percent)).collect();
    let named: Vec<Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    let title = format!("What the encoder learns, {}", target(ema));
    let frame = frame(
        format!("accuracy-{}", suffix(ema)),
        title,
        of_bands(results, &named),
        "accuracy of the linear probe (%)",
    );
    let guess = 100.0 * results.guessed as f64 / results.test_images as f64;
    curves(&frame, Scale::Linear, Interval::Shaded, &drawn, Some((guess, "guessing")))
}

fn rank(results: &DigitResults, ema: bool) -> Picture {
    let cells = compared(ema);
    let drawn: Vec<Curve> =
        cells.iter().map(|(name, cell)| curve(results, name, *cell, &|run, at| run.at(Quantity::Rank, at))).collect();
    let named: Vec<Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    let title = format!("Directions in which the output varies between samples, {}", target(ema));
    let subtitle = of_bands(results, &named);
    let frame = frame(format!("rank-{}", suffix(ema)), title, subtitle, "effective rank of V[F] (of 16 units)");
    curves(&frame, Scale::Linear, Interval::Shaded, &drawn, None)
}

/// The grid's rows: mean and standard deviation.
fn rows() -> Vec<(String, Statistic, Statistic)> {
    let row = |mean: Statistic| STATISTICS.map(|deviation| (format!("mean {mean}, sd {deviation}"), mean, deviation));
    STATISTICS.into_iter().flat_map(row).collect()
}

fn map(results: &DigitResults, name: &str, title: &str, measure: Measured<'_>) -> Picture {
    let end = results.epochs.len() - 1;
    let columns = [(true, false), (false, false), (true, true), (false, true)];
    let mut cells = Vec::new();
    let mut value = |cell: Cell| {
        cells.push(cell);
        Band::over_seeds(results.runs(cell).iter().filter_map(|run| measure(run, end))).map_or(f64::NAN, |b| b.middle)
    };
    let values: Vec<Vec<f64>> = rows()
        .iter()
        .map(|(_, mean, deviation)| {
            columns.map(|(predictor, ema)| value(Cell::hidden(*mean, *deviation, predictor, ema))).to_vec()
        })
        .collect();
    let drawn = of_runs(results, &cells, "medians; batch normalisation in the projector").replace("a curve", "a cell");
    let frame = Frame::new(
        format!("byol-grid-{name}"),
        title,
        drawn,
        "predictor (pred.); target a moving average (EMA)",
        "what becomes of the batch's mean and standard deviation",
    );
    let label = |columns: (bool, bool)| match columns {
        (true, true) => "pred. + EMA".to_string(),
        (true, false) => "pred.".to_string(),
        (false, true) => "EMA".to_string(),
        (false, false) => "neither".to_string(),
    };
    let names: Vec<String> = rows().into_iter().map(|(name, _, _)| name).collect();
    heat_map(&frame, &names, &columns.map(label), &values)
}

fn collapse(results: &DigitResults, predictor: bool, ema: bool) -> Picture {
    let rows = rows();
    let cell = |mean, deviation| Cell::hidden(mean, deviation, predictor, ema);
    let drawn: Vec<Curve> = rows
        .iter()
        .map(|(name, mean, deviation)| {
            curve(results, name, cell(*mean, *deviation), &|run, at| run.of_start(Quantity::Variance, at))
        })
        .collect();
    let cells: Vec<Cell> = rows.iter().map(|(_, mean, deviation)| cell(*mean, *deviation)).collect();
    let with = if predictor { "with predictor" } else { "without predictor" };
    let frame = frame(
        format!("collapse-{}-{}", if predictor { "predictor" } else { "none" }, suffix(ema)),
        format!("Collapse of the output, {with}, {}", target(ema)),
        of_runs(results, &cells, "medians of runs that have not diverged; a curve ends where nothing varies any more"),
        "tr V[F] over its value untrained (1)",
    );
    curves(&frame, Scale::Logarithmic, Interval::Hidden, &drawn, Some((1.0, "untrained")))
}

fn spectrum(results: &DigitResults, name: &str, of: &str, cell: Cell) -> Picture {
    let kept = results.runs(cell).iter().map(|run| run.spectrum.len()).max().unwrap_or(0);
    let eigenvalue = |index: usize| {
        let measure = |run: &Run, at: usize| run.spectrum.get(index)?.at(at);
        curve(results, &format!("eigenvalue {}", index + 1), cell, &measure)
    };
    let drawn: Vec<Curve> = (0..kept).map(eigenvalue).collect();
    let frame = frame(
        format!("spectrum-{name}"),
        format!("Spectrum of the covariance operator of the top layer, {of}, target the network itself"),
        of_bands(results, &[cell]),
        "eigenvalue of V[K] (squared activation)",
    );
    curves(&frame, Scale::Logarithmic, Interval::Shaded, &drawn, None)
}

fn alignment(results: &DigitResults) -> Picture {
    let output = |mean, deviation| Cell::Byol {
        normalisation: Normalisation::Output { mean, deviation },
        predictor: true,
        ema: false,
    };
    let hidden = Cell::hidden(Statistic::Normal, Statistic::Normal, true, false);
    let whole = output(Statistic::Normal, Statistic::Normal);
    let mean_alone = output(Statistic::Normal, Statistic::Omitted);
    let drawn = [
        curve(results, "mean alone at output: with zero-mean", mean_alone, &|run, at| {
            run.at(Quantity::WithZeroMean, at)
        }),
        curve(results, "BN at output: with zero-mean", whole, &|run, at| run.at(Quantity::WithZeroMean, at)),
        curve(results, "BN at output: without", whole, &|run, at| run.at(Quantity::WithoutZeroMean, at)),
        curve(results, "BN in projector: with zero-mean", hidden, &|run, at| run.at(Quantity::WithZeroMean, at)),
        curve(results, "BN in projector: without", hidden, &|run, at| run.at(Quantity::WithoutZeroMean, at)),
    ];
    let frame = frame(
        "alignment",
        "Direction of the update against the operator that the theory predicts, with predictor",
        of_bands(results, &[mean_alone, whole, hidden]),
        "cosine of update and prediction (1)",
    );
    curves(&frame, Scale::Linear, Interval::Shaded, &drawn, None)
}

fn zero_mean_share(results: &DigitResults) -> Picture {
    let mut cells: Vec<(&str, Cell)> = compared(false).into_iter().filter(|(_, cell)| cell.has_predictor()).collect();
    let output = |mean| Normalisation::Output { mean, deviation: Statistic::Normal };
    let at_output = |mean| Cell::Byol { normalisation: output(mean), predictor: true, ema: false };
    cells.push(("BN at output + predictor", at_output(Statistic::Normal)));
    let ratio = |run: &Run, at: usize| Some(run.at(Quantity::Implicit, at)? / run.at(Quantity::Update, at)?);
    let drawn: Vec<Curve> = cells.iter().map(|(name, cell)| curve(results, name, *cell, &ratio)).collect();
    let named: Vec<Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    let frame = frame(
        "zero-mean-share",
        "Size of the zero-mean's share −M S Mᵀ w, over the size of the update",
        format!("{}; without predictor the term is 0", of_bands(results, &named)),
        "|M S M'w| over |update| (1)",
    );
    curves(&frame, Scale::Logarithmic, Interval::Shaded, &drawn, None)
}

fn spectrum_of_s(results: &DigitResults) -> Picture {
    let cells: Vec<(&str, Cell)> = compared(false).into_iter().filter(|(_, cell)| cell.has_predictor()).collect();
    let mut drawn = Vec::new();
    for (name, cell) in &cells {
        drawn.push(curve(results, &format!("{name}: largest"), *cell, &|run, at| run.at(Quantity::HighestS, at)));
        drawn.push(curve(results, &format!("{name}: smallest"), *cell, &|run, at| run.at(Quantity::LowestS, at)));
    }
    let named: Vec<Cell> = cells.iter().map(|(_, cell)| *cell).collect();
    let frame = frame(
        "eigenvalues-of-s",
        "Eigenvalues of sym(S), S = P'(I - P): below 0 the predictor repels",
        of_bands(results, &named),
        "eigenvalue of sym(S) (1)",
    );
    curves(&frame, Scale::Linear, Interval::Shaded, &drawn, Some((0.0, "0")))
}
