//! `zero-mean-gradient`: a zero-mean inside the network makes the gradient of the layer below a covariance.
//!
//! # Statement
//! Let the output W_l f_{l−1} of layer l have its mean over all samples and augmentations taken off before the
//! activation, let r be a loss of what follows, and g the gradient of r at the zero-mean output (per view). Then
//!
//! - `through`: with the gradient through the mean, ∇_{W_l} r = E\[g f_{l−1}ᵀ\] − E\[g\]E\[f_{l−1}\]ᵀ = Cov(g, f_{l−1});
//! - `detached`: with the mean detached, ∇_{W_l} r = E\[g f_{l−1}ᵀ\];
//! - `lost`: so detaching loses exactly −E\[g\]E\[f_{l−1}\]ᵀ;
//! - `both-outputs`: with r = E ½‖P f₁ − f₂‖², f₂ a constant, and the zero-mean at the outputs of both networks,
//!   nothing is lost: E g = 0, so the gradient by every W_l is the same through the mean as with the mean detached,
//!   E\[K_l Pᵀ(P f₁ − f₂)\].
//!
//! # Source
//! Abstract: "the inter-play between the zero-mean operation of BatchNorm and the extra predictor": the operation
//! acts through its backward pass. That this makes no difference at the outputs of both networks is our own.
//!
//! # Assumptions
//! - `backward_includes_the_mean`: for `through`.
//! - `target_is_zero_mean`: for `both-outputs`.
//! - `networks_are_differentiable`: no pre-activation is exactly 0, without the zero-mean and with it, whichever layer
//!   has it; such instances are rejected.
//!
//! Nothing else: biases, homogeneity and, but for the last line, the loss are free. The loss here is ½‖P f₁ − f₂‖² over
//! augmentations; the constant f₂ is the output of the same network without any zero-mean inside, its own mean taken
//! off or not. (P = I without augmentation is left out: there r is a constant.)
//!
//! # Proof
//! y_v = W f_v − Σ_u p_u W f_u, so ∇_W = Σ_v p_v g_v (f_v − E f)ᵀ, which is the first line. It is enough to centre
//! one of the two factors: E\[(g − Eg) fᵀ\], E\[g (f − Ef)ᵀ\] and the covariance are the same matrix, so "centring one
//! side only" is no mutant but the theorem. A detached mean is a constant: the second term goes. At the outputs
//! g = Pᵀ(P f₁ − E_{x'|x} f₂), whose mean is Pᵀ(P E f₁ − E f₂) = 0 where both means are taken off. The backward pass
//! through the mean takes E g off g, which changes nothing, here and in every layer below.
//!
//! # Checked form
//! The zero-mean is put at each layer in turn, one at a time, and the loss differentiated: the network is recorded with
//! the mean taken off on the way. On the other side the network is cut there: g comes from the Jacobians of the layers
//! above on the zero-mean outputs, f_{l−1} from the forward pass of the layers below. For the last line the zero-mean
//! is at the top layer, the gradients are those by all layers, and the formula's are of the connections of the network
//! without any mean.
//! On real data: every layer of the digits network.
//!
//! # Mutants
//! - `centring-forgotten`: E\[g fᵀ\] with the gradient flowing through the mean.
//! - `wrong-sign`: + E\[g\]E\[f\]ᵀ. `sign-of-the-loss`: the difference with +.
//! - `means-of-samples`: f minus its augmentation mean.
//! - `centred-anyway`: the covariance with the mean detached.
//! - `mean-of-the-target-kept`, `mean-of-the-online-output-kept`: the last line with the mean of one output left in g.
//!
//! # When an assumption is dropped
//! With a detached mean the gradient is not a covariance; with the mean of the online output alone taken off, through
//! and detached differ. A stored instance each.

use super::moments::{about_augmentation_mean, about_mean, mean_product, product_of_means, residual, weighted};
use super::setting::NO_GRADIENT;
use super::traced::Traced;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::Number;
use dualproof::strategies::{Setting, Size};
use dualproof::views::Views;

mod above;
mod cases;
mod measured;

use above::{gradient_at, masked};
pub use cases::{Instance, Mean};

dualproof::parts! {
    pub enum Part {
        Through: Equal, Detached: Equal, Lost: Equal, BothOutputs: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        CentringForgotten: Through, WrongSign: Through, SignOfTheLoss: Lost, MeansOfSamples: Through,
        CentredAnyway: Detached, MeanOfTheTargetKept: BothOutputs, MeanOfTheOnlineOutputKept: BothOutputs,
    }
}

/// A zero-mean inside the network makes the gradient of the layer below a covariance.
pub struct ZeroMeanGradient;

impl Sides for ZeroMeanGradient {
    /// By differentiation of the loss, the zero-mean at each layer in turn.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let plain = Traced::<Number>::of(&instance.network, &instance.views)?;
        let (views, p) = (&plain.views, embed(&instance.predictor));
        let is_centred = instance.target_is_zero_mean && formula != Formula::MeanOfTheTargetKept;
        let f_2 = if is_centred { about_mean(views, plain.output()) } else { plain.output().clone() };
        // Pᵀ(P f₁ − E_{x'|x} f₂), the gradient of r at the outputs f₁.
        let by_output = |f_1: &Matrix| Number::product(&p.transpose(), &residual(views, &p, f_1, &f_2));
        if part == Part::BothOutputs {
            return Ok(both_outputs(formula, &plain, by_output));
        }
        let of_layer = |l: usize| {
            let (f, g) = (plain.connections(l).below(), gradient_at(&plain, l, by_output)?);
            let gradient = match part {
                Part::Through => through(formula, views, &g, f),
                Part::Detached => detached(formula, views, &g, f),
                Part::Lost => lost(formula, views, &g, f),
                Part::BothOutputs => unreachable!("it is of all layers at once"),
            };
            Ok(masked(&gradient, plain.connections(l).mask()))
        };
        (1..=plain.network.depth()).map(of_layer).collect()
    }
}

/// Cov(g, f) = E\[g fᵀ\] − E\[g\]E\[f\]ᵀ.
fn through(formula: Formula, views: &Views<Number>, g: &Matrix, f: &Matrix) -> Matrix {
    match formula {
        Formula::CentringForgotten => mean_product(views, g, f),
        Formula::WrongSign => mean_product(views, g, f) + product_of_means(views, g, f),
        Formula::MeansOfSamples => mean_product(views, g, &about_augmentation_mean(views, f)),
        _ => mean_product(views, g, f) - product_of_means(views, g, f),
    }
}

/// E\[g fᵀ\].
fn detached(formula: Formula, views: &Views<Number>, g: &Matrix, f: &Matrix) -> Matrix {
    let product = mean_product(views, g, f);
    if formula == Formula::CentredAnyway { product - product_of_means(views, g, f) } else { product }
}

/// −E\[g\]E\[f\]ᵀ.
fn lost(formula: Formula, views: &Views<Number>, g: &Matrix, f: &Matrix) -> Matrix {
    let product = product_of_means(views, g, f);
    if formula == Formula::SignOfTheLoss { product } else { -product }
}

/// E\[K_l Pᵀ(P f₁ − f₂)\] for every l, through the mean; then the same with the mean detached.
fn both_outputs(formula: Formula, plain: &Traced<Number>, by_output: impl Fn(&Matrix) -> Matrix) -> Vec<Matrix> {
    let kept = formula == Formula::MeanOfTheOnlineOutputKept;
    let f_1 = if kept { plain.output().clone() } else { about_mean(&plain.views, plain.output()) };
    let g = weighted(&plain.views, &by_output(&f_1));
    let gradients = plain.by_layer(|l| plain.connections(l).apply(&g));
    [gradients.clone(), gradients].concat()
}

impl Theorem for ZeroMeanGradient {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        Declaration {
            page: dualproof::page!("zero_mean_gradient.rs"),
            cases: cases::any,
            validate: Instance::validate,
            assumptions: vec![
                assume("networks_are_differentiable", Instance::is_differentiable).domain(NO_GRADIENT),
                assume("backward_includes_the_mean", |i: &Instance| i.mean == Mean::Through)
                    .of_parts(&[Part::Through])
                    .fails(Part::Through, Kind::Exact, || cases::drawn(Setting::default(), Mean::Detached, false)),
                assume("target_is_zero_mean", |i: &Instance| i.target_is_zero_mean)
                    .of_parts(&[Part::BothOutputs])
                    .fails(Part::BothOutputs, Kind::Exact, || cases::drawn(Setting::default(), Mean::Through, false)),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity(|| cases::free(Size::LARGE), || cases::free(Size::SMALL), 1),
                Evidence::float(),
                Evidence::real(cases::on_digits),
            ],
        }
    }
}
