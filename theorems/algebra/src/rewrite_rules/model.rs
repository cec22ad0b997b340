//! The matrices, laws and numbers of an instance, by the names that a rule has for them.

use super::cases::Violated;
use super::instantiation::Instantiation;
use dualproof::derivation::{Constant, Dimension, Dual, Law, Model};
use dualproof::numbers::{Field, Rational, Ring};
use nalgebra::DMatrix;

impl Instantiation<'_> {
    /// The entries of an instance come round again.
    fn entry(&self, place: usize) -> Rational {
        Rational::from_integer(self.instance.entries[place % self.instance.entries.len()])
    }

    /// What a dimension stands for: the product of its named factors.
    pub(super) fn size(&self, dimension: &Dimension) -> usize {
        dimension.factors().iter().filter_map(|name| self.dimension(name)).product()
    }
}

impl Model for Instantiation<'_> {
    fn matrix(&self, name: &str, at: &[usize]) -> Option<Dual> {
        let symbol = self.symbols.get(name)?;
        let (rows, columns) = (self.size(&symbol.shape.rows), self.size(&symbol.shape.columns));
        let start = usize::from(*name.as_bytes().first()?) * 31;
        let cell = at.iter().fold(start, |sum, value| sum * 3 + value);
        let from = |shift: usize| DMatrix::from_fn(rows, columns, |i, j| self.entry(cell * 7 + shift + i * 13 + j * 5));
        let mut value = from(0);
        if symbol.is_symmetric {
            value = &value + value.transpose();
        }
        if symbol.is_idempotent {
            // u vᵀ / vᵀu, where that is not 0.
            let (u, v) = (value.column(0).into_owned(), value.row(0).into_owned());
            let product = (&v * &u)[(0, 0)].clone();
            value = match Rational::from_integer(1).divide(&product) {
                Some(inverse) => (u * v).map(|e| e * inverse.clone()),
                None => DMatrix::identity(rows, columns),
            };
        }
        let tangent = if symbol.varies { from(3) } else { DMatrix::zeros(rows, columns) };
        Some(Dual { value, tangent })
    }

    fn law(&self, kind: &str) -> Option<Law> {
        let rows: Vec<Vec<u64>> =
            if kind == "sample" { vec![self.instance.samples.clone()] } else { self.instance.views.clone() };
        let is_uniform = self.cast.x.kind.is_uniform && !self.violates(Violated::EqualChances);
        let law = |weights: &Vec<u64>| {
            let weight = |w: &u64| if is_uniform { 1 } else { *w };
            let total: u64 = weights.iter().map(weight).sum();
            weights.iter().map(|w| Rational::new(weight(w) as i64, total)).collect()
        };
        Some(rows.iter().map(law).collect())
    }

    fn dimension(&self, name: &str) -> Option<usize> {
        let place = self.dimensions.iter().position(|own| own == name)?;
        self.instance.sizes.get(place).copied()
    }

    fn constant(&self, name: &str) -> Option<Rational> {
        let is_counted =
            matches!(self.bindings.coefficients.get(name)?.as_constant(), Some(Constant::OneOverOthers { .. }));
        if is_counted {
            let n = self.instance.samples.len() as u64;
            let others = if self.violates(Violated::Count) { n } else { n - 1 };
            return Some(Rational::new(1, others));
        }
        Some(self.entry(usize::from(*name.as_bytes().first()?)))
    }
}
