//! The time of one step of the BYOL experiment: 128 images of two views each, drawn, up, back and descended.
//! `cargo bench --bench byol`.

use divan::Bencher;
use dualproof::train::Learner;
use dualproof_experiments::byol::learner::Byol;
use dualproof_experiments::byol::settings::Settings;
use dualproof_experiments::byol::split::Split;

fn main() {
    divan::main();
}

#[divan::bench(args = ["bn-normal-normal+predictor", "bn-normal-normal+predictor+ema", "group+predictor+ema", "simclr"])]
fn step(bencher: Bencher, cell: &str) {
    let (split, settings) = (Split::digits(), Settings::default());
    let mut learner = Byol::new(cell.parse().expect("a cell"), &settings, &split, 1).expect("a batch that is one");
    let mut step = 0;
    bencher.bench_local(move || {
        step += 1;
        learner.update(step)
    });
}
