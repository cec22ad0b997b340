(** Batches and steps of ReLU networks: gates that the network computes. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.OutputCovariance simclr.EnergyFlow simclr.Minibatch simclr.MinibatchMean.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Relu.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Implicit Types W V : 'M[F]_(k, m).

Let f W := relu_output below slope above input W.
Let K W := relu_connection below slope above input W.

(** No pre-activation of a layer that is not linear is 0, at any view. *)
Definition no_zero_at W := forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

(** V_x[K̄] at the weights W. *)
Let op W := variance p (view_mean q (K W)).

(** minibatch-law#update-of-a-batch (in part): with gates that the network computes, the
    derivative of the loss of a batch of N ≥ 2 draws in the direction V is -⟨vec V, U⟩.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem update_of_a_batch_relu N W V (o : 'I_N -> draw X A) : (1 < N)%N -> no_zero_at W ->
  has_derivative (fun t => minibatch_loss (f (W + t *: V)) o)
    (- dot (vec V) (minibatch_update (K W) (f W) o)).
Proof.
move=> N1 nz; have N0 : N%:R != 0 :> F by rewrite pnatr_eq0 -lt0n ltnW.
have N1' : N%:R - 1 != 0 :> F by rewrite subr_eq0 pnatr_eq1 neq_ltn N1 orbT.
apply: (derivative_from (L := fun W' => minibatch_loss (f W') o)
  (b := minibatch_loss (fun x a => (K W x a)^T *m vec V) o)).
have [r r0 rP] := relu_output_gated nz V; exists r => // t /rP g.
rewrite -(minibatch_line two N0 N1' (f W) (K W) (vec V) o t).
apply: eq_minibatch_loss => x a; rewrite /f g (relu_output_connection nz) output_connection.
by rewrite vecD vecZ mulmxDr -scalemxAr.
Qed.

(** minibatch-law#mean (in part): its mean is 2 V_x[K̄] vec W.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem mean_of_minibatch_update_relu N W : (1 < N)%N -> no_zero_at W ->
  batch_mean p q (@minibatch_update F X A N _ _ (K W) (f W)) = 2%:R *: (op W *m vec W).
Proof.
move=> N1 nz; have N0 : N%:R != 0 :> F by rewrite pnatr_eq0 -lt0n ltnW.
have N1' : N%:R - 1 != 0 :> F by rewrite subr_eq0 pnatr_eq1 neq_ltn N1 orbT.
rewrite mean_of_update //; congr (_ *: _); rewrite /op -covariance_tr.
apply: eq_covariance => x; rewrite -view_mean_tr_mul; apply: eq_mean => a.
exact: relu_output_connection.
Qed.

(** ⟨vec W', V_x[K̄] vec W'⟩ is the energy at W', where the network at W' has the gates that
    it has at W. *)
Lemma relu_energy W W' : no_zero_at W' -> K W' =2 K W ->
  dot (vec W') (op W *m vec W') = energy p q (f W').
Proof.
move=> nz KW; rewrite (operator_energy q p1 (K W)) /energy; congr (\tr _).
apply: eq_variance => x; apply: eq_mean => a; rewrite /f (relu_output_connection nz).
by rewrite -[relu_connection _ _ _ _ _ _ _]/(K W' x a) KW.
Qed.

(** W⁺ = W - α∇L. *)
Definition relu_step (alpha : F) W : 'M[F]_(k, m) :=
  unvec (vec W + alpha *: velocity (op W) (vec W)).

(** energy-flow#size-after-a-step (in part): ‖W⁺‖² = ‖W‖² + 4αE + α²‖2 V_x[K̄] vec W‖²,
    whether gates flip or not. only: ReLU, leaky ReLU and linear layers. *)
Theorem size_after_a_step_relu alpha W : no_zero_at W ->
  dot (vec (relu_step alpha W)) (vec (relu_step alpha W))
    = dot (vec W) (vec W) + 4%:R * alpha * energy p q (f W)
      + alpha ^+ 2 * dot (velocity (op W) (vec W)) (velocity (op W) (vec W)).
Proof.
move=> nz; rewrite unvecK.
have : dot (vec W) (velocity (op W) (vec W)) = 2%:R * energy p q (f W).
  by rewrite dotZr (relu_energy nz).
move: (velocity (op W) (vec W)) => g E.
rewrite !(dotDl, dotDr, dotZl, dotZr) (dotC g) E.
by move: (dot _ (vec W)) (energy _ _ _) (dot g g) => *; ring.
Qed.

(** energy-flow#energy-after-a-step, energy-flow#quotient-does-not-fall (in part): where W⁺ has
    the gates of W, E⁺ = ⟨(I + 2αV) vec W, V (I + 2αV) vec W⟩, V = V_x[K̄], and for α > 0,
    W ≠ 0, E/‖W‖² ≤ E⁺/‖W⁺‖². only: ReLU, leaky ReLU and linear layers. *)
Theorem energy_after_a_step_relu alpha W : no_zero_at W -> no_zero_at (relu_step alpha W) ->
  K (relu_step alpha W) =2 K W ->
  let u := (1%:M + (2%:R * alpha) *: op W) *m vec W in
  energy p q (f (relu_step alpha W)) = dot u (op W *m u) /\
  ((forall x, 0 <= p x) -> 0 < alpha -> vec W != 0 ->
   is_true (energy p q (f W) / dot (vec W) (vec W)
     <= energy p q (f (relu_step alpha W))
          / dot (vec (relu_step alpha W)) (vec (relu_step alpha W)))).
Proof.
move=> nz nz' KW u.
have U : u = vec (relu_step alpha W).
  by rewrite unvecK /u mulmxDl mul1mx -scalemxAl /velocity scalerA (mulrC alpha).
split=> [|p0 a0 w0]; first by rewrite U relu_energy.
have V0 v : 0 <= dot v (op W *m v).
  by rewrite /op variance_weighted; apply: weighted_variance_ge0 => // e; rewrite mul1mx dot_ge0.
have := rayleigh_rises (operator_symmetric p q (K W)) V0 (mulr_gt0 (ltr0n F 2) a0) w0.
have -> : vec W + (2%:R * alpha) *: (op W *m vec W) = vec (relu_step alpha W).
  by rewrite unvecK /velocity scalerA (mulrC alpha).
by case=> _; rewrite (relu_energy nz (fun _ _ => erefl)) (relu_energy nz' KW).
Qed.

End Relu.
