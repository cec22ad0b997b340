//! The values of all nodes on a batch.

use crate::plan::Step;
use crate::scalar::{Scalar, first_not_finite};
use crate::schedule::Segment;
use crate::statistics::{Statistic, channel_sums, combined};
use crate::{PassError, Program};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// What is done where max(t, slope·t), a clip or a maximum has no derivative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinks {
    /// An error.
    Refuse,
    /// PyTorch's derivative: the slope of max(t, slope·t) is that below 0, a clip is 1 at its bounds, a maximum is the
    /// first row that has it. [`Pass::kinks`] counts these places.
    Convention,
}

/// What a node keeps beside its value, for derivatives.
#[derive(Clone, Debug)]
pub(crate) enum Local<T> {
    None,
    /// The slope of every entry.
    Slopes(Vec<T>),
    /// Is the slope 1?
    Open(Vec<bool>),
    /// The winning row of every pool on every view.
    Winners(Vec<usize>),
    /// 1/‖f‖ of every view.
    Norms(Vec<T>),
}

/// The values of all nodes on some neighbouring views, each view a column. Empty: not kept.
#[derive(Clone, Debug)]
pub(crate) struct Chunk<T> {
    pub(crate) first: usize,
    pub(crate) views: usize,
    pub(crate) values: Vec<Vec<T>>,
    pub(crate) locals: Vec<Local<T>>,
    pub(crate) kinks: usize,
}

/// The values of all nodes on a batch, and the derivatives there.
#[derive(Clone, Debug)]
pub struct Pass<'a, T: Scalar> {
    pub(crate) program: &'a Program<T>,
    pub(crate) chunks: Vec<Chunk<T>>,
    /// Of each node that has one.
    pub(crate) statistics: Vec<Option<Statistic<T>>>,
    output: DMatrix<T>,
}

impl<'a, T: Scalar> Pass<'a, T> {
    pub(crate) fn new(program: &'a Program<T>, inputs: DMatrix<T>, kinks: Kinks) -> Result<Self, PassError> {
        check(program, &inputs)?;
        let (plan, views) = (&program.plan, inputs.ncols());
        let size = plan.views_of_chunk(views);
        let chunk = |first: usize| Chunk {
            first,
            views: size.min(views - first),
            values: vec![Vec::new(); plan.nodes.len()],
            locals: vec![Local::None; plan.nodes.len()],
            kinks: 0,
        };
        let mut chunks: Vec<Chunk<T>> = (0..views).step_by(size).map(chunk).collect();
        let mut statistics: Vec<Option<Statistic<T>>> = vec![None; plan.nodes.len()];
        for segment in program.segments() {
            match segment {
                Segment::ByView(places) => {
                    let evaluate = |chunk: &mut Chunk<T>| {
                        places.clone().try_for_each(|place| chunk.evaluate(program, place, &inputs, kinks))
                    };
                    first_error(chunks.par_iter_mut().map(evaluate).collect())?;
                }
                Segment::Statistic(place) => {
                    let statistic = Statistic::of(program, *place, &chunks)?;
                    let apply = |chunk: &mut Chunk<T>| chunk.with_statistic(program, *place, &statistic);
                    first_error(chunks.par_iter_mut().map(apply).collect())?;
                    statistics[*place] = Some(statistic);
                }
            }
        }
        let last = plan.nodes.len() - 1;
        let output: Vec<T> = chunks.iter_mut().flat_map(|chunk| chunk.output(program, last)).collect();
        let output = DMatrix::from_vec(program.outputs(), views, output);
        Ok(Pass { program, chunks, statistics, output })
    }

    /// f, outputs × views.
    pub fn output(&self) -> &DMatrix<T> {
        &self.output
    }

    /// Places where the convention decided a derivative: entries at 0 or a bound, and pools whose maximum several rows have.
    pub fn kinks(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.kinks).sum()
    }

    pub(crate) fn views(&self) -> usize {
        self.output.ncols()
    }
}

/// The error of the first chunk that has one, whatever thread was first.
fn first_error(results: Vec<Result<(), PassError>>) -> Result<(), PassError> {
    results.into_iter().collect()
}

fn check<T: Scalar>(program: &Program<T>, inputs: &DMatrix<T>) -> Result<(), PassError> {
    let (rows, views) = inputs.shape();
    if rows != program.inputs() {
        return Err(PassError::Inputs { found: rows, expected: program.inputs() });
    }
    if let Some(strange) = first_not_finite(inputs.as_slice()) {
        return Err(PassError::Input { row: strange % rows, view: strange / rows });
    }
    for (parameter, values) in program.parameters().iter().enumerate() {
        if let Some(strange) = first_not_finite(values.as_slice()) {
            let (row, column) = (strange % values.nrows(), strange / values.nrows());
            return Err(PassError::Parameter { parameter, row, column });
        }
    }
    for (place, node) in program.plan.nodes.iter().enumerate().filter(|(_, node)| node.is_live) {
        match &node.step {
            Step::Gate { gates } if gates.ncols() != views => {
                return Err(PassError::Gates { node: place, found: gates.ncols(), expected: views });
            }
            Step::ZeroMean { .. } | Step::OverDeviation { .. } if views < 2 => {
                return Err(PassError::TooFewViews { node: place, found: views });
            }
            _ => {}
        }
    }
    Ok(())
}

impl<T: Scalar> Chunk<T> {
    /// The value of an argument, its own room if nothing else needs it.
    pub(crate) fn taken(&mut self, program: &Program<T>, place: usize, argument: usize) -> Vec<T> {
        let of = program.plan.nodes[place].of[argument];
        if program.plan.is_last_use(place, argument) && !program.plan.nodes[of].is_kept {
            std::mem::take(&mut self.values[of])
        } else {
            self.values[of].clone()
        }
    }

    /// Stores a value and gives back the room of those that are not needed any more.
    pub(crate) fn store(&mut self, program: &Program<T>, place: usize, value: Vec<T>) -> Result<(), PassError> {
        let node = &program.plan.nodes[place];
        if let Some(strange) = first_not_finite(&value) {
            return Err(PassError::NotFinite {
                node: place,
                row: strange % node.rows,
                view: self.view(strange, node.rows),
            });
        }
        self.values[place] = value;
        for of in &node.of {
            let argument = &program.plan.nodes[*of];
            if argument.last_use == place && !argument.is_kept {
                self.values[*of] = Vec::new();
            }
        }
        Ok(())
    }

    /// The view of an entry of a value of so many rows.
    pub(crate) fn view(&self, entry: usize, rows: usize) -> usize {
        self.first + entry / rows.max(1)
    }

    fn output(&mut self, program: &Program<T>, last: usize) -> Vec<T> {
        if program.plan.nodes[last].is_kept {
            self.values[last].clone()
        } else {
            std::mem::take(&mut self.values[last])
        }
    }

    /// Sums of a number for each entry over the entries of each channel.
    pub(crate) fn sums(&self, of: usize, rows: usize, channels: usize, number: impl Fn(usize, T) -> f64) -> Vec<f64> {
        channel_sums(&self.values[of], rows, channels, number)
    }

    fn with_statistic(
        &mut self,
        program: &Program<T>,
        place: usize,
        statistic: &Statistic<T>,
    ) -> Result<(), PassError> {
        let rows = program.plan.nodes[place].rows;
        let mut value = self.taken(program, place, 0);
        match &program.plan.nodes[place].step {
            Step::ZeroMean { channels, .. } => {
                combined(&mut value, rows, *channels, |c, x| x - statistic.mean[c]);
            }
            Step::OverDeviation { channels, .. } => {
                combined(&mut value, rows, *channels, |c, x| x * statistic.over[c]);
            }
            _ => {}
        }
        self.store(program, place, value)
    }
}
