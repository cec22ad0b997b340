(** Networks of which all layers move: the outputs move by the sum of what the layers
    move them by, and SimCLR's energy along the flow of all layers. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative networks.Relu updates.Differentiable.
From dualproof Require Import updates.Losses simclr.EnergyFlow simclr.EnergyGrowth simclr.EnergyQuotient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.
Variable V : Type.

(** A network of which the weights of every layer are a curve W t; the gates D stay. *)
Inductive moving : nat -> nat -> Type :=
| Still n : moving n n
| Moving m k h n (W : F -> 'M[F]_(k, m)) (D : V -> 'M[F]_(h, k)) (above : moving h n) : moving m n.

(** The network at the time t. *)
Fixpoint at_time m n (N : moving m n) (t : F) : network F V m n :=
  match N with
  | Still _ => Output
  | Moving _ _ _ _ W D above => Layer (W t) D (at_time above t)
  end.

(** Its layers: None is the lowest one. *)
Fixpoint layers m n (N : moving m n) : finType :=
  match N with
  | Still _ => void_finType
  | Moving _ _ _ _ _ _ above => option_finType (layers above)
  end.

(** The number of the weights of a layer, and the weights at the time t. *)
Fixpoint count m n (N : moving m n) : layers N -> nat :=
  match N with
  | Still _ => fun _ => 0%N
  | Moving m k _ _ _ _ above => fun l => if l is Some l' then count l' else (m * k)%N
  end.

Fixpoint weights m n (N : moving m n) (t : F) : forall l : layers N, 'cV[F]_(count l) :=
  match N with
  | Still _ => fun _ => 0
  | Moving _ _ _ _ W _ above => fun l =>
      match l return 'cV[F]_(count (N := Moving W _ above) l) with
      | Some l' => weights t l'
      | None => vec (W t)
      end
  end.

(** The connection of a layer at t = 0, at the view v with the input x. *)
Fixpoint connection_at m n (N : moving m n) (v : V) : 'cV[F]_m ->
    forall l : layers N, 'M[F]_(count l, n) :=
  match N with
  | Still _ => fun _ _ => 0
  | Moving _ _ _ _ W D above => fun x l =>
      match l return 'M[F]_(count (N := Moving W D above) l, _) with
      | Some l' => connection_at v (D v *m (W 0 *m x)) l'
      | None => kron_tr x (jacobian (at_time above 0) v *m D v)
      end
  end.

End Definitions.

Section Facts.
Variable F : realFieldType.
Variable V : Type.
Variable v : V.

Lemma sum_option (T : finType) n (f : option T -> 'cV[F]_n) :
  \sum_i f i = f None + \sum_i f (Some i).
Proof.
rewrite (bigD1 None) //=; congr (_ + _).
rewrite (reindex_omap Some id) /=; last by case.
by apply: eq_bigl => i; rewrite eqxx.
Qed.

(** The output is K_lᵀw_l, whatever the layer l. *)
Lemma output_of_a_layer m n (N : moving F V m n) x (l : layers N) :
  forward (at_time N 0) v x = (connection_at v x l)^T *m weights 0 l.
Proof.
elim: N x l => [n'|m' k h n' W D above IH] x; first by case.
case=> [l|] /=; first exact: IH.
by rewrite kron_tr_vec forward_jacobian !mulmxA.
Qed.

Lemma product_column k m (W : F -> 'M[F]_(k, m)) (W' : 'M[F]_(k, m)) x x' :
  column_derivative (fun t => vec (W t)) (vec W') -> column_derivative x x' ->
  column_derivative (fun t => W t *m x t) (W' *m x 0 + W 0 *m x').
Proof.
move=> dW dx i; rewrite !mxE -big_split /=.
apply: (@Differentiable.eq_derivative _ (fun t => \sum_j W t i j * x t j 0)) => [t|].
  by rewrite mxE.
apply: derivative_sum => j; apply: derivative_mul (dx j).
have := dW (mxvec_index j i); rewrite vec_entry; apply: Differentiable.eq_derivative => t.
by rewrite vec_entry.
Qed.

(** The output moves by the sum of what the layers, and the input, move it by. *)
Lemma output_moves m n (N : moving F V m n) (x : F -> 'cV[F]_m) x'
    (g : forall l : layers N, 'cV[F]_(count l)) :
  column_derivative x x' -> (forall l, column_derivative (fun t => weights t l) (g l)) ->
  column_derivative (fun t => forward (at_time N t) v (x t))
    (jacobian (at_time N 0) v *m x' + \sum_l (connection_at v (x 0) l)^T *m g l).
Proof.
elim: N x x' g => [n'|m' k h n' W D above IH] x x' g dx dw /=.
  rewrite mul1mx big1 => [|[]]; rewrite addr0; exact: dx.
have dW : column_derivative (fun t => vec (W t)) (vec (unvec (g None))).
  by rewrite unvecK; apply: (dw None).
have dy := column_derivative_mul (D v) (product_column dW dx).
have := IH _ _ (fun l => g (Some l)) dy (fun l => dw (Some l)).
set s := \sum_l _; rewrite sum_option /= -/s.
rewrite -[g None in X in _ -> column_derivative _ X]unvecK kron_tr_vec !mulmxDr !mulmxA.
by rewrite addrA (addrC (_ *m x')).
Qed.

End Facts.

Section Flow.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 n : nat.
Variable N : moving F (X * A) n0 n.
Variable input : X -> A -> 'cV[F]_n0.

(** The outputs at the time t, and at t = 0 the connection and the operator of the layer l. *)
Let f t x a := forward (at_time N t) (x, a) (input x a).
Let K (l : layers N) x a := connection_at (x, a) (input x a) l.
Let V l := variance p (view_mean q (K l)).
Let speed l := velocity (V l) (weights 0 l).

(** The flow at t = 0: every layer moves along its -∇L, 2 V_l w_l. *)
Hypothesis flow : forall l, column_derivative (fun t => weights t l) (speed l).

Lemma flow_outputs : output_derivative f (fun x a => \sum_l (K l x a)^T *m speed l).
Proof.
move=> x a; have d0 : column_derivative (fun=> input x a) 0.
  by move=> i; rewrite mxE; apply: derivative_const.
by have := output_moves (x, a) d0 flow; rewrite mulmx0 add0r.
Qed.

Lemma flow_reads l : f 0 =2 (fun x a => (K l x a)^T *m weights 0 l).
Proof. by move=> x a; apply: output_of_a_layer. Qed.

(** energy-flow#energy-grows: all layers of a network with given gates move along the flow;
    Ė = Σ_l ‖2 V_l w_l‖². *)
Theorem energy_grows_along_the_flow :
  has_derivative (fun t => energy p q (f t)) (\sum_l dot (speed l) (speed l)).
Proof. exact: (energy_grows p1 q1 flow_reads flow_outputs). Qed.

(** energy-flow#energy-grows-at-least: Ė ≥ 4E² Σ_l 1/n_l with n_l = ‖w_l‖², and E/∏_l n_l
    has a derivative that is not negative, so that it never falls. *)
Theorem energy_quotient_along_the_flow : (forall l : layers N, weights 0 l != 0) ->
  exists2 e, has_derivative (fun t => energy p q (f t)) e &
    4%:R * energy p q (f 0) ^+ 2 * (\sum_(l : layers N) (dot (weights 0 l) (weights 0 l))^-1) <= e /\
    exists2 c, has_derivative (fun t =>
      energy p q (f t) / \prod_(l : layers N) dot (weights t l) (weights t l)) c & 0 <= c.
Proof. exact: (energy_quotient_grows p1 q1 flow_reads flow flow_outputs). Qed.

End Flow.
