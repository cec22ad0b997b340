(** batchnorm-projection: what the claim says, and what the counterexamples refute. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network batch.BatchNorm.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Relations.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

(** The batch x, ε, and s with s > 0 and s² = σ² + ε. *)
Record setting (F : realFieldType) n := Setting { batch : 'cV[F]_n; epsilon : F; deviation : F }.

Section Formulas.
Variable F : realFieldType.
Variable n : nat.
Variable t : setting F n.
Notation x := (batch t).
Notation s := (deviation t).

Definition is_deviation : Prop := 0 < s /\ s ^+ 2 = batch_variance x + epsilon t.

(** y = (x − μ)/s. *)
Definition y : 'cV[F]_n := batch_normalised s x.

(** ∂y_i/∂x_j by the rules of differentiation: with ∂s/∂x_j = (x_j − μ)/(ns). *)
Definition derivative_by_rules : 'M[F]_n := \matrix_(i, j)
  (((if i == j then 1 else 0) - n%:R^-1) / s - batch_centred x i 0 / s ^+ 2 * (batch_centred x j 0 / (n%:R * s))).

(** (1/s)Q with Q = I − 11ᵀ/n − yyᵀ/n; without yyᵀ/n, without 11ᵀ/n, with n − 1, without 1/s. *)
Definition flat : 'M[F]_n := \matrix_(_, _) n%:R^-1.
Definition projected : 'M[F]_n := batch_projection y.
Definition jacobian : 'M[F]_n := s^-1 *: projected.
Definition square_dropped : 'M[F]_n := s^-1 *: (1%:M - flat).
Definition mean_dropped : 'M[F]_n := s^-1 *: (1%:M - n%:R^-1 *: (y *m y^T)).
Definition n_minus_one : 'M[F]_n := s^-1 *: (1%:M - flat - (n%:R - 1)^-1 *: (y *m y^T)).
Definition scale_dropped : 'M[F]_n := projected.

(** sJ of the Jacobian J, squared: Q for ε = 0; with Q without yyᵀ/n for Q. *)
Definition scaled_jacobian : 'M[F]_n := s *: derivative_by_rules.
Definition square_of_jacobian : 'M[F]_n := scaled_jacobian *m scaled_jacobian.
Definition projection : 'M[F]_n := projected.
Definition no_second_direction : 'M[F]_n := 1%:M - flat + 0 *: (y *m y^T).

(** Its square less itself; −δ yyᵀ/n with δ = ε/(σ² + ε), and with ε/√(σ² + ε). *)
Definition square_less_itself : 'M[F]_n := square_of_jacobian - scaled_jacobian.
Definition defect : 'M[F]_n := - (epsilon t / s ^+ 2 * n%:R^-1) *: (y *m y^T).
Definition defect_of_one_over_s : 'M[F]_n := - (epsilon t / s * n%:R^-1) *: (y *m y^T).

(** ∂(x − μ)_i/∂x_j as a difference, for x − μ is linear; I − 11ᵀ/n, and I. *)
Definition derivative_of_centred : 'M[F]_n :=
  \matrix_(i, j) (batch_centred (x + delta_mx j 0) i 0 - batch_centred x i 0).
Definition zero_mean : 'M[F]_n := let _ := t in centring F n.
Definition mean_kept_by_the_zero_mean : 'M[F]_n := let _ := t in 1%:M.

End Formulas.

Lemma evM_ones m n : evM (const_mx 1 : 'M[rat]_(m, n)) (fun _ _ => 1%Q).
Proof. by move=> i j; rewrite mxE q2r1. Qed.

Lemma ev_batch_mean n (x : 'cV[rat]_n) f : evM x f ->
  evQ (batch_mean x) (qmul (qinv (inject_Z (Z.of_nat n))) (qsum (fun i => f i ord0))).
Proof.
by move=> E; apply: evQ_mul; [exact: evQ_inv (evQ_nat n) | apply: evQ_sum => i; exact: E].
Qed.

Ltac ev_reduce ::= cbn [batch epsilon deviation].
Ltac read t :=
  let H1 := fresh "H" in eassert (H1 : evM (batch t) _) by (unfold t; ev);
  let H2 := fresh "H" in eassert (H2 : evQ (epsilon t) _) by (unfold t; ev);
  let H3 := fresh "H" in eassert (H3 : evQ (deviation t) _) by (unfold t; ev);
  let H4 := fresh "H" in pose proof evM_ones as H4;
  let H5 := fresh "H" in pose proof ev_batch_mean as H5;
  literal (y t); literal (batch_centred (batch t)); literal (derivative_by_rules t);
  literal (scaled_jacobian t).
Ltac by_roots :=
  split; [eapply gt0_by; [ev | by_computation] | eapply evQ_equal; [ev | ev | by_computation]].
