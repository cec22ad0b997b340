//! Two objects under shifts: what an instance is, and how it is drawn.

use super::Part;
use dualproof::network::{Activation, Layer, Network, Pool};
use dualproof::numbers::{Field, Obstacle, Rational, Ring};
use dualproof::views::Views;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use proptest::collection::vec;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

/// Two objects, how they are shifted, and a network that looks at them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Instance {
    /// u and v, d pixels each.
    pub objects: [Vec<Rational>; 2],
    /// The equally likely shifts.
    pub shifts: Vec<usize>,
    /// The network on d pixels.
    pub network: Network<Rational>,
    /// c.
    pub contrast: Rational,
    /// ε, d entries: the unit of the sight part has the weights c(e₀ − e₁) + ε.
    pub perturbation: Vec<Rational>,
}

impl Instance {
    /// d.
    pub fn pixels(&self) -> usize {
        self.objects[0].len()
    }

    /// The pixel that place `q` shows after a shift by `p`.
    fn shifted(&self, object: usize, p: usize, q: usize) -> &Rational {
        &self.objects[object][(q + self.pixels() - p % self.pixels()) % self.pixels()]
    }

    /// All shifts of u, then all of v: two samples.
    pub fn views<S: Field>(&self) -> Views<S> {
        let (d, many) = (self.pixels(), self.shifts.len());
        let pixel = |q: usize, view: usize| S::from_rational(self.shifted(view / many, self.shifts[view % many], q));
        let inputs = DMatrix::from_fn(d, 2 * many, pixel);
        Views::uniform(inputs, 2).expect("as many views of each object")
    }

    /// σ of u is that of v.
    pub fn objects_have_equal_sums(&self) -> bool {
        sum(&self.objects[0]) == sum(&self.objects[1])
    }

    /// Every pixel is carried to every place equally often.
    pub fn shifts_are_transitive(&self) -> bool {
        let times = |q: usize| self.shifts.iter().filter(|p| **p % self.pixels() == q).count();
        (0..self.pixels()).all(|q| times(q) == times(0)) && times(0) > 0
    }

    /// The objects are 11 and 101, and c > 0.
    pub fn objects_are_11_and_101(&self) -> bool {
        self.objects == patterns(self.pixels()) && self.contrast > Rational::zero()
    }

    /// Is the network one that the part speaks of?
    ///
    /// # Errors
    /// [`Obstacle::Outside`] where it is not.
    pub fn need(&self, part: Part) -> Result<(), Obstacle> {
        let layers = &self.network.layers;
        let is_dense = |l: &Layer<Rational>| l.mask.is_none() && l.bias.is_none() && l.pool == Pool::None;
        let is_linear = layers.iter().all(|layer| layer.activation == Activation::Linear);
        let is_hidden_relu = layers.len() == 2 && layers[0].activation == Activation::Relu;
        match part {
            _ if !layers.iter().all(is_dense) => Err(Obstacle::Outside("dense layers without bias")),
            Part::LinearConnectionsAgree | Part::AttractionCancelsRepulsion if !is_linear => {
                Err(Obstacle::Outside("a linear network"))
            }
            Part::OneHiddenRelu if !is_hidden_relu => Err(Obstacle::Outside("one hidden ReLU layer")),
            Part::SightOnAnOpenSet if self.pixels() < 4 => Err(Obstacle::Outside("four pixels")),
            _ => Ok(()),
        }
    }

    /// Is it well formed?
    ///
    /// # Errors
    /// What is not.
    pub fn validate(&self) -> Result<(), String> {
        let d = self.pixels();
        for (name, found) in [("v", self.objects[1].len()), ("perturbation", self.perturbation.len())] {
            if found != d || d < 2 {
                return Err(format!("{name}: found {found} entries, expected {d}, the pixels of u, and at least 2"));
            }
        }
        if self.shifts.is_empty() {
            return Err("shifts: found none, expected at least one".into());
        }
        self.network.validate(d, 2 * self.shifts.len()).map_err(|e| e.to_string())
    }
}

fn sum(object: &[Rational]) -> Rational {
    object.iter().cloned().fold(Rational::zero(), |a, b| a + b)
}

/// 11 and 101, followed by zeros.
fn patterns(d: usize) -> [Vec<Rational>; 2] {
    let lit =
        |places: [usize; 2]| (0..d).map(|q| Rational::from_integer(i64::from(places.contains(&q)))).collect::<Vec<_>>();
    [lit([0, 1]), lit([0, 2])]
}

/// What the two objects are.
#[derive(Clone, Copy)]
pub enum Objects {
    /// 11 and 101.
    Patterns,
    /// Any of equal sum.
    Equal,
    /// Sums that differ by 1.
    Unequal,
}

/// Which shifts there are.
#[derive(Clone, Copy)]
pub enum Shifts {
    /// All d.
    All,
    /// None and some others, not all.
    Some,
}

/// Four to seven pixels; a linear network, or one hidden ReLU layer.
pub fn drawn(objects: Objects, shifts: Shifts) -> BoxedStrategy<Instance> {
    let most = 7_usize;
    let pixels = (4..=most, vec(-2_i64..=3, 2 * most), vec(prop::bool::ANY, most));
    // Wide enough that few pre-activations cancel to 0.
    let weights = vec(-99_i64..=99, most * 3 + 9 + 6);
    let network = (prop::sample::select(vec![0_usize, 1, 1, 1, 2]), 1_usize..=3, 1_usize..=2, prop::bool::ANY, weights);
    let unit = (1_i64..=8, vec(-3_i64..=3, most), 0_usize..=most);
    (pixels, network, unit)
        .prop_map(move |((d, raw, kept), (hidden, width, outputs, relu, weights), (contrast, perturbation, quiet))| {
            let integers = |list: &[i64]| list.iter().map(|n| Rational::from_integer(*n)).collect::<Vec<_>>();
            let both = match objects {
                Objects::Patterns => patterns(d),
                Objects::Equal | Objects::Unequal => {
                    let [u, mut v] = [integers(&raw[..d]), integers(&raw[most..most + d])];
                    let more = if matches!(objects, Objects::Unequal) { Rational::one() } else { Rational::zero() };
                    let gap = sum(&u) - sum(&v) + more;
                    v[0] += gap;
                    [u, v]
                }
            };
            let shifts: Vec<usize> = match shifts {
                Shifts::All => (0..d).collect(),
                Shifts::Some => (0..d).filter(|p| *p == 0 || (kept[*p] && p + 1 < d)).collect(),
            };
            let widths: Vec<usize> = [d].into_iter().chain(vec![width; hidden]).chain([outputs]).collect();
            let mut next = weights.iter();
            let layers = (1..widths.len()).map(|l| {
                let is_relu = relu && hidden == 1 && l == 1;
                let entry = |_, _| Rational::from_integer(*next.next().expect("enough weights"));
                let activation = if is_relu { Activation::Relu } else { Activation::Linear };
                Layer::dense(DMatrix::from_fn(widths[l], widths[l - 1], entry), activation)
            });
            let sized = |q: usize| if q < quiet { 0 } else { perturbation[q] };
            Instance {
                network: Network { layers: layers.collect() },
                objects: both,
                shifts,
                contrast: Rational::from_integer(contrast),
                perturbation: (0..d).map(|q| Rational::new(sized(q), 4)).collect(),
            }
        })
        .boxed()
}

/// As the statement assumes.
pub fn strategy() -> BoxedStrategy<Instance> {
    prop_oneof![drawn(Objects::Patterns, Shifts::All), drawn(Objects::Equal, Shifts::All)].boxed()
}
