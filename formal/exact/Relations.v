(** What the counterexamples of equations and inequalities of matrices prove, and the tactics that
    decide them by computation. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring.
From dualproof Require Import networks.Network.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Evaluate.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

(** A ≤ B and A < B, entry by entry. *)
Definition at_most m n (A B : 'M[rat]_(m, n)) : Prop := forall i j, A i j <= B i j.
Definition below m n (A B : 'M[rat]_(m, n)) : Prop := forall i j, A i j < B i j.

(** R A B fails, with A = M and B = P: without an assumption; for a wrong formula, where R holds of the right one. *)
Definition necessary_relation (T : Type) (R : T -> T -> Prop) (A B M P : T) : Prop :=
  [/\ A = M, B = P & ~ R A B].
Definition refuted_relation (T : Type) (R : T -> T -> Prop) (A right wrong M P : T) : Prop :=
  [/\ A = M, R A right, wrong = P & ~ R A wrong].

Section Decide.
Variables m n : nat.
Implicit Types (A B : 'M[rat]_(m, n)) (f g : 'I_m -> 'I_n -> Q).

Lemma q2r_lt a b : (q2r a < q2r b) = Z.ltb Z0 (Qnum (qadd b (Qopp a))).
Proof. by rewrite -q2r_gt0 q2rD q2rN subr_gt0. Qed.
Lemma q2r_le a b : (q2r a <= q2r b) = ~~ Z.ltb Z0 (Qnum (qadd a (Qopp b))).
Proof. by rewrite leNgt q2r_lt. Qed.

(** The relation of the entries, decided. *)
Definition entries (c : Q -> Q -> bool) f g := all (fun i => all (fun j => c (f i j) (g i j)) (ords n)) (ords m).
Definition lt_program (a b : Q) := Z.ltb Z0 (Qnum (qadd b (Qopp a))).
Definition le_program (a b : Q) := ~~ Z.ltb Z0 (Qnum (qadd a (Qopp b))).

Lemma mem_ords k (i : 'I_k) : i \in ords k.
Proof. by rewrite -[X in X \in _](nth_ordsE i i) mem_nth ?size_ords. Qed.

Lemma entriesP (c : Q -> Q -> bool) f g : reflect (forall i j, c (f i j) (g i j)) (entries c f g).
Proof.
apply: (iffP allP) => [S i j|S i _]; last by apply/allP => j _.
by have /allP := S i (mem_ords i); apply; exact: mem_ords.
Qed.

Lemma below_by A B f g : evM A f -> evM B g -> entries lt_program f g = true -> below A B.
Proof. by move=> EA EB /entriesP S i j; rewrite EA EB q2r_lt; exact: S. Qed.
Lemma not_below_by A B f g : evM A f -> evM B g -> entries lt_program f g = false -> ~ below A B.
Proof.
by move=> EA EB /entriesP S L; apply: S => i j; have := L i j; rewrite EA EB q2r_lt.
Qed.
Lemma at_most_by A B f g : evM A f -> evM B g -> entries le_program f g = true -> at_most A B.
Proof. by move=> EA EB /entriesP S i j; rewrite EA EB q2r_le; exact: S. Qed.
Lemma not_at_most_by A B f g : evM A f -> evM B g -> entries le_program f g = false -> ~ at_most A B.
Proof.
by move=> EA EB /entriesP S L; apply: S => i j; have := L i j; rewrite EA EB q2r_le.
Qed.

End Decide.

Lemma gt0_by a q : evQ a q -> Z.ltb Z0 (Qnum q) = true -> 0 < a.
Proof. by move=> ->; rewrite q2r_gt0. Qed.

(** The same of numbers for every index. *)
Lemma ge0_all n (a : 'I_n -> rat) f : (forall j, evQ (a j) (f j)) ->
  all (fun j => ~~ Z.ltb (Qnum (f j)) Z0) (ords n) = true -> forall j, 0 <= a j.
Proof.
move=> E /allP S j; rewrite E leNgt -oppr_gt0 -q2rN q2r_gt0; have := S j (mem_ords j).
by case: (f j) => [[|p|p] d].
Qed.
Lemma equal_all n (a b : 'I_n -> rat) f g : (forall j, evQ (a j) (f j)) -> (forall j, evQ (b j) (g j)) ->
  all (fun j => Qeq_bool (f j) (g j)) (ords n) = true -> forall j, a j = b j.
Proof. by move=> Ea Eb /allP S j; apply: (evQ_equal (Ea j) (Eb j)); apply: S; exact: mem_ords. Qed.

(** The inverse by elimination without a change of rows, of which only A·B = I is used. *)
Section Inverse.
Variable n : nat.
Implicit Types (A : 'M[rat]_n) (f g : 'I_n -> 'I_n -> Q).

Definition eliminate (rows : seq (seq Q)) (k : nat) : seq (seq Q) :=
  let pivot := nth [::] rows k in
  let r := map (qmul (qinv (nth 0%Q pivot k))) pivot in
  map (fun i => if Nat.eqb i k then r else
    let row := nth [::] rows i in
    let c := nth 0%Q row k in
    map (fun j => qadd (nth 0%Q row j) (Qopp (qmul c (nth 0%Q r j)))) (iota 0 (size row)))
    (iota 0 (size rows)).
Definition inverse_program f : 'I_n -> 'I_n -> Q :=
  let start := map (fun i : 'I_n => map (f i) (ords n) ++
    map (fun j : 'I_n => if Nat.eqb i j then 1%Q else 0%Q) (ords n)) (ords n) in
  let done := foldl eliminate start (iota 0 n) in
  fun i j => nth 0%Q (nth [::] done i) (n + j).

Lemma evM_invmx A f : evM A f ->
  same (product f (inverse_program f)) (fun i j => if Nat.eqb i j then 1%Q else 0%Q) = true ->
  evM (invmx A) (inverse_program f).
Proof.
move=> EA S; pose B : 'M[rat]_n := \matrix_(i, j) q2r (inverse_program f i j).
have EB : evM B (inverse_program f) by move=> i j; rewrite mxE.
have AB : A *m B = 1%:M by exact: (evM_equal (evM_mul EA EB) (@evM_1 n) S).
have [uA _] := mulmx1_unit AB.
suff -> : invmx A = B by [].
by rewrite -[RHS](mulKmx uA) AB mulmx1.
Qed.

End Inverse.

(** What is used more than once is evaluated to its entries. *)
Definition rows_of m n (f : 'I_m -> 'I_n -> Q) : seq (seq Q) := map (fun i => map (f i) (ords n)) (ords m).
Lemma evM_literal m n (A : 'M[rat]_(m, n)) f r : evM A f -> rows_of f = r ->
  evM A (fun i j => nth 0%Q (nth [::] r i) j).
Proof.
move=> E <- i j; rewrite E /rows_of (nth_map i) ?size_ords // nth_ordsE.
by rewrite (nth_map j) ?size_ords // nth_ordsE.
Qed.
Ltac literal A :=
  let E := fresh "E" in eassert (E : evM A _) by (eapply evM_literal; [ev | by_computation]).

(** Evaluated, both sides compared. *)
Ltac value := eapply evM_equal; [ev | eapply evM_mx | by_computation].
Ltac apart := eapply (evM_different (evM_mx _) (evM_mx _)); by_computation.
Ltac by_relation lemma := eapply lemma; [ev | ev | by_computation].
Ltac decide_at_most := first [by_relation at_most_by | by_relation not_at_most_by].
Ltac decide_below := first [by_relation below_by | by_relation not_below_by].
Ltac refuted_equation := apply: refuted_equation_from; [value | value | value | apart].
Ltac necessary_equation := apply: necessary_equation_from; [value | value | apart].
Ltac refuted_relation decided := split; [value | decided | value | decided].
Ltac necessary_relation decided := split; [value | value | decided].

(** Also hypotheses whose programs are not variables. *)
Ltac by_hypothesis t ::=
  let h := head t in
  match goal with H : ?T |- _ => lazymatch T with context [h] => first [simple eapply H | eapply H] end end.
