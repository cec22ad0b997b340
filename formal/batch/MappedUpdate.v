(** The outputs of a network with pools, and the connection of a layer of it. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  updates.Differentiable batch.MappedNetwork.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k h n : nat.
Variable below : mapped_network F n0 m.
Variable phi : layer_map F k h.
Variable above : mapped_network F h n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).

(** The output of the network with the weights W' in the layer. *)
Definition mapped_output (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  evaluate (mapped_stack below (Mapped W' phi above)) (input x a).

Let views (v : X * A) : 'cV[F]_n0 := input v.1 v.2.
Let gates_below := with_gates below views.
Let gates (v : X * A) := gates_at phi (W *m evaluate below (views v)).
Let gates_above := with_gates above (fun v => apply phi (W *m evaluate below (views v))).

(** The connection of the layer, with the gates that the network has at W. *)
Definition mapped_connection : X -> A -> 'M[F]_(m * k, n) :=
  layer_connection gates_below gates gates_above input.

Hypothesis linear_at : forall x a,
  is_linear_around (mapped_stack below (Mapped W phi above)) (input x a).

Lemma linear_parts v : is_linear_around below (views v)
  /\ is_linear_around (Mapped W phi above) (evaluate below (views v)).
Proof. by have /linear_stack := linear_at v.1 v.2. Qed.

Lemma mapped_output_line V : near_zero (fun t =>
  mapped_output (W + t *: V) =2 output gates_below gates gates_above input (W + t *: V)).
Proof.
have [r r0 rP] := layer_stays V (fun v => (linear_parts v).2).
exists r => // t /rP E x a; rewrite /mapped_output evaluate_stack.
rewrite [LHS](E (x, a)) /output forward_stack; congr (forward _ _ _).
exact: (@evaluate_gates _ _ _ _ below views (x, a) (linear_parts (x, a)).1).
Qed.

(** The output is Kᵀ vec W. *)
Lemma mapped_output_connection x a : mapped_output W x a = (mapped_connection x a)^T *m vec W.
Proof.
have [r r0 /(_ 0)] := mapped_output_line 0; rewrite normr0 scale0r addr0 => /(_ r0) ->.
exact: output_connection.
Qed.

(** Kᵀ is the derivative of the output by vec W. *)
Lemma mapped_output_derivative V :
  output_derivative (fun t => mapped_output (W + t *: V))
    (fun x a => (mapped_connection x a)^T *m vec V).
Proof.
move=> x a i; apply: (@quadratic_derivative _ _ _ 0).
have [r r0 rP] := mapped_output_line V; exists r => // t /rP g.
rewrite g scale0r addr0 mapped_output_connection.
rewrite output_connection vecD vecZ mulmxDr -scalemxAr mulr0 addr0.
by rewrite mxE; congr (_ + _); rewrite mxE.
Qed.

End Layer.
