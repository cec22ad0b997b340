//! The numbers that networks are trained in: `f64` and `f32`.

use nalgebra::{DMatrixView, DMatrixViewMut, Dyn, MatrixView, Scalar};
use num_traits::{One, Zero};
use std::fmt::Debug;
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

/// A number with the operations of training.
///
/// A pass over a network is written once for every such number: a number that carries a bound on its own rounding
/// runs the very computation that `f64` and `f32` run.
pub trait Real:
    Scalar
    + Copy
    + PartialOrd
    + Zero
    + One
    + Neg<Output = Self>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + Send
    + Sync
{
    /// The nearest number.
    fn from_f64(x: f64) -> Self;

    /// The number as an `f64`; exact for `f32`.
    fn to_f64(self) -> f64;

    /// √x.
    fn sqrt(self) -> Self;

    /// eˣ.
    fn exp(self) -> Self;

    /// ln(1 + x).
    fn ln_1p(self) -> Self;

    /// C += A·B, the sums in any order.
    ///
    /// # Panics
    /// If the shapes do not fit.
    fn add_product(a: Operand<Self>, b: Operand<Self>, c: &mut [Self]);
}

/// A matrix in a slice, or its transpose: entry (i, j) is at `i·row_stride + j·column_stride`.
#[derive(Clone, Copy, Debug)]
pub struct Operand<'a, T> {
    /// The entries.
    pub entries: &'a [T],
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub columns: usize,
    /// Entries from one row to the next.
    pub row_stride: usize,
    /// Entries from one column to the next.
    pub column_stride: usize,
}

impl<'a, T: Copy> Operand<'a, T> {
    /// A matrix stored column by column.
    ///
    /// # Panics
    /// If there are not `rows·columns` entries.
    pub fn new(entries: &'a [T], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns, "entries of a {rows} × {columns} matrix");
        Operand { entries, rows, columns, row_stride: 1, column_stride: rows }
    }

    /// The transpose, nothing moved.
    pub fn transposed(self) -> Self {
        Operand {
            entries: self.entries,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }

    /// Entry (i, j).
    pub fn entry(&self, i: usize, j: usize) -> T {
        self.entries[i * self.row_stride + j * self.column_stride]
    }

    fn view(self) -> MatrixView<'a, T, Dyn, Dyn, Dyn, Dyn>
    where
        T: Scalar,
    {
        DMatrixView::from_slice_with_strides(self.entries, self.rows, self.columns, self.row_stride, self.column_stride)
    }
}

/// Sizes up to which nalgebra's kernel has no fast path: then columns are combined one by one.
const FEW: usize = 5;

/// Independent partial sums of an inner product, so that the compiler can use vector instructions.
const LANES: usize = 8;

fn dot<T: Real>(a: &[T], b: &[T]) -> T {
    let mut sums = [T::zero(); LANES];
    let (a_whole, a_rest) = a.as_chunks::<LANES>();
    let (b_whole, b_rest) = b.as_chunks::<LANES>();
    for (x, y) in a_whole.iter().zip(b_whole) {
        for lane in 0..LANES {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest = a_rest.iter().zip(b_rest).fold(T::zero(), |sum, (x, y)| sum + *x * *y);
    sums.into_iter().fold(rest, |sum, x| sum + x)
}

/// C += A·B by nalgebra, which hands large products to matrixmultiply; thin ones are done here.
fn add_float_product<T>(a: Operand<T>, b: Operand<T>, c: &mut [T])
where
    T: Real + nalgebra::ClosedAddAssign + nalgebra::ClosedMulAssign,
{
    assert_eq!(a.columns, b.rows, "inner dimensions of a product");
    assert_eq!(c.len(), a.rows * b.columns, "entries of a product");
    if c.is_empty() || a.columns == 0 {
        return;
    }
    let (rows, inner) = (a.rows, a.columns);
    let columns_are_whole = b.row_stride == 1 && a.column_stride == 1 && inner > FEW;
    if columns_are_whole && (rows <= FEW || b.columns <= FEW) {
        // Few long columns on both sides: inner products of them.
        for (j, c) in c.chunks_exact_mut(rows).enumerate() {
            let right = &b.entries[j * b.column_stride..][..inner];
            for (i, c) in c.iter_mut().enumerate() {
                *c += dot(&a.entries[i * a.row_stride..][..inner], right);
            }
        }
    } else if a.row_stride == 1 && (inner <= FEW || b.columns <= FEW) {
        // Few columns: sums of multiples of them.
        for (j, c) in c.chunks_exact_mut(rows).enumerate() {
            for k in 0..inner {
                let factor = b.entry(k, j);
                for (c, x) in c.iter_mut().zip(&a.entries[k * a.column_stride..][..rows]) {
                    *c += *x * factor;
                }
            }
        }
    } else if rows > FEW && inner > FEW && b.columns > FEW {
        let mut c = DMatrixViewMut::from_slice(c, rows, b.columns);
        c.gemm(T::one(), &a.view(), &b.view(), T::one());
    } else {
        // nalgebra's own loops do not take every pair of strides.
        for (j, c) in c.chunks_exact_mut(rows).enumerate() {
            for (i, c) in c.iter_mut().enumerate() {
                *c += (0..inner).fold(T::zero(), |sum, k| sum + a.entry(i, k) * b.entry(k, j));
            }
        }
    }
}

/// Σ x.
pub(super) fn total<T: Real>(x: &[T]) -> T {
    x.iter().fold(T::zero(), |sum, x| sum + *x)
}

macro_rules! real {
    ($float:ty) => {
        impl Real for $float {
            fn from_f64(x: f64) -> Self {
                x as $float
            }
            fn to_f64(self) -> f64 {
                f64::from(self)
            }
            fn sqrt(self) -> Self {
                <$float>::sqrt(self)
            }
            fn exp(self) -> Self {
                <$float>::exp(self)
            }
            fn ln_1p(self) -> Self {
                <$float>::ln_1p(self)
            }
            fn add_product(a: Operand<Self>, b: Operand<Self>, c: &mut [Self]) {
                add_float_product(a, b, c);
            }
        }
    };
}
real!(f32);
real!(f64);
