(** Programs for the losses and formulas of CovarianceOperator.v on rational data. *)
From Coq Require Import ZArith QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  updates.Batch networks.Relu.
From dualproof.exact Require Import Layers Update Evaluate CovarianceOperator.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Ltac ev_reduce ::= cbn [at_layer input of_samples of_views positives negatives beta].

(** The programs of a setting. *)
Record setting_program N A n0 m k n := SettingProgram {
  layer_of : layer_program n0 m k n;
  input_of : 'I_N -> 'I_A -> 'I_n0 -> 'I_1 -> Q;
  samples_of : 'I_N -> Q;
  views_of : 'I_N -> 'I_A -> Q;
  positives_of : 'I_N -> 'I_N -> Q;
  negatives_of : 'I_N -> 'I_N -> Q;
  beta_of : Q }.

Section Programs.
Variables N A n0 m k n : nat.
Notation set_of_views := (setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n0 m k n).

Record evS (s : set_of_views) (e : setting_program N A n0 m k n) : Prop := EvS {
  ev_layer : evL (at_layer s) (layer_of e);
  ev_input : forall x a, evM (input s x a) (input_of e x a);
  ev_samples : forall x, evQ (of_samples s x) (samples_of e x);
  ev_views : forall x a, evQ (of_views s x a) (views_of e x a);
  ev_positives : forall x y, evQ (positives s x y) (positives_of e x y);
  ev_negatives : forall x y, evQ (negatives s x y) (negatives_of e x y);
  ev_beta : evQ (beta s) (beta_of e) }.

Variables (s : set_of_views) (e : setting_program N A n0 m k n).
Hypothesis Es : evS s e.
Let El := ev_layer Es.
Let Ex := ev_input Es.
Let Ep := ev_samples Es.
Let Eq := ev_views Es.
Let Er := ev_positives Es.
Let Et := ev_negatives Es.
Let Eb := ev_beta Es.

Derive outputs_program SuchThat
  (forall W w, evM W w -> forall x a, evM (outputs s W x a) (outputs_program w x a)) As ev_outputs.
Proof. subst outputs_program; ev. Qed.
Let Ho := ev_outputs.
Lemma ev_learnt : evM (learnt s) (weights_at (layer_of e)).
Proof. exact: ev_weights El. Qed.
Derive connections_program SuchThat (forall x a, evM (connections s x a) (connections_program x a))
  As ev_connections.
Proof. subst connections_program; ev. Qed.
Let Hc := ev_connections.

Derive one_branch_loss_program SuchThat
  (forall W w, evM W w -> evQ (one_branch_loss s W) (one_branch_loss_program w))
  As ev_one_branch_loss.
Proof. subst one_branch_loss_program; ev. Qed.
Derive one_branch_program SuchThat (evM (one_branch s) one_branch_program) As ev_one_branch.
Proof. subst one_branch_program; ev. Qed.
Derive augmentation_mean_forgotten_program SuchThat
  (evM (augmentation_mean_forgotten s) augmentation_mean_forgotten_program)
  As ev_augmentation_mean_forgotten.
Proof. subst augmentation_mean_forgotten_program; ev. Qed.
Derive centring_forgotten_program SuchThat (evM (centring_forgotten s) centring_forgotten_program)
  As ev_centring_forgotten.
Proof. subst centring_forgotten_program; ev. Qed.
Derive half_forgotten_program SuchThat (evM (half_forgotten s) half_forgotten_program)
  As ev_half_forgotten.
Proof. subst half_forgotten_program; ev. Qed.
Derive jacobian_dropped_program SuchThat (evM (jacobian_dropped s) jacobian_dropped_program)
  As ev_jacobian_dropped.
Proof. subst jacobian_dropped_program; ev. Qed.

Derive both_branches_loss_program SuchThat
  (forall W w, evM W w -> evQ (both_branches_loss s W) (both_branches_loss_program w))
  As ev_both_branches_loss.
Proof. subst both_branches_loss_program; ev. Qed.
Derive both_branches_program SuchThat (evM (both_branches s) both_branches_program) As ev_both_branches.
Proof. subst both_branches_program; ev. Qed.
Derive factor_one_for_both_branches_program SuchThat
  (evM (factor_one_for_both_branches s) factor_one_for_both_branches_program)
  As ev_factor_one_for_both_branches.
Proof. subst factor_one_for_both_branches_program; ev. Qed.

Derive loss_with_beta_loss_program SuchThat
  (forall W w, evM W w -> evQ (loss_with_beta_loss s W) (loss_with_beta_loss_program w))
  As ev_loss_with_beta_loss.
Proof. subst loss_with_beta_loss_program; ev. Qed.
Derive with_beta_program SuchThat
  (forall b q S f, evQ b q -> evM S f -> evM (with_beta s b S) (with_beta_program q f)) As ev_with_beta.
Proof. subst with_beta_program; ev. Qed.
Let Hb := ev_with_beta.
Derive loss_with_beta_program SuchThat (evM (loss_with_beta s) loss_with_beta_program) As ev_loss_with_beta.
Proof. subst loss_with_beta_program; ev. Qed.
Derive minus_beta_program SuchThat (evM (minus_beta s) minus_beta_program) As ev_minus_beta.
Proof. subst minus_beta_program; ev. Qed.
Derive one_plus_beta_program SuchThat (evM (one_plus_beta s) one_plus_beta_program) As ev_one_plus_beta.
Proof. subst one_plus_beta_program; ev. Qed.
Derive total_for_within_program SuchThat (evM (total_for_within s) total_for_within_program)
  As ev_total_for_within.
Proof. subst total_for_within_program; ev. Qed.

Derive finite_batch_loss_program SuchThat
  (forall W w, evM W w -> evQ (finite_batch_loss s W) (finite_batch_loss_program w))
  As ev_finite_batch_loss.
Proof. subst finite_batch_loss_program; ev. Qed.
Derive of_batch_program SuchThat
  (forall b q c r, evQ b q -> evQ c r -> evM (of_batch s b c) (of_batch_program q r)) As ev_of_batch.
Proof. subst of_batch_program; ev. Qed.
Let Hf := ev_of_batch.
Derive finite_batch_program SuchThat (evM (finite_batch s) finite_batch_program) As ev_finite_batch.
Proof. subst finite_batch_program; ev. Qed.
Derive n_for_n_minus_one_program SuchThat (evM (n_for_n_minus_one s) n_for_n_minus_one_program)
  As ev_n_for_n_minus_one.
Proof. subst n_for_n_minus_one_program; ev. Qed.
Derive shrinkage_forgotten_program SuchThat (evM (shrinkage_forgotten s) shrinkage_forgotten_program)
  As ev_shrinkage_forgotten.
Proof. subst shrinkage_forgotten_program; ev. Qed.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on a loss and on formulas. *)
Ltac evaluate_setting s H :=
  eassert (H : evS s (SettingProgram (LayerProgram _ _ _ _ _ _ _) _ _ _ _ _ _)) by
    (unfold s; constructor; cbn [at_layer input of_samples of_views positives negatives beta
       layer_of input_of samples_of views_of positives_of negatives_of beta_of]; ev).
Ltac refute s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H; refute_with H ev_learnt loss right wrong update.
Ltac necessitate s loss right update :=
  let H := fresh "H" in evaluate_setting s H; necessitate_with H ev_learnt loss right update.
Ltac refute_along s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H; refute_along_with H ev_learnt loss right wrong update.
Ltac necessitate_along s loss right update :=
  let H := fresh "H" in evaluate_setting s H; necessitate_along_with H ev_learnt loss right update.
