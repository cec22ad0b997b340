(** The gap that a node of random weights has: its second moment, the best of N nodes, and
    the largest of all. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means simclr.EnergyFlow
  simclr.MinibatchMean simclr.MinibatchCovariance.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section LuckyNode.
Variable F : realFieldType.
Variable n : nat.
Variable a : 'cV[F]_n.
(** h² = 3σ²/n, and sd² = σ²‖a‖²/n. *)
Variables sigma h : F.
Hypothesis n0 : (0 < n)%N.
Hypotheses (h0 : 0 <= h) (h2 : h ^+ 2 = 3%:R * sigma ^+ 2 / n%:R).
Definition deviation_squared : F := sigma ^+ 2 * dot a a / n%:R.
Let l1 := \sum_i `|a i 0|.

(** lucky-node#largest: the largest X² = (wᵀa)² over all weights |w_i| ≤ h is
    3 (‖a‖₁/‖a‖)² sd². *)
Theorem largest_gap : a != 0 ->
  (forall w : 'cV[F]_n, (forall i, `|w i 0| <= h) ->
     dot w a ^+ 2 <= 3%:R * (l1 ^+ 2 / dot a a) * deviation_squared) /\
  exists w : 'cV[F]_n, (forall i, `|w i 0| <= h) /\
     dot w a ^+ 2 = 3%:R * (l1 ^+ 2 / dot a a) * deviation_squared.
Proof.
move=> a0; have nn : n%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
have aa : dot a a != 0 by rewrite lt0r_neq0 // dot_gt0.
have -> : 3%:R * (l1 ^+ 2 / dot a a) * deviation_squared = (h * l1) ^+ 2.
  by rewrite exprMn h2 /deviation_squared; move: (dot a a) aa => x x0; field; rewrite x0 nn.
have l0 : 0 <= l1 by apply: sumr_ge0.
split=> [w wh|].
  rewrite -[_ ^+ 2]real_normK ?num_real // ler_sqr ?nnegrE ?mulr_ge0 //.
  apply: le_trans (ler_norm_sum _ _ _) _; rewrite mulr_sumr; apply: ler_sum => i _.
  by rewrite normrM ler_wpmul2r.
exists (\col_i (h * Num.sg (a i 0))); split=> [i|].
  rewrite mxE normrM (ger0_norm h0) normr_sg ler_pimulr //.
  by case: (a i 0 == 0); rewrite /= ?ler01 ?lexx.
congr (_ ^+ 2); rewrite mulr_sumr; apply: eq_bigr => i _.
by rewrite mxE -mulrA; congr (_ * _); rewrite [RHS]normrEsg.
Qed.

(** Weights drawn independently from a finite law with the mean and the variance of the
    uniform law on [-h, h]. *)
Variable O : finType.
Variables (r : O -> F) (v : O -> F).
Hypothesis r1 : law r.
Hypotheses (mean0 : \sum_o r o * v o = 0) (variance : \sum_o r o * v o ^+ 2 = h ^+ 2 / 3%:R).
Let X (o : {ffun 'I_n -> O}) : F := \sum_i v (o i) * a i 0.

(** lucky-node#second-moment (in part): E[X²] = σ²‖a‖²/n. only: for finite laws with the
    mean 0 and the variance h²/3 of the uniform law. *)
Theorem second_moment_of_a_gap :
  \sum_(o : {ffun 'I_n -> O}) (\prod_k r (o k)) * X o ^+ 2 = deviation_squared.
Proof.
have nn : n%:R != 0 :> F by rewrite pnatr_eq0 -lt0n.
rewrite -[LHS]/(expect r (fun o => X o ^+ 2)).
rewrite (@eq_expect F n O r _ (fun o => \sum_i \sum_j a i 0 * a j 0 * (v (o i) * v (o j)))) => [|o].
  rewrite expect_sum (eq_bigr (fun i => a i 0 * a i 0 * (h ^+ 2 / 3%:R))) => [|i _].
    rewrite -mulr_suml -/(dot a a) h2 /deviation_squared; move: (dot a a) => x.
    by field; rewrite nn.
  rewrite expect_sum (bigD1 i) //= expectZ (expect_of_one r1 i (fun x => v x * v x)) big1 => [|j ji].
    by rewrite addr0 -variance; congr (_ * _); apply: eq_bigr => x _; rewrite expr2.
  rewrite expectZ (expect_of_two r1 (fun x y => v x * v y) ji) -[RHS](mulr0 (a i 0 * a j 0)).
  congr (_ * _); rewrite -[RHS](one_const r1 0); apply: eq_one => x.
  by rewrite oneZ /one mean0 mulr0.
rewrite expr2 /X mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => j _.
by ring.
Qed.

(** The third and the fourth moment of the uniform law. *)
Hypotheses (third : \sum_o r o * v o ^+ 3 = 0) (fourth : \sum_o r o * v o ^+ 4 = h ^+ 4 / 5%:R).

(** The sum of the first k terms. *)
Let S (k : nat) (o : {ffun 'I_n -> O}) : F := \sum_(i < n | (i < k)%N) v (o i) * a i 0.

Lemma next_term (k : 'I_n) o : S k.+1 o = S k o + v (o k) * a k 0.
Proof.
rewrite /S (bigD1 k) //= addrC; congr (_ + _); apply: eq_bigl => i.
by rewrite ltnS andbC -ltn_neqAle.
Qed.

Lemma next_moment (k : 'I_n) (G : F -> F) (g : O -> F) :
  expect r (fun o => G (S k o) * g (o k)) = expect r (fun o => G (S k o)) * one r g.
Proof.
have same o x : S k (redraw k o x) = S k o.
  by apply: eq_bigr => i ik; rewrite redraw_there // neq_ltn ik.
rewrite (expect_redraw r1 k) mulrC -expectZ; apply: eq_expect => o.
rewrite mulrC -oneZ; apply: eq_one => x.
by rewrite redraw_here same.
Qed.

Lemma moments k : (k <= n)%N -> 0 <= expect r (fun o => S k o ^+ 2) /\
  expect r (fun o => S k o ^+ 4) <= 3%:R * expect r (fun o => S k o ^+ 2) ^+ 2.
Proof.
elim: k => [|k IH] kn.
  have E m : expect r (fun o => S 0 o ^+ m.+1) = 0.
    rewrite -[RHS](expect_const n r1 0); apply: eq_expect => o.
    by rewrite /S big_pred0 ?expr0n // => i; rewrite ltn0.
  by rewrite !E expr0n mulr0 lexx.
have [P2 P4] := IH (ltnW kn); pose i := Ordinal kn.
pose al := a i 0; pose e m := expect r (fun o => S k o ^+ m).
have one2 : one r (fun x => v x ^+ 2) = h ^+ 2 / 3%:R by exact: variance.
have one1 : one r v = 0 by exact: mean0.
have one3 : one r (fun x => v x ^+ 3) = 0 by exact: third.
have one4 : one r (fun x => v x ^+ 4) = h ^+ 4 / 5%:R by exact: fourth.
have two : expect r (fun o => S k.+1 o ^+ 2) = e 2%N + al ^+ 2 * (h ^+ 2 / 3%:R).
  rewrite (@eq_expect F n O r _ (fun o => S k o ^+ 2 + (2%:R * al * (S k o * v (o i))
      + al ^+ 2 * (v (o i) ^+ 2)))) => [|o]; last first.
    by rewrite (next_term i) -/al /=; move: (S k o) (v (o i)) => y z; ring.
  rewrite !expectD !expectZ (next_moment i id v) one1 mulr0 mulr0 add0r.
  by rewrite (expect_of_one r1 i (fun x => v x ^+ 2)) one2.
have four : expect r (fun o => S k.+1 o ^+ 4)
    = e 4%N + 6%:R * al ^+ 2 * (h ^+ 2 / 3%:R) * e 2%N + al ^+ 4 * (h ^+ 4 / 5%:R).
  rewrite (@eq_expect F n O r _ (fun o => S k o ^+ 4 + (4%:R * al * (S k o ^+ 3 * v (o i))
      + (6%:R * al ^+ 2 * (S k o ^+ 2 * v (o i) ^+ 2) + (4%:R * al ^+ 3 * (S k o * v (o i) ^+ 3)
      + al ^+ 4 * (v (o i) ^+ 4)))))) => [|o]; last first.
    by rewrite (next_term i) -/al /=; move: (S k o) (v (o i)) => y z; ring.
  rewrite !expectD !expectZ (next_moment i (fun y => y ^+ 3) v) one1 mulr0 mulr0 add0r.
  rewrite (next_moment i (fun y => y ^+ 2) (fun x => v x ^+ 2)) one2.
  rewrite (next_moment i id (fun x => v x ^+ 3)) one3 mulr0 mulr0 add0r.
  rewrite (expect_of_one r1 i (fun x => v x ^+ 4)) one4.
  by rewrite -/(e 2%N) -/(e 4%N); move: (e 2%N) (e 4%N) => y z; ring.
have v0 : 0 <= h ^+ 2 / 3%:R by rewrite divr_ge0 ?sqr_ge0 ?ler0n.
rewrite two four; split; first exact: addr_ge0 P2 (mulr_ge0 (sqr_ge0 al) v0).
rewrite -/(e 2%N) -/(e 4%N) in P2 P4; rewrite -subr_ge0.
have -> : 3%:R * (e 2%N + al ^+ 2 * (h ^+ 2 / 3%:R)) ^+ 2
    - (e 4%N + 6%:R * al ^+ 2 * (h ^+ 2 / 3%:R) * e 2%N + al ^+ 4 * (h ^+ 4 / 5%:R))
  = (3%:R * e 2%N ^+ 2 - e 4%N) + al ^+ 4 * h ^+ 4 * (2%:R / 15%:R).
  by move: (e 2%N) (e 4%N) => y z; field.
have a4 : 0 <= al ^+ 4 by rewrite (exprM al 2 2) sqr_ge0.
have h4 : 0 <= h ^+ 4 by rewrite exprn_ge0.
have c0 : 0 <= 2%:R / 15%:R :> F by rewrite divr_ge0 ?ler0n.
apply: addr_ge0; first by rewrite subr_ge0.
exact: mulr_ge0 (mulr_ge0 a4 h4) c0.
Qed.

(** lucky-node#fourth-moment (in part): E[X⁴] ≤ 3 sd⁴. only: for finite laws that have the
    first four moments of the uniform law, 0, h²/3, 0 and h⁴/5. *)
Theorem fourth_moment_of_a_gap :
  \sum_(o : {ffun 'I_n -> O}) (\prod_k r (o k)) * X o ^+ 4 <= 3%:R * deviation_squared ^+ 2.
Proof.
have E o : S n o = X o by apply: eq_bigl => i; rewrite ltn_ord.
have e m : expect r (fun o => S n o ^+ m) = expect r (fun o => X o ^+ m).
  by apply: eq_expect => o; rewrite E.
by have [_] := moments (leqnn n); rewrite !e -second_moment_of_a_gap.
Qed.


End LuckyNode.

(** lucky-node#best-of-n (in part): of N independent nodes with any finite law of the gaps X,
    P(max_j X_j ≥ s) = 1 - F(s)^N, F(s) = P(X < s). only: F of the uniform law is not here. *)
Theorem best_of_nodes (F : realFieldType) (O : finType) (r X : O -> F) (N : nat) (s : F) :
  law r ->
  \sum_(o : {ffun 'I_N -> O} | [exists j, s <= X (o j)]) \prod_j r (o j)
    = 1 - (\sum_(x | X x < s) r x) ^+ N.
Proof.
move=> r1; pose P (o : {ffun 'I_N -> O}) := [exists j, s <= X (o j)].
have total : \sum_(o : {ffun 'I_N -> O}) \prod_j r (o j) = 1.
  rewrite -(bigA_distr_bigA (fun _ a => r a)) /=.
  by apply: big1 => i _; apply: r1.
rewrite -[X in _ = X - _]total [X in _ = X - _](bigID P) /=.
suff -> : \sum_(o : {ffun 'I_N -> O} | ~~ P o) \prod_j r (o j) = (\sum_(x | X x < s) r x) ^+ N.
  by rewrite addrK.
transitivity (\sum_(o : {ffun 'I_N -> O}) \prod_j (if X (o j) < s then r (o j) else 0)).
  rewrite big_mkcond; apply: eq_bigr => o _; rewrite /P negb_exists.
  case: forallP => [all|/forallP].
    by apply: eq_bigr => j _; rewrite ltNge all.
  rewrite negb_forall => /existsP[j]; rewrite negbK => sj.
  by rewrite (bigD1 j) //= ltNge sj mul0r.
rewrite -(bigA_distr_bigA (fun _ x => if X x < s then r x else 0)) /=.
by rewrite prodr_const card_ord -big_mkcond.
Qed.
