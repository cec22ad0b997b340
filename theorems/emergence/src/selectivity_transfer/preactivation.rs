//! A group's pre-activations X given its latent, by messages: predicted, no sum over all latents.

use super::cases::Instance;
use crate::cases::group_of;
use dualproof::matrix::hadamard;
use dualproof::numbers::{Field, Obstacle, Ordered, Rational, Sign};
use dualproof::tree::FeatureLaw;
use nalgebra::DMatrix;

/// Calls `see` with P(z_ν | z_μ), the law of f_ν and w_{·ν} of every child ν of μ.
fn each_child<S: Field>(
    instance: &Instance,
    mut see: impl FnMut(DMatrix<S>, &FeatureLaw<S>, DMatrix<S>) -> Result<(), Obstacle>,
) -> Result<(), Obstacle> {
    let (tree, network) = (instance.tree.embed::<S>(), instance.network.embed::<S>());
    let (laws, edges) = (tree.feature_laws(&network)?, tree.edges_by_child());
    let (weights, mut at) = (&group_of(&network, instance.node).weights, 0);
    for &child in tree.shape().children(instance.node) {
        let (law, width) = (&laws[child], laws[child].support[0].len());
        let channel = edges[child].expect("an edge to every child").channel.matrix();
        see(channel, law, weights.columns(at, width).clone_owned())?;
        at += width;
    }
    Ok(())
}

/// v and σ² of every unit of the group given each state of μ, states × units: sums over children, which are independent
/// given that state.
///
/// # Errors
/// Where μ is not binary, or features have no law that messages can pass on.
pub fn moments<S: Field>(instance: &Instance) -> Result<(DMatrix<S>, DMatrix<S>), Obstacle> {
    if instance.tree.states()[instance.node] != 2 {
        return Err(Obstacle::Outside("a binary latent"));
    }
    let (mut mean, mut variance) = (instance.zeros(), instance.zeros());
    each_child(instance, |channel, law, weights| {
        let given = S::product(&channel, &law.probabilities);
        for unit in 0..weights.nrows() {
            // The child's term in the pre-activation, value by value.
            let term = |value: &Vec<S>| {
                (0..value.len()).fold(S::zero(), |sum, k| sum + weights[(unit, k)].clone() * value[k].clone())
            };
            let terms: Vec<S> = law.support.iter().map(term).collect();
            for state in 0..2 {
                let (mut first, mut second) = (S::zero(), S::zero());
                for (i, t) in terms.iter().enumerate() {
                    let p = given[(state, i)].clone();
                    first += p.clone() * t.clone();
                    second += p * t.clone() * t.clone();
                }
                variance[(state, unit)] += second - first.clone() * first.clone();
                mean[(state, unit)] += first;
            }
        }
        Ok(())
    })?;
    Ok((mean, variance))
}

/// What a binary child ν gives to the group.
pub struct Child<S> {
    /// P(z_ν | z_μ).
    pub channel: DMatrix<S>,
    /// E\[w_{jν}ᵀf_ν | z_ν\], units × states.
    pub means: DMatrix<S>,
    /// Var\[w_{jν}ᵀf_ν | z_ν\], units × states.
    pub variances: DMatrix<S>,
}

/// Every child of μ.
///
/// # Errors
/// Where one is not binary, or features have no law that messages can pass on.
pub fn children<S: Field>(instance: &Instance) -> Result<Vec<Child<S>>, Obstacle> {
    let mut children = Vec::new();
    each_child::<S>(instance, |channel, law, weights| {
        if channel.shape() != (2, 2) {
            return Err(Obstacle::Outside("binary children"));
        }
        let values = DMatrix::from_fn(weights.ncols(), law.support.len(), |k, i| law.support[i][k].clone());
        let (values, probabilities) = (S::product(&weights, &values), law.probabilities.transpose());
        let means = S::product(&values, &probabilities);
        let variances = S::product(&hadamard(&values, &values), &probabilities) - hadamard(&means, &means);
        children.push(Child { channel, means, variances });
        Ok(())
    })?;
    Ok(children)
}

/// X given z_μ, with what the bounds take of it.
pub struct Preactivation<'a, S> {
    /// v = E\[X | z_μ\], states × units.
    pub v: DMatrix<S>,
    /// σ² = Var\[X | z_μ\], states × units.
    pub variance: DMatrix<S>,
    slope: S,
    t: Option<&'a Rational>,
}

impl<'a, S: Ordered> Preactivation<'a, S> {
    /// With a number t, √q is replaced by ½(q/t + t).
    ///
    /// # Errors
    /// As [`moments`].
    pub fn of(instance: &Instance, t: Option<&'a Rational>) -> Result<Self, Obstacle> {
        let (v, variance) = moments(instance)?;
        Ok(Preactivation { v, variance, slope: S::from_rational(&instance.slope), t })
    }

    /// √q, or ½(q/t + t).
    ///
    /// # Errors
    /// Where q may be negative, or t = 0.
    pub fn root(&self, q: &S) -> Result<S, Obstacle> {
        let Some(t) = self.t.map(S::from_rational) else {
            return q.square_root().ok_or(Obstacle::UnknownSign("the argument of a root"));
        };
        let ratio = q.divide(&t).ok_or(Obstacle::Outside("t other than 0"))?;
        Ok((ratio + t) * S::from_rational(&Rational::new(1, 2)))
    }

    /// √(v² + σ²) − |v|.
    ///
    /// # Errors
    /// As [`root`](Self::root).
    pub fn excess_of_the_root(&self, state: usize, unit: usize) -> Result<S, Obstacle> {
        let v = &self.v[(state, unit)];
        Ok(self.root(&(v.clone() * v.clone() + self.variance[(state, unit)].clone()))? - v.magnitude())
    }

    /// ψ(v): v where it is positive, otherwise a·v.
    ///
    /// # Errors
    /// [`Obstacle::UnknownSign`] where the sign of v is not decided.
    pub fn psi(&self, state: usize, unit: usize) -> Result<S, Obstacle> {
        let v = &self.v[(state, unit)];
        match v.sign() {
            Sign::Unknown => Err(Obstacle::UnknownSign("a mean")),
            Sign::Negative => Ok(self.slope.clone() * v.clone()),
            _ => Ok(v.clone()),
        }
    }

    /// A figure for each of so many states of μ and every unit, states × units.
    ///
    /// # Errors
    /// Those of the figures.
    pub fn of_units(
        &self,
        states: usize,
        figure: impl Fn(usize, usize) -> Result<S, Obstacle>,
    ) -> Result<DMatrix<S>, Obstacle> {
        let units = self.v.ncols();
        let entries = (0..units).flat_map(|unit| (0..states).map(move |state| (state, unit)));
        let entries = entries.map(|(state, unit)| figure(state, unit)).collect::<Result<Vec<S>, _>>()?;
        Ok(DMatrix::from_vec(states, units, entries))
    }
}
