//! Lines through two trees or two networks of one shape: what identity evidence moves along.

use super::{Channel, Edge, Group, LatentTree, LocalNetwork};
use crate::numbers::{Line, Rational};

crate::line_through!(LatentTree<Rational> { root, edges } keeping { nodes });
crate::line_through!(Edge<Rational> { channel } keeping { parent, child });
crate::line_through!(Group<Rational> { weights } keeping { node, activation });
crate::line_through!(LocalNetwork<Rational> { groups } keeping { pixels });

impl Line for Channel<Rational> {
    fn towards(&self, other: &Self, t: &Rational) -> Self {
        match (self, other) {
            (Channel::Polarity(a), Channel::Polarity(b)) => Channel::Polarity(a.towards(b, t)),
            (Channel::Transition(a), Channel::Transition(b)) => Channel::Transition(a.towards(b, t)),
            _ => self.clone(),
        }
    }
}
