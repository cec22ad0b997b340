(** The constant Λ of the remainder's bound, of the triplet loss and of InfoNCE. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative.
From dualproof Require Import simclr.Contrastive simclr.Logarithm simclr.Exponential.
From dualproof Require Import simclr.WeightedDraws simclr.WeightedCovariance simclr.EnergyFlow
  simclr.NormalisedLoss simclr.WeightedRemainder.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Logistic.
Variable F : realFieldType.
Hypothesis archimedean : Num.archimedean_axiom F.
Variable exp : F -> F.
Hypothesis expP : exponential exp.

(** σ(v) = e^v / (1 + e^v). *)
Definition logistic (v : F) : F := exp v / (1 + exp v).
(** (e^u - 1) / (e^u + 1) = σ(u) - σ(-u). *)
Let rise (u : F) : F := (exp u - 1) / (exp u + 1).

Let E0 u : 0 < exp u. Proof. exact: exponential_gt0. Qed.
Let E1 u : 0 < exp u + 1. Proof. exact: addr_gt0 (E0 u) ltr01. Qed.

Lemma exponential_ge1 u : 0 <= u -> 1 <= exp u.
Proof.
move=> u0; have le : 1 + u <= exp u.
  exact: (@exponential_above (ArchiFieldType F archimedean) exp expP u).
by apply: le_trans le; rewrite ler_addl.
Qed.

Lemma rise_twice u : 0 <= u -> rise (2%:R * u) <= 2%:R * rise u.
Proof.
move=> u0; have e1 := exponential_ge1 u0; have e0 := E0 u.
have -> : rise (2%:R * u) = (exp u ^+ 2 - 1) / (exp u ^+ 2 + 1) by rewrite /rise exponential_power.
rewrite /rise; move: (exp u) e1 e0 => x x1 x0.
have y0 : 0 < x + 1 by exact: addr_gt0 x0 ltr01.
have z0 : 0 < x ^+ 2 + 1 by exact: addr_gt0 (exprn_gt0 2 x0) ltr01.
rewrite ler_pdivr_mulr // mulrA mulrAC ler_pdivl_mulr // -subr_ge0.
have -> : 2%:R * (x - 1) * (x ^+ 2 + 1) - (x ^+ 2 - 1) * (x + 1) = (x - 1) ^+ 3 by ring.
by apply: exprn_ge0; rewrite subr_ge0.
Qed.

Lemma rise_halved n u : 0 <= u -> rise (2%:R ^+ n * u) <= 2%:R ^+ n * rise u.
Proof.
move=> u0; elim: n => [|n IH]; first by rewrite !mul1r.
rewrite exprS -!mulrA; apply: le_trans (rise_twice _) _; first by rewrite mulr_ge0 ?exprn_ge0.
by rewrite ler_pmul2l ?ltr0n.
Qed.

(** (e^u - 1)/(e^u + 1) ≤ u/2. *)
Lemma rise_bound u : 0 <= u -> rise u <= u / 2%:R.
Proof.
move=> u0; apply/ler_addgt0Pr => e e0; have u1 : 0 < u + 1 by rewrite ltr_paddl.
pose d := e / (u + 1); have d0 : 0 < d by apply: divr_gt0.
have [_ dexp] := expP; have [r r0 rP] := dexp d d0.
have [n nP] := archimedean (u / r).
have n2 : (n <= 2 ^ n)%N by apply: ltnW; apply: ltn_expl.
have p0 : 0 < 2%:R ^+ n :> F by rewrite exprn_gt0 ?ltr0n.
pose h := u / 2%:R ^+ n; have h0 : 0 <= h by rewrite divr_ge0 // ltW.
have hr : `|h| < r.
  rewrite ger0_norm // ltr_pdivr_mulr // mulrC -ltr_pdivr_mulr //.
  apply: le_lt_trans (ler_norm _) _; apply: lt_le_trans nP _.
  by rewrite -natrX ler_nat.
have := rP h hr; rewrite (exponential0 expP) mulr1 (ger0_norm h0) ler_norml => /andP[_ up].
have hu : 2%:R ^+ n * h = u by rewrite mulrCA mulfV ?mulr1 // lt0r_neq0.
rewrite -{1 2}hu.
apply: le_trans (rise_halved n h0) _.
have hh : rise h <= (1 + d) * h / 2%:R.
  rewrite /rise ler_pdivr_mulr //; apply: (@le_trans _ _ ((1 + d) * h)).
    by rewrite mulrDl mul1r -ler_subl_addl.
  have e1 := exponential_ge1 h0.
  have half : 1 <= (exp h + 1) / 2%:R.
    by rewrite ler_pdivl_mulr ?ltr0n // mul1r mulr2n ler_add2r.
  rewrite -[_ / 2%:R * _]mulrA (mulrC 2%:R^-1) ler_pemulr // mulr_ge0 //.
  by rewrite addr_ge0 ?ler01 ?(ltW d0).
apply: le_trans (ler_wpmul2l (ltW p0) hh) _.
have -> : 2%:R ^+ n * ((1 + d) * h / 2%:R) = 2%:R ^+ n * h / 2%:R + d * (2%:R ^+ n * h) / 2%:R.
  by move: (2%:R ^+ n) => a; field.
rewrite ler_add2l hu ler_pdivr_mulr ?ltr0n // /d mulrAC ler_pdivr_mulr // -mulrA.
rewrite ler_wpmul2l ?(ltW e0) // -subr_ge0.
have -> : 2%:R * (u + 1) - u = u + 2%:R by ring.
by rewrite addr_ge0 ?ler0n.
Qed.

Lemma logistic_rise a b : b <= a -> logistic a - logistic b <= (a - b) / 4%:R.
Proof.
move=> ba; pose u := (a - b) / 2%:R; have u0 : 0 <= u by apply: divr_ge0; rewrite ?subr_ge0 ?ler0n.
have -> : (a - b) / 4%:R = u / 2%:R by rewrite /u; field.
apply: le_trans (rise_bound u0).
pose m := exp ((a + b) / 2%:R); pose x := exp u.
have m0 : 0 < m by apply: E0. have x0 : 0 < x by apply: E0.
have x1 : 1 <= x by apply: exponential_ge1.
have -> : logistic a = m * x / (1 + m * x).
  by rewrite /logistic /m /x -(exponentialD expP); congr (exp _ / (1 + exp _)); rewrite /u; field.
have -> : logistic b = m / x / (1 + m / x).
  rewrite /logistic /m /x -(exponentialN expP) -(exponentialD expP).
  by congr (exp _ / (1 + exp _)); rewrite /u; field.
rewrite /rise -/x; move: m0 x0 x1; move: m x => m x m0 x0 x1.
have y0 : 0 < x + 1 by exact: addr_gt0 x0 ltr01.
have d1 : 0 < 1 + m * x by exact: addr_gt0 ltr01 (mulr_gt0 m0 x0).
have d2 : 0 < x + m by rewrite addr_gt0.
have -> : m * x / (1 + m * x) - m / x / (1 + m / x) = m * (x ^+ 2 - 1) / ((1 + m * x) * (x + m)).
  by field; rewrite !lt0r_neq0 // addr_gt0 // divr_gt0.
rewrite ler_pdivr_mulr ?mulr_gt0 // mulrAC ler_pdivl_mulr // -subr_ge0.
have -> : (x - 1) * ((1 + m * x) * (x + m)) - m * (x ^+ 2 - 1) * (x + 1)
    = (x - 1) * x * (m - 1) ^+ 2 by ring.
by rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0 ?(ltW x0) // subr_ge0.
Qed.

Lemma logistic_lipschitz a b : `|logistic a - logistic b| <= 4%:R^-1 * `|a - b|.
Proof.
have le x y : y <= x -> `|logistic x - logistic y| <= 4%:R^-1 * `|x - y|.
  move=> yx; rewrite (ger0_norm (_ : 0 <= x - y)) ?subr_ge0 // [4%:R^-1 * _]mulrC.
  rewrite ger0_norm ?logistic_rise // /logistic subr_ge0.
  have exy : exp y <= exp x.
    have -> : exp x = exp y * exp (x - y) by rewrite -(exponentialD expP) addrC subrK.
    by rewrite ler_pemulr ?(ltW (E0 y)) // exponential_ge1 // subr_ge0.
  have p v : 0 < 1 + exp v by rewrite addrC.
  rewrite ler_pdivr_mulr // mulrAC ler_pdivl_mulr // !mulrDr !mulr1 (mulrC (exp y)).
  by rewrite ler_add2r.
have [ba|ab] := orP (le_total b a); first exact: le.
by rewrite distrC [X in _ <= _ * X]distrC; apply: le.
Qed.

End Logistic.

(** The bound of the remainder with Λ given, for ξ of r₊ - r₋. *)
Section Bounds.
Variable F : rcfType.
Hypothesis archimedean : Num.archimedean_axiom F.
Variable exp : F -> F.
Hypothesis expP : exponential exp.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).
Variables d n : nat.
Variables (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n).
(** κ bounds the norm of K. *)
Variable kappa : X -> A -> F.
Hypothesis kappa_bounds : forall x a u, norm (K x a *m u) <= kappa x a * norm u.
Variables (tau r0 : F).
Hypothesis tau0 : 0 < tau.

(** E[(r₊ + |r₋ - r̄|) ‖K₁‖ ‖f₊ - f₋‖]. *)
Definition spread_of_draws : F := WeightedRemainder.draw_sum p q (fun x y a b c =>
  (pair_loss (f x a) (f x b)
   + `|pair_loss (f x a) (f y c) - pair_loss (view_mean q f x) (view_mean q f y)|)
  * (kappa x a * norm (f x b - f y c))).

(** ξ of the soft triplet loss Σ_k τ ln(1 + e^((r₊ - r_k + r₀)/τ)), and of InfoNCE. *)
Definition triplet_weight (rp rm : F) : F := logistic exp ((rp - rm + r0) / tau).
Definition info_nce_weight (rp rm : F) : F := tau^-1 * logistic exp ((rp - rm) / tau).

Lemma shift_lipschitz (s rp rm r : F) :
  `|logistic exp ((rp - rm + s) / tau) - logistic exp ((0 - r + s) / tau)|
    <= (4%:R * tau)^-1 * `|rp - rm + r|.
Proof.
apply: le_trans (logistic_lipschitz archimedean expP _ _) _.
have -> : (rp - rm + s) / tau - (0 - r + s) / tau = (rp - rm + r) / tau by field; rewrite lt0r_neq0.
by rewrite normrM normfV (gtr0_norm tau0) invfM -mulrA [`|_| / _]mulrC.
Qed.

(** weighted-covariance#remainder-bound: ‖θ‖ ≤ Λ E[(r₊ + |r₋ - r̄|) ‖K₁‖ ‖f₊ - f₋‖] with
    Λ = 1/(4τ) for the triplet loss and Λ = 1/(4τ²) for InfoNCE, and θ = 0 for the simple
    loss, where ξ is constant; for any other loss Λ is any Lipschitz constant of ξ. No number
    of the field is above all 1 + 1 + … + 1. *)
Theorem remainder_bounds :
  let theta xi := remainder p q xi (weight_of_means q xi f) K f in
  [/\ norm (theta triplet_weight) <= (4%:R * tau)^-1 * spread_of_draws,
      norm (theta info_nce_weight) <= (4%:R * tau ^+ 2)^-1 * spread_of_draws,
      forall c0, theta (fun _ _ => c0) = 0 &
      forall xi Lambda, 0 <= Lambda ->
        (forall rp rm r, `|xi rp rm - xi 0 r| <= Lambda * `|rp - rm + r|) ->
        norm (theta xi) <= Lambda * spread_of_draws].
Proof.
move=> theta; have any xi Lambda : 0 <= Lambda ->
    (forall rp rm r, `|xi rp rm - xi 0 r| <= Lambda * `|rp - rm + r|) ->
    norm (theta xi) <= Lambda * spread_of_draws.
  move=> L0 lip.
  exact: (@remainder_bound F X A p q p0 q0 d n K f xi Lambda kappa lip kappa_bounds L0).
split=> //.
- apply: any => [|rp rm r]; last exact: shift_lipschitz.
  by rewrite invr_ge0 mulr_ge0 ?ler0n // ltW.
- apply: any => [|rp rm r]; first by rewrite invr_ge0 mulr_ge0 ?ler0n ?sqr_ge0.
  have := shift_lipschitz 0 rp rm r; rewrite !addr0 => le.
  rewrite /info_nce_weight -mulrBr normrM gtr0_norm ?invr_gt0 //.
  have -> : (4%:R * tau ^+ 2)^-1 = tau^-1 * (4%:R * tau)^-1 by field; rewrite lt0r_neq0.
  by rewrite -mulrA ler_wpmul2l // invr_ge0 ltW.
by move=> c0; apply: simple_loss_has_no_remainder.
Qed.

End Bounds.
