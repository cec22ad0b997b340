//! `batchnorm-projection`: BatchNorm's backward pass projects away the mean and the output itself.
//!
//! # Statement
//! Let y = (x − μ)/s over a batch of n, s² = σ² + ε with σ² the population variance and ε ≥ 0 inside the root. Then
//!
//! - `jacobian`: ∂y/∂x = (1/s)Q with Q = I − 11ᵀ/n − yyᵀ/n, for every ε;
//! - `projection`: for ε = 0, Q is the orthogonal projection onto what is orthogonal to 1 and y: Q² = Q, Q1 = Qy = 0,
//!   tr Q = n − 2;
//! - `defect`: for ε > 0 it is one only approximately: Q y = δ y and Q² − Q = −δ yyᵀ/n, with δ = ε/(σ² + ε);
//! - `zero-mean`: the zero-mean alone has the Jacobian I − 11ᵀ/n.
//!
//! # Source
//! Abstract: "the zero-mean operation of BatchNorm". The Jacobian is that of its backward pass (Ioffe, Szegedy, arXiv
//! 1502.03167); the exact defect δ that an ε makes is our own. With PyTorch's default ε = 10⁻⁵ and unit variance it is 10⁻⁵.
//!
//! # Assumptions
//! - `scale_is_positive`: σ² + ε > 0. A batch without variance, or of one, has no y if ε = 0: it is rejected.
//! - `epsilon_is_zero`: for `projection`.
//!
//! # Proof
//! ∂s/∂x_j = (x_j − μ)/(ns) = y_j/n, so ∂y_i/∂x_j = (δ_ij − 1/n)/s − (x_i − μ)/s² · y_j/n. As 1ᵀy = 0 and
//! yᵀy = nσ²/(σ² + ε) = n(1 − δ), Qy = y − (1 − δ)y and Q² − Q = −(yyᵀ/n)(1 − yᵀy/n).
//!
//! # Checked form
//! The Jacobian row by row by differentiation of the centring, the mean square and the root. Exact where the root is
//! rational: batches with deviations of square variance, reflected at random in the space orthogonal to 1, and ε such
//! that σ² + ε is a square too. Other batches have a root only with an error bound, and are rejected over the
//! rationals.
//! On real data: an output of the digits network over 60 digits, with ε = 0 and with ε = 10⁻⁵.
//!
//! # Mutants
//! - `square-dropped`: Q without yyᵀ/n.
//! - `mean-dropped`: Q without 11ᵀ/n.
//! - `mean-kept-by-the-zero-mean`, `no-second-direction`: the same two for the other lines.
//! - `n-minus-one`: yyᵀ/(n − 1), as if s² were the sample variance.
//! - `scale-dropped`: ∂y/∂x = Q.
//! - `defect-of-one-over-s`: δ = ε/√(σ² + ε).
//!
//! # When an assumption is dropped
//! With ε > 0 the output is not projected away: a stored instance. Without variance there is no y to speak of: such
//! batches are rejected, and a batch of one is refused by name.

use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, scaled};
use dualproof::numbers::{Number, Obstacle};
use nalgebra::DMatrix;

mod batch;
mod cases;
mod measured;

use batch::{Batch, flat, over};
pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        Jacobian: Equal, Projection: Equal, Defect: Equal, ZeroMean: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        SquareDropped: Jacobian, MeanDropped: Jacobian, MeanKeptByTheZeroMean: ZeroMean, NMinusOne: Jacobian,
        ScaleDropped: Jacobian, NoSecondDirection: Projection, DefectOfOneOverS: Defect,
    }
}

/// BatchNorm's backward pass projects away the mean and the output itself.
pub struct BatchnormProjection;

impl Sides for BatchnormProjection {
    /// By differentiation, row by row.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let batch = Batch::<Number>::of(instance)?;
        Ok(match part {
            Part::Jacobian => vec![jacobian(formula, &batch)?],
            Part::Projection => projection(formula, &batch),
            Part::Defect => defect(formula, &batch)?,
            Part::ZeroMean => vec![zero_mean(formula, batch.n())],
        })
    }
}

/// Q = I − 11ᵀ/n − yyᵀ/n.
fn q(formula: Formula, batch: &Batch<Number>) -> Matrix {
    let identity = DMatrix::<Number>::identity(batch.n(), batch.n());
    match formula {
        Formula::SquareDropped | Formula::NoSecondDirection => identity - flat(batch.n()),
        Formula::MeanDropped => identity - batch.square_over(batch.n()),
        Formula::NMinusOne => identity - flat(batch.n()) - batch.square_over(batch.n() - 1),
        _ => identity - flat(batch.n()) - batch.square_over(batch.n()),
    }
}

/// ∂y/∂x = (1/s)Q.
fn jacobian(formula: Formula, batch: &Batch<Number>) -> Result<Matrix, Obstacle> {
    let q = q(formula, batch);
    if formula == Formula::ScaleDropped { Ok(q) } else { Ok(scaled(&q, &over(Number::one(), &batch.s)?)) }
}

/// Q² = Q, Q1 = 0, Qy = 0, tr Q = n − 2.
fn projection(formula: Formula, batch: &Batch<Number>) -> Vec<Matrix> {
    let (zero, rank) = (DMatrix::zeros(batch.n(), 1), Number::from_integer(batch.n() as i64 - 2));
    vec![q(formula, batch), zero.clone(), zero, DMatrix::from_element(1, 1, rank)]
}

/// Q² − Q = −δ yyᵀ/n and Qy = δ y, with δ = ε/(σ² + ε).
fn defect(formula: Formula, batch: &Batch<Number>) -> Side {
    let below = if formula == Formula::DefectOfOneOverS { &batch.s } else { &batch.s_squared };
    let delta = over(batch.epsilon.clone(), below)?;
    Ok(vec![scaled(&batch.square_over(batch.n()), &-delta.clone()), scaled(&batch.y, &delta)])
}

/// I − 11ᵀ/n.
fn zero_mean(formula: Formula, n: usize) -> Matrix {
    let identity = DMatrix::identity(n, n);
    if formula == Formula::MeanKeptByTheZeroMean { identity } else { identity - flat(n) }
}

impl Theorem for BatchnormProjection {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        Declaration {
            page: dualproof::page!("batchnorm_projection.rs"),
            cases: cases::drawn,
            validate: Instance::validate,
            assumptions: vec![
                assume("scale_is_positive", Instance::scale_is_positive)
                    .domain("a batch of equal values has no deviation to divide by"),
                assume("epsilon_is_zero", Instance::epsilon_is_zero).of_parts(&[Part::Projection]).fails(
                    Part::Projection,
                    Kind::Exact,
                    || cases::with_rational_root(1..=4),
                ),
            ],
            primary: Evidence::exact(),
            further: vec![Evidence::float(), Evidence::real(cases::on_digits)],
        }
    }
}
