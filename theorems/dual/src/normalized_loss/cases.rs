//! Networks whose outputs have rational norms, and what a foreign instance may have instead: an output 0.

use super::super::cases::{Instance, SMALL, WITH_BIAS, instances};
use super::super::output_loss::{assemble, ingredients};
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::Rational;
use dualproof::strategies::Setting;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// Is no output exactly 0? Decided exactly; left to the computation where the network has tanh.
pub fn has_nonzero_outputs(instance: &Instance) -> bool {
    let Ok(trace) = instance.network.trace(&instance.inputs) else { return true };
    trace.output().column_iter().all(|f| f.iter().any(|x| !x.is_zero()))
}

/// One instance in four has biases: the gradient holds with them too.
pub fn some_with_bias() -> BoxedStrategy<Instance> {
    prop_oneof![3 => instances(SMALL), 1 => instances(WITH_BIAS)].boxed()
}

/// Outputs of rational norm: exact arithmetic has their square roots.
pub fn of_rational_norm() -> BoxedStrategy<Instance> {
    prop_oneof![pythagorean(SMALL), pythagorean_layer()].boxed()
}

/// Vectors of integers whose norm is an integer.
const PYTHAGOREAN: [[i64; 3]; 6] = [[3, 4, 0], [5, 0, -12], [1, 2, 2], [-2, 3, 6], [4, -4, 7], [0, 0, 1]];

/// The top layer becomes a direction of rational norm times one row: so are all outputs.
pub fn pythagorean(options: Setting) -> BoxedStrategy<Instance> {
    let instance = |(instance, direction, loss): (Instance, [i64; 3], _)| {
        let Instance { mut network, inputs, .. } = instance;
        let top = network.layers.last_mut().expect("a layer");
        top.weights = DMatrix::from_fn(direction.len(), top.weights.ncols(), |i, j| {
            top.weights[(0, j)].clone() * Rational::new(direction[i], 1)
        });
        if let Some(bias) = &mut top.bias {
            bias.resize(direction.len(), Rational::new(1, 1));
        }
        let loss = assemble(loss, direction.len(), inputs.ncols());
        Instance { network, inputs, loss }
    };
    (instances(options), select(&PYTHAGOREAN[..]), ingredients()).prop_map(instance).boxed()
}

/// One linear 2 × 2 layer and inputs that it takes to multiples of Pythagorean vectors, each its own.
fn pythagorean_layer() -> BoxedStrategy<Instance> {
    const PAIRS: [[i64; 2]; 6] = [[3, 4], [-4, 3], [5, 12], [8, -15], [1, 0], [20, 21]];
    let instance = |(w, targets, loss): (Vec<i64>, Vec<[i64; 2]>, _)| {
        // W · adj(W) = det(W) · I.
        let column = |[x, y]: &[i64; 2]| [w[3] * x - w[1] * y, w[0] * y - w[2] * x];
        let inputs: Vec<[i64; 2]> = targets.iter().map(column).collect();
        let weights = DMatrix::from_row_iterator(2, 2, w.iter().map(|n| Rational::new(*n, 1)));
        Instance {
            loss: assemble(loss, 2, inputs.len()),
            inputs: DMatrix::from_fn(2, inputs.len(), |i, v| Rational::new(inputs[v][i], 1)),
            network: Network { layers: vec![Layer::dense(weights, Activation::Linear)] },
        }
    };
    (vec(-8_i64..=8, 4), vec(select(&PAIRS[..]), 1..=4), ingredients()).prop_map(instance).boxed()
}

#[cfg(test)]
mod tests {
    use super::super::NormalizedLoss;
    use super::*;
    use dualproof::claim::{Claim, Demand, Outcome, Relation};

    #[test]
    fn a_zero_output_is_rejected_by_name() {
        let one = DMatrix::from_element(1, 1, Rational::new(1, 1));
        let network = Network { layers: vec![Layer::dense(one, Activation::Linear)] };
        let inputs = DMatrix::from_element(1, 1, Rational::zero());
        let loss = assemble((vec![1; 7], Vec::new()), 1, 1);
        let instance = Instance { network, inputs, loss };
        assert!(!has_nonzero_outputs(&instance));
        for row in Claim::of::<NormalizedLoss>().rows {
            match row.decide(&instance, Relation::Equal, (0, 0), Demand::CERTAIN) {
                Outcome::Rejected(why) => assert!(why.contains("norm 0"), "{why}"),
                other => panic!("{other:?}"),
            }
        }
    }
}
