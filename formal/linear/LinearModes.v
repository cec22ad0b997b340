(** BYOL on linear networks, in orthonormal bases in which all matrices are diagonal:
    every mode goes by itself. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  byol.OptimalPredictor linear.LinearByol.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The n × m matrix with a_0, a_1, … on its diagonal and 0 beside it. *)
Definition diagonal n m (a : nat -> F) : 'M[F]_(n, m) := \matrix_(i, j) (a i *+ (i == j :> nat)).

(** M has the diagonal a in the bases of the columns of U and Q: M = U diag(a) Qᵀ. *)
Definition in_modes n m (U : 'M[F]_n) (Q : 'M[F]_m) (M : 'M[F]_(n, m)) (a : nat -> F) : Prop :=
  M = U *m diagonal n m a *m Q^T.

End Definitions.

Section Facts.
Variable F : fieldType.
Implicit Types a b : nat -> F.

Lemma diagonal_mul k n m a b : (k <= n)%N || (m <= n)%N ->
  diagonal k n a *m diagonal n m b = diagonal k m (fun j => a j * b j).
Proof.
move=> le; apply/matrixP => i j; rewrite !mxE.
have [in_|ni] := ltnP i n.
  rewrite (bigD1 (Ordinal in_)) //= big1 ?addr0 => [|l ne].
    by rewrite !mxE /= eqxx mulr1n mulrnAr.
  rewrite !mxE; case: eqP => [e|_]; last by rewrite mul0r.
  by case/eqP: ne; apply/val_inj; rewrite /= e.
rewrite big1 => [|l _].
  case: eqP => // e; move: le; rewrite leqNgt (leq_ltn_trans ni (ltn_ord i)) /=.
  by rewrite leqNgt (leq_ltn_trans ni) // e ltn_ord.
rewrite !mxE; case: eqP => [e|_]; last by rewrite mul0r.
by move: (ltn_ord l); rewrite -e ltnNge ni.
Qed.

Lemma diagonal_tr n m a : (diagonal n m a)^T = diagonal m n a.
Proof. by apply/matrixP => i j; rewrite !mxE eq_sym; case: eqP => // ->. Qed.

Variables n m : nat.
Implicit Types (U : 'M[F]_n) (Q : 'M[F]_m).

Lemma modes_add U Q M N a b : in_modes U Q M a -> in_modes U Q N b ->
  in_modes U Q (M + N) (fun j => a j + b j).
Proof.
move=> -> ->; rewrite /in_modes -mulmxDl -mulmxDr; congr (_ *m _ *m _).
by apply/matrixP => i j; rewrite !mxE mulrnDl.
Qed.

Lemma modes_scale U Q M a c : in_modes U Q M a -> in_modes U Q (c *: M) (fun j => c * a j).
Proof.
move=> ->; rewrite /in_modes scalemxAl scalemxAr; congr (_ *m _ *m _).
by apply/matrixP => i j; rewrite !mxE mulrnAr.
Qed.

Lemma modes_sub U Q M N a b : in_modes U Q M a -> in_modes U Q N b ->
  in_modes U Q (M - N) (fun j => a j - b j).
Proof.
move=> -> ->; rewrite /in_modes -mulmxBl -mulmxBr; congr (_ *m _ *m _).
by apply/matrixP => i j; rewrite !mxE mulrnBl.
Qed.

Lemma modes_tr U Q M a : in_modes U Q M a -> in_modes Q U M^T a.
Proof. by move=> ->; rewrite /in_modes !trmx_mul trmxK diagonal_tr mulmxA. Qed.

Lemma diagonal_ext a b : (forall j, (j < n)%N -> a j = b j) -> diagonal n m a = diagonal n m b.
Proof. by move=> ab; apply/matrixP => i j; rewrite !mxE ab. Qed.

Lemma modes_ext U Q M a b : (forall j, (j < n)%N -> a j = b j) ->
  in_modes U Q M a -> in_modes U Q M b.
Proof. by move=> /diagonal_ext ab ->; rewrite /in_modes ab. Qed.

End Facts.

Lemma modes_mul (F : fieldType) k n m (U : 'M[F]_k) (V : 'M[F]_n) (Q : 'M[F]_m) M N a b :
  V^T *m V = 1%:M -> (k <= n)%N || (m <= n)%N ->
  in_modes U V M a -> in_modes V Q N b -> in_modes U Q (M *m N) (fun j => a j * b j).
Proof.
move=> V1 le -> ->; rewrite /in_modes -(diagonal_mul a b le) !mulmxA.
by rewrite -(mulmxA _ V^T V) V1 mulmx1.
Qed.

Section Modes.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n m : nat.
Hypothesis nm : (n <= m)%N.
Variable u : X -> A -> 'cV[F]_m.

(** The axes: u_j and q_j, the columns of U and Q, are orthonormal. *)
Variables (U : 'M[F]_n) (Q : 'M[F]_m).
Hypotheses (U1 : U^T *m U = 1%:M) (Q1 : Q^T *m Q = 1%:M).

(** X and X' are diagonal in them. *)
Variables xj x'j : nat -> F.
Hypothesis X_modes : in_modes Q Q (mean_moment p q u) xj.
Hypothesis X'_modes : in_modes Q Q (within p q u) x'j.

(** g_j = p_j w_j (x_j + x'_j) - a_j x_j. *)
Definition mode_gradient (pj wj aj : nat -> F) (j : nat) : F :=
  pj j * wj j * (xj j + x'j j) - aj j * xj j.

Lemma modes_of_the_gradients Wa P W GW GP pj wj aj :
  in_modes U Q W wj -> in_modes U U P pj -> in_modes U Q Wa aj ->
  is_gradient (linear_loss p q u Wa P) W GW ->
  is_gradient (linear_loss p q u Wa ^~ W) P GP ->
  in_modes U Q GW (fun j => pj j * mode_gradient pj wj aj j)
  /\ in_modes U U GP (fun j => mode_gradient pj wj aj j * wj j).
Proof.
move=> Wm Pm Am; have [dW dP] := linear_gradients p q1 two u Wa P W.
move=> /(gradient_unique two dW) <- /(gradient_unique two dP) <-.
have le1 : (n <= m)%N || (n <= m)%N by rewrite nm.
have le2 : (n <= m)%N || (m <= m)%N by rewrite nm.
have le3 : (n <= n)%N || (m <= n)%N by rewrite leqnn.
have le4 : (n <= n)%N || (n <= n)%N by rewrite leqnn.
have Gm : in_modes U Q (linear_gradient p q u Wa P W) (mode_gradient pj wj aj).
  apply: modes_sub; apply: (modes_mul Q1) => //.
    exact: (modes_mul U1 le3 Pm Wm).
  exact: modes_add.
split; first exact: (modes_mul U1 le3 (modes_tr Pm) Gm).
exact: (modes_mul Q1 le1 Gm (modes_tr Wm)).
Qed.

(** linear-byol#modes: a step of the size h of Ẇ = -∇_W r - η_W W, Ṗ = -α∇_P r - η_P P,
    Ẇ_a = β(W - W_a) leaves W, P and W_a diagonal, and takes every mode by itself to
    w_j ← (1 - hη_W) w_j - h p_j g_j, p_j ← (1 - hη_P) p_j - hα g_j w_j,
    a_j ← a_j + hβ(w_j - a_j). *)
Theorem linear_modes Wa P W GW GP pj wj aj h alpha beta etaW etaP :
  in_modes U Q W wj -> in_modes U U P pj -> in_modes U Q Wa aj ->
  is_gradient (linear_loss p q u Wa P) W GW ->
  is_gradient (linear_loss p q u Wa ^~ W) P GP ->
  let g := mode_gradient pj wj aj in
  [/\ in_modes U Q (W - h *: (GW + etaW *: W))
        (fun j => (1 - h * etaW) * wj j - h * pj j * g j),
      in_modes U U (P - h *: (alpha *: GP + etaP *: P))
        (fun j => (1 - h * etaP) * pj j - h * alpha * g j * wj j) &
      in_modes U Q (Wa + (h * beta) *: (W - Wa)) (fun j => aj j + h * beta * (wj j - aj j))].
Proof.
move=> Wm Pm Am dW dP g; have [GWm GPm] := modes_of_the_gradients Wm Pm Am dW dP.
rewrite -/g in GWm GPm; split.
- apply: modes_ext (modes_sub Wm (modes_scale h (modes_add GWm (modes_scale etaW Wm)))) => j _.
  by rewrite -/g; ring.
- apply: modes_ext (modes_sub Pm (modes_scale h
    (modes_add (modes_scale alpha GPm) (modes_scale etaP Pm)))) => j _.
  by rewrite -/g; ring.
exact: (modes_add Am (modes_scale (h * beta) (modes_sub Wm Am))).
Qed.

End Modes.
