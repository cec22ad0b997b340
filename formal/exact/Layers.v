(** Networks with biases and activations of a slope (ReLU, leaky ReLU, linear),
    one of whose layers is looked at, with the gates that it has at its weights.

    Without biases they are the ReLU networks of Relu.v: the lemmas at the end. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** A network of layers x ↦ activation (W x + b). *)
Inductive dense_network : nat -> nat -> Type :=
| Last n : dense_network n n
| Dense m k n (W : 'M[F]_(k, m)) (b : 'cV[F]_k) (a : F)
    (above : dense_network k n) : dense_network m n.

Fixpoint dense_run m n (N : dense_network m n) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Last _ => fun x => x
  | Dense _ _ _ W b a above => fun x => dense_run above (activation a (W *m x + b))
  end.

(** The network with the gates that it has at the input z, as a function of its input y. *)
Fixpoint held_run m n (N : dense_network m n) : 'cV[F]_m -> 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Last _ => fun z y => y
  | Dense _ _ _ W b a above => fun z y =>
      held_run above (activation a (W *m z + b)) (gate a (W *m z + b) *m (W *m y + b))
  end.

(** The product of the gates at the input z and the weights of all layers. *)
Fixpoint held_jacobian m n (N : dense_network m n) : 'cV[F]_m -> 'M[F]_(n, m) :=
  match N with
  | Last _ => fun=> 1%:M
  | Dense _ _ _ W b a above => fun z =>
      held_jacobian above (activation a (W *m z + b)) *m gate a (W *m z + b) *m W
  end.

(** The product of the weights alone. *)
Fixpoint weights_product m n (N : dense_network m n) : 'M[F]_(n, m) :=
  match N with
  | Last _ => 1%:M
  | Dense _ _ _ W _ _ above => weights_product above *m W
  end.

(** A layer of a network: what is below it, its weights, bias and slope, what is above. *)
Record layer n0 m k n := AtLayer {
  below : dense_network n0 m;
  weights : 'M[F]_(k, m);
  bias : 'cV[F]_k;
  slope : F;
  above : dense_network k n }.

Section Layer.
Variables n0 m k n : nat.
Variable l : layer n0 m k n.

(** f_{l-1}, the pre-activation of the layer, and its gate, at the input x. *)
Definition layer_input (x : 'cV[F]_n0) : 'cV[F]_m := dense_run (below l) x.
Definition preactivation (x : 'cV[F]_n0) : 'cV[F]_k := weights l *m layer_input x + bias l.
Definition layer_gate (x : 'cV[F]_n0) : 'M[F]_k := gate (slope l) (preactivation x).
Definition activated (x : 'cV[F]_n0) : 'cV[F]_k := activation (slope l) (preactivation x).

(** The output of the network with the weights W in the layer, gates as at its own. *)
Definition layer_output (W : 'M[F]_(k, m)) (x : 'cV[F]_n0) : 'cV[F]_n :=
  held_run (above l) (activated x) (layer_gate x *m (W *m layer_input x + bias l)).

(** J_l, the derivative of the output by the pre-activation of the layer. *)
Definition layer_jacobian (x : 'cV[F]_n0) : 'M[F]_(n, k) :=
  held_jacobian (above l) (activated x) *m layer_gate x.

(** K_l = f_{l-1} ⊗ J_lᵀ. *)
Definition dense_connection (x : 'cV[F]_n0) : 'M[F]_(m * k, n) :=
  kron_tr (layer_input x) (layer_jacobian x).

End Layer.

(** A ReLU network as one whose biases are 0. *)
Fixpoint without_bias m n (N : relu_network F m n) : dense_network m n :=
  match N with
  | Top n => Last n
  | Relu _ _ _ W a above => Dense W 0 a (without_bias above)
  end.

End Definitions.
Arguments Last {F n}.

Section Facts.
Variable F : realFieldType.

Lemma held_run_own m n (N : dense_network F m n) z : held_run N z z = dense_run N z.
Proof. by elim: N z => //= m' k' n' W b a above IH z; rewrite -activation_gate IH. Qed.

(** With the weights of the layer itself it is the network's own output. *)
Lemma layer_output_own n0 m k n (l : layer F n0 m k n) x :
  layer_output l (weights l) x
    = dense_run (above l) (activation (slope l) (weights l *m dense_run (below l) x + bias l)).
Proof. by rewrite /layer_output -activation_gate held_run_own. Qed.

Lemma held_run_affine m n (N : dense_network F m n) z y d :
  held_run N z (y + d) = held_run N z y + held_jacobian N z *m d.
Proof.
elim: N z y d => [n'|m' k' n' W b a above IH] z y d /=; first by rewrite mul1mx.
by rewrite (mulmxDr W) addrAC (mulmxDr (gate _ _)) IH -!mulmxA.
Qed.

(** Along a line the output moves by t Kᵀ vec V. *)
Lemma layer_output_line n0 m k n (l : layer F n0 m k n) W V t x :
  layer_output l (W + t *: V) x
    = layer_output l W x + t *: ((dense_connection l x)^T *m vec V).
Proof.
rewrite /layer_output mulmxDl addrAC (mulmxDr (layer_gate _ _)) held_run_affine kron_tr_vec.
by rewrite -!scalemxAl -!scalemxAr /layer_jacobian !mulmxA.
Qed.

(** Without biases: the networks and connections of Relu.v and ReluUpdate.v. *)
Section WithoutBias.

Lemma dense_run_without m n (N : relu_network F m n) x : dense_run (without_bias N) x = run N x.
Proof. by elim: N x => //= m' k' n' W a above IH x; rewrite addr0 IH. Qed.

Lemma held_run_without V m n (N : relu_network F m n) (z : V -> 'cV[F]_m) v y :
  held_run (without_bias N) (z v) y = forward (gated N z) v y.
Proof.
elim: N z y => //= m' k' n' W a above IH z y; rewrite !addr0.
exact: (IH (fun v => activation a (W *m z v))).
Qed.

Lemma held_jacobian_without V m n (N : relu_network F m n) (z : V -> 'cV[F]_m) v :
  held_jacobian (without_bias N) (z v) = jacobian (gated N z) v.
Proof.
elim: N z => //= m' k' n' W a above IH z; rewrite !addr0.
by rewrite (IH (fun v => activation a (W *m z v))).
Qed.

Variables X A : finType.
Variables n0 m k n : nat.
Variables (below : relu_network F n0 m) (W : 'M[F]_(k, m)) (a : F) (above : relu_network F k n).
Variable input : X -> A -> 'cV[F]_n0.
Let l := AtLayer (without_bias below) W 0 a (without_bias above).
Let views (v : X * A) : 'cV[F]_n0 := input v.1 v.2.

Lemma dense_connection_without x b :
  dense_connection l (input x b) = relu_connection below a above input W x b.
Proof.
rewrite /dense_connection /layer_jacobian /activated /layer_gate /preactivation /layer_input /=.
rewrite dense_run_without addr0.
rewrite (held_jacobian_without above (fun v => activation a (W *m run below (views v))) (x, b)).
by rewrite /relu_connection /layer_connection /connection -(run_gated below views (x, b)).
Qed.

Lemma layer_output_without W' x b :
  layer_output l W' (input x b)
    = output (gated below views) (fun v => gate a (W *m run below (views v)))
        (gated above (fun v => activation a (W *m run below (views v)))) input W' x b.
Proof.
rewrite /layer_output /activated /layer_gate /preactivation /layer_input /= dense_run_without !addr0.
rewrite (held_run_without above (fun v => activation a (W *m run below (views v))) (x, b)).
by rewrite /output forward_stack /= -(run_gated below views (x, b)).
Qed.

End WithoutBias.
End Facts.
