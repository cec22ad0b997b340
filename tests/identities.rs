//! Every wrong formula of an identity falls over the prime field as well, and every bound on a degree is tested.

use dualproof::campaign::{Budget, DEFAULT_SEED, Limit, Plan, draw_any};
use dualproof::claim::{Claim, Demand, Kind, Outcome, Relation};
use dualproof::record::Verdict;

/// Instances tried for one mutant: a wrong polynomial vanishes at one of 2⁵⁵ points, but only half of the instances
/// meet the assumptions of a part.
const TRIES: u64 = 16;

/// Refutes each mutant of a part that is tested as an identity, on a small free instance; how many there were.
fn refute_all(claim: &Claim) -> usize {
    let row = claim.row(Kind::Identity).expect("an identity");
    let small = (row.identity.as_ref().expect("its test").small)();
    let mut refuted = 0;
    for (index, mutant) in claim.mutants.iter().enumerate() {
        if !row.lists(mutant.part) || claim.parts[mutant.part].relation != Relation::Equal {
            continue;
        }
        let falls = |number: u64| {
            let instance = draw_any(&*small, DEFAULT_SEED, claim.slug, number).current();
            let outcome = row.decide(&*instance, Relation::Equal, (mutant.part, index + 1), Demand::CERTAIN);
            matches!(outcome, Outcome::Refuted(_))
        };
        assert!((0..TRIES).any(falls), "{}: {} survives as an identity", claim.slug, mutant.name);
        refuted += 1;
    }
    refuted
}

#[test]
fn wrong_formulas_fall_as_identities() {
    let registry = dualproof_theorems::registry();
    let tested = registry.claims().iter().filter(|claim| claim.row(Kind::Identity).is_some());
    let refuted: Vec<usize> = tested.map(refute_all).collect();
    assert!(!refuted.is_empty() && refuted.iter().sum::<usize>() >= refuted.len(), "{refuted:?}");
}

#[test]
fn an_identity_is_the_same_whatever_the_threads() {
    let registry = dualproof_theorems::registry();
    let claim = registry.claim("connection").expect("a claim");
    let check = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let row = pool.install(|| claim.check(Kind::Identity, None, &Plan::new(DEFAULT_SEED, Limit::Cases(1))));
        (row.verdict, row.parts)
    };
    let (verdict, parts) = check(1);
    assert_eq!(verdict, Verdict::Holds);
    assert_eq!((verdict, parts), check(2));
}

#[test]
fn identities_share_one_budget() {
    let registry = dualproof_theorems::registry();
    let identities: usize = registry.claims().iter().map(|claim| claim.identities()).sum();
    let together = Budget::of(&registry).of_identity() * identities as f64;
    assert!(identities > 1, "one alone takes all of it");
    // The quotient and the product round by half an ulp each.
    assert!((together / Budget::IDENTITIES - 1.0).abs() <= f64::EPSILON, "{together} of {identities} identities");
}
