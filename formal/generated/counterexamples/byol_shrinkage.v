(** Written by formal/counterexamples from theorems/counterexamples/byol-shrinkage/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting ByolShrinkage.
Local Open Scope ring_scope.

Definition between_for_within_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -2#1; -1#1]]) (@values 2 [:: 1#3; 2#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: 1#1]]) false false false.
(** byol-shrinkage#update, mutant between-for-within: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem between_for_within : refuted (byol between_for_within_setting) (learnt between_for_within_setting)
  (shrinkage between_for_within_setting) (between_for_within between_for_within_setting) (mx 1 1 [:: [::
  0#1]]) (mx 1 1 [:: [:: -2#9]]).
Proof. refute between_for_within_setting ev_byol ev_shrinkage ev_between_for_within byol_has_update. Qed.

Definition energy_grows_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 3
  2 [:: [:: -4#1; -18#1; 14#1; -4#1; -23#1; 7#1]]) (@values 3 [:: 1#2; 1#4; 1#4]) (@view_weights 3 2 [:: 2#5;
  3#5; 1#2; 1#2; 1#2; 1#2]) (mx 1 1 [:: [:: 1#1]]) true true false.
(** byol-shrinkage#only-shrinks, mutant energy-grows: at the stored instance ⟨w, −∇L⟩ is what the claim says,
  not this. *)
Theorem energy_grows : refuted_along (byol energy_grows_setting) (learnt energy_grows_setting) (only_shrinks
  energy_grows_setting) (energy_grows energy_grows_setting) (q2r (-5001#50)) (q2r (5001#50)).
Proof. refute_along energy_grows_setting ev_byol ev_only_shrinks ev_energy_grows byol_has_update. Qed.

Definition factor_two_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  2 [:: [:: 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 4#5; 1#5]) (@view_weights 2 2 [:: 2#3; 1#3; 4#7; 3#7]) (mx 1
  1 [:: [:: 1#1]]) false false false.
(** byol-shrinkage#update, mutant factor-two: at the stored instance −∇L is what the claim says, not this. *)
Theorem factor_two : refuted (byol factor_two_setting) (learnt factor_two_setting) (shrinkage
  factor_two_setting) (factor_two factor_two_setting) (mx 1 1 [:: [:: -12#245]]) (mx 1 1 [:: [:: -24#245]]).
Proof. refute factor_two_setting ev_byol ev_shrinkage ev_factor_two byol_has_update. Qed.

Definition jacobian_dropped_setting := Setting (AtLayer Last (mx 3 1 [:: [:: 1#1]; [:: 1#1]; [:: -1#1]]) (mx 3
  1 [:: [:: 0#1]; [:: 0#1]; [:: 0#1]]) (q2r (1#2)) (Dense (mx 2 3 [:: [:: 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1]])
  (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) (AtLayer Last (mx 3 1 [:: [:: 1#1]; [:: 1#1]; [::
  -1#1]]) (mx 3 1 [:: [:: 0#1]; [:: 0#1]; [:: 0#1]]) (q2r (1#2)) (Dense (mx 2 3 [:: [:: 0#1; 0#1; 0#1]; [::
  0#1; 0#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) (@view_inputs 1 3 2 [:: [:: -1#1; 1#1;
  -1#1; -1#1; 1#1; -19#1]]) (@values 3 [:: 1#3; 1#3; 1#3]) (@view_weights 3 2 [:: 4#5; 1#5; 1#2; 1#2; 1#2;
  1#2]) (mx 2 2 [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) false false false.
(** byol-shrinkage#update, mutant jacobian-dropped: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem jacobian_dropped : refuted (byol jacobian_dropped_setting) (learnt jacobian_dropped_setting)
  (shrinkage jacobian_dropped_setting) (jacobian_dropped jacobian_dropped_setting) (mx 3 1 [:: [:: 0#1]; [::
  0#1]; [:: 0#1]]) (mx 3 1 [:: [:: -2516#75]; [:: -2516#75]; [:: 0#1]]).
Proof. refute jacobian_dropped_setting ev_byol ev_shrinkage ev_jacobian_dropped byol_has_update. Qed.

Definition total_for_within_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -19#1; -23#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx
  1 1 [:: [:: 1#1]]) false false false.
(** byol-shrinkage#update, mutant total-for-within: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem total_for_within : refuted (byol total_for_within_setting) (learnt total_for_within_setting)
  (shrinkage total_for_within_setting) (total_for_within total_for_within_setting) (mx 1 1 [:: [:: 0#1]]) (mx
  1 1 [:: [:: 4#1]]).
Proof. refute total_for_within_setting ev_byol ev_shrinkage ev_total_for_within byol_has_update. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 3 1 [:: [:: 4#1]; [:: 1#1]; [::
  0#1]]) (mx 3 1 [:: [:: -1#1]; [:: 0#1]; [:: -1#1]]) (q2r (1#2)) (Dense (mx 2 3 [:: [:: 0#1; 0#1; 0#1]; [::
  -1#1; 0#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) (AtLayer Last (mx 3 1 [:: [:: 4#1];
  [:: 1#1]; [:: 0#1]]) (mx 3 1 [:: [:: -1#1]; [:: 0#1]; [:: -1#1]]) (q2r (1#2)) (Dense (mx 2 3 [:: [:: 0#1;
  0#1; 0#1]; [:: -1#1; 0#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) (@view_inputs 1 2 2 [::
  [:: 1#1; -1#1; 1#1; -24#1]]) (@values 2 [:: 1#4; 3#4]) (@view_weights 2 2 [:: 1#2; 1#2; 2#3; 1#3]) (mx 2 2
  [:: [:: 1#1; 0#1]; [:: 0#1; 1#1]]) false false false.
(** byol-shrinkage#update, without network_is_bias_free: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_network_is_bias_free : necessary (byol without_network_is_bias_free_setting) (learnt
  without_network_is_bias_free_setting) (shrinkage without_network_is_bias_free_setting) (mx 3 1 [:: [::
  -21523#192]; [:: 0#1]; [:: 0#1]]) (mx 3 1 [:: [:: -5435#48]; [:: 0#1]; [:: 0#1]]).
Proof. necessitate without_network_is_bias_free_setting ev_byol ev_shrinkage byol_has_update. Qed.

Definition without_predictor_is_identity_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -3#1; 3#1]]) (@values 2 [:: 1#5; 4#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: -1#4]]) false false false.
(** byol-shrinkage#update, without predictor_is_identity: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_predictor_is_identity : necessary (byol without_predictor_is_identity_setting) (learnt
  without_predictor_is_identity_setting) (shrinkage without_predictor_is_identity_setting) (mx 1 1 [:: [::
  45#16]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_predictor_is_identity_setting ev_byol ev_shrinkage byol_has_update. Qed.

Definition without_weights_are_shared_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 4#5; 1#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: 1#1]]) false false false.
(** byol-shrinkage#update, without weights_are_shared: at the stored instance −∇L is not what the claim says.
  *)
Theorem without_weights_are_shared : necessary (byol without_weights_are_shared_setting) (learnt
  without_weights_are_shared_setting) (shrinkage without_weights_are_shared_setting) (mx 1 1 [:: [:: -1#5]])
  (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_weights_are_shared_setting ev_byol ev_shrinkage byol_has_update. Qed.

Definition without_zero_mean_is_not_of_the_target_alone_setting := Setting (AtLayer Last (mx 1 1 [:: [::
  1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [::
  1#1; 1#1]) (mx 1 1 [:: [:: 1#1]]) false true false.
(** byol-shrinkage#update, without zero_mean_is_not_of_the_target_alone: at the stored instance −∇L is not
  what the claim says. *)
Theorem without_zero_mean_is_not_of_the_target_alone : necessary (byol
  without_zero_mean_is_not_of_the_target_alone_setting) (learnt
  without_zero_mean_is_not_of_the_target_alone_setting) (shrinkage
  without_zero_mean_is_not_of_the_target_alone_setting) (mx 1 1 [:: [:: -1#4]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_zero_mean_is_not_of_the_target_alone_setting ev_byol ev_shrinkage byol_has_update.
  Qed.

Definition wrong_sign_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 4#5; 1#5]) (@view_weights 2 2 [:: 3#4; 1#4; 3#4; 1#4]) (mx 1
  1 [:: [:: 1#1]]) false false false.
(** byol-shrinkage#update, mutant wrong-sign: at the stored instance −∇L is what the claim says, not this. *)
Theorem wrong_sign : refuted (byol wrong_sign_setting) (learnt wrong_sign_setting) (shrinkage
  wrong_sign_setting) (wrong_sign wrong_sign_setting) (mx 1 1 [:: [:: -3#80]]) (mx 1 1 [:: [:: 3#80]]).
Proof. refute wrong_sign_setting ev_byol ev_shrinkage ev_wrong_sign byol_has_update. Qed.
