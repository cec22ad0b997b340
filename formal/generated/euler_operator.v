(* Made from euler_operator.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* any network *)

Section any_network_theory.

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
Variable theta : 'M[R]_(dim_n, 1).
Variable r : view -> view -> 'M[R]_(1, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable F_bar : sample -> 'M[R]_(dim_q, 1).
Variable M : 'M[R]_(dim_n, dim_q).
Variable m : 'M[R]_(dim_q, 1).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((K x1)^T *m (differential delta theta)).
Hypothesis definition_of_r :
  forall (x1 : view) (x2 : view), (r x1 x2)
  = (scale (Num ((1 / 2%:R))) (((f x1) - (f x2))^T *m ((f x1) - (f x2)))).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Let fixed_K_bar : forall (x : sample), fixed delta (K_bar x).
Proof. move=> x; apply: (fixed_differential (definition_of_K_bar x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_K_bar : fixed.
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (\E_(x1 ~ (view_law x)) (f x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.
Hypothesis definition_of_m :
  m
  = (\E_(x ~ sample_law) (F_bar x)).

(** euler-operator#gradient-of-a-pair (in part): d(r(x1,x2)) = d(θ)ᵀ (K(x1) - K(x2)) (f(x1) - f(x2)) *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta theta)^T *m (((K x1) - (K x2)) *m ((f x1) - (f x2)))).
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
transitivity ((((K x1)^T *m (differential delta theta)) - (differential delta (f x2)))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: derivative. }
transitivity ((((K x1)^T *m (differential delta theta)) - ((K x2)^T *m (differential delta theta)))^T *m ((f x1) - (f
    x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative. }
transitivity ((((K x1)^T - (K x2)^T) *m (differential delta theta))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity ((((K x1) - (K x2))^T *m (differential delta theta))^T *m ((f x1) - (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((differential delta theta)^T *m ((K x1) - (K x2))^T^T) *m ((f x1) - (f x2))).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta theta)^T *m (((K x1) - (K x2))^T^T *m ((f x1) - (f x2)))).
{ symmetry. exact: product_associative. }
apply: in_product_1. apply: in_product_0. exact: transpose_twice.
Qed.

(** euler-operator#attraction (in part): E{x,x1,x2}[(K(x1) - K(x2)) (f(x1) - f(x2))] = 2 E{x,x1}[K(x1) f(x1)] - 2
    E{x}[K̄(x) F̄(x)] *)
Theorem attraction :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) - (K x2)) *m ((f x1) - (f x2))))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) (Num ((- 2%:R))) (\E_(x ~
    sample_law) ((K_bar x) *m (F_bar x)))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m ((f x1) - (f x2))) -
    ((K x2) *m ((f x1) - (f x2))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m ((f x1) - (f x2)))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m ((f x1) - (f x2))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x1) *m (f x1)) - ((K x1) *m
    (f x2)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m ((f x1) - (f
    x2))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (f x1))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (f x2)))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x1) *m (f x2)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x2) *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((K x1) *m (\E_(x2 ~ (view_law x)) (f x2)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) ((K x2) *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((K x1) *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2)
    *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry.
    exact: definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) (\E_(x2 ~
    (view_law x)) ((K x2) *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2)
    *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((\E_(x2 ~
    (view_law x)) (K x2)) *m (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2)
    *m ((f x1) - (f x2))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m ((f x1) - (f
    x2))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((K x2) *m (f x1)) - ((K x2) *m
    (f x2))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (f x1))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (f x2))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) ((\E_(x2 ~ (view_law x)) (K x2)) *m (\E_(x1 ~ (view_law x)) (f x1)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (f x2))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) ((K_bar x) *m (\E_(x1 ~ (view_law x)) (f x1)))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((K x2) *m (f x2))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) ((K x2) *m (f x2))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact:
    definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) (\E_(x2 ~ (view_law x)) ((K x2)
    *m (f x2)))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) ((K_bar x) *m
    (F_bar x)))) - ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1)))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))); (\E_(x ~
    sample_law) ((K_bar x) *m (F_bar x)))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg
    (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** euler-operator#repulsion (in part): E{x,y,x1,y1}[(K(x1) - K(y1)) (f(x1) - f(y1))] = 2 E{x,x1}[K(x1) f(x1)] - 2 M
    m *)
Theorem repulsion :
  (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((f
    x1) - (f y1)))))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) (Num ((- 2%:R))) (M *m m)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m ((f x1) - (f y1))))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((((K x1) - (K
    y1)) *m (f x1)) - (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m (f x1))) - (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m (f x1)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K
    x1) - (K y1)) *m (f y1))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m (f x1)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K
    x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m
    (f x1)) - ((K y1) *m (f x1))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m
    (f x1)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f
    x1))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K
    y1)) *m (f y1))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f x1))))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (K y1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply:
    in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right])])])])]).
    }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (K x1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - ((\E_(x ~ sample_law) (K_bar x))
    *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law
    y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law
    y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m (\E_(x ~ sample_law) (F_bar
    x)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1))
    *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. symmetry. exact:
    definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m (f y1))))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) *m (f y1)) - ((K y1) *m (f
    y1)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K x1) *m (f y1)))))) - (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    ((\E_(x1 ~ (view_law x)) (K x1)) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (f y1))))) - (\E_(x ~ sample_law)
    (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | apply: in_expect => ?; exact: constant_right])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    ((K_bar x) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (f y1))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_K_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    ((K_bar x) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (f y1))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    ((K_bar x) *m (\E_(y ~ sample_law) (F_bar y)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => y_2. symmetry.
    exact: definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((\E_(x ~ sample_law)
    ((K_bar x) *m m)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1)
    *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - (((\E_(x ~ sample_law)
    (K_bar x)) *m m) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1)
    *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((M *m m) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((M *m m) - (\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) ((K y1) *m (f y1)))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply:
    in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) - (M *m m)) - ((M *m m) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))); (M *m m)]
    (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F
    0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** euler-operator#covariance-of-means (in part): E{x}[(K̄(x) - M) (F̄(x) - m)] = E{x}[K̄(x) F̄(x)] - M m *)
Theorem covariance_of_means :
  (\E_(x ~ sample_law) (((K_bar x) - M) *m ((F_bar x) - m)))
  = ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)).
Proof.
transitivity (\E_(x ~ sample_law) ((((K_bar x) - M) *m (F_bar x)) - (((K_bar x) - M) *m m))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) - M) *m (F_bar x))) - (\E_(x ~ sample_law) (((K_bar x) - M) *m m))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) *m (F_bar x)) - (M *m (F_bar x)))) - (\E_(x ~ sample_law) (((K_bar x)
    - M) *m m))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) (M *m (F_bar x)))) - (\E_(x ~
    sample_law) (((K_bar x) - M) *m m))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m (\E_(x ~ sample_law) (F_bar x)))) - (\E_(x ~
    sample_law) (((K_bar x) - M) *m m))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - (\E_(x ~ sample_law) (((K_bar x) - M) *m
    m))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - (\E_(x ~ sample_law) (((K_bar x) *m m) -
    (M *m m)))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - ((\E_(x ~ sample_law) ((K_bar x) *m m)) -
    (\E_(x ~ sample_law) (M *m m)))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - (((\E_(x ~ sample_law) (K_bar x)) *m m) -
    (\E_(x ~ sample_law) (M *m m)))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - ((M *m m) - (\E_(x ~ sample_law) (M *m
    m)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - ((M *m m) - (M *m m))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))); (M *m m)] (Plus One (Plus One
    (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))).
    same_totals two.
Qed.

(** euler-operator#covariance-with-the-output (in part): d(E{x,y,x1,x2,y1}[r(x1,x2) - r(x1,y1)]) = d(θ)ᵀ (-2
    E{x}[(K̄(x) - M) (F̄(x) - m)]) *)
Theorem covariance_with_the_output :
  (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1))))))))
  = ((differential delta theta)^T *m (scale (Num ((- 2%:R))) (\E_(x ~ sample_law) (((K_bar x) - M) *m ((F_bar x) -
    m))))).
Proof.
transitivity (differential delta ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) (r x1 x2)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law
    x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (r x1 y1)))))))).
{ apply: in_differential. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity ((differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) (r x1 x2))))))) - (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (r x1 y1)))))))).
{ exact: differential_sum. }
transitivity ((differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (r x1 x2)))))
    - (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) (r x1 y1)))))))).
{ apply: in_sum_0. apply: in_differential. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity;
    [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply:
    in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2)))))
    - (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) (r x1 y1)))))))).
{ apply: in_sum_0. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2)))))
    - (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (r x1
    y1))))))).
{ apply: in_sum_1. apply: in_differential. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; apply:
    in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; apply:
    in_expect => ?; exact: constant]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (r x1 x2)))))
    - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (differential delta (r x1
    y1))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?;
    (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) | exact:
    out_of_differential]) | exact: out_of_differential]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta theta)^T *m
    (((K x1) - (K x2)) *m ((f x1) - (f x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) (differential delta (r x1 y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    gradient_of_a_pair. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta theta)^T *m
    (((K x1) - (K x2)) *m ((f x1) - (f x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta theta)^T *m (((K x1) - (K y1)) *m ((f x1) - (f y1))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: gradient_of_a_pair. }
transitivity (((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((K x1) - (K x2)) *m ((f x1) - (f x2))))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta theta)^T *m (((K x1) - (K y1)) *m ((f x1) - (f y1))))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (((K x1) - (K x2)) *m ((f x1) - (f x2))))))) - ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((f x1) - (f y1))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]) | exact:
    constant_left]). }
transitivity (((differential delta theta)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1)))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))))) - ((differential delta theta)^T *m
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((K x1) - (K y1)) *m ((f
    x1) - (f y1))))))))).
{ apply: in_sum_0. apply: in_product_1. exact: attraction. }
transitivity (((differential delta theta)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1)))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))))) - ((differential delta theta)^T *m
    (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))) (Num ((- 2%:R))) (M *m m)))).
{ apply: in_sum_1. apply: in_product_1. exact: repulsion. }
transitivity ((sum (Num (2%:R)) ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))))) -
    ((differential delta theta)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1))))
    (Num ((- 2%:R))) (M *m m)))).
{ apply: in_sum_0. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))))) -
    (sum (Num (2%:R)) ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))))
    (Num ((- 2%:R))) ((differential delta theta)^T *m (M *m m)))).
{ apply: in_sum_1. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1)
    *m (f x1))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))))) -
    (sum (Num (2%:R)) ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((K x1) *m (f x1)))))
    (Num ((- 2%:R))) (((differential delta theta)^T *m M) *m m))).
{ apply: in_sum_1. apply: in_sum_1. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar
    x)))) - (((differential delta theta)^T *m M) *m m))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta theta)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((K x1) *m (f x1))))); ((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))));
    (((differential delta theta)^T *m M) *m m)] (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1)) Neg
    (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 2))) (Times (Num ((- 2%:R))) (Plus One (Atom F 1) Neg (Atom F
    2)))). same_totals two. }
transitivity (scale (Num ((- 2%:R))) (((differential delta theta)^T *m (\E_(x ~ sample_law) ((K_bar x) *m (F_bar
    x)))) - ((differential delta theta)^T *m (M *m m)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((differential delta theta)^T *m ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x)))
    - (M *m m)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity ((differential delta theta)^T *m (scale (Num ((- 2%:R))) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x)))
    - (M *m m)))).
{ symmetry. exact: product_scale_right. }
apply: in_product_1. apply: in_scale. symmetry. exact: covariance_of_means.
Qed.

End any_network_theory.

(* the covariance share and the rest *)

Section the_covariance_share_and_the_rest_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable K : view -> 'M[R]_(dim_n, dim_q).
Variable theta : 'M[R]_(dim_n, 1).
Variable c : view -> 'M[R]_(dim_q, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable F_bar : sample -> 'M[R]_(dim_q, 1).
Variable c_bar : sample -> 'M[R]_(dim_q, 1).
Variable M : 'M[R]_(dim_n, dim_q).
Variable m : 'M[R]_(dim_q, 1).
Variable e : 'M[R]_(dim_q, 1).
Hypothesis rest :
  forall (x1 : view), (f x1)
  = (((K x1)^T *m theta) + (c x1)).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (\E_(x1 ~ (view_law x)) (f x1)).
Hypothesis definition_of_c_bar :
  forall (x : sample), (c_bar x)
  = (\E_(x1 ~ (view_law x)) (c x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Hypothesis definition_of_m :
  m
  = (\E_(x ~ sample_law) (F_bar x)).
Hypothesis definition_of_e :
  e
  = (\E_(x ~ sample_law) (c_bar x)).

(** euler-operator#mean-output (in part): E{x1}[f(x1)] = K̄(x)ᵀ θ + c̄(x) *)
Theorem mean_output :
  forall (x : sample), (\E_(x1 ~ (view_law x)) (f x1))
  = (((K_bar x)^T *m theta) + (c_bar x)).
Proof.
move=> x.
transitivity (\E_(x1 ~ (view_law x)) (((K x1)^T *m theta) + (c x1))).
{ apply: in_expect => x1_1. exact: rest. }
transitivity ((\E_(x1 ~ (view_law x)) ((K x1)^T *m theta)) + (\E_(x1 ~ (view_law x)) (c x1))).
{ exact: expectation_sum. }
transitivity (((\E_(x1 ~ (view_law x)) (K x1)^T) *m theta) + (\E_(x1 ~ (view_law x)) (c x1))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x1 ~ (view_law x)) (K x1))^T *m theta) + (\E_(x1 ~ (view_law x)) (c x1))).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_transpose. }
transitivity (((K_bar x)^T *m theta) + (\E_(x1 ~ (view_law x)) (c x1))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_K_bar. }
apply: in_sum_1. symmetry. exact: definition_of_c_bar.
Qed.

(** euler-operator#mean-of-all (in part): E{x}[E{x1}[f(x1)]] = Mᵀ θ + e *)
Theorem mean_of_all :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f x1)))
  = ((M^T *m theta) + e).
Proof.
transitivity (\E_(x ~ sample_law) (((K_bar x)^T *m theta) + (c_bar x))).
{ apply: in_expect => x_1. exact: mean_output. }
transitivity ((\E_(x ~ sample_law) ((K_bar x)^T *m theta)) + (\E_(x ~ sample_law) (c_bar x))).
{ exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) (K_bar x)^T) *m theta) + (\E_(x ~ sample_law) (c_bar x))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (K_bar x))^T *m theta) + (\E_(x ~ sample_law) (c_bar x))).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_transpose. }
transitivity ((M^T *m theta) + (\E_(x ~ sample_law) (c_bar x))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_M. }
apply: in_sum_1. symmetry. exact: definition_of_e.
Qed.

(** euler-operator#update (in part): E{x}[(K̄(x) - M) (E{x1}[f(x1)] - E{x}[E{x1}[f(x1)]])] = E{x}[(K̄(x) - M)
    (K̄(x) - M)ᵀ] θ + E{x}[(K̄(x) - M) (c̄(x) - e)] *)
Theorem update :
  (\E_(x ~ sample_law) (((K_bar x) - M) *m ((\E_(x1 ~ (view_law x)) (f x1)) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (f x1))))))
  = (((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) - M)^T)) *m theta) + (\E_(x ~ sample_law) (((K_bar x) - M)
    *m ((c_bar x) - e)))).
Proof.
transitivity (\E_(x ~ sample_law) (((K_bar x) - M) *m ((((K_bar x)^T *m theta) + (c_bar x)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (f x1)))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_sum_0. exact: mean_output. }
transitivity (\E_(x ~ sample_law) (((K_bar x) - M) *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e)))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_sum_1. exact: mean_of_all. }
transitivity (\E_(x ~ sample_law) (((K_bar x) *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e))) - (M
    *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_expect => x_1. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e)))) -
    (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) *m (((K_bar x)^T *m theta) + (c_bar x))) - ((K_bar x) *m ((M^T *m
    theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x)^T *m theta) + (c_bar x)))) - (\E_(x ~ sample_law)
    ((K_bar x) *m ((M^T *m theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x)) - ((M^T *m
    theta) + e))))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m ((K_bar x)^T *m theta)) + ((K_bar x) *m (c_bar x)))) - (\E_(x ~
    sample_law) ((K_bar x) *m ((M^T *m theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x))
    - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - (\E_(x ~ sample_law) ((K_bar x) *m ((M^T *m theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T
    *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_0. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) *m theta)) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - (\E_(x ~ sample_law) ((K_bar x) *m ((M^T *m theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T
    *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - (\E_(x ~ sample_law) ((K_bar x) *m ((M^T *m theta) + e)))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T
    *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. exact: constant_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((\E_(x ~ sample_law) (K_bar x)) *m ((M^T *m theta) + e))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T
    *m theta) + (c_bar x)) - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - (M *m ((M^T *m theta) + e))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x)) -
    ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (\E_(x ~ sample_law) (M *m ((((K_bar x)^T *m theta) + (c_bar x))
    - ((M^T *m theta) + e))))).
{ apply: in_sum_0. apply: in_sum_1. exact: product_sum_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (\E_(x ~ sample_law) ((M *m (((K_bar x)^T *m theta) + (c_bar
    x))) - (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - ((\E_(x ~ sample_law) (M *m (((K_bar x)^T *m theta) + (c_bar
    x)))) - (\E_(x ~ sample_law) (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - ((\E_(x ~ sample_law) ((M *m ((K_bar x)^T *m theta)) + (M *m
    (c_bar x)))) - (\E_(x ~ sample_law) (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (((\E_(x ~ sample_law) (M *m ((K_bar x)^T *m theta))) + (\E_(x ~
    sample_law) (M *m (c_bar x)))) - (\E_(x ~ sample_law) (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. apply: in_sum_0. exact: expectation_sum. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) + (\E_(x ~
    sample_law) (M *m (c_bar x)))) - (\E_(x ~ sample_law) (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. exact: constant_left. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) + (M *m
    (\E_(x ~ sample_law) (c_bar x)))) - (\E_(x ~ sample_law) (M *m ((M^T *m theta) + e))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) + (M *m
    (\E_(x ~ sample_law) (c_bar x)))) - (M *m ((M^T *m theta) + e)))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) + (\E_(x ~ sample_law) ((K_bar x) *m
    (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) + (M *m
    (\E_(x ~ sample_law) (c_bar x)))) - ((M *m (M^T *m theta)) + (M *m e)))).
{ apply: in_sum_1. apply: in_sum_1. exact: product_sum_right. }
transitivity (((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) - (M *m (M^T *m theta))) + ((\E_(x ~
    sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m
    (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: (@same_summands F R dim_n 1 [:: ((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta); (\E_(x ~
    sample_law) ((K_bar x) *m (c_bar x))); (M *m (M^T *m theta)); (M *m e); (M *m (\E_(x ~ sample_law) ((K_bar x)^T *m
    theta))); (M *m (\E_(x ~ sample_law) (c_bar x)))] (Plus One (Plus One (Plus One (Atom F 0) One (Atom F 1)) Neg (Plus
    One (Atom F 2) One (Atom F 3))) Neg (Plus One (Plus One (Atom F 4) One (Atom F 5)) Neg (Plus One (Atom F 2) One (Atom
    F 3)))) (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) One (Plus One (Atom F 1) Neg (Atom F 3))) Neg (Plus
    One (Plus One (Atom F 4) Neg (Atom F 2)) One (Plus One (Atom F 5) Neg (Atom F 3))))). same_totals two. }
transitivity ((((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) *m theta)) - (M *m (M^T *m theta))) + ((\E_(x ~
    sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m
    (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_right. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((\E_(x ~
    sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m
    (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - ((\E_(x ~ sample_law) (K_bar x)) *m
    (M^T *m theta))) + ((\E_(x ~ sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law)
    ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (\E_(x ~ sample_law) ((K_bar x) *m (M^T
    *m theta)))) + ((\E_(x ~ sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar
    x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m ((K_bar x)^T *m theta)) - ((K_bar x) *m (M^T *m theta)))) +
    ((\E_(x ~ sample_law) ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta)))
    - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x)^T *m theta) - (M^T *m theta)))) + ((\E_(x ~ sample_law)
    ((K_bar x) *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m
    theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x)^T - M^T) *m theta))) + ((\E_(x ~ sample_law) ((K_bar x)
    *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m
    (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x) - M)^T *m theta))) + ((\E_(x ~ sample_law) ((K_bar x)
    *m (c_bar x))) - (M *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m
    (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry.
    exact: transpose_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x) - M)^T *m theta))) + ((\E_(x ~ sample_law) ((K_bar x)
    *m (c_bar x))) - ((\E_(x ~ sample_law) (K_bar x)) *m e))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) -
    (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x) - M)^T *m theta))) + ((\E_(x ~ sample_law) ((K_bar x)
    *m (c_bar x))) - (\E_(x ~ sample_law) ((K_bar x) *m e)))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) -
    (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x) - M)^T *m theta))) + (\E_(x ~ sample_law) (((K_bar x)
    *m (c_bar x)) - ((K_bar x) *m e)))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta)))
    + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m (((K_bar x) - M)^T *m theta))) + (\E_(x ~ sample_law) ((K_bar x) *m
    ((c_bar x) - e)))) - (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~
    sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) *m (((K_bar x) - M)^T *m theta)) + ((K_bar x) *m ((c_bar x) - e)))) -
    (((M *m (\E_(x ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar
    x))) - (M *m e)))).
{ apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - (((M *m (\E_(x
    ~ sample_law) ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m
    e)))).
{ apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - (((\E_(x ~
    sample_law) (M *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m
    e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - (((\E_(x ~
    sample_law) (M *m ((K_bar x)^T *m theta))) - (\E_(x ~ sample_law) (M *m (M^T *m theta)))) + ((M *m (\E_(x ~
    sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) ((M *m ((K_bar x)^T *m theta)) - (M *m (M^T *m theta)))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M
    *m e)))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x)^T *m theta) - (M^T *m theta)))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m
    e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x)^T - M^T) *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x) - M)^T *m theta))) + ((M *m (\E_(x ~ sample_law) (c_bar x))) - (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry.
    exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x) - M)^T *m theta))) + ((\E_(x ~ sample_law) (M *m (c_bar x))) - (M *m e)))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x) - M)^T *m theta))) + ((\E_(x ~ sample_law) (M *m (c_bar x))) - (\E_(x ~ sample_law) (M
    *m e))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x) - M)^T *m theta))) + (\E_(x ~ sample_law) ((M *m (c_bar x)) - (M *m e))))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - ((\E_(x ~
    sample_law) (M *m (((K_bar x) - M)^T *m theta))) + (\E_(x ~ sample_law) (M *m ((c_bar x) - e))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - (\E_(x ~
    sample_law) ((M *m (((K_bar x) - M)^T *m theta)) + (M *m ((c_bar x) - e))))).
{ apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))) - (\E_(x ~
    sample_law) (M *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e))))).
{ apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (((K_bar x) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e))) - (M *m ((((K_bar
    x) - M)^T *m theta) + ((c_bar x) - e))))).
{ symmetry. exact: expectation_sum. }
transitivity (\E_(x ~ sample_law) (((K_bar x) - M) *m ((((K_bar x) - M)^T *m theta) + ((c_bar x) - e)))).
{ apply: in_expect => x_1. symmetry. exact: product_sum_left. }
transitivity (\E_(x ~ sample_law) ((((K_bar x) - M) *m (((K_bar x) - M)^T *m theta)) + (((K_bar x) - M) *m ((c_bar x)
    - e)))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (((K_bar x) - M) *m (((K_bar x) - M)^T *m theta))) + (\E_(x ~ sample_law) (((K_bar
    x) - M) *m ((c_bar x) - e)))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((((K_bar x) - M) *m ((K_bar x) - M)^T) *m theta)) + (\E_(x ~ sample_law) (((K_bar
    x) - M) *m ((c_bar x) - e)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
apply: in_sum_0. exact: constant_right.
Qed.

End the_covariance_share_and_the_rest_theory.

(* homogeneous but for a constant *)

Section homogeneous_but_for_a_constant_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable k : F.
Variable K : view -> 'M[R]_(dim_n, dim_q).
Variable theta : 'M[R]_(dim_n, 1).
Variable f : view -> 'M[R]_(dim_q, 1).
Variable b : 'M[R]_(dim_q, 1).
Variable K_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable F_bar : sample -> 'M[R]_(dim_q, 1).
Variable M : 'M[R]_(dim_n, dim_q).
Variable m : 'M[R]_(dim_q, 1).
Hypothesis Euler :
  forall (x1 : view), ((K x1)^T *m theta)
  = (scale (Num (k)) ((f x1) - b)).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (\E_(x1 ~ (view_law x)) (K x1)).
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (\E_(x1 ~ (view_law x)) (f x1)).
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (K_bar x)).
Hypothesis definition_of_m :
  m
  = (\E_(x ~ sample_law) (F_bar x)).

(** euler-operator#mean-on-the-block (in part): K̄(x)ᵀ θ = k (F̄(x) - b) *)
Theorem mean_on_the_block :
  forall (x : sample), ((K_bar x)^T *m theta)
  = (scale (Num (k)) ((F_bar x) - b)).
Proof.
move=> x.
transitivity ((\E_(x1 ~ (view_law x)) (K x1))^T *m theta).
{ apply: in_product_0. apply: in_transpose. exact: definition_of_K_bar. }
transitivity ((\E_(x1 ~ (view_law x)) (K x1)^T) *m theta).
{ apply: in_product_0. symmetry. exact: expectation_transpose. }
transitivity (\E_(x1 ~ (view_law x)) ((K x1)^T *m theta)).
{ symmetry. exact: constant_right. }
transitivity (\E_(x1 ~ (view_law x)) (scale (Num (k)) ((f x1) - b))).
{ apply: in_expect => x1_1. exact: Euler. }
transitivity (scale (Num (k)) (\E_(x1 ~ (view_law x)) ((f x1) - b))).
{ exact: expectation_scale. }
transitivity (scale (Num (k)) ((\E_(x1 ~ (view_law x)) (f x1)) - (\E_(x1 ~ (view_law x)) b))).
{ apply: in_scale. exact: expectation_sum. }
transitivity (scale (Num (k)) ((F_bar x) - (\E_(x1 ~ (view_law x)) b))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: definition_of_F_bar. }
apply: in_scale. apply: in_sum_1. exact: constant.
Qed.

(** euler-operator#mean-of-all-on-the-block (in part): Mᵀ θ = k (m - b) *)
Theorem mean_of_all_on_the_block :
  (M^T *m theta)
  = (scale (Num (k)) (m - b)).
Proof.
transitivity ((\E_(x ~ sample_law) (K_bar x))^T *m theta).
{ apply: in_product_0. apply: in_transpose. exact: definition_of_M. }
transitivity ((\E_(x ~ sample_law) (K_bar x)^T) *m theta).
{ apply: in_product_0. symmetry. exact: expectation_transpose. }
transitivity (\E_(x ~ sample_law) ((K_bar x)^T *m theta)).
{ symmetry. exact: constant_right. }
transitivity (\E_(x ~ sample_law) (scale (Num (k)) ((F_bar x) - b))).
{ apply: in_expect => x_1. exact: mean_on_the_block. }
transitivity (scale (Num (k)) (\E_(x ~ sample_law) ((F_bar x) - b))).
{ exact: expectation_scale. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) (F_bar x)) - (\E_(x ~ sample_law) b))).
{ apply: in_scale. exact: expectation_sum. }
transitivity (scale (Num (k)) (m - (\E_(x ~ sample_law) b))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: definition_of_m. }
apply: in_scale. apply: in_sum_1. exact: constant.
Qed.

(** euler-operator#homogeneous (in part): E{x}[(K̄(x) - M) (K̄(x) - M)ᵀ] θ = k E{x}[(K̄(x) - M) (F̄(x) - m)] *)
Theorem homogeneous :
  ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x) - M)^T)) *m theta)
  = (scale (Num (k)) (\E_(x ~ sample_law) (((K_bar x) - M) *m ((F_bar x) - m)))).
Proof.
transitivity ((\E_(x ~ sample_law) (((K_bar x) - M) *m ((K_bar x)^T - M^T))) *m theta).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) ((((K_bar x) - M) *m (K_bar x)^T) - (((K_bar x) - M) *m M^T))) *m theta).
{ apply: in_product_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (((K_bar x) - M) *m
    M^T))) *m theta).
{ apply: in_product_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) - M) *m (K_bar x)^T)) *m theta) - ((\E_(x ~ sample_law) (((K_bar x) -
    M) *m M^T)) *m theta)).
{ exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) - (M *m (K_bar x)^T))) *m theta) - ((\E_(x ~
    sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) - (\E_(x ~ sample_law) (M *m (K_bar x)^T))) *m
    theta) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_sum. }
transitivity ((((\E_(x ~ sample_law) ((K_bar x) *m (K_bar x)^T)) *m theta) - ((\E_(x ~ sample_law) (M *m (K_bar
    x)^T)) *m theta)) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (((K_bar x) *m (K_bar x)^T) *m theta)) - ((\E_(x ~ sample_law) (M *m (K_bar
    x)^T)) *m theta)) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - ((\E_(x ~ sample_law) (M *m (K_bar
    x)^T)) *m theta)) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - ((M *m (\E_(x ~ sample_law) (K_bar
    x)^T)) *m theta)) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m ((\E_(x ~ sample_law) (K_bar x)^T)
    *m theta))) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m ((\E_(x ~ sample_law) (K_bar x))^T
    *m theta))) - ((\E_(x ~ sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - ((\E_(x ~
    sample_law) (((K_bar x) - M) *m M^T)) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact:
    definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - ((\E_(x ~
    sample_law) (((K_bar x) *m M^T) - (M *m M^T))) *m theta)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - (((\E_(x ~
    sample_law) ((K_bar x) *m M^T)) - (\E_(x ~ sample_law) (M *m M^T))) *m theta)).
{ apply: in_sum_1. apply: in_product_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - (((\E_(x ~
    sample_law) ((K_bar x) *m M^T)) - (M *m M^T)) *m theta)).
{ apply: in_sum_1. apply: in_product_0. apply: in_sum_1. exact: constant. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - (((\E_(x ~
    sample_law) ((K_bar x) *m M^T)) *m theta) - ((M *m M^T) *m theta))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - ((((\E_(x ~
    sample_law) (K_bar x)) *m M^T) *m theta) - ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - (((\E_(x ~
    sample_law) (K_bar x)) *m (M^T *m theta)) - ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - ((M *m (M^T *m
    theta)) - ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))) - ((M *m (M^T *m
    theta)) - (M *m (M^T *m theta)))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))) - (M *m (M^T *m theta))).
{ apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) ((K_bar x) *m ((K_bar x)^T *m theta))); (M *m (M^T *m
    theta))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F
    0) Neg (Atom F 1))). same_totals two. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m (scale (Num (k)) ((F_bar x) - b)))) - (M *m (M^T *m theta))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: mean_on_the_block. }
transitivity ((\E_(x ~ sample_law) ((K_bar x) *m (scale (Num (k)) ((F_bar x) - b)))) - (M *m (scale (Num (k)) (m -
    b)))).
{ apply: in_sum_1. apply: in_product_1. exact: mean_of_all_on_the_block. }
transitivity ((\E_(x ~ sample_law) (scale (Num (k)) ((K_bar x) *m ((F_bar x) - b)))) - (M *m (scale (Num (k)) (m -
    b)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_scale_right. }
transitivity ((scale (Num (k)) (\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - b)))) - (M *m (scale (Num (k)) (m -
    b)))).
{ apply: in_sum_0. exact: expectation_scale. }
transitivity ((scale (Num (k)) (\E_(x ~ sample_law) (((K_bar x) *m (F_bar x)) - ((K_bar x) *m b)))) - (M *m (scale
    (Num (k)) (m - b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) ((K_bar x) *m
    b)))) - (M *m (scale (Num (k)) (m - b)))).
{ apply: in_sum_0. apply: in_scale. exact: expectation_sum. }
transitivity ((scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - ((\E_(x ~ sample_law) (K_bar x)) *m
    b))) - (M *m (scale (Num (k)) (m - b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_sum_1. exact: constant_right. }
transitivity ((scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m b))) - (M *m (scale (Num (k))
    (m - b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity ((scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m b))) - (scale (Num (k)) (M *m
    (m - b)))).
{ apply: in_sum_1. exact: product_scale_right. }
transitivity ((scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m b))) - (scale (Num (k)) ((M *m
    m) - (M *m b)))).
{ apply: in_sum_1. apply: in_scale. exact: product_sum_right. }
transitivity (scale (Num (k)) (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (M *m m)) - ((M *m m) - (M *m m)))).
{ apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))); (M *m b); (M *m m)] (Plus
    One (Times (Num (k)) (Plus One (Atom F 0) Neg (Atom F 1))) Neg (Times (Num (k)) (Plus One (Atom F 2) Neg (Atom F
    1)))) (Times (Num (k)) (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) Neg (Plus One (Atom F 2) Neg (Atom F 2))))).
    same_totals two. }
transitivity (scale (Num (k)) (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - ((\E_(x ~ sample_law) (K_bar x)) *m
    m)) - ((M *m m) - (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity (scale (Num (k)) (((\E_(x ~ sample_law) ((K_bar x) *m (F_bar x))) - (\E_(x ~ sample_law) ((K_bar x) *m
    m))) - ((M *m m) - (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) (((K_bar x) *m (F_bar x)) - ((K_bar x) *m m))) - ((M *m m) - (M
    *m m)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - ((M *m m) - (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - ((M *m (\E_(x ~ sample_law)
    (F_bar x))) - (M *m m)))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact: definition_of_m. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - ((\E_(x ~ sample_law) (M *m
    (F_bar x))) - (M *m m)))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - ((\E_(x ~ sample_law) (M *m
    (F_bar x))) - (\E_(x ~ sample_law) (M *m m))))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - (\E_(x ~ sample_law) ((M *m
    (F_bar x)) - (M *m m))))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (scale (Num (k)) ((\E_(x ~ sample_law) ((K_bar x) *m ((F_bar x) - m))) - (\E_(x ~ sample_law) (M *m
    ((F_bar x) - m))))).
{ apply: in_scale. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (scale (Num (k)) (\E_(x ~ sample_law) (((K_bar x) *m ((F_bar x) - m)) - (M *m ((F_bar x) - m))))).
{ apply: in_scale. symmetry. exact: expectation_sum. }
apply: in_scale. apply: in_expect => x_1. symmetry. exact: product_sum_left.
Qed.

End homogeneous_but_for_a_constant_theory.
