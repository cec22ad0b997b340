//! A term of a derivation as MathML: `d(w)ᵀ (-2 E{x}[K̄(x) K̄(x)ᵀ]) w`.

use super::read::{Item, Piece, Symbol, pieces};
use super::token::is_combining;
use super::write::math;

/// A term in the notation of derivations, where names may be words or have digits (`x1`), the minus is `-` and the
/// variables of an expectation are in braces; `None` where it does not read as a whole.
///
/// ```
/// use dualproof_html::formula::term;
/// assert!(term("E{x}[w]").is_some_and(|html| html.starts_with("<math><msub><mi>E</mi><mi>x</mi></msub>")));
/// assert_eq!(term("no term: \"x\""), None);
/// ```
pub fn term(text: &str) -> Option<String> {
    let (mut masked, mut names) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|c: char| !(c.is_ascii_alphanumeric() || is_combining(c))).unwrap_or(rest.len());
        if first.is_ascii_alphabetic() && length > 0 {
            // A stand-in of one letter, so that the reader of prose takes any name for a symbol.
            names.push(&rest[..length]);
            masked.push(STAND_IN);
            rest = &rest[length..];
            if rest.starts_with('{') {
                masked.push('_');
            }
        } else {
            masked.push(if first == '-' { '−' } else { first });
            rest = &rest[first.len_utf8()..];
        }
    }
    // A character that the notation uses for something else would not come back as itself.
    if text.contains(STAND_IN) || text.contains(['−', '_', '^']) {
        return None;
    }
    let pieces = pieces(&masked);
    let [Piece::Formula { items, .. }] = pieces.as_slice() else { return None };
    let (mut items, mut names) = (items.clone(), names.into_iter());
    restore(&mut items, &mut names)?;
    names.next().is_none().then(|| math(&items))
}

const STAND_IN: char = '𝓃';

/// Puts the names back, in the order of the text.
fn restore<'a>(items: &mut [Item], names: &mut impl Iterator<Item = &'a str>) -> Option<()> {
    for item in items {
        if matches!(&item.symbol, Symbol::Identifier(text) if text.starts_with(STAND_IN)) {
            item.symbol = Symbol::Identifier(names.next()?.to_string());
        }
        if matches!(&item.symbol, Symbol::Text(_)) {
            return None;
        }
        restore(&mut item.subscript, names)?;
        restore(&mut item.superscript, names)?;
    }
    Some(())
}
