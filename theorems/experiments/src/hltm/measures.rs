//! What is measured of a network on a tree: correlations, covariance operators, selectivities, lucky nodes.
//!
//! Levels count from 1 above the leaves to the depth at the root. A unit is measured by its pre-activation f̃; its
//! output to the level above is ψ(f̃), that of a leaf its pixel.

use super::learner::TreeLearner;
use dualproof::train::{Operand, Pass, Real};
use dualproof::tree::Samples;
use serde::{Deserialize, Serialize};

/// θ of the lucky nodes that are counted.
pub const THETA: f64 = 0.5;

/// Samples of a forward pass.
const CHUNK: usize = 512;

/// What is measured of the latents of one level, mean over them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// From 1 above the leaves.
    pub level: usize,
    /// Largest |correlation| of a unit's pre-activation with its latent.
    pub correlation: f64,
    /// ‖V_{z₀}\[E\[K_μ | z₀\]\]‖, Frobenius: the covariance operator's block; none where it was not asked for.
    pub operator: Option<f64>,
    /// ρ_{0μ}²‖a_μ‖²‖J̄_μᵀJ̄_μ‖: the block if J_μ were constant.
    pub operator_predicted: Option<f64>,
    /// Selectivity ½(E\[ψ | +\] − E\[ψ | −\]) in size, of the most selective unit; none at the root, which is linear.
    pub selectivity: Option<f64>,
    /// The lower bound ½(ψ(v₊) − ψ(v₋) − ½(√(v₋² + σ₋²) − |v₋|)) for the same units.
    pub selectivity_bound: Option<f64>,
    /// Units whose selectivity is below the bound: 0 by a theorem, for any distribution.
    pub bound_violations: u64,
    /// Share of the units with w_jᵀa_μ ≥ √θ σ‖a_μ‖/√n, for θ = [`THETA`].
    pub lucky: f64,
    /// Share of the groups with one.
    pub lucky_groups: f64,
}

impl Level {
    /// The mean over latents or seeds of one level, each number rounded. Violations are summed.
    pub fn mean(level: usize, own: &[&Level], round: impl Fn(f64) -> f64) -> Self {
        let count = own.len() as f64;
        let mean = |of: fn(&Level) -> f64| round(own.iter().map(|level| of(level)).sum::<f64>() / count);
        let mean_of_known = |of: fn(&Level) -> Option<f64>| {
            let sum = own.iter().map(|level| of(level)).sum::<Option<f64>>().filter(|_| !own.is_empty());
            sum.map(|sum| round(sum / count))
        };
        Level {
            level,
            correlation: mean(|l| l.correlation),
            operator: mean_of_known(|l| l.operator),
            operator_predicted: mean_of_known(|l| l.operator_predicted),
            selectivity: mean_of_known(|l| l.selectivity),
            selectivity_bound: mean_of_known(|l| l.selectivity_bound),
            bound_violations: own.iter().map(|l| l.bound_violations).sum(),
            lucky: mean(|l| l.lucky),
            lucky_groups: mean(|l| l.lucky_groups),
        }
    }
}

/// What is measured of one latent.
#[derive(Clone, Debug)]
pub struct Latent {
    /// Its place among the latents of its level.
    pub place: usize,
    /// a_μ: one entry per unit of the children.
    pub selectivities_below: Vec<f64>,
    /// ρ_{0μ}.
    pub rho_from_root: f64,
    /// J̄_μ, outputs × units, row by row, where the covariance operator was asked for.
    pub jacobian: Option<Vec<f64>>,
    /// Squared distance between the means of the pre-activations given either state of the latent.
    pub gap_square: f64,
    /// The measures of its level, for it alone.
    pub of: Level,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All but the covariance operator.
    Units,
    /// The covariance operator too: most of the work.
    Operators,
}

/// Sums over samples for one unit, of all and of those with z = +1.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    value: [f64; 2],
    square: [f64; 2],
    shown: [f64; 2],
}

/// The sums of a level's units, connections and Jacobians.
#[derive(Clone, Debug)]
struct LevelSums {
    units: Vec<Sums>,
    /// Samples with z = +1, of each latent.
    positive: Vec<f64>,
    /// Σ f ⊗ J over samples, by the root's state; latent after latent, each inputs × units for every output.
    connections: [Vec<f64>; 2],
    /// Σ J, latent after latent, each a column of units per output.
    jacobians: Vec<f64>,
}

/// All latents of a network, measured on samples.
pub fn measure(learner: &TreeLearner, samples: &Samples, extent: Extent) -> Vec<Latent> {
    let (setting, network) = (learner.setting(), &learner.network);
    let mut sums: Vec<LevelSums> = (1..=setting.depth).map(|level| LevelSums::new(learner, level, extent)).collect();
    let mut by_root: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
    (0..samples.count()).for_each(|sample| by_root[samples.state(0, sample)].push(sample));
    for (state, list) in by_root.iter().enumerate() {
        let mut pass: Option<Pass<f64>> = None;
        for chunk in list.chunks(CHUNK) {
            let mut ready = match pass.take() {
                Some(pass) if pass.batch() == chunk.len() => pass,
                _ => match network.pass(chunk.len()) {
                    Ok(pass) => pass,
                    Err(error) => unreachable!("a batch without batch statistics: {error}"),
                },
            };
            let values = setting.leaves.values();
            let columns = ready.inputs_mut().chunks_exact_mut(chunk.len());
            for (leaf, column) in learner.nodes(0).iter().zip(columns) {
                column.iter_mut().zip(chunk).for_each(|(x, sample)| *x = values[samples.state(*leaf, *sample)]);
            }
            network.forward(&mut ready);
            accumulate_units(learner, &ready, samples, chunk, &mut sums);
            if extent == Extent::Operators {
                accumulate_operators(learner, &ready, state, &mut sums);
            }
            pass = Some(ready);
        }
    }
    let counts = [by_root[0].len() as f64, by_root[1].len() as f64];
    let sums = Summed { learner, sums, counts };
    (1..=setting.depth).rev().flat_map(|level| sums.latents(level)).collect()
}

impl LevelSums {
    fn new(learner: &TreeLearner, level: usize, extent: Extent) -> Self {
        let (setting, latents) = (learner.setting(), learner.nodes(level).len());
        let inputs = if extent == Extent::Operators { setting.inputs(level) } else { 0 };
        let connections = vec![0.0; latents * inputs * setting.hid * setting.hid];
        LevelSums {
            units: vec![Sums::default(); latents * setting.hid],
            positive: vec![0.0; latents],
            connections: [connections.clone(), connections],
            jacobians: vec![0.0; latents * setting.hid * setting.hid],
        }
    }
}

/// Adds a chunk of samples to the sums of units.
fn accumulate_units(
    learner: &TreeLearner,
    pass: &Pass<f64>,
    samples: &Samples,
    chunk: &[usize],
    sums: &mut [LevelSums],
) {
    let (setting, count) = (learner.setting(), chunk.len());
    let hid = setting.hid;
    let mut latent = vec![0.0; count];
    for level in 1..=setting.depth {
        let sums = &mut sums[level - 1];
        let values = pass.value(setting.layer_of(level) + 1).as_slice();
        let groups = values.chunks_exact(count * hid).zip(sums.units.chunks_exact_mut(hid));
        for (at, (node, (values, units))) in learner.nodes(level).iter().zip(groups).enumerate() {
            latent.iter_mut().zip(chunk).for_each(|(z, sample)| *z = samples.state(*node, *sample) as f64);
            sums.positive[at] += latent.iter().sum::<f64>();
            for (column, unit) in values.chunks_exact(count).zip(units) {
                unit.add(column, &latent);
            }
        }
    }
}

/// Adds a chunk of samples with the root in one state to the sums of connections.
fn accumulate_operators(learner: &TreeLearner, pass: &Pass<f64>, root: usize, sums: &mut [LevelSums]) {
    let setting = learner.setting();
    let (count, hid) = (pass.batch(), setting.hid);
    // J of the root is the identity; from a parent to a child J ← J W D, for every sample and output at once: rows
    // (output, sample), columns units.
    let mut above = vec![0.0; hid * count * hid];
    (0..hid).for_each(|unit| above[(unit * hid + unit) * count..][..count].fill(1.0));
    for level in (1..=setting.depth).rev() {
        let inputs = setting.inputs(level);
        let below = pass.value(setting.layer_of(level)).as_slice();
        let level_sums = &mut sums[level - 1];
        let latents = learner.nodes(level).len();
        for at in 0..latents {
            let jacobian = &above[at * hid * count * hid..][..hid * count * hid];
            let f = &below[at * count * inputs..][..count * inputs];
            let to = &mut level_sums.connections[root][at * inputs * hid * hid..][..inputs * hid * hid];
            let mean = &mut level_sums.jacobians[at * hid * hid..][..hid * hid];
            for unit in 0..hid {
                // Columns (unit) of J hold (sample, output): a matrix samples × outputs.
                let of_unit = &jacobian[unit * hid * count..][..hid * count];
                let f = Operand::new(f, count, inputs).transposed();
                let to = &mut to[unit * inputs * hid..][..inputs * hid];
                f64::add_product(f, Operand::new(of_unit, count, hid), to);
                for (output, column) in of_unit.chunks_exact(count).enumerate() {
                    mean[output * hid + unit] += column.iter().sum::<f64>();
                }
            }
        }
        if level == 1 {
            break;
        }
        let mut next = vec![0.0; learner.nodes(level - 1).len() * hid * count * hid];
        for at in 0..latents {
            // Row by row hid × inputs is column by column inputs × hid: its transpose is W.
            let w = Operand::new(learner.weights(level, at), inputs, hid).transposed();
            let jacobian = Operand::new(&above[at * hid * count * hid..][..hid * count * hid], hid * count, hid);
            let to = &mut next[at * inputs * hid * count..][..inputs * hid * count];
            f64::add_product(jacobian, w, to);
        }
        // The gates of the children's units.
        for (column, active) in next.chunks_exact_mut(hid * count).zip(below.chunks_exact(count)) {
            for outputs in column.chunks_exact_mut(count) {
                outputs.iter_mut().zip(active).for_each(|(j, f)| *j = if *f > 0.0 { *j } else { 0.0 });
            }
        }
        above = next;
    }
}

impl Sums {
    fn add(&mut self, column: &[f64], latent: &[f64]) {
        let mut sums = [0.0; 6];
        for (h, z) in column.iter().zip(latent) {
            let shown = h.max(0.0);
            let square = h * h;
            for (sum, term) in sums.iter_mut().zip([*h, z * h, square, z * square, shown, z * shown]) {
                *sum += term;
            }
        }
        for (to, pair) in [&mut self.value, &mut self.square, &mut self.shown].into_iter().zip(sums.chunks(2)) {
            to.iter_mut().zip(pair).for_each(|(to, sum)| *to += sum);
        }
    }

    /// |correlation| with the latent; 0 where the variance is no more than rounding.
    fn correlation(&self, count: f64, positive: f64) -> f64 {
        let (middle, share) = (self.value[0] / count, positive / count);
        let square = self.square[0] / count;
        let variance = square - middle * middle;
        let rounding = count * f64::EPSILON * square;
        let of_latent = share * (1.0 - share);
        if variance <= rounding || of_latent <= 0.0 {
            return 0.0;
        }
        let covariance = self.value[1] / count - middle * share;
        (covariance / (variance * of_latent).sqrt()).abs().min(1.0)
    }

    /// E\[f̃ | +\] − E\[f̃ | −\].
    fn gap(&self, count: f64, positive: f64) -> f64 {
        mean(self.value[1], positive) - mean(self.value[0] - self.value[1], count - positive)
    }

    /// ½(E\[ψ | +\] − E\[ψ | −\]).
    fn selectivity(&self, count: f64, positive: f64) -> f64 {
        (mean(self.shown[1], positive) - mean(self.shown[0] - self.shown[1], count - positive)) / 2.0
    }

    /// The lower bound for the selectivity, and the size of its terms.
    fn bound(&self, count: f64, positive: f64) -> (f64, f64) {
        let negative = count - positive;
        let (up, down) = (mean(self.value[1], positive), mean(self.value[0] - self.value[1], negative));
        let variance = (mean(self.square[0] - self.square[1], negative) - down * down).max(0.0);
        let correction = ((down * down + variance).sqrt() - down.abs()) / 2.0;
        let size = up.abs() + down.abs() + variance.sqrt();
        ((up.max(0.0) - down.max(0.0) - correction) / 2.0, size)
    }
}

/// The mean of so many; 0 of none, where few samples leave a state out.
fn mean(sum: f64, count: f64) -> f64 {
    if count > 0.0 { sum / count } else { 0.0 }
}

/// All sums over a network's samples, from which its latents follow.
struct Summed<'a> {
    learner: &'a TreeLearner,
    sums: Vec<LevelSums>,
    /// Samples by the root's state.
    counts: [f64; 2],
}

impl Summed<'_> {
    /// The latents of a level.
    fn latents(&self, level: usize) -> Vec<Latent> {
        let nodes = self.learner.nodes(level).iter().enumerate();
        // The children of consecutive nodes are consecutive.
        let mut below = 0;
        nodes
            .map(|(place, node)| {
                let children = self.learner.shape().children(*node);
                // a_μ = [ρ_{μν(k)} s_k].
                let selectivities = children.iter().zip(below..).flat_map(|(child, place)| {
                    let rho = self.learner.polarity(*child);
                    self.selectivities(level - 1, place).into_iter().map(move |s| rho * s)
                });
                let a = selectivities.collect();
                below += children.len();
                self.latent(level, place, a, self.learner.path_polarity(*node))
            })
            .collect()
    }

    /// The selectivities of what a node shows: of its group's units, and of a leaf's pixel.
    fn selectivities(&self, level: usize, place: usize) -> Vec<f64> {
        let setting = self.learner.setting();
        if level == 0 {
            let [low, high] = setting.leaves.values();
            return vec![(high - low) / 2.0];
        }
        let own = &self.sums[level - 1];
        let units = own.units[place * setting.hid..][..setting.hid].iter();
        units.map(|unit| unit.selectivity(self.counts[0] + self.counts[1], own.positive[place])).collect()
    }

    /// One latent, given a_μ and ρ_{0μ}.
    fn latent(&self, level: usize, place: usize, a: Vec<f64>, rho_from_root: f64) -> Latent {
        let setting = self.learner.setting();
        let (hid, inputs, counts) = (setting.hid, setting.inputs(level), self.counts);
        let (own, count) = (&self.sums[level - 1], counts[0] + counts[1]);
        let (units, positive) = (&own.units[place * hid..][..hid], own.positive[place]);
        let square = a.iter().map(|a| a * a).sum::<f64>();
        let jacobian: Option<Vec<f64>> = (!own.connections[0].is_empty())
            .then(|| own.jacobians[place * hid * hid..][..hid * hid].iter().map(|sum| sum / count).collect());
        // V = p₀p₁ D Dᵀ with D the difference of the means given z₀; its norm is that of DᵀD, outputs × outputs.
        let operator = jacobian.as_ref().map(|_| {
            let size = inputs * hid * hid;
            let [zero, one] = [0, 1].map(|state| &own.connections[state][place * size..][..size]);
            let difference: Vec<f64> =
                zero.iter().zip(one).map(|(zero, one)| mean(*one, counts[1]) - mean(*zero, counts[0])).collect();
            counts[0] * counts[1] / (count * count) * gram_norm(&difference, inputs, hid)
        });
        let operator_predicted = jacobian.as_ref().map(|j| rho_from_root.powi(2) * square * gram_norm_of_rows(j, hid));
        let is_root = level == setting.depth;
        let selectivities = units.iter().map(|unit| (unit.selectivity(count, positive), unit.bound(count, positive)));
        // The bound is one on E[ψ | +] − E[ψ | −] for either sign of the latent; here z = +1 is the upper one.
        let violated = |&(s, (bound, size)): &(f64, (f64, f64))| s < bound - count * f64::EPSILON * size;
        let bound_violations = if is_root { 0 } else { selectivities.clone().filter(violated).count() as u64 };
        let most = selectivities.max_by(|(a, _), (b, _)| a.total_cmp(b)).filter(|_| !is_root);
        let threshold = (THETA * square / 3.0 / inputs as f64).sqrt();
        let rows = self.learner.weights(level, place).chunks_exact(inputs);
        let lucky = rows.filter(|row| row.iter().zip(&a).map(|(w, a)| w * a).sum::<f64>() >= threshold).count();
        let of = Level {
            level,
            correlation: units.iter().map(|unit| unit.correlation(count, positive)).fold(0.0, f64::max),
            operator,
            operator_predicted,
            selectivity: most.map(|(s, _)| s),
            selectivity_bound: most.map(|(_, (bound, _))| bound),
            bound_violations,
            lucky: lucky as f64 / hid as f64,
            lucky_groups: f64::from(lucky > 0),
        };
        let gap_square = units.iter().map(|unit| unit.gap(count, positive).powi(2)).sum();
        Latent { place, selectivities_below: a, rho_from_root, jacobian, gap_square, of }
    }
}

/// ‖DᵀD‖ for D with a row per (unit, input) and a column per output, stored unit, output, input.
fn gram_norm(d: &[f64], inputs: usize, outputs: usize) -> f64 {
    let units = d.len() / (inputs * outputs);
    let column = |b: usize| (0..units).flat_map(move |unit| &d[(unit * outputs + b) * inputs..][..inputs]);
    frobenius(outputs, |b, c| column(b).zip(column(c)).map(|(x, y)| x * y).sum())
}

/// ‖J Jᵀ‖ = ‖JᵀJ‖ for a square J, row by row.
fn gram_norm_of_rows(j: &[f64], outputs: usize) -> f64 {
    let row = |b: usize| &j[b * outputs..][..outputs];
    frobenius(outputs, |b, c| row(b).iter().zip(row(c)).map(|(x, y)| x * y).sum())
}

/// The Frobenius norm of a square matrix, given by its entries.
fn frobenius(size: usize, entry: impl Fn(usize, usize) -> f64) -> f64 {
    (0..size).flat_map(|b| (0..size).map(move |c| (b, c))).map(|(b, c)| entry(b, c).powi(2)).sum::<f64>().sqrt()
}

/// The means over the latents of each level, from the leaves up.
pub fn levels(latents: &[Latent]) -> Vec<Level> {
    let depth = latents.iter().map(|latent| latent.of.level).max().unwrap_or(0);
    let own = |level: usize| latents.iter().map(|latent| &latent.of).filter(move |of| of.level == level);
    (1..=depth).map(|level| Level::mean(level, &own(level).collect::<Vec<_>>(), |x| x)).collect()
}
