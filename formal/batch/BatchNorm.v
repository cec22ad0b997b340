(** BatchNorm's backward pass: y = (x - μ) / s with s² = σ² + ε, for a batch of n
    values of one unit. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative updates.Differentiable
  updates.Losses batch.Deviation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variable n : nat.
Implicit Types x y : 'cV[F]_n.

(** μ, the mean of the batch. *)
Definition batch_mean x : F := n%:R^-1 * \sum_i x i 0.

(** σ², the population variance. *)
Definition batch_variance x : F := n%:R^-1 * \sum_i (x i 0 - batch_mean x) ^+ 2.

(** x - μ. *)
Definition batch_centred x : 'cV[F]_n := \col_i (x i 0 - batch_mean x).

(** y = (x - μ) / s. *)
Definition batch_normalised (s : F) x : 'cV[F]_n := s^-1 *: batch_centred x.

(** I - 11ᵀ/n. *)
Definition centring : 'M[F]_n := 1%:M - n%:R^-1 *: const_mx 1.

(** Q = I - 11ᵀ/n - yyᵀ/n. *)
Definition batch_projection y : 'M[F]_n := centring - n%:R^-1 *: (y *m y^T).

End Definitions.

Section Jacobian.
Variable F : realFieldType.
Variable n : nat.
Implicit Types x d : 'cV[F]_n.

Lemma centring_mul (K : fieldType) m (u : 'cV[K]_m) : centring K m *m u = batch_centred u.
Proof.
rewrite mulmxBl mul1mx -scalemxAl; apply/colP => i; rewrite !mxE; congr (_ - _ * _).
by apply: eq_bigr => j _; rewrite mxE mul1r.
Qed.

(** batchnorm-projection#zero-mean: the zero-mean alone has the Jacobian
    I - 11ᵀ/n, for it is linear: on every line it moves by exactly t (I - 11ᵀ/n) d. *)
Theorem zero_mean_jacobian (K : fieldType) m (x d : 'cV[K]_m) t :
  batch_centred (x + t *: d) = batch_centred x + t *: (centring K m *m d).
Proof. by rewrite -!centring_mul mulmxDr -scalemxAr. Qed.

Lemma batch_meanE (K : fieldType) m (x : 'cV[K]_m) :
  batch_mean x = \sum_i m%:R^-1 * x i 0.
Proof. by rewrite /batch_mean mulr_sumr. Qed.

Lemma projection_mul (y d : 'cV[F]_n) i : (batch_projection y *m d) i 0
  = d i 0 - \sum_j n%:R^-1 * d j 0 - y i 0 * \sum_j n%:R^-1 * (y j 0 * d j 0).
Proof.
rewrite mulmxBl centring_mul -scalemxAl -mulmxA !mxE batch_meanE; congr (_ - _).
rewrite big_ord1 mulrCA; congr (_ * _); rewrite mxE mulr_sumr; apply: eq_bigr => j _.
by rewrite mxE.
Qed.

Lemma uniform_ord : (0 < n)%N -> law (fun _ : 'I_n => n%:R^-1 : F).
Proof.
by move=> n0; rewrite /law sumr_const card_ord -[LHS]mulr_natl mulfV // pnatr_eq0 -lt0n.
Qed.

(** batchnorm-projection#jacobian: ∂y/∂x = Q / s for every ε: where s > 0 near
    x and s² = σ² + ε, y has the derivative (1/s) Q d on every line x + td. *)
Theorem batchnorm_jacobian x d eps (s : F -> F) :
  near_zero (fun t => 0 < s t /\ s t ^+ 2 = batch_variance (x + t *: d) + eps) ->
  column_derivative (fun t => batch_normalised (s t) (x + t *: d))
    ((s 0)^-1 *: (batch_projection (batch_normalised (s 0) x) *m d)).
Proof.
move=> s_square i; have n0 : (0 < n)%N by case: n i => [[]|].
pose z (j : 'I_n) t := x j 0 + t * d j 0.
have dz j : has_derivative (z j) (d j 0).
  apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
  by rewrite /z mul0r mulr0 !addr0.
pose pi (j : 'I_n) : F := n%:R^-1.
have mE t : batch_mean (x + t *: d) = \sum_j pi j * z j t.
  by rewrite batch_meanE; apply: eq_bigr => j _; rewrite !mxE.
have sq : near_zero (fun t => 0 < s t
    /\ s t ^+ 2 = \sum_j pi j * (z j t - \sum_l pi l * z l t) ^+ 2 + eps).
  have [r r0 rP] := s_square; exists r => // t /rP[s0 ->]; split=> //; congr (_ + _).
  by rewrite /batch_variance mulr_sumr -mE; apply: eq_bigr => j _; rewrite !mxE.
have ds := deviation_derivative (uniform_ord n0) dz sq.
have di := derivative_inv_near (let: ex_intro2 r r0 rP := sq in
  ex_intro2 _ _ r r0 (fun t tr => (rP t tr).1)) ds.
have D := derivative_mul di (centred_derivative pi dz i).
have [r r0 /(_ 0)] := sq; rewrite normr0 => /(_ r0)[s0 _] {r0}.
have s00 : s 0 != 0 by rewrite lt0r_neq0.
set y := batch_normalised (s 0) x.
have yE j : y j 0 = (z j 0 - \sum_l pi l * z l 0) / s 0.
  by rewrite -mE /z mul0r scale0r !addr0 !mxE mulrC.
rewrite mxE projection_mul yE; under [X in _ * (_ - _ * X)]eq_bigr => j _ do rewrite yE.
move: D; set S := \sum_v _; rewrite -/S; move: (\sum_j pi j * d j 0) => dm D.
set zc := z i 0 - _; have -> : (s 0)^-1 * (d i 0 - dm - zc / s 0 * S)
  = - (S / s 0 ^+ 2) * zc + (s 0)^-1 * (d i 0 - dm) by field.
by apply: eq_derivative D => t; rewrite mxE mxE mE !mxE.
Qed.

End Jacobian.

(** Over a field with square roots the deviation is the root itself. *)
Section Root.
Variable F : rcfType.
Variable n : nat.
Implicit Types x d : 'cV[F]_n.

Lemma variance_differentiable x d eps :
  exists c, has_derivative (fun t => batch_variance (x + t *: d) + eps) c.
Proof.
have dz i : has_derivative (fun t => batch_centred (x + t *: d) i 0) ((centring F n *m d) i 0).
  apply: (@quadratic_derivative _ _ _ 0); exists 1; rewrite ?ltr01 // => t _.
  by rewrite mulr0 addr0 scale0r addr0 zero_mean_jacobian 2!mxE; congr (_ + _); rewrite mxE.
have := derivative_add (derivative_scale n%:R^-1 (derivative_sum (fun i =>
  derivative_mul (dz i) (dz i)))) (derivative_const eps).
set c := _ + 0 => D; exists c; apply: eq_derivative D => t; congr (_ * _ + _).
by apply: eq_bigr => i _; rewrite mxE.
Qed.

(** batchnorm-projection#jacobian (in part): with s = √(σ² + ε), wherever σ² + ε > 0.
    only: over a field with square roots. *)
Theorem batchnorm_jacobian_root x d eps : 0 < batch_variance x + eps ->
  let s x' := Num.sqrt (batch_variance x' + eps) in
  column_derivative (fun t => batch_normalised (s (x + t *: d)) (x + t *: d))
    ((s x)^-1 *: (batch_projection (batch_normalised (s x) x) *m d)).
Proof.
move=> v0 s; have [c dv] := variance_differentiable x d eps.
have v0' : 0 < batch_variance (x + 0 *: d) + eps by rewrite scale0r addr0.
have := batchnorm_jacobian (root_near dv v0'); rewrite scale0r addr0; exact.
Qed.

End Root.

(** What Q is, over any field in which n ≠ 0. *)
Section Projection.
Variable F : fieldType.
Variable n : nat.
Hypothesis n0 : n%:R != 0 :> F.
Variables (x : 'cV[F]_n) (s eps : F).
Hypothesis s0 : s != 0.
Hypothesis s_square : s ^+ 2 = batch_variance x + eps.

Let y := batch_normalised s x.
Let Q := batch_projection y.
Let one : 'cV[F]_n := const_mx 1.

(** δ = ε / (σ² + ε). *)
Definition defect : F := eps / (batch_variance x + eps).

Lemma sum_centred : \sum_i batch_centred x i 0 = 0.
Proof.
under eq_bigr => i _ do rewrite mxE; rewrite sumrB sumr_const card_ord -mulr_natl.
by rewrite /batch_mean mulrA mulfV // mul1r subrr.
Qed.

Lemma sum_normalised : \sum_i y i 0 = 0.
Proof.
by under eq_bigr => i _ do rewrite mxE; rewrite -mulr_sumr sum_centred mulr0.
Qed.

(** ⟨y, y⟩ = n (1 - δ). *)
Lemma norm_normalised : dot y y = n%:R * (1 - defect).
Proof.
have v0 : batch_variance x + eps != 0 by rewrite -s_square expf_neq0.
have -> : dot y y = s ^- 2 * (n%:R * batch_variance x).
  rewrite /batch_variance mulVKf // mulr_sumr; apply: eq_bigr => i _.
  by rewrite !mxE -exprVn; ring.
rewrite s_square /defect; have -> : 1 - eps / (batch_variance x + eps)
  = batch_variance x / (batch_variance x + eps) by field.
by ring.
Qed.

Lemma centring_one : centring F n *m one = 0.
Proof.
rewrite centring_mul; apply/colP => i; rewrite !mxE /batch_mean.
under eq_bigr => j _ do rewrite mxE; rewrite sumr_const card_ord -[_ *+ n]mulr_natl mulr1.
by rewrite mulVf // subrr.
Qed.

Lemma centring_y : centring F n *m y = y.
Proof.
rewrite centring_mul; apply/colP => i; rewrite mxE /batch_mean sum_normalised mulr0.
exact: subr0.
Qed.

Lemma centring_tr : (centring F n)^T = centring F n.
Proof. by rewrite linearB linearZ /= trmx1 trmx_const. Qed.

Lemma centring_square : centring F n *m centring F n = centring F n.
Proof.
rewrite {2}/centring mulmxBr mulmx1 -scalemxAr.
have -> : const_mx 1 = one *m one^T :> 'M[F]_n.
  by apply/matrixP => i j; rewrite !mxE big_ord1 !mxE mulr1.
by rewrite mulmxA centring_one mul0mx scaler0 subr0.
Qed.

Lemma y_centring : y^T *m centring F n = y^T.
Proof. by rewrite -{1}centring_tr -trmx_mul centring_y. Qed.

Lemma outer_y (u : 'cV[F]_n) : y *m y^T *m u = dot y u *: y.
Proof.
rewrite -mulmxA; apply/colP => i; rewrite mxE big_ord1 -dotE !mxE mulrC; congr (_ * _).
Qed.

(** Q y = δ y. *)
Lemma projection_of_output : Q *m y = defect *: y.
Proof.
rewrite mulmxBl centring_y -scalemxAl outer_y norm_normalised scalerA mulKf //.
by rewrite scalerBl scale1r opprB addrC subrK.
Qed.

(** Q² - Q = -δ yyᵀ/n. *)
Lemma projection_square : Q *m Q - Q = - (defect / n%:R) *: (y *m y^T).
Proof.
have E : Q *m Q = Q - defect *: (n%:R^-1 *: (y *m y^T)).
  rewrite {2}/Q /batch_projection mulmxBr -[in X in _ - X]scalemxAr mulmxA projection_of_output.
  rewrite -!scalemxAl scalerA [n%:R^-1 * _]mulrC -scalerA; congr (_ - _).
  rewrite mulmxBl centring_square -scalemxAl -mulmxA y_centring //.
by rewrite E addrAC subrr add0r scalerA scaleNr.
Qed.

(** batchnorm-projection#defect: Q y = δ y and Q² - Q = -δ yyᵀ/n, with
    δ = ε / (σ² + ε), for every ε. *)
Theorem projection_defect :
  Q *m y = defect *: y /\ Q *m Q - Q = - (defect / n%:R) *: (y *m y^T).
Proof. by split; [apply: projection_of_output | apply: projection_square]. Qed.

(** Q 1 = 0, whatever ε. *)
Lemma projection_of_one : Q *m one = 0.
Proof.
rewrite mulmxBl centring_one -scalemxAl outer_y.
have -> : dot y one = 0.
  by rewrite -[RHS]sum_normalised; apply: eq_bigr => i _; rewrite [one i 0]mxE mulr1.
by rewrite scale0r scaler0 subr0.
Qed.

(** batchnorm-projection#projection: for ε = 0, Q is the orthogonal projection
    onto what is orthogonal to 1 and y: Q² = Q, Qᵀ = Q, Q1 = Qy = 0, Q leaves
    what is orthogonal to both, and tr Q = n - 2. *)
Theorem projection_without_epsilon : eps = 0 ->
  [/\ Q *m Q = Q, Q^T = Q, Q *m one = 0 /\ Q *m y = 0,
      forall v, dot v one = 0 -> dot v y = 0 -> Q *m v = v
    & \tr Q = n%:R - 2%:R].
Proof.
move=> e0; have d0 : defect = 0 by rewrite /defect e0 mul0r.
split.
- by apply/eqP; rewrite -subr_eq0 projection_square d0 mul0r oppr0 scale0r.
- by rewrite linearB linearZ /= centring_tr trmx_mul trmxK.
- by rewrite projection_of_one projection_of_output d0 scale0r.
- move=> v v1 vy; rewrite mulmxBl centring_mul -scalemxAl outer_y dotC vy scale0r scaler0 subr0.
  apply/colP => i; rewrite mxE /batch_mean; have -> : \sum_j v j 0 = 0.
    by rewrite -[RHS]v1; apply: eq_bigr => j _; rewrite mxE mulr1.
  by rewrite mulr0 subr0.
rewrite raddfB /= linearZ /= mxtrace_mulC.
have -> : \tr (y^T *m y) = n%:R by rewrite trace_mx11 -dotE norm_normalised d0 subr0 mulr1.
have -> : \tr (centring F n) = n%:R - 1.
  rewrite raddfB /= mxtrace1 linearZ /= /mxtrace.
  under eq_bigr => i _ do rewrite mxE.
  by rewrite sumr_const card_ord mulVf.
by rewrite mulVf // -addrA -opprD.
Qed.

End Projection.
