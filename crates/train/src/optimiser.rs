//! Stochastic gradient descent with momentum and weight decay, and schedules of its rate.

use super::Real;
use serde::{Deserialize, Serialize};

/// The learning rate over the steps, as a factor of the first one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Schedule {
    /// Always 1.
    #[default]
    Constant,
    /// `factor` once more after every so many steps.
    Step {
        /// Steps between two changes, at least 1.
        every: u64,
        /// The factor.
        factor: f64,
    },
    /// ½(1 + cos(π t/T)) at step t < T, 0 from T on.
    Cosine {
        /// T.
        steps: u64,
    },
}

impl Schedule {
    /// The factor at a step, counted from 0.
    ///
    /// ```
    /// use dualproof_train::Schedule;
    /// assert_eq!(Schedule::Constant.factor(1_000_000), 1.0);
    /// assert_eq!(Schedule::Step { every: 10, factor: 0.5 }.factor(29), 0.25);
    /// assert_eq!(Schedule::Cosine { steps: 8 }.factor(0), 1.0);
    /// assert_eq!(Schedule::Cosine { steps: 8 }.factor(8), 0.0);
    /// ```
    pub fn factor(&self, step: u64) -> f64 {
        match *self {
            Schedule::Constant => 1.0,
            Schedule::Step { every, factor } => factor.powf((step / every.max(1)) as f64),
            Schedule::Cosine { steps } if step >= steps => 0.0,
            Schedule::Cosine { steps } => 0.5 * (1.0 + (std::f64::consts::PI * step as f64 / steps as f64).cos()),
        }
    }
}

/// The rule of an update.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Descent {
    /// α at step 0.
    pub rate: f64,
    /// m in v ← m v + g, w ← w − α v.
    pub momentum: f64,
    /// λ in g = ∂L/∂w + λ w.
    pub weight_decay: f64,
    /// α over the steps.
    pub schedule: Schedule,
}

impl Descent {
    /// Plain descent at a constant rate.
    pub fn plain(rate: f64) -> Self {
        Descent { rate, momentum: 0.0, weight_decay: 0.0, schedule: Schedule::Constant }
    }
}

/// Descent with its velocity.
#[derive(Clone, Debug, PartialEq)]
pub struct Sgd<T> {
    descent: Descent,
    /// v of every parameter.
    pub velocity: Vec<T>,
}

impl<T: Real> Sgd<T> {
    /// At rest.
    pub fn new(descent: Descent, parameters: usize) -> Self {
        Sgd { descent, velocity: vec![T::zero(); parameters] }
    }

    /// One update of the parameters along the gradient at a step, counted from 0.
    ///
    /// # Panics
    /// If the numbers of parameters differ.
    pub fn update(&mut self, step: u64, parameters: &mut [T], gradient: &[T]) {
        assert_eq!(parameters.len(), self.velocity.len(), "parameters of a descent");
        assert_eq!(gradient.len(), self.velocity.len(), "entries of a gradient");
        let rate = T::from_f64(self.descent.rate * self.descent.schedule.factor(step));
        let (momentum, decay) = (T::from_f64(self.descent.momentum), T::from_f64(self.descent.weight_decay));
        for ((w, v), g) in parameters.iter_mut().zip(&mut self.velocity).zip(gradient) {
            *v = momentum * *v + *g + decay * *w;
            *w -= rate * *v;
        }
    }
}

/// The exponential moving average of another network's parameters: target ← m·target + (1 − m)·online.
///
/// # Panics
/// If the numbers of parameters differ.
pub fn follow<T: Real>(target: &mut [T], online: &[T], momentum: f64) {
    assert_eq!(target.len(), online.len(), "parameters of a target");
    let (keep, take) = (T::from_f64(momentum), T::from_f64(1.0 - momentum));
    target.iter_mut().zip(online).for_each(|(target, online)| *target = keep * *target + take * *online);
}
