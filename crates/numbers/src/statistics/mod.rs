//! Chance, with the error stated: exact binomial intervals, a sequential test that is valid at every look, two exact
//! permutation tests of two samples, the median with an interval, and the exact law of a weighted sum of uniform
//! variables.

mod betting;
mod clopper_pearson;
mod detectable;
mod median;
mod two_sample;
mod uniform_sum;

pub use betting::{BettingTest, Null, NullOutside};
pub use clopper_pearson::{Interval, MalformedCounts, clopper_pearson};
pub use detectable::{POWER, detectable_mean};
pub use median::median;
pub use two_sample::{kolmogorov_smirnov, rank_sum};
pub use uniform_sum::{MOST_WEIGHTS, UniformSum};
