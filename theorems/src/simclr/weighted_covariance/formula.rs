//! The formula's side: the covariance part, θ, its bound, and θ₂, from the forward pass and the Jacobians.

use super::super::pull::pull;
use super::{Formula, Instance, Loss, Part, coefficients, germ, root};
use dualproof::claim::Side;
use dualproof::network::{Connections, Layer, Network, Trace};
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Ring, Series};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::One;
use rayon::prelude::*;

/// The formula's view of an instance: outputs, their means, and ξ₀.
struct Predicted<'a, S: Field> {
    views: &'a Views<S>,
    trace: &'a Trace<S>,
    loss: &'a Loss,
    formula: Formula,
    /// F̄, n_L × N.
    bar: DMatrix<S>,
}

impl<'a, S: Field> Predicted<'a, S> {
    fn new(views: &'a Views<S>, trace: &'a Trace<S>, loss: &'a Loss, formula: Formula) -> Self {
        Predicted { views, trace, loss, formula, bar: views.augmentation_mean(trace.output()) }
    }

    /// F̄(x) − F̄(y).
    fn gap(&self, x: usize, y: usize) -> Vec<S> {
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

    /// ½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] vec(U).
    fn covariance_part(&self, k: Connections<'_, S>, u: &DMatrix<S>) -> Result<DMatrix<S>, Obstacle> {
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

    /// ½‖f_v − f_u‖² of every two views.
    fn distances(&self) -> DMatrix<S> {
        let half = S::from_rational(&Rational::new(1, 2));
        let views = self.views.len();
        DMatrix::from_fn(views, views, |v, u| norm_squared(&self.step(v, u)) * half.clone())
    }

    /// f_v − f_u, exactly 0 for a view and itself.
    fn step(&self, v: usize, u: usize) -> Vec<S> {
        let f = self.trace.output();
        if v == u {
            return vec![S::zero(); f.nrows()];
        }
        f.column(v).iter().zip(f.column(u).iter()).map(|(a, b)| a.clone() - b.clone()).collect()
    }

    /// For every view v the vector E\[(ξ − ξ₀)(f₊ − f₋) | x₁ = x_v\] times the probability of v, n_L × views.
    fn flows(&self) -> Result<DMatrix<S>, Obstacle> {
        let (views, distances) = (self.views, self.distances());
        // The views of a sample are columns of their own: samples in parallel, put together in order.
        let of_sample = |x: usize| {
            let (first, count) = (views.of_sample(x).start, views.augmentations());
            let mut flows = DMatrix::<S>::zeros(self.bar.nrows(), count);
            for y in 0..views.samples() {
                let frozen = self.xi_zero(x, y, Formula::Stated)?;
                for minus in views.of_sample(y) {
                    for plus in views.of_sample(x) {
                        let step = self.step(plus, minus);
                        let pair = views.augmentation_weights[plus].clone() * views.weight(minus);
                        for v in views.of_sample(x) {
                            let (r_plus, r_minus) = (&distances[(v, plus)], &distances[(v, minus)]);
                            let xi = pull(self.loss, r_plus, std::slice::from_ref(r_minus))?.repulsions.remove(0);
                            let weight = pair.clone() * views.weight(v) * (xi - frozen.clone());
                            for (row, s) in step.iter().enumerate() {
                                flows[(row, v - first)].add_product(&weight, s);
                            }
                        }
                    }
                }
            }
            Ok(flows)
        };
        let blocks = (0..views.samples()).into_par_iter().map(of_sample).collect::<Result<Vec<_>, Obstacle>>()?;
        let columns: Vec<S> = blocks.iter().flat_map(|block| block.iter().cloned()).collect();
        Ok(DMatrix::from_vec(self.bar.nrows(), views.len(), columns))
    }
}

impl<S: Ordered> Predicted<'_, S> {
    /// E\[(r₊ + |r₋ − r̄|)‖f₊ − f₋‖ | x₁ = x_v\] times the probability of v.
    fn sizes(&self) -> Result<Vec<S>, Obstacle> {
        let (views, distances) = (self.views, self.distances());
        let of_sample = |x: usize| {
            let first = views.of_sample(x).start;
            let mut sizes = vec![S::zero(); views.augmentations()];
            for y in 0..views.samples() {
                let r_bar = self.r_bar(x, y);
                for minus in views.of_sample(y) {
                    for plus in views.of_sample(x) {
                        let step: Vec<S> = self.step(plus, minus).iter().map(Ordered::magnitude).collect();
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

fn norm_squared<S: Ring>(x: &[S]) -> S {
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
        Part::Remainder => return predicted_update(instance, formula),
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

/// The covariance part and θ, in any field.
///
/// # Errors
/// Where the network has no gradient, or the field not what the loss needs.
pub fn predicted_update<S: Field>(instance: &Instance, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    let sides = Predicted::new(&views, &trace, &instance.loss, formula);
    let flows = sides.flows()?;
    let update = |(index, layer): (usize, &Layer<S>)| {
        let k = trace.connections(index + 1);
        Ok(sides.covariance_part(k, &layer.weights)? + k.apply(&flows))
    };
    network.layers.iter().enumerate().map(update).collect()
}

/// The one-branch update of one layer taken apart: −∇_{w_l} L = covariance + θ, ‖θ‖ ≤ bound.
#[derive(Clone, Debug)]
pub struct Decomposition<S: Ring> {
    /// ½E\[ξ₀ (K̄(x) − K̄(y))(K̄(x) − K̄(y))ᵀ\] w_l, in the shape of W_l.
    pub covariance: DMatrix<S>,
    /// θ = E\[(ξ − ξ₀) K₁ (f₊ − f₋)\], in the shape of W_l.
    pub theta: DMatrix<S>,
    /// Λ · E\[(r₊ + |r₋ − r̄|) ‖K₁‖ ‖f₊ − f₋‖\].
    pub bound: S,
}

/// The decomposition at every layer, by the formula; Λ = 0 for the simple loss.
///
/// # Errors
/// [`Obstacle::Outside`] for a loss without a stated Λ; an undecided sign where the system cannot take a root.
pub fn decomposition<S: Ordered>(
    network: &Network<S>,
    views: &Views<S>,
    trace: &Trace<S>,
    loss: &Loss,
) -> Result<Vec<Decomposition<S>>, Obstacle> {
    let lambda = match loss {
        Loss::Simple => Rational::new(0, 1),
        _ => lipschitz(loss).ok_or(Obstacle::Outside("a loss for which no Λ is stated"))?,
    };
    let sides = Predicted::new(views, trace, loss, Formula::Stated);
    let (flows, bounds) = (sides.flows()?, sides.bounds(&lambda)?);
    let parts = network.layers.iter().zip(bounds).enumerate();
    let decompose = |(index, (layer, bound)): (usize, (&Layer<S>, S))| {
        let k = trace.connections(index + 1);
        let covariance = sides.covariance_part(k, &layer.weights)?;
        Ok(Decomposition { covariance, theta: k.apply(&flows), bound })
    };
    parts.map(decompose).collect()
}

/// Coefficients 0, 1, 2 of the covariance part plus ε²θ₂, layer by layer.
fn expansion<S: Field>(instance: &Instance, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<Series<S>>(), germ::<S>(&instance.views));
    let trace = network.trace(&views.inputs)?;
    let sides = Predicted::new(&views, &trace, &instance.loss, formula);
    let constant = |x: S| Series::new([x, S::zero(), S::zero()]);
    let outputs = trace.output().nrows();
    // The ε-derivative of each output, and its second moment V_x over the augmentations.
    let step = |v: usize| -> Vec<S> { trace.output().column(v).iter().map(|f| f.coefficients()[1].clone()).collect() };
    let spread = |x: usize| {
        let q = |v: usize| views.augmentation_weights[v].coefficients()[0].clone();
        views.of_sample(x).fold(DMatrix::<S>::zeros(outputs, outputs), |sum, v| {
            let a = DMatrix::from_vec(outputs, 1, step(v));
            sum + S::product(&a, &a.transpose()) * q(v)
        })
    };
    let spreads: Vec<DMatrix<S>> = (0..views.samples()).map(spread).collect();
    let half = S::from_rational(&Rational::new(1, 2));
    // What stands behind K, and behind E_a[K' ·], as columns for every view.
    let mut behind = DMatrix::<Series<S>>::zeros(outputs, views.len());
    let mut behind_change = behind.clone();
    for x in 0..views.samples() {
        for y in 0..views.samples() {
            let gap: Vec<S> = sides.gap(x, y).iter().map(|d| d.coefficients()[0].clone()).collect();
            let d = DMatrix::from_vec(outputs, 1, gap);
            // ξ as a series in d = r₊ − r₋ around −r̄: ξ₀, ξ', ξ''/2.
            let r_bar = norm_squared(d.as_slice()) * half.clone();
            let negative = constant(r_bar);
            let positive = Series::new([S::zero(), S::one(), S::zero()]);
            let xi = pull(&instance.loss, &positive, &[negative])?.repulsions.remove(0);
            let [_, slope, half_curvature] = xi.coefficients().clone();
            let (v_x, v_y) = (&spreads[x], &spreads[y]);
            let traces = (dualproof::matrix::trace(v_x) - dualproof::matrix::trace(v_y)) * half.clone();
            let square = S::product(&d.transpose(), &S::product(&(v_x + v_y), &d))[(0, 0)].clone();
            let curvature = match formula {
                Formula::CurvatureForgotten => S::zero(),
                _ => half_curvature * square,
            };
            let along = slope.clone() * traces + curvature;
            let vector = d.map(|e| e * along.clone()) - S::product(v_y, &d).map(|e| e * slope.clone());
            let law = (views.sample_weights[x].clone() * views.sample_weights[y].clone()).coefficients()[0].clone();
            for v in views.of_sample(x) {
                let q = law.clone() * views.augmentation_weights[v].coefficients()[0].clone();
                let a_d = step(v).iter().zip(d.iter()).fold(S::zero(), |sum, (a, e)| sum + a.clone() * e.clone());
                let change = -(slope.clone() * a_d);
                for k in 0..outputs {
                    behind[(k, v)] += constant(q.clone() * vector[(k, 0)].clone());
                    behind_change[(k, v)] += constant(q.clone() * change.clone() * d[(k, 0)].clone());
                }
            }
        }
    }
    let mut all = Vec::new();
    for (index, layer) in network.layers.iter().enumerate() {
        let k = trace.connections(index + 1);
        let [zeroth, first, second] = coefficients(&sides.covariance_part(k, &layer.weights)?);
        let [at_mean, _, _] = coefficients(&k.apply(&behind));
        let [_, change, _] = coefficients(&k.apply(&behind_change));
        all.extend([zeroth, first, second + at_mean + change]);
    }
    Ok(all)
}
