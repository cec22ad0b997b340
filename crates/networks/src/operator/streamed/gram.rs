//! The Gram matrix of the connections' means: N·n_L rows, and the eigenvalues of V_x\[K̄_l\] but for zeros.
//!
//! About the pilot K_v − K⁰ = A_v ⊗ g_v + B_v ⊗ c with A_v = J_l(v)ᵀ, B_v = A_v − A⁰, g_v and c of layer l − 1; without
//! a pilot B and c are 0. So an inner product of two columns is one of two rows of Jacobians times one of two
//! activations, and no K is ever formed:
//!
//! ⟨(K_v − K⁰) e_a, (K_w − K⁰) e_b⟩ = (A_vᵀA_w)_ab g_v·g_w + (A_vᵀB_w)_ab g_v·c + (B_vᵀA_w)_ab c·g_w + (B_vᵀB_w)_ab c·c.

use super::blocks::{Block, sized};
use super::gates::gate_row;
use super::layers::Layers;
use super::sweep::{Forward, Scratch};
use super::{Source, Streamed, StreamedError};
use crate::gemm::{Factor, Into, gamma, product};
use nalgebra::DMatrix;

/// What the inner products are made of.
#[derive(Debug)]
pub(super) struct Gram {
    outputs: usize,
    units: usize,
    augmentations: usize,
    /// p(x_i).
    samples: Vec<f64>,
    /// aug(a | x_i).
    views: Vec<f64>,
    /// A_v side by side, n_l × (views · n_L).
    jacobians: Vec<f64>,
    /// g_v·g_w.
    inner: DMatrix<f64>,
    about: Option<About>,
    roundings: usize,
}

#[derive(Debug)]
struct About {
    /// B_v side by side.
    jacobians: Vec<f64>,
    /// g_v·c.
    inner: Vec<f64>,
    /// c·c.
    square: f64,
}

impl Gram {
    /// How many numbers it takes.
    pub(super) fn numbers<X: Source>(streamed: &Streamed<'_, X>, place: usize) -> f64 {
        let layers = &streamed.left.layers;
        let (dense, outputs) = (&layers.all[place], layers.outputs() as f64);
        let views = (streamed.source.samples() * streamed.source.augmentations()) as f64;
        let rows = (streamed.source.samples() as f64 * outputs).min(crate::eigenvalues::LARGEST_DENSE as f64);
        let jacobians = if layers.pilot.is_some() { 2.0 } else { 1.0 };
        let of_sample = streamed.source.augmentations() as f64 * outputs * views * outputs;
        views * (jacobians * outputs * dense.units as f64 + dense.inputs as f64 + views)
            + 3.0 * rows * rows
            + 4.0 * of_sample
    }

    pub(super) fn of<X: Source>(streamed: &Streamed<'_, X>, place: usize) -> Result<Self, StreamedError> {
        let layers = &streamed.left.layers;
        let (dense, outputs) = (&layers.all[place], layers.outputs());
        let count = streamed.source.samples() * streamed.source.augmentations();
        let mut jacobians = Vec::with_capacity(count * outputs * dense.units);
        let mut differences = Vec::with_capacity(if layers.pilot.is_some() { jacobians.capacity() } else { 0 });
        let (mut g, mut views) = (Vec::with_capacity(count * dense.inputs), Vec::with_capacity(count));
        streamed.over_blocks(|block, entered, forward| {
            let (a, b) = layers.jacobians(place, block, forward);
            jacobians.extend(a);
            differences.extend(b);
            g.extend_from_slice(layers.below(place, entered, forward));
            views.extend_from_slice(&block.augmentation_weights);
        })?;
        let mut inner = DMatrix::zeros(count, count);
        let columns = Factor::new(&g, dense.inputs, count);
        product(inner.as_mut_slice(), Into::Replace, columns.transposed(), columns);
        let about = layers.pilot.as_ref().map(|pilot| {
            let c = pilot.below(place);
            let mut inner = vec![0.0; count];
            let common = Factor::new(c, dense.inputs, 1);
            product(&mut inner, Into::Replace, columns.transposed(), common);
            About { jacobians: differences, inner, square: c.iter().map(|x| x * x).sum() }
        });
        let samples = (0..streamed.source.samples()).map(|sample| streamed.source.sample_weight(sample)).collect();
        let (units, augmentations) = (dense.units, streamed.source.augmentations());
        let roundings = streamed.roundings();
        Ok(Gram { outputs, units, augmentations, samples, views, jacobians, inner, about, roundings })
    }

    /// E‖K − K⁰‖² of the first block.
    pub(super) fn size_of_first_block<X: Source>(
        streamed: &Streamed<'_, X>,
        place: usize,
    ) -> Result<f64, StreamedError> {
        let layers = &streamed.left.layers;
        let (inputs, mut size) = (layers.all[place].inputs, 0.0);
        let square = |numbers: &[f64]| numbers.iter().map(|x| x * x).sum::<f64>();
        streamed.over_first_block(|block, entered, forward| {
            let (a, b) = layers.jacobians(place, block, forward);
            let g = layers.below(place, entered, forward).chunks_exact(inputs).map(square);
            let common = layers.pilot.as_ref().map_or(0.0, |pilot| square(pilot.below(place)));
            let of_view = a.len() / block.views();
            let differences = b.chunks_exact(of_view).map(square).chain(std::iter::repeat(0.0));
            let terms = a.chunks_exact(of_view).map(square).zip(g).zip(differences);
            size = terms.map(|((a, g), b)| a * g + b * common).sum::<f64>() / block.views() as f64;
        })?;
        Ok(size)
    }

    /// n_L × N: the shape of what it is applied to.
    pub(super) fn shape(&self) -> (usize, usize) {
        (self.outputs, self.samples.len())
    }

    fn rows(&self) -> usize {
        self.outputs * self.samples.len()
    }

    /// What of an eigenvalue may be rounding: γ_m E‖K − K⁰‖².
    pub(super) fn floor(&self) -> f64 {
        let square = |numbers: &[f64]| numbers.iter().map(|x| x * x).sum::<f64>();
        let of_view = self.units * self.outputs;
        let of_views = self.jacobians.chunks_exact(of_view).enumerate().map(|(view, a)| {
            let b = self
                .about
                .as_ref()
                .map_or(0.0, |about| square(&about.jacobians[view * of_view..][..of_view]) * about.square);
            let weight = self.samples[view / self.augmentations] * self.views[view];
            weight * (square(a) * self.inner[(view, view)] + b)
        });
        gamma(self.roundings + self.rows()) * of_views.sum::<f64>()
    }

    /// The Gram matrix of the centred, weighted means, and what of its eigenvalues may be rounding.
    pub(super) fn matrix(&self) -> (DMatrix<f64>, f64) {
        let (outputs, samples) = (self.outputs, self.samples.len());
        let mut matrix = DMatrix::zeros(self.rows(), self.rows());
        let of_sample = self.augmentations * outputs;
        let all = self.views.len() * outputs;
        let mut inner = vec![0.0; of_sample * all];
        let mut add = |sample: usize, left: &[f64], right: &[f64], factor: &dyn Fn(usize, usize) -> f64| {
            let own = &left[sample * of_sample * self.units..][..of_sample * self.units];
            let own = Factor::new(own, self.units, of_sample).transposed();
            product(&mut inner, Into::Replace, own, Factor::new(right, self.units, all));
            for (other, column) in inner.chunks_exact(of_sample).enumerate() {
                let (w, b) = (other / outputs, other % outputs);
                for (mine, x) in column.iter().enumerate() {
                    let (v, a) = (sample * self.augmentations + mine / outputs, mine % outputs);
                    let at = (sample * outputs + a, w / self.augmentations * outputs + b);
                    matrix[at] += self.views[v] * self.views[w] * factor(v, w) * x;
                }
            }
        };
        for sample in 0..samples {
            add(sample, &self.jacobians, &self.jacobians, &|v, w| self.inner[(v, w)]);
            if let Some(about) = &self.about {
                add(sample, &self.jacobians, &about.jacobians, &|v, _| about.inner[v]);
                add(sample, &about.jacobians, &self.jacobians, &|_, w| about.inner[w]);
                add(sample, &about.jacobians, &about.jacobians, &|_, _| about.square);
            }
        }
        self.centre(&mut matrix);
        // Symmetric up to rounding; the decomposition reads one half.
        (matrix, self.floor())
    }

    /// G ← (I − 1pᵀ) G (I − p1ᵀ) for each pair of outputs, times √p_i √p_j.
    fn centre(&self, matrix: &mut DMatrix<f64>) {
        let (outputs, samples) = (self.outputs, self.samples.len());
        for transposed in [false, true] {
            for line in 0..self.rows() {
                for output in 0..outputs {
                    let at = |sample: usize| {
                        let here = sample * outputs + output;
                        if transposed { (line, here) } else { (here, line) }
                    };
                    let mean: f64 = (0..samples).map(|i| self.samples[i] * matrix[at(i)]).sum();
                    (0..samples).for_each(|i| matrix[at(i)] = (matrix[at(i)] - mean) * self.samples[i].sqrt());
                }
            }
        }
    }

    /// The matrix applied to a vector, n_L × N, without forming it.
    pub(super) fn apply(&self, y: &DMatrix<f64>) -> DMatrix<f64> {
        let (outputs, samples) = (self.outputs, self.samples.len());
        let mean = |columns: &DMatrix<f64>, weight: &dyn Fn(f64) -> f64| {
            let mut sum = vec![0.0; outputs];
            for (column, p) in columns.as_slice().chunks_exact(outputs).zip(&self.samples) {
                sum.iter_mut().zip(column).for_each(|(s, x)| *s += weight(*p) * x);
            }
            sum
        };
        // C y = Σ (K̄_i − M) √p_i y_i = Σ K̄_i (√p_i y_i − p_i Σ_j √p_j y_j).
        let common = mean(y, &f64::sqrt);
        let t =
            DMatrix::from_fn(outputs, samples, |a, i| self.samples[i].sqrt() * y[(a, i)] - self.samples[i] * common[a]);
        // A_v t for every view by its weight: one product per view.
        let pushed = |jacobians: &[f64]| {
            let mut h = vec![0.0; self.units * self.views.len()];
            let of_views = h.chunks_exact_mut(self.units).zip(jacobians.chunks_exact(self.units * outputs));
            for (view, (h, jacobian)) in of_views.enumerate() {
                let t: Vec<f64> = t.column(view / self.augmentations).iter().map(|x| self.views[view] * x).collect();
                product(h, Into::Replace, Factor::new(jacobian, self.units, outputs), Factor::new(&t, outputs, 1));
            }
            h
        };
        let views = self.views.len();
        let h = pushed(&self.jacobians);
        let h = Factor::new(&h, self.units, views);
        // U g_w for every view, and U c.
        let mut image = vec![0.0; self.units * views];
        product(&mut image, Into::Replace, h, Factor::new(self.inner.as_slice(), views, views));
        let mut of_common = vec![0.0; self.units];
        if let Some(about) = &self.about {
            let mut sum = vec![0.0; self.units];
            for column in pushed(&about.jacobians).chunks_exact(self.units) {
                sum.iter_mut().zip(column).for_each(|(s, x)| *s += x);
            }
            for (column, inner) in image.chunks_exact_mut(self.units).zip(&about.inner) {
                column.iter_mut().zip(&sum).for_each(|(x, s)| *x += inner * s);
            }
            product(&mut of_common, Into::Replace, h, Factor::new(&about.inner, views, 1));
            of_common.iter_mut().zip(&sum).for_each(|(x, s)| *x += about.square * s);
        }
        let mut z = DMatrix::zeros(outputs, samples);
        let mut pull = |jacobians: &[f64], image: &dyn Fn(usize) -> Vec<f64>| {
            for (view, jacobian) in jacobians.chunks_exact(self.units * outputs).enumerate() {
                let image: Vec<f64> = image(view).iter().map(|x| self.views[view] * x).collect();
                let first = view / self.augmentations * outputs;
                let column = &mut z.as_mut_slice()[first..first + outputs];
                let jacobian = Factor::new(jacobian, self.units, outputs).transposed();
                product(column, Into::Add, jacobian, Factor::new(&image, self.units, 1));
            }
        };
        pull(&self.jacobians, &|view| image[view * self.units..][..self.units].to_vec());
        if let Some(about) = &self.about {
            pull(&about.jacobians, &|_| of_common.clone());
        }
        let mean = mean(&z, &|p| p);
        DMatrix::from_fn(outputs, samples, |a, i| self.samples[i].sqrt() * (z[(a, i)] - mean[a]))
    }
}

impl<X: Source> Streamed<'_, X> {
    /// Every block with its views as they enter and its activations, one after the other.
    pub(super) fn over_blocks(&self, mut step: impl FnMut(&Block, &[f64], &Forward)) -> Result<(), StreamedError> {
        (0..self.blocks.count()).try_for_each(|index| self.on_block(index, &mut step))
    }

    pub(super) fn over_first_block(&self, mut step: impl FnMut(&Block, &[f64], &Forward)) -> Result<(), StreamedError> {
        self.on_block(0, &mut step)
    }

    fn on_block(&self, index: usize, step: &mut impl FnMut(&Block, &[f64], &Forward)) -> Result<(), StreamedError> {
        let mut scratch = self.take_scratch();
        let Scratch { inputs, entered, forward, .. } = &mut scratch;
        let block = self.blocks.block(index, self.source);
        let views = self.source.block(block.samples.clone(), inputs)?;
        let entered = self.entry.enter(views, entered);
        let forward = self.left.forward(index, &block, (views, entered), forward)?;
        step(&block, entered, forward);
        self.give_back(scratch);
        Ok(())
    }
}

impl Layers {
    /// A_v of a block's views for a layer below the top, side by side; with a pilot, the B_v too.
    fn jacobians(&self, place: usize, block: &Block, forward: &Forward) -> (Vec<f64>, Vec<f64>) {
        let (units, outputs, views) = (self.all[place].units, self.outputs(), block.views());
        let mut a = vec![0.0; units * outputs * views];
        let mut b = if self.pilot.is_some() { a.clone() } else { Vec::new() };
        let (mut there, mut back) = (Vec::new(), Vec::new());
        for output in 0..outputs {
            let common = self.jacobian_row(place, output, views, forward, (&mut there, &mut back));
            for (view, row) in there.chunks_exact(units).enumerate() {
                let at = (view * outputs + output) * units..(view * outputs + output + 1) * units;
                a[at.clone()].iter_mut().zip(row.iter().zip(&common)).for_each(|(a, (x, r))| *a = x + r);
                if !b.is_empty() {
                    b[at].copy_from_slice(row);
                }
            }
        }
        (a, b)
    }

    /// J_lᵀ e_a of the views of a block for the layer at `place` below the top, n_l × views, about r, and r itself:
    /// the pilot's own, or 0 without a pilot.
    fn jacobian_row(
        &self,
        place: usize,
        output: usize,
        views: usize,
        forward: &Forward,
        (there, back): (&mut Vec<f64>, &mut Vec<f64>),
    ) -> Vec<f64> {
        let top = &self.all[self.top()];
        let mut q: Vec<f64> = top.weights[output..].iter().step_by(top.units).copied().collect();
        there.clear();
        there.resize(top.inputs * views, 0.0);
        for below in (place..self.top()).rev() {
            let layer = &self.all[below];
            let at = self.pilot.as_ref().map(|pilot| &pilot.layers[below]);
            gate_row(there, &forward.activations[below], layer.slope, at, &q);
            let r = match at {
                Some(at) => q.iter().zip(&at.slopes).map(|(q, slope)| q * slope).collect(),
                None => vec![0.0; layer.units],
            };
            if below == place {
                return r;
            }
            let g = sized(back, layer.inputs * views);
            product(g, Into::Replace, layer.weights().transposed(), Factor::new(there, layer.units, views));
            std::mem::swap(there, back);
            q = vec![0.0; layer.inputs];
            product(&mut q, Into::Replace, layer.weights().transposed(), Factor::new(&r, layer.units, 1));
        }
        unreachable!("a layer below the top")
    }
}
