//! Laws of the toolkit, held against independent oracles: number systems, differentiation, operators, statistics.

mod campaigns;
mod differentiation;
mod identities;
mod laws;
mod operators;
mod pair_loss;
mod shrinking;
mod statistics;
mod streamed;
