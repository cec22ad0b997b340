(* A step: a rule at a position, below sums, products and expectations; and what decides conditions. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import derivations.Semantics derivations.Rules.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Positions.

Variables (F : fieldType) (R : comAlgType F) (D : derivation R).

Lemma in_product_0 m n k (A A' : 'M[R]_(m, n)) (B : 'M_(n, k)) : A = A' -> A *m B = A' *m B.
Proof. by move->. Qed.

Lemma in_product_1 m n k (A : 'M[R]_(m, n)) (B B' : 'M_(n, k)) : B = B' -> A *m B = A *m B'.
Proof. by move->. Qed.

Lemma in_sum_0 a b m n (A A' B : 'M[R]_(m, n)) : A = A' -> sum a A b B = sum a A' b B.
Proof. by move->. Qed.

Lemma in_sum_1 a b m n (A B B' : 'M[R]_(m, n)) : B = B' -> sum a A b B = sum a A b B'.
Proof. by move->. Qed.

Lemma in_scale a m n (A A' : 'M[R]_(m, n)) : A = A' -> scale a A = scale a A'.
Proof. by move->. Qed.

Lemma in_transpose m n (A A' : 'M[R]_(m, n)) : A = A' -> A^T = A'^T.
Proof. by move->. Qed.

Lemma in_trace n (A A' : 'M[R]_n) : A = A' -> trace A = trace A'.
Proof. by move->. Qed.

Lemma in_vec m n r (s : splitting n m r) (A A' : 'M[R]_(m, n)) : A = A' -> vec s A = vec s A'.
Proof. by move->. Qed.

Lemma in_differential m n (A A' : 'M[R]_(m, n)) : A = A' -> differential D A = differential D A'.
Proof. by move->. Qed.

Lemma in_kronecker_0 m n k l r c (s : splitting m k r) (t : splitting n l c) (A A' : 'M[R]_(m, n)) (B : 'M_(k, l)) :
  A = A' -> kronecker s t A B = kronecker s t A' B.
Proof. by move->. Qed.

Lemma in_kronecker_1 m n k l r c (s : splitting m k r) (t : splitting n l c) (A : 'M[R]_(m, n)) (B B' : 'M_(k, l)) :
  B = B' -> kronecker s t A B = kronecker s t A B'.
Proof. by move->. Qed.

Lemma in_expect (T : finType) (p : law F T) m n (A B : T -> 'M[R]_(m, n)) :
  (forall t, A t = B t) -> expect p (fun t => A t) = expect p (fun t => B t).
Proof. exact: expect_ext. Qed.

Lemma in_distinct (T : finType) m n (A B : T -> T -> 'M[R]_(m, n)) :
  (forall s t, A s t = B s t) -> distinct (fun s t => A s t) = distinct (fun s t => B s t).
Proof. exact: distinct_ext. Qed.

Lemma fixed_differential m n (A B : 'M[R]_(m, n)) : A = B -> fixed D B -> fixed D A.
Proof. by move->. Qed.

(* The same from a sum or an expectation inside a differential to one outside. *)
Lemma out_of_differential (T : finType) (p : law F T) m n (A : T -> 'M[R]_(m, n)) :
  expect p (fun t => differential D (A t)) = differential D (expect p A).
Proof. by rewrite differential_expectation. Qed.

End Positions.

(* "does not vary": every symbol in it does not. *)
Create HintDb fixed.
#[global] Hint Resolve fixed_zero fixed_identity fixed_product fixed_sum fixed_scale fixed_transpose fixed_vec
  fixed_trace fixed_kronecker fixed_expect fixed_distinct : fixed.
Ltac does_not_vary := solve [auto 40 with fixed].

(* "have the same summands": the total coefficients are equal. *)
Ltac same_total two :=
  first [reflexivity | by field | by field; rewrite ?two].
Ltac same_totals two :=
  rewrite /same_totals /size /total /number /eqn; repeat (split; [same_total two|]); exact: I.
