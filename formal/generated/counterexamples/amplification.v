(** Written by formal/counterexamples from theorems/counterexamples/amplification/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import AmplificationFormulas.
Local Open Scope ring_scope.

Definition both_branches_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree [:: 1#8;
  7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#lone-step, mutant both-branches: at the stored instance the left side is what the claim
  says, not this. *)
Theorem both_branches : refuted_equation (weights_after 2%nat both_branches_setting) (lone_step 2%nat
  both_branches_setting) (both_branches 2%nat both_branches_setting) (mx 1 1 [:: [:: -263#256]]) (mx 1 1 [::
  [:: -135#128]]).
Proof. read 2%nat both_branches_setting. refuted_equation. Qed.

Definition gaps_double_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary
  (1#4)); Edge 2 2 (binary (1#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (1#4));
  Edge 2 2 (binary (1#4))]) [:: 3%nat] (-1#1) (AtLayer (Dense (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) (Dense (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) (mx 1 1 [:: [:: 1#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]])
  0%nat (q2r (1#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#gaps-do-not-shrink, mutant gaps-double: at the stored instance what is bounded is what the
  claim says, not this. *)
Theorem gaps_double : refuted_relation (@at_most _ _) (times_before 8%nat gaps_double_setting)
  (gaps_do_not_shrink 8%nat gaps_double_setting) (gaps_double 8%nat gaps_double_setting) (mx 1 1 [:: [::
  -32769#33554432]]) (mx 1 1 [:: [:: -16385#16777216]]).
Proof. read 8%nat gaps_double_setting. refuted_relation decide_at_most. Qed.

Definition growth_not_scaled_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4))]) (Tree [::
  1#2; 1#2] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -4#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#gaps-grow-by-their-factor, mutant growth-not-scaled: at the stored instance the left side is
  what the claim says, not this. *)
Theorem growth_not_scaled : refuted_equation (gaps_after 2%nat growth_not_scaled_setting)
  (gaps_grow_by_their_factor 2%nat growth_not_scaled_setting) (growth_not_scaled 2%nat
  growth_not_scaled_setting) (mx 1 1 [:: [:: -17#8]]) (mx 1 1 [:: [:: -4#1]]).
Proof. read 2%nat growth_not_scaled_setting. refuted_equation. Qed.

Definition half_rate_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree [:: 1#8; 7#8]
  [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 2 1 [:: [:: -2#1]; [:: 5#1]]) (mx 2 1 [::
  [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat; 0%nat] (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1;
  1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (1#4)) (q2r (0#1)) (q2r (0#1)).
(** amplification#step, mutant half-rate: at the stored instance the left side is what the claim says, not
  this. *)
Theorem half_rate : refuted_equation (weights_after 2%nat half_rate_setting) (step 2%nat half_rate_setting)
  (half_rate 2%nat half_rate_setting) (mx 2 1 [:: [:: -1031#512]; [:: 5155#1024]]) (mx 2 1 [:: [::
  -2055#1024]; [:: 10275#2048]]).
Proof. read 2%nat half_rate_setting. refuted_equation. Qed.

Definition level_forgotten_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 0 0
  (binary (1#4)); Edge 1 1 (binary (-1#2)); Edge 2 2 (binary (-3#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0
  (binary (1#4)); Edge 0 0 (binary (1#4)); Edge 1 1 (binary (-1#2)); Edge 2 2 (binary (-3#4))]) [:: 3%nat;
  4%nat] (-1#1) (AtLayer Last (mx 3 2 [:: [:: -1#1; 0#1]; [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 3 1 [:: [:: 0#1];
  [:: 0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 3 [:: [:: -1#1; 0#1; -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) [:: 3%nat; 4%nat] [:: 1%nat; 1%nat; 2%nat] (mx 1 3 [:: [:: 0#1; 0#1; 1#1]]) (mx 1 2 [:: [::
  0#1; 1#1]]) 2%nat (q2r (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#step, mutant level-forgotten: at the stored instance the left side is what the claim says,
  not this. *)
Theorem level_forgotten : refuted_equation (weights_after 16%nat level_forgotten_setting) (step 16%nat
  level_forgotten_setting) (level_forgotten 16%nat level_forgotten_setting) (mx 1 1 [:: [:: -3#128]]) (mx 1 1
  [:: [:: 0#1]]).
Proof. read 16%nat level_forgotten_setting. refuted_equation. Qed.

Definition orthogonal_part_moves_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (1#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (1#4))]) [:: 2%nat]
  (-1#1) (AtLayer (Dense (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)
  (mx 2 2 [:: [:: 0#1; 1#1]; [:: 1#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat;
  1%nat] [:: 0%nat; 0%nat] (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1;
  1#1]]) 0%nat (q2r (1#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#orthogonal-part-stays, mutant orthogonal-part-moves: at the stored instance the left side is
  what the claim says, not this. *)
Theorem orthogonal_part_moves : refuted_equation (rest_after 4%nat orthogonal_part_moves_setting)
  (orthogonal_part_stays 4%nat orthogonal_part_moves_setting) (orthogonal_part_moves 4%nat
  orthogonal_part_moves_setting) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 1#256; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [::
  9#2048; 0#1]]).
Proof. read 4%nat orthogonal_part_moves_setting. refuted_equation. Qed.

Definition output_by_one_node_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (-1#4)); Edge 0 0
  (binary (-1#4)); Edge 1 1 (binary (-1#2)); Edge 2 2 (binary (-1#1))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0
  (binary (-1#4)); Edge 0 0 (binary (-1#4)); Edge 1 1 (binary (-1#2)); Edge 2 2 (binary (-1#1))]) [:: 3%nat;
  4%nat] (-1#1) (AtLayer Last (mx 2 2 [:: [:: -1#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]])
  (q2r (1#1)) (Dense (mx 1 2 [:: [:: -1#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 3%nat; 4%nat]
  [:: 1%nat; 2%nat] (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 2 [:: [:: 0#1; 1#1]]) 2%nat (q2r (7#8)) (q2r (0#1)) (q2r
  (0#1)).
(** amplification#output-grows-by-its-matrix, mutant output-by-one-node: at the stored instance the left side
  is what the claim says, not this. *)
Theorem output_by_one_node : refuted_equation (selectivity_after 16%nat output_by_one_node_setting)
  (output_grows_by_its_matrix 16%nat output_by_one_node_setting) (output_by_one_node 16%nat
  output_by_one_node_setting) (mx 1 1 [:: [:: 519#4096]]) (mx 1 1 [:: [:: 1#8]]).
Proof. read 16%nat output_by_one_node_setting. refuted_equation. Qed.

Definition output_doubles_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree [:: 1#8;
  7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 2#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#output-does-not-shrink, mutant output-doubles: at the stored instance what is bounded is
  what the claim says, not this. *)
Theorem output_doubles : refuted_relation (@at_most _ _) (minus_square_after 2%nat output_doubles_setting)
  (output_does_not_shrink 2%nat output_doubles_setting) (output_doubles 2%nat output_doubles_setting) (mx 1 1
  [:: [:: -69169#262144]]) (mx 1 1 [:: [:: -18225#65536]]).
Proof. read 2%nat output_doubles_setting. refuted_relation decide_at_most. Qed.

Definition output_not_scaled_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4))]) (Tree [::
  1#8; 7#8] [:: Edge 0 0 (binary (-1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#output-grows-by-its-matrix, mutant output-not-scaled: at the stored instance the left side
  is what the claim says, not this. *)
Theorem output_not_scaled : refuted_equation (selectivity_after 2%nat output_not_scaled_setting)
  (output_grows_by_its_matrix 2%nat output_not_scaled_setting) (output_not_scaled 2%nat
  output_not_scaled_setting) (mx 1 1 [:: [:: -263#1024]]) (mx 1 1 [:: [:: -23#64]]).
Proof. read 2%nat output_not_scaled_setting. refuted_equation. Qed.

Definition output_polarity_not_squared_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4));
  Edge 1 1 (binary (-1#2)); Edge 2 2 (binary (1#4))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4)); Edge 1
  1 (binary (-1#2)); Edge 2 2 (binary (1#4))]) [:: 3%nat] (-1#1) (AtLayer (Dense (mx 1 1 [:: [:: -1#1]]) (mx 1
  1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 1
  [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1
  1 [:: [:: 1#1]]) 1%nat (q2r (1#4)) (q2r (0#1)) (q2r (0#1)).
(** amplification#output-grows-by-its-matrix, mutant output-polarity-not-squared: at the stored instance the
  left side is what the claim says, not this. *)
Theorem output_polarity_not_squared : refuted_equation (selectivity_after 8%nat
  output_polarity_not_squared_setting) (output_grows_by_its_matrix 8%nat output_polarity_not_squared_setting)
  (output_polarity_not_squared 8%nat output_polarity_not_squared_setting) (mx 1 1 [:: [:: 65543#2097152]]) (mx
  1 1 [:: [:: 16377#524288]]).
Proof. read 8%nat output_polarity_not_squared_setting. refuted_equation. Qed.

Definition polarity_not_squared_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (-1#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1 (binary (-1#4))]) [:: 2%nat]
  (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 1#1]]) 1%nat (q2r (1#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#lone-step, mutant polarity-not-squared: at the stored instance the left side is what the
  claim says, not this. *)
Theorem polarity_not_squared : refuted_equation (weights_after 4%nat polarity_not_squared_setting) (lone_step
  4%nat polarity_not_squared_setting) (polarity_not_squared 4%nat polarity_not_squared_setting) (mx 1 1 [::
  [:: -2049#2048]]) (mx 1 1 [:: [:: -513#512]]).
Proof. read 4%nat polarity_not_squared_setting. refuted_equation. Qed.

Definition root_mean_not_squared_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -4#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (1#1)) (q2r (0#1)) (q2r (0#1)).
(** amplification#output-grows-by-its-matrix, mutant root-mean-not-squared: at the stored instance the left
  side is what the claim says, not this. *)
Theorem root_mean_not_squared : refuted_equation (selectivity_after 2%nat root_mean_not_squared_setting)
  (output_grows_by_its_matrix 2%nat root_mean_not_squared_setting) (root_mean_not_squared 2%nat
  root_mean_not_squared_setting) (mx 1 1 [:: [:: -263#256]]) (mx 1 1 [:: [:: -65#64]]).
Proof. read 2%nat root_mean_not_squared_setting. refuted_equation. Qed.

Definition root_variance_forgotten_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (1#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#step, mutant root-variance-forgotten: at the stored instance the left side is what the claim
  says, not this. *)
Theorem root_variance_forgotten : refuted_equation (weights_after 2%nat root_variance_forgotten_setting) (step
  2%nat root_variance_forgotten_setting) (root_variance_forgotten 2%nat root_variance_forgotten_setting) (mx 1
  1 [:: [:: -2055#2048]]) (mx 1 1 [:: [:: -129#128]]).
Proof. read 2%nat root_variance_forgotten_setting. refuted_equation. Qed.

Definition without_gates_do_not_flip_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge
  1 1 (binary (-3#4)); Edge 2 2 (binary (-1#1))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1 1
  (binary (-3#4)); Edge 2 2 (binary (-1#1))]) [:: 3%nat] (-1#1) (AtLayer (Dense (mx 2 1 [:: [:: 3#1]; [::
  -1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1)) Last) (mx 1 2 [:: [:: 2#1; 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (0#1)) (Dense (mx 1 1 [:: [:: 3#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat; 2%nat]
  [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) 1%nat (q2r (3#1)) (q2r (0#1))
  (q2r (0#1)).
(** amplification#output-grows-by-its-matrix, without gates_do_not_flip: at the stored instance the left side
  is not what the claim says. *)
Theorem without_gates_do_not_flip : necessary_equation (selectivity_after 8%nat
  without_gates_do_not_flip_setting) (output_grows_by_its_matrix 8%nat without_gates_do_not_flip_setting) (mx
  1 1 [:: [:: 153711#32768]]) (mx 1 1 [:: [:: 77715#16384]]).
Proof. read 8%nat without_gates_do_not_flip_setting. necessary_equation. Qed.

Definition without_jacobian_is_conformal_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4));
  Edge 1 1 (binary (0#1)); Edge 1 1 (binary (-1#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1
  1 (binary (0#1)); Edge 1 1 (binary (-1#4))]) [:: 2%nat; 3%nat] (-1#1) (AtLayer Last (mx 2 2 [:: [:: 0#1;
  0#1]; [:: 0#1; 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 2 2 [:: [:: 0#1; 1#1]; [::
  2#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat; 3%nat] [:: 1%nat; 1%nat] (mx 2 2
  [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) 1%nat (q2r (1#8)) (q2r (0#1))
  (q2r (0#1)).
(** amplification#gaps-grow-by-their-factor, without jacobian_is_conformal: at the stored instance the left
  side is not what the claim says. *)
Theorem without_jacobian_is_conformal : necessary_equation (gaps_after 8%nat
  without_jacobian_is_conformal_setting) (gaps_grow_by_their_factor 8%nat
  without_jacobian_is_conformal_setting) (mx 2 1 [:: [:: 0#1]; [:: -2049#4096]]) (mx 2 1 [:: [:: 0#1]; [::
  -513#1024]]).
Proof. read 8%nat without_jacobian_is_conformal_setting. necessary_equation. Qed.

Definition without_jacobians_are_constant_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4));
  Edge 1 1 (binary (-3#4)); Edge 2 2 (binary (1#2))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4)); Edge 1
  1 (binary (-3#4)); Edge 2 2 (binary (1#2))]) [:: 3%nat] (-1#1) (AtLayer (Dense (mx 1 1 [:: [:: 1#1]]) (mx 1
  1 [:: [:: 0#1]]) (q2r (1#2)) Last) (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#2)) (Dense (mx 1 1
  [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1
  1 [:: [:: 1#1]]) 1%nat (q2r (7#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#step, without jacobians_are_constant: at the stored instance the left side is not what the
  claim says. *)
Theorem without_jacobians_are_constant : necessary_equation (weights_after 8%nat
  without_jacobians_are_constant_setting) (step 8%nat without_jacobians_are_constant_setting) (mx 1 1 [:: [::
  -32831#32768]]) (mx 1 1 [:: [:: -2102255#2097152]]).
Proof. read 8%nat without_jacobians_are_constant_setting. necessary_equation. Qed.

Definition without_outputs_are_disjoint_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4));
  Edge 0 0 (binary (1#2)); Edge 1 1 (binary (1#2)); Edge 2 2 (binary (3#4))]) (Tree [:: 1#2; 1#2] [:: Edge 0 0
  (binary (1#4)); Edge 0 0 (binary (1#2)); Edge 1 1 (binary (1#2)); Edge 2 2 (binary (3#4))]) [:: 3%nat;
  4%nat] (-1#1) (AtLayer Last (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r
  (1#1)) (Dense (mx 1 2 [:: [:: -1#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 3%nat; 4%nat] [::
  1%nat; 2%nat] (mx 1 2 [:: [:: 1#1; 0#1]]) (mx 1 2 [:: [:: 1#1; 0#1]]) 1%nat (q2r (1#8)) (q2r (0#1)) (q2r
  (0#1)).
(** amplification#lone-step, without outputs_are_disjoint: at the stored instance the left side is not what
  the claim says. *)
Theorem without_outputs_are_disjoint : necessary_equation (weights_after 16%nat
  without_outputs_are_disjoint_setting) (lone_step 16%nat without_outputs_are_disjoint_setting) (mx 1 1 [::
  [:: -3#512]]) (mx 1 1 [:: [:: 0#1]]).
Proof. read 16%nat without_outputs_are_disjoint_setting. necessary_equation. Qed.

Definition without_rate_is_positive_2_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4))])
  (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -2#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]])
  0%nat (q2r (-3#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#output-does-not-shrink, without rate_is_positive: at the stored instance what is bounded is
  not what the claim says. *)
Theorem without_rate_is_positive_2 : necessary_relation (@at_most _ _) (minus_square_after 2%nat
  without_rate_is_positive_2_setting) (output_does_not_shrink 2%nat without_rate_is_positive_2_setting) (mx 1
  1 [:: [:: -15625#65536]]) (mx 1 1 [:: [:: -1#4]]).
Proof. read 2%nat without_rate_is_positive_2_setting. necessary_relation decide_at_most. Qed.

Definition without_rate_is_positive_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4))]) (Tree
  [:: 1#2; 1#2] [:: Edge 0 0 (binary (1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (-1#8)) (q2r (0#1)) (q2r (0#1)).
(** amplification#gaps-do-not-shrink, without rate_is_positive: at the stored instance what is bounded is not
  what the claim says. *)
Theorem without_rate_is_positive : necessary_relation (@at_most _ _) (times_before 2%nat
  without_rate_is_positive_setting) (gaps_do_not_shrink 2%nat without_rate_is_positive_setting) (mx 1 1 [::
  [:: -127#512]]) (mx 1 1 [:: [:: -1#4]]).
Proof. read 2%nat without_rate_is_positive_setting. necessary_relation decide_at_most. Qed.
