//! The mean and the spread of columns that come block by block, in memory that does not grow with them.

/// Σ w_i z_i and Σ w_i ‖z_i − mean‖² of the columns so far.
#[derive(Clone, Debug)]
pub(super) struct Spread {
    weight: f64,
    sum: Vec<f64>,
    squares: f64,
}

impl Spread {
    pub(super) fn of(columns: &[f64], rows: usize, weight: impl Fn(usize) -> f64) -> Self {
        let sum = weighted_sum(columns, rows, &weight);
        let total = (0..columns.len() / rows).map(&weight).sum();
        let mut spread = Spread { weight: total, sum, squares: 0.0 };
        let mean = spread.own_mean();
        let distance = |z: &[f64]| z.iter().zip(&mean).map(|(z, m)| (z - m) * (z - m)).sum::<f64>();
        spread.squares = columns.chunks_exact(rows).enumerate().map(|(i, z)| weight(i) * distance(z)).sum();
        spread
    }

    /// Both together: the squares about the common mean are those about each one's own and w w'/(w + w') ‖m − m'‖².
    pub(super) fn join(mut self, other: &Spread) -> Self {
        let gap: f64 = self.own_mean().iter().zip(other.own_mean()).map(|(a, b)| (a - b) * (a - b)).sum();
        let weight = self.weight + other.weight;
        if weight > 0.0 {
            self.squares += other.squares + self.weight / weight * other.weight * gap;
        }
        self.weight = weight;
        self.sum.iter_mut().zip(&other.sum).for_each(|(a, b)| *a += b);
        self
    }

    /// Of columns whose weights sum to 1, as those of all blocks do.
    pub(super) fn mean(&self) -> &[f64] {
        &self.sum
    }

    /// tr V of columns whose weights sum to 1.
    pub(super) fn trace(&self) -> f64 {
        self.squares
    }

    /// 0 where the weights are.
    fn own_mean(&self) -> Vec<f64> {
        let divisor = if self.weight > 0.0 { self.weight } else { 1.0 };
        self.sum.iter().map(|s| s / divisor).collect()
    }
}

/// Σ weight_i · column i.
fn weighted_sum(columns: &[f64], rows: usize, weight: impl Fn(usize) -> f64) -> Vec<f64> {
    let mut sum = vec![0.0; rows];
    for (i, column) in columns.chunks_exact(rows).enumerate() {
        let weight = weight(i);
        sum.iter_mut().zip(column).for_each(|(s, x)| *s += weight * x);
    }
    sum
}
