//! Samples of all latents at once: 64 binary samples a word, every block of samples with its own random stream.

use super::{Channel, LatentTree, Pixels};
use crate::numbers::uniform;
use nalgebra::DMatrix;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use rayon::prelude::*;

/// Words of 64 samples in a block: 4096 samples draw from one stream.
const WORDS: usize = 64;

/// A parent and P(state | its state).
type Source = (usize, DMatrix<f64>);

/// Samples in a block.
const BLOCK: usize = WORDS * u64::BITS as usize;

/// The states of all nodes in many independent samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Samples {
    nodes: usize,
    count: usize,
    store: Store,
}

#[derive(Clone, Debug, PartialEq)]
enum Store {
    /// Bit s of a word is the state of sample s; block, node, word.
    Bits(Vec<u64>),
    /// One byte a sample; block, node, sample.
    Bytes(Vec<u8>),
}

impl Samples {
    /// The number of samples.
    pub fn count(&self) -> usize {
        self.count
    }

    /// The state of a node in a sample.
    ///
    /// # Panics
    /// If there is no such node or sample.
    pub fn state(&self, node: usize, sample: usize) -> usize {
        assert!(node < self.nodes && sample < self.count, "node {node}, sample {sample}");
        let (row, place) = (sample / BLOCK * self.nodes + node, sample % BLOCK);
        match &self.store {
            Store::Bits(words) => usize::from(words[row * WORDS + place / 64] >> (place % 64) & 1 == 1),
            Store::Bytes(bytes) => usize::from(bytes[row * BLOCK + place]),
        }
    }

    /// Writes the pixel values of a binary node to `out`, sample after sample from `first` on: `values[state]` each.
    ///
    /// ```
    /// use dualproof_networks::tree::{Channel, Edge, LatentTree};
    /// let edge = Edge { parent: 0, child: 1, channel: Channel::Polarity(1.0) };
    /// let samples = LatentTree { nodes: 2, root: vec![0.0, 1.0], edges: vec![edge] }.sample(100, 7);
    /// let mut shown = [0.0; 3];
    /// samples.show(1, 62, [-1.0, 1.0], &mut shown);
    /// assert_eq!(shown, [1.0, 1.0, 1.0]);
    /// ```
    ///
    /// # Panics
    /// If there is no such node or sample, or a state is neither 0 nor 1.
    pub fn show<T: Copy>(&self, node: usize, first: usize, values: [T; 2], out: &mut [T]) {
        assert!(node < self.nodes && first + out.len() <= self.count, "node {node}, samples from {first}");
        for (sample, out) in (first..).zip(out) {
            let (row, place) = (sample / BLOCK * self.nodes + node, sample % BLOCK);
            *out = values[match &self.store {
                Store::Bits(words) => usize::from(words[row * WORDS + place / 64] >> (place % 64) & 1 == 1),
                Store::Bytes(bytes) => usize::from(bytes[row * BLOCK + place]),
            }];
        }
    }

    /// The pixels of the leaves in their order, pixels × samples.
    pub fn pixels(&self, tree: &LatentTree<f64>, pixels: Pixels) -> DMatrix<f64> {
        let (leaves, states) = (tree.shape().leaves(), tree.states());
        let height = leaves.iter().map(|leaf| pixels.width(states[*leaf])).sum();
        let column = |s: usize| leaves.iter().flat_map(move |leaf| vec![(*leaf, self.state(*leaf, s))]);
        let all = (0..self.count).flat_map(column).flat_map(|(leaf, state)| pixels.show::<f64>(state, states[leaf]));
        DMatrix::from_iterator(height, self.count, all)
    }
}

impl LatentTree<f64> {
    /// Independent samples. Sample n depends on the seed, on n and on the tree; not on `count` or on threads.
    /// Binary states are drawn 64 at a time, each with its exact probability (the binary digits of the `f64` are
    /// compared one by one with random bits); other states one by one, from 53 random bits.
    ///
    /// # Panics
    /// If the tree is not valid, or a node has more than 256 states.
    ///
    /// ```
    /// use dualproof_networks::tree::{Channel, Edge, LatentTree};
    /// let edge = Edge { parent: 0, child: 1, channel: Channel::Polarity(-1.0) };
    /// let tree = LatentTree { nodes: 2, root: vec![0.5, 0.5], edges: vec![edge] };
    /// let samples = tree.sample(1000, 7);
    /// assert!((0..1000).all(|s| samples.state(0, s) != samples.state(1, s)));
    /// ```
    pub fn sample(&self, count: usize, seed: u64) -> Samples {
        self.draw(count, seed, None)
    }

    /// Independent samples with the root's states of the given ones, as many: further views of the same samples, where the
    /// augmentation resamples everything below the root.
    ///
    /// # Panics
    /// As [`LatentTree::sample`], and if the samples are those of a tree with other numbers of states.
    ///
    /// ```
    /// use dualproof_networks::tree::{Channel, Edge, LatentTree};
    /// let edge = Edge { parent: 0, child: 1, channel: Channel::Polarity(0.0) };
    /// let tree = LatentTree { nodes: 2, root: vec![0.5, 0.5], edges: vec![edge] };
    /// let (first, second) = (tree.sample(1000, 7), tree.resample(&tree.sample(1000, 7), 8));
    /// assert!((0..1000).all(|s| first.state(0, s) == second.state(0, s)));
    /// assert!((0..1000).any(|s| first.state(1, s) != second.state(1, s)));
    /// ```
    pub fn resample(&self, samples: &Samples, seed: u64) -> Samples {
        assert_eq!(samples.nodes, self.nodes, "nodes of the samples and of the tree");
        self.draw(samples.count, seed, Some(samples))
    }

    fn draw(&self, count: usize, seed: u64, roots: Option<&Samples>) -> Samples {
        let states = self.states();
        let (blocks, order, edges) = (count.div_ceil(BLOCK), self.shape(), self.edges_by_child());
        let stream = |block: usize| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(block as u64);
            rng
        };
        let plan: Vec<(usize, Option<Source>)> = order
            .order()
            .iter()
            .map(|&node| (node, edges[node].map(|edge| (edge.parent, edge.channel.matrix()))))
            .collect();
        let store = if states.iter().all(|m| *m == 2) {
            let given = roots.map(|roots| match &roots.store {
                Store::Bits(words) => words,
                Store::Bytes(_) => panic!("samples of a tree with other numbers of states"),
            });
            let mut words = vec![0; blocks * self.nodes * WORDS];
            words.par_chunks_mut((self.nodes * WORDS).max(1)).enumerate().for_each(|(block, words)| {
                let mut rng = stream(block);
                for (node, from) in &plan {
                    let symmetric = edges[*node].is_some_and(|edge| matches!(edge.channel, Channel::Polarity(_)));
                    for word in 0..WORDS {
                        words[node * WORDS + word] = match from {
                            None => match given {
                                Some(given) => given[block * self.nodes * WORDS + node * WORDS + word],
                                None => biased_bits(&mut rng, self.root[1]),
                            },
                            Some((parent, p)) => {
                                let above = words[parent * WORDS + word];
                                if symmetric {
                                    above ^ biased_bits(&mut rng, p[(0, 1)])
                                } else {
                                    let (low, high) =
                                        (biased_bits(&mut rng, p[(0, 1)]), biased_bits(&mut rng, p[(1, 1)]));
                                    (above & high) | (!above & low)
                                }
                            }
                        };
                    }
                }
            });
            Store::Bits(words)
        } else {
            let given = roots.map(|roots| match &roots.store {
                Store::Bytes(bytes) => bytes,
                Store::Bits(_) => panic!("samples of a tree with other numbers of states"),
            });
            let mut bytes = vec![0; blocks * self.nodes * BLOCK];
            bytes.par_chunks_mut((self.nodes * BLOCK).max(1)).enumerate().for_each(|(block, bytes)| {
                let mut rng = stream(block);
                for (node, from) in &plan {
                    for place in 0..BLOCK {
                        if let (None, Some(given)) = (from, given) {
                            let at = node * BLOCK + place;
                            bytes[at] = given[block * self.nodes * BLOCK + at];
                            continue;
                        }
                        let u = uniform(&mut rng);
                        let state = match from {
                            None => quantile(self.root.iter().copied(), u),
                            Some((parent, p)) => {
                                quantile(p.row(usize::from(bytes[parent * BLOCK + place])).iter().copied(), u)
                            }
                        };
                        bytes[node * BLOCK + place] = u8::try_from(state).expect("at most 256 states");
                    }
                }
            });
            Store::Bytes(bytes)
        };
        Samples { nodes: self.nodes, count, store }
    }
}

/// 64 independent bits, each 1 with probability p: U < p, digit by digit, until every lane is decided.
fn biased_bits(rng: &mut ChaCha8Rng, p: f64) -> u64 {
    if p >= 1.0 {
        return u64::MAX;
    }
    let (mut ones, mut undecided, mut rest) = (0, u64::MAX, p);
    while undecided != 0 && rest > 0.0 {
        rest *= 2.0;
        let bits = rng.next_u64();
        if rest >= 1.0 {
            rest -= 1.0;
            ones |= undecided & !bits;
            undecided &= bits;
        } else {
            undecided &= !bits;
        }
    }
    ones
}

/// The state whose interval of the cumulated law holds u; the last possible one where rounding leaves a gap.
fn quantile(law: impl Iterator<Item = f64>, u: f64) -> usize {
    let (mut cumulated, mut last) = (0.0, 0);
    for (state, p) in law.enumerate().filter(|(_, p)| *p > 0.0) {
        cumulated += p;
        last = state;
        if u < cumulated {
            break;
        }
    }
    last
}
