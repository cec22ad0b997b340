//! The derivations of every claim that has some, searched for and checked. `cargo bench --bench derivations`.

use divan::{Bencher, black_box};
use dualproof::derivation::derive;

fn main() {
    divan::main();
}

#[divan::bench]
fn all_derivations(bencher: Bencher) {
    let registry = dualproof_theorems::registry();
    let texts: Vec<&str> = registry.claims().iter().filter_map(|claim| claim.derivations()).collect();
    bencher.bench(|| {
        for text in &texts {
            derive(black_box(text)).expect("every derivation is found and checked");
        }
    });
}
