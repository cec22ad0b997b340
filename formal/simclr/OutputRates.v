(** The rates: what the log-determinant and the discriminant do between samples is
    positive definite, whatever the covariances. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network networks.Means networks.Derivative simclr.EnergyFlow.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Rates.
Variable F : realFieldType.
Variable n : nat.
Implicit Types (M B W : 'M[F]_n) (v : 'cV[F]_n).

Definition positive_definite M : Prop := M^T = M /\ forall v, v != 0 -> 0 < dot v (M *m v).
Definition positive_semidefinite M : Prop := M^T = M /\ forall v, 0 <= dot v (M *m v).

Lemma positive_definite_unit M : positive_definite M -> M \in unitmx.
Proof.
move=> [Mt M0]; rewrite -row_free_unit -kermx_eq0; apply/eqP/row_matrixP => i; rewrite row0.
apply: trmx_inj; rewrite trmx0; apply/eqP.
have [//|/M0] := eqVneq (row i (kermx M))^T 0.
by rewrite -[X in dot _ (X *m _)]Mt -trmx_mul -row_mul mulmx_ker row0 trmx0 dotC dot0l ltxx.
Qed.

Lemma positive_definite_inv M : positive_definite M -> positive_definite (invmx M).
Proof.
move=> Mp; have [Mt M0] := Mp; have Mu := positive_definite_unit Mp.
split=> [|v v0]; first by rewrite trmx_inv Mt.
have -> : v = M *m (invmx M *m v) by rewrite mulKVmx.
rewrite mulKmx // dotC; apply: M0; apply: contraNneq v0 => v0.
by rewrite -(mulKVmx Mu v) v0 mulmx0.
Qed.

(** R M R for a symmetric invertible R. *)
Lemma positive_definite_between M (R : 'M[F]_n) : R^T = R -> R \in unitmx ->
  positive_definite M -> positive_definite (R *m M *m R).
Proof.
move=> Rt Ru [Mt M0]; split=> [|v v0]; first by rewrite !trmx_mul Rt Mt mulmxA.
rewrite -!mulmxA dot_mulr Rt; apply: M0; apply: contraNneq v0 => v0.
by rewrite -(mulKmx Ru v) v0 mulmx0.
Qed.

Lemma positive_definite_shift M (a : F) : positive_semidefinite M -> 0 < a ->
  positive_definite (M + a%:M).
Proof.
move=> [Mt M0] a0; split=> [|v v0]; first by rewrite linearD /= Mt tr_scalar_mx.
rewrite mulmxDl dotDr mul_scalar_mx dotZr ltr_paddl // mulr_gt0 //.
exact: dot_gt0.
Qed.

(** output-covariance-losses#rates-attract (in part): for covariances B and W, positive
    semidefinite, with T = B + W, the inverses exist, and -Φ_B is positive definite:
    α(I + αT)⁻¹ of the log-determinant, R(W + εI)R with R = (T + εI)⁻¹ of the
    discriminant. only: that these are -Φ_B, the gradients of -ln det(I + αT) and of
    -tr (T + εI)⁻¹B, is not here. *)
Theorem rates_attract B W alpha eps :
  positive_semidefinite B -> positive_semidefinite W -> 0 < alpha -> 0 < eps ->
  let T := B + W in let R := invmx (T + eps%:M) in
  [/\ 1%:M + alpha *: T \in unitmx, T + eps%:M \in unitmx,
      positive_definite (alpha *: invmx (1%:M + alpha *: T)) &
      positive_definite (R *m (W + eps%:M) *m R)].
Proof.
move=> [Bt B0] [Wt W0] a0 e0 T R.
have Ts : positive_semidefinite T.
  by split=> [|v]; rewrite ?linearD /= ?Bt ?Wt // mulmxDl dotDr addr_ge0.
have aT : positive_definite (1%:M + alpha *: T).
  rewrite addrC; apply: positive_definite_shift (ltr01); have [Tt T0] := Ts.
  split=> [|v]; first by rewrite linearZ /= Tt.
  by rewrite -scalemxAl dotZr mulr_ge0 // ltW.
have Te := positive_definite_shift Ts e0.
split; try exact: positive_definite_unit.
  have [It I0] := positive_definite_inv aT.
  split=> [|v v0]; first by rewrite linearZ /= It.
  by rewrite -scalemxAl dotZr mulr_gt0 // I0.
have [Rt _] := positive_definite_inv Te.
apply: positive_definite_between => //; first by rewrite unitmx_inv positive_definite_unit.
exact: positive_definite_shift.
Qed.

End Rates.
