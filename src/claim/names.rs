//! Names derived from Rust's own, so that none is typed twice: a variant's, a file's.

use super::Relation;

/// The parts of a claim, in the order of reports: an enumeration made by [`parts!`](crate::parts).
pub trait Parts: Copy + PartialEq + Send + Sync + 'static {
    /// Each with its name, as in `odd-numbers::exact::sum`, and how its two sides are related.
    fn table() -> &'static [(Self, &'static str, Relation)];

    /// The part at a place of the table.
    ///
    /// # Panics
    /// If there is no such place.
    fn at(place: usize) -> Self {
        Self::table()[place].0
    }

    /// Its place in the table.
    ///
    /// # Panics
    /// If it is not in it, which [`parts!`](crate::parts) excludes.
    fn place(self) -> usize {
        Self::table().iter().position(|(part, ..)| *part == self).expect("a part of the table")
    }

    /// The parts whose sides are related so, in the order of the table.
    fn related(relation: Relation) -> Vec<Self> {
        Self::table().iter().filter(|(.., own)| *own == relation).map(|(part, ..)| *part).collect()
    }
}

/// The formula of a claim as stated, and its mutants: an enumeration made by [`mutants!`](crate::mutants).
pub trait Formulas: Copy + Send + Sync + 'static {
    /// The parts of the same claim.
    type Part: Parts;
    /// The formula as stated.
    const STATED: Self;

    /// The mutants, each with its name and the part it is a wrong version of.
    fn table() -> &'static [(Self, &'static str, Self::Part)];

    /// The formula at a place: 0 is the stated one, then the mutants.
    ///
    /// # Panics
    /// If there is no such place.
    fn at(place: usize) -> Self {
        place.checked_sub(1).map_or(Self::STATED, |mutant| Self::table()[mutant].0)
    }
}

/// The parts of a claim: `Variant: Relation`, the name of `OneBranch` being `one-branch`; what they say stands in the
/// statement of the claim's header, under these names.
///
/// ```
/// use dualproof::claim::{Parts, Relation};
/// dualproof::parts! {
///     pub enum Part {
///         TheSum: Equal, Bound: AtMost,
///     }
/// }
/// assert_eq!(Part::table()[0], (Part::TheSum, "the-sum", Relation::Equal));
/// assert_eq!(Part::related(Relation::AtMost), [Part::Bound]);
/// ```
#[macro_export]
macro_rules! parts {
    ($(#[$about:meta])* $vis:vis enum $name:ident { $($(#[$doc:meta])* $part:ident: $relation:ident),* $(,)? }) => {
        $(#[$about])*
        /// What each part says: the claim's statement.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name {
            $($(#[$doc])* $part,)*
        }

        impl $crate::claim::Parts for $name {
            fn table() -> &'static [(Self, &'static str, $crate::claim::Relation)] {
                const TABLE: &[($name, &str, $crate::claim::Relation)] =
                    &[$(($name::$part, $crate::kebab_case!($part), $crate::claim::Relation::$relation)),*];
                TABLE
            }
        }
    };
}

/// The wrong versions of a claim's formula: `Variant: Part`, beside the variant `Stated`, which the macro adds; what they
/// change stands in the header's section on mutants, under these names.
///
/// ```
/// use dualproof::claim::Formulas;
/// # dualproof::parts! {
/// #     pub enum Part {
/// #         TheSum: Equal,
/// #     }
/// # }
/// dualproof::mutants! {
///     pub enum Formula of Part {
///         WrongSign: TheSum,
///     }
/// }
/// assert_eq!(Formula::table(), [(Formula::WrongSign, "wrong-sign", Part::TheSum)]);
/// assert_eq!((Formula::at(0), Formula::at(1)), (Formula::Stated, Formula::WrongSign));
/// ```
#[macro_export]
macro_rules! mutants {
    ($(#[$about:meta])* $vis:vis enum $name:ident of $parts:ident {
        $($(#[$doc:meta])* $mutant:ident: $part:ident),* $(,)?
    }) => {
        $(#[$about])*
        /// What each mutant changes: the claim's section on mutants.
        #[allow(missing_docs)]
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $vis enum $name {
            Stated,
            $($(#[$doc])* $mutant,)*
        }

        impl $crate::claim::Formulas for $name {
            type Part = $parts;
            const STATED: Self = $name::Stated;
            fn table() -> &'static [(Self, &'static str, Self::Part)] {
                const TABLE: &[($name, &str, $parts)] =
                    &[$(($name::$mutant, $crate::kebab_case!($mutant), $parts::$part)),*];
                TABLE
            }
        }
    };
}

/// The kebab-case name of an identifier, as text: `OneBranch` and `one_branch` give `one-branch`.
#[doc(hidden)]
#[macro_export]
macro_rules! kebab_case {
    ($name:ident) => {
        $crate::kebab_case!(text stringify!($name))
    };
    (text $name:expr) => {{
        const BYTES: [u8; $crate::claim::kebab_length($name)] = $crate::claim::kebab_bytes($name);
        match ::core::str::from_utf8(&BYTES) {
            Ok(name) => name,
            Err(_) => unreachable!(),
        }
    }};
}

/// The file of a claim, from its name beside the one that says it: `page!("one_branch.rs")`.
#[macro_export]
macro_rules! page {
    ($file:literal) => {
        $crate::claim::Page { slug: $crate::kebab_case!(text $file), text: include_str!($file) }
    };
}

/// The file of a claim.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its name, which is the claim's.
    pub slug: &'static str,
    /// Its text, whose `//!` header is the claim's documentation.
    pub text: &'static str,
}

/// Without an extension.
const fn stem(name: &[u8]) -> usize {
    let mut at = 0;
    while at < name.len() && name[at] != b'.' {
        at += 1;
    }
    at
}

/// How long [`kebab_bytes`] is.
#[doc(hidden)]
pub const fn kebab_length(name: &str) -> usize {
    let name = name.as_bytes();
    let (end, mut length, mut at) = (stem(name), 0, 0);
    while at < end {
        length += if at > 0 && name[at].is_ascii_uppercase() { 2 } else { 1 };
        at += 1;
    }
    length
}

/// The kebab-case name of an identifier or a file.
#[doc(hidden)]
pub const fn kebab_bytes<const N: usize>(name: &str) -> [u8; N] {
    let name = name.as_bytes();
    let (end, mut bytes, mut length, mut at) = (stem(name), [0; N], 0, 0);
    while at < end {
        if at > 0 && name[at].is_ascii_uppercase() {
            bytes[length] = b'-';
            length += 1;
        }
        bytes[length] = if name[at] == b'_' { b'-' } else { name[at].to_ascii_lowercase() };
        length += 1;
        at += 1;
    }
    bytes
}
