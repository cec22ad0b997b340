//! Rates of cases: exact and float, for widths (4, 4, 4, 2) and 4 samples × 3 views, measured side and predicted
//! side together, and the sides apart; exact against identity for widths (8, 8, 8, 4). `cargo bench --bench cases`.

use divan::{Bencher, black_box};
use dualproof::claim::{Side, Sides};
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Rational, Ring, System};
use dualproof::strategies::{Hidden, Size, free_setting};
use dualproof::views::Views;
use dualproof_theorems::simclr::covariance_operator::{CovarianceOperator, Formula, Instance, Part};
use nalgebra::DMatrix;
use proptest::strategy::{Strategy, ValueTree};

fn main() {
    divan::main();
}

/// A fixed instance of the given widths: entries from a linear congruence, none of them special.
fn instance([n_0, n_1, n_2, n_3]: [usize; 4]) -> Instance {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Rational::from_integer((state >> 33) as i64 % 49 - 16)
    };
    let mut matrix = |rows: usize, columns: usize| DMatrix::from_fn(rows, columns, |_, _| next());
    let layers = vec![
        Layer::dense(matrix(n_1, n_0), Activation::Relu),
        Layer::dense(matrix(n_2, n_1), Activation::Relu),
        Layer::dense(matrix(n_3, n_2), Activation::Linear),
    ];
    let views = Views::uniform(matrix(n_0, 12), 4).expect("twelve views of four samples");
    Instance::new(Network { layers }, views)
}

const SMALL: [usize; 4] = [4, 4, 4, 2];

const MIDDLE: Size = Size { widths: &[8, 8, 8, 4], samples: 4, augmentations: 3 };

/// The same size with all entries and gates free.
fn free_instance() -> Instance {
    let mut runner = dualproof::campaign::strategy_runner(0, "benches", 0);
    let setting = free_setting(MIDDLE, 1, Hidden::Gated).prop_filter("uniform", |(_, views)| views.is_uniform());
    let (mut networks, views) = setting.new_tree(&mut runner).expect("one setting of two is uniform").current();
    Instance::new(networks.remove(0), views)
}

fn measured(system: System, instance: &Instance) -> Side {
    system.computing(|| CovarianceOperator::measured(instance, Part::BothBranches))
}

fn predicted(system: System, instance: &Instance) -> Side {
    system.computing(|| CovarianceOperator::predicted(instance, Part::BothBranches, Formula::Stated))
}

fn case(bencher: Bencher, system: System, instance: &Instance) {
    bencher.counter(divan::counter::ItemsCount::new(1_u32)).bench(|| {
        let both = (
            measured(system, black_box(instance)).expect("no pre-activation is 0"),
            predicted(system, instance).expect("no pre-activation is 0"),
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
    case(bencher, System::Rational, &instance(SMALL));
}

#[divan::bench]
fn float_case(bencher: Bencher) {
    case(bencher, System::Running, &instance(SMALL));
}

#[divan::bench]
fn exact_measured_side(bencher: Bencher) {
    let instance = instance(SMALL);
    bencher.bench(|| measured(System::Rational, black_box(&instance)));
}

#[divan::bench]
fn exact_predicted_side(bencher: Bencher) {
    let instance = instance(SMALL);
    bencher.bench(|| predicted(System::Rational, black_box(&instance)));
}

#[divan::bench]
fn exact_case_of_width_8(bencher: Bencher) {
    case(bencher, System::Rational, &instance([8, 8, 8, 4]));
}

#[divan::bench]
fn identity_case_of_width_8(bencher: Bencher) {
    case(bencher, System::Prime61, &free_instance());
}
