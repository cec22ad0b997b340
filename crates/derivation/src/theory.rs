//! A file of derivations: what is declared, defined and given, and what is to be derived from it.
//!
//! One statement a line; an indented line goes on with the one before; `#` starts a comment.
//!
//! ```text
//! theory TITLE                      # forgets all that was declared before
//! kind sample                       # a law; `uniform kind …`: finitely many values, equally likely
//! kind view given sample            # a law for every value of another kind
//! variable x, y of sample
//! variable x1, x2 of view given x
//! matrix w: n×1 varies              # what is changed where a differential is taken
//! matrix f(view): q×1 follows       # changes with it
//! matrix K(view): n×q               # one for every value of a variable; also `symmetric`, `idempotent`
//! constant ν = 1/(sample - 1)       # one over the number of its values less one; `constant H`: any number
//! let K̄(x) = E{x1}[K(x1)]           # a definition
//! given reversibility: f(x1) = K(x1)ᵀ w by connection::reversibility, GOAL
//!                                   # the same as what is derived there, there under other names; `by …` may be left out
//! derive NAME                       # or `derive NAME with RULE …`; `after GOAL`: starts from a part of what GOAL ends at
//!   from TERM
//!   via TERM                        # as many as help the search; no claim: the steps that are stored may go another way
//!   to TERM                         # from here on NAME is an equation like the given ones
//! ```
//!
//! A goal uses the equations and the goals that stand before it in its theory, and no others; a definition is of a matrix
//! that nothing before it speaks of.

use super::parse::{self, Scope};
use super::rule::shape;
use super::{
    Coefficient, Constant, Dimension, Kind, Link, Operation, Over, Symbol, Term, Unreadable, Variable, Variables,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An equation that holds by definition, by assumption or by an earlier derivation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation {
    /// The line it stands on; of a derived one, that of the goal.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// Its sides, as written.
    pub sides: (Term, Term),
    /// Does the search read it from right to left: is it the definition of what does not follow other things?
    pub is_folded: bool,
    /// The equation for every choice of declared variables: others of the kind for free ones, others of the same law
    /// for those averaged over.
    pub instances: Vec<(Term, Term)>,
}

/// What a proof may use beside the rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Equations(pub Vec<Equation>);

impl Equations {
    /// The instances of the equation of that name.
    pub fn named(&self, name: &str) -> Option<&[(Term, Term)]> {
        self.0.iter().find(|equation| equation.name == name).map(|equation| equation.instances.as_slice())
    }
}

/// Two terms to be shown equal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The line it begins at.
    pub line: usize,
    /// Its name.
    pub name: String,
    /// The rules it asks for, that the search does not use otherwise.
    pub with: Vec<String>,
    /// Where the derivation starts: the definition.
    pub from: Term,
    /// Terms that the search goes by, which keep it small. They are no claim: the steps that are stored may go another way.
    pub via: Vec<Term>,
    /// Where it ends: the formula.
    pub to: Term,
}

/// What is declared, and what is to be derived.
#[derive(Clone, Debug, Default)]
pub struct Theory {
    /// What it is about.
    pub title: String,
    /// Definitions and assumptions, in order.
    pub equations: Equations,
    /// What is to be derived, in order.
    pub goals: Vec<Goal>,
    /// What it takes from other theories.
    pub links: Vec<Link>,
    kinds: BTreeMap<String, Arc<Kind>>,
    variables: Vec<Variable>,
    symbols: BTreeMap<String, Arc<Symbol>>,
    constants: BTreeMap<String, Constant>,
}

/// A line that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct BadLine {
    /// The line, from 1.
    pub line: usize,
    /// What was found and expected.
    pub problem: Unreadable,
}

fn problem(found: impl Into<String>, expected: impl Into<String>) -> Unreadable {
    Unreadable::new(found, expected)
}

impl Scope for Theory {
    fn matrix(&self, name: &str, at: &[String]) -> Result<Term, Unreadable> {
        let symbol = self.symbols.get(name).ok_or_else(|| problem(name, "a declared matrix"))?;
        let at = at.iter().map(|v| self.variable(v)).collect::<Result<_, _>>()?;
        Ok(Term::new(Operation::Matrix(symbol.clone(), at), Vec::new())?)
    }

    fn constant(&self, name: &str) -> Option<Coefficient> {
        self.constants.get(name).cloned().map(Coefficient::constant)
    }

    fn over(&self, names: &[String]) -> Result<Over, Unreadable> {
        let set: Variables = names.iter().map(|v| self.variable(v)).collect::<Result<_, _>>()?;
        if set.len() == names.len() { Ok(Over::Set(set)) } else { Err(problem(names.join(","), "different variables")) }
    }

    fn dimension(&self, name: &str) -> Result<Dimension, Unreadable> {
        dimension(name)
    }
}

impl Theory {
    /// The theories of a file.
    ///
    /// # Errors
    /// [`BadLine`] with the first line that cannot be read.
    pub fn read(text: &str) -> Result<Vec<Theory>, BadLine> {
        let mut theories: Vec<Theory> = Vec::new();
        for (line, statement) in statements(text) {
            let bad = |problem| BadLine { line, problem };
            if let Some(title) = statement.strip_prefix("theory ") {
                theories.push(Theory { title: title.trim().to_string(), ..Theory::default() });
                continue;
            }
            let theory = theories.last_mut().ok_or_else(|| bad(problem(&statement, "a theory first")))?;
            theory.declare(line, &statement).map_err(bad)?;
        }
        Ok(theories)
    }

    /// The declared variables, in order.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The constant that is 1/(n − 1) for a kind.
    pub fn one_over_others(&self, kind: &str) -> Option<Coefficient> {
        let of_kind = |c: &&Constant| matches!(c, Constant::OneOverOthers { kind: own, .. } if own == kind);
        self.constants.values().find(of_kind).cloned().map(Coefficient::constant)
    }

    /// The equations that are given, linked or not; neither definitions nor goals.
    pub(super) fn assumptions(&self) -> impl Iterator<Item = &Equation> {
        self.equations.0.iter().filter(|equation| !equation.name.starts_with(DEFINITION))
    }

    /// Is the matrix of that name defined?
    pub(super) fn defines(&self, name: &str) -> bool {
        self.equations.named(&definition_of(name)).is_some()
    }

    /// The term with its value for everything that is defined. `None` where a definition does not speak of it.
    pub(super) fn unfolded(&self, term: &Term) -> Option<Term> {
        if let Some(instances) = names(term).and_then(|symbol| self.equations.named(&definition_of(&symbol.name))) {
            let (_, value) = instances.iter().find(|(defined, _)| defined == term)?;
            return self.unfolded(value);
        }
        let operands: Option<Vec<Term>> = term.operands().iter().map(|operand| self.unfolded(operand)).collect();
        Term::new(term.operation().clone(), operands?).ok()
    }

    fn variable(&self, name: &str) -> Result<Variable, Unreadable> {
        let known = self.variables.iter().find(|v| v.name == name);
        known.cloned().ok_or_else(|| problem(name, "a declared variable"))
    }

    fn declare(&mut self, line: usize, statement: &str) -> Result<(), Unreadable> {
        let (word, rest) = statement.split_once(' ').ok_or_else(|| problem(statement, "a statement"))?;
        let words: Vec<&str> = rest.split([' ', ',']).filter(|w| !w.is_empty()).collect();
        match (word, words.as_slice()) {
            ("kind", [name]) => self.kind(name, None, false),
            ("uniform", ["kind", name]) => self.kind(name, None, true),
            ("kind", [name, "given", parent]) => self.kind(name, Some(parent), false),
            ("uniform", ["kind", name, "given", parent]) => self.kind(name, Some(parent), true),
            ("variable", [names @ .., "of", kind]) if self.kinds.contains_key(*kind) => self.of_kind(names, kind, None),
            ("variable", [names @ .., "of", kind, "given", parent]) => self.of_kind(names, kind, Some(parent)),
            ("matrix", _) => self.symbol(rest),
            ("constant", [name]) => self.constant_of(name, Constant::Any((*name).to_string())),
            ("constant", [name, "=", ..]) => self.one_over(name, rest),
            ("let", _) => self.define(line, rest),
            ("given", _) => {
                let (name, equation) = rest.split_once(':').ok_or_else(|| problem(rest, "a name and a colon"))?;
                let (equation, from) = equation.split_once(" by ").unwrap_or((equation, ""));
                not_of_a_definition(name)?;
                let sides = self.sides(equation)?;
                self.links.extend(Link::read(line, name, from, Some(sides.clone()))?);
                self.add(line, name.trim(), sides, false)
            }
            ("derive", _) => {
                let (name, terms) = rest.split_once(" from ").ok_or_else(|| problem(rest, "NAME from TERM to TERM"))?;
                let (from, to) = terms.split_once(" to ").ok_or_else(|| problem(terms, "TERM to TERM"))?;
                let mut stations = from.split(" via ");
                let from = parse::term(stations.next().unwrap_or_default(), self)?;
                let read = |text| Ok(self.same_shape(from.clone(), parse::term(text, self)?)?.1);
                let via = stations.map(read).collect::<Result<Vec<Term>, Unreadable>>()?;
                let to = read(to)?;
                let (name, after) = name.split_once(" after ").unwrap_or((name, ""));
                let (name, asked) = name.split_once(" with ").unwrap_or((name, ""));
                not_of_a_definition(name)?;
                let with: Vec<String> = asked.split_whitespace().map(String::from).collect();
                if let Some(unknown) = with.iter().find(|w| !super::rules().iter().any(|rule| rule.name == **w)) {
                    return Err(problem(unknown, "the name of a rule"));
                }
                self.links.extend(Link::read(line, name, after, None)?);
                self.goals.push(Goal { line, name: name.trim().to_string(), with, from, via, to });
                Ok(())
            }
            _ => Err(problem(statement, "kind, variable, matrix, constant, let, given or derive")),
        }
    }

    fn kind(&mut self, name: &str, given: Option<&str>, is_uniform: bool) -> Result<(), Unreadable> {
        if let Some(parent) = given.filter(|parent| !self.kinds.contains_key(*parent)) {
            return Err(problem(parent, "a declared kind"));
        }
        named(name)?;
        let kind = Kind { name: name.to_string(), given: given.map(String::from), is_uniform };
        match self.kinds.insert(name.to_string(), Arc::new(kind)) {
            None => Ok(()),
            Some(_) => Err(problem(format!("{name} again"), "a new kind")),
        }
    }

    fn of_kind(&mut self, names: &[&str], kind: &str, parent: Option<&str>) -> Result<(), Unreadable> {
        let kind = self.kinds.get(kind).cloned().ok_or_else(|| problem(kind, "a declared kind"))?;
        let parent = parent.map(|p| self.variable(p)).transpose()?;
        if parent.as_ref().map(|p| &p.kind.name) != kind.given.as_ref() {
            let found = parent.map_or("no parent".to_string(), |p| format!("a parent of kind {}", p.kind.name));
            return Err(problem(found, format!("one of kind {:?}", kind.given)));
        }
        for name in names {
            named(name)?;
            if self.variable(name).is_ok() {
                return Err(problem(format!("{name} again"), "a new variable"));
            }
            let parent = parent.clone().map(Arc::new);
            self.variables.push(Variable { name: (*name).to_string(), kind: kind.clone(), parent });
        }
        Ok(())
    }

    fn symbol(&mut self, text: &str) -> Result<(), Unreadable> {
        let (name, rest) = text.split_once(':').ok_or_else(|| problem(text, "a matrix such as K(view): n×q"))?;
        let (name, of) = match name.split_once('(') {
            None => (name.trim(), Vec::new()),
            Some((name, kinds)) => {
                let kinds = kinds.trim().trim_end_matches(')').split(',').map(|kind| kind.trim().to_string());
                (name.trim(), kinds.collect::<Vec<_>>())
            }
        };
        if let Some(unknown) = of.iter().find(|kind| !self.kinds.contains_key(*kind)) {
            return Err(problem(unknown, "a declared kind"));
        }
        named(name)?;
        let mut words = rest.split_whitespace();
        let shape = shape(words.next().unwrap_or_default())?;
        shape.rows.factors().iter().chain(shape.columns.factors()).try_for_each(|name| named(name))?;
        let words: Vec<&str> = words.collect();
        if let Some(other) = words.iter().find(|w| !["varies", "follows", "symmetric", "idempotent"].contains(w)) {
            return Err(problem(*other, "varies, follows, symmetric or idempotent"));
        }
        let says = |word: &str| words.contains(&word);
        if (says("symmetric") || says("idempotent")) && shape.rows != shape.columns {
            return Err(problem(format!("the shape {shape}"), "a square one"));
        }
        let symbol = Symbol {
            name: name.to_string(),
            shape,
            of,
            varies: says("varies") || says("follows"),
            follows: says("follows"),
            is_symmetric: says("symmetric"),
            is_idempotent: says("idempotent"),
        };
        if self.symbols.contains_key(name) || self.constants.contains_key(name) {
            return Err(problem(format!("{name} again"), "a new matrix"));
        }
        self.symbols.insert(name.to_string(), Arc::new(symbol));
        Ok(())
    }

    fn one_over(&mut self, name: &str, text: &str) -> Result<(), Unreadable> {
        let kind = text.split_once("1/(").and_then(|(_, rest)| rest.trim().strip_suffix("- 1)")).map(str::trim);
        let expected = "1/(KIND - 1) of a uniform kind";
        let kind = kind.and_then(|kind| self.kinds.get(kind)).filter(|kind| kind.is_uniform);
        let kind = kind.ok_or_else(|| problem(text, expected))?.name.clone();
        self.constant_of(name, Constant::OneOverOthers { name: name.to_string(), kind })
    }

    fn constant_of(&mut self, name: &str, constant: Constant) -> Result<(), Unreadable> {
        named(name)?;
        if self.symbols.contains_key(name) || self.constants.contains_key(name) {
            return Err(problem(format!("{name} again"), "a new constant"));
        }
        self.constants.insert(name.to_string(), constant);
        Ok(())
    }

    fn sides(&self, equation: &str) -> Result<(Term, Term), Unreadable> {
        let (left, right) = equation.split_once('=').ok_or_else(|| problem(equation, "an equation"))?;
        self.same_shape(parse::term(left, self)?, parse::term(right, self)?)
    }

    fn same_shape(&self, left: Term, right: Term) -> Result<(Term, Term), Unreadable> {
        if left.shape() == right.shape() {
            return Ok((left, right));
        }
        let found = format!("a side of shape {} and one of shape {}", left.shape(), right.shape());
        Err(problem(found, "sides of the same shape"))
    }

    /// A definition must not say anything of what it does not define.
    fn define(&mut self, line: usize, equation: &str) -> Result<(), Unreadable> {
        let (left, right) = self.sides(equation)?;
        let Operation::Matrix(symbol, at) = left.operation() else {
            return Err(problem(left.to_string(), "a matrix to be defined"));
        };
        let arguments: Variables = at.iter().cloned().collect();
        let is_used = |t: &Term| t.positions().iter().any(|(_, part)| names(part) == Some(symbol));
        let goals = self.goals.iter().flat_map(|goal| [&goal.from, &goal.to]);
        let before = self.equations.0.iter().flat_map(|e| [&e.sides.0, &e.sides.1]).chain(goals);
        let used = before.chain([&right]).any(is_used);
        let is_plain = !symbol.is_symmetric && !symbol.is_idempotent && symbol.varies == right.varies();
        if used || !is_plain || arguments.len() != at.len() || !right.free().is_subset(&arguments) {
            let expected = "a new matrix without properties, of all that its value depends on, which varies if it does";
            return Err(problem(format!("the definition of {left} by {right}"), expected));
        }
        self.add(line, &definition_of(&symbol.name), (left.clone(), right), !symbol.follows)
    }

    /// With an equation that has been derived, from a goal on that line.
    ///
    /// # Errors
    /// Where the name is taken.
    pub fn with(mut self, line: usize, name: &str, sides: (Term, Term)) -> Result<Self, Unreadable> {
        self.add(line, name, sides, false)?;
        Ok(self)
    }

    /// Makes an equation usable.
    fn add(&mut self, line: usize, name: &str, sides: (Term, Term), is_folded: bool) -> Result<(), Unreadable> {
        let is_goal = self.goals.iter().any(|goal| goal.name == name);
        let is_known = self.equations.named(name).is_some() || super::rules().iter().any(|rule| rule.name == name);
        if is_goal || is_known {
            return Err(problem(format!("{name} again"), "a new name"));
        }
        let instances = self.instances(&sides);
        self.equations.0.push(Equation { line, name: name.to_string(), sides, is_folded, instances });
        Ok(())
    }

    fn instances(&self, (left, right): &(Term, Term)) -> Vec<(Term, Term)> {
        let bound: Variables = &left.bound() | &right.bound();
        let all: Variables = &(left.free() | right.free()) | &bound;
        let mut maps = vec![BTreeMap::new()];
        for old in &all {
            let images: Vec<&Variable> = self.variables.iter().filter(|v| v.kind == old.kind).collect();
            let extended = |map: &BTreeMap<Variable, Variable>| {
                let with = |image: &&Variable| {
                    let mut map = map.clone();
                    map.insert(old.clone(), (*image).clone());
                    map
                };
                images.iter().map(with).collect::<Vec<_>>()
            };
            maps = maps.iter().flat_map(extended).collect();
        }
        let is_sound = |map: &BTreeMap<Variable, Variable>| {
            // What is averaged over keeps its law and meets nothing else; what is free may be anything of its kind.
            let keeps = bound.iter().all(|old| {
                let parent = old.parent.as_deref().map(|parent| map.get(parent).unwrap_or(parent));
                map[old].has_law_of(old, parent)
            });
            let meets = |old: &Variable| all.iter().any(|other| other != old && map[other] == map[old]);
            keeps && !bound.iter().any(meets)
        };
        let sound = maps.into_iter().filter(is_sound);
        sound.filter_map(|map| Some((left.with_variables(&map)?, right.with_variables(&map)?))).collect()
    }
}

/// How the name of an equation begins that defines a matrix.
const DEFINITION: &str = "definition of ";

/// The name of the equation that defines a matrix.
fn definition_of(name: &str) -> String {
    format!("{DEFINITION}{name}")
}

/// What is declared has a name that is read as one.
fn named(name: &str) -> Result<(), Unreadable> {
    if parse::is_name(name) {
        Ok(())
    } else {
        Err(problem(format!("the name {name:?}"), "letters, and digits after them"))
    }
}

/// A dimension has such a name as well, or is 1.
fn dimension(name: &str) -> Result<Dimension, Unreadable> {
    if name != "1" {
        named(name)?;
    }
    Ok(Dimension::named(name))
}

/// Only `let` makes an equation with the name of a definition.
fn not_of_a_definition(name: &str) -> Result<(), Unreadable> {
    match name.trim().strip_prefix(DEFINITION) {
        Some(_) => Err(problem(format!("the name {:?}", name.trim()), "another one: `let` makes a definition")),
        None => Ok(()),
    }
}

fn names(term: &Term) -> Option<&Arc<Symbol>> {
    match term.operation() {
        Operation::Matrix(symbol, _) => Some(symbol),
        _ => None,
    }
}

/// The statements of a file with the lines they begin at.
fn statements(text: &str) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default();
        match all.last_mut() {
            _ if line.trim().is_empty() => {}
            Some((_, statement)) if line.starts_with(' ') => {
                statement.push(' ');
                statement.push_str(line.trim());
            }
            _ => all.push((number + 1, line.trim().to_string())),
        }
    }
    all
}
