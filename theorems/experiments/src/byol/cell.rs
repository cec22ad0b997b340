//! The cells of the experiment: the normalisation, with or without predictor, with or without moving average.

use dualproof::train::{Affine, Architecture, BatchNorm, GroupNorm, Layer, Statistic};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Units after each affine layer: the encoder's two, the projector's hidden and output ones.
pub const WIDTHS: [usize; 4] = [64, 32, 32, 16];

/// Layers of the encoder, without normalisation: affine, rectifier, affine, rectifier.
const ENCODER_LAYERS: usize = 4;

/// ε of batch normalisation, added to the variance.
const BATCH_EPSILON: f64 = 1e-5;

/// ε of group normalisation and of weight standardisation, added to the variance.
const GROUP_EPSILON: f64 = 1e-5;

/// Runs of units that group normalisation normalises together.
const GROUPS: usize = 4;

/// ε of SimCLR's unit norm, added to the norm.
const UNIT_EPSILON: f64 = 1e-8;

const STATISTICS: [Statistic; 3] = [Statistic::Normal, Statistic::Detached, Statistic::Omitted];

/// Where, and how, the network normalises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Normalisation {
    /// Batch normalisation between the projector's hidden affine layer and its rectifier, as BYOL is built.
    Hidden {
        /// How the batch's mean is used.
        mean: Statistic,
        /// How the batch's standard deviation is used.
        deviation: Statistic,
    },
    /// Batch normalisation of the projector's output, online and target: where the theory has it.
    Output {
        /// How the batch's mean is used.
        mean: Statistic,
        /// How the batch's standard deviation is used.
        deviation: Statistic,
    },
    /// No statistic of the batch: group normalisation after every affine layer below a rectifier, whose weights are
    /// standardised.
    Group,
}

/// The linear predictor P of q = P f.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predictor {
    /// P = I.
    Absent,
    /// It starts as half the identity and is trained.
    Trained,
    /// It starts at random and is trained.
    Random,
    /// The same, and it is drawn anew at every epoch.
    Reset,
}

impl Predictor {
    /// Its part of a cell's name.
    fn name(self) -> &'static str {
        match self {
            Predictor::Absent => "",
            Predictor::Trained => "+predictor",
            Predictor::Random => "+random-predictor",
            Predictor::Reset => "+reset-predictor",
        }
    }
}

/// What is trained.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// BYOL: the online output, through the predictor, follows the target's output of the other view.
    Byol {
        /// The normalisation.
        normalisation: Normalisation,
        /// The predictor.
        predictor: Predictor,
        /// Is the target a moving average of the online network? Else it is that network itself, detached.
        ema: bool,
    },
    /// SimCLR with normal batch normalisation in the projector.
    Simclr,
}

impl Cell {
    /// BYOL with batch normalisation in the projector.
    pub fn hidden(mean: Statistic, deviation: Statistic, predictor: bool, ema: bool) -> Self {
        let predictor = if predictor { Predictor::Trained } else { Predictor::Absent };
        Cell::Byol { normalisation: Normalisation::Hidden { mean, deviation }, predictor, ema }
    }

    /// The whole experiment: the 36 cells of the grid; with the normalisation at the output the three treatments of
    /// the mean under a normal deviation and the two that are left without one; group normalisation; SimCLR. A
    /// hidden normalisation without mean and deviation is none, so the output needs no such cell of its own. Predictors that
    /// start at random, or do so at every epoch, are tried where BYOL normalises.
    pub fn all() -> Vec<Cell> {
        let mut normalisations = Vec::new();
        for mean in STATISTICS {
            normalisations.extend(STATISTICS.map(|deviation| Normalisation::Hidden { mean, deviation }));
        }
        let normal = STATISTICS.map(|mean| Normalisation::Output { mean, deviation: Statistic::Normal });
        normalisations.extend(normal);
        normalisations.extend(
            [Statistic::Normal, Statistic::Detached]
                .map(|mean| Normalisation::Output { mean, deviation: Statistic::Omitted }),
        );
        normalisations.push(Normalisation::Group);
        let mut cells = Vec::new();
        for ema in [false, true] {
            for predictor in [Predictor::Trained, Predictor::Absent] {
                cells.extend(normalisations.iter().map(|&normalisation| Cell::Byol { normalisation, predictor, ema }));
            }
        }
        for ema in [false, true] {
            let normalisation = Normalisation::Hidden { mean: Statistic::Normal, deviation: Statistic::Normal };
            let others = [Predictor::Random, Predictor::Reset];
            cells.extend(others.map(|predictor| Cell::Byol { normalisation, predictor, ema }));
        }
        cells.push(Cell::Simclr);
        cells
    }

    /// The predictor; SimCLR has none.
    pub fn predictor(&self) -> Predictor {
        match self {
            Cell::Byol { predictor, .. } => *predictor,
            Cell::Simclr => Predictor::Absent,
        }
    }

    /// Is there a predictor?
    pub fn has_predictor(&self) -> bool {
        self.predictor() != Predictor::Absent
    }

    /// Is the target a moving average?
    pub fn has_ema(&self) -> bool {
        matches!(self, Cell::Byol { ema: true, .. })
    }

    /// The encoder, projector and whatever normalises, on images of that many pixels. No layer has a bias.
    pub fn architecture(&self, pixels: usize) -> Architecture {
        let normalisation = match self {
            Cell::Byol { normalisation, .. } => *normalisation,
            Cell::Simclr => Normalisation::Hidden { mean: Statistic::Normal, deviation: Statistic::Normal },
        };
        let standardise = (normalisation == Normalisation::Group).then_some(GROUP_EPSILON);
        let batch_norm = |mean, deviation| match (mean, deviation) {
            (Statistic::Omitted, Statistic::Omitted) => None,
            _ => Some(Layer::BatchNorm(BatchNorm { mean, deviation, epsilon: BATCH_EPSILON, gain: false })),
        };
        let mut layers = Vec::new();
        for (index, outputs) in WIDTHS.into_iter().enumerate() {
            let top = index + 1 == WIDTHS.len();
            let standardise = if top { None } else { standardise };
            layers.push(Layer::Affine(Affine { outputs, groups: 1, bias: false, standardise }));
            if top {
                break;
            }
            match normalisation {
                Normalisation::Group => {
                    layers.push(Layer::GroupNorm(GroupNorm { groups: GROUPS, epsilon: GROUP_EPSILON, gain: false }));
                }
                Normalisation::Hidden { mean, deviation } if index + 2 == WIDTHS.len() => {
                    layers.extend(batch_norm(mean, deviation));
                }
                _ => {}
            }
            layers.push(Layer::Rectifier);
        }
        if let Normalisation::Output { mean, deviation } = normalisation {
            layers.extend(batch_norm(mean, deviation));
        }
        if *self == Cell::Simclr {
            layers.push(Layer::UnitNorm { epsilon: UNIT_EPSILON });
        }
        Architecture { inputs: pixels, layers }
    }

    /// The number of layers after which the values are the representation, which the probe sees.
    pub fn representation(&self) -> usize {
        match self {
            // A group normalisation after each of the encoder's two affine layers.
            Cell::Byol { normalisation: Normalisation::Group, .. } => ENCODER_LAYERS + 2,
            _ => ENCODER_LAYERS,
        }
    }

    /// Does the network normalise over the batch?
    pub fn uses_the_batch(&self) -> bool {
        self.architecture(1).validate_batch(1).is_err()
    }

    /// Does the theory cover it? Its operators are of affine layers, gates and batch statistics.
    pub fn is_in_the_theory(&self) -> bool {
        !matches!(self, Cell::Simclr | Cell::Byol { normalisation: Normalisation::Group, .. })
    }
}

/// `bn-MEAN-DEVIATION`, `output-bn-MEAN-DEVIATION` or `group`, then `+predictor` (or `+random-predictor`, `+reset-predictor`)
/// and `+ema` where there is one; or `simclr`.
impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Cell::Byol { normalisation, predictor, ema } = self else { return f.write_str("simclr") };
        match normalisation {
            Normalisation::Hidden { mean, deviation } => write!(f, "bn-{mean}-{deviation}")?,
            Normalisation::Output { mean, deviation } => write!(f, "output-bn-{mean}-{deviation}")?,
            Normalisation::Group => f.write_str("group")?,
        }
        f.write_str(predictor.name())?;
        f.write_str(if *ema { "+ema" } else { "" })
    }
}

/// The name of no cell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cell: found {found:?}, expected {}", Self::EXPECTED)]
pub struct UnknownCell {
    /// The name.
    pub found: String,
}

impl UnknownCell {
    /// The names that cells have.
    pub const EXPECTED: &str = "simclr, or bn-MEAN-DEVIATION, output-bn-MEAN-DEVIATION or group (MEAN and DEVIATION normal, detached or \
         omitted), then +predictor and +ema where wanted, such as bn-normal-normal+predictor; +random-predictor and +reset-predictor \
         after bn-normal-normal alone";
}

impl FromStr for Cell {
    type Err = UnknownCell;
    fn from_str(text: &str) -> Result<Self, UnknownCell> {
        Cell::all().into_iter().find(|cell| cell.to_string() == text).ok_or(UnknownCell { found: text.to_string() })
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Cell {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_grid_is_whole_and_every_name_is_that_of_one_cell() {
        let cells = Cell::all();
        let hidden = |cell: &&Cell| matches!(cell, Cell::Byol { normalisation: Normalisation::Hidden { .. }, .. });
        assert_eq!(cells.iter().filter(hidden).count(), 3 * 3 * 2 * 2 + 2 * 2);
        let names: BTreeSet<String> = cells.iter().map(ToString::to_string).collect();
        assert_eq!(names.len(), cells.len());
        for cell in cells {
            assert_eq!(cell.to_string().parse(), Ok(cell));
        }
        for bad in ["", "bn", "bn-normal", "bn-normal-normal+ema+predictor", "SimCLR"] {
            assert_eq!(bad.parse::<Cell>(), Err(UnknownCell { found: bad.to_string() }));
        }
    }

    #[test]
    fn the_representation_is_the_encoders_output() {
        for cell in Cell::all() {
            let architecture = cell.architecture(64);
            architecture.validate().unwrap();
            let place = cell.representation();
            assert!(matches!(architecture.layers[place - 1], Layer::Rectifier), "{cell}");
            let affine = |layers: &[Layer]| layers.iter().filter(|l| matches!(l, Layer::Affine(_))).count();
            assert_eq!(affine(&architecture.layers[..place]), 2, "{cell}");
            assert_eq!(architecture.widths()[place], WIDTHS[1]);
            assert_eq!(architecture.widths().last(), Some(&WIDTHS[3]));
        }
    }

    #[test]
    fn only_cells_with_a_batch_statistic_need_a_batch() {
        let without = Cell::all().into_iter().filter(|cell| !cell.uses_the_batch()).map(|cell| cell.to_string());
        let without: BTreeSet<String> = without.collect();
        let mut expected = BTreeSet::new();
        for of in ["bn-omitted-omitted", "group"] {
            for end in ["", "+predictor", "+ema", "+predictor+ema"] {
                expected.insert(format!("{of}{end}"));
            }
        }
        assert_eq!(without, expected);
    }
}
