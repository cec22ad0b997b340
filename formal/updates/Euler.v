(** The Euler operator: any differentiable network and any block θ of parameters.

    On the line θ + tδ the output is f + t Kᵀδ + t² R(t): f is the output at θ,
    K = (∂f/∂θ)ᵀ, and R any remainder, a function of t. Nothing else is asked. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Euler.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables d n : nat.
Variable f : X -> A -> 'cV[F]_n.
Variable K : X -> A -> 'M[F]_(d, n).
Implicit Types (delta theta : 'cV[F]_d) (R : X -> A -> 'cV[F]_n).

(** The output to first order in t, with the remainder. *)
Definition expansion delta R (t : F) : X -> A -> 'cV[F]_n :=
  fun x a => f x a + t *: ((K x a)^T *m delta) + t ^+ 2 *: R x a.

(** The factor of t² in the loss, for the remainder R of the output. *)
Definition loss_remainder delta R (t : F) : F :=
  let h := fun x a => (K x a)^T *m delta in
  simclr_loss p q h h + 2%:R * simclr_loss p q f R
    + t * (2%:R * simclr_loss p q h R) + t ^+ 2 * simclr_loss p q R R.

Lemma simclr_lossC (g h : X -> A -> 'cV[F]_n) : simclr_loss p q g h = simclr_loss p q h g.
Proof.
rewrite !simclr_lossE // dotC; congr (_ - _).
by apply: eq_bigr => x _; rewrite dotC.
Qed.

Lemma simclr_loss_line t (g h u : X -> A -> 'cV[F]_n) :
  simclr_loss p q u (fun x a => g x a + t *: h x a)
    = simclr_loss p q u g + t * simclr_loss p q u h.
Proof.
rewrite !simclr_lossE //.
have E x : view_mean q (fun x a => g x a + t *: h x a) x
           = view_mean q g x + t *: view_mean q h x.
  by rewrite /view_mean meanD meanZ.
rewrite (eq_mean _ E) meanD meanZ dotDr dotZr.
under eq_bigr => x _ do rewrite E dotDr dotZr.
by rewrite sumD sumZ; ring.
Qed.

Lemma simclr_loss_covariance delta :
  simclr_loss p q (fun x a => (K x a)^T *m delta) f
    = - dot delta (covariance p (view_mean q K) (view_mean q f)).
Proof.
pose h : X -> A -> 'cV[F]_n := fun x a => (K x a)^T *m delta.
rewrite simclr_lossE // dot_covariance // opprB -mean_tr_mul.
have E x : (view_mean q K x)^T *m delta = view_mean q h x by rewrite view_mean_tr_mul.
by rewrite (eq_mean _ E); under [in RHS]eq_bigr => x _ do rewrite E.
Qed.

Lemma simclr_loss_zero (g : X -> A -> 'cV[F]_n) : simclr_loss p q (fun _ _ => 0) g = 0.
Proof.
have E x : view_mean q (fun=> fun=> 0 : 'cV[F]_n) x = 0.
  by rewrite /view_mean mean_const.
rewrite simclr_lossE // (eq_mean _ E) mean_const // dot0l.
by rewrite big1 ?subr0 // => x _; rewrite E dot0l mulr0.
Qed.

(** euler-operator#update (in part): both branches, every differentiable network,
    -∇_θ L = 2 Cov_x(K̄, F̄). only: the covariance share is `euler_split`. *)
Theorem euler_operator delta R t :
  simclr_loss p q (expansion delta R t) (expansion delta R t)
    = simclr_loss p q f f
      + t * (- 2%:R * dot delta (covariance p (view_mean q K) (view_mean q f)))
      + t ^+ 2 * loss_remainder delta R t.
Proof.
pose h : X -> A -> 'cV[F]_n := fun x a => (K x a)^T *m delta.
have Eh : simclr_loss p q f h = - dot delta (covariance p (view_mean q K) (view_mean q f)).
  by rewrite simclr_lossC simclr_loss_covariance.
have -> : - 2%:R * dot delta (covariance p (view_mean q K) (view_mean q f))
          = 2%:R * simclr_loss p q f h by rewrite Eh mulrN mulNr.
have L u : simclr_loss p q u (expansion delta R t)
    = simclr_loss p q u f + t * simclr_loss p q u h + t ^+ 2 * simclr_loss p q u R.
  by rewrite /expansion (simclr_loss_line _ (fun x a => f x a + t *: h x a)) simclr_loss_line.
rewrite L !(simclr_lossC (expansion _ _ _)) !L /loss_remainder -/h.
rewrite (simclr_lossC R h) (simclr_lossC R f) (simclr_lossC h f).
move: (simclr_loss p q f f) (simclr_loss p q f h) (simclr_loss p q h h).
move: (simclr_loss p q f R) (simclr_loss p q h R) (simclr_loss p q R R) => a b c e g k.
by ring.
Qed.

Lemma eq_covariance (Z : X -> 'M[F]_(d, n)) (Y Y' : X -> 'cV[F]_n) :
  Y =1 Y' -> covariance p Z Y = covariance p Z Y'.
Proof. by move=> YY; apply: eq_mean => x; rewrite YY (eq_mean _ YY). Qed.

Lemma covarianceD (Z : X -> 'M[F]_(d, n)) (Y Y' : X -> 'cV[F]_n) :
  covariance p Z (fun x => Y x + Y' x) = covariance p Z Y + covariance p Z Y'.
Proof.
by rewrite -meanD; apply: eq_mean => x; rewrite meanD opprD addrACA mulmxDr.
Qed.

Lemma covarianceZ (Z : X -> 'M[F]_(d, n)) c (Y : X -> 'cV[F]_n) :
  covariance p Z (fun x => c *: Y x) = c *: covariance p Z Y.
Proof. by rewrite -meanZ; apply: eq_mean => x; rewrite meanZ -scalerBr scalemxAr. Qed.

Lemma covariance_const (Z : X -> 'M[F]_(d, n)) (y : 'cV[F]_n) : covariance p Z (fun=> y) = 0.
Proof.
rewrite /covariance (eq_mean p (Z := fun=> 0)) => [|x]; first exact: mean_const.
by rewrite (mean_const y p1) subrr mulmx0.
Qed.

Lemma covariance_tr (Z : X -> 'M[F]_(d, n)) theta :
  covariance p Z (fun x => (Z x)^T *m theta) = variance p Z *m theta.
Proof.
rewrite -mean_mulr; apply: eq_mean => x.
by rewrite mean_tr_mul -mulmxBl linearB /= mulmxA.
Qed.

(** euler-operator#update (in part): the covariance share; with c = f - Kᵀθ,
    Cov_x(K̄, F̄) = V_x[K̄] θ + Cov_x(K̄, c̄). only: the gradient is `euler_operator`. *)
Theorem euler_split theta :
  covariance p (view_mean q K) (view_mean q f)
    = variance p (view_mean q K) *m theta
      + covariance p (view_mean q K) (view_mean q (fun x a => f x a - (K x a)^T *m theta)).
Proof.
rewrite -covariance_tr -covarianceD; apply: eq_covariance => x.
by rewrite -view_mean_tr_mul /view_mean meanB addrC subrK.
Qed.

(** euler-operator#homogeneous: where Kᵀθ = k (f - b) with the same b at all views,
    V_x[K̄] θ = k Cov_x(K̄, F̄), that is, k times -½∇_θ L. *)
Theorem euler_homogeneous theta k b :
  (forall x a, (K x a)^T *m theta = k *: (f x a - b)) ->
  variance p (view_mean q K) *m theta
    = k *: covariance p (view_mean q K) (view_mean q f).
Proof.
move=> Kk; rewrite -covariance_tr.
rewrite (@eq_covariance _ _ (fun x => k *: (view_mean q f x + - b))) => [|x].
  by rewrite covarianceZ covarianceD covariance_const addr0.
by rewrite -view_mean_tr_mul /view_mean (eq_mean _ (Kk x)) meanZ meanB mean_const.
Qed.

(** euler-operator#scale-free: of degree 0 (below a full BatchNorm) V_x[K̄] θ = 0. *)
Theorem euler_degree_zero theta :
  (forall x a, (K x a)^T *m theta = 0) -> variance p (view_mean q K) *m theta = 0.
Proof.
move=> K0; rewrite (@euler_homogeneous theta 0 0) ?scale0r // => x a.
by rewrite K0 scale0r.
Qed.

End Euler.
