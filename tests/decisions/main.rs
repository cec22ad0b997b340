//! What decides: comparison of two sides, its power, and the chance of a wrong answer.

mod budget;
mod comparison;
mod power;
