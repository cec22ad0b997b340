(** Rules of expectations over several variables, each with a law given those before it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Several.
Variables (F : fieldType) (R : comAlgType F) (delta : derivation R).

(** Variables S: none, or a variable with its law, and for each of its values further
    variables, the laws of which may depend on it. *)
Inductive variables : Type :=
| None
| More (T : finType) (p : law F T) (rest : T -> variables).

(** The values of all of them. *)
Fixpoint values (S : variables) : Type :=
  match S with
  | None => unit
  | More T _ rest => {x : T & values (rest x)}
  end.

(** E{S}[A]: the expectations of all, one in the other. *)
Fixpoint expect_all (S : variables) m n : (values S -> 'M[R]_(m, n)) -> 'M[R]_(m, n) :=
  match S with
  | None => fun A => A tt
  | More T p rest => fun A => expect p (fun x => expect_all (fun v => A (existT _ x v)))
  end.

Lemma eq_expect_one (T : finType) (p : law F T) m n (A B : T -> 'M[R]_(m, n)) :
  (forall x, A x = B x) -> expect p A = expect p B.
Proof. by move=> AB; apply: eq_bigr => x _; rewrite AB. Qed.

Variable S : variables.
Implicit Types m n k : nat.

(** rewrite-rules#expectation-sum: E{S}[a A + b B] = a E{S}[A] + b E{S}[B], S any variables. *)
Theorem several_sum a b m n (A B : values S -> 'M[R]_(m, n)) :
  expect_all (fun v => sum a (A v) b (B v)) = sum a (expect_all A) b (expect_all B).
Proof.
elim: S A B => //= T p rest IH A B.
by rewrite -expectation_sum; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#expectation-scale: E{S}[a A] = a E{S}[A], S any variables. *)
Theorem several_scale a m n (A : values S -> 'M[R]_(m, n)) :
  expect_all (fun v => scale a (A v)) = scale a (expect_all A).
Proof.
elim: S A => //= T p rest IH A.
by rewrite -expectation_scale; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#expectation-transpose: E{S}[Aᵀ] = E{S}[A]ᵀ, S any variables. *)
Theorem several_transpose m n (A : values S -> 'M[R]_(m, n)) :
  expect_all (fun v => (A v)^T) = (expect_all A)^T.
Proof.
elim: S A => //= T p rest IH A.
by rewrite -expectation_transpose; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#trace-of-expectation: E{S}[tr A] = tr E{S}[A], S any variables. *)
Theorem several_trace n (A : values S -> 'M[R]_n) :
  expect_all (fun v => trace (A v)) = trace (expect_all A).
Proof.
elim: S A => //= T p rest IH A.
by rewrite -trace_of_expectation; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#constant: E{S}[A] = A for a constant A, S any variables. *)
Theorem several_constant m n (A : 'M[R]_(m, n)) : @expect_all S m n (fun=> A) = A.
Proof.
elim: S => //= T p rest IH; transitivity (expect p (fun=> A)); last exact: constant.
by apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#constant-left: E{S}[A B] = A E{S}[B] for a constant A, S any variables. *)
Theorem several_constant_left m n k (A : 'M[R]_(m, n)) (B : values S -> 'M[R]_(n, k)) :
  expect_all (fun v => A *m B v) = A *m expect_all B.
Proof.
elim: S B => //= T p rest IH B.
by rewrite -constant_left; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#constant-right: E{S}[A B] = E{S}[A] B for a constant B, S any variables. *)
Theorem several_constant_right m n k (A : values S -> 'M[R]_(m, n)) (B : 'M[R]_(n, k)) :
  expect_all (fun v => A v *m B) = expect_all A *m B.
Proof.
elim: S A => //= T p rest IH A.
by rewrite -constant_right; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#constant-number: E{S}[A ⊗ B] = E{S}[A] ⊗ B for a number A and a constant B,
    S any variables. *)
Theorem several_constant_number m n (A : values S -> 'M[R]_(1, 1)) (B : 'M[R]_(m, n)) :
  expect_all (fun v => kronecker (second m) (second n) (A v) B)
    = kronecker (second m) (second n) (expect_all A) B.
Proof.
elim: S A => //= T p rest IH A.
by rewrite -constant_number; apply: eq_expect_one => x; apply: IH.
Qed.

(** rewrite-rules#differential-expectation: d(E{S}[A]) = E{S}[dA], S any variables. *)
Theorem several_differential m n (A : values S -> 'M[R]_(m, n)) :
  differential delta (expect_all A) = expect_all (fun v => differential delta (A v)).
Proof.
elim: S A => //= T p rest IH A.
by rewrite differential_expectation; apply: eq_expect_one => x; apply: IH.
Qed.

End Several.
