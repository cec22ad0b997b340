(** The covariance operator on data from a latent tree: the block of a group of
    units above which the Jacobian is constant, and its size by depth. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance emergence.CategoricalTree
  emergence.BinaryTree.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Lemma variance_entry (F : fieldType) (X : finType) (p : X -> F) m n (Z : X -> 'M[F]_(m, n)) s t :
  variance p Z s t
    = \sum_x p x * \sum_o (Z x s o - mean p Z s o) * (Z x t o - mean p Z t o).
Proof.
rewrite /variance {1}/mean summxE; apply: eq_bigr => x _; rewrite mxE mxE.
by congr (_ * _); apply: eq_bigr => o _; rewrite [in LHS]mxE ?mxE.
Qed.

(** The samples are the states of the root, the views of a sample all states of
    the variables below it, by their law. *)
Section Block.
Variable F : fieldType.
Variables (m : nat) (pi : 'I_m -> F) (T : forest F m).
Hypothesis T1 : stochastic T.
Let q (z : 'I_m) (x : states T) := law_below z x.

(** The units n that μ's group reads, as in CategoricalTree.v. *)
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Variable f : forall k, 'I_(width (nu k)) -> states (children (nu k)) -> F.

(** The layer of a network, with the layers below and above it, and its gates D. *)
Variables n0 i1 k h o1 : nat.
Variable lower : network F ('I_m * states T) n0 i1.
Variable D : 'I_m * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_m * states T) h o1.
Variable input : 'I_m -> states T -> 'cV[F]_n0.

(** μ's group of units [row i] of the layer reads the outputs [column j] of the
    layers below, which are the functions f_j; J_μ, the derivative of the output
    of the network by the pre-activations of the group, is the same on all views. *)
Variables (column : 'I_n -> 'I_i1) (b : nat) (row : 'I_b -> 'I_k) (J : 'M[F]_(o1, b)).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) (column j) 0
  = seen_from (v := mu) (seen_from (f (k := j))) z x.
Hypothesis constant : forall z x o i, (jacobian upper (z, x) *m D (z, x)) o (row i) = J o i.

(** The entry of the covariance operator at the weights of the units i, i' of the
    group on its inputs j, j'. *)
Definition operator_block (j : 'I_n) (i : 'I_b) (j' : 'I_n) (i' : 'I_b) : F :=
  covariance_operator pi q lower D upper input
    (mxvec_index (column j) (row i)) (mxvec_index (column j') (row i')).

(** The block is Cov_{z₀}(E[f_{ch(μ)} | z₀]) ⊗ J_μᵀJ_μ. *)
Lemma operator_blockE j i j' i' :
  operator_block j i j' i' = variance pi (group_mean f) j j' * (J^T *m J) i i'.
Proof.
have Kb z s t o : view_mean q (layer_connection lower D upper input) z
    (mxvec_index (column s) (row t)) o = group_mean f z s 0 * J o t.
  rewrite /view_mean /mean summxE mxE /conditional_mean mulr_suml.
  apply: eq_bigr => x _; rewrite mxE /layer_connection /connection kron_tr_entry.
  by rewrite reads constant mulrA.
have KM s t o : mean pi (view_mean q (layer_connection lower D upper input))
    (mxvec_index (column s) (row t)) o = mean pi (group_mean f) s 0 * J o t.
  rewrite /mean !summxE mulr_suml.
  by apply: eq_bigr => z _; rewrite mxE Kb [in RHS]mxE mulrA.
rewrite /operator_block /covariance_operator !variance_entry mulr_suml.
apply: eq_bigr => z _; rewrite -mulrA; congr (_ * _).
rewrite big_ord1 [X in _ = _ * X]mxE mulr_sumr.
by apply: eq_bigr => o _; rewrite !Kb !KM -!mulrBl [J^T _ _]mxE mulrACA.
Qed.

(** latent-tree-covariance#categorical-operator-block: at the weights of μ's group
    V_x[K̄] is Vᵀ P_{0μ}ᵀ (diag π - ππᵀ) P_{0μ} V ⊗ J_μᵀJ_μ. *)
Theorem categorical_operator_block j i j' i' : law pi ->
  let V := means_given_parent f in
  operator_block j i j' i'
    = (V^T *m (path_matrix mu)^T *m root_covariance pi *m path_matrix mu *m V) j j'
      * (J^T *m J) i i'.
Proof. by move=> p1 V; rewrite operator_blockE categorical_covariance. Qed.

End Block.

(** The number of edges from the root to a variable. *)
Fixpoint depth (F : fieldType) m (T : forest F m) (v : node T) : nat :=
  match v with
  | Root _ _ => 0
  | Down _ _ _ _ _ v => (depth v).+1
  | Side _ _ _ _ _ v => depth v
  end.

Section Binary.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.
Variables (rho0 : F) (T : forest F 2).
Hypothesis T1 : stochastic T.

(** Binary variables on the paths to μ's units, with polarities as in BinaryTree.v. *)
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Variable f : forall k, 'I_(width (nu k)) -> states (children (nu k)) -> F.
Variables (above : seq F) (edge : 'I_n -> seq F).
Hypotheses (Hmu : polarities mu above) (Hnu : forall k, polarities (nu k) (edge k)).

(** The network and μ's group, as above. *)
Variables n0 i1 k h o1 : nat.
Variable lower : network F ('I_2 * states T) n0 i1.
Variable D : 'I_2 * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_2 * states T) h o1.
Variable input : 'I_2 -> states T -> 'cV[F]_n0.
Variables (column : 'I_n -> 'I_i1) (b : nat) (row : 'I_b -> 'I_k) (J : 'M[F]_(o1, b)).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) (column j) 0
  = seen_from (v := mu) (seen_from (f (k := j))) z x.
Hypothesis constant : forall z x o i, (jacobian upper (z, x) *m D (z, x)) o (row i) = J o i.

Let a := selectivities f edge.

(** latent-tree-covariance#operator-block: at the weights of μ's group V_x[K̄] is
    (1 - ρ₀²) ρ_{0μ}² a_μ a_μᵀ ⊗ J_μᵀJ_μ. *)
Theorem tree_operator_block j i j' i' :
  operator_block (polar_root rho0) lower D upper input column row j i j' i'
    = ((1 - rho0 ^+ 2) * (\prod_(rho <- above) rho) ^+ 2 *: (a *m a^T)) j j'
      * (J^T *m J) i i'.
Proof. by rewrite (operator_blockE _ reads constant) (tree_covariance two rho0 T1 f Hmu Hnu). Qed.

End Binary.

Section Depth.
Variable F : realFieldType.
Variables (rho0 : F) (T : forest F 2).
Hypothesis T1 : stochastic T.
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Variable f : forall k, 'I_(width (nu k)) -> states (children (nu k)) -> F.
Variables (above : seq F) (edge : 'I_n -> seq F).
Hypotheses (Hmu : polarities mu above) (Hnu : forall k, polarities (nu k) (edge k)).

(** Probabilities of the root are not negative; ρ_max bounds the polarities above μ. *)
Variable rho_max : F.
Hypothesis root : `|rho0| <= 1.
Hypothesis bound : forall rho, rho \in above -> `|rho| <= rho_max.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.
Let a := selectivities f edge.

Lemma polarities_depth m (S : forest F m) (v : node S) rhos :
  polarities v rhos -> depth v = size rhos.
Proof.
elim: v rhos => {m S} [m S|m m' P B R v IH|m m' P B R v IH] rhos /=.
- by case=> _ ->.
- by case=> _ [rho [rest [-> _ /IH->]]].
- exact: IH.
Qed.

Lemma polarity_bound : (\prod_(rho <- above) rho) ^+ 2 <= rho_max ^+ (2 * depth mu).
Proof.
have le : `|\prod_(rho <- above) rho| <= rho_max ^+ size above.
  elim: above bound => [|r s IH] rs; first by rewrite big_nil normr1 expr0.
  rewrite big_cons normrM exprS; apply: ler_pmul; rewrite ?normr_ge0 //.
    by apply: rs; rewrite mem_head.
  by apply: IH => rho rhos; apply: rs; rewrite inE rhos orbT.
rewrite (polarities_depth Hmu) -real_normK ?num_real // mulnC exprM.
by rewrite !expr2; apply: ler_pmul.
Qed.

Lemma root_variance_ge0 : 0 <= 1 - rho0 ^+ 2.
Proof. by rewrite subr_ge0 -real_normK ?num_real // expr_le1. Qed.

(** latent-tree-covariance#covariance-shrinks-with-depth: with |ρ| ≤ ρ_max above μ the
    trace of the covariance is at most (1 - ρ₀²) ρ_max^{2 depth(μ)} ‖a_μ‖². *)
Theorem covariance_shrinks_with_depth :
  \tr (variance (polar_root rho0) (group_mean f))
    <= (1 - rho0 ^+ 2) * rho_max ^+ (2 * depth mu) * dot a a.
Proof.
rewrite (tree_covariance two rho0 T1 f Hmu Hnu) linearZ /= mxtrace_mulC -/a.
have -> : \tr (a^T *m a) = dot a a by rewrite dotE /mxtrace big_ord1.
apply: ler_wpmul2r; first exact: dot_ge0.
by apply: ler_wpmul2l; [exact: root_variance_ge0 | exact: polarity_bound].
Qed.

(** The network and μ's group, as above. *)
Variables n0 i1 k h o1 : nat.
Variable lower : network F ('I_2 * states T) n0 i1.
Variable D : 'I_2 * states T -> 'M[F]_(h, k).
Variable upper : network F ('I_2 * states T) h o1.
Variable input : 'I_2 -> states T -> 'cV[F]_n0.
Variables (column : 'I_n -> 'I_i1) (b : nat) (row : 'I_b -> 'I_k) (J : 'M[F]_(o1, b)).
Hypothesis reads : forall z x j, forward lower (z, x) (input z x) (column j) 0
  = seen_from (v := mu) (seen_from (f (k := j))) z x.
Hypothesis constant : forall z x o i, (jacobian upper (z, x) *m D (z, x)) o (row i) = J o i.

(** latent-tree-covariance#operator-shrinks-with-depth: the trace of the block is at
    most ‖J_μ‖_F² times that. *)
Theorem operator_shrinks_with_depth :
  \sum_j \sum_i operator_block (polar_root rho0) lower D upper input column row j i j i
    <= (\sum_o \sum_i J o i ^+ 2)
       * ((1 - rho0 ^+ 2) * rho_max ^+ (2 * depth mu) * dot a a).
Proof.
have -> : \sum_j \sum_i operator_block (polar_root rho0) lower D upper input column row j i j i
    = (\sum_o \sum_i J o i ^+ 2) * \tr (variance (polar_root rho0) (group_mean f)).
  rewrite mulrC /mxtrace mulr_suml; apply: eq_bigr => j _.
  rewrite exchange_big mulr_sumr; apply: eq_bigr => i _.
  rewrite (operator_blockE _ reads constant) [X in _ * X]mxE; congr (_ * _).
  by apply: eq_bigr => o _; rewrite mxE expr2.
apply: ler_wpmul2l covariance_shrinks_with_depth.
by apply: sumr_ge0 => o _; apply: sumr_ge0 => i _; exact: sqr_ge0.
Qed.

End Depth.
