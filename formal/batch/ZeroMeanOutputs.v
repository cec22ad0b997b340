(** The zero-mean at the outputs of both networks of BYOL. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Byol networks.Derivative networks.Relu
  updates.ReluUpdate.
From dualproof Require simclr.ContrastiveUpdate.
From dualproof Require Import updates.Differentiable updates.Losses batch.ZeroMean.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section BothOutputs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables d n : nat.
Variable P : 'M[F]_n.

(** g = Pᵀ(P f₁ - E_{x'|x} f₂), with both outputs centred. *)
Definition byol_output_gradient (f1 f2 : X -> A -> 'cV[F]_n) : X -> A -> 'cV[F]_n :=
  fun x a => P^T *m (P *m centred p q f1 x a - view_mean q (centred p q f2) x).

(** E[K g] = E[K Pᵀ(P f₁ - f₂)]. *)
Definition both_outputs_gradient (K : X -> A -> 'M[F]_(d, n)) (f1 f2 : X -> A -> 'cV[F]_n) :
    'cV[F]_d :=
  total_mean p q (fun x a => K x a *m byol_output_gradient f1 f2 x a).

Lemma mean_centred f : total_mean p q (centred p q f) = 0 :> 'cV[F]_n.
Proof.
have E x : view_mean q (centred p q f) x = view_mean q f x - mean p (view_mean q f).
  by rewrite /view_mean meanB mean_const.
by rewrite /total_mean (eq_mean p E) meanB mean_const // subrr.
Qed.

(** E g = 0. *)
Lemma output_gradient_zero_mean f1 f2 : total_mean p q (byol_output_gradient f1 f2) = 0.
Proof.
have E x : view_mean q (byol_output_gradient f1 f2) x
    = P^T *m (P *m view_mean q (centred p q f1) x - view_mean q (centred p q f2) x).
  by rewrite /view_mean mean_mull meanB mean_mull mean_const.
rewrite /total_mean (eq_mean p E) mean_mull meanB mean_mull.
by rewrite -/(total_mean p q _) -/(total_mean p q (centred p q f2)) !mean_centred mulmx0 subr0 mulmx0.
Qed.

(** The outputs f t at θ + tδ of any differentiable network, with the
    connections K = (∂f/∂θ)ᵀ; the target f₂ is a constant. *)
Variable f : F -> X -> A -> 'cV[F]_n.
Variable K : X -> A -> 'M[F]_(d, n).
Variable delta : 'cV[F]_d.
Variable f2 : X -> A -> 'cV[F]_n.
Hypothesis f_derivative : output_derivative f (fun x a => (K x a)^T *m delta).

Lemma both_outputs_detached :
  has_derivative
    (fun t => byol_loss p q P (fun x a => f t x a - total_mean p q (f 0)) (centred p q f2))
    (dot delta (both_outputs_gradient K (f 0) f2)).
Proof.
have df : output_derivative (fun t x a => f t x a - total_mean p q (f 0))
            (fun x a => (K x a)^T *m delta).
  move=> x a i; have := derivative_add (f_derivative x a i)
    (derivative_const (- total_mean p q (f 0) i 0)).
  by rewrite addr0; apply: eq_derivative => t; rewrite !mxE.
exact: (byol_loss_derivative p q1 P (centred p q f2) df).
Qed.

Lemma both_outputs_through :
  has_derivative (fun t => byol_loss p q P (centred p q (f t)) (centred p q f2))
    (dot delta (both_outputs_gradient K (f 0) f2)).
Proof.
pose M := total_mean p q K.
have dm : column_derivative (fun t => total_mean p q (f t)) (M^T *m delta).
  have := mean_derivative p (fun x => mean_derivative (q x) (f_derivative x)).
  suff -> : mean p (fun x => mean (q x) (fun a => (K x a)^T *m delta)) = M^T *m delta by [].
  by rewrite -mean_tr_mul; apply: eq_mean => x; rewrite -view_mean_tr_mul.
have df : output_derivative (fun t => centred p q (f t)) (fun x a => (K x a - M)^T *m delta).
  move=> x a i; have := derivative_add (f_derivative x a i) (derivative_scale (- 1) (dm i)).
  by rewrite linearB mulmxBl /= !mxE mulN1r; apply: eq_derivative => t; rewrite !mxE mulN1r.
have := byol_loss_derivative p q1 P (centred p q f2) df.
suff -> : mean p (view_mean q (fun x a => (K x a - M) *m byol_output_gradient (f 0) f2 x a))
  = both_outputs_gradient K (f 0) f2 by [].
have E x : view_mean q (fun x a => (K x a - M) *m byol_output_gradient (f 0) f2 x a) x
    = view_mean q (fun x a => K x a *m byol_output_gradient (f 0) f2 x a) x
      - M *m view_mean q (byol_output_gradient (f 0) f2) x.
  rewrite /view_mean -mean_mull -meanB; apply: eq_mean => a; exact: mulmxBl.
rewrite (eq_mean p E) meanB mean_mull -/(total_mean p q (byol_output_gradient (f 0) f2)).
by rewrite output_gradient_zero_mean mulmx0 subr0.
Qed.

(** zero-mean-gradient#both-outputs: nothing is lost, for E g = 0: with the gradient
    through the mean, and with the mean of the online output detached,
    ∇r = E[K Pᵀ(P f₁ - f₂)]. *)
Theorem both_outputs :
  let G := both_outputs_gradient K (f 0) f2 in
  [/\ total_mean p q (byol_output_gradient (f 0) f2) = 0,
      has_derivative (fun t => byol_loss p q P (centred p q (f t)) (centred p q f2)) (dot delta G)
    & has_derivative
        (fun t => byol_loss p q P (fun x a => f t x a - total_mean p q (f 0)) (centred p q f2))
        (dot delta G)].
Proof.
move=> G; split.
- exact: output_gradient_zero_mean.
- exact: both_outputs_through.
exact: both_outputs_detached.
Qed.

End BothOutputs.

(** Every layer of a ReLU network, with the zero-mean at both outputs. *)
Section BothOutputsOfANetwork.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variables W V : 'M[F]_(k, m).
Variable P : 'M[F]_n.
Variable f2 : X -> A -> 'cV[F]_n.
Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).

Let f := relu_output below slope above input.
Let K := relu_connection below slope above input W.
Let G := both_outputs_gradient p q P K (f W) f2.

Lemma layer_derivative : output_derivative (fun t => f (W + t *: V)) (fun x a => (K x a)^T *m vec V).
Proof. by move=> x a; apply: (ContrastiveUpdate.relu_output_derivative no_zero V (x, a)). Qed.

(** zero-mean-gradient#both-outputs (in part): at every layer of a network. only:
    ReLU, leaky ReLU and linear layers. *)
Theorem network_both_outputs :
  has_derivative (fun t => byol_loss p q P (centred p q (f (W + t *: V))) (centred p q f2))
    (dot (vec V) G)
  /\ has_derivative
       (fun t => byol_loss p q P (fun x a => f (W + t *: V) x a - total_mean p q (f W)) (centred p q f2))
       (dot (vec V) G).
Proof.
have [_ dt dd] := both_outputs p1 q1 P f2 layer_derivative.
by move: dt dd; rewrite scale0r addr0 => dt dd; split; [exact: dt | exact: dd].
Qed.

End BothOutputsOfANetwork.
