(* Made from contrastive_operator.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* any contrastive loss *)

Section any_contrastive_loss_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_n dim_q : nat).
Variable draw : finType.
Variable draw_law : law F draw.
Variable negative : finType.
Variable negative_law : law F negative.
Variable H : F.
Variable f1 : draw -> 'M[R]_(dim_q, 1).
Variable K1 : draw -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K1 : forall value_0, fixed delta (K1 value_0).
#[local] Hint Resolve fixed_K1 : fixed.
Variable w : 'M[R]_(dim_n, 1).
Variable f_plus : draw -> 'M[R]_(dim_q, 1).
Variable K_plus : draw -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K_plus : forall value_0, fixed delta (K_plus value_0).
#[local] Hint Resolve fixed_K_plus : fixed.
Variable f_minus : draw -> negative -> 'M[R]_(dim_q, 1).
Variable K_minus : draw -> negative -> 'M[R]_(dim_n, dim_q).
Hypothesis fixed_K_minus : forall value_0 value_1, fixed delta (K_minus value_0 value_1).
#[local] Hint Resolve fixed_K_minus : fixed.
Variable r_plus : draw -> 'M[R]_(1, 1).
Variable r_minus : draw -> negative -> 'M[R]_(1, 1).
Variable L : draw -> 'M[R]_(1, 1).
Variable xi : draw -> negative -> 'M[R]_(1, 1).
Hypothesis fixed_xi : forall value_0 value_1, fixed delta (xi value_0 value_1).
#[local] Hint Resolve fixed_xi : fixed.
Hypothesis reversibility_of_x1 :
  forall (z : draw), (f1 z)
  = ((K1 z)^T *m w).
Hypothesis reversibility_of_x_plus :
  forall (z : draw), (f_plus z)
  = ((K_plus z)^T *m w).
Hypothesis reversibility_of_x_minus :
  forall (k : negative) (z : draw), (f_minus z k)
  = ((K_minus z k)^T *m w).
Hypothesis derivative_of_x1 :
  forall (z : draw), (differential delta (f1 z))
  = ((K1 z)^T *m (differential delta w)).
Hypothesis derivative_of_x_plus :
  forall (z : draw), (differential delta (f_plus z))
  = ((K_plus z)^T *m (differential delta w)).
Hypothesis derivative_of_x_minus :
  forall (k : negative) (z : draw), (differential delta (f_minus z k))
  = ((K_minus z k)^T *m (differential delta w)).
Hypothesis definition_of_r_plus :
  forall (z : draw), (r_plus z)
  = (scale (Num ((1 / 2%:R))) (((f1 z) - (f_plus z))^T *m ((f1 z) - (f_plus z)))).
Hypothesis definition_of_r_minus :
  forall (k : negative) (z : draw), (r_minus z k)
  = (scale (Num ((1 / 2%:R))) (((f1 z) - (f_minus z k))^T *m ((f1 z) - (f_minus z k)))).
Hypothesis loss_of_differences :
  forall (z : draw), (differential delta (L z))
  = (scale (Num (H)) (\E_(k ~ negative_law) ((kronecker (second 1) (second 1) (xi z k) (differential delta (r_plus
    z))) - (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z k)))))).

(** contrastive-operator#gradient-of-the-positive (in part): d(r₊(z)) = d(w)ᵀ ((K₁(z) - K₊(z)) (K₁(z) -
    K₊(z))ᵀ) w *)
Theorem gradient_of_the_positive :
  forall (z : draw), (differential delta (r_plus z))
  = ((differential delta w)^T *m ((((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T) *m w)).
Proof.
move=> z.
transitivity (differential delta (scale (Num ((1 / 2%:R))) (((f1 z) - (f_plus z))^T *m ((f1 z) - (f_plus z))))).
{ apply: in_differential. exact: definition_of_r_plus. }
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((f1 z) - (f_plus z))^T *m ((f1 z) - (f_plus z))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f1 z) - (f_plus z))^T) *m ((f1 z) - (f_plus z))) +
    (((f1 z) - (f_plus z))^T *m (differential delta ((f1 z) - (f_plus z)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))) +
    (((f1 z) - (f_plus z))^T *m (differential delta ((f1 z) - (f_plus z)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))) (Num ((1
    / 2%:R))) (((f1 z) - (f_plus z))^T *m (differential delta ((f1 z) - (f_plus z))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))); (((f1
    z) - (f_plus z))^T *m (differential delta ((f1 z) - (f_plus z))))] (Times (Num ((1 / 2%:R))) (Plus One (Atom F 0) One
    (Atom F 1))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 1))). same_totals two. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))) (Num ((1
    / 2%:R))) (((f1 z) - (f_plus z))^T *m (differential delta ((f1 z) - (f_plus z)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))) (Num ((1
    / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))) (Num ((1
    / 2%:R))) ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f1 z) - (f_plus z)))^T *m ((f1 z) - (f_plus z)))] (Plus
    (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta (f1 z)) - (differential delta (f_plus z)))^T *m ((f1 z) - (f_plus z))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity ((((K1 z)^T *m (differential delta w)) - (differential delta (f_plus z)))^T *m ((f1 z) - (f_plus z))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: derivative_of_x1. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_plus z)^T *m (differential delta w)))^T *m ((f1 z) -
    (f_plus z))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative_of_x_plus. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_plus z)^T *m (differential delta w)))^T *m (((K1 z)^T *m w)
    - (f_plus z))).
{ apply: in_product_1. apply: in_sum_0. exact: reversibility_of_x1. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_plus z)^T *m (differential delta w)))^T *m (((K1 z)^T *m w)
    - ((K_plus z)^T *m w))).
{ apply: in_product_1. apply: in_sum_1. exact: reversibility_of_x_plus. }
transitivity ((((K1 z)^T - (K_plus z)^T) *m (differential delta w))^T *m (((K1 z)^T *m w) - ((K_plus z)^T *m w))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity ((((K1 z) - (K_plus z))^T *m (differential delta w))^T *m (((K1 z)^T *m w) - ((K_plus z)^T *m w))).
{ apply: in_product_0. apply: in_transpose. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity ((((K1 z) - (K_plus z))^T *m (differential delta w))^T *m (((K1 z)^T - (K_plus z)^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((((K1 z) - (K_plus z))^T *m (differential delta w))^T *m (((K1 z) - (K_plus z))^T *m w)).
{ apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((differential delta w)^T *m ((K1 z) - (K_plus z))^T^T) *m (((K1 z) - (K_plus z))^T *m w)).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta w)^T *m (((K1 z) - (K_plus z))^T^T *m (((K1 z) - (K_plus z))^T *m w))).
{ symmetry. exact: product_associative. }
transitivity ((differential delta w)^T *m (((K1 z) - (K_plus z)) *m (((K1 z) - (K_plus z))^T *m w))).
{ apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
apply: in_product_1. exact: product_associative.
Qed.

(** contrastive-operator#gradient-of-a-negative (in part): d(r₋(z,k)) = d(w)ᵀ ((K₁(z) - K₋(z,k)) (K₁(z) -
    K₋(z,k))ᵀ) w *)
Theorem gradient_of_a_negative :
  forall (k : negative) (z : draw), (differential delta (r_minus z k))
  = ((differential delta w)^T *m ((((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T) *m w)).
Proof.
move=> k z.
transitivity (differential delta (scale (Num ((1 / 2%:R))) (((f1 z) - (f_minus z k))^T *m ((f1 z) - (f_minus z k))))).
{ apply: in_differential. exact: definition_of_r_minus. }
transitivity (scale (Num ((1 / 2%:R))) (differential delta (((f1 z) - (f_minus z k))^T *m ((f1 z) - (f_minus z k))))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f1 z) - (f_minus z k))^T) *m ((f1 z) - (f_minus z k)))
    + (((f1 z) - (f_minus z k))^T *m (differential delta ((f1 z) - (f_minus z k)))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))
    + (((f1 z) - (f_minus z k))^T *m (differential delta ((f1 z) - (f_minus z k)))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))
    (Num ((1 / 2%:R))) (((f1 z) - (f_minus z k))^T *m (differential delta ((f1 z) - (f_minus z k))))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)));
    (((f1 z) - (f_minus z k))^T *m (differential delta ((f1 z) - (f_minus z k))))] (Times (Num ((1 / 2%:R))) (Plus One
    (Atom F 0) One (Atom F 1))) (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 1))). same_totals two.
    }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))
    (Num ((1 / 2%:R))) (((f1 z) - (f_minus z k))^T *m (differential delta ((f1 z) - (f_minus z k)))^T^T)).
{ apply: in_sum_1. apply: in_product_1. symmetry. exact: transpose_twice. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))
    (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))^T).
{ apply: in_sum_1. symmetry. exact: transpose_product. }
transitivity (sum (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))
    (Num ((1 / 2%:R))) ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))).
{ apply: in_sum_1. symmetry. exact: transpose_of_number. }
transitivity ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta ((f1 z) - (f_minus z k)))^T *m ((f1 z) - (f_minus z k)))]
    (Plus (Num ((1 / 2%:R))) (Atom F 0) (Num ((1 / 2%:R))) (Atom F 0)) (Atom F 0)). same_totals two. }
transitivity (((differential delta (f1 z)) - (differential delta (f_minus z k)))^T *m ((f1 z) - (f_minus z k))).
{ apply: in_product_0. apply: in_transpose. exact: differential_sum. }
transitivity ((((K1 z)^T *m (differential delta w)) - (differential delta (f_minus z k)))^T *m ((f1 z) - (f_minus z
    k))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_0. exact: derivative_of_x1. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_minus z k)^T *m (differential delta w)))^T *m ((f1 z) -
    (f_minus z k))).
{ apply: in_product_0. apply: in_transpose. apply: in_sum_1. exact: derivative_of_x_minus. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_minus z k)^T *m (differential delta w)))^T *m (((K1 z)^T *m
    w) - (f_minus z k))).
{ apply: in_product_1. apply: in_sum_0. exact: reversibility_of_x1. }
transitivity ((((K1 z)^T *m (differential delta w)) - ((K_minus z k)^T *m (differential delta w)))^T *m (((K1 z)^T *m
    w) - ((K_minus z k)^T *m w))).
{ apply: in_product_1. apply: in_sum_1. exact: reversibility_of_x_minus. }
transitivity ((((K1 z)^T - (K_minus z k)^T) *m (differential delta w))^T *m (((K1 z)^T *m w) - ((K_minus z k)^T *m
    w))).
{ apply: in_product_0. apply: in_transpose. symmetry. exact: product_sum_left. }
transitivity ((((K1 z) - (K_minus z k))^T *m (differential delta w))^T *m (((K1 z)^T *m w) - ((K_minus z k)^T *m w))).
{ apply: in_product_0. apply: in_transpose. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity ((((K1 z) - (K_minus z k))^T *m (differential delta w))^T *m (((K1 z)^T - (K_minus z k)^T) *m w)).
{ apply: in_product_1. symmetry. exact: product_sum_left. }
transitivity ((((K1 z) - (K_minus z k))^T *m (differential delta w))^T *m (((K1 z) - (K_minus z k))^T *m w)).
{ apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((differential delta w)^T *m ((K1 z) - (K_minus z k))^T^T) *m (((K1 z) - (K_minus z k))^T *m w)).
{ apply: in_product_0. exact: transpose_product. }
transitivity ((differential delta w)^T *m (((K1 z) - (K_minus z k))^T^T *m (((K1 z) - (K_minus z k))^T *m w))).
{ symmetry. exact: product_associative. }
transitivity ((differential delta w)^T *m (((K1 z) - (K_minus z k)) *m (((K1 z) - (K_minus z k))^T *m w))).
{ apply: in_product_1. apply: in_product_0. exact: transpose_twice. }
apply: in_product_1. exact: product_associative.
Qed.

(** contrastive-operator#weighted-pair (in part): ξ(z,k) ⊗ d(r₋(z,k)) = d(w)ᵀ (ξ(z,k) ⊗ (K₁(z) -
    K₋(z,k)) (K₁(z) - K₋(z,k))ᵀ) w *)
Theorem weighted_pair :
  forall (k : negative) (z : draw), (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z k)))
  = ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1
    z) - (K_minus z k))^T)) *m w)).
Proof.
move=> k z.
transitivity (kronecker (second 1) (second 1) (xi z k) ((differential delta w)^T *m ((((K1 z) - (K_minus z k)) *m
    ((K1 z) - (K_minus z k))^T) *m w))).
{ apply: in_kronecker_1. exact: gradient_of_a_negative. }
transitivity ((differential delta w)^T *m (kronecker (second dim_n) (second 1) (xi z k) ((((K1 z) - (K_minus z k)) *m
    ((K1 z) - (K_minus z k))^T) *m w))).
{ symmetry. exact: number_right. }
apply: in_product_1. symmetry. exact: number_left.
Qed.

(** contrastive-operator#weighted-positive (in part): E{k}[ξ(z,k) ⊗ d(r₊(z))] = d(w)ᵀ (E{k}[ξ(z,k)] ⊗
    (K₁(z) - K₊(z)) (K₁(z) - K₊(z))ᵀ) w *)
Theorem weighted_positive :
  forall (z : draw), (\E_(k ~ negative_law) (kronecker (second 1) (second 1) (xi z k) (differential delta (r_plus
    z))))
  = ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n) (\E_(k ~ negative_law) (xi z k)) (((K1 z)
    - (K_plus z)) *m ((K1 z) - (K_plus z))^T)) *m w)).
Proof.
move=> z.
transitivity (kronecker (second 1) (second 1) (\E_(k ~ negative_law) (xi z k)) (differential delta (r_plus z))).
{ exact: constant_number. }
transitivity (kronecker (second 1) (second 1) (\E_(k ~ negative_law) (xi z k)) ((differential delta w)^T *m ((((K1 z)
    - (K_plus z)) *m ((K1 z) - (K_plus z))^T) *m w))).
{ apply: in_kronecker_1. exact: gradient_of_the_positive. }
transitivity ((differential delta w)^T *m (kronecker (second dim_n) (second 1) (\E_(k ~ negative_law) (xi z k))
    ((((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T) *m w))).
{ symmetry. exact: number_right. }
apply: in_product_1. symmetry. exact: number_left.
Qed.

(** contrastive-operator#both-branches (in part): d(E{z}[L(z)]) = -d(w)ᵀ (H E{k,z}[ξ(z,k) ⊗ (K₁(z) -
    K₋(z,k)) (K₁(z) - K₋(z,k))ᵀ] - H E{z}[E{k}[ξ(z,k)] ⊗ (K₁(z) - K₊(z)) (K₁(z) - K₊(z))ᵀ]) w *)
Theorem both_branches :
  (differential delta (\E_(z ~ draw_law) (L z)))
  = (- ((differential delta w)^T *m ((sum (Num (H)) (\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second
    dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) (Num ((- 1) * H)) (\E_(z ~
    draw_law) (kronecker (second dim_n) (second dim_n) (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)
    - (K_plus z))^T)))) *m w))).
Proof.
transitivity (\E_(z ~ draw_law) (differential delta (L z))).
{ symmetry. exact: out_of_differential. }
transitivity (\E_(z ~ draw_law) (scale (Num (H)) (\E_(k ~ negative_law) ((kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))) - (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z
    k))))))).
{ apply: in_expect => z_1. exact: loss_of_differences. }
transitivity (scale (Num (H)) (\E_(z ~ draw_law) (\E_(k ~ negative_law) ((kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))) - (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z
    k))))))).
{ exact: expectation_scale. }
transitivity (scale (Num (H)) (\E_(k ~ negative_law) (\E_(z ~ draw_law) ((kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))) - (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z
    k))))))).
{ apply: in_scale. symmetry. exact: exchange. }
transitivity (scale (Num (H)) ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))))) - (\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1) (second 1) (xi z
    k) (differential delta (r_minus z k))))))).
{ apply: in_scale. (etransitivity; [apply: in_expect => ?; exact: expectation_sum | exact: expectation_sum]). }
transitivity (scale (Num (H)) ((\E_(z ~ draw_law) (\E_(k ~ negative_law) (kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))))) - (\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1) (second 1) (xi z
    k) (differential delta (r_minus z k))))))).
{ apply: in_scale. apply: in_sum_0. exact: exchange. }
transitivity (sum (Num (H)) (\E_(z ~ draw_law) (\E_(k ~ negative_law) (kronecker (second 1) (second 1) (xi z k)
    (differential delta (r_plus z))))) (Num ((- 1) * H)) (\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1)
    (second 1) (xi z k) (differential delta (r_minus z k)))))).
{ apply: (@same_summands F R 1 1 [:: (\E_(z ~ draw_law) (\E_(k ~ negative_law) (kronecker (second 1) (second 1) (xi z
    k) (differential delta (r_plus z))))); (\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1) (second 1) (xi
    z k) (differential delta (r_minus z k)))))] (Times (Num (H)) (Plus One (Atom F 0) Neg (Atom F 1))) (Plus (Num (H))
    (Atom F 0) (Num ((- 1) * H)) (Atom F 1))). same_totals two. }
transitivity (sum (Num (H)) (\E_(z ~ draw_law) ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T)) *m w))) (Num ((- 1) * H)) (\E_(k
    ~ negative_law) (\E_(z ~ draw_law) (kronecker (second 1) (second 1) (xi z k) (differential delta (r_minus z
    k)))))).
{ apply: in_sum_0. apply: in_expect => z_1. exact: weighted_positive. }
transitivity (sum (Num (H)) (\E_(z ~ draw_law) ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T)) *m w))) (Num ((- 1) * H)) (\E_(k
    ~ negative_law) (\E_(z ~ draw_law) ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n) (xi z k)
    (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)) *m w))))).
{ apply: in_sum_1. apply: in_expect => k_1. apply: in_expect => z_2. exact: weighted_pair. }
transitivity (sum (Num (H)) ((differential delta w)^T *m (\E_(z ~ draw_law) ((kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T)) *m w))) (Num ((- 1) * H)) (\E_(k
    ~ negative_law) (\E_(z ~ draw_law) ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n) (xi z k)
    (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)) *m w))))).
{ apply: in_sum_0. exact: constant_left. }
transitivity (sum (Num (H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T))) *m w)) (Num ((- 1) * H)) (\E_(k
    ~ negative_law) (\E_(z ~ draw_law) ((differential delta w)^T *m ((kronecker (second dim_n) (second dim_n) (xi z k)
    (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)) *m w))))).
{ apply: in_sum_0. apply: in_product_1. exact: constant_right. }
transitivity (sum (Num (H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T))) *m w)) (Num ((- 1) * H))
    ((differential delta w)^T *m (\E_(k ~ negative_law) (\E_(z ~ draw_law) ((kronecker (second dim_n) (second dim_n) (xi
    z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)) *m w))))).
{ apply: in_sum_1. (etransitivity; [apply: in_expect => ?; exact: constant_left | exact: constant_left]). }
transitivity (sum (Num (H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T))) *m w)) (Num ((- 1) * H))
    ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (xi
    z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) *m w))).
{ apply: in_sum_1. apply: in_product_1. (etransitivity; [apply: in_expect => ?; exact: constant_right | exact:
    constant_right]). }
transitivity (sum (Num (H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)^T - (K_plus z)^T)))) *m w)) (Num ((- 1) * H))
    ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (xi
    z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) *m w))).
{ apply: in_sum_0. apply: in_product_1. apply: in_product_0. apply: in_expect => z_1. apply: in_kronecker_1. apply:
    in_product_1. exact: transpose_sum. }
transitivity (sum (Num (H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n)
    (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)^T - (K_plus z)^T)))) *m w)) (Num ((- 1) * H))
    ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (xi
    z k) (((K1 z) - (K_minus z k)) *m ((K1 z)^T - (K_minus z k)^T))))) *m w))).
{ apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_expect => k_1. apply: in_expect => z_2. apply:
    in_kronecker_1. apply: in_product_1. exact: transpose_sum. }
transitivity (- (sum (Num (H)) ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker
    (second dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1 z)^T - (K_minus z k)^T))))) *m w)) (Num ((-
    1) * H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (\E_(k ~
    negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)^T - (K_plus z)^T)))) *m w)))).
{ apply: (@same_summands F R 1 1 [:: ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n)
    (second dim_n) (\E_(k ~ negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)^T - (K_plus z)^T)))) *m w));
    ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (xi
    z k) (((K1 z) - (K_minus z k)) *m ((K1 z)^T - (K_minus z k)^T))))) *m w))] (Plus (Num (H)) (Atom F 0) (Num ((- 1) *
    H)) (Atom F 1)) (Times Neg (Plus (Num (H)) (Atom F 1) (Num ((- 1) * H)) (Atom F 0)))). same_totals two. }
transitivity (- (sum (Num (H)) ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker
    (second dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) *m w)) (Num ((- 1)
    * H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (\E_(k ~
    negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z)^T - (K_plus z)^T)))) *m w)))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. apply: in_product_0. apply: in_expect => k_1. apply:
    in_expect => z_2. apply: in_kronecker_1. apply: in_product_1. symmetry. exact: transpose_sum. }
transitivity (- (sum (Num (H)) ((differential delta w)^T *m ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker
    (second dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) *m w)) (Num ((- 1)
    * H)) ((differential delta w)^T *m ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (\E_(k ~
    negative_law) (xi z k)) (((K1 z) - (K_plus z)) *m ((K1 z) - (K_plus z))^T))) *m w)))).
{ apply: in_scale. apply: in_sum_1. apply: in_product_1. apply: in_product_0. apply: in_expect => z_1. apply:
    in_kronecker_1. apply: in_product_1. symmetry. exact: transpose_sum. }
transitivity (- ((differential delta w)^T *m (sum (Num (H)) ((\E_(k ~ negative_law) (\E_(z ~ draw_law) (kronecker
    (second dim_n) (second dim_n) (xi z k) (((K1 z) - (K_minus z k)) *m ((K1 z) - (K_minus z k))^T)))) *m w) (Num ((- 1)
    * H)) ((\E_(z ~ draw_law) (kronecker (second dim_n) (second dim_n) (\E_(k ~ negative_law) (xi z k)) (((K1 z) -
    (K_plus z)) *m ((K1 z) - (K_plus z))^T))) *m w)))).
{ apply: in_scale. symmetry. exact: product_sum_right. }
apply: in_scale. apply: in_product_1. symmetry. exact: product_sum_left.
Qed.

End any_contrastive_loss_theory.
