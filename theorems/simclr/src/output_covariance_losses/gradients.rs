//! The gradients Φ_B and Φ_W of φ(B, W) in closed form, for the predicted side: ⟨Φ_B, dB⟩ + ⟨Φ_W, dW⟩ = dφ.

use super::loss::OutputLoss;
use dualproof::matrix::{Matrix, embed, inverse, scaled};
use dualproof::numbers::{Field, Number, Obstacle, Rational, Ring, Sign};
use nalgebra::DMatrix;

/// Φ_B and Φ_W, symmetrised or not.
pub(super) struct Gradients {
    pub(super) between: Matrix,
    pub(super) within: Matrix,
}

impl Gradients {
    /// Those of φ = β(B) + τ(T), T = B + W: the first by B alone, the second by T.
    fn of_total(by_between: Matrix, by_total: Matrix) -> Self {
        Gradients { between: by_between + &by_total, within: by_total }
    }

    /// Each with its transpose, halved.
    pub(super) fn symmetrised(self) -> Self {
        let half = Number::from_rational(&Rational::new(1, 2));
        let [between, within] = [self.between, self.within].map(|m| scaled(&(&m + m.transpose()), &half));
        Gradients { between, within }
    }

    /// Those of a loss at B and W, not symmetrised.
    ///
    /// # Errors
    /// At a variance of 0 and at a hinge's kink; where a number system lacks a root or cannot tell a sign.
    pub(super) fn of(loss: &OutputLoss, b: &Matrix, w: &Matrix) -> Result<Self, Obstacle> {
        let number = Number::from_rational;
        Ok(match loss {
            OutputLoss::Polynomial { between, within, both } => {
                polynomial(b, w, &embed(between), &embed(within), &embed(both))
            }
            OutputLoss::BarlowTwins { redundancy } => barlow_twins(b, w, &number(redundancy))?,
            OutputLoss::Vicreg { invariance, variance, covariance, margin, epsilon } => {
                let weights = [invariance, variance, covariance].map(number);
                vicreg(b, w, &weights, &number(margin), &number(epsilon))?
            }
            OutputLoss::Spectral { attraction } => spectral(b, w, &number(attraction)),
            OutputLoss::LogDeterminant { scale, invariance } => {
                log_determinant(b, w, &number(scale), &number(invariance))?
            }
            OutputLoss::Discriminant { ridge } => discriminant(b, w, &number(ridge))?,
            OutputLoss::Sum { terms } => {
                let zero = || b.map(|_| Number::zero());
                let mut sum = Gradients { between: zero(), within: zero() };
                for term in terms {
                    let Gradients { between, within } = Gradients::of(term, b, w)?;
                    sum = Gradients { between: sum.between + between, within: sum.within + within };
                }
                sum
            }
        })
    }
}

/// Φ_B = (A + GW)ᵀ, Φ_W = (C + BG)ᵀ.
fn polynomial(b: &Matrix, w: &Matrix, a: &Matrix, c: &Matrix, g: &Matrix) -> Gradients {
    let (gw, bg) = (Number::product(g, w), Number::product(b, g));
    Gradients { between: (a + gw).transpose(), within: (c + bg).transpose() }
}

/// With d_i = B_ii/T_ii: by B, −2(1 − d_i)/T_ii on the diagonal and 2λB_ij/(T_ii T_jj) beside it; by T, the diagonal
/// (2(1 − d_i) B_ii − 2λ Σ_{j≠i} B_ij²/T_jj)/T_ii².
fn barlow_twins(b: &Matrix, w: &Matrix, lambda: &Number) -> Result<Gradients, Obstacle> {
    let (n, one, two) = (b.nrows(), Number::one(), Number::from_integer(2));
    let over = |i: usize| {
        let variance = b[(i, i)].clone() + w[(i, i)].clone();
        if variance.sign() == Sign::Zero {
            return Err(Obstacle::Outside("a correlation with an output of variance 0"));
        }
        one.divide(&variance).ok_or(Obstacle::UnknownSign("a variance"))
    };
    let over = (0..n).map(over).collect::<Result<Vec<_>, _>>()?;
    let missing = |i: usize| two.clone() * (one.clone() - b[(i, i)].clone() * over[i].clone());
    let by_between = DMatrix::from_fn(n, n, |i, j| match i == j {
        true => -missing(i) * over[i].clone(),
        false => two.clone() * lambda.clone() * b[(i, j)].clone() * over[i].clone() * over[j].clone(),
    });
    let by_total = DMatrix::from_fn(n, n, |i, j| {
        if i != j {
            return Number::zero();
        }
        let others = (0..n).filter(|k| *k != i);
        let redundant =
            others.fold(Number::zero(), |sum, k| sum + b[(i, k)].clone() * b[(i, k)].clone() * over[k].clone());
        let slope = missing(i) * b[(i, i)].clone() - two.clone() * lambda.clone() * redundant;
        slope * over[i].clone() * over[i].clone()
    });
    Ok(Gradients::of_total(by_between, by_total))
}

/// By T, −(μ/n)/√(T_jj + ε) on the diagonal where that root is below γ, else 0, and (4ν/n) T_ij beside it; by W, 2ιI
/// more.
fn vicreg(
    b: &Matrix,
    w: &Matrix,
    [iota, mu, nu]: &[Number; 3],
    gamma: &Number,
    epsilon: &Number,
) -> Result<Gradients, Obstacle> {
    let (n, t) = (b.nrows(), b + w);
    let share = |k: i64| Number::from_rational(&Rational::new(k, n as u64));
    let mut by_total = DMatrix::from_fn(n, n, |i, j| share(4) * nu.clone() * t[(i, j)].clone());
    for j in 0..n {
        let square = t[(j, j)].clone() + epsilon.clone();
        by_total[(j, j)] = match (gamma.clone() * gamma.clone() - square.clone()).sign() {
            Sign::Negative => Number::zero(),
            Sign::Positive => {
                let root = square.square_root().ok_or(Obstacle::UnknownSign("the argument of a root"))?;
                let slope = (share(1) * mu.clone()).divide(&root);
                -slope.ok_or(Obstacle::UnknownSign("a standard deviation"))?
            }
            Sign::Zero => return Err(Obstacle::Outside("a hinge at its kink")),
            Sign::Unknown => return Err(Obstacle::UnknownSign("the argument of a hinge")),
        };
    }
    let invariance = scaled(&DMatrix::identity(n, n), &(Number::from_integer(2) * iota.clone()));
    Ok(Gradients { within: &by_total + invariance, between: by_total })
}

/// Φ_B = 2T − 2cI, Φ_W = 2T.
fn spectral(b: &Matrix, w: &Matrix, c: &Number) -> Gradients {
    let two = Number::from_integer(2);
    let by_between = scaled(&DMatrix::identity(b.nrows(), b.nrows()), &-(two.clone() * c.clone()));
    Gradients::of_total(by_between, scaled(&(b + w), &two))
}

/// Φ_B = −α(I + αT)⁻¹, Φ_W = Φ_B + βI.
fn log_determinant(b: &Matrix, w: &Matrix, alpha: &Number, beta: &Number) -> Result<Gradients, Obstacle> {
    let identity = DMatrix::identity(b.nrows(), b.nrows());
    let between = scaled(&inverted(&(&identity + scaled(&(b + w), alpha)))?, &-alpha.clone());
    Ok(Gradients { within: &between + scaled(&identity, beta), between })
}

/// With R = (T + εI)⁻¹: Φ_B = −R(W + εI)R, Φ_W = RBR.
fn discriminant(b: &Matrix, w: &Matrix, epsilon: &Number) -> Result<Gradients, Obstacle> {
    let ridge = scaled(&DMatrix::identity(b.nrows(), b.nrows()), epsilon);
    let r = inverted(&(b + w + &ridge))?;
    let framed = |m: &Matrix| Number::product(&Number::product(&r, m), &r);
    Ok(Gradients { between: -framed(&(w + ridge)), within: framed(b) })
}

fn inverted(m: &Matrix) -> Result<Matrix, Obstacle> {
    inverse(m).ok_or(Obstacle::UnknownSign("a pivot of a covariance"))
}
