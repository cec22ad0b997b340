(** Linear SimSiam without decay in its modes: the speeds, and what makes it collapse. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.OptimalPredictor linear.LinearByol linear.LinearModes linear.LinearFlow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section SimSiam.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables n m : nat.
Hypothesis nm : (n <= m)%N.
Variable u : X -> A -> 'cV[F]_m.

(** Orthonormal axes in which X and T = X + X' are diagonal; T is invertible. *)
Variables (U : 'M[F]_n) (Q : 'M[F]_m).
Hypotheses (U1 : U^T *m U = 1%:M) (Q1 : Q^T *m Q = 1%:M).
Variables xj tj : nat -> F.
Hypothesis X_modes : in_modes Q Q (mean_moment p q u) xj.
Hypothesis T_modes : in_modes Q Q (mean_moment p q u + within p q u) tj.
Hypothesis T_unit : mean_moment p q u + within p q u \in unitmx.

(** The flow at the time s: Ẇ = -∇_W r, Ṗ = -α ∇_P r, the target W(s) x a constant. *)
Variables (W : F -> 'M[F]_(n, m)) (P : F -> 'M[F]_n) (s alpha : F).
Variables (GW : 'M[F]_(n, m)) (GP : 'M[F]_n).
Hypothesis dW : is_gradient (linear_loss p q u (W s) (P s)) (W s) GW.
Hypothesis dP : is_gradient (linear_loss p q u (W s) ^~ (W s)) (P s) GP.
Hypothesis W' : curve_derivative W s (- GW).
Hypothesis P' : curve_derivative P s (- (alpha *: GP)).

(** W and P are diagonal at s. *)
Variables wj pj : nat -> F.
Hypothesis W_modes : in_modes U Q (W s) wj.
Hypothesis P_modes : in_modes U U (P s) pj.

(** p_j^∞ = x_j / t_j. *)
Let limit j := xj j / tj j.

(** simsiam-limit#speed: the entries of UᵀWQ and UᵀPU move as
    ẇ_j = -t_j p_j w_j (p_j - p_j^∞) and ṗ_j = -α t_j w_j² (p_j - p_j^∞), and those
    beside the diagonal stay 0. *)
Theorem simsiam_speed :
  curve_derivative (fun t => U^T *m W t *m Q) s
    (diagonal n m (fun j => - tj j * pj j * wj j * (pj j - limit j)))
  /\ curve_derivative (fun t => U^T *m P t *m U) s
    (diagonal n n (fun j => - alpha * tj j * wj j ^+ 2 * (pj j - limit j))).
Proof.
have W1 : curve_derivative W s (- GW - 0 *: W s) by rewrite scale0r subr0.
have P1 : curve_derivative P s (- (alpha *: GP) - 0 *: P s) by rewrite scale0r subr0.
have dW1 : is_gradient (linear_loss p q u (1 *: W s) (P s)) (W s) GW by rewrite scale1r.
have dP1 : is_gradient (linear_loss p q u (1 *: W s) ^~ (W s)) (P s) GP by rewrite scale1r.
have [sW sP] := flow_speeds q1 nm U1 Q1 X_modes T_modes dW1 dP1 W1 P1 W_modes P_modes.
have t0 j : (j < n)%N -> tj j != 0.
  by move=> jn; apply: (mode_neq0 Q1 T_modes T_unit); apply: leq_trans nm.
split; [move: sW | move: sP]; congr curve_derivative; apply: diagonal_ext => j /t0 tj0.
  by rewrite /limit; field.
by rewrite /limit; field.
Qed.

(** simsiam-limit#collapse (in part): where p_j > 0 and 0 < αw_j² ≤ p_j² - (p_j^∞)² for every
    j, d/dt w_j² < 0 for every j, and αw_j² - p_j² does not move; only: that the inequalities
    stay so for all time is missing. *)
Theorem simsiam_collapse :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  (forall j, (j < n)%N -> [/\ 0 < pj j, 0 < alpha * wj j ^+ 2 &
     alpha * wj j ^+ 2 <= pj j ^+ 2 - limit j ^+ 2]) ->
  forall j : 'I_n,
  let w t := (U^T *m W (s + t) *m Q) j (widen_ord nm j) in
  let v t := (U^T *m P (s + t) *m U) j j in
  (exists2 c, has_derivative (fun t => w t ^+ 2) c & c < 0)
  /\ has_derivative (fun t => alpha * w t ^+ 2 - v t ^+ 2) 0.
Proof.
move=> p0 q0 ahead j w v; have [pos aw le] := ahead j (ltn_ord j).
have [sW sP] := simsiam_speed.
have dw : has_derivative w (- tj j * pj j * wj j * (pj j - limit j)).
  by have := sW j (widen_ord nm j); rewrite [X in has_derivative _ X]mxE /= eqxx mulr1n.
have dv : has_derivative v (- alpha * tj j * wj j ^+ 2 * (pj j - limit j)).
  by have := sP j j; rewrite [X in has_derivative _ X]mxE /= eqxx mulr1n.
have w0 : w 0 = wj j.
  by rewrite /w addr0 (modes_coordinates U1 Q1 W_modes) mxE /= eqxx mulr1n.
have v0 : v 0 = pj j.
  by rewrite /v addr0 (modes_coordinates U1 U1 P_modes) mxE /= eqxx mulr1n.
have dw2 := derivative_mul dw dw; have dv2 := derivative_mul dv dv.
rewrite w0 in dw2; rewrite v0 in dv2; split; last first.
  have := derivative_add (derivative_scale alpha dw2) (derivative_scale (-1) dv2).
  set c := (X in has_derivative _ X); have -> : c = 0 by rewrite /c; ring.
  by apply: eq_derivative => t; rewrite !expr2 mulN1r.
eexists; first by apply: eq_derivative dw2 => t; rewrite expr2.
have jm : (j < m)%N by apply: leq_trans nm.
have tpos : 0 < tj j.
  by rewrite lt0r (mode_neq0 Q1 T_modes T_unit) // (mode_ge0 Q1 T_modes).
have wpos : 0 < wj j ^+ 2.
  rewrite lt0r sqr_ge0 andbT; apply: contraTneq aw => ->.
  by rewrite mulr0 ltxx.
have gap : 0 < pj j - limit j.
  rewrite subr_gt0 ltNge; apply/negP => lim; have := lt_le_trans aw le.
  rewrite subr_gt0 ltNge; apply/negP; rewrite negbK.
  by rewrite ler_pexpn2r // nnegrE ?ltW // (lt_le_trans pos).
have -> : - tj j * pj j * wj j * (pj j - limit j) * wj j
          + wj j * (- tj j * pj j * wj j * (pj j - limit j))
        = - (2%:R * (tj j * pj j * wj j ^+ 2 * (pj j - limit j))) by ring.
rewrite oppr_lt0; apply: mulr_gt0; first by rewrite ltr0n.
by apply: mulr_gt0 => //; apply: mulr_gt0 => //; apply: mulr_gt0.
Qed.

End SimSiam.
