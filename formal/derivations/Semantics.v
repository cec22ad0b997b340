(* What the terms of a derivation mean. The only file of the generated proofs that a reader has to trust.

   F is a field: the numbers in front of matrices and the probabilities. R is a commutative algebra over F: the entries.
   What varies is an element of R, such as a polynomial in the step t; what a law or a coefficient is, an element of F. *)
From mathcomp Require Import all_ssreflect all_algebra.

Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.

Import GRing.Theory.
Local Open Scope ring_scope.

Section Semantics.

Variables (F : fieldType) (R : comAlgType F).

(* A derivative: linear over F, with Leibniz' rule. *)
Record derivation := Derivation {
  derive :> {linear R -> R};
  leibniz : forall x y, derive (x * y) = derive x * y + x * derive y
}.

(* d A, entry by entry. *)
Definition differential (D : derivation) m n (A : 'M[R]_(m, n)) : 'M[R]_(m, n) := map_mx D A.

(* A does not vary. *)
Definition fixed (D : derivation) m n (A : 'M[R]_(m, n)) : Prop := differential D A = 0.

(* A number in front of a matrix; 1 and -1 are not written. *)
Inductive coefficient := One | Neg | Num of F.

Definition scale (a : coefficient) m n (A : 'M[R]_(m, n)) : 'M[R]_(m, n) :=
  match a with One => A | Neg => - A | Num c => c%:A *: A end.

(* a A + b B. *)
Definition sum a m n (A : 'M[R]_(m, n)) b (B : 'M[R]_(m, n)) : 'M[R]_(m, n) := scale a A + scale b B.

(* tr A as a matrix of one entry. *)
Definition trace n (A : 'M[R]_n) : 'M[R]_1 := (\tr A)%:M.

(* The law of a random variable with finitely many values. Its probabilities need not be positive. *)
Record law (T : finType) := Law { mass :> T -> F; total_mass : \sum_t mass t = 1 }.

Definition expect (T : finType) (p : law T) m n (A : T -> 'M[R]_(m, n)) : 'M[R]_(m, n) :=
  \sum_t (p t)%:A *: A t.

Lemma uniform_total (T : finType) : #|T|%:R != 0 :> F -> \sum_(t : T) #|T|%:R^-1 = 1 :> F.
Proof. by move=> nonzero; rewrite sumr_const -[_ *+ _]mulr_natr mulVf. Qed.

(* Equally likely values. *)
Definition uniform (T : finType) (nonzero : #|T|%:R != 0 :> F) : law T := Law (uniform_total nonzero).

(* The mean over the ordered pairs of different values. *)
Definition distinct (T : finType) m n (A : T -> T -> 'M[R]_(m, n)) : 'M[R]_(m, n) :=
  ((#|T|%:R * (#|T|%:R - 1))^-1)%:A *: \sum_s \sum_(t | t != s) A s t.

(* A way to write an index below r as a pair of indices; m * k of them, in order; where m or k is 1, the other index. *)
Record splitting m k r := Splitting { split :> 'I_r -> 'I_m * 'I_k; split_bijective : bijective split }.

Lemma pair_bijective m k : bijective (fun i : 'I_(m * k) => enum_val (cast_ord (esym (mxvec_cast m k)) i)).
Proof.
exists (fun ij => cast_ord (mxvec_cast m k) (enum_rank ij)) => i.
  by rewrite enum_valK cast_ordKV.
by rewrite cast_ordK enum_rankK.
Qed.

Definition pairs m k : splitting m k (m * k) := Splitting (@pair_bijective m k).

Lemma second_bijective k : bijective (fun i : 'I_k => (0 : 'I_1, i)).
Proof. by exists snd => [|[j i]] //; rewrite [j]ord1. Qed.

Definition second k : splitting 1 k k := Splitting (@second_bijective k).

Lemma first_bijective m : bijective (fun i : 'I_m => (i, 0 : 'I_1)).
Proof. by exists fst => [|[i j]] //; rewrite [j]ord1. Qed.

Definition first m : splitting m 1 m := Splitting (@first_bijective m).

(* The Kronecker product: its entry at the indices (i, i') and (j, j') is A i j B i' j'. *)
Definition kronecker m n k l r c (rows : splitting m k r) (columns : splitting n l c)
    (A : 'M[R]_(m, n)) (B : 'M[R]_(k, l)) : 'M[R]_(r, c) :=
  \matrix_(i, j) (A (rows i).1 (columns j).1 * B (rows i).2 (columns j).2).

(* The columns of A under one another. *)
Definition vec m n r (entries : splitting n m r) (A : 'M[R]_(m, n)) : 'cV[R]_r :=
  \col_i A (entries i).2 (entries i).1.

End Semantics.

Arguments One {F}.
Arguments Neg {F}.
Arguments Num {F} c%R.

(* How terms are written. *)
Declare Scope derivation_scope.
Delimit Scope derivation_scope with der.
Arguments differential {F R} D {m n} A%der.
Arguments fixed {F R} D {m n} A%der.
Arguments scale {F R} a {m n} A%der.
Arguments sum {F R} a {m n} A%der b B%der.
Arguments trace {F R n} A%der.
Arguments kronecker {F R m n k l r c} rows columns A%der B%der.
Arguments vec {F R m n r} entries A%der.
Notation "A + B" := (sum One A One B) : derivation_scope.
Notation "A - B" := (sum One A Neg B) : derivation_scope.
Notation "- A" := (scale Neg A) : derivation_scope.
Notation "A *m B" := (mulmx A%der B%der) : derivation_scope.
Notation "A ^T" := (trmx A%der) : derivation_scope.
Notation "\E_ ( x ~ p ) A" := (expect p (fun x => A))
  (at level 36, x name, p at level 35, A at level 36, format "\E_ ( x  ~  p )  A") : derivation_scope.
Notation "\D_ ( x , y : T ) A" := (distinct (fun x y : T => A))
  (at level 36, x name, y name, T at level 200, A at level 36, format "\D_ ( x ,  y  :  T )  A") : derivation_scope.
