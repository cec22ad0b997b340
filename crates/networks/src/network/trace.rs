//! One forward pass with its gates, and the Jacobians J_l by the backward recursion of the definition.

use super::{Activation, AtZero, Connections, Layer, Network, Pool, PooledMaximum, Preactivation};
use crate::matrix::hadamard;
use crate::numbers::{Field, Obstacle, Rational, Sign};
use nalgebra::DMatrix;

/// The gate D_l of a layer on every view: f_l = D_l f̃_l, rectangular where there is a pool.
#[derive(Clone, Debug)]
struct Gate<S: Field> {
    /// The slope of each unit on each view, n_l × views.
    slopes: DMatrix<S>,
    /// Pre-activations that were exactly 0.
    zeros: usize,
    /// How pooled units are made of units.
    pooling: Pooling<S>,
}

#[derive(Clone, Debug)]
enum Pooling<S: Field> {
    Each,
    /// The winner of each pool on each view.
    Winner(DMatrix<usize>),
    /// Equal shares of each pool of the given size.
    Share(usize, S),
}

/// f_0 … f_L, D_1 … D_L and J_1 … J_L of a network on a batch.
#[derive(Clone, Debug)]
pub struct Trace<S: Field> {
    /// f_0 … f_L, each n_l × views.
    activations: Vec<DMatrix<S>>,
    /// J_1 … J_L by view, each n_L × n_l.
    jacobians: Vec<Vec<DMatrix<S>>>,
    masks: Vec<Option<DMatrix<S>>>,
    zeros: usize,
}

/// f_0 … f_L with the gates D_l and the weights that act (masked).
struct Forward<S: Field> {
    activations: Vec<DMatrix<S>>,
    gates: Vec<Gate<S>>,
    weights: Vec<DMatrix<S>>,
}

fn forward<S: Field>(network: &Network<S>, inputs: &DMatrix<S>, at_zero: AtZero) -> Result<Forward<S>, Obstacle> {
    let mut activations = vec![inputs.clone()];
    let mut gates = Vec::new();
    let mut weights = Vec::new();
    for (index, layer) in network.layers.iter().enumerate() {
        let effective = match layer.mask_matrix() {
            Some(mask) => hadamard(&layer.weights, &mask),
            None => layer.weights.clone(),
        };
        let mut preactivation = S::product(&effective, &activations[index]);
        if let Some(bias) = &layer.bias {
            for mut column in preactivation.column_iter_mut() {
                column.iter_mut().zip(bias).for_each(|(t, b)| *t += b.clone());
            }
        }
        let (gate, activated) = activate(index + 1, layer, &preactivation, at_zero)?;
        activations.push(activated);
        gates.push(gate);
        weights.push(effective);
    }
    Ok(Forward { activations, gates, weights })
}

/// Are all gates of a network defined and decided? The obstacle if not; without the cost of the Jacobians.
pub(super) fn gates_are_decided<S: Field>(network: &Network<S>, inputs: &DMatrix<S>) -> Result<(), Obstacle> {
    forward(network, inputs, AtZero::Reject).map(|_| ())
}

impl<S: Field> Trace<S> {
    pub(super) fn new(network: &Network<S>, inputs: &DMatrix<S>, at_zero: AtZero) -> Result<Self, Obstacle> {
        let Forward { activations, gates, weights } = forward(network, inputs, at_zero)?;
        let jacobians = backward(&weights, &gates, inputs.ncols());
        let masks = network.layers.iter().map(Layer::mask_matrix).collect();
        let zeros = gates.iter().map(|gate| gate.zeros).sum();
        Ok(Trace { activations, jacobians, masks, zeros })
    }

    /// Pre-activations that were exactly 0, whose gate is a convention ([`AtZero::Subgradient`]).
    pub fn zeros(&self) -> usize {
        self.zeros
    }

    /// L, the number of layers.
    pub fn depth(&self) -> usize {
        self.activations.len() - 1
    }

    /// f_L on every view, n_L × views.
    pub fn output(&self) -> &DMatrix<S> {
        &self.activations[self.activations.len() - 1]
    }

    /// f_l on every view; f_0 is the input.
    pub fn activation(&self, layer: usize) -> &DMatrix<S> {
        &self.activations[layer]
    }

    /// J_l on one view, n_L × n_l.
    pub fn jacobian(&self, layer: usize, view: usize) -> &DMatrix<S> {
        &self.jacobians[layer - 1][view]
    }

    /// The connections K_l of layer l = 1..L on every view.
    pub fn connections(&self, layer: usize) -> Connections<'_, S> {
        Connections {
            below: &self.activations[layer - 1],
            jacobians: &self.jacobians[layer - 1],
            mask: self.masks[layer - 1].as_ref(),
        }
    }
}

/// D_l and f_l = D_l f̃_l. tanh has no gate: f̃ is mapped, and the slope is its derivative 1 − tanh².
fn activate<S: Field>(
    number: usize,
    layer: &Layer<S>,
    t: &DMatrix<S>,
    at_zero: AtZero,
) -> Result<(Gate<S>, DMatrix<S>), Obstacle> {
    let (units, views) = t.shape();
    let mut zeros = 0;
    let mut slopes = DMatrix::from_element(units, views, S::one());
    let mut f = t.clone();
    for view in 0..views {
        for unit in 0..units {
            let at = (unit, view);
            let below_zero = match &layer.activation {
                Activation::Linear => continue,
                Activation::Relu => S::zero(),
                Activation::LeakyRelu { slope } => slope.clone(),
                Activation::Tanh => {
                    let y = t[at].hyperbolic_tangent().ok_or(Obstacle::Unsupported("tanh"))?;
                    slopes[at] = S::one() - y.clone() * y.clone();
                    f[at] = y;
                    continue;
                }
                Activation::Gated { gates } => {
                    slopes[at] = gates[at].clone();
                    f[at] *= gates[at].clone();
                    continue;
                }
            };
            match t[at].sign() {
                Sign::Positive => {}
                Sign::Negative => {
                    slopes[at] = below_zero.clone();
                    f[at] *= below_zero;
                }
                // f is 0 and stays so.
                Sign::Zero if at_zero == AtZero::Subgradient => {
                    zeros += 1;
                    slopes[at] = below_zero;
                }
                Sign::Zero => return Err(Preactivation { layer: number, unit, view }.is_zero()),
                Sign::Unknown => return Err(Preactivation { layer: number, unit, view }.is_undecided()),
            }
        }
    }
    let (pooling, pooled) = pool(number, layer.pool, f)?;
    Ok((Gate { slopes, zeros, pooling }, pooled))
}

fn pool<S: Field>(number: usize, pool: Pool, f: DMatrix<S>) -> Result<(Pooling<S>, DMatrix<S>), Obstacle> {
    let (pools, views) = (f.nrows() / pool.size(), f.ncols());
    match pool {
        Pool::None => Ok((Pooling::Each, f)),
        Pool::Average { size } => {
            let share = S::from_rational(&Rational::new(1, size as u64));
            let mean = |p: usize, v: usize| (p * size..(p + 1) * size).fold(S::zero(), |s, u| s + f[(u, v)].clone());
            let pooled = DMatrix::from_fn(pools, views, |p, v| mean(p, v) * share.clone());
            Ok((Pooling::Share(size, share), pooled))
        }
        Pool::Max { size } => {
            let mut winners = DMatrix::zeros(pools, views);
            for v in 0..views {
                for p in 0..pools {
                    let group = p * size..(p + 1) * size;
                    let mut best = group.start;
                    for unit in group.start + 1..group.end {
                        match (f[(unit, v)].clone() - f[(best, v)].clone()).sign() {
                            Sign::Positive => best = unit,
                            Sign::Negative => {}
                            Sign::Zero => return Err(PooledMaximum { layer: number, pool: p, view: v }.is_tied()),
                            Sign::Unknown => return Err(Obstacle::UnknownSign("the gap of a maximum")),
                        }
                    }
                    winners[(p, v)] = best;
                }
            }
            let pooled = DMatrix::from_fn(pools, views, |p, v| f[(winners[(p, v)], v)].clone());
            Ok((Pooling::Winner(winners), pooled))
        }
    }
}

/// J_L = I, J_l = J_{l+1} W_{l+1} D_l, view by view.
fn backward<S: Field>(weights: &[DMatrix<S>], gates: &[Gate<S>], views: usize) -> Vec<Vec<DMatrix<S>>> {
    let depth = weights.len();
    let outputs = weights[depth - 1].nrows();
    let mut jacobians = vec![vec![DMatrix::identity(outputs, outputs); views]];
    for l in (0..depth - 1).rev() {
        let above = &jacobians[jacobians.len() - 1];
        let here = (0..views).map(|v| times_gate(&S::product(&above[v], &weights[l + 1]), &gates[l], v)).collect();
        jacobians.push(here);
    }
    jacobians.reverse();
    jacobians
}

/// G · D_l(x): from n_L × width to n_L × n_l.
fn times_gate<S: Field>(g: &DMatrix<S>, gate: &Gate<S>, view: usize) -> DMatrix<S> {
    DMatrix::from_fn(g.nrows(), gate.slopes.nrows(), |row, unit| {
        let slope = &gate.slopes[(unit, view)];
        match &gate.pooling {
            Pooling::Each => g[(row, unit)].clone() * slope.clone(),
            Pooling::Share(size, share) => g[(row, unit / size)].clone() * slope.clone() * share.clone(),
            Pooling::Winner(winners) => {
                let size = gate.slopes.nrows() / winners.nrows();
                if winners[(unit / size, view)] == unit {
                    g[(row, unit / size)].clone() * slope.clone()
                } else {
                    S::zero()
                }
            }
        }
    })
}
