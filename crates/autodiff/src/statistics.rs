//! Statistics of a batch by channel, and the derivatives of what they centre and scale.

use crate::columns::{each, of};
use crate::problem::PassError;
use crate::scalar::{Scalar, dot, sum};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// One number for each channel.
pub(crate) type ByChannel = Vec<f64>;

/// Σ over views of what `part` gives of a channel's rows, for each channel; the order of views is fixed.
fn sums<T: Scalar>(f: &DMatrix<T>, channels: usize, part: impl Fn(usize, usize, &[T]) -> f64 + Sync) -> ByChannel {
    let rows = f.nrows() / channels.max(1);
    let of_channel = |c: usize| {
        let start = c * rows;
        (0..f.ncols()).map(|view| part(c, view, &of(f, view)[start..start + rows])).sum()
    };
    (0..channels).into_par_iter().map(of_channel).collect()
}

/// Σ f over the rows of a channel and the views.
pub(crate) fn channel_sums<T: Scalar>(f: &DMatrix<T>, channels: usize) -> ByChannel {
    sums(f, channels, |_, _, part| sum(part))
}

/// Σ f·g over the rows of a channel and the views.
pub(crate) fn channel_dots<T: Scalar>(f: &DMatrix<T>, g: &DMatrix<T>, channels: usize) -> ByChannel {
    let rows = f.nrows() / channels.max(1);
    sums(f, channels, |c, view, part| dot(part, &of(g, view)[c * rows..(c + 1) * rows]))
}

/// The share of each entry of a channel, 1/(rows · views).
fn share<T: Scalar>(f: &DMatrix<T>, channels: usize) -> f64 {
    1.0 / ((f.nrows() / channels.max(1) * f.ncols()) as f64)
}

/// Replaces every entry by `entry` of its channel and itself.
pub(crate) fn by_channel<T: Scalar>(f: &mut DMatrix<T>, channels: usize, entry: impl Fn(usize, T) -> T + Sync) {
    let rows = f.nrows() / channels.max(1);
    if rows == 0 {
        return;
    }
    each(f, |_, column| {
        for (c, part) in column.chunks_exact_mut(rows).enumerate() {
            part.iter_mut().for_each(|x| *x = entry(c, *x));
        }
    });
}

/// f − E f, by channel; linear and its own transpose.
pub(crate) fn centre<T: Scalar>(f: &mut DMatrix<T>, channels: usize) {
    let share = share(f, channels);
    let means: Vec<T> = channel_sums(f, channels).into_iter().map(|sum| T::nearest(sum * share)).collect();
    by_channel(f, channels, |c, x| x - means[c]);
}

/// f/s made y of f.
#[derive(Clone, Debug)]
pub(crate) struct Deviation<T> {
    /// 1/s of every channel.
    over: Vec<T>,
    /// E y of every channel.
    means: Vec<T>,
}

/// f/s, s² = E(f − E f)² + ε, by channel.
pub(crate) fn over_deviation<T: Scalar>(
    node: usize,
    f: &mut DMatrix<T>,
    channels: usize,
    epsilon: f64,
) -> Result<Deviation<T>, PassError> {
    let share = share(f, channels);
    let means: Vec<f64> = channel_sums(f, channels).into_iter().map(|sum| sum * share).collect();
    let squares = sums(f, channels, |c, _, part| {
        part.iter().fold(0.0, |sum, x| {
            let centred = x.wide() - means[c];
            sum + centred * centred
        })
    });
    let (mut over, mut of_result) = (Vec::new(), Vec::new());
    for (channel, (squares, mean)) in squares.iter().zip(&means).enumerate() {
        let square = squares * share + epsilon;
        if square == 0.0 {
            return Err(PassError::Deviation { node, channel });
        }
        let factor = 1.0 / square.sqrt();
        let narrow = T::nearest(factor);
        if !square.is_finite() || !narrow.finite() {
            return Err(PassError::Statistic { node, channel, found: format!("a deviation of {}", square.sqrt()) });
        }
        over.push(narrow);
        of_result.push(T::nearest(mean * factor));
    }
    by_channel(f, channels, |c, x| x * over[c]);
    Ok(Deviation { over, means: of_result })
}

impl<T: Scalar> Deviation<T> {
    /// d(f/s) = (df − y E[(y − E y) df])/s; or df/s where s is constant.
    pub(crate) fn tangent(&self, y: &DMatrix<T>, d: &mut DMatrix<T>, held_constant: bool) {
        let channels = self.over.len();
        if !held_constant {
            let share = share(d, channels);
            let with_y = channel_dots(d, y, channels);
            let alone = channel_sums(d, channels);
            let along: Vec<T> = with_y
                .iter()
                .zip(&alone)
                .zip(&self.means)
                .map(|((dot, sum), mean)| T::nearest((dot - mean.wide() * sum) * share))
                .collect();
            self.subtract(d, y, |c, y| y * along[c]);
        }
        by_channel(d, channels, |c, x| x * self.over[c]);
    }

    /// The transpose: (g − (y − E y) E[y g])/s.
    pub(crate) fn cotangent(&self, y: &DMatrix<T>, g: &mut DMatrix<T>, held_constant: bool) {
        let channels = self.over.len();
        if !held_constant {
            let share = share(g, channels);
            let along: Vec<T> = channel_dots(g, y, channels).iter().map(|dot| T::nearest(dot * share)).collect();
            self.subtract(g, y, |c, y| (y - self.means[c]) * along[c]);
        }
        by_channel(g, channels, |c, x| x * self.over[c]);
    }

    fn subtract(&self, d: &mut DMatrix<T>, y: &DMatrix<T>, entry: impl Fn(usize, T) -> T + Sync) {
        let rows = d.nrows() / self.over.len().max(1);
        each(d, |view, column| {
            let y = of(y, view);
            for (row, (d, y)) in column.iter_mut().zip(y).enumerate() {
                *d -= entry(row / rows, *y);
            }
        });
    }
}
