//! The same bits for any number of threads.

use crate::graphs::case;
use dualproof_autodiff::{Kinks, Program};
use nalgebra::DMatrix;
use proptest::prelude::*;

fn bits(m: &DMatrix<f64>) -> Vec<u64> {
    m.iter().map(|x| x.to_bits()).collect()
}

proptest! {
    /// Chunks by the number of threads, sums in the order in which threads end.
    #[test]
    fn one_two_or_three(case in case(1..8)) {
        let program = Program::<f64>::new(&case.graph, case.inputs.nrows()).expect("a valid graph");
        let all: Vec<usize> = (0..case.graph.parameters.len()).collect();
        let on = |threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
            pool.install(|| {
                let pass = program.pass(case.inputs.clone(), Kinks::Convention).map_err(|error| error.to_string())?;
                let tangent = pass.tangent(&case.changes.iter().enumerate().collect::<Vec<_>>());
                let (pulled, inputs) = pass.pullback_to_inputs(&case.cotangent, &all);
                let all = [pass.output(), &tangent, &inputs].into_iter().chain(&pulled).flat_map(bits);
                Ok::<Vec<u64>, String>(all.collect())
            })
        };
        let one = on(1);
        prop_assert_eq!(&one, &on(2));
        prop_assert_eq!(&one, &on(3));
    }
}
