//! `rewrite-rules`: every rule that a derivation may use is an equation of matrices and expectations.
//!
//! # Statement
//! For each rule of [`dualproof::derivation::rules`], for all matrices of the shapes it asks for, all numbers in front
//! of them, all finite laws of its random variables (each given its parent) and all derivatives of what varies: where
//! its conditions are met, both sides are the same matrix, and so are their derivatives (of rules without a
//! differential; there is no second one). One part for each rule:
//!
//! - sums and products: `same-summands`, `product-associative`, `product-sum-right`, `product-sum-left`,
//!   `product-scale-right`, `product-scale-left`, `identity-left`, `identity-right`, `zero-left`, `zero-right`,
//!   `square-of-idempotent`;
//! - transposes and traces: `transpose-twice`, `transpose-product`, `transpose-sum`, `transpose-scale`,
//!   `transpose-identity`, `transpose-zero`, `transpose-of-symmetric`, `transpose-of-number`, `trace-of-number`,
//!   `trace-cyclic`;
//! - Kronecker products and vec: `kronecker-transpose`, `kronecker-product`, `kronecker-sum-right`,
//!   `kronecker-sum-left`, `number-left`, `number-right`, `vec-product`, `vec-column`, `vec-differential`;
//! - expectations: `expectation-sum`, `expectation-scale`, `expectation-transpose`, `trace-of-expectation`,
//!   `constant`, `constant-left`, `constant-right`, `constant-number`, `marginal`, `tower`, `tower-left`,
//!   `tower-right`, `tower-number`, `independent`, `independent-given`, `equal-in-law`;
//! - pairs of different values, drawn without replacement: `distinct-pairs`, `distinct-sum`, `distinct-scale`,
//!   `distinct-constant-left`, `distinct-constant-right`;
//! - differentials: `differential-sum`, `differential-scale`, `differential-product`, `differential-left-constant`,
//!   `differential-right-constant`, `differential-transpose`, `differential-constant`, `differential-expectation`,
//!   `differential-distinct`.
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

pub mod cases;
mod cast;
mod instantiation;
mod model;

use cases::{Instance, Violated};
use dualproof::claim::{Declaration, Evidence, Formulas, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::derivation::{Condition, Rule, rules};
use dualproof::numbers::Obstacle;
use instantiation::Instantiation;
use std::sync::LazyLock;

/// A rule, by its place in [`rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part(usize);

impl Parts for Part {
    fn table() -> &'static [(Self, &'static str, Relation)] {
        static TABLE: LazyLock<Vec<(Part, &str, Relation)>> = LazyLock::new(|| {
            let row = |(place, rule): (usize, &'static Rule)| (Part(place), rule.name.as_str(), Relation::Equal);
            rules().iter().enumerate().map(row).collect()
        });
        &TABLE
    }
}

/// Wrong rules: the mutant's name and its line, under the name of the rule it is a version of.
const WRONG: [(&str, &str); 8] = [
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

/// A rule as stated, or a wrong version of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formula {
    /// As stated.
    Stated,
    /// A wrong version, by its place in the list of mutants.
    Wrong(usize),
}

impl Formulas for Formula {
    type Part = Part;
    const STATED: Self = Formula::Stated;

    fn table() -> &'static [(Self, &'static str, Part)] {
        static TABLE: LazyLock<Vec<(Formula, &str, Part)>> = LazyLock::new(|| {
            let row = |(place, rule): (usize, &Rule)| (Formula::Wrong(place), WRONG[place].0, part(&rule.name));
            wrong_rules().iter().enumerate().map(row).collect()
        });
        &TABLE
    }
}

fn wrong_rules() -> &'static [Rule] {
    static READ: LazyLock<Vec<Rule>> =
        LazyLock::new(|| WRONG.iter().map(|(_, line)| Rule::read(line).expect("a rule, though a wrong one")).collect());
    &READ
}

/// The rule of this name.
fn part(name: &str) -> Part {
    Part(rules().iter().position(|rule| rule.name == name).expect("the name of a rule"))
}

/// The rules with a condition of a kind.
fn asking(is_of_kind: fn(&Condition) -> bool) -> Vec<Part> {
    let asks = |(place, rule): (usize, &Rule)| rule.conditions.iter().any(is_of_kind).then_some(Part(place));
    rules().iter().enumerate().filter_map(asks).collect()
}

/// Every rule that a derivation may use is an equation of matrices and expectations.
pub struct RewriteRules;

impl Sides for RewriteRules {
    /// The left side, evaluated.
    fn measured(instance: &Instance, Part(place): Part) -> Side {
        let rule = &rules()[place];
        Instantiation::of(rule, instance)?.evaluate(&rule.left)
    }

    /// The right side, evaluated.
    fn predicted(instance: &Instance, Part(place): Part, formula: Formula) -> Side {
        let stated = &rules()[place];
        let rule = match formula {
            Formula::Stated => stated,
            Formula::Wrong(wrong) => &wrong_rules()[wrong],
        };
        let instantiation = Instantiation::of(rule, instance)?;
        if formula != Formula::Stated {
            let left = Instantiation::of(stated, instance)?.shape(&stated.left);
            if instantiation.shape(&rule.right) != left {
                return Err(Obstacle::Outside("a wrong rule whose right side has another shape"));
            }
        }
        instantiation.evaluate(&rule.right)
    }
}

/// An assumption: its name, what violates it, the form of the conditions it is, a rule that fails without it.
macro_rules! premise {
    ($name:literal, $violated:ident, $condition:pat, $rule:literal) => {
        assume($name, |i: &Instance| i.violated != Some(Violated::$violated))
            .of_parts(&asking(|condition| matches!(condition, $condition)))
            .fails(part($rule), Kind::Exact, || cases::violating(Violated::$violated))
    };
}

impl Theorem for RewriteRules {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Condition::*;
        Declaration {
            page: dualproof::page!("rewrite_rules.rs"),
            cases: cases::valid,
            validate: Instance::validate,
            assumptions: vec![
                premise!("constants_are_constant", Constancy, Constant(..), "independent"),
                premise!("laws_are_separate", Separation, NotGiven(..), "tower"),
                premise!("laws_are_equal", EqualLaws, Renamed { .. }, "equal-in-law"),
                premise!("values_are_equally_likely", EqualChances, Diagonal { .. }, "distinct-pairs"),
                premise!("others_are_counted", Count, OneOverOthers(..), "distinct-pairs"),
                premise!("summands_are_the_same", Summands, SameSummands(..), "same-summands"),
                premise!("matrix_is_symmetric", Symmetry, Symmetric(_), "transpose-of-symmetric"),
                premise!("matrix_is_idempotent", Idempotence, Idempotent(_), "square-of-idempotent"),
                premise!("constants_do_not_vary", Fixity, Fixed(_), "differential-constant"),
            ],
            primary: Evidence::exact().uncertified(),
            further: Vec::new(),
        }
    }
}
