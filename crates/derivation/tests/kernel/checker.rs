//! The checker: every rule has its two sides and no others, every step changes one place, the chain ends at the goal.

use super::{goal, one_step};
use dualproof_derivation::{Bindings, Direction, Proof, Refusal, Step, Theory, bind, check, rules, substitute};

/// Matrices of shapes that tell every dimension apart.
const SHAPES: &str = "kind sample
variable x, y of sample
uniform kind outcome
variable u, v of outcome
constant α
constant β
matrix A: m×n varies
matrix A2: m×n varies
matrix A3: m×n
matrix B: n×k varies
matrix B2: n×k varies
matrix C: k×l varies
matrix D: p×q
matrix E: q×r
matrix S: n×n
matrix T: n×m
matrix z: 1×1
matrix y1: 1×1
matrix w: n×1
matrix F(sample): m×n varies
matrix F2(sample): m×n
matrix G(outcome): m×n varies
matrix G2(outcome): m×n";

/// For each rule without a condition, two terms that it makes equal and one that it does not.
#[test]
fn every_rule_has_its_two_sides() {
    let cases = [
        ("product-associative", "A (B C)", "(A B) C", "(A B2) C"),
        ("product-sum-right", "A (2 B - α B2)", "2 (A B) - α (A B2)", "2 (A B) + α (A B2)"),
        ("product-sum-left", "(2 A - α A2) B", "2 (A B) - α (A2 B)", "2 (A B) - β (A2 B)"),
        ("product-scale-right", "A (α B)", "α (A B)", "β (A B)"),
        ("product-scale-left", "(3 A) B", "3 (A B)", "2 (A B)"),
        ("identity-left", "I{m} A", "A", "A2"),
        ("identity-right", "A I{n}", "A", "A2"),
        ("zero-left", "0{k,m} A", "0{k,n}", "0{k,m} A"),
        ("zero-right", "A 0{n,k}", "0{m,k}", "A B"),
        ("transpose-twice", "Aᵀᵀ", "A", "A2"),
        ("transpose-product", "(A B)ᵀ", "Bᵀ Aᵀ", "B2ᵀ Aᵀ"),
        ("transpose-sum", "(2 A + A2)ᵀ", "2 Aᵀ + A2ᵀ", "2 Aᵀ - A2ᵀ"),
        ("transpose-scale", "(α A)ᵀ", "α Aᵀ", "Aᵀ"),
        ("transpose-identity", "I{n}ᵀ", "I{n}", "I{n} I{n}"),
        ("transpose-zero", "0{m,n}ᵀ", "0{n,m}", "Aᵀ"),
        ("transpose-of-number", "z", "zᵀ", "y1ᵀ"),
        ("trace-of-number", "z", "tr(z)", "tr(y1)"),
        ("trace-cyclic", "tr(A T)", "tr(T A)", "tr(A T)"),
        ("kronecker-transpose", "(A ⊗ D)ᵀ", "Aᵀ ⊗ Dᵀ", "A2ᵀ ⊗ Dᵀ"),
        ("kronecker-product", "(A ⊗ D) (B ⊗ E)", "(A B) ⊗ (D E)", "(A B2) ⊗ (D E)"),
        ("kronecker-sum-right", "z ⊗ (2 A - A2)", "2 (z ⊗ A) - (z ⊗ A2)", "2 (z ⊗ A) + (z ⊗ A2)"),
        ("kronecker-sum-left", "(2 A - A2) ⊗ D", "2 (A ⊗ D) - (A2 ⊗ D)", "2 (A2 ⊗ D) - (A ⊗ D)"),
        ("number-left", "(z ⊗ A) B", "z ⊗ (A B)", "y1 ⊗ (A B)"),
        ("number-right", "A (z ⊗ B)", "z ⊗ (A B)", "z ⊗ (A B2)"),
        ("vec-product", "vec(A (B C))", "(Cᵀ ⊗ A) vec(B)", "(Cᵀ ⊗ A) vec(B2)"),
        ("vec-column", "vec(w)", "w", "2 w"),
        ("vec-differential", "d(vec(A))", "vec(d(A))", "vec(d(A2))"),
        ("expectation-sum", "E{x}[2 F(x) - F2(x)]", "2 E{x}[F(x)] - E{x}[F2(x)]", "2 E{x}[F(x)] - E{y}[F2(x)]"),
        ("expectation-scale", "E{x}[α F(x)]", "α E{x}[F(x)]", "β E{x}[F(x)]"),
        ("expectation-transpose", "E{x}[F(x)ᵀ]", "E{x}[F(x)]ᵀ", "E{x}[F2(x)]ᵀ"),
        ("trace-of-expectation", "E{x}[tr(F(x) T)]", "tr(E{x}[F(x) T])", "tr(E{x}[F2(x) T])"),
        ("distinct-sum", "D{u,v}[2 G(u) - G2(v)]", "2 D{u,v}[G(u)] - D{u,v}[G2(v)]", "2 D{u,v}[G(u)] + D{u,v}[G2(v)]"),
        ("distinct-scale", "D{u,v}[α G(u)]", "α D{u,v}[G(u)]", "D{u,v}[G(u)]"),
        ("differential-sum", "d(2 A - A2)", "2 d(A) - d(A2)", "2 d(A) - d(A3)"),
        ("differential-scale", "d(α A)", "α d(A)", "d(A)"),
        ("differential-product", "d(A B)", "d(A) B + A d(B)", "d(A) B - A d(B)"),
        ("differential-transpose", "d(Aᵀ)", "d(A)ᵀ", "d(A2)ᵀ"),
        ("differential-expectation", "d(E{x}[F(x)])", "E{x}[d(F(x))]", "E{x}[d(F2(x))]"),
        ("differential-distinct", "d(D{u,v}[G(u)])", "D{u,v}[d(G(u))]", "D{u,v}[d(G2(u))]"),
    ];
    let with_condition = rules().iter().filter(|rule| !rule.conditions.is_empty()).count();
    assert_eq!(cases.len() + with_condition, rules().len(), "a rule without a case");
    for (rule, from, to, other) in cases {
        assert!(rules().iter().any(|r| r.name == rule && r.conditions.is_empty()), "{rule}");
        assert_eq!(one_step(SHAPES, from, to, rule), Ok(()), "{rule}: {from} = {to}");
        // With what the metavariables stand for, the sides of the rule are the two terms.
        let (rule, goal) = (rules().iter().find(|r| r.name == rule).expect("a rule"), goal(SHAPES, from, to).0);
        let bindings = bind(rule, &goal.from, &goal.to).expect("its sides");
        let sides = [&rule.left, &rule.right].map(|side| substitute(side, &bindings));
        assert_eq!(sides, [Some(goal.from), Some(goal.to)], "{}", rule.name);
        assert_eq!(substitute(&rule.left, &Bindings::default()), None, "{}", rule.name);
        let rule = rule.name.as_str();
        let refused = one_step(SHAPES, from, other, rule);
        assert!(matches!(refused, Err(Refusal::NotTheSides { step: 1, .. })), "{rule}: {from} = {other}: {refused:?}");
    }
    // Dimensions: a metavariable stands for one dimension, a product of two for their product.
    for (from, to, rule) in [("I{n·k}ᵀ", "I{n·k}", "transpose-identity"), ("0{m·n,k}ᵀ", "0{k,m·n}", "transpose-zero")]
    {
        assert_eq!(one_step(SHAPES, from, to, rule), Ok(()), "{from} = {to}");
    }
}

/// The steps of a derivation whose terms are its stations, all at the root unless said otherwise.
fn chain(terms: &[&str], steps: &[(&str, Direction, &[usize])]) -> Result<(), Refusal> {
    let (first, last) = (terms[0], terms[terms.len() - 1]);
    let via: String = terms[1..terms.len() - 1].iter().map(|term| format!("  via {term}\n")).collect();
    let text = format!("theory chain\n{SHAPES}\ngiven known: A3 = T2ᵀ\nderive chain\n  from {first}\n{via}  to {last}");
    let text = text.replacen("given", "matrix T2: n×m\ngiven", 1);
    let theory = Theory::read(&text).expect("a theory").remove(0);
    let goal = &theory.goals[0];
    let terms = goal.via.iter().chain([&goal.to]);
    let step = |(term, (rule, direction, position)): (&dualproof_derivation::Term, &(&str, Direction, &[usize]))| {
        Step { rule: (*rule).to_string(), direction: *direction, position: position.to_vec(), term: term.clone() }
    };
    let steps = terms.zip(steps).map(step).collect();
    check(&Proof { start: goal.from.clone(), steps }, &goal.to, rules(), &theory.equations)
}

#[test]
fn steps_are_decided_one_by_one() {
    use Direction::{Backward, Forward};
    let twice = ("transpose-twice", Forward, &[][..]);
    assert_eq!(chain(&["Aᵀᵀᵀᵀ", "Aᵀᵀ", "A"], &[twice, twice]), Ok(()));
    assert_eq!(chain(&["A", "Aᵀᵀ"], &[("transpose-twice", Backward, &[])]), Ok(()));
    assert!(matches!(
        chain(&["A", "Aᵀᵀ"], &[("transpose-twice", Forward, &[])]),
        Err(Refusal::NotTheSides { step: 1, .. })
    ));
    // Inside, at one place.
    assert_eq!(chain(&["A + A2ᵀᵀ", "A + A2"], &[("transpose-twice", Forward, &[1])]), Ok(()));
    for (terms, position) in [
        (["A + A2ᵀᵀ", "A + A2"], &[0][..]),
        (["A + A2ᵀᵀ", "A + A2"], &[1, 0, 0, 0]),
        (["A + A2ᵀᵀ", "A + A2"], &[2]),
        (["Aᵀᵀ + A2ᵀᵀ", "A + A2"], &[1]),
    ] {
        let found = chain(&terms, &[("transpose-twice", Forward, position)]);
        let is_refused =
            matches!(found, Err(Refusal::Elsewhere { step: 1, .. } | Refusal::NotTheSides { step: 1, .. }));
        assert!(is_refused, "{position:?}: {found:?}");
    }
    let elsewhere = chain(&["Aᵀᵀ + A2ᵀᵀ", "A + A2"], &[("transpose-twice", Forward, &[1])]);
    assert_eq!(elsewhere, Err(Refusal::Elsewhere { step: 1, position: vec![1] }));
    // The number of the step, and the end.
    let second = chain(&["Aᵀᵀᵀᵀ", "Aᵀᵀ", "A2"], &[twice, twice]);
    assert!(matches!(second, Err(Refusal::NotTheSides { step: 2, .. })), "{second:?}");
    let short = chain(&["Aᵀᵀᵀᵀ", "Aᵀᵀ", "A"], &[twice]);
    assert_eq!(short, Err(Refusal::OtherEnd { found: "Aᵀᵀ".into(), expected: "A".into() }));
    let unknown = chain(&["Aᵀᵀ", "A"], &[("transpose-thrice", Forward, &[])]);
    assert_eq!(unknown, Err(Refusal::UnknownRule { step: 1, rule: "transpose-thrice".into() }));
    // A given equation, both ways, at its place, and what it does not say.
    assert_eq!(chain(&["2 A3", "2 T2ᵀ"], &[("known", Forward, &[0])]), Ok(()));
    assert_eq!(chain(&["T2ᵀ", "A3"], &[("known", Backward, &[])]), Ok(()));
    for terms in [["T2ᵀ", "A3"], ["A", "T2ᵀ"]] {
        assert!(matches!(chain(&terms, &[("known", Forward, &[])]), Err(Refusal::NotTheSides { step: 1, .. })));
    }
}

/// A variable that is free on the way only, though not one that the law of another one depends on.
#[test]
fn what_is_free_on_the_way_is_free_at_an_end() {
    use Direction::{Backward, Forward};
    let free = chain(&["A3", "E{x}[A3]", "A3"], &[("constant", Backward, &[]), ("constant", Forward, &[])]);
    assert_eq!(free, Ok(()));
    let vanishing = [("same-summands", Forward, &[][..]), ("same-summands", Forward, &[][..])];
    let found = chain(&["A3", "A3 + F2(x) - F2(x)", "A3"], &vanishing);
    assert!(matches!(&found, Err(Refusal::Unbound { step: 1, variable, .. }) if variable == "x"), "{found:?}");
    assert_eq!(chain(&["A3", "A3 + F2(x) - F2(x)"], &vanishing[..1]), Ok(()));
    assert_eq!(chain(&["A3 + F2(x) - F2(x)", "A3 + F2(x) - F2(x)", "A3"], &vanishing), Ok(()));
}

/// An equation holds for every variable of the kind that is free in it, and for others of one law that are averaged over.
#[test]
fn equations_hold_for_every_choice_of_variables() {
    let text = "theory t
kind sample
kind view given sample
variable x, y of sample
variable x1, x2 of view given x
variable y1 of view given y
matrix K(view): n×n
matrix F(sample): n×n
matrix M(sample): n×n
given free: K(x1) = K(x1)ᵀ
let M(x) = E{x1}[K(x1)]
given paired: E{x1,x2}[K(x1) K(x2)] = F(x) F(x)";
    let theory = Theory::read(text).expect("a theory").remove(0);
    let instances = |name: &str| -> Vec<String> {
        let of = theory.equations.named(name).expect("an equation");
        of.iter().map(|(left, right)| format!("{left} = {right}")).collect()
    };
    assert_eq!(theory.equations.named("others"), None);
    assert_eq!(instances("free"), ["K(x1) = K(x1)ᵀ", "K(x2) = K(x2)ᵀ", "K(y1) = K(y1)ᵀ"]);
    let mut found = instances("definition of M");
    found.sort();
    assert_eq!(found, ["M(x) = E{x1}[K(x1)]", "M(x) = E{x2}[K(x2)]", "M(y) = E{y1}[K(y1)]"]);
    let mut found = instances("paired");
    found.sort();
    // There are not two views of y.
    assert_eq!(found, ["E{x1,x2}[K(x1) K(x2)] = F(x) F(x)", "E{x1,x2}[K(x2) K(x1)] = F(x) F(x)"]);
}
