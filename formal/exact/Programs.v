(** Programs for the definitions of Means.v, Byol.v, ByolTarget.v and Relu.v over MathComp's rationals. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From dualproof Require Import networks.Network networks.Means updates.Covariance updates.Byol updates.ByolTarget
  networks.Relu.
From dualproof.exact Require Import Update.
From dualproof.exact Require Export Matrices.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

(** Data as the counterexamples have it: the columns of a matrix, or numbers in
    a row, are those of the views, A of each sample. *)
Definition view_inputs n0 N A (rows : seq (seq Q)) (x : 'I_N) (a : 'I_A) : 'cV[rat]_n0 :=
  \matrix_(i, j) q2r (nth 0%Q (nth [::] rows i) (x * A + a)).
Definition view_weights N A (qs : seq Q) (x : 'I_N) (a : 'I_A) : rat := q2r (nth 0%Q qs (x * A + a)).
Definition joint_law N (rows : seq (seq Q)) (x y : 'I_N) : rat := q2r (nth 0%Q (nth [::] rows x) y).

Lemma evM_view_inputs n0 N A rows (x : 'I_N) (a : 'I_A) :
  evM (view_inputs n0 rows x a) (fun i _ => nth 0%Q (nth [::] rows i) (x * A + a)).
Proof. by move=> i j; rewrite mxE. Qed.

Lemma evQ_card n : evQ #|'I_n|%:R (inject_Z (Z.of_nat n)).
Proof. by rewrite card_ord; exact: evQ_nat. Qed.

Lemma evB_nat i j : evB (i == j :> nat) (Nat.eqb i j).
Proof. by rewrite /evB; case: (PeanoNat.Nat.eqb_spec i j) => [->|/eqP/negbTE->]; rewrite ?eqxx. Qed.

Definition activation_program n (q : Q) (f : 'I_n -> 'I_1 -> Q) :=
  let f' := table f in table (fun i j => if Z.ltb Z0 (Qnum (f' i j)) then f' i j else qmul q (f' i j)).
Definition gate_program n (q : Q) (f : 'I_n -> 'I_1 -> Q) : 'I_n -> 'I_n -> Q :=
  let f' := table f in table (fun i j =>
    if Nat.eqb i j then (if Z.ltb Z0 (Qnum (f' i ord0)) then 1%Q else q) else 0%Q).

Section Activation.
Variables (n : nat) (a : rat) (z : 'cV[rat]_n) (q : Q) (f : 'I_n -> 'I_1 -> Q).
Hypotheses (Ea : evQ a q) (Ez : evM z f).

Lemma evM_activation : evM (activation a z) (activation_program q f).
Proof.
apply: evM_table => i j; rewrite mxE /table tabulate2E ord1 Ez q2r_gt0.
by case: ifP => // _; rewrite q2rM Ea.
Qed.

Lemma evM_gate : evM (gate a z) (gate_program q f).
Proof.
apply: evM_table => i j; rewrite !mxE /table tabulate2E (evB_eq i j).
case: PeanoNat.Nat.eqb_spec => [/val_inj E|_]; last by rewrite mulr0n q2r0.
by rewrite mulr1n Ez q2r_gt0 -?E; case: ifP => _; rewrite ?q2r1.
Qed.

End Activation.

Section Means.
Variables (N : nat) (p : 'I_N -> rat) (pe : 'I_N -> Q) (m n : nat).
Variables (Z : 'I_N -> 'M[rat]_(m, n)) (ze : 'I_N -> 'I_m -> 'I_n -> Q).
Hypotheses (Ep : forall x, evQ (p x) (pe x)) (Ez : forall x, evM (Z x) (ze x)).

Definition tables (ze : 'I_N -> 'I_m -> 'I_n -> Q) := tabulate (fun _ _ => 0%Q) (fun x => table (ze x)).

Lemma tablesE (h : 'I_N -> 'I_m -> 'I_n -> Q) x i j : tables h x i j = h x i j.
Proof. by rewrite /tables tabulateE /table tabulate2E. Qed.

Lemma evM_tables x : evM (Z x) (tables ze x).
Proof. by move=> i j; rewrite tablesE; exact: Ez. Qed.

Definition mean_program (pe : 'I_N -> Q) ze :=
  let ze' := tables ze in table (fun (i : 'I_m) (j : 'I_n) => qsum (fun x => qmul (pe x) (ze' x i j))).

Lemma evM_mean : evM (mean p Z) (mean_program pe ze).
Proof.
apply: evM_table => i j; rewrite summxE qsumE; apply: eq_bigr => x _.
by rewrite mxE (evM_tables x) q2rM Ep.
Qed.

Definition centred_program pe ze :=
  let ze' := tables ze in let e := mean_program pe ze' in
  tables (fun x (i : 'I_m) (j : 'I_n) => qadd (ze' x i j) (Qopp (e i j))).

Lemma evM_mean_of (Y : 'I_N -> 'M[rat]_(m, n)) ye : (forall x, evM (Y x) (ye x)) ->
  evM (mean p Y) (mean_program pe ye).
Proof.
move=> Ey; apply: evM_table => i j; rewrite summxE qsumE; apply: eq_bigr => x _.
by rewrite mxE q2rM Ep tablesE -Ey.
Qed.

Lemma evM_about_mean x : evM (Z x - mean p Z) (centred_program pe ze x).
Proof.
move=> i j; rewrite /centred_program tablesE q2rD q2rN mxE [X in _ + X]mxE (evM_tables x).
by congr (_ - _); exact: (evM_mean_of evM_tables).
Qed.

End Means.

Definition pair_program n (f g : 'I_n -> 'I_1 -> Q) : Q :=
  qmul (1 # 2) (qsum (fun i => let d := qadd (f i ord0) (Qopp (g i ord0)) in qmul d d)).
Lemma evQ_pair n (u v : 'cV[rat]_n) f g : evM u f -> evM v g ->
  evQ (pair_loss u v) (pair_program f g).
Proof.
move=> Eu Ev; apply: evQ_mul; first by rewrite /evQ -[2%:R](q2r_nat 2) -q2rV; apply: q2r_eq.
have Ed : evM (u - v) (fun i j => qadd (f i j) (Qopp (g i j))) by apply: evM_add => //; apply: evM_opp.
by apply: evQ_sum => i; apply: evQ_mul; exact: Ed.
Qed.

Definition centred_views_program N A n (pe : 'I_N -> Q) (qe : 'I_N -> 'I_A -> Q)
    (fe : 'I_N -> 'I_A -> 'I_n -> 'I_1 -> Q) :=
  let fe' := tabulate (fun _ _ _ => 0%Q) (fun x => tables (fe x)) in
  let e := mean_program pe (fun x => mean_program (qe x) (fe' x)) in
  fun x a (i : 'I_n) (j : 'I_1) => qadd (fe' x a i j) (Qopp (e i j)).

Section Views.
Variables (N A : nat) (n : nat).
Implicit Types (f g : 'I_N -> 'I_A -> 'cV[rat]_n) (fe ge : 'I_N -> 'I_A -> 'I_n -> 'I_1 -> Q).
Variables (p : 'I_N -> rat) (pe : 'I_N -> Q) (q : 'I_N -> 'I_A -> rat) (qe : 'I_N -> 'I_A -> Q).
Variables (r : 'I_N -> 'I_N -> rat) (re : 'I_N -> 'I_N -> Q).
Hypotheses (Ep : forall x, evQ (p x) (pe x)) (Eq : forall x a, evQ (q x a) (qe x a)).
Hypothesis Er : forall x y, evQ (r x y) (re x y).

Lemma evM_views f fe x a : (forall x a, evM (f x a) (fe x a)) ->
  evM (f x a) (tabulate (fun _ _ _ => 0%Q) (fun x => tables (fe x)) x a).
Proof. by move=> Ef i j; rewrite tabulateE; exact: evM_tables. Qed.

Lemma evM_centred f fe x a : (forall x a, evM (f x a) (fe x a)) ->
  evM (centred p q f x a) (centred_views_program pe qe fe x a).
Proof.
move=> Ef; apply: evM_add; first exact: evM_views.
apply: evM_opp; apply: evM_mean => // y; apply: evM_mean => // b; exact: evM_views.
Qed.

Definition joint_program re qe fe ge : Q :=
  let f' := tabulate (fun _ _ _ => 0%Q) (fun x : 'I_N => tables (fe x)) in
  let g' := tabulate (fun _ _ _ => 0%Q) (fun x : 'I_N => tables (ge x)) in
  qsum (fun x : 'I_N => qsum (fun y : 'I_N =>
    if Qeq_bool (re x y) 0%Q then 0%Q else
    qmul (re x y) (qsum (fun a : 'I_A => qmul (qe x a) (qsum (fun b : 'I_A =>
      qmul (qe y b) (pair_program (f' x a) (g' y b)))))))).

Lemma evQ_joint f g fe ge :
  (forall x a, evM (f x a) (fe x a)) -> (forall x a, evM (g x a) (ge x a)) ->
  evQ (joint_loss r q f g) (joint_program re qe fe ge).
Proof.
move=> Ef Eg; apply: evQ_sum => x; apply: evQ_sum => y.
case: ifP => [/Qeq_bool_eq/q2r_eq z|_].
  by rewrite /evQ Er z q2r0 mul0r.
apply: evQ_mul => //; apply: evQ_sum => a; apply: evQ_mul => //.
apply: evQ_sum => b; apply: evQ_mul => //.
by apply: evQ_pair; exact: evM_views.
Qed.

Definition positive_program pe qe fe ge : Q :=
  let f' := tabulate (fun _ _ _ => 0%Q) (fun x : 'I_N => tables (fe x)) in
  let g' := tabulate (fun _ _ _ => 0%Q) (fun x : 'I_N => tables (ge x)) in
  qsum (fun x : 'I_N => qmul (pe x) (qsum (fun a : 'I_A => qmul (qe x a) (qsum (fun b : 'I_A =>
    qmul (qe x b) (pair_program (f' x a) (g' x b))))))).

Lemma evQ_positive f g fe ge :
  (forall x a, evM (f x a) (fe x a)) -> (forall x a, evM (g x a) (ge x a)) ->
  evQ (positive_loss p q f g) (positive_program pe qe fe ge).
Proof.
move=> Ef Eg; apply: evQ_sum => x; apply: evQ_mul => //.
apply: evQ_sum => a; apply: evQ_mul => //.
apply: evQ_sum => b; apply: evQ_mul => //.
by apply: evQ_pair; exact: evM_views.
Qed.

End Views.

Section Variance.
Variables (N : nat) (p : 'I_N -> rat) (pe : 'I_N -> Q) (m n : nat).
Variables (S : 'M[rat]_n) (se : 'I_n -> 'I_n -> Q).
Variables (Z : 'I_N -> 'M[rat]_(m, n)) (ze : 'I_N -> 'I_m -> 'I_n -> Q).
Hypotheses (Ep : forall x, evQ (p x) (pe x)) (Es : evM S se) (Ez : forall x, evM (Z x) (ze x)).
Let E x := evM_about_mean Ep Ez x.

Definition variance_program (pe : 'I_N -> Q) (ze : 'I_N -> 'I_m -> 'I_n -> Q) :=
  let c := centred_program pe ze in
  mean_program pe (fun x => product (c x) (fun i j => c x j i)).
Definition weighted_variance_program (pe : 'I_N -> Q) (se : 'I_n -> 'I_n -> Q)
    (ze : 'I_N -> 'I_m -> 'I_n -> Q) :=
  let c := centred_program pe ze in let s := table se in
  mean_program pe (fun x => product (product (c x) s) (fun i j => c x j i)).

Lemma evM_variance : evM (variance p Z) (variance_program pe ze).
Proof. by apply: evM_mean => // x; apply: evM_mul; [exact: E | apply: evM_tr; exact: E]. Qed.

Lemma evM_weighted_variance : evM (weighted_variance p S Z) (weighted_variance_program pe se ze).
Proof.
apply: evM_mean => // x; apply: evM_mul; last by apply: evM_tr; exact: E.
by apply: evM_mul; [exact: E | exact: evM_table].
Qed.

End Variance.

Section Moments.
Variables (N A : nat) (p : 'I_N -> rat) (pe : 'I_N -> Q) (q : 'I_N -> 'I_A -> rat) (qe : 'I_N -> 'I_A -> Q).
Variables (m n : nat) (S : 'M[rat]_n) (se : 'I_n -> 'I_n -> Q).
Variables (Z : 'I_N -> 'I_A -> 'M[rat]_(m, n)) (ze : 'I_N -> 'I_A -> 'I_m -> 'I_n -> Q).
Hypotheses (Ep : forall x, evQ (p x) (pe x)) (Eq : forall x a, evQ (q x a) (qe x a)).
Hypotheses (Es : evM S se) (Ez : forall x a, evM (Z x a) (ze x a)).

Definition within_program (qe : 'I_N -> 'I_A -> Q) (ze : 'I_N -> 'I_A -> 'I_m -> 'I_n -> Q) :=
  let s := table se in mean_program pe (fun x => weighted_variance_program (qe x) s (ze x)).
Definition total_mean_program (qe : 'I_N -> 'I_A -> Q) (ze : 'I_N -> 'I_A -> 'I_m -> 'I_n -> Q) :=
  mean_program pe (fun x => mean_program (qe x) (ze x)).
Definition moment_program (qe : 'I_N -> 'I_A -> Q) (ze : 'I_N -> 'I_A -> 'I_m -> 'I_n -> Q) :=
  let s := table se in let bar := tables (fun x => mean_program (qe x) (ze x)) in
  mean_program pe (fun x => product (product (bar x) s) (fun i j => bar x j i)).

Lemma evM_view_mean x : evM (view_mean q Z x) (mean_program (qe x) (ze x)).
Proof. by apply: evM_mean. Qed.

Lemma evM_total_mean : evM (total_mean p q Z) (total_mean_program qe ze).
Proof. by apply: evM_mean => // x; exact: evM_view_mean. Qed.

Lemma evM_within : evM (within_variance p q S Z) (within_program qe ze).
Proof. by apply: evM_mean => // x; apply: evM_weighted_variance => //; exact: evM_table. Qed.

Lemma evM_moment : evM (weighted_moment p q S Z) (moment_program qe ze).
Proof.
have E x := evM_tables evM_view_mean x.
apply: evM_mean => // x; apply: evM_mul; last by apply: evM_tr; exact: E.
by apply: evM_mul; [exact: E | exact: evM_table].
Qed.

End Moments.

Section TotalVariance.
Variables (N A : nat) (p : 'I_N -> rat) (pe : 'I_N -> Q) (q : 'I_N -> 'I_A -> rat) (qe : 'I_N -> 'I_A -> Q).
Variables (m n : nat) (S : 'M[rat]_n) (se : 'I_n -> 'I_n -> Q).
Variables (Z : 'I_N -> 'I_A -> 'M[rat]_(m, n)) (ze : 'I_N -> 'I_A -> 'I_m -> 'I_n -> Q).
Hypotheses (Ep : forall x, evQ (p x) (pe x)) (Eq : forall x a, evQ (q x a) (qe x a)).
Hypotheses (Es : evM S se) (Ez : forall x a, evM (Z x a) (ze x a)).

Definition total_program : 'I_m -> 'I_m -> Q :=
  let s := table se in let e := total_mean_program pe qe ze in
  mean_program pe (fun x => mean_program (qe x) (fun a =>
    let c := table (fun i j => qadd (ze x a i j) (Qopp (e i j))) in
    product (product c s) (fun i j => c j i))).

Lemma evM_total : evM (total_variance p q S Z) total_program.
Proof.
apply: evM_mean => // x; apply: evM_mean => // a.
have E : evM (Z x a - total_mean p q Z)
    (table (fun i j => qadd (ze x a i j) (Qopp (total_mean_program pe qe ze i j)))).
  by apply: evM_table; apply: evM_add => //; apply: evM_opp; exact: evM_total_mean.
apply: evM_mul; last by apply: evM_tr; exact: E.
by apply: evM_mul; [exact: E | exact: evM_table].
Qed.

End TotalVariance.
