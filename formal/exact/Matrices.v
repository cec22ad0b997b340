(** Programs for matrices of rationals: sums, products, transposes, vec, ⊗. *)
From Coq Require Import ZArith QArith.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ssrZ zify.
From dualproof Require Import networks.Network.
From dualproof.exact Require Export Rational.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

Section Matrices.
Variables m n : nat.
Implicit Types (A B : 'M[rat]_(m, n)) (f g : 'I_m -> 'I_n -> Q).

Lemma evM_mx rows : evM (mx m n rows) (fun i j => nth 0%Q (nth [::] rows i) j).
Proof. by move=> i j; rewrite mxE. Qed.
Lemma evM_table A f : evM A f -> evM A (table f).
Proof. by move=> E i j; rewrite /table tabulate2E. Qed.
Lemma evM_add A B f g : evM A f -> evM B g -> evM (A + B) (fun i j => qadd (f i j) (g i j)).
Proof. by move=> EA EB i j; rewrite mxE EA EB q2rD. Qed.
Lemma evM_opp A f : evM A f -> evM (- A) (fun i j => Qopp (f i j)).
Proof. by move=> EA i j; rewrite mxE EA q2rN. Qed.
Lemma evM_scale a A q f : evQ a q -> evM A f -> evM (a *: A) (fun i j => qmul q (f i j)).
Proof. by move=> Ea EA i j; rewrite mxE EA Ea q2rM. Qed.
Lemma evM_tr A f : evM A f -> evM A^T (fun j i => f i j).
Proof. by move=> EA i j; rewrite mxE EA. Qed.
Lemma evM_0 : evM (0 : 'M[rat]_(m, n)) (fun _ _ => 0%Q).
Proof. by move=> i j; rewrite mxE q2r0. Qed.
Lemma evM_delta i j : evM (delta_mx i j : 'M[rat]_(m, n))
  (fun i' j' => if (Nat.eqb i' i && Nat.eqb j' j)%bool then 1%Q else 0%Q).
Proof.
move=> i' j'; rewrite mxE (evB_eq i' i) (evB_eq j' j).
by case: (_ && _); rewrite ?q2r1 ?q2r0.
Qed.
Lemma evM_matrix (h : 'I_m -> 'I_n -> rat) f :
  (forall i j, evQ (h i j) (f i j)) -> evM (\matrix_(i, j) h i j) f.
Proof. by move=> E i j; rewrite mxE; exact: E. Qed.
Lemma evM_sum k (F : 'I_k -> 'M[rat]_(m, n)) h :
  (forall x, evM (F x) (h x)) ->
  evM (\sum_x F x) (table (fun i j => qsum (fun x => h x i j))).
Proof.
by move=> E; apply: evM_table => i j; rewrite summxE qsumE; apply: eq_bigr => x _; exact: E.
Qed.
Lemma evM_if c d A B f g : evB c d -> evM A f -> evM B g ->
  evM (if c then A else B) (if d then f else g).
Proof. by move=> -> EA EB; case: d. Qed.

(** Two matrices are equal, or not, by their entries. *)
Definition same f g := all (fun i => all (fun j => Qeq_bool (f i j) (g i j)) (ords n)) (ords m).
Lemma sameP f g : same f g = true -> forall i j, q2r (f i j) = q2r (g i j).
Proof.
have mem k (i : 'I_k) : i \in ords k by rewrite -[X in X \in _](nth_ordsE i i) mem_nth ?size_ords.
by move=> /allP S i j; have /allP/(_ _ (mem _ j))/Qeq_bool_eq/q2r_eq := S _ (mem _ i).
Qed.
Lemma evM_equal A B f g : evM A f -> evM B g -> same f g = true -> A = B.
Proof. by move=> EA EB /sameP S; apply/matrixP => i j; rewrite EA EB S. Qed.
Lemma evM_different A B f g : evM A f -> evM B g -> same f g = false -> A <> B.
Proof.
move=> EA EB + AB; suff -> : same f g = true by [].
apply/allP => i _; apply/allP => j _; apply: Qeq_eq_bool; apply: q2r_inj.
by rewrite -EA AB EB.
Qed.

End Matrices.

Lemma evM_1 n : evM (1%:M : 'M[rat]_n) (fun i j => if Nat.eqb i j then 1%Q else 0%Q).
Proof. by move=> i j; rewrite mxE (evB_eq i j); case: (Nat.eqb i j); rewrite ?q2r1 ?q2r0. Qed.

(** The product of two tables. *)
Definition product m k n (f : 'I_m -> 'I_k -> Q) (g : 'I_k -> 'I_n -> Q) :=
  let f' := table f in let g' := table g in
  table (fun i j => qsum (fun l => qmul (f' i l) (g' l j))).

Lemma evM_mul m k n (A : 'M[rat]_(m, k)) (B : 'M[rat]_(k, n)) f g :
  evM A f -> evM B g -> evM (A *m B) (product f g).
Proof.
move=> EA EB; apply: evM_table => i j; rewrite mxE qsumE; apply: eq_bigr => l _.
by rewrite EA EB q2rM /table !tabulate2E.
Qed.

Lemma evM_row m n (A : 'M[rat]_(m, n)) f i : evM A f -> evM (row i A) (fun _ j => f i j).
Proof. by move=> EA i' j; rewrite mxE EA. Qed.

Lemma evM_diag n (d : 'rV[rat]_n) f : evM d f ->
  evM (diag_mx d) (fun i j => if Nat.eqb i j then f ord0 i else 0%Q).
Proof.
move=> E i j; rewrite mxE (evB_eq i j); case: (Nat.eqb i j); rewrite ?mulr0n ?q2r0 //.
by rewrite mulr1n E; congr (q2r (f _ _)); apply: val_inj.
Qed.

Lemma evQ_trace n (A : 'M[rat]_n) f : evM A f -> evQ (\tr A) (qsum (fun i => f i i)).
Proof. by move=> E; apply: evQ_sum => i; exact: E. Qed.

(** vec and ⊗: the place of an entry. *)
Section Vec.

Lemma index_pairs (S T : eqType) (s : seq S) (t : seq T) x y :
  x \in s -> y \in t -> uniq s ->
  index (x, y) [seq (x', y') | x' <- s, y' <- t] = (index x s * size t + index y t)%N.
Proof.
elim: s => //= x0 s IH; rewrite inE => xs yt /andP[x0s us].
rewrite index_cat; have -> : ((x, y) \in [seq (x0, y') | y' <- t]) = (x == x0).
  apply/mapP/eqP => [[y' _ [->]]//|->]; by exists y.
rewrite [x0 == x]eq_sym; case: eqP xs => /= [-> _|_ xs].
  by rewrite mul0n add0n index_map // => a b [].
by rewrite IH // size_map mulSn addnA.
Qed.

Lemma val_mxvec_index m n (i : 'I_m) (j : 'I_n) : val (mxvec_index i j) = (i * n + j)%N.
Proof.
have lt : (index (i, j) (enum [finType of 'I_m * 'I_n]) < #|[finType of 'I_m * 'I_n]|)%N.
  by rewrite cardE index_mem mem_enum.
rewrite /mxvec_index /= /enum_rank /enum_rank_in val_insubd lt.
rewrite enumT unlock /= /prod_enum index_pairs ?mem_enum ?enum_uniq //.
by rewrite !index_enum_ord size_enum_ord.
Qed.

Definition row_of m n (p : 'I_(m * n)) (d : 'I_m) : 'I_m := nth d (ords m) (p %/ n)%N.
Definition column_of m n (p : 'I_(m * n)) (d : 'I_n) : 'I_n := nth d (ords n) (p %% n)%N.

(** The entry at a place of a row-major row. *)
Definition entry m n (f : 'I_m -> 'I_n -> Q) (p : 'I_(m * n)) : Q :=
  match ords m, ords n with
  | i :: _, j :: _ => f (row_of p i) (column_of p j)
  | _, _ => 0%Q
  end.

Lemma entryE m n (f : 'I_m -> 'I_n -> Q) i j : entry f (mxvec_index i j) = f i j.
Proof.
rewrite /entry /row_of /column_of val_mxvec_index.
have n0 : (0 < n)%N by apply: leq_ltn_trans (ltn_ord j).
rewrite divnMDl // divn_small // addn0 modnMDl modn_small //.
move: (size_ords m) (nth_ordsE i); case: (ords m) => [E _|i0 s _ ->].
  by exfalso; have := ltn_ord i; move: E => /=; lia.
move: (size_ords n) (nth_ordsE j); case: (ords n) => [E _|j0 t _ -> //].
by exfalso; move: E => /=; lia.
Qed.

Lemma evM_mxvec m n (A : 'M[rat]_(m, n)) f : evM A f -> evM (mxvec A) (fun _ p => entry f p).
Proof. by move=> E i p; rewrite ord1; case/mxvec_indexP: p => {}i j; rewrite mxvecE entryE. Qed.

Lemma evM_vec k m (W : 'M[rat]_(k, m)) f : evM W f ->
  evM (vec W) (fun p _ => entry (fun i j => f j i) p).
Proof. by move=> E; apply: evM_tr; apply: evM_mxvec; apply: evM_tr. Qed.

Definition kron_program m k n (f : 'I_m -> 'I_1 -> Q) (h : 'I_n -> 'I_k -> Q) : 'I_(m * k) -> 'I_n -> Q :=
  table (fun p o => entry (fun j i => qmul (f j ord0) (h o i)) p).
Lemma evM_kron m k n (g : 'cV[rat]_m) (J : 'M[rat]_(n, k)) f h : evM g f -> evM J h ->
  evM (kron_tr g J) (kron_program f h).
Proof.
move=> Eg EJ; apply: evM_table => p o; case/mxvec_indexP: p => j i.
by rewrite kron_tr_entry entryE Eg EJ q2rM.
Qed.

End Vec.
