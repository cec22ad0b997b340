(* Made from the rules of derivations by `formal --write`. Do not edit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

(* 60 rules: 41 as they are written, 9 for one variable, 8 as an instance, 2 that are their own condition. *)

Section rules.

Variables (F : fieldType) (R : comAlgType F) (delta : derivation R).

(** rewrite-rules#same-summands: same-summands | A: m×n, B: m×n | A == B | A and B have the same summands. A and B
    are sums, written as trees over the places of matrices. *)
Theorem rule_same_summands (dim_m dim_n : nat) (matrices : seq 'M[R]_(dim_m, dim_n)) (A B : summand F) :
  same_totals (size matrices) A B ->
  value matrices A
  = value matrices B.
Proof. exact: same_summands. Qed.

(** rewrite-rules#product-associative: product-associative | A: m×n, B: n×k, C: k×l | A (B C) <=> (A B) C. *)
Theorem rule_product_associative (dim_k dim_l dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n,
    dim_k)) (C : 'M[R]_(dim_k, dim_l)) :
  (A *m (B *m C))
  = ((A *m B) *m C).
Proof. exact: product_associative. Qed.

(** rewrite-rules#product-sum-right: product-sum-right | A: m×n, B: n×k, C: n×k | A (a B + b C) => a (A B) + b (A
    C). *)
Theorem rule_product_sum_right (dim_k dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A : 'M[R]_(dim_m,
    dim_n)) (B : 'M[R]_(dim_n, dim_k)) (C : 'M[R]_(dim_n, dim_k)) :
  (A *m (sum a B b C))
  = (sum a (A *m B) b (A *m C)).
Proof. exact: product_sum_right. Qed.

(** rewrite-rules#product-sum-left: product-sum-left | A: m×n, B: m×n, C: n×k | (a A + b B) C => a (A C) + b (B
    C). *)
Theorem rule_product_sum_left (dim_k dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A : 'M[R]_(dim_m,
    dim_n)) (B : 'M[R]_(dim_m, dim_n)) (C : 'M[R]_(dim_n, dim_k)) :
  ((sum a A b B) *m C)
  = (sum a (A *m C) b (B *m C)).
Proof. exact: product_sum_left. Qed.

(** rewrite-rules#product-scale-right: product-scale-right | A: m×n, B: n×k | A (a B) => a (A B). *)
Theorem rule_product_scale_right (dim_k dim_m dim_n : nat) (a : coefficient F) (A : 'M[R]_(dim_m, dim_n)) (B :
    'M[R]_(dim_n, dim_k)) :
  (A *m (scale a B))
  = (scale a (A *m B)).
Proof. exact: product_scale_right. Qed.

(** rewrite-rules#product-scale-left: product-scale-left | A: m×n, B: n×k | (a A) B => a (A B). *)
Theorem rule_product_scale_left (dim_k dim_m dim_n : nat) (a : coefficient F) (A : 'M[R]_(dim_m, dim_n)) (B :
    'M[R]_(dim_n, dim_k)) :
  ((scale a A) *m B)
  = (scale a (A *m B)).
Proof. exact: product_scale_left. Qed.

(** rewrite-rules#identity-left: identity-left | A: m×n | I{m} A => A. *)
Theorem rule_identity_left (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  ((1%:M : 'M[R]_dim_m) *m A)
  = A.
Proof. exact: identity_left. Qed.

(** rewrite-rules#identity-right: identity-right | A: m×n | A I{n} => A. *)
Theorem rule_identity_right (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  (A *m (1%:M : 'M[R]_dim_n))
  = A.
Proof. exact: identity_right. Qed.

(** rewrite-rules#zero-left: zero-left | A: m×n | 0{k,m} A => 0{k,n}. *)
Theorem rule_zero_left (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  ((0 : 'M[R]_(dim_k, dim_m)) *m A)
  = (0 : 'M[R]_(dim_k, dim_n)).
Proof. exact: zero_left. Qed.

(** rewrite-rules#zero-right: zero-right | A: m×n | A 0{n,k} => 0{m,k}. *)
Theorem rule_zero_right (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  (A *m (0 : 'M[R]_(dim_n, dim_k)))
  = (0 : 'M[R]_(dim_m, dim_k)).
Proof. exact: zero_right. Qed.

(** rewrite-rules#square-of-idempotent (in part): square-of-idempotent | A: n×n | A A => A | A is idempotent. It is
    its own condition. *)
Theorem rule_square_of_idempotent (dim_n : nat) (A : 'M[R]_(dim_n, dim_n)) :
  (A *m A = A) ->
  (A *m A)
  = A.
Proof. exact: square_of_idempotent. Qed.

(** rewrite-rules#transpose-twice: transpose-twice | A: m×n | Aᵀᵀ => A. *)
Theorem rule_transpose_twice (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  A^T^T
  = A.
Proof. exact: transpose_twice. Qed.

(** rewrite-rules#transpose-product: transpose-product | A: m×n, B: n×k | (A B)ᵀ => Bᵀ Aᵀ. *)
Theorem rule_transpose_product (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n, dim_k)) :
  (A *m B)^T
  = (B^T *m A^T).
Proof. exact: transpose_product. Qed.

(** rewrite-rules#transpose-sum: transpose-sum | A: m×n, B: m×n | (a A + b B)ᵀ => a Aᵀ + b Bᵀ. *)
Theorem rule_transpose_sum (dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A : 'M[R]_(dim_m, dim_n)) (B
    : 'M[R]_(dim_m, dim_n)) :
  (sum a A b B)^T
  = (sum a A^T b B^T).
Proof. exact: transpose_sum. Qed.

(** rewrite-rules#transpose-scale: transpose-scale | A: m×n | (a A)ᵀ => a Aᵀ. *)
Theorem rule_transpose_scale (dim_m dim_n : nat) (a : coefficient F) (A : 'M[R]_(dim_m, dim_n)) :
  (scale a A)^T
  = (scale a A^T).
Proof. exact: transpose_scale. Qed.

(** rewrite-rules#transpose-identity: transpose-identity | | I{n}ᵀ => I{n}. *)
Theorem rule_transpose_identity (dim_n : nat) :
  (1%:M : 'M[R]_dim_n)^T
  = (1%:M : 'M[R]_dim_n).
Proof. exact: transpose_identity. Qed.

(** rewrite-rules#transpose-zero: transpose-zero | | 0{m,n}ᵀ => 0{n,m}. *)
Theorem rule_transpose_zero (dim_m dim_n : nat) :
  (0 : 'M[R]_(dim_m, dim_n))^T
  = (0 : 'M[R]_(dim_n, dim_m)).
Proof. exact: transpose_zero. Qed.

(** rewrite-rules#transpose-of-symmetric (in part): transpose-of-symmetric | A: n×n | Aᵀ => A | A is symmetric. It
    is its own condition. *)
Theorem rule_transpose_of_symmetric (dim_n : nat) (A : 'M[R]_(dim_n, dim_n)) :
  (A^T = A) ->
  A^T
  = A.
Proof. exact: transpose_of_symmetric. Qed.

(** rewrite-rules#transpose-of-number: transpose-of-number | A: 1×1 | A ?=> Aᵀ. *)
Theorem rule_transpose_of_number (A : 'M[R]_(1, 1)) :
  A
  = A^T.
Proof. exact: transpose_of_number. Qed.

(** rewrite-rules#trace-of-number: trace-of-number | A: 1×1 | A ?=> tr(A). *)
Theorem rule_trace_of_number (A : 'M[R]_(1, 1)) :
  A
  = (trace A).
Proof. exact: trace_of_number. Qed.

(** rewrite-rules#trace-cyclic: trace-cyclic | A: m×n, B: n×m | tr(A B) ?=> tr(B A). *)
Theorem rule_trace_cyclic (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n, dim_m)) :
  (trace (A *m B))
  = (trace (B *m A)).
Proof. exact: trace_cyclic. Qed.

(** rewrite-rules#kronecker-transpose: kronecker-transpose | A: m×n, B: k×l | (A ⊗ B)ᵀ => Aᵀ ⊗ Bᵀ. *)
Theorem rule_kronecker_transpose (dim_k dim_l dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_k,
    dim_l)) :
  (kronecker (pairs dim_m dim_k) (pairs dim_n dim_l) A B)^T
  = (kronecker (pairs dim_n dim_l) (pairs dim_m dim_k) A^T B^T).
Proof. exact: kronecker_transpose. Qed.

(** rewrite-rules#kronecker-product: kronecker-product | A: m×n, B: n×k, C: p×q, D: q×r | (A ⊗ C) (B ⊗ D) ==
    (A B) ⊗ (C D). *)
Theorem rule_kronecker_product (dim_k dim_m dim_n dim_p dim_q dim_r : nat) (A : 'M[R]_(dim_m, dim_n)) (B :
    'M[R]_(dim_n, dim_k)) (C : 'M[R]_(dim_p, dim_q)) (D : 'M[R]_(dim_q, dim_r)) :
  ((kronecker (pairs dim_m dim_p) (pairs dim_n dim_q) A C) *m (kronecker (pairs dim_n dim_q) (pairs dim_k dim_r) B D))
  = (kronecker (pairs dim_m dim_p) (pairs dim_k dim_r) (A *m B) (C *m D)).
Proof. exact: kronecker_product. Qed.

(** rewrite-rules#kronecker-sum-right: kronecker-sum-right | A: 1×1, B: m×n, C: m×n | A ⊗ (a B + b C) => a (A
    ⊗ B) + b (A ⊗ C). *)
Theorem rule_kronecker_sum_right (dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A : 'M[R]_(1, 1)) (B :
    'M[R]_(dim_m, dim_n)) (C : 'M[R]_(dim_m, dim_n)) :
  (kronecker (second dim_m) (second dim_n) A (sum a B b C))
  = (sum a (kronecker (second dim_m) (second dim_n) A B) b (kronecker (second dim_m) (second dim_n) A C)).
Proof. exact: kronecker_sum_right. Qed.

(** rewrite-rules#kronecker-sum-left: kronecker-sum-left | A: m×n, B: m×n, C: k×l | (a A + b B) ⊗ C => a (A ⊗
    C) + b (B ⊗ C). *)
Theorem rule_kronecker_sum_left (dim_k dim_l dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A :
    'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_m, dim_n)) (C : 'M[R]_(dim_k, dim_l)) :
  (kronecker (pairs dim_m dim_k) (pairs dim_n dim_l) (sum a A b B) C)
  = (sum a (kronecker (pairs dim_m dim_k) (pairs dim_n dim_l) A C) b (kronecker (pairs dim_m dim_k) (pairs dim_n
    dim_l) B C)).
Proof. exact: kronecker_sum_left. Qed.

(** rewrite-rules#number-left: number-left | A: 1×1, B: m×n, C: n×k | (A ⊗ B) C => A ⊗ (B C). *)
Theorem rule_number_left (dim_k dim_m dim_n : nat) (A : 'M[R]_(1, 1)) (B : 'M[R]_(dim_m, dim_n)) (C : 'M[R]_(dim_n,
    dim_k)) :
  ((kronecker (second dim_m) (second dim_n) A B) *m C)
  = (kronecker (second dim_m) (second dim_k) A (B *m C)).
Proof. exact: number_left. Qed.

(** rewrite-rules#number-right: number-right | A: 1×1, B: m×n, C: n×k | B (A ⊗ C) => A ⊗ (B C). *)
Theorem rule_number_right (dim_k dim_m dim_n : nat) (A : 'M[R]_(1, 1)) (B : 'M[R]_(dim_m, dim_n)) (C : 'M[R]_(dim_n,
    dim_k)) :
  (B *m (kronecker (second dim_n) (second dim_k) A C))
  = (kronecker (second dim_m) (second dim_k) A (B *m C)).
Proof. exact: number_right. Qed.

(** rewrite-rules#vec-product: vec-product | A: m×n, B: n×k, C: k×l | vec(A (B C)) <=> (Cᵀ ⊗ A) vec(B). *)
Theorem rule_vec_product (dim_k dim_l dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n, dim_k)) (C :
    'M[R]_(dim_k, dim_l)) :
  (vec (pairs dim_l dim_m) (A *m (B *m C)))
  = ((kronecker (pairs dim_l dim_m) (pairs dim_k dim_n) C^T A) *m (vec (pairs dim_k dim_n) B)).
Proof. exact: vec_product. Qed.

(** rewrite-rules#vec-column: vec-column | A: m×1 | vec(A) => A. *)
Theorem rule_vec_column (dim_m : nat) (A : 'M[R]_(dim_m, 1)) :
  (vec (second dim_m) A)
  = A.
Proof. exact: vec_column. Qed.

(** rewrite-rules#vec-differential: vec-differential | A: m×n | d(vec(A)) => vec(d(A)). *)
Theorem rule_vec_differential (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  (differential delta (vec (pairs dim_n dim_m) A))
  = (vec (pairs dim_n dim_m) (differential delta A)).
Proof. exact: vec_differential. Qed.

(** rewrite-rules#expectation-sum (in part): expectation-sum | A: m×n, B: m×n | E{S}[a A + b B] => a E{S}[A] + b
    E{S}[B]. S is one variable. *)
Theorem rule_expectation_sum (dim_m dim_n : nat) (S : finType) (S_law : law F S) (a : coefficient F) (b : coefficient
    F) (A : S -> 'M[R]_(dim_m, dim_n)) (B : S -> 'M[R]_(dim_m, dim_n)) :
  (\E_(s ~ S_law) (sum a (A s) b (B s)))
  = (sum a (\E_(s ~ S_law) (A s)) b (\E_(s ~ S_law) (B s))).
Proof. exact: expectation_sum. Qed.

(** rewrite-rules#expectation-scale (in part): expectation-scale | A: m×n | E{S}[a A] => a E{S}[A]. S is one
    variable. *)
Theorem rule_expectation_scale (dim_m dim_n : nat) (S : finType) (S_law : law F S) (a : coefficient F) (A : S ->
    'M[R]_(dim_m, dim_n)) :
  (\E_(s ~ S_law) (scale a (A s)))
  = (scale a (\E_(s ~ S_law) (A s))).
Proof. exact: expectation_scale. Qed.

(** rewrite-rules#expectation-transpose (in part): expectation-transpose | A: m×n | E{S}[Aᵀ] <=> E{S}[A]ᵀ. S is
    one variable. *)
Theorem rule_expectation_transpose (dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(dim_m,
    dim_n)) :
  (\E_(s ~ S_law) (A s)^T)
  = (\E_(s ~ S_law) (A s))^T.
Proof. exact: expectation_transpose. Qed.

(** rewrite-rules#trace-of-expectation (in part): trace-of-expectation | A: n×n | E{S}[tr(A)] ?=> tr(E{S}[A]). S is
    one variable. *)
Theorem rule_trace_of_expectation (dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(dim_n, dim_n)) :
  (\E_(s ~ S_law) (trace (A s)))
  = (trace (\E_(s ~ S_law) (A s))).
Proof. exact: trace_of_expectation. Qed.

(** rewrite-rules#constant (in part): constant | A: m×n | E{S}[A] => A | A is constant in S. S is one variable. *)
Theorem rule_constant (dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : 'M[R]_(dim_m, dim_n)) :
  (\E_(s ~ S_law) A)
  = A.
Proof. exact: constant. Qed.

(** rewrite-rules#constant-left (in part): constant-left | A: m×n, B: n×k | E{S}[A B] => A E{S}[B] | A is constant
    in S. S is one variable. *)
Theorem rule_constant_left (dim_k dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : 'M[R]_(dim_m, dim_n)) (B :
    S -> 'M[R]_(dim_n, dim_k)) :
  (\E_(s ~ S_law) (A *m (B s)))
  = (A *m (\E_(s ~ S_law) (B s))).
Proof. exact: constant_left. Qed.

(** rewrite-rules#constant-right (in part): constant-right | A: m×n, B: n×k | E{S}[A B] => E{S}[A] B | B is
    constant in S. S is one variable. *)
Theorem rule_constant_right (dim_k dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(dim_m, dim_n))
    (B : 'M[R]_(dim_n, dim_k)) :
  (\E_(s ~ S_law) ((A s) *m B))
  = ((\E_(s ~ S_law) (A s)) *m B).
Proof. exact: constant_right. Qed.

(** rewrite-rules#constant-number (in part): constant-number | A: 1×1, B: m×n | E{S}[A ⊗ B] => E{S}[A] ⊗ B | B
    is constant in S. S is one variable. *)
Theorem rule_constant_number (dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(1, 1)) (B :
    'M[R]_(dim_m, dim_n)) :
  (\E_(s ~ S_law) (kronecker (second dim_m) (second dim_n) (A s) B))
  = (kronecker (second dim_m) (second dim_n) (\E_(s ~ S_law) (A s)) B).
Proof. exact: constant_number. Qed.

(** rewrite-rules#marginal (in part): marginal | A: m×n | E{S}[A] => E{T}[A] | T is part of S; A is constant in S-T;
    T is not given S-T. An instance: every part is one variable, its law given those before it where it may be. *)
Theorem rule_marginal (dim_m dim_n : nat) (T : finType) (T_law : law F T) (S_T : finType) (S_T_law : T -> law F S_T)
    (A : T -> 'M[R]_(dim_m, dim_n)) :
  (\E_(t ~ T_law) (\E_(s_t ~ (S_T_law t)) (A t)))
  = (\E_(t ~ T_law) (A t)).
Proof. exact: marginal. Qed.

(** rewrite-rules#tower (in part): tower | A: m×n | E{S}[A] <=> E{T}[E{U}[A]] | S splits into T U; T is not given U.
    An instance: T and U are one variable each, neither given the other; the sums of S are U's and then T's. *)
Theorem rule_tower (dim_m dim_n : nat) (U : finType) (U_law : law F U) (T : finType) (T_law : law F T) (A : U -> T ->
    'M[R]_(dim_m, dim_n)) :
  (\E_(s ~ U_law) (\E_(t ~ T_law) (A s t)))
  = (\E_(t ~ T_law) (\E_(s ~ U_law) (A s t))).
Proof. exact: tower. Qed.

(** rewrite-rules#tower-left (in part): tower-left | A: m×n, B: n×k | E{S}[A B] => E{T}[A E{U}[B]] | S splits into
    T U; A is constant in U; T is not given U. An instance: every part is one variable, its law given those before it
    where it may be. *)
Theorem rule_tower_left (dim_k dim_m dim_n : nat) (T : finType) (T_law : law F T) (U : finType) (U_law : T -> law F
    U) (A : T -> 'M[R]_(dim_m, dim_n)) (B : T -> U -> 'M[R]_(dim_n, dim_k)) :
  (\E_(t ~ T_law) (\E_(u ~ (U_law t)) ((A t) *m (B t u))))
  = (\E_(t ~ T_law) ((A t) *m (\E_(u ~ (U_law t)) (B t u)))).
Proof. exact: tower_left. Qed.

(** rewrite-rules#tower-right (in part): tower-right | A: m×n, B: n×k | E{S}[A B] => E{T}[E{U}[A] B] | S splits
    into T U; B is constant in U; T is not given U. An instance: every part is one variable, its law given those before
    it where it may be. *)
Theorem rule_tower_right (dim_k dim_m dim_n : nat) (T : finType) (T_law : law F T) (U : finType) (U_law : T -> law F
    U) (A : T -> U -> 'M[R]_(dim_m, dim_n)) (B : T -> 'M[R]_(dim_n, dim_k)) :
  (\E_(t ~ T_law) (\E_(u ~ (U_law t)) ((A t u) *m (B t))))
  = (\E_(t ~ T_law) ((\E_(u ~ (U_law t)) (A t u)) *m (B t))).
Proof. exact: tower_right. Qed.

(** rewrite-rules#tower-number (in part): tower-number | A: 1×1, B: m×n | E{S}[A ⊗ B] => E{T}[E{U}[A] ⊗ B] | S
    splits into T U; B is constant in U; T is not given U. An instance: every part is one variable, its law given those
    before it where it may be. *)
Theorem rule_tower_number (dim_m dim_n : nat) (T : finType) (T_law : law F T) (U : finType) (U_law : T -> law F U) (A
    : T -> U -> 'M[R]_(1, 1)) (B : T -> 'M[R]_(dim_m, dim_n)) :
  (\E_(t ~ T_law) (\E_(u ~ (U_law t)) (kronecker (second dim_m) (second dim_n) (A t u) (B t))))
  = (\E_(t ~ T_law) (kronecker (second dim_m) (second dim_n) (\E_(u ~ (U_law t)) (A t u)) (B t))).
Proof. exact: tower_number. Qed.

(** rewrite-rules#independent (in part): independent | A: m×n, B: n×k | E{S}[A B] => E{U}[A] E{V}[B] | S splits
    into U V; A is constant in V; B is constant in U; U is not given V; V is not given U. An instance: every part is one
    variable, its law given those before it where it may be. *)
Theorem rule_independent (dim_k dim_m dim_n : nat) (U : finType) (U_law : law F U) (V : finType) (V_law : law F V) (A
    : U -> 'M[R]_(dim_m, dim_n)) (B : V -> 'M[R]_(dim_n, dim_k)) :
  (\E_(u ~ U_law) (\E_(v ~ V_law) ((A u) *m (B v))))
  = ((\E_(u ~ U_law) (A u)) *m (\E_(v ~ V_law) (B v))).
Proof. exact: independent. Qed.

(** rewrite-rules#independent-given (in part): independent-given | A: m×n, B: n×k | E{S}[A B] => E{T}[E{U}[A]
    E{V}[B]] | S splits into T U V; A is constant in V; B is constant in U; T is not given U; T is not given V; U is not
    given V; V is not given U. An instance: every part is one variable, its law given those before it where it may be.
    *)
Theorem rule_independent_given (dim_k dim_m dim_n : nat) (T : finType) (T_law : law F T) (U : finType) (U_law : T ->
    law F U) (V : finType) (V_law : T -> law F V) (A : T -> U -> 'M[R]_(dim_m, dim_n)) (B : T -> V -> 'M[R]_(dim_n,
    dim_k)) :
  (\E_(t ~ T_law) (\E_(u ~ (U_law t)) (\E_(v ~ (V_law t)) ((A t u) *m (B t v)))))
  = (\E_(t ~ T_law) ((\E_(u ~ (U_law t)) (A t u)) *m (\E_(v ~ (V_law t)) (B t v)))).
Proof. exact: independent_given. Qed.

(** rewrite-rules#equal-in-law (in part): equal-in-law | A: m×n, B: m×n | E{S}[A] => E{T}[B] | B is A from S to T.
    An instance: every part is one variable, its law given those before it where it may be. *)
Theorem rule_equal_in_law (dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(dim_m, dim_n)) (B : S
    -> 'M[R]_(dim_m, dim_n)) :
  (forall (s : S), (A s) = (B s)) ->
  (\E_(s ~ S_law) (A s))
  = (\E_(t ~ S_law) (B t)).
Proof. exact: equal_in_law. Qed.

(** rewrite-rules#distinct-pairs: distinct-pairs | A: m×n, B: m×n | D{S}[A] => E{S}[A] + c (E{S}[A] - E{T}[B]) | B
    is A on the diagonal T of S; c is one over the others of S. *)
Theorem rule_distinct_pairs (dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (c : F) (A : S ->
    S -> 'M[R]_(dim_m, dim_n)) :
  (#|S|%:R - 1 != 0 :> F)%R ->
  (c = (#|S|%:R - 1)^-1)%R ->
  (\D_(s, s_other : S) (A s s_other))
  = (sum One (\E_(s ~ (uniform S_possible)) (\E_(s_other ~ (uniform S_possible)) (A s s_other))) (Num (c)) ((\E_(s ~
    (uniform S_possible)) (\E_(s_other ~ (uniform S_possible)) (A s s_other))) - (\E_(s ~ (uniform S_possible)) (A s
    s)))).
Proof. exact: distinct_pairs. Qed.

(** rewrite-rules#distinct-sum: distinct-sum | A: m×n, B: m×n | D{S}[a A + b B] => a D{S}[A] + b D{S}[B]. *)
Theorem rule_distinct_sum (dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (a : coefficient F)
    (b : coefficient F) (A : S -> S -> 'M[R]_(dim_m, dim_n)) (B : S -> S -> 'M[R]_(dim_m, dim_n)) :
  (\D_(s, s_other : S) (sum a (A s s_other) b (B s s_other)))
  = (sum a (\D_(s, s_other : S) (A s s_other)) b (\D_(s, s_other : S) (B s s_other))).
Proof. exact: distinct_sum. Qed.

(** rewrite-rules#distinct-scale: distinct-scale | A: m×n | D{S}[a A] => a D{S}[A]. *)
Theorem rule_distinct_scale (dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (a : coefficient
    F) (A : S -> S -> 'M[R]_(dim_m, dim_n)) :
  (\D_(s, s_other : S) (scale a (A s s_other)))
  = (scale a (\D_(s, s_other : S) (A s s_other))).
Proof. exact: distinct_scale. Qed.

(** rewrite-rules#distinct-constant-left: distinct-constant-left | A: m×n, B: n×k | D{S}[A B] => A D{S}[B] | A is
    constant in S. *)
Theorem rule_distinct_constant_left (dim_k dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (A :
    'M[R]_(dim_m, dim_n)) (B : S -> S -> 'M[R]_(dim_n, dim_k)) :
  (\D_(s, s_other : S) (A *m (B s s_other)))
  = (A *m (\D_(s, s_other : S) (B s s_other))).
Proof. exact: distinct_constant_left. Qed.

(** rewrite-rules#distinct-constant-right: distinct-constant-right | A: m×n, B: n×k | D{S}[A B] => D{S}[A] B | B is
    constant in S. *)
Theorem rule_distinct_constant_right (dim_k dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (A
    : S -> S -> 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n, dim_k)) :
  (\D_(s, s_other : S) ((A s s_other) *m B))
  = ((\D_(s, s_other : S) (A s s_other)) *m B).
Proof. exact: distinct_constant_right. Qed.

(** rewrite-rules#differential-sum: differential-sum | A: m×n, B: m×n | d(a A + b B) => a d(A) + b d(B). *)
Theorem rule_differential_sum (dim_m dim_n : nat) (a : coefficient F) (b : coefficient F) (A : 'M[R]_(dim_m, dim_n))
    (B : 'M[R]_(dim_m, dim_n)) :
  (differential delta (sum a A b B))
  = (sum a (differential delta A) b (differential delta B)).
Proof. exact: differential_sum. Qed.

(** rewrite-rules#differential-scale: differential-scale | A: m×n | d(a A) => a d(A). *)
Theorem rule_differential_scale (dim_m dim_n : nat) (a : coefficient F) (A : 'M[R]_(dim_m, dim_n)) :
  (differential delta (scale a A))
  = (scale a (differential delta A)).
Proof. exact: differential_scale. Qed.

(** rewrite-rules#differential-product: differential-product | A: m×n, B: n×k | d(A B) => d(A) B + A d(B). *)
Theorem rule_differential_product (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n, dim_k)) :
  (differential delta (A *m B))
  = (((differential delta A) *m B) + (A *m (differential delta B))).
Proof. exact: differential_product. Qed.

(** rewrite-rules#differential-left-constant: differential-left-constant | A: m×n, B: n×k | d(A B) => A d(B) | A
    does not vary. *)
Theorem rule_differential_left_constant (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n,
    dim_k)) :
  (fixed delta A) ->
  (differential delta (A *m B))
  = (A *m (differential delta B)).
Proof. exact: differential_left_constant. Qed.

(** rewrite-rules#differential-right-constant: differential-right-constant | A: m×n, B: n×k | d(A B) => d(A) B | B
    does not vary. *)
Theorem rule_differential_right_constant (dim_k dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) (B : 'M[R]_(dim_n,
    dim_k)) :
  (fixed delta B) ->
  (differential delta (A *m B))
  = ((differential delta A) *m B).
Proof. exact: differential_right_constant. Qed.

(** rewrite-rules#differential-transpose: differential-transpose | A: m×n | d(Aᵀ) => d(A)ᵀ. *)
Theorem rule_differential_transpose (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  (differential delta A^T)
  = (differential delta A)^T.
Proof. exact: differential_transpose. Qed.

(** rewrite-rules#differential-constant: differential-constant | A: m×n | d(A) => 0{m,n} | A does not vary. *)
Theorem rule_differential_constant (dim_m dim_n : nat) (A : 'M[R]_(dim_m, dim_n)) :
  (fixed delta A) ->
  (differential delta A)
  = (0 : 'M[R]_(dim_m, dim_n)).
Proof. exact: differential_constant. Qed.

(** rewrite-rules#differential-expectation (in part): differential-expectation | A: m×n | d(E{S}[A]) => E{S}[d(A)].
    S is one variable. *)
Theorem rule_differential_expectation (dim_m dim_n : nat) (S : finType) (S_law : law F S) (A : S -> 'M[R]_(dim_m,
    dim_n)) :
  (differential delta (\E_(s ~ S_law) (A s)))
  = (\E_(s ~ S_law) (differential delta (A s))).
Proof. exact: differential_expectation. Qed.

(** rewrite-rules#differential-distinct: differential-distinct | A: m×n | d(D{S}[A]) => D{S}[d(A)]. *)
Theorem rule_differential_distinct (dim_m dim_n : nat) (S : finType) (S_possible : (#|S|%:R != 0 :> F)%R) (A : S -> S
    -> 'M[R]_(dim_m, dim_n)) :
  (differential delta (\D_(s, s_other : S) (A s s_other)))
  = (\D_(s, s_other : S) (differential delta (A s s_other))).
Proof. exact: differential_distinct. Qed.

End rules.
