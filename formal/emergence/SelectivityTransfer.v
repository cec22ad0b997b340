(** What a linear unit distinguishes survives its ReLU, up to its spread: for any
    finite laws of the pre-activation given the two states. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** E X and Var X = E (X - E X)² of a number X with the law p. *)
Definition expectation (A : finType) (p : A -> F) (X : A -> F) : F := \sum_x p x * X x.
Definition spread_of (A : finType) (p : A -> F) (X : A -> F) : F :=
  expectation p (fun x => (X x - expectation p X) ^+ 2).

End Definitions.

Section Facts.
Variable F : fieldType.
Variables (A : finType) (p : A -> F).
Hypothesis p1 : law p.

Lemma square_about X c : expectation p (fun x => (X x - c) ^+ 2)
  = expectation p (fun x => X x ^+ 2) - 2%:R * c * expectation p X + c ^+ 2.
Proof.
transitivity (expectation p (fun x => X x ^+ 2) - 2%:R * c * expectation p X
    + c ^+ 2 * \sum_x p x); last by rewrite p1 mulr1.
rewrite /expectation !mulr_sumr -sumrB -big_split.
by apply: eq_bigr => x _ /=; ring.
Qed.

(** Var X = E X² - (E X)². *)
Lemma spread_ofE X : spread_of p X = expectation p (fun x => X x ^+ 2) - expectation p X ^+ 2.
Proof.
rewrite /spread_of square_about; move: (expectation _ _) (expectation _ _) => u v.
by ring.
Qed.

End Facts.

Section Transfer.
Variable F : realFieldType.
Variable a : F.

(** ψ(t) = t for t > 0, a t for t ≤ 0; ReLU for a = 0. *)
Definition psi (t : F) : F := if 0 < t then t else a * t.

(** κ = (1 - a) / 2. *)
Definition kappa : F := (1 - a) / 2%:R.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

(** ψ(t) = ½(1 + a) t + κ|t|. *)
Lemma psiE t : psi t = (1 + a) / 2%:R * t + kappa * `|t|.
Proof.
rewrite /psi /kappa; case: ltP => t0; first by rewrite gtr0_norm //; field.
by rewrite ler0_norm //; field.
Qed.

(** ψ is convex. *)
Hypothesis convex : a <= 1.

Lemma kappa_ge0 : 0 <= kappa.
Proof. by rewrite divr_ge0 ?ler0n // subr_ge0. Qed.

Section Law.
Variables (A : finType) (p : A -> F) (X : A -> F).
Hypotheses (p1 : law p) (p0 : forall x, 0 <= p x).
Let v := expectation p X.
Let sigma2 := spread_of p X.

Lemma expectation_le (Y Z : A -> F) : (forall x, Y x <= Z x) -> expectation p Y <= expectation p Z.
Proof. by move=> YZ; apply: ler_sum => x _; apply: ler_wpmul2l. Qed.

Lemma norm_expectation : `|v| <= expectation p (fun x => `|X x|).
Proof.
apply: (le_trans (ler_norm_sum _ _ _)); apply: ler_sum => x _.
by rewrite normrM (ger0_norm (p0 x)).
Qed.

(** E ψ(X) - ψ(E X) = κ (E|X| - |E X|). *)
Lemma jensen_gap :
  expectation p (fun x => psi (X x)) - psi v = kappa * (expectation p (fun x => `|X x|) - `|v|).
Proof.
have -> : expectation p (fun x => psi (X x))
    = (1 + a) / 2%:R * v + kappa * expectation p (fun x => `|X x|).
  rewrite /v /expectation !mulr_sumr -big_split; apply: eq_bigr => x _ /=.
  by rewrite psiE; ring.
by rewrite psiE opprD addrACA subrr add0r mulrBr.
Qed.

Lemma second_moment_spread : expectation p (fun x => X x ^+ 2) = v ^+ 2 + sigma2.
Proof. by rewrite /sigma2 spread_ofE // -/v addrC subrK. Qed.

(** E|Y| ≤ ½(E Y² / t + t), the root-free √(E Y²). *)
Lemma norm_for_every_t Y t : 0 < t ->
  expectation p (fun x => `|Y x|) <= 2%:R^-1 * (expectation p (fun x => Y x ^+ 2) / t + t).
Proof.
move=> t0.
have -> : 2%:R^-1 * (expectation p (fun x => Y x ^+ 2) / t + t)
    = expectation p (fun x => 2%:R^-1 * (Y x ^+ 2 / t + t)).
  transitivity (2%:R^-1 * (expectation p (fun x => Y x ^+ 2) / t + t * \sum_x p x)).
    by rewrite p1 mulr1.
  rewrite /expectation mulr_suml mulr_sumr -big_split mulr_sumr.
  by apply: eq_bigr => x _ /=; field; rewrite ?pnatr_eq0 gt_eqF.
apply: expectation_le => x; rewrite mulrC ler_pdivl_mulr ?ltr0n //.
rewrite -(ler_pmul2r t0) mulrDl mulfVK ?gt_eqF // -subr_ge0.
have -> : Y x ^+ 2 + t * t - `|Y x| * 2%:R * t = (`|Y x| - t) ^+ 2.
  by rewrite -[Y x ^+ 2]real_normK ?num_real //; move: `|Y x| => u; ring.
exact: sqr_ge0.
Qed.

(** E|Y| ≤ √(E Y²). *)
Lemma norm_root Y r : 0 <= r -> r ^+ 2 = expectation p (fun x => Y x ^+ 2) ->
  expectation p (fun x => `|Y x|) <= r.
Proof.
rewrite le_eqVlt => /orP[/eqP <-|r0] rE; last first.
  apply: (le_trans (norm_for_every_t Y r0)); rewrite -rE expr2 mulfK ?gt_eqF //.
  by rewrite -mulr2n -[r *+ 2]mulr_natl mulrA mulVf // mul1r.
rewrite leNgt; apply/negP => E0; have := norm_for_every_t Y E0.
rewrite -rE expr2 mul0r mul0r add0r mulrC ler_pdivl_mulr ?ltr0n // leNgt.
by rewrite ltr_pmulr // ltr1n.
Qed.

(** selectivity-transfer#jensen-for-every-t: for every t > 0
    E[ψ(X)] - ψ(E X) ≤ κ (½((v² + σ²)/t + t) - |v|). *)
Theorem jensen_for_every_t t : 0 < t ->
  expectation p (fun x => psi (X x)) - psi v
    <= kappa * (2%:R^-1 * ((v ^+ 2 + sigma2) / t + t) - `|v|).
Proof.
move=> t0; rewrite jensen_gap; apply: ler_wpmul2l; first exact: kappa_ge0.
by rewrite ler_add2r -second_moment_spread; exact: norm_for_every_t.
Qed.

Lemma norm_about : expectation p (fun x => `|X x|) - `|v| <= expectation p (fun x => `|X x - v|).
Proof.
rewrite ler_subl_addr.
have -> : expectation p (fun x => `|X x - v|) + `|v| = expectation p (fun x => `|X x - v| + `|v|).
  by rewrite /expectation sumD sum_const.
by apply: expectation_le => x; rewrite -{1}[X x](subrK v) ler_norm_add.
Qed.

(** selectivity-transfer#spread-for-every-t: for every t > 0
    E[ψ(X)] - ψ(E X) ≤ κ · ½(σ²/t + t). *)
Theorem spread_for_every_t t : 0 < t ->
  expectation p (fun x => psi (X x)) - psi v <= kappa * (2%:R^-1 * (sigma2 / t + t)).
Proof.
move=> t0; rewrite jensen_gap; apply: ler_wpmul2l; first exact: kappa_ge0.
by apply: (le_trans norm_about); exact: norm_for_every_t.
Qed.

(** selectivity-transfer#jensen: E[ψ(X)] - ψ(E X) ≤ κ (√(v² + σ²) - |v|) ≤ κσ, with
    the roots r and σ given, as not every field has them. *)
Theorem jensen r sigma : 0 <= r -> r ^+ 2 = v ^+ 2 + sigma2 ->
  0 <= sigma -> sigma ^+ 2 = sigma2 ->
  expectation p (fun x => psi (X x)) - psi v <= kappa * (r - `|v|)
  /\ kappa * (r - `|v|) <= kappa * sigma.
Proof.
move=> r0 rE s0 sE; split.
  rewrite jensen_gap; apply: ler_wpmul2l; first exact: kappa_ge0.
  by rewrite ler_add2r; apply: norm_root; rewrite ?rE ?second_moment_spread.
apply: ler_wpmul2l; first exact: kappa_ge0.
rewrite ler_subl_addr -(@ler_pexpn2r _ 2) ?nnegrE ?addr_ge0 // rE -sE.
have -> : (sigma + `|v|) ^+ 2 = v ^+ 2 + sigma ^+ 2 + 2%:R * (sigma * `|v|).
  by rewrite -[v ^+ 2]real_normK ?num_real //; move: `|v| => u; ring.
by rewrite ler_addl mulr_ge0 ?ler0n // mulr_ge0.
Qed.

(** ψ(E X) ≤ E[ψ(X)]. *)
Lemma psi_convex : psi v <= expectation p (fun x => psi (X x)).
Proof.
rewrite -subr_ge0 jensen_gap mulr_ge0 ?kappa_ge0 // subr_ge0.
exact: norm_expectation.
Qed.

End Law.

(** The laws of the pre-activation X given z = +1 and z = -1. *)
Variables (A B : finType) (p : A -> F) (q : B -> F) (X : A -> F) (Y : B -> F).
Hypotheses (p1 : law p) (p0 : forall x, 0 <= p x) (q1 : law q) (q0 : forall y, 0 <= q y).
Let plus := expectation p X.
Let minus := expectation q Y.
Let sigma2 := spread_of q Y.

(** s = ½(E[ψ(X) | +1] - E[ψ(X) | -1]). *)
Definition transferred : F :=
  2%:R^-1 * (expectation p (fun x => psi (X x)) - expectation q (fun y => psi (Y y))).

Lemma transfer_from c :
  expectation q (fun y => psi (Y y)) - psi minus <= c ->
  2%:R^-1 * (psi plus - psi minus - c) <= transferred.
Proof.
move=> le; apply: ler_wpmul2l; first by rewrite invr_ge0 ler0n.
rewrite -addrA -opprD; apply: ler_sub; first exact: psi_convex.
by rewrite addrC -ler_subl_addr.
Qed.

(** selectivity-transfer#transfer-for-every-t: for every t > 0
    s ≥ ½(ψ(v₊) - ψ(v₋) - κ(½((v₋² + σ₋²)/t + t) - |v₋|)). *)
Theorem transfer_for_every_t t : 0 < t ->
  2%:R^-1 * (psi plus - psi minus
    - kappa * (2%:R^-1 * ((minus ^+ 2 + sigma2) / t + t) - `|minus|)) <= transferred.
Proof. by move=> t0; apply: transfer_from; exact: jensen_for_every_t. Qed.

(** selectivity-transfer#transfer: s ≥ ½(ψ(v₊) - ψ(v₋) - κ(√(v₋² + σ₋²) - |v₋|)), with
    the root r given. *)
Theorem transfer r : 0 <= r -> r ^+ 2 = minus ^+ 2 + sigma2 ->
  2%:R^-1 * (psi plus - psi minus - kappa * (r - `|minus|)) <= transferred.
Proof.
move=> r0 rE; apply: transfer_from; rewrite jensen_gap // ler_wpmul2l ?kappa_ge0 //.
by rewrite ler_add2r norm_root // rE second_moment_spread.
Qed.

End Transfer.
