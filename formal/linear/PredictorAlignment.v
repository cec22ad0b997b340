(** A symmetric predictor turns until it commutes with W Wᵀ: linear BYOL on isotropic
    data, with a target τ W and a symmetrised predictor. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative updates.Flow.
From dualproof Require Import byol.OptimalPredictor linear.LinearByol linear.ByolCollapse.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** [df, Q] + [f, dq] for the motions df, dq of f and Q: a sum of words in f and Q. *)
Lemma commutator_algebra (F : fieldType) n (f Q : 'M[F]_n) (s alpha tau xi etaW etaP : F) :
  2%:R != 0 :> F -> s != 0 ->
  let df := - (s *: (Q *m Q *m f + f *m Q *m Q)) + (tau * xi) *: (Q *m f + f *m Q)
            - (2%:R * etaW) *: f in
  let dq := - ((alpha / 2%:R * s) *: (Q *m f + f *m Q)) + (alpha * tau * xi) *: f - etaP *: Q in
  let L := f *m Q - Q *m f in
  let K := s *: ((alpha / 2%:R) *: f + Q *m Q - (tau * xi / s) *: Q)
           + (etaW + etaP / 2%:R)%:M in
  df *m Q + f *m dq - (dq *m f + Q *m df) = - (L *m K) - K *m L.
Proof.
move=> two s0 df dq L K; rewrite /df /dq /L /K.
rewrite !(mulmxDl, mulmxDr, mulmxBl, mulmxBr, mulNmx, mulmxN) ?mul_scalar_mx ?mul_mx_scalar.
rewrite -!(scalemxAl, scalemxAr) !(mulmxDl, mulmxDr, mulmxBl, mulmxBr, mulNmx, mulmxN).
rewrite -!(scalemxAl, scalemxAr) !mulmxA.
move: (f *m f) (Q *m f) (f *m Q) (Q *m f *m f) (f *m f *m Q) (f *m Q *m f) (Q *m Q *m f)
  (f *m Q *m Q) (Q *m f *m Q) (Q *m f *m Q *m Q) (Q *m Q *m Q *m f) (f *m Q *m Q *m Q)
  (Q *m Q *m f *m Q) => w l e z v r k d i h g b a.
apply/matrixP => x y; rewrite !mxE.
move: (a x y) (b x y) (i x y) (d x y) (e x y) (g x y) (h x y) (k x y) (l x y) (r x y).
move: (v x y) (w x y) (z x y) => {}v {}w {}z {}a {}b {}i {}d {}e {}g {}h {}k {}l {}r.
by field; rewrite s0 two.
Qed.

Section Alignment.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables n m : nat.
Variable u : X -> A -> 'cV[F]_m.

(** Both moments are multiples of I: E x̄ x̄ᵀ = ξI and E_x V_{x'|x}[x'] = σ²I, s = ξ + σ². *)
Variables xi sigma2 : F.
Hypothesis X_isotropic : mean_moment p q u = xi%:M.
Hypothesis X'_isotropic : within p q u = sigma2%:M.
Let s := xi + sigma2.
Hypothesis s_pos : 0 < s.

(** The flow at the time t₀: Ẇ = -∇_W r - η_W W, Ṗ = -½α(∇_P r + ∇_P rᵀ) - η_P P, the target
    τ W(t₀) x a constant, P symmetric. *)
Variables (W : F -> 'M[F]_(n, m)) (P : F -> 'M[F]_n) (t0 tau alpha etaW etaP : F).
Variables (GW : 'M[F]_(n, m)) (GP : 'M[F]_n).
Hypothesis dW : is_gradient (linear_loss p q u (tau *: W t0) (P t0)) (W t0) GW.
Hypothesis dP : is_gradient (linear_loss p q u (tau *: W t0) ^~ (W t0)) (P t0) GP.
Hypothesis W' : curve_derivative W t0 (- GW - etaW *: W t0).
Hypothesis P' : curve_derivative P t0 (- ((alpha / 2%:R) *: (GP + GP^T)) - etaP *: P t0).
Hypothesis P_symmetric : (P t0)^T = P t0.

(** [F, P] = F P - P F with F = W Wᵀ. *)
Definition commutator_of t : 'M[F]_n := W t *m (W t)^T *m P t - P t *m (W t *m (W t)^T).

(** K = s(½αF + P² - (τξ/s)P) + (η_W + ½η_P)I. *)
Definition rate_matrix : 'M[F]_n :=
  s *: ((alpha / 2%:R) *: (W t0 *m (W t0)^T) + P t0 *m P t0 - (tau * xi / s) *: P t0)
  + (etaW + etaP / 2%:R)%:M.

Let V := W t0.
Let Q := P t0.
Let f := V *m V^T.
Let L := commutator_of t0.
Let K := rate_matrix.

Lemma alignment_gradients :
  GW = Q *m (s *: Q - (tau * xi)%:M) *m V /\ GP = (s *: Q - (tau * xi)%:M) *m f.
Proof.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have [gW gP] := linear_gradients p q1 two u (tau *: V) Q V.
rewrite -(gradient_unique two gW dW) -(gradient_unique two gP dP) P_symmetric.
have -> : linear_gradient p q u (tau *: V) Q V = (s *: Q - (tau * xi)%:M) *m V.
  rewrite /linear_gradient X_isotropic X'_isotropic -raddfD /= -/s !mul_mx_scalar.
  by rewrite mulmxBl mul_scalar_mx -scalemxAl scalerA mulrC.
by rewrite -/Q !mulmxA.
Qed.

(** predictor-alignment#commutator: d/dt [F, P] = -[F, P] K - K [F, P]. *)
Theorem commutator_moves :
  curve_derivative commutator_of t0 (- (L *m K) - K *m L).
Proof.
have [gW gP] := alignment_gradients.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have s0 : s != 0 by rewrite gt_eqF.
have dF := curve_mul W' (curve_tr W').
have := curve_sub (curve_mul dF P') (curve_mul P' dF).
congr curve_derivative.
have ft : f^T = f by rewrite /f trmx_mul trmxK.
have dFE : (- GW - etaW *: W t0) *m (W t0)^T + W t0 *m (- GW - etaW *: W t0)^T
  = - (s *: (Q *m Q *m f + f *m Q *m Q)) + (tau * xi) *: (Q *m f + f *m Q)
    - (2%:R * etaW) *: f.
  have VG : GW *m V^T = s *: (Q *m Q *m f) - (tau * xi) *: (Q *m f).
    rewrite gW mulmxBr mul_mx_scalar -scalemxAr !mulmxBl -!scalemxAl -/f.
    by rewrite -!mulmxA -/f.
  have -> : (- GW - etaW *: W t0) *m (W t0)^T = - (GW *m V^T) - etaW *: f.
    by rewrite mulmxBl mulNmx -scalemxAl.
  have -> : W t0 *m (- GW - etaW *: W t0)^T = - (GW *m V^T)^T - etaW *: f.
    rewrite trmx_mul trmxK linearB linearN linearZ /= mulmxBr mulmxN -scalemxAr.
    by [].
  have -> : (GW *m V^T)^T = s *: (f *m Q *m Q) - (tau * xi) *: (f *m Q).
    by rewrite VG linearB !linearZ /= (trmx_mul (Q *m Q)) !(trmx_mul Q) ft P_symmetric !mulmxA.
  rewrite VG; move: (Q *m f) (f *m Q) (Q *m Q *m f) (f *m Q *m Q) => c d a b.
  apply/matrixP => i j; move: f => e; rewrite !mxE.
  by move: (a i j) (b i j) (c i j) (d i j) (e i j) => {}a {}b {}c {}d z; ring.
have dPE : - ((alpha / 2%:R) *: (GP + GP^T)) - etaP *: P t0
  = - ((alpha / 2%:R * s) *: (Q *m f + f *m Q)) + (alpha * tau * xi) *: f - etaP *: Q.
  have gPE : GP = s *: (Q *m f) - (tau * xi) *: f by rewrite gP mulmxBl mul_scalar_mx -scalemxAl.
  have -> : GP^T = s *: (f *m Q) - (tau * xi) *: f.
    by rewrite gPE linearB !linearZ /= (trmx_mul Q) ft P_symmetric.
  rewrite gPE -/Q; move: (Q *m f) (f *m Q) => a b; apply/matrixP => i j.
  rewrite !mxE; move: (a i j) (b i j) (f i j) (Q i j) => {}a {}b y z; by field.
by rewrite dFE dPE -/Q -/V -/f commutator_algebra.
Qed.

Lemma commutator_tr : L^T = - L.
Proof.
rewrite /L /commutator_of linearB /= !trmx_mul trmxK P_symmetric opprB.
by [].
Qed.

Lemma rate_tr : K^T = K.
Proof.
rewrite /K /rate_matrix linearD linearZ linearB linearD linearZ /= !trmx_mul trmxK tr_scalar_mx.
by rewrite linearZ /= P_symmetric.
Qed.

(** ⟨v, K v⟩ ≥ (η_W + ½η_P - τ²ξ²/(4s)) ‖v‖². *)
Lemma rate_bound v : 0 <= alpha ->
  (etaW + etaP / 2%:R - tau ^+ 2 * xi ^+ 2 / (4%:R * s)) * dot v v <= dot v (K *m v).
Proof.
move=> al0; rewrite -subr_ge0.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have s0 : s != 0 by rewrite gt_eqF.
have QC : dot v (Q *m v) = dot (Q *m v) v by rewrite dotC.
have E : dot v (K *m v) = s * (alpha / 2%:R * dot (V^T *m v) (V^T *m v)
    + dot (Q *m v) (Q *m v) - tau * xi / s * dot v (Q *m v)) + (etaW + etaP / 2%:R) * dot v v.
  rewrite /K /rate_matrix mulmxDl dotDr mul_scalar_mx dotZr -scalemxAl dotZr.
  rewrite mulmxBl mulmxDl dotBr dotDr -!scalemxAl !dotZr -/V -/Q.
  by rewrite -!mulmxA !dot_mulr P_symmetric.
pose w := Q *m v - (tau * xi / (2%:R * s)) *: v.
have -> : dot v (K *m v) - (etaW + etaP / 2%:R - tau ^+ 2 * xi ^+ 2 / (4%:R * s)) * dot v v
    = s * (alpha / 2%:R * dot (V^T *m v) (V^T *m v)) + s * dot w w.
  rewrite E /w dotBr !dotBl !dotZl !dotZr (dotC v (Q *m v)).
  move: (dot (V^T *m v) _) (dot (Q *m v) (Q *m v)) (dot (Q *m v) v) (dot v v) => a b c d.
  by field.
apply: addr_ge0; apply: mulr_ge0; [exact: ltW | | exact: ltW | exact: dot_ge0].
by apply: mulr_ge0; [rewrite divr_ge0 // ler0n | exact: dot_ge0].
Qed.

(** predictor-alignment#shrinks-at-least: for α ≥ 0,
    ½ d/dt ‖[F, P]‖² ≤ -2(η_W + ½η_P - τ²ξ²/(4s)) ‖[F, P]‖². *)
Theorem commutator_shrinks : 0 <= alpha ->
  exists2 c, has_derivative
      (fun t => inner (commutator_of (t0 + t)) (commutator_of (t0 + t))) c &
    2%:R^-1 * c
      <= - 2%:R * (etaW + etaP / 2%:R - tau ^+ 2 * xi ^+ 2 / (4%:R * s)) * inner L L.
Proof.
move=> al0; exists (2%:R * inner L (- (L *m K) - K *m L)); first exact/curve_norm/commutator_moves.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
rewrite mulKf // innerBr innerNr.
have e : inner L (L *m K) = inner L (K *m L).
  rewrite -inner_tr trmx_mul rate_tr commutator_tr mulmxN innerNl innerNr opprK.
  by [].
rewrite e; set k := _ + _ - _.
have : 0 <= inner L^T (L^T *m (K - k%:M)).
  apply: inner_form_ge0 => v; rewrite mulmxBl dotBr mul_scalar_mx dotZr subr_ge0.
  exact: rate_bound.
rewrite mulmxBr innerBr mul_mx_scalar innerZr inner_tr.
rewrite -[X in inner L^T X]trmxK inner_tr trmx_mul trmxK rate_tr.
rewrite subr_ge0 => le; rewrite -opprD -mulrA mulNr ler_opp2 mulrC mulrDr mulr1.
by apply: ler_add.
Qed.

End Alignment.
