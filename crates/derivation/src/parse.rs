//! The text of a term: `E{x,x1}[K(x1) K(x1)ᵀ] w - 1/2 (A ⊗ B) vec(W)`.
//!
//! A product is written by juxtaposition and groups to the right; `⊗` binds less than it, sums least. Numbers and
//! named constants stand in front, and sums of their products in brackets: `[1 + 2 ν] A`. `d` takes what follows it: `d f(x1)`, `d(A B)`. `E{x,y}[…]` is an expectation,
//! `D{x,y}[…]` the mean over pairs of different values, `I{n}` the identity, `0{m,n}` the zero matrix.

use super::{Coefficient, Dimension, IllShaped, Operation, Over, Shape, Term};
use crate::numbers::{ParseRationalError, Rational};
use std::iter::Peekable;
use std::vec::IntoIter;

/// What names mean where a term is read.
pub(super) trait Scope {
    /// The matrix of that name, at the variables of these names.
    fn matrix(&self, name: &str, at: &[String]) -> Result<Term, Unreadable>;
    /// The constant of that name, if it is one.
    fn constant(&self, name: &str) -> Option<Coefficient>;
    /// What an expectation over these names is over.
    fn over(&self, names: &[String]) -> Result<Over, Unreadable>;
    /// The dimension of that name.
    fn dimension(&self, name: &str) -> Result<Dimension, Unreadable>;
}

/// A syntax error in a term, or a shape error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A word in the wrong place, or an unknown one.
    #[error("found {found}, expected {expected}")]
    Word {
        /// The word.
        found: String,
        /// What fits.
        expected: String,
    },
    /// Shapes that do not fit.
    #[error(transparent)]
    IllShaped(#[from] IllShaped),
}

impl Unreadable {
    pub(super) fn new(found: impl Into<String>, expected: impl Into<String>) -> Self {
        Unreadable::Word { found: found.into(), expected: expected.into() }
    }
}

/// A variable's or constant's name may have accents and signs in it.
fn is_in_name(c: char) -> bool {
    (c.is_alphanumeric() && c != 'ᵀ') || matches!(c, '_' | '\u{302}' | '\u{303}' | '\u{304}' | '₊' | '₋' | '∇')
}

/// Can it be the name of a matrix, a constant, a kind or a variable? One that begins with a digit would be read for a number.
pub(super) fn is_name(text: &str) -> bool {
    text.chars().all(is_in_name) && text.chars().next().is_some_and(|first| !first.is_numeric())
}

/// A bracket that directly follows a name.
const CALL: &str = "call(";

fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut goes_on = false;
    for c in text.chars() {
        let is_name = is_in_name(c);
        match words.last_mut() {
            Some(last) if is_name && goes_on => last.push(c),
            _ if c.is_whitespace() => {}
            // `K(x)` is a call, `K (x)` a product.
            _ if c == '(' && goes_on => words.push(CALL.to_string()),
            _ => words.push(c.to_string()),
        }
        goes_on = is_name;
    }
    words
}

/// Reads a term.
pub(super) fn term(text: &str, scope: &dyn Scope) -> Result<Term, Unreadable> {
    let mut parser = Parser { words: words(text).into_iter().peekable(), scope };
    let term = parser.sum()?;
    match parser.words.next() {
        None => Ok(term),
        Some(word) => Err(Unreadable::new(word, "the end of the term")),
    }
}

struct Parser<'a> {
    words: Peekable<IntoIter<String>>,
    scope: &'a dyn Scope,
}

impl Parser<'_> {
    fn next_is(&mut self, word: &str) -> bool {
        self.words.peek().is_some_and(|next| next == word)
    }

    fn skip(&mut self, word: &str) -> bool {
        let is_next = self.next_is(word);
        if is_next {
            self.words.next();
        }
        is_next
    }

    fn word(&mut self) -> Result<String, Unreadable> {
        self.words.next().ok_or_else(|| Unreadable::new("the end", "a term"))
    }

    fn expect(&mut self, word: &str) -> Result<(), Unreadable> {
        let found = self.words.next().unwrap_or_else(|| "the end".to_string());
        if found == word { Ok(()) } else { Err(Unreadable::new(found, format!("{word:?}"))) }
    }

    fn names(&mut self, close: &str) -> Result<Vec<String>, Unreadable> {
        let mut names = vec![self.word()?];
        while self.skip(",") {
            names.push(self.word()?);
        }
        self.expect(close)?;
        Ok(names)
    }

    /// A product of named dimensions: `m·q`.
    fn dimension(&mut self) -> Result<Dimension, Unreadable> {
        let mut product = self.named_dimension()?;
        while self.skip("·") {
            product = product.times(&self.named_dimension()?);
        }
        Ok(product)
    }

    fn named_dimension(&mut self) -> Result<Dimension, Unreadable> {
        match self.word()? {
            name if name.chars().all(is_in_name) => self.scope.dimension(&name),
            other => Err(Unreadable::new(other, "a dimension")),
        }
    }

    fn sum(&mut self) -> Result<Term, Unreadable> {
        let is_negative = self.skip("-");
        // `[1] A` is a multiple of A; `A` is not.
        let is_multiple = is_negative || self.next_is("[");
        let mut all = vec![self.summand(is_negative)?];
        while self.next_is("+") || self.next_is("-") {
            let is_negative = self.word()? == "-";
            all.push(self.summand(is_negative)?);
        }
        let is_sum = all.len() > 1;
        let mut all = all.into_iter();
        let (mut a, mut sum) = all.next().expect("one summand");
        for (b, term) in all {
            sum = Term::new(Operation::Sum(a, b), vec![sum, term])?;
            a = Coefficient::one();
        }
        let is_scaled = a != Coefficient::one() || (is_multiple && !is_sum);
        Ok(if is_scaled { Term::new(Operation::Scale(a), vec![sum])? } else { sum })
    }

    fn summand(&mut self, is_negative: bool) -> Result<(Coefficient, Term), Unreadable> {
        let mut coefficient = if is_negative { Coefficient::minus_one() } else { Coefficient::one() };
        while let Some(factor) = self.constant()? {
            coefficient = &coefficient * &factor;
        }
        Ok((coefficient, self.kronecker()?))
    }

    /// A number, a named constant, or a polynomial in these in brackets.
    fn constant(&mut self) -> Result<Option<Coefficient>, Unreadable> {
        if !self.skip("[") {
            return self.simple_constant();
        }
        let is_negative = self.skip("-");
        let mut sum = self.monomial(is_negative)?;
        while self.next_is("+") || self.next_is("-") {
            let is_negative = self.word()? == "-";
            sum = &sum + &self.monomial(is_negative)?;
        }
        self.expect("]")?;
        Ok(Some(sum))
    }

    fn monomial(&mut self, is_negative: bool) -> Result<Coefficient, Unreadable> {
        let sign = if is_negative { Coefficient::minus_one() } else { Coefficient::one() };
        if self.next_is("0") {
            return Ok(Coefficient::number(self.number()?));
        }
        let mut product = None;
        while let Some(factor) = self.simple_constant()? {
            product = Some(&product.unwrap_or_else(|| sign.clone()) * &factor);
        }
        match product {
            Some(product) => Ok(product),
            None => Err(Unreadable::new(self.word()?, "a number or a constant")),
        }
    }

    fn number(&mut self) -> Result<Rational, Unreadable> {
        let mut text = self.word()?;
        if self.skip("/") {
            text = format!("{text}/{}", self.word()?);
        }
        text.parse().map_err(|e: ParseRationalError| Unreadable::new(e.found, "a number"))
    }

    fn simple_constant(&mut self) -> Result<Option<Coefficient>, Unreadable> {
        let Some(word) = self.words.peek().cloned() else { return Ok(None) };
        let is_number = word.chars().all(|c| c.is_ascii_digit());
        // `0{m,n}` is a matrix.
        if !is_number || word == "0" {
            let constant = self.scope.constant(&word);
            if constant.is_some() {
                self.words.next();
            }
            return Ok(constant);
        }
        Ok(Some(Coefficient::number(self.number()?)))
    }

    fn kronecker(&mut self) -> Result<Term, Unreadable> {
        let mut term = self.product()?;
        while self.skip("⊗") {
            let second = self.product()?;
            term = Term::new(Operation::Kronecker, vec![term, second])?;
        }
        Ok(term)
    }

    fn product(&mut self) -> Result<Term, Unreadable> {
        let first = self.factor()?;
        let goes_on = self.words.peek().is_some_and(|w| w == "(" || w == "0" || w.chars().all(is_in_name));
        if goes_on { Ok(Term::new(Operation::Product, vec![first, self.product()?])?) } else { Ok(first) }
    }

    fn factor(&mut self) -> Result<Term, Unreadable> {
        let mut term = self.atom()?;
        while self.skip("ᵀ") {
            term = Term::new(Operation::Transpose, vec![term])?;
        }
        Ok(term)
    }

    fn bracketed(&mut self, close: &str) -> Result<Term, Unreadable> {
        let term = self.sum()?;
        self.expect(close)?;
        Ok(term)
    }

    fn atom(&mut self) -> Result<Term, Unreadable> {
        let word = self.word()?;
        let opens = Parser::skip;
        match word.as_str() {
            "(" => self.bracketed(")"),
            "d" if opens(self, CALL) => Ok(Term::new(Operation::Differential, vec![self.bracketed(")")?])?),
            "d" => Ok(Term::new(Operation::Differential, vec![self.atom()?])?),
            "vec" if opens(self, CALL) => Ok(Term::new(Operation::Vec, vec![self.bracketed(")")?])?),
            "tr" if opens(self, CALL) => Ok(Term::new(Operation::Trace, vec![self.bracketed(")")?])?),
            "E" | "D" if opens(self, "{") => {
                let over = self.names("}")?;
                let over = self.scope.over(&over)?;
                self.expect("[")?;
                let inner = self.bracketed("]")?;
                let operation = if word == "E" { Operation::Expectation(over) } else { Operation::Distinct(over) };
                Ok(Term::new(operation, vec![inner])?)
            }
            "I" if opens(self, "{") => {
                let n = self.dimension()?;
                self.expect("}")?;
                Ok(Term::new(Operation::Identity(n), Vec::new())?)
            }
            "0" if opens(self, "{") => {
                let rows = self.dimension()?;
                self.expect(",")?;
                let columns = self.dimension()?;
                self.expect("}")?;
                Ok(Term::new(Operation::Zero(Shape { rows, columns }), Vec::new())?)
            }
            name if name.chars().all(is_in_name) => {
                let at = if opens(self, CALL) { self.names(")")? } else { Vec::new() };
                self.scope.matrix(name, &at)
            }
            other => Err(Unreadable::new(other, "a term")),
        }
    }
}
