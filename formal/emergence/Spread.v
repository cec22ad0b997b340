(** The variance of a pre-activation given the state of its variable: a sum over
    the children of that variable. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means emergence.CategoricalTree emergence.BinaryTree
  emergence.SelectivityTransfer.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** Units of a child with m states: [count] of them, their weights, and what they
    are as functions of the child and of what is below it. *)
Record group m (B : forest F m) : Type := Group {
  count : nat;
  weight : 'I_count -> F;
  unit_of : 'I_count -> 'I_m -> states B -> F }.

(** wᵀf, and wᵀs, its selectivity by those of the units. *)
Definition weighted m (B : forest F m) (u : group B) (y : 'I_m) (b : states B) : F :=
  \sum_j weight j * @unit_of _ _ u j y b.
Definition weighted_selectivity m (B : forest F m) (u : group B) : F :=
  \sum_j weight j * selectivity (@unit_of _ _ u j).

(** A group for every child. *)
Fixpoint groups m (S : forest F m) : Type :=
  match S with
  | Childless => unit
  | Child _ _ B R => group B * groups R
  end.

(** The pre-activation Σ_ν w_νᵀ f_ν. *)
Fixpoint pre_activation m (S : forest F m) : groups S -> states S -> F :=
  match S with
  | Childless => fun _ _ => 0
  | Child _ _ B R => fun u x => weighted u.1 x.1.1 x.1.2 + pre_activation u.2 x.2
  end.

(** Var[f | z]. *)
Definition conditional_variance m (S : forest F m) (f : states S -> F) (z : 'I_m) : F :=
  spread_of (law_below (T := S) z) f.

(** ρ_{μν}: half of the difference of E[z_ν | z_μ = +1] and E[z_ν | z_μ = -1]. *)
Definition channel_polarity m m' (P : 'M[F]_(m, m')) : F :=
  2%:R^-1 * \sum_z sign F z * \sum_y P z y * sign F y.

(** Every child has two states, and E[z_ν | z_μ = -1] = -E[z_ν | z_μ = +1]. *)
Fixpoint symmetric_channels m (S : forest F m) : Prop :=
  match S with
  | Childless => True
  | Child m' P _ R =>
      [/\ m' = 2%N, \sum_z \sum_y P z y * sign F y = 0 & symmetric_channels R]
  end.

(** Σ_ν (1 - ρ_{μν}²) (w_νᵀ s_ν)². *)
Fixpoint spread_between m (S : forest F m) : groups S -> F :=
  match S with
  | Childless => fun _ => 0
  | Child _ P B R => fun u =>
      (1 - channel_polarity P ^+ 2) * weighted_selectivity u.1 ^+ 2 + spread_between u.2
  end.

(** Σ_ν E[Var(w_νᵀ f_ν | z_ν) | z_μ = z]. *)
Fixpoint spread_within m (S : forest F m) (z : 'I_m) : groups S -> F :=
  match S with
  | Childless => fun _ => 0
  | Child _ P B R => fun u =>
      \sum_y P z y * conditional_variance (weighted u.1 y) y + spread_within z u.2
  end.

End Definitions.

Section Facts.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

Lemma expectation_pair (A B : finType) (p : A -> F) (q : A -> B -> F) (X : A * B -> F) :
  expectation (fun x => p x.1 * q x.1 x.2) X
    = expectation p (fun a => expectation (q a) (fun b => X (a, b))).
Proof.
transitivity (\sum_a \sum_b p a * q a b * X (a, b)).
  by rewrite pair_bigA; apply: eq_bigr => -[].
by apply: eq_bigr => a _; rewrite mulr_sumr; apply: eq_bigr => b _; rewrite mulrA.
Qed.

Lemma eq_expectation (A : finType) (p : A -> F) (X Y : A -> F) :
  X =1 Y -> expectation p X = expectation p Y.
Proof. by move=> XY; apply: eq_bigr => x _; rewrite XY. Qed.

(** The variance over a pair is that of the conditional mean and the mean
    conditional variance. *)
Lemma total_spread (A B : finType) (p : A -> F) (q : A -> B -> F) (X : A * B -> F) :
  law p -> (forall a, law (q a)) ->
  spread_of (fun x => p x.1 * q x.1 x.2) X
    = spread_of p (fun a => expectation (q a) (fun b => X (a, b)))
      + expectation p (fun a => spread_of (q a) (fun b => X (a, b))).
Proof.
move=> p1 q1; have pq1 : law (fun x : A * B => p x.1 * q x.1 x.2).
  rewrite /law -(pair_bigA _ (fun a b => p a * q a b)) /= -[RHS]p1.
  by apply: eq_bigr => a _; rewrite -mulr_sumr q1 mulr1.
pose e a := expectation (q a) (fun b => X (a, b)).
have -> : expectation p (fun a => spread_of (q a) (fun b => X (a, b)))
    = expectation p (fun a => expectation (q a) (fun b => X (a, b) ^+ 2))
      - expectation p (fun a => e a ^+ 2).
  rewrite /expectation -sumB; apply: eq_bigr => a _; congr (_ * _).
  exact: spread_ofE.
rewrite !spread_ofE // !expectation_pair -/e.
by rewrite [RHS]addrC addrA addrNK.
Qed.

(** Independent terms. *)
Lemma spread_independent (A B : finType) (p : A -> F) (r : B -> F) u w : law p -> law r ->
  spread_of (fun x : A * B => p x.1 * r x.2) (fun x => u x.1 + w x.2)
    = spread_of p u + spread_of r w.
Proof.
move=> p1 r1; rewrite (total_spread (q := fun _ => r)) //.
have E a : expectation r (fun b => u a + w b) = u a + expectation r w.
  by rewrite /expectation sumD sum_const.
congr (_ + _).
  have M : expectation p (fun a => expectation r (fun b => u a + w b))
      = expectation p u + expectation r w.
    by rewrite (eq_expectation _ E) /expectation sumD sum_const.
  rewrite /spread_of M; apply: eq_expectation => a; rewrite E; ring.
rewrite -[RHS](sum_const _ p1); apply: eq_expectation => a.
rewrite /spread_of E; apply: eq_expectation => b /=; ring.
Qed.

Lemma conditional_mean_law m (S : forest F m) (f : 'I_m -> states S -> F) y :
  expectation (law_below (T := S) y) (f y) = conditional_mean f y.
Proof. by []. Qed.

Lemma selectivity_weighted m (B : forest F m) (u : group B) :
  selectivity (weighted u) = weighted_selectivity u.
Proof.
rewrite /selectivity /weighted_selectivity.
have E z : conditional_mean (weighted u) z
    = \sum_j weight j * conditional_mean (@unit_of _ _ _ u j) z.
  rewrite /conditional_mean /weighted.
  under eq_bigr => x _ do rewrite mulr_sumr.
  rewrite exchange_big; apply: eq_bigr => j _; rewrite mulr_sumr.
  by apply: eq_bigr => x _; rewrite mulrCA.
under eq_bigr => z _ do rewrite E mulr_sumr.
rewrite exchange_big mulr_sumr; apply: eq_bigr => j _ /=.
rewrite mulrCA; congr (_ * _); rewrite !mulr_sumr; apply: eq_bigr => z _.
by rewrite [in LHS]mulrCA; ring.
Qed.

(** The variance of a function v of a child, over a symmetric channel. *)
Lemma spread_channel (P : 'M[F]_(2, 2)) (v : 'I_2 -> F) z :
  (forall z, \sum_y P z y = 1) -> \sum_z \sum_y P z y * sign F y = 0 ->
  spread_of (P z) v
    = (1 - channel_polarity P ^+ 2) * (2%:R^-1 * \sum_y sign F y * v y) ^+ 2.
Proof.
move=> P1 Psym; pose e x := \sum_y P x y * sign F y.
have eN : e ord_max = - e 0.
  apply/eqP; rewrite -addr_eq0 addrC -Psym [X in _ == X]big_ord_recl big_ord1.
  by apply/eqP; congr (_ + e _); apply: val_inj.
have -> : channel_polarity P ^+ 2 = e z ^+ 2.
  have -> : channel_polarity P = e 0.
    transitivity (2%:R^-1 * (2%:R * e 0)); last by rewrite mulrA mulVf // mul1r.
    rewrite /channel_polarity; congr (_ * _); rewrite big_ord_recl big_ord1 -!/(e _) /sign /= mul1r mulN1r.
    have -> : e (lift ord0 ord0) = - e 0 by rewrite -eN; congr e; apply: val_inj.
    by rewrite opprK mulr_natl.
  have [->|->] : z = 0 \/ z = ord_max.
    by case: z => -[|[|]] // hz; [left | right]; apply: val_inj.
  - by [].
  by rewrite eN sqrrN.
have := P1 z; rewrite /e /spread_of /expectation !big_ord_recl !big_ord0 /sign /=.
move: (P z ord0) (P z (lift ord0 ord0)) (v ord0) (v (lift ord0 ord0)) => a b x y.
rewrite !addr0 => ab; have {ab} -> : a = 1 - b by rewrite -ab addrK.
by field.
Qed.

Lemma spread_forest m (S : forest F m) (u : groups S) (z : 'I_m) :
  m = 2%N -> stochastic S -> symmetric_channels S ->
  conditional_variance (pre_activation u) z = spread_between u + spread_within z u.
Proof.
elim: S u z => {m} [m|m m' P B _ R IH] u z m2 /=.
  move=> _ _; rewrite /conditional_variance /spread_of /expectation /= addr0.
  have E c : \sum_(x : unit) 1 * c x = c tt :> F.
    by rewrite (bigD1 tt) //= big1 ?addr0 ?mul1r // => -[].
  by rewrite !E subrr expr0n.
case=> P1 [B1 R1] [m'2 Psym Rsym]; rewrite -addrACA -(IH _ _ m2 R1 Rsym) //.
have lB y : law (law_below (T := B) y) by exact: law_below_sum.
have lyb : law (fun yb : 'I_m' * states B => P z yb.1 * law_below yb.1 yb.2).
  rewrite /law -(pair_bigA _ (fun y b => P z y * law_below y b)) /= -(P1 z).
  by apply: eq_bigr => y _; rewrite -mulr_sumr law_below_sum ?mulr1.
rewrite /conditional_variance /=.
rewrite (spread_independent (fun yb => weighted u.1 yb.1 yb.2) (pre_activation u.2) lyb) //;
  last exact: law_below_sum.
congr (_ + _); rewrite (total_spread (q := fun y => law_below y)) //; congr (_ + _).
rewrite -selectivity_weighted /selectivity.
transitivity (spread_of (P z) (conditional_mean (weighted u.1))); first by [].
move: (conditional_mean _) => v {IH lyb lB B1 R1 Rsym u B R}.
by subst m m'; apply: spread_channel.
Qed.

(** selectivity-transfer#spread: for children that are independent given z_μ, with
    symmetric channels, given either state z of z_μ,
    Var[f̃ | z] = Σ_ν (1 - ρ_{μν}²)(w_νᵀs_ν)² + Σ_ν E[Var(w_νᵀf_ν | z_ν) | z]. *)
Theorem spread (S : forest F 2) (u : groups S) (z : 'I_2) :
  stochastic S -> symmetric_channels S ->
  conditional_variance (pre_activation u) z = spread_between u + spread_within z u.
Proof.
exact: spread_forest.
Qed.

End Facts.
