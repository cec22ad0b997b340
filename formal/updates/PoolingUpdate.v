(** SimCLR and BYOL on networks with ReLU, leaky ReLU, max-pool, average-pool and
    masked layers: the derivative of the loss on every line W + tV, wherever no
    pre-activation is 0 and no maximum is tied. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate
  updates.Batch networks.Derivative.
From dualproof Require Import networks.Relu updates.ReluUpdate networks.MaxPool.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** A loss of outputs that are, near W, those of a network with given gates. *)
Section Near.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables n0 m k h n : nat.
Variable lower : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable upper : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Variables W V : 'M[F]_(k, m).
Let f := output lower D upper input.

Variable out : 'M[F]_(k, m) -> X -> A -> 'cV[F]_n.
Hypothesis near : near_zero (fun t => out (W + t *: V) =2 f (W + t *: V)).

Lemma near_at : out W =2 f W.
Proof. by case: near => r r0 /(_ 0); rewrite normr0 scale0r addr0; exact. Qed.

(** A loss of the outputs alone, quadratic on the line W + tV with given gates,
    has the derivative of the network with given gates. *)
Lemma near_derivative (L : (X -> A -> 'cV[F]_n) -> F) c b :
  (forall u u', u =2 u' -> L u = L u') ->
  (forall t, L (f (W + t *: V)) = L (f W) + t * c + t ^+ 2 * b) ->
  has_derivative (fun t => L (out (W + t *: V))) c.
Proof.
move=> eqL LE; apply: (@quadratic_derivative _ _ c b).
case: near => r r0 rP; exists r => // t /rP /eqL ->.
by rewrite scale0r addr0 (eqL _ _ near_at).
Qed.

End Near.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k h n : nat.
Variable below : pooling_network F n0 m.
Variable o : operation F k h.
Variable above : pooling_network F h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Implicit Type V : 'M[F]_(k, m).

(** The output of the network with the weights W' in the layer. *)
Definition pooling_output (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  pooling_run (pooling_stack below (Pooling W' o above)) (input x a).

Hypothesis regular_at : forall x a,
  is_regular (pooling_stack below (Pooling W o above)) (input x a).

Let views (v : X * A) : 'cV[F]_n0 := input v.1 v.2.
Let before (v : X * A) := W *m pooling_run below (views v).
Let lower := pooling_gated below views.
Let D (v : X * A) := gates o (before v).
Let upper := pooling_gated above (fun v => apply o (before v)).

(** The connection of the layer, with the gates that the network has at W. *)
Definition pooling_connection : X -> A -> 'M[F]_(m * k, n) :=
  layer_connection lower D upper input.

Let K := pooling_connection.
Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma pooling_output_gated V : near_zero (fun t =>
  pooling_output (W + t *: V) =2 output lower D upper input (W + t *: V)).
Proof.
have reg (v : X * A) : is_regular (pooling_stack below (Pooling W o above)) (views v).
  exact: regular_at.
have [r r0 rP] := pooling_network_gated V reg.
by exists r => // t /rP g x a; exact: (g (x, a)).
Qed.

Lemma pooling_output_at : pooling_output W =2 output lower D upper input W.
Proof. exact: near_at (pooling_output_gated 0). Qed.

(** connection#reversibility: the output is Kᵀ vec W. *)
Theorem pooling_reversibility x a : pooling_output W x a = (K x a)^T *m vec W.
Proof. by rewrite pooling_output_at output_connection. Qed.

(** connection#derivative: near W the output moves by t Kᵀ vec V, so that its
    derivative by vec W is Kᵀ. *)
Theorem pooling_derivative V : near_zero (fun t => forall x a,
  pooling_output (W + t *: V) x a = pooling_output W x a + t *: ((K x a)^T *m vec V)).
Proof.
have [r r0 rP] := pooling_output_gated V; exists r => // t /rP g x a.
by rewrite g pooling_output_at !output_connection vecD vecZ mulmxDr -scalemxAr.
Qed.

Let near V := pooling_output_gated V.
Let same (u : X -> A -> 'cV[F]_n) : u =2 u := fun _ _ => erefl.

(** covariance-operator#both-branches: the derivative of the loss in the
    direction V is -2⟨vec V, V_x[K̄] vec W⟩. *)
Theorem pooling_simclr V :
  has_derivative
    (fun t => simclr_loss p q (pooling_output (W + t *: V)) (pooling_output (W + t *: V)))
    (- 2%:R * dot (vec V) (variance p (view_mean q K) *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u => simclr_loss p q u u)) => [u u' uu|t].
  exact: eq_simclr_loss.
exact: covariance_operator_both_branches.
Qed.

(** covariance-operator#one-branch: with the second argument a constant it is
    -⟨vec V, V_x[K̄] vec W⟩. *)
Theorem pooling_simclr_one_branch V :
  has_derivative
    (fun t => simclr_loss p q (pooling_output (W + t *: V)) (pooling_output W))
    (- dot (vec V) (variance p (view_mean q K) *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u => simclr_loss p q u (pooling_output W)) (b := 0)).
  by move=> u u' uu; apply: eq_simclr_loss.
move=> t; have E u := eq_simclr_loss p q (same u) pooling_output_at.
by rewrite !E mulr0 addr0; apply: covariance_operator_one_branch.
Qed.

(** covariance-operator#loss-with-beta: for L^β it is
    -2⟨vec V, (V_x[K̄] - β E_x V_{x'|x}[K]) vec W⟩. *)
Theorem pooling_beta beta V :
  has_derivative
    (fun t => beta_loss p q beta (pooling_output (W + t *: V)) (pooling_output (W + t *: V)))
    (- 2%:R * dot (vec V) ((variance p (view_mean q K)
       - beta *: within_variance p q 1%:M K) *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u => beta_loss p q beta u u)) => [u u' uu|t].
  by rewrite /beta_loss (eq_positive_loss p q uu uu) (eq_negative_loss p q uu uu).
exact: covariance_operator_beta.
Qed.

(** covariance-operator#finite-batch: for a batch of N samples with A views each
    it is -2⟨vec V, (N/(N-1) V_x[K̄] - 1/(A-1) E_x V_{x'|x}[K]) vec W⟩. *)
Theorem pooling_batch V : (1 < #|X|)%N -> (1 < #|A|)%N ->
  has_derivative
    (fun t => batch_loss (pooling_output (W + t *: V)) (pooling_output (W + t *: V)))
    (- 2%:R * dot (vec V) (batch_operator lower D upper input *m vec W)).
Proof.
have neq c : (1 < c)%N -> c%:R != 0 :> F /\ c%:R - 1 != 0 :> F.
  case: c => [|[|c]] // _; split; first by rewrite pnatr_eq0.
  by rewrite -[1]/(1%:R) -natrB // pnatr_eq0.
move=> /neq[N0 N1] /neq[B0 B1].
apply: (near_derivative (near V) (L := fun u => batch_loss u u)) => [u u' uu|t].
  congr (_ * _ - _ * _); apply: eq_bigr => x _.
    by apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite !uu.
  by apply: eq_bigr => y _; apply: eq_bigr => a _; apply: eq_bigr => b _; rewrite !uu.
exact: batch_update.
Qed.

(** covariance-operator#energy: L = -tr V_x[F̄]. *)
Theorem pooling_energy :
  simclr_loss p q (pooling_output W) (pooling_output W)
    = - \tr (variance p (view_mean q (pooling_output W))).
Proof. by rewrite simclr_lossE // trace_variance // opprB. Qed.

(** covariance-operator#energy-of-every-layer: ⟨vec W, V_x[K̄] vec W⟩ = tr V_x[F̄]. *)
Theorem pooling_energy_of_the_operator :
  dot (vec W) (variance p (view_mean q K) *m vec W)
    = \tr (variance p (view_mean q (pooling_output W))).
Proof.
rewrite operator_energy //; congr (\tr _).
have E x : view_mean q (fun x a => (K x a)^T *m vec W) x = view_mean q (pooling_output W) x.
  by apply: eq_mean => a; rewrite pooling_reversibility.
by rewrite /variance (eq_mean _ E); apply: eq_mean => x; rewrite E.
Qed.

(** covariance-operator#positive-semidefinite: V_x[K̄] is symmetric, and positive
    semidefinite where probabilities are not negative. *)
Theorem pooling_semidefinite : (forall x, 0 <= p x) ->
  (variance p (view_mean q K))^T = variance p (view_mean q K)
  /\ forall v, 0 <= dot v (variance p (view_mean q K) *m v).
Proof.
move=> p0; split=> [|v]; first exact: operator_symmetric.
exact: covariance_operator_semidefinite.
Qed.

Section Predictor.
Variable P : 'M[F]_n.

Let eq_byol (u u' v v' : X -> A -> 'cV[F]_n) (uu : u =2 u') (vv : v =2 v') :=
  eq_byol_loss p q P uu vv.

(** byol-implicit-contrastive#without-zero-mean: the derivative of BYOL's loss is
    -⟨vec V, (E_x[K̄ S K̄ᵀ] - E_x V^{PᵀP}_{x'|x}[K]) vec W⟩. *)
Theorem pooling_byol V :
  has_derivative
    (fun t => byol_loss p q P (pooling_output (W + t *: V)) (pooling_output W))
    (- dot (vec V) (byol_operator p q P K *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u => byol_loss p q P u (pooling_output W))).
  by move=> u u' uu; apply: eq_byol.
move=> t; have E u := eq_byol (same u) pooling_output_at.
by rewrite !E; apply: byol_without_zero_mean.
Qed.

(** byol-implicit-contrastive#with-zero-mean: with zero-mean at both outputs it is
    -⟨vec V, (V_x^S[K̄] - E_x V^{PᵀP}_{x'|x}[K]) vec W⟩. *)
Theorem pooling_byol_zero_mean V :
  has_derivative
    (fun t => byol_loss p q P (centred p q (pooling_output (W + t *: V)))
                              (centred p q (pooling_output W)))
    (- dot (vec V) (byol_zero_mean_operator p q P K *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u =>
    byol_loss p q P (centred p q u) (centred p q (pooling_output W)))).
  by move=> u u' /(eq_centred p q) uu; apply: eq_byol.
move=> t; have E u := eq_byol (same u) (eq_centred p q pooling_output_at).
by rewrite !E; apply: byol_with_zero_mean.
Qed.

(** stop-gradient#plain: the derivative through both sides is
    ⟨vec V, (E_x V^{I+PᵀP}_{x'|x}[K] + E_x[K̄ (I-P)ᵀ(I-P) K̄ᵀ]) vec W⟩. *)
Theorem pooling_byol_both_sides V :
  has_derivative
    (fun t => byol_loss p q P (pooling_output (W + t *: V)) (pooling_output (W + t *: V)))
    (dot (vec V) (both_sides_operator p q P K *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u => byol_loss p q P u u)) => [u u' uu|t].
  exact: eq_byol.
exact: both_sides_without_zero_mean.
Qed.

(** stop-gradient#zero-mean: with zero-mean at both outputs
    ⟨vec V, (E_x V^{I+PᵀP}_{x'|x}[K] + V_x^{(I-P)ᵀ(I-P)}[K̄]) vec W⟩. *)
Theorem pooling_byol_both_sides_zero_mean V :
  has_derivative
    (fun t => byol_loss p q P (centred p q (pooling_output (W + t *: V)))
                              (centred p q (pooling_output (W + t *: V))))
    (dot (vec V) (both_sides_zero_mean_operator p q P K *m vec W)).
Proof.
apply: (near_derivative (near V) (L := fun u =>
    byol_loss p q P (centred p q u) (centred p q u))) => [u u' /(eq_centred p q) uu|t].
  exact: eq_byol.
exact: both_sides_with_zero_mean.
Qed.

End Predictor.

(** byol-shrinkage#update (in part): without a predictor, with the zero-mean at
    both outputs or at neither, the derivative is ⟨vec V, E_x V_{x'|x}[K] vec W⟩.
    only: not with the zero-mean at the online output alone. *)
Theorem pooling_shrinkage V :
  has_derivative
    (fun t => byol_loss p q 1%:M (pooling_output (W + t *: V)) (pooling_output W))
    (dot (vec V) (within_variance p q 1%:M K *m vec W))
  /\ has_derivative
    (fun t => byol_loss p q 1%:M (centred p q (pooling_output (W + t *: V)))
                                 (centred p q (pooling_output W)))
    (dot (vec V) (within_variance p q 1%:M K *m vec W)).
Proof.
have := pooling_byol 1%:M V; have := pooling_byol_zero_mean 1%:M V.
by rewrite byol_shrinkage byol_shrinkage_zero_mean !mulNmx !dotNr !opprK; split.
Qed.

End Layer.
