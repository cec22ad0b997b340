(* Made from theorems/byol/src/stop_gradient.derivation by crates/derivation/examples/coq.rs. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import Semantics Rules Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

(* gradient through both sides *)

Section gradient_through_both_sides_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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

Lemma gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))
  = ((differential delta w)^T *m (((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)) *m w)).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))^T) *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))^T^T) One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))^T One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) (sum One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))) One ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))) (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))).
{ apply: (@same_summands F R 1 1 [:: ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))^T (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))).
{ apply: in_sum_0. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))^T^T) (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))).
{ apply: in_sum_0. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2))))).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))) (Num ((1 / 2%:R))) ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (sum One (P *m (f_hat x1)) Neg (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))] (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity ((sum One (differential delta (P *m (f_hat x1))) Neg (differential delta (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity ((sum One (differential delta (P *m ((G x1)^T *m w))) Neg (differential delta (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: in_differential. apply: in_product_1. exact: reversibility. }
transitivity ((sum One (differential delta ((P *m (G x1)^T) *m w)) Neg (differential delta (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: in_differential. exact: product_associative. }
transitivity ((sum One ((P *m (G x1)^T) *m (differential delta w)) Neg (differential delta (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: differential_left_constant; does_not_vary. }
transitivity ((sum One (P *m ((G x1)^T *m (differential delta w))) Neg (differential delta (f_hat x2)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity ((sum One (P *m ((G x1)^T *m (differential delta w))) Neg ((G x2)^T *m (differential delta w)))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative. }
transitivity ((sum One (P *m ((G x1)^T *m (differential delta w))) Neg ((G x2)^T *m (differential delta w)))^T *m (sum One (P *m ((G x1)^T *m w)) Neg (f_hat x2))).
{ apply: in_product_1. apply: in_sum_0. apply: in_product_1. exact: reversibility. }
transitivity ((sum One (P *m ((G x1)^T *m (differential delta w))) Neg ((G x2)^T *m (differential delta w)))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))).
{ apply: in_product_1. apply: in_sum_1. exact: reversibility. }
transitivity ((sum One ((P *m (G x1)^T) *m (differential delta w)) Neg ((G x2)^T *m (differential delta w)))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: product_associative. }
transitivity (((sum One (P *m (G x1)^T) Neg (G x2)^T) *m (differential delta w))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity (((sum One (P *m (G x1)^T) Neg (G x2)^T) *m (differential delta w))^T *m (sum One ((P *m (G x1)^T) *m w) Neg ((G x2)^T *m w))).
{ apply: in_product_1. apply: in_sum_0. exact: product_associative. }
transitivity (((sum One (P *m (G x1)^T) Neg (G x2)^T) *m (differential delta w))^T *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity (((differential delta w)^T *m (sum One (P *m (G x1)^T) Neg (G x2)^T)^T) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta w)^T *m (sum One (P *m (G x1)^T)^T Neg (G x2)^T^T)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_product_1. exact: transpose_sum. }
transitivity ((sum One ((differential delta w)^T *m (P *m (G x1)^T)^T) Neg ((differential delta w)^T *m (G x2)^T^T)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. exact: product_sum_right. }
transitivity ((sum One ((differential delta w)^T *m ((G x1)^T^T *m P^T)) Neg ((differential delta w)^T *m (G x2)^T^T)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_0. apply: in_product_1. exact: transpose_product. }
transitivity ((sum One ((differential delta w)^T *m ((G x1) *m P^T)) Neg ((differential delta w)^T *m (G x2)^T^T)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_0. apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
transitivity ((sum One ((differential delta w)^T *m ((G x1) *m P^T)) Neg ((differential delta w)^T *m (G x2))) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (((differential delta w)^T *m (sum One ((G x1) *m P^T) Neg (G x2))) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)).
{ apply: in_product_0. symmetry. exact: product_sum_right. }
transitivity ((differential delta w)^T *m ((sum One ((G x1) *m P^T) Neg (G x2)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w))).
{ symmetry. exact: product_associative. }
apply: in_product_1. exact: product_associative.
Qed.

Lemma gradient_through_both_sides :
  (differential delta (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (scale (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))))))))
  = ((differential delta w)^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)))))))) *m w)).
Proof.
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (differential delta (scale (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))))))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((differential delta w)^T *m (((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity ((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)) *m w)))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]). }
apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]).
Qed.

End gradient_through_both_sides_theory.

(* the operators *)

Section the_operators_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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
  = (expect (view_law x) (fun x1 : view => (G x1))).

Lemma within :
  (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (G x1) Neg (G_bar x))^T))))))
  = (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
Proof.
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (sum One ((1%:M : 'M[R]_dim_q) *m (sum One (G x1) Neg (G_bar x))^T) One ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: product_sum_left. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((sum One (G x1) Neg (G_bar x)) *m ((1%:M : 'M[R]_dim_q) *m (sum One (G x1) Neg (G_bar x))^T)) One ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((sum One (G x1) Neg (G_bar x)) *m (sum One (G x1) Neg (G_bar x))^T) One ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_0. apply: in_product_1. exact: identity_left. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (sum One (G x1) Neg (G_bar x))^T))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (sum One (G x1)^T Neg (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((sum One (G x1) Neg (G_bar x)) *m (G x1)^T) Neg ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((G x1) *m (G x1)^T) Neg ((G_bar x) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (expect (view_law x) (fun x1 : view => (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (expect (view_law x) (fun x1 : view => (G x1)))^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m (G_bar x)^T)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((G x1) *m (G_bar x)^T) Neg ((G_bar x) *m (G_bar x)^T))))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m (G_bar x)^T))))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m (G_bar x)^T))))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant_right. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m (G_bar x)^T))))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (sum One (G x1) Neg (G_bar x))^T))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_sum_1. apply: in_expect => ?; exact: constant. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (sum One (G x1) Neg (G_bar x))^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (sum One (G x1)^T Neg (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: transpose_sum. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G x1)^T) Neg (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One ((G x1) *m ((P^T *m P) *m (G x1)^T)) Neg ((G_bar x) *m ((P^T *m P) *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m (P^T *m (P *m (G x1)^T)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((G_bar x) *m P^T) *m (P *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (expect (view_law x) (fun x1 : view => (P *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (P *m (expect (view_law x) (fun x1 : view => (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: constant_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (P *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (P *m (G_bar x)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((((sum One (G x1) Neg (G_bar x)) *m P^T) *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((((sum One (G x1) Neg (G_bar x)) *m P^T) *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (G_bar x)) *m (P^T *m P)) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One ((G x1) *m (P^T *m P)) Neg ((G_bar x) *m (P^T *m P))) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact: product_sum_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One (((G x1) *m (P^T *m P)) *m (G_bar x)^T) Neg (((G_bar x) *m (P^T *m P)) *m (G_bar x)^T)))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One (((G x1) *m (P^T *m P)) *m (G_bar x)^T) Neg ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (sum One (expect (view_law x) (fun x1 : view => (((G x1) *m (P^T *m P)) *m (G_bar x)^T))) Neg (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. exact: expectation_sum. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((G x1) *m (P^T *m P)) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. exact: expectation_sum. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G_bar x)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m ((P^T *m P) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: constant_right. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))))) One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))); (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))); (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))); (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))] (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) One (Plus One (Plus One (Atom F 2) Neg (Atom F 3)) Neg (Plus One (Atom F 3) Neg (Atom F 3)))) (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) One (Plus One (Atom F 2) Neg (Atom F 3)))). same_totals two.
Qed.

Lemma of_means :
  (expect sample_law (fun x : sample => ((G_bar x) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (G_bar x)^T))))
  = (sum One (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))).
Proof.
transitivity (expect sample_law (fun x : sample => ((G_bar x) *m ((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T))))).
{ apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (expect sample_law (fun x : sample => ((G_bar x) *m ((sum One (1%:M : 'M[R]_dim_q)^T Neg P^T) *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T))))).
{ apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: transpose_sum. }
transitivity (expect sample_law (fun x : sample => ((G_bar x) *m (sum One ((1%:M : 'M[R]_dim_q)^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)) Neg (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity (expect sample_law (fun x : sample => (sum One ((G_bar x) *m ((1%:M : 'M[R]_dim_q)^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T))) Neg ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (expect sample_law (fun x : sample => ((G_bar x) *m ((1%:M : 'M[R]_dim_q)^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => ((G_bar x) *m ((1%:M : 'M[R]_dim_q) *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: transpose_identity. }
transitivity (sum One (expect sample_law (fun x : sample => ((G_bar x) *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: identity_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (sum One ((1%:M : 'M[R]_dim_q) *m (G_bar x)^T) Neg (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (sum One (G_bar x)^T Neg (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_sum_0. exact: identity_left. }
transitivity (sum One (expect sample_law (fun x : sample => (sum One ((G_bar x) *m (G_bar x)^T) Neg ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m ((sum One (1%:M : 'M[R]_dim_q) Neg P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((sum One (P^T *m (1%:M : 'M[R]_dim_q)) Neg (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((sum One P^T Neg (P^T *m P)) *m (G_bar x)^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. apply: in_sum_0. exact: identity_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (sum One (P^T *m (G_bar x)^T) Neg ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (sum One ((G_bar x) *m (P^T *m (G_bar x)^T)) Neg ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: in_sum_1. exact: expectation_sum. }
apply: (@same_summands F R dim_n dim_n [:: (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))); (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T)))); (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))); (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg (Atom F 3))) (Plus One (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) Neg (Atom F 1)) One (Atom F 3))). same_totals two.
Qed.

Lemma both_operators :
  (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T))))))))
  = (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (G x1) Neg (G_bar x))^T)))))) One (expect sample_law (fun x : sample => ((G_bar x) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (G_bar x)^T))))).
Proof.
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)))))))).
{ reflexivity. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((sum One ((G x1) *m P^T) Neg (G x2)) *m (P *m (G x1)^T)) Neg ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (sum One (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (P *m (G x1)^T)))) Neg (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (P *m (G x1)^T)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((expect (view_law x) (fun x2 : view => (sum One ((G x1) *m P^T) Neg (G x2)))) *m (P *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: constant_right. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (P *m (G x1)^T)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. symmetry. apply: in_expect => ?; apply: in_expect => ?; exact: constant_right. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One (((G x1) *m P^T) *m (P *m (G x1)^T)) Neg ((G x2) *m (P *m (G x1)^T))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((G x1) *m (P^T *m (P *m (G x1)^T))) Neg ((G x2) *m (P *m (G x1)^T))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One ((G x1) *m ((P^T *m P) *m (G x1)^T)) Neg ((G x2) *m (P *m (G x1)^T))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_sum_0. apply: in_product_1. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (P *m (G x1)^T))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (P *m (G x1)^T))))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((expect (view_law x) (fun x2 : view => (G x2))) *m (expect (view_law x) (fun x1 : view => (P *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (expect (view_law x) (fun x1 : view => (P *m (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (expect (view_law x) (fun x1 : view => (G x1)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: constant_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (expect (view_law x) (fun x2 : view => (G x2)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (expect (view_law x) (fun x2 : view => (G x2)))^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (G x2)^T)))))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (sum One (((G x1) *m P^T) *m (G x2)^T) Neg ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_left. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (((G x1) *m P^T) *m (G x2)^T))))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => ((G x1) *m P^T))) *m (expect (view_law x) (fun x2 : view => (G x2)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (((expect (view_law x) (fun x1 : view => (G x1))) *m P^T) *m (expect (view_law x) (fun x2 : view => (G x2)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. exact: constant_right. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (expect (view_law x) (fun x2 : view => (G x2)^T))))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (expect (view_law x) (fun x2 : view => (G x2)))^T))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => (((G_bar x) *m P^T) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_G_bar. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x2 : view => ((G x2) *m (G x2)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?; apply: in_expect => ?; exact: constant]). }
transitivity (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) Neg (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))) Neg (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
transitivity (sum One (sum One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T)))) One (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))) One (sum One (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: (@same_summands F R dim_n dim_n [:: (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m ((P^T *m P) *m (G x1)^T)))))); (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T)))); (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T)))); (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((G x1) *m (G x1)^T))))); (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))); (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T))))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg (Atom F 3))) (Plus One (Plus One (Plus One (Atom F 3) Neg (Atom F 4)) One (Plus One (Atom F 0) Neg (Atom F 5))) One (Plus One (Plus One (Plus One (Atom F 4) Neg (Atom F 2)) Neg (Atom F 1)) One (Atom F 5)))). same_totals two. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (G_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (G x1) Neg (G_bar x))^T)))))) One (sum One (sum One (sum One (expect sample_law (fun x : sample => ((G_bar x) *m (G_bar x)^T))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P^T *m (G_bar x)^T))))) Neg (expect sample_law (fun x : sample => ((G_bar x) *m (P *m (G_bar x)^T))))) One (expect sample_law (fun x : sample => ((G_bar x) *m ((P^T *m P) *m (G_bar x)^T)))))).
{ apply: in_sum_0. symmetry. exact: within. }
apply: in_sum_1. symmetry. exact: of_means.
Qed.

End the_operators_theory.

(* with the zero-mean *)

Section with_the_zero_mean_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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
  = (expect (view_law x) (fun x1 : view => (K x1))).
Hypothesis definition_of_M :
  M
  = (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (K x1))))).
Hypothesis definition_of_G :
  forall (x1 : view), (G x1)
  = (sum One (K x1) Neg M).

Lemma mean_of_the_centred :
  forall (x : sample), (expect (view_law x) (fun x1 : view => (G x1)))
  = (sum One (K_bar x) Neg M).
Proof.
move=> x.
transitivity (expect (view_law x) (fun x1 : view => (sum One (K x1) Neg M))).
{ apply: in_expect => x1_1. exact: definition_of_G. }
transitivity (sum One (expect (view_law x) (fun x1 : view => (K x1))) Neg (expect (view_law x) (fun x1 : view => M))).
{ exact: expectation_sum. }
transitivity (sum One (K_bar x) Neg (expect (view_law x) (fun x1 : view => M))).
{ apply: in_sum_0. symmetry. exact: definition_of_K_bar. }
apply: in_sum_1. exact: constant.
Qed.

Lemma the_mean_cancels :
  forall (x : sample) (x1 : view), (sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1))))
  = (sum One (K x1) Neg (K_bar x)).
Proof.
move=> x x1.
transitivity (sum One (sum One (K x1) Neg M) Neg (expect (view_law x) (fun x1 : view => (G x1)))).
{ apply: in_sum_0. exact: definition_of_G. }
transitivity (sum One (sum One (K x1) Neg M) Neg (sum One (K_bar x) Neg M)).
{ apply: in_sum_1. exact: mean_of_the_centred. }
apply: (@same_summands F R dim_n dim_q [:: (K x1); M; (K_bar x)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 2) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 2))). same_totals two.
Qed.

Lemma zero_mean :
  (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1)))) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1))))^T)))))) One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T)))))
  = (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (K x1) Neg (K_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (K x1) Neg (K_bar x))^T)))))) One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (sum One (K_bar x) Neg M)^T))))).
Proof.
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1)))) *m (sum One (1%:M : 'M[R]_dim_q) One (P^T *m P))) *m (sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1))))^T))))) One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (K x1) Neg (K_bar x)) *m (sum One (1%:M : 'M[R]_dim_q) One (P^T *m P))) *m (sum One (G x1) Neg (expect (view_law x) (fun x1 : view => (G x1))))^T))))) One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_0. exact: the_mean_cancels. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((sum One (K x1) Neg (K_bar x)) *m (sum One (1%:M : 'M[R]_dim_q) One (P^T *m P))) *m (sum One (K x1) Neg (K_bar x))^T))))) One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_transpose. exact: the_mean_cancels. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (K x1) Neg (K_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (K x1) Neg (K_bar x))^T)))))) One (expect sample_law (fun x : sample => ((expect (view_law x) (fun x1 : view => (G x1))) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((sum One (K x1) Neg (K_bar x)) *m ((sum One (1%:M : 'M[R]_dim_q) One (P^T *m P)) *m (sum One (K x1) Neg (K_bar x))^T)))))) One (expect sample_law (fun x : sample => ((sum One (K_bar x) Neg M) *m (((sum One (1%:M : 'M[R]_dim_q) Neg P)^T *m (sum One (1%:M : 'M[R]_dim_q) Neg P)) *m (expect (view_law x) (fun x1 : view => (G x1)))^T))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. exact: mean_of_the_centred. }
apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. apply: in_transpose. exact: mean_of_the_centred.
Qed.

End with_the_zero_mean_theory.

(* the loss *)

Section the_loss_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
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

Lemma only_shrinks :
  (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)))))))) *m w))
  = (scale (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (scale (Num ((1 / 2%:R))) ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))))))))))).
Proof.
transitivity (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)) *m w)))))))).
{ apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (w^T *m (((sum One ((G x1) *m P^T) Neg (G x2)) *m (sum One (P *m (G x1)^T) Neg (G x2)^T)) *m w)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (w^T *m ((sum One ((G x1) *m P^T) Neg (G x2)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((w^T *m (sum One ((G x1) *m P^T) Neg (G x2))) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_associative. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((w^T *m (sum One ((G x1)^T^T *m P^T) Neg (G x2))) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_product_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((w^T *m (sum One (P *m (G x1)^T)^T Neg (G x2))) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_product_1. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((w^T *m (sum One (P *m (G x1)^T)^T Neg (G x2)^T^T)) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_product_1. apply: in_sum_1. symmetry. exact: transpose_twice. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((w^T *m (sum One (P *m (G x1)^T) Neg (G x2)^T)^T) *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_product_1. symmetry. exact: transpose_sum. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => (((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)^T *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. symmetry. exact: transpose_product. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One ((P *m (G x1)^T) *m w) Neg ((G x2)^T *m w))^T *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_transpose. exact: product_sum_left. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))^T *m ((sum One (P *m (G x1)^T) Neg (G x2)^T) *m w)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_transpose. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))^T *m (sum One ((P *m (G x1)^T) *m w) Neg ((G x2)^T *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact: product_sum_left. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg ((G x2)^T *m w))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_transpose. apply: in_sum_0. apply: in_product_1. symmetry. exact: reversibility. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m ((G x1)^T *m w)) Neg ((G x2)^T *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0. apply: in_transpose. apply: in_sum_1. symmetry. exact: reversibility. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg ((G x2)^T *m w))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_0. apply: in_product_1. symmetry. exact: reversibility. }
transitivity (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_1. symmetry. exact: reversibility. }
transitivity (scale (Num (2%:R)) (scale (Num ((1 / 2%:R))) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2))))))))))).
{ apply: (@same_summands F R 1 1 [:: (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (expect (view_law x) (fun x2 : view => ((sum One (P *m (f_hat x1)) Neg (f_hat x2))^T *m (sum One (P *m (f_hat x1)) Neg (f_hat x2)))))))))] (Atom F 0) (Times (Num (2%:R)) (Times (Num ((1 / 2%:R))) (Atom F 0)))). same_totals two. }
apply: in_scale. symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_scale | exact: expectation_scale]) | exact: expectation_scale]).
Qed.

End the_loss_theory.

Print Assumptions gradient_of_a_pair.
Print Assumptions gradient_through_both_sides.
Print Assumptions within.
Print Assumptions of_means.
Print Assumptions both_operators.
Print Assumptions mean_of_the_centred.
Print Assumptions the_mean_cancels.
Print Assumptions zero_mean.
Print Assumptions only_shrinks.
