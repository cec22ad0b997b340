(** byol-ema: the formulas, and those that the counterexamples refute. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Byol updates.ByolTarget.
From dualproof.exact Require Import Layers Update Evaluate ByolSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variable s : setting F X A n0 m k n.
Notation p := (of_samples s).
Notation q := (of_views s).
Notation P := (predictor s).
Notation K := (connections s).
Notation K2 := (target_connections s).
Notation w := (vec (learnt s)).
Notation w2 := (vec (target_weights s)).

(** Cov_x^{Pᵀ}(K̄₁, K̄₂) w₂ − V^{PᵀP}[K₁] w₁. *)
Definition with_zero_mean : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K2 *m w2 - total_variance p q (P^T *m P) K *m w.
(** With P for Pᵀ; w₁ for w₂; K̄₁ for K̄₂; the covariance over all views; that within samples; I for PᵀP; +. *)
Definition predictor_not_transposed : 'cV[F]_(m * k) :=
  cross_covariance p q P K K2 *m w2 - total_variance p q (P^T *m P) K *m w.
Definition online_weights_for_the_target : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K2 *m w - total_variance p q (P^T *m P) K *m w.
Definition online_connection_for_the_target : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K *m w2 - total_variance p q (P^T *m P) K *m w.
Definition augmentation_mean_forgotten : 'cV[F]_(m * k) :=
  total_covariance s P^T K K2 *m w2 - total_variance p q (P^T *m P) K *m w.
Definition within_for_total : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K2 *m w2 - within_variance p q (P^T *m P) K *m w.
Definition predictor_square_dropped : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K2 *m w2 - total_variance p q 1%:M K *m w.
Definition wrong_sign : 'cV[F]_(m * k) :=
  cross_covariance p q P^T K K2 *m w2 + total_variance p q (P^T *m P) K *m w.
(** E_x[K̄₁ Pᵀ K̄₂ᵀ] w₂ − (V^{PᵀP}[K₁] + M₁ PᵀP M₁ᵀ) w₁, and without the last. *)
Definition without_zero_mean : 'cV[F]_(m * k) :=
  mean_square s P^T K K2 *m w2
    - (total_variance p q (P^T *m P) K *m w + square_of_mean s (P^T *m P) K K *m w).
Definition second_term_centred : 'cV[F]_(m * k) :=
  mean_square s P^T K K2 *m w2 - total_variance p q (P^T *m P) K *m w.
(** The loss less the loss without zero-mean. *)
Definition share_loss (W : 'M[F]_(k, m)) : F := byol s W - loss_centred s false false W.
Lemma share_loss_has_update W : has_update share_loss W.
Proof. by apply: has_update_sub; [exact: byol_has_update | exact: loss_centred_has_update]. Qed.
(** M₁ PᵀP M₁ᵀ w₁ − M₁ Pᵀ M₂ᵀ w₂, and with the online network for the target. *)
Definition zero_mean_share : 'cV[F]_(m * k) :=
  square_of_mean s (P^T *m P) K K *m w - square_of_mean s P^T K K2 *m w2.
Definition lag_forgotten : 'cV[F]_(m * k) :=
  square_of_mean s (P^T *m P) K K *m w - square_of_mean s P^T K K *m w.

End Formulas.

(** Their programs. *)
Section Programs.
Variables N A n0 m k n : nat.
Variables (s : setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n0 m k n)
  (e : setting_program N A n0 m k n).
Hypothesis Es : evS s e.
Let Eo := ev_online Es.
Let Et := ev_target Es.
Let Ex := ev_input Es.
Let Ep := ev_samples Es.
Let Eq := ev_views Es.
Let EP := ev_predictor Es.
Let Ec := ev_online_centred Es.
Let Ed := ev_target_centred Es.
Let Em := ev_moves Es.
Let Hw := ev_learnt Es.
Let Hw2 := ev_target_weights Es.
Let Ho := ev_outputs Es.
Let Ht := ev_targets Es.
Let Hc := ev_connections Es.
Let Hc2 := ev_target_connections Es.
Let Hl := ev_loss_centred Es.
Let Hb := ev_byol Es.
Let H1 := @ev_mean_square N A n0 m k n s e Es.
Let H2 := @ev_square_of_mean N A n0 m k n s e Es.
Let H3 := @ev_total_covariance N A n0 m k n s e Es.
Let H4 := @ev_cross_covariance N A n0 m k n s e Es.

Derive share_loss_program SuchThat
  (forall W w, evM W w -> evQ (share_loss s W) (share_loss_program w)) As ev_share_loss.
Proof. subst share_loss_program; ev. Qed.
Derive with_zero_mean_program SuchThat (evM (with_zero_mean s) with_zero_mean_program) As ev_with_zero_mean.
Proof. subst with_zero_mean_program; ev. Qed.
Derive predictor_not_transposed_program SuchThat
  (evM (predictor_not_transposed s) predictor_not_transposed_program) As ev_predictor_not_transposed.
Proof. subst predictor_not_transposed_program; ev. Qed.
Derive online_weights_for_the_target_program SuchThat
  (evM (online_weights_for_the_target s) online_weights_for_the_target_program) As ev_online_weights_for_the_target.
Proof. subst online_weights_for_the_target_program; ev. Qed.
Derive online_connection_for_the_target_program SuchThat
  (evM (online_connection_for_the_target s) online_connection_for_the_target_program) As ev_online_connection_for_the_target.
Proof. subst online_connection_for_the_target_program; ev. Qed.
Derive augmentation_mean_forgotten_program SuchThat
  (evM (augmentation_mean_forgotten s) augmentation_mean_forgotten_program) As ev_augmentation_mean_forgotten.
Proof. subst augmentation_mean_forgotten_program; ev. Qed.
Derive within_for_total_program SuchThat
  (evM (within_for_total s) within_for_total_program) As ev_within_for_total.
Proof. subst within_for_total_program; ev. Qed.
Derive predictor_square_dropped_program SuchThat
  (evM (predictor_square_dropped s) predictor_square_dropped_program) As ev_predictor_square_dropped.
Proof. subst predictor_square_dropped_program; ev. Qed.
Derive wrong_sign_program SuchThat (evM (wrong_sign s) wrong_sign_program) As ev_wrong_sign.
Proof. subst wrong_sign_program; ev. Qed.
Derive without_zero_mean_program SuchThat
  (evM (without_zero_mean s) without_zero_mean_program) As ev_without_zero_mean.
Proof. subst without_zero_mean_program; ev. Qed.
Derive second_term_centred_program SuchThat
  (evM (second_term_centred s) second_term_centred_program) As ev_second_term_centred.
Proof. subst second_term_centred_program; ev. Qed.
Derive zero_mean_share_program SuchThat
  (evM (zero_mean_share s) zero_mean_share_program) As ev_zero_mean_share.
Proof. subst zero_mean_share_program; ev. Qed.
Derive lag_forgotten_program SuchThat (evM (lag_forgotten s) lag_forgotten_program) As ev_lag_forgotten.
Proof. subst lag_forgotten_program; ev. Qed.

End Programs.
