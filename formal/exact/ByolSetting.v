(** BYOL's setting, as the counterexamples have it: an online and a target
    network with biases, a predictor, zero-mean at either output or at none,
    and the gradient through the second side or not. *)
From Coq Require Import QArith Derive.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Byol updates.ByolTarget.
From dualproof.exact Require Import Layers Update Evaluate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(** The online network at a layer, the target network at the same layer, the
    inputs of the views, the laws of samples and views, P, whose mean is taken
    off, and whether the second side moves with the weights. *)
Record setting (F : realFieldType) (X A : finType) n0 m k n := Setting {
  online : layer F n0 m k n;
  target : layer F n0 m k n;
  input : X -> A -> 'cV[F]_n0;
  of_samples : X -> F;
  of_views : X -> A -> F;
  predictor : 'M[F]_n;
  online_centred : bool;
  target_centred : bool;
  moves : bool }.

Section Loss.
Variable F : realFieldType.
Variables X A : finType.
Variables n0 m k n : nat.
Variable s : setting F X A n0 m k n.
Notation p := (of_samples s).
Notation q := (of_views s).

(** W₁, and W₂ of the target. *)
Definition learnt : 'M[F]_(k, m) := weights (online s).
Definition target_weights : 'M[F]_(k, m) := weights (target s).

(** The outputs of the online network with W in its layer, those of the target, their connections. *)
Definition outputs (W : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n := layer_output (online s) W (input s x a).
Definition targets (x : X) (a : A) : 'cV[F]_n := layer_output (target s) target_weights (input s x a).
Definition connections (x : X) (a : A) : 'M[F]_(m * k, n) := dense_connection (online s) (input s x a).
Definition target_connections (x : X) (a : A) : 'M[F]_(m * k, n) := dense_connection (target s) (input s x a).

(** The output less its mean over all views, if b. *)
Definition centred_if (b : bool) (f : X -> A -> 'cV[F]_n) (x : X) (a : A) : 'cV[F]_n :=
  if b then centred p q f x a else f x a.

(** The second side of the loss: the target, or the online network itself. *)
Definition second (W : 'M[F]_(k, m)) (x : X) (a : A) : 'cV[F]_n :=
  if moves s then outputs W x a else targets x a.

(** E ½‖P f₁ − f₂‖², with the mean of f₁ taken off if b, that of f₂ if c. *)
Definition loss_centred (b c : bool) (W : 'M[F]_(k, m)) : F :=
  byol_loss p q (predictor s) (centred_if b (outputs W)) (centred_if c (second W)).
(** The loss of the setting. *)
Definition byol (W : 'M[F]_(k, m)) : F := loss_centred (online_centred s) (target_centred s) W.

(** Moments of two connections, S between them: E_x[K̄ S L̄ᵀ], M S M'ᵀ, and the covariance over all views. *)
Definition mean_square (S : 'M[F]_n) (K L : X -> A -> 'M[F]_(m * k, n)) : 'M[F]_(m * k) :=
  mean p (fun x => view_mean q K x *m S *m (view_mean q L x)^T).
Definition square_of_mean (S : 'M[F]_n) (K L : X -> A -> 'M[F]_(m * k, n)) : 'M[F]_(m * k) :=
  total_mean p q K *m S *m (total_mean p q L)^T.
Definition total_covariance (S : 'M[F]_n) (K L : X -> A -> 'M[F]_(m * k, n)) : 'M[F]_(m * k) :=
  total_mean p q (fun x a => (K x a - total_mean p q K) *m S *m (L x a - total_mean p q L)^T).

(** B = V_x[F̄] and T = B + E_x V_{x'|x}[f_L], of the online network. *)
Definition between : 'M[F]_n := variance p (view_mean q (outputs learnt)).
Definition within : 'M[F]_n := within_variance p q 1%:M (outputs learnt).
Definition total : 'M[F]_n := between + within.

(** The loss of the setting as a function of P. *)
Definition loss_of_predictor (P : 'M[F]_n) : F :=
  byol_loss p q P (centred_if (online_centred s) (outputs learnt)) (centred_if (target_centred s) targets).

Lemma loss_of_predictor_has_update P : has_update loss_of_predictor P.
Proof.
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => b; apply: has_update_scale.
apply: has_update_pair; last exact: affine_const.
pose y := centred_if (online_centred s) (outputs learnt) x a.
exists (kron_tr y 1%:M) => V t; rewrite -/y mulmxDl -scalemxAl kron_tr_vec.
by rewrite mul1mx.
Qed.

Lemma outputs_affine W x a : affine (fun W' => outputs W' x a) W.
Proof. exact: affine_layer. Qed.

Lemma second_affine W x a : affine (fun W' => second W' x a) W.
Proof. by rewrite /second; case: (moves s); [exact: outputs_affine | exact: affine_const]. Qed.

Lemma centred_if_affine b (f : 'M[F]_(k, m) -> X -> A -> 'cV[F]_n) W x a : (forall x a, affine (fun W' => f W' x a) W) ->
  affine (fun W' => centred_if b (f W') x a) W.
Proof. by move=> Hf; rewrite /centred_if; case: b => //; exact: affine_centred. Qed.

Lemma loss_centred_has_update b c W : has_update (loss_centred b c) W.
Proof.
apply: has_update_sum => x; apply: has_update_scale.
apply: has_update_sum => a; apply: has_update_scale.
apply: has_update_sum => a'; apply: has_update_scale.
apply: has_update_pair.
  by apply: affine_mul; apply: centred_if_affine; exact: outputs_affine.
by apply: centred_if_affine; exact: second_affine.
Qed.

Lemma byol_has_update W : has_update byol W.
Proof. exact: loss_centred_has_update. Qed.

End Loss.

(** Programs for the same on rational data. *)
Record setting_program N A n0 m k n := SettingProgram {
  online_of : layer_program n0 m k n;
  target_of : layer_program n0 m k n;
  input_of : 'I_N -> 'I_A -> 'I_n0 -> 'I_1 -> Q;
  samples_of : 'I_N -> Q;
  views_of : 'I_N -> 'I_A -> Q;
  predictor_of : 'I_n -> 'I_n -> Q;
  online_centred_of : bool;
  target_centred_of : bool;
  moves_of : bool }.

Ltac ev_reduce ::= cbn [online target input of_samples of_views predictor online_centred target_centred moves].

Section Programs.
Variables N A n0 m k n : nat.
Notation set_of_views := (setting rat_realFieldType (ordinal_finType N) (ordinal_finType A) n0 m k n).

Record evS (s : set_of_views) (e : setting_program N A n0 m k n) : Prop := EvS {
  ev_online : evL (online s) (online_of e);
  ev_target : evL (target s) (target_of e);
  ev_input : forall x a, evM (input s x a) (input_of e x a);
  ev_samples : forall x, evQ (of_samples s x) (samples_of e x);
  ev_views : forall x a, evQ (of_views s x a) (views_of e x a);
  ev_predictor : evM (predictor s) (predictor_of e);
  ev_online_centred : evB (online_centred s) (online_centred_of e);
  ev_target_centred : evB (target_centred s) (target_centred_of e);
  ev_moves : evB (moves s) (moves_of e) }.

Variables (s : set_of_views) (e : setting_program N A n0 m k n).
Hypothesis Es : evS s e.
Let Eo := ev_online Es.
Let Et := ev_target Es.
Let Ex := ev_input Es.
Let Ep := ev_samples Es.
Let Eq := ev_views Es.
Let EP := ev_predictor Es.
Let Ec := ev_online_centred Es.
Let Ed := ev_target_centred Es.
Let Em := ev_moves Es.

Lemma ev_learnt : evM (learnt s) (weights_at (online_of e)).
Proof. exact: ev_weights Eo. Qed.
Lemma ev_target_weights : evM (target_weights s) (weights_at (target_of e)).
Proof. exact: ev_weights Et. Qed.
Let Ew := ev_target_weights.

Derive outputs_program SuchThat
  (forall W w, evM W w -> forall x a, evM (outputs s W x a) (outputs_program w x a)) As ev_outputs.
Proof. subst outputs_program; ev. Qed.
Let Ho := ev_outputs.
Derive targets_program SuchThat (forall x a, evM (targets s x a) (targets_program x a)) As ev_targets.
Proof. subst targets_program; ev. Qed.
Let Ht := ev_targets.
Derive connections_program SuchThat (forall x a, evM (connections s x a) (connections_program x a))
  As ev_connections.
Proof. subst connections_program; ev. Qed.
Derive target_connections_program SuchThat
  (forall x a, evM (target_connections s x a) (target_connections_program x a)) As ev_target_connections.
Proof. subst target_connections_program; ev. Qed.

Derive loss_centred_program SuchThat
  (forall b b' c c' W w, evB b b' -> evB c c' -> evM W w ->
    evQ (loss_centred s b c W) (loss_centred_program b' c' w)) As ev_loss_centred.
Proof. subst loss_centred_program; ev. Qed.
Let Hl := ev_loss_centred.
Derive byol_program SuchThat (forall W w, evM W w -> evQ (byol s W) (byol_program w)) As ev_byol.
Proof. subst byol_program; ev. Qed.

Derive between_program SuchThat (evM (between s) between_program) As ev_between.
Proof. subst between_program; ev. Qed.
Derive within_program SuchThat (evM (within s) within_program) As ev_within.
Proof. subst within_program; ev. Qed.
Let Hb := ev_between.
Let Hi := ev_within.
Derive total_program SuchThat (evM (total s) total_program) As ev_total.
Proof. subst total_program; ev. Qed.
Derive loss_of_predictor_program SuchThat
  (forall P p, evM P p -> evQ (loss_of_predictor s P) (loss_of_predictor_program p)) As ev_loss_of_predictor.
Proof. subst loss_of_predictor_program; ev. Qed.

Section Moments.
Variables (S : 'M[rat]_n) (f : 'I_n -> 'I_n -> Q).
Variables (K L : 'I_N -> 'I_A -> 'M[rat]_(m * k, n)) (g h : 'I_N -> 'I_A -> 'I_(m * k) -> 'I_n -> Q).
Hypotheses (ES : evM S f) (EK : forall x a, evM (K x a) (g x a)) (EL : forall x a, evM (L x a) (h x a)).

Derive mean_square_program SuchThat (evM (mean_square s S K L) mean_square_program) As ev_mean_square.
Proof. subst mean_square_program; ev. Qed.
Derive square_of_mean_program SuchThat (evM (square_of_mean s S K L) square_of_mean_program)
  As ev_square_of_mean.
Proof. subst square_of_mean_program; ev. Qed.
Derive total_covariance_program SuchThat (evM (total_covariance s S K L) total_covariance_program)
  As ev_total_covariance.
Proof. subst total_covariance_program; ev. Qed.
Derive cross_covariance_program SuchThat
  (evM (cross_covariance (of_samples s) (of_views s) S K L) cross_covariance_program)
  As ev_cross_covariance.
Proof. subst cross_covariance_program; ev. Qed.
End Moments.

End Programs.

(** The theorem of a counterexample at the setting s, from the lemmas on a loss and on formulas. *)
Ltac evaluate_setting s H :=
  eassert (H : evS s (SettingProgram (LayerProgram _ _ _ _ _ _ _) (LayerProgram _ _ _ _ _ _ _) _ _ _ _ _ _ _)) by
    (unfold s; constructor;
     cbn [online target input of_samples of_views predictor online_centred target_centred moves
       online_of target_of input_of samples_of views_of predictor_of online_centred_of target_centred_of moves_of];
     ev).
Ltac refute s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H; refute_with H ev_learnt loss right wrong update.
Ltac necessitate s loss right update :=
  let H := fresh "H" in evaluate_setting s H; necessitate_with H ev_learnt loss right update.
Ltac refute_along s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H; refute_along_with H ev_learnt loss right wrong update.
Ltac necessitate_along s loss right update :=
  let H := fresh "H" in evaluate_setting s H; necessitate_along_with H ev_learnt loss right update.
Ltac refute_bounds s loss right wrong update :=
  let H := fresh "H" in evaluate_setting s H; refute_bounds_with H ev_learnt loss right wrong update.
Ltac necessitate_bounds s loss right update :=
  let H := fresh "H" in evaluate_setting s H; necessitate_bounds_with H ev_learnt loss right update.
Ltac nothing s loss update :=
  let H := fresh "H" in evaluate_setting s H; nothing_with H ev_learnt loss update.
