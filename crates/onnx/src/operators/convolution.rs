//! Convolutions of one and two dimensions: what a window cannot say is said by rows before and after.

use crate::OnnxError;
use crate::attributes::At;
use crate::builder::{Excess, ROWS};
use crate::importer::Importer;
use crate::value::{Data, Value};
use dualproof_networks::graph::{Image, Operation, Window};

/// How a window slides along one axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sliding {
    pub(super) size: usize,
    pub(super) stride: usize,
    pub(super) dilation: usize,
    pub(super) before: usize,
    pub(super) after: usize,
}

impl Sliding {
    /// Entries from the first to the last of the window.
    pub(super) fn span(&self) -> Option<usize> {
        (self.size.checked_sub(1)?).checked_mul(self.dilation)?.checked_add(1)
    }

    /// Places on an axis of `size` entries; `None` where the window is larger than the padded axis.
    pub(super) fn places(&self, size: usize) -> Option<usize> {
        let padded = size.checked_add(self.before)?.checked_add(self.after)?;
        Some(padded.checked_sub(self.span()?)? / self.stride + 1)
    }
}

/// The greatest common divisor.
fn common(a: usize, b: usize) -> usize {
    if b == 0 { a } else { common(b, a % b) }
}

impl Importer<'_> {
    /// A value of a batch with (channels, one or two axes) a view.
    pub(super) fn image(&mut self, at: &At) -> Result<Data, OnnxError> {
        match at.input(0)? {
            Value::Data(data) if data.batched && data.dims[0] == 1 && matches!(data.dims.len(), 3 | 4) => Ok(data),
            Value::Data(data) => {
                let found = format!("a value of shape {:?} a view", data.dims);
                Err(at.wrong("input 0", found, "(batch, channels, length) or (batch, channels, height, width)"))
            }
            other => Err(at.wrong("input 0", other.kind(), "a value that depends on the view")),
        }
    }

    /// The window of a convolution or pool over an image with these axes.
    pub(super) fn slidings(&self, at: &At, sizes: &[usize], axes: &[usize]) -> Result<Vec<Sliding>, OnnxError> {
        let count = axes.len();
        let numbers = |name: &str, length: usize, least: i64, default: i64| -> Result<Vec<usize>, OnnxError> {
            let found = at.integers(name)?.unwrap_or_else(|| vec![default; length]);
            let fits = found.len() == length && found.iter().all(|x| (least..1 << 31).contains(x));
            if fits {
                return Ok(found.iter().map(|x| *x as usize).collect());
            }
            Err(at.wrong(
                &format!("attribute {name}"),
                format!("{found:?}"),
                format!("{length} numbers of at least {least}"),
            ))
        };
        let (strides, dilations) = (numbers("strides", count, 1, 1)?, numbers("dilations", count, 1, 1)?);
        let pads = numbers("pads", 2 * count, 0, 0)?;
        let mut slidings: Vec<Sliding> = (0..count)
            .map(|axis| Sliding {
                size: sizes[axis],
                stride: strides[axis],
                dilation: dilations[axis],
                before: pads[axis],
                after: pads[axis + count],
            })
            .collect();
        let auto = at.text("auto_pad", "NOTSET")?;
        for (sliding, size) in slidings.iter_mut().zip(axes) {
            match auto.as_str() {
                "NOTSET" => {}
                "VALID" => (sliding.before, sliding.after) = (0, 0),
                "SAME_UPPER" | "SAME_LOWER" => {
                    let span = sliding.span().unwrap_or(usize::MAX);
                    let needed =
                        (size.div_ceil(sliding.stride) - 1).saturating_mul(sliding.stride).saturating_add(span);
                    let pads = needed.saturating_sub(*size);
                    let (less, more) = (pads / 2, pads - pads / 2);
                    (sliding.before, sliding.after) = if auto == "SAME_UPPER" { (less, more) } else { (more, less) };
                }
                other => {
                    let expected = "NOTSET, VALID, SAME_UPPER or SAME_LOWER";
                    return Err(at.wrong("attribute auto_pad", other, expected));
                }
            }
        }
        Ok(slidings)
    }

    pub(super) fn convolution(&mut self, at: &At) -> Result<Value, OnnxError> {
        let data = self.image(at)?;
        let weights = match at.input(1)? {
            Value::Weights(weights) if weights.shape.len() == data.dims.len() => weights,
            Value::Weights(weights) => {
                let found = format!("weights of shape {:?}", weights.shape);
                return Err(at.wrong("input 1", found, format!("{} dimensions", data.dims.len())));
            }
            other => return Err(at.wrong("input 1", other.kind(), "weights: a tensor of the file")),
        };
        self.weights.insert(at.name.clone(), weights.tensor);
        let (channels, after) = (data.dims[1], weights.shape[0]);
        let groups = usize::try_from(at.integer("group", 1)?).unwrap_or(0);
        let fits = groups > 0 && channels.is_multiple_of(groups) && after.is_multiple_of(groups) && after > 0;
        if !fits || weights.shape[1] != channels / groups {
            let found = format!("weights of shape {:?} in {groups} groups", weights.shape);
            return Err(at.wrong(
                "input 1",
                found,
                format!("(channels after, {channels} channels over the groups, ...)"),
            ));
        }
        let kernel_shape: Vec<usize> = weights.shape[2..].to_vec();
        if let Some(said) = at.integers("kernel_shape")?
            && said.iter().map(|s| usize::try_from(*s).unwrap_or(0)).ne(kernel_shape.iter().copied())
        {
            return Err(at.wrong("attribute kernel_shape", format!("{said:?}"), format!("{kernel_shape:?}")));
        }
        let slidings = self.slidings(at, &kernel_shape, &data.dims[2..])?;
        let kernel = self.parameter(
            at,
            &weights,
            (after, kernel_shape.iter().product::<usize>() * weights.shape[1]),
            "input 1",
        )?;
        let value = self.slide(at, data, slidings, after, |image, window| Operation::Convolution {
            kernel,
            image,
            window,
            groups,
        })?;
        match at.optional(2) {
            None => Ok(value),
            Some(bias) => {
                let full: Vec<i64> = std::iter::once(after as i64).chain(kernel_shape.iter().map(|_| 1)).collect();
                if bias.is_batched() || bias.dims() != [after] {
                    return Err(at.wrong(
                        "input 2",
                        format!("{} of shape {:?}", bias.kind(), bias.dims()),
                        format!("[{after}]"),
                    ));
                }
                let bias = self.reshaped(at, &bias, &full)?;
                self.layer_bias(at, value, bias)
            }
        }
    }

    /// The operation with the widest window that slides alike along both axes, on a padded image, and the places that the
    /// real strides choose.
    fn slide(
        &mut self,
        at: &At,
        data: Data,
        mut slidings: Vec<Sliding>,
        after: usize,
        operation: impl FnOnce(Image, Window) -> Operation<f64>,
    ) -> Result<Value, OnnxError> {
        let mut out = vec![1, after];
        for (sliding, size) in slidings.iter().zip(&data.dims[2..]) {
            let places = sliding.places(*size).filter(|places| *places > 0);
            let found = || format!("a window of {sliding:?} on an axis of {size}");
            out.push(places.ok_or_else(|| at.wrong("attributes", found(), "one that fits"))?);
        }
        let is_line = data.dims.len() == 3;
        let mut value = Value::Data(data);
        // An axis whose window has one entry takes the dilation of the other.
        if let [a, b] = &mut slidings[..] {
            if a.size == 1 {
                a.dilation = b.dilation;
            } else if b.size == 1 {
                b.dilation = a.dilation;
            }
            if a.dilation != b.dilation {
                let found = format!("{} and {}", a.dilation, b.dilation);
                return Err(at.wrong("attribute dilations", found, "equal ones"));
            }
        }
        let padding = slidings[0].before;
        let is_even = !is_line && slidings.iter().all(|s| s.before == padding && s.after == padding);
        if !is_even {
            let around: Vec<(i64, i64)> =
                [(0, 0); 2].into_iter().chain(slidings.iter().map(|s| (s.before as i64, s.after as i64))).collect();
            value = self.padded(at, &value, &around)?;
        }
        let sizes = value.dims().to_vec();
        let image = match sizes[..] {
            [_, channels, length] => Image { channels, height: 1, width: length },
            [_, channels, height, width] => Image { channels, height, width },
            _ => return Err(at.refused("no such image")),
        };
        // Along a line the one row is read once, whatever the stride; along both axes the stride is what theirs share.
        let stride = slidings.iter().fold(0, |stride, s| common(stride, s.stride)).max(1);
        let window = Window {
            height: if is_line { 1 } else { slidings[0].size },
            width: slidings[slidings.len() - 1].size,
            stride,
            padding: if is_even { padding } else { 0 },
            dilation: slidings[0].dilation,
        };
        let (height, width) =
            image.places(window).ok_or_else(|| at.wrong("attributes", format!("{window:?}"), "one that fits"))?;
        let rows = [after, height, width].iter().try_fold(1usize, |product, size| product.checked_mul(*size));
        let rows = rows.filter(|rows| *rows <= ROWS).ok_or_else(|| at.excess(&Excess(ROWS)))?;
        let of = self.node(at, &value)?;
        let node = self.builder.push(operation(image, window), &[of], rows);
        let steps: Vec<usize> = slidings.iter().map(|s| s.stride / stride).collect();
        if steps.iter().all(|step| *step == 1) {
            return Ok(Value::data(node, out, true));
        }
        let dense = Value::data(node, vec![1, after, height, width], true);
        let along = [rows, height * width, steps[0] * width, steps[1]].map(usize::cast_signed);
        self.view(at, &dense, out, &along, 0)
    }
}
