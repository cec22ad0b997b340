(** Two networks with weights of their own: the gradient of one pair's loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(** dual-gradient: with r = ½‖f₁ - f₂‖², the first network moving along W + tV
    and the second output any constant f₂: ∇r = K (Kᵀ vec W - f₂). *)
Theorem dual_gradient_constant (F : fieldType) (U : Type) n0 m k h n
    (below : network F U n0 m) (D : U -> 'M[F]_(h, k)) (above : network F U h n)
    (u : U) (x : 'cV[F]_n0) (f2 : 'cV[F]_n) (W V : 'M[F]_(k, m)) t :
  2%:R != 0 :> F ->
  let K := connection below D above u x in
  pair_loss (forward (stack below (Layer (W + t *: V) D above)) u x) f2
    = pair_loss (forward (stack below (Layer W D above)) u x) f2
      + t * dot (vec V) (K *m (K^T *m vec W - f2))
      + t ^+ 2 * (2%:R^-1 * dot (K^T *m vec V) (K^T *m vec V)).
Proof.
move=> two K; rewrite connection_derivative connection_output -/K /pair_loss.
rewrite [dot (vec V) _]dot_mulr addrAC.
move: (K^T *m vec W - f2) (K^T *m vec V) => a b.
by rewrite !(dotDl, dotDr, dotZl, dotZr) (dotC a b); field.
Qed.

(** dual-gradient#gradient: the second output of a network of any other depth and
    widths, at its layer with weights W₂: ∇_{W₁} r = K₁ (K₁ᵀ vec W₁ - K₂ᵀ vec W₂). *)
Theorem dual_gradient (F : fieldType) (U U2 : Type) n0 m k h n n02 m2 k2 h2
    (below : network F U n0 m) (D : U -> 'M[F]_(h, k)) (above : network F U h n)
    (below2 : network F U2 n02 m2) (D2 : U2 -> 'M[F]_(h2, k2)) (above2 : network F U2 h2 n)
    (u : U) (x : 'cV[F]_n0) (u2 : U2) (x2 : 'cV[F]_n02)
    (W V : 'M[F]_(k, m)) (W2 : 'M[F]_(k2, m2)) t :
  2%:R != 0 :> F ->
  let K := connection below D above u x in
  let K2 := connection below2 D2 above2 u2 x2 in
  let f2 := forward (stack below2 (Layer W2 D2 above2)) u2 x2 in
  pair_loss (forward (stack below (Layer (W + t *: V) D above)) u x) f2
    = pair_loss (forward (stack below (Layer W D above)) u x) f2
      + t * dot (vec V) (K *m (K^T *m vec W - K2^T *m vec W2))
      + t ^+ 2 * (2%:R^-1 * dot (K^T *m vec V) (K^T *m vec V)).
Proof.
move=> two K K2 f2; rewrite -(connection_output below2 W2 D2 above2 u2 x2).
exact: dual_gradient_constant.
Qed.
