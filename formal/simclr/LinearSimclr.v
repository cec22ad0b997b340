(** SimCLR on linear networks, step by step. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance simclr.ConstantJacobian.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** G is -∇L at W: on every line L(W + tV) = L(W) + t·(-⟨V, G⟩) + t²·c. *)
Definition minus_gradient k m (L : 'M[F]_(k, m) -> F) (W G : 'M[F]_(k, m)) : Prop :=
  forall V, exists c, forall t,
    L (W + t *: V) = L W + t * - dot (vec V) (vec G) + t ^+ 2 * c.

(** Descent: W_{s+1} = W_s - α∇L(W_s). *)
Definition descent k m (L : 'M[F]_(k, m) -> F) alpha (W : nat -> 'M[F]_(k, m)) : Prop :=
  forall s, exists2 G, minus_gradient L (W s) G & W s.+1 = W s + alpha *: G.

(** M^s. *)
Definition matrix_power n (M : 'M[F]_n) (s : nat) : 'M[F]_n := iter s (mulmx M) 1%:M.

(** The two numbers of a place in vec: its column and its row in the matrix. *)
Definition place m k (s : 'I_(m * k)) : 'I_m * 'I_k :=
  enum_val (cast_ord (esym (mxvec_cast m k)) s).

(** The Kronecker product C ⊗ S: at the places (j, i) and (j', i') it is C_jj' S_ii'. *)
Definition kron m k (C : 'M[F]_m) (S : 'M[F]_k) : 'M[F]_(m * k) :=
  \matrix_(s, s') (C (place s).1 (place s').1 * S (place s).2 (place s').2).

End Definitions.

Section Facts.
Variable F : fieldType.

Lemma place_index m k (j : 'I_m) (i : 'I_k) : place (mxvec_index j i) = (j, i).
Proof. by rewrite /place /mxvec_index cast_ordK enum_rankK. Qed.

Lemma vec_inj k m : injective (@vec F k m).
Proof.
move=> W V WV; apply/matrixP => i j.
by rewrite -[LHS]vec_entry WV vec_entry.
Qed.

(** (C ⊗ S) vec W = vec (S W Cᵀ). *)
Lemma kron_vec m k (C : 'M[F]_m) (S : 'M[F]_k) (W : 'M[F]_(k, m)) :
  kron C S *m vec W = vec (S *m W *m C^T).
Proof.
apply/colP => s; case/mxvec_indexP: s => j i; rewrite vec_entry mxE.
rewrite (reindex (uncurry (@mxvec_index m k))) /=; last exact: curry_mxvec_bij.
transitivity (\sum_(ji : 'I_m * 'I_k) C j ji.1 * (S i ji.2 * W ji.2 ji.1)).
  by apply: eq_bigr => -[j' i'] _; rewrite /= vec_entry mxE !place_index mulrA.
rewrite -(pair_bigA _ (fun j' i' => C j j' * (S i i' * W i' j'))) [in RHS]mxE.
by apply: eq_bigr => j' _; rewrite !mxE mulr_suml; apply: eq_bigr => i' _; rewrite mulrC.
Qed.

Lemma matrix_powerS n (M : 'M[F]_n) s : matrix_power M s.+1 = M *m matrix_power M s.
Proof. by []. Qed.

Lemma matrix_powerSr n (M : 'M[F]_n) s : matrix_power M s.+1 = matrix_power M s *m M.
Proof.
rewrite /matrix_power; elim: s => [|s IH]; first by rewrite /= mul1mx mulmx1.
by rewrite iterS {1}IH mulmxA -iterS.
Qed.

Hypothesis two : 2%:R != 0 :> F.

(** There is one gradient. *)
Lemma minus_gradient_unique k m (L : 'M[F]_(k, m) -> F) W G G' :
  minus_gradient L W G -> minus_gradient L W G' -> G = G'.
Proof.
move=> LG LG'; apply: vec_inj; apply: dot_inj => v.
have -> : v = vec (vec_mx v^T)^T by rewrite /vec trmxK vec_mxK trmxK.
move: (vec_mx v^T)^T => V; have [c Lc] := LG V; have [c' Lc'] := LG' V.
move: (Lc 1) (Lc (- 1)); rewrite !Lc'; move: (dot _ _) (dot _ _) (L W) => a b e E1 E2.
apply: (mulfI two).
have -> : 2%:R * a = (e + - 1 * - a + (- 1) ^+ 2 * c) - (e + 1 * - a + 1 ^+ 2 * c) by ring.
by rewrite -E1 -E2; ring.
Qed.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables m k n : nat.
Variable input : X -> A -> 'cV[F]_m.

(** Σ = V_x[x̄], the covariance of the means of the views. *)
Definition input_covariance : 'M[F]_m := variance p (view_mean q input).

(** SimCLR's loss of the network W₂ W x as a function of W. *)
Definition two_layer_loss (W2 : 'M[F]_(n, k)) (W : 'M[F]_(k, m)) : F :=
  let f x a := W2 *m (W *m input x a) in simclr_loss p q f f.

(** -∇L = 2 W₂ᵀ W₂ W Σ. *)
Lemma two_layer_gradient W2 W :
  minus_gradient (two_layer_loss W2) W (2%:R *: (W2^T *m W2 *m W *m input_covariance)).
Proof.
move=> V; pose K x a := kron_tr (input x a) W2.
have E Z : two_layer_loss W2 Z
    = simclr_loss p q (fun x a => (K x a)^T *m vec Z) (fun x a => (K x a)^T *m vec Z).
  by apply: eq_simclr_loss => x a; rewrite /K kron_tr_vec.
have EV Z : variance p (view_mean q K) *m vec Z = vec (W2^T *m W2 *m Z *m input_covariance).
  rewrite -constant_jacobian_operator; congr (_ *m vec Z).
  have Ex x : view_mean q K x = kron_tr (view_mean q input x) W2 by exact: kron_tr_mean.
  by rewrite /variance (eq_mean p Ex); apply: eq_mean => x; rewrite Ex.
exists (- dot (vec V) (variance p (view_mean q K) *m vec V)) => t.
by rewrite !E vecD !vecZ both_branches // EV dotZr mulNr.
Qed.

(** Descent in one factor, W_{s+1} = W_s + 2α S W_s Σ with S = W₂ᵀW₂, for s steps. *)
Lemma two_layer_descent W2 alpha W : descent (two_layer_loss W2) alpha W ->
  forall s, W s.+1 = W s + (2%:R * alpha) *: (W2^T *m W2 *m W s *m input_covariance).
Proof.
move=> dW s; have [G LG ->] := dW s.
by rewrite (minus_gradient_unique LG (two_layer_gradient W2 (W s))) scalerA mulrC.
Qed.

Lemma input_covariance_tr : input_covariance^T = input_covariance.
Proof. by rewrite -mean_tr; apply: eq_mean => x; rewrite trmx_mul trmxK. Qed.

(** linear-simclr#below-a-fixed-layer: for f = W₂ W x with W₂ held fixed, every sequence of
    steps W_{s+1} = W_s - α∇L(W_s) has vec W_s = (I + 2α Σ ⊗ W₂ᵀW₂)^s vec W_0. *)
Theorem below_a_fixed_layer W2 alpha W : descent (two_layer_loss W2) alpha W ->
  forall s, vec (W s)
    = matrix_power (1%:M + (2%:R * alpha) *: kron input_covariance (W2^T *m W2)) s *m vec (W 0%N).
Proof.
move=> dW; elim=> [|s IH]; first by rewrite mul1mx.
rewrite (two_layer_descent dW) vecD vecZ matrix_powerS -(mulmxA _ (matrix_power _ s)) -IH.
by rewrite mulmxDl mul1mx -scalemxAl kron_vec input_covariance_tr.
Qed.

End Facts.

Section OneLayer.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables m k : nat.
Variable input : X -> A -> 'cV[F]_m.
Let Sigma := input_covariance p q input.

(** SimCLR's loss of the network W x. *)
Definition one_layer_loss (W : 'M[F]_(k, m)) : F :=
  let f x a := W *m input x a in simclr_loss p q f f.

Variable alpha : F.
Variable W : nat -> 'M[F]_(k, m).
Hypothesis dW : descent one_layer_loss alpha W.

(** linear-simclr#one-layer: for f = W x, every sequence of steps W_{s+1} = W_s - α∇L(W_s)
    has W_s = W_0 (I + 2αΣ)^s. *)
Theorem one_layer s : W s = W 0%N *m matrix_power (1%:M + (2%:R * alpha) *: Sigma) s.
Proof.
have dW1 : descent (two_layer_loss p q input 1%:M) alpha W.
  move=> u; have [G LG WG] := dW u; exists G => // V; have [c Lc] := LG V; exists c => t.
  have E Z : two_layer_loss p q input 1%:M Z = one_layer_loss Z.
    by apply: eq_simclr_loss => x a; rewrite mul1mx.
  by rewrite !E.
elim: s => [|s IH]; first by rewrite mulmx1.
rewrite (two_layer_descent two p1 q1 dW1) trmx1 !mul1mx matrix_powerSr mulmxA -IH.
by rewrite mulmxDr mulmx1 scalemxAr.
Qed.

(** linear-simclr#tangents-fall: where Σ q_k = σ_k q_k and Σ q_1 = σ_1 q_1, at every row i,
    ⟨w_s, q_k⟩/⟨w_s, q_1⟩ = ((1 + 2ασ_k)/(1 + 2ασ_1))^s ⟨w_0, q_k⟩/⟨w_0, q_1⟩. *)
Theorem tangents_fall (q_1 q_k : 'cV[F]_m) sigma_1 sigma_k s i :
  Sigma *m q_1 = sigma_1 *: q_1 -> Sigma *m q_k = sigma_k *: q_k ->
  (W s *m q_k) i 0 / (W s *m q_1) i 0
    = ((1 + 2%:R * alpha * sigma_k) / (1 + 2%:R * alpha * sigma_1)) ^+ s
      * ((W 0%N *m q_k) i 0 / (W 0%N *m q_1) i 0).
Proof.
have E (v : 'cV[F]_m) sigma : Sigma *m v = sigma *: v ->
    W s *m v = (1 + 2%:R * alpha * sigma) ^+ s *: (W 0%N *m v).
  move=> Sv; rewrite one_layer -mulmxA scalemxAr; congr (_ *m _).
  elim: s => [|s IH]; first by rewrite mul1mx scale1r.
  rewrite matrix_powerS -(mulmxA _ (matrix_power _ s)) IH -scalemxAr mulmxDl mul1mx -scalemxAl Sv.
  have -> : v + (2%:R * alpha) *: (sigma *: v) = (1 + 2%:R * alpha * sigma) *: v.
    by rewrite scalerA scalerDl scale1r.
  by rewrite scalerA exprSr.
by move=> /E -> /E ->; rewrite !mxE expr_div_n mulf_div.
Qed.

End OneLayer.
