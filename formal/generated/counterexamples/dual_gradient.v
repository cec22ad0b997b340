(** Written by formal/counterexamples from theorems/counterexamples/dual-gradient/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import DualGradient.
Local Open Scope ring_scope.

Definition factor_two_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: -1#1]]).
(** dual-gradient#gradient, mutant factor-two: at the stored instance −∇L is what the claim says, not this. *)
Theorem factor_two : refuted (distance factor_two_setting) (learnt factor_two_setting) (gradient
  factor_two_setting) (factor_two factor_two_setting) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 2#1]]).
Proof. refute factor_two_setting ev_distance ev_gradient ev_factor_two distance_has_update. Qed.

Definition first_weights_in_both_terms_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx
  1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]).
(** dual-gradient#gradient, mutant first-weights-in-both-terms: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem first_weights_in_both_terms : refuted (distance first_weights_in_both_terms_setting) (learnt
  first_weights_in_both_terms_setting) (gradient first_weights_in_both_terms_setting)
  (first_weights_in_both_terms first_weights_in_both_terms_setting) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]).
Proof. refute first_weights_in_both_terms_setting ev_distance ev_gradient ev_first_weights_in_both_terms
  distance_has_update. Qed.

Definition plus_for_minus_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 1#1]]).
(** dual-gradient#gradient, mutant plus-for-minus: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem plus_for_minus : refuted (distance plus_for_minus_setting) (learnt plus_for_minus_setting) (gradient
  plus_for_minus_setting) (plus_for_minus plus_for_minus_setting) (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  1#1]]).
Proof. refute plus_for_minus_setting ev_distance ev_gradient ev_plus_for_minus distance_has_update. Qed.

Definition second_connection_outside_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (mx 1
  1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#1]]).
(** dual-gradient#gradient, mutant second-connection-outside: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem second_connection_outside : refuted (distance second_connection_outside_setting) (learnt
  second_connection_outside_setting) (gradient second_connection_outside_setting) (second_connection_outside
  second_connection_outside_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: -1#1]]).
Proof. refute second_connection_outside_setting ev_distance ev_gradient ev_second_connection_outside
  distance_has_update. Qed.

Definition without_networks_are_bias_free_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (1#1)) Last)
  (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]).
(** dual-gradient#gradient, without networks_are_bias_free: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_networks_are_bias_free : necessary (distance without_networks_are_bias_free_setting) (learnt
  without_networks_are_bias_free_setting) (gradient without_networks_are_bias_free_setting) (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_networks_are_bias_free_setting ev_distance ev_gradient distance_has_update. Qed.
