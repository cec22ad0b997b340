//! `linear-simclr`: what SimCLR does to linear networks, step by step.
//!
//! # Statement
//! Let L = E\[r₊ − r₋\], r = ½‖f − f'‖², over x, x⁻ independent from p, x₁, x₊ independent from aug(·|x), x₋ from
//! aug(·|x⁻), both branches; Σ = V_x\[x̄\], x̄ = E\[x' | x\], with eigenvalues σ₁, σ₂, … and eigenvectors q₁, q₂, ….
//! Descent in steps of size α:
//!
//! - `one-layer`: f = Wx gives W_t = W_0 (I + 2αΣ)^t;
//! - `tangents-fall`: so for every row w of W, ⟨w_t, q_k⟩/⟨w_t, q₁⟩ = ((1 + 2ασ_k)/(1 + 2ασ₁))^t ⟨w_0, q_k⟩/⟨w_0, q₁⟩: all
//!   nodes learn the same direction, the first principal component;
//! - `below-a-fixed-layer`: f = W₂W₁x with W₂ held fixed gives vec W_{1,t} = (I + 2αΣ ⊗ W₂ᵀW₂)^t vec W_{1,0}.
//!
//! Under the flow Ẇ_l = −∇_{W_l} L:
//!
//! - `aligned-layers`: where f = W_L ⋯ W₁x, W₁ = diag(a) Qᵀ and W_l = diag(a) above it, the product P = W_L ⋯ W₁ has
//!   d/dt P Q = diag(2Lσ_i a_i^{3L−2}): its singular values s_i = a_i^L obey ṡ_i = 2Lσ_i s_i^{3−2/L}.
//!
//! Scope: for L ≥ 2 the last has a solution only up to the time s_i^{−(2−2/L)}/(4σ_i(L − 1)), by an integration that is
//! not checked here.
//!
//! # Source
//! Beyond the paper: the abstract's covariance operator for networks without gates, where it can be followed.
//!
//! # Assumptions
//! - `network_is_linear`: no gate; `below-a-fixed-layer` only, the others have none.
//! - `axes_are_eigenvectors`: q₁, q₂, … are orthonormal eigenvectors of Σ; `tangents-fall` and `aligned-layers`.
//! - `rows_see_the_first_axis`: ⟨w_0, q₁⟩ ≠ 0 for every row, and 1 + 2ασ₁ ≠ 0; `tangents-fall`.
//! - `layers_are_balanced`: a is the same at every layer; `aligned-layers`.
//!
//! # Proof
//! −∇_W L = 2 Cov_x(f̄, x̄) = 2WΣ for f = Wx, and 2W₂ᵀW₂W₁Σ by W₁ for f = W₂W₁x. The first two follow, the third by
//! vec(AWB) = (Bᵀ ⊗ A) vec W. On the aligned layers −∇_{W_l} L = 2 (W_L⋯W_{l+1})ᵀ P Σ (W_{l−1}⋯W₁)ᵀ is diagonal in the
//! same frames, with the entries 2σ_i a_i^{2L−1}; each of the L layers moves P Q by a_i^{L−1} times that.
//!
//! # Checked form
//! The loss is written as its double sum over pairs of views and differentiated at every step; the flow's derivative is
//! the coefficient of ε at weights W_l − ε∇_{W_l}L in power series. The powers are formed.
//!
//! # Mutants
//! - `total-covariance`: V\[x\] for V_x\[x̄\].
//! - `factor-one`: I + αΣ.
//! - `ratio-of-one`: tangents that stay.
//! - `factors-apart`: (I + 2αW₂ᵀW₂)^t W₁ (I + 2αΣ)^t.
//! - `exponent-too-large`: ṡ_i = 2Lσ_i s_i^{3−1/L}; `one-of-the-layers`: without L.
//!
//! # When an assumption is dropped
//! A ReLU opens some views only; other axes do not decouple; layers of different size grow at other rates.

use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, scaled, unvec, vec};
use dualproof::numbers::{Field, Number, Obstacle};
use dualproof::views::Views;
use nalgebra::DMatrix;

pub mod cases;
mod measured;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        OneLayer: Equal, TangentsFall: Equal, BelowAFixedLayer: Equal, AlignedLayers: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        TotalCovariance: OneLayer, FactorOne: OneLayer, RatioOfOne: TangentsFall, FactorsApart: BelowAFixedLayer,
        ExponentTooLarge: AlignedLayers, OneOfTheLayers: AlignedLayers,
    }
}

/// What SimCLR does to linear networks, step by step.
pub struct LinearSimclr;

impl Sides for LinearSimclr {
    /// By descent, the gradient of every step by differentiation.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let views = instance.views.embed::<Number>();
        let sigma = covariance(formula, &views);
        let (w, above): (Matrix, Matrix) = (embed(&instance.weights), embed(&instance.above));
        let q: Matrix = embed(&instance.axes);
        let (alpha, t) = (Number::from_rational(&instance.step), instance.steps);
        Ok(vec![match part {
            Part::OneLayer => one_layer(formula, &w, &sigma, &alpha, t),
            Part::TangentsFall => tangents_fall(formula, &w, &q, &spectrum(&sigma, &q), &alpha, t)?,
            Part::BelowAFixedLayer => below_a_fixed_layer(formula, &w, &above, &sigma, &alpha, t),
            Part::AlignedLayers => {
                let a = instance.levels[0].iter().map(Number::from_rational).collect::<Vec<_>>();
                aligned_layers(formula, &a, &spectrum(&sigma, &q), instance.levels.len() as u32)
            }
        }])
    }
}

/// Σ = V_x\[x̄\].
fn covariance(formula: Formula, views: &Views<Number>) -> Matrix {
    let (x, p) = match formula {
        Formula::TotalCovariance => (views.inputs.clone(), (0..views.len()).map(|v| views.weight(v)).collect()),
        _ => (views.augmentation_mean(&views.inputs), views.sample_weights.clone()),
    };
    let weighted = DMatrix::from_fn(x.nrows(), x.ncols(), |i, v| x[(i, v)].clone() * p[v].clone());
    let mean = DMatrix::from_fn(x.nrows(), 1, |i, _| weighted.row(i).iter().fold(Number::zero(), |s, x| s + x.clone()));
    Number::product(&weighted, &x.transpose()) - Number::product(&mean, &mean.transpose())
}

/// σ_i = q_iᵀ Σ q_i.
fn spectrum(sigma: &Matrix, q: &Matrix) -> Vec<Number> {
    let along = Number::product(&q.transpose(), &Number::product(sigma, q));
    (0..q.ncols()).map(|i| along[(i, i)].clone()).collect()
}

/// A^t.
fn power(a: &Matrix, t: u32) -> Matrix {
    (0..t).fold(DMatrix::identity(a.nrows(), a.nrows()), |power, _| Number::product(&power, a))
}

/// I + 2αA.
fn stepped(a: &Matrix, alpha: &Number) -> Matrix {
    DMatrix::identity(a.nrows(), a.nrows()) + scaled(a, &(Number::from_integer(2) * alpha.clone()))
}

/// W_t = W_0 (I + 2αΣ)^t.
fn one_layer(formula: Formula, w: &Matrix, sigma: &Matrix, alpha: &Number, t: u32) -> Matrix {
    let step = match formula {
        Formula::FactorOne => DMatrix::identity(sigma.nrows(), sigma.nrows()) + scaled(sigma, alpha),
        _ => stepped(sigma, alpha),
    };
    Number::product(w, &power(&step, t))
}

/// ⟨w_t, q_k⟩/⟨w_t, q₁⟩ = ((1 + 2ασ_k)/(1 + 2ασ₁))^t ⟨w_0, q_k⟩/⟨w_0, q₁⟩, rows × axes.
fn tangents_fall(
    formula: Formula,
    w: &Matrix,
    q: &Matrix,
    sigma: &[Number],
    alpha: &Number,
    t: u32,
) -> Result<Matrix, Obstacle> {
    let growth = |k: usize| Number::one() + Number::from_integer(2) * alpha.clone() * sigma[k].clone();
    let along = Number::product(w, q);
    let mut tangents = along.clone();
    for k in 0..q.ncols() {
        let ratio = growth(k).divide(&growth(0)).ok_or(cases::NO_FIRST_AXIS)?;
        let ratio = if formula == Formula::RatioOfOne { Number::one() } else { ratio };
        let fallen = (0..t).fold(Number::one(), |power, _| power * ratio.clone());
        for row in 0..w.nrows() {
            let tangent = along[(row, k)].divide(&along[(row, 0)]).ok_or(cases::NO_FIRST_AXIS)?;
            tangents[(row, k)] = tangent * fallen.clone();
        }
    }
    Ok(tangents)
}

/// vec W_{1,t} = (I + 2αΣ ⊗ W₂ᵀW₂)^t vec W_{1,0}.
fn below_a_fixed_layer(formula: Formula, w: &Matrix, above: &Matrix, sigma: &Matrix, alpha: &Number, t: u32) -> Matrix {
    let square = Number::product(&above.transpose(), above);
    if formula == Formula::FactorsApart {
        let [left, right] = [&square, sigma].map(|a| power(&stepped(a, alpha), t));
        return Number::product(&left, &Number::product(w, &right));
    }
    let step = stepped(&sigma.kronecker(&square), alpha);
    unvec(&Number::product(&power(&step, t), &vec(w)), w.nrows(), w.ncols())
}

/// d/dt P Q = diag(2Lσ_i a_i^{3L−2}).
fn aligned_layers(formula: Formula, a: &[Number], sigma: &[Number], depth: u32) -> Matrix {
    let layers = Number::from_integer(if formula == Formula::OneOfTheLayers { 1 } else { i64::from(depth) });
    let exponent = if formula == Formula::ExponentTooLarge { 3 * depth - 1 } else { 3 * depth - 2 };
    let speed = |i: usize| {
        let power = (0..exponent).fold(Number::one(), |power, _| power * a[i].clone());
        Number::from_integer(2) * layers.clone() * sigma[i].clone() * power
    };
    DMatrix::from_fn(a.len(), a.len(), |i, j| if i == j { speed(i) } else { Number::zero() })
}

impl Theorem for LinearSimclr {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Part::*};
        Declaration {
            page: dualproof::page!("linear_simclr.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_linear", Instance::is_linear).of_parts(&[BelowAFixedLayer]).fails(
                    BelowAFixedLayer,
                    Exact,
                    cases::with_relu,
                ),
                assume("axes_are_eigenvectors", Instance::axes_are_eigenvectors)
                    .of_parts(&[TangentsFall, AlignedLayers])
                    .fails(TangentsFall, Exact, cases::on_other_axes)
                    .fails(AlignedLayers, Exact, cases::on_other_axes),
                assume("rows_see_the_first_axis", Instance::rows_see_the_first_axis)
                    .of_parts(&[TangentsFall])
                    .domain("there is no tangent to a direction that is not seen"),
                assume("layers_are_balanced", Instance::layers_are_balanced).of_parts(&[AlignedLayers]).fails(
                    AlignedLayers,
                    Exact,
                    cases::unbalanced,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(cases::free, cases::free_and_small, 2).of_parts(&[OneLayer, BelowAFixedLayer]),
                Evidence::float(),
            ],
        }
    }
}
