(* Made from theorems/simclr/src/euler_operator.derivation by crates/derivation/examples/coq.rs. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import Semantics Rules Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

(* any network *)

Section any_network_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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
  = (scale (Num ((1 / 2%:R))) ((sum One (f x1) Neg (f x2))^T *m (sum One (f x1) Neg (f x2)))).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (expect (view_law x) (fun x1 : view => (K x1))).
Let fixed_K_bar : forall (x : sample), fixed delta (K_bar x).
Proof. move=> x; apply: (fixed_differential (definition_of_K_bar x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_K_bar : fixed.
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (expect (view_law x) (fun x1 : view => (f x1))).
Hypothesis definition_of_M :
  M
  = (expect sample_law (fun x : sample => (K_bar x))).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.
Hypothesis definition_of_m :
  m
  = (expect sample_law (fun x : sample => (F_bar x))).

Lemma gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta theta)^T *m ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))).
Proof.
move=> x1 x2.
transitivity (differential delta (scale (Num ((1 / 2%:R))) ((sum One (f x1) Neg (f x2))^T *m (sum One (f x1) Neg (f x2))))).
{ apply: in_differential. exact: definition_of_r. }
transitivity (scale (Num ((1 / 2%:R))) (differential delta ((sum One (f x1) Neg (f x2))^T *m (sum One (f x1) Neg (f x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((differential delta (sum One (f x1) Neg (f x2))^T) *m (sum One (f x1) Neg (f x2))) One ((sum One (f x1) Neg (f x2))^T *m (differential delta (sum One (f x1) Neg (f x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))) One ((sum One (f x1) Neg (f x2))^T *m (differential delta (sum One (f x1) Neg (f x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))) (Num ((1 / 2%:R))) ((sum One (f x1) Neg (f x2))^T *m (differential delta (sum One (f x1) Neg (f x2))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))); ((sum One (f x1) Neg (f x2))^T *m (differential delta (sum One (f x1) Neg (f x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 1))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 1))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))) (Num ((1 / 2%:R))) ((sum One (f x1) Neg (f x2))^T *m (differential delta (sum One (f x1) Neg (f x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))) (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))) (Num ((1 / 2%:R))) ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (sum One (f x1) Neg (f x2)))^T *m (sum One (f x1) Neg (f x2)))] (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity ((sum One (differential delta (f x1)) Neg (differential delta (f x2)))^T *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity ((sum One ((K x1)^T *m (differential delta theta)) Neg (differential delta (f x2)))^T *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: derivative. }
transitivity ((sum One ((K x1)^T *m (differential delta theta)) Neg ((K x2)^T *m (differential delta theta)))^T *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative. }
transitivity (((sum One (K x1)^T Neg (K x2)^T) *m (differential delta theta))^T *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity (((sum One (K x1) Neg (K x2))^T *m (differential delta theta))^T *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((differential delta theta)^T *m (sum One (K x1) Neg (K x2))^T^T) *m (sum One (f x1) Neg (f x2))).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta theta)^T *m ((sum One (K x1) Neg (K x2))^T^T *m (sum One (f x1) Neg (f x2)))).
{ symmetry. exact: product_associative. }
apply: in_product_1. apply: in_product_0. exact: transpose_twice.
Qed.

Lemma attraction :
  (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))))))))
  = (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))).
Proof.
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((K x1) *m (sum One (f x1) Neg (f x2))) Neg ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x1) *m (sum One (f x1) Neg (f x2))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((K x1) *m (f x1)) Neg ((K x1) *m (f x2))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x1) *m (f x1)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x1) *m (f x2))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x1) *m (f x2))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (expect (view_law x) (fun x2 : view => (f x2))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (F_bar x))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact: definition_of_F_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x2 : view => ((K x2) *m (F_bar x))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_1. symmetry. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((expect (view_law x) (fun x2 : view => (K x2))) *m (F_bar x))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (sum One (f x1) Neg (f x2)))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_K_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((K x2) *m (f x1)) Neg ((K x2) *m (f x2)))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x1)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x2)))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x2 : view => (K x2))) *m (expect (view_law x) (fun x1 : view => (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x2)))))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (expect (view_law x) (fun x1 : view => (f x1)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x2)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_K_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x2)))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: definition_of_F_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x2 : view => ((K x2) *m (f x2)))))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; exact: constant]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n 1 [:: (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))); (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

Lemma repulsion :
  (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1)))))))))))
  = (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (M *m m)).
Proof.
transitivity (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1))))))))))).
{ reflexivity. }
transitivity (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (sum One ((sum One (K x1) Neg (K y1)) *m (f x1)) Neg ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact: product_sum_right. }
transitivity (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (sum One (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f x1)))) Neg (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f x1)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f x1)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (sum One ((K x1) *m (f x1)) Neg ((K y1) *m (f x1))))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K x1) *m (f x1)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f x1))))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f x1))))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg ((expect sample_law (fun y : sample => (expect (view_law y) (fun y1 : view => (K y1))))) *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right])])])])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (K x1))))) *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (K x1))))) *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. symmetry. exact: definition_of_K_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m (expect sample_law (fun x : sample => (F_bar x))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. symmetry. exact: definition_of_F_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (f y1))))))))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (sum One ((K x1) *m (f y1)) Neg ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K x1) *m (f y1)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (K x1))) *m (expect sample_law (fun y : sample => (expect (view_law y) (fun y1 : view => (f y1)))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | apply: in_expect => ?; exact: constant_right])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (expect sample_law (fun y : sample => (expect (view_law y) (fun y1 : view => (f y1)))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_K_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (expect sample_law (fun y : sample => (expect (view_law y) (fun y1 : view => (f y1)))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (expect sample_law (fun y : sample => (F_bar y)))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_expect => y_2. symmetry. exact: definition_of_F_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m m))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One ((expect sample_law (fun x : sample => (K_bar x))) *m m) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (M *m m) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (M *m m) Neg (expect sample_law (fun y : sample => (expect (view_law y) (fun y1 : view => ((K y1) *m (f y1)))))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) Neg (M *m m)) Neg (sum One (M *m m) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n 1 [:: (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))); (M *m m)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

Lemma covariance_of_means :
  (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (F_bar x) Neg m))))
  = (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)).
Proof.
transitivity (expect sample_law (fun x : sample => (sum One ((sum One (K_bar x) Neg M) *m (F_bar x)) Neg ((sum One (K_bar x) Neg M) *m m)))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m m)))).
{ exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (F_bar x)) Neg (M *m (F_bar x))))) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m m)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => (M *m (F_bar x))))) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m m)))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m (expect sample_law (fun x : sample => (F_bar x))))) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m m)))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m m)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. symmetry. exact: definition_of_m. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (expect sample_law (fun x : sample => (sum One ((K_bar x) *m m) Neg (M *m m))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (sum One (expect sample_law (fun x : sample => ((K_bar x) *m m))) Neg (expect sample_law (fun x : sample => (M *m m))))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (sum One ((expect sample_law (fun x : sample => (K_bar x))) *m m) Neg (expect sample_law (fun x : sample => (M *m m))))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (sum One (M *m m) Neg (expect sample_law (fun x : sample => (M *m m))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (sum One (M *m m) Neg (M *m m))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
apply: (@same_summands F R dim_n 1 [:: (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))); (M *m m)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

Lemma covariance_with_the_output :
  (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (sum One (r x1 x2) Neg (r x1 y1)))))))))))))
  = ((differential delta theta)^T *m (scale (Num ((- 2%:R))) (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (F_bar x) Neg m)))))).
Proof.
transitivity (differential delta (sum One (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 x2))))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 y1))))))))))))).
{ apply: in_differential. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 x2)))))))))))) Neg (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 y1))))))))))))).
{ exact: differential_sum. }
transitivity (sum One (differential delta (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (r x1 x2)))))))) Neg (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 y1))))))))))))).
{ apply: in_sum_0. apply: in_differential. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (differential delta (r x1 x2)))))))) Neg (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (expect (view_law y) (fun y1 : view => (r x1 y1))))))))))))).
{ apply: in_sum_0. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (differential delta (r x1 x2)))))))) Neg (differential delta (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (r x1 y1))))))))))).
{ apply: in_sum_1. apply: in_differential. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; apply: in_expect => ?; exact: constant]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (differential delta (r x1 x2)))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (differential delta (r x1 y1))))))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((differential delta theta)^T *m ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => (differential delta (r x1 y1))))))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((differential delta theta)^T *m ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((differential delta theta)^T *m ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1))))))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact: gradient_of_a_pair. }
transitivity (sum One ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))))))))) Neg (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((differential delta theta)^T *m ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1))))))))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (sum One ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (K x1) Neg (K x2)) *m (sum One (f x1) Neg (f x2)))))))))) Neg ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1))))))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]) | exact: constant_left]). }
transitivity (sum One ((differential delta theta)^T *m (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))))) Neg ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect sample_law (fun y : sample => (expect (view_law x) (fun x1 : view => (expect (view_law y) (fun y1 : view => ((sum One (K x1) Neg (K y1)) *m (sum One (f x1) Neg (f y1))))))))))))).
{ apply: in_sum_0. apply: in_product_1. exact: attraction. }
transitivity (sum One ((differential delta theta)^T *m (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))))) Neg ((differential delta theta)^T *m (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (M *m m)))).
{ apply: in_sum_1. apply: in_product_1. exact: repulsion. }
transitivity (sum One (sum (Num (2%:R)) ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))))) Neg ((differential delta theta)^T *m (sum (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1)))))) (Num ((- 2%:R))) (M *m m)))).
{ apply: in_sum_0. exact: product_sum_right. }
transitivity (sum One (sum (Num (2%:R)) ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))))) Neg (sum (Num (2%:R)) ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (M *m m)))).
{ apply: in_sum_1. exact: product_sum_right. }
transitivity (sum One (sum (Num (2%:R)) ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))) (Num ((- 2%:R))) ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))))) Neg (sum (Num (2%:R)) ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))) (Num ((- 2%:R))) (((differential delta theta)^T *m M) *m m))).
{ apply: in_sum_1. apply: in_sum_1. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (sum One ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg (((differential delta theta)^T *m M) *m m))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta theta)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((K x1) *m (f x1))))))); ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))); (((differential delta theta)^T *m M) *m m)] (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1)) Neg (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 2))) (Times (Num ((- 2%:R))) (Plus One (Atom F 1) Neg (Atom F 2)))). same_totals two. }
transitivity (scale (Num ((- 2%:R))) (sum One ((differential delta theta)^T *m (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x))))) Neg ((differential delta theta)^T *m (M *m m)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((differential delta theta)^T *m (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity ((differential delta theta)^T *m (scale (Num ((- 2%:R))) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)))).
{ symmetry. exact: product_scale_right. }
apply: in_product_1. apply: in_scale. symmetry. exact: covariance_of_means.
Qed.

End any_network_theory.

(* the covariance share and the rest *)

Section the_covariance_share_and_the_rest_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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
  = (sum One ((K x1)^T *m theta) One (c x1)).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (expect (view_law x) (fun x1 : view => (K x1))).
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (expect (view_law x) (fun x1 : view => (f x1))).
Hypothesis definition_of_c_bar :
  forall (x : sample), (c_bar x)
  = (expect (view_law x) (fun x1 : view => (c x1))).
Hypothesis definition_of_M :
  M
  = (expect sample_law (fun x : sample => (K_bar x))).
Hypothesis definition_of_m :
  m
  = (expect sample_law (fun x : sample => (F_bar x))).
Hypothesis definition_of_e :
  e
  = (expect sample_law (fun x : sample => (c_bar x))).

Lemma mean_output :
  forall (x : sample), (expect (view_law x) (fun x1 : view => (f x1)))
  = (sum One ((K_bar x)^T *m theta) One (c_bar x)).
Proof.
move=> x.
transitivity (expect (view_law x) (fun x1 : view => (sum One ((K x1)^T *m theta) One (c x1)))).
{ apply: in_expect => x1_1. exact: rest. }
transitivity (sum One (expect (view_law x) (fun x1 : view => ((K x1)^T *m theta))) One (expect (view_law x) (fun x1 : view => (c x1)))).
{ exact: expectation_sum. }
transitivity (sum One ((expect (view_law x) (fun x1 : view => (K x1)^T)) *m theta) One (expect (view_law x) (fun x1 : view => (c x1)))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (sum One ((expect (view_law x) (fun x1 : view => (K x1)))^T *m theta) One (expect (view_law x) (fun x1 : view => (c x1)))).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_transpose. }
transitivity (sum One ((K_bar x)^T *m theta) One (expect (view_law x) (fun x1 : view => (c x1)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_K_bar. }
apply: in_sum_1. symmetry. exact: definition_of_c_bar.
Qed.

Lemma mean_of_all :
  (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1)))))
  = (sum One (M^T *m theta) One e).
Proof.
transitivity (expect sample_law (fun x : sample => (sum One ((K_bar x)^T *m theta) One (c_bar x)))).
{ apply: in_expect => x_1. exact: mean_output. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x)^T *m theta))) One (expect sample_law (fun x : sample => (c_bar x)))).
{ exact: expectation_sum. }
transitivity (sum One ((expect sample_law (fun x : sample => (K_bar x)^T)) *m theta) One (expect sample_law (fun x : sample => (c_bar x)))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (sum One ((expect sample_law (fun x : sample => (K_bar x)))^T *m theta) One (expect sample_law (fun x : sample => (c_bar x)))).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_transpose. }
transitivity (sum One (M^T *m theta) One (expect sample_law (fun x : sample => (c_bar x)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_M. }
apply: in_sum_1. symmetry. exact: definition_of_e.
Qed.

Lemma update :
  (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (expect (view_law x) (fun x1 : view => (f x1))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1)))))))))
  = (sum One ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (K_bar x) Neg M)^T))) *m theta) One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (c_bar x) Neg e))))).
Proof.
transitivity (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (f x1))))))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_sum_0. exact: mean_output. }
transitivity (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_sum_1. exact: mean_of_all. }
transitivity (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e))) Neg (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_expect => x_1. exact: product_sum_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (sum One ((K_bar x)^T *m theta) One (c_bar x))) Neg ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((K_bar x)^T *m theta) One (c_bar x))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m ((K_bar x)^T *m theta)) One ((K_bar x) *m (c_bar x))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_0. exact: expectation_sum. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (((K_bar x) *m (K_bar x)^T) *m theta))) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (M^T *m theta) One e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. exact: constant_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m (sum One (M^T *m theta) One e))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (M *m (sum One (M^T *m theta) One e))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (expect sample_law (fun x : sample => (M *m (sum One (sum One ((K_bar x)^T *m theta) One (c_bar x)) Neg (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_0. apply: in_sum_1. exact: product_sum_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (expect sample_law (fun x : sample => (sum One (M *m (sum One ((K_bar x)^T *m theta) One (c_bar x))) Neg (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (expect sample_law (fun x : sample => (M *m (sum One ((K_bar x)^T *m theta) One (c_bar x))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (expect sample_law (fun x : sample => (sum One (M *m ((K_bar x)^T *m theta)) One (M *m (c_bar x))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (sum One (expect sample_law (fun x : sample => (M *m ((K_bar x)^T *m theta)))) One (expect sample_law (fun x : sample => (M *m (c_bar x))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. apply: in_sum_0. exact: expectation_sum. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) One (expect sample_law (fun x : sample => (M *m (c_bar x))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. exact: constant_left. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) One (M *m (expect sample_law (fun x : sample => (c_bar x))))) Neg (expect sample_law (fun x : sample => (M *m (sum One (M^T *m theta) One e)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) One (M *m (expect sample_law (fun x : sample => (c_bar x))))) Neg (M *m (sum One (M^T *m theta) One e)))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) One (M *m (expect sample_law (fun x : sample => (c_bar x))))) Neg (sum One (M *m (M^T *m theta)) One (M *m e)))).
{ apply: in_sum_1. apply: in_sum_1. exact: product_sum_right. }
transitivity (sum One (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) Neg (M *m (M^T *m theta))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: (@same_summands F R dim_n 1 [:: ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta); (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))); (M *m (M^T *m theta)); (M *m e); (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))); (M *m (expect sample_law (fun x : sample => (c_bar x))))] (Plus One (Plus One (Plus One (Atom F 0) One (Atom F 1)) Neg (Plus One (Atom F 2) One (Atom F 3))) Neg (Plus One (Plus One (Atom F 4) One (Atom F 5)) Neg (Plus One (Atom F 2) One (Atom F 3)))) (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) One (Plus One (Atom F 1) Neg (Atom F 3))) Neg (Plus One (Plus One (Atom F 4) Neg (Atom F 2)) One (Plus One (Atom F 5) Neg (Atom F 3))))). same_totals two. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (((K_bar x) *m (K_bar x)^T) *m theta))) Neg (M *m (M^T *m theta))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_right. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m (M^T *m theta))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m (M^T *m theta))))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m ((K_bar x)^T *m theta)) Neg ((K_bar x) *m (M^T *m theta))))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((K_bar x)^T *m theta) Neg (M^T *m theta))))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x)^T Neg M^T) *m theta)))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (M *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m e))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (c_bar x)))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m e))))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (c_bar x)) Neg ((K_bar x) *m e))))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (c_bar x) Neg e))))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m ((sum One (K_bar x) Neg M)^T *m theta)) One ((K_bar x) *m (sum One (c_bar x) Neg e))))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (sum One (M *m (expect sample_law (fun x : sample => ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (sum One (expect sample_law (fun x : sample => (M *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (sum One (expect sample_law (fun x : sample => (M *m ((K_bar x)^T *m theta)))) Neg (expect sample_law (fun x : sample => (M *m (M^T *m theta))))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (sum One (M *m ((K_bar x)^T *m theta)) Neg (M *m (M^T *m theta))))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m (sum One ((K_bar x)^T *m theta) Neg (M^T *m theta))))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x)^T Neg M^T) *m theta)))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (M *m (expect sample_law (fun x : sample => (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (expect sample_law (fun x : sample => (M *m (c_bar x)))) Neg (M *m e)))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (sum One (expect sample_law (fun x : sample => (M *m (c_bar x)))) Neg (expect sample_law (fun x : sample => (M *m e)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (expect sample_law (fun x : sample => (sum One (M *m (c_bar x)) Neg (M *m e)))))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (sum One (expect sample_law (fun x : sample => (M *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (expect sample_law (fun x : sample => (M *m (sum One (c_bar x) Neg e)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (expect sample_law (fun x : sample => (sum One (M *m ((sum One (K_bar x) Neg M)^T *m theta)) One (M *m (sum One (c_bar x) Neg e)))))).
{ apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))) Neg (expect sample_law (fun x : sample => (M *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e)))))).
{ apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))) Neg (M *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e)))))).
{ symmetry. exact: expectation_sum. }
transitivity (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One ((sum One (K_bar x) Neg M)^T *m theta) One (sum One (c_bar x) Neg e))))).
{ apply: in_expect => x_1. symmetry. exact: product_sum_left. }
transitivity (expect sample_law (fun x : sample => (sum One ((sum One (K_bar x) Neg M) *m ((sum One (K_bar x) Neg M)^T *m theta)) One ((sum One (K_bar x) Neg M) *m (sum One (c_bar x) Neg e))))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m ((sum One (K_bar x) Neg M)^T *m theta)))) One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (c_bar x) Neg e))))).
{ exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (((sum One (K_bar x) Neg M) *m (sum One (K_bar x) Neg M)^T) *m theta))) One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (c_bar x) Neg e))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
apply: in_sum_0. exact: constant_right.
Qed.

End the_covariance_share_and_the_rest_theory.

(* homogeneous but for a constant *)

Section homogeneous_but_for_a_constant_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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
  = (scale (Num (k)) (sum One (f x1) Neg b)).
Hypothesis definition_of_K_bar :
  forall (x : sample), (K_bar x)
  = (expect (view_law x) (fun x1 : view => (K x1))).
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (expect (view_law x) (fun x1 : view => (f x1))).
Hypothesis definition_of_M :
  M
  = (expect sample_law (fun x : sample => (K_bar x))).
Hypothesis definition_of_m :
  m
  = (expect sample_law (fun x : sample => (F_bar x))).

Lemma mean_on_the_block :
  forall (x : sample), ((K_bar x)^T *m theta)
  = (scale (Num (k)) (sum One (F_bar x) Neg b)).
Proof.
move=> x.
transitivity ((expect (view_law x) (fun x1 : view => (K x1)))^T *m theta).
{ apply: in_product_0. apply: in_transpose. exact: definition_of_K_bar. }
transitivity ((expect (view_law x) (fun x1 : view => (K x1)^T)) *m theta).
{ apply: in_product_0. symmetry. exact: expectation_transpose. }
transitivity (expect (view_law x) (fun x1 : view => ((K x1)^T *m theta))).
{ symmetry. exact: constant_right. }
transitivity (expect (view_law x) (fun x1 : view => (scale (Num (k)) (sum One (f x1) Neg b)))).
{ apply: in_expect => x1_1. exact: Euler. }
transitivity (scale (Num (k)) (expect (view_law x) (fun x1 : view => (sum One (f x1) Neg b)))).
{ exact: expectation_scale. }
transitivity (scale (Num (k)) (sum One (expect (view_law x) (fun x1 : view => (f x1))) Neg (expect (view_law x) (fun x1 : view => b)))).
{ apply: in_scale. exact: expectation_sum. }
transitivity (scale (Num (k)) (sum One (F_bar x) Neg (expect (view_law x) (fun x1 : view => b)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: definition_of_F_bar. }
apply: in_scale. apply: in_sum_1. exact: constant.
Qed.

Lemma mean_of_all_on_the_block :
  (M^T *m theta)
  = (scale (Num (k)) (sum One m Neg b)).
Proof.
transitivity ((expect sample_law (fun x : sample => (K_bar x)))^T *m theta).
{ apply: in_product_0. apply: in_transpose. exact: definition_of_M. }
transitivity ((expect sample_law (fun x : sample => (K_bar x)^T)) *m theta).
{ apply: in_product_0. symmetry. exact: expectation_transpose. }
transitivity (expect sample_law (fun x : sample => ((K_bar x)^T *m theta))).
{ symmetry. exact: constant_right. }
transitivity (expect sample_law (fun x : sample => (scale (Num (k)) (sum One (F_bar x) Neg b)))).
{ apply: in_expect => x_1. exact: mean_on_the_block. }
transitivity (scale (Num (k)) (expect sample_law (fun x : sample => (sum One (F_bar x) Neg b)))).
{ exact: expectation_scale. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => (F_bar x))) Neg (expect sample_law (fun x : sample => b)))).
{ apply: in_scale. exact: expectation_sum. }
transitivity (scale (Num (k)) (sum One m Neg (expect sample_law (fun x : sample => b)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: definition_of_m. }
apply: in_scale. apply: in_sum_1. exact: constant.
Qed.

Lemma homogeneous :
  ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (K_bar x) Neg M)^T))) *m theta)
  = (scale (Num (k)) (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (F_bar x) Neg m))))).
Proof.
transitivity ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (sum One (K_bar x)^T Neg M^T)))) *m theta).
{ apply: in_product_0. apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity ((expect sample_law (fun x : sample => (sum One ((sum One (K_bar x) Neg M) *m (K_bar x)^T) Neg ((sum One (K_bar x) Neg M) *m M^T)))) *m theta).
{ apply: in_product_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((sum One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (K_bar x)^T))) Neg (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T)))) *m theta).
{ apply: in_product_0. exact: expectation_sum. }
transitivity (sum One ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (K_bar x)^T))) *m theta) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ exact: product_sum_left. }
transitivity (sum One ((expect sample_law (fun x : sample => (sum One ((K_bar x) *m (K_bar x)^T) Neg (M *m (K_bar x)^T)))) *m theta) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (sum One ((sum One (expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) Neg (expect sample_law (fun x : sample => (M *m (K_bar x)^T)))) *m theta) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_product_0. exact: expectation_sum. }
transitivity (sum One (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m (K_bar x)^T))) *m theta) Neg ((expect sample_law (fun x : sample => (M *m (K_bar x)^T))) *m theta)) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (((K_bar x) *m (K_bar x)^T) *m theta))) Neg ((expect sample_law (fun x : sample => (M *m (K_bar x)^T))) *m theta)) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_0. symmetry. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg ((expect sample_law (fun x : sample => (M *m (K_bar x)^T))) *m theta)) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg ((M *m (expect sample_law (fun x : sample => (K_bar x)^T))) *m theta)) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: constant_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m ((expect sample_law (fun x : sample => (K_bar x)^T)) *m theta))) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m ((expect sample_law (fun x : sample => (K_bar x)))^T *m theta))) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: expectation_transpose. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg ((expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m M^T))) *m theta)).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg ((expect sample_law (fun x : sample => (sum One ((K_bar x) *m M^T) Neg (M *m M^T)))) *m theta)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg ((sum One (expect sample_law (fun x : sample => ((K_bar x) *m M^T))) Neg (expect sample_law (fun x : sample => (M *m M^T)))) *m theta)).
{ apply: in_sum_1. apply: in_product_0. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg ((sum One (expect sample_law (fun x : sample => ((K_bar x) *m M^T))) Neg (M *m M^T)) *m theta)).
{ apply: in_sum_1. apply: in_product_0. apply: in_sum_1. exact: constant. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg (sum One ((expect sample_law (fun x : sample => ((K_bar x) *m M^T))) *m theta) Neg ((M *m M^T) *m theta))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg (sum One (((expect sample_law (fun x : sample => (K_bar x))) *m M^T) *m theta) Neg ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg (sum One ((expect sample_law (fun x : sample => (K_bar x))) *m (M^T *m theta)) Neg ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg (sum One (M *m (M^T *m theta)) Neg ((M *m M^T) *m theta))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))) Neg (sum One (M *m (M^T *m theta)) Neg (M *m (M^T *m theta)))).
{ apply: in_sum_1. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))) Neg (M *m (M^T *m theta))).
{ apply: (@same_summands F R dim_n 1 [:: (expect sample_law (fun x : sample => ((K_bar x) *m ((K_bar x)^T *m theta)))); (M *m (M^T *m theta))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (scale (Num (k)) (sum One (F_bar x) Neg b))))) Neg (M *m (M^T *m theta))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: mean_on_the_block. }
transitivity (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (scale (Num (k)) (sum One (F_bar x) Neg b))))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_1. apply: in_product_1. exact: mean_of_all_on_the_block. }
transitivity (sum One (expect sample_law (fun x : sample => (scale (Num (k)) ((K_bar x) *m (sum One (F_bar x) Neg b))))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_scale_right. }
transitivity (sum One (scale (Num (k)) (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg b))))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. exact: expectation_scale. }
transitivity (sum One (scale (Num (k)) (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (F_bar x)) Neg ((K_bar x) *m b))))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m b))))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. apply: in_scale. exact: expectation_sum. }
transitivity (sum One (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m b))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_sum_1. exact: constant_right. }
transitivity (sum One (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m b))) Neg (M *m (scale (Num (k)) (sum One m Neg b)))).
{ apply: in_sum_0. apply: in_scale. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (sum One (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m b))) Neg (scale (Num (k)) (M *m (sum One m Neg b)))).
{ apply: in_sum_1. exact: product_scale_right. }
transitivity (sum One (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m b))) Neg (scale (Num (k)) (sum One (M *m m) Neg (M *m b)))).
{ apply: in_sum_1. apply: in_scale. exact: product_sum_right. }
transitivity (scale (Num (k)) (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (M *m m)) Neg (sum One (M *m m) Neg (M *m m)))).
{ apply: (@same_summands F R dim_n 1 [:: (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))); (M *m b); (M *m m)] (Plus One (Times (Num (k)) (Plus One (Atom F 0) Neg (Atom F 1))) Neg (Times (Num (k)) (Plus One (Atom F 2) Neg (Atom F 1)))) (Times (Num (k)) (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) Neg (Plus One (Atom F 2) Neg (Atom F 2))))). same_totals two. }
transitivity (scale (Num (k)) (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg ((expect sample_law (fun x : sample => (K_bar x))) *m m)) Neg (sum One (M *m m) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: definition_of_M. }
transitivity (scale (Num (k)) (sum One (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (F_bar x)))) Neg (expect sample_law (fun x : sample => ((K_bar x) *m m)))) Neg (sum One (M *m m) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_sum_1. symmetry. exact: constant_right. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (F_bar x)) Neg ((K_bar x) *m m)))) Neg (sum One (M *m m) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (sum One (M *m m) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (sum One (M *m (expect sample_law (fun x : sample => (F_bar x)))) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact: definition_of_m. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (sum One (expect sample_law (fun x : sample => (M *m (F_bar x)))) Neg (M *m m)))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_0. symmetry. exact: constant_left. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (sum One (expect sample_law (fun x : sample => (M *m (F_bar x)))) Neg (expect sample_law (fun x : sample => (M *m m)))))).
{ apply: in_scale. apply: in_sum_1. apply: in_sum_1. symmetry. exact: constant. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (expect sample_law (fun x : sample => (sum One (M *m (F_bar x)) Neg (M *m m)))))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: expectation_sum. }
transitivity (scale (Num (k)) (sum One (expect sample_law (fun x : sample => ((K_bar x) *m (sum One (F_bar x) Neg m)))) Neg (expect sample_law (fun x : sample => (M *m (sum One (F_bar x) Neg m)))))).
{ apply: in_scale. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity (scale (Num (k)) (expect sample_law (fun x : sample => (sum One ((K_bar x) *m (sum One (F_bar x) Neg m)) Neg (M *m (sum One (F_bar x) Neg m)))))).
{ apply: in_scale. symmetry. exact: expectation_sum. }
apply: in_scale. apply: in_expect => x_1. symmetry. exact: product_sum_left.
Qed.

End homogeneous_but_for_a_constant_theory.

Print Assumptions gradient_of_a_pair.
Print Assumptions attraction.
Print Assumptions repulsion.
Print Assumptions covariance_of_means.
Print Assumptions covariance_with_the_output.
Print Assumptions mean_output.
Print Assumptions mean_of_all.
Print Assumptions update.
Print Assumptions mean_on_the_block.
Print Assumptions mean_of_all_on_the_block.
Print Assumptions homogeneous.
