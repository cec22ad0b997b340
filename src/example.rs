use dualproof::campaign::{Preface, Registry};
use dualproof::claim::{Claim, Declaration, Evidence, Kind, Page, Side, Sides, Theorem, assume};
use dualproof::numbers::Number;
use nalgebra::DMatrix;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// The instance: plain data.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbers {
    n: i64,
}

dualproof::parts! {
    pub enum Part {
        Sum: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        OneMore: Sum,
    }
}

/// The sum of the first n odd numbers is n².
pub struct OddNumbers;

impl Sides for OddNumbers {
    // From the definition.
    fn measured(instance: &Numbers, _: Part) -> Side {
        let sum = (0..instance.n).fold(Number::zero(), |sum, k| sum + Number::from_integer(2 * k + 1));
        Ok(vec![DMatrix::from_element(1, 1, sum)])
    }

    // By the formula, or a wrong version of it.
    fn predicted(instance: &Numbers, _: Part, formula: Formula) -> Side {
        let n = Number::from_integer(instance.n);
        let other = match formula {
            Formula::Stated => n.clone(),
            Formula::OneMore => n.clone() + Number::one(),
        };
        Ok(vec![DMatrix::from_element(1, 1, n * other)])
    }
}

/// What a reader is told. In a file of its own it is the header of that file: `page!("odd_numbers.rs")`.
const HEADER: &str = "\
//! The sum of the first n odd numbers is n².
//! # Statement
//! `sum`: 1 + 3 + … + (2n − 1) = n² for natural n.
//! # Source
//! Maurolico, 1575.
//! # Assumptions
//! `n_is_natural`.
//! # Proof
//! (n + 1)² − n² = 2n + 1.
//! # Checked form
//! n up to 100.
//! # Mutants
//! `one-more`: n(n + 1).
//! # When an assumption is dropped
//! For negative n the sum is empty, n² is not 0.";

impl Theorem for OddNumbers {
    type Instance = Numbers;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        Declaration {
            page: Page { slug: "odd-numbers", text: HEADER },
            cases: || (0_i64..=100).prop_map(|n| Numbers { n }).boxed(),
            validate: |_| Ok(()),
            // Each with instances that violate it, on which the part fails: by exact evidence here.
            assumptions: vec![
                assume("n_is_natural", |i: &Numbers| i.n >= 0)
                    .fails(Part::Sum, Kind::Exact, || (-100_i64..0).prop_map(|n| Numbers { n }).boxed()),
            ],
            // What decides the mutants, and what else there is.
            primary: Evidence::exact(),
            further: vec![Evidence::float()],
        }
    }
}

/// The claims of a project. Its whole `main` is `dualproof::cli::main(Ok(registry()), [])`.
///
/// # Panics
/// If a claim is incomplete: a defect, which any test finds.
pub fn registry() -> Registry {
    let claims = vec![Claim::of::<OddNumbers>().in_group("numbers")];
    Registry::new(Preface::default(), claims).expect("every claim is complete")
}
