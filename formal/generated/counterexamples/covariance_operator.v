(** Written by formal/counterexamples from theorems/counterexamples/covariance-operator/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import CovarianceOperator CovarianceOperatorPrograms.
Local Open Scope ring_scope.

Definition augmentation_mean_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 2 [:: 1#2; 1#2; 1#2; 1#2]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2
  [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#one-branch, mutant augmentation-mean-forgotten: at the stored instance −∇L is what the
  claim says, not this. *)
Theorem augmentation_mean_forgotten : refuted (one_branch_loss augmentation_mean_forgotten_setting) (learnt
  augmentation_mean_forgotten_setting) (one_branch augmentation_mean_forgotten_setting)
  (augmentation_mean_forgotten augmentation_mean_forgotten_setting) (mx 1 1 [:: [:: -1#16]]) (mx 1 1 [:: [::
  -3#16]]).
Proof. refute augmentation_mean_forgotten_setting ev_one_branch_loss ev_one_branch
  ev_augmentation_mean_forgotten one_branch_loss_has_update. Qed.

Definition centring_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [::
  1#1; 1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]])
  (q2r (0#1)).
(** covariance-operator#one-branch, mutant centring-forgotten: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem centring_forgotten : refuted (one_branch_loss centring_forgotten_setting) (learnt
  centring_forgotten_setting) (one_branch centring_forgotten_setting) (centring_forgotten
  centring_forgotten_setting) (mx 1 1 [:: [:: 1#4]]) (mx 1 1 [:: [:: 1#2]]).
Proof. refute centring_forgotten_setting ev_one_branch_loss ev_one_branch ev_centring_forgotten
  one_branch_loss_has_update. Qed.

Definition factor_one_for_both_branches_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [::
  [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 1 [:: 1#1; 1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [::
  1#4; 1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#both-branches, mutant factor-one-for-both-branches: at the stored instance −∇L is what
  the claim says, not this. *)
Theorem factor_one_for_both_branches : refuted (both_branches_loss factor_one_for_both_branches_setting)
  (learnt factor_one_for_both_branches_setting) (both_branches factor_one_for_both_branches_setting)
  (factor_one_for_both_branches factor_one_for_both_branches_setting) (mx 1 1 [:: [:: -1#2]]) (mx 1 1 [:: [::
  -1#4]]).
Proof. refute factor_one_for_both_branches_setting ev_both_branches_loss ev_both_branches
  ev_factor_one_for_both_branches both_branches_loss_has_update. Qed.

Definition half_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1;
  1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r
  (0#1)).
(** covariance-operator#one-branch, mutant half-forgotten: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem half_forgotten : refuted (one_branch_loss half_forgotten_setting) (learnt half_forgotten_setting)
  (one_branch half_forgotten_setting) (half_forgotten half_forgotten_setting) (mx 1 1 [:: [:: 1#4]]) (mx 1 1
  [:: [:: 1#2]]).
Proof. refute half_forgotten_setting ev_one_branch_loss ev_one_branch ev_half_forgotten
  one_branch_loss_has_update. Qed.

Definition jacobian_dropped_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))
  (@view_inputs 1 2 1 [:: [:: -3#1; -1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1; 1#1])
  (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r
  (0#1)).
(** covariance-operator#one-branch, mutant jacobian-dropped: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem jacobian_dropped : refuted (one_branch_loss jacobian_dropped_setting) (learnt
  jacobian_dropped_setting) (one_branch jacobian_dropped_setting) (jacobian_dropped jacobian_dropped_setting)
  (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: 1#1]; [:: 0#1]]).
Proof. refute jacobian_dropped_setting ev_one_branch_loss ev_one_branch ev_jacobian_dropped
  one_branch_loss_has_update. Qed.

Definition minus_beta_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 2
  [:: 1#2; 1#2; 1#2; 1#2]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4];
  [:: 1#4; 1#4]]) (q2r (-1#2)).
(** covariance-operator#loss-with-beta, mutant minus-beta: at the stored instance −∇L is what the claim says,
  not this. *)
Theorem minus_beta : refuted (loss_with_beta_loss minus_beta_setting) (learnt minus_beta_setting)
  (loss_with_beta minus_beta_setting) (minus_beta minus_beta_setting) (mx 1 1 [:: [:: 1#4]]) (mx 1 1 [:: [::
  0#1]]).
Proof. refute minus_beta_setting ev_loss_with_beta_loss ev_loss_with_beta ev_minus_beta
  loss_with_beta_loss_has_update. Qed.

Definition n_for_n_minus_one_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights
  2 2 [:: 1#2; 1#2; 1#2; 1#2]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4;
  1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#finite-batch, mutant n-for-n-minus-one: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem n_for_n_minus_one : refuted (finite_batch_loss n_for_n_minus_one_setting) (learnt
  n_for_n_minus_one_setting) (finite_batch n_for_n_minus_one_setting) (n_for_n_minus_one
  n_for_n_minus_one_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#8]]).
Proof. refute n_for_n_minus_one_setting ev_finite_batch_loss ev_finite_batch ev_n_for_n_minus_one
  finite_batch_loss_has_update. Qed.

Definition one_plus_beta_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 2
  [:: 1#2; 1#2; 1#2; 1#2]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4];
  [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#loss-with-beta, mutant one-plus-beta: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem one_plus_beta : refuted (loss_with_beta_loss one_plus_beta_setting) (learnt one_plus_beta_setting)
  (loss_with_beta one_plus_beta_setting) (one_plus_beta one_plus_beta_setting) (mx 1 1 [:: [:: -1#8]]) (mx 1 1
  [:: [:: 1#8]]).
Proof. refute one_plus_beta_setting ev_loss_with_beta_loss ev_loss_with_beta ev_one_plus_beta
  loss_with_beta_loss_has_update. Qed.

Definition shrinkage_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights
  2 2 [:: 1#2; 1#2; 1#2; 1#2]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4;
  1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#finite-batch, mutant shrinkage-forgotten: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem shrinkage_forgotten : refuted (finite_batch_loss shrinkage_forgotten_setting) (learnt
  shrinkage_forgotten_setting) (finite_batch shrinkage_forgotten_setting) (shrinkage_forgotten
  shrinkage_forgotten_setting) (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 1#4]]).
Proof. refute shrinkage_forgotten_setting ev_finite_batch_loss ev_finite_batch ev_shrinkage_forgotten
  finite_batch_loss_has_update. Qed.

Definition total_for_within_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: -1#1; 0#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [::
  1#1; 1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]])
  (q2r (-1#2)).
(** covariance-operator#loss-with-beta, mutant total-for-within: at the stored instance −∇L is what the claim
  says, not this. *)
Theorem total_for_within : refuted (loss_with_beta_loss total_for_within_setting) (learnt
  total_for_within_setting) (loss_with_beta total_for_within_setting) (total_for_within
  total_for_within_setting) (mx 1 1 [:: [:: 1#2]]) (mx 1 1 [:: [:: 3#4]]).
Proof. refute total_for_within_setting ev_loss_with_beta_loss ev_loss_with_beta ev_total_for_within
  loss_with_beta_loss_has_update. Qed.

Definition without_negatives_are_independent_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; -1#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 1 [:: 1#1; 1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [::
  0#1; 1#2]; [:: 1#2; 0#1]]) (q2r (0#1)).
(** covariance-operator#one-branch, without negatives_are_independent: at the stored instance −∇L is not what
  the claim says. *)
Theorem without_negatives_are_independent : necessary (one_branch_loss
  without_negatives_are_independent_setting) (learnt without_negatives_are_independent_setting) (one_branch
  without_negatives_are_independent_setting) (mx 1 1 [:: [:: 1#2]]) (mx 1 1 [:: [:: 1#4]]).
Proof. necessitate without_negatives_are_independent_setting ev_one_branch_loss ev_one_branch
  one_branch_loss_has_update. Qed.

Definition without_network_is_bias_free_2_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]])
  (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) (@view_inputs 1 2 1 [:: [:: -2#1; 1#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1;
  1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r
  (0#1)).
(** covariance-operator#loss-with-beta, without network_is_bias_free: at the stored instance −∇L is not what
  the claim says. *)
Theorem without_network_is_bias_free_2 : necessary (loss_with_beta_loss
  without_network_is_bias_free_2_setting) (learnt without_network_is_bias_free_2_setting) (loss_with_beta
  without_network_is_bias_free_2_setting) (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 1#2]]).
Proof. necessitate without_network_is_bias_free_2_setting ev_loss_with_beta_loss ev_loss_with_beta
  loss_with_beta_loss_has_update. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -3#1]]) (mx
  2 1 [:: [:: 1#1]; [:: -10#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last)) (@view_inputs 1 2 1 [:: [:: 0#1; -4#1]]) (@values 2 [:: 1#2; 1#2]) (@view_weights 2 1 [:: 1#1;
  1#1]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2 [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r
  (0#1)).
(** covariance-operator#one-branch, without network_is_bias_free: at the stored instance −∇L is not what the
  claim says. *)
Theorem without_network_is_bias_free : necessary (one_branch_loss without_network_is_bias_free_setting)
  (learnt without_network_is_bias_free_setting) (one_branch without_network_is_bias_free_setting) (mx 2 1 [::
  [:: 0#1]; [:: -2#1]]) (mx 2 1 [:: [:: 0#1]; [:: -12#1]]).
Proof. necessitate without_network_is_bias_free_setting ev_one_branch_loss ev_one_branch
  one_branch_loss_has_update. Qed.

Definition without_positives_share_their_sample_2_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx
  1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 0#1; 1#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 1 [:: 1#1; 1#1]) (@joint_law 2 [:: [:: 0#1; 1#2]; [:: 1#2; 0#1]]) (@joint_law 2 [:: [::
  1#4; 1#4]; [:: 1#4; 1#4]]) (q2r (-3#2)).
(** covariance-operator#loss-with-beta, without positives_share_their_sample: at the stored instance −∇L is
  not what the claim says. *)
Theorem without_positives_share_their_sample_2 : necessary (loss_with_beta_loss
  without_positives_share_their_sample_2_setting) (learnt without_positives_share_their_sample_2_setting)
  (loss_with_beta without_positives_share_their_sample_2_setting) (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  1#2]]).
Proof. necessitate without_positives_share_their_sample_2_setting ev_loss_with_beta_loss ev_loss_with_beta
  loss_with_beta_loss_has_update. Qed.

Definition without_positives_share_their_sample_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1
  1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 1 [:: [:: 3#1; 0#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 1 [:: 1#1; 1#1]) (@joint_law 2 [:: [:: 0#1; 1#2]; [:: 1#2; 0#1]]) (@joint_law 2 [:: [::
  1#4; 1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#one-branch, without positives_share_their_sample: at the stored instance −∇L is not
  what the claim says. *)
Theorem without_positives_share_their_sample : necessary (one_branch_loss
  without_positives_share_their_sample_setting) (learnt without_positives_share_their_sample_setting)
  (one_branch without_positives_share_their_sample_setting) (mx 1 1 [:: [:: -9#4]]) (mx 1 1 [:: [:: 9#4]]).
Proof. necessitate without_positives_share_their_sample_setting ev_one_branch_loss ev_one_branch
  one_branch_loss_has_update. Qed.

Definition without_weights_are_uniform_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; -1#1; 0#1]]) (@values 2 [:: 1#2; 1#2])
  (@view_weights 2 2 [:: 1#2; 1#2; 1#3; 2#3]) (@joint_law 2 [:: [:: 1#2; 0#1]; [:: 0#1; 1#2]]) (@joint_law 2
  [:: [:: 1#4; 1#4]; [:: 1#4; 1#4]]) (q2r (0#1)).
(** covariance-operator#finite-batch, without weights_are_uniform: at the stored instance −∇L is not what the
  claim says. *)
Theorem without_weights_are_uniform : necessary (finite_batch_loss without_weights_are_uniform_setting)
  (learnt without_weights_are_uniform_setting) (finite_batch without_weights_are_uniform_setting) (mx 1 1 [::
  [:: 0#1]]) (mx 1 1 [:: [:: -1#9]]).
Proof. necessitate without_weights_are_uniform_setting ev_finite_batch_loss ev_finite_batch
  finite_batch_loss_has_update. Qed.
