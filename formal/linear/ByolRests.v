(** Linear BYOL with a target W_a = τ W in its modes: where a mode rests.

    p_j^± = (τx_j ± r_j)/(2t_j), with r_j² = τ²x_j² - 4η_W t_j: the root is given. *)
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

Section Rests.
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

(** The rests p_j^+ and p_j^- are in the field. *)
Variable rj : nat -> F.
Hypothesis root : forall j, (j < n)%N -> rj j ^+ 2 = tau ^+ 2 * xj j ^+ 2 - 4%:R * etaW * tj j.
Definition upper j : F := (tau * xj j + rj j) / (2%:R * tj j).
Definition lower j : F := (tau * xj j - rj j) / (2%:R * tj j).

Lemma mode_total_neq0 j : (j < n)%N -> tj j != 0.
Proof. by move=> jn; apply: (mode_neq0 Q1 T_modes T_unit); apply: leq_trans nm. Qed.

(** t (p - p⁺)(p - p⁻) = t p² - τ x p + η_W. *)
Lemma rests_roots j v : (j < n)%N ->
  tj j * (v - upper j) * (v - lower j) = tj j * v ^+ 2 - tau * xj j * v + etaW.
Proof.
move=> jn; have t0 := mode_total_neq0 jn.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have -> : tj j * (v - upper j) * (v - lower j)
    = tj j * v ^+ 2 - tau * xj j * v + (tau ^+ 2 * xj j ^+ 2 - rj j ^+ 2) / (4%:R * tj j).
  by rewrite /upper /lower; field; rewrite t0.
by rewrite root //; field; rewrite t0.
Qed.

(** byol-collapse#speed-of-the-weights: the entries of UᵀWQ move as
    ẇ_j = -t_j w_j (p_j - p_j⁺)(p_j - p_j⁻), those beside the diagonal stay 0. *)
Theorem speed_of_the_weights :
  curve_derivative (fun t => U^T *m W t *m Q) s
    (diagonal n m (fun j => - tj j * wj j * (pj j - upper j) * (pj j - lower j))).
Proof.
have [sW _] := flow_speeds q1 nm U1 Q1 X_modes T_modes dW dP W' P' W_modes P_modes.
move: sW; congr curve_derivative; apply: diagonal_ext => j jn.
have := rests_roots (pj j) jn; move: (upper j) (lower j) => a b e.
transitivity (- (wj j * (tj j * (pj j - a) * (pj j - b)))); last by ring.
by rewrite e; ring.
Qed.

(** On the balance: equal decays, and α w_j² = p_j² for every j. *)
Hypothesis decays_equal : etaP = etaW.
Hypothesis balance : forall j, (j < n)%N -> alpha * wj j ^+ 2 = pj j ^+ 2.

(** byol-collapse#speed-on-the-balance: the entries of UᵀPU move as
    ṗ_j = -t_j p_j (p_j - p_j⁺)(p_j - p_j⁻), those beside the diagonal stay 0. *)
Theorem speed_on_the_balance :
  curve_derivative (fun t => U^T *m P t *m U) s
    (diagonal n n (fun j => - tj j * pj j * (pj j - upper j) * (pj j - lower j))).
Proof.
have [_ sP] := flow_speeds q1 nm U1 Q1 X_modes T_modes dW dP W' P' W_modes P_modes.
move: sP; congr curve_derivative; apply: diagonal_ext => j jn.
have := rests_roots (pj j) jn; move: (upper j) (lower j) => a b e.
transitivity (- (pj j * (tj j * (pj j - a) * (pj j - b)))); last by ring.
rewrite e decays_equal.
transitivity (- (alpha * wj j ^+ 2) * (tj j * pj j - tau * xj j) - etaW * pj j); first by ring.
by rewrite balance //; ring.
Qed.

(** byol-collapse#solution-on-the-balance (in part): where 0, p_j⁺, p_j⁻ and p_j are four
    numbers, ṗ_j = -t_j / Φ'(p_j) with Φ'(p) = Σ_r 1/((p - r) ∏_{s≠r} (r - s)) over the r, s
    of {0, p_j⁺, p_j⁻}; only: Φ' as this sum, its logarithms and the solution that they give
    are missing. *)
Theorem speed_by_partial_fractions j : (j < n)%N ->
  let a := upper j in let b := lower j in let v := pj j in
  [/\ a != 0, b != 0 & a != b] -> [/\ v != 0, v != a & v != b] ->
  let slope := (v * ((0 - a) * (0 - b)))^-1 + ((v - a) * ((a - 0) * (a - b)))^-1
               + ((v - b) * ((b - 0) * (b - a)))^-1 in
  - tj j * v * (v - a) * (v - b) = - tj j / slope.
Proof.
move=> jn a b v [a0 b0 ab] [v0 va vb] slope.
have E : slope = (v * (v - a) * (v - b))^-1.
  rewrite /slope; field.
  by rewrite v0 a0 b0 !subr_eq0 va vb ab eq_sym ab.
by rewrite E invrK !mulrA.
Qed.

End Rests.
