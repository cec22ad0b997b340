//! Emergence of features: what augmentations hide from linear networks, and what latent trees make a network learn.

pub mod amplification;
pub mod deep;
pub mod dependence;
pub mod free_tree;
pub mod latent_tree_covariance;
pub mod level_step;
pub mod lucky_node;
pub mod node_group;
pub mod preactivation;
pub mod selectivity_transfer;
pub mod translation_invariance;
pub mod tree_operator;
