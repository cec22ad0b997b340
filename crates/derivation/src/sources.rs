//! Several sources: what a theory takes from others is of the same matrices everywhere.
//!
//! All that is taken from one theory is of one choice of the matrices, the dimensions, the constants and the laws there. What
//! an earlier source has settled of these, or an equation before that is given without a source, may come from a later
//! one only if that holds of any such: what it derives must be of a matrix that it neither defines nor declares a property
//! of, and its assumptions must be made here, before. So they can be chosen one source after the other, and everything
//! taken holds of them.

use super::name::{Name, Sizes, agree, matched, serves};
use super::{Constant, Dimension, Equation, Link, Operation, Over, Symbol, Term, Theory, Variable};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

/// What an equation may settle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Thing {
    /// A matrix.
    Matrix(Arc<Symbol>),
    /// A named constant.
    Constant(Constant),
    /// A kind, with the law on it.
    Kind(String),
    /// A dimension.
    Dimension(String),
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Thing::Matrix(symbol) => write!(f, "{}", symbol.name),
            Thing::Constant(constant) => write!(f, "{constant}"),
            Thing::Kind(name) | Thing::Dimension(name) => write!(f, "{name}"),
        }
    }
}

/// All that some terms are about.
pub(super) type Settled = BTreeSet<Thing>;

/// An equation that is taken from a goal of another theory.
pub(super) struct Taken<'a> {
    pub(super) link: &'a Link,
    /// The claim and the place of the theory in its file.
    pub(super) source: (&'a str, usize),
    pub(super) other: &'a Theory,
    /// The line of the goal.
    pub(super) goal: usize,
    pub(super) names: Vec<Name>,
    pub(super) sizes: Sizes,
    pub(super) settled: Settled,
}

/// What the terms are about: the matrices, constants, kinds and dimensions in them.
pub(super) fn settled(terms: &[&Term]) -> Settled {
    terms.iter().flat_map(|term| term.positions()).flat_map(|(_, part)| of_the_outermost(&part)).collect()
}

fn of_the_outermost(part: &Term) -> Vec<Thing> {
    let constants = match part.operation() {
        Operation::Sum(a, b) => vec![a, b],
        Operation::Scale(a) => vec![a],
        _ => Vec::new(),
    };
    let constants =
        constants.into_iter().flat_map(|c| c.monomials().flat_map(|(names, _)| names.to_vec()).collect::<Vec<_>>());
    let variables: Vec<&Variable> = match part.operation() {
        Operation::Matrix(_, at) => at.iter().collect(),
        Operation::Expectation(Over::Set(over)) | Operation::Distinct(Over::Set(over)) => over.iter().collect(),
        _ => Vec::new(),
    };
    let lines = variables.into_iter().flat_map(|v| std::iter::successors(Some(v), |v| v.parent.as_deref()));
    let mut all: Vec<Thing> = constants.map(Thing::Constant).collect();
    all.extend(lines.map(|v| Thing::Kind(v.kind.name.clone())));
    if let Operation::Matrix(symbol, _) = part.operation() {
        all.push(Thing::Matrix(symbol.clone()));
    }
    if part.operands().is_empty() {
        let names = [&part.shape().rows, &part.shape().columns].into_iter().flat_map(Dimension::factors);
        all.extend(names.cloned().map(Thing::Dimension));
    }
    all
}

/// The equations before a line that are given without a source, with what they settle.
fn supposed(theory: &Theory, line: usize) -> impl Iterator<Item = (&Equation, Settled)> {
    let is_linked = |e: &Equation| theory.links.iter().any(|link| link.sides.is_some() && link.line == e.line);
    theory.assumptions().filter(move |e| e.line < line && !is_linked(e)).map(|e| {
        let of = |side: &Term| theory.unfolded(side).unwrap_or_else(|| side.clone());
        (e, settled(&[&of(&e.sides.0), &of(&e.sides.1)]))
    })
}

/// An equation taken of other things than those before it, one of them, and the name of what is before.
pub(super) struct Apart<'a> {
    pub(super) link: &'a Link,
    pub(super) matrix: String,
    pub(super) other: String,
}

/// The first equation that is taken of other matrices than those before it. Where one has several links, it is that
/// of each: some choice of one link for every other equation must fit it.
pub(super) fn apart<'a>(theory: &Theory, taken: &[Taken<'a>]) -> Option<Apart<'a>> {
    let given: Vec<&[Taken<'a>]> = taken.chunk_by(|a, b| a.link.line == b.link.line).collect();
    for last in 0..given.len() {
        for place in 0..=last {
            for choice in 0..given[place].len() {
                if !fits(theory, &given[..=last], (place, choice), &mut Vec::new()) {
                    let own = &given[last][if place == last { choice } else { 0 }];
                    return Some(reported(theory, own, &given[..last]));
                }
            }
        }
    }
    None
}

/// Can the choice be made of one link for every equation, one of them being the one that is asked for?
fn fits<'t, 'a>(
    theory: &Theory,
    given: &[&'t [Taken<'a>]],
    asked: (usize, usize),
    chosen: &mut Vec<&'t Taken<'a>>,
) -> bool {
    if !is_of_the_same_matrices(theory, chosen) {
        return false;
    }
    let place = chosen.len();
    let Some(links) = given.get(place) else { return true };
    let open = links.iter().enumerate().filter(|(choice, _)| place != asked.0 || *choice == asked.1);
    for (_, link) in open {
        chosen.push(link);
        let is_found = fits(theory, given, asked, chosen);
        chosen.pop();
        if is_found {
            return true;
        }
    }
    false
}

fn reported<'a>(theory: &Theory, own: &Taken<'a>, before: &[&[Taken<'a>]]) -> Apart<'a> {
    let others = before.iter().flat_map(|links| links.iter()).filter(|other| other.source != own.source);
    let others = others.map(|other| (other.link.name.clone(), other.settled.clone()));
    let others = others.chain(supposed(theory, own.link.line).map(|(e, settled)| (e.name.clone(), settled)));
    let shared = others.filter_map(|(name, settled)| Some((settled.intersection(&own.settled).next()?.clone(), name)));
    // A matrix sooner than a dimension.
    let first = shared.min_by(|(one, _), (other, _)| one.cmp(other));
    let (thing, other) =
        first.map_or((own.settled.first().cloned(), "another equation".to_string()), |(t, n)| (Some(t), n));
    Apart { link: own.link, matrix: thing.map_or(String::new(), |thing| thing.to_string()), other }
}

fn is_of_the_same_matrices(theory: &Theory, chosen: &[&Taken<'_>]) -> bool {
    let mut groups: Vec<Vec<&Taken<'_>>> = Vec::new();
    for taken in chosen {
        match groups.iter_mut().find(|group| group[0].source == taken.source) {
            Some(group) => group.push(taken),
            None => groups.push(vec![taken]),
        }
    }
    let all = |group: &[&Taken<'_>]| -> Settled { group.iter().flat_map(|t| t.settled.iter().cloned()).collect() };
    groups.iter().enumerate().all(|(place, group)| {
        let names: Vec<Name> = group.iter().flat_map(|t| t.names.iter().cloned()).collect();
        let first = group.iter().map(|t| t.link.line).min().unwrap_or_default();
        let mut before = all(&groups[..place].concat());
        before.extend(supposed(theory, first).flat_map(|(_, settled)| settled));
        let shared: Settled = all(group).intersection(&before).cloned().collect();
        agree(&names) && (shared.is_empty() || is_of_any(theory, group, &names, &shared))
    })
}

/// Does what is taken from one theory hold of any of these that meet what is given before it?
fn is_of_any(theory: &Theory, group: &[&Taken<'_>], names: &[Name], shared: &Settled) -> bool {
    let other = group[0].other;
    let (Some(first), Some(last)) = (group.iter().map(|t| t.link.line).min(), group.iter().map(|t| t.goal).max())
    else {
        return false;
    };
    let Some(images) = images_there(other, names, shared) else { return false };
    let assumed: Vec<&Equation> = other.assumptions().filter(|e| e.line < last).collect();
    let given: Vec<&Equation> = theory.assumptions().filter(|e| e.line < first).collect();
    // Of a product of dimensions, none is known.
    let back = |(own, image): (&String, &Dimension)| -> Vec<(String, Option<Dimension>)> {
        let known = (image.factors().len() == 1).then(|| Dimension::named(own));
        image.factors().iter().map(|factor| (factor.clone(), known.clone())).collect()
    };
    let sizes = group.iter().flat_map(|t| t.sizes.iter().flat_map(back)).collect();
    assumed.is_empty() || are_met((other, &assumed), (theory, &given), &images, &sizes)
}

/// The matrices of the other theory that the names of this one stand for, each being one of this theory's: `None` where one
/// of those that are asked for is no matrix there, or one that is defined, has a property, or has two names here.
fn images_there(other: &Theory, names: &[Name], asked: &Settled) -> Option<Vec<Name>> {
    let matrix_there = |name: &Name| match name.image.operation() {
        Operation::Matrix(symbol, at) => Some((symbol.clone(), at.clone())),
        _ => None,
    };
    let is_any = |name: &Name| {
        matrix_there(name).is_some_and(|(there, _)| {
            let has_one_name = |n: &Name| n.symbol == name.symbol || matrix_there(n).is_none_or(|(s, _)| s != there);
            let is_plain = !there.is_symmetric && !there.is_idempotent && !other.defines(&there.name);
            is_plain && names.iter().all(has_one_name)
        })
    };
    let is_asked = |name: &Name| asked.contains(&Thing::Matrix(name.symbol.clone()));
    if names.iter().any(|name| is_asked(name) && !is_any(name)) {
        return None;
    }
    let back = |name: &Name| matrix_there(name).and_then(|(symbol, at)| Some(Name { symbol, at, image: name.term()? }));
    names.iter().filter(|name| is_any(name)).map(back).collect()
}

/// Is each assumption of the other theory one that is made here, for one choice of its matrices and dimensions?
fn are_met(
    (other, assumed): (&Theory, &[&Equation]),
    (theory, given): (&Theory, &[&Equation]),
    images: &[Name],
    sizes: &BTreeMap<String, Option<Dimension>>,
) -> bool {
    let Some((first, rest)) = assumed.split_first() else { return true };
    given.iter().any(|here| {
        let unfolded =
            |theory: &Theory, e: &Equation| Some((theory.unfolded(&e.sides.0)?, theory.unfolded(&e.sides.1)?));
        let (Some(there), Some(here)) = (unfolded(other, first), unfolded(theory, here)) else { return false };
        let Some((mut all, own)) = matched((&there.0, &there.1), (&here.0, &here.1)) else { return false };
        let mut sizes = sizes.clone();
        let fits = own.into_iter().all(|(name, size)| *sizes.entry(name).or_insert(Some(size.clone())) == Some(size));
        all.extend(images.iter().cloned());
        let is_alike = |name: &Name| {
            let has_its_variables = name.is_of_its_variables(|there, here| serves(here, there));
            name.varies_alike() && has_its_variables && name.image.free().len() == name.at.len()
        };
        fits && all.iter().all(is_alike) && agree(&all) && are_met((other, rest), (theory, given), &all, &sizes)
    })
}
