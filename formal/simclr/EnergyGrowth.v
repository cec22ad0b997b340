(** SimCLR's energy while all layers move. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Euler
  networks.Derivative updates.Differentiable simclr.OutputCovariance simclr.EnergyFlow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Growth.
Variable F : realFieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable n : nat.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Lemma simclr_loss_sum (I : finType) (g : X -> A -> 'cV[F]_n) (e : I -> X -> A -> 'cV[F]_n) :
  simclr_loss p q g (fun x a => \sum_i e i x a) = \sum_i simclr_loss p q g (e i).
Proof.
rewrite -big_enum /=.
have E x a : \sum_i e i x a = \sum_(i <- enum I) e i x a by rewrite big_enum.
rewrite (eq_simclr_loss p q (g' := fun x a => \sum_(i <- enum I) e i x a) (fun _ _ => erefl) E).
elim: (enum I) => [|i s IH]; last first.
  rewrite big_cons -IH.
  rewrite (eq_simclr_loss p q (g' := fun x a => \sum_(i <- s) e i x a + 1 *: e i x a)
    (fun _ _ => erefl)) => [|x a].
    by rewrite simclr_loss_line // mul1r addrC.
  by rewrite big_cons scale1r addrC.
rewrite big_nil (eq_simclr_loss p q (g' := fun _ _ => 0) (fun _ _ => erefl)) => [|x a].
  by rewrite simclr_lossC // simclr_loss_zero.
by rewrite big_nil.
Qed.

(** The layers i of a network, of any number and sizes, with the weights w_i and the
    connections K_i: the outputs are K_iᵀw_i at t = 0, whatever i, and move by the sum
    of what the layers move them by, each along its -∇L = 2 V_i w_i. *)
Variables (I : finType) (d : I -> nat).
Variable K : forall i, X -> A -> 'M[F]_(d i, n).
Variable w : forall i, 'cV[F]_(d i).
Let V i := variance p (view_mean q (@K i)).
Let g i := velocity (V i) (w i).
Variable f : F -> X -> A -> 'cV[F]_n.
Hypothesis fw : forall i, f 0 =2 (fun x a => (K i x a)^T *m w i).
Hypothesis df : output_derivative f (fun x a => \sum_i (K i x a)^T *m g i).

(** energy-flow#energy-grows (in part): Ė = Σ_l ‖2 V_l w_l‖². only: that the outputs move by
    the sum over the layers is a hypothesis. *)
Theorem energy_grows : has_derivative (fun t => energy p q (f t)) (\sum_i dot (g i) (g i)).
Proof.
have := derivative_scale (- 1) (simclr_loss_derivative p1 q1 df df).
have E t : -1 * simclr_loss p q (f t) (f t) = energy p q (f t).
  by rewrite mulN1r simclr_lossE // /energy trace_variance // opprB.
move=> D; apply: (eq_derivative E); move: D; congr (has_derivative _ _).
rewrite (simclr_lossC p1 q1 two _ (f 0)) simclr_loss_sum mulN1r opprD -!sumrN -big_split.
apply: eq_bigr => i _; rewrite (simclr_lossC p1 q1 two (f 0)) simclr_loss_covariance // opprK.
have -> : covariance p (view_mean q (@K i)) (view_mean q (f 0)) = V i *m w i.
  rewrite -covariance_tr; apply: eq_covariance => x.
  by rewrite -view_mean_tr_mul; apply: eq_mean => a; apply: fw.
by rewrite {4}/g /velocity dotZr mulr_natl mulr2n.
Qed.

(** energy-flow#energy-grows-at-least (in part): Σ_l ‖2 V_l w_l‖² ≥ 4E² Σ_l 1/‖w_l‖².
    only: that E/∏n_l never falls is a consequence by the flow's ṅ_l = 4E. *)
Theorem energy_grows_at_least : (forall i, w i != 0) ->
  4%:R * energy p q (f 0) ^+ 2 * (\sum_i (dot (w i) (w i))^-1) <= \sum_i dot (g i) (g i).
Proof.
move=> w0; rewrite mulr_sumr; apply: ler_sum => i _.
rewrite ler_pdivr_mulr ?dot_gt0 // [X in _ <= X]mulrC.
have wV : dot (w i) (V i *m w i) = energy p q (f 0).
  rewrite (operator_energy q p1 (@K i)) /energy; congr (\tr _).
  by apply: eq_variance => x; apply: eq_mean => a; rewrite (fw i).
have wg : dot (w i) (g i) = 2%:R * energy p q (f 0) by rewrite dotZr wV.
have := cauchy_schwarz (w i) (g i); rewrite wg exprMn.
by have -> : 2%:R ^+ 2 = 4%:R :> F by rewrite expr2 -natrM.
Qed.

End Growth.
