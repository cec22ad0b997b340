(** dual-gradient: the statement with biases, and the formulas that the counterexamples refute. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means.
From dualproof.exact Require Import Layers Update Evaluate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The two networks at a layer, and their inputs. *)
Record setting (F : realFieldType) n0 m k n := Setting {
  first : layer F n0 m k n;
  second : layer F n0 m k n;
  first_input : 'cV[F]_n0;
  second_input : 'cV[F]_n0 }.

Section Formulas.
Variable F : realFieldType.
Variables n0 m k n : nat.
Variable s : setting F n0 m k n.

Definition learnt : 'M[F]_(k, m) := weights (first s).
Notation w1 := (vec learnt).
Notation w2 := (vec (weights (second s))).
Definition first_connection : 'M[F]_(m * k, n) := dense_connection (first s) (first_input s).
Definition second_connection : 'M[F]_(m * k, n) := dense_connection (second s) (second_input s).
Notation K1 := first_connection.
Notation K2 := second_connection.

(** −r = −½‖f₁ − f₂‖², of which −∇ is ∇r. *)
Definition distance (W : 'M[F]_(k, m)) : F :=
  - pair_loss (layer_output (first s) W (first_input s))
      (layer_output (second s) (weights (second s)) (second_input s)).
(** K₁ (K₁ᵀw₁ − K₂ᵀw₂). *)
Definition gradient : 'cV[F]_(m * k) := K1 *m (K1^T *m w1 - K2^T *m w2).
(** With +; with K₂ in front; twice as much; with w₁ in both terms. *)
Definition plus_for_minus : 'cV[F]_(m * k) := K1 *m (K1^T *m w1 + K2^T *m w2).
Definition second_connection_outside : 'cV[F]_(m * k) := K2 *m (K1^T *m w1 - K2^T *m w2).
Definition factor_two : 'cV[F]_(m * k) := 2%:R *: gradient.
Definition first_weights_in_both_terms : 'cV[F]_(m * k) := K1 *m (K1^T *m w1 - K2^T *m w1).

Lemma distance_has_update W : has_update distance W.
Proof.
have [u D] := has_update_scale (-1) (has_update_pair (affine_layer (first s) (first_input s) W)
  (affine_const (layer_output (second s) (weights (second s)) (second_input s)) W)).
by exists u => V; have [c E] := D V; exists c => t; have := E t; rewrite !mulN1r.
Qed.

End Formulas.

(** Their programs. *)
Record setting_program n0 m k n := SettingProgram {
  first_of : layer_program n0 m k n;
  second_of : layer_program n0 m k n;
  first_input_of : 'I_n0 -> 'I_1 -> Q;
  second_input_of : 'I_n0 -> 'I_1 -> Q }.

Ltac ev_reduce ::= cbn [first second first_input second_input].

Section Programs.
Variables n0 m k n : nat.
Record evS (s : setting rat_realFieldType n0 m k n) (e : setting_program n0 m k n) : Prop := EvS {
  ev_first : evL (first s) (first_of e);
  ev_second : evL (second s) (second_of e);
  ev_first_input : evM (first_input s) (first_input_of e);
  ev_second_input : evM (second_input s) (second_input_of e) }.

Variables (s : setting rat_realFieldType n0 m k n) (e : setting_program n0 m k n).
Hypothesis Es : evS s e.
Let Ef := ev_first Es.
Let Eg := ev_second Es.
Let Ex := ev_first_input Es.
Let Ey := ev_second_input Es.

Lemma ev_learnt : evM (learnt s) (weights_at (first_of e)).
Proof. exact: ev_weights Ef. Qed.
Let Ew := ev_learnt.

Derive distance_program SuchThat
  (forall W w, evM W w -> evQ (distance s W) (distance_program w)) As ev_distance.
Proof. subst distance_program; ev. Qed.
Derive gradient_program SuchThat (evM (gradient s) gradient_program) As ev_gradient.
Proof. subst gradient_program; ev. Qed.
Derive plus_for_minus_program SuchThat (evM (plus_for_minus s) plus_for_minus_program) As ev_plus_for_minus.
Proof. subst plus_for_minus_program; ev. Qed.
Derive second_connection_outside_program SuchThat
  (evM (second_connection_outside s) second_connection_outside_program) As ev_second_connection_outside.
Proof. subst second_connection_outside_program; ev. Qed.
Derive factor_two_program SuchThat (evM (factor_two s) factor_two_program) As ev_factor_two.
Proof. subst factor_two_program; ev. Qed.
Derive first_weights_in_both_terms_program SuchThat
  (evM (first_weights_in_both_terms s) first_weights_in_both_terms_program) As ev_first_weights_in_both_terms.
Proof. subst first_weights_in_both_terms_program; ev. Qed.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on a loss and on formulas. *)
Ltac evaluate_setting s H :=
  eassert (H : evS s (SettingProgram (LayerProgram _ _ _ _ _ _ _) (LayerProgram _ _ _ _ _ _ _) _ _)) by
    (unfold s; constructor;
     cbn [first second first_input second_input first_of second_of first_input_of second_input_of]; ev).
Ltac refute s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H;
  apply: (refuted_by (loss _ _ _ _ _ _ H) (ev_learnt H) (right _ _ _ _ _ _ H) (wrong _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _)); by_computation.
Ltac necessitate s loss right update :=
  let H := fresh "H" in evaluate_setting s H;
  apply: (necessary_by (loss _ _ _ _ _ _ H) (ev_learnt H) (right _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _)); by_computation.
