//! Gates: of a view alone, and of a view beside the pilot's.

use crate::gemm::least_magnitude;

/// A gated layer of the pilot.
#[derive(Clone, Debug)]
pub(super) struct At {
    /// t = W c, and what its rounding lost.
    pub(super) high: Vec<f64>,
    pub(super) low: Vec<f64>,
    /// The diagonal of D⁰.
    pub(super) slopes: Vec<f64>,
    /// ψ(t).
    pub(super) values: Vec<f64>,
}

impl At {
    /// `slope` is that below 0; `None` for a linear layer.
    pub(super) fn new(high: Vec<f64>, low: Vec<f64>, slope: Option<f64>) -> Self {
        let slopes: Vec<f64> = high.iter().map(|t| steepness(*t, slope.unwrap_or(1.0))).collect();
        let values = high.iter().zip(&slopes).map(|(t, slope)| t * slope).collect();
        At { high, low, slopes, values }
    }

    /// ψ(t), and what its rounding lost.
    pub(super) fn twofold_values(&self) -> (Vec<f64>, Vec<f64>) {
        let of_units = self.high.iter().zip(&self.low).zip(&self.slopes).zip(&self.values);
        let low = of_units.map(|(((high, low), slope), value)| high.mul_add(*slope, -value) + low * slope).collect();
        (self.values.clone(), low)
    }
}

fn steepness(t: f64, slope: f64) -> f64 {
    if t > 0.0 { 1.0 } else { slope }
}

/// t ← ψ(t), and the smallest |t|; `None` where a number is not finite.
pub(super) fn rectify(t: &mut [f64], slope: f64) -> Option<f64> {
    let least = least_magnitude(t)?;
    t.iter_mut().for_each(|t| *t = if *t > 0.0 { *t } else { slope * *t });
    Some(least)
}

/// s = W g ← g of the layer, and the smallest |f̃|, infinite for a linear layer; `None` where a number is not finite.
pub(super) fn rectify_about(s: &mut [f64], slope: Option<f64>, at: &At) -> Option<f64> {
    let Some(slope) = slope else { return least_magnitude(s).map(|_| f64::INFINITY) };
    let (mut least, mut strange) = (f64::INFINITY, 0.0);
    for column in s.chunks_exact_mut(at.high.len()) {
        let pilot = at.high.iter().zip(&at.low).zip(at.slopes.iter().zip(&at.values));
        for (s, ((high, low), (of_pilot, value))) in column.iter_mut().zip(pilot) {
            let t = (*s + high) + low;
            least = if t.abs() < least { t.abs() } else { least };
            strange += t * 0.0;
            let own = steepness(t, slope);
            *s = if own == *of_pilot { own * *s } else { own * t - value };
        }
    }
    (strange == 0.0).then_some(least)
}

/// For each number of a layer that the views have (f, or g with a pilot), the slope of its gate and of the pilot's, 0
/// without a pilot; `step(unit, number, slope, slope of the pilot)`.
#[inline]
fn each(numbers: &mut [f64], f: &[f64], slope: Option<f64>, at: &At, mut step: impl FnMut(usize, &mut f64, f64, f64)) {
    let units = at.values.len();
    for (column, f) in numbers.chunks_exact_mut(units).zip(f.chunks_exact(units)) {
        for (unit, (number, g)) in column.iter_mut().zip(f).enumerate() {
            // f = g + c has the sign of f̃ wherever the slope is not 0.
            let own = slope.map_or(1.0, |slope| steepness(g + at.values[unit], slope));
            step(unit, number, own, at.slopes[unit]);
        }
    }
}

/// h ← D h, the gates read off the activations: f has the sign of f̃ wherever the slope is not 0.
pub(super) fn gate(h: &mut [f64], f: &[f64], slope: Option<f64>) {
    if let Some(slope) = slope {
        h.iter_mut().zip(f).for_each(|(h, f)| *h = if *f > 0.0 { *h } else { slope * *h });
    }
}

/// For an adjoint: h ← D h, and the sums of (D − D⁰) h over views are added to `shift`. Does any gate differ?
pub(super) fn gate_adjoint(h: &mut [f64], g: &[f64], slope: Option<f64>, at: &At, shift: &mut [f64]) -> bool {
    let mut differs = false;
    each(h, g, slope, at, |unit, h, own, of_pilot| {
        if own != of_pilot {
            shift[unit] += (own - of_pilot) * *h;
            differs = true;
        }
        *h *= own;
    });
    differs
}

/// For a tangent s about the pilot's, whose pre-activation is q: s ← D (q + s) − D⁰ q.
pub(super) fn gate_tangent(s: &mut [f64], g: &[f64], slope: Option<f64>, at: &At, q: &[f64]) {
    each(s, g, slope, at, |unit, s, own, of_pilot| *s = own * *s + (own - of_pilot) * q[unit]);
}

/// For a row of a Jacobian about the pilot's: as [`gate_tangent`], where no pilot's gates are given with D⁰ = 0.
pub(super) fn gate_row(s: &mut [f64], f: &[f64], slope: Option<f64>, at: Option<&At>, q: &[f64]) {
    match at {
        Some(at) => gate_tangent(s, f, slope, at, q),
        None => {
            let zeros = vec![0.0; q.len()];
            let none = At { high: zeros.clone(), low: zeros.clone(), slopes: zeros.clone(), values: zeros };
            gate_tangent(s, f, slope, &none, q);
        }
    }
}
