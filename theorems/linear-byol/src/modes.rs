//! Common modes: orthonormal axes in which the moments of the data, W, P and W_a are all diagonal.

use crate::moments::Moments;
use crate::setting::Setting;
use dualproof::matrix::rows;
use dualproof::numbers::{Field, Rational};
use nalgebra::DMatrix;
use num_traits::Zero;
use serde::{Deserialize, Serialize};

/// Two orthonormal bases, column by column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Axes {
    /// Q, n₀ × n₀: of the inputs.
    #[serde(with = "rows")]
    pub inputs: DMatrix<Rational>,
    /// U, n × n: of the outputs.
    #[serde(with = "rows")]
    pub outputs: DMatrix<Rational>,
}

/// One common mode.
#[derive(Clone, Debug)]
pub struct Mode<S> {
    /// x_j = q_jᵀ X q_j.
    pub between: S,
    /// x_j + x'_j = q_jᵀ (X + X') q_j.
    pub total: S,
    /// w_j = u_jᵀ W q_j.
    pub weight: S,
    /// p_j = u_jᵀ P u_j.
    pub predictor: S,
    /// w_{a,j} = u_jᵀ W_a q_j.
    pub target: S,
}

impl Mode<Rational> {
    /// The same in another number system.
    pub fn embed<S: Field>(&self) -> Mode<S> {
        let Mode { between, total, weight, predictor, target } = self;
        let [between, total, weight, predictor, target] =
            [between, total, weight, predictor, target].map(S::from_rational);
        Mode { between, total, weight, predictor, target }
    }
}

/// UᵀAV.
pub fn along<S: Field>(u: &DMatrix<S>, a: &DMatrix<S>, v: &DMatrix<S>) -> DMatrix<S> {
    S::product(&u.transpose(), &S::product(a, v))
}

fn is_diagonal(a: &DMatrix<Rational>) -> bool {
    (0..a.ncols()).all(|j| (0..a.nrows()).all(|i| i == j || a[(i, j)].is_zero()))
}

fn is_orthonormal(a: &DMatrix<Rational>) -> bool {
    a.transpose() * a == DMatrix::identity(a.ncols(), a.ncols())
}

impl Axes {
    /// Is Q orthonormal, and are X and X' diagonal in it?
    pub fn are_of_the_data(&self, setting: &Setting) -> bool {
        let Moments { between, within } = Moments::<Rational>::of(&setting.views);
        let q = &self.inputs;
        is_orthonormal(q) && [between, within].iter().all(|moment| is_diagonal(&along(q, moment, q)))
    }

    /// Is U orthonormal, and are UᵀWQ, UᵀPU and UᵀW_aQ diagonal?
    pub fn are_of_the_weights(&self, setting: &Setting) -> bool {
        let (u, q) = (&self.outputs, &self.inputs);
        let diagonal = [(&setting.weights, q), (&setting.predictor, u), (&setting.target, q)];
        is_orthonormal(u) && diagonal.iter().all(|(matrix, right)| is_diagonal(&along(u, matrix, right)))
    }

    /// The diagonals in the axes, one mode for every output that has an input beside it.
    pub fn modes<S: Field>(&self, setting: &Setting) -> Vec<Mode<S>> {
        let embed = dualproof::matrix::embed::<S>;
        let (u, q) = (embed(&self.outputs), embed(&self.inputs));
        let moments = Moments::<S>::of(&setting.views);
        let (x, t) = (along(&q, &moments.between, &q), along(&q, &moments.total(), &q));
        let [w, p, a] = [(&setting.weights, &q), (&setting.predictor, &u), (&setting.target, &q)]
            .map(|(matrix, right)| along(&u, &embed(matrix), right));
        let mode = |j: usize| Mode {
            between: x[(j, j)].clone(),
            total: t[(j, j)].clone(),
            weight: w[(j, j)].clone(),
            predictor: p[(j, j)].clone(),
            target: a[(j, j)].clone(),
        };
        (0..u.ncols().min(q.ncols())).map(mode).collect()
    }

    /// Do the shapes fit, with no more outputs than inputs?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self, setting: &Setting) -> Result<(), String> {
        let (n, inputs) = setting.weights.shape();
        let shapes = [("inputs", self.inputs.shape(), inputs), ("outputs", self.outputs.shape(), n)];
        for (name, found, expected) in shapes {
            if found != (expected, expected) {
                return Err(format!(
                    "axes.{name}: found a matrix of shape {found:?}, expected {expected} × {expected}"
                ));
            }
        }
        if n > inputs {
            return Err(format!("weights: found {n} rows, expected at most {inputs}, one for every input"));
        }
        Ok(())
    }
}
