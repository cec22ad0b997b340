(** How large the remainder of the weighted covariance operator is. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative.
From dualproof Require Import simclr.WeightedDraws simclr.WeightedCovariance simclr.EnergyFlow
  simclr.NormalisedLoss.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Remainder.
Variable F : rcfType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p0 : forall x, 0 <= p x) (q0 : forall x a, 0 <= q x a).

(** The mean over a draw of a number. *)
Definition draw_sum (G : X -> X -> A -> A -> A -> F) : F :=
  \sum_x p x * (\sum_y p y * (\sum_a q x a * (\sum_b q x b * (\sum_c q y c * G x y a b c)))).

Lemma ler_draw_sum (G H : X -> X -> A -> A -> A -> F) :
  (forall x y a b c, G x y a b c <= H x y a b c) -> draw_sum G <= draw_sum H.
Proof.
move=> GH; apply: ler_sum => x _; apply: ler_wpmul2l => //; apply: ler_sum => y _.
apply: ler_wpmul2l => //; apply: ler_sum => a _; apply: ler_wpmul2l => //.
apply: ler_sum => b _; apply: ler_wpmul2l => //; apply: ler_sum => c _.
exact: ler_wpmul2l.
Qed.

Lemma draw_sumZ k (G : X -> X -> A -> A -> A -> F) :
  draw_sum (fun x y a b c => k * G x y a b c) = k * draw_sum G.
Proof.
rewrite /draw_sum -sumZ; apply: eq_bigr => x _; congr (_ * _).
rewrite -sumZ; apply: eq_bigr => y _; congr (_ * _).
rewrite -sumZ; apply: eq_bigr => a _; congr (_ * _).
rewrite -sumZ; apply: eq_bigr => b _; congr (_ * _).
by rewrite -sumZ.
Qed.

Lemma norm_dot n (u v : 'cV[F]_n) : `|dot u v| <= norm u * norm v.
Proof.
rewrite -ler_sqr ?nnegrE ?mulr_ge0 ?norm_ge0 ?normr_ge0 //.
by rewrite exprMn !norm_square real_normK ?num_real // cauchy_schwarz.
Qed.

Variables d n : nat.
Variables (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n).
Variables (xi : F -> F -> F) (Lambda : F) (kappa : X -> A -> F).

(** ξ depends on r₊ - r₋ with the Lipschitz constant Λ; κ bounds the norm of K. *)
Hypothesis xi_lipschitz : forall rp rm r, `|xi rp rm - xi 0 r| <= Lambda * `|rp - rm + r|.
Hypothesis kappa_bounds : forall x a u, norm (K x a *m u) <= kappa x a * norm u.

Let xi0 := weight_of_means q xi f.
Let rp x a b := pair_loss (f x a) (f x b).
Let rm x y a c := pair_loss (f x a) (f y c).
Let rbar x y := pair_loss (view_mean q f x) (view_mean q f y).

(** weighted-covariance#remainder-bound (in part):
    ‖θ‖ ≤ Λ E[(r₊ + |r₋ - r̄|) ‖K₁‖ ‖f₊ - f₋‖], with Λ any Lipschitz constant of ξ.
    only: Λ of the triplet loss and of InfoNCE is not computed. *)
Theorem remainder_bound : 0 <= Lambda ->
  norm (remainder p q xi xi0 K f)
    <= Lambda * draw_sum (fun x y a b c =>
         (rp x a b + `|rm x y a c - rbar x y|) * (kappa x a * norm (f x b - f y c))).
Proof.
move=> L0; set theta := remainder _ _ _ _ _ _; set B := _ * draw_sum _.
have rp0 x a b : 0 <= rp x a b by rewrite mulr_ge0 ?invr_ge0 ?ler0n ?dot_ge0.
have [t0|t0] := eqVneq (norm theta) 0.
  rewrite t0 mulr_ge0 // /draw_sum.
  apply: sumr_ge0 => x _; apply: mulr_ge0 => //; apply: sumr_ge0 => y _.
  apply: mulr_ge0 => //; apply: sumr_ge0 => a _; apply: mulr_ge0 => //.
  apply: sumr_ge0 => b _; apply: mulr_ge0 => //; apply: sumr_ge0 => c _.
  apply: mulr_ge0 => //; apply: mulr_ge0; first by rewrite addr_ge0.
  exact: le_trans (norm_ge0 _) (kappa_bounds _ _ _).
have tp : 0 < norm theta by rewrite lt_neqAle eq_sym t0 norm_ge0.
rewrite -(ler_pmul2l tp) -expr2 norm_square {2}/theta dot_draw_mean /B mulrA -draw_sumZ.
apply: ler_draw_sum => x y a b c; rewrite dotZr; apply: le_trans (ler_norm _) _.
rewrite normrM (mulrC (norm theta)) -!mulrA.
have h1 : `|weight_at xi f x y a b c - xi0 x y|
    <= Lambda * (rp x a b + `|rm x y a c - rbar x y|).
  apply: le_trans (xi_lipschitz _ _ _) _; apply: ler_wpmul2l => //.
  rewrite -/(rp x a b) -/(rm x y a c) -/(rbar x y) -addrA.
  apply: le_trans (ler_norm_add _ _) _; rewrite ger0_norm //.
  have -> : - rm x y a c + rbar x y = - (rm x y a c - rbar x y) by rewrite opprB addrC.
  by rewrite normrN.
have h2 : `|dot theta (K x a *m (f x b - f y c))|
    <= norm theta * (kappa x a * norm (f x b - f y c)).
  by apply: le_trans (norm_dot _ _) _; rewrite ler_wpmul2l ?norm_ge0.
apply: (le_trans (ler_pmul (normr_ge0 _) (normr_ge0 _) h1 h2)).
by rewrite -!mulrA; apply: ler_wpmul2l => //; rewrite mulrCA.
Qed.

End Remainder.

(** weighted-covariance#remainder-bound (in part): of the simple loss, where ξ is constant,
    the remainder is 0. only: this loss. *)
Theorem simple_loss_has_no_remainder (F : realFieldType) (X A : finType) (p : X -> F)
    (q : X -> A -> F) d n (K : X -> A -> 'M[F]_(d, n)) (f : X -> A -> 'cV[F]_n) (c0 : F) :
  let xi := fun _ _ => c0 in remainder p q xi (weight_of_means q xi f) K f = 0.
Proof.
move=> xi; apply: big1 => x _; rewrite [mean _ _]big1 ?scaler0 // => y _.
rewrite [mean _ _]big1 ?scaler0 // => a _; rewrite [mean _ _]big1 ?scaler0 // => b _.
rewrite [mean _ _]big1 ?scaler0 // => c _.
by rewrite /weight_at /weight_of_means subrr scale0r scaler0.
Qed.
