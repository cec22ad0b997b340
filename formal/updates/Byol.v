(** BYOL: a linear predictor P on the online branch; S = Pᵀ (I - P). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** BYOL's loss E ½‖P f(x, a) - g(x, b)‖² of an online output f and a target
    output g, for independent views a, b of the same sample. *)
Definition byol_loss n (P : 'M[F]_n) (f g : X -> A -> 'cV[F]_n) : F :=
  positive_loss p q (fun x a => P *m f x a) g.

(** The zero-mean operation: an output minus its mean over all samples and views. *)
Definition centred n (f : X -> A -> 'cV[F]_n) : X -> A -> 'cV[F]_n :=
  fun x a => f x a - mean p (view_mean q f).

(** S = Pᵀ (I - P). *)
Definition implicit_weight n (P : 'M[F]_n) : 'M[F]_n := P^T *m (1%:M - P).

(** E_x[K̄ S K̄ᵀ]. *)
Definition weighted_moment d n (S : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  mean p (fun x => view_mean q K x *m S *m (view_mean q K x)^T).

(** The operator of BYOL without zero-mean, E_x[K̄ S K̄ᵀ] - E_x V^{PᵀP}_{x'|x}[K]. *)
Definition byol_operator d n (P : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  weighted_moment (implicit_weight P) K - within_variance p q (P^T *m P) K.

(** The operator of BYOL with zero-mean, V_x^S[K̄] - E_x V^{PᵀP}_{x'|x}[K]. *)
Definition byol_zero_mean_operator d n (P : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) :
    'M[F]_d :=
  weighted_variance p (implicit_weight P) (view_mean q K) - within_variance p q (P^T *m P) K.

(** The operator without stop-gradient,
    E_x V^{I+PᵀP}_{x'|x}[K] + E_x[K̄ (I-P)ᵀ(I-P) K̄ᵀ]. *)
Definition both_sides_operator d n (P : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) : 'M[F]_d :=
  within_variance p q (1%:M + P^T *m P) K
    + weighted_moment ((1%:M - P)^T *m (1%:M - P)) K.

(** The same with zero-mean at both outputs. *)
Definition both_sides_zero_mean_operator d n (P : 'M[F]_n) (K : X -> A -> 'M[F]_(d, n)) :
    'M[F]_d :=
  within_variance p q (1%:M + P^T *m P) K
    + weighted_variance p ((1%:M - P)^T *m (1%:M - P)) (view_mean q K).

End Definitions.

(** For the outputs Kᵀw of any family of connections K. *)
Section Operator.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables d n : nat.
Variable P : 'M[F]_n.
Implicit Types (K : X -> A -> 'M[F]_(d, n)) (v w : 'cV[F]_d).

Let f K w : X -> A -> 'cV[F]_n := fun x a => (K x a)^T *m w.

Lemma dot_weighted_moment S K v w :
  dot v (weighted_moment p q S K *m w)
    = \sum_x p x * dot ((view_mean q K x)^T *m v) (S *m ((view_mean q K x)^T *m w)).
Proof.
rewrite -mean_mulr dot_meanr; apply: eq_bigr => x _.
by rewrite -!mulmxA dot_mulr.
Qed.

(** E⟨Q Kᵀv, R Kᵀw⟩ and E_x⟨Q K̄ᵀv, R K̄ᵀw⟩. *)
Let total (Q R : 'M[F]_n) K v w :=
  second_moment p q (fun x a => Q *m f K v x a) (fun x a => R *m f K w x a).
Let between (Q R : 'M[F]_n) K v w :=
  \sum_x p x * dot (Q *m ((view_mean q K x)^T *m v)) (R *m ((view_mean q K x)^T *m w)).

Lemma totalC Q R K v w : total Q R K v w = total R Q K w v.
Proof.
by apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; rewrite dotC.
Qed.

Lemma betweenC Q R K v w : between Q R K v w = between R Q K w v.
Proof. by apply: eq_bigr => x _; rewrite dotC. Qed.

Lemma total_line Q R K w v t u :
  total Q R K u (w + t *: v) = total Q R K u w + t * total Q R K u v.
Proof.
rewrite -sumZ -sumD; apply: eq_bigr => x _; congr (_ * _).
rewrite -sumZ -sumD; apply: eq_bigr => a _; congr (_ * _).
by rewrite /f !mulmxDr -!scalemxAr dotDr dotZr.
Qed.

Lemma between_line Q R K w v t u :
  between Q R K u (w + t *: v) = between Q R K u w + t * between Q R K u v.
Proof.
rewrite -sumZ -sumD; apply: eq_bigr => x _; congr (_ * _).
by rewrite !mulmxDr -!scalemxAr dotDr dotZr.
Qed.

Lemma dot_within Q K v w :
  dot v (within_variance p q (Q^T *m Q) K *m w) = total Q Q K v w - between Q Q K v w.
Proof.
rewrite dot_within_variance //; congr (_ - _).
  apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _; congr (_ * _).
  by rewrite [RHS]dot_mull -mulmxA.
by apply: eq_bigr => x _; congr (_ * _); rewrite [RHS]dot_mull -mulmxA.
Qed.

Lemma byol_lossE K v w :
  byol_loss p q P (f K v) (f K w)
    = 2%:R^-1 * total P P K v v + 2%:R^-1 * total 1%:M 1%:M K w w - between P 1%:M K v w.
Proof.
rewrite /byol_loss positive_lossE //; congr (_ + _ - _).
  congr (_ * _); apply: eq_bigr => x _; congr (_ * _); apply: eq_bigr => a _.
  by rewrite mul1mx.
apply: eq_bigr => x _; congr (_ * _).
have E u : view_mean q (f K u) x = (view_mean q K x)^T *m u by exact: view_mean_tr_mul.
have -> : view_mean q (fun x a => P *m f K v x a) x = P *m view_mean q (f K v) x.
  exact: mean_mull.
by rewrite !E mul1mx.
Qed.

Lemma dot_byol_operator K v w :
  dot v (byol_operator p q P K *m w) = between P 1%:M K v w - total P P K v w.
Proof.
rewrite mulmxBl dotBr dot_weighted_moment dot_within.
have -> : \sum_x p x * dot ((view_mean q K x)^T *m v)
            (implicit_weight P *m ((view_mean q K x)^T *m w))
          = between P 1%:M K v w - between P P K v w.
  rewrite -sumB; apply: eq_bigr => x _; congr (_ * _).
  by rewrite -dotBr -mulmxBl [RHS]dot_mull -mulmxA.
by ring.
Qed.

Lemma byol_line K w v t :
  byol_loss p q P (f K (w + t *: v)) (f K w)
    = byol_loss p q P (f K w) (f K w) + t * - dot v (byol_operator p q P K *m w)
      + t ^+ 2 * (2%:R^-1 * total P P K v v).
Proof.
rewrite !byol_lossE dot_byol_operator total_line.
rewrite (totalC _ _ _ _ w) (totalC _ _ _ _ v) !total_line.
rewrite (betweenC _ _ _ _ w) between_line -!(betweenC P).
rewrite (totalC _ _ _ w v).
move: (total P P K w w) (total P P K v w) (total P P K v v) (total 1%:M 1%:M K w w).
by move: (between P _ K w w) (between P _ K v w) => g h a b c e; field.
Qed.

Lemma within_varianceD S S' K :
  within_variance p q (S + S') K = within_variance p q S K + within_variance p q S' K.
Proof.
rewrite -meanD; apply: eq_mean => x; rewrite -meanD; apply: eq_mean => a.
by rewrite mulmxDr mulmxDl.
Qed.

Lemma dot_both_sides K v w :
  dot v (both_sides_operator p q P K *m w)
    = total 1%:M 1%:M K v w + total P P K v w - between P 1%:M K v w - between P 1%:M K w v.
Proof.
have EW : dot v (within_variance p q 1%:M K *m w)
          = total 1%:M 1%:M K v w - between 1%:M 1%:M K v w.
  by rewrite -dot_within trmx1 mul1mx.
rewrite mulmxDl dotDr within_varianceD mulmxDl dotDr EW dot_within dot_weighted_moment.
have -> : \sum_x p x * dot ((view_mean q K x)^T *m v)
            ((1%:M - P)^T *m (1%:M - P) *m ((view_mean q K x)^T *m w))
          = between 1%:M 1%:M K v w - between P 1%:M K v w
            - (between 1%:M P K v w - between P P K v w).
  rewrite -!sumB; apply: eq_bigr => x _; congr (_ * _).
  by rewrite -mulmxA -dot_mull !mulmxBl dotBr !dotBl.
rewrite (betweenC 1%:M P).
move: (total 1%:M _ K v w) (total P _ K v w) (between 1%:M 1%:M K v w).
move: (between P P K v w) (between P 1%:M K v w) (between P 1%:M K w v) => a b c e g h.
by ring.
Qed.

Lemma both_sides_loss K w :
  byol_loss p q P (f K w) (f K w) = 2%:R^-1 * dot w (both_sides_operator p q P K *m w).
Proof.
rewrite byol_lossE dot_both_sides.
by move: (total 1%:M _ K w w) (total P _ K w w) (between P _ K w w) => a b c; field.
Qed.

Lemma both_sides_line K w v t :
  byol_loss p q P (f K (w + t *: v)) (f K (w + t *: v))
    = byol_loss p q P (f K w) (f K w) + t * dot v (both_sides_operator p q P K *m w)
      + t ^+ 2 * (2%:R^-1 * dot v (both_sides_operator p q P K *m v)).
Proof.
rewrite !both_sides_loss mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr).
have -> : dot w (both_sides_operator p q P K *m v) = dot v (both_sides_operator p q P K *m w).
  rewrite !dot_both_sides (totalC _ _ _ w v) (totalC P _ _ w v).
  by move: (total _ _ _ _ _) (total P _ _ _ _) => a b; rewrite addrAC.
move: (dot w _) (dot v _) (dot v (both_sides_operator p q P K *m v)) => a b c.
by field.
Qed.

(** Zero-mean at the output replaces K by K - M, with M = E K̄. *)
Let M K := mean p (view_mean q K).
Let shifted K : X -> A -> 'M[F]_(d, n) := fun x a => K x a - M K.

Lemma centred_shifted K w : centred p q (f K w) =2 f (shifted K) w.
Proof.
move=> x a; rewrite /centred /f /shifted linearB mulmxBl; congr (_ - _).
rewrite -mean_tr_mul; apply: eq_mean => y; exact: view_mean_tr_mul.
Qed.

Lemma shifted_view_mean K x : view_mean q (shifted K) x = view_mean q K x - M K.
Proof. by rewrite /view_mean meanB mean_const. Qed.

Lemma shifted_moment S K :
  weighted_moment p q S (shifted K) = weighted_variance p S (view_mean q K).
Proof. by apply: eq_mean => x; rewrite shifted_view_mean. Qed.

Lemma shifted_within S K :
  within_variance p q S (shifted K) = within_variance p q S K.
Proof. by apply: eq_mean => x; rewrite weighted_variance_shift. Qed.

Lemma shifted_byol_operator K :
  byol_operator p q P (shifted K) = byol_zero_mean_operator p q P K.
Proof. by rewrite /byol_operator shifted_moment shifted_within. Qed.

Lemma shifted_both_sides K :
  both_sides_operator p q P (shifted K) = both_sides_zero_mean_operator p q P K.
Proof. by rewrite /both_sides_operator shifted_moment shifted_within. Qed.

(** V^S[K̄] = E[K̄ S K̄ᵀ] - M S Mᵀ. *)
Lemma weighted_variance_moment S K :
  weighted_variance p S (view_mean q K)
    = weighted_moment p q S K - M K *m S *m (M K)^T.
Proof.
rewrite /weighted_variance.
transitivity (mean p (fun x => view_mean q K x *m S *m (view_mean q K x)^T
    - view_mean q K x *m (S *m (M K)^T) - M K *m S *m (view_mean q K x)^T
    + M K *m S *m (M K)^T)).
  apply: eq_mean => x; rewrite linearB /= !(mulmxBl, mulmxBr) !mulmxA.
  rewrite opprB [X in _ - _ + X]addrC !addrA; congr (_ + _); exact: addrAC.
rewrite meanD !meanB mean_mulr mean_mull mean_tr mean_const // !mulmxA.
by rewrite subrK.
Qed.

End Operator.
