(** Programs for the definitions of Means.v, Byol.v and Layers.v, over
    MathComp's rationals, and the tactics that decide what is stated of numbers. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import zify.
From dualproof Require Import Network Means Covariance Byol ByolTarget Relu.
From dualproof.exact Require Import Rational Layers Update.
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

(** The programs of a layer in its network: what is below it, its numbers, what is above it. *)
Record layer_program n0 m k n := LayerProgram {
  run_below : ('I_n0 -> 'I_1 -> Q) -> 'I_m -> 'I_1 -> Q;
  weights_at : 'I_k -> 'I_m -> Q;
  bias_at : 'I_k -> 'I_1 -> Q;
  slope_at : Q;
  run_above : ('I_k -> 'I_1 -> Q) -> ('I_k -> 'I_1 -> Q) -> 'I_n -> 'I_1 -> Q;
  jacobian_above : ('I_k -> 'I_1 -> Q) -> 'I_n -> 'I_k -> Q;
  product_above : 'I_n -> 'I_k -> Q }.

Record evL n0 m k n (l : layer rat_realFieldType n0 m k n) (e : layer_program n0 m k n) : Prop := EvL {
  ev_below : forall x f, evM x f -> evM (dense_run (below l) x) (run_below e f);
  ev_weights : evM (weights l) (weights_at e);
  ev_bias : evM (bias l) (bias_at e);
  ev_slope : evQ (slope l) (slope_at e);
  ev_above : forall z f y g, evM z f -> evM y g -> evM (held_run (above l) z y) (run_above e f g);
  ev_jacobian : forall z f, evM z f -> evM (held_jacobian (above l) z) (jacobian_above e f);
  ev_product : evM (weights_product (above l)) (product_above e) }.

Section LayerPrograms.
Variables (n0 m k n : nat) (l : layer rat_realFieldType n0 m k n) (e : layer_program n0 m k n).
Hypothesis El : evL l e.
Variables (x : 'cV[rat]_n0) (f : 'I_n0 -> 'I_1 -> Q).
Hypothesis Ex : evM x f.

Definition preactivation_program (y : 'I_m -> 'I_1 -> Q) : 'I_k -> 'I_1 -> Q :=
  let b := bias_at e in let u := product (weights_at e) y in table (fun i j => qadd (u i j) (b i j)).
Definition output_program (w : 'I_k -> 'I_m -> Q) (f : 'I_n0 -> 'I_1 -> Q) : 'I_n -> 'I_1 -> Q :=
  let y := table (run_below e f) in let z := preactivation_program y in
  let b := bias_at e in let u := product w y in
  run_above e (activation_program (slope_at e) z)
    (product (gate_program (slope_at e) z) (fun i j => qadd (u i j) (b i j))).
Definition jacobian_program (f : 'I_n0 -> 'I_1 -> Q) : 'I_n -> 'I_k -> Q :=
  let z := preactivation_program (table (run_below e f)) in
  product (jacobian_above e (activation_program (slope_at e) z)) (gate_program (slope_at e) z).
Definition connection_program (f : 'I_n0 -> 'I_1 -> Q) : 'I_(m * k) -> 'I_n -> Q :=
  kron_program (table (run_below e f)) (jacobian_program f).

Lemma evM_layer_input : evM (layer_input l x) (table (run_below e f)).
Proof. by apply: evM_table; exact: ev_below. Qed.

Lemma evM_preactivation : evM (preactivation l x) (preactivation_program (table (run_below e f))).
Proof.
apply: evM_table; apply: evM_add; last exact: ev_bias.
by apply: evM_mul; [exact: ev_weights | exact: evM_layer_input].
Qed.

Lemma evM_output W w : evM W w -> evM (layer_output l W x) (output_program w f).
Proof.
move=> EW; apply: (ev_above El).
  by apply: evM_activation; [exact: ev_slope | exact: evM_preactivation].
apply: evM_mul; first by apply: evM_gate; [exact: ev_slope | exact: evM_preactivation].
apply: evM_add; last exact: ev_bias.
by apply: evM_mul => //; exact: evM_layer_input.
Qed.

Lemma evM_jacobian : evM (layer_jacobian l x) (jacobian_program f).
Proof.
apply: evM_mul; last by apply: evM_gate; [exact: ev_slope | exact: evM_preactivation].
by apply: (ev_jacobian El); apply: evM_activation; [exact: ev_slope | exact: evM_preactivation].
Qed.

Lemma evM_connection : evM (dense_connection l x) (connection_program f).
Proof. by apply: evM_kron; [exact: evM_layer_input | exact: evM_jacobian]. Qed.

End LayerPrograms.

(** The central differences of a loss. *)
Definition update_program k m (L : ('I_k -> 'I_m -> Q) -> Q) (w : 'I_k -> 'I_m -> Q) (i : 'I_k) (j : 'I_m) : Q :=
  let moved s := table (fun i' j' =>
    if (Nat.eqb i' i && Nat.eqb j' j)%bool then qadd (w i' j') s else w i' j') in
  qmul (1 # 2) (qadd (L (moved (Qopp 1%Q))) (Qopp (L (moved 1%Q)))).

Lemma evM_update k m (L : 'M[rat]_(k, m) -> rat) Lp W w :
  (forall W' w', evM W' w' -> evQ (L W') (Lp w')) -> evM W w -> evM (update L W) (update_program Lp w).
Proof.
move=> EL EW i j; rewrite mxE /update_program q2rM q2rD q2rN.
have half : q2r (1 # 2) = 2%:R^-1 by rewrite -[2%:R](q2r_nat 2) -q2rV; apply: q2r_eq.
rewrite half; congr (_ * (_ - _)).
  apply: EL; apply: evM_table => i' j'; rewrite !mxE (evB_eq i' i) (evB_eq j' j) EW.
  by case: (_ && _); rewrite ?q2rD ?q2rN ?q2r1 ?subr0.
apply: EL; apply: evM_table => i' j'; rewrite !mxE (evB_eq i' i) (evB_eq j' j) EW.
by case: (_ && _); rewrite ?q2rD ?q2r1 ?addr0.
Qed.

Section Decide.
Variables (k m : nat) (L : 'M[rat]_(k, m) -> rat) (Lp : ('I_k -> 'I_m -> Q) -> Q).
Variables (W : 'M[rat]_(k, m)) (w : 'I_k -> 'I_m -> Q).
Variables (right wrong : 'cV[rat]_(m * k)) (r s : 'I_(m * k) -> 'I_1 -> Q) (M P : seq (seq Q)).
Hypothesis (EL : forall W' w', evM W' w' -> evQ (L W') (Lp w')).
Hypotheses (EW : evM W w) (Er : evM right r) (Es : evM wrong s) (D : has_update L W).
Let rows (R : seq (seq Q)) (i : 'I_k) (j : 'I_m) := nth 0%Q (nth [::] R i) j.
Let vec_of R (p : 'I_(m * k)) (_ : 'I_1) := entry (fun j i => rows R i j) p.

Lemma necessary_by :
  [&& same (update_program Lp w) (rows M), same s (vec_of P) & ~~ same (rows M) (rows P)] = true ->
  necessary L W wrong (mx k m M) (mx k m P).
Proof.
case/and3P => SM SP /negbTE MP; apply: necessary_from => //.
- exact: (evM_equal (evM_update EL EW) (evM_mx M) SM).
- exact: (evM_equal Es (evM_vec (evM_mx P)) SP).
- exact: (evM_different (evM_mx M) (evM_mx P) MP).
Qed.

Lemma refuted_by :
  [&& same (update_program Lp w) (rows M), same r (vec_of M), same s (vec_of P)
    & ~~ same (rows M) (rows P)] = true ->
  refuted L W right wrong (mx k m M) (mx k m P).
Proof.
case/and4P => SM SR SP /negbTE MP; apply: refuted_from => //.
- exact: (evM_equal (evM_update EL EW) (evM_mx M) SM).
- exact: (evM_equal Er (evM_vec (evM_mx M)) SR).
- exact: (evM_equal Es (evM_vec (evM_mx P)) SP).
- exact: (evM_different (evM_mx M) (evM_mx P) MP).
Qed.

Variables (a b : rat) (c d : Q).
Hypotheses (Ea : evQ a c) (Eb : evQ b d).

(** ⟨w, −∇L⟩. *)
Definition along_program (Lp : ('I_k -> 'I_m -> Q) -> Q) (w : 'I_k -> 'I_m -> Q) : Q :=
  let u := update_program Lp w in
  qsum (fun p => qmul (entry (fun j i => w i j) p) (entry (fun j i => u i j) p)).
Lemma evQ_along : evQ (dot (vec W) (vec (update L W))) (along_program Lp w).
Proof.
have E := evM_vec (evM_update EL EW).
by apply: evQ_sum => p; apply: evQ_mul; [exact: (evM_vec EW p ord0) | exact: (E p ord0)].
Qed.

Lemma necessary_along_by x y :
  [&& Qeq_bool (along_program Lp w) x, Qeq_bool d y & ~~ Qeq_bool x y] = true ->
  necessary_along L W b (q2r x) (q2r y).
Proof.
case/and3P => SM SP /negbTE MP; apply: necessary_along_from => //.
- exact: (evQ_equal evQ_along (evQ_q2r x) SM).
- exact: (evQ_equal Eb (evQ_q2r y) SP).
- exact: (evQ_different (evQ_q2r x) (evQ_q2r y) MP).
Qed.

Lemma refuted_along_by x y :
  [&& Qeq_bool (along_program Lp w) x, Qeq_bool c x, Qeq_bool d y & ~~ Qeq_bool x y] = true ->
  refuted_along L W a b (q2r x) (q2r y).
Proof.
case/and4P => SM SR SP /negbTE MP; apply: refuted_along_from => //.
- exact: (evQ_equal evQ_along (evQ_q2r x) SM).
- exact: (evQ_equal Ea (evQ_q2r x) SR).
- exact: (evQ_equal Eb (evQ_q2r y) SP).
- exact: (evQ_different (evQ_q2r x) (evQ_q2r y) MP).
Qed.

Definition within_bounds (x y : Q) : bool := (Z.leb Z0 (Qnum x) && Z.leb Z0 (Qnum (qadd y (Qopp x))))%bool.
Lemma within_boundsE x y : within_bounds x y = (0 <= q2r x <= q2r y).
Proof.
have ge0 z : Z.leb Z0 (Qnum z) = (0 <= q2r z).
  by rewrite leNgt -oppr_gt0 -q2rN q2r_gt0; case: z => u v /=; lia.
by rewrite /within_bounds !ge0 q2rD q2rN subr_ge0.
Qed.

Lemma necessary_bounds_by x y :
  [&& Qeq_bool (along_program Lp w) x, Qeq_bool d y & ~~ within_bounds x y] = true ->
  necessary_bounds L W b (q2r x) (q2r y).
Proof.
case/and3P => SM SP /negbTE MP; apply: necessary_bounds_from => //.
- exact: (evQ_equal evQ_along (evQ_q2r x) SM).
- exact: (evQ_equal Eb (evQ_q2r y) SP).
- by rewrite -within_boundsE.
Qed.

Lemma refuted_bounds_by x y :
  [&& Qeq_bool (along_program Lp w) x, within_bounds x c, Qeq_bool d y & ~~ within_bounds x y] = true ->
  refuted_bounds L W a b (q2r x) (q2r y).
Proof.
case/and4P => SM SR SP /negbTE MP; apply: refuted_bounds_from => //.
- exact: (evQ_equal evQ_along (evQ_q2r x) SM).
- by rewrite Ea -within_boundsE.
- exact: (evQ_equal Eb (evQ_q2r y) SP).
- by rewrite -within_boundsE.
Qed.

Lemma nothing_by : same (update_program Lp w) (fun _ _ => 0%Q) = true -> descends L W 0.
Proof.
by move=> S; apply: descends_nothing => //; exact: (evM_equal (evM_update EL EW) (@evM_0 _ _) S).
Qed.

End Decide.

Lemma evM_cast m n n' (eq_n : n = n') (A : 'M[rat]_(m, n)) f : evM A f ->
  evM (castmx (erefl m, eq_n) A) (fun i j => f i (cast_ord (esym eq_n) j)).
Proof. by move=> E i j; rewrite castmxE cast_ord_id; exact: E. Qed.

Lemma evM_rows m n (u : 'I_m -> 'rV[rat]_n) f : (forall i, evM (u i) (f i)) ->
  evM (\matrix_i u i) (fun i j => f i ord0 j).
Proof. by move=> E i j; rewrite mxE; exact: E. Qed.

(** [ev] finds the program of an expression, by its head; a definition that is
    none of these is unfolded. *)
Ltac head t := lazymatch t with ?f _ => head f | _ => t end.

(** A hypothesis on the definition at the head of t. *)
Ltac by_hypothesis t :=
  let h := head t in
  match goal with H : ?T |- _ => lazymatch T with context [h] => simple eapply H end end.

(** Redefined by files with records of their own. *)
Ltac ev_reduce := idtac.

Ltac ev :=
  cbn beta;
  lazymatch goal with
  | |- forall _, _ => intro; ev
  | H : evL ?l _ |- evM (layer_input ?l _) _ => eapply (evM_layer_input H); ev
  | H : evL ?l _ |- evM (preactivation ?l _) _ => eapply (evM_preactivation H); ev
  | H : evL ?l _ |- evM (layer_output ?l _ _) _ => eapply (evM_output H); ev
  | H : evL ?l _ |- evM (layer_jacobian ?l _) _ => eapply (evM_jacobian H); ev
  | H : evL ?l _ |- evM (dense_connection ?l _) _ => eapply (evM_connection H); ev
  | H : evL ?l _ |- evQ (slope ?l) _ => exact (ev_slope H)
  | H : evL ?l _ |- evM (weights ?l) _ => exact (ev_weights H)
  | H : evL ?l _ |- evM (bias ?l) _ => exact (ev_bias H)
  | H : evL ?l _ |- evM (dense_run (below ?l) _) _ => eapply (ev_below H); ev
  | H : evL ?l _ |- evM (held_run (above ?l) _ _) _ => eapply (ev_above H); ev
  | H : evL ?l _ |- evM (held_jacobian (above ?l) _) _ => eapply (ev_jacobian H); ev
  | H : evL ?l _ |- evM (weights_product (above ?l)) _ => exact (ev_product H)
  | |- evL _ _ => apply: EvL; cbn [run_below weights_at bias_at slope_at run_above jacobian_above product_above]; ev
  | |- evQ ?a _ =>
    lazymatch a with
    | @GRing.add _ _ _ => eapply evQ_add; ev
    | @GRing.mul _ _ _ => eapply evQ_mul; ev
    | @GRing.opp _ _ => eapply evQ_opp; ev
    | @GRing.inv _ _ => eapply evQ_inv; ev
    | @GRing.exp _ _ _ => eapply evQ_exp; ev
    | @GRing.zero _ => eapply evQ_0
    | @GRing.one _ => eapply evQ_1
    | @GRing.natmul _ (@GRing.one _) #|_| => eapply evQ_card
    | @GRing.natmul _ (@GRing.one _) _ => eapply evQ_nat
    | q2r _ => eapply evQ_q2r
    | values _ _ => eapply evQ_values
    | view_weights _ _ _ => eapply evQ_q2r
    | joint_law _ _ _ => eapply evQ_q2r
    | joint_loss _ _ _ _ => eapply evQ_joint; ev
    | positive_loss _ _ _ _ => eapply evQ_positive; ev
    | pair_loss _ _ => eapply evQ_pair; ev
    | mxtrace _ => eapply evQ_trace; ev
    | fun_of_matrix _ _ _ => eapply evQ_entry; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ true _) => eapply evQ_sum; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ _ _) => eapply evQ_sum_if; ev
    | if _ then _ else _ => eapply evQ_if; ev
    | slope _ => progress cbn [slope]; ev
    | ?f ?x => first [by_hypothesis a | let h := head a in unfold h; ev_reduce]; ev
    | ?h => tryif is_var h then match goal with H : evQ h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  | |- evB ?a _ =>
    lazymatch a with
    | @Order.lt _ _ _ _ => eapply evB_gt0; ev
    | ~~ _ => eapply evB_neg; ev
    | @eq_op nat_eqType _ _ => eapply evB_nat
    | @eq_op _ _ _ => eapply evB_eq
    | true => exact (erefl true)
    | false => exact (erefl false)
    | ?f ?x => first [by_hypothesis a | let h := head a in unfold h; ev_reduce; ev]
    | ?h => tryif is_var h then match goal with H : evB h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  | |- evM ?A _ =>
    lazymatch A with
    | mx _ _ _ => eapply evM_mx
    | view_inputs _ _ _ _ => eapply evM_view_inputs
    | @GRing.add _ _ _ => eapply evM_add; ev
    | @GRing.opp _ _ => eapply evM_opp; ev
    | @GRing.scale _ _ _ _ => eapply evM_scale; ev
    | @GRing.zero _ => eapply evM_0
    | mulmx _ _ => eapply evM_mul; ev
    | trmx _ => eapply evM_tr; ev
    | delta_mx _ _ => eapply evM_delta
    | scalar_mx (@GRing.one _) => eapply evM_1
    | castmx _ _ => eapply evM_cast; ev
    | update _ _ => eapply evM_update; ev
    | matrix_of_fun _ (fun i j => fun_of_matrix _ (GRing.zero _) j) => eapply evM_rows; ev
    | matrix_of_fun _ _ => eapply evM_matrix; ev
    | diag_mx _ => eapply evM_diag; ev
    | row _ _ => eapply evM_row; ev
    | mxvec _ => eapply evM_mxvec; ev
    | vec _ => eapply evM_vec; ev
    | kron_tr _ _ => eapply evM_kron; ev
    | activation _ _ => eapply evM_activation; ev
    | gate _ _ => eapply evM_gate; ev
    | mean _ _ => eapply evM_mean; ev
    | variance _ _ => eapply evM_variance; ev
    | view_mean _ _ _ => eapply evM_view_mean; ev
    | total_mean _ _ _ => eapply evM_total_mean; ev
    | total_variance _ _ _ _ => eapply evM_total; ev
    | within_variance _ _ _ _ => eapply evM_within; ev
    | weighted_moment _ _ _ _ => eapply evM_moment; ev
    | weighted_variance _ _ _ => eapply evM_weighted_variance; ev
    | centred _ _ _ _ _ => eapply evM_centred; ev
    | BigOp.bigop _ _ (fun i => BigBody i _ true _) => eapply evM_sum; ev
    | if _ then _ else _ => eapply evM_if; ev
    | dense_run _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | held_run _ _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | held_jacobian _ _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | weights_product _ => progress cbn [dense_run held_run held_jacobian weights_product below above]; ev
    | weights _ => progress cbn [weights]; ev
    | bias _ => progress cbn [bias]; ev
    | ?f ?x => first [by_hypothesis A | let h := head A in unfold h; ev_reduce]; ev
    | ?h => tryif is_var h then match goal with H : evM h _ |- _ => exact H end else (unfold h; ev_reduce; ev)
    end
  end.

(** Decide an equation, or an inequation, of numbers or of matrices. *)
Ltac decide_numbers :=
  lazymatch goal with
  | |- @eq (matrix _ _ _) _ _ => eapply evM_equal; [ev | ev | vm_compute; reflexivity]
  | |- @eq (matrix _ _ _) _ _ -> False => eapply evM_different; [ev | ev | vm_compute; reflexivity]
  | |- ~ @eq (matrix _ _ _) _ _ => eapply evM_different; [ev | ev | vm_compute; reflexivity]
  | |- @eq _ _ _ => eapply evQ_equal; [ev | ev | vm_compute; reflexivity]
  | |- ~ @eq _ _ _ => eapply evQ_different; [ev | ev | vm_compute; reflexivity]
  end.


(** The theorems of counterexamples, from the lemmas on programs of the weights, of a loss and of
    formulas, at a setting whose programs are those of H. *)
Ltac by_computation := vm_compute; reflexivity.
Ltac refute_with H learnt loss right wrong update :=
  apply: (refuted_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (right _ _ _ _ _ _ _ _ H)
    (wrong _ _ _ _ _ _ _ _ H) (update _ _ _ _ _ _ _ _ _)); by_computation.
Ltac necessitate_with H learnt loss right update :=
  apply: (necessary_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (right _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _)); by_computation.
Ltac refute_along_with H learnt loss right wrong update :=
  apply: (refuted_along_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H) (wrong _ _ _ _ _ _ _ _ H)); by_computation.
Ltac necessitate_along_with H learnt loss right update :=
  apply: (necessary_along_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H)); by_computation.
Ltac refute_bounds_with H learnt loss right wrong update :=
  apply: (refuted_bounds_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H) (wrong _ _ _ _ _ _ _ _ H)); by_computation.
Ltac necessitate_bounds_with H learnt loss right update :=
  apply: (necessary_bounds_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H)
    (update _ _ _ _ _ _ _ _ _) (right _ _ _ _ _ _ _ _ H)); by_computation.
Ltac nothing_with H learnt loss update :=
  apply: (nothing_by (loss _ _ _ _ _ _ _ _ H) (learnt _ _ _ _ _ _ _ _ H) (update _ _ _ _ _ _ _ _ _));
  by_computation.
