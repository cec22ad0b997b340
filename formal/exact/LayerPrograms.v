(** Programs for a layer of a network, and what decides the theorems of
    counterexamples: central differences and formulas, computed and compared. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import zify.
From dualproof Require Import networks.Network.
From dualproof.exact Require Import Layers Update.
From dualproof.exact Require Export Programs.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

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

Lemma something_by : same (update_program Lp w) (fun _ _ => 0%Q) = false -> ~ descends L W 0.
Proof.
move=> S /descends_update E; apply: (evM_different (evM_update EL EW) (@evM_0 _ _) S).
by apply: vec_inj; rewrite -E /vec !linear0.
Qed.

End Decide.
