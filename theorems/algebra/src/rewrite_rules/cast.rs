//! The random variables that rules are tested with.

use dualproof::derivation::{Kind, Variable};
use std::sync::Arc;

/// Two random samples, with views: x1, x2 of x, y1 of y; and a third.
pub(super) struct Cast {
    pub x: Variable,
    pub y: Variable,
    pub z: Variable,
    pub x1: Variable,
    pub x2: Variable,
    pub y1: Variable,
}

impl Cast {
    /// All values equally likely, or not.
    pub fn new(is_uniform: bool) -> Self {
        let kind = |name: &str, given: Option<&str>| {
            Arc::new(Kind { name: name.into(), given: given.map(String::from), is_uniform })
        };
        let (sample, view) = (kind("sample", None), kind("view", Some("sample")));
        let root = |name: &str| Variable { name: name.into(), kind: sample.clone(), parent: None };
        let (x, y, z) = (root("x"), root("y"), root("z"));
        let of = |name: &str, parent: &Variable| Variable {
            name: name.into(),
            kind: view.clone(),
            parent: Some(Arc::new(parent.clone())),
        };
        let (x1, x2, y1) = (of("x1", &x), of("x2", &x), of("y1", &y));
        Cast { x, y, z, x1, x2, y1 }
    }

    pub fn all(&self) -> [&Variable; 6] {
        [&self.x, &self.y, &self.z, &self.x1, &self.x2, &self.y1]
    }
}
