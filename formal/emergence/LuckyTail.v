(** How often a node of random weights has a gap of a given size. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative simclr.Exponential
  emergence.LuckyNode.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Tail.
Variable F : archiFieldType.
Variable O : finType.
(** The gap X of a node, with any finite law that is symmetric and has E[X⁴] ≤ 3 (E[X²])². *)
Variables (r X : O -> F) (sd2 : F).
Hypotheses (r1 : law r) (r0 : forall x, 0 <= r x) (sd0 : 0 < sd2).
Hypothesis second : \sum_x r x * X x ^+ 2 = sd2.
Hypothesis fourth : \sum_x r x * X x ^+ 4 <= 3%:R * sd2 ^+ 2.
Hypothesis symmetric : forall s, \sum_(x | s <= X x) r x = \sum_(x | X x <= - s) r x.
(** t = √θ sd. *)
Variables theta t : F.
Hypotheses (theta0 : 0 < theta) (theta1 : theta < 1) (t0 : 0 < t) (t2 : t ^+ 2 = theta * sd2).

Lemma both_tails : \sum_x r x * (if theta * sd2 <= X x ^+ 2 then 1 else 0)
  = 2%:R * \sum_(x | t <= X x) r x.
Proof.
rewrite mulr_natl mulr2n {2}symmetric [\sum_(x | t <= _) _]big_mkcond.
rewrite [X in _ = _ + X]big_mkcond -big_split; apply: eq_bigr => x _ /=.
have -> : (theta * sd2 <= X x ^+ 2) = (t <= `|X x|).
  by rewrite -t2 -[X in _ <= X]real_normK ?num_real // ler_sqr ?nnegrE ?(ltW t0).
rewrite ler_normr ler_oppr; case: (lerP t (X x)) => [tx|_]; last first.
  by rewrite add0r /=; case: ifP; rewrite ?mulr1 ?mulr0.
rewrite orTb mulr1; case: lerP => [xt|_]; last by rewrite addr0.
exfalso; move: (le_trans tx xt); rewrite -subr_ge0 -opprD oppr_ge0 => tt.
by move: (addr_gt0 t0 t0); rewrite ltNge tt.
Qed.

(** lucky-node#tail (in part): P(X ≥ √θ sd) ≥ (1 - θ)²/6 for every θ in (0, 1). only: for
    finite symmetric laws. *)
Theorem tail_of_a_gap : (1 - theta) ^+ 2 / 6%:R <= \sum_(x | t <= X x) r x.
Proof.
pose I x : F := if theta * sd2 <= X x ^+ 2 then 1 else 0; pose k := 1 - theta.
have k0 : 0 < k by rewrite subr_gt0.
pose c := 3%:R * sd2 / k; have c0 : 0 < c by rewrite divr_gt0 // mulr_gt0 ?ltr0n.
have [cg tg sg] : [/\ 0 <= c, 0 <= theta & 0 <= sd2] by split; apply: ltW.
have ge : 0 <= \sum_x r x * (X x ^+ 4 + (- (2%:R * c) * X x ^+ 2 + (2%:R * c * (theta * sd2) + c ^+ 2 * I x))).
  apply: sumr_ge0 => x _; apply: mulr_ge0 => //; rewrite /I; case: (lerP (theta * sd2) _) => h.
    rewrite (_ : _ + _ = (X x ^+ 2 - c) ^+ 2 + 2%:R * c * (theta * sd2)); last by ring.
    exact: addr_ge0 (sqr_ge0 _) (mulr_ge0 (mulr_ge0 (ler0n F 2) cg) (mulr_ge0 tg sg)).
  rewrite (_ : _ + _ = (X x ^+ 2) ^+ 2 + 2%:R * c * (theta * sd2 - X x ^+ 2)); last by ring.
  apply: addr_ge0 (sqr_ge0 _) (mulr_ge0 (mulr_ge0 (ler0n F 2) cg) _).
  by rewrite subr_ge0 ltW.
move: ge; rewrite !sumD !sumZ sum_const // second both_tails; set P := \sum_(x | t <= X x) r x => ge.
have ge2 : 0 <= 3%:R * sd2 ^+ 2 + (- (2%:R * c) * sd2 + (2%:R * c * (theta * sd2) + c ^+ 2 * (2%:R * P))).
  by apply: le_trans ge _; rewrite ler_add2r.
have E : 3%:R * sd2 ^+ 2 + (- (2%:R * c) * sd2 + (2%:R * c * (theta * sd2) + c ^+ 2 * (2%:R * P)))
    = (18%:R * sd2 ^+ 2 / k ^+ 2) * (P - k ^+ 2 / 6%:R).
  have th : theta = 1 - k by rewrite /k opprB addrC subrK.
  by rewrite th /c; field; rewrite lt0r_neq0.
move: ge2; rewrite E pmulr_rge0 ?subr_ge0 //.
by rewrite divr_gt0 ?exprn_gt0 // mulr_gt0 ?ltr0n ?exprn_gt0.
Qed.

(** lucky-node#group (in part): P(max_j X_j ≥ √θ sd) ≥ 1 - η for N ≥ 6 ln(1/η)/(1 - θ)²
    independent nodes, that is e^(-N(1 - θ)²/6) ≤ η. only: for finite symmetric laws. *)
Theorem group_of_nodes (exp : F -> F) (eta : F) (N : nat) :
  exponential exp -> exp (- (N%:R * ((1 - theta) ^+ 2 / 6%:R))) <= eta ->
  1 - eta <= \sum_(o : {ffun 'I_N -> O} | [exists j, t <= X (o j)]) \prod_j r (o j).
Proof.
move=> expP le; rewrite best_of_nodes // ler_sub //; apply: le_trans le.
pose z := (1 - theta) ^+ 2 / 6%:R; rewrite -mulrN exponential_power //.
have below0 : 0 <= \sum_(x | X x < t) r x by apply: sumr_ge0.
apply: ler_expn2r; rewrite ?nnegrE ?(ltW (exponential_gt0 expP _)) //.
apply: le_trans (exponential_above expP _); rewrite ler_subr_addl.
have total : \sum_(x | t <= X x) r x + \sum_(x | X x < t) r x = 1.
  rewrite -[RHS]r1 [RHS](bigID (fun x => t <= X x)) /=; congr (_ + _).
  by apply: eq_bigl => x; rewrite ltNge.
by rewrite -[X in _ <= X]total ler_add2r tail_of_a_gap.
Qed.

End Tail.
