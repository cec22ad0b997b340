//! Terms as one writes them: `E_{x,x1}[K(x1) K(x1)ᵀ] w`.

use super::{Coefficient, Operation, Term, Variable};
use std::fmt;

/// How tightly an operation binds.
fn strength(operation: &Operation) -> u8 {
    match operation {
        Operation::Sum(..) | Operation::Scale(_) => 0,
        Operation::Kronecker => 1,
        Operation::Product => 2,
        Operation::Transpose | Operation::Differential => 3,
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
            (Operation::Identity(_), _) => write!(f, "I"),
            (Operation::Zero(_), _) => write!(f, "0"),
            // Products associate, and the proof says where: brackets stay on the left only.
            (Operation::Product, [a, b]) => write!(f, "{} {}", inside(a, 3), inside(b, 2)),
            (Operation::Sum(x, y), [a, b]) => write!(f, "{}{}", summand(x, a, true), summand(y, b, false)),
            (Operation::Scale(x), [a]) => write!(f, "{}", summand(x, a, true)),
            (Operation::Transpose, [a]) => write!(f, "{}ᵀ", inside(a, 4)),
            (Operation::Differential, [a]) => {
                write!(f, "d{}", if strength(a.operation()) == 4 { format!("{a}") } else { format!("({a})") })
            }
            (Operation::Kronecker, [a, b]) => write!(f, "{} ⊗ {}", inside(a, 2), inside(b, 2)),
            (Operation::Vec, [a]) => write!(f, "vec({a})"),
            (Operation::Trace, [a]) => write!(f, "tr({a})"),
            (Operation::Expectation(over), [a]) => write!(f, "E_{{{over}}}[{a}]"),
            (Operation::Distinct(over), [a]) => write!(f, "E_{{{over} distinct}}[{a}]"),
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
        (true, true) => "−",
        (false, false) => " + ",
        (false, true) => " − ",
    };
    // A sum in front needs no brackets where nothing is in front of it.
    let is_plain = size == Coefficient::one();
    let least = if is_plain && is_first && !is_negative { 0 } else { 1 };
    let text = if strength(term.operation()) >= least { format!("{term}") } else { format!("({term})") };
    if is_plain { format!("{sign}{text}") } else { format!("{sign}{size} {text}") }
}
