//! Instances: data whose fixed points are rational, any data, weights on the balance and off it.

use crate::cases::{Spread, any_data, axes, between_the_axes, changed, diagonal, mix, quarters, views_along};
use crate::modes::{Axes, Mode};
use crate::moments::Moments;
use crate::setting::Setting;
use dualproof::matrix::{pivots, right_quotient, scaled};
use dualproof::numbers::{Field, Rational, Ring};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A setting, the axes of its modes, and τ.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Views, weights and rates.
    pub setting: Setting,
    /// The axes of the modes.
    pub axes: Axes,
    /// τ.
    pub ratio: Rational,
}

fn square(x: &Rational) -> Rational {
    x.clone() * x.clone()
}

/// τ²x_j²/(4t_j): the decay from which on mode j only collapses. `None` where t_j is 0.
fn pull(mode: &Mode<Rational>, ratio: &Rational) -> Option<Rational> {
    (square(ratio) * square(&mode.between)).divide(&(Rational::from_integer(4) * mode.total.clone()))
}

impl Instance {
    fn modes(&self) -> Vec<Mode<Rational>> {
        self.axes.modes(&self.setting)
    }

    /// Is W_a = τW?
    pub fn target_is_in_proportion(&self) -> bool {
        self.setting.target_is_in_proportion(&self.ratio)
    }

    /// Is W ≠ 0?
    pub fn weights_are_not_zero(&self) -> bool {
        self.setting.weights.iter().any(|w| !w.is_zero())
    }

    /// Is η_W I − ¼τ²XT⁻¹X positive definite?
    pub fn decay_outweighs_the_pull(&self) -> bool {
        let moments = Moments::<Rational>::of(&self.setting.views);
        let x = &moments.between;
        let Some(quotient) = right_quotient(x, &moments.total()) else { return false };
        let pull = scaled(&(quotient * x), &(square(&self.ratio) * Rational::new(1, 4)));
        let rest = DMatrix::from_diagonal_element(x.nrows(), x.nrows(), self.setting.decay.clone()) - pull;
        pivots(&rest)
            .is_some_and(|terms| terms.len() == rest.nrows() && terms.iter().all(|(d, _)| *d > Rational::zero()))
    }

    /// Is τ²x_j² ≥ 4η_W t_j for every j?
    pub fn fixed_points_are_real(&self) -> bool {
        self.modes().iter().all(|mode| pull(mode, &self.ratio).is_some_and(|pull| pull >= self.setting.decay))
    }

    /// Is αw_j² = p_j² for every j?
    pub fn layers_are_in_balance(&self) -> bool {
        let is_balanced = |m: &Mode<Rational>| self.setting.rate.clone() * square(&m.weight) == square(&m.predictor);
        self.modes().iter().all(is_balanced)
    }

    /// Are 0, p_j⁺, p_j⁻ and p_j four numbers, for every j?
    pub fn modes_are_between_rests(&self) -> bool {
        let decay = &self.setting.decay;
        self.modes().iter().all(|mode| {
            let p = mode.predictor.clone();
            let at_p = (mode.total.clone() * p.clone() - self.ratio.clone() * mode.between.clone()) * p.clone();
            let is_at_rest = p.is_zero() || (at_p + decay.clone()).is_zero();
            !decay.is_zero() && !is_at_rest && pull(mode, &self.ratio).is_some_and(|pull| pull != *decay)
        })
    }

    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        self.setting.validate()?;
        self.axes.validate(&self.setting)
    }
}

/// Rates: τ, √α and η.
struct Rates {
    ratio: Rational,
    root_of_rate: Rational,
    decay: Rational,
}

/// Two modes with the given w_j and p_j, on views, W_a = τW.
fn in_modes(axes: Axes, views: Views<Rational>, w: &[Rational], p: &[Rational], rates: Rates) -> Instance {
    let (u, q) = (&axes.outputs, &axes.inputs);
    let weights = u * diagonal(2, 2, w) * q.transpose();
    let Rates { ratio, root_of_rate, decay } = rates;
    let setting = Setting {
        views,
        target: weights.clone(),
        weights,
        predictor: u * diagonal(2, 2, p) * u.transpose(),
        rate: square(&root_of_rate),
        predictor_decay: decay.clone(),
        decay,
    };
    Instance { setting: setting.with_target_in_proportion(&ratio), axes, ratio }
}

/// Halves between −3 and 3 without 0.
fn level() -> impl Strategy<Value = Rational> {
    prop_oneof![-6_i64..=-1, 1_i64..=6].prop_map(|n| Rational::new(n, 2))
}

/// √α in halves.
fn root_of_rate() -> impl Strategy<Value = Rational> {
    (1_i64..=4).prop_map(|n| Rational::new(n, 2))
}

/// p_j^± = τk_j/16 and τl_j/16 for drawn k_j, l_j: t_j = 256η/(τ²k_jl_j), x_j = t_j(k_j + l_j)/16. p_j = ±√α w_j, plus
/// the given number.
fn with_rational_fixed_points(off_the_balance: Rational) -> BoxedStrategy<Instance> {
    let places = vec((2_i64..=8, 2_i64..=8), 2);
    let rates = (2_i64..=5, root_of_rate(), 1_i64..=8);
    (axes(), places, rates, vec((level(), prop::bool::ANY), 2))
        .prop_map(move |(axes, places, (tau, root_of_rate, decay), levels)| {
            let (tau, decay) = (Rational::new(tau, 4), Rational::new(decay, 8));
            let unit = Rational::from_integer(256) * decay.clone();
            let unit = unit.divide(&square(&tau)).expect("τ is not 0");
            let total = |(k, l): (i64, i64)| unit.clone() * Rational::new(1, (k * l) as u64);
            let between = places.iter().map(|(k, l)| total((*k, *l)) * Rational::new(k + l, 16)).collect::<Vec<_>>();
            let within = places.iter().zip(&between).map(|(place, x)| total(*place) - x.clone());
            let noise = within.map(|square| Spread::of_mean_square(&square, 2)).collect::<Vec<_>>();
            let samples = between.iter().map(|square| Spread::of_mean_square(square, 2)).collect::<Vec<_>>();
            let views = views_along(&axes.inputs, &samples, &axes.inputs, &noise);
            let (w, p) = on_the_hyperbola(&levels, &root_of_rate, &off_the_balance);
            in_modes(axes, views, &w, &p, Rates { ratio: tau, root_of_rate, decay })
        })
        .boxed()
}

/// w_j, and p_j = ±√α w_j + d.
fn on_the_hyperbola(levels: &[(Rational, bool)], root: &Rational, d: &Rational) -> (Vec<Rational>, Vec<Rational>) {
    let predictor = |(w, is_positive): &(Rational, bool)| {
        let p = w.clone() * root.clone();
        if *is_positive { p + d.clone() } else { d.clone() - p }
    };
    (levels.iter().map(|(w, _)| w.clone()).collect(), levels.iter().map(predictor).collect())
}

/// αw_j² = p_j².
pub fn on_the_balance() -> BoxedStrategy<Instance> {
    with_rational_fixed_points(Rational::zero())
}

/// p_j away from it.
pub fn off_the_balance() -> BoxedStrategy<Instance> {
    with_rational_fixed_points(Rational::new(1, 3))
}

/// η_P = η_W + ¼, on the balance.
pub fn with_unequal_decays() -> BoxedStrategy<Instance> {
    changed(on_the_balance(), |i| i.setting.predictor_decay = i.setting.decay.clone() + Rational::new(1, 4))
}

/// On the balance, with a decay below that from which on there is no other rest than 0.
pub fn with_irrational_fixed_points() -> BoxedStrategy<Instance> {
    (any_data(), (2_i64..=5, root_of_rate(), 0_i64..=16), vec((level(), prop::bool::ANY), 2))
        .prop_map(|((axes, views), (tau, root_of_rate, share), levels)| {
            let (w, p) = on_the_hyperbola(&levels, &root_of_rate, &Rational::zero());
            let rates = Rates { ratio: Rational::new(tau, 4), root_of_rate, decay: Rational::zero() };
            let mut instance = in_modes(axes, views, &w, &p, rates);
            set_decay(&mut instance, &Rational::new(share, 17));
            instance
        })
        .boxed()
}

/// η_W = η_P: this share of the least τ²x_j²/(4t_j).
fn set_decay(instance: &mut Instance, share: &Rational) {
    let least = instance.modes().iter().filter_map(|mode| pull(mode, &instance.ratio)).min();
    instance.setting.decay = least.expect("two modes") * share.clone();
    instance.setting.predictor_decay = instance.setting.decay.clone();
}

/// The predictor that pulls most, p_j = τx_j/(2t_j), or one near it, or in one of three any matrix; η_W is this many eighths
/// of the largest τ²x_j²/(4t_j).
fn with_decay(eighths: std::ops::RangeInclusive<i64>) -> BoxedStrategy<Instance> {
    let rates = (2_i64..=5, root_of_rate(), eighths);
    let predictor = (vec(-2_i64..=2, 2), quarters(2, 2), 0_u32..3);
    (any_data(), rates, vec(level(), 2), predictor)
        .prop_map(|((axes, views), (tau, root_of_rate, share), w, (near, any, which))| {
            let rates = Rates { ratio: Rational::new(tau, 4), root_of_rate, decay: Rational::zero() };
            let mut instance = in_modes(axes, views, &w, &w, rates);
            let modes = instance.modes();
            let most = modes.iter().filter_map(|mode| pull(mode, &instance.ratio)).max().expect("two modes");
            let best = modes.iter().zip(near).map(|(mode, n)| {
                let pull = instance.ratio.clone() * mode.between.clone();
                pull.divide(&(Rational::from_integer(2) * mode.total.clone())).expect("t_j > 0") + Rational::new(n, 16)
            });
            let u = &instance.axes.outputs;
            let best = u * diagonal(2, 2, &best.collect::<Vec<_>>()) * u.transpose();
            instance.setting.predictor = if which == 0 { any } else { best };
            instance.setting.decay = most * Rational::new(share, 8);
            instance
        })
        .boxed()
}

/// Decays above every τ²x_j²/(4t_j).
fn with_strong_decay() -> BoxedStrategy<Instance> {
    with_decay(9..=16)
}

/// Decays far below it.
pub fn with_weak_decay() -> BoxedStrategy<Instance> {
    with_decay(0..=1)
}

/// W = 0.
pub fn collapsed() -> BoxedStrategy<Instance> {
    changed(with_strong_decay(), |i| {
        i.setting.weights.fill(Rational::zero());
        i.setting.target.fill(Rational::zero());
    })
}

/// W_a = τW + I in the axes.
pub fn with_a_target_of_its_own() -> BoxedStrategy<Instance> {
    changed(on_the_balance(), |i| i.setting.target += &i.axes.outputs * i.axes.inputs.transpose())
}

/// Augmentations along axes between those of the samples.
pub fn with_noise_along_other_axes() -> BoxedStrategy<Instance> {
    changed(with_irrational_fixed_points(), |i| {
        i.setting.views = between_the_axes(&i.axes.inputs);
        set_decay(i, &Rational::new(1, 2));
    })
}

/// P has an entry off the diagonal in the axes.
pub fn with_a_mixing_predictor() -> BoxedStrategy<Instance> {
    changed(on_the_balance(), |i| mix(&mut i.setting.predictor, &i.axes.outputs))
}

/// All of them that meet the assumptions of some part.
pub fn any_instance() -> BoxedStrategy<Instance> {
    prop_oneof![
        2 => on_the_balance(),
        1 => off_the_balance(),
        2 => with_strong_decay(),
    ]
    .boxed()
}
