//! How instances are drawn: networks, targets, predictors; and the instances of real size.

use super::setting::{Instance, ZeroMean};
use dualproof::claim::Parts;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_matrix, free_setting, reflection, setting, square_matrix};
use dualproof::views::Views;
use dualproof_digits as digits;
use nalgebra::{DMatrix, DVector};
use proptest::collection::vec;
use proptest::prelude::*;

/// Whose weights the target has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Those of the online network.
    Shared,
    /// Its own.
    Own,
}

/// A strategy for predictors on the given number of outputs.
pub type Predictors = fn(usize) -> BoxedStrategy<DMatrix<Rational>>;

/// Biases at every layer.
pub fn biased() -> Setting {
    Setting { bias: true, ..Setting::default() }
}

/// Hidden activations tanh.
pub fn with_tanh() -> Setting {
    Setting { tanh: true, ..Setting::default() }
}

/// One augmentation of each sample.
pub fn without_augmentation() -> Setting {
    Setting { augmentations: (1, 1), ..Setting::default() }
}

/// A family of instances.
#[derive(Clone, Copy)]
pub struct Cases {
    /// Whose weights the target has.
    pub target: Target,
    /// What the predictors are.
    pub predictors: Predictors,
    /// Where the mean is taken off: one of these, each as likely as it is often in the list.
    pub zero_mean: &'static [ZeroMean],
}

impl Cases {
    /// The same family with targets of their own.
    pub fn with_own_target(self) -> Self {
        Cases { target: Target::Own, ..self }
    }

    /// The same under other predictors.
    pub fn under(self, predictors: Predictors) -> Self {
        Cases { predictors, ..self }
    }

    /// The same with the mean taken off elsewhere.
    pub fn with_zero_mean(self, zero_mean: &'static [ZeroMean]) -> Self {
        Cases { zero_mean, ..self }
    }

    /// Random instances of the usual setting.
    pub fn random(self) -> BoxedStrategy<Instance> {
        self.drawn(Setting::default())
    }

    /// Random instances.
    pub fn drawn(self, options: Setting) -> BoxedStrategy<Instance> {
        setting(Setting { networks: self.networks(), ..options })
            .prop_flat_map(move |networks_and_views| {
                let predictor = (self.predictors)(networks_and_views.0[0].output_width());
                (Just(networks_and_views), predictor, prop::sample::select(self.zero_mean))
            })
            .prop_map(|(networks_and_views, predictor, mean)| assembled(networks_and_views, predictor, mean))
            .boxed()
    }

    /// Free networks, views and predictor, whatever the predictors of the family.
    pub fn free(self, size: Size) -> BoxedStrategy<Instance> {
        let outputs = *size.widths.last().expect("a width");
        let networks_and_views = free_setting(size, self.networks(), Hidden::Gated);
        (networks_and_views, free_matrix(outputs, outputs), prop::sample::select(self.zero_mean))
            .prop_map(|(networks_and_views, predictor, mean)| assembled(networks_and_views, predictor, mean))
            .boxed()
    }

    /// How many networks are drawn.
    fn networks(self) -> usize {
        if self.target == Target::Own { 2 } else { 1 }
    }
}

fn assembled(
    (mut networks, views): (Vec<Network<Rational>>, Views<Rational>),
    predictor: DMatrix<Rational>,
    zero_mean: ZeroMean,
) -> Instance {
    let online = networks.remove(0);
    let target = networks.pop().unwrap_or_else(|| online.clone());
    Instance { online, target, views, predictor, zero_mean }
}

/// The parts of a claim but these.
pub fn all_but<P: Parts>(parts: &[P]) -> Vec<P> {
    P::table().iter().map(|(part, ..)| *part).filter(|part| !parts.contains(part)).collect()
}

/// Any P: entries are quarters between −2 and 2.
pub fn any_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    square_matrix(outputs).boxed()
}

/// Any P but I: quarters with an eighth more on the diagonal. At P = I on views without augmentation, both sides of
/// some claims are 0.
pub fn generic_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    let eighth = DMatrix::from_diagonal_element(outputs, outputs, Rational::new(1, 8));
    square_matrix(outputs).prop_map(move |p| p + &eighth).boxed()
}

/// P = I.
pub fn identity_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    Just(DMatrix::identity(outputs, outputs)).boxed()
}

/// Symmetric P with eigenvalues among 0, ¼, ½, ¾, 1 and eigenvectors in general position.
pub fn contracting_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    symmetric_predictor(outputs, 0..=4)
}

/// Symmetric P with eigenvalues that are quarters above 1 and up to 2.
pub fn expanding_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    symmetric_predictor(outputs, 5..=8)
}

/// ½I + A with A antisymmetric: vᵀPv = ½vᵀv, whatever the rotation.
pub fn rotating_predictor(outputs: usize) -> BoxedStrategy<DMatrix<Rational>> {
    let rotating = move |b: DMatrix<Rational>| {
        DMatrix::from_diagonal_element(outputs, outputs, Rational::new(1, 2)) + &b - b.transpose()
    };
    square_matrix(outputs).prop_map(rotating).boxed()
}

/// H diag(λ) H with the reflection H = I − 2vvᵀ/vᵀv, λ in quarters: rational, and its eigenvalues are known.
fn symmetric_predictor(outputs: usize, quarters: std::ops::RangeInclusive<i64>) -> BoxedStrategy<DMatrix<Rational>> {
    (vec(-2_i64..=2, outputs), vec(quarters, outputs))
        .prop_map(|(v, quarters)| {
            let eigenvalues: Vec<Rational> = quarters.iter().map(|q| Rational::new(*q, 4)).collect();
            let h = reflection(&v);
            &h * DMatrix::from_diagonal(&DVector::from_vec(eigenvalues)) * &h
        })
        .boxed()
}

/// The same without the biases of the top layers.
pub fn without_top_bias(mut instance: Instance) -> Instance {
    for network in [&mut instance.online, &mut instance.target] {
        network.layers.last_mut().into_iter().for_each(|layer| layer.bias = None);
    }
    instance
}

/// The same without every other entry of the online W_L.
pub fn masked_on_top(mut instance: Instance) -> Instance {
    if let Some(layer) = instance.online.layers.last_mut() {
        let (rows, columns) = layer.weights.shape();
        let present = |i: usize, j: usize| u8::from((i + j).is_multiple_of(2));
        layer.mask = Some((0..rows).map(|i| (0..columns).map(|j| present(i, j)).collect()).collect());
    }
    instance
}

/// The digits with the given zero-mean, and the network and predictor of PyTorch's values.
pub fn digits_instance(zero_mean: ZeroMean) -> Instance {
    let (online, views) = digits::network_and_views();
    Instance { target: online.clone(), online, views, predictor: digits::predictor(), zero_mean }
}

/// The same without and with zero-mean at both outputs, of which PyTorch's file speaks.
pub fn with_pytorch_values() -> [Instance; 2] {
    [ZeroMean::NEITHER, ZeroMean::BOTH].map(digits_instance)
}

/// The digits with another network as the target.
pub fn digits_with_own_target(zero_mean: ZeroMean) -> Instance {
    Instance { target: digits::another_network(), ..digits_instance(zero_mean) }
}

/// The digits without their shifts, under a diagonal predictor with the eigenvalues 1/(n+1), …, n/(n+1).
///
/// # Panics
/// Never with the files of the repository.
pub fn digits_without_shifts(zero_mean: ZeroMean) -> Instance {
    let mut instance = digits_instance(zero_mean);
    let views = &instance.views;
    let firsts: Vec<usize> = (0..views.samples()).map(|i| views.of_sample(i).start).collect();
    instance.views = Views::uniform(views.inputs.select_columns(&firsts), firsts.len()).expect("a view of each digit");
    let n = instance.outputs();
    let eigenvalues = (1..=n).map(|i| Rational::new(i as i64, n as u64 + 1)).collect();
    instance.predictor = DMatrix::from_diagonal(&DVector::from_vec(eigenvalues));
    instance
}
