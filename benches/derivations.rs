//! The derivations of every claim that has some: searched for and checked, and the stored steps checked alone.
//! `cargo bench --bench derivations`.

use divan::{Bencher, black_box};
use dualproof::derivation::{Derivation, derive};

fn main() {
    divan::main();
}

#[divan::bench]
fn all_derivations(bencher: Bencher) {
    let files = files();
    bencher.bench(|| {
        for Derivation { text, .. } in &files {
            derive(black_box(text)).expect("every derivation is found and checked");
        }
    });
}

#[divan::bench]
fn stored_steps(bencher: Bencher) {
    let files = files();
    bencher.bench(|| {
        for derivation in &files {
            black_box(derivation).prove().expect("the stored steps are a proof");
        }
    });
}

fn files() -> Vec<Derivation> {
    dualproof_theorems::registry().claims().iter().filter_map(|claim| claim.derivations()).collect()
}
