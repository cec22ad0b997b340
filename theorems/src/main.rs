fn main() {
    use dualproof::campaign::{Limit, Plan};
    for claim in dualproof_theorems::registry().claims {
        for kind in claim.kinds() {
            let row = claim.check(kind, None, &Plan::new(1, Limit::Cases(500)));
            println!("{}", serde_json::to_string_pretty(&row).unwrap());
        }
        for m in 0..claim.mutants().len() {
            println!("{}", serde_json::to_string(&claim.refute_mutant(m, &Plan::new(1, Limit::Cases(500)))).unwrap());
        }
        for m in 0..claim.necessities().len() {
            println!("{}", serde_json::to_string(&claim.show_necessary(m, &Plan::new(1, Limit::Cases(500)))).unwrap());
        }
    }
}
