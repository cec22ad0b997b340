//! Derivatives along directions of parameters, forward through the operations.

use crate::Program;
use crate::pass::{Chunk, Local, Pass};
use crate::plan::Step;
use crate::scalar::{Scalar, inner_product};
use crate::schedule::Segment;
use crate::statistics::{channel_products, channel_sums, combined, means};
use crate::values::{averages, dense, picked};
use nalgebra::DMatrix;
use rayon::prelude::*;
use std::borrow::Cow;

/// The derivatives of the nodes' values on a chunk; `None` is 0, or not needed any more.
type Tangents<T> = Vec<Option<Vec<T>>>;

/// A change of a parameter without what its mask takes out; `None` is 0.
type Direction<'a, T> = Option<Cow<'a, DMatrix<T>>>;

impl<T: Scalar> Pass<'_, T> {
    /// Σ_p ∂f/∂θ_p · d_p, outputs × views. Entries that a mask takes out do not count.
    ///
    /// # Panics
    /// If a place is that of no parameter, or a direction has another shape than its parameter.
    pub fn tangent(&self, direction: &[(usize, &DMatrix<T>)]) -> DMatrix<T> {
        let program = self.program;
        let mut directions: Vec<Direction<T>> = vec![None; program.parameters.len()];
        for (place, d) in direction {
            assert_eq!(d.shape(), program.parameters[*place].shape(), "the shape of direction {place}");
            let d = program.plan.masked(*place, d);
            directions[*place] = Some(match directions[*place].take() {
                Some(sum) => Cow::Owned(sum.as_ref() + d.as_ref()),
                None => d,
            });
        }
        let directions = &directions;
        let mut tangents: Vec<Tangents<T>> = vec![vec![None; program.plan.nodes.len()]; self.chunks.len()];
        for segment in program.segments() {
            match segment {
                Segment::ByView(places) => {
                    self.chunks.par_iter().zip(tangents.par_iter_mut()).for_each(|(chunk, tangents)| {
                        for place in places.clone().filter(|place| program.plan.nodes[*place].is_live) {
                            let tangent = chunk.tangent(program, place, tangents, directions);
                            store(program, place, tangents, tangent);
                        }
                    });
                }
                Segment::Statistic(place) => self.tangent_of_statistic(*place, &mut tangents),
            }
        }
        let last = program.plan.nodes.len() - 1;
        let zero = |chunk: &Chunk<T>| vec![T::ZERO; program.outputs() * chunk.views];
        let of_each = self.chunks.iter().zip(&mut tangents);
        let output =
            of_each.flat_map(|(chunk, tangents)| tangents[last].take().unwrap_or_else(|| zero(chunk))).collect();
        DMatrix::from_vec(program.outputs(), self.views(), output)
    }

    /// [`Pass::tangent`] for each direction.
    pub fn tangents(&self, directions: &[&[(usize, &DMatrix<T>)]]) -> Vec<DMatrix<T>> {
        directions.iter().map(|direction| self.tangent(direction)).collect()
    }

    /// Of f − E f, or of f/s: ds/s = E[(f − E f) df]/s², so d(f/s) = df/s − (f/s) E[(f − E f) df]/s².
    fn tangent_of_statistic(&self, place: usize, tangents: &mut [Tangents<T>]) {
        let program = self.program;
        let node = &program.plan.nodes[place];
        let (of, rows) = (node.of[0], node.rows);
        let Some(statistic) = &self.statistics[place] else { return };
        // It is 0 on all chunks or on none: it depends on the operations alone.
        if tangents.iter().any(|tangents| tangents[of].is_none()) {
            return;
        }
        let pairs: Vec<(&Chunk<T>, &Tangents<T>)> = self.chunks.iter().zip(&*tangents).collect();
        let d_of = |tangents: &Tangents<T>| tangents[of].as_deref().unwrap_or_default().to_vec();
        let (channels, sums) = match &node.step {
            Step::ZeroMean { channels, held_constant: true } => (*channels, None),
            Step::ZeroMean { channels, .. } => {
                let sums = |(_, tangents): &(&Chunk<T>, &Tangents<T>)| {
                    channel_sums(&d_of(tangents), rows, *channels, |_, d| d.wide())
                };
                (*channels, Some(means(&pairs, rows, *channels, sums)))
            }
            Step::OverDeviation { channels, held_constant: true, .. } => (*channels, None),
            Step::OverDeviation { channels, .. } => {
                let sums = |(chunk, tangents): &(&Chunk<T>, &Tangents<T>)| {
                    let mut centred = chunk.values[of].clone();
                    combined(&mut centred, rows, *channels, |c, x| x - statistic.mean[c]);
                    channel_products(&centred, &d_of(tangents), rows, *channels)
                };
                (*channels, Some(means(&pairs, rows, *channels, sums)))
            }
            _ => return,
        };
        let is_mean = matches!(node.step, Step::ZeroMean { .. });
        self.chunks.par_iter().zip(tangents.par_iter_mut()).for_each(|(chunk, tangents)| {
            let mut d = taken(program, place, 0, tangents).unwrap_or_default();
            if !is_mean {
                combined(&mut d, rows, channels, |c, d| d * statistic.over[c]);
            }
            if let Some(sums) = &sums {
                if is_mean {
                    combined(&mut d, rows, channels, |c, d| d - T::of(sums[c]));
                } else {
                    let mut along = chunk.values[place].clone();
                    let share = |c: usize| T::of(sums[c] * statistic.over[c].wide() * statistic.over[c].wide());
                    combined(&mut along, rows, channels, |c, y| y * share(c));
                    d.iter_mut().zip(&along).for_each(|(d, along)| *d -= *along);
                }
            }
            store(program, place, tangents, Some(d));
        });
    }
}

/// The derivative of an argument, its own room if nothing else needs it.
fn taken<T: Scalar>(program: &Program<T>, place: usize, argument: usize, tangents: &mut Tangents<T>) -> Option<Vec<T>> {
    let of = program.plan.nodes[place].of[argument];
    if program.plan.is_last_use(place, argument) { tangents[of].take() } else { tangents[of].clone() }
}

fn store<T: Scalar>(program: &Program<T>, place: usize, tangents: &mut Tangents<T>, tangent: Option<Vec<T>>) {
    tangents[place] = tangent;
    for of in &program.plan.nodes[place].of {
        if program.plan.nodes[*of].last_use == place {
            tangents[*of] = None;
        }
    }
}

/// The sum of two derivatives.
fn both<T: Scalar>(a: Option<Vec<T>>, b: Option<Vec<T>>) -> Option<Vec<T>> {
    match (a, b) {
        (Some(mut a), Some(b)) => {
            a.iter_mut().zip(&b).for_each(|(a, b)| *a += *b);
            Some(a)
        }
        (a, b) => a.or(b),
    }
}

fn times<T: Scalar>(mut d: Vec<T>, factors: &[T]) -> Vec<T> {
    d.iter_mut().zip(factors).for_each(|(d, factor)| *d *= *factor);
    d
}

impl<T: Scalar> Chunk<T> {
    /// The derivative of a node's value.
    fn tangent(
        &self,
        program: &Program<T>,
        place: usize,
        tangents: &mut Tangents<T>,
        directions: &[Direction<T>],
    ) -> Option<Vec<T>> {
        let node = &program.plan.nodes[place];
        let value = |n: usize| &self.values[node.of[n]][..];
        let height = |n: usize| program.plan.nodes[node.of[n]].rows;
        let parameter = |p: usize| &program.parameters[p];
        match (&node.step, &self.locals[place]) {
            (Step::Input | Step::Constant { .. }, _) => None,
            (Step::Entries { of }, _) => directions[*of].as_ref().map(|d| d.transpose().as_slice().repeat(self.views)),
            (Step::Dense { weights }, _) => {
                let of_weights = directions[*weights].as_ref().map(|d| dense(d, value(0), self.views));
                let of_value = tangents[node.of[0]].as_ref().map(|d| dense(parameter(*weights), d, self.views));
                both(of_weights, of_value)
            }
            (Step::Convolution { kernel, correlation }, _) => {
                let of_kernel = directions[*kernel].as_ref().map(|d| (d.as_slice(), value(0)));
                let of_value = tangents[node.of[0]].as_ref().map(|d| (parameter(*kernel).as_slice(), &d[..]));
                let terms: Vec<_> = of_kernel.into_iter().chain(of_value).collect();
                (!terms.is_empty()).then(|| correlation.values(&terms, self.views))
            }
            (Step::Bias { biases }, _) => {
                let d = taken(program, place, 0, tangents);
                let Some(of_biases) = directions[*biases].as_ref() else { return d };
                let mut sum = d.unwrap_or_else(|| vec![T::ZERO; node.rows * self.views]);
                combined(&mut sum, node.rows, of_biases.len(), |c, d| d + of_biases[c]);
                Some(sum)
            }
            (Step::Scale { gains }, _) => {
                let times = |mut f: Vec<T>, gains: &DMatrix<T>| {
                    combined(&mut f, node.rows, gains.len(), |c, x| x * gains[c]);
                    f
                };
                let of_gains = directions[*gains].as_ref().map(|d| times(value(0).to_vec(), d));
                both(taken(program, place, 0, tangents).map(|d| times(d, parameter(*gains))), of_gains)
            }
            (Step::Affine { scales, .. }, _) => taken(program, place, 0, tangents).map(|mut d| {
                combined(&mut d, node.rows, scales.len(), |c, d| d * scales[c]);
                d
            }),
            (Step::Add, _) => {
                let first = taken(program, place, 0, tangents);
                both(first, taken(program, place, 1, tangents))
            }
            (Step::Subtract, _) => {
                let first = taken(program, place, 0, tangents);
                let second = taken(program, place, 1, tangents).map(|mut d| {
                    d.iter_mut().for_each(|d| *d = -*d);
                    d
                });
                both(first, second)
            }
            (Step::Multiply, _) => {
                let first = taken(program, place, 0, tangents).map(|d| times(d, value(1)));
                both(first, taken(program, place, 1, tangents).map(|d| times(d, value(0))))
            }
            // d(f/g) = (df − (f/g) dg)/g.
            (Step::Divide, Local::Slopes(over)) => {
                let first = taken(program, place, 0, tangents);
                let second = taken(program, place, 1, tangents).map(|mut d| {
                    d.iter_mut().zip(&self.values[place]).for_each(|(d, y)| *d *= -*y);
                    d
                });
                both(first, second).map(|d| times(d, over))
            }
            (Step::Concatenate, _) => {
                node.of.iter().any(|of| tangents[*of].is_some()).then(|| self.stacked(program, place, tangents))
            }
            (Step::Rows { rows }, _) => tangents[node.of[0]].as_ref().map(|d| picked(rows, d, height(0), self.views)),
            (Step::Rectify { slope }, Local::Open(open)) => taken(program, place, 0, tangents).map(|mut d| {
                d.iter_mut().zip(open).for_each(|(d, open)| *d *= if *open { T::ONE } else { *slope });
                d
            }),
            (Step::Clip { .. }, Local::Open(open)) => taken(program, place, 0, tangents).map(|mut d| {
                d.iter_mut().zip(open).for_each(|(d, open)| *d *= if *open { T::ONE } else { T::ZERO });
                d
            }),
            (Step::Gate { gates }, _) => {
                taken(program, place, 0, tangents).map(|d| times(d, &gates.as_slice()[self.first * node.rows..]))
            }
            (Step::Apply { .. }, Local::Slopes(slopes)) => taken(program, place, 0, tangents).map(|d| times(d, slopes)),
            (Step::MaxPool { .. }, Local::Winners(winners)) => tangents[node.of[0]].as_ref().map(|d| {
                let of_view = |(d, winners): (&[T], &[usize])| winners.iter().map(|row| d[*row]).collect::<Vec<T>>();
                let rows = node.rows.max(1);
                d.chunks_exact(height(0).max(1)).zip(winners.chunks_exact(rows)).flat_map(of_view).collect()
            }),
            (Step::AveragePool { groups }, _) => tangents[node.of[0]].as_ref().map(|d| averages(groups, d, height(0))),
            // d(f/‖f‖) = (df − y ⟨y, df⟩)/‖f‖ for y = f/‖f‖.
            (Step::Normalise, Local::Norms(over)) => taken(program, place, 0, tangents).map(|mut d| {
                across(&mut d, &self.values[place], over, node.rows);
                d
            }),
            _ => None,
        }
    }

    fn stacked(&self, program: &Program<T>, place: usize, tangents: &Tangents<T>) -> Vec<T> {
        let mut value = Vec::with_capacity(program.plan.nodes[place].rows * self.views);
        for view in 0..self.views {
            for of in &program.plan.nodes[place].of {
                let rows = program.plan.nodes[*of].rows;
                match &tangents[*of] {
                    Some(d) => value.extend_from_slice(&d[view * rows..(view + 1) * rows]),
                    None => value.resize(value.len() + rows, T::ZERO),
                }
            }
        }
        value
    }
}

/// d ← (d − y ⟨y, d⟩)/‖f‖ on each view: the derivative of f/‖f‖, which is its own adjoint.
pub(crate) fn across<T: Scalar>(d: &mut [T], y: &[T], over: &[T], rows: usize) {
    let rows = rows.max(1);
    for ((d, y), over) in d.chunks_exact_mut(rows).zip(y.chunks_exact(rows)).zip(over) {
        let along = T::of(inner_product(d, y));
        d.iter_mut().zip(y).for_each(|(d, y)| *d = (*d - *y * along) * *over);
    }
}
