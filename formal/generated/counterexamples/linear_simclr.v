(** Written by formal/counterexamples from theorems/counterexamples/linear-simclr/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LinearSimclrFormulas.
Local Open Scope ring_scope.

Definition exponent_too_large_setting := Setting (@view_inputs 1 2 1 [:: [:: 0#1; 23#1]]) (@values 2 [:: 1#2;
  1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 2 [:: [:: 0#1; -1#2]; [::
  0#1; 3#2]]) (q2r (7#32)) (mx 1 1 [:: [:: 1#1]]).
(** linear-simclr#aligned-layers, mutant exponent-too-large: at the stored instance the left side is what the
  claim says, not this. *)
Theorem exponent_too_large : refuted_equation (aligned_product_moves exponent_too_large_setting [:: (mx 1 1
  [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]])]) (aligned_layers exponent_too_large_setting
  [:: (mx 1 1 [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]])]) (exponent_too_large
  exponent_too_large_setting [:: (mx 1 1 [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]]); (mx 1 1 [:: [:: 2#1]])]) (mx
  1 1 [:: [:: 101568#1]]) (mx 1 1 [:: [:: 203136#1]]).
Proof. read exponent_too_large_setting. refuted_equation. Qed.

Definition factor_one_setting := Setting (@view_inputs 1 4 1 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 4 [::
  4#13; 1#13; 4#13; 4#13]) (@view_weights 4 1 [:: 1#1; 1#1; 1#1; 1#1]) (mx 2 1 [:: [:: 0#1]; [:: 1#2]]) (mx 2
  2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 1 1 [:: [:: 1#1]]).
(** linear-simclr#one-layer, mutant factor-one: at the stored instance the left side is what the claim says,
  not this. *)
Theorem factor_one : refuted_equation (weights_after factor_one_setting 1) (one_layer factor_one_setting 1)
  (factor_one factor_one_setting 1) (mx 2 1 [:: [:: 0#1]; [:: 685#1352]]) (mx 2 1 [:: [:: 0#1]; [::
  1361#2704]]).
Proof. read factor_one_setting. refuted_equation. Qed.

Definition factors_apart_setting := Setting (@view_inputs 1 3 2 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]])
  (@values 3 [:: 2#5; 3#10; 3#10]) (@view_weights 3 2 [:: 2#3; 1#3; 1#2; 1#2; 1#5; 4#5]) (mx 2 1 [:: [::
  -1#1]; [:: 3#1]]) (mx 2 2 [:: [:: -2#1; 1#2]; [:: 1#1; -1#1]]) (q2r (5#32)) (mx 1 1 [:: [:: 1#1]]).
(** linear-simclr#below-a-fixed-layer, mutant factors-apart: at the stored instance the left side is what the
  claim says, not this. *)
Theorem factors_apart : refuted_equation (lower_weights_after factors_apart_setting 2) (below_a_fixed_layer
  factors_apart_setting 2) (factors_apart factors_apart_setting 2) (mx 2 1 [:: [:: -1#1]; [:: 3#1]]) (mx 2 1
  [:: [:: -7357#512]; [:: 38683#4096]]).
Proof. read factors_apart_setting. refuted_equation. Qed.

Definition one_of_the_layers_setting := Setting (@view_inputs 1 4 1 [:: [:: 0#1; 0#1; 0#1; -1#1]]) (@values 4
  [:: 1#4; 1#4; 1#4; 1#4]) (@view_weights 4 1 [:: 1#1; 1#1; 1#1; 1#1]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2
  2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 1 1 [:: [:: 1#1]]).
(** linear-simclr#aligned-layers, mutant one-of-the-layers: at the stored instance the left side is what the
  claim says, not this. *)
Theorem one_of_the_layers : refuted_equation (aligned_product_moves one_of_the_layers_setting [:: (mx 1 1 [::
  [:: -1#2]]); (mx 1 1 [:: [:: -1#2]]); (mx 1 1 [:: [:: -1#2]])]) (aligned_layers one_of_the_layers_setting
  [:: (mx 1 1 [:: [:: -1#2]]); (mx 1 1 [:: [:: -1#2]]); (mx 1 1 [:: [:: -1#2]])]) (one_of_the_layers
  one_of_the_layers_setting [:: (mx 1 1 [:: [:: -1#2]]); (mx 1 1 [:: [:: -1#2]]); (mx 1 1 [:: [:: -1#2]])])
  (mx 1 1 [:: [:: -9#1024]]) (mx 1 1 [:: [:: -3#1024]]).
Proof. read one_of_the_layers_setting. refuted_equation. Qed.

Definition ratio_of_one_setting := Setting (@view_inputs 2 4 2 [:: [:: 3#1; 3#1; -3#1; -3#1; 0#1; 0#1; 0#1;
  0#1]; [:: 0#1; 0#1; 0#1; 0#1; 1#1; 1#1; -1#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4]) (@view_weights 4 2
  [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2]) (mx 2 2 [:: [:: -1#2; 0#1]; [:: 1#2; 1#2]]) (mx 2 2 [:: [::
  0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]).
(** linear-simclr#tangents-fall, mutant ratio-of-one: at the stored instance the left side is what the claim
  says, not this. *)
Theorem ratio_of_one : refuted_equation (tangents_after ratio_of_one_setting 1) (tangents_fall
  ratio_of_one_setting 1) (ratio_of_one ratio_of_one_setting 1) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 1#1; 33#41]])
  (mx 2 2 [:: [:: 1#1; 0#1]; [:: 1#1; 1#1]]).
Proof. read ratio_of_one_setting. refuted_equation. Qed.

Definition total_covariance_setting := Setting (@view_inputs 1 3 2 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#1]])
  (@values 3 [:: 4#9; 4#9; 1#9]) (@view_weights 3 2 [:: 2#3; 1#3; 1#5; 4#5; 3#4; 1#4]) (mx 2 1 [:: [:: 0#1];
  [:: 1#2]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 1 1 [:: [:: 1#1]]).
(** linear-simclr#one-layer, mutant total-covariance: at the stored instance the left side is what the claim
  says, not this. *)
Theorem total_covariance : refuted_equation (weights_after total_covariance_setting 1) (one_layer
  total_covariance_setting 1) (total_covariance total_covariance_setting 1) (mx 2 1 [:: [:: 0#1]; [::
  2593#5184]]) (mx 2 1 [:: [:: 0#1]; [:: 20771#41472]]).
Proof. read total_covariance_setting. refuted_equation. Qed.

Definition without_axes_are_eigenvectors_2_setting := Setting (@view_inputs 2 4 2 [:: [:: 2#1; 2#1; -2#1;
  -2#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 1#1; 1#1; -1#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4;
  1#4]) (@view_weights 4 2 [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1;
  0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 2 2 [:: [:: 3#5; -4#5]; [:: 4#5; 3#5]]).
(** linear-simclr#aligned-layers, without axes_are_eigenvectors: at the stored instance the left side is not
  what the claim says. *)
Theorem without_axes_are_eigenvectors_2 : necessary_equation (aligned_product_moves
  without_axes_are_eigenvectors_2_setting [:: (mx 1 2 [:: [:: 0#1; 1#2]])]) (aligned_layers
  without_axes_are_eigenvectors_2_setting [:: (mx 1 2 [:: [:: 0#1; 1#2]])]) (mx 2 2 [:: [:: 0#1; 0#1]; [::
  -18#25; 73#50]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 73#50]]).
Proof. read without_axes_are_eigenvectors_2_setting. necessary_equation. Qed.

Definition without_axes_are_eigenvectors_setting := Setting (@view_inputs 2 4 2 [:: [:: 2#1; 2#1; -2#1; -2#1;
  0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 1#1; 1#1; -1#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4])
  (@view_weights 4 2 [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2]) (mx 2 2 [:: [:: 0#1; -1#2]; [:: 0#1; 1#2]])
  (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 2 2 [:: [:: 3#5; -4#5]; [:: 4#5; 3#5]]).
(** linear-simclr#tangents-fall, without axes_are_eigenvectors: at the stored instance the left side is not
  what the claim says. *)
Theorem without_axes_are_eigenvectors : necessary_equation (tangents_after
  without_axes_are_eigenvectors_setting 1) (tangents_fall without_axes_are_eigenvectors_setting 1) (mx 2 2 [::
  [:: 1#1; 3#4]; [:: 1#1; 3#4]]) (mx 2 2 [:: [:: 1#1; 873#1136]; [:: 1#1; 873#1136]]).
Proof. read without_axes_are_eigenvectors_setting. necessary_equation. Qed.

Definition without_layers_are_balanced_setting := Setting (@view_inputs 2 4 2 [:: [:: 2#1; 2#1; -2#1; -2#1;
  0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 1#1; 1#1; -1#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4])
  (@view_weights 4 2 [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 1#2]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]])
  (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (1#32)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]).
(** linear-simclr#aligned-layers, without layers_are_balanced: at the stored instance the left side is not
  what the claim says. *)
Theorem without_layers_are_balanced : necessary_equation (aligned_product_moves
  without_layers_are_balanced_setting [:: (mx 1 2 [:: [:: 0#1; -1#2]]); (mx 1 2 [:: [:: 0#1; -1#1]])])
  (aligned_layers without_layers_are_balanced_setting [:: (mx 1 2 [:: [:: 0#1; -1#2]]); (mx 1 2 [:: [:: 0#1;
  -1#1]])]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 5#8]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#8]]).
Proof. read without_layers_are_balanced_setting. necessary_equation. Qed.
