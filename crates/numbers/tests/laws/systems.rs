//! The laws of each number system, on random elements (quickcheck).

use dualproof_numbers::numbers::{
    Analytic, DoubleDouble, Field, Ordered, Prime61, Rational, Ring, Running, Sign, Truth,
};
use num_traits::{One, Zero};
use quickcheck::{Arbitrary, Gen, quickcheck};

/// A rational with a numerator and denominator of up to 32 bits.
#[derive(Clone, Debug)]
struct Any(Rational);

impl Arbitrary for Any {
    fn arbitrary(g: &mut Gen) -> Self {
        let (p, q) = (i32::arbitrary(g), u32::arbitrary(g));
        Any(Rational::new(p.into(), u64::from(q).max(1)))
    }
}

/// Integers embed in the residues, which have no order.
fn respects_the_ring(a: i64, b: i64) -> bool {
    let [x, y] = [a, b].map(Prime61::from_integer);
    x + y == Prime61::from_integer(a + b) && x * y == Prime61::from_integer(a * b) && x.sign() == Sign::Unknown
}

/// `x` encloses the exact `q`: |value − q| ≤ error bound, decided exactly.
fn encloses(x: &Running, q: &Rational) -> bool {
    let value = Rational::from_f64(x.value()).expect("a finite value");
    let bound = Rational::from_f64(x.error_bound()).expect("a finite bound");
    (value - q.clone()).abs() <= bound
}

/// The same of a double-double, whose value is nearer to the exact one than any `f64`: what is left of it after
/// that `f64` is taken away exactly.
fn encloses_doubly(x: &DoubleDouble, q: &Rational) -> bool {
    let high = x.to_f64();
    let low = *x - DoubleDouble::exact(high);
    let [high, low, bound] = [high, low.to_f64(), low.error_bound()].map(|x| Rational::from_f64(x).expect("finite"));
    (high + low - q.clone()).abs() <= bound
}

quickcheck! {
    fn rationals_are_a_field(a: Any, b: Any, c: Any) -> bool {
        let (a, b, c) = (a.0, b.0, c.0);
        let zero = Rational::zero();
        a.clone() + b.clone() == b.clone() + a.clone()
            && (a.clone() + b.clone()) + c.clone() == a.clone() + (b.clone() + c.clone())
            && a.clone() * b.clone() == b.clone() * a.clone()
            && (a.clone() * b.clone()) * c.clone() == a.clone() * (b.clone() * c.clone())
            && a.clone() * (b.clone() + c.clone()) == a.clone() * b.clone() + a.clone() * c.clone()
            && a.clone() + zero.clone() == a
            && a.clone() * Rational::one() == a
            && a.clone() + (-a.clone()) == zero
            && (a.is_zero() || a.divide(&a) == Some(Rational::one()))
            && a.divide(&zero).is_none()
    }

    /// The residues are a field, and the rationals embed in it.
    fn residues_are_a_field(a: u64, b: u64, c: u64) -> bool {
        let [a, b, c] = [a, b, c].map(Prime61::new);
        let zero = Prime61::zero();
        a + b == b + a
            && (a + b) + c == a + (b + c)
            && a * b == b * a
            && (a * b) * c == a * (b * c)
            && a * (b + c) == a * b + a * c
            && a - b == a + (-b)
            && a + (-a) == zero
            && a * Prime61::one() == a
            && (a.is_zero() || a.divide(&a) == Some(Prime61::one()))
            && a.divide(&zero).is_none()
            && a.residue() < Prime61::MODULUS
    }

    fn residues_are_what_integers_leave(a: u64, b: u64) -> bool {
        let p = u128::from(Prime61::MODULUS);
        let (x, y) = (u128::from(a), u128::from(b));
        u128::from((Prime61::new(a) * Prime61::new(b)).residue()) == x % p * (y % p) % p
            && u128::from((Prime61::new(a) + Prime61::new(b)).residue()) == (x % p + y % p) % p
    }

    fn rationals_embed_in_the_residues(a: Any, b: Any) -> bool {
        let embed = Prime61::from_rational;
        let (x, y) = (embed(&a.0), embed(&b.0));
        embed(&(a.0.clone() + b.0.clone())) == x + y && embed(&(a.0.clone() * b.0.clone())) == x * y
    }

    fn many_inverses_are_inverses(elements: Vec<u64>) -> bool {
        let elements: Vec<Prime61> = elements.into_iter().map(Prime61::new).collect();
        match dualproof_numbers::numbers::inverses(&elements) {
            Some(inverted) => elements.iter().zip(&inverted).all(|(x, y)| *x * *y == Prime61::one()),
            None => elements.iter().any(Zero::is_zero),
        }
    }

    /// Delayed reduction changes nothing.
    fn residue_matrix_products_are_sums(entries: Vec<u64>) -> bool {
        let n = 130;
        let entry = |i: usize| Prime61::new(entries.get(i % entries.len().max(1)).copied().unwrap_or(u64::MAX));
        let a = nalgebra::DMatrix::from_fn(1, n, |_, j| entry(j));
        let b = nalgebra::DMatrix::from_fn(n, 1, |i, _| entry(3 * i + 1));
        let sum = (0..n).fold(Prime61::zero(), |s, k| s + a[(0, k)] * b[(k, 0)]);
        Prime61::product(&a, &b)[(0, 0)] == sum
    }

    fn rationals_are_ordered(a: Any, b: Any, c: Any) -> bool {
        let (a, b, c) = (a.0, b.0, c.0);
        let at_most = |x: &Rational, y: &Rational| x.at_most(y) == Truth::Yes;
        (at_most(&a, &b) || at_most(&b, &a))
            && (!(at_most(&a, &b) && at_most(&b, &a)) || a == b)
            && (!at_most(&a, &b) || at_most(&(a.clone() + c.clone()), &(b.clone() + c.clone())))
            && (a.clone() * a.clone()).sign() != Sign::Negative
            && a.magnitude().sign() != Sign::Negative
    }

    fn integers_embed(a: i32, b: i32) -> bool {
        let (a, b) = (i64::from(a), i64::from(b));
        fn respects<S: Ring>(a: i64, b: i64) -> bool {
            let (x, y) = (S::from_integer(a), S::from_integer(b));
            (x.clone() + y.clone()).equals(&S::from_integer(a + b)) == Truth::Yes
                && (x.clone() * y.clone()).equals(&S::from_integer(a * b)) == Truth::Yes
                && (-x).equals(&S::from_integer(-a)) == Truth::Yes
                && y.sign() == match b.signum() { 1 => Sign::Positive, 0 => Sign::Zero, _ => Sign::Negative }
        }
        respects::<Rational>(a, b) && respects_the_ring(a, b) && respects::<f64>(a >> 6, b >> 6) && respects::<Running>(a, b)
    }

    fn fractions_read_back(a: Any) -> bool {
        a.0.to_string().parse() == Ok(a.0)
    }

    /// Every operation of the running system encloses the exact one.
    fn running_bounds_enclose(a: Any, b: Any, c: Any) -> bool {
        let [x, y, z] = [&a, &b, &c].map(|q| Running::from_rational(&q.0));
        let (a, b, c) = (a.0, b.0, c.0);
        let polynomial = (x + y) * z - x * (y - z);
        let exact = (a.clone() + b.clone()) * c.clone() - a.clone() * (b.clone() - c.clone());
        let quotient = polynomial.divide(&z);
        encloses(&x, &a)
            && encloses(&polynomial, &exact)
            && quotient.is_none_or(|q| encloses(&q, &exact.divide(&c).expect("certainly not zero")))
    }

    /// Every operation in double-double encloses the exact one, with a bound that knows more than 100 bits.
    fn double_double_bounds_enclose(a: Any, b: Any, c: Any) -> bool {
        let [x, y, z] = [&a, &b, &c].map(|q| DoubleDouble::from_rational(&q.0));
        let (a, b, c) = (a.0, b.0, c.0);
        let polynomial = (x + y) * z - x * (y - z);
        let exact = (a.clone() + b.clone()) * c.clone() - a.clone() * (b.clone() - c.clone());
        let size = (a.abs() + b.abs() + Rational::one()) * (c.abs() + a.abs() + Rational::one());
        let fine = Rational::from_f64(2_f64.powi(-100)).expect("finite");
        encloses_doubly(&x, &a)
            && encloses_doubly(&polynomial, &exact)
            && Rational::from_f64(polynomial.error_bound()).expect("finite") <= fine * (size + b.abs() * c.abs() * Rational::from_integer(2))
            && polynomial.divide(&z).is_none_or(|q| encloses_doubly(&q, &exact.divide(&c).expect("certainly not zero")))
    }

    /// exp undoes ln, e^{a + b} is eᵃ eᵇ, and both meet their `f64` counterparts.
    fn double_double_functions_are_inverse(a: Any, b: Any) -> bool {
        let [x, y] = [&a, &b].map(|q| DoubleDouble::from_rational(&q.0.abs()));
        let small = x.divide(&(x + DoubleDouble::from_integer(1)));
        let small = small.expect("positive");
        let product = (small + y).exp();
        // Half a unit in the last place for each of the two roundings to `f64`: of the argument and of the result.
        let near = |p: &DoubleDouble, f: Running| (p.to_f64() - f.value()).abs() <= 2.0 * f64::EPSILON * f.value();
        let there_and_back = x.ln().map(|l| l.exp());
        (small.exp() * y.exp()).equals(&product) != Truth::No
            && near(&small.exp(), Running::exact(small.to_f64()).exp())
            && there_and_back.is_none_or(|y| y.equals(&x) == Truth::Yes && y.error_bound() <= 1e-28 * x.to_f64())
    }

    /// The root squared is the argument again, and exp undoes ln, within their own bounds.
    fn running_functions_are_inverse(a: Any) -> bool {
        let x = Running::from_rational(&a.0.abs());
        let root = x.sqrt().expect("not negative");
        let there_and_back = x.ln().map(|l| l.exp());
        (root * root).equals(&x) == Truth::Yes && there_and_back.is_none_or(|y| y.equals(&x) == Truth::Yes)
    }

    /// A product through the fast kernel encloses the exact one.
    fn running_matrix_products_enclose(entries: Vec<Any>) -> bool {
        let n = 17;
        let entry = |i: usize| entries.get(i % entries.len().max(1)).map_or(Rational::one(), |a| a.0.clone());
        let a = nalgebra::DMatrix::from_fn(n, n, |i, j| entry(3 * i + 5 * j + 1));
        let b = nalgebra::DMatrix::from_fn(n, n, |i, j| entry(7 * i + 2 * j));
        let embed = dualproof_numbers::matrix::embed::<Running>;
        let (fast, exact) = (Running::product(&embed(&a), &embed(&b)), Rational::product(&a, &b));
        fast.iter().zip(exact.iter()).all(|(x, q)| encloses(x, q))
    }
}

/// e and ln 2 to 60 digits by mpmath.
#[test]
fn double_double_functions_have_thirty_digits() {
    let tenth_of_it = |digits: &str| -> Rational { digits.parse().expect("a fraction") };
    let e = tenth_of_it("2718281828459045235360287471352662497757/1000000000000000000000000000000000000000");
    let ln_2 = tenth_of_it("693147180559945309417232121458176568/1000000000000000000000000000000000000");
    let forty = tenth_of_it("235385266837019985407899910749034804508/1000000000000000000000");
    for (found, value) in [
        (DoubleDouble::one().exp(), e),
        (DoubleDouble::from_integer(2).ln().expect("positive"), ln_2),
        (DoubleDouble::from_integer(40).exp(), forty),
    ] {
        let relative = found.error_bound() / found.to_f64();
        assert!(encloses_doubly(&found, &value) && relative < 1e-28, "{found:?}");
    }
}

/// No bound underflows to 0: what is not exact is not taken for exact, however small.
#[test]
fn bounds_do_not_underflow() {
    let tiny = f64::from_bits(1);
    let [a, b] = [Running::exact(2_f64.powi(-100)), Running::with_error(2_f64.powi(-800), 2_f64.powi(-1000))];
    assert!((a * b).error_bound() > 0.0);
    let small = Running::exact(2_f64.powi(-540));
    let column = nalgebra::DMatrix::from_element(80, 80, small);
    let product = Running::product(&column, &column);
    assert!(product.iter().all(|x| x.value() == 0.0 && x.error_bound() >= 80.0 * tiny && x.sign() == Sign::Unknown));
    let zero = nalgebra::DMatrix::from_element(80, 80, Running::zero());
    assert!(Running::product(&column, &zero).iter().all(|x| x.sign() == Sign::Zero));
    let [a, b] = [DoubleDouble::exact(2_f64.powi(-540)), DoubleDouble::with_error(2_f64.powi(-800), 2_f64.powi(-1000))];
    assert!((a * a).error_bound() > 0.0 && (a * b).error_bound() > 0.0);
    let quotient = Running::exact(2_f64.powi(-80)).divide(&Running::with_error(2_f64.powi(-1000), tiny * 4.0));
    assert!(quotient.is_some_and(|q| q.error_bound() > 2_f64.powi(-80) * tiny));
}

#[test]
fn nothing_unsound_is_decided() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let x = Running::exact(bad);
        assert_eq!(x.sign(), Sign::Unknown);
        assert_eq!(x.equals(&x), Truth::Unknown);
        assert_eq!((x - x).sign(), Sign::Unknown);
        assert_eq!((x * Running::zero()).sign(), Sign::Unknown);
    }
    assert_eq!(f64::NAN.sign(), Sign::Unknown);
    assert_eq!(Running::with_error(1.0, 2.0).sign(), Sign::Unknown);
    assert!(Running::from_integer(1).divide(&Running::with_error(1.0, 2.0)).is_none());
}

#[test]
fn fractions_that_are_none_are_refused() {
    for text in ["", "1/0", "1/-2", "a", "1.5", "1/2/3", " 1", "--1", "+", "1_000", "1/"] {
        assert!(text.parse::<Rational>().is_err(), "{text:?}");
    }
}
