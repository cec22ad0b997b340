//! Formulas in the notation that one types, as MathML: `−∇_{w_l} L = 2 V_x[K̄_l] w_l`, in the middle of prose.
//!
//! | notation | read as |
//! |---|---|
//! | a letter, Latin, Greek or script, with its combining marks: `w`, `ξ`, `K̄`, `𝒲` | an identifier |
//! | `tr`, `vec`, `Cov`, … | a function's name |
//! | `_l`, `_{l−1}`, `₊` | a subscript |
//! | `^S`, `^{−r/τ}`, `ᵀ`, `²`, a prime, a star right behind a letter | a superscript |
//! | `( )`, `[ ]`, `{ }`, `⟨ ⟩` | brackets; a formula has as many opening as closing ones |
//! | `WW`, `MSM` right before a script | a product of letters |
//! | a word of two letters or more | prose, with which a formula ends |
//! | `a` before a word or a letter | the article |
//!
//! Quotients stay on the line, as they are written: no bar of a fraction is put where precedence would have to be guessed.
//! What does not read as a formula stays text. In any case the characters shown are those of the source, but for spaces
//! and the marks of scripts.

mod read;
mod term;
mod token;
mod write;

pub use read::{Piece, pieces};
pub use term::term;

use crate::escaped;

/// Prose as HTML, its formulas as MathML. Never fails.
///
/// ```
/// let html = dualproof_html::formula::prose("for every w_l, a vector");
/// assert_eq!(html, "for every <math><msub><mi>w</mi><mi>l</mi></msub></math>, a vector");
/// ```
pub fn prose(text: &str) -> String {
    let html = |piece: Piece<'_>| match piece {
        Piece::Text(text) => escaped(text),
        Piece::Formula { items, .. } => write::math(&items),
    };
    pieces(text).into_iter().map(html).collect()
}

/// The characters of a text without spaces and marks of scripts: what a formula and its source have in common.
///
/// ```
/// assert_eq!(dualproof_html::formula::bare("K̄_lᵀ w^{−r/τ}"), "K̄lTw−r/τ");
/// ```
pub fn bare(text: &str) -> String {
    let is_mark = |c: &char| c.is_whitespace() || matches!(c, '_' | '^' | '{' | '}');
    text.chars().filter(|c| !is_mark(c)).map(|c| token::on_the_line(c).unwrap_or(c)).collect()
}

/// How much of a text's notation is in formulas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Formulas.
    pub formulas: usize,
    /// Characters that only notation has: scripts, marks of scripts, Greek and script letters, operators.
    pub notation: usize,
    /// Those of them within formulas.
    pub covered: usize,
}

impl Coverage {
    /// That of a text.
    pub fn of(text: &str) -> Self {
        let mut coverage = Coverage::default();
        for piece in pieces(text) {
            let (source, is_formula) = match piece {
                Piece::Text(text) => (text, 0),
                Piece::Formula { source, .. } => (source, 1),
            };
            let count = source.chars().filter(|c| token::is_notation(*c)).count();
            coverage.formulas += is_formula;
            coverage.notation += count;
            coverage.covered += count * is_formula;
        }
        coverage
    }

    /// That of two texts together.
    pub fn with(self, other: Self) -> Self {
        Coverage {
            formulas: self.formulas + other.formulas,
            notation: self.notation + other.notation,
            covered: self.covered + other.covered,
        }
    }
}
