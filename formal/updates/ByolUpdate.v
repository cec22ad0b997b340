(** BYOL: the update of every layer of a network, from the definition of the loss.

    [V] is the direction in which the weights W move: the factor of t is
    ⟨vec V, ∇L⟩, so that -∇L is what stands after the minus sign. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol.
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
Variable P : 'M[F]_n.
Implicit Types W V : 'M[F]_(k, m).

Let f := output below D above input.
Let K := layer_connection below D above input.
Let M := mean p (view_mean q K).

Lemma outputE W : f W =2 (fun x a => (K x a)^T *m vec W).
Proof. exact: output_connection. Qed.

Lemma centred_outputE W :
  centred p q (f W) =2 (fun x a => (K x a - M)^T *m vec W).
Proof.
move=> x a; rewrite -(centred_shifted p q K) /centred outputE; congr (_ - _).
by apply: eq_mean => y; apply: eq_mean => b; rewrite outputE.
Qed.

Lemma eq_byol_loss (u u' v v' : X -> A -> 'cV[F]_n) :
  u =2 u' -> v =2 v' -> byol_loss p q P u v = byol_loss p q P u' v'.
Proof. by move=> uu vv; apply: eq_positive_loss => // x a; rewrite uu. Qed.

Lemma vec_line W V t : vec (W + t *: V) = vec W + t *: vec V.
Proof. by rewrite vecD vecZ. Qed.

(** byol-implicit-contrastive#without-zero-mean: the target is a constant, and
    -∇r = (E_x[K̄ S K̄ᵀ] - E_x V^{PᵀP}_{x'|x}[K]) vec W, with S = Pᵀ(I - P). *)
Theorem byol_without_zero_mean W V t :
  byol_loss p q P (f (W + t *: V)) (f W)
    = byol_loss p q P (f W) (f W)
      + t * - dot (vec V) (byol_operator p q P K *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K x a)^T *m vec V))
                                              (fun x a => P *m ((K x a)^T *m vec V))).
Proof.
by rewrite !(eq_byol_loss (outputE _) (outputE _)) vec_line byol_line.
Qed.

(** byol-implicit-contrastive#with-zero-mean (in part): zero-mean at both outputs,
    -∇r = (V_x^S[K̄] - E_x V^{PᵀP}_{x'|x}[K]) vec W; only: a target whose mean is
    not taken off is missing. *)
Theorem byol_with_zero_mean W V t :
  byol_loss p q P (centred p q (f (W + t *: V))) (centred p q (f W))
    = byol_loss p q P (centred p q (f W)) (centred p q (f W))
      + t * - dot (vec V) (byol_zero_mean_operator p q P K *m vec W)
      + t ^+ 2 * (2%:R^-1 * second_moment p q (fun x a => P *m ((K x a - M)^T *m vec V))
                                              (fun x a => P *m ((K x a - M)^T *m vec V))).
Proof.
rewrite !(eq_byol_loss (centred_outputE _) (centred_outputE _)) vec_line.
by rewrite -shifted_byol_operator // byol_line.
Qed.

(** byol-implicit-contrastive#zero-mean-share: the share of the zero-mean in the
    update is exactly -M S Mᵀ vec W, with M = E K̄. *)
Theorem zero_mean_share W :
  byol_zero_mean_operator p q P K *m vec W
    = byol_operator p q P K *m vec W - M *m implicit_weight P *m M^T *m vec W.
Proof.
rewrite /byol_zero_mean_operator weighted_variance_moment // -mulmxBl.
by rewrite /byol_operator addrAC.
Qed.

(** stop-gradient#plain: with the gradient through both sides, shared weights,
    ∇r = (E_x V^{I+PᵀP}_{x'|x}[K] + E_x[K̄ (I-P)ᵀ(I-P) K̄ᵀ]) vec W. *)
Theorem both_sides_without_zero_mean W V t :
  byol_loss p q P (f (W + t *: V)) (f (W + t *: V))
    = byol_loss p q P (f W) (f W)
      + t * dot (vec V) (both_sides_operator p q P K *m vec W)
      + t ^+ 2 * (2%:R^-1 * dot (vec V) (both_sides_operator p q P K *m vec V)).
Proof.
by rewrite !(eq_byol_loss (outputE _) (outputE _)) vec_line both_sides_line.
Qed.

(** stop-gradient#zero-mean: with zero-mean at both outputs,
    ∇r = (E_x V^{I+PᵀP}_{x'|x}[K] + V_x^{(I-P)ᵀ(I-P)}[K̄]) vec W. *)
Theorem both_sides_with_zero_mean W V t :
  byol_loss p q P (centred p q (f (W + t *: V))) (centred p q (f (W + t *: V)))
    = byol_loss p q P (centred p q (f W)) (centred p q (f W))
      + t * dot (vec V) (both_sides_zero_mean_operator p q P K *m vec W)
      + t ^+ 2 * (2%:R^-1 * dot (vec V) (both_sides_zero_mean_operator p q P K *m vec V)).
Proof.
rewrite !(eq_byol_loss (centred_outputE _) (centred_outputE _)) vec_line.
by rewrite -shifted_both_sides // both_sides_line.
Qed.

(** stop-gradient#only-shrinks (in part): ⟨vec W, ∇r⟩ = 2r at every layer, without
    zero-mean; only: the equality, over any field. *)
Theorem both_sides_radial W :
  dot (vec W) (both_sides_operator p q P K *m vec W) = 2%:R * byol_loss p q P (f W) (f W).
Proof.
by rewrite (eq_byol_loss (outputE _) (outputE _)) both_sides_loss // mulrA mulfV // mul1r.
Qed.

(** stop-gradient#only-shrinks (in part): ⟨vec W, ∇r⟩ = 2r at every layer, with
    zero-mean; only: the equality, over any field. *)
Theorem both_sides_zero_mean_radial W :
  dot (vec W) (both_sides_zero_mean_operator p q P K *m vec W)
    = 2%:R * byol_loss p q P (centred p q (f W)) (centred p q (f W)).
Proof.
rewrite (eq_byol_loss (centred_outputE _) (centred_outputE _)) both_sides_loss //.
by rewrite shifted_both_sides // mulrA mulfV // mul1r.
Qed.

End Layer.

(** byol-implicit-contrastive#identity-predictor-gives-none (in part): without a
    predictor, P = I, the weight S is zero; only: the weight, the update is
    byol_shrinkage and byol_shrinkage_zero_mean. *)
Theorem implicit_weight_identity (F : fieldType) n : implicit_weight (1%:M : 'M[F]_n) = 0.
Proof. by rewrite /implicit_weight subrr mulmx0. Qed.

Section Shrinkage.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.
Variable K : X -> A -> 'M[F]_(d, n).

(** byol-shrinkage#update (in part),
    byol-implicit-contrastive#identity-predictor-gives-none (in part): without a
    predictor the operator is -E_x V_{x'|x}[K]; only: the operator without
    zero-mean, that it is the update says shrinkage_without_zero_mean. *)
Theorem byol_shrinkage :
  byol_operator p q 1%:M K = - within_variance p q 1%:M K.
Proof.
rewrite /byol_operator implicit_weight_identity trmx1 mulmx1.
rewrite /weighted_moment (eq_mean p (Z := fun=> 0)) => [|x]; last by rewrite mulmx0 mul0mx.
by rewrite /mean big1 ?sub0r // => x _; rewrite scaler0.
Qed.

(** byol-shrinkage#update (in part),
    byol-implicit-contrastive#identity-predictor-gives-none (in part): the zero-mean
    does not change it; only: the operator, that it is the update says
    shrinkage_with_zero_mean. *)
Theorem byol_shrinkage_zero_mean :
  byol_zero_mean_operator p q 1%:M K = - within_variance p q 1%:M K.
Proof.
rewrite /byol_zero_mean_operator implicit_weight_identity trmx1 mulmx1.
rewrite /weighted_variance (eq_mean p (Z := fun=> 0)) => [|x]; last by rewrite mulmx0 mul0mx.
by rewrite /mean big1 ?sub0r // => x _; rewrite scaler0.
Qed.

End Shrinkage.

(** Signs, for probabilities that are not negative. *)
Section Signs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).
Variables d n : nat.
Variable K : X -> A -> 'M[F]_(d, n).
Implicit Types (P S : 'M[F]_n) (v : 'cV[F]_d).

Lemma within_variance_ge0 S v : (forall u, 0 <= dot u (S *m u)) ->
  0 <= dot v (within_variance p q S K *m v).
Proof.
move=> S0; rewrite -mean_mulr dot_meanr; apply: sumr_ge0 => x _.
by apply: mulr_ge0 => //; apply: weighted_variance_ge0.
Qed.

Lemma gram_ge0 P u : 0 <= dot u (P^T *m P *m u).
Proof. by rewrite -mulmxA -dot_mull dot_ge0. Qed.

(** byol-shrinkage#only-shrinks (in part): without a predictor ⟨v, G v⟩ ≤ 0 for
    the operator G and every v; only: the sign, for probabilities that are not
    negative. *)
Theorem byol_shrinkage_sign v : dot v (byol_operator p q 1%:M K *m v) <= 0.
Proof.
rewrite byol_shrinkage mulNmx dotNr oppr_le0; apply: within_variance_ge0 => u.
by rewrite mul1mx dot_ge0.
Qed.

(** byol-implicit-contrastive#positive-semidefinite (in part): where S is positive
    semidefinite, so is V_x^S[K̄]; only: that S is, for symmetric P with
    eigenvalues in [0, 1], is missing, see implicit_term_of_the_spectrum. *)
Theorem implicit_term_semidefinite P v :
  (forall u, 0 <= dot u (implicit_weight P *m u)) ->
  0 <= dot v (weighted_variance p (implicit_weight P) (view_mean q K) *m v).
Proof. exact: weighted_variance_ge0. Qed.

(** stop-gradient: for every predictor P the update -∇r through both sides is
    negative semidefinite, with zero-mean: no layer grows. *)
Theorem both_sides_zero_mean_sign P v :
  dot v (- both_sides_zero_mean_operator p q P K *m v) <= 0.
Proof.
rewrite mulNmx dotNr oppr_le0 mulmxDl dotDr; apply: addr_ge0.
  apply: within_variance_ge0 => u.
  by rewrite mulmxDl dotDr addr_ge0 ?gram_ge0 // mul1mx dot_ge0.
by apply: weighted_variance_ge0 => // u; apply: gram_ge0.
Qed.

(** stop-gradient: the same without zero-mean. *)
Theorem both_sides_sign P v : dot v (- both_sides_operator p q P K *m v) <= 0.
Proof.
rewrite mulNmx dotNr oppr_le0 mulmxDl dotDr; apply: addr_ge0.
  apply: within_variance_ge0 => u.
  by rewrite mulmxDl dotDr addr_ge0 ?gram_ge0 // mul1mx dot_ge0.
rewrite dot_weighted_moment; apply: sumr_ge0 => x _.
by apply: mulr_ge0 => //; apply: gram_ge0.
Qed.

End Signs.
