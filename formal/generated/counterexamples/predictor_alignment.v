(** Written by formal/counterexamples from theorems/counterexamples/predictor-alignment/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LinearByolFormulas.
Import PredictorAlignment.
Local Open Scope ring_scope.

Definition decay_of_the_predictor_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 1#1; 0#1]]) (mx 2 2
  [:: [:: 0#1; -1#4]; [:: -1#4; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 1#4; 0#1]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4))
  (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#commutator, mutant decay-of-the-predictor-forgotten: at the stored instance the left
  side is what the claim says, not this. *)
Theorem decay_of_the_predictor_forgotten : refuted_equation (commutator_moves
  decay_of_the_predictor_forgotten_setting) (commutator decay_of_the_predictor_forgotten_setting)
  (decay_of_the_predictor_forgotten decay_of_the_predictor_forgotten_setting) (mx 2 2 [:: [:: 0#1; -9#256];
  [:: 9#256; 0#1]]) (mx 2 2 [:: [:: 0#1; -1#256]; [:: 1#256; 0#1]]).
Proof. read_alignment decay_of_the_predictor_forgotten_setting. refuted_equation. Qed.

Definition eighth_of_the_square_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1;
  1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#4]]) (mx 2 2 [:: [::
  1#8; 1#64]; [:: 1#64; 1#8]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#16]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4))
  (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#shrinks-at-least, mutant eighth-of-the-square: at the stored instance what is bounded
  is what the claim says, not this. *)
Theorem eighth_of_the_square : refuted_relation (@at_most _ _) (size_moves eighth_of_the_square_setting)
  (shrinks_at_least eighth_of_the_square_setting) (eighth_of_the_square eighth_of_the_square_setting) (mx 1 1
  [:: [:: 63#8589934592]]) (mx 1 1 [:: [:: 1#268435456]]).
Proof. read_alignment eighth_of_the_square_setting. refuted_relation decide_at_most. Qed.

Definition half_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4;
  1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#4]]) (mx 2 2 [:: [:: 0#1;
  1#4]; [:: 1#4; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#16]]) (q2r (1#4)) (q2r (0#1)) (q2r (0#1)) (mx 2
  2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) true.
(** predictor-alignment#commutator, mutant half-forgotten: at the stored instance the left side is what the
  claim says, not this. *)
Theorem half_forgotten : refuted_equation (commutator_moves half_forgotten_setting) (commutator
  half_forgotten_setting) (half_forgotten half_forgotten_setting) (mx 2 2 [:: [:: 0#1; 17#65536]; [::
  -17#65536; 0#1]]) (mx 2 2 [:: [:: 0#1; 9#32768]; [:: -9#32768; 0#1]]).
Proof. read_alignment half_forgotten_setting. refuted_equation. Qed.

Definition ratio_squared_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4;
  1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#4]]) (mx 2 2 [:: [:: 0#1;
  1#4]; [:: 1#4; 1#4]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#16]]) (q2r (0#1)) (q2r (0#1)) (q2r (0#1)) (mx 2
  2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) true.
(** predictor-alignment#commutator, mutant ratio-squared: at the stored instance the left side is what the
  claim says, not this. *)
Theorem ratio_squared : refuted_equation (commutator_moves ratio_squared_setting) (commutator
  ratio_squared_setting) (ratio_squared ratio_squared_setting) (mx 2 2 [:: [:: 0#1; 1#4096]; [:: -1#4096;
  0#1]]) (mx 2 2 [:: [:: 0#1; 11#32768]; [:: -11#32768; 0#1]]).
Proof. read_alignment ratio_squared_setting. refuted_equation. Qed.

Definition without_data_is_isotropic_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#1; 1#1; 1#1; 1#1; 1#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4;
  0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#4]]) (mx 2 2 [::
  [:: 0#1; 1#4]; [:: 1#4; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#16]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4))
  (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#commutator, without data_is_isotropic: at the stored instance the left side is not
  what the claim says. *)
Theorem without_data_is_isotropic : necessary_equation (commutator_moves without_data_is_isotropic_setting)
  (commutator without_data_is_isotropic_setting) (mx 2 2 [:: [:: 0#1; 1#4096]; [:: -1#4096; 0#1]]) (mx 2 2 [::
  [:: 0#1; 1#1024]; [:: -1#1024; 0#1]]).
Proof. read_alignment without_data_is_isotropic_setting. necessary_equation. Qed.

Definition without_predictor_stays_symmetric_2_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2;
  1#2; 1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2;
  1#2; 1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4;
  1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#4]]) (mx
  2 2 [:: [:: 0#1; 1#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#16]]) (q2r (0#1)) (q2r (0#1))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (1#4)) (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#commutator, without predictor_stays_symmetric: at the stored instance the left side is
  not what the claim says. *)
Theorem without_predictor_stays_symmetric_2 : necessary_equation (commutator_moves
  without_predictor_stays_symmetric_2_setting) (commutator without_predictor_stays_symmetric_2_setting) (mx 2
  2 [:: [:: 0#1; 1#64]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]).
Proof. read_alignment without_predictor_stays_symmetric_2_setting. necessary_equation. Qed.

Definition without_predictor_stays_symmetric_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2;
  1#2; 1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2;
  1#2; 1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4;
  1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#4]]) (mx
  2 2 [:: [:: 0#1; -1#4]; [:: -1#4; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#16]]) (q2r (1#1)) (q2r (0#1))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (1#4)) (q2r (0#1)) (q2r (0#1)) false.
(** predictor-alignment#commutator, without predictor_stays_symmetric: at the stored instance the left side is
  not what the claim says. *)
Theorem without_predictor_stays_symmetric : necessary_equation (commutator_moves
  without_predictor_stays_symmetric_setting) (commutator without_predictor_stays_symmetric_setting) (mx 2 2
  [:: [:: 0#1; -3#8192]; [:: 1#4096; 0#1]]) (mx 2 2 [:: [:: 0#1; -5#16384]; [:: 5#16384; 0#1]]).
Proof. read_alignment without_predictor_stays_symmetric_setting. necessary_equation. Qed.

Definition without_rate_is_not_negative_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -3#2]]) (mx 2 2
  [:: [:: 0#1; 1#4]; [:: 1#4; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -3#8]]) (q2r (-8#1)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#4))
  (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#shrinks-at-least, without rate_is_not_negative: at the stored instance what is bounded
  is not what the claim says. *)
Theorem without_rate_is_not_negative : necessary_relation (@at_most _ _) (size_moves
  without_rate_is_not_negative_setting) (shrinks_at_least without_rate_is_not_negative_setting) (mx 1 1 [::
  [:: 5751#8192]]) (mx 1 1 [:: [:: 81#32768]]).
Proof. read_alignment without_rate_is_not_negative_setting. necessary_relation decide_at_most. Qed.

Definition without_target_is_in_proportion_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#4]]) (mx 2 2
  [:: [:: 1#8; 0#1]; [:: 0#1; 7#64]]) (mx 2 2 [:: [:: 1#1; 1#1]; [:: 1#1; 15#16]]) (q2r (0#1)) (q2r (0#1))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (1#4)) (q2r (0#1)) (q2r (0#1)) true.
(** predictor-alignment#commutator, without target_is_in_proportion: at the stored instance the left side is
  not what the claim says. *)
Theorem without_target_is_in_proportion : necessary_equation (commutator_moves
  without_target_is_in_proportion_setting) (commutator without_target_is_in_proportion_setting) (mx 2 2 [::
  [:: 0#1; 1#16384]; [:: -1#16384; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]).
Proof. read_alignment without_target_is_in_proportion_setting. necessary_equation. Qed.
