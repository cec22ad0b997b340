//! A network that learns from triples of a latent tree.

use super::setting::Setting;
use dualproof::random_streams::case_rng;
use dualproof::train::{
    ArchitectureError, Checkpoint, CheckpointError, Contrastive, Initialisation, Learner, Network, Pass, Sgd,
};
use dualproof::tree::{LatentTree, Samples, Shape};
use rand::Rng;

/// A run: everything that its seed and setting determine.
#[derive(Clone, Debug)]
pub struct TreeLearner {
    setting: Setting,
    seed: u64,
    tree: LatentTree<f64>,
    shape: Shape,
    /// The nodes of every level, the leaves first.
    levels: Vec<Vec<usize>>,
    /// Of every node, ρ of the edge to it, 1 at the root, and ρ along the path from the root.
    polarities: Vec<(f64, f64)>,
    /// The network as it is now.
    pub network: Network<f64>,
    sgd: Sgd<f64>,
    loss: Contrastive<f64>,
    pass: Pass<f64>,
    gradient: Vec<f64>,
    /// The current epoch with its samples: anchors, positives, negatives H times.
    epoch: Option<(u64, Vec<Samples>)>,
}

impl TreeLearner {
    /// A learner before its first step.
    ///
    /// # Errors
    /// [`ArchitectureError`] for a setting that does not validate.
    pub fn new(setting: &Setting, seed: u64) -> Result<Self, ArchitectureError> {
        let mut rng = case_rng(seed, "first weights", 0);
        // As a library's linear layers: uniform on ±1/√fan-in, which is σ = 1/√3; biases too, where there are any.
        let network = Network::random(setting.architecture(), Initialisation::LibraryDefault, &mut rng)?;
        let parameters = network.parameters.len();
        let tree = setting.tree(seed);
        let shape = tree.shape();
        let along = tree.path_polarities().into_iter().map(|rho| rho.expect("a tree of polarities"));
        let polarities = tree.polarities().into_iter().map(|rho| rho.unwrap_or(1.0)).zip(along).collect();
        Ok(TreeLearner {
            setting: setting.clone(),
            seed,
            tree,
            levels: (0..=setting.depth).rev().map(|depth| shape.level(depth)).collect(),
            polarities,
            shape,
            pass: network.pass((2 + setting.negatives) * setting.batch)?,
            network,
            sgd: Sgd::new(setting.descent, parameters),
            loss: Contrastive::new(setting.contrast, setting.negatives),
            gradient: vec![0.0; parameters],
            epoch: None,
        })
    }

    /// The setting.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The latent tree.
    pub fn tree(&self) -> &LatentTree<f64> {
        &self.tree
    }

    /// Parents and children in the tree.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// The nodes of a level, 0 the leaves. The children of consecutive nodes are consecutive, so that the groups of a
    /// layer, and their inputs, are in this order.
    pub fn nodes(&self, level: usize) -> &[usize] {
        &self.levels[level]
    }

    /// ρ of the edge to a node; 1 at the root.
    pub fn polarity(&self, node: usize) -> f64 {
        self.polarities[node].0
    }

    /// ρ_{0μ}: the product of the polarities from the root to a node.
    pub fn path_polarity(&self, node: usize) -> f64 {
        self.polarities[node].1
    }

    /// The weights of the group at a place of a level, units × inputs, row by row.
    pub fn weights(&self, level: usize, place: usize) -> &[f64] {
        let size = self.setting.hid * self.setting.inputs(level);
        &self.network.weight(self.setting.layer_of(level))[place * size..][..size]
    }

    /// Fresh samples for the statistics before an epoch.
    pub fn statistics_samples(&self, epoch: u64) -> Samples {
        self.tree.sample(self.setting.samples, self.stream("statistics", epoch))
    }

    /// The triples of an epoch, or with H negatives the (2 + H)-tuples: anchors, positives that share the root with
    /// them and nothing else, independent negatives.
    pub fn triples(&self, epoch: u64) -> Vec<Samples> {
        let count = self.setting.samples;
        let anchors = self.tree.sample(count, self.stream("anchors", epoch));
        let positives = self.tree.resample(&anchors, self.stream("positives", epoch));
        let negative = |k: usize| self.tree.sample(count, self.stream(&format!("negatives {k}"), epoch));
        let negatives: Vec<Samples> = (0..self.setting.negatives).map(negative).collect();
        [anchors, positives].into_iter().chain(negatives).collect()
    }

    fn stream(&self, purpose: &str, epoch: u64) -> u64 {
        case_rng(self.seed, purpose, epoch).next_u64()
    }

    /// Fills the pass with a batch and runs the forward pass.
    fn carry_up(&mut self, step: u64) {
        let (epoch, index) = (step / self.setting.steps_of_epoch(), step % self.setting.steps_of_epoch());
        if self.epoch.as_ref().is_none_or(|(at_hand, _)| *at_hand != epoch) {
            self.epoch = Some((epoch, self.triples(epoch)));
        }
        let batch = self.setting.batch;
        let rows = self.pass.batch();
        if let Some((_, blocks)) = &self.epoch {
            for (leaf, column) in self.levels[0].iter().zip(self.pass.inputs_mut().chunks_exact_mut(rows)) {
                for (samples, out) in blocks.iter().zip(column.chunks_exact_mut(batch)) {
                    samples.show(*leaf, index as usize * batch, self.setting.leaves.values(), out);
                }
            }
        }
        self.network.forward(&mut self.pass);
    }
}

impl Learner for TreeLearner {
    fn update(&mut self, step: u64) -> f64 {
        self.carry_up(step);
        let (outputs, adjoint) = self.pass.output_and_adjoint_mut();
        let loss = self.loss.value_and_gradient(outputs, adjoint);
        self.gradient.fill(0.0);
        self.network.backward(&mut self.pass, &mut self.gradient);
        self.sgd.update(step, &mut self.network.parameters, &self.gradient);
        loss
    }

    fn save(&self, checkpoint: &mut Checkpoint) {
        checkpoint.put_network("network", &self.network);
        checkpoint.put("velocity", &[self.sgd.velocity.len()], &self.sgd.velocity);
        checkpoint.note("setting", &self.setting);
        // Every random number is a function of the seed, its purpose and the epoch: this is the whole position.
        checkpoint.note("seed", &self.seed);
    }

    fn restore(&mut self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let mut network = self.network.clone();
        checkpoint.restore_network("network", &mut network)?;
        let velocity = checkpoint.get("velocity", &[self.sgd.velocity.len()])?;
        checkpoint.expect_note("setting", &self.setting)?;
        checkpoint.expect_note("seed", &self.seed)?;
        (self.network, self.sgd.velocity, self.epoch) = (network, velocity, None);
        Ok(())
    }
}
