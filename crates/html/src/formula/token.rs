//! The tokens of formulas in prose.

/// What stands at a place of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// One letter with its combining marks.
    Letter,
    /// Several Latin letters in a row.
    Word,
    /// Digits.
    Number,
    /// Characters of a superscript.
    Superscript,
    /// Characters of a subscript.
    Subscript,
    /// `'` or `′`.
    Prime,
    /// `*`.
    Star,
    /// `_` or `^`.
    Mark,
    /// An operator, a bar among them.
    Operator,
    /// An opening bracket.
    Open,
    /// A closing bracket.
    Close,
    /// `,`, `;` or `:`.
    Comma,
    /// Spaces.
    Space,
    /// Anything else.
    Other,
}

/// A token: its kind and its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
}

/// Characters of superscripts and subscripts, and what they are on the line.
const SUPERSCRIPTS: &str = "ᵀT²2³3¹1⁰0⁴4⁵5⁶6⁷7⁸8⁹9⁻−⁺+ⁿnⁱiʲj";
const SUBSCRIPTS: &str = "₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9₊+₋−ᵢiⱼjₖkₗlₙn";

const OPERATORS: &str = "+−±×·⊗⊙∘/=≠<>≤≥≈≡∝∈∉⊂⊆∩∪←→↦⪯⪰⊥⟂√Σ∏∫∇∂|‖…⋯≪≫∼~∀∃";

/// Fractions in one character, and infinity: shown as numbers.
const NUMBERS: &str = "½¼¾⅓⅔⅛∞";

fn pair(pairs: &str, c: char) -> Option<char> {
    let mut characters = pairs.chars();
    while let (Some(script), Some(plain)) = (characters.next(), characters.next()) {
        if script == c {
            return Some(plain);
        }
    }
    None
}

/// What a character of a script, or a prime, is on the line; `None` for any other.
pub(super) fn on_the_line(c: char) -> Option<char> {
    pair(SUPERSCRIPTS, c).or_else(|| pair(SUBSCRIPTS, c)).or((c == '\'').then_some('′'))
}

/// Is it a character that only notation has?
pub(super) fn is_notation(c: char) -> bool {
    let is_operator = OPERATORS.contains(c) && !matches!(c, '/' | '+' | '·' | '…' | '~');
    let is_letter = c.is_alphabetic() && !is_latin(c);
    is_operator
        || is_letter
        || matches!(c, '_' | '^' | '\u{300}'..='\u{36f}')
        || on_the_line(c).is_some_and(|_| c != '\'')
}

/// Letters of words, with those that carry a mark.
pub(super) fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || (matches!(c, '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}') && c.is_alphabetic())
}

pub(super) fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// All tokens of a text, in order; together they are the text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens: Vec<Token<'_>> = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (mut kind, mut length) = first_token(first, rest);
        // In `q_jq_k` the second letter has a script of its own, so that it begins the next symbol.
        let is_behind_mark = tokens.last().is_some_and(|token| token.text == "_");
        if kind == Kind::Word && is_behind_mark && rest[length..].starts_with('_') {
            let starts: Vec<usize> =
                rest[..length].char_indices().filter(|(_, c)| is_latin(*c)).map(|(at, _)| at).collect();
            if let [_, second] = starts.as_slice() {
                (kind, length) = (Kind::Letter, *second);
            }
        }
        let (token, after) = rest.split_at(length);
        tokens.push(Token { kind, text: token });
        rest = after;
    }
    tokens
}

/// The kind and the length in bytes of the token at the start of a text.
fn first_token(first: char, text: &str) -> (Kind, usize) {
    let while_all = |is: &dyn Fn(char) -> bool| text.find(|c| !is(c)).unwrap_or(text.len());
    let one = first.len_utf8();
    let kind = match first {
        _ if first.is_whitespace() => return (Kind::Space, while_all(&char::is_whitespace)),
        '0'..='9' => return (Kind::Number, number(text)),
        _ if pair(SUPERSCRIPTS, first).is_some() => {
            return (Kind::Superscript, while_all(&|c| pair(SUPERSCRIPTS, c).is_some()));
        }
        _ if pair(SUBSCRIPTS, first).is_some() => {
            return (Kind::Subscript, while_all(&|c| pair(SUBSCRIPTS, c).is_some()));
        }
        '\'' | '′' => Kind::Prime,
        '*' => Kind::Star,
        '_' | '^' => Kind::Mark,
        '(' | '[' | '{' | '⟨' => Kind::Open,
        ')' | ']' | '}' | '⟩' => Kind::Close,
        ',' | ';' | ':' => Kind::Comma,
        _ if OPERATORS.contains(first) => Kind::Operator,
        _ if NUMBERS.contains(first) => Kind::Number,
        _ if is_latin(first) => {
            let length = while_all(&|c| is_latin(c) || is_combining(c));
            let letters = text[..length].chars().filter(|c| is_latin(*c)).count();
            return (if letters == 1 { Kind::Letter } else { Kind::Word }, length);
        }
        _ if first.is_alphabetic() => {
            let marks = text[one..].find(|c| !is_combining(c)).unwrap_or(text.len() - one);
            return (Kind::Letter, one + marks);
        }
        _ => Kind::Other,
    };
    (kind, one)
}

/// The length of a number: digits, with a point or commas between digits, and an exponent.
fn number(text: &str) -> usize {
    let digits = |from: usize| text[from..].find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len() - from);
    let mut end = digits(0);
    loop {
        let after = &text[end..];
        let goes_on = match after.chars().next() {
            Some('.') => digits(end + 1) > 0,
            Some(',') => digits(end + 1) == 3,
            _ => false,
        };
        if !goes_on {
            break;
        }
        end += 1 + digits(end + 1);
    }
    let exponent = text[end..].strip_prefix('e').map(|rest| if rest.starts_with('-') { 2 } else { 1 });
    match exponent {
        Some(sign) if digits(end + sign) > 0 => end + sign + digits(end + sign),
        _ => end,
    }
}
