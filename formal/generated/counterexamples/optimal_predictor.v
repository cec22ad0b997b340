(** Written by formal/counterexamples from theorems/counterexamples/optimal-predictor/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting PredictorBalance.
Local Open Scope ring_scope.

Definition predictor_not_transposed_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1
  [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 1#1]]) (mx 2 1 [:: [::
  0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 5 1 [:: [:: 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 5 [::
  1#5; 1#5; 1#5; 1#5; 1#5]) (@view_weights 5 1 [:: 1#1; 1#1; 1#1; 1#1; 1#1]) (mx 2 2 [:: [:: 1#8; 0#1]; [::
  -1#4; 1#8]]) true true false.
(** optimal-predictor#top-layer, mutant predictor-not-transposed: at the stored instance the left side is what
  the claim says, not this. *)
Theorem predictor_not_transposed : refuted_equation (top_left predictor_not_transposed_setting) (top_layer
  predictor_not_transposed_setting) (predictor_not_transposed predictor_not_transposed_setting) (mx 2 2 [::
  [:: 0#1; -7#200]; [:: 0#1; 7#400]]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 7#400]]).
Proof. refute_equation predictor_not_transposed_setting ev_top_left ev_top_layer ev_predictor_not_transposed.
  Qed.

Definition pull_on_the_top_layer_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1
  [:: [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1))
  Last) (@view_inputs 1 3 1 [:: [:: 0#1; 0#1; 1#1]]) (@values 3 [:: 1#3; 1#3; 1#3]) (@view_weights 3 1 [::
  1#1; 1#1; 1#1]) (mx 1 1 [:: [:: 1#8]]) true true false.
(** optimal-predictor#top-layer, mutant pull-on-the-top-layer-forgotten: at the stored instance the left side
  is what the claim says, not this. *)
Theorem pull_on_the_top_layer_forgotten : refuted_equation (top_left pull_on_the_top_layer_forgotten_setting)
  (top_layer pull_on_the_top_layer_forgotten_setting) (pull_on_the_top_layer_forgotten
  pull_on_the_top_layer_forgotten_setting) (mx 1 1 [:: [:: 7#288]]) (mx 1 1 [:: [:: -1#288]]).
Proof. refute_equation pull_on_the_top_layer_forgotten_setting ev_top_left ev_top_layer
  ev_pull_on_the_top_layer_forgotten. Qed.
