//! Links: what a theory takes as given is what another one derives, under other names.

use dualproof_derivation::{BrokenLink, check_links};

/// A file that derives three things.
const SOURCE: &str = "theory source
kind sample
variable x, y of sample
matrix J(sample): m×n
matrix W: n×k varies
matrix g(sample): k×1
matrix h(sample): k×1
matrix f(sample): m×1
matrix S: n×n symmetric
derive alike
  from (g(x)ᵀ g(y))ᵀ
  to g(y)ᵀ g(x)
derive mixed
  from (g(x)ᵀ h(y))ᵀ
  to h(y)ᵀ g(x)
derive product
  from (J(x) W g(x))ᵀ
  to g(x)ᵀ Wᵀ J(x)ᵀ
derive point
  from Wᵀᵀ
  to W
derive change
  from d(W)ᵀ
  to d(Wᵀ)
derive square
  from Sᵀ S
  to S S
";

/// What a theory that links to the source says of it.
fn links(declared: &str, statement: &str) -> Result<usize, BrokenLink> {
    let text = format!("theory own\nkind sample\nvariable x, y of sample\n{declared}\n{statement}");
    check_links(&text, |claim| (claim == "source").then_some(SOURCE))
}

const NAMES: &str = "matrix A(sample): m×n
matrix B: n×k varies
matrix C: n×k
matrix H(sample): n×k
matrix c(sample): k×1
matrix D: k×n varies
matrix E: k×n
matrix T: n×n symmetric
matrix U: n×n";

#[test]
fn a_given_equation_is_the_derived_one_under_other_names() {
    let product = "(A(x) B c(x))ᵀ = c(x)ᵀ Bᵀ A(x)ᵀ by source::product";
    assert_eq!(links(NAMES, &format!("given g: {product}")).ok(), Some(1));
    for other in [
        "(A(x) B c(y))ᵀ = c(y)ᵀ Bᵀ A(x)ᵀ by source::product",
        "(A(x) B c(x))ᵀ = c(y)ᵀ Bᵀ A(x)ᵀ by source::product",
        "(A(x) B c(x))ᵀ = -(c(x)ᵀ Bᵀ A(x)ᵀ) by source::product",
        "(A(x) B c(x))ᵀ = c(x)ᵀ Bᵀ A(x)ᵀ by source::point",
    ] {
        let found = links(NAMES, &format!("given g: {other}"));
        assert!(matches!(found, Err(BrokenLink::Other { .. })), "{other}: {found:?}");
    }
    for nowhere in ["source::riemann", "riemann::product", "product"] {
        let other = product.replace("source::product", nowhere);
        let found = links(NAMES, &format!("given g: {other}"));
        assert!(matches!(found, Err(BrokenLink::Nothing(_))), "{nowhere}: {found:?}");
    }
    // Of one value of each: the equation is of one value of its variables as well.
    assert_eq!(links(NAMES, "given g: Bᵀᵀ = B by source::point").ok(), Some(1));
    assert_eq!(links(NAMES, "given g: Cᵀᵀ = C by source::point").ok(), Some(1));
    assert_eq!(links(NAMES, "given g: H(x)ᵀᵀ = H(x) by source::point").ok(), Some(1));
    assert!(matches!(links(NAMES, "given g: H(x)ᵀᵀ = H(y) by source::point"), Err(BrokenLink::Other { .. })));
}

/// What varies stands for what varies, where there is a differential; a property of a matrix is no part of an equation.
#[test]
fn what_varies_and_what_has_properties_is_told_apart() {
    assert_eq!(links(NAMES, "given g: d(B)ᵀ = d(Bᵀ) by source::change").ok(), Some(1));
    assert!(matches!(links(NAMES, "given g: d(C)ᵀ = d(Cᵀ) by source::change"), Err(BrokenLink::Varies { .. })));
    assert_eq!(links(NAMES, "given g: Uᵀ U = U U by source::square").ok(), Some(1));
    assert!(matches!(links(NAMES, "given g: Tᵀ T = T T by source::square"), Err(BrokenLink::Other { .. })));
}

/// The names of one theory mean the same in all that it takes from another.
#[test]
fn names_mean_the_same_at_every_link() {
    let first = "given g: (A(x) B c(x))ᵀ = c(x)ᵀ Bᵀ A(x)ᵀ by source::product";
    assert_eq!(links(NAMES, &format!("{first}\ngiven h: Bᵀᵀ = B by source::point")).ok(), Some(2));
    // Here A stands for J, there for W.
    let found = links(NAMES, &format!("{first}\ngiven h: A(x)ᵀᵀ = A(x) by source::point"));
    assert!(matches!(found, Err(BrokenLink::Other { .. })), "{found:?}");
    // One matrix at two variables: there it is one as well, or two of them.
    let second = |goal: &str| links(NAMES, &format!("given h: (c(x)ᵀ c(y))ᵀ = c(y)ᵀ c(x) by source::{goal}"));
    assert_eq!(second("alike").ok(), Some(1));
    assert!(matches!(second("mixed"), Err(BrokenLink::Other { .. })));
}

/// A derivation starts from a part of what another one ends at, for some choice of the matrices in that.
#[test]
fn a_derivation_starts_where_another_one_ends() {
    let derive =
        |from: &str, goal: &str| links(NAMES, &format!("derive own after source::{goal}\n  from {from}\n  to {from}"));
    for (from, goal, holds) in [
        ("c(x)ᵀ Bᵀ A(x)ᵀ", "product", true),
        ("Bᵀ A(x)ᵀ", "product", true),
        ("c(x)ᵀ Bᵀ A(y)ᵀ", "product", false),
        ("A(x) B", "product", false),
        ("Bᵀ U", "product", false),
        ("U U", "square", false),
        ("B", "point", false),
        ("d(Bᵀ)", "change", false),
    ] {
        let found = derive(from, goal);
        match holds {
            true => assert_eq!(found.ok(), Some(1), "{from}"),
            false => {
                assert!(matches!(&found, Err(BrokenLink::Other { given, .. }) if given == from), "{from}: {found:?}")
            }
        }
    }
}

/// A file links to itself, to what stands before; what is defined stands for its value.
#[test]
fn a_file_links_to_what_stands_before() {
    let own = |given: &str, tail: &str| {
        let text = format!(
            "theory first\nmatrix A: n×n\nderive swapped\n  from (A A)ᵀ\n  to Aᵀ Aᵀ\ntheory second\nmatrix B: n×n\nmatrix C: n×n\nlet C = B B\n{given}\n{tail}"
        );
        check_links(&text, |_| None)
    };
    assert_eq!(own("given g: (B B)ᵀ = Bᵀ Bᵀ by swapped", "").ok(), Some(1));
    assert_eq!(own("given g: Cᵀ = Bᵀ Bᵀ by swapped", "").ok(), Some(1));
    assert_eq!(own("", "").ok(), Some(0));
    let later = "theory third\nmatrix A: n×n\nderive later\n  from (A A)ᵀ\n  to Aᵀ Aᵀ";
    assert!(matches!(own("given g: Cᵀ = Bᵀ Bᵀ by later", later), Err(BrokenLink::Nothing(_))));
    // Not to itself, and to the second of two theories as well as to the first.
    let itself = "theory third\nmatrix A: n×n\nderive turned after turned\n  from (A A)ᵀ\n  to Aᵀ Aᵀ";
    assert!(matches!(own("", itself), Err(BrokenLink::Nothing(_))));
    let two = "theory third\nmatrix D: n×n\nderive twice\n  from Dᵀᵀ\n  to D\ntheory fourth\nmatrix E: n×n\ngiven h: Eᵀᵀ = E by twice";
    assert_eq!(own("", two).ok(), Some(1));
    let broken = own("given g: Cᵀ = B B by swapped", "").expect_err("another side");
    let BrokenLink::Other { given, derived, .. } = &broken else { panic!("{broken}") };
    assert_eq!((given.as_str(), derived.as_str()), ("Cᵀ = B B", "(A A)ᵀ = Aᵀ Aᵀ"));
    assert!(matches!(check_links("nothing", |_| None), Err(BrokenLink::Unreadable(_))));
}

/// An expectation is one over the same variables.
#[test]
fn expectations_are_linked_over_the_same_variables() {
    let source = "theory source
kind sample
variable x, y of sample
matrix F(sample): n×n
derive mean
  from E{x}[F(x)ᵀ]
  to E{x}[F(x)]ᵀ";
    let own = |given: &str| {
        let text = format!("theory own\nkind sample\nvariable x, y of sample\nmatrix G(sample): n×n\n{given}");
        check_links(&text, |_| Some(source))
    };
    assert_eq!(own("given g: E{x}[G(x)ᵀ] = E{x}[G(x)]ᵀ by source::mean").ok(), Some(1));
    for other in ["E{y}[G(y)ᵀ] = E{x}[G(x)]ᵀ", "E{y}[G(x)ᵀ] = E{y}[G(x)]ᵀ", "E{x}[G(x)ᵀ] = E{x,y}[G(x)]ᵀ"] {
        let found = own(&format!("given g: {other} by source::mean"));
        assert!(matches!(found, Err(BrokenLink::Other { .. })), "{other}: {found:?}");
    }
}
