(** One step of gradient descent on a latent tree, for all groups of a level:
    from the loss, for data of a tree of any shape. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance simclr.ConstantJacobian
  emergence.CategoricalTree emergence.BinaryTree.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** Indices in groups, and the matrix that keeps the entries of one group and
    puts 0 for all others. *)
Section Groups.
Variable F : fieldType.
Variable G : finType.

Definition only n (c : 'I_n -> G) (g : G) : 'M[F]_n := diag_mx (\row_i (c i == g)%:R).

Lemma only_mul n m (c : 'I_n -> G) g (M : 'M[F]_(n, m)) i j :
  (only c g *m M) i j = if c i == g then M i j else 0.
Proof. by rewrite mul_diag_mx !mxE; case: eqP; rewrite ?mul1r ?mul0r. Qed.

Lemma mul_only n m (c : 'I_n -> G) g (M : 'M[F]_(m, n)) i j :
  (M *m only c g) i j = if c j == g then M i j else 0.
Proof. by rewrite mul_mx_diag !mxE; case: eqP; rewrite ?mulr1 ?mulr0. Qed.

Lemma only_tr n (c : 'I_n -> G) g : (only c g)^T = only c g.
Proof. exact: tr_diag_mx. Qed.

Lemma only_idem n (c : 'I_n -> G) g : only c g *m only c g = only c g.
Proof.
apply/matrixP => i j; rewrite only_mul !mxE; case: eqP => // /eqP/negbTE E.
by case: eqP => // ->; rewrite mul0rn.
Qed.

(** A locally connected layer: units of a group read inputs of their group. *)
Definition masked k m (row : 'I_k -> G) (column : 'I_m -> G) (W : 'M[F]_(k, m)) : Prop :=
  forall i j, row i != column j -> W i j = 0.

Lemma masked_blocks k m (row : 'I_k -> G) (column : 'I_m -> G) (W : 'M[F]_(k, m)) :
  masked row column W -> W = \sum_g only row g *m W *m only column g.
Proof.
move=> W0; apply/matrixP => i j; rewrite summxE (bigD1 (row i)) //= big1 ?addr0.
  rewrite mul_only only_mul eqxx; case: eqP => // /eqP ne.
  by apply: W0; rewrite eq_sym.
by move=> g; rewrite eq_sym mul_only only_mul => /negbTE ->; rewrite if_same.
Qed.

(** A rank-one product. *)
Lemma mul_outer m n (u : 'cV[F]_n) (a : 'cV[F]_m) : u *m a^T *m a = dot a a *: u.
Proof.
have aa : a^T *m a = (dot a a)%:M by rewrite [LHS]mx11_scalar dotE.
by rewrite -mulmxA aa mul_mx_scalar.
Qed.

Lemma mul_rank_one m n k (A : 'M[F]_(n, k)) (B : 'M[F]_(k, n)) (u : 'cV[F]_n) (a : 'cV[F]_m) :
  A *m (B *m u *m a^T) *m a = dot a a *: (A *m B *m u).
Proof. by rewrite -mulmxA mul_outer -scalemxAr mulmxA. Qed.

End Groups.

Section Level.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variables (rho0 : F) (T : forest F 2).
Hypothesis T1 : stochastic T.
Let pi := polar_root rho0.
Let q (z : 'I_2) (x : states T) := law_below z x.

(** The groups G of the level: the variable of a group, and its polarities. *)
Variables (G : finType) (mu : G -> node T) (above : G -> seq F).
Hypothesis Hmu : forall g, polarities (mu g) (above g).

(** The layer of the level in a network, with the gates D, and the group of a unit. *)
Variables n0 m k h n : nat.
Variable lower : network F ('I_2 * states T) n0 m.
Variable D : 'I_2 * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_2 * states T) h n.
Variable input : 'I_2 -> states T -> 'cV[F]_n0.
Variable row : 'I_k -> G.

(** The input j of the layer is read by one group, [column j], and is a function
    of a variable below that of the group, with the polarities [edge j] from it,
    one for a child, and of what is below. *)
Variable column : 'I_m -> G.
Variable nu : forall j, node (children (mu (column j))).
Variable f : forall j, 'I_(width (nu j)) -> states (children (nu j)) -> F.
Variable edge : 'I_m -> seq F.
Hypothesis Hnu : forall j, polarities (nu j) (edge j).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) j 0
  = seen_from (v := mu (column j)) (seen_from (f (j := j))) z x.

(** The Jacobian, by the pre-activations of the level, is the same on all views. *)
Variable J : 'M[F]_(n, k).
Hypothesis constant : forall z x, jacobian upper (z, x) *m D (z, x) = J.

(** For a group μ, all padded with zeros to the size of the layer: its weights
    W_μ, its Jacobian J_μ, its polarity ρ_{0μ}, and a_μ = (ρ_{μν} s_j)_j. *)
Definition weights_of g (W : 'M[F]_(k, m)) : 'M[F]_(k, m) := only F row g *m W *m only F column g.
Definition jacobian_of g : 'M[F]_(n, k) := J *m only F row g.
Definition polarity_of g : F := \prod_(rho <- above g) rho.
Definition selectivities_of g : 'cV[F]_m :=
  \col_j (if column j == g then (\prod_(rho <- edge j) rho) * selectivity (f (j := j)) else 0).

(** The selectivity of the output, ½(E[f_L | +1] - E[f_L | -1]). *)
Definition output_selectivity (W : 'M[F]_(k, m)) : 'cV[F]_n :=
  2%:R^-1 *: \sum_z sign F z *: view_mean q (output lower D upper input W) z.

(** N is the direction of steepest descent, -∇L for one branch, among the weights
    of a locally connected layer. *)
Definition descent (W N : 'M[F]_(k, m)) : Prop :=
  masked row column N /\ forall V, masked row column V -> forall t,
    simclr_loss pi q (output lower D upper input (W + t *: V)) (output lower D upper input W)
      = simclr_loss pi q (output lower D upper input W) (output lower D upper input W)
        - t * dot (vec V) (vec N).

Let b : 'cV[F]_m := \sum_g polarity_of g *: selectivities_of g.

Lemma b_entry j : b j 0
  = polarity_of (column j) * ((\prod_(rho <- edge j) rho) * selectivity (f (j := j))).
Proof.
rewrite summxE (bigD1 (column j)) //= !mxE eqxx [X in _ + X]big1 ?addr0 // => g.
by rewrite !mxE eq_sym => /negbTE ->; rewrite mulr0.
Qed.

Lemma only_b g : only F column g *m b = polarity_of g *: selectivities_of g.
Proof.
apply/colP => j; rewrite only_mul b_entry [RHS]mxE [X in _ = _ * X]mxE.
by case: eqP => [e|]; rewrite ?mulr0 -?e.
Qed.

Let F1 z x := forward lower (z, x) (input z x).

(** E[f_{l-1} | z₀] is affine in z₀. *)
Lemma input_mean : exists vbar, forall z, view_mean q F1 z = vbar + sign F z *: b.
Proof.
exists (\col_j midpoint (f (j := j))) => z; apply/colP => j; rewrite !mxE b_entry.
rewrite /view_mean /mean summxE.
transitivity (conditional_mean (seen_from (v := mu (column j)) (seen_from (f (j := j)))) z).
  by apply: eq_bigr => x _; rewrite mxE reads.
by rewrite (unit_mean two _ _ T1 (Hmu _) (Hnu _)) -mulrA.
Qed.

Let K := layer_connection lower D upper input.

Lemma view_mean_connection z : view_mean q K z = kron_tr (view_mean q F1 z) J.
Proof.
rewrite /view_mean -kron_tr_mean; apply: eq_mean => x.
by rewrite /K /layer_connection /connection constant.
Qed.

(** V_x[K̄] vec W = (1 - ρ₀²) vec (Jᵀ J W b bᵀ). *)
Lemma operator_on_weights W :
  covariance_operator pi q lower D upper input *m vec W
    = (1 - rho0 ^+ 2) *: vec (J^T *m (J *m W *m b) *m b^T).
Proof.
have [vbar E] := input_mean.
transitivity (variance pi (fun z => kron_tr (view_mean q F1 z) J) *m vec W).
  congr (_ *m _); rewrite /covariance_operator /variance (eq_mean _ view_mean_connection).
  by apply: eq_mean => z; rewrite view_mean_connection.
rewrite constant_jacobian_operator -vecZ; congr (vec _).
have -> : variance pi (view_mean q F1) = (1 - rho0 ^+ 2) *: (b *m b^T).
  by rewrite -(variance_polar two rho0 vbar b) /variance (eq_mean _ E); apply: eq_mean => z; rewrite E.
by rewrite -scalemxAr !mulmxA.
Qed.

(** The selectivity of the output is J W b. *)
Lemma output_selectivity_b W : output_selectivity W = J *m W *m b.
Proof.
have [vbar E] := input_mean.
have EF z : view_mean q (output lower D upper input W) z = J *m W *m (vbar + sign F z *: b).
  rewrite -E -mean_mull; apply: eq_mean => x.
  by rewrite /output forward_stack /= forward_jacobian -(constant z x) !mulmxA.
rewrite /output_selectivity !big_ord_recl big_ord0 !EF !mulmxDr -!scalemxAr /sign /=.
move: (J *m W *m vbar) (J *m W *m b) => u v; apply/colP => i; rewrite !mxE.
rewrite !mul1r !mulN1r addr0 opprD opprK addrACA subrr add0r -mulr2n -[v i 0 *+ 2]mulr_natl.
by rewrite mulrA mulVf // mul1r.
Qed.

Lemma only_selectivities g : only F column g *m selectivities_of g = selectivities_of g.
Proof. by apply/colP => j; rewrite only_mul mxE; case: eqP. Qed.

Lemma weights_b g W :
  weights_of g W *m b = polarity_of g *: (weights_of g W *m selectivities_of g).
Proof. by rewrite /weights_of -!mulmxA only_selectivities only_b -!scalemxAr. Qed.

Lemma jacobian_weights g W : J *m weights_of g W = jacobian_of g *m weights_of g W.
Proof. by rewrite /jacobian_of /weights_of -!mulmxA (mulmxA (only F row g) (only F row g)) only_idem. Qed.

(** The selectivity of the output is g = Σ_μ ρ_{0μ} J_μ W_μ a_μ. *)
Lemma output_selectivity_sum W : masked row column W ->
  output_selectivity W
    = \sum_g polarity_of g *: (jacobian_of g *m weights_of g W *m selectivities_of g).
Proof.
move=> /masked_blocks WE; rewrite output_selectivity_b {1}WE mulmx_sumr mulmx_suml.
apply: eq_bigr => g _; rewrite -/(weights_of g W) -mulmxA weights_b -scalemxAr mulmxA.
by rewrite jacobian_weights.
Qed.

Lemma dot_vec_delta (M : 'M[F]_(k, m)) i j : dot (vec (delta_mx i j)) (vec M) = M i j.
Proof. by rewrite dotE /vec trmx_delta mxvec_delta trmxK -rowE !mxE mxvecE mxE. Qed.

Lemma descent_entry W N i j : descent W N -> row i = column j ->
  N i j = ((1 - rho0 ^+ 2) *: (J^T *m output_selectivity W *m b^T)) i j.
Proof.
move=> [_ dN] ij.
have V0 : masked row column (delta_mx i j : 'M[F]_(k, m)).
  move=> i' j' ne; rewrite mxE; case: andP => // -[/eqP ei /eqP ej].
  by move: ne; rewrite ei ej ij eqxx.
have := dN _ V0 1; rewrite covariance_operator_one_branch //.
- rewrite !mul1r => /addrI /oppr_inj; rewrite dot_vec_delta => <-.
  by rewrite operator_on_weights -vecZ dot_vec_delta output_selectivity_b.
- exact: polar_root_law.
- by move=> z; exact: law_below_sum.
Qed.

Lemma descent_block W N g : descent W N ->
  weights_of g N = ((1 - rho0 ^+ 2) * polarity_of g)
    *: ((jacobian_of g)^T *m output_selectivity W *m (selectivities_of g)^T).
Proof.
move=> dN.
have -> : weights_of g N
    = weights_of g ((1 - rho0 ^+ 2) *: (J^T *m output_selectivity W *m b^T)).
  apply/matrixP => i j; rewrite !mul_only !only_mul; case: eqP => // <-.
  by case: eqP => // /(descent_entry dN) ->.
rewrite /weights_of -scalemxAr -scalemxAl -!mulmxA -(only_tr F column g) -trmx_mul only_b.
rewrite linearZ /= -!scalemxAr scalerA /jacobian_of trmx_mul only_tr -!mulmxA.
by rewrite mulmxA.
Qed.

Section Step.
Variables (W N : 'M[F]_(k, m)) (alpha : F) (g : G).
Hypotheses (W0 : masked row column W) (dN : descent W N).

(** β = α (1 - ρ₀²), and the weights after a step. *)
Let beta := alpha * (1 - rho0 ^+ 2).
Let W' := W + alpha *: N.

Lemma weights_of_step : weights_of g W' = weights_of g W
  + (beta * polarity_of g) *: ((jacobian_of g)^T *m output_selectivity W *m (selectivities_of g)^T).
Proof.
have -> : weights_of g W' = weights_of g W + alpha *: weights_of g N.
  by rewrite /weights_of /W' mulmxDr mulmxDl -scalemxAr -scalemxAl.
by rewrite (descent_block _ dN) scalerA mulrA.
Qed.

(** amplification#step: a step of size α takes W_μ to W_μ + β ρ_{0μ} J_μᵀ g a_μᵀ with
    g = Σ_{μ'} ρ_{0μ'} J_{μ'} W_{μ'} a_{μ'}. *)
Theorem step : weights_of g W' = weights_of g W
  + (beta * polarity_of g) *: ((jacobian_of g)^T
      *m (\sum_g' polarity_of g' *: (jacobian_of g' *m weights_of g' W *m selectivities_of g'))
      *m (selectivities_of g)^T).
Proof. by rewrite weights_of_step output_selectivity_sum. Qed.

Lemma disjoint_output :
  (forall g', g' != g -> (jacobian_of g)^T *m jacobian_of g' = 0) ->
  (jacobian_of g)^T *m output_selectivity W = polarity_of g
    *: ((jacobian_of g)^T *m jacobian_of g *m weights_of g W *m selectivities_of g).
Proof.
move=> J0; rewrite output_selectivity_sum // mulmx_sumr (bigD1 g) //= big1 ?addr0.
  by rewrite -scalemxAr -(mulmxA (jacobian_of g)) (mulmxA _ (jacobian_of g)) mulmxA.
move=> g' /J0 E; rewrite -scalemxAr -(mulmxA (jacobian_of g')) (mulmxA _ (jacobian_of g')) E.
by rewrite mul0mx scaler0.
Qed.

(** amplification#lone-step: where J_μᵀJ_{μ'} = 0 for all other μ' of the level, to
    W_μ + β ρ_{0μ}² J_μᵀJ_μ W_μ a_μ a_μᵀ. *)
Theorem lone_step : (forall g', g' != g -> (jacobian_of g)^T *m jacobian_of g' = 0) ->
  weights_of g W' = weights_of g W
    + (beta * polarity_of g ^+ 2) *: ((jacobian_of g)^T *m jacobian_of g *m weights_of g W
        *m selectivities_of g *m (selectivities_of g)^T).
Proof.
move=> J0; rewrite weights_of_step disjoint_output // -scalemxAl scalerA expr2 mulrA.
by [].
Qed.

(** amplification#orthogonal-part-stays: W_μ u does not change for u ⟂ a_μ. *)
Theorem orthogonal_part_stays (u : 'cV[F]_m) : dot (selectivities_of g) u = 0 ->
  weights_of g W' *m u = weights_of g W *m u.
Proof.
move=> au; rewrite weights_of_step mulmxDl -scalemxAl -mulmxA.
have -> : (selectivities_of g)^T *m u = 0.
  by apply/matrixP => i j; rewrite !ord1 -dotE au mxE.
by rewrite mulmx0 scaler0 addr0.
Qed.

(** W_μ a_μ after a step, where J_μᵀJ_μ is κ times the identity of the group. *)
Lemma gap_step kappa :
  (forall g', g' != g -> (jacobian_of g)^T *m jacobian_of g' = 0) ->
  (jacobian_of g)^T *m jacobian_of g = kappa *: only F row g ->
  weights_of g W' *m selectivities_of g
    = (1 + beta * polarity_of g ^+ 2 * kappa * dot (selectivities_of g) (selectivities_of g))
      *: (weights_of g W *m selectivities_of g).
Proof.
move=> J0 JJ; rewrite lone_step // JJ mulmxDl scalerDl scale1r; congr (_ + _).
have oW : only F row g *m weights_of g W = weights_of g W.
  by rewrite /weights_of !mulmxA only_idem.
rewrite -!scalemxAl oW mul_outer !scalerA.
by congr (_ *: _); ring.
Qed.

(** amplification#output-grows-by-its-matrix: with the same gates the selectivity of
    the output goes to (I + β Σ_{μ'} ρ_{0μ'}² ‖a_{μ'}‖² J_{μ'} J_{μ'}ᵀ) g. *)
Theorem output_grows_by_its_matrix :
  output_selectivity W' = (1%:M + beta *: \sum_g' (polarity_of g' ^+ 2
        * dot (selectivities_of g') (selectivities_of g'))
      *: (jacobian_of g' *m (jacobian_of g')^T)) *m output_selectivity W.
Proof.
have [N0 _] := dN.
have -> : output_selectivity W' = output_selectivity W + alpha *: output_selectivity N.
  by rewrite !output_selectivity_b /W' mulmxDr mulmxDl -scalemxAr -scalemxAl.
rewrite mulmxDl mul1mx -scalemxAl mulmx_suml /beta -scalerA scaler_sumr.
congr (_ + _ *: _); rewrite output_selectivity_sum //; apply: eq_bigr => g' _.
rewrite (descent_block _ dN) -scalemxAr -!scalemxAl mul_rank_one !scalerA.
by congr (_ *: _); ring.
Qed.

End Step.

End Level.
