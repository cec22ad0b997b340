(** Linear BYOL with a target W_a = τ W: how fast it shrinks at least, and its modes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.CommutingProduct byol.OptimalPredictor linear.LinearByol linear.LinearModes
  linear.LinearFlow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Collapse.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables n m : nat.
Variable u : X -> A -> 'cV[F]_m.

(** M = E x̄ x̄ᵀ, the claim's X, and T = M + E_x V_{x'|x}[x']. *)
Let M := mean_moment p q u.
Let T := M + within p q u.
Hypothesis T_unit : T \in unitmx.

(** The flow at the time s: Ẇ = -∇_W r - η_W W, the target τ W(s) x a constant; P is any. *)
Variables (W : F -> 'M[F]_(n, m)) (P : 'M[F]_n) (s tau etaW : F) (GW : 'M[F]_(n, m)).
Hypothesis dW : is_gradient (linear_loss p q u (tau *: W s) P) (W s) GW.
Hypothesis W' : curve_derivative W s (- GW - etaW *: W s).

Lemma mean_moment_tr : M^T = M.
Proof. by rewrite -mean_tr; apply: eq_mean => x; rewrite trmx_mul trmxK. Qed.

Lemma total_moment_tr : T^T = T.
Proof. by rewrite /T linearD /= mean_moment_tr within_tr. Qed.

Lemma total_moment_ge0 v : (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  0 <= dot v (T *m v).
Proof.
move=> p0 q0; rewrite mulmxDl dotDr addr_ge0 ?within_ge0 // /M /mean_moment -mean_mulr dot_meanr.
by apply: sumr_ge0 => x _; apply: mulr_ge0 => //; rewrite -mulmxA dot_mulr dot_ge0.
Qed.

Lemma inner_rows k (S : 'M[F]_m) (B : 'M[F]_(k, m)) :
  inner (B *m S) B = \sum_i dot (row i B)^T (S *m (row i B)^T).
Proof.
apply: eq_bigr => i _; rewrite dot_mulr; apply: eq_bigr => j _.
rewrite !mxE; congr (_ * _); apply: eq_bigr => l _; by rewrite !mxE mulrC.
Qed.

(** A form that is not negative on columns is not negative on the rows of a matrix. *)
Lemma inner_form_ge0 k (S : 'M[F]_m) (B : 'M[F]_(k, m)) :
  (forall v, 0 <= dot v (S *m v)) -> 0 <= inner B (B *m S).
Proof. by move=> S0; rewrite innerC inner_rows; apply: sumr_ge0 => i _. Qed.

(** byol-collapse#shrinks-at-least: for every P, ½ d/dt ‖W‖² ≤ ⟨W, W(¼τ² X T⁻¹ X - η_W I)⟩. *)
Theorem byol_shrinks_at_least :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  exists2 c, has_derivative (fun t => inner (W (s + t)) (W (s + t))) c &
    2%:R^-1 * c
      <= inner (W s) (W s *m ((tau ^+ 2 / 4%:R) *: (M *m invmx T *m M) - etaW%:M)).
Proof.
move=> p0 q0; exists (2%:R * inner (W s) (- GW - etaW *: W s)); first exact: curve_norm.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have [dW1 _] := linear_gradients p q1 two u (tau *: W s) P (W s).
rewrite mulKf // -(gradient_unique two dW1 dW) /linear_gradient -/M -/T.
pose V := W s; pose a := P *m V; pose k := V *m M; rewrite -/V -/a.
have e0 : inner V (- (P^T *m (a *m T - tau *: V *m M)) - etaW *: V)
    = - (inner a (a *m T) - tau * inner a k) - etaW * inner V V.
  by rewrite innerBr innerNr innerZr -inner_mull innerBr -scalemxAl innerZr.
have e1 : inner V (V *m ((tau ^+ 2 / 4%:R) *: (M *m invmx T *m M) - etaW%:M))
    = tau ^+ 2 / 4%:R * inner k (k *m invmx T) - etaW * inner V V.
  rewrite mulmxBr innerBr mul_mx_scalar innerZr -scalemxAr innerZr.
  by rewrite [inner k _]inner_mulr mean_moment_tr /k !mulmxA.
rewrite {}e0 {}e1; have e2 : inner (k *m invmx T) (a *m T) = inner a k.
  by rewrite inner_mulr trmx_inv total_moment_tr mulmxK // innerC.
pose B := a - (tau / 2%:R) *: (k *m invmx T).
rewrite -subr_ge0; have : 0 <= inner B (B *m T) by apply: inner_form_ge0 => v; apply: total_moment_ge0.
rewrite mulmxBl -[X in _ - X]scalemxAl mulmxKV // innerBl !innerBr !innerZl !innerZr.
rewrite e2 (innerC (k *m _)).
move: (inner a _) (inner a k) (inner k _) (inner V V) => x y z w.
rewrite (_ : _ - _ - _ = tau ^+ 2 / 4%:R * z - etaW * w - (- (x - tau * y) - etaW * w)) //.
by field.
Qed.

(** byol-collapse#collapse (in part): so, where η_W I - ¼τ² X T⁻¹ X is positive definite and
    W ≠ 0, d/dt ‖W‖² < 0; only: that W falls to 0 exponentially is missing. *)
Theorem byol_collapse :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) -> W s != 0 ->
  (forall v, v != 0 ->
     0 < dot v ((etaW%:M - (tau ^+ 2 / 4%:R) *: (M *m invmx T *m M)) *m v)) ->
  exists2 c, has_derivative (fun t => inner (W (s + t)) (W (s + t))) c & c < 0.
Proof.
move=> p0 q0 W0 pos; have [c dc le] := byol_shrinks_at_least p0 q0; exists c => //.
suff neg : inner (W s) (W s *m ((tau ^+ 2 / 4%:R) *: (M *m invmx T *m M) - etaW%:M)) < 0.
  have := le_lt_trans le neg; by rewrite pmulr_rlt0 // invr_gt0 ltr0n.
rewrite -opprB mulmxN innerNr oppr_lt0; move: (_ - _) pos => S pos.
have S0 v : 0 <= dot v (S *m v).
  by have [->|/pos/ltW //] := eqVneq v 0; rewrite dot0l.
rewrite lt0r inner_form_ge0 // andbT; apply: contraNneq W0 => e0.
apply/eqP/row_matrixP => i; rewrite row0; apply: trmx_inj; rewrite trmx0; apply/eqP.
have [//|/pos] := eqVneq (row i (W s))^T 0.
suff -> : dot (row i (W s))^T (S *m (row i (W s))^T) = 0 by rewrite ltxx.
move/eqP: e0; rewrite innerC inner_rows psumr_eq0 // => /allP /(_ i).
by rewrite mem_index_enum => /(_ isT) /eqP.
Qed.

End Collapse.
