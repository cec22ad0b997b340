(** covariance-operator, with biases and with joint laws of pairs of samples:
    without biases, for positives of the same sample and independent negatives,
    it is what Covariance.v proves; and the formulas that the counterexamples
    refute, each beside the one that it alters. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  updates.Batch networks.Relu updates.ReluUpdate.
From dualproof.exact Require Import Layers Update.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** A layer of a network, the inputs of the views, the laws of samples and views,
    the joint laws of the samples of x₁ and x₊ and of x₁ and x₋, and β. *)
Record setting (F : realFieldType) (X A : finType) n0 m k n := Setting {
  at_layer : layer F n0 m k n;
  input : X -> A -> 'cV[F]_n0;
  of_samples : X -> F;
  of_views : X -> A -> F;
  positives : X -> X -> F;
  negatives : X -> X -> F;
  beta : F }.

Section Statement.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variable s : setting F X A n0 m k n.

Notation l := (at_layer s).
(** The weights of the layer. *)
Definition learnt : 'M[F]_(k, m) := weights l.
Notation W := learnt.
Notation p := (of_samples s).
Notation q := (of_views s).
Notation N := (#|X|%:R : F).
Notation B := (#|A|%:R : F).
Definition outputs (W' : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n := layer_output l W' (input s x a).
Definition connections (x : X) (a : A) : 'M[F]_(m * k, n) := dense_connection l (input s x a).
Notation f := outputs.
Notation K := connections.

(** E[r₊ − r₋], the second branch held constant. *)
Definition one_branch_loss (W' : 'M[F]_(k, m)) : F :=
  joint_loss (positives s) q (f W') (f W) - joint_loss (negatives s) q (f W') (f W).
(** V_x[K̄] w. *)
Definition one_branch : 'cV[F]_(m * k) := variance p (view_mean q K) *m vec W.

(** The same with the variance of K over all views. *)
Definition augmentation_mean_forgotten : 'cV[F]_(m * k) := total_variance p q 1%:M K *m vec W.
(** The same with E[K̄ K̄ᵀ]. *)
Definition centring_forgotten : 'cV[F]_(m * k) := weighted_moment p q 1%:M K *m vec W.
(** Twice as much. *)
Definition half_forgotten : 'cV[F]_(m * k) := 2%:R *: one_branch.
(** The same with K = f_{l-1} ⊗ I. *)
Definition jacobian_dropped : 'cV[F]_(m * k) :=
  variance p (view_mean q (fun x a => kron_tr (layer_input l (input s x a))
    (\matrix_(i < n, j < k) (if i == j :> nat then 1 else 0)))) *m vec W.

(** E[r₊ − r₋], both branches. *)
Definition both_branches_loss (W' : 'M[F]_(k, m)) : F :=
  joint_loss (positives s) q (f W') (f W') - joint_loss (negatives s) q (f W') (f W').
(** 2 V_x[K̄] w. *)
Definition both_branches : 'cV[F]_(m * k) := 2%:R *: one_branch.
(** Half of it. *)
Definition factor_one_for_both_branches : 'cV[F]_(m * k) := one_branch.

(** E[(1 + β) r₊ − r₋], both branches. *)
Definition loss_with_beta_loss (W' : 'M[F]_(k, m)) : F :=
  (1 + beta s) * joint_loss (positives s) q (f W') (f W') - joint_loss (negatives s) q (f W') (f W').
(** 2 (V_x[K̄] − b S) w. *)
Definition with_beta (b : F) (S : 'M[F]_(m * k)) : 'cV[F]_(m * k) :=
  2%:R *: ((variance p (view_mean q K) - b *: S) *m vec W).
(** b = β and S = E_x V_{x'|x}[K]; with −β; with 1 + β; with the variance over all views. *)
Definition loss_with_beta : 'cV[F]_(m * k) := with_beta (beta s) (within_variance p q 1%:M K).
Definition minus_beta : 'cV[F]_(m * k) := with_beta (- beta s) (within_variance p q 1%:M K).
Definition one_plus_beta : 'cV[F]_(m * k) := with_beta (1 + beta s) (within_variance p q 1%:M K).
Definition total_for_within : 'cV[F]_(m * k) := with_beta (beta s) (total_variance p q 1%:M K).

(** The loss of a batch, both branches. *)
Definition finite_batch_loss (W' : 'M[F]_(k, m)) : F := batch_loss (f W') (f W').
(** 2 (b V_x[K̄] − c E_x V_{x'|x}[K]) w. *)
Definition of_batch (b c : F) : 'cV[F]_(m * k) :=
  2%:R *: ((b *: variance p (view_mean q K) - c *: within_variance p q 1%:M K) *m vec W).
(** b = N/(N−1) and c = 1/(A−1); b = 1; c = 0. *)
Definition finite_batch : 'cV[F]_(m * k) := of_batch (N / (N - 1)) (B - 1)^-1.
Definition n_for_n_minus_one : 'cV[F]_(m * k) := of_batch 1 (B - 1)^-1.
Definition shrinkage_forgotten : 'cV[F]_(m * k) := of_batch (N / (N - 1)) 0.

Lemma output_affine W0 x a : affine (fun W' => f W' x a) W0.
Proof. exact: affine_layer. Qed.

Lemma one_branch_loss_has_update W0 : has_update one_branch_loss W0.
Proof.
by apply: has_update_sub; apply: has_update_joint => x a;
  [exact: output_affine | exact: affine_const | exact: output_affine | exact: affine_const].
Qed.

Lemma both_branches_loss_has_update W0 : has_update both_branches_loss W0.
Proof. by apply: has_update_sub; apply: has_update_joint => x a; exact: output_affine. Qed.

Lemma loss_with_beta_loss_has_update W0 : has_update loss_with_beta_loss W0.
Proof.
apply: has_update_sub; first apply: has_update_scale.
  by apply: has_update_joint => x a; exact: output_affine.
by apply: has_update_joint => x a; exact: output_affine.
Qed.

Lemma finite_batch_loss_has_update W0 : has_update finite_batch_loss W0.
Proof.
have pair x a y b : has_update (fun W' => pair_loss (f W' x a) (f W' y b)) W0.
  by apply: has_update_pair; exact: output_affine.
apply: has_update_sub; apply: has_update_scale; apply: has_update_sum => x.
  apply: has_update_sum => a; apply: has_update_sum_if => b; exact: pair.
apply: has_update_sum_if => y; apply: has_update_sum => a; apply: has_update_sum => b; exact: pair.
Qed.

End Statement.

(** What is refuted without an assumption holds with all of them. *)
Section Holds.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variables (below : relu_network F n0 m) (W : 'M[F]_(k, m)) (a : F) (above : relu_network F k n).
Variable input : X -> A -> 'cV[F]_n0.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable b0 : F.
Let l := AtLayer (without_bias below) W 0 a (without_bias above).
Let s := Setting l input p q (same_sample p) (independent_samples p) b0.
Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Let connectionE : (fun x b => dense_connection l (input x b)) =2 relu_connection below a above input W.
Proof. by move=> x b; exact: dense_connection_without. Qed.

Let operatorE : variance p (view_mean q (fun x b => dense_connection l (input x b)))
  = variance p (view_mean q (relu_connection below a above input W)).
Proof.
have E x : view_mean q (fun x b => dense_connection l (input x b)) x
    = view_mean q (relu_connection below a above input W) x.
  by apply: eq_mean => b; rewrite connectionE.
by rewrite /variance (eq_mean _ E); apply: eq_mean => x; rewrite E.
Qed.

Let withinE : within_variance p q 1%:M (fun x b => dense_connection l (input x b))
  = within_variance p q 1%:M (relu_connection below a above input W).
Proof.
apply: eq_mean => x; rewrite /weighted_variance.
have E b : dense_connection l (input x b) = relu_connection below a above input W x b := connectionE x b.
by rewrite (eq_mean _ E); apply: eq_mean => b; rewrite E.
Qed.

Let f W' (x : X) (b : A) := layer_output l W' (input x b).
Let g W' := output (gated below (fun v : X * A => input v.1 v.2))
  (fun v => gate a (W *m run below (input v.1 v.2)))
  (gated above (fun v => activation a (W *m run below (input v.1 v.2)))) input W'.
Let outputE W' : f W' =2 g W'.
Proof. by move=> x b; exact: layer_output_without. Qed.
Let simclrE W1 W2 : simclr_loss p q (f W1) (f W2) = simclr_loss p q (g W1) (g W2).
Proof. exact: eq_simclr_loss. Qed.

Let one_branchE W' : one_branch_loss s W' = simclr_loss p q (g W') (g W).
Proof. by rewrite /one_branch_loss joint_same_sample joint_independent; exact: simclrE. Qed.
Let both_branchesE W' : both_branches_loss s W' = simclr_loss p q (g W') (g W').
Proof. by rewrite /both_branches_loss joint_same_sample joint_independent; exact: simclrE. Qed.
Let with_betaE W' : loss_with_beta_loss s W' = beta_loss p q b0 (g W') (g W').
Proof.
rewrite /loss_with_beta_loss joint_same_sample joint_independent.
by congr (_ * _ - _); [apply: eq_positive_loss | apply: eq_negative_loss]; exact: outputE.
Qed.

(** covariance-operator#one-branch: the statement of this file, without biases and
    with the laws that the claim assumes. *)
Theorem one_branch_holds : descends (one_branch_loss s) W (one_branch s).
Proof.
move=> V; exists 0 => t; rewrite !one_branchE /one_branch operatorE mulr0 addr0.
exact: covariance_operator_one_branch.
Qed.

(** covariance-operator#both-branches: the same for both branches. *)
Theorem both_branches_holds :
  descends (both_branches_loss s) W (both_branches s).
Proof.
move=> V; eexists => t; rewrite !both_branchesE /both_branches /one_branch operatorE dotZr -mulNr.
exact: covariance_operator_both_branches.
Qed.

(** covariance-operator#loss-with-beta: the same for L^β. *)
Theorem loss_with_beta_holds : descends (loss_with_beta_loss s) W (loss_with_beta s).
Proof.
move=> V; eexists => t; rewrite !with_betaE /loss_with_beta /with_beta operatorE withinE dotZr -mulNr.
exact: covariance_operator_beta.
Qed.

End Holds.
