//! Which tensors of a file are the layers of the network, and in which order.

use super::tensor_kind::stem_and_last;
use super::{InputError, NameFault, Note, TensorKind};
use std::collections::{BTreeMap, BTreeSet};

/// Which tensors are the layers. Without a choice: every tensor with two dimensions, in the order of the one number
/// in which their names differ (`layers.0.weight`, `layers.1.weight`, …). Other names give no order, since nothing
/// in a file tells whether `head.weight` comes before or after `backbone.2.weight`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Only the tensors whose names start with this.
    pub only: Option<String>,
    /// The names of the layers from the first to the top; empty where the names are to give the order.
    pub layers: Vec<String>,
}

/// What becomes of the biases of the layers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Biases {
    /// One that is not 0 everywhere is an error, the others are not used.
    Refused,
    /// They belong to their layers.
    Kept,
}

/// The name that the bias beside these weights has: `fc1.bias` beside `fc1.weight`.
pub(super) fn bias_beside(weights: &str) -> Option<String> {
    Some(format!("{}bias", weights.strip_suffix("weight")?))
}

/// What the choice depends on, of a tensor.
pub(super) struct Candidate {
    pub(super) kind: TensorKind,
    pub(super) shape: Vec<usize>,
}

/// The most layers and steps for which an order in which shapes chain is searched.
const MOST_LAYERS: usize = 64;
const MOST_STEPS: usize = 10_000;

impl Selection {
    /// The names of the layers in order, and what is not used.
    pub(super) fn choose(
        &self,
        file: &str,
        tensors: &BTreeMap<String, Candidate>,
        biases: Biases,
    ) -> Result<(Vec<String>, Vec<Note>), InputError> {
        let (chosen, left_out) = if self.layers.is_empty() {
            self.by_name(file, tensors, biases)?
        } else {
            self.as_told(file, tensors, biases)?
        };
        let mut idle: BTreeMap<TensorKind, Vec<String>> = BTreeMap::new();
        let kept = kept(&chosen, biases);
        let is_idle = |name: &String, tensor: &Candidate| {
            tensor.kind.is_idle() && !left_out.contains(name) && !kept.contains(name)
        };
        for (name, tensor) in tensors.iter().filter(|(name, tensor)| is_idle(name, tensor)) {
            idle.entry(tensor.kind).or_default().push(name.clone());
        }
        let mut notes: Vec<Note> = idle.into_iter().map(|(kind, names)| Note::Idle { kind, names }).collect();
        if !left_out.is_empty() {
            notes.push(Note::LeftOut { names: left_out.into_iter().collect() });
        }
        Ok((chosen, notes))
    }

    /// The tensors that the selection names, and those left out. What stands in the same module as one of them
    /// (its bias) belongs to the layer.
    fn as_told(
        &self,
        file: &str,
        tensors: &BTreeMap<String, Candidate>,
        biases: Biases,
    ) -> Result<(Vec<String>, BTreeSet<String>), InputError> {
        let refuse = |fault, name: &String| {
            let known = names(tensors);
            Err(InputError::Name { file: file.to_string(), fault, name: name.clone(), known })
        };
        let mut seen = BTreeSet::new();
        for name in &self.layers {
            match tensors.get(name) {
                None => return refuse(NameFault::Missing, name),
                Some(_) if !seen.insert(name) => return refuse(NameFault::Twice, name),
                Some(tensor) if tensor.kind != TensorKind::Weights => return Err(no_layer(file, name, tensor)),
                Some(_) => {}
            }
        }
        let modules: BTreeSet<&str> = self.layers.iter().map(|name| stem_and_last(name).0).collect();
        let mut left_out = BTreeSet::new();
        let kept = kept(&self.layers, biases);
        let others = tensors.iter().filter(|(name, _)| !seen.contains(name) && !kept.contains(*name));
        for (name, tensor) in others.filter(|(_, tensor)| !tensor.kind.is_idle()) {
            if tensor.kind == TensorKind::Bias && modules.contains(stem_and_last(name).0) {
                return Err(no_layer(file, name, tensor));
            }
            left_out.insert(name.clone());
        }
        Ok((self.layers.clone(), left_out))
    }

    /// The tensors with the prefix, all of which must be layers, in the order of the number in their names.
    fn by_name(
        &self,
        file: &str,
        tensors: &BTreeMap<String, Candidate>,
        biases: Biases,
    ) -> Result<(Vec<String>, BTreeSet<String>), InputError> {
        let prefix = self.only.as_deref().unwrap_or_default();
        let (among, left): (Vec<_>, Vec<_>) = tensors.iter().partition(|(name, _)| name.starts_with(prefix));
        if among.is_empty() && !tensors.is_empty() {
            let (fault, name) = (NameFault::NoSuchPrefix, prefix.to_string());
            return Err(InputError::Name { file: file.to_string(), fault, name, known: names(tensors) });
        }
        let mut layers: Vec<(Spelling, &String, &Candidate)> = Vec::new();
        let is_layer = |entry: &&(&String, &Candidate)| entry.1.kind == TensorKind::Weights;
        let weights: Vec<String> = among.iter().filter(is_layer).map(|(name, _)| (*name).clone()).collect();
        let kept = kept(&weights, biases);
        for (name, tensor) in among {
            match tensor.kind {
                TensorKind::Weights => layers.push((Spelling::of(name), name, tensor)),
                kind if kind.is_idle() || kept.contains(name) => {}
                _ => return Err(no_layer(file, name, tensor)),
            }
        }
        layers.sort_by(|(a, x, _), (b, y, _)| (a, x).cmp(&(b, y)));
        if !layers.windows(2).all(|pair| pair[0].0.differs_in_one_number(&pair[1].0, &layers[0].0)) {
            let shapes: Vec<&[usize]> = layers.iter().map(|(_, _, tensor)| &tensor.shape[..]).collect();
            let order = chain(&shapes).unwrap_or_else(|| (0..shapes.len()).collect());
            let suggestion = order.into_iter().map(|place| layers[place].1.clone()).collect();
            return Err(InputError::Order { file: file.to_string(), suggestion });
        }
        let left_out = left.into_iter().map(|(name, _)| name.clone()).collect();
        Ok((layers.into_iter().map(|(_, name, _)| name.clone()).collect(), left_out))
    }
}

/// The names of the biases that belong to layers.
fn kept(layers: &[String], biases: Biases) -> BTreeSet<String> {
    match biases {
        Biases::Refused => BTreeSet::new(),
        Biases::Kept => layers.iter().filter_map(|name| bias_beside(name)).collect(),
    }
}

fn names(tensors: &BTreeMap<String, Candidate>) -> Vec<String> {
    tensors.keys().cloned().collect()
}

fn no_layer(file: &str, name: &str, tensor: &Candidate) -> InputError {
    let (file, key, kind, shape) = (file.to_string(), name.to_string(), tensor.kind, tensor.shape.clone());
    InputError::NotALayer { file, key, kind, shape }
}

/// A number of a name: its length without leading zeros, then its digits, so that the order is the numbers'.
type Digits = (usize, String);

/// A name taken apart: texts, each with the number after it; none after the last one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Spelling(Vec<(String, Option<Digits>)>);

impl Spelling {
    fn of(name: &str) -> Self {
        let (mut parts, mut rest) = (Vec::new(), name);
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let (text, from) = rest.split_at(start);
            let (digits, after) = from.split_at(from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len()));
            let digits = digits.trim_start_matches('0');
            parts.push((text.to_string(), Some((digits.len(), digits.to_string()))));
            rest = after;
        }
        parts.push((rest.to_string(), None));
        Spelling(parts)
    }

    /// The same texts, and numbers that differ in one place alone, the same place as between `first` and `next`.
    fn differs_in_one_number(&self, next: &Spelling, first: &Spelling) -> bool {
        let places = |a: &Spelling, b: &Spelling| -> Vec<usize> {
            let pairs = a.0.iter().zip(&b.0).enumerate();
            pairs.filter(|(_, (x, y))| x.1 != y.1).map(|(place, _)| place).collect()
        };
        let texts = |of: &Spelling| -> Vec<String> { of.0.iter().map(|(text, _)| text.clone()).collect() };
        let between = places(self, next);
        texts(self) == texts(next) && between.len() == 1 && places(first, next) == between
    }
}

/// An order in which every shape's columns are the rows of the one before, as near to the given order as possible.
fn chain(shapes: &[&[usize]]) -> Option<Vec<usize>> {
    fn grow(shapes: &[&[usize]], order: &mut Vec<usize>, steps: &mut usize) -> bool {
        if order.len() == shapes.len() {
            return true;
        }
        for next in (0..shapes.len()).filter(|next| !order.contains(next)).collect::<Vec<_>>() {
            let follows = order.last().is_none_or(|last| shapes[*last].first() == shapes[next].get(1));
            if follows && *steps > 0 {
                *steps -= 1;
                order.push(next);
                if grow(shapes, order, steps) {
                    return true;
                }
                order.pop();
            }
        }
        false
    }
    let (mut order, mut steps) = (Vec::new(), MOST_STEPS);
    (shapes.len() <= MOST_LAYERS && grow(shapes, &mut order, &mut steps)).then_some(order)
}
