(** BYOL without a predictor, or without the stop-gradient: it only shrinks. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate.
From dualproof Require Import byol.OptimalPredictor byol.OptimalAttraction byol.ImplicitContrastive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Layer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Implicit Types W V : 'M[F]_(k, m).

Let f := output below D above input.
Let K := layer_connection below D above input.
Let M := mean p (view_mean q K).

(** byol-shrinkage#update, byol-implicit-contrastive#identity-predictor-gives-none: without
    a predictor and without zero-mean -∇r = -E_x V_{x'|x}[K] vec W. *)
Theorem shrinkage_without_zero_mean W V t :
  byol_loss p q 1%:M (f (W + t *: V)) (f W)
    = byol_loss p q 1%:M (f W) (f W)
      + t * - dot (vec V) (- within_variance p q 1%:M K *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => 1%:M *m ((K x a)^T *m vec V))
                                              (fun x a => 1%:M *m ((K x a)^T *m vec V))).
Proof. by rewrite -(byol_shrinkage p q K) byol_without_zero_mean. Qed.

(** byol-shrinkage#update, byol-implicit-contrastive#identity-predictor-gives-none: nor with
    the zero-mean at the online output, the target being f + c with any constant c (0: its
    mean is left; -E f: it is taken off). *)
Theorem shrinkage_with_zero_mean c W V t :
  byol_loss p q 1%:M (centred p q (f (W + t *: V))) (fun x a => f W x a + c)
    = byol_loss p q 1%:M (centred p q (f W)) (fun x a => f W x a + c)
      + t * - dot (vec V) (- within_variance p q 1%:M K *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => 1%:M *m ((K x a - M)^T *m vec V))
                                              (fun x a => 1%:M *m ((K x a - M)^T *m vec V))).
Proof. by rewrite -(byol_shrinkage_zero_mean p q K) byol_zero_mean_any_target. Qed.

End Layer.

(** byol-shrinkage#only-shrinks: ⟨vec W, -∇r⟩ = -E_x tr V_{x'|x}[f] ≤ 0, the same number for
    every layer. *)
Theorem shrinkage_only_shrinks (F : realFieldType) (X A : finType) (p : X -> F)
    (q : X -> A -> F) n0 m k h n (below : network F (X * A) n0 m)
    (D : X * A -> 'M[F]_(h, k)) (above : network F (X * A) h n)
    (input : X -> A -> 'cV[F]_n0) (W : 'M[F]_(k, m)) :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  let K := layer_connection below D above input in
  let spread := \sum_x p x * \tr (variance (q x) (output below D above input W x)) in
  dot (vec W) (- within_variance p q 1%:M K *m vec W) = - spread /\ - spread <= 0.
Proof.
move=> p0 q0 K spread; have E : dot (vec W) (within_variance p q 1%:M K *m vec W) = spread.
  rewrite within_trace mul1mx /within /mean linear_sum; apply: eq_bigr => x _.
  by rewrite /= mxtraceZ.
split; first by rewrite mulNmx dotNr E.
rewrite -E oppr_le0; apply: within_variance_ge0 => // u.
by rewrite mul1mx dot_ge0.
Qed.

(** A loss of squared distances is not negative. *)
Lemma byol_loss_ge0 (F : realFieldType) (X A : finType) (p : X -> F) (q : X -> A -> F) n
    (P : 'M[F]_n) (f g : X -> A -> 'cV[F]_n) :
  (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) -> 0 <= byol_loss p q P f g.
Proof.
move=> p0 q0; apply: sumr_ge0 => x _; apply: mulr_ge0 => //.
apply: sumr_ge0 => a _; apply: mulr_ge0 => //; apply: sumr_ge0 => b _; apply: mulr_ge0 => //.
by apply: mulr_ge0; [rewrite invr_ge0 ler0n | exact: dot_ge0].
Qed.

(** stop-gradient#only-shrinks: with the gradient through both sides ⟨vec W, -∇r⟩ = -2r ≤ 0
    at every layer, for every predictor P, without zero-mean and with it. *)
Theorem both_sides_only_shrink (F : realFieldType) (X A : finType) (p : X -> F)
    (q : X -> A -> F) n0 m k h n (below : network F (X * A) n0 m)
    (D : X * A -> 'M[F]_(h, k)) (above : network F (X * A) h n)
    (input : X -> A -> 'cV[F]_n0) (P : 'M[F]_n) (W : 'M[F]_(k, m)) :
  law p -> (forall x, law (q x)) -> (forall x, 0 <= p x) -> (forall x a, 0 <= q x a) ->
  let K := layer_connection below D above input in
  let f := output below D above input W in
  let r := byol_loss p q P f f in
  let r0 := byol_loss p q P (centred p q f) (centred p q f) in
  [/\ dot (vec W) (- both_sides_operator p q P K *m vec W) = - (2%:R * r),
      - (2%:R * r) <= 0,
      dot (vec W) (- both_sides_zero_mean_operator p q P K *m vec W) = - (2%:R * r0) &
      - (2%:R * r0) <= 0].
Proof.
move=> p1 q1 p0 q0 K f r r0; have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
split; rewrite ?oppr_le0 ?mulr_ge0 ?ler0n ?byol_loss_ge0 // mulNmx dotNr.
  by rewrite both_sides_radial.
by rewrite both_sides_zero_mean_radial.
Qed.
