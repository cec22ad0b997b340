(** Means over one positive and one negative pair: the views a and b of a sample x
    and the view c of an independent sample y. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).

(** The mean over a draw: two independent samples x and y, two independent views a
    and b of x, a view c of y. *)
Definition draw_mean m n (Z : X -> X -> A -> A -> A -> 'M[F]_(m, n)) : 'M[F]_(m, n) :=
  mean p (fun x => mean p (fun y =>
    mean (q x) (fun a => mean (q x) (fun b => mean (q y) (fun c => Z x y a b c))))).

(** The mean over two independent samples. *)
Definition two_sample_mean m n (Z : X -> X -> 'M[F]_(m, n)) : 'M[F]_(m, n) :=
  mean p (fun x => mean p (fun y => Z x y)).

End Definitions.

Section Facts.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).

Lemma eq_draw_mean m n (Y Z : X -> X -> A -> A -> A -> 'M[F]_(m, n)) :
  (forall x y a b c, Y x y a b c = Z x y a b c) -> draw_mean p q Y = draw_mean p q Z.
Proof. by move=> YZ; do 5!(apply: eq_mean => ?); apply: YZ. Qed.

Lemma eq_two_sample_mean m n (Y Z : X -> X -> 'M[F]_(m, n)) : Y =2 Z -> 
    two_sample_mean p Y = two_sample_mean p Z.
Proof. by move=> YZ; do 2!(apply: eq_mean => ?); apply: YZ. Qed.

Lemma draw_meanD m n (Y Z : X -> X -> A -> A -> A -> 'M[F]_(m, n)) :
  draw_mean p q (fun x y a b c => Y x y a b c + Z x y a b c)
    = draw_mean p q Y + draw_mean p q Z.
Proof.
rewrite /draw_mean -meanD; apply: eq_mean => x; rewrite -meanD; apply: eq_mean => y.
rewrite -meanD; apply: eq_mean => a; rewrite -meanD; apply: eq_mean => b.
by rewrite -meanD.
Qed.

Lemma draw_meanN m n (Z : X -> X -> A -> A -> A -> 'M[F]_(m, n)) :
  draw_mean p q (fun x y a b c => - Z x y a b c) = - draw_mean p q Z.
Proof.
rewrite /draw_mean -meanN; apply: eq_mean => x; rewrite -meanN; apply: eq_mean => y.
rewrite -meanN; apply: eq_mean => a; rewrite -meanN; apply: eq_mean => b.
by rewrite -meanN.
Qed.

Lemma dot_draw_mean d (v : 'cV[F]_d) Z :
  dot v (draw_mean p q Z)
    = \sum_x p x * (\sum_y p y * (\sum_a q x a * (\sum_b q x b * (\sum_c q y c *
        dot v (Z x y a b c))))).
Proof.
rewrite dot_meanr; apply: eq_bigr => x _; rewrite dot_meanr; congr (_ * _).
apply: eq_bigr => y _; rewrite dot_meanr; congr (_ * _).
apply: eq_bigr => a _; rewrite dot_meanr; congr (_ * _).
by apply: eq_bigr => b _; rewrite dot_meanr.
Qed.

Lemma two_sample_meanD m n (Y Z : X -> X -> 'M[F]_(m, n)) :
  two_sample_mean p (fun x y => Y x y + Z x y) = two_sample_mean p Y + two_sample_mean p Z.
Proof. by rewrite /two_sample_mean -meanD; apply: eq_mean => x; rewrite -meanD. Qed.

Lemma two_sample_meanN m n (Z : X -> X -> 'M[F]_(m, n)) :
  two_sample_mean p (fun x y => - Z x y) = - two_sample_mean p Z.
Proof. by rewrite /two_sample_mean -meanN; apply: eq_mean => x; rewrite -meanN. Qed.

(** Independent samples of one law can be exchanged. *)
Lemma two_sample_mean_swap m n (Z : X -> X -> 'M[F]_(m, n)) :
  two_sample_mean p (fun x y => Z y x) = two_sample_mean p Z.
Proof.
rewrite /two_sample_mean /mean; under eq_bigr => x _ do rewrite scaler_sumr.
rewrite exchange_big; apply: eq_bigr => x _; rewrite scaler_sumr.
by apply: eq_bigr => y _; rewrite !scalerA mulrC.
Qed.

Lemma two_sample_mean_half m n (Y Z : X -> X -> 'M[F]_(m, n)) :
  (forall x y, Y x y + Y y x = Z x y) -> two_sample_mean p Y = 2%:R^-1 *: two_sample_mean p Z.
Proof.
move=> YZ; rewrite -(eq_two_sample_mean YZ) two_sample_meanD two_sample_mean_swap -mulr2n -scaler_nat.
by rewrite scalerA mulVf ?scale1r // pnatr_eq0.
Qed.

Variables d n : nat.
Implicit Types (K : X -> A -> 'M[F]_(d, n)) (f g : X -> A -> 'cV[F]_n) (w : 'cV[F]_d).

(** The means of the products of two of the three views. *)
Lemma draw_mean_first_second (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y a b _ => c0 x y *: (K x a *m f x b))
    = two_sample_mean p (fun x y => c0 x y *: (view_mean q K x *m view_mean q f x)).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite /view_mean -mean_mulr -meanZ.
apply: eq_mean => a; rewrite -mean_mull -meanZ; apply: eq_mean => b.
exact: mean_const.
Qed.

Lemma draw_mean_first_third (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y a _ c => c0 x y *: (K x a *m f y c))
    = two_sample_mean p (fun x y => c0 x y *: (view_mean q K x *m view_mean q f y)).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite /view_mean -mean_mulr -meanZ.
apply: eq_mean => a; rewrite mean_const // -mean_mull -meanZ.
by apply: eq_mean => c.
Qed.

Lemma draw_mean_third_first (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y a _ c => c0 x y *: (K y c *m f x a))
    = two_sample_mean p (fun x y => c0 x y *: (view_mean q K y *m view_mean q f x)).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite /view_mean -mean_mull -meanZ.
apply: eq_mean => a; rewrite mean_const // -mean_mulr -meanZ.
by apply: eq_mean => c.
Qed.

Lemma draw_mean_second_first (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y a b _ => c0 x y *: (K x b *m f x a))
    = two_sample_mean p (fun x y => c0 x y *: (view_mean q K x *m view_mean q f x)).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite /view_mean -mean_mull -meanZ.
apply: eq_mean => a; rewrite -mean_mulr -meanZ; apply: eq_mean => b.
exact: mean_const.
Qed.

Lemma draw_mean_second (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y _ b _ => c0 x y *: (K x b *m f x b))
    = two_sample_mean p (fun x y => c0 x y *: view_mean q (fun x a => K x a *m f x a) x).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite mean_const // /view_mean -meanZ.
by apply: eq_mean => b; rewrite mean_const.
Qed.

Lemma draw_mean_third (c0 : X -> X -> F) K f :
  draw_mean p q (fun x y _ _ c => c0 x y *: (K y c *m f y c))
    = two_sample_mean p (fun x y => c0 x y *: view_mean q (fun x a => K x a *m f x a) y).
Proof.
apply: eq_mean => x; apply: eq_mean => y; rewrite !mean_const // /view_mean -meanZ.
by apply: eq_mean.
Qed.

Variable xi0 : X -> X -> F.
Hypothesis xi0C : forall x y, xi0 x y = xi0 y x.

(** E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (F̄(x) - F̄(y))]. *)
Definition between K f : 'cV[F]_d := two_sample_mean p (fun x y => xi0 x y *:
  ((view_mean q K x - view_mean q K y) *m (view_mean q f x - view_mean q f y))).

(** E[ξ₀ K₁ (f₊ - f₋)] = ½ E_{x,y}[ξ₀ (K̄(x) - K̄(y)) (F̄(x) - F̄(y))]. *)
Lemma frozen_one_branch K f :
  draw_mean p q (fun x y a b c => xi0 x y *: (K x a *m (f x b - f y c)))
    = 2%:R^-1 *: between K f.
Proof.
rewrite (eq_draw_mean (Z := fun x y a b c =>
  xi0 x y *: (K x a *m f x b) + - (xi0 x y *: (K x a *m f y c)))); last first.
  by move=> x y a b c; rewrite mulmxBr scalerBr.
rewrite draw_meanD draw_meanN draw_mean_first_second draw_mean_first_third.
rewrite -two_sample_meanN -two_sample_meanD; apply: two_sample_mean_half => x y.
rewrite (xi0C y x) -!scalerBr -scalerDr; congr (_ *: _).
rewrite !mulmxBr !mulmxBl; apply/colP => i; rewrite !mxE; ring.
Qed.

(** With the gradient through all views it is the whole of it. *)
Lemma frozen_both_branches K f :
  draw_mean p q (fun x y a b c => xi0 x y *: (K x a *m (f x b - f y c)
      + K x b *m (f x a - f x b) + K y c *m (f y c - f x a)))
    = between K f.
Proof.
rewrite (eq_draw_mean (Z := fun x y a b c => xi0 x y *: (K x a *m (f x b - f y c))
  + (xi0 x y *: (K x b *m f x a) + (- (xi0 x y *: (K x b *m f x b))
  + (xi0 x y *: (K y c *m f y c) + - (xi0 x y *: (K y c *m f x a))))))); last first.
  by move=> x y a b c; rewrite !mulmxBr !scalerDr !scalerN !addrA.
rewrite draw_meanD frozen_one_branch !draw_meanD !draw_meanN.
rewrite draw_mean_second_first draw_mean_second draw_mean_third draw_mean_third_first.
rewrite -!two_sample_meanN -!two_sample_meanD (@two_sample_mean_half _ _ _ (fun x y => xi0 x y *:
  ((view_mean q K x - view_mean q K y) *m (view_mean q f x - view_mean q f y)))).
  have half : 2%:R^-1 + 2%:R^-1 = 1 :> F by field.
  by rewrite -/(between K f) -scalerDl half scale1r.
move=> x y; rewrite (xi0C y x) -!scalerN -!scalerDr; congr (_ *: _).
rewrite !mulmxBr !mulmxBl; apply/colP => i; rewrite !mxE; ring.
Qed.

Lemma frozen_share (a b : F) (z : 'cV[F]_d) : b *: z + (a - b) *: z = a *: z.
Proof. by rewrite -scalerDl addrC subrK. Qed.

End Facts.
