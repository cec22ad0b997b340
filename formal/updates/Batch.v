(** SimCLR on a finite batch: N samples with A views each, positives from
    distinct views, negatives from the other samples of the batch. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Batch.
Variable F : fieldType.
Variables X A : finType.

Let N : F := #|X|%:R.
Let B : F := #|A|%:R.

(** The loss of a batch: ordered pairs of distinct views, ordered pairs of
    distinct samples with any two views. *)
Definition batch_loss n (f g : X -> A -> 'cV[F]_n) : F :=
  (N * B * (B - 1))^-1 * (\sum_x \sum_a \sum_(b | b != a) pair_loss (f x a) (g x b))
  - (N * (N - 1) * B ^+ 2)^-1
    * (\sum_x \sum_(y | y != x) \sum_a \sum_b pair_loss (f x a) (g y b)).

Hypotheses (two : 2%:R != 0 :> F) (N0 : N != 0) (N1 : N - 1 != 0).
Hypotheses (B0 : B != 0) (B1 : B - 1 != 0).

(** The uniform laws of the samples and of the views. *)
Definition uniform (T : finType) (_ : T) : F := (#|T|%:R)^-1.

Lemma uniform_law (T : finType) : #|T|%:R != 0 :> F -> law (@uniform T).
Proof. by move=> T0; rewrite /law sumr_const -[LHS]mulr_natl; apply: mulfV. Qed.

Let p := @uniform X.
Let q (_ : X) := @uniform A.
Let p1 : law p. Proof. exact: uniform_law. Qed.
Let q1 x : law (q x). Proof. exact: uniform_law. Qed.

Lemma uniform_sum (T : finType) (g : T -> F) :
  \sum_x @uniform T x * g x = (#|T|%:R)^-1 * \sum_x g x.
Proof. by rewrite mulr_sumr. Qed.

Lemma positive_all n (f : X -> A -> 'cV[F]_n) :
  N * B ^+ 2 * positive_loss p q f f = \sum_x \sum_a \sum_b pair_loss (f x a) (f x b).
Proof.
have c s : N * B ^+ 2 * (N^-1 * s) = B ^+ 2 * s by field.
rewrite /positive_loss uniform_sum c mulr_sumr; apply: eq_bigr => x _.
rewrite uniform_sum expr2 -mulrA mulVKf // mulr_sumr; apply: eq_bigr => a _.
by rewrite uniform_sum mulVKf.
Qed.

Lemma negative_all n (f : X -> A -> 'cV[F]_n) :
  N ^+ 2 * B ^+ 2 * negative_loss p q f f
    = \sum_x \sum_y \sum_a \sum_b pair_loss (f x a) (f y b).
Proof.
have c s : N ^+ 2 * B ^+ 2 * (N^-1 * s) = N * B ^+ 2 * s by field.
have c' s : N * B ^+ 2 * (N^-1 * s) = B ^+ 2 * s by field.
rewrite /negative_loss uniform_sum c mulr_sumr; apply: eq_bigr => x _.
rewrite uniform_sum c' mulr_sumr; apply: eq_bigr => y _.
rewrite uniform_sum expr2 -mulrA mulVKf // mulr_sumr; apply: eq_bigr => a _.
by rewrite uniform_sum mulVKf.
Qed.

Lemma positive_sum n (f : X -> A -> 'cV[F]_n) :
  \sum_x \sum_a \sum_(b | b != a) pair_loss (f x a) (f x b)
    = N * B ^+ 2 * positive_loss p q f f.
Proof.
rewrite positive_all; apply: eq_bigr => x _; apply: eq_bigr => a _.
by rewrite [in RHS](bigD1 a) //= /pair_loss subrr dot0l mulr0 add0r.
Qed.

Lemma negative_sum n (f : X -> A -> 'cV[F]_n) :
  \sum_x \sum_(y | y != x) \sum_a \sum_b pair_loss (f x a) (f y b)
    = N ^+ 2 * B ^+ 2 * negative_loss p q f f - N * B ^+ 2 * positive_loss p q f f.
Proof.
rewrite negative_all positive_all -sumrB; apply: eq_bigr => x _.
by rewrite [in RHS](bigD1 x) //= addrAC subrr add0r.
Qed.

(** The loss of a batch is a multiple of SimCLR's and a share of E r₊. *)
Lemma batch_lossE n (f : X -> A -> 'cV[F]_n) :
  batch_loss f f = N / (N - 1) * simclr_loss p q f f + (B - 1)^-1 * positive_loss p q f f.
Proof.
rewrite /batch_loss positive_sum negative_sum /simclr_loss.
by field; rewrite N0 N1 B0 B1.
Qed.

Variables n0 m k h n : nat.
Variable below : network F (X * A) n0 m.
Variable D : X * A -> 'M[F]_(h, k).
Variable above : network F (X * A) h n.
Variable input : X -> A -> 'cV[F]_n0.

(** N/(N-1) V_x[K̄] - 1/(A-1) E_x V_{x'|x}[K], with uniform laws. *)
Definition batch_operator : 'M[F]_(m * k) :=
  (N / (N - 1)) *: covariance_operator p q below D above input
  - (B - 1)^-1 *: within_variance p q 1%:M (layer_connection below D above input).

(** covariance-operator#finite-batch: both branches,
    -∇L = 2 (N/(N-1) V_x[K̄] - 1/(A-1) E_x V_{x'|x}[K]) vec W. *)
Theorem batch_update (W V : 'M[F]_(k, m)) t :
  let f := output below D above input in
  batch_loss (f (W + t *: V)) (f (W + t *: V))
    = batch_loss (f W) (f W) + t * (- 2%:R * dot (vec V) (batch_operator *m vec W))
      + t ^+ 2 * - dot (vec V) (batch_operator *m vec V).
Proof.
move=> f; pose K := layer_connection below D above input.
have E Z : batch_loss (f Z) (f Z) = - dot (vec Z) (batch_operator *m vec Z).
  rewrite batch_lossE.
  have fE := output_connection below D above input Z.
  rewrite (eq_simclr_loss p q fE fE) (eq_positive_loss p q fE fE).
  rewrite simclr_loss_operator // positive_loss_within //.
  rewrite mulmxBl -!scalemxAl dotBr !dotZr /covariance_operator -/K.
  by rewrite opprB addrC mulrN.
have C v w : dot v (batch_operator *m w) = dot w (batch_operator *m v).
  rewrite dot_mulr linearB [X in X - _]linearZ [X in _ - X]linearZ /= covariance_operator_symmetric.
  by rewrite within_variance_tr trmx1 dotC.
rewrite !E vecD vecZ mulmxDr -scalemxAr !(dotDl, dotDr, dotZl, dotZr) (C (vec W) (vec V)).
move: (dot (vec W) (batch_operator *m vec W)) (dot (vec V) (batch_operator *m vec W)).
by move: (dot (vec V) (batch_operator *m vec V)) => a b c; ring.
Qed.

End Batch.
