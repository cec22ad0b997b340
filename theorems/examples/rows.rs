use dualproof::campaign::{AnyClaim, Limit, Plan};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let cases: u64 = args.get(2).map_or(500, |s| s.parse().unwrap());
    for claim in dualproof_theorems::registry().claims {
        if args.len() > 1 && !args[1].split(',').any(|a| a == claim.slug() || a == "all") {
            continue;
        }
        show(claim.as_ref(), cases);
    }
}
fn show(claim: &dyn AnyClaim, cases: u64) {
    println!("=== {} docs {:?}", claim.slug(), claim.docs().map(|d| d.summary));
    for kind in claim.kinds() {
        let row = claim.check(kind, None, &Plan::new(1, Limit::Cases(cases)));
        println!(
            "{:?} {:?} acc {} rej {} inc {} err {:.2e} pow {:?} {:.2}s {:?}",
            kind,
            row.verdict,
            row.accepted,
            row.rejected,
            row.inconclusive,
            row.error,
            row.power,
            row.seconds,
            row.rejected_by
        );
        for p in &row.parts {
            println!(
                "   {:28} {:?} acc {} nontriv {} rej {} inc {} res {:.2e} tol {:.2e} pow {:?}",
                p.part,
                p.verdict,
                p.accepted,
                p.nontrivial,
                p.rejected,
                p.inconclusive,
                p.residual,
                p.tolerance,
                p.power
            );
        }
        if let Some(c) = row.counterexample {
            println!("   COUNTEREXAMPLE {}", serde_json::to_string(&c).unwrap().chars().take(1500).collect::<String>());
        }
    }
    let t = std::time::Instant::now();
    for (m, name) in claim.mutants().iter().enumerate() {
        let r = claim.refute_mutant(m, &Plan::new(1, Limit::Cases(500)));
        println!(
            "  mutant {name}: {:?} tried {} {}",
            r.verdict,
            r.tried,
            r.counterexample.map_or(String::new(), |c| c.instance.to_string().chars().take(200).collect())
        );
    }
    for (m, name) in claim.necessities().iter().enumerate() {
        let r = claim.show_necessary(m, &Plan::new(1, Limit::Cases(500)));
        println!(
            "  without {name}: {:?} tried {} part {} {}",
            r.verdict,
            r.tried,
            r.part,
            r.counterexample.map_or(String::new(), |c| c.instance.to_string().chars().take(200).collect())
        );
    }
    println!("  search {:.2}s", t.elapsed().as_secs_f64());
}
