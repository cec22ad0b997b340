(** The flow of linear BYOL in its modes, for a target W_a = τ W: the speed of every
    mode, and SimSiam, τ = 1, without decay. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.OptimalPredictor linear.LinearByol linear.LinearModes.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Flow.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n m : nat.
Hypothesis nm : (n <= m)%N.
Variable u : X -> A -> 'cV[F]_m.

(** Orthonormal axes in which X and T = X + X' are diagonal. *)
Variables (U : 'M[F]_n) (Q : 'M[F]_m).
Hypotheses (U1 : U^T *m U = 1%:M) (Q1 : Q^T *m Q = 1%:M).
Variables xj tj : nat -> F.
Hypothesis X_modes : in_modes Q Q (mean_moment p q u) xj.
Hypothesis T_modes : in_modes Q Q (mean_moment p q u + within p q u) tj.

(** The flow at the time s: Ẇ = -∇_W r - η_W W and Ṗ = -α ∇_P r - η_P P, the target
    τ W(s) x a constant. *)
Variables (W : F -> 'M[F]_(n, m)) (P : F -> 'M[F]_n) (s tau alpha etaW etaP : F).
Variables (GW : 'M[F]_(n, m)) (GP : 'M[F]_n).
Hypothesis dW : is_gradient (linear_loss p q u (tau *: W s) (P s)) (W s) GW.
Hypothesis dP : is_gradient (linear_loss p q u (tau *: W s) ^~ (W s)) (P s) GP.
Hypothesis W' : curve_derivative W s (- GW - etaW *: W s).
Hypothesis P' : curve_derivative P s (- (alpha *: GP) - etaP *: P s).

(** W and P are diagonal at s. *)
Variables wj pj : nat -> F.
Hypothesis W_modes : in_modes U Q (W s) wj.
Hypothesis P_modes : in_modes U U (P s) pj.

Let g j := wj j * (tj j * pj j - tau * xj j).

Lemma modes_coordinates k l (V : 'M[F]_k) (R : 'M[F]_l) M a :
  V^T *m V = 1%:M -> R^T *m R = 1%:M -> in_modes V R M a -> V^T *m M *m R = diagonal k l a.
Proof.
move=> V1 R1 ->; rewrite !mulmxA V1 mul1mx -mulmxA (_ : R^T *m R = 1%:M) //.
by rewrite mulmx1.
Qed.

(** The derivatives of UᵀWQ and UᵀPU: -p_j g_j - η_W w_j, -α g_j w_j - η_P p_j, and 0 beside
    the diagonal, where g_j = w_j (t_j p_j - τ x_j). *)
Lemma flow_speeds :
  curve_derivative (fun t => U^T *m W t *m Q) s
    (diagonal n m (fun j => - (pj j * g j) - etaW * wj j))
  /\ curve_derivative (fun t => U^T *m P t *m U) s
    (diagonal n n (fun j => - (alpha * (g j * wj j)) - etaP * pj j)).
Proof.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have X'_modes : in_modes Q Q (within p q u) (fun j => tj j - xj j).
  by rewrite -[within p q u](addKr (mean_moment p q u)) addrC; apply: modes_sub.
have Am := modes_scale tau W_modes.
have [GWm GPm] := modes_of_the_gradients q1 two nm U1 Q1 X_modes X'_modes W_modes P_modes Am dW dP.
pose z : nat -> F := fun=> 0.
have sgn k l (V : 'M[F]_k) (R : 'M[F]_l) M a : in_modes V R M a -> in_modes V R (- M) (fun j => - a j).
  by move=> Mm; rewrite -scaleN1r; apply: modes_ext (modes_scale (-1) Mm) => j _; rewrite mulN1r.
split.
  have := curve_mul (curve_mul (curve_const s U^T) W') (curve_const s Q).
  rewrite mul0mx add0r mulmx0 addr0; congr curve_derivative.
  rewrite (modes_coordinates U1 Q1 (modes_sub (sgn _ _ _ _ _ _ GWm) (modes_scale etaW W_modes))).
  by apply: diagonal_ext => j _; rewrite /mode_gradient /g; ring.
have := curve_mul (curve_mul (curve_const s U^T) P') (curve_const s U).
rewrite mul0mx add0r mulmx0 addr0; congr curve_derivative.
rewrite (modes_coordinates U1 U1
  (modes_sub (sgn _ _ _ _ _ _ (modes_scale alpha GPm)) (modes_scale etaP P_modes))).
by apply: diagonal_ext => j _; rewrite /mode_gradient /g; ring.
Qed.

(** Where T is invertible, its entries t_j are not 0. *)
Lemma mode_neq0 j : mean_moment p q u + within p q u \in unitmx -> (j < m)%N -> tj j != 0.
Proof.
move=> Tu jm; have Qu : Q \in unitmx by have [] := mulmx1_unit Q1.
have : diagonal m m tj \in unitmx.
  by rewrite -(modes_coordinates Q1 Q1 T_modes) !unitmx_mul unitmx_tr Qu Tu.
have -> : diagonal m m tj = diag_mx (\row_i tj i) by apply/matrixP => i l; rewrite !mxE.
rewrite unitmxE det_diag unitfE => /prodf_neq0 /(_ (Ordinal jm) isT).
by rewrite mxE.
Qed.

(** They are not negative, for probabilities that are not. *)
Lemma mode_ge0 j : (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) -> (j < m)%N -> 0 <= tj j.
Proof.
move=> p0 q0 jm; pose v := col (Ordinal jm) Q.
have -> : tj j = dot v ((mean_moment p q u + within p q u) *m v).
  have := congr1 (fun M : 'M[F]_m => M (Ordinal jm) (Ordinal jm)) (modes_coordinates Q1 Q1 T_modes).
  rewrite [RHS]mxE /= eqxx mulr1n => <-; rewrite -mulmxA.
  move: (_ + _) => T; rewrite /v mxE; apply: eq_bigr => i _; rewrite !mxE; congr (_ * _).
  by apply: eq_bigr => l _; rewrite mxE.
rewrite mulmxDl dotDr addr_ge0 ?within_ge0 // /mean_moment -mean_mulr dot_meanr.
apply: sumr_ge0 => x _; apply: mulr_ge0 => //.
by rewrite -mulmxA dot_mulr dot_ge0.
Qed.

End Flow.
