(** Means over finite laws, covariances, and the mean loss of a pair of views.

    A law is a function to the field that sums to 1; no sign is asked of it.
    [q x] is the law of the views of the sample x; a view is a pair (x, a). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.

Definition law (T : finType) (p : T -> F) := \sum_x p x = 1.

(** E_x Z(x), a matrix. *)
Definition mean (T : finType) (p : T -> F) m n (Z : T -> 'M[F]_(m, n)) :=
  \sum_x p x *: Z x.

(** Z̄(x) = E_{x'|x} Z(x'), the mean over the views of one sample. *)
Definition view_mean (q : X -> A -> F) m n (Z : X -> A -> 'M[F]_(m, n)) (x : X) :=
  mean (q x) (Z x).

(** V^S[Z] = E[(Z - EZ) S (Z - EZ)ᵀ]. *)
Definition weighted_variance (T : finType) (p : T -> F) m n (S : 'M[F]_n)
    (Z : T -> 'M[F]_(m, n)) : 'M[F]_m :=
  mean p (fun x => (Z x - mean p Z) *m S *m (Z x - mean p Z)^T).

(** V[Z] = E[(Z - EZ) (Z - EZ)ᵀ]. *)
Definition variance (T : finType) (p : T -> F) m n (Z : T -> 'M[F]_(m, n)) : 'M[F]_m :=
  mean p (fun x => (Z x - mean p Z) *m (Z x - mean p Z)^T).

(** Cov(Z, Y) = E[(Z - EZ) (Y - EY)], for a column Y. *)
Definition covariance (T : finType) (p : T -> F) m n
    (Z : T -> 'M[F]_(m, n)) (Y : T -> 'cV[F]_n) : 'cV[F]_m :=
  mean p (fun x => (Z x - mean p Z) *m (Y x - mean p Y)).

(** E_x V^S_{x'|x}[Z]: the mean variance over the views of one sample. *)
Definition within_variance (p : X -> F) (q : X -> A -> F) m n (S : 'M[F]_n)
    (Z : X -> A -> 'M[F]_(m, n)) : 'M[F]_m :=
  mean p (fun x => weighted_variance (q x) S (Z x)).

(** The squared-distance loss of a pair of outputs: r = ½ ‖u - v‖². *)
Definition pair_loss n (u v : 'cV[F]_n) : F := 2%:R^-1 * dot (u - v) (u - v).

(** E r₊: two independent views a, b of the same sample; f gives the outputs of
    the first branch, g those of the second. *)
Definition positive_loss (p : X -> F) (q : X -> A -> F) n (f g : X -> A -> 'cV[F]_n) : F :=
  \sum_x p x * (\sum_a q x a * (\sum_b q x b * pair_loss (f x a) (g x b))).

(** E r₋: a view of a sample x and a view of an independent sample y. *)
Definition negative_loss (p : X -> F) (q : X -> A -> F) n (f g : X -> A -> 'cV[F]_n) : F :=
  \sum_x p x * (\sum_y p y *
    (\sum_a q x a * (\sum_b q y b * pair_loss (f x a) (g y b)))).

(** L = E[r₊ - r₋], one negative. *)
Definition simclr_loss p q n (f g : X -> A -> 'cV[F]_n) : F :=
  positive_loss p q f g - negative_loss p q f g.

(** L^β = E[(1 + β) r₊ - r₋]. *)
Definition beta_loss p q beta n (f g : X -> A -> 'cV[F]_n) : F :=
  (1 + beta) * positive_loss p q f g - negative_loss p q f g.

End Definitions.

Section MeanFacts.
Variable F : fieldType.
Variables (T : finType) (p : T -> F).

Lemma eq_mean m n (Y Z : T -> 'M[F]_(m, n)) : Y =1 Z -> mean p Y = mean p Z.
Proof. by move=> YZ; apply: eq_bigr => x _; rewrite YZ. Qed.

Lemma meanD m n (Y Z : T -> 'M[F]_(m, n)) :
  mean p (fun x => Y x + Z x) = mean p Y + mean p Z.
Proof. by rewrite -big_split; apply: eq_bigr => x _; rewrite scalerDr. Qed.

Lemma meanZ m n c (Z : T -> 'M[F]_(m, n)) : mean p (fun x => c *: Z x) = c *: mean p Z.
Proof. by rewrite scaler_sumr; apply: eq_bigr => x _; rewrite !scalerA mulrC. Qed.

Lemma meanN m n (Z : T -> 'M[F]_(m, n)) : mean p (fun x => - Z x) = - mean p Z.
Proof. by rewrite -sumrN; apply: eq_bigr => x _; rewrite scalerN. Qed.

Lemma meanB m n (Y Z : T -> 'M[F]_(m, n)) :
  mean p (fun x => Y x - Z x) = mean p Y - mean p Z.
Proof. by rewrite meanD meanN. Qed.

Lemma mean_const m n (Z : 'M[F]_(m, n)) : law p -> mean p (fun=> Z) = Z.
Proof. by rewrite /mean -scaler_suml => ->; rewrite scale1r. Qed.

Lemma mean_mull k m n (B : 'M[F]_(k, m)) (Z : T -> 'M[F]_(m, n)) :
  mean p (fun x => B *m Z x) = B *m mean p Z.
Proof. by rewrite mulmx_sumr; apply: eq_bigr => x _; rewrite scalemxAr. Qed.

Lemma mean_mulr k m n (B : 'M[F]_(n, k)) (Z : T -> 'M[F]_(m, n)) :
  mean p (fun x => Z x *m B) = mean p Z *m B.
Proof. by rewrite mulmx_suml; apply: eq_bigr => x _; rewrite scalemxAl. Qed.

Lemma mean_tr m n (Z : T -> 'M[F]_(m, n)) : mean p (fun x => (Z x)^T) = (mean p Z)^T.
Proof. by rewrite /mean linear_sum; apply: eq_bigr => x _; rewrite linearZ. Qed.

Lemma dot_meanl n (Z : T -> 'cV[F]_n) u : dot (mean p Z) u = \sum_x p x * dot (Z x) u.
Proof. by rewrite dot_suml; apply: eq_bigr => x _; rewrite dotZl. Qed.

Lemma dot_meanr n (Z : T -> 'cV[F]_n) u : dot u (mean p Z) = \sum_x p x * dot u (Z x).
Proof. by rewrite dotC dot_meanl; apply: eq_bigr => x _; rewrite dotC. Qed.

Lemma sumD (f g : T -> F) : \sum_x p x * (f x + g x) = \sum_x p x * f x + \sum_x p x * g x.
Proof. by rewrite -big_split; apply: eq_bigr => x _; rewrite mulrDr. Qed.

Lemma sumN (f : T -> F) : \sum_x p x * - f x = - \sum_x p x * f x.
Proof. by rewrite -sumrN; apply: eq_bigr => x _; rewrite mulrN. Qed.

Lemma sumB (f g : T -> F) : \sum_x p x * (f x - g x) = \sum_x p x * f x - \sum_x p x * g x.
Proof. by rewrite sumD sumN. Qed.

Lemma sumZ c (f : T -> F) : \sum_x p x * (c * f x) = c * \sum_x p x * f x.
Proof. by rewrite mulr_sumr; apply: eq_bigr => x _; rewrite mulrCA. Qed.

Lemma sum_const c : law p -> \sum_x p x * c = c.
Proof. by rewrite -mulr_suml => ->; rewrite mul1r. Qed.

(** E⟨Y - EY, Z - EZ⟩ = E⟨Y, Z⟩ - ⟨EY, EZ⟩. *)
Lemma centred_dot n (Y Z : T -> 'cV[F]_n) : law p ->
  \sum_x p x * dot (Y x - mean p Y) (Z x - mean p Z)
    = \sum_x p x * dot (Y x) (Z x) - dot (mean p Y) (mean p Z).
Proof.
move=> p1; under eq_bigr => x _ do rewrite dotBr !dotBl.
rewrite sumB !sumB sum_const // -!dot_meanr -!dot_meanl; ring.
Qed.

(** ⟨h, V^S[Z] w⟩ = E⟨Zᵀh, S Zᵀw⟩ - ⟨E Zᵀh, S E Zᵀw⟩. *)
Lemma dot_weighted_variance m n (S : 'M[F]_n) (Z : T -> 'M[F]_(m, n)) h w : law p ->
  dot h (weighted_variance p S Z *m w)
    = \sum_x p x * dot ((Z x)^T *m h) (S *m ((Z x)^T *m w))
      - dot ((mean p Z)^T *m h) (S *m ((mean p Z)^T *m w)).
Proof.
move=> p1.
have E1 : (mean p Z)^T *m h = mean p (fun x => (Z x)^T *m h).
  by rewrite mean_mulr mean_tr.
have E2 : S *m ((mean p Z)^T *m w) = mean p (fun x => S *m ((Z x)^T *m w)).
  by rewrite mean_mull mean_mulr mean_tr.
rewrite E1 E2 -(@centred_dot _ (fun x => (Z x)^T *m h)) // -E1 -E2.
rewrite /weighted_variance -mean_mulr dot_meanr.
apply: eq_bigr => x _; congr (_ * _).
by rewrite -!mulmxA dot_mulr !linearB /= !mulmxBl mulmxBr.
Qed.

Lemma variance_weighted m n (Z : T -> 'M[F]_(m, n)) : variance p Z = weighted_variance p 1%:M Z.
Proof. by apply: eq_mean => x; rewrite mulmx1. Qed.

Lemma dot_variance m n (Z : T -> 'M[F]_(m, n)) h w : law p ->
  dot h (variance p Z *m w)
    = \sum_x p x * dot ((Z x)^T *m h) ((Z x)^T *m w)
      - dot ((mean p Z)^T *m h) ((mean p Z)^T *m w).
Proof.
move=> p1; rewrite variance_weighted dot_weighted_variance // mul1mx.
by under eq_bigr => x _ do rewrite mul1mx.
Qed.

Lemma dot_covariance m n (Z : T -> 'M[F]_(m, n)) Y h : law p ->
  dot h (covariance p Z Y)
    = \sum_x p x * dot ((Z x)^T *m h) (Y x) - dot ((mean p Z)^T *m h) (mean p Y).
Proof.
move=> p1; have E1 : (mean p Z)^T *m h = mean p (fun x => (Z x)^T *m h).
  by rewrite mean_mulr mean_tr.
rewrite E1 -(@centred_dot _ (fun x => (Z x)^T *m h)) // -E1 /covariance dot_meanr.
apply: eq_bigr => x _; congr (_ * _).
by rewrite dot_mulr linearB /= mulmxBl.
Qed.

(** The variance of a translate is the variance. *)
Lemma weighted_variance_shift m n (S : 'M[F]_n) (Z : T -> 'M[F]_(m, n)) M : law p ->
  weighted_variance p S (fun x => Z x - M) = weighted_variance p S Z.
Proof.
move=> p1; apply: eq_mean => x.
by rewrite meanB mean_const // opprB addrA subrK.
Qed.

Lemma trace_variance n (Z : T -> 'cV[F]_n) : law p ->
  \tr (variance p Z) = \sum_x p x * dot (Z x) (Z x) - dot (mean p Z) (mean p Z).
Proof.
move=> p1; rewrite -centred_dot // /variance raddf_sum /=.
apply: eq_bigr => x _; rewrite linearZ /= mxtrace_mulC dotE.
by rewrite /mxtrace big_ord1.
Qed.

End MeanFacts.

Section LossFacts.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.

(** E⟨f, g⟩ over all samples and views. *)
Definition second_moment n (f g : X -> A -> 'cV[F]_n) : F :=
  \sum_x p x * (\sum_a q x a * dot (f x a) (g x a)).

(** The mean over independent a, b of ½‖f a - g b‖². *)
Lemma pair_mean n (r s : A -> F) (f g : A -> 'cV[F]_n) : law r -> law s ->
  \sum_a r a * (\sum_b s b * pair_loss (f a) (g b))
    = 2%:R^-1 * (\sum_a r a * dot (f a) (f a)) + 2%:R^-1 * (\sum_b s b * dot (g b) (g b))
      - dot (mean r f) (mean s g).
Proof.
move=> r1 s1.
have pl u v : pair_loss u v
    = 2%:R^-1 * dot u u + 2%:R^-1 * dot v v - dot u v :> F.
  by rewrite /pair_loss dotBr !dotBl (dotC v u); field.
transitivity (\sum_a r a * (2%:R^-1 * dot (f a) (f a)
    + 2%:R^-1 * (\sum_b s b * dot (g b) (g b)) - dot (f a) (mean s g))).
  apply: eq_bigr => a _; congr (_ * _).
  under eq_bigr => b _ do rewrite pl.
  by rewrite sumB sumD sum_const // sumZ -dot_meanr.
by rewrite sumB sumD sumZ sum_const // -dot_meanl.
Qed.

Lemma positive_lossE n (f g : X -> A -> 'cV[F]_n) :
  positive_loss p q f g
    = 2%:R^-1 * second_moment f f + 2%:R^-1 * second_moment g g
      - \sum_x p x * dot (view_mean q f x) (view_mean q g x).
Proof.
rewrite /positive_loss.
under eq_bigr => x _ do rewrite (pair_mean (f x) (g x) (q1 x) (q1 x)).
by rewrite sumB sumD !sumZ.
Qed.

Lemma negative_lossE n (f g : X -> A -> 'cV[F]_n) :
  negative_loss p q f g
    = 2%:R^-1 * second_moment f f + 2%:R^-1 * second_moment g g
      - dot (mean p (view_mean q f)) (mean p (view_mean q g)).
Proof.
pose sf x := 2%:R^-1 * (\sum_a q x a * dot (f x a) (f x a)).
pose sg x := 2%:R^-1 * (\sum_a q x a * dot (g x a) (g x a)).
transitivity (\sum_x p x * (\sum_y p y *
    (sf x + sg y - dot (view_mean q f x) (view_mean q g y)))).
  apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => y _; congr (_ * _).
  exact: pair_mean.
transitivity (\sum_x p x * (sf x + (\sum_y p y * sg y)
    - dot (view_mean q f x) (mean p (view_mean q g)))).
  apply: eq_bigr => x _; congr (_ * _).
  by rewrite sumB sumD sum_const // -dot_meanr.
by rewrite sumB sumD !sumZ sum_const // -dot_meanl.
Qed.

(** L(f, g) is bilinear: minus the covariance of the view means. *)
Lemma simclr_lossE n (f g : X -> A -> 'cV[F]_n) :
  simclr_loss p q f g
    = dot (mean p (view_mean q f)) (mean p (view_mean q g))
      - \sum_x p x * dot (view_mean q f x) (view_mean q g x).
Proof. by rewrite /simclr_loss positive_lossE negative_lossE; ring. Qed.

Lemma view_mean_tr_mul d n (K : X -> A -> 'M[F]_(d, n)) (w : 'cV[F]_d) x :
  view_mean q (fun x a => (K x a)^T *m w) x = (view_mean q K x)^T *m w.
Proof. by rewrite /view_mean mean_mulr mean_tr. Qed.

Lemma mean_tr_mul d n (K : X -> 'M[F]_(d, n)) (w : 'cV[F]_d) :
  mean p (fun x => (K x)^T *m w) = (mean p K)^T *m w.
Proof. by rewrite mean_mulr mean_tr. Qed.

Lemma eq_positive_loss n (f f' g g' : X -> A -> 'cV[F]_n) :
  f =2 f' -> g =2 g' -> positive_loss p q f g = positive_loss p q f' g'.
Proof.
move=> ff gg; apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _.
by congr (_ * _); apply: eq_bigr => b _; rewrite ff gg.
Qed.

Lemma eq_negative_loss n (f f' g g' : X -> A -> 'cV[F]_n) :
  f =2 f' -> g =2 g' -> negative_loss p q f g = negative_loss p q f' g'.
Proof.
move=> ff gg; apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => y _.
congr (_ * _); apply: eq_bigr => a _; congr (_ * _); apply: eq_bigr => b _.
by rewrite ff gg.
Qed.

Lemma eq_simclr_loss n (f f' g g' : X -> A -> 'cV[F]_n) :
  f =2 f' -> g =2 g' -> simclr_loss p q f g = simclr_loss p q f' g'.
Proof.
by move=> ff gg; rewrite /simclr_loss (eq_positive_loss ff gg) (eq_negative_loss ff gg).
Qed.

(** ⟨h, E_x V^S_{x'|x}[K] w⟩ = E⟨Kᵀh, S Kᵀw⟩ - E_x⟨K̄ᵀh, S K̄ᵀw⟩. *)
Lemma dot_within_variance d n (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) h w :
  dot h (within_variance p q S K *m w)
    = second_moment (fun x a => (K x a)^T *m h) (fun x a => S *m ((K x a)^T *m w))
      - \sum_x p x * dot ((view_mean q K x)^T *m h) (S *m ((view_mean q K x)^T *m w)).
Proof.
rewrite -mean_mulr dot_meanr -sumB; apply: eq_bigr => x _; congr (_ * _).
exact: dot_weighted_variance.
Qed.

Lemma weighted_variance_tr (T : finType) (r : T -> F) d n (S : 'M[F]_n)
    (K : T -> 'M[F]_(d, n)) :
  (weighted_variance r S K)^T = weighted_variance r S^T K.
Proof.
rewrite -mean_tr; apply: eq_mean => x.
by rewrite !trmx_mul trmxK mulmxA.
Qed.

Lemma within_variance_tr d n (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) :
  (within_variance p q S K)^T = within_variance p q S^T K.
Proof. by rewrite -mean_tr; apply: eq_mean => x; rewrite weighted_variance_tr. Qed.

End LossFacts.

(** Positive parts over an ordered field, for probabilities that are not negative. *)
Section Semidefinite.
Variable F : realFieldType.

Lemma dot_ge0 n (u : 'cV[F]_n) : 0 <= dot u u.
Proof. by apply: sumr_ge0 => i _; rewrite -expr2 sqr_ge0. Qed.

Lemma weighted_variance_ge0 (T : finType) (p : T -> F) m n (S : 'M[F]_n)
    (Z : T -> 'M[F]_(m, n)) v :
  (forall x, 0 <= p x) -> (forall u, 0 <= dot u (S *m u)) ->
  0 <= dot v (weighted_variance p S Z *m v).
Proof.
move=> p0 S0; rewrite -mean_mulr dot_meanr.
apply: sumr_ge0 => x _; apply: mulr_ge0 => //.
by rewrite -!mulmxA dot_mulr.
Qed.

End Semidefinite.
