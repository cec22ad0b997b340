//! Where in prose formulas begin and end, and what they are.

mod script;
mod word;

use super::token::{Kind, Token, tokens};

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

/// Operators with which no formula begins.
const INFIX: &str = "=≠<>≤≥≈≡∝∈∉⊂⊆∩∪→↦⪯⪰≪≫∼~/×·⊗⊙∘";

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

/// Brackets and scripts within one another up to which a formula is read.
const DEEPEST: usize = 32;

/// What has been read of a formula, or of a script of it.
#[derive(Default)]
struct Level {
    /// The bracket that is open.
    open: Option<char>,
    /// How many brackets and scripts are open in all.
    depth: usize,
    items: Vec<Item>,
    /// The token behind each item.
    ends: Vec<usize>,
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
        let is_unit =
            UNITS.contains(&self.text(at)) && before == Some(Space) && at >= 2 && self.kind(at - 2) == Some(Number);
        if is_inside || is_unit || (before == Some(Close) && self.kind(at)? == Word) {
            return None;
        }
        let mut level = Level::default();
        let mut end = self.sequence(at, &mut level);
        let Level { mut items, mut ends, .. } = level;
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
    fn sequence(&self, from: usize, level: &mut Level) -> usize {
        let mut at = from;
        loop {
            let spaced = self.kind(at) == Some(Kind::Space);
            let next = if spaced { at + 1 } else { at };
            let count = level.items.len();
            let Some(end) = self.symbol(next, level, spaced) else { return at };
            if let Some(first) = level.items.get_mut(count) {
                first.spaced = spaced && count > 0;
            }
            level.ends.resize(level.items.len(), end);
            at = end;
        }
    }

    /// Reads one symbol with its scripts, or one group in brackets.
    fn symbol(&self, at: usize, level: &mut Level, spaced: bool) -> Option<usize> {
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
                level.items.push(Item::new(Symbol::Identifier(text.to_string())));
                Some(self.scripts(at + 1, level))
            }
            Kind::Word => self.word(at, level, spaced),
            Kind::Number => {
                level.items.push(Item::new(Symbol::Number(self.text(at).to_string())));
                Some(self.scripts(at + 1, level))
            }
            Kind::Operator => {
                level.items.push(Item::new(Symbol::Operator(first(self.text(at))?)));
                Some(self.scripts(at + 1, level))
            }
            Kind::Comma if level.open.is_some() => {
                level.items.push(Item::new(Symbol::Operator(first(self.text(at))?)));
                Some(at + 1)
            }
            Kind::Open if level.depth < DEEPEST => {
                let (count, opened) = (level.items.len(), first(self.text(at))?);
                level.items.push(Item::new(Symbol::Open(opened)));
                level.ends.push(at + 1);
                let outer = level.open.replace(opened);
                level.depth += 1;
                let end = self.sequence(at + 1, level);
                (level.open, level.depth) = (outer, level.depth - 1);
                let end = if self.kind(end) == Some(Kind::Space) { end + 1 } else { end };
                let closed = first(self.text(end)).filter(|closed| closes(opened, *closed));
                let Some(closed) = closed.filter(|_| level.items.len() > count + 1) else {
                    level.items.truncate(count);
                    level.ends.truncate(count);
                    return None;
                };
                level.items.push(Item::new(Symbol::Close(closed)));
                Some(self.scripts(end + 1, level))
            }
            _ => None,
        }
    }
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

/// Is it more than a number with a sign, an interval, a bar or a quantity with its unit?
fn qualifies(items: &[Item]) -> bool {
    let is_letter = |item: &Item| matches!(item.symbol, Symbol::Identifier(_));
    let has_relation = items.len() >= 3
        && items.iter().any(|item| matches!(item.symbol, Symbol::Operator(c) if !"|‖,;:…/+−±".contains(c)));
    if let [Item { symbol: Symbol::Number(_), .. }, unit] = items
        && unit.spaced
        && !unit.has_script()
        && matches!(&unit.symbol, Symbol::Identifier(text) if UNITS.contains(&text.as_str()))
    {
        return false;
    }
    items.iter().any(|item| item.has_script() || is_letter(item)) || has_relation
}

/// Seconds, hours and metres behind a number.
const UNITS: [&str; 3] = ["s", "h", "m"];
