//! The shape of a tree: parents, children, and the orders in which nodes are visited.

use super::TreeError;
use std::collections::HashSet;

/// Parents, children and depths of the nodes of a tree with root 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    depths: Vec<usize>,
    order: Vec<usize>,
}

impl Shape {
    /// The shape that a list of (parent, child) gives.
    ///
    /// # Errors
    /// No node, an edge to a node that does not exist, a parent of the root, two parents, a node without a parent, a cycle.
    pub fn new(nodes: usize, edges: impl Iterator<Item = (usize, usize)>) -> Result<Self, TreeError> {
        if nodes == 0 {
            return Err(TreeError::NoNodes);
        }
        let (mut parents, mut children) = (vec![None; nodes], vec![Vec::new(); nodes]);
        for (edge, (parent, child)) in edges.enumerate() {
            if let Some(node) = [parent, child].into_iter().find(|node| *node >= nodes) {
                return Err(TreeError::NoSuchNode { edge, node, nodes });
            }
            if child == 0 {
                return Err(TreeError::RootHasParent { parent });
            }
            if let Some(first) = parents[child].replace(parent) {
                return Err(TreeError::TwoParents { child, first, second: parent });
            }
            children[parent].push(child);
        }
        if let Some(node) = (1..nodes).find(|node| parents[*node].is_none()) {
            return Err(TreeError::Unreachable { node });
        }
        let (mut depths, mut order) = (vec![0; nodes], vec![0]);
        let mut next = 0;
        while let Some(&node) = order.get(next) {
            for &child in &children[node] {
                depths[child] = depths[node] + 1;
                order.push(child);
            }
            next += 1;
        }
        if order.len() < nodes {
            return Err(TreeError::Cycle { nodes: cycle(&parents, &order) });
        }
        Ok(Shape { parents, children, depths, order })
    }

    /// The number of nodes.
    pub fn nodes(&self) -> usize {
        self.parents.len()
    }

    /// The parent; `None` of the root.
    pub fn parent(&self, node: usize) -> Option<usize> {
        self.parents[node]
    }

    /// The children, in the order of their edges.
    pub fn children(&self, node: usize) -> &[usize] {
        &self.children[node]
    }

    /// Edges from the root.
    pub fn depth(&self, node: usize) -> usize {
        self.depths[node]
    }

    /// All nodes, level by level from the root; the children of a node are consecutive.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// The nodes without children, in the order of [`Shape::order`].
    pub fn leaves(&self) -> Vec<usize> {
        self.order.iter().copied().filter(|node| self.children[*node].is_empty()).collect()
    }

    /// The nodes with children, in the same order.
    pub fn inner_nodes(&self) -> Vec<usize> {
        self.order.iter().copied().filter(|node| !self.children[*node].is_empty()).collect()
    }

    /// The nodes of one depth, in the same order.
    pub fn level(&self, depth: usize) -> Vec<usize> {
        self.order.iter().copied().filter(|node| self.depths[*node] == depth).collect()
    }

    /// The largest depth.
    pub fn height(&self) -> usize {
        self.depths.iter().copied().max().unwrap_or(0)
    }

    /// Are all leaves equally deep, so that the levels can be the layers of a network?
    pub fn is_levelled(&self) -> bool {
        let height = self.height();
        self.leaves().iter().all(|leaf| self.depths[*leaf] == height)
    }

    /// The nodes from `node` up to the root, both included.
    pub fn path_up(&self, node: usize) -> Vec<usize> {
        std::iter::successors(Some(node), |node| self.parents[*node]).collect()
    }
}

/// The nodes of a cycle, from the edges to nodes that the root does not reach.
fn cycle(parents: &[Option<usize>], reached: &[usize]) -> Vec<usize> {
    let reached: HashSet<usize> = reached.iter().copied().collect();
    let start = (0..parents.len()).find(|node| !reached.contains(node));
    let mut path: Vec<usize> = Vec::new();
    let mut node = start;
    while let Some(here) = node {
        if let Some(at) = path.iter().position(|seen| *seen == here) {
            return path.split_off(at);
        }
        path.push(here);
        node = parents[here];
    }
    path
}
