//! In `f32`: the same analysis with its own unit.

use crate::graphs::case;
use crate::readings::{compare, decided};
use dualproof_autodiff::Kinks;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_global_rejects: 4000, ..ProptestConfig::default() })]

    /// A conversion through a narrower type, a sum that loses what `f32` has, numbers of the graph that are not converted.
    #[test]
    fn as_two_readings_say(case in case(1..6)) {
        compare::<f32>(&case, &decided(&case, f64::from(f32::EPSILON) / 2.0)?, Kinks::Refuse)?;
    }
}
