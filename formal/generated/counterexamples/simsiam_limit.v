(** Written by formal/counterexamples from theorems/counterexamples/simsiam-limit/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LinearByolFormulas.
Import SimsiamLimit.
Local Open Scope ring_scope.

Definition augmentations_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 1#2; -1#2; 1#2; 1#2; 1#2; 1#1; 0#1;
  0#1; 0#1; 0#1; 1#2; -1#2]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4;
  0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: -1#1; 0#1]; [:: 0#1; -1#1]]) (mx 2 2 [::
  [:: 0#1; 0#1]; [:: 0#1; 3#4]]) (mx 2 2 [:: [:: -1#1; 0#1]; [:: 0#1; -1#1]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1))
  (q2r (0#1)) (q2r (0#1)) false.
(** simsiam-limit#speed, mutant augmentations-forgotten: at the stored instance the left side is what the
  claim says, not this. *)
Theorem augmentations_forgotten : refuted_equation (speed_of_predictor augmentations_forgotten_setting) (speed
  augmentations_forgotten_setting) (augmentations_forgotten augmentations_forgotten_setting) (mx 2 2 [:: [::
  1#32; 0#1]; [:: 0#1; -1#64]]) (mx 2 2 [:: [:: 1#32; 0#1]; [:: 0#1; -1#128]]).
Proof. read_modes augmentations_forgotten_setting. refuted_equation. Qed.

Definition limit_of_one_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#1; 0#1; 1#2; 1#2; 0#1; 1#2;
  -1#2; 0#1; 0#1; 0#1; 1#2; -1#2; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4;
  1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: 3#4;
  0#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (0#1)) (q2r (0#1)) (mx 2 2
  [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (0#1)) false.
(** simsiam-limit#speed, mutant limit-of-one: at the stored instance the left side is what the claim says, not
  this. *)
Theorem limit_of_one : refuted_equation (speed_of_predictor limit_of_one_setting) (speed limit_of_one_setting)
  (limit_of_one limit_of_one_setting) (mx 2 2 [:: [:: -1#256; 0#1]; [:: 0#1; -1#512]]) (mx 2 2 [:: [:: 1#256;
  0#1]; [:: 0#1; -1#512]]).
Proof. read_modes limit_of_one_setting. refuted_equation. Qed.

Definition pull_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1;
  0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4;
  1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: 5#4;
  0#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (0#1)) (q2r (0#1)) (mx 2 2
  [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (0#1)) false.
(** simsiam-limit#collapse, mutant pull-forgotten: at the stored instance what is bounded is what the claim
  says, not this. *)
Theorem pull_forgotten : refuted_relation (@below _ _) (squares_move pull_forgotten_setting) (collapse
  pull_forgotten_setting) (pull_forgotten pull_forgotten_setting) (mx 2 1 [:: [:: -5#512]; [:: -5#512]]) (mx 2
  1 [:: [:: -25#512]; [:: -25#512]]).
Proof. read_modes pull_forgotten_setting. refuted_relation decide_below. Qed.

Definition without_data_shares_the_axes_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#1; 8#5; 2#5; -3#5;
  13#5; 0#1; 3#5; -3#5; -8#5; 8#5; 0#1; 3#5; -3#5; -8#5; 8#5]; [:: 0#1; 4#5; -4#5; 6#5; -6#5; 2#1; 14#5; 6#5;
  16#5; 4#5; 0#1; 4#5; -4#5; 6#5; -6#5]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4;
  1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx
  2 2 [:: [:: 5#4; 0#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (0#1))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (0#1)) (q2r (0#1)) (q2r (0#1)) false.
(** simsiam-limit#speed, without data_shares_the_axes: at the stored instance the left side is not what the
  claim says. *)
Theorem without_data_shares_the_axes : necessary_equation (speed_of_predictor
  without_data_shares_the_axes_setting) (speed without_data_shares_the_axes_setting) (mx 2 2 [:: [:: -39#320;
  9#160]; [:: 9#160; -9#80]]) (mx 2 2 [:: [:: -39#320; 0#1]; [:: 0#1; -9#80]]).
Proof. read_modes without_data_shares_the_axes_setting. necessary_equation. Qed.

Definition without_nothing_decays_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1;
  1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [::
  5#4; 0#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (1#1)) (q2r (1#1))
  (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1)) (q2r
  (0#1)) (q2r (0#1)) false.
(** simsiam-limit#speed, without nothing_decays: at the stored instance the left side is not what the claim
  says. *)
Theorem without_nothing_decays : necessary_equation (speed_of_predictor without_nothing_decays_setting) (speed
  without_nothing_decays_setting) (mx 2 2 [:: [:: -641#512; 0#1]; [:: 0#1; -641#512]]) (mx 2 2 [:: [:: -1#512;
  0#1]; [:: 0#1; -1#512]]).
Proof. read_modes without_nothing_decays_setting. necessary_equation. Qed.

Definition without_predictor_is_ahead_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4;
  0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [::
  [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1))
  (q2r (0#1)) (q2r (0#1)) false.
(** simsiam-limit#collapse, without predictor_is_ahead: at the stored instance what is bounded is not what the
  claim says. *)
Theorem without_predictor_is_ahead : necessary_relation (@below _ _) (squares_move
  without_predictor_is_ahead_setting) (collapse without_predictor_is_ahead_setting) (mx 2 1 [:: [:: 1#128];
  [:: 1#128]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]).
Proof. read_modes without_predictor_is_ahead_setting. necessary_relation decide_below. Qed.

Definition without_weights_are_shared_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2;
  0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4;
  0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [::
  [:: 5#4; 0#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 3#2; 0#1]; [:: 0#1; 3#2]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1))
  (q2r (0#1)) (q2r (0#1)) false.
(** simsiam-limit#speed, without weights_are_shared: at the stored instance the left side is not what the
  claim says. *)
Theorem without_weights_are_shared : necessary_equation (speed_of_predictor
  without_weights_are_shared_setting) (speed without_weights_are_shared_setting) (mx 2 2 [:: [:: 7#512; 0#1];
  [:: 0#1; 7#512]]) (mx 2 2 [:: [:: -1#512; 0#1]; [:: 0#1; -1#512]]).
Proof. read_modes without_weights_are_shared_setting. necessary_equation. Qed.

Definition without_weights_share_the_axes_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2
  [:: [:: 5#4; 1#1]; [:: 0#1; 5#4]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1))
  (q2r (0#1)) (q2r (0#1)) false.
(** simsiam-limit#speed, without weights_share_the_axes: at the stored instance the left side is not what the
  claim says. *)
Theorem without_weights_share_the_axes : necessary_equation (speed_of_predictor
  without_weights_share_the_axes_setting) (speed without_weights_share_the_axes_setting) (mx 2 2 [:: [::
  -1#512; -1#128]; [:: 0#1; -1#512]]) (mx 2 2 [:: [:: -1#512; 0#1]; [:: 0#1; -1#512]]).
Proof. read_modes without_weights_share_the_axes_setting. necessary_equation. Qed.
