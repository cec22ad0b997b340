(* Made from connection.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* from layer to layer *)

Section from_layer_to_layer_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_k dim_m dim_n dim_q : nat).
Variable f : 'M[R]_(dim_m, 1).
Variable D : 'M[R]_(dim_m, dim_n).
Variable f_tilde : 'M[R]_(dim_n, 1).
Variable f_tilde_plus : 'M[R]_(dim_k, 1).
Variable W_plus : 'M[R]_(dim_k, dim_m).
Variable J : 'M[R]_(dim_q, dim_n).
Variable J_plus : 'M[R]_(dim_q, dim_k).
Hypothesis gate :
  f
  = (D *m f_tilde).
Hypothesis layer_above :
  f_tilde_plus
  = (W_plus *m f).
Hypothesis Jacobian :
  J
  = (J_plus *m (W_plus *m D)).

(** connection#induction-over-the-layers (in part): J₊ f̃₊ = J f̃ *)
Theorem induction_over_the_layers :
  (J_plus *m f_tilde_plus)
  = (J *m f_tilde).
Proof.
transitivity (J_plus *m (W_plus *m f)).
{ apply: in_product_1. exact: layer_above. }
transitivity (J_plus *m (W_plus *m (D *m f_tilde))).
{ apply: in_product_1. apply: in_product_1. exact: gate. }
transitivity (J_plus *m ((W_plus *m D) *m f_tilde)).
{ apply: in_product_1. exact: product_associative. }
transitivity ((J_plus *m (W_plus *m D)) *m f_tilde).
{ exact: product_associative. }
apply: in_product_0. symmetry. exact: Jacobian.
Qed.

End from_layer_to_layer_theory.

(* reversibility and derivative *)

Section reversibility_and_derivative_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_m dim_n dim_q : nat).
Variable K : 'M[R]_((dim_n * dim_m)%N, dim_q).
Variable g : 'M[R]_(dim_n, 1).
Hypothesis fixed_g : fixed delta (g ).
#[local] Hint Resolve fixed_g : fixed.
Variable J : 'M[R]_(dim_q, dim_m).
Hypothesis fixed_J : fixed delta (J ).
#[local] Hint Resolve fixed_J : fixed.
Variable W : 'M[R]_(dim_m, dim_n).
Hypothesis definition_of_K :
  K
  = (kronecker (pairs dim_n dim_m) (second dim_q) g J^T).
Let fixed_K : fixed delta K.
Proof. apply: (fixed_differential (definition_of_K )); does_not_vary. Qed.
#[local] Hint Resolve fixed_K : fixed.

(** connection#reversibility (in part): J W g = Kᵀ vec(W) *)
Theorem reversibility :
  (J *m (W *m g))
  = (K^T *m (vec (pairs dim_n dim_m) W)).
Proof.
transitivity (vec (second dim_q) (J *m (W *m g))).
{ symmetry. exact: vec_column. }
transitivity ((kronecker (second dim_q) (pairs dim_n dim_m) g^T J) *m (vec (pairs dim_n dim_m) W)).
{ exact: vec_product. }
transitivity ((kronecker (second dim_q) (pairs dim_n dim_m) g^T J^T^T) *m (vec (pairs dim_n dim_m) W)).
{ apply: in_product_0. apply: in_kronecker_1. symmetry. exact: transpose_twice. }
transitivity ((kronecker (pairs dim_n dim_m) (second dim_q) g J^T)^T *m (vec (pairs dim_n dim_m) W)).
{ apply: in_product_0. symmetry. exact: kronecker_transpose. }
apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_K.
Qed.

(** connection#derivative (in part): d(J W g) = Kᵀ d(vec(W)) *)
Theorem derivative :
  (differential delta (J *m (W *m g)))
  = (K^T *m (differential delta (vec (pairs dim_n dim_m) W))).
Proof.
transitivity (J *m (differential delta (W *m g))).
{ apply: differential_left_constant; does_not_vary. }
transitivity (J *m ((differential delta W) *m g)).
{ apply: in_product_1. apply: differential_right_constant; does_not_vary. }
transitivity (vec (second dim_q) (J *m ((differential delta W) *m g))).
{ symmetry. exact: vec_column. }
transitivity ((kronecker (second dim_q) (pairs dim_n dim_m) g^T J) *m (vec (pairs dim_n dim_m) (differential delta
    W))).
{ exact: vec_product. }
transitivity ((kronecker (second dim_q) (pairs dim_n dim_m) g^T J^T^T) *m (vec (pairs dim_n dim_m) (differential
    delta W))).
{ apply: in_product_0. apply: in_kronecker_1. symmetry. exact: transpose_twice. }
transitivity ((kronecker (pairs dim_n dim_m) (second dim_q) g J^T)^T *m (vec (pairs dim_n dim_m) (differential delta
    W))).
{ apply: in_product_0. symmetry. exact: kronecker_transpose. }
transitivity (K^T *m (vec (pairs dim_n dim_m) (differential delta W))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_K. }
apply: in_product_1. symmetry. exact: vec_differential.
Qed.

End reversibility_and_derivative_theory.
