//! Terms: what is free and bound in them, what stands where, which one is simpler, and what cannot be built.

use dualproof_derivation::{Operation, Shape, Term, Theory, Variable};
use std::cmp::Ordering;
use std::collections::BTreeMap;

const HEAD: &str = "theory t
kind sample
kind view given sample
uniform kind outcome
variable x, y of sample
variable x1, x2 of view given x
variable y1 of view given y
variable u, v of outcome
matrix K(view): n×n
matrix F(sample): n×n
matrix G(outcome): n×n
matrix A: n×n
matrix B: m×n
matrix W: n×n varies
matrix V: n×n follows
";

fn theory() -> Theory {
    Theory::read(HEAD).expect("a theory").remove(0)
}

fn term(text: &str) -> Term {
    let text = format!("{HEAD}derive p\n  from {text}\n  to {text}");
    Theory::read(&text).unwrap_or_else(|error| panic!("{text}: {error}")).remove(0).goals.remove(0).from
}

fn variable(name: &str) -> Variable {
    theory().variables().iter().find(|v| v.name == name).expect("declared").clone()
}

fn names<'a>(variables: impl IntoIterator<Item = &'a Variable>) -> Vec<&'a str> {
    let mut names: Vec<&str> = variables.into_iter().map(|v| v.name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_is_free_and_what_is_averaged_over() {
    for (text, free, bound) in [
        ("A", &[][..], &[][..]),
        ("F(x) K(y1)", &["x", "y1"], &[]),
        ("E{x}[F(x) F(y)]", &["y"], &["x"]),
        // The law of x1 depends on x.
        ("E{x1}[K(x1)]", &["x"], &["x1"]),
        ("E{x,x1}[K(x1)]", &[], &["x", "x1"]),
        ("E{x1,y1}[K(x1) K(y1)]", &["x", "y"], &["x1", "y1"]),
        ("E{x}[E{x1}[K(x1)]] + E{y}[F(y)]", &[], &["x", "x1", "y"]),
        ("D{u,v}[G(u) G(v)] + G(u)", &["u"], &["u", "v"]),
    ] {
        let found = term(text);
        assert_eq!((names(found.free()), names(&found.bound())), (free.to_vec(), bound.to_vec()), "{text}");
    }
    for (text, varies) in
        [("A", false), ("A W", true), ("E{x}[F(x)] + V", true), ("E{x}[F(x)]", false), ("I{n}", false)]
    {
        assert_eq!(term(text).varies(), varies, "{text}");
    }
}

#[test]
fn parts_stand_at_their_positions() {
    let sum = term("2 A W - (A + W)ᵀ");
    let at = |position: &[usize]| sum.at(position).map(Term::to_string);
    for (position, part) in [
        (&[][..], Some("2 A W - (A + W)ᵀ")),
        (&[0], Some("A W")),
        (&[0, 1], Some("W")),
        (&[1, 0], Some("A + W")),
        (&[1, 0, 0], Some("A")),
        (&[2], None),
        (&[0, 0, 0], None),
    ] {
        assert_eq!(at(position), part.map(String::from), "{position:?}");
    }
    let all: Vec<(Vec<usize>, String)> = sum.positions().into_iter().map(|(p, t)| (p, t.to_string())).collect();
    assert_eq!(all.len(), sum.size());
    assert!(all.iter().all(|(position, text)| at(position).as_deref() == Some(text)));
    assert_eq!(sum.with(&[0, 0], &term("W")).map(|t| t.to_string()).as_deref(), Some("2 W W - (A + W)ᵀ"));
    assert_eq!(sum.with(&[], &term("A")), Some(term("A")));
    assert_eq!(sum.with(&[2], &term("A")), None);
    // An m × n matrix fits at no place of an n × n one.
    assert_eq!(sum.with(&[0, 1], &term("B")), None);
}

#[test]
fn variables_are_replaced_wherever_they_stand() {
    let map = |pairs: &[(&str, &str)]| -> BTreeMap<Variable, Variable> {
        pairs.iter().map(|(old, new)| (variable(old), variable(new))).collect()
    };
    let renamed = |text: &str, pairs: &[(&str, &str)]| term(text).with_variables(&map(pairs)).map(|t| t.to_string());
    assert_eq!(renamed("F(x) F(y)", &[("x", "y")]).as_deref(), Some("F(y) F(y)"));
    assert_eq!(renamed("F(x) F(y)", &[("x", "y"), ("y", "x")]).as_deref(), Some("F(y) F(x)"));
    assert_eq!(renamed("E{x}[F(x)] F(x)", &[("x", "y")]).as_deref(), Some("E{y}[F(y)] F(y)"));
    assert_eq!(renamed("D{u,v}[G(u)]", &[("u", "v"), ("v", "u")]).as_deref(), Some("D{u,v}[G(v)]"));
    // Two variables of one expectation do not become one.
    assert_eq!(renamed("E{x,y}[F(x) F(y)]", &[("x", "y")]), None);
    assert_eq!(renamed("D{u,v}[G(u)]", &[("u", "v")]), None);
}

/// In terms of what is changed, then multiplied out, then short, then of few variables.
#[test]
fn simpler_terms_come_first() {
    for (simpler, other) in [
        ("W W W", "V"),
        ("d(W) W W", "d(W W)"),
        ("A A + A W", "A (A + W)"),
        ("2 (A W)", "A (2 W)"),
        ("A", "A A"),
        ("E{x}[F(x)]", "F(x) A"),
        ("A A", "F(x) F(y)"),
        ("F(x) F(x)", "F(x) F(y)"),
    ] {
        let (a, b) = (term(simpler), term(other));
        assert_eq!((a.simplicity(&b), b.simplicity(&a)), (Ordering::Less, Ordering::Greater), "{simpler}, {other}");
        assert_eq!(a.simplicity(&a.clone()), Ordering::Equal);
    }
    for (plainer, other) in [("A A A", "W"), ("A A A", "F(x)"), ("F(x) F(x)", "F(x) F(y)"), ("A", "A A"), ("F(x)", "V")]
    {
        let (a, b) = (term(plainer), term(other));
        assert_eq!((a.plainness(&b), b.plainness(&a)), (Ordering::Less, Ordering::Greater), "{plainer}, {other}");
    }
    // Equal terms are equal however they were built, and ordered as they are equal.
    let (a, b) = (term("A W"), term("A W"));
    assert_eq!(
        (a.cmp(&b), a == b, a.partial_cmp(&term("W A")).is_some_and(Ordering::is_ne)),
        (Ordering::Equal, true, true)
    );
    assert_ne!(term("A W"), term("W A"));
    assert_ne!(term("A + W"), term("A - W"));
}

#[test]
fn what_does_not_fit_cannot_be_built() {
    let error =
        |text: &str| Theory::read(&format!("{HEAD}derive p\n  from {text}\n  to {text}")).unwrap_err().to_string();
    for (text, part) in [
        ("A B", "a product: found the shapes n × n and m × n, expected a second factor of n rows"),
        ("A + B", "a sum: found the shapes n × n and m × n, expected a second summand of shape n × n"),
        ("tr(B)", "a trace: found the shape m × n, expected a square matrix"),
        ("d(A d(W))", "d: found a differential in it, expected a term without one"),
        ("D{u,x}[A]", "a mean over distinct values: found"),
        ("D{x,y}[A]", "a mean over distinct values: found"),
        ("D{u}[A]", "a mean over distinct values: found"),
        ("F(u)", "F: found variables of kinds [\"outcome\"], expected [\"sample\"]"),
        ("F", "F: found variables of kinds []"),
        ("E{x,x}[A]", "found x,x, expected different variables"),
    ] {
        assert!(error(text).contains(part), "{text}: {}", error(text));
    }
    for (text, shape) in [
        ("A Bᵀ", "n × m"),
        ("B ⊗ A", "m·n × n·n"),
        ("vec(B)", "m·n × 1"),
        ("tr(A)", "1 × 1"),
        ("d(Bᵀ)", "n × m"),
        ("0{m,n}", "m × n"),
        ("2 B", "m × n"),
        ("D{u,v}[B]", "m × n"),
    ] {
        assert_eq!(term(text).shape().to_string(), shape, "{text}");
    }
    // The number of operands, of which no text is wrong.
    for operation in
        [Operation::Product, Operation::Transpose, Operation::Trace, Operation::Differential, Operation::Vec]
    {
        assert!(Term::new(operation.clone(), Vec::new()).is_err(), "{operation:?}");
    }
    assert!(Term::new(Operation::Zero(Shape::scalar()), vec![term("A")]).is_err());
}
