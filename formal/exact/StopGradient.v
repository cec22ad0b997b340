(** stop-gradient: the losses, the formulas, and those that the counterexamples refute. *)
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

(** Without zero-mean, and with it at both outputs. *)
Definition plain_loss : 'M[F]_(k, m) -> F := loss_centred s false false.
Definition zero_mean_loss : 'M[F]_(k, m) -> F := loss_centred s true true.

Lemma plain_loss_has_update W : has_update plain_loss W.
Proof. exact: loss_centred_has_update. Qed.
Lemma zero_mean_loss_has_update W : has_update zero_mean_loss W.
Proof. exact: loss_centred_has_update. Qed.

(** −(E_x V^S_{x'|x}[K] + E_x[K̄ T K̄ᵀ]) w. *)
Definition plain_of (S T : 'M[F]_n) : 'cV[F]_(m * k) :=
  - ((within_variance p q S K + weighted_moment p q T K) *m w).
(** S = I + PᵀP and T = (I − P)ᵀ(I − P); S = PᵀP; T = Pᵀ(I − P). *)
Definition plain : 'cV[F]_(m * k) := plain_of (1%:M + P^T *m P) ((1%:M - P)^T *m (1%:M - P)).
Definition identity_forgotten : 'cV[F]_(m * k) := plain_of (P^T *m P) ((1%:M - P)^T *m (1%:M - P)).
Definition weighted_as_with_stop_gradient : 'cV[F]_(m * k) := plain_of (1%:M + P^T *m P) (P^T *m (1%:M - P)).
(** −(E_x V^{I+PᵀP}_{x'|x}[K] + V_x^{(I−P)ᵀ(I−P)}[K̄]) w, and with the moment of K̄ in place of its variance. *)
Definition zero_mean : 'cV[F]_(m * k) := - (both_sides_zero_mean_operator p q P K *m w).
Definition zero_mean_forgotten : 'cV[F]_(m * k) := plain.
(** −r with f on both sides, and −2r. *)
Definition loss_once : F :=
  - byol_loss p q P (centred_if s (online_centred s) (outputs s (learnt s)))
      (centred_if s (target_centred s) (outputs s (learnt s))).
Definition only_shrinks : F := 2%:R * loss_once.

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

Derive plain_loss_program SuchThat
  (forall W w, evM W w -> evQ (plain_loss s W) (plain_loss_program w)) As ev_plain_loss.
Proof. subst plain_loss_program; ev. Qed.
Derive zero_mean_loss_program SuchThat
  (forall W w, evM W w -> evQ (zero_mean_loss s W) (zero_mean_loss_program w)) As ev_zero_mean_loss.
Proof. subst zero_mean_loss_program; ev. Qed.
Derive plain_program SuchThat (evM (plain s) plain_program) As ev_plain.
Proof. subst plain_program; ev. Qed.
Derive identity_forgotten_program SuchThat
  (evM (identity_forgotten s) identity_forgotten_program) As ev_identity_forgotten.
Proof. subst identity_forgotten_program; ev. Qed.
Derive weighted_as_with_stop_gradient_program SuchThat
  (evM (weighted_as_with_stop_gradient s) weighted_as_with_stop_gradient_program) As ev_weighted_as_with_stop_gradient.
Proof. subst weighted_as_with_stop_gradient_program; ev. Qed.
Derive zero_mean_program SuchThat (evM (zero_mean s) zero_mean_program) As ev_zero_mean.
Proof. subst zero_mean_program; ev. Qed.
Derive zero_mean_forgotten_program SuchThat
  (evM (zero_mean_forgotten s) zero_mean_forgotten_program) As ev_zero_mean_forgotten.
Proof. subst zero_mean_forgotten_program; ev. Qed.
Derive loss_once_program SuchThat (evQ (loss_once s) loss_once_program) As ev_loss_once.
Proof. subst loss_once_program; ev. Qed.
Derive only_shrinks_program SuchThat (evQ (only_shrinks s) only_shrinks_program) As ev_only_shrinks.
Proof. subst only_shrinks_program; ev. Qed.

End Programs.
