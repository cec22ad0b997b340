(** BatchNorm inside a network, with statistics of all views: the connection
    of the batch, for each treatment of the mean and of the deviation. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol
  networks.Derivative updates.Differentiable updates.Losses.
From dualproof Require Import batch.ZeroMean batch.Deviation batch.MappedNetwork batch.MappedUpdate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** What is done with a statistic of the batch. *)
Inductive treatment := Absent | Constant | Differentiated.

(** A statistic under a treatment: nothing, its value at the weights where the
    derivative is taken, or its value at the weights that move. *)
Definition treated (T : Type) (a : treatment) (nothing held moving : T) : T :=
  match a with Absent => nothing | Constant => held | Differentiated => moving end.

Section Statistics.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** E(Z - E Z)², unit by unit. *)
Definition unit_variance c (Z : X -> A -> 'cV[F]_c) (i : 'I_c) : F :=
  \sum_x p x * (\sum_a q x a * (Z x a i 0 - total_mean p q Z i 0) ^+ 2).

Lemma total_mean_entry m n (Z : X -> A -> 'M[F]_(m, n)) i j :
  total_mean p q Z i j = \sum_v p v.1 * q v.1 v.2 * Z v.1 v.2 i j.
Proof.
rewrite -(pair_bigA _ (fun x a => p x * q x a * Z x a i j)) summxE.
apply: eq_bigr => x _; rewrite mxE summxE mulr_sumr; apply: eq_bigr => a _.
by rewrite mxE mulrA.
Qed.

Lemma total_law : law p -> (forall x, law (q x)) -> law (fun v : X * A => p v.1 * q v.1 v.2).
Proof.
move=> p1 q1; rewrite /law -(pair_bigA _ (fun x a => p x * q x a)) -[RHS]p1.
by apply: eq_bigr => x _; rewrite -mulr_sumr q1 mulr1.
Qed.

Lemma total_mean_tr_mul m n (Z : X -> A -> 'M[F]_(m, n)) (w : 'cV[F]_m) :
  (total_mean p q Z)^T *m w = total_mean p q (fun x a => (Z x a)^T *m w).
Proof. by rewrite -mean_tr_mul; apply: eq_mean => x; rewrite -view_mean_tr_mul. Qed.

End Statistics.

Section Network.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** The layer l with weights W: [below] the layers below it, [phi] its activation
    and pool, [middle] the layers up to the pre-activations of layer z, where
    BatchNorm stands (the last of them linear; for l = z [phi] is the identity and
    [middle] empty), [upper] the activation of layer z and the layers above it. *)
Variables n0 m k h0 c n : nat.
Variable below : mapped_network F n0 m.
Variable phi : layer_map F k h0.
Variable middle : mapped_network F h0 c.
Variable upper : mapped_network F c n.
Variable input : X -> A -> 'cV[F]_n0.
Variables on_mean on_deviation : treatment.

(** The deviation of every unit, as a function of the weights. *)
Variable sigma : 'M[F]_(k, m) -> 'I_c -> F.
Implicit Types W V : 'M[F]_(k, m).

(** f̃, the pre-activations of layer z. *)
Definition preactivation W : X -> A -> 'cV[F]_c := mapped_output below phi middle input W.

(** μ and s at the weights W', with what is held constant at its value for W. *)
Definition batch_mu W W' : 'cV[F]_c :=
  treated on_mean 0 (total_mean p q (preactivation W)) (total_mean p q (preactivation W')).
Definition batch_s W W' (i : 'I_c) : F := treated on_deviation 1 (sigma W i) (sigma W' i).

(** y = (f̃ - μ) / s. *)
Definition batch_norm W W' (x : X) (a : A) : 'cV[F]_c :=
  \col_i ((batch_s W W' i)^-1 * (preactivation W' x a - batch_mu W W') i 0).

(** The output of the network. *)
Definition batch_output W W' (x : X) (a : A) : 'cV[F]_n := evaluate upper (batch_norm W W' x a).

(** o = f_{l-1} ⊗ (∂f̃_z/∂f̃_l)ᵀ. *)
Definition connection_below W : X -> A -> 'M[F]_(m * k, c) :=
  mapped_connection below phi middle input W.

(** ȳ = (f̃ - E f̃) / s. *)
Definition centred_norm W (x : X) (a : A) : 'cV[F]_c :=
  \col_i ((batch_s W W i)^-1 * (centred p q (preactivation W)) x a i 0).

(** J = ∂f/∂y. *)
Definition jacobian_above W (x : X) (a : A) : 'M[F]_(n, c) :=
  jacobian (with_gates upper (fun v => batch_norm W W v.1 v.2)) (x, a).

(** 𝒦 = (o - E o - E[o diag ȳ] diag y) diag(1/s) Jᵀ, without E o unless the mean is
    differentiated, without the third term unless the deviation is. *)
Definition batch_connection W (x : X) (a : A) : 'M[F]_(m * k, n) :=
  (connection_below W x a
   - treated on_mean 0 0 (total_mean p q (connection_below W))
   - treated on_deviation 0 0
       (total_mean p q (fun x a => connection_below W x a *m diag_mx (centred_norm W x a)^T)
        *m diag_mx (batch_norm W W x a)^T))
  *m diag_mx (\row_i (batch_s W W i)^-1) *m (jacobian_above W x a)^T.

Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables W V : 'M[F]_(k, m).
Hypothesis linear_below : forall x a,
  is_linear_around (mapped_stack below (Mapped W phi middle)) (input x a).

Let h x a := (connection_below W x a)^T *m vec V.
Let pi (v : X * A) := p v.1 * q v.1 v.2.

Lemma preactivation_derivative : output_derivative (fun t => preactivation (W + t *: V)) h.
Proof. exact: mapped_output_derivative. Qed.

Lemma mu_derivative : column_derivative (fun t => batch_mu W (W + t *: V))
  (treated on_mean 0 0 (total_mean p q h)).
Proof.
rewrite /batch_mu; case: on_mean => i /=.
- by rewrite [X in has_derivative _ X]mxE; apply: derivative_const.
- by rewrite [X in has_derivative _ X]mxE; apply: derivative_const.
exact: (mean_derivative p (fun x => mean_derivative (q x) (preactivation_derivative x))).
Qed.

(** The deviation is positive and its square is the variance plus ε, where it is
    differentiated; elsewhere any number stands for it. *)
Variable eps : 'I_c -> F.
Hypothesis sigma_square : on_deviation = Differentiated -> forall i, near_zero (fun t =>
  0 < sigma (W + t *: V) i
  /\ sigma (W + t *: V) i ^+ 2 = unit_variance p q (preactivation (W + t *: V)) i + eps i).

Let W0 : W + 0 *: V = W. Proof. by rewrite scale0r addr0. Qed.

Lemma inverse_derivative i : has_derivative (fun t => (batch_s W (W + t *: V) i)^-1)
  (treated on_deviation 0 0 (- ((total_mean p q (fun x a => \col_j (centred_norm W x a j 0 * h x a j 0))) i 0
     / batch_s W W i ^+ 2))).
Proof.
rewrite /centred_norm /batch_s; move: sigma_square; case: on_deviation => /= sq.
- exact: derivative_const.
- exact: derivative_const.
have {}sq := sq erefl i.
have mE t : \sum_v pi v * preactivation (W + t *: V) v.1 v.2 i 0
    = total_mean p q (preactivation (W + t *: V)) i 0 by rewrite total_mean_entry.
have sq' : near_zero (fun t => 0 < sigma (W + t *: V) i /\ sigma (W + t *: V) i ^+ 2
    = \sum_v pi v * (preactivation (W + t *: V) v.1 v.2 i 0
        - \sum_u pi u * preactivation (W + t *: V) u.1 u.2 i 0) ^+ 2 + eps i).
  have [r r0 rP] := sq; exists r => // t /rP[s0 ->]; split=> //; congr (_ + _); rewrite mE.
  rewrite -(pair_bigA _ (fun x a => p x * q x a * (preactivation (W + t *: V) x a i 0
    - total_mean p q (preactivation (W + t *: V)) i 0) ^+ 2)).
  by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
have ds := deviation_derivative (total_law p1 q1)
  (fun v => preactivation_derivative v.1 v.2 i) sq'.
have s0 : near_zero (fun t => 0 < sigma (W + t *: V) i).
  by have [r r0 rP] := sq; exists r => // t /rP[].
have := derivative_inv_near s0 ds; rewrite W0 total_mean_entry.
have m0 : \sum_v pi v * preactivation W v.1 v.2 i 0 = total_mean p q (preactivation W) i 0.
  by rewrite total_mean_entry.
rewrite m0; set S := \sum_v _; set S' := \sum_v _; suff -> : S = S' by [].
by apply: eq_bigr => v _; rewrite !mxE; congr (_ * (_ * _)); rewrite mulrC.
Qed.

Lemma norm_derivative x a i : has_derivative (fun t => batch_norm W (W + t *: V) x a i 0)
  ((batch_s W W i)^-1 * (h x a - treated on_mean 0 0 (total_mean p q h)
     - treated on_deviation 0 0 (\col_j (batch_norm W W x a j 0
         * (total_mean p q (fun x a => \col_j (centred_norm W x a j 0 * h x a j 0))) j 0))) i 0).
Proof.
have := derivative_mul (inverse_derivative i) (derivative_add (preactivation_derivative x a i)
  (derivative_scale (- 1) (mu_derivative i))).
set S := total_mean p q (fun x a => _); set D := treated on_mean _ _ _.
rewrite !W0; set v := _ + _ => d.
have -> : (batch_s W W i)^-1 * (h x a - D - treated on_deviation 0 0
    (\col_j (batch_norm W W x a j 0 * S j 0))) i 0 = v.
  rewrite /v /batch_norm; move: (batch_s W W) => s.
  have -> : (h x a - D - treated on_deviation 0 0 (\col_j ((\col_i0 ((s i0)^-1
      * (preactivation W x a - batch_mu W W) i0 0)) j 0 * S j 0))) i 0
    = h x a i 0 - D i 0 - treated on_deviation 0 0
        ((s i)^-1 * (preactivation W x a - batch_mu W W) i 0 * S i 0).
    by rewrite !mxE; congr (_ - _); case: on_deviation; rewrite /= !mxE.
  rewrite ![(preactivation W x a - _) i 0]mxE [(- batch_mu W W) i 0]mxE.
  move: (preactivation W x a i 0) (batch_mu W W i 0) (S i 0) (h x a i 0) (D i 0) => a1 a2 a3 a4 a5.
  by case: on_deviation => /=; rewrite -?exprVn; ring.
by apply: eq_derivative d => t; rewrite [in RHS]mxE; congr (_ * _); rewrite !mxE mulN1r.
Qed.

Lemma connection_tr_mul x a : (batch_connection W x a)^T *m vec V
  = jacobian_above W x a *m (\col_i ((batch_s W W i)^-1
      * (h x a - treated on_mean 0 0 (total_mean p q h)
         - treated on_deviation 0 0 (\col_j (batch_norm W W x a j 0
         * (total_mean p q (fun x a => \col_j (centred_norm W x a j 0 * h x a j 0))) j 0))) i 0)).
Proof.
rewrite /batch_connection 2!trmx_mul trmxK tr_diag_mx -!mulmxA; congr (_ *m _).
apply/colP => i; rewrite mul_diag_mx [LHS]mxE [in LHS]mxE [RHS]mxE; congr (_ * _).
congr (fun_of_matrix _ i 0); rewrite !linearB /= !mulmxBl; congr (_ - _ - _).
  by case: on_mean; rewrite /= ?trmx0 ?mul0mx // total_mean_tr_mul.
case: on_deviation; rewrite /= ?trmx0 ?mul0mx // trmx_mul tr_diag_mx -mulmxA total_mean_tr_mul.
apply/colP => j; rewrite mul_diag_mx !mxE; congr (_ * _).
  by rewrite !total_mean_entry; apply: eq_bigr => v _; rewrite trmx_mul tr_diag_mx -mulmxA mul_diag_mx !mxE.
Qed.

Hypothesis linear_above : forall x a, is_linear_around upper (batch_norm W W x a).

(** On every line W + tV every output has the derivative 𝒦ᵀ vec V. *)
Lemma closed_form :
  output_derivative (fun t => batch_output W (W + t *: V))
    (fun x a => (batch_connection W x a)^T *m vec V).
Proof.
move=> x a; rewrite connection_tr_mul.
have E : (fun v : X * A => batch_norm W (W + 0 *: V) v.1 v.2) = (fun v => batch_norm W W v.1 v.2).
  by rewrite W0.
have := evaluate_derivative (N := upper) (z := fun t v => batch_norm W (W + t *: V) v.1 v.2) (v := (x, a)).
rewrite /= E W0 => /(_ _ (linear_above x a)); apply => i.
by have := norm_derivative x a i; rewrite [(\col__ _) i 0]mxE.
Qed.

End Network.

(** The same with s = √(E(f̃ - E f̃)² + ε), over a field with square roots. *)
Section Root.
Variable F : rcfType.
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
Variables W V : 'M[F]_(k, m).
Variable eps : 'I_c -> F.

Let variance_at W' i := unit_variance p q (preactivation below phi middle input W') i + eps i.
Let sigma W' i : F := Num.sqrt (variance_at W' i).
Let norm := batch_norm p q below phi middle input on_mean on_deviation sigma W W.

Hypothesis deviation_is_positive : forall i, 0 < variance_at W i.
Hypothesis linear_below : forall x a,
  is_linear_around (mapped_stack below (Mapped W phi middle)) (input x a).
Hypothesis linear_above : forall x a, is_linear_around upper (norm x a).

(** batch-connection#closed-form (in part): in all nine cases, with
    s = √(E(f̃ - E f̃)² + ε), wherever it is positive and the layers are linear near
    their pre-activations. only: l ≤ z. *)
Theorem closed_form_root :
  output_derivative
    (fun t => batch_output p q below phi middle upper input on_mean on_deviation sigma
                W (W + t *: V))
    (fun x a => (batch_connection p q below phi middle upper input on_mean on_deviation sigma
                   W x a)^T *m vec V).
Proof.
apply: (closed_form p1 q1 linear_below (eps := eps)) => // _ i.
pose f t := preactivation below phi middle input (W + t *: V).
have df v : has_derivative (fun t => f t v.1 v.2 i 0) _ :=
  preactivation_derivative V linear_below v.1 v.2 i.
have := variance_derivative (total_law p1 q1) df (eps i); set d := 2%:R * _ => dv.
apply: (@root_near _ _ d); last by rewrite /= scale0r addr0; apply: deviation_is_positive.
apply: eq_derivative dv => t; congr (_ + _); rewrite -total_mean_entry.
rewrite -(pair_bigA _ (fun x a => p x * q x a * (f t x a i 0 - total_mean p q (f t) i 0) ^+ 2)).
by apply: eq_bigr => x _; rewrite mulr_sumr; apply: eq_bigr => a _; rewrite mulrA.
Qed.

End Root.
