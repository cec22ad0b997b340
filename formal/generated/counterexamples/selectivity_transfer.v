(** Written by formal/counterexamples from theorems/counterexamples/selectivity-transfer/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import SelectivityFormulas.
Local Open Scope ring_scope.

Definition agreement_for_doubt_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree [::
  1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 2 1 [:: [:: 6#1]; [:: 3#1]]) (mx
  2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat; 0%nat] (mx 2 2 [:: [:: 1#1; 0#1]; [::
  0#1; 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r (6#1)).
(** selectivity-transfer#spread, mutant agreement-for-doubt: at the stored instance the left side is what the
  claim says, not this. *)
Theorem agreement_for_doubt : refuted_equation (variances 2%nat agreement_for_doubt_setting) (spread 2%nat
  agreement_for_doubt_setting) (agreement_for_doubt 2%nat agreement_for_doubt_setting) (mx 2 2 [:: [:: 36#1;
  9#1]; [:: 36#1; 9#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]).
Proof. read 2%nat agreement_for_doubt_setting. refuted_equation. Qed.

Definition children_taken_as_pixels_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1)); Edge 0
  0 (binary (1#1)); Edge 1 1 (binary (-1#4))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1)); Edge 0 0
  (binary (1#1)); Edge 1 1 (binary (-1#4))]) [:: 3%nat; 2%nat] (-1#1) (AtLayer (Dense (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (mx 1 2 [:: [:: 1#1; -1#1]]) (mx 1
  1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat; 2%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r (91#64)).
(** selectivity-transfer#spread, mutant children-taken-as-pixels: at the stored instance the left side is what
  the claim says, not this. *)
Theorem children_taken_as_pixels : refuted_equation (variances 8%nat children_taken_as_pixels_setting) (spread
  8%nat children_taken_as_pixels_setting) (children_taken_as_pixels 8%nat children_taken_as_pixels_setting)
  (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (mx 2 1 [:: [:: 1#16]; [:: 1#16]]).
Proof. read 8%nat children_taken_as_pixels_setting. refuted_equation. Qed.

Definition correction_dropped_setting := Setting (Tree [:: 1#4; 3#4] [:: Edge 0 0 (binary (1#1)); Edge 0 0
  (binary (1#4)); Edge 0 0 (binary (-1#4))]) (Tree [:: 1#4; 3#4] [:: Edge 0 0 (binary (1#1)); Edge 0 0 (binary
  (1#4)); Edge 0 0 (binary (-1#4))]) [:: 1%nat; 2%nat; 3%nat] (0#1) (AtLayer Last (mx 1 3 [:: [:: 3#1; 2#1;
  -2#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat; 2%nat; 3%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]])
  (mx 3 3 [:: [:: 1#1; 0#1; 0#1]; [:: 0#1; 1#1; 0#1]; [:: 0#1; 0#1; 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r
  (93#128)).
(** selectivity-transfer#transfer-for-every-t, mutant correction-dropped: at the stored instance what is
  bounded is what the claim says, not this. *)
Theorem correction_dropped : refuted_relation (@at_most _ _) (minus_selectivity 8%nat
  correction_dropped_setting) (transfer 8%nat correction_dropped_setting) (correction_dropped 8%nat
  correction_dropped_setting) (mx 1 1 [:: [:: -103#64]]) (mx 1 1 [:: [:: -7#4]]).
Proof. read 8%nat correction_dropped_setting. refuted_relation decide_at_most. Qed.

Definition correction_halved_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [:: 7#8;
  1#8]; [:: 0#1; 1#1]])]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [:: 7#8; 1#8]; [:: 0#1; 1#1]])])
  [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat]
  [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r (1#1)).
(** selectivity-transfer#transfer-for-every-t, mutant correction-halved: at the stored instance what is
  bounded is what the claim says, not this. *)
Theorem correction_halved : refuted_relation (@at_most _ _) (minus_selectivity 2%nat
  correction_halved_setting) (transfer 2%nat correction_halved_setting) (correction_halved 2%nat
  correction_halved_setting) (mx 1 1 [:: [:: -7#16]]) (mx 1 1 [:: [:: -15#32]]).
Proof. read 2%nat correction_halved_setting. refuted_relation decide_at_most. Qed.

Definition jensen_halved_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree [:: 1#8;
  7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (0#1)) (q2r (0#1)) (q2r (1#2)).
(** selectivity-transfer#jensen-for-every-t, mutant jensen-halved: at the stored instance what is bounded is
  what the claim says, not this. *)
Theorem jensen_halved : refuted_relation (@at_most _ _) (excess 2%nat jensen_halved_setting) (jensen 2%nat
  jensen_halved_setting) (jensen_halved 2%nat jensen_halved_setting) (mx 2 1 [:: [:: 1#2]; [:: 1#2]]) (mx 2 1
  [:: [:: 5#16]; [:: 5#16]]).
Proof. read 2%nat jensen_halved_setting. refuted_relation decide_at_most. Qed.

Definition polarity_not_squared_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (-1#4))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (7#8)).
(** selectivity-transfer#spread, mutant polarity-not-squared: at the stored instance the left side is what the
  claim says, not this. *)
Theorem polarity_not_squared : refuted_equation (variances 2%nat polarity_not_squared_setting) (spread 2%nat
  polarity_not_squared_setting) (polarity_not_squared 2%nat polarity_not_squared_setting) (mx 2 1 [:: [::
  15#16]; [:: 15#16]]) (mx 2 1 [:: [:: 5#4]; [:: 5#4]]).
Proof. read 2%nat polarity_not_squared_setting. refuted_equation. Qed.

Definition slope_of_the_wrong_sign_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [::
  7#8; 1#8]; [:: 0#1; 1#1]])]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [:: 7#8; 1#8]; [:: 0#1;
  1#1]])]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [::
  1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (0#1)) (q2r (-1#1)) (q2r (1#1)).
(** selectivity-transfer#jensen-for-every-t, mutant slope-of-the-wrong-sign: at the stored instance what is
  bounded is what the claim says, not this. *)
Theorem slope_of_the_wrong_sign : refuted_relation (@at_most _ _) (excess 2%nat
  slope_of_the_wrong_sign_setting) (jensen 2%nat slope_of_the_wrong_sign_setting) (slope_of_the_wrong_sign
  2%nat slope_of_the_wrong_sign_setting) (mx 2 1 [:: [:: 1#4]; [:: 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]).
Proof. read 2%nat slope_of_the_wrong_sign_setting. refuted_relation decide_at_most. Qed.

Definition spread_halved_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree [:: 1#8;
  7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r
  (0#1)) (q2r (0#1)) (q2r (1#1)).
(** selectivity-transfer#spread-for-every-t, mutant spread-halved: at the stored instance what is bounded is
  what the claim says, not this. *)
Theorem spread_halved : refuted_relation (@at_most _ _) (excess 2%nat spread_halved_setting) (by_the_spread
  2%nat spread_halved_setting) (spread_halved 2%nat spread_halved_setting) (mx 2 1 [:: [:: 1#2]; [:: 1#2]])
  (mx 2 1 [:: [:: 1#4]; [:: 1#4]]).
Proof. read 2%nat spread_halved_setting. refuted_relation decide_at_most. Qed.

Definition spread_of_the_other_side_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [::
  3#4; 1#4]; [:: 0#1; 1#1]])]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [:: 3#4; 1#4]; [:: 0#1;
  1#1]])]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [::
  1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r (1#1)).
(** selectivity-transfer#transfer-for-every-t, mutant spread-of-the-other-side: at the stored instance what is
  bounded is what the claim says, not this. *)
Theorem spread_of_the_other_side : refuted_relation (@at_most _ _) (minus_selectivity 2%nat
  spread_of_the_other_side_setting) (transfer 2%nat spread_of_the_other_side_setting)
  (spread_of_the_other_side 2%nat spread_of_the_other_side_setting) (mx 1 1 [:: [:: -3#8]]) (mx 1 1 [:: [::
  -1#2]]).
Proof. read 2%nat spread_of_the_other_side_setting. refuted_relation decide_at_most. Qed.

Definition without_channels_are_symmetric_setting := Setting (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [::
  [:: 7#8; 1#8]; [:: 0#1; 1#1]])]) (Tree [:: 1#2; 1#2] [:: Edge 0 0 (transition [:: [:: 7#8; 1#8]; [:: 0#1;
  1#1]])]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) [::
  1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r (1#1)).
(** selectivity-transfer#spread, without channels_are_symmetric: at the stored instance the left side is not
  what the claim says. *)
Theorem without_channels_are_symmetric : necessary_equation (variances 2%nat
  without_channels_are_symmetric_setting) (spread 2%nat without_channels_are_symmetric_setting) (mx 2 1 [::
  [:: 7#16]; [:: 0#1]]) (mx 2 1 [:: [:: 15#64]; [:: 15#64]]).
Proof. read 2%nat without_channels_are_symmetric_setting. necessary_equation. Qed.

Definition without_parent_screens_off_ancestors_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary
  (0#1)); Edge 1 0 (below_grandparent (0#1) (1#1))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1)); Edge 1 1
  (binary (0#1))]) [:: 2%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (0#1))
  (Dense (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) [:: 2%nat] [:: 1%nat] (mx 1 1 [::
  [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 1%nat (q2r (0#1)) (q2r (0#1)) (q2r (1#1)).
(** selectivity-transfer#spread, without parent_screens_off_ancestors: at the stored instance the left side is
  not what the claim says. *)
Theorem without_parent_screens_off_ancestors : necessary_equation (variances 4%nat
  without_parent_screens_off_ancestors_setting) (spread 4%nat without_parent_screens_off_ancestors_setting)
  (mx 2 1 [:: [:: 7#16]; [:: 7#16]]) (mx 2 1 [:: [:: 1#1]; [:: 1#1]]).
Proof. read 4%nat without_parent_screens_off_ancestors_setting. necessary_equation. Qed.

Definition without_psi_is_convex_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (2#1)) (q2r (1#1)).
(** selectivity-transfer#transfer-for-every-t, without psi_is_convex: at the stored instance what is bounded
  is not what the claim says. *)
Theorem without_psi_is_convex : necessary_relation (@at_most _ _) (minus_selectivity 2%nat
  without_psi_is_convex_setting) (transfer 2%nat without_psi_is_convex_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: -1#4]]).
Proof. read 2%nat without_psi_is_convex_setting. necessary_relation decide_at_most. Qed.

Definition without_siblings_are_independent_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary
  (0#1)); Edge 0 1 (beside_sibling (0#1) (-3#4) (1#4))]) (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1)); Edge
  0 0 (binary (-3#4))]) [:: 1%nat; 2%nat] (-1#1) (AtLayer Last (mx 2 2 [:: [:: 1#1; -1#1]; [:: 0#1; 0#1]]) (mx
  2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat; 2%nat] [:: 0%nat; 0%nat] (mx 2 2 [:: [:: 1#1;
  0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) 0%nat (q2r (0#1)) (q2r (0#1)) (q2r
  (91#64)).
(** selectivity-transfer#spread, without siblings_are_independent: at the stored instance the left side is not
  what the claim says. *)
Theorem without_siblings_are_independent : necessary_equation (variances 4%nat
  without_siblings_are_independent_setting) (spread 4%nat without_siblings_are_independent_setting) (mx 2 2
  [:: [:: 15#16; 0#1]; [:: 15#16; 0#1]]) (mx 2 2 [:: [:: 23#16; 0#1]; [:: 23#16; 0#1]]).
Proof. read 4%nat without_siblings_are_independent_setting. necessary_equation. Qed.

Definition without_t_is_positive_setting := Setting (Tree [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) (Tree
  [:: 1#8; 7#8] [:: Edge 0 0 (binary (0#1))]) [:: 1%nat] (-1#1) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) [:: 1%nat] [:: 0%nat] (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) 0%nat
  (q2r (0#1)) (q2r (0#1)) (q2r (-3#2)).
(** selectivity-transfer#jensen-for-every-t, without t_is_positive: at the stored instance what is bounded is
  not what the claim says. *)
Theorem without_t_is_positive : necessary_relation (@at_most _ _) (excess 2%nat without_t_is_positive_setting)
  (jensen 2%nat without_t_is_positive_setting) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: -3#8]; [::
  -3#8]]).
Proof. read 2%nat without_t_is_positive_setting. necessary_relation decide_at_most. Qed.
