(** Where the Jacobian above a layer is the same for all views. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section ConstantJacobian.
Variable F : fieldType.

(** (g ⊗ Jᵀ) u = vec (Jᵀ u gᵀ). *)
Lemma kron_tr_mul m k n (g : 'cV[F]_m) (J : 'M[F]_(n, k)) (u : 'cV[F]_n) :
  kron_tr g J *m u = vec (J^T *m u *m g^T).
Proof.
apply/colP => s; case/mxvec_indexP: s => j i.
rewrite vec_entry !mxE big_ord1 !mxE mulr_suml; apply: eq_bigr => o _.
by rewrite kron_tr_entry !mxE; ring.
Qed.

Lemma kron_tr_mean (X : finType) (p : X -> F) m k n (g : X -> 'cV[F]_m) (J : 'M[F]_(n, k)) :
  mean p (fun x => kron_tr (g x) J) = kron_tr (mean p g) J.
Proof.
apply/matrixP => s o; case/mxvec_indexP: s => j i.
rewrite kron_tr_entry /mean !summxE mulr_suml; apply: eq_bigr => x _.
by rewrite mxE kron_tr_entry mxE mulrA.
Qed.

Lemma kron_trB m k n (g g' : 'cV[F]_m) (J : 'M[F]_(n, k)) :
  kron_tr g J - kron_tr g' J = kron_tr (g - g') J.
Proof.
apply/matrixP => s o; case/mxvec_indexP: s => j i.
by rewrite mxE [X in _ + X]mxE !kron_tr_entry !mxE mulrBl.
Qed.

Lemma vec_mean (X : finType) (p : X -> F) k m (Z : X -> 'M[F]_(k, m)) :
  mean p (fun x => vec (Z x)) = vec (mean p Z).
Proof.
apply/colP => s; case/mxvec_indexP: s => j i.
rewrite vec_entry /mean !summxE; apply: eq_bigr => x _.
by rewrite mxE vec_entry mxE.
Qed.

(** latent-tree-covariance#operator-block (in part): for a constant Jacobian J
    the operator is V_x[g] ⊗ JᵀJ, g the mean input of the layer: it maps vec W to
    vec (JᵀJ W V_x[g]). only: V_x[g] is left as it is, and one group makes up
    the layer. *)
Theorem constant_jacobian_operator (X : finType) (p : X -> F) m k n
    (g : X -> 'cV[F]_m) (J : 'M[F]_(n, k)) (W : 'M[F]_(k, m)) :
  variance p (fun x => kron_tr (g x) J) *m vec W
    = vec (J^T *m J *m W *m variance p g).
Proof.
rewrite /variance -mean_mulr -mean_mull -vec_mean kron_tr_mean.
apply: eq_mean => x; rewrite kron_trB -mulmxA kron_tr_vec kron_tr_mul.
by rewrite !mulmxA.
Qed.

(** amplification#lone-step (in part): where moreover V_x[g] = c a aᵀ, a step of
    size alpha adds alpha c JᵀJ W a aᵀ: the weights move along a only. only: the
    rank of V_x[g] is given, and one group makes up the layer. *)
Theorem constant_jacobian_step (X : finType) (p : X -> F) m k n
    (g : X -> 'cV[F]_m) (J : 'M[F]_(n, k)) (W : 'M[F]_(k, m)) c (a : 'cV[F]_m) alpha :
  variance p g = c *: (a *m a^T) ->
  vec W + alpha *: (variance p (fun x => kron_tr (g x) J) *m vec W)
    = vec (W + (alpha * c) *: (J^T *m J *m (W *m a) *m a^T)).
Proof.
move=> Vg; rewrite constant_jacobian_operator Vg vecD -scalemxAr !vecZ scalerA.
by rewrite !mulmxA.
Qed.

(** amplification#gaps-grow-by-their-factor (in part): with G = JᵀJ = κ I the
    component along a grows by 1 + alpha c κ ‖a‖² in a step. only: of the step as
    it is given. *)
Theorem conformal_step m k (W : 'M[F]_(k, m)) (G : 'M[F]_k) c (a : 'cV[F]_m) alpha kappa :
  G = kappa%:M ->
  (W + (alpha * c) *: (G *m (W *m a) *m a^T)) *m a
    = (1 + alpha * c * kappa * dot a a) *: (W *m a).
Proof.
have E : W *m a *m a^T *m a = dot a a *: (W *m a).
  have aa : a^T *m a = (dot a a)%:M by rewrite [LHS]mx11_scalar dotE.
  by rewrite -mulmxA aa mul_mx_scalar.
move=> ->; rewrite mulmxDl scalerDl scale1r mul_scalar_mx -!scalemxAl E !scalerA.
by congr (_ + _ *: _); ring.
Qed.

End ConstantJacobian.
