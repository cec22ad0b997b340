(** Written by formal/counterexamples from theorems/counterexamples/byol-ema/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting ByolEma.
Local Open Scope ring_scope.

Definition augmentation_mean_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 2 [:: [:: -9#1; 4#1; -3#1; -13#1; 20#1; -7#1]]) (@values 3 [:: 1#6; 1#3; 1#2])
  (@view_weights 3 2 [:: 2#5; 3#5; 1#2; 1#2; 1#2; 1#2]) (mx 1 1 [:: [:: 1#4]]) true true false.
(** byol-ema#with-zero-mean, mutant augmentation-mean-forgotten: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem augmentation_mean_forgotten : refuted (byol augmentation_mean_forgotten_setting) (learnt
  augmentation_mean_forgotten_setting) (with_zero_mean augmentation_mean_forgotten_setting)
  (augmentation_mean_forgotten augmentation_mean_forgotten_setting) (mx 1 1 [:: [:: -30637#2880]]) (mx 1 1 [::
  [:: -535571#14400]]).
Proof. refute augmentation_mean_forgotten_setting ev_byol ev_with_zero_mean ev_augmentation_mean_forgotten
  byol_has_update. Qed.

Definition lag_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  3 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 3 [:: 4#9; 1#9; 4#9;
  2#7; 2#7; 3#7]) (mx 1 1 [:: [:: 1#4]]) true true false.
(** byol-ema#zero-mean-share, mutant lag-forgotten: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem lag_forgotten : refuted (share_loss lag_forgotten_setting) (learnt lag_forgotten_setting)
  (zero_mean_share lag_forgotten_setting) (lag_forgotten lag_forgotten_setting) (mx 1 1 [:: [:: -9#784]]) (mx
  1 1 [:: [:: 0#1]]).
Proof. refute lag_forgotten_setting ev_share_loss ev_zero_mean_share ev_lag_forgotten share_loss_has_update.
  Qed.

Definition online_connection_for_the_target_setting := Setting (AtLayer (Dense (mx 2 1 [:: [:: -1#1]; [::
  1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (0#1)) Last) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer (Dense (mx 2 1 [:: [:: 1#1]; [:: -1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (0#1)) Last) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#1]]) (mx 2 1 [:: [:: 0#1]; [::
  0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 12#1; 16#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights
  2 1 [:: 1#1; 1#1]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; -1#4]]) true true false.
(** byol-ema#with-zero-mean, mutant online-connection-for-the-target: at the stored instance −∇L is what the
  claim says, not this. *)
Theorem online_connection_for_the_target : refuted (byol online_connection_for_the_target_setting) (learnt
  online_connection_for_the_target_setting) (with_zero_mean online_connection_for_the_target_setting)
  (online_connection_for_the_target online_connection_for_the_target_setting) (mx 2 2 [:: [:: 0#1; 0#1]; [::
  0#1; 0#1]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#1]]).
Proof. refute online_connection_for_the_target_setting ev_byol ev_with_zero_mean
  ev_online_connection_for_the_target byol_has_update. Qed.

Definition online_weights_for_the_target_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 3 [:: [:: -22#1; -22#1; 9#1; -2#1; 21#1; -6#1; 4#1; -11#1; 21#1]]) (@values 3 [:: 1#2;
  3#8; 1#8]) (@view_weights 3 3 [:: 1#3; 4#9; 2#9; 1#6; 1#2; 1#3; 1#2; 1#6; 1#3]) (mx 1 1 [:: [:: -1#4]]) true
  true false.
(** byol-ema#with-zero-mean, mutant online-weights-for-the-target: at the stored instance −∇L is what the
  claim says, not this. *)
Theorem online_weights_for_the_target : refuted (byol online_weights_for_the_target_setting) (learnt
  online_weights_for_the_target_setting) (with_zero_mean online_weights_for_the_target_setting)
  (online_weights_for_the_target online_weights_for_the_target_setting) (mx 1 1 [:: [:: 687727#20736]]) (mx 1
  1 [:: [:: 0#1]]).
Proof. refute online_weights_for_the_target_setting ev_byol ev_with_zero_mean ev_online_weights_for_the_target
  byol_has_update. Qed.

Definition predictor_not_transposed_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 3 2 [:: [:: 0#1; 0#1; 0#1; 0#1; -5#1; 0#1]]) (@values 3
  [:: 1#3; 1#3; 1#3]) (@view_weights 3 2 [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2]) (mx 2 2 [:: [:: 0#1; 1#4]; [::
  0#1; 0#1]]) true true false.
(** byol-ema#with-zero-mean, mutant predictor-not-transposed: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem predictor_not_transposed : refuted (byol predictor_not_transposed_setting) (learnt
  predictor_not_transposed_setting) (with_zero_mean predictor_not_transposed_setting)
  (predictor_not_transposed predictor_not_transposed_setting) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [::
  25#72]; [:: 0#1]]).
Proof. refute predictor_not_transposed_setting ev_byol ev_with_zero_mean ev_predictor_not_transposed
  byol_has_update. Qed.

Definition predictor_square_dropped_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 2 [:: 1#3;
  2#3; 1#3; 2#3]) (mx 1 1 [:: [:: 0#1]]) true false false.
(** byol-ema#with-zero-mean, mutant predictor-square-dropped: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem predictor_square_dropped : refuted (byol predictor_square_dropped_setting) (learnt
  predictor_square_dropped_setting) (with_zero_mean predictor_square_dropped_setting)
  (predictor_square_dropped predictor_square_dropped_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 2#9]]).
Proof. refute predictor_square_dropped_setting ev_byol ev_with_zero_mean ev_predictor_square_dropped
  byol_has_update. Qed.

Definition second_term_centred_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -2#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -14#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -6#1; -9#1]]) (@values 2 [:: 1#3; 2#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: 1#4]]) false false false.
(** byol-ema#without-zero-mean, mutant second-term-centred: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem second_term_centred : refuted (byol second_term_centred_setting) (learnt second_term_centred_setting)
  (without_zero_mean second_term_centred_setting) (second_term_centred second_term_centred_setting) (mx 1 1
  [:: [:: -891#4]]) (mx 1 1 [:: [:: -923#4]]).
Proof. refute second_term_centred_setting ev_byol ev_without_zero_mean ev_second_term_centred byol_has_update.
  Qed.

Definition within_for_total_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -8#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 4 2 [:: [:: 9#1; 11#1; 19#1; -8#1; 11#1; 1#1; -3#1; 14#1]]) (@values 4 [:: 3#8; 1#8; 3#8;
  1#8]) (@view_weights 4 2 [:: 1#3; 2#3; 1#2; 1#2; 3#7; 4#7; 3#7; 4#7]) (mx 1 1 [:: [:: 1#4]]) true true
  false.
(** byol-ema#with-zero-mean, mutant within-for-total: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem within_for_total : refuted (byol within_for_total_setting) (learnt within_for_total_setting)
  (with_zero_mean within_for_total_setting) (within_for_total within_for_total_setting) (mx 1 1 [:: [::
  -4766107#602112]]) (mx 1 1 [:: [:: -207075#25088]]).
Proof. refute within_for_total_setting ev_byol ev_with_zero_mean ev_within_for_total byol_has_update. Qed.

Definition without_networks_are_bias_free_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 2#1]; [:: -2#1]])
  (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (q2r (0#1)) (Dense (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#1]]) (mx 2 1 [::
  [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last)) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: 1#1];
  [:: -3#1]]) (q2r (0#1)) (Dense (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 0#1]]) (mx 2 1 [:: [:: -2#1]; [:: 3#1]])
  (q2r (1#1)) Last)) (@view_inputs 1 3 2 [:: [:: -5#1; 18#1; 5#1; -24#1; -12#1; -15#1]]) (@values 3 [:: 1#3;
  1#6; 1#2]) (@view_weights 3 2 [:: 3#7; 4#7; 2#3; 1#3; 2#3; 1#3]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 1#4]])
  true true false.
(** byol-ema#with-zero-mean, without networks_are_bias_free: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_networks_are_bias_free : necessary (byol without_networks_are_bias_free_setting) (learnt
  without_networks_are_bias_free_setting) (with_zero_mean without_networks_are_bias_free_setting) (mx 2 1 [::
  [:: 0#1]; [:: 123623#21168]]) (mx 2 1 [:: [:: 0#1]; [:: 84689#14112]]).
Proof. necessitate without_networks_are_bias_free_setting ev_byol ev_with_zero_mean byol_has_update. Qed.

Definition without_nothing_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 16#1; 24#1]]) (@values 2 [:: 1#3; 2#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: -1#4]]) false true false.
(** byol-ema#without-zero-mean, without nothing_is_zero_mean: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_nothing_is_zero_mean : necessary (byol without_nothing_is_zero_mean_setting) (learnt
  without_nothing_is_zero_mean_setting) (without_zero_mean without_nothing_is_zero_mean_setting) (mx 1 1 [::
  [:: -32#9]]) (mx 1 1 [:: [:: -352#3]]).
Proof. necessitate without_nothing_is_zero_mean_setting ev_byol ev_without_zero_mean byol_has_update. Qed.

Definition without_online_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 26#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -18#1; 21#1]]) (@values 2 [:: 3#7; 4#7]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: -1#4]]) false true false.
(** byol-ema#with-zero-mean, without online_is_zero_mean: at the stored instance −∇L is not what the claim
  says. *)
Theorem without_online_is_zero_mean : necessary (byol without_online_is_zero_mean_setting) (learnt
  without_online_is_zero_mean_setting) (with_zero_mean without_online_is_zero_mean_setting) (mx 1 1 [:: [::
  -119835#49]]) (mx 1 1 [:: [:: -68445#28]]).
Proof. necessitate without_online_is_zero_mean_setting ev_byol ev_with_zero_mean byol_has_update. Qed.

Definition wrong_sign_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 11#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1
  3 1 [:: [:: -1#1; 8#1; 20#1]]) (@values 3 [:: 2#5; 2#5; 1#5]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1
  [:: [:: 1#4]]) true true false.
(** byol-ema#with-zero-mean, mutant wrong-sign: at the stored instance −∇L is what the claim says, not this.
  *)
Theorem wrong_sign : refuted (byol wrong_sign_setting) (learnt wrong_sign_setting) (with_zero_mean
  wrong_sign_setting) (wrong_sign wrong_sign_setting) (mx 1 1 [:: [:: 32121#200]]) (mx 1 1 [:: [:: 6723#40]]).
Proof. refute wrong_sign_setting ev_byol ev_with_zero_mean ev_wrong_sign byol_has_update. Qed.
