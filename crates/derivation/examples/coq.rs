//! Writes a file of derivations with its steps as Coq: `coq NAME.derivation NAME.steps > formal/generated/NAME.v`.
//!
//! A theory becomes a section, what is given a hypothesis, a definition an equation that is a hypothesis, a goal a lemma,
//! a step a `transitivity` whose proof is the position and then the lemma of the rule. Only the statements are to be
//! trusted: Coq decides the proofs.

use dualproof_derivation::{
    Coefficient, Constant, Derived, Direction, Kind, Operation, Over, Rule, Shape, Step, Symbol, Term, Theory,
    Variable, Variables, bind, prove, rules, summands,
};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// Words that the formal files use themselves.
const RESERVED: &[&str] = &["F", "R", "delta", "two", "sum", "scale", "trace", "vec", "first", "second", "pairs", "at"];

/// A name that Coq reads.
fn name(text: &str) -> String {
    let mut plain = String::new();
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => plain.push(c),
            '₊' => plain.push_str("_plus"),
            '₋' => plain.push_str("_minus"),
            '\u{304}' => plain.push_str("_bar"),
            '\u{303}' => plain.push_str("_tilde"),
            '\u{302}' => plain.push_str("_hat"),
            '∇' => plain.push_str("nabla_"),
            '₀'..='₉' => plain.push(char::from(b'0' + u8::try_from(c as u32 - '₀' as u32).unwrap_or(0))),
            '-' | ' ' => plain.push('_'),
            _ => plain.push_str(match c {
                'Ḡ' => "G_bar",
                'Ō' => "O_bar",
                'ē' => "e_bar",
                'ν' => "nu",
                'α' => "alpha",
                'β' => "beta",
                'θ' => "theta",
                'ξ' => "xi",
                'Φ' => "Phi",
                'Ψ' => "Psi",
                _ => "_other",
            }),
        }
    }
    if RESERVED.contains(&plain.as_str()) { plain + "_" } else { plain }
}

fn equation_name(text: &str) -> String {
    match text.strip_prefix("definition of ") {
        Some(symbol) => format!("definition_of_{}", name(symbol)),
        None => name(text),
    }
}

/// Parents first, then by name: the order of the sums that an expectation is.
fn order(set: &Variables) -> Vec<Variable> {
    let depth = |v: &Variable| std::iter::successors(v.parent.as_deref(), |p| p.parent.as_deref()).count();
    let mut sorted: Vec<Variable> = set.iter().cloned().collect();
    sorted.sort_by_key(depth);
    sorted
}

fn variables(over: &Over) -> Vec<Variable> {
    match over {
        Over::Set(set) => order(set),
        Over::Meta(_) => Vec::new(),
    }
}

fn dimension(factors: &[String]) -> String {
    match factors {
        [] => "1".to_string(),
        [one] => format!("dim_{}", name(one)),
        many => format!("({})%N", many.iter().map(|n| format!("dim_{}", name(n))).collect::<Vec<_>>().join(" * ")),
    }
}

fn product_of(a: &str, b: &str) -> String {
    match (a, b) {
        ("1", _) => b.to_string(),
        (_, "1") => a.to_string(),
        _ => format!("({a} * {b})%N"),
    }
}

/// The type that an average over a variable is over: its values, or, of equally many of another, their numbers.
fn places(v: &Variable) -> String {
    let kind = name(&v.kind.name);
    if is_numbered(&v.kind) { format!("{kind}_number") } else { kind }
}

fn is_numbered(kind: &Kind) -> bool {
    kind.is_uniform && kind.given.is_some()
}

/// Notes how a variable is written where `bound` is what an average is over.
fn enter(v: &Variable, bound: &str, environment: &mut Environment) {
    let text = match &v.parent {
        Some(parent) if is_numbered(&v.kind) => {
            format!("({}_of {} {bound})", name(&v.kind.name), at(parent, environment))
        }
        _ => bound.to_string(),
    };
    environment.insert(v.clone(), text);
}

/// How an index of a Kronecker product is a pair.
fn splitting(a: &str, b: &str) -> String {
    match (a, b) {
        ("1", _) => format!("(second {b})"),
        (_, "1") => format!("(first {a})"),
        _ => format!("(pairs {a} {b})"),
    }
}

fn polynomial(coefficient: &Coefficient) -> String {
    let number = |text: String| {
        let (sign, text) = text.strip_prefix('-').map_or((false, text.clone()), |rest| (true, rest.to_string()));
        let whole = |n: &str| if n == "1" { "1".to_string() } else { format!("{n}%:R") };
        let value = match text.split_once('/') {
            Some((p, q)) => format!("({} / {})", whole(p), whole(q)),
            None => whole(&text),
        };
        if sign { format!("(- {value})") } else { value }
    };
    let monomial = |(constants, value): (&[Constant], &_)| {
        let mut factors: Vec<String> = Vec::new();
        let value: String = ToString::to_string(value);
        if value != "1" || constants.is_empty() {
            factors.push(number(value));
        }
        factors.extend(constants.iter().map(|c| match c {
            Constant::Any(n) | Constant::Meta(n) | Constant::OneOverOthers { name: n, .. } => name(n),
        }));
        factors.join(" * ")
    };
    let all: Vec<String> = coefficient.monomials().map(|(c, v)| monomial((c, v))).collect();
    if all.is_empty() { "0".to_string() } else { all.join(" + ") }
}

fn coefficient(c: &Coefficient) -> String {
    if *c == Coefficient::one() {
        "One".to_string()
    } else if *c == Coefficient::minus_one() {
        "Neg".to_string()
    } else {
        format!("(Num ({}))", polynomial(c))
    }
}

/// What the names of a theory are in Coq.
struct Names {
    /// The shapes of the matrices.
    shapes: BTreeMap<String, (String, String)>,
}

type Environment = BTreeMap<Variable, String>;

fn at(v: &Variable, environment: &Environment) -> String {
    environment.get(v).cloned().unwrap_or_else(|| name(&v.name))
}

fn law(v: &Variable, environment: &Environment) -> String {
    let kind = name(&v.kind.name);
    match &v.parent {
        _ if v.kind.is_uniform => format!("(uniform {kind}_possible)"),
        Some(parent) => format!("({kind}_law {})", at(parent, environment)),
        None => format!("{kind}_law"),
    }
}

impl Names {
    fn shape(&self, term: &Term) -> (String, String) {
        let of = |i: usize| self.shape(&term.operands()[i]);
        let plain = |shape: &Shape| (dimension(shape.rows.factors()), dimension(shape.columns.factors()));
        match term.operation() {
            Operation::Matrix(symbol, _) => {
                self.shapes.get(&symbol.name).cloned().unwrap_or_else(|| plain(&symbol.shape))
            }
            Operation::Product => (of(0).0, of(1).1),
            Operation::Transpose => (of(0).1, of(0).0),
            Operation::Kronecker => (product_of(&of(0).0, &of(1).0), product_of(&of(0).1, &of(1).1)),
            Operation::Vec => (product_of(&of(0).1, &of(0).0), "1".to_string()),
            Operation::Trace => ("1".to_string(), "1".to_string()),
            Operation::Meta(..) | Operation::Identity(_) | Operation::Zero(_) => plain(term.shape()),
            _ => of(0),
        }
    }

    /// A term in the form that the rules have.
    fn term(&self, term: &Term, environment: &Environment) -> String {
        let of = |i: usize| self.term(&term.operands()[i], environment);
        let shape = |i: usize| self.shape(&term.operands()[i]);
        if let Operation::Expectation(Over::Set(over)) | Operation::Distinct(Over::Set(over)) = term.operation() {
            let is_captured = |v: &Variable| {
                is_numbered(&v.kind) && !over.contains(v) && v.parent.as_deref().is_some_and(|p| over.contains(p))
            };
            assert!(!term.operands()[0].free().iter().any(is_captured), "a value whose parent is averaged over inside");
        }
        match term.operation() {
            Operation::Matrix(symbol, arguments) if arguments.is_empty() => name(&symbol.name),
            Operation::Matrix(symbol, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|v| at(v, environment)).collect();
                format!("({} {})", name(&symbol.name), arguments.join(" "))
            }
            Operation::Meta(meta, _) => name(meta),
            Operation::Identity(n) => format!("(1%:M : 'M[R]_{})", dimension(n.factors())),
            Operation::Zero(_) => {
                let (rows, columns) = self.shape(term);
                format!("(0 : 'M[R]_({rows}, {columns}))")
            }
            Operation::Product => format!("({} *m {})", of(0), of(1)),
            Operation::Sum(a, b) => format!("(sum {} {} {} {})", coefficient(a), of(0), coefficient(b), of(1)),
            Operation::Scale(a) => format!("(scale {} {})", coefficient(a), of(0)),
            Operation::Transpose => format!("{}^T", of(0)),
            Operation::Kronecker => {
                let (a, b) = (shape(0), shape(1));
                format!("(kronecker {} {} {} {})", splitting(&a.0, &b.0), splitting(&a.1, &b.1), of(0), of(1))
            }
            Operation::Vec => format!("(vec {} {})", splitting(&shape(0).1, &shape(0).0), of(0)),
            Operation::Trace => format!("(trace {})", of(0)),
            Operation::Differential => format!("(differential delta {})", of(0)),
            Operation::Expectation(over) => {
                let mut inside = environment.clone();
                let (mut text, mut close) = (String::new(), String::new());
                for v in variables(over) {
                    let law = law(&v, &inside);
                    enter(&v, &name(&v.name), &mut inside);
                    let _ = write!(text, "(expect {law} (fun {} : {} => ", name(&v.name), places(&v));
                    close.push_str("))");
                }
                text + &self.term(&term.operands()[0], &inside) + &close
            }
            Operation::Distinct(over) => {
                let over = variables(over);
                let mut inside = environment.clone();
                over.iter().for_each(|v| enter(v, &name(&v.name), &mut inside));
                let binders: Vec<String> =
                    over.iter().map(|v| format!("({} : {})", name(&v.name), places(v))).collect();
                format!("(distinct (fun {} => {}))", binders.join(" "), self.term(&term.operands()[0], &inside))
            }
        }
    }

    /// A sum in the syntax that the decision on its summands reads.
    fn summand(term: &Term, atoms: &mut Vec<Term>) -> String {
        match (term.operation(), term.operands()) {
            (Operation::Sum(a, b), [x, y]) => {
                let (x, y) = (Self::summand(x, atoms), Self::summand(y, atoms));
                format!("(Plus {} {x} {} {y})", coefficient(a), coefficient(b))
            }
            (Operation::Scale(a), [x]) => format!("(Times {} {})", coefficient(a), Self::summand(x, atoms)),
            (Operation::Zero(_), _) => "(Nothing F)".to_string(),
            _ => {
                let place = atoms.iter().position(|a| a == term).unwrap_or_else(|| {
                    atoms.push(term.clone());
                    atoms.len() - 1
                });
                format!("(Atom F {place})")
            }
        }
    }

    /// The tactics that prove a step.
    fn step(&self, before: &Term, step: &Step, derived: &Derived) -> String {
        let mut tactics = String::new();
        let mut environment = Environment::new();
        let mut here = before.clone();
        let mut count = 0;
        for place in &step.position {
            let mut go_below = |over: &Over, tactics: &mut String, one_by_one: bool| {
                for v in variables(over) {
                    count += 1;
                    let fresh = format!("{}_{count}", name(&v.name));
                    let _ = if one_by_one {
                        write!(tactics, "apply: in_expect => {fresh}. ")
                    } else {
                        write!(tactics, " {fresh}")
                    };
                    enter(&v, &fresh, &mut environment);
                }
            };
            let _ = match here.operation() {
                Operation::Product => write!(tactics, "apply: in_product_{place}. "),
                Operation::Sum(..) => write!(tactics, "apply: in_sum_{place}. "),
                Operation::Kronecker => write!(tactics, "apply: in_kronecker_{place}. "),
                Operation::Scale(_) => write!(tactics, "apply: in_scale. "),
                Operation::Transpose => write!(tactics, "apply: in_transpose. "),
                Operation::Vec => write!(tactics, "apply: in_vec. "),
                Operation::Trace => write!(tactics, "apply: in_trace. "),
                Operation::Differential => write!(tactics, "apply: in_differential. "),
                Operation::Expectation(over) => {
                    go_below(over, &mut tactics, true);
                    Ok(())
                }
                Operation::Distinct(over) => {
                    tactics.push_str("apply: in_distinct =>");
                    go_below(over, &mut tactics, false);
                    write!(tactics, ". ")
                }
                _ => Ok(()),
            };
            here = here.operands()[*place].clone();
        }
        let after = step.term.at(&step.position).expect("a checked position").clone();
        let (left, right) = match step.direction {
            Direction::Forward => (here, after),
            Direction::Backward => {
                tactics.push_str("symmetry. ");
                (after, here)
            }
        };
        if derived.equations.named(&step.rule).is_some() {
            return tactics + &format!("exact: {}.", equation_name(&step.rule));
        }
        let rule = rules().iter().find(|rule| rule.name == step.rule).expect("a checked rule");
        tactics + &self.rule(rule, &left, &right, &environment)
    }

    /// The tactics that prove an instance of a rule.
    fn rule(&self, rule: &Rule, left: &Term, right: &Term, environment: &Environment) -> String {
        let bindings = bind(rule, left, right).expect("a checked step");
        let set = |s: &str| bindings.sets.get(s).map(order).unwrap_or_default();
        let (s, t, u, v) = (set("S"), set("T"), set("U"), set("V"));
        let lemma = rule.name.replace('-', "_");
        let property = |word: &str| match bindings.terms.get("A").map(Term::operation) {
            Some(Operation::Matrix(symbol, _)) => format!("exact: {word}_{}.", name(&symbol.name)),
            _ => "by rewrite ?trmx1 ?mul1mx.".to_string(),
        };
        let left_then_right = |u: &[Variable], v: &[Variable], depth: usize| {
            vec![
                under(depth + u.len(), &through("constant_left", v.len())),
                under(depth, &through("constant_right", u.len())),
            ]
        };
        match rule.name.as_str() {
            "same-summands" => {
                let mut atoms = Vec::new();
                let (a, b) = (Self::summand(left, &mut atoms), Self::summand(right, &mut atoms));
                let atoms: Vec<String> = atoms.iter().map(|atom| self.term(atom, environment)).collect();
                debug_assert_eq!(summands(left), summands(right));
                let (rows, columns) = self.shape(left);
                format!(
                    "apply: (@same_summands F R {rows} {columns} [:: {}] {a} {b}). same_totals two.",
                    atoms.join("; ")
                )
            }
            "square-of-idempotent" => property("idempotent"),
            "transpose-of-symmetric" => property("symmetric"),
            "expectation-sum"
            | "expectation-scale"
            | "expectation-transpose"
            | "trace-of-expectation"
            | "constant"
            | "constant-left"
            | "constant-right"
            | "constant-number" => through(&lemma, s.len()) + ".",
            "differential-expectation" => format!("symmetry. {}.", through("out_of_differential", s.len())),
            "tower" => chain(&exchanges(&s, &[t, u].concat())) + ".",
            "marginal" => {
                let rest: Vec<Variable> = s.iter().filter(|v| !t.contains(v)).cloned().collect();
                let mut pieces = exchanges(&s, &[t.clone(), rest.clone()].concat());
                if !rest.is_empty() {
                    pieces.push(under(t.len(), &through("constant", rest.len())));
                }
                chain(&pieces) + "."
            }
            "tower-left" | "tower-right" | "tower-number" => {
                let mut pieces = exchanges(&s, &[t.clone(), u.clone()].concat());
                pieces.push(under(t.len(), &through(&lemma.replace("tower", "constant"), u.len())));
                chain(&pieces) + "."
            }
            "independent" => {
                let mut pieces = exchanges(&s, &[u.clone(), v.clone()].concat());
                pieces.extend(left_then_right(&u, &v, 0));
                chain(&pieces) + "."
            }
            "independent-given" => {
                let mut pieces = exchanges(&s, &[t.clone(), u.clone(), v.clone()].concat());
                pieces.extend(left_then_right(&u, &v, t.len()));
                chain(&pieces) + "."
            }
            "equal-in-law" => {
                let (a, b) = (&bindings.terms["A"], &bindings.terms["B"]);
                let map = bijections(&s, &t).into_iter().find(|map| a.with_variables(map).as_ref() == Some(b));
                let renamed: Vec<Variable> =
                    map.map(|map| s.iter().map(|v| map[v].clone()).collect()).unwrap_or_default();
                chain(&exchanges(&renamed, &t)) + "."
            }
            "distinct-pairs" => {
                let kind = name(&s[0].kind.name);
                let c = name(&bindings.coefficients["c"].to_string());
                format!("exact: (@distinct_pairs F R _ {kind}_possible {c} _ _ _ {kind}_others {c}_value).")
            }
            "differential-left-constant" | "differential-right-constant" | "differential-constant" => {
                format!("apply: {lemma}; does_not_vary.")
            }
            _ => format!("exact: {lemma}."),
        }
    }
}

/// A lemma about one variable for several, the inner ones first.
fn through(lemma: &str, depth: usize) -> String {
    match depth {
        0 => "reflexivity".to_string(),
        1 => format!("exact: {lemma}"),
        _ => format!("(etransitivity; [apply: in_expect => ?; {} | exact: {lemma}])", through(lemma, depth - 1)),
    }
}

fn under(depth: usize, tactic: &str) -> String {
    "apply: in_expect => ?; ".repeat(depth) + tactic
}

fn chain(pieces: &[String]) -> String {
    match pieces {
        [] => "reflexivity".to_string(),
        [one] => one.clone(),
        [first, rest @ ..] => format!("(etransitivity; [{first} | {}])", chain(rest)),
    }
}

/// Exchanges of neighbouring sums that lead from one order to another.
fn exchanges(from: &[Variable], to: &[Variable]) -> Vec<String> {
    let mut now = from.to_vec();
    let mut all = Vec::new();
    for (place, wanted) in to.iter().enumerate() {
        let Some(found) = now.iter().position(|v| v == wanted) else { continue };
        for depth in (place..found).rev() {
            now.swap(depth, depth + 1);
            all.push(under(depth, "exact: exchange"));
        }
    }
    all
}

/// Every way to rename variables that keeps their laws.
fn bijections(from: &[Variable], to: &[Variable]) -> Vec<BTreeMap<Variable, Variable>> {
    fn extend(from: &[Variable], to: &[Variable]) -> Vec<BTreeMap<Variable, Variable>> {
        let Some((first, rest)) = from.split_first() else { return vec![BTreeMap::new()] };
        let mut all = Vec::new();
        for image in to.iter().filter(|v| v.kind == first.kind) {
            let others: Vec<Variable> = to.iter().filter(|v| *v != image).cloned().collect();
            for mut map in extend(rest, &others) {
                map.insert(first.clone(), image.clone());
                all.push(map);
            }
        }
        all
    }
    let keeps = |map: &BTreeMap<Variable, Variable>| {
        map.iter().all(|(old, new)| {
            let parent = old.parent.as_deref().map(|p| map.get(p).unwrap_or(p));
            new.has_law_of(old, parent)
        })
    };
    extend(from, to).into_iter().filter(keeps).collect()
}

/// `forall (x : sample), `, or nothing.
fn forall(variables: &Variables) -> String {
    let binders: Vec<String> =
        order(variables).iter().map(|v| format!("({} : {})", name(&v.name), name(&v.kind.name))).collect();
    if binders.is_empty() { String::new() } else { format!("forall {}, ", binders.join(" ")) }
}

fn each(term: &Term, see: &mut dyn FnMut(&Term)) {
    see(term);
    term.operands().iter().for_each(|operand| each(operand, see));
}

/// What the terms of a theory name.
#[derive(Default)]
struct Vocabulary {
    symbols: Vec<Arc<Symbol>>,
    constants: BTreeSet<Constant>,
    dimensions: BTreeSet<String>,
    is_differentiated: bool,
}

impl Vocabulary {
    fn add(&mut self, term: &Term) {
        each(term, &mut |part| {
            let factors = [part.shape().rows.factors(), part.shape().columns.factors()].concat();
            self.dimensions.extend(factors);
            let used: Vec<&Coefficient> = match part.operation() {
                Operation::Sum(a, b) => vec![a, b],
                Operation::Scale(a) => vec![a],
                _ => Vec::new(),
            };
            for (constants, _) in used.iter().flat_map(|c| c.monomials()) {
                self.constants.extend(constants.iter().cloned());
            }
            match part.operation() {
                Operation::Matrix(symbol, _) if !self.symbols.contains(symbol) => self.symbols.push(symbol.clone()),
                Operation::Differential => self.is_differentiated = true,
                _ => {}
            }
        });
    }
}

fn section(theory: &Theory, goals: &[&Derived], text: &mut String) -> std::fmt::Result {
    let mut vocabulary = Vocabulary::default();
    for equation in &theory.equations.0 {
        vocabulary.add(&equation.sides.0);
        vocabulary.add(&equation.sides.1);
    }
    for derived in goals {
        vocabulary.add(&derived.proof.start);
        derived.proof.steps.iter().for_each(|step| vocabulary.add(&step.term));
    }
    let mut names = Names { shapes: BTreeMap::new() };
    let mut defined = BTreeMap::new();
    for equation in &theory.equations.0 {
        if let Some(symbol) = equation.name.strip_prefix("definition of ") {
            let shape = names.shape(&equation.sides.1);
            names.shapes.insert(symbol.to_string(), shape);
            defined.insert(symbol.to_string(), equation.name.clone());
        }
    }
    let title = name(&theory.title.replace([',', '\''], ""));
    writeln!(text, "\n(* {} *)\n\nSection {title}_theory.\n", theory.title)?;
    writeln!(text, "Variables (F : fieldType) (R : comAlgType F).\nHypothesis two : 2%:R != 0 :> F.")?;
    if vocabulary.is_differentiated {
        writeln!(text, "Variable delta : derivation R.")?;
    }
    let dimensions: Vec<String> = vocabulary.dimensions.iter().map(|n| format!("dim_{}", name(n))).collect();
    writeln!(text, "Variables ({} : nat).", dimensions.join(" "))?;
    let mut kinds: Vec<Arc<Kind>> = Vec::new();
    for v in theory.variables() {
        if !kinds.contains(&v.kind) {
            kinds.push(v.kind.clone());
        }
    }
    for kind in &kinds {
        let own = name(&kind.name);
        let places = if is_numbered(kind) { format!("{own}_number") } else { own.clone() };
        writeln!(text, "Variable {places} : finType.")?;
        match &kind.given {
            given if kind.is_uniform => {
                writeln!(text, "Hypothesis {own}_possible : #|{places}|%:R != 0 :> F.")?;
                writeln!(text, "Hypothesis {own}_others : #|{places}|%:R - 1 != 0 :> F.")?;
                if let Some(given) = given {
                    writeln!(text, "Variable {own} : Type.")?;
                    writeln!(text, "Variable {own}_of : {} -> {places} -> {own}.", name(given))?;
                }
            }
            Some(given) => writeln!(text, "Variable {own}_law : {} -> law F {own}.", name(given))?,
            None => writeln!(text, "Variable {own}_law : law F {own}.")?,
        }
    }
    for constant in &vocabulary.constants {
        match constant {
            Constant::Any(own) | Constant::Meta(own) => writeln!(text, "Variable {} : F.", name(own))?,
            Constant::OneOverOthers { name: own, kind } => {
                let own = name(own);
                writeln!(text, "Variable {own} : F.")?;
                let numbered = kinds.iter().any(|known| known.name == *kind && is_numbered(known));
                let places = if numbered { format!("{}_number", name(kind)) } else { name(kind) };
                writeln!(text, "Hypothesis {own}_value : {own} = (#|{places}|%:R - 1)^-1.")?;
            }
        }
    }
    for symbol in &vocabulary.symbols {
        let own = name(&symbol.name);
        let plain = (dimension(symbol.shape.rows.factors()), dimension(symbol.shape.columns.factors()));
        let (rows, columns) = names.shapes.get(&symbol.name).unwrap_or(&plain);
        let arguments: String = symbol.of.iter().map(|kind| format!("{} -> ", name(kind))).collect();
        writeln!(text, "Variable {own} : {arguments}'M[R]_({rows}, {columns}).")?;
        if symbol.is_symmetric {
            writeln!(text, "Hypothesis symmetric_{own} : {own}^T = {own}.")?;
        }
        if symbol.is_idempotent {
            writeln!(text, "Hypothesis idempotent_{own} : {own} *m {own} = {own}.")?;
        }
        if vocabulary.is_differentiated && !symbol.varies && !defined.contains_key(&symbol.name) {
            let places: Vec<String> = (0..symbol.of.len()).map(|i| format!("value_{i}")).collect();
            let forall = if places.is_empty() { String::new() } else { format!("forall {}, ", places.join(" ")) };
            writeln!(text, "Hypothesis fixed_{own} : {forall}fixed delta ({own} {}).", places.join(" "))?;
            writeln!(text, "#[local] Hint Resolve fixed_{own} : fixed.")?;
        }
    }
    let none = Environment::new();
    for equation in &theory.equations.0 {
        let (left, right) = &equation.sides;
        let own = equation_name(&equation.name);
        let forall = forall(&(left.free() | right.free()));
        writeln!(text, "Hypothesis {own} :\n  {forall}{}\n  = {}.", names.term(left, &none), names.term(right, &none))?;
        let Operation::Matrix(symbol, places) = left.operation() else { continue };
        if vocabulary.is_differentiated && !symbol.varies && defined.contains_key(&symbol.name) {
            let symbol = name(&symbol.name);
            let left = names.term(left, &none);
            let places: Vec<String> = places.iter().map(|v| name(&v.name)).collect();
            let places = places.join(" ");
            let intro = if places.is_empty() { String::new() } else { format!("move=> {places}; ") };
            writeln!(text, "Let fixed_{symbol} : {forall}fixed delta {left}.")?;
            writeln!(text, "Proof. {intro}apply: (fixed_differential ({own} {places})); does_not_vary. Qed.")?;
            writeln!(text, "#[local] Hint Resolve fixed_{symbol} : fixed.")?;
        }
    }
    for derived in goals {
        let proof = &derived.proof;
        let mut free = proof.start.free().clone();
        proof.steps.iter().for_each(|step| free.extend(step.term.free().iter().cloned()));
        let end = proof.steps.last().map_or(&proof.start, |step| &step.term);
        let (start, end) = (names.term(&proof.start, &none), names.term(end, &none));
        writeln!(text, "\nLemma {} :\n  {}{start}\n  = {end}.\nProof.", equation_name(&derived.name), forall(&free))?;
        let intro: Vec<String> = order(&free).iter().map(|v| name(&v.name)).collect();
        if !intro.is_empty() {
            writeln!(text, "move=> {}.", intro.join(" "))?;
        }
        let mut now = &proof.start;
        for (index, step) in proof.steps.iter().enumerate() {
            let tactics = names.step(now, step, derived);
            if index + 1 < proof.steps.len() {
                writeln!(text, "transitivity {}.\n{{ {tactics} }}", names.term(&step.term, &none))?;
            } else {
                writeln!(text, "{tactics}")?;
            }
            now = &step.term;
        }
        if proof.steps.is_empty() {
            writeln!(text, "by [].")?;
        }
        writeln!(text, "Qed.")?;
    }
    writeln!(text, "\nEnd {title}_theory.")
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    let [derivation, steps] = files.as_slice() else { return Err("usage: coq NAME.derivation NAME.steps".into()) };
    let (text, steps) = (std::fs::read_to_string(derivation)?, std::fs::read_to_string(steps)?);
    let derived = prove(&text, &steps)?;
    let mut coq = format!("(* Made from {derivation} by crates/derivation/examples/coq.rs. Do not edit. *)\n");
    coq.push_str("From mathcomp Require Import all_ssreflect all_algebra.\nFrom dualproof Require Import Semantics Rules Steps.\n\n");
    coq.push_str("Set Implicit Arguments.\nUnset Strict Implicit.\nUnset Printing Implicit Defensive.\n\n");
    coq.push_str("Import GRing.Theory.\nLocal Open Scope ring_scope.\n");
    for theory in Theory::read(&text)? {
        let goals: Vec<&Derived> = derived.iter().filter(|d| d.theory == theory.title).collect();
        section(&theory, &goals, &mut coq)?;
    }
    coq.push('\n');
    for goal in &derived {
        writeln!(coq, "Print Assumptions {}.", equation_name(&goal.name))?;
    }
    print!("{coq}");
    Ok(())
}
