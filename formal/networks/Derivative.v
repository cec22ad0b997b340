(** Derivatives at 0 of functions of one variable over an ordered field. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : realFieldType.

(** The derivative of g at 0 is c. *)
Definition has_derivative (g : F -> F) (c : F) : Prop :=
  forall e, 0 < e -> exists2 r, 0 < r &
    forall t, `|t| < r -> `|g t - g 0 - t * c| <= e * `|t|.

(** P holds for every t near 0. *)
Definition near_zero (P : F -> Prop) : Prop :=
  exists2 r, 0 < r & forall t, `|t| < r -> P t.

(** u tends to 0 with t. *)
Definition null (u : F -> F) : Prop :=
  forall e, 0 < e -> near_zero (fun t => `|u t| <= e).

End Definitions.

Section Facts.
Variable F : realFieldType.
Implicit Types (g u v : F -> F) (c e : F).

Lemma near_and (P Q : F -> Prop) :
  near_zero P -> near_zero Q -> near_zero (fun t => P t /\ Q t).
Proof.
move=> [r r0 rP] [s s0 sQ]; exists (Num.min r s); first by rewrite lt_minr r0.
by move=> t; rewrite lt_minr => /andP[tr ts]; split; [exact: rP | exact: sQ].
Qed.

Lemma near_all (T : finType) (P : T -> F -> Prop) :
  (forall x, near_zero (P x)) -> near_zero (fun t => forall x, P x t).
Proof.
move=> nP; suff [r r0 rP] : near_zero (fun t => forall x, x \in enum T -> P x t).
  by exists r => // t tr x; apply: rP => //; rewrite mem_enum.
elim: (enum T) => [|x s IH]; first by exists 1; rewrite ?ltr01.
have [r r0 rP] := near_and (nP x) IH; exists r => // t /rP[Px Ps] y.
by rewrite inE => /orP[/eqP->|/Ps].
Qed.

(** A function that is g 0 + t c + t² b near 0 has the derivative c. *)
Lemma quadratic_derivative (g : F -> F) (c b : F) :
  near_zero (fun t => g t = g 0 + t * c + t ^+ 2 * b) -> has_derivative g c.
Proof.
move=> [r r0 rP] e e0; have b1 : 0 < 1 + `|b| by apply: ltr_paddr => //; rewrite ltr01.
exists (Num.min r (e / (1 + `|b|))); first by rewrite lt_minr r0 divr_gt0.
move=> t; rewrite lt_minr => /andP[tr]; rewrite ltr_pdivl_mulr // => te.
rewrite (rP t tr).
have -> : g 0 + t * c + t ^+ 2 * b - g 0 - t * c = (t * b) * t by ring.
rewrite normrM ler_wpmul2r // normrM; apply: ltW; apply: le_lt_trans te.
by rewrite mulrDr mulr1 ler_addr.
Qed.

Lemma null_add u v : null u -> null v -> null (fun t => u t + v t).
Proof.
move=> nu nv e e0; have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have [r r0 rP] := near_and (nu _ e2) (nv _ e2); exists r => // t /rP[ut vt].
apply: (le_trans (ler_norm_add _ _)); apply: (le_trans (ler_add ut vt)).
by rewrite -splitr.
Qed.

Lemma null_scale c u : null u -> null (fun t => c * u t).
Proof.
move=> nu e e0; have c1 : 0 < 1 + `|c| by apply: ltr_paddr => //; rewrite ltr01.
have [r r0 rP] := nu (e / (1 + `|c|)) (divr_gt0 e0 c1); exists r => // t /rP.
rewrite ler_pdivl_mulr // normrM; apply: le_trans.
by rewrite mulrDr mulr1 mulrC ler_addr.
Qed.

Lemma null_mul u v : null u -> null v -> null (fun t => u t * v t).
Proof.
move=> nu nv e e0.
have [r r0 rP] := near_and (nu _ e0) (nv _ ltr01); exists r => // t /rP[ut vt].
by rewrite normrM -[e]mulr1; apply: ler_pmul.
Qed.

Lemma null_id : null (fun t : F => t).
Proof. by move=> e e0; exists e => // t /ltW. Qed.

(** g has the derivative c if and only if g t = g 0 + t (c + u t) with u null. *)
Lemma derivativeP g c :
  has_derivative g c <-> exists2 u, null u & forall t, g t = g 0 + t * (c + u t).
Proof.
split=> [dg|[u nu gE] e e0].
  exists (fun t => if t == 0 then 0 else (g t - g 0) / t - c) => [e e0|t].
    have [r r0 rP] := dg e e0; exists r => // t /rP; have [->|t0] := eqVneq.
      by rewrite normr0 (ltW e0).
    have -> : (g t - g 0) / t - c = (g t - g 0 - t * c) / t by field.
    by rewrite normrM normfV ler_pdivr_mulr ?normr_gt0.
  by have [->|t0] := eqVneq; [rewrite mul0r addr0 | field].
have [r r0 rP] := nu e e0; exists r => // t /rP ut.
have -> : g t - g 0 - t * c = u t * t by rewrite gE; ring.
by rewrite normrM ler_wpmul2r.
Qed.

(** covariance-operator: the derivative is unique, so that what is stated as one
    is the derivative. *)
Theorem derivative_unique g c c' : has_derivative g c -> has_derivative g c' -> c = c'.
Proof.
move=> /derivativeP[u nu gu] /derivativeP[v nv gv]; apply/eqP; rewrite -subr_eq0.
apply/negPn/negP => cc; pose e := `|c - c'| / 2%:R.
have e0 : 0 < e by rewrite divr_gt0 ?normr_gt0 ?ltr0n.
have nw := null_add nv (null_scale (- 1) nu).
have [r r0 /(_ (r / 2%:R))] := nw e e0.
have r2 : 0 < r / 2%:R by rewrite divr_gt0 ?ltr0n.
rewrite gtr0_norm // ltr_pdivr_mulr ?ltr0n // ltr_pmulr // ltr1n => /(_ isT).
have -> : v (r / 2%:R) + -1 * u (r / 2%:R) = c - c'.
  apply: (mulfI (lt0r_neq0 r2)); have := gu (r / 2%:R); rewrite {}gv => /addrI E.
  by rewrite mulN1r !mulrBr; move: E; rewrite !mulrDr => /(canRL (addKr _)) ->; ring.
by rewrite /e ler_pdivl_mulr ?ltr0n // ger_pmulr ?normr_gt0 // leNgt ltr1n.
Qed.

Lemma derivative_const c : has_derivative (fun=> c) 0.
Proof. by move=> e e0; exists 1; rewrite ?ltr01 // => t _; rewrite mulr0 !subrr normr0 mulr_ge0 // ltW. Qed.

Lemma derivative_add g h c c' : has_derivative g c -> has_derivative h c' ->
  has_derivative (fun t => g t + h t) (c + c').
Proof.
move=> /derivativeP[u nu gu] /derivativeP[v nv hv]; apply/derivativeP.
by exists (fun t => u t + v t); [exact: null_add | move=> t; rewrite gu hv; ring].
Qed.

Lemma derivative_mul g h c c' : has_derivative g c -> has_derivative h c' ->
  has_derivative (fun t => g t * h t) (c * h 0 + g 0 * c').
Proof.
move=> /derivativeP[u nu gu] /derivativeP[v nv hv]; apply/derivativeP.
exists (fun t => g 0 * v t + (h 0 * u t + (c * c' * t + (c * (t * v t)
    + (c' * (t * u t) + t * (u t * v t)))))) => [|t]; last by rewrite gu hv; ring.
have ni := null_id.
by do ![apply: null_add | apply: null_scale | apply: null_mul].
Qed.

Lemma derivative_scale a g c : has_derivative g c -> has_derivative (fun t => a * g t) (a * c).
Proof.
move=> dg; have := derivative_mul (derivative_const a) dg; by rewrite mul0r add0r.
Qed.

Lemma derivative_sum (T : finType) (g : T -> F -> F) (c : T -> F) :
  (forall x, has_derivative (g x) (c x)) ->
  has_derivative (fun t => \sum_x g x t) (\sum_x c x).
Proof.
move=> dg; rewrite -!big_enum /=.
suff dS s : has_derivative (fun t => \sum_(x <- s) g x t) (\sum_(x <- s) c x).
  move=> e e0; have [r r0 rP] := dS (enum T) e e0; exists r => // t /rP.
  by rewrite !big_enum.
elim: s => [|x s IH].
  rewrite big_nil => e e0; have [r r0 rP] := derivative_const 0 e0.
  by exists r => // t /rP; rewrite !big_nil.
rewrite big_cons => e e0; have [r r0 rP] := derivative_add (dg x) IH e0.
by exists r => // t /rP; rewrite !big_cons.
Qed.

End Facts.
