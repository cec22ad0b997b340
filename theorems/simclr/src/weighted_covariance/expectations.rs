//! The expectations in the formula, from the forward pass and the Jacobians.

use super::Formula;
use crate::loss::Loss;
use crate::loss_gradient::loss_gradient;
use dualproof::matrix::scaled;
use dualproof::network::{Connections, Network, Trace};
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// The views and the outputs f on them, their means F̄ and distances, and the loss.
pub(super) struct Expectations<'a, S: Field> {
    views: &'a Views<S>,
    trace: &'a Trace<S>,
    loss: &'a Loss,
    formula: Formula,
    /// F̄, n_L × N.
    bar: DMatrix<S>,
    /// ½‖f_v − f_u‖² of every two views.
    distances: DMatrix<S>,
}

impl<'a, S: Field> Expectations<'a, S> {
    pub(super) fn new(views: &'a Views<S>, trace: &'a Trace<S>, loss: &'a Loss, formula: Formula) -> Self {
        let f = trace.output();
        let half = S::from_rational(&Rational::new(1, 2));
        let distance = |v: usize, u: usize| norm_squared(&difference(f, v, u)) * half.clone();
        let distances = DMatrix::from_fn(views.len(), views.len(), distance);
        Expectations { views, trace, loss, formula, bar: views.augmentation_mean(f), distances }
    }

    /// F̄(x) − F̄(y).
    pub(super) fn difference_of_means(&self, x: usize, y: usize) -> Vec<S> {
        self.bar.column(x).iter().zip(self.bar.column(y).iter()).map(|(a, b)| a.clone() - b.clone()).collect()
    }

    /// r̄ = ½‖F̄(x) − F̄(y)‖².
    fn r_bar(&self, x: usize, y: usize) -> S {
        norm_squared(&self.difference_of_means(x, y)) * S::from_rational(&Rational::new(1, 2))
    }

    /// ξ(r₊, r₋).
    fn xi(&self, r_plus: &S, r_minus: &S) -> Result<S, Obstacle> {
        Ok(loss_gradient(self.loss, r_plus, std::slice::from_ref(r_minus))?.repulsions.remove(0))
    }

    /// ξ₀(x, y) = ξ(0, r̄).
    fn xi_zero(&self, x: usize, y: usize, formula: Formula) -> Result<S, Obstacle> {
        let r_bar = self.r_bar(x, y);
        let xi = self.xi(&S::zero(), &if formula == Formula::XiZeroAtMinusRBar { -r_bar } else { r_bar })?;
        Ok(match (formula, self.loss) {
            (Formula::XiZeroWithoutTau, Loss::InfoNce { temperature }) => xi * S::from_rational(temperature),
            _ => xi,
        })
    }

    /// ½ E_{x,y}\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] vec(W).
    pub(super) fn covariance(&self, k: Connections<'_, S>, w: &DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
        let views = self.views;
        let z = views.augmentation_mean(&k.transpose_apply(w));
        let half = if self.formula == Formula::HalfDropped { S::one() } else { S::from_rational(&Rational::new(1, 2)) };
        let mut y = DMatrix::<S>::zeros(z.nrows(), views.len());
        for a in 0..views.samples() {
            for b in (0..views.samples()).filter(|b| *b != a) {
                let law = views.sample_weights[a].clone() * views.sample_weights[b].clone();
                let weight = law * half.clone() * self.xi_zero(a, b, self.formula)?;
                for row in 0..z.nrows() {
                    let of_a = weight.clone() * (z[(row, a)].clone() - z[(row, b)].clone());
                    let of_b = -of_a.clone();
                    for (sample, term) in [(a, of_a), (b, of_b)] {
                        let add = |v: usize| y[(row, v)].add_product(&term, &views.augmentation_weights[v]);
                        views.of_sample(sample).for_each(add);
                    }
                }
            }
        }
        Ok(k.apply(&y))
    }

    /// The columns y_v, n_L × views, of E\[(ξ − ξ₀) Σ K_a (f_b − f_c)\] = Σ_v K_v y_v, whatever the layer: the inner sum
    /// is over `terms`, the \[a, b, c\] of a draw \[x₁, x₊, x₋\].
    pub(super) fn excess<const N: usize>(
        &self,
        terms: impl Fn([usize; 3]) -> [Option<[usize; 3]>; N],
    ) -> Result<DMatrix<S>, Obstacle> {
        let (views, f) = (self.views, self.trace.output());
        let mut columns = DMatrix::<S>::zeros(f.nrows(), views.len());
        for (x, y) in pairs(views.samples()) {
            let xi_zero = self.xi_zero(x, y, Formula::Stated)?;
            for (minus, plus) in views.of_sample(y).flat_map(|minus| views.of_sample(x).map(move |plus| (minus, plus)))
            {
                let pair = views.augmentation_weights[plus].clone() * views.weight(minus);
                for first in views.of_sample(x) {
                    let xi = self.xi(&self.distances[(first, plus)], &self.distances[(first, minus)])?;
                    let weight = pair.clone() * views.weight(first) * (xi - xi_zero.clone());
                    for [a, b, c] in terms([first, plus, minus]).into_iter().flatten() {
                        for (row, step) in difference(f, b, c).iter().enumerate() {
                            columns[(row, a)].add_product(&weight, step);
                        }
                    }
                }
            }
        }
        Ok(columns)
    }

    /// Every layer's `share` · ½ E_{x,y}\[ξ₀ (K̄_l(x) − K̄_l(y))(K̄_l(x) − K̄_l(y))ᵀ\] w_l + Σ_v K_v y_v.
    pub(super) fn updates(
        &self,
        network: &Network<S>,
        share: i64,
        y: &DMatrix<S>,
    ) -> Result<Vec<DMatrix<S>>, Obstacle> {
        let update = |(layer, l): (&dualproof::network::Layer<S>, usize)| {
            let k = self.trace.connections(l);
            Ok(scaled(&self.covariance(k, &layer.weights)?, &S::from_integer(share)) + k.apply(y))
        };
        network.layers.iter().zip(1..).map(update).collect()
    }
}

impl<S: Ordered> Expectations<'_, S> {
    /// E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\] of every layer; ‖K₁‖ is the Frobenius norm.
    pub(super) fn sizes(&self) -> Result<Vec<S>, Obstacle> {
        let given_first = self.sizes_given_first()?;
        let of_layer = |l: usize| {
            let mut size = S::zero();
            for (v, given) in given_first.iter().enumerate() {
                size.add_product(given, &root(square_of_connection(self.trace.connections(l), v))?);
            }
            Ok(size)
        };
        (1..=self.trace.depth()).map(of_layer).collect()
    }

    /// E\[(r₊ + |r₋ − r̄|) ‖f₊ − f₋‖ | x₁ = x_v\] times the probability of v.
    fn sizes_given_first(&self) -> Result<Vec<S>, Obstacle> {
        let (views, f, distances) = (self.views, self.trace.output(), &self.distances);
        let mut sizes = vec![S::zero(); views.len()];
        for (x, y) in pairs(views.samples()) {
            let r_bar = self.r_bar(x, y);
            for (minus, plus) in views.of_sample(y).flat_map(|minus| views.of_sample(x).map(move |plus| (minus, plus)))
            {
                let step: Vec<S> = difference(f, plus, minus).iter().map(S::magnitude).collect();
                let length = root(norm_squared(&step))?;
                let pair = views.augmentation_weights[plus].clone() * views.weight(minus) * length;
                for first in views.of_sample(x) {
                    let away = (distances[(first, minus)].clone() - r_bar.clone()).magnitude();
                    let spread = distances[(first, plus)].clone() + away;
                    sizes[first].add_product(&(pair.clone() * views.weight(first)), &spread);
                }
            }
        }
        Ok(sizes)
    }
}

fn pairs(samples: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..samples).flat_map(move |x| (0..samples).map(move |y| (x, y)))
}

/// f_v − f_u, exactly 0 for a view and itself.
fn difference<S: Ring>(f: &DMatrix<S>, v: usize, u: usize) -> Vec<S> {
    let entry = |row: usize| if v == u { S::zero() } else { f[(row, v)].clone() - f[(row, u)].clone() };
    (0..f.nrows()).map(entry).collect()
}

pub(super) fn norm_squared<S: Ring>(x: &[S]) -> S {
    x.iter().fold(S::zero(), |mut sum, a| {
        sum.add_product(a, a);
        sum
    })
}

fn root<S: Field>(x: S) -> Result<S, Obstacle> {
    x.square_root().ok_or(Obstacle::UnknownSign("the argument of a root"))
}

/// ‖K‖² on a view, Frobenius: Σ_{ij} f_j² ‖J_i‖² over the weights that exist.
fn square_of_connection<S: Field>(k: Connections<'_, S>, view: usize) -> S {
    let columns: Vec<S> = k.jacobian(view).column_iter().map(|c| norm_squared(c.as_slice())).collect();
    let mut sum = S::zero();
    for (i, j_square) in columns.iter().enumerate() {
        for (j, f) in k.below().column(view).iter().enumerate() {
            let present = k.mask().map_or(S::one(), |m| m[(i, j)].clone());
            sum.add_product(&(present * f.clone() * f.clone()), j_square);
        }
    }
    sum
}
