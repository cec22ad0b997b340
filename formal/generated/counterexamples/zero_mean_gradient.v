(** Written by formal/counterexamples from theorems/counterexamples/zero-mean-gradient/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting ZeroMeanGradient.
Local Open Scope ring_scope.

Definition centred_anyway_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1
  3 1 [:: [:: -20#1; 3#1; 3#1]]) (@values 3 [:: 1#2; 1#4; 1#4]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1
  [:: [:: 1#8]]) true false true.
(** zero-mean-gradient#detached, mutant centred-anyway: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem centred_anyway : refuted (detached_loss centred_anyway_setting) (learnt centred_anyway_setting)
  (detached centred_anyway_setting) (centred_anyway centred_anyway_setting) (mx 1 1 [:: [:: 6015#256]]) (mx 1
  1 [:: [:: 3703#256]]).
Proof. refute centred_anyway_setting ev_detached_loss ev_detached ev_centred_anyway detached_loss_has_update.
  Qed.

Definition centring_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 4#7; 3#7]) (@view_weights 2 2 [:: 1#3; 2#3;
  2#3; 1#3]) (mx 1 1 [:: [:: 1#8]]) true false true.
(** zero-mean-gradient#through, mutant centring-forgotten: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem centring_forgotten : refuted (through_loss centring_forgotten_setting) (learnt
  centring_forgotten_setting) (through centring_forgotten_setting) (centring_forgotten
  centring_forgotten_setting) (mx 1 1 [:: [:: -1#672]]) (mx 1 1 [:: [:: -19#4704]]).
Proof. refute centring_forgotten_setting ev_through_loss ev_through ev_centring_forgotten
  through_loss_has_update. Qed.

Definition mean_of_the_online_output_kept_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 1 [:: [:: 8#1; -10#1; 4#1]]) (@values 3 [:: 1#2; 1#8; 3#8]) (@view_weights 3 1 [:: 1#1;
  1#1; 1#1]) (mx 1 1 [:: [:: 1#8]]) true true true.
(** zero-mean-gradient#both-outputs, mutant mean-of-the-online-output-kept: at the stored instance −∇L is what
  the claim says, not this. *)
Theorem mean_of_the_online_output_kept : refuted (through_loss mean_of_the_online_output_kept_setting) (learnt
  mean_of_the_online_output_kept_setting) (both_outputs mean_of_the_online_output_kept_setting)
  (mean_of_the_online_output_kept mean_of_the_online_output_kept_setting) (mx 1 1 [:: [:: -3633#1024]]) (mx 1
  1 [:: [:: -209#64]]).
Proof. refute mean_of_the_online_output_kept_setting ev_through_loss ev_both_outputs
  ev_mean_of_the_online_output_kept through_loss_has_update. Qed.

Definition mean_of_the_target_kept_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 4 2 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4])
  (@view_weights 4 2 [:: 1#2; 1#2; 1#2; 1#2; 1#2; 1#2; 3#4; 1#4]) (mx 1 1 [:: [:: 1#8]]) true true true.
(** zero-mean-gradient#both-outputs, mutant mean-of-the-target-kept: at the stored instance −∇L is what the
  claim says, not this. *)
Theorem mean_of_the_target_kept : refuted (through_loss mean_of_the_target_kept_setting) (learnt
  mean_of_the_target_kept_setting) (both_outputs mean_of_the_target_kept_setting) (mean_of_the_target_kept
  mean_of_the_target_kept_setting) (mx 1 1 [:: [:: -9#16384]]) (mx 1 1 [:: [:: -17#16384]]).
Proof. refute mean_of_the_target_kept_setting ev_through_loss ev_both_outputs ev_mean_of_the_target_kept
  through_loss_has_update. Qed.

Definition means_of_samples_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 6#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 6#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -20#1; 23#1]]) (@values 2 [:: 4#5; 1#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: -3#8]]) true false true.
(** zero-mean-gradient#through, mutant means-of-samples: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem means_of_samples : refuted (through_loss means_of_samples_setting) (learnt means_of_samples_setting)
  (through means_of_samples_setting) (means_of_samples means_of_samples_setting) (mx 1 1 [:: [:: -61017#400]])
  (mx 1 1 [:: [:: 0#1]]).
Proof. refute means_of_samples_setting ev_through_loss ev_through ev_means_of_samples through_loss_has_update.
  Qed.

Definition sign_of_the_loss_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 1 [:: [:: -17#1; 0#1; 13#1]]) (@values 3 [:: 2#7; 4#7; 1#7]) (@view_weights 3 1 [:: 1#1;
  1#1; 1#1]) (mx 1 1 [:: [:: 1#8]]) true false true.
(** zero-mean-gradient#lost, mutant sign-of-the-loss: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem sign_of_the_loss : refuted (lost_loss sign_of_the_loss_setting) (learnt sign_of_the_loss_setting)
  (lost sign_of_the_loss_setting) (sign_of_the_loss sign_of_the_loss_setting) (mx 1 1 [:: [:: 9#8]]) (mx 1 1
  [:: [:: -9#8]]).
Proof. refute sign_of_the_loss_setting ev_lost_loss ev_lost ev_sign_of_the_loss lost_loss_has_update. Qed.

Definition without_backward_includes_the_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last) (@view_inputs 1 3 1 [:: [:: 14#1; -21#1; -2#1]]) (@values 3 [:: 1#3; 1#3; 1#3]) (@view_weights 3 1 [::
  1#1; 1#1; 1#1]) (mx 1 1 [:: [:: 1#8]]) true false false.
(** zero-mean-gradient#through, without backward_includes_the_mean: at the stored instance −∇L is not what the
  claim says. *)
Theorem without_backward_includes_the_mean : necessary (through_loss
  without_backward_includes_the_mean_setting) (learnt without_backward_includes_the_mean_setting) (through
  without_backward_includes_the_mean_setting) (mx 1 1 [:: [:: -2257#96]]) (mx 1 1 [:: [:: -2149#96]]).
Proof. necessitate without_backward_includes_the_mean_setting ev_through_loss ev_through
  through_loss_has_update. Qed.

Definition without_target_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: 1#8]]) true false true.
(** zero-mean-gradient#both-outputs, without target_is_zero_mean: at the stored instance −∇L is not what the
  claim says. *)
Theorem without_target_is_zero_mean : necessary (through_loss without_target_is_zero_mean_setting) (learnt
  without_target_is_zero_mean_setting) (both_outputs without_target_is_zero_mean_setting) (mx 1 1 [:: [::
  -7#256]]) (mx 1 1 [:: [:: -15#256]]).
Proof. necessitate without_target_is_zero_mean_setting ev_through_loss ev_both_outputs
  through_loss_has_update. Qed.

Definition wrong_sign_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  2 [:: [:: -21#1; -15#1; 1#1; -4#1]]) (@values 2 [:: 3#4; 1#4]) (@view_weights 2 2 [:: 1#2; 1#2; 1#3; 2#3])
  (mx 1 1 [:: [:: 1#8]]) true false true.
(** zero-mean-gradient#through, mutant wrong-sign: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem wrong_sign : refuted (through_loss wrong_sign_setting) (learnt wrong_sign_setting) (through
  wrong_sign_setting) (wrong_sign wrong_sign_setting) (mx 1 1 [:: [:: -45217#9216]]) (mx 1 1 [:: [::
  -502193#9216]]).
Proof. refute wrong_sign_setting ev_through_loss ev_through ev_wrong_sign through_loss_has_update. Qed.
