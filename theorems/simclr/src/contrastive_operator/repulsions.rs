//! What the formulas sum over: the repulsions of every draw in closed form, and the connections.

use super::{Draw, Formula, Instance};
use crate::loss_gradient::loss_gradient;
use dualproof::matrix::scaled;
use dualproof::network::{Layer, Network, Trace};
use dualproof::numbers::{Field, Obstacle, Rational};
use nalgebra::DMatrix;

/// A term of a sum over the views v and u: its weight, v and u.
pub(super) type Term<S> = (S, usize, usize);

/// The draws with their ξ₁ … ξ_H, each times the probability of the draw.
pub(super) struct Repulsions<'a, S: Field> {
    network: &'a Network<S>,
    trace: &'a Trace<S>,
    formula: Formula,
    draws: Vec<(&'a Draw, Vec<S>)>,
}

impl<'a, S: Field> Repulsions<'a, S> {
    pub(super) fn new(
        instance: &'a Instance,
        network: &'a Network<S>,
        trace: &'a Trace<S>,
        formula: Formula,
    ) -> Result<Self, Obstacle> {
        let mut all = Repulsions { network, trace, formula, draws: Vec::new() };
        for draw in &instance.draws {
            let negatives: Vec<S> = draw.negatives.iter().map(|n| all.distance(draw.first, *n)).collect();
            let xi = loss_gradient(&instance.loss, &all.distance(draw.first, draw.positive), &negatives)?.repulsions;
            let weight = S::from_rational(&draw.weight);
            let xi: Vec<S> = xi.into_iter().map(|x| x * weight.clone()).collect();
            let xi = match formula {
                Formula::OneRepulsionForAll | Formula::OperatorOfOneRepulsion => vec![xi[0].clone(); xi.len()],
                _ => xi,
            };
            all.draws.push((draw, xi));
        }
        Ok(all)
    }

    /// The number of layers.
    pub(super) fn depth(&self) -> usize {
        self.network.depth()
    }

    /// r = ½‖f_v − f_u‖².
    pub(super) fn distance(&self, v: usize, u: usize) -> S {
        let f = self.trace.output();
        let square = (f.column(v) - f.column(u)).iter().fold(S::zero(), |sum, x| sum + x.clone() * x.clone());
        square * half()
    }

    /// Every ξ_k with the x₁, x₊ and x₋_k of its draw.
    pub(super) fn each(&self) -> impl Iterator<Item = (S, [usize; 3])> {
        self.draws.iter().flat_map(|(draw, xi)| {
            xi.iter().zip(&draw.negatives).map(|(x, n)| (x.clone(), [draw.first, draw.positive, *n]))
        })
    }

    /// ξ_k, x₁ and x₋_k: the terms of the inter-sample operator.
    pub(super) fn inter_sample(&self) -> Vec<Term<S>> {
        self.each().map(|(xi, [first, _, negative])| (xi, first, negative)).collect()
    }

    /// Σ_k ξ_k, x₁ and x₊: the terms of the intra-sample operator.
    pub(super) fn intra_sample(&self) -> Vec<Term<S>> {
        self.draws.iter().map(|(draw, xi)| (self.attraction(xi), draw.first, draw.positive)).collect()
    }

    /// Σ_k ξ_k = ∂L/∂r₊ of a draw.
    fn attraction(&self, xi: &[S]) -> S {
        match self.formula {
            Formula::IntraSampleForgotten => S::zero(),
            Formula::AttractionOfOneNegative | Formula::OperatorOfOneNegative => xi[0].clone(),
            _ => xi.iter().cloned().fold(S::zero(), |a, b| a + b),
        }
    }

    /// Σ weight A Bᵀ over the terms, for every layer: `factors` makes A and B from K_v and K_u.
    pub(super) fn outer_products(
        &self,
        terms: &[Term<S>],
        factors: impl Fn(&DMatrix<S>, &DMatrix<S>) -> [DMatrix<S>; 2],
    ) -> Vec<DMatrix<S>> {
        let of_layer = |l: usize| {
            let k = self.trace.connections(l);
            let k: Vec<DMatrix<S>> = (0..k.views()).map(|v| k.explicit(v)).collect();
            terms.iter().fold(DMatrix::zeros(k[0].nrows(), k[0].nrows()), |sum, (weight, v, u)| {
                let [a, b] = factors(&k[*v], &k[*u]);
                sum + scaled(&S::product(&a, &b.transpose()), weight)
            })
        };
        (1..=self.depth()).map(of_layer).collect()
    }

    /// The inter-sample operator minus the intra-sample one, times `share`, applied to the weights of every layer.
    pub(super) fn difference_applied(&self, share: &S) -> Vec<DMatrix<S>> {
        let of_layer = |(layer, l): (&Layer<S>, usize)| {
            let k = self.trace.connections(l);
            let z = k.transpose_apply(&layer.weights);
            let mut y = DMatrix::<S>::zeros(z.nrows(), z.ncols());
            // weight (K_v − K_u)(K_v − K_u)ᵀ w_l, as columns that K_v and K_u are applied to.
            let mut add = |v: usize, u: usize, weight: S| {
                for row in 0..z.nrows() {
                    let step = weight.clone() * (z[(row, v)].clone() - z[(row, u)].clone());
                    y[(row, v)] += step.clone();
                    y[(row, u)] -= step;
                }
            };
            for (draw, xi) in &self.draws {
                xi.iter().zip(&draw.negatives).for_each(|(x, n)| add(draw.first, *n, x.clone() * share.clone()));
                add(draw.first, draw.positive, -(self.attraction(xi) * share.clone()));
            }
            k.apply(&y)
        };
        self.network.layers.iter().zip(1..).map(of_layer).collect()
    }
}

/// ½.
pub(super) fn half<S: Field>() -> S {
    S::from_rational(&Rational::new(1, 2))
}
