//! Results as tables: pure functions of the results, for the terminal, the page and the documents.

use super::ablation::{Ablation, Bearing, Finding, Measure, protocol};
use super::bench::{AUGMENTATIONS, SAMPLES};
use super::cell::{Cell, Normalisation};
use super::foresight;
use super::results::{CellRuns, DigitResults, Quantity, Run};
use crate::band::{Band, explained, titled};
use crate::experiment::{Results, Tables};
use crate::protocol::{Counts, Decision};
use crate::sheet::{Mark, Sheet};
use dualproof::record::Verdict;
use dualproof::train::Statistic;

impl Tables for DigitResults {
    fn verdict(&self) -> Verdict {
        protocol().design.judge(self).decision.into()
    }

    /// Every cell; and, once all runs are finished, the claim with its verdict.
    fn text(&self, whole: bool) -> String {
        let ablation = protocol().design.judge(self);
        let grid = if self.count() == 0 { String::new() } else { format!("{}\n", grid(self).text()) };
        let claim =
            if whole { format!("{}\n{}\n", ablation.sheet().text(), ablation.summary()) } else { String::new() };
        format!("{grid}{claim}")
    }

    /// The results, with the claim's verdict and every hypothesis.
    fn document(&self) -> serde_json::Value {
        let ablation = protocol().design.judge(self);
        let hypothesis = |row: &Finding| {
            serde_json::json!({
                "name": row.hypothesis.name,
                "statement": row.hypothesis.statement,
                "bearing": row.hypothesis.bearing,
                "exceeds": row.hypothesis.exceeds,
                "median": row.effect.map(|effect| effect.middle).filter(|x| x.is_finite()),
                "seeds": row.contrasts.len(),
                "above": row.above,
                "below": row.below,
                "decision": said(row.decision),
            })
        };
        serde_json::json!({
            "verdict": ablation.decision,
            "interrupted": self.interrupted,
            "shortfall": ablation.shortfall,
            "counter_findings": ablation.counter_findings,
            "consequences_found": ablation.consequences_found,
            "hypotheses": ablation.rows.iter().map(hypothesis).collect::<Vec<_>>(),
            "results": self,
        })
    }

    fn texts(&self) -> Vec<(&'static str, String)> {
        vec![("csv", self.csv()), ("md", markdown(self))]
    }

    fn beginning(ending: &str) -> Option<String> {
        match ending {
            "csv" => Some(Self::CSV_HEADER.to_string()),
            "md" => Some(format!("**{}: ", protocol().claim)),
            _ => None,
        }
    }
}

impl Ablation {
    /// One row for each hypothesis: what is tested, what was found, and whether that agrees with the claim. Hypotheses
    /// against the claim stand among those for it.
    pub fn sheet(&self) -> Sheet {
        self.sheet_with(|row| row.hypothesis.name.clone())
    }

    /// The same with every hypothesis in words.
    pub fn sheet_in_words(&self) -> Sheet {
        self.sheet_with(|row| row.hypothesis.statement.clone())
    }

    fn sheet_with(&self, title: impl Fn(&Finding) -> String) -> Sheet {
        let effect = titled("effect", self.rows.iter().map(|row| row.contrasts.len()));
        let header = ["hypothesis", &effect, "margin", ">above it", "the claim"];
        Sheet::new(&header, self.rows.iter().map(|row| (Mark::of(row.decision), cells(title(row), row))))
    }

    /// The verdict in one line.
    pub fn summary(&self) -> String {
        let shortfall = self.shortfall.as_ref().map_or(String::new(), |why| format!("; {why}"));
        format!(
            "{}: {}; {}; each decided at {:.1e}, all together at {}{shortfall}",
            protocol().claim,
            self.found(),
            self.counts(),
            self.level,
            protocol().design.alpha,
        )
    }

    /// The verdict in a word.
    pub fn found(&self) -> &'static str {
        match self.decision {
            Decision::Inconclusive => "undecided",
            Decision::PracticallyNil => "holds in part",
            decision => decision.name(),
        }
    }

    /// How many statements of the claim, against it and of the theory were found so.
    pub fn counts(&self) -> String {
        let all = |bearing| self.rows.iter().filter(|row| row.hypothesis.bearing == bearing).count();
        let own = self.rows.iter().filter(|row| row.hypothesis.bearing == Bearing::Supports);
        let Counts { all: stated, hold, nil, refuted, undecided } = Counts::of(own.map(|row| row.decision));
        let consequences = match all(Bearing::Follows) {
            0 => String::new(),
            1 => format!("; of 1 consequence of the theory {} found true", self.consequences_found),
            n => format!("; of {n} consequences of the theory {} found true", self.consequences_found),
        };
        format!(
            "of {stated} statements of the claim {hold} agree, {refuted} disagree, {nil} practically nil, {undecided} \
             undecided; of {} against it {} found true{consequences}",
            all(Bearing::Counters),
            self.counter_findings,
        )
    }
}

/// Whether a decision agrees with the claim, in one word for tables.
pub fn said(decision: Decision) -> &'static str {
    match decision {
        Decision::Holds => "agrees",
        Decision::PracticallyNil => "practically nil",
        Decision::Refuted => "disagrees",
        Decision::Inconclusive | Decision::NothingChecked => "undecided",
    }
}

/// How a measure's numbers are shown, and their unit.
pub(super) fn number(measure: Measure) -> (fn(f64) -> String, &'static str) {
    match measure {
        Measure::Accuracy => (|x| format!("{:+.1}", 100.0 * x), "points"),
        Measure::Log10Variance => (|x| format!("{x:+.1}"), "decades"),
    }
}

fn cells(title: String, row: &Finding) -> Vec<String> {
    let seeds = row.contrasts.len();
    let (number, unit) = number(row.hypothesis.measure);
    // What follows from the theory says nothing to the claim.
    let (bearing, said) = match (row.hypothesis.bearing, row.decision) {
        (Bearing::Follows, Decision::Holds) => ("theory: ", "no evidence: as the theory says"),
        (Bearing::Follows, Decision::Refuted) => ("theory: ", "no evidence: not as the theory says"),
        (Bearing::Follows, decision) => ("theory: ", said(decision)),
        (Bearing::Counters, decision) => ("against: ", said(decision)),
        (Bearing::Supports, decision) => ("", said(decision)),
    };
    vec![
        format!("{bearing}{title}"),
        row.effect.map_or("-".to_string(), |effect| format!("{} {unit}", effect.shown(seeds, number))),
        format!("> {} {unit}", number(row.hypothesis.exceeds)),
        format!("{} of {seeds}", row.above),
        said.to_string(),
    ]
}

/// One row a cell, at the end of training, after a row for the untrained network: medians over seeds, of the
/// accuracy with its interval.
pub fn grid(results: &DigitResults) -> Sheet {
    let accuracy = titled("accuracy %", results.cells.iter().map(|cell| cell.runs.len()));
    let header = [
        "cell",
        "seeds",
        "diverged",
        &accuracy,
        "gain",
        "variance",
        "of start",
        "rank",
        "|MSM'w|",
        "|update|",
        "cos with",
        "cos without",
        "cos batch",
        "eigenvalues of S",
        "against the claim",
    ];
    let end = results.epochs.len() - 1;
    let untrained = results.cells.first().map(|first| {
        let mut cells = row(format!("untrained, as {}", first.cell), results, &first.runs, 0);
        cells.push(String::new());
        (Mark::Plain, cells)
    });
    let trained = results.cells.iter().map(|CellRuns { cell, runs }| {
        let mut cells = row(cell.to_string(), results, runs, end);
        let found = against_the_claim(results, *cell);
        cells.push(found.unwrap_or("").to_string());
        (if found.is_some() { Mark::Bad } else { Mark::Plain }, cells)
    });
    Sheet::new(&header, untrained.into_iter().chain(trained))
}

fn row(name: String, results: &DigitResults, runs: &[Run], at: usize) -> Vec<String> {
    let median =
        |of: &dyn Fn(&Run) -> Option<f64>| Band::over_seeds(runs.iter().filter_map(of)).map(|band| band.middle);
    let of = |quantity| median(&|run| run.at(quantity, at));
    let or_dash = |text: Option<String>| text.unwrap_or("-".to_string());
    let short = |quantity| or_dash(of(quantity).map(brief));
    let cosine = |quantity| or_dash(of(quantity).map(|x| format!("{x:+.2}")));
    let percent = |share: f64| format!("{:.1}", 100.0 * share);
    let gain = median(&|run| Some(results.accuracy(run, at) - results.accuracy(run, 0)));
    let s = of(Quantity::LowestS).zip(of(Quantity::HighestS));
    vec![
        name,
        runs.len().to_string(),
        if at == 0 { 0 } else { runs.iter().filter(|run| run.diverged.is_some()).count() }.to_string(),
        or_dash(accuracy(results, runs, at).map(|band| band.shown(runs.len(), percent))),
        or_dash(gain.map(|gain| format!("{:+.1}", 100.0 * gain))),
        short(Quantity::Variance),
        or_dash(median(&|run| run.of_start(Quantity::Variance, at)).map(brief)),
        short(Quantity::Rank),
        short(Quantity::Implicit),
        short(Quantity::Update),
        cosine(Quantity::WithZeroMean),
        cosine(Quantity::WithoutZeroMean),
        or_dash(of(Quantity::OfTheBatch).map(|x| format!("{x:+.3}"))),
        or_dash(s.map(|(lowest, highest)| format!("{} … {}", brief(lowest), brief(highest)))),
    ]
}

/// A cell's runs beside the literal claim, that a cell with a predictor and a normal batch mean learns, and one
/// without either far less. By medians, without a test. A cell learns *as well* whose median
/// accuracy is within the interval of batch normalisation and predictor together, or above it.
fn against_the_claim(results: &DigitResults, cell: Cell) -> Option<&'static str> {
    let Cell::Byol { normalisation, ema, .. } = cell else { return None };
    let mean = match normalisation {
        Normalisation::Hidden { mean, .. } | Normalisation::Output { mean, .. } => Some(mean),
        Normalisation::Group => None,
    };
    let end = results.epochs.len() - 1;
    let of = |cell: Cell, at: usize| accuracy(results, results.runs(cell), at);
    let both = of(Cell::hidden(Statistic::Normal, Statistic::Normal, true, ema), end);
    let (trained, untrained) = (of(cell, end)?, of(cell, 0)?);
    match cell.has_predictor() && mean == Some(Statistic::Normal) {
        true => (trained.middle <= untrained.middle).then_some("does not learn"),
        false => (trained.middle >= both?.lower).then_some("learns as well"),
    }
}

/// The accuracy of a cell's runs at a measurement.
pub fn accuracy(results: &DigitResults, runs: &[Run], at: usize) -> Option<Band> {
    Band::over_seeds(runs.iter().map(|run| results.accuracy(run, at)))
}

/// A size in two digits, with an exponent where it is very small or large.
pub fn brief(x: f64) -> String {
    match x.abs() {
        0.0 => "0".to_string(),
        size if (0.01..1000.0).contains(&size) => format!("{x:.*}", if size < 10.0 { 2 } else { 1 }),
        _ => format!("{x:.1e}"),
    }
}

/// The meaning of the tables' columns, and the runs they are of.
pub fn legend(results: &DigitResults) -> String {
    format!(
        "{} epochs of {} images in batches of {}; {} images to judge on, {:.1} % right by guessing; a diverged run \
         counts as guessing. Accuracy: a linear probe (ridge, relative penalty {}) on the encoder. Variance: tr V_x of \
         the output's mean over {AUGMENTATIONS} views, of {SAMPLES} training images; rank: effective rank of that \
         covariance. |MSM'w|: norm of the zero-mean's share of the update, |update|: of the gradient. cos: of the update \
         with the operator that the theory predicts, with and without zero-mean, and with the connection of the batch \
         (batch-connection), which is an identity; '-' where the theory does not speak of the cell. Over seeds: {}. The last column is read off medians, not tested. Cells: bn-MEAN-DEVIATION in the \
         projector, output-bn at its output, group without any batch statistic.",
        results.settings.epochs,
        results.train_images,
        results.settings.batch,
        results.test_images,
        100.0 * results.guessed as f64 / results.test_images as f64,
        results.ridge,
        explained(results.cells.iter().map(|cell| cell.runs.len())),
    )
}

/// The tables of results as Markdown: the claim and its verdict, then every cell. A function of the results alone.
pub fn markdown(results: &DigitResults) -> String {
    let ablation = protocol().design.judge(results);
    let foretold = foresight::foretold(results);
    format!(
        "**{}.**\n\n{}\n{}\n\n{}\nSaid after the first quarter of the training, by the trend of the variance alone, with a \
         rule that was written on the runs of seeds 1 to 16 alone; {}.\n\n{}",
        ablation.summary(),
        ablation.sheet_in_words().markdown(),
        legend(results),
        grid(results).markdown(),
        foresight::summary(&foretold),
        foresight::sheet(&foretold).markdown(),
    )
}

/// The cells of the theory's main comparison under familiar names: with and without batch normalisation, with and
/// without predictor, and with the mean detached.
pub fn compared(ema: bool) -> Vec<(&'static str, Cell)> {
    use Statistic::{Detached, Normal, Omitted};
    vec![
        ("BN + predictor", Cell::hidden(Normal, Normal, true, ema)),
        ("BN only", Cell::hidden(Normal, Normal, false, ema)),
        ("predictor only", Cell::hidden(Omitted, Omitted, true, ema)),
        ("neither", Cell::hidden(Omitted, Omitted, false, ema)),
        ("BN, mean detached + predictor", Cell::hidden(Detached, Normal, true, ema)),
    ]
}

#[cfg(test)]
mod tests {
    use super::super::results::Series;
    use super::super::settings::Settings;
    use super::*;

    /// Two seeds of one cell, one of which has diverged.
    fn results() -> DigitResults {
        let mut results = DigitResults::new(Settings { epochs: 1, ..Settings::default() }, 0.1, (100, 100), 10);
        let measures = |start: f64, end: Option<f64>| Series::recorded([Some(start), end]);
        for (seed, diverged, end, right) in [(1, None, Some(2.0), 90), (2, Some(7), None, 10)] {
            let quantities = [
                (Quantity::Variance, measures(4.0, end)),
                (Quantity::Rank, measures(3.0, end)),
                (Quantity::Implicit, measures(0.0, end)),
                (Quantity::Update, measures(1e-6, end)),
                (Quantity::WithZeroMean, measures(1.0, end)),
                (Quantity::OfTheBatch, measures(1.0, end)),
                (Quantity::LowestS, measures(-0.5, end)),
                (Quantity::HighestS, measures(0.25, end)),
            ];
            let quantities = quantities.into();
            let run = Run { seed, diverged, correct: vec![50, right], quantities, spectrum: Vec::new() };
            results.insert("bn-normal-normal+predictor".parse().unwrap(), run);
        }
        results
    }

    #[test]
    fn the_grid_says_what_was_found_and_what_diverged() {
        let sheet = grid(&results());
        assert!(sheet.rows.iter().all(|(_, cells)| cells.len() == sheet.header.len()));
        let row = |place: usize| sheet.rows[place].1.join(" | ");
        assert_eq!(
            row(0),
            "untrained, as bn-normal-normal+predictor | 2 | 0 | 50.0 [50.0, 50.0] \
             | +0.0 | 4.00 | 1.00 | 3.00 | 0 | 1.0e-6 | +1.00 | - | +1.000 | -0.50 … 0.25 | "
        );
        assert_eq!(
            row(1),
            "bn-normal-normal+predictor | 2 | 1 | 50.0 [10.0, 90.0] | +0.0 | 2.00 | 0.50 | 2.00 | 2.00 | 2.00 | +2.00 | - \
             | +2.000 | 2.00 … 2.00 | does not learn"
        );
    }

    #[test]
    fn what_reads_against_the_claim_is_said() {
        let mut results = results();
        results.cells.clear();
        let mut add = |cell: &str, right: usize| {
            for seed in 1..=3 {
                let run = Run { seed, correct: vec![50, right], ..Run::default() };
                results.insert(cell.parse().unwrap(), run);
            }
        };
        add("bn-normal-normal+predictor", 80);
        add("bn-omitted-normal+predictor", 80);
        add("bn-normal-detached+predictor", 50);
        add("bn-normal-normal", 79);
        add("group+predictor", 81);
        add("simclr", 90);
        // Without the reference of its own kind of target, nothing can be said.
        add("bn-normal-normal+ema", 80);
        let found: Vec<_> = results
            .cells
            .iter()
            .filter_map(|cell| Some((cell.cell.to_string(), against_the_claim(&results, cell.cell)?)))
            .collect();
        let expected = [
            ("bn-normal-detached+predictor", "does not learn"),
            ("bn-omitted-normal+predictor", "learns as well"),
            ("group+predictor", "learns as well"),
        ];
        assert_eq!(found, expected.map(|(cell, what)| (cell.to_string(), what)));
    }

    #[test]
    fn markdown_is_a_function_of_the_results_and_shows_every_hypothesis() {
        let text = markdown(&results());
        assert_eq!(text, markdown(&results()));
        assert!(
            text.starts_with(
                "**byol-ablation: undecided; of 12 statements of the claim 0 agree, 0 disagree, 0 practically nil, 12 \
                 undecided; of 4 against it 0 found true; of 2 consequences of the theory 0 found true"
            ),
            "{text}"
        );
        assert!(text.starts_with(&DigitResults::beginning("md").unwrap()));
        for hypothesis in &protocol().design.hypotheses {
            assert!(text.contains(&hypothesis.statement), "{}", hypothesis.statement);
        }
        assert!(text.contains("other settings than the protocol's"));
        assert_eq!((text.matches("against: ").count(), text.matches("theory: ").count()), (4, 2));
    }

    #[test]
    fn one_seed_has_no_interval() {
        let mut results = results();
        results.cells[0].runs.truncate(1);
        let (sheet, legend) = (grid(&results), legend(&results));
        assert_eq!((sheet.header[3].as_str(), sheet.rows[1].1[3].as_str()), ("accuracy %", "90.0"));
        assert!(legend.contains("one seed: no interval"), "{legend}");
        assert!(!protocol().design.judge(&results).sheet().text().contains('['));
        // Two have a range, which is said.
        results = self::results();
        let header = &grid(&results).header[3];
        assert_eq!(header, "accuracy % [range]");
    }
}
