(** Functions of a small number: those of the third order, and one draw of a product. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Derivative.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Functions of ε that are O(ε³). *)
Section Cubic.
Variable F : realFieldType.
Implicit Types g h : F -> F.

Definition cubic g : Prop :=
  exists C : F, near_zero (fun e => `|g e| <= C * `|e| ^+ 3).

Lemma eq_cubic g h : g =1 h -> cubic g -> cubic h.
Proof. by move=> E [C [s s0 sP]]; exists C, s => // e /sP; rewrite E. Qed.

Lemma cubic0 : cubic (fun=> 0).
Proof. by exists 0, 1; rewrite ?ltr01 // => e _; rewrite normr0 mul0r. Qed.

Lemma cubicD g h : cubic g -> cubic h -> cubic (fun e => g e + h e).
Proof.
move=> [C nC] [D nD]; exists (C + D); have [s s0 sP] := near_and nC nD; exists s => // e /sP[gC hD].
by rewrite mulrDl; apply: le_trans (ler_norm_add _ _) (ler_add gC hD).
Qed.

Lemma cubicZ c g : cubic g -> cubic (fun e => c * g e).
Proof.
move=> [C [s s0 sP]]; exists (`|c| * C), s => // e /sP gC.
by rewrite normrM -mulrA ler_wpmul2l.
Qed.

Lemma cubic_sum (T : finType) (g : T -> F -> F) : (forall x, cubic (g x)) ->
  cubic (fun e => \sum_x g x e).
Proof.
move=> gc; suff H : forall s : seq T, cubic (fun e => \sum_(x <- s) g x e) by exact: H.
elim=> [|x s IH]; first by apply: eq_cubic cubic0 => e; rewrite big_nil.
by apply: eq_cubic (cubicD (gc x) IH) => e; rewrite big_cons.
Qed.

(** Functions that are bounded near 0. *)
Definition bounded g : Prop := exists M, near_zero (fun e => `|g e| <= M).

Lemma bounded_const c : bounded (fun=> c).
Proof. by exists `|c|, 1; rewrite ?ltr01. Qed.

Lemma bounded_id : bounded id.
Proof. by exists 1, 1; rewrite ?ltr01 // => e /ltW. Qed.

Lemma boundedD g h : bounded g -> bounded h -> bounded (fun e => g e + h e).
Proof.
move=> [C nC] [D nD]; exists (C + D); have [s s0 sP] := near_and nC nD; exists s => // e /sP[gC hD].
by apply: le_trans (ler_norm_add _ _) (ler_add gC hD).
Qed.

Lemma boundedM g h : bounded g -> bounded h -> bounded (fun e => g e * h e).
Proof.
move=> [C nC] [D nD]; exists (C * D); have [s s0 sP] := near_and nC nD; exists s => // e /sP[gC hD].
by rewrite normrM; apply: ler_pmul.
Qed.

(** e³ times what is bounded near 0. *)
Lemma cubic_bounded b : bounded b -> cubic (fun e => e ^+ 3 * b e).
Proof.
move=> [M [s s0 sP]]; exists M, s => // e /sP bM.
by rewrite normrM normrX mulrC ler_wpmul2r // exprn_ge0.
Qed.

Lemma cubic_times g h : cubic g -> bounded h -> cubic (fun e => g e * h e).
Proof.
move=> [D nD] [M nM]; exists (`|D| * M); have [z z0 zP] := near_and nM nD.
exists z => // e /zP[lM RD]; rewrite normrM mulrAC; apply: ler_pmul => //.
by apply: le_trans RD _; rewrite ler_wpmul2r ?exprn_ge0 // ler_norm.
Qed.

(** ψ(v + u) = ψ(v) + ψ'u + ½ψ''u² + O(u³). *)
Definition second_expansion (psi : F -> F) (v psi1 psi2 : F) : Prop :=
  cubic (fun u => psi (v + u) - psi v - psi1 * u - 2%:R^-1 * psi2 * u ^+ 2).

(** One draw: (ψ(v + u) - ψ(v)) (l₀ + ε l₁ + ε² l₂) with u = ε u₁ + ε² u₂. *)
Lemma draw_expansion psi v psi1 psi2 u1 u2 l0 l1 l2 : second_expansion psi v psi1 psi2 ->
  cubic (fun e => (psi (v + (e * u1 + e ^+ 2 * u2)) - psi v) * (l0 + e * l1 + e ^+ 2 * l2)
    - e * (psi1 * u1 * l0)
    - e ^+ 2 * (psi1 * u2 * l0 + 2%:R^-1 * psi2 * u1 ^+ 2 * l0 + psi1 * u1 * l1)).
Proof.
move=> [C [s s0 sP]]; pose u e := e * u1 + e ^+ 2 * u2; pose l e := l0 + e * l1 + e ^+ 2 * l2.
pose R e := psi (v + u e) - psi v - psi1 * u e - 2%:R^-1 * psi2 * u e ^+ 2.
have Rc : cubic R.
  pose m := `|u1| + `|u2| + 1; have m0 : 0 < m by rewrite ltr_paddl ?addr_ge0 ?ltr01.
  have um : near_zero (fun e => `|u e| <= `|e| * m).
    exists 1; rewrite ?ltr01 // => e /ltW e1; rewrite /u expr2 -mulrA -mulrDr normrM ler_wpmul2l //.
    apply: le_trans (ler_norm_add _ _) _; rewrite /m -addrA ler_add2l normrM.
    by apply: le_trans (ler_pimull _ e1) _ => //; rewrite ler_addl ler01.
  have us : near_zero (fun e => `|e| * m < s).
    by exists (s / m); rewrite ?divr_gt0 // => e; rewrite ltr_pdivl_mulr.
  exists (`|C| * m ^+ 3); have [z z0 zP] := near_and um us; exists z => // e /zP[ue es].
  apply: le_trans (sP (u e) (le_lt_trans ue es)) _.
  apply: (@le_trans _ _ (`|C| * `|u e| ^+ 3)); first by rewrite ler_wpmul2r ?exprn_ge0 // ler_norm.
  rewrite -mulrA ler_wpmul2l // -exprMn; apply: ler_expn2r; rewrite ?nnegrE ?mulr_ge0 ?(ltW m0) //.
  by rewrite mulrC.
have Rl : cubic (fun e => R e * l e).
  apply: cubic_times Rc _; rewrite /l.
  by do ?[apply: boundedD | apply: boundedM | exact: bounded_const | exact: bounded_id].
pose b e := psi1 * (u1 * l2 + u2 * l1 + e * (u2 * l2))
  + 2%:R^-1 * psi2 * ((u1 ^+ 2 * l1 + (u1 * u2 *+ 2) * l0) + e * (u1 ^+ 2 * l2 + (u1 * u2 *+ 2) * l1 + u2 ^+ 2 * l0)
    + e ^+ 2 * ((u1 * u2 *+ 2) * l2 + u2 ^+ 2 * l1 + e * (u2 ^+ 2 * l2))).
have bb : cubic (fun e => e ^+ 3 * b e).
  apply: cubic_bounded; rewrite /b.
  by do ?[apply: boundedD | apply: boundedM | exact: bounded_const | exact: bounded_id].
apply: eq_cubic (cubicD Rl bb) => e; rewrite /R /b -/(u e) -/(l e) /u /l.
by rewrite !mulr2n; move: (psi _) (psi v) => y z; field.
Qed.

End Cubic.
