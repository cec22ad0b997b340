//! Derivations: every claim that should have some has them, with steps that are a proof; the checker refuses what is none,
//! and what is false is not derived. What the checker decides of each rule and condition is tested in its crate.

use dualproof::derivation::{
    BrokenLink, Derivation, DerivationError, Derived, Direction, MOST_STEPS, Proof, Refusal, SearchError, check,
    check_links, derive, prove, rules, steps_of,
};

/// The claims that are derived.
const DERIVED: [&str; 8] = [
    "connection",
    "dual-gradient",
    "covariance-operator",
    "contrastive-operator",
    "byol-shrinkage",
    "byol-implicit-contrastive",
    "byol-ema",
    "predictor-balance",
];

fn files(slug: &str) -> Derivation {
    let registry = dualproof_theorems::registry();
    registry.claim(slug).expect("a claim").derivations().expect("a claim with derivations")
}

fn text(slug: &str) -> &'static str {
    files(slug).text
}

/// What the stored steps prove.
fn derived(slug: &str) -> Vec<Derived> {
    files(slug).prove().unwrap_or_else(|error| panic!("{slug}: {error}; `dualproof derive --write` searches anew"))
}

fn goal(derived: &Derived) -> dualproof::derivation::Term {
    derived.proof.steps.last().expect("a step").term.clone()
}

fn decide(proof: &Proof, of: &Derived) -> Result<(), Refusal> {
    check(proof, &goal(of), rules(), &of.equations)
}

#[test]
fn every_listed_claim_is_derived_in_few_steps() {
    for slug in DERIVED {
        for found in derived(slug) {
            assert!((1..=MOST_STEPS).contains(&found.proof.steps.len()), "{slug}, {}", found.name);
            assert_eq!(decide(&found.proof, &found), Ok(()), "{slug}, {}", found.name);
        }
    }
}

#[test]
fn the_stored_files_are_what_is_written_of_them_and_are_where_the_ledger_says() {
    for slug in DERIVED {
        let files = files(slug);
        assert!(files.steps == steps_of(&derived(slug)), "{slug}: the file of steps was edited");
        let path = format!("{}/../{}", env!("CARGO_MANIFEST_DIR"), files.steps_file());
        assert_eq!(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}")), files.steps);
    }
}

#[test]
fn what_is_searched_for_is_written_and_read_again() {
    let slug = "dual-gradient";
    let found = derive(text(slug)).expect("a derivation");
    let read = prove(text(slug), &steps_of(&found)).expect("the same derivation");
    assert_eq!(read.iter().map(|d| &d.proof).collect::<Vec<_>>(), found.iter().map(|d| &d.proof).collect::<Vec<_>>());
}

/// The stored steps of a claim with the first `old` for `new`.
fn tampered(slug: &str, old: &str, new: &str) -> DerivationError {
    let Derivation { text, steps, .. } = files(slug);
    assert!(steps.contains(old), "{old:?}");
    prove(text, &steps.replacen(old, new, 1)).map(|all| all.len()).expect_err(new)
}

#[test]
fn steps_that_were_tampered_with_are_refused_and_say_where() {
    let slug = "dual-gradient";
    let refused = |old: &str, new: &str| match tampered(slug, old, new) {
        DerivationError::Refused { name, refusal, .. } => {
            assert_eq!(name, "gradient");
            refusal
        }
        other => panic!("{other}"),
    };
    // Another rule, one that does not exist, another direction, place and term.
    let first = "= 1/2 d((f₁ - f₂)ᵀ (f₁ - f₂)) | differential-scale | ·";
    let with = |rule: &str| refused(first, &first.replace("differential-scale", rule));
    assert!(matches!(with("differential-sum"), Refusal::NotTheSides { step: 1, .. }));
    assert!(matches!(with("differential-of-all"), Refusal::UnknownRule { step: 1, .. }));
    assert!(matches!(with("← differential-scale"), Refusal::NotTheSides { step: 1, .. }));
    assert!(matches!(
        refused(first, &first.replace('·', "0")),
        Refusal::NotTheSides { .. } | Refusal::Elsewhere { .. }
    ));
    assert!(matches!(refused(first, &first.replace('·', "0.7")), Refusal::Elsewhere { step: 1, .. }));
    assert!(matches!(refused(first, &first.replace("1/2", "1/3")), Refusal::NotTheSides { step: 1, .. }));
    assert!(matches!(refused(first, &first.replace("f₁", "f₂")), Refusal::NotTheSides { step: 1, .. }));
    // A condition that is not met: f₁ varies.
    let constant = "= (0{q,1}ᵀ - d(f₂)ᵀ) (f₁ - f₂) | differential-constant | 0.0.0";
    assert!(matches!(
        refused("= ((K₁ᵀ d(w₁))ᵀ - d(f₂)ᵀ) (f₁ - f₂) | derivative | 0.0.0", constant),
        Refusal::Unmet { .. }
    ));
    // A step left out, at the start, in between and at the end; two in the other order.
    let steps: Vec<&str> = files(slug).steps.lines().filter(|line| line.starts_with("  = ")).collect();
    for place in [0, steps.len() / 2, steps.len() - 1] {
        refused(&format!("{}\n", steps[place]), "");
    }
    refused(&format!("{}\n{}", steps[1], steps[2]), &format!("{}\n{}", steps[2], steps[1]));
    // Another end: what stands there is not the goal.
    let last = steps[steps.len() - 1];
    assert!(matches!(refused(&format!("\n{last}"), ""), Refusal::OtherEnd { .. }));
    // Another start.
    let start = "  d(1/2 (f₁ - f₂)ᵀ (f₁ - f₂))\n";
    assert!(matches!(tampered(slug, start, "  d(1/3 (f₁ - f₂)ᵀ (f₁ - f₂))\n"), DerivationError::OtherStart { .. }));
}

#[test]
fn steps_of_another_file_are_missing_or_stray() {
    let Derivation { text, steps, .. } = files("connection");
    let refused = |steps: &str| prove(text, steps).map(|all| all.len()).expect_err(steps);
    assert!(matches!(refused(""), DerivationError::NoSteps { .. }));
    // A goal left out at the end, at the start; goals in the other order; one that nobody asks for; another name.
    let (head, last) = steps.split_at(steps.rfind("\nderive ").expect("a goal"));
    assert!(matches!(refused(head), DerivationError::NoSteps { .. }));
    assert!(matches!(refused(last), DerivationError::NoSteps { .. }));
    assert!(matches!(refused(&format!("{last}{head}")), DerivationError::NoSteps { .. }));
    let stray = refused(&format!("{steps}{last}"));
    assert!(matches!(&stray, DerivationError::Stray { name, .. } if name == "derivative"), "{stray}");
    assert!(matches!(refused(&steps.replacen("\nderive ", "\nderive other-", 1)), DerivationError::NoSteps { .. }));
    // Steps that are stale: a goal, a given equation or a definition has changed since.
    for (old, new) in [("  to J f̃", "  to 2 J f̃"), ("f = D f̃", "f = 2 D f̃"), ("K = g ⊗ Jᵀ", "K = 2 (g ⊗ Jᵀ)")]
    {
        assert!(text.contains(old), "{old}");
        let stale = prove(&text.replacen(old, new, 1), steps).map(|all| all.len());
        assert!(matches!(stale, Err(DerivationError::Refused { .. })), "{new}: {stale:?}");
    }
}

#[test]
fn only_the_search_uses_egg() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![root.join("src"), root.join("theorems"), root.join("crates")];
    let mut users = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "rs")
                && std::fs::read_to_string(&path).expect("text").contains("egg::")
            {
                users.push(path.strip_prefix(&root).expect("below the root").display().to_string());
            }
        }
    }
    assert!(
        !users.is_empty() && users.iter().all(|path| path.contains("derivation/") && path.contains("search")),
        "{users:?}"
    );
}

#[test]
fn what_a_claim_states_is_what_it_derives() {
    for (slug, name, formula) in [
        ("covariance-operator", "both-branches", "d(w)ᵀ (-2 E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ]) w"),
        ("covariance-operator", "one-branch", "E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] w"),
        ("byol-implicit-contrastive", "difference", "-M S Mᵀ w"),
        ("predictor-balance", "balance", "∇W Wᵀ"),
    ] {
        let all = derived(slug);
        let found = all.iter().find(|d| d.name == name).unwrap_or_else(|| panic!("{slug} derives no {name}"));
        assert_eq!(goal(found).to_string(), formula);
    }
}

#[test]
fn a_missing_step_is_refused() {
    let mut refused = 0;
    for found in derived("byol-implicit-contrastive").iter().chain(&derived("covariance-operator")) {
        for place in 0..found.proof.steps.len() {
            let mut proof = found.proof.clone();
            proof.steps.remove(place);
            assert!(decide(&proof, found).is_err(), "{} without step {}", found.name, place + 1);
            refused += 1;
        }
    }
    assert!(refused > 0);
}

#[test]
fn another_direction_is_refused() {
    for found in derived("dual-gradient").iter().chain(&derived("byol-shrinkage")) {
        for place in 0..found.proof.steps.len() {
            let mut proof = found.proof.clone();
            let step = &mut proof.steps[place];
            // These two read the same both ways.
            if ["same-summands", "transpose-of-number", "equal-in-law"].contains(&step.rule.as_str()) {
                continue;
            }
            step.direction = match step.direction {
                Direction::Forward => Direction::Backward,
                Direction::Backward => Direction::Forward,
            };
            assert!(decide(&proof, found).is_err(), "{}, step {}", found.name, place + 1);
        }
    }
}

#[test]
fn another_rule_position_or_term_is_refused() {
    let all = derived("covariance-operator");
    let found = &all[1];
    let mut proof = found.proof.clone();
    proof.steps[0].rule = "no-such-rule".into();
    assert!(matches!(decide(&proof, found), Err(Refusal::UnknownRule { step: 1, .. })));
    let mut proof = found.proof.clone();
    proof.steps[0].rule = "kronecker-transpose".into();
    assert!(matches!(decide(&proof, found), Err(Refusal::NotTheSides { step: 1, .. })));
    let mut proof = found.proof.clone();
    proof.steps[0].position = vec![0, 7];
    assert!(matches!(decide(&proof, found), Err(Refusal::Elsewhere { step: 1, .. })));
    let mut proof = found.proof.clone();
    proof.steps[0].term = found.proof.start.clone();
    assert!(decide(&proof, found).is_err());
    let last = found.proof.start.clone();
    assert!(matches!(check(&found.proof, &last, rules(), &found.equations), Err(Refusal::OtherEnd { .. })));
}

/// How many links of a claim's file hold, with the files of the claims before it at hand.
fn links(slug: &str, text: &str) -> Result<usize, BrokenLink> {
    let registry = dualproof_theorems::registry();
    let earlier = registry.claims().iter().map(|claim| claim.slug).take_while(|other| *other != slug);
    let earlier: Vec<&str> = earlier.filter(|other| DERIVED.contains(other)).collect();
    check_links(text, |claim| earlier.contains(&claim).then(|| self::text(claim)))
}

#[test]
fn what_a_theory_takes_from_another_is_derived_there() {
    for slug in DERIVED {
        let count = links(slug, text(slug)).unwrap_or_else(|broken| panic!("{slug}: {broken}"));
        assert!(count > 0 || ["connection", "predictor-balance"].contains(&slug), "{slug}");
    }
    // Every reversibility and derivative that is given anywhere is the one of `connection`.
    for slug in DERIVED.into_iter().filter(|slug| *slug != "connection") {
        let mut given = text(slug).lines().filter(|line| line.starts_with("given ") && line.contains("ᵀ "));
        let is_linked = |line: &str| line.contains(" by ") || line.contains("∇") || line.contains("d L(z)");
        assert!(given.all(is_linked), "{slug}");
    }
}

#[test]
fn a_link_to_something_else_is_refused() {
    let slug = "byol-implicit-contrastive";
    let broken = |old: &str, new: &str| {
        assert!(text(slug).contains(old), "{old}");
        links(slug, &text(slug).replacen(old, new, 1)).expect_err(new)
    };
    let given = "given reversibility: f(x1) = K(x1)ᵀ w by connection::reversibility";
    for other in [
        // Another sign, another view, another shape, another derivation; what was not derived before.
        "given reversibility: f(x1) = -K(x1)ᵀ w by connection::reversibility",
        "given reversibility: f(x1) = K(x2)ᵀ w by connection::reversibility",
        "given reversibility: f(x1) = K(x1)ᵀ d(w) by connection::reversibility",
        "given reversibility: f(x1) = K(x1)ᵀ w by connection::derivative",
        "given reversibility: f(x1) = E{x1}[f(x1)] by connection::reversibility",
    ] {
        assert!(matches!(broken(given, other), BrokenLink::Other { .. }), "{other}");
    }
    for nowhere in ["connection::riemann", "riemann::reversibility", "byol-ema::zero-mean-output", "with-zero-mean"] {
        let other = given.replace("connection::reversibility", nowhere);
        assert!(matches!(broken(given, &other), BrokenLink::Nothing(_)), "{nowhere}");
    }
    // A derivation that starts from another gradient.
    let start = "  from E{x,x1,x2}[K(x1) Pᵀ (t(x2) - P K(x1)ᵀ w)]";
    for other in ["K(x1) P (t(x2) - P K(x1)ᵀ w)", "K(x1) Pᵀ (t(x2) - P K(x2)ᵀ w)", "K(x1) Pᵀ (t(x2) - P M w)"] {
        let other = format!("  from E{{x,x1,x2}}[{other}]");
        let found = links(slug, &text(slug).replacen(start, &other, 1));
        assert!(!matches!(found, Ok(_) | Err(BrokenLink::Nothing(_))), "{other}: {found:?}");
    }
}

/// The text up to and with a goal whose last term is another; stations on the way are left out.
fn falsified(slug: &str, goal: &str, wrong: &str) -> Result<Vec<Derived>, SearchError> {
    let text = text(slug);
    let is_it = |end: &&str| text.contains(&format!("\nderive {goal}{end}"));
    let end = ["\n", " after "].into_iter().find(is_it).expect("a goal");
    let start = text.find(&format!("\nderive {goal}{end}")).expect("a goal") + 1;
    let from = text[start..].lines().nth(1).expect("where it starts");
    assert!(from.starts_with("  from "), "{from}");
    derive(&format!("{}derive {goal}\n{from}\n  to {wrong}\n", &text[..start]))
}

#[test]
fn what_is_false_is_not_derived() {
    for (slug, goal, wrong) in [
        // The sign, the transpose, the factor; the total for the between-sample covariance; no centring.
        ("byol-implicit-contrastive", "difference", "M S Mᵀ w"),
        ("byol-implicit-contrastive", "difference", "-M Sᵀ Mᵀ w"),
        ("covariance-operator", "attraction", "E{x,x1}[K(x1) K(x1)ᵀ] - E{x}[K̄(x) K̄(x)ᵀ]"),
        ("covariance-operator", "attraction", "2 E{x,x1}[K(x1) K(x1)ᵀ] - 2 M Mᵀ"),
        ("covariance-operator", "repulsion", "2 E{x,x1}[K(x1) K(x1)ᵀ] - 2 E{x}[K̄(x) K̄(x)ᵀ]"),
        ("covariance-operator", "covariance-of-means", "E{x}[K̄(x) K̄(x)ᵀ]"),
        ("covariance-operator", "repulsion-without-replacement", "2 E{x}[C(x)] - 2 M Mᵀ"),
        ("byol-ema", "without", "E{x}[K̄(x) P H̄(x)ᵀ] v - E{x,x1}[K(x1) (Pᵀ P) K(x1)ᵀ] w"),
        ("predictor-balance", "balance", "W ∇Wᵀ"),
    ] {
        let found = falsified(slug, goal, wrong);
        let is_not_found = matches!(&found, Err(SearchError::NotFound { name, .. }) if name == goal);
        assert!(is_not_found, "{slug}, {goal}: {wrong}: {found:?}");
    }
}

#[test]
fn an_empty_file_and_a_name_for_two_goals_are_errors() {
    assert_eq!(prove("", "").unwrap_err(), DerivationError::Empty);
    assert_eq!(derive("").unwrap_err(), SearchError::Derivation(DerivationError::Empty));
    let twice = "theory t\nmatrix A: m×n\nderive p\n  from Aᵀᵀ\n  to A\nderive p\n  from Aᵀᵀ\n  to A";
    let steps = "derive p\n  Aᵀᵀ\n  = A | transpose-twice | ·\n";
    assert!(matches!(prove(twice, steps), Err(DerivationError::Again { line: 6, .. })));
    assert!(matches!(derive(twice), Err(SearchError::Derivation(DerivationError::Again { line: 6, .. }))));
}
