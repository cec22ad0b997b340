//! Reverse-mode differentiation over batches of matrices: the *measured* side of every claim.
//!
//! A [`Tape`] records a computation step by step and then gives the gradient of a 1 × 1 result by every
//! recorded variable. It is generic in the number system, so a gradient over the rationals is exact. It knows
//! products, sums, inverses, activations, pooling, centring, distances, exp and ln; of connections, Jacobians and
//! covariance operators it knows nothing, and shares no code with them.

mod backward;
pub use backward::Gradient;
mod graph;
pub mod pairs;
mod record;

pub use graph::RecordedGraph;
pub use record::{Recorded, RecordedLayer};

use crate::matrix::{determinant, inverse};
use crate::network::{AtZero, PooledMaximum, Preactivation};
use crate::numbers::{Field, Obstacle, Ring, Sign};
use nalgebra::DMatrix;

const SINGULAR: Obstacle = Obstacle::UnknownSign("a pivot of a matrix to invert");

/// A value on the tape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Var(usize);

/// Two columns and a weight: one term of a weighted sum over pairs of views.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair<S> {
    /// The column of the first argument.
    pub first: usize,
    /// The column of the second argument.
    pub second: usize,
    /// Its weight.
    pub weight: S,
}

#[derive(Clone, Debug)]
enum Step<S: Ring> {
    /// A variable or a constant.
    Leaf,
    Product(Var, Var),
    Sum(Var, Var),
    Difference(Var, Var),
    /// Entrywise product of two recorded values.
    Entrywise(Var, Var),
    /// Entrywise product with a constant: gates, masks, derivatives of activations.
    Gate(Var, DMatrix<S>),
    /// Adds a column to every column.
    AddColumn(Var, Var),
    /// Every output entry is one entry of each column: max-pooling.
    Choose(Var, DMatrix<usize>),
    /// Means of groups of rows: average-pooling.
    GroupMeans(Var, usize, S),
    /// Subtracts the weighted mean over the columns.
    Centre(Var, Vec<S>),
    /// Selected columns, in order, repetition allowed.
    Columns(Var, Vec<usize>),
    /// Selected rows, in order, repetition allowed; `None` is a row of zeros.
    Rows(Var, Vec<Option<usize>>),
    /// The same entries, column by column, in another shape.
    Reshaped(Var),
    /// Weighted sum of all entries of the columns, as 1 × 1.
    Total(Var),
    /// Σ_pairs weight · ½‖a_first − b_second‖², as 1 × 1.
    PairLoss(Var, Var, Vec<Pair<S>>),
    /// ½‖a_j − b_j‖² for every column j, as 1 × columns.
    HalfSquaredDistances(Var, Var),
    /// An entrywise function with its derivative at the recorded argument.
    Map(Var, DMatrix<S>),
    Transpose(Var),
    /// A⁻¹, which is the recorded value.
    Inverse(Var),
    /// det A, 1 × 1, with A⁻¹.
    Determinant(Var, DMatrix<S>),
}

/// A recorded computation. A step panics where the shapes of its operands do not fit; the gradient by a value has its
/// shape.
///
/// ```
/// use dualproof_numbers::matrix::dmatrix;
/// use dualproof_networks::tape::Tape;
/// let mut tape = Tape::new();
/// let w = tape.variable(dmatrix![3.0]);
/// let square = tape.product(w, w);
/// let gradient = tape.gradient(square);
/// assert_eq!(gradient.of(w), dmatrix![6.0]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Tape<S: Ring> {
    values: Vec<DMatrix<S>>,
    steps: Vec<Step<S>>,
    at_zero: AtZero,
    zeros: usize,
}

impl<S: Field> Tape<S> {
    /// An empty tape.
    pub fn new() -> Self {
        Tape::with_gates_at_zero(AtZero::Reject)
    }

    /// An empty tape on which a rectified 0 has the derivative that `at_zero` says.
    pub fn with_gates_at_zero(at_zero: AtZero) -> Self {
        Tape { values: Vec::new(), steps: Vec::new(), at_zero, zeros: 0 }
    }

    /// How many entries that [`Tape::rectify`] met were exactly 0.
    pub fn zeros(&self) -> usize {
        self.zeros
    }

    fn push(&mut self, value: DMatrix<S>, step: Step<S>) -> Var {
        self.values.push(value);
        self.steps.push(step);
        Var(self.values.len() - 1)
    }

    /// The value of a recorded step.
    pub fn value(&self, a: Var) -> &DMatrix<S> {
        &self.values[a.0]
    }

    /// A value to differentiate by.
    pub fn variable(&mut self, value: DMatrix<S>) -> Var {
        self.push(value, Step::Leaf)
    }

    /// A value taken as constant: the gradient does not flow through it (the target branch, a detached mean).
    pub fn detached(&mut self, a: Var) -> Var {
        let value = self.values[a.0].clone();
        self.push(value, Step::Leaf)
    }

    /// A·B.
    pub fn product(&mut self, a: Var, b: Var) -> Var {
        let value = S::product(&self.values[a.0], &self.values[b.0]);
        self.push(value, Step::Product(a, b))
    }

    /// A + B.
    pub fn sum(&mut self, a: Var, b: Var) -> Var {
        let value = &self.values[a.0] + &self.values[b.0];
        self.push(value, Step::Sum(a, b))
    }

    /// A − B.
    pub fn difference(&mut self, a: Var, b: Var) -> Var {
        let value = &self.values[a.0] - &self.values[b.0];
        self.push(value, Step::Difference(a, b))
    }

    /// Aᵀ.
    pub fn transpose(&mut self, a: Var) -> Var {
        let value = self.values[a.0].transpose();
        self.push(value, Step::Transpose(a))
    }

    /// A⁻¹, with derivative −A⁻¹ dA A⁻¹.
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] where A is singular, or may be.
    ///
    /// # Panics
    /// If A is not square.
    pub fn inverse(&mut self, a: Var) -> Result<Var, Obstacle> {
        let value = inverse(&self.values[a.0]).ok_or(SINGULAR)?;
        Ok(self.push(value, Step::Inverse(a)))
    }

    /// det A, 1 × 1, with derivative det A · tr A⁻¹dA.
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] where A is singular, or may be: the derivative there is not computed.
    ///
    /// # Panics
    /// If A is not square.
    pub fn determinant(&mut self, a: Var) -> Result<Var, Obstacle> {
        let a_value = &self.values[a.0];
        let (inverse, value) = inverse(a_value).zip(determinant(a_value)).ok_or(SINGULAR)?;
        Ok(self.push(DMatrix::from_element(1, 1, value), Step::Determinant(a, inverse)))
    }

    /// The entrywise product of two values.
    pub fn entrywise(&mut self, a: Var, b: Var) -> Var {
        let value = self.values[a.0].zip_map(&self.values[b.0], |x, y| x * y);
        self.push(value, Step::Entrywise(a, b))
    }

    /// The entrywise product with a constant: a given gate or mask.
    pub fn gate(&mut self, a: Var, gate: DMatrix<S>) -> Var {
        let value = self.values[a.0].zip_map(&gate, |x, g| x * g);
        self.push(value, Step::Gate(a, gate))
    }

    /// s·A.
    pub fn scale(&mut self, a: Var, s: &S) -> Var {
        let (rows, columns) = self.values[a.0].shape();
        self.gate(a, DMatrix::from_element(rows, columns, s.clone()))
    }

    /// A + b1ᵀ: the column b added to every column.
    pub fn add_column(&mut self, a: Var, b: Var) -> Var {
        let b_value = self.values[b.0].clone();
        let value = DMatrix::from_fn(self.values[a.0].nrows(), self.values[a.0].ncols(), |i, j| {
            self.values[a.0][(i, j)].clone() + b_value[(i, 0)].clone()
        });
        self.push(value, Step::AddColumn(a, b))
    }

    /// max(t, slope·t) entry by entry: ReLU for slope 0, leaky ReLU for a slope below 1. `layer` names the
    /// place in an error.
    ///
    /// # Errors
    /// At an entry that is exactly 0, where the derivative does not exist, unless the tape has a convention for it;
    /// at one of unknown sign.
    pub fn rectify(&mut self, a: Var, slope: &S, layer: usize) -> Result<Var, Obstacle> {
        let (rows, columns) = self.values[a.0].shape();
        let mut zeros = 0;
        let mut gate = DMatrix::from_element(rows, columns, S::one());
        for ((unit, view), t) in positions(&self.values[a.0]) {
            match t.sign() {
                Sign::Positive => {}
                Sign::Negative => gate[(unit, view)] = slope.clone(),
                Sign::Zero if self.at_zero == AtZero::Subgradient => {
                    zeros += 1;
                    gate[(unit, view)] = slope.clone();
                }
                Sign::Zero => return Err(Preactivation { layer, unit, view }.is_zero()),
                Sign::Unknown => return Err(Preactivation { layer, unit, view }.is_undecided()),
            }
        }
        self.zeros += zeros;
        Ok(self.gate(a, gate))
    }

    /// tanh entry by entry, with derivative 1 − tanh².
    ///
    /// # Errors
    /// In a number system without tanh.
    pub fn hyperbolic_tangent(&mut self, a: Var) -> Result<Var, Obstacle> {
        let mut value = self.values[a.0].clone();
        for t in value.iter_mut() {
            *t = t.hyperbolic_tangent().ok_or(Obstacle::Unsupported("tanh"))?;
        }
        let slope = value.map(|y| S::one() - y.clone() * y);
        Ok(self.push(value, Step::Map(a, slope)))
    }

    /// The largest of each group of `size` rows, column by column.
    ///
    /// # Errors
    /// As [`Tape::maxima`].
    pub fn group_maxima(&mut self, a: Var, size: usize, layer: usize) -> Result<Var, Obstacle> {
        let groups = self.values[a.0].nrows() / size;
        self.maxima(a, &(0..groups).map(|pool| (pool * size..(pool + 1) * size).collect()).collect::<Vec<_>>(), layer)
    }

    /// The largest of each group of rows, none of them empty, column by column.
    ///
    /// ```
    /// use dualproof_networks::network::AtZero;
    /// use dualproof_networks::tape::Tape;
    /// use dualproof_numbers::matrix::dmatrix;
    /// // The two zeros tie: with a convention the first one has the derivative, as in PyTorch.
    /// let mut tape = Tape::with_gates_at_zero(AtZero::Subgradient);
    /// let a = tape.variable(dmatrix![0.0; 0.0; -1.0]);
    /// let largest = tape.maxima(a, &[vec![0, 1, 2]], 1)?;
    /// assert_eq!(tape.pull_back(largest, dmatrix![3.0]).of(a), dmatrix![3.0; 0.0; 0.0]);
    /// let mut without = Tape::new();
    /// let a = without.variable(dmatrix![0.0; 0.0]);
    /// assert!(without.maxima(a, &[vec![0, 1]], 1).is_err());
    /// # Ok::<(), dualproof_numbers::numbers::Obstacle>(())
    /// ```
    ///
    /// # Errors
    /// Where two rows tie, unless the tape has a convention for it; where their order is unknown.
    ///
    /// # Panics
    /// If a group is empty, or names a row that is not there.
    pub fn maxima(&mut self, a: Var, groups: &[Vec<usize>], layer: usize) -> Result<Var, Obstacle> {
        let t = &self.values[a.0];
        let mut chosen = DMatrix::zeros(groups.len(), t.ncols());
        for ((pool, view), choice) in positions_mut(&mut chosen) {
            *choice = groups[pool][0];
            for row in &groups[pool][1..] {
                match (t[(*row, view)].clone() - t[(*choice, view)].clone()).sign() {
                    Sign::Positive => *choice = *row,
                    Sign::Negative => {}
                    Sign::Zero if self.at_zero == AtZero::Subgradient => {}
                    Sign::Zero => return Err(PooledMaximum { layer, pool, view }.is_tied()),
                    Sign::Unknown => return Err(Obstacle::UnknownSign("the gap of a maximum")),
                }
            }
        }
        let value = DMatrix::from_fn(chosen.nrows(), chosen.ncols(), |p, v| t[(chosen[(p, v)], v)].clone());
        Ok(self.push(value, Step::Choose(a, chosen)))
    }

    /// The mean of each group of `size` rows; `share` is 1/size.
    pub fn group_means(&mut self, a: Var, size: usize, share: S) -> Var {
        let t = &self.values[a.0];
        let value = DMatrix::from_fn(t.nrows() / size, t.ncols(), |p, v| {
            (p * size..(p + 1) * size).fold(S::zero(), |sum, row| sum + t[(row, v)].clone()) * share.clone()
        });
        self.push(value, Step::GroupMeans(a, size, share))
    }

    /// Subtracts from every column the weighted mean of the columns (BatchNorm's zero-mean part). The gradient
    /// flows through the mean; subtract a [`Tape::detached`] mean where it must not.
    pub fn centre(&mut self, a: Var, weights: &[S]) -> Var {
        let mean = weighted_mean(&self.values[a.0], weights);
        let value = DMatrix::from_fn(self.values[a.0].nrows(), weights.len(), |i, j| {
            self.values[a.0][(i, j)].clone() - mean[i].clone()
        });
        self.push(value, Step::Centre(a, weights.to_vec()))
    }

    /// The given columns, in order.
    pub fn columns(&mut self, a: Var, columns: &[usize]) -> Var {
        let t = &self.values[a.0];
        let value = DMatrix::from_fn(t.nrows(), columns.len(), |i, j| t[(i, columns[j])].clone());
        self.push(value, Step::Columns(a, columns.to_vec()))
    }

    /// The given rows, in order; `None` is a row of zeros.
    pub fn rows(&mut self, a: Var, rows: &[Option<usize>]) -> Var {
        let t = &self.values[a.0];
        let entry = |i: usize, j: usize| rows[i].map_or_else(S::zero, |row| t[(row, j)].clone());
        let value = DMatrix::from_fn(rows.len(), t.ncols(), entry);
        self.push(value, Step::Rows(a, rows.to_vec()))
    }

    /// The same entries, column by column, as a matrix of another shape.
    pub fn reshaped(&mut self, a: Var, rows: usize, columns: usize) -> Var {
        let value = DMatrix::from_column_slice(rows, columns, self.values[a.0].as_slice());
        self.push(value, Step::Reshaped(a))
    }

    /// The sum of all entries, 1 × 1.
    pub fn total(&mut self, a: Var) -> Var {
        let sum = self.values[a.0].iter().fold(S::zero(), |sum, x| sum + x.clone());
        self.push(DMatrix::from_element(1, 1, sum), Step::Total(a))
    }

    /// Σ weight · ½‖a_first − b_second‖² over the pairs, columns of A and of B: a 1 × 1 result.
    pub fn pair_loss(&mut self, a: Var, b: Var, pairs: Vec<Pair<S>>) -> Var {
        let (left, right) = (&self.values[a.0], &self.values[b.0]);
        let mut twice = S::zero();
        for pair in &pairs {
            let mut square = S::zero();
            for k in 0..left.nrows() {
                let gap = left[(k, pair.first)].clone() - right[(k, pair.second)].clone();
                square.add_product(&gap, &gap);
            }
            twice.add_product(&pair.weight, &square);
        }
        let half = S::from_rational(&crate::numbers::Rational::new(1, 2));
        self.push(DMatrix::from_element(1, 1, twice * half), Step::PairLoss(a, b, pairs))
    }

    /// ½‖a_j − b_j‖² for every column, 1 × columns.
    pub fn half_squared_distances(&mut self, a: Var, b: Var) -> Var {
        let (left, right) = (&self.values[a.0], &self.values[b.0]);
        let half = S::from_rational(&crate::numbers::Rational::new(1, 2));
        let value = DMatrix::from_fn(1, left.ncols(), |_, j| {
            let mut square = S::zero();
            for k in 0..left.nrows() {
                let gap = left[(k, j)].clone() - right[(k, j)].clone();
                square.add_product(&gap, &gap);
            }
            square * half.clone()
        });
        self.push(value, Step::HalfSquaredDistances(a, b))
    }

    /// 1/√a entry by entry, with derivative −½ a^(−3/2).
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] at an entry that is not certainly positive.
    pub fn inverse_sqrt(&mut self, a: Var) -> Result<Var, Obstacle> {
        let minus_half = S::from_rational(&crate::numbers::Rational::new(-1, 2));
        let (mut value, mut slope) = (self.values[a.0].clone(), self.values[a.0].clone());
        for (y, s) in value.iter_mut().zip(slope.iter_mut()) {
            let undecided = || Obstacle::UnknownSign("the argument of a root");
            let root = y.square_root().and_then(|root| S::one().divide(&root)).ok_or_else(undecided)?;
            let over = root.divide(y).ok_or_else(undecided)?;
            *s = over * minus_half.clone();
            *y = root;
        }
        Ok(self.push(value, Step::Map(a, slope)))
    }

    /// Every column over its norm.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] at a column of zeros; [`Obstacle::UnknownSign`] at one that may be one, or whose norm the
    /// system does not have.
    pub fn normalised(&mut self, a: Var) -> Result<Var, Obstacle> {
        let (rows, _) = self.value(a).shape();
        let squares = self.entrywise(a, a);
        let row_of_ones = self.variable(DMatrix::from_element(1, rows, S::one()));
        let squared_norms = self.product(row_of_ones, squares);
        if self.value(squared_norms).iter().any(|n| n.sign() == Sign::Zero) {
            return Err(Obstacle::Outside("an output of norm 0"));
        }
        let over = self.inverse_sqrt(squared_norms)?;
        let column_of_ones = self.variable(DMatrix::from_element(rows, 1, S::one()));
        let spread = self.product(column_of_ones, over);
        Ok(self.entrywise(a, spread))
    }
}

impl<S: Field> Tape<S> {
    /// exp entry by entry.
    ///
    /// # Errors
    /// [`Obstacle::Unsupported`] in a number system without exp.
    pub fn exp(&mut self, a: Var) -> Result<Var, Obstacle> {
        let mut value = self.values[a.0].clone();
        for x in value.iter_mut() {
            *x = x.exponential().ok_or(Obstacle::Unsupported("exp"))?;
        }
        Ok(self.push(value.clone(), Step::Map(a, value)))
    }

    /// 1/a entry by entry, with derivative −1/a².
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] at an entry that is or may be 0.
    pub fn reciprocal(&mut self, a: Var) -> Result<Var, Obstacle> {
        let mut value = self.values[a.0].clone();
        for x in value.iter_mut() {
            *x = S::one().divide(x).ok_or(Obstacle::UnknownSign("a divisor"))?;
        }
        let slope = value.map(|y| -(y.clone() * y));
        Ok(self.push(value, Step::Map(a, slope)))
    }

    /// ln entry by entry.
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] at an entry that is not certainly positive.
    pub fn ln(&mut self, a: Var) -> Result<Var, Obstacle> {
        let (mut value, mut slope) = (self.values[a.0].clone(), self.values[a.0].clone());
        for (y, s) in value.iter_mut().zip(slope.iter_mut()) {
            *s = S::one().divide(y).ok_or(Obstacle::UnknownSign("the argument of ln"))?;
            *y = y.logarithm().ok_or(Obstacle::UnknownSign("the argument of ln"))?;
        }
        Ok(self.push(value, Step::Map(a, slope)))
    }
}

fn weighted_mean<S: Ring>(a: &DMatrix<S>, weights: &[S]) -> Vec<S> {
    let row_mean = |i: usize| {
        weights.iter().enumerate().fold(S::zero(), |mut sum, (j, w)| {
            sum.add_product(&a[(i, j)], w);
            sum
        })
    };
    (0..a.nrows()).map(row_mean).collect()
}

fn positions<T>(a: &DMatrix<T>) -> impl Iterator<Item = ((usize, usize), &T)> {
    let rows = a.nrows();
    a.as_slice().iter().enumerate().map(move |(n, x)| ((n % rows, n / rows), x))
}

fn positions_mut<T>(a: &mut DMatrix<T>) -> impl Iterator<Item = ((usize, usize), &mut T)> {
    let rows = a.nrows();
    a.as_mut_slice().iter_mut().enumerate().map(move |(n, x)| ((n % rows, n / rows), x))
}
