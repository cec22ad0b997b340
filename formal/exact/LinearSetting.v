(** Linear BYOL's setting, as the counterexamples of its four claims have it, and its motion. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Byol updates.Gradient
  byol.OptimalPredictor linear.LinearByol.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Relations.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The inputs of the views and their laws; W, P and W_a; α, η_W and η_P; Q and U, whose columns are the
    axes; τ; the size h and the number of the steps, and β; whether ∇_P r is symmetrised. *)
Record setting (F : realFieldType) (X A : finType) n m := Setting {
  input : X -> A -> 'cV[F]_m;
  of_samples : X -> F;
  of_views : X -> A -> F;
  learnt : 'M[F]_(n, m);
  predictor : 'M[F]_n;
  target : 'M[F]_(n, m);
  rate : F;
  decay : F;
  predictor_decay : F;
  input_axes : 'M[F]_m;
  output_axes : 'M[F]_n;
  ratio : F;
  step : F;
  follows : F;
  symmetrised : bool }.

Section Motion.
Variable F : realFieldType.
Variables X A : finType.
Variables n m : nat.
Variable s : setting F X A n m.
Notation loss := (linear_loss (of_samples s) (of_views s) (input s)).
Implicit Types (W Wa : 'M[F]_(n, m)) (P : 'M[F]_n).

(** −∇_W r and −∇_P r: minus the central differences of r, which are these derivatives. *)
Definition pull_of_weights Wa P W : 'M[F]_(n, m) := update (loss Wa P) W.
Definition pull_of_predictor Wa P W : 'M[F]_n := update (loss Wa ^~ W) P.

Lemma pull_of_weights_descends Wa P W : descends (loss Wa P) W (vec (pull_of_weights Wa P W)).
Proof.
suff [u D] : has_update (loss Wa P) W by rewrite /pull_of_weights -(descends_update D).
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
apply: has_update_pair; last exact: affine_const.
apply: affine_mul; exists (kron_tr (input s x a) 1%:M) => V t.
by rewrite mulmxDl -scalemxAl kron_tr_vec mul1mx.
Qed.

Lemma pull_of_predictor_descends Wa P W : descends (loss Wa ^~ W) P (vec (pull_of_predictor Wa P W)).
Proof.
suff [u D] : has_update (loss Wa ^~ W) P by rewrite /pull_of_predictor -(descends_update D).
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
apply: has_update_pair; last exact: affine_const.
exists (kron_tr (W *m input s x a) 1%:M) => V t.
by rewrite mulmxDl -scalemxAl kron_tr_vec mul1mx.
Qed.

(** As linear_gradients proves: −PᵀG and −G Wᵀ. *)
Lemma gradient_descends k l (L : 'M[F]_(k, l) -> F) B D : is_gradient L B D -> update L B = - D.
Proof.
move=> g; have : descends L B (vec (- D)).
  move=> V; have [c E] := g V; exists c => t; rewrite E inner_vec -[- D]scaleN1r innerZr mulN1r opprK.
  by [].
by move=> /descends_update E; apply: vec_inj; rewrite -E.
Qed.

Let two : 2%:R != 0 :> F. Proof. by rewrite pnatr_eq0. Qed.
Notation G Wa P W := (linear_gradient (of_samples s) (of_views s) (input s) Wa P W).
Lemma pull_of_weightsE Wa P W : (forall x, law (of_views s x)) ->
  pull_of_weights Wa P W = - (P^T *m G Wa P W).
Proof. by move=> q1; apply: gradient_descends; have [] := linear_gradients (of_samples s) q1 two (input s) Wa P W. Qed.
Lemma pull_of_predictorE Wa P W : (forall x, law (of_views s x)) ->
  pull_of_predictor Wa P W = - (G Wa P W *m W^T).
Proof. by move=> q1; apply: gradient_descends; have [] := linear_gradients (of_samples s) q1 two (input s) Wa P W. Qed.

(** Ẇ = −∇_W r − η_W W and Ṗ = −α∇_P r − η_P P. *)
Definition velocity_of_weights Wa P W : 'M[F]_(n, m) := pull_of_weights Wa P W - decay s *: W.
Definition velocity_of_predictor Wa P W : 'M[F]_n :=
  rate s *: pull_of_predictor Wa P W - predictor_decay s *: P.

(** Those at the setting's weights. *)
Definition W' : 'M[F]_(n, m) := velocity_of_weights (target s) (predictor s) (learnt s).
Definition P' : 'M[F]_n := velocity_of_predictor (target s) (predictor s) (learnt s).

(** X = E x̄x̄ᵀ and T = X + X'. *)
Definition between : 'M[F]_m := mean_moment (of_samples s) (of_views s) (input s).
Definition total : 'M[F]_m := between + within (of_samples s) (of_views s) (input s).

(** In the axes: UᵀAQ and UᵀAU; of the data QᵀAQ. *)
Definition along (B : 'M[F]_(n, m)) : 'M[F]_(n, m) := (output_axes s)^T *m (B *m input_axes s).
Definition along_outputs (B : 'M[F]_n) : 'M[F]_n := (output_axes s)^T *m (B *m output_axes s).
Definition along_inputs (B : 'M[F]_m) : 'M[F]_m := (input_axes s)^T *m (B *m input_axes s).

(** ⟨A, B⟩ of matrices, as a matrix of one entry. *)
Definition inner_product k l (B C : 'M[F]_(k, l)) : 'M[F]_1 := \matrix_(_, _) \tr (B^T *m C).

End Motion.

Section Programs.
Variables N A n m : nat.
Variable s : setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n m.
Hypothesis q1 : forall x, law (of_views s x).
Variables x t : 'I_m -> 'I_m -> Q.
Hypotheses (Ex : evM (between s) x) (Et : evM (total s) t).
Variables (Wa W : 'M[rat]_(n, m)) (P : 'M[rat]_n) (a w : 'I_n -> 'I_m -> Q) (p : 'I_n -> 'I_n -> Q).
Hypotheses (Ea : evM Wa a) (EP : evM P p) (EW : evM W w).

(** G = P W T − W_a X. *)
Definition gradient_program : 'I_n -> 'I_m -> Q :=
  let u := product (product p w) t in let v := product a x in table (fun i j => qadd (u i j) (Qopp (v i j))).
Lemma evM_gradient :
  evM (linear_gradient (of_samples s) (of_views s) (input s) Wa P W) gradient_program.
Proof. by apply: evM_table; apply: evM_add; [apply: evM_mul => //; exact: evM_mul | apply: evM_opp; exact: evM_mul]. Qed.
Lemma ev_pull_of_weights : evM (pull_of_weights s Wa P W)
  (fun i j => Qopp (product (fun i j => p j i) gradient_program i j)).
Proof. by rewrite pull_of_weightsE //; apply: evM_opp; apply: evM_mul; [exact: evM_tr | exact: evM_gradient]. Qed.
Lemma ev_pull_of_predictor : evM (pull_of_predictor s Wa P W)
  (fun i j => Qopp (product gradient_program (fun i j => w j i) i j)).
Proof. by rewrite pull_of_predictorE //; apply: evM_opp; apply: evM_mul; [exact: evM_gradient | exact: evM_tr]. Qed.

End Programs.

Ltac ev_reduce ::=
  cbn [input of_samples of_views learnt predictor target rate decay predictor_decay input_axes output_axes
    ratio step follows symmetrised].

(** The data of the setting s. *)
Ltac read_setting s :=
  let Hi := fresh "H" in eassert (Hi : forall x a, evM (input s x a) _) by (unfold s; ev);
  let Hp := fresh "H" in eassert (Hp : forall x, evQ (of_samples s x) _) by (unfold s; ev);
  let Hq := fresh "H" in eassert (Hq : forall x a, evQ (of_views s x a) _) by (unfold s; ev);
  let HW := fresh "H" in eassert (HW : evM (learnt s) _) by (unfold s; ev);
  let HP := fresh "H" in eassert (HP : evM (predictor s) _) by (unfold s; ev);
  let Ha := fresh "H" in eassert (Ha : evM (target s) _) by (unfold s; ev);
  let H1 := fresh "H" in eassert (H1 : evQ (rate s) _) by (unfold s; ev);
  let H2 := fresh "H" in eassert (H2 : evQ (decay s) _) by (unfold s; ev);
  let H3 := fresh "H" in eassert (H3 : evQ (predictor_decay s) _) by (unfold s; ev);
  let HQ := fresh "H" in eassert (HQ : evM (input_axes s) _) by (unfold s; ev);
  let HU := fresh "H" in eassert (HU : evM (output_axes s) _) by (unfold s; ev);
  let H4 := fresh "H" in eassert (H4 : evQ (ratio s) _) by (unfold s; ev);
  let H5 := fresh "H" in eassert (H5 : evQ (step s) _) by (unfold s; ev);
  let H6 := fresh "H" in eassert (H6 : evQ (follows s) _) by (unfold s; ev);
  let H7 := fresh "H" in eassert (H7 : evB (symmetrised s) _) by (unfold s, evB; cbn [symmetrised]; reflexivity);
  literal (mean_moment (of_samples s) (of_views s) (input s));
  literal (within (of_samples s) (of_views s) (input s));
  literal (between s); literal (total s).

(** −∇_W r and −∇_P r of the setting s by their formulas. *)
Ltac read_motion s :=
  let L := fresh "L" in
  eassert (L : forall x, law (of_views s x)) by
    (eapply (@equal_all _ (fun x => \sum_a of_views s x a) (fun=> 1)); [ev | ev | by_computation]);
  match goal with X : evM (between s) _, T : evM (total s) _ |- _ =>
    let H1 := fresh "H" in pose proof (ev_pull_of_weights L X T) as H1;
    let H2 := fresh "H" in pose proof (ev_pull_of_predictor L X T) as H2
  end.
