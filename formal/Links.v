(* What the derivations take from one another, as applications of theorems: near its input a layer is J W g with J and g
   constant, so connection proves what covariance-operator takes as given. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics derivations.Rules derivations.Steps.
From dualproof.generated Require connection covariance_operator.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.
Local Open Scope derivation_scope.

Section Layer.

Variables (F : fieldType) (R : comAlgType F) (delta : derivation R).
Hypothesis two : (2%:R != 0 :> F)%R.

(* The layer: weights W, activations g below it, the Jacobian J of what is above it, of every view. *)
Variables (view : finType) (m n q : nat) (W : 'M[R]_(m, n)) (g : view -> 'cV[R]_n) (J : view -> 'M[R]_(q, m)).
Hypothesis fixed_g : forall v, fixed delta (g v).
Hypothesis fixed_J : forall v, fixed delta (J v).

Definition output v := J v *m (W *m g v).
Definition connection v := kronecker (pairs n m) (second q) (g v) (J v)^T.
Definition weights := vec (pairs n m) W.

Lemma output_reversibility v : output v = (connection v)^T *m weights.
Proof. exact: connection.reversibility. Qed.

Lemma output_derivative v : differential delta (output v) = (connection v)^T *m differential delta weights.
Proof. exact: connection.derivative. Qed.

Section TwoBranches.

Variables (sample : finType) (sample_law : law F sample) (view_law : sample -> law F view).

(* Half the squared distance of two outputs. *)
Definition distance v v' := scale (Num (1 / 2%:R)) ((output v - output v')^T *m (output v - output v')).

(* The difference of a positive and a negative distance: x1, x2 views of x, y1 of y. *)
Definition simclr_loss :=
  \E_(x ~ sample_law) \E_(y ~ sample_law) \E_(x1 ~ view_law x) \E_(x2 ~ view_law x) \E_(y1 ~ view_law y)
    (distance x1 x2 - distance x1 y1).

(* The connection averaged over the views of x, and over all. *)
Definition mean_connection x := \E_(x1 ~ view_law x) connection x1.
Definition mean_of_all := \E_(x ~ sample_law) mean_connection x.

Definition covariance :=
  \E_(x ~ sample_law) ((mean_connection x - mean_of_all) *m (mean_connection x - mean_of_all)^T).

(** covariance-operator#both-branches: the gradient of the loss is minus twice the covariance V_x[K̄] times
    the weights, by the derivations of connection and of covariance-operator. *)
Theorem covariance_operator_of_a_layer :
  differential delta simclr_loss
  = (differential delta weights)^T *m (scale (Num (- 2%:R)) covariance *m weights).
Proof.
exact: (covariance_operator.both_branches two output_reversibility output_derivative (r := distance)
          (K_bar := mean_connection) (M := mean_of_all)).
Qed.

End TwoBranches.

Section FiniteBatch.

(* N samples, of each a number of views; 1/(N - 1) and 1/(views - 1) exist. *)
Variables (sample number : finType) (view_of : sample -> number -> view).
Hypothesis sample_possible : (#|sample|%:R != 0 :> F)%R.
Hypothesis sample_others : (#|sample|%:R - 1 != 0 :> F)%R.
Hypothesis number_possible : (#|number|%:R != 0 :> F)%R.
Hypothesis number_others : (#|number|%:R - 1 != 0 :> F)%R.

Let nu : F := ((#|sample|%:R - 1)^-1)%R.
Let alpha : F := ((#|number|%:R - 1)^-1)%R.

Definition batch_mean x := \E_(i ~ uniform number_possible) connection (view_of x i).
Definition batch_mean_of_all := \E_(x ~ uniform sample_possible) batch_mean x.

(* Positives are different views of one sample, negatives views of different samples. *)
Definition batch_loss :=
  (\E_(x ~ uniform sample_possible) \D_(i, j : number) distance (view_of x i) (view_of x j))
  - (\D_(x, y : sample) \E_(i ~ uniform number_possible) \E_(j ~ uniform number_possible)
       distance (view_of x i) (view_of y j)).

Definition between :=
  \E_(x ~ uniform sample_possible) ((batch_mean x - batch_mean_of_all) *m (batch_mean x - batch_mean_of_all)^T).

Definition within :=
  \E_(x ~ uniform sample_possible) \E_(i ~ uniform number_possible)
    ((connection (view_of x i) - batch_mean x) *m (connection (view_of x i) - batch_mean x)^T).

(** covariance-operator#finite-batch: the gradient is -2 (V_x[K̄] + V_x[K̄]/(N-1) - E_x V_{x'|x}[K]/(A-1))
    times the weights, for N samples of A views each. *)
Theorem finite_batch_of_a_layer :
  differential delta batch_loss
  = (differential delta weights)^T
      *m (scale (Num (- 2%:R)) (sum One (sum One between (Num nu) between) (Num (- 1 * alpha)) within) *m weights).
Proof.
have pair v v' := covariance_operator.gradient_of_a_pair two output_reversibility output_derivative
  (r := distance) (fun _ _ => erefl) v v'.
exact: (covariance_operator.finite_batch sample_others number_others
  (erefl : alpha = _) (erefl : nu = _) pair (fun=> erefl) (fun=> erefl) erefl).
Qed.

End FiniteBatch.
End Layer.

Print Assumptions covariance_operator_of_a_layer.
Print Assumptions finite_batch_of_a_layer.
