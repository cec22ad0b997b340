(** The update of a random batch: n samples, two views of each. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.
Variables X A : finType.

(** A draw: a sample, and its first and second view. *)
Definition draw : finType := [finType of X * (A * A)].
Definition first_view T (g : X -> A -> T) (o : draw) : T := g o.1 o.2.1.
Definition second_view T (g : X -> A -> T) (o : draw) : T := g o.1 o.2.2.

(** The probability of a draw: the two views are independent. *)
Definition draw_law (p : X -> F) (q : X -> A -> F) (o : draw) : F :=
  p o.1 * (q o.1 o.2.1 * q o.1 o.2.2).

(** The mean of the two views of g. *)
Definition both_views m n (g : X -> A -> 'M[F]_(m, n)) (o : draw) : 'M[F]_(m, n) :=
  2%:R^-1 *: (first_view g o + second_view g o).

Variable N : nat.

(** mean_i ½‖f'_i - f''_i‖² - mean_{i≠j} ½‖f_i - f_j‖², the latter over both views of i and
    of j, for the batch o of N draws. *)
Definition minibatch_loss n (f : X -> A -> 'cV[F]_n) (o : 'I_N -> draw) : F :=
  let f1 i := first_view f (o i) in let f2 i := second_view f (o i) in
  (N%:R)^-1 * (\sum_i pair_loss (f1 i) (f2 i))
  - (4%:R * (N%:R * (N%:R - 1)))^-1 * (\sum_i \sum_(j | j != i)
      (pair_loss (f1 i) (f1 j) + pair_loss (f1 i) (f2 j)
       + pair_loss (f2 i) (f1 j) + pair_loss (f2 i) (f2 j))).

(** (1/N) Σ_i c_i - 2/(N(N-1)) Σ_{i≠j} κ_i φ_j, with c_i = K'_i f''_i + K''_i f'_i, κ_i and
    φ_i the means of K and f over the two views of i. *)
Definition minibatch_update d n (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n)
    (o : 'I_N -> draw) : 'cV[F]_d :=
  (N%:R)^-1 *: (\sum_i (first_view K (o i) *m second_view f (o i)
                        + second_view K (o i) *m first_view f (o i)))
  - (2%:R / (N%:R * (N%:R - 1))) *: (\sum_i \sum_(j | j != i)
      both_views K (o i) *m both_views f (o j)).

(** The mean over all batches of N independent draws. *)
Definition batch_mean (p : X -> F) (q : X -> A -> F) m n
    (Z : ('I_N -> draw) -> 'M[F]_(m, n)) : 'M[F]_(m, n) :=
  \sum_(o : {ffun 'I_N -> draw}) (\prod_i draw_law p q (o i)) *: Z o.

Lemma eq_minibatch_loss n (f g : X -> A -> 'cV[F]_n) (o : 'I_N -> draw) :
  f =2 g -> minibatch_loss f o = minibatch_loss g o.
Proof.
move=> fg; rewrite /minibatch_loss /first_view /second_view; congr (_ * _ - _ * _).
  by apply: eq_bigr => i _; rewrite !fg.
by apply: eq_bigr => i _; apply: eq_bigr => j _; rewrite !fg.
Qed.

End Definitions.

Section Update.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variable N : nat.
Hypotheses (N0 : N%:R != 0 :> F) (N1 : N%:R - 1 != 0 :> F).

Lemma four : 4%:R != 0 :> F.
Proof. by rewrite (_ : 4 = 2 * 2)%N // natrM mulf_neq0. Qed.

Lemma pair_loss_line n (u v h k : 'cV[F]_n) t :
  pair_loss (u + t *: h) (v + t *: k)
    = pair_loss u v + t * dot (u - v) (h - k) + t ^+ 2 * pair_loss h k.
Proof.
rewrite /pair_loss; have -> : u + t *: h - (v + t *: k) = (u - v) + t *: (h - k).
  by rewrite scalerBr opprD addrACA.
move: (u - v) (h - k) => a b; rewrite !(dotDl, dotDr, dotZl, dotZr) (dotC b a).
by move: (dot a a) (dot a b) (dot b b) => *; field.
Qed.

Lemma four_lines (a b c e a1 b1 c1 e1 a2 b2 c2 e2 t : F) :
  a + t * a1 + t ^+ 2 * a2 + (b + t * b1 + t ^+ 2 * b2) + (c + t * c1 + t ^+ 2 * c2)
    + (e + t * e1 + t ^+ 2 * e2)
  = a + b + c + e + t * (a1 + b1 + c1 + e1) + t ^+ 2 * (a2 + b2 + c2 + e2).
Proof. by ring. Qed.

Lemma cross_terms n (a1 a2 b1 b2 h1 h2 k1 k2 : 'cV[F]_n) :
  dot (a1 - b1) (h1 - k1) + dot (a1 - b2) (h1 - k2) + dot (a2 - b1) (h2 - k1)
    + dot (a2 - b2) (h2 - k2)
  = 2%:R * (dot a1 h1 + dot a2 h2) + 2%:R * (dot b1 k1 + dot b2 k2)
    + (- dot (h1 + h2) (b1 + b2) - dot (k1 + k2) (a1 + a2)).
Proof.
rewrite !(dotBl, dotBr, dotDl, dotDr) (dotC h1 b1) (dotC h1 b2) (dotC h2 b1) (dotC h2 b2).
rewrite (dotC k1 a1) (dotC k1 a2) (dotC k2 a1) (dotC k2 a2).
move: (dot a1 h1) (dot a1 k1) (dot a1 k2) (dot b1 h1) (dot b1 k1) (dot b2 h1) (dot b2 k2).
by move: (dot a2 h2) (dot a2 k1) (dot a2 k2) (dot b1 h2) (dot b2 h2) => *; ring.
Qed.

(** Each of N numbers stands N - 1 times beside another. *)
Lemma sum_others (e : 'I_N -> F) : \sum_i \sum_(j | j != i) e i = (N%:R - 1) * \sum_i e i.
Proof.
rewrite mulr_sumr; apply: eq_bigr => i _; rewrite sumr_const -[LHS]mulr_natl; congr (_ * _).
by rewrite cardC1 card_ord; case: (N) i => [[]//|m] _; rewrite /= -[m.+1]addn1 natrD addrK.
Qed.

Lemma sum_others_swap (e : 'I_N -> 'I_N -> F) :
  \sum_i \sum_(j | j != i) e j i = \sum_i \sum_(j | j != i) e i j.
Proof.
rewrite (exchange_big_dep predT) //=; apply: eq_bigr => i _.
by apply: eq_bigl => j; rewrite eq_sym.
Qed.

Variables X A : finType.
Variables n d : nat.
Variables (f : X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)) (delta : 'cV[F]_d).
Variable o : 'I_N -> draw X A.

Let h : X -> A -> 'cV[F]_n := fun x a => (K x a)^T *m delta.
Let f1 i := first_view f (o i).
Let f2 i := second_view f (o i).
Let h1 i := first_view h (o i).
Let h2 i := second_view h (o i).

Lemma minibatch_update_dot : dot delta (minibatch_update K f o)
  = (N%:R)^-1 * (\sum_i (dot (h1 i) (f2 i) + dot (h2 i) (f1 i)))
    - (2%:R / (N%:R * (N%:R - 1))) * (\sum_i \sum_(j | j != i)
        dot (2%:R^-1 *: (h1 i + h2 i)) (2%:R^-1 *: (f1 j + f2 j))).
Proof.
rewrite /minibatch_update dotBr !dotZr; congr (_ * _ - _ * _).
  rewrite dot_sumr; apply: eq_bigr => i _; rewrite dotDr.
  by rewrite [dot delta (first_view _ _ *m _)]dot_mulr [dot delta (second_view _ _ *m _)]dot_mulr.
rewrite dot_sumr; apply: eq_bigr => i _.
have d0 : dot delta 0 = 0 by rewrite dotC dot0l.
rewrite (big_morph (dot delta) (dotDr delta) d0); apply: eq_bigr => j _.
rewrite [dot delta _]dot_mulr; congr (dot _ _).
by rewrite /both_views [(_ *: _)^T]linearZ /= linearD /= -scalemxAl mulmxDl.
Qed.

(** The loss of a batch on the line f + t Kᵀδ. *)
Lemma minibatch_line t : minibatch_loss (fun x a => f x a + t *: h x a) o
  = minibatch_loss f o + t * - dot delta (minibatch_update K f o) + t ^+ 2 * minibatch_loss h o.
Proof.
rewrite minibatch_update_dot /minibatch_loss /first_view /second_view.
pose P (u v : 'I_N -> 'cV[F]_n) (k l : 'I_N -> 'cV[F]_n) i j := dot (u i - v j) (k i - l j).
have E1 : \sum_i pair_loss (f (o i).1 (o i).2.1 + t *: h (o i).1 (o i).2.1)
      (f (o i).1 (o i).2.2 + t *: h (o i).1 (o i).2.2)
    = \sum_i pair_loss (f1 i) (f2 i) + t * (\sum_i P f1 f2 h1 h2 i i)
      + t ^+ 2 * (\sum_i pair_loss (h1 i) (h2 i)).
  by rewrite !mulr_sumr -!big_split; apply: eq_bigr => i _; apply: pair_loss_line.
pose Q i j := P f1 f1 h1 h1 i j + P f1 f2 h1 h2 i j + P f2 f1 h2 h1 i j + P f2 f2 h2 h2 i j.
pose e i := dot (f1 i) (h1 i) + dot (f2 i) (h2 i).
pose c i := dot (h1 i) (f2 i) + dot (h2 i) (f1 i).
pose g i j := dot (h1 i + h2 i) (f1 j + f2 j).
have E2 : \sum_i \sum_(j | j != i)
      (pair_loss (f (o i).1 (o i).2.1 + t *: h (o i).1 (o i).2.1)
                 (f (o j).1 (o j).2.1 + t *: h (o j).1 (o j).2.1)
       + pair_loss (f (o i).1 (o i).2.1 + t *: h (o i).1 (o i).2.1)
                   (f (o j).1 (o j).2.2 + t *: h (o j).1 (o j).2.2)
       + pair_loss (f (o i).1 (o i).2.2 + t *: h (o i).1 (o i).2.2)
                   (f (o j).1 (o j).2.1 + t *: h (o j).1 (o j).2.1)
       + pair_loss (f (o i).1 (o i).2.2 + t *: h (o i).1 (o i).2.2)
                   (f (o j).1 (o j).2.2 + t *: h (o j).1 (o j).2.2))
    = \sum_i \sum_(j | j != i) (pair_loss (f1 i) (f1 j) + pair_loss (f1 i) (f2 j)
         + pair_loss (f2 i) (f1 j) + pair_loss (f2 i) (f2 j))
      + t * (\sum_i \sum_(j | j != i) Q i j)
      + t ^+ 2 * (\sum_i \sum_(j | j != i) (pair_loss (h1 i) (h1 j) + pair_loss (h1 i) (h2 j)
         + pair_loss (h2 i) (h1 j) + pair_loss (h2 i) (h2 j))).
  rewrite !mulr_sumr -!big_split; apply: eq_bigr => i _.
  rewrite !mulr_sumr -!big_split; apply: eq_bigr => j _; rewrite !pair_loss_line.
  by rewrite /Q /P; exact: four_lines.
have EQ : \sum_i \sum_(j | j != i) Q i j
    = 4%:R * ((N%:R - 1) * \sum_i e i) - 2%:R * (\sum_i \sum_(j | j != i) g i j).
  transitivity (\sum_i \sum_(j | j != i) (2%:R * e i)
     + \sum_i \sum_(j | j != i) (2%:R * e j)
     + (\sum_i \sum_(j | j != i) (- g i j) + \sum_i \sum_(j | j != i) (- g j i))).
    rewrite -!big_split; apply: eq_bigr => i _; rewrite -!big_split; apply: eq_bigr => j _.
    exact: cross_terms.
  rewrite (sum_others_swap (fun i j => 2%:R * e i)) (sum_others_swap (fun i j => - g i j)).
  rewrite (sum_others (fun i => 2%:R * e i)) -mulr_sumr.
  have -> : \sum_i \sum_(j | j != i) - g i j = - (\sum_i \sum_(j | j != i) g i j).
    by rewrite -sumrN; apply: eq_bigr => i _; rewrite -sumrN.
  by move: (\sum_i e i) (\sum_i _) => *; ring.
have EP : \sum_i P f1 f2 h1 h2 i i = \sum_i e i - \sum_i c i.
  rewrite -sumrB; apply: eq_bigr => i _; rewrite /P /e /c !(dotBl, dotBr).
  by rewrite (dotC (h1 i) (f2 i)) (dotC (h2 i) (f1 i)); ring.
have EG : \sum_i \sum_(j | j != i) dot (2%:R^-1 *: (h1 i + h2 i)) (2%:R^-1 *: (f1 j + f2 j))
    = 4%:R^-1 * (\sum_i \sum_(j | j != i) g i j).
  rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => j _.
  by rewrite dotZl dotZr mulrA -invfM -natrM.
rewrite E1 E2 EQ EP EG -/(f1 _) -/(f2 _).
rewrite -[\sum_i (dot (h1 i) (f2 i) + dot (h2 i) (f1 i))]/(\sum_i c i).
have f4 := four.
move: (\sum_i e i) (\sum_i c i) (\sum_i \sum_(j | j != i) g i j) => se sc sg.
move: (\sum_i pair_loss (f1 i) _) (\sum_i pair_loss (h1 i) _) => S1 S2.
move: (\sum_i \sum_(j | j != i) (pair_loss (f1 i) _ + _ + _ + _)) => T1.
move: (\sum_i \sum_(j | j != i) (pair_loss (h1 i) _ + _ + _ + _)) => T2.
by field; rewrite N0 N1 f4.
Qed.

End Update.

Section Layer.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variable N : nat.
Hypotheses (N0 : N%:R != 0 :> F) (N1 : N%:R - 1 != 0 :> F).
Variables X A : finType.
Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.
Let f := output below D above input.
Let K := layer_connection below D above input.

(** minibatch-law#update-of-a-batch: every layer of every network with given gates, any
    batch o of N draws, on every line W + tV: the loss is its value, plus t times -⟨vec V, U⟩,
    plus t² times a constant; U = (1/N) Σ_i c_i - 2/(N(N-1)) Σ_{i≠j} κ_i φ_j. *)
Theorem update_of_a_batch W V (o : 'I_N -> draw X A) t :
  minibatch_loss (f (W + t *: V)) o
    = minibatch_loss (f W) o + t * - dot (vec V) (minibatch_update K (f W) o)
      + t ^+ 2 * minibatch_loss (fun x a => (K x a)^T *m vec V) o.
Proof.
rewrite -(minibatch_line two N0 N1 (f W) K (vec V) o t).
apply: eq_minibatch_loss => x a.
by rewrite /f !output_connection vecD vecZ mulmxDr -scalemxAr.
Qed.

End Layer.
