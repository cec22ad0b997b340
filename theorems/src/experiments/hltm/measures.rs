//! What is measured of a network on a tree: correlations, covariance operators, selectivities, lucky nodes.
//!
//! Levels count from 1 above the leaves to the depth at the root. A unit is measured by its pre-activation f̃; what
//! the level above sees of it is ψ(f̃), and of a leaf its pixel.

use super::learner::TreeLearner;
use super::setting::Setting;
use dualproof::train::{Network, Operand, Pass, Real};
use dualproof::tree::{Channel, LatentTree, Samples};
use serde::{Deserialize, Serialize};

/// θ of the lucky nodes that are counted.
pub const THETA: f64 = 0.5;

/// Samples carried up at once.
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
    /// Units whose selectivity is below the bound, in all: a theorem says none, for any distribution.
    pub bound_violations: u64,
    /// Share of the units with w_jᵀa_μ ≥ √θ σ‖a_μ‖/√n, for θ = [`THETA`].
    pub lucky: f64,
    /// Share of the groups with one.
    pub lucky_groups: f64,
}

/// What is measured of one latent.
#[derive(Clone, Debug)]
pub struct Latent {
    /// The node of the tree.
    pub node: usize,
    /// From 1 above the leaves.
    pub level: usize,
    /// a_μ: one entry per unit of the children.
    pub selectivities_below: Vec<f64>,
    /// ρ_{0μ}.
    pub rho_from_root: f64,
    /// The covariance operator's block, where it was asked for.
    pub block: Option<OperatorBlock>,
    /// Squared distance between the means of the pre-activations given either state of the latent.
    pub gap_square: f64,
    correlation: f64,
    selectivity: Option<(f64, f64)>,
    violations: u64,
    lucky: u64,
}

/// The covariance operator's block at one latent.
#[derive(Clone, Debug)]
pub struct OperatorBlock {
    /// J̄_μ, outputs × units, row by row.
    pub jacobian: Vec<f64>,
    norm: f64,
    predicted: f64,
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
    let mut sums: Vec<LevelSums> = (1..=setting.depth).map(|level| LevelSums::new(setting, level, extent)).collect();
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
            for (leaf, column) in setting.nodes_of(0).zip(columns) {
                column.iter_mut().zip(chunk).for_each(|(x, sample)| *x = values[samples.state(leaf, *sample)]);
            }
            network.forward(&mut ready);
            accumulate_units(setting, &ready, samples, chunk, &mut sums);
            if extent == Extent::Operators {
                accumulate_operators(setting, network, &ready, state, &mut sums);
            }
            pass = Some(ready);
        }
    }
    let counts = [by_root[0].len() as f64, by_root[1].len() as f64];
    (1..=setting.depth).rev().flat_map(|level| latents_of(learner, level, &sums, counts)).collect()
}

impl LevelSums {
    fn new(setting: &Setting, level: usize, extent: Extent) -> Self {
        let latents = setting.nodes_of(level).len();
        let inputs = if extent == Extent::Operators { fan_in(setting, level) } else { 0 };
        let connections = vec![0.0; latents * inputs * setting.hid * setting.hid];
        LevelSums {
            units: vec![Sums::default(); latents * setting.hid],
            positive: vec![0.0; latents],
            connections: [connections.clone(), connections],
            jacobians: vec![0.0; latents * setting.hid * setting.hid],
        }
    }
}

fn fan_in(setting: &Setting, level: usize) -> usize {
    setting.children * if level == 1 { 1 } else { setting.hid }
}

/// Adds a chunk of samples to the sums of units.
fn accumulate_units(setting: &Setting, pass: &Pass<f64>, samples: &Samples, chunk: &[usize], sums: &mut [LevelSums]) {
    let (count, hid) = (chunk.len(), setting.hid);
    let mut latent = vec![0.0; count];
    for level in 1..=setting.depth {
        let sums = &mut sums[level - 1];
        let values = pass.value(setting.layer_of(level) + 1).as_slice();
        let groups = values.chunks_exact(count * hid).zip(sums.units.chunks_exact_mut(hid));
        for (at, (node, (values, units))) in setting.nodes_of(level).zip(groups).enumerate() {
            latent.iter_mut().zip(chunk).for_each(|(z, sample)| *z = samples.state(node, *sample) as f64);
            sums.positive[at] += latent.iter().sum::<f64>();
            for (column, unit) in values.chunks_exact(count).zip(units) {
                unit.add(column, &latent);
            }
        }
    }
}

/// Adds a chunk of samples with the root in one state to the sums of connections.
fn accumulate_operators(
    setting: &Setting,
    network: &Network<f64>,
    pass: &Pass<f64>,
    root: usize,
    sums: &mut [LevelSums],
) {
    let (count, hid) = (pass.batch(), setting.hid);
    // J of the root is the identity; from a parent to a child J ← J W D, for every sample and output at once: rows
    // (output, sample), columns units.
    let mut above = vec![0.0; hid * count * hid];
    (0..hid).for_each(|unit| above[(unit * hid + unit) * count..][..count].fill(1.0));
    for level in (1..=setting.depth).rev() {
        let inputs = fan_in(setting, level);
        let below = pass.value(setting.layer_of(level)).as_slice();
        let level_sums = &mut sums[level - 1];
        let latents = setting.nodes_of(level).len();
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
        let weight = network.parameter(&format!("layers.{}.weight", setting.layer_of(level))).unwrap_or(&[]);
        let children = setting.nodes_of(level - 1).len();
        let mut next = vec![0.0; children * hid * count * hid];
        for at in 0..latents {
            // Row by row hid × inputs is column by column inputs × hid: its transpose is W.
            let w = Operand::new(&weight[at * hid * inputs..][..hid * inputs], inputs, hid).transposed();
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

/// The latents of a level, from the sums.
fn latents_of(learner: &TreeLearner, level: usize, sums: &[LevelSums], counts: [f64; 2]) -> Vec<Latent> {
    let (setting, tree) = (learner.setting(), learner.tree());
    let (hid, inputs, count) = (setting.hid, fan_in(setting, level), counts[0] + counts[1]);
    let own = &sums[level - 1];
    let polarity = polarities(tree);
    let rho_from_root = |node: usize| {
        let path = std::iter::successors(Some(node), |node| (*node > 0).then(|| (node - 1) / setting.children));
        path.map(|node| if node == 0 { 1.0 } else { polarity[node] }).product::<f64>()
    };
    let weight = learner.network.parameter(&format!("layers.{}.weight", setting.layer_of(level))).unwrap_or(&[]);
    let each = |(at, node): (usize, usize)| {
        let units = &own.units[at * hid..][..hid];
        let positive = own.positive[at];
        let best = |list: &mut dyn Iterator<Item = f64>| list.fold(0.0, f64::max);
        let correlation = best(&mut units.iter().map(|unit| unit.correlation(count, positive)));
        // a_μ = [ρ_{μν(k)} s_k].
        let a: Vec<f64> = (0..setting.children)
            .flat_map(|child| {
                let (place, child) = (at * setting.children + child, node * setting.children + 1 + child);
                let rho = polarity[child];
                let selectivities: Vec<f64> = if level == 1 {
                    let [low, high] = setting.leaves.values();
                    vec![(high - low) / 2.0]
                } else {
                    let below = &sums[level - 2];
                    let units = &below.units[place * hid..][..hid];
                    units.iter().map(|unit| unit.selectivity(count, below.positive[place])).collect()
                };
                selectivities.into_iter().map(move |s| rho * s)
            })
            .collect();
        let square = a.iter().map(|a| a * a).sum::<f64>();
        let block = (!own.connections[0].is_empty()).then(|| {
            let jacobian: Vec<f64> =
                own.jacobians[at * hid * hid..][..hid * hid].iter().map(|sum| sum / count).collect();
            // V = p₀p₁ D Dᵀ with D the difference of the means given z₀; its norm is that of DᵀD, outputs × outputs.
            let size = inputs * hid * hid;
            let [zero, one] = [0, 1].map(|state| &own.connections[state][at * size..][..size]);
            let difference: Vec<f64> =
                zero.iter().zip(one).map(|(zero, one)| mean(*one, counts[1]) - mean(*zero, counts[0])).collect();
            let share = counts[0] * counts[1] / (count * count);
            let norm = share * gram_norm(&difference, inputs, hid);
            let predicted = rho_from_root(node).powi(2) * square * rows_gram_norm(&jacobian, hid);
            OperatorBlock { jacobian, norm, predicted }
        });
        let is_root = level == setting.depth;
        let selectivities = units.iter().map(|unit| (unit.selectivity(count, positive), unit.bound(count, positive)));
        // The bound is one on E[ψ | +] − E[ψ | −] for either sign of the latent; here z = +1 is the upper one.
        let violated = |&(s, (bound, size)): &(f64, (f64, f64))| s < bound - count * f64::EPSILON * size;
        let violations = if is_root { 0 } else { selectivities.clone().filter(violated).count() as u64 };
        let most = selectivities.max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(s, (bound, _))| (s, bound));
        let weight = &weight[at * hid * inputs..][..hid * inputs];
        let threshold = (THETA * square / 3.0 / inputs as f64).sqrt();
        let lucky = weight
            .chunks_exact(inputs)
            .filter(|row| row.iter().zip(&a).map(|(w, a)| w * a).sum::<f64>() >= threshold)
            .count() as u64;
        Latent {
            node,
            level,
            selectivities_below: a,
            rho_from_root: rho_from_root(node),
            block,
            gap_square: units.iter().map(|unit| unit.gap(count, positive).powi(2)).sum(),
            correlation,
            selectivity: if is_root { None } else { most },
            violations,
            lucky,
        }
    };
    setting.nodes_of(level).enumerate().map(each).collect()
}

/// ρ of the edge to each node; 0 at the root, which has none.
fn polarities(tree: &LatentTree<f64>) -> Vec<f64> {
    let mut list = vec![0.0; tree.nodes];
    for edge in &tree.edges {
        if let Channel::Polarity(rho) = edge.channel {
            list[edge.child] = rho;
        }
    }
    list
}

/// ‖DᵀD‖ for D with a row per (unit, input) and a column per output, stored unit, output, input.
fn gram_norm(d: &[f64], inputs: usize, outputs: usize) -> f64 {
    let units = d.len() / (inputs * outputs);
    let column = |b: usize| (0..units).flat_map(move |unit| &d[(unit * outputs + b) * inputs..][..inputs]);
    let entry = |b: usize, c: usize| column(b).zip(column(c)).map(|(x, y)| x * y).sum::<f64>();
    (0..outputs).flat_map(|b| (0..outputs).map(move |c| (b, c))).map(|(b, c)| entry(b, c).powi(2)).sum::<f64>().sqrt()
}

/// ‖J Jᵀ‖ = ‖JᵀJ‖ for a square J, row by row.
fn rows_gram_norm(j: &[f64], outputs: usize) -> f64 {
    let row = |b: usize| &j[b * outputs..][..outputs];
    let entry = |b: usize, c: usize| row(b).iter().zip(row(c)).map(|(x, y)| x * y).sum::<f64>();
    (0..outputs).flat_map(|b| (0..outputs).map(move |c| (b, c))).map(|(b, c)| entry(b, c).powi(2)).sum::<f64>().sqrt()
}

/// The means over the latents of each level, from the leaves up.
pub fn levels(latents: &[Latent], hid: usize) -> Vec<Level> {
    let depth = latents.iter().map(|latent| latent.level).max().unwrap_or(0);
    let of_level = |level: usize| {
        let own: Vec<&Latent> = latents.iter().filter(|latent| latent.level == level).collect();
        let n = own.len() as f64;
        let mean = |of: &dyn Fn(&Latent) -> f64| own.iter().map(|latent| of(latent)).sum::<f64>() / n;
        let mean_of = |of: &dyn Fn((f64, f64)) -> f64| {
            own.iter().map(|latent| latent.selectivity.map(of)).sum::<Option<f64>>().map(|sum| sum / n)
        };
        let mean_of_block = |of: &dyn Fn(&OperatorBlock) -> f64| {
            own.iter().map(|latent| latent.block.as_ref().map(of)).sum::<Option<f64>>().map(|sum| sum / n)
        };
        Level {
            level,
            correlation: mean(&|latent| latent.correlation),
            operator: mean_of_block(&|block| block.norm),
            operator_predicted: mean_of_block(&|block| block.predicted),
            selectivity: mean_of(&|(s, _)| s),
            selectivity_bound: mean_of(&|(_, bound)| bound),
            bound_violations: own.iter().map(|latent| latent.violations).sum(),
            lucky: mean(&|latent| latent.lucky as f64 / hid as f64),
            lucky_groups: mean(&|latent| f64::from(latent.lucky > 0)),
        }
    };
    (1..=depth).map(of_level).collect()
}
