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
    let at_size = Streamed::new(&network, &source, Moment::Between, options).expect("layers that are treated");
    run(&at_size);
    drop(at_size);
    ALLOCATOR.peak_usage() - before
}

// One test: others beside it would be counted too.
#[test]
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
