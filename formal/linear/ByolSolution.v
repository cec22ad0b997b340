(** Linear BYOL over time: the rate of its collapse, and its exact solution on the
    balance, as the derivative of a function of a mode. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative simclr.Contrastive simclr.Logarithm updates.Flow.
From dualproof Require Import byol.CommutingProduct byol.OptimalPredictor linear.LinearByol linear.LinearModes
  linear.LinearFlow.
From dualproof Require Import linear.ByolCollapse linear.ByolRests.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section PartialFractions.
Variable F : realFieldType.

(** Φ(v) = Σ_r ln|v - r| / ∏_{s≠r}(r - s) over the r, s of {0, a, b}. *)
Definition Phi (log : F -> F) (a b v : F) : F :=
  log v / ((0 - a) * (0 - b)) + log (v - a) / ((a - 0) * (a - b))
  + log (v - b) / ((b - 0) * (b - a)).

(** Φ'(v) = 1/(v(v - a)(v - b)), by partial fractions. *)
Lemma Phi_derivative log a b v : logarithm log ->
  [/\ a != 0, b != 0 & a != b] -> [/\ v != 0, v != a & v != b] ->
  has_derivative (fun t => Phi log a b (v + t)) (v * (v - a) * (v - b))^-1.
Proof.
move=> dlog [a0 b0 ab] [v0 va vb].
have d0 := derivative_scale ((0 - a) * (0 - b))^-1 (dlog _ v0).
have va0 : v - a != 0 by rewrite subr_eq0.
have vb0 : v - b != 0 by rewrite subr_eq0.
have da := derivative_scale ((a - 0) * (a - b))^-1 (dlog _ va0).
have db := derivative_scale ((b - 0) * (b - a))^-1 (dlog _ vb0).
have := derivative_add (derivative_add d0 da) db.
rewrite [X in has_derivative _ X -> _](_ : _ = (v * (v - a) * (v - b))^-1); last first.
  by field; rewrite v0 va0 vb0 a0 b0 !subr_eq0 ab eq_sym ab.
apply: eq_derivative => t; rewrite /Phi !(mulrC _^-1) (addrAC v t) (addrAC v t).
by [].
Qed.

End PartialFractions.

Section Rate.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables n m : nat.
Variable u : X -> A -> 'cV[F]_m.
Let M := mean_moment p q u.
Let T := M + within p q u.
Hypothesis T_unit : T \in unitmx.

(** The flow at the time s: Ẇ = -∇_W r - η_W W, the target τ W(s) x a constant; P is any. *)
Variables (W : F -> 'M[F]_(n, m)) (P : 'M[F]_n) (s tau etaW : F) (GW : 'M[F]_(n, m)).
Hypothesis dW : is_gradient (linear_loss p q u (tau *: W s) P) (W s) GW.
Hypothesis W' : curve_derivative W s (- GW - etaW *: W s).

(** byol-collapse#collapse (in part): where η_W I - ¼τ² X T⁻¹ X ≥ c I, d/dt ‖W‖² ≤ -2c ‖W‖²,
    whatever P; for c > 0 and W ≠ 0 it is negative. only: that ‖W‖² therefore falls like
    e^{-2ct} is an integration. *)
Theorem byol_collapse_rate (c : F) :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  (forall v, c * dot v v
     <= dot v ((etaW%:M - (tau ^+ 2 / 4%:R) *: (M *m invmx T *m M)) *m v)) ->
  exists2 e, has_derivative (fun t => inner (W (s + t)) (W (s + t))) e &
    e <= - (2%:R * c * inner (W s) (W s)).
Proof.
move=> p0 q0 gap; have [e de le] := byol_shrinks_at_least q1 T_unit dW W' p0 q0.
exists e => //; move: le; rewrite ler_pdivr_mull ?ltr0n // => le.
apply: le_trans le _; rewrite -mulrA -mulrN ler_pmul2l ?ltr0n //.
rewrite -opprB mulmxN innerNr ler_opp2; move: (_ - _) gap => S gap.
rewrite -subr_ge0 -innerZr -innerBr -mul_mx_scalar -mulmxBr.
apply: inner_form_ge0 => v; rewrite mulmxBl dotBr mul_scalar_mx dotZr subr_ge0.
exact: gap.
Qed.

End Rate.

Section Solution.
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

(** The flow at the time s with one decay η, the target τ W(s) x a constant. *)
Variables (W : F -> 'M[F]_(n, m)) (P : F -> 'M[F]_n) (s tau alpha eta : F).
Variables (GW : 'M[F]_(n, m)) (GP : 'M[F]_n).
Hypothesis dW : is_gradient (linear_loss p q u (tau *: W s) (P s)) (W s) GW.
Hypothesis dP : is_gradient (linear_loss p q u (tau *: W s) ^~ (W s)) (P s) GP.
Hypothesis W' : curve_derivative W s (- GW - eta *: W s).
Hypothesis P' : curve_derivative P s (- (alpha *: GP) - eta *: P s).

(** W and P are diagonal at s, and on the balance. *)
Variables wj pj : nat -> F.
Hypothesis W_modes : in_modes U Q (W s) wj.
Hypothesis P_modes : in_modes U U (P s) pj.
Hypothesis balance : forall j, (j < n)%N -> alpha * wj j ^+ 2 = pj j ^+ 2.
Variable rj : nat -> F.
Hypothesis root : forall j, (j < n)%N -> rj j ^+ 2 = tau ^+ 2 * xj j ^+ 2 - 4%:R * eta * tj j.

(** byol-collapse#solution-on-the-balance (in part): where 0, p_j⁺, p_j⁻ and p_j are four
    numbers, ṗ_j = -t_j / Φ'(p_j), and Φ(p_j(t)) has the derivative -t_j at the time s.
    only: that a function with the derivative -t_j at all times is Φ(p_j(0)) - t_j t. *)
Theorem solution_on_the_balance (log : F -> F) (j : 'I_n) : logarithm log ->
  let a := upper xj tj tau rj j in let b := lower xj tj tau rj j in
  let v t := (U^T *m P (s + t) *m U) j j in
  [/\ a != 0, b != 0 & a != b] -> [/\ v 0 != 0, v 0 != a & v 0 != b] ->
  exists2 slope, has_derivative (fun t => Phi log a b (v 0 + t)) slope &
    [/\ slope != 0, has_derivative v (- tj j / slope) &
        has_derivative (fun t => Phi log a b (v t)) (- tj j)].
Proof.
move=> dlog a b v ab vab; have dPhi := Phi_derivative dlog ab vab.
exists (v 0 * (v 0 - a) * (v 0 - b))^-1 => //.
have [v0 va vb] := vab; have n0 : v 0 * (v 0 - a) * (v 0 - b) != 0.
  by rewrite !mulf_neq0 // subr_eq0.
have vE : v 0 = pj j.
  by rewrite /v addr0 (modes_coordinates U1 U1 P_modes) mxE /= eqxx mulr1n.
have dv : has_derivative v (- tj j / (v 0 * (v 0 - a) * (v 0 - b))^-1).
  have := speed_on_the_balance q1 nm U1 Q1 X_modes T_modes T_unit dW dP W' P' W_modes P_modes
    root erefl balance.
  by move=> /(_ j j); rewrite mxE /= eqxx mulr1n invrK vE !mulrA.
split=> //; first by rewrite invr_eq0.
by have := derivative_compose dPhi dv; rewrite invrK mulrC mulfK.
Qed.

End Solution.
