(** SimCLR with normalised outputs f / ‖f‖. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative updates.Differentiable.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Quotients.
Variable F : realFieldType.
Implicit Types (g s u b : F -> F) (c : F).

Lemma null_bounded u b B : null u -> near_zero (fun t => `|b t| <= B) ->
  null (fun t => u t * b t).
Proof.
move=> nu nb e e0; pose C := 1 + `|B|.
have C0 : 0 < C by apply: ltr_paddr; rewrite ?ltr01.
have [r r0 rP] := near_and (nu _ (divr_gt0 e0 C0)) nb; exists r => // t /rP[ut bt].
rewrite normrM; apply: (@le_trans _ _ (e / C * C)).
  apply: ler_pmul => //; apply: (le_trans bt); apply: (le_trans (ler_norm B)).
  by rewrite ler_addr ler01.
by rewrite divfK // lt0r_neq0.
Qed.

(** The derivative is that of any function that is the same near 0. *)
Lemma derivative_near g h c : near_zero (fun t => g t = h t) ->
  has_derivative g c -> has_derivative h c.
Proof.
move=> gh dg e e0; have [r0 r0p gh0] := gh.
have [r rp rP] := near_and gh (dg e e0); exists r => // t /rP[<-].
by rewrite -gh0 ?normr0.
Qed.

(** Where s ≥ 0, s(0) > 0 and s² has the derivative c, s has the derivative c / 2s. *)
Lemma derivative_root s g c : 0 < s 0 -> (forall t, 0 <= s t) -> (forall t, s t ^+ 2 = g t) ->
  has_derivative g c -> has_derivative s (c / (2%:R * s 0)).
Proof.
move=> s0 sp sg /derivativeP[u nu gu]; apply/derivativeP.
pose b t := (s t + s 0)^-1.
have p0 t : 0 < s t + s 0 by rewrite ltr_paddl.
have nb : near_zero (fun t => `|b t| <= (s 0)^-1).
  exists 1; rewrite ?ltr01 // => t _; rewrite gtr0_norm ?invr_gt0 //.
  by rewrite lef_pinv ?posrE // ler_addr.
have ni := @null_id F.
have n1 := null_bounded nu nb.
have n2 := null_bounded (null_bounded (null_add (null_scale c ni) (null_mul ni nu)) nb) nb.
exists (fun t => u t * b t + (- (c / (2%:R * s 0))) * ((c * t + t * u t) * b t * b t)) => [|t].
  by apply: null_add => //; apply: null_scale.
have U : t * u t = (s t - s 0) * (s t + s 0) - t * c.
  by rewrite mulrC -subr_sqr !sg gu; ring.
have -> : c * t + t * u t = (s t - s 0) * (s t + s 0) by rewrite U; ring.
have n00 : s 0 != 0 by rewrite lt0r_neq0.
have n01 : s t + s 0 != 0 by rewrite lt0r_neq0.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
pose y := c / (2%:R * s 0).
transitivity (s 0 + (t * y + t * u t * b t
    - t * y * ((s t - s 0) * (s t + s 0) * b t * b t))); last by rewrite /y; ring.
by rewrite U /y /b; field; rewrite n00 n01.
Qed.

Lemma derivative_inv_positive s c : (forall t, 0 < s t) -> has_derivative s c ->
  has_derivative (fun t => (s t)^-1) (- (c / s 0 ^+ 2)).
Proof.
move=> s0 ds; have := ds; move=> /derivativeP[u nu su]; apply/derivativeP.
have n0 t : s t != 0 by rewrite lt0r_neq0.
have h0 : 0 < s 0 / 2%:R by rewrite divr_gt0 ?ltr0n.
have ni := @null_id F.
have nd : null (fun t => c * t + t * u t) by apply: null_add; [apply: null_scale | apply: null_mul].
have nb : near_zero (fun t => `|(s t)^-1| <= (s 0 / 2%:R)^-1).
  have [r r0 rP] := nd _ h0; exists r => // t /rP.
  rewrite gtr0_norm ?invr_gt0 // lef_pinv ?posrE // ler_norml => /andP[lo _].
  have -> : s t = s 0 + (c * t + t * u t) by rewrite su; ring.
  by rewrite {2}[s 0]splitr -addrA ler_addl -ler_subl_addl sub0r.
exists (fun t => (- (s 0)^-1) * (u t * (s t)^-1) + (c / s 0 ^+ 2) * ((c * t + t * u t) * (s t)^-1)) => [|t].
  by apply: null_add; apply: null_scale; [exact: null_bounded nu nb | exact: null_bounded nd nb].
have n00 := n0 0; have nt := n0 t.
have U : c * t + t * u t = s t - s 0 by rewrite [s t]su; ring.
have U' : t * u t = s t - s 0 - c * t by rewrite -U; ring.
transitivity ((s 0)^-1 + (- (c * t / s 0 ^+ 2) - (t * u t) / (s 0 * s t)
    + c * t / s 0 ^+ 2 * ((c * t + t * u t) / s t))).
  by rewrite U U'; field; rewrite nt n00.
by field; rewrite nt n00.
Qed.

(** A function that is positive at 0 and has a derivative there is positive near 0. *)
Lemma positive_near s c : 0 < s 0 -> has_derivative s c -> near_zero (fun t => 0 < s t).
Proof.
move=> s0 /derivativeP[u nu su]; have h0 : 0 < s 0 / 2%:R by rewrite divr_gt0 ?ltr0n.
have ni := @null_id F.
have nd : null (fun t => c * t + t * u t) by apply: null_add; [apply: null_scale | apply: null_mul].
have [r r0 rP] := nd _ h0; exists r => // t /rP; rewrite ler_norml => /andP[lo _].
have -> : s t = s 0 / 2%:R + (s 0 / 2%:R + (c * t + t * u t)) by rewrite su; field.
by rewrite ltr_paddr // -ler_subl_addl sub0r.
Qed.

(** The derivative of an inverse. *)
Lemma derivative_inv s c : 0 < s 0 -> has_derivative s c ->
  has_derivative (fun t => (s t)^-1) (- (c / s 0 ^+ 2)).
Proof.
move=> s0 ds; pose s' t := if 0 < s t then s t else s 0.
have s'0 : s' 0 = s 0 by rewrite /s' s0.
have [r r0 rP] := positive_near s0 ds.
have d' : has_derivative s' c.
  by apply: derivative_near ds; exists r => // t /rP; rewrite /s' => ->.
have p' t : 0 < s' t by rewrite /s'; case: ifP.
have := derivative_inv_positive p' d'; rewrite s'0; apply: derivative_near.
by exists r => // t /rP; rewrite /s' => ->.
Qed.

End Quotients.

Section Normalised.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variables d n : nat.

(** The outputs f t at θ + tδ have the derivative Kᵀδ at t = 0, where they are not 0,
    and s is the norm: s ≥ 0 and s² = ‖f‖². *)
Variable f : F -> X -> A -> 'cV[F]_n.
Variable K : X -> A -> 'M[F]_(d, n).
Variable delta : 'cV[F]_d.
Variable s : F -> X -> A -> F.
Hypothesis f_derivative : output_derivative f (fun x a => (K x a)^T *m delta).
Hypothesis f_nonzero : forall x a, f 0 x a != 0.
Hypothesis s_nonnegative : forall t x a, 0 <= s t x a.
Hypothesis s_norm : forall t x a, s t x a ^+ 2 = dot (f t x a) (f t x a).

Lemma s_positive x a : 0 < s 0 x a.
Proof.
rewrite lt_neqAle s_nonnegative andbT eq_sym; apply: contraNneq (f_nonzero x a) => s0.
have := s_norm 0 x a; rewrite s0 expr0n => /esym/eqP.
rewrite psumr_eq0 => [/allP f0|i _]; last by rewrite -expr2 sqr_ge0.
apply/eqP/colP => i; have := f0 i; rewrite mem_index_enum mxE => /(_ isT).
by rewrite mulf_eq0 orbb => /eqP.
Qed.

(** f̂ = f / ‖f‖. *)
Definition normalised (t : F) (x : X) (a : A) : 'cV[F]_n := (s t x a)^-1 *: f t x a.

(** K̃ = K (I - f̂f̂ᵀ) / ‖f‖. *)
Definition projected_connection (x : X) (a : A) : 'M[F]_(d, n) :=
  (s 0 x a)^-1 *: (K x a *m (1%:M - normalised 0 x a *m (normalised 0 x a)^T)).

Lemma projected_connection_mul x a v : (projected_connection x a)^T *m v
  = (s 0 x a)^-1 *: ((K x a)^T *m v
      - (dot (normalised 0 x a) ((K x a)^T *m v)) *: normalised 0 x a).
Proof.
rewrite /projected_connection linearZ /= trmx_mul linearB /= trmx1 trmx_mul trmxK.
rewrite -scalemxAl -mulmxA mulmxBl mul1mx; congr (_ *: (_ - _)).
rewrite -mulmxA; apply/colP => i.
by rewrite mxE big_ord1 dotE mulrC !mxE.
Qed.

Lemma normalised_derivative :
  output_derivative normalised (fun x a => (projected_connection x a)^T *m delta).
Proof.
move=> x a i; have df := f_derivative x a; have s0 := s_positive x a.
rewrite projected_connection_mul; move: ((K x a)^T *m delta) df => h df.
have n0 : s 0 x a != 0 by rewrite lt0r_neq0 ?s_positive.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
have ds := derivative_root s0 (fun t => s_nonnegative t x a) (fun t => s_norm t x a)
  (dot_derivative df df).
have := derivative_mul (derivative_inv s0 ds) (df i).
rewrite /normalised dotZl !mxE (dotC h).
move: (h i 0) (dot (f 0 x a) h) => hi c D.
have -> : (s 0 x a)^-1 * (hi - (s 0 x a)^-1 * c * ((s 0 x a)^-1 * f 0 x a i 0))
    = - ((c + c) / (2%:R * s 0 x a) / s 0 x a ^+ 2) * f 0 x a i 0 + (s 0 x a)^-1 * hi.
  by field.
by apply: eq_derivative D => t; rewrite mxE.
Qed.

(** normalised-operator#update (in part): both branches, any differentiable network;
    the derivative of SimCLR's loss of f̂ is ⟨δ, -2 Cov_x(E[K̃|x], E[f̂|x])⟩.
    only: E[f̂|x] stands for E[K̂|x]ᵀw. *)
Theorem normalised_update :
  has_derivative (fun t => simclr_loss p q (normalised t) (normalised t))
    (- 2%:R * dot delta
       (covariance p (view_mean q projected_connection) (view_mean q (normalised 0)))).
Proof. exact: euler_derivative normalised_derivative. Qed.

(** normalized-loss#no-radial-motion (in part): where f = Kᵀw, the update has no
    radial part. only: of the simple loss. *)
Theorem normalised_no_radial_part w :
  (forall x a, f 0 x a = (K x a)^T *m w) ->
  dot w (covariance p (view_mean q projected_connection) (view_mean q (normalised 0))) = 0.
Proof.
move=> fw; have E x a : (projected_connection x a)^T *m w = 0.
  rewrite projected_connection_mul -fw /normalised dotZl -s_norm scalerA.
  have n0 : s 0 x a != 0 by rewrite lt0r_neq0 ?s_positive.
  have -> : (s 0 x a)^-1 * s 0 x a ^+ 2 / s 0 x a = 1 by field.
  by rewrite scale1r subrr scaler0.
have EV x : (view_mean q projected_connection x)^T *m w = 0.
  by rewrite -view_mean_tr_mul /view_mean (eq_mean _ (E x)) mean_const.
rewrite dot_covariance // -mean_tr_mul (eq_mean _ EV) mean_const // dot0l subr0.
by rewrite big1 // => x _; rewrite EV dot0l mulr0.
Qed.

End Normalised.
