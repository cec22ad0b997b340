//! Instances and their strategies, each type known to its claim alone: the harness is compiled once for all claims.

use proptest::strategy::{BoxedStrategy, Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::any::Any;
use std::fmt::Debug;
use std::sync::Arc;

/// What the type of an instance must be able to do: be stored, read back and sent to a thread.
pub trait InstanceData: Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static {}
impl<I: Clone + Debug + Serialize + DeserializeOwned + Send + Sync + 'static> InstanceData for I {}

/// An instance of some claim.
pub trait AnyInstance: Any + erased_serde::Serialize + Send + Sync {}
impl<I: InstanceData> AnyInstance for I {}
erased_serde::serialize_trait_object!(AnyInstance);

/// An instance, shared by the threads that decide it.
pub type Instance = Arc<dyn AnyInstance>;

impl dyn AnyInstance {
    /// The instance as a document.
    ///
    /// # Panics
    /// If it does not serialise: instances are plain data.
    pub fn document(&self) -> Value {
        serde_json::to_value(self).expect("an instance is plain data")
    }

    /// The same as one line of text.
    ///
    /// # Panics
    /// As `document`.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("an instance is plain data")
    }

    /// The instance as its claim's type.
    ///
    /// # Panics
    /// If it is of another type: the instance of another claim.
    pub(super) fn typed<I: InstanceData>(&self) -> &I {
        let instance: &dyn Any = self;
        instance.downcast_ref().expect("an instance of this claim")
    }
}

/// What keeps a document from being an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The place in it, as in `.views.inputs[0][1]`; empty for the whole.
    pub key: String,
    /// What was found there, and what was expected.
    pub problem: String,
}

/// How a claim reads an instance.
pub(super) type Read = fn(&Value) -> Result<Instance, Unreadable>;

pub(super) fn read<I: InstanceData>(document: &Value) -> Result<Instance, Unreadable> {
    let read: Result<I, _> = serde_path_to_error::deserialize(document);
    match read {
        Ok(instance) => Ok(Arc::new(instance)),
        Err(error) => Err(unreadable(&error)),
    }
}

fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Unreadable {
    let path = error.path();
    let key = if path.iter().next().is_none() { String::new() } else { format!(".{path}") };
    Unreadable { key, problem: error.inner().to_string() }
}

/// Draws instances of some claim.
pub trait Draw {
    /// The value tree of one draw: its instance, and the way to simpler ones.
    ///
    /// # Panics
    /// If the strategy rejects locally without end: strategies here filter nothing.
    fn new_tree(&self, runner: &mut TestRunner) -> Box<dyn Tree>;
}

/// A drawn instance with the way to simpler ones; see proptest's `ValueTree`.
pub trait Tree {
    /// The instance.
    fn current(&self) -> Instance;
    /// Goes to a simpler one; was there any?
    fn simplify(&mut self) -> bool;
    /// Goes back by a part of the last step; was there any?
    fn complicate(&mut self) -> bool;
}

struct Typed<T>(T);

impl<I: InstanceData> Draw for Typed<BoxedStrategy<I>> {
    fn new_tree(&self, runner: &mut TestRunner) -> Box<dyn Tree> {
        Box::new(Typed(self.0.new_tree(runner).expect("a strategy without filters")))
    }
}

impl<I: InstanceData> Tree for Typed<Box<dyn ValueTree<Value = I>>> {
    fn current(&self) -> Instance {
        Arc::new(self.0.current())
    }
    fn simplify(&mut self) -> bool {
        self.0.simplify()
    }
    fn complicate(&mut self) -> bool {
        self.0.complicate()
    }
}

/// Makes a strategy: one for each thread, as a strategy does not leave its thread.
pub type Draws = Arc<dyn Fn() -> Box<dyn Draw> + Send + Sync>;

pub(super) fn draws<I: InstanceData>(strategy: fn() -> BoxedStrategy<I>) -> Draws {
    Arc::new(move || Box::new(Typed(strategy())))
}

/// A fixed list of instances.
pub type List = Arc<dyn Fn() -> Vec<Instance> + Send + Sync>;

pub(super) fn list<I: InstanceData>(instances: fn() -> Vec<I>) -> List {
    Arc::new(move || instances().into_iter().map(|instance| -> Instance { Arc::new(instance) }).collect())
}
