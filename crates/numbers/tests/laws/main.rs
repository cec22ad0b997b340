//! Laws of the number systems, held against independent oracles: exact fractions, rational series, values of mpmath.

mod systems;
