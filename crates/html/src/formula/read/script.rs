//! Subscripts and superscripts.

use super::super::token::{Kind, on_the_line};
use super::word::letters;
use super::{DEEPEST, Item, Level, Reader, Symbol};

/// Tokens of words in a script.
const LONGEST: usize = 64;

impl Reader<'_, '_> {
    /// The scripts of the last symbol.
    pub(super) fn scripts(&self, from: usize, level: &mut Level) -> usize {
        let depth = level.depth;
        let Some(item) = level.items.last_mut() else { return from };
        let mut at = from;
        loop {
            let text = self.text(at);
            match self.kind(at) {
                Some(Kind::Superscript) => item.superscript.extend(plain(text)),
                Some(Kind::Subscript) => item.subscript.extend(plain(text)),
                // The possessive `'s`, and a quotation mark behind a bracket, are none.
                Some(Kind::Prime) if self.text(at + 1) != "s" && self.kind(at + 1) != Some(Kind::Word) => {
                    item.superscript.push(Item::new(Symbol::Operator('′')));
                }
                Some(Kind::Star) if matches!(item.symbol, Symbol::Identifier(_)) => {
                    item.superscript.push(Item::new(Symbol::Operator('*')));
                }
                Some(Kind::Mark) => {
                    let Some((script, end)) = self.script(at + 1, depth) else { return at };
                    let place = if text == "_" { &mut item.subscript } else { &mut item.superscript };
                    place.extend(script);
                    at = end;
                    continue;
                }
                _ => return at,
            }
            at += 1;
        }
    }

    /// What stands behind `_` or `^`: one symbol, or all that is in braces.
    fn script(&self, at: usize, depth: usize) -> Option<(Vec<Item>, usize)> {
        let text = self.text(at);
        let one = |symbol: Symbol| Some((vec![Item::new(symbol)], at + 1));
        match self.kind(at)? {
            Kind::Letter => one(Symbol::Identifier(text.to_string())),
            Kind::Number => one(Symbol::Number(text.to_string())),
            Kind::Operator if "⊥⟂+−".contains(text) => one(Symbol::Operator(text.chars().next()?)),
            Kind::Word if letters(text).len() == 2 => Some((
                letters(text).into_iter().map(|l| Item::new(Symbol::Identifier(l.to_string()))).collect(),
                at + 1,
            )),
            Kind::Word => one(Symbol::Name(text.to_string())),
            // A script of two letters has two of them.
            Kind::Open if text == "{" && self.kind(at + 1) == Some(Kind::Word) && self.text(at + 2) == "}" => {
                let (script, _) = self.script(at + 1, depth)?;
                Some((script, at + 3))
            }
            Kind::Open if text == "{" => {
                let mut level = Level { open: Some('{'), depth: depth + 1, ..Level::default() };
                if depth < DEEPEST {
                    let end = self.sequence(at + 1, &mut level);
                    if self.text(end) == "}" && !level.items.is_empty() {
                        return Some((level.items, end + 1));
                    }
                }
                // Words in a script: shown as they are.
                let close = (at..self.tokens.len().min(at + LONGEST)).find(|place| self.text(*place) == "}")?;
                let source: String = self.tokens[at + 1..close].iter().map(|token| token.text).collect();
                Some((vec![Item::new(Symbol::Text(source))], close + 1)).filter(|_| close > at + 1)
            }
            _ => None,
        }
    }
}

/// A script of characters that are scripts by themselves: a sign, then a number or a letter.
fn plain(text: &str) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    for c in text.chars().filter_map(on_the_line) {
        match (items.last_mut().map(|item| &mut item.symbol), c) {
            (Some(Symbol::Number(digits)), '0'..='9') => digits.push(c),
            (_, '0'..='9') => items.push(Item::new(Symbol::Number(c.to_string()))),
            (_, '+' | '−') => items.push(Item::new(Symbol::Operator(c))),
            _ => items.push(Item::new(Symbol::Identifier(c.to_string()))),
        }
    }
    items
}
