(** Latent trees of any shape whose variables have two states, +1 and -1, with a
    polarity for every edge. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means emergence.CategoricalTree.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section Definitions.
Variable F : fieldType.

(** The value of a state: +1 for the first, -1 for the other. *)
Definition sign m (z : 'I_m) : F := if val z == 0%N then 1 else - 1.

(** The transition matrix of polarity ρ: P(y | z) = (1 + ρ z y) / 2. *)
Definition polar m m' (rho : F) : 'M[F]_(m, m') :=
  \matrix_(z, y) (2%:R^-1 * (1 + rho * sign z * sign y)).

(** The variables on the path from the root to v have two states, and the edges
    of the path the polarities rhos; all other edges are free. *)
Fixpoint polarities m (T : forest F m) (v : node T) (rhos : seq F) : Prop :=
  match v with
  | Root m _ => m = 2%N /\ rhos = [::]
  | Down m _ P _ _ v =>
      m = 2%N /\ exists rho rest, [/\ rhos = rho :: rest, P = polar _ _ rho & polarities v rest]
  | Side _ _ _ _ _ v => polarities v rhos
  end.

(** The law of the root, P(z₀) = (1 + ρ₀ z₀) / 2; uniform for ρ₀ = 0. *)
Definition polar_root (rho0 : F) (z : 'I_2) : F := 2%:R^-1 * (1 + rho0 * sign z).

(** v̄ = ½(v(+1) + v(-1)) and the selectivity s = ½(v(+1) - v(-1)) of v = E[f | ·]. *)
Definition midpoint m (T : forest F m) (f : 'I_m -> states T -> F) : F :=
  2%:R^-1 * \sum_z conditional_mean f z.
Definition selectivity m (T : forest F m) (f : 'I_m -> states T -> F) : F :=
  2%:R^-1 * \sum_z sign z * conditional_mean f z.

End Definitions.

Section Facts.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

Lemma polar_mul m m' (r r' : F) : polar m 2 r *m polar 2 m' r' = polar m m' (r * r').
Proof.
apply/matrixP => z y; rewrite !mxE !big_ord_recl big_ord0 !mxE /sign /=.
by move: (sign F z) (sign F y) => a b; field.
Qed.

Lemma polar_id : 1%:M = polar 2 2 1 :> 'M[F]_2.
Proof.
by apply/matrixP => -[[|[|]] // hz] -[[|[|]] // hy]; rewrite !mxE /sign /=; field.
Qed.

Lemma polar_law (r : F) m (z : 'I_m) : \sum_y polar m 2 r z y = 1.
Proof.
rewrite !big_ord_recl big_ord0 !mxE /sign /=; by move: (sign F z) => a; field.
Qed.

Lemma polarities_two m (T : forest F m) (v : node T) rhos :
  polarities v rhos -> m = 2%N /\ width v = 2%N.
Proof.
elim: v rhos => {m T} [m T|m m' P B R v IH|m m' P B R v IH] rhos /=.
- by case=> ->.
- by case=> m2 [rho [rest [_ _ /IH[_ v2]]]].
- exact: IH.
Qed.

Lemma path_polar m (T : forest F m) (v : node T) rhos :
  polarities v rhos -> path_matrix v = polar _ _ (\prod_(rho <- rhos) rho).
Proof.
elim: v rhos => {m T} [m T|m m' P B R v IH|m m' P B R v IH] rhos /=.
- by case=> m2 ->; subst m; rewrite big_nil polar_id.
- case=> m2 [rho [rest [-> -> rs]]]; rewrite (IH _ rs) big_cons.
  by case: (polarities_two rs) => m'2 _; subst m'; rewrite polar_mul.
- exact: IH.
Qed.

Variables (m : nat) (pi : 'I_m -> F) (T : forest F m).
Hypothesis T1 : stochastic T.

(** latent-tree-covariance#path-polarity: for a variable ν below μ, in the joint
    law of all variables, P(z_μ = z, z_ν = y) = P(z_μ = z) (1 + ρ_{μν} z y) / 2, with
    ρ_{μν} the product of the polarities on the path; μ = Root is z₀. *)
Theorem path_polarity (mu : node T) (nu : node (children mu)) rhos z y :
  polarities nu rhos ->
  probability (tree_law pi (T := T)) [pred a | (value mu a.1 a.2 == z)
      && (value nu (value mu a.1 a.2) (below mu a.2) == y)]
    = probability (tree_law pi (T := T)) [pred a | value mu a.1 a.2 == z]
      * (2%:R^-1 * (1 + (\prod_(rho <- rhos) rho) * sign F z * sign F y)).
Proof. by move=> /path_polar Enu; rewrite categorical_path // Enu mxE. Qed.

(** The mean over a variable of two states. *)
Lemma polar_mean k l (r : F) (g : 'I_l -> F) (z : 'I_k) : l = 2%N ->
  \sum_y polar k l r z y * g y
    = 2%:R^-1 * (\sum_y g y) + r * (2%:R^-1 * (\sum_y sign F y * g y)) * sign F z.
Proof.
move=> l2; subst l; rewrite !big_ord_recl !big_ord0 !mxE /sign /=.
by move: (sign F z) (g _) (g _) => a b c; field.
Qed.

Lemma conditional_mean_polar k (S : forest F k) (v : node S) rhos
    (f : 'I_(width v) -> states (children v) -> F) z : stochastic S -> polarities v rhos ->
  conditional_mean (seen_from f) z
    = midpoint f + (\prod_(rho <- rhos) rho) * selectivity f * sign F z.
Proof.
move=> S1 rs; rewrite sum_below // (path_polar rs) polar_mean //.
by case: (polarities_two rs).
Qed.

(** latent-tree-covariance#conditional-means: for a unit k that is a function of
    the variable ν below μ and of what is below ν,
    E[f_k; z_μ = z] = P(z_μ = z) (v̄_k + ρ_{μν} s_k z). *)
Theorem conditional_means (mu : node T) (nu : node (children mu)) rhos
    (f : 'I_(width nu) -> states (children nu) -> F) z :
  polarities nu rhos ->
  mean_on (tree_law pi (T := T)) [pred a | value mu a.1 a.2 == z]
      (fun a => seen_from (v := mu) (seen_from f) a.1 a.2)
    = probability (tree_law pi (T := T)) [pred a | value mu a.1 a.2 == z]
      * (midpoint f + (\prod_(rho <- rhos) rho) * selectivity f * sign F z).
Proof.
move=> rs; rewrite mean_on_node // probability_node // (conditional_mean_polar _ _ _ rs) //.
exact: children_stochastic.
Qed.

End Facts.

Section Covariance.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

(** E[f | z₀] of a unit that μ's group reads. *)
Lemma unit_mean m (T : forest F m) (mu : node T) (nu : node (children mu)) above edge
    (f : 'I_(width nu) -> states (children nu) -> F) z :
  stochastic T -> polarities mu above -> polarities nu edge ->
  conditional_mean (seen_from (v := mu) (seen_from f)) z
    = midpoint f
      + (sign F z * \prod_(rho <- above) rho) * ((\prod_(rho <- edge) rho) * selectivity f).
Proof.
move=> T1 Hmu Hnu; have [_ m2] := polarities_two Hmu.
rewrite sum_below // (path_polar two Hmu) polar_mean //.
have E y := conditional_mean_polar two f y (children_stochastic mu T1) Hnu.
under eq_bigr => y _ do rewrite E.
have -> : \sum_(y < width mu) sign F y * conditional_mean (seen_from f) y
    = \sum_(y < width mu) sign F y
      * (midpoint f + (\prod_(rho <- edge) rho) * selectivity f * sign F y).
  by apply: eq_bigr => y _; rewrite E.
move: {E}(midpoint _) (_ * selectivity _) => a b.
move: (width mu) m2 => l l2; subst l; rewrite !big_ord_recl !big_ord0 /sign /=.
by move: (\prod_(_ <- _) _) (if _ then _ else _) => c e; field.
Qed.

Lemma polar_root_law (rho0 : F) : law (polar_root rho0).
Proof. by rewrite /law !big_ord_recl big_ord0 /polar_root /sign /=; field. Qed.

(** The tree has any shape; μ has the polarities [above] on its path, and the units
    k that its group reads are functions of ν(k) below μ and of what is below
    that, with the polarities [edge k] from μ, one for a child. *)
Variables (T : forest F 2) (rho0 : F).
Hypothesis T1 : stochastic T.
Variables (mu : node T) (n : nat) (nu : 'I_n -> node (children mu)).
Variable f : forall k, 'I_(width (nu k)) -> states (children (nu k)) -> F.
Variables (above : seq F) (edge : 'I_n -> seq F).
Hypotheses (Hmu : polarities mu above) (Hnu : forall k, polarities (nu k) (edge k)).

(** a_μ = (ρ_{μν} s_k)_k. *)
Definition selectivities : 'cV[F]_n :=
  \col_k ((\prod_(rho <- edge k) rho) * selectivity (f (k := k))).

Lemma group_mean_polar z :
  group_mean f z = \col_k midpoint (f (k := k))
    + (sign F z * \prod_(rho <- above) rho) *: selectivities.
Proof. by apply/colP => k; rewrite !mxE (unit_mean _ _ T1 Hmu (Hnu k)). Qed.

Lemma variance_polar n' (b a : 'cV[F]_n') :
  variance (polar_root rho0) (fun z => b + sign F z *: a) = (1 - rho0 ^+ 2) *: (a *m a^T).
Proof.
have E : mean (polar_root rho0) (fun z => b + sign F z *: a) = b + rho0 *: a.
  apply/colP => i; rewrite /mean !big_ord_recl big_ord0 !mxE /polar_root /sign /=; by field.
rewrite /variance E; apply/matrixP => i j.
rewrite /mean !big_ord_recl big_ord0 !mxE !big_ord1 !mxE /polar_root /sign /=.
by move: (a _ _) (a _ _) (b _ _) (b _ _) => u w x y; field.
Qed.

(** latent-tree-covariance#covariance: Cov_{z₀}(E[f_{ch(μ)} | z₀])
    = (1 - ρ₀²) ρ_{0μ}² a_μ a_μᵀ. *)
Theorem tree_covariance :
  variance (polar_root rho0) (group_mean f)
    = ((1 - rho0 ^+ 2) * (\prod_(rho <- above) rho) ^+ 2) *: (selectivities *m selectivities^T).
Proof.
set r := \prod_(rho <- above) rho.
transitivity (variance (polar_root rho0) (fun z =>
    \col_k midpoint (f (k := k)) + sign F z *: (r *: selectivities))).
  have E z : group_mean f z = \col_k midpoint (f (k := k)) + sign F z *: (r *: selectivities).
    by rewrite group_mean_polar scalerA.
  by rewrite /variance (eq_mean _ E); apply: eq_mean => z; rewrite E.
rewrite variance_polar linearZ /= -scalemxAl -scalemxAr !scalerA expr2.
by congr (_ *: _); ring.
Qed.

End Covariance.
