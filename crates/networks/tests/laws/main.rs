//! Laws of the vocabulary, decided exactly over the rationals: the tape against power series, views against their sums.

mod batches;
mod graphs;
mod recorded;
mod steps;

use dualproof_numbers::numbers::Rational;
use nalgebra::DMatrix;

/// The fraction of a text such as `"-3/4"`.
fn fraction(text: &str) -> Rational {
    text.parse().expect("a fraction")
}

/// A matrix of fractions, its rows separated by `;`.
fn fractions(text: &str) -> DMatrix<Rational> {
    let rows: Vec<Vec<Rational>> = text.split(';').map(|row| row.split_whitespace().map(fraction).collect()).collect();
    DMatrix::from_row_iterator(rows.len(), rows[0].len(), rows.into_iter().flatten())
}
