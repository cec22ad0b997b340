//! Instances: views, weights, a step; data whose principal axes are rational.

use dualproof::matrix::rows;
use dualproof::numbers::{Obstacle, Rational};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Views, the weights of one layer and of one above it, and what the statements on axes speak of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// W or W₁, n × n₀.
    #[serde(with = "rows")]
    pub weights: DMatrix<Rational>,
    /// W₂, m × n.
    #[serde(with = "rows")]
    pub above: DMatrix<Rational>,
    /// Has the layer below W₂ a ReLU?
    #[serde(default)]
    pub relu: bool,
    /// α.
    pub step: Rational,
    /// t.
    pub steps: u32,
    /// q₁, q₂, …, column by column, n₀ × n₀.
    #[serde(with = "rows")]
    pub axes: DMatrix<Rational>,
    /// a of the aligned layers, layer by layer from below.
    pub levels: Vec<Vec<Rational>>,
}

dualproof::line_through!(Instance { views, weights, above, step } keeping { relu, steps, axes, levels });

/// More steps than this are not taken: the digits of a fraction double in each.
const MOST_STEPS: u32 = 8;

/// More aligned layers than this are not multiplied.
const MOST_LAYERS: usize = 8;

/// What keeps a tangent from being one.
pub(super) const NO_FIRST_AXIS: Obstacle = Obstacle::Outside("a row that does not see the first axis");

impl Instance {
    /// Is there no gate?
    pub fn is_linear(&self) -> bool {
        !self.relu
    }

    /// Σ = V_x\[x̄\].
    fn covariance(&self) -> DMatrix<Rational> {
        let means = self.views.augmentation_mean(&self.views.inputs);
        let p = DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(&self.views.sample_weights));
        let mean = self.views.sample_mean(&means);
        &means * p * means.transpose() - &mean * mean.transpose()
    }

    /// Are the axes orthonormal, and is Σ diagonal in them?
    pub fn axes_are_eigenvectors(&self) -> bool {
        let q = &self.axes;
        let along = q.transpose() * self.covariance() * q;
        let is_diagonal = (0..along.ncols()).all(|j| (0..along.nrows()).all(|i| i == j || along[(i, j)].is_zero()));
        is_diagonal && q.transpose() * q == DMatrix::identity(q.nrows(), q.nrows())
    }

    /// Is ⟨w, q₁⟩ ≠ 0 for every row w, and stays so?
    pub fn rows_see_the_first_axis(&self) -> bool {
        let first = self.axes.columns(0, 1).into_owned();
        let variance = (first.transpose() * self.covariance() * &first)[(0, 0)].clone();
        let growth = Rational::one() + Rational::new(2, 1) * self.step.clone() * variance;
        !growth.is_zero() && (&self.weights * &first).iter().all(|x| !x.is_zero())
    }

    /// Is a the same at every layer?
    pub fn layers_are_balanced(&self) -> bool {
        self.levels.iter().all(|a| *a == self.levels[0])
    }

    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { views, weights, above, relu: _, step: _, steps, axes, levels } = self;
        views.validate().map_err(|e| e.to_string())?;
        let inputs = views.inputs.nrows();
        let shapes = [
            ("weights", weights.shape(), (weights.nrows().max(1), inputs)),
            ("above", above.shape(), (above.nrows().max(1), weights.nrows())),
            ("axes", axes.shape(), (inputs, inputs)),
        ];
        for (name, found, expected) in shapes {
            if found != expected {
                return Err(format!("{name}: found a matrix of shape {found:?}, expected {expected:?}"));
            }
        }
        if *steps > MOST_STEPS {
            return Err(format!("steps: found {steps}, expected at most {MOST_STEPS}"));
        }
        let fits = (1..=MOST_LAYERS).contains(&levels.len()) && levels.iter().all(|a| a.len() == inputs);
        if !fits {
            return Err(format!(
                "levels: found {} lists, expected 1 to {MOST_LAYERS} of {inputs} numbers each",
                levels.len()
            ));
        }
        Ok(())
    }
}

/// Small weights, two rows and two rows above, on views.
fn on_views(views: BoxedStrategy<(Views<Rational>, DMatrix<Rational>)>) -> BoxedStrategy<Instance> {
    views
        .prop_flat_map(|(views, axes)| {
            let inputs = views.inputs.nrows();
            let entries = |count: usize| vec((-6_i64..=6).prop_map(|n| Rational::new(n, 2)), count);
            let numbers = (entries(2 * inputs), entries(4), entries(inputs));
            (Just((views, axes)), numbers, (1_i64..=8, 0_u32..=3, 1_usize..=3))
        })
        .prop_map(|((views, axes), (weights, above, level), (step, steps, layers))| {
            let inputs = views.inputs.nrows();
            Instance {
                views,
                weights: DMatrix::from_vec(2, inputs, weights),
                above: DMatrix::from_vec(2, 2, above),
                relu: false,
                step: Rational::new(step, 32),
                steps,
                axes,
                levels: vec![level; layers],
            }
        })
        .boxed()
}

/// Four samples at ±s₁q₁ and ±s₂q₂ with two augmentations each, opposite to one another about the sample; q₁, q₂ a
/// rational rotation.
fn on_axes() -> BoxedStrategy<(Views<Rational>, DMatrix<Rational>)> {
    let noise = vec(-3_i64..=3, 8);
    ((-4_i64..=4, 1_i64..=4), (2_i64..=5, 1_i64..=2), noise)
        .prop_map(|((p, q), scales, noise)| {
            let square = (p * p + q * q) as u64;
            let [cos, sin] = [q * q - p * p, 2 * p * q].map(|n| Rational::new(n, square));
            let axes = DMatrix::from_row_slice(2, 2, &[cos.clone(), -sin.clone(), sin, cos]);
            let columns = (0..8_usize).map(|v| {
                let (sample, sign) = (v / 2, if v % 2 == 0 { 1 } else { -1 });
                let axis = axes.column(sample / 2).into_owned();
                let scale = if sample / 2 == 0 { scales.0 } else { scales.1 } * if sample % 2 == 0 { 1 } else { -1 };
                let shift = |i: usize| Rational::new(sign * noise[2 * sample + i], 1);
                DMatrix::from_fn(2, 1, |i, _| axis[i].clone() * Rational::new(scale, 1) + shift(i))
            });
            let columns: Vec<DMatrix<Rational>> = columns.collect();
            let inputs = DMatrix::from_fn(2, 8, |i, v| columns[v][i].clone());
            (Views::uniform(inputs, 4).expect("eight views of four samples"), axes)
        })
        .boxed()
}

/// Any views, with the coordinates as axes.
fn on_any_views() -> BoxedStrategy<(Views<Rational>, DMatrix<Rational>)> {
    let with_axes = |(_, views): (_, Views<Rational>)| {
        let axes = DMatrix::identity(views.inputs.nrows(), views.inputs.nrows());
        (views, axes)
    };
    network_and_views(Setting::default()).prop_map(with_axes).boxed()
}

/// Data with known axes, and any data.
pub fn any_instance() -> BoxedStrategy<Instance> {
    prop_oneof![2 => on_views(on_axes()), 1 => on_views(on_any_views())].boxed()
}

/// A ReLU below W₂, and at least one step.
pub fn with_relu() -> BoxedStrategy<Instance> {
    any_instance().prop_map(|i| Instance { relu: true, steps: i.steps.max(1), ..i }).boxed()
}

/// Axes that are not those of Σ, and at least one step.
pub fn on_other_axes() -> BoxedStrategy<Instance> {
    let turned = |i: Instance| {
        let turn = DMatrix::from_row_slice(2, 2, &[3, -4, 4, 3].map(|n| Rational::new(n, 5)));
        Instance { axes: turn * i.axes, steps: i.steps.max(1), ..i }
    };
    on_views(on_axes()).prop_map(turned).boxed()
}

/// Two layers of which the upper one is twice as large.
pub fn unbalanced() -> BoxedStrategy<Instance> {
    let doubled = |i: Instance| {
        let upper = i.levels[0].iter().map(|a| a.clone() * Rational::new(2, 1)).collect();
        Instance { levels: vec![i.levels[0].clone(), upper], ..i }
    };
    on_views(on_axes()).prop_map(doubled).boxed()
}

/// Free weights, views and step size.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size { widths: &[12, 8, 6], samples: 6, augmentations: 2 })
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size { widths: &[2, 2, 2], samples: 2, augmentations: 2 })
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    (free_network_and_views(size, Hidden::Linear), free_matrix(1, 1))
        .prop_map(|((network, views), step)| {
            let inputs = views.inputs.nrows();
            Instance {
                weights: network.layers[0].weights.clone(),
                above: network.layers[1].weights.clone(),
                relu: false,
                step: step[(0, 0)].clone(),
                steps: 2,
                axes: DMatrix::identity(inputs, inputs),
                levels: vec![vec![Rational::one(); inputs]],
                views,
            }
        })
        .boxed()
}
