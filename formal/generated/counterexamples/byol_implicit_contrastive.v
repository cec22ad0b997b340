(** Written by formal/counterexamples from theorems/counterexamples/byol-implicit-contrastive/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting ByolImplicitContrastive.
Local Open Scope ring_scope.

Definition augmentation_mean_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 4#7; 3#7]) (@view_weights 2 2 [:: 3#7; 4#7;
  1#2; 1#2]) (mx 1 1 [:: [:: 1#4]]) true true false.
(** byol-implicit-contrastive#with-zero-mean, mutant augmentation-mean-forgotten: at the stored instance −∇L
  is what the claim says, not this. *)
Theorem augmentation_mean_forgotten : refuted (byol augmentation_mean_forgotten_setting) (learnt
  augmentation_mean_forgotten_setting) (with_zero_mean augmentation_mean_forgotten_setting)
  (augmentation_mean_forgotten augmentation_mean_forgotten_setting) (mx 1 1 [:: [:: -15#3136]]) (mx 1 1 [::
  [:: -39#1568]]).
Proof. refute augmentation_mean_forgotten_setting ev_byol ev_with_zero_mean ev_augmentation_mean_forgotten
  byol_has_update. Qed.

Definition eighth_for_quarter_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 4 1 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 4 [:: 1#9; 4#9; 2#9; 2#9]) (@view_weights 4 1 [::
  1#1; 1#1; 1#1; 1#1]) (mx 1 1 [:: [:: 1#4]]) true true false.
(** byol-implicit-contrastive#attraction, mutant eighth-for-quarter: at the stored instance ⟨w, −∇L⟩ is what
  the claim says, not this. *)
Theorem eighth_for_quarter : refuted_bounds (byol eighth_for_quarter_setting) (learnt
  eighth_for_quarter_setting) (attraction eighth_for_quarter_setting) (eighth_for_quarter
  eighth_for_quarter_setting) (q2r (7#216)) (q2r (7#324)).
Proof. refute_bounds eighth_for_quarter_setting ev_byol ev_attraction ev_eighth_for_quarter byol_has_update.
  Qed.

Definition minus_dropped_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  1 [:: [:: 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1 [:: [:: 1#4]])
  true true false.
(** byol-implicit-contrastive#zero-mean-share, mutant minus-dropped: at the stored instance −∇L is what the
  claim says, not this. *)
Theorem minus_dropped : refuted (share_loss minus_dropped_setting) (learnt minus_dropped_setting)
  (zero_mean_share minus_dropped_setting) (minus_dropped minus_dropped_setting) (mx 1 1 [:: [:: -3#64]]) (mx 1
  1 [:: [:: 3#64]]).
Proof. refute minus_dropped_setting ev_share_loss ev_zero_mean_share ev_minus_dropped share_loss_has_update.
  Qed.

Definition predictor_left_out_of_s_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -5#1; 9#1]]) (@values 2 [:: 4#5; 1#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: 0#1]]) true true false.
(** byol-implicit-contrastive#with-zero-mean, mutant predictor-left-out-of-s: at the stored instance −∇L is
  what the claim says, not this. *)
Theorem predictor_left_out_of_s : refuted (byol predictor_left_out_of_s_setting) (learnt
  predictor_left_out_of_s_setting) (with_zero_mean predictor_left_out_of_s_setting) (predictor_left_out_of_s
  predictor_left_out_of_s_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: -784#25]]).
Proof. refute predictor_left_out_of_s_setting ev_byol ev_with_zero_mean ev_predictor_left_out_of_s
  byol_has_update. Qed.

Definition predictor_not_transposed_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 3 1 [:: [:: 0#1; 0#1; 1#1]]) (@values 3 [:: 1#3; 1#3;
  1#3]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: -1#4; 3#4]]) true false false.
(** byol-implicit-contrastive#with-zero-mean, mutant predictor-not-transposed: at the stored instance −∇L is
  what the claim says, not this. *)
Theorem predictor_not_transposed : refuted (byol predictor_not_transposed_setting) (learnt
  predictor_not_transposed_setting) (with_zero_mean predictor_not_transposed_setting)
  (predictor_not_transposed predictor_not_transposed_setting) (mx 2 1 [:: [:: -1#72]; [:: 1#24]]) (mx 2 1 [::
  [:: 0#1]; [:: 1#24]]).
Proof. refute predictor_not_transposed_setting ev_byol ev_with_zero_mean ev_predictor_not_transposed
  byol_has_update. Qed.

Definition predictor_square_dropped_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: -20#1; -8#1; 21#1; -3#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 2 [:: 1#2;
  1#2; 1#4; 3#4]) (mx 1 1 [:: [:: 0#1]]) true true false.
(** byol-implicit-contrastive#with-zero-mean, mutant predictor-square-dropped: at the stored instance −∇L is
  what the claim says, not this. *)
Theorem predictor_square_dropped : refuted (byol predictor_square_dropped_setting) (learnt
  predictor_square_dropped_setting) (with_zero_mean predictor_square_dropped_setting)
  (predictor_square_dropped predictor_square_dropped_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 72#1]]).
Proof. refute predictor_square_dropped_setting ev_byol ev_with_zero_mean ev_predictor_square_dropped
  byol_has_update. Qed.

Definition share_of_i_minus_p_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 11#1; -21#1]]) (@values 2 [:: 3#7; 4#7]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: 0#1]]) true true false.
(** byol-implicit-contrastive#zero-mean-share-shrinks, mutant share-of-i-minus-p: at the stored instance ⟨w,
  −∇L⟩ is what the claim says, not this. *)
Theorem share_of_i_minus_p : refuted_along (share_loss share_of_i_minus_p_setting) (learnt
  share_of_i_minus_p_setting) (zero_mean_share_shrinks share_of_i_minus_p_setting) (share_of_i_minus_p
  share_of_i_minus_p_setting) (q2r (0#1)) (q2r (-2601#49)).
Proof. refute_along share_of_i_minus_p_setting ev_share_loss ev_zero_mean_share_shrinks ev_share_of_i_minus_p
  share_loss_has_update. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 2#1]]) (mx
  2 1 [:: [:: 1#1]; [:: 1#1]]) (q2r (1#2)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 2#1]]) (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (q2r (1#2))
  (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)) (@view_inputs 1 4 1 [:: [::
  0#1; 0#1; -1#1; 0#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4]) (@view_weights 4 1 [:: 1#1; 1#1; 1#1; 1#1]) (mx 1
  1 [:: [:: 1#4]]) true true false.
(** byol-implicit-contrastive#with-zero-mean, without network_is_bias_free: at the stored instance −∇L is not
  what the claim says. *)
Theorem without_network_is_bias_free : necessary (byol without_network_is_bias_free_setting) (learnt
  without_network_is_bias_free_setting) (with_zero_mean without_network_is_bias_free_setting) (mx 2 1 [:: [::
  0#1]; [:: 27#1024]]) (mx 2 1 [:: [:: 0#1]; [:: 9#512]]).
Proof. necessitate without_network_is_bias_free_setting ev_byol ev_with_zero_mean byol_has_update. Qed.

Definition without_nothing_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -10#1; -7#1]]) (@values 2 [:: 2#3; 1#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: -1#4]]) false true false.
(** byol-implicit-contrastive#without-zero-mean, without nothing_is_zero_mean: at the stored instance −∇L is
  not what the claim says. *)
Theorem without_nothing_is_zero_mean : necessary (byol without_nothing_is_zero_mean_setting) (learnt
  without_nothing_is_zero_mean_setting) (without_zero_mean without_nothing_is_zero_mean_setting) (mx 1 1 [::
  [:: -91#16]]) (mx 1 1 [:: [:: -415#16]]).
Proof. necessitate without_nothing_is_zero_mean_setting ev_byol ev_without_zero_mean byol_has_update. Qed.

Definition without_online_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 1 [:: [:: 3#1; 24#1; 13#1]]) (@values 3 [:: 1#5; 2#5; 2#5]) (@view_weights 3 1 [:: 1#1;
  1#1; 1#1]) (mx 1 1 [:: [:: -1#4]]) false true false.
(** byol-implicit-contrastive#zero-mean-share, without online_is_zero_mean: at the stored instance −∇L is not
  what the claim says. *)
Theorem without_online_is_zero_mean : necessary (share_loss without_online_is_zero_mean_setting) (learnt
  without_online_is_zero_mean_setting) (zero_mean_share without_online_is_zero_mean_setting) (mx 1 1 [:: [::
  5929#100]]) (mx 1 1 [:: [:: 5929#80]]).
Proof. necessitate without_online_is_zero_mean_setting ev_share_loss ev_zero_mean_share share_loss_has_update.
  Qed.

Definition without_predictor_is_symmetric_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]])
  (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 1 [:: 1#1; 1#1]) (mx 2 2 [:: [:: 1#2; 3#4]; [:: -3#4; 1#2]]) true true false.
(** byol-implicit-contrastive#attraction, without predictor_is_symmetric: at the stored instance ⟨w, −∇L⟩ is
  not what the claim says. *)
Theorem without_predictor_is_symmetric : necessary_bounds (byol without_predictor_is_symmetric_setting)
  (learnt without_predictor_is_symmetric_setting) (attraction without_predictor_is_symmetric_setting) (q2r
  (-5#64)) (q2r (1#16)).
Proof. necessitate_bounds without_predictor_is_symmetric_setting ev_byol ev_attraction byol_has_update. Qed.

Definition without_predictor_moves_the_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last) (@view_inputs 1 2 1 [:: [:: 0#1; 0#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1])
  (mx 1 1 [:: [:: 1#1]]) true true false.
(** byol-implicit-contrastive#predictor-gives-some, without predictor_moves_the_mean: at the stored instance
  −∇L is 0. *)
Theorem without_predictor_moves_the_mean : descends (share_loss without_predictor_moves_the_mean_setting)
  (learnt without_predictor_moves_the_mean_setting) 0.
Proof. nothing without_predictor_moves_the_mean_setting ev_share_loss share_loss_has_update. Qed.

Definition without_predictor_spectrum_is_in_the_unit_interval_setting := Setting (AtLayer Last (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 21#1; -2#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [::
  1#1; 1#1]) (mx 1 1 [:: [:: 5#4]]) true true false.
(** byol-implicit-contrastive#attraction, without predictor_spectrum_is_in_the_unit_interval: at the stored
  instance ⟨w, −∇L⟩ is not what the claim says. *)
Theorem without_predictor_spectrum_is_in_the_unit_interval : necessary_bounds (byol
  without_predictor_spectrum_is_in_the_unit_interval_setting) (learnt
  without_predictor_spectrum_is_in_the_unit_interval_setting) (attraction
  without_predictor_spectrum_is_in_the_unit_interval_setting) (q2r (-2645#64)) (q2r (529#16)).
Proof. necessitate_bounds without_predictor_spectrum_is_in_the_unit_interval_setting ev_byol ev_attraction
  byol_has_update. Qed.

Definition without_views_are_augmentation_free_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last) (@view_inputs 1 4 2 [:: [:: 23#1; 11#1; 15#1; -11#1; -13#1; -3#1; 9#1; -22#1]]) (@values 4 [:: 1#9;
  2#9; 1#3; 1#3]) (@view_weights 4 2 [:: 2#3; 1#3; 1#2; 1#2; 1#2; 1#2; 2#5; 3#5]) (mx 1 1 [:: [:: 1#2]]) true
  true false.
(** byol-implicit-contrastive#attraction, without views_are_augmentation_free: at the stored instance ⟨w, −∇L⟩
  is not what the claim says. *)
Theorem without_views_are_augmentation_free : necessary_bounds (byol
  without_views_are_augmentation_free_setting) (learnt without_views_are_augmentation_free_setting)
  (attraction without_views_are_augmentation_free_setting) (q2r (-3583#324)) (q2r (41558#2025)).
Proof. necessitate_bounds without_views_are_augmentation_free_setting ev_byol ev_attraction byol_has_update.
  Qed.

Definition without_weights_are_shared_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 3 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; -2#1; -7#1]]) (@values 3 [:: 4#7; 1#7; 2#7])
  (@view_weights 3 3 [:: 1#2; 3#8; 1#8; 2#5; 1#5; 2#5; 1#8; 3#8; 1#2]) (mx 1 1 [:: [:: -1#4]]) true false
  false.
(** byol-implicit-contrastive#with-zero-mean, without weights_are_shared: at the stored instance −∇L is not
  what the claim says. *)
Theorem without_weights_are_shared : necessary (byol without_weights_are_shared_setting) (learnt
  without_weights_are_shared_setting) (with_zero_mean without_weights_are_shared_setting) (mx 1 1 [:: [::
  -1445#1568]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_weights_are_shared_setting ev_byol ev_with_zero_mean byol_has_update. Qed.

Definition zero_mean_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 13#1; 19#1]]) (@values 2 [:: 1#5; 4#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: 1#4]]) true true false.
(** byol-implicit-contrastive#with-zero-mean, mutant zero-mean-forgotten: at the stored instance −∇L is what
  the claim says, not this. *)
Theorem zero_mean_forgotten : refuted (byol zero_mean_forgotten_setting) (learnt zero_mean_forgotten_setting)
  (with_zero_mean zero_mean_forgotten_setting) (zero_mean_forgotten zero_mean_forgotten_setting) (mx 1 1 [::
  [:: 27#25]]) (mx 1 1 [:: [:: 4839#80]]).
Proof. refute zero_mean_forgotten_setting ev_byol ev_with_zero_mean ev_zero_mean_forgotten byol_has_update.
  Qed.

Definition zero_mean_invented_setting := Setting (AtLayer Last (mx 3 1 [:: [:: 0#1]; [:: 0#1]; [:: 1#1]]) (mx
  3 1 [:: [:: 0#1]; [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 3 1 [:: [:: 0#1]; [:: 0#1]; [::
  1#1]]) (mx 3 1 [:: [:: 0#1]; [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 4 2 [:: [:: 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4]) (@view_weights 4 2 [:: 1#2; 1#2; 1#2;
  1#2; 1#2; 1#2; 1#4; 3#4]) (mx 3 3 [:: [:: 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1]; [:: 0#1; -3#4; -3#2]]) false
  false false.
(** byol-implicit-contrastive#without-zero-mean, mutant zero-mean-invented: at the stored instance −∇L is what
  the claim says, not this. *)
Theorem zero_mean_invented : refuted (byol zero_mean_invented_setting) (learnt zero_mean_invented_setting)
  (without_zero_mean zero_mean_invented_setting) (zero_mean_invented zero_mean_invented_setting) (mx 3 1 [::
  [:: 0#1]; [:: -81#256]; [:: -81#128]]) (mx 3 1 [:: [:: 0#1]; [:: -513#2048]; [:: -513#1024]]).
Proof. refute zero_mean_invented_setting ev_byol ev_without_zero_mean ev_zero_mean_invented byol_has_update.
  Qed.
