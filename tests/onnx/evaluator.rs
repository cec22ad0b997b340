//! The values of a graph on a batch in floats, from the definition of each operation: the tests' own reading.

use dualproof::graph::{Function, Graph, Image, Operation, Window};
use nalgebra::DMatrix;

/// A value: the rows of every view.
type Value = Vec<Vec<f64>>;

/// The outputs on these views.
pub fn outputs(graph: &Graph<f64>, views: &[Vec<f64>]) -> Value {
    let mut values: Vec<Value> = Vec::new();
    for node in &graph.nodes {
        let value = match node.operation {
            Operation::ZeroMean { channels, .. } => less_mean(&values[node.of[0]], channels),
            Operation::OverDeviation { channels, epsilon, .. } => {
                let of = &values[node.of[0]];
                let centred = less_mean(of, channels);
                let squares = |f: &Vec<f64>| f.iter().map(|x| x * x).collect();
                let variances = means(&centred.iter().map(squares).collect::<Vec<_>>(), channels);
                by_channel(of, channels, |c, x| x / (variances[c] + epsilon).sqrt())
            }
            _ => {
                let one = |view: usize| {
                    let of: Vec<&[f64]> = node.of.iter().map(|of| &values[*of][view][..]).collect();
                    of_view(graph, &node.operation, &of, &views[view])
                };
                (0..views.len()).map(one).collect()
            }
        };
        values.push(value);
    }
    values.pop().expect("a node")
}

/// The value of an operation that knows no other view.
fn of_view(graph: &Graph<f64>, operation: &Operation<f64>, of: &[&[f64]], view: &[f64]) -> Vec<f64> {
    let matrix = |at: usize| &graph.parameters[at].values;
    let each = |f: &dyn Fn(f64) -> f64| of[0].iter().map(|x| f(*x)).collect::<Vec<f64>>();
    let pairs = |f: &dyn Fn(f64, f64) -> f64| {
        assert_eq!(of[0].len(), of[1].len());
        of[0].iter().zip(of[1]).map(|(x, y)| f(*x, *y)).collect::<Vec<f64>>()
    };
    let channelwise = |channels: usize, f: &dyn Fn(usize, f64) -> f64| {
        by_channel(&[of[0].to_vec()], channels, f).pop().expect("a view")
    };
    match operation {
        Operation::Input => view.to_vec(),
        Operation::Dense { weights } => {
            let w = matrix(*weights);
            assert_eq!(w.ncols(), of[0].len());
            (0..w.nrows()).map(|i| (0..w.ncols()).map(|j| w[(i, j)] * of[0][j]).sum()).collect()
        }
        Operation::Convolution { kernel, image, window, groups } => {
            correlation(matrix(*kernel), *image, *window, *groups, of[0])
        }
        Operation::Entries { of } => matrix(*of).transpose().iter().copied().collect(),
        Operation::Constant { column } => column.clone(),
        Operation::Bias { biases } => channelwise(matrix(*biases).nrows(), &|c, x| x + matrix(*biases)[(c, 0)]),
        Operation::Scale { gains } => channelwise(matrix(*gains).nrows(), &|c, x| x * matrix(*gains)[(c, 0)]),
        Operation::Affine { scales, shifts } => channelwise(scales.len(), &|c, x| scales[c] * x + shifts[c]),
        Operation::Add => pairs(&|x, y| x + y),
        Operation::Subtract => pairs(&|x, y| x - y),
        Operation::Multiply => pairs(&|x, y| x * y),
        Operation::Divide => pairs(&|x, y| x / y),
        Operation::Concatenate => of.concat(),
        Operation::Rows { rows } => rows.iter().map(|row| row.map_or(0.0, |row| of[0][row])).collect(),
        Operation::Rectify { slope } => each(&|x| x.max(slope * x)),
        Operation::Tanh => each(&f64::tanh),
        Operation::Apply { function } => each(&|x| match function {
            Function::Exponential => x.exp(),
            Function::Logarithm => x.ln(),
            Function::SquareRoot => x.sqrt(),
            Function::Sigmoid => 1.0 / (1.0 + (-x).exp()),
            Function::Softplus => x.exp().ln_1p(),
            Function::Erf => erf(x),
        }),
        Operation::Clip { low, high } => {
            each(&|x| x.max(low.unwrap_or(f64::NEG_INFINITY)).min(high.unwrap_or(f64::INFINITY)))
        }
        Operation::MaxPool { groups } => {
            groups.iter().map(|g| g.iter().map(|r| of[0][*r]).fold(f64::NEG_INFINITY, f64::max)).collect()
        }
        Operation::AveragePool { groups } => {
            assert!(groups.iter().all(|g| !g.is_empty()));
            groups.iter().map(|g| g.iter().map(|r| of[0][*r]).sum::<f64>() / g.len() as f64).collect()
        }
        Operation::Normalise => {
            let norm = of[0].iter().map(|x| x * x).sum::<f64>().sqrt();
            each(&|x| x / norm)
        }
        Operation::Gate { .. } | Operation::ZeroMean { .. } | Operation::OverDeviation { .. } => {
            panic!("no operation of one view: {operation:?}")
        }
    }
}

fn correlation(k: &DMatrix<f64>, image: Image, window: Window, groups: usize, of: &[f64]) -> Vec<f64> {
    assert_eq!(image.len(), of.len());
    let (height, width) = image.places(window).expect("places");
    let (inside, outside, size) = (image.channels / groups, k.nrows() / groups, window.height * window.width);
    assert_eq!(k.ncols(), inside * size);
    let entry = |channel: usize, row: Option<usize>, column: Option<usize>| match (row, column) {
        (Some(y), Some(x)) if y < image.height && x < image.width => of[(channel * image.height + y) * image.width + x],
        _ => 0.0,
    };
    let mut value = Vec::new();
    for (o, p) in (0..k.nrows()).flat_map(|o| (0..height * width).map(move |p| (o, p))) {
        let (y, x) = (p / width * window.stride, p % width * window.stride);
        let term = |j: usize| {
            let (c, place) = (j / size, j % size);
            let row = (y + place / window.width * window.dilation).checked_sub(window.padding);
            let column = (x + place % window.width * window.dilation).checked_sub(window.padding);
            k[(o, j)] * entry(o / outside * inside + c, row, column)
        };
        value.push((0..k.ncols()).map(term).sum());
    }
    value
}

fn by_channel(of: &[Vec<f64>], channels: usize, f: impl Fn(usize, f64) -> f64) -> Value {
    let view = |view: &Vec<f64>| {
        assert!(view.len().is_multiple_of(channels), "{} rows in {channels} channels", view.len());
        let size = view.len() / channels;
        view.iter().enumerate().map(|(row, x)| f(row / size, *x)).collect()
    };
    of.iter().map(view).collect()
}

/// The mean of every channel over places and views.
fn means(of: &[Vec<f64>], channels: usize) -> Vec<f64> {
    let size = of[0].len() / channels;
    let sum = |c: usize| of.iter().flat_map(|view| &view[c * size..(c + 1) * size]).sum::<f64>();
    (0..channels).map(|c| sum(c) / (size * of.len()) as f64).collect()
}

fn less_mean(of: &[Vec<f64>], channels: usize) -> Value {
    let means = means(of, channels);
    by_channel(of, channels, |c, x| x - means[c])
}

/// erf by its series (2/√π) Σ (−1)ⁿ x^(2n+1)/(n! (2n+1)), to full precision for the small arguments of the tests.
fn erf(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    2.0 / std::f64::consts::PI.sqrt() * sum
}
