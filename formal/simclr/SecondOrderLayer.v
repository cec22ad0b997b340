(** The remainder of the weighted covariance operator of a layer, for small augmentations. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance networks.Derivative.
From dualproof Require Import simclr.WeightedDraws simclr.WeightedCovariance simclr.SmallOrder
  simclr.SecondOrder.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Extension.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.

Lemma eq_remainder xi (K1 K2 : X -> A -> 'M[F]_(d, n)) (f1 f2 : X -> A -> 'cV[F]_n) :
  K1 =2 K2 -> f1 =2 f2 -> remainder p q xi (weight_of_means q xi f1) K1 f1
    = remainder p q xi (weight_of_means q xi f2) K2 f2.
Proof.
move=> KE fE; have m z : view_mean q f1 z = view_mean q f2 z by apply: eq_mean => a; apply: fE.
apply: eq_draw_mean => x y a b c.
by rewrite /weight_at /weight_of_means !m !KE !fE.
Qed.

Lemma eq_within_trace (f1 f2 : X -> A -> 'cV[F]_n) : f1 =2 f2 ->
  \sum_x p x * \tr (variance (q x) (f1 x)) = \sum_x p x * \tr (variance (q x) (f2 x)).
Proof.
move=> fE; apply: eq_bigr => x _; congr (_ * \tr _); rewrite /variance.
have -> : mean (q x) (f1 x) = mean (q x) (f2 x) by apply: eq_mean => a; apply: fE.
by apply: eq_mean => a; rewrite fE.
Qed.

End Extension.

(** Every layer of a network whose gates are those of the sample, for small augmentations. *)
Section Layer.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypothesis q1 : forall x, law (q x).
Variables n0 m k h n : nat.
Variables (below : network F X n0 m) (W : 'M[F]_(k, m)) (gate : X -> 'M[F]_(h, k)).
Variable above : network F X h n.

(** The view a of the sample x is x̄ + ε δ_a, with Σ_a q_a δ_a = 0. *)
Variables (center : X -> 'cV[F]_n0) (delta : X -> A -> 'cV[F]_n0).
Hypothesis delta0 : forall x, mean (q x) (delta x) = 0.
Let view (e : F) x a := center x + e *: delta x a.
Let whole := stack below (Layer W gate above).
Definition small_outputs e x a : 'cV[F]_n := forward whole x (view e x a).
Definition small_connections e x a : 'M[F]_(m * k, n) := connection below gate above x (view e x a).

Variables (psi : F -> F) (xi1 xi2 : X -> X -> F).
Let xi (rp rm : F) : F := psi (rp - rm).
(** ψ has an expansion of the second order at -r̄, with ξ' and ξ'' there. *)
Hypothesis expansion : forall x y, second_expansion psi
  (- pair_loss (forward whole x (center x)) (forward whole y (center y))) (xi1 x y) (xi2 x y).

(** J₀δ_a, and the change of K per ε. *)
Definition output_change x a : 'cV[F]_n := jacobian whole x *m delta x a.
Definition connection_change x a : 'M[F]_(m * k, n) :=
  kron_tr (jacobian below x *m delta x a) (jacobian above x *m gate x).
Let theta2_of_layer := theta2 p q (fun x => forward whole x (center x)) output_change
  (fun x => connection below gate above x (center x)) connection_change xi1 xi2.

Lemma small_outputsE e : small_outputs e
  =2 outputs (fun x => forward whole x (center x)) output_change e.
Proof.
by move=> x a; rewrite /small_outputs /outputs !forward_jacobian mulmxDr -scalemxAr.
Qed.

Lemma small_connectionsE e : small_connections e
  =2 connections (fun x => connection below gate above x (center x)) connection_change e.
Proof.
move=> x a; rewrite /small_connections /connections /connection !forward_jacobian.
rewrite mulmxDr -scalemxAr; apply/matrixP => i o.
case/mxvec_indexP: i => j i; rewrite [RHS]mxE [X in _ = _ + X]mxE !kron_tr_entry.
by rewrite !mxE mulrDl mulrA.
Qed.

Let theta_of_layer e := remainder p q xi (weight_of_means q xi (small_outputs e))
  (small_connections e) (small_outputs e).

Lemma theta_of_layerE e : theta_of_layer e = theta p q (fun x => forward whole x (center x))
  output_change (fun x => connection below gate above x (center x)) connection_change psi e.
Proof. exact: (eq_remainder p q xi (small_connectionsE e) (small_outputsE e)). Qed.

Lemma output_change0 x : mean (q x) (output_change x) = 0.
Proof.
rewrite -[LHS]/(mean (q x) (fun a => jacobian whole x *m delta x a)).
by rewrite mean_mull delta0 mulmx0.
Qed.

(** weighted-covariance#second-order: augmentations x̄ + ε δ_a, Σ_a q_a δ_a = 0, with the
    gates of x̄, every ξ of r₊ - r₋ that has an expansion of the second order at -r̄: in every
    entry θ = ε² θ₂ + O(ε³); E_x tr V_{x'|x}[f] = ε² E_x tr V_x exactly; and where the latter is
    not 0, ‖θ‖²/(E_x tr V_{x'|x}[f])² tends to ‖θ₂‖²/(E_x tr V_x)². *)
Theorem second_order_of_a_layer :
  let T := \sum_x p x * \tr (change_variance q output_change x) in
  let within e := \sum_x p x * \tr (variance (q x) (small_outputs e x)) in
  [/\ forall i, cubic (fun e => theta_of_layer e i 0 - e ^+ 2 * theta2_of_layer i 0),
      forall e, within e = e ^+ 2 * T &
      T != 0 -> forall eta, 0 < eta -> near_zero (fun e => e != 0 ->
        `|dot (theta_of_layer e) (theta_of_layer e) / within e ^+ 2
          - dot theta2_of_layer theta2_of_layer / T ^+ 2| <= eta)].
Proof.
move=> T within.
have entry i : cubic (fun e => theta_of_layer e i 0 - e ^+ 2 * theta2_of_layer i 0).
  have := @remainder_of_second_order F X A p q q1 _ _ _ _
    (fun x => connection below gate above x (center x)) connection_change output_change0
    psi xi1 xi2 expansion (delta_mx i 0).
  move=> C; apply: (eq_cubic _ C) => e; rewrite /dot (bigD1 i) //= big1 ?addr0 => [|j ji].
    by rewrite theta_of_layerE mxE !eqxx mul1r mxE; congr (_ + _); rewrite mxE; congr (- _); rewrite mxE.
  by rewrite [delta_mx _ _ _ _]mxE (negbTE ji) mul0r.
have wE e : within e = e ^+ 2 * T.
  rewrite /within (eq_within_trace p q (small_outputsE e)).
  exact: (within_variance_is_quadratic p q1 (fun x => forward whole x (center x)) output_change0 e).
split=> // T0 eta eta0; pose t2 i := theta2_of_layer i 0.
pose r e i := theta_of_layer e i 0 - e ^+ 2 * t2 i.
have sq e : dot (theta_of_layer e) (theta_of_layer e) - e ^+ 4 * dot theta2_of_layer theta2_of_layer
    = \sum_i (r e i * (r e i + 2%:R * e ^+ 2 * t2 i)).
  rewrite /dot mulr_sumr -sumrB; apply: eq_bigr => i _; rewrite /r /t2.
  by move: (theta_of_layer e i 0) (theta2_of_layer i 0) => a b; ring.
pose g e := \sum_i r e i * (r e i / e ^+ 2 + 2%:R * t2 i).
have [C nC] : cubic g.
  apply: cubic_sum => i; apply: cubic_times; first exact: entry.
  apply: boundedD; last exact: bounded_const.
  have [c [z z0 zP]] := entry i; exists `|c|; exists (Num.min z 1).
    by rewrite lt_minr z0 ltr01.
  move=> e; rewrite lt_minr => /andP[/zP ec e1]; have [->|e0] := eqVneq e 0.
    by rewrite expr0n invr0 mulr0 normr0.
  rewrite normrM normfV normrX ler_pdivr_mulr ?exprn_gt0 ?normr_gt0 //.
  apply: le_trans ec _; rewrite exprS mulrA ler_wpmul2r ?exprn_ge0 //.
  apply: le_trans (ler_wpmul2r (normr_ge0 _) (ler_norm c)) _.
  by rewrite ler_pimulr // ltW.
have T2 : 0 < T ^+ 2 by rewrite lt0r sqr_ge0 expf_neq0.
have C1 : 0 < `|C| + 1 by rewrite ltr_paddl.
have nE : near_zero (fun e => (`|C| + 1) * `|e| <= eta * T ^+ 2).
  have eT : 0 < eta * T ^+ 2 by apply: mulr_gt0.
  exists (eta * T ^+ 2 / (`|C| + 1)); first exact: divr_gt0.
  move=> e /ltW.
  by rewrite ler_pdivl_mulr // mulrC.
have [z z0 zP] := near_and nC nE; exists z => // e /zP[gC eC] e0.
have e2 : 0 < e ^+ 2 by rewrite lt0r sqr_ge0 expf_neq0.
have -> : dot (theta_of_layer e) (theta_of_layer e) / within e ^+ 2
    - dot theta2_of_layer theta2_of_layer / T ^+ 2 = g e / (e ^+ 2 * T ^+ 2).
  have gE : g e = (dot (theta_of_layer e) (theta_of_layer e)
      - e ^+ 4 * dot theta2_of_layer theta2_of_layer) / e ^+ 2.
    rewrite sq /g mulr_suml; apply: eq_bigr => i _; move: (r e i) (t2 i) => a b.
    by field; rewrite e0.
  rewrite gE wE; move: (dot _ _) (dot _ _) => a b.
  by field; rewrite e0 T0.
rewrite normrM normfV (gtr0_norm (mulr_gt0 e2 T2)) (ler_pdivr_mulr _ _ (mulr_gt0 e2 T2)).
apply: le_trans gC _; have -> : `|e| ^+ 3 = `|e| * e ^+ 2 by rewrite exprS -normrX gtr0_norm.
rewrite (mulrA C) (mulrC (e ^+ 2)) (mulrA eta) (ler_pmul2r e2).
apply: le_trans eC; rewrite ler_wpmul2r //.
by apply: le_trans (ler_norm C) _; rewrite ler_addl ler01.
Qed.

End Layer.
