//! A number of a chosen system is, bit for bit, what the system's own type makes of the same computation.

use super::fraction;
use dualproof_numbers::matrix::{Matrix, embed};
use dualproof_numbers::numbers::{
    Degree, Field, Interval, Number, Obstacle, Ordered, Prime61, Rational, Ring, Running, Sign, System, TypedWork,
    WideInterval, typed,
};
use nalgebra::DMatrix;
use quickcheck::quickcheck;

const SYSTEMS: [System; 6] =
    [System::Rational, System::Prime61, System::Degree, System::Interval, System::WideInterval, System::Running];

/// Every operation that a claim may use, of two fractions: the results, as text, with their errors.
fn operations<S: Field>(a: &Rational, b: &Rational) -> Vec<Option<S>> {
    let [x, y] = [a, b].map(S::from_rational);
    let mut assigned = x.clone();
    assigned += y.clone();
    assigned *= y.clone();
    assigned -= S::from_integer(3);
    let mut added = x.clone();
    added.add_product(&x, &y);
    let matrix = |first: &S, second: &S| DMatrix::from_column_slice(1, 3, &[first.clone(), second.clone(), S::one()]);
    let product = S::product(&matrix(&x, &y), &matrix(&y, &x).transpose());
    vec![
        Some(x.clone() + y.clone()),
        Some(x.clone() - y.clone()),
        Some(x.clone() * y.clone()),
        Some(-x.clone()),
        Some(S::zero()),
        Some(assigned),
        Some(added),
        Some(product[(0, 0)].clone()),
        Some(x.widened(8.0)),
        x.divide(&y),
        x.divide(&S::zero()),
        x.exponential(),
        x.logarithm(),
        x.square_root(),
        x.hyperbolic_tangent(),
    ]
}

/// What is seen of a number: its text, its error, its sign, is it 0, is it itself.
type Seen = (String, f64, Sign, bool, bool);

fn seen<S: Field>(numbers: Vec<Option<S>>) -> Vec<Option<Seen>> {
    let see = |x: S| (x.text(), x.error_bound(), x.sign(), x.is_zero(), x == x.clone());
    numbers.into_iter().map(|x| x.map(see)).collect()
}

/// The same in the system's own type.
struct Directly<'a>(&'a Rational, &'a Rational);

impl TypedWork for Directly<'_> {
    type Output = Vec<Option<Seen>>;

    fn in_type<S: Field + TryFrom<Number>>(self) -> Self::Output {
        seen(operations::<S>(self.0, self.1))
    }
}

quickcheck! {
    fn a_chosen_system_computes_as_its_own_type(p: i16, q: i16, r: i16, s: i16) -> bool {
        let [a, b] = [(p, q), (r, s)].map(|(p, q)| Rational::new(p.into(), u64::from(q.unsigned_abs()) + 1));
        SYSTEMS.into_iter().all(|system| {
            let chosen = system.computing(|| Ok(seen(operations::<Number>(&a, &b)))).expect("a residue of either");
            let directly = system.computing(|| Ok(system.work(Directly(&a, &b)))).expect("a residue of either");
            chosen == directly
        })
    }
}

#[test]
fn each_system_is_the_one_that_its_name_says() {
    let third = fraction("1/3");
    let one_of = |system: System| system.computing(|| Ok(Number::from_rational(&third))).expect("a residue");
    assert_eq!(Rational::try_from(one_of(System::Rational)), Ok(third.clone()));
    assert_eq!(Prime61::try_from(one_of(System::Prime61)), Ok(Prime61::from_rational(&third)));
    assert_eq!(Degree::try_from(one_of(System::Degree)), Ok(Degree::from_rational(&third)));
    assert_eq!(Interval::try_from(one_of(System::Interval)), Ok(Interval::from_rational(&third)));
    assert_eq!(WideInterval::try_from(one_of(System::WideInterval)), Ok(WideInterval::from_rational(&third)));
    assert_eq!(Running::try_from(one_of(System::Running)), Ok(Running::from_rational(&third)));
    assert_eq!(Prime61::try_from(one_of(System::Rational)), Err(one_of(System::Rational)));
}

/// |x| is what the system says, and nothing where it has no order: no verdict rests on it.
#[test]
fn an_absolute_value_needs_an_order() {
    let size = |system: System| system.computing(|| Ok(Number::from_integer(-2).magnitude().to_f64()));
    for system in [System::Rational, System::Interval, System::WideInterval, System::Running] {
        assert_eq!(size(system), Ok(2.0), "{system:?}");
    }
    for system in [System::Prime61, System::Degree] {
        assert_eq!(size(system), Err(Obstacle::Unsupported("absolute value")), "{system:?}");
    }
}

/// The first obstacle is the one that is told, and an inner scope keeps its own.
#[test]
fn a_scope_ends_with_its_first_obstacle() {
    let prime = Rational::from_integer(Prime61::MODULUS as i64);
    let without_residue = Rational::from_integer(1).divide(&prime).expect("not 0");
    let computed = System::Prime61.computing(|| {
        let inner = System::Rational.computing(|| Ok(Number::from_rational(&without_residue)));
        assert!(inner.is_ok(), "the rationals have it");
        let _ = Number::from_rational(&without_residue);
        let _ = Number::from_integer(1).magnitude();
        Ok(())
    });
    assert_eq!(computed, Err(Obstacle::NoResidue));
    let after = System::Prime61.computing(|| Ok(Number::from_integer(1)));
    assert_eq!(after.map(|x| x.to_f64()), Ok(1.0), "nothing of an earlier scope is left");
}

#[test]
fn a_matrix_keeps_its_entries_and_its_shape() {
    let matrix = DMatrix::from_row_slice(2, 3, &[1, 2, 3, 4, 5, 6].map(Rational::from_integer));
    let product = System::Prime61.computing(|| {
        let m: Matrix = embed(&matrix);
        Ok(typed::<Prime61>(Number::product(&m, &m.transpose())))
    });
    let expected: DMatrix<Prime61> = embed(&(&matrix * matrix.transpose()));
    assert_eq!(product, Ok(expected));
    let empty = System::Rational.computing(|| {
        Ok(typed::<Rational>(Number::product(&embed(&DMatrix::zeros(2, 0)), &embed(&DMatrix::zeros(0, 2)))))
    });
    assert_eq!(empty, Ok(DMatrix::zeros(2, 2)));
}

#[test]
#[should_panic(expected = "different systems")]
fn numbers_of_two_systems_do_not_meet() {
    let one = |system: System| system.computing(|| Ok(Number::from_integer(1))).expect("an integer");
    let _ = one(System::Rational) + one(System::Prime61);
}

#[test]
#[should_panic(expected = "scope")]
fn a_number_from_nothing_needs_a_scope() {
    let _ = Number::from_integer(1);
}
