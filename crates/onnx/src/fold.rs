//! Arithmetic on numbers that are known: shapes and constants.

use crate::OnnxError;
use crate::attributes::At;
use crate::importer::Importer;
use crate::operators::Binary;
use crate::strided::{broadcast, entries, places};
use crate::value::{Known, Numbers, Value};
use std::rc::Rc;

/// The shape to which two spread.
pub(crate) fn spread_shape(left: &[usize], right: &[usize]) -> Option<Vec<usize>> {
    let rank = left.len().max(right.len());
    let size = |shape: &[usize], axis: usize| (axis + shape.len()).checked_sub(rank).map_or(1, |at| shape[at]);
    let one = |axis| match (size(left, axis), size(right, axis)) {
        (1, r) => Some(r),
        (l, r) if r == 1 || l == r => Some(l),
        _ => None,
    };
    (0..rank).map(one).collect()
}

/// The places in two values, spread to one shape.
fn aligned(at: &At, importer: &mut Importer, shapes: &[&[usize]]) -> Result<(Vec<usize>, Vec<Vec<usize>>), OnnxError> {
    let found = || format!("the shapes {shapes:?}");
    let unlike = || at.wrong("inputs", found(), "shapes that spread to one");
    let mut shape = Vec::new();
    for other in shapes {
        shape = spread_shape(&shape, other).ok_or_else(unlike)?;
    }
    importer.builder.charge(entries(&shape).unwrap_or(usize::MAX)).map_err(|e| at.excess(&e))?;
    let each = shapes.iter().map(|from| Some(places(&shape, &broadcast(from, &shape)?, 0)));
    let each = each.collect::<Option<Vec<_>>>().ok_or_else(unlike)?;
    Ok((shape, each))
}

/// Two values combined.
pub(crate) fn binary(
    at: &At,
    importer: &mut Importer,
    binary: Binary,
    left: &Known,
    right: &Known,
) -> Result<Value, OnnxError> {
    let (shape, places) = aligned(at, importer, &[&left.shape, &right.shape])?;
    let pairs = || places[0].iter().copied().zip(places[1].iter().copied());
    let numbers = match (&left.numbers, &right.numbers) {
        (Numbers::Integers(l), Numbers::Integers(r)) => {
            let one = |l: i64, r: i64| match binary {
                Binary::Add => l.checked_add(r),
                Binary::Subtract => l.checked_sub(r),
                Binary::Multiply => l.checked_mul(r),
                // Towards zero, as in C.
                Binary::Divide => l.checked_div(r),
            };
            let beyond = |l, r| at.wrong("inputs", format!("{l} and {r}"), "a result within 64 bits");
            Numbers::Integers(
                pairs().map(|(i, j)| one(l[i], r[j]).ok_or_else(|| beyond(l[i], r[j]))).collect::<Result<_, _>>()?,
            )
        }
        _ => {
            let (l, r) = (left.as_floats(), right.as_floats());
            let one = |l: f64, r: f64| match binary {
                Binary::Add => l + r,
                Binary::Subtract => l - r,
                Binary::Multiply => l * r,
                Binary::Divide => l / r,
            };
            finite(at, pairs().map(|(i, j)| one(l[i], r[j])).collect())?
        }
    };
    Ok(Value::Known(Rc::new(Known { shape, numbers })))
}

/// Numbers of which none is infinite or NaN.
pub(crate) fn finite(at: &At, numbers: Vec<f64>) -> Result<Numbers, OnnxError> {
    match numbers.iter().find(|x| !x.is_finite()) {
        None => Ok(Numbers::Floats(numbers)),
        Some(x) => Err(at.wrong("inputs", format!("constants that make {x}"), "finite numbers")),
    }
}

/// The integers of a value that must be known.
fn integers(at: &At, place: usize) -> Result<Vec<i64>, OnnxError> {
    at.known_integers(place)?.ok_or_else(|| at.wrong(&format!("input {place}"), "none", "integers"))
}

impl Importer<'_> {
    /// Operators that are read where they are arithmetic on shapes, and nowhere else.
    pub(crate) fn fold_only(&mut self, at: &At) -> Result<Value, OnnxError> {
        if let Some(other) = at.inputs.iter().flatten().find(|value| !matches!(value, Value::Known(_))) {
            let found = other.kind();
            return Err(at.wrong("inputs", found, "constants: the operator is read in the arithmetic of shapes alone"));
        }
        let shapes: Vec<Value> = at.inputs.iter().flatten().cloned().collect();
        let dims: Vec<&[usize]> = shapes.iter().map(Value::dims).collect();
        let operator = at.node.op_type.as_str();
        if operator == "ReduceProd" {
            let numbers = integers(at, 0)?;
            let product = numbers.iter().try_fold(1i64, |product, x| product.checked_mul(*x));
            let product =
                product.ok_or_else(|| at.wrong("input 0", format!("{numbers:?}"), "a product within 64 bits"))?;
            let rank = if at.flag("keepdims", true)? { dims[0].len() } else { 0 };
            if dims[0].len() > 1 {
                return Err(at.wrong("input 0", format!("the shape {:?}", dims[0]), "one dimension"));
            }
            return Ok(Value::integers(vec![1; rank], vec![product]));
        }
        let (shape, places) = aligned(at, self, &dims)?;
        let count = if operator == "Where" { 3 } else { 2 };
        if places.len() != count {
            return Err(at.wrong("inputs", places.len().to_string(), count.to_string()));
        }
        let each = (0..count).map(|input| integers(at, input)).collect::<Result<Vec<_>, _>>()?;
        let entry = |input: usize, k: usize| each[input][places[input][k]];
        let one = |k: usize| match operator {
            "Where" => Some(entry(if entry(0, k) == 0 { 2 } else { 1 }, k)),
            "Equal" => Some(i64::from(entry(0, k) == entry(1, k))),
            "Greater" => Some(i64::from(entry(0, k) > entry(1, k))),
            _ => entry(0, k).checked_rem_euclid(entry(1, k)),
        };
        let numbers = (0..places[0].len()).map(one).collect::<Option<Vec<_>>>();
        Ok(Value::integers(shape, numbers.ok_or_else(|| at.wrong("input 1", "0", "a divisor that is not 0"))?))
    }

    pub(crate) fn range(&mut self, at: &At) -> Result<Value, OnnxError> {
        let mut bounds = [0; 3];
        for (place, bound) in bounds.iter_mut().enumerate() {
            *bound = match integers(at, place)?[..] {
                [one] => one,
                ref other => return Err(at.wrong(&format!("input {place}"), format!("{} entries", other.len()), "1")),
            };
        }
        let [start, limit, step] = bounds.map(i128::from);
        if step == 0 {
            return Err(at.wrong("input 2", "0", "a step that is not 0"));
        }
        let count = usize::try_from(((limit - start + step - step.signum()) / step).max(0)).unwrap_or(usize::MAX);
        self.builder.charge(count).map_err(|e| at.excess(&e))?;
        Ok(Value::integers(vec![count], (0..count as i64).map(|k| bounds[0] + k * bounds[2]).collect()))
    }
}
