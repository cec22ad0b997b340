(** Computing with MathComp's rationals and with matrices of them.

    A rational is given as a fraction of Coq's binary integers, [2 # 3]; [q2r]
    is the rational that it stands for. [evQ a q] says that a is q, [evM A f]
    that the entries of the matrix A are those of f. The lemmas below make, of
    an expression of sums, products, transposes, …, the program that computes
    its entries; the tactic [ev] applies them. *)
From Coq Require Import ZArith QArith Qreduction.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring ssrZ zify.
From dualproof Require Import networks.Network.
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
