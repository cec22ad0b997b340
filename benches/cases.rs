//! Rates of cases: exact and float, for widths (4, 4, 4, 2) and 4 samples × 3 views, measured side and predicted
//! side together; and the sides apart. `cargo bench --bench cases`.

use divan::{Bencher, black_box};
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Field, Rational, Ring, Running};
use dualproof::views::Views;
use dualproof_theorems::simclr::covariance_operator::{Formula, Instance, Part, measured, predicted};
use nalgebra::DMatrix;

fn main() {
    divan::main();
}

/// A fixed instance of the stated size: entries from a linear congruence, none of them special.
fn instance() -> Instance {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Rational::from_integer((state >> 33) as i64 % 49 - 16)
    };
    let mut matrix = |rows: usize, columns: usize| DMatrix::from_fn(rows, columns, |_, _| next());
    let layers = vec![
        Layer::dense(matrix(4, 4), Activation::Relu),
        Layer::dense(matrix(4, 4), Activation::Relu),
        Layer::dense(matrix(2, 4), Activation::Linear),
    ];
    let views = Views::uniform(matrix(4, 12), 4).expect("twelve views of four samples");
    Instance::new(Network { layers }, views)
}

fn case<S: Field>(bencher: Bencher) {
    let instance = instance();
    bencher.counter(divan::counter::ItemsCount::new(1_u32)).bench(|| {
        let both = (
            measured::<S>(black_box(&instance), Part::BothBranches).expect("no pre-activation is 0"),
            predicted::<S>(&instance, Part::BothBranches, Formula::Stated).expect("no pre-activation is 0"),
        );
        let equal = both
            .0
            .iter()
            .zip(&both.1)
            .all(|(m, p)| m.iter().zip(p.iter()).all(|(x, y)| x.equals(y) == dualproof::numbers::Truth::Yes));
        assert!(equal, "the claim holds on the benchmark's instance");
    });
}

#[divan::bench]
fn exact_case(bencher: Bencher) {
    case::<Rational>(bencher);
}

#[divan::bench]
fn float_case(bencher: Bencher) {
    case::<Running>(bencher);
}

#[divan::bench]
fn exact_measured_side(bencher: Bencher) {
    let instance = instance();
    bencher.bench(|| measured::<Rational>(black_box(&instance), Part::BothBranches));
}

#[divan::bench]
fn exact_predicted_side(bencher: Bencher) {
    let instance = instance();
    bencher.bench(|| predicted::<Rational>(black_box(&instance), Part::BothBranches, Formula::Stated));
}
