//! The first samples again, on the tape with a running error bound: another differentiation, which shares no code.

use super::agreement::{ACCURACY, Agreement, ROUNDING};
use super::error::TrainedError;
use super::subject::Subject;
use dualproof::network::AtZero;
use dualproof::numbers::{Field, Obstacle, Rational, Ring, Running, norm};
use dualproof::tape::Tape;
use dualproof_autodiff::Kinks;
use dualproof_losses::{Batch, Loss};
use nalgebra::DMatrix;

/// What the tape says of the fast passes on the first samples.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// Of the outputs.
    pub outputs: Agreement,
    /// Of the update of every parameter, for the loss of these samples alone.
    pub updates: Vec<Agreement>,
}

impl Subject {
    /// Differentiates the loss of the first samples both ways. The tape is given the gradient by the outputs as numbers: it
    /// pulls the same cotangent back.
    ///
    /// # Errors
    /// Where the loss has no value on so few samples; what the tape cannot decide is in the answer.
    pub fn checked(&self, loss: &Loss, samples: usize, targets: &DMatrix<f64>) -> Result<Checked, TrainedError> {
        let batch = Batch { samples: samples.min(self.batch.samples), ..self.batch };
        let inputs = self.inputs(0..batch.samples)?;
        let pass = self.pass(&self.network, 0..batch.samples)?;
        let targets = targets.columns(0, batch.columns()).into_owned();
        let (_, cotangent, _) = self.by_outputs(loss, pass.output(), &targets, batch)?;
        let all: Vec<usize> = (0..self.network.program.parameters().len()).collect();
        let fast = pass.pullback(&cotangent, &all);
        Ok(match self.on_the_tape(&inputs, &cotangent) {
            Ok((outputs, updates)) => {
                let largest = fast.iter().map(|u| norm(u.as_slice())).fold(0.0, f64::max);
                let of_update = |(fast, bounded): (&DMatrix<f64>, &Bounded)| {
                    let check = compared(fast, bounded);
                    // Certainly below the accuracy of the network's updates: that much is decided, and no more can be.
                    let most = bounded.map(|x| x.to_f64().abs() + x.error_bound());
                    let is_at_most = |m: &DMatrix<f64>, share: f64| norm(m.as_slice()) <= share * largest;
                    let vanishes = is_at_most(fast, ROUNDING) && is_at_most(&most, ACCURACY);
                    if vanishes { check.rounding() } else { check }
                };
                Checked {
                    outputs: compared(pass.output(), &outputs),
                    updates: fast.iter().zip(&updates).map(of_update).collect(),
                }
            }
            Err(obstacle) => {
                let undecided = Agreement::undecided(obstacle.to_string());
                Checked { outputs: undecided.clone(), updates: vec![undecided; fast.len()] }
            }
        })
    }

    /// f, and Σ (∂f/∂θ)ᵀ g of every parameter, with error bounds.
    fn on_the_tape(
        &self,
        inputs: &DMatrix<f64>,
        cotangent: &DMatrix<f64>,
    ) -> Result<(Bounded, Vec<Bounded>), Obstacle> {
        let graph = self.network.import.graph.map(|x| Running::exact(*x));
        let views = inputs.ncols();
        let share = Running::from_rational(&Rational::new(1, views as u64));
        let mut tape = Tape::with_gates_at_zero(match self.kinks {
            Kinks::Refuse => AtZero::Reject,
            Kinks::Convention => AtZero::Subgradient,
        });
        let recorded = tape.graph(&graph, &inputs.map(Running::exact), &vec![share; views])?;
        let gradient = tape.pull_back(recorded.output, cotangent.map(Running::exact));
        let updates = recorded.parameters.iter().map(|p| gradient.of(*p)).collect();
        Ok((tape.value(recorded.output).clone(), updates))
    }
}

/// A matrix with a bound on the error of every entry.
type Bounded = DMatrix<Running>;

/// Norms of a value, its difference from another with a bound, and that bound.
fn compared(fast: &DMatrix<f64>, bounded: &Bounded) -> Agreement {
    let value = bounded.map(|x| x.to_f64());
    let bound = bounded.map(|x| x.error_bound());
    let size = |m: &DMatrix<f64>| norm(m.as_slice());
    Agreement::of(size(&(fast - &value)), Some(size(&bound)), size(&value))
}
