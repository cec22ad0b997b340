(** A zero-mean inside the network: the gradient of the layer below it.

    The layer with weights W reads f(x, a), the activations of the layers below
    at the view a of the sample x, and passes on W f - E[W f]. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Byol networks.Derivative networks.Relu
  updates.Differentiable updates.Losses.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** E Z: the mean over all samples and views. *)
Definition total_mean m n (Z : X -> A -> 'M[F]_(m, n)) : 'M[F]_(m, n) :=
  mean p (view_mean q Z).

(** E[g fᵀ]. *)
Definition outer_moment k m (g : X -> A -> 'cV[F]_k) (f : X -> A -> 'cV[F]_m) : 'M[F]_(k, m) :=
  total_mean (fun x a => g x a *m (f x a)^T).

(** Cov(g, f) = E[(g - E g)(f - E f)ᵀ]. *)
Definition outer_covariance k m (g : X -> A -> 'cV[F]_k) (f : X -> A -> 'cV[F]_m) :
    'M[F]_(k, m) :=
  total_mean (fun x a => (g x a - total_mean g) *m (f x a - total_mean f)^T).

(** The output of the layer with weights W. *)
Definition linear_output k m (W : 'M[F]_(k, m)) (f : X -> A -> 'cV[F]_m) : X -> A -> 'cV[F]_k :=
  fun x a => W *m f x a.

End Definitions.

Section Covariance.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables k m : nat.

(** E[g fᵀ] - E[g] E[f]ᵀ = Cov(g, f). *)
Lemma outer_covarianceE (g : X -> A -> 'cV[F]_k) (f : X -> A -> 'cV[F]_m) :
  outer_moment p q g f - total_mean p q g *m (total_mean p q f)^T
    = outer_covariance p q g f.
Proof.
set mg := total_mean p q g; set mf := total_mean p q f.
have E x : view_mean q (fun x a => (g x a - mg) *m (f x a - mf)^T) x
    = view_mean q (fun x a => g x a *m (f x a)^T) x - view_mean q g x *m mf^T
      - mg *m (view_mean q f x - mf)^T.
  rewrite /view_mean (eq_mean (q x) (Z := fun a => g x a *m (f x a)^T - g x a *m mf^T
      - mg *m (f x a - mf)^T)) => [|a].
    rewrite !meanB mean_mulr mean_mull mean_tr meanB mean_const //.
  by rewrite mulmxBl [(f x a - mf)^T]linearB /= mulmxBr.
rewrite /outer_covariance /total_mean (eq_mean p E) !meanB mean_mulr mean_mull mean_tr meanB.
by rewrite mean_const // -/(total_mean p q f) -/mf -/(total_mean p q g) -/mg subrr trmx0 mulmx0 subr0.
Qed.

End Covariance.

Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables k m : nat.
Variable f : X -> A -> 'cV[F]_m.
Implicit Types W V : 'M[F]_(k, m).

(** What follows the zero-mean: r is the loss as a function of the zero-mean
    outputs of all views. The derivative by the output of the view (x, a) is
    the probability of the view times g(x, a). *)
Variable r : {ffun X * A -> 'cV[F]_k} -> F.
Variable g : X -> A -> 'cV[F]_k.
Definition view_gradient (y : X -> A -> 'cV[F]_k) : Prop :=
  has_output_gradient r (fun v => y v.1 v.2) (fun v => (p v.1 * q v.1 v.2) *: g v.1 v.2).

Lemma linear_line W V t x a :
  linear_output (W + t *: V) f x a = linear_output W f x a + t *: linear_output V f x a.
Proof. by rewrite /linear_output mulmxDl -scalemxAl. Qed.

Lemma mean_line W V t :
  mean p (view_mean q (linear_output (W + t *: V) f))
    = mean p (view_mean q (linear_output W f)) + t *: mean p (view_mean q (linear_output V f)).
Proof.
rewrite -meanZ -meanD; apply: eq_mean => x; rewrite /view_mean -meanZ -meanD.
by apply: eq_mean => a; apply: linear_line.
Qed.

(** The loss with the zero-mean differentiated, and with the mean at W held. *)
Definition loss_through W' : F := r [ffun v => centred p q (linear_output W' f) v.1 v.2].
Definition loss_detached W W' : F :=
  r [ffun v => linear_output W' f v.1 v.2 - total_mean p q (linear_output W f)].

Lemma derivative_through W V : view_gradient (centred p q (linear_output W f)) ->
  has_derivative (fun t => loss_through (W + t *: V))
    (dot (vec V) (vec (outer_moment p q g f - total_mean p q g *m (total_mean p q f)^T))).
Proof.
move=> rg; have -> : dot (vec V) (vec (outer_moment p q g f - total_mean p q g *m (total_mean p q f)^T))
    = \sum_v dot ((p v.1 * q v.1 v.2) *: g v.1 v.2) (centred p q (linear_output V f) v.1 v.2).
  rewrite (second_moment_pairs p q g (centred p q (linear_output V f))) second_moment_centred.
  rewrite vecD vecN dotBr dot_mean_outer dot_vec_outer; congr (_ - dot _ _).
  rewrite -mean_mull; apply: eq_mean => x; rewrite -mean_mull; exact: eq_mean.
apply: (loss_on_line (z := fun t v => centred p q (linear_output (W + t *: V) f) v.1 v.2) rg).
exists 1; rewrite ?ltr01 // => t _ v; rewrite /centred mean_line linear_line.
by rewrite scalerBr opprD addrACA.
Qed.

(** zero-mean-gradient#through: for every loss r of what follows, with the
    gradient g at the zero-mean outputs, and the gradient through the mean,
    ∇_W r = E[g fᵀ] - E[g] E[f]ᵀ = Cov(g, f). *)
Theorem gradient_through W V : view_gradient (centred p q (linear_output W f)) ->
  let G := outer_moment p q g f - total_mean p q g *m (total_mean p q f)^T in
  has_derivative (fun t => loss_through (W + t *: V)) (dot (vec V) (vec G))
  /\ G = outer_covariance p q g f.
Proof. by move=> rg; split; [apply: derivative_through | apply: outer_covarianceE]. Qed.

(** zero-mean-gradient#detached: with the mean detached, ∇_W r = E[g fᵀ]. *)
Theorem gradient_detached W V : view_gradient (centred p q (linear_output W f)) ->
  has_derivative (fun t => loss_detached W (W + t *: V))
    (dot (vec V) (vec (outer_moment p q g f))).
Proof.
move=> rg; rewrite dot_mean_outer -(second_moment_pairs p q g (linear_output V f)).
apply: (loss_on_line (z := fun t v => linear_output (W + t *: V) f v.1 v.2
  - total_mean p q (linear_output W f)) rg).
by exists 1; rewrite ?ltr01 // => t _ v; rewrite linear_line addrAC.
Qed.

(** zero-mean-gradient#lost: the derivatives c through the mean and c' with the
    mean detached differ by exactly ⟨V, -E[g] E[f]ᵀ⟩, in every direction V. *)
Theorem gradient_lost W V c c' : view_gradient (centred p q (linear_output W f)) ->
  has_derivative (fun t => loss_through (W + t *: V)) c ->
  has_derivative (fun t => loss_detached W (W + t *: V)) c' ->
  c - c' = dot (vec V) (vec (- (total_mean p q g *m (total_mean p q f)^T))).
Proof.
move=> rg dc dc'; rewrite (derivative_unique dc (derivative_through V rg)).
rewrite (derivative_unique dc' (gradient_detached V rg)).
by rewrite vecD dotDr addrAC subrr add0r.
Qed.

End Layer.

(** The same in a ReLU network with the zero-mean at one layer: [below] the
    layers below it; [above] the activation of the layer and the layers above
    it; G the gradient of the loss at the outputs of the network, per view. *)
Section Network.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k n : nat.
Variable below : relu_network F n0 m.
Variable above : relu_network F k n.
Variable input : X -> A -> 'cV[F]_n0.
Variable r : {ffun X * A -> 'cV[F]_n} -> F.
Variables W V : 'M[F]_(k, m).

Let f x a := run below (input x a).
Let y (W' : 'M[F]_(k, m)) := centred p q (linear_output W' f).
Let z (W' : 'M[F]_(k, m)) x a := linear_output W' f x a - total_mean p q (linear_output W f).

Hypothesis no_zero : forall v, has_no_zero_preactivation above (y W v.1 v.2).
Variable G : X -> A -> 'cV[F]_n.
Hypothesis G_gradient : view_gradient p q r G (fun x a => run above (y W x a)).

(** g = Jᵀ G, with J the derivative of the layers above at the zero-mean output. *)
Let g x a := (jacobian (gated above (fun v => y W v.1 v.2)) (x, a))^T *m G x a.

Lemma gradient_at_zero_mean :
  view_gradient p q (fun z => r [ffun v => run above (z v)]) g (y W).
Proof.
move=> d; have := network_gradient no_zero G_gradient d.
suff -> : \sum_v dot ((jacobian (gated above (fun v => y W v.1 v.2)) v)^T
                        *m ((p v.1 * q v.1 v.2) *: G v.1 v.2)) (d v)
  = \sum_v dot ((p v.1 * q v.1 v.2) *: g v.1 v.2) (d v) by [].
by apply: eq_bigr => -[x a] _; rewrite -scalemxAr.
Qed.

Lemma nested_ffun (u : X -> A -> 'cV[F]_k) :
  r [ffun v => run above ([ffun v' : X * A => u v'.1 v'.2] v)] = r [ffun v => run above (u v.1 v.2)].
Proof. by congr r; apply/ffunP => v; rewrite !ffunE. Qed.

(** zero-mean-gradient#through (in part): any loss of the outputs of the network.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem network_gradient_through :
  has_derivative (fun t => r [ffun v => run above (y (W + t *: V) v.1 v.2)])
    (dot (vec V) (vec (outer_covariance p q g f))).
Proof.
rewrite -outer_covarianceE //.
have := derivative_through V gradient_at_zero_mean; apply: eq_derivative => t.
exact: nested_ffun.
Qed.

(** zero-mean-gradient#detached (in part): any loss of the outputs of the network.
    only: ReLU, leaky ReLU and linear layers. *)
Theorem network_gradient_detached :
  has_derivative (fun t => r [ffun v => run above (z (W + t *: V) v.1 v.2)])
    (dot (vec V) (vec (outer_moment p q g f))).
Proof.
have := gradient_detached V gradient_at_zero_mean; apply: eq_derivative => t.
exact: nested_ffun.
Qed.

End Network.
