(** BYOL's implicit contrastive term over an ordered field: its sign, for a symmetric
    predictor with its spectrum in [0, 1]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate
  updates.Gradient.
From dualproof Require Import byol.OptimalPredictor byol.OptimalAttraction byol.ImplicitContrastive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** P = Qᵀ diag(λ) Q with QᵀQ = I and every λ in [0, 1]: over the reals, P is symmetric
    and its eigenvalues are in [0, 1]. *)
Definition spectrum_in_unit_interval (F : realFieldType) n (P : 'M[F]_n) : Prop :=
  exists (Q : 'M[F]_n) (l : 'rV[F]_n),
    [/\ Q^T *m Q = 1%:M, P = Q^T *m diag_mx l *m Q & forall i, 0 <= l 0 i <= 1].

Section Weight.
Variable F : realFieldType.
Variable n : nat.
Variable P : 'M[F]_n.

Lemma diagonal_form (l : 'rV[F]_n) (u : 'cV[F]_n) :
  dot u (diag_mx l *m u) = \sum_i l 0 i * (u i 0) ^+ 2.
Proof. by apply: eq_bigr => i _; rewrite mul_diag_mx mxE; move: (l 0 i) (u i 0) => x y; ring. Qed.

(** 0 ≤ ⟨u, P u⟩ ≤ ⟨u, u⟩ is enough, without a decomposition:
    P(I - P) = P(I - P)P + (I - P)P(I - P). *)
Lemma weight_of_the_range u : P^T = P ->
  (forall v, 0 <= dot v (P *m v) <= dot v v) -> 0 <= dot u (implicit_weight P *m u).
Proof.
move=> Pt P01; rewrite /implicit_weight Pt; pose v := P *m u; pose w := u - v.
have -> : dot u (P *m (1%:M - P) *m u) = (dot v v - dot v (P *m v)) + dot w (P *m w).
  rewrite -mulmxA mulmxBl mul1mx dot_mulr Pt -/v /w mulmxBr dotBl !dotBr -/v.
  rewrite (_ : dot u (P *m v) = dot v v); last by rewrite dot_mulr Pt.
  by rewrite (dotC u v); ring.
by apply: addr_ge0; [have /andP[_] := P01 v; rewrite subr_ge0 | have /andP[] := P01 w].
Qed.

Hypothesis P_spectrum : spectrum_in_unit_interval P.

Lemma spectrum_symmetric : P^T = P.
Proof.
have [Q [l [_ -> _]]] := P_spectrum.
by rewrite !trmx_mul trmxK tr_diag_mx mulmxA.
Qed.

(** S = Qᵀ diag(λ(1 - λ)) Q. *)
Lemma weight_of_the_spectrum : exists (Q : 'M[F]_n) (l : 'rV[F]_n),
  [/\ Q^T *m Q = 1%:M, implicit_weight P = Q^T *m diag_mx (\row_i (l 0 i * (1 - l 0 i))) *m Q
    & forall i, 0 <= l 0 i <= 1].
Proof.
have [Q [l [Q1 PE l01]]] := P_spectrum; exists Q, l; split=> //.
have Q2 := mulmx1C Q1.
rewrite /implicit_weight spectrum_symmetric PE -{1}Q1.
have -> : Q^T *m Q - Q^T *m diag_mx l *m Q = Q^T *m (1%:M - diag_mx l) *m Q.
  by rewrite mulmxBr mulmx1 mulmxBl.
rewrite !mulmxA -(mulmxA _ Q Q^T) Q2 mulmx1 -(mulmxA Q^T (diag_mx l)).
congr (_ *m _ *m _); apply/matrixP => i j.
rewrite mul_diag_mx !mxE; case: eqP => [->|_]; first by rewrite !mulr1n.
by rewrite !mulr0n subrr mulr0.
Qed.

(** 0 ≤ ⟨u, S u⟩ ≤ ¼⟨u, u⟩. *)
Lemma weight_bounds u :
  0 <= dot u (implicit_weight P *m u) <= 4%:R^-1 * dot u u.
Proof.
have [Q [l [Q1 -> l01]]] := weight_of_the_spectrum.
rewrite -!mulmxA dot_mulr trmxK diagonal_form.
have -> : dot u u = \sum_i 1 * ((Q *m u) i 0) ^+ 2.
  rewrite -[X in dot X _](mul1mx u) -Q1 -mulmxA dot_mull trmxK.
  by apply: eq_bigr => i _; rewrite mul1r expr2.
apply/andP; split; first apply: sumr_ge0 => i _.
  have /andP[l0 l1] := l01 i; rewrite mxE; apply: mulr_ge0; last exact: sqr_ge0.
  by apply: mulr_ge0; rewrite // subr_ge0.
rewrite mulr_sumr; apply: ler_sum => i _; rewrite mxE mul1r ler_wpmul2r ?sqr_ge0 //.
rewrite -subr_ge0 (_ : _ - _ = (l 0 i - 2%:R^-1) ^+ 2) ?sqr_ge0 //.
by move: (l 0 i) => x; field.
Qed.

End Weight.

(** tr S V[Z] = E⟨Z - EZ, S (Z - EZ)⟩. *)
Lemma trace_weight (F : fieldType) (T : finType) (r : T -> F) n (S : 'M[F]_n) (Z : T -> 'cV[F]_n) :
  \tr (S *m variance r Z)
    = \sum_x r x * dot (Z x - mean r Z) (S *m (Z x - mean r Z)).
Proof.
rewrite /variance; move: (mean r Z) => e; rewrite -mean_mull linear_sum.
by apply: eq_bigr => x _; rewrite /= mxtraceZ trace_outer.
Qed.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Variable P : 'M[F]_n.

Let f := output below D above input W.
Let K := layer_connection below D above input.
Let M := mean p (view_mean q K).

(** byol-implicit-contrastive#positive-semidefinite: for symmetric P with eigenvalues in
    [0, 1] the operator V_x^S[K̄] is positive semidefinite. *)
Theorem implicit_term_of_the_spectrum v : spectrum_in_unit_interval P ->
  0 <= dot v (weighted_variance p (implicit_weight P) (view_mean q K) *m v).
Proof.
by move=> PS; apply: implicit_term_semidefinite => // u; have /andP[] := weight_bounds PS u.
Qed.

(** byol-implicit-contrastive#positive-semidefinite: the same for a symmetric P with
    0 ≤ ⟨u, P u⟩ ≤ ⟨u, u⟩ for every u, over any ordered field. *)
Theorem implicit_term_of_the_range v : P^T = P ->
  (forall u, 0 <= dot u (P *m u) <= dot u u) ->
  0 <= dot v (weighted_variance p (implicit_weight P) (view_mean q K) *m v).
Proof.
by move=> Pt P01; apply: implicit_term_semidefinite => // u; apply: weight_of_the_range.
Qed.

(** byol-implicit-contrastive#zero-mean-share-shrinks: ⟨w, -M S Mᵀ w⟩ = -⟨m, S m⟩ ≤ 0 at
    every layer, with m = E f. *)
Theorem zero_mean_share_shrinks : spectrum_in_unit_interval P ->
  let mean_output := mean p (view_mean q f) in
  dot (vec W) (- (M *m implicit_weight P *m M^T *m vec W))
    = - dot mean_output (implicit_weight P *m mean_output)
  /\ - dot mean_output (implicit_weight P *m mean_output) <= 0.
Proof.
move=> PS mo; split; first by rewrite dotNr share_form.
by rewrite oppr_le0; have /andP[] := weight_bounds PS mo.
Qed.

(** byol-implicit-contrastive#attraction: on views without augmentation
    0 ≤ ⟨w, -∇_w r⟩ ≤ ¼ tr V_x[F̄], with -∇_w r by the operator with zero-mean. *)
Theorem attraction_without_augmentation : spectrum_in_unit_interval P ->
  (forall x a, f x a = view_mean q f x) ->
  0 <= dot (vec W) (byol_zero_mean_operator p q P K *m vec W)
    <= 4%:R^-1 * \tr (variance p (view_mean q f)).
Proof.
move=> PS aug; rewrite mulmxBl dotBr within_trace.
have -> : within p q f = 0.
  rewrite /within /mean big1 // => x _; rewrite /variance /mean big1 ?scaler0 // => a _.
  by rewrite [X in X - _]aug subrr mul0mx scaler0.
rewrite mulmx0 linear0 subr0 operator_trace /between -/f.
rewrite -[X in _ <= _ * \tr X]mul1mx !trace_weight.
apply/andP; split.
  apply: sumr_ge0 => x _; apply: mulr_ge0 => //; move: (_ - _) => u.
  by have /andP[] := weight_bounds PS u.
rewrite mulr_sumr; apply: ler_sum => x _.
rewrite mul1mx mulrCA ler_wpmul2l //.
by have /andP[] := weight_bounds PS (view_mean q f x - mean p (view_mean q f)).
Qed.

(** byol-implicit-contrastive: an eigenvalue above 1 of a symmetric P repels:
    ⟨u, S u⟩ < 0 for its eigenvectors. *)
Theorem eigenvalue_above_one_repels l (u : 'cV[F]_n) : P^T = P -> u != 0 ->
  P *m u = l *: u -> 1 < l -> dot u (implicit_weight P *m u) < 0.
Proof.
move=> Pt u0 Pu l1; rewrite /implicit_weight Pt -mulmxA mulmxBl mul1mx Pu mulmxBr Pu.
rewrite -scalemxAr Pu scalerA -scalerBl dotZr (_ : l - l * l = l * (1 - l)); last by ring.
rewrite pmulr_llt0; first by rewrite pmulr_rlt0 ?subr_lt0 // (lt_trans ltr01).
by apply: CommutingProduct.dot_gt0.
Qed.

End Layer.
