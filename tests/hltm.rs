//! `train hltm`: agreement with the authors' program, measures against independent computations, stops, bad options.

use assert_cmd::Command;
use dualproof::network::Activation;
use dualproof::train::{Descent, Learner, StateFile, Watch};
use dualproof::tree::{Group, LocalNetwork, Pixels};
use dualproof_experiments::experiment::{Results, Tables};
use dualproof_experiments::hltm::agreement::{self, COMPARED, agrees, compare, threshold};
use dualproof_experiments::hltm::protocol::{Design, Margins, NO_LOSS, Outcome, Runs, decide, protocol, verdict};
use dualproof_experiments::hltm::{
    Extent, Planned, RunRecord, Setting, TreeLearner, TreePlan, TreeResults, levels, markdown, measure, run_one,
};
use dualproof_experiments::protocol::{Decision, power};
use dualproof_experiments::training::Training;
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::path::Path;

fn runs(setting: &Setting, seeds: u64) -> Vec<RunRecord> {
    let one = |seed| run_one(setting, seed, Extent::Units, &Training::unsaved(&Watch::default())).unwrap().unwrap();
    (1..=seeds).into_par_iter().map(one).collect()
}

/// Twenty seeds of ours against twenty of theirs, at every level, untrained and after each of three epochs.
#[test]
fn the_compatible_setting_has_the_law_of_the_authors_program() {
    let all: Vec<_> = COMPARED
        .into_iter()
        .flat_map(|(depth, hid)| compare(depth, hid, &runs(&Setting::compatible(depth, hid), 20)))
        .collect();
    for c in &all {
        assert!(c.least() > threshold(), "{c:?}");
        assert_eq!(c.seeds, [20, 20]);
    }
    assert!(agrees(&all));
    // What is missing is no agreement, and runs that all diverged are compared with nothing.
    assert_eq!(compare(3, 2, &[]), []);
    assert!(!agrees(&all[1..]));
    assert!(!agrees(&[]));
}

/// The comparison would see a departure: polarities from 0.7 on instead of 0.8, fewer steps.
#[test]
fn the_comparison_sees_another_setting() {
    let (depth, hid) = COMPARED[1];
    let other = Setting { samples: 12_800, epochs: 1, delta: 0.7, ..Setting::compatible(depth, hid) };
    let found = compare(depth, hid, &runs(&other, 20));
    assert!(found.iter().any(|c| c.least() < threshold()), "{found:?}");
    assert!(!agrees(&found));
}

#[test]
fn the_reference_has_twenty_seeds_of_each_compared_setting() {
    for (depth, hid) in COMPARED {
        for (level, epoch) in (1..=depth).flat_map(|level| (0..4).map(move |epoch| (level, epoch))) {
            assert_eq!(agreement::logged(depth, hid, level, epoch).len(), 20);
        }
    }
}

/// The network of a learner as the toolkit's own locally connected network.
fn as_local(learner: &TreeLearner) -> LocalNetwork<f64> {
    let setting = learner.setting();
    let group = |level: usize| {
        let activation = if level == setting.depth { Activation::Linear } else { Activation::Relu };
        let weight = learner.network.weight(setting.layer_of(level));
        let inputs = setting.inputs(level);
        let rows = weight.chunks_exact(setting.hid * inputs);
        let of = move |(node, entries): (&usize, &[f64])| Group {
            node: *node,
            weights: DMatrix::from_row_slice(entries.len() / inputs, inputs, entries),
            activation: activation.clone(),
        };
        learner.nodes(level).iter().zip(rows).map(of).collect::<Vec<_>>()
    };
    LocalNetwork { pixels: Pixels::Sign, groups: (1..=setting.depth).flat_map(group).collect() }
}

/// The covariance operator's blocks, and what each is from, by the toolkit's connections of single samples.
#[test]
fn the_measured_operator_is_that_of_explicit_connections() {
    let mut compared = 0;
    for seed in 0..20 {
        let setting = Setting { depth: 3, hid: 3, samples: 400, batch: 8, ..Setting::stated(3, 3) };
        let mut learner = TreeLearner::new(&setting, seed).unwrap();
        (0..20).for_each(|step| {
            learner.update(step);
        });
        let samples = learner.statistics_samples(0);
        let local = as_local(&learner);
        let tree = learner.tree();
        // A group whose inputs are all shut has a pre-activation of 0, where the theory has no gradient.
        let Ok(trace) = local.layered(tree).unwrap().trace(&samples.pixels(tree, Pixels::Sign)) else { continue };
        let of_levels = levels(&measure(&learner, &samples, Extent::Operators));
        for (level, found) in (1..).zip(&of_levels) {
            let mut norms = Vec::new();
            for node in learner.nodes(level) {
                let block = local.block(tree, *node);
                let connections = trace.connections(block.layer);
                let rows = local.layered(tree).unwrap().layers[block.layer - 1].units();
                let mut sums = [0.0, 1.0].map(|_| DMatrix::zeros(block.rows.len() * block.columns.len(), 3));
                let mut counts = [0.0; 2];
                for sample in 0..samples.count() {
                    let whole = connections.explicit(sample);
                    let own = DMatrix::from_fn(block.rows.len() * block.columns.len(), 3, |place, output| {
                        let (i, j) = (place % block.rows.len(), place / block.rows.len());
                        whole[((block.columns.start + j) * rows + block.rows.start + i, output)]
                    });
                    let root = samples.state(0, sample);
                    sums[root] += own;
                    counts[root] += 1.0;
                }
                let n: f64 = counts.iter().sum();
                let mean = (&sums[0] + &sums[1]) / n;
                let part = |root: usize| {
                    let d = &sums[root] / counts[root] - &mean;
                    &d * d.transpose() * (counts[root] / n)
                };
                norms.push((part(0) + part(1)).norm());
            }
            let expected = norms.iter().sum::<f64>() / norms.len() as f64;
            let operator = found.operator.unwrap();
            // Sums of 400 products of at most four factors each, in two orders.
            let bound = 400.0 * 16.0 * f64::EPSILON * norms.iter().fold(1.0, |a: f64, b| a.max(*b));
            assert!((operator - expected).abs() <= bound, "seed {seed}, level {level}: {operator} for {expected}");
            assert!(expected > 1e3 * bound || expected == 0.0);
            // At the root J is the identity and the prediction is of the same numbers, but for ρ = 1.
            if level == setting.depth {
                let predicted = found.operator_predicted.unwrap();
                assert!((predicted - operator).abs() < 0.2 * operator, "{predicted} for {operator}");
            }
            assert_eq!(found.bound_violations, 0);
        }
        compared += 1;
    }
    assert!(compared >= 3, "{compared} networks have a gradient on all samples");
}

/// A run is the same whatever the threads, and when it was stopped and resumed.
#[test]
fn a_run_depends_on_its_seed_alone() {
    let setting = Setting { samples: 6_400, epochs: 2, ..Setting::stated(3, 4) };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("run.safetensors");
    // Written before every step, too.
    let state = StateFile { path: file.clone(), every: std::time::Duration::ZERO };
    let go = |threads: usize, resume: bool, watch: &Watch| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            run_one(&setting, 7, Extent::Operators, &Training { file: Some(state.clone()), resume, watch }).unwrap()
        })
    };
    let whole = go(1, false, &Watch::default()).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(whole.epochs.len(), 3);
    assert!(!whole.growth.is_empty());
    assert_eq!(go(3, false, &Watch::default()).unwrap(), whole);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    // Stopped before the first step, and again by another thread somewhere in the middle, wherever that is.
    let stopped = Watch::default();
    stopped.stop();
    assert_eq!(go(1, false, &stopped), None);
    let watch = Watch::default();
    let resumed = std::thread::scope(|scope| {
        let run = scope.spawn(|| go(1, true, &watch));
        while watch.steps() < 30 && !run.is_finished() {
            std::thread::yield_now();
        }
        watch.stop();
        run.join().unwrap()
    });
    let resumed = resumed.or_else(|| go(2, true, &Watch::default())).unwrap();
    assert_eq!(resumed, whole);
    assert_eq!(std::fs::read(&file).unwrap(), bytes);
    // A finished run is read, not run.
    let idle = Watch::default();
    assert_eq!(go(1, true, &idle).unwrap(), whole);
    assert_eq!(idle.steps(), setting.steps());
}

/// Runs with given gains and operators, to decide on.
fn invented(seed: u64, depth: usize, gain: f64, operator_step: f64) -> RunRecord {
    let setting = Setting { samples: 128, epochs: 0, ..Setting::stated(depth, 2) };
    let watch = Watch::default();
    let mut record = run_one(&setting, seed, Extent::Operators, &Training::unsaved(&watch)).unwrap().unwrap();
    let mut epochs = vec![record.epochs[0].clone(); 2];
    for (level, of_level) in epochs[0].iter_mut().enumerate() {
        (of_level.correlation, of_level.operator) = (0.5, Some(1.0 + operator_step * level as f64));
    }
    for (level, of_level) in epochs[1].iter_mut().enumerate() {
        of_level.correlation = 0.5 + gain * level as f64;
        of_level.operator = Some(1.0 + operator_step * level as f64);
    }
    record.epochs = epochs;
    record
}

#[test]
fn the_verdict_follows_from_the_runs() {
    let design = &protocol().design.quick;
    let list = |gain: f64, step: f64, seeds: u64| -> Vec<RunRecord> {
        (1..=seeds).map(|seed| invented(seed, design.depth, gain, step)).collect()
    };
    let of = |runs: &[RunRecord], narrow: &[RunRecord]| {
        let (losses, widths) = ([("nce", runs), ("simple", runs)], [(2, narrow), (5, runs)]);
        verdict(&decide(design, &Runs { losses: &losses, widths: &widths, untrained: None }))
    };
    let good = list(0.1, 0.1, design.seeds);
    let less = list(0.05, 0.1, design.seeds);
    assert_eq!(of(&good, &less), Decision::Holds);
    assert_eq!(of(&list(-0.1, 0.1, design.seeds), &less), Decision::Refuted);
    assert_eq!(of(&list(0.1, -0.1, design.seeds), &less), Decision::Refuted);
    assert_eq!(of(&less, &good), Decision::Refuted);
    // Ties are not above 0; fewer seeds than the protocol asks for, or no effect at all, decide nothing.
    assert_eq!(of(&good, &good), Decision::Refuted);
    assert_eq!(of(&good[1..], &less[1..]), Decision::NothingChecked);
    assert_eq!(verdict(&[]), Decision::NothingChecked);
    let mut mixed = good.clone();
    mixed[..12].clone_from_slice(&list(-0.1, 0.1, 12));
    assert_eq!(of(&mixed, &less), Decision::Inconclusive);
    let mut diverged = good.clone();
    diverged.iter_mut().for_each(|run| run.diverged = Some(1));
    assert_eq!(of(&diverged, &less), Decision::NothingChecked);
}

/// A gain that is sometimes above 0 and sometimes below, but always within the margin, is practically nil; effects of untrained
/// networks are tested on their own runs, once.
#[test]
fn what_is_within_the_margins_is_nil_and_untrained_networks_have_runs_of_their_own() {
    let margins = Margins { correlation: 0.5, operator: 0.5, untrained_operator: 0.5, trend: 3.0 };
    let quick = &protocol().design.quick;
    let design = Design { untrained_seeds: Some(30), margins: Some(margins), ..quick.clone() };
    let signed =
        |seed: u64, gain: f64| invented(seed, design.depth, if seed.is_multiple_of(2) { gain } else { -gain }, 0.1);
    let runs: Vec<RunRecord> = (1..=design.seeds).map(|seed| signed(seed, 0.1)).collect();
    let untrained: Vec<RunRecord> = (1..=30).map(|seed| signed(seed, 0.0)).collect();
    let (losses, widths) = ([("nce", runs.as_slice())], [(2, runs.as_slice()), (design.hid, runs.as_slice())]);
    let at_widths = [(2, untrained.as_slice()), (design.hid, untrained.as_slice())];
    let outcomes = decide(&design, &Runs { losses: &losses, widths: &widths, untrained: Some(&at_widths) });
    let of = |name: &str| outcomes.iter().find(|outcome| outcome.effect.starts_with(name)).expect("an effect");
    assert_eq!(of("gain at level 2").verdict, Decision::PracticallyNil);
    let of_gains = |outcomes: &[Outcome]| {
        let gains: Vec<Outcome> = outcomes.iter().filter(|o| o.effect.starts_with("gain at")).cloned().collect();
        verdict(&gains)
    };
    assert_eq!(of_gains(&outcomes), Decision::PracticallyNil);
    let operators = outcomes.iter().filter(|outcome| outcome.effect.starts_with("operator untrained"));
    for outcome in operators {
        assert_eq!((outcome.loss.as_str(), outcome.seeds, outcome.verdict), (NO_LOSS, 30, Decision::Holds));
    }
    assert_eq!(of("untrained correlation").verdict, Decision::Refuted, "ties are not above 0");
    let without = Design { margins: None, ..design.clone() };
    let outcomes = decide(&without, &Runs { losses: &losses, widths: &widths, untrained: Some(&at_widths) });
    assert_eq!(of_gains(&outcomes), Decision::Inconclusive);
    let fewer = Runs { losses: &losses, widths: &widths, untrained: Some(&[(design.hid, &untrained[1..])]) };
    assert!(decide(&design, &fewer).iter().any(|outcome| outcome.verdict == Decision::NothingChecked));
}

/// The full preset's seeds decide what the earlier run showed, with the probability that the protocol says.
#[test]
fn the_seeds_decide_what_the_earlier_run_showed() {
    let design = &protocol().design.full;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("experiments/results/earlier/hltm-1.json");
    let earlier = TreeResults::read("hltm-1.json", &std::fs::read_to_string(path).unwrap()).unwrap();
    let losses = 2.0;
    let levels = design.depth as f64 - 1.0;
    let widths = design.widths.len() as f64 - 1.0;
    let effects = losses * (3.0 * levels + 1.0) + 1.0 + widths + levels + widths;
    let level = design.alpha / effects;
    for outcome in &earlier.hypotheses {
        let share = outcome.positive as f64 / outcome.seeds as f64;
        let share = share.max(1.0 - share);
        let (seeds, share) = match outcome.effect.contains("untrained") {
            true => (design.untrained_seeds.unwrap(), share.min(0.7)),
            false => (design.seeds, share.min(0.85)),
        };
        let power = power(seeds, share, level).unwrap();
        assert!(power >= 0.995, "{}: {power}", outcome.effect);
    }
    assert!(design.first_seed > 40 && design.margins.is_some());
}

/// The recorded results are those of this protocol and these rules: every verdict follows again from what is in them.
#[test]
fn recorded_results_follow_from_their_numbers() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("experiments/results/hltm.json");
    let recorded = TreeResults::read("hltm.json", &std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(recorded.preset, "full");
    assert_eq!(recorded.alpha, Some(protocol().design.full.alpha));
    assert_eq!(recorded.verdict, Some(verdict(&recorded.hypotheses)));
    assert_eq!(recorded.agrees, Some(agrees(&recorded.agreement)));
    let is_decided = |h: &Outcome| !matches!(h.verdict, Decision::Inconclusive | Decision::NothingChecked);
    let open: Vec<&Outcome> = recorded.hypotheses.iter().filter(|h| !is_decided(h)).collect();
    assert!(open.is_empty(), "{open:?}");
    for hypothesis in recorded.hypotheses.iter().filter(|h| h.effect.starts_with("gain at level")) {
        let name = if hypothesis.loss == "nce" { "nce-10" } else { "simple" };
        let cell = recorded.cells.iter().find(|cell| cell.name == name).unwrap();
        let level = hypothesis.effect.rsplit(' ').next().unwrap().parse().unwrap();
        assert_eq!(hypothesis.positive, cell.gains(level).iter().filter(|gain| **gain > 0.0).count() as u64);
        assert_eq!(hypothesis.seeds, protocol().design.full.seeds);
    }
    let page = markdown(&recorded);
    assert!(page.contains(recorded.verdict.unwrap().name()) && page.contains("compatible-3-2"));
    assert!(recorded.cells.iter().flat_map(|cell| cell.dead.iter()).all(|seed| page.contains(&seed.to_string())));
}

fn dualproof(arguments: &[&str]) -> std::process::Output {
    Command::cargo_bin("dualproof").unwrap().args(["train", "hltm"]).args(arguments).output().unwrap()
}

/// A small run of the user's own.
const SMALL: [&str; 8] = ["--depth", "2", "--hid", "3", "--samples", "1280", "--epochs", "1"];

#[test]
fn bad_options_are_one_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let cases: [(&[&str], &str); 15] = [
        (&["--hid", "0"], "--hid: found 0, expected at least 1"),
        (&["--delta", "1.5"], "--delta: found 1.5, expected 0 to 1"),
        (&["--delta", "NaN"], "--delta: found NaN, expected 0 to 1"),
        (&["--depth", "0"], "--depth: found 0, expected at least 1"),
        (&["--depth", "60"], "--depth: found 60, expected a tree of at most 65536 latents and leaves"),
        (&["--batch", "0"], "--batch: found 0, expected at least 1"),
        (&["--samples", "5"], "--samples: found 5 with a batch of 128, expected at least one batch"),
        (&["--preset", "slow"], "--preset: found \"slow\", expected quick or full"),
        (&["--loss", "mse"], "--loss: found \"mse\", expected nce, triplet, simple or batch-mean-nce"),
        (&["--temperature", "0"], "--temperature: found 0, expected a finite number above 0"),
        (&["--lr", "inf"], "--lr: found inf, expected a finite number above 0"),
        (&["--seeds", "0"], "--seeds: found 0, expected 1 to 1000"),
        (&["--seeds", "18446744073709551615"], "--seeds: found 18446744073709551615, expected 1 to 1000"),
        (&["--epochs", "18446744073709551615"], "--epochs: found 18446744073709551615, expected at most 100000"),
        (&["--samples", "18446744073709551615"], "--samples: found 18446744073709551615, expected at most 100000000"),
    ];
    for (bad, message) in cases {
        let output = dualproof(&[bad, &["--out", out.to_str().unwrap()]].concat());
        let line = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), line.as_str()), (Some(2), format!("error: {message}\n").as_str()));
        assert!(output.stdout.is_empty() && !out.exists());
    }
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let output = dualproof(&[&SMALL[..], &["--out", file.to_str().unwrap()]].concat());
    assert_eq!((output.status.code(), String::from_utf8(output.stderr).unwrap().lines().count()), (Some(2), 1));
}

#[test]
fn a_small_run_writes_its_results_and_refuses_the_state_of_another() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let output = dualproof(&[&SMALL[..], &["--seeds", "2", "--operators", "--json", "--out", out]].concat());
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let document = std::fs::read_to_string(folder.path().join("hltm.json")).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), document);
    let results = TreeResults::read("hltm.json", &document).unwrap();
    assert_eq!((results.preset.as_str(), results.verdict, results.agrees), ("own", None, None));
    assert_eq!(results.cells[0].seeds, [1, 2]);
    assert!(results.cells[0].means[0][0].operator.is_some() && !results.cells[0].growth.is_empty());
    let lines = std::fs::read_to_string(folder.path().join("hltm.csv")).unwrap();
    assert_eq!(lines.lines().count(), 1 + 2 * 2 * 2);
    assert!(results.text(true).contains("2, the root"));
    let other = ["--depth", "2", "--hid", "4", "--samples", "1280", "--epochs", "1", "--resume", "--out", out];
    let output = dualproof(&other);
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), line.lines().count()), (Some(2), 1));
    assert!(line.ends_with("network.layers.0.weight: found F64 [6, 2], expected F64 [8, 2]\n"), "{line}");
    let output = dualproof(&[&SMALL[..], &["--lr", "0.2", "--resume", "--out", out]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("setting: found"));
}

#[cfg(unix)]
#[test]
fn a_disk_that_fills_up_leaves_nothing_half_written() {
    let folder = tempfile::tempdir().unwrap();
    let program = Command::cargo_bin("dualproof").unwrap().get_program().to_owned();
    // Files of at most a few kilobytes: a state is larger.
    let script = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
    let output = std::process::Command::new("sh")
        .args(["-c", script])
        .arg(program)
        .args(["train", "hltm", "--depth", "4", "--hid", "12", "--samples", "128", "--epochs", "1", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), line.lines().count()), (Some(2), 1), "{line}");
    assert!(line.contains("own-1.safetensors: cannot write"), "{line}");
    assert_eq!(std::fs::read_dir(folder.path().join("states/hltm")).unwrap().count(), 0);
}

#[test]
fn options_become_the_setting() {
    use clap::Parser;
    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: dualproof_experiments::hltm::HltmArgs,
    }
    let plan = |line: &[&str]| TreePlan::of(&Line::try_parse_from([&["hltm"], line].concat()).unwrap().args).unwrap();
    assert_eq!(plan(&[]).cells[0].setting, Setting::stated(5, 10));
    assert_eq!(plan(&["--compat", "--depth", "3", "--hid", "2"]).cells[0].setting, Setting::compatible(3, 2));
    let own = &plan(&["--steps", "7", "--lr", "0.5", "--negatives", "3"]).cells[0].setting;
    assert_eq!((own.samples, own.descent, own.negatives), (7 * 128, Descent::plain(0.5), 3));
    let full = plan(&["--preset", "full"]);
    let design = &protocol().design.full;
    let named = |start: &str| full.cells.iter().filter(|cell| cell.name.starts_with(start)).count();
    assert_eq!((named("nce-"), named("untrained-")), (design.widths.len() + design.deltas.len(), design.widths.len()));
    let fresh = |cell: &Planned| cell.seeds.first() == Some(&design.first_seed);
    assert!(full.cells.iter().all(fresh));
    assert!(full.cells.iter().all(|cell| cell.setting.validate().is_ok()));
    // Nothing run is nothing claimed.
    let nothing = full.results(&vec![Vec::new(); full.cells.len()]);
    assert_eq!((nothing.verdict, nothing.agrees), (Some(Decision::NothingChecked), Some(false)));
}
