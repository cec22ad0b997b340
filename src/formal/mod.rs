//! Theorems of a project that Coq has checked: the files of its folder `formal/`, what each theorem proves of which claim,
//! and what the kernel of Coq says of all of them.
//!
//! A theorem names what it proves at the head of the comment above it: `(** CLAIM#PART, CLAIM#PART: …`, with `(in part)`
//! after a part of which something is left, and with `without ASSUMPTION` or `mutant NAME` where it says that the part is
//! false there. [`check`] compiles copies of the files, in the order in which they need one another, and asks of every
//! theorem for its statement and for the axioms that it rests on. What it finds is a [`Checked`], which a project keeps as a
//! recorded run and the ledger shows as long as the files are the same ([`Standing`]). What follows from derivations is
//! [`generated`]. [`alter`] plants wrong statements,
//! which the same proofs must not prove.

mod altered;
mod checked;
mod coq;
mod folder;
mod generated;
mod theorem;

pub use altered::{Alteration, Fate, Planted, alter};
pub use checked::{Asked, CHECKED, Checked, Share, Source, Standing};
pub use coq::{Coq, Course, check};
pub use folder::{FORMAL, Folder, FormalError};
pub use generated::generated;
pub use theorem::{Proved, Subject};
