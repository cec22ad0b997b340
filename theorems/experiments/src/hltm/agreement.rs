//! The compatible setting against what the authors' public program logs: two-sample tests, level by level.

use super::record::RunRecord;
use dualproof::statistics::{kolmogorov_smirnov, rank_sum};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The settings (depth, hid) of which the authors' program was run with twenty seeds.
pub const COMPARED: [(usize, usize); 2] = [(3, 2), (3, 10)];

/// Epochs that are compared: untrained, and after each of three.
pub const EPOCHS: usize = 4;

/// The chance that all comparisons together find a difference where there is none.
pub const LEVEL: f64 = 1e-3;

const REFERENCE: &str = include_str!("../../reference/authors_hltm_reference.json");

/// The file of reference values.
#[derive(Clone, Debug, Deserialize)]
struct Reference {
    runs: Vec<ReferenceRun>,
}

#[derive(Clone, Debug, Deserialize)]
struct ReferenceRun {
    depth: usize,
    hid: usize,
    epochs: Vec<BTreeMap<usize, f64>>,
}

/// The correlations that the authors' program logs at a level after so many epochs, one per seed.
pub fn logged(depth: usize, hid: usize, level: usize, epoch: usize) -> Vec<f64> {
    static READ: LazyLock<Reference> =
        LazyLock::new(|| dualproof::json::read(REFERENCE).expect("the reference values of the repository"));
    let own = READ.runs.iter().filter(|run| (run.depth, run.hid) == (depth, hid));
    own.filter_map(|run| run.epochs.get(epoch)?.get(&level).copied()).collect()
}

/// One comparison.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// Edges from the root to a leaf.
    pub depth: usize,
    /// Units of a group.
    pub hid: usize,
    /// From 1 above the leaves.
    pub level: usize,
    /// Epochs trained.
    pub epoch: usize,
    /// Seeds of theirs and of ours.
    pub seeds: [usize; 2],
    /// Mean correlations, theirs and ours.
    pub means: [f64; 2],
    /// P-value of the rank-sum test.
    pub rank_sum: f64,
    /// P-value of the Kolmogorov–Smirnov test.
    pub kolmogorov_smirnov: f64,
}

impl Comparison {
    /// The smaller of the two p-values.
    pub fn least(&self) -> f64 {
        self.rank_sum.min(self.kolmogorov_smirnov)
    }
}

/// The p-value below which one test finds a difference: [`LEVEL`] split over settings, levels, epochs and both tests.
pub fn threshold() -> f64 {
    let tests: usize = COMPARED.iter().map(|(depth, _)| depth * EPOCHS * 2).sum();
    LEVEL / tests as f64
}

/// Compares runs of the compatible setting with those of the authors' program. Theirs are logged in thousandths, and
/// so ours are rounded. A setting without a run on one side is not compared.
pub fn compare(depth: usize, hid: usize, runs: &[RunRecord]) -> Vec<Comparison> {
    let cells = (0..EPOCHS).flat_map(|epoch| (1..=depth).map(move |level| (level, epoch)));
    cells
        .filter_map(|(level, epoch)| {
            let theirs = logged(depth, hid, level, epoch);
            let thousandths = |x: f64| (x * 1000.0).round() / 1000.0;
            let ours: Vec<f64> = runs.iter().filter_map(|run| run.correlation(level, epoch)).map(thousandths).collect();
            let mean = |list: &[f64]| list.iter().sum::<f64>() / list.len() as f64;
            (!theirs.is_empty() && !ours.is_empty()).then(|| Comparison {
                depth,
                hid,
                level,
                epoch,
                seeds: [theirs.len(), ours.len()],
                means: [mean(&theirs), mean(&ours)],
                rank_sum: rank_sum(&theirs, &ours),
                kolmogorov_smirnov: kolmogorov_smirnov(&theirs, &ours),
            })
        })
        .collect()
}

/// Do the laws agree? Every comparison was made, on at least as many seeds as the reference has, and none finds a
/// difference.
pub fn agrees(comparisons: &[Comparison]) -> bool {
    let expected: usize = COMPARED.iter().map(|(depth, _)| depth * EPOCHS).sum();
    let enough = |c: &Comparison| c.seeds[0] > 0 && c.seeds[1] >= c.seeds[0];
    comparisons.len() == expected && comparisons.iter().all(|c| enough(c) && c.least() > threshold())
}
