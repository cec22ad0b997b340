//! Laws of the toolkit, held against independent oracles: differentiation, operators, losses, campaigns. Those of the numbers,
//! the statistics and the tape are tested in their crates.

mod arrows;
mod campaigns;
mod differentiation;
mod identities;
mod invariance;
mod operators;
mod pair_loss;
mod report;
mod shrinking;
mod streamed;
