//! Links between theories: what one takes as given is what another one derives, there under other names.
//!
//! A theory speaks of f, K, w where the theory that derives its premise speaks of J W g, g ⊗ Jᵀ, vec(W). The names of
//! the first stand for terms of the second, the same at every place; with these, and with everything defined replaced by
//! its value, the given equation is the derived one.

use super::name::{Name, Sizes, agree, differentiates, matched, serves};
use super::sources::{Apart, Settled, Taken, apart, settled};
use super::{Dimension, Goal, Link, Term, Theory, Variable, Variables};
use std::collections::{BTreeMap, BTreeSet};

/// A link that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLink {
    /// A file that cannot be read.
    #[error(transparent)]
    Unreadable(#[from] super::BadLine),
    /// No such goal before it.
    #[error("line {}, {}: found no derivation {} before it, expected one", .0.line, .0.name, .0.target())]
    Nothing(Box<Link>),
    /// A file that links back to this one.
    #[error("line {}, {}: found that {} rests on this file, expected one that does not", .0.line, .0.name, .0.target())]
    Circular(Box<Link>),
    /// The goal says something else.
    #[error("line {}, {}: found {given}, expected what {} derives, {derived}", .link.line, .link.name, .link.target())]
    Other {
        /// The link.
        link: Box<Link>,
        /// The equation that is given, or the start of the derivation.
        given: String,
        /// What is derived.
        derived: String,
    },
    /// A constant for what varies, or what varies for a constant.
    #[error(
        "line {}, {}: found that only one of {matrix} and {image} of {} varies, expected both or neither",
        .link.line, .link.name, .link.target()
    )]
    Varies {
        /// The link.
        link: Box<Link>,
        /// The matrix here.
        matrix: String,
        /// What it stands for there.
        image: String,
    },
    /// A matrix that is the same at every value for one that is not.
    #[error(
        "line {}, {}: found {matrix}, the same at every value, for {image} of {}, which is of one value; expected a matrix of \
         the variables of the others",
        .link.line, .link.name, .link.target()
    )]
    SameEverywhere {
        /// The link.
        link: Box<Link>,
        /// The matrix here.
        matrix: String,
        /// What it stands for there.
        image: String,
    },
    /// A matrix of one value for one that a mean is over the values of.
    #[error(
        "line {}, {}: found {matrix} in a mean over its variable for {image} of {}, which is of one value; expected one \
         value of the variable",
        .link.line, .link.name, .link.target()
    )]
    Averaged {
        /// The link.
        link: Box<Link>,
        /// The matrix here.
        matrix: String,
        /// What it stands for there.
        image: String,
    },
    /// A matrix of variables for weights, where another matrix says that weights are the same at every value.
    #[error(
        "line {}, {}: found {matrix} for {image} of {}, weights, which another matrix says to be the same at every value; \
         expected one without variables",
        .link.line, .link.name, .link.target()
    )]
    OfEveryValue {
        /// The link.
        link: Box<Link>,
        /// The matrix here.
        matrix: String,
        /// What it stands for there.
        image: String,
    },
    /// A dimension for 1, for a square, or for what another one stands for.
    #[error(
        "line {}, {}: found the dimension {dimension} for {image} of {}, expected a product of dimensions there that no other one stands for",
        .link.line, .link.name, .link.target()
    )]
    OtherDimensions {
        /// The link.
        link: Box<Link>,
        /// The dimension here.
        dimension: String,
        /// What it stands for there.
        image: String,
    },
    /// Variables of another kind.
    #[error(
        "line {}, {}: found {matrix} for {image} of {}, expected the same variables, of the same kinds",
        .link.line, .link.name, .link.target()
    )]
    OtherVariables {
        /// The link.
        link: Box<Link>,
        /// The matrix here.
        matrix: String,
        /// What it stands for there.
        image: String,
    },
    /// A matrix, a constant, a kind or a dimension that is one thing in one theory and another in another, or where it is
    /// given without a link.
    #[error(
        "line {}, {}: found {matrix} of {}, of which {other} says something before; expected a goal for any {matrix} that \
         meets what is given before",
        .link.line, .link.name, .link.target()
    )]
    TwoMeanings {
        /// The link.
        link: Box<Link>,
        /// The matrix, constant, kind or dimension.
        matrix: String,
        /// The equation before it that speaks of it as well.
        other: String,
    },
}

/// Decides every link of a file of derivations; `text_of` gives the file of another claim. A file may link to goals
/// of its own that stand before; another file must not link back to it. Whether a linked goal is proved is decided where its file is: see [`prove`](super::prove).
///
/// # Errors
/// [`BrokenLink`] with the first one that does not hold.
///
/// ```
/// use dualproof_derivation::check_links;
/// let text = "theory one
/// matrix A: m×n
/// matrix B: n×k
/// derive swapped
///   from (A B)ᵀ
///   to Bᵀ Aᵀ
/// theory two
/// matrix C: m×k
/// matrix D: k×m
/// given transposed: Cᵀ = D by swapped";
/// assert_eq!(check_links(text, |_| None)?, 1);
/// assert!(check_links(&text.replace("Cᵀ = D", "C = Dᵀ"), |_| None).is_err());
/// # Ok::<(), dualproof_derivation::BrokenLink>(())
/// ```
pub fn check_links<'a>(text: &str, text_of: impl Fn(&str) -> Option<&'a str>) -> Result<usize, BrokenLink> {
    let own = Theory::read(text)?;
    // The theories of every claim that is linked to; its own under no name.
    let mut files: BTreeMap<&str, Vec<Theory>> = BTreeMap::from([("", own.clone())]);
    for link in own.iter().flat_map(|theory| &theory.links).filter(|link| !link.from.0.is_empty()) {
        let claim = link.from.0.as_str();
        if files.contains_key(claim) {
            continue;
        }
        let other = text_of(claim).ok_or_else(|| BrokenLink::Nothing(Box::new(link.clone())))?;
        if rests_on(other, text, &text_of)? {
            return Err(BrokenLink::Circular(Box::new(link.clone())));
        }
        files.insert(claim, Theory::read(other)?);
    }
    let mut count = 0;
    for theory in &own {
        // What the names of this theory mean in each of the others, and all that it takes from them.
        let mut known: BTreeMap<(&str, usize), Known> = BTreeMap::new();
        let mut taken = Vec::new();
        for link in &theory.links {
            let Link { line, name, from: (claim, goal), sides } = link;
            let is_it = |g: &&Goal| g.name == *goal && (!claim.is_empty() || g.line < *line);
            let others = files.get(claim.as_str()).into_iter().flatten().enumerate();
            let found = others.filter_map(|(place, t)| Some((place, t, t.goals.iter().find(is_it)?))).next();
            let (place, other, derived) = found.ok_or_else(|| BrokenLink::Nothing(Box::new(link.clone())))?;
            match sides {
                Some(sides) => {
                    let source = (claim.as_str(), place);
                    let known = known.entry(source).or_default();
                    let names = meanings((theory, sides), (other, derived), known);
                    let (names, sizes, settled) = names.map_err(|mismatch| mismatch.of(link, sides, derived))?;
                    taken.push(Taken { link, source, other, goal: derived.line, names, sizes, settled });
                }
                None => {
                    let parts = derived.to.positions();
                    let starts =
                        |from: &Term| parts.iter().any(|(_, part)| starts_there((theory, from), (other, part)));
                    let start = theory.goals.iter().find(|g| g.name == *name && !starts(&g.from));
                    start.map_or(Ok(()), |g| Err(other_equation(link, g.from.to_string(), derived)))?;
                }
            }
            count += 1;
        }
        if let Some(Apart { link, matrix, other }) = apart(theory, &taken) {
            return Err(BrokenLink::TwoMeanings { link: Box::new(link.clone()), matrix, other });
        }
    }
    Ok(count)
}

/// Does a file, or one that it links to, link to a claim with this text?
fn rests_on<'a>(file: &'a str, text: &str, text_of: &impl Fn(&str) -> Option<&'a str>) -> Result<bool, BrokenLink> {
    let (mut open, mut seen) = (vec![file], BTreeSet::new());
    while let Some(file) = open.pop() {
        if file == text {
            return Ok(true);
        }
        if seen.insert(file) {
            let theories = Theory::read(file)?;
            let links = theories.iter().flat_map(|theory| &theory.links).filter(|link| !link.from.0.is_empty());
            open.extend(links.filter_map(|link| text_of(&link.from.0)));
        }
    }
    Ok(false)
}

/// What is taken from one theory so far.
#[derive(Default)]
struct Known {
    names: Vec<Name>,
    /// Those of equations that are derived of one value, and taken of one value of variables.
    at_values: Vec<Name>,
    sizes: Sizes,
}

/// Why a given equation is not the derived one.
enum Mismatch {
    Equation,
    Varies(Name),
    SameEverywhere(Name),
    Variables(Name),
    Averaged(Name),
    OfEveryValue(Name),
    Dimensions(String, Dimension),
}

impl Mismatch {
    fn of(self, link: &Link, (left, right): &(Term, Term), derived: &Goal) -> BrokenLink {
        let own = |name: &Name| name.term().map_or(name.symbol.name.clone(), |term| term.to_string());
        let boxed = Box::new(link.clone());
        match self {
            Mismatch::Equation => other_equation(link, format!("{left} = {right}"), derived),
            Mismatch::Varies(name) => {
                BrokenLink::Varies { link: boxed, matrix: own(&name), image: name.image.to_string() }
            }
            Mismatch::SameEverywhere(name) => {
                BrokenLink::SameEverywhere { link: boxed, matrix: own(&name), image: name.image.to_string() }
            }
            Mismatch::Variables(name) => {
                BrokenLink::OtherVariables { link: boxed, matrix: own(&name), image: name.image.to_string() }
            }
            Mismatch::Averaged(name) => {
                BrokenLink::Averaged { link: boxed, matrix: own(&name), image: name.image.to_string() }
            }
            Mismatch::OfEveryValue(name) => {
                BrokenLink::OfEveryValue { link: boxed, matrix: own(&name), image: name.image.to_string() }
            }
            Mismatch::Dimensions(dimension, image) => {
                BrokenLink::OtherDimensions { link: boxed, dimension, image: image.to_string() }
            }
        }
    }
}

fn other_equation(link: &Link, given: String, derived: &Goal) -> BrokenLink {
    let derived = format!("{} = {}", derived.from, derived.to);
    BrokenLink::Other { link: Box::new(link.clone()), given, derived }
}

/// What the names and the dimensions of the given equation stand for where it is the derived one, and what it settles.
/// The names must be functions of the same variables; where the derivation is of one value of each, the equation must be
/// of one value of its variables as well, over which it takes no mean, and what is the same at every value must be so
/// there. What varies stands for what varies; but where nothing in the equation varies, it is of the values that
/// everything has. The dimensions may be any numbers, as they are there.
fn meanings(
    (own, (left, right)): (&Theory, &(Term, Term)),
    (other, goal): (&Theory, &Goal),
    known: &mut Known,
) -> Result<(Vec<Name>, Sizes, Settled), Mismatch> {
    let unfolded = |theory: &Theory, left: &Term, right: &Term| Some((theory.unfolded(left)?, theory.unfolded(right)?));
    let given = unfolded(own, left, right).ok_or(Mismatch::Equation)?;
    let derived = unfolded(other, &goal.from, &goal.to).ok_or(Mismatch::Equation)?;
    let (names, sizes) = matched((&given.0, &given.1), (&derived.0, &derived.1)).ok_or(Mismatch::Equation)?;
    // A change is no matrix: what holds of it need not be put under a differential again.
    if names.iter().any(|name| differentiates(&name.image)) {
        return Err(Mismatch::Equation);
    }
    let refused = |why: fn(Name) -> Mismatch, holds: &dyn Fn(&&Name) -> bool| {
        names.iter().find(|name| !holds(name)).map_or(Ok(()), |name| Err(why(name.clone())))
    };
    let at: Vec<&Vec<Variable>> = names.iter().map(|name| &name.at).filter(|at| !at.is_empty()).collect();
    if names.iter().any(|name| !name.image.free().is_empty()) {
        let is_function = |name: &Name| {
            name.is_of_its_variables(|own, free| own.name == free.name) && name.image.free().len() == name.at.len()
        };
        if !names.iter().all(is_function) {
            return Err(Mismatch::Equation);
        }
        refused(Mismatch::Variables, &|name| name.is_of_its_variables(serves))?;
    } else if at.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(Mismatch::Equation);
    } else if !at.is_empty() {
        let bound: Variables = &given.0.bound() | &given.1.bound();
        refused(Mismatch::Averaged, &|name| !name.at.iter().any(|v| bound.contains(v)))?;
        refused(Mismatch::SameEverywhere, &|name| !name.at.is_empty() || name.is_same_everywhere())?;
        known.at_values.extend(names.iter().cloned());
        let two_ways = of_every_value(&known.at_values).cloned();
        two_ways.map_or(Ok(()), |name| Err(Mismatch::OfEveryValue(name)))?;
    }
    if differentiates(&given.0) || differentiates(&given.1) || names.iter().any(|name| name.symbol.varies) {
        refused(Mismatch::Varies, &|name| name.varies_alike())?;
    }
    known.names.extend(names.iter().cloned());
    let settled = settled(&[&given.0, &given.1]);
    if !agree(&known.names) {
        return Err(Mismatch::Equation);
    }
    are_any(&sizes, &mut known.sizes)?;
    Ok((names, sizes, settled))
}

/// May the dimensions be any numbers? Not where one stands for 1, for a square, for what another one stands for, or for
/// one thing here and another there.
fn are_any(sizes: &Sizes, known: &mut Sizes) -> Result<(), Mismatch> {
    for (name, image) in sizes {
        let factors = image.factors();
        let is_one_thing = known.get(name).is_none_or(|before| before == image);
        let is_free = factors.iter().enumerate().all(|(n, factor)| {
            let is_taken = |(other, size): (&String, &Dimension)| other != name && size.factors().contains(factor);
            !factors[..n].contains(factor) && !known.iter().any(is_taken)
        });
        if factors.is_empty() || !is_one_thing || !is_free {
            return Err(Mismatch::Dimensions(name.clone(), image.clone()));
        }
        known.insert(name.clone(), image.clone());
    }
    Ok(())
}

/// A matrix of variables that stands for weights, where one without variables stands for weights as well: all of them are
/// the same at every value.
fn of_every_value(names: &[Name]) -> Option<&Name> {
    let is_both = |name: &&Name| !name.at.is_empty() && name.image.varies() && name.is_same_everywhere();
    names.iter().find(is_both).filter(|_| names.iter().any(|name| name.at.is_empty()))
}

/// Is the start of a derivation the derived term, for some choice of the matrices in that? The term has no differential.
fn starts_there((own, start): (&Theory, &Term), (other, derived): (&Theory, &Term)) -> bool {
    let (Some(start), Some(derived)) = (own.unfolded(start), other.unfolded(derived)) else { return false };
    // A matrix alone would be anything.
    if derived.operands().is_empty() || differentiates(&derived) {
        return false;
    }
    let Some((names, _)) = matched((&derived, &derived), (&start, &start)) else { return false };
    names.iter().all(|name| name.is_of_its_variables(|there, here| serves(here, there))) && agree(&names)
}
