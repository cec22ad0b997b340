(** Any differentiable loss of normalised outputs. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.WeightedCovariance
  simclr.Normalised.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** f̂ = f/s, for the output f and its norm s. *)
Definition scaled_by n (s : F) (f : 'cV[F]_n) : 'cV[F]_n := s^-1 *: f.

(** P^⊥ = I - f̂f̂ᵀ. *)
Definition off_direction n (s : F) (f : 'cV[F]_n) : 'M[F]_n :=
  1%:M - scaled_by s f *m (scaled_by s f)^T.

(** Σ_v K_v P^⊥_v g_v / ‖f_v‖, over the inputs v. *)
Definition normalised_gradient (V : finType) d n (K : V -> 'M[F]_(d, n)) (s : V -> F)
    (f g : V -> 'cV[F]_n) : 'cV[F]_d :=
  \sum_v (s v)^-1 *: (K v *m (off_direction (s v) (f v) *m g v)).

(** All the numbers of the outputs: the number i of the output at v. *)
Definition numbers (V : finType) n (f : V -> 'cV[F]_n) : V * 'I_n -> F := fun i => f i.1 i.2 0.

(** normalized-loss: where f_v = K_vᵀw ≠ 0 and s_v² = ‖f_v‖², Σ_v K_v P^⊥_v g_v / ‖f_v‖
    has no component along w. *)
Lemma normalised_gradient_radial (V : finType) d n (K : V -> 'M[F]_(d, n)) (s : V -> F)
    (f g : V -> 'cV[F]_n) w :
  (forall v, f v = (K v)^T *m w) -> (forall v, s v != 0) ->
  (forall v, s v ^+ 2 = dot (f v) (f v)) ->
  dot w (normalised_gradient K s f g) = 0.
Proof.
move=> fw s0 sf; rewrite dot_sumr big1 // => v _.
rewrite dotZr [dot w _]dot_mulr -fw mulmxBl mul1mx dotBr -mulmxA.
have -> : (scaled_by (s v) (f v))^T *m g v = (dot (scaled_by (s v) (f v)) (g v))%:M.
  by rewrite [LHS]mx11_scalar dotE.
rewrite mul_mx_scalar /scaled_by !(dotZl, dotZr) -sf; move: (dot (f v) (g v)) (s v) (s0 v).
by move=> c a a0; field.
Qed.

(** ‖w - αG‖² = ‖w‖² + α²‖G‖² where G has no component along w. *)
Lemma size_of_radial_step d (w G : 'cV[F]_d) alpha : dot w G = 0 ->
  dot (w - alpha *: G) (w - alpha *: G) = dot w w + alpha ^+ 2 * dot G G.
Proof.
move=> wG; rewrite !(dotBl, dotBr) !(dotZl, dotZr) (dotC G w) wG.
by move: (dot w w) (dot G G) => *; ring.
Qed.

End Definitions.

Section Outputs.
Variable F : realFieldType.
Variable V : finType.
Variables d n : nat.

(** The outputs f t at w + tδ have the derivative Kᵀδ at t = 0, where they are not 0,
    and s is their norm: s ≥ 0 and s² = ‖f‖². *)
Variables (f : F -> V -> 'cV[F]_n) (K : V -> 'M[F]_(d, n)) (delta : 'cV[F]_d).
Variable s : F -> V -> F.
Hypothesis df : forall v, column_derivative (fun t => f t v) ((K v)^T *m delta).
Hypothesis f_nonzero : forall v, f 0 v != 0.
Hypothesis s_nonnegative : forall t v, 0 <= s t v.
Hypothesis s_norm : forall t v, s t v ^+ 2 = dot (f t v) (f t v).

(** normalized-loss#gradient: any differentiable network, any differentiable function L of
    the numbers of all f̂_v, with the gradients g_v by f̂_v:
    ∇L = Σ_v K_v P^⊥_v g_v / ‖f_v‖. *)
Theorem normalised_loss_gradient (L : (V * 'I_n -> F) -> F) (g : V -> 'cV[F]_n) :
  has_gradient L (numbers (fun v => scaled_by (s 0 v) (f 0 v))) (numbers g) ->
  has_derivative (fun t => L (numbers (fun v => scaled_by (s t v) (f t v))))
    (dot delta (normalised_gradient K (s 0) (f 0) g)).
Proof.
move=> gL; pose f' t v (_ : unit) := f t v; pose K' v (_ : unit) := K v.
pose s' t v (_ : unit) := s t v.
have d' := @normalised_derivative F _ unit_finType d n f' K' delta s' (fun v _ => df v)
  (fun v _ => f_nonzero v) (fun t v _ => s_nonnegative t v) (fun t v _ => s_norm t v).
pose h v := (projected_connection f' K' s' v tt)^T *m delta.
have := @chain_rule F _ L (fun t => numbers (fun v => scaled_by (s t v) (f t v))) (numbers g)
  (numbers h) gL (fun i => d' i.1 tt i.2).
congr (has_derivative _ _); rewrite -(pair_bigA _ (fun v i => g v i 0 * h v i 0)) /=.
rewrite dot_sumr; apply: eq_bigr => v _; rewrite -/(dot (g v) (h v)) /h dotC dot_mull trmxK.
by rewrite /projected_connection -scalemxAl mulmxA.
Qed.

End Outputs.

(** Fields with square roots, such as the real numbers: ‖u‖ = √⟨u, u⟩. *)
Section Norm.
Variable F : rcfType.

Definition norm n (u : 'cV[F]_n) : F := Num.sqrt (dot u u).

(** û = u/‖u‖. *)
Definition unit_vector n (u : 'cV[F]_n) : 'cV[F]_n := scaled_by (norm u) u.

Lemma norm_square n (u : 'cV[F]_n) : norm u ^+ 2 = dot u u.
Proof. by rewrite sqr_sqrtr // dot_ge0. Qed.

Lemma norm_ge0 n (u : 'cV[F]_n) : 0 <= norm u.
Proof. exact: sqrtr_ge0. Qed.

Lemma norm_neq0 n (u : 'cV[F]_n) : u != 0 -> norm u != 0.
Proof.
apply: contraNneq => u0; have := norm_square u; rewrite u0 expr0n => /esym/eqP.
rewrite psumr_eq0 => [/allP f0|i _]; last by rewrite -expr2 sqr_ge0.
apply/eqP/colP => i; have := f0 i; rewrite mem_index_enum mxE => /(_ isT).
by rewrite mulf_eq0 orbb => /eqP.
Qed.

Section Layer.
Variables (V : finType) (n0 m k h n : nat).
Variable below : network F V n0 m.
Variable D : V -> 'M[F]_(h, k).
Variable above : network F V h n.
Variable input : V -> 'cV[F]_n0.
Let f (W : 'M[F]_(k, m)) (v : V) := forward (stack below (Layer W D above)) v (input v).
Let K (v : V) := connection below D above v (input v).
Variables (W : 'M[F]_(k, m)) (L : (V * 'I_n -> F) -> F) (g : V -> 'cV[F]_n).
Hypothesis f_nonzero : forall v, f W v != 0.
Hypothesis L_gradient : has_gradient L (numbers (fun v => unit_vector (f W v))) (numbers g).

(** Σ_v K_v P^⊥_v g_v / ‖f_v‖. *)
Let G := normalised_gradient K (fun v => norm (f W v)) (f W) g.

(** normalized-loss#gradient: every layer of every network with given gates, any number of
    inputs v: the derivative of L in every direction dW is ⟨vec dW, G⟩, with
    G = Σ_v K_v P^⊥_v g_v / ‖f_v‖. *)
Theorem normalised_loss_of_a_layer dW :
  has_derivative (fun t => L (numbers (fun v => unit_vector (f (W + t *: dW) v))))
    (dot (vec dW) G).
Proof.
have W0 : W + 0 *: dW = W by rewrite scale0r addr0.
have df v : column_derivative (fun t => f (W + t *: dW) v) ((K v)^T *m vec dW).
  move=> i; apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
  by rewrite /f connection_derivative W0 mulr0 addr0 mxE; congr (_ + _); rewrite mxE.
have := @normalised_loss_gradient _ _ _ _ (fun t => f (W + t *: dW)) K (vec dW)
  (fun t v => norm (f (W + t *: dW) v)) df _ (fun t v => norm_ge0 _) (fun t v => norm_square _) L g.
rewrite W0; exact.
Qed.

(** normalized-loss#no-radial-motion: ⟨vec W, G⟩ = 0, so that every step of descent makes
    the layer larger, ‖W - αG‖² = ‖W‖² + α²‖G‖². *)
Theorem normalised_loss_no_radial_motion alpha :
  dot (vec W) G = 0 /\
  dot (vec W - alpha *: G) (vec W - alpha *: G) = dot (vec W) (vec W) + alpha ^+ 2 * dot G G.
Proof.
have WG : dot (vec W) G = 0.
  apply: normalised_gradient_radial => v; first exact: connection_output.
    exact: norm_neq0.
  exact: norm_square.
by split=> //; apply: size_of_radial_step.
Qed.

End Layer.

Section Relu.
Variables (X A : finType) (n0 m k n : nat).
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).
Let f W' (v : X * A) := relu_output below slope above input W' v.1 v.2.
Let K (v : X * A) := relu_connection below slope above input W v.1 v.2.
Variables (L : ((X * A) * 'I_n -> F) -> F) (g : X * A -> 'cV[F]_n).
Hypothesis f_nonzero : forall v, f W v != 0.
Hypothesis L_gradient : has_gradient L (numbers (fun v => unit_vector (f W v))) (numbers g).
Let G := normalised_gradient K (fun v => norm (f W v)) (f W) g.

(** normalized-loss#gradient, normalized-loss#no-radial-motion (in part): with gates that
    the network computes. only: ReLU, leaky ReLU and linear layers. *)
Theorem normalised_loss_relu dW alpha :
  has_derivative (fun t => L (numbers (fun v => unit_vector (f (W + t *: dW) v))))
    (dot (vec dW) G) /\
  dot (vec W) G = 0 /\
  dot (vec W - alpha *: G) (vec W - alpha *: G) = dot (vec W) (vec W) + alpha ^+ 2 * dot G G.
Proof.
have W0 : W + 0 *: dW = W by rewrite scale0r addr0.
have WG : dot (vec W) G = 0.
  apply: normalised_gradient_radial => v; first exact: relu_output_connection.
    exact: norm_neq0.
  exact: norm_square.
split; last by split=> //; apply: size_of_radial_step.
have := @normalised_loss_gradient _ _ _ _ (fun t => f (W + t *: dW)) K (vec dW)
  (fun t v => norm (f (W + t *: dW) v)) (relu_output_derivative no_zero dW) _
  (fun t v => norm_ge0 _) (fun t v => norm_square _) L g.
rewrite W0; exact.
Qed.

End Relu.
End Norm.
