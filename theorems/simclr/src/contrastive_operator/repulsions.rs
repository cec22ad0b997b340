//! The formula's side: connections and ξ in closed form.

use super::super::pull::pull;
use super::{Draw, Formula, Instance, Part};
use dualproof::claim::Side;
use dualproof::matrix::scaled;
use dualproof::network::{Connections, Layer};
use dualproof::numbers::{Field, Obstacle, Rational};
use nalgebra::DMatrix;

/// The operators applied to the weights, and what follows from them.
pub fn predicted<S: Field>(instance: &Instance, part: Part, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let trace = network.trace(&dualproof::matrix::embed(&instance.inputs))?;
    let f = trace.output();
    let half = S::from_rational(&Rational::new(1, 2));
    let distance = |v: usize, u: usize| {
        let gap = f.column(v) - f.column(u);
        gap.iter().fold(S::zero(), |sum, x| sum + x.clone() * x.clone()) * half.clone()
    };
    let repulsions = |draw: &Draw| -> Result<Vec<S>, Obstacle> {
        let negatives: Vec<S> = draw.negatives.iter().map(|n| distance(draw.first, *n)).collect();
        let weight = S::from_rational(&draw.weight);
        let xi = pull(&instance.loss, &distance(draw.first, draw.positive), &negatives)?.repulsions;
        let xi: Vec<S> = xi.into_iter().map(|x| x * weight.clone()).collect();
        Ok(if formula == Formula::OneRepulsionForAll { vec![xi[0].clone(); xi.len()] } else { xi })
    };
    let xi: Vec<Vec<S>> = instance.draws.iter().map(repulsions).collect::<Result<_, _>>()?;
    let total = |list: &[S]| list.iter().cloned().fold(S::zero(), |a, b| a + b);
    // What the positive of a draw is attracted with.
    let attraction = |xi: &[S]| match formula {
        Formula::IntraSampleForgotten => S::zero(),
        Formula::AttractionOfOneNegative => xi[0].clone(),
        _ => total(xi),
    };
    // ξ_k of every draw with its x₁ and its negative.
    let pushes = || {
        instance
            .draws
            .iter()
            .zip(&xi)
            .flat_map(|(draw, xi)| xi.iter().zip(&draw.negatives).map(|(x, n)| (x.clone(), draw.first, *n)))
    };
    // Σ weight (K_v − K_u)(K_v − K_u)ᵀ over the terms (weight, v, u), layer by layer; without u: Σ weight K_v K_vᵀ.
    let squares = |terms: Vec<(S, usize, Option<usize>)>| -> Vec<DMatrix<S>> {
        let of_layer = |layer: usize| {
            let k: Vec<DMatrix<S>> = (0..f.ncols()).map(|v| trace.connections(layer).explicit(v)).collect();
            let mut sum = DMatrix::zeros(k[0].nrows(), k[0].nrows());
            for (weight, v, u) in &terms {
                let gap = u.map_or_else(|| k[*v].clone(), |u| &k[*v] - &k[u]);
                sum += scaled(&S::product(&gap, &gap.transpose()), weight);
            }
            sum
        };
        (1..=network.depth()).map(of_layer).collect()
    };
    let layers = network.layers.iter().enumerate();
    let number = |x: S| DMatrix::from_element(1, 1, x);
    match part {
        Part::Semidefinite => Ok(vec![number(S::one()); 2 * network.depth()]),
        Part::OneBranchPositivity => Ok(vec![number(S::zero()); network.depth()]),
        Part::Exhibit => Err(Obstacle::Outside("the exhibit is held against its decimals")),
        Part::Energy => {
            let mut energy = S::zero();
            for (draw, xi) in instance.draws.iter().zip(&xi) {
                for (x, n) in xi.iter().zip(&draw.negatives) {
                    energy.add_product(x, &(distance(draw.first, *n) - distance(draw.first, draw.positive)));
                }
            }
            let twice = if formula == Formula::EnergyWithoutTwo { 1 } else { 2 };
            Ok(vec![number(energy * S::from_integer(twice)); network.depth()])
        }
        Part::OneBranchSymmetry => {
            // Gᵀ = E[Σ ξ_k (K(x) − K(y_k)) K(x)ᵀ].
            let transposed = |(index, _): (usize, &Layer<S>)| {
                let k: Vec<DMatrix<S>> = (0..f.ncols()).map(|v| trace.connections(index + 1).explicit(v)).collect();
                let mut sum = DMatrix::zeros(k[0].nrows(), k[0].nrows());
                for (draw, xi) in instance.draws.iter().zip(&xi) {
                    for (x, n) in xi.iter().zip(&draw.negatives) {
                        let gap = &k[draw.first] - &k[*n];
                        sum += scaled(&S::product(&gap, &k[draw.first].transpose()), x);
                    }
                }
                sum
            };
            Ok(layers.map(transposed).collect())
        }
        Part::OneBranchOperator => {
            let share = if formula == Formula::SquaresWithoutHalf { S::one() } else { half.clone() };
            let other = |n: usize| (formula != Formula::SquaresOfXAlone).then_some(n);
            Ok(squares(pushes().map(|(x, v, n)| (x * share.clone(), v, other(n))).collect()))
        }
        Part::Operators => {
            let inter = squares(pushes().map(|(x, v, n)| (x, v, Some(n))).collect());
            let pulls = instance.draws.iter().zip(&xi).map(|(d, xi)| (attraction(xi), d.first, Some(d.positive)));
            Ok([inter, squares(pulls.collect())].concat())
        }
        Part::BothBranches | Part::OneBranch => {
            let update = |(index, layer): (usize, &Layer<S>)| {
                let k: Connections<'_, S> = trace.connections(index + 1);
                let z = k.transpose_apply(&layer.weights);
                let mut y = DMatrix::<S>::zeros(z.nrows(), z.ncols());
                // weight · (K_v − K_u)(K_v − K_u)ᵀ w, as what stands behind K_v and K_u.
                let mut add = |v: usize, u: usize, weight: S| {
                    for row in 0..z.nrows() {
                        let flow = weight.clone() * (z[(row, v)].clone() - z[(row, u)].clone());
                        y[(row, v)] += flow.clone();
                        y[(row, u)] -= flow;
                    }
                };
                let share = if part == Part::OneBranch || formula == Formula::OneBranchForBoth {
                    half.clone()
                } else {
                    S::one()
                };
                for (draw, xi) in instance.draws.iter().zip(&xi) {
                    xi.iter().zip(&draw.negatives).for_each(|(x, n)| add(draw.first, *n, x.clone() * share.clone()));
                    add(draw.first, draw.positive, -(attraction(xi) * share.clone()));
                }
                k.apply(&y)
            };
            Ok(layers.map(update).collect())
        }
    }
}
