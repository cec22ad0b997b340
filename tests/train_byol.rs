//! `dualproof train byol`: the same results on one thread and on two, resumed or not; files and refusals.

use assert_cmd::Command;
use dualproof::train::{Learner, Watch, resumed, saved};
use dualproof_experiments::byol::ablation::{Bearing, earlier_protocol, protocol};
use dualproof_experiments::byol::baselines;
use dualproof_experiments::byol::bench::take;
use dualproof_experiments::byol::cell::Cell;
use dualproof_experiments::byol::learner::Byol;
use dualproof_experiments::byol::results::{DigitResults, Quantity};
use dualproof_experiments::byol::settings::Settings;
use dualproof_experiments::byol::split::Split;
use dualproof_experiments::byol::tables;
use dualproof_experiments::experiment::Results;
use dualproof_experiments::protocol::Decision;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const CELLS: [&str; 4] = ["bn-normal-normal+predictor", "bn-omitted-omitted+ema", "group+predictor+ema", "simclr"];

fn brief() -> Settings {
    Settings { epochs: 1, batch: 64, ..Settings::default() }
}

fn cell(name: &str) -> Cell {
    name.parse().unwrap()
}

fn taken(plan: &[(Cell, u64)], results: Option<DigitResults>, threads: usize, watch: &Watch) -> DigitResults {
    let split = Split::digits();
    let mut results = results.unwrap_or_else(|| DigitResults::new(brief(), 0.1, (1198, 599), 54));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
    let spectra = [cell(CELLS[0])];
    pool.install(|| take(&mut results, &split, plan, &spectra, watch, None)).unwrap();
    results
}

fn plan() -> Vec<(Cell, u64)> {
    CELLS.iter().flat_map(|name| [(cell(name), 1), (cell(name), 2)]).collect()
}

#[test]
fn the_results_are_the_same_on_one_thread_and_on_two_and_whether_resumed_or_not() {
    let plan = plan();
    let whole = taken(&plan, None, 1, &Watch::default());
    assert_eq!(whole, taken(&plan, None, 2, &Watch::default()));
    assert_eq!((whole.count(), whole.interrupted), (8, false));
    let (late, early) = plan.split_at(3);
    let half = taken(early, None, 2, &Watch::default());
    let file = half.write();
    let half = DigitResults::read("half", &file).unwrap();
    assert_eq!(whole, taken(&[early, late].concat(), Some(half), 2, &Watch::default()));
    // Seeds differ, and so do cells of one seed.
    let variance = |name: &str, run: usize| whole.runs(cell(name))[run].at(Quantity::Variance, 1).unwrap();
    assert_ne!(variance(CELLS[0], 0), variance(CELLS[0], 1));
    assert_ne!(variance(CELLS[0], 0), variance(CELLS[1], 0));
    // What is kept where: a spectrum for the cells that ask for it, a prediction where the theory has one.
    let first = &whole.runs(cell(CELLS[0]))[0];
    assert!(
        first.spectrum.len() == 4
            && first.spectrum[0].at(1).unwrap() > 0.0
            && first.at(Quantity::Implicit, 1).unwrap() > 0.0
    );
    assert!(whole.runs(cell(CELLS[1]))[0].spectrum.is_empty());
    assert_eq!(
        whole.runs(cell(CELLS[1]))[0].at(Quantity::Implicit, 1),
        Some(0.0),
        "no predictor, no share of the zero-mean"
    );
    assert_eq!(whole.runs(cell("group+predictor+ema"))[0].at(Quantity::Implicit, 1), None);
}

#[test]
fn a_stopped_experiment_keeps_nothing_half() {
    let watch = Watch::default();
    watch.stop();
    let stopped = taken(&plan(), None, 2, &watch);
    assert_eq!((stopped.count(), stopped.interrupted), (0, true));
    let resumed = taken(&plan(), Some(stopped), 2, &Watch::default());
    assert_eq!((resumed.count(), resumed.interrupted), (8, false));
}

#[test]
fn a_learner_that_is_saved_and_resumed_ends_at_the_same_bits() {
    let (split, settings) = (Split::digits(), brief());
    for name in CELLS {
        let learner = || Byol::new(cell(name), &settings, &split, 7).unwrap();
        let mut whole = learner();
        (0..5).for_each(|step| {
            whole.update(step);
        });
        let mut first = learner();
        (0..2).for_each(|step| {
            first.update(step);
        });
        let mut second = learner();
        let next = resumed(&mut second, &saved(&first, 2)).unwrap();
        (next..5).for_each(|step| {
            second.update(step);
        });
        assert_eq!(whole.online.parameters, second.online.parameters, "{name}");
        assert_eq!(whole.target.parameters, second.target.parameters, "{name}");
        assert_eq!(whole.predictor, second.predictor, "{name}");
        let other = if name == CELLS[0] { CELLS[1] } else { CELLS[0] };
        let mut other = Byol::new(cell(other), &settings, &split, 7).unwrap();
        assert!(resumed(&mut other, &saved(&first, 2)).is_err(), "{name}");
    }
}

/// Cells of one seed see the same batches and views and start alike: what differs is the cell.
#[test]
fn cells_of_one_seed_are_paired() {
    let results = taken(&[(cell(CELLS[0]), 1), (cell(CELLS[1]), 1), (cell("simclr"), 1)], None, 2, &Watch::default());
    let untrained: Vec<usize> = results.cells.iter().map(|cell| cell.runs[0].correct[0]).collect();
    assert!(untrained.iter().all(|correct| *correct == untrained[0]), "{untrained:?}");
}

fn dualproof(arguments: &[&str], out: &Path) -> (i32, String, String) {
    let mut command = Command::cargo_bin("dualproof").unwrap();
    let output = command.args(["train", "byol", "--out"]).arg(out).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const SMALL: [&str; 6] = ["--epochs", "1", "--seeds", "1", "--cells", "bn-normal-normal+predictor,simclr"];

#[test]
fn a_small_run_ends_with_tables_pictures_and_a_page_that_needs_nothing_else() {
    let directory = TempDir::new().unwrap();
    let out = directory.path().join("made");
    let (code, text, errors) = dualproof(&SMALL, &out);
    assert_eq!((code, errors.as_str()), (3, ""), "nothing is decided without the protocol's runs");
    for needle in ["untrained", "bn-normal-normal+predictor", "simclr", "beats-bn-only", "byol-ablation: undecided"] {
        assert!(text.contains(needle), "{needle}:\n{text}");
    }
    // One seed has no interval.
    assert!(!text.contains(['[', ']']) && !text.contains("95 %"), "{text}");
    let read = |name: &str| fs::read_to_string(out.join(name)).unwrap();
    let results = DigitResults::read("byol.json", &read("byol.json")).unwrap();
    assert_eq!(results.count(), 2);
    assert_eq!(read("byol.csv"), results.csv());
    assert_eq!(read("byol.md"), tables::markdown(&results));
    let page = read("experiments.html");
    // Nothing from elsewhere: no reference but within the page, and the name of the SVG language.
    let foreign = page.replace("http://www.w3.org/2000/svg", "").replace("http://www.w3.org/1999/xlink", "");
    for needle in ["http:", "https:", "<script", "<link", "<img", "@import", "url(\"", "src="] {
        assert!(!foreign.contains(needle), "{needle}");
    }
    assert_eq!(page.matches("<svg").count(), page.matches("<svg viewBox=\"0 0 ").count(), "a picture is cut");
    assert!(page.contains("one seed: no interval") && page.contains("figure svg { display: block; width: 100%"));
    let verdict = page.split("class=\"verdict").nth(1).unwrap().split("</p>").next().unwrap();
    assert!(verdict.contains("byol-ablation: undecided") && verdict.matches("<br>").count() == 2, "{verdict}");
    assert!(page.find("class=\"verdict").unwrap() < page.find("<h2>").unwrap());
    let pictures = fs::read_dir(&out)
        .unwrap()
        .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "svg"));
    assert_eq!(pictures.count(), page.matches("<svg").count());
    let identifiers: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let distinct: std::collections::BTreeSet<&str> = identifiers.iter().copied().collect();
    assert_eq!(identifiers.len(), distinct.len(), "an identifier twice on the page");
    // Again, from what is there: nothing is run, nothing changes.
    let resume = [&SMALL[..], &["--resume", "--json"]].concat();
    let (code, document, _) = dualproof(&resume, &out);
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    assert_eq!((code, &document["verdict"]), (3, &"inconclusive".into()));
    assert_eq!(document["hypotheses"].as_array().unwrap().len(), protocol().design.hypotheses.len());
    assert_eq!(read("experiments.html"), page);
    // Results of other settings are not mixed in.
    let (code, _, errors) = dualproof(&["--epochs", "2", "--seeds", "1", "--cells", "simclr", "--resume"], &out);
    assert_eq!(code, 2);
    assert!(errors.contains("byol.json: settings: found those of another run"), "{errors}");
    // Damaged ones are refused.
    fs::write(out.join("byol.json"), "{").unwrap();
    let (code, _, errors) = dualproof(&resume, &out);
    assert_eq!((code, errors.lines().count()), (2, 1), "{errors}");
}

#[test]
fn what_means_nothing_is_refused_in_one_line_and_nothing_is_written() {
    for (arguments, needle) in [
        (&["--preset", "fast"][..], "--preset: found \"fast\", expected quick or full"),
        (&["--cells", "bn-normal"], "--cells: found \"bn-normal\""),
        (&["--cells", ""], "--cells: found \"\""),
        (&["--seeds", "0"], "--seeds: found 0"),
        (&["--seeds", "1001"], "--seeds: found 1001, expected 1 to 1000"),
        (&["--epochs", "0"], "--epochs: found 0"),
        (&["--epochs", "18446744073709551615"], "--epochs: found 18446744073709551615"),
        (&["--batch", "0"], "--batch: found 0"),
        (&["--batch", "1199"], "--batch: found 1199, expected 1 to 1198"),
        (
            &["--batch", "1"],
            "--batch: found 1, expected at least 2, as bn-normal-normal+predictor normalises over the batch",
        ),
        (&["--rate", "0"], "--rate: found 0"),
        (&["--rate", "-1"], "--rate: found -1"),
        (&["--rate", "NaN"], "--rate: found NaN"),
        (&["--rate", "inf"], "--rate: found inf"),
        (&["--momentum", "1"], "--momentum: found 1"),
        (&["--ema", "1.5"], "--ema: found 1.5"),
        (&["--weight-decay", "-0.1"], "--weight-decay: found -0.1"),
        (&["--noise", "-1"], "--noise: found -1"),
        (&["--shift", "8"], "--shift: found 8"),
        (&["--temperature", "0"], "--temperature: found 0"),
    ] {
        let directory = TempDir::new().unwrap();
        let out = directory.path().join("made");
        let (code, text, errors) = dualproof(arguments, &out);
        assert_eq!((code, text.as_str(), errors.lines().count()), (2, "", 1), "{arguments:?}: {errors}");
        assert!(errors.contains(needle), "{arguments:?}: {errors}");
        assert!(!out.exists(), "{arguments:?} left something");
    }
}

#[test]
fn a_batch_of_one_is_a_batch_where_nothing_is_normalised_over_it() {
    let (split, settings) = (Split::digits(), Settings { batch: 1, ..brief() });
    for cell in Cell::all() {
        assert_eq!(Byol::new(cell, &settings, &split, 1).is_err(), cell.uses_the_batch(), "{cell}");
    }
}

#[test]
fn a_place_that_cannot_be_written_is_refused_before_anything_runs() {
    let directory = TempDir::new().unwrap();
    let file = directory.path().join("file");
    fs::write(&file, "mine").unwrap();
    let (code, text, errors) = dualproof(&[], &file);
    assert_eq!((code, text.as_str(), errors.lines().count()), (2, "", 1), "{errors}");
    assert!(errors.contains("cannot write"), "{errors}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
}

/// The recorded run is the protocol's, and the verdict and the tables are functions of it.
#[test]
fn the_recorded_results_are_those_that_the_protocol_asks_for() {
    let text = include_str!("../theorems/experiments/results/byol.json");
    assert!(text.len() < 1_500_000, "{} bytes", text.len());
    let results = DigitResults::read("byol.json", text).unwrap();
    assert_eq!(results.write(), text, "the file is as the program writes it");
    assert_eq!(results.cells.len(), Cell::all().len());
    assert!(results.cells.iter().all(|cell| cell.runs.len() >= 5));
    let ablation = protocol().design.judge(&results);
    assert_eq!(ablation.shortfall, None);
    let markdown = tables::markdown(&results);
    for row in &ablation.rows {
        assert_eq!(row.contrasts.len() as u64, row.hypothesis.seeds.unwrap_or(protocol().design.seeds));
        assert!(row.decision != Decision::Inconclusive, "{}", row.hypothesis.name);
        assert!(markdown.contains(&row.hypothesis.statement));
    }
    let against = ablation.rows.iter().filter(|row| row.decision == Decision::Refuted).count();
    assert_eq!(markdown.matches(" | disagrees |").count(), against);
    // What follows from the theory is found in every seed to the last image, and is not counted against the claim.
    let follows: Vec<_> = ablation.rows.iter().filter(|row| row.hypothesis.bearing == Bearing::Follows).collect();
    assert!(follows.len() == 2 && follows.iter().all(|row| row.contrasts.iter().all(|contrast| *contrast == 0.0)));
    assert_eq!((ablation.consequences_found, ablation.counter_findings), (2, 3));
    // The README's part has the baselines, and says what they say.
    let brief = baselines::brief_markdown(&results);
    let said = "Above the untrained network, 80.1 %: 2 (BN + predictor 83.7 %; BN + predictor, target a moving average \
                84.6 %) of these 10 cells; above SimCLR, 85.6 %: none.";
    assert!(brief.contains(said) && brief.contains("| the network itself | 80.1 | 83.7 |"), "{brief}");
    // What the protocol before it was run for is kept, and judged by that protocol.
    let earlier = include_str!("../theorems/experiments/results/earlier/byol-2.json");
    let earlier = earlier_protocol().design.judge(&DigitResults::read("byol-2.json", earlier).unwrap());
    assert_eq!((earlier.shortfall.as_deref(), earlier.counter_findings), (None, 2));
    assert_eq!(earlier.decision, Decision::Inconclusive);
}
