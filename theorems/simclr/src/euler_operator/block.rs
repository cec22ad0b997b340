//! An instance, and a block of parameters with its connection, for the predicted side.

use dualproof::graph::{Evaluated, Graph, Operation};
use dualproof::matrix::Matrix;
use dualproof::numbers::{Field, Number, Obstacle, Rational, Running, WideInterval};
use dualproof::tape::Tape;
use dualproof::views::Views;
use nalgebra::DMatrix;
use serde::{Deserialize, Serialize};

/// A network, views, and a block of its parameters.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Graph<Rational>,
    /// The samples and their augmentations: the batch.
    pub views: Views<Rational>,
    /// θ: the places of its parameters, in rising order.
    pub block: Vec<usize>,
    /// k.
    pub degree: usize,
}

dualproof::line_through!(Instance { network, views } keeping { block, degree });

/// The place of the parameter of the last layer, where that is linear, with or without biases, and nothing else uses it.
fn linear_top<S: Field>(network: &Graph<S>) -> Option<usize> {
    let mut nodes = network.nodes.iter().rev().skip_while(|node| matches!(node.operation, Operation::Bias { .. }));
    let Operation::Dense { weights } = nodes.next()?.operation else { return None };
    nodes.all(|node| node.operation.parameter() != Some(weights)).then_some(weights)
}

/// The place of the parameter of the last layer of weights.
fn last_weights<S: Field>(network: &Graph<S>) -> Option<usize> {
    network.nodes.iter().rev().find_map(|node| match node.operation {
        Operation::Dense { weights } => Some(weights),
        _ => None,
    })
}

impl Instance {
    /// Is k the degree of the block?
    pub fn block_has_the_degree(&self) -> bool {
        self.network.degree_but_for_a_constant(&self.block) == Some(self.degree)
    }

    /// Is f = W h, or W h + b, with weights of its own?
    pub fn top_is_linear(&self) -> bool {
        linear_top(&self.network).is_some()
    }

    /// Has the network a gradient? By the error bound where it decides; else exactly, or where there are roots by wide
    /// intervals: what these cannot tell from 0 counts as 0.
    pub fn is_differentiable(&self) -> bool {
        fn decide<S: Field>(instance: &Instance) -> Result<(), Obstacle> {
            let views = instance.views.embed::<S>();
            let law: Vec<S> = (0..views.len()).map(|v| views.weight(v)).collect();
            Tape::new().graph(&instance.network.embed(), &views.inputs, &law).map(|_| ())
        }
        let has_roots = |operation: &Operation<Rational>| {
            matches!(operation, Operation::OverDeviation { .. } | Operation::Normalise | Operation::Tanh)
        };
        if decide::<Running>(self).is_ok() {
            return true;
        }
        match self.network.nodes.iter().any(|node| has_roots(&node.operation)) {
            false => !decide::<Rational>(self).is_err_and(|obstacle| obstacle.is_unmet_assumption()),
            true => decide::<WideInterval>(self).is_ok(),
        }
    }

    /// Are the parts of a foreign instance of fitting shapes?
    ///
    /// # Errors
    /// What does not fit, with what was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, block, .. } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| format!("network: {e}"))?;
        let count = network.parameters.len();
        if block.is_empty() || !block.is_sorted_by(|a, b| a < b) || block.iter().any(|place| *place >= count) {
            return Err(format!("block: found {block:?}, expected rising places below {count}, at least one"));
        }
        if last_weights(network).is_none() {
            return Err("network: found no layer of weights, expected one at the top".into());
        }
        Ok(())
    }
}

/// A block of parameters on an evaluated network.
pub(super) struct Block<'a> {
    instance: &'a Instance,
    views: Views<Number>,
    evaluated: Evaluated<Number>,
}

/// A change of some parameters: their places, with a matrix of the shape of each.
pub(super) type Change = Vec<(usize, Matrix)>;

/// The parameters at these places, as a change of their own size.
pub(super) fn change(network: &Graph<Number>, places: &[usize]) -> Change {
    places.iter().map(|place| (*place, network.parameters[*place].values.clone())).collect()
}

/// E ⟨a − Ea, b − Eb⟩ of two functions of the samples, or of the views: a column each, of the probabilities in `law`.
pub(super) fn covariance(law: &[Number], a: &Matrix, b: &Matrix) -> Number {
    let mean = |z: &Matrix| z * DMatrix::from_column_slice(law.len(), 1, law);
    let (mean_a, mean_b) = (mean(a), mean(b));
    let of_column = |v: usize| {
        let gaps = (0..a.nrows()).map(|k| (&a[(k, v)], &mean_a[(k, 0)], &b[(k, v)], &mean_b[(k, 0)]));
        gaps.fold(Number::zero(), |sum, (a, m, b, n)| sum + (a.clone() - m.clone()) * (b.clone() - n.clone()))
    };
    (0..law.len()).fold(Number::zero(), |sum, v| sum + law[v].clone() * of_column(v))
}

impl<'a> Block<'a> {
    /// The block of an instance.
    ///
    /// # Errors
    /// Where the network is not differentiable or that is not decided.
    pub fn of(instance: &'a Instance) -> Result<Self, Obstacle> {
        let views = instance.views.embed::<Number>();
        let law: Vec<Number> = (0..views.len()).map(|v| views.weight(v)).collect();
        let evaluated = instance.network.embed::<Number>().evaluated(&views.inputs, &law)?;
        Ok(Block { instance, views, evaluated })
    }

    /// The network.
    pub fn network(&self) -> &Graph<Number> {
        self.evaluated.graph()
    }

    /// f, n_L × views.
    pub fn output(&self) -> &Matrix {
        self.evaluated.output()
    }

    /// k.
    pub fn degree(&self) -> Number {
        Number::from_integer(self.instance.degree as i64)
    }

    /// The place of the last weights.
    pub fn top(&self) -> usize {
        last_weights(self.network()).unwrap_or(0)
    }

    /// θ.
    pub fn theta(&self) -> Change {
        change(self.network(), &self.instance.block)
    }

    /// θ without what the network adds as a bias.
    pub fn theta_without_biases(&self) -> Change {
        let is_bias = |place: &usize| {
            let adds =
                |operation: &Operation<Rational>| matches!(operation, Operation::Bias { biases } if biases == place);
            self.instance.network.nodes.iter().any(|node| adds(&node.operation))
        };
        let places: Vec<usize> = self.instance.block.iter().copied().filter(|place| !is_bias(place)).collect();
        change(self.network(), &places)
    }

    /// Kᵀδ of every view, n_L × views.
    pub fn along(&self, delta: &Change) -> Matrix {
        self.evaluated.derivative_along(delta)
    }

    /// E_{x'|x}, from one column per view to one per sample.
    pub fn over_augmentations(&self, f: &Matrix) -> Matrix {
        self.views.augmentation_mean(f)
    }

    /// The probabilities of the columns of f: those of the samples, or of the views.
    pub fn law(&self, f: &Matrix) -> Vec<Number> {
        match f.ncols() == self.views.samples() {
            true => self.views.sample_weights.clone(),
            false => (0..self.views.len()).map(|v| self.views.weight(v)).collect(),
        }
    }

    /// A formula of every row of K, n_L × views: what it gives for each entry of each parameter of the block.
    pub fn by_entry<T: nalgebra::Scalar>(&self, formula: impl Fn(Matrix) -> T) -> Vec<DMatrix<T>> {
        let of_parameter = |place: &usize| {
            let shape = self.network().parameters[*place].values.shape();
            DMatrix::from_fn(shape.0, shape.1, |i, j| {
                let mut unit = DMatrix::from_fn(shape.0, shape.1, |_, _| Number::zero());
                unit[(i, j)] = Number::one();
                formula(self.along(&vec![(*place, unit)]))
            })
        };
        self.instance.block.iter().map(of_parameter).collect()
    }
}
