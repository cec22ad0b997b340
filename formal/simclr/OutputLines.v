(** Variances and traces of matrices that are polynomials in t. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means simclr.OutputCovariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Lines.
Variable F : fieldType.

Lemma outer_line n (z u : 'cV[F]_n) t : (z + t *: u) *m (z + t *: u)^T
  = z *m z^T + t *: (u *m z^T + z *m u^T) + t ^+ 2 *: (u *m u^T).
Proof.
apply/matrixP => i j; rewrite !(mxE, big_ord1).
by move: (z i _) (z j _) (u i _) (u j _) => a b c e; ring.
Qed.

(** V[Z + tU] = V[Z] + t dV + t² V[U]. *)
Lemma variance_line (T : finType) (r : T -> F) n (Z U : T -> 'cV[F]_n) t :
  variance r (fun x => Z x + t *: U x)
    = variance r Z + t *: variance_slope r Z U + t ^+ 2 *: variance r U.
Proof.
rewrite /variance /variance_slope -!meanZ -!meanD; apply: eq_mean => x.
rewrite meanD meanZ.
have -> : Z x + t *: U x - (mean r Z + t *: mean r U)
    = (Z x - mean r Z) + t *: (U x - mean r U).
  by rewrite scalerBr opprD addrACA.
exact: outer_line.
Qed.

Lemma trace_entries_dot n (M N : 'M[F]_n) : \tr (M *m N) = entries_dot M^T N.
Proof.
rewrite /entries_dot exchange_big; apply: eq_bigr => i _; rewrite mxE.
by apply: eq_bigr => j _; rewrite mxE.
Qed.

Lemma trace_line n (G M0 M1 M2 : 'M[F]_n) t :
  \tr (G *m (M0 + t *: M1 + t ^+ 2 *: M2))
    = \tr (G *m M0) + t * \tr (G *m M1) + t ^+ 2 * \tr (G *m M2).
Proof. by rewrite !mulmxDr -!scalemxAr !mxtraceD !mxtraceZ. Qed.

Lemma trace_lines n (G M0 M1 M2 N0 N1 N2 : 'M[F]_n) t :
  \tr ((M0 + t *: M1 + t ^+ 2 *: M2) *m G *m (N0 + t *: N1 + t ^+ 2 *: N2))
    = \tr (M0 *m G *m N0) + t * (\tr (M1 *m G *m N0) + \tr (M0 *m G *m N1))
      + t ^+ 2 * (\tr (M2 *m G *m N0) + \tr (M1 *m G *m N1) + \tr (M0 *m G *m N2)
        + t * (\tr (M2 *m G *m N1) + \tr (M1 *m G *m N2)) + t ^+ 2 * \tr (M2 *m G *m N2)).
Proof.
rewrite trace_line 2!mulmxDl -!scalemxAl !mulmxDl -!scalemxAl !mxtraceD !mxtraceZ.
move: (\tr (M0 *m G *m N0)) (\tr (M1 *m G *m N0)) (\tr (M2 *m G *m N0)) => a b c.
move: (\tr (M0 *m G *m N1)) (\tr (M1 *m G *m N1)) (\tr (M2 *m G *m N1)) => e g h.
by move: (\tr (M0 *m G *m N2)) (\tr (M1 *m G *m N2)) (\tr (M2 *m G *m N2)) => k l m; ring.
Qed.

Lemma bilinear_trace_line n (A0 C G M0 M1 M2 N0 N1 N2 : 'M[F]_n) t :
  let M := M0 + t *: M1 + t ^+ 2 *: M2 in
  let N := N0 + t *: N1 + t ^+ 2 *: N2 in
  \tr (A0 *m M) + \tr (C *m N) + \tr (M *m G *m N)
    = \tr (A0 *m M0) + \tr (C *m N0) + \tr (M0 *m G *m N0)
      + t * (\tr (A0 *m M1) + \tr (C *m N1) + \tr (M1 *m G *m N0) + \tr (M0 *m G *m N1))
      + t ^+ 2 * (\tr (A0 *m M2) + \tr (C *m N2)
          + (\tr (M2 *m G *m N0) + \tr (M1 *m G *m N1) + \tr (M0 *m G *m N2))
        + t * (\tr (M2 *m G *m N1) + \tr (M1 *m G *m N2)) + t ^+ 2 * \tr (M2 *m G *m N2)).
Proof.
rewrite /= trace_lines !trace_line.
move: (\tr (A0 *m M0)) (\tr (A0 *m M1)) (\tr (A0 *m M2)) => a1 a2 a3.
move: (\tr (C *m N0)) (\tr (C *m N1)) (\tr (C *m N2)) => b1 b2 b3.
move: (\tr (M0 *m G *m N0)) (\tr (M1 *m G *m N0)) (\tr (M2 *m G *m N0)) => c1 c2 c3.
move: (\tr (M0 *m G *m N1)) (\tr (M1 *m G *m N1)) (\tr (M2 *m G *m N1)) => e1 e2 e3.
by move: (\tr (M0 *m G *m N2)) (\tr (M1 *m G *m N2)) (\tr (M2 *m G *m N2)) => *; ring.
Qed.

Lemma spectral_coefficient n (c : F) (S M N : 'M[F]_n) :
  \tr (- 2%:R *: (c%:M - S) *m M) + \tr (2%:R *: S *m N)
    = \tr ((- (2%:R * c))%:M *m M) + (\tr (S *m (M + N)) + \tr (S *m (M + N))).
Proof.
rewrite -!scalemxAl !mxtraceZ mulmxBl mulmxDr !mul_scalar_mx !mxtraceD !mxtraceZ.
rewrite [\tr (- _)]raddfN /=.
by move: (\tr M) (\tr (S *m M)) (\tr (S *m N)) => *; ring.
Qed.

Lemma collect_powers (a0 a1 a2 x0 x1 x2 x3 x4 t : F) :
  a0 + t * a1 + t ^+ 2 * a2 + (x0 + t * x1 + t ^+ 2 * (x2 + t * x3 + t ^+ 2 * x4))
    = a0 + x0 + t * (a1 + x1) + t ^+ 2 * (a2 + x2 + t * x3 + t ^+ 2 * x4).
Proof. by ring. Qed.

End Lines.
