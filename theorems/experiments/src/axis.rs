//! Axes that fit their data: ends and ticks at round numbers.

/// Intervals between the ticks of an axis, at most.
const TICKS: f64 = 6.0;

/// The share of its span that an axis of places has on either side of the first and the last.
const MARGIN: f64 = 0.04;

/// An axis from end to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// The lower end.
    pub lowest: f64,
    /// The upper end.
    pub highest: f64,
    /// From a tick to the next; none where ticks are powers of ten.
    pub step: Option<f64>,
}

impl Axis {
    /// An axis from the last tick below all values to the first above them. `None` without a finite value.
    ///
    /// ```
    /// use dualproof_experiments::axis::Axis;
    /// let axis = Axis::of_values([0.67, 0.954]).unwrap();
    /// assert_eq!((axis.lowest, axis.highest, axis.step), (0.65, 1.0, Some(0.05)));
    /// assert_eq!(Axis::of_values([]), None);
    /// ```
    pub fn of_values(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (least, most) = ends(values)?;
        let span = if most > least { most - least } else { least.abs().max(1.0) };
        let step = round_step(span / TICKS);
        let (first, last) = (multiple(least, step, f64::floor), multiple(most, step, f64::ceil));
        // A single value on a tick would give an axis of length 0.
        let last = if last > first { last } else { first + 1.0 };
        Some(Axis { lowest: scaled(first, step), highest: scaled(last, step), step: Some(step) })
    }

    /// An axis of whole numbers such as levels, with ticks at whole numbers only and a margin on either side. `None`
    /// without a finite value.
    ///
    /// ```
    /// use dualproof_experiments::axis::Axis;
    /// assert_eq!(Axis::of_places([1.0, 5.0]).unwrap().step, Some(1.0));
    /// assert_eq!(Axis::of_places([0.0, 60.0]).unwrap().step, Some(10.0));
    /// assert_eq!(Axis::of_places([3.0]).unwrap(), Axis { lowest: 2.5, highest: 3.5, step: Some(1.0) });
    /// ```
    pub fn of_places(places: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (least, most) = ends(places)?;
        let step = round_step((most - least) / TICKS).max(1.0);
        let margin = if most > least { MARGIN * (most - least) } else { 0.5 };
        Some(Axis { lowest: least - margin, highest: most + margin, step: Some(step) })
    }

    /// A logarithmic axis from 1, 2 or 5 times a power of ten to another. `None` without a finite value above 0.
    ///
    /// ```
    /// use dualproof_experiments::axis::Axis;
    /// let axis = Axis::of_sizes([8.8e-5, 0.33]).unwrap();
    /// assert_eq!((axis.lowest, axis.highest, axis.step), (5e-5, 0.5, None));
    /// ```
    pub fn of_sizes(values: impl IntoIterator<Item = f64>) -> Option<Self> {
        let (least, most) = ends(values.into_iter().filter(|value| *value > 0.0))?;
        let lowest = round_below(least);
        // At least a factor of ten, so that there is a tick.
        let highest = round_step(most).max(tidy(10.0 * lowest));
        Some(Axis { lowest, highest, step: None })
    }

    /// Is a value on the axis?
    pub fn has(&self, value: f64) -> bool {
        (self.lowest..=self.highest).contains(&value)
    }
}

/// The least and the greatest finite value.
fn ends(values: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = values.into_iter().filter(|value| value.is_finite());
    finite.fold(None, |ends, x| Some(ends.map_or((x, x), |(least, most): (f64, f64)| (least.min(x), most.max(x)))))
}

/// The least of 1, 2 and 5 times powers of ten that is not below a number; 1 for 0.
fn round_step(at_least: f64) -> f64 {
    if at_least <= 0.0 {
        return 1.0;
    }
    let decade = 10_f64.powi(at_least.log10().floor() as i32);
    let found = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * decade).find(|step| *step >= at_least);
    tidy(found.unwrap_or(10.0 * decade))
}

/// The greatest of 1, 2 and 5 times powers of ten that is not above a number.
fn round_below(at_most: f64) -> f64 {
    let decade = 10_f64.powi(at_most.log10().floor() as i32);
    let found = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * decade).find(|value| *value <= at_most);
    tidy(found.unwrap_or(decade))
}

/// The quotient rounded; a value that is a multiple but for rounding stays where it is.
fn multiple(value: f64, step: f64, round: fn(f64) -> f64) -> f64 {
    let quotient = value / step;
    let nearest = quotient.round();
    // The quotient of two rounded decimal numbers is off by three roundings.
    if (quotient - nearest).abs() <= 3.0 * f64::EPSILON * nearest.abs() { nearest } else { round(quotient) }
}

fn scaled(quotient: f64, step: f64) -> f64 {
    tidy(quotient * step)
}

/// The decimal number of a few digits that was meant: 0.05 × 13 is 0.65.
fn tidy(x: f64) -> f64 {
    format!("{x:.9e}").parse().unwrap_or(x)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_fit_their_values() {
        for (values, lowest, highest) in [
            (vec![0.0, 0.3], 0.0, 0.3),
            (vec![-0.01, 0.28], -0.05, 0.3),
            (vec![0.6, 0.95], 0.6, 1.0),
            (vec![9.0, 86.1], 0.0, 100.0),
            (vec![2.5e-7], 0.0, 0.2),
            (vec![f64::NAN, 5.0, f64::INFINITY], 5.0, 6.0),
        ] {
            let axis = Axis::of_values(values.clone()).unwrap();
            assert_eq!((axis.lowest, axis.highest), (lowest, highest), "{values:?}");
            let finite = values.iter().copied().filter(|x| x.is_finite());
            assert!(finite.clone().all(|x| axis.has(x)));
            let steps = (axis.highest - axis.lowest) / axis.step.unwrap();
            assert!((1.0..=TICKS + 2.0).contains(&steps.round()), "{steps} steps of {values:?}");
        }
    }

    #[test]
    fn logarithmic_axes_fit_their_values() {
        for (values, lowest, highest) in [
            (vec![1e-3, 1.0], 1e-3, 1.0),
            (vec![0.3, 0.4], 0.2, 2.0),
            (vec![1e-16, 30.0], 1e-16, 50.0),
            (vec![7.0, 0.0], 5.0, 50.0),
        ] {
            let axis = Axis::of_sizes(values.clone()).unwrap();
            assert_eq!((axis.lowest, axis.highest), (lowest, highest), "{values:?}");
        }
        assert_eq!(Axis::of_sizes([0.0, -1.0]), None);
    }

    #[test]
    fn whole_numbers_have_whole_ticks() {
        for most in 1..200 {
            let axis = Axis::of_places([0.0, f64::from(most)]).unwrap();
            assert_eq!(axis.step.unwrap().fract(), 0.0);
            assert!(axis.lowest < 0.0 && axis.highest > f64::from(most));
        }
    }
}
