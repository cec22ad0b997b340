(** The derivative of a composition, and what a logarithm is. *)
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means networks.Derivative simclr.Contrastive.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.

Section Composition.
Variable F : realFieldType.

Lemma derivative_compose (h g : F -> F) c e :
  has_derivative (fun t => h (g 0 + t)) e -> has_derivative g c ->
  has_derivative (fun t => h (g t)) (e * c).
Proof.
move=> dh dg.
have one (z : unit -> F) : \sum_i z i = z tt.
  by rewrite (bigD1 tt) //= big1 ?addr0 // => -[].
rewrite -[e * c](one (fun=> e * c)).
apply: (@chain_rule F unit_finType (fun r => h (r tt)) (fun t _ => g t)) => [|_] //.
move=> d d0; have [r r0 rP] := dh d d0; exists r => // g' /(_ tt) /rP.
by rewrite !one addr0 (addrC (g 0)) subrK mulrC.
Qed.

(** ln|v|, or any function with the derivative 1/v at every v ≠ 0. *)
Definition logarithm (log : F -> F) : Prop :=
  forall v, v != 0 -> has_derivative (fun t => log (v + t)) v^-1.

End Composition.
