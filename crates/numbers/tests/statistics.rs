//! Statistics against exact oracles: binomial tails over the rationals, products of wealth, closed forms.

use dualproof_numbers::numbers::{Field, Obstacle, Rational, Ring, Running, Sign};
use dualproof_numbers::random_streams::case_rng;
use dualproof_numbers::statistics::{
    BettingTest, MOST_WEIGHTS, MalformedCounts, Null, NullOutside, POWER, UniformSum, clopper_pearson, detectable_mean,
    kolmogorov_smirnov, median, rank_sum,
};
use num_traits::{One, Zero};
use rand::Rng;

/// The chance that the interval around a measured rate misses the true one.
const ERROR: f64 = 1e-9;

fn binomial(n: u64, k: u64) -> Rational {
    (0..k).fold(Rational::one(), |product, i| product * Rational::new((n - i) as i64, i + 1))
}

/// P(Bin(n, p) ≥ k), exact.
fn at_least(n: u64, k: u64, p: &Rational) -> Rational {
    let term = |i: u64| binomial(n, i) * p.power(i as u32) * (Rational::one() - p.clone()).power((n - i) as u32);
    (k..=n).fold(Rational::zero(), |sum, i| sum + term(i))
}

#[test]
fn clopper_pearson_encloses_the_exact_interval_and_hardly_more() {
    for error in [0.1, 1e-3, 1e-9] {
        let half = Rational::from_f64(error).unwrap() * Rational::new(1, 2);
        // A hundred-thousandth wider is too wide; the round-outward margin is 6·10⁻⁸ of the tail.
        let wider = Rational::new(100_001, 100_000);
        for n in [1, 2, 7, 20] {
            for k in 0..=n {
                let interval = clopper_pearson(k, n, error).unwrap();
                let lower = Rational::from_f64(interval.lower).unwrap();
                let below = Rational::one() - Rational::from_f64(interval.upper).unwrap();
                for (successes, end) in [(k, lower), (n - k, below)] {
                    if successes == 0 {
                        assert!(end.is_zero(), "an open end of {k} of {n}");
                        continue;
                    }
                    assert!(at_least(n, successes, &end) <= half, "{k} of {n} at {error} is too narrow");
                    assert!(at_least(n, successes, &(end * wider.clone())) > half, "{k} of {n} at {error} is too wide");
                }
            }
        }
    }
}

#[test]
fn clopper_pearson_survives_ten_million_trials_and_refuses_nonsense() {
    let n = 10_000_000;
    let interval = clopper_pearson(n / 4, n, 1e-9).unwrap();
    // Six standard deviations of √(p(1 − p)/n) either side, as the normal law has it at this error.
    let deviation = (0.25 * 0.75 / n as f64).sqrt();
    assert!(interval.lower < 0.25 && interval.upper > 0.25);
    assert!((interval.upper - interval.lower) < 2.0 * 6.2 * deviation);
    assert!((interval.upper - interval.lower) > 2.0 * 6.0 * deviation);
    assert_eq!(clopper_pearson(1, 0, 0.1), Err(MalformedCounts::Counts { successes: 1, trials: 0 }));
    assert_eq!(clopper_pearson(1, 2, 1.0), Err(MalformedCounts::Error { found: 1.0 }));
    assert!(clopper_pearson(1, 2, f64::NAN).is_err());
}

/// Does a test of the null, looked at after every eighth trial, ever reject in 1024 trials of mean 1/4?
fn ever_rejects(null: Null, boundary: &Rational, alpha: f64, case: u64) -> bool {
    let mut rng = case_rng(1, "null simulations", case);
    let mut test = BettingTest::new(null, Running::from_rational(boundary)).unwrap();
    (0..128).any(|_| {
        let successes = (0..8).filter(|_| rng.next_u32().is_multiple_of(4)).count() as u64;
        test.observe(successes, 8);
        test.rejects(alpha)
    })
}

/// The measured false-alarm rate over a thousand simulations at the boundary of the null, where it is largest.
#[test]
fn false_alarms_keep_to_their_rate() {
    let (simulations, alpha) = (1000, 0.05);
    for null in [Null::AtMost, Null::AtLeast] {
        let alarms =
            (0..simulations).filter(|case| ever_rejects(null, &Rational::new(1, 4), alpha, *case)).count() as u64;
        println!("{null:?}: {alarms} false alarms in {simulations} simulations at level {alpha}");
        // The rate is at most alpha unless the interval, which is wrong once in 10⁹ times, lies above it.
        assert!(clopper_pearson(alarms, simulations, ERROR).unwrap().lower <= alpha, "{null:?}: {alarms}");
        // And the test is alive: without alarms at all it would prove nothing.
        assert!(alarms > 0, "{null:?}");
    }
}

#[test]
fn the_detectable_effect_is_detected() {
    // 1024 trials of mean 1/4; the null's boundary is moved until 1/4 is the detectable mean.
    let alpha = 0.05;
    for (null, far, near) in [(Null::AtMost, 0.01, 0.25), (Null::AtLeast, 0.99, 0.25)] {
        let detectable = |boundary: f64| detectable_mean(null, Running::exact(boundary), alpha, 1024);
        let (mut found, mut missed) = (far, near);
        for _ in 0..30 {
            let middle = f64::midpoint(found, missed);
            let mean = detectable(middle).unwrap();
            let reaches = if null == Null::AtMost { mean <= 0.25 } else { mean >= 0.25 };
            if reaches { found = middle } else { missed = middle }
        }
        let boundary = Rational::from_f64(found).unwrap();
        let finds = (0..1000).filter(|case| ever_rejects(null, &boundary, alpha, *case)).count() as u64;
        println!("{null:?} {found:.4}: mean 0.25 found in {finds} of 1000");
        assert!(clopper_pearson(finds, 1000, ERROR).unwrap().upper >= POWER, "{null:?}: {finds}");
    }
    // One success in one trial of mean 10⁻⁶ is worth at most 10⁶ times the stake: too little against 10⁻⁹.
    assert_eq!(detectable_mean(Null::AtMost, Running::exact(1e-6), 1e-9, 1), None);
}

#[test]
fn wealth_is_the_average_of_products_of_odds() {
    let q = Rational::new(1, 3);
    let mut test = BettingTest::new(Null::AtMost, Running::from_rational(&q)).unwrap();
    test.observe(5, 9);
    let wealth = |fraction: f64| (1.0 + fraction * 2.0).powi(5) * (1.0 - fraction).powi(4);
    let fractions = (-10..=20).map(|k| 1.0 / (1.0 + f64::exp2(f64::from(k) / 2.0)));
    let average = fractions.map(wealth).sum::<f64>() / 31.0;
    let computed = test.log_wealth();
    // 14 factors and 31 terms, each rounded a few times.
    assert!((computed.value() - average.ln()).abs() <= computed.error_bound() + 200.0 * f64::EPSILON);
    assert!(computed.error_bound() < 1e-12);
    for outside in [0.0, 1.0, -0.5, 1.5] {
        let found = BettingTest::new(Null::AtLeast, Running::exact(outside)).unwrap_err();
        assert_eq!(found, NullOutside { found: outside });
    }
    assert!(BettingTest::new(Null::AtMost, Running::with_error(0.1, 0.2)).is_err());
}

/// The law by inclusion and exclusion over the corners of the cube, for every tested weight vector.
#[test]
fn the_law_of_a_sum_is_that_of_inclusion_and_exclusion() {
    let corner_sum = |weights: &[i64], x: &Rational| {
        let n = weights.len() as u32;
        let mut sum = Rational::zero();
        for corner in 0_u32..1 << n {
            let sign = |i: usize| if corner >> i & 1 == 1 { -1 } else { 1 };
            let shift: i64 = weights.iter().enumerate().map(|(i, a)| sign(i) * a).sum();
            let distance = x.clone() + Rational::from_integer(shift);
            if distance > Rational::zero() {
                let sign = if corner.count_ones().is_multiple_of(2) { 1 } else { -1 };
                sum += distance.power(n) * Rational::from_integer(sign);
            }
        }
        let volume: i64 = (1..=i64::from(n)).product::<i64>() * weights.iter().map(|a| 2 * a).product::<i64>();
        sum * Rational::new(1, volume as u64)
    };
    for weights in [&[3][..], &[1, 2], &[2, 2, 5], &[1, 2, 3, 4], &[7, 7, 7, 7, 1]] {
        let rational: Vec<Rational> = weights.iter().map(|a| Rational::from_integer(*a)).collect();
        let law = UniformSum::new(&rational).unwrap();
        let total: i64 = weights.iter().sum();
        for eighths in -8 * total - 3..=8 * total + 3 {
            let x = Rational::new(eighths, 8);
            assert_eq!(law.at_most(&x).unwrap(), corner_sum(weights, &x), "{weights:?} at {x}");
        }
    }
    let float = UniformSum::new(&[Running::exact(0.5), Running::exact(-1.5)]).unwrap();
    let half = float.at_most(&Running::exact(0.0)).unwrap();
    assert!((half.value() - 0.5).abs() <= half.error_bound() + f64::EPSILON);
}

/// The p-value of a statistic by going through all choices of the first sample.
fn by_enumeration(first: &[f64], second: &[f64], statistic: impl Fn(&[f64], &[f64]) -> f64) -> f64 {
    let all = [first, second].concat();
    let found = statistic(first, second);
    let (mut extreme, mut choices) = (0, 0);
    for chosen in (0_u32..1 << all.len()).filter(|chosen| chosen.count_ones() as usize == first.len()) {
        let (a, b): (Vec<_>, Vec<_>) = (0..all.len()).partition(|i| chosen >> i & 1 == 1);
        let pick = |places: &[usize]| places.iter().map(|i| all[*i]).collect::<Vec<f64>>();
        choices += 1;
        extreme += u32::from(statistic(&pick(&a), &pick(&b)) >= found);
    }
    f64::from(extreme) / f64::from(choices)
}

#[test]
fn two_sample_tests_are_those_of_all_permutations() {
    // Both statistics as multiples of 1/(n m), so that equal ones are equal.
    let wins = |a: &[f64], b: &[f64]| {
        let pair = |x: &f64, y: &f64| f64::from(x > y) - f64::from(x < y);
        a.iter().flat_map(|x| b.iter().map(move |y| pair(x, y))).sum::<f64>().abs()
    };
    let gap = |a: &[f64], b: &[f64]| {
        let below = |list: &[f64], x: f64| list.iter().filter(|y| **y <= x).count();
        let at = |x: &f64| (below(a, *x) * b.len()).abs_diff(below(b, *x) * a.len()) as f64;
        a.iter().chain(b).map(at).fold(0.0, f64::max)
    };
    let mut smallest = [1.0_f64; 2];
    for number in 0..60 {
        let rng = &mut case_rng(3, "two samples", number);
        let mut below = |n: u64| rng.next_u64() % n;
        let (n, m, values) = (1 + below(6) as usize, 1 + below(6) as usize, 2 + below(12));
        let mut list = |n: usize| (0..n).map(|_| below(values) as f64).collect::<Vec<f64>>();
        let (a, b) = (list(n), list(m));
        let (ranks, smirnov) = (rank_sum(&a, &b), kolmogorov_smirnov(&a, &b));
        // Counts up to C(12, 6) are exact; a quotient is rounded once on either side.
        assert_eq!(ranks, by_enumeration(&a, &b, wins), "{a:?} {b:?}");
        assert_eq!(smirnov, by_enumeration(&a, &b, gap), "{a:?} {b:?}");
        smallest = [smallest[0].min(ranks), smallest[1].min(smirnov)];
    }
    assert!(smallest.iter().all(|p| *p < 0.05), "the smallest p-values are {smallest:?}");
    assert_eq!((rank_sum(&[], &[1.0]), kolmogorov_smirnov(&[], &[])), (1.0, 1.0));
}

#[test]
fn clopper_pearson_is_refused_just_outside_its_domain() {
    let most = 10_000_000;
    assert!(clopper_pearson(0, most, 0.1).is_ok() && clopper_pearson(0, 1, 0.1).is_ok());
    let counts = |successes, trials| Err(MalformedCounts::Counts { successes, trials });
    assert_eq!(clopper_pearson(0, most + 1, 0.1), counts(0, most + 1));
    assert_eq!(clopper_pearson(0, 0, 0.1), counts(0, 0));
    assert_eq!(clopper_pearson(3, 2, 0.1), counts(3, 2));
    for error in [0.0, 1.0, -0.5, 2.0] {
        assert_eq!(clopper_pearson(1, 2, error), Err(MalformedCounts::Error { found: error }));
    }
    let all = clopper_pearson(5, 5, 0.1).unwrap();
    assert_eq!(all.upper, 1.0);
    // The tails are asked to be smaller by 2⁻²⁴ of themselves: the fifth root of 0.05(1 − 2⁻²⁴), by mpmath.
    let lower = (0.05 * (1.0 - 2.0_f64.powi(-24))).powf(0.2);
    assert!((all.lower - lower).abs() <= 1e-12 && all.lower < 0.05_f64.powf(0.2), "{all:?}");
    let none = clopper_pearson(0, 5, 0.1).unwrap();
    assert!(none.lower == 0.0 && (none.upper - (1.0 - lower)).abs() <= 1e-12, "{none:?}");
}

/// The least rejecting count c and the mean p with P(Bin(n, p) ≥ c) = 0.9, by mpmath at 40 digits.
#[test]
fn the_detectable_mean_is_that_of_the_binomial_law() {
    for (boundary, alpha, trials, count, mean) in [
        (0.25, 0.05, 100, 40, 0.458_735_991_928_433_1),
        (0.5, 1e-3, 40, 33, 0.879_898_745_842_626_8),
        (0.125, 0.01, 17, 9, 0.649_605_172_020_472_5),
    ] {
        let of = |null, boundary| detectable_mean(null, Running::exact(boundary), alpha, trials).unwrap();
        // 10⁻¹³: what the incomplete beta function of `f64` errs by at so few trials.
        assert!((of(Null::AtMost, boundary) - mean).abs() <= 1e-13, "{boundary}");
        assert!((of(Null::AtLeast, 1.0 - boundary) - (1.0 - mean)).abs() <= 1e-13, "{boundary}");
        for (successes, rejects) in [(count, true), (count - 1, false)] {
            let mut rare = BettingTest::new(Null::AtMost, Running::exact(boundary)).unwrap();
            rare.observe(successes, trials);
            let mut other = BettingTest::new(Null::AtLeast, Running::exact(1.0 - boundary)).unwrap();
            other.observe(trials - successes, trials);
            assert_eq!((rare.rejects(alpha), other.rejects(alpha)), (rejects, rejects), "{boundary}: {successes}");
            assert_eq!(rare.log_wealth(), other.log_wealth());
            assert_eq!((rare.trials(), other.trials()), (trials, trials));
        }
    }
    assert_eq!(detectable_mean(Null::AtMost, Running::exact(0.0), 0.05, 10), None);
    assert_eq!(detectable_mean(Null::AtLeast, Running::exact(0.5), 1e-9, 5), None);
}

#[test]
fn wealth_adds_up_over_looks_and_starts_at_one() {
    let mut test = BettingTest::new(Null::AtMost, Running::exact(0.5)).unwrap();
    // Wealth 1, the average of ones.
    assert!(test.log_wealth().value().abs() <= test.log_wealth().error_bound());
    assert!(!test.rejects(0.999) && !test.rejects(0.0) && !test.rejects(f64::NAN));
    let mut at_once = test.clone();
    for (successes, trials) in [(3, 4), (0, 2), (7, 9)] {
        test.observe(successes, trials);
    }
    at_once.observe(10, 15);
    assert_eq!((test.log_wealth(), test.trials()), (at_once.log_wealth(), 15));
    let outside = |null, boundary| BettingTest::new(null, boundary).unwrap_err().found;
    // A boundary known to be above 0, and not known to be below 1.
    assert_eq!(outside(Null::AtMost, Running::with_error(0.9, 0.2)), 0.9);
    assert_eq!(outside(Null::AtLeast, Running::with_error(0.9, 0.2)), 0.9);
}

#[test]
#[should_panic(expected = "successes among trials")]
fn more_successes_than_trials_are_none() {
    BettingTest::new(Null::AtMost, Running::exact(0.5)).unwrap().observe(3, 2);
}

/// The k-th smallest and largest values, k counted over the fractions.
#[test]
fn medians_have_the_interval_of_order_statistics() {
    for (n, error, k) in [(6, 0.05, 1), (20, 0.05, 6), (21, 0.05, 6), (50, 1e-3, 14)] {
        let mut values: Vec<f64> = (1..=n).map(f64::from).collect();
        values.reverse();
        let middle = f64::from(n + 1) / 2.0;
        let (low, high) = (f64::from(k), f64::from(n + 1 - k));
        assert_eq!(median(&values, error), Some((middle, Some((low, high)))), "{n}");
    }
    assert_eq!(median(&[3.0, 1.0, 2.0, 5.0, 4.0], 0.05), Some((3.0, None)));
    assert_eq!(median(&[7.0], 0.05), Some((7.0, None)));
    assert_eq!(median(&[], 0.05), None);
    // The tail of one value on either side is just the error: 2 · 2⁻².
    assert_eq!(median(&[2.0, 1.0], 0.5), Some((1.5, Some((1.0, 2.0)))));
    assert_eq!(median(&[2.0, 1.0], 0.499), Some((1.5, None)));
    // The tail is the sum of its terms: 1/16 + 4/16 exceeds 0.3 and neither term does.
    assert_eq!(median(&[4.0, 1.0, 3.0, 2.0], 0.6), Some((2.5, Some((1.0, 4.0)))));
    // No more than half of the values are left out, whatever the error.
    assert_eq!(median(&[4.0, 1.0, 3.0, 2.0], 0.999), Some((2.5, Some((2.0, 3.0)))));
    assert_eq!(median(&[3.0, 1.0, 2.0], 0.999), Some((2.0, Some((1.0, 3.0)))));
}

#[test]
fn what_is_no_number_is_in_no_sample() {
    let refused = |f: fn() -> f64| std::panic::catch_unwind(f).is_err();
    assert!(refused(|| rank_sum(&[f64::NAN], &[1.0])) && refused(|| rank_sum(&[1.0], &[f64::NAN])));
    assert!(refused(|| kolmogorov_smirnov(&[1.0], &[f64::NAN])));
    assert!(refused(|| median(&[1.0, f64::NAN], 0.1).map_or(0.0, |(middle, _)| middle)));
}

#[test]
fn weights_of_zero_add_nothing_and_too_many_are_refused() {
    let law =
        |weights: &[i64]| UniformSum::new(&weights.iter().map(|a| Rational::from_integer(*a)).collect::<Vec<_>>());
    let at = |weights: &[i64], x: i64| law(weights).unwrap().at_most(&Rational::from_integer(x)).unwrap();
    // Without weights, a step at 0.
    for weights in [&[][..], &[0], &[0, 0]] {
        assert_eq!([-1, 0, 1].map(|x| at(weights, x)), [0, 1, 1].map(Rational::from_integer), "{weights:?}");
    }
    assert_eq!(at(&[0, 2, 0], 1), Rational::new(3, 4));
    assert_eq!(at(&[-2], 1), Rational::new(3, 4));
    assert!(law(&[1; MOST_WEIGHTS]).is_ok());
    let outside = Obstacle::Outside("more weights than the exact law is computed for");
    assert_eq!(law(&[1; MOST_WEIGHTS + 1]).unwrap_err(), outside);
    let open = UniformSum::new(&[Running::with_error(0.0, 1.0)]);
    assert_eq!(open.unwrap_err(), Obstacle::UnknownSign("a weight of a sum"));
    let law = UniformSum::new(&[Running::exact(1.0)]).unwrap();
    let near = law.at_most(&Running::with_error(1.0, 0.5));
    assert_eq!(near, Err(Obstacle::UnknownSign("a distance from a piece's end")));
    assert_eq!(law.at_most(&Running::exact(-2.0)).unwrap().sign(), Sign::Zero);
}
