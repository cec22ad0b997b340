(* Semantics is not empty: polynomials in the step t over any field, with d/dt. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import derivations.Semantics.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Polynomial.

Variable F : fieldType.

Lemma derivative_of_product (p q : {poly F}) : p^`() * q + p * q^`() = (p * q)^`().
Proof. by rewrite derivM. Qed.

Definition d_dt : derivation [comAlgType F of {poly F}] :=
  @Derivation F [comAlgType F of {poly F}] (@deriv_linear F) (fun p q => esym (derivative_of_product p q)).

Lemma d_dt_of_step : d_dt 'X = 1.
Proof. exact: derivX. Qed.

End Polynomial.

Print Assumptions d_dt_of_step.
