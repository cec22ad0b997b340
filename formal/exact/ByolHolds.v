(** What the counterexamples of BYOL refute without an assumption, holds with
    all of them: the statements of these files, without biases and with shared
    weights, from those of ByolUpdate.v. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  updates.ByolUpdate networks.Relu updates.ReluUpdate.
From dualproof.exact Require Import Layers Update ByolSetting ByolShrinkage ByolImplicitContrastive StopGradient.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

Section EqualConnections.
Variable F : fieldType.
Variables X A : finType.
Variables (p : X -> F) (q : X -> A -> F).
Variables d n : nat.
Variables K K' : X -> A -> 'M[F]_(d, n).
Hypothesis E : K =2 K'.
Implicit Type S : 'M[F]_n.

Lemma eq_view_mean x : view_mean q K x = view_mean q K' x.
Proof. by apply: eq_mean => a; rewrite E. Qed.

Lemma eq_weighted_moment S : weighted_moment p q S K = weighted_moment p q S K'.
Proof. by apply: eq_mean => x; rewrite eq_view_mean. Qed.

Lemma eq_weighted_variance S :
  weighted_variance p S (view_mean q K) = weighted_variance p S (view_mean q K').
Proof.
rewrite /weighted_variance (eq_mean p eq_view_mean).
by apply: eq_mean => x; rewrite eq_view_mean.
Qed.

Lemma eq_within S : within_variance p q S K = within_variance p q S K'.
Proof.
apply: eq_mean => x; rewrite /weighted_variance (eq_mean (q x) (E x)).
by apply: eq_mean => a; rewrite E.
Qed.

End EqualConnections.

Section Holds.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variables (below : relu_network F n0 m) (W : 'M[F]_(k, m)) (a : F) (above : relu_network F k n).
Variable input : X -> A -> 'cV[F]_n0.
Variables (p : X -> F) (q : X -> A -> F).
Hypotheses (p1 : law p) (q1 : forall x, law (q x)).
Variable P : 'M[F]_n.
Let l := AtLayer (without_bias below) W 0 a (without_bias above).
(** Shared weights; b says whether both outputs are zero-mean, c whether both sides move. *)
Let s b c := Setting l l input p q P b b c.
Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.

Let g W' := output (gated below (fun v : X * A => input v.1 v.2))
  (fun v => gate a (W *m run below (input v.1 v.2)))
  (gated above (fun v => activation a (W *m run below (input v.1 v.2)))) input W'.
Let outputE W' b c : outputs (s b c) W' =2 g W'.
Proof. by move=> x y; exact: layer_output_without. Qed.
Let secondE W' b c : second (s b c) W' =2 (if c then g W' else g W).
Proof. by case: c => x y; exact: layer_output_without. Qed.
Let connectionE b c : connections (s b c) =2 relu_connection below a above input W.
Proof. by move=> x y; exact: dense_connection_without. Qed.

Let plainE d c W' : loss_centred (s d c) false false W' = byol_loss p q P (g W') (if c then g W' else g W).
Proof. by apply: eq_byol_loss => x y; [exact: outputE | exact: secondE]. Qed.

Let eq_centred f f' : f =2 f' -> centred p q f =2 centred p q (f' : X -> A -> 'cV[F]_n).
Proof.
move=> E x y; rewrite /centred E; congr (_ - _); apply: eq_mean => z.
exact: eq_view_mean.
Qed.

Let centredE d c W' : loss_centred (s d c) true true W'
  = byol_loss p q P (centred p q (g W')) (centred p q (if c then g W' else g W)).
Proof. by apply: eq_byol_loss; apply: eq_centred; [exact: outputE | exact: secondE]. Qed.

(** byol-implicit-contrastive#with-zero-mean: the statement that its counterexamples refute without an assumption. *)
Theorem with_zero_mean_holds : descends (byol (s true false)) W (with_zero_mean (s true false)).
Proof.
move=> V; eexists => t; rewrite /byol !centredE /with_zero_mean /with_zero_mean_of.
rewrite (eq_weighted_variance p q (connectionE _ _)) (eq_within p q (connectionE _ _)).
exact: byol_with_zero_mean.
Qed.

(** byol-implicit-contrastive#without-zero-mean: the same without zero-mean. *)
Theorem without_zero_mean_holds : descends (byol (s false false)) W (without_zero_mean (s false false)).
Proof.
move=> V; eexists => t; rewrite /byol !plainE /without_zero_mean /byol_operator.
rewrite (eq_weighted_moment p q (connectionE _ _)) (eq_within p q (connectionE _ _)).
exact: byol_without_zero_mean.
Qed.

(** stop-gradient#plain: the statement that its counterexamples refute without an assumption. *)
Theorem plain_holds b : descends (plain_loss (s b true)) W (plain (s b true)).
Proof.
move=> V; eexists => t; rewrite /plain_loss !plainE /plain /plain_of dotNr opprK.
rewrite (eq_weighted_moment p q (connectionE _ _)) (eq_within p q (connectionE _ _)).
exact: both_sides_without_zero_mean.
Qed.

(** stop-gradient#zero-mean: the same with zero-mean at both outputs. *)
Theorem zero_mean_holds b : descends (zero_mean_loss (s b true)) W (zero_mean (s b true)).
Proof.
move=> V; eexists => t; rewrite /zero_mean_loss !centredE /zero_mean dotNr opprK.
rewrite /both_sides_zero_mean_operator.
rewrite (eq_weighted_variance p q (connectionE _ _)) (eq_within p q (connectionE _ _)).
exact: both_sides_with_zero_mean.
Qed.

End Holds.
