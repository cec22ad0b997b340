(* Made from batch_connection.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* the closed form *)

Section the_closed_form_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_p dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f_tilde : view -> 'M[R]_(dim_p, 1).
Variable O : view -> 'M[R]_(dim_n, dim_p).
Hypothesis fixed_O : forall value_0, fixed delta (O value_0).
#[local] Hint Resolve fixed_O : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable O_bar : 'M[R]_(dim_n, dim_p).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Variable D : 'M[R]_(dim_p, dim_p).
Hypothesis fixed_D : fixed delta (D ).
#[local] Hint Resolve fixed_D : fixed.
Variable J : view -> 'M[R]_(dim_q, dim_p).
Hypothesis fixed_J : forall value_0, fixed delta (J value_0).
#[local] Hint Resolve fixed_J : fixed.
Hypothesis below :
  forall (x1 : view), (f_tilde x1)
  = ((O x1)^T *m w).
Hypothesis derivative_below :
  forall (x1 : view), (differential delta (f_tilde x1))
  = ((O x1)^T *m (differential delta w)).
Hypothesis definition_of_O_bar :
  O_bar
  = (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (O x1))).
Let fixed_O_bar : fixed delta O_bar.
Proof. apply: (fixed_differential (definition_of_O_bar )); does_not_vary. Qed.
#[local] Hint Resolve fixed_O_bar : fixed.
Hypothesis definition_of_H :
  forall (x1 : view), (H x1)
  = (((O x1) - O_bar) *m (D^T *m (J x1)^T)).
Let fixed_H : forall (x1 : view), fixed delta (H x1).
Proof. move=> x1; apply: (fixed_differential (definition_of_H x1)); does_not_vary. Qed.
#[local] Hint Resolve fixed_H : fixed.

(** batch-connection#reversibility (in part): J(x1) D (f̃(x1) - E{x,x1}[f̃(x1)]) = H(x1)ᵀ w *)
Theorem reversibility :
  forall (x1 : view), ((J x1) *m (D *m ((f_tilde x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f_tilde x1))))))
  = ((H x1)^T *m w).
Proof.
move=> x1.
transitivity ((J x1) *m ((D *m (f_tilde x1)) - (D *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f_tilde x1)))))).
{ apply: in_product_1. exact: product_sum_right. }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - (D *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (f_tilde
    x1)))))).
{ apply: in_product_1. apply: in_sum_0. apply: in_product_1. exact: below. }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - (D *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((O x1)^T *m
    w)))))).
{ apply: in_product_1. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2.
    exact: below. }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - (D *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (O x1)^T)) *m
    w)))).
{ apply: in_product_1. apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]). }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - ((D *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (O x1)^T))) *m
    w))).
{ apply: in_product_1. apply: in_sum_1. exact: product_associative. }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - ((D *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (O x1)))^T) *m
    w))).
{ apply: in_product_1. apply: in_sum_1. apply: in_product_0. apply: in_product_1. (etransitivity; [apply: in_expect
    => ?; exact: expectation_transpose | exact: expectation_transpose]). }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - ((D *m O_bar^T) *m w))).
{ apply: in_product_1. apply: in_sum_1. apply: in_product_0. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_O_bar. }
transitivity ((J x1) *m ((D *m ((O x1)^T *m w)) - (D *m (O_bar^T *m w)))).
{ apply: in_product_1. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((J x1) *m (D *m (((O x1)^T *m w) - (O_bar^T *m w)))).
{ apply: in_product_1. symmetry. exact: product_sum_right. }
transitivity (((J x1) *m D) *m (((O x1)^T *m w) - (O_bar^T *m w))).
{ exact: product_associative. }
transitivity (((J x1)^T^T *m D) *m (((O x1)^T *m w) - (O_bar^T *m w))).
{ apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (((J x1)^T^T *m D^T^T) *m (((O x1)^T *m w) - (O_bar^T *m w))).
{ apply: in_product_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1)^T *m w) - (O_bar^T *m w))).
{ apply: in_product_0. symmetry. exact: transpose_product. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1)^T - O_bar^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1) - O_bar)^T *m w)).
{ apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((D^T *m (J x1)^T)^T *m ((O x1) - O_bar)^T) *m w).
{ exact: product_associative. }
transitivity ((((O x1) - O_bar) *m (D^T *m (J x1)^T))^T *m w).
{ apply: in_product_0. symmetry. exact: transpose_product. }
apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_H.
Qed.

(** batch-connection#closed-form (in part): d(J(x1) D (f̃(x1) - E{x,x1}[f̃(x1)])) = H(x1)ᵀ d(w) *)
Theorem closed_form :
  forall (x1 : view), (differential delta ((J x1) *m (D *m ((f_tilde x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (f_tilde x1)))))))
  = ((H x1)^T *m (differential delta w)).
Proof.
move=> x1.
transitivity ((J x1) *m (differential delta (D *m ((f_tilde x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (f_tilde x1))))))).
{ apply: differential_left_constant; does_not_vary. }
transitivity ((J x1) *m (D *m (differential delta ((f_tilde x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (f_tilde x1))))))).
{ apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (((J x1) *m D) *m (differential delta ((f_tilde x1) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (f_tilde x1)))))).
{ exact: product_associative. }
transitivity (((J x1) *m D) *m ((differential delta (f_tilde x1)) - (differential delta (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (f_tilde x1)))))).
{ apply: in_product_1. exact: differential_sum. }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - (differential delta (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (f_tilde x1)))))).
{ apply: in_product_1. apply: in_sum_0. exact: derivative_below. }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - (differential delta (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((O x1)^T *m w)))))).
{ apply: in_product_1. apply: in_sum_1. apply: in_differential. apply: in_expect => x_1. apply: in_expect => x1_2.
    exact: below. }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - (differential delta ((\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (O x1)^T)) *m w)))).
{ apply: in_product_1. apply: in_sum_1. apply: in_differential. (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]). }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - (differential delta ((\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (O x1)))^T *m w)))).
{ apply: in_product_1. apply: in_sum_1. apply: in_differential. apply: in_product_0. (etransitivity; [apply:
    in_expect => ?; exact: expectation_transpose | exact: expectation_transpose]). }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (O x1)))^T *m (differential delta w)))).
{ apply: in_product_1. apply: in_sum_1. apply: differential_left_constant; does_not_vary. }
transitivity (((J x1) *m D) *m (((O x1)^T *m (differential delta w)) - (O_bar^T *m (differential delta w)))).
{ apply: in_product_1. apply: in_sum_1. apply: in_product_0. apply: in_transpose. symmetry. exact:
    definition_of_O_bar. }
transitivity (((J x1)^T^T *m D) *m (((O x1)^T *m (differential delta w)) - (O_bar^T *m (differential delta w)))).
{ apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (((J x1)^T^T *m D^T^T) *m (((O x1)^T *m (differential delta w)) - (O_bar^T *m (differential delta w)))).
{ apply: in_product_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1)^T *m (differential delta w)) - (O_bar^T *m (differential delta w)))).
{ apply: in_product_0. symmetry. exact: transpose_product. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1)^T - O_bar^T) *m (differential delta w))).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((D^T *m (J x1)^T)^T *m (((O x1) - O_bar)^T *m (differential delta w))).
{ apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((D^T *m (J x1)^T)^T *m ((O x1) - O_bar)^T) *m (differential delta w)).
{ exact: product_associative. }
transitivity ((((O x1) - O_bar) *m (D^T *m (J x1)^T))^T *m (differential delta w)).
{ apply: in_product_0. symmetry. exact: transpose_product. }
apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_H.
Qed.

End the_closed_form_theory.

(* simclr *)

Section simclr_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_H : forall value_0, fixed delta (H value_0).
#[local] Hint Resolve fixed_H : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable r : view -> view -> 'M[R]_(1, 1).
Variable H_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable M : 'M[R]_(dim_n, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((H x1)^T *m w).
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((H x1)^T *m (differential delta w)).
Hypothesis gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (r x1 x2))
  = ((differential delta w)^T *m ((((H x1) - (H x2)) *m ((H x1) - (H x2))^T) *m w)).
Hypothesis definition_of_H_bar :
  forall (x : sample), (H_bar x)
  = (\E_(x1 ~ (view_law x)) (H x1)).
Let fixed_H_bar : forall (x : sample), fixed delta (H_bar x).
Proof. move=> x; apply: (fixed_differential (definition_of_H_bar x)); does_not_vary. Qed.
#[local] Hint Resolve fixed_H_bar : fixed.
Hypothesis definition_of_M :
  M
  = (\E_(x ~ sample_law) (H_bar x)).
Let fixed_M : fixed delta M.
Proof. apply: (fixed_differential (definition_of_M )); does_not_vary. Qed.
#[local] Hint Resolve fixed_M : fixed.

(** batch-connection#attraction (in part): E{x,x1,x2}[(H(x1) - H(x2)) (H(x1) - H(x2))ᵀ] = 2 E{x,x1}[H(x1) H(x1)ᵀ]
    - 2 E{x}[H̄(x) H̄(x)ᵀ] *)
Theorem attraction :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m ((H x1) - (H x2))^T))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) (Num ((- 2%:R))) (\E_(x ~
    sample_law) ((H_bar x) *m (H_bar x)^T))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m ((H x1) - (H
    x2))^T)))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m ((H x1)^T -
    (H x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact:
    transpose_sum. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((H x1) - (H x2)) *m (H x1)^T) -
    (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x1)^T)) -
    (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x1)^T))))
    - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x1)^T))))
    - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) *m (H x1)^T) - ((H x2) *m
    (H x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H
    x2)^T))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m (H x1)^T)))) - (\E_(x
    ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1
    ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x1)^T))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((\E_(x2 ~
    (view_law x)) (H x2)) *m (\E_(x1 ~ (view_law x)) (H x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2
    ~ (view_law x)) (((H x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; exact: constant_left | apply: in_expect => ?; exact: constant_right])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (\E_(x1 ~ (view_law x)) (H x1)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (\E_(x2 ~ (view_law x)) (H x2)^T)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (\E_(x2 ~ (view_law x)) (H x2))^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m (H x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H
    x2)^T))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) - (H x2)) *m (H
    x2)^T))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) *m (H x2)^T) - ((H
    x2) *m (H x2)^T)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m (H x2)^T)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x2)^T)))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    expectation_sum | exact: expectation_sum]) | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (H x1)) *m (\E_(x2 ~ (view_law x)) (H x2)^T))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact:
    constant_left | apply: in_expect => ?; exact: constant_right]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((H_bar x) *m (\E_(x2 ~ (view_law x)) (H x2)^T))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact:
    definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((H_bar x) *m (\E_(x2 ~ (view_law x)) (H x2))^T)) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x2) *m (H x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((H x2) *m (H x2)^T)))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_transpose. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x2 ~ (view_law x))
    ((H x2) *m (H x2)^T))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; exact: constant]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) ((H_bar x)
    *m (H_bar x)^T))) - ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((H x1) *m (H x1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T)));
    (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom
    F 1) Neg (Atom F 0))) (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** batch-connection#repulsion (in part): E{x,y,x1,y1}[(H(x1) - H(y1)) (H(x1) - H(y1))ᵀ] = 2 E{x,x1}[H(x1)
    H(x1)ᵀ] - 2 M Mᵀ *)
Theorem repulsion :
  (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) - (H y1)) *m ((H
    x1) - (H y1))^T)))))
  = (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) (Num ((- 2%:R))) (M *m
    M^T)).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) - (H
    y1)) *m ((H x1) - (H y1))^T))))).
{ reflexivity. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) *m
    ((H x1) - (H y1))^T) - ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect => y1_4. exact:
    product_sum_left. }
transitivity (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) ((\E_(y1 ~ (view_law y)) ((H x1) *m
    ((H x1) - (H y1))^T)) - (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m
    ((H x1) - (H y1))^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((H y1) *m ((H x1) - (H y1))^T)))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m
    ((H x1) - (H y1))^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. symmetry. reflexivity. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m
    ((H x1)^T - (H y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law
    y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. apply: in_product_1. exact: transpose_sum. }
transitivity ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) *m
    (H x1)^T) - ((H x1) *m (H y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m
    (H x1)^T))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m
    (H y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m
    ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H x1) *m (H y1)^T)))))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (H x1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: exchange | (etransitivity; [apply:
    in_expect => ?; apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]) | (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (H y1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - ((\E_(y ~ sample_law) (\E_(y1 ~
    (view_law y)) (H y1))) *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - ((\E_(y ~ sample_law) (H_bar y))
    *m (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~
    (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. apply: in_expect => y_1. symmetry. exact:
    definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(y ~ sample_law)
    (\E_(y1 ~ (view_law y)) (H y1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1)^T)))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1))^T))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (H x1)))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~
    (view_law y)) ((H y1) *m ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m (\E_(x ~ sample_law)
    (H_bar x))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m
    ((H x1) - (H y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H
    y1))^T)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1) - (H
    y1))^T)))))).
{ apply: in_sum_1. symmetry. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m ((H x1)^T - (H
    y1)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. apply: in_product_1. exact: transpose_sum. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H y1) *m (H x1)^T) - ((H y1) *m
    (H y1)^T))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H x1)^T))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]) | exact: expectation_sum]) | exact:
    expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H x1)^T))))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1))) *m (\E_(x1 ~ (view_law x)) (H x1)^T))) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: exchange
    | (etransitivity; [apply: in_expect => ?; apply: in_expect => ?; exact: constant_left | (etransitivity; [apply:
    in_expect => ?; exact: constant_right | exact: constant_right])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((\E_(x ~
    sample_law) ((\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) (H y1))) *m (\E_(x1 ~ (view_law x)) (H x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) (H y1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (H x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (\E_(y1 ~ (view_law y)) (H y1))) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (H x1))^T)) - (\E_(x ~
    sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. reflexivity. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - (((\E_(y ~
    sample_law) (H_bar y)) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (H x1))^T)) - (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. apply: in_expect => y_1. symmetry. exact:
    definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (H x1))^T)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (H x1)))^T) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m (\E_(x ~
    sample_law) (H_bar x))^T) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y))
    ((H y1) *m (H y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. apply: in_expect => x_1. symmetry.
    exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((H y1) *m (H
    y1)^T))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(y ~ sample_law) (\E_(y1 ~ (view_law y)) ((H y1) *m (H y1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [exact: exchange | (etransitivity; [apply: in_expect => ?; apply:
    in_expect => ?; exact: exchange | (etransitivity; [apply: in_expect => ?; exact: exchange | apply: in_expect => ?;
    apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant | exact: constant])])])]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) - (M *m M^T)) - ((M *m M^T) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))))).
{ apply: in_sum_1. apply: in_sum_1. reflexivity. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))); (M *m
    M^T)] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 0))) (Plus (Num (2%:R))
    (Atom F 0) (Num ((- 2%:R))) (Atom F 1))). same_totals two.
Qed.

(** batch-connection#covariance-of-means (in part): E{x}[(H̄(x) - M) (H̄(x) - M)ᵀ] = E{x}[H̄(x) H̄(x)ᵀ] - M
    Mᵀ *)
Theorem covariance_of_means :
  (\E_(x ~ sample_law) (((H_bar x) - M) *m ((H_bar x) - M)^T))
  = ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)).
Proof.
transitivity (\E_(x ~ sample_law) (((H_bar x) - M) *m ((H_bar x)^T - M^T))).
{ apply: in_expect => x_1. apply: in_product_1. exact: transpose_sum. }
transitivity (\E_(x ~ sample_law) ((((H_bar x) - M) *m (H_bar x)^T) - (((H_bar x) - M) *m M^T))).
{ apply: in_expect => x_1. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (((H_bar x) - M) *m (H_bar x)^T)) - (\E_(x ~ sample_law) (((H_bar x) - M) *m
    M^T))).
{ exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) (((H_bar x) *m (H_bar x)^T) - (M *m (H_bar x)^T))) - (\E_(x ~ sample_law) (((H_bar
    x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (\E_(x ~ sample_law) (M *m (H_bar x)^T))) - (\E_(x
    ~ sample_law) (((H_bar x) - M) *m M^T))).
{ apply: in_sum_0. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m (\E_(x ~ sample_law) (H_bar x)^T))) - (\E_(x
    ~ sample_law) (((H_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. exact: constant_left. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m (\E_(x ~ sample_law) (H_bar x))^T)) - (\E_(x
    ~ sample_law) (((H_bar x) - M) *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. exact: expectation_transpose. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - (\E_(x ~ sample_law) (((H_bar x) - M)
    *m M^T))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - (\E_(x ~ sample_law) (((H_bar x) *m
    M^T) - (M *m M^T)))).
{ apply: in_sum_1. apply: in_expect => x_1. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - ((\E_(x ~ sample_law) ((H_bar x) *m
    M^T)) - (\E_(x ~ sample_law) (M *m M^T)))).
{ apply: in_sum_1. exact: expectation_sum. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - (((\E_(x ~ sample_law) (H_bar x)) *m
    M^T) - (\E_(x ~ sample_law) (M *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (\E_(x ~ sample_law) (M
    *m M^T)))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. symmetry. exact: definition_of_M. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)) - (M *m M^T)) - ((M *m M^T) - (M *m M^T))).
{ apply: in_sum_1. apply: in_sum_1. exact: constant. }
apply: (@same_summands F R dim_n dim_n [:: (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)); (M *m M^T)] (Plus One
    (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))).
    same_totals two.
Qed.

(** batch-connection#simclr (in part): d(E{x,y,x1,x2,y1}[r(x1,x2) - r(x1,y1)]) = d(w)ᵀ (-2 E{x}[(H̄(x) - M)
    (H̄(x) - M)ᵀ]) w *)
Theorem simclr :
  (differential delta (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((r x1 x2) - (r x1 y1))))))))
  = ((differential delta w)^T *m ((scale (Num ((- 2%:R))) (\E_(x ~ sample_law) (((H_bar x) - M) *m ((H_bar x) -
    M)^T))) *m w)).
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
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) (differential delta (r x1 y1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    gradient_of_a_pair. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((H x1) - (H y1)) *m ((H x1) - (H y1))^T) *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => y_2. apply: in_expect => x1_3. apply: in_expect =>
    y1_4. exact: gradient_of_a_pair. }
transitivity (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T) *m w))))) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((H x1) - (H y1)) *m ((H x1) - (H y1))^T) *m w))))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T)))) *m w)) - (\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(y1 ~ (view_law y)) ((differential delta w)^T *m ((((H x1) - (H y1)) *m ((H x1) - (H y1))^T) *m w))))))).
{ apply: in_sum_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T)))) *m w)) - ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) ((((H x1) - (H y1)) *m ((H x1) - (H y1))^T) *m
    w))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: constant_left | exact: constant_left]) | exact: constant_left]) | exact:
    constant_left]). }
transitivity (((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H
    x1) - (H x2)) *m ((H x1) - (H x2))^T)))) *m w)) - ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(y ~
    sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) - (H y1)) *m ((H x1) - (H y1))^T))))) *m
    w))).
{ apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; (etransitivity; [apply: in_expect => ?; exact: constant_right | exact: constant_right]) | exact: constant_right])
    | exact: constant_right]). }
transitivity (((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))) *m w)) - ((differential delta w)^T *m
    ((\E_(x ~ sample_law) (\E_(y ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(y1 ~ (view_law y)) (((H x1) - (H y1)) *m ((H
    x1) - (H y1))^T))))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_product_0. exact: attraction. }
transitivity (((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))) *m w)) - ((differential delta w)^T *m
    ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) (Num ((- 2%:R))) (M *m M^T))
    *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: repulsion. }
transitivity ((((differential delta w)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T))) (Num ((- 2%:R))) (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))) *m w) - ((differential delta w)^T *m
    ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T))) (Num ((- 2%:R))) (M *m M^T))
    *m w))).
{ apply: in_sum_0. exact: product_associative. }
transitivity (((sum (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) (Num ((- 2%:R))) ((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))) *m w) -
    ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H x1)^T)))
    (Num ((- 2%:R))) (M *m M^T)) *m w))).
{ apply: in_sum_0. apply: in_product_0. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w)) - ((differential delta w)^T *m ((sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H
    x1)^T))) (Num ((- 2%:R))) (M *m M^T)) *m w))).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w)) - (((differential delta w)^T *m (sum (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H
    x1)^T))) (Num ((- 2%:R))) (M *m M^T))) *m w)).
{ apply: in_sum_1. exact: product_associative. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w)) - ((sum (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H
    x1)^T)))) (Num ((- 2%:R))) ((differential delta w)^T *m (M *m M^T))) *m w)).
{ apply: in_sum_1. apply: in_product_0. exact: product_sum_right. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w)) - (sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H
    x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (M *m M^T)) *m w))).
{ apply: in_sum_1. exact: product_sum_left. }
transitivity ((sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (H x1)^T)))) *m w) (Num ((- 2%:R))) (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w)) - (sum (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m (H
    x1)^T)))) *m w) (Num ((- 2%:R))) ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_0. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T)))
    *m w) - ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H
    x1) *m (H x1)^T)))) *m w); (((differential delta w)^T *m (\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))) *m w);
    ((((differential delta w)^T *m M) *m M^T) *m w)] (Plus One (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 1))
    Neg (Plus (Num (2%:R)) (Atom F 0) (Num ((- 2%:R))) (Atom F 2))) (Times (Num ((- 2%:R))) (Plus One (Atom F 1) Neg
    (Atom F 2)))). same_totals two. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    *m w)) - ((((differential delta w)^T *m M) *m M^T) *m w))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    *m w)) - (((differential delta w)^T *m (M *m M^T)) *m w))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    *m w)) - ((differential delta w)^T *m ((M *m M^T) *m w)))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (scale (Num ((- 2%:R))) ((differential delta w)^T *m (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    *m w) - ((M *m M^T) *m w)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (scale (Num ((- 2%:R))) ((differential delta w)^T *m (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    - (M *m M^T)) *m w))).
{ apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((differential delta w)^T *m (scale (Num ((- 2%:R))) (((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    - (M *m M^T)) *m w))).
{ symmetry. exact: product_scale_right. }
transitivity ((differential delta w)^T *m ((scale (Num ((- 2%:R))) ((\E_(x ~ sample_law) ((H_bar x) *m (H_bar x)^T))
    - (M *m M^T))) *m w)).
{ apply: in_product_1. symmetry. exact: product_scale_left. }
apply: in_product_1. apply: in_product_0. apply: in_scale. symmetry. exact: covariance_of_means.
Qed.

End simclr_theory.

(* byol *)

Section byol_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_H : forall value_0, fixed delta (H value_0).
#[local] Hint Resolve fixed_H : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis fixed_P : fixed delta (P ).
#[local] Hint Resolve fixed_P : fixed.
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis derivative :
  forall (x1 : view), (differential delta (f x1))
  = ((H x1)^T *m (differential delta w)).

(** batch-connection#gradient-of-byol (in part): d(1/2 (P f(x1) - t(x2))ᵀ (P f(x1) - t(x2))) = -d(w)ᵀ H(x1) Pᵀ
    (t(x2) - P f(x1)) *)
Theorem gradient_of_byol :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m ((P *m
    (f x1)) - (t x2)))))
  = (- ((differential delta w)^T *m ((H x1) *m (P^T *m ((t x2) - (P *m (f x1))))))).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((P *m (f x1)) - (t x2))^T *m ((P *m (f x1)) - (t x2))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f x1)) - (t x2))^T) *m ((P *m (f x1)) - (t x2)))
    + (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))
    + (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t
    x2))^T^T) + (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t
    x2))))^T + (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) ((((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))
    + (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))
    (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))).
{ apply: (@same_summands F R 1 1 [:: (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))]
    (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One (Atom F 0))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 /
    2%:R))) (Atom F 0))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))^T
    (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))).
{ apply: in_sum_0. exact: transpose_of_number. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t
    x2))^T^T) (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))).
{ apply: in_sum_0. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))
    (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2))))).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))
    (Num ((1 / 2%:R))) (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))
    (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))
    (Num ((1 / 2%:R))) ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))]
    (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))^T.
{ exact: transpose_of_number. }
transitivity ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2)))^T^T.
{ apply: in_transpose. exact: transpose_of_number. }
transitivity (((P *m (f x1)) - (t x2))^T *m (differential delta ((P *m (f x1)) - (t x2)))^T^T)^T.
{ apply: in_transpose. exact: transpose_product. }
transitivity ((differential delta ((P *m (f x1)) - (t x2)))^T^T^T *m ((P *m (f x1)) - (t x2))^T^T).
{ exact: transpose_product. }
transitivity ((differential delta ((P *m (f x1)) - (t x2)))^T *m ((P *m (f x1)) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: transpose_twice. }
transitivity (((differential delta (P *m (f x1))) - (differential delta (t x2)))^T *m ((P *m (f x1)) - (t x2))^T^T).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity (((differential delta (P *m (f x1)))^T - (differential delta (t x2))^T) *m ((P *m (f x1)) - (t x2))^T^T).
{ apply: in_product_0. exact: transpose_sum. }
transitivity (((differential delta (P *m (f x1)))^T *m ((P *m (f x1)) - (t x2))^T^T) - ((differential delta (t x2))^T
    *m ((P *m (f x1)) - (t x2))^T^T)).
{ exact: product_sum_left. }
transitivity (((P *m (differential delta (f x1)))^T *m ((P *m (f x1)) - (t x2))^T^T) - ((differential delta (t x2))^T
    *m ((P *m (f x1)) - (t x2))^T^T)).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. apply: differential_left_constant; does_not_vary. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))^T^T) - ((differential delta
    (t x2))^T *m ((P *m (f x1)) - (t x2))^T^T)).
{ apply: in_sum_0. apply: in_product_0. apply: in_transpose. apply: in_product_1. exact: derivative. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))) - ((differential delta (t
    x2))^T *m ((P *m (f x1)) - (t x2))^T^T)).
{ apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))) - ((0 : 'M[R]_(dim_q, 1))^T
    *m ((P *m (f x1)) - (t x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. apply: in_transpose. apply: differential_constant; does_not_vary. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))) - ((0 : 'M[R]_(1, dim_q))
    *m ((P *m (f x1)) - (t x2))^T^T)).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_zero. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_left. }
transitivity ((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2))).
{ apply: (@same_summands F R 1 1 [:: ((P *m ((H x1)^T *m (differential delta w)))^T *m ((P *m (f x1)) - (t x2)))]
    (Plus One (Atom F 0) Neg (Nothing F)) (Atom F 0)). same_totals two. }
transitivity (((P *m ((H x1)^T *m (differential delta w)))^T *m (P *m (f x1))) - ((P *m ((H x1)^T *m (differential
    delta w)))^T *m (t x2))).
{ exact: product_sum_right. }
transitivity ((((P *m ((H x1)^T *m (differential delta w)))^T *m P) *m (f x1)) - ((P *m ((H x1)^T *m (differential
    delta w)))^T *m (t x2))).
{ apply: in_sum_0. exact: product_associative. }
transitivity ((((((H x1)^T *m (differential delta w))^T *m P^T) *m P) *m (f x1)) - ((P *m ((H x1)^T *m (differential
    delta w)))^T *m (t x2))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. exact: transpose_product. }
transitivity ((((((differential delta w)^T *m (H x1)^T^T) *m P^T) *m P) *m (f x1)) - ((P *m ((H x1)^T *m
    (differential delta w)))^T *m (t x2))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. apply: in_product_0. exact: transpose_product. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - ((P *m ((H x1)^T *m (differential
    delta w)))^T *m (t x2))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. apply: in_product_0. apply: in_product_1. exact:
    transpose_twice. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - ((((H x1)^T *m (differential delta
    w))^T *m P^T) *m (t x2))).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_product. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - (((H x1)^T *m (differential delta
    w))^T *m (P^T *m (t x2)))).
{ apply: in_sum_1. symmetry. exact: product_associative. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - (((differential delta w)^T *m (H
    x1)^T^T) *m (P^T *m (t x2)))).
{ apply: in_sum_1. apply: in_product_0. exact: transpose_product. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - (((differential delta w)^T *m (H
    x1)) *m (P^T *m (t x2)))).
{ apply: in_sum_1. apply: in_product_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1)) - ((((differential delta w)^T *m (H
    x1)) *m P^T) *m (t x2))).
{ apply: in_sum_1. exact: product_associative. }
transitivity (- (((((differential delta w)^T *m (H x1)) *m P^T) *m (t x2)) - (((((differential delta w)^T *m (H x1))
    *m P^T) *m P) *m (f x1)))).
{ apply: (@same_summands F R 1 1 [:: (((((differential delta w)^T *m (H x1)) *m P^T) *m P) *m (f x1));
    ((((differential delta w)^T *m (H x1)) *m P^T) *m (t x2))] (Plus One (Atom F 0) Neg (Atom F 1)) (Times Neg (Plus One
    (Atom F 1) Neg (Atom F 0)))). same_totals two. }
transitivity (- ((((differential delta w)^T *m (H x1)) *m (P^T *m (t x2))) - (((((differential delta w)^T *m (H x1))
    *m P^T) *m P) *m (f x1)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((((differential delta w)^T *m (H x1))
    *m P^T) *m P) *m (f x1)))).
{ apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((((differential delta w)^T *m (H
    x1)^T^T) *m P^T) *m P) *m (f x1)))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. apply: in_product_0. apply: in_product_0. apply:
    in_product_1. symmetry. exact: transpose_twice. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((((H x1)^T *m (differential delta
    w))^T *m P^T) *m P) *m (f x1)))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. apply: in_product_0. apply: in_product_0. symmetry. exact:
    transpose_product. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((P *m ((H x1)^T *m (differential delta
    w)))^T *m P) *m (f x1)))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_product. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - ((P *m ((H x1)^T *m (differential delta
    w)))^T *m (P *m (f x1))))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - ((((H x1)^T *m (differential delta w))^T
    *m P^T) *m (P *m (f x1))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. exact: transpose_product. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((H x1)^T *m (differential delta w))^T
    *m (P^T *m (P *m (f x1)))))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - (((differential delta w)^T *m (H
    x1)^T^T) *m (P^T *m (P *m (f x1)))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_0. exact: transpose_product. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - ((differential delta w)^T *m ((H x1)^T^T
    *m (P^T *m (P *m (f x1))))))).
{ apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (- (((differential delta w)^T *m ((H x1) *m (P^T *m (t x2)))) - ((differential delta w)^T *m ((H x1) *m
    (P^T *m (P *m (f x1))))))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
transitivity (- ((differential delta w)^T *m (((H x1) *m (P^T *m (t x2))) - ((H x1) *m (P^T *m (P *m (f x1))))))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
transitivity (- ((differential delta w)^T *m ((H x1) *m ((P^T *m (t x2)) - (P^T *m (P *m (f x1))))))).
{ apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_right. }
apply: in_scale. apply: in_product_1. apply: in_product_1. symmetry. exact: product_sum_right.
Qed.

(** batch-connection#gradient (in part): d(E{x,x1,x2}[1/2 (P f(x1) - t(x2))ᵀ (P f(x1) - t(x2))]) = -d(w)ᵀ
    E{x,x1,x2}[H(x1) Pᵀ (t(x2) - P f(x1))] *)
Theorem gradient :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    (((P *m (f x1)) - (t x2))^T *m ((P *m (f x1)) - (t x2))))))))
  = (- ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m
    (P^T *m ((t x2) - (P *m (f x1)))))))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) (((P *m (f x1)) - (t x2))^T *m ((P *m (f x1)) - (t x2)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (- ((differential delta w)^T *m ((H
    x1) *m (P^T *m ((t x2) - (P *m (f x1)))))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_byol. }
transitivity (- (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((differential delta w)^T *m ((H
    x1) *m (P^T *m ((t x2) - (P *m (f x1)))))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_scale | exact:
    expectation_scale]) | exact: expectation_scale]). }
apply: in_scale. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: constant_left
    | exact: constant_left]) | exact: constant_left]).
Qed.

End byol_theory.

(* byol at equal weights *)

Section byol_at_equal_weights_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable H_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Variable F_bar : sample -> 'M[R]_(dim_q, 1).
Variable f : view -> 'M[R]_(dim_q, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis definition_of_H_bar :
  forall (x : sample), (H_bar x)
  = (\E_(x1 ~ (view_law x)) (H x1)).
Hypothesis definition_of_F_bar :
  forall (x : sample), (F_bar x)
  = (\E_(x1 ~ (view_law x)) (f x1)).

(** batch-connection#within (in part): E{x,x1}[(H(x1) - H̄(x)) (Pᵀ P) (f(x1) - F̄(x))] = E{x,x1}[H(x1) (Pᵀ P)
    f(x1)] - E{x}[H̄(x) (Pᵀ P) F̄(x)] *)
Theorem within :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((f x1) - (F_bar x))))))
  = ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~ sample_law) ((H_bar
    x) *m ((P^T *m P) *m (F_bar x))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m (((P^T *m P) *m (f x1)) - ((P^T *m
    P) *m (F_bar x)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m ((P^T *m P) *m (f x1))) - (((H
    x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (f x1))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) *m ((P^T *m P) *m (f x1))) - ((H_bar x) *m ((P^T
    *m P) *m (f x1)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar
    x)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (f x1)))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H_bar x) *m (P^T *m P)) *m (f x1))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) (((H_bar x) *m (P^T *m P)) *m (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => ?; exact: constant_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((((H_bar x) *m P^T) *m P) *m (\E_(x1 ~ (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_0. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) (((H_bar x) *m P^T) *m (P *m (\E_(x1 ~ (view_law x)) (f x1)))))) - (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) (((H_bar x) *m P^T) *m (P *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) -
    (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry.
    exact: definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m (P^T *m (P *m (F_bar x)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) -
    (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) -
    (H_bar x)) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) *m
    ((P^T *m P) *m (F_bar x))) - ((H_bar x) *m ((P^T *m P) *m (F_bar x))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    ((P^T *m P) *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m
    (P^T *m (P *m (F_bar x)))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry.
    exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) *m
    P^T) *m (P *m (F_bar x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) ((H x1) *m
    P^T)) *m (P *m (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => ?; exact: constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (((\E_(x1 ~ (view_law x)) ((H x1) *m
    P^T)) *m P) *m (F_bar x))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((((\E_(x1 ~ (view_law x)) (H x1)) *m
    P^T) *m P) *m (F_bar x))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. exact:
    constant_right. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((((H_bar x) *m P^T) *m P) *m (F_bar
    x))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. apply:
    in_product_0. symmetry. exact: definition_of_H_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((((H_bar x) *m P^T) *m P) *m (\E_(x1
    ~ (view_law x)) (f x1)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (((H_bar x) *m P^T) *m (P *m (\E_(x1 ~
    (view_law x)) (f x1))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (((H_bar x) *m P^T) *m (P *m (F_bar
    x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry.
    exact: definition_of_F_bar. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (P *m (F_bar
    x))))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar
    x)))) - (\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => ?; exact: constant. }
apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f
    x1))))); (\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x))))] (Plus One (Plus One (Atom F 0) Neg (Atom F
    1)) Neg (Plus One (Atom F 1) Neg (Atom F 1))) (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two.
Qed.

(** batch-connection#cross-form (in part): E{x,x1,x2}[H(x1) Pᵀ (f(x2) - P f(x1))] = E{x}[H̄(x) (Pᵀ (I{q} - P))
    F̄(x)] - E{x,x1}[(H(x1) - H̄(x)) (Pᵀ P) (f(x1) - F̄(x))] *)
Theorem cross_form :
  (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m (P^T *m ((f x2) - (P *m (f
    x1))))))))
  = ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (F_bar x)))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((f x1) - (F_bar x))))))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m (f x2)) - (P^T
    *m (P *m (f x1)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. exact:
    product_sum_right. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m (f x2)) - ((P^T
    *m P) *m (f x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_1. apply: in_sum_1.
    exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((H x1) *m (P^T *m (f x2))) - ((H
    x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m (P^T *m (f x2)))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact:
    expectation_sum]) | exact: expectation_sum]). }
transitivity ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m (P^T *m (f x2)))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_sum_0. reflexivity. }
transitivity ((\E_(x ~ sample_law) ((\E_(x1 ~ (view_law x)) (H x1)) *m (\E_(x2 ~ (view_law x)) (P^T *m (f x2))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_right]). }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (\E_(x2 ~ (view_law x)) (P^T *m (f x2))))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: definition_of_H_bar. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (\E_(x2 ~ (view_law x)) (f x2))))) - (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: constant_left. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    (\E_(x2 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry. exact:
    definition_of_F_bar. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (F_bar x)))) - (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((H x1) *m ((P^T *m P) *m (f x1)))))).
{ apply: in_sum_1. apply: in_expect => ?; apply: in_expect => ?; exact: constant. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (F_bar x)))) - (\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m
    P) *m (F_bar x))))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: (@same_summands F R dim_n 1 [:: (\E_(x ~ sample_law) ((H_bar x) *m (P^T *m (F_bar x)))); (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))); (\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m
    P) *m (F_bar x))))] (Plus One (Atom F 0) Neg (Atom F 1)) (Plus One (Plus One (Atom F 0) Neg (Atom F 2)) Neg (Plus One
    (Atom F 1) Neg (Atom F 2)))). same_totals two. }
transitivity ((\E_(x ~ sample_law) (((H_bar x) *m (P^T *m (F_bar x))) - ((H_bar x) *m ((P^T *m P) *m (F_bar x))))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~ sample_law) ((H_bar x)
    *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. symmetry. exact: expectation_sum. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m (F_bar x)) - ((P^T *m P) *m (F_bar x))))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~ sample_law) ((H_bar x) *m ((P^T
    *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_expect => x_1. symmetry. exact: product_sum_right. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (((P^T *m (1%:M : 'M[R]_dim_q)) *m (F_bar x)) - ((P^T *m P) *m
    (F_bar x))))) - ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~
    sample_law) ((H_bar x) *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_sum_0. apply: in_product_0. symmetry.
    exact: identity_right. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (((P^T *m (1%:M : 'M[R]_dim_q)) - (P^T *m P)) *m (F_bar x)))) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~ sample_law) ((H_bar x)
    *m ((P^T *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (F_bar x)))) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((H x1) *m ((P^T *m P) *m (f x1))))) - (\E_(x ~ sample_law) ((H_bar x) *m ((P^T
    *m P) *m (F_bar x)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry. exact:
    product_sum_right. }
apply: in_sum_1. symmetry. exact: within.
Qed.

End byol_at_equal_weights_theory.

(* byol with the connection of the batch *)

Section byol_with_the_connection_of_the_batch_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_n dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable f : view -> 'M[R]_(dim_q, 1).
Variable H : view -> 'M[R]_(dim_n, dim_q).
Variable w : 'M[R]_(dim_n, 1).
Variable H_bar : sample -> 'M[R]_(dim_n, dim_q).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis reversibility :
  forall (x1 : view), (f x1)
  = ((H x1)^T *m w).
Hypothesis definition_of_H_bar :
  forall (x : sample), (H_bar x)
  = (\E_(x1 ~ (view_law x)) (H x1)).

(** batch-connection#mean-output (in part): E{x1}[f(x1)] = H̄(x)ᵀ w *)
Theorem mean_output :
  forall (x : sample), (\E_(x1 ~ (view_law x)) (f x1))
  = ((H_bar x)^T *m w).
Proof.
move=> x.
transitivity (\E_(x1 ~ (view_law x)) ((H x1)^T *m w)).
{ apply: in_expect => x1_1. exact: reversibility. }
transitivity ((\E_(x1 ~ (view_law x)) (H x1)^T) *m w).
{ exact: constant_right. }
transitivity ((\E_(x1 ~ (view_law x)) (H x1))^T *m w).
{ apply: in_product_0. exact: expectation_transpose. }
apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_H_bar.
Qed.

(** batch-connection#byol (in part): E{x}[H̄(x) (Pᵀ (I{q} - P)) E{x1}[f(x1)]] - E{x,x1}[(H(x1) - H̄(x)) (Pᵀ P)
    (f(x1) - E{x1}[f(x1)])] = E{x}[H̄(x) (Pᵀ (I{q} - P)) H̄(x)ᵀ] w - E{x,x1}[(H(x1) - H̄(x)) (Pᵀ P) (H(x1) -
    H̄(x))ᵀ] w *)
Theorem byol :
  ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (\E_(x1 ~ (view_law x)) (f x1))))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((f x1) - (\E_(x1 ~ (view_law
    x)) (f x1))))))))
  = (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H x1) - (H_bar x))^T)))) *m w)).
Proof.
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m ((H_bar x)^T *m w)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((f x1) - (\E_(x1 ~ (view_law
    x)) (f x1)))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. exact: mean_output. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m ((H_bar x)^T *m w)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (((H x1)^T *m w) - (\E_(x1 ~
    (view_law x)) (f x1)))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_product_1.
    apply: in_sum_0. exact: reversibility. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m ((H_bar x)^T *m w)))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (((H x1)^T *m w) - ((H_bar x)^T
    *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_product_1.
    apply: in_sum_1. exact: mean_output. }
transitivity ((\E_(x ~ sample_law) ((H_bar x) *m (((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T) *m w))) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (((H x1)^T *m w) - ((H_bar x)^T
    *m w))))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T)) *m w)) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (((H x1)^T *m w) - ((H_bar x)^T
    *m w))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m (((H x1)^T *m w) - ((H_bar x)^T
    *m w))))))).
{ apply: in_sum_0. exact: constant_right. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m (((P^T *m P) *m ((H x1)^T *m w)) - ((P^T *m P)
    *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H x1)^T *m w))) - (((H x1) -
    (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H x1)^T *m w))))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m ((H x1)^T *m w)))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T) *m w))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((((H x1) - (H_bar x)) *m P^T) *m P) *m (H x1)^T) *m w))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply:
    in_product_0. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((H x1) - (H_bar x)) *m P^T) *m P) *m (H x1)^T))) *m w) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_sum_0. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((H x1) - (H_bar x)) *m ((P^T *m P) *m ((H_bar x)^T *m w))))))).
{ apply: in_sum_1. apply: in_sum_0. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_product_0. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m ((H_bar x)^T *m w)))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H_bar x)^T) *m w))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((((((H x1) - (H_bar x)) *m P^T) *m P) *m (H_bar x)^T) *m w))))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply:
    in_product_0. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((((H x1) - (H_bar x)) *m P^T) *m P) *m (H_bar x)^T))) *m w))).
{ apply: in_sum_1. apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) *m w) - ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H_bar x)^T))) *m w))).
{ apply: in_sum_1. apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply:
    in_product_0. symmetry. exact: product_associative. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T))) - (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H_bar x)^T)))) *m w)).
{ apply: in_sum_1. symmetry. exact: product_sum_left. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((((H x1) - (H_bar x)) *m (P^T *m P)) *m (H x1)^T) - ((((H x1) -
    (H_bar x)) *m (P^T *m P)) *m (H_bar x)^T)))) *m w)).
{ apply: in_sum_1. apply: in_product_0. symmetry. (etransitivity; [apply: in_expect => ?; exact: expectation_sum |
    exact: expectation_sum]). }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m ((H x1)^T - (H_bar x)^T)))) *m
    w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_sum_right. }
transitivity (((\E_(x ~ sample_law) ((H_bar x) *m ((P^T *m ((1%:M : 'M[R]_dim_q) - P)) *m (H_bar x)^T))) *m w) -
    ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((H x1) - (H_bar x)) *m (P^T *m P)) *m ((H x1) - (H_bar x))^T))) *m
    w)).
{ apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    symmetry. exact: transpose_sum. }
apply: in_sum_1. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative.
Qed.

End byol_with_the_connection_of_the_batch_theory.
