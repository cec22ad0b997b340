//! A graph's forward pass as a recorded computation, each operation put together from the steps of the tape.

use super::{Tape, Var};
use crate::graph::{Graph, Image, Node, Operation, Window};
use crate::numbers::{Field, Obstacle, Rational};
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
            Operation::Convolution { kernel, image, window, .. } => {
                self.convolution(parameters[*kernel], of[0], *image, *window)
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
            Operation::Add => self.sum(of[0], of[1]),
            Operation::Rectify { slope } => self.rectify(of[0], slope, place)?,
            Operation::Gate { gates } => self.gate(of[0], gates.clone()),
            Operation::Tanh => self.hyperbolic_tangent(of[0])?,
            Operation::MaxPool { groups } => {
                let gathered = self.rows(of[0], &groups.concat().into_iter().map(Some).collect::<Vec<_>>());
                self.group_maxima(gathered, groups[0].len(), place)?
            }
            Operation::AveragePool { groups } => {
                let size = groups[0].len();
                let gathered = self.rows(of[0], &groups.concat().into_iter().map(Some).collect::<Vec<_>>());
                self.group_means(gathered, size, S::from_rational(&Rational::new(1, size as u64)))
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
            _ => return Err(Obstacle::Unsupported("this operation")),
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

    /// Every patch under the window as a column, times the kernel.
    fn convolution(&mut self, kernel: Var, image: Var, shape: Image, window: Window) -> Var {
        let (rows, columns) = shape.places(window).unwrap_or((0, 0));
        let views = self.value(image).ncols();
        let (outputs, entries) = self.value(kernel).shape();
        let places = rows * columns;
        let mut sources = Vec::new();
        for (y, x) in (0..rows).flat_map(|y| (0..columns).map(move |x| (y * window.stride, x * window.stride))) {
            for channel in 0..shape.channels {
                for i in 0..window.height {
                    sources.extend((0..window.width).map(|j| {
                        shape.row(channel, (y + i * window.dilation, x + j * window.dilation), window.padding)
                    }));
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
