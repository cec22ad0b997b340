//! Reading: terms are written as they are read; what is ill-shaped or no step is refused with its line.

use dualproof_derivation::{Theory, prove, read_rules};

#[test]
fn a_term_is_written_as_it_is_read() {
    let head = "theory t
kind sample
uniform kind outcome
variable x, y of sample
variable u, v of outcome
constant a
constant ν = 1/(outcome - 1)
matrix A: n×n varies
matrix B(sample): n×n
matrix C(outcome): n×n
matrix w: n×1
";
    let read = |term: &str| Theory::read(&format!("{head}derive p\n  from {term}\n  to {term}"));
    for term in [
        "A",
        "-A",
        "[1] A",
        "[0] A",
        "[1] ([1] A)",
        "2 ([1] A)",
        "[1] (A + B(x))",
        "[1 + ν] A",
        "[1 - 2 ν + a a] A - [a + ν] B(x)",
        "1/2 a ν A + B(x) - 3/7 A",
        "(2 A) + B(x)",
        "A - (B(x) - A)",
        "(A B(x)) A Aᵀᵀ",
        "(A (2 B(x)))ᵀ",
        "d(A)ᵀ d(A B(x))",
        "d(1/2 A)",
        "E{x,y}[[1 + a] B(x) B(y)ᵀ] - D{u,v}[C(u) C(v)]",
        "(wᵀ ⊗ A) vec(I{n} A)",
        "(A ⊗ B(x)) ⊗ I{n·n}",
        "tr(A) ⊗ 0{n,n·n}",
        "0{1,n}ᵀ - w",
        "I{1}",
    ] {
        let theory = read(term).unwrap_or_else(|error| panic!("{term}: {error}")).remove(0);
        let written = theory.goals[0].from.to_string();
        let again = read(&written).unwrap_or_else(|error| panic!("{term} as {written}: {error}")).remove(0);
        assert_eq!(again.goals[0].from, theory.goals[0].from, "{term} as {written}");
    }
    let term = |text: &str| read(text).expect(text).remove(0).goals.remove(0).from;
    assert_ne!(term("[1] A"), term("A"));
    for bad in ["[] A", "[1 A", "[x] A", "[1 +] A", "I{} A", "0{n} A", "[1/0] A"] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

#[test]
fn an_ill_shaped_term_or_rule_says_where_and_what() {
    let error = Theory::read("theory t\nmatrix A: m×n\nmatrix B: k×n\nderive p\n  from A B\n  to A B").unwrap_err();
    let expected = "line 4: a product: found the shapes m × n and k × n, expected a second factor of n rows";
    assert_eq!(error.to_string(), expected);
    let error = Theory::read("theory t\nmatrix A: m×n\nderive p\n  from A\n  to Aᵀ").unwrap_err();
    let expected = "line 3: found a side of shape m × n and one of shape n × m, expected sides of the same shape";
    assert_eq!(error.to_string(), expected);
    let error = read_rules("\nfirst | A: m×n | A => A\nsum | A: m×n, B: n×m | A + B => B + A").unwrap_err();
    let expected =
        "line 3, rule \"sum\": a sum: found the shapes m × n and n × m, expected a second summand of shape m × n";
    assert_eq!(error.to_string(), expected);
    for bad in ["x | A: m×n | A", "x | A: m×n | A => Q", "x | A: m×n | A => A | A is purple", "x | A: m | A => A", "x"]
    {
        assert!(read_rules(bad).is_err(), "{bad}");
    }
    let error = Theory::read("theory t\nmatrix A: n×n varies\nderive p\n  from d d A\n  to A").unwrap_err();
    assert_eq!(error.to_string(), "line 3: d: found a differential in it, expected a term without one");
}

#[test]
fn a_definition_says_nothing_of_what_is_known() {
    let head = "theory t\nkind sample\nvariable x of sample\nmatrix A(sample): n×n\nmatrix B: n×n\n";
    for bad in ["let B = A(x)", "let B = B", "given g: B = A(x)\nlet B = E{x}[A(x)]"] {
        assert!(Theory::read(&format!("{head}{bad}")).is_err(), "{bad}");
    }
    assert!(Theory::read(&format!("{head}let B = E{{x}}[A(x)]")).is_ok());
}

#[test]
fn a_file_of_steps_that_cannot_be_read_says_the_line() {
    let text = "theory t\nmatrix A: m×n\nderive p\n  from Aᵀᵀ\n  to A";
    let error = |steps: &str| prove(text, steps).map(|all| all.len()).expect_err(steps).to_string();
    let head = "derive p\n  Aᵀᵀ\n  = ";
    assert!(prove(text, &format!("# A comment.\n\n{head}A | transpose-twice | ·\n")).is_ok());
    for (bad, line) in [
        ("A | transpose-twice", 3),
        ("A | transpose-twice | · | ·", 3),
        ("A | transpose-twice | x", 3),
        ("A | transpose-twice | 0.-1", 3),
        ("B | transpose-twice | ·", 3),
        ("A + | transpose-twice | ·", 3),
        ("Aᵀ A Aᵀ Aᵀ | transpose-twice | ·", 3),
        ("A | transpose-twice | ·\nqed", 4),
        ("A | transpose-twice | ·\n  Aᵀᵀ", 4),
    ] {
        let found = error(&format!("{head}{bad}"));
        assert!(found.starts_with(&format!("steps, line {line}: ")), "{bad}: {found}");
    }
    assert!(error("  Aᵀᵀ").starts_with("steps, line 1: "));
    assert!(error("derive p").starts_with("steps, line 1: "));
    assert!(error("derive p\n  = A | transpose-twice | ·").starts_with("steps, line 1: "));
}
