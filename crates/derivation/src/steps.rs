//! The file of the steps of derivations: what a search has found, for the checker to decide and a person to read.
//!
//! The goals of a file of derivations in its order, each with the term that it starts from and one step a line: the
//! whole term after the step, the rule or equation that it is made by (`←` where that is read from right to left), and
//! the place of what is replaced, the operands to take from the root: `1.0` is the first operand of the second operand,
//! `·` the whole term. `#` starts a comment.
//!
//! ```text
//! derive NAME
//!   TERM
//!   = TERM | RULE | PLACE
//!   = TERM | ← RULE | PLACE
//! ```

use super::{BadLine, Direction, Proof, Step, Theory, Unreadable, parse};

/// The line by which a file of steps says that it is one.
pub const FOUND: &str = "# Found by `derive --write`, decided by the checker on every run. Do not edit.";

/// What the lines are, for a person who opens the file.
const KEY: &str =
    "# A step: = TERM AFTER IT | RULE (← read from right to left) | PLACE (way down from the root, · the root)";

/// The whole term.
const ROOT: &str = "·";

/// The sign of a rule that is read from right to left.
const BACKWARD: &str = "← ";

/// The file of the steps of some goals.
pub(super) fn written<'a>(all: impl Iterator<Item = (&'a str, &'a Proof)>) -> String {
    let place = |position: &[usize]| match position {
        [] => ROOT.to_string(),
        way => way.iter().map(usize::to_string).collect::<Vec<_>>().join("."),
    };
    let mut text = format!("{FOUND}\n{KEY}\n");
    for (name, proof) in all {
        text.push_str(&format!("\nderive {name}\n  {}\n", proof.start));
        for Step { rule, direction, position, term } in &proof.steps {
            let arrow = if *direction == Direction::Backward { BACKWARD } else { "" };
            text.push_str(&format!("  = {term} | {arrow}{rule} | {}\n", place(position)));
        }
    }
    text
}

/// The stored steps of one goal, terms as text: only its theory gives them a meaning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stored<'a> {
    /// The line that names it.
    pub(super) line: usize,
    /// The goal.
    pub(super) name: &'a str,
    start: (usize, &'a str),
    steps: Vec<(usize, &'a str)>,
}

fn bad(line: usize, found: &str, expected: &str) -> BadLine {
    BadLine { line, problem: Unreadable::new(format!("{found:?}"), expected) }
}

impl<'a> Stored<'a> {
    /// The goals of a file of steps.
    pub(super) fn read(text: &'a str) -> Result<Vec<Self>, BadLine> {
        let mut all: Vec<Stored<'_>> = Vec::new();
        let lines = text.lines().enumerate().map(|(number, line)| (number + 1, line));
        for (line, content) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            match (content.strip_prefix("derive "), content.strip_prefix("  "), all.last_mut()) {
                (Some(name), ..) => all.push(Stored { line, name: name.trim(), start: (0, ""), steps: Vec::new() }),
                (_, Some(step), Some(goal)) if step.starts_with("= ") => goal.steps.push((line, &step[2..])),
                (_, Some(start), Some(goal)) if goal.start.0 == 0 && goal.steps.is_empty() => {
                    goal.start = (line, start);
                }
                _ => {
                    return Err(bad(
                        line,
                        content,
                        "`derive NAME`, the term it starts from, or a step `= TERM | RULE | PLACE`",
                    ));
                }
            }
        }
        match all.iter().find(|goal| goal.start.0 == 0) {
            Some(goal) => Err(bad(goal.line, goal.name, "the term it starts from on the next line")),
            None => Ok(all),
        }
    }

    /// The chain, in the words of a theory. The [checker](super::check()) decides whether it is a proof.
    pub(super) fn proof(&self, theory: &Theory) -> Result<Proof, BadLine> {
        let term = |(line, text): (usize, &str)| parse::term(text, theory).map_err(|problem| BadLine { line, problem });
        let step = |(line, text): (usize, &str)| {
            let fields: Vec<&str> = text.split('|').map(str::trim).collect();
            let [after, rule, place] = fields.as_slice() else {
                return Err(bad(line, text, "a step `= TERM | RULE | PLACE`"));
            };
            let (direction, rule) = match rule.strip_prefix(BACKWARD) {
                Some(rule) => (Direction::Backward, rule),
                None => (Direction::Forward, *rule),
            };
            let position = match *place {
                ROOT => Some(Vec::new()),
                way => way.split('.').map(|operand| operand.parse().ok()).collect(),
            };
            let position = position.ok_or_else(|| bad(line, place, "a place such as 0.1, or · for the whole term"))?;
            Ok(Step { rule: rule.to_string(), direction, position, term: term((line, *after))? })
        };
        let steps = self.steps.iter().copied().map(step).collect::<Result<_, _>>()?;
        Ok(Proof { start: term(self.start)?, steps })
    }
}
