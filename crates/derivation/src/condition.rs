//! What a rule asks of what it is applied to: independence, constancy, equality in law, symmetry.

use super::{Bindings, Coefficient, Constant, Operation, Term, Unreadable, Variable, Variables};
use std::collections::BTreeMap;
use std::fmt;

/// A set of variables in a condition: a metavariable, or what one has beyond another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Set {
    /// A metavariable.
    Of(String),
    /// The first without the second.
    Without(String, String),
}

impl Set {
    fn read(text: &str) -> Self {
        match text.split_once('-') {
            Some((all, part)) => Set::Without(all.to_string(), part.to_string()),
            None => Set::Of(text.to_string()),
        }
    }

    fn of(&self, bindings: &Bindings) -> Option<Variables> {
        match self {
            Set::Of(name) => bindings.sets.get(name).cloned(),
            Set::Without(all, part) => Some(bindings.sets.get(all)? - bindings.sets.get(part)?),
        }
    }
}

impl fmt::Display for Set {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Set::Of(name) => write!(f, "{name}"),
            Set::Without(all, part) => write!(f, "{all}-{part}"),
        }
    }
}

/// A side condition of a rule. Unknown is not met.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// `A is constant in S`: no variable of S is free in A.
    Constant(String, Set),
    /// `A does not vary`: nothing in A changes with what is differentiated by.
    Fixed(String),
    /// `A is symmetric`: as declared, or an identity.
    Symmetric(String),
    /// `A is idempotent`: as declared.
    Idempotent(String),
    /// `S splits into T U …`: a disjoint union.
    Splits(String, Vec<String>),
    /// `T is part of S`.
    Part(String, String),
    /// `U is not given V`: no law of a variable in U depends on one in V.
    NotGiven(Set, Set),
    /// `B is A from S to T`: B is A with the variables T for S, which have the same laws; nothing else in A changes
    /// its meaning.
    Renamed {
        /// B.
        new: String,
        /// A.
        old: String,
        /// S.
        from: String,
        /// T.
        to: String,
    },
    /// `B is A on the diagonal T of S`: T is one of the two variables of S, and B is A with it for both.
    Diagonal {
        /// B.
        new: String,
        /// A.
        old: String,
        /// T.
        one: String,
        /// S.
        both: String,
    },
    /// `c is one over the others of S`: 1/(n − 1) for the kind of S, which has n equally likely values.
    OneOverOthers(String, String),
    /// `A and B have the same summands`: the same matrices with the same total coefficients.
    SameSummands(String, String),
}

impl Condition {
    /// Reads a condition.
    ///
    /// # Errors
    /// Where it is not of one of the forms above.
    pub fn read(text: &str) -> Result<Self, Unreadable> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let own = |name: &&str| (*name).to_string();
        Ok(match words.as_slice() {
            [a, "is", "constant", "in", s] => Condition::Constant(own(a), Set::read(s)),
            [a, "does", "not", "vary"] => Condition::Fixed(own(a)),
            [a, "is", "symmetric"] => Condition::Symmetric(own(a)),
            [a, "is", "idempotent"] => Condition::Idempotent(own(a)),
            [s, "splits", "into", parts @ ..] if !parts.is_empty() => {
                Condition::Splits(own(s), parts.iter().map(own).collect())
            }
            [t, "is", "part", "of", s] => Condition::Part(own(t), own(s)),
            [u, "is", "not", "given", v] => Condition::NotGiven(Set::read(u), Set::read(v)),
            [b, "is", a, "from", s, "to", t] => {
                Condition::Renamed { new: own(b), old: own(a), from: own(s), to: own(t) }
            }
            [b, "is", a, "on", "the", "diagonal", t, "of", s] => {
                Condition::Diagonal { new: own(b), old: own(a), one: own(t), both: own(s) }
            }
            [c, "is", "one", "over", "the", "others", "of", s] => Condition::OneOverOthers(own(c), own(s)),
            [a, "and", b, "have", "the", "same", "summands"] => Condition::SameSummands(own(a), own(b)),
            _ => return Err(Unreadable::new(format!("the condition {text:?}"), "one such as \"A is constant in S\"")),
        })
    }

    /// Does it hold of what the metavariables stand for?
    pub fn holds(&self, bindings: &Bindings) -> bool {
        self.decide(bindings).unwrap_or(false)
    }

    fn decide(&self, bindings: &Bindings) -> Option<bool> {
        let term = |name: &String| bindings.terms.get(name);
        let set = |name: &String| bindings.sets.get(name);
        Some(match self {
            Condition::Constant(a, s) => term(a)?.free().is_disjoint(&s.of(bindings)?),
            Condition::Fixed(a) => !term(a)?.varies(),
            Condition::Symmetric(a) => match term(a)?.operation() {
                Operation::Matrix(symbol, _) => symbol.is_symmetric,
                operation => matches!(operation, Operation::Identity(_)),
            },
            Condition::Idempotent(a) => match term(a)?.operation() {
                Operation::Matrix(symbol, _) => symbol.is_idempotent,
                operation => matches!(operation, Operation::Identity(_)),
            },
            Condition::Splits(s, parts) => {
                let parts: Option<Vec<&Variables>> = parts.iter().map(set).collect();
                let union: Variables = parts.as_ref()?.iter().flat_map(|p| p.iter().cloned()).collect();
                union == *set(s)? && parts?.iter().map(|p| p.len()).sum::<usize>() == union.len()
            }
            Condition::Part(t, s) => set(t)?.is_subset(set(s)?),
            Condition::NotGiven(u, v) => {
                let v = v.of(bindings)?;
                u.of(bindings)?.iter().all(|variable| variable.parent.as_deref().is_none_or(|p| !v.contains(p)))
            }
            Condition::Renamed { new, old, from, to } => {
                renamings(term(old)?, set(from)?, set(to)?).any(|renamed| Some(&renamed) == bindings.terms.get(new))
            }
            Condition::Diagonal { new, old, one, both } => {
                set(one)?.is_subset(set(both)?)
                    && set(one)?.len() == 1
                    && diagonal(term(old)?, set(both)?, set(one)?.first()?)? == *term(new)?
            }
            Condition::OneOverOthers(c, s) => {
                let kind = &set(s)?.first()?.kind;
                let is_of_kind = |constant: &Constant| match constant {
                    Constant::OneOverOthers { kind: own, .. } => *own == kind.name,
                    _ => false,
                };
                kind.is_uniform && bindings.coefficients.get(c)?.as_constant().is_some_and(is_of_kind)
            }
            Condition::SameSummands(a, b) => summands(term(a)?) == summands(term(b)?),
        })
    }
}

/// The matrices that a sum is of, with their total coefficients; none that is 0.
pub fn summands(term: &Term) -> BTreeMap<Term, Coefficient> {
    fn add(term: &Term, factor: &Coefficient, all: &mut BTreeMap<Term, Coefficient>) {
        match (term.operation(), term.operands()) {
            (Operation::Sum(a, b), [x, y]) => {
                add(x, &(factor * a), all);
                add(y, &(factor * b), all);
            }
            (Operation::Scale(a), [x]) => add(x, &(factor * a), all),
            (Operation::Zero(_), _) => {}
            _ => {
                let total = all.get(term).map_or_else(|| factor.clone(), |already| already + factor);
                all.insert(term.clone(), total);
            }
        }
    }
    let mut all = BTreeMap::new();
    add(term, &Coefficient::one(), &mut all);
    all.retain(|_, coefficient| !coefficient.is_zero());
    all
}

/// The term with the variables `to` for `from`, in every way that keeps their laws; none where the meaning of
/// something else would change: a variable of `to` is already in the term, or one that is averaged over inside is in
/// either set or given one of `from`, or the law of one of `from` depends on another one of `to` from outside.
pub(super) fn renamings<'a>(term: &'a Term, from: &'a Variables, to: &'a Variables) -> impl Iterator<Item = Term> + 'a {
    let bound = term.bound();
    let is_given = |v: &Variable| v.parent.as_deref().is_some_and(|parent| from.contains(parent));
    let is_captured = to.iter().any(|v| !from.contains(v) && term.free().contains(v))
        || bound.iter().any(|v| from.contains(v) || to.contains(v) || is_given(v))
        || from.iter().any(|v| v.parent.as_deref().is_some_and(|p| !from.contains(p) && to.contains(p)));
    let maps = if is_captured || from.len() != to.len() { Vec::new() } else { bijections(from, to) };
    maps.into_iter().filter(keeps_laws).filter_map(|map| term.with_variables(&map))
}

/// Has every variable the law of its image, the parents being replaced as well?
pub(super) fn keeps_laws(map: &BTreeMap<Variable, Variable>) -> bool {
    map.iter().all(|(old, new)| {
        let parent = old.parent.as_deref().map(|parent| map.get(parent).unwrap_or(parent));
        new.has_law_of(old, parent)
    })
}

fn bijections(from: &Variables, to: &Variables) -> Vec<BTreeMap<Variable, Variable>> {
    let Some(first) = from.first() else { return vec![BTreeMap::new()] };
    let mut rest = from.clone();
    rest.remove(first);
    let mut all = Vec::new();
    for image in to.iter().filter(|v| v.kind == first.kind) {
        let mut others = to.clone();
        others.remove(image);
        for mut map in bijections(&rest, &others) {
            map.insert(first.clone(), image.clone());
            all.push(map);
        }
    }
    all
}

/// The term with one of two variables for both. `None` where an expectation inside is over one of them or over
/// something given one of them.
pub(super) fn diagonal(term: &Term, both: &Variables, one: &Variable) -> Option<Term> {
    let touches = |v: &Variable| both.contains(v) || v.parent.as_deref().is_some_and(|parent| both.contains(parent));
    if term.bound().iter().any(touches) {
        return None;
    }
    term.with_variables(&both.iter().map(|v| (v.clone(), one.clone())).collect())
}
