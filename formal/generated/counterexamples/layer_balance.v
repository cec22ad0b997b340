(** Written by formal/counterexamples from theorems/counterexamples/layer-balance/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LayerBalance.
Local Open Scope ring_scope.

Definition gate_left_out_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))
  (AtLayer (Dense (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1)) Last) (mx 1 2
  [:: [:: 0#1; -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 1#1]])
  (q2r (1#1)).
(** layer-balance#diagonals, mutant gate-left-out: at the stored instance the left side is what the claim
  says, not this. *)
Theorem gate_left_out : refuted_equation (lower_diagonal gate_left_out_setting) (diagonals
  gate_left_out_setting) (gate_left_out gate_left_out_setting) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [::
  [:: 0#1]; [:: 1#1]]).
Proof. refute_equation gate_left_out_setting ev_lower_diagonal ev_diagonals ev_gate_left_out. Qed.

Definition output_for_slope_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))
  (AtLayer (Dense (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (mx 1 2
  [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)).
(** layer-balance#diagonals, mutant output-for-slope: at the stored instance the left side is what the claim
  says, not this. *)
Theorem output_for_slope : refuted_equation (lower_diagonal output_for_slope_setting) (diagonals
  output_for_slope_setting) (output_for_slope output_for_slope_setting) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2
  1 [:: [:: 0#1]; [:: 1#1]]).
Proof. refute_equation output_for_slope_setting ev_lower_diagonal ev_diagonals ev_output_for_slope. Qed.

Definition transposed_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1];
  [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 2 [:: [:: 1#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) (AtLayer
  (Dense (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (mx 1 2 [:: [::
  1#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r
  (1#1)).
(** layer-balance#matrices, mutant transposed: at the stored instance the left side is what the claim says,
  not this. *)
Theorem transposed : refuted_equation (lower_matrix transposed_setting) (matrices transposed_setting)
  (transposed transposed_setting) (mx 2 2 [:: [:: 0#1; 1#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [::
  1#1; 0#1]]).
Proof. refute_equation transposed_setting ev_lower_matrix ev_matrices ev_transposed. Qed.

Definition weighted_by_depth_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [::
  [:: 0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last)) (AtLayer (Dense (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)
  (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  1#1]]) (q2r (1#1)).
(** layer-balance#diagonals, mutant weighted-by-depth: at the stored instance the left side is what the claim
  says, not this. *)
Theorem weighted_by_depth : refuted_equation (lower_diagonal weighted_by_depth_setting) (diagonals
  weighted_by_depth_setting) (weighted_by_depth weighted_by_depth_setting) (mx 2 1 [:: [:: 0#1]; [:: -1#1]])
  (mx 2 1 [:: [:: 0#1]; [:: -2#1]]).
Proof. refute_equation weighted_by_depth_setting ev_lower_diagonal ev_diagonals ev_weighted_by_depth. Qed.

Definition without_hidden_layers_are_linear_setting := Setting (AtLayer Last (mx 2 1 [:: [:: -1#1]; [:: 1#1]])
  (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) (AtLayer (Dense (mx 2 1 [:: [:: -1#1]; [:: 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1))
  Last) (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 1#1]]) (q2r (1#1)).
(** layer-balance#matrices, without hidden_layers_are_linear: at the stored instance the left side is not what
  the claim says. *)
Theorem without_hidden_layers_are_linear : necessary_equation (upper_matrix
  without_hidden_layers_are_linear_setting) (lower_matrix without_hidden_layers_are_linear_setting) (mx 2 2
  [:: [:: 0#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: -1#1; 1#1]]).
Proof. necessitate_equation without_hidden_layers_are_linear_setting ev_upper_matrix ev_lower_matrix. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx
  2 1 [:: [:: 1#1]; [:: -1#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 1#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) (AtLayer (Dense (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: 1#1]; [:: -1#1]]) (q2r (0#1))
  Last) (mx 1 2 [:: [:: 1#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: 1#1]]) (q2r (1#1)).
(** layer-balance#diagonals, without network_is_bias_free: at the stored instance the left side is not what
  the claim says. *)
Theorem without_network_is_bias_free : necessary_equation (upper_diagonal
  without_network_is_bias_free_setting) (lower_diagonal without_network_is_bias_free_setting) (mx 2 1 [:: [::
  1#1]; [:: 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]).
Proof. necessitate_equation without_network_is_bias_free_setting ev_upper_diagonal ev_lower_diagonal. Qed.
