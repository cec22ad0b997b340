(** Written by formal/counterexamples from theorems/counterexamples/optimal-predictor/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting PredictorBalance OptimalPredictor.
Local Open Scope ring_scope.

Definition order_reversed_setting := Setting (AtLayer Last (mx 2 3 [:: [:: 0#1; 0#1; 1#1]; [:: 0#1; 1#1;
  0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 3 [:: [:: 0#1; 0#1; 1#1]; [::
  0#1; 1#1; 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 3 3 2 [:: [:: 0#1; 0#1;
  0#1; 0#1; 0#1; 0#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 1#1]; [:: 0#1; 0#1; 0#1; 0#1; 1#1; -6#1]]) (@values 3 [::
  4#9; 1#9; 4#9]) (@view_weights 3 2 [:: 2#3; 1#3; 3#5; 2#5; 4#7; 3#7]) (mx 2 2 [:: [:: 1#8; 0#1]; [:: 0#1;
  1#8]]) true true false.
(** optimal-predictor#minimiser, mutant order-reversed: at the stored instance the minimum is what the claim
  says, not this. *)
Theorem order_reversed : refuted_minimum order_reversed_setting (minimiser order_reversed_setting)
  (order_reversed order_reversed_setting) (mx 2 2 [:: [:: -2#1; -14#1]; [:: 3#7; 3#1]]) (mx 2 2 [:: [:: -2#1;
  3#7]; [:: -14#1; 3#1]]).
Proof. refute_minimum order_reversed_setting ev_minimiser ev_order_reversed. Qed.

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

Definition pull_forgotten_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 3
  1 [:: [:: -15#1; -24#1; 13#1]]) (@values 3 [:: 1#6; 2#3; 1#6]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1
  1 [:: [:: 1#8]]) true true false.
(** optimal-predictor#radial-motion, mutant pull-forgotten: at the stored instance ⟨w, −∇L⟩ is what the claim
  says, not this. *)
Theorem pull_forgotten : refuted_along (byol pull_forgotten_setting) (learnt pull_forgotten_setting)
  (radial_motion pull_forgotten_setting) (pull_forgotten pull_forgotten_setting) (q2r (5761#288)) (q2r
  (-823#288)).
Proof. refute_along pull_forgotten_setting ev_byol ev_radial_motion ev_pull_forgotten byol_has_update. Qed.

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

Definition within_forgotten_setting := Setting (AtLayer Last (mx 2 2 [:: [:: 0#1; -1#1]; [:: 1#1; 0#1]]) (mx 2
  1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 2 [:: [:: 0#1; -1#1]; [:: 1#1; 0#1]]) (mx 2
  1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 2 4 2 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1;
  -1#1]; [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; -1#1; 0#1]]) (@values 4 [:: 1#8; 1#8; 1#4; 1#2]) (@view_weights 4 2
  [:: 2#3; 1#3; 2#3; 1#3; 1#2; 1#2; 1#3; 2#3]) (mx 2 2 [:: [:: 1#8; 0#1]; [:: 2#1; -9#8]]) true true false.
(** optimal-predictor#minimiser, mutant within-forgotten: at the stored instance the minimum is what the claim
  says, not this. *)
Theorem within_forgotten : refuted_minimum within_forgotten_setting (minimiser within_forgotten_setting)
  (within_forgotten within_forgotten_setting) (mx 2 2 [:: [:: 1#3; -1#3]; [:: -2#3; 2#3]]) (mx 2 2 [:: [::
  1#1; 0#1]; [:: 0#1; 1#1]]).
Proof. refute_minimum within_forgotten_setting ev_minimiser ev_within_forgotten. Qed.

Definition within_twice_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 3#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 3#1]]) (q2r (1#1)) Last) (@view_inputs 1 3
  3 [:: [:: -4#1; 5#1; 10#1; -5#1; 6#1; 3#1; 18#1; -2#1; 16#1]]) (@values 3 [:: 3#8; 1#4; 3#8]) (@view_weights
  3 3 [:: 4#11; 3#11; 4#11; 3#7; 3#7; 1#7; 1#4; 1#4; 1#2]) (mx 1 1 [:: [:: 1#8]]) true true false.
(** optimal-predictor#minimiser, mutant within-twice: at the stored instance the minimum is what the claim
  says, not this. *)
Theorem within_twice : refuted_minimum within_twice_setting (minimiser within_twice_setting) (within_twice
  within_twice_setting) (mx 1 1 [:: [:: 314381#947997]]) (mx 1 1 [:: [:: 314381#1581613]]).
Proof. refute_minimum within_twice_setting ev_minimiser ev_within_twice. Qed.

Definition without_network_is_bias_free_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx
  2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 2 2 [:: [:: 0#1; 0#1]; [:: 0#1; 2#1]]) (mx 2 1 [:: [::
  1#1]; [:: 1#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1; 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)))
  (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (q2r (1#1)) (Dense (mx 2 2
  [:: [:: 0#1; 0#1]; [:: 0#1; 2#1]]) (mx 2 1 [:: [:: 1#1]; [:: 1#1]]) (q2r (0#1)) (Dense (mx 1 2 [:: [:: 0#1;
  1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last))) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values
  2 [:: 1#2; 1#2]) (@view_weights 2 2 [:: 1#2; 1#2; 1#2; 1#2]) (mx 1 1 [:: [:: 1#8]]) true true false.
(** optimal-predictor#radial-motion, without network_is_bias_free: at the stored instance ⟨w, −∇L⟩ is not what
  the claim says. *)
Theorem without_network_is_bias_free : necessary_along (byol without_network_is_bias_free_setting) (learnt
  without_network_is_bias_free_setting) (radial_motion without_network_is_bias_free_setting) (q2r (0#1)) (q2r
  (5#1024)).
Proof. necessitate_along without_network_is_bias_free_setting ev_byol ev_radial_motion byol_has_update. Qed.

Definition without_online_is_zero_mean_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 4 2 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 4 [:: 1#5; 2#5; 1#5; 1#5])
  (@view_weights 4 2 [:: 1#2; 1#2; 1#2; 1#2; 1#3; 2#3; 1#2; 1#2]) (mx 1 1 [:: [:: 1#8]]) false false false.
(** optimal-predictor#minimiser, without online_is_zero_mean: at the stored instance the minimum is not what
  the claim says. *)
Theorem without_online_is_zero_mean : necessary_minimum without_online_is_zero_mean_setting (minimiser
  without_online_is_zero_mean_setting) (mx 1 1 [:: [:: 1#2]]) (mx 1 1 [:: [:: 4#9]]).
Proof. necessitate_minimum without_online_is_zero_mean_setting ev_minimiser. Qed.

Definition without_weights_are_shared_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [::
  0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 2#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 3 [:: [:: 0#1; 0#1; 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 1#3; 2#3]) (@view_weights 2 3
  [:: 1#2; 1#6; 1#3; 1#4; 3#8; 3#8]) (mx 1 1 [:: [:: 1#8]]) true true false.
(** optimal-predictor#minimiser, without weights_are_shared: at the stored instance the minimum is not what
  the claim says. *)
Theorem without_weights_are_shared : necessary_minimum without_weights_are_shared_setting (minimiser
  without_weights_are_shared_setting) (mx 1 1 [:: [:: 1#3]]) (mx 1 1 [:: [:: 1#6]]).
Proof. necessitate_minimum without_weights_are_shared_setting ev_minimiser. Qed.
