//! What is measured: the user's network on the user's views.

use super::units::Units;
use super::{MeasureArgs, MeasureError, ViewsOption};
use dualproof::input::{Array, read_float_network};
use dualproof::network::{AtZero, Network};
use dualproof::numbers::{Floating, Obstacle};
use dualproof::shifts::{SHIFTS, shifted};
use dualproof::views::{Views, ViewsError};
use nalgebra::DMatrix;

/// A network, its views and perhaps a predictor, all exactly what the files hold: an `f64` each. Data is divided
/// by the scale in `f64`, once, and what that gives is the instance.
pub(super) struct Subject {
    pub(super) network: Network<f64>,
    pub(super) views: Views<f64>,
    pub(super) predictor: Option<DMatrix<f64>>,
    pub(super) at_zero: AtZero,
    pub(super) units: Units,
    /// The file that the views are of, for errors.
    pub(super) source: String,
    /// Are the views the shifts of the data?
    pub(super) shifts: bool,
}

/// The same in a floating system with error bounds and in units of its own.
pub(super) struct Instance<F: Floating> {
    pub(super) network: Network<F>,
    pub(super) views: Views<F>,
    pub(super) predictor: Option<DMatrix<F>>,
    pub(super) at_zero: AtZero,
}

/// What the shifts are called, in their order.
const SHIFT_NAMES: [&str; SHIFTS.len()] = ["unshifted", "down", "up", "right", "left"];

impl Subject {
    pub(super) fn read(args: &MeasureArgs) -> Result<Self, MeasureError> {
        let network = read_float_network(&args.weights, &args.activation.float())?;
        let (inputs, outputs) = (network.input_width(), network.output_width());
        let data = Array::read(&args.data)?;
        let shape = data.shape_of_rank(&[2, 3], "N×H×W or N×D with no empty dimension")?;
        let width: usize = shape[1..].iter().product();
        if width != inputs {
            let needed = format!("N×H×W or N×D with {inputs} numbers a sample, the width of the network");
            return Err(data.misshapen(needed).into());
        }
        let samples = args.samples.unwrap_or(shape[0]);
        let columns = match &args.views {
            ViewsOption::Shifts => {
                let &[_, height, width] = shape else {
                    return Err(data.misshapen("N×H×W: shifts need images").into());
                };
                shifted(&columns(&data, samples, inputs, args.scale)?, height, width)
            }
            ViewsOption::File(path) => {
                let views = Array::read(path)?;
                let shape = views.shape_of_rank(&[3], "N×A×D with no empty dimension")?;
                if shape[2] != inputs {
                    let needed = format!("N×A×D with D = {inputs}, the width of the network");
                    return Err(views.misshapen(needed).into());
                }
                check_samples(&data, samples)?;
                columns(&views, samples, inputs, args.scale)?
            }
        };
        let predictor = match &args.predictor {
            None => None,
            Some(path) => {
                let array = Array::read(path)?;
                if *array.shape() != [outputs, outputs] {
                    let needed = format!("{outputs} × {outputs}, the output of the network");
                    return Err(array.misshapen(needed).into());
                }
                Some(DMatrix::from_row_iterator(outputs, outputs, array.data().iter().copied()))
            }
        };
        let source = match &args.views {
            ViewsOption::Shifts => &args.data,
            ViewsOption::File(path) => path,
        };
        let units = Units::of(&network, &columns);
        let views = Views::uniform(columns, samples)?;
        let source = source.display().to_string();
        let shifts = args.views == ViewsOption::Shifts;
        Ok(Subject { network, views, predictor, at_zero: args.at_zero.into(), units, source, shifts })
    }

    /// What an obstacle says of the user's files: which sample, which view.
    pub(super) fn obstacle(&self, obstacle: Obstacle, arithmetic: &'static str) -> MeasureError {
        let (place, blank) = match &obstacle {
            Obstacle::ZeroPreactivation { view, .. } | Obstacle::UndecidedGate { view, .. } => {
                (Some(self.place(*view)), self.views.inputs.column(*view).iter().all(|x| *x == 0.0))
            }
            _ => (None, false),
        };
        let place = place.map_or(self.source.clone(), |place| format!("{}, {place}", self.source));
        match obstacle {
            Obstacle::ZeroPreactivation { layer, unit, .. } => MeasureError::NoGradient { place, layer, unit, blank },
            obstacle => MeasureError::Undecided { place, obstacle, arithmetic },
        }
    }

    /// The sample and the view of a column, both from 0 as in the file.
    fn place(&self, view: usize) -> String {
        let augmentation = view % self.views.augmentations();
        let name = if self.shifts { format!(" ({})", SHIFT_NAMES[augmentation]) } else { String::new() };
        format!("sample {}, view {augmentation}{name}", self.views.sample_of(view))
    }

    /// The problem in its own units.
    pub(super) fn instance<F: Floating>(&self) -> Result<Instance<F>, ViewsError> {
        Ok(Instance {
            network: self.units.network(&self.network),
            views: Views::uniform(self.units.inputs(&self.views.inputs), self.views.samples())?,
            predictor: self.predictor.as_ref().map(|p| p.map(F::exact)),
            at_zero: self.at_zero,
        })
    }
}

fn check_samples(array: &Array, samples: usize) -> Result<(), MeasureError> {
    let available = array.shape()[0];
    if (1..=available).contains(&samples) {
        return Ok(());
    }
    Err(MeasureError::Samples { file: array.file().to_string(), found: samples, available })
}

/// The first samples, each `width` numbers or several times that, as columns divided by the scale.
fn columns(array: &Array, samples: usize, width: usize, scale: f64) -> Result<DMatrix<f64>, MeasureError> {
    check_samples(array, samples)?;
    let each: usize = array.shape()[1..].iter().product();
    let entries: Vec<f64> = array.data()[..samples * each].iter().map(|x| x / scale).collect();
    if let Some(place) = entries.iter().position(|x| !x.is_finite()) {
        let file = array.file().to_string();
        return Err(MeasureError::Scale { file, scale, sample: place / each, found: array.data()[place] });
    }
    Ok(DMatrix::from_vec(width, samples * each / width, entries))
}
