(** The discriminant -tr (B + W + εI)⁻¹B: its derivative along every line in B and W. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import perm ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative simclr.Normalised updates.Flow updates.Losses.
From dualproof Require Import simclr.EnergyFlow simclr.OutputRates.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Inverse.
Variable F : realFieldType.

Definition differentiable (g : F -> F) : Prop := exists c, has_derivative g c.

Lemma differentiable_eq g h : g =1 h -> differentiable g -> differentiable h.
Proof. by move=> gh [c dc]; exists c; apply: Flow.eq_derivative dc. Qed.

Lemma differentiable_prod (I : finType) (g : I -> F -> F) :
  (forall i, differentiable (g i)) -> differentiable (fun t => \prod_i g i t).
Proof.
move=> dg; apply: (@differentiable_eq (fun t => \prod_(i <- enum I) g i t)) => [t|].
  by rewrite big_enum.
elim: (enum I) => [|i s [c dc]].
  by exists 0; apply: Flow.eq_derivative (derivative_const 1) => t; rewrite big_nil.
have [e de] := dg i; eexists; apply: Flow.eq_derivative (derivative_mul de dc) => t.
by rewrite big_cons.
Qed.

Lemma differentiable_sum (I : finType) (g : I -> F -> F) :
  (forall i, differentiable (g i)) -> differentiable (fun t => \sum_i g i t).
Proof. by move=> /fin_all_exists[c dc]; eexists; apply: derivative_sum dc. Qed.

Lemma differentiable_det n (M : F -> 'M[F]_n) :
  (forall i j, differentiable (fun t => M t i j)) -> differentiable (fun t => \det (M t)).
Proof.
move=> dM; apply: differentiable_sum => s.
have [c dc] := @differentiable_prod _ (fun i t => M t i (s i)) (fun i => dM i (s i)).
by eexists; apply: derivative_scale dc.
Qed.

Lemma differentiable_inv g : differentiable g -> g 0 != 0 -> differentiable (fun t => (g t)^-1).
Proof.
move=> [c dc]; case: (ltrgt0P (g 0)) => // g0 _.
  by eexists; apply: derivative_inv dc.
have dn := derivative_scale (-1) dc.
have n0 : 0 < -1 * g 0 by rewrite mulN1r oppr_gt0.
eexists; apply: Flow.eq_derivative (derivative_scale (-1) (derivative_inv n0 dn)) => t.
by rewrite !mulN1r invrN opprK.
Qed.

Lemma nonzero_near g : differentiable g -> g 0 != 0 -> near_zero (fun t => g t != 0).
Proof.
move=> [c dc] g0; have [r r0 rP] := derivative_sign dc g0.
have dn := derivative_scale (-1) dc.
case: (ltrgt0P (g 0)) g0 => // gs _.
  by have [e e0 eP] := positive_near gs dc; exists e => // t /eP/lt0r_neq0.
have n0 : 0 < -1 * g 0 by rewrite mulN1r oppr_gt0.
have [e e0 eP] := positive_near n0 dn; exists e => // t /eP.
by rewrite mulN1r oppr_gt0 => /ltr0_neq0.
Qed.

(** The inverse of a curve of matrices: (M⁻¹)' = -M⁻¹ M' M⁻¹. *)
Lemma curve_inverse n (M : F -> 'M[F]_n) D : M 0 \in unitmx -> curve_derivative M 0 D ->
  near_zero (fun t => M t \in unitmx) /\
  curve_derivative (fun t => invmx (M t)) 0 (- (invmx (M 0) *m D *m invmx (M 0))).
Proof.
move=> M0 dM; have dE i j : differentiable (fun t => M t i j).
  by exists (D i j); apply: Flow.eq_derivative (dM i j) => t; rewrite add0r.
have dd := differentiable_det dE.
have d0 : \det (M 0) != 0 by move: M0; rewrite unitmxE unitfE.
have near : near_zero (fun t => M t \in unitmx).
  by have [r r0 rP] := nonzero_near dd d0; exists r => // t /rP; rewrite unitmxE unitfE.
split=> //; have dI i j : differentiable (fun t => invmx (M t) i j).
  have dc : differentiable (fun t => cofactor (M t) j i).
    have [c dc] : differentiable (fun t => \det (row' j (col' i (M t)))).
      by apply: differentiable_det => k l; apply: differentiable_eq (dE (lift j k) (lift i l)) => t; rewrite !mxE.
    by eexists; apply: derivative_scale dc.
  have [c dc'] := dc; have [e de] := differentiable_inv dd d0.
  eexists; apply: near_derivative (derivative_mul de dc').
  by have [r r0 rP] := near; exists r => // t /rP u; rewrite /invmx u !mxE.
have [R dR] : exists R : 'M[F]_n, curve_derivative (fun t => invmx (M t)) 0 R.
  have [c dc] := fin_all_exists (fun ij : 'I_n * 'I_n => dI ij.1 ij.2).
  exists (\matrix_(i, j) c (i, j)) => i j; rewrite mxE.
  by apply: Flow.eq_derivative (dc (i, j)) => t; rewrite add0r.
suff <- : R = - (invmx (M 0) *m D *m invmx (M 0)) by [].
have E : R *m M 0 + invmx (M 0) *m D = 0.
  apply/matrixP => i j; apply: derivative_unique (curve_mul dR dM i j) _; rewrite mxE.
  apply: near_derivative (derivative_const ((1%:M : 'M[F]_n) i j)).
  by have [r r0 rP] := near; exists r => // t /rP u; rewrite add0r mulVmx.
have := congr1 (mulmx^~ (invmx (M 0))) E; rewrite mul0mx mulmxDl mulmxK // => /eqP.
by rewrite addr_eq0 => /eqP.
Qed.

End Inverse.

Section Discriminant.
Variable F : realFieldType.
Variable n : nat.
Variables (B W : 'M[F]_n) (eps : F).

(** -tr (T + εI)⁻¹ B with T = B + W. *)
Definition discriminant (B W : 'M[F]_n) : F := - \tr (invmx (B + W + eps%:M) *m B).

Lemma trace_derivative (M : F -> 'M[F]_n) D : curve_derivative M 0 D ->
  has_derivative (fun t => \tr (M t)) (\tr D).
Proof.
by move=> dM; apply: derivative_sum => i; apply: Flow.eq_derivative (dM i i) => t; rewrite add0r.
Qed.

Lemma line_derivative (M D : 'M[F]_n) : curve_derivative (fun t => M + t *: D) 0 D.
Proof.
move=> i j; apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
rewrite /= !mxE; move: (M i j) (D i j) => a b; ring.
Qed.

Hypotheses (Bs : positive_semidefinite B) (Ws : positive_semidefinite W) (eps0 : 0 < eps).
Let R := invmx (B + W + eps%:M).

(** output-covariance-losses#rates-attract (in part): of the discriminant φ = -tr (T + εI)⁻¹B,
    T = B + W, on every line φ has the derivative tr(Φ_B X) + tr(Φ_W Y) with
    Φ_B = -R(W + εI)R, R = (T + εI)⁻¹, and Φ_W = RBR; -Φ_B is positive definite.
    only: the log-determinant is not here. *)
Theorem discriminant_attracts :
  (forall X Y, has_derivative (fun t => discriminant (B + t *: X) (W + t *: Y))
     (\tr (- (R *m (W + eps%:M) *m R) *m X) + \tr ((R *m B *m R) *m Y))) /\
  positive_definite (R *m (W + eps%:M) *m R).
Proof.
have [_ Tu _ pd] := rates_attract Bs Ws ltr01 eps0; split=> // X Y.
pose M t := (B + W + eps%:M) + t *: (X + Y).
have M0 : M 0 = B + W + eps%:M by rewrite /M scale0r addr0.
have u0 : M 0 \in unitmx by rewrite M0.
have [_ dR] := curve_inverse u0 (line_derivative _ _).
have := derivative_scale (-1) (trace_derivative (curve_mul dR (line_derivative B X))).
rewrite -/(M 0) M0 -/R scale0r addr0.
have -> : -1 * \tr (- (R *m (X + Y) *m R) *m B + R *m X)
    = \tr (- (R *m (W + eps%:M) *m R) *m X) + \tr ((R *m B *m R) *m Y).
  have E : R *m (W + eps%:M) *m R = R - R *m B *m R.
    have -> : W + eps%:M = (B + W + eps%:M) - B by rewrite -(addrA B) addrAC subrr add0r.
    by rewrite mulmxBr mulmxBl mulVmx // mul1mx.
  rewrite E opprB mulNmx mulmxDr !mulmxDl mulNmx !linearD !linearN /= mulN1r.
  rewrite [\tr (R *m X *m R *m B)]mxtrace_mulC [\tr (R *m Y *m R *m B)]mxtrace_mulC.
  rewrite !mulmxA [\tr (B *m R *m X *m R)]mxtrace_mulC [\tr (B *m R *m Y *m R)]mxtrace_mulC !mulmxA.
  by move: (\tr _) (\tr _) (\tr _) => x y z; ring.
apply: Flow.eq_derivative => t; rewrite mulN1r /discriminant; congr (- \tr (invmx _ *m _)).
by rewrite /M scalerDr addrAC addrACA.
Qed.

End Discriminant.
