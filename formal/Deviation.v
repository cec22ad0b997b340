(** The deviation s of a batch, s² = E(z - E z)² + ε, and its derivative. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import Network Means Derivative Differentiable Normalised Losses.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Deviation.
Variable F : realFieldType.

(** Where s > 0 near 0 and s² has the derivative c, s has the derivative c / 2s. *)
Lemma derivative_root_near (s g : F -> F) c :
  near_zero (fun t => 0 < s t /\ s t ^+ 2 = g t) -> has_derivative g c ->
  has_derivative s (c / (2%:R * s 0)).
Proof.
move=> [r r0 rP] dg; have z0 : `|0 : F| < r by rewrite normr0.
pose s' t := if `|t| < r then s t else 1; pose g' t := if `|t| < r then g t else 1.
have dg' : has_derivative g' c.
  by apply: near_derivative dg; exists r => // t tr; rewrite /g' tr.
have s'0 t : 0 < s' t by rewrite /s'; case: ifP => [/rP[]|_]; rewrite ?ltr01.
have s'g t : s' t ^+ 2 = g' t by rewrite /s' /g'; case: ifP => [/rP[]|_]; rewrite ?expr1n.
have ss : s 0 = s' 0 by rewrite /s' z0.
have := derivative_root (s'0 0) (fun t => ltW (s'0 t)) s'g dg'; rewrite ss; apply: near_derivative.
by exists r => // t tr; rewrite /s' tr.
Qed.

(** The derivative of an inverse. *)
Lemma derivative_inv_near (s : F -> F) c : near_zero (fun t => 0 < s t) ->
  has_derivative s c -> has_derivative (fun t => (s t)^-1) (- (c / s 0 ^+ 2)).
Proof.
move=> [r r0 rP] ds; have z0 : `|0 : F| < r by rewrite normr0.
pose s' t := if `|t| < r then s t else 1.
have ds' : has_derivative s' c.
  by apply: near_derivative ds; exists r => // t tr; rewrite /s' tr.
have s'0 t : 0 < s' t by rewrite /s'; case: ifP => [/rP|_]; rewrite ?ltr01.
have ss : s 0 = s' 0 by rewrite /s' z0.
have := derivative_inv (s'0 0) ds'; rewrite ss; apply: near_derivative.
by exists r => // t tr; rewrite /s' tr.
Qed.

Variables (T : finType) (pi : T -> F).
Hypothesis pi1 : law pi.
Variables (z : T -> F -> F) (dz : T -> F).
Hypothesis z_derivative : forall v, has_derivative (z v) (dz v).

Let m t := \sum_v pi v * z v t.
Let dm := \sum_v pi v * dz v.

Lemma mean_of_derivative : has_derivative m dm.
Proof. by apply: derivative_sum => v; apply: derivative_scale. Qed.

Lemma centred_derivative v : has_derivative (fun t => z v t - m t) (dz v - dm).
Proof.
have := derivative_add (z_derivative v) (derivative_scale (- 1) mean_of_derivative).
by rewrite mulN1r; apply: eq_derivative => t; rewrite mulN1r.
Qed.

(** The derivative of the variance is 2 E[(z - E z) dz]. *)
Lemma variance_derivative eps :
  has_derivative (fun t => \sum_v pi v * (z v t - m t) ^+ 2 + eps)
    (2%:R * \sum_v pi v * ((z v 0 - m 0) * dz v)).
Proof.
have := derivative_add (derivative_sum (fun v => derivative_scale (pi v)
  (derivative_mul (centred_derivative v) (centred_derivative v)))) (derivative_const eps).
rewrite addr0; suff -> : \sum_v pi v * ((dz v - dm) * (z v 0 - m 0) + (z v 0 - m 0) * (dz v - dm))
    = 2%:R * \sum_v pi v * ((z v 0 - m 0) * dz v).
  by apply: eq_derivative => t; congr (_ + _); apply: eq_bigr.
rewrite -sumZ; transitivity (\sum_v pi v * (2%:R * ((z v 0 - m 0) * dz v)
    - 2%:R * dm * (z v 0 - m 0))); first by apply: eq_bigr => v _; ring.
by rewrite sumB !sumZ sumB sum_const // subrr mulr0 subr0.
Qed.

Variables (s : F -> F) (eps : F).
Hypothesis s_square : near_zero (fun t =>
  0 < s t /\ s t ^+ 2 = \sum_v pi v * (z v t - m t) ^+ 2 + eps).

(** ds = E[y dz], with y = (z - E z) / s. *)
Lemma deviation_derivative :
  has_derivative s (\sum_v pi v * ((z v 0 - m 0) / s 0 * dz v)).
Proof.
have := derivative_root_near s_square (variance_derivative eps).
have [r r0 /(_ 0)] := s_square; rewrite normr0 => /(_ r0)[s0 _] {r0}.
suff -> : 2%:R * (\sum_v pi v * ((z v 0 - m 0) * dz v)) / (2%:R * s 0)
  = \sum_v pi v * ((z v 0 - m 0) / s 0 * dz v) by [].
have n0 : s 0 != 0 by rewrite lt0r_neq0.
have two : 2%:R != 0 :> F by rewrite pnatr_eq0.
transitivity ((s 0)^-1 * \sum_v pi v * ((z v 0 - m 0) * dz v)); first by field; rewrite n0.
by rewrite -sumZ; apply: eq_bigr => v _; ring.
Qed.

End Deviation.

(** Over a field with square roots the deviation is the root itself. *)
Lemma root_near (F : rcfType) (g : F -> F) c : has_derivative g c -> 0 < g 0 ->
  near_zero (fun t => 0 < Num.sqrt (g t) /\ Num.sqrt (g t) ^+ 2 = g t).
Proof.
move=> dg g0; have [r r0 rP] := derivative_sign dg (lt0r_neq0 g0).
exists r => // t /rP; rewrite g0 => gt; rewrite sqrtr_gt0 sqr_sqrtr //; exact: ltW.
Qed.
