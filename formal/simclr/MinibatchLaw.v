(** The covariance of the update of a random batch: that of a mean over pairs of draws. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  simclr.Minibatch simclr.MinibatchMean simclr.MinibatchCovariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Entries.
Variable F : fieldType.
Variable T : finType.
Variable w : T -> F.

Lemma mean_entry m n (Z : T -> 'M[F]_(m, n)) i j : mean w Z i j = \sum_x w x * Z x i j.
Proof. by rewrite summxE; apply: eq_bigr => x _; rewrite mxE. Qed.

Lemma variance_entry d (Z : T -> 'cV[F]_d) i j : variance w Z i j
  = \sum_x w x * ((Z x i 0 - \sum_y w y * Z y i 0) * (Z x j 0 - \sum_y w y * Z y j 0)).
Proof.
rewrite /variance mean_entry; apply: eq_bigr => x _; congr (_ * _).
by rewrite !mxE big_ord1 !mxE !mean_entry.
Qed.

End Entries.

Section Covariance.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Hypothesis two : 2%:R != 0 :> F.
Variables d n N : nat.
Hypotheses (N0 : N%:R != 0 :> F) (N1 : N%:R - 1 != 0 :> F).
Variables (f : X -> A -> 'cV[F]_n) (K : X -> A -> 'M[F]_(d, n)).
Let r := draw_law p q.
Let r1 : law r. Proof. exact: draw_law1. Qed.

(** c = K' f'' + K'' f', and κ, φ: the means of K and f over the two views. *)
Definition crossed (z : draw X A) : 'cV[F]_d :=
  first_view K z *m second_view f z + second_view K z *m first_view f z.
Let kappa := both_views K.
Let phi := both_views f.

(** ½c₁ + ½c₂ - κ₁φ₂ - κ₂φ₁, of two draws. *)
Definition pair_update (z z' : draw X A) : 'cV[F]_d :=
  2%:R^-1 *: crossed z + 2%:R^-1 *: crossed z' - kappa z *m phi z' - kappa z' *m phi z.

(** ½c - κm - Mφ, of one draw, with m = Eφ and M = Eκ. *)
Definition draw_update (z : draw X A) : 'cV[F]_d :=
  2%:R^-1 *: crossed z - kappa z *m mean r phi - mean r kappa *m phi z.

Let s i (z z' : draw X A) : F := pair_update z z' i 0.

Lemma pair_updateC z z' : pair_update z z' = pair_update z' z.
Proof.
rewrite /pair_update (addrC (_ *: crossed z)) -!addrA; congr (_ + (_ + _)).
by rewrite addrC.
Qed.

Lemma update_is_statistic (o : 'I_N -> draw X A) i :
  minibatch_update K f o i 0 = statistic (s i) o.
Proof.
rewrite /statistic /minibatch_update.
pose c k := crossed (o k) i 0; pose g k l := (kappa (o k) *m phi (o l)) i 0.
have -> : \sum_k \sum_(l | l != k) s i (o k) (o l)
    = (N%:R - 1) * (\sum_k c k) - 2%:R * (\sum_k \sum_(l | l != k) g k l).
  transitivity (\sum_k \sum_(l | l != k) 2%:R^-1 * c k + \sum_k \sum_(l | l != k) 2%:R^-1 * c l
    + (\sum_k \sum_(l | l != k) - g k l + \sum_k \sum_(l | l != k) - g l k)).
    rewrite -!big_split; apply: eq_bigr => k _; rewrite -!big_split; apply: eq_bigr => l _ /=.
    by rewrite /s /pair_update /g /c !mxE; ring.
  rewrite (sum_others_swap (fun k l => 2%:R^-1 * c k)) (sum_others_swap (fun k l => - g k l)).
  rewrite (sum_others (fun k => 2%:R^-1 * c k)) -mulr_sumr.
  have -> : \sum_k \sum_(l | l != k) - g k l = - (\sum_k \sum_(l | l != k) g k l).
    by rewrite -sumrN; apply: eq_bigr => k _; rewrite -sumrN.
  by move: (\sum_k c k) (\sum_k _) => a b; field.
rewrite !mxE !summxE.
have -> : \sum_k (\sum_(l | l != k) both_views K (o k) *m both_views f (o l)) i 0
    = \sum_k \sum_(l | l != k) g k l.
  by apply: eq_bigr => k _; rewrite summxE.
have -> : \sum_k (first_view K (o k) *m second_view f (o k)
    + second_view K (o k) *m first_view f (o k)) i 0 = \sum_k c k by [].
move: (\sum_k c k) (\sum_k _) => a b.
by field; rewrite N0 N1.
Qed.

Lemma mean_mulmx_entry (z : draw X A) i :
  one r (fun z' => (kappa z *m phi z') i 0) = (kappa z *m mean r phi) i 0
  /\ one r (fun z' => (kappa z' *m phi z) i 0) = (mean r kappa *m phi z) i 0.
Proof. by rewrite -mean_mull -mean_mulr !mean_entry. Qed.

Lemma projection_entry i z : projection r (s i) z
  = draw_update z i 0 - \sum_y r y * draw_update y i 0.
Proof.
have E a : one r (s i a) = draw_update a i 0 + 2%:R^-1 * one r (fun z' => crossed z' i 0).
  have [e1 e2] := mean_mulmx_entry a i.
  rewrite -[one r (s i a)]/(one r (fun z' => s i a z')).
  transitivity (one r (fun z' => 2%:R^-1 * crossed a i 0 + 2%:R^-1 * crossed z' i 0
      - (kappa a *m phi z') i 0 - (kappa z' *m phi a) i 0)).
    by apply: eq_one => z'; rewrite /s /pair_update !mxE.
  by rewrite 2!oneB oneD one_const // oneZ e1 e2 /draw_update !mxE; ring.
rewrite /projection /kernel_mean E (eq_one _ E) oneD one_const //.
by rewrite /one; ring.
Qed.

(** minibatch-law#covariance: for any outputs f and connections K, such as those of a layer,
    and N independent draws, the update of a batch has the covariance
    (4(N-2) ζ₁ + 2 ζ₂)/(N(N-1)) with ζ₁ = Cov(½c - κm - Mφ) over one draw and
    ζ₂ = Cov(½c₁ + ½c₂ - κ₁φ₂ - κ₂φ₁) over two. *)
Theorem covariance_of_minibatch_update :
  variance (fun o : {ffun 'I_N -> draw X A} => \prod_k r (o k)) (fun o => minibatch_update K f o)
    = (4%:R * (N%:R - 2%:R) / (N%:R * (N%:R - 1))) *: variance r draw_update
      + (2%:R / (N%:R * (N%:R - 1)))
        *: variance (fun z => r z.1 * r z.2) (fun z => pair_update z.1 z.2).
Proof.
apply/matrixP => i j.
have sC k a b : s k a b = s k b a by rewrite /s pair_updateC.
have m k : \sum_(o : {ffun 'I_N -> draw X A}) (\prod_l r (o l)) * minibatch_update K f o k 0
    = kernel_mean r (s k).
  rewrite -[LHS]/(expect r (fun o => minibatch_update K f o k 0)).
  rewrite (@eq_expect F N _ r _ (fun o => (N%:R * (N%:R - 1))^-1
    * \sum_a \sum_(b | b != a) s k (o a) (o b))) => [|o]; last exact: update_is_statistic.
  rewrite expectZ expect_sum (eq_bigr (fun a => \sum_(b < N | b != a) kernel_mean r (s k))) => [|a _].
    rewrite (sum_others (fun=> _)) sumr_const card_ord -[X in _ * (_ * X)]mulr_natl.
    by move: (kernel_mean r (s k)) => u; field; rewrite N0 N1.
  rewrite expect_sum; apply: eq_bigr => b ba.
  exact: (expect_of_two r1 (s k) ba).
rewrite variance_entry !m -[LHS]/(expect r (fun o => (minibatch_update K f o i 0 - kernel_mean r (s i))
  * (minibatch_update K f o j 0 - kernel_mean r (s j)))).
rewrite (@eq_expect F N _ r _ (fun o => (statistic (s i) o - kernel_mean r (s i))
  * (statistic (s j) o - kernel_mean r (s j)))) => [|o]; last by rewrite !update_is_statistic.
rewrite (statistic_covariance N0 N1 r1 (sC i) (sC j)) [RHS]mxE [X in _ = X + _]mxE [X in _ = _ + X]mxE.
rewrite !variance_entry.
have -> : \sum_z r z * ((draw_update z i 0 - \sum_y r y * draw_update y i 0)
    * (draw_update z j 0 - \sum_y r y * draw_update y j 0)) = zeta1 r (s i) (s j).
  by rewrite /zeta1 /one; apply: eq_bigr => z _; rewrite !projection_entry.
have k2 k : \sum_z r z.1 * r z.2 * pair_update z.1 z.2 k 0 = kernel_mean r (s k).
  rewrite -(pair_bigA _ (fun a b => r a * r b * pair_update a b k 0)); apply: eq_bigr => a _.
  by rewrite /one mulr_sumr; apply: eq_bigr => b _; rewrite mulrA.
have -> : \sum_z r z.1 * r z.2 * ((pair_update z.1 z.2 i 0 - \sum_y r y.1 * r y.2 * pair_update y.1 y.2 i 0)
    * (pair_update z.1 z.2 j 0 - \sum_y r y.1 * r y.2 * pair_update y.1 y.2 j 0)) = zeta2 r (s i) (s j).
  rewrite !k2 -(pair_bigA _ (fun a b => r a * r b * ((s i a b - kernel_mean r (s i))
    * (s j a b - kernel_mean r (s j))))); apply: eq_bigr => a _.
  by rewrite /one mulr_sumr; apply: eq_bigr => b _; rewrite [RHS]mulrA.
by move: (zeta1 _ _ _) (zeta2 _ _ _) => x y; field; rewrite N0 N1.
Qed.

End Covariance.
