//! Links that would prove something false: to goals of one value, of other dimensions, of other laws, of what is supposed
//! here. Each is refused; its twin that says what is true is accepted.

use dualproof_derivation::{BrokenLink, Theory, check_links, prove};

/// What the theories of this file take from, with steps that prove all of it.
const SOURCE: &str = "theory weights
matrix W: q×q varies
derive weights
  from Wᵀᵀ
  to W
theory two weights
matrix V: q×q varies
matrix W: q×q varies
given alike: V = W
derive alike-turned
  from Vᵀᵀ
  to W
theory a mean
kind view
variable x1 of view
matrix A: q×1
derive mean
  from E{x1}[A]
  to A
theory caught
kind view
variable x1, x2 of view
matrix K(view,view): q×q
matrix L(view): q×q
derive caught
  from (E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2))ᵀᵀ
  to E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2)
theory a number
matrix a: 1×1
derive number
  from aᵀ
  to a
derive trace
  from tr(I{n})ᵀ
  to tr(I{n})
theory of two
matrix A: n×n
given side of two: tr(I{n}) = 2 I{1}
derive side-of-two
  from tr(I{n})
  to 2 I{1}
derive turned
  from Aᵀᵀ
  to A
theory of three
given side of three: tr(I{n}) = 3 I{1}
derive side-of-three
  from tr(I{n})
  to 3 I{1}
theory of two outcomes
uniform kind outcome
variable u, v of outcome
matrix F(outcome): 1×1
given two outcomes: D{u,v}[F(u) F(v)] = -I{1}
derive two-outcomes
  from D{u,v}[F(u) F(v)]
  to -I{1}
theory of three outcomes
uniform kind outcome
variable u, v of outcome
matrix F(outcome): 1×1
given three outcomes: D{u,v}[F(u) F(v)] = -1/2 I{1}
derive three-outcomes
  from D{u,v}[F(u) F(v)]
  to -1/2 I{1}
theory nothing
matrix X: q×q
derive nothing
  from X - X
  to 0{q,q}
matrix Y: q×q
let Y = X - X
derive nothing-of-a-name
  from Y
  to 0{q,q}
theory any matrix
matrix A: q×q
derive any
  from Aᵀᵀ
  to A
";

const STEPS: &str = "derive weights
  Wᵀᵀ
  = W | transpose-twice | ·
derive alike-turned
  Vᵀᵀ
  = V | transpose-twice | ·
  = W | alike | ·
derive mean
  E{x1}[A]
  = A | constant | ·
derive caught
  (E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2))ᵀᵀ
  = E{x2}[K(x1,x2)] L(x1) + E{x2}[K(x2,x2)] L(x2) | transpose-twice | ·
derive number
  aᵀ
  = a | ← transpose-of-number | ·
derive trace
  tr(I{n})ᵀ
  = tr(I{n}) | ← transpose-of-number | ·
derive side-of-two
  tr(I{n})
  = 2 I{1} | side of two | ·
derive turned
  Aᵀᵀ
  = A | transpose-twice | ·
derive side-of-three
  tr(I{n})
  = 3 I{1} | side of three | ·
derive two-outcomes
  D{u,v}[F(u) F(v)]
  = -I{1} | two outcomes | ·
derive three-outcomes
  D{u,v}[F(u) F(v)]
  = -1/2 I{1} | three outcomes | ·
derive nothing
  X - X
  = 0{q,q} | same-summands | ·
derive nothing-of-a-name
  Y
  = X - X | definition of Y | ·
  = 0{q,q} | same-summands | ·
derive any
  Aᵀᵀ
  = A | transpose-twice | ·";

/// The links of a theory to the source.
fn links(text: &str) -> Result<usize, BrokenLink> {
    check_links(&format!("theory own\n{text}"), |claim| (claim == "source").then_some(SOURCE))
}

/// Steps that prove the wrong goal from what is given: they are no fault of the checker.
fn is_proved(text: &str, steps: &str) -> bool {
    prove(&format!("theory own\n{text}"), steps).is_ok()
}

#[test]
fn the_source_is_proved() {
    assert_eq!(prove(SOURCE, STEPS).map(|all| all.len()).ok(), Some(14));
}

const VIEWS: &str = "kind view\nvariable x1, x2, x3 of view\n";

#[test]
fn a_mean_over_the_value_that_an_equation_is_of_is_not_taken() {
    let own = |given: &str| format!("{VIEWS}matrix f(view): q×1\nmatrix c: q×1\ngiven m: {given} by source::mean\n");
    let wrong = own("E{x1}[f(x1)] = f(x1)");
    let steps =
        "derive wrong\n  f(x1)\n  = E{x1}[f(x1)] | ← m | ·\n  = E{x2}[f(x2)] | equal-in-law | ·\n  = f(x2) | m | ·";
    assert!(is_proved(&format!("{wrong}derive wrong\n  from f(x1)\n  to f(x2)"), steps));
    let Err(BrokenLink::Averaged { matrix, image, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), image.as_str()), ("f(x1)", "A"));
    // Over another variable, and of what has none.
    assert_eq!(links(&own("E{x1}[f(x2)] = f(x2)")).ok(), Some(1));
    assert_eq!(links(&own("E{x1}[c] = c")).ok(), Some(1));
}

#[test]
fn what_is_supposed_of_a_matrix_is_not_derived_of_another() {
    let declared = "matrix Y: q×q\nmatrix U: q×q\n";
    let wrong = format!("{declared}given unit: Y = I{{q}}\ngiven none: Y = 0{{q,q}} by source::nothing-of-a-name\n");
    let steps = "derive wrong\n  I{q}\n  = Y | ← unit | ·\n  = 0{q,q} | none | ·";
    assert!(is_proved(&format!("{wrong}derive wrong\n  from I{{q}}\n  to 0{{q,q}}"), steps));
    let Err(BrokenLink::TwoMeanings { matrix, other, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), other.as_str()), ("Y", "unit"));
    assert_eq!(links(&wrong.replace("unit: Y", "unit: U")).ok(), Some(1));
    assert_eq!(links(&format!("{declared}given unit: Y = I{{q}}\ngiven t: Yᵀᵀ = Y by source::any")).ok(), Some(1));
    // What a theory derives from what it supposes of one matrix holds of no other that it supposes something else of.
    let itself = "theory own\nmatrix A: q×q\nmatrix B: q×q\ngiven zero: A = 0{q,q}\ngiven unit: B = I{q}
derive g\n  from A\n  to 0{q,q}\ngiven c: B = 0{q,q} by g\nderive wrong\n  from I{q}\n  to 0{q,q}";
    let steps = "derive g\n  A\n  = 0{q,q} | zero | ·\nderive wrong\n  I{q}\n  = B | ← unit | ·\n  = 0{q,q} | c | ·";
    assert!(prove(itself, steps).is_ok());
    let found = check_links(itself, |_| None);
    assert!(matches!(found, Err(BrokenLink::TwoMeanings { .. })), "{found:?}");
    // A goal that rests on nothing said of its matrix holds of any.
    let any = itself.replace("from A\n  to 0{q,q}", "from Aᵀᵀ\n  to A").replace("B = 0{q,q} by", "Bᵀᵀ = B by");
    assert_eq!(check_links(&any.replace("given zero: A = 0{q,q}\n", ""), |_| None).ok(), Some(1));
}

#[test]
fn a_variable_of_a_matrix_is_not_caught_by_a_mean_in_what_it_stands_for() {
    let own = |sum: &str| {
        format!(
            "{VIEWS}matrix K(view,view): q×q\nmatrix L(view): q×q\nmatrix M(view): q×q\nmatrix R: q×q\nmatrix N: q×q\n\
             given caught: ({sum})ᵀᵀ = E{{x2}}[K(x1,x2)] L(x1) + R L(x2) by source::caught\n"
        )
    };
    let wrong = own("M(x1) + M(x2)");
    let goal = "derive wrong\n  from E{x2}[K(x1,x2)] L(x1) + R L(x3)\n  to E{x2}[K(x3,x2)] L(x3) + R L(x1)";
    let steps = "derive wrong
  E{x2}[K(x1,x2)] L(x1) + R L(x3)
  = E{x3}[K(x1,x3)] L(x1) + R L(x3) | equal-in-law | 0.0
  = (M(x1) + M(x3))ᵀᵀ | ← caught | ·
  = (M(x3) + M(x1))ᵀᵀ | same-summands | 0.0
  = E{x1}[K(x3,x1)] L(x3) + R L(x1) | caught | ·
  = E{x2}[K(x3,x2)] L(x3) + R L(x1) | equal-in-law | 0.0";
    assert!(is_proved(&format!("{wrong}{goal}"), steps));
    let found = links(&wrong);
    assert!(matches!(found, Err(BrokenLink::Other { .. })), "{found:?}");
    // Two names for the two functions.
    assert_eq!(links(&own("M(x1) + R L(x2)")).ok(), Some(1));
}

#[test]
fn dimensions_are_any_numbers_as_they_are_there() {
    let wrong = "given trace: tr(I{m})ᵀ = tr(I{n}) by source::trace\n";
    let steps = "derive wrong\n  tr(I{m})\n  = tr(I{m})ᵀ | transpose-of-number | ·\n  = tr(I{n}) | trace | ·";
    assert!(is_proved(&format!("{wrong}derive wrong\n  from tr(I{{m}})\n  to tr(I{{n}})"), steps));
    let Err(BrokenLink::OtherDimensions { image, .. }) = links(wrong) else { panic!("{:?}", links(wrong)) };
    assert_eq!(image, "n");
    assert_eq!(links(&wrong.replace("{m}", "{n}")).ok(), Some(1));
    let square = "matrix A: m×m\nmatrix b: 1×1\ngiven number: Aᵀ = A by source::number\n";
    let steps = "derive wrong\n  Aᵀ\n  = A | number | ·";
    assert!(is_proved(&format!("{square}derive wrong\n  from Aᵀ\n  to A"), steps));
    let Err(BrokenLink::OtherDimensions { dimension, image, .. }) = links(square) else {
        panic!("{:?}", links(square))
    };
    assert_eq!((dimension.as_str(), image.as_str()), ("m", "1"));
    assert_eq!(links(&square.replace('A', "b").replace("matrix b: m×m\n", "")).ok(), Some(1));
    // A square; one thing at one link and another at another.
    let own = |given: &str| {
        let source = "theory source\nmatrix A: n·n×n\nmatrix B: n·m×k\nderive a\n  from Aᵀᵀ\n  to A\nderive b\n  from Bᵀᵀ\n  to B";
        check_links(&format!("theory own\nmatrix P: p×q\nmatrix Q: q×p\nmatrix R: p×k\n{given}"), |_| Some(source))
    };
    assert_eq!(own("given b: Pᵀᵀ = P by source::b").ok(), Some(1));
    for given in ["given a: Pᵀᵀ = P by source::a", "given b: Pᵀᵀ = P by source::b\ngiven c: Qᵀᵀ = Q by source::b"]
    {
        assert!(matches!(own(given), Err(BrokenLink::OtherDimensions { .. })), "{given}");
    }
    // Two dimensions for one, at two links.
    let found = own("given b: Pᵀᵀ = P by source::b\ngiven c: Rᵀᵀ = R by source::b");
    assert!(matches!(found, Err(BrokenLink::OtherDimensions { .. })), "{found:?}");
}

#[test]
fn a_dimension_is_not_one_number_in_one_theory_and_another_in_another() {
    let two = "given two: tr(I{n}) = 2 I{1} by source::side-of-two\n";
    let wrong = format!("{two}given three: tr(I{{n}}) = 3 I{{1}} by source::side-of-three\n");
    let steps = "derive wrong\n  2 I{1}\n  = tr(I{n}) | ← two | ·\n  = 3 I{1} | three | ·";
    assert!(is_proved(&format!("{wrong}derive wrong\n  from 2 I{{1}}\n  to 3 I{{1}}"), steps));
    let Err(BrokenLink::TwoMeanings { matrix, other, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), other.as_str()), ("n", "two"));
    // Of another one; of what is supposed here, before; of what holds in any.
    assert_eq!(links(&wrong.replace("three: tr(I{n})", "three: tr(I{m})")).ok(), Some(2));
    assert_eq!(links(&format!("matrix Y: n×n\n{two}given t: Yᵀᵀ = Y by source::any")).ok(), Some(2));
    let supposed = |side: &str| links(&format!("given side: tr(I{{n}}) = {side} I{{1}}\n{two}"));
    assert_eq!(supposed("2").ok(), Some(1));
    assert!(matches!(supposed("3"), Err(BrokenLink::TwoMeanings { .. })));
    // Of the dimension that is meant there, not of another one.
    let other = links(&format!("given side: tr(I{{m}}) = 2 I{{1}}\ngiven three: tr(I{{n}}) = 3 I{{1}}\n{two}"));
    assert!(matches!(other, Err(BrokenLink::TwoMeanings { .. })), "{other:?}");
}

#[test]
fn a_law_is_not_one_thing_in_one_theory_and_another_in_another() {
    let declared = "uniform kind outcome\nvariable u, v of outcome\nmatrix G(outcome): 1×1\nmatrix H(outcome): 1×1\n";
    let two = "given two: D{u,v}[G(u) G(v)] = -I{1} by source::two-outcomes\n";
    let three = "given three: D{u,v}[H(u) H(v)] = -1/2 I{1} by source::three-outcomes";
    assert_eq!(links(&format!("{declared}{two}")).ok(), Some(1));
    let found = links(&format!("{declared}{two}{three}"));
    let Err(BrokenLink::TwoMeanings { matrix, other, .. }) = found else { panic!("{found:?}") };
    assert_eq!((matrix.as_str(), other.as_str()), ("outcome", "two"));
}

#[test]
fn weights_are_not_those_of_a_value_as_well() {
    let declared = format!("{VIEWS}matrix w: q×q\nmatrix H(view): q×q\n");
    let wrong = format!("{declared}given weights: wᵀᵀ = H(x1) by source::weights\n");
    let steps = "derive wrong\n  H(x1)\n  = wᵀᵀ | ← weights | ·\n  = H(x2) | weights | ·";
    assert!(is_proved(&format!("{wrong}derive wrong\n  from H(x1)\n  to H(x2)"), steps));
    let Err(BrokenLink::OfEveryValue { matrix, image, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), image.as_str()), ("H(x1)", "W"));
    assert!(matches!(links(&wrong.replace("wᵀᵀ = H(x1)", "H(x1)ᵀᵀ = w")), Err(BrokenLink::OfEveryValue { .. })));
    let two = wrong.replace("wᵀᵀ = H(x1) by source::weights", "H(x1)ᵀᵀ = w by source::alike-turned");
    assert!(matches!(links(&two), Err(BrokenLink::OfEveryValue { .. })));
    assert_eq!(links(&wrong.replace("wᵀᵀ", "H(x1)ᵀᵀ")).ok(), Some(1));
    assert_eq!(links(&wrong.replace("H(x1)", "w")).ok(), Some(1));
}

/// `0` and `1` are read as what they are.
#[test]
fn a_name_does_not_begin_with_a_digit() {
    let own = "theory own\nmatrix A: q×q\n";
    for bad in [
        "matrix 0: q×q\nlet 0 = I{q}",
        "matrix 1: q×q",
        "matrix 0(view): q×q",
        "constant 2",
        "constant 2A",
        "kind 1",
        "variable 1 of view",
        "matrix : q×q",
        "matrix A B: q×q",
        "matrix B: 2×q",
        "given side: tr(I{2}) = 3 I{1}",
    ] {
        assert!(Theory::read(&format!("{own}kind view\n{bad}")).is_err(), "{bad}");
    }
    let good =
        format!("{own}kind view\nvariable x₁, x2 of view\nconstant ν\nmatrix f₂(view): q×1\nlet f₂(x2) = 0{{q,1}}");
    assert!(Theory::read(&good).is_ok());
}

/// What is refused is said with its line, what was found and what was expected.
#[test]
fn a_refusal_says_what_was_found_and_what_was_expected() {
    let said = |text: &str| links(text).expect_err(text).to_string();
    assert_eq!(
        said(&format!("{VIEWS}matrix f(view): q×1\ngiven m: E{{x1}}[f(x1)] = f(x1) by source::mean")),
        "line 5, m: found f(x1) in a mean over its variable for A of source::mean, which is of one value; expected one value \
         of the variable"
    );
    assert_eq!(
        said("matrix A: m×m\ngiven number: Aᵀ = A by source::number"),
        "line 3, number: found the dimension m for 1 of source::number, expected a product of dimensions there that no other \
         one stands for"
    );
    assert_eq!(
        said(&format!("{VIEWS}matrix w: q×q\nmatrix H(view): q×q\ngiven weights: wᵀᵀ = H(x1) by source::weights")),
        "line 6, weights: found H(x1) for W of source::weights, weights, which another matrix says to be the same at every \
         value; expected one without variables"
    );
}
