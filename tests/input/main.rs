//! The readers of arrays and networks: every type, both orders and byte orders read right, and one test per rejection.
//!
//! Files are made here byte by byte, and by the crates' own writers as a second opinion.

mod arrays;
mod bytes;
mod formats;
mod networks;
mod order;
mod samples;
