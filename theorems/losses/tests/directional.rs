//! The losses against their definitions as plain loops over numbers with a derivative along a direction.

use dualproof_losses::{Batch, Loss};
use nalgebra::DMatrix;

/// A number and its derivative along a direction.
#[derive(Clone, Copy)]
struct Dual(f64, f64);

impl Dual {
    fn of(self, value: f64, slope: f64) -> Dual {
        Dual(value, slope * self.1)
    }
    fn exp(self) -> Dual {
        self.of(self.0.exp(), self.0.exp())
    }
    fn ln(self) -> Dual {
        self.of(self.0.ln(), 1.0 / self.0)
    }
    fn sqrt(self) -> Dual {
        self.of(self.0.sqrt(), 0.5 / self.0.sqrt())
    }
    fn plus(self, other: Dual) -> Dual {
        Dual(self.0 + other.0, self.1 + other.1)
    }
    fn times(self, other: Dual) -> Dual {
        Dual(self.0 * other.0, self.0 * other.1 + self.1 * other.0)
    }
    fn scaled(self, factor: f64) -> Dual {
        Dual(self.0 * factor, self.1 * factor)
    }
    fn over(self, other: Dual) -> Dual {
        self.times(other.of(1.0 / other.0, -1.0 / (other.0 * other.0)))
    }
}

const ZERO: Dual = Dual(0.0, 0.0);
const ONE: Dual = Dual(1.0, 0.0);

fn sum(terms: impl IntoIterator<Item = Dual>) -> Dual {
    terms.into_iter().fold(ZERO, Dual::plus)
}

fn mean(terms: &[Dual]) -> Dual {
    sum(terms.iter().copied()).scaled(1.0 / terms.len() as f64)
}

fn inner(u: &[Dual], v: &[Dual]) -> Dual {
    sum(u.iter().zip(v).map(|(u, v)| u.times(*v)))
}

fn r(u: &[Dual], v: &[Dual]) -> Dual {
    let difference: Vec<Dual> = u.iter().zip(v).map(|(u, v)| u.plus(v.scaled(-1.0))).collect();
    inner(&difference, &difference).scaled(0.5)
}

const BATCH: Batch = Batch { samples: 4, views: 2 };

fn entry(d: usize, c: usize, speed: f64) -> f64 {
    (speed * (1 + 3 * c + d) as f64).sin()
}

/// The value and the derivative along a direction are those of the definition, up to some thousand roundings of terms
/// that are below 100.
fn assert_is(text: &str, definition: impl Fn(&[Vec<Dual>]) -> Dual) {
    let f = DMatrix::from_fn(3, 8, |d, c| entry(d, c, 1.7));
    let along = DMatrix::from_fn(3, 8, |d, c| entry(d, c, 2.3));
    let dual: Vec<Vec<Dual>> = (0..8).map(|c| (0..3).map(|d| Dual(f[(d, c)], along[(d, c)])).collect()).collect();
    let expected = definition(&dual);
    let found = text.parse::<Loss>().unwrap().of(&f, BATCH).unwrap();
    assert!((found.value - expected.0).abs() <= 1e5 * f64::EPSILON, "{text}: {} {}", found.value, expected.0);
    let slope = found.gradient.dot(&along);
    assert!((slope - expected.1).abs() <= 1e5 * f64::EPSILON, "{text}: {slope} {}", expected.1);
}

/// The mean of ln(1 + e^{(r₊ − r₋ + margin)/τ}) over all of i, a, b, j, c.
fn one_negative(f: &[Vec<Dual>], tau: f64, margin: f64) -> Dual {
    let mut terms = Vec::new();
    for u in 0..8 {
        for v in (0..8).filter(|v| v / 2 == u / 2) {
            for w in 0..8 {
                let t = r(&f[u], &f[v]).plus(r(&f[u], &f[w]).scaled(-1.0)).plus(Dual(margin, 0.0)).scaled(1.0 / tau);
                terms.push(ONE.plus(t.exp()).ln());
            }
        }
    }
    mean(&terms)
}

#[test]
fn one_negative_is_its_definition() {
    assert_is("nce:0.5", |f| one_negative(f, 0.5, 0.0));
    assert_is("triplet:0.3,0.2", |f| one_negative(f, 0.3, 0.2).scaled(0.3));
}

#[test]
fn info_nce_is_its_definition() {
    assert_is("info-nce:0.5,2", |f| {
        let weight = |u: usize, v: usize| r(&f[u], &f[v]).scaled(-2.0).exp();
        let term = |u: usize| {
            let positive = weight(u, u ^ 1);
            let all = positive.plus(sum((1..=2).map(|k| weight(u, ((u ^ 1) + 2 * k) % 8))));
            positive.over(all).ln().scaled(-1.0)
        };
        mean(&(0..8).map(term).collect::<Vec<_>>())
    });
}

#[test]
fn nt_xent_is_its_definition() {
    assert_is("nt-xent:0.25", |f| {
        let length = |u: usize| inner(&f[u], &f[u]).sqrt();
        let weight = |u: usize, v: usize| inner(&f[u], &f[v]).over(length(u).times(length(v))).scaled(4.0).exp();
        let term = |u: usize| {
            let all = sum((0..8).filter(|v| *v != u).map(|v| weight(u, v)));
            weight(u, u ^ 1).over(all).ln().scaled(-1.0)
        };
        mean(&(0..8).map(term).collect::<Vec<_>>())
    });
}

/// Dimension d of view a of all samples, less its mean.
fn centred(f: &[Vec<Dual>], d: usize, a: usize) -> Vec<Dual> {
    let row: Vec<Dual> = (0..4).map(|i| f[2 * i + a][d]).collect();
    row.iter().map(|x| x.plus(mean(&row).scaled(-1.0))).collect()
}

#[test]
fn barlow_is_its_definition() {
    assert_is("barlow:0.3", |f| {
        let standard = |d: usize, a: usize| -> Vec<Dual> {
            let row = centred(f, d, a);
            let deviation = inner(&row, &row).scaled(0.25).sqrt();
            row.iter().map(|x| x.over(deviation)).collect()
        };
        sum((0..9).map(|pair| {
            let (i, j) = (pair / 3, pair % 3);
            let c = inner(&standard(i, 0), &standard(j, 1)).scaled(0.25);
            let off = ONE.plus(c.scaled(-1.0));
            if i == j { off.times(off) } else { c.times(c).scaled(0.3) }
        }))
    });
}

#[test]
fn vicreg_is_its_definition() {
    assert_is("vicreg:2,3,5", |f| {
        let invariance = sum((0..4).map(|i| r(&f[2 * i], &f[2 * i + 1]))).scaled(2.0 / 12.0);
        let (mut hinge, mut covariance) = (ZERO, ZERO);
        for (a, pair) in (0..2).flat_map(|a| (0..9).map(move |pair| (a, pair))) {
            let (i, j) = (pair / 3, pair % 3);
            let c = inner(&centred(f, i, a), &centred(f, j, a)).scaled(1.0 / 3.0);
            let short = ONE.plus(c.plus(Dual(1e-4, 0.0)).sqrt().scaled(-1.0));
            match i == j {
                true if short.0 > 0.0 => hinge = hinge.plus(short.scaled(1.0 / 6.0)),
                true => {}
                false => covariance = covariance.plus(c.times(c).scaled(1.0 / 3.0)),
            }
        }
        invariance.scaled(2.0).plus(hinge.scaled(3.0)).plus(covariance.scaled(5.0))
    });
}

/// More anchors than are in memory at a time, on one thread and on three: the same bits.
#[test]
fn the_threads_do_not_show() {
    let f = DMatrix::from_fn(3, 80, |d, c| entry(d, c, 1.1));
    for text in ["nce:0.5", "info-nce:0.5,7", "nt-xent:0.5"] {
        let of = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| text.parse::<Loss>().unwrap().of(&f, Batch { samples: 40, views: 2 }).unwrap())
        };
        assert_eq!(of(1), of(3), "{text}");
    }
}
