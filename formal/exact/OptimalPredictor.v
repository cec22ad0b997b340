(** optimal-predictor: the best predictor and the radial motion, and what the counterexamples refute. *)
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

(** tr Pᵀ(B − PT), and without B. *)
Definition radial_motion : F := \tr (P^T *m (between s - P *m total s)).
Definition pull_forgotten : F := \tr (P^T *m - (P *m total s)).

(** What is 0 at the best predictor R: RT − B; R(T + W) − B; R − I; TR − B. *)
Definition minimiser (R : 'M[F]_n) : 'M[F]_n := R *m total s - between s.
Definition within_twice (R : 'M[F]_n) : 'M[F]_n := R *m (total s + within s) - between s.
Definition within_forgotten (R : 'M[F]_n) : 'M[F]_n := R - 1%:M + 0 *: total s.
Definition order_reversed (R : 'M[F]_n) : 'M[F]_n := total s *m R - between s.

(** The formula does not give the minimum R, where the gradient by P is 0, but R'. *)
Definition necessary_minimum (formula : 'M[F]_n -> 'M[F]_n) (R R' : 'M[F]_n) : Prop :=
  [/\ descends (loss_of_predictor s) R 0, formula R' = 0 & ~ descends (loss_of_predictor s) R' 0].
(** The right formula gives the minimum R, the wrong one R'. *)
Definition refuted_minimum (right wrong : 'M[F]_n -> 'M[F]_n) (R R' : 'M[F]_n) : Prop :=
  [/\ descends (loss_of_predictor s) R 0, right R = 0, wrong R' = 0
    & ~ descends (loss_of_predictor s) R' 0].

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
Let Hbt := ev_between Es.
Let Hwt := ev_within Es.
Let Htt := ev_total Es.
Let H1 := @ev_mean_square N A n0 m k n s e Es.
Let H2 := @ev_square_of_mean N A n0 m k n s e Es.
Let H3 := @ev_total_covariance N A n0 m k n s e Es.
Let H4 := @ev_cross_covariance N A n0 m k n s e Es.

Derive radial_motion_program SuchThat (evQ (radial_motion s) radial_motion_program) As ev_radial_motion.
Proof. subst radial_motion_program; ev. Qed.
Derive pull_forgotten_program SuchThat (evQ (pull_forgotten s) pull_forgotten_program) As ev_pull_forgotten.
Proof. subst pull_forgotten_program; ev. Qed.
Derive minimiser_program SuchThat
  (forall R r, evM R r -> evM (minimiser s R) (minimiser_program r)) As ev_minimiser.
Proof. subst minimiser_program; ev. Qed.
Derive within_twice_program SuchThat
  (forall R r, evM R r -> evM (within_twice s R) (within_twice_program r)) As ev_within_twice.
Proof. subst within_twice_program; ev. Qed.
Derive within_forgotten_program SuchThat
  (forall R r, evM R r -> evM (within_forgotten s R) (within_forgotten_program r)) As ev_within_forgotten.
Proof. subst within_forgotten_program; ev. Qed.
Derive order_reversed_program SuchThat
  (forall R r, evM R r -> evM (order_reversed s R) (order_reversed_program r)) As ev_order_reversed.
Proof. subst order_reversed_program; ev. Qed.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on the formulas. *)
Ltac vanishes lemma H := eapply (evM_equal (lemma _ _ _ _ _ _ _ _ H _ _ (evM_mx _)) (@evM_0 _ _)); by_computation.
Ltac stationary H := apply: (nothing_by (ev_loss_of_predictor H) (evM_mx _) (loss_of_predictor_has_update _ _));
  by_computation.
Ltac not_stationary H := apply: (something_by (ev_loss_of_predictor H) (evM_mx _)); by_computation.
Ltac refute_minimum s right wrong :=
  let H := fresh "H" in evaluate_setting s H;
  split; [stationary H | vanishes right H | vanishes wrong H | not_stationary H].
Ltac necessitate_minimum s right :=
  let H := fresh "H" in evaluate_setting s H; split; [stationary H | vanishes right H | not_stationary H].
