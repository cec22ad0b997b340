(* Made from output_covariance_losses.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* the covariances of the outputs *)

Section the_covariances_of_the_outputs_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
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

(** output-covariance-losses#change-of-a-square (in part): d(C(x)ᵀ Φ C(x)) = 2 d(w)ᵀ (K̃(x) Φ K̃(x)ᵀ) w *)
Theorem change_of_a_square :
  forall (x : sample), (differential delta ((C x)^T *m (Phi *m (C x))))
  = (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))).
Proof.
move=> x.
transitivity (((differential delta (C x)^T) *m (Phi *m (C x))) + ((C x)^T *m (differential delta (Phi *m (C x))))).
{ exact: differential_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((C x)^T *m (differential delta (Phi *m (C x))))).
{ apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((C x)^T *m (Phi *m (differential delta (C x))))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + (((C x)^T *m Phi) *m (differential delta (C x)))).
{ apply: in_sum_1. exact: product_associative. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + (((C x)^T *m Phi) *m (differential delta (C x)))^T).
{ apply: in_sum_1. exact: transpose_of_number. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m ((C x)^T *m
    Phi)^T)).
{ apply: in_sum_1. exact: transpose_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (((K_tilde x)^T *m
    w)^T *m Phi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. apply: in_transpose. exact:
    reversibility_of_means. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m ((w^T *m (K_tilde
    x)^T^T) *m Phi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (w^T *m ((K_tilde
    x)^T^T *m Phi))^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (((K_tilde x)^T^T
    *m Phi)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (((K_tilde x)^T^T
    *m Phi^T)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. apply: in_product_1. symmetry.
    exact: symmetric_Phi. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m ((Phi *m (K_tilde
    x)^T)^T^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: transpose_product.
    }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (w^T *m (Phi *m
    (K_tilde x)^T)^T)^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m ((Phi *m (K_tilde
    x)^T) *m w)^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (Phi *m ((K_tilde
    x)^T *m w))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. symmetry. exact:
    product_associative. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (Phi *m (C
    x))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. apply: in_product_1. symmetry.
    exact: reversibility_of_means. }
transitivity (((differential delta (C x))^T *m (Phi *m (C x))) + ((differential delta (C x))^T *m (Phi *m (C x)))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta (C x))^T *m (Phi *m (C x)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (C x))^T *m (Phi *m (C x)))] (Plus One (Atom F 0) One (Atom
    F 0)) (Times (Num (2%:R)) (Atom F 0))). same_totals two. }
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

(** output-covariance-losses#change-of-a-square-within (in part): d(c(x1)ᵀ Ψ c(x1)) = 2 d(w)ᵀ (k(x1) Ψ
    k(x1)ᵀ) w *)
Theorem change_of_a_square_within :
  forall (x1 : view), (differential delta ((c x1)^T *m (Psi *m (c x1))))
  = (scale (Num (2%:R)) ((differential delta w)^T *m (((k x1) *m (Psi *m (k x1)^T)) *m w))).
Proof.
move=> x1.
transitivity (((differential delta (c x1)^T) *m (Psi *m (c x1))) + ((c x1)^T *m (differential delta (Psi *m (c
    x1))))).
{ exact: differential_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((c x1)^T *m (differential delta (Psi *m (c
    x1))))).
{ apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((c x1)^T *m (Psi *m (differential delta (c
    x1))))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + (((c x1)^T *m Psi) *m (differential delta (c
    x1)))).
{ apply: in_sum_1. exact: product_associative. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + (((c x1)^T *m Psi) *m (differential delta (c
    x1)))^T).
{ apply: in_sum_1. exact: transpose_of_number. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m ((c x1)^T *m
    Psi)^T)).
{ apply: in_sum_1. exact: transpose_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (((k x1)^T *m
    w)^T *m Psi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. apply: in_transpose. exact:
    reversibility_within. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m ((w^T *m (k
    x1)^T^T) *m Psi)^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_product_0. exact: transpose_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (w^T *m ((k
    x1)^T^T *m Psi))^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: product_associative. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (((k x1)^T^T *m
    Psi)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (((k x1)^T^T *m
    Psi^T)^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. apply: in_product_1. symmetry.
    exact: symmetric_Psi. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m ((Psi *m (k
    x1)^T)^T^T *m w^T^T))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_transpose. symmetry. exact: transpose_product.
    }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (w^T *m (Psi *m
    (k x1)^T)^T)^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m ((Psi *m (k
    x1)^T) *m w)^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. symmetry. exact: transpose_product. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (Psi *m ((k
    x1)^T *m w))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. symmetry. exact:
    product_associative. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (Psi *m (c
    x1))^T^T)).
{ apply: in_sum_1. apply: in_product_1. apply: in_transpose. apply: in_transpose. apply: in_product_1. symmetry.
    exact: reversibility_within. }
transitivity (((differential delta (c x1))^T *m (Psi *m (c x1))) + ((differential delta (c x1))^T *m (Psi *m (c
    x1)))).
{ apply: in_sum_1. apply: in_product_1. exact: transpose_twice. }
transitivity (scale (Num (2%:R)) ((differential delta (c x1))^T *m (Psi *m (c x1)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta (c x1))^T *m (Psi *m (c x1)))] (Plus One (Atom F 0) One
    (Atom F 0)) (Times (Num (2%:R)) (Atom F 0))). same_totals two. }
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

(** output-covariance-losses#update (in part): d(E{x}[C(x)ᵀ Φ C(x)] + E{x,x1}[c(x1)ᵀ Ψ c(x1)]) = -d(w)ᵀ (-2
    (E{x}[K̃(x) Φ K̃(x)ᵀ] w + E{x,x1}[k(x1) Ψ k(x1)ᵀ] w)) *)
Theorem update :
  (differential delta ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) ((c x1)^T *m (Psi *m (c x1)))))))
  = (- ((differential delta w)^T *m (scale (Num ((- 2%:R))) (((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T))) *m w) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))))).
Proof.
transitivity ((differential delta (\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x))))) + (differential delta (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((c x1)^T *m (Psi *m (c x1))))))).
{ exact: differential_sum. }
transitivity ((\E_(x ~ sample_law) (differential delta ((C x)^T *m (Phi *m (C x))))) + (differential delta (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((c x1)^T *m (Psi *m (c x1))))))).
{ apply: in_sum_0. symmetry. exact: out_of_differential. }
transitivity ((\E_(x ~ sample_law) (differential delta ((C x)^T *m (Phi *m (C x))))) + (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (differential delta ((c x1)^T *m (Psi *m (c x1))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: out_of_differential | exact:
    out_of_differential]). }
transitivity ((\E_(x ~ sample_law) (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde
    x)^T)) *m w)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (differential delta ((c x1)^T *m (Psi *m (c
    x1))))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: change_of_a_square. }
transitivity ((\E_(x ~ sample_law) (scale (Num (2%:R)) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde
    x)^T)) *m w)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: change_of_a_square_within. }
transitivity ((scale (Num (2%:R)) (\E_(x ~ sample_law) ((differential delta w)^T *m (((K_tilde x) *m (Phi *m (K_tilde
    x)^T)) *m w)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. exact: expectation_scale. }
transitivity ((scale (Num (2%:R)) (\E_(x ~ sample_law) ((differential delta w)^T *m ((K_tilde x) *m ((Phi *m (K_tilde
    x)^T) *m w))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. apply: in_scale. apply: in_expect => x_1. apply: in_product_1. symmetry. exact:
    product_associative. }
transitivity ((scale (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m ((Phi *m (K_tilde
    x)^T) *m w))))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. apply: in_scale. exact: constant_left. }
transitivity ((scale (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (((K_tilde x) *m (Phi *m (K_tilde
    x)^T)) *m w)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. apply: in_scale. apply: in_product_1. apply: in_expect => x_1. exact: product_associative. }
transitivity ((scale (Num (2%:R)) ((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T))) *m w))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. apply: in_scale. apply: in_product_1. exact: constant_right. }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (scale (Num (2%:R)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_0. apply: in_scale. exact: product_associative. }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((differential delta w)^T *m (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: expectation_scale | exact: expectation_scale]). }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((differential delta w)^T *m ((k
    x1) *m ((Psi *m (k x1)^T) *m w))))))).
{ apply: in_sum_1. apply: in_scale. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry.
    exact: product_associative. }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k
    x1) *m ((Psi *m (k x1)^T) *m w))))))).
{ apply: in_sum_1. apply: in_scale. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact:
    constant_left]). }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) ((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((k
    x1) *m (Psi *m (k x1)^T)) *m w)))))).
{ apply: in_sum_1. apply: in_scale. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact:
    product_associative. }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k
    x1) *m (Psi *m (k x1)^T)))) *m w)))).
{ apply: in_sum_1. apply: in_scale. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]). }
transitivity ((scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde
    x)^T)))) *m w)) + (scale (Num (2%:R)) (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k
    x1) *m (Psi *m (k x1)^T))))) *m w))).
{ apply: in_sum_1. apply: in_scale. exact: product_associative. }
transitivity (- (scale (Num ((- 2%:R))) ((((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m
    (K_tilde x)^T)))) *m w) + (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi
    *m (k x1)^T))))) *m w)))).
{ apply: (@same_summands F R 1 1 [:: (((differential delta w)^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m
    (K_tilde x)^T)))) *m w); (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi
    *m (k x1)^T))))) *m w)] (Plus One (Times (Num (2%:R)) (Atom F 0)) One (Times (Num (2%:R)) (Atom F 1))) (Times Neg
    (Times (Num ((- 2%:R))) (Plus One (Atom F 0) One (Atom F 1))))). same_totals two. }
transitivity (- (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m
    (K_tilde x)^T))) *m w)) + (((differential delta w)^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi
    *m (k x1)^T))))) *m w)))).
{ apply: in_scale. apply: in_scale. apply: in_sum_0. symmetry. exact: product_associative. }
transitivity (- (scale (Num ((- 2%:R))) (((differential delta w)^T *m ((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m
    (K_tilde x)^T))) *m w)) + ((differential delta w)^T *m ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi
    *m (k x1)^T)))) *m w))))).
{ apply: in_scale. apply: in_scale. apply: in_sum_1. symmetry. exact: product_associative. }
transitivity (- (scale (Num ((- 2%:R))) ((differential delta w)^T *m (((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m
    (K_tilde x)^T))) *m w) + ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))))).
{ apply: in_scale. apply: in_scale. symmetry. exact: product_sum_right. }
apply: in_scale. symmetry. exact: product_scale_right.
Qed.

End the_covariances_of_the_outputs_theory.

(* radial motion *)

Section radial_motion_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
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

(** output-covariance-losses#radial-motion (in part): wᵀ (E{x}[K̃(x) Φ K̃(x)ᵀ] w + E{x,x1}[k(x1) Ψ k(x1)ᵀ]
    w) = E{x}[C(x)ᵀ Φ C(x)] + E{x,x1}[c(x1)ᵀ Ψ c(x1)] *)
Theorem radial_motion :
  (w^T *m (((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde x)^T))) *m w) + ((\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w)))
  = ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((c x1)^T *m
    (Psi *m (c x1)))))).
Proof.
transitivity ((w^T *m ((\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m (K_tilde x)^T))) *m w)) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ exact: product_sum_right. }
transitivity ((w^T *m (\E_(x ~ sample_law) (((K_tilde x) *m (Phi *m (K_tilde x)^T)) *m w))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. symmetry. exact: constant_right. }
transitivity ((w^T *m (\E_(x ~ sample_law) (((K_tilde x)^T^T *m (Phi *m (K_tilde x)^T)) *m w))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_0. apply: in_product_0. symmetry.
    exact: transpose_twice. }
transitivity ((w^T *m (\E_(x ~ sample_law) ((K_tilde x)^T^T *m ((Phi *m (K_tilde x)^T) *m w)))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. symmetry. exact: product_associative. }
transitivity ((w^T *m (\E_(x ~ sample_law) ((K_tilde x) *m ((Phi *m (K_tilde x)^T) *m w)))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_0. exact: transpose_twice. }
transitivity ((w^T *m (\E_(x ~ sample_law) ((K_tilde x) *m (Phi *m ((K_tilde x)^T *m w))))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_expect => x_1. apply: in_product_1. symmetry. exact:
    product_associative. }
transitivity ((\E_(x ~ sample_law) (w^T *m ((K_tilde x) *m (Phi *m ((K_tilde x)^T *m w))))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. symmetry. exact: constant_left. }
transitivity ((\E_(x ~ sample_law) (w^T *m ((K_tilde x)^T^T *m (Phi *m ((K_tilde x)^T *m w))))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_0. symmetry. exact:
    transpose_twice. }
transitivity ((\E_(x ~ sample_law) ((w^T *m (K_tilde x)^T^T) *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m ((\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m (k x1)^T)))) *m w))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. symmetry. exact: transpose_product. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((k x1) *m (Psi *m (k x1)^T)) *m w))))).
{ apply: in_sum_1. apply: in_product_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: constant_right |
    exact: constant_right]). }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) (((k x1)^T^T *m (Psi *m (k x1)^T)) *m w))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0.
    apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1)^T^T *m ((Psi *m (k x1)^T) *m w)))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact:
    product_associative. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m ((Psi *m (k x1)^T) *m w)))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0.
    exact: transpose_twice. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (w^T *m (\E_(x ~
    sample_law) (\E_(x1 ~ (view_law x)) ((k x1) *m (Psi *m ((k x1)^T *m w))))))).
{ apply: in_sum_1. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1.
    symmetry. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (w^T *m ((k x1) *m (Psi *m ((k x1)^T *m w))))))).
{ apply: in_sum_1. symmetry. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (w^T *m ((k x1)^T^T *m (Psi *m ((k x1)^T *m w))))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. apply: in_product_0.
    symmetry. exact: transpose_twice. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) ((w^T *m (k x1)^T^T) *m (Psi *m ((k x1)^T *m w)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (((K_tilde x)^T *m w)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (\E_(x ~ sample_law)
    (\E_(x1 ~ (view_law x)) (((k x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. symmetry. exact:
    transpose_product. }
transitivity ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m ((K_tilde x)^T *m w)))) + (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((k x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_0. apply: in_transpose. symmetry. exact:
    reversibility_of_means. }
transitivity ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((k
    x1)^T *m w)^T *m (Psi *m ((k x1)^T *m w)))))).
{ apply: in_sum_0. apply: in_expect => x_1. apply: in_product_1. apply: in_product_1. symmetry. exact:
    reversibility_of_means. }
transitivity ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((((k
    x1)^T *m w)^T *m Psi) *m ((k x1)^T *m w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((c
    x1)^T *m Psi) *m ((k x1)^T *m w))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_0. apply: in_product_0.
    apply: in_transpose. symmetry. exact: reversibility_within. }
transitivity ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (((c
    x1)^T *m Psi) *m (c x1))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_product_1. symmetry. exact:
    reversibility_within. }
apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: product_associative.
Qed.

(** output-covariance-losses#traces (in part): E{x}[C(x)ᵀ Φ C(x)] + E{x,x1}[c(x1)ᵀ Ψ c(x1)] = tr(E{x}[C(x)
    C(x)ᵀ] Φ) + tr(E{x,x1}[c(x1) c(x1)ᵀ] Ψ) *)
Theorem traces :
  ((\E_(x ~ sample_law) ((C x)^T *m (Phi *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((c x1)^T *m (Psi
    *m (c x1))))))
  = ((trace ((\E_(x ~ sample_law) ((C x) *m (C x)^T)) *m Phi)) + (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x))
    ((c x1) *m (c x1)^T))) *m Psi))).
Proof.
transitivity ((\E_(x ~ sample_law) (((C x)^T *m Phi) *m (C x))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) ((c
    x1)^T *m (Psi *m (c x1)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (trace (((C x)^T *m Phi) *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) ((c x1)^T *m (Psi *m (c x1)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: trace_of_number. }
transitivity ((\E_(x ~ sample_law) (trace (((C x)^T *m Phi) *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (((c x1)^T *m Psi) *m (c x1))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((\E_(x ~ sample_law) (trace (((C x)^T *m Phi) *m (C x)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (trace (((c x1)^T *m Psi) *m (c x1)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. exact: trace_of_number. }
transitivity ((\E_(x ~ sample_law) (trace ((C x) *m ((C x)^T *m Phi)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (trace (((c x1)^T *m Psi) *m (c x1)))))).
{ apply: in_sum_0. apply: in_expect => x_1. exact: trace_cyclic. }
transitivity ((\E_(x ~ sample_law) (trace ((C x) *m ((C x)^T *m Phi)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (trace ((c x1) *m ((c x1)^T *m Psi)))))).
{ apply: in_sum_1. apply: in_expect => x_1. apply: in_expect => x1_2. symmetry. exact: trace_cyclic. }
transitivity ((trace (\E_(x ~ sample_law) ((C x) *m ((C x)^T *m Phi)))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (trace ((c x1) *m ((c x1)^T *m Psi)))))).
{ apply: in_sum_0. exact: trace_of_expectation. }
transitivity ((trace (\E_(x ~ sample_law) (((C x) *m (C x)^T) *m Phi))) + (\E_(x ~ sample_law) (\E_(x1 ~ (view_law
    x)) (trace ((c x1) *m ((c x1)^T *m Psi)))))).
{ apply: in_sum_0. apply: in_trace. apply: in_expect => x_1. exact: product_associative. }
transitivity ((trace (\E_(x ~ sample_law) (((C x) *m (C x)^T) *m Phi))) + (trace (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) ((c x1) *m ((c x1)^T *m Psi)))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: trace_of_expectation | exact:
    trace_of_expectation]). }
transitivity ((trace (\E_(x ~ sample_law) (((C x) *m (C x)^T) *m Phi))) + (trace (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((c x1) *m (c x1)^T) *m Psi))))).
{ apply: in_sum_1. apply: in_trace. apply: in_expect => x_1. apply: in_expect => x1_2. exact: product_associative. }
transitivity ((trace ((\E_(x ~ sample_law) ((C x) *m (C x)^T)) *m Phi)) + (trace (\E_(x ~ sample_law) (\E_(x1 ~
    (view_law x)) (((c x1) *m (c x1)^T) *m Psi))))).
{ apply: in_sum_0. apply: in_trace. exact: constant_right. }
apply: in_sum_1. apply: in_trace. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]).
Qed.

End radial_motion_theory.
