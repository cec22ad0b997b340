(** The log-determinant -ln det(I + α(B + W)): its derivative along every line in B and W. *)
From mathcomp Require Import all_ssreflect all_fingroup all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Byol updates.Gradient networks.Derivative
  updates.Flow simclr.Logarithm.
From dualproof Require Import simclr.EnergyFlow simclr.EnergyQuotient simclr.OutputRates simclr.RatesGradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section LogDeterminant.
Variable F : realFieldType.
Variable n : nat.

(** det(I + tA) has the derivative tr A. *)
Lemma det_at_one (A : 'M[F]_n) : has_derivative (fun t => \det (1%:M + t *: A)) (\tr A).
Proof.
pose M t := 1%:M + t *: A.
have dM i j : has_derivative (fun t => M t i j) (A i j).
  by have := line_derivative 1%:M A i j; apply: Flow.eq_derivative => t; rewrite add0r.
have M0 i j : M 0 i j = (i == j)%:R by rewrite /M scale0r addr0 mxE.
have -> : \tr A = \sum_(s : 'S_n) (if s == 1%g then \tr A else 0).
  by rewrite -big_mkcond big_pred1_eq.
apply: derivative_sum => s; have [->|s1] := eqVneq s 1%g.
  have n0 i : M 0 i i != 0 by rewrite M0 eqxx oner_eq0.
  have := derivative_prod n0 (fun i => dM i i).
  rewrite big1 => [|i _]; last by rewrite M0 eqxx.
  rewrite mul1r; under eq_bigr => i _ do rewrite M0 eqxx divr1.
  apply: Flow.eq_derivative => t; rewrite odd_perm1 expr0 mul1r.
  by apply: eq_bigr => i _; rewrite perm1.
have [i si] : exists i, s i != i.
  apply/existsP; apply: contraR s1 => /existsPn h; apply/eqP/permP => i.
  by rewrite perm1; apply/eqP; move: (h i); rewrite negbK.
have sj : s (s i) != s i by rewrite (inj_eq perm_inj).
pose rest k t := if (k != i) && (k != s i) then M t k (s k) else 1.
have [c dc] : differentiable (fun t => \prod_k rest k t).
  apply: differentiable_prod => k; rewrite /rest; case: ((k != i) && _).
    by exists (A k (s k)).
  by exists 0; apply: derivative_const.
have := derivative_scale ((-1) ^+ s) (derivative_mul (dM i (s i)) (derivative_mul (dM (s i) (s (s i))) dc)).
have e1 : (i == s i) = false by rewrite eq_sym (negbTE si).
have e2 : (s i == s (s i)) = false by rewrite eq_sym (negbTE sj).
rewrite !M0 e1 e2 !mul0r mulr0 add0r mulr0.
apply: Flow.eq_derivative => t; congr (_ * _).
rewrite [RHS](bigD1 i) //= [in RHS](bigD1 (s i)) //=; congr (_ * (_ * _)).
by rewrite [RHS]big_mkcond.
Qed.

(** Jacobi: (det M)' = det M tr(M⁻¹M'), along a line. *)
Lemma det_derivative (M D : 'M[F]_n) : M \in unitmx ->
  has_derivative (fun t => \det (M + t *: D)) (\det M * \tr (invmx M *m D)).
Proof.
move=> Mu; have := derivative_scale (\det M) (det_at_one (invmx M *m D)).
apply: Flow.eq_derivative => t; rewrite -det_mulmx mulmxDr mulmx1 -scalemxAr mulmxA.
by rewrite mulmxV // mul1mx.
Qed.

Variable log : F -> F.
Hypothesis log_derivative : logarithm log.
Variables (B W : 'M[F]_n) (alpha : F).
Hypotheses (Bs : positive_semidefinite B) (Ws : positive_semidefinite W) (alpha0 : 0 < alpha).

(** -ln det(I + αT) with T = B + W. *)
Definition log_determinant (B W : 'M[F]_n) : F := - log (\det (1%:M + alpha *: (B + W))).

(** output-covariance-losses#rates-attract (in part): of the log-determinant
    φ = -ln det(I + αT), T = B + W, on every line φ has the derivative
    tr(Φ_B X) + tr(Φ_W Y) with Φ_B = Φ_W = -α(I + αT)⁻¹, and -Φ_B is positive definite; ln is
    any function with the derivative 1/v at v ≠ 0. only: the discriminant is
    `discriminant_attracts`. *)
Theorem log_determinant_attracts :
  let S := alpha *: invmx (1%:M + alpha *: (B + W)) in
  (forall X Y, has_derivative (fun t => log_determinant (B + t *: X) (W + t *: Y))
     (\tr (- S *m X) + \tr (- S *m Y))) /\ positive_definite S.
Proof.
move=> S; have [Mu _ pd _] := rates_attract Bs Ws alpha0 ltr01; split=> // X Y.
set M := 1%:M + alpha *: (B + W) in Mu S pd *.
have d0 : \det M != 0 by move: Mu; rewrite unitmxE unitfE.
have dd := det_derivative (alpha *: (X + Y)) Mu.
pose g t := \det (M + t *: (alpha *: (X + Y))).
have g0 : g 0 = \det M by rewrite /g scale0r addr0.
have dl : has_derivative (fun t => log (g 0 + t)) (\det M)^-1 by rewrite g0; apply: log_derivative.
have := derivative_scale (-1) (derivative_compose dl dd); rewrite mulKf //.
have -> : -1 * \tr (invmx M *m (alpha *: (X + Y))) = \tr (- S *m X) + \tr (- S *m Y).
  rewrite -linearD /= -mulmxDr mulNmx linearN /= mulN1r; congr (- \tr _).
  by rewrite /S -scalemxAr -scalemxAl.
apply: Flow.eq_derivative => t; rewrite mulN1r; congr (- log (\det _)).
rewrite /M; apply/matrixP => i j; rewrite !mxE; move: (_ *+ _) => e.
by move: (B i j) (W i j) (X i j) (Y i j) => b w x y; ring.
Qed.

End LogDeterminant.

(** output-covariance-losses#rates-attract: at all positive semidefinite B and W, the
    log-determinant -ln det(I + αT) and the discriminant -tr (T + εI)⁻¹B, T = B + W, have on
    every line the derivative tr(Φ_B X) + tr(Φ_W Y), and -Φ_B is positive definite: α(I + αT)⁻¹
    of the one, R(W + εI)R with R = (T + εI)⁻¹ of the other. *)
Theorem both_rates_attract (F : realFieldType) n (log : F -> F) (B W : 'M[F]_n) (alpha eps : F) :
  logarithm log -> positive_semidefinite B -> positive_semidefinite W -> 0 < alpha -> 0 < eps ->
  let S := alpha *: invmx (1%:M + alpha *: (B + W)) in
  let R := invmx (B + W + eps%:M) in let D := R *m (W + eps%:M) *m R in
  [/\ forall X Y, has_derivative (fun t => log_determinant log alpha (B + t *: X) (W + t *: Y))
        (\tr (- S *m X) + \tr (- S *m Y)),
      positive_definite S,
      forall X Y, has_derivative (fun t => discriminant eps (B + t *: X) (W + t *: Y))
        (\tr (- D *m X) + \tr ((R *m B *m R) *m Y)) &
      positive_definite D].
Proof.
move=> logP Bs Ws a0 e0 S R D.
have [dl pl] := log_determinant_attracts logP Bs Ws a0.
by have [dd pd] := discriminant_attracts Bs Ws e0; split.
Qed.
