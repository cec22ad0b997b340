(** Networks with given gates, and the connection.

    The definitions of this file, and those at the top of Covariance.v, are
    what a reader has to trust; the theorems follow from them by Coq's kernel. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The inner product of two column vectors. *)
Definition dot n (u v : 'cV[F]_n) : F := \sum_i u i 0 * v i 0.

(** vec W: the columns of W one above the other. *)
Definition vec k m (W : 'M[F]_(k, m)) : 'cV[F]_(m * k) := (mxvec W^T)^T.

(** The Kronecker product g ⊗ Jᵀ of a column g and the transpose of J:
    column o is vec of the matrix with entries J o i * g j. *)
Definition kron_tr m k n (g : 'cV[F]_m) (J : 'M[F]_(n, k)) : 'M[F]_(m * k, n) :=
  (\matrix_(o < n) mxvec (g *m row o J))^T.

(** A network that maps m numbers to n numbers: a list of layers. A layer has
    weights W, the same for every view, and a gate matrix D v for every view v:
    diagonal for ReLU and leaky ReLU, the identity for a linear layer, a
    selection for max-pooling, an average for average-pooling. Widths vary. *)
Inductive network (V : Type) : nat -> nat -> Type :=
| Output n : network V n n
| Layer m k h n (W : 'M[F]_(k, m)) (D : V -> 'M[F]_(h, k))
    (above : network V h n) : network V m n.
Arguments Output {V n}.

(** The output at view v for the input x: f_l = D_l W_l f_{l-1}. *)
Fixpoint forward V m n (N : network V m n) (v : V) : 'cV[F]_m -> 'cV[F]_n :=
  match N with
  | Output _ => fun x => x
  | Layer _ _ _ _ W D above => fun x => forward above v (D v *m (W *m x))
  end.

(** The product of the gates and weights of all layers. *)
Fixpoint jacobian V m n (N : network V m n) (v : V) : 'M[F]_(n, m) :=
  match N with
  | Output _ => 1%:M
  | Layer _ _ _ _ W D above => jacobian above v *m D v *m W
  end.

(** One network below another. *)
Fixpoint stack V m k n (N : network V m k) : network V k n -> network V m n :=
  match N with
  | Output _ => fun N' => N'
  | Layer _ _ _ _ W D above => fun N' => Layer W D (stack above N')
  end.

(** The connection of a layer with gates D, for the layers below it and above
    it: K = f_{l-1} ⊗ J_lᵀ, with J_l the derivative of the output by the
    pre-activation of the layer. *)
Definition connection V n0 m k h n (below : network V n0 m)
    (D : V -> 'M[F]_(h, k)) (above : network V h n) (v : V) (x : 'cV[F]_n0) :
    'M[F]_(m * k, n) :=
  kron_tr (forward below v x) (jacobian above v *m D v).

End Definitions.
Arguments Output {F V n}.

Section Facts.
Variable F : fieldType.
Implicit Types m n k h : nat.

Lemma dotE n (u v : 'cV[F]_n) : dot u v = (u^T *m v) 0 0.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.

Lemma dotC n (u v : 'cV[F]_n) : dot u v = dot v u.
Proof. by apply: eq_bigr => i _; rewrite mulrC. Qed.

Lemma dotDl n (u u' v : 'cV[F]_n) : dot (u + u') v = dot u v + dot u' v.
Proof. by rewrite -big_split; apply: eq_bigr => i _; rewrite mxE mulrDl. Qed.

Lemma dotZl n a (u v : 'cV[F]_n) : dot (a *: u) v = a * dot u v.
Proof. by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mxE mulrA. Qed.

Lemma dotDr n (u v v' : 'cV[F]_n) : dot u (v + v') = dot u v + dot u v'.
Proof. by rewrite dotC dotDl !(dotC u). Qed.

Lemma dotZr n a (u v : 'cV[F]_n) : dot u (a *: v) = a * dot u v.
Proof. by rewrite dotC dotZl dotC. Qed.

Lemma dotNl n (u v : 'cV[F]_n) : dot (- u) v = - dot u v.
Proof. by rewrite -scaleN1r dotZl mulN1r. Qed.

Lemma dotNr n (u v : 'cV[F]_n) : dot u (- v) = - dot u v.
Proof. by rewrite dotC dotNl dotC. Qed.

Lemma dotBl n (u u' v : 'cV[F]_n) : dot (u - u') v = dot u v - dot u' v.
Proof. by rewrite dotDl dotNl. Qed.

Lemma dotBr n (u v v' : 'cV[F]_n) : dot u (v - v') = dot u v - dot u v'.
Proof. by rewrite dotDr dotNr. Qed.

Lemma dot0l n (v : 'cV[F]_n) : dot 0 v = 0.
Proof. by rewrite -(scale0r v) dotZl mul0r. Qed.

Lemma dot_suml (T : finType) n (u : T -> 'cV[F]_n) v :
  dot (\sum_x u x) v = \sum_x dot (u x) v.
Proof.
by elim/big_rec2: _ => [|x a b _ <-]; rewrite ?dot0l // dotDl.
Qed.

Lemma dot_sumr (T : finType) n (u : T -> 'cV[F]_n) v :
  dot v (\sum_x u x) = \sum_x dot v (u x).
Proof. by rewrite dotC dot_suml; apply: eq_bigr => x _; rewrite dotC. Qed.

(** A matrix moves to the other side of the inner product as its transpose. *)
Lemma dot_mull m n (A : 'M[F]_(m, n)) u v : dot (A *m u) v = dot u (A^T *m v).
Proof. by rewrite !dotE trmx_mul mulmxA. Qed.

Lemma dot_mulr m n (A : 'M[F]_(m, n)) u v : dot u (A *m v) = dot (A^T *m u) v.
Proof. by rewrite dotC dot_mull dotC. Qed.

(** Two columns with the same inner products are equal. *)
Lemma dot_inj n (u v : 'cV[F]_n) : (forall d, dot d u = dot d v) -> u = v.
Proof.
move=> uv; apply/colP => i; have := uv (delta_mx i 0).
by rewrite !dotE !trmx_delta -!rowE !mxE.
Qed.

Lemma vecD k m (W V : 'M[F]_(k, m)) : vec (W + V) = vec W + vec V.
Proof. by rewrite /vec !linearD. Qed.

Lemma vecZ k m a (W : 'M[F]_(k, m)) : vec (a *: W) = a *: vec W.
Proof. by rewrite /vec !linearZ. Qed.

(** The entries of vec and of the Kronecker product, as one would write them. *)
Lemma vec_entry k m (W : 'M[F]_(k, m)) i j : vec W (mxvec_index j i) 0 = W i j.
Proof. by rewrite mxE mxvecE mxE. Qed.

Lemma kron_tr_entry m k n (g : 'cV[F]_m) (J : 'M[F]_(n, k)) j i o :
  kron_tr g J (mxvec_index j i) o = g j 0 * J o i.
Proof. by rewrite !mxE mxvecE !mxE big_ord1 !mxE. Qed.

(** (g ⊗ Jᵀ)ᵀ vec W = J W g. *)
Lemma kron_tr_vec m k n (g : 'cV[F]_m) (J : 'M[F]_(n, k)) (W : 'M[F]_(k, m)) :
  (kron_tr g J)^T *m vec W = J *m (W *m g).
Proof.
apply/colP => o; rewrite !mxE.
rewrite (reindex (uncurry (@mxvec_index m k))) /=; last first.
  exact: curry_mxvec_bij.
transitivity (\sum_(ji : 'I_m * 'I_k) g ji.1 0 * J o ji.2 * W ji.2 ji.1).
  by apply: eq_bigr => -[j i] _; rewrite mxE /= kron_tr_entry vec_entry.
rewrite -(pair_bigA _ (fun j i => g j 0 * J o i * W i j)) exchange_big /=.
apply: eq_bigr => i _; rewrite mxE mulr_sumr; apply: eq_bigr => j _ /=.
by ring.
Qed.

Lemma forward_stack V m k n (N : network F V m k) (N' : network F V k n) v x :
  forward (stack N N') v x = forward N' v (forward N v x).
Proof. by elim: N N' x => //= m' k' h n' W D above IH N' x; rewrite IH. Qed.

(** A network with given gates multiplies its input by its Jacobian. *)
Lemma forward_jacobian V m n (N : network F V m n) v x :
  forward N v x = jacobian N v *m x.
Proof.
elim: N x => /= [n'|m' k h n' W D above IH] x; first by rewrite mul1mx.
by rewrite IH !mulmxA.
Qed.

(** connection#reversibility: at every layer of every network with given gates the
    output is Kᵀ vec W. *)
Theorem connection_output V n0 m k h n (below : network F V n0 m)
    (W : 'M[F]_(k, m)) (D : V -> 'M[F]_(h, k)) (above : network F V h n) v x :
  forward (stack below (Layer W D above)) v x
    = (connection below D above v x)^T *m vec W.
Proof. by rewrite forward_stack /= forward_jacobian kron_tr_vec !mulmxA. Qed.

(** connection#derivative: along every line W + tV in the weights of one layer the
    output moves by exactly t Kᵀ vec V: Kᵀ is the derivative by vec W. *)
Theorem connection_derivative V n0 m k h n (below : network F V n0 m)
    (W dW : 'M[F]_(k, m)) (D : V -> 'M[F]_(h, k)) (above : network F V h n) v x t :
  forward (stack below (Layer (W + t *: dW) D above)) v x
    = forward (stack below (Layer W D above)) v x
      + t *: ((connection below D above v x)^T *m vec dW).
Proof. by rewrite !connection_output vecD vecZ mulmxDr scalemxAr. Qed.

End Facts.
