//! How the data are drawn: samples and augmentations along given axes, so that X and X' are known.

use crate::modes::Axes;
use crate::setting::Setting;
use dualproof::numbers::{Field, Rational, Ring};
use dualproof::strategies::{free_matrix, reflection};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;

/// A diagonal matrix of any shape.
pub fn diagonal(rows: usize, columns: usize, entries: &[Rational]) -> DMatrix<Rational> {
    DMatrix::from_fn(rows, columns, |i, j| if i == j { entries[i].clone() } else { Rational::zero() })
}

/// Two axes each for inputs and outputs.
pub fn axes() -> impl Strategy<Value = Axes> {
    (vec(-3_i64..=3, 2), vec(-3_i64..=3, 2))
        .prop_map(|(inputs, outputs)| Axes { inputs: reflection(&inputs), outputs: reflection(&outputs) })
}

/// Matrices of quarters between −2 and 2.
pub fn quarters(rows: usize, columns: usize) -> impl Strategy<Value = DMatrix<Rational>> {
    vec(-8_i64..=8, rows * columns)
        .prop_map(move |entries| DMatrix::from_vec(rows, columns, entries).map(|n| Rational::new(n, 4)))
}

/// How far along an axis, and how often.
#[derive(Clone, Debug)]
pub struct Spread {
    amplitude: Rational,
    probability: Rational,
}

impl Spread {
    /// On every one of so many axes alike: this far.
    pub fn even(amplitude: &Rational, axes: usize) -> Self {
        Spread { amplitude: amplitude.clone(), probability: Rational::new(1, axes as u64) }
    }

    /// With this mean square, and a probability of at most one in so many; the amplitude is a whole number.
    pub fn of_mean_square(square: &Rational, axes: usize) -> Self {
        let share = Rational::new(1, axes as u64);
        let mut amplitude = Rational::one();
        loop {
            let probability = square.divide(&(amplitude.clone() * amplitude.clone())).expect("a square that is not 0");
            if probability <= share {
                return Spread { amplitude, probability };
            }
            amplitude += Rational::one();
        }
    }
}

/// Samples at s_i q_i with probability p_i, otherwise at 0; augmentations x̄ ± b_k r_k with probability π_k/2 each,
/// otherwise x̄ itself: X = Σ p_i s_i² q_i q_iᵀ and X' = Σ π_k b_k² r_k r_kᵀ, the q_i and r_k being the columns.
pub fn views_along(
    q: &DMatrix<Rational>,
    samples: &[Spread],
    r: &DMatrix<Rational>,
    noise: &[Spread],
) -> Views<Rational> {
    let rest = |spread: &[Spread]| spread.iter().fold(Rational::one(), |rest, s| rest - s.probability.clone());
    let column = |axes: &DMatrix<Rational>, at: usize, by: &Rational| axes.column(at).map(|x| x * by.clone());
    let mut means: Vec<_> = samples.iter().enumerate().map(|(i, s)| column(q, i, &s.amplitude)).collect();
    means.push(column(q, 0, &Rational::zero()));
    let mut sample_weights: Vec<Rational> = samples.iter().map(|s| s.probability.clone()).collect();
    sample_weights.push(rest(samples));
    let (mut shifts, mut law) = (vec![column(r, 0, &Rational::zero())], vec![rest(noise)]);
    for (k, spread) in noise.iter().enumerate() {
        for sign in [1, -1] {
            shifts.push(column(r, k, &(spread.amplitude.clone() * Rational::from_integer(sign))));
            law.push(spread.probability.clone() * Rational::new(1, 2));
        }
    }
    let columns: Vec<_> = means.iter().flat_map(|mean| shifts.iter().map(move |shift| mean + shift)).collect();
    let augmentation_weights = means.iter().flat_map(|_| law.clone()).collect();
    Views { inputs: DMatrix::from_columns(&columns), sample_weights, augmentation_weights }
}

/// X = diag(x) and X' = diag(x') in the axes, drawn: even amplitudes.
pub fn views_in(axes: &Axes, samples: &[i64], noise: &[i64]) -> Views<Rational> {
    let q = &axes.inputs;
    let spreads = |amplitudes: &[i64]| {
        amplitudes.iter().map(|s| Spread::even(&Rational::new(*s, 2), amplitudes.len())).collect::<Vec<_>>()
    };
    views_along(q, &spreads(samples), q, &spreads(noise))
}

/// The same, and their axes.
pub fn any_data() -> impl Strategy<Value = (Axes, Views<Rational>)> {
    (axes(), vec(1_i64..=4, 2), vec(0_i64..=3, 2)).prop_map(|(axes, samples, noise)| {
        let views = views_in(&axes, &samples, &noise);
        (axes, views)
    })
}

/// Samples along the two axes, augmentations along axes between them: X and X' do not commute.
pub fn between_the_axes(q: &DMatrix<Rational>) -> Views<Rational> {
    let turned = q * DMatrix::from_row_slice(2, 2, &[3, -4, 4, 3].map(|n| Rational::new(n, 5)));
    let spreads = [1, 2].map(|n| Spread::even(&Rational::from_integer(n), 2));
    views_along(q, &spreads, &turned, &spreads)
}

/// Adds an entry beside the diagonal of UᵀPU.
pub fn mix(predictor: &mut DMatrix<Rational>, u: &DMatrix<Rational>) {
    let mixed = DMatrix::from_fn(2, 2, |row, column| Rational::new(i64::from(row < column), 1));
    *predictor += u * mixed * u.transpose();
}

/// The drawn instances after a change.
pub fn changed<I: std::fmt::Debug + 'static>(instances: BoxedStrategy<I>, change: fn(&mut I)) -> BoxedStrategy<I> {
    instances
        .prop_map(move |mut instance| {
            change(&mut instance);
            instance
        })
        .boxed()
}

/// Everything free: n outputs on n₀ inputs.
pub fn free(outputs: usize, inputs: usize, samples: usize) -> impl Strategy<Value = Setting> {
    let rates = free_matrix(3, 1);
    let matrices = (free_matrix(outputs, inputs), free_matrix(outputs, outputs), free_matrix(outputs, inputs));
    (free_matrix(inputs, 2 * samples), matrices, rates).prop_map(
        move |(inputs, (weights, predictor, target), rates)| Setting {
            views: Views::uniform(inputs, samples).expect("two views of every sample"),
            weights,
            predictor,
            target,
            rate: rates[0].clone(),
            decay: rates[1].clone(),
            predictor_decay: rates[2].clone(),
        },
    )
}
