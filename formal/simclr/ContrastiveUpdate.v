(** Contrastive losses of any differentiable outputs, and of ReLU networks. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative networks.Relu
  updates.ReluUpdate updates.Differentiable simclr.Contrastive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Outputs.
Variable F : realFieldType.
Variables O I : finType.
Variables d n : nat.
Variable rho : O -> F.

(** The outputs of the two views of the pair i of the batch o, at θ + tδ, and
    their connections at θ. *)
Variables f1 f2 : F -> O -> I -> 'cV[F]_n.
Variables K1 K2 : O -> I -> 'M[F]_(d, n).
Variable delta : 'cV[F]_d.
Hypothesis df1 : forall o i, column_derivative (fun t => f1 t o i) ((K1 o i)^T *m delta).
Hypothesis df2 : forall o i, column_derivative (fun t => f2 t o i) ((K2 o i)^T *m delta).

Lemma pair_loss_derivative o i :
  has_derivative (fun t => pair_loss (f1 t o i) (f2 t o i))
    (dot delta ((K1 o i - K2 o i) *m (f1 0 o i - f2 0 o i))).
Proof.
have dz : column_derivative (fun t => f1 t o i - f2 t o i) ((K1 o i - K2 o i)^T *m delta).
  move=> j; have := derivative_add (df1 o i j) (derivative_scale (- 1) (df2 o i j)).
  rewrite linearB /= mulmxBl !mxE mulN1r; apply: eq_derivative => t.
  by rewrite !mxE mulN1r.
have := derivative_scale (2%:R^-1) (dot_derivative dz dz).
rewrite [dot delta _]dot_mulr (dotC (f1 0 o i - f2 0 o i)).
suff -> : forall a : F, 2%:R^-1 * (a + a) = a by [].
by move=> a; field.
Qed.

(** contrastive-operator: any differentiable network, any differentiable loss of
    the distances of pairs: ∇_θ L = E[Σ_i ∂l/∂r_i (K₁ - K₂)(f₁ - f₂)]. *)
Theorem loss_of_outputs (l : O -> (I -> F) -> F) (c : O -> I -> F) :
  (forall o, has_gradient (l o) (fun i => pair_loss (f1 0 o i) (f2 0 o i)) (c o)) ->
  has_derivative
    (fun t => \sum_o rho o * l o (fun i => pair_loss (f1 t o i) (f2 t o i)))
    (dot delta (mean rho (fun o =>
       \sum_i c o i *: ((K1 o i - K2 o i) *m (f1 0 o i - f2 0 o i))))).
Proof.
move=> lc; rewrite dot_meanr; apply: derivative_sum => o.
apply: derivative_scale; rewrite dot_sumr.
under eq_bigr => i _ do rewrite dotZr.
apply: (@chain_rule _ _ (l o) (fun t i => pair_loss (f1 t o i) (f2 t o i))) => // i.
exact: pair_loss_derivative.
Qed.

End Outputs.

Section ReluNetwork.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).

Let f W' (u : X * A) := relu_output below slope above input W' u.1 u.2.
Let K (u : X * A) := relu_connection below slope above input W u.1 u.2.

Lemma relu_output_derivative V u :
  column_derivative (fun t => f (W + t *: V) u) ((K u)^T *m vec V).
Proof.
move=> i; apply: (@quadratic_derivative _ _ _ 0).
have [r r0 rP] := relu_output_gated no_zero V; exists r => // t /rP g.
rewrite /f /K g scale0r addr0 (relu_output_connection no_zero).
rewrite Covariance.output_connection vecD vecZ mulmxDr -scalemxAr mulr0 addr0.
by rewrite mxE; congr (_ + _); rewrite mxE.
Qed.

(** contrastive-operator#both-branches (in part): gates that a network computes,
    batches of pairs (u₁, u₂) of views, any differentiable loss of their distances:
    ∇L = E[Σ_i ∂l/∂r_i (K₁ - K₂)(K₁ - K₂)ᵀ] vec W. only: ReLU, leaky ReLU and linear
    layers; the signs of ∂l/∂r_i are as in `contrastive_operator`. *)
Theorem contrastive_operator_relu (O I : finType) (rho : O -> F)
    (u1 u2 : O -> I -> X * A) (l : O -> (I -> F) -> F) (c : O -> I -> F) V :
  (forall o, has_gradient (l o) (fun i => pair_loss (f W (u1 o i)) (f W (u2 o i))) (c o)) ->
  has_derivative
    (fun t => \sum_o rho o * l o (fun i =>
       pair_loss (f (W + t *: V) (u1 o i)) (f (W + t *: V) (u2 o i))))
    (dot (vec V) (pair_operator rho (fun o i => K (u1 o i)) (fun o i => K (u2 o i)) c
                  *m vec W)).
Proof.
have W0 : W + 0 *: V = W by rewrite scale0r addr0.
move=> lc; have := @loss_of_outputs F O I _ n rho
  (fun t o i => f (W + t *: V) (u1 o i)) (fun t o i => f (W + t *: V) (u2 o i))
  (fun o i => K (u1 o i)) (fun o i => K (u2 o i)) (vec V)
  (fun o i => relu_output_derivative V (u1 o i))
  (fun o i => relu_output_derivative V (u2 o i)) l c.
rewrite W0 => /(_ lc).
suff -> : mean rho (fun o => \sum_i c o i *: ((K (u1 o i) - K (u2 o i))
             *m (f W (u1 o i) - f W (u2 o i))))
  = pair_operator rho (fun o i => K (u1 o i)) (fun o i => K (u2 o i)) c *m vec W by [].
rewrite -mean_mulr; apply: eq_mean => o; rewrite mulmx_suml; apply: eq_bigr => i _.
rewrite -scalemxAl -mulmxA; congr (_ *: (_ *m _)).
by rewrite /f /K !(relu_output_connection no_zero) linearB /= mulmxBl.
Qed.

End ReluNetwork.
