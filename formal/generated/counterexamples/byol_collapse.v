(** Written by formal/counterexamples from theorems/counterexamples/byol-collapse/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LinearByolFormulas.
Import ByolCollapse.
Local Open Scope ring_scope.

Definition augmentations_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 2#1; 3#1; 1#1; 2#1; 2#1;
  0#1; 1#1; -1#1; 0#1; 0#1; 0#1; 1#1; -1#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 2#1; -2#1; 3#1; 3#1; 3#1; 5#1; 1#1;
  0#1; 0#1; 0#1; 2#1; -2#1]]) (@values 3 [:: 1#2; 8#27; 11#54]) (@view_weights 3 5 [:: 7#9; 0#1; 0#1; 1#9;
  1#9; 7#9; 0#1; 0#1; 1#9; 1#9; 7#9; 0#1; 0#1; 1#9; 1#9]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1; -1#2]]) (mx 2 2
  [:: [:: 1#4; 0#1]; [:: 0#1; 1#4]]) (mx 2 2 [:: [:: -1#4; 0#1]; [:: 0#1; -1#4]]) (q2r (1#4)) (q2r (1#8)) (q2r
  (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#2))
  (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-of-the-weights, mutant augmentations-forgotten: at the stored instance the left side
  is what the claim says, not this. *)
Theorem augmentations_forgotten : roots augmentations_forgotten_setting (@values 2 [:: 0#1; 0#1]) /\
  roots_of_augmentations_forgotten augmentations_forgotten_setting (@values 2 [:: 0#1; 2#3]) /\
  refuted_equation (speed_of_weights augmentations_forgotten_setting) (speed_of_the_weights
  augmentations_forgotten_setting (@values 2 [:: 0#1; 0#1])) (augmentations_forgotten
  augmentations_forgotten_setting (@values 2 [:: 0#1; 2#3])) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#144]]) (mx
  2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#48]]).
Proof. read_modes augmentations_forgotten_setting. split; [by_roots | ]. split; [by_roots | ].
  refuted_equation. Qed.

Definition decay_alone_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1; 0#1; 0#1;
  0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4;
  1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: -1#1; 0#1]; [:: 0#1; -1#2]]) (mx 2 2 [:: [:: 0#1; 0#1];
  [:: 0#1; 0#1]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1; -1#4]]) (q2r (1#4)) (q2r (9#1024)) (q2r (0#1)) (mx 2 2
  [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r
  (0#1)) false.
(** byol-collapse#collapse, mutant decay-alone: at the stored instance what is bounded is what the claim says,
  not this. *)
Theorem decay_alone : refuted_relation (@below _ _) (size_moves decay_alone_setting) (collapse
  decay_alone_setting) (decay_alone decay_alone_setting) (mx 1 1 [:: [:: -45#4096]]) (mx 1 1 [:: [::
  -45#4096]]).
Proof. read_modes decay_alone_setting. refuted_relation decide_below. Qed.

Definition eighth_of_the_square_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2; 1#2; 0#1;
  0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4; 1#4; 0#1;
  1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [::
  1#4; 0#1]; [:: 0#1; 1#4]]) (mx 2 2 [:: [:: -1#4; 0#1]; [:: 0#1; -1#2]]) (q2r (1#4)) (q2r (9#1024)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#2))
  (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#shrinks-at-least, mutant eighth-of-the-square: at the stored instance what is bounded is
  what the claim says, not this. *)
Theorem eighth_of_the_square : refuted_relation (@at_most _ _) (size_moves eighth_of_the_square_setting)
  (shrinks_at_least eighth_of_the_square_setting) (eighth_of_the_square eighth_of_the_square_setting) (mx 1 1
  [:: [:: -5#4096]]) (mx 1 1 [:: [:: -25#4096]]).
Proof. read_modes eighth_of_the_square_setting. invert eighth_of_the_square_setting. refuted_relation
  decide_at_most. Qed.

Definition logarithms_alone_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 10#1; -2#1; 4#1; 4#1; 0#1;
  6#1; -6#1; 0#1; 0#1; 0#1; 6#1; -6#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 6#1; -6#1; 4#1; 4#1; 4#1; 10#1; -2#1;
  0#1; 0#1; 0#1; 6#1; -6#1]]) (@values 3 [:: 5#12; 5#12; 1#6]) (@view_weights 3 5 [:: 5#27; 11#54; 11#54;
  11#54; 11#54; 5#27; 11#54; 11#54; 11#54; 11#54; 5#27; 11#54; 11#54; 11#54; 11#54]) (mx 2 2 [:: [:: -1#1;
  0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1;
  -1#2]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#solution-on-the-balance, mutant logarithms-alone: at the stored instance the left side is
  what the claim says, not this. *)
Theorem logarithms_alone : roots logarithms_alone_setting (@values 2 [:: 2#3; 2#3]) /\ refuted_equation
  (speed_of_predictor logarithms_alone_setting) (solution_on_the_balance logarithms_alone_setting (@values 2
  [:: 2#3; 2#3])) (logarithms_alone logarithms_alone_setting (@values 2 [:: 2#3; 2#3])) (mx 2 2 [:: [::
  -91#48; 0#1]; [:: 0#1; -91#48]]) (mx 2 2 [:: [:: -2912#921; 0#1]; [:: 0#1; -2912#921]]).
Proof. read_modes logarithms_alone_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition ratio_squared_setting := Setting (@view_inputs 2 3 5 [:: [:: 2#1; 3#1; 1#1; 2#1; 2#1; 0#1; 1#1;
  -1#1; 0#1; 0#1; 0#1; 1#1; -1#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 1#1; -1#1; 1#1; 1#1; 1#1; 2#1; 0#1; 0#1; 0#1;
  0#1; 1#1; -1#1]]) (@values 3 [:: 16#105; 32#75; 221#525]) (@view_weights 3 5 [:: 31#63; 32#175; 32#175;
  16#225; 16#225; 31#63; 32#175; 32#175; 16#225; 16#225; 31#63; 32#175; 32#175; 16#225; 16#225]) (mx 2 2 [::
  [:: -1#1; 0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: -5#4; 0#1]; [::
  0#1; -5#4]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [::
  1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (5#4)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-of-the-weights, mutant ratio-squared: at the stored instance the left side is what the
  claim says, not this. *)
Theorem ratio_squared : roots ratio_squared_setting (@values 2 [:: 32#105; 0#1]) /\ roots_of_ratio_squared
  ratio_squared_setting (@values 2 [:: 68#105; 2#5]) /\ refuted_equation (speed_of_weights
  ratio_squared_setting) (speed_of_the_weights ratio_squared_setting (@values 2 [:: 32#105; 0#1]))
  (ratio_squared ratio_squared_setting (@values 2 [:: 68#105; 2#5])) (mx 2 2 [:: [:: -17#1400; 0#1]; [:: 0#1;
  1#1800]]) (mx 2 2 [:: [:: -451#4200; 0#1]; [:: 0#1; -119#1800]]).
Proof. read_modes ratio_squared_setting. split; [by_roots | ]. split; [by_roots | ]. refuted_equation. Qed.

Definition rest_at_zero_forgotten_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 8#1; 0#1; 4#1; 4#1; 0#1;
  4#1; -4#1; 0#1; 0#1; 0#1; 4#1; -4#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 6#1; -6#1; 4#1; 4#1; 4#1; 10#1; -2#1;
  0#1; 0#1; 0#1; 6#1; -6#1]]) (@values 3 [:: 7#20; 5#12; 7#30]) (@view_weights 3 5 [:: 77#540; 9#40; 9#40;
  11#54; 11#54; 77#540; 9#40; 9#40; 11#54; 11#54; 77#540; 9#40; 9#40; 11#54; 11#54]) (mx 2 2 [:: [:: -1#1;
  0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1;
  -1#2]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#solution-on-the-balance, mutant rest-at-zero-forgotten: at the stored instance the left side
  is what the claim says, not this. *)
Theorem rest_at_zero_forgotten : roots rest_at_zero_forgotten_setting (@values 2 [:: 6#5; 2#3]) /\
  refuted_equation (speed_of_predictor rest_at_zero_forgotten_setting) (solution_on_the_balance
  rest_at_zero_forgotten_setting (@values 2 [:: 6#5; 2#3])) (rest_at_zero_forgotten
  rest_at_zero_forgotten_setting (@values 2 [:: 6#5; 2#3])) (mx 2 2 [:: [:: -77#80; 0#1]; [:: 0#1; -91#48]])
  (mx 2 2 [:: [:: -77#40; 0#1]; [:: 0#1; -91#24]]).
Proof. read_modes rest_at_zero_forgotten_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition weight_for_predictor_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 11#1; -3#1; 4#1; 4#1; 0#1;
  7#1; -7#1; 0#1; 0#1; 0#1; 7#1; -7#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 7#1; -7#1; 4#1; 4#1; 4#1; 11#1; -3#1;
  0#1; 0#1; 0#1; 7#1; -7#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 1#49; 12#49; 12#49; 12#49;
  12#49; 1#49; 12#49; 12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49]) (mx 2 2 [:: [:: -1#1; 0#1]; [::
  0#1; -1#2]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#4]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1; -1#4]]) (q2r
  (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [::
  0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-on-the-balance, mutant weight-for-predictor: at the stored instance the left side is
  what the claim says, not this. *)
Theorem weight_for_predictor : roots weight_for_predictor_setting (@values 2 [:: 0#1; 0#1]) /\
  refuted_equation (speed_of_predictor weight_for_predictor_setting) (speed_on_the_balance
  weight_for_predictor_setting (@values 2 [:: 0#1; 0#1])) (weight_for_predictor weight_for_predictor_setting
  (@values 2 [:: 0#1; 0#1])) (mx 2 2 [:: [:: -49#16; 0#1]; [:: 0#1; -9#32]]) (mx 2 2 [:: [:: 49#8; 0#1]; [::
  0#1; 9#16]]).
Proof. read_modes weight_for_predictor_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition without_decay_outweighs_the_pull_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: -1#1; 0#1]; [:: 0#1; -1#1]]) (mx 2 2
  [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1; -1#2]]) (q2r (1#4)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (1#2))
  (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#collapse, without decay_outweighs_the_pull: at the stored instance what is bounded is not
  what the claim says. *)
Theorem without_decay_outweighs_the_pull : necessary_relation (@below _ _) (size_moves
  without_decay_outweighs_the_pull_setting) (collapse without_decay_outweighs_the_pull_setting) (mx 1 1 [::
  [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]).
Proof. read_modes without_decay_outweighs_the_pull_setting. necessary_relation decide_below. Qed.

Definition without_decays_are_equal_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 11#1; -3#1; 4#1; 4#1;
  0#1; 7#1; -7#1; 0#1; 0#1; 0#1; 7#1; -7#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 7#1; -7#1; 4#1; 4#1; 4#1; 11#1;
  -3#1; 0#1; 0#1; 0#1; 7#1; -7#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 1#49; 12#49; 12#49;
  12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49]) (mx 2 2 [:: [:: -1#1;
  0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1;
  -1#2]]) (q2r (1#4)) (q2r (1#8)) (q2r (3#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-on-the-balance, without decays_are_equal: at the stored instance the left side is not
  what the claim says. *)
Theorem without_decays_are_equal : roots without_decays_are_equal_setting (@values 2 [:: 0#1; 0#1]) /\
  necessary_equation (speed_of_predictor without_decays_are_equal_setting) (speed_on_the_balance
  without_decays_are_equal_setting (@values 2 [:: 0#1; 0#1])) (mx 2 2 [:: [:: -51#16; 0#1]; [:: 0#1; -51#16]])
  (mx 2 2 [:: [:: -49#16; 0#1]; [:: 0#1; -49#16]]).
Proof. read_modes without_decays_are_equal_setting. split; [by_roots | ]. necessary_equation. Qed.

Definition without_layers_are_in_balance_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 11#1; -3#1; 4#1;
  4#1; 0#1; 7#1; -7#1; 0#1; 0#1; 0#1; 7#1; -7#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 7#1; -7#1; 4#1; 4#1; 4#1; 11#1;
  -3#1; 0#1; 0#1; 0#1; 7#1; -7#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 1#49; 12#49; 12#49;
  12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49]) (mx 2 2 [:: [:: -1#1;
  0#1]; [:: 0#1; -1#2]]) (mx 2 2 [:: [:: 5#6; 0#1]; [:: 0#1; 7#12]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1;
  -1#4]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-on-the-balance, without layers_are_in_balance: at the stored instance the left side is
  not what the claim says. *)
Theorem without_layers_are_in_balance : roots without_layers_are_in_balance_setting (@values 2 [:: 0#1; 0#1])
  /\ necessary_equation (speed_of_predictor without_layers_are_in_balance_setting) (speed_on_the_balance
  without_layers_are_in_balance_setting (@values 2 [:: 0#1; 0#1])) (mx 2 2 [:: [:: -277#48; 0#1]; [:: 0#1;
  -95#96]]) (mx 2 2 [:: [:: -6845#432; 0#1]; [:: 0#1; -4375#864]]).
Proof. read_modes without_layers_are_in_balance_setting. split; [by_roots | ]. necessary_equation. Qed.

Definition without_target_is_in_proportion_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 11#1; -3#1;
  4#1; 4#1; 0#1; 7#1; -7#1; 0#1; 0#1; 0#1; 7#1; -7#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 7#1; -7#1; 4#1; 4#1; 4#1;
  11#1; -3#1; 0#1; 0#1; 0#1; 7#1; -7#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 1#49; 12#49;
  12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49]) (mx 2 2 [:: [::
  -1#1; 0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: 1#2; 0#1]; [:: 0#1;
  1#2]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-of-the-weights, without target_is_in_proportion: at the stored instance the left side
  is not what the claim says. *)
Theorem without_target_is_in_proportion : roots without_target_is_in_proportion_setting (@values 2 [:: 0#1;
  0#1]) /\ necessary_equation (speed_of_weights without_target_is_in_proportion_setting) (speed_of_the_weights
  without_target_is_in_proportion_setting (@values 2 [:: 0#1; 0#1])) (mx 2 2 [:: [:: 81#8; 0#1]; [:: 0#1;
  81#8]]) (mx 2 2 [:: [:: 49#8; 0#1]; [:: 0#1; 49#8]]).
Proof. read_modes without_target_is_in_proportion_setting. split; [by_roots | ]. necessary_equation. Qed.

Definition without_weights_are_not_zero_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 2
  [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#4)) (q2r (9#1024))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#collapse, without weights_are_not_zero: at the stored instance what is bounded is not what
  the claim says. *)
Theorem without_weights_are_not_zero : necessary_relation (@below _ _) (size_moves
  without_weights_are_not_zero_setting) (collapse without_weights_are_not_zero_setting) (mx 1 1 [:: [:: 0#1]])
  (mx 1 1 [:: [:: 0#1]]).
Proof. read_modes without_weights_are_not_zero_setting. necessary_relation decide_below. Qed.

Definition without_weights_share_the_axes_setting := Setting (@view_inputs 2 3 5 [:: [:: 4#1; 11#1; -3#1; 4#1;
  4#1; 0#1; 7#1; -7#1; 0#1; 0#1; 0#1; 7#1; -7#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 7#1; -7#1; 4#1; 4#1; 4#1; 11#1;
  -3#1; 0#1; 0#1; 0#1; 7#1; -7#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 1#49; 12#49; 12#49;
  12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49; 1#49; 12#49; 12#49; 12#49; 12#49]) (mx 2 2 [:: [:: -1#1;
  0#1]; [:: 0#1; -1#1]]) (mx 2 2 [:: [:: 1#2; 1#1]; [:: 0#1; 1#2]]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 0#1;
  -1#2]]) (q2r (1#4)) (q2r (1#8)) (q2r (1#8)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (q2r (1#2)) (q2r (0#1)) (q2r (0#1)) false.
(** byol-collapse#speed-of-the-weights, without weights_share_the_axes: at the stored instance the left side
  is not what the claim says. *)
Theorem without_weights_share_the_axes : roots without_weights_share_the_axes_setting (@values 2 [:: 0#1;
  0#1]) /\ necessary_equation (speed_of_weights without_weights_share_the_axes_setting) (speed_of_the_weights
  without_weights_share_the_axes_setting (@values 2 [:: 0#1; 0#1])) (mx 2 2 [:: [:: 49#8; 16#1]; [:: 12#1;
  305#8]]) (mx 2 2 [:: [:: 49#8; 0#1]; [:: 0#1; 49#8]]).
Proof. read_modes without_weights_share_the_axes_setting. split; [by_roots | ]. necessary_equation. Qed.
