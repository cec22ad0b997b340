(** Written by formal/counterexamples from theorems/counterexamples/latent-tree-covariance/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LatentTreeFormulas.
Local Open Scope ring_scope.

Definition depth_counted_twice_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (-1#4))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (-1#4))]) [:: 2%nat]
  (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 1 [:: [:: 1#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  1#1]]) 1%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#operator-shrinks-with-depth, mutant depth-counted-twice: at the stored instance
  what is bounded is what the claim says, not this. *)
Theorem depth_counted_twice : refuted_relation (@at_most _ _) (trace_of_block 4%nat
  depth_counted_twice_setting) (operator_shrinks_with_depth 4%nat depth_counted_twice_setting)
  (depth_counted_twice 4%nat depth_counted_twice_setting) (mx 1 1 [:: [:: 7#4096]]) (mx 1 1 [:: [::
  7#65536]]).
Proof. read 4%nat depth_counted_twice_setting. refuted_relation decide_at_most. Qed.

Definition edge_polarity_dropped_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#covariance, mutant edge-polarity-dropped: at the stored instance the left side is
  what the claim says, not this. *)
Theorem edge_polarity_dropped : refuted_equation (covariance_of_means 2%nat edge_polarity_dropped_setting)
  (covariance 2%nat edge_polarity_dropped_setting) (edge_polarity_dropped 2%nat edge_polarity_dropped_setting)
  (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 7#16]]).
Proof. read 2%nat edge_polarity_dropped_setting. refuted_equation. Qed.

Definition jacobian_dropped_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (-1#4))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (-1#4))]) [:: 2%nat]
  (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 1 [:: [::
  -2#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 1#1]]) 1%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#operator-block, mutant jacobian-dropped: at the stored instance the left side is
  what the claim says, not this. *)
Theorem jacobian_dropped : refuted_equation (block 4%nat jacobian_dropped_setting) (operator_block 4%nat
  jacobian_dropped_setting) (jacobian_dropped 4%nat jacobian_dropped_setting) (mx 1 1 [:: [:: 7#1024]]) (mx 1
  1 [:: [:: 7#4096]]).
Proof. read 4%nat jacobian_dropped_setting. refuted_equation. Qed.

Definition last_edge_forgotten_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree [::
  1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 1%nat (q2r
  (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#path-polarity, mutant last-edge-forgotten: at the stored instance the left side is
  what the claim says, not this. *)
Theorem last_edge_forgotten : refuted_equation (given_the_root 2%nat last_edge_forgotten_setting)
  (path_polarity 2%nat last_edge_forgotten_setting) (last_edge_forgotten 2%nat last_edge_forgotten_setting)
  (mx 2 2 [:: [:: 1#2; 1#2]; [:: 1#2; 1#2]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]).
Proof. read 2%nat last_edge_forgotten_setting. refuted_equation. Qed.

Definition mean_weighted_by_probability_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4))])
  (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 2#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]])
  0%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#conditional-means, mutant mean-weighted-by-probability: at the stored instance the
  left side is what the claim says, not this. *)
Theorem mean_weighted_by_probability : refuted_equation (means 2%nat mean_weighted_by_probability_setting)
  (conditional_means 2%nat mean_weighted_by_probability_setting) (mean_weighted_by_probability 2%nat
  mean_weighted_by_probability_setting) (mx 2 1 [:: [:: 1#4]; [:: -1#4]]) (mx 2 1 [:: [:: 1#16]; [:: -7#16]]).
Proof. read 2%nat mean_weighted_by_probability_setting. refuted_equation. Qed.

Definition polarity_not_squared_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (-1#2))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (-1#2))]) [:: 2%nat]
  (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 1 [:: [:: 0#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  1#1]]) 1%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#covariance, mutant polarity-not-squared: at the stored instance the left side is
  what the claim says, not this. *)
Theorem polarity_not_squared : refuted_equation (covariance_of_means 4%nat polarity_not_squared_setting)
  (covariance 4%nat polarity_not_squared_setting) (polarity_not_squared 4%nat polarity_not_squared_setting)
  (mx 1 1 [:: [:: 7#1024]]) (mx 1 1 [:: [:: 7#256]]).
Proof. read 4%nat polarity_not_squared_setting. refuted_equation. Qed.

Definition root_mean_forgotten_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree [::
  1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (0#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#categorical-covariance, mutant root-mean-forgotten: at the stored instance the left
  side is what the claim says, not this. *)
Theorem root_mean_forgotten : refuted_equation (covariance_of_means 2%nat root_mean_forgotten_setting)
  (categorical_covariance 2%nat root_mean_forgotten_setting) (root_mean_forgotten 2%nat
  root_mean_forgotten_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#4]]).
Proof. read 2%nat root_mean_forgotten_setting. refuted_equation. Qed.

Definition root_mean_not_squared_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#operator-block, mutant root-mean-not-squared: at the stored instance the left side
  is what the claim says, not this. *)
Theorem root_mean_not_squared : refuted_equation (block 2%nat root_mean_not_squared_setting) (operator_block
  2%nat root_mean_not_squared_setting) (root_mean_not_squared 2%nat root_mean_not_squared_setting) (mx 1 1 [::
  [:: 7#256]]) (mx 1 1 [:: [:: 1#64]]).
Proof. read 2%nat root_mean_not_squared_setting. refuted_equation. Qed.

Definition root_variance_forgotten_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 3#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#covariance, mutant root-variance-forgotten: at the stored instance the left side is
  what the claim says, not this. *)
Theorem root_variance_forgotten : refuted_equation (covariance_of_means 2%nat root_variance_forgotten_setting)
  (covariance 2%nat root_variance_forgotten_setting) (root_variance_forgotten 2%nat
  root_variance_forgotten_setting) (mx 1 1 [:: [:: 7#256]]) (mx 1 1 [:: [:: 1#16]]).
Proof. read 2%nat root_variance_forgotten_setting. refuted_equation. Qed.

Definition without_jacobian_is_constant_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (-1#4));
  Edge 1 1 (binary (1#4)); Edge 2 2 (binary (1#2)); Edge 2 2 (binary (1#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0
  (binary (-1#4)); Edge 1 1 (binary (1#4)); Edge 2 2 (binary (1#2)); Edge 2 2 (binary (1#4))]) [:: 3%nat;
  4%nat] (-1#1) (AtLayer Last (mx 2 2 [:: [:: -1#1; 3#1]; [:: 3#1; 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]])
  (q2r (1#2)) (Dense (mx 1 2 [:: [:: 3#1; -4#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#2)) (Dense (mx 1 1 [:: [::
  -3#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))) [:: 3%nat; 4%nat] [:: 2%nat; 2%nat] (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) 2%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#operator-block, without jacobian_is_constant: at the stored instance the left side
  is not what the claim says. *)
Theorem without_jacobian_is_constant : necessary_equation (block 16%nat without_jacobian_is_constant_setting)
  (operator_block 16%nat without_jacobian_is_constant_setting) (mx 4 4 [:: [:: 23409#1048576; -459#16384;
  9639#1048576; -459#32768]; [:: -459#16384; 9#256; -189#16384; 9#512]; [:: 9639#1048576; -189#16384;
  3969#1048576; -189#32768]; [:: -459#32768; 9#512; -189#32768; 9#1024]]) (mx 4 4 [:: [:: 408321#16777216;
  -1917#65536; 408321#33554432; -1917#131072]; [:: -1917#65536; 9#256; -1917#131072; 9#512]; [::
  408321#33554432; -1917#131072; 408321#67108864; -1917#262144]; [:: -1917#131072; 9#512; -1917#262144;
  9#1024]]).
Proof. read 16%nat without_jacobian_is_constant_setting. necessary_equation. Qed.

Definition without_parent_screens_off_ancestors_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary
  (0#1)); Edge 1 0 (below_grandparent (0#1) (1#1))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (0#1)); Edge 1 1
  (binary (0#1))]) [:: 2%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 5#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  (Dense (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [::
  [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 2%nat (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#path-polarity, without parent_screens_off_ancestors: at the stored instance the
  left side is not what the claim says. *)
Theorem without_parent_screens_off_ancestors : necessary_equation (given_the_root 4%nat
  without_parent_screens_off_ancestors_setting) (path_polarity 4%nat
  without_parent_screens_off_ancestors_setting) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [::
  1#2; 1#2]; [:: 1#2; 1#2]]).
Proof. read 4%nat without_parent_screens_off_ancestors_setting. necessary_equation. Qed.

Definition without_siblings_are_independent_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary
  (-1#4)); Edge 1 1 (binary (1#2)); Edge 1 2 (beside_sibling (1#2) (3#4) (1#8))]) (Tree [:: 1#2; 1#2] [:: Edge
  0 0 (binary (-1#4)); Edge 1 1 (binary (1#2)); Edge 1 1 (binary (3#4))]) [:: 2%nat; 3%nat] (-1#1) (AtLayer
  (Dense (mx 1 2 [:: [:: 1#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (0#1)) Last) (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (0#1)).
(** latent-tree-covariance#conditional-means, without siblings_are_independent: at the stored instance the
  left side is not what the claim says. *)
Theorem without_siblings_are_independent : necessary_equation (means 8%nat
  without_siblings_are_independent_setting) (conditional_means 8%nat without_siblings_are_independent_setting)
  (mx 2 1 [:: [:: 29#32]; [:: 19#32]]) (mx 2 1 [:: [:: 27#32]; [:: 17#32]]).
Proof. read 8%nat without_siblings_are_independent_setting. necessary_equation. Qed.
