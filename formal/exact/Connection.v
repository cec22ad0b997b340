(** connection: the statement with biases, and the formulas that the counterexamples refute. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Relu.
From dualproof.exact Require Import Layers Update Evaluate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** A layer of a network, and an input. *)
Record setting (F : realFieldType) n0 m k n := Setting {
  at_layer : layer F n0 m k n;
  input : 'cV[F]_n0 }.

Section Formulas.
Variable F : realFieldType.
Variables n0 m k n : nat.
Variable s : setting F n0 m k n.
Notation l := (at_layer s).
Notation x := (input s).

Definition learnt : 'M[F]_(k, m) := weights l.

(** The output with W in the layer, and what reversibility and the derivative say of it: Kᵀw and K. *)
Definition output (W : 'M[F]_(k, m)) : 'cV[F]_n := layer_output l W x.
Definition own_output : 'cV[F]_n := output learnt.
Definition reversibility : 'cV[F]_n := (dense_connection l x)^T *m vec learnt.
Definition connection : 'M[F]_(m * k, n) := dense_connection l x.

(** J_l = W_L ⋯ W_{l+1}. *)
Definition gates_left_out : 'cV[F]_n :=
  (kron_tr (layer_input l x) (weights_product (above l)))^T *m vec learnt.
(** J_l the derivative by f_l. *)
Definition jacobian_after_the_gate : 'M[F]_(m * k, n) :=
  kron_tr (layer_input l x) (held_jacobian (above l) (activated l x)).
(** f_l in place of f_{l-1}, from its start again where it is shorter. *)
Definition activation_of_the_layer_itself : 'M[F]_(m * k, n) :=
  kron_tr ((\matrix_(j < m, i < k) (if i == (j %% k)%N :> nat then 1 else 0)) *m activated l x)
    (layer_jacobian l x).
(** The rows in the order of the rows of W. *)
Definition row_major_vec : 'M[F]_(m * k, n) :=
  (\matrix_(o < n) castmx (erefl, mulnC k m)
    (mxvec (layer_input l x *m row o (layer_jacobian l x))^T))^T.

(** Kᵀ is the derivative, with biases as well. *)
Lemma connection_is_derivative : derivative output learnt connection.
Proof. by move=> V t; exact: layer_output_line. Qed.

(** The output is the network's own. *)
Lemma own_outputE :
  own_output = dense_run (above l) (activation (slope l) (learnt *m dense_run (below l) x + bias l)).
Proof. exact: layer_output_own. Qed.

End Formulas.

(** Their programs. *)
Record setting_program n0 m k n := SettingProgram {
  layer_of : layer_program n0 m k n;
  input_of : 'I_n0 -> 'I_1 -> Q }.

Ltac ev_reduce ::= cbn [at_layer input].

Section Programs.
Variables n0 m k n : nat.
Record evS (s : setting rat_realFieldType n0 m k n) (e : setting_program n0 m k n) : Prop := EvS {
  ev_layer : evL (at_layer s) (layer_of e);
  ev_input : evM (input s) (input_of e) }.

Variables (s : setting rat_realFieldType n0 m k n) (e : setting_program n0 m k n).
Hypothesis Es : evS s e.
Let El := ev_layer Es.
Let Ex := ev_input Es.

Derive own_output_program SuchThat (evM (own_output s) own_output_program) As ev_own_output.
Proof. subst own_output_program; ev. Qed.
Derive reversibility_program SuchThat (evM (reversibility s) reversibility_program) As ev_reversibility.
Proof. subst reversibility_program; ev. Qed.
Derive connection_program SuchThat (evM (connection s) connection_program) As ev_connection.
Proof. subst connection_program; ev. Qed.
Derive gates_left_out_program SuchThat (evM (gates_left_out s) gates_left_out_program) As ev_gates_left_out.
Proof. subst gates_left_out_program; ev. Qed.
Derive jacobian_after_the_gate_program SuchThat
  (evM (jacobian_after_the_gate s) jacobian_after_the_gate_program) As ev_jacobian_after_the_gate.
Proof. subst jacobian_after_the_gate_program; ev. Qed.
Derive activation_of_the_layer_itself_program SuchThat
  (evM (activation_of_the_layer_itself s) activation_of_the_layer_itself_program) As ev_activation_of_the_layer_itself.
Proof. subst activation_of_the_layer_itself_program; ev. Qed.
Derive row_major_vec_program SuchThat (evM (row_major_vec s) row_major_vec_program) As ev_row_major_vec.
Proof. subst row_major_vec_program; ev. Qed.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on formulas. *)
Ltac evaluate_setting s H :=
  eassert (H : evS s (SettingProgram (LayerProgram _ _ _ _ _ _ _) _)) by
    (unfold s; constructor; cbn [at_layer input layer_of input_of]; ev).
Ltac equal_by e := eapply (evM_equal e (evM_mx _)); by_computation.
Ltac different := eapply (evM_different (evM_mx _) (evM_mx _)); by_computation.
Ltac refute_derivative s right wrong lemma :=
  let H := fresh "H" in evaluate_setting s H; apply: refuted_derivative_from;
  [ exact: lemma | equal_by (right _ _ _ _ _ _ H) | equal_by (wrong _ _ _ _ _ _ H) | different ].
Ltac refute_equation s left right wrong :=
  let H := fresh "H" in evaluate_setting s H; apply: refuted_equation_from;
  [ equal_by (left _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ H) | equal_by (wrong _ _ _ _ _ _ H) | different ].
Ltac necessitate_equation s left right :=
  let H := fresh "H" in evaluate_setting s H; apply: necessary_equation_from;
  [ equal_by (left _ _ _ _ _ _ H) | equal_by (right _ _ _ _ _ _ H) | different ].
