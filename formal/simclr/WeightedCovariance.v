(** Contrastive losses of one positive and one negative: a weighted covariance
    operator and an exact remainder. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative
  networks.Relu updates.ReluUpdate updates.Differentiable.
From dualproof Require Import simclr.Contrastive simclr.ContrastiveUpdate simclr.WeightedDraws.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** E l(r₊, r₋): a view a of the sample x, a second view b of x, and a view c of an
    independent sample y; f gives the outputs of the first branch, g the others. *)
Definition one_negative_loss (l : F -> F -> F) n (f g : X -> A -> 'cV[F]_n) : F :=
  \sum_x p x * (\sum_y p y * (\sum_a q x a * (\sum_b q x b * (\sum_c q y c *
    l (pair_loss (f x a) (g x b)) (pair_loss (f x a) (g y c)))))).

(** l is differentiable at (r₊, r₋), with ∂l/∂r₊ = s and ∂l/∂r₋ = -s. *)
Definition opposite_slopes (l : F -> F -> F) (rp rm s : F) : Prop :=
  has_gradient (fun r : bool -> F => l (r true) (r false))
    (fun i => if i then rp else rm) (fun i => if i then s else - s).

(** ξ(r₊, r₋) at the views a, b of x and c of y. *)
Definition weight_at (xi : F -> F -> F) n (f : X -> A -> 'cV[F]_n) x y a b c : F :=
  xi (pair_loss (f x a) (f x b)) (pair_loss (f x a) (f y c)).

(** ∂l/∂r₊ = -∂l/∂r₋ = ξ(r₊, r₋) at all distances that occur. *)
Definition slopes_at (l xi : F -> F -> F) n (f : X -> A -> 'cV[F]_n) : Prop :=
  forall x y a b c, opposite_slopes l (pair_loss (f x a) (f x b)) (pair_loss (f x a) (f y c))
    (weight_at xi f x y a b c).

(** ξ₀(x, y) = ξ(0, ½‖F̄(x) - F̄(y)‖²). *)
Definition weight_of_means (xi : F -> F -> F) n (f : X -> A -> 'cV[F]_n) x y : F :=
  xi 0 (pair_loss (view_mean q f x) (view_mean q f y)).

(** E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (K̄(x) - K̄(y))ᵀ]. *)
Definition weighted_covariance d n (xi0 : X -> X -> F) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  two_sample_mean p (fun x y => xi0 x y *: ((view_mean q K x - view_mean q K y)
                                      *m (view_mean q K x - view_mean q K y)^T)).

(** θ = E[(ξ - ξ₀) K₁ (f₊ - f₋)]. *)
Definition remainder d n (xi : F -> F -> F) (xi0 : X -> X -> F)
    (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) : 'cV[F]_d :=
  draw_mean p q (fun x y a b c =>
    (weight_at xi f x y a b c - xi0 x y) *: (K x a *m (f x b - f y c))).

(** E[(ξ - ξ₀) (K₁ (f₊ - f₋) + K₊ (f₁ - f₊) + K₋ (f₋ - f₁))]. *)
Definition remainder_both d n (xi : F -> F -> F) (xi0 : X -> X -> F)
    (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) : 'cV[F]_d :=
  draw_mean p q (fun x y a b c =>
    (weight_at xi f x y a b c - xi0 x y) *: (K x a *m (f x b - f y c)
      + K x b *m (f x a - f x b) + K y c *m (f y c - f x a))).

End Definitions.

Section Derivative.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.
Variables (f g : F -> X -> A -> 'cV[F]_n) (K1 K2 : X -> A -> 'M[F]_(d, n)).
Variable delta : 'cV[F]_d.
Hypothesis df : output_derivative f (fun x a => (K1 x a)^T *m delta).
Hypothesis dg : output_derivative g (fun x a => (K2 x a)^T *m delta).

(** ∇_θ E l(r₊, r₋) = E[ξ ((K₁ - K₊)(f₁ - f₊) - (K₁ - K₋)(f₁ - f₋))]. *)
Lemma one_negative_loss_derivative (l : F -> F -> F) (s : X -> X -> A -> A -> A -> F) :
  (forall x y a b c, opposite_slopes l (pair_loss (f 0 x a) (g 0 x b))
     (pair_loss (f 0 x a) (g 0 y c)) (s x y a b c)) ->
  has_derivative (fun t => one_negative_loss p q l (f t) (g t))
    (dot delta (draw_mean p q (fun x y a b c => s x y a b c *:
       ((K1 x a - K2 x b) *m (f 0 x a - g 0 x b) - (K1 x a - K2 y c) *m (f 0 x a - g 0 y c))))).
Proof.
move=> sl; rewrite dot_draw_mean.
apply: derivative_sum => x; apply: derivative_scale.
apply: derivative_sum => y; apply: derivative_scale.
apply: derivative_sum => a; apply: derivative_scale.
apply: derivative_sum => b; apply: derivative_scale.
apply: derivative_sum => c; apply: derivative_scale.
pose u t (i : bool) := if i then pair_loss (f t x a) (g t x b) else pair_loss (f t x a) (g t y c).
have dp := @pair_loss_derivative F unit_finType bool_finType d n
  (fun t _ _ => f t x a) (fun t _ i => if i then g t x b else g t y c)
  (fun _ _ => K1 x a) (fun _ i => if i then K2 x b else K2 y c) delta
  (fun _ _ => df x a).
have dl : has_derivative (fun t => l (u t true) (u t false))
    (\sum_i (if i then s x y a b c else - s x y a b c)
       * dot delta ((K1 x a - (if i then K2 x b else K2 y c))
           *m (f 0 x a - (if i then g 0 x b else g 0 y c)))).
  apply: (@chain_rule F bool_finType (fun r => l (r true) (r false)) u) => [|i].
    exact: sl.
  have := dp _ tt i; rewrite /u; case: i => dpi; apply: dpi => // _ [] //; exact: dg.
have -> : dot delta (s x y a b c *: ((K1 x a - K2 x b) *m (f 0 x a - g 0 x b)
                    - (K1 x a - K2 y c) *m (f 0 x a - g 0 y c)))
  = \sum_i (if i then s x y a b c else - s x y a b c)
       * dot delta ((K1 x a - (if i then K2 x b else K2 y c))
           *m (f 0 x a - (if i then g 0 x b else g 0 y c))).
  by rewrite big_bool /= dotZr dotBr mulrBr mulNr.
exact: dl.
Qed.

End Derivative.

Section Outputs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables d n : nat.

(** The outputs f t at w + tδ have the derivative Kᵀδ at t = 0, and are Kᵀw there. *)
Variables (f : F -> X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)).
Variables w delta : 'cV[F]_d.
Hypothesis df : output_derivative f (fun x a => (K x a)^T *m delta).
Hypothesis fw : f 0 =2 (fun x a => (K x a)^T *m w).

(** l is a function of r₊ and r₋ with ∂l/∂r₊ = -∂l/∂r₋ = ξ(r₊, r₋) at the distances
    of the outputs, and ξ₀(x, y) any function of the two samples with
    ξ₀(x, y) = ξ₀(y, x). *)
Variables (l xi : F -> F -> F) (xi0 : X -> X -> F).
Hypothesis slopes : slopes_at l xi (f 0).
Hypothesis xi0C : forall x y, xi0 x y = xi0 y x.

Lemma between_outputs : between p q xi0 K (f 0) = weighted_covariance p q xi0 K *m w.
Proof.
rewrite /weighted_covariance /between /two_sample_mean -mean_mulr; apply: eq_mean => x.
rewrite -mean_mulr; apply: eq_mean => y.
have E z : view_mean q (f 0) z = (view_mean q K z)^T *m w.
  by rewrite -view_mean_tr_mul; apply: eq_mean => a; apply: fw.
rewrite !E -scalemxAl -mulmxA; congr (_ *: (_ *m _)).
by rewrite linearB /= mulmxBl.
Qed.

(** weighted-covariance#remainder: any differentiable outputs f = Kᵀw, the gradient
    through x₁ alone, any symmetric ξ₀:
    -∇L = ½ E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (K̄(x) - K̄(y))ᵀ] w + E[(ξ - ξ₀) K₁ (f₊ - f₋)]. *)
Theorem weighted_covariance_remainder :
  has_derivative (fun t => one_negative_loss p q l (f t) (f 0))
    (- dot delta (2%:R^-1 *: (weighted_covariance p q xi0 K *m w)
                  + remainder p q xi xi0 K (f 0))).
Proof.
have d0 : output_derivative (fun=> f 0) (fun x a => (0 : 'M[F]_(d, n))^T *m delta).
  by move=> x a i; rewrite trmx0 mul0mx mxE; apply: derivative_const.
have := one_negative_loss_derivative p q df (K2 := fun _ _ => 0) d0 slopes.
rewrite -between_outputs -frozen_one_branch // -draw_meanD -dotNr -draw_meanN.
congr (has_derivative _ (dot _ _)); apply: eq_draw_mean => x y a b c.
rewrite frozen_share !subr0 -scalerN !mulmxBr.
by congr (_ *: _); apply/colP => i; rewrite !mxE; ring.
Qed.

(** weighted-covariance#both-branches: the gradient through x₁, x₊ and x₋,
    -∇L = E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (K̄(x) - K̄(y))ᵀ] w
          + E[(ξ - ξ₀) (K₁ (f₊ - f₋) + K₊ (f₁ - f₊) + K₋ (f₋ - f₁))]. *)
Theorem weighted_covariance_both_branches :
  has_derivative (fun t => one_negative_loss p q l (f t) (f t))
    (- dot delta (weighted_covariance p q xi0 K *m w + remainder_both p q xi xi0 K (f 0))).
Proof.
have := one_negative_loss_derivative p q df df slopes.
rewrite -between_outputs -frozen_both_branches // -draw_meanD -dotNr -draw_meanN.
congr (has_derivative _ (dot _ _)); apply: eq_draw_mean => x y a b c.
rewrite frozen_share -scalerN !mulmxBr !mulmxBl.
by congr (_ *: _); apply/colP => i; rewrite !mxE; ring.
Qed.

End Outputs.

Section Networks.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables l xi : F -> F -> F.

Lemma weight_of_means_symmetric n (f : X -> A -> 'cV[F]_n) x y :
  weight_of_means q xi f x y = weight_of_means q xi f y x.
Proof. by rewrite /weight_of_means /pair_loss -opprB dotNl dotNr opprK. Qed.

Section Gated.
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let K := layer_connection below D above input.

Lemma gated_output_derivative W V :
  output_derivative (fun t => f (W + t *: V)) (fun x a => (K x a)^T *m vec V).
Proof.
move=> x a i; apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
rewrite /f !output_connection scale0r addr0 vecD vecZ mulmxDr -scalemxAr mulr0 addr0.
by rewrite mxE; congr (_ + _); rewrite mxE.
Qed.

(** weighted-covariance#remainder: every layer of every network with given gates, with
    ξ₀(x, y) = ξ(0, ½‖F̄(x) - F̄(y)‖²); the gradient through x₁ alone:
    -∇L = ½ E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (K̄(x) - K̄(y))ᵀ] vec W + θ. *)
Theorem weighted_covariance_remainder_of_a_layer W V :
  let xi0 := weight_of_means q xi (f W) in
  slopes_at l xi (f W) ->
  has_derivative (fun t => one_negative_loss p q l (f (W + t *: V)) (f W))
    (- dot (vec V) (2%:R^-1 *: (weighted_covariance p q xi0 K *m vec W)
                    + remainder p q xi xi0 K (f W))).
Proof.
move=> xi0 sl; have := @weighted_covariance_remainder _ _ _ p q q1 _ _ (fun t => f (W + t *: V))
  K (vec W) (vec V) (gated_output_derivative W V) _ l xi xi0.
rewrite scale0r addr0; apply=> //; first by move=> x a; apply: output_connection.
exact: weight_of_means_symmetric.
Qed.

(** weighted-covariance#both-branches: the same layer, the gradient through x₁, x₊ and
    x₋: -∇L = E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (K̄(x) - K̄(y))ᵀ] vec W
    + E[(ξ - ξ₀) (K₁ (f₊ - f₋) + K₊ (f₁ - f₊) + K₋ (f₋ - f₁))]. *)
Theorem weighted_covariance_both_branches_of_a_layer W V :
  let xi0 := weight_of_means q xi (f W) in
  slopes_at l xi (f W) ->
  has_derivative (fun t => one_negative_loss p q l (f (W + t *: V)) (f (W + t *: V)))
    (- dot (vec V) (weighted_covariance p q xi0 K *m vec W + remainder_both p q xi xi0 K (f W))).
Proof.
move=> xi0 sl; have := @weighted_covariance_both_branches _ _ _ p q q1 _ _
  (fun t => f (W + t *: V)) K (vec W) (vec V) (gated_output_derivative W V) _ l xi xi0.
rewrite scale0r addr0; apply=> //; first by move=> x a; apply: output_connection.
exact: weight_of_means_symmetric.
Qed.

End Gated.

Section ReluNetworks.
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variable W : 'M[F]_(k, m).
Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (input x a).
Let f := relu_output below slope above input.
Let K := relu_connection below slope above input W.

(** weighted-covariance#remainder (in part): with gates that the network computes.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem weighted_covariance_remainder_relu V :
  let xi0 := weight_of_means q xi (f W) in
  slopes_at l xi (f W) ->
  has_derivative (fun t => one_negative_loss p q l (f (W + t *: V)) (f W))
    (- dot (vec V) (2%:R^-1 *: (weighted_covariance p q xi0 K *m vec W)
                    + remainder p q xi xi0 K (f W))).
Proof.
move=> xi0 sl; have := @weighted_covariance_remainder _ _ _ p q q1 _ _ (fun t => f (W + t *: V))
  K (vec W) (vec V) (fun x a => relu_output_derivative no_zero V (x, a)) _ l xi xi0.
rewrite scale0r addr0; apply=> //; first by move=> x a; apply: relu_output_connection.
exact: weight_of_means_symmetric.
Qed.

(** weighted-covariance#both-branches (in part): with gates that the network computes.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem weighted_covariance_both_branches_relu V :
  let xi0 := weight_of_means q xi (f W) in
  slopes_at l xi (f W) ->
  has_derivative (fun t => one_negative_loss p q l (f (W + t *: V)) (f (W + t *: V)))
    (- dot (vec V) (weighted_covariance p q xi0 K *m vec W + remainder_both p q xi xi0 K (f W))).
Proof.
move=> xi0 sl; have := @weighted_covariance_both_branches _ _ _ p q q1 _ _
  (fun t => f (W + t *: V)) K (vec W) (vec V)
  (fun x a => relu_output_derivative no_zero V (x, a)) _ l xi xi0.
rewrite scale0r addr0; apply=> //; first by move=> x a; apply: relu_output_connection.
exact: weight_of_means_symmetric.
Qed.

End ReluNetworks.
End Networks.
