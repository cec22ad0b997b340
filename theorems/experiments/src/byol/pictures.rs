//! Pictures of the results, and their sections of the page.

use super::ablation::protocol;
use super::baselines::beside_the_baselines;
use super::cell::{Cell, Normalisation, Predictor};
use super::results::{DigitResults, Quantity, Run};
use super::tables::{compared, grid, legend};
use crate::band::{Band, explained};
use crate::experiment::Paged;
use crate::page::{Headline, Piece};
use crate::picture::{Curve, Frame, Interval, Picture, Scale, curves, heat_map};
use crate::sheet::Mark;
use dualproof::train::Statistic;

/// A measure of a run at one of its measurements.
type Measured<'a> = &'a dyn Fn(&Run, usize) -> Option<f64>;

const STATISTICS: [Statistic; 3] = [Statistic::Normal, Statistic::Detached, Statistic::Omitted];

const EPOCHS: &str = "training (epochs)";

impl Paged for DigitResults {
    const TITLE: &'static str = "BYOL on digits";
    const TABLES: &'static str = "every cell";

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
        Headline { mark: Mark::of(ablation.decision), lines }
    }

    fn claim(&self) -> Vec<Piece> {
        let (protocol, design) = (protocol(), &protocol().design);
        let ablation = design.judge(self);
        let stated = [&protocol.test, &protocol.alpha_reason, &design.margin_reason, &design.pilot, &design.power];
        let texts = stated.into_iter().chain(&design.revisions).cloned().collect();
        vec![
            Piece::Text(protocol.hypothesis.clone()),
            Piece::Text(ablation.summary()),
            Piece::Text(ablation.weighed()),
            Piece::Sheet(ablation.sheet_in_words()),
            Piece::Folded { title: format!("The protocol, version {}", design.version), texts },
        ]
    }

    fn tables(&self) -> Vec<Piece> {
        vec![Piece::Text(legend(self)), Piece::Sheet(grid(self))]
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

/// A curve over the training: its name, and which measure of which cell it shows. Epochs without a number are left
/// out.
type Line<'a> = (String, Cell, Measured<'a>);

/// A picture over the training: its name, title, vertical axis, scale, and a marked level.
struct Shown<'a> {
    name: String,
    title: String,
    y: &'a str,
    scale: Scale,
    level: Option<(f64, &'a str)>,
}

impl<'a> Shown<'a> {
    /// On a linear scale, without a level.
    fn linear(name: impl Into<String>, title: impl Into<String>, y: &'a str) -> Self {
        Shown { name: name.into(), title: title.into(), y, scale: Scale::Linear, level: None }
    }

    /// On a logarithmic scale, without a level.
    fn logarithmic(name: impl Into<String>, title: impl Into<String>, y: &'a str) -> Self {
        Shown { scale: Scale::Logarithmic, ..Shown::linear(name, title, y) }
    }

    /// Beside a labelled level.
    fn beside(self, value: f64, label: &'a str) -> Self {
        Shown { level: Some((value, label)), ..self }
    }

    /// The picture, with the bands of all seeds.
    fn with_bands(&self, results: &DigitResults, lines: &[Line<'_>]) -> Picture {
        let seeds = lines.iter().map(|(_, cell, _)| results.runs(*cell).len());
        self.drawn(results, lines, Interval::Shaded, &explained(seeds))
    }

    /// The picture; `said` is what is drawn of the runs.
    fn drawn(&self, results: &DigitResults, lines: &[Line<'_>], interval: Interval, said: &str) -> Picture {
        let curve = |(name, cell, measure): &Line<'_>| {
            let point = |(at, epoch): (usize, &u64)| {
                let measured = results.runs(*cell).iter().filter_map(|run| measure(run, at));
                Some((*epoch as f64, Band::over_seeds(measured)?))
            };
            Curve::new(name, results.epochs.iter().enumerate().filter_map(point))
        };
        let subtitle = of_runs(results, lines.iter().map(|(_, cell, _)| *cell), said);
        let frame = Frame::new(format!("byol-{}", self.name), &self.title, subtitle, EPOCHS, self.y);
        curves(&frame, self.scale, interval, &lines.iter().map(curve).collect::<Vec<_>>(), self.level)
    }
}

/// "n = 16 runs a curve" for the runs of the given cells, and which of their statistics are drawn.
fn of_runs(results: &DigitResults, cells: impl Iterator<Item = Cell> + Clone, drawn: &str) -> String {
    let counts = cells.map(|cell| results.runs(cell).len());
    let (least, most) = (counts.clone().min().unwrap_or(0), counts.max().unwrap_or(0));
    let n = if least == most { least.to_string() } else { format!("{least} to {most}") };
    format!("n = {n} {} (seeds) a curve; {drawn}", if most == 1 { "run" } else { "runs" })
}

fn target(ema: bool) -> &'static str {
    if ema { "target a moving average" } else { "target the network itself" }
}

fn suffix(ema: bool) -> &'static str {
    if ema { "ema" } else { "direct" }
}

/// The same measure of named cells.
fn lines<'a>(cells: impl IntoIterator<Item = (&'a str, Cell)>, measure: Measured<'a>) -> Vec<Line<'a>> {
    cells.into_iter().map(|(name, cell)| (name.to_string(), cell, measure)).collect()
}

fn learning(results: &DigitResults, ema: bool) -> Picture {
    let cells = compared(ema).into_iter().chain([("SimCLR", Cell::Simclr)]);
    let percent = |run: &Run, at: usize| Some(100.0 * results.accuracy(run, at));
    let guess = 100.0 * results.guessed as f64 / results.test_images as f64;
    let title = format!("What the encoder learns, {}", target(ema));
    let shown = Shown::linear(format!("accuracy-{}", suffix(ema)), title, "accuracy of the linear probe (%)");
    shown.beside(guess, "guessing").with_bands(results, &lines(cells, &percent))
}

fn rank(results: &DigitResults, ema: bool) -> Picture {
    let title = format!("Directions in which the output varies between samples, {}", target(ema));
    let shown = Shown::linear(format!("rank-{}", suffix(ema)), title, "effective rank of V[F] (of 16 units)");
    shown.with_bands(results, &lines(compared(ema), &|run, at| run.at(Quantity::Rank, at)))
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
    let drawn = of_runs(results, cells.into_iter(), "medians; batch normalisation in the projector");
    let drawn = drawn.replace("a curve", "a cell");
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
    let measure: Measured<'_> = &|run, at| run.of_start(Quantity::Variance, at);
    let line = |(name, mean, deviation)| (name, Cell::hidden(mean, deviation, predictor, ema), measure);
    let with = if predictor { "with predictor" } else { "without predictor" };
    let name = format!("collapse-{}-{}", if predictor { "predictor" } else { "none" }, suffix(ema));
    let title = format!("Collapse of the output, {with}, {}", target(ema));
    let shown = Shown::logarithmic(name, title, "tr V[F] over its value untrained (1)").beside(1.0, "untrained");
    let said = "medians of runs that have not diverged; a curve ends where nothing varies any more";
    shown.drawn(results, &rows().into_iter().map(line).collect::<Vec<_>>(), Interval::Hidden, said)
}

fn spectrum(results: &DigitResults, name: &str, of: &str, cell: Cell) -> Picture {
    let kept = results.runs(cell).iter().map(|run| run.spectrum.len()).max().unwrap_or(0);
    let eigenvalues: Vec<_> =
        (0..kept).map(|index| move |run: &Run, at: usize| run.spectrum.get(index)?.at(at)).collect();
    let line = |(index, measure)| (format!("eigenvalue {}", index + 1), cell, measure as Measured<'_>);
    let title = format!("Spectrum of the covariance operator of the top layer, {of}, target the network itself");
    let shown = Shown::logarithmic(format!("spectrum-{name}"), title, "eigenvalue of V[K] (squared activation)");
    shown.with_bands(results, &eigenvalues.iter().enumerate().map(line).collect::<Vec<_>>())
}

/// With the normalisation at the output and a predictor, the target the network itself.
fn at_output(deviation: Statistic) -> Cell {
    let normalisation = Normalisation::Output { mean: Statistic::Normal, deviation };
    Cell::Byol { normalisation, predictor: Predictor::Trained, ema: false }
}

fn alignment(results: &DigitResults) -> Picture {
    let hidden = Cell::hidden(Statistic::Normal, Statistic::Normal, true, false);
    let (whole, mean_alone) = (at_output(Statistic::Normal), at_output(Statistic::Omitted));
    let with: Measured<'_> = &|run, at| run.at(Quantity::WithZeroMean, at);
    let without: Measured<'_> = &|run, at| run.at(Quantity::WithoutZeroMean, at);
    let of_the_batch: Measured<'_> = &|run, at| run.at(Quantity::OfTheBatch, at);
    let title = "Direction of the update against the operator that the theory predicts, with predictor";
    let shown = Shown::linear("alignment", title, "cosine of update and prediction (1)");
    let lines = [
        ("mean alone at output: with zero-mean", mean_alone, with),
        ("BN at output: with zero-mean", whole, with),
        ("BN at output: without", whole, without),
        ("BN in projector: with zero-mean", hidden, with),
        ("BN in projector: without", hidden, without),
        ("BN in projector: connection of the batch", hidden, of_the_batch),
    ];
    shown.with_bands(results, &lines.map(|(name, cell, measure)| (name.to_string(), cell, measure)))
}

fn zero_mean_share(results: &DigitResults) -> Picture {
    let with_predictor = compared(false).into_iter().filter(|(_, cell)| cell.has_predictor());
    let cells = with_predictor.chain([("BN at output + predictor", at_output(Statistic::Normal))]);
    let ratio = |run: &Run, at: usize| Some(run.at(Quantity::Implicit, at)? / run.at(Quantity::Update, at)?);
    let lines = lines(cells, &ratio);
    let title = "Size of the zero-mean's share −M S Mᵀ w, over the size of the update";
    let shown = Shown::logarithmic("zero-mean-share", title, "|M S M'w| over |update| (1)");
    let bands = explained(lines.iter().map(|(_, cell, _)| results.runs(*cell).len()));
    shown.drawn(results, &lines, Interval::Shaded, &format!("{bands}; without predictor the term is 0"))
}

fn spectrum_of_s(results: &DigitResults) -> Picture {
    let highest: Measured<'_> = &|run, at| run.at(Quantity::HighestS, at);
    let lowest: Measured<'_> = &|run, at| run.at(Quantity::LowestS, at);
    let both = |(name, cell): (&str, Cell)| {
        [("largest", highest), ("smallest", lowest)].map(|(which, of)| (format!("{name}: {which}"), cell, of))
    };
    let with_predictor = compared(false).into_iter().filter(|(_, cell)| cell.has_predictor());
    let title = "Eigenvalues of sym(S), S = P'(I - P): below 0 the predictor repels";
    let shown = Shown::linear("eigenvalues-of-s", title, "eigenvalue of sym(S) (1)").beside(0.0, "0");
    shown.with_bands(results, &with_predictor.flat_map(both).collect::<Vec<_>>())
}
