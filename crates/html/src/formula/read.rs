//! Where in prose formulas begin and end, and what they are.

use super::token::{Kind, Token, is_combining, is_latin, on_the_line, tokens};

/// A piece of prose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words, and whatever is no formula.
    Text(&'a str),
    /// A formula.
    Formula {
        /// As it is written.
        source: &'a str,
        /// What it consists of, in order.
        items: Vec<Item>,
    },
}

/// A symbol with its scripts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub(super) symbol: Symbol,
    pub(super) subscript: Vec<Item>,
    pub(super) superscript: Vec<Item>,
    /// Does the source have a space before it?
    pub(super) spaced: bool,
}

impl Item {
    pub(super) fn new(symbol: Symbol) -> Self {
        Item { symbol, subscript: Vec::new(), superscript: Vec::new(), spaced: false }
    }

    fn has_script(&self) -> bool {
        !self.subscript.is_empty() || !self.superscript.is_empty()
    }
}

/// A symbol.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Symbol {
    Identifier(String),
    /// A function's, of several letters.
    Name(String),
    Number(String),
    Operator(char),
    Open(char),
    Close(char),
    /// What does not read, within a script.
    Text(String),
}

/// Names of functions. Each is prose where no argument follows.
const NAMES: [&str; 29] = [
    "tr", "vec", "diag", "exp", "ln", "log", "sup", "inf", "max", "min", "sgn", "sign", "rank", "dim", "det", "cos",
    "sin", "tanh", "Cov", "Var", "Corr", "corr", "aug", "softmax", "erf", "var", "cov", "ker", "span",
];

/// Operators with which no formula begins.
const INFIX: &str = "=≠<>≤≥≈≡∝∈∉⊂⊆∩∪→↦⪯⪰≪≫∼~/×·⊗⊙∘";

/// Words of two letters that may stand beside an operator, and are no product.
const WORDS: [&str; 17] =
    ["An", "As", "At", "BN", "By", "If", "In", "Is", "It", "MA", "No", "Of", "On", "Or", "So", "To", "We"];

/// The pieces of a text, in order; together they are the text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let tokens = tokens(text);
    let reader = Reader { tokens: &tokens };
    let starts: Vec<usize> = std::iter::once(0)
        .chain(tokens.iter().scan(0, |end, token| {
            *end += token.text.len();
            Some(*end)
        }))
        .collect();
    let (mut pieces, mut prose, mut at) = (Vec::new(), 0, 0);
    while at < tokens.len() {
        match reader.formula(at) {
            Some((items, end)) => {
                if prose < starts[at] {
                    pieces.push(Piece::Text(&text[prose..starts[at]]));
                }
                pieces.push(Piece::Formula { source: &text[starts[at]..starts[end]], items });
                (prose, at) = (starts[end], end);
            }
            None => at += 1,
        }
    }
    if prose < text.len() {
        pieces.push(Piece::Text(&text[prose..]));
    }
    pieces
}

struct Reader<'t, 'a> {
    tokens: &'t [Token<'a>],
}

impl<'a> Reader<'_, 'a> {
    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn text(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    /// The formula that begins at a token, and the token behind it.
    fn formula(&self, at: usize) -> Option<(Vec<Item>, usize)> {
        use Kind::{Close, Letter, Mark, Number, Open, Operator, Other, Prime, Space, Star, Word};
        if !matches!(self.kind(at)?, Letter | Number | Operator | Open | Word) || INFIX.contains(self.text(at)) {
            return None;
        }
        // Not in the middle of a word, a path or a name.
        let before = at.checked_sub(1).and_then(|before| self.kind(before));
        let is_inside = matches!(before, Some(Word | Mark | Prime | Star))
            || (before == Some(Letter) && self.kind(at)? != Operator)
            || (before == Some(Other) && ["-", ".", "\\", "#", "@"].contains(&self.text(at - 1)))
            || (before == Some(Number) && !matches!(self.kind(at)?, Operator | Open));
        if is_inside || (before == Some(Close) && self.kind(at)? == Word) {
            return None;
        }
        let (mut items, mut ends) = (Vec::new(), Vec::new());
        let mut end = self.sequence(at, None, &mut items, &mut ends);
        // An operator at the end belongs to the prose.
        while items.last().is_some_and(|item| !is_complete(item)) {
            items.pop();
            ends.pop();
            end = *ends.last()?;
        }
        if self.kind(end.checked_sub(1)?) == Some(Space) {
            end -= 1;
        }
        qualifies(&items).then_some((items, end))
    }

    /// Reads symbols up to the closing bracket, or, without one to come, as far as they go; the end of each is noted. Gives
    /// the token behind the last one.
    fn sequence(&self, from: usize, open: Option<char>, items: &mut Vec<Item>, ends: &mut Vec<usize>) -> usize {
        let mut at = from;
        loop {
            let spaced = self.kind(at) == Some(Kind::Space);
            let next = if spaced { at + 1 } else { at };
            let count = items.len();
            let Some(end) = self.symbol(next, open, items, ends, spaced) else { return at };
            if let Some(first) = items.get_mut(count) {
                first.spaced = spaced && count > 0;
            }
            ends.resize(items.len(), end);
            at = end;
        }
    }

    /// Reads one symbol with its scripts, or one group in brackets.
    fn symbol(
        &self,
        at: usize,
        open: Option<char>,
        items: &mut Vec<Item>,
        ends: &mut Vec<usize>,
        spaced: bool,
    ) -> Option<usize> {
        let first = |text: &str| text.chars().next();
        match self.kind(at)? {
            Kind::Letter => {
                let text = self.text(at);
                // `x1`, `H2`, `e.g.`, and the article.
                let is_prose = match self.kind(at + 1) {
                    Some(Kind::Number) => first(self.text(at + 1)).is_some_and(|c| c.is_ascii_digit()),
                    Some(Kind::Other) => {
                        self.text(at + 1) == "." && matches!(self.kind(at + 2), Some(Kind::Letter | Kind::Word))
                    }
                    _ => (text == "a" || text == "A") && self.is_article(at),
                };
                if is_prose {
                    return None;
                }
                items.push(Item::new(Symbol::Identifier(text.to_string())));
                Some(self.scripts(at + 1, items))
            }
            Kind::Word => self.word(at, items, spaced),
            Kind::Number => {
                items.push(Item::new(Symbol::Number(self.text(at).to_string())));
                Some(self.scripts(at + 1, items))
            }
            Kind::Operator => {
                items.push(Item::new(Symbol::Operator(first(self.text(at))?)));
                Some(self.scripts(at + 1, items))
            }
            Kind::Comma if open.is_some() => {
                items.push(Item::new(Symbol::Operator(first(self.text(at))?)));
                Some(at + 1)
            }
            Kind::Open => {
                let (count, opened) = (items.len(), first(self.text(at))?);
                items.push(Item::new(Symbol::Open(opened)));
                ends.push(at + 1);
                let end = self.sequence(at + 1, Some(opened), items, ends);
                let end = if self.kind(end) == Some(Kind::Space) { end + 1 } else { end };
                let closed = first(self.text(end)).filter(|closed| closes(opened, *closed));
                let Some(closed) = closed.filter(|_| items.len() > count + 1) else {
                    items.truncate(count);
                    ends.truncate(count);
                    return None;
                };
                items.push(Item::new(Symbol::Close(closed)));
                Some(self.scripts(end + 1, items))
            }
            _ => None,
        }
    }

    /// Is the letter `a` here the article: with a word or a symbol behind it, and not an operator?
    fn is_article(&self, at: usize) -> bool {
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
    fn word(&self, at: usize, items: &mut Vec<Item>, spaced: bool) -> Option<usize> {
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
            items.push(Item::new(Symbol::Name(text.to_string())));
            return Some(self.scripts(at + 1, items));
        }
        let is_behind_symbol = !spaced && !items.is_empty();
        let is_product = letters.len() <= 3
            && (has_script
                || text.contains(is_combining)
                || is_differential
                || (is_upper && is_behind_symbol)
                || (letters.len() == 2 && self.is_product_of_two(at, items, is_upper)));
        if is_product {
            items.extend(letters.into_iter().map(|letter| Item::new(Symbol::Identifier(letter.to_string()))));
        } else if has_script {
            items.push(Item::new(Symbol::Name(text.to_string())));
        } else {
            return None;
        }
        Some(self.scripts(at + 1, items))
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

    /// The scripts of the last symbol.
    fn scripts(&self, from: usize, items: &mut [Item]) -> usize {
        let Some(item) = items.last_mut() else { return from };
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
                    let Some((script, end)) = self.script(at + 1) else { return at };
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
    fn script(&self, at: usize) -> Option<(Vec<Item>, usize)> {
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
            Kind::Open if text == "{" => {
                let (mut items, mut ends) = (Vec::new(), Vec::new());
                let end = self.sequence(at + 1, Some('{'), &mut items, &mut ends);
                if self.text(end) == "}" && !items.is_empty() {
                    return Some((items, end + 1));
                }
                // Words in a script: shown as they are.
                let close = (at..self.tokens.len()).find(|place| self.text(*place) == "}")?;
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

/// The letters of a word, each with its combining marks.
fn letters(word: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = word.char_indices().filter(|(_, c)| is_latin(*c)).map(|(at, _)| at).collect();
    starts.push(word.len());
    starts.windows(2).map(|pair| &word[pair[0]..pair[1]]).collect()
}

/// Can a word be what a function is applied to: another function, or a product of two matrices?
fn is_argument(word: &str) -> bool {
    NAMES.contains(&word) || (word.len() == 2 && word.chars().all(char::is_uppercase) && !WORDS.contains(&word))
}

/// Intervals may be open on one side.
fn closes(open: char, close: char) -> bool {
    matches!((open, close), ('(' | '[', ')' | ']') | ('{', '}') | ('⟨', '⟩'))
}

/// Can a formula end with this? A bar closes a norm.
fn is_complete(item: &Item) -> bool {
    match item.symbol {
        // A capital sigma may be a matrix.
        Symbol::Operator(c) => "|‖…⋯".contains(c) || item.has_script() || (c == 'Σ' && !item.spaced),
        Symbol::Open(_) => false,
        _ => true,
    }
}

/// Is it more than a number, a bar or an article?
fn qualifies(items: &[Item]) -> bool {
    let is_letter = |item: &Item| matches!(item.symbol, Symbol::Identifier(_));
    let has_operator = items.len() >= 3
        && items.iter().any(|item| matches!(item.symbol, Symbol::Operator(c) if !"|,;:…/".contains(c)));
    items.iter().any(|item| item.has_script() || is_letter(item)) || has_operator
}
