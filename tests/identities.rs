//! Every wrong formula of an identity falls over the prime field as well, and every bound on a degree is tested.

use dualproof::campaign::{AnyClaim, DEFAULT_SEED, Limit, Plan, draw};
use dualproof::claim::{Claim, Demand, Instance, Kind, Outcome, Relation};
use dualproof::record::Verdict;
use dualproof_theorems::{byol, dual, emergence, simclr};
use proptest::strategy::ValueTree;

/// Instances tried for one mutant: a wrong polynomial vanishes at one of 2⁵⁵ points, but only half of the instances
/// meet the assumptions of a part.
const TRIES: u64 = 16;

/// Refutes each mutant of a part that is tested as an identity, on a small free instance; how many there were.
fn refute_all<I, P, F>(claim: &Claim<I, P, F>) -> usize
where
    I: Instance,
    P: Copy + PartialEq + Send + Sync,
    F: Copy + Send + Sync,
{
    let evidence = claim.evidence.iter().find(|e| e.kind == Kind::Identity).expect("an identity");
    let identity = evidence.identity.as_ref().expect("its test");
    let speaks = |part: P| evidence.parts.is_none_or(|list| list.contains(&part));
    let small = (identity.small)();
    let mut refuted = 0;
    for mutant in claim.mutants.iter().filter(|mutant| speaks(mutant.part)) {
        let falls = |number: u64| {
            let instance = draw(&small, DEFAULT_SEED, claim.slug, number).current();
            let outcome = evidence.decide(&instance, Relation::Equal, mutant.part, mutant.formula, Demand::CERTAIN);
            matches!(outcome, Outcome::Refuted(_))
        };
        let decided = |part: P| claim.parts.iter().any(|p| p.part == part && p.relation == Relation::Equal);
        if decided(mutant.part) {
            assert!((0..TRIES).any(falls), "{}: {} survives as an identity", claim.slug, mutant.name);
            refuted += 1;
        }
    }
    refuted
}

#[test]
fn wrong_formulas_fall_as_identities() {
    let refuted = [
        refute_all(&dual::connection::claim()),
        refute_all(&dual::dual_gradient::claim()),
        refute_all(&dual::layer_balance::claim()),
        refute_all(&simclr::covariance_operator::claim()),
        refute_all(&simclr::weighted_covariance::claim()),
        refute_all(&simclr::contrastive_operator::claim()),
        refute_all(&emergence::latent_tree_covariance::claim()),
        refute_all(&emergence::selectivity_transfer::claim()),
        refute_all(&emergence::amplification::claim()),
        refute_all(&byol::byol_shrinkage::claim()),
        refute_all(&byol::byol_implicit_contrastive::claim()),
        refute_all(&byol::byol_ema::claim()),
        refute_all(&byol::predictor_balance::claim()),
        refute_all(&byol::optimal_predictor::claim()),
        refute_all(&byol::zero_mean_gradient::claim()),
    ];
    let registry = dualproof_theorems::registry();
    let tested = registry.claims().iter().filter(|claim| claim.kinds().contains(&Kind::Identity)).count();
    assert_eq!(refuted.len(), tested, "every claim with an identity is here");
    assert!(refuted.iter().sum::<usize>() >= tested, "{refuted:?}");
}

#[test]
fn an_identity_is_the_same_whatever_the_threads() {
    let claim = dual::connection::claim();
    let check = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        let row = pool.install(|| claim.check(Kind::Identity, None, &Plan::new(DEFAULT_SEED, Limit::Cases(1))));
        (row.verdict, row.parts)
    };
    let (verdict, parts) = check(1);
    assert_eq!(verdict, Verdict::Holds);
    assert_eq!((verdict, parts), check(2));
}
