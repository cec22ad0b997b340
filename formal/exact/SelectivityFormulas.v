(** selectivity-transfer: what the claim says, and what the counterexamples refute. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Relu.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export TreeSetting.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section Selectivity.
Variables A n0 m k n g f : nat.
Variable s : setting n0 m k n g f.
Notation y := (@features A _ _ _ _ _ _ s).
Notation mu := (node s).
Notation psi := (activation (slope_of_psi s)).
Notation states := 'M[rat]_(2, g).

(** X, the pre-activations of the units of μ, and what is known of a family of numbers given the states of μ. *)
Definition X (x : 'I_2) (b : 'I_A) : 'cV[rat]_g := own_units s *m (learnt s *m y x b).
Definition squared h (u : 'cV[rat]_h) : 'cV[rat]_h := \matrix_(i, j) (u i j * u i j).
Definition of_the_states (Y : nat -> 'cV[rat]_g) : states := \matrix_(z, j) (1 * Y z j 0).
Definition mean_of (u : tree) (z : nat) : 'cV[rat]_g := mean_given u mu z X.
Definition square_of (u : tree) (z : nat) : 'cV[rat]_g := mean_given u mu z (fun x b => squared (X x b)).
Definition rectified (u : tree) (z : nat) : 'cV[rat]_g := mean_given u mu z (fun x b => psi (X x b)).

(** −s_j; E[ψ(X)] − ψ(E X) given either state; Var[X | z_μ]. *)
Definition minus_selectivity : 'cV[rat]_g := half *: (rectified (law s) 0 - rectified (law s) 1).
Definition excess : states := of_the_states (fun z => rectified (law s) z - psi (mean_of (law s) z)).
Definition variance_of (u : tree) (z : nat) : 'cV[rat]_g := square_of u z - squared (mean_of u z).
Definition variances : states := of_the_states (variance_of (law s)).

(** κ = (1 − a)/2; half of it; (1 + a)/2. *)
Definition kappa : rat := half * (1 - slope_of_psi s).
Definition half_kappa : rat := half * kappa.
Definition kappa_of_the_wrong_sign : rat := half * (1 + slope_of_psi s).

(** ½(q/t + t) for √q; |v| = 2κ'ψ'… of the numbers: v where it is positive, −v elsewhere. *)
Definition root_of (q : 'cV[rat]_g) : 'cV[rat]_g :=
  \matrix_(i, j) (half * (q i j / every_t s + every_t s)).
Definition size_of (v : 'cV[rat]_g) : 'cV[rat]_g := activation (-1) v.
Definition excess_of_the_root (z : nat) : 'cV[rat]_g :=
  root_of (square_of (assumed s) z) - size_of (mean_of (assumed s) z).

(** −½(ψ(v₊) − ψ(v₋) − c(√(v₋² + σ₋²) − |v₋|)), the root given the state z. *)
Definition transfer_by (c : rat) (z : nat) : 'cV[rat]_g :=
  - (half *: (psi (mean_of (assumed s) 1) - psi (mean_of (assumed s) 0) - c *: excess_of_the_root z)).
Definition transfer : 'cV[rat]_g := transfer_by kappa 0.
Definition correction_dropped : 'cV[rat]_g := transfer_by 0 0.
Definition correction_halved : 'cV[rat]_g := transfer_by half_kappa 0.
Definition spread_of_the_other_side : 'cV[rat]_g := transfer_by kappa 1.

(** c(√(v² + σ²) − |v|), and cσ. *)
Definition jensen_by (c : rat) : states := of_the_states (fun z => c *: excess_of_the_root z).
Definition jensen : states := jensen_by kappa.
Definition jensen_halved : states := jensen_by half_kappa.
Definition slope_of_the_wrong_sign : states := jensen_by kappa_of_the_wrong_sign.
Definition bound_by_spread (c : rat) : states := of_the_states (fun z => c *: root_of (variance_of (assumed s) z)).
Definition by_the_spread : states := bound_by_spread kappa.
Definition spread_halved : states := bound_by_spread half_kappa.

(** Σ_ν d(ρ_{μν})(w_{jν}ᵀs_ν)² + Σ_ν E[Var(w_{jν}ᵀf_ν | z_ν) | z_μ] over the children ν of μ. *)
Definition of_child (node : nat) (u : 'cV[rat]_m) : 'cV[rat]_g :=
  own_units s *m (learnt s *m (\matrix_(j, _) if nth 0%N (nodes_below s) j == node then u j 0 else 0)).
Definition child_variance (node z : nat) : 'cV[rat]_g :=
  mean_given (assumed s) node z (fun x b => squared (of_child node (y x b)))
  - squared (mean_given (assumed s) node z (fun x b => of_child node (y x b))).
Definition doubt (node : nat) : rat := 1 - q2r (polarity (assumed s) node) ^+ 2.
Definition one_minus (node : nat) : rat := 1 - q2r (polarity (assumed s) node).
Definition agreement (node : nat) : rat := q2r (polarity (assumed s) node) ^+ 2.
Definition spread_by (d : nat -> rat) (c : rat) : states := \matrix_(z, j)
  \sum_(i < size (edges (assumed s))) if parent_of (assumed s) i.+1 == mu then
    d i.+1 * of_child i.+1 (selectivity A s) j 0 ^+ 2
    + c * \sum_(w < 2) q2r (chance (assumed s) i.+1 z w) * child_variance i.+1 w j 0 else 0.
Definition spread : states := spread_by doubt 1.
Definition polarity_not_squared : states := spread_by one_minus 1.
Definition agreement_for_doubt : states := spread_by agreement 1.
Definition children_taken_as_pixels : states := spread_by doubt 0.

End Selectivity.

Ltac read A s :=
  read_tree A s;
  let H := fresh "E" in eassert (H : evM (learnt s) _) by (eapply evM_literal; [unfold learnt; ev | by_computation]);
  literal (selectivity A s).
