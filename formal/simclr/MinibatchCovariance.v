(** The covariance of the update of a batch of independent draws. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  simclr.Minibatch simclr.MinibatchMean.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

(** Means over N independent draws of functions of more than one of them. *)
Section Pairs.
Variable F : fieldType.
Variable N : nat.
Variable O : finType.
Variable r : O -> F.
Hypothesis r1 : law r.
Notation batch := {ffun 'I_N -> O}.

(** E over a batch, and E over one draw. *)
Definition expect (G : batch -> F) : F := \sum_(o : batch) (\prod_k r (o k)) * G o.
Definition one (g : O -> F) : F := \sum_a r a * g a.

(** The batch with a in the place i. *)
Definition redraw (i : 'I_N) (o : batch) (a : O) : batch := [ffun k => if k == i then a else o k].

Lemma redraw_here i o a : redraw i o a i = a.
Proof. by rewrite ffunE eqxx. Qed.
Lemma redraw_there i o a k : k != i -> redraw i o a k = o k.
Proof. by rewrite ffunE => /negbTE ->. Qed.

(** One draw may be made anew. *)
Lemma expect_redraw i (G : batch -> F) : expect G = expect (fun o => one (fun a => G (redraw i o a))).
Proof.
pose swap (z : batch * O) : batch * O := (redraw i z.1 z.2, z.1 i).
have swapK : involutive swap.
  case=> o a; congr (_, _); last exact: redraw_here.
  by apply/ffunP => k; rewrite ffunE /=; case: eqP => [->|/eqP ki] //; rewrite redraw_there.
pose g (z : batch * O) := (\prod_k r (z.1 k)) * (r z.2 * G z.1).
transitivity (\sum_z g z).
  rewrite -(pair_bigA _ (fun o a => g (o, a))); apply: eq_bigr => o _.
  by rewrite /g /= -mulr_sumr -mulr_suml r1 mul1r.
rewrite (reindex_inj (inv_inj swapK)) -(pair_bigA _ (fun o a => g (swap (o, a)))).
apply: eq_bigr => o _; rewrite /one mulr_sumr; apply: eq_bigr => a _.
rewrite /g /= (bigD1 i) //= redraw_here [in RHS](bigD1 i) //=.
rewrite (eq_bigr (fun k => r (o k))) => [|k ki]; last by rewrite redraw_there.
by move: (\prod_(_ | _) _) (G _) => u v; ring.
Qed.

Lemma eq_expect G G' : G =1 G' -> expect G = expect G'.
Proof. by move=> E; apply: eq_bigr => o _; rewrite E. Qed.
Lemma eq_one g g' : g =1 g' -> one g = one g'.
Proof. by move=> E; apply: eq_bigr => o _; rewrite E. Qed.
Lemma expectD G G' : expect (fun o => G o + G' o) = expect G + expect G'.
Proof. by rewrite /expect -big_split; apply: eq_bigr => o _; rewrite mulrDr. Qed.
Lemma expectZ c G : expect (fun o => c * G o) = c * expect G.
Proof. by rewrite /expect mulr_sumr; apply: eq_bigr => o _; rewrite mulrCA. Qed.
Lemma expect_sum (J : finType) (P : pred J) (G : J -> batch -> F) :
  expect (fun o => \sum_(j | P j) G j o) = \sum_(j | P j) expect (G j).
Proof.
rewrite /expect exchange_big /=; apply: eq_bigr => o _.
by rewrite mulr_sumr.
Qed.
Lemma oneZ c g : one (fun a => c * g a) = c * one g.
Proof. by rewrite /one mulr_sumr; apply: eq_bigr => a _; rewrite mulrCA. Qed.
Lemma oneD g g' : one (fun a => g a + g' a) = one g + one g'.
Proof. by rewrite /one -big_split; apply: eq_bigr => a _; rewrite mulrDr. Qed.
Lemma one_const c : one (fun=> c) = c.
Proof. by rewrite /one -mulr_suml r1 mul1r. Qed.

Lemma expect_const c : expect (fun=> c) = c.
Proof.
rewrite /expect -mulr_suml -(bigA_distr_bigA (fun _ a => r a)).
have -> : \prod_(i < N) (\sum_a r a) = 1 by apply: big1 => i _; apply: r1.
by rewrite mul1r.
Qed.

Lemma expect_of_one i g : expect (fun o => g (o i)) = one g.
Proof.
rewrite (expect_redraw i) -[RHS]expect_const; apply: eq_expect => o.
by apply: eq_one => a; rewrite redraw_here.
Qed.

Lemma expect_of_two i j (g : O -> O -> F) : j != i ->
  expect (fun o => g (o i) (o j)) = one (fun a => one (g a)).
Proof.
move=> ji; rewrite (expect_redraw j) -(expect_of_one i (fun a => one (g a))).
apply: eq_expect => o; apply: eq_one => a.
by rewrite redraw_here redraw_there // eq_sym.
Qed.

(** A factor whose mean over the draw i is 0, the others not depending on it. *)
Lemma expect_zero i (g h : batch -> F) : (forall o, one (fun a => g (redraw i o a)) = 0) ->
  (forall o a, h (redraw i o a) = h o) -> expect (fun o => g o * h o) = 0.
Proof.
move=> g0 hE; rewrite (expect_redraw i) -[RHS](expect_const 0); apply: eq_expect => o.
transitivity (one (fun a => h o * g (redraw i o a))).
  by apply: eq_one => a; rewrite hE mulrC.
by rewrite oneZ g0 mulr0.
Qed.

End Pairs.

(** A symmetric kernel of two draws, taken apart: its mean, what it says of one draw, and
    the rest, of mean 0 in either draw. *)
Section Kernels.
Variable F : fieldType.
Variable O : finType.
Variable r : O -> F.
Hypothesis r1 : law r.
Implicit Types s t : O -> O -> F.
Notation one := (one r).

Definition kernel_mean s : F := one (fun a => one (s a)).
Definition projection s (a : O) : F := one (s a) - kernel_mean s.
Definition rest s (a b : O) : F := s a b - kernel_mean s - projection s a - projection s b.

Lemma kernel_split s a b :
  s a b - kernel_mean s = projection s a + projection s b + rest s a b.
Proof. by rewrite /rest; ring. Qed.

Lemma oneB g h : one (fun a => g a - h a) = one g - one h.
Proof.
rewrite oneD; congr (_ + _); rewrite -[RHS]mulN1r -oneZ.
by apply: eq_one => a; rewrite mulN1r.
Qed.

Lemma projection_mean s : one (projection s) = 0.
Proof. by rewrite /projection oneB one_const // subrr. Qed.

Lemma rest_mean s a : one (rest s a) = 0.
Proof.
rewrite /rest 3!oneB !one_const // projection_mean subr0 /projection.
by move: (one _) (kernel_mean s) => u v; ring.
Qed.

Definition zeta1 s t : F := one (fun a => projection s a * projection t a).
Definition zeta2 s t : F := one (fun a => one (fun b =>
  (s a b - kernel_mean s) * (t a b - kernel_mean t))).
Let rest2 s t : F := one (fun a => one (fun b => rest s a b * rest t a b)).

Lemma rest_tr s : (forall a b, s a b = s b a) -> forall a b, rest s a b = rest s b a.
Proof. by move=> sC a b; rewrite /rest sC; ring. Qed.

Lemma one_exchange (G : O -> O -> F) : one (fun a => one (G a)) = one (fun b => one (fun a => G a b)).
Proof.
rewrite /one; under eq_bigr => a _ do rewrite mulr_sumr.
rewrite exchange_big; apply: eq_bigr => b _ /=; rewrite mulr_sumr.
by apply: eq_bigr => a _; rewrite mulrCA.
Qed.

Lemma zeta_split s t : (forall a b, s a b = s b a) -> (forall a b, t a b = t b a) ->
  zeta2 s t = 2%:R * zeta1 s t + rest2 s t.
Proof.
move=> sC tC.
pose u := projection s; pose v := projection t.
transitivity (one (fun a => one (fun b => (u a * v a + u b * v b + rest s a b * rest t a b)
   + (u a * v b + v a * u b + (u a * rest t a b + v a * rest s a b))
   + (u b * rest t a b + v b * rest s a b)))).
  apply: eq_one => a; apply: eq_one => b; rewrite !kernel_split -/(u _) -/(v _) -/(u b) -/(v b).
  by move: (u a) (u b) (v a) (v b) (rest s a b) (rest t a b) => *; ring.
have a0 a : one (fun b => u a * v b + v a * u b + (u a * rest t a b + v a * rest s a b)) = 0.
  rewrite !oneD !oneZ !rest_mean (projection_mean t) (projection_mean s).
  by rewrite !mulr0 !addr0.
have b0 : one (fun a => one (fun b => u b * rest t a b + v b * rest s a b)) = 0.
  rewrite one_exchange -[RHS](one_const r1 0); apply: eq_one => b.
  have back z : (forall a b, z a b = z b a) -> one (fun a => rest z a b) = 0.
    by move=> zC; rewrite -(rest_mean z b); apply: eq_one => a; apply: rest_tr.
  by rewrite oneD !oneZ !back // !mulr0 addr0.
transitivity (one (fun a => one (fun b => u a * v a + u b * v b + rest s a b * rest t a b))
   + one (fun a => one (fun b => u b * rest t a b + v b * rest s a b))).
  by rewrite -oneD; apply: eq_one => a; rewrite -oneD -[RHS]addr0 -(a0 a) -oneD; apply: eq_one => b; ring.
rewrite b0 addr0; under eq_one => a do rewrite !oneD (one_const r1).
by rewrite !oneD one_const // mulr_natl mulr2n.
Qed.

End Kernels.

(** The mean of a kernel over all pairs of different draws of a batch. *)
Section Statistic.
Variable F : fieldType.
Variable N : nat.
Hypotheses (N0 : N%:R != 0 :> F) (N1 : N%:R - 1 != 0 :> F).
Variable O : finType.
Variable r : O -> F.
Hypothesis r1 : law r.
Notation batch := {ffun 'I_N -> O}.
Notation expect := (@expect F N O r).
Notation one := (one r).

Definition statistic (s : O -> O -> F) (o : 'I_N -> O) : F :=
  (N%:R * (N%:R - 1))^-1 * \sum_i \sum_(j | j != i) s (o i) (o j).

Variables s t : O -> O -> F.
Hypotheses (sC : forall a b, s a b = s b a) (tC : forall a b, t a b = t b a).

Let linear z (o : batch) := \sum_i projection r z (o i).
Let pairs z (o : batch) := \sum_i \sum_(j | j != i) rest r z (o i) (o j).

Lemma statistic_split z (o : batch) : statistic z o - kernel_mean r z
  = 2%:R / N%:R * linear z o + (N%:R * (N%:R - 1))^-1 * pairs z o.
Proof.
have E : \sum_i \sum_(j | j != i) z (o i) (o j)
    = (N%:R - 1) * (N%:R * kernel_mean r z) + (N%:R - 1) * linear z o
      + (N%:R - 1) * linear z o + pairs z o.
  rewrite -{2}(sum_others (fun i => projection r z (o i))).
  rewrite -(sum_others_swap (fun i j => projection r z (o i))).
  rewrite -(sum_others (fun i => projection r z (o i))).
  have -> : (N%:R - 1) * (N%:R * kernel_mean r z) = \sum_(i < N) \sum_(j < N | j != i) kernel_mean r z.
    by rewrite (sum_others (fun=> kernel_mean r z)) sumr_const card_ord mulr_natl.
  rewrite /pairs -!big_split; apply: eq_bigr => i _; rewrite -!big_split; apply: eq_bigr => j _ /=.
  by rewrite -[LHS](subrK (kernel_mean r z)) (kernel_split r); ring.
rewrite /statistic E; move: (linear z o) (pairs z o) (kernel_mean r z) => a b c.
by field; rewrite N0 N1.
Qed.

Lemma linear_linear : expect (fun o => linear s o * linear t o) = N%:R * zeta1 r s t.
Proof.
rewrite (@eq_expect F N O r _ (fun o => \sum_i \sum_k projection r s (o i) * projection r t (o k))) => [|o].
  rewrite expect_sum (eq_bigr (fun=> zeta1 r s t)) => [|i _]; last first.
    rewrite expect_sum (bigD1 i) //= big1 => [|k ki].
      by rewrite addr0 (expect_of_one r1 i (fun a => projection r s a * projection r t a)).
    apply: (expect_zero r1 (i := i)) => [o|o a].
      by rewrite -[RHS](projection_mean r1 s); apply: eq_one => a; rewrite redraw_here.
    by rewrite redraw_there.
  by rewrite sumr_const card_ord mulr_natl.
by rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr.
Qed.

Lemma linear_pairs z z' : (forall a b, z' a b = z' b a) ->
  expect (fun o => linear z o * pairs z' o) = 0.
Proof.
move=> zC; have back b : one (fun a => rest r z' a b) = 0.
  by rewrite -(rest_mean r1 z' b); apply: eq_one => a; apply: rest_tr.
rewrite (@eq_expect F N O r _ (fun o => \sum_i \sum_k \sum_(l | l != k)
    rest r z' (o k) (o l) * projection r z (o i))) => [|o].
  rewrite expect_sum big1 // => i _; rewrite expect_sum big1 // => k _.
  rewrite expect_sum big1 // => l lk; have [ki|ki] := eqVneq k i.
    have li : i != l by rewrite -ki eq_sym.
    apply: (expect_zero r1 (i := l)) => [o|o a]; last by rewrite redraw_there.
    rewrite -[RHS](rest_mean r1 z' (o k)); apply: eq_one => a.
    by rewrite redraw_here redraw_there // eq_sym.
  apply: (expect_zero r1 (i := k)) => [o|o a]; last by rewrite redraw_there // eq_sym.
  rewrite -[RHS](back (o l)); apply: eq_one => a.
  by rewrite redraw_here redraw_there.
rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => k _.
by rewrite mulr_sumr; apply: eq_bigr => l _; rewrite mulrC.
Qed.

Let rest2 : F := one (fun a => one (fun b => rest r s a b * rest r t a b)).

Lemma pairs_pairs : expect (fun o => pairs s o * pairs t o) = N%:R * (N%:R - 1) * (2%:R * rest2).
Proof.
have back z b : (forall a b, z a b = z b a) -> one (fun a => rest r z a b) = 0.
  by move=> zC; rewrite -(rest_mean r1 z b); apply: eq_one => a; apply: rest_tr.
rewrite (@eq_expect F N O r _ (fun o => \sum_i \sum_(j | j != i) \sum_k \sum_(l | l != k)
    rest r s (o i) (o j) * rest r t (o k) (o l))) => [|o]; last first.
  rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulr_suml; apply: eq_bigr => j _.
  by rewrite mulr_sumr; apply: eq_bigr => k _; rewrite mulr_sumr.
rewrite expect_sum (eq_bigr (fun i => \sum_(j < N | j != i) 2%:R * rest2)) => [|i _]; last first.
  rewrite expect_sum; apply: eq_bigr => j ji.
  have same : expect (fun o => rest r s (o i) (o j) * rest r t (o i) (o j)) = rest2.
    exact: (expect_of_two r1 (fun a b => rest r s a b * rest r t a b) ji).
  have zero k l : l != k -> ~~ ((k == i) && (l == j)) -> ~~ ((k == j) && (l == i)) ->
      expect (fun o => rest r s (o i) (o j) * rest r t (o k) (o l)) = 0.
    move=> lk n1 n2.
    have [/andP[ik il]|] := boolP ((i != k) && (i != l)).
      apply: (expect_zero r1 (i := i)) => [o|o a]; last by rewrite !redraw_there // eq_sym.
      rewrite -[RHS](back s (o j) sC); apply: eq_one => a.
      by rewrite redraw_here redraw_there.
    move=> im; have [/andP[jk jl]|jm] := boolP ((j != k) && (j != l)).
      apply: (expect_zero r1 (i := j)) => [o|o a]; last by rewrite !redraw_there // eq_sym.
      rewrite -[RHS](rest_mean r1 s (o i)); apply: eq_one => a.
      by rewrite redraw_here redraw_there // eq_sym.
    exfalso; move: im jm n1 n2; rewrite !negb_and !negbK.
    by move=> /orP[]/eqP e1 /orP[]/eqP e2; move: ji; rewrite ?e1 ?e2 ?eqxx // -?e1 -?e2 ?eqxx.
  rewrite expect_sum (bigD1 i) //= (bigD1 j) //=.
  rewrite expect_sum (bigD1 j) //= same big1 ?addr0 => [|l /andP[li lj]]; last first.
    by apply: zero => //; rewrite ?(negbTE li) ?(negbTE lj) ?andbF.
  rewrite expect_sum (bigD1 i) /=; last by rewrite eq_sym.
  rewrite (@eq_expect F N O r _ (fun o => rest r s (o i) (o j) * rest r t (o i) (o j))) => [|o]; last first.
    by rewrite (rest_tr _ tC).
  rewrite same [X in _ + (_ + X + _)]big1 => [|l /andP[lj li]]; last first.
    by apply: zero => //; rewrite ?(negbTE li) ?(negbTE lj) ?andbF.
  rewrite big1 => [|k /andP[ki kj]]; last first.
    rewrite expect_sum big1 // => l lk; apply: zero => //; first by rewrite (negbTE ki).
    by rewrite (negbTE kj).
  by rewrite !addr0 mulr_natl mulr2n.
by rewrite (sum_others (fun=> _)) sumr_const card_ord -[X in _ * X = _]mulr_natl mulrCA mulrA.
Qed.

Lemma statistic_covariance :
  expect (fun o => (statistic s o - kernel_mean r s) * (statistic t o - kernel_mean r t))
    = (4%:R * (N%:R - 2%:R) * zeta1 r s t + 2%:R * zeta2 r s t) / (N%:R * (N%:R - 1)).
Proof.
pose c : F := 2%:R / N%:R; pose e : F := (N%:R * (N%:R - 1))^-1.
rewrite (@eq_expect F N O r _ (fun o => c ^+ 2 * (linear s o * linear t o)
   + (c * e * (linear s o * pairs t o) + (c * e * (linear t o * pairs s o)
   + e ^+ 2 * (pairs s o * pairs t o))))) => [|o]; last first.
  rewrite !statistic_split -/c -/e; move: (linear s o) (linear t o) (pairs s o) (pairs t o) => *; ring.
rewrite !expectD !expectZ linear_linear !linear_pairs // pairs_pairs (zeta_split r1 sC tC).
rewrite -/rest2 /c /e; move: (zeta1 _ _ _) rest2 => x y.
by field; rewrite N0 N1.
Qed.

End Statistic.
