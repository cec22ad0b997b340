//! The memory that a streamed operator takes does not grow with the samples: counted by the allocator, not sampled.

use dualproof::network::{Activation, Layer, Network};
use dualproof::operator::Moment;
use dualproof::operator::streamed::{Generated, Options, Streamed};
use nalgebra::DMatrix;
use peak_alloc::PeakAlloc;
use std::ops::Range;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const WIDTH: usize = 24;

type Fill = fn(Range<usize>, &mut [f64]);
type Run<'a> = &'a dyn Fn(&Streamed<Generated<Fill>>);

/// As many outputs as inputs: what is kept of an output counts.
fn network() -> Network<f64> {
    let weights =
        |layer: usize| DMatrix::from_fn(WIDTH, WIDTH, |i, j| ((7 * i + 5 * j + 3 * layer) % 11) as f64 / 11.0 - 0.4);
    let layer = |l| Layer::dense(weights(l), if l == 2 { Activation::Linear } else { Activation::Relu });
    Network { layers: (0..3).map(layer).collect() }
}

/// The most bytes in use at once beyond those in use before, on one thread, with nothing kept between passes.
fn peak(samples: usize, run: Run) -> usize {
    let network = network();
    let fill: Fill = |samples, buffer| {
        for (i, x) in buffer.iter_mut().enumerate() {
            *x = ((samples.start * 31 + i * 17) % 101) as f64 / 101.0 - 0.31;
        }
    };
    let source = Generated { samples, augmentations: 3, width: WIDTH, fill };
    let options = Options { threads: 1, block_views: 48, kept_bytes: 0, ..Options::default() };
    let before = ALLOCATOR.current_usage();
    ALLOCATOR.reset_peak_usage();
    let large_scale = Streamed::new(&network, &source, Moment::Between, options).expect("layers that are treated");
    run(&large_scale);
    drop(large_scale);
    ALLOCATOR.peak_usage() - before
}

// One test: others beside it would be counted too.
#[test]
fn memory_is_what_is_said_of_it() {
    sixteen_times_the_samples_take_the_same_memory();
    what_is_asked_for_before_is_enough();
}

/// Wide layers, few views: the weights and what is made in their shape are what an operator takes.
fn what_is_asked_for_before_is_enough() {
    let (widths, augmentations) = ([230, 310, 12], 2);
    let entry = |i: usize| ((i * 7919 + i * i % 97) % 1009) as f64 / 504.5 - 1.0;
    let weights = |l: usize| DMatrix::from_fn(widths[l + 1], widths[l], |i, j| entry(i * widths[l] + j + l) / 10.0);
    let activations = [Activation::Relu, Activation::Linear].into_iter().enumerate();
    let network = Network { layers: activations.map(|(l, psi)| Layer::dense(weights(l), psi)).collect() };
    let fill: Fill = |samples, buffer| {
        buffer
            .iter_mut()
            .enumerate()
            .for_each(|(i, x)| *x = ((samples.start * 31 + i * 17) % 101) as f64 / 101.0 - 0.31);
    };
    for (samples, block_views) in [(5, 256), (400, 64)] {
        let source = Generated { samples, augmentations, width: widths[0], fill };
        let options = Options { threads: 1, block_views, ..Options::default() };
        let operator = Streamed::new(&network, &source, Moment::Between, options).expect("layers that are treated");
        let said = operator.bytes_of_weights();
        let before = ALLOCATOR.current_usage();
        ALLOCATOR.reset_peak_usage();
        drop(operator.of_weights_bounded().expect("a gradient"));
        let peak = (ALLOCATOR.peak_usage() - before) as f64;
        assert!(peak <= said, "{samples} samples: {peak} of {said}");
    }
}

fn sixteen_times_the_samples_take_the_same_memory() {
    let directions: Vec<_> = (0..3).map(|_| DMatrix::from_element(WIDTH, WIDTH, 0.5)).collect();
    let (few, many) = (1 << 10, 1 << 14);
    // The products' buffers are made once, by whoever is first.
    peak(few, &|operator| drop(operator.of_weights().expect("a gradient")));
    let kinds: [(&str, Run); 3] = [
        ("the weights", &|operator| drop(operator.of_weights().expect("a gradient"))),
        ("a direction", &|operator| drop(operator.apply_joint(&directions).expect("a gradient"))),
        ("the bound", &|operator| drop(operator.of_weights_bounded().expect("a gradient"))),
    ];
    for (what, run) in kinds {
        let (of_few, of_many) = (peak(few, run), peak(many, run));
        assert_eq!(of_few, of_many, "{what}: bytes at the peak");
        // A single number for each sample would show.
        assert!(of_many < many * size_of::<f64>() * WIDTH, "{what}: {of_many}");
    }
}
