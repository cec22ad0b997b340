//! The values of a graph on one view in floats, from the definition of each operation: the tests' own reading.

use dualproof_networks::graph::{Function, Graph, Operation};

/// The output on one view.
pub fn output(graph: &Graph<f64>, view: &[f64]) -> Vec<f64> {
    let mut values: Vec<Vec<f64>> = Vec::new();
    for node in &graph.nodes {
        let of = |n: usize| &values[node.of[n]];
        let matrix = |at: usize| &graph.parameters[at].values;
        let each = |f: &dyn Fn(f64) -> f64| of(0).iter().map(|x| f(*x)).collect::<Vec<f64>>();
        let pairs = |f: &dyn Fn(f64, f64) -> f64| {
            assert_eq!(of(0).len(), of(1).len());
            of(0).iter().zip(of(1)).map(|(x, y)| f(*x, *y)).collect::<Vec<f64>>()
        };
        let by_channel = |channels: usize, f: &dyn Fn(usize, f64) -> f64| {
            assert!(of(0).len().is_multiple_of(channels), "{} rows in {channels} channels", of(0).len());
            let size = of(0).len() / channels;
            of(0).iter().enumerate().map(|(row, x)| f(row / size, *x)).collect::<Vec<f64>>()
        };
        let value = match &node.operation {
            Operation::Input => view.to_vec(),
            Operation::Dense { weights } => {
                let w = matrix(*weights);
                assert_eq!(w.ncols(), of(0).len());
                (0..w.nrows()).map(|i| (0..w.ncols()).map(|j| w[(i, j)] * of(0)[j]).sum()).collect()
            }
            Operation::Convolution { kernel, image, window, groups } => {
                let k = matrix(*kernel);
                assert_eq!(image.len(), of(0).len());
                let (height, width) = image.places(*window).expect("places");
                let (inside, outside) = (image.channels / groups, k.nrows() / groups);
                assert_eq!(k.ncols(), inside * window.height * window.width);
                let mut value = Vec::new();
                for (o, y, x) in
                    (0..k.nrows()).flat_map(|o| (0..height * width).map(move |p| (o, p / width, p % width)))
                {
                    let mut sum = 0.0;
                    for (c, i, j) in (0..k.ncols()).map(|p| {
                        let place = p % (window.height * window.width);
                        (p / (window.height * window.width), place / window.width, place % window.width)
                    }) {
                        let row = (y * window.stride + i * window.dilation).checked_sub(window.padding);
                        let column = (x * window.stride + j * window.dilation).checked_sub(window.padding);
                        if let (Some(row), Some(column)) = (row, column)
                            && row < image.height
                            && column < image.width
                        {
                            let channel = (o / outside) * inside + c;
                            sum += k[(o, (c * window.height + i) * window.width + j)]
                                * of(0)[(channel * image.height + row) * image.width + column];
                        }
                    }
                    value.push(sum);
                }
                value
            }
            Operation::Entries { of } => matrix(*of).transpose().iter().copied().collect(),
            Operation::Constant { column } => column.clone(),
            Operation::Bias { biases } => by_channel(matrix(*biases).nrows(), &|c, x| x + matrix(*biases)[(c, 0)]),
            Operation::Scale { gains } => by_channel(matrix(*gains).nrows(), &|c, x| x * matrix(*gains)[(c, 0)]),
            Operation::Affine { scales, shifts } => by_channel(scales.len(), &|c, x| scales[c] * x + shifts[c]),
            Operation::Add => pairs(&|x, y| x + y),
            Operation::Subtract => pairs(&|x, y| x - y),
            Operation::Multiply => pairs(&|x, y| x * y),
            Operation::Divide => pairs(&|x, y| x / y),
            Operation::Concatenate => node.of.iter().flat_map(|of| values[*of].clone()).collect(),
            Operation::Rows { rows } => rows.iter().map(|row| row.map_or(0.0, |row| of(0)[row])).collect(),
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
                groups.iter().map(|g| g.iter().map(|r| of(0)[*r]).fold(f64::NEG_INFINITY, f64::max)).collect()
            }
            Operation::AveragePool { groups } => {
                assert!(groups.iter().all(|g| g.len() == groups[0].len()));
                groups.iter().map(|g| g.iter().map(|r| of(0)[*r]).sum::<f64>() / g.len() as f64).collect()
            }
            Operation::Normalise => {
                let norm = of(0).iter().map(|x| x * x).sum::<f64>().sqrt();
                each(&|x| x / norm)
            }
            Operation::Gate { .. } | Operation::ZeroMean { .. } | Operation::OverDeviation { .. } => {
                panic!("an operation on several views: {:?}", node.operation)
            }
        };
        values.push(value);
    }
    values.pop().expect("a node")
}

/// erf by its series: enough for |x| < 4.
fn erf(x: f64) -> f64 {
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    2.0 / std::f64::consts::PI.sqrt() * sum
}
