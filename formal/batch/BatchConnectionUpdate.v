(** What SimCLR and BYOL make of the connection of the batch. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Euler
  networks.Derivative updates.Differentiable.
From dualproof Require Import updates.Losses batch.ZeroMean batch.MappedNetwork batch.MappedUpdate
  batch.BatchConnection.
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
Variables n0 m k h0 c n : nat.
Variable below : mapped_network F n0 m.
Variable phi : layer_map F k h0.
Variable middle : mapped_network F h0 c.
Variable upper : mapped_network F c n.
Variable input : X -> A -> 'cV[F]_n0.
Variables on_mean on_deviation : treatment.
Variable sigma : 'M[F]_(k, m) -> 'I_c -> F.
Variable eps : 'I_c -> F.
Variables W V : 'M[F]_(k, m).
Variable P : 'M[F]_n.

Let f := batch_output p q below phi middle upper input on_mean on_deviation sigma W.
Let K := batch_connection p q below phi middle upper input on_mean on_deviation sigma W.

Hypothesis linear_below : forall x a,
  is_linear_around (mapped_stack below (Mapped W phi middle)) (input x a).
Hypothesis linear_above : forall x a, is_linear_around upper
  (batch_norm p q below phi middle input on_mean on_deviation sigma W W x a).

(** The output is 𝒦ᵀ vec W. *)
Lemma batch_reversibility : on_mean <> Constant -> on_deviation <> Differentiated ->
  forall x a, f W x a = (K x a)^T *m vec W.
Proof.
move=> cm cd x a; rewrite /K connection_tr_mul // /f /batch_output.
pose y v := batch_norm p q below phi middle input on_mean on_deviation sigma W W v.1 v.2.
rewrite -[batch_norm _ _ _ _ _ _ _ _ _ _ _ x a]/(y (x, a)) (evaluate_gates (N := upper) (x := y) (v := (x, a)) (linear_above x a)).
rewrite forward_jacobian; congr (_ *m _); apply/colP => i; rewrite /y /batch_norm [LHS]mxE.
rewrite [RHS]mxE; congr (_ * _).
have E u b : (connection_below below phi middle input W u b)^T *m vec W
    = preactivation below phi middle input W u b.
  by rewrite -mapped_output_connection.
have T (u : 'cV[F]_c) : treated on_deviation 0 0 u = 0 by case: on_deviation cd.
rewrite T subr0; congr (fun_of_matrix (_ - _) i 0); first by rewrite E.
rewrite /batch_mu; case: on_mean cm => //= _.
by apply: eq_mean => u; apply: eq_mean => b; rewrite E.
Qed.

End Below.

(** One network with BatchNorm at layer z: its layer l ≤ z with the weights W, and
    its layer l' > z with the weights W'. [upper W'] is the activation of layer z
    and the layers above it. *)
Section EveryLayer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables n0 m k h0 c m' k' h' n : nat.
Variable below : mapped_network F n0 m.
Variable phi : layer_map F k h0.
Variable middle : mapped_network F h0 c.
Variable below' : mapped_network F c m'.
Variable phi' : layer_map F k' h'.
Variable above' : mapped_network F h' n.
Variable input : X -> A -> 'cV[F]_n0.
Variables on_mean on_deviation : treatment.
Variable sigma : 'M[F]_(k, m) -> 'I_c -> F.
Variable eps : 'I_c -> F.
Variables W V : 'M[F]_(k, m).
Variables W' V' : 'M[F]_(k', m').
Variable P : 'M[F]_n.

Definition upper_network (W' : 'M[F]_(k', m')) : mapped_network F c n :=
  mapped_stack below' (Mapped W' phi' above').

(** The outputs where W moves to W1 and W' to W1'; statistics that are held are
    those at W. *)
Let f W1 W1' := batch_output p q below phi middle (upper_network W1') input on_mean on_deviation
  sigma W W1.
Let y := batch_norm p q below phi middle input on_mean on_deviation sigma W W.

(** 𝒦 of the layer l ≤ z, and K of the layer l' > z. *)
Let K := batch_connection p q below phi middle (upper_network W') input on_mean on_deviation sigma W.
Let K' := mapped_connection below' phi' above' y W'.

Hypothesis linear_below : forall x a,
  is_linear_around (mapped_stack below (Mapped W phi middle)) (input x a).
Hypothesis linear_above : forall x a, is_linear_around (upper_network W') (y x a).

(** Where it is differentiated, the deviation is positive and its square is
    E(f̃ - E f̃)² + ε. *)
Hypothesis sigma_square : on_deviation = Differentiated -> forall i, near_zero (fun t =>
  0 < sigma (W + t *: V) i /\ sigma (W + t *: V) i ^+ 2
    = unit_variance p q (preactivation below phi middle input (W + t *: V)) i + eps i).

(** batch-connection#closed-form: in all nine cases 𝒦ᵀ is the derivative of the
    output by the weights of the layer: for l ≤ z,
    𝒦 = (o - E o - E[o diag ȳ] diag y) diag(1/s) Jᵀ; for l' > z, 𝒦 = K. *)
Theorem closed_form_of_every_layer :
  output_derivative (fun t => f (W + t *: V) W') (fun x a => (K x a)^T *m vec V)
  /\ output_derivative (fun t => f W (W' + t *: V')) (fun x a => (K' x a)^T *m vec V').
Proof.
split; first exact: (closed_form p1 q1 linear_below sigma_square linear_above).
exact: (mapped_output_derivative linear_above V').
Qed.

Let W0 : W + 0 *: V = W. Proof. by rewrite scale0r addr0. Qed.
Let W0' : W' + 0 *: V' = W'. Proof. by rewrite scale0r addr0. Qed.

(** batch-connection#cross-form: in all nine cases, with the target f₂ = f a constant,
    -∇r = E_x[𝒦̄ S F̄] - E_x Cov^{PᵀP}_{x'|x}(𝒦, f). *)
Theorem cross_form_of_every_layer :
  has_derivative (fun t => byol_loss p q P (f (W + t *: V) W') (f W W'))
    (- dot (vec V) (cross_form p q P K (f W W')))
  /\ has_derivative (fun t => byol_loss p q P (f W (W' + t *: V')) (f W W'))
       (- dot (vec V') (cross_form p q P K' (f W W'))).
Proof.
have [d d'] := closed_form_of_every_layer; split.
  by have := cross_form_update p q1 P d; rewrite W0.
by have := cross_form_update p q1 P d'; rewrite W0'.
Qed.

(** For l ≤ z the mean is not held constant nor the deviation differentiated. *)
Let reversible_case := on_mean <> Constant /\ on_deviation <> Differentiated.

(** batch-connection#reversibility: f = 𝒦ᵀ vec W. *)
Theorem reversibility_of_every_layer x a :
  (reversible_case -> f W W' x a = (K x a)^T *m vec W) /\ f W W' x a = (K' x a)^T *m vec W'.
Proof.
split; last exact: (mapped_output_connection linear_above x a).
move=> [cm cd]; exact: (batch_reversibility linear_below linear_above cm cd x a).
Qed.

(** batch-connection#simclr: -∇L = 2 V_x[𝒦̄] vec W. *)
Theorem simclr_of_every_layer :
  (reversible_case ->
   has_derivative (fun t => simclr_loss p q (f (W + t *: V) W') (f (W + t *: V) W'))
     (- 2%:R * dot (vec V) (variance p (view_mean q K) *m vec W)))
  /\ has_derivative (fun t => simclr_loss p q (f W (W' + t *: V')) (f W (W' + t *: V')))
       (- 2%:R * dot (vec V') (variance p (view_mean q K') *m vec W')).
Proof.
have [d d'] := closed_form_of_every_layer; split=> [rc|].
  apply: (simclr_update p1 q1 d) => x a; rewrite W0.
  exact: (reversibility_of_every_layer x a).1.
apply: (simclr_update p1 q1 d') => x a; rewrite W0'.
exact: (reversibility_of_every_layer x a).2.
Qed.

(** batch-connection#byol: with the target f₂ = f a constant and S = Pᵀ(I - P),
    -∇r = (E_x[𝒦̄ S 𝒦̄ᵀ] - E_x V^{PᵀP}_{x'|x}[𝒦]) vec W. *)
Theorem byol_of_every_layer :
  (reversible_case ->
   has_derivative (fun t => byol_loss p q P (f (W + t *: V) W') (f W W'))
     (- dot (vec V) (byol_operator p q P K *m vec W)))
  /\ has_derivative (fun t => byol_loss p q P (f W (W' + t *: V')) (f W W'))
       (- dot (vec V') (byol_operator p q P K' *m vec W')).
Proof.
have [d d'] := closed_form_of_every_layer; split=> [rc|].
  have := byol_update p q1 P d (w := vec W); rewrite W0; apply => x a.
  exact: (reversibility_of_every_layer x a).1.
have := byol_update p q1 P d' (w := vec W'); rewrite W0'; apply => x a.
exact: (reversibility_of_every_layer x a).2.
Qed.

End EveryLayer.

(** batch-connection#closed-form (in part): at l = z it is the input of the layer
    that is centred, o - E o = (f_{z-1} - E f_{z-1}) ⊗ I. only: this reading. *)
Theorem centred_input (F : realFieldType) (X A : finType) (p : X -> F) (q : X -> A -> F) n0 m c
    (below : mapped_network F n0 m) (input : X -> A -> 'cV[F]_n0) (W : 'M[F]_(c, m)) x a :
  (forall x a, is_linear_around below (input x a)) ->
  let o := connection_below below (relu_layer c 1) Outputs input W in
  let f x a := evaluate below (input x a) in
  o x a - total_mean p q o = kron_tr (f x a - total_mean p q f) 1%:M.
Proof.
move=> lin o f; have E u b : o u b = kron_tr (f u b) 1%:M.
  have fE : forward (with_gates below (fun v => input v.1 v.2)) (u, b) (input u b) = f u b.
    exact/esym/(@evaluate_gates _ _ _ _ below (fun v => input v.1 v.2) (u, b) (lin u b)).
  rewrite /o /connection_below /mapped_connection /layer_connection /connection fE /= mul1mx.
  by congr kron_tr; apply/matrixP => i j; rewrite !mxE if_same.
apply/matrixP => ij l; rewrite [LHS]mxE [X in _ + X]mxE total_mean_entry.
under eq_bigr => v _ do rewrite E.
rewrite E; case/mxvec_indexP: ij => i j; rewrite !kron_tr_entry [in RHS]mxE [X in (_ + X) * _]mxE.
rewrite total_mean_entry mulrBl; congr (_ - _); rewrite mulr_suml.
by apply: eq_bigr => v _; rewrite kron_tr_entry mulrA.
Qed.
