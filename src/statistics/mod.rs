//! Chance, with the error stated: exact binomial intervals, a sequential test that is valid at every look, the
//! exact law of a weighted sum of uniform variables, and the sign test with intervals for a median.

mod betting;
mod clopper_pearson;
mod detectable;
mod sign_test;
mod uniform_sum;

pub use betting::{BettingTest, Null, NullOutside};
pub use clopper_pearson::{Interval, MalformedCounts, clopper_pearson};
pub use detectable::{POWER, detectable_mean};
pub use sign_test::{MOST_SIGNS, MedianInterval, TooManySigns, median_interval, sign_test};
pub use uniform_sum::{MOST_WEIGHTS, UniformSum};
