(** Two commuting positive semidefinite matrices have a positive semidefinite
    product, over any ordered field: no eigenvectors and no square roots.

    For a positive definite M and a vector v the method of conjugate gradients ends
    with E v = M O v, where E and O are sums of even powers of M with coefficients
    that are not negative, O ≥ γ I, γ > 0. With v = O u, M v = E u, and so
    ⟨v, M W v⟩ = ⟨u, W E O u⟩ ≥ 0. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** Sums of even powers of M with coefficients that are not negative. *)
Inductive even_cone (F : realFieldType) n (M : 'M[F]_n) : 'M[F]_n -> Prop :=
| even_one : even_cone M 1%:M
| even_add X Y : even_cone M X -> even_cone M Y -> even_cone M (X + Y)
| even_scale c X : 0 <= c -> even_cone M X -> even_cone M (c *: X)
| even_square X : even_cone M X -> even_cone M (M *m (M *m X)).

Section Cone.
Variable F : realFieldType.
Variable n : nat.
Variable M : 'M[F]_n.
Hypothesis M_tr : M^T = M.
Implicit Types X Y W : 'M[F]_n.

Lemma even_zero : even_cone M 0.
Proof. by rewrite -(scale0r 1%:M); apply: even_scale => //; apply: even_one. Qed.

Lemma even_comm X W : even_cone M X -> M *m W = W *m M -> X *m W = W *m X.
Proof.
move=> XE MW; elim: XE => [|Y Z _ IY _ IZ|c Y _ _ IY|Y _ IY].
- by rewrite mul1mx mulmx1.
- by rewrite mulmxDl mulmxDr IY IZ.
- by rewrite -scalemxAl IY scalemxAr.
by rewrite -!mulmxA IY (mulmxA M W) MW -mulmxA (mulmxA M W) MW -!mulmxA.
Qed.

Lemma even_mul X Y : even_cone M X -> even_cone M Y -> even_cone M (X *m Y).
Proof.
move=> XE YE; elim: XE => [|X1 X2 _ I1 _ I2|c X1 c0 _ I1|X1 _ I1].
- by rewrite mul1mx.
- by rewrite mulmxDl; apply: even_add.
- by rewrite -scalemxAl; apply: even_scale.
by rewrite -!mulmxA; apply: even_square.
Qed.

Lemma even_tr X : even_cone M X -> X^T = X.
Proof.
move=> XE; elim: XE => [|Y Z _ IY _ IZ|c Y _ _ IY|Y YE IY]; first exact: trmx1.
- by rewrite linearD /= IY IZ.
- by rewrite linearZ /= IY.
by rewrite !trmx_mul M_tr IY (even_comm YE) // -!mulmxA (even_comm YE).
Qed.

Lemma even_form W X v : M *m W = W *m M -> (forall u, 0 <= dot u (W *m u)) ->
  even_cone M X -> 0 <= dot v (W *m (X *m v)).
Proof.
move=> MW W0 XE; elim: XE v => [v|Y Z _ IY _ IZ v|c Y c0 _ IY v|Y YE IY v].
- by rewrite mul1mx.
- by rewrite mulmxDl mulmxDr dotDr addr_ge0.
- by rewrite -scalemxAl -scalemxAr dotZr mulr_ge0.
have := IY (M *m v); rewrite dot_mull M_tr.
rewrite (_ : M *m (W *m (Y *m (M *m v))) = W *m (M *m (M *m Y) *m v)) //.
by rewrite [Y *m _]mulmxA (even_comm YE) // !mulmxA MW.
Qed.

End Cone.

Section ConjugateGradients.
Variable F : realFieldType.
Variable n : nat.
Variable M : 'M[F]_n.
Hypothesis M_tr : M^T = M.
Hypothesis M_pos : forall u, u != 0 -> 0 < dot u (M *m u).
Variable v : 'cV[F]_n.

(** The residual r and the direction d after k steps. *)
Fixpoint steps k : 'cV[F]_n * 'cV[F]_n :=
  if k is k'.+1 then
    let: (r, d) := steps k' in
    let r' := r - (dot r r / dot d (M *m d)) *: (M *m d) in
    (r', r' + (dot r' r' / dot r r) *: d)
  else (v, v).

Let r k := (steps k).1.
Let d k := (steps k).2.
Let alpha k := dot (r k) (r k) / dot (d k) (M *m d k).
Let beta k := dot (r k.+1) (r k.+1) / dot (r k) (r k).

Lemma residual_step k : r k.+1 = r k - alpha k *: (M *m d k).
Proof. by rewrite /alpha /r /d /=; case: (steps k). Qed.

Lemma direction_step k : d k.+1 = r k.+1 + beta k *: d k.
Proof. by rewrite /beta /r /d /=; case: (steps k). Qed.

Lemma dot_eq0 (u : 'cV[F]_n) : (dot u u == 0) = (u == 0).
Proof.
apply/eqP/eqP => [u0|->]; last exact: dot0l.
apply/colP => i; rewrite mxE; apply/eqP; rewrite -sqrf_eq0; apply/eqP.
by apply: (psumr_eq0P _ u0) => // j _; rewrite -expr2 sqr_ge0.
Qed.

Lemma dot_gt0 (u : 'cV[F]_n) : u != 0 -> 0 < dot u u.
Proof. by rewrite lt0r dot_eq0 dot_ge0 andbT. Qed.

Lemma dotMC u w : dot u (M *m w) = dot w (M *m u).
Proof. by rewrite dot_mulr M_tr dotC. Qed.

Let good k := [/\ forall i, (i < k)%N -> dot (r i) (r k) = 0,
                  forall i, (i < k)%N -> dot (d i) (M *m d k) = 0 &
                  dot (r k) (d k) = dot (r k) (r k)].

Lemma direction_pos k : good k -> r k != 0 -> 0 < dot (d k) (M *m d k).
Proof.
case=> _ _ rd r0; apply: M_pos; apply: contraNneq r0 => d0.
by rewrite -dot_eq0 -rd d0 dotC dot0l.
Qed.

Lemma good_all k : (forall i, (i < k)%N -> r i != 0) -> forall j, (j <= k)%N -> good j.
Proof.
elim: k => [|k IH] nz j.
  by rewrite leqn0 => /eqP->; split.
rewrite leq_eqVlt => /orP[/eqP->|]; last first.
  by rewrite ltnS; apply: IH => i /ltnW; apply: nz.
have {}IH i : (i <= k)%N -> good i by apply: IH => l /ltnW; apply: nz.
have rk := nz k (ltnSn k); have [o1 o2 o3] := IH k (leqnn k).
have dk := direction_pos (IH k (leqnn k)) rk.
have rMd i : (i <= k)%N -> dot (r i) (M *m d k) = (i == k)%:R * dot (d k) (M *m d k).
  case: i => [|i] ik.
    have [<-|k0] := eqVneq 0%N k; first by rewrite mul1r.
    by rewrite mul0r; apply: (o2 0%N); rewrite lt0n eq_sym.
  have -> : r i.+1 = d i.+1 - beta i *: d i by rewrite direction_step addrK.
  rewrite dotBl dotZl (o2 i) // mulr0 subr0.
  have [->|ne] := eqVneq i.+1 k; first by rewrite mul1r.
  by rewrite mul0r o2 // ltn_neqAle ne.
have n1 i : (i < k.+1)%N -> dot (r i) (r k.+1) = 0.
  rewrite ltnS => ik; rewrite residual_step dotBr dotZr rMd //.
  have [->|ne] := eqVneq i k; last by rewrite mul0r mulr0 subr0 o1 // ltn_neqAle ne.
  by rewrite mul1r /alpha divfK ?subrr // gt_eqF.
have Md i : (i <= k)%N -> M *m d i = (alpha i)^-1 *: (r i - r i.+1).
  move=> ik; have ri : r i != 0 by apply: nz.
  have a0 : alpha i != 0.
    rewrite mulf_eq0 invr_eq0 dot_eq0 negb_or ri gt_eqF //.
    by apply: direction_pos => //; apply: IH.
  by rewrite residual_step opprB addrC subrK scalerA mulVf // scale1r.
split=> // [i|].
  rewrite ltnS => ik; rewrite dotMC direction_step dotDl dotZl.
  have -> : dot (r k.+1) (M *m d i) = (alpha i)^-1 * - dot (r k.+1) (r i.+1).
    by rewrite Md // dotZr dotBr (dotC _ (r i)) n1 ?ltnS // sub0r.
  have [->|ne] := eqVneq i k.
    rewrite /beta /alpha invf_div; move: rk; rewrite -dot_eq0 => rk; field.
    by rewrite rk.
  rewrite (dotMC (d k)) o2 ?ltn_neqAle ?ne // mulr0 addr0.
  by rewrite dotC n1 ?oppr0 ?mulr0 // ltnS ltn_neqAle ne.
rewrite direction_step dotDr dotZr residual_step [in X in _ + X]dotBl -residual_step.
rewrite o3 dotZl (dotC (M *m d k)) /alpha.
by rewrite divfK ?gt_eqF // subrr mulr0 addr0.
Qed.

(** At most n residuals are not 0. *)
Lemma ends : exists k, r k == 0.
Proof.
suff /existsP[i ri] : [exists i : 'I_n.+1, r i == 0] by exists i.
apply: contraT => /existsPn nz.
pose R : 'M[F]_(n.+1, n) := \matrix_(i < n.+1) (r i)^T.
have gd i : (i < n.+1)%N -> good i.
  by move=> i1; apply: (@good_all n) => // j jn; apply: (nz (Ordinal (ltnW jn : (j < n.+1)%N))).
have RE i j : (R *m R^T) i j = dot (r i) (r j).
  by rewrite mxE; apply: eq_bigr => l _; rewrite !mxE.
have : R *m R^T \in unitmx.
  rewrite (_ : _ *m _ = diag_mx (\row_i dot (r i) (r i))).
    rewrite unitmxE det_diag unitfE; apply/prodf_neq0 => i _.
    by rewrite mxE dot_eq0 nz.
  apply/matrixP => i j; rewrite RE !mxE; have [->|ne] := eqVneq i j; first by rewrite mulr1n.
  rewrite mulr0n; have [ij|ji|/val_inj e] := ltngtP i j; last by rewrite e eqxx in ne.
    by have [o _ _] := gd j (ltn_ord j); apply: o.
  by have [o _ _] := gd i (ltn_ord i); rewrite dotC; apply: o.
move=> /mxrank_unit rk; have := leq_trans (mxrankM_maxl R R^T) (rank_leq_col R).
by rewrite rk ltnn.
Qed.

(** E v = M O v, with O ≥ γ I. *)
Lemma certificate : v != 0 -> exists E O g,
  [/\ even_cone M E, even_cone M O, 0 < g & E *m v = M *m ((g%:M + O) *m v)].
Proof.
move=> v0; case: (ex_minnP ends) => m /eqP rm min.
have nz i : (i < m)%N -> r i != 0.
  by move=> im; apply: contraL im => ri; rewrite -leqNgt min.
have gd i : (i <= m)%N -> good i by apply: good_all.
have a0 i : (i < m)%N -> 0 < alpha i.
  move=> im; apply: divr_gt0; first exact/dot_gt0/nz.
  by apply: direction_pos; [exact/gd/ltnW | exact: nz].
have b0 i : 0 <= beta i by rewrite divr_ge0 ?dot_ge0.
case: m rm nz a0 {min gd} => [|m] rm nz a0; first by rewrite -[v]/(r 0%N) rm eqxx in v0.
suff : forall k, (k <= m)%N -> exists E O E' O' g,
    [/\ [/\ even_cone M E, even_cone M O, even_cone M E' & even_cone M O'], 0 < g,
        r k.+1 = E *m v - M *m ((g%:M + O) *m v) & d k.+1 = E' *m v - M *m (O' *m v)].
  move=> H; have [E [O [E' [O' [g [[EE OE _ _] g0 rk _]]]]]] := H m (leqnn m).
  by exists E, O, g; split=> //; apply/eqP; rewrite -subr_eq0 -rk rm.
elim=> [|k IH] km.
  have r1 : r 1%N = 1%:M *m v - M *m (((alpha 0%N)%:M + 0) *m v).
    by rewrite residual_step mul1mx addr0 mul_scalar_mx -scalemxAr.
  exists 1%:M, 0, ((1 + beta 0%N)%:M), ((alpha 0%N)%:M), (alpha 0%N); split=> //.
  - have e1 := even_one M; have e0 := even_zero M; split=> //.
      by rewrite -scalemx1; apply: even_scale; rewrite // addr_ge0 ?ler01.
    by rewrite -scalemx1; apply: even_scale; rewrite // ltW ?a0.
  - exact: a0.
  rewrite direction_step r1 addr0 mul1mx [in RHS]mul_scalar_mx scalerDl scale1r.
  by rewrite addrAC.
have [E [O [E' [O' [g [[EE OE EE' OE'] g0 rk dk]]]]]] := IH (ltnW km).
have a1 := a0 k.+1 km; move: (alpha k.+1) (beta k.+1) (b0 k.+1) a1 (residual_step k.+1)
  (direction_step k.+1) => a b b1 a1 rs ds.
have rk' : r k.+2 = (E + a *: (M *m (M *m O'))) *m v - M *m ((g%:M + (O + a *: E')) *m v).
  have -> : (E + a *: (M *m (M *m O'))) *m v = E *m v + a *: (M *m (M *m (O' *m v))).
    by rewrite mulmxDl -scalemxAl !mulmxA.
  have -> : (g%:M + (O + a *: E')) *m v = (g%:M + O) *m v + a *: (E' *m v).
    by rewrite addrA mulmxDl -scalemxAl.
  by rewrite rs rk dk mulmxBr scalerBr opprB mulmxDr -scalemxAr opprD addrACA.
exists (E + a *: (M *m (M *m O'))), (O + a *: E').
exists (E + a *: (M *m (M *m O')) + b *: E'), (g%:M + (O + a *: E') + b *: O'), g.
have a0' := ltW a1.
have eE : even_cone M (E + a *: (M *m (M *m O'))).
  by apply: even_add => //; apply: even_scale => //; apply: even_square.
have eO : even_cone M (O + a *: E') by apply: even_add => //; apply: even_scale.
split=> //.
- split=> //; apply: even_add => //; try exact: even_scale.
  by apply: even_add => //; rewrite -scalemx1; apply: even_scale; [exact: ltW | exact: even_one].
rewrite ds rk' dk scalerBr [(_ + b *: E') *m v]mulmxDl [(_ + b *: O') *m v]mulmxDl.
by rewrite -!scalemxAl [M *m (_ + b *: _)]mulmxDr -scalemxAr opprD addrACA.
Qed.

End ConjugateGradients.

Section Product.
Variable F : realFieldType.
Variable n : nat.
Variables M W : 'M[F]_n.
Hypotheses (M_tr : M^T = M) (MW : M *m W = W *m M).
Hypothesis W_ge0 : forall u, 0 <= dot u (W *m u).

Lemma definite_product v : (forall u, u != 0 -> 0 < dot u (M *m u)) ->
  0 <= dot v (M *m (W *m v)).
Proof.
move=> M_pos; have [->|v0] := eqVneq v 0; first by rewrite dot0l.
have [E [O [g [EE OE g0 e]]]] := certificate M_tr M_pos v0.
pose P := g%:M + O.
have PE : even_cone M P.
  by apply: even_add => //; rewrite -scalemx1; apply: even_scale; [exact: ltW | exact: even_one].
have I0 (u : 'cV[F]_n) : 0 <= dot u (1%:M *m u) by rewrite mul1mx dot_ge0.
have P_unit : P \in unitmx.
  rewrite -row_free_unit -kermx_eq0; apply/eqP/row_matrixP => i; rewrite row0.
  set u := row i _; have uP : u *m P = 0.
    by apply/sub_kermxP; exact: row_sub.
  have Pu : P *m u^T = 0 by rewrite -(even_tr M_tr PE) -trmx_mul uP trmx0.
  have : dot u^T (P *m u^T) = 0 by rewrite Pu dotC dot0l.
  rewrite mulmxDl mul_scalar_mx dotDr dotZr => /eqP; rewrite paddr_eq0; first last.
  - by have := even_form M_tr u^T (etrans (mulmx1 M) (esym (mul1mx M))) I0 OE; rewrite mul1mx.
  - by rewrite mulr_ge0 ?dot_ge0 // ltW.
  rewrite mulf_eq0 gt_eqF //= dot_eq0 => /andP[/eqP u0 _].
  by rewrite -[u]trmxK u0 trmx0.
pose u := invmx P *m v; have vE : v = P *m u by rewrite mulKVmx.
have PM : P *m M = M *m P by apply: even_comm PE _.
have EP : E *m P = P *m E by apply: even_comm EE _; rewrite PM.
have Mv : M *m v = E *m u.
  apply: (can_inj (mulKmx P_unit)).
  by rewrite mulmxA PM -mulmxA -e [in LHS]vE mulmxA EP -mulmxA.
have -> : dot v (M *m (W *m v)) = dot u (W *m ((E *m P) *m u)).
  rewrite mulmxA MW -mulmxA Mv [X in dot X _]vE dot_mull (even_tr M_tr PE).
  by rewrite (mulmxA P) (even_comm PE MW) EP -!mulmxA.
apply: (even_form M_tr u MW W_ge0); exact: even_mul.
Qed.

End Product.

(** ⟨v, M W v⟩ ≥ 0. *)
Lemma commuting_product (F : realFieldType) n (M W : 'M[F]_n) v :
  M^T = M -> M *m W = W *m M -> (forall u, 0 <= dot u (W *m u)) ->
  (forall u, 0 <= dot u (M *m u)) -> 0 <= dot v (M *m (W *m v)).
Proof.
move=> M_tr MW W_ge0 M_ge0; rewrite leNgt; apply/negP => neg.
pose a := dot v (M *m (W *m v)); pose b := dot v (W *m v).
have b0 : 0 <= b by exact: W_ge0.
have pos e : 0 < e -> 0 <= a + e * b.
  move=> e0; pose N := M + e%:M.
  have -> : a + e * b = dot v (N *m (W *m v)).
    by rewrite mulmxDl mul_scalar_mx dotDr dotZr.
  rewrite /N; apply: definite_product => // [||u u0].
  - by rewrite linearD /= M_tr tr_scalar_mx.
  - by rewrite mulmxDl mulmxDr MW scalar_mxC.
  by rewrite mulmxDl mul_scalar_mx dotDr dotZr ltr_paddl // mulr_gt0 // dot_gt0.
have := pos (- a / (2%:R * (1 + b))).
have b1 : 0 < 1 + b by rewrite ltr_paddr // ltr01.
have a0 : a < 0 := neg.
rewrite divr_gt0 ?oppr_gt0 ?mulr_gt0 ?ltr0n // => /(_ isT); apply/negP; rewrite -ltNge.
have -> : a + - a / (2%:R * (1 + b)) * b = a * ((2%:R + b) / (2%:R * (1 + b))).
  by field; rewrite gt_eqF.
rewrite nmulr_rlt0 // divr_gt0 ?mulr_gt0 ?ltr0n //.
by rewrite ltr_paddr ?ltr0n.
Qed.
