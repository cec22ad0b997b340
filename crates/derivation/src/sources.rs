//! Several sources: what a theory takes from others is of the same matrices everywhere.
//!
//! All that is taken from one theory is of one choice of the matrices there. A matrix that an earlier source has settled
//! may come from a later one only if that holds of any such matrix: what it derives must be of a matrix that it neither
//! defines nor declares a property of, and its assumptions must be made here, before. The same goes for the named constants.
//! So the matrices can be chosen one source after the other, and everything taken holds of them.

use super::name::{Name, agree, matched, serves};
use super::{Constant, Equation, Link, Operation, Symbol, Term, Theory};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An equation that is taken from a goal of another theory.
pub(super) struct Taken<'a> {
    pub(super) link: &'a Link,
    /// The claim and the place of the theory in its file.
    pub(super) source: (&'a str, usize),
    pub(super) other: &'a Theory,
    /// The line of the goal.
    pub(super) goal: usize,
    pub(super) names: Vec<Name>,
    pub(super) constants: BTreeSet<Constant>,
}

/// The named constants of some terms.
pub(super) fn constants(terms: &[&Term]) -> BTreeSet<Constant> {
    let parts = terms.iter().flat_map(|term| term.positions());
    let coefficients = parts.flat_map(|(_, part)| match part.operation() {
        Operation::Sum(a, b) => vec![a.clone(), b.clone()],
        Operation::Scale(a) => vec![a.clone()],
        _ => Vec::new(),
    });
    coefficients.flat_map(|c| c.monomials().flat_map(|(names, _)| names.to_vec()).collect::<Vec<_>>()).collect()
}

/// An equation taken of other matrices than those before it, one that it is about, or a constant, and the name of what is
/// before.
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
                    return Some(reported(own, &given[..last]));
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

fn reported<'a>(own: &Taken<'a>, before: &[&[Taken<'a>]]) -> Apart<'a> {
    let others = || before.iter().flat_map(|links| links.iter()).filter(|other| other.source != own.source);
    let shares = |name: &&Name| others().any(|other| other.names.iter().any(|n| n.symbol == name.symbol));
    let name = own.names.iter().find(shares).or(own.names.first());
    let matrix = name.map_or(String::new(), |name| name.symbol.name.clone());
    let is_of_it = |other: &&Taken<'_>| other.names.iter().any(|n| n.symbol.name == matrix);
    let is_constant = |other: &&Taken<'_>| !other.constants.is_disjoint(&own.constants);
    if let (None, Some(other)) = (own.names.iter().find(shares), others().find(is_constant)) {
        let constant = other.constants.intersection(&own.constants).next().map_or(String::new(), Constant::to_string);
        return Apart { link: own.link, matrix: constant, other: other.link.name.clone() };
    }
    let other = others().find(is_of_it).map_or(String::new(), |other| other.link.name.clone());
    Apart { link: own.link, matrix, other }
}

fn is_of_the_same_matrices(theory: &Theory, chosen: &[&Taken<'_>]) -> bool {
    let mut groups: Vec<Vec<&Taken<'_>>> = Vec::new();
    for taken in chosen {
        match groups.iter_mut().find(|group| group[0].source == taken.source) {
            Some(group) => group.push(taken),
            None => groups.push(vec![taken]),
        }
    }
    let names = |group: &[&Taken<'_>]| -> Vec<Name> { group.iter().flat_map(|t| t.names.iter().cloned()).collect() };
    groups.iter().enumerate().all(|(place, group)| {
        let settled: Vec<Name> = groups[..place].iter().flat_map(|earlier| names(earlier)).collect();
        let own = names(group);
        let shared = own.iter().filter(|name| settled.iter().any(|s| s.symbol == name.symbol));
        let shared: Vec<Arc<Symbol>> = shared.map(|name| name.symbol.clone()).collect();
        let constants = |taken: &[&Taken<'_>]| -> BTreeSet<Constant> {
            taken.iter().flat_map(|taken| taken.constants.iter().cloned()).collect()
        };
        let is_apart = shared.is_empty() && constants(&groups[..place].concat()).is_disjoint(&constants(group));
        agree(&own) && (is_apart || is_of_any(theory, group, &own, &shared))
    })
}

/// Does what is taken from one theory hold of any of these matrices that meet what is given before it?
fn is_of_any(theory: &Theory, group: &[&Taken<'_>], names: &[Name], matrices: &[Arc<Symbol>]) -> bool {
    let other = group[0].other;
    let (Some(first), Some(last)) = (group.iter().map(|t| t.link.line).min(), group.iter().map(|t| t.goal).max())
    else {
        return false;
    };
    let Some(images) = images_there(other, names, matrices) else { return false };
    let assumed: Vec<&Equation> = other.assumptions().filter(|e| e.line < last).collect();
    let given: Vec<&Equation> = theory.assumptions().filter(|e| e.line < first).collect();
    assumed.is_empty() || are_met((other, &assumed), (theory, &given), &images)
}

/// The matrices of the other theory that the names of this one stand for, each being one of this theory's: `None` where one
/// of those that are asked for is no matrix there, or one that is defined, has a property, or has two names here.
fn images_there(other: &Theory, names: &[Name], asked: &[Arc<Symbol>]) -> Option<Vec<Name>> {
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
    if names.iter().any(|name| asked.contains(&name.symbol) && !is_any(name)) {
        return None;
    }
    let back = |name: &Name| matrix_there(name).and_then(|(symbol, at)| Some(Name { symbol, at, image: name.term()? }));
    names.iter().filter(|name| is_any(name)).map(back).collect()
}

/// Is each assumption of the other theory one that is made here, for one choice of its matrices?
fn are_met(
    (other, assumed): (&Theory, &[&Equation]),
    (theory, given): (&Theory, &[&Equation]),
    images: &[Name],
) -> bool {
    let Some((first, rest)) = assumed.split_first() else { return true };
    given.iter().any(|here| {
        let unfolded =
            |theory: &Theory, e: &Equation| Some((theory.unfolded(&e.sides.0)?, theory.unfolded(&e.sides.1)?));
        let (Some(there), Some(here)) = (unfolded(other, first), unfolded(theory, here)) else { return false };
        let Some(mut all) = matched((&there.0, &there.1), (&here.0, &here.1)) else { return false };
        all.extend(images.iter().cloned());
        let is_alike = |name: &Name| {
            let has_its_variables = name.is_of_its_variables(|there, here| serves(here, there));
            name.varies_alike() && has_its_variables && name.image.free().len() == name.at.len()
        };
        all.iter().all(is_alike) && agree(&all) && are_met((other, rest), (theory, given), &all)
    })
}
