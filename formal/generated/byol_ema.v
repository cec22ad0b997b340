(* Made from byol_ema.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* zero-mean *)

Section zero_mean_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K : forall value_0, fixed delta (K value_0).
#[local] Hint Resolve fixed_K : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable M : 'M[R]_(dim_n, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((K x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((K x1)^T *m (differential delta w)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.

(** byol-ema#zero-mean-output (in part): f(x1) - E{x,x1}[f(x1)] = (K(x1) - M)ᵀ w *)
Theorem zero_mean_output :
  forall (x1 : view), ((f x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1))))
  = (((K x1) - M)^T *m w).
Proof.
move=> x1.
transitivity (((K x1)^T *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1)))).
{ apply: in_sum_0. exact: reversibility. }
transitivity (((K x1)^T *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)^T *m w)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: reversibility. }
transitivity (((K x1)^T *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)^T)) *m w)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (((K x1)^T *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)))^T *m w)).
{ apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: expectation_transpose | exact:
    expectation_transpose]). }
transitivity (((K x1)^T *m w) - (M^T *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((K x1)^T - M^T) *m w).
{ symmetry. exact: product_sum_left. }
apply: in_product_0. symmetry. exact: transpose_sum.
Qed.

(** byol-ema#zero-mean-derivative (in part): d(f(x1) - E{x,x1}[f(x1)]) = (K(x1) - M)ᵀ d(w) *)
Theorem zero_mean_derivative :
  forall (x1 : view), (differential delta ((f x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1)))))
  = (((K x1) - M)^T *m (differential delta w)).
Proof.
move=> x1.
transitivity (differential delta (((K x1) - M)^T *m w)).
{ apply: in_differential. exact: zero_mean_output. }
apply: differential_left_constant; does_not_vary.
Qed.

End zero_mean_theory.

(* gradient *)

Section gradient_theory.

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
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis reversibility :
  forall (x1 : view), (f_hat x1)
  = ((G x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f_hat x1))
  = ((G x1)^T *m (differential delta w)).

(** byol-ema#gradient-of-a-pair (in part): d(1/2 (P f̂(x1) - t(x2))ᵀ (P f̂(x1) - t(x2))) = d(w)ᵀ (G(x1) Pᵀ)
    (P G(x1)ᵀ w - t(x2)) *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m
    ((P *m (f_hat x1)) - (t x2)))))
  = ((differential delta w)^T *m (((G x1) *m P^T) *m ((P *m ((G x1)^T *m w)) - (t x2)))).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((P *m (f_hat x1)) - (t x2))^T *m ((P *m (f_hat x1)) - (t
    x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (t x2))^T) *m ((P *m (f_hat x1)) -
    (t x2))) + (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) -
    (t x2))) + (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) -
    (t x2)))^T + (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_of_number. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (t x2)))^T^T) + (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) -
    (t x2)))) + (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t
    x2)))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2))))).
{ apply: (@same_summands F R 1 1 [:: (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t
    x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1
    / 2%:R))) (Atom F 0))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t
    x2)))^T^T) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t
    x2))))).
{ apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2)))^T (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2))))).
{ apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t x2))))).
{ apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2))) (Num ((1 / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m (differential delta ((P *m (f_hat x1)) - (t
    x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2))) (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2))) (Num ((1 / 2%:R))) ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((P *m (f_hat x1)) - (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2)))] (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta (P *m (f_hat x1))) - (differential delta (t x2)))^T *m ((P *m (f_hat x1)) - (t
    x2))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta (P *m (f_hat x1)))^T - (differential delta (t x2))^T) *m ((P *m (f_hat x1)) - (t
    x2))).
{ apply: in_product_0. exact: transpose_sum. }
transitivity (((differential delta (P *m (f_hat x1)))^T *m ((P *m (f_hat x1)) - (t x2))) - ((differential delta (t
    x2))^T *m ((P *m (f_hat x1)) - (t x2)))).
{ exact: product_sum_left. }
transitivity (((P *m (differential delta (f_hat x1)))^T *m ((P *m (f_hat x1)) - (t x2))) - ((differential delta (t
    x2))^T *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. apply: differential_left_constant; does_not_vary. }
transitivity (((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2))) - ((differential delta
    (t x2))^T *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. apply: in_product_1. exact: derivative. }
transitivity (((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2))) - ((0 : 'M[R]_(dim_q,
    1))^T *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. apply: differential_constant; does_not_vary. }
transitivity (((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2))) - ((0 : 'M[R]_(1,
    dim_q)) *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_zero. }
transitivity (((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_left. }
transitivity ((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((P *m ((G x1)^T *m (differential delta w)))^T *m ((P *m (f_hat x1)) - (t x2)))]
    (Plus One (Atom F 0) Neg (Nothing F)) (Atom F 0)). same_totals two. }
transitivity (((P *m (G x1)^T) *m (differential delta w))^T *m ((P *m (f_hat x1)) - (t x2))).
{ apply: in_product_0. apply: in_transpose. exact: product_associative. }
transitivity (((differential delta w)^T *m (P *m (G x1)^T)^T) *m ((P *m (f_hat x1)) - (t x2))).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta w)^T *m ((P *m (G x1)^T)^T *m ((P *m (f_hat x1)) - (t x2)))).
{ symmetry. exact: product_associative. }
transitivity ((differential delta w)^T *m (((G x1)^T^T *m P^T) *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_product_1. apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta w)^T *m (((G x1) *m P^T) *m ((P *m (f_hat x1)) - (t x2)))).
{ apply: in_product_1. apply: in_product_0. apply: in_product_0. exact: transpose_twice. }
apply: in_product_1. apply: in_product_1. apply: in_sum_0. apply: in_product_1. exact: reversibility.
Qed.

(** byol-ema#gradient (in part): d(E{x,x1,x2}[1/2 (P f̂(x1) - t(x2))ᵀ (P f̂(x1) - t(x2))]) = -d(w)ᵀ
    E{x,x1,x2}[G(x1) Pᵀ (t(x2) - P G(x1)ᵀ w)] *)
Theorem gradient :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    (((P *m (f_hat x1)) - (t x2))^T *m ((P *m (f_hat x1)) - (t x2))))))))
  = (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m
    (P^T *m ((t x2) - (P *m ((G x1)^T *m w)))))))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) (((P *m (f_hat x1)) - (t x2))^T *m ((P *m (f_hat x1)) - (t x2)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m (((G
    x1) *m P^T) *m ((P *m ((G x1)^T *m w)) - (t x2))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((G
    x1) *m (P^T *m ((P *m ((G x1)^T *m w)) - (t x2)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. symmetry. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (P^T *m ((P *m ((G x1)^T *m w)) - (t x2)))))))).
{ apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m ((P *m ((G x1)^T *m w)) - (t x2))))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G
    x1) *m P^T) *m (P *m ((G x1)^T *m w))) - (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_right. }
transitivity (\E_(x ~ sample_law) ((differential delta w)^T *m ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m (P *m ((G x1)^T *m w))))) - (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t
    x2))))))).
{ apply: in_expect => x_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum |
    exact: expectation_sum]). }
transitivity (\E_(x ~ sample_law) (((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m (P *m ((G x1)^T *m w)))))) - ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m (P *m ((G x1)^T *m w))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (P^T *m (P *m ((G x1)^T *m w)))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m ((P^T *m P) *m ((G x1)^T *m w))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    apply: in_product_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (((P^T *m P) *m (G x1)^T) *m w)))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    apply: in_product_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((G
    x1) *m (((P^T *m P) *m (G x1)^T) *m w)))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. symmetry. apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_left]). }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (((P^T *m P) *m (G x1)^T) *m w)))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (\E_(x2 ~
    (view_law x)) (((P^T *m P) *m (G x1)^T) *m w)))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (\E_(x2 ~
    (view_law x)) ((P^T *m P) *m ((G x1)^T *m w))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    apply: in_expect => x2_3. symmetry. exact: product_associative. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (\E_(x2 ~
    (view_law x)) (P^T *m (P *m ((G x1)^T *m w)))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    apply: in_expect => x2_3. symmetry. exact: product_associative. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m (P^T *m (\E_(x2 ~
    (view_law x)) (P *m ((G x1)^T *m w)))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    exact: constant_left. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((G x1) *m P^T) *m (\E_(x2 ~
    (view_law x)) (P *m ((G x1)^T *m w))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact:
    product_associative. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m (P *m ((G x1)^T *m w))))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left.
    }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m P^T) *m ((P *m (G x1)^T) *m w)))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    apply: in_product_1. exact: product_associative. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((G
    x1) *m P^T) *m (P *m (G x1)^T)) *m w))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    exact: product_associative. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m (P^T *m (P *m (G x1)^T))) *m w))))) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    apply: in_product_0. symmetry. exact: product_associative. }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (P^T *m (P *m (G x1)^T)))))) *m w)) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (P^T *m (P *m (G x1)^T))))))) *m w) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. exact: product_associative. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m ((P^T *m P) *m (G x1)^T)))))) *m w) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2.
    apply: in_expect => x2_3. apply: in_product_1. exact: product_associative. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G
    x1)^T))))) *m w) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_1. apply: in_expect => ?; apply: in_expect => ?; exact:
    constant. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G
    x1)^T))))) *m w) - (\E_(x ~ sample_law) ((differential delta w)^T *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (P^T *m (t x2)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_associative. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G
    x1)^T))))) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m
    ((G x1) *m (P^T *m (t x2)))))))).
{ apply: in_sum_1. symmetry. apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_left]). }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G
    x1)^T))))) *m w) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (P^T *m (t x2)))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (P^T *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1)
    *m ((P^T *m P) *m (G x1)^T))))) *m w))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G
    x1) *m ((P^T *m P) *m (G x1)^T))))) *m w); ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((G x1) *m (P^T *m (t x2)))))))] (Plus One (Atom F 0) Neg (Atom F 1)) (Times Neg (Plus One
    (Atom F 1) Neg (Atom F 0)))). same_totals two. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((G x1)
    *m ((P^T *m P) *m (G x1)^T))))) *m w))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. exact: product_associative. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) *m w))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. apply: in_product_1. symmetry. apply: in_expect => ?; apply:
    in_expect => ?; exact: constant. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) ((G x1) *m (P^T *m (P *m (G x1)^T))))))) *m w))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. apply:
    in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) ((G x1) *m (P^T *m (P *m (G x1)^T)))))) *m w)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (((G x1) *m (P^T *m (P *m (G x1)^T))) *m w))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]).
    }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((((G x1) *m P^T) *m (P *m (G x1)^T)) *m w))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. apply: in_product_0. exact: product_associative. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (((G x1) *m P^T) *m ((P *m (G x1)^T) *m w)))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (((G x1) *m P^T) *m (P *m ((G x1)^T *m w))))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (- ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m (t x2))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G x1) *m
    P^T) *m (P *m ((G x1)^T *m w))))))))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((((G x1) *m P^T) *m (t x2)) - (((G x1) *m P^T) *m (P *m ((G x1)^T *m w))))))))).
{ apply: in_scale. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m P^T) *m ((t x2) - (P *m ((G x1)^T *m w))))))))).
{ apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_sum_right. }
apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_associative.
Qed.

End gradient_theory.

(* without the zero-mean *)

Section without_the_zero_mean_theory.

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
Variable H_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Variable N : 'M[R]_(dim_n, dim_q).
Variable t : view -> 'M[R]_(dim_q, 1).
Variable v : 'M[R]_(dim_n, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Hypothesis definition_of_H_bar :
  forall (x : sample), (H_bar x)
  = (\E_(x1 ~ (view_law x)) (H x1)).
Hypothesis definition_of_N :
  N
  = (\E_(x ~ sample_law) (H_bar x)).
Hypothesis target :
  forall (x2 : view), (t x2)
  = ((H x2)^T *m v).

(** byol-ema#without (in part): E{x,x1,x2}[K(x1) Pᵀ (t(x2) - P K(x1)ᵀ w)] = E{x}[K̄(x) Pᵀ H̄(x)ᵀ] v -
    E{x,x1}[K(x1) (Pᵀ P) K(x1)ᵀ] w *)
Theorem without :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((t x2) - (P *m ((K x1)^T
    *m w))))))))
  = (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (\E_(x2 ~ (view_law x)) (P^T *m ((t x2) - (P *m
    ((K x1)^T *m w)))))))).
{ apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (\E_(x2 ~ (view_law x)) (P^T *m ((t x2) - (P *m
    ((K x1)^T *m w)))))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((t x2) - (P *m
    ((K x1)^T *m w)))))))).
{ apply: in_expect => x_1. symmetry. apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m (t x2)) - (P^T
    *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact:
    product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (P^T *m (t x2))) - ((K
    x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (t x2))))) -
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]).
    }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (t x2)))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    apply: in_product_1. exact: target. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m (H x2)^T) *m
    v))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (P^T *m (H x2)^T)) *m
    v)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (H x2)^T))))
    *m v)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (H x2)^T)))))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m P^T) *m (H x2)^T))))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) ((K x1) *m P^T)) *m (\E_(x2 ~ (view_law x)) (H x2)^T)))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (((\E_(x1 ~ (view_law x)) (K x1)) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2)^T)))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m
    w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2)^T))) *m v) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2))^T)) *m v) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (H_bar x)^T)) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (P *m ((K x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m ((K x1)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (((P^T *m P) *m (K x1)^T) *m w)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (((P^T *m P) *m (K x1)^T) *m w)))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m ((P^T *m P) *m (K x1)^T)) *m w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T))))) *m w)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
apply: in_sum_1. apply: in_product_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant.
Qed.

End without_the_zero_mean_theory.

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
Variable H_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Variable N : 'M[R]_(dim_n, dim_q).
Variable f2 : view -> 'M[R]_(dim_q, 1).
Variable v : 'M[R]_(dim_n, 1).
Variable t : view -> 'M[R]_(dim_q, 1).
Variable c : 'M[R]_(dim_q, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Hypothesis definition_of_H_bar :
  forall (x : sample), (H_bar x)
  = (\E_(x1 ~ (view_law x)) (H x1)).
Hypothesis definition_of_N :
  N
  = (\E_(x ~ sample_law) (H_bar x)).
Hypothesis target :
  forall (x2 : view), (f2 x2)
  = ((H x2)^T *m v).
Hypothesis definition_of_t :
  forall (x2 : view), (t x2)
  = ((f2 x2) - c).

(** byol-ema#the-constant-does-not-matter (in part): E{x,x1}[(K(x1) - M) Pᵀ c] = 0{n,1} *)
Theorem the_constant_does_not_matter :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))
  = (0 : 'M[R]_(dim_n, 1)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m (P^T *m c)) - (M *m (P^T *m c))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (P^T *m c)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (P^T *m c))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m (P^T *m c)) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (P^T *m c))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m (P^T *m c)) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (P^T *m c))))).
{ apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (K_bar x)) *m (P^T *m c)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m
    (P^T *m c))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity ((M *m (P^T *m c)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m (P^T *m c))))).
{ apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity ((M *m (P^T *m c)) - (M *m (P^T *m c))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant]). }
apply: (@same_summands F R dim_n 1 [:: (M *m (P^T *m c))] (Plus One (Atom F 0) Neg (Atom F 0)) (Nothing F)).
    same_totals two.
Qed.

(** byol-ema#cross-covariance (in part): E{x}[(K̄(x) - M) Pᵀ (H̄(x) - N)ᵀ] v = E{x}[K̄(x) Pᵀ H̄(x)ᵀ] v -
    M Pᵀ Nᵀ v *)
Theorem cross_covariance :
  ((\E_(x ~ sample_law) (((K_bar x) - M) *m (P^T *m ((H_bar x) - N)^T))) *m v)
  = (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))).
Proof.
transitivity ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m ((H_bar x) - N)^T)) *m v).
{ apply: in_product_0. apply: in_expect => x_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m ((H_bar x)^T - N^T))) *m v).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) (((((K_bar x) - M) *m P^T) *m (H_bar x)^T) - ((((K_bar x) - M) *m P^T) *m N^T)))
    *m v).
{ apply: in_product_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m (H_bar x)^T)) - (\E_(x ~ sample_law) ((((K_bar x) -
    M) *m P^T) *m N^T))) *m v).
{ apply: in_product_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m (H_bar x)^T)) *m v) - ((\E_(x ~ sample_law)
    ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((((K_bar x) *m P^T) - (M *m P^T)) *m (H_bar x)^T)) *m v) - ((\E_(x ~ sample_law)
    ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((((K_bar x) *m P^T) *m (H_bar x)^T) - ((M *m P^T) *m (H_bar x)^T))) *m v) -
    ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m (P^T *m (H_bar x)^T)) - ((M *m P^T) *m (H_bar x)^T))) *m v) -
    ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_sum_0. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) - (\E_(x ~ sample_law) ((M *m P^T) *m
    (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) ((M *m P^T)
    *m (H_bar x)^T)) *m v)) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (M *m (P^T *m
    (H_bar x)^T))) *m v)) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((M *m (\E_(x ~ sample_law) (P^T *m
    (H_bar x)^T))) *m v)) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: constant_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((\E_(x ~ sample_law) (P^T *m
    (H_bar x)^T)) *m v))) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m (\E_(x ~ sample_law)
    (H_bar x)^T)) *m v))) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: constant_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m ((\E_(x ~ sample_law)
    (H_bar x)^T) *m v)))) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m ((\E_(x ~ sample_law)
    (H_bar x))^T *m v)))) - ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. exact:
    expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) ((((K_bar x) - M) *m P^T) *m N^T)) *m v)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. apply:
    in_transpose. symmetry. exact: definition_of_N. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) ((((K_bar x) *m P^T) - (M *m P^T)) *m N^T)) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) ((((K_bar x) *m P^T) *m N^T) - ((M *m P^T) *m N^T))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) ((((K_bar x) *m P^T) *m N^T) - (M *m (P^T *m N^T)))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_sum_1. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m N^T)) - (\E_(x ~ sample_law) (M *m (P^T *m N^T)))) *m v)).
{ apply: in_sum_1. apply: in_product_0. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m N^T)) - (M *m (P^T *m N^T))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_sum_1. exact: constant. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m N^T)) *m v) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m N^T))) *m v) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((((\E_(x ~ sample_law) (K_bar x)) *m (P^T *m N^T)) *m v) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. exact: constant_right. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) (K_bar x)) *m ((P^T *m N^T) *m v)) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m ((P^T *m N^T) *m v)) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m ((P^T *m (\E_(x ~ sample_law) (H_bar x))^T) *m v)) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_product_0. apply: in_product_1. apply:
    in_transpose. exact: definition_of_N. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m ((P^T *m (\E_(x ~ sample_law) (H_bar x)^T)) *m v)) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_product_0. apply: in_product_1. symmetry. exact:
    expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m (P^T *m ((\E_(x ~ sample_law) (H_bar x)^T) *m v))) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m (P^T *m ((\E_(x ~ sample_law) (H_bar x))^T *m v))) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_product_1. apply: in_product_0. exact:
    expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m (P^T *m (N^T *m v))) - ((M *m (P^T *m N^T)) *m v))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_product_1. apply: in_product_0. apply:
    in_transpose. symmetry. exact: definition_of_N. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m (P^T *m (N^T *m v))) - (M *m ((P^T *m N^T) *m v)))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) - ((M
    *m (P^T *m (N^T *m v))) - (M *m (P^T *m (N^T *m v))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_1. symmetry. exact: product_associative. }
apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v); (M *m (P^T
    *m (N^T *m v)))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One
    (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

(** byol-ema#pull (in part): E{x,x1,x2}[(K(x1) - M) Pᵀ H(x2)ᵀ v] = E{x}[K̄(x) Pᵀ H̄(x)ᵀ] v - M Pᵀ Nᵀ v
    *)
Theorem pull :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H x2)^T *m v))))))
  = (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m P^T) *m ((H x2)^T
    *m v))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m P^T) *m (\E_(x2 ~ (view_law x)) ((H x2)^T
    *m v))))).
{ apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m P^T) *m ((H x2)^T
    *m v))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H x2)^T
    *m v)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (P^T *m ((H x2)^T *m
    v))) - (M *m (P^T *m ((H x2)^T *m v))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))) - (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m v))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))) - (\E_(x2 ~ (view_law x)) (M *m ((P^T *m (H x2)^T) *m v)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_1. apply: in_expect => x2_3. apply: in_product_1.
    exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))) - (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((P^T *m (H x2)^T) *m v))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_1. symmetry. (etransitivity; [exact: exchange |
    apply: in_expect => ?; exact: constant]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))) - (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m v)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_1. apply: in_expect => x1_3. apply: in_expect =>
    x2_4. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m ((H x2)^T *m
    v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m (H x2)^T) *m
    v))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((P^T *m (H x2)^T) *m
    v))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (P^T *m (H x2)^T)) *m
    v)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (H x2)^T))))
    *m v)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (P^T *m (H x2)^T)))))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m P^T) *m (H x2)^T))))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) ((K x1) *m P^T)) *m (\E_(x2 ~ (view_law x)) (H x2)^T)))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (((\E_(x1 ~ (view_law x)) (K x1)) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2)^T)))
    *m v) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m
    ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2)^T))) *m v) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m
    v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (\E_(x2 ~ (view_law x)) (H x2))^T)) *m v) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m
    v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m P^T) *m (H_bar x)^T)) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m ((H x2)^T *m v)))))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((P^T *m (H x2)^T) *m v))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x1_3. apply: in_expect =>
    x2_4. apply: in_product_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((\E_(x1 ~ (view_law x)) M) *m (\E_(x2 ~ (view_law x)) ((P^T *m (H x2)^T) *m v)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (\E_(x2 ~ (view_law x)) ((P^T *m (H x2)^T) *m v)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact: constant. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m ((\E_(x2 ~ (view_law x)) (P^T *m (H x2)^T)) *m v))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((M *m (\E_(x2 ~ (view_law x)) (P^T *m (H x2)^T))) *m v)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((M *m (P^T *m (\E_(x2 ~ (view_law x)) (H x2)^T))) *m v)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_1.
    exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (P^T *m (\E_(x2 ~ (view_law x)) (H x2)^T))))) *m v)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (\E_(x2 ~ (view_law x)) (P^T *m (H x2)^T))))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    symmetry. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m (H x2)^T))))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (P^T *m (H x2)^T))))) *m v)).
{ apply: in_sum_1. apply: in_product_0. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x2 ~
    (view_law x)) (M *m (P^T *m (H x2)^T)))) *m v)).
{ apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect =>
    ?; apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (M *m (P^T *m (H x1)^T)))) *m v)).
{ apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((M *m P^T) *m (H x1)^T))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact:
    product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1)^T))) *m v)).
{ apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1)^T))) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1))^T)) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (\E_(x2 ~ (view_law x)) (H x2))^T)) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. apply: in_transpose. symmetry.
    reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (\E_(x2 ~ (view_law x)) (H x2)))^T) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m (\E_(x ~ sample_law)
    (H_bar x))^T) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (((M *m P^T) *m N^T) *m v)).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_N. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((M *m P^T) *m (N^T *m v))).
{ apply: in_sum_1. symmetry. exact: product_associative. }
apply: in_sum_1. symmetry. exact: product_associative.
Qed.

(** byol-ema#zero-mean (in part): E{x,x1,x2}[(K(x1) - M) Pᵀ (t(x2) - P (K(x1) - M)ᵀ w)] = E{x}[(K̄(x) - M) Pᵀ
    (H̄(x) - N)ᵀ] v - E{x,x1}[(K(x1) - M) (Pᵀ P) (K(x1) - M)ᵀ] w *)
Theorem zero_mean :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((t x2) - (P *m (((K
    x1) - M)^T *m w))))))))
  = (((\E_(x ~ sample_law) (((K_bar x) - M) *m (P^T *m ((H_bar x) - N)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (\E_(x2 ~ (view_law x)) (P^T *m ((t x2) -
    (P *m (((K x1) - M)^T *m w)))))))).
{ apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (\E_(x2 ~ (view_law x)) (P^T *m (((f2 x2)
    - c) - (P *m (((K x1) - M)^T *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_expect => x2_3. apply:
    in_product_1. apply: in_sum_0. exact: definition_of_t. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (\E_(x2 ~ (view_law x)) (P^T *m ((((H
    x2)^T *m v) - c) - (P *m (((K x1) - M)^T *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_expect => x2_3. apply:
    in_product_1. apply: in_sum_0. apply: in_sum_0. exact: target. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((((H
    x2)^T *m v) - c) - (P *m (((K x1) - M)^T *m w)))))))).
{ symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m P^T) *m ((((H
    x2)^T *m v) - c) - (P *m (((K x1) - M)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m P^T) *m (((H
    x2)^T *m v) - c)) - ((((K x1) - M) *m P^T) *m (P *m (((K x1) - M)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((((K x1) - M) *m P^T) *m ((H
    x2)^T *m v)) - ((((K x1) - M) *m P^T) *m c)) - ((((K x1) - M) *m P^T) *m (P *m (((K x1) - M)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0. exact:
    product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - ((((K x1) - M) *m P^T) *m c)) - ((((K x1) - M) *m P^T) *m (P *m (((K x1) - M)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0. apply: in_sum_0.
    symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c))) - ((((K x1) - M) *m P^T) *m (P *m (((K x1) - M)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0. apply: in_sum_1.
    symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c))) - (((((K x1) - M) *m P^T) *m P) *m (((K x1) - M)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_1. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c))) - ((((K x1) - M) *m (P^T *m P)) *m (((K x1) - M)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_1. apply: in_product_0.
    symmetry. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c))) - (((((K x1) - M) *m (P^T *m P)) *m ((K x1) - M)^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_1. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c))) - ((((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_1. apply: in_product_0.
    symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m (P^T *m ((H
    x2)^T *m v))) - (((K x1) - M) *m (P^T *m c)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) ((((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)) *m w))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m
    c)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m ((P^T *m P) *m ((K
    x1) - M)^T)) *m w))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m P^T) *m
    c))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m ((P^T *m P) *m ((K
    x1) - M)^T)) *m w))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m P^T) *m c)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)) *m
    w))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)) *m
    w))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((((K x1) - M) *m (P^T *m P)) *m ((K x1) - M)^T) *m
    w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m ((K x1) - M)^T)))) *m
    w)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T))))) *m
    w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) ((K x1) - M)) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m
    w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (P^T *m ((H
    x2)^T *m v)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0.
    exact: constant. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)).
{ apply: in_sum_0. apply: in_sum_0. exact: pull. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m N^T) *m v))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (P^T *m c))))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: product_associative. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m N^T) *m v))) - (0 :
    'M[R]_(dim_n, 1))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T))))
    *m w)).
{ apply: in_sum_0. apply: in_sum_1. exact: the_constant_does_not_matter. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m N^T) *m v))) - (0 :
    'M[R]_(dim_n, 1))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1)^T -
    M^T))))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    apply: in_product_1. exact: transpose_sum. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m N^T) *m v))) - (0 :
    'M[R]_(dim_n, 1))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (((P^T *m P) *m (K x1)^T) - ((P^T
    *m P) *m M^T))))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    exact: product_sum_right. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m ((P^T *m N^T) *m v))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (((P^T *m P) *m (K x1)^T) - ((P^T *m P) *m M^T))))) *m
    w)).
{ apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v); (M *m
    ((P^T *m N^T) *m v)); ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (((P^T *m P) *m (K x1)^T) -
    ((P^T *m P) *m M^T))))) *m w)] (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Nothing F)) Neg (Atom F
    2)) (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Atom F 2))). same_totals two. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (((P^T *m P) *m (K x1)^T) - ((P^T *m P) *m M^T))))) *m
    w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1)^T - M^T))))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    symmetry. exact: product_sum_right. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    apply: in_product_1. symmetry. exact: transpose_sum. }
apply: in_sum_0. symmetry. exact: cross_covariance.
Qed.

(** byol-ema#total-covariance (in part): E{x,x1}[(K(x1) - M) (Pᵀ P) (K(x1) - M)ᵀ] w = E{x,x1}[K(x1) (Pᵀ P)
    K(x1)ᵀ] w - M (Pᵀ P) Mᵀ w *)
Theorem total_covariance :
  ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)
  = (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m ((P^T *m P)
    *m (M^T *m w)))).
Proof.
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m ((K x1) - M)^T))) *m w).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m ((K x1)^T - M^T)))) *m w).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((K x1) - M) *m (P^T *m P)) *m (K x1)^T) - ((((K x1) -
    M) *m (P^T *m P)) *m M^T)))) *m w).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m (K x1)^T))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T)))) *m w).
{ apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m (K x1)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m (K x1)^T)))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m ((P^T *m P) *m (K x1)^T)) - (M *m ((P^T *m P)
    *m (K x1)^T))))) *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m
    w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m (K x1)^T))))) *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m (K x1)^T)))) *m w)) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - ((M *m
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((P^T *m P) *m (K x1)^T)))) *m w)) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: constant_left
    | exact: constant_left]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((P^T *m P) *m (K x1)^T))) *m w))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    (((P^T *m P) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)^T))) *m w))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?;
    exact: constant_left | exact: constant_left]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)^T)) *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)^T)) *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. reflexivity. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))^T) *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. apply: in_expect
    => x_1. exact: expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1)))^T *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. exact:
    expectation_transpose. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m ((\E_(x ~ sample_law) (K_bar x))^T *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1)
    - M) *m (P^T *m P)) *m M^T))) *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. apply:
    in_transpose. apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - M) *m (P^T *m P)) *m M^T)))
    *m w)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_1. apply: in_product_0. apply:
    in_transpose. symmetry. exact: definition_of_M. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m M^T))))
    *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m ((P^T *m P) *m M^T)) - (M *m
    ((P^T *m P) *m M^T))))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m M^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T))))) *m w)).
{ apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m M^T)))) *m w)
    - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m ((P^T *m P) *m M^T)) *m w)
    - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m (((P^T *m P) *m M^T) *m w))
    - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m (((P^T *m P) *m M^T) *m w))
    - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - (((\E_(x ~ sample_law) (K_bar x)) *m (((P^T *m P) *m M^T) *m w)) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (M *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact:
    definition_of_K_bar. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((M *m (((P^T *m P) *m M^T) *m w)) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M
    *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((M *m ((P^T *m P) *m (M^T *m w))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M
    *m ((P^T *m P) *m M^T)))) *m w))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((M *m ((P^T *m P) *m (M^T *m w))) - ((M *m ((P^T *m P) *m M^T)) *m w))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: constant |
    exact: constant]). }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((M *m ((P^T *m P) *m (M^T *m w))) - (M *m (((P^T *m P) *m M^T) *m w)))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m
    ((P^T *m P) *m (M^T *m w)))) - ((M *m ((P^T *m P) *m (M^T *m w))) - (M *m ((P^T *m P) *m (M^T *m w))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_1. symmetry. exact: product_associative. }
apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K
    x1)^T)))) *m w); (M *m ((P^T *m P) *m (M^T *m w)))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One
    (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

(** byol-ema#difference (in part): E{x}[(K̄(x) - M) Pᵀ (H̄(x) - N)ᵀ] v - E{x,x1}[(K(x1) - M) (Pᵀ P) (K(x1) -
    M)ᵀ] w - (E{x}[K̄(x) Pᵀ H̄(x)ᵀ] v - E{x,x1}[K(x1) (Pᵀ P) K(x1)ᵀ] w) = -M Pᵀ (Nᵀ v - P Mᵀ w) *)
Theorem difference :
  ((((\E_(x ~ sample_law) (((K_bar x) - M) *m (P^T *m ((H_bar x) - N)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)) - (((\E_(x ~ sample_law) ((K_bar x) *m (P^T
    *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m
    w)))
  = (- (M *m (P^T *m ((N^T *m v) - (P *m (M^T *m w)))))).
Proof.
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((P^T *m P) *m ((K x1) - M)^T)))) *m w)) - (((\E_(x ~
    sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    ((P^T *m P) *m (K x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_sum_0. exact: cross_covariance. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - (M *m (P^T *m (N^T *m v)))) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w) - (M *m ((P^T *m P) *m
    (M^T *m w))))) - (((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_sum_1. exact: total_covariance. }
transitivity (- ((M *m (P^T *m (N^T *m v))) - (M *m ((P^T *m P) *m (M^T *m w))))).
{ apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (P^T *m (H_bar x)^T))) *m v); (M *m (P^T
    *m (N^T *m v))); ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((P^T *m P) *m (K x1)^T)))) *m w); (M *m
    ((P^T *m P) *m (M^T *m w)))] (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg
    (Atom F 3))) Neg (Plus One (Atom F 0) Neg (Atom F 2))) (Times Neg (Plus One (Atom F 1) Neg (Atom F 3)))). same_totals
    two. }
transitivity (- (M *m ((P^T *m (N^T *m v)) - ((P^T *m P) *m (M^T *m w))))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (- (M *m ((P^T *m (N^T *m v)) - (P^T *m (P *m (M^T *m w)))))).
{ apply: in_scale. apply: in_product_1. apply: in_sum_1. symmetry. exact: product_associative. }
apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_right.
Qed.

End with_the_zero_mean_theory.
