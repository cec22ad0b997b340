//! What `byol-implicit-contrastive` and `byol-ema` predict for the networks of the experiment.
//!
//! The connection of layer l is K_l(x) = f_{l−1} ⊗ J_lᵀ with J_l through the gates; a division by the batch's
//! standard deviation s is a gate like any other, 1/s with s a constant, and a subtraction of the batch's mean is
//! not one. With f = K_lᵀ w_l at the top, before a mean is taken off, and f' that of the target for the other view,
//!
//! - with zero-mean: −∇_{w_l} r = Cov^{Pᵀ}(K_l, f') − Cov^{PᵀP}(K_l, f), over the pairs of the batch;
//! - without: −∇_{w_l} r = E K_l Pᵀf' − E K_l PᵀP f;
//! - their difference for shared weights is the zero-mean's share, −M_l S M_lᵀ w_l, S = Pᵀ(I − P).
//!
//! Where the mean alone is normalised, at the output, these are the claims themselves, and exact. Where s is
//! differentiated too, or the normalisation is in a hidden layer, whose zero-mean is followed by a rectifier, they
//! are approximations; the experiment measures how good. Exact everywhere is `batch-connection`, with the connection 𝒦_l of
//! the batch in place of K_l: −∇_{w_l} r = E 𝒦_l Pᵀ(f' − P f), f the output as it is; below a normalisation
//! 𝒦_l = (o − E o − E\[o diag ȳ\] diag y) diag(1/s) Jᵀ.
//!
//! Nothing here is shared with the trainer's backward pass but the values of its forward pass: connections are
//! applied layer by layer to given numbers.

use super::covariance::{about, s_of};
use dualproof::train::{BatchNorm, Layer, Network, Pass, Statistic};
use nalgebra::{DMatrix, RowDVector};

/// One matrix for every affine layer, from the input up, in the shape of its weight.
pub type Update = Vec<DMatrix<f64>>;

/// The predicted updates of one batch.
#[derive(Clone, Debug, PartialEq)]
pub struct Prediction {
    /// −∇r with zero-mean.
    pub with_zero_mean: Update,
    /// −∇r without.
    pub without_zero_mean: Update,
    /// M_l S M_lᵀ w_l.
    pub implicit: Update,
    /// −∇r by the connection of the batch.
    pub of_the_batch: Update,
}

/// The prediction for a batch after the forward passes of the online and the target network: one view of
/// every sample, then the other of each. `None` where the network has a layer that the theory does not cover.
pub fn predicted(
    online: &Network<f64>,
    pass: &Pass<f64>,
    target: (&Network<f64>, &Pass<f64>),
    predictor: &DMatrix<f64>,
) -> Option<Prediction> {
    let (outputs, targets) = (linear_output(online, pass)?, linear_output(target.0, target.1)?);
    let rows = outputs.nrows();
    let partners =
        |targets: &DMatrix<f64>| DMatrix::from_fn(rows, targets.ncols(), |i, k| targets[((i + rows / 2) % rows, k)]);
    let swapped = partners(&targets);
    // −∂r/∂f of every view; rows are views: Pᵀ(f' − P f) of a row f is (f' − f Pᵀ) P.
    let descent = |f: &DMatrix<f64>, target: &DMatrix<f64>| (target - f * predictor.transpose()) * predictor;
    let mean = outputs.row_mean();
    let constant = &mean * s_of(predictor).transpose();
    let implicit = DMatrix::from_fn(rows, constant.len(), |_, k| constant[k]);
    Some(Prediction {
        with_zero_mean: applied(
            online,
            pass,
            descent(&about(&outputs, &mean), &about(&swapped, &swapped.row_mean())),
            Connection::OfAView,
        )?,
        without_zero_mean: applied(online, pass, descent(&outputs, &swapped), Connection::OfAView)?,
        implicit: applied(online, pass, implicit, Connection::OfAView)?,
        of_the_batch: applied(
            online,
            pass,
            descent(pass.output(), &partners(target.1.output())),
            Connection::OfTheBatch,
        )?,
    })
}

/// Whose connection.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Connection {
    /// K_l: the statistics of the batch are constants.
    OfAView,
    /// 𝒦_l: every view reaches every output through the statistics that are differentiated.
    OfTheBatch,
}

/// E K_l z, or E 𝒦_l z, for every affine layer: Σ_v (J_l(v)ᵀ z_v) f_{l−1}(v)ᵀ / n, z one row a view.
fn applied(network: &Network<f64>, pass: &Pass<f64>, z: DMatrix<f64>, connection: Connection) -> Option<Update> {
    let layers = &network.architecture().layers;
    let mut flow = z;
    let mut updates = Vec::new();
    for (index, layer) in layers.iter().enumerate().rev() {
        let below = pass.value(index);
        match layer {
            Layer::Affine(affine) if affine.groups == 1 && affine.standardise.is_none() && !affine.bias => {
                updates.push(flow.tr_mul(below) / below.nrows() as f64);
                flow *= weight(network, index);
            }
            Layer::Rectifier => flow.zip_apply(below, |z, f| *z *= f64::from(u8::from(f > 0.0))),
            Layer::BatchNorm(norm) if !norm.gain => {
                let inverse = inverse_deviation(below, norm.deviation, norm.epsilon);
                scale(&mut flow, &inverse);
                if connection == Connection::OfTheBatch {
                    flow = through_statistics(*norm, below, &inverse, flow);
                }
            }
            _ => return None,
        }
    }
    updates.reverse();
    Some(updates)
}

/// What E\[(o − E o − E\[o diag ȳ\] diag y) z\] is E o of, for z = diag(1/s) Jᵀ(…) of every view: o is linear in what it is
/// applied to, so E o E z is E\[o E z\] and E\[o diag ȳ\] E\[diag y z\] is E\[o diag ȳ E\[diag y z\]\].
fn through_statistics(
    norm: BatchNorm,
    below: &DMatrix<f64>,
    inverse: &RowDVector<f64>,
    z: DMatrix<f64>,
) -> DMatrix<f64> {
    let mut centred = about(below, &below.row_mean());
    scale(&mut centred, inverse);
    let normalised = match norm.mean {
        Statistic::Omitted => DMatrix::from_fn(below.nrows(), below.ncols(), |v, i| below[(v, i)] * inverse[i]),
        _ => centred.clone(),
    };
    let mean = if norm.mean == Statistic::Normal { z.row_mean() } else { RowDVector::zeros(z.ncols()) };
    let along = if norm.deviation == Statistic::Normal {
        normalised.component_mul(&z).row_mean()
    } else {
        RowDVector::zeros(z.ncols())
    };
    DMatrix::from_fn(z.nrows(), z.ncols(), |v, i| z[(v, i)] - mean[i] - centred[(v, i)] * along[i])
}

/// f before a mean is taken off at the output: the value under an output normalisation, divided by s. The output
/// itself where there is none.
fn linear_output(network: &Network<f64>, pass: &Pass<f64>) -> Option<DMatrix<f64>> {
    let layers = &network.architecture().layers;
    match layers.last()? {
        Layer::Affine(_) => Some(pass.output().clone()),
        Layer::BatchNorm(norm) if !norm.gain => {
            let mut below = pass.value(layers.len() - 1).clone();
            let inverse = inverse_deviation(&below, norm.deviation, norm.epsilon);
            scale(&mut below, &inverse);
            Some(below)
        }
        _ => None,
    }
}

/// The weight of a dense affine layer, n_out × n_in.
fn weight(network: &Network<f64>, layer: usize) -> DMatrix<f64> {
    DMatrix::from_row_slice(network.widths()[layer + 1], network.widths()[layer], network.weight(layer))
}

/// 1/s of every unit, s² = the population variance + ε; 1 where it is omitted.
fn inverse_deviation(values: &DMatrix<f64>, deviation: Statistic, epsilon: f64) -> RowDVector<f64> {
    match deviation {
        Statistic::Omitted => RowDVector::from_element(values.ncols(), 1.0),
        _ => values.row_variance().map(|variance| 1.0 / (variance + epsilon).sqrt()),
    }
}

fn scale(values: &mut DMatrix<f64>, factors: &RowDVector<f64>) {
    for (mut column, factor) in values.column_iter_mut().zip(factors.iter()) {
        column *= *factor;
    }
}

/// A gradient in the trainer's order as an update, −∇ layer by layer.
pub fn descent_of(network: &Network<f64>, gradient: &[f64]) -> Update {
    let weights = network.layout().iter().filter(|p| p.name.ends_with("weight"));
    weights.map(|p| -DMatrix::from_row_slice(p.shape[0], p.shape[1], &gradient[p.range.clone()])).collect()
}

/// ‖·‖ over all layers together.
pub fn norm(update: &Update) -> f64 {
    update.iter().map(DMatrix::norm_squared).sum::<f64>().sqrt()
}

/// The cosine of the angle between two updates, over all layers together; `None` where one is 0 or not finite.
pub fn cosine(a: &Update, b: &Update) -> Option<f64> {
    // Each divided by its own norm first: their product may underflow where neither does.
    let (na, nb) = (norm(a), norm(b));
    let cosine = a.iter().zip(b).map(|(a, b)| (a / na).dot(&(b / nb))).sum::<f64>();
    cosine.is_finite().then(|| cosine.clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::super::cell::{Cell, Normalisation, Predictor};
    use super::super::learner::pair_gradient;
    use super::super::results::recorded;
    use super::*;
    use dualproof::network::{Activation, Layer as TheoryLayer, Network as TheoryNetwork};
    use dualproof::random_streams::case_rng;
    use dualproof::train::{Architecture, Initialisation};
    use rand::RngExt;

    const SAMPLES: usize = 6;
    const PIXELS: usize = 7;

    /// A relative violation of one part in so many is caught on every instance.
    const SENSITIVITY: f64 = 1e4;

    fn cell(mean: Statistic, deviation: Statistic) -> Cell {
        Cell::Byol {
            normalisation: Normalisation::Output { mean, deviation },
            predictor: Predictor::Trained,
            ema: true,
        }
    }

    struct Batch {
        online: Network<f64>,
        target: Network<f64>,
        pass: Pass<f64>,
        target_pass: Pass<f64>,
        predictor: DMatrix<f64>,
    }

    fn batch(cell: Cell, number: u64, shared: bool) -> Batch {
        let mut rng = case_rng(5, "theory", number);
        let law = Initialisation::Deviation(1.0);
        let online = Network::random(cell.architecture(PIXELS), law, &mut rng).unwrap();
        let target =
            if shared { online.clone() } else { Network::random(cell.architecture(PIXELS), law, &mut rng).unwrap() };
        let (mut pass, mut target_pass) = (online.pass(2 * SAMPLES).unwrap(), target.pass(2 * SAMPLES).unwrap());
        pass.inputs_mut().iter_mut().for_each(|x| *x = rng.random::<f64>());
        target_pass.inputs_mut().copy_from_slice(pass.value(0).as_slice());
        online.forward(&mut pass);
        target.forward(&mut target_pass);
        let predictor =
            DMatrix::from_fn(16, 16, |i, j| 0.5 * f64::from(u8::from(i == j)) + 0.2 * (rng.random::<f64>() - 0.5));
        Batch { online, target, pass, target_pass, predictor }
    }

    impl Batch {
        fn measured(&mut self) -> Update {
            let (outputs, adjoint) = self.pass.output_and_adjoint_mut();
            pair_gradient(outputs, self.target_pass.output(), &self.predictor, adjoint);
            let mut gradient = vec![0.0; self.online.parameters.len()];
            self.online.backward(&mut self.pass, &mut gradient);
            descent_of(&self.online, &gradient)
        }

        fn predicted(&self) -> Prediction {
            predicted(&self.online, &self.pass, (&self.target, &self.target_pass), &self.predictor).unwrap()
        }
    }

    impl Batch {
        /// A bound on the distance of two computations of one update, over all layers. Each is sums of products along
        /// the network, so it is off by at most (roundings in a row)·ε times the same sums over absolute values: every
        /// gate open, every mean added instead of taken off. A sum of n terms is n roundings, its products one more.
        fn rounding(&self) -> f64 {
            let of_sizes = |network: &Network<f64>, inputs: &[f64]| {
                let architecture = network.architecture();
                let kept = |layer: &&Layer| !matches!(layer, Layer::BatchNorm(_));
                let layers = architecture.layers.iter().filter(kept).copied().collect();
                let sizes = network.parameters.iter().map(|w| w.abs()).collect();
                let network = Network::new(Architecture { inputs: architecture.inputs, layers }, sizes).unwrap();
                let mut pass = network.pass(2 * SAMPLES).unwrap();
                pass.inputs_mut().copy_from_slice(inputs);
                network.forward(&mut pass);
                (network, pass)
            };
            let inputs = self.pass.value(0).as_slice();
            assert!(inputs.iter().all(|x| *x >= 0.0));
            let (online, pass) = of_sizes(&self.online, inputs);
            let (_, target_pass) = of_sizes(&self.target, inputs);
            let inverse = |network: &Network<f64>, pass: &Pass<f64>| {
                let layers = &network.architecture().layers;
                match layers.last() {
                    Some(Layer::BatchNorm(norm)) => {
                        inverse_deviation(pass.value(layers.len() - 1), norm.deviation, norm.epsilon)
                    }
                    _ => RowDVector::from_element(16, 1.0),
                }
            };
            let uncentred = |pass: &Pass<f64>, inverse: &RowDVector<f64>| {
                let mut sizes = pass.output().clone();
                scale(&mut sizes, inverse);
                let mean = sizes.row_mean();
                DMatrix::from_fn(sizes.nrows(), sizes.ncols(), |i, k| sizes[(i, k)] + mean[k])
            };
            let (of_online, of_target) = (inverse(&self.online, &self.pass), inverse(&self.target, &self.target_pass));
            let (f, t) = (uncentred(&pass, &of_online), uncentred(&target_pass, &of_target));
            let swapped = DMatrix::from_fn(t.nrows(), t.ncols(), |i, k| t[((i + SAMPLES) % t.nrows(), k)]);
            let p = self.predictor.abs();
            let mut z = (swapped + &f * p.transpose()) * &p;
            let mean = z.row_mean();
            z = DMatrix::from_fn(z.nrows(), z.ncols(), |i, k| z[(i, k)] + mean[k]);
            scale(&mut z, &of_online);
            let sizes = norm(&applied(&online, &pass, z, Connection::OfAView).unwrap());
            let (up, down, views) = (PIXELS + 64 + 32 + 32, 16 + 32 + 32, 2 * SAMPLES);
            // Up, the mean, the predictor twice, the mean of the gradient, down, the mean over the views; a product,
            // a division or a difference beside each of these eleven sums.
            let roundings = up + views + 2 * 16 + views + down + views + 2 * 11;
            2.0 * roundings as f64 * f64::EPSILON * sizes
        }
    }

    fn assert_equal(a: &Update, b: &Update, bound: f64) {
        assert!(!a.is_empty() && a.len() == b.len());
        let difference: Update = a.iter().zip(b).map(|(a, b)| a - b).collect();
        assert!(norm(&difference) <= bound, "{} > {bound}", norm(&difference));
        // Beside a bound of its own size an update would show nothing.
        assert!(norm(a) > SENSITIVITY * bound, "{} against {bound}", norm(a));
    }

    #[test]
    fn with_the_mean_alone_at_the_output_the_prediction_is_the_update() {
        for number in 0..8 {
            for (mean, shared) in [(Statistic::Normal, false), (Statistic::Normal, true)] {
                let mut batch = batch(cell(mean, Statistic::Omitted), number, shared);
                let prediction = batch.predicted();
                let measured = batch.measured();
                assert_equal(&measured, &prediction.with_zero_mean, batch.rounding());
                let other: Update = measured.iter().zip(&prediction.without_zero_mean).map(|(a, b)| a - b).collect();
                assert!(norm(&other) > SENSITIVITY * batch.rounding(), "the two predictions cannot be told apart");
            }
            let mut plain = batch(cell(Statistic::Omitted, Statistic::Omitted), number, false);
            let prediction = plain.predicted();
            assert_equal(&plain.measured(), &prediction.without_zero_mean, plain.rounding());
        }
    }

    /// Where both outputs are zero-mean, ∂r/∂f is so too, whatever P: nothing is left for the mean's own gradient.
    #[test]
    fn detaching_the_mean_at_the_output_changes_nothing() {
        for number in 0..8 {
            for deviation in [Statistic::Normal, Statistic::Omitted] {
                let mut normal = batch(cell(Statistic::Normal, deviation), number, false);
                let mut detached = batch(cell(Statistic::Detached, deviation), number, false);
                let measured = normal.measured();
                assert_equal(&measured, &detached.measured(), normal.rounding());
            }
        }
    }

    #[test]
    fn the_difference_of_the_two_is_the_zero_mean_share() {
        for number in 0..8 {
            let batch = batch(cell(Statistic::Normal, Statistic::Omitted), number, true);
            let Prediction { with_zero_mean, without_zero_mean, implicit, .. } = batch.predicted();
            let difference = without_zero_mean.iter().zip(&with_zero_mean).map(|(a, b)| a - b).collect();
            // Three updates, two of them computed by the definition.
            assert_equal(&difference, &implicit, 2.0 * batch.rounding());
        }
    }

    /// Wherever the normalisation is and however its statistics are treated, to the digits that are recorded; the other
    /// prediction differs in those digits where it is in a hidden layer.
    #[test]
    fn with_the_connection_of_the_batch_the_prediction_is_the_update_in_every_cell() {
        let covered: Vec<Cell> = Cell::all().into_iter().filter(|cell| cell.is_in_the_theory()).collect();
        assert!(!covered.is_empty());
        for cell in covered {
            let mut batch = batch(cell, 1, !cell.has_ema());
            let prediction = batch.predicted();
            let measured = batch.measured();
            let shown = |of: &Update| recorded(cosine(&measured, of).unwrap());
            assert_eq!(shown(&prediction.of_the_batch), Some(1.0), "{cell}");
            if let Cell::Byol { normalisation: Normalisation::Hidden { mean: Statistic::Normal, .. }, .. } = cell {
                assert_ne!(shown(&prediction.with_zero_mean), Some(1.0), "{cell}");
            }
        }
    }

    /// The same numbers from the toolkit's explicit connections, on the definition: Σ over pairs of
    /// K(v) Pᵀ(K'(v')ᵀ w' − P K(v)ᵀ w), all centred.
    #[test]
    fn the_prediction_is_that_of_explicit_connections() {
        let batch = batch(cell(Statistic::Normal, Statistic::Omitted), 3, false);
        let theirs = |network: &Network<f64>| {
            let layers: Vec<usize> = network.layout().iter().map(|p| p.layer).collect();
            let top = layers.len() - 1;
            let layer = |(place, index): (usize, &usize)| {
                let activation = if place == top { Activation::Linear } else { Activation::Relu };
                TheoryLayer::dense(weight(network, *index), activation)
            };
            TheoryNetwork { layers: layers.iter().enumerate().map(layer).collect() }
        };
        let (online, target) = (theirs(&batch.online), theirs(&batch.target));
        let inputs = batch.pass.value(0).transpose();
        let (trace, target_trace) = (online.trace(&inputs).unwrap(), target.trace(&inputs).unwrap());
        let views = 2 * SAMPLES;
        let prediction = batch.predicted();
        for layer in 1..=online.depth() {
            let explicit = |trace: &dualproof::network::Trace<f64>| -> Vec<DMatrix<f64>> {
                let k: Vec<_> = (0..views).map(|v| trace.connections(layer).explicit(v)).collect();
                let mean = k.iter().fold(DMatrix::zeros(k[0].nrows(), k[0].ncols()), |sum, k| sum + k) / views as f64;
                k.iter().map(|k| k - &mean).collect()
            };
            let (k, k_target) = (explicit(&trace), explicit(&target_trace));
            let w = dualproof::matrix::vec(&online.layers[layer - 1].weights);
            let w_target = dualproof::matrix::vec(&target.layers[layer - 1].weights);
            let p = &batch.predictor;
            let term = |v: usize| {
                let partner = (v + SAMPLES) % views;
                &k[v] * p.transpose() * (k_target[partner].transpose() * &w_target - p * k[v].transpose() * &w)
            };
            let sum = (0..views).map(term).fold(DMatrix::zeros(w.len(), 1), |sum, term| sum + term) / views as f64;
            let found = &prediction.with_zero_mean[layer - 1];
            let difference = dualproof::matrix::vec(found) - sum;
            assert!(
                difference.norm() <= batch.rounding() && found.norm() > SENSITIVITY * batch.rounding(),
                "layer {layer}"
            );
        }
    }

    #[test]
    fn the_theory_does_not_speak_of_other_normalisations() {
        for other in Cell::all() {
            let batch = batch(other, 0, true);
            let found = predicted(&batch.online, &batch.pass, (&batch.target, &batch.target_pass), &batch.predictor);
            assert_eq!(found.is_some(), other.is_in_the_theory(), "{other}");
        }
    }
}
