(** Written by formal/counterexamples from theorems/counterexamples/stop-gradient/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting StopGradient.
Local Open Scope ring_scope.

Definition identity_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 2#3; 1#3]) (@view_weights 2 2 [:: 1#2; 1#2;
  1#2; 1#2]) (mx 1 1 [:: [:: 0#1]]) false false true.
(** stop-gradient#plain, mutant identity-forgotten: at the stored instance −∇L is what the claim says, not
  this. *)
Theorem identity_forgotten : refuted (plain_loss identity_forgotten_setting) (learnt
  identity_forgotten_setting) (plain identity_forgotten_setting) (identity_forgotten
  identity_forgotten_setting) (mx 1 1 [:: [:: -1#6]]) (mx 1 1 [:: [:: -1#12]]).
Proof. refute identity_forgotten_setting ev_plain_loss ev_plain ev_identity_forgotten plain_loss_has_update.
  Qed.

Definition loss_once_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1
  2 3 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 3 [:: 1#3; 1#3; 1#3;
  1#3; 1#3; 1#3]) (mx 1 1 [:: [:: 0#1]]) false false true.
(** stop-gradient#only-shrinks, mutant loss-once: at the stored instance ⟨w, −∇L⟩ is what the claim says, not
  this. *)
Theorem loss_once : refuted_along (byol loss_once_setting) (learnt loss_once_setting) (only_shrinks
  loss_once_setting) (loss_once loss_once_setting) (q2r (-1#6)) (q2r (-1#12)).
Proof. refute_along loss_once_setting ev_byol ev_only_shrinks ev_loss_once byol_has_update. Qed.

Definition weighted_as_with_stop_gradient_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 1 [:: [:: -9#1; 3#1; -10#1]]) (@values 3 [:: 2#7; 1#7; 4#7]) (@view_weights 3 1 [:: 1#1;
  1#1; 1#1]) (mx 1 1 [:: [:: 0#1]]) false false true.
(** stop-gradient#plain, mutant weighted-as-with-stop-gradient: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem weighted_as_with_stop_gradient : refuted (plain_loss weighted_as_with_stop_gradient_setting) (learnt
  weighted_as_with_stop_gradient_setting) (plain weighted_as_with_stop_gradient_setting)
  (weighted_as_with_stop_gradient weighted_as_with_stop_gradient_setting) (mx 1 1 [:: [:: -571#7]]) (mx 1 1
  [:: [:: 0#1]]).
Proof. refute weighted_as_with_stop_gradient_setting ev_plain_loss ev_plain ev_weighted_as_with_stop_gradient
  plain_loss_has_update. Qed.

Definition without_gradient_flows_through_both_sides_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]])
  (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 4#7; 3#7]) (@view_weights 2 2
  [:: 4#7; 3#7; 1#2; 1#2]) (mx 1 1 [:: [:: 0#1]]) false false false.
(** stop-gradient#plain, without gradient_flows_through_both_sides: at the stored instance −∇L is not what the
  claim says. *)
Theorem without_gradient_flows_through_both_sides : necessary (plain_loss
  without_gradient_flows_through_both_sides_setting) (learnt
  without_gradient_flows_through_both_sides_setting) (plain without_gradient_flows_through_both_sides_setting)
  (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: -3#14]]).
Proof. necessitate without_gradient_flows_through_both_sides_setting ev_plain_loss ev_plain
  plain_loss_has_update. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [::
  [:: 1#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: 0#1]]) false false true.
(** stop-gradient#plain, without network_is_bias_free: at the stored instance −∇L is not what the claim says.
  *)
Theorem without_network_is_bias_free : necessary (plain_loss without_network_is_bias_free_setting) (learnt
  without_network_is_bias_free_setting) (plain without_network_is_bias_free_setting) (mx 1 1 [:: [:: -1#2]])
  (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate without_network_is_bias_free_setting ev_plain_loss ev_plain plain_loss_has_update. Qed.

Definition without_weights_are_shared_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: -2#1; -8#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1
  1 [:: [:: 1#4]]) false false false.
(** stop-gradient#plain, without weights_are_shared: at the stored instance −∇L is not what the claim says. *)
Theorem without_weights_are_shared : necessary (plain_loss without_weights_are_shared_setting) (learnt
  without_weights_are_shared_setting) (plain without_weights_are_shared_setting) (mx 1 1 [:: [:: 17#2]]) (mx 1
  1 [:: [:: 0#1]]).
Proof. necessitate without_weights_are_shared_setting ev_plain_loss ev_plain plain_loss_has_update. Qed.

Definition zero_mean_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 2#3; 1#3]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1
  [:: [:: 0#1]]) false false true.
(** stop-gradient#zero-mean, mutant zero-mean-forgotten: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem zero_mean_forgotten : refuted (zero_mean_loss zero_mean_forgotten_setting) (learnt
  zero_mean_forgotten_setting) (zero_mean zero_mean_forgotten_setting) (zero_mean_forgotten
  zero_mean_forgotten_setting) (mx 1 1 [:: [:: -2#9]]) (mx 1 1 [:: [:: -1#3]]).
Proof. refute zero_mean_forgotten_setting ev_zero_mean_loss ev_zero_mean ev_zero_mean_forgotten
  zero_mean_loss_has_update. Qed.
