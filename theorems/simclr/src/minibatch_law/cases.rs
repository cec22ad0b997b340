//! Instances: a network, views, a batch, and how batches are drawn.

use crate::cases::OnNetwork;
use dualproof::network::Network;
use dualproof::numbers::Rational;
use dualproof::strategies::{Hidden, Setting, Size, free_network_and_views, network_and_views};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::One;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// How the samples of a batch and their views are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Drawing {
    /// Everything independently.
    Independent,
    /// No sample twice: the batches of different samples, each as likely as among the independent ones.
    WithoutReplacement,
    /// One augmentation of each sample, taken twice.
    OneAugmentation,
}

/// A place in a batch: the sample, and the places of its two views among that sample's.
pub type Place = (usize, usize, usize);

/// A network, a data set, a batch and the law of batches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// The network.
    pub network: Network<Rational>,
    /// The samples and their augmentations.
    pub views: Views<Rational>,
    /// The batch of `update-of-a-batch`; the laws are of batches of its size.
    pub batch: Vec<Place>,
    /// How batches are drawn.
    pub drawing: Drawing,
    /// The layer of `covariance`, from 1 to L.
    pub layer: usize,
}

dualproof::line_through!(Instance { network, views } keeping { batch, drawing, layer });

/// More batches than this are not enumerated.
const MOST_BATCHES: usize = 1 << 10;

impl Instance {
    /// Are samples drawn with replacement?
    pub fn samples_are_independent(&self) -> bool {
        self.drawing != Drawing::WithoutReplacement
    }

    /// Are two augmentations drawn, and not one taken twice?
    pub fn views_are_independent(&self) -> bool {
        self.drawing != Drawing::OneAugmentation
    }

    /// Every sample with two views, and its probability.
    pub fn draws(&self) -> Vec<(Rational, Place)> {
        let views = &self.views;
        let mut draws = Vec::new();
        for sample in 0..views.samples() {
            for first in 0..views.augmentations() {
                for second in 0..views.augmentations() {
                    let [a, b] = [first, second].map(|place| {
                        let view = views.of_sample(sample).start + place;
                        views.augmentation_weights[view].clone()
                    });
                    let of_views = match self.drawing {
                        Drawing::OneAugmentation if first == second => a,
                        Drawing::OneAugmentation => continue,
                        _ => a * b,
                    };
                    draws.push((views.sample_weights[sample].clone() * of_views, (sample, first, second)));
                }
            }
        }
        draws
    }

    /// Every batch of this size, and its probability.
    pub fn batches(&self) -> Vec<(Rational, Vec<Place>)> {
        let mut batches = vec![(Rational::one(), Vec::new())];
        for _ in &self.batch {
            let longer = |(p, batch): (Rational, Vec<Place>)| {
                let with = move |(q, draw): (Rational, Place)| {
                    let mut batch = batch.clone();
                    batch.push(draw);
                    (p.clone() * q, batch)
                };
                self.draws().into_iter().map(with).collect::<Vec<_>>()
            };
            batches = batches.into_iter().flat_map(longer).collect();
        }
        if self.drawing != Drawing::WithoutReplacement {
            return batches;
        }
        let has_no_sample_twice = |batch: &[Place]| {
            batch.iter().enumerate().all(|(i, (sample, ..))| batch[..i].iter().all(|(other, ..)| other != sample))
        };
        batches.retain(|(_, batch)| has_no_sample_twice(batch));
        let total = batches.iter().fold(Rational::new(0, 1), |sum, (p, _)| sum + p.clone());
        let inverse = dualproof::numbers::Field::divide(&Rational::one(), &total).unwrap_or_else(Rational::one);
        batches.into_iter().map(|(p, batch)| (p * inverse.clone(), batch)).collect()
    }

    /// Are the shapes consistent, and the batches of 2 or more among few enough to enumerate?
    ///
    /// # Errors
    /// What was found and expected.
    pub fn validate(&self) -> Result<(), String> {
        let Instance { network, views, batch, drawing, layer } = self;
        views.validate().map_err(|e| e.to_string())?;
        network.validate(views.inputs.nrows(), views.len()).map_err(|e| e.to_string())?;
        let (samples, augmentations) = (views.samples(), views.augmentations());
        if !(1..=network.depth()).contains(layer) {
            return Err(format!("layer: found {layer}, expected one of 1 to {}", network.depth()));
        }
        let fits = |(sample, a, b): &Place| *sample < samples && *a < augmentations && *b < augmentations;
        let most = if *drawing == Drawing::WithoutReplacement { samples } else { usize::MAX };
        if batch.len() < 2 || batch.len() > most || !batch.iter().all(fits) {
            return Err(format!(
                "batch: found {batch:?}, expected two places or more, each a sample below {samples} with two of its \
                 {augmentations} augmentations, and no more places than samples where none is drawn twice"
            ));
        }
        let draws = samples.saturating_mul(augmentations).saturating_mul(augmentations);
        let batches = (0..batch.len()).fold(1_usize, |product, _| product.saturating_mul(draws));
        if batches > MOST_BATCHES {
            return Err(format!("batch: found {batches} batches of this size, expected at most {MOST_BATCHES}"));
        }
        Ok(())
    }
}

impl OnNetwork for Instance {
    fn network(&self) -> &Network<Rational> {
        &self.network
    }

    fn inputs(&self) -> &DMatrix<Rational> {
        &self.views.inputs
    }
}

/// Batches of two to four of two or three samples with one augmentation; of two of two samples with two.
fn drawn(options: Setting, drawing: Drawing) -> BoxedStrategy<Instance> {
    let of = move |samples, augmentations, sizes: std::ops::RangeInclusive<usize>| {
        let setting = Setting { samples: (samples, samples), augmentations: (augmentations, augmentations), ..options };
        let place = (0..samples, 0..augmentations, 0..augmentations);
        let batch = proptest::collection::vec(place, sizes);
        instances(network_and_views(setting), batch, drawing)
    };
    match drawing {
        Drawing::Independent => prop_oneof![of(2, 1, 2..=4), of(3, 1, 2..=3), of(2, 2, 2..=2)].boxed(),
        Drawing::WithoutReplacement => prop_oneof![of(3, 1, 2..=3), of(2, 2, 2..=2)].boxed(),
        Drawing::OneAugmentation => of(2, 2, 2..=2),
    }
}

fn instances(
    networks: impl Strategy<Value = (Network<Rational>, Views<Rational>)> + 'static,
    batch: impl Strategy<Value = Vec<Place>> + 'static,
    drawing: Drawing,
) -> BoxedStrategy<Instance> {
    (networks, batch, 0_usize..16)
        .prop_map(move |((network, views), batch, layer)| {
            let layer = 1 + layer % network.depth();
            Instance { network, views, batch, drawing, layer }
        })
        .boxed()
}

/// Everything independent.
pub fn any_instance() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), Drawing::Independent)
}

/// Layers with a bias.
pub fn with_a_bias() -> BoxedStrategy<Instance> {
    drawn(Setting { bias: true, ..Setting::default() }, Drawing::Independent)
}

/// Hidden layers of tanh.
pub fn with_tanh() -> BoxedStrategy<Instance> {
    drawn(Setting { tanh: true, ..Setting::default() }, Drawing::Independent)
}

/// No sample twice in a batch.
pub fn without_replacement() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), Drawing::WithoutReplacement)
}

/// One augmentation of each sample, taken twice.
pub fn of_one_augmentation() -> BoxedStrategy<Instance> {
    drawn(Setting::default(), Drawing::OneAugmentation)
}

/// Free weights, gates and views, of few samples.
pub fn free() -> BoxedStrategy<Instance> {
    free_of(Size::LARGE.with_views(4, 2))
}

/// The same with few entries.
pub fn free_and_small() -> BoxedStrategy<Instance> {
    free_of(Size::SMALL)
}

fn free_of(size: Size) -> BoxedStrategy<Instance> {
    let place = (0..size.samples, 0..size.augmentations, 0..size.augmentations);
    let batch = proptest::collection::vec(place, 2);
    instances(free_network_and_views(size, Hidden::Gated), batch, Drawing::Independent)
}
