//! `minibatch-law`: the update of a random batch is SimCLR's covariance operator plus a noise of known covariance.
//!
//! # Statement
//! A batch of n ≥ 2 samples drawn independently from p, two views f'_i, f''_i of each drawn independently from
//! aug(·|x_i); its loss is L = mean_i ½‖f'_i − f''_i‖² − mean_{i≠j} ½‖f_i − f_j‖², the latter over both views of each
//! as well, both branches. With φ_i, κ_i the means of the two views of f_L and of K_l, c_i = K'_i f''_i + K''_i f'_i,
//! m = Eφ and M = Eκ, for every layer l:
//!
//! - `update-of-a-batch`: −∇_{w_l} L = (1/n) Σ_i c_i − 2/(n(n−1)) Σ_{i≠j} κ_i φ_j;
//! - `mean`: its mean is 2 V_x\[K̄_l\] w_l, whatever n;
//! - `covariance`: its covariance is (4(n−2) ζ₁ + 2 ζ₂)/(n(n−1)), with ζ₁ = Cov(½c − κm − Mφ) over one sample with its
//!   views and ζ₂ = Cov(½c₁ + ½c₂ − κ₁φ₂ − κ₂φ₁) over two.
//!
//! # Source
//! The abstract's "in each SGD update": beyond the paper, for the batches that SGD takes. The covariance is that of a
//! U-statistic (Hoeffding 1948).
//!
//! # Assumptions
//! - `network_is_differentiable`: K_l exists.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_L = K_lᵀw_l; `mean` only.
//! - `samples_are_independent`: drawn with replacement; not `update-of-a-batch`.
//! - `views_are_independent`: two augmentations drawn, not one taken twice; not `update-of-a-batch`.
//!
//! # Proof
//! Of a pair, −∇½‖f − g‖² = −(K_f − K_g)(f − g). The squares K f of the positives and of the negatives cancel, as each
//! view is as often in both; the cross terms are the formula. It is the U-statistic of the symmetric kernel
//! h(1, 2) = ½c₁ + ½c₂ − κ₁φ₂ − κ₂φ₁, so its mean is Eh = E\[c\] − 2Mm = 2E\[K̄F̄\] − 2Mm = 2 Cov_x(K̄, F̄), and its
//! covariance follows from ζ₁ = Cov(E\[h | 1\]) and ζ₂ = Cov(h), 2(n−2) ordered pairs sharing one of two places.
//!
//! # Checked form
//! Every batch is enumerated with its probability, and the loss of each differentiated; mean and covariance are those of
//! the gradients found. One batch, of the instance, is compared by itself. The formula enumerates samples and pairs.
//!
//! # Mutants
//! - `n-squared`: 2/n² for 2/(n(n−1)).
//! - `one-view`: κ of the first view alone.
//! - `factor-one`: V_x\[K̄_l\] w_l; `augmentation-mean-forgotten`: 2 V\[K_l\] w_l.
//! - `four-times-n-minus-one`: 4(n−1) ζ₁.
//! - `means-forgotten`: ζ₁ of ½c alone.
//!
//! # When an assumption is dropped
//! Samples drawn without replacement, or one augmentation taken twice, have another mean; so has a bias or tanh, against
//! V_x\[K̄_l\] w_l. Each fails on a stored instance.

use super::cases::OnNetwork;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, scaled, unvec};
use dualproof::network::Connections;
use dualproof::numbers::{Number, Rational};
use dualproof::operator::{Moment, Operator};
use dualproof::views::Views;

pub mod cases;
mod measured;

pub use cases::Instance;

dualproof::parts! {
    pub enum Part {
        UpdateOfABatch: Equal, Mean: Equal, Covariance: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        NSquared: UpdateOfABatch, OneView: UpdateOfABatch, FactorOne: Mean, AugmentationMeanForgotten: Mean,
        FourTimesNMinusOne: Covariance, MeansForgotten: Covariance,
    }
}

/// The update of a random batch is SimCLR's covariance operator plus a noise of known covariance.
pub struct MinibatchLaw;

impl Sides for MinibatchLaw {
    /// By differentiation of the loss of one batch, or of every batch.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let trace = network.trace(&views.inputs)?;
        let of_layer = |l: usize| {
            let (k, w) = (trace.connections(l), &network.layers[l - 1].weights);
            let draw =
                |(sample, first, second)| Draw::of(formula, k, trace.output(), views.of_sample(sample), first, second);
            match part {
                Part::UpdateOfABatch => {
                    let batch: Vec<Draw> = instance.batch.iter().map(|at| draw(*at)).collect();
                    unvec(&update_of_a_batch(formula, &batch), w.nrows(), w.ncols())
                }
                Part::Mean => mean(formula, k, &views, w),
                Part::Covariance => {
                    let law: Vec<(Number, Draw)> =
                        instance.draws().into_iter().map(|(p, at)| (Number::from_rational(&p), draw(at))).collect();
                    covariance(formula, &law, instance.batch.len())
                }
            }
        };
        let layers = if part == Part::Covariance { instance.layer..=instance.layer } else { 1..=network.depth() };
        Ok(layers.map(of_layer).collect())
    }
}

/// Of one sample with its two views: c = K'f'' + K''f', κ and φ.
struct Draw {
    c: Matrix,
    kappa: Matrix,
    phi: Matrix,
}

impl Draw {
    fn of(
        formula: Formula,
        k: Connections<'_, Number>,
        f: &Matrix,
        views: std::ops::Range<usize>,
        first: usize,
        second: usize,
    ) -> Self {
        let [v, u] = [first, second].map(|place| views.start + place);
        let (k_v, k_u) = (k.explicit(v), k.explicit(u));
        let [f_v, f_u] = [v, u].map(|view| f.columns(view, 1).into_owned());
        let half = Number::from_rational(&Rational::new(1, 2));
        Draw {
            c: Number::product(&k_v, &f_u) + Number::product(&k_u, &f_v),
            phi: scaled(&(f_v + f_u), &half),
            kappa: if formula == Formula::OneView { k_v } else { scaled(&(k_v + k_u), &half) },
        }
    }
}

/// −∇_{w_l} L = (1/n) Σ_i c_i − 2/(n(n−1)) Σ_{i≠j} κ_i φ_j.
fn update_of_a_batch(formula: Formula, batch: &[Draw]) -> Matrix {
    let n = batch.len() as u64;
    let pairs = if formula == Formula::NSquared { n * n } else { n * (n - 1) };
    let over = |above: i64, below: u64| Number::from_rational(&Rational::new(above, below));
    let mut update = batch[0].c.map(|_| Number::zero());
    for (i, draw) in batch.iter().enumerate() {
        update += scaled(&draw.c, &over(1, n));
        for (_, other) in batch.iter().enumerate().filter(|(j, _)| *j != i) {
            update -= scaled(&Number::product(&draw.kappa, &other.phi), &over(2, pairs));
        }
    }
    update
}

/// 2 V_x\[K̄_l\] w_l.
fn mean(formula: Formula, k: Connections<'_, Number>, views: &Views<Number>, w: &Matrix) -> Matrix {
    let forgotten = formula == Formula::AugmentationMeanForgotten;
    let moment = if forgotten { Moment::Total } else { Moment::Between };
    let factor = Number::from_integer(if formula == Formula::FactorOne { 1 } else { 2 });
    scaled(&Operator::of(k, views, moment).apply(w), &factor)
}

/// (4(n−2) ζ₁ + 2 ζ₂)/(n(n−1)).
fn covariance(formula: Formula, law: &[(Number, Draw)], n: usize) -> Matrix {
    let n = n as i64;
    let half = Number::from_rational(&Rational::new(1, 2));
    let expected = |of: fn(&Draw) -> &Matrix| law.iter().map(|(p, draw)| scaled(of(draw), p)).reduce(|a, b| a + b);
    let [m, big_m] = [expected(|d| &d.phi), expected(|d| &d.kappa)].map(|mean| mean.expect("a sample"));
    let given_one = |draw: &Draw| match formula {
        Formula::MeansForgotten => scaled(&draw.c, &half),
        _ => scaled(&draw.c, &half) - Number::product(&draw.kappa, &m) - Number::product(&big_m, &draw.phi),
    };
    let kernel = |a: &Draw, b: &Draw| {
        scaled(&(&a.c + &b.c), &half) - Number::product(&a.kappa, &b.phi) - Number::product(&b.kappa, &a.phi)
    };
    let zeta_1 = covariance_of(law.iter().map(|(p, draw)| (p.clone(), given_one(draw))).collect());
    let pairs = law.iter().flat_map(|(p, a)| law.iter().map(move |(q, b)| (p.clone() * q.clone(), kernel(a, b))));
    let zeta_2 = covariance_of(pairs.collect());
    let sharing = if formula == Formula::FourTimesNMinusOne { n - 1 } else { n - 2 };
    let over = |above: i64| Number::from_rational(&Rational::new(above, (n * (n - 1)) as u64));
    scaled(&zeta_1, &over(4 * sharing)) + scaled(&zeta_2, &over(2))
}

/// Σ p (z − Ez)(z − Ez)ᵀ.
fn covariance_of(law: Vec<(Number, Matrix)>) -> Matrix {
    let mean = law.iter().map(|(p, z)| scaled(z, p)).reduce(|a, b| a + b).expect("a sample");
    let square = |(p, z): &(Number, Matrix)| {
        let centred = z - &mean;
        scaled(&Number::product(&centred, &centred.transpose()), p)
    };
    law.iter().map(square).reduce(|a, b| a + b).expect("a sample")
}

impl Theorem for MinibatchLaw {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Exact, Kind::Float, Part::*};
        let of_law = &[Mean, Covariance];
        Declaration {
            page: dualproof::page!("minibatch_law.rs"),
            cases: cases::any_instance,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("network_is_bias_free", Instance::is_bias_free).of_parts(&[Mean]).fails(
                    Mean,
                    Exact,
                    cases::with_a_bias,
                ),
                assume("network_is_homogeneous", Instance::is_homogeneous).of_parts(&[Mean]).fails(
                    Mean,
                    Float,
                    cases::with_tanh,
                ),
                assume("samples_are_independent", Instance::samples_are_independent)
                    .of_parts(of_law)
                    .fails(Mean, Exact, cases::without_replacement)
                    .fails(Covariance, Exact, cases::without_replacement),
                assume("views_are_independent", Instance::views_are_independent).of_parts(of_law).fails(
                    Mean,
                    Exact,
                    cases::of_one_augmentation,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(cases::free, cases::free_and_small, 1).of_parts(&[UpdateOfABatch]),
                Evidence::float(),
            ],
        }
    }
}
