//! Instances: isotropic data in drawn axes, a symmetric predictor.

use crate::cases::{Spread, changed, quarters, views_along};
use crate::moments::Moments;
use crate::setting::Setting;
use dualproof::matrix::{is_symmetric, scaled};
use dualproof::numbers::Rational;
use dualproof::strategies::{free_matrix, reflection};
use nalgebra::DMatrix;
use num_traits::Zero;
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A setting, τ, and whether the gradient by P is symmetrised.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// Views, weights and rates.
    pub setting: Setting,
    /// τ.
    pub ratio: Rational,
    /// Does P follow the symmetric part of its gradient?
    pub symmetrised: bool,
}

dualproof::line_through!(Instance { setting, ratio } keeping { symmetrised });

impl Instance {
    /// Are X and X' multiples of I?
    pub fn data_is_isotropic(&self) -> bool {
        let Moments { between, within } = Moments::<Rational>::of(&self.setting.views);
        [between, within].iter().all(|m| *m == DMatrix::from_diagonal_element(m.nrows(), m.nrows(), m[(0, 0)].clone()))
    }

    /// Is W_a = τW?
    pub fn target_is_in_proportion(&self) -> bool {
        self.setting.target_is_in_proportion(&self.ratio)
    }

    /// Is P symmetric, and its gradient symmetrised?
    pub fn predictor_stays_symmetric(&self) -> bool {
        self.symmetrised && is_symmetric(&self.setting.predictor)
    }

    /// Is α ≥ 0?
    pub fn rate_is_not_negative(&self) -> bool {
        self.setting.rate >= Rational::zero()
    }

    /// Is ξ + σ² > 0?
    pub fn inputs_are_not_all_zero(&self) -> bool {
        Moments::<Rational>::of(&self.setting.views).total()[(0, 0)] > Rational::zero()
    }

    /// Are the shapes consistent?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        self.setting.validate()
    }
}

fn symmetric(p: &DMatrix<Rational>) -> DMatrix<Rational> {
    DMatrix::from_fn(p.nrows(), p.ncols(), |i, j| p[(i.min(j), i.max(j))].clone())
}

/// Two outputs or three on as many inputs. Of two, one has a P near ½τξ/s I, where K is smallest, and a small α.
pub fn any_instance() -> BoxedStrategy<Instance> {
    (2_usize..=3)
        .prop_flat_map(|n| {
            let data = (vec(-2_i64..=2, n), 1_i64..=4, 0_i64..=3);
            (data, quarters(n, n), quarters(n, n), (0_i64..=6, 0_i64..=4, 0_i64..=4, 1_i64..=6), prop::bool::ANY)
        })
        .prop_map(|((axis, sample, noise), weights, predictor, (alpha, decay, own, tau), is_near)| {
            let (q, n) = (reflection(&axis), axis.len());
            let spread = |amplitude: i64| vec![Spread::even(&Rational::new(amplitude, 2), n); n];
            let views = views_along(&q, &spread(sample), &q, &spread(noise));
            let (tau, share) =
                (Rational::new(tau, 4), Rational::new(sample * sample, (sample * sample + noise * noise) as u64));
            let p = symmetric(&predictor);
            let nearest = DMatrix::from_diagonal_element(n, n, tau.clone() * share * Rational::new(1, 2));
            let setting = Setting {
                views,
                target: weights.clone(),
                weights,
                predictor: if is_near { nearest + scaled(&p, &Rational::new(1, 16)) } else { p },
                rate: if is_near { Rational::new(alpha, 1 << 10) } else { Rational::new(alpha, 4) },
                decay: Rational::new(decay, 8),
                predictor_decay: Rational::new(own, 8),
            };
            Instance { setting: setting.with_target_in_proportion(&tau), ratio: tau, symmetrised: true }
        })
        .boxed()
}

/// The first coordinate of all inputs doubled.
pub fn with_a_preferred_direction() -> BoxedStrategy<Instance> {
    changed(any_instance(), |i| i.setting.views.inputs.row_mut(0).iter_mut().for_each(|x| *x *= Rational::new(2, 1)))
}

/// W_a = τW and ones.
pub fn with_a_target_of_its_own() -> BoxedStrategy<Instance> {
    changed(any_instance(), |i| i.setting.target.iter_mut().for_each(|a| *a += Rational::new(1, 1)))
}

/// P follows its gradient as it is.
pub fn with_the_plain_gradient() -> BoxedStrategy<Instance> {
    changed(any_instance(), |i| {
        i.symmetrised = false;
        i.setting.rate += Rational::new(1, 1);
    })
}

/// P has one more entry above the diagonal.
pub fn with_an_asymmetric_predictor() -> BoxedStrategy<Instance> {
    changed(any_instance(), |i| i.setting.predictor[(0, 1)] += Rational::new(1, 1))
}

/// α below 0.
pub fn with_a_negative_rate() -> BoxedStrategy<Instance> {
    changed(any_instance(), |i| i.setting.rate = -i.setting.rate.clone() - Rational::new(8, 1))
}

/// Free amplitudes, weights and rates, on the coordinates as axes.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(8)
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(2)
}

fn free_of(n: usize) -> BoxedStrategy<Instance> {
    (free_matrix(n, n), free_matrix(n, n), free_matrix(6, 1))
        .prop_map(move |(weights, predictor, numbers)| {
            let axes = DMatrix::identity(n, n);
            let spread = |amplitude: &Rational| vec![Spread::even(amplitude, n); n];
            let setting = Setting {
                views: views_along(&axes, &spread(&numbers[0]), &axes, &spread(&numbers[1])),
                target: weights.clone(),
                weights,
                predictor: symmetric(&predictor),
                rate: numbers[2].clone(),
                decay: numbers[3].clone(),
                predictor_decay: numbers[4].clone(),
            };
            let ratio = numbers[5].clone();
            Instance { setting: setting.with_target_in_proportion(&ratio), ratio, symmetrised: true }
        })
        .boxed()
}
