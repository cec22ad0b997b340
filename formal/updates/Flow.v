(** Curves of matrices over an ordered field: their derivative at a time, the
    product rule, and what a gradient says of them. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.Gradient
  networks.Derivative.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The derivative of the curve M at the time s is D, entry by entry. *)
Definition curve_derivative (F : realFieldType) k m (M : F -> 'M[F]_(k, m)) (s : F)
    (D : 'M[F]_(k, m)) : Prop :=
  forall i j, has_derivative (fun t => M (s + t) i j) (D i j).

Section Facts.
Variable F : realFieldType.
Variable s : F.

Lemma eq_derivative (g h : F -> F) c : g =1 h -> has_derivative g c -> has_derivative h c.
Proof.
move=> gh dg e e0; have [r r0 rP] := dg e e0.
by exists r => // t /rP; rewrite !gh.
Qed.

Lemma eq_curve k m (M N : F -> 'M[F]_(k, m)) D :
  M =1 N -> curve_derivative M s D -> curve_derivative N s D.
Proof. by move=> MN dM i j; apply: eq_derivative (dM i j) => t; rewrite MN. Qed.

Lemma curve_const k m (A : 'M[F]_(k, m)) : curve_derivative (fun=> A) s 0.
Proof. by move=> i j; rewrite mxE; apply: derivative_const. Qed.

Lemma curve_tr k m (M : F -> 'M[F]_(k, m)) D :
  curve_derivative M s D -> curve_derivative (fun t => (M t)^T) s D^T.
Proof. by move=> dM i j; rewrite mxE; apply: eq_derivative (dM j i) => t; rewrite mxE. Qed.

Lemma curve_add k m (M N : F -> 'M[F]_(k, m)) D E :
  curve_derivative M s D -> curve_derivative N s E ->
  curve_derivative (fun t => M t + N t) s (D + E).
Proof.
move=> dM dN i j; rewrite mxE; apply: eq_derivative (derivative_add (dM i j) (dN i j)) => t.
by rewrite mxE.
Qed.

Lemma curve_scale k m a (M : F -> 'M[F]_(k, m)) D :
  curve_derivative M s D -> curve_derivative (fun t => a *: M t) s (a *: D).
Proof.
move=> dM i j; rewrite mxE; apply: eq_derivative (derivative_scale a (dM i j)) => t.
by rewrite mxE.
Qed.

Lemma curve_opp k m (M : F -> 'M[F]_(k, m)) D :
  curve_derivative M s D -> curve_derivative (fun t => - M t) s (- D).
Proof.
move=> dM; rewrite -scaleN1r; apply: eq_curve (curve_scale (-1) dM) => t.
by rewrite scaleN1r.
Qed.

Lemma curve_sub k m (M N : F -> 'M[F]_(k, m)) D E :
  curve_derivative M s D -> curve_derivative N s E ->
  curve_derivative (fun t => M t - N t) s (D - E).
Proof. by move=> dM dN; apply: curve_add (curve_opp dN). Qed.

Lemma derivative_sum_products (T : finType) (g h : T -> F -> F) (c e : T -> F) :
  (forall x, has_derivative (g x) (c x)) -> (forall x, has_derivative (h x) (e x)) ->
  has_derivative (fun t => \sum_x g x t * h x t) (\sum_x (c x * h x 0 + g x 0 * e x)).
Proof. by move=> dg dh; apply: derivative_sum => x; apply: derivative_mul. Qed.

(** The product rule. *)
Lemma curve_mul k l m (M : F -> 'M[F]_(k, l)) (N : F -> 'M[F]_(l, m)) D E :
  curve_derivative M s D -> curve_derivative N s E ->
  curve_derivative (fun t => M t *m N t) s (D *m N s + M s *m E).
Proof.
move=> dM dN i j; rewrite !mxE -big_split /=.
have := derivative_sum_products (fun u => dM i u) (fun u => dN u j).
rewrite addr0; apply: eq_derivative => t; by rewrite mxE.
Qed.

Lemma curve_inner k m (M N : F -> 'M[F]_(k, m)) D E :
  curve_derivative M s D -> curve_derivative N s E ->
  has_derivative (fun t => inner (M (s + t)) (N (s + t))) (inner D (N s) + inner (M s) E).
Proof.
move=> dM dN; have -> : inner D (N s) + inner (M s) E
    = \sum_i \sum_j (D i j * N s i j + M s i j * E i j).
  by rewrite -big_split; apply: eq_bigr => i _; rewrite -big_split.
apply: derivative_sum => i.
have := derivative_sum_products (dM i) (dN i); by rewrite addr0.
Qed.

(** The squared norm ‖M‖² moves by 2⟨M, M'⟩. *)
Lemma curve_norm k m (M : F -> 'M[F]_(k, m)) D : curve_derivative M s D ->
  has_derivative (fun t => inner (M (s + t)) (M (s + t))) (2%:R * inner (M s) D).
Proof.
move=> dM; have := curve_inner dM dM; rewrite (innerC D).
by rewrite (_ : _ + _ = 2%:R * inner (M s) D) //; ring.
Qed.

(** A gradient is the derivative of the loss along every line. *)
Lemma gradient_derivative k m (L : 'M[F]_(k, m) -> F) W G V :
  is_gradient L W G -> has_derivative (fun t => L (W + t *: V)) (inner V G).
Proof.
move=> dG; have [c cE] := dG V; apply: (@quadratic_derivative _ _ _ c).
by exists 1; rewrite ?ltr01 // => t _; rewrite scale0r addr0.
Qed.

End Facts.
