(** latent-tree-covariance: what the claim says, and what the counterexamples refute. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Relu updates.Covariance.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export TreeSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

Fixpoint steps_up (t : tree) (steps node : nat) : nat :=
  if steps is i.+1 then if node is _.+1 then (steps_up t i (parent_of t node)).+1 else 0%N else 0%N.
(** The number of edges above a node; the largest |ρ| of an edge. *)
Definition depth (t : tree) (node : nat) : nat := steps_up t (size (edges t)) node.
Definition largest_polarity (t : tree) : Q :=
  foldr (fun i m => let r := polarity t i in
    let r := if Z.ltb (Qnum r) Z0 then Qopp r else r in
    if Z.ltb Z0 (Qnum (qadd r (Qopp m))) then r else m) 0%Q (iota 1 (size (edges t))).

(** P(z_node = z | z₀ = x): the product of the channels along the path. *)
Fixpoint path_chance (t : tree) (steps node x z : nat) : Q :=
  if node is _.+1 then
    if steps is i.+1 then
      foldr (fun w sum => qadd (qmul (path_chance t i (parent_of t node) x w) (chance t node w z)) sum) 0%Q (iota 0 2)
    else 0%Q
  else if Nat.eqb x z then 1%Q else 0%Q.

Section LatentTree.
Variables A n0 m k n g f : nat.
Variable s : setting n0 m k n g f.
Notation l := (at_layer s).
Notation y := (@features A _ _ _ _ _ _ s).
Notation p := (of_root s).
Notation q := (@of_views A _ _ _ _ _ _ s).
Notation mu := (node s).
Notation chosen := (own_inputs s).

(** P(z_μ | z₀), summed over all assignments; (1 + ρ_{0μ} z₀ z_μ)/2, and with the path to the parent. *)
Definition given_the_root : 'M[rat]_2 := \matrix_(x, z)
  \sum_(b : 'I_A) (if state x b mu == z :> nat then q x b else 0).
Definition signed (z : 'I_2) : rat := q2r (sign z).
Definition by_polarity (r : rat) : 'M[rat]_2 := \matrix_(x, z) (half * (1 + r * signed x * signed z)).
Definition path_polarity : 'M[rat]_2 := let _ := A in by_polarity (rho s).
Definition last_edge_forgotten : 'M[rat]_2 :=
  let _ := A in by_polarity (q2r (path (assumed s) (parent_of (assumed s) mu))).

(** E[f | z_μ] of the units of the children of μ, states × units. *)
Definition of_the_state (Y : nat -> 'cV[rat]_f) : 'M[rat]_(2, f) := \matrix_(z, j) (1 * Y z j 0).
Definition means : 'M[rat]_(2, f) := of_the_state (fun z => chosen *m mean_given (law s) mu z y).
(** v̄ + ρ s z_μ; with E f for v̄. *)
Definition by_selectivity (u : 'cV[rat]_m) : 'M[rat]_(2, f) :=
  \matrix_(z, j) ((chosen *m u) j 0 + signed z * own_a A s j 0).
Definition conditional_means : 'M[rat]_(2, f) := by_selectivity (middle A s).
Definition weight (j : 'I_m) : rat := q2r (root_mean (assumed s)) * q2r (path (assumed s) (nth 0%N (nodes_below s) j)).
Definition mean_weighted_by_probability : 'M[rat]_(2, f) := by_selectivity (\matrix_(j, _)
  (half * ((1 - weight j) * v A s 0 j 0 + (1 + weight j) * v A s 1 j 0))).

(** Cov_{z₀}(E[f_{ch(μ)} | z₀]). *)
Definition own_features (x : 'I_2) (b : 'I_A) : 'cV[rat]_f := chosen *m y x b.
Definition covariance_of_means : 'M[rat]_f := variance p (view_mean q own_features).
(** (1 − ρ₀²) ρ_{0μ}² a_μa_μᵀ; with ρ_{0μ} for its square; without 1 − ρ₀²; with s for a. *)
Definition rank_one (c : rat) (u : 'cV[rat]_f) : 'M[rat]_f := c *: (u *m u^T).
Notation factor := (root_variance s * rho s ^+ 2).
Definition covariance : 'M[rat]_f := rank_one factor (own_a A s).
Definition polarity_not_squared : 'M[rat]_f := rank_one (root_variance s * rho s) (own_a A s).
Definition root_variance_forgotten : 'M[rat]_f := rank_one (rho s ^+ 2) (own_a A s).
Definition edge_polarity_dropped : 'M[rat]_f := rank_one factor (chosen *m selectivity A s).

(** The block at W_μ of V[K̄]. *)
Definition own_connections (x : 'I_2) (b : 'I_A) : 'M[rat]_(f * g, n) :=
  kron_tr (own_features x b) (layer_jacobian l (pixels s x b) *m (own_units s)^T).
Definition block : 'M[rat]_(f * g) := variance p (view_mean q own_connections).
(** (1 − ρ₀²) ρ_{0μ}² a_μa_μᵀ ⊗ J_μᵀJ_μ, as a square; with 1 − ρ₀; with J_μ = I. *)
Definition block_by (c : rat) h (B : 'M[rat]_(h, g)) : 'M[rat]_(f * g) :=
  c *: (kron_tr (own_a A s) B *m (kron_tr (own_a A s) B)^T).
Definition operator_block : 'M[rat]_(f * g) := block_by factor (own_jacobian A s).
Definition root_mean_not_squared : 'M[rat]_(f * g) := block_by ((1 - rho0 s) * rho s ^+ 2) (own_jacobian A s).
Definition jacobian_dropped : 'M[rat]_(f * g) := block_by factor (1%:M : 'M[rat]_g).

(** tr of it ≤ (1 − ρ₀²) ρ_max^{2 depth} ‖a_μ‖² ‖J_μ‖²; with twice the depth. *)
Definition largest : rat := q2r (largest_polarity (assumed s)).
Definition trace_of_block : 'M[rat]_1 := \matrix_(_, _) \tr block.
Definition bound (e : nat) : 'M[rat]_1 := \matrix_(_, _)
  (root_variance s * largest ^+ (e * depth (assumed s) mu) * \tr (own_a A s *m (own_a A s)^T)
    * \tr (own_jacobian A s *m (own_jacobian A s)^T)).
Definition operator_shrinks_with_depth : 'M[rat]_1 := bound 2.
Definition depth_counted_twice : 'M[rat]_1 := bound 4.

(** Vᵀ P_{0μ}ᵀ (diag π − ππᵀ) P_{0μ} V with V = (P_{μν} v_k)_k, states × units; without ππᵀ. *)
Definition root_law : 'cV[rat]_2 := \matrix_(x, _) q2r (nth 0%Q (root (assumed s)) x).
Definition path_law : 'M[rat]_2 := \matrix_(x, z) q2r (path_chance (assumed s) (size (edges (assumed s))) mu x z).
Definition below : 'M[rat]_(2, f) := (\matrix_(z, j)
  \sum_(w < 2) q2r (chance (assumed s) (nth 0%N (nodes_below s) j) z w) * v A s w j 0) *m chosen^T.
Definition of_the_states : 'M[rat]_(2, f) := path_law *m below.
Definition with_spread (S : 'M[rat]_2) : 'M[rat]_f := of_the_states^T *m S *m of_the_states.
Definition categorical_covariance : 'M[rat]_f := with_spread (diag_mx root_law^T - root_law *m root_law^T).
Definition root_mean_forgotten : 'M[rat]_f := with_spread (diag_mx root_law^T).

End LatentTree.

Ltac read A s :=
  read_tree A s;
  literal (selectivity A s); literal (reaching A s); literal (jacobian A s).
