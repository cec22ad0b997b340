(** BYOL's top layer under a predictor: the update of W_L, and its modes.

    [u] is the output of all layers below the top one, any function of the view; the
    top layer gives W u + b, zero-mean online; the target is W u + b + c, c any
    constant. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.PredictorBalance byol.OptimalPredictor.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section TopLayer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n m : nat.
Variables (u : X -> A -> 'cV[F]_m) (b c : 'cV[F]_n) (W : 'M[F]_(n, m)).
Variable P : 'M[F]_n.

Let f V : X -> A -> 'cV[F]_n := fun x a => V *m u x a + b.
Let B := between p q (f W).
Let T := total p q (f W).

(** The loss as a function of the weights of the top layer, the target a constant. *)
Definition top_loss V : F :=
  byol_loss p q P (centred p q (f V)) (fun x a => f W x a + c).

(** optimal-predictor#top-layer: -∇_W r Wᵀ = Pᵀ(B - P T), T invertible or not. *)
Theorem top_layer GW : is_gradient top_loss W GW -> - GW *m W^T = P^T *m (B - P *m T).
Proof.
move=> dW; have dP := gradient_by_P p1 q1 two (f W) c P.
have := @predictor_balance _ _ _ p q p1 q1 two _ _ u (fun x a => f W x a + c) true b isT P W _ _ dP dW.
by rewrite mulNmx => <-; rewrite -mulmxN opprB.
Qed.

(** A common orthonormal basis q_j, the columns of Q, of P, B and W = T - B. *)
Variables (Q : 'M[F]_n) (pj bj tj : 'I_n -> F).
Hypothesis Q_orthonormal : Q^T *m Q = 1%:M.
Hypothesis P_symmetric : P^T = P.
Hypothesis P_modes : forall j, P *m col j Q = pj j *: col j Q.
Hypothesis B_modes : forall j, B *m col j Q = bj j *: col j Q.
Hypothesis T_modes : forall j, T *m col j Q = tj j *: col j Q.
Hypothesis T_unit : T \in unitmx.

(** t_j = q_jᵀ T q_j and p⋆_j = q_jᵀ B q_j / t_j. *)
Definition mode_total j : F := dot (col j Q) (T *m col j Q).
Definition mode_best j : F := dot (col j Q) (B *m col j Q) / mode_total j.

Lemma mode_orthogonal i j : dot (col i Q) (col j Q) = (i == j)%:R.
Proof.
have := congr1 (fun M : 'M[F]_n => M i j) Q_orthonormal; rewrite !mxE => <-.
by apply: eq_bigr => l _; rewrite !mxE.
Qed.

Lemma mode_norm j : dot (col j Q) (col j Q) = 1.
Proof. by rewrite mode_orthogonal eqxx. Qed.

Lemma mode_totalE j : mode_total j = tj j.
Proof. by rewrite /mode_total T_modes dotZr mode_norm mulr1. Qed.

Lemma mode_total_neq0 j : mode_total j != 0.
Proof.
apply/eqP => t0; have := T_modes j; rewrite -mode_totalE t0 scale0r.
move=> /(congr1 (mulmx (invmx T))); rewrite mulKmx // mulmx0 => q0.
by have /eqP := mode_norm j; rewrite q0 dot0l eq_sym oner_eq0.
Qed.

Lemma mode_bestE j : mode_best j * mode_total j = bj j.
Proof. by rewrite divfK ?mode_total_neq0 // B_modes dotZr mode_norm mulr1. Qed.

Lemma mode_update j :
  P^T *m (B - P *m T) *m col j Q
    = (pj j * (mode_best j - pj j) * mode_total j) *: col j Q.
Proof.
rewrite P_symmetric -mulmxA mulmxBl -mulmxA B_modes T_modes -scalemxAr P_modes.
rewrite -mode_bestE -mode_totalE scalerA -scalerBl -scalemxAr P_modes scalerA.
by congr (_ *: _); ring.
Qed.

(** optimal-predictor#modes: -∇_W r Wᵀ = Σ_j p_j (p⋆_j - p_j) t_j q_j q_jᵀ. *)
Theorem top_layer_modes GW : is_gradient top_loss W GW ->
  - GW *m W^T
    = \sum_j (pj j * (mode_best j - pj j) * mode_total j) *: (col j Q *m (col j Q)^T).
Proof.
move=> /top_layer->; rewrite -[LHS]mulmx1 -(mulmx1C Q_orthonormal) mulmxA.
have -> : P^T *m (B - P *m T) *m Q
    = \matrix_(i, j) ((pj j * (mode_best j - pj j) * mode_total j) * Q i j).
  move: (P^T *m (B - P *m T)) mode_update => M ME; apply/matrixP => i j.
  have := congr1 (fun v : 'cV[F]_n => v i 0) (ME j); rewrite !mxE => <-.
  by apply: eq_bigr => l _; rewrite !mxE.
apply/matrixP => i l; rewrite summxE mxE; apply: eq_bigr => j _.
by rewrite !mxE big_ord1 !mxE mulrA.
Qed.

Lemma mode_motion GW j : is_gradient top_loss W GW ->
  inner ((col j Q)^T *m W) ((col j Q)^T *m - GW)
    = pj j * (mode_best j - pj j) * mode_total j.
Proof.
move=> dW; rewrite inner_mulr -mulmxA (top_layer dW) -inner_tr trmx_mul !trmxK inner_col.
by rewrite dot_mulr trmxK mode_update dotZl mode_norm mulr1.
Qed.

End TopLayer.

(** optimal-predictor#modes: under the flow Ẇ = -∇_W r at a time s the row q_jᵀ W of the
    top layer has d/dt ‖q_jᵀ W‖² = 2 p_j (p⋆_j - p_j) t_j: where p_j > 0 and t_j > 0 it
    grows exactly if p_j < p⋆_j. *)
Theorem mode_grows (F : realFieldType) (X A : finType) (p : X -> F) (q : X -> A -> F) n m
    (u : X -> A -> 'cV[F]_m) (b c : 'cV[F]_n) (W : F -> 'M[F]_(n, m)) (s : F)
    (P Q : 'M[F]_n) (pj bj tj : 'I_n -> F) GW j :
  law p -> (forall x, law (q x)) ->
  let f x a := W s *m u x a + b in
  Q^T *m Q = 1%:M -> P^T = P ->
  (forall j, P *m col j Q = pj j *: col j Q) ->
  (forall j, between p q f *m col j Q = bj j *: col j Q) ->
  (forall j, total p q f *m col j Q = tj j *: col j Q) -> total p q f \in unitmx ->
  is_gradient (top_loss p q u b c (W s) P) (W s) GW -> curve_derivative W s (- GW) ->
  let best := mode_best p q u b (W s) Q j in
  let speed := 2%:R * (pj j * (best - pj j) * mode_total p q u b (W s) Q j) in
  has_derivative (fun t => inner ((col j Q)^T *m W (s + t)) ((col j Q)^T *m W (s + t))) speed
  /\ (0 < pj j -> 0 < mode_total p q u b (W s) Q j -> (0 < speed) = (pj j < best)).
Proof.
move=> p1 q1 f Q1 P1 Pm Bm Tm T1 dW W' best speed.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have mm := mode_motion p1 q1 two Q1 P1 Pm Bm Tm T1 j dW.
have dC := curve_mul (curve_const s (col j Q)^T) W'.
split=> [|pj0 t0].
  have := curve_norm dC; rewrite mul0mx add0r mm; exact.
by rewrite pmulr_rgt0 ?ltr0n // pmulr_lgt0 // pmulr_rgt0 // subr_gt0.
Qed.
