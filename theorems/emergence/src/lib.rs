//! Emergence of features: what augmentations hide from linear networks, and what latent trees make a network learn.
//!
//! [`cases`] draws what the claims on latent trees have in common, [`dependence`] the laws that their assumptions
//! exclude. [`derivatives`] serves measured sides, [`selectivity`] predicted ones. Each claim has its instances in
//! `cases` and, where it is long, its measured side in `measured`, both in a folder of the claim's name.

pub mod cases;
pub mod dependence;
pub mod derivatives;
pub mod selectivity;
pub mod tree_operator;

dualproof::claims!("emergence":
    translation_invariance::TranslationInvariance,
    latent_tree_covariance::LatentTreeCovariance,
    lucky_node::LuckyNode,
    selectivity_transfer::SelectivityTransfer,
    amplification::Amplification,
);
