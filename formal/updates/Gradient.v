(** The gradient of a loss that is quadratic in a matrix of weights, without a
    notion of derivative; and the product of a predictor and the layer below it.

    [is_gradient L W G] says that on every line W + tV the loss is its value at W,
    plus t ⟨V, G⟩, plus t² times a constant. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** ⟨A, B⟩ = Σ A_ij B_ij. *)
Definition inner k m (A B : 'M[F]_(k, m)) : F := \sum_i \sum_j A i j * B i j.

(** G is the gradient of L at W. *)
Definition is_gradient k m (L : 'M[F]_(k, m) -> F) (W G : 'M[F]_(k, m)) : Prop :=
  forall V : 'M[F]_(k, m), exists c, forall t, L (W + t *: V) = L W + t * inner V G + t ^+ 2 * c.

Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** E f fᵀ over all samples and views. *)
Definition moment n (f : X -> A -> 'cV[F]_n) : 'M[F]_n :=
  mean p (view_mean q (fun x a => f x a *m (f x a)^T)).

(** E_x[ḡ f̄ᵀ]: that of two independent views a, b of one sample, E g(b) f(a)ᵀ. *)
Definition cross_moment k n (g : X -> A -> 'cV[F]_k) (f : X -> A -> 'cV[F]_n) : 'M[F]_(k, n) :=
  mean p (fun x => view_mean q g x *m (view_mean q f x)^T).

End Definitions.

Section Inner.
Variable F : fieldType.
Variables k m : nat.
Implicit Types A B C : 'M[F]_(k, m).

Lemma innerE A B : inner A B = \tr (A^T *m B).
Proof.
rewrite /inner exchange_big; apply: eq_bigr => j _; rewrite mxE.
by apply: eq_bigr => i _; rewrite mxE.
Qed.

(** It is the inner product of vec A and vec B. *)
Lemma inner_vec A B : dot (vec A) (vec B) = inner A B.
Proof.
rewrite /dot (reindex (uncurry (@mxvec_index m k))) /=; last exact: curry_mxvec_bij.
transitivity (\sum_(ji : 'I_m * 'I_k) A ji.2 ji.1 * B ji.2 ji.1).
  by apply: eq_bigr => -[j i] _; rewrite /= !vec_entry.
by rewrite -(pair_bigA _ (fun j i => A i j * B i j)) exchange_big.
Qed.

Lemma innerC A B : inner A B = inner B A.
Proof. by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite mulrC. Qed.

Lemma innerDr A B C : inner A (B + C) = inner A B + inner A C.
Proof. by rewrite !innerE mulmxDr linearD. Qed.

Lemma innerZr a A B : inner A (a *: B) = a * inner A B.
Proof. by rewrite !innerE -scalemxAr linearZ. Qed.

Lemma innerDl A B C : inner (A + B) C = inner A C + inner B C.
Proof. by rewrite innerC innerDr !(innerC C). Qed.

Lemma innerZl a A B : inner (a *: A) B = a * inner A B.
Proof. by rewrite innerC innerZr innerC. Qed.

Lemma innerNr A B : inner A (- B) = - inner A B.
Proof. by rewrite -scaleN1r innerZr mulN1r. Qed.

Lemma innerNl A B : inner (- A) B = - inner A B.
Proof. by rewrite innerC innerNr innerC. Qed.

Lemma innerBr A B C : inner A (B - C) = inner A B - inner A C.
Proof. by rewrite innerDr innerNr. Qed.

Lemma innerBl A B C : inner (A - B) C = inner A C - inner B C.
Proof. by rewrite innerDl innerNl. Qed.

Lemma inner_inj A B : (forall V, inner V A = inner V B) -> A = B.
Proof.
move=> E; apply/matrixP => i j; have := E (delta_mx i j).
have D C : inner (delta_mx i j) C = C i j.
  rewrite /inner (bigD1 i) // (bigD1 j) //= mxE !eqxx mul1r.
  rewrite big1 => [|v /negPf v0]; last by rewrite mxE v0 andbF mul0r.
  rewrite big1 ?addr0 // => w /negPf w0; apply: big1 => v _.
  by rewrite mxE w0 mul0r.
by rewrite !D.
Qed.

(** Two expansions of one function have the same factor of t. *)
Lemma line_unique (l a b c c' : F) : 2%:R != 0 :> F ->
  (forall t, l + t * a + t ^+ 2 * c = l + t * b + t ^+ 2 * c') -> a = b.
Proof.
move=> two E; have E' : 2%:R * a = 2%:R * b; last exact: (mulfI two).
transitivity ((l + 1 * a + 1 ^+ 2 * c) - (l + -1 * a + (-1) ^+ 2 * c)); first by ring.
by rewrite !E; ring.
Qed.

(** A loss has one gradient. *)
Lemma gradient_unique (L : 'M[F]_(k, m) -> F) W G G' :
  2%:R != 0 :> F -> is_gradient L W G -> is_gradient L W G' -> G = G'.
Proof.
move=> two dG dG'; apply: inner_inj => V.
have [c cE] := dG V; have [c' cE'] := dG' V.
by apply: (@line_unique (L W) _ _ c c' two) => t; rewrite -cE cE'.
Qed.

End Inner.

Section Facts.
Variable F : fieldType.

Lemma inner_mull k l m (A : 'M[F]_(k, l)) (B : 'M[F]_(l, m)) C :
  inner (A *m B) C = inner B (A^T *m C).
Proof. by rewrite !innerE trmx_mul mulmxA. Qed.

Lemma inner_mulr k l m (A : 'M[F]_(k, l)) (B : 'M[F]_(l, m)) C :
  inner (A *m B) C = inner A (C *m B^T).
Proof. by rewrite !innerE trmx_mul -mulmxA mxtrace_mulC mulmxA. Qed.

Lemma inner_tr k m (A B : 'M[F]_(k, m)) : inner A^T B^T = inner A B.
Proof. by rewrite /inner exchange_big; do 2!apply: eq_bigr => ? _; rewrite !mxE. Qed.

Lemma inner_col n (u v : 'cV[F]_n) : inner u v = dot u v.
Proof. by apply: eq_bigr => i _; rewrite big_ord1. Qed.

Lemma dot_outer n m (A : 'M[F]_(n, m)) u v : dot u (A *m v) = inner A (u *m v^T).
Proof. by rewrite -inner_col innerC inner_mulr. Qed.

End Facts.

(** The loss ½E‖P W u(a) - g(b)‖² for views a, b of one sample, as a function of the
    product P W. *)
Section ProductLoss.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Hypothesis two : 2%:R != 0 :> F.
Variables n m : nat.
Variables (u : X -> A -> 'cV[F]_m) (g : X -> A -> 'cV[F]_n).

Let U := moment p q u.
Let C := cross_moment p q g u.

(** The gradient P W E[u uᵀ] - E[ḡ ūᵀ] by the product. *)
Definition product_gradient (PW : 'M[F]_(n, m)) : 'M[F]_(n, m) := PW *m U - C.

(** The loss, as a function of the product. *)
Definition product_value (PW : 'M[F]_(n, m)) : F :=
  2%:R^-1 * inner PW (PW *m U) - inner PW C + 2%:R^-1 * second_moment p q g g.

Lemma moment_tr : U^T = U.
Proof.
rewrite /U /moment -mean_tr; apply: eq_mean => x; rewrite -mean_tr; apply: eq_mean => a.
by rewrite trmx_mul trmxK.
Qed.

Lemma inner_mean (T : finType) (r : T -> F) i j (B : 'M[F]_(i, j)) (Z : T -> 'M[F]_(i, j)) :
  inner B (mean r Z) = \sum_x r x * inner B (Z x).
Proof.
rewrite innerE mulmx_sumr linear_sum; apply: eq_bigr => x _ /=.
by rewrite -scalemxAr mxtraceZ innerE.
Qed.

Lemma product_loss (P : 'M[F]_n) (W : 'M[F]_(n, m)) :
  byol_loss p q P (fun x a => W *m u x a) g = product_value (P *m W).
Proof.
rewrite /byol_loss positive_lossE // /product_value addrAC; congr (_ * _ - _ + _).
  rewrite /U /moment -mean_mull inner_mean; apply: eq_bigr => x _; congr (_ * _).
  rewrite /view_mean -mean_mull inner_mean; apply: eq_bigr => a _; congr (_ * _).
  by rewrite [in RHS]mulmxA -dot_outer -mulmxA.
rewrite inner_mean; apply: eq_bigr => x _; congr (_ * _).
have -> : view_mean q (fun x a => P *m (W *m u x a)) x = P *m W *m view_mean q u x.
  by rewrite -mean_mull; apply: eq_mean => a; rewrite mulmxA.
by rewrite dotC dot_outer.
Qed.

Lemma product_line PW V t :
  product_value (PW + t *: V)
    = product_value PW + t * inner V (product_gradient PW)
      + t ^+ 2 * (2%:R^-1 * inner V (V *m U)).
Proof.
rewrite /product_value /product_gradient mulmxDl -scalemxAl.
rewrite !(innerDl, innerDr, innerZl, innerZr, innerNr).
have -> : inner PW (V *m U) = inner V (PW *m U).
  by rewrite innerC inner_mulr moment_tr innerC.
move: (inner PW _) (inner V (PW *m U)) (inner V (V *m U)) (inner PW C) (inner V C).
by move: (second_moment p q g g) => f a b c d e; field.
Qed.

(** The gradient by the predictor, and by the layer below it. *)
Lemma gradient_by_predictor P W :
  is_gradient (fun P => byol_loss p q P (fun x a => W *m u x a) g) P
    (product_gradient (P *m W) *m W^T).
Proof.
move=> V; exists (2%:R^-1 * inner (V *m W) (V *m W *m U)) => t.
by rewrite !product_loss mulmxDl -scalemxAl product_line (inner_mulr V W (product_gradient _)).
Qed.

Lemma gradient_by_layer P W :
  is_gradient (fun W => byol_loss p q P (fun x a => W *m u x a) g) W
    (P^T *m product_gradient (P *m W)).
Proof.
move=> V; exists (2%:R^-1 * inner (P *m V) (P *m V *m U)) => t.
by rewrite !product_loss mulmxDr -scalemxAr product_line (inner_mull P V (product_gradient _)).
Qed.

End ProductLoss.
