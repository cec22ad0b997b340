(** What an exponential is, by its equation and its slope at 0, and the derivatives of
    what is built with it and with a logarithm. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative
  simclr.Contrastive simclr.Logarithm.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Exponential.
Variable F : realFieldType.
Variable exp : F -> F.

(** e^(x + y) = e^x e^y, and e^t has the slope 1 at t = 0. *)
Definition exponential : Prop :=
  (forall x y, exp (x + y) = exp x * exp y) /\ has_derivative exp 1.

Hypothesis expP : exponential.

Lemma exponentialD x y : exp (x + y) = exp x * exp y.
Proof. by case: expP. Qed.

Lemma exponential0 : exp 0 = 1.
Proof.
have e2 : exp 0 * (exp 0 - 1) = 0 by rewrite mulrBr -exponentialD addr0 mulr1 subrr.
move/eqP: e2; rewrite mulf_eq0 subr_eq0 => /orP[/eqP e0|/eqP //].
have e x : exp x = 0 by rewrite -(add0r x) exponentialD e0 mul0r.
have c0 : has_derivative exp 0.
  by move=> d d0; exists 1; rewrite ?ltr01 // => t _; rewrite !e mulr0 !subrr normr0 mulr_ge0 // ltW.
by case: expP => _ /derivative_unique /(_ c0) /eqP; rewrite oner_eq0.
Qed.

Lemma exponential_gt0 x : 0 < exp x.
Proof.
have n0 y : exp y != 0.
  have : exp y * exp (- y) != 0 by rewrite -exponentialD subrr exponential0 oner_neq0.
  by rewrite mulf_eq0 negb_or => /andP[].
have -> : exp x = exp (2%:R^-1 * x) ^+ 2.
  rewrite expr2 -exponentialD -mulrDl; congr exp.
  by rewrite -mulr2n -mulr_natl mulfV ?mul1r // pnatr_eq0.
by rewrite lt0r sqr_ge0 expf_neq0.
Qed.

Lemma exponentialN x : exp (- x) = (exp x)^-1.
Proof.
apply: (mulfI (lt0r_neq0 (exponential_gt0 x))).
by rewrite -exponentialD subrr exponential0 mulfV // lt0r_neq0 // exponential_gt0.
Qed.

Lemma exponential_power n x : exp (n%:R * x) = exp x ^+ n.
Proof.
elim: n => [|n IH]; first by rewrite mul0r expr0 exponential0.
by rewrite mulrS mulrDl mul1r exponentialD IH exprS.
Qed.

(** The derivative of e^v is e^v. *)
Lemma exponential_derivative v : has_derivative (fun t => exp (v + t)) (exp v).
Proof.
case: expP => _ /(derivative_scale (exp v)); rewrite mulr1 => d e e0.
by have [r r0 rP] := d e e0; exists r => // t /rP; rewrite !exponentialD.
Qed.

End Exponential.

Section Gradients.
Variable F : realFieldType.
Variable I : finType.

(** The gradient of a function of a function of the numbers r. *)
Lemma gradient_compose (h : F -> F) (l : (I -> F) -> F) r c e :
  has_derivative (fun t => h (l r + t)) e -> has_gradient l r c ->
  has_gradient (fun s => h (l s)) r (fun i => e * c i).
Proof.
move=> dh gl d d0; pose b : F := 1 + \sum_i (`|c i| + 1).
have s0 : 0 <= \sum_i (`|c i| + 1) by apply: sumr_ge0 => i _; rewrite addr_ge0.
have b0 : 0 < b by apply: ltr_paddr.
have d2 : 0 < d / 2%:R by rewrite divr_gt0 ?ltr0n.
have e1 : 0 < `|e| + 1 by apply: ltr_paddl; rewrite ?ltr01.
have [s sp sP] := dh _ (divr_gt0 d2 b0).
have [s1 s1p s1P] := gl _ (divr_gt0 d2 e1).
have [s2 s2p s2P] := gl _ ltr01.
pose z := s / (b * #|I|.+1%:R).
have zp : 0 < z by rewrite divr_gt0 // mulr_gt0 // ltr0n.
exists (Num.min s1 (Num.min s2 z)); first by rewrite !lt_minr s1p s2p zp.
move=> r' r'P; pose n := \sum_i `|r' i - r i|.
have lt i : [/\ `|r' i - r i| < s1, `|r' i - r i| < s2 & `|r' i - r i| < z].
  by have := r'P i; rewrite !lt_minr => /and3P[].
have n0 : 0 <= n by apply: sumr_ge0.
have c1 i : `|c i| <= \sum_j (`|c j| + 1).
  rewrite (bigD1 i) //= -addrA ler_addl addr_ge0 ?ler01 //.
  by apply: sumr_ge0 => j _; rewrite addr_ge0.
have cn : `|\sum_i c i * (r' i - r i)| <= (b - 1) * n.
  apply: le_trans (ler_norm_sum _ _ _) _; rewrite mulr_sumr; apply: ler_sum => i _.
  by rewrite normrM ler_wpmul2r // /b addrC addKr.
have l2 : `|l r' - l r| <= b * n.
  have := s2P r' (fun i => let: And3 _ h _ := lt i in h); rewrite mul1r -/n => l1.
  have -> : l r' - l r = (l r' - l r - \sum_i c i * (r' i - r i)) + \sum_i c i * (r' i - r i).
    by rewrite subrK.
  apply: le_trans (ler_norm_add _ _) _; apply: le_trans (ler_add l1 cn) _.
  by rewrite mulrBl mul1r addrC subrK.
have nz : n * #|I|.+1%:R < s / b * #|I|.+1%:R.
  have -> : s / b * #|I|.+1%:R = z * #|I|.+1%:R * #|I|.+1%:R.
    by rewrite /z invfM mulrA mulfVK ?pnatr_eq0.
  rewrite ltr_pmul2r ?ltr0n //; apply: (@le_lt_trans _ _ (z * #|I|%:R)).
    rewrite mulr_natr -sumr_const; apply: ler_sum => i _; apply: ltW.
    by case: (lt i).
  by rewrite ltr_pmul2l // ltr_nat.
have ns : b * n < s by rewrite mulrC -ltr_pdivl_mulr // -(ltr_pmul2r (ltr0Sn F #|I|)).
have := sP (l r' - l r) (le_lt_trans l2 ns); rewrite addr0 (addrC (l r)) subrK => h1.
have := s1P r' (fun i => let: And3 h _ _ := lt i in h); rewrite -/n => g1.
have -> : h (l r') - h (l r) - \sum_i e * c i * (r' i - r i)
    = (h (l r') - h (l r) - (l r' - l r) * e) + e * (l r' - l r - \sum_i c i * (r' i - r i)).
  have -> : \sum_i e * c i * (r' i - r i) = e * \sum_i c i * (r' i - r i).
    by rewrite mulr_sumr; apply: eq_bigr => i _; rewrite mulrA.
  by ring.
apply: le_trans (ler_norm_add _ _) _; rewrite -/n [X in _ <= X * _](splitr d).
rewrite [X in _ <= X]mulrDl normrM; apply: ler_add.
  apply: le_trans h1 _; rewrite -mulrA ler_pmul2l // mulrC ler_pdivr_mulr // mulrC.
  exact: l2.
apply: le_trans (ler_wpmul2l (normr_ge0 e) g1) _.
rewrite mulrA ler_wpmul2r // mulrCA ler_pimulr ?(ltW d2) //.
by rewrite ler_pdivr_mulr // mul1r ler_addl ler01.
Qed.

Lemma gradient_sum (J : finType) (l : J -> (I -> F) -> F) r (c : J -> I -> F) :
  (forall j, has_gradient (l j) r (c j)) ->
  has_gradient (fun s => \sum_j l j s) r (fun i => \sum_j c j i).
Proof.
move=> gl.
suff H : forall js : seq J, has_gradient (fun s => \sum_(j <- js) l j s) r (fun i => \sum_(j <- js) c j i).
  exact: H.
elim=> [|j js IH] e e0.
  exists 1; rewrite ?ltr01 // => r' _; rewrite !big_nil subrr sub0r.
  rewrite big1 => [|i _]; last by rewrite big_nil mul0r.
  by rewrite oppr0 normr0 mulr_ge0 ?(ltW e0) // sumr_ge0.
have e2 : 0 < e / 2%:R by rewrite divr_gt0 ?ltr0n.
have [s sp sP] := gl j _ e2; have [s' s'p s'P] := IH _ e2.
exists (Num.min s s') => [|r' r'P]; first by rewrite lt_minr sp.
have h1 := sP r' (fun i => proj1 (andP (eqbLR (lt_minr _ _ _) (r'P i)))).
have h2 := s'P r' (fun i => proj2 (andP (eqbLR (lt_minr _ _ _) (r'P i)))).
rewrite [X in _ <= X * _](splitr e) mulrDl; apply: le_trans (ler_add h1 h2).
apply: le_trans (ler_norm_add _ _); rewrite !big_cons le_eqVlt; apply/orP; left.
have -> : \sum_i (\sum_(k <- j :: js) c k i) * (r' i - r i)
    = \sum_i c j i * (r' i - r i) + \sum_i (\sum_(k <- js) c k i) * (r' i - r i).
  by rewrite -big_split /=; apply: eq_bigr => i _; rewrite big_cons mulrDl.
by apply/eqP; congr `|_|; ring.
Qed.

End Gradients.

Section Bound.
Variable F : archiFieldType.
Variable exp : F -> F.
Hypothesis expP : exponential exp.

Lemma bernoulli (y : F) n : -1 <= y -> 1 + n%:R * y <= (1 + y) ^+ n.
Proof.
move=> y1; elim: n => [|n IH]; first by rewrite mul0r addr0 expr0.
have y0 : 0 <= 1 + y by rewrite addrC -ler_subl_addr sub0r.
rewrite exprS; apply: le_trans (ler_wpmul2l y0 IH).
have -> : (1 + y) * (1 + n%:R * y) = 1 + n.+1%:R * y + n%:R * y ^+ 2 by rewrite -[n.+1]addn1 natrD; ring.
by rewrite ler_addl mulr_ge0 ?ler0n // sqr_ge0.
Qed.

(** 1 + x ≤ e^x, in a field without numbers beyond all 1 + 1 + … + 1. *)
Lemma exponential_above (x : F) : 1 + x <= exp x.
Proof.
apply/ler_addgt0Pr => e e0; have x1 : 0 < `|x| + 1 by apply: ltr_paddl; rewrite ?ltr01.
pose d : F := e / (`|x| + 1); have d0 : 0 < d by rewrite divr_gt0.
case: (expP) => _ /(_ d d0)[r r0 rP]; have d1 : 0 < 1 + d by apply: ltr_paddr; rewrite ?ltW ?ltr01.
pose m := Num.min r (1 + d)^-1; have m0 : 0 < m by rewrite lt_minr r0 invr_gt0.
pose n := (Num.bound (`|x| / m)).+1.
have nx : `|x| / m < n%:R.
  apply: lt_trans (archi_boundP _) _; first by rewrite divr_ge0 // ltW.
  by rewrite ltr_nat.
have n0 : 0 < n%:R :> F by rewrite ltr0n.
pose h : F := x / n%:R; have hm : `|h| < m.
  rewrite normrM normfV (gtr0_norm n0) ltr_pdivr_mulr //.
  by rewrite mulrC -ltr_pdivr_mulr.
move: hm; rewrite lt_minr => /andP[/rP hr h1].
have eh : 1 + (h - d * `|h|) <= exp h.
  move: hr; rewrite (exponential0 expP) mulr1 ler_norml => /andP[lo _].
  move: lo; rewrite -subr_ge0 => lo; rewrite -subr_ge0; move: lo; congr (0 <= _).
  move: (exp h) `|h| => u v.
  by ring.
have y1 : -1 <= h - d * `|h|.
  have le : (1 + d) * `|h| <= 1 by rewrite mulrC -ler_pdivl_mulr // mul1r ltW.
  have hh : - `|h| <= h by rewrite ler_oppl -normrN ler_norm.
  apply: (@le_trans _ _ (- `|h| - d * `|h|)); last by rewrite ler_add2r.
  by rewrite -opprD -{1}(mul1r `|h|) -mulrDl ler_opp2.
have -> : x = n%:R * h by rewrite /h mulrCA mulfV ?mulr1 // lt0r_neq0.
rewrite (exponential_power expP) -ler_subl_addr.
have en : n%:R * (d * `|h|) <= e.
  rewrite mulrCA -{1}(gtr0_norm n0) -normrM /h mulrCA mulfV ?lt0r_neq0 // mulr1.
  by rewrite /d -mulrA ler_pimulr ?(ltW e0) // mulrC ler_pdivr_mulr // mul1r ler_addl ler01.
apply: (@le_trans _ _ (1 + n%:R * (h - d * `|h|))).
  by rewrite mulrBr -addrA ler_add2l ler_add2l ler_opp2.
apply: le_trans (bernoulli n y1) _; apply: ler_expn2r; rewrite ?nnegrE //.
  by rewrite addrC -ler_subl_addr sub0r.
exact: ltW (exponential_gt0 expP h).
Qed.

End Bound.
