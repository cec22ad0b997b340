(** byol-implicit-contrastive: the formulas, and those that the counterexamples refute. *)
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

(** (V_x^S[K̄] − E_x V^T_{x'|x}[K]) w. *)
Definition with_zero_mean_of (S T : 'M[F]_n) : 'cV[F]_(m * k) :=
  (weighted_variance p S (view_mean q K) - within_variance p q T K) *m w.
(** S = Pᵀ(I − P) and T = PᵀP; S = P(I − P); S = I − P; T = I. *)
Definition with_zero_mean : 'cV[F]_(m * k) := with_zero_mean_of (implicit_weight P) (P^T *m P).
Definition predictor_not_transposed : 'cV[F]_(m * k) := with_zero_mean_of (P *m (1%:M - P)) (P^T *m P).
Definition predictor_left_out_of_s : 'cV[F]_(m * k) := with_zero_mean_of (1%:M - P) (P^T *m P).
Definition predictor_square_dropped : 'cV[F]_(m * k) := with_zero_mean_of (implicit_weight P) 1%:M.
(** The variance over all views; E_x[K̄ S K̄ᵀ]. *)
Definition augmentation_mean_forgotten : 'cV[F]_(m * k) :=
  (total_variance p q (implicit_weight P) K - within_variance p q (P^T *m P) K) *m w.
Definition without_zero_mean : 'cV[F]_(m * k) := byol_operator p q P K *m w.
Definition zero_mean_forgotten : 'cV[F]_(m * k) := without_zero_mean.
Definition zero_mean_invented : 'cV[F]_(m * k) := with_zero_mean.
(** The loss less the loss without zero-mean. *)
Definition share_loss (W : 'M[F]_(k, m)) : F := byol s W - loss_centred s false false W.
Lemma share_loss_has_update W : has_update share_loss W.
Proof. by apply: has_update_sub; [exact: byol_has_update | exact: loss_centred_has_update]. Qed.
(** −M S Mᵀ w, and with +. *)
Definition minus_dropped : 'cV[F]_(m * k) := square_of_mean s (implicit_weight P) K K *m w.
Definition zero_mean_share : 'cV[F]_(m * k) := - minus_dropped.
(** ⟨w, the share⟩ = −mᵀ S m with m = E f; with S = I − P. *)
Definition shrinks_by (S : 'M[F]_n) : F :=
  - dot (total_mean p q (outputs s (learnt s))) (S *m total_mean p q (outputs s (learnt s))).
Definition zero_mean_share_shrinks : F := shrinks_by (implicit_weight P).
Definition share_of_i_minus_p : F := shrinks_by (1%:M - P).
(** The bound ¼ tr V_x[F̄], and ⅛. *)
Definition attraction : F := 4%:R^-1 * \tr (variance p (view_mean q (outputs s (learnt s)))).
Definition eighth_for_quarter : F := 2%:R^-1 * attraction.

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
Derive predictor_left_out_of_s_program SuchThat
  (evM (predictor_left_out_of_s s) predictor_left_out_of_s_program) As ev_predictor_left_out_of_s.
Proof. subst predictor_left_out_of_s_program; ev. Qed.
Derive predictor_square_dropped_program SuchThat
  (evM (predictor_square_dropped s) predictor_square_dropped_program) As ev_predictor_square_dropped.
Proof. subst predictor_square_dropped_program; ev. Qed.
Derive augmentation_mean_forgotten_program SuchThat
  (evM (augmentation_mean_forgotten s) augmentation_mean_forgotten_program) As ev_augmentation_mean_forgotten.
Proof. subst augmentation_mean_forgotten_program; ev. Qed.
Derive without_zero_mean_program SuchThat
  (evM (without_zero_mean s) without_zero_mean_program) As ev_without_zero_mean.
Proof. subst without_zero_mean_program; ev. Qed.
Derive zero_mean_forgotten_program SuchThat
  (evM (zero_mean_forgotten s) zero_mean_forgotten_program) As ev_zero_mean_forgotten.
Proof. subst zero_mean_forgotten_program; ev. Qed.
Derive zero_mean_invented_program SuchThat
  (evM (zero_mean_invented s) zero_mean_invented_program) As ev_zero_mean_invented.
Proof. subst zero_mean_invented_program; ev. Qed.
Derive minus_dropped_program SuchThat (evM (minus_dropped s) minus_dropped_program) As ev_minus_dropped.
Proof. subst minus_dropped_program; ev. Qed.
Derive zero_mean_share_program SuchThat
  (evM (zero_mean_share s) zero_mean_share_program) As ev_zero_mean_share.
Proof. subst zero_mean_share_program; ev. Qed.
Derive zero_mean_share_shrinks_program SuchThat (evQ (zero_mean_share_shrinks s) zero_mean_share_shrinks_program)
  As ev_zero_mean_share_shrinks.
Proof. subst zero_mean_share_shrinks_program; ev. Qed.
Derive share_of_i_minus_p_program SuchThat (evQ (share_of_i_minus_p s) share_of_i_minus_p_program)
  As ev_share_of_i_minus_p.
Proof. subst share_of_i_minus_p_program; ev. Qed.
Derive attraction_program SuchThat (evQ (attraction s) attraction_program)
  As ev_attraction.
Proof. subst attraction_program; ev. Qed.
Derive eighth_for_quarter_program SuchThat (evQ (eighth_for_quarter s) eighth_for_quarter_program)
  As ev_eighth_for_quarter.
Proof. subst eighth_for_quarter_program; ev. Qed.

End Programs.
