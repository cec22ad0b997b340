(** SimCLR's energy over the product of the sizes of all layers never falls. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative simclr.Normalised updates.Differentiable.
From dualproof Require Import simclr.OutputCovariance simclr.EnergyFlow simclr.EnergyGrowth.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Products.
Variable F : realFieldType.

(** (∏ g_i)' = ∏ g_i Σ g_i'/g_i. *)
Lemma derivative_prod (I : finType) (g : I -> F -> F) (c : I -> F) :
  (forall i, g i 0 != 0) -> (forall i, has_derivative (g i) (c i)) ->
  has_derivative (fun t => \prod_i g i t) ((\prod_i g i 0) * \sum_i c i / g i 0).
Proof.
move=> g0 dg; rewrite -[\prod_i g i 0]big_enum -[\sum_i _]big_enum /=.
have E t : \prod_(i <- enum I) g i t = \prod_i g i t by rewrite big_enum.
apply: (Differentiable.eq_derivative E); elim: (enum I) => [|x s IH].
  rewrite !big_nil mulr0.
  by apply: Differentiable.eq_derivative (derivative_const 1) => t; rewrite big_nil.
rewrite !big_cons; have := derivative_mul (dg x) IH.
set P := \prod_(i <- s) g i 0; set S := \sum_(i <- s) _.
rewrite [X in has_derivative _ X -> _](_ : _ = g x 0 * P * (c x / g x 0 + S)); last first.
  by rewrite /P; field.
by apply: Differentiable.eq_derivative => t; rewrite big_cons.
Qed.

End Products.

Section Quotient.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable n : nat.

(** The layers i of a network, of any number and sizes, with the weights w_i(t) and, at
    t = 0, the connections K_i: the outputs are K_iᵀw_i there, whatever i; every layer moves
    along its -∇L = 2 V_i w_i, and the outputs by the sum of what the layers move them by. *)
Variables (I : finType) (d : I -> nat).
Variable K : forall i, X -> A -> 'M[F]_(d i, n).
Variable w : forall i, F -> 'cV[F]_(d i).
Let V i := variance p (view_mean q (@K i)).
Let g i := velocity (V i) (w i 0).
Variable f : F -> X -> A -> 'cV[F]_n.
Hypothesis fw : forall i, f 0 =2 (fun x a => (K i x a)^T *m w i 0).
Hypothesis dw : forall i, column_derivative (w i) (g i).
Hypothesis df : output_derivative f (fun x a => \sum_i (K i x a)^T *m g i).
Let size i t := dot (w i t) (w i t).

(** energy-flow#energy-grows-at-least: Ė ≥ 4E² Σ_l 1/n_l with n_l = ‖w_l‖², and E/∏_l n_l
    has a derivative that is not negative, so that it never falls. *)
Theorem energy_quotient_grows : (forall i, w i 0 != 0) ->
  exists2 e, has_derivative (fun t => energy p q (f t)) e &
    4%:R * energy p q (f 0) ^+ 2 * (\sum_i (size i 0)^-1) <= e /\
    exists2 c, has_derivative (fun t => energy p q (f t) / \prod_i size i t) c & 0 <= c.
Proof.
move=> w0; have dE := energy_grows p1 q1 fw df; have le := energy_grows_at_least q p1 fw w0.
eexists; first exact: dE.
split=> //; have s0 i : 0 < size i 0 by apply: dot_gt0.
have ds i : has_derivative (size i) (4%:R * energy p q (f 0)).
  have := dot_derivative (@dw i) (@dw i); congr (has_derivative _ _).
  have wV : dot (w i 0) (V i *m w i 0) = energy p q (f 0).
    rewrite (operator_energy q p1 (@K i)) /energy; congr (\tr _).
    by apply: eq_variance => x; apply: eq_mean => a; rewrite (fw i).
  by rewrite (dotC (g i)) dotZr wV; move: (energy _ _ _) => y; ring.
have dN := derivative_prod (fun i => lt0r_neq0 (s0 i)) ds.
have N0 : 0 < \prod_i size i 0 by apply: prodr_gt0.
eexists; first exact: (derivative_mul dE (derivative_inv N0 dN)).
move: le; rewrite -/V -mulr_sumr -[\sum_i (dot _ _)^-1]/(\sum_i (size i 0)^-1).
move: (\sum_i (size i 0)^-1) (\sum_i dot _ _) (energy p q (f 0)) => S e E le.
set N := \prod_i size i 0 in N0 *.
have -> : e / N + E * - (N * (4%:R * E * S) / N ^+ 2) = (e - 4%:R * E ^+ 2 * S) / N.
  by field; rewrite lt0r_neq0.
by rewrite divr_ge0 ?subr_ge0 // ltW.
Qed.

End Quotient.
