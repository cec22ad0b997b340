//! Rules: equations between terms with metavariables, and what they ask of what they are applied to.
//!
//! A rule is a line `name | A: m×n, … | left => right | condition; …`. Lower-case `a`, `b`, `c` stand for numbers,
//! `S`, `T`, `U`, `V` inside `E{…}` for sets of variables, names of dimensions for dimensions. `=>` is applied by the
//! search from left to right only, `<=>` both ways, `?=>` from left to right where a goal asks for it, `==` never; an equation is an equation whichever arrow it has.

use super::parse::{self, Scope};
use super::{Coefficient, Condition, Constant, Dimension, Operation, Over, Shape, Term, Unreadable};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How the search uses a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// From left to right.
    Forward,
    /// Both ways.
    Both,
    /// From left to right, where a goal asks for it.
    Asked,
    /// Not at all: steps are made of it directly.
    Never,
}

/// An equation with metavariables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its name.
    pub name: String,
    /// One side.
    pub left: Term,
    /// The other, of the same shape.
    pub right: Term,
    /// What must hold.
    pub conditions: Vec<Condition>,
    /// The conditions as they are written.
    pub condition_text: String,
    /// How the search uses it.
    pub applied: Use,
}

/// A malformed rule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, rule {rule:?}: {problem}")]
pub struct BadRule {
    /// The line, from 1.
    pub line: usize,
    /// The rule.
    pub rule: String,
    /// What was found and expected.
    pub problem: Unreadable,
}

struct Metas(BTreeMap<String, Shape>);

impl Scope for Metas {
    fn matrix(&self, name: &str, at: &[String]) -> Result<Term, Unreadable> {
        match self.0.get(name) {
            Some(shape) if at.is_empty() => Ok(Term::new(Operation::Meta(name.into(), shape.clone()), Vec::new())?),
            _ => Err(Unreadable::new(name, format!("one of {:?}", self.0.keys().collect::<Vec<_>>()))),
        }
    }

    fn constant(&self, name: &str) -> Option<Coefficient> {
        matches!(name, "a" | "b" | "c").then(|| Coefficient::constant(Constant::Meta(name.into())))
    }

    fn over(&self, names: &[String]) -> Result<Over, Unreadable> {
        match names {
            [name] if matches!(name.as_str(), "S" | "T" | "U" | "V") => Ok(Over::Meta(name.clone())),
            _ => Err(Unreadable::new(names.join(","), "one of S, T, U, V")),
        }
    }

    fn dimension(&self, name: &str) -> Result<Dimension, Unreadable> {
        Ok(Dimension::named(name))
    }
}

/// A shape such as `m×n`.
pub(super) fn shape(text: &str) -> Result<Shape, Unreadable> {
    let (rows, columns) = text.split_once('×').ok_or_else(|| Unreadable::new(text, "a shape such as m×n"))?;
    let dimension = |text: &str| text.trim().split('·').fold(Dimension::one(), |d, n| d.times(&Dimension::named(n)));
    Ok(Shape { rows: dimension(rows), columns: dimension(columns) })
}

impl Rule {
    /// Reads a rule from its line.
    ///
    /// # Errors
    /// Where a word is out of place, a side is ill-shaped, or the sides have different shapes.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let fields: Vec<&str> = text.split('|').map(str::trim).collect();
        let (name, metas, equation, condition_text) = match fields.as_slice() {
            [name, metas, equation] => (*name, *metas, *equation, ""),
            [name, metas, equation, conditions] => (*name, *metas, *equation, *conditions),
            fields => return Err(Unreadable::new(format!("{} fields", fields.len()), "3 or 4 between bars")),
        };
        let mut shapes = BTreeMap::new();
        for meta in metas.split(',').map(str::trim).filter(|m| !m.is_empty()) {
            let (name, text) = meta.split_once(':').ok_or_else(|| Unreadable::new(meta, "a matrix such as A: m×n"))?;
            shapes.insert(name.trim().to_string(), shape(text)?);
        }
        let arrows = [("<=>", Use::Both), ("?=>", Use::Asked), ("=>", Use::Forward), ("==", Use::Never)];
        let arrow = arrows.into_iter().find(|(arrow, _)| equation.contains(arrow));
        let (arrow, applied) =
            arrow.ok_or_else(|| Unreadable::new(equation, "one of <=>, =>, ?=>, == between two terms"))?;
        let (left, right) = equation.split_once(arrow).expect("an arrow that it contains");
        let scope = Metas(shapes);
        let (left, right) = (parse::term(left, &scope)?, parse::term(right, &scope)?);
        for (_, part) in left.positions().into_iter().chain(right.positions()) {
            let coefficients = match part.operation() {
                Operation::Sum(a, b) => vec![a.clone(), b.clone()],
                Operation::Scale(a) => vec![a.clone()],
                _ => Vec::new(),
            };
            let is_meta = |c: &Constant| matches!(c, Constant::Meta(_));
            let mixes =
                |c: &&Coefficient| c.as_meta().is_none() && c.monomials().any(|(names, _)| names.iter().any(is_meta));
            if let Some(mixed) = coefficients.iter().find(mixes) {
                return Err(Unreadable::new(format!("the coefficient {mixed}"), "a number, or one of a, b, c alone"));
            }
        }
        if left.shape() != right.shape() {
            let found = format!("a left side of shape {} and a right side of shape {}", left.shape(), right.shape());
            return Err(Unreadable::new(found, "sides of the same shape"));
        }
        let conditions = condition_text.split(';').map(str::trim).filter(|c| !c.is_empty());
        let conditions = conditions.map(Condition::read).collect::<Result<_, _>>()?;
        let condition_text = condition_text.to_string();
        Ok(Rule { name: name.to_string(), left, right, conditions, condition_text, applied })
    }
}

/// Reads a file of rules: one a line; empty lines and those that start with `#` are left out.
///
/// # Errors
/// [`BadRule`] with the first malformed line.
///
/// ```
/// use dualproof_derivation::read_rules;
/// assert!(read_rules("transpose | A: m×n, B: n×k | (A B)ᵀ => Bᵀ Aᵀ").is_ok());
/// let error = read_rules("# wrong\ntranspose | A: m×n, B: n×k | (A B)ᵀ => Aᵀ Bᵀ").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 2, rule \"transpose\": a product: found the shapes n × m and k × n, expected a second factor of m rows",
/// );
/// ```
pub fn read_rules(text: &str) -> Result<Vec<Rule>, BadRule> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    lines
        .map(|(number, line)| {
            Rule::read(line).map_err(|problem| {
                let rule = line.split('|').next().unwrap_or_default().trim().to_string();
                BadRule { line: number + 1, rule, problem }
            })
        })
        .collect()
}

/// Their text.
pub(crate) const TEXT: &str = include_str!("rules.txt");

/// The rules: all the linear algebra and probability that derivations may use.
///
/// # Panics
/// If the file of rules is malformed: a defect of this crate.
pub fn rules() -> &'static [Rule] {
    static RULES: LazyLock<Vec<Rule>> =
        LazyLock::new(|| read_rules(TEXT).unwrap_or_else(|bad| panic!("rules.txt: {bad}")));
    &RULES
}
