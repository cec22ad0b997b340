(* Made from covariance_operator.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* both branches *)

Section both_branches_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable beta : F.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K : forall value_0, fixed delta (K value_0).
#[local] Hint Resolve fixed_K : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable r : view -> view -> 'M[R]_(1, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable M : 'M[R]_(dim_n, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((K x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((K x1)^T *m (differential delta w)).
Hypothesis definition_of_r :
  forall (x1 : view) (x2 : view), (r x1 x2)
  = (scale (Num ((1 / 2%:R))) (((f x1) - (f x2))^T *m ((f x1) - (f x2)))).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Let fixed_K_bar : forall (x : sample), fixed delta (K_bar x).
Proof. move=> x; apply: (fixed_differential (definition_of_K_bar x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_K_bar : fixed.
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.

(** covariance-operator#gradient-of-a-pair (in part): d(r(x1,x2)) = d(w)ᵀ ((K(x1) - K(x2)) (K(x1) - K(x2))ᵀ) w *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta w)^T *m ((((K x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w)).
Proof.
move=> x1 x2.
transitivity (differential delta (scale (Num ((1 / 2%:R))) (((f x1) - (f x2))^T *m ((f x1) - (f x2))))).
{ apply: in_differential. exact: definition_of_r. }
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((f x1) - (f x2))^T *m ((f x1) - (f x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f x1) - (f x2))^T) *m ((f x1) - (f x2))) + (((f x1) -
    (f x2))^T *m (differential delta ((f x1) - (f x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))) + (((f x1) -
    (f x2))^T *m (differential delta ((f x1) - (f x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))) (Num ((1 /
    2%:R))) (((f x1) - (f x2))^T *m (differential delta ((f x1) - (f x2))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))); (((f x1) - (f
    x2))^T *m (differential delta ((f x1) - (f x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 1)))
    (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 1))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))) (Num ((1 /
    2%:R))) (((f x1) - (f x2))^T *m (differential delta ((f x1) - (f x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))) (Num ((1 /
    2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))) (Num ((1 /
    2%:R))) ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f x1) - (f x2)))^T *m ((f x1) - (f x2)))] (Plus (Num ((1
    / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta (f x1)) - (differential delta (f x2)))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity ((((K x1)^T *m (differential delta w)) - (differential delta (f x2)))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: derivative. }
transitivity ((((K x1)^T *m (differential delta w)) - ((K x2)^T *m (differential delta w)))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative. }
transitivity ((((K x1)^T *m (differential delta w)) - ((K x2)^T *m (differential delta w)))^T *m (((K x1)^T *m w) -
    (f x2))).
{ apply: in_product_1. apply: in_sum_0. exact: reversibility. }
transitivity ((((K x1)^T *m (differential delta w)) - ((K x2)^T *m (differential delta w)))^T *m (((K x1)^T *m w) -
    ((K x2)^T *m w))).
{ apply: in_product_1. apply: in_sum_1. exact: reversibility. }
transitivity ((((K x1)^T - (K x2)^T) *m (differential delta w))^T *m (((K x1)^T *m w) - ((K x2)^T *m w))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity ((((K x1) - (K x2))^T *m (differential delta w))^T *m (((K x1)^T *m w) - ((K x2)^T *m w))).
{ apply: in_product_0. apply: in_transpose. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity ((((K x1) - (K x2))^T *m (differential delta w))^T *m (((K x1)^T - (K x2)^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((((K x1) - (K x2))^T *m (differential delta w))^T *m (((K x1) - (K x2))^T *m w)).
{ apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((differential delta w)^T *m ((K x1) - (K x2))^T^T) *m (((K x1) - (K x2))^T *m w)).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta w)^T *m (((K x1) - (K x2))^T^T *m (((K x1) - (K x2))^T *m w))).
{ symmetry. exact: product_associative. }
transitivity ((differential delta w)^T *m (((K x1) - (K x2)) *m (((K x1) - (K x2))^T *m w))).
{ apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
apply: in_product_1. exact: product_associative.
Qed.

(** covariance-operator#attraction (in part): E{x,x1,x2}[(K(x1) - K(x2)) (K(x1) - K(x2))ᵀ] = 2 E{x,x1}[K(x1)
    K(x1)ᵀ] - 2 E{x}[K̄(x) K̄(x)ᵀ] *)
Theorem attraction :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m ((K x1) - (K x2))^T))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~
    sample_law) ((K_bar x) *m (K_bar x)^T))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m ((K x1) - (K
    x2))^T)))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m ((K x1)^T -
    (K x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact:
    transpose_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K x1) - (K x2)) *m (K x1)^T) -
    (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x1)^T)) -
    (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x1)^T))))
    - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x1)^T))))
    - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (K x1)^T) - ((K x2) *m
    (K x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K
    x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x1)^T)))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((\E_(x2 ~
    (view_law x)) (K x2)) *m (\E_(x1 ~ (view_law x)) (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (((K x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (\E_(x1 ~ (view_law x)) (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (\E_(x2 ~ (view_law x)) (K x2)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (\E_(x2 ~ (view_law x)) (K x2))^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m (K x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K
    x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m (K
    x2)^T))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (K x2)^T) - ((K
    x2) *m (K x2)^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x2)^T)))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (K x1)) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact:
    constant_left | apply: in_expect => ?; exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x2 ~ (view_law x)) (K x2))^T)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (K x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x2) *m (K x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x2 ~ (view_law x))
    ((K x2) *m (K x2)^T))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x)
    *m (K_bar x)^T))) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m (K x1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T)));
    (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom
    F 1) Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** covariance-operator#repulsion (in part): E{x,y,x1,y1}[(K(x1) - K(y1)) (K(x1) - K(y1))ᵀ] = 2 E{x,x1}[K(x1)
    K(x1)ᵀ] - 2 M Mᵀ *)
Theorem repulsion :
  (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((K
    x1) - (K y1))^T)))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) (Num ((- 2%:R))) (M *m
    M^T)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m ((K x1) - (K y1))^T))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m
    ((K x1) - (K y1))^T) - ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(y1 ~ (view_law y)) ((K x1) *m
    ((K x1) - (K y1))^T)) - (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    ((K x1) - (K y1))^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((K y1) *m ((K x1) - (K y1))^T)))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    ((K x1) - (K y1))^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    ((K x1)^T - (K y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law
    y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m
    (K x1)^T) - ((K x1) *m (K y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (K x1)^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (K y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m
    ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (K y1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (K y1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - ((\E_(y ~ sample_law) (K_bar y))
    *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. apply: in_expect => y_1. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(y ~ sample_law)
    (\E_(y1 ~ (view_law y)) (K y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (K x1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (K x1))^T))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (K x1)))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K y1) *m ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m (\E_(x ~ sample_law)
    (K_bar x))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m
    ((K x1) - (K y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K
    y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1) - (K
    y1))^T)))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m ((K x1)^T - (K
    y1)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. apply: in_product_1. exact: transpose_sum. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K y1) *m (K x1)^T) - ((K y1) *m
    (K y1)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K x1)^T))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K x1)^T))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1))) *m (\E_(x1 ~ (view_law x)) (K x1)^T))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: exchange
    | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: constant_left | (etransitivity; [apply:
    in_expect => ?; exact: constant_right | exact: constant_right])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1))) *m (\E_(x1 ~ (view_law x)) (K x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) (K y1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) (K y1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (K_bar y)) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (K x1))^T)) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. apply: in_expect => y_1. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (K x1))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (K x1)))^T) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (K_bar x))^T) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((K y1) *m (K y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (K
    y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) ((K y1) *m (K y1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply:
    in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))); (M *m
    M^T)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 0))) (Plus (Num (2%:R))
    (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** covariance-operator#covariance-of-means (in part): E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] = E{x}[K̄(x) K̄(x)ᵀ] -
    M Mᵀ *)
Theorem covariance_of_means :
  (\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) - M)^T))
  = ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)).
Proof.
transitivity (\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x)^T - M^T))).
{ apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity (\E_(x ~ sample_law) ((((K_bar x) - M) *m (K_bar x)^T) - (((K_bar x) - M) *m M^T))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (((K_bar x) - M) *m
    M^T))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) - (M *m (K_bar x)^T))) - (\E_(x ~ sample_law) (((K_bar
    x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (M *m (K_bar x)^T))) - (\E_(x
    ~ sample_law) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m (\E_(x ~ sample_law) (K_bar x)^T))) - (\E_(x
    ~ sample_law) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m (\E_(x ~ sample_law) (K_bar x))^T)) - (\E_(x
    ~ sample_law) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (\E_(x ~ sample_law) (((K_bar x) - M)
    *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (\E_(x ~ sample_law) (((K_bar x) *m
    M^T) - (M *m M^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((\E_(x ~ sample_law) ((K_bar x) *m
    M^T)) - (\E_(x ~ sample_law) (M *m M^T)))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (((\E_(x ~ sample_law) (K_bar x)) *m
    M^T) - (\E_(x ~ sample_law) (M *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (\E_(x ~ sample_law) (M
    *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (M *m M^T))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)); (M *m M^T)] (Plus One
    (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))).
    same_totals two.
Qed.

(** covariance-operator#both-branches (in part): d(E{x,y,x1,x2,y1}[r(x1,x2) - r(x1,y1)]) = d(w)ᵀ (-2 E{x}[(K̄(x) -
    M) (K̄(x) - M)ᵀ]) w *)
Theorem both_branches :
  (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1))))))))
  = ((differential delta w)^T *m ((scale (Num ((- 2%:R))) (\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) -
    M)^T))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (differential delta ((r x1 x2) - (r x1 y1)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) |
    exact: out_of_differential]) | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((differential delta (r x1 x2)) - (differential delta (r x1 y1)))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => x2_4. apply:
    in_expect => y1_5. exact: differential_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (differential delta (r x1 x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (differential delta (r x1 y1)))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect
    => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2)))))
    - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    (differential delta (r x1 y1)))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?;
    apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2)))))
    - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (differential delta (r x1
    y1))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact:
    exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact:
    constant]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) (differential delta (r x1 y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    gradient_of_a_pair. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((K x1) - (K y1)) *m ((K x1) - (K y1))^T) *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: gradient_of_a_pair. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((K x1) - (K y1)) *m ((K x1) - (K y1))^T) *m w))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T)))) *m w)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((K x1) - (K y1)) *m ((K x1) - (K y1))^T) *m w))))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((((K x1) - (K y1)) *m ((K x1) - (K y1))^T) *m
    w))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]) | exact:
    constant_left]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T)))) *m w)) - ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((K x1) - (K y1))^T))))) *m
    w))).
{ apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right])
    | exact: constant_right]). }
transitivity (((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w)) - ((differential delta w)^T *m
    ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((K
    x1) - (K y1))^T))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_product_0. exact: attraction. }
transitivity (((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w)) - ((differential delta w)^T *m
    ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) (Num ((- 2%:R))) (M *m M^T))
    *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: repulsion. }
transitivity ((((differential delta w)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))) *m w) - ((differential delta w)^T *m
    ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T))) (Num ((- 2%:R))) (M *m M^T))
    *m w))).
{ apply: in_sum_0. exact: product_associative. }
transitivity (((sum (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) (Num ((- 2%:R))) ((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))) *m w) -
    ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K x1)^T)))
    (Num ((- 2%:R))) (M *m M^T)) *m w))).
{ apply: in_sum_0. apply: in_product_0. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)) - ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K
    x1)^T))) (Num ((- 2%:R))) (M *m M^T)) *m w))).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)) - (((differential delta w)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K
    x1)^T))) (Num ((- 2%:R))) (M *m M^T))) *m w)).
{ apply: in_sum_1. exact: product_associative. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)) - ((sum (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K
    x1)^T)))) (Num ((- 2%:R))) ((differential delta w)^T *m (M *m M^T))) *m w)).
{ apply: in_sum_1. apply: in_product_0. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)) - (sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K
    x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (M *m M^T)) *m w))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)) - (sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (K
    x1)^T)))) *m w) (Num ((- 2%:R))) ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_0. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w) - ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w); (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w);
    ((((differential delta w)^T *m M) *m M^T) *m w)] (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))
    Neg (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 2))) (Times (Num ((- 2%:R))) (Plus One (Atom F 1) Neg
    (Atom F 2)))). same_totals two. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    *m w)) - ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    *m w)) - (((differential delta w)^T *m (M *m M^T)) *m w))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    *m w)) - ((differential delta w)^T *m ((M *m M^T) *m w)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((differential delta w)^T *m (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    *m w) - ((M *m M^T) *m w)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (scale (Num ((- 2%:R))) ((differential delta w)^T *m (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    - (M *m M^T)) *m w))).
{ apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((differential delta w)^T *m (scale (Num ((- 2%:R))) (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    - (M *m M^T)) *m w))).
{ symmetry. exact: product_scale_right. }
transitivity ((differential delta w)^T *m ((scale (Num ((- 2%:R))) ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))
    - (M *m M^T))) *m w)).
{ apply: in_product_1. symmetry. exact: product_scale_left. }
apply: in_product_1. apply: in_product_0. apply: in_scale. symmetry. exact: covariance_of_means.
Qed.

(** covariance-operator#spread-within (in part): E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ] = E{x,x1}[K(x1)
    K(x1)ᵀ] - E{x}[K̄(x) K̄(x)ᵀ] *)
Theorem spread_within :
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

(** covariance-operator#attraction-by-itself (in part): d(E{x,x1,x2}[r(x1,x2)]) = d(w)ᵀ (2 E{x,x1}[(K(x1) - K̄(x))
    (K(x1) - K̄(x))ᵀ]) w *)
Theorem attraction_by_itself :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (r x1 x2)))))
  = ((differential delta w)^T *m ((scale (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar
    x)) *m ((K x1) - (K_bar x))^T)))) *m w)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | exact: constant_left]). }
transitivity ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) - (K x2)) *m ((K x1) - (K x2))^T)))) *m w)).
{ apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w)).
{ apply: in_product_1. apply: in_product_0. exact: attraction. }
transitivity (((differential delta w)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))) *m w).
{ exact: product_associative. }
transitivity ((sum (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) (Num ((- 2%:R))) ((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))) *m
    w).
{ apply: in_product_0. exact: product_sum_right. }
transitivity (sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m
    (K x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))
    *m w)).
{ exact: product_sum_left. }
transitivity (scale (Num (2%:R)) ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T)))) *m w) - (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w); (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w)]
    (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1)) (Times (Num (2%:R)) (Plus One (Atom F 0) Neg (Atom F
    1)))). same_totals two. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) *m w)) - (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) *m w)) - ((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) *m w) - ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w))).
{ apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((differential delta w)^T *m (scale (Num (2%:R)) (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T))) *m w))).
{ symmetry. exact: product_scale_right. }
transitivity ((differential delta w)^T *m ((scale (Num (2%:R)) ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (K x1)^T))) - (\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)))) *m w)).
{ apply: in_product_1. symmetry. exact: product_scale_left. }
apply: in_product_1. apply: in_product_0. apply: in_scale. symmetry. exact: spread_within.
Qed.

(** covariance-operator#loss-with-beta (in part): d(E{x,y,x1,x2,y1}[r(x1,x2) - r(x1,y1)] + β E{x,x1,x2}[r(x1,x2)]) =
    -d(w)ᵀ (2 E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] - 2 β E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ]) w *)
Theorem loss_with_beta :
  (differential delta (sum One (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1))))))) (Num (beta)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (r x1 x2))))))
  = (- ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) - M)^T))
    (Num ((- 2%:R) * beta)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar
    x))^T)))) *m w))).
Proof.
transitivity (sum One (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1)))))))) (Num (beta)) (differential delta (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (r x1 x2)))))).
{ exact: differential_sum. }
transitivity (sum One ((differential delta w)^T *m ((scale (Num ((- 2%:R))) (\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T))) *m w)) (Num (beta)) (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (r x1 x2)))))).
{ apply: in_sum_0. exact: both_branches. }
transitivity (sum One ((differential delta w)^T *m ((scale (Num ((- 2%:R))) (\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T))) *m w)) (Num (beta)) ((differential delta w)^T *m ((scale (Num (2%:R)) (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T)))) *m w))).
{ apply: in_sum_1. exact: attraction_by_itself. }
transitivity (sum One ((differential delta w)^T *m (scale (Num ((- 2%:R))) ((\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T)) *m w))) (Num (beta)) ((differential delta w)^T *m ((scale (Num (2%:R)) (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. exact: product_scale_left. }
transitivity (sum One (scale (Num ((- 2%:R))) ((differential delta w)^T *m ((\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T)) *m w))) (Num (beta)) ((differential delta w)^T *m ((scale (Num (2%:R)) (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T)))) *m w))).
{ apply: in_sum_0. exact: product_scale_right. }
transitivity (sum One (scale (Num ((- 2%:R))) ((differential delta w)^T *m ((\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T)) *m w))) (Num (beta)) ((differential delta w)^T *m (scale (Num (2%:R)) ((\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)))).
{ apply: in_sum_1. apply: in_product_1. exact: product_scale_left. }
transitivity (sum One (scale (Num ((- 2%:R))) ((differential delta w)^T *m ((\E_(x ~ sample_law) (((K_bar x) - M) *m
    ((K_bar x) - M)^T)) *m w))) (Num (beta)) (scale (Num (2%:R)) ((differential delta w)^T *m ((\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)))).
{ apply: in_sum_1. exact: product_scale_right. }
transitivity (- (sum (Num (2%:R)) ((differential delta w)^T *m ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) -
    M)^T)) *m w)) (Num ((- 2%:R) * beta)) ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K
    x1) - (K_bar x)) *m ((K x1) - (K_bar x))^T))) *m w)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta w)^T *m ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar
    x) - M)^T)) *m w)); ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x))
    *m ((K x1) - (K_bar x))^T))) *m w))] (Plus One (Times (Num ((- 2%:R))) (Atom F 0)) (Num (beta)) (Times (Num (2%:R))
    (Atom F 1))) (Times Neg (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R) * beta)) (Atom F 1)))). same_totals two. }
transitivity (- ((differential delta w)^T *m (sum (Num (2%:R)) ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) -
    M)^T)) *m w) (Num ((- 2%:R) * beta)) ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((K x1) - (K_bar x)) *m ((K x1) -
    (K_bar x))^T))) *m w)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_left.
Qed.

End both_branches_theory.

(* one branch *)

Section one_branch_theory.

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
Variable r : view -> view -> 'M[R]_(1, 1).
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((K x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((K x1)^T *m (differential delta w)).
Hypothesis definition_of_r :
  forall (x1 : view) (x2 : view), (r x1 x2)
  = (scale (Num ((1 / 2%:R))) (((f x1) - (t x2))^T *m ((f x1) - (t x2)))).

(** covariance-operator#gradient-of-a-constant-pair (in part): d(r(x1,x2)) = d(w)ᵀ K(x1) (f(x1) - t(x2)) *)
Theorem gradient_of_a_constant_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta w)^T *m ((K x1) *m ((f x1) - (t x2)))).
Proof.
move=> x1 x2.
transitivity (differential delta (scale (Num ((1 / 2%:R))) (((f x1) - (t x2))^T *m ((f x1) - (t x2))))).
{ apply: in_differential. exact: definition_of_r. }
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((f x1) - (t x2))^T *m ((f x1) - (t x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f x1) - (t x2))^T) *m ((f x1) - (t x2))) + (((f x1) -
    (t x2))^T *m (differential delta ((f x1) - (t x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))) + (((f x1) -
    (t x2))^T *m (differential delta ((f x1) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))) (Num ((1 /
    2%:R))) (((f x1) - (t x2))^T *m (differential delta ((f x1) - (t x2))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))); (((f x1) - (t
    x2))^T *m (differential delta ((f x1) - (t x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 1)))
    (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 1))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))) (Num ((1 /
    2%:R))) (((f x1) - (t x2))^T *m (differential delta ((f x1) - (t x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))) (Num ((1 /
    2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))) (Num ((1 /
    2%:R))) ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2)))] (Plus (Num ((1
    / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2)))^T.
{ exact: transpose_of_number. }
transitivity ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2)))^T^T.
{ apply: in_transpose. exact: transpose_of_number. }
transitivity (((f x1) - (t x2))^T *m (differential delta ((f x1) - (t x2)))^T^T)^T.
{ apply: in_transpose. exact: transpose_product. }
transitivity ((differential delta ((f x1) - (t x2)))^T^T^T *m ((f x1) - (t x2))^T^T).
{ exact: transpose_product. }
transitivity ((differential delta ((f x1) - (t x2)))^T *m ((f x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: transpose_twice. }
transitivity (((differential delta (f x1)) - (differential delta (t x2)))^T *m ((f x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta (f x1))^T - (differential delta (t x2))^T) *m ((f x1) - (t x2))^T^T).
{ apply: in_product_0. exact: transpose_sum. }
transitivity ((((K x1)^T *m (differential delta w))^T - (differential delta (t x2))^T) *m ((f x1) - (t x2))^T^T).
{ apply: in_product_0. apply: in_sum_0. apply: in_transpose. exact: derivative. }
transitivity ((((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))^T^T) - ((differential delta (t x2))^T *m
    ((f x1) - (t x2))^T^T)).
{ exact: product_sum_left. }
transitivity ((((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))) - ((differential delta (t x2))^T *m ((f
    x1) - (t x2))^T^T)).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))) - ((0 : 'M[R]_(dim_q, 1))^T *m ((f x1) -
    (t x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. apply: differential_constant; does_not_vary. }
transitivity ((((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))) - ((0 : 'M[R]_(1, dim_q)) *m ((f x1) - (t
    x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_zero. }
transitivity ((((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_left. }
transitivity (((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: (((K x1)^T *m (differential delta w))^T *m ((f x1) - (t x2)))] (Plus One (Atom F
    0) Neg (Nothing F)) (Atom F 0)). same_totals two. }
transitivity (((differential delta w)^T *m (K x1)^T^T) *m ((f x1) - (t x2))).
{ apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta w)^T *m (K x1)) *m ((f x1) - (t x2))).
{ apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
symmetry. exact: product_associative.
Qed.

(** covariance-operator#gradient-of-one-branch (in part): d(E{x,y,x1,x2,y1}[r(x1,x2) - r(x1,y1)]) = -d(w)ᵀ
    E{x,y,x1,x2,y1}[K(x1) (t(x2) - t(y1))] *)
Theorem gradient_of_one_branch :
  (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1))))))))
  = (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m ((t x2) - (t y1)))))))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (differential delta ((r x1 x2) - (r x1 y1)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) |
    exact: out_of_differential]) | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((differential delta (r x1 x2)) - (differential delta (r x1 y1)))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => x2_4. apply:
    in_expect => y1_5. exact: differential_sum. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (((differential delta w)^T *m ((K x1) *m ((f x1) - (t x2)))) - (differential delta (r x1 y1)))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => x2_4. apply:
    in_expect => y1_5. apply: in_sum_0. exact: gradient_of_a_constant_pair. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (((differential delta w)^T *m ((K x1) *m ((f x1) - (t x2)))) - ((differential delta w)^T *m ((K x1) *m
    ((f x1) - (t y1)))))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => x2_4. apply:
    in_expect => y1_5. apply: in_sum_1. exact: gradient_of_a_constant_pair. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((differential delta w)^T *m ((K x1) *m ((f x1) - (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((K
    x1) *m ((f x1) - (t y1)))))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect
    => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m ((f x1) - (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((K
    x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) |
    exact: constant_left]) | exact: constant_left]) | exact: constant_left]). }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m (f x1)) - ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m
    ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3.
    apply: in_expect => x2_4. apply: in_expect => y1_5. exact: product_sum_right. }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (f x1))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m
    ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (f x1)))))))) - ((differential delta w)^T *m (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t
    x2))))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((differential delta w)^T *m ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. exact: product_sum_right. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1))))) -
    ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((K x1) *m ((f x1) - (t
    y1)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: exchange |
    apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; exact: constant | exact: constant]) | exact: constant])]). }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (f x1)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((K x1) *m ((f
    x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_1. symmetry. apply: in_expect => ?; apply: in_expect => ?;
    exact: constant. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m ((K x1)^T *m w)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m
    ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. apply: in_product_1. exact: reversibility. }
transitivity ((((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K
    x1) *m (K x1)^T) *m w))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m
    ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. exact: product_associative. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))))) - (\E_(x ~ sample_law) (\E_(y
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m
    ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: exchange |
    (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply:
    in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact:
    constant])])]). }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m ((f x1) - (t y1)))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) |
    exact: constant_left]) | exact: constant_left]) | exact: constant_left]). }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m (f x1)) - ((K x1) *m (t
    y1)))))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3.
    apply: in_expect => x2_4. apply: in_expect => y1_5. exact: product_sum_right. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (f x1))))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (t y1)))))))))).
{ apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (f x1)))))))) - ((differential
    delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. exact: product_sum_right. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m (f x1))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: exchange |
    apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; exact: constant | exact: constant]) | exact: constant])]). }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m (f x1)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. symmetry. apply: in_expect => ?; apply: in_expect => ?;
    exact: constant. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x1)^T *m w)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. apply: in_product_1. exact: reversibility. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (((K x1) *m (K x1)^T) *m w))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_expect => x2_3. exact: product_associative. }
transitivity ((((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K
    x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x1) *m (t x2))))))) - (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m (K x1)^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    ((K x1) *m (t x2)))))) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((K x1) *m (K x1)^T)))) *m w)); ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (t x2)))))); ((differential delta w)^T *m (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t
    y1))))))))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 0) Neg (Atom F 2))) (Times Neg (Plus
    One (Atom F 1) Neg (Atom F 2)))). same_totals two. }
transitivity (- (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2)))))))) - ((differential delta w)^T *m (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (t y1)))))))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; exact:
    exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact:
    constant])])]). }
transitivity (- ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m (t x2)) - ((K x1) *m (t y1)))))))))).
{ apply: in_scale. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply:
    in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3.
    apply: in_expect => x2_4. apply: in_expect => y1_5. symmetry. exact: product_sum_right.
Qed.

End one_branch_theory.

(* one branch, at equal weights *)

Section one_branch_at_equal_weights_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable t : view -> 'M[R]_(dim_q, 1).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable M : 'M[R]_(dim_n, dim_q).
Hypothesis equal_weights :
  forall (x1 : view), (t x1)
  = ((K x1)^T *m w).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).

(** covariance-operator#one-branch (in part): E{x,y,x1,x2,y1}[K(x1) (t(x2) - t(y1))] = E{x}[(K̄(x) - M) (K̄(x) -
    M)ᵀ] w *)
Theorem one_branch :
  (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((K x1) *m ((t x2) - (t y1))))))))
  = ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) - M)^T)) *m w).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (((K x1) *m (t x2)) - ((K x1) *m (t y1)))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => x2_4. apply:
    in_expect => y1_5. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((K x1) *m (t x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1)))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect
    => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (t x2))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (t y1)))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?;
    apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((K x2)^T *m w))))) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K
    x1) *m (t y1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1.
    exact: equal_weights. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (K x2)^T) *m w)))) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K
    x1) *m (t y1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K
    x1) *m (t y1)))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (t y1))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact:
    exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact:
    constant]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m ((K y1)^T *m
    w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. apply: in_product_1. exact: equal_weights. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m (K y1)^T) *m
    w)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (K x2)^T)))) *m w) -
    ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T)))))
    *m w)).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]) | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (K x1)) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T)))))
    *m w)).
{ apply: in_sum_0. apply: in_product_0. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact:
    constant_left | apply: in_expect => ?; exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x2 ~ (view_law x)) (K x2)^T))) *m w) - ((\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T))))) *m w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x1 ~ (view_law x)) (K x1)^T))) *m w) - ((\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T))))) *m w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x1 ~ (view_law x)) (K x1))^T)) *m w) - ((\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T))))) *m w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (K y1)^T))))) *m w)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (K x1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T))) *m w)).
{ apply: in_sum_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity;
    [apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right])])]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (K x1))) *m ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)) *m w))).
{ apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (K x1))) *m ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)) *m w))).
{ apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (K_bar x)) *m ((\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) (K y1)^T)) *m w))).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (K y1)^T)) *m w))).
{ apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1)^T)) *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1)))^T *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. (etransitivity; [apply: in_expect => ?; exact:
    expectation_transpose | exact: expectation_transpose]). }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1)))^T *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. reflexivity. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (K_bar x))^T *m
    w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m (M^T *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m (M^T *m w))) - ((M *m (M^T *m w)) - (M
    *m (M^T *m w)))).
{ apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w); (M *m (M^T *m w))]
    (Plus One (Atom F 0) Neg (Atom F 1)) (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg
    (Atom F 1)))). same_totals two. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (K_bar x))^T *m
    w))) - ((M *m (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. exact:
    definition_of_M. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - (M *m ((\E_(x ~ sample_law) (K_bar x)^T) *m
    w))) - ((M *m (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. symmetry. exact: expectation_transpose.
    }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((M *m (\E_(x ~ sample_law) (K_bar x)^T)) *m
    w)) - ((M *m (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_0. apply: in_sum_1. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (M *m (K_bar x)^T)) *m
    w)) - ((M *m (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: constant_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (M *m (K_bar x)^T))) *m w) -
    ((M *m (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_0. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) - (M *m (K_bar x)^T))) *m w) - ((M *m (M^T *m w)) -
    (M *m (M^T *m w)))).
{ apply: in_sum_0. apply: in_product_0. symmetry. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - ((M *m (M^T *m w)) - (M *m (M^T *m
    w)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) (K_bar x)) *m
    (M^T *m w)) - (M *m (M^T *m w)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - ((((\E_(x ~ sample_law) (K_bar x)) *m
    M^T) *m w) - (M *m (M^T *m w)))).
{ apply: in_sum_1. apply: in_sum_0. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) ((K_bar x) *m
    M^T)) *m w) - (M *m (M^T *m w)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) ((K_bar x) *m
    M^T)) *m w) - ((M *m M^T) *m w))).
{ apply: in_sum_1. apply: in_sum_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) ((K_bar x) *m
    M^T)) - (M *m M^T)) *m w)).
{ apply: in_sum_1. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - (((\E_(x ~ sample_law) ((K_bar x) *m
    M^T)) - (\E_(x ~ sample_law) (M *m M^T))) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_sum_1. symmetry. exact: constant. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (((K_bar x) *m
    M^T) - (M *m M^T))) *m w)).
{ apply: in_sum_1. apply: in_product_0. symmetry. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m w) - ((\E_(x ~ sample_law) (((K_bar x) - M)
    *m M^T)) *m w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (((K_bar x) - M) *m
    M^T))) *m w).
{ symmetry. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) ((((K_bar x) - M) *m (K_bar x)^T) - (((K_bar x) - M) *m M^T))) *m w).
{ apply: in_product_0. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x)^T - M^T))) *m w).
{ apply: in_product_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: transpose_sum.
Qed.

End one_branch_at_equal_weights_theory.

(* finite batch *)

Section finite_batch_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Hypothesis sample_possible : (#|sample|%:R != 0 :> F)%R.
Hypothesis sample_others : (#|sample|%:R - 1 != 0 :> F)%R.
Variable view_number : finType.
Hypothesis view_possible : (#|view_number|%:R != 0 :> F)%R.
Hypothesis view_others : (#|view_number|%:R - 1 != 0 :> F)%R.
Variable view : Type.
Variable view_of : sample -> view_number -> view.
Variable alpha : F.
Hypothesis alpha_value : (alpha = (#|view_number|%:R - 1)^-1)%R.
Variable nu : F.
Hypothesis nu_value : (nu = (#|sample|%:R - 1)^-1)%R.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K : forall value_0, fixed delta (K value_0).
#[local] Hint Resolve fixed_K : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable r : view -> view -> 'M[R]_(1, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable C : sample -> 'M[R]_(dim_n, dim_n).
Variable M : 'M[R]_(dim_n, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((K x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((K x1)^T *m (differential delta w)).
Hypothesis gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta w)^T *m ((((K x1) - (K x2)) *m ((K x1) - (K x2))^T) *m w)).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))).
Let fixed_K_bar : forall (x : sample), fixed delta (K_bar x).
Proof. move=> x; apply: (fixed_differential (definition_of_K_bar x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_K_bar : fixed.
Hypothesis definition_of_C :
  forall (x : sample), (C x)
  = (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)).
Let fixed_C : forall (x : sample), fixed delta (C x).
Proof. move=> x; apply: (fixed_differential (definition_of_C x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_C : fixed.
Hypothesis definition_of_M :
  M
  = (\E_(x ~ (uniform sample_possible)) (K_bar x)).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.

(** covariance-operator#attraction-without-replacement (in part): E{x}[D{x1,x2}[(K(x1) - K(x2)) (K(x1) - K(x2))ᵀ]]
    = 2 E{x}[C(x)] + 2 α E{x}[C(x)] - 2 E{x}[K̄(x) K̄(x)ᵀ] - 2 α E{x}[K̄(x) K̄(x)ᵀ] *)
Theorem attraction_without_replacement :
  (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K (view_of x x1)) - (K (view_of x x2))) *m ((K
    (view_of x x1)) - (K (view_of x x2)))^T)))
  = (sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num (2%:R * alpha)) (\E_(x ~
    (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))
    (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))).
Proof.
transitivity (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K (view_of x x1)) *m ((K (view_of x
    x1)) - (K (view_of x x2)))^T) - ((K (view_of x x2)) *m ((K (view_of x x1)) - (K (view_of x x2)))^T)))).
{ apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. exact: product_sum_left. }
transitivity (\E_(x ~ (uniform sample_possible)) ((\D_(x1, x2 : view_number) ((K (view_of x x1)) *m ((K (view_of x
    x1)) - (K (view_of x x2)))^T)) - (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m ((K (view_of x x1)) - (K (view_of
    x x2)))^T)))).
{ apply: in_expect => x_1. exact: distinct_sum. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m ((K (view_of x
    x1)) - (K (view_of x x2)))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2))
    *m ((K (view_of x x1)) - (K (view_of x x2)))^T)))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m ((K (view_of x
    x1))^T - (K (view_of x x2))^T)))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x
    x2)) *m ((K (view_of x x1)) - (K (view_of x x2)))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. apply: in_product_1. exact:
    transpose_sum. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K (view_of x x1)) *m (K (view_of x
    x1))^T) - ((K (view_of x x1)) *m (K (view_of x x2))^T)))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 :
    view_number) ((K (view_of x x2)) *m ((K (view_of x x1)) - (K (view_of x x2)))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. exact: product_sum_right. }
transitivity ((\E_(x ~ (uniform sample_possible)) ((\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T)) - (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))) - (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m ((K (view_of x x1)) - (K (view_of x
    x2)))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: distinct_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m ((K (view_of x
    x1)) - (K (view_of x x2)))^T)))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m ((K (view_of x
    x1))^T - (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. apply: in_product_1. exact:
    transpose_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K (view_of x x2)) *m (K (view_of x
    x1))^T) - ((K (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. exact: product_sum_right. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - (\E_(x ~ (uniform sample_possible)) ((\D_(x1, x2 : view_number) ((K (view_of x x2)) *m (K (view_of x
    x1))^T)) - (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: distinct_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m (K (view_of x
    x2))^T))))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 :
    view_number) ((K (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: (@distinct_pairs F R _ view_possible alpha _ _ _
    view_others alpha_value). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One ((\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))) *m
    (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T)) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~
    (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_0. (etransitivity; [exact: exchange |
    (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_right])]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One ((\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))) *m
    (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T)) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~
    (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One ((\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))) *m
    (\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))^T)) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~
    (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_0. apply: in_product_1. symmetry.
    reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 :
    view_number) ((K (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_0. symmetry. (etransitivity; [apply:
    in_expect => ?; exact: constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) (Num (alpha)) (((\E_(x2 ~ (uniform view_possible)) (K
    (view_of x x2))) *m (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T)) - (\E_(x1 ~ (uniform view_possible))
    ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. (etransitivity;
    [exact: exchange | (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_right])]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) (Num (alpha)) (((\E_(x1 ~ (uniform view_possible)) (K
    (view_of x x1))) *m (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T)) - (\E_(x1 ~ (uniform view_possible))
    ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_0.
    reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) (Num (alpha)) (((\E_(x1 ~ (uniform view_possible)) (K
    (view_of x x1))) *m (\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))^T)) - (\E_(x1 ~ (uniform view_possible))
    ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_1.
    symmetry. reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 :
    view_number) ((K (view_of x x2)) *m (K (view_of x x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. symmetry.
    (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_right]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x2)) *m (K (view_of x
    x2))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: (@distinct_pairs F R _ view_possible
    alpha _ _ _ view_others alpha_value). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x2)) *m (K (view_of x x2))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. exact: (@distinct_pairs F R _ view_possible alpha _ _ _
    view_others alpha_value). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x2)) *m (K
    (view_of x x2))^T)) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of
    x x2)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_0. (etransitivity; [exact: exchange |
    apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T)) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of
    x x2)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_0. reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x2)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_0. symmetry. apply: in_expect => ?; exact:
    constant. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x2 ~ (uniform view_possible)) ((K
    (view_of x x2)) *m (K (view_of x x2))^T)) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. (etransitivity;
    [exact: exchange | apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T)) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_1. apply: in_sum_0. symmetry. apply:
    in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))) - ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T))) - (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x1))^T))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: (@distinct_pairs F R _ view_possible
    alpha _ _ _ view_others alpha_value). }
transitivity (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m
    (K (view_of x x1))^T))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of
    x x1)) *m (K (view_of x x2))^T)))).
{ apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x1)) *m (K (view_of x x1))^T))); (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x1)) *m (K (view_of x x2))^T)))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1)
    Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two. }
transitivity (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) - (\E_(x1 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: (@distinct_pairs F R _ view_possible alpha _ _ _ view_others
    alpha_value). }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible))
    (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))) (Num (alpha)) (\E_(x ~ (uniform
    sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) (Num ((-
    2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T))) (Num (alpha)) (\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) - (\E_(x1 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => ?; exact: constant. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) (\E_(x ~ (uniform
    sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))) (Num ((-
    2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x
    x2))^T)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: definition_of_C. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) (\E_(x ~ (uniform
    sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m
    (K (view_of x x1))^T)))))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_1. symmetry. apply: in_expect => ?; exact:
    constant. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. exact: expectation_sum. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))) - (\E_(x ~
    (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x1))^T)))))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => ?; exact: constant.
    }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: definition_of_C. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x1))^T))))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((K
    (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => ?; exact: constant.
    }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (\D_(x1, x2 : view_number) ((K (view_of x x1)) *m (K (view_of x x2))^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: definition_of_C. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) (sum One (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x2))^T))) (Num (alpha)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: (@distinct_pairs F R _ view_possible alpha _ _ _ view_others
    alpha_value). }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x2))^T)))) (Num (alpha)) (\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))) *m (\E_(x2 ~ (uniform view_possible)) (K
    (view_of x x2))^T))) (Num (alpha)) (\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))^T))) (Num (alpha)) (\E_(x ~
    (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T))) (Num (alpha)) (\E_(x ~
    (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1)))^T)) (Num (alpha)) (\E_(x ~
    (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x2))^T))) - (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) (\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) (\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T))) - (\E_(x1 ~
    (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_sum_1. symmetry. apply: in_expect => ?; exact:
    constant. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x2))^T)))) - (\E_(x ~
    (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1))
    *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. exact: expectation_sum. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform
    view_possible)) (K (view_of x x1))) *m (\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))^T))) - (\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?;
    exact: constant_left | exact: constant_right]). }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m
    (\E_(x2 ~ (uniform view_possible)) (K (view_of x x2))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m
    (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m
    (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1)))^T)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (\E_(x2 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact:
    expectation_transpose. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (\E_(x2 ~ (uniform view_possible))
    ((K (view_of x x1)) *m (K (view_of x x1))^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply:
    in_transpose. symmetry. exact: definition_of_K_bar. }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x
    x1))^T)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => ?; exact: constant.
    }
transitivity (sum (Num (2%:R)) (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (alpha)) ((\E_(x ~ (uniform
    sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) (Num ((- 2%:R))) (sum One (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) (Num (alpha)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T)) - (\E_(x ~ (uniform sample_possible)) (C x))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: definition_of_C. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (C x)); (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))] (Plus (Num (2%:R)) (Plus One (Atom F 0) (Num (alpha)) (Plus One (Atom
    F 0) Neg (Atom F 0))) (Num ((- 2%:R))) (Plus One (Atom F 1) (Num (alpha)) (Plus One (Atom F 1) Neg (Atom F 0))))
    (Plus One (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num (2%:R * alpha)) (Atom F 0)) (Num ((- 2%:R))) (Atom F 1)) (Num
    ((- 2%:R) * alpha)) (Atom F 1))). same_totals two.
Qed.

(** covariance-operator#repulsion-without-replacement (in part): D{x,y}[E{x1,y1}[(K(x1) - K(y1)) (K(x1) - K(y1))ᵀ]]
    = 2 E{x}[C(x)] - 2 M Mᵀ - 2 ν M Mᵀ + 2 ν E{x}[K̄(x) K̄(x)ᵀ] *)
Theorem repulsion_without_replacement :
  (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K
    (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))
  = (sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num ((- 2%:R))) (M *m M^T)) (Num
    ((- 2%:R) * nu)) (M *m M^T)) (Num (2%:R * nu)) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))).
Proof.
transitivity (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of
    x x1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) - ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact: product_sum_left. }
transitivity (\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    x x1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))) - (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_distinct => x_1 y_2. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]). }
transitivity ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    x x1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible))
    (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ exact: distinct_sum. }
transitivity ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    x x1)) *m ((K (view_of x x1))^T - (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible))
    (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. apply:
    in_product_1. exact: transpose_sum. }
transitivity ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of
    x x1)) *m (K (view_of x x1))^T) - ((K (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~
    (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of
    y y1)))^T))))).
{ apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    product_sum_right. }
transitivity ((\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    x x1)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K
    (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_distinct => x_1 y_2. (etransitivity; [apply: in_expect => ?; exact: expectation_sum |
    exact: expectation_sum]). }
transitivity (((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    x x1)) *m (K (view_of x x1))^T)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. exact: distinct_sum. }
transitivity (((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of x x1))^T)))
    - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible))
    ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_expect => ?; exact: constant. }
transitivity (((\D_(x, y : sample) (C x)) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_distinct => x_1 y_2. symmetry. exact: definition_of_C. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) (C x))) (Num (nu))
    ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) (C x))) - (\E_(x ~ (uniform
    sample_possible)) (C x)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_0. exact: (@distinct_pairs F R _ sample_possible nu _ _ _ sample_others nu_value). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible))
    (\E_(y ~ (uniform sample_possible)) (C x))) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of y
    y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; exact: constant. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of x x1)) *m (K (view_of y y1))^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (K
    (view_of x x1))) *m (\E_(y1 ~ (uniform view_possible)) (K (view_of y y1))^T)))) - (\D_(x, y : sample) (\E_(x1 ~
    (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of
    y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_distinct => x_1 y_2. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample) ((K_bar x) *m (\E_(y1 ~ (uniform
    view_possible)) (K (view_of y y1))^T)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample) ((K_bar x) *m (\E_(y1 ~ (uniform
    view_possible)) (K (view_of y y1)))^T))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_product_1. exact: expectation_transpose.
    }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (\D_(x, y : sample) ((K_bar x) *m (K_bar y)^T))) - (\D_(x, y :
    sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x
    x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_product_1. apply: in_transpose.
    symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar y)^T))) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar y)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) -
    (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K
    (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. exact: (@distinct_pairs F R _ sample_possible nu _ _ _ sample_others nu_value). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One ((\E_(x ~ (uniform sample_possible)) (K_bar x)) *m
    (\E_(y ~ (uniform sample_possible)) (K_bar y)^T)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar y)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) -
    (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K
    (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_right]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m (\E_(y ~ (uniform sample_possible)) (K_bar y)^T))
    (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar x) *m (K_bar y)^T))) -
    (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m (\E_(y ~ (uniform sample_possible)) (\E_(y1 ~
    (uniform view_possible)) (K (view_of y y1)))^T)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar y)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) -
    (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K
    (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_expect => y_1. apply:
    in_transpose. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m (\E_(y ~ (uniform sample_possible)) (\E_(y1 ~
    (uniform view_possible)) (K (view_of y y1))))^T) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar y)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) -
    (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K
    (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact: expectation_transpose. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m (\E_(y ~ (uniform sample_possible)) (K_bar y))^T)
    (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar x) *m (K_bar y)^T))) -
    (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform
    view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. apply: in_expect =>
    y_1. symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((\E_(x ~ (uniform
    sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar x) *m (K_bar y)^T))) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. symmetry. exact:
    definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) (((\E_(x ~ (uniform
    sample_possible)) (K_bar x)) *m (\E_(y ~ (uniform sample_possible)) (K_bar y)^T)) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_right]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m (\E_(y ~ (uniform
    sample_possible)) (K_bar y)^T)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y :
    sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x
    x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact:
    definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m (\E_(y ~ (uniform
    sample_possible)) (\E_(y1 ~ (uniform view_possible)) (K (view_of y y1)))^T)) - (\E_(x ~ (uniform sample_possible))
    ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_expect => y_1.
    apply: in_transpose. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m (\E_(y ~ (uniform
    sample_possible)) (\E_(y1 ~ (uniform view_possible)) (K (view_of y y1))))^T) - (\E_(x ~ (uniform sample_possible))
    ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact:
    expectation_transpose. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m (\E_(y ~ (uniform
    sample_possible)) (K_bar y))^T) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y :
    sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x
    x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose.
    apply: in_expect => y_1. symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose.
    symmetry. exact: definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m ((K (view_of x x1))^T - (K (view_of y y1))^T)))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. apply:
    in_product_1. exact: transpose_sum. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) (((K (view_of y y1)) *m (K (view_of x x1))^T) - ((K (view_of y y1)) *m (K (view_of y
    y1))^T)))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    product_sum_right. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of x x1))^T))) - (\E_(x1 ~ (uniform view_possible)) (\E_(y1
    ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T)))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. (etransitivity; [apply: in_expect => ?; exact: expectation_sum |
    exact: expectation_sum]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - (\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of x x1))^T))) - (\E_(y1 ~ (uniform view_possible)) ((K
    (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_sum_1. (etransitivity; [exact: exchange | apply:
    in_expect => ?; exact: constant]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of x x1))^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. exact: distinct_sum. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((\D_(x, y : sample) ((\E_(y1 ~ (uniform view_possible)) (K
    (view_of y y1))) *m (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))^T))) - (\D_(x, y : sample) (\E_(y1 ~
    (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_distinct => x_1 y_2. (etransitivity; [exact: exchange | (etransitivity;
    [apply: in_expect => ?; exact: constant_left | exact: constant_right])]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((\D_(x, y : sample) ((K_bar y) *m (\E_(x1 ~ (uniform
    view_possible)) (K (view_of x x1))^T))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1))
    *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((\D_(x, y : sample) ((K_bar y) *m (\E_(x1 ~ (uniform
    view_possible)) (K (view_of x x1)))^T)) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1))
    *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_product_1. exact: expectation_transpose.
    }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((\D_(x, y : sample) ((K_bar y) *m (K_bar x)^T)) - (\D_(x, y :
    sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_distinct => x_1 y_2. apply: in_product_1. apply: in_transpose.
    symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar y) *m (K_bar x)^T))) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar y) *m (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) -
    (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. exact: (@distinct_pairs F R _ sample_possible nu _ _ _ sample_others nu_value). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One ((\E_(y ~ (uniform sample_possible)) (K_bar y)) *m
    (\E_(x ~ (uniform sample_possible)) (K_bar x)^T)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar y) *m (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) -
    (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. (etransitivity; [exact: exchange | (etransitivity; [apply:
    in_expect => ?; exact: constant_left | exact: constant_right])]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m (\E_(x ~ (uniform sample_possible)) (K_bar x)^T))
    (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar y) *m (K_bar x)^T))) -
    (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~
    (uniform view_possible)) (K (view_of x x1)))^T)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar y) *m (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) -
    (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply:
    in_transpose. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~
    (uniform view_possible)) (K (view_of x x1))))^T) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) ((K_bar y) *m (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) -
    (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. apply: in_product_1. exact: expectation_transpose. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m (\E_(x ~ (uniform sample_possible)) (K_bar x))^T)
    (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar y) *m (K_bar x)^T))) -
    (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform
    view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. apply: in_product_1. apply: in_transpose. apply: in_expect =>
    x_1. symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((\E_(x ~ (uniform
    sample_possible)) (\E_(y ~ (uniform sample_possible)) ((K_bar y) *m (K_bar x)^T))) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. apply: in_product_1. apply: in_transpose. symmetry. exact:
    definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) (((\E_(y ~ (uniform
    sample_possible)) (K_bar y)) *m (\E_(x ~ (uniform sample_possible)) (K_bar x)^T)) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. (etransitivity; [exact: exchange |
    (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_right])]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m (\E_(x ~ (uniform
    sample_possible)) (K_bar x)^T)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y :
    sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact:
    definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m (\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1)))^T)) - (\E_(x ~ (uniform sample_possible))
    ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K
    (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1.
    apply: in_transpose. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m (\E_(x ~ (uniform
    sample_possible)) (\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))))^T) - (\E_(x ~ (uniform sample_possible))
    ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K
    (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact:
    expectation_transpose. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m (\E_(x ~ (uniform
    sample_possible)) (K_bar x))^T) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y :
    sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose.
    apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (\E_(y1 ~ (uniform view_possible)) ((K (view_of
    y y1)) *m (K (view_of y y1))^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose.
    symmetry. exact: definition_of_M. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (\D_(x, y : sample) (C y)))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_distinct => x_1 y_2. symmetry. exact: definition_of_C. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (sum One (\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform
    sample_possible)) (C y))) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) (C y)))
    - (\E_(x ~ (uniform sample_possible)) (C x)))))).
{ apply: in_sum_1. apply: in_sum_1. exact: (@distinct_pairs F R _ sample_possible nu _ _ _ sample_others nu_value). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (sum One (\E_(y ~ (uniform sample_possible)) (C y)) (Num (nu))
    ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) (C y))) - (\E_(x ~ (uniform
    sample_possible)) (C x)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. (etransitivity; [exact: exchange | apply: in_expect => ?; exact:
    constant]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu))
    ((\E_(x ~ (uniform sample_possible)) (\E_(y ~ (uniform sample_possible)) (C y))) - (\E_(x ~ (uniform
    sample_possible)) (C x)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. reflexivity. }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu))
    ((\E_(y ~ (uniform sample_possible)) (C y)) - (\E_(x ~ (uniform sample_possible)) (C x)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. (etransitivity; [exact: exchange | apply:
    in_expect => ?; exact: constant]). }
transitivity (((sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu)) ((\E_(x ~ (uniform sample_possible)) (C
    x)) - (\E_(x ~ (uniform sample_possible)) (C x)))) - (sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))))) - ((sum One (M *m M^T) (Num (nu)) ((M *m M^T) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)))) - (sum One (\E_(x ~ (uniform sample_possible)) (C x)) (Num (nu))
    ((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (C x)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. reflexivity. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (C x)); (M *m M^T); (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))] (Plus One (Plus One (Plus One (Atom F 0) (Num (nu)) (Plus One (Atom F
    0) Neg (Atom F 0))) Neg (Plus One (Atom F 1) (Num (nu)) (Plus One (Atom F 1) Neg (Atom F 2)))) Neg (Plus One (Plus
    One (Atom F 1) (Num (nu)) (Plus One (Atom F 1) Neg (Atom F 2))) Neg (Plus One (Atom F 0) (Num (nu)) (Plus One (Atom F
    0) Neg (Atom F 0))))) (Plus One (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1)) (Num ((- 2%:R) *
    nu)) (Atom F 1)) (Num (2%:R * nu)) (Atom F 2))). same_totals two.
Qed.

(** covariance-operator#between (in part): E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] = E{x}[K̄(x) K̄(x)ᵀ] - M Mᵀ *)
Theorem between :
  (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x) - M)^T))
  = ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)).
Proof.
transitivity (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x)^T - M^T))).
{ apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity (\E_(x ~ (uniform sample_possible)) ((((K_bar x) - M) *m (K_bar x)^T) - (((K_bar x) - M) *m M^T))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m (K_bar x)^T)) - (\E_(x ~ (uniform
    sample_possible)) (((K_bar x) - M) *m M^T))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ (uniform sample_possible)) (((K_bar x) *m (K_bar x)^T) - (M *m (K_bar x)^T))) - (\E_(x ~
    (uniform sample_possible)) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ (uniform sample_possible))
    (M *m (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m (\E_(x ~ (uniform
    sample_possible)) (K_bar x)^T))) - (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m (\E_(x ~ (uniform
    sample_possible)) (K_bar x))^T)) - (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (\E_(x ~ (uniform
    sample_possible)) (((K_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (\E_(x ~ (uniform
    sample_possible)) (((K_bar x) *m M^T) - (M *m M^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m M^T)) - (\E_(x ~ (uniform sample_possible)) (M *m M^T)))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - (((\E_(x ~ (uniform
    sample_possible)) (K_bar x)) *m M^T) - (\E_(x ~ (uniform sample_possible)) (M *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (\E_(x ~
    (uniform sample_possible)) (M *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (M *m
    M^T))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)); (M *m
    M^T)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0)
    Neg (Atom F 1))). same_totals two.
Qed.

(** covariance-operator#within (in part): E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ] = E{x}[C(x)] - E{x}[K̄(x)
    K̄(x)ᵀ] *)
Theorem within :
  (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K_bar x)) *m ((K
    (view_of x x1)) - (K_bar x))^T)))
  = ((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))).
Proof.
transitivity (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K_bar x))
    *m ((K (view_of x x1))^T - (K_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((((K (view_of x x1)) - (K_bar
    x)) *m (K (view_of x x1))^T) - (((K (view_of x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K_bar
    x)) *m (K (view_of x x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of
    x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) *m (K
    (view_of x x1))^T) - ((K_bar x) *m (K (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K_bar x) *m (K
    (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) -
    (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K
    (view_of x x1))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K_bar x) *m (K
    (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) -
    (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_0. reflexivity. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) ((K_bar x) *m (K (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: definition_of_C. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (\E_(x1
    ~ (uniform view_possible)) (K (view_of x x1))^T)))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (\E_(x1
    ~ (uniform view_possible)) (K (view_of x x1)))^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K_bar x)) *m
    (K_bar x)^T)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_K_bar. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) *m (K_bar x)^T)
    - ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - ((\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K (view_of x x1)) *m (K_bar
    x)^T))) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - ((\E_(x ~ (uniform sample_possible)) ((\E_(x1 ~ (uniform view_possible)) (K (view_of x x1))) *m (K_bar
    x)^T)) - (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant_right. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ (uniform sample_possible))
    (\E_(x1 ~ (uniform view_possible)) ((K_bar x) *m (K_bar x)^T))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar
    x)^T))) - ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ (uniform sample_possible))
    ((K_bar x) *m (K_bar x)^T)))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => ?; exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (C x)); (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F
    1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

(** covariance-operator#sum-of-both (in part): 2 E{x}[C(x)] + 2 α E{x}[C(x)] - 2 E{x}[K̄(x) K̄(x)ᵀ] - 2 α
    E{x}[K̄(x) K̄(x)ᵀ] - (2 E{x}[C(x)] - 2 M Mᵀ - 2 ν M Mᵀ + 2 ν E{x}[K̄(x) K̄(x)ᵀ]) = -2 (E{x}[(K̄(x) -
    M) (K̄(x) - M)ᵀ] + ν E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] - α E{x,x1}[(K(x1) - K̄(x)) (K(x1) - K̄(x))ᵀ]) *)
Theorem sum_of_both :
  ((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num (2%:R * alpha)) (\E_(x ~
    (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)))
    (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))) - (sum One (sum One (sum
    (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num ((- 2%:R))) (M *m M^T)) (Num ((- 2%:R) * nu)) (M *m
    M^T)) (Num (2%:R * nu)) (\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))))
  = (scale (Num ((- 2%:R))) (sum One (sum One (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x) -
    M)^T)) (Num (nu)) (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x) - M)^T))) (Num ((- 1) * alpha))
    (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K_bar x)) *m ((K
    (view_of x x1)) - (K_bar x))^T))))).
Proof.
transitivity (sum One (sum (Num (2%:R * alpha)) ((\E_(x ~ (uniform sample_possible)) (C x)) - (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))) (Num ((- 2%:R))) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m
    (K_bar x)^T)) - (M *m M^T))) (Num ((- 2%:R) * nu)) ((\E_(x ~ (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) -
    (M *m M^T))).
{ apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (C x)); (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)); (M *m M^T)] (Plus One (Plus One (Plus One (Plus (Num (2%:R)) (Atom F
    0) (Num (2%:R * alpha)) (Atom F 0)) (Num ((- 2%:R))) (Atom F 1)) (Num ((- 2%:R) * alpha)) (Atom F 1)) Neg (Plus One
    (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 2)) (Num ((- 2%:R) * nu)) (Atom F 2)) (Num (2%:R *
    nu)) (Atom F 1))) (Plus One (Plus (Num (2%:R * alpha)) (Plus One (Atom F 0) Neg (Atom F 1)) (Num ((- 2%:R))) (Plus
    One (Atom F 1) Neg (Atom F 2))) (Num ((- 2%:R) * nu)) (Plus One (Atom F 1) Neg (Atom F 2)))). same_totals two. }
transitivity (sum One (sum (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m ((K (view_of x x1)) - (K_bar x))^T))) (Num ((- 2%:R))) ((\E_(x ~
    (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T))) (Num ((- 2%:R) * nu)) ((\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T))).
{ apply: in_sum_0. apply: in_sum_0. symmetry. exact: within. }
transitivity (sum One (sum (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m ((K (view_of x x1)) - (K_bar x))^T))) (Num ((- 2%:R))) (\E_(x ~
    (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x) - M)^T))) (Num ((- 2%:R) * nu)) ((\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T)) - (M *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: between. }
transitivity (sum One (sum (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform
    view_possible)) (((K (view_of x x1)) - (K_bar x)) *m ((K (view_of x x1)) - (K_bar x))^T))) (Num ((- 2%:R))) (\E_(x ~
    (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x) - M)^T))) (Num ((- 2%:R) * nu)) (\E_(x ~ (uniform
    sample_possible)) (((K_bar x) - M) *m ((K_bar x) - M)^T))).
{ apply: in_sum_1. symmetry. exact: between. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible))
    (((K (view_of x x1)) - (K_bar x)) *m ((K (view_of x x1)) - (K_bar x))^T))); (\E_(x ~ (uniform sample_possible))
    (((K_bar x) - M) *m ((K_bar x) - M)^T))] (Plus One (Plus (Num (2%:R * alpha)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))
    (Num ((- 2%:R) * nu)) (Atom F 1)) (Times (Num ((- 2%:R))) (Plus One (Plus One (Atom F 1) (Num (nu)) (Atom F 1)) (Num
    ((- 1) * alpha)) (Atom F 0)))). same_totals two.
Qed.

(** covariance-operator#finite-batch (in part): d(E{x}[D{x1,x2}[r(x1,x2)]] - D{x,y}[E{x1,y1}[r(x1,y1)]]) = d(w)ᵀ
    (-2 (E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] + ν E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] - α E{x,x1}[(K(x1) - K̄(x)) (K(x1)
    - K̄(x))ᵀ])) w *)
Theorem finite_batch :
  (differential delta ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (r (view_of x x1) (view_of x
    x2)))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (r (view_of x x1)
    (view_of y y1)))))))
  = ((differential delta w)^T *m ((scale (Num ((- 2%:R))) (sum One (sum One (\E_(x ~ (uniform sample_possible))
    (((K_bar x) - M) *m ((K_bar x) - M)^T)) (Num (nu)) (\E_(x ~ (uniform sample_possible)) (((K_bar x) - M) *m ((K_bar x)
    - M)^T))) (Num ((- 1) * alpha)) (\E_(x ~ (uniform sample_possible)) (\E_(x1 ~ (uniform view_possible)) (((K (view_of
    x x1)) - (K_bar x)) *m ((K (view_of x x1)) - (K_bar x))^T))))) *m w)).
Proof.
transitivity ((differential delta (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (r (view_of x x1)
    (view_of x x2))))) - (differential delta (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) (r (view_of x x1) (view_of y y1))))))).
{ exact: differential_sum. }
transitivity ((\E_(x ~ (uniform sample_possible)) (differential delta (\D_(x1, x2 : view_number) (r (view_of x x1)
    (view_of x x2))))) - (differential delta (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) (r (view_of x x1) (view_of y y1))))))).
{ apply: in_sum_0. symmetry. exact: out_of_differential. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (differential delta (r (view_of x x1)
    (view_of x x2))))) - (differential delta (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) (r (view_of x x1) (view_of y y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: differential_distinct. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (differential delta (r (view_of x x1)
    (view_of x x2))))) - (\D_(x, y : sample) (differential delta (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform
    view_possible)) (r (view_of x x1) (view_of y y1))))))).
{ apply: in_sum_1. exact: differential_distinct. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (differential delta (r (view_of x x1)
    (view_of x x2))))) - (\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible))
    (differential delta (r (view_of x x1) (view_of y y1))))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. symmetry. (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]). }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((differential delta w)^T *m ((((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T) *m w)))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (differential delta (r (view_of x x1) (view_of
    y y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_distinct => x1_2 x2_3. exact: gradient_of_a_pair. }
transitivity ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((differential delta w)^T *m ((((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T) *m w)))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((differential delta w)^T *m ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    gradient_of_a_pair. }
transitivity ((\E_(x ~ (uniform sample_possible)) ((differential delta w)^T *m (\D_(x1, x2 : view_number) ((((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T) *m w)))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((differential delta w)^T *m ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: distinct_constant_left. }
transitivity (((differential delta w)^T *m (\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) ((((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T) *m w)))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((differential delta w)^T *m ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_0. exact: constant_left. }
transitivity (((differential delta w)^T *m (\E_(x ~ (uniform sample_possible)) ((\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T)) *m w))) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((differential delta w)^T *m ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. exact: distinct_constant_right. }
transitivity (((differential delta w)^T *m ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T))) *m w)) - (\D_(x, y : sample)
    (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((differential delta w)^T *m ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_0. apply: in_product_1. exact: constant_right. }
transitivity (((differential delta w)^T *m ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T))) *m w)) - (\D_(x, y : sample)
    ((differential delta w)^T *m (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) ((((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T) *m w)))))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. (etransitivity; [apply: in_expect => ?; exact: constant_left |
    exact: constant_left]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T))) *m w)) - (\D_(x, y : sample)
    ((differential delta w)^T *m ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))) *m w)))).
{ apply: in_sum_1. apply: in_distinct => x_1 y_2. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T))) *m w)) - ((differential delta
    w)^T *m (\D_(x, y : sample) ((\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T))) *m w)))).
{ apply: in_sum_1. exact: distinct_constant_left. }
transitivity (((differential delta w)^T *m ((\E_(x ~ (uniform sample_possible)) (\D_(x1, x2 : view_number) (((K
    (view_of x x1)) - (K (view_of x x2))) *m ((K (view_of x x1)) - (K (view_of x x2)))^T))) *m w)) - ((differential delta
    w)^T *m ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible)) (\E_(y1 ~ (uniform view_possible)) (((K (view_of x
    x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y y1)))^T)))) *m w))).
{ apply: in_sum_1. apply: in_product_1. exact: distinct_constant_right. }
transitivity (((differential delta w)^T *m ((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible))
    (C x)) (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))) (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T))) *m w)) - ((differential delta w)^T *m ((\D_(x, y : sample) (\E_(x1 ~ (uniform view_possible))
    (\E_(y1 ~ (uniform view_possible)) (((K (view_of x x1)) - (K (view_of y y1))) *m ((K (view_of x x1)) - (K (view_of y
    y1)))^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_product_0. exact: attraction_without_replacement. }
transitivity (((differential delta w)^T *m ((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible))
    (C x)) (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))) (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T))) *m w)) - ((differential delta w)^T *m ((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform
    sample_possible)) (C x)) (Num ((- 2%:R))) (M *m M^T)) (Num ((- 2%:R) * nu)) (M *m M^T)) (Num (2%:R * nu)) (\E_(x ~
    (uniform sample_possible)) ((K_bar x) *m (K_bar x)^T))) *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: repulsion_without_replacement. }
transitivity ((differential delta w)^T *m (((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible))
    (C x)) (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))) (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T))) *m w) - ((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num ((-
    2%:R))) (M *m M^T)) (Num ((- 2%:R) * nu)) (M *m M^T)) (Num (2%:R * nu)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T))) *m w))).
{ symmetry. exact: product_sum_right. }
transitivity ((differential delta w)^T *m (((sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible))
    (C x)) (Num (2%:R * alpha)) (\E_(x ~ (uniform sample_possible)) (C x))) (Num ((- 2%:R))) (\E_(x ~ (uniform
    sample_possible)) ((K_bar x) *m (K_bar x)^T))) (Num ((- 2%:R) * alpha)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T))) - (sum One (sum One (sum (Num (2%:R)) (\E_(x ~ (uniform sample_possible)) (C x)) (Num ((-
    2%:R))) (M *m M^T)) (Num ((- 2%:R) * nu)) (M *m M^T)) (Num (2%:R * nu)) (\E_(x ~ (uniform sample_possible)) ((K_bar
    x) *m (K_bar x)^T)))) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
apply: in_product_1. apply: in_product_0. exact: sum_of_both.
Qed.

End finite_batch_theory.
