(** predictor-balance, and what optimal-predictor says of the top layer: the
    formulas, and those that the counterexamples refute. The layer is the top
    one, so that P and its weights have the outputs in common. *)
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
Variables n0 m n : nat.
Variable s : setting F X A n0 m n n.
Notation p := (of_samples s).
Notation q := (of_views s).
Notation P := (predictor s).
Notation W := (learnt s).

(** −∇ of the loss by P and by W. *)
Definition predictor_update : 'M[F]_n := update (loss_of_predictor s) P.
Definition weights_update : 'M[F]_(n, m) := update (byol s) W.

(** They are −∇. *)
Lemma predictor_update_descends : descends (loss_of_predictor s) P (vec predictor_update).
Proof. by have [u D] := loss_of_predictor_has_update s P; rewrite -(descends_update D). Qed.
Lemma weights_update_descends : descends (byol s) W (vec weights_update).
Proof. by have [u D] := byol_has_update s W; rewrite -(descends_update D). Qed.

(** The left sides: Pᵀ∇_P r; the change of PᵀP − WWᵀ in a step of size 1; −∇_W r Wᵀ. *)
Definition balance_left : 'M[F]_n := - (P^T *m predictor_update).
Definition step_left : 'M[F]_n :=
  let P' := P + predictor_update in let W' := W + weights_update in
  P'^T *m P' - W' *m W'^T - (P^T *m P - W *m W^T).
Definition top_left : 'M[F]_n := weights_update *m W^T.

(** f₁, and P f₁ − F̄₂ for means F̄₂ of the target over the views of a sample. *)
Definition f1 : X -> A -> 'cV[F]_n := centred_if s (online_centred s) (outputs s W).
Definition target_means : X -> 'cV[F]_n := view_mean q (centred_if s (target_centred s) (targets s)).
Definition residual (g : X -> 'cV[F]_n) (x : X) (a : A) : 'cV[F]_n := P *m f1 x a - g x.
(** ∇_W r = E[J_Lᵀ y f_{L-1}ᵀ], the mean of y taken off if that of f₁ is; and ∇_P r = E[(P f₁ − F̄₂) f₁ᵀ]. *)
Definition by_weights (y : X -> A -> 'cV[F]_n) : 'M[F]_(n, m) :=
  total_mean p q (fun x a => (layer_jacobian (online s) (input s x a))^T
    *m (centred_if s (online_centred s) y x a *m (layer_input (online s) (input s x a))^T)).
Definition back (g : X -> 'cV[F]_n) (x : X) (a : A) : 'cV[F]_n := P^T *m residual g x a.
Definition by_predictor : 'M[F]_n := total_mean p q (fun x a => residual target_means x a *m (f1 x a)^T).

(** ∇_W r Wᵀ; without Pᵀ; of ½‖P f₁‖²; with −; transposed. *)
Definition balance : 'M[F]_n := by_weights (back target_means) *m W^T.
Definition predictor_left_out : 'M[F]_n := by_weights (residual target_means) *m W^T.
Definition target_left_out : 'M[F]_n := by_weights (back (fun=> 0)) *m W^T.
Definition wrong_sign : 'M[F]_n := - balance.
Definition transposed : 'M[F]_n := balance^T.
(** ∇_Pᵀ∇_P − ∇_W∇_Wᵀ, and 0 times it. *)
Definition one_step : 'M[F]_n :=
  by_predictor^T *m by_predictor
    - by_weights (back target_means) *m (by_weights (back target_means))^T.
Definition conserved_by_descent : 'M[F]_n := 0 *: one_step.

(** Pᵀ(B − PT); with P for Pᵀ; without B. *)
Definition top_layer : 'M[F]_n := P^T *m (between s - P *m total s).
Definition predictor_not_transposed : 'M[F]_n := P *m (between s - P *m total s).
Definition pull_on_the_top_layer_forgotten : 'M[F]_n := P^T *m - (P *m total s).

End Formulas.

(** Their programs. *)
Section Programs.
Variables N A n0 m n : nat.
Variables (s : setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n0 m n n)
  (e : setting_program N A n0 m n n).
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
Let Hlp := ev_loss_of_predictor Es.
Let Hbt := ev_between Es.
Let Htt := ev_total Es.
Let H1 := @ev_mean_square N A n0 m n n s e Es.
Let H2 := @ev_square_of_mean N A n0 m n n s e Es.
Let H3 := @ev_total_covariance N A n0 m n n s e Es.
Let H4 := @ev_cross_covariance N A n0 m n n s e Es.

Derive predictor_update_program SuchThat
  (evM (predictor_update s) predictor_update_program) As ev_predictor_update.
Proof. subst predictor_update_program; ev. Qed.
Let H_predictor_update := ev_predictor_update.
Derive weights_update_program SuchThat (evM (weights_update s) weights_update_program) As ev_weights_update.
Proof. subst weights_update_program; ev. Qed.
Let H_weights_update := ev_weights_update.
Derive balance_left_program SuchThat (evM (balance_left s) balance_left_program) As ev_balance_left.
Proof. subst balance_left_program; ev. Qed.
Let H_balance_left := ev_balance_left.
Derive step_left_program SuchThat (evM (step_left s) step_left_program) As ev_step_left.
Proof. subst step_left_program; ev. Qed.
Let H_step_left := ev_step_left.
Derive top_left_program SuchThat (evM (top_left s) top_left_program) As ev_top_left.
Proof. subst top_left_program; ev. Qed.
Let H_top_left := ev_top_left.
Derive f1_program SuchThat (forall x a, evM (f1 s x a) (f1_program x a)) As ev_f1.
Proof. subst f1_program; ev. Qed.
Let H_f1 := ev_f1.
Derive target_means_program SuchThat
  (forall x, evM (target_means s x) (target_means_program x)) As ev_target_means.
Proof. subst target_means_program; ev. Qed.
Let H_target_means := ev_target_means.
Derive residual_program SuchThat
  (forall g h, (forall x, evM (g x) (h x)) ->
    forall x a, evM (residual s g x a) (residual_program h x a)) As ev_residual.
Proof. subst residual_program; ev. Qed.
Let H_residual := ev_residual.
Derive by_weights_program SuchThat
  (forall y f, (forall x a, evM (y x a) (f x a)) ->
    evM (by_weights s y) (by_weights_program f)) As ev_by_weights.
Proof. subst by_weights_program; ev. Qed.
Let H_by_weights := ev_by_weights.
Derive back_program SuchThat
  (forall g h, (forall x, evM (g x) (h x)) ->
    forall x a, evM (back s g x a) (back_program h x a)) As ev_back.
Proof. subst back_program; ev. Qed.
Let H_back := ev_back.
Derive by_predictor_program SuchThat (evM (by_predictor s) by_predictor_program) As ev_by_predictor.
Proof. subst by_predictor_program; ev. Qed.
Let H_by_predictor := ev_by_predictor.
Derive balance_program SuchThat (evM (balance s) balance_program) As ev_balance.
Proof. subst balance_program; ev. Qed.
Let H_balance := ev_balance.
Derive predictor_left_out_program SuchThat
  (evM (predictor_left_out s) predictor_left_out_program) As ev_predictor_left_out.
Proof. subst predictor_left_out_program; ev. Qed.
Let H_predictor_left_out := ev_predictor_left_out.
Derive target_left_out_program SuchThat
  (evM (target_left_out s) target_left_out_program) As ev_target_left_out.
Proof. subst target_left_out_program; ev. Qed.
Let H_target_left_out := ev_target_left_out.
Derive wrong_sign_program SuchThat (evM (wrong_sign s) wrong_sign_program) As ev_wrong_sign.
Proof. subst wrong_sign_program; ev. Qed.
Let H_wrong_sign := ev_wrong_sign.
Derive transposed_program SuchThat (evM (transposed s) transposed_program) As ev_transposed.
Proof. subst transposed_program; ev. Qed.
Let H_transposed := ev_transposed.
Derive one_step_program SuchThat (evM (one_step s) one_step_program) As ev_one_step.
Proof. subst one_step_program; ev. Qed.
Let H_one_step := ev_one_step.
Derive conserved_by_descent_program SuchThat
  (evM (conserved_by_descent s) conserved_by_descent_program) As ev_conserved_by_descent.
Proof. subst conserved_by_descent_program; ev. Qed.
Let H_conserved_by_descent := ev_conserved_by_descent.
Derive top_layer_program SuchThat (evM (top_layer s) top_layer_program) As ev_top_layer.
Proof. subst top_layer_program; ev. Qed.
Let H_top_layer := ev_top_layer.
Derive predictor_not_transposed_program SuchThat
  (evM (predictor_not_transposed s) predictor_not_transposed_program) As ev_predictor_not_transposed.
Proof. subst predictor_not_transposed_program; ev. Qed.
Let H_predictor_not_transposed := ev_predictor_not_transposed.
Derive pull_on_the_top_layer_forgotten_program SuchThat
  (evM (pull_on_the_top_layer_forgotten s) pull_on_the_top_layer_forgotten_program) As ev_pull_on_the_top_layer_forgotten.
Proof. subst pull_on_the_top_layer_forgotten_program; ev. Qed.
Let H_pull_on_the_top_layer_forgotten := ev_pull_on_the_top_layer_forgotten.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on both sides. *)
Ltac equal_by e := eapply (evM_equal e (evM_mx _)); by_computation.
Ltac different := eapply (evM_different (evM_mx _) (evM_mx _)); by_computation.
Ltac refute_equation s left right wrong :=
  let H := fresh "H" in evaluate_setting s H; apply: refuted_equation_from;
  [ equal_by (left _ _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ _ H) | equal_by (wrong _ _ _ _ _ _ _ H)
  | different ].
Ltac necessitate_equation s left right :=
  let H := fresh "H" in evaluate_setting s H; apply: necessary_equation_from;
  [ equal_by (left _ _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ _ H) | different ].
