//! A tree as readable text: one node a line, with its polarity.

use super::{Channel, LatentTree, Shape};
use crate::numbers::Ring;
use std::fmt;

/// ```
/// use dualproof_numbers::numbers::Rational;
/// use dualproof_networks::tree::{Channel, Edge, LatentTree};
/// let edge = |parent, child, rho| Edge { parent, child, channel: Channel::Polarity(Rational::new(rho, 4)) };
/// let half = Rational::new(1, 2);
/// let tree = LatentTree { nodes: 4, root: vec![half.clone(), half], edges: vec![edge(0, 1, 3), edge(1, 2, -2), edge(0, 3, 4)] };
/// assert_eq!(tree.to_string(), "\
/// z0  P = 1/2, 1/2
/// ├─ z1  ρ = 3/4
/// │  └─ z2  ρ = -1/2
/// └─ z3  ρ = 1
/// ");
/// ```
impl<S: Ring> fmt::Display for LatentTree<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(shape) = self.try_shape() else {
            return write!(f, "no tree: {}", self.try_shape().expect_err("not a shape"));
        };
        writeln!(f, "z0  P = {}", list(self.root.iter()))?;
        let channels: Vec<Option<&Channel<S>>> =
            self.edges_by_child().into_iter().map(|edge| edge.map(|edge| &edge.channel)).collect();
        // An explicit stack: a chain may be deeper than the call stack.
        let mut stack: Vec<(usize, String)> = below(&shape, 0, "");
        while let Some((node, indent)) = stack.pop() {
            let is_last = shape.parent(node).and_then(|p| shape.children(p).last()) == Some(&node);
            write!(f, "{indent}{} z{node}  ", if is_last { "└─" } else { "├─" })?;
            match channels[node] {
                Some(Channel::Polarity(rho)) => writeln!(f, "ρ = {}", rho.text())?,
                Some(Channel::Transition(p)) => {
                    let rows: Vec<String> = (0..p.nrows()).map(|i| list(p.row(i).iter())).collect();
                    writeln!(f, "P = {}", rows.join("; "))?;
                }
                None => writeln!(f)?,
            }
            stack.extend(below(&shape, node, &format!("{indent}{}", if is_last { "   " } else { "│  " })));
        }
        Ok(())
    }
}

/// The children of a node with their indent, the first one last: on top of a stack.
fn below(shape: &Shape, node: usize, indent: &str) -> Vec<(usize, String)> {
    shape.children(node).iter().rev().map(|child| (*child, indent.to_string())).collect()
}

fn list<'a, S: Ring>(numbers: impl Iterator<Item = &'a S>) -> String {
    numbers.map(Ring::text).collect::<Vec<_>>().join(", ")
}
