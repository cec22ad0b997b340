(** BYOL with target weights of their own, without zero-mean, and the zero-mean's share:
    a target network of any depth and widths, at its layer with weights W₂. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate
  updates.ByolTarget.
From dualproof Require Import byol.OptimalPredictor byol.ImplicitContrastive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

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

(** The target network. *)
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

(** E_x[K̄₁ S K̄₂ᵀ] and E[K₁ S K₁ᵀ]. *)
Definition cross_second_moment (S : 'M[F]_n) : 'M[F]_(m * k, m2 * k2) :=
  mean p (fun x => view_mean q K1 x *m S *m (view_mean q K2 x)^T).
Definition total_second_moment (S : 'M[F]_n) : 'M[F]_(m * k) :=
  total_mean p q (fun x a => K1 x a *m S *m (K1 x a)^T).

(** byol-ema#without-zero-mean: -∇r = E_x[K̄₁ Pᵀ K̄₂ᵀ] vec W₂ - E[K₁ PᵀP K₁ᵀ] vec W₁. *)
Theorem byol_ema_without_zero_mean (W V : 'M[F]_(k, m)) t :
  byol_loss p q P (f (W + t *: V)) g
    = byol_loss p q P (f W) g
      + t * - dot (vec V) (cross_second_moment P^T *m vec W2
                           - total_second_moment (P^T *m P) *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K1 x a)^T *m vec V))
                                              (fun x a => P *m ((K1 x a)^T *m vec V))).
Proof.
have fE Z := outputE below D above input Z.
have gE := outputE below2 D2 above2 input2 W2.
rewrite !(eq_byol_loss p q P (fE _) gE) vec_line target_line // -/K1 -/K2.
congr (_ + _ * _ + _); rewrite dotBr opprB; congr (_ - _).
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _; congr (_ * _).
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => a _; congr (_ * _).
  by rewrite [LHS]dot_mull -!mulmxA [RHS]dot_mulr.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _; congr (_ * _).
by rewrite view_mean_tr_mul -!mulmxA [RHS]dot_mulr [LHS]dot_mull.
Qed.

(** byol-ema#with-zero-mean: the online output zero-mean, the target g + c with any constant
    c: -∇r = Cov_x^{Pᵀ}(K̄₁, K̄₂) vec W₂ - V^{PᵀP}[K₁] vec W₁. *)
Theorem byol_ema_any_target c (W V : 'M[F]_(k, m)) t :
  let M1 := total_mean p q K1 in
  byol_loss p q P (centred p q (f (W + t *: V))) (fun x a => g x a + c)
    = byol_loss p q P (centred p q (f W)) (fun x a => g x a + c)
      + t * - dot (vec V) (cross_covariance p q P^T K1 K2 *m vec W2
                           - total_variance p q (P^T *m P) K1 *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K1 x a - M1)^T *m vec V))
                                              (fun x a => P *m ((K1 x a - M1)^T *m vec V))).
Proof.
move=> M1; pose c0 := - mean p (view_mean q g).
have E u : byol_loss p q P (centred p q u) (centred p q g)
    = byol_loss p q P (centred p q u) (fun x a => g x a + c0) by [].
have B := byol_ema p q1 two P below D above input below2 D2 above2 input2 W2 W V t.
rewrite -/f -/g -/K1 -/K2 !E !(target_shift p1 q1 two) in B; rewrite !(target_shift p1 q1 two).
have shift (l1 l0 s0 s a b : F) : l1 + s0 = l0 + s0 + a + b -> l1 + s = l0 + s + a + b.
  move=> e; have -> : l1 = l0 + a + b by apply: (addIr s0); rewrite e; ring.
  by ring.
exact: shift B.
Qed.

Lemma cross_split S :
  cross_covariance p q S K1 K2
    = cross_second_moment S - total_mean p q K1 *m S *m (total_mean p q K2)^T.
Proof.
rewrite /cross_covariance /cross_second_moment.
set M1 := total_mean p q K1; set M2 := total_mean p q K2.
transitivity (mean p (fun x => view_mean q K1 x *m S *m (view_mean q K2 x)^T
    - view_mean q K1 x *m (S *m M2^T) - (M1 *m S *m (view_mean q K2 x)^T - M1 *m S *m M2^T))).
  apply: eq_mean => x.
  by rewrite linearB /= mulmxBl mulmxBl mulmxBr [M1 *m S *m _]mulmxBr !mulmxA.
rewrite !meanB mean_mulr mean_mull mean_tr mean_const // !mulmxA -/M1 -/M2.
by rewrite subrr subr0.
Qed.

Lemma total_split S :
  total_variance p q S K1
    = total_second_moment S - total_mean p q K1 *m S *m (total_mean p q K1)^T.
Proof.
rewrite /total_variance /total_second_moment; set M1 := total_mean p q K1.
transitivity (mean p (fun x => view_mean q (fun x a => K1 x a *m S *m (K1 x a)^T) x
    - view_mean q K1 x *m (S *m M1^T) - (M1 *m S *m (view_mean q K1 x)^T - M1 *m S *m M1^T))).
  apply: eq_mean => x; rewrite /view_mean -[X in _ = _ - (_ - X)](mean_const _ (q1 x)).
  rewrite -mean_tr -mean_mulr -mean_mull -!meanB; apply: eq_mean => a.
  by rewrite linearB /= mulmxBl mulmxBl mulmxBr [M1 *m S *m _]mulmxBr !mulmxA.
rewrite !meanB mean_mulr mean_mull mean_tr mean_const // !mulmxA -/M1.
by rewrite subrr subr0.
Qed.

(** byol-ema#zero-mean-share: the zero-mean's share of the update is
    -M₁ Pᵀ (M₂ᵀ vec W₂ - P M₁ᵀ vec W₁), with M = E K. *)
Theorem byol_ema_zero_mean_share (W : 'M[F]_(k, m)) :
  let M1 := total_mean p q K1 in let M2 := total_mean p q K2 in
  (cross_covariance p q P^T K1 K2 *m vec W2 - total_variance p q (P^T *m P) K1 *m vec W)
  - (cross_second_moment P^T *m vec W2 - total_second_moment (P^T *m P) *m vec W)
    = - (M1 *m P^T *m (M2^T *m vec W2 - P *m (M1^T *m vec W))).
Proof.
move=> M1 M2; rewrite cross_split total_split -/M1 -/M2 !mulmxBl mulmxBr !mulmxA.
move: (cross_second_moment _ *m _) (total_second_moment _ *m _) => a b.
move: (M1 *m P^T *m M2^T *m vec W2) (M1 *m P^T *m P *m M1^T *m vec W) => c d.
apply/matrixP => i j; rewrite !mxE.
by move: (a i j) (b i j) (c i j) (d i j) => {}a {}b {}c {}d; ring.
Qed.

End Layers.
