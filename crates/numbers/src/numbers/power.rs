//! Powers of two: multiplying by one is exact but at the ends of the range of `f64`, so a computation can be done in
//! units of its own and lose nothing by it.

/// The exponent of the least normal number.
const LEAST_NORMAL: i32 = -1022;

/// The exponent of the largest number.
const LARGEST: i32 = 1023;

/// ⌊log₂|x|⌋ of a finite x ≠ 0; exact.
///
/// ```
/// use dualproof_numbers::numbers::exponent;
/// assert_eq!([exponent(1.0), exponent(-7.5), exponent(5e-324)], [0, 2, -1074]);
/// ```
pub fn exponent(x: f64) -> i32 {
    let bits = x.abs().to_bits();
    match bits >> 52 {
        0 => bits.max(1).ilog2() as i32 - 1074,
        biased => biased as i32 - LARGEST,
    }
}

/// x · 2^power, rounded once: exact unless the result is below 2⁻¹⁰²² or overflows.
///
/// ```
/// use dualproof_numbers::numbers::times_power;
/// assert_eq!(times_power(3.0, -2), 0.75);
/// assert_eq!(times_power(times_power(5e-324, 2000), -2000), 5e-324);
/// assert_eq!(times_power(1.0, 1024), f64::INFINITY);
/// ```
pub fn times_power(mut x: f64, mut power: i32) -> f64 {
    while power > LARGEST {
        x *= power_of_two(LARGEST);
        power -= LARGEST;
    }
    while power < LEAST_NORMAL {
        // The last step is the largest, so that it alone can round.
        let step = power.saturating_sub(LEAST_NORMAL).max(LEAST_NORMAL);
        x *= power_of_two(step);
        power -= step;
        if x == 0.0 {
            return x;
        }
    }
    x * power_of_two(power)
}

/// 2^power for a power within [−1022, 1023].
fn power_of_two(power: i32) -> f64 {
    f64::from_bits(((power + LARGEST) as u64) << 52)
}

/// The largest |x|; 0 of an empty slice; not finite where an entry is not finite.
pub fn largest_magnitude(numbers: &[f64]) -> f64 {
    // Once NaN, a maximum stays NaN: no comparison with it is true.
    numbers.iter().fold(0.0, |largest: f64, x| if largest >= x.abs() || largest.is_nan() { largest } else { x.abs() })
}

/// The exponent of the largest |x|: of the unit in which that is in \[1, 2). 0 where there is none, or no finite one.
///
/// ```
/// use dualproof_numbers::numbers::unit_of;
/// assert_eq!((unit_of(&[0.5, -12.0]), unit_of(&[0.0]), unit_of(&[f64::NAN])), (3, 0, 0));
/// ```
pub fn unit_of(numbers: &[f64]) -> i32 {
    let largest = largest_magnitude(numbers);
    if largest == 0.0 || !largest.is_finite() { 0 } else { exponent(largest) }
}

/// ‖x‖, whatever the size of the numbers: no square over- or underflows unless the norm itself does.
///
/// ```
/// use dualproof_numbers::numbers::norm;
/// let large = f64::powi(2.0, 600);
/// assert_eq!(norm(&[3.0 * large, 4.0 * large]), 5.0 * large);
/// assert_eq!(norm(&[]), 0.0);
/// ```
pub fn norm(numbers: &[f64]) -> f64 {
    let largest = largest_magnitude(numbers);
    if largest == 0.0 || !largest.is_finite() {
        return largest;
    }
    let unit = exponent(largest);
    let squares: f64 = numbers.iter().map(|x| times_power(*x, -unit)).map(|x| x * x).sum();
    times_power(squares.sqrt(), unit)
}
