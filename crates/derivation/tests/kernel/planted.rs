//! Theories that prove something false: from an equation that rests on the goal, from what another theory derives of other
//! matrices, from names that mean two things. Each is refused; its twin that says what is true is accepted.

use dualproof_derivation::{BrokenLink, DerivationError, Refusal, Theory, check_links, prove};

/// One place, so that its matrices are of one value of everything; two theories of which each is of a matrix of its own;
/// lemmas for any matrices, and for matrices that meet an assumption.
const SOURCE: &str = "theory one place
matrix W: m×n varies
matrix g: n×1
matrix J: q×m
matrix K: n·m×q
let K = g ⊗ Jᵀ
derive reversibility
  from J W g
  to Kᵀ vec(W)
theory nothing
matrix X: q×q
matrix Y: q×q
let Y = X - X
derive nothing
  from Y
  to 0{q,q}
theory unit
matrix Z: q×q
let Z = I{q} I{q}
derive unit
  from Z
  to I{q}
theory any matrices
matrix A: q×q
derive twice
  from Aᵀᵀ
  to A
theory matrices that are one
matrix A: q×q
matrix B: q×q
given alike: A = B
derive turned
  from Aᵀ
  to Bᵀ
theory a matrix that is nothing
matrix A: q×q
given vanishes: A = 0{q,q}
derive still-nothing
  from A
  to 0{q,q}
theory what is symmetric
matrix S: q×q symmetric
derive same-turned
  from Sᵀ
  to S
theory one more
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more
  from B - A
  to I{q}
theory one more again
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more-again
  from B - A
  to I{q}
theory one more at last
matrix A: q×q
matrix B: q×q
let B = A + I{q}
derive one-more-at-last
  from B - A
  to I{q}
uniform kind outcome
variable u, v of outcome
matrix F(outcome): q×q
derive turned-at-each
  from F(u)ᵀᵀ
  to F(u)
";

/// The links of a theory to the source.
fn links(text: &str) -> Result<usize, BrokenLink> {
    check_links(&format!("theory own\n{text}"), |claim| (claim == "source").then_some(SOURCE))
}

/// Steps that prove the wrong goal from what is given: they are no fault of the checker.
fn is_proved(text: &str, steps: &str) -> bool {
    prove(&format!("theory own\n{text}"), steps).is_ok()
}

#[test]
fn an_equation_that_rests_on_a_goal_proves_it_not() {
    let declared = "matrix A: m×n\nmatrix B: m×n\n";
    let goal = "derive wrong\n  from A\n  to B\n";
    let given = "given wish: A = B by wrong\n";
    let steps = "derive wrong\n  A\n  = B | wish | ·";
    let refused = prove(&format!("theory own\n{declared}{goal}{given}"), steps).map(|all| all.len());
    let Err(DerivationError::Refused { refusal: Refusal::UnknownRule { step: 1, rule }, .. }) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(rule, "wish");
    // Before the goal it links to nothing.
    assert!(matches!(links(&format!("{declared}{given}{goal}")), Err(BrokenLink::Nothing(_))));
    // A definition after the goal is not one of what it speaks of; one of another matrix is none of its equations.
    assert!(Theory::read(&format!("theory own\n{declared}{goal}let A = B")).is_err());
    let other = format!("theory own\n{declared}matrix C: m×n\nderive right\n  from Aᵀᵀ\n  to A\nlet C = B");
    let by_it = "derive right\n  Aᵀᵀ\n  = A | transpose-twice | ·";
    assert!(prove(&other, by_it).is_ok_and(|all| all[0].equations.0.is_empty()));
    // What stands between two goals is one of the second's alone.
    let between = "derive right\n  from Aᵀᵀ\n  to A\ngiven wish: A = B\nderive also\n  from A\n  to B";
    let both = format!("{by_it}\nderive also\n  A\n  = B | wish | ·");
    assert!(is_proved(&format!("{declared}{between}"), &both));
    // A goal and an equation after it do not have one name.
    assert!(Theory::read(&format!("theory own\n{declared}{goal}given wrong: A = B")).is_err());
}

#[test]
fn files_do_not_link_in_a_circle() {
    let file = |other: &str| {
        format!(
            "theory own\nmatrix A: m×n\nmatrix B: m×n\ngiven wish: A = B by {other}::wrong\nderive wrong\n  from A\n  to B"
        )
    };
    let (one, two, three) = (file("two"), file("three"), file("one"));
    let text_of = |claim: &str| match claim {
        "one" => Some(one.as_str()),
        "two" => Some(two.as_str()),
        "three" => Some(three.as_str()),
        _ => None,
    };
    for text in [&one, &two, &three] {
        assert!(matches!(check_links(text, text_of), Err(BrokenLink::Circular(_))));
    }
    let itself = file("itself");
    assert!(matches!(check_links(&itself, |_| Some(&itself)), Err(BrokenLink::Circular(_))));
}

#[test]
fn a_constant_is_not_taken_for_what_varies() {
    let own = |f: &str, w: &str| {
        format!("matrix w: p×1{w}\nmatrix f: q×1{f}\nmatrix K: p×q\ngiven r: f = Kᵀ w by source::reversibility\n")
    };
    let wrong = own("", " varies");
    let goal = "derive wrong\n  from Kᵀ d w\n  to 0{q,1}";
    let steps = "derive wrong
  Kᵀ d(w)
  = d(Kᵀ w) | ← differential-left-constant | ·
  = d(f) | ← r | 0
  = 0{q,1} | differential-constant | ·";
    assert!(is_proved(&format!("{wrong}{goal}"), steps));
    let Err(BrokenLink::Varies { matrix, image, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), image.as_str()), ("f", "J W g"));
    assert!(matches!(links(&own(" follows", "")), Err(BrokenLink::Varies { .. })));
    assert_eq!(links(&own(" follows", " varies")).ok(), Some(1));
    // Where nothing varies each is the value that it has: a target, whose differential is 0.
    assert_eq!(links(&own("", "")).ok(), Some(1));
}

#[test]
fn a_matrix_stands_for_a_matrix_not_for_a_change() {
    let source = "theory source\nmatrix W: m×n varies\nderive change\n  from d(W)ᵀᵀ\n  to d(W)";
    let own = |given: &str| check_links(&format!("theory own\nmatrix W: m×n varies\n{given}"), |_| Some(source));
    assert!(matches!(own("given g: Wᵀᵀ = W by source::change"), Err(BrokenLink::Other { .. })));
    assert_eq!(own("given g: d(W)ᵀᵀ = d(W) by source::change").ok(), Some(1));
}

#[test]
fn a_matrix_of_one_value_is_not_taken_for_that_of_every_value() {
    let own = |matrices: &str, sides: &str| {
        format!(
            "kind view\nvariable x1, x2 of view\nmatrix w: p×1\n{matrices}\ngiven r: {sides} by source::reversibility\n"
        )
    };
    let wrong = own("matrix f(view): q×1\nmatrix K: p×q", "f(x1) = Kᵀ w");
    let goal = "derive wrong\n  from f(x1)\n  to f(x2)";
    let steps = "derive wrong\n  f(x1)\n  = Kᵀ w | r | ·\n  = f(x2) | ← r | ·";
    assert!(is_proved(&format!("{wrong}{goal}"), steps));
    let Err(BrokenLink::SameEverywhere { matrix, image, .. }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((matrix.as_str(), image.as_str()), ("K", "g ⊗ Jᵀ"));
    // The output as well, though it varies: it changes with the weights, and it is another one at another place.
    let output = own("matrix f: q×1\nmatrix K(view): p×q", "f = K(x1)ᵀ w");
    assert!(matches!(links(&output), Err(BrokenLink::SameEverywhere { matrix, .. }) if matrix == "f"));
    // The weights are the same at every place.
    assert_eq!(links(&own("matrix f(view): q×1\nmatrix K(view): p×q", "f(x1) = K(x1)ᵀ w")).ok(), Some(1));
}

const NAMES: &str = "matrix Y: q×q\nmatrix U: q×q\nmatrix V: q×q\n";

#[test]
fn a_matrix_is_not_one_thing_in_one_theory_and_another_in_another() {
    let wrong =
        format!("{NAMES}given nothing: Y = 0{{q,q}} by source::nothing\ngiven unit: Y = I{{q}} by source::unit\n");
    let goal = "derive wrong\n  from I{q}\n  to 0{q,q}";
    let steps = "derive wrong\n  I{q}\n  = Y | ← unit | ·\n  = 0{q,q} | nothing | ·";
    assert!(is_proved(&format!("{wrong}{goal}"), steps));
    let Err(BrokenLink::TwoMeanings { link, matrix, other }) = links(&wrong) else { panic!("{:?}", links(&wrong)) };
    assert_eq!((link.name.as_str(), matrix.as_str(), other.as_str()), ("unit", "Y", "nothing"));
    assert_eq!(links(&wrong.replace("unit: Y", "unit: U")).ok(), Some(2));
}

#[test]
fn a_goal_for_any_matrices_is_taken_of_those_of_another_theory() {
    let all = |given: &[&str]| {
        let given: Vec<String> = given.iter().enumerate().map(|(n, text)| format!("given g{n}: {text}")).collect();
        links(&format!("{NAMES}{}", given.join("\n")))
    };
    let apart = |given: &[&str]| matches!(all(given), Err(BrokenLink::TwoMeanings { .. }));
    let (unit, nothing) = ("Y = I{q} by source::unit", "U = 0{q,q} by source::nothing");
    assert_eq!(all(&[unit, "Yᵀᵀ = Y by source::twice"]).ok(), Some(2));
    // Whose assumption is made before, of the same matrices; not one that is made by itself, or of others.
    let turned = "Yᵀ = Vᵀ by source::turned";
    assert_eq!(all(&[unit, "Y = V", turned]).ok(), Some(2));
    for given in [[unit, turned, "Y = V"], [unit, "V = Y", turned], [unit, "Y = U", turned]] {
        assert!(apart(&given), "{given:?}");
    }
    assert!(apart(&[unit, "Y = 0{q,q} by source::still-nothing"]));
    // Not of what has a property there; not of two names for one matrix.
    assert!(apart(&[unit, "Yᵀ = Y by source::same-turned"]));
    assert!(apart(&[unit, nothing, "Yᵀᵀ = Y by source::twice", "Uᵀᵀ = U by source::twice"]));
    // Each of three is of any matrix that one of the others settles: 0 = 3 I.
    let circle = [
        "Y - U = I{q} by source::one-more",
        "V - Y = I{q} by source::one-more-again",
        "U - V = I{q} by source::one-more-at-last",
    ];
    assert_eq!(all(&circle[..2]).ok(), Some(2));
    assert!(apart(&circle));
}

/// Of what an equation is taken from by several links, each fits one link of every other equation.
#[test]
fn several_links_are_several_choices() {
    // B is the matrix of the first theory, or that of the second: for both equations the same.
    let two = "theory first
matrix A: q×q
let A = I{q} I{q}
derive first-square
  from A A
  to I{q}
derive first-turned
  from Aᵀ
  to I{q}
theory second
matrix A: q×q
let A = I{q}ᵀ
derive second-square
  from A A
  to I{q}
derive second-turned
  from Aᵀ
  to I{q}
theory own
matrix B: q×q
";
    let both = "given s: B B = I{q} by first-square, second-square\n";
    let turned = |links: &str| check_links(&format!("{two}{both}given t: Bᵀ = I{{q}} by {links}"), |_| None);
    assert_eq!(turned("first-turned, second-turned").ok(), Some(4));
    // The second choice for the first equation has no match.
    assert!(matches!(turned("first-turned"), Err(BrokenLink::TwoMeanings { link, .. }) if link.name == "t"));
}

/// A constant that two theories make assumptions about.
#[test]
fn a_constant_is_not_one_number_in_one_theory_and_another_in_another() {
    let source = |name: &str, number: &str| {
        format!(
            "theory {name}\nconstant k\nmatrix A: q×q\nlet A = I{{q}} I{{q}}\ngiven number-of-{name}: k I{{q}} = {number} I{{q}}\n\
             derive {name}\n  from k A\n  to {number} I{{q}}\n"
        )
    };
    let own = |given: &str| {
        let text = format!(
            "{}{}theory own\nconstant k\nmatrix Y: q×q\nmatrix U: q×q\n{given}",
            source("two", "2"),
            source("three", "3")
        );
        check_links(&text, |_| None)
    };
    assert_eq!(own("given a: k Y = 2 I{q} by two").ok(), Some(1));
    let found = own("given a: k Y = 2 I{q} by two\ngiven b: k U = 3 I{q} by three");
    let Err(BrokenLink::TwoMeanings { link, matrix, other }) = found else { panic!("{found:?}") };
    assert_eq!((link.name.as_str(), matrix.as_str(), other.as_str()), ("b", "k", "a"));
}

#[test]
fn variables_are_of_the_same_kind_in_both_theories() {
    let own = |kinds: &str, matrix: &str| {
        links(&format!("{kinds}\n{matrix}\ngiven g: G(u)ᵀᵀ = G(u) by source::turned-at-each"))
    };
    let matrix = "matrix G(outcome): q×q";
    assert_eq!(own("uniform kind outcome\nvariable u of outcome", matrix).ok(), Some(1));
    for (kinds, matrix) in [
        // Of a law that need not be uniform, though it is derived of one that is; of another kind; of one given another.
        ("kind outcome\nvariable u of outcome", matrix),
        ("uniform kind draw\nvariable u of draw", "matrix G(draw): q×q"),
        ("kind a\nvariable a of a\nuniform kind outcome given a\nvariable u of outcome given a", matrix),
    ] {
        let found = own(kinds, matrix);
        assert!(matches!(found, Err(BrokenLink::OtherVariables { .. })), "{kinds}: {found:?}");
    }
}

#[test]
fn a_name_is_declared_once_and_only_let_defines() {
    let read =
        |text: &str| Theory::read(&format!("theory own\nuniform kind sample\nmatrix K: m×n\nmatrix A: m×n\n{text}"));
    // A given equation of the name of a definition would be one of the definitions when links are decided.
    for bad in [
        "given definition of K: K = A",
        "derive definition of K\n  from K\n  to K",
        "constant ν\nconstant ν",
        "constant ν = 1/(sample - 1)\nconstant ν",
        "constant ν\nconstant ν = 1/(sample - 1)",
        "constant K",
        "constant ν\nmatrix ν: m×n",
    ] {
        let found = read(bad).map(|all| all.len());
        assert!(found.is_err(), "{bad}");
    }
    assert!(read("constant ν = 1/(sample - 1)\nconstant μ\nlet K = A").is_ok());
}

/// What helps the search is no claim: steps that go another way are a proof.
#[test]
fn a_term_that_the_search_goes_by_is_no_claim() {
    let text = "theory own\nmatrix A: m×n\nderive p\n  from Aᵀᵀ\n  via 2 A - A\n  to A";
    let steps = "derive p\n  Aᵀᵀ\n  = A | transpose-twice | ·";
    assert!(prove(text, steps).is_ok());
}

/// What is refused is said with its line, what was found and what was expected.
#[test]
fn a_refusal_says_what_was_found_and_what_was_expected() {
    let said = |text: &str| links(text).expect_err(text).to_string();
    assert_eq!(
        said("matrix w: p×1 varies\nmatrix f: q×1\nmatrix K: p×q\ngiven r: f = Kᵀ w by source::reversibility"),
        "line 5, r: found that only one of f and J W g of source::reversibility varies, expected both or neither"
    );
    let view = "kind view\nvariable x1 of view\nmatrix w: p×1\nmatrix f(view): q×1\nmatrix K: p×q";
    assert_eq!(
        said(&format!("{view}\ngiven r: f(x1) = Kᵀ w by source::reversibility")),
        "line 7, r: found K, the same at every value, for g ⊗ Jᵀ of source::reversibility, which is of one value; expected a \
         matrix of the variables of the others"
    );
    assert_eq!(
        said(&format!("{NAMES}given a: Y = 0{{q,q}} by source::nothing\ngiven b: Y = I{{q}} by source::unit")),
        "line 6, b: found Y of source::unit, of which a says something before; expected a goal for any Y that meets what is \
         given before"
    );
    assert_eq!(
        said(
            "kind outcome\nvariable u of outcome\nmatrix G(outcome): q×q\ngiven g: G(u)ᵀᵀ = G(u) by source::turned-at-each"
        ),
        "line 5, g: found G(u) for F(u) of source::turned-at-each, expected the same variables, of the same kinds"
    );
    let own = "theory own\nmatrix A: m×n\ngiven g: Aᵀᵀ = A by own::g";
    let circular = check_links(own, |_| Some(own)).map_err(|broken| broken.to_string());
    assert_eq!(
        circular,
        Err("line 3, g: found that own::g rests on this file, expected one that does not".to_string())
    );
}
