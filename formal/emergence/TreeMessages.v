(** Binary latent trees: the law of a feature, passed from the children to their parent. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import emergence.LatentTree.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** P(u = y | z), the sum over all pixels, and so over all latents below the root z. *)
Definition value_law (Y : finType) (T : tree F) (u : pixels T -> Y) (z : bool) (y : Y) : F :=
  \sum_(x | u x == y) pixel_law z x.

(** What a child with the polarity ρ sends to its parent: Σ_s P(s | z) P(u = y | s). *)
Definition message (Y : finType) (rho : F) (law_of_child : bool -> Y -> F) (z : bool) (y : Y) : F :=
  \sum_s transition rho z s * law_of_child s y.

End Definitions.

Section Messages.
Variable F : fieldType.

Lemma message_sum (Y : finType) (rho : F) (T : tree F) (u : pixels T -> Y) z y :
  message rho (value_law u) z y
    = \sum_(x | u x == y) \sum_s transition rho z s * pixel_law s x.
Proof.
rewrite exchange_big; apply: eq_bigr => s _.
by rewrite /value_law mulr_sumr.
Qed.

(** latent-tree-covariance#messages (in part): the law of a feature h(u₁, u₂) of two children is
    P(h = y | z) = Σ_{h(y₁, y₂) = y} m₁(y₁) m₂(y₂) with the messages of the children, as the
    sum over all latents has it; so E[g(h) | z] = Σ_y P(h = y | z) g(y), at trees of any depth.
    only: binary trees, two children (a polarity 1 copies), features of finitely many values. *)
Theorem messages (Y1 Y2 Y : finType) r1 r2 (T1 T2 : tree F) (u1 : pixels T1 -> Y1)
    (u2 : pixels T2 -> Y2) (h : Y1 -> Y2 -> Y) z :
  let u (x : pixels (Inner r1 r2 T1 T2)) := h (u1 x.1) (u2 x.2) in
  (forall y, value_law u z y
    = \sum_y1 \sum_(y2 | h y1 y2 == y)
        message r1 (value_law u1) z y1 * message r2 (value_law u2) z y2) /\
  (forall g : Y -> F, conditional_mean (fun x => g (u x)) z = \sum_y value_law u z y * g y).
Proof.
move=> u; split=> [y|g]; last first.
  rewrite /conditional_mean (partition_big u predT) //=; apply: eq_bigr => y _.
  by rewrite mulr_suml; apply: eq_bigr => x /eqP ->.
pose A x := \sum_s transition r1 z s * pixel_law (T := T1) s x.
pose B x := \sum_s transition r2 z s * pixel_law (T := T2) s x.
rewrite /value_law big_mkcond /=.
rewrite -(pair_bigA _ (fun x1 x2 => if h (u1 x1) (u2 x2) == y then A x1 * B x2 else 0)) /=.
rewrite (partition_big u1 predT) //=; apply: eq_bigr => y1 _.
transitivity (\sum_(x1 | u1 x1 == y1) \sum_(y2 | h y1 y2 == y)
    A x1 * message r2 (value_law u2) z y2).
  apply: eq_bigr => x1 /eqP ->; rewrite (partition_big u2 predT) //= [RHS]big_mkcond /=.
  apply: eq_bigr => y2 _; have [hy|hy] := boolP (h y1 y2 == y).
    by rewrite message_sum mulr_sumr; apply: eq_bigr => x2 /eqP ->; rewrite hy.
  by rewrite big1 // => x2 /eqP ->; rewrite (negbTE hy).
rewrite exchange_big; apply: eq_bigr => y2 _.
by rewrite -mulr_suml (message_sum r1).
Qed.

End Messages.
