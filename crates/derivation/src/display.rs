//! Terms as they are read: `E{x,x1}[K(x1) K(x1)ᵀ] w`. The parser gives back the term that was written.

use super::{Coefficient, Operation, Term, Variable};
use std::fmt;

/// How tightly an operation binds.
fn strength(operation: &Operation) -> u8 {
    match operation {
        Operation::Sum(..) | Operation::Scale(_) => 0,
        Operation::Kronecker => 1,
        Operation::Product => 2,
        Operation::Transpose => 3,
        _ => 4,
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inside = |term: &Term, least: u8| {
            if strength(term.operation()) >= least { format!("{term}") } else { format!("({term})") }
        };
        match (self.operation(), self.operands()) {
            (Operation::Matrix(symbol, at), _) if at.is_empty() => write!(f, "{}", symbol.name),
            (Operation::Matrix(symbol, at), _) => {
                let at: Vec<&str> = at.iter().map(|v: &Variable| v.name.as_str()).collect();
                write!(f, "{}({})", symbol.name, at.join(","))
            }
            (Operation::Meta(name, _), _) => write!(f, "{name}"),
            (Operation::Identity(n), _) => write!(f, "I{{{n}}}"),
            (Operation::Zero(shape), _) => write!(f, "0{{{},{}}}", shape.rows, shape.columns),
            // Products associate, and the proof says where: brackets stay on the left only.
            (Operation::Product, [a, b]) => write!(f, "{} {}", inside(a, 3), inside(b, 2)),
            (Operation::Sum(x, y), [a, b]) => write!(f, "{}{}", summand(x, a, true), summand(y, b, false)),
            // Without its number it would be read as what it is of.
            (Operation::Scale(x), [a]) if *x == Coefficient::one() => write!(f, "[1] {}", inside(a, 1)),
            (Operation::Scale(x), [a]) => write!(f, "{}", summand(x, a, true)),
            (Operation::Transpose, [a]) => write!(f, "{}ᵀ", inside(a, 3)),
            (Operation::Differential, [a]) => write!(f, "d({a})"),
            (Operation::Kronecker, [a, b]) => write!(f, "{} ⊗ {}", inside(a, 2), inside(b, 2)),
            (Operation::Vec, [a]) => write!(f, "vec({a})"),
            (Operation::Trace, [a]) => write!(f, "tr({a})"),
            (Operation::Expectation(over), [a]) => write!(f, "E{{{over}}}[{a}]"),
            (Operation::Distinct(over), [a]) => write!(f, "D{{{over}}}[{a}]"),
            (operation, operands) => write!(f, "{operation:?}{operands:?}"),
        }
    }
}

/// A summand with its sign: the first of a sum, or a later one.
fn summand(coefficient: &Coefficient, term: &Term, is_first: bool) -> String {
    let is_negative = coefficient.is_negative();
    let size = if is_negative { coefficient * &Coefficient::minus_one() } else { coefficient.clone() };
    let sign = match (is_first, is_negative) {
        (true, false) => "",
        (true, true) => "-",
        (false, false) => " + ",
        (false, true) => " - ",
    };
    // A sum in front needs no brackets where nothing is in front of it.
    let is_plain = size == Coefficient::one();
    let is_bare = is_plain && is_first && !is_negative && matches!(term.operation(), Operation::Sum(..));
    let text = if is_bare || strength(term.operation()) > 0 { format!("{term}") } else { format!("({term})") };
    if is_plain { format!("{sign}{text}") } else { format!("{sign}{size} {text}") }
}
