//! A network on the tape: its output is that of its layers by hand, and its gradient that of the weights that exist.

use super::{fraction, fractions};
use dualproof_networks::network::{Activation, Layer, Network, Pool};
use dualproof_networks::tape::Tape;
use dualproof_numbers::numbers::{Rational, Ring};
use nalgebra::DMatrix;
use num_traits::Zero;

/// Two inputs, four leaky units with biases and a mask, a pool of two, a linear top.
fn network(pool: Pool) -> Network<Rational> {
    let below = Layer {
        weights: fractions("1 2; 3 -1; -2 1; 1/2 1"),
        mask: Some(vec![vec![1, 1], vec![1, 0], vec![1, 1], vec![0, 1]]),
        bias: Some(["1", "-1", "1/2", "2"].map(fraction).to_vec()),
        activation: Activation::LeakyRelu { slope: fraction("1/4") },
        pool,
    };
    Network { layers: vec![below, Layer::dense(fractions("2 -3"), Activation::Linear)] }
}

/// W x + b with the mask, then the leaky rectifier; x = (1, 2) and (−1, 1).
const PREACTIVATIONS: &str = "6 2; 2 -4; 1/2 7/2; 4 3";
const ACTIVATIONS: &str = "6 2; 2 -1; 1/2 7/2; 4 3";

#[test]
fn a_recorded_network_computes_its_layers() {
    let inputs = fractions("1 -1; 2 1");
    for (pool, below, output) in
        [(Pool::Max { size: 2 }, "6 2; 4 7/2", "0 -13/2"), (Pool::Average { size: 2 }, "4 1/2; 9/4 13/4", "5/4 -35/4")]
    {
        let mut tape = Tape::new();
        let recorded = tape.network(&network(pool), &inputs).expect("no kink");
        assert_eq!(*tape.value(recorded.layers[0].preactivation), fractions(PREACTIVATIONS));
        assert_eq!(*tape.value(recorded.layers[0].below), inputs);
        assert_eq!(*tape.value(recorded.layers[1].below), fractions(below));
        assert_eq!(*tape.value(recorded.output), fractions(output), "{pool:?}");
        assert_eq!(*tape.value(recorded.layers[1].weights), fractions("2 -3"));
        let total = tape.total(recorded.output);
        let gradient = tape.gradient(total);
        // ∂/∂W₂ is the sum over the views of what is below.
        let sums = fractions(below).column_sum().transpose();
        assert_eq!(gradient.of(recorded.layers[1].weights), DMatrix::from_row_slice(1, 2, sums.as_slice()));
        // A weight that does not exist has no gradient.
        let of_weights = gradient.of(recorded.layers[0].weights);
        assert!(of_weights[(1, 1)].is_zero() && of_weights[(3, 0)].is_zero() && !of_weights[(0, 1)].is_zero());
    }
    let plain = Network { layers: vec![network(Pool::None).layers.remove(0)] };
    let mut tape = Tape::new();
    let recorded = tape.network(&plain, &inputs).expect("no kink");
    assert_eq!(*tape.value(recorded.output), fractions(ACTIVATIONS));
}

/// By hand: units 0, 3 (first view) and 0, 2 (second view) are the maxima, all of them positive, so that the gradient of
/// row p is 2 or −3 times the input, where the mask is 1.
#[test]
fn the_gradient_of_a_recorded_network_is_that_by_hand() {
    let mut tape = Tape::new();
    let recorded = tape.network(&network(Pool::Max { size: 2 }), &fractions("1 -1; 2 1")).expect("no kink");
    let total = tape.total(recorded.output);
    let gradient = tape.gradient(total);
    assert_eq!(gradient.of(recorded.layers[0].weights), fractions("0 6; 0 0; 3 -3; 0 -6"));
}

#[test]
fn every_activation_is_recorded() {
    let inputs = fractions("1 -1; 2 1");
    let weights = fractions("1 -1; 3 1");
    let output = |activation: Activation<Rational>| {
        let network = Network { layers: vec![Layer::dense(weights.clone(), activation)] };
        let mut tape = Tape::new();
        let recorded = tape.network(&network, &inputs).expect("no kink");
        tape.value(recorded.output).clone()
    };
    assert_eq!(output(Activation::Linear), fractions("-1 -2; 5 -2"));
    assert_eq!(output(Activation::Relu), fractions("0 0; 5 0"));
    assert_eq!(output(Activation::LeakyRelu { slope: fraction("1/2") }), fractions("-1/2 -1; 5 -1"));
    assert_eq!(output(Activation::Gated { gates: fractions("2 0; 1/5 -1") }), fractions("-2 0; 1 2"));
    let tanh = Network { layers: vec![Layer::dense(weights.clone(), Activation::Tanh)] };
    assert!(Tape::new().network(&tanh, &inputs).is_err());
    let mut tape = Tape::new();
    let recorded = tape.network(&tanh.embed::<f64>(), &inputs.map(|q| q.to_f64())).expect("f64 has tanh");
    assert_eq!(tape.value(recorded.output)[(0, 0)], (-1.0_f64).tanh());
}

/// What is altered is what the activation is applied to, and the layer's place is from 0.
#[test]
fn altered_preactivations_are_those_that_are_activated() {
    let network = network(Pool::None);
    let network = Network { layers: network.layers[..1].to_vec() };
    let mut tape = Tape::new();
    let weights = vec![tape.variable(network.layers[0].weights.clone())];
    let inputs = tape.variable(fractions("1 -1; 2 1"));
    let double = |tape: &mut Tape<Rational>, place: usize, value| {
        assert_eq!(place, 0);
        Ok(tape.scale(value, &fraction("2")))
    };
    let recorded = tape.network_altered(&network, &weights, inputs, double).expect("no kink");
    assert_eq!(*tape.value(recorded.output), fractions(ACTIVATIONS).map(|x| x * fraction("2")));
    // Shared weights: both branches lead to one gradient.
    let twice = tape.network_sharing(&network, &weights, &fractions("1 -1; 2 1")).expect("no kink");
    let (first, second) = (tape.total(recorded.output), tape.total(twice.output));
    let both = tape.sum(first, second);
    let alone = tape.gradient(second).of(weights[0]);
    assert_eq!(tape.gradient(both).of(weights[0]), alone.map(|x| x * fraction("3")));
}
