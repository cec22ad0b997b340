//! The columns of the tables, explained to a reader who knows SimCLR but not this project.

/// Every column of the tables of `measure`, with its explanation. The page docs/measure.md has the same.
pub const COLUMNS: [(&str, &str); 17] = [
    ("layer", "l, from 1 at the input to L at the output"),
    ("weights", "the shape n_l × n_(l-1) of W_l"),
    ("‖W‖", "Frobenius norm of the layer's weights"),
    ("‖one branch‖", "norm of the update -∇L by W_l, with the second view of each pair held constant (stop-gradient)"),
    ("‖both‖", "norm of the update through both views, as SimCLR computes it"),
    ("⟨W, update⟩", "inner product of weights and one-branch update: half the rate at which ‖W‖² grows along it"),
    ("residual", "largest difference of the two sides, relative to the largest predicted entry"),
    ("bound", "largest error bound of a difference, relative to the same: how far rounding can move it from 0"),
    ("power", "smallest planted error, relative to the same, that the comparison catches wherever it is planted"),
    ("verdict", "holds: equal within the bound, with a power up to the ceiling; inconclusive: the power is too small"),
    (
        "of",
        "what is compared: the updates; the quadratic form wᵀV w of the operator V = V_x[K̄] with the energy; θ; BYOL",
    ),
    (
        "‖covariance‖",
        "norm of the part of the update that is a covariance operator, weighted by the derivative of the loss",
    ),
    ("‖θ‖", "norm of the rest of the update, of second order in the augmentations"),
    ("θ/update", "‖θ‖ relative to the norm of the update: what the covariance picture leaves out"),
    ("bound on ‖θ‖", "upper bound on ‖θ‖, by the theorem"),
    ("‖zero-mean‖, ‖plain‖", "norm of BYOL's update with the outputs centred over the batch, and without"),
    ("‖MSMᵀw‖", "norm of what the centring adds to BYOL's update"),
];
