//! `batch-connection`: with BatchNorm inside the network the connection of the batch takes the place of K in every update.
//!
//! # Statement
//! Let BatchNorm, its mean and its deviation each absent, held constant or differentiated, stand before the activation of
//! layer z of a bias-free homogeneous network, with statistics of all views: y_v = (f̃_v − μ)/s, the pre-activations of
//! layer z being f̃_v, ȳ_v = (f̃_v − E f̃)/s, s² = E(f̃ − E f̃)² + ε unit by unit (μ = 0 or s = 1 where absent). Let
//! 𝒦_{l,v} = (∂f_v/∂w_l)ᵀ be the connection of the batch: every view reaches every output through the statistics. With
//! o_u = f_{l−1,u} ⊗ (∂f̃_{z,u}/∂f̃_{l,u})ᵀ and J_v = ∂f_v/∂y_v:
//!
//! - `closed-form`: for l ≤ z, 𝒦_{l,v} = (o_v − E o − E\[o diag ȳ\] diag y_v) diag(1/s) J_vᵀ, without E o unless the mean
//!   is differentiated, without the third term unless the deviation is; for l > z, 𝒦_{l,v} = K_l(x_v);
//! - `reversibility`: f_v = 𝒦_{l,v}ᵀ w_l, where the mean is not held constant nor the deviation differentiated;
//! - `simclr`: then, for L = E\[r₊ − r₋\], −∇_{w_l} L = 2 V_x\[𝒦̄_l\] w_l;
//! - `byol`: then, for r = E ½‖P f₁ − f₂‖², f₂ a constant, the output not centred and S = Pᵀ(I − P),
//!   −∇_{w_l} r = (E_x\[𝒦̄_l S 𝒦̄_lᵀ\] − E_x V^{PᵀP}_{x'|x}\[𝒦_l\]) w_l;
//! - `cross-form`: in all nine cases −∇_{w_l} r = E_x\[𝒦̄_l S F̄\] − E_x Cov^{PᵀP}_{x'|x}(𝒦_l, f).
//!
//! At l = z it is the layer's *input* that is centred: o_v − E o = (f_{z−1,v} − E f_{z−1}) ⊗ I.
//!
//! # Source
//! Beyond the paper: where BYOL has its BatchNorm, in the hidden layers of projector and predictor. The abstract's "zero-mean
//! operation of BatchNorm" at the output is z = L.
//!
//! # Assumptions
//! - `statistics_are_of_all_views`: μ and s are means over every view.
//! - `mean_is_not_held_constant`, `deviation_is_not_differentiated`: of every part but the first and the last.
//! - `network_is_bias_free`, `network_is_homogeneous`: f_v = 𝒦_{l,v}ᵀ w_l rests on them.
//! - `deviation_is_positive`: s ≠ 0.
//! - `network_is_differentiable`: no pre-activation is exactly 0.
//!
//! # Proof
//! f̃_{z,u} = o_uᵀ w_l for l ≤ z. With dμ = E df̃ and ds = E\[ȳ df̃\], as E ȳ = 0: dy_v = (df̃_v − dμ)/s − y_v ds/s, which is the
//! closed form. A constant s and a differentiated (or absent) mean leave y linear in w_l, and above z the gates are constant
//! near the views: f_v = 𝒦ᵀw. What follows is the proof of covariance-operator and of byol-implicit-contrastive: both
//! use of K only f = Kᵀw, ∂f/∂w = Kᵀ and that the views of a sample are independent given it. Without f = 𝒦ᵀw the
//! right factor stays f.
//!
//! # Checked form
//! The statistics are recorded as matrix products, roots and quotients on the tape, which differentiates; for `closed-form` one
//! backward sweep for each output of each view. The formula takes the network below z and the one above apart, and joins their
//! connections. All layers, each of the nine cases, z = 1 … L. On real data: the digits network, and
//! PyTorch's norms of its updates in the nine cases, to 10⁻⁹ relative.
//!
//! # Mutants
//! - `mean-not-subtracted`: without E o.
//! - `subtracted-after-the-gate`: the mean of the activations.
//! - `deviation-forgotten`: J_v without 1/s.
//! - `own-direction-kept`: without the term of y.
//! - `subtracted-at-the-output`: o_v J_vᵀ less its mean, BatchNorm's place in the abstract.
//! - `augmentation-mean-forgotten`: V over all views.
//! - `connection-of-one-view`: o_v J_vᵀ/s, the statistics being constants.
//! - `within-sample-term-dropped`: E_x\[𝒦̄_l S F̄\].
//!
//! # When an assumption is dropped
//! A mean held constant, a deviation differentiated, a bias and tanh break f_v = 𝒦ᵀw_l; statistics of each group of views,
//! as of the two views that go through the network one after the other, are other means.

use super::cases::{all_but, biased, with_tanh};
use super::setting::NO_GRADIENT;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed, scaled, unvec, vec};
use dualproof::numbers::{Number, Obstacle};
use nalgebra::DMatrix;

mod cases;
mod joined;
mod measured;
mod place;

use joined::{Joined, mean, over_samples};
pub use place::{Instance, Statistic};

dualproof::parts! {
    pub enum Part {
        ClosedForm: Equal, Reversibility: Equal, Simclr: Equal, Byol: Equal, CrossForm: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        MeanNotSubtracted: ClosedForm, SubtractedAfterTheGate: ClosedForm, DeviationForgotten: ClosedForm,
        OwnDirectionKept: ClosedForm, SubtractedAtTheOutput: Reversibility, AugmentationMeanForgotten: Simclr,
        ConnectionOfOneView: Byol, WithinSampleTermDropped: CrossForm,
    }
}

/// With BatchNorm inside the network the connection of the batch takes the place of K in every update.
pub struct BatchConnection;

impl Sides for BatchConnection {
    /// By differentiation of outputs or losses, the statistics being recorded as what they are.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let net = Joined::of(instance)?;
        let p = embed::<Number>(&instance.predictor);
        let rest = DMatrix::identity(p.nrows(), p.nrows()) - &p;
        let (s, p_p) = (Number::product(&p.transpose(), &rest), Number::product(&p.transpose(), &p));
        let mut side = Vec::new();
        for (layer, l) in instance.network.layers.iter().zip(1..) {
            let w = embed::<Number>(&layer.weights);
            let k = connections(formula, &net, l, instance)?;
            let f: Vec<Matrix> = k.iter().map(|k| reversibility(k, &vec(&w))).collect();
            let shaped = |column: Matrix| unvec(&column, w.nrows(), w.ncols());
            match part {
                Part::ClosedForm => side.extend(k),
                Part::Reversibility => side.push(dualproof::matrix::beside(&f)),
                Part::Simclr => side.push(shaped(simclr(formula, &net, &k, &f))),
                Part::Byol => side.push(shaped(byol(formula, &net, &k, &f, &s, &p_p))),
                Part::CrossForm => side.push(shaped(byol(formula, &net, &k, &net.outputs(), &s, &p_p))),
            }
        }
        Ok(side)
    }
}

/// 𝒦_{l,v} of every view v: (o_v − E o − E\[o diag ȳ\] diag y_v) diag(1/s) J_vᵀ for l ≤ z, K_l(x_v) above.
fn connections(formula: Formula, net: &Joined, l: usize, instance: &Instance) -> Result<Vec<Matrix>, Obstacle> {
    if l > instance.layer {
        return Ok(net.connections_above(l));
    }
    let o = net.origins(l);
    let one_view = matches!(formula, Formula::ConnectionOfOneView | Formula::SubtractedAtTheOutput);
    let through_mean = instance.mean == Statistic::Differentiated && !one_view;
    let through_deviation = instance.deviation == Statistic::Differentiated && !one_view;
    if formula == Formula::SubtractedAfterTheGate && through_mean {
        return net.centred_after_the_gate(&o);
    }
    let mean_o = mean(&net.views, &o);
    let times_y = o.iter().enumerate().map(|(u, o)| net.times_rows(o, &net.centred, u)).collect::<Vec<_>>();
    let mean_o_y = mean(&net.views, &times_y);
    let of_view = |v: usize| {
        let mut k = o[v].clone();
        if through_mean && formula != Formula::MeanNotSubtracted {
            k -= &mean_o;
        }
        if through_deviation && formula != Formula::OwnDirectionKept {
            k -= net.times_rows(&mean_o_y, &net.normalised, v);
        }
        let k = if formula == Formula::DeviationForgotten { k } else { net.over_deviation(&k) };
        Number::product(&k, &net.jacobian(v).transpose())
    };
    let k: Vec<Matrix> = (0..o.len()).map(of_view).collect();
    let mean_k = mean(&net.views, &k);
    Ok(if formula == Formula::SubtractedAtTheOutput { k.iter().map(|k| k - &mean_k).collect() } else { k })
}

/// f_v = 𝒦_{l,v}ᵀ w_l.
fn reversibility(k: &Matrix, w: &Matrix) -> Matrix {
    Number::product(&k.transpose(), w)
}

/// 2 V_x\[𝒦̄_l\] w_l, f_v being 𝒦_{l,v}ᵀ w_l.
fn simclr(formula: Formula, net: &Joined, k: &[Matrix], f: &[Matrix]) -> Matrix {
    let two = Number::from_integer(2);
    if formula == Formula::AugmentationMeanForgotten {
        let (mean_k, mean_f) = (mean(&net.views, k), mean(&net.views, f));
        let terms: Vec<Matrix> =
            k.iter().zip(f).map(|(k, f)| Number::product(&(k - &mean_k), &(f - &mean_f))).collect();
        return scaled(&mean(&net.views, &terms), &two);
    }
    let (k_bar, f_bar) = (over_samples(&net.views, k), over_samples(&net.views, f));
    let (mean_k, mean_f) = (mean(&net.views, k), mean(&net.views, f));
    let terms = k_bar.iter().zip(&f_bar).zip(&net.views.sample_weights);
    let terms = terms.map(|((k, f), p)| scaled(&Number::product(&(k - &mean_k), &(f - &mean_f)), p));
    scaled(&terms.reduce(|sum, term| sum + term).expect("a sample"), &two)
}

/// E_x\[𝒦̄_l S F̄\] − E_x Cov^{PᵀP}_{x'|x}(𝒦_l, f), with f_v given; it is 𝒦_{l,v}ᵀ w_l or the output.
fn byol(formula: Formula, net: &Joined, k: &[Matrix], f: &[Matrix], s: &Matrix, p_p: &Matrix) -> Matrix {
    let (k_bar, f_bar) = (over_samples(&net.views, k), over_samples(&net.views, f));
    let between = k_bar.iter().zip(&f_bar).zip(&net.views.sample_weights);
    let between = between.map(|((k, f), p)| scaled(&Number::product(k, &Number::product(s, f)), p));
    let between = between.reduce(|sum, term| sum + term).expect("a sample");
    if formula == Formula::WithinSampleTermDropped {
        return between;
    }
    let gap = |v: usize| {
        let x = net.views.sample_of(v);
        Number::product(&(&k[v] - &k_bar[x]), &Number::product(p_p, &(&f[v] - &f_bar[x])))
    };
    between - mean(&net.views, &(0..k.len()).map(gap).collect::<Vec<_>>())
}

impl Theorem for BatchConnection {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use {Kind::Enclosure, Kind::Exact, Part::*};
        let linear = [Reversibility, Simclr, Byol];
        Declaration {
            page: dualproof::page!("batch_connection.rs"),
            cases: cases::any,
            validate: Instance::validate,
            assumptions: vec![
                assume("statistics_are_of_all_views", |i: &Instance| !i.statistics_of_each_group).fails(
                    ClosedForm,
                    Exact,
                    cases::of_each_group,
                ),
                assume("mean_is_not_held_constant", |i: &Instance| i.mean != Statistic::Constant)
                    .of_parts(&linear)
                    .fails(Reversibility, Exact, cases::with_a_constant_mean)
                    .fails(Byol, Exact, cases::with_a_constant_mean),
                assume("deviation_is_not_differentiated", |i: &Instance| i.deviation != Statistic::Differentiated)
                    .of_parts(&linear)
                    .fails(Reversibility, Enclosure, cases::with_a_differentiated_deviation)
                    .fails(Byol, Enclosure, cases::with_a_differentiated_deviation),
                assume("network_is_bias_free", |i: &Instance| i.network.is_bias_free()).of_parts(&linear).fails(
                    Reversibility,
                    Exact,
                    || cases::without_deviation(biased()),
                ),
                assume("network_is_homogeneous", |i: &Instance| i.network.is_homogeneous()).of_parts(&linear).fails(
                    Reversibility,
                    Kind::Float,
                    || cases::without_deviation(with_tanh()),
                ),
                assume("deviation_is_positive", Instance::deviation_is_positive).domain("there is no y at s = 0"),
                assume("network_is_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
            ],
            primary: Evidence::enclosure(),
            further: vec![
                Evidence::exact().drawn_from(|| cases::without_deviation(Default::default())),
                // A root is no polynomial, and two of the mutants of `closed-form` are of the deviation.
                Evidence::identity(|| cases::free(cases::LARGE), || cases::free(cases::SMALL), 1)
                    .of_parts(&all_but(&[ClosedForm])),
                Evidence::float(),
                Evidence::real(cases::on_digits).of_parts(&all_but(&[ClosedForm])),
                Evidence::reference(cases::on_digits, &[CrossForm], measured::norms, measured::pytorch_norms),
                Evidence::derivation(dualproof::derivation_files!("batch_connection")),
            ],
        }
    }
}
