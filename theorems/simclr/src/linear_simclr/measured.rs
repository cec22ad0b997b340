//! The measured side: descent on the double sum over pairs of views, differentiated at every step.

use super::cases::NO_FIRST_AXIS;
use super::{Instance, Part};
use crate::cases::{independent_samples, same_sample};
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, embed, scaled};
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Field, Number, Obstacle, Ring, Series};
use dualproof::tape::{Tape, pairs};
use nalgebra::DMatrix;

pub(super) fn measured(instance: &Instance, part: Part) -> Side {
    let (w, above): (Matrix, Matrix) = (embed(&instance.weights), embed(&instance.above));
    let q: Matrix = embed(&instance.axes);
    Ok(vec![match part {
        Part::OneLayer => descended(instance, vec![Layer::dense(w, Activation::Linear)])?,
        Part::BelowAFixedLayer => {
            let activation = if instance.relu { Activation::Relu } else { Activation::Linear };
            descended(instance, vec![Layer::dense(w, activation), Layer::dense(above, Activation::Linear)])?
        }
        Part::TangentsFall => {
            let along = Number::product(&descended(instance, vec![Layer::dense(w, Activation::Linear)])?, &q);
            let mut tangents = along.clone();
            for ((row, k), tangent) in
                (0..q.ncols()).flat_map(|k| (0..along.nrows()).map(move |row| (row, k))).zip(tangents.iter_mut())
            {
                *tangent = along[(row, k)].divide(&along[(row, 0)]).ok_or(NO_FIRST_AXIS)?;
            }
            tangents
        }
        Part::AlignedLayers => Number::product(&velocity_of_the_product(instance, &q)?, &q),
    }])
}

/// −∇ of E\[r₊ − r₋\] by the weights of every layer.
fn updates(instance: &Instance, layers: &[Layer<Number>]) -> Result<Vec<Matrix>, Obstacle> {
    let views = instance.views.embed::<Number>();
    let mut terms = pairs::of_samples(&views, &same_sample(&instance.views), &Number::one());
    terms.extend(pairs::of_samples(&views, &independent_samples(&instance.views), &-Number::one()));
    let mut tape = Tape::new();
    let network = tape.network(&Network { layers: layers.to_vec() }, &views.inputs)?;
    let loss = tape.pair_loss(network.output, network.output, terms);
    let gradient = tape.gradient(loss);
    Ok(network.layers.iter().map(|layer| -gradient.of(layer.weights)).collect())
}

/// The first layer after all steps; those above it stay.
fn descended(instance: &Instance, mut layers: Vec<Layer<Number>>) -> Result<Matrix, Obstacle> {
    for _ in 0..instance.steps {
        let update = updates(instance, &layers)?.swap_remove(0);
        layers[0].weights += scaled(&update, &Number::from_rational(&instance.step));
    }
    Ok(layers.swap_remove(0).weights)
}

/// The coefficient of ε of W_L ⋯ W₁ at the weights W_l − ε∇_{W_l}L of the aligned layers.
fn velocity_of_the_product(instance: &Instance, q: &Matrix) -> Result<Matrix, Obstacle> {
    let diagonal = |levels: &Vec<_>| {
        let a: Vec<Number> = levels.iter().map(Number::from_rational).collect();
        DMatrix::from_fn(a.len(), a.len(), |i, j| if i == j { a[i].clone() } else { Number::zero() })
    };
    let mut weights: Vec<Matrix> = instance.levels.iter().map(diagonal).collect();
    weights[0] = Number::product(&weights[0], &q.transpose());
    let layers: Vec<Layer<Number>> = weights.into_iter().map(|w| Layer::dense(w, Activation::Linear)).collect();
    let updates = updates(instance, &layers)?;
    let moving = layers
        .iter()
        .zip(&updates)
        .map(|(layer, update)| layer.weights.zip_map(update, |w, u| Series::new([w, u, Number::zero()])));
    let product = moving.reduce(|below, w| Series::product(&w, &below)).expect("a layer");
    Ok(product.map(|entry| entry.coefficients()[1].clone()))
}
