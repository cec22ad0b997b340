(** Losses of the outputs of a batch, and the chain rule through a layer. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Byol networks.Derivative networks.Relu
  updates.Differentiable.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** At the outputs y the loss r of all views has the gradient g: in every
    direction d it has the derivative Σ_v ⟨g_v, d_v⟩. *)
Definition has_output_gradient (U : finType) n (r : {ffun U -> 'cV[F]_n} -> F)
    (y g : U -> 'cV[F]_n) : Prop :=
  forall d : U -> 'cV[F]_n,
    has_derivative (fun t => r [ffun v => y v + t *: d v]) (\sum_v dot (g v) (d v)).

End Definitions.

Section Outer.
Variable F : fieldType.

Lemma vec_outer k m (g : 'cV[F]_k) (f : 'cV[F]_m) : vec (g *m f^T) = kron_tr f g^T.
Proof.
apply/matrixP => ij o; rewrite (ord1 o); case/mxvec_indexP: ij => j i.
by rewrite vec_entry kron_tr_entry !mxE big_ord1 !mxE mulrC.
Qed.

(** ⟨V, g fᵀ⟩ = ⟨g, V f⟩. *)
Lemma dot_vec_outer k m (V : 'M[F]_(k, m)) (g : 'cV[F]_k) (f : 'cV[F]_m) :
  dot (vec V) (vec (g *m f^T)) = dot g (V *m f).
Proof. by rewrite dotC vec_outer dotE kron_tr_vec -dotE. Qed.

Lemma vecN k m (W : 'M[F]_(k, m)) : vec (- W) = - vec W.
Proof. by rewrite /vec !linearN. Qed.

Lemma vec_mean (T : finType) (p : T -> F) k m (Z : T -> 'M[F]_(k, m)) :
  vec (mean p Z) = mean p (fun x => vec (Z x)).
Proof. by rewrite /vec /mean !linear_sum; apply: eq_bigr => x _; rewrite !linearZ. Qed.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** ⟨V, E[g fᵀ]⟩ = E⟨g, V f⟩. *)
Lemma dot_mean_outer k m (V : 'M[F]_(k, m)) (g : X -> A -> 'cV[F]_k) (f : X -> A -> 'cV[F]_m) :
  dot (vec V) (vec (mean p (view_mean q (fun x a => g x a *m (f x a)^T))))
    = second_moment p q g (fun x a => V *m f x a).
Proof.
rewrite vec_mean dot_meanr; apply: eq_bigr => x _; congr (_ * _).
rewrite vec_mean dot_meanr; apply: eq_bigr => a _; congr (_ * _).
exact: dot_vec_outer.
Qed.

Lemma mean_dot_const n (g : X -> A -> 'cV[F]_n) c :
  second_moment p q g (fun _ _ => c) = dot (mean p (view_mean q g)) c.
Proof. by rewrite dot_meanl; apply: eq_bigr => x _; rewrite -dot_meanl. Qed.

Lemma second_momentC n (f g : X -> A -> 'cV[F]_n) :
  second_moment p q f g = second_moment p q g f.
Proof. by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; rewrite dotC. Qed.

(** E⟨g, z - E z⟩ = E⟨g, z⟩ - ⟨E g, E z⟩. *)
Lemma second_moment_centred n (g z : X -> A -> 'cV[F]_n) :
  second_moment p q g (centred p q z)
    = second_moment p q g z - dot (mean p (view_mean q g)) (mean p (view_mean q z)).
Proof.
rewrite -mean_dot_const -sumB; apply: eq_bigr => x _; congr (_ * _).
by rewrite -sumB; apply: eq_bigr => a _; rewrite dotBr.
Qed.

Lemma second_moment_pairs n (f g : X -> A -> 'cV[F]_n) :
  \sum_v dot ((p v.1 * q v.1 v.2) *: f v.1 v.2) (g v.1 v.2) = second_moment p q f g.
Proof.
rewrite -(pair_bigA _ (fun x a => dot ((p x * q x a) *: f x a) (g x a))).
apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _.
by rewrite dotZl mulrA.
Qed.

End Outer.

Section ChainRule.
Variable F : realFieldType.

(** Functions that agree near 0 have the same derivative there. *)
Lemma near_derivative (u v : F -> F) c :
  near_zero (fun t => u t = v t) -> has_derivative v c -> has_derivative u c.
Proof.
move=> [r r0 rP] dv e e0; have [s s0 sP] := dv e e0.
exists (Num.min r s); first by rewrite lt_minr r0.
move=> t; rewrite lt_minr => /andP[tr ts]; rewrite !rP ?normr0 //; exact: sP.
Qed.

(** A loss with a gradient, on outputs that move along a line near t = 0. *)
Lemma loss_on_line (U : finType) n (r : {ffun U -> 'cV[F]_n} -> F) (y g d : U -> 'cV[F]_n)
    (z : F -> U -> 'cV[F]_n) :
  has_output_gradient r y g -> near_zero (fun t => forall v, z t v = y v + t *: d v) ->
  has_derivative (fun t => r [ffun v => z t v]) (\sum_v dot (g v) (d v)).
Proof.
move=> rg [s s0 sP]; apply: near_derivative (rg d); exists s => // t /sP zt.
by congr r; apply/ffunP => v; rewrite !ffunE.
Qed.

(** The gradient at the inputs of a ReLU network is Jᵀ times that at its outputs. *)
Lemma network_gradient (U : finType) m n (N : relu_network F m n)
    (r : {ffun U -> 'cV[F]_n} -> F) (y : U -> 'cV[F]_m) (g : U -> 'cV[F]_n) :
  (forall v, has_no_zero_preactivation N (y v)) ->
  has_output_gradient r (fun v => run N (y v)) g ->
  has_output_gradient (fun z => r [ffun v => run N (z v)]) y
    (fun v => (jacobian (gated N y) v)^T *m g v).
Proof.
move=> nz rg d.
have -> : \sum_v dot ((jacobian (gated N y) v)^T *m g v) (d v)
    = \sum_v dot (g v) (jacobian (gated N y) v *m d v).
  by apply: eq_bigr => v _; rewrite dot_mulr.
have [s s0 sP] := gates_stay d nz.
apply: near_derivative (rg (fun v => jacobian (gated N y) v *m d v)).
exists s => // t /sP zt; congr r; apply/ffunP => v; rewrite !ffunE zt.
by rewrite (run_gated N y v) !forward_jacobian mulmxDr scalemxAr.
Qed.

(** A differentiable function that is not 0 keeps its sign. *)
Lemma derivative_sign (g : F -> F) c : has_derivative g c -> g 0 != 0 ->
  near_zero (fun t => (0 < g t) = (0 < g 0)).
Proof.
move=> /derivativeP[u nu gu] g0; have h0 : 0 < `|g 0| / 2%:R.
  by rewrite divr_gt0 ?normr_gt0 ?ltr0n.
have ni := @null_id F.
have nd : null (fun t => c * t + t * u t) by apply: null_add; [apply: null_scale | apply: null_mul].
have [r r0 rP] := nd _ h0; exists r => // t /rP.
have -> : c * t + t * u t = g t - g 0 by rewrite [g t]gu; ring.
move=> le; have {le} : `|g t - g 0| < `|g 0|.
  apply: le_lt_trans le _; rewrite ltr_pdivr_mulr ?ltr0n // ltr_pmulr ?normr_gt0 //.
  by rewrite ltr1n.
case: (ltrgt0P (g 0)) g0 => // gs _; rewrite ltr_norml => /andP[lo hi].
  by move: lo; rewrite ltr_subr_addl subrr => ->.
by apply: negbTE; rewrite -leNgt; move: hi; rewrite ltr_subl_addr addNr => /ltW.
Qed.

Lemma column_derivative_mul m n (M : 'M[F]_(n, m)) (z : F -> 'cV[F]_m) u :
  column_derivative z u -> column_derivative (fun t => M *m z t) (M *m u).
Proof.
move=> dz i; rewrite mxE; apply: (@eq_derivative _ (fun t => \sum_j M i j * z t j 0)) => [t|].
  by rewrite mxE.
by apply: derivative_sum => j; apply: derivative_scale.
Qed.

Lemma eq_column_derivative m (z z' : F -> 'cV[F]_m) u :
  (forall t, z t = z' t) -> column_derivative z u -> column_derivative z' u.
Proof. by move=> zz dz i; apply: eq_derivative (dz i) => t; rewrite zz. Qed.

End ChainRule.

Section Byol.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables d n : nat.
Variable P : 'M[F]_n.

Lemma pair_loss_line_derivative m (z : F -> 'cV[F]_m) u c : column_derivative z u ->
  has_derivative (fun t => pair_loss (z t) c) (dot u (z 0 - c)).
Proof.
move=> dz; have dz' : column_derivative (fun t => z t - c) u.
  move=> i; have := derivative_add (dz i) (derivative_const (- c i 0)).
  by rewrite addr0; apply: eq_derivative => t; rewrite !mxE.
have := derivative_scale 2%:R^-1 (dot_derivative dz' dz').
suff -> : 2%:R^-1 * (dot u (z 0 - c) + dot (z 0 - c) u) = dot u (z 0 - c) by [].
by rewrite (dotC (z 0 - c)); move: (dot _ _) => b; field.
Qed.

(** BYOL's loss for any differentiable outputs f of the online branch, with the
    connections K, and any constant target g: ∇r = E[K Pᵀ(P f - ḡ(x))]. *)
Lemma byol_loss_derivative (f : F -> X -> A -> 'cV[F]_n) (g : X -> A -> 'cV[F]_n)
    (K : X -> A -> 'M[F]_(d, n)) delta :
  output_derivative f (fun x a => (K x a)^T *m delta) ->
  has_derivative (fun t => byol_loss p q P (f t) g)
    (dot delta (mean p (view_mean q (fun x a =>
       K x a *m (P^T *m (P *m f 0 x a - view_mean q g x)))))).
Proof.
move=> df; rewrite dot_meanr; apply: derivative_sum => x; apply: derivative_scale.
rewrite dot_meanr; apply: derivative_sum => a; apply: derivative_scale.
have dP := column_derivative_mul P (df x a).
have -> : dot delta (K x a *m (P^T *m (P *m f 0 x a - view_mean q g x)))
    = \sum_b q x b * dot (P *m ((K x a)^T *m delta)) (P *m f 0 x a - g x b).
  rewrite dot_mulr dot_mulr trmxK dotBr dot_meanr.
  under [RHS]eq_bigr => b _ do rewrite dotBr.
  by rewrite sumB sum_const.
by apply: derivative_sum => b; apply: derivative_scale; apply: pair_loss_line_derivative dP.
Qed.

End Byol.
