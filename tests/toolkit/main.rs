//! Laws of the toolkit, held against independent oracles: number systems, differentiation, operators, statistics.

mod arrows;
mod campaigns;
mod differentiation;
mod identities;
mod invariance;
mod operators;
mod pair_loss;
mod shrinking;
mod streamed;
