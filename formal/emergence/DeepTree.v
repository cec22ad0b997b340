(** Complete binary latent trees of any depth: the covariance from laws passed as messages. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import emergence.LatentTree emergence.TreeMessages.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope ring_scope.

Section DeepTree.
Variable F : fieldType.
Hypothesis two : 2%:R != 0 :> F.

(** The complete tree of depth d, with a polarity for every path from the root. *)
Fixpoint complete (d : nat) (rho : seq bool -> F) : tree F :=
  if d is d'.+1 then Inner (rho [:: false]) (rho [:: true])
    (complete d' (fun path => rho (false :: path))) (complete d' (fun path => rho (true :: path)))
  else Leaf.

(** How many variables a tree has. *)
Fixpoint variables (T : tree F) : nat :=
  if T is Inner _ _ T1 T2 then (variables T1 + variables T2).+1 else 1%N.

Lemma complete_variables d rho : (variables (complete d rho)).+1 = (2 ^ d.+1)%N.
Proof.
by elim: d rho => [//|d IH] rho /=; rewrite -addnS -addSn !IH addnn -mul2n -expnS.
Qed.

Lemma mean_by_values (Y : finType) (T : tree F) (u : pixels T -> Y) (g : Y -> F) z :
  \sum_y value_law u z y * g y = conditional_mean (fun x => g (u x)) z.
Proof.
rewrite /conditional_mean [RHS](partition_big u predT) //=; apply: eq_bigr => y _.
by rewrite mulr_suml; apply: eq_bigr => x /eqP ->.
Qed.

(** latent-tree-covariance#deep-tree: in the complete binary tree of depth d, with 2^(d+1) - 1
    variables (8191 of depth 12) and any polarities: the covariance over the root of the
    means of two features, found from their laws given the root, is
    (1 - ρ₀²) ρ_{0ν} s ρ_{0ν'} s', the selectivities s, s' found from the laws given ν and ν'. *)
Theorem deep_tree d rho rho0 (Y Y' : finType) (v v' : variable (complete d rho))
    (u : pixels (subtree v) -> Y) (u' : pixels (subtree v') -> Y') (g : Y -> F) (g' : Y' -> F) :
  let mean (law : Y -> F) := \sum_y law y * g y in
  let mean' (law : Y' -> F) := \sum_y law y * g' y in
  let s := 2%:R^-1 * (mean (value_law u true) - mean (value_law u false)) in
  let s' := 2%:R^-1 * (mean' (value_law u' true) - mean' (value_law u' false)) in
  (variables (complete d rho)).+1 = (2 ^ d.+1)%N /\
  root_covariance rho0
    (fun z => mean (value_law (fun x => u (pixels_below v x)) z))
    (fun z => mean' (value_law (fun x => u' (pixels_below v' x)) z))
  = (1 - rho0 ^+ 2) * ((polarity v * s) * (polarity v' * s')).
Proof.
move=> mean mean' s s'; split; first exact: complete_variables.
have E := latent_tree_covariance two rho0 (fun x => g (u x)) (fun x => g' (u' x)).
have -> : s = selectivity (fun x => g (u x)) by rewrite /s /mean !mean_by_values.
have -> : s' = selectivity (fun x => g' (u' x)) by rewrite /s' /mean' !mean_by_values.
by rewrite -E /root_covariance /mean /mean' !big_bool !mean_by_values.
Qed.

End DeepTree.
