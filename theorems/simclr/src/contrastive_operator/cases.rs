//! Where the draws come from: random laws, independent ones, the exhibit, the digits.

use super::super::loss::{Loss, largest_distance};
use super::{Draw, Formula, Instance, Part};

use dualproof_digits as digits;
use dualproof::claim::Side;
use dualproof::network::{Activation, Layer, Network};
use dualproof::numbers::{Field, Obstacle, Rational, Ring, Running};
use dualproof::strategies::{Hidden, Setting, Size, free_law, free_matrix, free_setting, setting};
use nalgebra::DMatrix;
use num_traits::One;
use proptest::collection::vec;
use proptest::prelude::*;

/// Two to four views.
pub(super) const SMALL: Setting =
    Setting { networks: 1, samples: (2, 4), augmentations: (1, 1), uniform: false, bias: false, tanh: false };

/// τ in units of the largest r of the instance.
pub(super) fn losses() -> BoxedStrategy<Loss> {
    let factor = (-3_i32..=4).prop_map(|k| match k {
        0.. => Rational::from_integer(1 << k),
        _ => Rational::new(1, 1 << -k),
    });
    let with_temperature = (0_u8..4, factor, -4_i64..=4).prop_map(|(kind, temperature, margin)| match kind {
        0 => Loss::Triplet { temperature, margin: Rational::new(margin, 2) },
        1 => Loss::InfoNce { temperature },
        2 => Loss::Decoupled { temperature },
        _ => Loss::NegativeProbability { temperature },
    });
    prop_oneof![6 => with_temperature, 1 => algebraic_losses()].boxed()
}

/// c₁d + c₂d² + c₃d³ with c₁ from `least` on.
pub(super) fn polynomial(least: i64) -> BoxedStrategy<Loss> {
    let loss = |c: (i64, i64, i64)| Loss::Polynomial {
        coefficients: [Rational::new(c.0, 4), Rational::new(c.1, 16), Rational::new(c.2, 64)],
    };
    (least..=8, -8_i64..=8, -8_i64..=8).prop_map(loss).boxed()
}

pub(super) fn algebraic_losses() -> BoxedStrategy<Loss> {
    prop_oneof![1 => Just(Loss::Simple), 3 => polynomial(1)].boxed()
}

/// A few draws of any views with any weights.
pub(super) fn any_law(options: Setting, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let tuples = (1_usize..=4, vec((vec(0_usize..4, 6), 1_u64..=4), 1..=8));
    let instance = |((mut networks, views), (count, tuples), loss): ((Vec<_>, dualproof::views::Views<_>), _, Loss)| {
        let tuples: Vec<(Vec<usize>, u64)> = tuples;
        let network: Network<Rational> = networks.remove(0);
        let total = tuples.iter().map(|t| t.1).sum();
        let draws = tuples.iter().map(|(indices, weight)| {
            let index = |k: usize| indices[k] % views.len();
            Draw {
                first: index(0),
                positive: index(1),
                negatives: (0..count).map(|k| index(2 + k)).collect(),
                weight: Rational::new(*weight as i64, total),
            }
        });
        let unit = largest_distance(&network, &views.inputs);
        Instance { draws: draws.collect(), network, inputs: views.inputs, loss: loss.in_units_of(&unit) }
    };
    (setting(options), tuples, losses).prop_map(instance).boxed()
}

/// x and its negatives independent, one branch's law.
pub(super) fn independent(negatives: usize, losses: BoxedStrategy<Loss>) -> BoxedStrategy<Instance> {
    let instance = move |((mut networks, views), loss): ((Vec<_>, dualproof::views::Views<_>), Loss)| {
        let network = networks.remove(0);
        let unit = largest_distance(&network, &views.inputs);
        let loss = loss.in_units_of(&unit);
        Instance::independent(network, views.inputs, &views.sample_weights, negatives, loss)
    };
    (setting(SMALL), losses).prop_map(instance).boxed()
}

pub(super) fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![any_law(SMALL, losses()), independent(1, losses())].boxed()
}

pub(super) fn algebraic() -> BoxedStrategy<Instance> {
    prop_oneof![any_law(SMALL, algebraic_losses()), independent(1, algebraic_losses())].boxed()
}

/// Free networks, views and coefficients. Of two laws one is free, on the draws of [`around`] with three negatives;
/// the other is the independent one of one negative, whose weights are products.
pub(super) fn free(size: Size) -> BoxedStrategy<Instance> {
    const NEGATIVES: usize = 3;
    let views = size.samples * size.augmentations;
    let setting = free_setting(size, 1, Hidden::Gated);
    (setting, free_law(views), free_matrix(3, 1), prop::bool::ANY)
        .prop_map(move |((mut networks, drawn), law, c, any)| {
            let (network, inputs) = (networks.remove(0), drawn.inputs);
            let loss = Loss::Polynomial { coefficients: std::array::from_fn(|n| c[n].clone()) };
            if any {
                let draws = around(views, size.augmentations, NEGATIVES, |v| law[v].clone());
                Instance { network, inputs, draws, loss }
            } else {
                Instance::independent(network, inputs, &law, 1, loss)
            }
        })
        .boxed()
}

/// One draw for every view: the next view of its sample as the positive, views of the samples 7, 14, … further on as
/// negatives, so that every view and every pair of neighbours occurs.
fn around(views: usize, each: usize, negatives: usize, weight: impl Fn(usize) -> Rational) -> Vec<Draw> {
    /// Coprime to the numbers of samples and of views of each here, so that all of them occur.
    const STRIDE: usize = 7;
    let draw = |v: usize| Draw {
        first: v,
        positive: v / each * each + (v + 1) % each,
        negatives: (1..=negatives).map(|k| (v + k * (STRIDE * each + 1)) % views).collect(),
        weight: weight(v),
    };
    (0..views).map(draw).collect()
}

/// The exhibit: number of negatives, c, and wᵀGw to nine decimals.
pub(super) const EXHIBIT: &[(usize, i64, &str)] = &[
    (1, 0, "0.105914982"),
    (1, -1000, "0.105914982"),
    (1, 7, "0.105914982"),
    (2, 0, "0.172010670"),
    (2, -1000, "-4.452557402"),
    (3, 0, "0.213858566"),
    (3, -1000, "-8.728010912"),
];

pub(super) fn exhibit(negatives: usize, shift: i64) -> Instance {
    let one = DMatrix::from_element(1, 1, Rational::one());
    let network = Network { layers: vec![Layer::dense(one, Activation::Linear)] };
    let inputs = DMatrix::from_row_iterator(1, 3, [0, 1, 3].map(|x| Rational::from_integer(x + shift)));
    let law = vec![Rational::new(1, 3); inputs.ncols()];
    Instance::independent(network, inputs, &law, negatives, Loss::InfoNce { temperature: Rational::one() })
}

pub(super) fn exhibits() -> Vec<Instance> {
    EXHIBIT.iter().map(|(negatives, shift, _)| exhibit(*negatives, *shift)).collect()
}

/// The decimals of the exhibit, each good to half a unit in its last place.
pub(super) fn decimals(instance: &Instance, _: Part, _: Formula) -> Side<Running> {
    let row = EXHIBIT.iter().find(|(negatives, shift, _)| exhibit(*negatives, *shift) == *instance);
    let (_, _, text) = row.ok_or(Obstacle::Outside("an instance that is not of the exhibit"))?;
    let (whole, fraction) = text.split_once('.').expect("a decimal");
    let unit = 10_u64.pow(fraction.len() as u32);
    let digits: i64 = format!("{whole}{fraction}").parse().expect("digits");
    let value = Running::from_rational(&Rational::new(digits, unit));
    let half_a_unit = 1.0 / (2.0 * unit as f64);
    let error = value.error_bound() + half_a_unit;
    Ok(vec![DMatrix::from_element(1, 1, Running::with_error(value.value(), error))])
}

/// The digits network with InfoNCE, τ = ½, H = 1..4, on a subsample of the draws that is fixed: every view of the
/// first 60 digits, with the next view of its digit as the positive and views of the digits 7, 14, … further on as
/// negatives, all equally likely. (All draws with H = 4 would be 300·5·300⁴.)
pub(super) fn on_digits() -> Vec<Instance> {
    let (network, views) = (digits::network(), digits::views(digits::expected().samples));
    let (count, each) = (views.len(), views.augmentations());
    let instance = |negatives: usize| Instance {
        network: network.clone(),
        inputs: views.inputs.clone(),
        draws: around(count, each, negatives, |_| Rational::new(1, count as u64)),
        loss: Loss::InfoNce { temperature: Rational::new(1, 2) },
    };
    (1..=4).map(instance).collect()
}
