//! Work on the columns of a batch, split over threads so that no result depends on how.

use crate::scalar::Scalar;
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Entries that are worth a task of their own.
const ENTRIES_A_TASK: usize = 1 << 14;

fn columns_a_task(rows: usize) -> usize {
    ENTRIES_A_TASK.div_ceil(rows.max(1))
}

/// Calls `each` with every column and its view; what it gave, in the order of views.
pub(crate) fn each<T: Scalar, R: Send>(m: &mut DMatrix<T>, each: impl Fn(usize, &mut [T]) -> R + Sync) -> Vec<R> {
    let (rows, views) = m.shape();
    if rows == 0 {
        return (0..views).map(|view| each(view, &mut [])).collect();
    }
    let columns = m.as_mut_slice().par_chunks_mut(rows).with_min_len(columns_a_task(rows));
    columns.enumerate().map(|(view, column)| each(view, column)).collect()
}

/// The same with a second array beside it, of `width` entries a view.
pub(crate) fn each_with<T: Scalar, U: Send, R: Send>(
    m: &mut DMatrix<T>,
    (beside, width): (&mut [U], usize),
    each: impl Fn(usize, &mut [T], &mut [U]) -> R + Sync,
) -> Vec<R> {
    let (rows, views) = m.shape();
    if rows == 0 || width == 0 {
        return Vec::with_capacity(views);
    }
    let columns = m.as_mut_slice().par_chunks_mut(rows).with_min_len(columns_a_task(rows));
    let columns = columns.zip(beside.par_chunks_mut(width)).enumerate();
    columns.map(|(view, (column, beside))| each(view, column, beside)).collect()
}

/// The column of a view.
pub(crate) fn of<T: Scalar>(m: &DMatrix<T>, view: usize) -> &[T] {
    let rows = m.nrows();
    &m.as_slice()[view * rows..(view + 1) * rows]
}

/// Adds, entry by entry.
pub(crate) fn add<T: Scalar>(to: &mut DMatrix<T>, other: &DMatrix<T>) {
    each(to, |view, column| column.iter_mut().zip(of(other, view)).for_each(|(to, x)| *to += *x));
}

/// The parts of matrices that blocks of so many views take, one of each matrix for every block.
pub(crate) fn blocks<T: Scalar>(of: &mut [DMatrix<T>], views: usize) -> Vec<Vec<&mut [T]>> {
    let mut blocks: Vec<Vec<&mut [T]>> = Vec::new();
    for m in of {
        let size = (m.nrows() * views).max(1);
        for (block, part) in m.as_mut_slice().chunks_mut(size).enumerate() {
            if blocks.len() == block {
                blocks.push(Vec::new());
            }
            blocks[block].push(part);
        }
    }
    blocks
}
