//! The values of a graph on a batch.

use super::{Function, Graph, Operation};
use crate::matrix::hadamard;
use crate::network::{PooledMaximum, Preactivation};
use crate::numbers::{Field, Obstacle, Rational, Sign};
use nalgebra::DMatrix;

/// What a node keeps for the derivative of its value.
#[derive(Clone, Debug)]
pub(super) enum Local<S: Field> {
    /// Nothing: its operation and parameters say all.
    Linear,
    /// The slope of every unit on every view.
    Slopes(DMatrix<S>),
    /// The winning row of every pool on every view.
    Winners(DMatrix<usize>),
    /// 1/s of every channel, and f − E f.
    Deviation(Vec<S>, DMatrix<S>),
    /// 1/‖f‖ of every view.
    Norms(Vec<S>),
}

/// A graph with the values of its nodes on a batch.
#[derive(Clone, Debug)]
pub struct Evaluated<S: Field> {
    pub(super) graph: Graph<S>,
    pub(super) law: Vec<S>,
    pub(super) values: Vec<DMatrix<S>>,
    pub(super) locals: Vec<Local<S>>,
}

impl<S: Field> Graph<S> {
    /// The values on a batch (n₀ × views); `law` is the probability of each view, for the statistics of the batch.
    ///
    /// # Errors
    /// Where the graph is not differentiable or that is not decided; at a deviation or norm of 0.
    pub fn evaluated(&self, inputs: &DMatrix<S>, law: &[S]) -> Result<Evaluated<S>, Obstacle> {
        let mut done = Evaluated { graph: self.clone(), law: law.to_vec(), values: Vec::new(), locals: Vec::new() };
        for place in 0..self.nodes.len() {
            let (value, local) = done.node(place, inputs)?;
            done.values.push(value);
            done.locals.push(local);
        }
        Ok(done)
    }
}

impl<S: Field> Evaluated<S> {
    /// The graph.
    pub fn graph(&self) -> &Graph<S> {
        &self.graph
    }

    /// f, the last value.
    ///
    /// # Panics
    /// For a graph without nodes, which is not valid.
    pub fn output(&self) -> &DMatrix<S> {
        self.values.last().expect("a node")
    }

    /// The parameter at a place without the entries that its mask takes out.
    pub(super) fn effective(&self, place: usize, values: &DMatrix<S>) -> DMatrix<S> {
        self.graph.parameters[place].mask_matrix().map_or_else(|| values.clone(), |mask| hadamard(values, &mask))
    }

    fn node(&self, place: usize, inputs: &DMatrix<S>) -> Result<(DMatrix<S>, Local<S>), Obstacle> {
        let node = &self.graph.nodes[place];
        let of = |n: usize| &self.values[node.of[n]];
        let parameter = |p: usize| self.effective(p, &self.graph.parameters[p].values);
        let value = match &node.operation {
            Operation::Input => inputs.clone(),
            Operation::Dense { weights } => S::product(&parameter(*weights), of(0)),
            Operation::Convolution { kernel, .. } => self.correlation(place, &parameter(*kernel), of(0)),
            Operation::Bias { biases } => {
                let spread = by_channel(&parameter(*biases), of(0).shape());
                of(0) + spread
            }
            Operation::Scale { gains } => hadamard(of(0), &by_channel(&parameter(*gains), of(0).shape())),
            Operation::Entries { of: p } => entries(&parameter(*p), inputs.ncols()),
            Operation::Constant { column } => of_all_views(column, inputs.ncols()),
            Operation::Affine { scales, shifts } => {
                let spread =
                    |numbers: &[S]| by_channel(&DMatrix::from_column_slice(numbers.len(), 1, numbers), of(0).shape());
                let slopes = spread(scales);
                return Ok((hadamard(of(0), &slopes) + spread(shifts), Local::Slopes(slopes)));
            }
            Operation::Add => of(0) + of(1),
            Operation::Subtract => of(0) - of(1),
            Operation::Multiply => hadamard(of(0), of(1)),
            Operation::Divide => {
                let mut over = of(1).clone();
                for t in over.iter_mut() {
                    if t.sign() == Sign::Zero {
                        return Err(Obstacle::Outside("a divisor other than 0"));
                    }
                    *t = S::one().divide(t).ok_or(Obstacle::UnknownSign("a divisor"))?;
                }
                return Ok((hadamard(of(0), &over), Local::Slopes(over)));
            }
            Operation::Concatenate => stacked(node.of.iter().map(|of| self.values[*of].clone()), inputs.ncols()),
            Operation::Rows { rows } => picked(rows, of(0)),
            Operation::Apply { function } => {
                let (value, slopes) = applied(*function, of(0))?;
                return Ok((value, Local::Slopes(slopes)));
            }
            Operation::Clip { low, high } => {
                let (value, slopes) = clipped(place, low.as_ref(), high.as_ref(), of(0))?;
                return Ok((value, Local::Slopes(slopes)));
            }
            Operation::Rectify { slope } => {
                let slopes = slopes(place, of(0), slope)?;
                return Ok((hadamard(of(0), &slopes), Local::Slopes(slopes)));
            }
            Operation::Gate { gates } => return Ok((hadamard(of(0), gates), Local::Slopes(gates.clone()))),
            Operation::Tanh => {
                let mut y = of(0).clone();
                for t in y.iter_mut() {
                    *t = t.hyperbolic_tangent().ok_or(Obstacle::Unsupported("tanh"))?;
                }
                let slopes = y.map(|y| S::one() - y.clone() * y);
                return Ok((y, Local::Slopes(slopes)));
            }
            Operation::MaxPool { groups } => {
                let winners = winners(place, groups, of(0))?;
                let value = DMatrix::from_fn(groups.len(), of(0).ncols(), |p, v| of(0)[(winners[(p, v)], v)].clone());
                return Ok((value, Local::Winners(winners)));
            }
            Operation::AveragePool { groups } => group_means(groups, of(0)),
            Operation::ZeroMean { channels, .. } => of(0) - self.channel_means(of(0), *channels),
            Operation::OverDeviation { channels, epsilon, .. } => {
                let centred = of(0) - self.channel_means(of(0), *channels);
                let squares = self.channel_means(&hadamard(&centred, &centred), *channels);
                let rows = centred.nrows() / channels;
                let over = |c: usize| one_over_root(squares[(c * rows, 0)].clone() + epsilon.clone());
                let over = (0..*channels).map(over).collect::<Result<Vec<_>, _>>()?;
                let spread = by_channel(&DMatrix::from_column_slice(over.len(), 1, &over), of(0).shape());
                return Ok((hadamard(of(0), &spread), Local::Deviation(over, centred)));
            }
            Operation::Normalise => {
                let square = |v: usize| of(0).column(v).iter().fold(S::zero(), |sum, x| sum + x.clone() * x.clone());
                let over = (0..of(0).ncols()).map(|v| one_over_root(square(v))).collect::<Result<Vec<_>, _>>()?;
                let value = of(0).map_with_location(|_, v, x| x * over[v].clone());
                return Ok((value, Local::Norms(over)));
            }
        };
        Ok((value, Local::Linear))
    }

    /// The mean of every channel over places and views, at every entry.
    pub(super) fn channel_means(&self, f: &DMatrix<S>, channels: usize) -> DMatrix<S> {
        let rows = f.nrows() / channels;
        let share = S::from_rational(&Rational::new(1, rows as u64));
        let mean = |c: usize| {
            let of_row =
                |row: usize| (0..f.ncols()).fold(S::zero(), |sum, v| sum + f[(row, v)].clone() * self.law[v].clone());
            (c * rows..(c + 1) * rows).fold(S::zero(), |sum, row| sum + of_row(row)) * share.clone()
        };
        by_channel(&DMatrix::from_fn(channels, 1, |c, _| mean(c)), f.shape())
    }

    /// Σ over the window of kernel · image, for the convolution at a node.
    pub(super) fn correlation(&self, place: usize, kernel: &DMatrix<S>, f: &DMatrix<S>) -> DMatrix<S> {
        let Operation::Convolution { image, window, groups, .. } = &self.graph.nodes[place].operation else {
            unreachable!("it is asked of convolutions")
        };
        let (rows, columns) = image.places(*window).unwrap_or((0, 0));
        DMatrix::from_fn(kernel.nrows() * rows * columns, f.ncols(), |row, v| {
            let (out, y, x) = (row / (rows * columns), row / columns % rows, row % columns);
            let part = image.channels / groups;
            let first = out / (kernel.nrows() / groups) * part;
            let mut sum = S::zero();
            for (c, i, j) in
                (0..part).flat_map(|c| (0..window.height).flat_map(move |i| (0..window.width).map(move |j| (c, i, j))))
            {
                if let Some(source) = image.row(first + c, *window, (y, x), (i, j)) {
                    sum.add_product(&kernel[(out, (c * window.height + i) * window.width + j)], &f[(source, v)]);
                }
            }
            sum
        })
    }
}

/// One number per channel at each of its rows and every view.
pub(super) fn by_channel<S: Field>(numbers: &DMatrix<S>, (rows, views): (usize, usize)) -> DMatrix<S> {
    let of_each = rows / numbers.nrows();
    DMatrix::from_fn(rows, views, |row, _| numbers[(row / of_each, 0)].clone())
}

/// The mean of each group of rows.
pub(super) fn group_means<S: Field>(groups: &[Vec<usize>], f: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(groups.len(), f.ncols(), |p, v| {
        let share = S::from_rational(&Rational::new(1, groups[p].len() as u64));
        groups[p].iter().fold(S::zero(), |sum, row| sum + f[(*row, v)].clone()) * share
    })
}

/// A column for every view.
fn of_all_views<S: Field>(column: &[S], views: usize) -> DMatrix<S> {
    DMatrix::from_fn(column.len(), views, |row, _| column[row].clone())
}

/// The entries of a parameter, row by row, for every view.
pub(super) fn entries<S: Field>(parameter: &DMatrix<S>, views: usize) -> DMatrix<S> {
    of_all_views(parameter.transpose().as_slice(), views)
}

/// Values one under another.
pub(super) fn stacked<S: Field>(parts: impl Iterator<Item = DMatrix<S>>, views: usize) -> DMatrix<S> {
    let parts: Vec<DMatrix<S>> = parts.collect();
    let rows: Vec<(usize, usize)> =
        parts.iter().enumerate().flat_map(|(p, part)| (0..part.nrows()).map(move |row| (p, row))).collect();
    DMatrix::from_fn(rows.len(), views, |row, v| parts[rows[row].0][(rows[row].1, v)].clone())
}

/// The row that each row takes, or zeros.
pub(super) fn picked<S: Field>(rows: &[Option<usize>], f: &DMatrix<S>) -> DMatrix<S> {
    DMatrix::from_fn(rows.len(), f.ncols(), |row, v| rows[row].map_or_else(S::zero, |row| f[(row, v)].clone()))
}

/// A function of every entry, and its slopes.
fn applied<S: Field>(function: Function, f: &DMatrix<S>) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    let (mut value, mut slopes) = (f.clone(), f.clone());
    let half = S::from_rational(&Rational::new(1, 2u64));
    let over = |t: &S| S::one().divide(t).ok_or(Obstacle::UnknownSign("a divisor"));
    // 1/(1 + e⁻ᵗ) = (1 + tanh(t/2))/2, which overflows nowhere.
    let sigmoid = |t: &S| {
        let tanh = (t.clone() * half.clone()).hyperbolic_tangent().ok_or(Obstacle::Unsupported("tanh"))?;
        Ok::<S, Obstacle>((S::one() + tanh) * half.clone())
    };
    for (y, slope) in value.iter_mut().zip(slopes.iter_mut()) {
        let t = y.clone();
        (*y, *slope) = match function {
            Function::Exponential => {
                let e = t.exponential().ok_or(Obstacle::Unsupported("an exponential"))?;
                (e.clone(), e)
            }
            Function::Logarithm => (t.logarithm().ok_or(Obstacle::Unsupported("a logarithm"))?, over(&t)?),
            Function::SquareRoot => {
                let root = t.square_root().ok_or(Obstacle::Unsupported("a square root"))?;
                (root.clone(), half.clone() * over(&root)?)
            }
            Function::Sigmoid => {
                let s = sigmoid(&t)?;
                (s.clone(), s.clone() * (S::one() - s))
            }
            Function::Softplus => {
                let e = t.exponential().ok_or(Obstacle::Unsupported("an exponential"))?;
                ((S::one() + e).logarithm().ok_or(Obstacle::Unsupported("a logarithm"))?, sigmoid(&t)?)
            }
            Function::Erf => return Err(Obstacle::Unsupported("erf")),
        };
    }
    Ok((value, slopes))
}

/// min(max(t, low), high), and its slopes.
fn clipped<S: Field>(
    place: usize,
    low: Option<&S>,
    high: Option<&S>,
    f: &DMatrix<S>,
) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    let (mut value, mut slopes) = (f.clone(), f.map(|_| S::one()));
    for (view, unit) in (0..f.ncols()).flat_map(|view| (0..f.nrows()).map(move |unit| (view, unit))) {
        let at = Preactivation { layer: place, unit, view };
        let t = &f[(unit, view)];
        let beyond = [low.map(|b| (b, b.clone() - t.clone())), high.map(|b| (b, t.clone() - b.clone()))];
        for (bound, excess) in beyond.into_iter().flatten() {
            match excess.sign() {
                Sign::Positive => {
                    value[(unit, view)] = bound.clone();
                    slopes[(unit, view)] = S::zero();
                }
                Sign::Negative => {}
                Sign::Zero => return Err(at.is_zero()),
                Sign::Unknown => return Err(at.is_undecided()),
            }
        }
    }
    Ok((value, slopes))
}

/// 1/√x.
fn one_over_root<S: Field>(square: S) -> Result<S, Obstacle> {
    if square.sign() == Sign::Zero {
        return Err(Obstacle::Outside("a deviation or norm other than 0"));
    }
    let root = square.square_root().ok_or(Obstacle::UnknownSign("the argument of a root"))?;
    S::one().divide(&root).ok_or(Obstacle::UnknownSign("a root to divide by"))
}

/// 1 above 0, the given slope below.
fn slopes<S: Field>(place: usize, t: &DMatrix<S>, below: &S) -> Result<DMatrix<S>, Obstacle> {
    let mut slopes = t.clone();
    for view in 0..t.ncols() {
        for unit in 0..t.nrows() {
            let at = Preactivation { layer: place, unit, view };
            slopes[(unit, view)] = match t[(unit, view)].sign() {
                Sign::Positive => S::one(),
                Sign::Negative => below.clone(),
                Sign::Zero => return Err(at.is_zero()),
                Sign::Unknown => return Err(at.is_undecided()),
            };
        }
    }
    Ok(slopes)
}

/// The row of the largest entry of each group on each view.
fn winners<S: Field>(place: usize, groups: &[Vec<usize>], f: &DMatrix<S>) -> Result<DMatrix<usize>, Obstacle> {
    let mut winners = DMatrix::zeros(groups.len(), f.ncols());
    for view in 0..f.ncols() {
        for (pool, group) in groups.iter().enumerate() {
            let mut best = group[0];
            for row in &group[1..] {
                match (f[(*row, view)].clone() - f[(best, view)].clone()).sign() {
                    Sign::Positive => best = *row,
                    Sign::Negative => {}
                    Sign::Zero => return Err(PooledMaximum { layer: place, pool, view }.is_tied()),
                    Sign::Unknown => return Err(Obstacle::UnknownSign("the gap of a maximum")),
                }
            }
            winners[(pool, view)] = best;
        }
    }
    Ok(winners)
}
