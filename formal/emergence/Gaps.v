(** What one step does to the gaps of the units of a group and to the size of the
    output's selectivity. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance emergence.CategoricalTree
  emergence.BinaryTree emergence.Amplification.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

(** The level of a network on a latent tree, as in Amplification.v. *)
Section Gap.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variables (rho0 : F) (T : forest F 2).
Hypothesis T1 : stochastic T.
Let pi := polar_root rho0.
Variables (G : finType) (mu : G -> node T) (above : G -> seq F).
Hypothesis Hmu : forall g, polarities (mu g) (above g).
Variables n0 m k h n : nat.
Variable lower : network F ('I_2 * states T) n0 m.
Variable D : 'I_2 * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_2 * states T) h n.
Variable input : 'I_2 -> states T -> 'cV[F]_n0.
Variable row : 'I_k -> G.
Variable column : 'I_m -> G.
Variable nu : forall j, node (children (mu (column j))).
Variable f : forall j, 'I_(width (nu j)) -> states (children (nu j)) -> F.
Variable edge : 'I_m -> seq F.
Hypothesis Hnu : forall j, polarities (nu j) (edge j).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) j 0
  = seen_from (v := mu (column j)) (seen_from (f (j := j))) z x.
Variable J : 'M[F]_(n, k).
Hypothesis constant : forall z x, jacobian upper (z, x) *m D (z, x) = J.
Variables (W N : 'M[F]_(k, m)) (alpha : F) (g : G).

(** There is a direction of steepest descent. *)
Lemma descent_exists M : exists N', descent rho0 lower D upper input row column M N'.
Proof.
pose d := covariance_operator pi (fun z x => law_below z x) lower D upper input *m vec M.
exists (\matrix_(i, j) (if row i == column j then d (mxvec_index j i) 0 else 0)); split.
  by move=> i j ne; rewrite mxE (negbTE ne).
move=> V V0 t; rewrite covariance_operator_one_branch //; last first.
- by move=> z; exact: law_below_sum.
- exact: polar_root_law.
rewrite mulrN; congr (_ - _ * _); apply: eq_bigr => s _; case/mxvec_indexP: s => j i.
by rewrite !vec_entry [X in _ = _ * X]mxE; case: eqP => // /eqP ne; rewrite V0 // !mul0r.
Qed.

(** E[f̃_i | z_μ = y] for the pre-activation f̃_i of a unit, μ the variable of g. *)
Definition unit_mean_given (M : 'M[F]_(k, m)) (i : 'I_k) (y : 'I_(width (mu g))) : F :=
  mean_on (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y]
      (fun a => (M *m forward lower (a.1, a.2) (input a.1 a.2)) i 0)
  / probability (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y].

(** The gap of a unit, E[f̃_i | +1] - E[f̃_i | -1]. *)
Definition gap (M : 'M[F]_(k, m)) (i : 'I_k) : F :=
  \sum_y sign F y * unit_mean_given M i y.

Let a := selectivities_of f edge g.

(** Both states of μ have a probability that is not 0: see both_states. *)
Hypothesis possible : forall y,
  probability (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y] != 0.

Lemma input_given j y : column j = g ->
  mean_on (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y]
      (fun a => forward lower (a.1, a.2) (input a.1 a.2) j 0)
  = probability (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y]
    * (midpoint (f (j := j)) + a j 0 * sign F y).
Proof.
move=> e; rewrite mxE; case: eqP => // _; move: y; rewrite -e => y.
rewrite -(conditional_means two pi T1 _ _ (Hnu j)).
by apply: eq_bigr => b _; rewrite reads.
Qed.

(** The gap is 2 (W_μ a_μ)_i. *)
Lemma gapE M i : masked row column M -> row i = g ->
  gap M i = 2%:R * (weights_of row column g M *m a) i 0.
Proof.
move=> M0 ig.
have E y : unit_mean_given M i y
    = (\sum_j M i j * midpoint (f (j := j))) + (\sum_j M i j * a j 0) * sign F y.
  apply: (mulIf (possible y)); rewrite /unit_mean_given divfK //.
  transitivity (\sum_j M i j * mean_on (tree_law pi (T := T))
      [pred a | value (mu g) a.1 a.2 == y] (fun a => forward lower (a.1, a.2) (input a.1 a.2) j 0)).
    rewrite /mean_on; under eq_bigr => b _ do rewrite mxE mulr_sumr.
    rewrite exchange_big; apply: eq_bigr => j _; rewrite mulr_sumr.
    by apply: eq_bigr => b _; rewrite mulrCA.
  rewrite mulr_suml -big_split mulr_suml; apply: eq_bigr => j _ /=.
  have [e|ne] := eqVneq (column j) g; first by rewrite input_given //; ring.
  by rewrite M0 ?ig 1?eq_sym // !mul0r addr0 mul0r.
have -> : gap M i = 2%:R * \sum_j M i j * a j 0.
  rewrite /gap; under eq_bigr => y _ do rewrite E.
  have [_ w2] := polarities_two (Hmu g).
  move: (\sum_j _) (\sum_j M i j * a j 0) (width (mu g)) w2 => u v l l2; subst l.
  by rewrite !big_ord_recl big_ord0 /sign /=; ring.
congr (_ * _); rewrite mxE; apply: eq_bigr => j _; rewrite mul_only only_mul ig eqxx mxE.
by case: eqP => // _; rewrite !mulr0.
Qed.

Hypotheses (W0 : masked row column W) (dN : descent rho0 lower D upper input row column W N).
Let beta := alpha * (1 - rho0 ^+ 2).
Let J_mu := jacobian_of row J g.
Let rho := polarity_of above g.

(** amplification#gaps-grow-by-their-factor: where J_μᵀJ_{μ'} = 0 for all other μ' of
    the level and J_μᵀJ_μ = κI, a step of size α multiplies every gap of the group
    by 1 + β ρ_{0μ}² κ ‖a_μ‖², β = α (1 - ρ₀²). *)
Theorem gaps_grow_by_their_factor kappa i : row i = g ->
  (forall g', g' != g -> J_mu^T *m jacobian_of row J g' = 0) ->
  J_mu^T *m J_mu = kappa *: only F row g ->
  gap (W + alpha *: N) i = (1 + beta * rho ^+ 2 * kappa * dot a a) * gap W i.
Proof.
move=> ig J0 JJ; have [N0 _] := dN.
have W'0 : masked row column (W + alpha *: N).
  by move=> i' j' ne; rewrite !mxE W0 // N0 // mulr0 addr0.
rewrite !gapE //.
rewrite (gap_step two T1 Hmu Hnu reads constant alpha W0 dN J0 JJ) mxE.
by rewrite mulrCA.
Qed.

End Gap.

Section Signs.
Variable F : realFieldType.
Variables (rho0 : F) (T : forest F 2).
Hypothesis T1 : stochastic T.
Let pi := polar_root rho0.
Variables (G : finType) (mu : G -> node T) (above : G -> seq F).
Hypothesis Hmu : forall g, polarities (mu g) (above g).
Variables n0 m k h n : nat.
Variable lower : network F ('I_2 * states T) n0 m.
Variable D : 'I_2 * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_2 * states T) h n.
Variable input : 'I_2 -> states T -> 'cV[F]_n0.
Variable row : 'I_k -> G.
Variable column : 'I_m -> G.
Variable nu : forall j, node (children (mu (column j))).
Variable f : forall j, 'I_(width (nu j)) -> states (children (nu j)) -> F.
Variable edge : 'I_m -> seq F.
Hypothesis Hnu : forall j, polarities (nu j) (edge j).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) j 0
  = seen_from (v := mu (column j)) (seen_from (f (j := j))) z x.
Variable J : 'M[F]_(n, k).
Hypothesis constant : forall z x, jacobian upper (z, x) *m D (z, x) = J.
Variables (W N : 'M[F]_(k, m)) (alpha : F) (g : G).

Hypotheses (W0 : masked row column W) (dN : descent rho0 lower D upper input row column W N).
Let J_mu := jacobian_of row J g.
Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

(** Both states of μ are possible where |ρ₀| < 1 and |ρ_{0μ}| ≤ 1. *)
Lemma both_states : `|rho0| < 1 -> `|polarity_of above g| <= 1 ->
  forall y, probability (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y] != 0.
Proof.
move=> r1 p1 y; rewrite probability_node // (path_polar two (Hmu g)) !big_ord_recl big_ord0.
rewrite !mxE /pi /polar_root /sign /= -/(sign F y) -/(polarity_of above g).
set c := rho0 * polarity_of above g * sign F y.
have c1 : `|c| < 1.
  rewrite /c !normrM; have -> : `|sign F y| = 1 by rewrite /sign; case: ifP; rewrite ?normrN normr1.
  by rewrite mulr1; apply: (le_lt_trans _ r1); rewrite ler_pimulr ?normr_ge0.
suff -> : forall l r s, 2%:R^-1 * (1 + l * 1) * (2%:R^-1 * (1 + r * 1 * s))
    + (2%:R^-1 * (1 + l * -1) * (2%:R^-1 * (1 + r * -1 * s)) + 0) = 2%:R^-1 * (1 + l * r * s) :> F.
  rewrite mulf_neq0 ?invr_eq0 // gt_eqF // -/c -ltr_subl_addl sub0r.
  by move: c1; rewrite ltr_norml => /andP[].
by move=> l r s; field.
Qed.

(** Probabilities of the root are not negative, and the step size neither. *)
Hypotheses (root : `|rho0| <= 1) (rate : 0 <= alpha).

Lemma rate_ge0 : 0 <= alpha * (1 - rho0 ^+ 2).
Proof. by rewrite mulr_ge0 // subr_ge0 -real_normK ?num_real // expr_le1. Qed.

Let factor kappa := 1 + alpha * (1 - rho0 ^+ 2) * polarity_of above g ^+ 2 * kappa
  * dot (selectivities_of f edge g) (selectivities_of f edge g).

(** amplification#gaps-do-not-shrink: so the factor is at least 1, and every gap
    keeps its sign and its size, and grows where the factor exceeds 1. *)
Theorem gaps_do_not_shrink kappa i : row i = g ->
  (forall y, probability (tree_law pi (T := T)) [pred a | value (mu g) a.1 a.2 == y] != 0) ->
  (forall g', g' != g -> J_mu^T *m jacobian_of row J g' = 0) ->
  J_mu^T *m J_mu = kappa *: only F row g ->
  let old := gap rho0 mu lower input g W i in
  let new := gap rho0 mu lower input g (W + alpha *: N) i in
  [/\ 0 <= old * new, `|old| <= `|new| & 1 < factor kappa -> old != 0 -> `|old| < `|new|].
Proof.
move=> ig possible J0 JJ old new.
have k0 : 0 <= kappa.
  have <- : \sum_o J_mu o i ^+ 2 = kappa.
    have := congr1 (fun M : 'M_k => M i i) JJ; rewrite mxE [RHS]mxE.
    rewrite [X in _ = _ * X]mxE eqxx [X in X *+ _]mxE ig eqxx mulr1n mulr1 => <-.
    by apply: eq_bigr => o _; rewrite [X in _ = X * _]mxE expr2.
  by apply: sumr_ge0 => o _; exact: sqr_ge0.
have newE : new = factor kappa * old.
  exact: (gaps_grow_by_their_factor two T1 Hmu Hnu reads constant alpha possible W0 dN).
have f1 : 1 <= factor kappa.
  rewrite ler_addl mulr_ge0 ?dot_ge0 // mulr_ge0 // mulr_ge0 ?sqr_ge0 //; exact: rate_ge0.
have f0 : 0 <= factor kappa := le_trans ler01 f1.
rewrite newE normrM (ger0_norm f0); split=> [||f2 o0].
- by rewrite mulrCA mulr_ge0 // -expr2 sqr_ge0.
- by rewrite ler_pemull ?normr_ge0.
by rewrite ltr_pmull ?normr_gt0.
Qed.

(** amplification#output-does-not-shrink: with the same gates ‖g⁺‖ ≥ ‖g‖. *)
Theorem output_does_not_shrink :
  let selectivity_at M := output_selectivity lower D upper input M in
  dot (selectivity_at W) (selectivity_at W)
    <= dot (selectivity_at (W + alpha *: N)) (selectivity_at (W + alpha *: N)).
Proof.
cbv zeta beta; set old := output_selectivity _ _ _ _ W.
rewrite (output_grows_by_its_matrix two T1 Hmu Hnu reads constant alpha dN) mulmxDl mul1mx.
rewrite -/old; set v := _ *m old.
have ov : 0 <= dot old v.
  rewrite /v -scalemxAl dotZr mulr_ge0 ?rate_ge0 // mulmx_suml dot_sumr sumr_ge0 // => g' _.
  rewrite -scalemxAl dotZr; apply: mulr_ge0; first by rewrite mulr_ge0 ?sqr_ge0 ?dot_ge0.
  by rewrite -mulmxA dot_mulr dot_ge0.
rewrite dotDl !dotDr (dotC v old) -addrA ler_addl.
by rewrite !addr_ge0 ?dot_ge0.
Qed.

End Signs.
