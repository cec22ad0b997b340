(* Made from stop_gradient.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* gradient through both sides *)

Section gradient_through_both_sides_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f_hat : view -> 'M[R]_(dim_q, 1).
Variable G : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_G : forall value_0, fixed delta (G value_0).
#[local] Hint Resolve fixed_G : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis fixed_P : fixed delta (P ).
#[local] Hint Resolve fixed_P : fixed.
Hypothesis reversibility :
  forall (x1 : view), (f_hat x1)
  = ((G x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f_hat x1))
  = ((G x1)^T *m (differential delta w)).

(** stop-gradient#gradient-of-a-pair (in part): d(1/2 (P f̂(x1) - f̂(x2))ᵀ (P f̂(x1) - f̂(x2))) = d(w)ᵀ
    ((G(x1) Pᵀ - G(x2)) (P G(x1)ᵀ - G(x2)ᵀ)) w *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T
    *m ((P *m (f_hat x1)) - (f_hat x2)))))
  = ((differential delta w)^T *m (((((G x1) *m P^T) - (G x2)) *m ((P *m (G x1)^T) - (G x2)^T)) *m w)).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((P *m (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1))
    - (f_hat x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (f_hat x2))^T) *m ((P *m (f_hat
    x1)) - (f_hat x2))) + (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) - (f_hat
    x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat
    x1)) - (f_hat x2))) + (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) - (f_hat
    x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat
    x1)) - (f_hat x2))^T^T) + (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) - (f_hat
    x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1))
    - (f_hat x2))))^T + (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) - (f_hat
    x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1))
    - (f_hat x2)))) + (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) - (f_hat x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2)))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))).
{ apply: (@same_summands F R 1 1 [:: (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0)
    (Num ((1 / 2%:R))) (Atom F 0))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))^T (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))).
{ apply: in_sum_0. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))^T^T) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))).
{ apply: in_sum_0. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2))))).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (f_hat x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))) (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))) (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) - (f_hat x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((P *m (f_hat x1)) - (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2)))] (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta (P *m (f_hat x1))) - (differential delta (f_hat x2)))^T *m ((P *m (f_hat x1)) -
    (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta (P *m ((G x1)^T *m w))) - (differential delta (f_hat x2)))^T *m ((P *m (f_hat x1))
    - (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: in_differential. apply: in_product_1. exact:
    reversibility. }
transitivity (((differential delta ((P *m (G x1)^T) *m w)) - (differential delta (f_hat x2)))^T *m ((P *m (f_hat x1))
    - (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: in_differential. exact: product_associative. }
transitivity ((((P *m (G x1)^T) *m (differential delta w)) - (differential delta (f_hat x2)))^T *m ((P *m (f_hat x1))
    - (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: differential_left_constant; does_not_vary. }
transitivity (((P *m ((G x1)^T *m (differential delta w))) - (differential delta (f_hat x2)))^T *m ((P *m (f_hat x1))
    - (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (((P *m ((G x1)^T *m (differential delta w))) - ((G x2)^T *m (differential delta w)))^T *m ((P *m (f_hat
    x1)) - (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative. }
transitivity (((P *m ((G x1)^T *m (differential delta w))) - ((G x2)^T *m (differential delta w)))^T *m ((P *m ((G
    x1)^T *m w)) - (f_hat x2))).
{ apply: in_product_1. apply: in_sum_0. apply: in_product_1. exact: reversibility. }
transitivity (((P *m ((G x1)^T *m (differential delta w))) - ((G x2)^T *m (differential delta w)))^T *m ((P *m ((G
    x1)^T *m w)) - ((G x2)^T *m w))).
{ apply: in_product_1. apply: in_sum_1. exact: reversibility. }
transitivity ((((P *m (G x1)^T) *m (differential delta w)) - ((G x2)^T *m (differential delta w)))^T *m ((P *m ((G
    x1)^T *m w)) - ((G x2)^T *m w))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: product_associative. }
transitivity ((((P *m (G x1)^T) - (G x2)^T) *m (differential delta w))^T *m ((P *m ((G x1)^T *m w)) - ((G x2)^T *m
    w))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity ((((P *m (G x1)^T) - (G x2)^T) *m (differential delta w))^T *m (((P *m (G x1)^T) *m w) - ((G x2)^T *m
    w))).
{ apply: in_product_1. apply: in_sum_0. exact: product_associative. }
transitivity ((((P *m (G x1)^T) - (G x2)^T) *m (differential delta w))^T *m (((P *m (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity (((differential delta w)^T *m ((P *m (G x1)^T) - (G x2)^T)^T) *m (((P *m (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta w)^T *m ((P *m (G x1)^T)^T - (G x2)^T^T)) *m (((P *m (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_product_1. exact: transpose_sum. }
transitivity ((((differential delta w)^T *m (P *m (G x1)^T)^T) - ((differential delta w)^T *m (G x2)^T^T)) *m (((P *m
    (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. exact: product_sum_right. }
transitivity ((((differential delta w)^T *m ((G x1)^T^T *m P^T)) - ((differential delta w)^T *m (G x2)^T^T)) *m (((P
    *m (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_0. apply: in_product_1. exact: transpose_product. }
transitivity ((((differential delta w)^T *m ((G x1) *m P^T)) - ((differential delta w)^T *m (G x2)^T^T)) *m (((P *m
    (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_0. apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
transitivity ((((differential delta w)^T *m ((G x1) *m P^T)) - ((differential delta w)^T *m (G x2))) *m (((P *m (G
    x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (((differential delta w)^T *m (((G x1) *m P^T) - (G x2))) *m (((P *m (G x1)^T) - (G x2)^T) *m w)).
{ apply: in_product_0. symmetry. exact: product_sum_right. }
transitivity ((differential delta w)^T *m ((((G x1) *m P^T) - (G x2)) *m (((P *m (G x1)^T) - (G x2)^T) *m w))).
{ symmetry. exact: product_associative. }
apply: in_product_1. exact: product_associative.
Qed.

(** stop-gradient#gradient-through-both-sides (in part): d(E{x,x1,x2}[1/2 (P f̂(x1) - f̂(x2))ᵀ (P f̂(x1) -
    f̂(x2))]) = d(w)ᵀ E{x,x1,x2}[(G(x1) Pᵀ - G(x2)) (P G(x1)ᵀ - G(x2)ᵀ)] w *)
Theorem gradient_through_both_sides :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    (((P *m (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1)) - (f_hat x2))))))))
  = ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m
    P^T) - (G x2)) *m ((P *m (G x1)^T) - (G x2)^T))))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1)) - (f_hat x2)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m (((((G
    x1) *m P^T) - (G x2)) *m ((P *m (G x1)^T) - (G x2)^T)) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((G
    x1) *m P^T) - (G x2)) *m ((P *m (G x1)^T) - (G x2)^T)) *m w))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | exact: constant_left]). }
apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]).
Qed.

End gradient_through_both_sides_theory.

(* the operators *)

Section the_operators_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable G_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable G : view -> 'M[R]_(dim_n, dim_q).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis definition_of_G_bar :
  forall (x : sample), (G_bar x)
  = (\E_(x1 ~ (view_law x)) (G x1)).

(** stop-gradient#within (in part): E{x,x1}[(G(x1) - Ḡ(x)) (I{q} + Pᵀ P) (G(x1) - Ḡ(x))ᵀ] = E{x,x1}[G(x1)
    G(x1)ᵀ] - E{x}[Ḡ(x) Ḡ(x)ᵀ] + (E{x,x1}[G(x1) (Pᵀ P) G(x1)ᵀ] - E{x}[Ḡ(x) (Pᵀ P) Ḡ(x)ᵀ]) *)
Theorem within :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m P)) *m ((G
    x1) - (G_bar x))^T))))
  = (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T))) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~ sample_law)
    ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (((1%:M : 'M[R]_dim_q) *m ((G x1)
    - (G_bar x))^T) + ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m ((1%:M : 'M[R]_dim_q) *m ((G x1)
    - (G_bar x))^T)) + (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m ((G x1) - (G_bar x))^T) + (((G
    x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_0. apply: in_product_1. exact: identity_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((G x1) - (G_bar x))^T))) +
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((G x1)^T - (G_bar x)^T)))) +
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (G x1)^T) - (((G x1) - (G_bar
    x)) *m (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1)
    - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (G x1)^T))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) *m (G x1)^T) - ((G_bar x) *m (G x1)^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((G_bar x) *m (G x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m
    (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) -
    (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (\E_(x1 ~ (view_law x)) (G x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m
    (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) -
    (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (\E_(x1 ~ (view_law x)) (G x1))^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m
    (G_bar x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) -
    (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact:
    expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (G_bar x)^T)))) + (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply:
    in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) *m (G_bar x)^T) - ((G_bar x) *m (G_bar
    x)^T))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar
    x))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G_bar x)^T))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((G_bar x) *m (G_bar x)^T))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) -
    (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G x1)) *m (G_bar x)^T)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((G_bar x) *m (G_bar x)^T))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) -
    (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant_right. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((G_bar x) *m (G_bar x)^T))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m
    ((G x1) - (G_bar x))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_G_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m ((G x1) - (G_bar
    x))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_expect => ?; exact: constant. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m ((G x1) - (G_bar
    x))^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m ((G x1)^T - (G_bar
    x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G x1)^T) - ((((G
    x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G x1)^T))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m ((P^T *m P) *m (G x1)^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) *m ((P^T *m P) *m (G x1)^T)) - ((G_bar x) *m ((P^T
    *m P) *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar
    x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m (P^T *m (P *m (G x1)^T)))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((G_bar x) *m P^T) *m (P *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (((G_bar x) *m P^T) *m (\E_(x1 ~ (view_law x)) (P *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (((G_bar x) *m P^T) *m (P *m (\E_(x1 ~ (view_law x)) (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact:
    constant_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (((G_bar x) *m P^T) *m (P *m (\E_(x1 ~ (view_law x)) (G x1))^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((G x1) - (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply:
    in_product_1. exact: expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (((G_bar x) *m P^T) *m (P *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) -
    (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply:
    in_product_1. apply: in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P^T *m (P *m (G_bar x)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) -
    (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) -
    (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((G x1) -
    (G_bar x)) *m P^T) *m P) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((G x1) -
    (G_bar x)) *m P^T) *m P) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) -
    (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. symmetry.
    exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) *m
    (P^T *m P)) - ((G_bar x) *m (P^T *m P))) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact:
    product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) *m
    (P^T *m P)) *m (G_bar x)^T) - (((G_bar x) *m (P^T *m P)) *m (G_bar x)^T)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) *m
    (P^T *m P)) *m (G_bar x)^T) - ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_1. symmetry.
    exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (((G x1) *m
    (P^T *m P)) *m (G_bar x)^T)) - (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) *m
    (P^T *m P)) *m (G_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m
    ((P^T *m P) *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry.
    exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G x1)) *m
    ((P^T *m P) *m (G_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: constant_right. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_G_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) - ((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (G_bar
    x)^T)))) + (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))) - (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T)));
    (\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)); (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P)
    *m (G x1)^T)))); (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))] (Plus One (Plus One (Plus One
    (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) One (Plus One (Plus One (Atom F 2) Neg (Atom F
    3)) Neg (Plus One (Atom F 3) Neg (Atom F 3)))) (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) One (Plus One (Atom F
    2) Neg (Atom F 3)))). same_totals two.
Qed.

(** stop-gradient#of-means (in part): E{x}[Ḡ(x) ((I{q} - P)ᵀ (I{q} - P)) Ḡ(x)ᵀ] = E{x}[Ḡ(x) Ḡ(x)ᵀ] -
    E{x}[Ḡ(x) Pᵀ Ḡ(x)ᵀ] - E{x}[Ḡ(x) P Ḡ(x)ᵀ] + E{x}[Ḡ(x) (Pᵀ P) Ḡ(x)ᵀ] *)
Theorem of_means :
  (\E_(x ~ sample_law) ((G_bar x) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (G_bar x)^T)))
  = ((((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))))
    - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) + (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T)))).
Proof.
transitivity (\E_(x ~ sample_law) ((G_bar x) *m (((1%:M : 'M[R]_dim_q) - P)^T *m (((1%:M : 'M[R]_dim_q) - P) *m
    (G_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) ((G_bar x) *m (((1%:M : 'M[R]_dim_q)^T - P^T) *m (((1%:M : 'M[R]_dim_q) - P) *m
    (G_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: transpose_sum. }
transitivity (\E_(x ~ sample_law) ((G_bar x) *m (((1%:M : 'M[R]_dim_q)^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar
    x)^T)) - (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity (\E_(x ~ sample_law) (((G_bar x) *m ((1%:M : 'M[R]_dim_q)^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar
    x)^T))) - ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((G_bar x) *m ((1%:M : 'M[R]_dim_q)^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((G_bar x) *m ((1%:M : 'M[R]_dim_q) *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: transpose_identity. }
transitivity ((\E_(x ~ sample_law) ((G_bar x) *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))) - (\E_(x ~ sample_law)
    ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: identity_left. }
transitivity ((\E_(x ~ sample_law) ((G_bar x) *m (((1%:M : 'M[R]_dim_q) *m (G_bar x)^T) - (P *m (G_bar x)^T)))) -
    (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) ((G_bar x) *m ((G_bar x)^T - (P *m (G_bar x)^T)))) - (\E_(x ~ sample_law) ((G_bar
    x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_sum_0. exact: identity_left. }
transitivity ((\E_(x ~ sample_law) (((G_bar x) *m (G_bar x)^T) - ((G_bar x) *m (P *m (G_bar x)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (((1%:M : 'M[R]_dim_q) - P) *m (G_bar x)^T))))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (G_bar x)^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (((P^T *m (1%:M : 'M[R]_dim_q)) - (P^T *m P)) *m (G_bar x)^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m ((P^T - (P^T *m P)) *m (G_bar x)^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. apply: in_sum_0. exact:
    identity_right. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m (G_bar x)^T) - ((P^T *m P) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - (\E_(x ~ sample_law) (((G_bar x) *m (P^T *m (G_bar x)^T)) - ((G_bar x) *m ((P^T *m P) *m (G_bar
    x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar
    x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))) - (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m
    P) *m (G_bar x)^T))))).
{ apply: in_sum_1. exact: expectation_sum. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)); (\E_(x ~ sample_law)
    ((G_bar x) *m (P *m (G_bar x)^T))); (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))); (\E_(x ~ sample_law)
    ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 2)
    Neg (Atom F 3))) (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) Neg (Atom F 1)) One (Atom F 3))).
    same_totals two.
Qed.

(** stop-gradient#both-operators (in part): E{x,x1,x2}[(G(x1) Pᵀ - G(x2)) (P G(x1)ᵀ - G(x2)ᵀ)] = E{x,x1}[(G(x1)
    - Ḡ(x)) (I{q} + Pᵀ P) (G(x1) - Ḡ(x))ᵀ] + E{x}[Ḡ(x) ((I{q} - P)ᵀ (I{q} - P)) Ḡ(x)ᵀ] *)
Theorem both_operators :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m ((P *m (G
    x1)^T) - (G x2)^T)))))
  = ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m P)) *m
    ((G x1) - (G_bar x))^T)))) + (\E_(x ~ sample_law) ((G_bar x) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M :
    'M[R]_dim_q) - P)) *m (G_bar x)^T)))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m ((P
    *m (G x1)^T) - (G x2)^T))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((G x1) *m P^T) - (G x2)) *m (P
    *m (G x1)^T)) - ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (P
    *m (G x1)^T))) - (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (P
    *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2))
    *m (G x2)^T))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) (((G x1) *m P^T) - (G x2))) *m (P
    *m (G x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m
    (G x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: constant_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (P
    *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2))
    *m (G x2)^T))))).
{ apply: in_sum_0. symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) *m (P *m (G
    x1)^T)) - ((G x2) *m (P *m (G x1)^T)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m (P^T *m (P *m (G
    x1)^T))) - ((G x2) *m (P *m (G x1)^T)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0.
    symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m ((P^T *m P) *m (G
    x1)^T)) - ((G x2) *m (P *m (G x1)^T)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0.
    apply: in_product_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G
    x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (P *m (G x1)^T)))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (P *m (G x1)^T)))))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((\E_(x2 ~ (view_law x)) (G x2)) *m (\E_(x1 ~ (view_law x)) (P *m (G x1)^T))))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (\E_(x1 ~ (view_law x)) (P *m (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_G_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (\E_(x1 ~ (view_law x)) (G x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (\E_(x2 ~ (view_law x)) (G x2)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry.
    reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (\E_(x2 ~ (view_law x)) (G x2))^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. exact:
    expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. apply:
    in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) ((((G x1) *m P^T) - (G x2)) *m (G x2)^T))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) ((((G x1) *m P^T) *m (G x2)^T) - ((G x2) *m (G x2)^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) (((G x1) *m P^T) *m (G x2)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2)
    *m (G x2)^T)))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) ((G x1) *m P^T)) *m
    (\E_(x2 ~ (view_law x)) (G x2)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m
    (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact:
    constant_left | apply: in_expect => ?; exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (((\E_(x1 ~ (view_law x)) (G x1)) *m P^T) *m
    (\E_(x2 ~ (view_law x)) (G x2)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m
    (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (((G_bar x) *m P^T) *m (\E_(x2 ~ (view_law
    x)) (G x2)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry.
    exact: definition_of_G_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (((G_bar x) *m P^T) *m (\E_(x2 ~ (view_law
    x)) (G x2))^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) (((G_bar x) *m P^T) *m (G_bar x)^T)) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_G_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x2) *m (G x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))) - (\E_(x
    ~ sample_law) (\E_(x2 ~ (view_law x)) ((G x2) *m (G x2)^T))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) - ((\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))) - (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T))) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))) - (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) + ((((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) -
    (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m (G_bar x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar x)^T))))
    + (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))).
{ apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m
    (G x1)^T)))); (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar x)^T))); (\E_(x ~ sample_law) ((G_bar x) *m (P^T *m
    (G_bar x)^T))); (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (G x1)^T))); (\E_(x ~ sample_law) ((G_bar x)
    *m (G_bar x)^T)); (\E_(x ~ sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))] (Plus One (Plus One (Atom F 0)
    Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg (Atom F 3))) (Plus One (Plus One (Plus One (Atom F 3) Neg (Atom F 4))
    One (Plus One (Atom F 0) Neg (Atom F 5))) One (Plus One (Plus One (Plus One (Atom F 4) Neg (Atom F 2)) Neg (Atom F
    1)) One (Atom F 5)))). same_totals two. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (G_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m
    P)) *m ((G x1) - (G_bar x))^T)))) + ((((\E_(x ~ sample_law) ((G_bar x) *m (G_bar x)^T)) - (\E_(x ~ sample_law)
    ((G_bar x) *m (P^T *m (G_bar x)^T)))) - (\E_(x ~ sample_law) ((G_bar x) *m (P *m (G_bar x)^T)))) + (\E_(x ~
    sample_law) ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))).
{ apply: in_sum_0. symmetry. exact: within. }
apply: in_sum_1. symmetry. exact: of_means.
Qed.

End the_operators_theory.

(* with the zero-mean *)

Section with_the_zero_mean_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Variable M : 'M[R]_(dim_n, dim_q).
Variable G : view -> 'M[R]_(dim_n, dim_q).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))).
Hypothesis definition_of_G :
  forall (x1 : view), (G x1)
  = ((K x1) - M).

(** stop-gradient#mean-of-the-centred (in part): E{x1}[G(x1)] = K̄(x) - M *)
Theorem mean_of_the_centred :
  forall (x : sample), (\E_(x1 ~ (view_law x)) (G x1))
  = ((K_bar x) - M).
Proof.
move=> x.
transitivity (\E_(x1 ~ (view_law x)) ((K x1) - M)).
{ apply: in_expect => x1_1. exact: definition_of_G. }
transitivity ((\E_(x1 ~ (view_law x)) (K x1)) - (\E_(x1 ~ (view_law x)) M)).
{ exact: expectation_sum. }
transitivity ((K_bar x) - (\E_(x1 ~ (view_law x)) M)).
{ apply: in_sum_0. symmetry. exact: definition_of_K_bar. }
apply: in_sum_1. exact: constant.
Qed.

(** stop-gradient#the-mean-cancels (in part): G(x1) - E{x1}[G(x1)] = K(x1) - K̄(x) *)
Theorem the_mean_cancels :
  forall (x : sample) (x1 : view), ((G x1) - (\E_(x1 ~ (view_law x)) (G x1)))
  = ((K x1) - (K_bar x)).
Proof.
move=> x x1.
transitivity (((K x1) - M) - (\E_(x1 ~ (view_law x)) (G x1))).
{ apply: in_sum_0. exact: definition_of_G. }
transitivity (((K x1) - M) - ((K_bar x) - M)).
{ apply: in_sum_1. exact: mean_of_the_centred. }
apply: (@same_summands F R dim_n dim_q [:: (K x1); M; (K_bar x)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg
    (Plus One (Atom F 2) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 2))). same_totals two.
Qed.

(** stop-gradient#zero-mean (in part): E{x,x1}[(G(x1) - E{x1}[G(x1)]) (I{q} + Pᵀ P) (G(x1) - E{x1}[G(x1)])ᵀ] +
    E{x}[E{x1}[G(x1)] ((I{q} - P)ᵀ (I{q} - P)) E{x1}[G(x1)]ᵀ] = E{x,x1}[(K(x1) - K̄(x)) (I{q} + Pᵀ P) (K(x1) -
    K̄(x))ᵀ] + E{x}[(K̄(x) - M) ((I{q} - P)ᵀ (I{q} - P)) (K̄(x) - M)ᵀ] *)
Theorem zero_mean :
  ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) - (\E_(x1 ~ (view_law x)) (G x1))) *m (((1%:M : 'M[R]_dim_q)
    + (P^T *m P)) *m ((G x1) - (\E_(x1 ~ (view_law x)) (G x1)))^T)))) + (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G
    x1)) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G x1))^T))))
  = ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m P)) *m
    ((K x1) - (K_bar x))^T)))) + (\E_(x ~ sample_law) (((K_bar x) - M) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M :
    'M[R]_dim_q) - P)) *m ((K_bar x) - M)^T)))).
Proof.
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((G x1) - (\E_(x1 ~ (view_law x)) (G x1))) *m ((1%:M :
    'M[R]_dim_q) + (P^T *m P))) *m ((G x1) - (\E_(x1 ~ (view_law x)) (G x1)))^T))) + (\E_(x ~ sample_law) ((\E_(x1 ~
    (view_law x)) (G x1)) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G
    x1))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - (K_bar x)) *m ((1%:M : 'M[R]_dim_q) + (P^T *m
    P))) *m ((G x1) - (\E_(x1 ~ (view_law x)) (G x1)))^T))) + (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G x1)) *m
    ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G x1))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_0.
    exact: the_mean_cancels. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - (K_bar x)) *m ((1%:M : 'M[R]_dim_q) + (P^T *m
    P))) *m ((K x1) - (K_bar x))^T))) + (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G x1)) *m ((((1%:M : 'M[R]_dim_q)
    - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G x1))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_transpose.
    exact: the_mean_cancels. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m
    P)) *m ((K x1) - (K_bar x))^T)))) + (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (G x1)) *m ((((1%:M : 'M[R]_dim_q)
    - P)^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G x1))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (((1%:M : 'M[R]_dim_q) + (P^T *m
    P)) *m ((K x1) - (K_bar x))^T)))) + (\E_(x ~ sample_law) (((K_bar x) - M) *m ((((1%:M : 'M[R]_dim_q) - P)^T *m ((1%:M
    : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (G x1))^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. exact: mean_of_the_centred. }
apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. apply: in_transpose. exact:
    mean_of_the_centred.
Qed.

End with_the_zero_mean_theory.

(* the loss *)

Section the_loss_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f_hat : view -> 'M[R]_(dim_q, 1).
Variable G : view -> 'M[R]_(dim_n, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f_hat x1)
  = ((G x1)^T *m w).

(** stop-gradient#only-shrinks (in part): wᵀ E{x,x1,x2}[(G(x1) Pᵀ - G(x2)) (P G(x1)ᵀ - G(x2)ᵀ)] w = 2
    E{x,x1,x2}[1/2 (P f̂(x1) - f̂(x2))ᵀ (P f̂(x1) - f̂(x2))] *)
Theorem only_shrinks :
  (w^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G x1) *m P^T) - (G x2)) *m ((P *m
    (G x1)^T) - (G x2)^T))))) *m w))
  = (scale (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 /
    2%:R))) (((P *m (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1)) - (f_hat x2)))))))).
Proof.
transitivity (w^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((G x1) *m P^T) - (G
    x2)) *m ((P *m (G x1)^T) - (G x2)^T)) *m w))))).
{ apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?;
    exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (w^T *m (((((G x1) *m P^T) - (G
    x2)) *m ((P *m (G x1)^T) - (G x2)^T)) *m w))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_left]) | exact: constant_left]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (w^T *m ((((G x1) *m P^T) - (G x2))
    *m (((P *m (G x1)^T) - (G x2)^T) *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. symmetry. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((w^T *m (((G x1) *m P^T) - (G
    x2))) *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((w^T *m (((G x1)^T^T *m P^T) - (G
    x2))) *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_product_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((w^T *m ((P *m (G x1)^T)^T - (G
    x2))) *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_product_1. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((w^T *m ((P *m (G x1)^T)^T - (G
    x2)^T^T)) *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_product_1. apply: in_sum_1. symmetry. exact: transpose_twice. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((w^T *m ((P *m (G x1)^T) - (G
    x2)^T)^T) *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_product_1. symmetry. exact: transpose_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((P *m (G x1)^T) - (G x2)^T) *m
    w)^T *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. symmetry. exact:
    transpose_product. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((P *m (G x1)^T) *m w) - ((G
    x2)^T *m w))^T *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_transpose. exact: product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m ((G x1)^T *m w)) - ((G
    x2)^T *m w))^T *m (((P *m (G x1)^T) - (G x2)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_transpose. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m ((G x1)^T *m w)) - ((G
    x2)^T *m w))^T *m (((P *m (G x1)^T) *m w) - ((G x2)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact:
    product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m ((G x1)^T *m w)) - ((G
    x2)^T *m w))^T *m ((P *m ((G x1)^T *m w)) - ((G x2)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_0.
    symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m (f_hat x1)) - ((G x2)^T *m
    w))^T *m ((P *m ((G x1)^T *m w)) - ((G x2)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_transpose. apply: in_sum_0. apply: in_product_1. symmetry. exact: reversibility. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m (f_hat x1)) - (f_hat x2))^T
    *m ((P *m ((G x1)^T *m w)) - ((G x2)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply:
    in_transpose. apply: in_sum_1. symmetry. exact: reversibility. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m (f_hat x1)) - (f_hat x2))^T
    *m ((P *m (f_hat x1)) - ((G x2)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_0.
    apply: in_product_1. symmetry. exact: reversibility. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m (f_hat x1)) - (f_hat x2))^T
    *m ((P *m (f_hat x1)) - (f_hat x2)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_1.
    symmetry. exact: reversibility. }
transitivity (scale (Num (2%:R)) (scale (Num ((1 / 2%:R))) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (((P *m (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1)) - (f_hat x2)))))))).
{ apply: (@same_summands F R 1 1 [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((P *m
    (f_hat x1)) - (f_hat x2))^T *m ((P *m (f_hat x1)) - (f_hat x2))))))] (Atom F 0) (Times (Num (2%:R)) (Times (Num ((1 /
    2%:R))) (Atom F 0)))). same_totals two. }
apply: in_scale. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_scale | exact: expectation_scale]) | exact: expectation_scale]).
Qed.

End the_loss_theory.
