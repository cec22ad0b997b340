//! Shards of a verification: the work of a run cut into units by number, so that any split gives the union; each finished
//! unit on the disk at once; the journals of all shards merged into the record of the whole, which is that of the run in
//! one piece, seconds aside.
//!
//! | what | where |
//! |---|---|
//! | what is done at once, and whose it is | [`Unit`], [`Shard`] |
//! | the file of a shard: a header, a line for every finished unit, each with a checksum | [`Journal`], [`Header`] |
//! | a shard at work | [`take`] |
//! | all journals of some folders as one record | [`merge`] |
//!
//! ```
//! use dualproof::campaign::shard::{Header, Journal, Shard, merge, take};
//! use dualproof::campaign::{Budget, Limit, Plan, Selection, run};
//!
//! let registry = dualproof::example::registry();
//! let selection = Selection::all(&registry);
//! let plan = || Plan::new(1, Limit::Cases(200)).sharing(Budget::of(&registry));
//! let folder = tempfile::tempdir()?;
//! for number in 1..=3 {
//!     let shard = Shard { number, of: 3 };
//!     let mut journal = Journal::open(folder.path(), Header::of(&selection, &plan(), shard, "again")?, false)?;
//!     assert!(take(&selection, &plan(), &mut journal, None)?.is_complete);
//! }
//! let merged = merge(&registry, &[folder.path()])?;
//! assert_eq!(merged.without_times(), run(&selection, &plan()).without_times());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod header;
mod journal;
mod merge;
mod take;
mod unit;

pub use error::ShardError;
pub use header::Header;
pub use journal::Journal;
pub use merge::merge;
pub use take::{Taken, take};
pub use unit::{Shard, Unit};
