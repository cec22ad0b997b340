(** layer-balance, for a linear loss of the output at one input: the two sides,
    the value that both must have, and what the counterexamples refute. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Relu.
From dualproof.exact Require Import Layers Update Evaluate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** A layer of a network and the next one, an input, the slope c of the loss
    ⟨c, f⟩, and l, counted from 1. *)
Record setting (F : realFieldType) n0 m k h n := Setting {
  lower : layer F n0 m k n;
  upper : layer F n0 k h n;
  input : 'cV[F]_n0;
  loss_slope : 'cV[F]_n;
  place : F }.

(** The diagonal as a column. *)
Definition diagonal (F : fieldType) n (A : 'M[F]_n) : 'cV[F]_n := \matrix_(i < n, j < 1) A i i.

Section Formulas.
Variable F : realFieldType.
Variables n0 m k h n : nat.
Variable s : setting F n0 m k h n.
Notation x := (input s).

Definition lower_weights : 'M[F]_(k, m) := weights (lower s).
Definition upper_weights : 'M[F]_(h, k) := weights (upper s).
(** −⟨c, f⟩, of which −∇ is the gradient of the loss, as a function of the weights of either layer. *)
Definition lower_loss (W : 'M[F]_(k, m)) : F := - dot (loss_slope s) (layer_output (lower s) W x).
Definition upper_loss (W : 'M[F]_(h, k)) : F := - dot (loss_slope s) (layer_output (upper s) W x).
Definition by_lower : 'M[F]_(k, m) := update lower_loss lower_weights.
Definition by_upper : 'M[F]_(h, k) := update upper_loss upper_weights.

Lemma linear_has_update k' m' (f : 'M[F]_(k', m') -> 'cV[F]_n) W :
  affine f W -> has_update (fun W' => - dot (loss_slope s) (f W')) W.
Proof.
case=> K E; exists (K *m loss_slope s) => V; exists 0 => t.
rewrite E dotDr dotZr mulr0 addr0 opprD mulrN; congr (_ - _ * _).
by rewrite [RHS]dotC dot_mull dotC.
Qed.

(** They are the gradients. *)
Lemma by_lower_descends : descends lower_loss lower_weights (vec by_lower).
Proof.
have [u D] := linear_has_update (affine_layer (lower s) x lower_weights).
by rewrite -(descends_update D).
Qed.
Lemma by_upper_descends : descends upper_loss upper_weights (vec by_upper).
Proof.
have [u D] := linear_has_update (affine_layer (upper s) x upper_weights).
by rewrite -(descends_update D).
Qed.

(** ∇_{W_l} L W_lᵀ and W_{l+1}ᵀ ∇_{W_{l+1}} L, and their diagonals. *)
Definition lower_matrix : 'M[F]_k := by_lower *m lower_weights^T.
Definition upper_matrix : 'M[F]_k := upper_weights^T *m by_upper.
Definition lower_diagonal : 'cV[F]_k := diagonal lower_matrix.
Definition upper_diagonal : 'cV[F]_k := diagonal upper_matrix.

(** J_lᵀ c (W_l f_{l-1})ᵀ; transposed. *)
Definition of_slope (J : 'M[F]_(n, k)) (c : 'cV[F]_n) : 'M[F]_k :=
  J^T *m c *m (lower_weights *m layer_input (lower s) x)^T.
Definition matrices : 'M[F]_k := of_slope (layer_jacobian (lower s) x) (loss_slope s).
Definition transposed : 'M[F]_k := matrices^T.
(** The diagonal; without the gate of the layer; with the output for c; l + 1 times as much. *)
Definition diagonals : 'cV[F]_k := diagonal matrices.
Definition gate_left_out : 'cV[F]_k :=
  diagonal (of_slope (held_jacobian (above (lower s)) (activated (lower s) x)) (loss_slope s)).
Definition output_for_slope : 'cV[F]_k :=
  diagonal (of_slope (layer_jacobian (lower s) x) (layer_output (lower s) lower_weights x)).
Definition weighted_by_depth : 'cV[F]_k := (place s + 1) *: diagonals.

End Formulas.

(** Their programs. *)
Record setting_program n0 m k h n := SettingProgram {
  lower_of : layer_program n0 m k n;
  upper_of : layer_program n0 k h n;
  input_of : 'I_n0 -> 'I_1 -> Q;
  loss_slope_of : 'I_n -> 'I_1 -> Q;
  place_of : Q }.

Ltac ev_reduce ::= cbn [lower upper input loss_slope place].

Lemma evM_diagonal n (A : 'M[rat]_n) f : evM A f -> evM (diagonal A) (fun i _ => f i i).
Proof. by move=> E i j; rewrite mxE; exact: E. Qed.

Section Programs.
Variables n0 m k h n : nat.
Record evS (s : setting rat_realFieldType n0 m k h n) (e : setting_program n0 m k h n) : Prop := EvS {
  ev_lower : evL (lower s) (lower_of e);
  ev_upper : evL (upper s) (upper_of e);
  ev_input : evM (input s) (input_of e);
  ev_loss_slope : evM (loss_slope s) (loss_slope_of e);
  ev_place : evQ (place s) (place_of e) }.

Variables (s : setting rat_realFieldType n0 m k h n) (e : setting_program n0 m k h n).
Hypothesis Es : evS s e.
Let El := ev_lower Es.
Let Eu := ev_upper Es.
Let Ex := ev_input Es.
Let Ec := ev_loss_slope Es.
Let Ep := ev_place Es.
Let Hd := evM_diagonal.

Derive by_lower_program SuchThat (evM (by_lower s) by_lower_program) As ev_by_lower.
Proof. subst by_lower_program; ev. Qed.
Let H_by_lower := ev_by_lower.
Derive by_upper_program SuchThat (evM (by_upper s) by_upper_program) As ev_by_upper.
Proof. subst by_upper_program; ev. Qed.
Let H_by_upper := ev_by_upper.
Derive lower_matrix_program SuchThat (evM (lower_matrix s) lower_matrix_program) As ev_lower_matrix.
Proof. subst lower_matrix_program; ev. Qed.
Let H_lower_matrix := ev_lower_matrix.
Derive upper_matrix_program SuchThat (evM (upper_matrix s) upper_matrix_program) As ev_upper_matrix.
Proof. subst upper_matrix_program; ev. Qed.
Let H_upper_matrix := ev_upper_matrix.
Derive lower_diagonal_program SuchThat (evM (lower_diagonal s) lower_diagonal_program) As ev_lower_diagonal.
Proof. subst lower_diagonal_program; ev. Qed.
Let H_lower_diagonal := ev_lower_diagonal.
Derive upper_diagonal_program SuchThat (evM (upper_diagonal s) upper_diagonal_program) As ev_upper_diagonal.
Proof. subst upper_diagonal_program; ev. Qed.
Let H_upper_diagonal := ev_upper_diagonal.
Derive matrices_program SuchThat (evM (matrices s) matrices_program) As ev_matrices.
Proof. subst matrices_program; ev. Qed.
Let H_matrices := ev_matrices.
Derive transposed_program SuchThat (evM (transposed s) transposed_program) As ev_transposed.
Proof. subst transposed_program; ev. Qed.
Let H_transposed := ev_transposed.
Derive diagonals_program SuchThat (evM (diagonals s) diagonals_program) As ev_diagonals.
Proof. subst diagonals_program; ev. Qed.
Let H_diagonals := ev_diagonals.
Derive gate_left_out_program SuchThat (evM (gate_left_out s) gate_left_out_program) As ev_gate_left_out.
Proof. subst gate_left_out_program; ev. Qed.
Let H_gate_left_out := ev_gate_left_out.
Derive output_for_slope_program SuchThat (evM (output_for_slope s) output_for_slope_program) As ev_output_for_slope.
Proof. subst output_for_slope_program; ev. Qed.
Let H_output_for_slope := ev_output_for_slope.
Derive weighted_by_depth_program SuchThat (evM (weighted_by_depth s) weighted_by_depth_program) As ev_weighted_by_depth.
Proof. subst weighted_by_depth_program; ev. Qed.
Let H_weighted_by_depth := ev_weighted_by_depth.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on both sides. *)
Ltac evaluate_setting s H :=
  eassert (H : evS s (SettingProgram (LayerProgram _ _ _ _ _ _ _) (LayerProgram _ _ _ _ _ _ _) _ _ _)) by
    (unfold s; constructor;
     cbn [lower upper input loss_slope place lower_of upper_of input_of loss_slope_of place_of]; ev).
Ltac equal_by e := eapply (evM_equal e (evM_mx _)); by_computation.
Ltac different := eapply (evM_different (evM_mx _) (evM_mx _)); by_computation.
Ltac refute_equation s left right wrong :=
  let H := fresh "H" in evaluate_setting s H; apply: refuted_equation_from;
  [ equal_by (left _ _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ _ H) | equal_by (wrong _ _ _ _ _ _ _ H)
  | different ].
Ltac necessitate_equation s left right :=
  let H := fresh "H" in evaluate_setting s H; apply: necessary_equation_from;
  [ equal_by (left _ _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ _ H) | different ].
