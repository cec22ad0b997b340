//! Formulas as MathML Core. A formula is one element `math`; a long one has rows, between which a line may break: the style shows
//! them one after the other.

use super::read::{Item, Symbol};
use crate::escaped;

/// Characters up to which a row is not divided further: it then fits beside the margins of a narrow screen.
const ROW: usize = 22;

/// The characters of symbols and of their scripts, of which three take the room of two.
fn width(items: &[Item]) -> usize {
    let of = |item: &Item| {
        let symbol = match &item.symbol {
            Symbol::Identifier(text) | Symbol::Name(text) | Symbol::Number(text) | Symbol::Text(text) => {
                text.chars().count()
            }
            Symbol::Operator(_) | Symbol::Open(_) | Symbol::Close(_) => 1,
        };
        // One above the other where there are both.
        symbol + (2 * width(&item.subscript).max(width(&item.superscript))).div_ceil(3)
    };
    items.iter().map(of).sum()
}

/// Relations, before which a long formula breaks first.
const RELATIONS: &str = "=≠<>≤≥≈≡∝∈∉←→↦⪯⪰~";

/// Operators before which it breaks next.
const SUMS: &str = "+−±×·⊗∘/";

/// A formula, for the line of a text.
pub(super) fn math(items: &[Item]) -> String {
    let rows = rows(items, 0);
    match rows.as_slice() {
        [row] => format!("<math>{}</math>", symbols(row, false)),
        rows => {
            let row = |(place, row): (usize, &&[Item])| format!("<mrow>{}</mrow>", symbols(row, place > 0));
            format!("<math class=\"rows\">{}</math>", rows.iter().enumerate().map(row).collect::<String>())
        }
    }
}

/// Divides symbols into rows, at the operators outside brackets first, and inside them where a row is still long.
fn rows(items: &[Item], depth: usize) -> Vec<&[Item]> {
    /// Brackets that are opened.
    const DEEPEST: usize = 4;
    if width(items) <= ROW || depth > DEEPEST {
        return vec![items];
    }
    let (mut rows, mut start, mut open) = (Vec::new(), 0, 0_usize);
    for (place, item) in items.iter().enumerate() {
        let is_break = match item.symbol {
            Symbol::Operator(c) => RELATIONS.contains(c) || SUMS.contains(c),
            Symbol::Open(_) => matches!(items.get(place.wrapping_sub(1)).map(|i| &i.symbol), Some(Symbol::Close(_))),
            _ => item.spaced && place > 0 && !matches!(items[place - 1].symbol, Symbol::Operator(_) | Symbol::Name(_)),
        };
        // Not behind an opening bracket or another operator, where a sign belongs to what follows.
        let is_sign = place == start
            || matches!(items[place - 1].symbol, Symbol::Open(_))
            || matches!(items[place - 1].symbol, Symbol::Operator(c) if !"|‖".contains(c));
        if is_break && open <= depth && !is_sign {
            rows.push(&items[start..place]);
            start = place;
        }
        match item.symbol {
            Symbol::Open(_) => open += 1,
            Symbol::Close(_) => open = open.saturating_sub(1),
            _ => {}
        }
    }
    rows.push(&items[start..]);
    rows.into_iter().flat_map(|row| self::rows(row, depth + 1)).collect()
}

/// Symbols one after the other; an operator at the start of a later row is no sign.
fn symbols(items: &[Item], is_later: bool) -> String {
    let mut html = String::new();
    for (place, item) in items.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| &items[before].symbol);
        let is_product = !matches!(item.symbol, Symbol::Operator(_) | Symbol::Close(_))
            && !matches!(before, None | Some(Symbol::Open(_)));
        let is_argument = matches!(before, Some(Symbol::Name(_)));
        let is_behind_operator = matches!(before, Some(Symbol::Operator(c)) if !"|‖".contains(*c));
        if (is_product && item.spaced && !is_behind_operator)
            || (place == 0 && is_later && item.spaced && is_free(item))
        {
            html.push_str("<mspace width=\"0.2em\"/>");
        } else if is_product && place > 0 && item_has_script(&items[place - 1]) {
            html.push_str("<mspace width=\"0.08em\"/>");
        } else if is_argument && !matches!(item.symbol, Symbol::Open(_)) && !item.spaced {
            html.push_str("<mspace width=\"0.1em\"/>");
        }
        html.push_str(&scripted(item, place == 0 && is_later));
    }
    html
}

/// Is it no operator, which has a space of its own?
fn is_free(item: &Item) -> bool {
    !matches!(item.symbol, Symbol::Operator(_))
}

fn scripted(item: &Item, is_infix: bool) -> String {
    let mut base = symbol(&item.symbol, is_infix);
    // A prime and a star are raised by themselves.
    let is_raised = |item: &&Item| matches!(item.symbol, Symbol::Operator('′' | '*'));
    let primes = item.superscript.iter().take_while(is_raised).count();
    if primes > 0 {
        base = format!("<mrow>{base}{}</mrow>", symbols(&item.superscript[..primes], false));
    }
    let script = |items: &[Item]| match items {
        [one] if !item_has_script(one) => symbol(&one.symbol, false),
        several => format!("<mrow>{}</mrow>", symbols(several, false)),
    };
    match (item.subscript.as_slice(), &item.superscript[primes..]) {
        ([], []) => base,
        (sub, []) => format!("<msub>{base}{}</msub>", script(sub)),
        ([], sup) => format!("<msup>{base}{}</msup>", script(sup)),
        (sub, sup) => format!("<msubsup>{base}{}{}</msubsup>", script(sub), script(sup)),
    }
}

fn item_has_script(item: &Item) -> bool {
    !item.subscript.is_empty() || !item.superscript.is_empty()
}

fn symbol(symbol: &Symbol, is_infix: bool) -> String {
    match symbol {
        // One character is slanted by itself; one with a combining mark is so by the style.
        Symbol::Identifier(text) if text.chars().count() > 1 => format!("<mi class=\"marked\">{}</mi>", escaped(text)),
        Symbol::Identifier(text) => format!("<mi>{}</mi>", escaped(text)),
        // A space keeps a name of one letter upright, and is not needed by longer ones.
        Symbol::Name(text) => format!("<mi>{}</mi>", escaped(text)),
        Symbol::Number(text) => format!("<mn>{}</mn>", escaped(text)),
        Symbol::Text(text) => format!("<mtext>{}</mtext>", escaped(text)),
        Symbol::Open(c) | Symbol::Close(c) => format!("<mo stretchy=\"false\">{}</mo>", escaped(&c.to_string())),
        Symbol::Operator(c) => {
            let attributes = match c {
                '|' | '‖' => " stretchy=\"false\" lspace=\"0.05em\" rspace=\"0.05em\"",
                '~' => " form=\"infix\" stretchy=\"false\" lspace=\"0.25em\" rspace=\"0.25em\"",
                '/' => " lspace=\"0.05em\" rspace=\"0.05em\"",
                '∇' | '∂' | '√' | 'Σ' | '∏' | '∫' => {
                    " stretchy=\"false\" largeop=\"false\" lspace=\"0\" rspace=\"0.1em\""
                }
                '′' | '*' => " lspace=\"0\" rspace=\"0\"",
                _ if is_infix => " form=\"infix\"",
                _ => "",
            };
            format!("<mo{attributes}>{}</mo>", escaped(&c.to_string()))
        }
    }
}
