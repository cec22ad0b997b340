(** Objects of equal pixel sum under all cyclic shifts, in linear networks. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate
  updates.Batch simclr.ConstantJacobian emergence.CategoricalTree.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The object u of d + 1 pixels, shifted cyclically by a. *)
Definition shifted_by d (a : 'I_d.+1) (u : 'cV[F]_d.+1) : 'cV[F]_d.+1 := \col_i u (i + a) 0.

(** The sum of its pixels. *)
Definition pixel_sum d (u : 'cV[F]_d) : F := \sum_i u i 0.

(** A network is linear: its gates are the same for all views (the identity for
    linear layers, an average for average-pooling). *)
Fixpoint linear_network V m n (N : network F V m n) : Prop :=
  match N with
  | Output _ => True
  | Layer _ _ _ _ _ D above => (forall v v', D v = D v') /\ linear_network above
  end.

End Definitions.

Section Linear.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

(** Samples X with any law and the same pixel sum; for two objects, equally
    likely, X = bool. All d + 1 shifts are equally likely. *)
Variables (X : finType) (p : X -> F) (d : nat) (object : X -> 'cV[F]_d.+1) (sigma : F).
Hypothesis p1 : law p.
Hypothesis equal_sums : forall x, pixel_sum (object x) = sigma.
Hypothesis d0 : d.+1%:R != 0 :> F.
Let A := ordinal_finType d.+1.
Let q (_ : X) : A -> F := @uniform F A.

Variables m k h n : nat.
Variable lower : network F (X * A) d.+1 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable upper : network F (X * A) h n.
Let input x (a : A) := shifted_by a (object x).

Lemma shift_law x : law (q x).
Proof. have := @uniform_law F A; rewrite card_ord; exact. Qed.

Lemma mean_shift x : view_mean q input x = (sigma / d.+1%:R) *: const_mx 1.
Proof.
apply/colP => i; rewrite /view_mean /mean summxE !mxE mulr1 -(equal_sums x) mulr_suml.
rewrite /pixel_sum [RHS](reindex_inj (addrI i)); apply: eq_bigr => a _.
by rewrite mxE mxE /q /uniform card_ord mulrC.
Qed.

Lemma linear_jacobian V n0 n1 (N : network F V n0 n1) v v' :
  linear_network N -> jacobian N v = jacobian N v'.
Proof.
by elim: N => //= n2 k' h' n' W D' above IH [DD /IH->]; rewrite (DD v v').
Qed.

Let K := layer_connection lower D upper input.

(** translation-invariance#linear-connections-agree: in a linear network
    K̄_l(x) = (σ/d) W_{l-1}…W_1 1 ⊗ (W_L…W_{l+1})ᵀ for every object x of sum σ, at
    every layer, so V_x[K̄_l] = 0. *)
Theorem linear_connections_agree v :
  linear_network lower -> (forall v v', D v = D v') -> linear_network upper ->
  (forall x, view_mean q K x
     = kron_tr ((sigma / d.+1%:R) *: (jacobian lower v *m const_mx 1)) (jacobian upper v *m D v))
  /\ covariance_operator p q lower D upper input = 0.
Proof.
move=> L1 D1 U1.
have E x : view_mean q K x
     = kron_tr ((sigma / d.+1%:R) *: (jacobian lower v *m const_mx 1)) (jacobian upper v *m D v).
  rewrite scalemxAr -(mean_shift x) -mean_mull -kron_tr_mean; apply: eq_mean => a.
  rewrite /K /layer_connection /connection forward_jacobian.
  by rewrite (linear_jacobian _ v L1) (linear_jacobian _ v U1) (D1 _ v).
split=> //; rewrite /covariance_operator /variance (eq_mean p (Z := fun=> 0)).
  by rewrite mean_const.
by move=> x; rewrite (eq_mean p E) mean_const // E subrr mul0mx.
Qed.

(** The covariance over all views is that within samples and that between them. *)
Lemma variance_of_views k0 n0 (Z : X -> A -> 'M[F]_(k0, n0)) :
  variance (fun xa : X * A => p xa.1 * q xa.1 xa.2) (fun xa => Z xa.1 xa.2)
    = within_variance p q 1%:M Z + variance p (view_mean q Z).
Proof.
have pairs k1 n1 (Y : X -> A -> 'M[F]_(k1, n1)) :
    mean (fun xa : X * A => p xa.1 * q xa.1 xa.2) (fun xa => Y xa.1 xa.2)
    = mean p (view_mean q Y).
  rewrite /mean -(pair_bigA _ (fun x a => (p x * q x a) *: Y x a)) /=.
  apply: eq_bigr => x _; rewrite scaler_sumr; apply: eq_bigr => a _.
  by rewrite scalerA.
have l : law (fun xa : X * A => p xa.1 * q xa.1 xa.2).
  rewrite /law -(pair_bigA _ (fun x a => p x * q x a)) /= -[RHS]p1.
  by apply: eq_bigr => x _; rewrite -mulr_sumr shift_law mulr1.
rewrite !variance_moment // !pairs (pairs _ _ (fun x a => Z x a *m (Z x a)^T)).
have -> : within_variance p q 1%:M Z
    = mean p (view_mean q (fun x a => Z x a *m (Z x a)^T))
      - mean p (fun x => view_mean q Z x *m (view_mean q Z x)^T).
  rewrite -meanB; apply: eq_mean => x; rewrite -variance_weighted variance_moment //.
  exact: shift_law.
by rewrite addrA addrNK.
Qed.

Let V := variance (fun xa : X * A => p xa.1 * q xa.1 xa.2) (fun xa => K xa.1 xa.2).
Let f := output lower D upper input.

(** translation-invariance#attraction-cancels-repulsion: there, both branches,
    ∇E r₊ = ∇E r₋ = 2 V[K] vec W, the covariance over all views. *)
Theorem attraction_cancels_repulsion (W dW : 'M[F]_(k, m)) t :
  linear_network lower -> (forall v v', D v = D v') -> linear_network upper ->
  let line L := L (f (W + t *: dW)) (f (W + t *: dW))
    = L (f W) (f W) + t * dot (vec dW) (2%:R *: (V *m vec W))
      + t ^+ 2 * dot (vec dW) (V *m vec dW) in
  line (positive_loss p q (n := n)) /\ line (negative_loss p q (n := n)).
Proof.
move=> L1 D1 U1 line.
have [x0 _|X0] := pickP (predT : pred X); last first.
  by have := p1; rewrite /law big_pred0 // => /esym/eqP; rewrite oner_eq0.
have [_ C0] := linear_connections_agree (x0, 0) L1 D1 U1.
have {}C0 : variance p (view_mean q K) = 0 := C0.
have VE : V = within_variance p q 1%:M K by rewrite /V variance_of_views C0 addr0.
have fE Z := output_connection lower D upper input Z.
have posE Z : positive_loss p q (f Z) (f Z) = dot (vec Z) (V *m vec Z).
  by rewrite (eq_positive_loss p q (fE Z) (fE Z)) positive_loss_within // ?VE //; exact: shift_law.
have negE Z : negative_loss p q (f Z) (f Z) = dot (vec Z) (V *m vec Z).
  rewrite -posE; apply/eqP; rewrite eq_sym -subr_eq0 -/(simclr_loss p q (f Z) (f Z)).
  rewrite (eq_simclr_loss p q (fE Z) (fE Z)) simclr_loss_operator //; last exact: shift_law.
  by rewrite -/K C0 mul0mx dotC dot0l oppr0.
have C u w : dot u (V *m w) = dot w (V *m u).
  by rewrite dot_mulr VE within_variance_tr trmx1 dotC.
rewrite /line !posE !negE vecD vecZ mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr).
rewrite (C (vec W) (vec dW)).
move: (dot (vec W) _) (dot (vec dW) _) (dot (vec dW) (V *m vec dW)) => a b c.
by split; ring.
Qed.

(** translation-invariance#attraction-cancels-repulsion: one branch, half of it:
    ∇E r₊ = ∇E r₋ = V[K] vec W. *)
Theorem attraction_cancels_repulsion_one_branch (W dW : 'M[F]_(k, m)) t :
  linear_network lower -> (forall v v', D v = D v') -> linear_network upper ->
  let line L := L (f (W + t *: dW)) (f W)
    = L (f W) (f W) + t * dot (vec dW) (V *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => (K x a)^T *m vec dW)
                                              (fun x a => (K x a)^T *m vec dW)) in
  line (positive_loss p q (n := n)) /\ line (negative_loss p q (n := n)).
Proof.
move=> L1 D1 U1 line.
have [x0 _|X0] := pickP (predT : pred X); last first.
  by have := p1; rewrite /law big_pred0 // => /esym/eqP; rewrite oner_eq0.
have [_ C0] := linear_connections_agree (x0, 0) L1 D1 U1.
have VE : V = within_variance p q 1%:M K.
  by rewrite /V variance_of_views (C0 : variance p (view_mean q K) = 0) addr0.
have pos : line (positive_loss p q (n := n)).
  have E u w : byol_loss p q 1%:M u w = positive_loss p q u w :> F.
    by apply: eq_positive_loss => // x a; rewrite mul1mx.
  rewrite /line /f; have := byol_without_zero_mean p shift_law two lower D upper input 1%:M W dW t.
  rewrite !E byol_shrinkage mulNmx dotNr opprK -/K -VE => ->; congr (_ + _ * (_ * _)).
  by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; rewrite !mul1mx.
split=> //; have := covariance_operator_one_branch p1 shift_law two lower D upper input W dW t.
rewrite C0 mul0mx dotC dot0l oppr0 mulr0 addr0 /simclr_loss -/f pos /line.
move: (positive_loss _ _ _ _) (negative_loss _ _ _ _) (negative_loss _ _ _ _) => a b c.
move: (t * _) (_ * (_ * _)) => e g E; have -> : c = a + e + g - (a + e + g - c).
  by rewrite opprB addrC subrK.
by rewrite E; ring.
Qed.

End Linear.
