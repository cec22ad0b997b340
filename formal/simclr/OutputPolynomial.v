(** Polynomial losses of the covariances of the outputs, on every line W + tV: the
    bilinear loss and the spectral contrastive loss. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol
  simclr.OutputCovariance simclr.OutputLines.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** tr AB + tr CW + tr BGW. *)
Definition bilinear_loss n (A0 C G : 'M[F]_n) (f : X -> A -> 'cV[F]_n) : F :=
  \tr (A0 *m between_covariance p q f) + \tr (C *m mean_covariance p q f)
  + \tr (between_covariance p q f *m G *m mean_covariance p q f).

(** The spectral contrastive loss of centred outputs f̃: -2c E⟨f̃₁, f̃₊⟩ + E⟨f̃, f̃'⟩²; the
    first mean over two views a, b of one sample, the second over two independent views
    of two independent samples. *)
Definition spectral_loss n (c : F) (f : X -> A -> 'cV[F]_n) : F :=
  let g := centred p q f in
  - (2%:R * c) * (\sum_x p x * (\sum_a q x a * (\sum_b q x b * dot (g x a) (g x b))))
  + \sum_x p x * (\sum_y p y * (\sum_a q x a * (\sum_b q y b * dot (g x a) (g y b) ^+ 2))).

(** T = B + W. *)
Definition total_covariance n (f : X -> A -> 'cV[F]_n) : 'M[F]_n :=
  between_covariance p q f + mean_covariance p q f.

Lemma eq_total_covariance n (f g : X -> A -> 'cV[F]_n) : f =2 g ->
  total_covariance f = total_covariance g.
Proof.
move=> fg; congr (_ + _); first by apply: eq_variance => x; apply: eq_mean.
by apply: eq_mean => x; apply: eq_variance.
Qed.

Lemma eq_spectral_loss n c (f g : X -> A -> 'cV[F]_n) : f =2 g ->
  spectral_loss c f = spectral_loss c g.
Proof.
move=> fg; have E x a : centred p q f x a = centred p q g x a.
  by rewrite /centred fg; congr (_ - _); apply: eq_mean => y; apply: eq_mean.
congr (_ * _ + _).
  apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; congr (_ * _).
  by apply: eq_bigr => b _; rewrite !E.
apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => y _; congr (_ * _).
by apply: eq_bigr => a _; congr (_ * _); apply: eq_bigr => b _; rewrite !E.
Qed.

End Definitions.

Section Lines.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variable n : nat.

Let B := @between_covariance F X A p q n.
Let W := @mean_covariance F X A p q n.

(** The changes of B and W to first order. *)
Let B1 (f h : X -> A -> 'cV[F]_n) : 'M[F]_n := variance_slope p (view_mean q f) (view_mean q h).
Let W1 (f h : X -> A -> 'cV[F]_n) : 'M[F]_n :=
  mean p (fun x => variance_slope (q x) (f x) (h x)).

Lemma between_line f h t :
  B (fun x a => f x a + t *: h x a) = B f + t *: B1 f h + t ^+ 2 *: B h.
Proof.
rewrite /B /between_covariance /B1 -variance_line; apply: eq_variance => x.
by rewrite /view_mean meanD meanZ.
Qed.

Lemma within_line f h t :
  W (fun x a => f x a + t *: h x a) = W f + t *: W1 f h + t ^+ 2 *: W h.
Proof.
rewrite /W /mean_covariance /W1 -!meanZ -!meanD; apply: eq_mean => x.
by rewrite -variance_line.
Qed.

Variable d : nat.
Variable K : X -> A -> 'M[F]_(d, n).
Let out (w : 'cV[F]_d) x a : 'cV[F]_n := (K x a)^T *m w.

Lemma between_slope (G : 'M[F]_n) w v :
  entries_dot G (B1 (out w) (out v))
    = 2%:R * dot v (weighted_variance p (symmetrised G) (view_mean q K) *m w).
Proof.
rewrite -(slope_operator two); congr (entries_dot _ _); rewrite /B1 /variance_slope.
have E u x : view_mean q (out u) x = (view_mean q K x)^T *m u by rewrite -view_mean_tr_mul.
by rewrite !(eq_mean p (E _)); apply: eq_mean => x; rewrite !E.
Qed.

Lemma within_slope (G : 'M[F]_n) w v :
  entries_dot G (W1 (out w) (out v))
    = 2%:R * dot v (within_variance p q (symmetrised G) K *m w).
Proof.
rewrite entries_dot_mean -mean_mulr dot_meanr mulr_sumr; apply: eq_bigr => x _.
by rewrite mulrCA -(slope_operator two).
Qed.

Lemma out_line w v t : out (w + t *: v) =2 (fun x a => out w x a + t *: out v x a).
Proof. by move=> x a; rewrite /out mulmxDr scalemxAr. Qed.

Lemma eq_covariances (f g : X -> A -> 'cV[F]_n) : f =2 g -> B f = B g /\ W f = W g.
Proof.
move=> fg; split; first by apply: eq_variance => x; apply: eq_mean.
by apply: eq_mean => x; apply: eq_variance.
Qed.

Lemma symmetrised_trK (G : 'M[F]_n) : symmetrised G^T = symmetrised G.
Proof. by rewrite /symmetrised trmxK addrC. Qed.

Lemma bilinear_line (A0 C G : 'M[F]_n) w v :
  let PhiB := symmetrised (A0 + G *m W (out w)) in
  let PhiW := symmetrised (C + B (out w) *m G) in
  exists r0 r1 r2 : F, forall t,
    bilinear_loss p q A0 C G (out (w + t *: v))
      = bilinear_loss p q A0 C G (out w)
        + t * - dot v (- 2%:R *: (output_operator p q PhiB PhiW K *m w))
        + t ^+ 2 * (r0 + t * r1 + t ^+ 2 * r2).
Proof.
move=> PhiB PhiW; pose f := out w; pose h := out v.
have E : - dot v (- 2%:R *: (output_operator p q PhiB PhiW K *m w))
  = \tr (A0 *m B1 f h) + \tr (C *m W1 f h) + \tr (B1 f h *m G *m W f) + \tr (B f *m G *m W1 f h).
  rewrite dotZr mulNr opprK mulmxDl dotDr mulrDr /PhiB /PhiW.
  rewrite -(symmetrised_trK (A0 + _)) -(symmetrised_trK (C + _)) -between_slope -within_slope.
  rewrite -!trace_entries_dot !mulmxDl !mxtraceD -[\tr (G *m _ *m _)]mxtrace_mulC mulmxA.
  by rewrite -!addrA; congr (_ + _); rewrite addrCA.
rewrite E.
exists (\tr (A0 *m B h) + \tr (C *m W h)
  + (\tr (B h *m G *m W f) + \tr (B1 f h *m G *m W1 f h) + \tr (B f *m G *m W h))).
exists (\tr (B h *m G *m W1 f h) + \tr (B1 f h *m G *m W h)), (\tr (B h *m G *m W h)) => t.
have [EB EW] := eq_covariances (out_line w v t).
rewrite /bilinear_loss -/B -/W EB EW between_line within_line.
exact: bilinear_trace_line.
Qed.

Hypotheses (p1 : law p) (q1 : forall x, law (q x)).

(** E (Z - c)(Z - c)ᵀ = V[Z] + (EZ - c)(EZ - c)ᵀ. *)
Lemma moment_about (T : finType) (r : T -> F) (Z : T -> 'cV[F]_n) (c : 'cV[F]_n) : law r ->
  mean r (fun x => (Z x - c) *m (Z x - c)^T)
    = variance r Z + (mean r Z - c) *m (mean r Z - c)^T.
Proof.
move=> r1; have E x : (Z x - c) *m (Z x - c)^T
    = (Z x - mean r Z) *m (Z x - mean r Z)^T
      + ((Z x - mean r Z) *m (mean r Z - c)^T + (mean r Z - c) *m (Z x - c)^T).
  have -> : Z x - c = (Z x - mean r Z) + (mean r Z - c) by rewrite addrA subrK.
  by rewrite mulmxDl {1}linearD mulmxDr addrA.
have E0 : mean r (fun x => Z x - mean r Z) = 0 by rewrite meanB mean_const // subrr.
rewrite (eq_mean r E) !meanD mean_mulr E0 mul0mx add0r mean_mull; congr (_ + _ *m _).
by rewrite mean_tr meanB mean_const.
Qed.

Let T := @total_covariance F X A p q n.

Lemma total_covariance_moment f :
  mean p (fun x => mean (q x) (fun a => centred p q f x a *m (centred p q f x a)^T)) = T f.
Proof.
rewrite (eq_mean p (fun x => moment_about (f x) (mean p (view_mean q f)) (q1 x))) meanD.
by rewrite addrC.
Qed.

Lemma variance_tr (U : finType) (r : U -> F) (Z : U -> 'cV[F]_n) : (variance r Z)^T = variance r Z.
Proof. by rewrite -mean_tr; apply: eq_mean => x; rewrite trmx_mul trmxK. Qed.

Lemma total_covariance_tr f : (T f)^T = T f.
Proof.
rewrite /T /total_covariance linearD /= variance_tr; congr (_ + _).
by rewrite -mean_tr; apply: eq_mean => x; rewrite variance_tr.
Qed.

(** The spectral loss is -2c tr B + ‖T‖². *)
Lemma spectral_lossE c f : spectral_loss p q c f
  = \tr ((- (2%:R * c))%:M *m B f) + \tr (T f *m 1%:M *m T f).
Proof.
rewrite /spectral_loss mul_scalar_mx mxtraceZ mulmx1; congr (_ * _ + _).
  rewrite /B /between_covariance trace_variance // -centred_dot //; apply: eq_bigr => x _.
  have Eg : mean (q x) (centred p q f x) = view_mean q f x - mean p (view_mean q f).
    by rewrite meanB mean_const.
  rewrite -Eg dot_meanl; congr (_ * _); apply: eq_bigr => a _; rewrite dot_meanr.
  by [].
rewrite -[X in \tr (X *m _)]total_covariance_moment -mean_mulr trace_mean.
apply: eq_bigr => x _; rewrite -mean_mulr trace_mean; congr (_ * _).
have E u : \tr (u *m u^T *m T f)
    = \sum_y p y * (\sum_b q y b * dot u (centred p q f y b) ^+ 2).
  rewrite -mulmxA mxtrace_mulC -mulmxA /mxtrace big_ord1 -dotE -total_covariance_moment.
  rewrite -mean_mulr dot_meanr; apply: eq_bigr => y _; rewrite -mean_mulr dot_meanr.
  congr (_ * _); apply: eq_bigr => b _; rewrite -mulmxA [dot u _]dot_mulr.
  by congr (_ * _); rewrite [LHS]big_ord1 -dotE dotC expr2.
under [in RHS]eq_bigr => a _ do rewrite E mulr_sumr.
rewrite exchange_big; apply: eq_bigr => y _ /=; rewrite mulr_sumr.
by apply: eq_bigr => a _; rewrite mulrCA.
Qed.

Lemma spectral_line c w v :
  let S := T (out w) in
  exists r0 r1 r2 : F, forall t,
    spectral_loss p q c (out (w + t *: v))
      = spectral_loss p q c (out w)
        + t * - dot v (- 2%:R *:
                  (output_operator p q (- 2%:R *: (c%:M - S)) (2%:R *: S) K *m w))
        + t ^+ 2 * (r0 + t * r1 + t ^+ 2 * r2).
Proof.
move=> S; pose f := out w; pose h := out v; pose T1 := B1 f h + W1 f h; pose A0 := (- (2%:R * c))%:M : 'M[F]_n.
have half (M : 'M[F]_n) : M^T = M -> symmetrised M = M.
  by move=> Mt; rewrite /symmetrised Mt -mulr2n -scaler_nat scalerA mulVf ?scale1r.
have S_tr : S^T = S by exact: total_covariance_tr.
have E : - dot v (- 2%:R *: (output_operator p q (- 2%:R *: (c%:M - S)) (2%:R *: S) K *m w))
  = \tr (A0 *m B1 f h) + (\tr (T1 *m 1%:M *m S) + \tr (S *m 1%:M *m T1)).
  have eB : symmetrised (- 2%:R *: (c%:M - S)) = - 2%:R *: (c%:M - S).
    by apply: half; rewrite linearZ /= linearB /= tr_scalar_mx S_tr.
  have eW : symmetrised (2%:R *: S) = 2%:R *: S by apply: half; rewrite linearZ /= S_tr.
  rewrite dotZr mulNr opprK mulmxDl dotDr mulrDr -eB -eW -between_slope -within_slope.
  have ED (M N : 'M[F]_n) : entries_dot M N = \tr (M^T *m N) by rewrite trace_entries_dot trmxK.
  rewrite !ED !linearZ linearB /= tr_scalar_mx S_tr !mulmx1 (mxtrace_mulC T1) /A0 /T1.
  exact: spectral_coefficient.
rewrite E.
exists (\tr (A0 *m B h) + (\tr (T h *m 1%:M *m S) + \tr (T1 *m 1%:M *m T1) + \tr (S *m 1%:M *m T h))).
exists (\tr (T h *m 1%:M *m T1) + \tr (T1 *m 1%:M *m T h)), (\tr (T h *m 1%:M *m T h)) => t.
rewrite !spectral_lossE; have [EB EW] := eq_covariances (out_line w v t).
have -> : T (out (w + t *: v)) = S + t *: T1 + t ^+ 2 *: T h.
  rewrite /T /total_covariance -/B -/W EB EW between_line within_line.
  by rewrite /T1 /S /T /total_covariance -/B -/W !scalerDr [LHS]addrACA; congr (_ + _); rewrite addrACA.
rewrite EB between_line trace_line trace_lines.
exact: collect_powers.
Qed.

End Lines.

Section Layer.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis two : 2%:R != 0 :> F.
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let K := layer_connection below D above input.

(** output-covariance-losses#update (in part): L = tr AB + tr CW + tr BGW, for any A, C
    and G, with Φ_B and Φ_W the symmetric parts of A + GW and C + BG: on every line W + tV
    the loss is its value, plus t times -⟨vec V, -2 (V_x^{Φ_B}[K̄] + E_x V^{Φ_W}_{x'|x}[K])
    vec W⟩, plus t² times a polynomial in t. L^β is A = -I, C = βI, G = 0.
    only: this loss. *)
Theorem bilinear_output_loss (A0 C G : 'M[F]_n) W V :
  let PhiB := symmetrised (A0 + G *m mean_covariance p q (f W)) in
  let PhiW := symmetrised (C + between_covariance p q (f W) *m G) in
  exists r0 r1 r2 : F, forall t,
    bilinear_loss p q A0 C G (f (W + t *: V))
      = bilinear_loss p q A0 C G (f W)
        + t * - dot (vec V) (- 2%:R *: (output_operator p q PhiB PhiW K *m vec W))
        + t ^+ 2 * (r0 + t * r1 + t ^+ 2 * r2).
Proof.
move=> PhiB PhiW; rewrite {}/PhiB {}/PhiW.
have fE W' : f W' =2 (fun x a => (K x a)^T *m vec W') by move=> x a; apply: output_connection.
have [r0 [r1 [r2 H]]] := bilinear_line two p q K A0 C G (vec W) (vec V).
exists r0, r1, r2 => t; move: (H t); rewrite /bilinear_loss.
have [-> ->] := eq_covariances p q (fE W); have [-> ->] := eq_covariances p q (fE (W + t *: V)).
by rewrite vecD vecZ.
Qed.

(** output-covariance-losses#update (in part): the spectral contrastive loss
    -2c E⟨f̃₁, f̃₊⟩ + E⟨f̃, f̃'⟩², with T = B + W, Φ_B = -2 (cI - T) and Φ_W = 2T.
    only: this loss. *)
Theorem spectral_output_loss (c : F) W V : law p -> (forall x, law (q x)) ->
  let T := total_covariance p q (f W) in
  exists r0 r1 r2 : F, forall t,
    spectral_loss p q c (f (W + t *: V))
      = spectral_loss p q c (f W)
        + t * - dot (vec V) (- 2%:R *:
            (output_operator p q (- 2%:R *: (c%:M - T)) (2%:R *: T) K *m vec W))
        + t ^+ 2 * (r0 + t * r1 + t ^+ 2 * r2).
Proof.
move=> p1 q1 T.
have fE W' : f W' =2 (fun x a => (K x a)^T *m vec W') by move=> x a; apply: output_connection.
have -> : T = total_covariance p q (fun x a => (K x a)^T *m vec W).
  by rewrite /T; apply: eq_total_covariance; apply: fE.
have [r0 [r1 [r2 H]]] := spectral_line two K p1 q1 c (vec W) (vec V).
exists r0, r1, r2 => t; rewrite (eq_spectral_loss p q c (fE W)).
by rewrite (eq_spectral_loss p q c (fE (W + t *: V))) vecD vecZ.
Qed.

End Layer.
