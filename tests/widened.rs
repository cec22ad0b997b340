//! The self-test of every tolerance: multiplied by 10¹², no row whose arithmetic rounds says that anything holds.

use dualproof::campaign::{DEFAULT_SEED, Limit, Plan};
use dualproof::claim::{Claim, Kind};
use dualproof::record::Verdict;
use rayon::prelude::*;

/// What a tolerance of 10⁻¹⁶ becomes a hundred times the ceiling by, and one of 10⁻⁹ a thousand times the values.
const BLOW_UP: f64 = 1e12;

/// Instances of each random row: enough for every part to meet some.
const CASES: u64 = 16;

#[test]
fn with_every_tolerance_blown_up_no_row_that_rounds_holds() {
    let registry = dualproof_theorems::registry();
    let rows: Vec<(&Claim, Kind)> = registry
        .claims()
        .iter()
        .flat_map(|claim| claim.kinds().into_iter().map(move |kind| (claim, kind)))
        .filter(|(_, kind)| matches!(kind, Kind::Float | Kind::Real | Kind::Reference))
        .collect();
    assert!(rows.len() >= registry.claims().len(), "{} rows", rows.len());
    let plan = Plan { widened: BLOW_UP, ..Plan::new(DEFAULT_SEED, Limit::Cases(CASES)) };
    let told: Vec<String> = rows
        .into_par_iter()
        .flat_map(|(claim, kind)| {
            let row = claim.check(kind, None, &plan);
            let wrong = |verdict: Verdict| !matches!(verdict, Verdict::Inconclusive | Verdict::NothingChecked);
            let name = format!("{} {}", claim.slug, kind.name());
            // A part all of whose values are small integers has no tolerance: it is exact, and may hold.
            let of_parts = row.parts.iter().filter(|part| wrong(part.verdict) && part.bound > 0.0);
            let of_parts = of_parts.map(|part| format!("{name} {}: {:e}", part.part, part.bound));
            let of_row = wrong(row.verdict).then(|| name.clone());
            of_row.into_iter().chain(of_parts).collect::<Vec<_>>()
        })
        .collect();
    assert!(told.is_empty(), "decided within a tolerance that hides everything: {told:#?}");
}
