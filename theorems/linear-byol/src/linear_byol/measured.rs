//! The measured side: the loss differentiated, once or at every step.

use super::{Instance, Part};
use crate::flow::{State, gradients, of_product, velocities};
use crate::modes::along;
use dualproof::claim::Side;
use dualproof::matrix::{Matrix, embed, scaled};
use dualproof::numbers::Number;

pub(super) fn measured(instance: &Instance, part: Part) -> Side {
    let setting = &instance.setting;
    let start = State::of(setting);
    let alpha = Number::from_rational(&setting.rate);
    Ok(match part {
        Part::Gradient => gradients(setting, &start).to_vec(),
        Part::BalanceDecays => {
            let [dw, dp] = velocities(setting, &start);
            let [w, p] = [&start.weights, &start.predictor];
            let of_w = of_product([w, &dw], [&w.transpose(), &dw.transpose()]);
            let of_p = of_product([&p.transpose(), &dp.transpose()], [p, &dp]);
            vec![scaled(&of_w, &alpha) - of_p]
        }
        Part::BalanceOfAStep => {
            let State { weights: w, predictor: p, .. } = stepped(instance, start);
            let of_w = Number::product(&w, &w.transpose());
            vec![scaled(&of_w, &alpha) - Number::product(&p.transpose(), &p)]
        }
        Part::Modes => {
            let end = (0..instance.steps).fold(start, |state, _| stepped(instance, state));
            let [u, q]: [Matrix; 2] = [&instance.axes.outputs, &instance.axes.inputs].map(embed);
            vec![along(&u, &end.weights, &q), along(&u, &end.predictor, &u), along(&u, &end.target, &q)]
        }
    })
}

/// One step of size h.
fn stepped(instance: &Instance, State { weights, predictor, target }: State) -> State {
    let [h, beta] = [&instance.step, &instance.follows].map(Number::from_rational);
    let state = State { weights, predictor, target };
    let [dw, dp] = velocities(&instance.setting, &state);
    State {
        weights: &state.weights + scaled(&dw, &h),
        predictor: &state.predictor + scaled(&dp, &h),
        target: &state.target + scaled(&(&state.weights - &state.target), &(h * beta)),
    }
}
