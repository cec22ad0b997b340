//! The latent-tree experiment: triples a second, one epoch's statistics, one epoch's training, on one thread.
//! `cargo bench --bench train`. The authors' program on a like machine: 4.9 ms a triple; 350 to 480 s for the
//! statistics and 430 s for the training of an epoch of depth 5, 12 s and 10 s with a vectorised sampler.

use divan::Bencher;
use divan::counter::ItemsCount;
use dualproof::train::Learner;
use dualproof_experiments::hltm::{Extent, Setting, TreeLearner, measure};

fn main() {
    divan::main();
}

fn learner(depth: usize, hid: usize) -> TreeLearner {
    TreeLearner::new(&Setting::compatible(depth, hid), 1).expect("a setting that can be")
}

/// One thread: wall-clock time is CPU time.
fn alone<R: Send>(work: impl FnOnce() -> R + Send) -> R {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("one thread").install(work)
}

/// N = 64,000 triples of the depth-5 tree.
#[divan::bench(sample_count = 20)]
fn triples_of_depth_five(bencher: Bencher) {
    let learner = learner(5, 10);
    let count = ItemsCount::new(learner.setting().samples);
    bencher.counter(count).bench_local(|| alone(|| learner.triples(0)));
}

/// Sampling and all statistics before an epoch, N = 64,000, the covariance operator of every latent included.
#[divan::bench(args = [3, 5], sample_count = 5)]
fn statistics_of_an_epoch(bencher: Bencher, depth: usize) {
    let learner = learner(depth, 10);
    let count = ItemsCount::new(learner.setting().samples);
    bencher
        .counter(count)
        .bench_local(|| alone(|| measure(&learner, &learner.statistics_samples(0), Extent::Operators)));
}

/// Sampling and training of one epoch: 500 steps of 128 triples.
#[divan::bench(args = [3, 5], sample_count = 5)]
fn training_of_an_epoch(bencher: Bencher, depth: usize) {
    let mut learner = learner(depth, 10);
    let steps = learner.setting().steps_of_epoch();
    let count = ItemsCount::new(learner.setting().samples);
    let mut epoch = 0;
    bencher.counter(count).bench_local(|| {
        let losses = alone(|| (epoch * steps..(epoch + 1) * steps).map(|step| learner.update(step)).sum::<f64>());
        epoch += 1;
        losses
    });
}
