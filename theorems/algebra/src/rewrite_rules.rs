//! `rewrite-rules`: every rule that a derivation may use is an equation of matrices and expectations.
//!
//! # Statement
//! For each rule of [`dualproof::derivation::rules`], for all matrices of the shapes it asks for, all numbers in front
//! of them, all finite laws of its random variables (each given its parent) and all derivatives of what varies: where
//! its conditions are met, both sides are the same matrix, and so are their derivatives (of rules without a
//! differential; there is no second one). One part for each rule.
//!
//! # Source
//! Linear algebra and probability of finite spaces, as used by every proof here. Beyond the paper.
//!
//! # Assumptions
//! Each is a kind of condition; a rule that does not ask for it does not need it.
//! - `constants_are_constant`: a factor is free of the variables it is taken out of an expectation over.
//! - `laws_are_separate`: no law of a variable of one set depends on one of the other set.
//! - `laws_are_equal`: renamed variables have the same law, given the same parent.
//! - `values_are_equally_likely`: pairs of different values, drawn without replacement.
//! - `others_are_counted`: the constant in front is 1/(n − 1).
//! - `summands_are_the_same`: two sums have the same matrices with the same total coefficients.
//! - `matrix_is_symmetric`, `matrix_is_idempotent`.
//! - `constants_do_not_vary`: a differential of a constant is 0.
//!
//! # Proof
//! Each is an axiom or a line of a textbook: (AB)ᵀ = BᵀAᵀ, vec(ABC) = (Cᵀ ⊗ A)vec(B), Leibniz' rule; E is linear and
//! leaves constants; given what they share, independent factors have the product of their means. The mean over
//! ordered pairs of different values of a uniform law on n is (n² E_{u,v} − n E_{u=v})/(n(n−1)).
//!
//! # Checked form
//! Both sides with random matrices of random shapes in place of the metavariables, functions of all variables that the
//! conditions allow, on random finite laws (two samples or more, views that depend on them), by an evaluator that
//! enumerates and knows no rule. One choice of variables for each rule; the conditions themselves are the checker's.
//!
//! # Evidence
//! exact (rationals, `==`).
//!
//! # Mutants
//! - `transpose-without-reversal`: (AB)ᵀ = AᵀBᵀ.
//! - `product-of-expectations`: E\[AB\] = E\[A\]E\[B\] with a common cause.
//! - `vec-factors-swapped`: vec(ABC) = (A ⊗ Cᵀ)vec(B).
//! - `kronecker-transpose-swapped`: (A ⊗ B)ᵀ = Bᵀ ⊗ Aᵀ.
//! - `sign-of-a-summand`: (aA + bB)ᵀ = aAᵀ − bBᵀ.
//! - `half-of-leibniz`: d(AB) = d(A)B.
//! - `sign-of-the-diagonal`: the correction for pairs of equal values with the other sign.
//! - `coefficient-forgotten`: E\[aA\] = E\[A\].
//!
//! # When an assumption is dropped
//! Without each of the conditions some rule that asks for it fails: a stored instance each.

use dualproof::claim::{Assumption, Claim, Evidence, Kind, Mutant, Necessity, Part as Row, Relation, Side};
use dualproof::derivation::{self, Bindings, Coefficient, Condition, Constant, Dimension, Dual, Law, Model};
use dualproof::derivation::{Operation, Over, Rule, Shape, Symbol, Term, Variable, Variables, rules};
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// A kind of condition that an instance violates in every rule that asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Violated {
    /// Constants are functions of what is averaged over.
    Constancy,
    /// A set holds the parent of a variable of the other one.
    Separation,
    /// The renamed variable has another parent.
    EqualLaws,
    /// A uniform law is not.
    EqualChances,
    /// 1/n for 1/(n − 1).
    Count,
    /// One coefficient is another.
    Summands,
    /// Any matrix for a symmetric one.
    Symmetry,
    /// Any matrix for an idempotent one.
    Idempotence,
    /// Constants have a derivative.
    Fixity,
}

/// Matrices, laws and sizes for the metavariables of every rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The sizes that named dimensions stand for, in the order of their names in a rule.
    pub sizes: Vec<usize>,
    /// Weights of the samples.
    pub samples: Vec<u64>,
    /// Weights of the views of each sample.
    pub views: Vec<Vec<u64>>,
    /// The entries of the matrices, their derivatives, the coefficients and the values of held variables are taken
    /// from here, one after another.
    pub entries: Vec<i64>,
    /// What is violated, if anything.
    pub violated: Option<Violated>,
}

/// A rule, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part(usize);

/// The rules and wrong versions of some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// One of [`WRONG`], by its place.
    Wrong(usize),
}

/// Wrong rules: the mutant's name and its line, under the name of the rule it is a version of.
pub const WRONG: [(&str, &str); 8] = [
    ("transpose-without-reversal", "transpose-product | A: n×n, B: n×n | (A B)ᵀ == Aᵀ Bᵀ"),
    (
        "product-of-expectations",
        "independent-given | A: m×n, B: n×k | E{S}[A B] == E{S}[A] E{S}[B] | S splits into T U V; \
         A is constant in V; B is constant in U; T is not given U; T is not given V; U is not given V; V is not given U",
    ),
    ("vec-factors-swapped", "vec-product | A: m×n, B: n×k, C: k×l | vec(A (B C)) == (A ⊗ Cᵀ) vec(B)"),
    ("kronecker-transpose-swapped", "kronecker-transpose | A: m×n, B: k×l | (A ⊗ B)ᵀ == Bᵀ ⊗ Aᵀ"),
    ("sign-of-a-summand", "transpose-sum | A: m×n, B: m×n | (a A + b B)ᵀ == a Aᵀ + b (-Bᵀ)"),
    ("half-of-leibniz", "differential-product | A: m×n, B: n×k | d(A B) == d(A) B"),
    (
        "sign-of-the-diagonal",
        "distinct-pairs | A: m×n, B: m×n | D{S}[A] == E{S}[A] + c (E{T}[B] - E{S}[A]) | \
         B is A on the diagonal T of S; c is one over the others of S",
    ),
    ("coefficient-forgotten", "expectation-scale | A: m×n | E{S}[a A] == E{S}[A]"),
];

/// Two random samples, with views: x1, x2 of x, y1 of y; and a third.
struct Cast {
    x: Variable,
    y: Variable,
    z: Variable,
    x1: Variable,
    x2: Variable,
    y1: Variable,
}

impl Cast {
    fn new(is_uniform: bool) -> Self {
        let kind = |name: &str, given: Option<&str>| {
            Arc::new(derivation::Kind { name: name.into(), given: given.map(String::from), is_uniform })
        };
        let (sample, view) = (kind("sample", None), kind("view", Some("sample")));
        let root = |name: &str| Variable { name: name.into(), kind: sample.clone(), parent: None };
        let (x, y, z) = (root("x"), root("y"), root("z"));
        let of = |name: &str, parent: &Variable| Variable {
            name: name.into(),
            kind: view.clone(),
            parent: Some(Arc::new(parent.clone())),
        };
        let (x1, x2, y1) = (of("x1", &x), of("x2", &x), of("y1", &y));
        Cast { x, y, z, x1, x2, y1 }
    }

    fn all(&self) -> [&Variable; 6] {
        [&self.x, &self.y, &self.z, &self.x1, &self.x2, &self.y1]
    }
}

/// A rule with everything put in for its metavariables.
struct Case<'a> {
    instance: &'a Instance,
    symbols: BTreeMap<String, Arc<Symbol>>,
    dimensions: Vec<String>,
    bindings: Bindings,
    cast: Cast,
    is_of_differentials: bool,
}

fn set(variables: &[&Variable]) -> Variables {
    variables.iter().map(|v| (*v).clone()).collect()
}

fn is_distinct(rule: &Rule) -> bool {
    rule.left.positions().iter().any(|(_, part)| matches!(part.operation(), Operation::Distinct(_)))
}

impl<'a> Case<'a> {
    fn new(rule: &Rule, instance: &'a Instance) -> Option<Self> {
        let cast = Cast::new(is_distinct(rule));
        let sides = [&rule.left, &rule.right];
        let parts: Vec<Term> = sides.iter().flat_map(|side| side.positions()).map(|(_, part)| part).collect();
        let mut case = Case {
            instance,
            symbols: BTreeMap::new(),
            dimensions: Vec::new(),
            bindings: Bindings::default(),
            cast,
            is_of_differentials: parts.iter().any(|part| *part.operation() == Operation::Differential),
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
                if !case.dimensions.contains(name) {
                    case.dimensions.push(name.clone());
                }
            }
        }
        case.bindings.dimensions = case.dimensions.iter().map(|n| (n.clone(), Dimension::named(n))).collect();
        for name in ["a", "b", "c"] {
            let counted = rule.conditions.iter().find_map(|c| match c {
                Condition::OneOverOthers(own, _) if own == name => {
                    Some(Constant::OneOverOthers { name: name.to_string(), kind: "sample".to_string() })
                }
                _ => None,
            });
            let constant = counted.unwrap_or_else(|| Constant::Any(name.to_string()));
            case.bindings.coefficients.insert(name.to_string(), Coefficient::constant(constant));
        }
        case.choose_sets(rule, &sets);
        for (name, shape) in &metas {
            let term = case.symbol(rule, name, shape)?;
            case.bindings.terms.insert(name.clone(), term);
        }
        case.choose_dependent(rule)?;
        Some(case)
    }

    fn violates(&self, what: Violated) -> bool {
        self.instance.violated == Some(what)
    }

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
                        derivation::Set::Of(s) => sets.get(s)?.clone(),
                        derivation::Set::Without(s, t) => sets.get(s)? - sets.get(t)?,
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

    fn entry(&self, place: usize) -> Rational {
        Rational::from_integer(self.instance.entries[place % self.instance.entries.len()])
    }

    fn size(&self, dimension: &Dimension) -> usize {
        dimension.factors().iter().filter_map(|name| self.dimension(name)).product()
    }

    fn side(&self, side: &Term) -> Side<Rational> {
        let outside = Obstacle::Outside("matrices of other shapes");
        let term = derivation::substitute(side, &self.bindings).ok_or(outside)?;
        let held = |v: &Variable| {
            let values = if v.parent.is_some() { self.instance.views[0].len() } else { self.instance.samples.len() };
            let entry = self.instance.entries
                [v.name.len() * 5 + usize::from(v.name.as_bytes()[0]) % self.instance.entries.len().min(7)];
            (v.clone(), entry.unsigned_abs() as usize % values)
        };
        let at: BTreeMap<Variable, usize> = self.cast.all().into_iter().map(held).collect();
        let Dual { value, tangent } = derivation::evaluate(&term, self, &at)?;
        // There is no differential of a differential, so nothing to say of the derivative of one.
        let is_differential = |t: &Term| matches!(t.operation(), Operation::Differential);
        let has_one = term.positions().iter().any(|(_, part)| is_differential(part));
        Ok(if self.is_of_differentials || has_one { vec![value] } else { vec![value, tangent] })
    }
}

impl Model for Case<'_> {
    fn matrix(&self, name: &str, at: &[usize]) -> Option<Dual> {
        let symbol = self.symbols.get(name)?;
        let (rows, columns) = (self.size(&symbol.shape.rows), self.size(&symbol.shape.columns));
        let start = usize::from(*name.as_bytes().first()?) * 31;
        let cell = at.iter().fold(start, |sum, value| sum * 3 + value);
        let from = |shift: usize| DMatrix::from_fn(rows, columns, |i, j| self.entry(cell * 7 + shift + i * 13 + j * 5));
        let mut value = from(0);
        if symbol.is_symmetric {
            value = &value + value.transpose();
        }
        if symbol.is_idempotent {
            // u vᵀ / vᵀu, where that is not 0.
            let (u, v) = (value.column(0).into_owned(), value.row(0).into_owned());
            let product = (&v * &u)[(0, 0)].clone();
            value = match Rational::from_integer(1).divide(&product) {
                Some(inverse) => (u * v).map(|e| e * inverse.clone()),
                None => DMatrix::identity(rows, columns),
            };
        }
        let tangent = if symbol.varies { from(3) } else { DMatrix::zeros(rows, columns) };
        Some(Dual { value, tangent })
    }

    fn law(&self, kind: &str) -> Option<Law> {
        let rows: Vec<Vec<u64>> =
            if kind == "sample" { vec![self.instance.samples.clone()] } else { self.instance.views.clone() };
        let is_uniform = self.cast.x.kind.is_uniform && !self.violates(Violated::EqualChances);
        let law = |weights: &Vec<u64>| {
            let weight = |w: &u64| if is_uniform { 1 } else { *w };
            let total: u64 = weights.iter().map(weight).sum();
            weights.iter().map(|w| Rational::new(weight(w) as i64, total)).collect()
        };
        Some(rows.iter().map(law).collect())
    }

    fn dimension(&self, name: &str) -> Option<usize> {
        let place = self.dimensions.iter().position(|own| own == name)?;
        self.instance.sizes.get(place).copied()
    }

    fn constant(&self, name: &str) -> Option<Rational> {
        let is_counted =
            matches!(self.bindings.coefficients.get(name)?.as_constant(), Some(Constant::OneOverOthers { .. }));
        if is_counted {
            let n = self.instance.samples.len() as u64;
            let others = if self.violates(Violated::Count) { n } else { n - 1 };
            return Some(Rational::new(1, others));
        }
        Some(self.entry(usize::from(*name.as_bytes().first()?)))
    }
}

/// The left side, evaluated.
pub fn measured(instance: &Instance, part: Part) -> Side<Rational> {
    let rule = &rules()[part.0];
    let case = Case::new(rule, instance).ok_or(Obstacle::Unsupported("an instance of the rule"))?;
    case.side(&rule.left)
}

/// The right side, evaluated.
pub fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side<Rational> {
    let stated = &rules()[part.0];
    let wrong = match formula {
        Formula::Stated => None,
        Formula::Wrong(place) => Some(Rule::read(WRONG[place].1).map_err(|_| Obstacle::Unsupported("the wrong rule"))?),
    };
    let rule = wrong.as_ref().unwrap_or(stated);
    let case = Case::new(rule, instance).ok_or(Obstacle::Unsupported("an instance of the rule"))?;
    let side = case.side(&rule.right)?;
    let shape = |side: &[DMatrix<Rational>]| side.iter().map(DMatrix::shape).collect::<Vec<_>>();
    if formula != Formula::Stated && shape(&side) != shape(&measured(instance, part)?) {
        return Err(Obstacle::Outside("matrices of other shapes"));
    }
    Ok(side)
}

/// Entries to be taken one after another: a prime number of them, so that every stride reaches all.
const ENTRIES: usize = 97;

/// Named dimensions of a rule, at most.
const SIZES: usize = 7;

/// The largest size of a file's instance: Kronecker products of a few matrices are as large as the product of theirs.
const LARGEST: usize = 4;

fn drawn(violated: Option<Violated>) -> BoxedStrategy<Instance> {
    let views = |samples: usize| (Just(samples), 2_usize..=3);
    let shape = (2_usize..=3).prop_flat_map(views);
    let weights = |(samples, views): (usize, usize)| {
        (
            vec(1_u64..=4, samples),
            vec(vec(1_u64..=4, views), samples),
            vec(-5_i64..=6, ENTRIES),
            vec(1_usize..=2, SIZES),
        )
    };
    let instance = move |(samples, views, entries, sizes)| Instance { sizes, samples, views, entries, violated };
    shape.prop_flat_map(weights).prop_map(instance).boxed()
}

fn strategy() -> BoxedStrategy<Instance> {
    drawn(None)
}

fn validate(instance: &Instance) -> Result<(), String> {
    let Instance { sizes, samples, views, entries, .. } = instance;
    let width = views.first().map_or(0, Vec::len);
    let is_even = views.len() == samples.len() && views.iter().all(|row| row.len() == width);
    if samples.len() < 2 || width < 2 || !is_even || samples.iter().chain(views.iter().flatten()).any(Zero::is_zero) {
        return Err("samples, views: expected two positive weights or more, and as many views of each sample".into());
    }
    if sizes.len() != SIZES || sizes.iter().any(|size| !(1..=LARGEST).contains(size)) || entries.len() != ENTRIES {
        return Err(format!(
            "sizes, entries: found {} and {}, expected {SIZES} of 1 to {LARGEST} and {ENTRIES}",
            sizes.len(),
            entries.len()
        ));
    }
    Ok(())
}

struct Tables {
    parts: Vec<Row<Part>>,
    mutants: Vec<Mutant<Part, Formula>>,
    assumptions: Vec<Assumption<Instance, Part>>,
    necessity: Vec<Necessity<Instance, Part>>,
}

fn part(name: &str) -> Part {
    Part(rules().iter().position(|rule| rule.name == name).expect("the name of a rule"))
}

type Premise = (&'static str, Violated, fn(&Condition) -> bool, &'static str, fn() -> BoxedStrategy<Instance>);

/// A kind of condition: its name, what violates it, the conditions it is, a rule that fails without it, and instances.
const PREMISES: [Premise; 9] = [
    (
        "constants_are_constant",
        Violated::Constancy,
        |c| matches!(c, Condition::Constant(..)),
        "independent",
        || drawn(Some(Violated::Constancy)),
    ),
    (
        "laws_are_separate",
        Violated::Separation,
        |c| matches!(c, Condition::NotGiven(..)),
        "tower",
        || drawn(Some(Violated::Separation)),
    ),
    (
        "laws_are_equal",
        Violated::EqualLaws,
        |c| matches!(c, Condition::Renamed { .. }),
        "equal-in-law",
        || drawn(Some(Violated::EqualLaws)),
    ),
    (
        "values_are_equally_likely",
        Violated::EqualChances,
        |c| matches!(c, Condition::Diagonal { .. }),
        "distinct-pairs",
        || drawn(Some(Violated::EqualChances)),
    ),
    (
        "others_are_counted",
        Violated::Count,
        |c| matches!(c, Condition::OneOverOthers(..)),
        "distinct-pairs",
        || drawn(Some(Violated::Count)),
    ),
    (
        "summands_are_the_same",
        Violated::Summands,
        |c| matches!(c, Condition::SameSummands(..)),
        "same-summands",
        || drawn(Some(Violated::Summands)),
    ),
    (
        "matrix_is_symmetric",
        Violated::Symmetry,
        |c| matches!(c, Condition::Symmetric(_)),
        "transpose-of-symmetric",
        || drawn(Some(Violated::Symmetry)),
    ),
    (
        "matrix_is_idempotent",
        Violated::Idempotence,
        |c| matches!(c, Condition::Idempotent(_)),
        "square-of-idempotent",
        || drawn(Some(Violated::Idempotence)),
    ),
    (
        "constants_do_not_vary",
        Violated::Fixity,
        |c| matches!(c, Condition::Fixed(_)),
        "differential-constant",
        || drawn(Some(Violated::Fixity)),
    ),
];

/// Does the instance keep the premise of that place?
fn keeps<const PLACE: usize>(instance: &Instance) -> bool {
    instance.violated != Some(PREMISES[PLACE].1)
}

const KEEPS: [fn(&Instance) -> bool; 9] =
    [keeps::<0>, keeps::<1>, keeps::<2>, keeps::<3>, keeps::<4>, keeps::<5>, keeps::<6>, keeps::<7>, keeps::<8>];

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let row = |(place, rule): (usize, &'static Rule)| Row {
        name: rule.name.as_str(),
        part: Part(place),
        relation: Relation::Equal,
    };
    let mutant = |(place, (name, line)): (usize, &(&'static str, &'static str))| {
        let rule = line.split('|').next().unwrap_or_default().trim();
        Mutant { name, formula: Formula::Wrong(place), part: part(rule) }
    };
    let assumption = |(premise, holds): (&Premise, fn(&Instance) -> bool)| {
        let asks = |(place, rule): (usize, &Rule)| rule.conditions.iter().any(premise.2).then_some(Part(place));
        let parts: Vec<Part> = rules().iter().enumerate().filter_map(asks).collect();
        Assumption { name: premise.0, parts: Some(&*Vec::leak(parts)), holds }
    };
    let necessity = |premise: &Premise| Necessity {
        assumption: premise.0,
        strategy: premise.4,
        part: part(premise.3),
        kind: Kind::Exact,
    };
    Tables {
        parts: rules().iter().enumerate().map(row).collect(),
        mutants: WRONG.iter().enumerate().map(mutant).collect(),
        assumptions: PREMISES.iter().zip(KEEPS).map(assumption).collect(),
        necessity: PREMISES.iter().map(necessity).collect(),
    }
});

/// The claim.
pub fn claim() -> Claim<Instance, Part, Formula> {
    Claim {
        slug: "rewrite-rules",
        group: "algebra",
        text: include_str!("rewrite_rules.rs"),
        parts: &TABLES.parts,
        assumptions: &TABLES.assumptions,
        strategy,
        validate,
        evidence: vec![Evidence::exact(measured, predicted).uncertified()],
        stated: Formula::Stated,
        mutants: &TABLES.mutants,
        necessity: &TABLES.necessity,
        domain: &[],
    }
}
