(** Written by formal/counterexamples from theorems/counterexamples/batchnorm-projection/. Do not edit. *)
From Coq Require Import QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof.exact Require Import Layers Update Evaluate.
From dualproof.exact Require Import BatchNormFormulas.
Local Open Scope ring_scope.

Definition defect_of_one_over_s_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r
  (9#16)) (q2r (5#4)).
(** batchnorm-projection#defect, mutant defect-of-one-over-s: at the stored instance the left side is what the
  claim says, not this. *)
Theorem defect_of_one_over_s : is_deviation defect_of_one_over_s_setting /\ refuted_equation
  (square_less_itself defect_of_one_over_s_setting) (defect defect_of_one_over_s_setting)
  (defect_of_one_over_s defect_of_one_over_s_setting) (mx 4 4 [:: [:: -36#625; 36#625; -36#625; 36#625]; [::
  36#625; -36#625; 36#625; -36#625]; [:: -36#625; 36#625; -36#625; 36#625]; [:: 36#625; -36#625; 36#625;
  -36#625]]) (mx 4 4 [:: [:: -9#125; 9#125; -9#125; 9#125]; [:: 9#125; -9#125; 9#125; -9#125]; [:: -9#125;
  9#125; -9#125; 9#125]; [:: 9#125; -9#125; 9#125; -9#125]]).
Proof. read defect_of_one_over_s_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition mean_dropped_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r (0#1))
  (q2r (1#1)).
(** batchnorm-projection#jacobian, mutant mean-dropped: at the stored instance the left side is what the claim
  says, not this. *)
Theorem mean_dropped : is_deviation mean_dropped_setting /\ refuted_equation (derivative_by_rules
  mean_dropped_setting) (jacobian mean_dropped_setting) (mean_dropped mean_dropped_setting) (mx 4 4 [:: [::
  1#2; 0#1; -1#2; 0#1]; [:: 0#1; 1#2; 0#1; -1#2]; [:: -1#2; 0#1; 1#2; 0#1]; [:: 0#1; -1#2; 0#1; 1#2]]) (mx 4 4
  [:: [:: 3#4; 1#4; -1#4; 1#4]; [:: 1#4; 3#4; 1#4; -1#4]; [:: -1#4; 1#4; 3#4; 1#4]; [:: 1#4; -1#4; 1#4;
  3#4]]).
Proof. read mean_dropped_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition mean_kept_by_the_zero_mean_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [::
  -1#1]]) (q2r (0#1)) (q2r (1#1)).
(** batchnorm-projection#zero-mean, mutant mean-kept-by-the-zero-mean: at the stored instance the left side is
  what the claim says, not this. *)
Theorem mean_kept_by_the_zero_mean : is_deviation mean_kept_by_the_zero_mean_setting /\ refuted_equation
  (derivative_of_centred mean_kept_by_the_zero_mean_setting) (zero_mean mean_kept_by_the_zero_mean_setting)
  (mean_kept_by_the_zero_mean mean_kept_by_the_zero_mean_setting) (mx 4 4 [:: [:: 3#4; -1#4; -1#4; -1#4]; [::
  -1#4; 3#4; -1#4; -1#4]; [:: -1#4; -1#4; 3#4; -1#4]; [:: -1#4; -1#4; -1#4; 3#4]]) (mx 4 4 [:: [:: 1#1; 0#1;
  0#1; 0#1]; [:: 0#1; 1#1; 0#1; 0#1]; [:: 0#1; 0#1; 1#1; 0#1]; [:: 0#1; 0#1; 0#1; 1#1]]).
Proof. read mean_kept_by_the_zero_mean_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition n_minus_one_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r (0#1))
  (q2r (1#1)).
(** batchnorm-projection#jacobian, mutant n-minus-one: at the stored instance the left side is what the claim
  says, not this. *)
Theorem n_minus_one : is_deviation n_minus_one_setting /\ refuted_equation (derivative_by_rules
  n_minus_one_setting) (jacobian n_minus_one_setting) (n_minus_one n_minus_one_setting) (mx 4 4 [:: [:: 1#2;
  0#1; -1#2; 0#1]; [:: 0#1; 1#2; 0#1; -1#2]; [:: -1#2; 0#1; 1#2; 0#1]; [:: 0#1; -1#2; 0#1; 1#2]]) (mx 4 4 [::
  [:: 5#12; 1#12; -7#12; 1#12]; [:: 1#12; 5#12; 1#12; -7#12]; [:: -7#12; 1#12; 5#12; 1#12]; [:: 1#12; -7#12;
  1#12; 5#12]]).
Proof. read n_minus_one_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition no_second_direction_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r
  (0#1)) (q2r (1#1)).
(** batchnorm-projection#projection, mutant no-second-direction: at the stored instance the left side is what
  the claim says, not this. *)
Theorem no_second_direction : is_deviation no_second_direction_setting /\ refuted_equation (square_of_jacobian
  no_second_direction_setting) (projection no_second_direction_setting) (no_second_direction
  no_second_direction_setting) (mx 4 4 [:: [:: 1#2; 0#1; -1#2; 0#1]; [:: 0#1; 1#2; 0#1; -1#2]; [:: -1#2; 0#1;
  1#2; 0#1]; [:: 0#1; -1#2; 0#1; 1#2]]) (mx 4 4 [:: [:: 3#4; -1#4; -1#4; -1#4]; [:: -1#4; 3#4; -1#4; -1#4];
  [:: -1#4; -1#4; 3#4; -1#4]; [:: -1#4; -1#4; -1#4; 3#4]]).
Proof. read no_second_direction_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition scale_dropped_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r
  (9#16)) (q2r (5#4)).
(** batchnorm-projection#jacobian, mutant scale-dropped: at the stored instance the left side is what the
  claim says, not this. *)
Theorem scale_dropped : is_deviation scale_dropped_setting /\ refuted_equation (derivative_by_rules
  scale_dropped_setting) (jacobian scale_dropped_setting) (scale_dropped scale_dropped_setting) (mx 4 4 [::
  [:: 59#125; -9#125; -41#125; -9#125]; [:: -9#125; 59#125; -9#125; -41#125]; [:: -41#125; -9#125; 59#125;
  -9#125]; [:: -9#125; -41#125; -9#125; 59#125]]) (mx 4 4 [:: [:: 59#100; -9#100; -41#100; -9#100]; [::
  -9#100; 59#100; -9#100; -41#100]; [:: -41#100; -9#100; 59#100; -9#100]; [:: -9#100; -41#100; -9#100;
  59#100]]).
Proof. read scale_dropped_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition square_dropped_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]]) (q2r
  (0#1)) (q2r (1#1)).
(** batchnorm-projection#jacobian, mutant square-dropped: at the stored instance the left side is what the
  claim says, not this. *)
Theorem square_dropped : is_deviation square_dropped_setting /\ refuted_equation (derivative_by_rules
  square_dropped_setting) (jacobian square_dropped_setting) (square_dropped square_dropped_setting) (mx 4 4
  [:: [:: 1#2; 0#1; -1#2; 0#1]; [:: 0#1; 1#2; 0#1; -1#2]; [:: -1#2; 0#1; 1#2; 0#1]; [:: 0#1; -1#2; 0#1; 1#2]])
  (mx 4 4 [:: [:: 3#4; -1#4; -1#4; -1#4]; [:: -1#4; 3#4; -1#4; -1#4]; [:: -1#4; -1#4; 3#4; -1#4]; [:: -1#4;
  -1#4; -1#4; 3#4]]).
Proof. read square_dropped_setting. split; [by_roots | ]. refuted_equation. Qed.

Definition without_epsilon_is_zero_setting := Setting (mx 4 1 [:: [:: 1#1]; [:: -1#1]; [:: 1#1]; [:: -1#1]])
  (q2r (9#16)) (q2r (5#4)).
(** batchnorm-projection#projection, without epsilon_is_zero: at the stored instance the left side is not what
  the claim says. *)
Theorem without_epsilon_is_zero : is_deviation without_epsilon_is_zero_setting /\ necessary_equation
  (square_of_jacobian without_epsilon_is_zero_setting) (projection without_epsilon_is_zero_setting) (mx 4 4
  [:: [:: 1331#2500; -81#2500; -1169#2500; -81#2500]; [:: -81#2500; 1331#2500; -81#2500; -1169#2500]; [::
  -1169#2500; -81#2500; 1331#2500; -81#2500]; [:: -81#2500; -1169#2500; -81#2500; 1331#2500]]) (mx 4 4 [:: [::
  59#100; -9#100; -41#100; -9#100]; [:: -9#100; 59#100; -9#100; -41#100]; [:: -41#100; -9#100; 59#100;
  -9#100]; [:: -9#100; -41#100; -9#100; 59#100]]).
Proof. read without_epsilon_is_zero_setting. split; [by_roots | ]. necessary_equation. Qed.
