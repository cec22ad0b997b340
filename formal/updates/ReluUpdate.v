(** SimCLR and BYOL on real ReLU networks: the derivative of the loss on every
    line W + tV, wherever no pre-activation is 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolUpdate
  networks.Derivative networks.Relu.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Implicit Type V : 'M[F]_(k, m).

(** The output of the network with the weights W' in the layer. *)
Definition relu_output (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  run (relu_stack below (Relu W' slope above)) (input x a).

Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).

Let views (v : X * A) : 'cV[F]_n0 := input v.1 v.2.
Let gates_below := gated below views.
Let gates (v : X * A) := gate slope (W *m run below (views v)).
Let gates_above := gated above (fun v => activation slope (W *m run below (views v))).

(** The connection of the layer, with the gates that the network has at W. *)
Definition relu_connection : X -> A -> 'M[F]_(m * k, n) :=
  layer_connection gates_below gates gates_above input.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma relu_output_gated V : near_zero (fun t =>
  relu_output (W + t *: V) =2 output gates_below gates gates_above input (W + t *: V)).
Proof.
have nz (v : X * A) : has_no_zero_preactivation
    (relu_stack below (Relu W slope above)) (views v) by exact: no_zero.
have [r r0 rP] := relu_network_gated V nz.
by exists r => // t /rP g x a; exact: (g (x, a)).
Qed.

Lemma relu_output_at : relu_output W =2 output gates_below gates gates_above input W.
Proof.
have [r r0 /(_ 0)] := relu_output_gated 0; rewrite normr0 scale0r addr0; exact.
Qed.

(** connection#reversibility (in part): with gates that the network computes the
    output is Kᵀ vec W. only: ReLU, leaky ReLU and linear layers. *)
Theorem relu_output_connection x a : relu_output W x a = (relu_connection x a)^T *m vec W.
Proof. by rewrite relu_output_at output_connection. Qed.

(** covariance-operator#both-branches (in part): with gates that the network
    computes, near t = 0, the loss on the line W + tV is its value, plus t times
    -2⟨vec V, V_x[K̄] vec W⟩, plus t² times a constant. only: ReLU, leaky ReLU and
    linear layers. *)
Theorem covariance_operator_relu V : near_zero (fun t =>
  simclr_loss p q (relu_output (W + t *: V)) (relu_output (W + t *: V))
    = simclr_loss p q (relu_output W) (relu_output W)
      + t * (- 2%:R * dot (vec V) (variance p (view_mean q relu_connection) *m vec W))
      + t ^+ 2 * - dot (vec V) (variance p (view_mean q relu_connection) *m vec V)).
Proof.
have [r r0 rP] := relu_output_gated V; exists r => // t /rP g.
rewrite (eq_simclr_loss p q g g) (eq_simclr_loss p q relu_output_at relu_output_at).
exact: covariance_operator_both_branches.
Qed.

Lemma derivative_from (L : 'M[F]_(k, m) -> F) V c b :
  near_zero (fun t => L (W + t *: V) = L W + t * c + t ^+ 2 * b) ->
  has_derivative (fun t => L (W + t *: V)) c.
Proof.
move=> [r r0 rP]; apply: (@quadratic_derivative _ _ c b); exists r => // t /rP.
by rewrite scale0r addr0.
Qed.

(** covariance-operator#both-branches (in part): with gates that the network
    computes, the derivative of the loss in the direction V is
    -2⟨vec V, V_x[K̄] vec W⟩. only: ReLU, leaky ReLU and linear layers. *)
Theorem derivative_of_simclr_loss V :
  has_derivative
    (fun t => simclr_loss p q (relu_output (W + t *: V)) (relu_output (W + t *: V)))
    (- 2%:R * dot (vec V) (variance p (view_mean q relu_connection) *m vec W)).
Proof.
exact: (derivative_from (L := fun W' => simclr_loss p q (relu_output W') (relu_output W'))
  (covariance_operator_relu V)).
Qed.

(** covariance-operator#one-branch (in part): the derivative in the direction V is
    -⟨vec V, V_x[K̄] vec W⟩. only: ReLU, leaky ReLU and linear layers. *)
Theorem derivative_of_simclr_loss_one_branch V :
  has_derivative
    (fun t => simclr_loss p q (relu_output (W + t *: V)) (relu_output W))
    (- dot (vec V) (variance p (view_mean q relu_connection) *m vec W)).
Proof.
apply: (derivative_from (L := fun W' => simclr_loss p q (relu_output W') (relu_output W)) (b := 0)).
have [r r0 rP] := relu_output_gated V; exists r => // t /rP g.
rewrite (eq_simclr_loss p q g relu_output_at).
rewrite (eq_simclr_loss p q relu_output_at relu_output_at) mulr0 addr0.
exact: covariance_operator_one_branch.
Qed.

Lemma eq_centred (f g : X -> A -> 'cV[F]_n) : f =2 g -> centred p q f =2 centred p q g.
Proof.
move=> fg x a; rewrite /centred fg; congr (_ - _).
by apply: eq_mean => y; apply: eq_mean => b.
Qed.

(** byol-implicit-contrastive#without-zero-mean (in part): the derivative of BYOL's
    loss is -⟨vec V, (E_x[K̄ S K̄ᵀ] - E_x V^{PᵀP}_{x'|x}[K]) vec W⟩. only: ReLU, leaky
    ReLU and linear layers. *)
Theorem derivative_of_byol_loss (P : 'M[F]_n) V :
  has_derivative
    (fun t => byol_loss p q P (relu_output (W + t *: V)) (relu_output W))
    (- dot (vec V) (byol_operator p q P relu_connection *m vec W)).
Proof.
have [r r0 rP] := relu_output_gated V.
apply: (derivative_from (L := fun W' => byol_loss p q P (relu_output W') (relu_output W))).
exists r => // t /rP g; rewrite (eq_byol_loss p q P g relu_output_at).
rewrite (eq_byol_loss p q P relu_output_at relu_output_at).
exact: byol_without_zero_mean.
Qed.

(** byol-implicit-contrastive#with-zero-mean (in part): with zero-mean at both
    outputs it is -⟨vec V, (V_x^S[K̄] - E_x V^{PᵀP}_{x'|x}[K]) vec W⟩. only: ReLU, leaky
    ReLU and linear layers. *)
Theorem derivative_of_byol_loss_zero_mean (P : 'M[F]_n) V :
  has_derivative
    (fun t => byol_loss p q P (centred p q (relu_output (W + t *: V)))
                              (centred p q (relu_output W)))
    (- dot (vec V) (byol_zero_mean_operator p q P relu_connection *m vec W)).
Proof.
have [r r0 rP] := relu_output_gated V.
have c0 := eq_centred relu_output_at.
apply: (derivative_from (L := fun W' => byol_loss p q P (centred p q (relu_output W'))
  (centred p q (relu_output W)))).
exists r => // t /rP /eq_centred g; rewrite (eq_byol_loss p q P g c0).
rewrite (eq_byol_loss p q P c0 c0).
exact: byol_with_zero_mean.
Qed.

(** stop-gradient#plain (in part): the derivative through both sides is
    ⟨vec V, (E_x V^{I+PᵀP}_{x'|x}[K] + E_x[K̄ (I-P)ᵀ(I-P) K̄ᵀ]) vec W⟩. only: ReLU, leaky
    ReLU and linear layers. *)
Theorem derivative_of_byol_loss_both_sides (P : 'M[F]_n) V :
  has_derivative
    (fun t => byol_loss p q P (relu_output (W + t *: V)) (relu_output (W + t *: V)))
    (dot (vec V) (both_sides_operator p q P relu_connection *m vec W)).
Proof.
have [r r0 rP] := relu_output_gated V.
apply: (derivative_from (L := fun W' => byol_loss p q P (relu_output W') (relu_output W'))).
exists r => // t /rP g; rewrite (eq_byol_loss p q P g g).
rewrite (eq_byol_loss p q P relu_output_at relu_output_at).
exact: both_sides_without_zero_mean.
Qed.

End Layer.
