(** zero-mean-gradient: a zero-mean inside the network, after the weights of the
    layer; the formulas, and those that the counterexamples refute. In this file
    [moves] says whether the gradient flows through the mean, and the target is
    the same network without the zero-mean inside, its own mean taken off or not. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Byol updates.ByolTarget networks.Relu.
From dualproof.exact Require Import Layers Update Evaluate ByolSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Formulas.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variable s : setting F X A n0 m k n.
Notation p := (of_samples s).
Notation q := (of_views s).
Notation P := (predictor s).
Notation W := (learnt s).
Notation l := (online s).

(** f_{l-1}, W f_{l-1}, and W f_{l-1} less its mean, which is that at the weights W₀. *)
Definition below_layer (x : X) (a : A) : 'cV[F]_m := layer_input l (input s x a).
Definition product_of (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_k := W' *m below_layer x a.
Definition zero_mean_product (W0 W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_k :=
  product_of W' x a - total_mean p q (product_of W0).
(** The output, gates as they are at the weights of the network; the mean moves with W if b. *)
Definition zero_mean_output (b : bool) (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  held_run (above l) (activation (slope l) (zero_mean_product W W x a))
    (gate (slope l) (zero_mean_product W W x a)
      *m (if b then zero_mean_product W' W' x a else zero_mean_product W W' x a)).
Definition target_output : X -> A -> 'cV[F]_n := centred_if s (target_centred s) (targets s).
(** −r, of which −∇ is ∇r. *)
Definition zero_mean_loss (b : bool) (W' : 'M[F]_(k, m)) : F :=
  -1 * byol_loss p q P (zero_mean_output b W') target_output.
Definition through_loss : 'M[F]_(k, m) -> F := zero_mean_loss (moves s).
Definition detached_loss : 'M[F]_(k, m) -> F := zero_mean_loss false.
Definition lost_loss (W' : 'M[F]_(k, m)) : F := zero_mean_loss true W' - zero_mean_loss false W'.

(** The gradient g of r at the zero-mean product, for outputs f₁ and f₂ and gates at z. *)
Definition gradient_of (f g : X -> A -> 'cV[F]_n) (z : X -> A -> 'cV[F]_k) (x : X) (a : A) : 'cV[F]_k :=
  (held_jacobian (above l) (activation (slope l) (z x a)) *m gate (slope l) (z x a))^T
    *m (P^T *m (P *m f x a - view_mean q g x)).
Definition gradient : X -> A -> 'cV[F]_k :=
  gradient_of (zero_mean_output true W) target_output (zero_mean_product W W).
(** E[g fᵀ], E[g]E[f]ᵀ, and E[g (f − f̄)ᵀ] with the mean over the views of each sample. *)
Definition mean_product (g : X -> A -> 'cV[F]_k) : 'M[F]_(k, m) :=
  total_mean p q (fun x a => g x a *m (below_layer x a)^T).
Definition product_of_means (g : X -> A -> 'cV[F]_k) : 'M[F]_(k, m) :=
  total_mean p q g *m (total_mean p q below_layer)^T.
Definition about_sample_means (g : X -> A -> 'cV[F]_k) : 'M[F]_(k, m) :=
  total_mean p q (fun x a => g x a *m (below_layer x a - view_mean q below_layer x)^T).

(** Through the mean: Cov(g, f); without E[g]E[f]ᵀ; with + for −; about the means of samples. *)
Definition through : 'cV[F]_(m * k) := vec (mean_product gradient - product_of_means gradient).
Definition centring_forgotten : 'cV[F]_(m * k) := vec (mean_product gradient).
Definition wrong_sign : 'cV[F]_(m * k) := vec (mean_product gradient + product_of_means gradient).
Definition means_of_samples : 'cV[F]_(m * k) := vec (about_sample_means gradient).
(** With the mean detached: E[g fᵀ]; Cov(g, f). *)
Definition detached : 'cV[F]_(m * k) := centring_forgotten.
Definition centred_anyway : 'cV[F]_(m * k) := through.
(** What detaching loses: −E[g]E[f]ᵀ; with +. *)
Definition sign_of_the_loss : 'cV[F]_(m * k) := vec (product_of_means gradient).
Definition lost : 'cV[F]_(m * k) := - sign_of_the_loss.
(** At both outputs: E[K Pᵀ(P f₁ − f₂)], as E[g fᵀ] at the top layer; without the mean of f₁ or f₂ taken off. *)
Definition both_outputs : 'cV[F]_(m * k) := centring_forgotten.
Definition mean_of_the_online_output_kept : 'cV[F]_(m * k) :=
  vec (mean_product (gradient_of (targets s) target_output (zero_mean_product W W))).
Definition mean_of_the_target_kept : 'cV[F]_(m * k) :=
  vec (mean_product (gradient_of (zero_mean_output true W) (targets s) (zero_mean_product W W))).

Lemma product_affine W' x a : affine (fun W' => product_of W' x a) W'.
Proof.
exists (kron_tr (below_layer x a) 1%:M) => V t.
by rewrite /product_of mulmxDl -scalemxAl kron_tr_vec mul1mx.
Qed.

Lemma zero_mean_output_affine b W' x a : affine (fun W' => zero_mean_output b W' x a) W'.
Proof.
have [K E] : affine (fun W' => if b then zero_mean_product W' W' x a else zero_mean_product W W' x a) W'.
  case: b; apply: affine_sub; try exact: product_affine; last exact: affine_const.
  by apply: affine_mean => y; apply: affine_mean => c; exact: product_affine.
set z := activation (slope l) (zero_mean_product W W x a).
set G := gate (slope l) (zero_mean_product W W x a).
exists (held_jacobian (above l) z *m G *m K^T)^T => V t; rewrite /zero_mean_output -/z -/G E.
by rewrite mulmxDr held_run_affine trmxK -!scalemxAr !mulmxA.
Qed.

Lemma zero_mean_loss_has_update b W' : has_update (zero_mean_loss b) W'.
Proof.
apply: has_update_scale.
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => c; apply: has_update_scale.
apply: has_update_pair; last exact: affine_const.
by apply: affine_mul; exact: zero_mean_output_affine.
Qed.

Lemma through_loss_has_update W' : has_update through_loss W'.
Proof. exact: zero_mean_loss_has_update. Qed.
Lemma detached_loss_has_update W' : has_update detached_loss W'.
Proof. exact: zero_mean_loss_has_update. Qed.
Lemma lost_loss_has_update W' : has_update lost_loss W'.
Proof. by apply: has_update_sub; exact: zero_mean_loss_has_update. Qed.

End Formulas.

(** Their programs. *)
Section Programs.
Variables N A n0 m k n : nat.
Variables (s : setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n0 m k n)
  (e : setting_program N A n0 m k n).
Hypothesis Es : evS s e.
Let Eo := ev_online Es.
Let Et := ev_target Es.
Let Ex := ev_input Es.
Let Ep := ev_samples Es.
Let Eq := ev_views Es.
Let EP := ev_predictor Es.
Let Ec := ev_online_centred Es.
Let Ed := ev_target_centred Es.
Let Em := ev_moves Es.
Let Hw := ev_learnt Es.
Let Hw2 := ev_target_weights Es.
Let Ho := ev_outputs Es.
Let Ht := ev_targets Es.
Let Hc := ev_connections Es.
Let Hc2 := ev_target_connections Es.
Let Hl := ev_loss_centred Es.
Let Hb := ev_byol Es.
Let H1 := @ev_mean_square N A n0 m k n s e Es.
Let H2 := @ev_square_of_mean N A n0 m k n s e Es.
Let H3 := @ev_total_covariance N A n0 m k n s e Es.
Let H4 := @ev_cross_covariance N A n0 m k n s e Es.

Derive below_layer_program SuchThat
  (forall x a, evM (below_layer s x a) (below_layer_program x a))
  As ev_below_layer.
Proof. subst below_layer_program; ev. Qed.
Let H_below_layer := ev_below_layer.
Derive product_of_program SuchThat
  (forall W w, evM W w -> forall x a, evM (product_of s W x a) (product_of_program w x a))
  As ev_product_of.
Proof. subst product_of_program; ev. Qed.
Let H_product_of := ev_product_of.
Derive zero_mean_product_program SuchThat
  (forall V v W w, evM V v -> evM W w -> forall x a,
    evM (zero_mean_product s V W x a) (zero_mean_product_program v w x a))
  As ev_zero_mean_product.
Proof. subst zero_mean_product_program; ev. Qed.
Let H_zero_mean_product := ev_zero_mean_product.
Derive zero_mean_output_program SuchThat
  (forall b c W w, evB b c -> evM W w -> forall x a,
    evM (zero_mean_output s b W x a) (zero_mean_output_program c w x a))
  As ev_zero_mean_output.
Proof. subst zero_mean_output_program; ev. Qed.
Let H_zero_mean_output := ev_zero_mean_output.
Derive target_output_program SuchThat
  (forall x a, evM (target_output s x a) (target_output_program x a))
  As ev_target_output.
Proof. subst target_output_program; ev. Qed.
Let H_target_output := ev_target_output.
Derive zero_mean_loss_program SuchThat
  (forall b c W w, evB b c -> evM W w -> evQ (zero_mean_loss s b W) (zero_mean_loss_program c w))
  As ev_zero_mean_loss.
Proof. subst zero_mean_loss_program; ev. Qed.
Let H_zero_mean_loss := ev_zero_mean_loss.
Derive through_loss_program SuchThat
  (forall W w, evM W w -> evQ (through_loss s W) (through_loss_program w))
  As ev_through_loss.
Proof. subst through_loss_program; ev. Qed.
Let H_through_loss := ev_through_loss.
Derive detached_loss_program SuchThat
  (forall W w, evM W w -> evQ (detached_loss s W) (detached_loss_program w))
  As ev_detached_loss.
Proof. subst detached_loss_program; ev. Qed.
Let H_detached_loss := ev_detached_loss.
Derive lost_loss_program SuchThat
  (forall W w, evM W w -> evQ (lost_loss s W) (lost_loss_program w))
  As ev_lost_loss.
Proof. subst lost_loss_program; ev. Qed.
Let H_lost_loss := ev_lost_loss.
Derive gradient_of_program SuchThat
  (forall f f' g g' z z', (forall x a, evM (f x a) (f' x a)) ->
    (forall x a, evM (g x a) (g' x a)) -> (forall x a, evM (z x a) (z' x a)) -> forall x a,
    evM (gradient_of s f g z x a) (gradient_of_program f' g' z' x a))
  As ev_gradient_of.
Proof. subst gradient_of_program; ev. Qed.
Let H_gradient_of := ev_gradient_of.
Derive gradient_program SuchThat
  (forall x a, evM (gradient s x a) (gradient_program x a))
  As ev_gradient.
Proof. subst gradient_program; ev. Qed.
Let H_gradient := ev_gradient.
Derive mean_product_program SuchThat
  (forall y f, (forall x a, evM (y x a) (f x a)) -> evM (mean_product s y) (mean_product_program f))
  As ev_mean_product.
Proof. subst mean_product_program; ev. Qed.
Let H_mean_product := ev_mean_product.
Derive product_of_means_program SuchThat
  (forall y f, (forall x a, evM (y x a) (f x a)) ->
    evM (product_of_means s y) (product_of_means_program f))
  As ev_product_of_means.
Proof. subst product_of_means_program; ev. Qed.
Let H_product_of_means := ev_product_of_means.
Derive about_sample_means_program SuchThat
  (forall y f, (forall x a, evM (y x a) (f x a)) ->
    evM (about_sample_means s y) (about_sample_means_program f))
  As ev_about_sample_means.
Proof. subst about_sample_means_program; ev. Qed.
Let H_about_sample_means := ev_about_sample_means.
Derive through_program SuchThat
  (evM (through s) through_program)
  As ev_through.
Proof. subst through_program; ev. Qed.
Let H_through := ev_through.
Derive centring_forgotten_program SuchThat
  (evM (centring_forgotten s) centring_forgotten_program)
  As ev_centring_forgotten.
Proof. subst centring_forgotten_program; ev. Qed.
Let H_centring_forgotten := ev_centring_forgotten.
Derive wrong_sign_program SuchThat
  (evM (wrong_sign s) wrong_sign_program)
  As ev_wrong_sign.
Proof. subst wrong_sign_program; ev. Qed.
Let H_wrong_sign := ev_wrong_sign.
Derive means_of_samples_program SuchThat
  (evM (means_of_samples s) means_of_samples_program)
  As ev_means_of_samples.
Proof. subst means_of_samples_program; ev. Qed.
Let H_means_of_samples := ev_means_of_samples.
Derive detached_program SuchThat
  (evM (detached s) detached_program)
  As ev_detached.
Proof. subst detached_program; ev. Qed.
Let H_detached := ev_detached.
Derive centred_anyway_program SuchThat
  (evM (centred_anyway s) centred_anyway_program)
  As ev_centred_anyway.
Proof. subst centred_anyway_program; ev. Qed.
Let H_centred_anyway := ev_centred_anyway.
Derive sign_of_the_loss_program SuchThat
  (evM (sign_of_the_loss s) sign_of_the_loss_program)
  As ev_sign_of_the_loss.
Proof. subst sign_of_the_loss_program; ev. Qed.
Let H_sign_of_the_loss := ev_sign_of_the_loss.
Derive lost_program SuchThat
  (evM (lost s) lost_program)
  As ev_lost.
Proof. subst lost_program; ev. Qed.
Let H_lost := ev_lost.
Derive both_outputs_program SuchThat
  (evM (both_outputs s) both_outputs_program)
  As ev_both_outputs.
Proof. subst both_outputs_program; ev. Qed.
Let H_both_outputs := ev_both_outputs.
Derive mean_of_the_online_output_kept_program SuchThat
  (evM (mean_of_the_online_output_kept s) mean_of_the_online_output_kept_program)
  As ev_mean_of_the_online_output_kept.
Proof. subst mean_of_the_online_output_kept_program; ev. Qed.
Let H_mean_of_the_online_output_kept := ev_mean_of_the_online_output_kept.
Derive mean_of_the_target_kept_program SuchThat
  (evM (mean_of_the_target_kept s) mean_of_the_target_kept_program)
  As ev_mean_of_the_target_kept.
Proof. subst mean_of_the_target_kept_program; ev. Qed.
Let H_mean_of_the_target_kept := ev_mean_of_the_target_kept.

End Programs.
