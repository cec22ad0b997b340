(** SimCLR with the outputs f/‖f‖: the covariance of two connections, at every layer. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.WeightedCovariance
  simclr.Normalised simclr.NormalisedLoss.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : rcfType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** f̂ = f/‖f‖ at every view. *)
Definition unit_outputs n (f : X -> A -> 'cV[F]_n) : X -> A -> 'cV[F]_n :=
  fun x a => unit_vector (f x a).

(** K̂ = K/‖f‖. *)
Definition scaled_connection d n (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) :
    X -> A -> 'M[F]_(d, n) :=
  fun x a => (norm (f x a))^-1 *: K x a.

(** K̃ = K̂ P^⊥, P^⊥ = I - f̂f̂ᵀ. *)
Definition turned_connection d n (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) :
    X -> A -> 'M[F]_(d, n) :=
  fun x a => scaled_connection K f x a *m off_direction (norm (f x a)) (f x a).

(** Cov_x(Z, Y) = E[(Z - EZ) (Y - EY)ᵀ]. *)
Definition cross_covariance d e n (Z : X -> 'M[F]_(d, n)) (Y : X -> 'M[F]_(e, n)) : 'M[F]_(d, e) :=
  mean p (fun x => (Z x - mean p Z) *m (Y x - mean p Y)^T).

End Definitions.

Section Outputs.
Variable F : rcfType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables d n : nat.
Variables (f : F -> X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)) (w delta : 'cV[F]_d).
Hypothesis df : output_derivative f (fun x a => (K x a)^T *m delta).
Hypothesis f_nonzero : forall x a, f 0 x a != 0.
Hypothesis fw : f 0 =2 (fun x a => (K x a)^T *m w).

Lemma normalised_outputs_derivative :
  has_derivative (fun t => simclr_loss p q (unit_outputs (f t)) (unit_outputs (f t)))
    (- dot delta (2%:R *: (cross_covariance p (view_mean q (turned_connection K (f 0)))
                             (view_mean q (scaled_connection K (f 0))) *m w))).
Proof.
have := normalised_update p1 q1 df f_nonzero (fun t x a => norm_ge0 (f t x a))
  (fun t x a => norm_square (f t x a)).
rewrite mulNr dotZr; congr (has_derivative _ (- (_ * dot _ _))).
rewrite /covariance /cross_covariance -mean_mulr; apply: eq_mean => x.
have Ef y : view_mean q (unit_outputs (f 0)) y = (view_mean q (scaled_connection K (f 0)) y)^T *m w.
  rewrite -view_mean_tr_mul; apply: eq_mean => a.
  have -> : (scaled_connection K (f 0) y a)^T = (norm (f 0 y a))^-1 *: (K y a)^T.
    by apply/matrixP => i j; rewrite !mxE.
  by rewrite -scalemxAl -fw.
have EK y : view_mean q (projected_connection f K (fun t x a => norm (f t x a))) y
    = view_mean q (turned_connection K (f 0)) y.
  by apply: eq_mean => a; apply: scalemxAl.
rewrite EK (eq_mean p EK) -mulmxA; congr (_ *m _).
rewrite -[normalised f _ 0]/(unit_outputs (f 0)) Ef (eq_mean p Ef) mean_tr_mul.
by rewrite -mulmxBl linearB.
Qed.

End Outputs.

Section Layer.
Variable F : rcfType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).

(** normalised-operator#update: every layer of every network with given gates, both
    branches, f ≠ 0 at all views: -∇L = 2 Cov_x(E[K̃|x], E[K̂|x]) vec W. *)
Theorem normalised_operator_of_a_layer n0 m k h n (below : network F (X * A) n0 m)
    (D : X * A -> 'M[F]_(h, k)) (above : network F (X * A) h n) (input : X -> A -> 'cV[F]_n0)
    (W V : 'M[F]_(k, m)) :
  let f := output below D above input in
  let K := layer_connection below D above input in
  (forall x a, f W x a != 0) ->
  has_derivative
    (fun t => simclr_loss p q (unit_outputs (f (W + t *: V))) (unit_outputs (f (W + t *: V))))
    (- dot (vec V) (2%:R *: (cross_covariance p (view_mean q (turned_connection K (f W)))
                               (view_mean q (scaled_connection K (f W))) *m vec W))).
Proof.
move=> f K f0; have := @normalised_outputs_derivative _ _ _ p q p1 q1 _ _
  (fun t => f (W + t *: V)) K (vec W) (vec V)
  (gated_output_derivative below D above input W V).
rewrite scale0r addr0; apply=> // x a; exact: output_connection.
Qed.

(** normalised-operator#update (in part): with gates that the network computes.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem normalised_operator_relu n0 m k n (below : relu_network F n0 m) (slope : F)
    (above : relu_network F k n) (input : X -> A -> 'cV[F]_n0) (W V : 'M[F]_(k, m)) :
  let f := relu_output below slope above input in
  let K := relu_connection below slope above input W in
  (forall x a, has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a)) ->
  (forall x a, f W x a != 0) ->
  has_derivative
    (fun t => simclr_loss p q (unit_outputs (f (W + t *: V))) (unit_outputs (f (W + t *: V))))
    (- dot (vec V) (2%:R *: (cross_covariance p (view_mean q (turned_connection K (f W)))
                               (view_mean q (scaled_connection K (f W))) *m vec W))).
Proof.
move=> f K nz f0; have := @normalised_outputs_derivative _ _ _ p q p1 q1 _ _
  (fun t => f (W + t *: V)) K (vec W) (vec V)
  (fun x a => relu_output_derivative nz V (x, a)).
rewrite scale0r addr0; apply=> // x a; exact: relu_output_connection.
Qed.

(** normalised-operator#energy: L = -tr V_x[E[f̂|x]]. *)
Theorem normalised_energy n (f : X -> A -> 'cV[F]_n) :
  simclr_loss p q (unit_outputs f) (unit_outputs f)
    = - \tr (variance p (view_mean q (unit_outputs f))).
Proof. by rewrite simclr_lossE ?pnatr_eq0 // trace_variance // opprB. Qed.

End Layer.
