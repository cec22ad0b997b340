(** Losses of the covariances of the outputs: the layers of networks, the part that
    attracts, and the top layer. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.ConstantJacobian
  simclr.WeightedCovariance.
From dualproof Require Import simclr.OutputCovariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Layers.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

Lemma trmx_scale m n c (M : 'M[F]_(m, n)) : (c *: M)^T = c *: M^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

Lemma symmetrised_tr n (G : 'M[F]_n) : (symmetrised G)^T = symmetrised G.
Proof. by rewrite trmx_scale; congr (_ *: _); apply/matrixP => i j; rewrite !mxE addrC. Qed.

(** L = φ(B, W), a function of the outputs. *)
Definition output_loss n (phi : 'M[F]_n -> 'M[F]_n -> F) (f : X -> A -> 'cV[F]_n) : F :=
  phi (between_covariance p q f) (mean_covariance p q f).

(** φ is differentiable at the covariances of the outputs f. *)
Definition loss_gradient n (phi : 'M[F]_n -> 'M[F]_n -> F) (f : X -> A -> 'cV[F]_n) GB GW :=
  matrix_gradient phi (between_covariance p q f) (mean_covariance p q f) GB GW.

(** output-covariance-losses#update: every layer of every network with given gates,
    -∇L = -2 (V_x^{Φ_B}[K̄] + E_x V^{Φ_W}_{x'|x}[K]) vec W. *)
Theorem output_covariance_update_of_a_layer n0 m k h n (below : network F (X * A) n0 m)
    (D : X * A -> 'M[F]_(h, k)) (above : network F (X * A) h n) (input : X -> A -> 'cV[F]_n0)
    (phi : 'M[F]_n -> 'M[F]_n -> F) GB GW (W V : 'M[F]_(k, m)) :
  let f := output below D above input in
  let G := output_operator p q (symmetrised GB) (symmetrised GW)
             (layer_connection below D above input) in
  loss_gradient phi (f W) GB GW ->
  has_derivative (fun t => output_loss phi (f (W + t *: V)))
    (- dot (vec V) (- 2%:R *: (G *m vec W))).
Proof.
move=> f G; have W0 : W + 0 *: V = W by rewrite scale0r addr0.
have := @output_covariance_update _ _ _ p q _ _ (fun t => f (W + t *: V)) _ (vec W) (vec V)
  (gated_output_derivative below D above input W V) _ phi GB GW.
rewrite W0; apply=> x a; exact: output_connection.
Qed.

(** output-covariance-losses#update (in part): gates that the network computes.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem output_covariance_update_relu n0 m k n (below : relu_network F n0 m) (slope : F)
    (above : relu_network F k n) (input : X -> A -> 'cV[F]_n0)
    (phi : 'M[F]_n -> 'M[F]_n -> F) GB GW (W V : 'M[F]_(k, m)) :
  let f := relu_output below slope above input in
  let G := output_operator p q (symmetrised GB) (symmetrised GW)
             (relu_connection below slope above input W) in
  (forall x a, has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a)) ->
  loss_gradient phi (f W) GB GW ->
  has_derivative (fun t => output_loss phi (f (W + t *: V)))
    (- dot (vec V) (- 2%:R *: (G *m vec W))).
Proof.
move=> f G nz; have W0 : W + 0 *: V = W by rewrite scale0r addr0.
have := @output_covariance_update _ _ _ p q _ _ (fun t => f (W + t *: V)) _ (vec W) (vec V)
  (fun x a => relu_output_derivative nz V (x, a)) _ phi GB GW.
rewrite W0; apply=> x a; exact: relu_output_connection.
Qed.

(** output-covariance-losses#attracting-part: where -Φ_B is positive semidefinite, so is
    -2 V_x^{Φ_B}[K̄], for connections of any layer. *)
Theorem output_attracting_part d n (K : X -> A -> 'M[F]_(d, n)) (GB : 'M[F]_n) :
  (forall x, 0 <= p x) ->
  (forall u : 'cV[F]_n, 0 <= dot u (- symmetrised GB *m u)) ->
  let G := - 2%:R *: weighted_variance p (symmetrised GB) (view_mean q K) in
  G^T = G /\ forall v, 0 <= dot v (G *m v).
Proof.
move=> p0 S0 G; have E : G = 2%:R *: weighted_variance p (- symmetrised GB) (view_mean q K).
  rewrite /G scaleNr -scalerN -meanN; congr (_ *: _); apply: eq_mean => x.
  by rewrite mulmxN mulNmx.
split=> [|v].
  by rewrite /G trmx_scale weighted_variance_tr symmetrised_tr.
rewrite E -scalemxAl dotZr mulr_ge0 ?ler0n //.
exact: weighted_variance_ge0.
Qed.

End Layers.

Section TopLayer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables n0 m k : nat.
Variable below : network F (X * A) n0 m.
Variable input : X -> A -> 'cV[F]_n0.

(** The connection of a linear layer at the top, and what it reads. *)
Definition top_connection : X -> A -> 'M[F]_(m * k, k) :=
  layer_connection below (fun=> 1%:M) Output input.
Definition top_input (x : X) (a : A) : 'cV[F]_m := forward below (x, a) (input x a).

Lemma top_view_mean x :
  view_mean q top_connection x = kron_tr (view_mean q top_input x) 1%:M.
Proof.
rewrite /view_mean -kron_tr_mean; apply: eq_mean => a.
by rewrite /top_connection /layer_connection /connection /= mulmx1.
Qed.

Lemma sandwich_entry d n (G : 'M[F]_(d, n)) (S : 'M[F]_n) s s' :
  (G *m S *m G^T) s s' = \sum_o \sum_o' G s o' * S o' o * G s' o.
Proof.
by rewrite mxE; apply: eq_bigr => o _; rewrite [X in X * _]mxE mulr_suml [_^T _ _]mxE.
Qed.

(** V_x^S[K̄] = Cov_x[f̄] ⊗ S, entry by entry. *)
Lemma top_weighted_variance (S : 'M[F]_k) j i j' i' :
  weighted_variance p S (view_mean q top_connection) (mxvec_index j i) (mxvec_index j' i')
    = variance p (view_mean q top_input) j j' * S i i'.
Proof.
rewrite /weighted_variance /variance [X in X = _]summxE [X in _ = X * _]summxE mulr_suml.
apply: eq_bigr => x _; rewrite (eq_mean p top_view_mean) top_view_mean kron_tr_mean kron_trB.
move: (view_mean q top_input x - _) => g; rewrite [LHS]mxE [X in _ = X * _]mxE -mulrA.
congr (_ * _); rewrite sandwich_entry (bigD1 i') //= [X in _ + X]big1 => [|o oi]; last first.
  by rewrite big1 // => o' _; rewrite !kron_tr_entry [_ o i']mxE (negbTE oi) !mulr0.
rewrite addr0 (bigD1 i) //= [X in _ + X]big1 => [|o oi]; last first.
  by rewrite !kron_tr_entry [_ o i]mxE (negbTE oi) mulr0 !mul0r.
rewrite addr0 !kron_tr_entry [X in g j 0 * X]mxE [X in g j' 0 * X]mxE !eqxx !mulr1.
by rewrite [in RHS]mxE big_ord1 [X in _ = _ * X * _]mxE mulrAC.
Qed.

(** (f̄ ⊗ I)ᵀ vec (u eᵀ) = ⟨e, f̄⟩ u: the quadratic form of V_x^S[K̄] at vec (u eᵀ) is the
    product of those of Cov_x[f̄] at e and of S at u. *)
Lemma top_quadratic_form (S : 'M[F]_k) (e : 'cV[F]_m) (u : 'cV[F]_k) :
  dot (vec (u *m e^T)) (weighted_variance p S (view_mean q top_connection) *m vec (u *m e^T))
    = dot e (variance p (view_mean q top_input) *m e) * dot u (S *m u).
Proof.
rewrite /weighted_variance /variance -!mean_mulr !dot_meanr mulr_suml.
apply: eq_bigr => x _; rewrite (eq_mean p top_view_mean) top_view_mean kron_tr_mean kron_trB.
move: (view_mean q top_input x - _) => g.
rewrite -!mulmxA [dot (vec _) _]dot_mulr !kron_tr_vec !mul1mx -!mulmxA.
have -> : e^T *m g = (dot e g)%:M by rewrite [LHS]mx11_scalar dotE.
have -> : g^T *m e = (dot e g)%:M by rewrite [LHS]mx11_scalar -dotE dotC.
by rewrite !mul_mx_scalar -!scalemxAr !(dotZl, dotZr) (dotC e g) !mulrA.
Qed.

End TopLayer.

(** output-covariance-losses#top-layer: at a linear top layer, with f̄ the mean over the
    views of what it reads, -2 V_x^{Φ_B}[K̄] = Cov_x[f̄] ⊗ (-2 Φ_B), entry by entry. *)
Theorem output_top_layer (F : fieldType) (X A : finType) (p : X -> F) (q : X -> A -> F)
    n0 m k (below : network F (X * A) n0 m) (input : X -> A -> 'cV[F]_n0) (PhiB : 'M[F]_k)
    j i j' i' :
  (- 2%:R *: weighted_variance p PhiB (view_mean q (top_connection k below input)))
      (mxvec_index j i) (mxvec_index j' i')
    = variance p (view_mean q (top_input below input)) j j' * (- 2%:R *: PhiB) i i'.
Proof. by rewrite mxE top_weighted_variance [X in _ = _ * X]mxE mulrCA. Qed.

(** output-covariance-losses#top-layer: where f̄ differs between two samples of positive
    probability, the operator is positive semidefinite only if -Φ_B is. *)
Theorem output_top_layer_only_if (F : realFieldType) (X A : finType) (p : X -> F)
    (q : X -> A -> F) n0 m k (below : network F (X * A) n0 m) (input : X -> A -> 'cV[F]_n0)
    (PhiB : 'M[F]_k) x y :
  (forall x, 0 <= p x) -> 0 < p x -> 0 < p y ->
  view_mean q (top_input below input) x != view_mean q (top_input below input) y ->
  (forall v, 0 <= dot v (- 2%:R *: weighted_variance p PhiB
                           (view_mean q (top_connection k below input)) *m v)) ->
  forall u, 0 <= dot u (- PhiB *m u).
Proof.
move=> p0 px py /eqP fxy G0 u; set f := view_mean q (top_input below input) in fxy *.
have /existsP[j fj] : [exists j, f x j 0 != f y j 0].
  apply: contraT => /existsPn e; case: fxy; apply/colP => j.
  by apply/eqP; move: (e j); rewrite negbK.
have := G0 (vec (u *m (delta_mx j 0)^T)).
rewrite -scalemxAl dotZr top_quadratic_form -/f.
have Cj : 0 < dot (delta_mx j 0) (variance p f *m delta_mx j 0).
  pose c z := f z j 0 - mean p f j 0.
  have E z : dot (delta_mx j 0) ((f z - mean p f) *m (f z - mean p f)^T *m delta_mx j 0) = c z ^+ 2.
    by rewrite -mulmxA [dot _ _]dot_mulr /dot big_ord1 -colE !mxE.
  have [z pz cz] : exists2 z, 0 < p z & c z != 0.
    have [cx|cx] := eqVneq (c x) 0; last by exists x.
    exists y => //; apply: contraNneq fj => cy; apply/eqP/(addIr (- mean p f j 0)).
    by rewrite -/(c x) -/(c y) cx cy.
  rewrite /variance -mean_mulr dot_meanr (bigD1 z) //= E ltr_paddr //.
    by apply: sumr_ge0 => o _; rewrite E mulr_ge0 // sqr_ge0.
  by rewrite mulr_gt0 // exprn_even_gt0.
rewrite mulNr -mulrN mulNmx dotNr -mulrN.
by rewrite pmulr_rge0 ?ltr0n // pmulr_rge0.
Qed.
