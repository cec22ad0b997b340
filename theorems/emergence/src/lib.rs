//! Emergence of features: what augmentations hide from linear networks, and what latent trees make a network learn.

pub mod deep;
pub mod dependence;
pub mod derivatives;
pub mod free_tree;
pub mod level_step;
pub mod node_group;
pub mod preactivation;
pub mod tree_operator;

dualproof::claims!("emergence":
    translation_invariance::TranslationInvariance,
    latent_tree_covariance::LatentTreeCovariance,
    lucky_node::LuckyNode,
    selectivity_transfer::SelectivityTransfer,
    amplification::Amplification,
);
