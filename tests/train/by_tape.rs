//! The same networks and losses on the differentiation tape, from their definitions: units × samples.

use dualproof::numbers::{Field, Obstacle, Rational, Running};
use dualproof::tape::{Tape, Var};
use dualproof::train::{Affine, Architecture, BatchNorm, Contrast, GroupNorm, Layer, Statistic};
use nalgebra::DMatrix;

type Matrix = DMatrix<Running>;

pub fn exact(x: f64) -> Running {
    Running::exact(x)
}

fn fraction(numerator: i64, denominator: usize) -> Running {
    Running::from_rational(&Rational::new(numerator, denominator as u64))
}

/// A network on the tape: its output, and every array of parameters as one variable.
pub struct Recording {
    pub tape: Tape<Running>,
    pub output: Var,
    pub input: Var,
    pub parameters: Vec<Var>,
}

/// Records a network; `parameters` in the order of the architecture.
///
/// # Errors
/// Where a gate or a root is not decided.
pub fn record(architecture: &Architecture, parameters: &[f64], inputs: &DMatrix<f64>) -> Result<Recording, Obstacle> {
    let mut tape = Tape::new();
    let input = tape.variable(inputs.transpose().map(exact));
    let mut arrays = architecture.parameters().into_iter();
    let mut variables = Vec::new();
    let mut next = |tape: &mut Tape<Running>, groups: usize, inputs: usize| {
        let array = arrays.next().expect("an array of the layer");
        let entries = parameters[array.range.clone()].iter().map(|x| exact(*x));
        let value = match array.shape[..] {
            // A weight by groups as the whole block diagonal matrix.
            [rows, fan_in] => {
                let compact = DMatrix::from_row_iterator(rows, fan_in, entries);
                let group_of = |row: usize| row / (rows / groups);
                DMatrix::from_fn(rows, inputs, |i, j| match j / fan_in == group_of(i) {
                    true => compact[(i, j % fan_in)],
                    false => exact(0.0),
                })
            }
            _ => DMatrix::from_iterator(array.shape[0], 1, entries),
        };
        let variable = tape.variable(value);
        variables.push(variable);
        variable
    };
    let widths = architecture.widths();
    let mut value = input;
    for (index, layer) in architecture.layers.iter().enumerate() {
        value = match layer {
            Layer::Affine(affine) => {
                let weight = next(&mut tape, affine.groups, widths[index]);
                let used = effective_weight(&mut tape, affine, weight, widths[index])?;
                let product = tape.product(used, value);
                if affine.bias {
                    let bias = next(&mut tape, 1, 1);
                    tape.add_column(product, bias)
                } else {
                    product
                }
            }
            Layer::Rectifier => tape.rectify(value, &exact(0.0), index)?,
            Layer::BatchNorm(norm) => {
                let normalised = batch_normalised(&mut tape, norm, value)?;
                let gain = norm.gain.then(|| (next(&mut tape, 1, 1), next(&mut tape, 1, 1)));
                gained(&mut tape, normalised, gain)
            }
            Layer::GroupNorm(norm) => {
                let normalised = group_normalised(&mut tape, norm, value)?;
                let gain = norm.gain.then(|| (next(&mut tape, 1, 1), next(&mut tape, 1, 1)));
                gained(&mut tape, normalised, gain)
            }
            Layer::UnitNorm { epsilon } => {
                let units = tape.value(value).nrows();
                let ones = tape.variable(Matrix::from_element(units, units, exact(1.0)));
                let squares = tape.entrywise(value, value);
                let sums = tape.product(ones, squares);
                let inverse = tape.inverse_sqrt(sums)?;
                let norms = tape.reciprocal(inverse)?;
                let longer = plus(&mut tape, norms, *epsilon);
                let inverse = tape.reciprocal(longer)?;
                tape.entrywise(value, inverse)
            }
        };
    }
    Ok(Recording { tape, output: value, input, parameters: variables })
}

fn plus(tape: &mut Tape<Running>, a: Var, constant: f64) -> Var {
    let (rows, columns) = tape.value(a).shape();
    let constant = tape.variable(Matrix::from_element(rows, columns, exact(constant)));
    tape.sum(a, constant)
}

/// A column repeated.
fn repeated(tape: &mut Tape<Running>, column: Var, times: usize) -> Var {
    let ones = tape.variable(Matrix::from_element(1, times, exact(1.0)));
    tape.product(column, ones)
}

/// The mean over the columns, as a column.
fn row_mean(tape: &mut Tape<Running>, a: Var, divisor: usize) -> Var {
    let columns = tape.value(a).ncols();
    let shares = tape.variable(Matrix::from_element(columns, 1, fraction(1, divisor)));
    tape.product(a, shares)
}

fn effective_weight(tape: &mut Tape<Running>, affine: &Affine, weight: Var, inputs: usize) -> Result<Var, Obstacle> {
    let fan_in = inputs / affine.groups;
    let rows = affine.outputs / affine.groups;
    let mask = DMatrix::from_fn(affine.outputs, inputs, |i, j| exact(f64::from(i / rows == j / fan_in)));
    let Some(epsilon) = affine.standardise else { return Ok(tape.gate(weight, mask)) };
    let own = tape.gate(weight, mask.clone());
    let mean = row_mean(tape, own, fan_in);
    let mean = repeated(tape, mean, inputs);
    let centred = tape.difference(own, mean);
    let centred = tape.gate(centred, mask);
    let squares = tape.entrywise(centred, centred);
    let variance = row_mean(tape, squares, fan_in);
    let variance = plus(tape, variance, epsilon);
    let inverse = tape.inverse_sqrt(variance)?;
    let inverse = repeated(tape, inverse, inputs);
    Ok(tape.entrywise(centred, inverse))
}

fn batch_normalised(tape: &mut Tape<Running>, norm: &BatchNorm, x: Var) -> Result<Var, Obstacle> {
    let batch = tape.value(x).ncols();
    let mean = row_mean(tape, x, batch);
    let used = match norm.mean {
        Statistic::Normal => Some(mean),
        Statistic::Detached => Some(tape.detached(mean)),
        Statistic::Omitted => None,
    };
    let subtracted = match used {
        Some(used) => {
            let used = repeated(tape, used, batch);
            tape.difference(x, used)
        }
        None => x,
    };
    if norm.deviation == Statistic::Omitted {
        return Ok(subtracted);
    }
    let mean = repeated(tape, mean, batch);
    let centred = tape.difference(x, mean);
    let squares = tape.entrywise(centred, centred);
    let variance = row_mean(tape, squares, batch);
    let variance = plus(tape, variance, norm.epsilon);
    let mut inverse = tape.inverse_sqrt(variance)?;
    if norm.deviation == Statistic::Detached {
        inverse = tape.detached(inverse);
    }
    let inverse = repeated(tape, inverse, batch);
    Ok(tape.entrywise(subtracted, inverse))
}

fn group_normalised(tape: &mut Tape<Running>, norm: &GroupNorm, x: Var) -> Result<Var, Obstacle> {
    let units = tape.value(x).nrows();
    let size = units / norm.groups;
    let share = |i: usize, j: usize| if i / size == j / size { fraction(1, size) } else { exact(0.0) };
    let averaging = tape.variable(DMatrix::from_fn(units, units, share));
    let mean = tape.product(averaging, x);
    let centred = tape.difference(x, mean);
    let squares = tape.entrywise(centred, centred);
    let variance = tape.product(averaging, squares);
    let variance = plus(tape, variance, norm.epsilon);
    let inverse = tape.inverse_sqrt(variance)?;
    Ok(tape.entrywise(centred, inverse))
}

fn gained(tape: &mut Tape<Running>, x: Var, gain: Option<(Var, Var)>) -> Var {
    let Some((gain, shift)) = gain else { return x };
    let columns = tape.value(x).ncols();
    let gain = repeated(tape, gain, columns);
    let product = tape.entrywise(x, gain);
    tape.add_column(product, shift)
}

/// The loss of outputs in blocks of columns: anchors, positives, then negatives H times.
///
/// # Errors
/// Where a function is not decided.
pub fn contrast(tape: &mut Tape<Running>, output: Var, contrast: Contrast, negatives: usize) -> Result<Var, Obstacle> {
    let (units, columns) = tape.value(output).shape();
    let anchors = columns / (2 + negatives);
    let block = |tape: &mut Tape<Running>, k: usize| {
        let list: Vec<usize> = (k * anchors..(k + 1) * anchors).collect();
        tape.columns(output, &list)
    };
    let anchor = block(tape, 0);
    let distances: Vec<Var> = (1..2 + negatives)
        .map(|k| {
            let other = block(tape, k);
            tape.half_squared_distances(anchor, other)
        })
        .collect();
    let scaled = |tape: &mut Tape<Running>, a: Var, tau: f64| {
        let by = Running::exact(-1.0).divide(&exact(tau)).expect("a temperature above 0");
        tape.scale(a, &by)
    };
    let (positive, others) = distances.split_first().expect("a positive");
    match contrast {
        Contrast::Simple | Contrast::Triplet { .. } => {
            let mut terms = Vec::new();
            for other in others {
                let gap = tape.difference(*positive, *other);
                terms.push(match contrast {
                    Contrast::Triplet { temperature, margin } => {
                        let gap = plus(tape, gap, margin);
                        let minus = scaled(tape, gap, temperature);
                        let exponent = tape.scale(minus, &exact(-1.0));
                        let e = tape.exp(exponent)?;
                        let sum = plus(tape, e, 1.0);
                        let log = tape.ln(sum)?;
                        tape.scale(log, &exact(temperature))
                    }
                    _ => gap,
                });
            }
            let all = summed(tape, &terms);
            let total = tape.total(all);
            Ok(tape.scale(total, &fraction(1, anchors * negatives)))
        }
        Contrast::Nce { temperature } => {
            let exponentials = distances
                .iter()
                .map(|r| {
                    let exponent = scaled(tape, *r, temperature);
                    tape.exp(exponent)
                })
                .collect::<Result<Vec<Var>, Obstacle>>()?;
            let sum = summed(tape, &exponentials);
            let (log_sum, log_own) = (tape.ln(sum)?, tape.ln(exponentials[0])?);
            let losses = tape.difference(log_sum, log_own);
            let total = tape.total(losses);
            Ok(tape.scale(total, &fraction(1, anchors)))
        }
        Contrast::BatchMeanNce { temperature } => {
            let exponentials = distances
                .iter()
                .map(|r| {
                    let total = tape.total(*r);
                    let mean = tape.scale(total, &fraction(2, anchors * units));
                    let exponent = scaled(tape, mean, temperature);
                    tape.exp(exponent)
                })
                .collect::<Result<Vec<Var>, Obstacle>>()?;
            let sum = summed(tape, &exponentials);
            let inverse = tape.reciprocal(sum)?;
            let share = tape.entrywise(exponentials[0], inverse);
            Ok(tape.scale(share, &exact(-1.0)))
        }
    }
}

fn summed(tape: &mut Tape<Running>, terms: &[Var]) -> Var {
    let (first, rest) = terms.split_first().expect("a term");
    rest.iter().fold(*first, |sum, term| tape.sum(sum, *term))
}

/// SimCLR's loss with all other outputs as negatives.
///
/// # Errors
/// Where a function is not decided.
pub fn in_batch(tape: &mut Tape<Running>, output: Var, temperature: f64) -> Result<Var, Obstacle> {
    let outputs = tape.value(output).ncols();
    let mut losses = Vec::new();
    for i in 0..outputs {
        let partner = (i + outputs / 2) % outputs;
        let others: Vec<usize> =
            std::iter::once(partner).chain((0..outputs).filter(|j| *j != i && *j != partner)).collect();
        let anchor = tape.columns(output, &vec![i; others.len()]);
        let other = tape.columns(output, &others);
        let distances = tape.half_squared_distances(anchor, other);
        let by = Running::exact(-1.0).divide(&exact(temperature)).expect("a temperature above 0");
        let exponents = tape.scale(distances, &by);
        let exponentials = tape.exp(exponents)?;
        let sum = tape.total(exponentials);
        let own = tape.columns(exponentials, &[0]);
        let (log_sum, log_own) = (tape.ln(sum)?, tape.ln(own)?);
        losses.push(tape.difference(log_sum, log_own));
    }
    let sum = summed(tape, &losses);
    Ok(tape.scale(sum, &fraction(1, outputs)))
}
