//! What a network sees of two objects under shifts, by definition.

use super::Part;
use super::cases::Instance;
use crate::derivatives::{covariance, of_means};
use dualproof::claim::Side;
use dualproof::numbers::{Ordered, Rational, Ring};
use dualproof::tape::{Tape, pairs};
use nalgebra::DMatrix;
use num_traits::Zero;

/// Derivatives of augmentation means and of the losses; a unit applied to every shift.
pub fn measured<S: Ordered>(instance: &Instance, part: Part) -> Side<S> {
    instance.need(part)?;
    if part == Part::SightOnAnOpenSet {
        return Ok(vec![DMatrix::from_element(1, 1, S::from_rational(&difference_seen(instance)))]);
    }
    let views = instance.views::<S>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.network.embed(), &views.inputs)?;
    if part == Part::AttractionCancelsRepulsion {
        let same = DMatrix::from_diagonal_element(2, 2, Rational::new(1, 2));
        let any = DMatrix::from_element(2, 2, Rational::new(1, 4));
        let mut sides = Vec::new();
        for law in [same, any] {
            let terms = pairs::of_samples(&views, &law, &S::one());
            let loss = tape.pair_loss(network.output, network.output, terms);
            let gradient = tape.gradient(loss);
            sides.extend(network.layers.iter().map(|layer| gradient.of(layer.weights)));
        }
        return Ok(sides);
    }
    let connections = network.layers.iter().map(|layer| of_means(&tape, network.output, layer.weights, &views));
    Ok(match part {
        Part::OneHiddenRelu => connections.skip(1).map(|k| covariance(&views.sample_weights, &k)).collect(),
        _ => connections.flatten().collect(),
    })
}

/// δ of the unit with weights w = c(e₀ − e₁) + ε: the mean of max(w·T_p u, 0) minus that of max(w·T_p v, 0).
fn difference_seen(instance: &Instance) -> Rational {
    let mut w = DMatrix::from_row_slice(1, instance.pixels(), &instance.perturbation);
    w[(0, 0)] += instance.contrast.clone();
    w[(0, 1)] -= instance.contrast.clone();
    let (seen, many) = (Rational::product(&w, &instance.views().inputs), instance.shifts.len());
    let on = |view: usize| if seen[(0, view)] > Rational::zero() { seen[(0, view)].clone() } else { Rational::zero() };
    let total = (0..many).fold(Rational::zero(), |sum, p| sum + on(p) - on(many + p));
    total * Rational::new(1, many as u64)
}
