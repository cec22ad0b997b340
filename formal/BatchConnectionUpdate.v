(** What SimCLR and BYOL make of the connection of the batch. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import Network Means Covariance Byol Euler Derivative Relu ReluUpdate.
From dualproof Require ContrastiveUpdate.
From dualproof Require Import Differentiable Losses ZeroMean BatchConnection.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.

(** E_x[K̄ S F̄]. *)
Definition cross_moment (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) :
    'cV[F]_d :=
  mean p (fun x => view_mean q K x *m S *m view_mean q f x).

(** E_x Cov^S_{x'|x}(K, f) = E[(K - K̄) S (f - F̄)]. *)
Definition within_covariance (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) :
    'cV[F]_d :=
  total_mean p q (fun x a => (K x a - view_mean q K x) *m S *m (f x a - view_mean q f x)).

(** E_x[K̄ S F̄] - E_x Cov^{PᵀP}_{x'|x}(K, f), with S = Pᵀ(I - P). *)
Definition cross_form (P : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) :
    'cV[F]_d :=
  cross_moment (implicit_weight P) K f - within_covariance (P^T *m P) K f.

End Definitions.

(** Any differentiable outputs f t, with the connections K at t = 0. *)
Section Outputs.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables d n : nat.
Variable P : 'M[F]_n.
Variable f : F -> X -> A -> 'cV[F]_n.
Variable K : X -> A -> 'M[F]_(d, n).
Variable delta : 'cV[F]_d.
Hypothesis f_derivative : output_derivative f (fun x a => (K x a)^T *m delta).

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma cross_form_gradient (u : X -> A -> 'cV[F]_n) :
  total_mean p q (fun x a => K x a *m (P^T *m (P *m u x a - view_mean q u x)))
    = - cross_form p q P K u.
Proof.
rewrite opprB -meanB; apply: eq_mean => x; pose m := view_mean q u x; pose k := view_mean q K x.
have -> : view_mean q (fun x a => (K x a - view_mean q K x) *m (P^T *m P)
      *m (u x a - view_mean q u x)) x
    = mean (q x) (fun a => K x a *m (P^T *m P) *m u x a) - k *m (P^T *m P) *m m.
  rewrite /view_mean (eq_mean (q x) (Z := fun a => K x a *m (P^T *m P) *m u x a
    - k *m (P^T *m P *m u x a) - (K x a - k) *m (P^T *m P *m m))) => [|a].
    rewrite 2!meanB mean_mull mean_mull mean_mulr meanB mean_const // subrr mul0mx subr0.
    by rewrite -mulmxA.
  by rewrite -!/(view_mean q _ x) -/k -/m mulmxBr !mulmxBl !mulmxA.
have -> : view_mean q (fun x a => K x a *m (P^T *m (P *m u x a - view_mean q u x))) x
    = mean (q x) (fun a => K x a *m (P^T *m P) *m u x a) - k *m P^T *m m.
  rewrite /k /view_mean -!mean_mulr -meanB; apply: eq_mean => a.
  by rewrite !mulmxBr !mulmxA.
rewrite -/k -/m /implicit_weight mulmxBr mulmx1 mulmxBr mulmxBl !mulmxA.
by rewrite opprB addrA subrK.
Qed.

Lemma cross_form_update :
  has_derivative (fun t => byol_loss p q P (f t) (f 0)) (- dot delta (cross_form p q P K (f 0))).
Proof. by rewrite -dotNr -cross_form_gradient; apply: byol_loss_derivative. Qed.

Variable w : 'cV[F]_d.
Hypothesis reversible : forall x a, f 0 x a = (K x a)^T *m w.

Let view_mean_f x : view_mean q (f 0) x = (view_mean q K x)^T *m w.
Proof. by rewrite -view_mean_tr_mul; apply: eq_mean => a; apply: reversible. Qed.

Lemma byol_update :
  has_derivative (fun t => byol_loss p q P (f t) (f 0)) (- dot delta (byol_operator p q P K *m w)).
Proof.
suff <- : cross_form p q P K (f 0) = byol_operator p q P K *m w by exact: cross_form_update.
rewrite mulmxBl -!mean_mulr; congr (_ - _); apply: eq_mean => x.
  by rewrite view_mean_f !mulmxA.
rewrite -mean_mulr; apply: eq_mean => a.
rewrite view_mean_f reversible -!mulmxA; congr (_ *m (_ *m (_ *m _))).
by rewrite linearB /= mulmxBl.
Qed.

Lemma simclr_update :
  has_derivative (fun t => simclr_loss p q (f t) (f t))
    (- 2%:R * dot delta (variance p (view_mean q K) *m w)).
Proof.
rewrite -covariance_tr -(eq_covariance p _ view_mean_f); exact: euler_derivative.
Qed.

End Outputs.

(** BatchNorm at layer z, the update of a layer l ≤ z. *)
Section Below.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k c n : nat.
Variable below : relu_network F n0 m.
Variable slope : F.
Variable middle : relu_network F k c.
Variable upper : relu_network F c n.
Variable input : X -> A -> 'cV[F]_n0.
Variables on_mean on_deviation : treatment.
Variable sigma : 'M[F]_(k, m) -> 'I_c -> F.
Variable eps : 'I_c -> F.
Variables W V : 'M[F]_(k, m).
Variable P : 'M[F]_n.

Let f := batch_output p q below slope middle upper input on_mean on_deviation sigma W.
Let K := batch_connection p q below slope middle upper input on_mean on_deviation sigma W.

Hypothesis no_zero_below : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope middle)) (input x a).
Hypothesis no_zero_above : forall x a, has_no_zero_preactivation upper
  (batch_norm p q below slope middle input on_mean on_deviation sigma W W x a).

(** batch-connection#reversibility: for l ≤ z, f = 𝒦ᵀ vec W where the mean is not
    held constant nor the deviation differentiated. *)
Theorem batch_reversibility : on_mean <> Constant -> on_deviation <> Differentiated ->
  forall x a, f W x a = (K x a)^T *m vec W.
Proof.
move=> cm cd x a; rewrite /K connection_tr_mul // /f /batch_output.
pose y v := batch_norm p q below slope middle input on_mean on_deviation sigma W W v.1 v.2.
rewrite -[batch_norm _ _ _ _ _ _ _ _ _ _ _ x a]/(y (x, a)) (run_gated upper y (x, a)).
rewrite forward_jacobian; congr (_ *m _); apply/colP => i; rewrite /y /batch_norm [LHS]mxE.
rewrite [RHS]mxE; congr (_ * _).
have E u b : (connection_below below slope middle input W u b)^T *m vec W
    = preactivation below slope middle input W u b.
  by rewrite -relu_output_connection.
have T (u : 'cV[F]_c) : treated on_deviation 0 0 u = 0 by case: on_deviation cd.
rewrite T subr0; congr (fun_of_matrix (_ - _) i 0); first by rewrite E.
rewrite /batch_mu; case: on_mean cm => //= _.
by apply: eq_mean => u; apply: eq_mean => b; rewrite E.
Qed.

(** The square of the deviation, where it is differentiated. *)
Hypothesis sigma_square : on_deviation = Differentiated -> forall i, near_zero (fun t =>
  0 < sigma (W + t *: V) i /\ sigma (W + t *: V) i ^+ 2
    = unit_variance p q (preactivation below slope middle input (W + t *: V)) i + eps i).

Let W0 : W + 0 *: V = W. Proof. by rewrite scale0r addr0. Qed.

Let f_derivative : output_derivative (fun t => f (W + t *: V)) (fun x a => (K x a)^T *m vec V).
Proof. exact: (closed_form p1 q1 no_zero_below sigma_square no_zero_above). Qed.

(** batch-connection#cross-form: for l ≤ z, in all nine cases,
    -∇r = E_x[𝒦̄ S F̄] - E_x Cov^{PᵀP}_{x'|x}(𝒦, f), the target f₂ = f a constant. *)
Theorem batch_cross_form :
  has_derivative (fun t => byol_loss p q P (f (W + t *: V)) (f W))
    (- dot (vec V) (cross_form p q P K (f W))).
Proof. by have := cross_form_update p q1 P f_derivative; rewrite W0. Qed.

Hypothesis mean_is_not_held_constant : on_mean <> Constant.
Hypothesis deviation_is_not_differentiated : on_deviation <> Differentiated.

Let reversible x a : f (W + 0 *: V) x a = (K x a)^T *m vec W.
Proof. by rewrite W0; apply: batch_reversibility. Qed.

(** batch-connection#simclr: for l ≤ z, where the mean is not held constant nor
    the deviation differentiated, -∇L = 2 V_x[𝒦̄] vec W. *)
Theorem batch_simclr :
  has_derivative (fun t => simclr_loss p q (f (W + t *: V)) (f (W + t *: V)))
    (- 2%:R * dot (vec V) (variance p (view_mean q K) *m vec W)).
Proof. exact: (simclr_update p1 q1 f_derivative reversible). Qed.

(** batch-connection#byol: for l ≤ z, in the same cases,
    -∇r = (E_x[𝒦̄ S 𝒦̄ᵀ] - E_x V^{PᵀP}_{x'|x}[𝒦]) vec W, with S = Pᵀ(I - P). *)
Theorem batch_byol :
  has_derivative (fun t => byol_loss p q P (f (W + t *: V)) (f W))
    (- dot (vec V) (byol_operator p q P K *m vec W)).
Proof. by have := byol_update p q1 P f_derivative reversible; rewrite W0. Qed.

End Below.

(** BatchNorm at layer z, the update of a layer l > z: y are the outputs of
    BatchNorm, which do not depend on the weights W of the layer; [below] is the
    activation of layer z and the layers up to l - 1. *)
Section Above.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables c m k n : nat.
Variable below : relu_network F c m.
Variable slope : F.
Variable above : relu_network F k n.
Variable y : X -> A -> 'cV[F]_c.
Variables W V : 'M[F]_(k, m).
Variable P : 'M[F]_n.
Hypothesis no_zero : forall x a,
  has_no_zero_preactivation (relu_stack below (Relu W slope above)) (y x a).

Let f := relu_output below slope above y.
Let K := relu_connection below slope above y W.

(** batch-connection#closed-form: for l > z, in all nine cases, 𝒦 = K_l. *)
Theorem closed_form_above :
  output_derivative (fun t => f (W + t *: V)) (fun x a => (K x a)^T *m vec V).
Proof. by move=> x a; apply: (ContrastiveUpdate.relu_output_derivative no_zero V (x, a)). Qed.

Let W0 : W + 0 *: V = W. Proof. by rewrite scale0r addr0. Qed.

(** batch-connection#reversibility: for l > z, f = 𝒦ᵀ vec W in all nine cases. *)
Theorem batch_reversibility_above x a : f W x a = (K x a)^T *m vec W.
Proof. exact: relu_output_connection. Qed.

(** batch-connection#simclr: for l > z, in all nine cases. *)
Theorem batch_simclr_above :
  has_derivative (fun t => simclr_loss p q (f (W + t *: V)) (f (W + t *: V)))
    (- 2%:R * dot (vec V) (variance p (view_mean q K) *m vec W)).
Proof. exact: derivative_of_simclr_loss. Qed.

(** batch-connection#byol: for l > z, in all nine cases. *)
Theorem batch_byol_above :
  has_derivative (fun t => byol_loss p q P (f (W + t *: V)) (f W))
    (- dot (vec V) (byol_operator p q P K *m vec W)).
Proof. exact: derivative_of_byol_loss. Qed.

(** batch-connection#cross-form: for l > z, in all nine cases. *)
Theorem batch_cross_form_above :
  has_derivative (fun t => byol_loss p q P (f (W + t *: V)) (f W))
    (- dot (vec V) (cross_form p q P K (f W))).
Proof. by have := cross_form_update p q1 P closed_form_above; rewrite W0. Qed.

End Above.
