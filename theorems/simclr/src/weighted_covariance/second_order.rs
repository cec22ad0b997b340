//! θ₂ by its formula: connections and outputs at the means and their changes per ε as matrices, the derivatives of ξ in
//! closed form. No series: those are how the measured side expands the loss.

use super::expectations::{Expectations, norm_squared};
use super::{Formula, Instance};
use crate::loss_gradient::repulsion_derivatives;
use dualproof::claim::Side;
use dualproof::matrix::{hadamard, scaled, trace};
use dualproof::network::{Activation, Connections, Layer, Network};
use dualproof::numbers::{Field, Obstacle, Rational};
use dualproof::views::Views;
use nalgebra::DMatrix;

/// Coefficients 0, 1, 2 of −∇_{w_l} L in ε, layer by layer:
/// ½ E_{x,y}\[ξ₀ (K_l(x̄) − K_l(ȳ))(K_l(x̄) − K_l(ȳ))ᵀ\] w_l, 0 and
/// θ₂ = E_{x,y}\[ ξ'( ½(tr V_x − tr V_y) K D − K V_y D − E_a\[K' aᵀD\] D ) + ½ ξ'' Dᵀ(V_x + V_y)D K D \], at the means.
pub(super) fn second_order<S: Field>(instance: &Instance, formula: Formula) -> Side<S> {
    let network = instance.network.embed::<S>();
    let views = instance.views.embed::<S>();
    let bar = views.augmentation_mean(&views.inputs);
    let at_means = DMatrix::from_fn(bar.nrows(), views.len(), |i, v| bar[(i, views.sample_of(v))].clone());
    let steps = &views.inputs - &at_means;
    let changes = changes(&network, &at_means, &steps)?;
    let views = Views { inputs: at_means, ..views };
    let at = network.trace(&views.inputs)?;
    let means = Expectations::new(&views, &at, &instance.loss, formula);
    // θ₂ = Σ_v K_v y_v + K'_v y'_v.
    let a = &changes[network.depth()];
    let mut y_of_k = DMatrix::<S>::zeros(a.nrows(), views.len());
    let mut y_of_change = y_of_k.clone();
    let spreads: Vec<DMatrix<S>> = (0..views.samples()).map(|x| spread(a, &views, x)).collect();
    let half = S::from_rational(&Rational::new(1, 2));
    for x in 0..views.samples() {
        for y in 0..views.samples() {
            let d = DMatrix::from_vec(a.nrows(), 1, means.difference_of_means(x, y));
            let r_bar = norm_squared(d.as_slice()) * half.clone();
            let [xi_1, xi_2] = repulsion_derivatives(&instance.loss, &-r_bar)?;
            let (v_x, v_y) = (&spreads[x], &spreads[y]);
            let traces = (trace(v_x) - trace(v_y)) * half.clone();
            let square = S::product(&d.transpose(), &S::product(&(v_x + v_y), &d))[(0, 0)].clone();
            let curvature = match formula {
                Formula::CurvatureForgotten => S::zero(),
                _ => xi_2 * half.clone() * square,
            };
            let vector = scaled(&d, &(xi_1.clone() * traces + curvature)) - scaled(&S::product(v_y, &d), &xi_1);
            let law = views.sample_weights[x].clone() * views.sample_weights[y].clone();
            for v in views.of_sample(x) {
                let q = law.clone() * views.augmentation_weights[v].clone();
                let a_d = S::product(&d.transpose(), &a.columns(v, 1).into_owned())[(0, 0)].clone();
                let change = -(q.clone() * xi_1.clone() * a_d);
                for k in 0..a.nrows() {
                    y_of_k[(k, v)].add_product(&q, &vector[(k, 0)]);
                    y_of_change[(k, v)].add_product(&change, &d[(k, 0)]);
                }
            }
        }
    }
    let mut all = Vec::new();
    for (index, layer) in network.layers.iter().enumerate() {
        let k = at.connections(index + 1);
        // K' = (change of f_{l−1}) ⊗ J_lᵀ, the gates being those of x̄.
        let jacobians: Vec<DMatrix<S>> = (0..views.len()).map(|v| k.jacobian(v).clone()).collect();
        let change = Connections::new(&changes[index], &jacobians, k.mask());
        let zeroth = means.covariance(k, &layer.weights)?;
        let zero = DMatrix::zeros(zeroth.nrows(), zeroth.ncols());
        all.extend([zeroth, zero, k.apply(&y_of_k) + change.apply(&y_of_change)]);
    }
    Ok(all)
}

/// V_x = E_a aaᵀ.
fn spread<S: Field>(a: &DMatrix<S>, views: &Views<S>, x: usize) -> DMatrix<S> {
    views.of_sample(x).fold(DMatrix::<S>::zeros(a.nrows(), a.nrows()), |sum, v| {
        let step = a.columns(v, 1).into_owned();
        sum + scaled(&S::product(&step, &step.transpose()), &views.augmentation_weights[v])
    })
}

/// f_0 … f_L per ε along x̄ + εδ with the gates of x̄: (∂f_l/∂x) δ_v on every view, n_l × views each.
fn changes<S: Field>(
    network: &Network<S>,
    means: &DMatrix<S>,
    steps: &DMatrix<S>,
) -> Result<Vec<DMatrix<S>>, Obstacle> {
    let mut changes = vec![steps.clone()];
    let first = &network.layers[0];
    let weights = first.mask_matrix().map_or_else(|| first.weights.clone(), |mask| hadamard(&first.weights, &mask));
    let moved = S::product(&weights, steps);
    for l in 1..=network.depth() {
        // The first l layers under an identity: its J₁ is ∂f_l/∂f̃₁.
        let mut layers = network.layers[..l].to_vec();
        let width = layers[l - 1].width();
        layers.push(Layer::dense(DMatrix::identity(width, width), Activation::Linear));
        let cut = Network { layers }.trace(means)?;
        let column = |v: usize| S::product(cut.jacobian(1, v), &moved.columns(v, 1).into_owned());
        let columns: Vec<DMatrix<S>> = (0..steps.ncols()).map(column).collect();
        changes.push(DMatrix::from_fn(width, steps.ncols(), |row, v| columns[v][(row, 0)].clone()));
    }
    Ok(changes)
}
