//! The product of two matrices.

/// A matrix that is read: a column-major slice, a part of one, or the transpose of either.
#[derive(Clone, Copy, Debug)]
pub struct Factor<'a, T = f64> {
    entries: &'a [T],
    rows: usize,
    columns: usize,
    row_stride: usize,
    column_stride: usize,
}

impl<'a, T> Factor<'a, T> {
    /// The rows × columns matrix with these entries, column after column.
    ///
    /// # Panics
    /// If there are not rows·columns entries.
    pub fn new(entries: &'a [T], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns, "entries of a {rows} × {columns} matrix");
        Factor { entries, rows, columns, row_stride: 1, column_stride: rows }
    }

    /// The rows × columns matrix whose columns begin `stride` entries apart: some rows of a larger matrix.
    ///
    /// # Panics
    /// If the entries end before the last column does.
    pub fn strided(entries: &'a [T], rows: usize, columns: usize, stride: usize) -> Self {
        assert!(covers(entries.len(), rows, columns, stride), "entries of a {rows} × {columns} matrix");
        Factor { entries, rows, columns, row_stride: 1, column_stride: stride }
    }

    /// The transpose, without moving an entry.
    pub fn transposed(self) -> Self {
        Factor {
            entries: self.entries,
            rows: self.columns,
            columns: self.rows,
            row_stride: self.column_stride,
            column_stride: self.row_stride,
        }
    }
}

/// Do so many entries hold the columns, which begin `stride` apart?
fn covers(entries: usize, rows: usize, columns: usize, stride: usize) -> bool {
    rows == 0 || columns == 0 || (columns == 1 || stride >= rows) && entries >= (columns - 1) * stride + rows
}

/// What becomes of the entries that the result had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Into {
    /// C ← A·B.
    Replace,
    /// C ← C + A·B.
    Add,
}

/// A number of a product: `f64` or `f32`.
pub trait Entry: Copy + sealed::Gemm {}

impl Entry for f64 {}
impl Entry for f32 {}

mod sealed {
    /// What the fast product is for a type of numbers.
    pub trait Gemm: Sized {
        const NOTHING: Self;
        const UNIT: Self;
        /// Returns the kernel for this machine.
        fn kernel() -> Kernel<Self>;
    }

    /// Sizes, then each matrix as a pointer with its column and row strides; α, β; three conjugations; threads.
    pub type Kernel<T> = unsafe fn(
        usize,
        usize,
        usize,
        *mut T,
        isize,
        isize,
        bool,
        *const T,
        isize,
        isize,
        *const T,
        isize,
        isize,
        T,
        T,
        bool,
        bool,
        bool,
        gemm_common::Parallelism,
    );

    impl Gemm for f64 {
        const NOTHING: f64 = 0.0;
        const UNIT: f64 = 1.0;
        fn kernel() -> Kernel<f64> {
            gemm_f64::gemm::f64::get_gemm_fn()
        }
    }

    impl Gemm for f32 {
        const NOTHING: f32 = 0.0;
        const UNIT: f32 = 1.0;
        fn kernel() -> Kernel<f32> {
            gemm_f32::gemm::f32::get_gemm_fn()
        }
    }
}

/// C ← A·B or C + A·B, with C column-major. Each entry is a sum of its products in some order, with or without
/// fused multiplications: the error of A·B is at most γ_n |A||B| for inner dimension n ([`gamma`](super::gamma) for
/// `f64`), entry by entry, barring underflow; adding to C makes n + 1 of n and |C| + |A||B| of |A||B|.
///
/// ```
/// use dualproof_numbers::gemm::{Factor, Into, product};
/// let (a, b) = ([1.0, 2.0, 3.0, 4.0], [1.0, -1.0]);    // A = [1 3; 2 4]
/// let mut c = [10.0, 10.0];
/// product(&mut c, Into::Add, Factor::new(&a, 2, 2), Factor::new(&b, 2, 1));
/// assert_eq!(c, [8.0, 8.0]);
/// product(&mut c, Into::Replace, Factor::new(&a, 2, 2).transposed(), Factor::new(&b, 2, 1));
/// assert_eq!(c, [-1.0, -1.0]);
/// ```
///
/// # Panics
/// If the shapes do not fit.
pub fn product<T: Entry>(c: &mut [T], into: Into, a: Factor<T>, b: Factor<T>) {
    assert_eq!(c.len(), a.rows * b.columns, "entries of a {} × {} product", a.rows, b.columns);
    product_strided(c, a.rows, into, a, b);
}

/// The same for a C whose columns begin `stride` entries apart: some rows of a larger matrix. The other entries stay.
///
/// ```
/// use dualproof_numbers::gemm::{Factor, Into, product_strided};
/// let mut c = [0.0_f32; 4];
/// product_strided(&mut c[1..], 2, Into::Replace, Factor::new(&[3.0], 1, 1), Factor::new(&[1.0, 2.0], 1, 2));
/// assert_eq!(c, [0.0, 3.0, 0.0, 6.0]);
/// ```
///
/// # Panics
/// If the shapes do not fit.
pub fn product_strided<T: Entry>(c: &mut [T], stride: usize, into: Into, a: Factor<T>, b: Factor<T>) {
    assert_eq!(a.columns, b.rows, "inner dimensions of a product");
    let (m, n, k) = (a.rows, b.columns, a.columns);
    assert!(covers(c.len(), m, n, stride), "entries of a {m} × {n} product, {stride} from column to column");
    if m == 0 || n == 0 {
        return;
    }
    if k == 0 {
        // An empty sum.
        if into == Into::Replace {
            c.chunks_mut(stride.max(1)).take(n).for_each(|column| column[..m].fill(T::NOTHING));
        }
        return;
    }
    // SAFETY: every factor's entries cover rows × columns at its strides (all constructors keep that), c covers m × n
    // at its stride without overlap of columns, and c is borrowed mutably, so it overlaps neither factor.
    unsafe {
        T::kernel()(
            m,
            n,
            k,
            c.as_mut_ptr(),
            stride as isize,
            1,
            into == Into::Add,
            a.entries.as_ptr(),
            a.column_stride as isize,
            a.row_stride as isize,
            b.entries.as_ptr(),
            b.column_stride as isize,
            b.row_stride as isize,
            T::UNIT,
            T::UNIT,
            false,
            false,
            false,
            gemm_common::Parallelism::None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// (A B)_ij term by term.
    fn entry(a: &[f64], b: &[f64], (m, k): (usize, usize), (i, j): (usize, usize)) -> f64 {
        (0..k).map(|l| a[i + l * m] * b[l + j * k]).sum()
    }

    /// Parts of matrices, transposes and empty sums, in both types: a stride that is lost, entries between columns that are
    /// overwritten, a result that is not set. Small integers: every order of the sums is exact.
    #[test]
    fn parts_and_transposes() {
        for (m, n, k) in [(1, 1, 1), (3, 2, 5), (7, 9, 4), (17, 13, 33), (2, 3, 0)] {
            let numbers = |count: usize| (0..count).map(|i| ((i * 7 + 3) % 11) as f64 - 5.0).collect::<Vec<_>>();
            let (a, b) = (numbers(m * k), numbers(k * n));
            let stride = m + 2;
            for into in [Into::Replace, Into::Add] {
                let mut c = vec![4.0; (n - 1) * stride + m];
                let mut narrow: Vec<f32> = c.iter().map(|x| *x as f32).collect();
                let transpose = |x: &[f64], rows: usize, columns: usize| {
                    (0..x.len()).map(|e| x[e / columns + e % columns * rows]).collect::<Vec<_>>()
                };
                let (at, bt) = (transpose(&a, m, k.max(1)), transpose(&b, k, n));
                product_strided(
                    &mut c,
                    stride,
                    into,
                    Factor::strided(&at, k, m, k).transposed(),
                    Factor::new(&bt, n, k).transposed(),
                );
                let of = |x: &[f64]| x.iter().map(|x| *x as f32).collect::<Vec<_>>();
                let (a32, b32) = (of(&a), of(&b));
                product_strided(&mut narrow, stride, into, Factor::new(&a32, m, k), Factor::strided(&b32, k, n, k));
                for (e, (c, narrow)) in c.iter().zip(&narrow).enumerate() {
                    let (i, j) = (e % stride, e / stride);
                    let before = if into == Into::Add { 4.0 } else { 0.0 };
                    let expected = if i < m { before + entry(&a, &b, (m, k), (i, j)) } else { 4.0 };
                    assert_eq!((*c, f64::from(*narrow)), (expected, expected), "{m} × {n}, {k}, entry ({i}, {j})");
                }
            }
        }
    }
}
