//! Random graphs of every operation that the readings have, all but erf. Entries are multiples of 1/8, small.
//!
//! A function that is not homogeneous (tanh, an exponential …) is followed by a gain: see the analysis in `readings`.

use crate::parameter;
use dualproof_networks::graph::{Function, Graph, Image, Node, Operation, Window};
use nalgebra::DMatrix;
use proptest::collection::vec;
use proptest::prelude::*;

/// A graph, a batch for it, a change of its parameters and a cotangent of its output.
#[derive(Clone, Debug)]
pub struct Case {
    pub graph: Graph<f64>,
    pub inputs: DMatrix<f64>,
    pub changes: Vec<DMatrix<f64>>,
    pub cotangent: DMatrix<f64>,
}

/// What a step of a random graph is.
#[derive(Clone, Copy, Debug)]
enum Block {
    Dense,
    Masked,
    Convolution,
    Bias,
    Scale,
    Entries,
    Constant,
    Affine,
    Skip(u8),
    Divide,
    Concatenate,
    Rows,
    Rectify,
    Gate,
    Smooth(Option<Function>),
    Roots(Function),
    Clip(u8),
    MaxPool,
    AveragePool,
    ZeroMean(bool),
    OverDeviation(bool),
    Normalise,
}

fn block() -> impl Strategy<Value = Block> {
    use Block::*;
    let smooth = [None, Some(Function::Exponential), Some(Function::Sigmoid), Some(Function::Softplus)];
    prop_oneof![
        3 => Just(Dense),
        1 => Just(Masked),
        3 => Just(Convolution),
        1 => Just(Bias),
        1 => Just(Scale),
        1 => Just(Entries),
        1 => Just(Constant),
        1 => Just(Affine),
        2 => (0_u8..3).prop_map(Skip),
        1 => Just(Divide),
        1 => Just(Concatenate),
        1 => Just(Rows),
        3 => Just(Rectify),
        1 => Just(Gate),
        2 => prop::sample::select(smooth.to_vec()).prop_map(Smooth),
        1 => prop::sample::select(vec![Function::Logarithm, Function::SquareRoot]).prop_map(Roots),
        1 => (0_u8..3).prop_map(Clip),
        1 => Just(MaxPool),
        1 => Just(AveragePool),
        1 => any::<bool>().prop_map(ZeroMean),
        1 => any::<bool>().prop_map(OverDeviation),
        1 => Just(Normalise),
    ]
}

/// Numbers as they are asked for.
struct Numbers(Vec<i64>, usize);

impl Numbers {
    fn raw(&mut self) -> i64 {
        self.1 += 1;
        self.0[(self.1 * 7 + self.1 / self.0.len()) % self.0.len()]
    }
    fn below(&mut self, n: usize) -> usize {
        self.raw().unsigned_abs() as usize % n.max(1)
    }
    fn next(&mut self) -> f64 {
        self.raw() as f64 / 8.0
    }
    fn matrix(&mut self, rows: usize, columns: usize) -> DMatrix<f64> {
        DMatrix::from_fn(rows, columns, |_, _| self.next())
    }
    /// A divisor of n.
    fn divisor(&mut self, n: usize) -> usize {
        let divisors: Vec<usize> = (1..=n).filter(|d| n.is_multiple_of(*d)).collect();
        divisors[self.below(divisors.len())]
    }
}

struct Builder {
    graph: Graph<f64>,
    rows: Vec<usize>,
    numbers: Numbers,
    views: usize,
}

impl Builder {
    fn push(&mut self, operation: Operation<f64>, of: &[usize], rows: usize) -> usize {
        self.graph.nodes.push(Node { operation, of: of.to_vec() });
        self.rows.push(rows);
        self.rows.len() - 1
    }

    fn parameter(&mut self, rows: usize, columns: usize) -> usize {
        let place = self.graph.parameters.len();
        let values = self.numbers.matrix(rows, columns);
        self.graph.parameters.push(parameter(&format!("p{place}"), values));
        place
    }

    fn last(&self) -> usize {
        self.rows.len() - 1
    }

    fn then(&mut self, operation: Operation<f64>, rows: usize) {
        let last = self.last();
        self.push(operation, &[last], rows);
    }

    fn dense(&mut self, outputs: usize) -> usize {
        let columns = self.rows[self.last()];
        let weights = self.parameter(outputs, columns);
        self.then(Operation::Dense { weights }, outputs);
        weights
    }

    /// The gain that all share.
    fn gain(&mut self) {
        let rows = self.rows[self.last()];
        self.then(Operation::Scale { gains: 0 }, rows);
    }

    fn rows_of(&mut self, count: usize, rows: usize) -> Vec<Option<usize>> {
        (0..count).map(|_| Some(self.numbers.below(rows + 1)).filter(|row| *row < rows)).collect()
    }

    fn groups(&mut self, rows: usize) -> Vec<Vec<usize>> {
        let group = |builder: &mut Self| {
            let (first, count) = (builder.numbers.below(rows), 1 + builder.numbers.below(rows.min(4)));
            (0..count).map(|k| (first + k) % rows).collect()
        };
        (0..1 + self.numbers.below(4)).map(|_| group(self)).collect()
    }

    fn append(&mut self, block: Block) {
        let (last, rows) = (self.last(), self.rows[self.last()]);
        match block {
            Block::Dense => {
                let outputs = 1 + self.numbers.below(5);
                self.dense(outputs);
            }
            Block::Masked => {
                let weights = self.dense(4);
                let mask = (0..4).map(|_| (0..rows).map(|_| self.numbers.below(2) as u8).collect()).collect();
                self.graph.parameters[weights].mask = Some(mask);
            }
            Block::Convolution => {
                let image = Image { channels: 2, height: 3 + self.numbers.below(2), width: 4 };
                let picked = self.rows_of(image.len(), rows);
                self.then(Operation::Rows { rows: picked }, image.len());
                let n = &mut self.numbers;
                let (height, width) = (1 + n.below(2), 1 + n.below(3));
                let (stride, padding) = (1 + n.below(2), n.below(3));
                let window = Window { height, width, stride, padding, dilation: 1 + n.below(2) };
                let (groups, outputs) = (1 + n.below(2), 2 + 2 * n.below(2));
                let Some((y, x)) = image.places(window) else { return };
                let kernel = self.parameter(outputs, 2 / groups * window.height * window.width);
                self.then(Operation::Convolution { kernel, image, window, groups }, outputs * y * x);
            }
            Block::Bias => {
                let channels = self.numbers.divisor(rows);
                let biases = self.parameter(channels, 1);
                self.then(Operation::Bias { biases }, rows);
            }
            Block::Scale => {
                let channels = self.numbers.divisor(rows);
                let gains = self.parameter(channels, 1);
                self.then(Operation::Scale { gains }, rows);
            }
            Block::Entries => {
                let columns = self.numbers.divisor(rows);
                let of = self.parameter(rows / columns, columns);
                let entries = self.push(Operation::Entries { of }, &[], rows);
                self.push(Operation::Add, &[last, entries], rows);
            }
            Block::Constant => {
                let column = (0..rows).map(|_| self.numbers.next()).collect();
                let constant = self.push(Operation::Constant { column }, &[], rows);
                self.push(Operation::Multiply, &[last, constant], rows);
            }
            Block::Affine => {
                let channels = self.numbers.divisor(rows);
                let mut of_each = || (0..channels).map(|_| self.numbers.next()).collect();
                let (scales, shifts) = (of_each(), of_each());
                self.then(Operation::Affine { scales, shifts }, rows);
            }
            Block::Skip(kind) => {
                let earlier: Vec<usize> = (0..self.rows.len()).filter(|n| self.rows[*n] == rows).collect();
                let other = earlier[self.numbers.below(earlier.len())];
                let operation = [Operation::Add, Operation::Subtract, Operation::Multiply];
                self.push(operation[usize::from(kind)].clone(), &[other, last], rows);
                self.gain();
            }
            Block::Divide => {
                // By 2 + tanh, which is at least 1.
                self.then(Operation::Tanh, rows);
                self.then(Operation::Affine { scales: vec![1.0], shifts: vec![2.0] }, rows);
                self.push(Operation::Divide, &[last, self.last()], rows);
            }
            Block::Concatenate => {
                let other = self.numbers.below(self.rows.len());
                self.push(Operation::Concatenate, &[last, other, last], 2 * rows + self.rows[other]);
                self.dense(3);
            }
            Block::Rows => {
                let count = 1 + self.numbers.below(6);
                let picked = self.rows_of(count, rows);
                self.then(Operation::Rows { rows: picked }, count);
            }
            Block::Rectify => {
                let slope = [0.0, 0.25, -0.5][self.numbers.below(3)];
                self.then(Operation::Rectify { slope }, rows);
            }
            Block::Gate => {
                let gates = self.numbers.matrix(rows, self.views);
                self.then(Operation::Gate { gates }, rows);
            }
            Block::Smooth(function) => {
                // Normalised first: exponentials of large numbers tell nothing.
                self.then(Operation::Normalise, rows);
                self.then(function.map_or(Operation::Tanh, |function| Operation::Apply { function }), rows);
                self.gain();
            }
            Block::Roots(function) => {
                self.push(Operation::Multiply, &[last, last], rows);
                self.then(Operation::Affine { scales: vec![1.0], shifts: vec![0.5] }, rows);
                self.then(Operation::Apply { function }, rows);
                self.gain();
            }
            Block::Clip(kind) => {
                let (low, high) = ((kind != 1).then_some(-1.03), (kind != 0).then_some(1.27));
                self.then(Operation::Clip { low, high }, rows);
            }
            Block::MaxPool => {
                let groups = self.groups(rows);
                let count = groups.len();
                self.then(Operation::MaxPool { groups }, count);
            }
            Block::AveragePool => {
                let groups = self.groups(rows);
                let count = groups.len();
                self.then(Operation::AveragePool { groups }, count);
            }
            Block::ZeroMean(held_constant) => {
                let channels = self.numbers.divisor(rows);
                self.then(Operation::ZeroMean { channels, held_constant }, rows);
            }
            Block::OverDeviation(held_constant) => {
                let channels = self.numbers.divisor(rows);
                self.then(Operation::OverDeviation { channels, epsilon: 0.25, held_constant }, rows);
            }
            Block::Normalise => self.then(Operation::Normalise, rows),
        }
    }
}

/// Graphs of so many steps; views enough for several chunks, the last one smaller.
pub fn case(steps: std::ops::Range<usize>) -> impl Strategy<Value = Case> {
    (2_usize..=4, 2_usize..=9, vec(block(), steps), vec(-17_i64..=19, 401)).prop_map(
        |(inputs, views, blocks, numbers)| {
            let graph = Graph { parameters: Vec::new(), nodes: Vec::new() };
            let mut builder = Builder { graph, rows: Vec::new(), numbers: Numbers(numbers, 0), views };
            builder.parameter(1, 1);
            builder.push(Operation::Input, &[], inputs);
            blocks.into_iter().for_each(|block| builder.append(block));
            let outputs = 1 + builder.numbers.below(3);
            builder.dense(outputs);
            let Builder { graph, mut numbers, .. } = builder;
            let changes = graph.parameters.iter().map(|p| numbers.matrix(p.values.nrows(), p.values.ncols())).collect();
            let (inputs, cotangent) = (numbers.matrix(inputs, views), numbers.matrix(outputs, views));
            Case { graph, inputs, changes, cotangent }
        },
    )
}
