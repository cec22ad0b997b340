(* Made from byol_shrinkage.derivation by `formal --write`. Do not edit. *)
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

(** byol-shrinkage#zero-mean-output (in part): f(x1) - E{x,x1}[f(x1)] = (K(x1) - M)ᵀ w *)
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

(** byol-shrinkage#zero-mean-derivative (in part): d(f(x1) - E{x,x1}[f(x1)]) = (K(x1) - M)ᵀ d(w) *)
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
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis reversibility :
  forall (x1 : view), (f_hat x1)
  = ((G x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f_hat x1))
  = ((G x1)^T *m (differential delta w)).

(** byol-shrinkage#gradient-of-a-pair (in part): d(1/2 (f̂(x1) - t(x2))ᵀ (f̂(x1) - t(x2))) = d(w)ᵀ G(x1)
    (G(x1)ᵀ w - t(x2)) *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) (((f_hat x1) - (t x2))^T *m ((f_hat
    x1) - (t x2)))))
  = ((differential delta w)^T *m ((G x1) *m (((G x1)^T *m w) - (t x2)))).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((f_hat x1) - (t x2))^T *m ((f_hat x1) - (t x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f_hat x1) - (t x2))^T) *m ((f_hat x1) - (t x2))) +
    (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))) +
    (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))^T^T) +
    (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (scale (Num ((1 / 2%:R))) ((((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))^T +
    (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) ((((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))) +
    (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))) (Num ((1
    / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))).
{ apply: (@same_summands F R 1 1 [:: (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))] (Times
    (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom
    F 0))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))^T (Num
    ((1 / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))).
{ apply: in_sum_0. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))^T^T) (Num
    ((1 / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))).
{ apply: in_sum_0. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))) (Num ((1
    / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2))))).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))) (Num ((1
    / 2%:R))) (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))) (Num ((1
    / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))) (Num ((1
    / 2%:R))) ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2)))] (Plus
    (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2)))^T.
{ exact: transpose_of_number. }
transitivity ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2)))^T^T.
{ apply: in_transpose. exact: transpose_of_number. }
transitivity (((f_hat x1) - (t x2))^T *m (differential delta ((f_hat x1) - (t x2)))^T^T)^T.
{ apply: in_transpose. exact: transpose_product. }
transitivity ((differential delta ((f_hat x1) - (t x2)))^T^T^T *m ((f_hat x1) - (t x2))^T^T).
{ exact: transpose_product. }
transitivity ((differential delta ((f_hat x1) - (t x2)))^T *m ((f_hat x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: transpose_twice. }
transitivity (((differential delta (f_hat x1)) - (differential delta (t x2)))^T *m ((f_hat x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta (f_hat x1))^T - (differential delta (t x2))^T) *m ((f_hat x1) - (t x2))^T^T).
{ apply: in_product_0. exact: transpose_sum. }
transitivity ((((G x1)^T *m (differential delta w))^T - (differential delta (t x2))^T) *m ((f_hat x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_sum_0. apply: in_transpose. exact: derivative. }
transitivity ((((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))^T^T) - ((differential delta (t x2))^T
    *m ((f_hat x1) - (t x2))^T^T)).
{ exact: product_sum_left. }
transitivity ((((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))) - ((differential delta (t x2))^T *m
    ((f_hat x1) - (t x2))^T^T)).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))) - ((0 : 'M[R]_(dim_q, 1))^T *m
    ((f_hat x1) - (t x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. apply: differential_constant; does_not_vary. }
transitivity ((((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))) - ((0 : 'M[R]_(1, dim_q)) *m ((f_hat
    x1) - (t x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_zero. }
transitivity ((((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_left. }
transitivity (((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: (((G x1)^T *m (differential delta w))^T *m ((f_hat x1) - (t x2)))] (Plus One
    (Atom F 0) Neg (Nothing F)) (Atom F 0)). same_totals two. }
transitivity (((differential delta w)^T *m (G x1)^T^T) *m ((f_hat x1) - (t x2))).
{ apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta w)^T *m (G x1)) *m ((f_hat x1) - (t x2))).
{ apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((differential delta w)^T *m ((G x1) *m ((f_hat x1) - (t x2)))).
{ symmetry. exact: product_associative. }
apply: in_product_1. apply: in_product_1. apply: in_sum_0. exact: reversibility.
Qed.

(** byol-shrinkage#gradient (in part): d(E{x,x1,x2}[1/2 (f̂(x1) - t(x2))ᵀ (f̂(x1) - t(x2))]) = -d(w)ᵀ
    E{x,x1,x2}[G(x1) (t(x2) - G(x1)ᵀ w)] *)
Theorem gradient :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    (((f_hat x1) - (t x2))^T *m ((f_hat x1) - (t x2))))))))
  = (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m
    ((t x2) - ((G x1)^T *m w)))))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) (((f_hat x1) - (t x2))^T *m ((f_hat x1) - (t x2)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((G
    x1) *m (((G x1)^T *m w) - (t x2))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (((G x1)^T *m w) - (t x2))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | exact: constant_left]). }
transitivity ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m ((G x1)^T *m w)) - ((G x1) *m (t x2))))))).
{ apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_right. }
transitivity ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m ((G x1)^T *m w))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m (t
    x2))))))).
{ apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m ((G x1)^T *m w)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((G x1) *m (t x2))))))).
{ exact: product_sum_right. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((G
    x1) *m (G x1)^T) *m w))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((G x1) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    exact: product_associative. }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G
    x1) *m (G x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((G x1) *m (t x2))))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (t x2)))))) - ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((G x1) *m (G x1)^T)))) *m w)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((G x1) *m (G x1)^T)))) *m w)); ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m (t x2))))))] (Plus One (Atom F 0) Neg (Atom F 1)) (Times Neg (Plus
    One (Atom F 1) Neg (Atom F 0)))). same_totals two. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (((G x1) *m (G x1)^T) *m w))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]).
    }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((G x1) *m ((G x1)^T *m w)))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. symmetry. exact: product_associative. }
transitivity (- ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((G x1) *m (t x2))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((G x1) *m ((G x1)^T *m
    w)))))))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((G x1) *m (t x2)) - ((G x1) *m ((G x1)^T *m w)))))))).
{ apply: in_scale. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: product_sum_right.
Qed.

End gradient_theory.

(* at equal weights *)

Section at_equal_weights_theory.

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
Variable w : 'M[R]_(dim_n, 1).
Variable c : 'M[R]_(dim_q, 1).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).

(** byol-shrinkage#within (in part): E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ] = E{x,x1}[K(x1) K(x1)ᵀ] -
    E{x}[K̄(x) K̄(x)ᵀ] *)
Theorem within :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T)))
  = ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x) *m (K_bar
    x)^T))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1)^T - (K_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((K x1) - (K_bar x)) *m (K x1)^T) - (((K x1) - (K_bar x))
    *m (K_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (K x1)^T))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (K_bar x)^T)))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m (K x1)^T) - ((K_bar x) *m (K x1)^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((K_bar x) *m (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m
    (K_bar x)^T)))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (\E_(x1 ~ (view_law x)) (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m
    (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (\E_(x1 ~ (view_law x)) (K x1))^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m
    (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m (K_bar x)^T) - ((K_bar x) *m (K_bar
    x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K_bar x)^T))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (K x1)) *m (K_bar x)^T)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) ((K_bar x) *m (K_bar
    x)^T)))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => ?; exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T)));
    (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom
    F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

(** byol-shrinkage#without-zero-mean (in part): E{x,x1,x2}[K(x1) (K(x2)ᵀ w - K(x1)ᵀ w)] = -E{x,x1}[(K(x1) -
    K̄(x)) (K(x1) - K̄(x))ᵀ] w *)
Theorem without_zero_mean :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (((K x2)^T *m w) - ((K x1)^T *m
    w))))))
  = (- ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m ((K x2)^T *m w)) - ((K
    x1) *m ((K x1)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (K x2)^T) *m w)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T))) *m w)) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (K x1)) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) *m w) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) *m w) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x1 ~ (view_law x)) (K x1)^T))) *m w) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x1 ~ (view_law x)) (K x1))^T)) *m w) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: in_sum_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m ((K x1)^T *m w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m ((K x1)^T *m w))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (((K x1) *m (K x1)^T) *m w)))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m (K x1)^T))) *m w)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (- (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) *m w) - ((\E_(x ~ sample_law)
    ((K_bar x) *m (K_bar x)^T)) *m w))).
{ apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w); ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) *m w)] (Plus One (Atom F 0) Neg (Atom F 1)) (Times Neg
    (Plus One (Atom F 1) Neg (Atom F 0)))). same_totals two. }
transitivity (- (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar
    x) *m (K_bar x)^T))) *m w)).
{ apply: in_scale. symmetry. exact: product_sum_left. }
apply: in_scale. apply: in_product_0. symmetry. exact: within.
Qed.

(** byol-shrinkage#the-constant-does-not-matter (in part): E{x,x1}[(K(x1) - M) (Mᵀ w - c)] = 0{n,1} *)
Theorem the_constant_does_not_matter :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((M^T *m w) - c))))
  = (0 : 'M[R]_(dim_n, 1)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) *m ((M^T *m w) - c)) - (M *m ((M^T *m w) - c))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m ((M^T *m w) - c)))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (M *m ((M^T *m w) - c))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m ((M^T *m w) - c)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (M *m ((M^T *m w) - c))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))) *m ((M^T *m w) - c)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (M *m ((M^T *m w) - c))))).
{ apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (K_bar x)) *m ((M^T *m w) - c)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M
    *m ((M^T *m w) - c))))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity ((M *m ((M^T *m w) - c)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((M^T *m w) - c))))).
{ apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((M *m (M^T *m w)) - (M *m c)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((M^T *m w) -
    c))))).
{ apply: in_sum_0. exact: product_sum_right. }
transitivity (((M *m (M^T *m w)) - (M *m c)) - (M *m ((M^T *m w) - c))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant]). }
transitivity (((M *m (M^T *m w)) - (M *m c)) - ((M *m (M^T *m w)) - (M *m c))).
{ apply: in_sum_1. exact: product_sum_right. }
apply: (@same_summands F R dim_n 1 [:: (M *m (M^T *m w)); (M *m c)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1))
    Neg (Plus One (Atom F 0) Neg (Atom F 1))) (Nothing F)). same_totals two.
Qed.

(** byol-shrinkage#the-mean-does-not-matter (in part): E{x,x1,x2}[M (K(x2)ᵀ w - K(x1)ᵀ w)] = 0{n,1} *)
Theorem the_mean_does_not_matter :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (((K x2)^T *m w) - ((K x1)^T *m w))))))
  = (0 : 'M[R]_(dim_n, 1)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (((K x2)^T *m w) - ((K x1)^T
    *m w)))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((M *m ((K x2)^T *m w)) - (M *m ((K
    x1)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) (M *m ((K x2)^T *m w))) - (\E_(x2
    ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K
    x2)^T *m w)))) - (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_0. symmetry. (etransitivity; [exact: exchange |
    apply: in_expect => ?; exact: constant]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K
    x2)^T *m w)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m
    w)))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x2)^T *m w)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m
    w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K
    x2)^T)) *m w)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m
    w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. (etransitivity; [apply:
    in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K
    x2)^T)) *m w)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m
    w)))))).
{ apply: in_sum_0. reflexivity. }
transitivity ((\E_(x ~ sample_law) (M *m ((\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x2)^T)) *m w))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: constant. }
transitivity ((\E_(x ~ sample_law) (M *m (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2)^T *m w))))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?;
    exact: constant_right | exact: constant_right]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x2)^T *m w))))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_left]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x2)^T *m w))))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x2 ~ (view_law x)) (M *m ((K x2)^T *m w)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect
    => ?; exact: constant]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((K x1)^T *m w)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w))))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity ((M *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1)^T *m w))))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1)^T))) *m w)) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m ((K x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_transpose | exact: expectation_transpose]) | exact:
    expectation_transpose]). }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (M *m ((K x1)^T *m w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: constant. }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (M *m
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)^T *m w))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (M *m
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1)^T *m w)))))).
{ apply: in_sum_1. apply: in_product_1. symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (M *m
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1)^T))) *m w))).
{ apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity ((M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w)) - (M *m
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K x1))))^T *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_transpose | exact: expectation_transpose]) | exact:
    expectation_transpose]). }
apply: (@same_summands F R dim_n 1 [:: (M *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (K
    x1))))^T *m w))] (Plus One (Atom F 0) Neg (Atom F 0)) (Nothing F)). same_totals two.
Qed.

(** byol-shrinkage#zero-mean (in part): E{x,x1,x2}[(K(x1) - M) (K(x2)ᵀ w - K(x1)ᵀ w)] = -E{x,x1}[(K(x1) - K̄(x))
    (K(x1) - K̄(x))ᵀ] w *)
Theorem zero_mean :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (((K x2)^T *m w) - ((K x1)^T
    *m w))))))
  = (- ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (((K x2)^T *m w) - ((K
    x1)^T *m w))) - (M *m (((K x2)^T *m w) - ((K x1)^T *m w))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (((K x2)^T *m w) - ((K
    x1)^T *m w)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (((K x2)^T *m w) - ((K
    x1)^T *m w))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m ((K x2)^T *m w)) - ((K
    x1) *m ((K x1)^T *m w)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (((K x2)^T
    *m w) - ((K x1)^T *m w))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (M *m (((K x2)^T *m w) - ((K x1)^T *m w))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))) - (0 :
    'M[R]_(dim_n, 1))).
{ apply: in_sum_1. exact: the_mean_does_not_matter. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))).
{ apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1)
    *m ((K x2)^T *m w))))); (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m
    w)))))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Nothing F)) (Plus One (Atom F 0) Neg (Atom F 1))).
    same_totals two. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m ((K x2)^T *m w)) - ((K
    x1) *m ((K x1)^T *m w)))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum |
    exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (((K x2)^T *m w) - ((K
    x1)^T *m w)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. symmetry. exact: product_sum_right. }
exact: without_zero_mean.
Qed.

(** byol-shrinkage#residual (in part): K(x2)ᵀ w - c - (K(x1) - M)ᵀ w = K(x2)ᵀ w - K(x1)ᵀ w + (Mᵀ w - c) *)
Theorem residual :
  forall (x1 : view) (x2 : view), ((((K x2)^T *m w) - c) - (((K x1) - M)^T *m w))
  = ((((K x2)^T *m w) - ((K x1)^T *m w)) + ((M^T *m w) - c)).
Proof.
move=> x1 x2.
transitivity ((((K x2)^T *m w) - c) - (((K x1)^T - M^T) *m w)).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_sum. }
transitivity ((((K x2)^T *m w) - c) - (((K x1)^T *m w) - (M^T *m w))).
{ apply: in_sum_1. exact: product_sum_left. }
apply: (@same_summands F R dim_q 1 [:: ((K x2)^T *m w); c; ((K x1)^T *m w); (M^T *m w)] (Plus One (Plus One (Atom F
    0) Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg (Atom F 3))) (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) One (Plus
    One (Atom F 3) Neg (Atom F 1)))). same_totals two.
Qed.

(** byol-shrinkage#zero-mean-online (in part): E{x,x1,x2}[(K(x1) - M) (K(x2)ᵀ w - c - (K(x1) - M)ᵀ w)] =
    -E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ] w *)
Theorem zero_mean_online :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m ((((K x2)^T *m w) - c) - (((K
    x1) - M)^T *m w))))))
  = (- ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (\E_(x2 ~ (view_law x)) ((((K x2)^T *m w)
    - c) - (((K x1) - M)^T *m w)))))).
{ apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m (\E_(x2 ~ (view_law x)) ((((K x2)^T *m w)
    - ((K x1)^T *m w)) + ((M^T *m w) - c)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_expect => x2_3. exact: residual. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m ((((K x2)^T *m w)
    - ((K x1)^T *m w)) + ((M^T *m w) - c)))))).
{ symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - M) *m (((K x2)^T *m w)
    - ((K x1)^T *m w))) + (((K x1) - M) *m ((M^T *m w) - c)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (((K x2)^T *m w)
    - ((K x1)^T *m w)))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m ((M^T
    *m w) - c)))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - M) *m (((K x2)^T *m w)
    - ((K x1)^T *m w)))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((M^T *m w) - c))))).
{ apply: in_sum_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity ((- ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m
    w)) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((M^T *m w) - c))))).
{ apply: in_sum_0. exact: zero_mean. }
transitivity ((- (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar
    x) *m (K_bar x)^T))) *m w)) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - M) *m ((M^T *m w) - c))))).
{ apply: in_sum_0. apply: in_scale. apply: in_product_0. exact: within. }
transitivity ((- (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar
    x) *m (K_bar x)^T))) *m w)) + (0 : 'M[R]_(dim_n, 1))).
{ apply: in_sum_1. exact: the_constant_does_not_matter. }
transitivity (- (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar
    x) *m (K_bar x)^T))) *m w)).
{ apply: (@same_summands F R dim_n 1 [:: (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) -
    (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w)] (Plus One (Times Neg (Atom F 0)) One (Nothing F)) (Times Neg
    (Atom F 0))). same_totals two. }
apply: in_scale. apply: in_product_0. symmetry. exact: within.
Qed.

End at_equal_weights_theory.
