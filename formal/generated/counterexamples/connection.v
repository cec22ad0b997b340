(** Written by formal/counterexamples from theorems/counterexamples/connection/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import Connection.
Local Open Scope ring_scope.

Definition activation_of_the_layer_itself_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 2#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 1#1]]).
(** connection#derivative, mutant activation-of-the-layer-itself: at the stored instance the derivative is
  what the claim says, not this. *)
Theorem activation_of_the_layer_itself : refuted_derivative (output activation_of_the_layer_itself_setting)
  (learnt activation_of_the_layer_itself_setting) (connection activation_of_the_layer_itself_setting)
  (activation_of_the_layer_itself activation_of_the_layer_itself_setting) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 2#1]]).
Proof. refute_derivative activation_of_the_layer_itself_setting ev_connection
  ev_activation_of_the_layer_itself connection_is_derivative. Qed.

Definition gates_left_out_setting := Setting (AtLayer Last (mx 2 1 [:: [:: -1#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))
  (mx 1 1 [:: [:: -1#1]]).
(** connection#reversibility, mutant gates-left-out: at the stored instance the left side is what the claim
  says, not this. *)
Theorem gates_left_out : refuted_equation (own_output gates_left_out_setting) (reversibility
  gates_left_out_setting) (gates_left_out gates_left_out_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  -1#1]]).
Proof. refute_equation gates_left_out_setting ev_own_output ev_reversibility ev_gates_left_out. Qed.

Definition jacobian_after_the_gate_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last)) (mx 1 1 [:: [:: -1#1]]).
(** connection#derivative, mutant jacobian-after-the-gate: at the stored instance the derivative is what the
  claim says, not this. *)
Theorem jacobian_after_the_gate : refuted_derivative (output jacobian_after_the_gate_setting) (learnt
  jacobian_after_the_gate_setting) (connection jacobian_after_the_gate_setting) (jacobian_after_the_gate
  jacobian_after_the_gate_setting) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 1#1]]).
Proof. refute_derivative jacobian_after_the_gate_setting ev_connection ev_jacobian_after_the_gate
  connection_is_derivative. Qed.

Definition row_major_vec_setting := Setting (AtLayer Last (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (mx 2 1 [:: [:: 0#1]; [:: 1#1]]).
(** connection#derivative, mutant row-major-vec: at the stored instance the derivative is what the claim says,
  not this. *)
Theorem row_major_vec : refuted_derivative (output row_major_vec_setting) (learnt row_major_vec_setting)
  (connection row_major_vec_setting) (row_major_vec row_major_vec_setting) (mx 4 2 [:: [:: 0#1; 0#1]; [:: 0#1;
  0#1]; [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 4 2 [:: [:: 0#1; 0#1]; [:: 1#1; 0#1]; [:: 0#1; 0#1]; [:: 0#1;
  1#1]]).
Proof. refute_derivative row_major_vec_setting ev_connection ev_row_major_vec connection_is_derivative. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 1#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [:: 0#1]]).
(** connection#reversibility, without network_is_bias_free: at the stored instance the left side is not what
  the claim says. *)
Theorem without_network_is_bias_free : necessary_equation (own_output without_network_is_bias_free_setting)
  (reversibility without_network_is_bias_free_setting) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate_equation without_network_is_bias_free_setting ev_own_output ev_reversibility. Qed.
