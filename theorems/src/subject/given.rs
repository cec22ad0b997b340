//! The network and the views in the user's files; views are read a block at a time.

use super::{SubjectArgs, ViewsArgs, ViewsOption};
use dualproof::input::{InputError, NetworkFile, NpySamples, NpyViews, ShiftedImages, read_float_network};
use dualproof::network::{Activation, Preactivation};
use dualproof::numbers::Obstacle;
use dualproof::operator::streamed::ReadViews;
use dualproof::shifts::SHIFTS;
use nalgebra::DMatrix;
use std::fmt;
use std::ops::Range;

/// The names of the shifts, in their order.
const SHIFT_NAMES: [&str; SHIFTS.len()] = ["unshifted", "down", "up", "right", "left"];

/// A network with the names of its layers, and the views.
#[derive(Debug)]
pub struct Given {
    /// The network, the tensors that its layers are, and those that are not used.
    pub network: NetworkFile<f64>,
    /// The views.
    pub views: GivenViews,
}

/// Views that are stored, or made from images when they are asked for. Both are divided by the scale once, in `f64`; the
/// quotients are the instance.
#[derive(Debug)]
pub enum GivenViews {
    /// An array N × A × D, in a file or in memory.
    Stored(NpyViews),
    /// Images under one-pixel shifts.
    Shifts(ShiftedImages),
}

/// Why the files cannot be used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SubjectError {
    /// A file cannot be used.
    #[error(transparent)]
    Input(#[from] InputError),
    /// Neither data nor a file of views.
    #[error(
        "found neither --data nor a file of --views, expected --data X.npy (its shifts are the views) or --views FILE.npy"
    )]
    NoData,
    /// An option of ONNX networks with another.
    #[error("{option}: found {file}, expected an ONNX network, or one with biases, in --weights")]
    NeedsOnnx {
        /// The option.
        option: String,
        /// The network.
        file: String,
    },
    /// An option of dense networks with a network that is measured as a graph.
    #[error("{option}: found {file}, expected safetensors without biases in --weights: it is of dense layers alone")]
    NeedsDense {
        /// The option.
        option: &'static str,
        /// The network.
        file: String,
    },
    /// More samples than the file has, or none.
    #[error("{file}, --samples: found {found}, expected 1 to {available}")]
    Samples {
        /// The file.
        file: String,
        /// The samples asked for.
        found: usize,
        /// The samples in the file.
        available: usize,
    },
}

/// A view of the user's data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The sample, from 0.
    pub sample: usize,
    /// Which of the sample's views, from 0.
    pub view: usize,
    /// The name of the shift, if the views are shifts.
    pub shift: Option<&'static str>,
    /// Is every number of the view 0?
    pub blank: bool,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, sample {}, view {}", self.file, self.sample, self.view)?;
        self.shift.map_or(Ok(()), |shift| write!(f, " ({shift})"))
    }
}

/// A view on which the network has no gradient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{place}: {}the pre-activation of unit {unit} of layer {layer} is exactly 0, expected another number: \
     there is no gradient; samples, views and units count from 0",
    if place.blank { "all numbers are 0, so " } else { "" }
)]
pub struct NoGradient {
    /// The view.
    pub place: Place,
    /// The layer, from 1.
    pub layer: usize,
    /// The unit, from 0.
    pub unit: usize,
}

impl Given {
    /// The tensors of the network's file that are not used, a sentence each.
    pub fn notes(&self) -> Vec<String> {
        self.network.notes.iter().map(ToString::to_string).collect()
    }
}

/// The lines of a table that say which tensors the layers are, from the first to the top, and what is not used.
pub(crate) fn provenance<'n>(tensors: impl Iterator<Item = &'n str>, notes: &[String]) -> String {
    let order = format!("layers in order: {}\n", tensors.collect::<Vec<_>>().join(", "));
    notes.iter().fold(order, |text, note| text + note + "\n")
}

impl SubjectArgs {
    /// Reads the network, and opens the views that fit it.
    ///
    /// # Errors
    /// [`SubjectError`], which names the file, what was found and what was expected.
    pub fn read(&self) -> Result<Given, SubjectError> {
        let network = read_float_network(
            &self.weights,
            self.activation.as_ref().unwrap_or(&Activation::Relu),
            &self.selection(),
        )?;
        let views = self.given.read(&[network.network.input_width()])?;
        Ok(Given { network, views })
    }
}

impl ViewsArgs {
    /// Opens the views of the first samples, each of this shape; its numbers may stand in one row.
    ///
    /// # Errors
    /// [`SubjectError`], which names the file, what was found and what was expected.
    pub fn read(&self, shape: &[usize]) -> Result<GivenViews, SubjectError> {
        let inputs = shape.iter().product();
        let data = match &self.data {
            None => None,
            Some(path) => Some(data_of(NpySamples::open(path)?, inputs)?),
        };
        match &self.views {
            ViewsOption::Shifts => {
                let data = data.ok_or(SubjectError::NoData)?;
                let samples = self.samples.unwrap_or(data.samples());
                Ok(GivenViews::Shifts(ShiftedImages::of(self.first(data, samples)?)?))
            }
            ViewsOption::File(path) => self.stored(NpySamples::open(path)?, data, shape),
            ViewsOption::Lent(array) => self.stored(NpySamples::lent(array)?, data, shape),
        }
    }

    /// Ready views, as many samples as there are data where those are given.
    fn stored(&self, views: NpySamples, data: Option<NpySamples>, shape: &[usize]) -> Result<GivenViews, SubjectError> {
        let inputs: usize = shape.iter().product();
        if !matches!(views.each(), [_, each @ ..] if *each == [inputs] || each == shape) {
            return Err(views.misshapen(format!("{}{}", views_of(shape), channels_last(views.each(), shape))).into());
        }
        let samples = self.samples.unwrap_or(data.as_ref().map_or(views.samples(), NpySamples::samples));
        if let Some(data) = data {
            self.first(data, samples)?;
        }
        Ok(GivenViews::Stored(NpyViews::of(self.first(views, samples)?)?))
    }

    /// The first samples, divided by the scale.
    fn first(&self, array: NpySamples, samples: usize) -> Result<NpySamples, SubjectError> {
        let file = array.file().to_string();
        let misfit = |available| SubjectError::Samples { file, found: samples, available };
        array.first(samples, self.scale).map_err(misfit)
    }
}

/// How to put the channels first, where those of the array are last.
fn channels_last(each: &[usize], shape: &[usize]) -> &'static str {
    match (each, shape) {
        ([_, rows @ .., channels], [first, image @ ..]) if channels == first && rows == image && image.len() > 1 => {
            "; the channels are last there: X.transpose(0, 1, 4, 2, 3) puts them first"
        }
        _ => "",
    }
}

/// The shape of an array of views.
fn views_of(shape: &[usize]) -> String {
    let inputs: usize = shape.iter().product();
    let flat = format!("N×A×D with D = {inputs}, the width of the network");
    match shape {
        [_] => flat,
        _ => {
            let each = shape.iter().map(ToString::to_string).collect::<Vec<_>>().join("×");
            format!("N×A×{each}, channels first, as the network's input is; or {flat}")
        }
    }
}

/// Samples of the width of the network.
fn data_of(data: NpySamples, inputs: usize) -> Result<NpySamples, InputError> {
    let each = data.each();
    if (1..=2).contains(&each.len()) && each.iter().product::<usize>() == inputs {
        return Ok(data);
    }
    let needed = format!("N×H×W or N×D with {inputs} numbers a sample, the width of the network");
    Err(data.misshapen(needed))
}

impl GivenViews {
    /// The file that the views come from, or are made from.
    pub fn file(&self) -> &str {
        match self {
            GivenViews::Stored(views) => views.file(),
            GivenViews::Shifts(images) => images.file(),
        }
    }

    /// All views in memory, D × N·A.
    ///
    /// # Errors
    /// Where they cannot be read or are not finite.
    pub fn in_memory(&self) -> Result<DMatrix<f64>, InputError> {
        let [samples, augmentations, width] = self.shape();
        let mut entries = Vec::new();
        self.read(0..samples, &mut entries)?;
        Ok(DMatrix::from_vec(width, samples * augmentations, entries))
    }

    /// The place in the user's data of the view numbered i·A + a.
    pub fn place(&self, view: usize) -> Place {
        let [samples, augmentations, width] = self.shape();
        let (sample, view) = (view / augmentations, view % augmentations);
        let mut entries = Vec::new();
        let blank = sample < samples
            && self.read(sample..sample + 1, &mut entries).is_ok()
            && entries[view * width..][..width].iter().all(|x| *x == 0.0);
        let shift = match self {
            GivenViews::Stored(_) => None,
            GivenViews::Shifts(_) => SHIFT_NAMES.get(view).copied(),
        };
        Place { file: self.file().to_string(), sample, view, shift, blank }
    }

    /// The view without a gradient that an obstacle names; `None` for other obstacles than a pre-activation of 0.
    pub fn no_gradient(&self, obstacle: &Obstacle) -> Option<NoGradient> {
        let Obstacle::Kink(location) = obstacle else { return None };
        let Preactivation { layer, unit, view } = Preactivation::of(location)?;
        Some(NoGradient { place: self.place(view), layer, unit })
    }
}

impl ReadViews for GivenViews {
    type Error = InputError;

    fn shape(&self) -> [usize; 3] {
        match self {
            GivenViews::Stored(views) => views.shape(),
            GivenViews::Shifts(images) => images.shape(),
        }
    }

    fn read(&self, samples: Range<usize>, buffer: &mut Vec<f64>) -> Result<(), InputError> {
        match self {
            GivenViews::Stored(views) => views.read(samples, buffer),
            GivenViews::Shifts(images) => images.read(samples, buffer),
        }
    }
}
