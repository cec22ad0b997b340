//! Places in row-major order of a view that is transposed, sliced or repeated: an offset and a step per axis.

/// Entries of the shape; `None` where sizes other than 0 have a product beyond `usize`, so that no product of some of the
/// sizes of a shape that is `Some` overflows.
pub(crate) fn entries(dims: &[usize]) -> Option<usize> {
    let product = dims.iter().filter(|dim| **dim != 0).try_fold(1usize, |product, dim| product.checked_mul(*dim))?;
    Some(if dims.contains(&0) { 0 } else { product })
}

/// The step of every axis of a tensor in row-major order.
pub(crate) fn steps(dims: &[usize]) -> Vec<isize> {
    let mut steps = vec![1isize; dims.len()];
    for axis in (1..dims.len()).rev() {
        steps[axis - 1] = steps[axis].saturating_mul(dims[axis].cast_signed());
    }
    steps
}

/// The steps that repeat a tensor of one shape to another, aligned at the last axis; `None` where it does not spread.
pub(crate) fn broadcast(from: &[usize], to: &[usize]) -> Option<Vec<isize>> {
    let missing = to.len().checked_sub(from.len())?;
    let own = steps(from);
    let step = |axis: usize| match axis.checked_sub(missing) {
        None => Some(0),
        Some(at) if from[at] == 1 => Some(0),
        Some(at) => (from[at] == to[axis]).then_some(own[at]),
    };
    (0..to.len()).map(step).collect()
}

/// The place of every entry of a view, in row-major order of the view.
pub(crate) fn places(dims: &[usize], steps: &[isize], offset: isize) -> Vec<usize> {
    let mut places = vec![offset];
    for (dim, step) in dims.iter().zip(steps) {
        places = places.iter().flat_map(|at| (0..dim.cast_signed()).map(move |i| at + i * step)).collect();
    }
    places.into_iter().map(isize::cast_unsigned).collect()
}
