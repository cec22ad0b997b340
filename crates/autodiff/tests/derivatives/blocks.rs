//! Convolutions of more places, channels and views than a block or a chunk has, and erf.

use crate::graphs::Case;
use crate::readings::{compare, decided};
use crate::{chain, parameter};
use dualproof_autodiff::{Kinks, Program};
use dualproof_networks::graph::{Function, Graph, Image, Operation, Window};
use dualproof_numbers::numbers::{Field, Rational, Ring, Running};
use nalgebra::DMatrix;
use proptest::prelude::*;

/// Numbers that do not repeat soon: (a k + b k² mod 257)/64 − 2.
fn numbers(rows: usize, columns: usize, seed: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |i, j| {
        let k = i + j * rows + seed;
        ((31 * k + 7 * k * k) % 257) as f64 / 64.0 - 2.0
    })
}

fn of_convolution(
    image: Image,
    window: Window,
    groups: usize,
    outputs: usize,
    views: usize,
    seed: usize,
) -> Option<Case> {
    let (height, width) = image.places(window)?;
    let kernel = numbers(outputs, image.channels / groups * window.height * window.width, seed);
    let rows = outputs * height * width;
    let graph: Graph<f64> = chain(
        vec![parameter("gains", numbers(image.channels, 1, seed + 1)), parameter("kernel", kernel)],
        vec![Operation::Scale { gains: 0 }, Operation::Convolution { kernel: 1, image, window, groups }],
    );
    let changes = graph.parameters.iter().map(|p| numbers(p.values.nrows(), p.values.ncols(), seed + 2)).collect();
    Some(Case {
        graph,
        inputs: numbers(image.len(), views, seed + 3),
        changes,
        cotangent: numbers(rows, views, seed + 4),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// A block that ends inside a view, several views of a block, a last block that is smaller, lines that lie in the
    /// padding, strides and groups across all of these.
    #[test]
    fn convolutions(
        (channels, groups, outputs) in prop::sample::select(vec![(1, 1, 3), (4, 2, 2), (3, 3, 3), (2, 1, 5)]),
        (height, width) in (1_usize..24, 1_usize..24),
        (rows, columns) in (1_usize..5, 1_usize..5),
        (stride, padding, dilation) in (1_usize..4, 0_usize..4, 1_usize..3),
        views in 1_usize..6,
        seed in 0_usize..1000,
    ) {
        let window = Window { height: rows, width: columns, stride, padding, dilation };
        let case = of_convolution(Image { channels, height, width }, window, groups, outputs, views, seed);
        prop_assume!(case.is_some());
        let case = case.expect("one that fits");
        compare::<f64>(&case, &decided(&case, f64::EPSILON / 2.0)?, Kinks::Refuse)?;
    }

    /// erf and its slope against their series in numbers with bounds: (2/√π) Σ (−1)ⁿ t²ⁿ⁺¹/(n! (2n + 1)) and (2/√π) Σ (−t²)ⁿ/n!.
    #[test]
    fn erf(t in -200_i32..=200) {
        let t = f64::from(t) / 100.0;
        let graph = chain(
            vec![parameter("t", DMatrix::from_element(1, 1, t))],
            vec![Operation::Scale { gains: 0 }, Operation::Apply { function: Function::Erf }],
        );
        let program = Program::<f64>::new(&graph, 1).expect("a valid graph");
        let pass = program.pass(DMatrix::from_element(1, 1, 1.0), Kinks::Refuse).expect("erf is smooth");
        let one = DMatrix::from_element(1, 1, 1.0);
        let computed = [pass.output()[0], pass.tangent(&[(0, &one)])[0], pass.pullback(&one, &[0])[0][0]];

        let x = Running::exact(t);
        let two_over_root_pi = Running::with_error(std::f64::consts::FRAC_2_SQRT_PI, f64::EPSILON);
        let (mut power, mut value, mut slope) = (Running::exact(1.0), Running::exact(0.0), Running::exact(0.0));
        // |t| ≤ 2: after 60 terms what is left is below 4⁶⁰/60! < 2⁻¹⁵¹, far below the bounds of the sums.
        for n in 0..60 {
            slope += power;
            value += power * x * Running::from_rational(&Rational::new(1, 2 * n + 1));
            power = -(power * x * x * Running::from_rational(&Rational::new(1, n + 1)));
        }
        for (computed, series) in computed.into_iter().zip([value, slope, slope].map(|s| s * two_over_root_pi)) {
            // Ours: a correctly rounded function of t² rounded (t² ≤ 4 moves its exponential by 4 u), then two roundings.
            let own = 8.0 * f64::EPSILON * series.value().abs();
            prop_assert!((computed - series.value()).abs() <= series.error_bound() + own, "{computed} against {series:?}");
        }
    }
}

/// Many views of a dense network: several chunks, each of several columns.
#[test]
fn many_views() {
    let graph = chain(
        vec![parameter("W", numbers(3, 5, 9)), parameter("b", numbers(3, 1, 10))],
        vec![
            Operation::Dense { weights: 0 },
            Operation::Bias { biases: 1 },
            Operation::Tanh,
            Operation::Scale { gains: 1 },
        ],
    );
    let changes = vec![numbers(3, 5, 11), numbers(3, 1, 12)];
    let case = Case { graph, inputs: numbers(5, 1030, 13), changes, cotangent: numbers(3, 1030, 14) };
    let readings = decided(&case, f64::EPSILON / 2.0).expect("no kink");
    compare::<f64>(&case, &readings, Kinks::Refuse).expect("as the readings say");
}
