(* Made from dual_gradient.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* two networks *)

Section two_networks_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable f1 : 'M[R]_(dim_q, 1).
Variable K1 : 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K1 : fixed delta (K1 ).
#[local] Hint Resolve fixed_K1 : fixed.
Variable w1 : 'M[R]_(dim_n, 1).
Variable f2 : 'M[R]_(dim_q, 1).
Hypothesis fixed_f2 : fixed delta (f2 ).
#[local] Hint Resolve fixed_f2 : fixed.
Variable K2 : 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K2 : fixed delta (K2 ).
#[local] Hint Resolve fixed_K2 : fixed.
Variable w2 : 'M[R]_(dim_n, 1).
Hypothesis fixed_w2 : fixed delta (w2 ).
#[local] Hint Resolve fixed_w2 : fixed.
Hypothesis reversibility :
  f1
  = (K1^T *m w1).
Hypothesis reversibility_of_the_second :
  f2
  = (K2^T *m w2).
Hypothesis derivative :
  (differential delta f1)
  = (K1^T *m (differential delta w1)).

(** dual-gradient#gradient (in part): d(1/2 (f₁ - f₂)ᵀ (f₁ - f₂)) = d(w₁)ᵀ K₁ (K₁ᵀ w₁ - K₂ᵀ
    w₂) *)
Theorem gradient :
  (differential delta (scale (Num ((1 / 2%:R))) ((f1 - f2)^T *m (f1 - f2))))
  = ((differential delta w1)^T *m (K1 *m ((K1^T *m w1) - (K2^T *m w2)))).
Proof.
transitivity (scale (Num ((1 / 2%:R))) (differential delta ((f1 - f2)^T *m (f1 - f2)))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (f1 - f2)^T) *m (f1 - f2)) + ((f1 - f2)^T *m
    (differential delta (f1 - f2))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (f1 - f2))^T *m (f1 - f2)) + ((f1 - f2)^T *m
    (differential delta (f1 - f2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (f1 - f2))^T *m (f1 - f2))^T + ((f1 - f2)^T *m
    (differential delta (f1 - f2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_of_number. }
transitivity (scale (Num ((1 / 2%:R))) (((f1 - f2)^T *m (differential delta (f1 - f2))^T^T) + ((f1 - f2)^T *m
    (differential delta (f1 - f2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) (((f1 - f2)^T *m (differential delta (f1 - f2))) + ((f1 - f2)^T *m
    (differential delta (f1 - f2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((f1 - f2)^T *m (differential delta (f1 - f2))) (Num ((1 / 2%:R))) ((f1 - f2)^T
    *m (differential delta (f1 - f2)))).
{ apply: (@same_summands F R 1 1 [:: ((f1 - f2)^T *m (differential delta (f1 - f2)))] (Times (Num ((1 / 2%:R))) (Plus
    One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0))). same_totals two.
    }
transitivity (sum (Num ((1 / 2%:R))) ((f1 - f2)^T *m (differential delta (f1 - f2))^T^T) (Num ((1 / 2%:R))) ((f1 -
    f2)^T *m (differential delta (f1 - f2)))).
{ apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (f1 - f2))^T *m (f1 - f2))^T (Num ((1 / 2%:R))) ((f1 -
    f2)^T *m (differential delta (f1 - f2)))).
{ apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (f1 - f2))^T *m (f1 - f2)) (Num ((1 / 2%:R))) ((f1 - f2)^T
    *m (differential delta (f1 - f2)))).
{ apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (f1 - f2))^T *m (f1 - f2)) (Num ((1 / 2%:R))) ((f1 - f2)^T
    *m (differential delta (f1 - f2)))^T).
{ apply: in_sum_1. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (f1 - f2))^T *m (f1 - f2)) (Num ((1 / 2%:R)))
    ((differential delta (f1 - f2))^T *m (f1 - f2)^T^T)).
{ apply: in_sum_1. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (f1 - f2))^T *m (f1 - f2)) (Num ((1 / 2%:R)))
    ((differential delta (f1 - f2))^T *m (f1 - f2))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity ((differential delta (f1 - f2))^T *m (f1 - f2)).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (f1 - f2))^T *m (f1 - f2))] (Plus (Num ((1 / 2%:R))) (Atom
    F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta f1) - (differential delta f2))^T *m (f1 - f2)).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta f1)^T - (differential delta f2)^T) *m (f1 - f2)).
{ apply: in_product_0. exact: transpose_sum. }
transitivity (((K1^T *m (differential delta w1))^T - (differential delta f2)^T) *m (f1 - f2)).
{ apply: in_product_0. apply: in_sum_0. apply: in_transpose. exact: derivative. }
transitivity (((K1^T *m (differential delta w1))^T *m (f1 - f2)) - ((differential delta f2)^T *m (f1 - f2))).
{ exact: product_sum_left. }
transitivity (((K1^T *m (differential delta w1))^T *m (f1 - f2)) - ((0 : 'M[R]_(dim_q, 1))^T *m (f1 - f2))).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. apply: differential_constant; does_not_vary. }
transitivity (((K1^T *m (differential delta w1))^T *m (f1 - f2)) - ((0 : 'M[R]_(1, dim_q)) *m (f1 - f2))).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_zero. }
transitivity (((K1^T *m (differential delta w1))^T *m (f1 - f2)) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_left. }
transitivity ((K1^T *m (differential delta w1))^T *m (f1 - f2)).
{ apply: (@same_summands F R 1 1 [:: ((K1^T *m (differential delta w1))^T *m (f1 - f2))] (Plus One (Atom F 0) Neg
    (Nothing F)) (Atom F 0)). same_totals two. }
transitivity (((differential delta w1)^T *m K1^T^T) *m (f1 - f2)).
{ apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta w1)^T *m K1) *m (f1 - f2)).
{ apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((differential delta w1)^T *m (K1 *m (f1 - f2))).
{ symmetry. exact: product_associative. }
transitivity ((differential delta w1)^T *m (K1 *m ((K1^T *m w1) - f2))).
{ apply: in_product_1. apply: in_product_1. apply: in_sum_0. exact: reversibility. }
apply: in_product_1. apply: in_product_1. apply: in_sum_1. exact: reversibility_of_the_second.
Qed.

End two_networks_theory.
