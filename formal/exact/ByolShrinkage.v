(** byol-shrinkage: the formula, and those that the counterexamples refute. *)
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

(** −E_x V_{x'|x}[K] w. *)
Definition shrinkage : 'cV[F]_(m * k) := - (within_variance p q 1%:M K *m w).
(** With +; twice as much; with the variance over all views; with that of the view means. *)
Definition wrong_sign : 'cV[F]_(m * k) := within_variance p q 1%:M K *m w.
Definition factor_two : 'cV[F]_(m * k) := 2%:R *: shrinkage.
Definition total_for_within : 'cV[F]_(m * k) := - (total_variance p q 1%:M K *m w).
Definition between_for_within : 'cV[F]_(m * k) := - (variance p (view_mean q K) *m w).
(** With K = f_{l-1} ⊗ I. *)
Definition jacobian_dropped : 'cV[F]_(m * k) :=
  - (within_variance p q 1%:M (fun x a => kron_tr (layer_input (online s) (input s x a))
      (\matrix_(i < n, j < k) (if i == j :> nat then 1 else 0))) *m w).
(** −E_x tr V_{x'|x}[f], and with +. *)
Definition energy_grows : F := \tr (within_variance p q 1%:M (outputs s (learnt s))).
Definition only_shrinks : F := - energy_grows.

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

Derive shrinkage_program SuchThat (evM (shrinkage s) shrinkage_program) As ev_shrinkage.
Proof. subst shrinkage_program; ev. Qed.
Derive wrong_sign_program SuchThat (evM (wrong_sign s) wrong_sign_program) As ev_wrong_sign.
Proof. subst wrong_sign_program; ev. Qed.
Derive factor_two_program SuchThat (evM (factor_two s) factor_two_program) As ev_factor_two.
Proof. subst factor_two_program; ev. Qed.
Derive total_for_within_program SuchThat
  (evM (total_for_within s) total_for_within_program) As ev_total_for_within.
Proof. subst total_for_within_program; ev. Qed.
Derive between_for_within_program SuchThat
  (evM (between_for_within s) between_for_within_program) As ev_between_for_within.
Proof. subst between_for_within_program; ev. Qed.
Derive jacobian_dropped_program SuchThat
  (evM (jacobian_dropped s) jacobian_dropped_program) As ev_jacobian_dropped.
Proof. subst jacobian_dropped_program; ev. Qed.
Derive energy_grows_program SuchThat (evQ (energy_grows s) energy_grows_program) As ev_energy_grows.
Proof. subst energy_grows_program; ev. Qed.
Derive only_shrinks_program SuchThat (evQ (only_shrinks s) only_shrinks_program) As ev_only_shrinks.
Proof. subst only_shrinks_program; ev. Qed.

End Programs.
