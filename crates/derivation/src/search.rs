//! The search for a proof by equality saturation. What it finds is a list of steps, which the checker decides.
//!
//! Products are multiplied out and expectations taken in an e-graph; the two sums that are left, one from each end, are
//! compared outside, where the order of their summands costs nothing.

use super::condition::{diagonal, renamings, summands};
use super::derived::each_goal;
use super::rule::substitute;
use super::{
    Bindings, Coefficient, Condition, DerivationError, Derived, Dimension, Direction, Equations, Goal, Operation, Over,
    Proof, Rule, Shape, Step, Symbol, Term, Theory, Use, Variable, Variables, check, rules,
};
use egg::{
    Analysis, Applier, DidMerge, EGraph, ENodeOrVar, FlatTerm, Id, Language, Pattern, PatternAst, RecExpr, Rewrite,
    Runner, SimpleScheduler, StopReason, Subst, Var,
};
use std::cmp::Ordering;
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

/// Nodes after which the search gives up.
const MOST_NODES: usize = 40_000;

/// Rounds after which it gives up.
const MOST_ROUNDS: usize = 40;

/// No search ends by the clock unless something is badly wrong: its result would depend on the machine.
const MOST_TIME: Duration = Duration::from_secs(600);

/// Why nothing was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("found {start} from the start and {end} from the end after {nodes} nodes, expected the same sum")]
pub struct NotFound {
    /// What the start became.
    pub start: String,
    /// What the end became.
    pub end: String,
    /// The size of the e-graph.
    pub nodes: usize,
}

/// Why a file of derivations is not derived.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SearchError {
    /// No steps were found.
    #[error("line {line}, {name}: {problem}")]
    NotFound {
        /// The line of the goal.
        line: usize,
        /// The goal.
        name: String,
        /// What the two ends became.
        problem: NotFound,
    },
    /// The file cannot be read, or what was found is no proof.
    #[error(transparent)]
    Derivation(#[from] DerivationError),
}

/// Searches for the steps of every goal of a file, and has the checker decide them; each goal may use those before it in
/// its theory.
///
/// # Errors
/// [`SearchError`] with the first goal that fails.
///
/// ```
/// use dualproof_derivation::{derive, prove, steps_of};
/// let text = "theory transposes
/// matrix A: m×n
/// matrix B: n×m
/// derive swapped
///   from (A B)ᵀᵀ
///   to A B";
/// let derived = derive(text)?;
/// let rules: Vec<&str> = derived[0].proof.steps.iter().map(|step| step.rule.as_str()).collect();
/// assert_eq!(rules, ["transpose-twice"]);
/// // What is stored is enough to decide it again without a search.
/// assert_eq!(prove(text, &steps_of(&derived))?[0].proof, derived[0].proof);
/// # Ok::<(), dualproof_derivation::SearchError>(())
/// ```
pub fn derive(text: &str) -> Result<Vec<Derived>, SearchError> {
    let mut all = Vec::new();
    each_goal(&mut all, text, |theory, goal| {
        let found = search(theory, rules(), goal);
        let (line, name) = (goal.line, goal.name.clone());
        let mut proof = found.map_err(|problem| SearchError::NotFound { line, name, problem })?;
        leave_out_idle_steps(&mut proof, &theory.equations);
        Ok::<Proof, SearchError>(proof)
    })?;
    Ok(all)
}

/// Leaves out every step without which the next one is a step all the same.
fn leave_out_idle_steps(proof: &mut Proof, equations: &Equations) {
    let mut place = 0;
    while place + 1 < proof.steps.len() {
        let before = place.checked_sub(1).map_or(&proof.start, |earlier| &proof.steps[earlier].term);
        let next = &proof.steps[place + 1];
        let direct = Proof { start: before.clone(), steps: vec![next.clone()] };
        if check(&direct, &next.term, rules(), equations).is_ok() {
            proof.steps.remove(place);
            place = place.saturating_sub(1);
        } else {
            place += 1;
        }
    }
}

/// The head of a node: an operation without its parameters, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Head {
    Matrix(Arc<Symbol>, Vec<Variable>),
    Identity,
    Zero,
    Product,
    Sum,
    Scale,
    Transpose,
    Kronecker,
    Vec,
    Trace,
    Expectation,
    Distinct,
    Differential,
    Coefficient(Coefficient),
    Over(Variables),
    Dimension(Dimension),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Node {
    head: Head,
    children: Vec<Id>,
}

impl Language for Node {
    type Discriminant = Head;

    fn discriminant(&self) -> Head {
        self.head.clone()
    }

    fn matches(&self, other: &Self) -> bool {
        self.head == other.head && self.children.len() == other.children.len()
    }

    fn children(&self) -> &[Id] {
        &self.children
    }

    fn children_mut(&mut self) -> &mut [Id] {
        &mut self.children
    }
}

/// What a class of nodes stands for: a term, or a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    Term(Representatives),
    Coefficient(Coefficient),
    Over(Variables),
    Dimension(Dimension),
}

/// Two terms for a class.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Representatives {
    /// With everything multiplied out: what the ends of a search are compared by.
    simplest: Term,
    /// Of few variables and short: what conditions are decided on, and rules with conditions applied to.
    plainest: Term,
}

impl From<Term> for Meaning {
    fn from(term: Term) -> Self {
        Meaning::Term(Representatives { simplest: term.clone(), plainest: term })
    }
}

impl Meaning {
    fn of(head: &Head, children: &[Meaning]) -> Option<Meaning> {
        let terms = |which: fn(&Representatives) -> &Term| {
            let of = |c: &Meaning| if let Meaning::Term(t) = c { Some(which(t).clone()) } else { None };
            children.iter().filter_map(of).collect::<Vec<_>>()
        };
        let number = |place: usize| match children.get(place) {
            Some(Meaning::Coefficient(c)) => Some(c.clone()),
            _ => None,
        };
        let over = || match children.first() {
            Some(Meaning::Over(set)) => Some(Over::Set(set.clone())),
            _ => None,
        };
        let dimension = |place: usize| match children.get(place) {
            Some(Meaning::Dimension(d)) => Some(d.clone()),
            _ => None,
        };
        let operation = match head {
            Head::Coefficient(c) => return Some(Meaning::Coefficient(c.clone())),
            Head::Over(set) => return Some(Meaning::Over(set.clone())),
            Head::Dimension(d) => return Some(Meaning::Dimension(d.clone())),
            Head::Matrix(symbol, at) => Operation::Matrix(symbol.clone(), at.clone()),
            Head::Identity => Operation::Identity(dimension(0)?),
            Head::Zero => Operation::Zero(Shape { rows: dimension(0)?, columns: dimension(1)? }),
            Head::Product => Operation::Product,
            Head::Sum => Operation::Sum(number(0)?, number(2)?),
            Head::Scale => Operation::Scale(number(0)?),
            Head::Transpose => Operation::Transpose,
            Head::Kronecker => Operation::Kronecker,
            Head::Vec => Operation::Vec,
            Head::Trace => Operation::Trace,
            Head::Expectation => Operation::Expectation(over()?),
            Head::Distinct => Operation::Distinct(over()?),
            Head::Differential => Operation::Differential,
        };
        let simplest = Term::new(operation.clone(), terms(|t| &t.simplest)).ok()?;
        let plainest = Term::new(operation, terms(|t| &t.plainest)).ok()?;
        Some(Meaning::Term(Representatives { simplest, plainest }))
    }
}

#[derive(Clone, Default)]
struct Simplest;

impl Analysis<Node> for Simplest {
    type Data = Meaning;

    fn make(egraph: &mut EGraph<Node, Self>, node: &Node, _: Id) -> Meaning {
        let children: Vec<Meaning> = node.children.iter().map(|id| egraph[*id].data.clone()).collect();
        Meaning::of(&node.head, &children).expect("the sides of a rule are well shaped")
    }

    fn merge(&mut self, kept: &mut Meaning, other: Meaning) -> DidMerge {
        let (Meaning::Term(a), Meaning::Term(b)) = (kept, other) else { return DidMerge(false, false) };
        let simplest = least(&mut a.simplest, b.simplest, Term::simplicity);
        let plainest = least(&mut a.plainest, b.plainest, Term::plainness);
        DidMerge(simplest.0 || plainest.0, simplest.1 || plainest.1)
    }
}

/// Keeps the least of two; was the kept one changed, and is it another than the other one?
fn least(kept: &mut Term, other: Term, order: fn(&Term, &Term) -> Ordering) -> (bool, bool) {
    match order(&other, kept) {
        Ordering::Less => {
            *kept = other;
            (true, false)
        }
        Ordering::Equal => (false, false),
        Ordering::Greater => (false, true),
    }
}

/// A term as nodes, metavariables as variables of a pattern.
fn pattern(term: &Term) -> PatternAst<Node> {
    let mut nodes = PatternAst::default();
    add(term, &mut nodes);
    nodes
}

fn variable(sort: char, name: &str) -> ENodeOrVar<Node> {
    ENodeOrVar::Var(meta(sort, name))
}

fn meta(sort: char, name: &str) -> Var {
    format!("?{sort}{name}").parse().expect("the name of a pattern variable")
}

fn add(term: &Term, nodes: &mut PatternAst<Node>) -> Id {
    let leaf = |head: Head| ENodeOrVar::ENode(Node { head, children: Vec::new() });
    let number = |c: &Coefficient| match c.as_meta() {
        Some(name) => variable('c', name),
        None => leaf(Head::Coefficient(c.clone())),
    };
    let over = |over: &Over| match over {
        Over::Meta(name) => variable('s', name),
        Over::Set(set) => leaf(Head::Over(set.clone())),
    };
    let (head, before, between) = match term.operation() {
        Operation::Meta(name, _) => return nodes.add(variable('t', name)),
        Operation::Matrix(symbol, at) => (Head::Matrix(symbol.clone(), at.clone()), None, None),
        Operation::Identity(_) => (Head::Identity, None, None),
        Operation::Zero(_) => (Head::Zero, None, None),
        Operation::Product => (Head::Product, None, None),
        Operation::Sum(a, b) => (Head::Sum, Some(number(a)), Some(number(b))),
        Operation::Scale(a) => (Head::Scale, Some(number(a)), None),
        Operation::Transpose => (Head::Transpose, None, None),
        Operation::Kronecker => (Head::Kronecker, None, None),
        Operation::Vec => (Head::Vec, None, None),
        Operation::Trace => (Head::Trace, None, None),
        Operation::Expectation(set) => (Head::Expectation, Some(over(set)), None),
        Operation::Distinct(set) => (Head::Distinct, Some(over(set)), None),
        Operation::Differential => (Head::Differential, None, None),
    };
    let dimensions = match term.operation() {
        Operation::Identity(n) => vec![n],
        Operation::Zero(shape) => vec![&shape.rows, &shape.columns],
        _ => Vec::new(),
    };
    // A concrete term has concrete dimensions; in a pattern every dimension is a variable.
    let mut children: Vec<Id> = dimensions.into_iter().map(|d| nodes.add(leaf(Head::Dimension(d.clone())))).collect();
    children.extend(before.map(|node| nodes.add(node)));
    let mut between = between;
    for (place, operand) in term.operands().iter().enumerate() {
        if place == 1 {
            children.extend(between.take().map(|node| nodes.add(node)));
        }
        children.push(add(operand, nodes));
    }
    nodes.add(ENodeOrVar::ENode(Node { head, children }))
}

/// A pattern whose dimensions are variables.
fn schema(term: &Term) -> PatternAst<Node> {
    let nodes = pattern(term);
    let open = |node: &ENodeOrVar<Node>| match node {
        ENodeOrVar::ENode(Node { head: Head::Dimension(d), .. }) if !d.factors().is_empty() => {
            variable('d', &d.factors().concat())
        }
        node => node.clone(),
    };
    nodes.as_ref().iter().map(open).collect::<Vec<_>>().into()
}

fn expression(term: &Term) -> RecExpr<Node> {
    let plain = |node: &ENodeOrVar<Node>| match node {
        ENodeOrVar::ENode(node) => node.clone(),
        ENodeOrVar::Var(v) => unreachable!("a metavariable {v} in a term"),
    };
    pattern(term).as_ref().iter().map(plain).collect::<Vec<_>>().into()
}

/// The suffix of the name under which a rule is applied from right to left.
const REVERSED: &str = " (reversed)";

/// What parts the name of an equation from the number of its instance.
const INSTANCE: &str = " #";

/// A rule with conditions, with metavariables that only its right side has, or with dimensions: applied to the
/// simplest terms of the classes that it matches.
struct Guarded {
    rule: Rule,
    from: Term,
    to: Term,
    theory: Arc<Theory>,
}

impl Applier<Node, Simplest> for Guarded {
    fn apply_one(
        &self,
        egraph: &mut EGraph<Node, Simplest>,
        _: Id,
        subst: &Subst,
        _: Option<&PatternAst<Node>>,
        name: egg::Symbol,
    ) -> Vec<Id> {
        let Some(bindings) = self.bindings(egraph, subst).and_then(|b| self.complete(b)) else { return Vec::new() };
        let (Some(from), Some(to)) = (substitute(&self.from, &bindings), substitute(&self.to, &bindings)) else {
            return Vec::new();
        };
        let (id, is_new) = egraph.union_instantiations(&pattern(&from), &pattern(&to), &Subst::with_capacity(0), name);
        if is_new { vec![id] } else { Vec::new() }
    }
}

impl Guarded {
    fn bindings(&self, egraph: &EGraph<Node, Simplest>, subst: &Subst) -> Option<Bindings> {
        let mut bindings = Bindings::default();
        let meaning = |sort: char, name: &str| subst.get(meta(sort, name)).map(|id| &egraph[*id].data);
        for (_, part) in self.from.positions() {
            match part.operation() {
                Operation::Meta(name, shape) => {
                    let Some(Meaning::Term(Representatives { plainest: term, .. })) = meaning('t', name) else {
                        return None;
                    };
                    bindings.terms.insert(name.clone(), term.clone());
                    let pairs = [(&shape.rows, &term.shape().rows), (&shape.columns, &term.shape().columns)];
                    for (own, found) in pairs {
                        let fits = match own.factors() {
                            [] => found.factors().is_empty(),
                            [name] => bindings.dimensions.entry(name.clone()).or_insert(found.clone()) == found,
                            _ => true,
                        };
                        if !fits {
                            return None;
                        }
                    }
                }
                Operation::Expectation(Over::Meta(name)) | Operation::Distinct(Over::Meta(name)) => {
                    let Some(Meaning::Over(set)) = meaning('s', name) else { return None };
                    bindings.sets.insert(name.clone(), set.clone());
                }
                Operation::Sum(a, b) => {
                    for name in [a, b].into_iter().filter_map(Coefficient::as_meta) {
                        let Some(Meaning::Coefficient(c)) = meaning('c', name) else { return None };
                        bindings.coefficients.insert(name.to_string(), c.clone());
                    }
                }
                Operation::Scale(a) => {
                    let name = a.as_meta()?;
                    let Some(Meaning::Coefficient(c)) = meaning('c', name) else { return None };
                    bindings.coefficients.insert(name.to_string(), c.clone());
                }
                Operation::Identity(n) => self.dimension(n, egraph, subst, &mut bindings)?,
                Operation::Zero(shape) => {
                    self.dimension(&shape.rows, egraph, subst, &mut bindings)?;
                    self.dimension(&shape.columns, egraph, subst, &mut bindings)?;
                }
                _ => {}
            }
        }
        Some(bindings)
    }

    fn dimension(
        &self,
        own: &Dimension,
        egraph: &EGraph<Node, Simplest>,
        subst: &Subst,
        bindings: &mut Bindings,
    ) -> Option<()> {
        let [name] = own.factors() else { return None };
        let id = subst.get(meta('d', name))?;
        let Meaning::Dimension(found) = &egraph[*id].data else { return None };
        (bindings.dimensions.entry(name.clone()).or_insert(found.clone()) == found).then_some(())
    }

    /// With a choice for what is still open: the fewest variables outside, the first variables of the laws.
    fn complete(&self, mut bindings: Bindings) -> Option<Bindings> {
        for condition in &self.rule.conditions {
            match condition {
                Condition::Splits(all, parts) if !bindings.sets.contains_key(all) => {
                    let sets: Option<Vec<&Variables>> = parts.iter().map(|part| bindings.sets.get(part)).collect();
                    let union = sets?.into_iter().flatten().cloned().collect();
                    bindings.sets.insert(all.clone(), union);
                }
                Condition::Splits(all, parts) if !bindings.sets.contains_key(&parts[0]) => {
                    let set = bindings.sets.get(all)?.clone();
                    let choices = splits(&set, parts.len()).into_iter().filter(|c| c.iter().all(|p| !p.is_empty()));
                    let with = |choice: Vec<Variables>| {
                        let mut bindings = bindings.clone();
                        bindings.sets.extend(parts.iter().cloned().zip(choice));
                        bindings
                    };
                    let fits = |b: &Bindings| self.rule.conditions.iter().all(|condition| condition.holds(b));
                    bindings = choices.map(with).filter(fits).min_by_key(|b| b.sets[&parts[0]].len())?;
                }
                Condition::Part(part, all) if !bindings.sets.contains_key(part) => {
                    let set = bindings.sets.get(all)?.clone();
                    let choices = splits(&set, 2).into_iter().map(|mut c| c.swap_remove(0));
                    let with = |choice: Variables| {
                        let mut bindings = bindings.clone();
                        bindings.sets.insert(part.clone(), choice);
                        bindings
                    };
                    let fits = |b: &Bindings| self.rule.conditions.iter().all(|condition| condition.holds(b));
                    let proper = choices.filter(|c| !c.is_empty() && c.len() < set.len());
                    bindings = proper.map(with).filter(fits).min_by_key(|b| b.sets[part].len())?;
                }
                Condition::Renamed { new, old, from, to } => {
                    let set = bindings.sets.get(from)?;
                    let image = self.theory.first_like(set).filter(|image| image != set)?;
                    let renamed = renamings(bindings.terms.get(old)?, set, &image).next()?;
                    bindings.terms.insert(new.clone(), renamed);
                    bindings.sets.insert(to.clone(), image);
                }
                Condition::Diagonal { new, old, one, both } => {
                    let set = bindings.sets.get(both)?;
                    let first = set.first()?.clone();
                    let on_it = diagonal(bindings.terms.get(old)?, set, &first)?;
                    bindings.terms.insert(new.clone(), on_it);
                    bindings.sets.insert(one.clone(), Variables::from([first]));
                }
                Condition::OneOverOthers(c, set) => {
                    let kind = &bindings.sets.get(set)?.first()?.kind.name;
                    bindings.coefficients.insert(c.clone(), self.theory.one_over_others(kind)?);
                }
                _ => {}
            }
        }
        self.rule.conditions.iter().all(|condition| condition.holds(&bindings)).then_some(bindings)
    }
}

/// All ways to split a set into so many parts.
fn splits(set: &Variables, parts: usize) -> Vec<Vec<Variables>> {
    set.iter().fold(vec![vec![Variables::new(); parts]], |ways, v| {
        let into = |way: &Vec<Variables>, place: usize| {
            let mut way = way.clone();
            way[place].insert(v.clone());
            way
        };
        ways.iter().flat_map(|way| (0..parts).map(move |place| into(way, place))).collect()
    })
}

/// Does a rule speak of dimensions, or ask for a shape?
fn asks_for_shapes(rule: &Rule) -> bool {
    let parts = rule.left.positions().into_iter().chain(rule.right.positions());
    parts.map(|(_, part)| part).any(|part| match part.operation() {
        Operation::Identity(_) | Operation::Zero(_) => true,
        Operation::Meta(_, shape) => [&shape.rows, &shape.columns].iter().any(|d| d.factors().is_empty()),
        _ => false,
    })
}

fn rewrites(theory: &Arc<Theory>, rules: &[Rule], goal: &Goal) -> Vec<Rewrite<Node, Simplest>> {
    let mut all = Vec::new();
    for rule in rules {
        let mut add = |name: String, from: &Term, to: &Term| {
            let searcher = Pattern::new(schema(from));
            let rewrite = if rule.conditions.is_empty() && !asks_for_shapes(rule) {
                Rewrite::new(name, searcher, Pattern::new(schema(to)))
            } else {
                let (from, to) = (from.clone(), to.clone());
                Rewrite::new(name, searcher, Guarded { rule: rule.clone(), from, to, theory: theory.clone() })
            };
            all.push(rewrite.expect("a rule whose right side is bound by its left, or guarded"));
        };
        let is_used = match rule.applied {
            Use::Forward | Use::Both => true,
            Use::Asked => goal.with.contains(&rule.name),
            Use::Never => false,
        };
        if is_used {
            add(rule.name.clone(), &rule.left, &rule.right);
        }
        if rule.applied == Use::Both {
            add(format!("{}{REVERSED}", rule.name), &rule.right, &rule.left);
        }
    }
    for equation in &theory.equations.0 {
        for (number, (left, right)) in equation.instances.iter().enumerate() {
            let (left, right) = (Pattern::new(pattern(left)), Pattern::new(pattern(right)));
            // egg wants a name of its own for each.
            let name = format!("{}{INSTANCE}{number}", equation.name);
            let rewrite = match equation.is_folded {
                true => Rewrite::new(format!("{name}{REVERSED}"), right, left),
                false => Rewrite::new(name, left, right),
            };
            all.push(rewrite.expect("a ground equation"));
        }
    }
    all
}

/// Looks for a proof that the first and the last term of a goal are equal, from each term on the way to the next. It is
/// not checked yet.
///
/// # Errors
/// [`NotFound`] where two neighbours do not meet within the limits.
pub fn search(theory: &Theory, rules: &[Rule], goal: &Goal) -> Result<Proof, NotFound> {
    let rewrites = rewrites(&Arc::new(theory.clone()), rules, goal);
    let mut steps = Vec::new();
    let mut from = &goal.from;
    for to in goal.via.iter().chain([&goal.to]) {
        steps.extend(connect(&rewrites, from, to)?);
        from = to;
    }
    Ok(Proof { start: goal.from.clone(), steps: without_loops(&goal.from, &steps) })
}

/// The steps from one term to another.
fn connect(rewrites: &[Rewrite<Node, Simplest>], start: &Term, goal: &Term) -> Result<Vec<Step>, NotFound> {
    let (start_nodes, goal_nodes) = (expression(start), expression(goal));
    let ends = (start.clone(), goal.clone());
    let mut runner = Runner::new(Simplest)
        .with_explanations_enabled()
        .with_explanation_length_optimization()
        .with_scheduler(SimpleScheduler)
        .with_node_limit(MOST_NODES)
        .with_iter_limit(MOST_ROUNDS)
        .with_time_limit(MOST_TIME)
        .with_expr(&start_nodes)
        .with_expr(&goal_nodes)
        .with_hook(move |runner| match meeting(runner, &ends.0, &ends.1) {
            Some(_) => Err("the two ends meet".to_string()),
            None => Ok(()),
        })
        .run(rewrites);
    let nodes = runner.egraph.total_number_of_nodes();
    let Some((from_start, from_goal)) = meeting(&runner, start, goal) else {
        let of = |root: usize| simplest(&runner.egraph, runner.roots[root]).to_string();
        let end = if matches!(runner.stop_reason, Some(StopReason::Saturated)) { "" } else { " (not saturated)" };
        return Err(NotFound { start: of(0), end: format!("{}{end}", of(1)), nodes });
    };
    let mut steps = Vec::new();
    explain(&mut runner, start, &from_start, &mut steps);
    if from_start != from_goal {
        let rule = "same-summands".to_string();
        steps.push(Step { rule, direction: Direction::Forward, position: Vec::new(), term: from_goal.clone() });
    }
    explain(&mut runner, &from_goal, goal, &mut steps);
    Ok(shortened(start, &steps))
}

fn simplest(egraph: &EGraph<Node, Simplest>, id: Id) -> Term {
    match &egraph[id].data {
        Meaning::Term(Representatives { simplest, .. }) => simplest.clone(),
        other => unreachable!("{other:?} for a term"),
    }
}

/// Two sums of the same summands, the first equal to the start and the second to the goal. Classes are taken apart
/// into summands, those of the two ends first, until all that is left is on both sides.
fn meeting(runner: &Runner<Node, Simplest>, start: &Term, goal: &Term) -> Option<(Term, Term)> {
    let egraph = &runner.egraph;
    let roots = [egraph.find(runner.roots[0]), egraph.find(runner.roots[1])];
    if roots[0] == roots[1] {
        return Some((goal.clone(), goal.clone()));
    }
    let mut difference: HashMap<Id, Coefficient> =
        HashMap::from([(roots[0], Coefficient::one()), (roots[1], Coefficient::minus_one())]);
    let mut apart: HashMap<Id, Node> = HashMap::new();
    let mut queue = VecDeque::from(roots);
    while let Some(id) = queue.pop_front() {
        if !difference.contains_key(&id) || apart.contains_key(&id) {
            continue;
        }
        let Some(node) = sum_in(egraph, id, &difference) else { continue };
        let factor = difference.remove(&id)?;
        for (coefficient, part) in parts(egraph, &node) {
            let product = &factor * &coefficient;
            let total = difference.get(&part).map_or(product.clone(), |already| already + &product);
            if total.is_zero() {
                difference.remove(&part);
            } else {
                difference.insert(part, total);
            }
            queue.push_back(part);
        }
        apart.insert(id, node);
    }
    // What is zero in itself may be left.
    let is_zero = |id: &Id| matches!(simplest(egraph, *id).operation(), Operation::Zero(_));
    if !difference.keys().all(is_zero) {
        let (a, b) = (simplest(egraph, roots[0]), simplest(egraph, roots[1]));
        return (summands(&a) == summands(&b)).then_some((a, b));
    }
    // A summand is written as it stands at an end, where it does.
    let mut written: HashMap<Id, Term> = HashMap::new();
    for (_, part) in start.positions().into_iter().chain(goal.positions()) {
        written.extend(egraph.lookup_expr(&expression(&part)).map(|id| (egraph.find(id), part)));
    }
    let build = |root: Id| assemble(egraph, root, &apart, &written);
    let (from_start, from_goal) = (build(roots[0])?, build(roots[1])?);
    (summands(&from_start) == summands(&from_goal)).then_some((from_start, from_goal))
}

/// The sum or multiple in a class, of other classes, that has the most of its parts in common with what is left; of
/// those the simplest.
fn sum_in(egraph: &EGraph<Node, Simplest>, id: Id, left: &HashMap<Id, Coefficient>) -> Option<Node> {
    let is_linear = |node: &&Node| {
        matches!(node.head, Head::Sum | Head::Scale) && node.children.iter().all(|child| egraph.find(*child) != id)
    };
    let term = |node: &Node| {
        let children: Vec<Meaning> = node.children.iter().map(|child| egraph[*child].data.clone()).collect();
        match Meaning::of(&node.head, &children) {
            Some(Meaning::Term(Representatives { simplest, .. })) => simplest,
            other => unreachable!("{other:?} for a term"),
        }
    };
    let uncommon = |node: &Node| parts(egraph, node).iter().filter(|(_, part)| !left.contains_key(part)).count();
    let order = |a: &&Node, b: &&Node| uncommon(a).cmp(&uncommon(b)).then_with(|| term(a).simplicity(&term(b)));
    egraph[id].nodes.iter().filter(is_linear).min_by(order).cloned()
}

/// The coefficients and classes that a sum is of.
fn parts(egraph: &EGraph<Node, Simplest>, node: &Node) -> Vec<(Coefficient, Id)> {
    let pair = |pair: &[Id]| match &egraph[pair[0]].data {
        Meaning::Coefficient(c) => (c.clone(), egraph.find(pair[1])),
        other => unreachable!("{other:?} for a coefficient"),
    };
    node.children.chunks(2).map(pair).collect()
}

/// The term of a class, taken apart where the classes in it are.
fn assemble(
    egraph: &EGraph<Node, Simplest>,
    id: Id,
    apart: &HashMap<Id, Node>,
    written: &HashMap<Id, Term>,
) -> Option<Term> {
    let Some(node) = apart.get(&id) else {
        return Some(written.get(&id).cloned().unwrap_or_else(|| simplest(egraph, id)));
    };
    let (coefficients, classes): (Vec<_>, Vec<_>) = parts(egraph, node).into_iter().unzip();
    let operands: Option<Vec<Term>> = classes.into_iter().map(|id| assemble(egraph, id, apart, written)).collect();
    let operation = match coefficients.as_slice() {
        [a] => Operation::Scale(a.clone()),
        [a, b] => Operation::Sum(a.clone(), b.clone()),
        _ => return None,
    };
    Term::new(operation, operands?).ok()
}

/// egg's explanation as steps.
fn explain(runner: &mut Runner<Node, Simplest>, from: &Term, to: &Term, steps: &mut Vec<Step>) {
    let mut explanation = runner.egraph.explain_equivalence(&expression(from), &expression(to));
    for flat in explanation.make_flat_explanation().iter().skip(1) {
        let Some((position, rule, is_forward)) = annotation(flat) else { continue };
        let (rule, is_read_forward) = match rule.strip_suffix(REVERSED) {
            Some(rule) => (rule, !is_forward),
            None => (rule.as_str(), is_forward),
        };
        let rule = rule.split_once(INSTANCE).map_or(rule, |(equation, _)| equation).to_string();
        let direction = if is_read_forward { Direction::Forward } else { Direction::Backward };
        let Meaning::Term(Representatives { simplest: term, .. }) = meaning(flat) else { continue };
        steps.push(Step { rule, direction, position, term });
    }
}

fn meaning(flat: &FlatTerm<Node>) -> Meaning {
    let children: Vec<Meaning> = flat.children.iter().map(meaning).collect();
    Meaning::of(&flat.node.head, &children).expect("a term that was in the e-graph")
}

/// Where a step is, by which rule, and whether it is read forward.
fn annotation(flat: &FlatTerm<Node>) -> Option<(Vec<usize>, String, bool)> {
    if let Some(rule) = flat.forward_rule {
        return Some((Vec::new(), rule.to_string(), true));
    }
    if let Some(rule) = flat.backward_rule {
        return Some((Vec::new(), rule.to_string(), false));
    }
    let is_term =
        |child: &&FlatTerm<Node>| !matches!(child.node.head, Head::Coefficient(_) | Head::Over(_) | Head::Dimension(_));
    flat.children.iter().filter(is_term).enumerate().find_map(|(place, child)| {
        annotation(child).map(|(rest, rule, is_forward)| ([vec![place], rest].concat(), rule, is_forward))
    })
}

/// The same chain with fewer steps: what happens in one operand between two steps at the root has no loops, and the
/// operands follow one another.
fn shortened(start: &Term, steps: &[Step]) -> Vec<Step> {
    let steps = without_loops(start, steps);
    let mut short = Vec::new();
    let mut current = start.clone();
    let mut rest = steps.as_slice();
    while !rest.is_empty() {
        let inner = rest.iter().position(|step| step.position.is_empty()).unwrap_or(rest.len());
        let (segment, after) = rest.split_at(inner);
        for place in 0..current.operands().len() {
            let inside = |step: &&Step| step.position[0] == place;
            let own: Vec<Step> = segment.iter().filter(inside).map(|step| down(step, place)).collect();
            for step in shortened(&current.operands()[place].clone(), &own) {
                let term = current.with(&[place], &step.term).expect("an operand of the same shape");
                let position = [vec![place], step.position].concat();
                short.push(Step { position, term: term.clone(), ..step });
                current = term;
            }
        }
        if let Some((root, after)) = after.split_first() {
            current = root.term.clone();
            short.push(root.clone());
            rest = after;
        } else {
            rest = after;
        }
    }
    without_loops(start, &short)
}

/// The step as one of an operand.
fn down(step: &Step, place: usize) -> Step {
    let term = step.term.operands()[place].clone();
    Step { position: step.position[1..].to_vec(), term, ..step.clone() }
}

/// The steps without those that lead back to a term that was there before.
fn without_loops(start: &Term, steps: &[Step]) -> Vec<Step> {
    let mut kept: Vec<Step> = Vec::new();
    let mut seen: HashMap<Term, usize> = HashMap::from([(start.clone(), 0)]);
    for step in steps {
        if let Some(length) = seen.get(&step.term).copied() {
            kept.truncate(length);
            seen.retain(|_, at| *at <= length);
        } else {
            seen.insert(step.term.clone(), kept.len() + 1);
            kept.push(step.clone());
        }
    }
    kept
}
