//! Views: the order of the columns, expectations as sums over them, what is no distribution; pairs of views.

use super::{fraction, fractions};
use dualproof_networks::tape::{Pair, pairs};
use dualproof_networks::views::{Views, ViewsError};
use dualproof_numbers::numbers::{Line, Rational, Running};
use num_traits::{One, Zero};

/// Two samples with three augmentations each, none of them alike.
fn views() -> Views<Rational> {
    let numbers = |text: &str| text.split_whitespace().map(fraction).collect();
    Views {
        inputs: fractions("1 2 3 4 5 6; 0 -1 1/2 0 2 -3"),
        sample_weights: numbers("1/4 3/4"),
        augmentation_weights: numbers("1/2 1/3 1/6 1/5 1/5 3/5"),
    }
}

#[test]
fn views_are_numbered_sample_by_sample() {
    let views = views();
    assert_eq!((views.samples(), views.augmentations(), views.len(), views.is_empty()), (2, 3, 6, false));
    assert_eq!([views.of_sample(0), views.of_sample(1)], [0..3, 3..6]);
    assert_eq!([0, 1, 2, 3, 4, 5].map(|view| views.sample_of(view)), [0, 0, 0, 1, 1, 1]);
    let weights = [0, 1, 2, 3, 4, 5].map(|view| views.weight(view));
    assert_eq!(weights, ["1/8", "1/12", "1/24", "3/20", "3/20", "9/20"].map(fraction));
    let none =
        Views::<Rational> { inputs: fractions("1"), sample_weights: Vec::new(), augmentation_weights: Vec::new() };
    assert!(none.is_empty());
}

#[test]
fn expectations_are_weighted_sums() {
    let views = views();
    let z = fractions("6 12 -6 10 5 -5; 1 1 1 2 2 2");
    let means = views.augmentation_mean(&z);
    assert_eq!(means, fractions("6 0; 1 2"));
    let mean = views.sample_mean(&means);
    assert_eq!(mean, fractions("3/2; 7/4"));
    // 1/4 (6 − 3/2)² + 3/4 (3/2)² and 1/4 (3/4)² + 3/4 (1/4)².
    let variance = fraction("81/16") + fraction("27/16") + fraction("9/64") + fraction("3/64");
    assert_eq!(views.between_sample_variance(&z), variance);
    assert_eq!(views.between_sample_covariance(&z), fractions("27/4 -9/8; -9/8 3/16"));
    assert_eq!(views.within_sample_covariance(&z), fractions("39 0; 0 0"));
    let z = fractions("6 12 -6 10 5 -5; 0 1 0 1 0 0");
    // 1/4 (36/3 + 144/6) + 3/4 (100/5 + 25/5 + 75/5); 2 of either sample; 1/4 · 2/9 + 3/4 · 4/25.
    assert_eq!(views.within_sample_covariance(&z), fractions("39 2; 2 79/450"));
}

#[test]
fn uniform_views_have_equal_weights() {
    let inputs = fractions("1 2 3 4 5 6");
    for (samples, sample, augmentation) in [(1, "1", "1/6"), (2, "1/2", "1/3"), (6, "1/6", "1")] {
        let views = Views::uniform(inputs.clone(), samples).expect("a divisor of 6");
        assert_eq!(views.sample_weights, vec![fraction(sample); samples]);
        assert_eq!(views.augmentation_weights, vec![fraction(augmentation); 6]);
        assert_eq!(views.inputs, inputs);
        assert!(views.is_uniform() && views.validate().is_ok());
    }
    assert_eq!(Views::uniform(inputs.clone(), 0), Err(ViewsError::NoSamples));
    assert_eq!(Views::uniform(inputs, 4), Err(ViewsError::Shape { columns: 6, weights: 6, samples: 4 }));
    let nothing = nalgebra::DMatrix::<Rational>::zeros(2, 0);
    assert_eq!(Views::uniform(nothing, 3), Err(ViewsError::Shape { columns: 0, weights: 0, samples: 3 }));
}

#[test]
fn what_is_no_distribution_is_refused_and_says_why() {
    assert_eq!(views().validate(), Ok(()));
    let with = |change: fn(&mut Views<Rational>)| {
        let mut views = views();
        change(&mut views);
        views.validate()
    };
    assert_eq!(with(|v| v.sample_weights.clear()), Err(ViewsError::NoSamples));
    let shape = |columns, weights, samples| Err(ViewsError::Shape { columns, weights, samples });
    assert_eq!(with(|v| v.inputs = fractions("1 2 3")), shape(3, 6, 2));
    assert_eq!(with(|v| v.sample_weights.extend([Rational::zero(), Rational::zero()])), shape(6, 6, 4));
    let empty = |v: &mut Views<Rational>| {
        v.inputs = nalgebra::DMatrix::zeros(2, 0);
        v.augmentation_weights.clear();
    };
    assert_eq!(with(empty), shape(0, 0, 2));
    let weights = |which: &str, sum: &str| Err(ViewsError::Weights { which: which.into(), sum: sum.into() });
    assert_eq!(with(|v| v.sample_weights[0] = Rational::one()), weights("sample_weights", "7/4"));
    assert_eq!(with(|v| v.sample_weights[0] = fraction("-1/4")), weights("sample_weights", "1/2"));
    // Three samples of two views each, whose weights are other sums.
    let third = |v: &mut Views<Rational>| v.sample_weights.push(Rational::zero());
    assert_eq!(with(third), weights("augmentation_weights of sample 0", "5/6"));
    let second = "augmentation_weights of sample 1";
    assert_eq!(with(|v| v.augmentation_weights[3] = Rational::zero()), weights(second, "4/5"));
    // Weights that sum to 1 with one below 0.
    let negative = |v: &mut Views<Rational>| {
        v.augmentation_weights[3] = fraction("-1/5");
        v.augmentation_weights[4] = fraction("3/5");
    };
    assert_eq!(with(negative), weights(second, "1"));
    // A weight of 0 is one.
    let zero = |v: &mut Views<Rational>| {
        v.augmentation_weights[3] = fraction("2/5");
        v.augmentation_weights[4] = Rational::zero();
    };
    assert_eq!(with(zero), Ok(()));
}

#[test]
fn views_are_uniform_where_all_weights_are_equal() {
    let uniform = Views::uniform(fractions("1 2 3 4 5 6"), 2).expect("a divisor");
    for (change, is_uniform) in [
        ((|_| {}) as fn(&mut Views<Rational>), true),
        (|v| v.sample_weights[1] = fraction("1/4"), false),
        (|v| v.augmentation_weights[5] = fraction("1/4"), false),
    ] {
        let mut views = uniform.clone();
        change(&mut views);
        assert_eq!(views.is_uniform(), is_uniform);
    }
}

#[test]
fn views_go_to_other_systems_and_along_lines() {
    let views = views();
    let embedded = views.embed::<Running>();
    assert_eq!(embedded.inputs[(1, 2)], Running::exact(0.5));
    assert_eq!((embedded.sample_weights.len(), embedded.augmentation_weights.len()), (2, 6));
    assert_eq!(
        (embedded.sample_weights[1], embedded.augmentation_weights[0]),
        (Running::exact(0.75), Running::exact(0.5))
    );
    let mut other = views.clone();
    other.inputs[(0, 0)] = fraction("3");
    other.sample_weights[0] = fraction("5/4");
    other.augmentation_weights[5] = fraction("8/5");
    let between = views.towards(&other, &fraction("1/2"));
    assert_eq!(between.inputs[(0, 0)], fraction("2"));
    assert_eq!(
        (between.sample_weights[0].clone(), between.augmentation_weights[5].clone()),
        (fraction("3/4"), fraction("11/10"))
    );
}

/// The total weight with which two views meet.
fn weight_of(all: &[Pair<Rational>], first: usize, second: usize) -> Rational {
    let found = all.iter().filter(|pair| (pair.first, pair.second) == (first, second));
    found.fold(Rational::zero(), |sum, pair| sum + pair.weight.clone())
}

#[test]
fn pairs_of_views_have_the_weights_of_their_law() {
    let views = views();
    let law = fractions("1/8 1/4; 5/8 0");
    let all = pairs::of_samples(&views, &law, &fraction("2"));
    // A pair of samples that never meets is left out.
    assert_eq!(all.len(), 3 * 9);
    let q = &views.augmentation_weights;
    for first in 0..6 {
        for second in 0..6 {
            let both = law[(first / 3, second / 3)].clone() * fraction("2");
            assert_eq!(weight_of(&all, first, second), both * q[first].clone() * q[second].clone(), "{first} {second}");
        }
    }
    let alike = pairs::of_augmentations(&views, &views.sample_weights);
    assert_eq!(alike.len(), 2 * 9);
    for first in 0..6 {
        for second in 0..6 {
            let p = if first / 3 == second / 3 { views.sample_weights[first / 3].clone() } else { Rational::zero() };
            assert_eq!(weight_of(&alike, first, second), p * q[first].clone() * q[second].clone(), "{first} {second}");
        }
    }
}

/// The positives are one in N·A·(A − 1), the negatives minus one in N·(N − 1)·A·A, and no view meets itself.
#[test]
fn pairs_without_replacement_are_of_different_views() {
    for (samples, augmentations, positive, negative) in
        [(3, 2, "1/6", "-1/24"), (2, 3, "1/12", "-1/18"), (4, 3, "1/24", "-1/108")]
    {
        let views = samples * augmentations;
        let all = pairs::without_replacement::<Rational>(samples, augmentations);
        assert_eq!(all.len(), views * (views - 1));
        for first in 0..views {
            for second in 0..views {
                let weight = match (first == second, first / augmentations == second / augmentations) {
                    (true, _) => "0",
                    (false, true) => positive,
                    (false, false) => negative,
                };
                assert_eq!(weight_of(&all, first, second), fraction(weight), "{first} {second}");
            }
        }
    }
}
