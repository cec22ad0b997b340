//! The rules as theorems about one random variable for every set of them, each proved by the lemma that is in `Rules.v`
//! by hand: what the text of a rule says is what that lemma says.

use super::about;
use super::names::{Environment, dimension, name, order};
use super::terms::Names;
use crate::{
    Bindings, Coefficient, Condition, Constant, Kind, Operation, Over, Rule, Set, Shape, Symbol, Term, Variable,
    Variables, substitute,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// How much of a rule its lemma says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// All.
    All,
    /// It for sets of one variable; for several it follows, one variable at a time.
    OneVariable,
    /// The instance where each part of a set is one variable.
    Parts,
    /// Nothing but its own condition.
    Itself,
}

impl Said {
    fn of(rule: &Rule) -> Self {
        let has = |is: fn(&Condition) -> bool| rule.conditions.iter().any(is);
        if has(|c| matches!(c, Condition::Symmetric(_) | Condition::Idempotent(_))) {
            Said::Itself
        } else if has(|c| matches!(c, Condition::Splits(..) | Condition::Part(..) | Condition::Renamed { .. })) {
            Said::Parts
        } else if sets_of(rule).is_empty() || has_distinct(&rule.left) {
            Said::All
        } else {
            Said::OneVariable
        }
    }

    fn comment(self, rule: &Rule) -> &'static str {
        match self {
            Said::All if rule.conditions.iter().any(|c| matches!(c, Condition::SameSummands(..))) => {
                " A and B are sums, written as trees over the places of matrices."
            }
            Said::All => "",
            Said::OneVariable => " S is one variable.",
            Said::Parts if is_exchange(rule) => {
                " An instance: T and U are one variable each, neither given the other; the sums of S are U's and then T's."
            }
            Said::Parts => " An instance: every part is one variable, its law given those before it where it may be.",
            Said::Itself => " It is its own condition.",
        }
    }
}

fn walk(term: &Term, around: &BTreeSet<String>, see: &mut dyn FnMut(&Term, &BTreeSet<String>)) {
    see(term, around);
    let mut inside = around.clone();
    if let Operation::Expectation(Over::Meta(s)) | Operation::Distinct(Over::Meta(s)) = term.operation() {
        inside.insert(s.clone());
    }
    term.operands().iter().for_each(|operand| walk(operand, &inside, see));
}

fn both_sides(rule: &Rule, see: &mut dyn FnMut(&Term, &BTreeSet<String>)) {
    walk(&rule.left, &BTreeSet::new(), see);
    walk(&rule.right, &BTreeSet::new(), see);
}

fn sets_of(rule: &Rule) -> BTreeSet<String> {
    let mut sets = BTreeSet::new();
    both_sides(rule, &mut |term, _| match term.operation() {
        Operation::Expectation(Over::Meta(s)) | Operation::Distinct(Over::Meta(s)) => {
            sets.insert(s.clone());
        }
        _ => {}
    });
    sets
}

fn has_distinct(side: &Term) -> bool {
    let mut found = false;
    walk(side, &BTreeSet::new(), &mut |term, _| found |= matches!(term.operation(), Operation::Distinct(_)));
    found
}

/// Both sides are the same sums, but for their order.
fn is_exchange(rule: &Rule) -> bool {
    let inner = |side: &Term| match (side.operation(), side.operands()) {
        (Operation::Expectation(_), [a]) => Some(a.clone()),
        _ => None,
    };
    inner(&rule.left).is_some() && inner(&rule.left) == inner(&rule.right).as_ref().and_then(inner)
}

fn variable(own: &str, kind: &str, parent: Option<&Variable>, is_uniform: bool) -> Variable {
    let given = parent.map(|p| p.kind.name.clone());
    let kind = Arc::new(Kind { name: kind.to_string(), given, is_uniform });
    Variable { name: own.to_string(), kind, parent: parent.cloned().map(Arc::new) }
}

/// What the sets of a rule are: one variable each, its law given those before it where no condition forbids.
fn sets(rule: &Rule) -> Result<BTreeMap<String, Variables>, String> {
    let forbids = |of: &str, given: &str| {
        let is = |set: &Set, text: &str| set.to_string() == text;
        rule.conditions.iter().any(|c| matches!(c, Condition::NotGiven(u, v) if is(u, of) && is(v, given)))
    };
    let mut sets: BTreeMap<String, Variables> = BTreeMap::new();
    for condition in &rule.conditions {
        let (whole, parts) = match condition {
            Condition::Splits(whole, parts) => (whole, parts.clone()),
            Condition::Part(part, whole) => (whole, vec![part.clone(), format!("{whole}-{part}")]),
            _ => continue,
        };
        let mut all: Vec<(String, Variable)> = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            if let Some(later) = parts[index + 1..].iter().find(|later| !forbids(part, later)) {
                return Err(format!("{}: the law of {part} may be given {later}, which comes after it", rule.name));
            }
            // Where sums are exchanged, the last part comes first, so that its law is given nothing.
            let parent = all.iter().find(|(before, _)| !is_exchange(rule) && !forbids(part, before)).map(|(_, v)| v);
            let plain = part.replace('-', "_");
            let own = if is_exchange(rule) && index > 0 { "s".to_string() } else { plain.to_lowercase() };
            all.push((part.clone(), variable(&own, &plain, parent, false)));
        }
        sets.insert(whole.clone(), all.iter().map(|(_, v)| v.clone()).collect());
        sets.extend(all.into_iter().map(|(part, v)| (part, Variables::from([v]))));
    }
    let uniform = has_distinct(&rule.left) || has_distinct(&rule.right);
    for condition in &rule.conditions {
        match condition {
            Condition::Renamed { from, to, .. } => {
                sets.insert(from.clone(), Variables::from([variable("s", from, None, false)]));
                sets.insert(to.clone(), Variables::from([variable("t", from, None, false)]));
            }
            Condition::Diagonal { one, both, .. } => {
                sets.insert(one.clone(), Variables::from([variable("s", both, None, true)]));
            }
            _ => {}
        }
    }
    for set in sets_of(rule) {
        let own = set.to_lowercase();
        let mut variables = Variables::from([variable(&own, &set, None, uniform)]);
        if uniform {
            variables.insert(variable(&format!("{own}_other"), &set, None, true));
        }
        sets.entry(set).or_insert(variables);
    }
    Ok(sets)
}

/// The matrices of a rule, as functions of the variables that are averaged over around them.
fn matrices(rule: &Rule, sets: &BTreeMap<String, Variables>) -> Result<BTreeMap<String, Term>, String> {
    let mut found: BTreeMap<String, (Shape, Variables)> = BTreeMap::new();
    both_sides(rule, &mut |term, around| {
        if let Operation::Meta(meta, shape) = term.operation() {
            let (_, depends) = found.entry(meta.clone()).or_insert_with(|| (shape.clone(), Variables::new()));
            depends.extend(around.iter().flat_map(|s| sets[s].iter().cloned()));
        }
    });
    for condition in &rule.conditions {
        if let Condition::Constant(meta, set) = condition {
            let (_, depends) = found.get_mut(meta).ok_or_else(|| format!("{}: found no {meta}", rule.name))?;
            let constant = sets.get(&set.to_string()).ok_or_else(|| format!("{}: found no {set}", rule.name))?;
            depends.retain(|v| !constant.contains(v));
        }
    }
    let matrix = |meta: &str, shape: &Shape, arguments: Vec<Variable>| {
        let symbol = Symbol {
            name: meta.to_string(),
            shape: shape.clone(),
            of: arguments.iter().map(|v| v.kind.name.clone()).collect(),
            varies: true,
            follows: false,
            is_symmetric: false,
            is_idempotent: false,
        };
        Term::new(Operation::Matrix(Arc::new(symbol), arguments), Vec::new()).map_err(|bad| bad.to_string())
    };
    let mut terms = BTreeMap::new();
    for (meta, (shape, depends)) in &found {
        terms.insert(meta.clone(), matrix(meta, shape, order(depends))?);
    }
    for condition in &rule.conditions {
        let Condition::Diagonal { new, old, one, .. } = condition else { continue };
        let Some(Operation::Matrix(symbol, arguments)) = terms.get(old).map(Term::operation) else { continue };
        let one = sets[one].iter().next().expect("one variable");
        let diagonal = matrix(old, &symbol.shape, vec![one.clone(); arguments.len()])?;
        terms.insert(new.clone(), diagonal);
    }
    Ok(terms)
}

/// `forall s t, ` of what a matrix is a function of.
fn forall(matrix: &Term) -> String {
    let each: Vec<String> = order(matrix.free()).iter().map(|v| format!("({} : {})", v.name, v.kind.name)).collect();
    if each.is_empty() { String::new() } else { format!("forall {}, ", each.join(" ")) }
}

/// The lemma of a rule.
fn lemma(rule: &Rule) -> Result<String, String> {
    let own = rule.name.replace('-', "_");
    let sets = sets(rule)?;
    let terms = matrices(rule, &sets)?;
    let numbers: BTreeMap<String, Coefficient> = ["a", "b", "c"]
        .map(|n| {
            let others = rule.conditions.iter().find_map(|c| match c {
                Condition::OneOverOthers(own, s) if own == n => Some(s.clone()),
                _ => None,
            });
            let constant = others.map_or_else(
                || Constant::Meta(n.to_string()),
                |kind| Constant::OneOverOthers { name: n.to_string(), kind },
            );
            (n.to_string(), Coefficient::constant(constant))
        })
        .into();
    let (mut dimensions, mut used) = (BTreeMap::new(), BTreeSet::new());
    both_sides(rule, &mut |term, _| {
        for factor in [term.shape().rows.factors(), term.shape().columns.factors()].concat() {
            dimensions.insert(factor.clone(), crate::Dimension::named(&factor));
        }
        if let Operation::Sum(a, b) = term.operation() {
            used.extend([a, b].iter().filter_map(|c| c.as_meta()).map(String::from));
        } else if let Operation::Scale(a) = term.operation() {
            used.extend(a.as_meta().map(String::from));
        }
    });
    let names = Names { shapes: BTreeMap::new() };
    let none = Environment::new();
    let mut binders = String::new();
    if !dimensions.is_empty() {
        let all: Vec<String> = dimensions.keys().map(|n| format!("dim_{}", name(n))).collect();
        let _ = write!(binders, " ({} : nat)", all.join(" "));
    }
    let mut kinds = BTreeSet::new();
    for v in sets.values().flat_map(order).collect::<Variables>().iter().flat_map(|v| [v.parent.as_deref(), Some(v)]) {
        let Some(v) = v.filter(|v| kinds.insert(v.kind.name.clone())) else { continue };
        let kind = &v.kind.name;
        let _ = match &v.kind.given {
            _ if v.kind.is_uniform => {
                write!(binders, " ({kind} : finType) ({kind}_possible : (#|{kind}|%:R != 0 :> F)%R)")
            }
            Some(given) => write!(binders, " ({kind} : finType) ({kind}_law : {given} -> law F {kind})"),
            None => write!(binders, " ({kind} : finType) ({kind}_law : law F {kind})"),
        };
    }
    let mut conditions = String::new();
    for n in used {
        match numbers[&n].as_meta() {
            Some(_) => {
                let _ = write!(binders, " ({n} : coefficient F)");
            }
            None => {
                let kind = sets_of(rule).into_iter().next().unwrap_or_default();
                let _ = write!(binders, " ({n} : F)");
                let others = format!("(#|{kind}|%:R - 1 != 0 :> F)%R");
                let _ = write!(conditions, "{others} ->\n  ({n} = (#|{kind}|%:R - 1)^-1)%R ->\n  ");
            }
        }
    }
    let mut is_equal = false;
    for (meta, matrix) in &terms {
        let Operation::Matrix(symbol, _) = matrix.operation() else { continue };
        if symbol.name != *meta {
            continue;
        }
        let arguments: String = symbol.of.iter().map(|kind| format!("{kind} -> ")).collect();
        let shape = (dimension(symbol.shape.rows.factors()), dimension(symbol.shape.columns.factors()));
        let _ = write!(binders, " ({meta} : {arguments}'M[R]_({}, {}))", shape.0, shape.1);
    }
    for condition in &rule.conditions {
        let of = |meta: &String| terms.get(meta).ok_or_else(|| format!("{}: found no {meta}", rule.name));
        let _ = match condition {
            Condition::Fixed(a) => {
                write!(conditions, "({}fixed delta {}) ->\n  ", forall(of(a)?), names.term(of(a)?, &none))
            }
            Condition::Symmetric(a) => write!(conditions, "({a}^T = {a}) ->\n  "),
            Condition::Idempotent(a) => write!(conditions, "({a} *m {a} = {a}) ->\n  "),
            Condition::Renamed { new, old, from, to } => {
                let map = sets[to].iter().cloned().zip(sets[from].iter().cloned()).collect();
                let new = of(new)?.with_variables(&map).ok_or("a renaming that does not fit")?;
                let (old, new) = (of(old)?, names.term(&new, &none));
                write!(conditions, "({}{} = {new}) ->\n  ", forall(old), names.term(old, &none))
            }
            Condition::SameSummands(..) => {
                is_equal = true;
                Ok(())
            }
            _ => Ok(()),
        };
    }
    let bindings = Bindings { terms, sets, coefficients: numbers, dimensions };
    let side = |side: &Term| substitute(side, &bindings).ok_or_else(|| format!("{own}: a side that does not fit"));
    let (left, right) = (names.term(&side(&rule.left)?, &none), names.term(&side(&rule.right)?, &none));
    if is_equal {
        // A sum is a tree over matrices that are equal at equal places.
        binders = " (dim_m dim_n : nat) (matrices : seq 'M[R]_(dim_m, dim_n)) (A B : summand F)".to_string();
        conditions = format!("same_totals (size matrices) {left} {right} ->\n  ");
        return Ok(format!(
            "Theorem rule_{own}{binders} :\n  {conditions}value matrices {left}\n  = value matrices {right}.\n\
             Proof. exact: {own}. Qed.\n"
        ));
    }
    Ok(format!("Theorem rule_{own}{binders} :\n  {conditions}{left}\n  = {right}.\nProof. exact: {own}. Qed.\n"))
}

/// All of them.
pub(super) fn section(claim: &str, rules: &[Rule], lines: &[&str], text: &mut String) {
    let count = |said: Said| rules.iter().filter(|rule| Said::of(rule) == said).count();
    text.push_str(&format!(
        "\n(* {} rules: {} as they are written, {} for one variable, {} as an instance, {} that are their own condition. *)\n",
        rules.len(),
        count(Said::All),
        count(Said::OneVariable),
        count(Said::Parts),
        count(Said::Itself),
    ));
    text.push_str("\nSection rules.\n\nVariables (F : fieldType) (R : comAlgType F) (delta : derivation R).\n");
    for (rule, line) in rules.iter().zip(lines) {
        let said = Said::of(rule);
        let part = format!("{}{}", rule.name, if said == Said::All { "" } else { " (in part)" });
        let comment = about(claim, &part, &format!("{line}.{}", said.comment(rule)));
        let lemma = lemma(rule).unwrap_or_else(|problem| panic!("{problem}"));
        text.push_str(&format!("\n{comment}{lemma}"));
    }
    text.push_str("\nEnd rules.\n");
}
