//! The formula's side: the covariance part, θ and its bound, from the forward pass and the Jacobians.

use super::super::pull::pull;
use super::second_order::expansion;
use super::{Formula, Instance, Loss, Part};
use dualproof::claim::Side;
use dualproof::matrix::scaled;
use dualproof::network::{Connections, Layer, Trace};
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::One;
use rayon::prelude::*;

/// The formula's view of an instance: outputs, their means, and ξ₀.
pub(super) struct Predicted<'a, S: Field> {
    views: &'a Views<S>,
    trace: &'a Trace<S>,
    loss: &'a Loss,
    formula: Formula,
    /// F̄, n_L × N.
    bar: DMatrix<S>,
    /// ½‖f_v − f_u‖² of every two views.
    distances: DMatrix<S>,
}

impl<'a, S: Field> Predicted<'a, S> {
    pub(super) fn new(views: &'a Views<S>, trace: &'a Trace<S>, loss: &'a Loss, formula: Formula) -> Self {
        let (bar, distances) = (views.augmentation_mean(trace.output()), DMatrix::zeros(views.len(), views.len()));
        let mut sides = Predicted { views, trace, loss, formula, bar, distances };
        let half = S::from_rational(&Rational::new(1, 2));
        sides.distances = DMatrix::from_fn(views.len(), views.len(), |v, u| {
            let step: Vec<S> = (0..sides.bar.nrows()).map(|row| sides.step(row, v, u)).collect();
            norm_squared(&step) * half.clone()
        });
        sides
    }

    /// F̄(x) − F̄(y).
    pub(super) fn gap(&self, x: usize, y: usize) -> Vec<S> {
        self.bar.column(x).iter().zip(self.bar.column(y).iter()).map(|(a, b)| a.clone() - b.clone()).collect()
    }

    fn r_bar(&self, x: usize, y: usize) -> S {
        norm_squared(&self.gap(x, y)) * S::from_rational(&Rational::new(1, 2))
    }

    /// ξ₀(x, y), stated or mutated.
    fn xi_zero(&self, x: usize, y: usize, formula: Formula) -> Result<S, Obstacle> {
        let r_bar = self.r_bar(x, y);
        let at = if formula == Formula::XiZeroAtMinusRBar { -r_bar } else { r_bar };
        let xi = pull(self.loss, &S::zero(), &[at])?.repulsions.remove(0);
        Ok(match (formula, self.loss) {
            (Formula::XiZeroWithoutTau, Loss::InfoNce { temperature }) => xi * S::from_rational(temperature),
            _ => xi,
        })
    }

    /// ½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] vec(U), the covariance part of one branch.
    pub(super) fn covariance_part(&self, k: Connections<'_, S>, u: &DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
        let views = self.views;
        let z = views.augmentation_mean(&k.transpose_apply(u));
        let half = if self.formula == Formula::HalfDropped { S::one() } else { S::from_rational(&Rational::new(1, 2)) };
        let mut y = DMatrix::<S>::zeros(z.nrows(), views.len());
        for a in 0..views.samples() {
            for b in (0..views.samples()).filter(|b| *b != a) {
                let law = views.sample_weights[a].clone() * views.sample_weights[b].clone();
                let weight = law * half.clone() * self.xi_zero(a, b, self.formula)?;
                for row in 0..z.nrows() {
                    let flow = weight.clone() * (z[(row, a)].clone() - z[(row, b)].clone());
                    views.of_sample(a).for_each(|v| {
                        y[(row, v)].add_product(&flow, &views.augmentation_weights[v]);
                    });
                    let back = -flow;
                    views.of_sample(b).for_each(|v| {
                        y[(row, v)].add_product(&back, &views.augmentation_weights[v]);
                    });
                }
            }
        }
        Ok(k.apply(&y))
    }

    /// An entry of f_v − f_u, exactly 0 for a view and itself.
    fn step(&self, row: usize, v: usize, u: usize) -> S {
        let f = self.trace.output();
        if v == u { S::zero() } else { f[(row, v)].clone() - f[(row, u)].clone() }
    }

    /// Every triple (v, plus, minus) of the law with x₁ of sample x: its probability times ξ − ξ₀.
    fn each_excess(&self, x: usize, mut visit: impl FnMut([usize; 3], S)) -> Result<(), Obstacle> {
        let views = self.views;
        for y in 0..views.samples() {
            let frozen = self.xi_zero(x, y, Formula::Stated)?;
            for minus in views.of_sample(y) {
                for plus in views.of_sample(x) {
                    let pair = views.augmentation_weights[plus].clone() * views.weight(minus);
                    for v in views.of_sample(x) {
                        let (r_plus, r_minus) = (&self.distances[(v, plus)], &self.distances[(v, minus)]);
                        let xi = pull(self.loss, r_plus, std::slice::from_ref(r_minus))?.repulsions.remove(0);
                        visit([v, plus, minus], pair.clone() * views.weight(v) * (xi - frozen.clone()));
                    }
                }
            }
        }
        Ok(())
    }

    /// One branch: for every view v the vector E\[(ξ − ξ₀)(f₊ − f₋) | x₁ = x_v\] times the probability of v, n_L ×
    /// views.
    fn flows(&self) -> Result<DMatrix<S>, Obstacle> {
        // The views of a sample are columns of their own: samples in parallel, put together in order.
        let of_sample = |x: usize| {
            let first = self.views.of_sample(x).start;
            let mut flows = DMatrix::<S>::zeros(self.bar.nrows(), self.views.augmentations());
            self.each_excess(x, |[v, plus, minus], weight| {
                for row in 0..flows.nrows() {
                    flows[(row, v - first)].add_product(&weight, &self.step(row, plus, minus));
                }
            })?;
            Ok(flows)
        };
        let blocks = (0..self.views.samples()).into_par_iter().map(of_sample).collect::<Result<Vec<_>, Obstacle>>()?;
        let columns: Vec<S> = blocks.iter().flat_map(|block| block.iter().cloned()).collect();
        Ok(DMatrix::from_vec(self.bar.nrows(), self.views.len(), columns))
    }

    /// Both branches: what stands behind the connection of every view in
    /// E\[(ξ − ξ₀)(K₁(f₊ − f₋) + K₊(f₁ − f₊) + K₋(f₋ − f₁))\], n_L × views.
    fn flows_of_both_branches(&self) -> Result<DMatrix<S>, Obstacle> {
        let mut flows = DMatrix::<S>::zeros(self.bar.nrows(), self.views.len());
        for x in 0..self.views.samples() {
            self.each_excess(x, |[v, plus, minus], weight| {
                let mut add = |behind: usize, from: usize, to: usize| {
                    for row in 0..flows.nrows() {
                        flows[(row, behind)].add_product(&weight, &self.step(row, from, to));
                    }
                };
                add(v, plus, minus);
                if self.formula != Formula::PositiveForgotten {
                    add(plus, v, plus);
                }
                if self.formula != Formula::NegativeForgotten {
                    add(minus, minus, v);
                }
            })?;
        }
        Ok(flows)
    }
}

impl<S: Ordered> Predicted<'_, S> {
    /// E\[(r₊ + |r₋ − r̄|)‖f₊ − f₋‖ | x₁ = x_v\] times the probability of v.
    fn sizes(&self) -> Result<Vec<S>, Obstacle> {
        let (views, distances) = (self.views, &self.distances);
        let of_sample = |x: usize| {
            let first = views.of_sample(x).start;
            let mut sizes = vec![S::zero(); views.augmentations()];
            for y in 0..views.samples() {
                let r_bar = self.r_bar(x, y);
                for minus in views.of_sample(y) {
                    for plus in views.of_sample(x) {
                        let rows = 0..self.bar.nrows();
                        let step: Vec<S> = rows.map(|row| self.step(row, plus, minus).magnitude()).collect();
                        let length = root(norm_squared(&step))?;
                        let pair = views.augmentation_weights[plus].clone() * views.weight(minus) * length;
                        for v in views.of_sample(x) {
                            let away = (distances[(v, minus)].clone() - r_bar.clone()).magnitude();
                            let spread = distances[(v, plus)].clone() + away;
                            sizes[v - first].add_product(&(pair.clone() * views.weight(v)), &spread);
                        }
                    }
                }
            }
            Ok(sizes)
        };
        let blocks = (0..views.samples()).into_par_iter().map(of_sample).collect::<Result<Vec<_>, Obstacle>>()?;
        Ok(blocks.into_iter().flatten().collect())
    }
}

impl<S: Ordered> Predicted<'_, S> {
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\], layer by layer.
    fn bounds(&self, lambda: &Rational) -> Result<Vec<S>, Obstacle> {
        let sizes = self.sizes()?;
        let bound = |layer: usize| {
            let mut bound = S::zero();
            for (size, norm) in sizes.iter().zip(connection_norms(self.trace, self.trace.connections(layer), layer)) {
                bound.add_product(size, &root(norm)?);
            }
            bound *= S::from_rational(lambda);
            Ok(bound)
        };
        (1..=self.trace.depth()).map(bound).collect()
    }
}

fn root<S: Field>(x: S) -> Result<S, Obstacle> {
    x.square_root().ok_or(Obstacle::UnknownSign("the argument of a root"))
}

pub(super) fn norm_squared<S: Ring>(x: &[S]) -> S {
    x.iter().fold(S::zero(), |mut sum, a| {
        sum.add_product(a, a);
        sum
    })
}

/// ‖K‖² of each view, Frobenius: Σ_{ij} f_j² ‖J_i‖² over the weights that exist.
fn connection_norms<S: Field>(trace: &Trace<S>, k: Connections<'_, S>, layer: usize) -> Vec<S> {
    let norm = |v: usize| {
        let columns: Vec<S> = trace.jacobian(layer, v).column_iter().map(|c| norm_squared(c.as_slice())).collect();
        let mut sum = S::zero();
        for (i, j_square) in columns.iter().enumerate() {
            for (j, f) in k.below().column(v).iter().enumerate() {
                let present = k.mask().map_or(S::one(), |m| m[(i, j)].clone());
                sum.add_product(&(present * f.clone() * f.clone()), j_square);
            }
        }
        sum
    };
    (0..k.views()).map(norm).collect()
}

/// Λ, the largest slope of ξ.
pub(super) fn lipschitz(loss: &Loss) -> Option<Rational> {
    let quarter_over = |t: Rational| Rational::new(1, 4).divide(&t);
    match loss {
        Loss::Triplet { temperature, .. } => quarter_over(temperature.clone()),
        Loss::InfoNce { temperature } => quarter_over(temperature.clone() * temperature.clone()),
        _ => None,
    }
}

/// The covariance part and θ, the squared bound, or the coefficients of the limit.
pub fn predicted<S: Ordered>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    match part {
        Part::SecondOrder => return expansion(instance, formula),
        Part::Remainder | Part::BothBranches => return predicted_update(instance, part, formula),
        Part::UpdateNorm => return Err(Obstacle::Unsupported("formula of the norm: it is held against a program")),
        _ => {}
    }
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    let sides = Predicted::new(&views, &trace, &instance.loss, formula);
    let lambda = lipschitz(&instance.loss).ok_or(Obstacle::Outside("a loss for which no Λ is stated"))?;
    let factor = if formula == Formula::QuarterOfLambda { Rational::new(1, 4) } else { Rational::one() };
    let bounds = sides.bounds(&(lambda * factor))?;
    Ok(bounds.into_iter().map(|bound| DMatrix::from_element(1, 1, bound.clone() * bound)).collect())
}

/// The covariance part and the remainder of one branch or both, in any field.
///
/// # Errors
/// Where the network has no gradient, or the field not what the loss needs.
pub fn predicted_update<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    let sides = Predicted::new(&views, &trace, &instance.loss, formula);
    let (flows, share) = match part {
        Part::BothBranches if formula == Formula::OneBranchForBoth => (sides.flows_of_both_branches()?, 1),
        Part::BothBranches => (sides.flows_of_both_branches()?, 2),
        _ => (sides.flows()?, 1),
    };
    let update = |(index, layer): (usize, &Layer<S>)| {
        let k = trace.connections(index + 1);
        Ok(scaled(&sides.covariance_part(k, &layer.weights)?, &S::from_integer(share)) + k.apply(&flows))
    };
    network.layers.iter().enumerate().map(update).collect()
}
