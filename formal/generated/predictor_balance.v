(* Made from predictor_balance.derivation by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* gradient by the predictor *)

Section gradient_by_the_predictor_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_m dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable e : view -> view -> 'M[R]_(dim_q, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Variable W : 'M[R]_(dim_q, dim_m).
Hypothesis fixed_W : fixed delta (W ).
#[local] Hint Resolve fixed_W : fixed.
Variable g : view -> 'M[R]_(dim_m, 1).
Hypothesis fixed_g : forall value_0, fixed delta (g value_0).
#[local] Hint Resolve fixed_g : fixed.
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis definition_of_e :
  forall (x1 : view) (x2 : view), (e x1 x2)
  = ((P *m (W *m (g x1))) - (t x2)).

(** predictor-balance#gradient-of-a-pair (in part): d(1/2 e(x1,x2)ᵀ e(x1,x2)) = e(x1,x2)ᵀ d(P) W g(x1) *)
Theorem gradient_of_a_pair :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) ((e x1 x2)^T *m (e x1 x2))))
  = ((e x1 x2)^T *m ((differential delta P) *m (W *m (g x1)))).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta ((e x1 x2)^T *m (e x1 x2)))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2)^T) *m (e x1 x2)) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2))^T *m (e x1 x2)) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2))^T *m (e x1 x2))^T + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_of_number. }
transitivity (scale (Num ((1 / 2%:R))) (((e x1 x2)^T *m (differential delta (e x1 x2))^T^T) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) (((e x1 x2)^T *m (differential delta (e x1 x2))) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((e x1 x2)^T *m (differential delta (e x1 x2))).
{ apply: (@same_summands F R 1 1 [:: ((e x1 x2)^T *m (differential delta (e x1 x2)))] (Times (Num ((1 / 2%:R))) (Plus
    One (Atom F 0) One (Atom F 0))) (Atom F 0)). same_totals two. }
transitivity ((e x1 x2)^T *m (differential delta ((P *m (W *m (g x1))) - (t x2)))).
{ apply: in_product_1. apply: in_differential. exact: definition_of_e. }
transitivity ((e x1 x2)^T *m ((differential delta (P *m (W *m (g x1)))) - (differential delta (t x2)))).
{ apply: in_product_1. exact: differential_sum. }
transitivity (((e x1 x2)^T *m (differential delta (P *m (W *m (g x1))))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ exact: product_sum_right. }
transitivity (((e x1 x2)^T *m ((differential delta P) *m (W *m (g x1)))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. apply: in_product_1. apply: differential_right_constant; does_not_vary. }
transitivity (((e x1 x2)^T *m (((differential delta P) *m W) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. apply: in_product_1. exact: product_associative. }
transitivity ((((e x1 x2)^T *m ((differential delta P) *m W)) *m (g x1)) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. exact: product_associative. }
transitivity (((((P *m (W *m (g x1))) - (t x2))^T *m ((differential delta P) *m W)) *m (g x1)) - ((e x1 x2)^T *m
    (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. apply: in_transpose. exact: definition_of_e. }
transitivity (((((P *m (W *m (g x1)))^T - (t x2)^T) *m ((differential delta P) *m W)) *m (g x1)) - ((e x1 x2)^T *m
    (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. exact: transpose_sum. }
transitivity (((((P *m (W *m (g x1)))^T *m ((differential delta P) *m W)) - ((t x2)^T *m ((differential delta P) *m
    W))) *m (g x1)) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. exact: product_sum_left. }
transitivity (((((P *m (W *m (g x1)))^T *m ((differential delta P) *m W)) *m (g x1)) - (((t x2)^T *m ((differential
    delta P) *m W)) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)) - (((t x2)^T *m ((differential
    delta P) *m W)) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_0. exact: product_associative. }
transitivity ((((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)) - ((((t x2)^T *m (differential
    delta P)) *m W) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: product_associative. }
transitivity ((((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)) - ((((t x2)^T *m (differential
    delta P)) *m W) *m (g x1))) - ((e x1 x2)^T *m (0 : 'M[R]_(dim_q, 1)))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_constant; does_not_vary. }
transitivity ((((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)) - ((((t x2)^T *m (differential
    delta P)) *m W) *m (g x1))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_right. }
transitivity (((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)) - ((((t x2)^T *m (differential
    delta P)) *m W) *m (g x1))).
{ apply: (@same_summands F R 1 1 [:: ((((P *m (W *m (g x1)))^T *m (differential delta P)) *m W) *m (g x1)); ((((t
    x2)^T *m (differential delta P)) *m W) *m (g x1))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Nothing F))
    (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two. }
transitivity ((((P *m (W *m (g x1)))^T *m ((differential delta P) *m W)) *m (g x1)) - ((((t x2)^T *m (differential
    delta P)) *m W) *m (g x1))).
{ apply: in_sum_0. apply: in_product_0. symmetry. exact: product_associative. }
transitivity ((((P *m (W *m (g x1)))^T *m ((differential delta P) *m W)) *m (g x1)) - (((t x2)^T *m ((differential
    delta P) *m W)) *m (g x1))).
{ apply: in_sum_1. apply: in_product_0. symmetry. exact: product_associative. }
transitivity ((((P *m (W *m (g x1)))^T *m ((differential delta P) *m W)) - ((t x2)^T *m ((differential delta P) *m
    W))) *m (g x1)).
{ symmetry. exact: product_sum_left. }
transitivity ((((P *m (W *m (g x1)))^T - (t x2)^T) *m ((differential delta P) *m W)) *m (g x1)).
{ apply: in_product_0. symmetry. exact: product_sum_left. }
transitivity ((((P *m (W *m (g x1))) - (t x2))^T *m ((differential delta P) *m W)) *m (g x1)).
{ apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((e x1 x2)^T *m ((differential delta P) *m W)) *m (g x1)).
{ apply: in_product_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_e. }
transitivity ((e x1 x2)^T *m (((differential delta P) *m W) *m (g x1))).
{ symmetry. exact: product_associative. }
apply: in_product_1. symmetry. exact: product_associative.
Qed.

(** predictor-balance#gradient-by-the-predictor (in part): d(E{x,x1,x2}[1/2 e(x1,x2)ᵀ e(x1,x2)]) =
    tr((E{x,x1,x2}[e(x1,x2) g(x1)ᵀ] Wᵀ)ᵀ d(P)) *)
Theorem gradient_by_the_predictor :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    ((e x1 x2)^T *m (e x1 x2)))))))
  = (trace (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g x1)^T)))) *m
    W^T)^T *m (differential delta P))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) ((e x1 x2)^T *m (e x1 x2))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2)^T *m ((differential
    delta P) *m (W *m (g x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: gradient_of_a_pair. }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2)^T *m
    ((differential delta P) *m (W *m (g x1)))))))).
{ exact: trace_of_number. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace ((e x1 x2)^T *m
    ((differential delta P) *m (W *m (g x1)))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    trace_of_expectation | exact: trace_of_expectation]) | exact: trace_of_expectation]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace (((e x1 x2)^T *m
    (differential delta P)) *m (W *m (g x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_trace. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace ((W *m (g x1)) *m ((e x1
    x2)^T *m (differential delta P))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: trace_cyclic. }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((W *m (g x1)) *m ((e x1
    x2)^T *m (differential delta P))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: trace_of_expectation |
    exact: trace_of_expectation]) | exact: trace_of_expectation]). }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((W *m (g x1)) *m (e x1
    x2)^T) *m (differential delta P)))))).
{ apply: in_trace. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((W *m ((g x1) *m (e x1
    x2)^T)) *m (differential delta P)))))).
{ apply: in_trace. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_product_0.
    symmetry. exact: product_associative. }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (W *m ((g x1) *m (e x1
    x2)^T))))) *m (differential delta P))).
{ apply: in_trace. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (trace ((differential delta P) *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x))
    (W *m ((g x1) *m (e x1 x2)^T))))))).
{ exact: trace_cyclic. }
transitivity (trace ((differential delta P) *m (W *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law
    x)) ((g x1) *m (e x1 x2)^T))))))).
{ apply: in_trace. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: constant_left | exact: constant_left]) | exact: constant_left]). }
transitivity (trace ((W *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1) *m (e x1
    x2)^T))))) *m (differential delta P))).
{ symmetry. exact: trace_cyclic. }
transitivity (trace ((W^T^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1) *m (e x1
    x2)^T))))) *m (differential delta P))).
{ apply: in_trace. apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (trace ((W^T^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1)^T^T *m (e
    x1 x2)^T))))) *m (differential delta P))).
{ apply: in_trace. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2.
    apply: in_expect => x2_3. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (trace ((W^T^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T)^T)))) *m (differential delta P))).
{ apply: in_trace. apply: in_product_0. apply: in_product_1. apply: in_expect => x_1. apply: in_expect => x1_2.
    apply: in_expect => x2_3. symmetry. exact: transpose_product. }
transitivity (trace ((W^T^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T))))^T) *m (differential delta P))).
{ apply: in_trace. apply: in_product_0. apply: in_product_1. (etransitivity; [apply: in_expect => ?; (etransitivity;
    [apply: in_expect => ?; exact: expectation_transpose | exact: expectation_transpose]) | exact:
    expectation_transpose]). }
apply: in_trace. apply: in_product_0. symmetry. exact: transpose_product.
Qed.

End gradient_by_the_predictor_theory.

(* gradient by the top layer *)

Section gradient_by_the_top_layer_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variable delta : derivation R.
Variables (dim_m dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable e : view -> view -> 'M[R]_(dim_q, 1).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis fixed_P : fixed delta (P ).
#[local] Hint Resolve fixed_P : fixed.
Variable W : 'M[R]_(dim_q, dim_m).
Variable g : view -> 'M[R]_(dim_m, 1).
Hypothesis fixed_g : forall value_0, fixed delta (g value_0).
#[local] Hint Resolve fixed_g : fixed.
Variable t : view -> 'M[R]_(dim_q, 1).
Hypothesis fixed_t : forall value_0, fixed delta (t value_0).
#[local] Hint Resolve fixed_t : fixed.
Hypothesis definition_of_e :
  forall (x1 : view) (x2 : view), (e x1 x2)
  = ((P *m (W *m (g x1))) - (t x2)).

(** predictor-balance#gradient-of-a-pair-by-the-top-layer (in part): d(1/2 e(x1,x2)ᵀ e(x1,x2)) = e(x1,x2)ᵀ P d(W)
    g(x1) *)
Theorem gradient_of_a_pair_by_the_top_layer :
  forall (x1 : view) (x2 : view), (differential delta (scale (Num ((1 / 2%:R))) ((e x1 x2)^T *m (e x1 x2))))
  = ((e x1 x2)^T *m (P *m ((differential delta W) *m (g x1)))).
Proof.
move=> x1 x2.
transitivity (scale (Num ((1 / 2%:R))) (differential delta ((e x1 x2)^T *m (e x1 x2)))).
{ exact: differential_scale. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2)^T) *m (e x1 x2)) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. exact: differential_product. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2))^T *m (e x1 x2)) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_0. exact: differential_transpose. }
transitivity (scale (Num ((1 / 2%:R))) (((differential delta (e x1 x2))^T *m (e x1 x2))^T + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_of_number. }
transitivity (scale (Num ((1 / 2%:R))) (((e x1 x2)^T *m (differential delta (e x1 x2))^T^T) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. exact: transpose_product. }
transitivity (scale (Num ((1 / 2%:R))) (((e x1 x2)^T *m (differential delta (e x1 x2))) + ((e x1 x2)^T *m
    (differential delta (e x1 x2))))).
{ apply: in_scale. apply: in_sum_0. apply: in_product_1. exact: transpose_twice. }
transitivity ((e x1 x2)^T *m (differential delta (e x1 x2))).
{ apply: (@same_summands F R 1 1 [:: ((e x1 x2)^T *m (differential delta (e x1 x2)))] (Times (Num ((1 / 2%:R))) (Plus
    One (Atom F 0) One (Atom F 0))) (Atom F 0)). same_totals two. }
transitivity ((e x1 x2)^T *m (differential delta ((P *m (W *m (g x1))) - (t x2)))).
{ apply: in_product_1. apply: in_differential. exact: definition_of_e. }
transitivity ((e x1 x2)^T *m ((differential delta (P *m (W *m (g x1)))) - (differential delta (t x2)))).
{ apply: in_product_1. exact: differential_sum. }
transitivity (((e x1 x2)^T *m (differential delta (P *m (W *m (g x1))))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ exact: product_sum_right. }
transitivity (((e x1 x2)^T *m (differential delta ((P *m W) *m (g x1)))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. apply: in_product_1. apply: in_differential. exact: product_associative. }
transitivity (((e x1 x2)^T *m ((differential delta (P *m W)) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. apply: in_product_1. apply: differential_right_constant; does_not_vary. }
transitivity ((((e x1 x2)^T *m (differential delta (P *m W))) *m (g x1)) - ((e x1 x2)^T *m (differential delta (t
    x2)))).
{ apply: in_sum_0. exact: product_associative. }
transitivity (((((P *m (W *m (g x1))) - (t x2))^T *m (differential delta (P *m W))) *m (g x1)) - ((e x1 x2)^T *m
    (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. apply: in_transpose. exact: definition_of_e. }
transitivity (((((P *m (W *m (g x1)))^T - (t x2)^T) *m (differential delta (P *m W))) *m (g x1)) - ((e x1 x2)^T *m
    (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_0. exact: transpose_sum. }
transitivity (((((P *m (W *m (g x1)))^T - (t x2)^T) *m (P *m (differential delta W))) *m (g x1)) - ((e x1 x2)^T *m
    (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. apply: in_product_1. apply: differential_left_constant; does_not_vary. }
transitivity (((((P *m (W *m (g x1)))^T *m (P *m (differential delta W))) - ((t x2)^T *m (P *m (differential delta
    W)))) *m (g x1)) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_product_0. exact: product_sum_left. }
transitivity (((((P *m (W *m (g x1)))^T *m (P *m (differential delta W))) *m (g x1)) - (((t x2)^T *m (P *m
    (differential delta W))) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. exact: product_sum_left. }
transitivity ((((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)) - (((t x2)^T *m (P *m
    (differential delta W))) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_sum_0. apply: in_product_0. exact: product_associative. }
transitivity ((((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)) - ((((t x2)^T *m P) *m
    (differential delta W)) *m (g x1))) - ((e x1 x2)^T *m (differential delta (t x2)))).
{ apply: in_sum_0. apply: in_sum_1. apply: in_product_0. exact: product_associative. }
transitivity ((((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)) - ((((t x2)^T *m P) *m
    (differential delta W)) *m (g x1))) - ((e x1 x2)^T *m (0 : 'M[R]_(dim_q, 1)))).
{ apply: in_sum_1. apply: in_product_1. apply: differential_constant; does_not_vary. }
transitivity ((((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)) - ((((t x2)^T *m P) *m
    (differential delta W)) *m (g x1))) - (0 : 'M[R]_(1, 1))).
{ apply: in_sum_1. exact: zero_right. }
transitivity (((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)) - ((((t x2)^T *m P) *m
    (differential delta W)) *m (g x1))).
{ apply: (@same_summands F R 1 1 [:: ((((P *m (W *m (g x1)))^T *m P) *m (differential delta W)) *m (g x1)); ((((t
    x2)^T *m P) *m (differential delta W)) *m (g x1))] (Plus One (Plus One (Atom F 0) Neg (Atom F 1)) Neg (Nothing F))
    (Plus One (Atom F 0) Neg (Atom F 1))). same_totals two. }
transitivity ((((P *m (W *m (g x1)))^T *m (P *m (differential delta W))) *m (g x1)) - ((((t x2)^T *m P) *m
    (differential delta W)) *m (g x1))).
{ apply: in_sum_0. apply: in_product_0. symmetry. exact: product_associative. }
transitivity ((((P *m (W *m (g x1)))^T *m (P *m (differential delta W))) *m (g x1)) - (((t x2)^T *m (P *m
    (differential delta W))) *m (g x1))).
{ apply: in_sum_1. apply: in_product_0. symmetry. exact: product_associative. }
transitivity ((((P *m (W *m (g x1)))^T *m (P *m (differential delta W))) - ((t x2)^T *m (P *m (differential delta
    W)))) *m (g x1)).
{ symmetry. exact: product_sum_left. }
transitivity ((((P *m (W *m (g x1)))^T - (t x2)^T) *m (P *m (differential delta W))) *m (g x1)).
{ apply: in_product_0. symmetry. exact: product_sum_left. }
transitivity ((((P *m (W *m (g x1))) - (t x2))^T *m (P *m (differential delta W))) *m (g x1)).
{ apply: in_product_0. apply: in_product_0. symmetry. exact: transpose_sum. }
transitivity (((e x1 x2)^T *m (P *m (differential delta W))) *m (g x1)).
{ apply: in_product_0. apply: in_product_0. apply: in_transpose. symmetry. exact: definition_of_e. }
transitivity ((e x1 x2)^T *m ((P *m (differential delta W)) *m (g x1))).
{ symmetry. exact: product_associative. }
apply: in_product_1. symmetry. exact: product_associative.
Qed.

(** predictor-balance#gradient-by-the-top-layer (in part): d(E{x,x1,x2}[1/2 e(x1,x2)ᵀ e(x1,x2)]) = tr((Pᵀ
    E{x,x1,x2}[e(x1,x2) g(x1)ᵀ])ᵀ d(W)) *)
Theorem gradient_by_the_top_layer :
  (differential delta (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (scale (Num ((1 / 2%:R)))
    ((e x1 x2)^T *m (e x1 x2)))))))
  = (trace ((P^T *m (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T)))))^T *m (differential delta W))).
Proof.
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (differential delta (scale (Num ((1
    / 2%:R))) ((e x1 x2)^T *m (e x1 x2))))))).
{ symmetry. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    out_of_differential | exact: out_of_differential]) | exact: out_of_differential]). }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2)^T *m (P *m
    ((differential delta W) *m (g x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    gradient_of_a_pair_by_the_top_layer. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((e x1 x2)^T *m P) *m
    ((differential delta W) *m (g x1)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace (((e x1 x2)^T *m P) *m
    ((differential delta W) *m (g x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: trace_of_number. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace ((e x1 x2)^T *m (P *m
    ((differential delta W) *m (g x1)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_trace. symmetry. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace ((e x1 x2)^T *m ((P *m
    (differential delta W)) *m (g x1))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_trace. apply: in_product_1.
    exact: product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace (((e x1 x2)^T *m (P *m
    (differential delta W))) *m (g x1)))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. apply: in_trace. exact:
    product_associative. }
transitivity (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (trace ((g x1) *m ((e x1 x2)^T *m
    (P *m (differential delta W)))))))).
{ apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact: trace_cyclic. }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1) *m ((e x1 x2)^T *m
    (P *m (differential delta W)))))))).
{ (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact: trace_of_expectation |
    exact: trace_of_expectation]) | exact: trace_of_expectation]). }
transitivity (trace (\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) (((g x1) *m (e x1 x2)^T) *m
    (P *m (differential delta W))))))).
{ apply: in_trace. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3. exact:
    product_associative. }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1) *m (e x1 x2)^T))))
    *m (P *m (differential delta W)))).
{ apply: in_trace. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect => ?; exact:
    constant_right | exact: constant_right]) | exact: constant_right]). }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((g x1)^T^T *m (e x1
    x2)^T)))) *m (P *m (differential delta W)))).
{ apply: in_trace. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T)^T))) *m (P *m (differential delta W)))).
{ apply: in_trace. apply: in_product_0. apply: in_expect => x_1. apply: in_expect => x1_2. apply: in_expect => x2_3.
    symmetry. exact: transpose_product. }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T))))^T *m (P *m (differential delta W)))).
{ apply: in_trace. apply: in_product_0. (etransitivity; [apply: in_expect => ?; (etransitivity; [apply: in_expect =>
    ?; exact: expectation_transpose | exact: expectation_transpose]) | exact: expectation_transpose]). }
transitivity (trace ((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T))))^T *m (P^T^T *m (differential delta W)))).
{ apply: in_trace. apply: in_product_1. apply: in_product_0. symmetry. exact: transpose_twice. }
transitivity (trace (((\E_(x ~ sample_law) (\E_(x1 ~ (view_law x)) (\E_(x2 ~ (view_law x)) ((e x1 x2) *m (g
    x1)^T))))^T *m P^T^T) *m (differential delta W))).
{ apply: in_trace. exact: product_associative. }
apply: in_trace. apply: in_product_0. symmetry. exact: transpose_product.
Qed.

End gradient_by_the_top_layer_theory.

(* balance *)

Section balance_theory.

Variables (F : fieldType) (R : comAlgType F).
Hypothesis two : (2%:R != 0 :> F)%R.
Variables (dim_m dim_q : nat).
Variable sample : finType.
Variable sample_law : law F sample.
Variable view : finType.
Variable view_law : sample -> law F view.
Variable nabla_P : 'M[R]_(dim_q, dim_q).
Variable G : 'M[R]_(dim_q, dim_m).
Variable W : 'M[R]_(dim_q, dim_m).
Variable nabla_W : 'M[R]_(dim_q, dim_m).
Variable P : 'M[R]_(dim_q, dim_q).
Hypothesis gradient_by_the_predictor :
  nabla_P
  = (G *m W^T).
Hypothesis gradient_by_the_top_layer :
  nabla_W
  = (P^T *m G).

(** predictor-balance#balance (in part): Pᵀ ∇P = ∇W Wᵀ *)
Theorem balance :
  (P^T *m nabla_P)
  = (nabla_W *m W^T).
Proof.
transitivity (P^T *m (G *m W^T)).
{ apply: in_product_1. exact: gradient_by_the_predictor. }
transitivity ((P^T *m G) *m W^T).
{ exact: product_associative. }
apply: in_product_0. symmetry. exact: gradient_by_the_top_layer.
Qed.

End balance_theory.
