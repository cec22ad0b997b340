//! Instances: a network, views, and how pairs of samples are drawn.

use super::measured::measured;
use super::{Formula, Part};
use crate::cases::{OnNetwork, independent_samples, same_sample};
use dualproof::claim::Side;
use dualproof::matrix::rows;
use dualproof::network::Network;
use dualproof::numbers::{Line, Number, Obstacle, Rational};
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_network_and_views, network_and_views};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network, a data set, and how pairs of samples are drawn from it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The joint law of the samples of x₁ and x₊, N × N.
    #[serde(with = "rows")]
    pub positives: DMatrix<Rational>,
    /// The joint law of the samples of x₁ and x₋, N × N.
    #[serde(with = "rows")]
    pub negatives: DMatrix<Rational>,
    /// β of L^β; the other parts do not look at it.
    #[serde(default = "Rational::zero", skip_serializing_if = "Zero::is_zero")]
    pub beta: Rational,
}

impl Instance {
    /// The sampling of the theorem: x₊ shares the sample of x₁, x₋ is independent of it; β = 0.
    pub fn new(network: Network<Rational>, views: Views<Rational>) -> Self {
        let (positives, negatives) = (same_sample(&views), independent_samples(&views));
        Instance { network, views, positives, negatives, beta: Rational::zero() }
    }

    /// The same with another β.
    pub fn with_beta(self, beta: Rational) -> Self {
        Instance { beta, ..self }
    }

    /// Is x₊ an augmentation of the sample of x₁?
    pub fn positives_share_their_sample(&self) -> bool {
        self.positives == same_sample(&self.views)
    }

    /// Is the sample of x₋ independent of that of x₁, with the same law?
    pub fn negatives_are_independent(&self) -> bool {
        self.negatives == independent_samples(&self.views)
    }

    /// Are all views equally likely?
    pub fn is_uniform(&self) -> bool {
        self.views.is_uniform()
    }

    /// Are the shapes consistent, and both laws of sum 1?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, positives, negatives, beta: _ } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        for (name, law) in [("positives", positives), ("negatives", negatives)] {
            let total = law.iter().cloned().fold(Rational::zero(), |a, b| a + b);
            if law.shape() != (views.samples(), views.samples()) || !total.is_one() {
                return Err(format!(
                    "{name}: found a law of shape {:?} and sum {total}, expected {n} × {n} and sum 1",
                    law.shape(),
                    n = views.samples()
                ));
            }
        }
        Ok(())
    }
}

impl OnNetwork for Instance {
    fn network(&self) -> &Network<Rational> {
        &self.network
    }

    fn inputs(&self) -> &DMatrix<Rational> {
        &self.views.inputs
    }
}

impl Line for Instance {
    /// The laws of the pairs follow those of the views, as the assumptions ask.
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        Instance::new(self.network.towards(&other.network, t), self.views.towards(&other.views, t))
            .with_beta(self.beta.towards(&other.beta, t))
    }
}

fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    // Halves from −2 to 2: the attraction of the positives is reversed, taken away, halved, doubled, trebled.
    (network_and_views(options), -4_i64..=4)
        .prop_map(|((network, views), beta)| Instance::new(network, views).with_beta(Rational::new(beta, 2)))
        .boxed()
}

/// Half of the instances are uniform with two augmentations or more, as the finite batch needs.
pub fn any_instance() -> BoxedStrategy<Instance> {
    let uniform = Setting { uniform: true, augmentations: (2, 3), ..Setting::default() };
    prop_oneof![drawn(Setting::default()), drawn(uniform)].boxed()
}

/// Layers with a bias.
pub fn network_with_a_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..Setting::default() })
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    drawn(Setting { tanh: true, ..Setting::default() })
}

/// Views of any weights, two augmentations or more.
pub fn weighted() -> BoxedStrategy<Instance> {
    drawn(Setting { augmentations: (2, 3), ..Setting::default() })
}

/// x₊ comes from the next sample, whatever x₁'s is.
pub fn positives_of_other_samples() -> BoxedStrategy<Instance> {
    let shift = |mut instance: Instance| {
        let p = instance.views.sample_weights.clone();
        let next = |i: usize| (i + 1) % p.len();
        instance.positives =
            DMatrix::from_fn(p.len(), p.len(), |i, j| if j == next(i) { p[i].clone() } else { Rational::zero() });
        instance
    };
    drawn(Setting { uniform: true, ..Setting::default() }).prop_map(shift).boxed()
}

/// x⁻ is never x: the finite population's negatives, where the theorem wants independent ones.
pub fn dependent_negatives() -> BoxedStrategy<Instance> {
    let exclude = |mut instance: Instance| {
        let n = instance.views.samples();
        let law = Rational::new(1, (n * (n - 1)) as u64);
        instance.negatives = DMatrix::from_fn(n, n, |i, j| if i == j { Rational::zero() } else { law.clone() });
        instance
    };
    drawn(Setting { uniform: true, ..Setting::default() }).prop_map(exclude).boxed()
}

/// Free weights, gates, views and β; the negatives' law has products of free probabilities.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    (free_network_and_views(size, Hidden::Gated), free_matrix(1, 1))
        .prop_map(|((network, views), beta)| Instance::new(network, views).with_beta(beta[(0, 0)].clone()))
        .boxed()
}

/// The parts that PyTorch's file has numbers of.
pub const REFERENCED: &[Part] = &[Part::OneBranch, Part::BothBranches, Part::Energy, Part::EnergyOfEveryLayer];

/// The digits that PyTorch saw.
pub fn on_digits() -> Vec<Instance> {
    let instance = Instance::new(digits::network(), digits::views(digits::expected().samples));
    vec![instance.with_beta(Rational::new(1, 2))]
}

/// The measured numbers as PyTorch's file has them: updates by their norms, the rest as they are.
pub fn measured_norms(instance: &Instance, part: Part) -> Side {
    let side = measured::<Number>(instance, part)?;
    match part {
        Part::OneBranch | Part::BothBranches => digits::norms(side),
        _ => Ok(side),
    }
}

/// PyTorch's numbers for the digits, whatever the instance, with the agreement promised as their error.
pub fn pytorch_norms(_: &Instance, part: Part, _: Formula) -> Side {
    let expected = digits::expected();
    let numbers: Vec<f64> = match part {
        Part::OneBranch => expected.one_branch_update_norm.clone(),
        Part::BothBranches => expected.both_branch_update_norm.clone(),
        Part::Energy => vec![-expected.energy],
        Part::EnergyOfEveryLayer => expected.inner_w_update.clone(),
        Part::PositiveSemidefinite | Part::FiniteBatch | Part::LossWithBeta => {
            return Err(Obstacle::Unsupported("reference value"));
        }
    };
    Ok(numbers.into_iter().map(digits::agreeing_with).map(|x| DMatrix::from_element(1, 1, x)).collect())
}
