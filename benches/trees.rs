//! Latent trees: samples a second, messages on a deep tree, and the oracle. `cargo bench --bench trees`.

use divan::Bencher;
use divan::counter::ItemsCount;
use dualproof::tree::{Channel, Edge, Joint, LatentTree};

fn main() {
    divan::main();
}

/// The complete binary tree with leaves at the given depth.
fn complete(depth: u32, transitions: bool) -> LatentTree<f64> {
    let nodes = (1 << (depth + 1)) - 1;
    let channel = |child: usize| match transitions {
        true => {
            Channel::Transition(nalgebra::DMatrix::from_row_slice(3, 3, &[0.8, 0.1, 0.1, 0.2, 0.6, 0.2, 0.0, 0.3, 0.7]))
        }
        false => Channel::Polarity([0.3, -0.7, 0.9][child % 3]),
    };
    let states = if transitions { 3 } else { 2 };
    LatentTree {
        nodes,
        root: vec![1.0 / states as f64; states],
        edges: (1..nodes).map(|child| Edge { parent: (child - 1) / 2, child, channel: channel(child) }).collect(),
    }
}

/// 65,536 samples of all latents.
const SAMPLES: usize = 1 << 16;

#[divan::bench(args = [3, 6, 9])]
fn sample_binary(bencher: Bencher, depth: u32) {
    let tree = complete(depth, false);
    bencher.counter(ItemsCount::new(SAMPLES)).bench(|| tree.sample(SAMPLES, 1));
}

#[divan::bench(args = [3, 6])]
fn sample_three_states(bencher: Bencher, depth: u32) {
    let tree = complete(depth, true);
    bencher.counter(ItemsCount::new(SAMPLES)).bench(|| tree.sample(SAMPLES, 1));
}

#[divan::bench(args = [6, 12])]
fn laws_given_root(bencher: Bencher, depth: u32) {
    let tree = complete(depth, false);
    bencher.counter(ItemsCount::new(tree.nodes)).bench(|| tree.laws_given_root());
}

#[divan::bench]
fn enumerate_fifteen_latents(bencher: Bencher) {
    let tree = complete(3, false);
    bencher.counter(ItemsCount::new(tree.assignments())).bench(|| Joint::of(&tree));
}
