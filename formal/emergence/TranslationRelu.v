(** Two objects of equal pixel sum under all cyclic shifts: what one hidden layer
    of ReLU units sees of their difference. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Batch
  simclr.ConstantJacobian emergence.CategoricalTree.
From dualproof Require Import networks.Relu emergence.TreeOperator emergence.Translation.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Hidden.
Variable F : realFieldType.

(** The objects u (true) and v (false), equally likely, and all d + 1 shifts. *)
Variables (d : nat) (u v : 'cV[F]_d.+1).
Let A := ordinal_finType d.+1.
Let p : bool -> F := @uniform F bool_finType.
Let q (_ : bool) : A -> F := @uniform F A.
Let input (x : bool) (a : A) := shifted_by a (if x then u else v).

(** One hidden layer of n1 ReLU units, and the linear layer above it. *)
Variables n1 n : nat.
Variable W1 : 'M[F]_(n1, d.+1).
Let hidden x a : 'cV[F]_n1 := activation 0 (W1 *m input x a).
Let lower := gated (Relu W1 0 Top) (fun xa : bool * A => input xa.1 xa.2).
Let operator := covariance_operator p q lower (fun _ => 1%:M : 'M[F]_n) Output input.

(** δ = E[f₁ | u] - E[f₁ | v]. *)
Definition difference : 'cV[F]_n1 := view_mean q hidden true - view_mean q hidden false.

(** ⟨w, T_a u⟩ for the weights w of the unit i. *)
Definition response (i : 'I_n1) (a : A) (o : 'cV[F]_d.+1) : F := (W1 *m shifted_by a o) i 0.

Lemma hidden_difference : pixel_sum u = pixel_sum v -> forall i,
  difference i 0
    = (2%:R * d.+1%:R)^-1 * \sum_a (`|response i a u| - `|response i a v|).
Proof.
move=> uv i.
have S : \sum_a response i a u = \sum_a response i a v.
  have M o : \sum_a response i a o = (W1 *m (const_mx (pixel_sum o) : 'cV_d.+1)) i 0.
    have -> : const_mx (pixel_sum o) = \sum_a shifted_by a o.
      apply/colP => j; rewrite summxE mxE /pixel_sum (reindex_inj (addrI j)).
      by apply: eq_bigr => a _; rewrite mxE.
    by rewrite mulmx_sumr summxE.
  by rewrite !M uv.
have H x a : hidden x a i 0 = 2%:R^-1 * (response i a (if x then u else v)
    + `|response i a (if x then u else v)|).
  rewrite mxE /response -/(input x a); move: (_ i 0) => z; rewrite mul0r.
  case: ltP => z0; first by rewrite gtr0_norm //; field.
  by rewrite ler0_norm // subrr mulr0.
have E x : view_mean q hidden x i 0 = (2%:R * d.+1%:R)^-1
    * ((\sum_a response i a (if x then u else v)) + \sum_a `|response i a (if x then u else v)|).
  rewrite /view_mean /mean summxE -big_split mulr_sumr; apply: eq_bigr => a _ /=.
  by rewrite mxE H /q /uniform card_ord invfM mulrA (mulrC _^-1).
rewrite /difference mxE [X in _ + X]mxE !E S sumrB.
by rewrite -mulrBr opprD addrACA subrr add0r.
Qed.

Lemma variance_kron (X : finType) (r : X -> F) m k l (g : X -> 'cV[F]_m) (J : 'M[F]_(l, k))
    j i j' i' :
  variance r (fun x => kron_tr (g x) J) (mxvec_index j i) (mxvec_index j' i')
    = variance r g j j' * (J^T *m J) i i'.
Proof.
rewrite !variance_entry kron_tr_mean mulr_suml; apply: eq_bigr => x _.
rewrite -mulrA; congr (_ * _); rewrite big_ord1 [X in _ = _ * X]mxE mulr_sumr.
apply: eq_bigr => o _; rewrite !kron_tr_entry -!mulrBl [J^T _ _]mxE.
exact: mulrACA.
Qed.

(** translation-invariance#one-hidden-relu: at the layer above one hidden ReLU layer
    V_x[K̄] = ¼ δδᵀ ⊗ I, and for objects of equal pixel sum
    δ_i = (1/2d) Σ_a (|w_i·T_a u| - |w_i·T_a v|). *)
Theorem one_hidden_relu :
  (forall j i j' i', operator (mxvec_index j i) (mxvec_index j' i')
     = 4%:R^-1 * (difference *m difference^T) j j' * (1%:M : 'M[F]_n) i i')
  /\ (pixel_sum u = pixel_sum v -> forall i, difference i 0
     = (2%:R * d.+1%:R)^-1 * \sum_a (`|response i a u| - `|response i a v|)).
Proof.
split; last exact: hidden_difference.
move=> j i j' i'; pose g := view_mean q hidden.
have E x : view_mean q (layer_connection lower (fun _ => 1%:M) Output input) x
    = kron_tr (g x) (1%:M : 'M[F]_n).
  rewrite /g /view_mean -kron_tr_mean; apply: eq_mean => a.
  by rewrite /layer_connection /connection /= mulmx1 -activation_gate.
transitivity (variance p (fun x => kron_tr (g x) (1%:M : 'M[F]_n))
    (mxvec_index j i) (mxvec_index j' i')).
  rewrite /operator /covariance_operator /variance (eq_mean p E).
  by congr (fun_of_matrix _ _ _); apply: eq_mean => x; rewrite E.
rewrite variance_kron trmx1 mulmx1; congr (_ * _).
rewrite variance_entry big_bool /= !big_ord1.
have M s : mean p g s 0 = 2%:R^-1 * (g true s 0 + g false s 0).
  by rewrite /mean big_bool /= /p /uniform card_bool !mxE mulrDr.
have -> : (difference *m difference^T) j j'
    = (g true j 0 - g false j 0) * (g true j' 0 - g false j' 0).
  by rewrite mxE big_ord1 [X in _ * X]mxE /difference -/g !mxE.
rewrite !M /p /uniform card_bool.
move: (g true j 0) (g true j' 0) (g false j 0) (g false j' 0) => a b c e.
by field.
Qed.

End Hidden.

Section Sight.
Variable F : realFieldType.
Variable e : nat.

(** At least four pixels, and the patterns 11 and 101. *)
Let pixel := 'I_e.+4.
Definition pattern_11 : 'cV[F]_e.+4 := delta_mx 0 0 + delta_mx 1 0.
Definition pattern_101 : 'cV[F]_e.+4 := delta_mx 0 0 + delta_mx (1 + 1) 0.

Lemma minus_one : (- 1 : pixel) = ord_max.
Proof. by apply: val_inj; rewrite /= !modn_small // subn1. Qed.

Lemma minus_two : (- (1 + 1) : pixel) = inord e.+2.
Proof.
apply: val_inj; rewrite /= inordK //.
have -> : (1 %% e.+4 = 1)%N by rewrite modn_small.
have -> : ((1 + 1) %% e.+4 = 2)%N by rewrite modn_small.
by rewrite subSS subSS subn0 modn_small // !ltnS ltnW.
Qed.

Lemma distinct : [/\ (0 : pixel) != 1, (0 : pixel) != - 1 & (0 : pixel) != - (1 + 1)]
  /\ [/\ (1 : pixel) != - 1, (1 : pixel) != - (1 + 1) & (- 1 : pixel) != - (1 + 1)].
Proof.
rewrite minus_one minus_two -!val_eqE /= !inordK //.
have -> : (1 %% e.+4 = 1)%N by rewrite modn_small.
by rewrite !eqSS /= eqn_leq ltnn.
Qed.

Lemma response_delta n1 (W1 : 'M[F]_(n1, e.+4)) i (a x : pixel) :
  (W1 *m shifted_by a (delta_mx x 0)) i 0 = W1 i (x - a).
Proof.
rewrite mxE (bigD1 (x - a)) //= !mxE subrK !eqxx mulr1 big1 ?addr0 // => j ne.
by rewrite !mxE eqxx andbT eq_sym -subr_eq eq_sym (negbTE ne) mulr0.
Qed.

(** The weights c (e₀ - e₁), with nothing beside. *)
Let clean (c : F) (b : pixel) : F := c * ((b == 0)%:R - (b == 1)%:R).

Lemma clean_sight c b : 0 < c ->
  `|clean c b + clean c (b + 1)| - `|clean c b + clean c (b + (1 + 1))|
    <= - c * ((b == 0)%:R + (b == - (1 + 1))%:R).
Proof.
move=> c0; have [[d01 d0m d0t] [d1m d1t dmt]] := distinct.
have e1 : (b + 1 == 0) = (b == - 1) by rewrite addr_eq0.
have e2 : (b + 1 == 1) = (b == 0) by rewrite -subr_eq0 addrK.
have e3 : (b + (1 + 1) == 0) = (b == - (1 + 1)) by rewrite addr_eq0.
have e4 : (b + (1 + 1) == 1) = (b == - 1) by rewrite -subr_eq0 addrA addrK addr_eq0.
rewrite /clean e1 e2 e3 e4.
have n1 : `|c| = c by rewrite gtr0_norm.
pose simp := (mulr0, mulr1, mulrN, subr0, sub0r, subrr, addr0, add0r, addNr, normrN, normr0,
  mulNr, oppr0, n1, lexx).
have [->|b0] := eqVneq b 0.
  by rewrite (negbTE d01) (negbTE d0m) (negbTE d0t) !simp.
have [->|b1] := eqVneq b 1.
  by rewrite (negbTE d1m) (negbTE d1t) !simp.
have [->|bm] := eqVneq b (- 1).
  by rewrite (negbTE dmt) !simp.
by case: eqVneq => _; rewrite !simp.
Qed.

(** translation-invariance#sight-on-an-open-set: for the patterns 11 and 101, d ≥ 4, and
    a unit with weights c (e₀ - e₁) + ε, c > 0, δ ≤ -(c - 2‖ε‖₁)/d: negative for all
    weights of the open set ‖ε‖₁ < c/2. *)
Theorem sight_on_an_open_set n1 (W1 : 'M[F]_(n1, e.+4)) i c (eps : pixel -> F) :
  0 < c -> (forall j, W1 i j = clean c j + eps j) ->
  difference pattern_11 pattern_101 W1 i 0
    <= - (c - 2%:R * \sum_j `|eps j|) / e.+4%:R
  /\ ((2%:R * (\sum_j `|eps j|) < c)%R -> difference pattern_11 pattern_101 W1 i 0 < 0).
Proof.
move=> c0 WE.
suff le : difference pattern_11 pattern_101 W1 i 0 <= - (c - 2%:R * \sum_j `|eps j|) / e.+4%:R.
  split=> // lt; apply: (le_lt_trans le).
  by rewrite mulNr oppr_lt0 divr_gt0 ?ltr0n // subr_gt0.
have sums : pixel_sum pattern_11 = pixel_sum pattern_101.
  rewrite /pixel_sum /pattern_11 /pattern_101.
  have S x : \sum_(j < e.+4) (delta_mx x 0 : 'cV[F]_e.+4) j 0 = 1.
    rewrite (bigD1 x) //= mxE !eqxx big1 ?addr0 // => j /negbTE ne.
    by rewrite mxE ne.
  under eq_bigr => j _ do rewrite mxE; rewrite big_split /= !S.
  by under [RHS]eq_bigr => j _ do rewrite mxE; rewrite big_split /= !S.
rewrite hidden_difference //.
have R (o : 'cV[F]_e.+4) x a : o = delta_mx 0 0 + delta_mx x 0 ->
    response W1 i a o = W1 i (- a) + W1 i (- a + x).
  move=> ->; rewrite /response.
  have -> : shifted_by a (delta_mx 0 0 + delta_mx x 0 : 'cV[F]_e.+4)
      = shifted_by a (delta_mx 0 0) + shifted_by a (delta_mx x 0).
    by apply/colP => j; rewrite !mxE.
  by rewrite mulmxDr mxE !response_delta sub0r addrC [x - a]addrC addrC.
rewrite (reindex_inj oppr_inj).
set S := \sum_j `|eps j|.
have shift x : \sum_b `|eps (b + x)| = S by rewrite /S [RHS](reindex_inj (addIr x)).
have two_points (x : pixel) : \sum_(b < e.+4) (b == x)%:R = 1 :> F.
  by rewrite (bigD1 x) //= eqxx big1 ?addr0 // => b /negbTE ->.
have le b : `|response W1 i (- b) pattern_11| - `|response W1 i (- b) pattern_101|
    <= - c * ((b == 0)%:R + (b == - (1 + 1))%:R)
       + (`|eps b| + `|eps (b + 1)| + (`|eps b| + `|eps (b + (1 + 1))|)).
  rewrite !(R _ _ _ erefl) opprK !WE.
  have tri x : clean c b + eps b + (clean c (b + x) + eps (b + x))
      = (clean c b + clean c (b + x)) + (eps b + eps (b + x)) by exact: addrACA.
  rewrite !tri; set k1 := clean c b + _; set k2 := clean c b + _.
  have up : `|k1 + (eps b + eps (b + 1))| <= `|k1| + (`|eps b| + `|eps (b + 1)|).
    by apply: (le_trans (ler_norm_add _ _)); rewrite ler_add2l ler_norm_add.
  have dn : `|k2| <= `|k2 + (eps b + eps (b + (1 + 1)))| + (`|eps b| + `|eps (b + (1 + 1))|).
    have {1}-> : k2 = k2 + (eps b + eps (b + (1 + 1))) - (eps b + eps (b + (1 + 1))).
      by rewrite addrK.
    by apply: (le_trans (ler_norm_sub _ _)); rewrite ler_add2l ler_norm_add.
  have h := ler_add (ler_add up dn) (clean_sight b c0).
  rewrite -subr_ge0 in h; rewrite -subr_ge0.
  apply: (etrans _ h); congr (0 <= _); rewrite -/k1 -/k2.
  move: `|k1 + _| `|k2 + _| `|k1| `|k2| `|eps b| `|eps (b + 1)| `|eps (b + (1 + 1))|.
  by move: (_ * (_ + _)) => z a1 a2 a3 a4 a5 a6 a7; ring.
have total : \sum_b (`|response W1 i (- b) pattern_11| - `|response W1 i (- b) pattern_101|)
    <= - c * 2%:R + 4%:R * S.
  apply: (@le_trans _ _ (\sum_b (- c * ((b == 0)%:R + (b == - (1 + 1))%:R)
      + (`|eps b| + `|eps (b + 1)| + (`|eps b| + `|eps (b + (1 + 1))|))))).
    by apply: ler_sum => b _; exact: le.
  rewrite !big_split /= -mulr_sumr big_split /= !two_points !shift -/S.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have d0 : 0 < (2%:R * e.+4%:R)^-1 :> F by rewrite invr_gt0 mulr_gt0 ?ltr0n.
apply: (le_trans (ler_wpmul2l (ltW d0) total)).
have e0 : e.+4%:R != 0 :> F by rewrite pnatr_eq0.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; move: (e.+4%:R) e0 => z z0; field.
Qed.

End Sight.
