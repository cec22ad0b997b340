//! The formula's side: moments of the connections, applied to the weights.

use super::{Formula, Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::scaled;
use dualproof::network::Connections;
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::operator::{Moment, Operator};
use nalgebra::DMatrix;

/// The covariance operator applied to the weights.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let (network, views) = (instance.network.embed::<S>(), instance.views.embed::<S>());
    let trace = network.trace(&views.inputs)?;
    if matches!(part, Part::Energy | Part::EnergyOfEveryLayer) {
        let energy = views.between_sample_variance(trace.output());
        return Ok(match part {
            Part::Energy => vec![DMatrix::from_element(1, 1, -energy)],
            _ => vec![DMatrix::from_element(1, 1, energy); network.depth()],
        });
    }
    let moment = match formula {
        Formula::AugmentationMeanForgotten => Moment::Total,
        Formula::CentringForgotten => Moment::MeanSquare,
        _ => Moment::Between,
    };
    let fraction = |numerator: usize, denominator: usize| {
        if denominator == 0 {
            Err(Obstacle::Outside("a batch of one"))
        } else {
            Ok(S::from_rational(&Rational::new(numerator as i64, denominator as u64)))
        }
    };
    let two = S::from_integer(2);
    let mut layers = Vec::new();
    for (index, layer) in network.layers.iter().enumerate() {
        let flat = vec![DMatrix::identity(network.output_width(), layer.units()); views.len()];
        let connections = match formula {
            Formula::JacobianDropped => {
                let k = trace.connections(index + 1);
                Connections::new(k.below(), &flat, k.mask())
            }
            _ => trace.connections(index + 1),
        };
        let apply = |moment| Operator::of(connections, &views, moment).apply(&layer.weights);
        layers.push(match part {
            Part::PositiveSemidefinite => Operator::of(connections, &views, moment).explicit(),
            Part::BothBranches if formula != Formula::FactorOneForBothBranches => scaled(&apply(moment), &two),
            Part::FiniteBatch => {
                let (n, a) = (views.samples(), views.augmentations());
                let between = match formula {
                    Formula::NForNMinusOne => S::one(),
                    _ => fraction(n, n - 1)?,
                };
                let within = match formula {
                    Formula::ShrinkageForgotten => S::zero(),
                    _ => fraction(1, a - 1)?,
                };
                let sum = scaled(&apply(moment), &between) - scaled(&apply(Moment::Within), &within);
                scaled(&sum, &two)
            }
            Part::LossWithBeta => {
                let beta = S::from_rational(&instance.beta);
                let (factor, spread) = match formula {
                    Formula::MinusBeta => (-beta, Moment::Within),
                    Formula::OnePlusBeta => (S::one() + beta, Moment::Within),
                    Formula::TotalForWithin => (beta, Moment::Total),
                    _ => (beta, Moment::Within),
                };
                scaled(&(apply(moment) - scaled(&apply(spread), &factor)), &two)
            }
            _ if formula == Formula::HalfForgotten => scaled(&apply(moment), &two),
            _ => apply(moment),
        });
    }
    Ok(layers)
}
