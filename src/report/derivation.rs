//! The derivations of a claim, folded: where each starts, every step with its rule, where it ends.

use super::site::term;
use crate::derivation::{Derivation, Derived, Direction, Line, Readable};
use crate::html::escaped;

/// Every derivation; an error's text where one fails.
pub(super) fn derivations(derivation: &Derivation) -> String {
    match derivation.prove() {
        Ok(all) => all.iter().map(|derived: &Derived| folded(&derived.readable())).collect(),
        Err(error) => {
            format!("<p><strong class=\"status bad\">not derived</strong>: {}</p>\n", escaped(&error.to_string()))
        }
    }
}

fn folded(derived: &Readable) -> String {
    let Readable { name, uses, start, steps, .. } = derived;
    let step = |line: &Line| {
        let backwards = if line.direction == Direction::Backward { ", read backwards" } else { "" };
        let condition =
            if line.condition.is_empty() { String::new() } else { format!(", as {}", escaped(&line.condition)) };
        format!(
            "<li><span class=\"by\">by {}{backwards}{condition}</span> {}</li>\n",
            escaped(&line.rule),
            term(&line.term)
        )
    };
    let steps_list: String = steps.iter().map(step).collect();
    let equation = |equation: &String| format!("<li><code>{}</code></li>\n", escaped(equation));
    let uses = match uses.as_slice() {
        [] => String::new(),
        uses => format!("<p>It uses:</p>\n<ul>\n{}</ul>\n", uses.iter().map(equation).collect::<String>()),
    };
    format!(
        "<details id=\"derivation-{0}\">\n<summary><code>{0}</code>, {1} steps</summary>\n<p>From {2}</p>\n<p>to {3}</p>\n{uses}\
         <p>Step by step:</p>\n<ol class=\"steps\">\n{steps_list}</ol>\n</details>\n",
        escaped(name),
        steps.len(),
        term(start),
        term(derived.end())
    )
}
