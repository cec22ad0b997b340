//! The values of a network on some samples, in one pass or, where BatchNorm takes the statistics of each view by itself, in
//! one for every view: what a program does that calls the network once for each view of a batch.

use dualproof_autodiff::Pass;
use nalgebra::DMatrix;

/// Parameters along which to differentiate, each with its direction.
type Direction<'d> = &'d [(usize, &'d DMatrix<f64>)];

/// The values on the views of some samples, a column each.
pub struct Chunk<'n> {
    /// The passes with their columns; one pass has all of them in order.
    passes: Vec<(Vec<usize>, Pass<'n, f64>)>,
    output: DMatrix<f64>,
}

impl<'n> Chunk<'n> {
    /// Of passes that together have every column of the chunk once.
    pub(super) fn of(passes: Vec<(Vec<usize>, Pass<'n, f64>)>) -> Self {
        let outputs: Vec<&DMatrix<f64>> = passes.iter().map(|(_, pass)| pass.output()).collect();
        let output = match outputs.as_slice() {
            [all] => (*all).clone(),
            several => scattered(passes.iter().map(|(columns, _)| columns.as_slice()), several),
        };
        Chunk { passes, output }
    }

    /// f, n × views.
    pub fn output(&self) -> &DMatrix<f64> {
        &self.output
    }

    /// Places where the derivative is a convention.
    pub fn kinks(&self) -> usize {
        self.passes.iter().map(|(_, pass)| pass.kinks()).sum()
    }

    /// Σ ∂f/∂θ_p · d_p of each direction, n × views.
    pub fn tangents(&self, directions: &[Direction<'_>]) -> Vec<DMatrix<f64>> {
        let mut of_passes: Vec<Vec<DMatrix<f64>>> =
            self.passes.iter().map(|(_, pass)| pass.tangents(directions)).collect();
        if of_passes.len() == 1 {
            return of_passes.remove(0);
        }
        let columns = || self.passes.iter().map(|(columns, _)| columns.as_slice());
        (0..directions.len())
            .map(|d| scattered(columns(), &of_passes.iter().map(|of| &of[d]).collect::<Vec<_>>()))
            .collect()
    }

    /// The same of one direction.
    pub fn tangent(&self, direction: Direction<'_>) -> DMatrix<f64> {
        self.tangents(&[direction]).remove(0)
    }

    /// Σ over the views of (∂f/∂θ_p)ᵀ g for each wanted p, of every cotangent g with its wanted parameters.
    pub fn pullbacks(&self, asked: &[(&DMatrix<f64>, &[usize])]) -> Vec<Vec<DMatrix<f64>>> {
        let mut sums: Vec<Vec<DMatrix<f64>>> = Vec::new();
        for (columns, pass) in &self.passes {
            let gathered: Vec<(DMatrix<f64>, &[usize])> = match self.passes.len() {
                1 => Vec::new(),
                _ => asked.iter().map(|(g, wanted)| (g.select_columns(columns), *wanted)).collect(),
            };
            let found = match self.passes.len() {
                1 => pass.pullbacks(asked),
                _ => pass.pullbacks(&gathered.iter().map(|(g, wanted)| (g, *wanted)).collect::<Vec<_>>()),
            };
            if sums.is_empty() {
                sums = found;
            } else {
                for (sum, term) in sums.iter_mut().flatten().zip(found.into_iter().flatten()) {
                    *sum += term;
                }
            }
        }
        sums
    }

    /// The same of one cotangent.
    pub fn pullback(&self, cotangent: &DMatrix<f64>, wanted: &[usize]) -> Vec<DMatrix<f64>> {
        self.pullbacks(&[(cotangent, wanted)]).remove(0)
    }

    /// The same, and (∂f/∂x)ᵀ g, n₀ × views.
    pub fn pullback_to_inputs(&self, cotangent: &DMatrix<f64>, wanted: &[usize]) -> (Vec<DMatrix<f64>>, DMatrix<f64>) {
        let of_pass = |(columns, pass): &(Vec<usize>, Pass<'n, f64>)| {
            pass.pullback_to_inputs(&cotangent.select_columns(columns), wanted)
        };
        let (parameters, inputs): (Vec<Vec<DMatrix<f64>>>, Vec<DMatrix<f64>>) = self.passes.iter().map(of_pass).unzip();
        let columns = self.passes.iter().map(|(columns, _)| columns.as_slice());
        let inputs = scattered(columns, &inputs.iter().collect::<Vec<_>>());
        let add = |mut sums: Vec<DMatrix<f64>>, terms: Vec<DMatrix<f64>>| {
            sums.iter_mut().zip(terms).for_each(|(sum, term)| *sum += term);
            sums
        };
        (parameters.into_iter().reduce(add).unwrap_or_default(), inputs)
    }
}

/// The parts with their columns in their places.
fn scattered<'c>(columns: impl Iterator<Item = &'c [usize]>, parts: &[&DMatrix<f64>]) -> DMatrix<f64> {
    let rows = parts.first().map_or(0, |part| part.nrows());
    let mut all = DMatrix::zeros(rows, parts.iter().map(|part| part.ncols()).sum());
    for (columns, part) in columns.zip(parts) {
        for (column, place) in columns.iter().enumerate() {
            all.set_column(*place, &part.column(column));
        }
    }
    all
}
