(** BYOL with any target: a target network with weights of its own (a moving
    average of the online ones), or any other constant outputs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** E Z over all samples and views. *)
Definition total_mean m n (Z : X -> A -> 'M[F]_(m, n)) : 'M[F]_(m, n) :=
  mean p (view_mean q Z).

(** V^S[K] over all samples and views. *)
Definition total_variance d n (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  total_mean (fun x a => (K x a - total_mean K) *m S *m (K x a - total_mean K)^T).

(** Cov_x^S(K̄₁, K̄₂) = E_x[(K̄₁ - EK̄₁) S (K̄₂ - EK̄₂)ᵀ]. *)
Definition cross_covariance d1 d2 n (S : 'M[F]_n)
    (K1 : X -> A -> 'M[F]_(d1, n)) (K2 : X -> A -> 'M[F]_(d2, n)) : 'M[F]_(d1, d2) :=
  mean p (fun x => (view_mean q K1 x - total_mean K1) *m S
                   *m (view_mean q K2 x - total_mean K2)^T).

End Definitions.

Section Target.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables d n : nat.
Variable P : 'M[F]_n.
Implicit Types (K : X -> A -> 'M[F]_(d, n)) (v w : 'cV[F]_d) (g : X -> A -> 'cV[F]_n).

Lemma target_line K g w v t :
  let f u := fun x a => (K x a)^T *m u in
  byol_loss p q P (f (w + t *: v)) g
    = byol_loss p q P (f w) g
      + t * (second_moment p q (fun x a => P *m f v x a) (fun x a => P *m f w x a)
             - \sum_x p x * dot (P *m ((view_mean q K x)^T *m v)) (view_mean q g x))
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m f v x a)
                                              (fun x a => P *m f v x a)).
Proof.
move=> f; pose b u := \sum_x p x * dot (P *m ((view_mean q K x)^T *m u)) (view_mean q g x).
pose s u u' := second_moment p q (fun x a => P *m f u x a) (fun x a => P *m f u' x a).
have E u : byol_loss p q P (f u) g
    = 2%:R^-1 * s u u + 2%:R^-1 * second_moment p q g g - b u.
  rewrite /byol_loss positive_lossE //; congr (_ - _); apply: eq_bigr => x _.
  congr (_ * dot _ _); rewrite -view_mean_tr_mul; exact: mean_mull.
have bD : b (w + t *: v) = b w + t * b v.
  rewrite -sumZ -sumD; apply: eq_bigr => x _; congr (_ * _).
  by rewrite !mulmxDr -!scalemxAr dotDl dotZl.
have sD u : s u (w + t *: v) = s u w + t * s u v.
  rewrite -sumZ -sumD; apply: eq_bigr => x _; congr (_ * _).
  rewrite -sumZ -sumD; apply: eq_bigr => a _; congr (_ * _).
  by rewrite /f !mulmxDr -!scalemxAr dotDr dotZr.
have sC u u' : s u u' = s u' u.
  by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; rewrite dotC.
rewrite !E bD sD (sC _ w) (sC _ v) !sD (sC w v) -/(s v w) -/(s v v) -/(b v).
move: (s w w) (s v w) (s v v) (b w) (b v) (second_moment p q g g) => a1 a2 a3 a4 a5 a6.
by field.
Qed.

End Target.

Section Layers.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variable n : nat.
Variable P : 'M[F]_n.

(** The online network at its layer with weights W₁. *)
Variables n0 m k h : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.

(** The target network, of any depth and widths, at its layer with weights W₂. *)
Variables n02 m2 k2 h2 : nat.
Variable below2 : network F (X * A) n02 m2.
Variable D2 : X * A -> 'M[F]_(h2, k2).
Variable above2 : network F (X * A) h2 n.
Variable input2 : X -> A -> 'cV[F]_n02.
Variable W2 : 'M[F]_(k2, m2).

Let f := output below D above input.
Let K1 := layer_connection below D above input.
Let g := output below2 D2 above2 input2 W2.
Let K2 := layer_connection below2 D2 above2 input2.

(** byol-ema#with-zero-mean (in part): with zero-mean at both outputs, the target network
    of any depth and widths; only: another constant taken off the target is missing;
    -∇r = Cov_x^{Pᵀ}(K̄₁, K̄₂) vec W₂ - V^{PᵀP}[K₁] vec W₁. *)
Theorem byol_ema (W V : 'M[F]_(k, m)) t :
  let M1 := total_mean p q K1 in
  byol_loss p q P (centred p q (f (W + t *: V))) (centred p q g)
    = byol_loss p q P (centred p q (f W)) (centred p q g)
      + t * - dot (vec V) (cross_covariance p q P^T K1 K2 *m vec W2
                           - total_variance p q (P^T *m P) K1 *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K1 x a - M1)^T *m vec V))
                                              (fun x a => P *m ((K1 x a - M1)^T *m vec V))).
Proof.
move=> M1; pose K x a := K1 x a - M1.
have fE Z := centred_outputE p q below D above input Z.
have gE := centred_outputE p q below2 D2 above2 input2 W2.
rewrite !(eq_byol_loss p q P (fE _) gE) vec_line target_line // -/K.
congr (_ + _ * _ + _); rewrite dotBr opprB; congr (_ - _).
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _; congr (_ * _).
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => a _; congr (_ * _).
  by rewrite [LHS]dot_mull -!mulmxA [RHS]dot_mulr.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _; congr (_ * _).
rewrite view_mean_tr_mul -!mulmxA [RHS]dot_mulr [LHS]dot_mull.
by rewrite /view_mean !meanB !mean_const.
Qed.

End Layers.
