//! Instances from seeds: case n of a label has its own random stream, whatever thread draws it.

use crate::claim::{Draw, Tree};
use crate::random_streams::case_rng;
use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use rand::Rng;
use std::fmt::Debug;

/// A proptest runner that draws from the stream of one case.
pub fn strategy_runner(seed: u64, label: &str, number: u64) -> TestRunner {
    let mut key = [0; 32];
    case_rng(seed, label, number).fill_bytes(&mut key);
    TestRunner::new_with_rng(Config::default(), TestRng::from_seed(RngAlgorithm::ChaCha, &key))
}

/// The value tree of one case: its value, and the way to simpler ones.
///
/// # Panics
/// If the strategy rejects locally without end: strategies here filter nothing.
pub fn draw<I: Debug + 'static>(
    strategy: &BoxedStrategy<I>,
    seed: u64,
    label: &str,
    number: u64,
) -> Box<dyn ValueTree<Value = I>> {
    Box::new(strategy.new_tree(&mut strategy_runner(seed, label, number)).expect("a strategy without filters"))
}

/// The same for a strategy whose type is forgotten.
pub fn draw_any(strategy: &dyn Draw, seed: u64, label: &str, number: u64) -> Box<dyn Tree> {
    strategy.new_tree(&mut strategy_runner(seed, label, number))
}
