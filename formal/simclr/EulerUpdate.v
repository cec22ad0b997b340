(** SimCLR on any network that is differentiable in a block θ of its parameters: the
    whole update, the part that homogeneity gives, and the way through a linear top. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  updates.Euler networks.Derivative networks.Relu.
From dualproof Require Import updates.Differentiable updates.Losses.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.
Variables X A : finType.
Variables d n : nat.

(** At θ the network f has the derivative Kᵀδ in every direction δ, at every view. *)
Definition has_connection (f : 'cV[F]_d -> X -> A -> 'cV[F]_n) (theta : 'cV[F]_d)
    (K : X -> A -> 'M[F]_(d, n)) : Prop :=
  forall delta, output_derivative (fun t => f (theta + t *: delta)) (fun x a => (K x a)^T *m delta).

(** f - b is positively homogeneous of degree k at θ, with one b for all views:
    f(sθ) - b = s^k (f(θ) - b) for s > 0. *)
Definition has_degree (f : 'cV[F]_d -> X -> A -> 'cV[F]_n) (theta : 'cV[F]_d) (b : 'cV[F]_n)
    (k : nat) : Prop :=
  forall s x a, 0 < s -> f (s *: theta) x a - b = s ^+ k *: (f theta x a - b).

End Definitions.

Section Powers.
Variable F : realFieldType.

Lemma power_derivative k : has_derivative (fun t : F => (1 + t) ^+ k) k%:R.
Proof.
have d1 : has_derivative (fun t : F => 1 + t) 1.
  apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _; ring.
elim: k => [|k IH].
  by apply: (@Differentiable.eq_derivative _ (fun=> 1)) (derivative_const _) => t; rewrite expr0.
have := derivative_mul d1 IH; rewrite !addr0 expr1n !mul1r -mulrS.
by apply: Differentiable.eq_derivative => t; rewrite exprS.
Qed.

(** Two columns that are derivatives of one curve are equal. *)
Lemma column_derivative_unique m (z : F -> 'cV[F]_m) u u' :
  column_derivative z u -> column_derivative z u' -> u = u'.
Proof. by move=> d1 d2; apply/colP => i; apply: derivative_unique (d1 i) (d2 i). Qed.

End Powers.

Section Update.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables d n : nat.
Variable f : 'cV[F]_d -> X -> A -> 'cV[F]_n.
Variable theta : 'cV[F]_d.
Variable K : X -> A -> 'M[F]_(d, n).
Hypothesis fK : has_connection f theta K.
Implicit Type delta : 'cV[F]_d.

Let loss v := simclr_loss p q (f v) (f v).
Let covariance_of g := covariance p (view_mean q K) (view_mean q g).
Let V := variance p (view_mean q K).
(** c = f - Kᵀθ. *)
Let rest x a := f theta x a - (K x a)^T *m theta.

Lemma update_derivative delta :
  has_derivative (fun t => loss (theta + t *: delta)) (- dot delta (2%:R *: covariance_of (f theta))).
Proof.
have := euler_derivative p1 q1 (fK delta).
by rewrite scale0r addr0 dotZr mulNr.
Qed.

(** euler-operator#update: both branches, any network f that is differentiable in θ;
    -∇_θ L = 2 Cov_x(K̄, F̄) = 2 V_x[K̄] θ + 2 Cov_x(K̄, c̄) with c = f - Kᵀθ. *)
Theorem euler_update :
  2%:R *: covariance_of (f theta) = 2%:R *: (V *m theta) + 2%:R *: covariance_of rest /\
  forall delta, has_derivative (fun t => loss (theta + t *: delta))
    (- dot delta (2%:R *: (V *m theta) + 2%:R *: covariance_of rest)).
Proof.
have E : 2%:R *: covariance_of (f theta) = 2%:R *: (V *m theta) + 2%:R *: covariance_of rest.
  by rewrite -scalerDr /covariance_of (euler_split p q (f theta) K theta).
by split=> // delta; rewrite -E; apply: update_derivative.
Qed.

Section Degree.
Variables (b : 'cV[F]_n) (k : nat).
Hypothesis degree : has_degree f theta b k.

(** Euler's identity: Kᵀθ = k (f - b). *)
Lemma euler_identity x a : (K x a)^T *m theta = k%:R *: (f theta x a - b).
Proof.
apply: column_derivative_unique (fK theta x a) _ => i.
have dk := derivative_scale ((f theta x a - b) i 0) (@power_derivative F k).
have := derivative_add dk (derivative_const (b i 0)); rewrite addr0.
rewrite [X in has_derivative _ X -> _](_ : _ = (k%:R *: (f theta x a - b)) i 0); last first.
  by rewrite [RHS]mxE mulrC.
apply: near_derivative; exists 1; rewrite ?ltr01 // => t; rewrite ltr_norml => /andP[t1 _].
have s0 : 0 < 1 + t by rewrite -ltr_subl_addl sub0r.
have := congr1 (fun u : 'cV[F]_n => u i 0) (degree x a s0).
rewrite [RHS]mxE [LHS]mxE [(- b) i 0]mxE => /(canRL (subrK _)).
by rewrite scalerDl scale1r mulrC.
Qed.

Lemma degree_covariance : V *m theta = k%:R *: covariance_of (f theta).
Proof. exact: (euler_homogeneous p1 q1 euler_identity). Qed.

(** euler-operator#homogeneous: of degree k ≥ 1 the update is a covariance operator:
    -∇_θ L = (2/k) V_x[K̄] θ. *)
Theorem euler_homogeneous_update delta : (0 < k)%N ->
  has_derivative (fun t => loss (theta + t *: delta))
    (- dot delta ((2%:R / k%:R) *: (V *m theta))).
Proof.
move=> k0; have := update_derivative delta; rewrite degree_covariance scalerA mulfVK //.
by rewrite pnatr_eq0 -lt0n.
Qed.

(** euler-operator#radial-motion: ⟨θ, -∇_θ L⟩ = 2k tr V_x[F̄]: along θ itself the
    derivative of the loss is minus this. *)
Theorem euler_radial_motion :
  dot theta (2%:R *: covariance_of (f theta))
    = 2%:R * k%:R * \tr (variance p (view_mean q (f theta))) /\
  has_derivative (fun t => loss (theta + t *: theta))
    (- (2%:R * k%:R * \tr (variance p (view_mean q (f theta))))).
Proof.
suff E : dot theta (2%:R *: covariance_of (f theta))
    = 2%:R * k%:R * \tr (variance p (view_mean q (f theta))).
  by split=> //; rewrite -E; apply: update_derivative.
rewrite dotZr -mulrA; congr (_ * _); rewrite dot_covariance // trace_variance //.
have E x : (view_mean q K x)^T *m theta = k%:R *: (view_mean q (f theta) x - b).
  rewrite -view_mean_tr_mul /view_mean (eq_mean _ (euler_identity x)) meanZ meanB.
  by rewrite mean_const.
rewrite -mean_tr_mul (eq_mean _ E) meanZ meanB mean_const // dotZl.
under eq_bigr => x _ do rewrite E dotZl.
rewrite sumZ -mulrBr; congr (_ * _); rewrite dotBl.
under eq_bigr => x _ do rewrite dotBl.
by rewrite sumB -dot_meanr; move: (dot b _) (dot (mean _ _) _) => *; ring.
Qed.

End Degree.

(** euler-operator#scale-free: of degree 0, below a BatchNorm, the covariance share is 0:
    V_x[K̄] θ = 0, and -∇_θ L = 2 Cov_x(K̄, c̄). *)
Theorem euler_scale_free b : has_degree f theta b 0 ->
  V *m theta = 0 /\ forall delta, has_derivative (fun t => loss (theta + t *: delta))
    (- dot delta (2%:R *: covariance_of rest)).
Proof.
move=> degree; have V0 : V *m theta = 0 by rewrite (degree_covariance degree) scale0r.
split=> // delta; have [_ /(_ delta)] := euler_update.
by rewrite V0 scaler0 add0r.
Qed.

(** The top layer is linear: f(θ) = W h(θ) + b, with weights W and biases b of its own,
    that do not depend on θ. *)
Section Top.
Variable m : nat.
Variables (W : 'M[F]_(n, m)) (b : 'cV[F]_n) (h : 'cV[F]_d -> X -> A -> 'cV[F]_m).
Hypothesis top : forall v x a, f v x a = W *m h v x a + b.

(** K_top = h ⊗ I, the connection of the weights W. *)
Definition connection_of_the_top (x : X) (a : A) : 'M[F]_(m * n, n) := kron_tr (h theta x a) 1%:M.

(** euler-operator#through-the-top: -∇_θ L = 2 Cov_x(K̄, K̄_top) w_top. *)
Theorem euler_through_the_top delta :
  has_derivative (fun t => loss (theta + t *: delta))
    (- dot delta (2%:R *: (cross_covariance p q 1%:M K connection_of_the_top *m vec W))).
Proof.
suff <- : covariance_of (f theta)
    = cross_covariance p q 1%:M K connection_of_the_top *m vec W.
  exact: update_derivative.
have E x : view_mean q (f theta) x = (view_mean q connection_of_the_top x)^T *m vec W + b.
  rewrite -view_mean_tr_mul -[X in _ = _ + X](mean_const b (q1 x)) -meanD; apply: eq_mean => a.
  by rewrite top kron_tr_vec mul1mx.
rewrite /covariance_of (eq_covariance _ _ E) covarianceD // covariance_const // addr0.
rewrite /covariance /cross_covariance -mean_mulr; apply: eq_mean => x.
by rewrite mean_tr_mul -mulmxBl /total_mean linearB /= mulmx1 mulmxA.
Qed.

End Top.

End Update.
