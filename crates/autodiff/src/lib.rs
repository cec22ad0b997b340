//! stub
use dualproof_networks::graph::{Graph, GraphError};
use nalgebra::DMatrix;
use std::marker::PhantomData;
pub trait Scalar: nalgebra::RealField + Copy {}
impl Scalar for f64 {}
impl Scalar for f32 {}
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kinks { Refuse, Convention }
pub struct Program<T: Scalar>(PhantomData<T>);
pub struct Pass<'a, T: Scalar>(PhantomData<&'a T>);
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("x")]
pub struct PassError;
impl PassError { pub fn view(&self) -> Option<usize> { None } }
impl<T: Scalar> Program<T> {
    pub fn new(_: &Graph<f64>, _: usize) -> Result<Self, GraphError> { todo!() }
    pub fn inputs(&self) -> usize { todo!() }
    pub fn outputs(&self) -> usize { todo!() }
    pub fn parameters(&self) -> &[DMatrix<T>] { todo!() }
    pub fn with_parameters(&self, _: Vec<DMatrix<T>>) -> Self { todo!() }
    pub fn is_by_view(&self) -> bool { todo!() }
    pub fn bytes_a_view(&self) -> usize { todo!() }
    pub fn pass(&self, _: DMatrix<T>, _: Kinks) -> Result<Pass<'_, T>, PassError> { todo!() }
}
impl<T: Scalar> Pass<'_, T> {
    pub fn output(&self) -> &DMatrix<T> { todo!() }
    pub fn kinks(&self) -> usize { todo!() }
    pub fn tangent(&self, _: &[(usize, &DMatrix<T>)]) -> DMatrix<T> { todo!() }
    pub fn tangents(&self, _: &[&[(usize, &DMatrix<T>)]]) -> Vec<DMatrix<T>> { todo!() }
    pub fn pullback(&self, _: &DMatrix<T>, _: &[usize]) -> Vec<DMatrix<T>> { todo!() }
    pub fn pullbacks(&self, _: &[(&DMatrix<T>, &[usize])]) -> Vec<Vec<DMatrix<T>>> { todo!() }
    pub fn pullback_to_inputs(&self, _: &DMatrix<T>, _: &[usize]) -> (Vec<DMatrix<T>>, DMatrix<T>) { todo!() }
}
