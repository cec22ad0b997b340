use dualproof::campaign::{Limit, Plan, Registry, Selection, run};
use dualproof::claim::Kind;
#[test]
fn all() {
    let names: Vec<String> = std::env::var("CLAIMS").unwrap_or_default().split_whitespace().map(String::from).collect();
    let claims = dualproof_simclr::claims().into_iter().map(|mut claim| {
        claim.rows.retain(|row| row.kind != Kind::Derivation);
        claim
    });
    let registry = Registry::new(Default::default(), claims.collect()).unwrap_or_else(|d| panic!("{d}"));
    let selection = Selection::of(&registry, &names, &[]).expect("names");
    let record = run(&selection, &Plan::new(1, Limit::Cases(256)));
    std::fs::write(format!("/tmp/simclr-{}.json", names.join("-")), serde_json::to_string(&record).unwrap()).unwrap();
}
