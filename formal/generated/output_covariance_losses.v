(* Made from theorems/simclr/src/output_covariance_losses.derivation by crates/derivation/examples/coq.rs. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import Semantics Rules Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

(* the covariances of the outputs *)

Section the_covariances_of_the_outputs_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable C : sample -> 'M[R]_(dim_q, 1).
Variable K_tilde : sample -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K_tilde : forall value_0, fixed delta (K_tilde value_0).
#[local] Hint Resolve fixed_K_tilde : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable c : view -> 'M[R]_(dim_q, 1).
Variable k : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_k : forall value_0, fixed delta (k value_0).
#[local] Hint Resolve fixed_k : fixed.
Variable Phi : 'M[R]_(dim_q, dim_q).
Hypothesis symmetric_Phi : Phi^T = Phi.
Hypothesis fixed_Phi : fixed delta (Phi ).
#[local] Hint Resolve fixed_Phi : fixed.
Variable Psi : 'M[R]_(dim_q, dim_q).
Hypothesis symmetric_Psi : Psi^T = Psi.
Hypothesis fixed_Psi : fixed delta (Psi ).
#[local] Hint Resolve fixed_Psi : fixed.
Hypothesis reversibility_of_means :
  forall (x : sample), (C x)
  = ((K_tilde x)^T *m w).
Hypothesis derivative_of_means :
  forall (x : sample), (differential delta (C x))
  = ((K_tilde x)^T *m (differential delta w)).
Hypothesis reversibility_within :
  forall (x1 : view), (c x1)
  = ((k x1)^T *m w).
Hypothesis derivative_within :
  forall (x1 : view), (differential delta (c x1))
  = ((k x1)^T *m (differential delta w)).

Lemma change_of_a_square :
  forall (x : sample), (differential delta ((C x)^T *m (Phi *m (C x))))
  = (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))).
Proof.
move=> x.
transitivity (sum One ((differential delta (C x)^T) *m (Phi *m (C x))) One ((C x)^T *m (differential delta (Phi *m (C x))))).
{ exact: differential_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((C x)^T *m (differential delta (Phi *m (C x))))).
{ apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((C x)^T *m (Phi *m (differential delta (C x))))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One (((C x)^T *m Phi) *m (differential delta (C x)))).
{ apply: in_sum_1. exact: product_associative. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One (((C x)^T *m Phi) *m (differential delta (C x)))^T).
{ apply: in_sum_1. exact: transpose_of_number. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m ((C x)^T *m Phi)^T)).
{ apply: in_sum_1. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (((K_tilde x)^T *m w)^T *m Phi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. apply: in_transpose. exact: reversibility_of_means. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m ((w^T *m (K_tilde x)^T^T) *m Phi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (w^T *m ((K_tilde x)^T^T *m Phi))^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (((K_tilde x)^T^T *m Phi)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (((K_tilde x)^T^T *m Phi^T)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. apply: in_product_1. symmetry. exact: symmetric_Phi. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m ((Phi *m (K_tilde x)^T)^T^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (w^T *m (Phi *m (K_tilde x)^T)^T)^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m ((Phi *m (K_tilde x)^T) *m w)^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (Phi *m ((K_tilde x)^T *m w))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (Phi *m (C x))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. apply: in_product_1. symmetry. exact: reversibility_of_means. }
transitivity (sum One ((differential delta (C x))^T *m (Phi *m (C x))) One ((differential delta (C x))^T *m (Phi *m (C x)))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta (C x))^T *m (Phi *m (C x)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (C x))^T *m (Phi *m (C x)))] (Plus One (Atom F 0) One (Atom F 0)) (Times (Num (2%:R)) (Atom F 0))). same_totals two. }
transitivity (scale (Num (2%:R)) (((K_tilde x)^T *m (differential delta w))^T *m (Phi *m (C x)))).
{ apply: in_scale. apply: in_product_0. apply: in_transpose. exact: derivative_of_means. }
transitivity (scale (Num (2%:R)) (((K_tilde x)^T *m (differential delta w))^T *m (Phi *m ((K_tilde x)^T *m w)))).
{ apply: in_scale. apply: in_product_1. apply: in_product_1. exact: reversibility_of_means. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m (K_tilde x)^T^T) *m (Phi *m ((K_tilde x)^T *m w)))).
{ apply: in_scale. apply: in_product_0. exact: transpose_product. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m (K_tilde x)) *m (Phi *m ((K_tilde x)^T *m w)))).
{ apply: in_scale. apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m ((K_tilde x) *m (Phi *m ((K_tilde x)^T *m w))))).
{ apply: in_scale. symmetry. exact: product_associative. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m ((K_tilde x) *m ((Phi *m (K_tilde x)^T) *m w)))).
{ apply: in_scale. apply: in_product_1. apply: in_product_1. exact: product_associative. }
apply: in_scale. apply: in_product_1. exact: product_associative.
Qed.

Lemma change_of_a_square_within :
  forall (x1 : view), (differential delta ((c x1)^T *m (Psi *m (c x1))))
  = (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w))).
Proof.
move=> x1.
transitivity (sum One ((differential delta (c x1)^T) *m (Psi *m (c x1))) One ((c x1)^T *m (differential delta (Psi *m (c x1))))).
{ exact: differential_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((c x1)^T *m (differential delta (Psi *m (c x1))))).
{ apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((c x1)^T *m (Psi *m (differential delta (c x1))))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One (((c x1)^T *m Psi) *m (differential delta (c x1)))).
{ apply: in_sum_1. exact: product_associative. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One (((c x1)^T *m Psi) *m (differential delta (c x1)))^T).
{ apply: in_sum_1. exact: transpose_of_number. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m ((c x1)^T *m Psi)^T)).
{ apply: in_sum_1. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (((k x1)^T *m w)^T *m Psi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. apply: in_transpose. exact: reversibility_within. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m ((w^T *m (k x1)^T^T) *m Psi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (w^T *m ((k x1)^T^T *m Psi))^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (((k x1)^T^T *m Psi)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (((k x1)^T^T *m Psi^T)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. apply: in_product_1. symmetry. exact: symmetric_Psi. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m ((Psi *m (k x1)^T)^T^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (w^T *m (Psi *m (k x1)^T)^T)^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m ((Psi *m (k x1)^T) *m w)^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (Psi *m ((k x1)^T *m w))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (Psi *m (c x1))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. apply: in_product_1. symmetry. exact: reversibility_within. }
transitivity (sum One ((differential delta (c x1))^T *m (Psi *m (c x1))) One ((differential delta (c x1))^T *m (Psi *m (c x1)))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta (c x1))^T *m (Psi *m (c x1)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (c x1))^T *m (Psi *m (c x1)))] (Plus One (Atom F 0) One (Atom F 0)) (Times (Num (2%:R)) (Atom F 0))). same_totals two. }
transitivity (scale (Num (2%:R)) (((k x1)^T *m (differential delta w))^T *m (Psi *m (c x1)))).
{ apply: in_scale. apply: in_product_0. apply: in_transpose. exact: derivative_within. }
transitivity (scale (Num (2%:R)) (((k x1)^T *m (differential delta w))^T *m (Psi *m ((k x1)^T *m w)))).
{ apply: in_scale. apply: in_product_1. apply: in_product_1. exact: reversibility_within. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m (k x1)^T^T) *m (Psi *m ((k x1)^T *m w)))).
{ apply: in_scale. apply: in_product_0. exact: transpose_product. }
transitivity (scale (Num (2%:R)) (((differential delta w)^T *m (k x1)) *m (Psi *m ((k x1)^T *m w)))).
{ apply: in_scale. apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m ((k x1) *m (Psi *m ((k x1)^T *m w))))).
{ apply: in_scale. symmetry. exact: product_associative. }
transitivity (scale (Num (2%:R)) ((differential delta w)^T *m ((k x1) *m ((Psi *m (k x1)^T) *m w)))).
{ apply: in_scale. apply: in_product_1. apply: in_product_1. exact: product_associative. }
apply: in_scale. apply: in_product_1. exact: product_associative.
Qed.

Lemma update :
  (differential delta (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1)))))))))
  = (scale Neg ((differential delta w)^T *m (scale (Num ((- 2%:R))) (sum One ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w) One ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))))).
Proof.
transitivity (sum One (differential delta (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x)))))) One (differential delta (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1))))))))).
{ exact: differential_sum. }
transitivity (sum One (expect sample_law (fun x : sample => (differential delta ((C x)^T *m (Phi *m (C x)))))) One (differential delta (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1))))))))).
{ apply: in_sum_0. symmetry. exact: out_of_differential. }
transitivity (sum One (expect sample_law (fun x : sample => (differential delta ((C x)^T *m (Phi *m (C x)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (differential delta ((c x1)^T *m (Psi *m (c x1))))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact: out_of_differential]). }
transitivity (sum One (expect sample_law (fun x : sample => (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (differential delta ((c x1)^T *m (Psi *m (c x1))))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: change_of_a_square. }
transitivity (sum One (expect sample_law (fun x : sample => (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: change_of_a_square_within. }
transitivity (sum One (scale (Num (2%:R)) (expect sample_law (fun x : sample => ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. exact: expectation_scale. }
transitivity (sum One (scale (Num (2%:R)) (expect sample_law (fun x : sample => ((differential delta w)^T *m ((K_tilde x) *m ((Phi *m (K_tilde x)^T) *m w)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. apply: in_scale. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (sum One (scale (Num (2%:R)) ((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m ((Phi *m (K_tilde x)^T) *m w)))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. apply: in_scale. exact: constant_left. }
transitivity (sum One (scale (Num (2%:R)) ((differential delta w)^T *m (expect sample_law (fun x : sample => (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. apply: in_scale. apply: in_product_1. apply: in_expect => x_1. exact: product_associative. }
transitivity (sum One (scale (Num (2%:R)) ((differential delta w)^T *m ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. apply: in_scale. apply: in_product_1. exact: constant_right. }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_0. apply: in_scale. exact: product_associative. }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_scale | exact: expectation_scale]). }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((differential delta w)^T *m ((k x1) *m ((Psi *m (k x1)^T) *m w))))))))).
{ apply: in_sum_1. apply: in_scale. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) ((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m ((Psi *m (k x1)^T) *m w))))))))).
{ apply: in_sum_1. apply: in_scale. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) ((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1) *m (Psi *m (k x1)^T)) *m w)))))))).
{ apply: in_sum_1. apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) ((differential delta w)^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w)))).
{ apply: in_sum_1. apply: in_scale. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (sum One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w)) One (scale (Num (2%:R)) (((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T))))))) *m w))).
{ apply: in_sum_1. apply: in_scale. exact: product_associative. }
transitivity (scale Neg (scale (Num ((- 2%:R))) (sum One (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w) One (((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T))))))) *m w)))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T))))) *m w); (((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T))))))) *m w)] (Plus One (Times (Num (2%:R)) (Atom F 0)) One (Times (Num (2%:R)) (Atom F 1))) (Times Neg (Times (Num ((- 2%:R))) (Plus One (Atom F 0) One (Atom F 1))))). same_totals two. }
transitivity (scale Neg (scale (Num ((- 2%:R))) (sum One ((differential delta w)^T *m ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w)) One (((differential delta w)^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T))))))) *m w)))).
{ apply: in_scale. apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (scale Neg (scale (Num ((- 2%:R))) (sum One ((differential delta w)^T *m ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w)) One ((differential delta w)^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))))).
{ apply: in_scale. apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale Neg (scale (Num ((- 2%:R))) ((differential delta w)^T *m (sum One ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w) One ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))))).
{ apply: in_scale. apply: in_scale. symmetry. exact: product_sum_right. }
apply: in_scale. symmetry. exact: product_scale_right.
Qed.

End the_covariances_of_the_outputs_theory.

(* radial motion *)

Section radial_motion_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : 2%:R != 0 :> F.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable C : sample -> 'M[R]_(dim_q, 1).
Variable K_tilde : sample -> 'M[R]_(dim_n, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Variable c : view -> 'M[R]_(dim_q, 1).
Variable k : view -> 'M[R]_(dim_n, dim_q).
Variable Phi : 'M[R]_(dim_q, dim_q).
Hypothesis symmetric_Phi : Phi^T = Phi.
Variable Psi : 'M[R]_(dim_q, dim_q).
Hypothesis symmetric_Psi : Psi^T = Psi.
Hypothesis reversibility_of_means :
  forall (x : sample), (C x)
  = ((K_tilde x)^T *m w).
Hypothesis reversibility_within :
  forall (x1 : view), (c x1)
  = ((k x1)^T *m w).

Lemma radial_motion :
  (w^T *m (sum One ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w) One ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w)))
  = (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1)))))))).
Proof.
transitivity (sum One (w^T *m ((expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m (K_tilde x)^T)))) *m w)) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ exact: product_sum_right. }
transitivity (sum One (w^T *m (expect sample_law (fun x : sample => (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w)))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. symmetry. exact: constant_right. }
transitivity (sum One (w^T *m (expect sample_law (fun x : sample => (((K_tilde x)^T^T *m (Phi *m (K_tilde x)^T)) *m w)))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (sum One (w^T *m (expect sample_law (fun x : sample => ((K_tilde x)^T^T *m ((Phi *m (K_tilde x)^T) *m w))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (sum One (w^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m ((Phi *m (K_tilde x)^T) *m w))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_0. exact: transpose_twice. }
transitivity (sum One (w^T *m (expect sample_law (fun x : sample => ((K_tilde x) *m (Phi *m ((K_tilde x)^T *m w)))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (w^T *m ((K_tilde x) *m (Phi *m ((K_tilde x)^T *m w)))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. symmetry. exact: constant_left. }
transitivity (sum One (expect sample_law (fun x : sample => (w^T *m ((K_tilde x)^T^T *m (Phi *m ((K_tilde x)^T *m w)))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (sum One (expect sample_law (fun x : sample => ((w^T *m (K_tilde x)^T^T) *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m (k x1)^T)))))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: transpose_product. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1) *m (Psi *m (k x1)^T)) *m w))))))).
{ apply: in_sum_1. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]). }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1)^T^T *m (Psi *m (k x1)^T)) *m w))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1)^T^T *m ((Psi *m (k x1)^T) *m w)))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m ((Psi *m (k x1)^T) *m w)))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. exact: transpose_twice. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (w^T *m (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((k x1) *m (Psi *m ((k x1)^T *m w))))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (w^T *m ((k x1) *m (Psi *m ((k x1)^T *m w))))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (w^T *m ((k x1)^T^T *m (Psi *m ((k x1)^T *m w))))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((w^T *m (k x1)^T^T) *m (Psi *m ((k x1)^T *m w)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. symmetry. exact: transpose_product. }
transitivity (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m ((K_tilde x)^T *m w))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_transpose. symmetry. exact: reversibility_of_means. }
transitivity (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((k x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry. exact: reversibility_of_means. }
transitivity (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((((k x1)^T *m w)^T *m Psi) *m ((k x1)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((c x1)^T *m Psi) *m ((k x1)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_0. apply: in_transpose. symmetry. exact: reversibility_within. }
transitivity (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((c x1)^T *m Psi) *m (c x1))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact: reversibility_within. }
apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative.
Qed.

Lemma traces :
  (sum One (expect sample_law (fun x : sample => ((C x)^T *m (Phi *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1))))))))
  = (sum One (trace ((expect sample_law (fun x : sample => ((C x) *m (C x)^T))) *m Phi)) One (trace ((expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1) *m (c x1)^T))))) *m Psi))).
Proof.
transitivity (sum One (expect sample_law (fun x : sample => (((C x)^T *m Phi) *m (C x)))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (trace (((C x)^T *m Phi) *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1)^T *m (Psi *m (c x1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: trace_of_number. }
transitivity (sum One (expect sample_law (fun x : sample => (trace (((C x)^T *m Phi) *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((c x1)^T *m Psi) *m (c x1))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (expect sample_law (fun x : sample => (trace (((C x)^T *m Phi) *m (C x))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (trace (((c x1)^T *m Psi) *m (c x1)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: trace_of_number. }
transitivity (sum One (expect sample_law (fun x : sample => (trace ((C x) *m ((C x)^T *m Phi))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (trace (((c x1)^T *m Psi) *m (c x1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: trace_cyclic. }
transitivity (sum One (expect sample_law (fun x : sample => (trace ((C x) *m ((C x)^T *m Phi))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (trace ((c x1) *m ((c x1)^T *m Psi)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: trace_cyclic. }
transitivity (sum One (trace (expect sample_law (fun x : sample => ((C x) *m ((C x)^T *m Phi))))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (trace ((c x1) *m ((c x1)^T *m Psi)))))))).
{ apply: in_sum_0. exact: trace_of_expectation. }
transitivity (sum One (trace (expect sample_law (fun x : sample => (((C x) *m (C x)^T) *m Phi)))) One (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (trace ((c x1) *m ((c x1)^T *m Psi)))))))).
{ apply: in_sum_0. apply: in_trace. apply: in_expect => x_1. exact: product_associative. }
transitivity (sum One (trace (expect sample_law (fun x : sample => (((C x) *m (C x)^T) *m Phi)))) One (trace (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => ((c x1) *m ((c x1)^T *m Psi)))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: trace_of_expectation | exact: trace_of_expectation]). }
transitivity (sum One (trace (expect sample_law (fun x : sample => (((C x) *m (C x)^T) *m Phi)))) One (trace (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((c x1) *m (c x1)^T) *m Psi))))))).
{ apply: in_sum_1. apply: in_trace. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (sum One (trace ((expect sample_law (fun x : sample => ((C x) *m (C x)^T))) *m Phi)) One (trace (expect sample_law (fun x : sample => (expect (view_law x) (fun x1 : view => (((c x1) *m (c x1)^T) *m Psi))))))).
{ apply: in_sum_0. apply: in_trace. exact: constant_right. }
apply: in_sum_1. apply: in_trace. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]).
Qed.

End radial_motion_theory.

Print Assumptions change_of_a_square.
Print Assumptions change_of_a_square_within.
Print Assumptions update.
Print Assumptions radial_motion.
Print Assumptions traces.
