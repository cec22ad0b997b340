//! Links between theories: what one takes as given is what another one derives, there under other names.
//!
//! A theory speaks of f, K, w where the theory that derives its premise speaks of J W g, g ⊗ Jᵀ, vec(W). The names of
//! the first stand for terms of the second, the same at every place; with these, and with everything defined replaced by
//! its value, the given equation is the derived one.

use super::{Link, Operation, Rule, Symbol, Term, Theory, Use, Variable, bind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A link that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BrokenLink {
    /// A file that cannot be read.
    #[error(transparent)]
    Unreadable(#[from] super::BadLine),
    /// No such goal before it.
    #[error("line {}, {}: found no derivation {} before it, expected one", .0.line, .0.name, .0.target())]
    Nothing(Box<Link>),
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
}

/// Decides every link of a file of derivations; `text_of` gives the file of another claim. A file may link to goals
/// of its own that stand before. Whether a linked goal is proved is decided where its file is: see [`derive`](super::derive).
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
    let mut count = 0;
    for theory in &own {
        // The names of this theory in terms of another one, by claim and title.
        let mut names: BTreeMap<(String, String), Vec<Name>> = BTreeMap::new();
        for link in &theory.links {
            let Link { line, name, from: (claim, goal), sides } = link;
            let nothing = || BrokenLink::Nothing(Box::new(link.clone()));
            let others = match claim.is_empty() {
                true => own.clone(),
                false => Theory::read(text_of(claim).ok_or_else(nothing)?)?,
            };
            let is_it = |t: &&Theory| t.goals.iter().any(|g| g.name == *goal && (!claim.is_empty() || g.line < *line));
            let other = others.iter().find(is_it).ok_or_else(nothing)?;
            let derived = other.goals.iter().find(|g| g.name == *goal).ok_or_else(nothing)?;
            let holds = match sides {
                Some(sides) => {
                    let known = names.entry((claim.clone(), other.title.clone())).or_default();
                    is_derived((theory, sides), (other, (&derived.from, &derived.to)), known)
                }
                None => theory.goals.iter().filter(|g| g.name == *name).all(|own| {
                    let parts = derived.to.positions();
                    parts.iter().any(|(_, part)| starts_there((theory, &own.from), (other, part)))
                }),
            };
            if !holds {
                let given = match sides {
                    Some((left, right)) => format!("{left} = {right}"),
                    None => theory.goals.iter().find(|g| g.name == *name).map_or(String::new(), |g| g.from.to_string()),
                };
                let derived = format!("{} = {}", derived.from, derived.to);
                return Err(BrokenLink::Other { link: Box::new(link.clone()), given, derived });
            }
            count += 1;
        }
    }
    Ok(count)
}

/// A matrix of one theory, at some variables, and the term of another that it stands for.
#[derive(Clone, Debug)]
struct Name {
    symbol: Arc<Symbol>,
    at: Vec<Variable>,
    image: Term,
}

impl Name {
    /// Is the image a function of the same variables, and the same one as under the other name?
    fn agrees_with(&self, other: &Name) -> bool {
        if self.symbol != other.symbol {
            return true;
        }
        let free = self.image.free();
        let own = |v: &Variable| free.iter().find(|f| f.name == v.name).cloned();
        let theirs = |v: &Variable| other.image.free().iter().find(|f| f.name == v.name).cloned();
        let map = self.at.iter().zip(&other.at).filter_map(|(a, b)| Some((own(a)?, theirs(b)?))).collect();
        self.image.with_variables(&map).as_ref() == Some(&other.image)
    }

    fn is_a_function_of_its_variables(&self) -> bool {
        self.image.free().iter().all(|f| self.at.iter().any(|v| v.name == f.name))
    }
}

/// Two terms with a metavariable for every matrix in them, and what the metavariables stand for where that matches two
/// others.
fn matched(sides: (&Term, &Term), others: (&Term, &Term)) -> Option<Vec<Name>> {
    let mut metas = BTreeMap::new();
    let (left, right) = (opened(sides.0, &mut metas)?, opened(sides.1, &mut metas)?);
    let (name, condition_text) = (String::new(), String::new());
    let rule = Rule { name, left, right, conditions: Vec::new(), condition_text, applied: Use::Never };
    let bindings = bind(&rule, others.0, others.1)?;
    let image = |(meta, (symbol, at)): (String, (Arc<Symbol>, Vec<Variable>))| {
        // What a symbol is declared to be is no part of the equation.
        let is_plain = !symbol.is_symmetric && !symbol.is_idempotent;
        is_plain.then(|| Some(Name { symbol, at, image: bindings.terms.get(&meta)?.clone() }))?
    };
    metas.into_iter().map(image).collect()
}

fn opened(term: &Term, metas: &mut BTreeMap<String, (Arc<Symbol>, Vec<Variable>)>) -> Option<Term> {
    if let Operation::Matrix(symbol, at) = term.operation() {
        let name = term.to_string();
        metas.insert(name.clone(), (symbol.clone(), at.clone()));
        return Term::new(Operation::Meta(name, symbol.shape.clone()), Vec::new()).ok();
    }
    let operands: Option<Vec<Term>> = term.operands().iter().map(|operand| opened(operand, metas)).collect();
    Term::new(term.operation().clone(), operands?).ok()
}

/// Is the given equation the derived one, its names standing for terms there? They must be functions of the same
/// variables; where the derivation is of one value of each, the equation must be of one value of its variables as well. What
/// varies stands for what varies, if there is a differential.
fn is_derived(
    (own, (left, right)): (&Theory, &(Term, Term)),
    (other, derived): (&Theory, (&Term, &Term)),
    known: &mut Vec<Name>,
) -> bool {
    let unfolded =
        |theory: &Theory, sides: (&Term, &Term)| Some((theory.unfolded(sides.0)?, theory.unfolded(sides.1)?));
    let (Some(given), Some(derived)) = (unfolded(own, (left, right)), unfolded(other, derived)) else { return false };
    let Some(names) = matched((&given.0, &given.1), (&derived.0, &derived.1)) else { return false };
    let at: Vec<&Vec<Variable>> = names.iter().map(|name| &name.at).filter(|at| !at.is_empty()).collect();
    let is_pointwise = names.iter().all(|name| name.image.free().is_empty()) && at.windows(2).all(|w| w[0] == w[1]);
    let is_a_function = |name: &Name| name.is_a_function_of_its_variables() && name.image.free().len() == name.at.len();
    let differentiates = |t: &Term| t.positions().iter().any(|(_, part)| *part.operation() == Operation::Differential);
    let varies_alike = |name: &Name| name.symbol.varies == name.image.varies();
    let is_differentiated = differentiates(&given.0) || differentiates(&given.1);
    known.extend(names.iter().cloned());
    (is_pointwise || names.iter().all(is_a_function))
        && (!is_differentiated || names.iter().all(varies_alike))
        && known.iter().all(|a| known.iter().all(|b| a.agrees_with(b)))
}

/// Is the start of a derivation the derived term, for some choice of the matrices in that? The term has no differential.
fn starts_there((own, start): (&Theory, &Term), (other, derived): (&Theory, &Term)) -> bool {
    let (Some(start), Some(derived)) = (own.unfolded(start), other.unfolded(derived)) else { return false };
    // A matrix alone would be anything.
    if derived.operands().is_empty() {
        return false;
    }
    let has_differential = derived.positions().iter().any(|(_, part)| *part.operation() == Operation::Differential);
    let Some(names) = matched((&derived, &derived), (&start, &start)) else { return false };
    !has_differential
        && names.iter().all(Name::is_a_function_of_its_variables)
        && names.iter().all(|a| names.iter().all(|b| a.agrees_with(b)))
}
