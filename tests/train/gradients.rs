//! The fast way back against the tape, on random architectures with every kind of layer and every loss.

use crate::bounded::{Bounded, Format};
use crate::by_tape::{contrast, in_batch, record};
use dualproof::random_streams::case_rng;
use dualproof::train::{
    Affine, Architecture, BatchNorm, Contrast, Contrastive, GroupNorm, InBatch, Layer, Network, Real, Statistic,
};
use nalgebra::DMatrix;
use rand::Rng;
use rand_chacha::ChaCha8Rng;

const MODES: [Statistic; 3] = [Statistic::Normal, Statistic::Detached, Statistic::Omitted];

#[derive(Clone, Debug)]
enum Loss {
    Contrast(Contrast, usize),
    InBatch(f64),
}

/// A network, a batch and a loss.
#[derive(Clone, Debug)]
struct Case {
    architecture: Architecture,
    parameters: Vec<f64>,
    inputs: DMatrix<f64>,
    loss: Loss,
}

fn below(rng: &mut ChaCha8Rng, n: usize) -> usize {
    (rng.next_u64() % n as u64) as usize
}

/// Multiples of 2⁻⁷ in [−1, 1): the same numbers in both formats.
fn number(rng: &mut ChaCha8Rng) -> f64 {
    below(rng, 256) as f64 / 128.0 - 1.0
}

fn coin(rng: &mut ChaCha8Rng) -> bool {
    below(rng, 2) == 1
}

/// Case `number`: nine in a row have the nine ways to normalise over the batch.
fn case(index: u64) -> Case {
    let rng = &mut case_rng(1, "gradients", index);
    let inputs = 2 * (1 + below(rng, 4));
    let mut layers = Vec::new();
    let mut units = inputs;
    for block in 0..1 + below(rng, 3) {
        let groups = if units.is_multiple_of(2) && coin(rng) { 2 } else { 1 };
        let most = if coin(rng) { 8 } else { 4 };
        let outputs = groups * (1 + below(rng, most));
        let standardise = (below(rng, 3) == 0).then_some(0.0625);
        layers.push(Layer::Affine(Affine { outputs, groups, bias: coin(rng), standardise }));
        units = outputs;
        if block == 0 || coin(rng) {
            let (mean, deviation) = (MODES[(index % 3) as usize], MODES[(index / 3 % 3) as usize]);
            layers.push(Layer::BatchNorm(BatchNorm { mean, deviation, epsilon: 0.015625, gain: coin(rng) }));
        }
        if below(rng, 3) == 0 {
            let groups = if units.is_multiple_of(2) { 2 } else { 1 };
            layers.push(Layer::GroupNorm(GroupNorm { groups, epsilon: 0.0625, gain: coin(rng) }));
        }
        if coin(rng) {
            layers.push(Layer::Rectifier);
        }
    }
    // The top is affine, so that no output is a constant of the architecture.
    layers.push(Layer::Affine(Affine { outputs: 2 + below(rng, 6), groups: 1, bias: coin(rng), standardise: None }));
    if coin(rng) {
        layers.push(Layer::UnitNorm { epsilon: 1e-4 });
    }
    let architecture = Architecture { inputs, layers };
    let count = architecture.parameters().last().map_or(0, |last| last.range.end);
    let parameters = (0..count).map(|_| number(rng)).collect();
    let (temperature, margin) = ([0.25, 0.5, 1.0][below(rng, 3)], 0.125);
    let loss = match below(rng, 5) {
        0 => Loss::Contrast(Contrast::Simple, 1 + below(rng, 3)),
        1 => Loss::Contrast(Contrast::Triplet { temperature, margin }, 1 + below(rng, 3)),
        2 => Loss::Contrast(Contrast::Nce { temperature }, 1 + below(rng, 3)),
        3 => Loss::Contrast(Contrast::BatchMeanNce { temperature }, 1 + below(rng, 3)),
        _ => Loss::InBatch(temperature),
    };
    let batch = match &loss {
        Loss::Contrast(_, negatives) => (2 + negatives) * (1 + below(rng, 4)),
        Loss::InBatch(_) => 2 * (2 + below(rng, 5)),
    };
    let inputs = DMatrix::from_fn(batch, inputs, |_, _| number(rng));
    Case { architecture, parameters, inputs, loss }
}

/// Loss, gradient by the parameters, gradient by the input, as the trainer computes them. `None` where a gate is
/// not decided within the rounding error that `uncertain` knows of.
fn fast<T: Real>(case: &Case, uncertain: impl Fn(T) -> bool) -> Option<Vec<T>> {
    let parameters = case.parameters.iter().map(|x| T::from_f64(*x)).collect();
    let network = Network::new(case.architecture.clone(), parameters).expect("layers that fit");
    let mut pass = network.pass(case.inputs.nrows()).expect("a batch of several");
    pass.inputs_mut().iter_mut().zip(case.inputs.iter()).for_each(|(to, x)| *to = T::from_f64(*x));
    network.forward(&mut pass);
    for (index, layer) in case.architecture.layers.iter().enumerate() {
        if *layer == Layer::Rectifier && pass.value(index).iter().any(|x| uncertain(*x)) {
            return None;
        }
    }
    let (outputs, adjoint) = pass.output_and_adjoint_mut();
    let loss = match case.loss {
        Loss::Contrast(contrast, negatives) => {
            Contrastive::new(contrast, negatives).value_and_gradient(outputs, adjoint)
        }
        Loss::InBatch(temperature) => InBatch::new(temperature).value_and_gradient(outputs, adjoint),
    };
    let mut gradient = vec![T::zero(); network.parameters.len()];
    network.backward_to_inputs(&mut pass, &mut gradient);
    // The shorter way back is the same one.
    let mut again = vec![T::zero(); network.parameters.len()];
    network.backward(&mut pass, &mut again);
    assert!(gradient == again);
    let input = pass.adjoint(0).iter().copied();
    Some(std::iter::once(loss).chain(gradient).chain(input).collect())
}

/// The same by the tape: values and error bounds.
fn by_tape(case: &Case) -> Option<Vec<(f64, f64)>> {
    use dualproof::numbers::Ring;
    let mut recording = record(&case.architecture, &case.parameters, &case.inputs).ok()?;
    let (tape, output) = (&mut recording.tape, recording.output);
    let loss = match case.loss {
        Loss::Contrast(kind, negatives) => contrast(tape, output, kind, negatives),
        Loss::InBatch(temperature) => in_batch(tape, output, temperature),
    };
    let loss = loss.ok()?;
    let gradient = recording.tape.gradient(loss);
    let mut list = vec![recording.tape.value(loss)[(0, 0)]];
    let arrays = case.architecture.parameters();
    for (array, variable) in arrays.iter().zip(&recording.parameters) {
        let whole = gradient.of(*variable);
        match (array.shape.as_slice(), &case.architecture.layers[array.layer]) {
            ([rows, fan_in], Layer::Affine(affine)) => {
                let start = |i: usize| i / (rows / affine.groups) * fan_in;
                list.extend(
                    (0..*rows).flat_map(|i| (0..*fan_in).map(move |k| (i, k))).map(|(i, k)| whole[(i, start(i) + k)]),
                );
            }
            _ => list.extend(whole.iter()),
        }
    }
    list.extend(gradient.of(recording.input).transpose().iter());
    Some(list.iter().map(|x| (x.value(), x.error_bound())).collect())
}

/// What comparing one case came to.
struct Compared {
    /// The largest deviation over its bound.
    worst: f64,
    /// The largest bound over the largest entry of the gradient.
    relative_bound: f64,
}

/// Compares a format's pass with the tape; `None` where a gate or a bound is not decided.
fn compare<F: Format + Real>(case: &Case, reference: &[(f64, f64)]) -> Option<Compared> {
    let bounds = fast::<Bounded<F>>(case, |x| x.value.abs() <= x.error)?;
    let values = fast::<F>(case, |_| false)?;
    assert_eq!((values.len(), bounds.len()), (reference.len(), reference.len()));
    let size = reference[1..].iter().map(|(x, _)| x.abs()).fold(0.0, f64::max);
    let (mut worst, mut relative_bound) = (0.0_f64, 0.0_f64);
    for ((value, bound), (expected, error)) in values.iter().zip(&bounds).zip(reference) {
        let (deviation, bound) = ((value.to_f64() - expected).abs(), bound.error + error);
        assert!(deviation.is_finite(), "found {value:?}, expected {expected}");
        if !bound.is_finite() {
            // A divisor or a root's argument that may be 0: nothing is compared.
            return None;
        }
        if deviation > 0.0 {
            worst = worst.max(deviation / bound);
        }
        relative_bound = relative_bound.max(bound / size);
    }
    Some(Compared { worst, relative_bound })
}

const CASES: u64 = 1000;

/// A bound that says nothing does not count: it must be this small, relative to the gradient.
const SHARP_F64: f64 = 1e-6;
const SHARP_F32: f64 = 1e-1;

#[test]
fn the_way_back_equals_the_tape_on_a_thousand_configurations() {
    let (mut compared, mut sharp, mut sharp_single) = (0, 0, 0);
    let mut modes = [0; 9];
    let mut index = 0;
    while compared < CASES {
        let case = case(index);
        index += 1;
        assert!(index < 2 * CASES, "only {compared} of {index} cases have a gradient");
        let Some(reference) = by_tape(&case) else { continue };
        let Some(double) = compare::<f64>(&case, &reference) else { continue };
        assert!(double.worst <= 1.0, "case {}: {} times the bound, {case:?}", index - 1, double.worst);
        compared += 1;
        modes[((index - 1) % 9) as usize] += 1;
        sharp += u64::from(double.relative_bound <= SHARP_F64);
        if let Some(single) = compare::<f32>(&case, &reference) {
            assert!(single.worst <= 1.0, "case {}, f32: {} times the bound", index - 1, single.worst);
            sharp_single += u64::from(single.relative_bound <= SHARP_F32);
        }
    }
    println!("{index} drawn, {compared} compared, {sharp} sharply, {sharp_single} sharply in f32, modes {modes:?}");
    assert!(sharp > CASES / 2 && sharp_single > CASES / 3, "{sharp} and {sharp_single} sharp bounds");
    assert!(modes.iter().all(|n| *n > CASES / 20), "{modes:?} cases of each way to normalise");
}

/// The comparison sees a statistic that is differentiated where it should not be, and one that is not where it
/// should be.
#[test]
fn a_wrong_mode_is_seen() {
    for (mean, deviation) in (0..9).map(|k| (MODES[k % 3], MODES[k / 3])) {
        let (mut tried, mut seen) = (0, 0);
        for index in 0..360 {
            let right = case(index);
            let mut wrong = right.clone();
            let mut norms = wrong.architecture.layers.iter_mut().filter_map(|layer| match layer {
                Layer::BatchNorm(norm) => Some(norm),
                _ => None,
            });
            let Some(norm) = norms.next() else { continue };
            if (norm.mean, norm.deviation) == (mean, deviation) || norm.mean == Statistic::Omitted {
                continue;
            }
            // Compared with the tape of the same forward pass: detached for normal and the reverse.
            let other = |mode| match mode {
                Statistic::Normal => Statistic::Detached,
                Statistic::Detached => Statistic::Normal,
                Statistic::Omitted => Statistic::Omitted,
            };
            (norm.mean, norm.deviation) = (other(norm.mean), other(norm.deviation));
            let Some(reference) = by_tape(&right) else { continue };
            let Some(found) = compare::<f64>(&wrong, &reference) else { continue };
            tried += 1;
            seen += u32::from(found.worst > 1.0);
        }
        assert!(tried > 50 && 2 * seen > tried, "{mean} {deviation}: {seen} of {tried} seen");
    }
}
