(** Written by formal/counterexamples from theorems/counterexamples/linear-byol/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import LinearByolFormulas.
Import LinearByol.
Local Open Scope ring_scope.

Definition augmentations_forgotten_setting := Setting (@view_inputs 1 2 3 [:: [:: 19#1; 20#1; -19#1; -18#1;
  3#1; 0#1]]) (@values 2 [:: 1#4; 3#4]) (@view_weights 2 3 [:: 3#7; 3#7; 1#7; 2#7; 3#7; 2#7]) (mx 1 1 [:: [::
  -1#4]]) (mx 1 1 [:: [:: -1#4]]) (mx 1 1 [:: [:: 0#1]]) (q2r (0#1)) (q2r (1#8)) (q2r (1#8)) (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (0#1)) (q2r (1#4)) (q2r (1#1)) false.
(** linear-byol#gradient, mutant augmentations-forgotten: at the stored instance the left side is what the
  claim says, not this. *)
Theorem augmentations_forgotten : refuted_equation (gradient_by_weights augmentations_forgotten_setting)
  (by_weights augmentations_forgotten_setting) (augmentations_forgotten augmentations_forgotten_setting) (mx 1
  1 [:: [:: -667#256]]) (mx 1 1 [:: [:: -11791#12544]]).
Proof. read_setting augmentations_forgotten_setting. refuted_equation. Qed.

Definition decay_once_setting := Setting (@view_inputs 1 3 1 [:: [:: 6#1; 18#1; 1#1]]) (@values 3 [:: 1#2;
  1#4; 1#4]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1 [:: [:: -1#4]]) (mx 1 1 [:: [:: -1#2]]) (mx 1 1
  [:: [:: -3#4]]) (q2r (3#2)) (q2r (1#2)) (q2r (1#2)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r
  (0#1)) (q2r (1#8)) (q2r (1#1)) false.
(** linear-byol#balance-decays, mutant decay-once: at the stored instance the left side is what the claim
  says, not this. *)
Theorem decay_once : refuted_equation (balance_moves decay_once_setting) (balance_decays decay_once_setting)
  (decay_once decay_once_setting) (mx 1 1 [:: [:: 5#32]]) (mx 1 1 [:: [:: 5#64]]).
Proof. read decay_once_setting. refuted_equation. Qed.

Definition first_order_decay_setting := Setting (@view_inputs 1 3 1 [:: [:: -14#1; -3#1; -24#1]]) (@values 3
  [:: 4#9; 1#9; 4#9]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#4]]) (mx
  1 1 [:: [:: 1#4]]) (q2r (1#1)) (q2r (1#4)) (q2r (1#4)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r
  (0#1)) (q2r (3#8)) (q2r (1#1)) false.
(** linear-byol#balance-of-a-step, mutant first-order-decay: at the stored instance the left side is what the
  claim says, not this. *)
Theorem first_order_decay : refuted_equation (after_a_step first_order_decay_setting) (balance_of_a_step
  first_order_decay_setting) (first_order_decay first_order_decay_setting) (mx 1 1 [:: [:: 299495#4608]]) (mx
  1 1 [:: [:: 9583921#147456]]).
Proof. read first_order_decay_setting. refuted_equation. Qed.

Definition predictor_not_transposed_setting := Setting (@view_inputs 2 2 2 [:: [:: 2#1; 5#1; -22#1; -8#1]; [::
  3#1; -20#1; 8#1; 5#1]]) (@values 2 [:: 2#5; 3#5]) (@view_weights 2 2 [:: 4#5; 1#5; 4#7; 3#7]) (mx 2 2 [::
  [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: -7#4; 0#1]; [:: -5#4; 3#2]]) (mx 2 2 [:: [:: -1#4; 1#2]; [::
  1#4; 5#4]]) (q2r (3#4)) (q2r (0#1)) (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [::
  1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1)) (q2r (1#8)) (q2r (1#1)) false.
(** linear-byol#gradient, mutant predictor-not-transposed: at the stored instance the left side is what the
  claim says, not this. *)
Theorem predictor_not_transposed : refuted_equation (gradient_by_weights predictor_not_transposed_setting)
  (by_weights predictor_not_transposed_setting) (predictor_not_transposed predictor_not_transposed_setting)
  (mx 2 2 [:: [:: -632479#3500; 7515917#98000]; [:: 228771#3500; -1364229#49000]]) (mx 2 2 [:: [::
  -126239#1000; 374443#7000]; [:: -173653#7000; 253993#24500]]).
Proof. read_setting predictor_not_transposed_setting. refuted_equation. Qed.

Definition pull_of_all_views_setting := Setting (@view_inputs 1 2 2 [:: [:: 17#1; -7#1; 11#1; 14#1]]) (@values
  2 [:: 1#3; 2#3]) (@view_weights 2 2 [:: 2#3; 1#3; 3#7; 4#7]) (mx 1 1 [:: [:: -1#2]]) (mx 1 1 [:: [:: -1#2]])
  (mx 1 1 [:: [:: 2#1]]) (q2r (1#4)) (q2r (0#1)) (q2r (0#1)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]])
  (q2r (0#1)) (q2r (1#4)) (q2r (1#1)) false.
(** linear-byol#modes, mutant pull-of-all-views: at the stored instance the left side is what the claim says,
  not this. *)
Theorem pull_of_all_views : refuted_equation (weights_after pull_of_all_views_setting 1) (weight_modes
  pull_of_all_views_setting 1) (pull_of_all_views pull_of_all_views_setting 1) (mx 1 1 [:: [:: -44847#1568]])
  (mx 1 1 [:: [:: -3805#96]]).
Proof. read pull_of_all_views_setting. refuted_equation. Qed.

Definition rate_forgotten_setting := Setting (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [::
  3#5; 2#5]) (@view_weights 2 2 [:: 2#3; 1#3; 4#7; 3#7]) (mx 1 1 [:: [:: 1#4]]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: -1#4]]) (q2r (1#4)) (q2r (0#1)) (q2r (0#1)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r
  (0#1)) (q2r (1#8)) (q2r (1#1)) false.
(** linear-byol#balance-of-a-step, mutant rate-forgotten: at the stored instance the left side is what the
  claim says, not this. *)
Theorem rate_forgotten : refuted_equation (after_a_step rate_forgotten_setting) (balance_of_a_step
  rate_forgotten_setting) (rate_forgotten rate_forgotten_setting) (mx 1 1 [:: [:: 61465519#3933798400]]) (mx 1
  1 [:: [:: 15366319#983449600]]).
Proof. read rate_forgotten_setting. refuted_equation. Qed.

Definition target_averaged_over_views_setting := Setting (@view_inputs 1 2 3 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1;
  -2#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 3 [:: 2#7; 1#7; 4#7; 4#7; 1#7; 2#7]) (mx 1 1 [:: [::
  1#4]]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: -1#4]]) (q2r (0#1)) (q2r (3#8)) (q2r (3#8)) (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (0#1)) (q2r (1#2)) (q2r (1#1)) false.
(** linear-byol#gradient, mutant target-averaged-over-views: at the stored instance the left side is what the
  claim says, not this. *)
Theorem target_averaged_over_views : refuted_equation (gradient_by_predictor
  target_averaged_over_views_setting) (by_predictor target_averaged_over_views_setting)
  (target_averaged_over_views target_averaged_over_views_setting) (mx 1 1 [:: [:: 1#98]]) (mx 1 1 [:: [::
  1#28]]).
Proof. read_setting target_averaged_over_views_setting. refuted_equation. Qed.

Definition target_stays_setting := Setting (@view_inputs 1 3 1 [:: [:: 0#1; 6#1; 20#1]]) (@values 3 [:: 2#7;
  1#7; 4#7]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: -7#4]]) (q2r (3#2)) (q2r (0#1)) (q2r (0#1)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (0#1))
  (q2r (1#2)) (q2r (1#1)) false.
(** linear-byol#modes, mutant target-stays: at the stored instance the left side is what the claim says, not
  this. *)
Theorem target_stays : refuted_equation (target_after target_stays_setting 1) (target_modes
  target_stays_setting 1) (target_stays target_stays_setting 1) (mx 1 1 [:: [:: -7#8]]) (mx 1 1 [:: [::
  -7#4]]).
Proof. read target_stays_setting. refuted_equation. Qed.

Definition without_data_shares_the_axes_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#1; 8#5; 2#5; -3#5;
  13#5; 0#1; 3#5; -3#5; -8#5; 8#5; 0#1; 3#5; -3#5; -8#5; 8#5]; [:: 0#1; 4#5; -4#5; 6#5; -6#5; 2#1; 14#5; 6#5;
  16#5; 4#5; 0#1; 4#5; -4#5; 6#5; -6#5]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4;
  1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#2]]) (mx
  2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#2]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (0#1)) (q2r (0#1))
  (q2r (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r
  (0#1)) (q2r (1#8)) (q2r (0#1)) false.
(** linear-byol#modes, without data_shares_the_axes: at the stored instance the left side is not what the
  claim says. *)
Theorem without_data_shares_the_axes : necessary_equation (weights_after without_data_shares_the_axes_setting
  2) (weight_modes without_data_shares_the_axes_setting 2) (mx 2 2 [:: [:: 0#1; 0#1]; [:: -531#25600;
  -1049#2560]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -32761#80000]]).
Proof. read without_data_shares_the_axes_setting. necessary_equation. Qed.

Definition without_decays_are_equal_2_setting := Setting (@view_inputs 1 2 1 [:: [:: -17#1; -11#1]]) (@values
  2 [:: 1#3; 2#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: -3#4]]) (q2r (3#2)) (q2r (1#4)) (q2r (1#2)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (0#1))
  (q2r (1#2)) (q2r (1#1)) false.
(** linear-byol#balance-of-a-step, without decays_are_equal: at the stored instance the left side is not what
  the claim says. *)
Theorem without_decays_are_equal_2 : necessary_equation (after_a_step without_decays_are_equal_2_setting)
  (balance_of_a_step without_decays_are_equal_2_setting) (mx 1 1 [:: [:: 845811#128]]) (mx 1 1 [:: [::
  845785#128]]).
Proof. read without_decays_are_equal_2_setting. necessary_equation. Qed.

Definition without_decays_are_equal_setting := Setting (@view_inputs 1 2 1 [:: [:: 0#1; 16#1]]) (@values 2 [::
  2#3; 1#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: -1#4]]) (mx 1 1 [:: [::
  1#2]]) (q2r (3#2)) (q2r (0#1)) (q2r (1#4)) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (0#1)) (q2r
  (3#8)) (q2r (1#1)) false.
(** linear-byol#balance-decays, without decays_are_equal: at the stored instance the left side is not what the
  claim says. *)
Theorem without_decays_are_equal : necessary_equation (balance_moves without_decays_are_equal_setting)
  (balance_decays without_decays_are_equal_setting) (mx 1 1 [:: [:: 1#32]]) (mx 1 1 [:: [:: 0#1]]).
Proof. read without_decays_are_equal_setting. necessary_equation. Qed.

Definition without_weights_share_the_axes_setting := Setting (@view_inputs 2 3 5 [:: [:: 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#2; 1#2; 1#2; 1#2;
  1#2; 0#1; 0#1; 0#1; 0#1; 0#1]]) (@values 3 [:: 1#2; 1#2; 0#1]) (@view_weights 3 5 [:: 0#1; 1#4; 1#4; 1#4;
  1#4; 0#1; 1#4; 1#4; 1#4; 1#4; 0#1; 1#4; 1#4; 1#4; 1#4]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 2
  [:: [:: 0#1; 1#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (q2r (0#1)) (q2r (0#1)) (q2r
  (0#1)) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) (q2r (0#1))
  (q2r (1#8)) (q2r (0#1)) false.
(** linear-byol#modes, without weights_share_the_axes: at the stored instance the left side is not what the
  claim says. *)
Theorem without_weights_share_the_axes : necessary_equation (predictor_after
  without_weights_share_the_axes_setting 1) (predictor_modes without_weights_share_the_axes_setting 1) (mx 2 2
  [:: [:: 0#1; 1#1]; [:: 0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]).
Proof. read without_weights_share_the_axes_setting. necessary_equation. Qed.
