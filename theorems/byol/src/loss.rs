//! The loss of BYOL by its definition, recorded for differentiation: what every measured side here starts from.

use super::setting::{Instance, ZeroMean};
use dualproof::matrix::{embed, inner, scaled, vec};
use dualproof::numbers::{Field, Obstacle};
use dualproof::tape::pairs;
use dualproof::tape::{Gradient, Recorded, RecordedLayer, Tape, Var};
use nalgebra::DMatrix;

/// A recorded loss.
pub struct Recording<S: Field> {
    tape: Tape<S>,
    online: Recorded,
    predictor: Var,
    loss: Var,
}

impl<S: Field> Recording<S> {
    /// Records r = E ½‖P f₁ − f₂‖²: the online network on all views, its mean taken off if it is zero-mean, then
    /// P; the target network on all views, its mean taken off if it is zero-mean, then held constant; every pair
    /// of augmentations of a sample.
    ///
    /// # Errors
    /// Where a network is not differentiable or a gate not decided.
    pub fn new(instance: &Instance) -> Result<Self, Obstacle> {
        Self::with_predictor(instance, embed(&instance.predictor))
    }

    /// The same with another P.
    ///
    /// # Errors
    /// As for [`Recording::new`].
    pub fn with_predictor(instance: &Instance, predictor: DMatrix<S>) -> Result<Self, Obstacle> {
        let views = instance.views.embed::<S>();
        let weights: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
        let mut tape = Tape::new();
        let online = tape.network(&instance.online.embed(), &views.inputs)?;
        let f_1 = match instance.zero_mean.online {
            true => tape.centre(online.output, &weights),
            false => online.output,
        };
        let predictor = tape.variable(predictor);
        let first = tape.product(predictor, f_1);
        let target = tape.network(&instance.target.embed(), &views.inputs)?;
        let f_2 = match instance.zero_mean.target {
            true => tape.centre(target.output, &weights),
            false => target.output,
        };
        let second = tape.detached(f_2);
        let loss = tape.pair_loss(first, second, pairs::of_augmentations(&views, &instance.views.sample_weights));
        Ok(Recording { tape, online, predictor, loss })
    }

    fn gradient(&self) -> Gradient<S> {
        self.tape.gradient(self.loss)
    }

    /// r.
    pub fn value(&self) -> S {
        self.tape.value(self.loss)[(0, 0)].clone()
    }

    /// −∇_{W_l} r for every layer of the online network.
    pub fn updates(&self) -> Vec<DMatrix<S>> {
        let gradient = self.gradient();
        self.online.layers.iter().map(|layer| -gradient.of(layer.weights)).collect()
    }

    /// W_L and −∇_{W_L} r.
    ///
    /// # Errors
    /// [`Obstacle::Outside`] for a network without layers.
    pub fn top_layer(&self) -> Result<[DMatrix<S>; 2], Obstacle> {
        let top = self.online.layers.last().ok_or(Obstacle::Outside("a network without layers"))?;
        Ok([self.tape.value(top.weights).clone(), -self.gradient().of(top.weights)])
    }

    /// ⟨W_l, −∇_{W_l} r⟩ for every layer, each 1 × 1.
    pub fn radial_updates(&self) -> Vec<DMatrix<S>> {
        let radial = |(layer, update): (&RecordedLayer, DMatrix<S>)| {
            DMatrix::from_element(1, 1, inner(self.tape.value(layer.weights), &update))
        };
        self.online.layers.iter().zip(self.updates()).map(radial).collect()
    }

    /// ∇_P r.
    pub fn predictor_gradient(&self) -> DMatrix<S> {
        self.gradient().of(self.predictor)
    }
}

/// What the zero-mean of the instance adds to a part of the updates: the difference to the same instance without it.
///
/// # Errors
/// As for [`Recording::new`].
pub fn zero_mean_share<S: Field>(
    instance: &Instance,
    of: fn(&Recording<S>) -> Vec<DMatrix<S>>,
) -> Result<Vec<DMatrix<S>>, Obstacle> {
    let without = Recording::new(&Instance { zero_mean: ZeroMean::NEITHER, ..instance.clone() })?;
    let with = Recording::new(instance)?;
    Ok(of(&with).into_iter().zip(of(&without)).map(|(with, without)| with - without).collect())
}

/// −∇_{W_l} r for every layer with both outputs zero-mean, then with neither, whatever the instance, and with this P.
///
/// # Errors
/// As for [`Recording::new`].
pub fn with_and_without_zero_mean<S: Field>(instance: &Instance, p: DMatrix<S>) -> Result<Vec<DMatrix<S>>, Obstacle> {
    let updates =
        |zero_mean| Ok(Recording::with_predictor(&Instance { zero_mean, ..instance.clone() }, p.clone())?.updates());
    Ok([updates(ZeroMean::BOTH)?, updates(ZeroMean::NEITHER)?].concat())
}

/// Pᵀ(I − P), what the operators of the measured sides weigh outputs by.
pub fn weighting<S: Field>(p: &DMatrix<S>) -> DMatrix<S> {
    S::product(&p.transpose(), &(DMatrix::identity(p.nrows(), p.nrows()) - p))
}

/// ⟨w_l, V^S_x\[∂F̄/∂w_l\] w_l⟩ for every layer, each 1 × 1: the derivative of E⟨F̄ − EF̄, S c⟩ along w_l, c being the
/// constant of the value F̄ − EF̄ that the derivatives of F̄ − EF̄ applied to w_l are, in a homogeneous network.
///
/// # Errors
/// Where the online network is not differentiable or a gate not decided.
pub fn differentiated_attraction<S: Field>(instance: &Instance, s: &DMatrix<S>) -> Result<Vec<DMatrix<S>>, Obstacle> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.online.embed(), &views.inputs)?;
    let averaging = DMatrix::from_fn(views.len(), views.samples(), |v, i| {
        if views.sample_of(v) == i { views.augmentation_weights[v].clone() } else { S::zero() }
    });
    let averaging = tape.variable(averaging);
    let bars = tape.product(network.output, averaging);
    let centred = tape.centre(bars, &views.sample_weights);
    let weighed = S::product(s, tape.value(centred));
    let weighed = DMatrix::from_fn(weighed.nrows(), weighed.ncols(), |k, i| {
        weighed[(k, i)].clone() * views.sample_weights[i].clone()
    });
    let product = tape.gate(centred, weighed);
    let total = tape.total(product);
    let gradient = tape.gradient(total);
    let along = |layer: &RecordedLayer| {
        DMatrix::from_element(1, 1, inner(tape.value(layer.weights), &gradient.of(layer.weights)))
    };
    Ok(network.layers.iter().map(along).collect())
}

/// V^S_x of ∂F̄/∂w_l for every layer, as explicit matrices, every derivative by a sweep of its own.
///
/// # Errors
/// Where the online network is not differentiable or a gate not decided.
pub fn differentiated_operators<S: Field>(instance: &Instance, s: &DMatrix<S>) -> Result<Vec<DMatrix<S>>, Obstacle> {
    let views = instance.views.embed::<S>();
    let mut tape = Tape::new();
    let network = tape.network(&instance.online.embed(), &views.inputs)?;
    let n = instance.outputs();
    let sweep = |i: usize, k: usize| {
        let adjoint = DMatrix::from_fn(n, views.len(), |row, v| {
            if row == k && views.sample_of(v) == i { views.augmentation_weights[v].clone() } else { S::zero() }
        });
        tape.pull_back(network.output, adjoint)
    };
    let sweeps: Vec<Vec<_>> = (0..views.samples()).map(|i| (0..n).map(|k| sweep(i, k)).collect()).collect();
    let operator = |layer: &RecordedLayer| {
        // The n columns of ∂F̄(x_i)/∂w_l, and E[c S cᵀ] − E[c] S E[c]ᵀ from them.
        let columns: Vec<DMatrix<S>> = sweeps
            .iter()
            .map(|of_sample| {
                let columns: Vec<_> = of_sample.iter().map(|g| vec(&g.of(layer.weights))).collect();
                DMatrix::from_fn(columns[0].nrows(), n, |row, k| columns[k][(row, 0)].clone())
            })
            .collect();
        let square = |c: &DMatrix<S>| S::product(&S::product(c, s), &c.transpose());
        let (mut mean, mut sum) = (DMatrix::zeros(columns[0].nrows(), n), DMatrix::zeros(0, 0));
        sum.resize_mut(columns[0].nrows(), columns[0].nrows(), S::zero());
        for (p, c) in views.sample_weights.iter().zip(&columns) {
            mean += scaled(c, p);
            sum += scaled(&square(c), p);
        }
        sum - square(&mean)
    };
    Ok(network.layers.iter().map(operator).collect())
}
