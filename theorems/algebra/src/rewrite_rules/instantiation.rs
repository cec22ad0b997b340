//! A rule with a term for each of its metavariables, of as many random variables as its conditions allow.

use super::cases::{Instance, Violated};
use super::cast::Cast;
use dualproof::claim::Side;
use dualproof::derivation::{Bindings, Coefficient, Condition, Constant, Dimension, Dual, Operation, Over, Rule};
use dualproof::derivation::{Set, Shape, Symbol, Term, Variable, Variables, evaluate, substitute};
use dualproof::numbers::{Number, Obstacle};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A rule with a term for each metavariable.
pub(super) struct Instantiation<'a> {
    pub instance: &'a Instance,
    /// The matrices by name.
    pub symbols: BTreeMap<String, Arc<Symbol>>,
    /// The names of its dimensions, in the order of the instance's sizes.
    pub dimensions: Vec<String>,
    /// What the metavariables stand for.
    pub bindings: Bindings,
    /// The random variables.
    pub cast: Cast,
    /// Has the rule a differential?
    is_of_differentials: bool,
}

fn set(variables: &[&Variable]) -> Variables {
    variables.iter().map(|v| (*v).clone()).collect()
}

fn parts(term: &Term) -> impl Iterator<Item = Term> {
    term.positions().into_iter().map(|(_, part)| part)
}

fn is_distinct(rule: &Rule) -> bool {
    parts(&rule.left).any(|part| matches!(part.operation(), Operation::Distinct(_)))
}

fn is_differential(term: &Term) -> bool {
    *term.operation() == Operation::Differential
}

impl<'a> Instantiation<'a> {
    /// Of a rule, with what an instance has.
    ///
    /// # Errors
    /// [`Obstacle::Unsupported`] where a condition is not of the form that the rules have.
    pub fn of(rule: &Rule, instance: &'a Instance) -> Result<Self, Obstacle> {
        Self::new(rule, instance).ok_or(Obstacle::Unsupported("an instance of the rule"))
    }

    fn new(rule: &Rule, instance: &'a Instance) -> Option<Self> {
        let parts: Vec<Term> = parts(&rule.left).chain(parts(&rule.right)).collect();
        let mut this = Instantiation {
            instance,
            symbols: BTreeMap::new(),
            dimensions: Vec::new(),
            bindings: Bindings::default(),
            cast: Cast::new(is_distinct(rule)),
            is_of_differentials: parts.iter().any(is_differential),
        };
        let mut metas: BTreeMap<String, Shape> = BTreeMap::new();
        let mut sets: Vec<String> = Vec::new();
        for part in &parts {
            let shapes = match part.operation() {
                Operation::Meta(name, shape) => {
                    metas.insert(name.clone(), shape.clone());
                    vec![&shape.rows, &shape.columns]
                }
                Operation::Zero(shape) => vec![&shape.rows, &shape.columns],
                Operation::Identity(n) => vec![n],
                Operation::Expectation(Over::Meta(name)) | Operation::Distinct(Over::Meta(name)) => {
                    sets.push(name.clone());
                    Vec::new()
                }
                _ => Vec::new(),
            };
            for name in shapes.into_iter().flat_map(Dimension::factors) {
                if !this.dimensions.contains(name) {
                    this.dimensions.push(name.clone());
                }
            }
        }
        this.bindings.dimensions = this.dimensions.iter().map(|n| (n.clone(), Dimension::named(n))).collect();
        for name in ["a", "b", "c"] {
            let counted = rule.conditions.iter().find_map(|c| match c {
                Condition::OneOverOthers(own, _) if own == name => {
                    Some(Constant::OneOverOthers { name: name.to_string(), kind: "sample".to_string() })
                }
                _ => None,
            });
            let constant = counted.unwrap_or_else(|| Constant::Any(name.to_string()));
            this.bindings.coefficients.insert(name.to_string(), Coefficient::constant(constant));
        }
        this.choose_sets(rule, &sets);
        for (name, shape) in &metas {
            let term = this.symbol(rule, name, shape)?;
            this.bindings.terms.insert(name.clone(), term);
        }
        this.choose_dependent(rule)?;
        Some(this)
    }

    /// Does the instance violate conditions of this kind?
    pub fn violates(&self, what: Violated) -> bool {
        self.instance.violated == Some(what)
    }

    /// The variables that each set of the rule has.
    fn choose_sets(&mut self, rule: &Rule, used: &[String]) {
        let Cast { x, y, x1, x2, y1, .. } = &self.cast;
        let (swapped, unlike) = (self.violates(Violated::Separation), self.violates(Violated::EqualLaws));
        let sets = &mut self.bindings.sets;
        sets.extend(used.iter().map(|name| (name.clone(), set(&[x, x1]))));
        if is_distinct(rule) {
            sets.extend([("S".to_string(), set(&[x, y])), ("T".to_string(), set(&[x]))]);
        }
        for condition in &rule.conditions {
            match condition {
                Condition::Splits(all, parts) => {
                    let chosen = match (parts.len(), parts[0].as_str(), swapped) {
                        (3, _, false) => vec![set(&[x]), set(&[x1]), set(&[x2])],
                        (3, _, true) => vec![set(&[x1]), set(&[x]), set(&[x2])],
                        (_, "T", false) => vec![set(&[x]), set(&[x1])],
                        (_, "T", true) => vec![set(&[x1]), set(&[x])],
                        (_, _, false) => vec![set(&[x, x1]), set(&[y, y1])],
                        (_, _, true) => vec![set(&[x]), set(&[x1])],
                    };
                    sets.insert(all.clone(), chosen.iter().flatten().cloned().collect());
                    sets.extend(parts.iter().cloned().zip(chosen));
                }
                Condition::Part(part, all) if swapped => {
                    sets.extend([(all.clone(), set(&[x, x1])), (part.clone(), set(&[x1]))]);
                }
                Condition::Part(part, all) => {
                    sets.extend([(all.clone(), set(&[x, x1, x2])), (part.clone(), set(&[x, x1]))]);
                }
                Condition::Renamed { from, to, .. } if unlike => {
                    sets.extend([(from.clone(), set(&[y1])), (to.clone(), set(&[x1]))]);
                }
                Condition::Renamed { from, to, .. } => {
                    sets.extend([(from.clone(), set(&[y, y1])), (to.clone(), set(&[x, x1]))]);
                }
                _ => {}
            }
        }
    }

    /// A matrix that depends on every variable that the conditions let it depend on.
    fn symbol(&mut self, rule: &Rule, name: &str, shape: &Shape) -> Option<Term> {
        let mut of: Vec<Variable> = self.cast.all().into_iter().cloned().collect();
        let (mut varies, mut is_symmetric, mut is_idempotent) = (true, false, false);
        for condition in &rule.conditions {
            match condition {
                Condition::Constant(own, over) if own == name && !self.violates(Violated::Constancy) => {
                    let sets = &self.bindings.sets;
                    let over = match over {
                        Set::Of(s) => sets.get(s)?.clone(),
                        Set::Without(s, t) => sets.get(s)? - sets.get(t)?,
                    };
                    of.retain(|v| !over.contains(v));
                }
                Condition::Renamed { old, from, .. } if old == name => {
                    let from = self.bindings.sets.get(from)?;
                    of.retain(|v| from.contains(v) || *v == self.cast.z);
                }
                Condition::Diagonal { old, .. } if old == name => {
                    of.retain(|v| v.parent.is_none());
                }
                Condition::Fixed(own) if own == name => varies = self.violates(Violated::Fixity),
                Condition::Symmetric(own) if own == name => {
                    (varies, is_symmetric) = (false, !self.violates(Violated::Symmetry));
                }
                Condition::Idempotent(own) if own == name => {
                    (varies, is_idempotent) = (false, !self.violates(Violated::Idempotence));
                }
                _ => {}
            }
        }
        let kinds = of.iter().map(|v| v.kind.name.clone()).collect();
        let symbol = Arc::new(Symbol {
            name: name.to_string(),
            shape: shape.clone(),
            of: kinds,
            varies,
            follows: false,
            is_symmetric,
            is_idempotent,
        });
        self.symbols.insert(name.to_string(), symbol.clone());
        Term::new(Operation::Matrix(symbol, of), Vec::new()).ok()
    }

    /// Metavariables that a condition makes of others.
    fn choose_dependent(&mut self, rule: &Rule) -> Option<()> {
        for condition in &rule.conditions {
            match condition {
                Condition::Renamed { new, old, from, to } => {
                    let (from, to) = (&self.bindings.sets[from], &self.bindings.sets[to]);
                    // Both in the order of their names: x for y, x1 for y1.
                    let image = |v: &Variable| to.iter().find(|t| t.kind == v.kind).cloned();
                    let map = from.iter().map(|v| Some((v.clone(), image(v)?))).collect::<Option<_>>()?;
                    let renamed = self.bindings.terms[old].with_variables(&map)?;
                    self.bindings.terms.insert(new.clone(), renamed);
                }
                Condition::Diagonal { new, old, one, both } => {
                    let one = self.bindings.sets[one].first()?.clone();
                    let map = self.bindings.sets[both].iter().map(|v| (v.clone(), one.clone())).collect();
                    let diagonal = self.bindings.terms[old].with_variables(&map)?;
                    self.bindings.terms.insert(new.clone(), diagonal);
                }
                Condition::SameSummands(left, right) => {
                    let (p, q) = (self.bindings.terms[left].clone(), self.bindings.terms[right].clone());
                    let [a, b, c] = ["a", "b", "c"].map(|name| self.bindings.coefficients[name].clone());
                    let total = if self.violates(Violated::Summands) { a.clone() } else { &a + &c };
                    let sum = |a: &Coefficient, x: Term, b: &Coefficient, y: Term| {
                        Term::new(Operation::Sum(a.clone(), b.clone()), vec![x, y]).ok()
                    };
                    // a P + (b Q + c P) and b Q + (a + c) P.
                    let nested = sum(&a, p.clone(), &Coefficient::one(), sum(&b, q.clone(), &c, p.clone())?)?;
                    self.bindings.terms.insert(left.clone(), nested);
                    self.bindings.terms.insert(right.clone(), sum(&b, q, &total, p)?);
                }
                _ => {}
            }
        }
        Some(())
    }

    /// The size of a side of the rule.
    pub fn shape(&self, side: &Term) -> (usize, usize) {
        (self.size(&side.shape().rows), self.size(&side.shape().columns))
    }

    /// A side of the rule, and its derivative where the rule has no differential.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where the terms do not fit into the side, or one has no value.
    pub fn evaluate(&self, side: &Term) -> Side {
        let outside = Obstacle::Outside("matrices of other shapes");
        let term = substitute(side, &self.bindings).ok_or(outside)?;
        let held = |v: &Variable| {
            let values = if v.parent.is_some() { self.instance.views[0].len() } else { self.instance.samples.len() };
            let place = v.name.len() * 5 + usize::from(v.name.as_bytes()[0]) % 7;
            (v.clone(), self.instance.entries[place].unsigned_abs() as usize % values)
        };
        let at: BTreeMap<Variable, usize> = self.cast.all().into_iter().map(held).collect();
        let Dual { value, tangent } = evaluate(&term, self, &at)?;
        // There is no differential of a differential, so nothing to say of the derivative of one.
        let is_of_differentials = self.is_of_differentials || parts(&term).any(|part| is_differential(&part));
        let sides = if is_of_differentials { vec![value] } else { vec![value, tangent] };
        Ok(sides.into_iter().map(|side| side.map(Number::from)).collect())
    }
}
