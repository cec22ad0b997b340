//! Fast derivatives of graphs of operations on batches, in `f64` or `f32`: values, tangents and pullbacks.
//!
//! A [`Program`] is a [`Graph`](dualproof_networks::graph::Graph) prepared for one type of numbers; a [`Pass`] is its values
//! on a batch, from which tangents Σ_p ∂f/∂θ_p d_p (forward) and pullbacks Σ_x (∂f(x)/∂θ_p)ᵀ g(x) (backward) are
//! computed. Statistics of a batch weigh every view alike. Results do not depend on the number of threads: a batch is
//! cut into chunks of views by the graph and the number of views alone, and sums over chunks are taken in their order.
//!
//! ```
//! use dualproof_autodiff::{Kinks, Program};
//! use dualproof_networks::graph::{Graph, Node, Operation, Parameter};
//! use nalgebra::{DMatrix, dmatrix};
//! // f(x) = max(W x, 0).
//! let node = |operation, of: &[usize]| Node { operation, of: of.to_vec() };
//! let graph = Graph {
//!     parameters: vec![Parameter { name: "W".into(), values: dmatrix![2.0, 0.0; 0.0, -1.0], mask: None }],
//!     nodes: vec![
//!         node(Operation::Input, &[]),
//!         node(Operation::Dense { weights: 0 }, &[0]),
//!         node(Operation::Rectify { slope: 0.0 }, &[1]),
//!     ],
//! };
//! let program = Program::<f64>::new(&graph, 2)?;
//! let pass = program.pass(dmatrix![1.0; 1.0], Kinks::Refuse)?;
//! assert_eq!(*pass.output(), dmatrix![2.0; 0.0]);
//! let direction = DMatrix::from_element(2, 2, 1.0);
//! assert_eq!(pass.tangent(&[(0, &direction)]), dmatrix![2.0; 0.0]);
//! assert_eq!(pass.pullback(&dmatrix![1.0; 1.0], &[0]), [dmatrix![1.0, 1.0; 0.0, 0.0]]);
//! // At 0 there is no derivative: refused, or PyTorch's convention, counted.
//! assert!(program.pass(dmatrix![0.0; 0.0], Kinks::Refuse).is_err());
//! assert_eq!(program.pass(dmatrix![0.0; 0.0], Kinks::Convention)?.kinks(), 2);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![warn(missing_docs)]

mod correlation;
mod cotangent;
mod error;
mod pass;
mod plan;
mod program;
mod pullback;
mod scalar;
mod schedule;
mod statistics;
mod tangent;
mod values;

pub use error::PassError;
pub use pass::{Kinks, Pass};
pub use program::Program;
pub use scalar::Scalar;
