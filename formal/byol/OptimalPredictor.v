(** BYOL: the best predictor is B T⁻¹, between-sample over total covariance.

    The outputs f of the network are any functions of the view; the online output
    is zero-mean, the target is f + c, c any constant (c = -E f: zero-mean too). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variable n : nat.
Variable f : X -> A -> 'cV[F]_n.

(** B = V_x[F̄], W = E_x V_{x'|x}[f], T = B + W. *)
Definition between : 'M[F]_n := variance p (view_mean q f).
Definition within : 'M[F]_n := mean p (fun x => variance (q x) (f x)).
Definition total : 'M[F]_n := between + within.

(** B T⁻¹, where T is invertible. *)
Definition best_predictor : 'M[F]_n := between *m invmx total.

(** The loss of a predictor, the target's outputs moved by c. *)
Definition predictor_loss (c : 'cV[F]_n) (P : 'M[F]_n) : F :=
  byol_loss p q P (centred p q f) (fun x a => f x a + c).

End Definitions.

Section Moments.
Variable F : fieldType.

(** E(Z - c)(Z - c)ᵀ = V[Z] + (EZ - c)(EZ - c)ᵀ. *)
Lemma moment_split (T : finType) (r : T -> F) n (Z : T -> 'cV[F]_n) c : law r ->
  mean r (fun x => (Z x - c) *m (Z x - c)^T)
    = variance r Z + (mean r Z - c) *m (mean r Z - c)^T.
Proof.
move=> r1; pose e := mean r Z - c; pose d x := Z x - mean r Z.
have Zc x : Z x - c = d x + e by rewrite /d /e addrA subrK.
have d0 : mean r d = 0 by rewrite /d meanB mean_const // subrr.
transitivity (mean r (fun x => d x *m (d x)^T + d x *m e^T + (e *m (d x)^T + e *m e^T))).
  by apply: eq_mean => x; rewrite Zc [(_ + _)^T]linearD /= mulmxDl !mulmxDr.
rewrite !meanD mean_mulr mean_mull mean_tr d0 trmx0 mul0mx mulmx0 mean_const //.
by rewrite addr0 add0r.
Qed.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable n : nat.
Variable f : X -> A -> 'cV[F]_n.
Let B := between p q f.
Let W := within p q f.
Let T := total p q f.
Let c0 := mean p (view_mean q f).

Lemma view_mean_shift c x : view_mean q (fun x a => f x a + c) x = view_mean q f x + c.
Proof. by rewrite /view_mean meanD mean_const. Qed.

(** E f₁ f₁ᵀ = T for the zero-mean output f₁. *)
Lemma moment_centred : moment p q (centred p q f) = T.
Proof.
rewrite /moment /view_mean.
under eq_mean => x do rewrite (moment_split (f x) c0 (q1 x)).
by rewrite meanD addrC.
Qed.

(** E f₂ f₁ᵀ = B. *)
Lemma cross_moment_centred c :
  cross_moment p q (fun x a => f x a + c) (centred p q f) = B.
Proof.
rewrite /B /between /variance -/c0.
transitivity (mean p (fun x => (view_mean q f x - c0) *m (view_mean q f x - c0)^T
                               + (c0 + c) *m (view_mean q f x - c0)^T)).
  apply: eq_mean => x; rewrite view_mean_shift -mulmxDl addrA subrK.
  by congr (_ *m _^T); rewrite -[RHS]view_mean_shift.
rewrite meanD mean_mull mean_tr meanB mean_const // subrr trmx0 mulmx0.
by rewrite addr0.
Qed.

Lemma variance_tr (R : finType) (r : R -> F) (Z : R -> 'cV[F]_n) :
  (variance r Z)^T = variance r Z.
Proof. by rewrite -mean_tr; apply: eq_mean => x; rewrite trmx_mul trmxK. Qed.

Lemma between_tr : B^T = B.
Proof. exact: variance_tr. Qed.

Lemma within_tr : W^T = W.
Proof. by rewrite -mean_tr; apply: eq_mean => x; apply: variance_tr. Qed.

Lemma total_tr : T^T = T.
Proof. by rewrite /T /total linearD /= between_tr within_tr. Qed.

End Moments.

Section Gradient.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variable n : nat.
Variable f : X -> A -> 'cV[F]_n.
Variable c : 'cV[F]_n.
Let B := between p q f.
Let W := within p q f.
Let T := total p q f.
Let best := best_predictor p q f.
Let loss := predictor_loss p q f c.

Lemma predictor_line P V t :
  loss (P + t *: V)
    = loss P + t * inner V (P *m T - B) + t ^+ 2 * (2%:R^-1 * inner V (V *m T)).
Proof.
have E Q : loss Q = product_value p q (centred p q f) (fun x a => f x a + c) Q.
  rewrite -[in RHS](mulmx1 Q) -product_loss //; apply: eq_positive_loss => // x a.
  by rewrite mul1mx.
rewrite !E product_line // /product_gradient moment_centred // cross_moment_centred //.
Qed.

(** optimal-predictor: ∇_P r = P T - B. *)
Theorem gradient_by_P P : is_gradient loss P (P *m T - B).
Proof. by move=> V; exists (2%:R^-1 * inner V (V *m T)) => t; apply: predictor_line. Qed.

Hypothesis T_unit : T \in unitmx.

Lemma best_mul : best *m T = B.
Proof. by rewrite /best /best_predictor mulmxKV. Qed.

(** optimal-predictor#gradient: where T is invertible, ∇_P r = (P - P⋆) T with
    P⋆ = B T⁻¹. *)
Theorem gradient_from_the_best P : is_gradient loss P ((P - best) *m T).
Proof. by rewrite mulmxBl best_mul; apply: gradient_by_P. Qed.

(** optimal-predictor#minimiser: P⋆ is the one predictor at which the gradient
    is 0. *)
Theorem best_predictor_minimiser P : is_gradient loss P 0 <-> P = best.
Proof.
split=> [d0|->]; last by have := gradient_from_the_best best; rewrite subrr mul0mx.
have := gradient_unique two (gradient_from_the_best P) d0.
move=> /(congr1 (mulmx^~ (invmx T))); rewrite mulmxK // mul0mx => /eqP.
by rewrite subr_eq0 => /eqP.
Qed.

(** optimal-predictor#excess (in part): r(P) - r(P⋆) = ½ tr (P - P⋆) T (P - P⋆)ᵀ;
    only: the equality, over any field, the sign is best_predictor_excess_ge0. *)
Theorem best_predictor_excess P :
  loss P - loss best = 2%:R^-1 * \tr ((P - best) *m T *m (P - best)^T).
Proof.
have := predictor_line best (P - best) 1; rewrite scale1r addrCA subrr addr0 => ->.
rewrite best_mul subrr innerE mulmx0 linear0 mulr0 addr0 expr1n mul1r innerE.
by rewrite addrAC subrr add0r mxtrace_mulC.
Qed.

End Gradient.

Section Semidefinite.
Variable F : realFieldType.

(** t b + t² a ≥ 0 for every t only if b is 0. *)
Lemma linear_part0 (a b : F) : (forall t, 0 <= t * b + t ^+ 2 * a) -> b = 0.
Proof.
move=> pos; apply/eqP/negPn/negP => b0.
pose e := 1 + `|a|; have e0 : 0 < e by rewrite ltr_paddr.
have := pos (- b / (2%:R * e)); apply/negP; rewrite -ltNge.
have -> : - b / (2%:R * e) * b + (- b / (2%:R * e)) ^+ 2 * a
          = b ^+ 2 / (4%:R * e ^+ 2) * (a - 2%:R * e) by field; rewrite lt0r_neq0.
rewrite pmulr_rlt0; last first.
  apply: divr_gt0; first by rewrite exprn_even_gt0.
  by apply: mulr_gt0; rewrite ?ltr0n // exprn_gt0.
rewrite subr_lt0; apply: le_lt_trans (ler_norm a) _.
by rewrite /e mulrDr mulr1 -[X in X < _]add0r ltr_le_add ?ltr0n // ler_pemull ?ler1n.
Qed.

(** A symmetric positive semidefinite M has M u = 0 wherever ⟨u, M u⟩ = 0. *)
Lemma semidefinite_kernel n (M : 'M[F]_n) u :
  M^T = M -> (forall v, 0 <= dot v (M *m v)) -> dot u (M *m u) = 0 -> M *m u = 0.
Proof.
move=> Mt M0 u0; apply: dot_inj => v; rewrite [RHS]dotC dot0l.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
apply: (mulfI two); rewrite mulr0; apply: (@linear_part0 (dot v (M *m v))) => t.
have := M0 (u + t *: v).
rewrite mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr) u0 add0r.
rewrite (_ : dot u (M *m v) = dot v (M *m u)); last by rewrite dot_mulr Mt dotC.
move: (dot v (M *m u)) (dot v (M *m v)) => x y.
by rewrite (_ : t * (2%:R * x) + t ^+ 2 * y = t * x + (t * x + t * (t * y))) //; ring.
Qed.

End Semidefinite.

(** Over an ordered field, for probabilities that are not negative. *)
Section Minimum.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).
Variable n : nat.
Variable f : X -> A -> 'cV[F]_n.
Variable c : 'cV[F]_n.
Let B := between p q f.
Let W := within p q f.
Let T := total p q f.
Let best := best_predictor p q f.
Let loss := predictor_loss p q f c.
Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma variance_ge0 (R : finType) (r : R -> F) (Z : R -> 'cV[F]_n) v :
  (forall x, 0 <= r x) -> 0 <= dot v (variance r Z *m v).
Proof.
move=> r0; rewrite variance_weighted; apply: weighted_variance_ge0 => // u.
by rewrite mul1mx dot_ge0.
Qed.

Lemma between_ge0 v : 0 <= dot v (B *m v).
Proof. exact: variance_ge0. Qed.

Lemma within_ge0 v : 0 <= dot v (W *m v).
Proof.
rewrite -mean_mulr dot_meanr; apply: sumr_ge0 => x _.
by apply: mulr_ge0 => //; apply: variance_ge0.
Qed.

Lemma total_ge0 v : 0 <= dot v (T *m v).
Proof. by rewrite mulmxDl dotDr addr_ge0 // ?between_ge0 ?within_ge0. Qed.

(** tr V T Vᵀ ≥ 0 for every V. *)
Lemma trace_total_ge0 k (V : 'M[F]_(k, n)) : 0 <= \tr (V *m T *m V^T).
Proof.
apply: sumr_ge0 => i _; rewrite (_ : _ i i = dot (row i V)^T (T *m (row i V)^T)) ?total_ge0 //.
by rewrite dotE trmxK mulmxA -row_mul !mxE; apply: eq_bigr => j _; rewrite !mxE.
Qed.

Hypothesis T_unit : T \in unitmx.

(** optimal-predictor#excess: r(P) - r(P⋆) = ½ tr (P - P⋆) T (P - P⋆)ᵀ ≥ 0. *)
Theorem best_predictor_excess_ge0 P :
  loss P - loss best = 2%:R^-1 * \tr ((P - best) *m T *m (P - best)^T)
  /\ 0 <= 2%:R^-1 * \tr ((P - best) *m T *m (P - best)^T).
Proof.
by split; [exact: best_predictor_excess | rewrite mulr_ge0 ?trace_total_ge0 // invr_ge0 ler0n].
Qed.

(** optimal-predictor#minimal: r(P⋆) ≤ r(P) for every P. *)
Theorem best_predictor_minimal P : loss best <= loss P.
Proof. by rewrite -subr_ge0; have [-> //] := best_predictor_excess_ge0 P. Qed.

(** optimal-predictor#minimal: and only P⋆ has the value r(P⋆). *)
Theorem best_predictor_is_the_one P : P != best -> loss best < loss P.
Proof.
apply: contraNT; rewrite -leNgt => le_P; apply/eqP.
apply/(best_predictor_minimiser p1 q1 two c T_unit).
have [G dG] : exists G, is_gradient loss P G by exists (P *m T - B); apply: gradient_by_P.
suff G0 : G = 0 by rewrite -G0.
apply: inner_inj => V; have [a aE] := dG V.
rewrite [inner V 0]innerE mulmx0 linear0; apply: (@linear_part0 _ a) => t.
by rewrite -(ler_addl (loss P)) addrA -aE (le_trans le_P) // best_predictor_minimal.
Qed.

Lemma total_positive u : u != 0 -> 0 < dot u (T *m u).
Proof.
apply: contraNT; rewrite -leNgt => le0; apply/eqP; rewrite -(mulKmx T_unit u).
have eq0 : dot u (T *m u) = 0 by apply/eqP; rewrite eq_le le0 total_ge0.
by rewrite (semidefinite_kernel (total_tr p q f) total_ge0 eq0) mulmx0.
Qed.

(** optimal-predictor#spectrum: every eigenvalue a + ib of P⋆, of an eigenvector
    u + iw over F(i), is real and in [0, 1]. *)
Theorem best_predictor_spectrum (a b : F) (u w : 'cV[F]_n) : (u != 0) || (w != 0) ->
  best *m u = a *: u - b *: w -> best *m w = b *: u + a *: w ->
  b = 0 /\ 0 <= a <= 1.
Proof.
move=> uw0; rewrite /best /best_predictor -/B -/T -!mulmxA => bu bw.
pose y := invmx T *m u; pose z := invmx T *m w.
have Ty : T *m y = u by exact: mulKVmx.
have Tz : T *m z = w by exact: mulKVmx.
have By : B *m y = a *: (T *m y) - b *: (T *m z) by rewrite Ty Tz.
have Bz : B *m z = b *: (T *m y) + a *: (T *m z) by rewrite Ty Tz.
have s0 : 0 < dot y (T *m y) + dot z (T *m z).
  have [y0|y0] := eqVneq y 0; last by rewrite ltr_paddr ?total_ge0 ?total_positive.
  have [z0|z0] := eqVneq z 0; last by rewrite ltr_spaddr ?total_ge0 ?total_positive.
  by move: uw0; rewrite -Ty -Tz y0 z0 !mulmx0 eqxx.
have b0 : b = 0.
  have : dot z (B *m y) = dot y (B *m z) by rewrite dot_mulr between_tr dotC.
  rewrite By Bz dotBr dotDr !dotZr (_ : dot z (T *m y) = dot y (T *m z)); last first.
    by rewrite dot_mulr total_tr dotC.
  rewrite addrC => /addIr /eqP; rewrite -subr_eq0 -opprD oppr_eq0 addrC -mulrDr mulf_eq0.
  by rewrite (gt_eqF s0) orbF => /eqP.
split=> //; have : dot y (B *m y) + dot z (B *m z) = a * (dot y (T *m y) + dot z (T *m z)).
  by rewrite By Bz b0 !scale0r subr0 add0r !dotZr mulrDr.
have B0 : 0 <= dot y (B *m y) + dot z (B *m z) by rewrite addr_ge0 ?between_ge0.
have BT : dot y (B *m y) + dot z (B *m z) <= dot y (T *m y) + dot z (T *m z).
  by rewrite ler_add // mulmxDl dotDr ler_addl within_ge0.
move=> E; move: B0 BT; rewrite {}E pmulr_lge0 // => -> /=.
by rewrite -ler_pdivl_mulr // divff ?gt_eqF.
Qed.

End Minimum.
