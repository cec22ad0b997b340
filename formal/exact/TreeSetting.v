(** Latent trees of two states, as the counterexamples have them, with a network whose layers are
    the levels of the tree. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Relu updates.Covariance updates.Byol updates.ByolTarget.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Relations.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

(** Of a node other than the root: its parent, a further node on which it may depend, and P(z | z of
    that node, z of the parent), a list of lists of lists. The states −1 and +1 are 0 and 1. *)
Record edge := Edge { parent : nat; further : nat; channel : seq (seq (seq Q)) }.

(** P(z₀), and the nodes 1, 2, … *)
Record tree := Tree { root : seq Q; edges : seq edge }.

Definition sign (z : nat) : Q := if z is _.+1 then 1%Q else (-1)%Q.
Definition channel_of (f : nat -> nat -> nat -> Q) : seq (seq (seq Q)) :=
  map (fun o => map (fun y => map (f o y) (iota 0 2)) (iota 0 2)) (iota 0 2).

(** (1 + ρ z_μ z_ν)/2; the rows of a matrix; the conditional law of z_ν given z_μ and its sibling's
    z_o where the joint law of both is ((1 + ρ_o z_μ z_o)(1 + ρ z_μ z_ν) + c z_o z_ν)/4;
    (1 + ρ z_μ z_ν + c z_o z_ν)/2. *)
Definition binary (r : Q) := channel_of (fun _ y z => Qred ((1 # 2) * (1 + r * sign y * sign z)))%Q.
Definition transition (rows : seq (seq Q)) := channel_of (fun _ y z => nth 0%Q (nth [::] rows y) z).
Definition beside_sibling (r0 r c : Q) := channel_of (fun o y z =>
  let both := ((1 # 4) * ((1 + r0 * sign y * sign o) * (1 + r * sign y * sign z) + c * sign o * sign z))%Q in
  Qred (both / ((1 # 2) * (1 + r0 * sign y * sign o))))%Q.
Definition below_grandparent (r c : Q) := channel_of (fun o y z =>
  Qred ((1 # 2) * (1 + r * sign y * sign z + c * sign o * sign z)))%Q.

(** The state of a node, z₀ being x and those of all others the binary digits of a. *)
Definition state (x a node : nat) : nat := if node is i.+1 then Nat.modulo (Nat.div a (Nat.pow 2 i)) 2 else x.

(** P(all others | z₀), the product over the edges. *)
Fixpoint along_edges (es : seq edge) (z : nat -> nat) (node : nat) : Q :=
  if es is e :: rest then
    qmul (nth 0%Q (nth [::] (nth [::] (channel e) (z (further e))) (z (parent e))) (z node))
      (along_edges rest z node.+1)
  else 1%Q.
Definition given_root (t : tree) (x a : nat) : Q := along_edges (edges t) (state x a) 1.

(** P(z₀ and all others | z_node = z), from all assignments. *)
Definition mass (t : tree) (node z x a : nat) : Q :=
  if Nat.eqb (state x a node) z then qmul (nth 0%Q (root t) x) (given_root t x a) else 0%Q.
Definition total_mass (t : tree) (node z : nat) : Q :=
  foldr (fun x s => foldr (fun a s' => qadd (mass t node z x a) s') s
    (iota 0 (Nat.pow 2 (size (edges t))))) 0%Q (iota 0 2).
Definition given_node (t : tree) (node z x a : nat) : Q := qmul (mass t node z x a) (qinv (total_mass t node z)).

(** ρ_{μν} of the edge to ν; ρ_{0ν}, their product along the path; ρ₀; the parent; the depth. *)
Definition edge_to (t : tree) (node : nat) : edge := nth (Edge 0 0 [::]) (edges t) node.-1.
Definition parent_of (t : tree) (node : nat) : nat := parent (edge_to t node).
Definition chance (t : tree) (node y z : nat) : Q :=
  nth 0%Q (nth [::] (nth [::] (channel (edge_to t node)) 0) y) z.
Definition polarity (t : tree) (node : nat) : Q := qadd (chance t node 1 1) (Qopp (chance t node 0 1)).
Fixpoint path_up (f : nat -> Q -> Q) (t : tree) (steps node : nat) : Q :=
  if steps is i.+1 then if node is _.+1 then f node (path_up f t i (parent_of t node)) else 1%Q else 1%Q.
Definition path (t : tree) (node : nat) : Q :=
  path_up (fun i rest => qmul (polarity t i) rest) t (size (edges t)) node.
Definition root_mean (t : tree) : Q := qadd (nth 0%Q (root t) 1) (Qopp (nth 0%Q (root t) 0)).

(** The law of the nodes; the tree that the claim assumes; the leaves, and what a leaf of state −1 shows;
    μ's level in its network; the node of each of its inputs and of its units; the matrices that choose
    the units of μ and the inputs of these; μ. *)
Record setting (n0 m k n g f : nat) := Setting {
  law : tree;
  assumed : tree;
  leaves : seq nat;
  lowest : Q;
  at_layer : layer rat_realFieldType n0 m k n;
  nodes_below : seq nat;
  nodes_here : seq nat;
  own_units : 'M[rat]_(g, k);
  own_inputs : 'M[rat]_(f, m);
  node : nat;
  rate : rat;
  slope_of_psi : rat;
  every_t : rat }.

Section Sides.
Variables A n0 m k n g f : nat.
Variable s : setting n0 m k n g f.
Notation l := (at_layer s).
Notation mu := (node s).

(** The views of the two samples z₀, one for every assignment of all other nodes: p, q and the pixels. *)
Definition of_root (x : 'I_2) : rat := q2r (nth 0%Q (root (law s)) x).
Definition of_views (x : 'I_2) (a : 'I_A) : rat := q2r (given_root (law s) x a).
Definition pixels (x : 'I_2) (a : 'I_A) : 'cV[rat]_n0 :=
  \matrix_(i, _) q2r (if state x a (nth 0%N (leaves s) i) is _.+1 then 1%Q else lowest s).

(** The units of the level below; the pre-activations of μ's level. *)
Definition features (x : 'I_2) (a : 'I_A) : 'cV[rat]_m := layer_input l (pixels x a).
Definition learnt : 'M[rat]_(k, m) := weights l.
Notation W := learnt.
Notation y := features.

(** E[Y | z_node = z] under the law of a tree. *)
Definition mean_given h (u : tree) (node z : nat) (Y : 'I_2 -> 'I_A -> 'cV[rat]_h) : 'cV[rat]_h :=
  \sum_(x : 'I_2) \sum_(a : 'I_A) q2r (given_node u node z x a) *: Y x a.

(** v̄ and s of every unit below, given its own node, in the assumed tree; a, with the polarity of the edge. *)
Definition half : rat := 2%:R^-1.
Definition v (z : nat) : 'cV[rat]_m :=
  \matrix_(j, _) \sum_(x : 'I_2) \sum_(b : 'I_A)
    q2r (given_node (assumed s) (nth 0%N (nodes_below s) j) z x b) * y x b j 0.
Definition middle : 'cV[rat]_m := half *: (v 1 + v 0).
Definition selectivity : 'cV[rat]_m := half *: (v 1 - v 0).
Definition rho_below (j : 'I_m) : rat := q2r (polarity (assumed s) (nth 0%N (nodes_below s) j)).
Definition reaching : 'cV[rat]_m := \matrix_(j, _) (rho_below j * selectivity j 0).
Notation a := reaching.

(** J, the mean over the views of the derivative of the output by the pre-activations. *)
Definition jacobian : 'M[rat]_(n, k) := total_mean of_root of_views (fun x b => layer_jacobian l (pixels x b)).

(** Of μ alone: W_μ, a_μ, J_μ. *)
Definition own (B : 'M[rat]_(k, m)) : 'M[rat]_(g, f) := own_units s *m B *m (own_inputs s)^T.
Definition own_a : 'cV[rat]_f := own_inputs s *m a.
Definition own_jacobian : 'M[rat]_(n, g) := jacobian *m (own_units s)^T.
Definition rho : rat := q2r (path (assumed s) mu).
Definition rho0 : rat := q2r (root_mean (assumed s)).
Definition root_variance : rat := 1 - rho0 ^+ 2.

End Sides.

Ltac ev_reduce ::= cbn [law assumed leaves lowest at_layer nodes_below nodes_here own_units own_inputs node rate
  slope_of_psi every_t].
Ltac evq := intros; unfold evQ; reflexivity.

(** The data of the setting s, A assignments each. *)
Ltac read_tree A s :=
  let H := fresh "H" in
  eassert (H : evL (at_layer s) (LayerProgram _ _ _ _ _ _ _)) by (unfold s; cbn [at_layer]; ev);
  let H := fresh "H" in eassert (H : forall x, evQ (of_root s x) _) by (intro; apply evQ_q2r);
  let H := fresh "H" in eassert (H : forall x (a : 'I_A), evQ (of_views s x a) _) by (intros; apply evQ_q2r);
  let H := fresh "H" in eassert (H : forall x (a : 'I_A), evM (pixels s x a) _) by (intros; unfold pixels; ev);
  let H := fresh "H" in eassert (H : evM (own_units s) _) by (unfold s; ev);
  let H := fresh "H" in eassert (H : evM (own_inputs s) _) by (unfold s; ev);
  let H := fresh "H" in eassert (H : evQ (rate s) _) by (unfold s; ev);
  let H := fresh "H" in eassert (H : evQ (slope_of_psi s) _) by (unfold s; ev);
  let H := fresh "H" in eassert (H : evQ (every_t s) _) by (unfold s; ev).
