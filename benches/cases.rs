//! Rates of cases: exact and float, for widths (4, 4, 4, 2) and 4 samples × 3 views, measured side and predicted
//! side together, and the sides apart; exact against identity for widths (8, 8, 8, 4); claims on networks as people build
//! them beside `covariance-operator`, all on the one small instance. `cargo bench --bench cases`.

use divan::{Bencher, black_box};
use dualproof::claim::{Side, Sides};
use dualproof::graph::Graph;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Rational, Ring, System};
use dualproof::strategies::{Hidden, Size, free_setting};
use dualproof::views::Views;
use dualproof_theorems::byol::batch_connection::{self, BatchConnection, Statistic};
use dualproof_theorems::simclr::covariance_operator::{CovarianceOperator, Formula, Instance, Part};
use dualproof_theorems::simclr::energy_flow::{self, EnergyFlow};
use dualproof_theorems::simclr::euler_operator::{self, EulerOperator};
use dualproof_theorems::simclr::output_covariance_losses::loss::OutputLoss;
use dualproof_theorems::simclr::output_covariance_losses::{self, OutputCovarianceLosses, Statistics};
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

/// A claim with a part that is the update of every layer, or of the first one's weights as a block.
#[derive(Clone, Copy)]
struct Update {
    name: &'static str,
    sides: fn(System, &Instance) -> [Side; 2],
}

impl std::fmt::Display for Update {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

fn sides<T: Sides>(system: System, instance: &T::Instance, part: T::Part, stated: T::Formula) -> [Side; 2]
where
    T::Part: Copy,
{
    [system.computing(|| T::measured(instance, part)), system.computing(|| T::predicted(instance, part, stated))]
}

const UPDATES: [Update; 5] = [
    Update { name: "covariance-operator", sides: |system, of| [measured(system, of), predicted(system, of)] },
    Update {
        name: "energy-flow",
        sides: |system, of| {
            let (network, views) = (of.network.clone(), of.views.clone());
            let step = Rational::new(1, 1 << 20);
            let instance = energy_flow::Instance { network, views, layer: 1, step };
            sides::<EnergyFlow>(system, &instance, energy_flow::Part::EnergyGrows, energy_flow::Formula::Stated)
        },
    },
    Update {
        name: "batch-connection",
        sides: |system, of| {
            let outputs = of.network.output_width();
            let instance = batch_connection::Instance {
                network: of.network.clone(),
                views: of.views.clone(),
                predictor: DMatrix::identity(outputs, outputs),
                layer: 2,
                mean: Statistic::Differentiated,
                deviation: Statistic::Absent,
                epsilon: Rational::from_integer(1),
                statistics_of_each_group: false,
            };
            let (part, stated) = (batch_connection::Part::Simclr, batch_connection::Formula::Stated);
            sides::<BatchConnection>(system, &instance, part, stated)
        },
    },
    Update {
        name: "euler-operator",
        sides: |system, of| {
            let network = Graph::from(&of.network);
            let instance = euler_operator::Instance { network, views: of.views.clone(), block: vec![0], degree: 1 };
            sides::<EulerOperator>(system, &instance, euler_operator::Part::Update, euler_operator::Formula::Stated)
        },
    },
    Update {
        name: "output-covariance-losses",
        sides: |system, of| {
            let loss = OutputLoss::BarlowTwins { redundancy: Rational::new(1, 8) };
            let (network, views, statistics) = (of.network.clone(), of.views.clone(), Statistics::Population);
            let instance = output_covariance_losses::Instance { network, views, loss, statistics };
            let (part, stated) = (output_covariance_losses::Part::Update, output_covariance_losses::Formula::Stated);
            sides::<OutputCovarianceLosses>(system, &instance, part, stated)
        },
    },
];

fn by_claim(bencher: Bencher, system: System, update: &Update) {
    let instance = instance(SMALL);
    bencher.counter(divan::counter::ItemsCount::new(1_u32)).bench(|| {
        let [measured, predicted] = (update.sides)(system, black_box(&instance));
        assert!(measured.is_ok() && predicted.is_ok(), "{}: the instance is decided", update.name);
    });
}

#[divan::bench(args = UPDATES)]
fn exact_by_claim(bencher: Bencher, update: &Update) {
    by_claim(bencher, System::Rational, update);
}

#[divan::bench(args = UPDATES)]
fn float_by_claim(bencher: Bencher, update: &Update) {
    by_claim(bencher, System::Running, update);
}
