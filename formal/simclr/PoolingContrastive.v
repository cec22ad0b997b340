(** Contrastive losses on networks with ReLU, leaky ReLU, max-pool, average-pool
    and masked layers: any differentiable loss of distances, any number of negatives. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative updates.Differentiable
  simclr.Contrastive.
From dualproof Require Import simclr.ContrastiveUpdate networks.MaxPool updates.PoolingUpdate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k h n : nat.
Variable below : pooling_network F n0 m.
Variable o : operation F k h.
Variable above : pooling_network F h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Hypothesis regular_at : forall x a,
  is_regular (pooling_stack below (Pooling W o above)) (input x a).

(** The output and the connection at the view u = (x, a). *)
Let f W' (u : X * A) := pooling_output below o above input W' u.1 u.2.
Let K (u : X * A) := pooling_connection below o above input W u.1 u.2.

(** connection#derivative: the derivative of the output by vec W is Kᵀ, ε–δ. *)
Theorem pooling_output_derivative V u :
  column_derivative (fun t => f (W + t *: V) u) ((K u)^T *m vec V).
Proof.
move=> i; apply: (@quadratic_derivative _ _ _ 0).
have [r r0 rP] := pooling_derivative regular_at V; exists r => // t /rP g.
by rewrite /f /K g scale0r addr0 mulr0 addr0 mxE; congr (_ + _); rewrite mxE.
Qed.

(** Batches b of the probabilities rho b: an anchor, its positive, its H negatives. *)
Variables (B : finType) (H : nat) (rho : B -> F).
Variables (anchor positive : B -> X * A) (negative : B -> 'I_H -> X * A).

(** Pair 0 is the positive, pair k + 1 the negative k. *)
Definition other (b : B) (i : 'I_H.+1) : X * A :=
  if unlift ord0 i is Some j then negative b j else positive b.

Let inter := inter_sample rho (fun b => K (anchor b)) (fun b j => K (negative b j)).
Let intra := intra_sample (H := H) rho (fun b => K (anchor b)) (fun b => K (positive b)).

(** contrastive-operator#both-branches: for every differentiable loss l of the
    distances with ∂l/∂r_j = -ξ_j and ∂l/∂r₊ = Σ_j ξ_j, the derivative is
    -⟨vec V, (E[Σ_j ξ_j (K₁-K₋ⱼ)(K₁-K₋ⱼ)ᵀ] - E[(Σ_j ξ_j)(K₁-K₊)(K₁-K₊)ᵀ]) vec W⟩. *)
Theorem pooling_contrastive (l : B -> ('I_H.+1 -> F) -> F) (xi : B -> 'I_H -> F) V :
  let distance W' b i := pair_loss (f W' (anchor b)) (f W' (other b i)) in
  (forall b, has_gradient (l b) (distance W b)
     (fun i => if unlift ord0 i is Some j then - xi b j else \sum_j xi b j)) ->
  has_derivative (fun t => \sum_b rho b * l b (distance (W + t *: V) b))
    (- dot (vec V) ((inter xi - intra xi) *m vec W)).
Proof.
have W0 : W + 0 *: V = W by rewrite scale0r addr0.
move=> distance lc; have := @loss_of_outputs F B [finType of 'I_H.+1] _ n rho
  (fun t b i => f (W + t *: V) (anchor b)) (fun t b i => f (W + t *: V) (other b i))
  (fun b i => K (anchor b)) (fun b i => K (other b i)) (vec V)
  (fun b i => pooling_output_derivative V (anchor b))
  (fun b i => pooling_output_derivative V (other b i)) l
  (fun b i => if unlift ord0 i is Some j then - xi b j else \sum_j xi b j).
rewrite W0 => /(_ lc).
suff -> : mean rho (fun b => \sum_(i < H.+1)
    (if unlift ord0 i is Some j then - xi b j else \sum_j xi b j)
      *: ((K (anchor b) - K (other b i)) *m (f W (anchor b) - f W (other b i))))
  = - ((inter xi - intra xi) *m vec W) by rewrite dotNr.
have E u u' : (K u - K u') *m (f W u - f W u') = (K u - K u') *m (K u - K u')^T *m vec W.
  rewrite -mulmxA; congr (_ *m _).
  by rewrite /f /K !(pooling_reversibility regular_at) linearB /= mulmxBl.
rewrite -mulNmx opprB -meanB -mean_mulr; apply: eq_mean => b.
rewrite big_ord_recl /other unlift_none [RHS]mulmxBl -[in RHS]scalemxAl E; congr (_ + _).
rewrite mulmx_suml -sumrN; apply: eq_bigr => j _.
by rewrite liftK scaleNr E -scalemxAl.
Qed.

End Layer.
