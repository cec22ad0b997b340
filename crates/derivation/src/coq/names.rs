//! Names, variables, dimensions and numbers in Coq.

use crate::{Coefficient, Constant, Kind, Over, Variable, Variables};
use std::collections::BTreeMap;

/// Words that the formal files use themselves.
const RESERVED: &[&str] = &["F", "R", "delta", "two", "sum", "scale", "trace", "vec", "first", "second", "pairs", "at"];

/// A name that Coq reads.
pub(super) fn name(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => plain.push(c),
            '₊' => plain.push_str("_plus"),
            '₋' => plain.push_str("_minus"),
            '\u{304}' => plain.push_str("_bar"),
            '\u{303}' => plain.push_str("_tilde"),
            '\u{302}' => plain.push_str("_hat"),
            '∇' => plain.push_str("nabla_"),
            '₀'..='₉' => plain.push(char::from(b'0' + u8::try_from(c as u32 - '₀' as u32).unwrap_or(0))),
            '-' | ' ' => plain.push('_'),
            _ => plain.push_str(match c {
                'Ḡ' => "G_bar",
                'Ō' => "O_bar",
                'ē' => "e_bar",
                'ν' => "nu",
                'α' => "alpha",
                'β' => "beta",
                'θ' => "theta",
                'ξ' => "xi",
                'Φ' => "Phi",
                'Ψ' => "Psi",
                _ => "_other",
            }),
        }
    }
    if RESERVED.contains(&plain.as_str()) { plain + "_" } else { plain }
}

pub(super) fn equation_name(text: &str) -> String {
    match text.strip_prefix("definition of ") {
        Some(symbol) => format!("definition_of_{}", name(symbol)),
        None => name(text),
    }
}

/// Parents first, then by name: the order of the sums that an expectation is.
pub(super) fn order(set: &Variables) -> Vec<Variable> {
    let depth = |v: &Variable| std::iter::successors(v.parent.as_deref(), |p| p.parent.as_deref()).count();
    let mut sorted: Vec<Variable> = set.iter().cloned().collect();
    sorted.sort_by_key(depth);
    sorted
}

pub(super) fn variables(over: &Over) -> Vec<Variable> {
    match over {
        Over::Set(set) => order(set),
        Over::Meta(_) => Vec::new(),
    }
}

pub(super) fn dimension(factors: &[String]) -> String {
    match factors {
        [] => "1".to_string(),
        [one] => format!("dim_{}", name(one)),
        many => format!("({})%N", many.iter().map(|n| format!("dim_{}", name(n))).collect::<Vec<_>>().join(" * ")),
    }
}

pub(super) fn product_of(a: &str, b: &str) -> String {
    match (a, b) {
        ("1", _) => b.to_string(),
        (_, "1") => a.to_string(),
        _ => format!("({a} * {b})%N"),
    }
}

/// The type that an average over a variable is over: its values, or, of equally many of another, their numbers.
pub(super) fn places(v: &Variable) -> String {
    let kind = name(&v.kind.name);
    if is_numbered(&v.kind) { format!("{kind}_number") } else { kind }
}

pub(super) fn is_numbered(kind: &Kind) -> bool {
    kind.is_uniform && kind.given.is_some()
}

/// Notes how a variable is written where `bound` is what an average is over.
pub(super) fn enter(v: &Variable, bound: &str, environment: &mut Environment) {
    let text = match &v.parent {
        Some(parent) if is_numbered(&v.kind) => {
            format!("({}_of {} {bound})", name(&v.kind.name), at(parent, environment))
        }
        _ => bound.to_string(),
    };
    environment.insert(v.clone(), text);
}

/// How an index of a Kronecker product is a pair.
pub(super) fn splitting(a: &str, b: &str) -> String {
    match (a, b) {
        ("1", _) => format!("(second {b})"),
        (_, "1") => format!("(first {a})"),
        _ => format!("(pairs {a} {b})"),
    }
}

pub(super) fn polynomial(coefficient: &Coefficient) -> String {
    let number = |text: String| {
        let (sign, text) = text.strip_prefix('-').map_or((false, text.clone()), |rest| (true, rest.to_string()));
        let whole = |n: &str| if n == "1" { "1".to_string() } else { format!("{n}%:R") };
        let value = match text.split_once('/') {
            Some((p, q)) => format!("({} / {})", whole(p), whole(q)),
            None => whole(&text),
        };
        if sign { format!("(- {value})") } else { value }
    };
    let monomial = |(constants, value): (&[Constant], &_)| {
        let mut factors: Vec<String> = Vec::new();
        let value: String = ToString::to_string(value);
        if value != "1" || constants.is_empty() {
            factors.push(number(value));
        }
        factors.extend(constants.iter().map(|c| match c {
            Constant::Any(n) | Constant::Meta(n) | Constant::OneOverOthers { name: n, .. } => name(n),
        }));
        factors.join(" * ")
    };
    let all: Vec<String> = coefficient.monomials().map(|(c, v)| monomial((c, v))).collect();
    if all.is_empty() { "0".to_string() } else { all.join(" + ") }
}

pub(super) fn coefficient(c: &Coefficient) -> String {
    if *c == Coefficient::one() {
        "One".to_string()
    } else if *c == Coefficient::minus_one() {
        "Neg".to_string()
    } else if let Some(meta) = c.as_meta() {
        // Of a rule: any coefficient.
        meta.to_string()
    } else {
        format!("(Num ({}))", polynomial(c))
    }
}

pub(super) type Environment = BTreeMap<Variable, String>;

pub(super) fn at(v: &Variable, environment: &Environment) -> String {
    environment.get(v).cloned().unwrap_or_else(|| name(&v.name))
}

pub(super) fn law(v: &Variable, environment: &Environment) -> String {
    let kind = name(&v.kind.name);
    match &v.parent {
        _ if v.kind.is_uniform => format!("(uniform {kind}_possible)"),
        Some(parent) => format!("({kind}_law {})", at(parent, environment)),
        None => format!("{kind}_law"),
    }
}
