//! `scaled-layer`: a positive factor on the weights of one layer is a factor on the output.
//!
//! # Statement
//! Let f be a bias-free network of homogeneous layers, c > 0, and f' the network with c·W_1 in place of W_1. Then for
//! every input x:
//!
//! - `output`: f'(x) = c f(x).
//!
//! # Source
//! Folklore. In a paper's claim: the sentence, theorem or equation that it encodes.
//!
//! # Assumptions
//! - `network_is_bias_free`: a bias is not scaled along.
//! - `scale_is_positive`: ψ(c t) = c ψ(t) needs c ≥ 0; for c = 0 nothing is left to compare.
//!
//! # Proof
//! Each layer is homogeneous of degree 1 in its input, so the factor passes through all of them.
//!
//! # Checked form
//! On finite batches, exactly: the measured side records the scaled network on a tape, the predicted side takes the forward
//! pass of the other one.
//!
//! # Mutants
//! - `factor-squared`: c² f(x).
//! - `factor-forgotten`: f(x).
//!
//! # When an assumption is dropped
//! With a bias the two outputs differ, on a stored instance.

use dualproof::claim::{Declaration, Evidence, Kind, Side, Sides, Theorem, assume};
use dualproof::matrix::scaled;
use dualproof::network::Network;
use dualproof::numbers::{Number, Rational};
use dualproof::strategies::{Setting, network_and_views};
use dualproof::tape::Tape;
use dualproof::views::Views;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// A network, the views it is applied to, and the factor on its first layer.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    network: Network<Rational>,
    views: Views<Rational>,
    scale: Rational,
}

dualproof::parts! {
    pub enum Part {
        Output: Equal,
    }
}

dualproof::mutants! {
    pub enum Formula of Part {
        FactorSquared: Output, FactorForgotten: Output,
    }
}

/// A positive factor on the weights of one layer is a factor on the output.
pub struct ScaledLayer;

impl Sides for ScaledLayer {
    /// The output of the scaled network, recorded layer by layer.
    fn measured(instance: &Instance, _: Part) -> Side {
        let mut network = instance.network.embed::<Number>();
        network.layers[0].weights = scaled(&network.layers[0].weights, &Number::from_rational(&instance.scale));
        let mut tape = Tape::new();
        let recorded = tape.network(&network, &instance.views.embed::<Number>().inputs)?;
        Ok(vec![tape.value(recorded.output).clone()])
    }

    fn predicted(instance: &Instance, _: Part, formula: Formula) -> Side {
        let trace = instance.network.embed::<Number>().trace(&instance.views.embed::<Number>().inputs)?;
        let c = Number::from_rational(&instance.scale);
        let factor = match formula {
            Formula::Stated => c,
            Formula::FactorSquared => c.clone() * c,
            Formula::FactorForgotten => Number::one(),
        };
        Ok(vec![scaled(trace.output(), &factor)])
    }
}

impl Theorem for ScaledLayer {
    type Instance = Instance;
    type Part = Part;
    type Formula = Formula;

    fn declaration() -> Declaration<Self> {
        Declaration {
            page: dualproof::page!("scaled_layer.rs"),
            cases: || drawn(Setting::default()),
            validate,
            assumptions: vec![
                assume("network_is_bias_free", |i: &Instance| i.network.is_bias_free()).fails(
                    Part::Output,
                    Kind::Exact,
                    || drawn(Setting { bias: true, ..Setting::default() }),
                ),
                assume("scale_is_positive", |i: &Instance| i.scale > Rational::new(0, 1))
                    .domain("for c ≤ 0 the layer is another one"),
            ],
            primary: Evidence::exact(),
            further: vec![Evidence::float()],
        }
    }
}

/// Random networks with a factor from ½ to 4.
fn drawn(options: Setting) -> BoxedStrategy<Instance> {
    (network_and_views(options), 1_i64..=8)
        .prop_map(|((network, views), halves)| Instance { network, views, scale: Rational::new(halves, 2) })
        .boxed()
}

fn validate(instance: &Instance) -> Result<(), String> {
    instance.views.validate().map_err(|error| error.to_string())?;
    let (inputs, views) = (instance.views.inputs.nrows(), instance.views.len());
    instance.network.validate(inputs, views).map_err(|error| error.to_string())
}
