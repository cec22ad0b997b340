//! `contrastive-operator`: with both branches any contrastive loss updates by an inter-sample minus an intra-sample
//! operator.
//!
//! # Statement
//! Let L be the mean, under any joint law of (x₁, x₊, x₋₁ … x₋_H), H ≥ 1, of a loss as in `contrastive-losses`, with
//! ξ_k = −∂L/∂r_k, all views through the same weights. Gradient through every argument (both branches), every layer l:
//!
//! - `both-branches`: −∇_{w_l} L = ( E\[Σ_k ξ_k (K₁−K₋_k)(K₁−K₋_k)ᵀ\] − E\[(Σ_k ξ_k)(K₁−K₊)(K₁−K₊)ᵀ\] ) w_l, without
//!   remainder; both `operators` are symmetric and `semidefinite`: positive semidefinite;
//! - `energy`: w_lᵀ(−∇_{w_l} L) = 2 E\[Σ_k ξ_k (r_k − r₊)\], the same number for every layer.
//!
//! With **one** branch, no augmentation, x and y_k independent from p, and H = 1:
//!
//! - `one-branch`: −∇_{w_l} L = G w_l with G = E\[ξ K(x)(K(x) − K(y))ᵀ\];
//! - `one-branch-symmetry`: G = Gᵀ; `one-branch-operator`: G = ½ E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\], a sum of squares with
//!   weights ξ ≥ 0, so positive semidefinite; `one-branch-positivity`: w_lᵀ G w_l > 0 where outputs differ.
//!
//! For H ≥ 2, G = E\[Σ_k ξ_k K(x)(K(x) − K(y_k))ᵀ\] is in general neither symmetric nor positive. The `exhibit`: a
//! one-dimensional identity network, data {0, 1, 3} + c with equal weights, InfoNCE with τ = 1, negatives drawn with
//! replacement (repeats of x allowed). wᵀGw = 0.105914982 for H = 1 whatever c; 0.172010670 (c = 0) and −4.452557402 (c
//! = −1000) for H = 2; 0.213858566 and −8.728010912 for H = 3: the update follows the mean of the data.
//!
//! Scope: the outputs are not normalised. A difference of two positive operators need not be positive: that the update
//! is a covariance operator is true of the simple loss (`covariance-operator`).
//!
//! # Source
//! Beyond the abstract, which speaks of "a covariance operator" and names no number of negatives. Ours.
//!
//! # Assumptions
//! - `network_is_bias_free`, `network_is_homogeneous`, `network_is_differentiable`: f_L = K_lᵀ w_l rests on them.
//! - `loss_depends_on_differences_only`: ∂L/∂r₊ = Σ_k ξ_k.
//! - `loss_increases_in_its_differences`: ξ_k ≥ 0, for the sums of squares and the positivity of G.
//! - `has_one_negative`, `draws_are_independent`, `outputs_differ`: the parts on one branch.
//!
//! # Proof
//! ∇ℓ = (Σ_k ξ_k) ∇r₊ − Σ_k ξ_k ∇r_k and ∇r = (K₁ − K₂)(K₁ − K₂)ᵀ w for both branches; take means. Multiply by w_lᵀ:
//! (K₁ − K₂)ᵀ w_l = f₁ − f₂ and ‖f₁ − f₂‖² = 2r. With one branch and r₊ = 0, −∇ℓ = Σ_k ξ_k K(x)(f(x) − f(y_k)). For H =
//! 1, ξ is symmetric in (x, y) and their law too: exchange them and take half the sum. For H ≥ 2 ξ_k depends on the
//! other negatives, which are compared with x and not with y_k: no such exchange.
//!
//! # Checked form
//! Laws with finitely many draws, given one by one. Measured: the loss of every draw as defined, differentiated.
//! `semidefinite` eliminates the two operators found by differentiation, exactly, for the algebraic losses. `operators`
//! and `one-branch-operator` hold them and G, every derivative found by a sweep of its own, against sums of squares of
//! weights ξ_k ≥ 0 (`contrastive-losses`): positive at every vector, for every loss. The exhibit is a measured update.
//! The identity: free polynomial losses, H = 1 and 3. On real data: InfoNCE with τ = ½ on the digits network, H = 1..4,
//! 300 draws each; the reference is the exhibit, to its digits.
//!
//! # Mutants
//! - `intra-sample-forgotten`: the second operator left out. `one-branch-for-both`, `energy-without-two`: half of each.
//! - `one-repulsion-for-all`: ξ₁ for every ξ_k; `attraction-of-one-negative`: ξ₁ for Σ_k ξ_k in the second operator.
//! - `operator-of-one-repulsion`, `operator-of-one-negative`: the same two in the operators themselves.
//! - `squares-without-half`: E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\]; `squares-of-x-alone`: ½ E\[ξ K(x)K(x)ᵀ\].
//!
//! # When an assumption is dropped
//! A bias, tanh, or a loss that is not of differences breaks the identity; φ' < 0 breaks `semidefinite`. Two negatives
//! with one branch break symmetry and positivity, and so does a y that depends on x.

use super::cases::OnNetwork;
use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::{Matrix, embed};
use dualproof::numbers::{Number, Obstacle, Ring};
use nalgebra::DMatrix;
use repulsions::{Repulsions, half};

mod cases;
mod exhibit;
mod measured;
mod repulsions;

use cases::*;
pub use cases::{Draw, Instance};

dualproof::parts! {
    pub enum Part {
        BothBranches: Equal, Energy: Equal, Operators: Equal, Semidefinite: Equal, OneBranch: Equal,
        OneBranchSymmetry: Equal, OneBranchOperator: Equal, OneBranchPositivity: Below, Exhibit: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        IntraSampleForgotten: BothBranches, OneRepulsionForAll: BothBranches, AttractionOfOneNegative: BothBranches,
        OneBranchForBoth: BothBranches, OperatorOfOneRepulsion: Operators, OperatorOfOneNegative: Operators,
        EnergyWithoutTwo: Energy, SquaresWithoutHalf: OneBranchOperator, SquaresOfXAlone: OneBranchOperator,
    }
}

/// With both branches any contrastive loss updates by an inter-sample minus an intra-sample operator.
pub struct ContrastiveOperator;

impl Sides for ContrastiveOperator {
    /// By differentiation of the loss of every draw.
    fn measured(instance: &Instance, part: Part) -> Side {
        measured::measured(instance, part)
    }

    fn predicted(instance: &Instance, part: Part, formula: Formula) -> Side {
        let network = instance.network.embed::<Number>();
        let trace = network.trace(&embed(&instance.inputs))?;
        let e = Repulsions::new(instance, &network, &trace, formula)?;
        Ok(match part {
            Part::BothBranches => both_branches(formula, &e),
            Part::Energy => vec![energy(formula, &e); e.depth()],
            Part::Operators => operators(&e),
            Part::Semidefinite => vec![DMatrix::identity(1, 1); 2 * e.depth()], // 1 for each operator that is.
            Part::OneBranch => one_branch(&e),
            Part::OneBranchSymmetry => one_branch_symmetry(&e),
            Part::OneBranchOperator => one_branch_operator(formula, &e),
            Part::OneBranchPositivity => vec![DMatrix::zeros(1, 1); e.depth()], // −w_lᵀ G w_l < 0.
            Part::Exhibit => return Err(Obstacle::Outside("the exhibit is held against its decimals")),
        })
    }
}

/// −∇_{w_l} L = ( E\[Σ_k ξ_k (K₁−K₋_k)(K₁−K₋_k)ᵀ\] − E\[(Σ_k ξ_k)(K₁−K₊)(K₁−K₊)ᵀ\] ) w_l.
fn both_branches(formula: Formula, e: &Repulsions<'_, Number>) -> Vec<Matrix> {
    e.difference_applied(&if formula == Formula::OneBranchForBoth { half() } else { Number::one() })
}

/// ⟨w_l, −∇_{w_l} L⟩ = 2 E\[Σ_k ξ_k (r_k − r₊)\].
fn energy(formula: Formula, e: &Repulsions<'_, Number>) -> Matrix {
    let mut energy = Number::zero();
    for (xi, [first, positive, negative]) in e.each() {
        energy.add_product(&xi, &(e.distance(first, negative) - e.distance(first, positive)));
    }
    let factor = if formula == Formula::EnergyWithoutTwo { 1 } else { 2 };
    DMatrix::from_element(1, 1, energy * Number::from_integer(factor))
}

/// E\[Σ_k ξ_k (K₁−K₋_k)(K₁−K₋_k)ᵀ\] of every layer, then E\[(Σ_k ξ_k)(K₁−K₊)(K₁−K₊)ᵀ\].
fn operators(e: &Repulsions<'_, Number>) -> Vec<Matrix> {
    let square = |k_v: &Matrix, k_u: &Matrix| [k_v - k_u, k_v - k_u];
    [e.outer_products(&e.inter_sample(), square), e.outer_products(&e.intra_sample(), square)].concat()
}

/// −∇_{w_l} L = G w_l = ½ E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\] w_l.
fn one_branch(e: &Repulsions<'_, Number>) -> Vec<Matrix> {
    e.difference_applied(&half())
}

/// Gᵀ = E\[ξ (K(x) − K(y)) K(x)ᵀ\].
fn one_branch_symmetry(e: &Repulsions<'_, Number>) -> Vec<Matrix> {
    e.outer_products(&e.inter_sample(), |k_x, k_y| [k_x - k_y, k_x.clone()])
}

/// G = ½ E\[ξ (K(x)−K(y))(K(x)−K(y))ᵀ\].
fn one_branch_operator(formula: Formula, e: &Repulsions<'_, Number>) -> Vec<Matrix> {
    let share = if formula == Formula::SquaresWithoutHalf { Number::one() } else { half() };
    let terms: Vec<_> = e.inter_sample().into_iter().map(|(xi, x, y)| (xi * share.clone(), x, y)).collect();
    e.outer_products(&terms, |k_x, k_y| {
        let a = if formula == Formula::SquaresOfXAlone { k_x.clone() } else { k_x - k_y };
        [a.clone(), a]
    })
}

impl Theorem for ContrastiveOperator {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        use Kind::{Enclosure, Exact};
        use Part::*;
        let one_branch = &[OneBranch, OneBranchSymmetry, OneBranchOperator, OneBranchPositivity];
        let increasing = &[Operators, Semidefinite, OneBranchOperator, OneBranchPositivity];
        // What intervals and floats decide: all but the exact elimination and the exhibit.
        let enclosed = [&[BothBranches, Energy, Operators][..], one_branch].concat();
        let exact = [&[Semidefinite][..], &enclosed].concat();
        let cancel = "the energies of attraction and repulsion nearly cancel on the digits";
        Declaration {
            page: dualproof::page!("contrastive_operator.rs"),
            cases: any_loss,
            validate: Instance::validate,
            assumptions: vec![
                assume("network_is_bias_free", Instance::is_bias_free).fails(BothBranches, Exact, with_bias),
                assume("network_is_homogeneous", Instance::is_homogeneous).fails(BothBranches, Enclosure, with_tanh),
                assume("network_is_differentiable", Instance::is_differentiable)
                    .domain("at a pre-activation of 0 the gradient does not exist"),
                assume("loss_depends_on_differences_only", |i: &Instance| i.loss.depends_on_differences_only()).fails(
                    BothBranches,
                    Exact,
                    positive_alone,
                ),
                assume("loss_increases_in_its_differences", Instance::loss_increases_in_its_differences)
                    .of_parts(increasing)
                    .fails(Semidefinite, Exact, any_polynomial),
                assume("has_one_negative", |i: &Instance| i.negatives() == 1)
                    .of_parts(one_branch)
                    .fails(OneBranchSymmetry, Enclosure, two_negatives)
                    .fails(OneBranchPositivity, Enclosure, two_negatives)
                    .fails(OneBranchOperator, Enclosure, two_negatives),
                assume("draws_are_independent", Instance::draws_are_independent)
                    .of_parts(one_branch)
                    .fails(OneBranchSymmetry, Exact, algebraic_of_any_law)
                    .fails(OneBranchOperator, Exact, algebraic_of_any_law),
                assume("outputs_differ", Instance::outputs_differ)
                    .fails(OneBranchPositivity, Exact, without_outputs)
                    .of_parts(&[OneBranchPositivity]),
            ],
            primary: Evidence::enclosure().of_parts(&enclosed),
            further: vec![
                Evidence::exact().of_parts(&exact).drawn_from(algebraic),
                Evidence::identity(free, free_and_small, 2).of_parts(&[BothBranches, Energy, OneBranch]),
                Evidence::float().of_parts(&enclosed),
                Evidence::real(on_digits).of_parts(&[BothBranches, Energy]).with_ceiling(&[Energy], 1e-5, cancel),
                Evidence::reference(exhibit::exhibits, &[Exhibit], Self::measured, exhibit::decimals),
                Evidence::derivation(dualproof::derivation_files!("contrastive_operator")),
            ],
        }
    }
}
