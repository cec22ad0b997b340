(** amplification: what the claim says, and what the counterexamples refute. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Relu updates.Covariance updates.Byol updates.ByolTarget.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export TreeSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Amplification.
Variables A n0 m k n g f : nat.
Variable s : setting n0 m k n g f.
Notation l := (at_layer s).
Notation W := (learnt s).
Notation y := (@features A _ _ _ _ _ _ s).
Notation p := (of_root s).
Notation q := (@of_views A _ _ _ _ _ _ s).
Notation a := (reaching A s).
Notation J := (jacobian A s).
Notation beta := (rate s * root_variance s).

(** L = E[r₊ − r₋] of all views, the second branch held constant; −∇L at the weights of the level. *)
Definition outputs (V : 'M[rat]_(k, m)) (x : 'I_2) (b : 'I_A) : 'cV[rat]_n := layer_output l V (pixels s x b).
Definition loss (V : 'M[rat]_(k, m)) : rat :=
  positive_loss p q (outputs V) (outputs W) - joint_loss (independent_samples p) q (outputs V) (outputs W).
Lemma loss_descends : descends loss W (vec (update loss W)).
Proof.
suff [u D] : has_update loss W by rewrite -(descends_update D).
apply: has_update_sub; last by apply: has_update_joint => x b; [exact: affine_layer | exact: affine_const].
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
apply: has_update_sum => c; apply: has_update_scale.
by apply: has_update_pair; [exact: affine_layer | exact: affine_const].
Qed.

(** One step of the weights that the level has: those of a unit of ν on the units of the children of ν. *)
Definition moved : 'M[rat]_(k, m) := \matrix_(i, j)
  (if parent_of (law s) (nth 0%N (nodes_below s) j) == nth 0%N (nodes_here s) i
   then (W + rate s *: update loss W) i j else W i j).
Definition weights_after : 'M[rat]_(g, f) := own s moved.

(** W_μ + βρ_{0μ}J_μᵀ g a_μᵀ with g = Σ ρ_{0μ'} J_{μ'}W_{μ'}a_{μ'} over the units of the level. *)
Definition rho_of (i : 'I_k) : rat := q2r (path (assumed s) (nth 0%N (nodes_here s) i)).
Definition of_output : 'cV[rat]_n := J *m (\matrix_(i, _) (rho_of i * (W *m a) i 0)).
Definition step_by (b : rat) : 'M[rat]_(g, f) :=
  own s W + (b * rho s) *: ((own_jacobian A s)^T *m of_output *m (own_a A s)^T).
Definition step : 'M[rat]_(g, f) := step_by beta.
Definition half_rate : 'M[rat]_(g, f) := step_by (2%:R^-1 * rate s * root_variance s).
Definition root_variance_forgotten : 'M[rat]_(g, f) := step_by (rate s).

(** W_μ + βr J_μᵀJ_μ W_μ B with r = ρ_{0μ}² and B = a_μa_μᵀ. *)
Definition square : 'M[rat]_g := (own_jacobian A s)^T *m own_jacobian A s.
Definition outer : 'M[rat]_f := own_a A s *m (own_a A s)^T.
Definition lone_by (b r : rat) (B : 'M[rat]_f) : 'M[rat]_(g, f) := own s W + (b * r) *: (square *m own s W *m B).
Definition lone_step : 'M[rat]_(g, f) := lone_by beta (rho s ^+ 2) outer.
Definition level_forgotten : 'M[rat]_(g, f) := lone_step.
Definition both_branches : 'M[rat]_(g, f) := lone_by (2%:R * beta) (rho s ^+ 2) outer.
Definition polarity_not_squared : 'M[rat]_(g, f) := lone_by beta (rho s) outer.

(** What weights do to all that is orthogonal to a_μ: V(‖a_μ‖²I − a_μa_μᵀ). *)
Definition size : rat := \tr outer.
Definition on_the_rest (V : 'M[rat]_(g, f)) : 'M[rat]_(g, f) := V *m (size *: 1%:M - outer).
Definition rest_after : 'M[rat]_(g, f) := on_the_rest weights_after.
Definition orthogonal_part_stays : 'M[rat]_(g, f) := on_the_rest (own s W).
Definition orthogonal_part_moves : 'M[rat]_(g, f) :=
  on_the_rest (lone_by beta (rho s ^+ 2) (outer + 1%:M)).

(** The gaps V(E[f | z_μ = +1] − E[f | z_μ = −1]) of weights V, the means from all assignments. *)
Definition gap_below : 'cV[rat]_f :=
  own_inputs s *m (mean_given (law s) (node s) 1 y - mean_given (law s) (node s) 0 y).
Definition gaps_after : 'cV[rat]_g := weights_after *m gap_below.
(** 2W_μa_μ, times 1 + βρ_{0μ}²κ‖a_μ‖²; without ‖a_μ‖². *)
Definition gaps : 'cV[rat]_g := 2%:R *: (own s W *m own_a A s).
Definition growth (size : rat) : rat := \sum_(i < g) if i == 0%N :> nat then beta * rho s ^+ 2 * square i i * size else 0.
Definition gaps_grow_by_their_factor : 'cV[rat]_g := (1 + growth size) *: gaps.
Definition growth_not_scaled : 'cV[rat]_g := (1 + growth 1) *: gaps.
(** −gap·gap' ≤ −gap². *)
Definition times_before : 'cV[rat]_g := \matrix_(i, j) - (gaps_after i j * (own s W *m gap_below) i j).
Definition gaps_do_not_shrink : 'cV[rat]_g := \matrix_(i, j) - (gaps i j * gaps i j).
Definition gaps_double : 'cV[rat]_g := \matrix_(i, j) - (gaps i j * gaps i j * (1 + 2%:R * growth size)).

(** The selectivity of the output of the whole network at the weights V of the level. *)
Definition activations (V : 'M[rat]_(k, m)) (x : 'I_2) (b : 'I_A) : 'cV[rat]_k :=
  activation (slope l) (V *m y x b + bias l).
Definition network (V : 'M[rat]_(k, m)) (x : 'I_2) (b : 'I_A) : 'cV[rat]_n :=
  held_run (above l) (activations V x b) (activations V x b).
Lemma networkE V x b : network V x b = dense_run (above l) (activations V x b).
Proof. exact: held_run_own. Qed.
Definition selectivity_after : 'cV[rat]_n :=
  half *: (mean_given (law s) 0 1 (network moved) - mean_given (law s) 0 0 (network moved)).
(** (I + b Σ r_{μ'}‖a_{μ'}‖² J_{μ'}J_{μ'}ᵀ) g with b = β and r = ρ_{0μ'}². *)
Definition size_of (i : 'I_k) : rat := \sum_(j < m)
  if parent_of (assumed s) (nth 0%N (nodes_below s) j) == nth 0%N (nodes_here s) i then a j 0 * a j 0 else 0.
Definition added (c : 'I_k -> rat) : 'cV[rat]_n :=
  J *m (\matrix_(i, _) (c i * (J^T *m of_output) i 0)).
Definition factor (i : 'I_k) : rat := beta * rho_of i ^+ 2 * size_of i.
Definition output_grows_by_its_matrix : 'cV[rat]_n := of_output + added factor.
Definition output_by_one_node : 'cV[rat]_n :=
  of_output + added (fun i => if nth 0%N (nodes_here s) i == node s then factor i else 0).
Definition output_polarity_not_squared : 'cV[rat]_n := of_output + added (fun i => beta * rho_of i * size_of i).
Definition output_not_scaled : 'cV[rat]_n := of_output + added (fun i => beta * rho_of i ^+ 2).
Definition root_mean_not_squared : 'cV[rat]_n :=
  of_output + added (fun i => rate s * (1 - rho0 s) * rho_of i ^+ 2 * size_of i).
(** −‖g⁺‖² ≤ −‖g‖². *)
Definition minus_square (u : 'cV[rat]_n) : 'M[rat]_1 := - (u^T *m u).
Definition minus_square_after : 'M[rat]_1 := minus_square selectivity_after.
Definition output_does_not_shrink : 'M[rat]_1 := minus_square of_output.
Definition output_doubles : 'M[rat]_1 := minus_square (of_output + 2%:R *: added factor).

End Amplification.

Ltac read A s :=
  read_tree A s;
  let H := fresh "E" in eassert (H : evM (learnt s) _) by (eapply evM_literal; [unfold learnt; ev | by_computation]);
  literal (selectivity A s); literal (reaching A s); literal (jacobian A s); literal (moved A s);
  literal (of_output A s).
