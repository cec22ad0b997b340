//! A graph's forward pass as a recorded computation, each operation put together from the steps of the tape.

use super::{Tape, Var};
use crate::graph::{Function, Graph, Image, Node, Operation, Window};
use crate::network::{AtZero, Preactivation};
use crate::numbers::{Field, Obstacle, Rational, Sign};
use nalgebra::DMatrix;

/// A recorded graph.
#[derive(Clone, Debug)]
pub struct RecordedGraph {
    /// The parameters, in order, to differentiate by.
    pub parameters: Vec<Var>,
    /// f, n_L × views.
    pub output: Var,
}

impl<S: Field> Tape<S> {
    /// Records `graph` on a batch (n₀ × views) with its parameters as new variables; `law` is the probability of each view,
    /// for the statistics of the batch.
    ///
    /// # Errors
    /// Where an operation is not differentiable or not decided.
    ///
    /// # Panics
    /// If the nodes do not fit: call [`Graph::validate`] on foreign data first.
    pub fn graph(&mut self, graph: &Graph<S>, inputs: &DMatrix<S>, law: &[S]) -> Result<RecordedGraph, Obstacle> {
        let parameters: Vec<Var> = graph.parameters.iter().map(|p| self.variable(p.values.clone())).collect();
        let masks: Vec<_> = graph.parameters.iter().map(|p| p.mask_matrix()).collect();
        let effective: Vec<Var> =
            parameters.iter().zip(masks).map(|(p, mask)| mask.map_or(*p, |mask| self.gate(*p, mask))).collect();
        let input = self.variable(inputs.clone());
        let mut values: Vec<Var> = Vec::new();
        for (place, node) in graph.nodes.iter().enumerate() {
            let of: Vec<Var> = node.of.iter().map(|of| values[*of]).collect();
            let value = match node.operation {
                Operation::Input => input,
                _ => self.operation(place, node, &of, &effective, law)?,
            };
            values.push(value);
        }
        Ok(RecordedGraph { parameters, output: values[values.len() - 1] })
    }

    fn operation(
        &mut self,
        place: usize,
        node: &Node<S>,
        of: &[Var],
        parameters: &[Var],
        law: &[S],
    ) -> Result<Var, Obstacle> {
        Ok(match &node.operation {
            Operation::Input => unreachable!("it is recorded before"),
            Operation::Dense { weights } => self.product(parameters[*weights], of[0]),
            Operation::Convolution { kernel, image, window, groups } => {
                let kernel = self.ungrouped(parameters[*kernel], *image, *window, *groups);
                self.convolution(kernel, of[0], *image, *window)
            }
            Operation::Bias { biases } => {
                let (rows, _) = self.value(of[0]).shape();
                let of_rows = self.spread(parameters[*biases], rows);
                self.add_column(of[0], of_rows)
            }
            Operation::Scale { gains } => {
                let (rows, views) = self.value(of[0]).shape();
                let of_rows = self.spread(parameters[*gains], rows);
                let all_views = self.variable(DMatrix::from_element(1, views, S::one()));
                let gains = self.product(of_rows, all_views);
                self.entrywise(of[0], gains)
            }
            Operation::Entries { of } => {
                let (rows, columns) = self.value(parameters[*of]).shape();
                let column = self.reshaped(parameters[*of], rows * columns, 1);
                // From column by column to row by row.
                let order = (0..rows).flat_map(|i| (0..columns).map(move |j| Some(j * rows + i)));
                let entries = self.rows(column, &order.collect::<Vec<_>>());
                let all_views = self.variable(DMatrix::from_element(1, law.len(), S::one()));
                self.product(entries, all_views)
            }
            Operation::Constant { column } => {
                self.variable(DMatrix::from_fn(column.len(), law.len(), |row, _| column[row].clone()))
            }
            Operation::Affine { scales, shifts } => {
                let (rows, views) = self.value(of[0]).shape();
                let of_each = rows / scales.len();
                let scaled = self.gate(of[0], DMatrix::from_fn(rows, views, |row, _| scales[row / of_each].clone()));
                let shift = self.variable(DMatrix::from_fn(rows, views, |row, _| shifts[row / of_each].clone()));
                self.sum(scaled, shift)
            }
            Operation::Add => self.sum(of[0], of[1]),
            Operation::Subtract => self.difference(of[0], of[1]),
            Operation::Multiply => self.entrywise(of[0], of[1]),
            Operation::Rows { rows } => self.rows(of[0], rows),
            Operation::Concatenate => self.stacked(of),
            Operation::Divide => {
                let over = self.reciprocal(of[1])?;
                self.entrywise(of[0], over)
            }
            Operation::Apply { function } => self.applied(*function, of[0])?,
            Operation::Clip { low, high } => self.clipped(of[0], low.as_ref(), high.as_ref(), place)?,
            Operation::Rectify { slope } => self.rectify(of[0], slope, place)?,
            Operation::Gate { gates } => self.gate(of[0], gates.clone()),
            Operation::Tanh => self.hyperbolic_tangent(of[0])?,
            Operation::MaxPool { groups } => self.maxima(of[0], groups, place)?,
            Operation::AveragePool { groups } if groups.iter().all(|group| group.len() == groups[0].len()) => {
                let size = groups[0].len();
                let gathered = self.rows(of[0], &groups.concat().into_iter().map(Some).collect::<Vec<_>>());
                self.group_means(gathered, size, S::from_rational(&Rational::new(1, size as u64)))
            }
            Operation::AveragePool { groups } => {
                // The matrix with 1/|group| at every row of the group, as often as it is there.
                let mut means = DMatrix::zeros(groups.len(), self.value(of[0]).nrows());
                for (pool, group) in groups.iter().enumerate() {
                    for row in group {
                        means[(pool, *row)] += S::from_rational(&Rational::new(1, group.len() as u64));
                    }
                }
                let means = self.variable(means);
                self.product(means, of[0])
            }
            Operation::ZeroMean { channels, held_constant } => {
                let mean = self.statistic(of[0], *channels, law);
                let mean = if *held_constant { self.detached(mean) } else { mean };
                self.difference(of[0], mean)
            }
            Operation::OverDeviation { channels, epsilon, held_constant } => {
                let mean = self.statistic(of[0], *channels, law);
                let centred = self.difference(of[0], mean);
                let squares = self.entrywise(centred, centred);
                let variance = self.statistic(squares, *channels, law);
                let (rows, views) = self.value(variance).shape();
                let epsilon = self.variable(DMatrix::from_element(rows, views, epsilon.clone()));
                let shifted = self.sum(variance, epsilon);
                let over = self.inverse_sqrt(shifted)?;
                let over = if *held_constant { self.detached(over) } else { over };
                self.entrywise(of[0], over)
            }
            Operation::Normalise => self.normalised(of[0])?,
        })
    }

    /// A column with one number per channel, as one with one number per row.
    fn spread(&mut self, channels: Var, rows: usize) -> Var {
        let of_each = rows / self.value(channels).nrows();
        self.rows(channels, &(0..rows).map(|row| Some(row / of_each)).collect::<Vec<_>>())
    }

    /// The mean of every channel over its rows and the views, at each of its entries.
    fn statistic(&mut self, a: Var, channels: usize, law: &[S]) -> Var {
        let (rows, views) = self.value(a).shape();
        let of_each = rows / channels;
        let share = S::from_rational(&Rational::new(1, of_each as u64));
        let over_rows = self.group_means(a, of_each, share);
        let law = self.variable(DMatrix::from_fn(views, views, |u, _| law[u].clone()));
        let means = self.product(over_rows, law);
        self.rows(means, &(0..rows).map(|row| Some(row / of_each)).collect::<Vec<_>>())
    }

    /// min(max(t, low), high): t where it is open, else the bound; at a bound an obstacle or, on a tape with PyTorch's
    /// convention, open as PyTorch's clamp.
    fn clipped(&mut self, a: Var, low: Option<&S>, high: Option<&S>, layer: usize) -> Result<Var, Obstacle> {
        let t = self.value(a);
        let (mut open, mut bounds) = (t.map(|_| S::one()), t.map(|_| S::zero()));
        for (view, unit) in (0..t.ncols()).flat_map(|view| (0..t.nrows()).map(move |unit| (view, unit))) {
            let at = Preactivation { layer, unit, view };
            let t = &t[(unit, view)];
            let beyond = [low.map(|b| (b, b.clone() - t.clone())), high.map(|b| (b, t.clone() - b.clone()))];
            for (bound, excess) in beyond.into_iter().flatten() {
                match excess.sign() {
                    Sign::Positive => {
                        open[(unit, view)] = S::zero();
                        bounds[(unit, view)] = bound.clone();
                    }
                    Sign::Negative => {}
                    Sign::Zero if self.at_zero == AtZero::Subgradient => {}
                    Sign::Zero => return Err(at.is_zero()),
                    Sign::Unknown => return Err(at.is_undecided()),
                }
            }
        }
        let open = self.gate(a, open);
        let bounds = self.variable(bounds);
        Ok(self.sum(open, bounds))
    }

    fn applied(&mut self, function: Function, a: Var) -> Result<Var, Obstacle> {
        let (rows, views) = self.value(a).shape();
        let half = S::from_rational(&Rational::new(1, 2u64));
        match function {
            Function::Exponential => self.exp(a),
            Function::Logarithm => self.ln(a),
            Function::SquareRoot => {
                let over = self.inverse_sqrt(a)?;
                Ok(self.entrywise(a, over))
            }
            Function::Sigmoid => {
                let halved = self.scale(a, &half);
                let tanh = self.hyperbolic_tangent(halved)?;
                let ones = self.variable(DMatrix::from_element(rows, views, S::one()));
                let sum = self.sum(ones, tanh);
                Ok(self.scale(sum, &half))
            }
            Function::Softplus => {
                let exponential = self.exp(a)?;
                let ones = self.variable(DMatrix::from_element(rows, views, S::one()));
                let sum = self.sum(ones, exponential);
                self.ln(sum)
            }
            Function::Erf => Err(Obstacle::Unsupported("erf")),
        }
    }

    /// Values one under another: each filled up with rows of zeros, then their sum.
    fn stacked(&mut self, parts: &[Var]) -> Var {
        let heights: Vec<usize> = parts.iter().map(|part| self.value(*part).nrows()).collect();
        let total: usize = heights.iter().sum();
        let mut first = 0;
        let mut sum = None;
        for (part, height) in parts.iter().zip(heights) {
            let order: Vec<_> = (0..total).map(|row| row.checked_sub(first).filter(|row| *row < height)).collect();
            let filled = self.rows(*part, &order);
            sum = Some(sum.map_or(filled, |sum| self.sum(sum, filled)));
            first += height;
        }
        sum.expect("a part")
    }

    /// A kernel of groups as one of all channels, 0 between channels of different groups.
    fn ungrouped(&mut self, kernel: Var, image: Image, window: Window, groups: usize) -> Var {
        if groups == 1 {
            return kernel;
        }
        let (outputs, entries) = self.value(kernel).shape();
        let all = image.channels * window.height * window.width;
        let source = |column: usize, out: usize| {
            let inside = column.checked_sub(out / (outputs / groups) * entries)?;
            (inside < entries).then_some(inside * outputs + out)
        };
        let order: Vec<_> = (0..all).flat_map(|k| (0..outputs).map(move |o| source(k, o))).collect();
        let column = self.reshaped(kernel, outputs * entries, 1);
        let filled = self.rows(column, &order);
        self.reshaped(filled, outputs, all)
    }

    /// Every patch under the window as a column, times the kernel.
    fn convolution(&mut self, kernel: Var, image: Var, shape: Image, window: Window) -> Var {
        let (rows, columns) = shape.places(window).unwrap_or((0, 0));
        let views = self.value(image).ncols();
        let (outputs, entries) = self.value(kernel).shape();
        let places = rows * columns;
        let mut sources = Vec::new();
        for place in (0..rows).flat_map(|y| (0..columns).map(move |x| (y, x))) {
            for channel in 0..shape.channels {
                for i in 0..window.height {
                    sources.extend((0..window.width).map(|j| shape.row(channel, window, place, (i, j))));
                }
            }
        }
        let gathered = self.rows(image, &sources);
        let patches = self.reshaped(gathered, entries, places * views);
        let product = self.product(kernel, patches);
        let by_place = self.reshaped(product, outputs * places, views);
        // From place by place to channel by channel.
        let order = (0..outputs).flat_map(|o| (0..places).map(move |p| Some(p * outputs + o)));
        self.rows(by_place, &order.collect::<Vec<_>>())
    }
}
