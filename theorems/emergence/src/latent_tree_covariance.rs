//! `latent-tree-covariance`: on data from a latent tree, the covariance operator at a node is a rank-one matrix of
//! selectivities, scaled by the squared polarity of the path from the root and by the variance of the root.
//!
//! # Statement
//! Binary tree: P(z₀ = ±1) = (1 ± ρ₀)/2 for any ρ₀ in (−1, 1), 0 where z₀ is uniform; for a child ν of μ P(z_ν | z_μ)
//! = (1 + ρ_{μν} z_μ z_ν)/2, leaves are pixels, everything below z₀ is resampled by the augmentation. A locally
//! connected network has a group of units N_μ per latent, fed by the groups of its children. v_k(z) = E\[f_k | z_ν =
//! z\] and s_k = ½(v_k(+1) − v_k(−1)), v̄_k = ½(v_k(+1) + v_k(−1)) for k in N_ν. For every μ with children ν:
//!
//! - (a) `path-polarity`: P(z_ν | z₀) = (1 + ρ_{0ν} z₀ z_ν)/2 with ρ_{0ν} the product of the polarities along the path;
//! - (b) `conditional-means`: E\[f_k | z_μ\] = v̄_k + ρ_{μν} s_k z_μ;
//! - (c) `covariance`: Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = (1 − ρ₀²) ρ_{0μ}² a_μ a_μᵀ with a_μ = (ρ_{μν} s_k)_k;
//! - (d) `operator-block`: where J_μ (n_L × |N_μ|) is the same on every input, the block of the covariance operator at
//!   W_μ is (1 − ρ₀²) ρ_{0μ}² a_μ a_μᵀ ⊗ J_μᵀJ_μ;
//! - (e) with all |ρ| ≤ ρ_max, `covariance-shrinks-with-depth`: the trace of (c) is at most
//!   (1 − ρ₀²) ρ_max^{2 depth(μ)} ‖a_μ‖²; `operator-shrinks-with-depth`: that of (d) at most ‖J_μ‖_F² times that.
//!
//! Categorical tree, any number of states, any root law π. `categorical-path`: P(z_ν | z₀) is the product of the
//! transition matrices. `categorical-covariance`: Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = Vᵀ P_{0μ}ᵀ (diag π − ππᵀ) P_{0μ} V
//! with V = (P_{μν} v_k)_k, states × units. `categorical-operator-block`: the block at W_μ is that ⊗ J_μᵀJ_μ.
//!
//! # Source
//! Abstract: "which we show leads to the emergence of hierarchical features, if the input data are generated from a
//! hierarchical latent tree model". Derived from that sentence; nothing here is quoted. Any law of the root, the
//! categorical form, the operator with ReLU groups below μ and the depth bound are proved here.
//!
//! # Assumptions
//! - `siblings_are_independent`: v_k is inferred by messages, whose pre-activations are sums of independent terms.
//!   With *given* v_k the statements themselves survive any dependence between siblings that leaves each
//!   P(z_ν | z_μ) alone: they are about one child's subtree at a time. (a) is checked on such trees as well.
//! - `parent_screens_off_ancestors`: z_ν depends on its ancestors through z_μ alone.
//! - `network_is_differentiable`: no pre-activation is exactly 0, for (d); such instances are rejected.
//! - `jacobian_is_constant`: (d) only; so it is where groups from μ's own upward are linear.
//! - Leaves of one depth, for (d); at most 2¹⁵ assignments for sums, 64 configurations of the leaves for derivatives.
//!
//! # Proof
//! (a) E\[z_ν | z_μ\] = ρ_{μν} z_μ; iterate by the Markov property, and a law on ±1 is its mean. (b) E\[f_k | z_ν\] =
//! v̄_k + s_k z_ν for a function of the subtree of ν; take E\[· | z_μ\]. (c) Likewise E\[f_k | z₀\] = v̄_k + ρ_{0μ}
//! ρ_{μν} s_k z₀, and z₀, of mean ρ₀ and square 1, has variance 1 − ρ₀². (d) K = f_{ch(μ)} ⊗ J_μᵀ, so K̄(z₀) =
//! E\[f_{ch(μ)} | z₀\] ⊗ J_μᵀ where J_μ is constant, and (A ⊗ B)(A ⊗ B)ᵀ = AAᵀ ⊗ BBᵀ. (e) ρ_{0μ}² ≤ ρ_max^{2 depth(μ)}.
//! The categorical form is the same computation without the parametrisation by ±1: E\[f_{ch(μ)} | z₀\] = P_{0μ} V.
//!
//! # Checked form
//! Measured by summing over all assignments of all latents; the operator by differentiating the augmentation means
//! of the masked network, the root's states as samples, all configurations of the leaves as their augmentations.
//! Predicted from polarities and from v_k, which messages from the leaves give. `messages` holds those against the sum
//! over all latents. `deep-tree`: on complete binary trees of depth 12 (8191 latents) messages of laws are the measured
//! side, products of polarities and closed-form selectivities the predicted one. For (d) the predicted J_μ is its mean
//! over the views, so that dropping its constancy has something to refute.
//! The identity: linear networks, the law of the root, polarities and weights free. The bounds of (e) are attained, at
//! the root always, which no running error can tell.
//!
//! # Mutants
//! - `last-edge-forgotten`: ρ_{0ν} without the edge to ν.
//! - `mean-weighted-by-probability`: v̄_k = Σ_z P(z_ν = z) v_k(z); the same while the root is uniform, so (b) is drawn
//!   with other roots too.
//! - `polarity-not-squared`: ρ_{0μ} in place of ρ_{0μ}².
//! - `root-variance-forgotten`: 1 in place of 1 − ρ₀²; `root-mean-not-squared`: 1 − ρ₀.
//! - `edge-polarity-dropped`: a_μ = (s_k)_k; `jacobian-dropped`: I in place of J_μᵀJ_μ.
//! - `root-mean-forgotten`: diag π in place of diag π − ππᵀ.
//! - `depth-counted-twice`: ρ_max^{4 depth(μ)}.
//!
//! # When an assumption is dropped
//! Dependent siblings change what a ReLU above both of them selects, and so every v_k that messages infer. A direct
//! influence of the grandparent adds to the product of polarities. Gates above μ make J_μ co-vary with f_{ch(μ)}: the
//! mean of the product is not the product of the means. Not so under a uniform root where those gates are μ's own and
//! its inputs are pixels ±1: the gate is ½ plus an odd function of z of mean 0, its product with a pixel has an even
//! part that does not depend on z₀, and (d) survives with the mean Jacobian. So the counterexamples have three layers.

pub mod cases;
mod categorical;
mod closed_forms;
mod means;
mod measured;

use crate::cases::Size;
use crate::dependence;
use crate::selectivity::Binary;
use cases::{Instance, dependent, free};
use dualproof::claim::{Declaration, Evidence, Kind, Parts, Relation, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, inner, scaled, trace};
use dualproof::numbers::{Number, Rational};
use nalgebra::DMatrix;
use num_traits::pow;

dualproof::parts! {
    pub enum Part {
        PathPolarity: Equal, ConditionalMeans: Equal, Covariance: Equal, OperatorBlock: Equal,
        CovarianceShrinksWithDepth: AtMost, OperatorShrinksWithDepth: AtMost, Messages: Equal, CategoricalPath: Equal,
        CategoricalCovariance: Equal, CategoricalOperatorBlock: Equal, DeepTree: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        LastEdgeForgotten: PathPolarity, MeanWeightedByProbability: ConditionalMeans, PolarityNotSquared: Covariance,
        RootVarianceForgotten: Covariance, RootMeanNotSquared: OperatorBlock, EdgePolarityDropped: Covariance,
        JacobianDropped: OperatorBlock, RootMeanForgotten: CategoricalCovariance,
        DepthCountedTwice: OperatorShrinksWithDepth,
    }
}

/// On data from a latent tree the covariance operator at a node is a rank-one matrix of selectivities.
pub struct LatentTreeCovariance;

impl Sides for LatentTreeCovariance {
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let (tree, network, mu) = (instance.tree.embed::<Number>(), instance.network.embed::<Number>(), instance.node);
        let t = match part {
            Part::Messages | Part::CategoricalPath | Part::CategoricalCovariance | Part::CategoricalOperatorBlock => {
                return categorical::predicted(instance, part, formula);
            }
            Part::PathPolarity => Binary::of(&tree)?,
            Part::DeepTree => closed_forms::binary(instance)?,
            _ => Binary::seen_by(&tree, &network)?,
        };
        let inner = tree.shape().inner_nodes().into_iter();
        let (covariance, rho_max) = (|node| covariance(formula, &t, node), instance.largest_polarity());
        let shrinks = |node| covariance_shrinks_with_depth(formula, &t, node, &rho_max);
        Ok(match part {
            Part::PathPolarity => (0..tree.nodes).map(|node| means::path_polarity(formula, &t, node)).collect(),
            Part::ConditionalMeans => inner.map(|node| means::conditional_means(formula, &t, node)).collect(),
            Part::OperatorBlock => vec![operator_block(formula, &t, mu, &instance.jacobian_square()?)],
            Part::CovarianceShrinksWithDepth => inner.map(shrinks).collect(),
            Part::OperatorShrinksWithDepth => vec![shrinks(mu) * trace(&instance.jacobian_square::<Number>()?)],
            Part::DeepTree => {
                let path = DMatrix::from_row_slice(1, tree.nodes, &t.path);
                std::iter::once(path).chain(instance.ends().into_iter().map(covariance)).collect()
            }
            _ => inner.map(covariance).collect(),
        })
    }
}

/// Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) = (1 − ρ₀²) ρ_{0μ}² a_μa_μᵀ with a_μ = (ρ_{μν} s_k)_k.
fn covariance(formula: Formula, t: &Binary<Number>, node: usize) -> Matrix {
    let a = if formula == Formula::EdgePolarityDropped { t.reaching(node, |_| Number::one()) } else { t.a(node) };
    let rho = t.path[node].clone();
    let squared = if formula == Formula::PolarityNotSquared { rho } else { rho.clone() * rho };
    scaled(&Number::product(&a, &a.transpose()), &(squared * root_variance(formula, t)))
}

/// 1 − ρ₀², the variance of z₀.
fn root_variance(formula: Formula, t: &Binary<Number>) -> Number {
    match formula {
        Formula::RootVarianceForgotten => Number::one(),
        Formula::RootMeanNotSquared => Number::one() - t.mean.clone(),
        _ => Number::one() - t.mean.clone() * t.mean.clone(),
    }
}

/// The covariance ⊗ J_μᵀJ_μ.
fn operator_block(formula: Formula, t: &Binary<Number>, node: usize, square: &Matrix) -> Matrix {
    let dropped = formula == Formula::JacobianDropped;
    let square = if dropped { &DMatrix::identity(square.nrows(), square.ncols()) } else { square };
    covariance(formula, t, node).kronecker(square)
}

/// tr Cov_{z₀}(E\[f_{ch(μ)} | z₀\]) ≤ (1 − ρ₀²) ρ_max^{2 depth(μ)} ‖a_μ‖²; of the operator, ‖J_μ‖_F² times that.
fn covariance_shrinks_with_depth(formula: Formula, t: &Binary<Number>, mu: usize, rho: &Rational) -> Matrix {
    let two = if formula == Formula::DepthCountedTwice { 4 } else { 2 };
    let (a, power) = (t.a(mu), pow(Number::from_rational(rho), two * t.shape.depth(mu)));
    DMatrix::from_element(1, 1, inner(&a, &a) * power * root_variance(formula, t))
}

impl Theorem for LatentTreeCovariance {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Part::*;
        let at_a_node = [OperatorBlock, OperatorShrinksWithDepth, CategoricalOperatorBlock];
        let of_v =
            [ConditionalMeans, Covariance, CovarianceShrinksWithDepth, Messages, CategoricalCovariance].as_slice();
        Declaration {
            page: dualproof::page!("latent_tree_covariance.rs"),
            cases: cases::strategy,
            validate: Instance::validate,
            assumptions: vec![
                assume("siblings_are_independent", |i: &Instance| !dependence::is_between_siblings(&i.dependence))
                    .of_parts(&[of_v, &at_a_node].concat())
                    .fails(ConditionalMeans, Kind::Exact, || dependent(dependence::between_siblings)),
                assume("parent_screens_off_ancestors", |i: &Instance| !dependence::is_on_grandparent(&i.dependence))
                    .fails(PathPolarity, Kind::Exact, || dependent(dependence::on_grandparent)),
                assume("network_is_differentiable", Instance::network_is_differentiable)
                    .of_parts(&at_a_node)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("jacobian_is_constant", Instance::jacobian_is_constant).of_parts(&at_a_node).fails(
                    OperatorBlock,
                    Kind::Exact,
                    cases::gated,
                ),
            ],
            primary: Evidence::exact(),
            further: vec![
                Evidence::identity_of_degree(
                    || free(Size::LARGE),
                    || free(Size::SMALL),
                    cases::degrees,
                    Self::measured,
                    Self::predicted,
                ),
                Evidence::float().of_parts(&Part::related(Relation::Equal)),
            ],
        }
    }
}
