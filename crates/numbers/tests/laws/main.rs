//! Laws of the number systems and of the statistics, held against independent oracles: exact fractions, closed forms,
//! values of mpmath.

mod statistics;
mod systems;
