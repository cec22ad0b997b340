//! Instances with two outputs on which the covariances between and within samples commute, by the choice of the top
//! layer.

use super::super::moments::Moments;
use super::super::setting::Instance;
use dualproof::matrix::{is_positive_semidefinite, is_symmetric};
use dualproof::numbers::{Field, Rational, Ring};
use dualproof::strategies::reflection;
use dualproof::tape::Tape;
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;

/// B and W of the outputs. `None` where the network has none over the rationals.
fn covariances(instance: &Instance) -> Option<[DMatrix<Rational>; 2]> {
    let mut tape = Tape::new();
    let network = tape.network(&instance.online, &instance.views.inputs).ok()?;
    let Moments { b, w, .. } = Moments::of(instance, tape.value(network.output));
    Some([b, w])
}

fn commute(a: &DMatrix<Rational>, b: &DMatrix<Rational>) -> bool {
    a * b == b * a
}

/// BW = WB?
pub(super) fn between_and_within_commute(instance: &Instance) -> bool {
    covariances(instance).is_some_and(|[b, w]| commute(&b, &w))
}

/// P = Pᵀ, PB = BP and PW = WP?
pub(super) fn predictor_shares_the_modes(instance: &Instance) -> bool {
    let p = &instance.predictor;
    is_symmetric(p) && covariances(instance).is_some_and(|[b, w]| commute(p, &b) && commute(p, &w))
}

/// The same networks and views with a top layer of two rows H(u, v)ᵀ: u is the first row of the old one, v is
/// orthogonal to B'u and W'u, where B' and W' are the covariances of what the layer reads, H is a reflection. So B and W
/// of the outputs are H diag H. P = H diag(p₁, p₂) H, in quarters from 0 to 2, p₁ ≠ p₂. Where the layer reads less than
/// three numbers the instance is as it was.
pub(super) fn with_common_modes(instances: BoxedStrategy<Instance>) -> BoxedStrategy<Instance> {
    let quarters = (0_i64..=8, 1_i64..=8).prop_map(|(first, step)| [first, (first + step) % 9]);
    (instances, vec(-2_i64..=2, 2), quarters)
        .prop_map(|(instance, v, quarters)| turned(&instance, &v, quarters).unwrap_or(instance))
        .boxed()
}

fn turned(instance: &Instance, axis: &[i64], quarters: [i64; 2]) -> Option<Instance> {
    /// The size of the largest entry of v, as of the entries of other layers.
    const LARGEST: i64 = 16;
    let mut tape = Tape::new();
    let network = tape.network(&instance.online, &instance.views.inputs).ok()?;
    let read: DMatrix<Rational> = tape.value(network.layers.last()?.below).clone();
    let Moments { b, w, .. } = Moments::of(instance, &read);
    let u = instance.online.layers.last()?.weights.row(0).transpose();
    let (b, w) = (&b * &u, &w * &u);
    if u.len() < 3 {
        return None;
    }
    let cross = |i: usize, j: usize| b[i].clone() * w[j].clone() - b[j].clone() * w[i].clone();
    let v = [cross(1, 2), cross(2, 0), cross(0, 1)];
    let size = |x: &Rational| if *x < Rational::zero() { -x.clone() } else { x.clone() };
    let largest = v.iter().map(size).max()?;
    let scale = Rational::from_integer(LARGEST).divide(&largest)?;
    let rows = DMatrix::from_fn(2, u.len(), |row, k| match row {
        0 => u[k].clone(),
        _ => v.get(k).map_or_else(Rational::zero, |x| x.clone() * scale.clone()),
    });
    let h = reflection(axis);
    let mut turned = instance.clone();
    for network in [&mut turned.online, &mut turned.target] {
        let top = network.layers.last_mut()?;
        (top.weights, top.mask, top.bias) = (&h * &rows, None, None);
    }
    let eigenvalues = DVector::from_iterator(2, quarters.iter().map(|q| Rational::new(*q, 4)));
    turned.predictor = &h * DMatrix::from_diagonal(&eigenvalues) * &h;
    Some(turned)
}

/// Is V^S_x at the best predictor indefinite, its S being T⁻¹BWT⁻¹: has BW + WB a negative eigenvalue?
pub(super) fn best_predictor_repels_somewhere(instance: &Instance) -> bool {
    covariances(instance).is_some_and(|[b, w]| {
        let product = &b * &w;
        is_positive_semidefinite(&(&product + product.transpose())) == Ok(false)
    })
}
