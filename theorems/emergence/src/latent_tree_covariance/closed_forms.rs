//! Selectivities in closed form, through products of polarities: for deep binary trees, where no sum over all latents
//! is possible.

use super::cases::Instance;
use crate::selectivity::Binary;
use dualproof::network::Activation;
use dualproof::numbers::{Field, Obstacle, Rational, Sign};
use dualproof::tree::Pixels;

/// A unit that depends on the sign of one leaf below it.
#[derive(Clone)]
struct Ear<S> {
    /// The product of the polarities down to that leaf.
    polarity: S,
    /// The unit's value where the leaf is −1, +1.
    values: [S; 2],
}

impl<S: Field> Ear<S> {
    /// s = ρ ½(f(+1) − f(−1)).
    fn selectivity(&self) -> S {
        let half = S::from_rational(&Rational::new(1, 2));
        self.polarity.clone() * (self.values[1].clone() - self.values[0].clone()) * half
    }
}

/// The tree with the selectivities s = ½(E\[f | +1\] − E\[f | −1\]) of every node's units. Linear groups: s_μ = W_μ a_μ.
/// Units that listen to at most one unit below them: s = ρ ½(f(+1) − f(−1)), ρ the product down to a leaf.
///
/// # Errors
/// [`Obstacle::Outside`] for other networks.
pub fn binary<S: Field>(instance: &Instance) -> Result<Binary<S>, Obstacle> {
    let (tree, network) = (Binary::of(&instance.tree.embed::<S>())?, instance.network.embed::<S>());
    let lowest = match network.pixels {
        Pixels::Sign if instance.has_closed_forms() => -S::one(),
        Pixels::Bit if instance.has_closed_forms() => S::zero(),
        _ => return Err(Obstacle::Outside("a binary tree with features of closed form")),
    };
    let nodes = tree.shape.nodes();
    let (groups, is_linear) = (network.groups_by_node(nodes), network.is_linear());
    let pixel = Ear { polarity: S::one(), values: [lowest, S::one()] };
    let mut tree = Binary { s: vec![vec![pixel.selectivity()]; nodes], ..tree };
    let mut ears = vec![vec![pixel]; nodes];
    for node in tree.shape.order().to_vec().into_iter().rev() {
        let Some(group) = groups[node] else { continue };
        if is_linear {
            tree.s[node] = S::product(&group.weights, &tree.a(node)).iter().cloned().collect();
            continue;
        }
        let ears_of = |&child: &usize| ears[child].iter().map(move |ear| (child, ear));
        let heard: Vec<(usize, &Ear<S>)> = tree.shape.children(node).iter().flat_map(ears_of).collect();
        let mut here = Vec::new();
        for row in group.weights.row_iter() {
            here.push(match row.iter().position(|w| !w.is_zero()) {
                None => Ear { polarity: S::zero(), values: [S::zero(), S::zero()] },
                Some(k) => {
                    let value = |v: &S| positive_part(&group.activation, row[k].clone() * v.clone());
                    let (child, Ear { polarity, values: [low, high] }) = heard[k];
                    Ear { polarity: tree.rho[child].clone() * polarity.clone(), values: [value(low)?, value(high)?] }
                }
            });
        }
        tree.s[node] = here.iter().map(Ear::selectivity).collect();
        ears[node] = here;
    }
    Ok(tree)
}

fn positive_part<S: Field>(activation: &Activation<S>, t: S) -> Result<S, Obstacle> {
    match (activation, t.sign()) {
        (Activation::Linear, _) | (Activation::Relu, Sign::Positive | Sign::Zero) => Ok(t),
        (Activation::Relu, Sign::Negative) => Ok(S::zero()),
        (Activation::Relu, Sign::Unknown) => Err(Obstacle::UnknownSign("a pre-activation")),
        _ => Err(Obstacle::Outside("linear or ReLU groups")),
    }
}
