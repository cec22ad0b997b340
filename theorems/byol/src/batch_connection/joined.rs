//! The predicted side's network: the part below BatchNorm, its statistics, and the part above.

use super::super::moments::about_mean;
use super::{Instance, Statistic};
use dualproof::matrix::{Matrix, hadamard, scaled};
use dualproof::network::{Activation, Layer, Network, Pool, Trace};
use dualproof::numbers::{Field, Number, Obstacle};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// A network with BatchNorm, traced below it and above it.
pub(super) struct Joined {
    /// The views.
    pub views: Views<Number>,
    /// Layers 1 … z, the last one linear.
    below: Trace<Number>,
    /// The activation of layer z on y, then the layers above.
    above: Trace<Number>,
    /// The activation of layer z alone.
    gate: Trace<Number>,
    /// W_{z+1}, if there is one.
    next: Option<Matrix>,
    z: usize,
    /// 1/s, n_z × 1.
    over_deviation: Vec<Number>,
    /// ȳ, n_z × views.
    pub centred: Matrix,
    /// y, n_z × views.
    pub normalised: Matrix,
}

/// E of one matrix per view.
pub(super) fn mean(views: &Views<Number>, of_view: &[Matrix]) -> Matrix {
    let terms = of_view.iter().enumerate().map(|(v, k)| scaled(k, &views.weight(v)));
    terms.reduce(|sum, term| sum + term).expect("a view")
}

/// E_{x'|x} of one matrix per view: one per sample.
pub(super) fn over_samples(views: &Views<Number>, of_view: &[Matrix]) -> Vec<Matrix> {
    let bar = |x: usize| {
        let terms = views.of_sample(x).map(|v| scaled(&of_view[v], &views.augmentation_weights[v]));
        terms.reduce(|sum, term| sum + term).expect("an augmentation of every sample")
    };
    (0..views.samples()).map(bar).collect()
}

impl Joined {
    /// The forward pass.
    ///
    /// # Errors
    /// Where a gate is not decided, or a deviation.
    pub fn of(instance: &Instance) -> Result<Self, Obstacle> {
        let (network, views) = (instance.network.embed::<Number>(), instance.views.embed::<Number>());
        let z = instance.layer;
        let mut first = network.layers[..z].to_vec();
        first[z - 1] = Layer { activation: Activation::Linear, pool: Pool::None, ..first[z - 1].clone() };
        let below = Network { layers: first }.trace(&views.inputs)?;
        let f = below.output();
        let about_mean = about_mean(&views, f);
        let over_deviation = (0..f.nrows()).map(|i| one_over_deviation(instance, &views, &about_mean, i));
        let over_deviation = over_deviation.collect::<Result<Vec<_>, _>>()?;
        let divided =
            |z: &Matrix| DMatrix::from_fn(z.nrows(), z.ncols(), |i, v| z[(i, v)].clone() * over_deviation[i].clone());
        let normalised = divided(if instance.mean == Statistic::Absent { f } else { &about_mean });
        let identity = |n: usize| DMatrix::identity(n, n);
        let act = Layer { weights: identity(f.nrows()), mask: None, bias: None, ..network.layers[z - 1].clone() };
        let width = act.width();
        let upper = std::iter::once(act.clone()).chain(network.layers[z..].iter().cloned()).collect();
        let above = Network { layers: upper }.trace(&normalised)?;
        let gate =
            Network { layers: vec![act, Layer::dense(identity(width), Activation::Linear)] }.trace(&normalised)?;
        let next = network.layers.get(z).map(|layer| match layer.mask_matrix() {
            Some(mask) => hadamard(&layer.weights, &mask),
            None => layer.weights.clone(),
        });
        let centred = divided(&about_mean);
        Ok(Joined { views, below, above, gate, next, z, over_deviation, centred, normalised })
    }

    /// f of every view, n_L × 1 each.
    pub fn outputs(&self) -> Vec<Matrix> {
        let f = self.above.output();
        (0..f.ncols()).map(|v| f.columns(v, 1).into_owned()).collect()
    }

    /// o_u = f_{l−1,u} ⊗ (∂f̃_{z,u}/∂f̃_{l,u})ᵀ for every view, l ≤ z.
    pub fn origins(&self, l: usize) -> Vec<Matrix> {
        let k = self.below.connections(l);
        (0..self.views.len()).map(|u| k.explicit(u)).collect()
    }

    /// K_l of every view, l > z.
    pub fn connections_above(&self, l: usize) -> Vec<Matrix> {
        let k = self.above.connections(l - self.z + 1);
        (0..self.views.len()).map(|v| k.explicit(v)).collect()
    }

    /// J_v = ∂f_v/∂y_v.
    pub fn jacobian(&self, v: usize) -> &Matrix {
        self.above.jacobian(1, v)
    }

    /// A diag(t_v), for a row of A for each weight and t of n_z × views.
    pub fn times_rows(&self, a: &Matrix, t: &Matrix, v: usize) -> Matrix {
        DMatrix::from_fn(a.nrows(), a.ncols(), |row, i| a[(row, i)].clone() * t[(i, v)].clone())
    }

    /// A diag(1/s).
    pub fn over_deviation(&self, a: &Matrix) -> Matrix {
        DMatrix::from_fn(a.nrows(), a.ncols(), |row, i| a[(row, i)].clone() * self.over_deviation[i].clone())
    }

    /// A mutant of 𝒦: the mean taken off behind the activation.
    ///
    /// # Errors
    /// [`Obstacle::Unsupported`] at the top, which has none.
    pub fn centred_after_the_gate(&self, o: &[Matrix]) -> Result<Vec<Matrix>, Obstacle> {
        let next = self.next.as_ref().ok_or(Obstacle::Unsupported("a gate at the top layer"))?;
        let gated =
            |(v, o): (usize, &Matrix)| Number::product(&self.over_deviation(o), &self.gate.jacobian(1, v).transpose());
        let gated: Vec<Matrix> = o.iter().enumerate().map(gated).collect();
        let mean = mean(&self.views, &gated);
        let on = |(v, gated): (usize, &Matrix)| {
            let jacobian = Number::product(self.above.jacobian(2, v), next);
            Number::product(&(gated - &mean), &jacobian.transpose())
        };
        Ok(gated.iter().enumerate().map(on).collect())
    }
}

/// 1/s of unit i; 1 where there is no division.
fn one_over_deviation(
    instance: &Instance,
    views: &Views<Number>,
    about_mean: &Matrix,
    i: usize,
) -> Result<Number, Obstacle> {
    if instance.deviation == Statistic::Absent {
        return Ok(Number::one());
    }
    let square = |v: usize| views.weight(v) * about_mean[(i, v)].clone() * about_mean[(i, v)].clone();
    let variance = (0..views.len()).fold(Number::from_rational(&instance.epsilon), |sum, v| sum + square(v));
    let deviation = variance.square_root().ok_or(Obstacle::UnknownSign("a variance"))?;
    Number::one().divide(&deviation).ok_or(Obstacle::UnknownSign("a deviation"))
}
