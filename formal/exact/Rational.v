(** Computing with MathComp's rationals and with matrices of them.

    A rational is given as a fraction of Coq's binary integers, [2 # 3]; [q2r]
    is the rational that it stands for. [evQ a q] says that a is q, [evM A f]
    that the entries of the matrix A are those of f. The lemmas below make, of
    an expression of sums, products, transposes, …, the program that computes
    its entries; the tactic [ev] applies them. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring ssrZ zify.
From dualproof Require Import Network.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.Theory.
Local Open Scope ring_scope.
Local Delimit Scope Q_scope with Q.

(** The rational number of a fraction. *)
Definition z2r (z : Z) : rat := (int_of_Z z)%:~R.
Definition q2r (q : Q) : rat := z2r (Qnum q) / z2r (Zpos (Qden q)).

(** The matrix with these rows. *)
Definition mx m n (rows : seq (seq Q)) : 'M[rat]_(m, n) :=
  \matrix_(i, j) q2r (nth 0%Q (nth [::] rows i) j).

(** The function on an index set with these values. *)
Definition values n (qs : seq Q) (x : 'I_n) : rat := q2r (nth 0%Q qs x).

Section Fractions.

Lemma z2rD a b : z2r (Z.add a b) = z2r a + z2r b.
Proof. by rewrite /z2r -intrD; congr _%:~R; lia. Qed.

Lemma z2rM a b : z2r (Z.mul a b) = z2r a * z2r b.
Proof. by rewrite /z2r -intrM; congr _%:~R; lia. Qed.

Lemma z2rN a : z2r (Z.opp a) = - z2r a.
Proof. by rewrite /z2r -mulrNz; congr _%:~R; lia. Qed.

Lemma z2r_inj : injective z2r.
Proof. by move=> a b /intr_inj; apply: (can_inj int_of_ZK). Qed.

Lemma z2r_pos p : 0 < z2r (Zpos p).
Proof. by rewrite /z2r ltr0z; lia. Qed.

Lemma z2r_pos0 p : z2r (Zpos p) != 0.
Proof. by rewrite lt0r_neq0 // z2r_pos. Qed.

Lemma q2r_eq a b : Qeq a b -> q2r a = q2r b.
Proof.
case: a b => [a p] [b q]; rewrite /Qeq /q2r /= => /(congr1 z2r); rewrite !z2rM => E.
by apply/eqP; rewrite eqr_div ?z2r_pos0 // E.
Qed.

Lemma q2r_inj a b : q2r a = q2r b -> Qeq a b.
Proof.
case: a b => [a p] [b q]; rewrite /Qeq /q2r /= => /eqP.
by rewrite eqr_div ?z2r_pos0 // -!z2rM => /eqP/z2r_inj.
Qed.

Lemma q2r_red a : q2r (Qred a) = q2r a.
Proof. exact: q2r_eq (Qred_correct a). Qed.

(** The operations, with lowest terms. *)
Definition qadd a b := Qred (Qplus a b).
Definition qmul a b := Qred (Qmult a b).
Definition qinv a := Qred (Qinv a).

Lemma q2rD a b : q2r (qadd a b) = q2r a + q2r b.
Proof.
rewrite q2r_red; case: a b => [a p] [b q]; rewrite /q2r /= z2rD !z2rM.
by rewrite Pos2Z.inj_mul z2rM addf_div ?z2r_pos0.
Qed.

Lemma q2rM a b : q2r (qmul a b) = q2r a * q2r b.
Proof.
rewrite q2r_red; case: a b => [a p] [b q]; rewrite /q2r /= z2rM.
by rewrite Pos2Z.inj_mul z2rM invfM mulrACA.
Qed.

Lemma q2rN a : q2r (Qopp a) = - q2r a.
Proof. by case: a => [a p]; rewrite /q2r /= z2rN mulNr. Qed.

Lemma q2rV a : q2r (qinv a) = (q2r a)^-1.
Proof.
rewrite q2r_red; case: a => [[|a|a] p]; rewrite /q2r /= /Qinv /=.
- by rewrite /z2r /= !mul0r invr0.
- by rewrite invfM invrK mulrC.
- by rewrite (z2rN (Zpos p)) (z2rN (Zpos a)) !mulNr invrN invfM invrK mulrC.
Qed.

Lemma q2r_gt0 a : (0 < q2r a) = Z.ltb Z0 (Qnum a).
Proof.
case: a => [a p]; rewrite /q2r pmulr_lgt0 ?invr_gt0 ?z2r_pos //=.
by rewrite /z2r ltr0z; lia.
Qed.

Lemma q2r0 : q2r 0%Q = 0. Proof. by rewrite /q2r /= mul0r. Qed.
Lemma q2r1 : q2r 1%Q = 1. Proof. by rewrite /q2r /= divrr // unitfE. Qed.

Lemma q2r_nat n : q2r (inject_Z (Z.of_nat n)) = n%:R.
Proof.
rewrite /q2r /= [X in _ / X]/(1 : rat) divr1 /z2r.
by have -> : int_of_Z (Z.of_nat n) = n%:Z by lia.
Qed.

End Fractions.

(** What is evaluated, and to what. *)
Definition evQ (a : rat) (q : Q) := a = q2r q.
Definition evB (a b : bool) := a = b.
Definition evM m n (A : 'M[rat]_(m, n)) (f : 'I_m -> 'I_n -> Q) :=
  forall i j, A i j = q2r (f i j).

(** The numbers below n, and sums over them. *)
Fixpoint ords n : seq 'I_n :=
  if n is n'.+1 then ord0 :: map (lift ord0) (ords n') else [::].
Definition qsum n (f : 'I_n -> Q) : Q := foldr (fun i s => qadd (f i) s) 0%Q (ords n).

Lemma size_ords n : size (ords n) = n.
Proof. by elim: n => //= n IH; rewrite size_map IH. Qed.

Lemma nth_ordsE n (i : 'I_n) d : nth d (ords n) i = i.
Proof.
elim: n i d => [[]//|n IH] i d /=.
case: (unliftP ord0 i) => [j ->|->] //=.
by rewrite /bump /= (nth_map j) ?size_ords // IH.
Qed.

Lemma qsumE n (f : 'I_n -> Q) : q2r (qsum f) = \sum_i q2r (f i).
Proof.
rewrite /qsum; elim: n f => [|n IH] f /=; first by rewrite big_ord0 q2r0.
rewrite q2rD big_ord_recl; congr (_ + _); rewrite -IH; congr q2r.
by elim: (ords n) => //= i s ->.
Qed.

(** A table of the values of a function: each is computed once. *)
Definition tabulate (T : Type) (d : T) n (f : 'I_n -> T) : 'I_n -> T :=
  let table := map f (ords n) in fun i => nth d table i.
Definition tabulate2 (T : Type) (d : T) m n (f : 'I_m -> 'I_n -> T) : 'I_m -> 'I_n -> T :=
  let table := map (fun i => map (f i) (ords n)) (ords m) in
  fun i j => nth d (nth [::] table i) j.

Lemma tabulateE T (d : T) n (f : 'I_n -> T) i : tabulate d f i = f i.
Proof. by rewrite /tabulate (nth_map i) ?size_ords // nth_ordsE. Qed.

Lemma tabulate2E T (d : T) m n (f : 'I_m -> 'I_n -> T) i j : tabulate2 d f i j = f i j.
Proof.
rewrite /tabulate2 (nth_map i) ?size_ords // nth_ordsE.
by rewrite (nth_map j) ?size_ords // nth_ordsE.
Qed.

Definition table m n (f : 'I_m -> 'I_n -> Q) := tabulate2 0%Q f.

Section Scalars.
Implicit Types (a b : rat) (p q : Q).

Lemma evQ_q2r q : evQ (q2r q) q. Proof. by []. Qed.
Lemma evQ_values n qs (x : 'I_n) : evQ (values qs x) (nth 0%Q qs x). Proof. by []. Qed.
Lemma evQ_add a b p q : evQ a p -> evQ b q -> evQ (a + b) (qadd p q).
Proof. by move=> -> ->; rewrite /evQ q2rD. Qed.
Lemma evQ_mul a b p q : evQ a p -> evQ b q -> evQ (a * b) (qmul p q).
Proof. by move=> -> ->; rewrite /evQ q2rM. Qed.
Lemma evQ_opp a p : evQ a p -> evQ (- a) (Qopp p).
Proof. by move=> ->; rewrite /evQ q2rN. Qed.
Lemma evQ_inv a p : evQ a p -> evQ a^-1 (qinv p).
Proof. by move=> ->; rewrite /evQ q2rV. Qed.
Lemma evQ_0 : evQ 0 0%Q. Proof. by rewrite /evQ q2r0. Qed.
Lemma evQ_1 : evQ 1 1%Q. Proof. by rewrite /evQ q2r1. Qed.
Lemma evQ_nat n : evQ n%:R (inject_Z (Z.of_nat n)). Proof. by rewrite /evQ q2r_nat. Qed.
Lemma evQ_sum n (g : 'I_n -> rat) f : (forall i, evQ (g i) (f i)) -> evQ (\sum_i g i) (qsum f).
Proof. by move=> E; rewrite /evQ qsumE; apply: eq_bigr => i _; exact: E. Qed.
Lemma evQ_sum_if n (P : pred 'I_n) (g : 'I_n -> rat) c f :
  (forall i, evB (P i) (c i)) -> (forall i, evQ (g i) (f i)) ->
  evQ (\sum_(i | P i) g i) (qsum (fun i => if c i then f i else 0%Q)).
Proof.
move=> EP E; rewrite /evQ qsumE big_mkcond; apply: eq_bigr => i _.
by rewrite (EP i); case: (c i); [exact: E | rewrite q2r0].
Qed.
Lemma evQ_if c d a b p q : evB c d -> evQ a p -> evQ b q ->
  evQ (if c then a else b) (if d then p else q).
Proof. by move=> -> -> ->; case: d. Qed.
Lemma evQ_exp a p n : evQ a p -> evQ (a ^+ n) (iter n (qmul p) 1%Q).
Proof. by move=> ->; rewrite /evQ; elim: n => [|n /= IH]; rewrite ?q2r1 // exprS q2rM -IH. Qed.
Lemma evQ_entry m n (A : 'M[rat]_(m, n)) f i j : evM A f -> evQ (A i j) (f i j).
Proof. exact. Qed.
Lemma evB_gt0 a p : evQ a p -> evB (0 < a) (Z.ltb Z0 (Qnum p)).
Proof. by move=> ->; rewrite /evB q2r_gt0. Qed.
Lemma evB_eq n (i j : 'I_n) : evB (i == j) (Nat.eqb i j).
Proof.
rewrite /evB -val_eqE /=.
by case: (PeanoNat.Nat.eqb_spec i j) => [->|/eqP/negbTE->]; rewrite ?eqxx.
Qed.
Lemma evB_neg c d : evB c d -> evB (~~ c) (~~ d). Proof. by move=> ->. Qed.

(** Two numbers are equal, or not, by their fractions. *)
Lemma evQ_equal a b p q : evQ a p -> evQ b q -> Qeq_bool p q = true -> a = b.
Proof. by move=> -> -> /Qeq_bool_eq/q2r_eq. Qed.
Lemma evQ_different a b p q : evQ a p -> evQ b q -> Qeq_bool p q = false -> a <> b.
Proof. by move=> -> -> + /q2r_inj/Qeq_eq_bool => ->. Qed.

End Scalars.

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
