//! What the update of each parameter of one network is made of.

use super::block::{Block, covariance};
use super::{EulerOperator, Instance, Part, twice};
use dualproof::claim::Sides;
use dualproof::graph::Graph;
use dualproof::matrix::Matrix;
use dualproof::numbers::{Number, Obstacle, Rational};
use dualproof::views::Views;

/// The update of one parameter, as a block of its own.
#[derive(Clone, Debug)]
pub struct Shares {
    /// The place of the parameter.
    pub place: usize,
    /// The degree in which the network is homogeneous in it, but for a constant; `None` where its operations show none.
    pub degree: Option<usize>,
    /// −∇_θ L, differentiated in reverse.
    pub update: Matrix,
    /// 2 V_x\[K̄\] θ, from forward derivatives: what the covariance operator makes of the parameter.
    pub covariance: Matrix,
    /// 2 Cov_x(K̄, c̄), the cross term: what the update is besides.
    pub rest: Matrix,
}

/// Every parameter of a network on views, in the system of the scope. Takes a forward pass for each of their entries.
///
/// # Errors
/// Where the network is not differentiable or that is not decided.
pub fn shares(network: &Graph<Rational>, views: &Views<Rational>) -> Result<Vec<Shares>, Obstacle> {
    let places: Vec<usize> = (0..network.parameters.len()).collect();
    let instance = |block: Vec<usize>| Instance { network: network.clone(), views: views.clone(), block, degree: 1 };
    let updates = EulerOperator::measured(&instance(places.clone()), Part::Update)?;
    let of_place = |(place, update): (usize, Matrix)| {
        let instance = instance(vec![place]);
        let block = Block::of(&instance)?;
        let k_theta = block.along(&block.theta());
        let (share, rest) = (block.over_augmentations(&k_theta), block.over_augmentations(&(block.output() - k_theta)));
        let both = block.by_entry(|k| {
            let k = block.over_augmentations(&k);
            let law = block.law(&k);
            (twice(covariance(&law, &k, &share)), twice(covariance(&law, &k, &rest)))
        });
        let part = |of: fn(&(Number, Number)) -> &Number| both[0].map(|pair| of(&pair).clone());
        let degree = network.degree_but_for_a_constant(&[place]);
        Ok(Shares { place, degree, update, covariance: part(|pair| &pair.0), rest: part(|pair| &pair.1) })
    };
    places.into_iter().zip(updates).map(of_place).collect()
}
