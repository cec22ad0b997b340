//! What is measured: the user's network on the user's views.

use super::{MeasureArgs, MeasureError, ViewsOption};
use dualproof::input::{Array, read_network};
use dualproof::network::Network;
use dualproof::numbers::Running;
use dualproof::shifts::shifted;
use dualproof::views::Views;
use nalgebra::DMatrix;

/// A network, its views and perhaps a predictor, all exactly what the files hold: an `f64` each. Data is divided
/// by the scale in `f64`, once, and what that gives is the instance.
pub(super) struct Subject {
    pub(super) network: Network<Running>,
    pub(super) views: Views<Running>,
    pub(super) predictor: Option<DMatrix<Running>>,
    /// The network and the views without error bounds, for their spectrum.
    pub(super) plain: (Network<f64>, Views<f64>),
}

impl Subject {
    pub(super) fn read(args: &MeasureArgs) -> Result<Self, MeasureError> {
        let network = read_network(&args.weights, &args.activation.activation())?;
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
                let entries = array.data().iter().map(|x| Running::exact(*x));
                Some(DMatrix::from_row_iterator(outputs, outputs, entries))
            }
        };
        let plain = (network.embed(), Views::uniform(columns.map(|x| x.value()), samples)?);
        Ok(Subject { network: network.embed(), views: Views::uniform(columns, samples)?, predictor, plain })
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
fn columns(array: &Array, samples: usize, width: usize, scale: f64) -> Result<DMatrix<Running>, MeasureError> {
    check_samples(array, samples)?;
    let each: usize = array.shape()[1..].iter().product();
    let entries = array.data()[..samples * each].iter().map(|x| Running::exact(x / scale));
    Ok(DMatrix::from_iterator(width, samples * each / width, entries))
}
