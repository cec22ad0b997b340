//! Values, tangents and pullbacks against two readings of a graph that share no code with them, and against each other.

mod blocks;
mod graphs;
mod kinks;
mod readings;
mod refusals;
mod single;
mod threads;
mod vacuity;

use dualproof_networks::graph::{Graph, Node, Operation, Parameter};
use nalgebra::DMatrix;

/// A parameter without a mask.
fn parameter(name: &str, values: DMatrix<f64>) -> Parameter<f64> {
    Parameter { name: name.to_string(), values, mask: None }
}

/// Operations one after the other on the input.
fn chain(parameters: Vec<Parameter<f64>>, operations: Vec<Operation<f64>>) -> Graph<f64> {
    let mut graph = Graph { parameters, nodes: vec![Node { operation: Operation::Input, of: Vec::new() }] };
    operations.into_iter().for_each(|operation| graph.then(operation));
    graph
}
