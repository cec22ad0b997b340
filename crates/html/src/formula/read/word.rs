//! Words of a formula: names of functions and products of letters; and the article.

use super::super::token::{Kind, is_combining, is_latin};
use super::{Item, Level, Reader, Symbol};

/// Names of functions. Each is prose where no argument follows.
const NAMES: [&str; 29] = [
    "tr", "vec", "diag", "exp", "ln", "log", "sup", "inf", "max", "min", "sgn", "sign", "rank", "dim", "det", "cos",
    "sin", "tanh", "Cov", "Var", "Corr", "corr", "aug", "softmax", "erf", "var", "cov", "ker", "span",
];

/// Words of two letters that may stand beside an operator, and are no product.
const WORDS: [&str; 17] =
    ["An", "As", "At", "BN", "By", "If", "In", "Is", "It", "MA", "No", "Of", "On", "Or", "So", "To", "We"];

impl Reader<'_, '_> {
    /// Is the letter `a` here the article: with a word or a symbol behind it, and not an operator?
    pub(super) fn is_article(&self, at: usize) -> bool {
        let is_small = self.text(at) == "a";
        let starts = at == 0 || (self.kind(at - 1) == Some(Kind::Space) && at >= 2 && self.text(at - 2) == ".");
        self.kind(at + 1) == Some(Kind::Space)
            && match self.kind(at + 2) {
                Some(Kind::Word) => is_small || starts,
                Some(Kind::Letter | Kind::Number | Kind::Open) => is_small,
                Some(Kind::Other) => true,
                _ => false,
            }
    }

    /// A word: the name of a function with an argument, a product of letters with a script, or prose.
    pub(super) fn word(&self, at: usize, level: &mut Level, spaced: bool) -> Option<usize> {
        let text = self.text(at);
        let next = self.kind(at + 1);
        let has_script = matches!(next, Some(Kind::Superscript | Kind::Subscript | Kind::Mark))
            || (next == Some(Kind::Star) && text.len() <= 3);
        let letters = letters(text);
        let is_upper = text.chars().all(|c| c.is_uppercase() || is_combining(c));
        // `dW`, `aA`, `dt`: no word has a capital as its second of two letters.
        let is_differential = letters.len() == 2
            && letters[0].chars().all(char::is_lowercase)
            && (letters[1].chars().all(char::is_uppercase) || ["dr", "dt", "dx", "dw", "ds", "dy"].contains(&text));
        if NAMES.contains(&text) {
            let argument = if next == Some(Kind::Space) { at + 2 } else { at + 1 };
            let is_called = has_script
                || matches!(self.kind(argument), Some(Kind::Letter | Kind::Open | Kind::Number))
                || (self.kind(argument) == Some(Kind::Operator) && "|‖∇∂Σ−√".contains(self.text(argument)))
                || (self.kind(argument) == Some(Kind::Word) && is_argument(self.text(argument)));
            if !is_called || self.kind(argument) == Some(Kind::Letter) && self.is_article(argument) {
                return None;
            }
            level.items.push(Item::new(Symbol::Name(text.to_string())));
            return Some(self.scripts(at + 1, level));
        }
        let is_behind_symbol = !spaced && !level.items.is_empty();
        let is_product = letters.len() <= 3
            && (has_script
                || text.contains(is_combining)
                || is_differential
                || (is_upper && is_behind_symbol)
                || (letters.len() == 2 && self.is_product_of_two(at, &level.items, is_upper)));
        if is_product {
            level.items.extend(letters.into_iter().map(|letter| Item::new(Symbol::Identifier(letter.to_string()))));
        } else if has_script && !(next == Some(Kind::Mark) && self.kind(at + 2) == Some(Kind::Word)) {
            // With a word behind the mark it is the name of something in code.
            level.items.push(Item::new(Symbol::Name(text.to_string())));
        } else {
            return None;
        }
        Some(self.scripts(at + 1, level))
    }

    /// Are two letters, the first of them a capital, a product: between operators or brackets, as in `= PT` or `(BW + WB)`?
    fn is_product_of_two(&self, at: usize, items: &[Item], is_upper: bool) -> bool {
        let text = self.text(at);
        if !text.starts_with(char::is_uppercase) || WORDS.contains(&text) {
            return false;
        }
        let next = if self.kind(at + 1) == Some(Kind::Space) { at + 2 } else { at + 1 };
        let is_before_operator = self.kind(next) == Some(Kind::Operator);
        match items.last().map(|item| &item.symbol) {
            Some(Symbol::Operator(c)) if !",;:".contains(*c) => true,
            Some(Symbol::Name(_)) => true,
            Some(Symbol::Open(_)) | None => is_upper && is_before_operator,
            _ => self.kind(at.wrapping_sub(1)) == Some(Kind::Superscript) || (is_upper && is_before_operator),
        }
    }
}

/// The letters of a word, each with its combining marks.
pub(super) fn letters(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = word.char_indices().filter(|(_, c)| is_latin(*c)).map(|(at, _)| at).collect();
    starts.push(word.len());
    starts.windows(2).map(|pair| &word[pair[0]..pair[1]]).collect()
}

/// Can a word be what a function is applied to: another function, or a product of two matrices?
fn is_argument(word: &str) -> bool {
    NAMES.contains(&word) || (word.len() == 2 && word.chars().all(char::is_uppercase) && !WORDS.contains(&word))
}
