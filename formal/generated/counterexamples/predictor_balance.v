(** Written by formal/counterexamples from theorems/counterexamples/predictor-balance/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import ByolSetting PredictorBalance.
Local Open Scope ring_scope.

Definition conserved_by_descent_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [::
  30#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 8#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 3 1 [:: [:: -8#1; 23#1; -11#1]]) (@values 3 [:: 2#7; 1#7; 4#7]) (@view_weights 3 1 [:: 1#1;
  1#1; 1#1]) (mx 1 1 [:: [:: -1#4]]) true true false.
(** predictor-balance#one-step, mutant conserved-by-descent: at the stored instance the left side is what the
  claim says, not this. *)
Theorem conserved_by_descent : refuted_equation (step_left conserved_by_descent_setting) (one_step
  conserved_by_descent_setting) (conserved_by_descent conserved_by_descent_setting) (mx 1 1 [:: [::
  -10949481#9604]]) (mx 1 1 [:: [:: 0#1]]).
Proof. refute_equation conserved_by_descent_setting ev_step_left ev_one_step ev_conserved_by_descent. Qed.

Definition predictor_left_out_setting := Setting (AtLayer Last (mx 1 1 [:: [:: -1#1]]) (mx 1 1 [:: [:: 0#1]])
  (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last)
  (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; -1#1]]) (@values 2 [:: 1#4; 3#4]) (@view_weights 2 2 [:: 2#3;
  1#3; 1#4; 3#4]) (mx 1 1 [:: [:: -1#4]]) true true false.
(** predictor-balance#balance, mutant predictor-left-out: at the stored instance the left side is what the
  claim says, not this. *)
Theorem predictor_left_out : refuted_equation (balance_left predictor_left_out_setting) (balance
  predictor_left_out_setting) (predictor_left_out predictor_left_out_setting) (mx 1 1 [:: [:: 63#4096]]) (mx 1
  1 [:: [:: -63#1024]]).
Proof. refute_equation predictor_left_out_setting ev_balance_left ev_balance ev_predictor_left_out. Qed.

Definition target_left_out_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 3
  1 [:: [:: -3#1; 18#1; -3#1]]) (@values 3 [:: 3#5; 1#5; 1#5]) (@view_weights 3 1 [:: 1#1; 1#1; 1#1]) (mx 1 1
  [:: [:: 1#4]]) false false false.
(** predictor-balance#balance, mutant target-left-out: at the stored instance the left side is what the claim
  says, not this. *)
Theorem target_left_out : refuted_equation (balance_left target_left_out_setting) (balance
  target_left_out_setting) (target_left_out target_left_out_setting) (mx 1 1 [:: [:: -27#2]]) (mx 1 1 [:: [::
  9#2]]).
Proof. refute_equation target_left_out_setting ev_balance_left ev_balance ev_target_left_out. Qed.

Definition transposed_setting := Setting (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: -1#1]]) (mx 2 1 [:: [:: 0#1];
  [:: 0#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 2 1 [:: [:: 0#1]; [:: 0#1]]) (mx 2 1 [:: [:: 0#1]; [:: 0#1]])
  (q2r (1#1)) Last) (@view_inputs 1 4 1 [:: [:: 0#1; 0#1; 0#1; 1#1]]) (@values 4 [:: 1#4; 1#4; 1#4; 1#4])
  (@view_weights 4 1 [:: 1#1; 1#1; 1#1; 1#1]) (mx 2 2 [:: [:: 0#1; 0#1]; [:: 1#4; 1#4]]) false false false.
(** predictor-balance#balance, mutant transposed: at the stored instance the left side is what the claim says,
  not this. *)
Theorem transposed : refuted_equation (balance_left transposed_setting) (balance transposed_setting)
  (transposed transposed_setting) (mx 2 2 [:: [:: 0#1; 1#64]; [:: 0#1; 1#64]]) (mx 2 2 [:: [:: 0#1; 0#1]; [::
  1#64; 1#64]]).
Proof. refute_equation transposed_setting ev_balance_left ev_balance ev_transposed. Qed.

Definition without_top_layer_has_no_mean_of_its_own_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 0#1]])
  (mx 1 1 [:: [:: -1#1]]) (q2r (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (@view_inputs 1 2 2 [:: [:: 0#1; 0#1; 0#1; 0#1]]) (@values 2 [:: 1#3; 2#3]) (@view_weights 2 2
  [:: 1#2; 1#2; 1#5; 4#5]) (mx 1 1 [:: [:: 2#1]]) false true false.
(** predictor-balance#balance, without top_layer_has_no_mean_of_its_own: at the stored instance the left side
  is not what the claim says. *)
Theorem without_top_layer_has_no_mean_of_its_own : necessary_equation (balance_left
  without_top_layer_has_no_mean_of_its_own_setting) (balance without_top_layer_has_no_mean_of_its_own_setting)
  (mx 1 1 [:: [:: 4#1]]) (mx 1 1 [:: [:: 0#1]]).
Proof. necessitate_equation without_top_layer_has_no_mean_of_its_own_setting ev_balance_left ev_balance. Qed.

Definition wrong_sign_setting := Setting (AtLayer Last (mx 1 1 [:: [:: 1#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r
  (1#1)) Last) (AtLayer Last (mx 1 1 [:: [:: 0#1]]) (mx 1 1 [:: [:: 0#1]]) (q2r (1#1)) Last) (@view_inputs 1 2
  1 [:: [:: 0#1; -1#1]]) (@values 2 [:: 3#5; 2#5]) (@view_weights 2 1 [:: 1#1; 1#1]) (mx 1 1 [:: [:: -1#4]])
  false false false.
(** predictor-balance#balance, mutant wrong-sign: at the stored instance the left side is what the claim says,
  not this. *)
Theorem wrong_sign : refuted_equation (balance_left wrong_sign_setting) (balance wrong_sign_setting)
  (wrong_sign wrong_sign_setting) (mx 1 1 [:: [:: 1#40]]) (mx 1 1 [:: [:: -1#40]]).
Proof. refute_equation wrong_sign_setting ev_balance_left ev_balance ev_wrong_sign. Qed.
